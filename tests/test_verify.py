"""Verify: what is lost is found, and what is not lost is not complained about."""

from __future__ import annotations

import re
import sys
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
from generator.flow import Flow, Heading
from generator.model import Document, Fact, Rendered
from generator.pdf.search import Pages, bare
from generator.settings import Settings
from generator.steps.verify import verify
from generator.word.flow import read_flow
from generator.word.pagenumbers import PageNumbers
from generator.word.reading import read_docx
from generator.workshop import Workshop
from tests.conftest import CASES, ROOT
from tests.odd_word import body, cell, paragraph, picture, row, table
from tests.tools import documents, packed, parts, reworked, sealed

LATIN = st.text(st.characters(min_codepoint=33, max_codepoint=0x17F, categories=("L", "N", "P")), min_size=1)


def test_no_page_that_was_searched_is_kept() -> None:
    """A short text is asked for again and is kept; of a thousand pages that a worker has read it keeps none."""
    page, word = "Sida med text. " * 200, "".join(["Si", "da"])
    before = sys.getrefcount(page), sys.getrefcount(word)
    assert Pages([page]).have(word)
    assert sys.getrefcount(page) == before[0]
    assert sys.getrefcount(word) > before[1]


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
    assert len(verify(document, rendered, flow, None, hidden).missing) == len(document.facts)
    assert [one.code for one in verify(document, rendered, flow, None, b"").findings] == ["webbsida-tom"]


TITLE = paragraph("Ett ärende om vägar", "Heading1")
PLAIN = table(row(cell("Resor"), cell("100")), row(cell("Mat"), cell("200")), first_column=False, columns=2)
UNHEARD = {
    "rubriker-saknas": (paragraph("Bara text."),),
    "rubrikniva-hoppad": (TITLE, paragraph("Bakgrund", "Heading2"), paragraph("Vägen", "Heading4")),
    "tabell-utan-rubriker": (TITLE, PLAIN),
    "bild-utan-alternativtext": (TITLE, paragraph(picture(1, decorative=True) + picture(2))),
}
"""What a listener cannot follow, by its code."""


def _worse(words: Workshop, *blocks: str) -> tuple[Document, Rendered]:
    """A document of which nothing is asked but what is asked of every one."""
    document, rendered = documents(CASES[0], words)[0]
    return replace(document, facts=()), replace(rendered, content=body(rendered.content, *blocks, notes={}))


@pytest.mark.parametrize(("code", "blocks"), UNHEARD.items(), ids=UNHEARD)
def test_a_web_page_that_cannot_be_followed_is_refused(code: str, blocks: tuple[str, ...], words: Workshop) -> None:
    """What nobody can follow stops a page that is made without a PDF; of a Word file alone it is a warning."""
    document, rendered = _worse(words, *blocks)
    flow, page = read_flow(rendered.content), PAGE.format(title="Rubrik", body="Text").encode()
    (found,) = verify(document, rendered, flow, None, page).findings
    assert (found.code, found.severity) == (code, Severity.ERROR)
    assert "generator mallar kontrollera" in found.remedy
    assert found.place.path == document.handling.path
    (found,) = verify(document, rendered, flow).findings
    assert (found.code, found.severity) == (code, Severity.WARNING)


def test_what_cannot_be_followed_is_quoted(words: Workshop) -> None:
    """A heading and a table are told by their text; a picture by its number among those that are no decoration."""
    document, rendered = _worse(words, *UNHEARD["rubrikniva-hoppad"], PLAIN, paragraph(picture(1, decorative=True)))
    said = [one.message for one in verify(document, rendered, read_flow(rendered.content)).findings]
    assert said == [
        "Rubriken «Vägen» har nivå 4, men följer på nivå 2 och får ha högst nivå 3.",
        "Tabellen som börjar «Resor 100 Mat 200» har inga rubrikceller.",
    ]
    document, rendered = _worse(words, *UNHEARD["bild-utan-alternativtext"])
    (found,) = verify(document, rendered, read_flow(rendered.content)).findings
    assert found.message == "Bild 1 saknar alternativtext."


