"""Being asked to stop: the run ends where nothing is half done."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = {
    "SIGINT": "Någon avbröt körningen.",
    "SIGTERM": "Datorn eller tjänsten bad körningen att sluta.",
    "SIGHUP": "Terminalen stängdes.",
    "SIGBREAK": "Någon avbröt körningen.",
}
"""What each signal means; SIGBREAK is how Windows asks."""


class Stop:
    """Whether somebody wants the run to end, and why."""

    def __init__(self) -> None:
        self.why: str | None = None

    def __bool__(self) -> bool:
        return self.why is not None

    def ask(self, why: str) -> None:
        """Ask the run to end; the first reason counts."""
        self.why = self.why or why


@contextmanager
def on_signals(stop: Stop) -> Iterator[None]:
    """Let the signals that end programs ask the run to end, for as long as it lasts."""

    def asked(number: int, _: FrameType | None) -> None:
        stop.ask(_SIGNALS[signal.Signals(number).name])

    there = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    heard = [number for number in there if signal.getsignal(number) is not signal.SIG_IGN]  # `nohup` has said no
    before = {number: signal.signal(number, asked) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
