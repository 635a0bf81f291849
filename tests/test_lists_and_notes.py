"""Lists, footnotes, pictures, links and bookmarks in a body or a block: what Word shows of them in a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from generator.engines.libreoffice import LibreOffice
from generator.errors import TemplateError
from generator.flow import Block, Heading, Listing, Paragraph, Quotation, Table, Words, inlines_of
from generator.model import Markdown
from generator.pdf.reading import read_pdf
from generator.word.composition import compose
from generator.word.flow import read_flow
from generator.word.ooxml import PREFIXES, W, w
from generator.word.prepared import Prepared
from generator.word.properties import Properties
from generator.word.reading import read_docx
from tests.conftest import ROOT
from tests.tools import faults, packed, parts, text_of

DOCUMENT, NUMBERING, FOOTNOTES = "word/document.xml", "word/numbering.xml", "word/footnotes.xml"
NAMESPACES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in PREFIXES.items())
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PROPERTIES = Properties(
    title="Prov", subject="Prov", creator="Prov", keywords="1/2024", language="sv-SE", day=date(2024, 1, 1)
)


@dataclass
class Desk:
    """A folder of Word files, to be put together and filled in."""

    folder: Path

    def __post_init__(self) -> None:
        content = parts((ROOT / "templates" / "standard" / "brevmall.docx").read_bytes())
        for name in [name for name in content if name.startswith(("word/header", "word/footer"))]:
            content[name] = re.sub(rb"<w:p[ >].*</w:p>", b"<w:p/>", content[name], flags=re.DOTALL)
        (self.folder / "brevmall.docx").write_bytes(packed(content))
        (self.folder / "block").mkdir()

    def letterhead(self, changes: Mapping[str, tuple[str, str] | None]) -> None:
        """Change parts of the letterhead, each by one replacement, or (None) leave them out."""
        path = self.folder / "brevmall.docx"
        content = parts(path.read_bytes())
        for name, change in changes.items():
            if change is None:
                del content[name]
            else:
                assert change[0] in content[name].decode()
                content[name] = content[name].decode().replace(*change).encode()
        path.write_bytes(packed(content))

    def file(self, name: str, body: str, **more: str | bytes) -> Path:
        """A format or block with this body; `numbering`, `footnotes`, `rels`, `note_rels`, `media`, `styles`."""
        content = parts((ROOT / "templates" / "standard" / "brevmall.docx").read_bytes())
        content[DOCUMENT] = f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>".encode()
        for key, part in (("numbering", NUMBERING), ("footnotes", FOOTNOTES)):
            if key in more:
                content[part] = f"<w:{key} {NAMESPACES}>{more[key]}</w:{key}>".encode()
        for key, part in (("rels", "document"), ("note_rels", "footnotes")):
            if key in more:
                lines = f'<Relationships xmlns="{_RELATIONS}">{more[key]}</Relationships>'
                content[f"word/_rels/{part}.xml.rels"] = lines.encode()
        if "media" in more:
            content["word/media/bild.png"] = bytes(more["media"])
        if "styles" in more:
            content["word/styles.xml"] = content["word/styles.xml"].replace(
                b"</w:styles>", str(more["styles"]).encode() + b"</w:styles>"
            )
        path = self.folder / name
        path.write_bytes(packed(content))
        return path

    def find(self, name: str) -> Path | None:
        """Where a block lies."""
        path = self.folder / name
        return path if path.exists() else None

    def prepared(self) -> Prepared:
        """The template, ready to be filled in."""
        return Prepared(compose(self.folder / "brevmall.docx", self.folder / "format.docx", self.find))

    def fill(self, **context: Any) -> bytes:
        """A document that Word would open."""
        content = self.prepared().fill(context, PROPERTIES, "Prov")
        assert read_docx(content).faults == ()
        return content

    def refused(self) -> list[tuple[str, str, str]]:
        """Code, file and message of all that is wrong."""
        with pytest.raises(TemplateError) as caught:
            self.prepared()
        assert all(one.remedy for one in caught.value.findings)
        return [(one.code, one.place.file.name, one.message) for one in caught.value.findings if one.place.file]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A folder with a letterhead."""
    return Desk(tmp_path)


def p(text: str, properties: str = "", more: str = "") -> str:
    """A paragraph."""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}{more}</w:p>"


def item(text: str, number: int = 1, level: int = 0, style: str = "") -> str:
    """An item of a list made with Word's buttons."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return p(text, f'{named}<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def styled(text: str, style: str = "ListNumber") -> str:
    """An item of a list made with a list style."""
    return p(text, f'<w:pStyle w:val="{style}"/>')


def include(name: str) -> str:
    """A tag that includes a block."""
    return p(f'{{%p include "block/{name}.docx" %}}')


def loop(names: str, *contents: str) -> str:
    """A loop of paragraphs: "x in y"."""
    return p(f"{{%p for {names} %}}") + "".join(contents) + p("{%p endfor %}")


def levels(*forms: str, ties: Mapping[int, str] | None = None) -> str:
    """The levels of a definition: decimal "1.", lowerLetter "a)" and so on; `ties` names the style of a level."""
    return "".join(_level(level, form, (ties or {}).get(level)) for level, form in enumerate(forms))


def _level(level: int, form: str, tie: str | None) -> str:
    mark = "•" if form == "bullet" else f"%{level + 1}" + ".)"[level % 2]
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        + (f'<w:pStyle w:val="{tie}"/>' if tie else "")
        + f'<w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{425 * (level + 1)}" w:hanging="425"/></w:pPr></w:lvl>'
    )


def abstract(number: int, content: str, before: str = "", after: str = "") -> str:
    """A definition."""
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="0A0B0C0{number}"/>'
        f'<w:multiLevelType w:val="multilevel"/>{before}{after}{content}</w:abstractNum>'
    )


def num(number: int, definition: int, more: str = "") -> str:
    """An instance."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{more}</w:num>'