def test_the_one_of_two_places_that_is_gone_is_blamed(words: Workshop) -> None:
    """Of somebody who signs and is sent the document, only the place that is gone is told, whichever it is."""
    path = next(one for one in CASES if one.stem == "24rs2087")
    document, rendered = documents(path, words)[-1]
    signer, titled, sent = (
        Fact(label="Undertecknare", texts=("Ingela Lundmark",), path=("undertecknare",), besides=True),
        Fact(label="Undertecknarens titel", texts=("Arkivchef",), path=("undertecknare",)),
        Fact(label="Mottagare", texts=("Ingela Lundmark, Arkivet",), path=("sandlista",), besides=True),
    )
    document = replace(document, facts=(signer, titled, sent))
    for printed, lost in (
        (("Ingela Lundmark", "Arkivchef"), [sent]),
        (("Ingela Lundmark, Arkivet",), [signer, titled]),
    ):
        content = body(rendered.content, *map(paragraph, printed), notes={})
        seen = verify(document, replace(rendered, content=content), read_flow(content))
        assert {one.fact for one in seen.missing} == set(lost)


def test_the_format_is_where_to_look_first(words: Workshop) -> None:
    """Of all the files that a document is made of, its format's own comes first and the letterhead last."""
    document, rendered = _worse(words, TITLE, PLAIN)
    (found,) = verify(document, rendered, read_flow(rendered.content)).findings
    own = f"{document.handling.typ}.docx"
    assert re.search(rf"Se först efter i \w+/{own}\.", found.remedy)
    assert re.search(r"också gjort av .*brevmall\.docx\. «generator", found.remedy)
    assert all(found.remedy.count(name) == 1 for name in rendered.templates)
    (found,) = verify(document, replace(rendered, templates={}), read_flow(rendered.content)).findings
    assert found.remedy.endswith("Upprepa rubrikrader.")


@pytest.mark.office
def test_what_cannot_be_followed_is_told_once(office: LibreOffice, words: Workshop, tmp_path: Path) -> None:
    """Of a PDF and a web page together each fault is told once, with the page of the PDF."""
    blocks = (TITLE, paragraph("Vägen", "Heading3"), PLAIN, paragraph(picture(2)))
    document, rendered = _worse(words, *blocks)
    flow, finished = sealed(document, rendered, office, tmp_path)
    page = PAGE.format(title="Rubrik", body="Text").encode()
    found = verify(document, rendered, flow, finished, page).findings
    assert sorted(one.code for one in found) == [
        "bild-utan-alternativtext",
        "rubrikniva-hoppad",
        "tabell-utan-rubriker",
    ]
    assert sum("på sida 1" in one.message for one in found) == 2


@pytest.mark.office
def test_what_only_the_flow_shows_is_told_of_a_pdf(made: Made) -> None:
    """A fault of the document is told of a PDF, even where its tags hide it or it cannot be read."""
    flow = replace(made.flow, body=tuple(one for one in made.flow.body if not isinstance(one, Heading)))
    assert "rubriker-saknas" in made.codes(flow=flow)
    broken = replace(made.finished, pdf=b"%PDF-1.7")
    assert made.codes(flow=flow, finished=broken) == {"pdf-trasig", "rubriker-saknas"}


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


HIDING = {
    "by itself": ("<w:rPr><w:vanish/></w:rPr>", ""),
    "by its paragraph's style": ("", "<w:rPr><w:vanish/></w:rPr>"),
}


@pytest.mark.parametrize(("own", "styled"), HIDING.values(), ids=HIDING)
def test_hidden_text_is_no_text_and_is_not_sent_out(own: str, styled: str, words: Workshop) -> None:
    """One who signs whom a template hides is missing from the Word file, though no PDF was asked for, and is named."""
    document, rendered = documents(CASES[0], words)[0]
    hidden = parts(rendered.content)
    (signer,) = document.context["undertecknare"]
    name = signer["namn"].encode()
    text, count = re.subn(
        rb"<w:r>(?:<w:rPr>[^/]*/></w:rPr>)?(<w:t[^>]*>" + name + rb"</w:t>)",
        f"<w:r>{own}".encode() + rb"\1",
        hidden["word/document.xml"],
    )
    assert count
    style = re.compile(rb'(w:styleId="UnderskriftNamn".*?)(</w:style>)', re.DOTALL)
    hidden["word/document.xml"] = text
    hidden["word/styles.xml"] = style.sub(rb"\1" + styled.encode() + rb"\2", hidden["word/styles.xml"], count=1)
    worse = replace(rendered, content=packed(hidden))
    found = {one.code: one for one in verify(document, worse, read_flow(rendered.content)).findings}
    assert {"dold-text", "uppgift-saknas"} <= set(found)
    assert found["dold-text"].message == (
        f"Word-filen innehåller dold text: «{signer['namn']}». Den syns inte, men följer med i filen."
    )
    assert found["dold-text"].severity is Severity.ERROR
    shown = {name: part.replace(b"<w:vanish/>", b'<w:vanish w:val="0"/>') for name, part in hidden.items()}
    whole = replace(rendered, content=packed(shown))
    assert verify(document, whole, read_flow(rendered.content)).findings == ()


