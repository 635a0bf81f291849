"""Reading order: what a screen reader says of a PDF, held against the document as it is read.

Texts are compared as `search.ordered` leaves them: spaces, hyphens, ligatures
and capitals are looks, and characters of other scripts have an order of their
own in a PDF. So are rows of dots and lines that lead to a tab stop, which a
PDF has as characters and a Word file has not. Footnotes are compared apart,
for a program may read them where they are called or at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from generator.flow import (
    Block,
    Flow,
    Heading,
    Inline,
    LineBreak,
    Link,
    Listing,
    NoteMark,
    Paragraph,
    Picture,
    Quotation,
    Source,
    Table,
    Words,
)
from generator.pdf.search import ordered

_QUOTED = 60
"""Characters of a text that are quoted."""
_LEADERS = re.compile("[._\u00b7]{3,}")
"""What fills the space before a tab stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """The first place where what is read departs from the document."""

    said: str
    """What a screen reader says there; empty when it has fallen silent."""
    wanted: str
    """What the document has there; empty when the document has ended."""
    after: str
    """What both have just before."""
    at: int
    """How much both have before that, in characters as they are compared."""


def departure(heard: Sequence[str], wanted: Sequence[str], apart: frozenset[str] = frozenset()) -> Departure | None:
    """The first difference between two readings; None when they say the same in the same order.

    Args:
        heard: the texts that the tags give, in their order, however they are divided.
        wanted: the texts of the document.
        apart: characters that are drawn with other fonts than the text around them, and are not compared.
    """
    one, other = (_compared("".join(texts), apart) for texts in (heard, wanted))
    if one == other:
        return None
    at = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    said, meant = _from(heard, at, apart), _from(wanted, at, apart)
    return Departure(said=said, wanted=meant, after=_until(wanted, at, apart), at=at)


def _compared(text: str, apart: frozenset[str]) -> str:
    return without_leaders(ordered(text, apart))


def without_leaders(text: str) -> str:
    """A text without the rows of dots and lines that lead to a tab stop."""
    return _LEADERS.sub("", text)


def body_texts(flow: Flow) -> list[str]:
    """The text of every block of the body, in reading order, each list item with its label."""
    return list(map(_whole, _blocks(flow.body, flow)))


def flow_notes(flow: Flow) -> list[str]:
    """The text of every footnote with its sign, in the order in which they are called."""
    return [note.sign + "".join(map(_whole, _blocks(note.blocks, flow))) for note in flow.notes]


def source_at(flow: Flow, at: int, apart: frozenset[str] = frozenset()) -> Source | None:
    """What puts a text into the body that stands at a place or ends there; None for what was written.

    Args:
        flow: the document.
        at: the place, as `Departure.at` has it.
        apart: as for `departure`.
    """
    found, start = None, 0
    for piece in (piece for block in _blocks(flow.body, flow) for piece in block):
        end = start + len(_compared(piece.text, apart))
        if piece.source is not None and start <= at <= end:
            found = piece.source
        start = end
    return found


def _whole(pieces: Iterable[Words]) -> str:
    return "".join(piece.text for piece in pieces).lstrip(" ")


def _blocks(blocks: Iterable[Block], flow: Flow) -> Iterator[list[Words]]:
    """What each block says, in pieces."""
    for block in blocks:
        match block:
            case Heading():
                yield [Words(text=f"{block.label} "), *_line(block.inlines, flow)]
            case Paragraph():
                yield [*_line(block.inlines, flow)]
            case Listing():
                for item in block.items:
                    yield [Words(text=f"{item.label} ")]
                    yield from _blocks(item.blocks, flow)
            case Table():
                yield from (pieces for row in block.rows for cell in row for pieces in _blocks(cell.blocks, flow))
            case Quotation():
                yield from _blocks(block.blocks, flow)


def _line(inlines: Iterable[Inline], flow: Flow) -> Iterator[Words]:
    for inline in inlines:
        match inline:
            case Words():
                yield inline
            case LineBreak():
                yield Words(text=" ")
            case NoteMark():
                yield Words(text=flow.notes[inline.index].sign)
            case Link():
                yield from _line(inline.inlines, flow)
            case Picture():
                pass


def _from(texts: Sequence[str], at: int, apart: frozenset[str]) -> str:
    """What is read from a place on, as it reads; the place is counted in characters of the compared text."""
    index, left = _piece(texts, at, apart)
    if index == len(texts):
        return ""
    return _short(" ".join([_tail(texts[index], left, apart), *texts[index + 1 : index + 6]]))


def _until(texts: Sequence[str], at: int, apart: frozenset[str]) -> str:
    index, left = _piece(texts, at, apart)
    whole = " ".join(
        [*texts[max(0, index - 6) : index], *(_head(text, left, apart) for text in texts[index : index + 1])]
    )
    return " ".join(whole.split())[-_QUOTED:]


def _piece(texts: Sequence[str], at: int, apart: frozenset[str]) -> tuple[int, int]:
    """In which text a place is, and how far into it."""
    for index, text in enumerate(texts):
        length = len(_compared(text, apart))
        if at < length:
            return index, at
        at -= length
    return len(texts), 0


def _head(text: str, length: int, apart: frozenset[str]) -> str:
    """The beginning of a text that is so long when it is compared."""
    end = next((end for end in range(len(text) + 1) if len(_compared(text[:end], apart)) >= length), len(text))
    return text[:end]


def _tail(text: str, length: int, apart: frozenset[str]) -> str:
    return text[len(_head(text, length, apart)) :]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"
