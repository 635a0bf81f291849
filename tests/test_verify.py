"""Verify: what is lost is found, and what is not lost is not complained about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.engines.libreoffice import LibreOffice
from generator.model import Document, Fact, Rendered
from generator.pdf.search import Pages, bare
from generator.settings import Settings
from generator.steps.convert import convert
from generator.steps.verify import verify
from generator.workshop import Workshop
from tests.conftest import CASES, ROOT
from tests.tools import documents, packed, parts

LATIN = st.text(st.characters(min_codepoint=33, max_codepoint=0x17F, categories=("L", "N", "P")), min_size=1)


@given(st.lists(LATIN, min_size=1, max_size=12), st.integers(0, 40))
def test_a_text_is_found_over_a_page_break(words: list[str], cut: int) -> None:
    """However a paragraph is broken between two pages with their headers, it is found."""
    text = " ".join(words)
    place = min(cut, len(text))
    pages = Pages([f"sidhuvud {text[:place]} sidfot", f"sidhuvud {text[place:]} sidfot"])
    assert pages.have(text)


@given(LATIN, st.integers(0, 100))
def test_a_lost_letter_is_noticed(text: str, place: int) -> None:
    """Take one letter away, and the text is no longer found."""
    plain = bare(text)
    if len(plain) < 2:
        return
    at = place % len(plain)
    short = plain[:at] + plain[at + 1 :]
    assert not Pages([short]).have(plain)


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("Digital transfor-\nmation", "Digital transformation"),
        ("1\u00a0050\u00a0000 kronor", "1 050 000 kronor"),
        ("e-\nstrategen", "e-strategen"),
        ("ﬁnansiering", "finansiering"),
        ("FÖREDRAGNINGSPM", "FöredragningsPM"),
        ("svenska ,  םולש slut", "svenska שלום slut"),
    ],
)
def test_what_layout_does_to_a_text_is_no_loss(printed: str, wanted: str) -> None:
    """Hyphens, spaces, ligatures, capitals and the direction of writing are not content."""
    pages = Pages([printed.replace(" ,", "")])
    assert pages.have(wanted)
    assert pages.lacking(wanted) == []


def test_a_character_without_a_font_is_named() -> None:
    """A character that no page has is told apart from a text that is missing."""
    assert Pages(["漢漢 text"]).lacking("漢字 text") == ["字"]


def test_a_number_on_every_page() -> None:
    """The pages without the number are counted out."""
    assert Pages(["GNS/8/2019 a", "b", "c GNS/8/2019"]).without("GNS/8/2019") == [2]


@pytest.fixture(scope="module")
def made(office: LibreOffice, tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, Rendered, Path]:
    """One example as document, .docx and PDF."""
    document, rendered = documents(CASES[0], Workshop(Settings(root=ROOT, out=Path("/nowhere"))))[0]
    return document, rendered, convert(rendered, office, tmp_path_factory.mktemp("pdf"))


@pytest.mark.office
def test_a_good_document_has_no_findings(made: tuple[Document, Rendered, Path]) -> None:
    """Nothing is said against a document that is as it should be."""
    document, rendered, pdf = made
    verified = verify(document, rendered, pdf)
    assert verified.findings == ()
    assert verified.pages == len(pikepdf.open(pdf).pages)


@pytest.mark.office
def test_every_kind_of_fact_is_looked_for(made: tuple[Document, Rendered, Path]) -> None:
    """A fact that the files do not have is missed in both, with its label and its path."""
    document, rendered, pdf = made
    for fact in (
        Fact(label="Högsta belopp", texts=("9 999 999 kronor",), path=("handlingar", 0)),
        Fact(label="Datum", texts=("1812-12-12", "den 12 december 1812"), path=()),
        Fact(label="Diarienummer", texts=("XYZ/1/1999",), path=("diarienummer",), every_page=True),
    ):
        findings = verify(replace(document, facts=(fact,)), rendered, pdf).findings
        assert {finding.code for finding in findings} == {"uppgift-saknas"}
        assert {finding.place.title for finding in findings} == {fact.label}
        assert any("Word-filen" in finding.message for finding in findings)
        assert any("PDF-filen" in finding.message for finding in findings)


@pytest.mark.office
@pytest.mark.parametrize("kept", [0.3, 0.7, 0.999])
def test_a_truncated_pdf_is_noticed(kept: float, made: tuple[Document, Rendered, Path], tmp_path: Path) -> None:
    """A PDF that was cut off is broken, however much of it is left."""
    document, rendered, pdf = made
    short = tmp_path / "kort.pdf"
    short.write_bytes(pdf.read_bytes()[: int(pdf.stat().st_size * kept)])
    assert "pdf-trasig" in {finding.code for finding in verify(document, rendered, short).findings}


def _changed(pdf: Path, target: Path, key: str) -> Path:
    with pikepdf.open(pdf) as whole:
        match key:
            case "sida":
                del whole.pages[-1]
            case "titel":
                whole.docinfo["/Title"] = "Något annat"
            case "sprak":
                whole.Root.Lang = pikepdf.String("en-US")
            case "taggar":
                del whole.Root.StructTreeRoot
            case "typsnitt":
                for font in whole.pages[0].resources.Font.values():
                    del font.FontDescriptor.FontFile2
        whole.save(target)
    return target


@pytest.mark.office
@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("sida", "uppgift-saknas"),
        ("sida", "sidnummer-fel"),
        ("titel", "pdf-titel"),
        ("sprak", "pdf-sprak"),
        ("taggar", "pdf-otaggad"),
        ("typsnitt", "pdf-typsnitt"),
    ],
)
def test_a_pdf_that_lost_something_is_noticed(
    key: str, code: str, made: tuple[Document, Rendered, Path], tmp_path: Path
) -> None:
    """A missing page, title, language, tag tree or font each has its finding."""
    document, rendered, pdf = made
    worse = _changed(pdf, tmp_path / "a.pdf", key)
    assert code in {finding.code for finding in verify(document, rendered, worse).findings}


def test_leftovers_of_a_template_are_noticed(words: Workshop) -> None:
    """«None» in a document whose case does not say it is a fault; a case may say it."""
    document, rendered = documents(CASES[0], words)[0]
    broken = parts(rendered.content)
    broken["word/document.xml"] = broken["word/document.xml"].replace(b"</w:t>", b" None {{ x</w:t>", 1)
    worse = replace(rendered, content=packed(broken))
    found = [finding for finding in verify(document, worse, None).findings if finding.code == "rest-av-mall"]
    assert len(found) == 2
    saying = replace(document, context={**document.context, "mottagare": ("None {{",)})
    assert "rest-av-mall" not in {finding.code for finding in verify(saying, worse, None).findings}


@pytest.mark.office
def test_a_broken_word_file_is_a_finding(made: tuple[Document, Rendered, Path]) -> None:
    """A .docx that is cut off is said to be broken; the check itself does not break."""
    document, rendered, pdf = made
    short = replace(rendered, content=rendered.content[:1000])
    assert "docx-trasig" in {finding.code for finding in verify(document, short, pdf).findings}
