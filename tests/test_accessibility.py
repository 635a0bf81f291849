"""A PDF's tags, claims and conformance: each way to spoil them is found, and a good file has nothing said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from generator.archival import Finished, Verdict
from generator.engines.libreoffice import LibreOffice
from generator.findings import Finding, Severity
from generator.flow import Flow
from generator.model import Document, Rendered
from generator.pdf import embedded
from generator.pdf.accessibility import OF_TEMPLATES, Tagged
from generator.pdf.conformance import judge
from generator.pdf.order import departure
from generator.pdf.reading import read_pdf
from generator.pdf.tree import Element, Tree
from generator.settings import Settings
from generator.steps.verify import verify
from generator.workshop import Workshop
from tests.conftest import CASES, ROOT
from tests.odd_word import body, cell, note, paragraph, picture, row, run, table
from tests.tools import documents, reworked, sealed

TEXT = st.text(st.characters(min_codepoint=33, max_codepoint=0x17F, categories=("L", "N")), min_size=1)
LINK = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://example.se/" </w:instrText>'
    '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr>'
    '<w:t>webbplatsen</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
BLOCKS = (
    paragraph("Ett ärende om vägar", "Heading1"),
    paragraph(run("Det första stycket, med en not") + note(1) + run(" och en länk till ") + LINK + run(".")),
    paragraph("Bakgrund", "Heading2"),
    paragraph("Det andra stycket kommer efter det första."),
    table(
        row(cell("Post"), cell("Belopp"), heading=True), row(cell("Resor"), cell("100")), first_column=False, columns=2
    ),
    paragraph(run("Det tredje stycket har en not") + note(2) + picture(1, alt="En väg i skogen")),
)
NOTES = {1: "Den första noten.", 2: "Den andra noten."}


@dataclass(frozen=True)
class Made:
    """One document that has a little of everything, with its PDF."""

    document: Document
    rendered: Rendered
    flow: Flow
    finished: Finished

    def after(self, change: Callable[[pikepdf.Pdf], object], **saving: object) -> tuple[Finding, ...]:
        """What is said of it when somebody has had a hand in the PDF."""
        worse = reworked(self.finished, change, **saving)
        return verify(self.document, self.rendered, self.flow, worse).findings


@pytest.fixture(scope="module")
def made(office: LibreOffice, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Headings, a link, notes, a table and a picture, in the looks of the standard letterhead."""
    document, rendered = documents(CASES[0], Workshop(Settings(root=ROOT, out=Path("/nowhere"))))[0]
    document = replace(document, facts=())
    rendered = replace(rendered, content=body(rendered.content, *BLOCKS, notes=NOTES))
    return Made(document, rendered, *sealed(document, rendered, office, tmp_path_factory.mktemp("pdf")))


def _nothing(file: pikepdf.Pdf) -> None:
    """The file as it is, saved anew."""


def _elements(file: pikepdf.Pdf, *roles: str) -> list[Element]:
    return [one for one in Tree(file).walk() if one.role in roles]


def _renamed(role: str, *was: str) -> Callable[[pikepdf.Pdf], None]:
    """Every tag of some types made one of another."""

    def change(file: pikepdf.Pdf) -> None:
        for element in _elements(file, *was):
            element.object.S = Name(f"/{role}")

    return change


def _first(role: str, change: Callable[[Dictionary], None]) -> Callable[[pikepdf.Pdf], None]:
    """The first tag of a type changed."""
    return lambda file: change(_elements(file, role)[0].object)


def _without(key: str) -> Callable[[Dictionary], None]:
    def change(value: Dictionary) -> None:
        del value[key]

    return change


def _swapped(role: str) -> Callable[[pikepdf.Pdf], None]:
    """The first and last tag of a type read in each other's place."""

    def change(file: pikepdf.Pdf) -> None:
        inside = lambda one: any(above.role == "Note" for above in one.above())  # noqa: E731
        first, *_, last = [one for one in _elements(file, role) if not inside(one)]
        first.object.K, last.object.K = last.object.K, first.object.K

    return change


