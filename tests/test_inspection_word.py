"""The inspection of Word files: each fault is found where it is, and sound files are left in peace."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.errors import TemplateError
from generator.findings import Finding, Severity
from generator.inspection.inspect import Inspection, in_order
from generator.inspection.source import WordFile, inspect_file
from generator.inspection.summing import summed
from generator.inspection.word import accessibility, fonts, forbidden, formatting, headings, revisions, validity
from generator.inspection.word.colours import contrast, parse_colour
from generator.report import finding_lines
from generator.settings import Settings
from generator.word.ooxml import PREFIXES
from generator.word.package import MAX_FILE, MAX_PARTS, unpack
from generator.workshop import Workshop
from tests.conftest import ROOT
from tests.tools import documents, packed, parts, repacked

TEMPLATES = sorted((ROOT / "templates").rglob("*.docx"))
LETTERHEAD = ROOT / "templates" / "standard" / "brevmall.docx"
SOUND = next(path for path in sorted((ROOT / "templates" / "standard").glob("*.docx")) if path != LETTERHEAD)
NAMES = "".join(f' xmlns:{prefix}="{name}"' for prefix, name in PREFIXES.items())
SECTION = parts(SOUND.read_bytes())["word/document.xml"].split(b"<w:sectPr")[-1].split(b"</w:body>")[0].decode()
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATION = f'<Relationship Id="{{}}" Type="{OFFICE}/{{}}" Target="{{}}"{{}}/>'
EXTERNAL = ' TargetMode="External"'
Make = Callable[..., WordFile]


def p(text: str = "", style: str = "BodyText", *, look: str = "", rpr: str = "", inside: str = "") -> str:
    """A paragraph."""
    run = f'<w:r><w:rPr>{rpr}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{look}</w:pPr>{run}{inside}</w:p>'


def table(*rows: str, properties: str = '<w:tblStyle w:val="Tabell"/>') -> str:
    """A table."""
    return (
        f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def row(*cells: str, header: bool = False, cell: str = "") -> str:
    """A table row; each cell holds a text, or paragraphs."""
    inner = "".join(
        f"<w:tc><w:tcPr>{cell}</w:tcPr>{one if '<w:p>' in one else p(one, 'Tabelltext')}</w:tc>" for one in cells
    )
    return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if header else ''}{inner}</w:tr>"


def field(instruction: str, *pieces: str) -> str:
    """A field as Word writes it: its instruction over several runs."""
    inner = "".join(
        f'<w:r><w:instrText xml:space="preserve">{one}</w:instrText></w:r>' for one in (instruction, *pieces)
    )
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return f"{mark.format('begin')}{inner}{mark.format('separate')}<w:r><w:t>x</w:t></w:r>{mark.format('end')}"


def place(name: str) -> str:
    """A bookmark."""
    return f'<w:bookmarkStart w:id="1" w:name="{name}"/><w:bookmarkEnd w:id="1"/>'


def picture(alternative: str | None = None, inner: str = "") -> str:
    """A drawing in a run."""
    text = f' descr="{alternative}"' if alternative is not None else ""
    properties = f'<wp:docPr id="1" name="Bild 1"{text}>{inner}</wp:docPr>'
    return f"<w:r><w:drawing><wp:inline>{properties}</wp:inline></w:drawing></w:r>"


def control(properties: str) -> str:
    """A content control around a paragraph."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{p('Välj ett.')}</w:sdtContent></w:sdt>"


