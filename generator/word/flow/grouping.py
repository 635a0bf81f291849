"""Paragraphs put together as lists and quotations.

Word knows no lists, only paragraphs with labels. A paragraph is an item of the
list whose definition and level it shares; one of a deeper level, or of another
list that is set in further, stands under the item before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from generator.flow import Block, Heading, Item, Listing, Paragraph, Quotation, Table
from generator.word.flow.labels import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph as it is read, not yet part of a list or quotation."""

    block: Paragraph | Heading | None
    """None for an item of a list in which nothing stands."""
    label: Label | None = None
    """What makes it an item."""
    continues: int = 0
    """The level, from 1, of the item above that it goes on with; 0 for none."""
    quoted: bool = False
    above: int = 0
    """The space above it, in twentieths of a point."""
    below: int = 0
    """The space below it."""


Part = Line | Table
_CLOSE = 60
"""Twentieths of a point, below which two paragraphs are lines of one thing to the eye."""


@dataclass(slots=True)
class _List:
    """A list that is still open."""

    last: Label
    items: list[_Item] = field(default_factory=list)

    def closed(self) -> Listing:
        return Listing(ordered=self.last.counted, items=tuple(one.closed() for one in self.items))


@dataclass(slots=True)
class _Item:
    label: str
    blocks: list[Block | _List]

    def closed(self) -> Item:
        return Item(label=self.label, blocks=_closed(self.blocks))


def _closed(blocks: Iterable[Block | _List]) -> tuple[Block, ...]:
    return tuple(one.closed() if isinstance(one, _List) else one for one in blocks)


def grouped(parts: Iterable[Part]) -> tuple[Block, ...]:
    """Paragraphs and tables with lists and quotations put together."""
    top: list[Block | _List] = []
    open_: list[_List] = []
    for part in _neighbouring(parts):
        if isinstance(part, Line) and part.label is not None:
            _add_item(part, part.label, top, open_)
        elif isinstance(part, Line) and part.continues and open_ and part.block is not None:
            del open_[part.continues :]
            open_[-1].items[-1].blocks.append(part.block)
        else:
            open_.clear()
            _add_block(part, top)
    return _closed(top)


def _neighbouring(parts: Iterable[Part]) -> Iterator[Part]:
    """Each part, the paragraphs among them knowing whether they stand close to the one above."""
    before: Part | None = None
    for part in parts:
        if isinstance(part, Line) and isinstance(part.block, Paragraph) and isinstance(before, Line):
            close = isinstance(before.block, Paragraph) and before.below + part.above < _CLOSE
            yield replace(part, block=replace(part.block, close=True)) if close else part
        else:
            yield part
        before = part


def _add_item(line: Line, label: Label, top: list[Block | _List], open_: list[_List]) -> None:
    """Go on with an open list, begin one under its last item, or begin one after it."""
    while open_ and not (_goes_on(open_[-1].last, label) or _is_under(open_[-1].last, label)):
        open_.pop()
    item = _Item(label.text, [] if line.block is None else [line.block])
    if open_ and _goes_on(open_[-1].last, label):
        open_[-1].items.append(item)
        open_[-1].last = label
        return
    begun = _List(label, [item])
    (open_[-1].items[-1].blocks if open_ else top).append(begun)
    open_.append(begun)


def _goes_on(before: Label, label: Label) -> bool:
    """Whether an item belongs to the list of another: not one that begins counting anew."""
    same = (before.definition, before.level) == (label.definition, label.level)
    return same and before.counted == label.counted and (not label.counted or label.count > before.count)


def _is_under(before: Label, label: Label) -> bool:
    """Whether an item stands under another."""
    if before.definition == label.definition:
        return label.level > before.level
    return label.indent > before.indent


def _add_block(part: Part, top: list[Block | _List]) -> None:
    if isinstance(part, Table):
        top.append(part)
    elif part.block is not None and part.quoted:
        before = top[-1] if top else None
        if isinstance(before, Quotation):
            top[-1] = Quotation(blocks=(*before.blocks, part.block))
        else:
            top.append(Quotation(blocks=(part.block,)))
    elif part.block is not None:
        top.append(part.block)