def starts(level: int, at: int) -> str:
    """An instance's word that a level begins anew."""
    return f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{at}"/></w:lvlOverride>'


PLAIN = abstract(0, levels("decimal", "lowerLetter", "lowerRoman")) + num(1, 0)
"""One list: 1. a) i."""


def shown(content: bytes) -> list[str]:
    """The lines of a document with their numbers, as Word shows them."""
    return [*_lines(read_flow(content).body)]


def _lines(blocks: Iterable[Block], label: str = "") -> Iterator[str]:
    """The paragraphs of blocks, the first with the label of the item that it begins."""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                said = "".join(one.text for one in inlines_of(block.inlines) if isinstance(one, Words))
                yield " ".join(filter(None, (label, block.label if isinstance(block, Heading) else "", said)))
            case Listing():
                for item in block.items:
                    yield from _lines(item.blocks, item.label)
            case Table():
                yield from _lines(one for row in block.rows for cell in row for one in cell.blocks)
            case Quotation():
                yield from _lines(block.blocks)
        label = ""


def well(content: bytes, tmp_path: Path) -> bool:
    """True when the Open XML SDK's rules have nothing against a document."""
    path = tmp_path / "prov.docx"
    path.write_bytes(content)
    assert faults(path) == []
    return True


# Lists


def test_a_list_made_with_buttons_comes_along(desk: Desk, tmp_path: Path) -> None:
    """Its numbers, letters and looks are those of its file, and it goes on after a paragraph."""
    body = item("ett") + item("två") + item("under", level=1) + p("Mellan.") + item("tre")
    desk.file("format.docx", body, numbering=PLAIN)
    content = desk.fill()
    assert shown(content) == ["1. ett", "2. två", "a) under", "Mellan.", "3. tre"]
    assert well(content, tmp_path)


def test_a_list_begins_anew_each_time_its_block_is_included(desk: Desk, tmp_path: Path) -> None:
    """A block's list is its own, also when body and block use the same number for their lists."""
    desk.file("block/lista.docx", item("x") + item("y") + item("z"), numbering=PLAIN)
    body = item("ett") + item("två") + include("lista") + item("tre") + include("lista") + item("fyra")
    desk.file("format.docx", body, numbering=PLAIN)
    content = desk.fill()
    block = ["1. x", "2. y", "3. z"]
    assert shown(content) == ["1. ett", "2. två", *block, "3. tre", *block, "4. fyra"]
    assert well(content, tmp_path)


def test_a_list_style_counts_by_file(desk: Desk, tmp_path: Path) -> None:
    """Lists of one style in body, blocks and texts leave each other's numbers alone."""
    desk.file("block/lista.docx", styled("x") + styled("y") + styled("z"))
    body = (
        styled("ett") + include("lista") + styled("två") + p("{{p text|stycken }}") + styled("tre") + include("lista")
    )
    desk.file("format.docx", body)
    content = desk.fill(text=Markdown("1. a\n2. b\n3. c\n4. d"))
    block, text = ["1. x", "2. y", "3. z"], ["1. a", "2. b", "3. c", "4. d"]
    assert shown(content) == ["1. ett", *block, "2. två", *text, "3. tre", *block]
    assert well(content, tmp_path)


def test_a_text_may_come_before_a_list_of_the_same_style(desk: Desk) -> None:
    """The body's list begins at one although a text has counted by the same style before it."""
    desk.file("format.docx", p("{{p text|stycken }}") + styled("ett") + p("{{p text|stycken }}") + styled("två"))
    content = desk.fill(text=Markdown("1. a\n2. b"))
    assert shown(content) == ["1. a", "2. b", "1. ett", "1. a", "2. b", "2. två"]


def test_one_list_of_a_style_needs_nothing_but_the_style(desk: Desk) -> None:
    """The first list of a letterhead's style in a document has no numbering of its own."""
    desk.file("format.docx", styled("ett") + loop("x in xs", styled("{{ x }}")))
    content = desk.fill(xs=["två", "tre"])
    assert shown(content) == ["1. ett", "2. två", "3. tre"]
    assert b"<w:numPr>" not in parts(content)[DOCUMENT]
    assert parts(content)[NUMBERING] == parts((desk.folder / "brevmall.docx").read_bytes())[NUMBERING]


@pytest.mark.parametrize("make", [item, styled])
def test_a_loop_of_items_counts_on(make: Any, desk: Desk) -> None:
    """Where the loop begins with an item, its rounds are one list."""
    body = make("noll") + loop("x in xs", make("{{ x }}"), p("Om {{ x }}.")) + make("sist")
    desk.file("format.docx", body, numbering=PLAIN)
    assert shown(desk.fill(xs="ab")) == ["1. noll", "2. a", "Om a.", "3. b", "Om b.", "4. sist"]


@pytest.mark.parametrize("make", [item, styled])
def test_a_loop_with_a_lead_in_has_a_list_in_each_round(make: Any, desk: Desk) -> None:
    """Where something else comes first, each round begins at one; so does what stands after the loop and a text."""
    body = make("noll") + loop("x in xs", p("Om {{ x }}"), make("i"), make("j")) + p("Övrigt") + make("sist")
    desk.file("format.docx", body, numbering=PLAIN)
    rounds = ["Om a", "1. i", "2. j", "Om b", "1. i", "2. j"]
    assert shown(desk.fill(xs="ab")) == ["1. noll", *rounds, "Övrigt", "1. sist"]


