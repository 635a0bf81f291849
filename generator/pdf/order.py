"""Reading order: what a screen reader says of a PDF, held against the document as it is read.

Texts are compared as `search.ordered` leaves them: spaces, hyphens, ligatures
and capitals are looks, and characters of other scripts have an order of their
own in a PDF. Footnotes are compared apart, for a program may read them where
they are called or at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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
    Table,
    Words,
)
from generator.pdf.search import ordered
from generator.pdf.tree import LEAVES, Element, Kid, Marked, Tree

_QUOTED = 60
"""Characters of a text that are quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """The first place where what is read departs from the document."""

    said: str
    """What a screen reader says there; empty when it has fallen silent."""
    wanted: str
    """What the document has there; empty when the document has ended."""
    after: str
    """What both have just before."""


def departure(heard: Sequence[str], wanted: Sequence[str], apart: frozenset[str] = frozenset()) -> Departure | None:
    """The first difference between two readings; None when they say the same in the same order.

    Args:
        heard: the texts that the tags give, in their order, however they are divided.
        wanted: the texts of the document.
        apart: characters that are drawn with other fonts than the text around them, and are not compared.
    """
    one, other = (ordered("".join(texts), apart) for texts in (heard, wanted))
    if one == other:
        return None
    at = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return Departure(said=_from(heard, at, apart), wanted=_from(wanted, at, apart), after=_until(wanted, at, apart))


def tag_texts(tree: Tree, spoken: Callable[[Marked], str]) -> list[str]:
    """The text of every tag outside footnotes, in reading order.

    Args:
        tree: the tags.
        spoken: gives a marked content's text.
    """
    return list(said(tree.tops, spoken))


def note_texts(tree: Tree, spoken: Callable[[Marked], str]) -> list[str]:
    """The text of every footnote with its sign, in reading order."""
    notes = (element for element in tree.walk() if element.role == "Note")
    return ["".join(said(note.kids, spoken)) for note in notes]


def said(kids: Iterable[Kid], spoken: Callable[[Marked], str]) -> Iterator[str]:
    """What tags say, a text for each block and for what stands beside blocks; footnotes are left out.

    Args:
        kids: the tags and marked contents.
        spoken: gives a marked content's text.
    """
    for kid in kids:
        if isinstance(kid, Marked):
            yield spoken(kid)
        elif isinstance(kid, Element) and kid.role != "Note":
            inside = [kid.text_of("/ActualText")] if kid.text_of("/ActualText") else said(kid.kids, spoken)
            yield from ["".join(inside)] if kid.role in LEAVES else inside


def body_texts(flow: Flow) -> list[str]:
    """The text of every block of the body, in reading order, each list item with its label."""
    return list(_blocks(flow.body, flow))


def flow_notes(flow: Flow) -> list[str]:
    """The text of every footnote with its sign, in the order in which they are called."""
    return [note.sign + "".join(_blocks(note.blocks, flow)) for note in flow.notes]


def _blocks(blocks: Iterable[Block], flow: Flow) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading():
                yield f"{block.label} {_line(block.inlines, flow)}".lstrip()
            case Paragraph():
                yield _line(block.inlines, flow)
            case Listing():
                for item in block.items:
                    yield f"{item.label} "
                    yield from _blocks(item.blocks, flow)
            case Table():
                yield from (text for row in block.rows for cell in row for text in _blocks(cell.blocks, flow))
            case Quotation():
                yield from _blocks(block.blocks, flow)


def _line(inlines: Iterable[Inline], flow: Flow) -> str:
    return "".join(_words(one, flow) for one in inlines)


def _words(inline: Inline, flow: Flow) -> str:
    match inline:
        case Words():
            return inline.text
        case LineBreak():
            return " "
        case NoteMark():
            return flow.notes[inline.index].sign
        case Link():
            return _line(inline.inlines, flow)
        case Picture():
            return ""


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
        length = len(ordered(text, apart))
        if at < length:
            return index, at
        at -= length
    return len(texts), 0


def _head(text: str, length: int, apart: frozenset[str]) -> str:
    """The beginning of a text that is so long when it is compared."""
    end = next((end for end in range(len(text) + 1) if len(ordered(text[:end], apart)) >= length), len(text))
    return text[:end]


def _tail(text: str, length: int, apart: frozenset[str]) -> str:
    return text[len(_head(text, length, apart)) :]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"
