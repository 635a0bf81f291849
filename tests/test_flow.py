"""A finished Word file is read as it is to be read aloud: each construct, and no text lost or doubled."""

from __future__ import annotations

import json
import re
from pathlib import Path
from zipfile import BadZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from generator.errors import TemplateError
from generator.flow import Heading, Link, Listing, Paragraph, Picture, Quotation, Source, Table, Words, pictures, tables
from generator.word.flow import read_flow
from generator.word.flow.labels import figure
from generator.word.ooxml import w
from generator.workshop import Workshop
from tests.conftest import CASES, Write
from tests.flowtools import item, letters, lines, p, rel, style, t, told, word
from tests.test_lists_and_notes import PLAIN, abstract, levels, num, starts
from tests.test_word_validity import TEXTS
from tests.tools import documents, packed, parts


def printed(docx: bytes) -> str:
    """Every character of the body's and the notes' texts, straight from the file, that is no space."""
    content = parts(docx)
    body = etree.fromstring(content["word/document.xml"])
    notes = etree.fromstring(content["word/footnotes.xml"]) if "word/footnotes.xml" in content else None
    roots = [body]
    for reference in body.iter(w("footnoteReference")):
        assert notes is not None
        roots += [one for one in notes if one.get(w("id")) == reference.get(w("id"))]
    return "".join("".join(one.text or "" for root in roots for one in root.iter(w("t"))).split())


# No text is lost or doubled


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_examples_keep_every_letter(path: Path, lenient: Workshop) -> None:
    """Each example's flow has the very letters of its Word file, in their order."""
    for _, rendered in documents(path, lenient):
        assert letters(read_flow(rendered.content)) == printed(rendered.content)


@pytest.mark.parametrize("text", TEXTS)
def test_every_construct_keeps_every_letter(
    text: str, lenient: Workshop, case: dict[str, object], write: Write
) -> None:
    """Headings, lists in lists, tables, notes, links and code of a case's texts: none loses a letter."""
    changed = json.loads(json.dumps(case))
    changed["handlingar"][0]["arendebeskrivning"] = text
    [(_, rendered)] = documents(write(changed), lenient)
    assert letters(read_flow(rendered.content)) == printed(rendered.content)


_RUNS = st.text("abcåäö 12.", min_size=1, max_size=6).map(t) | st.sampled_from([
    "<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>", "<w:proofErr/>", "<!-- x -->",
    f'<w:hyperlink w:anchor="a">{t("länk")}</w:hyperlink>',
    f'<w:fldSimple w:instr="DATE">{t("fält")}</w:fldSimple>',
    f"<w:sdt><w:sdtContent>{t('kontroll')}</w:sdtContent></w:sdt>",
    f"<w:ins>{t('tillagt')}</w:ins>",
    f"<w:okänt><w:djupare>{t('okänt')}</w:djupare></w:okänt>",
])  # fmt: skip
_PARAGRAPHS = st.builds(
    lambda runs, named, numbered: p("".join(runs), named, numbered),
    st.lists(_RUNS, max_size=4),
    st.sampled_from(
        ["", "Heading1", "Quote", "ListContinue", "ListContinue2", "ListBullet", "ListNumber2", "Finns_ej"]
    ),
    st.sampled_from(["", *(f'<w:numPr><w:ilvl w:val="{n}"/><w:numId w:val="2"/></w:numPr>' for n in (0, 1, 8, 77))]),
)
_BLOCKS = st.recursive(
    _PARAGRAPHS,
    lambda inner: st.one_of(
        st.builds(
            lambda rows: "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>",
            st.lists(st.lists(inner.map(lambda one: f"<w:tc>{one}<w:p/></w:tc>"), min_size=1, max_size=3), max_size=3),
        ),
        inner.map(lambda one: f"<w:sdt><w:sdtPr/><w:sdtContent>{one}</w:sdtContent></w:sdt>"),
        inner.map(lambda one: f"<w:obekant>{one}</w:obekant>"),
    ),
    max_leaves=6,
)


BODIES = st.lists(_BLOCKS, max_size=8).map("".join)
"""What can stand in a body: paragraphs, lists, quotations, tables, content controls, unknown elements."""


@settings(max_examples=150)
@given(BODIES)
def test_no_mixture_of_constructs_loses_a_letter(body: str) -> None:
    """Paragraphs, lists, quotations, tables and unknown elements in any order: every letter once, in order."""
    docx = word(body)
    assert letters(read_flow(docx)) == printed(docx)


# Headings