ADEC = "http://schemas.microsoft.com/office/drawing/2017/decorative"
DECORATIVE = (
    f'<a:extLst><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
    f'<adec:decorative xmlns:adec="{ADEC}" val="1"/></a:ext></a:extLst>'
)
BOX = (
    "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
    + p("Dnr {{ arende.diarienummer }}")
    + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
HEAD = row("A", "B", header=True)
ROW_HEADS = '<w:tblStyle w:val="Tabell"/><w:tblLook w:val="0480" w:firstRow="0" w:firstColumn="1"/>'
TAB = "<w:r><w:tab/><w:t>b</w:t></w:r>"
HEADING = p("Rubrik", "Heading1")


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Make a format (or, by its name, a block or letterhead) with a body, and other parts changed."""

    def to_file(
        body: str = p("Text."), name: str = "format.docx", relations: str = "", **changes: bytes | None
    ) -> WordFile:
        source = LETTERHEAD if name == LETTERHEAD.name else SOUND
        own = parts(source.read_bytes())
        rels = own["word/_rels/document.xml.rels"].replace(b"</Relationships>", f"{relations}</Relationships>".encode())
        changed = {"word/_rels/document.xml.rels": rels} | {part(key): value for key, value in changes.items()}
        if name != LETTERHEAD.name:
            document = f"<w:document{NAMES}><w:body>{body}<w:sectPr{SECTION}</w:body></w:document>"
            changed = {"word/document.xml": document.encode()} | changed
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        return inspect_file(repacked(source, path, changed))

    return to_file


def part(key: str) -> str:
    """A part's name from a keyword: `word__settings_xml`."""
    return re.sub(r"_(xml|bin|xlsx|odttf|rels)$", r".\1", key.replace("__", "/"))


def own(name: str, source: Path = SOUND) -> str:
    """A part of a sound file."""
    return parts(source.read_bytes())[name].decode()


def findings(file: WordFile) -> list[Finding]:
    """All that the static checks say of a file."""
    letterhead = inspect_file(LETTERHEAD)
    looks = letterhead if file.path.name != LETTERHEAD.name else file
    return [
        *forbidden.check(file, looks),
        *revisions.check(file),
        *formatting.check(file, looks),
        *accessibility.check(file, looks),
    ]


def told(file: WordFile) -> dict[str, Finding]:
    """The same by their codes."""
    return {one.code: one for one in findings(file)}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_the_templates_that_come_along_are_sound(path: Path) -> None:
    """No check has anything to say of the templates in the repository, but which fonts have twins."""
    home = path.parent.parent if path.parent.name == "block" else path.parent
    file, letterhead = inspect_file(path), inspect_file(home / LETTERHEAD.name)
    said = [
        *forbidden.check(file, letterhead),
        *revisions.check(file),
        *formatting.check(file, letterhead),
        *accessibility.check(file, letterhead),
        *validity.check(file),
        *(one for one in fonts.check(file) if one.severity is not Severity.NOTE),
    ]
    assert said == []


IN_BODY = {
    "sparad-andring": [
        p(inside='<w:ins w:id="1" w:author="A"><w:r><w:t>ny</w:t></w:r></w:ins>'),
        p(inside='<w:del w:id="1" w:author="A"><w:r><w:delText>bort</w:delText></w:r></w:del>'),
        p("Text.", look='<w:rPr><w:ins w:id="1" w:author="A"/></w:rPr>'),
        p("Text.", rpr='<w:b/><w:rPrChange w:id="1" w:author="A"><w:rPr/></w:rPrChange>'),
        p("Text.", look='<w:pPrChange w:id="1" w:author="A"><w:pPr/></w:pPrChange>'),
        p(inside='<w:moveTo w:id="1" w:author="A"><w:r><w:t>hit</w:t></w:r></w:moveTo>'),
    ],
    "kommentar": [p("Text.", inside='<w:r><w:commentReference w:id="0"/></w:r>')],
    "falt-datum": [
        p(inside=field(" DATE ")),
        p(inside=field(" da", "te \\@ &quot;yyyy&quot; ")),
        p(inside='<w:fldSimple w:instr=" TIME "><w:r><w:t>x</w:t></w:r></w:fldSimple>'),
    ],
    "falt-filuppgift": [p(inside=field(one)) for one in (" FILENAME \\p ", "AUTHOR", "docproperty Dnr")],
    "falt-hamtar": [p(inside=field(one)) for one in (' INCLUDEPICTURE "x.png" ', "INCLUDETEXT x", "LINK x")],
    "falt-kommando": [p(inside=field("MACROBUTTON kor Klicka"))],
    "falt-formular": [p(inside=field(one)) for one in ("FORMTEXT", "MERGEFIELD Namn", "IF 1 = 1 a b")],
    "falt-forteckning": [p(inside=field(' TOC \\o "1-3" '))],
    "falt-okant": [p(inside=field("HITTEPA"))],
    "falt-oppet": [p(inside='<w:r><w:fldChar w:fldCharType="begin"/></w:r>')],
    "lank-lokal": [
        p(inside=field('HYPERLINK "file:///C:/a.docx"')),
        p(inside=field("HYPERLINK ", '"G:\\\\gemensam\\\\a.docx" ')),
        p(inside=field('HYPERLINK "\\\\\\\\server\\\\a.docx"')),
        p(inside=field('HYPERLINK "bilaga.pdf"')),
    ],
    "lank-farlig": [p(inside=field('HYPERLINK "javascript:alert(1)"')), p(inside=field('HYPERLINK "ms-word:ofe|u|x"'))],
    "lank-med-tagg": [p(inside=field('HYPERLINK "https://x.se/{{ arende.id }}"'))],
    "lank-utan-mal": [
        p(inside='<w:hyperlink w:anchor="borta"><w:r><w:t>dit</w:t></w:r></w:hyperlink>'),
        p(inside=field('HYPERLINK \\l "borta"')),
        p(inside=field("REF borta \\h")),
    ],
    "dold-text": [p("dold", rpr="<w:vanish/>")],
    "slutnot": [p("Text.", inside='<w:r><w:endnoteReference w:id="2"/></w:r>')],
    "kontroll-kopplad": [control('<w:dataBinding w:xpath="/a" w:storeItemID="b"/>')],
    "kontroll-att-fylla-i": [control("<w:dropDownList/>"), control("<w14:checkbox/>")],
    "formatmall-saknas": [p("Text.", "Minegen"), p("Text.", rpr='<w:rStyle w:val="Stor"/>')],
    "eget-utseende": [
        p("Text.", rpr='<w:rFonts w:ascii="Comic Sans MS"/>'),
        p("Text.", rpr='<w:rFonts w:asciiTheme="minorHAnsi"/>'),
        p("Text.", rpr='<w:sz w:val="24"/>'),
        p("Text.", rpr='<w:color w:val="0000FF"/>'),
        p("Text.", rpr='<w:color w:val="auto" w:themeColor="accent1"/>'),
        p("Text.", rpr='<w:highlight w:val="yellow"/>'),
        p("Text.", rpr='<w:u w:val="single"/>'),
        p("Text.", rpr='<w:shd w:val="clear" w:fill="EEEEEE"/>'),
        p("Text.", look='<w:spacing w:after="400"/>'),
        p("Text.", look='<w:ind w:left="400"/>'),
        p("Text.", look='<w:jc w:val="center"/>'),
        p("Text.", look='<w:pBdr><w:top w:val="single"/></w:pBdr>'),
        p("Text.", look='<w:tabs><w:tab w:val="left" w:pos="900"/></w:tabs>'),
    ],
    "tabell-eget-utseende": [
        table(row("A", "B", header=True, cell='<w:shd w:val="clear" w:fill="EEEEEE"/>'), row("1", "2")),
        table(HEAD, row("1", "2"), properties="<w:tblBorders><w:top w:val='single'/></w:tblBorders>"),
    ],
    "rubrik-hoppar": [HEADING + p("Djup", "Heading3"), p("Först", "Heading2")],
    "rubrik-tom": [HEADING + p("", "Heading2") + p("Text.")],
    "rubrik-falsk": [
        p("Bakgrund", rpr="<w:b/>") + p("Det här är en text."),
        p("Bakgrund", rpr='<w:rStyle w:val="Strong"/>') + p("Det här är en text."),
        p("{{ handling.rubrik }}", rpr="<w:b/>") + p("{{p handling.text|stycken }}"),
        p("Bakgrund", rpr='<w:sz w:val="32"/>') + p("Ett", "ListBullet"),
    ],
    "tabell-utan-rubrikrad": [
        table(row("A", "B"), row("1", "2")),
        table(row("{%tr for a in b %}", ""), row("{{ a.x }}", "{{ a.y }}"), row("{%tr endfor %}", "")),
        table(row("A", "B"), row("1", "2", header=True)),
    ],
    "rubrikrad-tom-cell": [table(row("", "B", header=True), row("1", "2"))],
    "rubrikrad-sammanslagen": [table(row("A", header=True, cell='<w:gridSpan w:val="2"/>'), row("1", "2"))],
    "celler-sammanslagna": [table(HEAD, row("1", cell='<w:gridSpan w:val="2"/>'), row("1", "2"))],
    "tabell-for-utseende": [table(row("Vänster", "Höger")), table(row("A"), row("B"))],
    "tabell-i-tabell": [table(HEAD, row("1", table(HEAD, row("1", "2")) + p("x")))],
    "bild-utan-alternativtext": [
        p(inside=picture()),
        p(inside=picture("")),
        p(inside='<w:r><w:pict><v:shape><v:imagedata r:id="rIdX"/></v:shape></w:pict></w:r>'),
    ],
    "alternativtext-svag": [
        p(inside=picture("logga_2019.png")),
        p(inside=picture("Bildobjekt 3")),
        p(inside=picture("En bild som visar text&#10;&#10;Automatiskt genererad beskrivning")),
    ],
    "textruta": [p(inside=BOX), p("Text i ram.", look='<w:framePr w:w="2000"/>')],
    "sprak-pa-text": [
        p("Vi är här och arbetar.", rpr='<w:lang w:val="en-US"/>'),
        p("{{ handling.rubrik }}", rpr='<w:lang w:val="en-US"/>'),
    ],
    "sprak-byte": [p("European Regional Development Fund", rpr='<w:lang w:val="en-GB"/>')],
    "kontrast": [
        p("Blek.", rpr='<w:color w:val="AAAAAA"/>'),
        p("Blek.", rpr='<w:color w:val="000000" w:themeColor="background1" w:themeShade="BF"/>'),
        p("Rött.", rpr='<w:color w:val="FF0000"/><w:highlight w:val="yellow"/>'),
        table(HEAD, row(p("Mörkt.", "Heading5"), "2", cell='<w:shd w:val="clear" w:fill="404040"/>')),
    ],
    "tomt-stycke": [
        p("Text.") + p() + p("Mer."),
        p("Text.") + p("   ") + p("Mer."),
        table(HEAD, row("1", p("2") + p())),
    ],
    "blanksteg": [p("Datum     2024"), p("Namn{{ a }}      {{ b }}")],
    "tabb": [p("a", inside=TAB), p("a", "Huvuduppgift", inside=TAB * 3)],
    "linje-av-tecken": [p("______________"), p("Ort: ----------")],
    "lista-for-hand": [
        *(p(text) for text in ("1. Ett", "a) Ett", "- Ett", "• Ett", "{{ loop.index }}. {{ x }}")),
        p("2. Bakgrund", "Heading1"),
    ],
    "versaler": [p("FÖRSLAG TILL BESLUT")],
    "lanktext": [
        p(inside='<w:hyperlink w:anchor="a"><w:r><w:t>här</w:t></w:r></w:hyperlink>'),
        p(inside='<w:hyperlink w:anchor="a"><w:r><w:t>https://www.exempel.se/lang</w:t></w:r></w:hyperlink>'),
    ],
}  # fmt: skip
CASES_IN_BODY = [
    pytest.param(code, body, id=f"{code}-{number}")
    for code, bodies in IN_BODY.items()
    for number, body in enumerate(bodies, 1)
]


ELSEWHERE = {
    "rubrik-hoppar-1": 2, "rubrik-tom-1": 2, "celler-sammanslagna-1": 3, "tabell-i-tabell-1": 4, "kontrast-4": 3,
    "tomt-stycke-1": 2, "tomt-stycke-2": 2, "tomt-stycke-3": 5,
}  # fmt: skip
"""Faults that do not stand in the first paragraph of their body."""


@pytest.mark.parametrize(("code", "body"), CASES_IN_BODY)
def test_a_fault_in_the_body_is_found_at_its_paragraph(
    make: Make, code: str, body: str, request: pytest.FixtureRequest
) -> None:
    """Each fault is told once, at its own paragraph and with that paragraph's text."""
    file = make(p("Först en mening.") + body)
    found = [one for one in findings(file) if one.code == code]
    assert len(found) == 1
    spot = found[0].place.spot
    assert spot is not None
    assert (spot.part, spot.paragraph) == ("word/document.xml", ELSEWHERE.get(request.node.callspec.id, 1))
    assert spot.text == file.outlines[spot.part].paragraphs[spot.paragraph or 0].spot.text
    assert found[0].place.file == file.path


SOUND_BODIES = {
    "a heading after a heading": HEADING + p("Två", "Heading2") + p("Tre", "Heading3") + p("Två", "Heading2"),
    "a heading after a block that is not at hand": HEADING + p('{%p include "block/x.docx" %}') + p("Tre", "Heading3"),
    "a heading in one branch and its like in the other": HEADING
    + p("{%p if a %}") + p("Två", "Heading2") + p("Tre", "Heading3") + p("{%p else %}") + p("Två", "Heading2")
    + p("{%p endif %}") + p("Tre", "Heading3"),
    "links to bookmarks that are there, and to the top": p("Mål", inside=place("Malet"))
    + p(inside='<w:hyperlink w:anchor="malet"><w:r><w:t>dit</w:t></w:r></w:hyperlink>')
    + p(inside=field('HYPERLINK \\l "_top"')),
    "bold in a sentence": p("Viktigt", rpr="<w:b/>", inside="<w:r><w:t> att veta det.</w:t></w:r>") + p("En text."),
    "a bold name over a title": p("{{ en.namn }}", rpr="<w:b/>") + p("{{ en.titel }}"),
    "a bold style that is meant": p("Dokumenttyp", "Dokumenttyp") + p("Det här är en text."),
    "a bold sentence": p("Kom ihåg att säga till i tid.", rpr="<w:b/>") + p("Det här är en text."),
    "a table with a header row": table(HEAD, row("1", "2")),
    "a table of facts with row headings": table(row("År", "2024"), row("Kronor", "100"), properties=ROW_HEADS),
    "a table with loop rows": table(
        HEAD, row("{%tr for a in b %}", ""), row("{{ a.x }}", "{{ a.y }}"), row("{%tr endfor %}", "")
    ),
    "an empty cell below the header": table(HEAD, row("1", "")),
    "two tables with a paragraph between": table(HEAD, row("1", "2")) + p()
    + table(HEAD, row("1", "2")) + p(),
    "a picture with a text": p(inside=picture("Karta över länet")),
    "a picture that is an ornament": p(inside=picture(None, DECORATIVE)),
    "a number that is aligned in its cell": table(HEAD, row("1", p("2", "Tabelltext", look="<w:jc w:val='right'/>"))),
    "a page break": p(inside='<w:r><w:br w:type="page"/></w:r>'),
    "a footnote and a page reference": p("Text.", inside=place("_Ref1") + field(" PAGEREF _Ref1 \\h ")),
    "fields that follow the document": p(inside=field("PAGE") + field(' STYLEREF "Rubrik 1" ') + field("=1+1")),
    "a link to the web": p(
        inside=place("bokmarke") + field('HYPERLINK "https://exempel.se"') + field('HYPERLINK \\l "bokmarke"')
    ),
    "a link with words": p(
        inside=place("a") + '<w:hyperlink w:anchor="a"><w:r><w:t>vår webbplats</w:t></w:r></w:hyperlink>'
    ),
    "a tab that the style has a stop for": p("Datum", "Huvuduppgift", inside=TAB),
    "a year and a number in a sentence": p("2019. Då började det.") + p("5 § gäller.") + p("A. Andersson skrev."),
    "blanks inside a tag": p("{{ a   .b }} och {% if    x %}y{% endif %}"),
    "looks on a paragraph that a tag replaces": p("{%p if a %}", rpr='<w:color w:val="AAAAAA"/><w:sz w:val="40"/>'),
    "distances that change nothing": p("Text.", rpr='<w:spacing w:val="0"/><w:kern w:val="0"/>'),
    "looks of an empty cell": table(HEAD, row("1", p("", "Tabelltext", look='<w:spacing w:after="0"/>'))),
    "a colour that Word chooses": p("Text.", rpr='<w:color w:val="auto"/>'),
    "marks of the language it is in": p("Text.", rpr='<w:lang w:val="sv-SE" w:eastAsia="en-US"/>'),
    "superscript and bold": p("m", inside='<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'),
    "text for old and new Words": p(
        inside="<mc:AlternateContent><mc:Choice Requires='wps'><w:r><w:t>Ny.</w:t></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r></mc:Fallback></mc:AlternateContent>"
    ),
    "a content control that is only a frame": control("<w:text/>"),
}  # fmt: skip


@pytest.mark.parametrize("body", SOUND_BODIES.values(), ids=SOUND_BODIES.keys())
def test_what_is_right_is_left_in_peace(make: Make, body: str) -> None:
    """No false alarm."""
    sound = body if body.startswith(HEADING) else HEADING + body
    assert [(one.code, one.message) for one in findings(make(sound))] == []


def test_row_headings_alone_do_for_facts_only(make: Make) -> None:
    """A table of three columns with row headings can be made, so it is no error; its columns have no names, though."""
    rows = (row("Resor", "100", "200"), row("Mat", "300", "400"))
    found = told(make(HEADING + table(*rows, properties=ROW_HEADS)))["tabell-utan-rubrikrad"]
    assert (found.severity, "första kolumnen" in found.message) == (Severity.WARNING, True)
    found = told(make(HEADING + table(*rows)))["tabell-utan-rubrikrad"]
    assert (found.severity, "första kolumnen" in found.message) == (Severity.ERROR, False)


def test_macros_and_embedded_files_are_found_wherever_they_lie(make: Make) -> None:
    """Macros, controls, embedded files and whole documents within are found by part, by relationship and by type."""
    assert "makro" in told(make(word__vbaProject_bin=b"x"))
    types = own("[Content_Types].xml").replace("document.main+xml", "document.macroEnabled.main+xml")
    assert "makro" in told(make(**{"[Content_Types]_xml": types.encode()}))
    assert "makro" in told(make(**{"customUI/customUI14_xml": b"<customUI/>"}))
    assert "aktivt-objekt" in told(make(word__activeX__activeX1_xml=b"<a/>"))
    assert "inbaddat-objekt" in told(make(word__embeddings__a_xlsx=b"x"))


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("oleObject", "inbaddat-objekt"),
        ("package", "inbaddat-objekt"),
        ("control", "aktivt-objekt"),
        ("aFChunk", "inbaddat-objekt"),
        ("chart", "objekt-flyttas-inte"),
        ("diagramData", "objekt-flyttas-inte"),
    ],
)
def test_objects_are_found_at_their_paragraph(make: Make, kind: str, code: str) -> None:
    """What is tied to the body by a relationship is told at the paragraph that holds it."""
    body = p("Text.") + p("Här.", inside='<w:r><w:object r:id="rIdOle"/></w:r>')
    found = told(make(body, relations=RELATION.format("rIdOle", kind, "x.bin", "")))[code]
    assert found.place.spot is not None
    assert found.place.spot.where == "brödtexten, stycke 2"


