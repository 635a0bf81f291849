"""How time and memory grow with the number of cases: whole runs from the shell that make Word files.

Run it with `python -m benchmarks.growth_cases [ROUNDS]`; more than one round
means ten thousand cases, too. Each run is `generator batch` in processes of
its own, with a worker for each core as it comes, from case files to published
files and the report on the disk.
Milliseconds of the whole call; the memory is the most that all its processes
held at once, and the most of the lead alone: also while it writes the report.
What processes share is counted once (PSS). One that is about to start a
program has for a moment its parent's memory and none of its own (vfork): it
is known by its parent's words and not counted.
A run without PDF files is the harder test: nobody waits for an office, and no
office's memory hides what the generator's grows by.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import Any

import psutil

from benchmarks.casemaking import EXAMPLES, ROOT
from benchmarks.measuring import as_usual, rounded
from benchmarks.soak.casebook import write_cases
from generator.runlog import newest, read_run

SIZES = (10, 100, 1000, 10_000)
_ROUGH = 1000
"""The largest number of cases when one round is asked for."""
_OFTEN = 0.05
"""Seconds between two looks at the memory."""


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
        for name, what in (("okning_1000_10000", "alla_mib"), ("okning_ledaren", "ledaren_mib")):
            found[name] = rounded(runs[10_000][what] / runs[1000][what])
    return found


def _run(size: int, folder: Path) -> dict[str, Any]:
    """One call over so many cases."""
    write_cases(EXAMPLES, folder / "arenden", size, 0, 1)
    for path in (folder / "arenden").iterdir():
        os.utime(path, (0, 0))  # long ago: nobody waits to see whether they hold still
    out = folder / "ut"
    words = ["batch", str(folder / "arenden"), "--ut", str(out), "--rot", str(ROOT), "--tyst", "--utan-pdf"]
    begun = perf_counter()
    with subprocess.Popen([sys.executable, "-m", "generator", *words], cwd=ROOT, env=as_usual()) as call:
        lead, whole = _held(call)
    took = (perf_counter() - begun) * 1000
    log = newest(out)
    assert call.returncode == 0, call.returncode
    assert log is not None
    entries = read_run(log).entries
    assert {entry.result.outcome.value for entry in entries} == {"klar"}
    shutil.rmtree(folder)
    return {
        "handlingar": len(entries),
        "ms": rounded(took),
        "ms_per_handling": rounded(took / len(entries)),
        "ledaren_mib": lead >> 20,
        "alla_mib": whole >> 20,
    }


def _held(call: subprocess.Popen[bytes]) -> tuple[int, int]:
    """The most bytes that a call held while it went on: itself, and with all that it had started."""
    lead = whole = 0
    process = psutil.Process(call.pid)
    while call.poll() is None:
        with suppress(psutil.Error):
            own = process.memory_full_info().pss
            lead = max(lead, own)
            others = [one for one in process.children(recursive=True) if not _begins(one)]
            whole = max(whole, own + sum(one.memory_full_info().pss for one in others))
        time.sleep(_OFTEN)
    return lead, whole


def _begins(process: psutil.Process) -> bool:
    """True for one that has yet to become the program that it is started for."""
    parent = process.parent()
    return parent is not None and parent.cmdline() == process.cmdline()


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    with tempfile.TemporaryDirectory() as name:
        sys.stdout.write(json.dumps(measure(asked, Path(name)), ensure_ascii=False, indent=2) + "\n")
