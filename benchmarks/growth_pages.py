"""How time and memory grow with the length of a document, all the way to a checked PDF, beside LibreOffice alone.

Run it with `python -m benchmarks.growth_pages [ROUNDS]`. One case after
another, each with a longer body, is read, decided, composed, rendered,
converted by a warm office, finished and verified in this process; veraPDF, a
program of its own, is left out. Another warm office loads, exports and closes
the same Word file. Milliseconds; a round goes through all lengths, and the
least of the rounds counts, since what is asked is how the work grows. Memory
is what this process held at most plus what the office and the clerk held when
the longest document was done.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import psutil

from benchmarks.casemaking import ROOT, long_letter, write
from benchmarks.measuring import rounded
from benchmarks.pdf_contestants import Bare, Watch
from generator.engines.libreoffice import LibreOffice
from generator.making import Making
from generator.results import Made, Seen
from generator.settings import Settings
from generator.steps.read import fetch, read
from generator.workshop import Workshop

BODIES = (1, 5, 20, 50, 100, 220)
"""Pages of the body; the last gives a document of more than two hundred."""
ROUNDS = 3


def measure(rounds: int, scratch: Path) -> dict[str, object]:
    """The series, by the pages that came out, and the memory for the longest."""
    engine = LibreOffice(timeout=600)
    shop = Workshop(Settings(root=ROOT, out=scratch / "ut"), engine)
    cases = [write(long_letter(body), scratch / f"{body}.json") for body in BODIES]
    try:
        _made(cases[0], shop)  # everything is loaded, and the office is there
        runs = [[_made(case, shop) for case in cases] for _ in range(rounds)]
        held = _held()
    finally:
        engine.close()
    made = [one for one, _ in runs[0]]
    assert (made[-1].line.pages or 0) > 200, "the longest document has become shorter"
    return {
        "x": [one.line.pages for one in made],
        "x_namn": "sidor",
        "serier": {
            "generatorn": [rounded(min(took for _, took in one)) for one in zip(*runs, strict=True)],
            "LibreOffice självt": [rounded(one) for one in _bare(made, rounds, scratch)],
        },
        "minne_langst_mib": held,
    }


def _made(path: Path, shop: Workshop) -> tuple[Made, float]:
    """What came of a case file, and milliseconds."""
    begun = perf_counter()
    arende = read(fetch(path), shop.schemas)
    [handling] = arende.handlingar
    made = Making(arende, handling, shop, Seen(stem=handling.file_stem)).made()
    took = (perf_counter() - begun) * 1000
    assert made.line.pages, made.line
    return made, took


def _bare(made: Sequence[Made], rounds: int, scratch: Path) -> list[float]:
    """The least milliseconds that LibreOffice alone takes for each of the same Word files."""
    documents = [scratch / f"{number}.docx" for number in range(len(made))]
    for document, one in zip(documents, made, strict=True):
        document.write_bytes(one.files[".docx"])
    office, watch = Bare(1), Watch()
    seen: list[list[float]] = [[] for _ in documents]
    try:
        office.round(documents[:1], scratch, watch)
        for _ in range(rounds):
            for document, took in zip(documents, seen, strict=True):
                office.round([document], scratch, watch)
                took.append(watch.wall * 1000)
    finally:
        office.close()
    return [min(one) for one in seen]


def _held() -> int:
    """MiB: of this process at most, of its programs now."""
    programs = sum(one.memory_info().rss for one in psutil.Process().children(recursive=True))
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10) + (programs >> 20)


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as name:
        sys.stdout.write(json.dumps(measure(asked, Path(name)), ensure_ascii=False, indent=2) + "\n")
