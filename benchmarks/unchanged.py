"""What a night costs in which nothing has changed: so many case files, each with a published Word file and PDF.

Run it with `python -m benchmarks.unchanged [NUMBER]`. The case files are
copies of one example with diarienummer of their own; what is published of
them has the size of real documents (30 kB and 100 kB) and no meaning. The
book is written by a first run, and read by a second one in a fresh process's
state: a workshop and a book of its own; and once more, when the files are
surely in memory. Seconds; the folder lies where temporary files do.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, process_time
from typing import Any

import psutil

from benchmarks.measuring import as_usual, rounded
from generator.batch.planning.books import PLACE
from generator.batch.planning.ledger import Ledger
from generator.batch.planning.plan import Action, Planned, Planner
from generator.engines.libreoffice import LibreOffice
from generator.pipeline import render_file
from generator.settings import Settings
from generator.steps.publish import MANIFEST
from generator.workshop import Workshop

ROOT = Path(__file__).parent.parent
_WORD, _PDF = 30_000, 100_000
"""Bytes."""


def prepare(folder: Path, number: int) -> list[Path]:
    """The case files, and what is published of them."""
    paths = [_case(folder / "arenden", index) for index in range(number)]
    [first] = render_file(paths[0], Workshop(Settings(root=ROOT, out=folder / "mall")))
    manifest = json.loads((first.files[0].parent / MANIFEST).read_text("utf-8"))
    engine, random = LibreOffice(), Random(1)
    shop = Workshop(Settings(root=ROOT, out=folder / "ut"), engine)
    planner = Planner(shop, Ledger(shop))
    for path in paths:
        [step] = planner.plan(path).steps
        _publish(step, manifest, random)
    engine.close()
    return paths


def _case(folder: Path, index: int) -> Path:
    """One case file: the example, with a diarienummer of its own."""
    example = json.loads((ROOT / "cases" / "24rs2087.json").read_text("utf-8"))
    example["diarienummer"] = f"{24 + index // 100_000}RS{index % 100_000}"
    folder.mkdir(exist_ok=True)
    path = folder / f"{index:06}.json"
    path.write_text(json.dumps(example, ensure_ascii=False, indent=1), "utf-8")
    return path


def _publish(step: Planned, manifest: dict[str, Any], random: Random) -> None:
    """Files of the right size, and a manifest that says that they were made of what the handling is made of today."""
    place, [entry] = step.place, manifest["handlingar"].values()
    place.folder.mkdir(parents=True)
    digests = {}
    for suffix, size in ((".docx", _WORD), (".pdf", _PDF)):
        content = random.randbytes(size)
        place.file(suffix).write_bytes(content)
        digests[place.file(suffix).name] = sha256(content).hexdigest()
    said = {**entry, "sidor": 2, "underlag": step.sources, "filer": digests}
    whole = {**manifest, "diarienummer": place.diarienummer, "handlingar": {step.stem: said}}
    (place.folder / MANIFEST).write_text(json.dumps(whole, ensure_ascii=False, indent=2), "utf-8")


def night(paths: list[Path], out: Path) -> dict[str, object]:
    """One run over all case files: the seconds of its parts."""
    engine = LibreOffice()
    shop = Workshop(Settings(root=ROOT, out=out), engine)
    begun = perf_counter()
    ledger = Ledger(shop)
    planner = Planner(shop, ledger)
    read = perf_counter()
    planner.plan(paths[0])  # schemas, rules and templates are loaded
    loaded, busy = perf_counter(), process_time()
    for path in paths:
        plan = planner.plan(path)
        assert [action for _, action, _ in plan.actions] == [Action.UNCHANGED], plan.actions
    planned, busy = perf_counter(), process_time() - busy
    ledger.save()
    saved = perf_counter()
    engine.close()
    parts = {"bok": read - begun, "ladda": loaded - read, "planera": planned - loaded, "spara": saved - planned}
    parts["planera_processor"] = busy
    return {name: round(seconds, 2) for name, seconds in parts.items()}


NUMBER = 10_000
_MADE = time.time() - 7 * 24 * 3600
"""When the case files were last changed: long ago, so that nobody waits to see whether they hold still."""


def measure(rounds: int, scratch: Path) -> dict[str, object]:
    """Whole calls of `generator batch` over unchanged case files, from the shell's point of view.

    LibreOffice is counted as started when a program of that name was seen among what the call started.
    """
    number = NUMBER if rounds > 1 else NUMBER // 10
    paths = prepare(scratch, number)
    for path in paths:
        os.utime(path, (_MADE, _MADE))
    _called(scratch)  # writes the book
    took = [_called(scratch) for _ in range(rounds)]
    seconds = median(one for one, _ in took)
    return {
        "arenden": number,
        "sekunder": rounded(seconds),
        "ms_per_arende": rounded(1000 * seconds / number),
        "startade_kontor": sum(offices for _, offices in took),
        "planera_s": night(paths, scratch / "ut"),
    }


def _called(scratch: Path) -> tuple[float, int]:
    """Seconds, and how many offices were seen."""
    words = ["batch", str(scratch / "arenden"), "--ut", str(scratch / "ut"), "--rot", str(ROOT), "--tyst"]
    begun, offices = perf_counter(), set[int]()
    with subprocess.Popen([sys.executable, "-m", "generator", *words], cwd=ROOT, env=as_usual()) as call:
        while call.poll() is None:
            with suppress(psutil.Error):
                below = psutil.Process(call.pid).children(recursive=True)
                offices |= {
                    one.pid for one in below if one.name() == "soffice.bin" and "--accept" in str(one.cmdline())
                }
            time.sleep(0.02)
    took = perf_counter() - begun
    assert call.returncode == 0, call.returncode
    return took, len(offices)


def main(number: int) -> dict[str, object]:
    """All figures."""
    folder = Path(tempfile.mkdtemp(prefix="generator-oforandrat-"))
    try:
        paths = prepare(folder, number)
        first, second, third = (night(paths, folder / "ut") for _ in range(3))
        [book] = (folder / "ut" / PLACE).iterdir()
        return {
            "arenden": number,
            "utan_bok_s": first,
            "med_bok_s": [second, third],
            "bok_byte": book.stat().st_size,
            "minne_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "python": platform.python_version(),
            "maskin": f"{platform.machine()}, {os.cpu_count()} kärnor",
        }
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    sys.stdout.write(json.dumps(main(asked), ensure_ascii=False, indent=2) + "\n")