def _painted(operators: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Something painted last on the first page."""
    return lambda file: file.pages[0].contents_add(operators)


def _loose_text(file: pikepdf.Pdf) -> None:
    name = next(iter(file.pages[0].resources.Font.keys()))
    file.pages[0].contents_add(f"BT {name} 12 Tf 50 50 Td <0102> Tj ET".encode())


def _unheld(file: pikepdf.Pdf) -> None:
    paragraph = _elements(file, "P")[0]
    paragraph.object.K = Array()


def _annotations(file: pikepdf.Pdf) -> Iterator[Dictionary]:
    return (one for page in file.pages for one in page.obj.get("/Annots", ()))


def _note_on_the_page(file: pikepdf.Pdf) -> None:
    comment = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=String("Hej"), F=4)
    page = file.pages[0].obj
    page.Annots = Array([*page.get("/Annots", ()), file.make_indirect(comment)])
    page.Tabs = Name.S


def _links_without(key: str) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        for annotation in _annotations(file):
            annotation[key] = String("")

    return change


def _untagged_links(file: pikepdf.Pdf) -> None:
    for element in _elements(file, "Link"):
        element.object.K = Array([kid for kid in element.object.K if not isinstance(kid, Dictionary)])


def _without_tabs(file: pikepdf.Pdf) -> None:
    for page in file.pages:
        if "/Tabs" in page.obj:
            del page.obj.Tabs


def _said(old: bytes, new: bytes) -> Callable[[pikepdf.Pdf], None]:
    """The metadata packet with some words exchanged."""

    def change(file: pikepdf.Pdf) -> None:
        packet = file.Root.Metadata.read_bytes()
        assert old in packet
        file.Root.Metadata.write(packet.replace(old, new))

    return change


def _hidden_title(file: pikepdf.Pdf) -> None:
    file.Root.ViewerPreferences.DisplayDocTitle = False


def _fonts(change: Callable[[Dictionary], None]) -> Callable[[pikepdf.Pdf], None]:
    def each(file: pikepdf.Pdf) -> None:
        for font in file.pages[0].resources.Font.values():
            change(font)

    return each


def _private(font: Dictionary) -> None:
    """Its first character one that means nothing."""
    table = font.ToUnicode.read_bytes()
    at = table.index(b"> <", table.index(b"beginbfchar")) + 3
    font.ToUnicode.write(table[:at] + b"F0B7" + table[at + 4 :])


def _script(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _no_colours(file: pikepdf.Pdf) -> None:
    del file.Root.OutputIntents


def _attached(file: pikepdf.Pdf) -> None:
    file.attachments["a.txt"] = b"hej"


FAULTS = {
    "no heading": (_renamed("P", "H1", "H2", "H3"), "rubriker-saknas"),
    "begins at level 2": (_renamed("H2", "H1"), "rubrikniva-hoppad"),
    "skipped level": (_renamed("H3", "H2"), "rubrikniva-hoppad"),
    "lost heading": (_first("H2", lambda one: one.__setattr__("S", Name.P)), "rubriker-fel"),
    "no heading cell": (_renamed("TD", "TH"), "tabell-utan-rubriker"),
    "lost heading cell": (_first("TH", lambda one: one.__setattr__("S", Name.TD)), "tabellrubriker-fel"),
    "no alternative text": (_first("Figure", _without("/Alt")), "bild-utan-alternativtext"),
    "empty figure": (_first("Figure", _without("/K")), "bild-tom"),
    "blocks in another order": (_swapped("P"), "lasordning"),
    "notes in another order": (_swapped("Note"), "lasordning"),
    "a text without a tag": (_unheld, "innehall-otaggat"),
    "a text that is silent": (_unheld, "lasordning"),
    "a loose line": (_painted(b"0 0 m 100 100 l S"), "innehall-otaggat"),
    "a loose text": (_loose_text, "innehall-otaggat"),
    "tab order": (_without_tabs, "pdf-tabbordning"),
    "a link without a tag": (_untagged_links, "lank-otaggad"),
    "a link without words": (_links_without("/Contents"), "lank-utan-beskrivning"),
    "a comment": (_note_on_the_page, "anteckning-otaggad"),
    "a note without id": (_first("Note", _without("/ID")), "fotnot-utan-id"),
    "no tags at all": (lambda file: file.Root.StructTreeRoot.__setattr__("K", Array()), "pdf-otaggad"),
    "the file name as title": (_hidden_title, "pdf-titel-visas-inte"),
    "another title in the metadata": (_said(b'"x-default">', b'"x-default">Om '), "pdf-titel"),
    "no claim of accessibility": (_said(b"<pdfuaid:part>1", b"<pdfuaid:part>"), "pdf-ua-saknas"),
    "a lower level": (_said(b"<pdfaid:conformance>A", b"<pdfaid:conformance>B"), "pdf-arkivniva"),
    "characters unknown": (_fonts(_without("/ToUnicode")), "pdf-tecken-okanda"),
    "characters without meaning": (_fonts(_private), "pdf-tecken-privata"),
    "a script": (_script, "pdf-underkand"),
    "no output intent": (_no_colours, "pdf-underkand"),
    "an attached file": (_attached, "pdf-underkand"),
    "a font that is not carried": (_fonts(lambda one: _without("/FontFile2")(one.FontDescriptor)), "pdf-underkand"),
    "metadata that nobody describes": (
        _said(b"</rdf:RDF>", b'<rdf:Description rdf:about="" xmlns:x="urn:x"><x:y>z</x:y></rdf:Description></rdf:RDF>'),
        "pdf-underkand",
    ),
}  # fmt: skip


@pytest.mark.office
def test_a_good_file_has_nothing_said_of_it(made: Made) -> None:
    """A file as it was finished has no finding, and saving it anew gives it none."""
    assert made.after(_nothing) == ()


@pytest.mark.office
@pytest.mark.parametrize(("change", "code"), FAULTS.values(), ids=FAULTS)
def test_each_fault_is_found(change: Callable[[pikepdf.Pdf], None], code: str, made: Made) -> None:
    """A file that is spoilt in one way has an error for it, with a remedy and the handling's place."""
    found = [one for one in made.after(change) if one.code == code]
    assert found
    assert {one.severity for one in found} == {Severity.ERROR}
    assert all(one.remedy and one.place.file == made.document.arende.source for one in found)


@pytest.mark.office
def test_an_encrypted_file_is_refused(made: Made) -> None:
    """A file that asks for a password or is merely encrypted is no archive file."""
    locked = pikepdf.Encryption(owner="a", user="")
    assert "pdf-underkand" in {one.code for one in made.after(_nothing, encryption=locked)}
    closed = pikepdf.Encryption(owner="a", user="b")
    assert {one.code for one in made.after(_nothing, encryption=closed)} == {"pdf-trasig"}


@pytest.mark.office
def test_a_fault_of_the_template_names_its_files(made: Made) -> None:
    """Who is to mend a template is told which files made the document, and which command shows the place."""
    (found,) = [one for one in made.after(_renamed("TD", "TH")) if one.code == "tabell-utan-rubriker"]
    assert "«Post Belopp Resor 100»" in found.message
    assert "på sida 1" in found.message
    assert all(name in found.remedy for name in made.rendered.templates)
    assert "generator mallar kontrollera" in found.remedy


@pytest.mark.office
def test_the_first_departure_is_quoted(made: Made) -> None:
    """A text that is read too early is quoted, with what should have come and what came before."""
    (found,) = [one for one in made.after(_swapped("P")) if one.code == "lasordning"]
    assert "Efter «Ett ärende om vägar Det» läser skärmläsaren «tredje stycket" in found.message
    assert "kommer «första stycket, med en not" in found.message


@pytest.mark.office
def test_what_the_validator_cannot_judge_is_said_and_not_passed(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sound font that pikepdf cannot look into is a note, and its verdict is neither passed nor a fault."""
    monkeypatch.setattr("generator.pdf.conformance._BEYOND", ("OpenAction",))
    with pikepdf.open(BytesIO(made.finished.pdf)) as file:
        _script(file)
        judgement = judge(file, "2A")
    assert [(one.code, one.severity) for one in judgement.findings] == [("pdf-ej-provad", Severity.NOTE)]
    assert (judgement.verdict.passed, judgement.verdict.faults) == (False, ())
    assert Verdict(program="pikepdf", version="1", profile="2b").passed


@given(st.lists(TEXT, min_size=2, max_size=6, unique=True), st.data())
def test_two_texts_in_each_others_place_are_a_departure(texts: list[str], data: st.DataObject) -> None:
    """Whatever two texts change places, it is noticed; however texts are divided, it is none."""
    one, other = data.draw(st.lists(st.integers(0, len(texts) - 1), min_size=2, max_size=2, unique=True))
    swapped = list(texts)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert departure(["".join(texts)], texts) is None
    assume("".join(swapped).casefold() != "".join(texts).casefold())
    found = departure(swapped, texts)
    assert found is None or found.said != found.wanted


def test_a_departure_says_what_and_where() -> None:
    """What is read, what should have been, and what came just before both."""
    found = departure(["Rubrik", "Tredje.", "Andra."], ["Rubrik", "Andra.", "Tredje."])
    assert found is not None
    assert (found.after, found.said, found.wanted) == ("Rubrik", "Tredje. Andra.", "Andra. Tredje.")
    silent = departure(["Rubrik"], ["Rubrik", "Andra."])
    assert silent is not None
    assert (silent.said, silent.wanted) == ("", "Andra.")


def test_looks_are_no_departure() -> None:
    """Hyphens at the ends of lines, ligatures, capitals and no-break spaces are not content; nor is other writing."""
    said = ["TJÄNSTE", "SKRIVELSE", "trans", "-\n", "formation", "ﬁn\u00a0", "םולש"]
    assert departure(said, ["Tjänsteskrivelse", "transformation", "fin", "שלום"]) is None


CONTENT = b"""
/P <</MCID 0>> BDC BT /F1 12 Tf 50 700 Td (Ett ord) Tj ET EMC
/P <</MCID 1>> BDC /Span <</ActualText (tal)>> BDC BT /F1 12 Tf 50 650 Td (XX) Tj ET EMC EMC
/Artifact BMC BT /F1 12 Tf 50 600 Td (Sidfot) Tj ET EMC
BT /F1 12 Tf 50 550 Td (utanf\\366r) Tj ET
0 0 m 100 100 l S
/P <</MCID 2>> BDC /Fm1 Do EMC
"""


def _page(content: bytes) -> bytes:
    """A PDF of one page, with a drawing that can be painted on it."""
    out, file = BytesIO(), pikepdf.new()
    file.add_blank_page(page_size=(600, 800))
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/ABCDEF+Helvetica"), Encoding=Name.WinAnsiEncoding
    )
    fonts = Dictionary(F1=file.make_indirect(font))
    drawing = file.make_stream(b"BT /F1 12 Tf 50 500 Td (ritat) Tj ET")
    drawing.stream_dict.update(
        Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 600, 800]), Resources=Dictionary(Font=fonts))
    )
    file.pages[0].obj.Resources = Dictionary(Font=fonts, XObject=Dictionary(Fm1=drawing))
    file.pages[0].contents_add(content)
    file.save(out)
    return out.getvalue()


def test_what_is_painted_is_told_by_its_marks() -> None:
    """Texts by number, a drawing's with its own; words to be read instead; artifacts apart from what has no mark."""
    (painted,) = read_pdf(_page(CONTENT)).painted
    assert {number: text.strip() for number, text in painted.texts.items()} == {0: "Ett ord", 1: "tal", 2: "ritat"}
    assert [text.strip() for text in painted.loose] == ["utanför", ""]


def test_fonts_of_drawings_are_seen() -> None:
    """A font is told by its name without the subset's mark; one that the file does not carry or explain is seen."""
    with pikepdf.open(BytesIO(_page(CONTENT))) as file:
        (font,) = embedded.fonts(file)
        del file.pages[0].obj.Resources["/Font"]
        assert embedded.fonts(file) == (font,)
    assert (font.name, font.carried, font.mapped) == ("Helvetica", False, False)


def test_every_form_of_a_character_map_is_read() -> None:
    """Single characters, ranges, ranges with a list, and ligatures of several characters."""
    table = (
        b"2 beginbfchar <01> <0041> <02> <00660069> endbfchar "
        b"2 beginbfrange <03> <05> <0061> <06> <07> [<0078> <0079>] endbfrange"
    )
    assert set(embedded._characters(table)) == {"A", "f", "i", "a", "b", "c", "x", "y"}


def test_checks_of_templates_are_those_that_a_template_can_fail() -> None:
    """Nobody is sent to a template for what the program should have mended itself."""
    assert [check.__name__ for check in OF_TEMPLATES] == ["headings", "table_headings", "figures", "reading_order"]
    assert Tagged.__doc__