@pytest.mark.parametrize("make", [item, styled])
def test_the_next_loop_around_decides_by_the_same_rule(make: Any, desk: Desk) -> None:
    """A loop of items in a loop with a heading begins anew with each heading."""
    inner = loop("x in g.xs", make("{{ x }}"))
    desk.file("format.docx", loop("g in gs", p("{{ g.namn }}"), inner), numbering=PLAIN)
    groups = [{"namn": "A", "xs": "pq"}, {"namn": "B", "xs": "rs"}]
    assert shown(desk.fill(gs=groups)) == ["A", "1. p", "2. q", "B", "1. r", "2. s"]
    desk.file("format.docx", loop("g in gs", inner, p("slut")), numbering=PLAIN)
    assert shown(desk.fill(gs=groups)) == ["1. p", "2. q", "slut", "3. r", "4. s", "slut"]


def test_a_heading_that_is_printed_once_begins_once(desk: Desk) -> None:
    """A lead-in under a condition counts in the rounds in which it is printed."""
    lead = p("{%p if loop.first %}") + p("Rubrik") + p("{%p endif %}")
    desk.file("format.docx", loop("x in xs", lead, item("{{ x }}")), numbering=PLAIN)
    assert shown(desk.fill(xs="abc")) == ["Rubrik", "1. a", "2. b", "3. c"]


def test_tags_and_empty_paragraphs_are_no_lead_in(desk: Desk) -> None:
    """What prints nothing before an item does not part the rounds."""
    lead = p("{%p set y = x %}") + p("{%p if y %}") + "<w:p/>" + p("{% set z = y %}", "<w:keepNext/>")
    desk.file("format.docx", loop("x in xs", lead, item("{{ y }}"), p("{%p endif %}")), numbering=PLAIN)
    assert shown(desk.fill(xs="abc")) == ["1. a", "2. b", "3. c"]


def test_a_sublist_under_a_lead_in_leaves_the_list_above_alone(desk: Desk) -> None:
    """Only the levels that stand in the loop begin anew."""
    rounds = loop("x in xs", p("Om {{ x }}"), item("i", level=1), item("j", level=1))
    desk.file("format.docx", item("ett") + rounds + item("två") + item("u", level=1), numbering=PLAIN)
    expected = ["1. ett", "Om a", "a) i", "b) j", "Om b", "a) i", "b) j", "2. två", "a) u"]
    assert shown(desk.fill(xs="ab")) == expected


def _row(*cells: str) -> str:
    width = '<w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr>'
    return "<w:tr>" + "".join(f"<w:tc>{width}{cell}</w:tc>" for cell in cells) + "</w:tr>"


@pytest.mark.parametrize("make", [item, styled])
def test_rows_of_a_table_count_on(make: Any, desk: Desk, tmp_path: Path) -> None:
    """A row that is repeated and begins with an item is numbered from row to row, in each table anew."""
    rows = (
        _row(p("{%tr for x in xs %}"), p(""))
        + _row(make("{{ x }}"), p("om {{ x }}"))
        + _row(p("{%tr endfor %}"), p(""))
    )
    grid = '<w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/></w:tblGrid>'
    table = f'<w:tbl><w:tblPr><w:tblW w:w="6000" w:type="dxa"/></w:tblPr>{grid}{rows}</w:tbl>'
    desk.file("format.docx", loop("g in gs", p("{{ g }}"), table), numbering=PLAIN)
    content = desk.fill(gs="AB", xs="xy")
    once = ["1. x", "om x", "2. y", "om y"]
    assert shown(content) == ["A", *once, "B", *once]
    assert well(content, tmp_path)


def test_a_block_in_a_loop_is_a_list_each_time(desk: Desk) -> None:
    """A block that is included in each round begins anew, and the body's list around it does not."""
    desk.file("block/lista.docx", loop("y in xs", styled("{{ y }}")))
    desk.file("format.docx", loop("x in xs", styled("{{ x }}"), include("lista")))
    assert shown(desk.fill(xs="ab")) == ["1. a", "1. a", "2. b", "2. b", "1. a", "2. b"]


def test_two_branches_of_a_condition_are_one_list(desk: Desk) -> None:
    """Items in the one branch or the other, of a style or one based on it, are counted together."""
    last = (
        '<w:style w:type="paragraph" w:styleId="Sist"><w:name w:val="Sist"/><w:basedOn w:val="ListNumber"/></w:style>'
    )
    desk.letterhead({"word/styles.xml": ("</w:styles>", f"{last}</w:styles>")})
    branches = p("{%p if loop.last %}") + styled("{{ x }}", "Sist") + p("{%p else %}") + styled("{{ x }}")
    rounds = loop("x in xs", branches, p("{%p endif %}"))
    desk.file("block/lista.docx", loop("g in gs", p("{{ g }}"), rounds), styles=last)
    desk.file("format.docx", styled("före") + include("lista") + styled("efter"))
    block = ["A", "1. a", "2. b", "3. c", "B", "1. a", "2. b", "3. c"]
    assert shown(desk.fill(gs="AB", xs="abc")) == ["1. före", *block, "2. efter"]


def test_numbered_headings_count_through_the_document(desk: Desk) -> None:
    """A letterhead whose headings have numbers goes on counting them through blocks and loops."""
    head = abstract(8, levels("decimal", ties={0: "Heading2"}))
    styles = parts((desk.folder / "brevmall.docx").read_bytes())["word/styles.xml"].decode()
    found = re.search(r'<w:style [^>]*w:styleId="Heading2">.*?</w:style>', styles)
    assert found is not None
    numbered = re.sub(r"<w:pPr>", '<w:pPr><w:numPr><w:numId w:val="9"/></w:numPr>', found[0], count=1)
    numbered = re.sub(r"(<w:numPr>.*?</w:numPr>)((?:<w:keep\w+/>)*)", r"\2\1", numbered)
    desk.letterhead(
        {
            "word/styles.xml": (found[0], numbered),
            NUMBERING: (
                '<w:num w:numId="1">',
                f'{head}<w:num w:numId="9"><w:abstractNumId w:val="8"/></w:num><w:num w:numId="1">',
            ),
        }
    )
    desk.file("block/del.docx", styled("Del", "Heading2") + p("text"))
    desk.file("format.docx", styled("Först", "Heading2") + loop("x in xs", p("{{ x }}"), include("del")))
    assert shown(desk.fill(xs="ab")) == ["1. Först", "a", "2. Del", "text", "b", "3. Del", "text"]


