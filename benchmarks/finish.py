"""What it costs to finish and verify a PDF, beside what LibreOffice takes to make it.

Run it with `python -m benchmarks.finish`. Every example document is converted
by a warm office, finished and verified in turn, so that the machine's moods
strike all alike; so is a cold office, started for this one document, as when
one case is rendered from the command line.
Times are medians in milliseconds. veraPDF is not part of it: it is a program
of its own, and not everybody has it.
"""

from __future__ import annotations

import gc
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

from generator.archival import Finished, Imprint
from generator.engines.engine import Engine
from generator.engines.libreoffice import LibreOffice
from generator.making import Making
from generator.model import Document, Rendered
from generator.provenance import imprint, inputs
from generator.results import Seen
from generator.settings import Settings
from generator.steps.convert import convert
from generator.steps.finish import finish
from generator.steps.read import fetch, read
from generator.steps.render import render
from generator.steps.verify import verify
from generator.word.flow import read_flow
from generator.workshop import Workshop

ROOT = Path(__file__).parent.parent
Result = TypeVar("Result")
ROUNDS = 9
COLD_ROUNDS = 3


def documents(shop: Workshop) -> Iterator[tuple[Document, Rendered, Imprint]]:
    """Every example handling, rendered, with what its PDF is to say of itself."""
    for file in sorted((ROOT / "cases").glob("*.json")):
        arende = read(fetch(file), shop.schemas)
        for handling in arende.handlingar:
            underlag, document = Making(arende, handling, shop, Seen(stem=handling.file_stem)).draft()
            yield document, render(document, shop.templates), imprint(document, inputs(underlag, shop))


def timed(seen: list[float], work: Callable[[], Result]) -> Result:
    """The work's result; its milliseconds go to the list."""
    gc.collect()
    start = perf_counter()
    result = work()
    seen.append((perf_counter() - start) * 1000)
    return result


def measure(document: Document, rendered: Rendered, own: Imprint, engine: Engine, work: Path) -> dict[str, object]:
    """One document: the three times, and their ratio."""
    times: dict[str, list[float]] = {"libreoffice": [], "finish": [], "verify": []}
    pages = None
    for _ in range(ROUNDS):
        raw = timed(times["libreoffice"], lambda: convert(rendered, engine, work))
        flow = read_flow(rendered.content)

        def finished(raw: Path = raw) -> Finished:
            return finish(raw, own, read_flow(rendered.content), document.level)

        made = timed(times["finish"], finished)
        verified = timed(times["verify"], lambda made=made, flow=flow: verify(document, rendered, flow, made))  # type: ignore[misc]
        assert not [one for one in verified.findings if one.severity == "fel"], verified.findings
        pages = verified.pages
    found = {name: round(median(seen), 1) for name, seen in times.items()}
    cost, alone = found["finish"] + found["verify"], cold(rendered, work)
    ratios = {"andel_av_varm": round(cost / found["libreoffice"], 3), "andel_av_kall": round(cost / alone, 3)}
    return {"handling": document.handling.file_stem, "sidor": pages, **found, "libreoffice_kall": alone, **ratios}


def cold(rendered: Rendered, work: Path) -> float:
    """The time of one office started for one document, in milliseconds."""
    seen: list[float] = []
    for _ in range(COLD_ROUNDS):
        engine = LibreOffice()

        def whole(engine: LibreOffice = engine) -> None:
            convert(rendered, engine, work)
            engine.close()

        timed(seen, whole)
    return round(median(seen), 1)


def main() -> dict[str, object]:
    """All figures."""
    engine = LibreOffice()
    shop = Workshop(Settings(root=ROOT, out=Path("/nowhere")), engine)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        every = list(documents(shop))
        convert(every[0][1], engine, work)  # the office is warm from here on
        rows = [measure(*one, engine, work) for one in every]
    engine.close()
    medians = {name: median(float(str(row[name])) for row in rows) for name in ("andel_av_kall", "andel_av_varm")}
    return {
        "dokument": rows,
        **{name: round(ratio, 3) for name, ratio in medians.items()},
        "libreoffice": engine.health().version,
        "python": platform.python_version(),
        "maskin": f"{platform.machine()}, {os.cpu_count()} kärnor",
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(), ensure_ascii=False, indent=2) + "\n")