def test_headings_by_name_outline_and_ancestry() -> None:
    """A heading is known by its style's name, by an outline level, or by a style that it is based on."""
    own = style("Egen", based="Heading2") + style("Niva", inner='<w:pPr><w:outlineLvl w:val="2"/></w:pPr>')
    own += style("Ej", based="Heading1", inner='<w:pPr><w:outlineLvl w:val="9"/></w:pPr>')
    body = p("a", "Heading1") + p("b", "Egen") + p("c", "Niva") + p("d", "", '<w:outlineLvl w:val="4"/>') + p("e", "Ej")
    assert told(word(body, styles=own)) == ["# a", "## b", "### c", "##### d", "*e*"]


def test_numbered_headings_have_their_numbers() -> None:
    """A heading's number is its label, counted through the levels, and makes it no item of a list."""
    forms = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading{level + 1}"/>'
        f'<w:lvlText w:val="{mark}"/></w:lvl>'
        for level, mark in enumerate(["%1", "%1.%2"])
    )
    own = style("R1", based="Heading1", inner='<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    own += style("R2", based="Heading2", inner='<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    body = "".join(p(text, named) for text, named in (("a", "R1"), ("b", "R2"), ("c", "R2"), ("d", "R1"), ("e", "R2")))
    docx = word(body, styles=own, numbering=abstract(0, forms) + num(1, 0))
    assert told(docx) == ["# 1 a", "## 1.1 b", "## 1.2 c", "# 2 d", "## 2.1 e"]


# Lists


def test_lists_lie_in_the_items_above_them() -> None:
    """A deeper level is a list in the item before it, and the upper list goes on after it."""
    body = item("ett") + item("två") + item("under", level=1) + item("djupt", level=2) + item("tre")
    flow = read_flow(word(body, numbering=PLAIN))
    assert [*lines(flow.body)] == ["1. ett", "2. två", "  a) under", "    i. djupt", "3. tre"]
    [listing] = flow.body
    assert isinstance(listing, Listing)
    assert listing.ordered
    assert [len(one.blocks) for one in listing.items] == [1, 2, 1]


def test_a_list_goes_on_after_a_paragraph_by_its_numbers_alone() -> None:
    """What stands between ends the list; the next one is another, with the next number."""
    flow = read_flow(word(item("ett") + p("Mellan.") + item("två"), numbering=PLAIN))
    assert [*lines(flow.body)] == ["1. ett", "Mellan.", "2. två"]
    assert [type(one) for one in flow.body] == [Listing, Paragraph, Listing]


def test_a_list_that_begins_anew_is_another_list() -> None:
    """An instance that says where it starts is a list of its own, also just after its like."""
    body = item("a") + item("b") + item("c", 2) + item("d", 2) + item("e")
    flow = read_flow(word(body, numbering=PLAIN + num(2, 0, starts(0, 7))))
    assert [*lines(flow.body)] == ["1. a", "2. b", "7. c", "8. d", "9. e"]
    flow = read_flow(word(body, numbering=PLAIN + num(2, 0, starts(0, 1))))
    assert [*lines(flow.body)] == ["1. a", "2. b", "1. c", "2. d", "3. e"]
    assert len(flow.body) == 2


def test_forms_of_numbers() -> None:
    """Numbers are written as Word prints them: noughts, letters doubled after z, Roman figures, Swedish ordinals."""
    forms = ("ordinal", "decimalZero", "upperLetter", "lowerLetter", "upperRoman", "lowerRoman")
    lists = "".join(
        abstract(
            one, f'<w:lvl w:ilvl="0"><w:start w:val="28"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1"/></w:lvl>'
        )
        for one, form in enumerate(forms)
    )
    lists += "".join(num(one + 1, one) for one in range(len(forms)))
    body = "".join(item("x", one + 1) for one in range(len(forms)))
    assert told(word(body, numbering=lists)) == ["28:e x", "28 x", "BB x", "bb x", "XXVIII x", "xxviii x"]


def test_labels_of_many_levels_and_of_none() -> None:
    """A label may name the levels above, and a form without numbers still prints what stands in it."""
    many = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{mark}"/></w:lvl>'
        for level, (form, more, mark) in enumerate(
            [("upperRoman", "", "%1."), ("decimal", "<w:isLgl/>", "%1.%2"), ("none", "", "att")]
        )
    )
    body = item("a") + item("b") + item("c", level=1) + item("d", level=2)
    flow = read_flow(word(body, numbering=abstract(0, many) + num(1, 0)))
    assert [*lines(flow.body)] == ["I. a", "II. b", "  2.1 c", "    att d"]


def test_a_deeper_level_counts_on_when_its_list_says_so() -> None:
    """A level that is not to begin anew counts on under the next item; others begin at their start."""
    on = levels("decimal", "decimal").replace('<w:numFmt w:val="decimal"/>', '<w:numFmt w:val="decimal"/>', 1)
    on = on.replace(
        '<w:lvl w:ilvl="1"><w:start w:val="1"/>', '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:lvlRestart w:val="0"/>'
    )
    body = item("a") + item("b", level=1) + item("c") + item("d", level=1)
    assert told(word(body, numbering=abstract(0, on) + num(1, 0)))[-1] == "  2) d"
    assert told(word(body, numbering=PLAIN))[-1] == "  a) d"