@pytest.mark.parametrize(
    ("kind", "target", "code"),
    [
        ("image", "file:///C:/logga.png", "lankad-bild"),
        ("image", "https://exempel.se/logga.png", "lankad-bild"),
        ("oleObject", "file:///G:/a.xlsx", "hamtar-innehall"),
        ("subDocument", "del.docx", "hamtar-innehall"),
        ("frame", "x.htm", "hamtar-innehall"),
        ("mailMergeSource", "file:///G:/adresser.xlsx", "koppling"),
        ("hyperlink", "file:///G:/gemensam/a.docx", "lank-lokal"),
        ("hyperlink", "..\\bilagor\\a.pdf", "lank-lokal"),
        ("hyperlink", "javascript:alert(1)", "lank-farlig"),
        ("hyperlink", "https://x.se/%7B%7Barende.id%7D%7D", "lank-med-tagg"),
    ],
)
def test_what_is_fetched_from_outside_is_found(make: Make, kind: str, target: str, code: str) -> None:
    """Each external relationship but a hyperlink to the web or to a mail address is found, where it is used."""
    body = p("Text.") + p("Här.", inside='<w:hyperlink r:id="rIdUt"><w:r><w:t>vår sida</w:t></w:r></w:hyperlink>')
    found = told(make(body, relations=RELATION.format("rIdUt", kind, target, EXTERNAL)))[code]
    assert found.severity is Severity.ERROR
    assert found.place.spot is not None
    assert found.place.spot.paragraph == 1


