"""What the crew of this machine carries, beside what LibreOffice alone takes for the same documents.

Run it with `python -m benchmarks.crew [ROUNDS]`. Every example handling is
made anew in each round:

- by crews of one and of two workers, with and without a validator: documents
  per second from the first job given to the last come back, when everybody is
  at work already, and the memory of the processes when the last is done;
- converted only, by one office in this process: what nobody can go below with
  one office;
- converted only, by one call of the office for all documents of a round, as
  the alternative to speaking with it; it cannot lay a document out a second
  time, so its files are not the ones that are published.

Times are milliseconds. Start and close of an office stand beside them, since
recycling costs as much.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from statistics import mean, median
from time import perf_counter, sleep

import pikepdf
import psutil

from generator.crew import Done, Job, Outfit
from generator.crew.local import LocalCrew
from generator.crew.task import do, workshop
from generator.engines.libreoffice import _EXPORT, LibreOffice
from generator.engines.officebuild import find_office
from generator.errors import EngineError
from generator.results import Outcome, Seen
from generator.steps.read import fetch, read

ROOT = Path(__file__).parent.parent
ROUNDS = 10
STARTS = 5
LIMIT = 20
"""Seconds that one document may take when an office is struck."""


def jobs(rounds: int) -> Iterator[Job]:
    """Every example handling, once a round."""
    shop, numbers = workshop(Outfit(root=ROOT, engine=None)), count(1)
    files = [fetch(path) for path in sorted((ROOT / "cases").glob("*.json"))]
    stems = [(file, one.file_stem) for file in files for one in read(file, shop.schemas).handlingar]
    for _ in range(rounds):
        for file, stem in stems:
            yield Job(number=next(numbers), file=file, handling=stem, seen=Seen(stem=stem))


def passed(crew: LocalCrew, given: Sequence[Job]) -> list[Done]:
    """All jobs done, none of them broken."""
    waiting, done = list(reversed(given)), list[Done]()
    while len(done) < len(given):
        while waiting and crew.wants() > 0:
            crew.give(waiting.pop())
        done += crew.back(60)
    assert all(one.made.line.outcome is Outcome.DONE for one in done), [one.made.line for one in done]
    return done


def memory() -> dict[str, int]:
    """MiB of each kind of process that has been started from here, and how many there are."""
    held: Counter[str] = Counter()
    for process in psutil.Process().children(recursive=True):
        name = "clerk" if "clerk.py" in " ".join(process.cmdline()) else process.name()
        held[name] += process.memory_info().rss >> 20
        held[f"{name}, antal"] += 1
    return dict(held)


def crew_of(number: int, rounds: int, *, validator: bool) -> dict[str, object]:
    """What a crew does in a second."""
    begun = perf_counter()
    crew = LocalCrew(Outfit(root=ROOT, engine=LibreOffice.name, validator=validator), number)
    try:
        passed(crew, list(jobs(1)))  # everybody has an office from here on
        ready, given = perf_counter(), list(jobs(rounds))
        done = passed(crew, given)
        whole, held = perf_counter() - ready, memory()
    finally:
        closing = perf_counter()
        crew.close()
    return {
        "arbetare": number,
        "granskare": validator,
        "dokument": len(given),
        "dokument_per_sekund": round(len(given) / whole, 2),
        "ms_per_dokument": round(whole / len(given) * 1000),
        "ms_i_arbetaren": round(mean(one.seconds for one in done) * 1000),
        "ms_till_varm": round((ready - begun) * 1000),
        "ms_att_avsluta": round((perf_counter() - closing) * 1000),
        "minne_mib": held,
    }


def bare(rounds: int, work: Path) -> dict[str, object]:
    """The same documents, converted only."""
    engine, seen = LibreOffice(), list[float]()
    engine.convert(next(work.glob("*.docx")), work / "a.pdf")
    for _ in range(rounds):
        for docx in sorted(work.glob("*.docx")):
            begun = perf_counter()
            engine.convert(docx, work / "a.pdf")
            seen.append((perf_counter() - begun) * 1000)
    engine.close()
    return {"dokument": len(seen), "ms_per_dokument": round(sum(seen) / len(seen)), "median": round(median(seen))}


def chunks(rounds: int, work: Path) -> dict[str, object]:
    """The same documents, all of a round in one call."""
    sources = sorted(work.glob("*.docx"))
    seen = list[float]()
    for _ in range(rounds + 1):
        shutil.rmtree(work / "ut", ignore_errors=True)
        begun = perf_counter()
        assert one_call(work, sources).wait() == 0
        seen.append((perf_counter() - begun) * 1000 / len(sources))
        assert len(list((work / "ut").glob("*.pdf"))) == len(sources)
    return {"dokument_per_anrop": len(sources), "ms_per_dokument": round(median(seen[1:]))}


def one_call(work: Path, sources: Sequence[Path]) -> subprocess.Popen[bytes]:
    """One call of the office for many documents."""
    options = json.dumps({key: _typed(value) for key, value in _EXPORT.items()})
    command = [find_office(), f"-env:UserInstallation={(work / 'profil').as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", f"pdf:writer_pdf_Export:{options}", "--outdir", work / "ut", *sources]
    return subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def struck(work: Path, blow: signal.Signals) -> dict[str, object]:
    """The office is killed, or stopped for good, when half of a round is done: how long until the round is whole?

    A document may take `LIMIT` seconds, so a call for many may take as many
    times that. What came out of a call that was cut off counts only if it can
    be opened.
    """
    sources = sorted(work.glob("*.docx"))
    return {"slag": blow.name, "uno_s": _asked_one_by_one(work, sources, blow), "anrop_s": _called(work, sources, blow)}


def _asked_one_by_one(work: Path, sources: Sequence[Path], blow: signal.Signals) -> float:
    engine, begun, struck_yet = LibreOffice(timeout=LIMIT), 0.0, False
    engine.convert(sources[0], work / "a.pdf")
    begun, waiting = perf_counter(), list(sources)
    while waiting:
        if len(waiting) == len(sources) // 2 and not struck_yet:
            struck_yet = True
            _office().send_signal(blow)
        with suppress(EngineError):
            engine.convert(waiting[0], work / "a.pdf")
            del waiting[0]
    took = perf_counter() - begun
    engine.close()
    return round(took, 1)


def _called(work: Path, sources: Sequence[Path], blow: signal.Signals) -> float:
    shutil.rmtree(work / "ut", ignore_errors=True)
    begun, left, struck_yet = perf_counter(), list(sources), False
    while left:
        call = one_call(work, left)
        until = perf_counter() + LIMIT * len(left)
        while call.poll() is None and perf_counter() < until:
            sleep(0.02)
            if not struck_yet and len(list((work / "ut").glob("*.pdf"))) >= len(sources) // 2:
                struck_yet = True
                _office().send_signal(blow)
        for process in psutil.Process(call.pid).children(recursive=True) if call.poll() is None else ():
            process.kill()
        call.kill()
        call.wait()
        left = [source for source in sources if not _is_whole(work / "ut" / f"{source.stem}.pdf")]
    return round(perf_counter() - begun, 1)


def _office() -> psutil.Process:
    [office] = [one for one in psutil.Process().children(recursive=True) if one.name() == "soffice.bin"]
    return office


def _is_whole(pdf: Path) -> bool:
    with suppress(OSError, pikepdf.PdfError), pikepdf.open(pdf) as opened:
        return len(opened.pages) > 0
    return False


def _typed(value: object) -> dict[str, object]:
    kind = "boolean" if isinstance(value, bool) else "long"
    return {"type": kind, "value": str(value).lower()}


def starts(docx: Path, work: Path) -> dict[str, object]:
    """What a new office costs: its start with the first document, and its end."""
    first, closing = list[float](), list[float]()
    for _ in range(STARTS):
        engine = LibreOffice()
        begun = perf_counter()
        engine.convert(docx, work / "a.pdf")
        first.append((perf_counter() - begun) * 1000)
        begun = perf_counter()
        engine.close()
        closing.append((perf_counter() - begun) * 1000)
    return {"ms_start_och_forsta": round(median(first)), "ms_stangning": round(median(closing))}


def main(rounds: int) -> dict[str, object]:
    """All figures."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        words = workshop(Outfit(root=ROOT, engine=None))
        for job in jobs(1):
            (work / f"{job.number:02}.docx").write_bytes(do(job, words).files[".docx"])
        alone: dict[str, object] = {"bara": bare(rounds, work), "i_ett_anrop": chunks(rounds, work)}
        alone["drabbade"] = [struck(work, blow) for blow in (signal.SIGKILL, signal.SIGSTOP)]
        alone["kontor"] = starts(work / "01.docx", work)
    crews = [crew_of(number, rounds, validator=validator) for validator in (False, True) for number in (1, 2)]
    return {
        **alone,
        "lag": crews,
        "python": platform.python_version(),
        "maskin": f"{platform.machine()}, {os.cpu_count()} kärnor",
        "belastning": round(os.getloadavg()[0], 2),
    }


if __name__ == "__main__":
    figures = main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=2) + "\n")
