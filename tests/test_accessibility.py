"""A PDF's tags, claims and conformance: each way to spoil them is found, and a good file has nothing said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
from generator.flow import Block, Cell, Flow, Heading, Heads, Paragraph, Source, Table, Words
from generator.model import Document, Fact, Rendered
from generator.pdf import embedded
from generator.pdf.accessibility import OF_TEMPLATES, Tagged
from generator.pdf.boxes import boxes
from generator.pdf.causes import unseen
from generator.pdf.conformance import judge
from generator.pdf.order import departure, source_at
from generator.pdf.reading import read_pdf
from generator.pdf.tree import Element, Tree
from generator.results import Missing
from generator.settings import Settings
from generator.steps.verify import verify
from generator.steps.verify.texts import losses
from generator.workshop import Workshop
from tests.conftest import CASES, ROOT
from tests.finishing import EMPTY, PLAIN, box_font, saved, small, with_symbols
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


SIGN = '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>'
DOTTED = '<w:tabs><w:tab w:val="left" w:leader="dot" w:pos="3000"/></w:tabs>'
SIGNED = '<w:tabs><w:tab w:val="left" w:leader="underscore" w:pos="4000"/></w:tabs>'
INNER = table(row(cell("C"), cell("D"), heading=True), row(cell("i"), cell("j")), first_column=False, columns=2)
INNOCENT = (
    paragraph("Ett ärende om vägar", "Heading1"),
    paragraph(SIGN + run(" Ja")),
    paragraph(run("Namn") + "<w:r><w:tab/></w:r>" + run("Värde"), properties=DOTTED),
    paragraph("<w:r><w:tab/></w:r>", properties=SIGNED),
    table(
        row(cell("Post"), cell("Belopp"), heading=True),
        row(cell("Resor"), cell(INNER.replace("2800", "1200").replace("5600", "2400") + "<w:p/>")),
        first_column=False,
        columns=2,
    ),
)
DATED = '<w:fldSimple w:instr=" DATE \\@ &quot;yyyy&quot; "><w:r><w:t>1999</w:t></w:r></w:fldSimple>'
GUILTY = (
    paragraph("Ett ärende om vägar", "Heading1"),
    paragraph(run("Året är ") + DATED + run(", skrivet \U0001b170 och \U0001b171.")),
)


def _said_of(blocks: Sequence[str], words: Workshop, office: LibreOffice, folder: Path) -> dict[str, Finding]:
    """What is said of a document with these blocks, by code."""
    document, rendered = documents(CASES[0], words)[0]
    document = replace(document, facts=())
    rendered = replace(rendered, content=body(rendered.content, *blocks))
    flow, finished = sealed(document, rendered, office, folder)
    return {one.code: one for one in verify(document, rendered, flow, finished).findings}


@pytest.mark.office
def test_innocent_documents_have_nothing_said_of_them(words: Workshop, office: LibreOffice, tmp_path: Path) -> None:
    """Leader dots, a line to sign on, a sign of Wingdings 2 and a table within a table are read as they should be."""
    assert _said_of(INNOCENT, words, office, tmp_path) == {}


@pytest.mark.office
def test_guilty_documents_are_told_what_they_did(words: Workshop, office: LibreOffice, tmp_path: Path) -> None:
    """A field that changed by itself is named, and every character of which the page shows an empty box."""
    found = _said_of(GUILTY, words, office, tmp_path)
    assert set(found) == {"lasordning", "tecken-saknas"}
    assert "fält som ändrar sig självt" in found["lasordning"].message
    assert "textruta" not in found["lasordning"].remedy
    assert "\U0001b170 (U+1B170), \U0001b171 (U+1B171)." in found["tecken-saknas"].message


def test_many_lost_facts_of_one_place_are_told_of_as_one(words: Workshop) -> None:
    """Up to five facts that a file lacks are told of one by one; the cells of a wide table are counted."""
    document, _ = documents(CASES[0], words)[0]
    facts = [Fact(label="Beskrivning", texts=(f"K{at}",), path=("beskrivning",)) for at in range(6)]
    missing = [Missing(fact=fact, where="PDF-filen") for fact in facts]
    assert len([*losses(document, missing[:5])]) == 5
    other = replace(missing[0], where="Word-filen")
    many, one = losses(document, [*missing, other])
    assert (many.code, many.place.path) == ("uppgift-saknas", ("beskrivning",))
    assert many.message == "6 texter i Beskrivning finns inte i PDF-filen. Den första är «K0»."
    assert one.message == "Beskrivning («K0») finns inte i Word-filen."
    assert "tabell" in many.remedy
    [recipients] = losses(document, [replace(gone, fact=gone.fact._replace(besides=True)) for gone in missing])
    assert "tabell" not in recipients.remedy


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


def test_what_leads_to_a_tab_stop_is_no_departure() -> None:
    """Rows of dots and lines before a tab stop, or of a signature, are looks; a single dot is not."""
    assert departure(["Namn......Värde", "______", "Ort"], ["Namn\tVärde", "Ort"]) is None
    assert departure(["1. Namn......Värde"], ["1. Namn...\t...Värde"]) is None
    assert departure(["Namn..Värde"], ["Namn\tVärde"]) is not None
    found = departure(["Namn......Värde", "fel"], ["Namn\tVärde", "rätt"])
    assert found is not None
    assert (found.said, found.wanted) == ("fel", "rätt")


def _document(*blocks: Block) -> Flow:
    return replace(EMPTY, body=blocks)


def _paragraph(*words: Words) -> Paragraph:
    return Paragraph(style="", inlines=words)


def _judged(file: pikepdf.Pdf, flow: Flow) -> list[Finding]:
    """What the checks of templates say of a file made by hand, as for a document; its headings do not matter."""
    content = read_pdf(saved(file))
    tagged = Tagged(file, Tree(file), content.painted, flow, unseen=unseen(file, flow))
    return [one for check in OF_TEMPLATES[1:] for one in check(tagged)]


def test_what_is_written_in_a_picture_is_not_read_when_it_has_words() -> None:
    """A picture's alternative text is read instead of the letters in it; without one they are read."""
    file = small(PLAIN + b" /Figure <</MCID 1>> BDC BT /F1 9 Tf (text) Tj ET EMC", ("P", "Figure"))
    flow = _document(_paragraph(Words(text="Hej")))
    assert "lasordning" in {one.code for one in _judged(file, flow)}
    _first("Figure", lambda one: one.__setattr__("Alt", String("En karta")))(file)
    assert _judged(file, flow) == []


