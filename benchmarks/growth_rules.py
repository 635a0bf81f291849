"""How the cost of loading the rules, and of deciding a case by them, grows with their number.

Run it with `python -m benchmarks.growth_rules [ROUNDS]`. The rules are those
of `benchmarks.rules`: the project's own kinds, no two alike, all in force for
the case. Milliseconds; a round goes through all sizes, and the least of the
rounds counts, since what is asked is how the work grows.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from benchmarks.measuring import rounded
from benchmarks.rules import CASE, tried, written
from generator.expressions.compiler import parsed
from generator.rules.context import Matter
from generator.rules.load import RuleBook, load_rules
from generator.settings import Settings
from generator.steps.read import fetch, read
from generator.workshop import Workshop

SIZES = (10, 50, 200, 500, 1000, 2000)
ROUNDS = 5


def measure(rounds: int, scratch: Path) -> dict[str, object]:
    """Both series."""
    shop = Workshop(Settings(root=CASE.parent.parent, out=scratch))
    folders = {size: scratch / str(size) for size in SIZES}
    for size, folder in folders.items():
        folder.mkdir()
        written(size, folder)
    found: dict[str, dict[int, list[float]]] = {
        name: {size: [] for size in SIZES} for name in ("generatorn", "läsa in reglerna")
    }
    for number in range(-1, rounds):  # the first goes through everything once, and is not counted
        for size, folder in folders.items():
            loading, deciding = _once(shop, folder)
            if number >= 0:
                found["läsa in reglerna"][size].append(loading)
                found["generatorn"][size].append(deciding)
    least = {name: [rounded(min(sizes[size])) for size in SIZES] for name, sizes in found.items()}
    return {"x": list(SIZES), "x_namn": "regler", "serier": least}


def _once(shop: Workshop, folder: Path) -> tuple[float, float]:
    """Milliseconds to load the rules of a folder, and to read one case and decide it by them."""
    parsed.cache_clear()
    books = list[RuleBook]()
    loading = _timed(lambda: books.append(load_rules(folder, shop.schemas, shop.profiles.names)))
    [book] = books
    _decided(shop, book)  # what a rule works out once
    return loading, min(_timed(lambda: _decided(shop, book)) for _ in range(3))


def _decided(shop: Workshop, book: RuleBook) -> None:
    arende = read(fetch(CASE), shop.schemas)
    [handling] = arende.handlingar
    profile = shop.profiles.wordings(arende.profil, handling.datum)
    tried(book, Matter(arende, handling, profile, shop.schemas))


def _timed(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return (perf_counter() - begun) * 1000


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as name:
        sys.stdout.write(json.dumps(measure(asked, Path(name)), ensure_ascii=False, indent=2) + "\n")
