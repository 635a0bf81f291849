"""A worker process of this machine, from both sides of its pipe."""

from __future__ import annotations

import gc
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from threading import Timer
from typing import cast

from generator.casework import as_ours
from generator.crew.hand import Hand, Pipe
from generator.crew.job import Done, Job, Outfit
from generator.crew.task import carry_out, close
from generator.findings import Finding
from generator.workshop import Workshop

_TIDY = 100
"""Jobs after which Python is to give back what it keeps of objects that are gone: in a long run it keeps ever more."""

Furnish = Callable[[Outfit], Workshop]
"""What makes a workshop out of an outfit."""


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
        self._hand = Hand(_serve, outfit, furnish)
        self._by = f"{platform.node()}:{self._hand.pid}"

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
        try:
            _start(timer)
            if job is not None:
                self._hand.send(job)
            return cast("object", self._hand.hear())
        except Exception as error:  # noqa: BLE001  # an answer that cannot be read is none
            finding = _late(limit) if late else self._dead(error)
            raise Gone(finding, seconds=time.monotonic() - begun, by=self._by) from None
        finally:
            timer.cancel()

    def _dead(self, error: Exception) -> Finding:
        self.end()
        code = self._hand.exit_code
        how = f"signal {-code}" if code is not None and code < 0 else f"slutkod {code}"
        why = "datorn har inte plats för en tråd till" if isinstance(error, _Crowded) else how
        return Finding(code="arbetare-avbrott", message=f"Arbetsprocessen avbröts ({why}).")

    def kill(self) -> None:
        """End it at once, whatever it does."""
        self._hand.kill()

    def end(self) -> None:
        """End it and wait until it is gone; one that the system holds fast is not waited for."""
        self._hand.end()


class _Crowded(Exception):
    """The system has no room for another thread."""


def _start(timer: Timer) -> None:
    try:
        timer.start()
    except RuntimeError:
        raise _Crowded from None


def _late(limit: float) -> Finding:
    message = f"Arbetsprocessen blev inte klar på {limit:g} sekunder och avbröts."
    return Finding(code="arbetare-tidsgrans", message=message)


def _serve(pipe: Pipe, outfit: Outfit, furnish: Furnish) -> None:
    """What runs in the process: jobs, until there are no more."""
    try:
        shop = furnish(outfit)
    except Exception as error:  # noqa: BLE001  # whatever it is, the lead is to know
        pipe.send(as_ours(error, outfit.root).findings)
        return
    try:
        pipe.send(())
        for number in count(1):
            pipe.send(carry_out(pipe.recv(), shop))
            if number % _TIDY == 0:
                gc.collect()
    finally:
        close(shop)