def test_instances_of_one_definition_go_on_or_begin_as_in_their_file(desk: Desk) -> None:
    """Two instances of a definition are one list, unless one says that it begins anew."""
    numbering = abstract(0, levels("decimal", "lowerLetter")) + num(1, 0) + num(2, 0) + num(3, 0, starts(0, 5))
    body = item("a") + item("b", 2) + item("c", 3) + item("d", 3) + item("e", 1)
    desk.file("block/lista.docx", body, numbering=numbering)
    desk.file("format.docx", include("lista") + include("lista"))
    once = ["1. a", "2. b", "5. c", "6. d", "7. e"]
    assert shown(desk.fill()) == [*once, *once]


def test_a_definition_by_way_of_a_list_style_is_found(desk: Desk, tmp_path: Path) -> None:
    """A list whose definition is that of a list style of its file is moved with the definition that it leads to."""
    numbering = (
        abstract(0, "", after='<w:numStyleLink w:val="Lista"/>')
        + abstract(3, levels("decimal"), after='<w:styleLink w:val="Lista"/>')
        + num(1, 0)
        + num(2, 3)
    )
    style = '<w:style w:type="numbering" w:styleId="Lista"><w:name w:val="Egen lista"/></w:style>'
    desk.file("format.docx", item("a") + item("b", 2), numbering=numbering, styles=style)
    content = desk.fill()
    assert shown(content) == ["1. a", "2. b"]
    assert b"styleLink" not in parts(content)[NUMBERING].lower()
    assert well(content, tmp_path)


def test_a_list_tied_to_a_style_has_the_letterheads_looks(desk: Desk) -> None:
    """What Word ties to a list style, as when a list is begun anew by hand, follows the letterhead."""
    ties = abstract(0, levels("upperRoman", ties={0: "ListNumber"}))
    numbering = ties + num(1, 0) + num(2, 0, starts(0, 1))
    body = item("a", 1, style="ListNumber") + styled("b") + p("x") + item("c", 2, style="ListNumber")
    desk.file("format.docx", body, numbering=numbering)
    content = desk.fill()
    assert shown(content) == ["1. a", "2. b", "x", "1. c"]
    assert b"upperRoman" not in parts(content)[NUMBERING]


def test_bullets_come_along_and_need_no_restart(desk: Desk, tmp_path: Path) -> None:
    """A list of bullets has one instance, however often its block is included."""
    desk.file(
        "block/lista.docx",
        item("x") + item("y", level=1),
        numbering=abstract(0, levels("bullet", "bullet")) + num(1, 0),
    )
    desk.file("format.docx", include("lista") + p("text") + include("lista"))
    content = desk.fill()
    assert shown(content) == ["• x", "• y", "text", "• x", "• y"]
    used = re.findall(rb'<w:numId w:val="(\d+)"', parts(content)[DOCUMENT])
    assert len(set(used)) == 1
    assert well(content, tmp_path)


def test_numbers_that_are_switched_off_stay_off(desk: Desk) -> None:
    """A paragraph without a number in a numbered style keeps none; nor has one whose list is not there."""
    body = styled("ett") + item("utan", 0, style="ListNumber") + item("borta", 77, style="ListNumber") + styled("två")
    desk.file("format.docx", body)
    assert shown(desk.fill()) == ["1. ett", "utan", "borta", "2. två"]


def test_a_letterhead_without_lists_gets_them(desk: Desk, tmp_path: Path) -> None:
    """A numbering part is made, with relationship and content type, when the letterhead has none."""
    styles = parts((desk.folder / "brevmall.docx").read_bytes())["word/styles.xml"].decode()
    desk.letterhead({NUMBERING: None, "word/styles.xml": (styles, re.sub(r"<w:numPr>.*?</w:numPr>", "", styles))})
    desk.file("format.docx", item("ett") + item("två"), numbering=PLAIN)
    content = desk.fill()
    assert shown(content) == ["1. ett", "2. två"]
    assert well(content, tmp_path)


def test_definitions_stand_before_instances_and_are_named_apart(desk: Desk) -> None:
    """Word refuses a definition after an instance, and takes two of one name for the same."""
    desk.file("block/a.docx", item("a"), numbering=PLAIN)
    desk.file("block/b.docx", item("b"), numbering=PLAIN)
    desk.letterhead({NUMBERING: ("</w:numbering>", '<w:numIdMacAtCleanup w:val="4"/></w:numbering>')})
    desk.file("format.docx", include("a") + include("b") + include("a"))
    root = etree.fromstring(parts(desk.fill())[NUMBERING])
    kinds = [etree.QName(one).localname for one in root]
    assert kinds == sorted(kinds, key=["abstractNum", "num", "numIdMacAtCleanup"].index)
    names = [one.get(w("val")) for one in root.iter(w("nsid"))]
    assert len(names) == len(set(names)) == 2


def test_what_only_newer_words_know_is_left_out_of_a_definition(desk: Desk, tmp_path: Path) -> None:
    """A definition as Word 365 writes it, with choices and marks of its own, is one that every Word reads."""
    w15 = "http://schemas.microsoft.com/office/word/2012/wordml"
    choice = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002"/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    newer = '</w:pPr><w:rPr><w14:ligatures w14:val="none"/></w:rPr>'
    level = levels("decimal").replace('<w:numFmt w:val="decimal"/>', choice).replace("</w:pPr>", newer)
    definition = abstract(0, level).replace(">", f' xmlns:w15="{w15}" w15:restartNumberingAfterBreak="0">', 1)
    desk.file("format.docx", item("a"), numbering=definition + num(1, 0))
    content = desk.fill()
    assert shown(content) == ["1. a"]
    assert not re.search(rb"AlternateContent|ligatures|restartNumbering", parts(content)[NUMBERING])
    assert well(content, tmp_path)


