"""Documents that went wrong on the way: each ends in a finding that says what to mend, and nothing is published."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from docx import Document as WordFile
from PIL import Image

from generator.engines.engine import Awaited, Health
from generator.engines.libreoffice import LibreOffice
from generator.errors import ExitCode
from generator.findings import Finding
from generator.pipeline import render_file
from generator.results import HandlingResult
from generator.settings import Settings
from generator.workshop import Workshop
from tests.conftest import ROOT, Case, Write

Harm = Callable[[Path], None]


@dataclass
class Harming:
    """An engine that does its work, and then harms it."""

    inner: LibreOffice
    harm: Harm
    name: str = "skadande"

    def health(self) -> Health:
        """As the engine inside."""
        return self.inner.health()

    def prepare(self) -> None:
        """Nothing is started."""

    def begin(self, docx: Path) -> Awaited:
        """All of it when it is waited for."""
        return partial(self.convert, docx)

    def convert(self, docx: Path, pdf: Path) -> None:
        """Make the PDF, then harm it."""
        self.inner.convert(docx, pdf)
        self.harm(pdf)

    def close(self) -> None:
        """Nothing of its own to give back."""


def cut(share: float) -> Harm:
    """Cut the file off, as a disk that fills up does."""

    def harm(pdf: Path) -> None:
        content = pdf.read_bytes()
        pdf.write_bytes(content[: int(len(content) * share)])

    return harm


def opened(change: Callable[[pikepdf.Pdf], None]) -> Harm:
    """Change the file as a program would."""

    def harm(pdf: Path) -> None:
        with pikepdf.open(pdf, allow_overwriting_input=True) as file:
            change(file)
            file.save(pdf)

    return harm


def without_tags(file: pikepdf.Pdf) -> None:
    """No structure at all."""
    del file.Root.StructTreeRoot


def empty_tags(file: pikepdf.Pdf) -> None:
    """A structure with nothing in it."""
    file.Root.StructTreeRoot.K = pikepdf.Array([])


def without_a_branch(file: pikepdf.Pdf) -> None:
    """Half of the document's elements gone from the tree, their text still on the page."""
    top = file.Root.StructTreeRoot.K
    top = top[0] if isinstance(top, pikepdf.Array) else top
    top.K = pikepdf.Array(list(top.K)[: len(top.K) // 2])


def in_another_order(file: pikepdf.Pdf) -> None:
    """The document read from its end."""
    top = file.Root.StructTreeRoot.K
    top = top[0] if isinstance(top, pikepdf.Array) else top
    top.K = pikepdf.Array(list(top.K)[::-1])


def without_a_page(file: pikepdf.Pdf) -> None:
    """The last page gone."""
    del file.pages[-1]


def without_a_font(file: pikepdf.Pdf) -> None:
    """The fonts that the first page names, not in the file."""
    for font in file.pages[0].resources.Font.values():
        inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        del inner.FontDescriptor["/FontFile2"]


def with_a_script(file: pikepdf.Pdf) -> None:
    """Something that runs when the file is opened."""
    file.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(
            Names=pikepdf.Array([pikepdf.String("a"), pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")])
        )
    )


def refused(file: Path, shop: Workshop) -> tuple[HandlingResult, tuple[Finding, ...]]:
    """The one result of a case that must not be published, and its errors."""
    [result] = list(render_file(file, shop))
    assert result.files == ()
    assert not [path for path in shop.settings.out.rglob("*") if path.is_file()]
    errors = tuple(one for one in result.findings if one.severity == "fel")
    assert all(one.message and one.remedy for one in errors)
    return result, errors


@pytest.mark.office
@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (cut(0.4), "pdf-trasig"),
        (cut(0.97), "pdf-trasig"),
        (opened(without_tags), "pdf-otaggad"),
        (opened(empty_tags), "pdf-otaggad"),
        (opened(without_a_branch), "lasordning"),
        (opened(in_another_order), "lasordning"),
        (opened(without_a_page), "uppgift-saknas"),
        (opened(without_a_font), "pdf-typsnitt"),
        (opened(with_a_script), "pdf-underkand"),
    ],
    ids=["kort", "nästan hel", "utan taggar", "tomma taggar", "halva", "baklänges", "sida", "typsnitt", "skript"],
)
def test_a_harmed_pdf(harm: Harm, code: str, case: Case, write: Write, office: LibreOffice, tmp_path: Path) -> None:
    """Whatever happened to the PDF: a finding of its own, nothing published, the code for a document that failed."""
    shop = Workshop(Settings(root=ROOT, out=tmp_path / "ut"), Harming(office, harm))
    result, errors = refused(write(case), shop)
    assert code in {one.code for one in errors}
    assert result.exit_code == ExitCode.OUTPUT


@pytest.mark.office
def test_a_picture_without_a_text(case: Case, write: Write, office: LibreOffice, tmp_path: Path) -> None:
    """The finding says which Word file has a picture that says nothing, and how it is given a text."""
    root = tmp_path / "rot"
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(ROOT / name, root / name)
    [name] = {handling["typ"] for handling in case["handlingar"]}
    files = list((root / "templates").glob(f"*/{name}.docx"))
    for file in files:
        document, picture = WordFile(str(file)), BytesIO()
        Image.new("RGB", (120, 60), (10, 90, 40)).save(picture, "PNG")
        document.add_picture(BytesIO(picture.getvalue()))
        document.save(str(file))
    result, errors = refused(write(case), Workshop(Settings(root=root, out=tmp_path / "ut"), office))
    [finding] = [one for one in errors if one.code == "bild-utan-alternativtext"]
    assert f"{name}.docx" in f"{finding.place.file} {finding.message} {finding.remedy}"
    assert "alternativtext" in finding.remedy.casefold()
    assert result.exit_code in (ExitCode.OUTPUT, ExitCode.TEMPLATE)
