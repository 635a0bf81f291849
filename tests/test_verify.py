"""Verify: what is lost is found, and what is not lost is not complained about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archival import Finished
from generator.engines.libreoffice import LibreOffice
from generator.findings import Finding, Severity
from generator.flow import Flow
from generator.model import Document, Fact, Rendered
from generator.pdf.search import Pages, bare
from generator.settings import Settings
from generator.steps.verify import verify
from generator.word.flow import read_flow
from generator.workshop import Workshop
from tests.conftest import CASES, ROOT
from tests.tools import documents, packed, parts, reworked, sealed

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


@dataclass(frozen=True)
class Made:
    """One document in all its forms."""

    document: Document
    rendered: Rendered
    flow: Flow
    finished: Finished

    def findings(self, **changes: object) -> tuple[Finding, ...]:
        """What is said of it, or of it with something changed."""
        one = replace(self, **changes)
        return verify(one.document, one.rendered, one.flow, one.finished).findings

    def codes(self, **changes: object) -> set[str]:
        """The same by code."""
        return {finding.code for finding in self.findings(**changes)}


@pytest.fixture(scope="module")
def made(office: LibreOffice, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """One example as document, .docx and finished PDF."""
    document, rendered = documents(CASES[0], Workshop(Settings(root=ROOT, out=Path("/nowhere"))))[0]
    return Made(document, rendered, *sealed(document, rendered, office, tmp_path_factory.mktemp("pdf")))


@pytest.mark.office
def test_a_good_document_has_no_findings(made: Made) -> None:
    """Nothing is said against a document that is as it should be, and the program's own validator passes it."""
    verified = verify(made.document, made.rendered, made.flow, made.finished)
    assert verified.findings == ()
    assert [(one.program, one.profile, one.passed) for one in verified.verdicts] == [("pikepdf", "2b", True)]
    with pikepdf.open(BytesIO(made.finished.pdf)) as file:
        assert verified.pages == len(file.pages)


@pytest.mark.office
def test_why_the_level_was_lowered_is_told(made: Made) -> None:
    """What was found while the PDF was finished comes with all else that is said of it, with the handling's place."""
    lowered = Finding(code="arkivniva-sankt", message="Nivån sänktes.", severity=Severity.NOTE)
    (found,) = made.findings(finished=replace(made.finished, findings=(lowered,)))
    assert (found.code, found.place.path) == ("arkivniva-sankt", made.document.handling.path)


FACTS = (
    Fact(label="Högsta belopp", texts=("9 999 999 kronor",), path=("handlingar", 0)),
    Fact(label="Datum", texts=("1812-12-12", "den 12 december 1812"), path=()),
    Fact(label="Diarienummer", texts=("XYZ/1/1999",), path=("diarienummer",), every_page=True),
)


@pytest.mark.office
@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.label)
def test_every_kind_of_fact_is_looked_for(fact: Fact, made: Made) -> None:
    """A fact that the files do not have is missed in both, with its label and its path."""
    findings = made.findings(document=replace(made.document, facts=(fact,)))
    assert {finding.code for finding in findings} == {"uppgift-saknas"}
    assert {finding.place.title for finding in findings} == {fact.label}
    assert any("Word-filen" in finding.message for finding in findings)
    assert any("PDF-filen" in finding.message for finding in findings)


@pytest.mark.office
@pytest.mark.parametrize("kept", [0.3, 0.7, 0.999])
def test_a_truncated_pdf_is_noticed(kept: float, made: Made) -> None:
    """A PDF that was cut off is broken, however much of it is left."""
    short = made.finished.pdf[: int(len(made.finished.pdf) * kept)]
    assert "pdf-trasig" in made.codes(finished=replace(made.finished, pdf=short))


def _without_last_page(file: pikepdf.Pdf) -> None:
    del file.pages[-1]


def _another_title(file: pikepdf.Pdf) -> None:
    file.docinfo["/Title"] = "Något annat"


def _another_language(file: pikepdf.Pdf) -> None:
    file.Root.Lang = pikepdf.String("en-US")


def _without_tags(file: pikepdf.Pdf) -> None:
    del file.Root.StructTreeRoot


def _without_fonts(file: pikepdf.Pdf) -> None:
    for font in file.pages[0].resources.Font.values():
        del font.FontDescriptor.FontFile2


@pytest.mark.office
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_without_last_page, "uppgift-saknas"),
        (_without_last_page, "sidnummer-fel"),
        (_another_title, "pdf-titel"),
        (_another_language, "pdf-sprak"),
        (_without_tags, "pdf-otaggad"),
        (_without_fonts, "pdf-typsnitt"),
    ],
)
def test_a_pdf_that_lost_something_is_noticed(change: Callable[[pikepdf.Pdf], None], code: str, made: Made) -> None:
    """A missing page, title, language, tag tree or font each has its finding."""
    assert code in made.codes(finished=reworked(made.finished, change))


PAGE = "<!DOCTYPE html><html lang='sv'><head><title>{title}</title></head><body><main>{body}</main></body></html>"


def test_the_web_page_is_searched_like_the_other_files(words: Workshop) -> None:
    """Every fact is looked for on the page, where it is read and not in its head; leftovers are seen there as well."""
    document, rendered = documents(CASES[0], words)[0]
    flow = read_flow(rendered.content)
    facts = [text for fact in document.facts for text in fact.texts]
    whole = "".join(f"<p>{escape(text)}</p>" for text in facts)
    page = PAGE.format(title="Rubrik", body=whole).encode()
    assert verify(document, rendered, flow, None, page).findings == ()
    hidden = PAGE.format(title=escape(" ".join(facts)), body="<p>N<b>on</b>e</p>").encode()
    found = verify(document, rendered, flow, None, hidden).findings
    assert {finding.code for finding in found} == {"uppgift-saknas", "rest-av-mall"}
    assert all("webbsidan" in finding.message for finding in found)
    assert len([one for one in found if one.code == "uppgift-saknas"]) == len(document.facts)
    assert [one.code for one in verify(document, rendered, flow, None, b"").findings] == ["webbsida-tom"]


def test_leftovers_of_a_template_are_noticed(words: Workshop) -> None:
    """«None» in a document whose case does not say it is a fault; a case may say it."""
    document, rendered = documents(CASES[0], words)[0]
    broken = parts(rendered.content)
    broken["word/document.xml"] = broken["word/document.xml"].replace(b"</w:t>", b" None {{ x</w:t>", 1)
    worse = replace(rendered, content=packed(broken))
    found = [
        finding
        for finding in verify(document, worse, read_flow(rendered.content)).findings
        if finding.code == "rest-av-mall"
    ]
    assert len(found) == 2
    saying = replace(document, context={**document.context, "mottagare": ("None {{",)})
    assert "rest-av-mall" not in {
        finding.code for finding in verify(saying, worse, read_flow(rendered.content)).findings
    }


@pytest.mark.office
def test_a_broken_word_file_is_a_finding(made: Made) -> None:
    """A .docx that is cut off is said to be broken; the check itself does not break."""
    short = replace(made.rendered, content=made.rendered.content[:1000])
    assert made.codes(rendered=short) == {"docx-trasig"}