def test_pictures_as_bullets_are_refused(desk: Desk) -> None:
    """A bullet that is a picture would lose it, so the list is named."""
    level = (
        levels("bullet").replace("</w:lvl>", "</w:lvl>").replace("<w:lvlJc", '<w:lvlPicBulletId w:val="0"/><w:lvlJc')
    )
    desk.file("format.docx", item("a"), numbering=abstract(0, level) + num(1, 0))
    [(code, file, message)] = desk.refused()
    assert (code, file) == ("mall-ej-flyttbart", "format.docx")
    assert "bilder som punkter" in message


def test_a_list_without_a_definition_is_refused(desk: Desk) -> None:
    """A broken list is named with its file instead of losing its numbers."""
    desk.file("format.docx", item("a"), numbering=num(1, 5))
    assert [code for code, _, _ in desk.refused()] == ["mall-trasig"]


def test_the_programs_own_filters_are_no_authors_tool(desk: Desk) -> None:
    """An author who writes one gets a message, not a fault in the program."""
    desk.file("format.docx", p('{{ "x"|_lista(0) }}'))
    with pytest.raises(TemplateError, match="_lista"):
        desk.fill()


class _Tree:
    """Contents of a template, nested: "i" an item, "t" a text, a tuple a loop."""

    def __init__(self, content: tuple[Any, ...]) -> None:
        self.content = content

    def source(self, nodes: tuple[Any, ...] | None = None) -> str:
        """As paragraphs."""
        return "".join(
            loop("x in xs", self.source(one)) if isinstance(one, tuple) else (item("i") if one == "i" else p("t"))
            for one in (self.content if nodes is None else nodes)
        )

    def expected(self) -> list[str]:
        """Counted by the rule as it is told: each loop that does not begin with an item restarts in each round."""
        self._next, self._lines = 1, list[str]()
        self._run(self.content, rounds=1)
        return self._lines

    def _run(self, nodes: tuple[Any, ...], rounds: int) -> bool:
        """Print a loop; True when it had lists of its own in its rounds."""
        flat = list(_flat(nodes))
        own = rounds > 1 and "i" in flat and flat[0] != "i"
        for _ in range(rounds):
            self._next = 1 if own else self._next
            self._round(nodes)
        return own

    def _round(self, nodes: tuple[Any, ...]) -> None:
        apart = False
        for one in nodes:
            if isinstance(one, tuple):
                flat = list(_flat(one))
                if apart and flat[:1] == ["t"]:
                    self._next, apart = 1, False
                own = self._run(one, 2)
                apart = own if "i" in flat else apart
            elif one == "t":
                self._next, apart = (1 if apart else self._next), False
                self._lines.append("t")
            else:
                apart = False
                self._lines.append(f"{self._next}. i")
                self._next += 1


def _flat(nodes: tuple[Any, ...]) -> Iterator[str]:
    for one in nodes:
        if isinstance(one, tuple):
            yield from _flat(one)
        else:
            yield one


_NODES = st.recursive(
    st.sampled_from("it"), lambda inner: st.lists(inner, min_size=1, max_size=3).map(tuple), max_leaves=8
)


@settings(max_examples=40, deadline=None)
@given(st.lists(_NODES, min_size=1, max_size=4).map(tuple))
def test_every_nesting_of_loops_counts_by_the_rule(
    tmp_path_factory: pytest.TempPathFactory, content: tuple[Any, ...]
) -> None:
    """Any mixture of items, texts and loops is numbered as the rule says, and the file is whole."""
    tree = _Tree(content)
    desk = Desk(tmp_path_factory.mktemp("bord"))
    desk.file("format.docx", tree.source(), numbering=PLAIN)
    assert shown(desk.fill(xs="ab")) == tree.expected()


def test_a_template_fills_every_document_alike(desk: Desk) -> None:
    """Nothing of a document is left in the next: lists, notes and bookmarks are counted from the beginning."""
    link = '<w:hyperlink w:anchor="mal"><w:r><w:t>dit</w:t></w:r></w:hyperlink>'
    body = styled("x") + p("y", "", reference(1) + bookmark("mal", 1, link)) + p('{{p "1. a"|stycken }}')
    desk.file("block/lista.docx", body, footnotes=note(1, "En not"))
    desk.file("format.docx", include("lista") + include("lista"))
    prepared = desk.prepared()
    first, second, third = (prepared.fill({}, PROPERTIES, "Prov") for _ in range(3))
    assert first == second == third
    assert shown(first) == ["1. x", "ydit", "1. a"] * 2
    assert notes_of(first) == ["# En not"] * 2


@pytest.mark.office
def test_the_pdf_shows_the_numbers_that_word_shows(desk: Desk, office: LibreOffice, tmp_path: Path) -> None:
    """LibreOffice counts by the same rules: lists of body, blocks, loops and texts, sublists and notes."""
    desk.file("block/lista.docx", styled("blockets första") + styled("blockets andra"))
    sublist = loop("x in xs", p("Om {{ x }}", "", reference(1)), item("i", level=1), item("j", level=1))
    nested = loop("g in gs", p("{{ g }}"), loop("x in xs", item("{{ g }}{{ x }}")))
    numbering = abstract(0, levels("decimal", "lowerLetter")) + num(1, 0) + num(2, 0) + num(3, 0, starts(0, 5))
    body = styled("kroppens första") + item("ett") + sublist + item("två") + item("u", level=1) + item("samma", 2)
    body += (
        item("från fem", 3) + item("sex", 3) + include("lista") + p("{{p text|stycken }}") + styled("kroppens andra")
    )
    desk.file(
        "format.docx", body + nested + include("lista"), numbering=numbering, footnotes=note(1, "Noten om {{ x }}")
    )
    content = desk.fill(xs="ab", gs="PQ", text=Markdown("1. textens första\n2. textens andra"))
    (tmp_path / "prov.docx").write_bytes(content)
    office.convert(tmp_path / "prov.docx", tmp_path / "prov.pdf")
    lines = [
        line.strip() for page in read_pdf((tmp_path / "prov.pdf").read_bytes()).pages for line in page.splitlines()
    ]
    label = re.compile(r"\w{1,2}[.)] ")
    numbered = [line for line in shown(content) if label.match(line)]
    assert len(numbered) > 20
    assert [line for line in lines if label.match(line)] == numbered
    assert re.findall(r"\d Noten om \w", " ".join(lines)) == ["1 Noten om a", "2 Noten om b"]


