"""A process that goes before: what is to be looked at in a long row is looked at in two places at once."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from threading import Condition, Thread
from typing import Generic, TypeVar

from generator.crew.hand import Hand, Pipe

_Thing = TypeVar("_Thing")
_Said = TypeVar("_Said")

_PIECE = 128
"""Things that are looked at in one go."""
_BEFORE = 12
"""Pieces by which it may be ahead: what it says of them lies in memory."""
_GOING = 5.0
"""Seconds that its end may take; one that the system holds fast is not waited for."""
_WORTH = 1000
"""Things for which a process is worth its start."""


def forerun(look: Callable[[_Thing], _Said], things: Sequence[_Thing]) -> Generator[_Said, None, None]:
    """What a function says of each thing, in their order; of many, a process says a part meanwhile.

    Whoever asks never waits for the process: a piece that it has not come to
    is looked at here. When it is slow, hangs, breaks or cannot be started,
    everything is. An answer may be some seconds old when its turn comes.

    Args:
        look: looks at a thing; it can be sent, with what it has of its own, and raises nothing.
        things: what is looked at; they can be sent, and so can what is said of them.
    """
    if len(things) < _WORTH:
        yield from map(look, things)
        return
    pieces = [things[start : start + _PIECE] for start in range(0, len(things), _PIECE)]
    row = _Row(look, pieces)
    try:
        for number in range(len(pieces)):
            yield from row.said(number)
    finally:
        row.close()


class _Row(Generic[_Thing, _Said]):
    """The pieces, and what has been said of them.

    Args:
        look: as for `forerun`.
        pieces: the things.
    """

    def __init__(self, look: Callable[[_Thing], _Said], pieces: Sequence[Sequence[_Thing]]) -> None:
        self._look = look
        self._pieces = pieces
        self._next = 0
        """The first piece that nobody has taken."""
        self._told = 0
        """The piece that is asked for."""
        self._found: dict[int, Sequence[_Said]] = {}
        self._change = Condition()
        self._closed = False
        self._hand: Hand | None = None
        self._thread = Thread(target=self._go_before, daemon=True)
        with suppress(RuntimeError):  # no room for another thread
            self._thread.start()

    def said(self, number: int) -> Sequence[_Said]:
        """What is said of a piece: what the process said, or what is seen here."""
        while True:
            with self._change:
                self._told = number
                self._change.notify()
                found = self._found.pop(number, None)
                mine = self._taken() if found is None else None
            if found is not None:
                return found
            if mine is None:  # the process has it, and has had it for as long as all the others took here
                return self._looked(number)
            seen = self._looked(mine)
            with self._change:
                self._found[mine] = seen

    def _looked(self, number: int) -> Sequence[_Said]:
        return [self._look(thing) for thing in self._pieces[number]]

    def _taken(self) -> int | None:
        """A piece that nobody else takes from now on; None when there is none so near."""
        if self._next >= min(len(self._pieces), self._told + _BEFORE):
            return None
        self._next += 1
        return self._next - 1

    def _go_before(self) -> None:
        """Let a process look at one piece after the other; whatever becomes of it, nothing is missing."""
        with suppress(Exception):  # it is gone, or says what nobody can read: then we look ourselves
            hand = self._hand = Hand(_serve, self._look)
            try:
                while (number := self._wait()) is not None:
                    hand.send(self._pieces[number])
                    found = hand.hear()
                    with self._change:
                        if number >= self._told:
                            self._found[number] = found
            finally:
                hand.end()

    def _wait(self) -> int | None:
        """The next piece, as soon as it is near enough; None when there are no more."""
        with self._change:
            while not self._closed and self._next < len(self._pieces):
                number = self._taken()
                if number is not None:
                    return number
                self._change.wait()
        return None

    def close(self) -> None:
        """End the process."""
        with self._change:
            self._closed = True
            self._change.notify()
        if self._hand is not None:
            self._hand.kill()
        if self._thread.ident is not None:  # it was started
            self._thread.join(_GOING)


def _serve(pipe: Pipe, look: Callable[[_Thing], _Said]) -> None:
    """What runs in the process."""
    while True:
        pipe.send([look(thing) for thing in pipe.recv()])
