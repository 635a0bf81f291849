"""Every measurement, ours and theirs, in one run: `script/bench [--snabbt] [NAMN…]`.

A whole run writes `docs/benchmarks.json`, `docs/benchmarks.md` and the
pictures. A quick one writes the same to a folder of its own; one of chosen
measurements prints what it finds and writes nothing. A run in which anything
failed says what, writes no document, and ends with the code 1.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks import tables
from benchmarks.measuring import as_usual, machine
from benchmarks.one import MEASUREMENTS
from benchmarks.writing import PLOTS, Unwritten, document

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
TOOLS = ROOT / ".bench"
TOOLS_PYTHON = TOOLS / "venv" / "bin" / "python"
PINNED = ROOT / "benchmarks" / "peers"
"""The folder that says which versions of the others are fetched."""


class Failed(Exception):
    """A measurement or a picture was not made; the message tells why."""


def measured(names: Iterable[str], *, quick: bool) -> tuple[dict[str, Any], list[str]]:
    """What each measurement found, and which failed."""
    found, failed = {}, list[str]()
    for name in names:
        rounds = MEASUREMENTS[name].quick if quick else MEASUREMENTS[name].rounds
        begun = perf_counter()
        try:
            found[name] = _one(name, rounds)
        except Failed as error:
            failed.append(name)
            say(f"FEL  {name}: {error}")
        else:
            say(f"OK   {name}, {perf_counter() - begun:.0f} s")
    return found, failed


def _one(name: str, rounds: int) -> Mapping[str, Any]:
    """The figures of one measurement, which has a process of its own.

    Raises:
        Failed: it ended with an error, which it has printed.
    """
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "siffror.json"
        command = [sys.executable, "-m", "benchmarks.one", name, str(rounds), str(result)]
        ended = subprocess.run(command, cwd=ROOT, env={**as_usual(), "PYTHONPATH": str(ROOT)}, check=False)
        if ended.returncode or not result.is_file():
            raise Failed(f"mätningen avbröts (slutkod {ended.returncode})")
        found: Mapping[str, Any] = json.loads(result.read_text("utf-8"))
        return found


def versions() -> dict[str, str]:
    """What was measured: us, the others as they are pinned, and the programs that they run in."""
    lines = [line for file in sorted(PINNED.glob("requirements*.txt")) for line in file.read_text("utf-8").splitlines()]
    pinned = (line.partition("==") for line in lines)
    node = json.loads((PINNED / "package.json").read_text("utf-8"))["dependencies"]
    programs = {"Node": ("node", "--version"), "LibreOffice": ("soffice", "--version")}
    return {
        "generatorn": version("arendegenerator"),
        **{name: number for name, _, number in pinned if number},
        **node,
        **{name: _said(command) for name, command in programs.items()},
    }


def _said(command: Sequence[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60).stdout.strip()
    except OSError:
        return "saknas"


def written(run: Mapping[str, Any], folder: Path) -> None:
    """The results, the document and the pictures of a run, in a folder.

    Raises:
        Failed: the pictures cannot be drawn.
        Unwritten: the document and the measurements do not fit together.
    """
    text = document((DOCS / "benchmarks.md").read_text("utf-8"), run)
    folder.mkdir(parents=True, exist_ok=True)
    results = folder / "benchmarks.json"
    results.write_text(json.dumps(run, ensure_ascii=False, indent=2) + "\n", "utf-8")
    command = [str(TOOLS_PYTHON), str(ROOT / "benchmarks" / "plots.py"), str(results), str(folder / PLOTS)]
    shutil.rmtree(folder / PLOTS, ignore_errors=True)
    if not TOOLS_PYTHON.is_file() or subprocess.run(command, check=False).returncode:
        raise Failed("diagrammen kunde inte ritas")
    (folder / "benchmarks.md").write_text(text, "utf-8")


def say(text: str) -> None:
    """A line to whoever runs this."""
    sys.stderr.write(text + "\n")


def main(words: Sequence[str]) -> int:
    """Run; the exit code."""
    parser = argparse.ArgumentParser(prog="script/bench", description="Mät generatorn och de andra på samma ärenden.")
    parser.add_argument("--snabbt", action="store_true", help="färre varv; skriver i en tillfällig mapp, inte i docs")
    parser.add_argument("namn", nargs="*", metavar="NAMN", help=f"bara dessa mätningar: {', '.join(MEASUREMENTS)}")
    options = parser.parse_args(words)
    unknown = [name for name in options.namn if name not in MEASUREMENTS]
    if unknown:
        parser.error(f"okänd mätning: {', '.join(unknown)}")
    about = {"dag": date.today().isoformat(), "maskin": machine(), "versioner": versions()}
    found, failed = measured(options.namn or MEASUREMENTS, quick=options.snabbt)
    run = {**about, "snabbt": options.snabbt, "matningar": found}
    return report(run, failed, chosen=bool(options.namn))


def report(run: Mapping[str, Any], failed: Sequence[str], *, chosen: bool) -> int:
    """Write what a run found, or print it; the exit code."""
    found = run["matningar"]
    if chosen or failed:
        sys.stdout.write(json.dumps(run, ensure_ascii=False, indent=2) + "\n")
        if failed:
            say(f"Inte mätt: {', '.join(failed)}. Inget dokument skrivs.")
        return 1 if failed else 0
    folder = Path(tempfile.mkdtemp(prefix="bench-")) if run["snabbt"] else DOCS
    try:
        written(run, folder)
    except (Failed, Unwritten) as error:
        say(f"FEL  {error}")
        return 1
    sys.stdout.write(f"{tables.targets(found)}\n\nSkrivet i {folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