# Footnotes


def reference(number: int, sign: str = "") -> str:
    """A run with a footnote's mark."""
    look = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
    custom = ' w:customMarkFollows="1"' if sign else ""
    text = f"<w:t>{sign}</w:t>" if sign else ""
    return f'<w:r>{look}<w:footnoteReference{custom} w:id="{number}"/>{text}</w:r>'


def note(number: int, text: str, more: str = "", *, head: bool = True) -> str:
    """A footnote as Word writes it."""
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>' if head else ""
    content = f'{mark}<w:r><w:t xml:space="preserve"> {text}</w:t></w:r>{more}'
    return (
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{content}</w:p></w:footnote>'
    )


def notes_of(content: bytes) -> list[str]:
    """The texts of the footnotes, in the order of their marks; "#" is the number."""
    found = {}
    for one in etree.fromstring(parts(content)[FOOTNOTES]).iter(w("footnote")):
        pieces = one.iter(w("t"), w("footnoteRef"))
        found[one.get(w("id"))] = "".join("#" if x.tag == w("footnoteRef") else x.text or "" for x in pieces)
    body = etree.fromstring(parts(content)[DOCUMENT])
    return [found[one.get(w("id"))] for one in body.iter(w("footnoteReference"))]


def test_footnotes_come_along_in_the_order_of_the_text(desk: Desk, tmp_path: Path) -> None:
    """Notes of body, block and texts are each there, with their own ids, also when a block is included twice."""
    desk.file("block/not.docx", p("b", "", reference(4)), footnotes=note(4, "Blockets {{ namn }}"))
    body = p("a", "", reference(2)) + include("not") + p("{{p text|stycken }}") + include("not")
    desk.file("format.docx", body, footnotes=note(2, "Kroppens"))
    content = desk.fill(namn="not &amp; mer".replace("&amp;", "&"), text=Markdown("c[^1]\n\n[^1]: Textens."))
    block = "# Blockets not & mer"
    assert [re.sub(r"\s+", " ", one) for one in notes_of(content)] == ["# Kroppens", block, "# Textens.", block]
    assert well(content, tmp_path)


def test_a_note_sees_the_loop_around_its_mark(desk: Desk) -> None:
    """Each round has a note of its own, filled in with what the round has."""
    desk.file("format.docx", loop("x in xs", p("{{ x }}", "", reference(1))), footnotes=note(1, "Om {{ x|versal }}"))
    assert notes_of(desk.fill(xs=["en", "två"])) == ["# Om En", "# Om Två"]


def test_a_note_with_tags_of_its_own_keeps_its_number(desk: Desk, tmp_path: Path) -> None:
    """Conditions and loops in a note work, and a number that stood beside a tag is put back."""
    mark = "<w:r><w:footnoteRef/></w:r>"
    tagged = (
        f'<w:footnote w:id="1">{p("{%p for x in xs %}", "", mark)}{p("Rad {{ x }}")}{p("{%p endfor %}")}</w:footnote>'
        f'<w:footnote w:id="2">{p("{%p if false %}", "", mark)}{p("aldrig")}{p("{%p endif %}")}</w:footnote>'
    )
    desk.file("format.docx", p("a", "", reference(1)) + p("b", "", reference(2)), footnotes=tagged)
    content = desk.fill(xs="xy")
    assert notes_of(content) == ["# Rad xRad y", "# "]
    assert well(content, tmp_path)


def test_a_sign_of_the_authors_choice_stays(desk: Desk) -> None:
    """A note with an asterisk has an asterisk and no number."""
    starred = note(1, "Stjärnan", head=False)
    desk.file("format.docx", p("a", "", reference(1, "*")), footnotes=starred)
    content = desk.fill()
    assert notes_of(content) == [" Stjärnan"]
    assert b'customMarkFollows="1"' in parts(content)[DOCUMENT]


def test_links_and_styles_in_notes_are_moved(desk: Desk, tmp_path: Path) -> None:
    """A link in a note leads where it led, and styles are found by name, whatever their ids."""
    link = '<w:hyperlink r:id="rId1"><w:r><w:rPr><w:rStyle w:val="X"/></w:rPr><w:t>länk</w:t></w:r></w:hyperlink>'
    line = f'<Relationship Id="rId1" Type="{OFFICE}/hyperlink" Target="https://example.se/not" TargetMode="External"/>'
    style = '<w:style w:type="character" w:styleId="X"><w:name w:val="Hyperlink"/></w:style>'
    twice = p("b", "", reference(1)) + p("c", "", reference(1))
    desk.file("block/not.docx", twice, footnotes=note(1, "se ", link), note_rels=line, styles=style)
    desk.file("format.docx", include("not") + include("not"))
    content = desk.fill()
    assert b"https://example.se/not" in parts(content)["word/_rels/footnotes.xml.rels"]
    assert b'"X"' not in parts(content)[FOOTNOTES]
    assert notes_of(content) == ["# se länk"] * 4
    assert well(content, tmp_path)