def test_a_list_that_is_set_in_further_stands_under_the_item() -> None:
    """Lists of two definitions lie in each other by how far they are set in."""
    lists = abstract(0, levels("decimal")) + num(1, 0) + abstract(1, levels("bullet", "bullet")) + num(2, 1)
    body = item("ett") + item("under", 2, 1) + item("två") + item("bredvid", 2)
    flow = read_flow(word(body, numbering=lists))
    assert [*lines(flow.body)] == ["1. ett", "  • under", "2. två", "• bredvid"]
    assert [one.ordered for one in flow.body if isinstance(one, Listing)] == [True, False]


def test_paragraphs_that_go_on_belong_to_the_item() -> None:
    """List Continue stands in the item above, of the level that its name says; without a list it is a paragraph."""
    body = p("först", "ListContinue") + p("ett", "ListNumber") + p("mer", "ListContinue") + p("under", "ListBullet2")
    body += p("mer under", "ListContinue2") + p("mest", "ListContinue") + p("två", "ListNumber")
    assert told(word(body)) == ["först", "1. ett", "  mer", "  – under", "    mer under", "  mest", "2. två"]


def test_each_file_is_read_by_its_own_styles() -> None:
    """What one file's styles say is not kept for another that has styles of the same names."""
    outlined = '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
    heading, text = (word(p("Text", "Egen"), styles=style("Egen", inner=inner)) for inner in (outlined, ""))
    assert [told(one) for one in (heading, text, heading)] == [["# Text"], ["Text"], ["# Text"]]


def test_numbering_may_be_taken_from_a_style() -> None:
    """A paragraph that its style would number is none of the list when it says so, and does not count."""
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = p("ett", "ListNumber") + p("mellan", "ListNumber", off) + p("två", "ListNumber")
    assert told(word(body)) == ["1. ett", "mellan", "2. två"]


def test_an_item_without_text_has_its_number() -> None:
    """Word prints the number of an empty item, and counts it; not that of a hidden one."""
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    body = item("ett") + item("") + item("", properties=hidden) + item("tre")
    assert told(word(body, numbering=PLAIN)) == ["1. ett", "2. ", "3. tre"]


def test_bullets_of_symbol_fonts_are_characters() -> None:
    """A bullet out of a symbol font's private characters is one that every voice knows."""
    bullet = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="{}"/>'
        '<w:rPr><w:rFonts w:ascii="{}" w:hAnsi="{}"/></w:rPr></w:lvl>'
    )
    marks = [
        ("\uf0b7", "Symbol"),
        ("\uf0a7", "Wingdings"),
        ("\uf0fc", "Wingdings"),
        ("\uf012", "Egen"),
        ("o", "Courier New"),
    ]
    lists = "".join(
        abstract(n, bullet.format(mark, font, font)) + num(n + 1, n) for n, (mark, font) in enumerate(marks)
    )
    assert told(word("".join(item("x", n + 1) for n in range(5)), numbering=lists)) == [
        "• x",
        "▪ x",
        "✓ x",
        "• x",
        "o x",
    ]


# Tables


def table(*rows: str, look: str = "") -> str:
    """A table."""
    return f"<w:tbl><w:tblPr>{look}</w:tblPr>{''.join(rows)}</w:tbl>"


def row(*cells: str, head: bool = False) -> str:
    """A row of texts, or of whole cells."""
    made = (one if one.startswith("<w:tc>") else f"<w:tc>{p(one)}</w:tc>" for one in cells)
    return f"<w:tr><w:trPr>{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(made)}</w:tr>"


def cell(text: str, *properties: str) -> str:
    """A cell that is merged."""
    return f"<w:tc><w:tcPr>{''.join(properties)}</w:tcPr>{p(text)}</w:tc>"


_FIRST = ('<w:tblLook w:val="04A0"/>', '<w:tblLook w:val="0000" w:firstColumn="1"/>')


def test_header_rows_head_their_columns() -> None:
    """The rows from the top that are repeated are headings; one further down is not."""
    body = table(row("A", "B", head=True), row("1", "2"), row("x", "y", head=True))
    assert told(word(body)) == ["| col:A | col:B", "| 1 | 2", "| x | y"]


@pytest.mark.parametrize("look", _FIRST)
def test_a_first_column_that_is_set_apart_heads_its_rows(look: str) -> None:
    """Word's box "first column" makes row headings, with and without a header row; an empty cell heads nothing."""
    rows = [row("A", "B", head=True), row("1", "2"), row("", "3")]
    assert told(word(table(*rows, look=look))) == ["| col:A | col:B", "| row:1 | 2", "|  | 3"]
    assert told(word(table(*rows[1:], look=look)))[0] == "| row:1 | 2"
    assert told(word(table(*rows[1:], look='<w:tblLook w:val="04A0" w:firstColumn="0"/>')))[0] == "| 1 | 2"
    assert told(word(table(row("ensam"), look=look))) == ["| ensam"]


