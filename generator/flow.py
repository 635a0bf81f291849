"""A document as it is read, from its first heading to its last footnote, without any looks.

What a screen reader should get: read from the finished Word file, it gives the
web page its elements, tells the PDF's tags which cells are headings and which
pictures say nothing, and is what the order of those tags is held against.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Heads(StrEnum):
    """What a table's heading cell is the heading of."""

    COLUMN = "col"
    ROW = "row"


class Source(StrEnum):
    """What puts a text on the page that nobody wrote as it stands."""

    FIELD = "field"
    """A field that is reckoned anew whenever the file is opened: today's date, the file's name."""
    FORMULA = "formula"
    INITIAL = "initial"
    """A large letter set apart from the paragraph that it begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Running text that is set in one way."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    raised: bool = False
    lowered: bool = False
    language: str | None = None
    """Its language tag, where it is another than the document's."""
    source: Source | None = None
    """What puts it there; None for what was written."""


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A new line within a paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture or drawing."""

    alt: str
    """What it shows, in words; empty when it says nothing, or when nobody has written it."""
    decorative: bool
    """True when it is marked as saying nothing."""
    content: bytes
    """The file; empty for a drawing that is none."""
    kind: str
    """Its media type: "image/png"; empty for a drawing."""
    width: float
    """In CSS pixels, 1/96 inch."""
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMark:
    """Where a footnote is called."""

    index: int
    """Which of the flow's notes, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link, outward or within the document."""

    target: str
    """An address, or "#" and the name of a bookmark."""
    inlines: tuple[Inline, ...]


Inline = Words | LineBreak | Picture | NoteMark | Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading."""

    level: int
    """From 1."""
    inlines: tuple[Inline, ...]
    label: str = ""
    """Its number as it is printed: "2.1"."""
    anchors: tuple[str, ...] = ()
    """The bookmarks that begin in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph."""

    style: str
    """Its paragraph style's name in the file, in small letters: "body text"."""
    inlines: tuple[Inline, ...]
    align: str = ""
    """"right", "center" or, for all else, ""."""
    anchors: tuple[str, ...] = ()
    close: bool = False
    """True when it stands close under the paragraph above, as the lines of an address do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a list."""

    label: str
    """As it is printed: "•", "2.", "a)"."""
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list."""

    ordered: bool
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table, merged ones counted once."""

    blocks: tuple[Block, ...]
    heads: Heads | None = None
    """What it is the heading of; None for a cell of content."""
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; `rows` from the top, each with its cells from the left."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Paragraphs that somebody else has written."""

    blocks: tuple[Block, ...]


Block = Heading | Paragraph | Listing | Table | Quotation


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A footnote."""

    sign: str
    """What it is called by in the text: "1", "*"."""
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A whole document."""

    language: str
    body: tuple[Block, ...]
    notes: tuple[Note, ...]
    """In the order in which the text calls them."""
    header: tuple[Block, ...]
    """The first page's header, where organisation and diarienummer stand."""
    footer: tuple[Block, ...]
    """The first page's footer."""


def blocks_of(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block, outer before inner, in reading order."""
    for block in blocks:
        yield block
        match block:
            case Listing():
                for item in block.items:
                    yield from blocks_of(item.blocks)
            case Table():
                for row in block.rows:
                    for cell in row:
                        yield from blocks_of(cell.blocks)
            case Quotation():
                yield from blocks_of(block.blocks)
            case _:
                pass


def tables(flow: Flow) -> tuple[Table, ...]:
    """Every table of the body, outer before inner, in reading order."""
    return tuple(block for block in blocks_of(flow.body) if isinstance(block, Table))


def inlines_of(inlines: tuple[Inline, ...]) -> Iterator[Inline]:
    """Every inline, a link before what it holds."""
    for inline in inlines:
        yield inline
        if isinstance(inline, Link):
            yield from inlines_of(inline.inlines)


def pictures(flow: Flow) -> tuple[Picture, ...]:
    """Every picture of the body and its notes, in reading order."""
    blocks = [*blocks_of(flow.body), *(one for note in flow.notes for one in blocks_of(note.blocks))]
    leaves = (block for block in blocks if isinstance(block, Heading | Paragraph))
    return tuple(one for leaf in leaves for one in inlines_of(leaf.inlines) if isinstance(one, Picture))