@pytest.mark.parametrize("mark", ["{ {", "} }", "{ %", "% }", "«dokument.titel»"])
def test_what_almost_is_a_tag_is_a_leftover(mark: str, words: Workshop) -> None:
    """Braces that a program has set apart, and the merge fields of Word, are told as tags are."""
    document, rendered = documents(CASES[0], words)[0]
    broken = parts(rendered.content)
    broken["word/document.xml"] = broken["word/document.xml"].replace(b"</w:t>", f" {mark} x</w:t>".encode(), 1)
    found = verify(document, replace(rendered, content=packed(broken)), read_flow(rendered.content)).findings
    assert [one.message.partition(" står")[0].strip("«»") for one in found] == [mark.strip("«»")]


@pytest.mark.parametrize(("said", "mark"), [("}\n}", "} }"), ("50 % }", "% }"), ("{\n  {", "{ {"), ("} }", "}\u2028}")])
def test_what_the_case_itself_says_is_no_leftover(said: str, mark: str, words: Workshop) -> None:
    """Braces that somebody has written stand in the document with other spaces, or with a line's end between them."""
    document, rendered = documents(CASES[0], words)[0]
    written = parts(rendered.content)
    written["word/document.xml"] = written["word/document.xml"].replace(b"</w:t>", f" {mark} x</w:t>".encode(), 1)
    saying = replace(document, context={**document.context, "mottagare": (f"Koden {said} slutar så.",)})
    assert verify(saying, replace(rendered, content=packed(written)), read_flow(rendered.content)).findings == ()


def test_a_file_that_a_template_names_is_no_leftover(words: Workshop) -> None:
    """What stands within quotation marks like those of a merge field, and names nothing of the case, is text."""
    document, rendered = documents(CASES[0], words)[0]
    named = parts(rendered.content)
    named["word/document.xml"] = named["word/document.xml"].replace(b"</w:t>", " «bilaga.pdf»</w:t>".encode(), 1)
    assert verify(document, replace(rendered, content=packed(named)), read_flow(rendered.content)).findings == ()


def test_a_title_needs_a_place_of_its_own(words: Workshop) -> None:
    """A template that no longer prints it is told though the text mentions it; in a page's header it has its place."""
    [(document, rendered)] = documents(ROOT / "cases" / "24rs2087.json", words)
    title = document.title.encode()
    whole = parts(rendered.content)
    assert whole["word/document.xml"].count(title) > 1
    whole["word/document.xml"] = whole["word/document.xml"].replace(title, b"Fast rubrik", 1)

    def found() -> list[str]:
        said = verify(document, replace(rendered, content=packed(whole)), read_flow(rendered.content)).findings
        return [f"{one.code} {one.place.title}" for one in said]

    assert found() == ["uppgift-saknas Rubrik"]
    [header, *_] = sorted(name for name in whole if name.startswith("word/header"))
    whole[header] = whole[header].replace(b"</w:t>", b" " + title + b"</w:t>", 1)
    assert found() == []


@pytest.mark.office
def test_a_broken_word_file_is_a_finding(made: Made) -> None:
    """A .docx that is cut off is said to be broken; the check itself does not break."""
    short = replace(made.rendered, content=made.rendered.content[:1000])
    assert made.codes(rendered=short) == {"docx-trasig"}


NUMBERED = {
    "usual": (PageNumbers(forms={"default": "decimal"}), ["1", "2", "3"]),
    "from five": (PageNumbers(forms={"default": "decimal"}, start=5), ["5", "6", "7"]),
    "Roman": (PageNumbers(forms={"default": "lowerRoman"}, start=3), ["iii", "iv", "v"]),
    "none on the first": (PageNumbers(forms={"default": "decimal"}, title_page=True), [None, "2", "3"]),
    "only on the first": (PageNumbers(forms={"first": "decimal"}, title_page=True), ["1", None, None]),
    "none on even ones": (PageNumbers(forms={"default": "decimal"}, start=4, mirrored=True), [None, "5", None]),
    "none": (PageNumbers(forms={}), [None, None, None]),
}


