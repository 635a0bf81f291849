"""Headings, paragraphs, lists, tables and quotations, one after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from generator.flow import Block, Heading, LineBreak, Listing, Paragraph, Quotation, Table, Words
from generator.html.elements import element, in_lines
from generator.html.inline import running, stretches
from generator.html.lists import listing
from generator.html.tables import table
from generator.html.writing import Writing, plain

_LOWEST = 6
"""HTML's lowest heading; what lies deeper says its level."""
_SHORT = 90
"""Characters of a paragraph that can be one of several lines, as in an address."""
_SIDES = {"right": "hoger", "center": "mitt"}


@dataclass(frozen=True, slots=True)
class Setter:
    """Sets blocks.

    Args:
        page: the page that they stand on.
        in_table: True in a cell.
    """

    page: Writing
    in_table: bool = False

    def sequence(self, blocks: tuple[Block, ...]) -> Markup:
        """Blocks one after another, lines of one thing together."""
        return in_lines(self._group(group) for group in _groups(blocks))

    def inner(self, blocks: tuple[Block, ...]) -> Markup:
        """What stands in an item or a cell: its only paragraph has no element of its own."""
        if blocks and isinstance(blocks[0], Paragraph) and not any(isinstance(one, Paragraph) for one in blocks[1:]):
            return in_lines((self._only(blocks[0]), *(self.block(one) for one in blocks[1:])))
        return self.sequence(blocks)

    def ended(self, blocks: tuple[Block, ...], end: Markup) -> Markup:
        """Blocks with something after the last word."""
        last = blocks[-1] if blocks else None
        if not isinstance(last, Paragraph):
            return in_lines((self.sequence(blocks), element("p", end)))
        place = self.page.place(last.anchors)
        paragraph = element("p", running(last.inlines, self.page), " ", end, id=place)
        return in_lines((self.sequence(blocks[:-1]), paragraph))

    def _only(self, one: Paragraph) -> Markup:
        place = self.page.place(one.anchors)
        content = running(one.inlines, self.page)
        return element("span", content, id=place) if place else content

    def _group(self, group: list[Block]) -> Markup:
        if len(group) == 1 and not (isinstance(group[0], Paragraph) and _is_tabbed(group[0])):
            return self.block(group[0])
        return element("div", in_lines(self.block(one) for one in group), class_="rader")

    def block(self, one: Block) -> Markup:
        """One block."""
        match one:
            case Heading():
                return self.heading(one)
            case Paragraph():
                return self._paragraph(one)
            case Listing():
                return listing(one, self.inner)
            case Table():
                return self.table(one)
            case Quotation():
                return element("blockquote", self.sequence(one.blocks))

    def table(self, one: Table) -> Markup:
        """A table."""
        return table(one, self.page, Setter(self.page, in_table=True).inner, within=self.in_table)

    def heading(self, one: Heading) -> Markup:
        """A heading."""
        said = self.page.level(one.level)
        level = min(said, _LOWEST)
        self.page.heading = " ".join(filter(None, (one.label, plain(one.inlines))))
        number = (element("span", one.label, class_="nummer"), " ") if one.label else ()
        place = self.page.place(one.anchors)
        return element(
            f"h{level}", *number, running(one.inlines, self.page), id=place, aria_level=said if said > level else None
        )

    def _paragraph(self, one: Paragraph) -> Markup:
        place, side = self.page.place(one.anchors), _SIDES.get(one.align)
        if _is_listing_of_code(one):
            lines = (part.text if isinstance(part, Words) else "\n" for part in one.inlines)
            return element("pre", element("code", *lines), id=place)
        parts = stretches(one.inlines)
        if len(parts) < 2:
            return element("p", running(one.inlines, self.page), class_=side, id=place)
        spans = (element("span", running(part, self.page)) for part in parts)
        return element("p", Markup("\t").join(spans), class_="flikar", id=place)


@dataclass(frozen=True, slots=True)
class MarginSetter(Setter):
    """Sets what stands in a header or footer, where tables are there for the looks, and headings head nothing."""

    def table(self, one: Table) -> Markup:
        """Columns beside each other."""
        rows = (in_lines(element("div", self.sequence(cell.blocks)) for cell in row if cell.blocks) for row in one.rows)
        return in_lines(element("div", row, class_="spalter") for row in rows if row)

    def heading(self, one: Heading) -> Markup:
        """A line of strong words."""
        place = self.page.place(one.anchors)
        number = (one.label, " ") if one.label else ()
        return element("p", element("strong", *number, running(one.inlines, self.page)), id=place)


def _groups(blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    """Blocks one by one, paragraphs that are lines of one thing together."""
    group: list[Block] = []
    for one in blocks:
        if group and not _goes_on(group[-1], one):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _goes_on(before: Block, one: Block) -> bool:
    """Whether two blocks are lines of one thing: rows with tabs, or short lines that stand close."""
    if not (isinstance(before, Paragraph) and isinstance(one, Paragraph)) or before.align != one.align:
        return False
    if _is_tabbed(before) and _is_tabbed(one):
        return True
    return one.close and all(len(plain(each.inlines)) <= _SHORT for each in (before, one))


def _is_tabbed(one: Paragraph) -> bool:
    return len(stretches(one.inlines)) > 1


def _is_code(part: object) -> bool:
    return isinstance(part, LineBreak) or (isinstance(part, Words) and part.code)


def _is_listing_of_code(one: Paragraph) -> bool:
    """True for lines of code, where each space counts."""
    return any(isinstance(part, LineBreak) for part in one.inlines) and all(map(_is_code, one.inlines))
