"""How time and memory grow with the number of cases: whole night runs that make Word files, with one worker.

Run it with `python -m benchmarks.growth_cases [ROUNDS]`; more than one round
means ten thousand cases, too. Each run has processes of its own, the lead's
and the worker's, and goes from case files to published files on the disk.
Milliseconds of the whole run, the worker's start too; the memory is the most that the lead and the worker had. A run
without PDF files is the harder test of the lead: nobody waits for an office.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

import psutil

from benchmarks.casemaking import EXAMPLES, ROOT
from benchmarks.measuring import rounded
from benchmarks.soak.casebook import write_cases
from generator.batch.floor import Order
from generator.batch.night import night_run
from generator.batch.stopping import Stop
from generator.crew import Outfit
from generator.crew.local import LocalCrew
from generator.findings import Finding
from generator.results import Outcome
from generator.runlog import Entry
from generator.settings import Settings
from generator.workshop import Workshop

SIZES = (10, 100, 1000, 10_000)
_ROUGH = 1000
"""The largest number of cases when one round is asked for."""
_OFTEN = 20
"""Handlingar between two looks at the memory."""


def measure(rounds: int, scratch: Path) -> dict[str, object]:
    """The series, and below it what the processes held."""
    sizes = [size for size in SIZES if rounds > 1 or size <= _ROUGH]
    runs = {size: _run(size, scratch / str(size)) for size in sizes}
    found: dict[str, object] = {
        "x": sizes,
        "x_namn": "ärenden",
        "serier": {"generatorn": [run["ms"] for run in runs.values()]},
        "minne": {f"{size} ärenden": run for size, run in runs.items()},
    }
    if 10_000 in runs:
        ledare, arbetare = (rounded(runs[10_000][who] / runs[1000][who]) for who in ("ledaren_mib", "arbetaren_mib"))
        both = rounded(_both(runs[10_000]) / _both(runs[1000]))
        found |= {"okning_1000_10000": both, "okning_ledaren": ledare, "okning_arbetaren": arbetare}
    return found


def _both(run: dict[str, Any]) -> float:
    return float(run["ledaren_mib"] + run["arbetaren_mib"])


def _run(size: int, folder: Path) -> dict[str, Any]:
    """One run, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.growth_cases", "--en", str(size), str(folder)]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=ROOT, env=os.environ.copy()).stdout
    shutil.rmtree(folder)
    found: dict[str, Any] = json.loads(said)
    return found


class _Follower:
    """Follows a run: what it has taken, and what its processes hold."""

    def __init__(self, crew: LocalCrew) -> None:
        self.crew = crew
        self.done = self.lead = self.worker = 0

    def planned(self, todo: int, unchanged: int) -> None:
        assert (todo > 0, unchanged) == (True, 0)

    def entry(self, entry: Entry) -> None:
        assert entry.result.outcome is Outcome.DONE, entry
        if self.done % _OFTEN == 0:
            self.look()
        self.done += 1

    def look(self) -> None:
        """Note what the lead and its only worker hold."""
        self.lead = max(self.lead, psutil.Process().memory_info().rss)
        children = psutil.Process().children(recursive=True)
        self.worker = max(self.worker, *(one.memory_info().rss for one in children))

    def remark(self, finding: Finding) -> None:
        raise AssertionError(finding)


def one(size: int, folder: Path) -> dict[str, object]:
    """A run over so many cases, in this process.

    Args:
        size: how many.
        folder: where the cases and what is published of them are to lie.
    """
    write_cases(EXAMPLES, folder / "arenden", size, 0, 1)
    follower = _Follower(LocalCrew(Outfit(root=ROOT, engine=None), 1))
    shop = Workshop(Settings(root=ROOT, out=folder / "ut"))
    order = Order(given=(folder / "arenden",), shop=shop, crew=lambda: follower.crew)
    begun = perf_counter()
    night_run(order, (follower,), Stop())
    took = (perf_counter() - begun) * 1000
    return {
        "handlingar": follower.done,
        "ms": rounded(took),
        "ms_per_handling": rounded(took / follower.done),
        "ledaren_mib": follower.lead >> 20,
        "arbetaren_mib": follower.worker >> 20,
    }


if __name__ == "__main__":
    if sys.argv[1:2] == ["--en"]:
        sys.stdout.write(json.dumps(one(int(sys.argv[2]), Path(sys.argv[3]))))
    else:
        asked = int(sys.argv[1]) if len(sys.argv) > 1 else 2
        with tempfile.TemporaryDirectory() as name:
            sys.stdout.write(json.dumps(measure(asked, Path(name)), ensure_ascii=False, indent=2) + "\n")