def test_merged_cells_are_counted_once() -> None:
    """A cell over columns, and one over rows, stand where they begin and say how far they reach."""
    down, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        row(cell("bred", '<w:gridSpan w:val="2"/>'), "c"), row(cell("hög", down), "d", "e"),
        row(cell("", goes_on), "f", "g"), row(cell("", goes_on)), row(cell("", down), "h", "i"),
    )  # fmt: skip
    assert told(word(body)) == ["| {2x1}bred | c", "| {1x2}hög | d | e", "| f | g", "|  | h | i"]


def test_tables_in_tables() -> None:
    """A table in a cell is a block of that cell."""
    inner = f"<w:tc>{table(row('x'))}<w:p/></w:tc>"
    flow = read_flow(word(table(row("a", inner))))
    assert len(tables(flow)) == 2
    [outer] = flow.body
    assert isinstance(outer, Table)
    assert isinstance(outer.rows[0][1].blocks[0], Table)


# Quotations


def test_neighbouring_quotations_are_one() -> None:
    """Paragraphs of the style, or of one based on it, are one quotation until something else comes."""
    body = p("a", "Quote") + p("b", "Citat2") + p("mellan") + p("c", "Quote")
    flow = read_flow(word(body, styles=style("Citat2", based="Quote")))
    assert [*lines(flow.body)] == ["> a", "> b", "mellan", "> c"]
    assert [type(one) for one in flow.body] == [Quotation, Paragraph, Quotation]


# Notes


def note(identity: int, content: str, sign: str = "<w:r><w:footnoteRef/></w:r>") -> str:
    """A footnote."""
    return f'<w:footnote w:id="{identity}"><w:p>{sign}{t(" ")}{t(content)}</w:p></w:footnote>'


def call(identity: int, sign: str = "") -> str:
    """A call of a footnote."""
    chosen = ' w:customMarkFollows="1"' if sign else ""
    return f'<w:r><w:footnoteReference w:id="{identity}"{chosen}/><w:t>{sign}</w:t></w:r>'


def test_notes_come_in_the_order_of_their_calls() -> None:
    """Notes are numbered as they are called; one with a sign of its author's choice is not counted."""
    body = p(f"{t('a')}{call(7)}{t(' b')}{call(3, '*')}{t(' c')}{call(5)}")
    notes = note(3, "Stjärna", t("*")) + note(5, "Fem") + note(7, "Sju")
    flow = read_flow(word(body, footnotes=notes))
    assert [*lines(flow.body)] == ["a[^0] b[^1] c[^2]"]
    assert [(one.sign, *lines(one.blocks)) for one in flow.notes] == [("1", "Sju"), ("*", "Stjärna"), ("2", "Fem")]


def test_notes_are_numbered_as_the_settings_say() -> None:
    """The form and the first number of notes are the file's; a note that is not there is empty."""
    settings_ = '<w:footnotePr><w:numFmt w:val="lowerLetter"/><w:numStart w:val="3"/></w:footnotePr>'
    flow = read_flow(word(p(f"{t('a')}{call(1)}{call(9)}"), footnotes=note(1, "Ett"), settings=settings_))
    assert [(one.sign, *lines(one.blocks)) for one in flow.notes] == [("c", "Ett"), ("d",)]


def test_endnotes_are_notes_too() -> None:
    """An endnote is read as a note, in small Roman figures."""
    body = p(f'{t("a")}<w:r><w:endnoteReference w:id="2"/></w:r>')
    flow = read_flow(word(body, endnotes=note(2, "Slut").replace("footnote", "endnote")))
    assert [(one.sign, *lines(one.blocks)) for one in flow.notes] == [("i", "Slut")]


# Links and fields


def field(instruction: str, answer: str) -> str:
    """A field in runs."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    asks = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>" if not instruction.startswith("<") else instruction
    return f"{mark.format('begin')}{asks}{mark.format('separate')}{answer}{mark.format('end')}"


def test_links_outward_and_within() -> None:
    """Links of both forms, to addresses and to bookmarks, lead where Word's do."""
    relations = rel("rId9", "hyperlink", "https://example.se/a", external=True)
    body = p(f'<w:hyperlink r:id="rId9">{t("ut")}</w:hyperlink><w:hyperlink w:anchor="m">{t("in")}</w:hyperlink>')
    body += p(f'<w:hyperlink w:anchor="m">{t("in")}</w:hyperlink>')
    body += p(f'<w:hyperlink r:id="rId9" w:anchor="m">{t("båda")}</w:hyperlink>')
    body += p(field('HYPERLINK "https://example.se/b" \\l "m"', t("fält"))) + p(field("REF m \\h", t("se")))
    body += p(field("REF m", t("utan länk")))
    body += p(f'<w:fldSimple w:instr=" HYPERLINK &quot;mailto:a@example.se&quot; ">{t("enkelt")}</w:fldSimple>')
    expected = ["[ut](https://example.se/a)[in](#m)", "[in](#m)", "[båda](https://example.se/a#m)"]
    expected += ["[fält](https://example.se/b#m)", "[se](#m)", "utan länk", "[enkelt](mailto:a@example.se)"]
    assert told(word(body, rels=relations)) == expected