CAUSES = {
    "field": (Words(text="2024", source=Source.FIELD), "Där står ett fält", "Ctrl + Skift + F9"),
    "formula": (Words(text="x=5", source=Source.FORMULA), "Där står en formel", "alternativtext"),
    "initial": (Words(text="D", source=Source.INITIAL), "börjar med en anfang", "Anfang, Ingen"),
    "sign": (Words(text="\ufffd"), "Där står ett tecken ur ett symboltypsnitt", "(normal text)"),
    "written": (Words(text="annat"), "i den ordning som texten står", "textruta"),
}


@pytest.mark.parametrize(("lost", "cause", "remedy"), CAUSES.values(), ids=CAUSES)
def test_the_cause_of_a_departure_is_named(lost: Words, cause: str, remedy: str) -> None:
    """A field, formula, drop cap or sign that is read wrongly is named; a text box is blamed for what is left alone."""
    file = small(b"/P <</MCID 0>> BDC BT /F1 12 Tf 72 700 Td (Det! slut) Tj ET EMC")
    flow = _document(_paragraph(Words(text="Det"), lost, Words(text=" slut")))
    (found,) = [one for one in _judged(file, flow) if one.code == "lasordning"]
    assert cause in found.message
    assert remedy in found.remedy
    assert ("textruta" in found.remedy) == (lost is CAUSES["written"][0])


def test_the_cause_is_looked_for_where_the_readings_part() -> None:
    """What puts a text there is told where it stands and where it ends, and nowhere else."""
    flow = _document(
        Heading(level=1, label="1", inlines=(Words(text="Rubrik"),)),
        _paragraph(Words(text="den "), Words(text="2024", source=Source.FIELD), Words(text=" och sedan")),
    )
    found = [at for at in range(30) if source_at(flow, at) is Source.FIELD]
    assert found == [*range(len("1Rubrikden"), len("1Rubrikden2024") + 1)]


def _wide_file(*rows: str) -> pikepdf.Pdf:
    """A file with a table; a letter is a cell of content, of which H is a heading, and - a cell in which nothing is."""
    marks = b"".join(
        b"/P <</MCID %d>> BDC BT /F1 9 Tf 72 %d Td (c) Tj ET EMC " % (at, 700 - 20 * at) for at in range(9)
    )
    file = small(marks, ("P",) * 9)
    numbers = iter(range(9))

    def tag(role: str, kids: object) -> Dictionary:
        return file.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{role}"), Pg=file.pages[0].obj, K=kids))

    def made(one: str) -> Dictionary:
        return tag("TH" if one == "H" else "TD", Array() if one == "-" else next(numbers))

    table = tag("Table", Array([tag("TR", Array([made(one) for one in row])) for row in rows]))
    file.Root["/StructTreeRoot"]["/K"]["/K"] = Array([table])
    return file


