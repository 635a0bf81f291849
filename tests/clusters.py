"""A real scheduler and real workers on this machine, and work for them that ends in every way; workers import it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock

import psutil

from generator.crew import Done, Job
from generator.crew.task import me
from generator.results import HandlingResult, Made, Outcome

ROOT = Path(__file__).parent.parent
DEADLY = 3
"""The number of the job that kills whoever does it."""
_BUSY = Lock()


class Cluster:
    """A scheduler and some workers, which nobody else can reach.

    Args:
        folder: where their files lie.
        workers: how many.
        threads: how many each has.
        forgiving: how many workers may die over a job before it is given up.
    """

    def __init__(self, folder: Path, workers: int, *, threads: int = 1, forgiving: int = 3) -> None:
        self.folder = folder
        self._threads = threads
        self._programs: list[subprocess.Popen[bytes]] = []
        said = folder / "scheduler.json"
        given = ("--port", "0", "--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(said))
        self.scheduler = self._start(
            "scheduler", given, {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": f"{forgiving}"}
        )
        until(lambda: bool(_address(said)))
        self.address = _address(said)
        self.workers = [self.hire() for _ in range(workers)]

    def hire(self, environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """One worker more."""
        given = ("--nthreads", f"{self._threads}", "--host", "127.0.0.1", "--no-dashboard", "--no-nanny")
        more = ("--local-directory", str(self.folder), "--death-timeout", "60")
        return self._start("worker", (self.address, *given, *more), environment or {})

    def close(self) -> None:
        """End those that were started here, the workers first, and whatever they have started."""
        for program in reversed(self._programs):
            end(program)

    def _start(self, kind: str, given: tuple[str, ...], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        with (self.folder / f"{kind}.log").open("ab") as log:
            program = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.dask_{kind}", *given],
                stdout=log,
                stderr=log,
                env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(self.folder), **environment},
                cwd=self.folder,
            )
        self._programs.append(program)
        return program


def end(program: subprocess.Popen[bytes]) -> None:
    """End a program with those that it has started."""
    with suppress(psutil.NoSuchProcess):
        below = psutil.Process(program.pid).children(recursive=True)
        program.send_signal(signal.SIGCONT)
        program.terminate()
        with suppress(subprocess.TimeoutExpired):
            program.wait(20)
        for one in below:
            with suppress(psutil.NoSuchProcess):
                one.kill()
    program.kill()
    program.wait()


def until(look: Callable[[], bool], limit: float = 90) -> None:
    """Wait for a condition."""
    over = time.monotonic() + limit
    while not look():
        assert time.monotonic() < over, "it took too long"
        time.sleep(0.05)


def at_once(job: Job, _: str) -> Done:
    """What a worker does that has no trouble."""
    line = HandlingResult(source=job.file.path, diarienummer=None, handling=job.handling, outcome=Outcome.DONE)
    return Done(number=job.number, made=Made(line=line), seconds=0, by=me())


def in_a_while(job: Job, bench: str) -> Done:
    """The same, as slow as a document."""
    time.sleep(0.1)
    return at_once(job, bench)


def deadly(job: Job, bench: str) -> Done:
    """The same, but for one job, which its worker does not survive."""
    if job.number == DEADLY:
        os._exit(9)
    return in_a_while(job, bench)


def alone(job: Job, bench: str) -> Done:
    """The same, for a worker that must do one thing at a time."""
    assert _BUSY.acquire(blocking=False)
    try:
        return in_a_while(job, bench)
    finally:
        _BUSY.release()


def _address(said: Path) -> str:
    with suppress(OSError, ValueError):
        return str(json.loads(said.read_text("utf-8"))["address"])
    return ""
