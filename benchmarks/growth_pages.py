"""How time and memory grow with the length of a document, all the way to a checked PDF.

Run it with `python -m benchmarks.growth_pages [ROUNDS]`. One case after
another, each with a longer body, is read, decided, composed, rendered,
converted by a warm office, finished and verified in this process; veraPDF, a
program of its own, is left out. Milliseconds, the least of the rounds.
Memory is what this process held at most plus what the office and the clerk
held when the document was done.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import psutil

from benchmarks.casemaking import ROOT, long_letter, write
from benchmarks.measuring import rounded
from generator.engines.libreoffice import LibreOffice
from generator.making import Making
from generator.results import Seen
from generator.settings import Settings
from generator.steps.read import fetch, read
from generator.workshop import Workshop

BODIES = (1, 5, 20, 50, 100, 185)
"""Pages of the body; the last gives a document of more than two hundred."""
ROUNDS = 3


def measure(rounds: int, scratch: Path) -> dict[str, object]:
    """The series, by the pages that came out, and the memory for the longest."""
    engine = LibreOffice(timeout=600)
    shop = Workshop(Settings(root=ROOT, out=scratch / "ut"), engine)
    try:
        _made(write(long_letter(1), scratch / "varm.json"), shop)
        runs = [_best(write(long_letter(body), scratch / f"{body}.json"), shop, rounds) for body in BODIES]
        held = _held()
    finally:
        engine.close()
    pages, times = zip(*runs, strict=True)
    return {
        "x": list(pages),
        "x_namn": "sidor",
        "serier": {"generatorn": [rounded(one) for one in times]},
        "minne": {"sidor": pages[-1], "mib": held},
        "minne_langst_mib": held,
    }


def _best(path: Path, shop: Workshop, rounds: int) -> tuple[int, float]:
    """The pages, and milliseconds."""
    runs = [_made(path, shop) for _ in range(rounds)]
    return runs[0][0], min(took for _, took in runs)


def _made(path: Path, shop: Workshop) -> tuple[int, float]:
    begun = perf_counter()
    arende = read(fetch(path), shop.schemas)
    [handling] = arende.handlingar
    made = Making(arende, handling, shop, Seen(stem=handling.file_stem)).made()
    took = (perf_counter() - begun) * 1000
    assert made.line.pages, made.line
    return made.line.pages, took


def _held() -> int:
    """MiB: of this process at most, of its programs now."""
    programs = sum(one.memory_info().rss for one in psutil.Process().children(recursive=True))
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10) + (programs >> 20)


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as name:
        sys.stdout.write(json.dumps(measure(asked, Path(name)), ensure_ascii=False, indent=2) + "\n")