def _wide_flow(columns: int, *, merged: bool = False) -> Flow:
    heading, plain = (
        Cell(blocks=(_paragraph(Words(text="c")),), heads=heads, columns=1 + (merged and heads is None))
        for heads in (Heads.COLUMN, None)
    )
    return _document(Table(rows=((heading,) * columns, (plain,) * columns)))


@pytest.mark.parametrize("rows", [("HH", "cc"), ("HH-", "cc-")])
def test_a_table_that_is_wider_than_the_page_is_told_of_once(rows: tuple[str, str]) -> None:
    """Columns that the PDF lacks, or has without content, give one error, not one of merged cells or reading order."""
    (found,) = _judged(_wide_file(*rows), _wide_flow(3))
    assert found.code == "tabell-for-bred"
    assert "av 3 kolumner syns 2" in found.message
    assert _judged(_wide_file("HHH", "ccc"), _wide_flow(3)) == []


def test_a_table_with_merged_cells_is_not_called_wide() -> None:
    """Where cells are merged nothing is said of columns; that its headings differ is."""
    codes = {one.code for one in _judged(_wide_file("HH", "cc"), _wide_flow(3, merged=True))}
    assert "tabellrubriker-fel" in codes
    assert "tabell-for-bred" not in codes


def test_characters_without_a_font_are_named() -> None:
    """A character that is drawn as an empty box is named, with those that share its glyph; a sign by its number."""
    file = with_symbols(small(), {ord("H"): "你"})
    font = file.pages[0].obj["/Resources"]["/Font"]["/F1"]
    flow = _document(_paragraph(Words(text="你ej 好")))
    font["/FontDescriptor"] = box_font(file)
    assert "tecken-saknas" not in {one.code for one in _judged(file, flow)}
    font["/FontDescriptor"] = box_font(file, ord("H"))
    (found,) = [one for one in _judged(file, flow) if one.code == "tecken-saknas"]
    assert "你 (U+4F60), 好 (U+597D)." in found.message
    file = with_symbols(small(), {ord("H"): "\uf0fc"})
    file.pages[0].obj["/Resources"]["/Font"]["/F1"]["/FontDescriptor"] = box_font(file, ord("H"))
    (found,) = [
        one for one in _judged(file, _document(_paragraph(Words(text="\ufffdej")))) if "tom ruta" in one.message
    ]
    assert "(U+F0FC)" in found.message
    assert "(normal text)" in found.remedy


def test_a_font_that_cannot_be_looked_into_has_no_boxes() -> None:
    """A font program that is broken, or is none, says nothing and stops nothing."""
    file = small()
    font = file.pages[0].obj["/Resources"]["/Font"]["/F1"]
    for program in (b"", b"fel", b"\x00\x01\x00\x00" + bytes(40)):
        font["/FontDescriptor"] = Dictionary(FontFile2=file.make_stream(program))
        assert boxes(file)[0] == frozenset()


CONTENT = b"""
/P <</MCID 0>> BDC BT /F1 12 Tf 50 700 Td (Ett ord) Tj ET EMC
/P <</MCID 1>> BDC /Span <</ActualText (tal)>> BDC BT /F1 12 Tf 50 650 Td (XX) Tj ET EMC EMC
/Artifact BMC BT /F1 12 Tf 50 600 Td (Sidfot) Tj ET EMC
BT /F1 12 Tf 50 550 Td (utanf\\366r) Tj ET
0 0 m 100 100 l S
/P BMC BT /F1 12 Tf 50 450 Td (onumrerad) Tj ET EMC
/Artifact BMC /Span BMC BT /F1 12 Tf 50 400 Td (Sidnummer) Tj ET EMC EMC
/P <</MCID 2>> BDC /Fm1 Do EMC
/P <</MCID 3>> BDC /Span <</ActualText <FEFF597D>>> BDC BT /F1 12 Tf 50 350 Td (X) Tj ET EMC EMC
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
    """Texts by number, a drawing's with its own; words to be read instead; what is neither numbered nor an artifact."""
    (painted,) = read_pdf(_page(CONTENT)).painted
    assert {number: text.strip() for number, text in painted.texts.items()} == {
        0: "Ett ord",
        1: "tal",
        2: "ritat",
        3: "好",
    }
    assert [text.strip() for text in painted.loose] == ["utanför", "", "onumrerad"]


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
    assert [check.__name__ for check in OF_TEMPLATES] == [
        "headings",
        "table_headings",
        "figures",
        "reading_order",
        "characters",
    ]
    assert Tagged.__doc__