@pytest.mark.parametrize(("numbers", "wanted"), NUMBERED.values(), ids=NUMBERED)
def test_each_page_has_the_number_that_the_letterhead_gives(numbers: PageNumbers, wanted: list[str | None]) -> None:
    """The first page's own header, the first number, its form and left-hand pages decide what a page says."""
    said = [numbers.of(page, 3) for page in (1, 2, 3)]
    assert [one[0] if one else None for one in said] == wanted
    assert all("3" in one[1] for one in said if one)


HEADER = '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p>{}</w:p></w:hdr>'
ASKS = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
COUNTING = {
    "Roman by its field": (["PAGE \\* ROMAN", "NUMPAGES"], {"default": "upperRoman"}),
    "cut into runs": (["PA|GE", "NUM|PAGES \\* MERGEFORMAT"], {"default": "decimal"}),
    "without the whole": (["PAGE"], {}),
    "without the page": (["NUMPAGES"], {}),
}


@pytest.mark.parametrize(("fields", "forms"), COUNTING.values(), ids=COUNTING)
def test_a_header_counts_pages_by_its_fields(fields: list[str], forms: dict[str, str], words: Workshop) -> None:
    """A page must say its number where its header has both fields, in whatever pieces and form they are written."""
    _, rendered = documents(CASES[0], words)[0]
    runs = [
        ASKS.format("".join(f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in said.split("|")))
        for said in fields
    ]
    content = parts(rendered.content) | {"word/header1.xml": HEADER.format("".join(runs)).encode()}
    assert read_docx(packed(content)).numbers.forms == forms


@pytest.mark.office
def test_another_page_number_is_noticed(made: Made) -> None:
    """A PDF whose pages do not count as the Word file says is told, with what they should say and where to look."""
    content = parts(made.rendered.content)
    page = content["word/document.xml"].replace(b"<w:cols", b'<w:pgNumType w:fmt="lowerRoman" w:start="4"/><w:cols')
    other = replace(made.rendered, content=packed(content | {"word/document.xml": page}))
    found = [one for one in made.findings(rendered=other) if one.code == "sidnummer-fel"]
    total = verify(made.document, made.rendered, made.flow, made.finished).pages
    assert found[0].message == f"Sida 1 har inte sitt sidnummer, iv av {total}, i PDF-filen."
    assert len(found) == total
    assert "brevmallens sidhuvud" in found[0].remedy


LINKED = '<w:hyperlink r:id="rIdUt{}"><w:r>{}<w:t>sidan</w:t></w:r></w:hyperlink>'
HYPER = '<w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr>'
ADDRESSES = (
    "https://example.se",
    "https://example.se/v\u00e4g?a=1&amp;b=2",
    "https://example.se/tredje",
    "https://example.se:443/a/../fyra",
)


@pytest.mark.office
def test_a_link_that_became_mere_text_is_noticed(office: LibreOffice, words: Workshop, tmp_path: Path) -> None:
    """Each link out is looked for by its address, however it is written and as often as it stands there."""
    links = [
        LINKED.format(0, HYPER),
        LINKED.format(1, HYPER),
        LINKED.format(2, ""),
        LINKED.format(0, HYPER),
        LINKED.format(3, HYPER),
    ]
    inner = '<w:hyperlink w:anchor="borta"><w:r><w:t>dit</w:t></w:r></w:hyperlink>'
    document, rendered = _worse(words, TITLE, *map(paragraph, links), paragraph(inner))
    content, name = parts(rendered.content), "word/_rels/document.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    lines = "".join(
        f'<Relationship Id="rIdUt{number}" Type="{kind}" Target="{address}" TargetMode="External"/>'
        for number, address in enumerate(ADDRESSES)
    )
    content[name] = content[name].replace(b"</Relationships>", f"{lines}</Relationships>".encode())
    rendered = replace(rendered, content=packed(content))
    flow, finished = sealed(document, rendered, office, tmp_path)
    (found,) = verify(document, rendered, flow, finished).findings
    assert (found.code, found.severity) == ("lank-forlorad", Severity.ERROR)
    assert "«sidan» till https://example.se/tredje" in found.message

    def fewer(file: pikepdf.Pdf) -> None:
        notes = file.pages[0].obj.Annots
        del notes[next(at for at, note in enumerate(notes) if str(note.A.URI).rstrip("/") == ADDRESSES[0])]

    codes = [one.code for one in verify(document, rendered, flow, reworked(finished, fewer)).findings]
    assert codes.count("lank-forlorad") == 2
