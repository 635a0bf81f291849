"""A worker process of this machine, from both sides of its pipe."""

from __future__ import annotations

import gc
import os
import platform
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from threading import Lock, Thread, Timer
from types import FrameType
from typing import cast

from generator.casework import as_ours
from generator.crew.job import Done, Job, Outfit
from generator.crew.task import carry_out, close
from generator.engines import leftovers
from generator.findings import Finding
from generator.workshop import Workshop

Furnish = Callable[[Outfit], Workshop]
"""What makes a workshop out of an outfit."""

_CONTEXT = get_context("spawn")
"""A new process, never a copy of this one with its threads and locks: the only way there is on Windows, too."""
_DEAF_TO = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
"""What a terminal or a service says to all at once; the lead decides what comes of it."""
_ONE_AT_A_TIME = Lock()
"""Python keeps a list of its processes, and starting or awaiting one goes through it."""

_NEW_OBJECTS = 20_000
"""So many new objects may there be before Python looks for rings among them; a document makes as many."""

_GOING = 10
"""Seconds that a process which was killed may take to be gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a worker may take, beyond what its programs may."""

    start: float = 180
    """Seconds until it is ready."""
    beyond: float = 300
    """Seconds for a job beside the document's own limit: the office's start, the checks, the validator."""
    pauses: tuple[float, ...] = (0, 1, 5)
    """Seconds before each try to start one; after the last the seat is left empty."""


class Gone(Exception):
    """A worker is gone: it broke, was killed, or took too long.

    Args:
        finding: what became of it, in Swedish.
        more: what it said itself.
        seconds: how long it had been at work.
        by: who it was.
    """

    def __init__(self, finding: Finding, more: tuple[Finding, ...] = (), *, seconds: float, by: str) -> None:
        super().__init__(finding)
        self.findings = more or (finding,)
        self.seconds = seconds
        self.by = by


class Worker:
    """A worker process, as its lead sees it.

    Args:
        outfit: what it works with.
        furnish: what makes its workshop; a function of a module.
        patience: how long it may take.

    Raises:
        OSError: the system has no room for another process.
    """

    def __init__(self, outfit: Outfit, furnish: Furnish, patience: Patience) -> None:
        self._patience = patience
        self._limit = outfit.limits.seconds + patience.beyond
        self._pipe, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_work, args=(theirs, outfit, furnish), daemon=True)
        with theirs, _ONE_AT_A_TIME, _deaf():
            self._process.start()
        self._by = f"{platform.node()}:{self._process.pid}"

    def ready(self) -> None:
        """Wait until it can work.

        Raises:
            Gone: it cannot.
        """
        unfit = cast("tuple[Finding, ...]", self._hear(None, self._patience.start))
        if unfit:
            raise Gone(unfit[0], unfit, seconds=0, by=self._by)

    def ask(self, job: Job) -> Done:
        """Let it do a job.

        Raises:
            Gone: it is gone, or was ended because it took too long.
        """
        return cast("Done", self._hear(job, self._limit))

    def _hear(self, job: Job | None, limit: float) -> object:
        """Its answer; one that does not come in time is no reason to wait, wherever the worker hangs."""
        begun, late = time.monotonic(), False

        def end() -> None:
            nonlocal late
            late = True
            self.kill()

        timer = Timer(limit, end)
        timer.daemon = True
        timer.start()
        try:
            if job is not None:
                self._pipe.send(job)
            return self._pipe.recv()
        except Exception:  # noqa: BLE001  # an answer that cannot be read is none
            finding = _late(limit) if late else self._dead()
            raise Gone(finding, seconds=time.monotonic() - begun, by=self._by) from None
        finally:
            timer.cancel()

    def _dead(self) -> Finding:
        self.end()
        code = self._process.exitcode
        how = f"signal {-code}" if code is not None and code < 0 else f"slutkod {code}"
        message = f"Arbetsprocessen avbröts ({how})."
        return Finding(code="arbetare-avbrott", message=message)

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


def _late(limit: float) -> Finding:
    message = f"Arbetsprocessen blev inte klar på {limit:g} sekunder och avbröts."
    return Finding(code="arbetare-tidsgrans", message=message)


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


def _work(pipe: Connection, outfit: Outfit, furnish: Furnish) -> None:
    """What runs in the process: jobs, until there are no more or nobody is there to hear."""
    gc.set_threshold(_NEW_OBJECTS)
    for number in _DEAF_TO:
        signal.signal(number, _hear_nothing)  # to ignore it would make the programs that we start ignore it, too
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _DEAF_TO)
    Thread(target=_outlive_nobody, daemon=True).start()
    with suppress(EOFError, OSError):  # the lead is gone
        _serve(pipe, outfit, furnish)


def _serve(pipe: Connection, outfit: Outfit, furnish: Furnish) -> None:
    try:
        shop = furnish(outfit)
    except Exception as error:  # noqa: BLE001  # whatever it is, the lead is to know
        pipe.send(as_ours(error, outfit.root).findings)
        return
    try:
        pipe.send(())
        while True:
            pipe.send(carry_out(pipe.recv(), shop))
    finally:
        close(shop)


def _outlive_nobody() -> None:
    """Leave at once when the lead is gone, also in the middle of a document, and leave nothing behind."""
    lead = parent_process()
    if lead is not None:
        wait([lead.sentinel])
        leftovers.sweep_own()
        os._exit(1)


def _hear_nothing(_number: int, _frame: FrameType | None) -> None:
    pass
