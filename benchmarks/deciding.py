"""What it takes to read a case file and decide what follows from it, warm, stage by stage.

Run it with `python -m benchmarks.deciding [ROUNDS]`. Two examples: one of
sixty fields, which is what a case usually has, and the largest. A round reads
and decides each a few times; milliseconds a case, the median of the rounds,
and the least. Fields are the values of the file; rules are those in force for
the handling on its day, each of which is tried.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.casemaking import EXAMPLES, ROOT
from benchmarks.measuring import Times, alternate, rounded
from generator.making import Making
from generator.model import CaseFile
from generator.results import Seen
from generator.settings import Settings
from generator.steps.decide import decide
from generator.steps.read import read
from generator.workshop import Workshop

ROUNDS = 30
_CASES = {"ett vanligt ärende": "22rs4410.json", "det största exemplet": "24rs2087.json"}
_TURNS = 20
"""How often a round does each thing."""


def measure(rounds: int, scratch: Path) -> dict[str, object]:  # noqa: ARG001  # nothing is written
    """The figures of each case; at the top those that the targets speak of."""
    shop = Workshop(Settings(root=ROOT, out=Path("/nowhere")))
    rows = {title: _case(EXAMPLES / name, shop, rounds) for title, name in _CASES.items()}
    usual = next(iter(rows.values()))
    return {"ms": usual["läsa och besluta, ms"], "mot_json": usual["läsa och besluta mot json.loads"], "ärenden": rows}


def _case(path: Path, shop: Workshop, rounds: int) -> dict[str, object]:
    content = path.read_bytes()
    arende = read(CaseFile(path, content), shop.schemas)
    [handling] = arende.handlingar
    took = alternate(
        {
            "json": _often(lambda: json.loads(content)),
            "read": _often(lambda: read(CaseFile(path, content), shop.schemas)),
            "decide": _often(lambda: Making(arende, handling, shop, Seen(stem=handling.file_stem)).weighed(decide)),
            "both": _often(partial(_both, path, content, shop)),
        },
        rounds,
        warmup=3,
    )
    profile = arende.profil
    day = Making(arende, handling, shop, Seen(stem=handling.file_stem)).underlag.day
    return {
        "fält": _fields(json.loads(content)),
        "regler": sum(one.speaks_about(handling.typ, profile, day) for one in shop.rules.rules),
        "json.loads, ms": _each(took["json"]),
        "läsa, ms": _each(took["read"]),
        "besluta, ms": _each(took["decide"]),
        "läsa och besluta, ms": _each(took["both"]),
        "minst, ms": rounded(min(took["both"].wall) / _TURNS),
        "läsa och besluta mot json.loads": rounded(took["both"].median / took["json"].median),
    }


def _both(path: Path, content: bytes, shop: Workshop) -> None:
    arende = read(CaseFile(path, content), shop.schemas)
    for handling in arende.handlingar:
        Making(arende, handling, shop, Seen(stem=handling.file_stem)).weighed(decide)


def _often(work: Callable[[], object]) -> Callable[[], None]:
    def turns() -> None:
        for _ in range(_TURNS):
            work()

    return turns


def _each(times: Times) -> float:
    return rounded(times.median / _TURNS)


def _fields(value: Any) -> int:
    """The values in it that have no parts."""
    if isinstance(value, dict | list):
        return sum(map(_fields, value.values() if isinstance(value, dict) else value))
    return 1


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    sys.stdout.write(json.dumps(measure(asked, Path()), ensure_ascii=False, indent=2) + "\n")