def test_a_letterhead_without_notes_gets_them(desk: Desk, tmp_path: Path) -> None:
    """A footnotes part is made when the letterhead has none."""
    desk.letterhead({FOOTNOTES: None})
    desk.file("format.docx", p("a", "", reference(1)), footnotes=note(1, "En not"))
    content = desk.fill()
    assert notes_of(content) == ["# En not"]
    assert well(content, tmp_path)


_ROW = '<w:drawing><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="1" name="x"/></wp:inline></w:drawing>'


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (note(1, "bild", f"<w:r>{_ROW}</w:r>"), "mall-ej-flyttbart", "en bild i en fotnot"),
        (note(1, "{{ text|stycken }}"), "mall-ej-flyttbart", "text i stycken"),
        (note(1, "{% include 'block/x.docx' %}"), "mall-ej-flyttbart", "ett block"),
        (note(1, "{{ namn }"), "tagg-felskriven", "klamrarna"),
        (note(1, "{{ namn|finnsinte }}"), "tagg-felskriven", "finnsinte"),
        (note(2, "en annan"), "mall-trasig", "Texten till en fotnot saknas"),
        (f'<w:footnote w:id="1">{item("a")}</w:footnote>', "mall-ej-flyttbart", "numrerad lista i en fotnot"),
        (note(1, "x", '<w:r><w:footnoteReference w:id="1"/></w:r>'), "mall-ej-flyttbart", "en fotnot i en fotnot"),
    ],
)
def test_what_cannot_stand_in_a_note_is_refused(content: str, code: str, words: str, desk: Desk) -> None:
    """Pictures, texts of paragraphs, lists that count and misspelt tags in a note are named with their file."""
    desk.file("block/not.docx", p("b", "", reference(1)), footnotes=content, numbering=PLAIN)
    desk.file("block/x.docx", p("x"))
    desk.file("format.docx", include("not"))
    found = desk.refused()
    assert (found[0][0], found[0][1]) == (code, "not.docx")
    assert words in found[0][2]


@pytest.mark.parametrize(
    ("text", "words"),
    [("Se {{ finnsej }} här", "finnsej"), ("{% if true %}a</w:t></w:r></w:p><w:p><w:r><w:t>b{% endif %}", None)],
)
def test_a_fault_in_a_note_is_told_with_its_paragraph(text: str, words: str | None, desk: Desk) -> None:
    """A name that is not there is found in the note; a tag across its paragraphs that holds is no fault."""
    desk.file("block/not.docx", p("b", "", reference(1)), footnotes=note(1, text))
    desk.file("format.docx", include("not"))
    if words is None:
        assert notes_of(desk.fill()) == ["# ab"]
        return
    with pytest.raises(TemplateError, match=words) as caught:
        desk.fill()
    [finding] = caught.value.findings
    assert (finding.place.file, finding.place.title) == (desk.folder / "block/not.docx", "«Se {{ finnsej }} här»")


def test_a_note_beside_a_tag_that_takes_its_paragraph_is_refused(desk: Desk) -> None:
    """A footnote that would vanish with a tag's paragraph or row is named, not lost in silence."""
    tagged = p("{%p if true %}", "", reference(1)) + p("text") + p("{%p endif %}")
    rows = _row(p("{%tr for x in xs %}", "", reference(1))) + _row(p("{{ x }}")) + _row(p("{%tr endfor %}"))
    table = f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="3000"/></w:tblGrid>{rows}</w:tbl>'
    desk.file("format.docx", tagged + table, footnotes=note(1, "En not"))
    assert [code for code, _, _ in desk.refused()] == ["tagg-inte-ensam", "tagg-inte-ensam"]


def test_a_note_that_its_tags_tear_apart_is_refused(desk: Desk) -> None:
    """A condition that takes a paragraph's end away is explained, and no broken part is written."""
    link = '<w:hyperlink w:anchor="x"><w:r><w:t>{% endif %}b</w:t></w:r></w:hyperlink>'
    desk.file("format.docx", p("b", "", reference(1)), footnotes=note(1, "{% if false %}a", link))
    with pytest.raises(TemplateError, match="tar isär"):
        desk.fill()


def test_a_block_with_a_note_cannot_stand_in_a_header(desk: Desk) -> None:
    """Word has no footnotes in headers, so the block is named."""
    desk.file("block/not.docx", p("b", "", reference(1)), footnotes=note(1, "En not"))
    desk.letterhead({"word/header1.xml": ("</w:hdr>", include("not") + "</w:hdr>")})
    desk.file("format.docx", p("text"))
    [(code, file, _)] = desk.refused()
    assert (code, file) == ("mall-ej-flyttbart", "not.docx")


# Pictures, links, bookmarks


def picture(number: int = 1) -> str:
    """A paragraph with a picture."""
    return p(
        "",
        "",
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="914400" cy="914400"/>'
        f'<wp:docPr id="{number}" name="Bild" descr="En bild"/><a:graphic><a:graphicData uri="{PREFIXES["pic"]}">'
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="b"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        '<a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
        '<a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="914400" cy="914400"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
    )


def png(colour: str) -> bytes:
    """A small picture."""
    out = BytesIO()
    Image.new("RGB", (20, 20), colour).save(out, "PNG")
    return out.getvalue()


IMAGE = f'<Relationship Id="rId1" Type="{OFFICE}/image" Target="media/bild.png"/>'


def test_a_picture_in_a_loop_is_one_part_with_many_drawings(desk: Desk, tmp_path: Path) -> None:
    """Each round has a drawing of its own; the picture lies in the file once."""
    desk.file("block/bild.docx", loop("x in xs", picture(), p("{{ x }}")), rels=IMAGE, media=png("red"))
    desk.file("format.docx", include("bild") + include("bild"))
    content = desk.fill(xs="abc")
    assert len([name for name in parts(content) if name.startswith("word/media/")]) == 1
    assert parts(content)[DOCUMENT].count(b"<wp:docPr") == 6
    assert well(content, tmp_path)


