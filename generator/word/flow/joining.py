"""Pieces put together as the text of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from itertools import groupby
from operator import attrgetter

from generator.flow import Inline, LineBreak, Link, Words
from generator.word.flow.inline import PageCount, Piece

_COUNTING = re.compile(r"(?:\b(?:sid|sida|sidan|sidor|s|page|pages|p|av|of)\b|[\s().,:/\\–-])*", re.IGNORECASE)
"""What stands around the numbers of pages, and says nothing without them: "Sida 1 av 3", "1 (3)"."""
_LOOKS = attrgetter(*(one.name for one in fields(Words) if one.name != "text"))
"""All that words have but their text."""
_PARTS = re.compile(r"(\t|\s*[|•·]\s*)")


def joined(pieces: Iterable[Piece]) -> tuple[Inline, ...]:
    """The text of a paragraph, without what counts pages and without space at its ends."""
    trimmed = _trimmed([*_merged(_without_counts(pieces))])
    return tuple(_linked(_merged(trimmed)))


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours of the same looks as one: Word cuts texts wherever somebody once edited."""
    before: Piece | None = None
    for piece in pieces:
        one, other = before.inline if before else None, piece.inline
        if before and isinstance(one, Words) and isinstance(other, Words) and _alike(before, piece):
            before = replace(before, inline=replace(one, text=one.text + other.text))
            continue
        if before:
            yield before
        before = piece
    if before:
        yield before


def _alike(one: Piece, other: Piece) -> bool:
    assert isinstance(one.inline, Words)
    assert isinstance(other.inline, Words)
    return one.link == other.link and _LOOKS(one.inline) == _LOOKS(other.inline)


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    """Without space and line breaks before and after everything else."""
    while pieces and _bare(pieces[0], str.lstrip) is None:
        pieces.pop(0)
    while pieces and _bare(pieces[-1], str.rstrip) is None:
        pieces.pop()
    if pieces:
        pieces[0] = _bare(pieces[0], str.lstrip) or pieces[0]
        pieces[-1] = _bare(pieces[-1], str.rstrip) or pieces[-1]
    return pieces


def _bare(piece: Piece, strip: Callable[[str], str]) -> Piece | None:
    """A piece without space at one end; None when that is all it is."""
    inline = piece.inline
    if not isinstance(inline, Words):
        return None if isinstance(inline, LineBreak) else piece
    text = strip(inline.text)
    if text == inline.text and text:
        return piece
    return replace(piece, inline=replace(inline, text=text)) if text else None


def _without_counts(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Without the numbers of pages, and the words that say nothing without them."""
    found = [*pieces]
    if not any(isinstance(one.inline, PageCount) for one in found):
        yield from found
        return
    between: Piece | None = None
    begun = False
    for is_border, group in groupby((atom for one in found for atom in _atoms(one)), _is_border):
        stretch = [*group]
        if is_border:
            between = stretch[0]
            continue
        kept = _uncounted(stretch)
        if kept and begun and between is not None:
            yield between
        yield from kept
        begun = begun or bool(kept)


def _uncounted(stretch: Sequence[Piece]) -> list[Piece]:
    """A stretch between tabs, lines or borders; nothing is left of one that only counts."""
    kept = [one for one in stretch if not isinstance(one.inline, PageCount)]
    text = "".join(one.inline.text for one in kept if isinstance(one.inline, Words))
    only_words = all(isinstance(one.inline, Words) for one in kept)
    return [] if len(kept) < len(stretch) and only_words and _COUNTING.fullmatch(text) else kept


def _atoms(piece: Piece) -> Iterator[Piece]:
    inline = piece.inline
    if not isinstance(inline, Words):
        yield piece
        return
    for text in filter(None, _PARTS.split(inline.text)):
        yield replace(piece, inline=replace(inline, text=text))


def _is_border(piece: Piece) -> bool:
    inline = piece.inline
    return isinstance(inline, LineBreak) or (isinstance(inline, Words) and bool(_PARTS.fullmatch(inline.text)))


def _linked(pieces: Iterable[Piece]) -> Iterator[Inline]:
    """Neighbours that lead to the same place as one link."""
    for link, group in groupby(pieces, lambda one: one.link):
        inlines = tuple(one.inline for one in group if not isinstance(one.inline, PageCount))
        if link:
            yield Link(target=link, inlines=inlines)
        else:
            yield from inlines
