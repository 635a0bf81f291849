"""What the scheduling of a cluster costs: documents that take no time, through a real scheduler and real workers.

    python -m benchmarks.scale --dokument 1000 10000 100000
    python -m benchmarks.scale --dokument 2000 --arbetare 100 --sekunder 0.4
    python -m benchmarks.scale --dokument 1000000 --json skala.json

A stand-in gives back canned bytes instead of a document, at once or after a
while, so that what is left is the cost of the lead, of the scheduler and of
sending. With `--sekunder 0.4` a worker is as slow as a real one, and does as
little; the workers share few processes (`--processer`), so that many can be
tried on few cores.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from generator.crew import Done, Job, Outfit
from generator.crew.cluster import ClusterCrew
from generator.model import CaseFile
from generator.results import HandlingResult, Made, Outcome, Seen

ROOT = Path(__file__).parent.parent
_STEM = "2024-01-01-standin"
_HERE = "127.0.0.1"
_GOING = 60
"""Seconds that a program may take to end before it is killed."""


def stand_in(job: Job, _: str, size: int, seconds: float) -> Done:
    """In a worker: as many bytes as a document has, after as long as it takes."""
    time.sleep(seconds)
    line = HandlingResult(source=job.file.path, diarienummer="X/1", handling=job.handling, outcome=Outcome.DONE)
    made = Made(line=line, files={".pdf": bytes(size)}, entry={"status": "utkast"})
    return Done(number=job.number, made=made, seconds=seconds, by=platform.node())


async def _workers(address: str, count: int) -> None:
    """So many workers in this process, until the scheduler or the parent is gone."""
    from distributed import Worker  # noqa: PLC0415  # the others measure without it

    async with AsyncExitStack() as stack:
        made = [await stack.enter_async_context(Worker(address, nthreads=1, host=_HERE)) for _ in range(count)]
        await asyncio.gather(*(one.finished() for one in made))


@contextmanager
def _program(*arguments: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as said:
        program = subprocess.Popen([sys.executable, "-m", *arguments], stdout=said, stderr=said, cwd=ROOT)
    try:
        yield program
    finally:
        program.terminate()
        try:
            program.wait(_GOING)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()


@contextmanager
def cluster(workers: int, processes: int) -> Iterator[tuple[str, psutil.Process]]:
    """A scheduler and its workers, on this machine alone; gives its address and its process."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        said, log = Path(name, "scheduler.json"), Path(name, "log")
        given = ("--port", "0", "--host", _HERE, "--no-dashboard", "--scheduler-file", str(said))
        scheduler = stack.enter_context(_program("distributed.cli.dask_scheduler", *given, log=log))
        while not (said.exists() and said.read_text("utf-8").endswith("}")):
            time.sleep(0.1)
        address = str(json.loads(said.read_text("utf-8"))["address"])
        for number in range(processes):
            share = len(range(number, workers, processes))
            stack.enter_context(_program("benchmarks.scale", "--som-arbetare", address, str(share), log=log))
        _wait_for(address, workers)
        yield address, psutil.Process(scheduler.pid)


def _wait_for(address: str, workers: int) -> None:
    from distributed import Client  # noqa: PLC0415  # the workers do without it

    client: Any = Client
    with client(address, set_as_default=False) as one:
        one.wait_for_workers(workers, timeout=600)


@dataclass
class Watch:
    """What the lead and the scheduler have used since it began."""

    scheduler: psutil.Process

    def __post_init__(self) -> None:
        """Begin."""
        self.begun = time.monotonic()
        self.both = (psutil.Process(), self.scheduler)
        self.before = [_used(one) for one in self.both]
        self.most = [0, 0]

    def look(self) -> list[int]:
        """The memory of the two now, in MiB."""
        now = [one.memory_info().rss >> 20 for one in self.both]
        self.most = [max(one) for one in zip(now, self.most, strict=True)]
        return now

    def per_document(self, count: int) -> list[float]:
        """Milliseconds of processor for each document."""
        return [round(1000 * (_used(one) - was) / count, 2) for one, was in zip(self.both, self.before, strict=True)]


def run(count: int, crew: ClusterCrew, watch: Watch) -> dict[str, Any]:
    """So many documents, one after the other handed out and taken back."""
    given, back = 0, 0
    tenths: list[list[float]] = []
    case = CaseFile(Path("x.json"), bytes(6_000))
    while back < count:
        while given < count and crew.wants() > 0:
            given += 1
            crew.give(Job(number=given, file=case, handling=_STEM, seen=Seen(stem=_STEM)))
        done = crew.back(1)
        assert all(one.made.line.outcome is Outcome.DONE for one in done), done[0].made.line.findings
        back += len(done)
        if back * 10 // count > len(tenths):
            tenths.append([back, round(time.monotonic() - watch.begun, 1), *watch.look()])
            print(*tenths[-1], file=sys.stderr, flush=True)
    seconds = time.monotonic() - watch.begun
    lead, scheduler = watch.per_document(count)
    return {
        "dokument": count,
        "sekunder": round(seconds, 1),
        "per sekund": round(count / seconds, 1),
        "ledarens processortid, ms per dokument": lead,
        "schemaläggarens processortid, ms per dokument": scheduler,
        "mest minne, MiB: ledaren, schemaläggaren": watch.most,
        "förlopp: dokument, sekunder, MiB ledaren, MiB schemaläggaren": tenths,
    }


def _used(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dokument", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--arbetare", type=int, default=2)
    parser.add_argument("--processer", type=int, default=2, help="som arbetarna delar på")
    parser.add_argument("--byte", type=int, default=130_000, help="så stort är ett dokument")
    parser.add_argument("--sekunder", type=float, default=0, help="så länge tar det")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--som-arbetare", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


def _machine() -> dict[str, Any]:
    return {
        "kärnor": psutil.cpu_count(),
        "minne, MiB": psutil.virtual_memory().total >> 20,
        "belastning från början": round(psutil.getloadavg()[0], 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "när": datetime.now(UTC).isoformat(timespec="minutes"),
    }


def main() -> None:
    """Measure, and print the figures."""
    wanted = _wanted()
    if wanted.som_arbetare:
        address, count = wanted.som_arbetare
        asyncio.run(_workers(address, int(count)))
        return
    given = {name: value for name, value in vars(wanted).items() if name not in ("json", "som_arbetare")}
    figures: dict[str, Any] = {"maskin": _machine(), **given, "mätt": []}
    with cluster(wanted.arbetare, wanted.processer) as (address, scheduler):
        outfit = Outfit(root=ROOT, engine=None)
        crew = ClusterCrew(address, outfit, work=(stand_in, wanted.byte, wanted.sekunder))
        try:
            for count in wanted.dokument:
                figures["mätt"].append(run(count, crew, Watch(scheduler)))
                print(json.dumps(figures["mätt"][-1], ensure_ascii=False), flush=True)
                if wanted.json:
                    wanted.json.write_text(json.dumps(figures, ensure_ascii=False, indent=2), "utf-8")
        finally:
            crew.close()


if __name__ == "__main__":
    main()
