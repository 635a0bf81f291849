"""Findings as comments in a copy of the Word file: where they belong, and nothing else changed."""

from __future__ import annotations

import os
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from generator.cli.main import group
from generator.engines.process import run
from generator.errors import ExitCode, FolderError, TemplateError
from generator.findings import Severity, Spot
from generator.inspection.comments import commented, write_commented
from generator.inspection.source import WordFile, inspect_file
from generator.word.package import DOCUMENT
from tests.conftest import ROOT
from tests.tools import faults, parts, repacked

TEMPLATE = ROOT / "templates" / "standard" / "beviljande.docx"


@pytest.fixture
def file() -> WordFile:
    """A template with a table."""
    return inspect_file(TEMPLATE)


def spots(file: WordFile) -> list[Spot]:
    """The place of every paragraph in the body."""
    return [one.spot for one in file.outlines[DOCUMENT].paragraphs]


def comments(content: bytes) -> list[tuple[str, str]]:
    """Author and text of each comment."""
    root = parts(content)["word/comments.xml"]
    document = Document(BytesIO(content))
    assert root
    return [(one.author, one.text) for one in document.comments]


def anchored(content: bytes, number: int) -> str:
    """The text of the paragraph to which a comment is tied."""
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    document = Document(BytesIO(content))
    start = next(
        one for one in document.element.body.iter(f"{word}commentRangeStart") if one.get(f"{word}id") == str(number)
    )
    around = next(one for one in start.iterancestors(f"{word}p"))
    return "".join(one.text or "" for one in around.iter(f"{word}t"))


def test_each_finding_stands_at_its_paragraph(file: WordFile) -> None:
    """Body text and table cells alike: the comment is tied to the paragraph that the finding names."""
    chosen = [one for one in spots(file) if one.text][::5]
    assert any("tabell" in one.where for one in chosen)
    findings = [file.finding(one, "kod", f"Fel {number}.", "Rätta.") for number, one in enumerate(chosen)]
    content = commented(file, findings)
    said = comments(content)
    assert said == [("Mallgranskning", f"Fel: Fel {number}.\nGör så här: Rätta.") for number in range(len(chosen))]
    assert [anchored(content, number).strip() for number in range(len(chosen))] == [one.text for one in chosen]


def test_what_stands_elsewhere_is_told_first_in_the_file(file: WordFile) -> None:
    """A finding on a header, or on the file as a whole, is a comment on the first paragraph that says where."""
    findings = [
        file.finding("word/header1.xml", "kod", "Fel i huvudet.", "Rätta."),
        file.finding(None, "kod", "Fel i filen.", "Rätta.", severity=Severity.WARNING, source="WCAG 1.1.1"),
    ]
    content = commented(file, findings)
    assert [text for _, text in comments(content)] == [
        "Fel (sidhuvud 1): Fel i huvudet.\nGör så här: Rätta.",
        "Varning (hela filen): Fel i filen.\nGör så här: Rätta.\nKälla: WCAG 1.1.1",
    ]
    first = spots(file)[0].text
    assert {anchored(content, 0).strip(), anchored(content, 1).strip()} == {first}


def test_the_copy_is_the_file_with_comments(file: WordFile, tmp_path: Path) -> None:
    """The text is the file's own, Word's rules have nothing against it, and the same findings give the same bytes."""
    findings = [file.finding(one, "kod", "Fel.", "Rätta.") for one in spots(file)[:9]]
    target = tmp_path / "ny" / "kopia.docx"
    write_commented(file, findings, target)
    assert target.read_bytes() == commented(file, findings)
    assert faults(target) == faults(TEMPLATE) == []
    copied = inspect_file(target)
    assert [one.text for one in spots(copied)] == [one.text for one in spots(file)]


def test_comments_that_are_there_already_are_kept(file: WordFile, tmp_path: Path) -> None:
    """A second look adds to the first one's comments and takes none away."""
    target = tmp_path / "kopia.docx"
    write_commented(file, [file.finding(spots(file)[0], "kod", "Den första.", "Rätta.")], target)
    again = inspect_file(target)
    content = commented(again, [again.finding(spots(again)[1], "kod", "Den andra.", "Rätta.")])
    assert [text.splitlines()[0] for _, text in comments(content)] == ["Fel: Den första.", "Fel: Den andra."]


def test_a_file_without_text_gets_room_for_them(file: WordFile, tmp_path: Path) -> None:
    """A body without a paragraph is given one to tie the comment to."""
    xml = parts(TEMPLATE.read_bytes())[DOCUMENT].decode()
    start, end = xml.index("<w:body>") + len("<w:body>"), xml.index("</w:body>")
    empty = inspect_file(repacked(TEMPLATE, tmp_path / "tom.docx", {DOCUMENT: (xml[:start] + xml[end:]).encode()}))
    content = commented(empty, [empty.finding(None, "kod", "Tom.", "Skriv något.")])
    assert len(comments(content)) == 1


def test_a_file_that_is_too_broken_is_told(tmp_path: Path) -> None:
    """Where no comment can be written there is a finding and no crash, and no file is left."""
    broken = inspect_file(repacked(TEMPLATE, tmp_path / "trasig.docx", {DOCUMENT: b"<w:document"}))
    target = tmp_path / "kopia.docx"
    with pytest.raises(TemplateError) as told:
        write_commented(broken, [broken.finding(None, "kod", "Fel.", "Rätta.")], target)
    assert "trasig" in told.value.findings[0].message
    assert not target.exists()


def test_a_folder_that_cannot_be_written_is_told(file: WordFile, tmp_path: Path) -> None:
    """A file where the folder should be is the folder's fault."""
    (tmp_path / "fil").write_text("x")
    with pytest.raises(FolderError):
        write_commented(file, [file.finding(None, "kod", "Fel.", "Rätta.")], tmp_path / "fil" / "kopia.docx")


def test_the_command_writes_copies_and_says_where(tmp_path: Path) -> None:
    """With --i-word every file that something is said about has a copy with comments in the out folder."""
    root = tmp_path / "rot"
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(ROOT / name, root / name)
    body = root / "templates" / "standard" / "tjansteskrivelse.docx"
    xml = parts(body.read_bytes())[DOCUMENT].replace(b"dokument.titel", b"dokument.titl")
    repacked(body, body, {DOCUMENT: xml})
    arguments = ["--rot", str(root), "--profil", "region-orebro", "--format", "tjansteskrivelse", "--i-word"]
    result = CliRunner().invoke(
        group, ["mallar", "kontrollera", *arguments, "--ut", str(tmp_path / "ut")], standalone_mode=False
    )
    assert result.return_value == ExitCode.TEMPLATE
    copy = tmp_path / "ut" / "granskning" / "standard" / "tjansteskrivelse.docx"
    assert copy.is_file()
    assert "granskning/standard/tjansteskrivelse.docx" in result.stdout
    assert any("«dokument.titl» finns inte" in text for _, text in comments(copy.read_bytes()))


@pytest.mark.office
def test_an_office_opens_the_copy(file: WordFile, tmp_path: Path) -> None:
    """The copy with comments is a document that LibreOffice makes a PDF of."""
    target = tmp_path / "kopia.docx"
    write_commented(file, [file.finding(one, "kod", "Fel.", "Rätta.") for one in spots(file)[:5]], target)
    office = shutil.which("soffice") or "libreoffice"
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(target)]
    run(command, timeout=120, environment={**os.environ, "SAL_USE_VCLPLUGIN": "svp"}, folder=tmp_path)
    assert (tmp_path / "kopia.pdf").read_bytes().startswith(b"%PDF-")