def test_bookmarks_are_anchors() -> None:
    """A bookmark belongs to the block in which it begins, or to the next one; Word's own is left out."""
    mark = '<w:bookmarkStart w:id="1" w:name="{}"/><w:bookmarkEnd w:id="1"/>'
    body = mark.format("före") + p(mark.format("i") + t("a")) + p(mark.format("tomt")) + p("b", "Heading1")
    flow = read_flow(word(body + p(mark.format("_GoBack") + t("c"))))
    anchors = [one.anchors for one in flow.body if isinstance(one, Paragraph | Heading)]
    assert anchors == [("före", "i"), ("tomt",), ()]


def test_fields_show_their_answers() -> None:
    """What a field asks is not read, also where it holds another field; its answer is, also in a later paragraph."""
    inner = field("PAGE", t("gömt"))
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
    body = p(field(f"<w:r><w:instrText>IF </w:instrText></w:r>{inner}", t("svar")))
    body += p(f'{begin}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{t("rad 1")}')
    body += p(f'{t("rad 2")}<w:r><w:fldChar w:fldCharType="end"/></w:r>{t(" efter")}')
    assert told(word(body)) == ["svar", "rad 1", "rad 2 efter"]


# Pictures


_DRAWING = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="952500" cy="476250"/>'
    '<wp:docPr id="1" name="Bild 1" {said}>{more}</wp:docPr>'
    "<a:graphic><a:graphicData><pic:pic><pic:blipFill>{fill}</pic:blipFill></pic:pic></a:graphicData></a:graphic>"
    "</wp:inline></w:drawing></w:r>"
)
_DECOR = (
    '<a:extLst><a:ext><d:decorative xmlns:d="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)
_MEDIA = rel("rId8", "image", "media/bild.png")


def drawing(said: str = 'descr="En karta"', more: str = "", fill: str = '<a:blip r:embed="rId8"/>') -> str:
    """A picture in the line of text."""
    return _DRAWING.format(said=said, more=more, fill=fill)


def test_pictures_are_read_with_what_they_show() -> None:
    """A picture has its text, its file and its size in pixels; one that is marked as decoration says nothing."""
    body = p(drawing()) + p(drawing(more=_DECOR)) + p(drawing(fill="", said=""))
    found = pictures(read_flow(word(body, rels=_MEDIA, files={"word/media/bild.png": b"png"})))
    size = {"width": 100.0, "height": 50.0}
    assert found[0] == Picture(alt="En karta", decorative=False, content=b"png", kind="image/png", **size)
    assert found[1] == Picture(alt="", decorative=True, content=b"png", kind="image/png", **size)
    assert found[2] == Picture(alt="", decorative=False, content=b"", kind="", **size)


def test_a_picture_may_be_a_link() -> None:
    """A picture that is clicked leads where it is said to."""
    relations = _MEDIA + rel("rId7", "hyperlink", "https://example.se", external=True)
    docx = word(p(drawing(more='<a:hlinkClick r:id="rId7"/>')), rels=relations)
    [paragraph] = read_flow(docx).body
    assert isinstance(paragraph, Paragraph)
    assert isinstance(paragraph.inlines[0], Link)
    assert told(docx) == ["[[bild En karta]](https://example.se)"]


def test_pictures_of_the_old_word() -> None:
    """A picture in VML has its text, its file and its size."""
    old = '<w:pict><v:shape alt="Vapen" style="width:72pt;height:36pt"><v:imagedata r:id="rId8"/></v:shape></w:pict>'
    [found] = pictures(read_flow(word(p(f"<w:r>{old}</w:r>"), rels=_MEDIA, files={"word/media/bild.png": b"x"})))
    assert (found.alt, found.content, found.width, found.height) == ("Vapen", b"x", 96.0, 48.0)


def test_text_boxes_are_read_once() -> None:
    """A text box's paragraphs come after the paragraph that it hangs on, of its two forms only the newer."""
    box = "<w:txbxContent>{}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box.format(p('i rutan'))}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box.format(p('i rutan'))}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    old = f"<w:pict><v:shape><v:textbox>{box.format(p('gammal'))}</v:textbox></v:shape></w:pict>"
    body = p(f"{t('före ')}<w:r>{both}</w:r>{t('efter')}") + p(f"<w:r>{old}</w:r>") + p("sist")
    body += p(f"<w:r><w:drawing><wpg:wgp>{both}</wpg:wgp></w:drawing></w:r>")
    assert told(word(body)) == ["före efter", "i rutan", "gammal", "sist", "i rutan"]


# Looks and characters


def test_looks_by_themselves_and_by_styles() -> None:
    """Strong, emphasised, code, raised and lowered text, by direct formatting and by style."""
    body = p(
        t("a", "<w:b/>")
        + t("b", "<w:i/>")
        + t("c", '<w:rStyle w:val="Strong"/>')
        + t("d", '<w:rStyle w:val="Emphasis"/>')
    )
    body += p(t("e", '<w:rStyle w:val="HTMLCode"/>') + t("f", '<w:vertAlign w:val="superscript"/>'))
    body += p(t("g", '<w:vertAlign w:val="subscript"/>') + t("h", '<w:b w:val="0"/>'))
    body += p("kod", "HTMLPreformatted")
    assert told(word(body)) == ["*a*/b/*c*/d/", "`e`^f^", "_g_h", "`kod`"]


def test_switches_of_styles_cancel_each_other() -> None:
    """A bold character style in a bold paragraph style is not bold, and direct formatting beats both."""
    bold = "<w:rPr><w:b/></w:rPr>"
    own = style("Fet", inner=bold) + style("Ned", based="Fet") + style("F", kind="character", inner=bold)
    named = '<w:rStyle w:val="F"/>'
    body = p(t("a") + t("b", named) + t("c", f"{named}<w:b/>"), "Ned")
    assert told(word(body, styles=own)) == ["*a*b*c*"]


def test_headings_and_quotations_mark_only_what_differs() -> None:
    """A heading's own boldness and a quotation's slant are their looks, not emphasis; what differs from them is."""
    body = p(t("a") + t("b", "<w:i/>"), "Heading1") + p(t("c") + t("d", '<w:rStyle w:val="Emphasis"/>'), "Quote")
    assert told(word(body)) == ["# a/b/", "> c/d/"]


def test_languages_that_differ_from_the_documents() -> None:
    """Text in another language says so, by itself or by its style; the document's own goes without saying."""
    own = style("E", kind="character", inner='<w:rPr><w:lang w:val="en-GB"/></w:rPr>')
    body = p(t("a", '<w:lang w:val="sv-SE"/>') + t("b", '<w:lang w:val="fi-FI"/>') + t("c", '<w:rStyle w:val="E"/>'))
    flow = read_flow(word(body, styles=own))
    assert flow.language == "sv-SE"
    assert [*lines(flow.body)] == ["a{fi-FI:b}{en-GB:c}"]


def test_characters_with_elements_of_their_own() -> None:
    """Tabs, line breaks, hyphens and symbols are the characters that they show."""
    runs = "<w:r><w:t>a</w:t>{}<w:t>b</w:t></w:r>"
    shown = ["a→b", "a↵b", "a↵b", "a\u2011b", "a\u00adb", "a→b", "a•b", "a✓b", "a\ufffdb"]
    made = ["<w:tab/>", "<w:br/>", "<w:cr/>", "<w:noBreakHyphen/>", "<w:softHyphen/>", "<w:ptab/>"]
    made += [f'<w:sym w:font="{font}" w:char="{char}"/>' for font, char in (("Symbol", "F0B7"), ("Wingdings", "F0FC"))]
    made += ['<w:sym w:font="Egen" w:char="F041"/>']
    assert told(word("".join(p(runs.format(one)) for one in made))) == shown


def test_spaces_count_where_the_file_says_so() -> None:
    """Spaces at the ends of a text are kept only when they are to be, and never at a paragraph's ends."""
    run = "<w:r><w:t{}> {} </w:t></w:r>"
    kept = ' xml:space="preserve"'
    assert told(word(p(run.format("", "a") + run.format(kept, "b") + run.format("", "c")))) == ["a b c"]


def test_what_is_not_printed_is_not_read() -> None:
    """Deleted, moved away and hidden text, and paragraphs of nothing else, are not there; what is added is."""
    hidden = style("Dold", inner="<w:rPr><w:vanish/></w:rPr>")
    body = p(t("a") + f"<w:del>{t('x').replace('w:t', 'w:delText')}</w:del><w:ins>{t('b')}</w:ins>")
    body += p(f"<w:moveFrom>{t('x')}</w:moveFrom><w:moveTo>{t('c')}</w:moveTo>") + p(t("x", "<w:vanish/>"))
    body += p(t("x") + t("d", '<w:vanish w:val="0"/>'), "Dold")
    body += p() + p("<w:r><w:br/></w:r>") + p(" ")
    assert told(word(body, styles=hidden)) == ["ab", "c", "d"]


# Header and footer


def sections(*references: str, more: str = "") -> str:
    """The properties of a section."""
    return f"<w:sectPr>{''.join(references)}{more}</w:sectPr>"


_HEADER = '<w:headerReference w:type="{}" r:id="rId5"/>'
_FOOTER = '<w:footerReference w:type="default" r:id="rId6"/>'
_MARGINS = rel("rId5", "header", "header1.xml") + rel("rId6", "footer", "footer1.xml")


def test_the_first_pages_header_and_footer() -> None:
    """The header is the first page's own where it has one, else that of all pages."""
    for kind, more, expected in [
        ("default", "", ["topp"]), ("first", "<w:titlePg/>", ["topp"]),
        ("default", "<w:titlePg/>", []), ("first", "", []),
    ]:  # fmt: skip
        body = p("a") + sections(_HEADER.format(kind), _FOOTER, more=more)
        flow = read_flow(word(body, rels=_MARGINS, header1=p("topp"), footer1=p("botten")))
        assert [*lines(flow.header)] == expected
        assert [*lines(flow.footer)] == ([] if more else ["botten"])


@pytest.mark.parametrize(
    ("before", "between", "after", "left"),
    [
        ("2024-01-01 | Dnr 1&#9;", " (", ")", ["2024-01-01 | Dnr 1"]),
        ("Sida ", " av ", "", []),
        ("Sidan ", " av ", " | Dnr 1", ["Dnr 1"]),
        ("Bilaga till sida ", " av ", "", ["Bilaga till sida  av"]),
    ],
)
def test_page_counts_are_left_out(before: str, between: str, after: str, left: list[str]) -> None:
    """A web page has no pages: the numbers go, and with them the words that say nothing without them."""
    tabbed = t(before).replace("&#9;", '</w:t><w:tab/><w:t xml:space="preserve">')
    header = p(f"{tabbed}{field('PAGE', t('1'))}{t(between)}{field('NUMPAGES', t('3'))}{t(after)}")
    flow = read_flow(word(p("a") + sections(_HEADER.format("default")), rels=_MARGINS, header1=header))
    assert [*lines(flow.header)] == left


# Odd files


def test_odd_files_are_read_all_the_same() -> None:
    """Circles of styles, lists, notes and files that are not there, and impossible numbers: the text is read."""
    own = style("Ett", based="Två") + style("Två", based="Ett")
    body = p("a", "Ett") + item("b", 999) + item("c", 1, 8) + p(f'<w:hyperlink r:id="rIdBorta">{t("d")}</w:hyperlink>')
    body += p(f'{t("e")}<w:r><w:footnoteReference w:id="77"/></w:r>') + p(drawing())
    body += table(row(cell("f", '<w:gridSpan w:val="-3"/>')), row()) + '<w:p><w:r><w:sym w:char="ÖÖ"/></w:r></w:p>'
    body += p(f'<w:r><w:fldChar w:fldCharType="end"/></w:r>{t("g")}') + t("lös")
    body += f"<w:del>{table(row('borta'))}</w:del>"
    found = told(word(body, styles=own, numbering=PLAIN))
    assert found == ["a", "b", "c", "d", "e[^0]", "[bild En karta]", "| f", "g", "lös"]


def test_a_file_without_styles_and_lists_is_read() -> None:
    """Only the text is needed; the language is then that of the settings."""
    whole = parts(word(item("a")))
    kept = {name: one for name, one in whole.items() if name not in ("word/styles.xml", "word/numbering.xml")}
    flow = read_flow(packed(kept))
    assert [*lines(flow.body)] == ["a"]
    assert flow.language == "sv-SE"


def test_what_is_no_word_file_is_refused() -> None:
    """Bytes that are no archive, and an archive without a text, are errors that say so."""
    with pytest.raises(BadZipFile):
        read_flow(b"ej zip")
    with pytest.raises(TemplateError, match=re.escape("word/document.xml")):
        read_flow(packed({"a": b""}))


def test_lines_of_one_thing_stand_close() -> None:
    """Paragraphs with next to no space between them, by themselves or by their styles, are lines of one thing."""
    space = '<w:spacing w:before="{}" w:after="{}"/>'
    named = style("Rad", inner=f"<w:pPr>{space.format(0, 20)}</w:pPr>") + style("Under", based="Rad")
    body = (
        p("a", "Rad")
        + p("b", "Under")
        + p("c", "Rad", '<w:spacing w:before="40"/>')
        + p("d", "BodyText")
        + p("e", "Rad")
    )
    body += p("f", "Heading1") + p("g", "Rad")
    flow = read_flow(word(body, styles=named))
    assert [one.close for one in flow.body if isinstance(one, Paragraph)] == [False, True, False, True, False, False]


_NAMES = st.sampled_from([
    "p", "r", "t", "tbl", "tr", "tc", "tcPr", "pPr", "rPr", "numPr", "ilvl", "numId", "gridSpan", "vMerge", "sym",
    "sdt", "sdtContent", "fldChar", "instrText", "fldSimple", "hyperlink", "footnoteReference", "bookmarkStart",
    "drawing", "pict", "txbxContent", "sectPr", "headerReference", "pStyle", "rStyle", "outlineLvl", "tblLook",
    "tblPr", "lang", "gridBefore", "trPr", "spacing", "del", "br", "noBreakHyphen",
])  # fmt: skip
_SETTINGS = st.dictionaries(
    st.sampled_from(["val", "char", "id", "fldCharType", "instr", "name", "type", "anchor", "before", "font"]),
    st.sampled_from(
        ["1", "0", "-1", "999999999999", "begin", "end", "restart", "Heading1", "HYPERLINK x", "D800", "²", ""]
    ),
    max_size=2,
)


def _element(name: str, attributes: dict[str, str], inner: list[str]) -> str:
    said = "".join(f' w:{key}="{one}"' for key, one in attributes.items())
    return f"<w:{name}{said}>{''.join(inner)}</w:{name}>"


_ANY = st.recursive(
    st.builds(_element, _NAMES, _SETTINGS, st.just(["x"])),
    lambda inner: st.builds(_element, _NAMES, _SETTINGS, st.lists(inner, max_size=4)),
    max_leaves=25,
)


@settings(max_examples=200)
@given(st.lists(_ANY, max_size=5).map("".join))
def test_no_file_breaks_the_reading(body: str) -> None:
    """Word's elements in any disorder, with any values, give a flow."""
    assert read_flow(word(body)).language == "sv-SE"


def test_tables_without_end_are_read() -> None:
    """Tables deep in each other lose no text: the innermost are read as the paragraphs in them."""
    body = p("innerst")
    for _ in range(75):
        body = f"{t('')}<w:tbl><w:tr><w:tc>{body}<w:p/></w:tc></w:tr></w:tbl>"
    flow = read_flow(word(body))
    assert letters(flow) == "innerst"
    assert len(tables(flow)) == 20


def test_swedish_ordinals() -> None:
    """First and second, and those that end so, have an a; all others, and the eleventh and twelfth, have an e."""
    said = [figure(number, "ordinal") for number in (1, 2, 3, 11, 12, 21, 102, 112)]
    assert said == ["1:a", "2:a", "3:e", "11:e", "12:e", "21:a", "102:a", "112:e"]


DROPPED = '<w:framePr w:dropCap="drop" w:lines="3"/>'


def test_a_large_first_letter_belongs_to_the_paragraph_that_it_begins() -> None:
    """A letter that is set apart is read with the next paragraph; before a table it is a paragraph of its own."""
    (block,) = read_flow(word(p("D", properties=DROPPED) + p("et var en gång."))).body
    assert isinstance(block, Paragraph)
    assert [(one.text, one.source) for one in block.inlines if isinstance(one, Words)] == [
        ("D", Source.INITIAL),
        ("et var en gång.", None),
    ]
    cells = f"<w:tbl><w:tr><w:tc>{p('cell')}</w:tc></w:tr></w:tbl>"
    assert told(word(p("D", properties=DROPPED) + cells + p("efter"))) == ["D", "| cell", "efter"]


def test_what_nobody_wrote_is_known_by_what_puts_it_there() -> None:
    """The answers of fields that change by themselves and formulas are told apart from what was written."""
    formula = "<m:oMath><m:r><m:t>x=5</m:t></m:r></m:oMath>"
    simple = f'<w:fldSimple w:instr=" FILENAME ">{t("a.docx")}</w:fldSimple>'
    other = f'<w:fldSimple w:instr=" REF b ">{t("kvar")}</w:fldSimple>'
    (block,) = read_flow(word(p(t("ord") + formula + simple + other))).body
    assert isinstance(block, Paragraph)
    assert [(one.text, one.source) for one in block.inlines if isinstance(one, Words)] == [
        ("ord", None),
        ("x=5", Source.FORMULA),
        ("a.docx", Source.FIELD),
        ("kvar", None),
    ]


@pytest.mark.parametrize(
    ("font", "code", "seen"),
    [
        ("Wingdings 2", "F052", "☑"),
        ("Webdings", "F061", "✓"),
        ("Webdings", "F0C0", "\ufffd"),
        ("Wingdings", "F0A8", "☐"),
    ],
)
def test_signs_of_symbol_fonts_are_told_by_their_looks(font: str, code: str, seen: str) -> None:
    """The same number is another sign in another font; one that is not known is a replacement character."""
    assert told(word(p(f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'))) == [seen]
