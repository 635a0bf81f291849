"""Two night runs over thousands of cases, while programs are killed and the disk is filled; then the reckoning.

`script/uthallighet` calls it. What it finds wrong makes it end with 1; what it
measured goes to standard output, and to `--json FIL`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.soak.casebook import write_cases
from benchmarks.soak.chaos import Chaos, Runner
from benchmarks.soak.reckoning import Ground, reckon

ROOT = Path(__file__).parent.parent.parent
GENERATOR = [sys.executable, "-m", "generator"]


def main(given: Sequence[str] | None = None) -> int:
    """Run the soak; 0 when everything came out as it should."""
    wanted = _arguments(given)
    home = Path(tempfile.mkdtemp(prefix="uthallighet-", dir=wanted.mapp))
    cases, out, own = home / "arenden", home / "disk" / "handlingar", home / "tmp"
    for folder in (out, own):
        folder.mkdir(parents=True)
    mounted = _mount(home / "disk", wanted.disk)
    out.mkdir(exist_ok=True)
    book = write_cases(ROOT / "cases", cases, wanted.arenden, wanted.andel, wanted.fro)
    print(f"{wanted.arenden} ärenden i {home}: {len(book.good)} bra, {len(book.bad)} dåliga filer", flush=True)
    try:
        seconds, chaos, kills = _night(wanted, cases, out, own, home)
        ground = Ground(cases=cases, out=out, own=own, command=tuple(GENERATOR), environment=environment(own))
        faults, figures = reckon(book, ground, [] if wanted.verapdf else ["--utan-verapdf"])
    finally:
        if mounted:
            subprocess.run(["umount", "-l", home / "disk"], check=False)
    figures |= {"sekunder": round(seconds), "dad": dict(chaos.deeds), "omstarter": kills, "brister": faults}
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    if wanted.json:
        wanted.json.write_text(json.dumps(figures, ensure_ascii=False, indent=2), "utf-8")
    return 1 if faults else 0


def _arguments(given: Sequence[str] | None) -> Any:
    parser = argparse.ArgumentParser(prog="script/uthallighet", description=__doc__)
    parser.add_argument("--arenden", type=int, default=2000, help="antal ärendefiler")
    parser.add_argument("--andel", type=float, default=0.05, help="andel dåliga")
    parser.add_argument("--var", type=float, nargs=2, default=(2, 6), help="sekunder mellan två dåd, från och till")
    parser.add_argument("--full-efter", type=float, default=60, help="sekunder innan disken fylls")
    parser.add_argument("--disk", default="2g", help="diskens storlek, om den går att montera")
    parser.add_argument("--fro", type=int, default=1, help="frö för slumpen")
    parser.add_argument("--verapdf", action="store_true", help="pröva varje PDF i veraPDF till sist")
    parser.add_argument("--mapp", type=Path, help="var allt läggs")
    parser.add_argument("--json", type=Path, help="skriv siffrorna hit")
    return parser.parse_args(given)


def environment(own: Path) -> dict[str, str]:
    """Temporary files of their own, so that it can be seen afterwards that none is left."""
    return {**os.environ, "TMPDIR": str(own), "PYTHONPATH": str(ROOT)}


def _mount(disk: Path, size: str) -> bool:
    """A small disk that can be filled; without the right to mount one, the disk is not filled."""
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk], check=False, capture_output=True
    )
    if done.returncode:
        print("Disken går inte att montera här, så den fylls inte.", flush=True)
    return done.returncode == 0


def _night(wanted: Any, cases: Path, out: Path, own: Path, home: Path) -> tuple[float, Chaos, int]:
    """Two runs at once until both have ended by themselves."""
    command = [*GENERATOR, "batch", str(cases), "--ut", str(out), "--rot", str(ROOT), "--jobb", "1"]
    runners = [Runner(command, environment(own), home / f"korning-{number}.log") for number in (1, 2)]
    full_at = wanted.full_efter if (home / "disk").is_mount() else float("inf")
    chaos = Chaos(runners, home / "disk", tuple(wanted.var), full_at, wanted.fro)
    begun = time.monotonic()
    chaos.start()
    try:
        while any(runner.going_on for runner in runners):
            time.sleep(1)
    finally:
        chaos.stop()
        for runner in runners:
            if runner.going_on:
                runner.process.terminate()
                runner.process.wait()
    return time.monotonic() - begun, chaos, sum(runner.kills for runner in runners)


if __name__ == "__main__":
    sys.exit(main())
