"""The examples as they should come out: .docx part by part, and the text of the PDF.

`script/test --uppdatera -k golden` writes the expected files anew; read the
difference before you commit it. What came out instead is left in
`tests/golden/.utfall`.
"""

from __future__ import annotations

import shutil
from difflib import unified_diff
from pathlib import Path

import pytest

from generator.pdf.reading import read_pdf
from generator.pipeline import render_file
from generator.results import HandlingResult, Outcome
from generator.steps.publish import folder_name
from generator.workshop import Workshop
from tests.conftest import CASES
from tests.tools import documents, parts, pretty

GOLDEN = Path(__file__).parent / "golden"
OUTCOME = GOLDEN / ".utfall"
_COMPARED = ("word/document.xml", "word/header1.xml", "word/footer1.xml", "word/footnotes.xml", "docProps/core.xml")


def compare(name: str, text: str, *, update: bool) -> None:
    """Hold a text against the expected file of that name."""
    expected = GOLDEN / name
    if update:
        expected.parent.mkdir(parents=True, exist_ok=True)
        expected.write_text(text, "utf-8")
        return
    wanted = expected.read_text("utf-8") if expected.exists() else ""
    if text != wanted:
        left = OUTCOME / name
        left.parent.mkdir(parents=True, exist_ok=True)
        left.write_text(text, "utf-8")
        lines = unified_diff(
            wanted.splitlines(), text.splitlines(), f"väntat/{name}", f"utfall/{name}", lineterm="", n=2
        )
        pytest.fail("\n".join([f"{name} är inte som väntat:", *list(lines)[:80]]), pytrace=False)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_word_files_part_by_part(path: Path, words: Workshop, uppdatera: bool) -> None:
    """Body, header, footer, notes and properties of every example are as expected."""
    made = documents(path, words)
    assert made
    for document, rendered in made:
        content = parts(rendered.content)
        for part in _COMPARED:
            name = f"{path.stem}/{document.handling.file_stem}/{Path(part).name}"
            compare(name, pretty(content[part]), update=uppdatera)


@pytest.mark.office
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_examples_all_the_way(path: Path, office_shop: Workshop, uppdatera: bool) -> None:
    """Every example becomes a verified PDF whose text, page by page, is as expected.

    Another LibreOffice may break lines and pages elsewhere; then it is the
    verification, which looks for every fact, that has to hold.
    """
    assert office_shop.engine is not None
    version = str(office_shop.engine.health().version)
    if uppdatera:
        (GOLDEN / "motor.txt").write_text(version + "\n", "utf-8")
    same_engine = version == (GOLDEN / "motor.txt").read_text("utf-8").strip()
    results = list(render_file(path, office_shop))
    assert results
    for result in results:
        assert result.outcome is Outcome.DONE
        assert all(finding.waived for finding in result.findings), result.findings
        pages = _pages(result)
        if same_engine:
            compare(f"{path.stem}/{result.handling}/sidor.txt", pages, update=uppdatera)


def _pages(result: HandlingResult) -> str:
    """The text of a result's PDF, page by page, its place and page count checked."""
    docx, pdf = result.files
    assert result.diarienummer is not None
    assert docx.parent.name == folder_name(result.diarienummer)
    pages = read_pdf(pdf.read_bytes()).pages
    assert result.pages == len(pages)
    return "".join(f"—— sida {number} ——\n{page.rstrip()}\n" for number, page in enumerate(pages, 1))


def test_no_expected_file_is_left_over() -> None:
    """Every folder of expected files belongs to an example that exists."""
    folders = {folder.name for folder in GOLDEN.iterdir() if folder.is_dir() and not folder.name.startswith(".")}
    assert folders == {path.stem for path in CASES}
    shutil.rmtree(OUTCOME, ignore_errors=True)
