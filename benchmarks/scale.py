"""What the scheduling of a cluster costs: documents that take no time, through a real scheduler and real workers.

    python -m benchmarks.scale --dokument 1000 10000 100000 --arbetare 2
    python -m benchmarks.scale --dokument 1000000 --byte 1000 --json skala.json

A stand-in gives back canned bytes instead of a document, at once or after a
while, so that what is left is the cost of the lead, of the scheduler and of
sending. With `--sekunder 0.5` a worker is as slow as a real one, and many
workers can be tried on few cores.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

from generator.crew import Done, Job, Outfit
from generator.crew.cluster import ClusterCrew
from generator.model import CaseFile
from generator.results import HandlingResult, Made, Outcome, Seen

ROOT = Path(__file__).parent.parent
_CASE = bytes(6_000)
_STEM = "2024-01-01-standin"


def stand_in(job: Job, _: str, size: int, seconds: float) -> tuple[Done, tuple[tuple[str, str], ...]]:
    """In a worker: as many bytes as a document has, after as long as it takes."""
    time.sleep(seconds)
    line = HandlingResult(source=job.file.path, diarienummer="X/1", handling=job.handling, outcome=Outcome.DONE)
    made = Made(line=line, files={".pdf": bytes(size)}, entry={"status": "utkast"})
    return Done(number=job.number, made=made, seconds=seconds, by=platform.node()), ()


@contextmanager
def cluster(workers: int, threads: int) -> Iterator[tuple[str, psutil.Process]]:
    """A scheduler and its workers; gives its address and its process."""
    with tempfile.TemporaryDirectory() as name:
        folder, programs = Path(name), []
        said = folder / "scheduler.json"

        def start(kind: str, *more: str) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--no-dashboard", *more]
            with (folder / f"{kind}.log").open("ab") as log:
                programs.append(subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT))
            return programs[-1]

        scheduler = start("scheduler", "--port", "0", "--scheduler-file", str(said))
        while not said.exists():
            time.sleep(0.1)
        time.sleep(0.5)
        address = str(json.loads(said.read_text("utf-8"))["address"])
        for _ in range(workers):
            start("worker", address, "--nthreads", str(threads), "--no-nanny", "--local-directory", name)
        try:
            yield address, psutil.Process(scheduler.pid)
        finally:
            for program in reversed(programs):
                program.terminate()
            for program in programs:
                with suppress(subprocess.TimeoutExpired):
                    program.wait(20)
                program.kill()


def run(count: int, crew: ClusterCrew, scheduler: psutil.Process) -> dict[str, Any]:
    """So many documents, one after the other handed out and taken back."""
    own = psutil.Process()
    before = [_used(one) for one in (own, scheduler)]
    begun, given, back, most = time.monotonic(), 0, 0, 0
    while back < count:
        while given < count and crew.wants() > 0:
            given += 1
            crew.give(Job(number=given, file=CaseFile(Path("x.json"), _CASE), handling=_STEM, seen=Seen(stem=_STEM)))
        done = crew.back(1)
        assert all(one.made.line.outcome is Outcome.DONE for one in done), done[0].made.line.findings
        back += len(done)
        if back % 1000 < len(done):
            most = max(most, own.memory_info().rss >> 20)
    seconds = time.monotonic() - begun
    lead, planner = ((_used(one) - was) / count for one, was in zip((own, scheduler), before, strict=True))
    return {
        "dokument": count,
        "sekunder": round(seconds, 1),
        "per sekund": round(count / seconds, 1),
        "ledarens processortid, ms per dokument": round(1000 * lead, 2),
        "schemaläggarens processortid, ms per dokument": round(1000 * planner, 2),
        "ledarens minne, MiB": most or own.memory_info().rss >> 20,
        "schemaläggarens minne, MiB": scheduler.memory_info().rss >> 20,
    }


def _used(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dokument", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--arbetare", type=int, default=2, help="arbetsprocesser")
    parser.add_argument("--tradar", type=int, default=1, help="trådar i varje; fler låtsas vara fler maskiner")
    parser.add_argument("--byte", type=int, default=130_000, help="så stort är ett dokument")
    parser.add_argument("--sekunder", type=float, default=0, help="så länge tar det")
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    figures: dict[str, Any] = {
        "maskin": {"kärnor": psutil.cpu_count(), "python": platform.python_version()},
        **{name: value for name, value in vars(wanted).items() if name != "json"},
        "mätt": [],
    }
    outfit = Outfit(root=ROOT, engine=None)
    with cluster(wanted.arbetare, wanted.tradar) as (address, scheduler):
        crew = ClusterCrew(address, outfit, work=(stand_in, wanted.byte, wanted.sekunder))
        try:
            for count in wanted.dokument:
                figures["mätt"].append(run(count, crew, scheduler))
                print(json.dumps(figures["mätt"][-1], ensure_ascii=False), flush=True)
        finally:
            crew.close()
    if wanted.json:
        wanted.json.write_text(json.dumps(figures, ensure_ascii=False, indent=2), "utf-8")


if __name__ == "__main__":
    main()
