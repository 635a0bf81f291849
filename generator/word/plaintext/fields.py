"""The pieces that a paragraph is read as, and Word's fields among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Piece:
    """A text, or a mark.

    Args:
        text: what to show.
        look: what is special in its looks.
        kind: "text", "mark", or a part of a field: "begin", "instruction", "separate", "end".
    """

    text: str
    look: tuple[str, ...] = ()
    kind: str = "text"


@dataclass
class _Field:
    """A field that has begun: what it asks for, and what Word last answered."""

    asks: list[str] = field(default_factory=list)
    answers: list[Piece] = field(default_factory=list)
    answered: bool = False

    def told(self) -> list[Piece]:
        """The field in brackets, then its answer; a mere number is left out, since Word counts it anew."""
        counted = "".join(one.text for one in self.answers).strip().isdecimal()
        mark = Piece(f"[fält {' '.join(''.join(self.asks).split())}]", kind="mark")
        return [mark, *(() if counted else self.answers)]


def without_counts(found: Iterable[Piece]) -> list[Piece]:
    """Pieces with each field named before its answer.

    A field may stand in another, and may go on in the next paragraph, whose
    pieces then are ordinary ones.
    """
    told: list[Piece] = []
    open_: list[_Field] = []
    for piece in found:
        if piece.kind == "begin":
            open_.append(_Field())
        elif piece.kind == "end":
            _add(open_.pop().told() if open_ else [], open_, told)
        elif piece.kind == "separate" and open_:
            open_[-1].answered = True
        elif piece.kind == "instruction" and open_:
            open_[-1].asks.append(piece.text)
        elif piece.kind in ("text", "mark"):
            _add([piece], open_, told)
    while open_:
        _add(open_.pop().told(), open_, told)
    return told


def _add(found: list[Piece], open_: list[_Field], told: list[Piece]) -> None:
    """Put pieces where they belong: in the field that is open, in its question or its answer, or in the text."""
    if not open_:
        told += found
    elif open_[-1].answered:
        open_[-1].answers += found
    else:
        open_[-1].asks += [one.text for one in found if one.kind == "mark"]