def test_blocks_with_swedish_names_keep_their_pictures_apart(desk: Desk) -> None:
    """Names that differ in å and ä only, or in a hyphen, do not take each other's pictures."""
    for name, colour in (("å", "red"), ("ä", "green"), ("a-b", "blue"), ("ab", "white")):
        desk.file(f"block/{name}.docx", picture(), rels=IMAGE, media=png(colour))
    desk.file("format.docx", "".join(map(include, ("å", "ä", "a-b", "ab"))))
    found = [part for name, part in parts(desk.fill()).items() if name.startswith("word/media/")]
    assert {Image.open(BytesIO(one)).getpixel((1, 1)) for one in found} == {
        (255, 0, 0), (0, 128, 0), (0, 0, 255), (255, 255, 255)
    }  # fmt: skip


def test_a_picture_and_a_link_in_a_headers_block_are_found(desk: Desk, tmp_path: Path) -> None:
    """What a block in the header points to is related to the header, twice included too."""
    link = '<w:hyperlink r:id="rId2"><w:r><w:t>länk</w:t></w:r></w:hyperlink>'
    rels = f'{IMAGE}<Relationship Id="rId2" Type="{OFFICE}/hyperlink" Target="https://a.se" TargetMode="External"/>'
    desk.file("block/logga.docx", picture() + p("", "", link), rels=rels, media=png("red"))
    desk.letterhead({"word/header1.xml": ("</w:hdr>", include("logga") * 2 + "</w:hdr>")})
    desk.file("format.docx", p("text") + include("logga"))
    content = desk.fill()
    assert b"https://a.se" in parts(content)["word/_rels/header1.xml.rels"]
    assert well(content, tmp_path)


def test_a_link_in_a_loop_is_one_address(desk: Desk) -> None:
    """The text of a link may have a tag, its address is the same in each round."""
    link = '<w:hyperlink r:id="rId1"><w:r><w:t>{{ x }}</w:t></w:r></w:hyperlink>'
    rels = f'<Relationship Id="rId1" Type="{OFFICE}/hyperlink" Target="https://a.se" TargetMode="External"/>'
    desk.file("format.docx", loop("x in xs", p("", "", link)), rels=rels)
    content = desk.fill(xs="ab")
    assert parts(content)["word/_rels/document.xml.rels"].count(b"https://a.se") == 1
    assert text_of(content).split() == ["a", "b"]


def test_a_drawing_that_only_newer_words_know_falls_back(desk: Desk, tmp_path: Path) -> None:
    """A choice that asks for a prefix that the document does not declare is settled, so that Word opens the file."""
    choice = (
        '<mc:AlternateContent><mc:Choice xmlns:wpc="urn:x" Requires="wpc"><w:t>ny</w:t></mc:Choice>'
        "<mc:Fallback><w:t>äldre</w:t></mc:Fallback></mc:AlternateContent>"
    )
    desk.file("format.docx", p("a ", "", f"<w:r>{choice}</w:r>"))
    content = desk.fill()
    assert text_of(content) == "a äldre"
    assert well(content, tmp_path)


def test_a_diagram_is_refused_by_its_name(desk: Desk) -> None:
    """What is a part of its own is named in words that its author knows, once."""
    smart = '<w:drawing><dgm:relIds xmlns:dgm="urn:d" r:dm="rId1" r:lo="rId2"/></w:drawing>'
    rels = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/diagram{kind}" Target="diagrams/{kind}.xml"/>'
        for number, kind in ((1, "Data"), (2, "Layout"))
    )
    desk.file("format.docx", p("a", "", f"<w:r>{smart}</w:r>"), rels=rels)
    [(code, _, message)] = desk.refused()
    assert code == "mall-ej-flyttbart"
    assert "en SmartArt-bild" in message


@pytest.mark.parametrize("address", ["mailto:{{ namn }}", "mailto:%7B%7B%20namn%20%7D%7D", "https://a.se/{% if x %}"])
def test_a_tag_in_an_address_is_refused(address: str, desk: Desk) -> None:
    """An address is no text, so a tag in it would stay as it is; Word's way of writing it is known too."""
    link = '<w:hyperlink r:id="rId1"><w:r><w:t>{{ namn }}</w:t></w:r></w:hyperlink>'
    rels = f'<Relationship Id="rId1" Type="{OFFICE}/hyperlink" Target="{address}" TargetMode="External"/>'
    desk.file("format.docx", p("", "", link), rels=rels)
    [(code, _, message)] = desk.refused()
    assert code == "mall-ej-flyttbart"
    assert "adress har en tagg" in message


def bookmark(name: str, number: int, content: str) -> str:
    """A bookmark around a run."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def test_bookmarks_that_something_refers_to_come_along_once(desk: Desk, tmp_path: Path) -> None:
    """Those that a link or a field names stand once, also in loops and blocks; the others are dropped."""
    run = "<w:r><w:t>här</w:t></w:r>"
    marks = p("", "", bookmark("_Ref1", 3, run) + bookmark("mal", 4, run) + bookmark("ingen", 5, run))
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF _Ref1 \\h </w:instrText></w:r>'
    field += f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    link = '<w:hyperlink w:anchor="mal"><w:r><w:t>dit</w:t></w:r></w:hyperlink>'
    desk.file("block/mal.docx", marks + p("", "", field + link))
    desk.file("format.docx", loop("x in xs", include("mal")))
    content = desk.fill(xs="ab")
    body = etree.fromstring(parts(content)[DOCUMENT])
    begun = [(one.get(w("name")), one.get(w("id"))) for one in body.iter(f"{{{W}}}bookmarkStart")]
    assert [name for name, _ in begun] == ["_Ref1", "mal"]
    assert [one.get(w("id")) for one in body.iter(w("bookmarkEnd"))] == [number for _, number in begun]
    assert well(content, tmp_path)
