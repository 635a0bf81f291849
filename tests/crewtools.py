"""Workers with traps, stand-ins for their offices, and a lead that can be killed.

Workers are processes of their own: they find what is here by its name. Run as
`python -m tests.crewtools ROOT`, it is a lead with one worker, whose office
never gets done.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

import psutil

from generator.crew import Done, Job, Limits, Outfit, worker
from generator.crew.local import LocalCrew
from generator.engines.libreoffice import LibreOffice
from generator.errors import EngineError
from generator.findings import Finding
from generator.model import CaseFile
from generator.results import Seen
from generator.settings import Settings
from generator.workshop import Workshop

ROOT = Path(__file__).parent.parent
PATIENCE = 60
"""Seconds within which what is waited for must have happened."""
OFFICE = """
import json, subprocess, sys, time
office = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", "kontor", sys.argv[-1]])
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    time.sleep(600)
"""
"""A clerk with an office of its own, which is never done with its first document and notices nothing."""


def job(number: int, words: str = "Projekt Digital transformation") -> Job:
    """A small job; what its case says may spring a trap."""
    case = json.loads((ROOT / "cases" / "gns-8-2019.json").read_text("utf-8"))
    case["handlingar"] = case["handlingar"][:1]
    case["arendemening"] = words
    path = ROOT / "cases" / f"arende-{number}.json"
    stem = f"{case['handlingar'][0]['datum']}-{case['handlingar'][0]['typ']}"
    return Job(number=number, file=CaseFile(path, json.dumps(case).encode()), handling=stem, seen=Seen(stem=stem))


def outfit(seconds: float = 60, engine: str | None = None) -> Outfit:
    """Word files alone, or with an engine."""
    return Outfit(root=ROOT, engine=engine, limits=Limits(seconds=seconds))


def all_back(crew: LocalCrew, jobs: list[Job]) -> dict[int, Done]:
    """Give a crew its jobs as it wants them; each has come back once."""
    waiting, done, until = list(reversed(jobs)), dict[int, Done](), time.monotonic() + PATIENCE
    while len(done) < len(jobs):
        while waiting and crew.wants() > 0:
            crew.give(waiting.pop())
        for one in crew.back(0.5):
            assert one.number not in done
            done[one.number] = one
        assert time.monotonic() < until, f"only {sorted(done)} came back"
    assert crew.back(0.01) == []
    return done


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"waited in vain until {what}"
        time.sleep(0.02)


def trapped(outfit: Outfit) -> Workshop:
    """A workshop in which some cases kill, stop or silence the worker."""
    honest = worker.carry_out

    def carry_out(job: Job, shop: Workshop) -> Done:
        if b"faller" in job.file.content:
            os.kill(os.getpid(), signal.SIGKILL)
        if b"stannar" in job.file.content:
            os.kill(os.getpid(), signal.SIGSTOP)
        if b"halvt svar" in job.file.content:
            Connection._send_bytes = _half_of
        return honest(job, shop)

    worker.carry_out = carry_out  # type: ignore[attr-defined]
    return Workshop(Settings(root=outfit.root, out=outfit.root))


def _half_of(self: Connection, answer: bytes) -> None:
    """Say the beginning of an answer, and nothing more."""
    os.write(self.fileno(), struct.pack("!i", len(answer)) + bytes(answer[:100]))
    os.kill(os.getpid(), signal.SIGSTOP)


def unfit(_: Outfit) -> Workshop:
    """A worker that lacks something."""
    raise EngineError(Finding(code="motor-saknas", message="Det går inte.", remedy="Installera det."))


def lost(_: Outfit) -> Workshop:
    """A worker that leaves before it is ready."""
    os._exit(3)


def with_broken_office(outfit: Outfit) -> Workshop:
    """An office that leaves at once."""
    return _with_office(outfit, "raise SystemExit")


def with_endless_office(outfit: Outfit) -> Workshop:
    """An office that is never done."""
    return _with_office(outfit, OFFICE)


def _with_office(outfit: Outfit, code: str) -> Workshop:
    command = (sys.executable, "-c", code)
    return Workshop(Settings(root=outfit.root, out=outfit.root), LibreOffice(command, timeout=outfit.limits.seconds))


def at_home_in(folder: Path) -> list[psutil.Process]:
    """The living processes whose home or folder for temporary files is `folder` or within it, but Python's own helper.

    That one stands beside each process which starts others, and ends with it.
    """
    return [process for process in psutil.process_iter() if str(folder) in "\0".join(_homes(process))]


def _homes(process: psutil.Process) -> Iterator[str]:
    with suppress(psutil.Error, OSError):
        if process.status() != psutil.STATUS_ZOMBIE:
            environment = process.environ()
            if not any("resource_tracker" in word for word in process.cmdline()):
                yield from (environment.get(name, "") for name in ("HOME", "TMPDIR"))


def main() -> None:
    """A lead whose only worker is busy for ever."""
    crew = LocalCrew(outfit(600), 1, furnish=with_endless_office)
    crew.give(job(1))
    while True:
        crew.back(60)


if __name__ == "__main__":
    main()
