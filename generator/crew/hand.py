"""A process of this machine at the other end of a pipe: deaf to the terminal, and gone when its lead is."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from threading import Lock, Thread
from types import FrameType
from typing import Any

from generator.engines import leftovers

Pipe = Connection
"""An end of the pipe between a process and its lead."""

_CONTEXT = get_context("spawn")
"""A new process, never a copy of this one with its threads and locks: the only way there is on Windows, too."""
_DEAF_TO = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
"""What a terminal or a service says to all at once; the lead decides what comes of it."""
_ONE_AT_A_TIME = Lock()
"""Python keeps a list of its processes, and starting or awaiting one goes through it."""
_NEW_OBJECTS = 5_000
"""So many new objects may there be before Python looks for rings among them. More saves no time, and lets what rings
there are pile up for hundreds of documents."""
_GOING = 10
"""Seconds that a process which was killed may take to be gone."""


class Hand:
    """A process that does what a function says, until its lead ends it or is gone.

    Args:
        serve: what it does; a function of a module, since the process looks it up. Its first argument is its end of
            the pipe; when that breaks, nobody is there to hear, and the process leaves.
        given: its other arguments; they are sent.

    Raises:
        OSError: the system has no room for another process.
    """

    def __init__(self, serve: Callable[..., None], *given: object) -> None:
        self._pipe, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_work, args=(theirs, serve, given), daemon=True)
        with theirs, _ONE_AT_A_TIME, _deaf():
            self._process.start()

    @property
    def pid(self) -> int | None:
        """Its number."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """How it ended, once it has: negative for a signal."""
        return self._process.exitcode

    def send(self, said: object) -> None:
        """Say something to it.

        Raises:
            OSError: it is gone.
        """
        self._pipe.send(said)

    def hear(self) -> Any:
        """What it says next.

        Raises:
            EOFError, OSError: it is gone.
        """
        return self._pipe.recv()

    def kill(self) -> None:
        """End it at once, whatever it does."""
        with suppress(ValueError, OSError):
            self._process.kill()

    def end(self) -> None:
        """End it and wait until it is gone; one that the system holds fast is not waited for."""
        self.kill()
        with _ONE_AT_A_TIME:
            self._process.join(_GOING)
        self._pipe.close()


@contextmanager
def _deaf() -> Iterator[None]:
    """Let what is started meanwhile be deaf from its first moment, before it can say so itself."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # later, its own start would open our ears again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _DEAF_TO)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(pipe: Pipe, serve: Callable[..., None], given: tuple[object, ...]) -> None:
    """What runs in the process."""
    gc.set_threshold(_NEW_OBJECTS)
    for number in _DEAF_TO:
        signal.signal(number, _hear_nothing)  # to ignore it would make the programs that we start ignore it, too
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _DEAF_TO)
    Thread(target=_outlive_nobody, daemon=True).start()
    with suppress(EOFError, OSError):  # the lead is gone
        serve(pipe, *given)


def _outlive_nobody() -> None:
    """Leave at once when the lead is gone, also in the middle of a document, and leave nothing behind."""
    lead = parent_process()
    if lead is not None:
        wait([lead.sentinel])
        leftovers.sweep_own()
        os._exit(1)


def _hear_nothing(_number: int, _frame: FrameType | None) -> None:
    pass
