"""The tree of blocks that a text becomes, and its plain characters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

MARK = "\ufffc"
"""Stands for a footnote's number in a line of plain characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Characters that look alike."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str | None = None
    """The address that the text leads to."""


@dataclass(frozen=True, slots=True)
class Break:
    """A new line within a paragraph."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote's mark."""

    index: int
    """Which of the text's notes, from 0."""


Inline = Run | Break | Note


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within the text."""

    depth: int
    """1 for the text's uppermost level; no level is skipped."""
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class List:
    """A bulleted or numbered list."""

    start: int | None
    """The first number; None for bullets."""
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row."""

    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    alignments: tuple[str, ...]
    """ "left", "center" or "right" for each column."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Lines that are set exactly as they stand."""

    text: str


Block = Paragraph | Heading | List | Table | Quote | Code


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the text that cannot be set."""

    line: int
    """Line in the text, from 1."""
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class RichText:
    """A parsed text."""

    blocks: tuple[Block, ...]
    notes: tuple[tuple[Block, ...], ...]
    faults: tuple[Fault, ...]


def plain_paragraphs(text: RichText) -> Iterator[str]:
    """Each paragraph, heading, list item, cell and note as the characters that a reader sees."""
    for block in (*text.blocks, *(block for note in text.notes for block in note)):
        yield from plain(block)


def plain(block: Block) -> Iterator[str]:
    """Each paragraph, heading, list item and cell of a block, as characters."""
    match block:
        case Paragraph(inlines) | Heading(_, inlines):
            yield characters(inlines)
        case List(_, items):
            for item in items:
                for inner in item:
                    yield from plain(inner)
        case Quote(blocks):
            for inner in blocks:
                yield from plain(inner)
        case Table(header, rows, _):
            for row in (header, *rows):
                yield from (characters(cell) for cell in row if cell)
        case Code(content):
            yield from (line for line in content.splitlines() if line.strip())


def characters(inlines: tuple[Inline, ...]) -> str:
    """The characters of a line of text, with `MARK` where a footnote's number will stand."""
    return "".join(one.text if isinstance(one, Run) else " " if isinstance(one, Break) else MARK for one in inlines)
