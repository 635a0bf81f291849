"""Paragraphs and tables as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from generator.word.ooxml import MC, w
from generator.word.plaintext.inline import pieces, run_look, written
from generator.word.plaintext.looks import CELLS, PARAGRAPHS, ROWS, TABLES, Look, bracketed, common, look
from generator.word.plaintext.measures import centimetres, local, raw, val
from generator.word.plaintext.part import Part

_HOLDERS = ("sdt", "sdtContent", "customXml", "ins", "del", "moveTo", "moveFrom", "txbxContent")
_SAYS_NOTHING = ("sectPr", "sdtPr", "sdtEndPr", "customXmlPr", "tblPr", "tblGrid", "trPr", "tcPr", "tblPrEx")
_INDENT = "    "


@dataclass(frozen=True)
class _Paragraph:
    """A paragraph, read.

    Args:
        label: its style, and what is special in its looks.
        text: what stands in it.
        below: lines that belong to it: text boxes, the end of a section.
    """

    label: Look
    text: str
    below: tuple[str, ...]


def lines(parent: etree._Element, part: Part) -> Iterator[str]:
    """Every paragraph and table below `parent`, in order, a line to each paragraph and each table row."""
    for child in parent:
        if not isinstance(child.tag, str) or local(child) in _SAYS_NOTHING:
            continue
        if child.tag == w("p"):
            yield from _paragraph_lines(_paragraph(child, part))
        elif child.tag == w("tbl"):
            yield from _table(child, part)
        elif local(child) in _HOLDERS:
            yield from lines(child, part)
        elif child.tag == f"{{{MC}}}AlternateContent":
            yield from lines(next(iter(child)), part) if len(child) else ()
        elif not local(child).endswith(("Start", "End", "proofErr")):
            yield f"[{raw(child)}]"


def _paragraph_lines(one: _Paragraph) -> Iterator[str]:
    label = one.label if one.text else (*one.label, "tomt stycke")
    yield " ".join([*bracketed(label), one.text]).rstrip() if one.text else next(bracketed(label))
    yield from one.below


def _paragraph(element: etree._Element, part: Part) -> _Paragraph:
    properties = element.find(w("pPr"))
    shared, text = written([*pieces(element, part)])
    style = part.names.special(properties.find(w("pStyle"))) if properties is not None else ()
    mark = run_look(properties.find(w("rPr")), part) if properties is not None else ()
    special = [one for one in mark if one not in shared]
    label = style + look(properties, PARAGRAPHS) + shared
    label += (f"styckemärket {' och '.join(special)}",) if special else ()
    below = [*_boxes(element, part)]
    if properties is not None and properties.find(w("sectPr")) is not None:
        below.append("[avsnittsbrytning]")
    return _Paragraph(label, text, tuple(below))


def _boxes(paragraph: etree._Element, part: Part) -> Iterator[str]:
    """What stands in the text boxes of a paragraph; not the older drawing of the same, not boxes in boxes."""
    for box in paragraph.iter(w("txbxContent")):
        above = [one for one in box.iterancestors() if one.tag in (w("txbxContent"), w("p"), f"{{{MC}}}Fallback")]
        if above and above[0] is paragraph:
            yield f"{_INDENT}[i textrutan]"
            yield from (f"{_INDENT}{line}" for line in lines(box, part))


def _table(table: etree._Element, part: Part) -> Iterator[str]:
    properties = table.find(w("tblPr"))
    style = part.names.special(properties.find(w("tblStyle"))) if properties is not None else ()
    widths = [val(column, "w") for column in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
    columns = (f"kolumner {' + '.join(centimetres(one).removesuffix(' cm') for one in widths)} cm",) if widths else ()
    named = tuple(f"formatmall {one}" for one in style)
    yield next(bracketed(("tabell", *named, *columns, *look(properties, TABLES))))
    for row in _inner(table, w("tr")):
        yield from _row(row, widths, part)


def _inner(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table, or the cells of a row; content controls and changes may stand around them."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and local(child) in _HOLDERS:
            yield from _inner(child, tag)


def _row(row: etree._Element, widths: list[str], part: Part) -> Iterator[str]:
    cells = [*_inner(row, w("tc"))]
    read = [[_paragraph(one, part) for one in _inner(cell, w("p"))] for cell in cells]
    shared = common(one.label for cell in read for one in cell)
    texts, first = [], 0
    for cell, paragraphs in zip(cells, read, strict=True):
        own, first = _cell_look(cell, widths, first)
        words = " ¶ ".join(
            " ".join([*bracketed(x for x in one.label if x not in shared), one.text]) for one in paragraphs
        )
        texts.append(" ".join([*bracketed(own), words]).strip())
    yield " ".join([*bracketed(look(row.find(w("trPr")), ROWS) + shared), f"| {' | '.join(texts)} |"])
    for cell, paragraphs in zip(cells, read, strict=True):
        yield from (f"{_INDENT}{line}" for one in paragraphs for line in one.below)
        for inner in _inner(cell, w("tbl")):
            yield from (f"{_INDENT}{line}" for line in _table(inner, part))


def _cell_look(cell: etree._Element, widths: list[str], first: int) -> tuple[Look, int]:
    """What is special in a cell, and the column after it; a width that is its columns' goes without saying."""
    properties = cell.find(w("tcPr"))
    span = val(properties.find(w("gridSpan")) if properties is not None else None)
    after = first + (int(span) if span.isdecimal() else 1)
    columns = widths[first:after]
    said = look(properties, CELLS)
    if all(one.isdecimal() for one in columns):
        expected = f"bredd {centimetres(str(sum(map(int, columns))))}"
        said = tuple(one for one in said if one != expected)
    return said, after
