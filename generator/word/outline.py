"""Where things stand in a Word file, in the words of those who look for them there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from generator.findings import Spot
from generator.word.ooxml import PREFIXES, w
from generator.word.package import DOCUMENT

_NUMBERED = re.compile(r"word/(header|footer)(\d*)\.xml")
_WORDS = {"header": "sidhuvud", "footer": "sidfot"}
_NAMED = {
    DOCUMENT: "brödtexten",
    "word/footnotes.xml": "fotnoterna",
    "word/endnotes.xml": "slutnoterna",
    "word/styles.xml": "formatmallarna",
    "word/numbering.xml": "listornas numrering",
    "word/settings.xml": "filens inställningar",
    "word/comments.xml": "kommentarerna",
}
_ALIKE = f"{{{PREFIXES['mc']}}}Fallback"
"""An older drawing of the same thing; what stands in it stands in the newer one too."""
_CHARACTERS = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011", w("softHyphen"): "\u00ad"}


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its place and its text."""

    element: etree._Element
    spot: Spot


@dataclass(frozen=True)
class Outline:
    """The paragraphs of one part, in the order of the file.

    Args:
        part: the part's name: `word/document.xml`.
        root: the part.
    """

    part: str
    root: etree._Element

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Every paragraph, those in tables and text boxes too."""
        return tuple(Paragraph(*one) for one in _placed(self.part, self.root))

    @cached_property
    def _by_element(self) -> Mapping[etree._Element, Spot]:
        return {one.element: one.spot for one in self.paragraphs}

    def spot(self, element: etree._Element) -> Spot:
        """The place of anything: its paragraph's, else that of the first paragraph in it, else the part's."""
        around = (one for one in (element, *element.iterancestors()) if one.tag == w("p"))
        inside = element.iter(w("p"))
        found = next(around, None)
        if found is None:
            found = next(inside, None)
        return self._by_element[found] if found is not None else Spot(part=self.part, where=part_name(self.part))

    def table(self, element: etree._Element) -> Spot:
        """The place of a table as a whole."""
        first = self.spot(element)
        where = re.sub(r"(.*tabell \d+).*", r"\1", first.where)
        return Spot(part=self.part, where=where, text=first.text, paragraph=first.paragraph)


def part_name(part: str) -> str:
    """A part as people call it: "brödtexten", "sidhuvud 1"."""
    numbered = _NUMBERED.fullmatch(part)
    if numbered:
        return f"{_WORDS[numbered[1]]} {numbered[2] or 1}"
    return _NAMED.get(part, f"delen {part}")


def paragraph_text(paragraph: etree._Element) -> str:
    """The text of a paragraph as it is read; tabs and line breaks are kept, fields' instructions are not."""
    return "".join(_characters(paragraph))


def _characters(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter(w("t"), *_CHARACTERS):
        owner = next(element.iterancestors(w("p")), None)
        if owner is not paragraph or _is_tab_stop(element):
            continue  # a text box in the paragraph has paragraphs of its own
        yield element.text or "" if element.tag == w("t") else _CHARACTERS[str(element.tag)]


def _is_tab_stop(element: etree._Element) -> bool:
    above = element.getparent()
    return above is not None and above.tag == w("tabs")


def _placed(part: str, root: etree._Element) -> Iterator[tuple[etree._Element, Spot]]:
    """Each paragraph with its spot: numbered among those outside tables, or by table, row and cell."""
    name, outside = part_name(part), 0
    tables = {table: number for number, table in enumerate(root.iter(w("tbl")), 1)}
    for index, element in enumerate(root.iter(w("p"))):
        if next(element.iterancestors(_ALIKE), None) is not None:
            where = f"{name}, textruta"
        elif next(element.iterancestors(w("tbl")), None) is not None:
            where = f"{name}, {_in_table(element, tables)}"
        else:
            outside += 1
            where = f"{name}, stycke {outside}"
        yield element, Spot(part=part, where=where, text=paragraph_text(element).strip(), paragraph=index)


def _in_table(element: etree._Element, tables: Mapping[etree._Element, int]) -> str:
    cell = next(element.iterancestors(w("tc")), None)
    row = next(element.iterancestors(w("tr")), None)
    table = next(element.iterancestors(w("tbl")))
    words = f"tabell {tables[table]}"
    if row is not None:
        words += f", rad {_number(row)}"
    return words if cell is None else f"{words}, cell {_number(cell)}"


def _number(element: etree._Element) -> int:
    """Its number among its like, from 1."""
    return sum(1 for one in element.itersiblings(str(element.tag), preceding=True)) + 1
