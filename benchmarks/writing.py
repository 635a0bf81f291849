"""The document of the figures: what stands between the marks is written anew, all words around them are kept.

A part of `docs/benchmarks.md` that a run writes begins with the line
`<!-- siffror NAMN -->` and ends with `<!-- slut -->`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from benchmarks import tables

PLOTS = "benchmarks"
"""The folder of the pictures, beside the document."""
_PART = re.compile(r"(<!-- siffror (\w+) -->\n).*?(<!-- slut -->)", re.DOTALL)


class Unwritten(Exception):
    """The document has a mark for something that was not measured, or lacks one for something that was."""


def document(text: str, run: Mapping[str, Any]) -> str:
    """The document with the figures of a run.

    Args:
        text: the document as it is.
        run: what the run found: `matningar` by name, `maskin`, `versioner`.

    Raises:
        Unwritten: marks and measurements are not the same.
    """
    parts = written(run)
    marks = [found[2] for found in _PART.finditer(text)]
    if sorted(marks) != sorted(parts):
        unlike = sorted(set(marks) ^ set(parts)) or sorted({mark for mark in marks if marks.count(mark) > 1})
        raise Unwritten(f"docs/benchmarks.md och mätningarna har inte samma delar: {', '.join(unlike)}")
    return _PART.sub(lambda found: f"{found[1]}\n{parts[found[2]]}\n\n{found[3]}", text)


def written(run: Mapping[str, Any]) -> dict[str, str]:
    """Every part, by the name in its mark."""
    measured: Mapping[str, Mapping[str, Any]] = run["matningar"]
    plain = {name: tables.figures(found) for name, found in measured.items()}
    drawn = {name: f"{picture(name, found)}\n\n{plain[name]}" for name, found in measured.items() if "serier" in found}
    versions = tables.table(["Vad", "Version"], list(run["versioner"].items()))
    about = f"Uppmätt {run['dag']}.\n\n{tables.figures(run['maskin'])}\n\n{versions}"
    return {**plain, **drawn, "maskin": about, "mal": tables.targets(measured)}


def picture(name: str, found: Mapping[str, Any]) -> str:
    """The plot of a measurement of growth, with what it shows in words."""
    first, last = found["x"][0], found["x"][-1]
    spans = "; ".join(f"{one} {_span(ys)}" for one, ys in found["serier"].items())
    words = f"Diagram: millisekunder från {tables.number(first)} till {tables.number(last)} {found['x_namn']}. {spans}."
    return f"![{words}]({PLOTS}/{name}.svg)"


def _span(ys: list[float | None]) -> str:
    known = [value for value in ys if value is not None]
    if not known:
        return "inte mätt"
    until = "" if ys[-1] is not None else ", sedan för långsamt"
    return f"{tables.number(known[0])}–{tables.number(known[-1])} ms{until}"