def test_hyperlinks_to_the_web_are_no_fault(make: Make) -> None:
    """Web pages, mail addresses and telephone numbers may be linked to."""
    for address in ("https://exempel.se/a?b=1", "http://x.se", "mailto:a@b.se", "tel:063-147500"):
        body = p("Se", inside='<w:hyperlink r:id="rIdUt"><w:r><w:t>vår sida</w:t></w:r></w:hyperlink>')
        assert findings(make(HEADING + body, relations=RELATION.format("rIdUt", "hyperlink", address, EXTERNAL))) == []


def test_the_template_that_a_file_was_made_from_is_a_note(make: Make) -> None:
    """Word's attached template is harmless; one that is fetched from the net is a warning."""
    for target, severity in (("file:///C:/Normal.dotm", Severity.NOTE), ("https://x.se/a.dotx", Severity.WARNING)):
        rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        rels += RELATION.format("rId1", "attachedTemplate", target, EXTERNAL) + "</Relationships>"
        found = told(make(**{"word/_rels/settings.xml_rels": rels.encode()}))
        assert found["dokumentmall"].severity is severity


def test_broken_parts_and_document_types_are_found_in_any_part(make: Make) -> None:
    """A part that is not XML, and a document type in any part and encoding, are told by the part's name."""
    found = told(make(word__numbering_xml=b"<w:numbering"))["del-trasig"]
    assert found.place.spot is not None
    assert found.place.spot.part == "word/numbering.xml"
    for content in (b"<!DOCTYPE a><a/>", '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16")):
        assert told(make(customXml__item9_xml=content))["doctype"].place.spot is not None
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
    assert "doctype" in told(make(**{"word/media/bild.svg": bomb}))
    assert "doctype" in told(make(word__document_xml=b"<!DOCTYPE a><a/>"))


def test_files_of_another_kind_are_found(make: Make) -> None:
    """A file without a body, and one saved as Strict Open XML, are told as what they are."""
    assert "del-saknas" in told(make(word__document_xml=None))
    strict = own("word/document.xml").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert "fel-filformat" in told(make(word__document_xml=strict.encode()))


def setting(xml: str, source: Path = SOUND) -> bytes:
    """The settings with something added."""
    return own("word/settings.xml", source).replace("<w:zoom", f"{xml}<w:zoom", 1).encode()


def test_settings_that_go_along_weigh_more_in_a_letterhead(make: Make) -> None:
    """Protection and tracking are errors or warnings where every document gets them, and less elsewhere."""
    protected = '<w:documentProtection w:edit="readOnly" w:enforcement="1"/>'
    for name, severity in ((LETTERHEAD.name, Severity.ERROR), ("format.docx", Severity.WARNING)):
        assert told(make(name=name, word__settings_xml=setting(protected)))["skyddad"].severity is severity
    for name, severity in ((LETTERHEAD.name, Severity.WARNING), ("format.docx", Severity.NOTE)):
        found = told(make(name=name, word__settings_xml=setting("<w:trackRevisions/>")))
        assert found["sparning-pa"].severity is severity
    unprotected = protected.replace('"1"', '"0"')
    assert "skyddad" not in told(make(word__settings_xml=setting(unprotected + '<w:trackRevisions w:val="0"/>')))
    assert "koppling" in told(make(word__settings_xml=setting("<w:mailMerge/>")))


def test_a_comment_is_quoted_with_its_author(make: Make) -> None:
    """The finding says who wrote the comment and what; one that is tied to nothing is found as well."""
    comments = (
        f'<w:comments{NAMES}><w:comment w:id="3" w:author="Eva">{p("Stämmer det?")}</w:comment></w:comments>'.encode()
    )
    body = p("Text.") + p("Här.", inside='<w:r><w:commentReference w:id="3"/></w:r>')
    found = told(make(body, word__comments_xml=comments))["kommentar"]
    assert "av Eva: «Stämmer det?»" in found.message
    assert found.place.spot is not None
    assert found.place.spot.paragraph == 1
    assert told(make(word__comments_xml=comments))["kommentar"].place.spot is not None


def test_changes_are_found_in_every_part(make: Make) -> None:
    """A tracked change in a style, a header or a table is found, with what was done."""
    styles = own("word/styles.xml").replace(
        "<w:b/>", '<w:b/><w:rPrChange w:id="1" w:author="A"><w:rPr/></w:rPrChange>', 1
    )
    assert "ändrat utseende" in told(make(word__styles_xml=styles.encode()))["sparad-andring"].message
    header = own("word/header1.xml", LETTERHEAD).replace("<w:r>", '<w:ins w:id="1" w:author="A"><w:r>', 1)
    header = header.replace("</w:r>", "</w:r></w:ins>", 1)
    found = told(make(name=LETTERHEAD.name, word__header1_xml=header.encode()))["sparad-andring"]
    assert found.place.spot is not None
    assert found.place.spot.where == "sidhuvud 1, stycke 1"
    changed = table(
        HEAD,
        row("1", "2").replace("<w:tr>", '<w:tr><w:trPr><w:ins w:id="1" w:author="A"/></w:trPr>'),
    )
    assert "sparad-andring" in told(make(changed))


def test_a_header_of_its_own_is_found(make: Make) -> None:
    """A format's header is not printed: an error when it holds a tag, else a warning; an empty one is none."""
    for text, severity in (
        ("Dnr {{ arende.diarienummer }}", Severity.ERROR),
        ("Kommunen", Severity.WARNING),
        ("", None),
    ):
        reference = '<w:headerReference w:type="default" r:id="rIdHuvud"/>'
        document = f"<w:document{NAMES}><w:body>{p('Text.')}<w:sectPr>{reference}</w:sectPr></w:body></w:document>"
        file = make(
            relations=RELATION.format("rIdHuvud", "header", "header1.xml", ""),
            word__document_xml=document.encode(),
            word__header1_xml=f"<w:hdr{NAMES}>{p(text, 'Header')}</w:hdr>".encode(),
        )
        found = told(file).get("eget-sidhuvud")
        assert (found.severity if found else None) is severity
        assert found is None or (found.place.spot is not None and found.place.spot.where == "sidhuvud 1, stycke 1")


def test_a_page_of_its_own_is_found(make: Make) -> None:
    """Other margins or another paper than the letterhead's are told in millimetres; a rounding is not."""
    page = f"<w:sectPr{SECTION}"
    for old, new, words in (
        ("1701", "2835", "vänstermarginal 50 mm (brevmallen 30 mm)"),
        ("11906", "16838", "pappersbredd"),
    ):
        document = own("word/document.xml").replace(page, page.replace(old, new)).encode()
        assert words in told(make(word__document_xml=document))["egen-sida"].message
        block = told(make(name="block/del.docx", word__document_xml=document))
        assert block["egen-sida"].severity is Severity.NOTE
    rounded = own("word/document.xml").replace(page, page.replace("1701", "1709")).encode()
    assert "egen-sida" not in told(make(word__document_xml=rounded))


def test_the_nearest_style_is_suggested(make: Make) -> None:
    """A style is matched by its name, not its id; the nearest name of the letterhead is named in Word's Swedish too."""
    styles = own("word/styles.xml").replace('w:styleId="Heading2"', 'w:styleId="Rubrik2"')
    assert told(make(HEADING + p("Två", "Rubrik2"), word__styles_xml=styles.encode())) == {}
    found = told(make(p("Två", "headin 2")))["formatmall-saknas"]
    assert "Menade du «heading 2» (i Word: Rubrik 2)?" in found.message
    plain = table(HEAD, row("1", "2"), properties='<w:tblStyle w:val="TableGrid"/>')
    spot = told(make(p("Text.") + plain))["formatmall-saknas"].place.spot
    assert spot is not None
    assert (spot.where, spot.paragraph) == ("brödtexten, tabell 1", 1)


def test_styles_that_nothing_uses_are_a_note(make: Make) -> None:
    """A file's own styles that neither it nor the letterhead uses are listed once."""
    extra = '<w:style w:type="paragraph" w:customStyle="1" w:styleId="{0}"><w:name w:val="{0}"/></w:style>'
    styles = own("word/styles.xml").replace(
        "</w:styles>", f"{extra.format('Gammal')}{extra.format('Annan')}</w:styles>"
    )
    found = told(make(HEADING, word__styles_xml=styles.encode()))
    assert list(found) == ["formatmall-oanvand"]
    assert "«Annan», «Gammal»" in found["formatmall-oanvand"].message
    twin = extra.format("Rubrik 1 Char").replace("</w:style>", '<w:link w:val="Heading1"/></w:style>')
    assert (
        told(
            make(HEADING, word__styles_xml=own("word/styles.xml").replace("</w:styles>", f"{twin}</w:styles>").encode())
        )
        == {}
    )


def styled(old: str, new: str) -> bytes:
    """The letterhead's styles with something changed."""
    styles = own("word/styles.xml", LETTERHEAD)
    assert old in styles
    return styles.replace(old, new).encode()


def test_the_language_of_the_letterhead_is_looked_at(make: Make) -> None:
    """Another language, or none, is an error; a profile in another language is held to that one."""
    english = styled('<w:lang w:val="sv-SE"', '<w:lang w:val="en-US"')
    assert "engelska (en-US)" in told(make(name=LETTERHEAD.name, word__styles_xml=english))["sprak-fel"].message
    none = styled('<w:lang w:val="sv-SE" w:eastAsia="sv-SE" w:bidi="ar-SA"/>', "")
    assert "sprak-saknas" in told(make(name=LETTERHEAD.name, word__styles_xml=none))
    normal = styled('<w:name w:val="Normal"/>', '<w:name w:val="Normal"/><w:rPr><w:lang w:val="de-DE"/></w:rPr>')
    assert "sprak-fel" in told(make(name=LETTERHEAD.name, word__styles_xml=normal))
    file = inspect_file(LETTERHEAD)
    assert [one.code for one in accessibility.check(file, file, "en-GB")] == ["sprak-fel", "sprak-tema"]


def test_the_styles_of_the_letterhead_can_be_read(make: Make) -> None:
    """A pale style is found by its name, by theme colour and in a table's header row; a large text may be paler."""
    pale = told(
        make(name=LETTERHEAD.name, word__styles_xml=styled('<w:color w:val="404040"/>', '<w:color w:val="999999"/>'))
    )
    assert "2,8:1 (#999999 på #FFFFFF)" in pale["kontrast"].message
    assert "#7" in pale["kontrast"].remedy
    theme = styled(
        '<w:color w:val="404040"/>', '<w:color w:val="404040" w:themeColor="background1" w:themeShade="A6"/>'
    )
    assert "kontrast" in told(make(name=LETTERHEAD.name, word__styles_xml=theme))
    dark = styled('w:fill="EFEFEF"/></w:tcPr>', 'w:fill="333333"/></w:tcPr>').replace(
        b'<w:tblStylePr w:type="firstRow">', b'<w:tblStylePr w:type="firstRow"><w:rPr><w:color w:val="000000"/></w:rPr>'
    )
    assert "(rubrikraden)" in told(make(name=LETTERHEAD.name, word__styles_xml=dark))["kontrast"].message
    large = styled('<w:sz w:val="28"/>', '<w:sz w:val="28"/><w:color w:val="8C8C8C"/>').replace(
        b'<w:color w:val="222222"/><w:sz w:val="28"/>', b'<w:sz w:val="28"/>'
    )
    assert "kontrast" not in told(make(name=LETTERHEAD.name, word__styles_xml=large))


def test_contrast_is_reckoned_as_the_standard_does() -> None:
    """Black on white is 21, and the greys on either side of the limit fall on either side of it."""
    white, black = parse_colour("FFFFFF"), parse_colour("000000")
    grey, paler = parse_colour("767676"), parse_colour("777777")
    assert None not in (white, black, grey, paler)
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(grey, white) > 4.5 > contrast(paler, white)


def test_pictures_in_the_letterhead_are_looked_at(make: Make) -> None:
    """A logo without a text is a warning: a header is not read out, but the Word file is."""
    header = re.sub(r"<w:hdr .*?>", f"<w:hdr{NAMES}>", own("word/header1.xml", LETTERHEAD), count=1)
    header = header.replace("</w:p>", f"{picture()}</w:p>", 1)
    found = told(make(name=LETTERHEAD.name, word__header1_xml=header.encode()))["bild-utan-alternativtext"]
    assert found.severity is Severity.WARNING
    assert found.place.spot is not None
    assert found.place.spot.part == "word/header1.xml"


def test_what_a_letterhead_does_not_print_is_not_judged(make: Make) -> None:
    """A letterhead's body is thrown away, so its looks are not judged; a tracked change in it is told."""
    document = own("word/document.xml", LETTERHEAD)
    pale, added = "<w:color w:val='AAAAAA'/>", "<w:ins w:id='1' w:author='A'/>"
    untidy = document.replace("<w:body>", f"<w:body>{p()}{p('Blek', rpr=pale)}")
    assert told(make(name=LETTERHEAD.name, word__document_xml=untidy.encode())) == {}
    changed = document.replace("<w:body>", f"<w:body>{p(inside=added)}")
    assert list(told(make(name=LETTERHEAD.name, word__document_xml=changed.encode()))) == ["sparad-andring"]


def test_heading_levels_are_followed_through_the_blocks(make: Make) -> None:
    """A level that a block skips in one format is found there; one that the block fills is no fault."""
    letterhead, format_ = (
        inspect_file(LETTERHEAD),
        make(HEADING + p('{%p include "block/del.docx" %}') + p("Tre", "Heading3")),
    )
    assert headings.check_headings([format_, make(p("Två", "Heading2"), "block/del.docx"), letterhead]) == ()
    deep = make(p("Fyra", "Heading4"), "block/del.docx")
    assert [one for one in findings(deep) if one.code == "rubrik-hoppar"] == []
    [found] = headings.check_headings([format_, deep, letterhead])
    assert (found.place.file, found.place.spot and found.place.spot.paragraph) == (deep.path, 0)
    itself = make(p('{%p include "block/del.docx" %}') + p("Två", "Heading2"), "block/del.docx")
    assert headings.check_headings([format_, itself, letterhead]) == ()
    assert headings.check_headings([letterhead]) == ()


def test_two_hundred_alike_are_summed_up(make: Make) -> None:
    """The first is told with the number and places of the others; other faults are told beside it."""
    found = told(make(HEADING + p("Blek.", rpr='<w:color w:val="AAAAAA"/>') * 200 + p("_____")))
    assert "på 199 ställen till: brödtexten, stycke 3;" in found["kontrast"].message
    assert found["kontrast"].message.endswith("och 194 till.")
    assert "linje-av-tecken" in found


def test_a_few_alike_are_told_one_by_one_and_once_in_a_paragraph(make: Make) -> None:
    """Five paragraphs give five findings, however many runs in them are wrong."""
    pale = '<w:color w:val="AAAAAA"/>'
    body = p("Blek.", rpr=pale, inside=f"<w:r><w:rPr>{pale}</w:rPr><w:t>Lika blek.</w:t></w:r>")
    assert [one.code for one in findings(make(HEADING + body * 5))].count("kontrast") == 5


def test_many_of_a_kind_that_differ_are_cut_off_with_a_count(make: Make) -> None:
    """Two hundred pictures with different names for texts do not hide all else."""
    body = "".join(p(inside=picture(f"IMG_{number}.jpg")) for number in range(200))
    found = [one for one in findings(make(HEADING + body)) if one.code == "alternativtext-svag"]
    assert len(found) == 20
    assert "Fler fel av samma slag finns på 180 ställen till" in found[-1].message
    assert summed([]) == ()


def test_what_word_would_not_take_is_found_at_its_place(make: Make) -> None:
    """The Swedish comes first, the validator's own words in parentheses, at the paragraph that its path leads to."""
    wrong = table(HEAD, row("1", p("2", "Tabelltext", look='<w:jc w:val="hoger"/>')))
    [found] = validity.check(make(p("Text.") + wrong))
    assert re.fullmatch(r"Word skulle inte godta filen: [^(]+ \(Invalid value.*\)\.", found.message)
    assert found.place.spot is not None
    assert found.place.spot.where == "brödtexten, tabell 1, rad 2, cell 2"
    [lost] = validity.check(make(p(inside='<w:hyperlink r:id="rIdBorta"><w:r><w:t>x</w:t></w:r></w:hyperlink>')))
    assert "en hänvisning leder fel" in lost.message


def test_what_no_document_gets_weighs_less(make: Make) -> None:
    """A fault in a part that a format keeps for itself is a warning; in a letterhead it is an error."""
    for name, severity in (("format.docx", Severity.WARNING), (LETTERHEAD.name, Severity.ERROR)):
        wrong = own("word/settings.xml").replace('w:percent="100"', 'w:percent="mycket"').encode()
        [found] = validity.check(make(name=name, word__settings_xml=wrong))
        assert (found.code, found.severity) == ("word-godtar-inte", severity)
        assert found.place.spot is not None
        assert found.place.spot.where == "filens inställningar"


def test_what_libreoffice_always_writes_is_a_note(make: Make) -> None:
    """A font's character set and a list's "start" break the rules, but Word opens such files: a note, and no error."""
    fonts_ = own("word/fontTable.xml").replace(
        "<w:font ", '<w:font><w:charset w:characterSet="utf-8"/></w:font><w:font ', 1
    )
    numbers = own("word/numbering.xml", LETTERHEAD).replace('<w:lvlJc w:val="left"/>', '<w:lvlJc w:val="start"/>', 1)
    assert 'w:val="start"' in numbers
    file = make(name=LETTERHEAD.name, word__fontTable_xml=fonts_.encode(), word__numbering_xml=numbers.encode())
    found = [one for one in validity.check(file) if "characterSet" in one.message or "start" in one.message]
    assert {one.severity for one in found} == {Severity.NOTE}
    assert len(found) == 2
    assert not [
        one for one in validity.check_rendered(file.path.read_bytes(), file.path, "x") if "start" in one.message
    ]


def test_a_document_that_word_would_not_take_blames_its_template(make: Make) -> None:
    """What is rendered is judged in the same way; the finding stands at the template and says where in the document."""
    good, template = SOUND.read_bytes(), Path("templates/x/format.docx")
    assert validity.check_rendered(good, template, "cases/x.json") == ()
    wrong = packed(
        parts(good) | {"word/document.xml": parts(good)["word/document.xml"].replace(b"<w:pPr>", b"<w:q/><w:pPr>", 1)}
    )
    [found] = validity.check_rendered(wrong, template, "cases/x.json")
    assert found.place.file == template
    assert "som mallen ger av cases/x.json" in found.message
    assert found.place.title is not None
    assert "brödtexten, stycke" in found.place.title


def test_broken_packages_are_told_and_not_crashed_on(make: Make) -> None:
    """A file without its types, its body or its styles gets findings from every check that can be made."""
    for changes in ({"[Content_Types]_xml": None}, {"word__document_xml": None}, {"word__styles_xml": None}):
        file = make(**changes)
        assert [*findings(file), *validity.check(file), *fonts.check(file)]
    cut = make(word__document_xml=own("word/document.xml")[:-30].encode())
    assert "del-trasig" in told(cut)
    assert validity.check(cut)


def test_fonts_are_told_by_what_becomes_of_them(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """A font drawn with another is an error with its package, a twin is a note, the font itself is nothing."""
    drawn = {
        "Comic Neue": "DejaVu Sans",
        "Hittepå": "DejaVu Sans",
        "Calibri": "Carlito",
        "Open Sans": "Open Sans",
        "Arial": "Arial",
    }
    monkeypatch.setattr(
        fonts,
        "match",
        lambda asked: [fonts.FontMatch(asked=one, given=drawn[one], file=None, sha256=None) for one in asked],
    )
    named = "".join(p("Text.", rpr=f'<w:rFonts w:ascii="{one}" w:hAnsi="{one}"/>') for one in drawn)
    found = {one.message.split(" finns")[0]: one for one in fonts.check(make(p("Text.") + named))}
    assert len(found) == 3
    assert "fonts-comic-neue" in found["Typsnittet Comic Neue"].remedy
    assert found["Typsnittet Comic Neue"].severity is Severity.ERROR
    assert found["Typsnittet Comic Neue"].place.spot is not None
    assert found["Typsnittet Comic Neue"].place.spot.paragraph == 1
    assert "byt till ett som finns" in found["Typsnittet Hittepå"].remedy
    assert [one.severity for key, one in found.items() if "Carlito" in key] == [Severity.NOTE]


@pytest.mark.parametrize(
    ("said", "severity"),
    [("", Severity.ERROR), ("fel", Severity.ERROR), ("varning", Severity.WARNING)],
)
def test_a_missing_font_weighs_what_the_profile_says(
    said: str, severity: Severity, make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What stops a document is an error in its template; a profile that lets it pass, and only it, has a warning."""
    for name in ("schemas", "templates", "rules"):
        shutil.copytree(ROOT / name, tmp_path / "verksamhet" / name)
    settings = Settings(root=tmp_path / "verksamhet", out=tmp_path / "ut")
    file = settings.templates / "region-jh" / "profil.toml"
    if said:
        file.write_text(f'{file.read_text("utf-8")}\n[pdf]\ntypsnittsbyte = "{said}"\n', "utf-8")
    inspection = Inspection(Workshop(settings))
    lost = fonts.FontMatch(asked="Hittepå", given="DejaVu Sans", file=None, sha256=None)
    monkeypatch.setattr(fonts, "match", lambda asked: [lost] if "Hittepå" in asked else [])
    path = make(p("Text.", rpr='<w:rFonts w:ascii="Hittepå" w:hAnsi="Hittepå"/>')).path
    told = {
        profil: [one.severity for one in inspection.outside(path, profil) if one.code == "typsnitt-saknas"]
        for profil in ("region-jh", "region-orebro")
    }
    assert told == {"region-jh": [severity], "region-orebro": [Severity.ERROR]}


def test_what_two_profiles_say_of_a_file_is_told_once() -> None:
    """Of the same finding in a file that profiles share, the gravest is kept."""
    mild = Finding(code="typsnitt-saknas", message="Typsnittet saknas.", severity=Severity.WARNING)
    grave, other = replace(mild, severity=Severity.ERROR), replace(mild, message="Ett annat saknas.")
    assert in_order([mild, grave, other, mild]) == (grave, other)


def test_fonts_are_asked_for_by_theme_and_numbering(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """A letterhead's theme and list marks ask for fonts, symbols do not, nor do a format's own styles."""
    asked: list[str] = []
    monkeypatch.setattr(fonts, "match", lambda families: asked.extend(families) or ())
    theme = re.sub(r'(<a:minorFont><a:latin typeface=")[^"]*', r"\1Temat", own("word/theme/theme1.xml", LETTERHEAD))
    styles = own("word/styles.xml", LETTERHEAD).replace(
        '<w:rFonts w:ascii="Arial"', '<w:rFonts w:asciiTheme="minorHAnsi"', 1
    )
    numbers = own("word/numbering.xml", LETTERHEAD).replace(
        "</w:lvl>", '<w:rPr><w:rFonts w:ascii="Listan" w:hAnsi="Wingdings"/></w:rPr></w:lvl>', 1
    )
    changes = {"word__theme__theme1_xml": theme, "word__styles_xml": styles, "word__numbering_xml": numbers}
    encoded = {name: text.encode() for name, text in changes.items()}
    fonts.check(make(name=LETTERHEAD.name, **encoded))
    assert {"Temat", "Listan"} <= set(asked)
    assert "Wingdings" not in asked
    asked.clear()
    fonts.check(make(**encoded))
    assert asked == []


def test_a_machine_without_fontconfig_is_told_once(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the program that knows the fonts there is one warning, not one for each font."""
    monkeypatch.setattr("generator.engines.fonts.shutil.which", lambda _: None)
    fonts.match.__globals__["_match"].cache_clear()
    body = "".join(p("Text.", rpr=f'<w:rFonts w:ascii="{one}"/>') for one in ("A", "B"))
    assert [one.code for one in fonts.check(make(body))] == ["typsnitt-okant"]
    fonts.match.__globals__["_match"].cache_clear()


def test_embedded_fonts_are_a_note(make: Make) -> None:
    """Fonts within the file are told, and do no harm."""
    found = [one for one in fonts.check(make(word__fonts__font1_odttf=b"x")) if one.code == "typsnitt-inbaddat"]
    assert [one.severity for one in found] == [Severity.NOTE]


def bomb(target: Path, count: int, size: int) -> Path:
    """A small archive that would be large when unpacked."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(count):
            archive.writestr(f"word/media/{number}.png", b"\0" * size)
    return target


def test_bombs_are_refused_before_they_are_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many parts, a part that swells, and too much in all are refused on the list of the archive alone."""
    bombs = [bomb(tmp_path / "delar.docx", MAX_PARTS + 1, 1), bomb(tmp_path / "svall.docx", 1, 20_000_000)]
    with zipfile.ZipFile(tmp_path / "summa.docx", "w", zipfile.ZIP_STORED) as archive:
        for number in range(70):
            archive.writestr(f"{number}.png", b"\0" * 1_000_000, zipfile.ZIP_DEFLATED)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("unpacked"))
    for path in (*bombs, tmp_path / "summa.docx"):
        with pytest.raises(TemplateError) as refused:
            unpack(path)
        assert [one.code for one in refused.value.findings] == ["mall-for-stor"]


def test_a_huge_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The size on the disk is asked for first."""
    path = tmp_path / "stor.docx"
    with path.open("wb") as file:
        file.truncate(MAX_FILE + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read"))
    with pytest.raises(TemplateError) as refused:
        unpack(path)
    assert [one.code for one in refused.value.findings] == ["mall-for-stor"]


def test_an_archive_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    """A part that unpacks to more than the archive says is not unpacked further than that."""
    path = bomb(tmp_path / "lognare.docx", 1, 30_000_000)
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        at = content.index(mark) + offset
        content[at : at + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(TemplateError) as refused:
        unpack(path)
    assert [one.code for one in refused.value.findings] == ["mall-trasig"]


def test_names_that_climb_out_of_the_archive_stay_in_memory(tmp_path: Path) -> None:
    """A part called ../../x is only a name; nothing is written to the disk."""
    path = repacked(SOUND, tmp_path / "a.docx", {"../../utanfor.txt": b"x", "/rot.txt": b"x"})
    inspect_file(path)
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["a.docx"]


ENGLISH = re.compile(
    r"\b(the|is|not|error|invalid|missing|heading|style|font|found|paragraph|table|field|value|None)\b", re.IGNORECASE
)


def everything(make: Make) -> Iterator[tuple[WordFile, Finding]]:
    """Every finding that the faults above give."""
    for bodies in IN_BODY.values():
        for body in bodies:
            file = make(p("Först en mening.") + body)
            yield from ((file, one) for one in (*findings(file), *fonts.check(file), *validity.check(file)))
    sent = {"word__settings_xml": setting('<w:documentProtection w:enforcement="1"/><w:trackRevisions/><w:mailMerge/>')}
    file = make(word__vbaProject_bin=b"x", word__numbering_xml=b"<", customXml__a_xml=b"<!DOCTYPE a><a/>", **sent)
    yield from ((file, one) for one in (*findings(file), *validity.check(file)))


def test_every_finding_is_whole_and_in_plain_swedish(make: Make) -> None:
    """Each has a code, a sentence, a remedy and a place in the file; English stands in the validator's parentheses."""
    count = 0
    for file, one in everything(make):
        count += 1
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", one.code), one
        assert one.message.endswith((".", "?")), one
        assert one.message[0].isupper(), one
        assert one.remedy.endswith("."), one
        quoted = re.sub(r"«[^»]*»(?: \(i Word: [^)]*\))?|\([^)]*\)$", "", re.sub(r" \(.*\)\.$", ".", one.message))
        assert not ENGLISH.search(quoted), one.message
        assert not ENGLISH.search(re.sub(r"«[^»]*»|\{[{%].*?[%}]\}", "", one.remedy)), one.remedy
        assert all(len(line) < 420 for line in finding_lines(one)), one
        spot = one.place.spot
        assert one.place.file == file.path
        if spot is not None and spot.paragraph is not None:
            assert spot.paragraph < len(file.outlines[spot.part].paragraphs)
        elif spot is not None and spot.part:
            assert spot.part in file.package.parts
    assert count > 100


def test_rendered_documents_give_no_alarm(lenient: object) -> None:
    """What an example becomes is sound in the validator's eyes."""
    from generator.workshop import Workshop  # noqa: PLC0415

    assert isinstance(lenient, Workshop)
    case = sorted((ROOT / "cases").glob("*.json"))[0]
    for document, rendered in documents(case, lenient):
        assert validity.check_rendered(rendered.content, document.arende.source, "x") == ()
