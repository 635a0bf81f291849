"""How long 200 rules take to load, and to try on one case; beside Jinja's own compiler for the same conditions.

Run it with `python -m benchmarks.rules [ANTAL]`. The rules are the project's
own kinds of conditions, each with figures and names of its own, so that
nothing is compiled once and used twice. Times are medians; the two ways are
measured in turn.
"""

from __future__ import annotations

import gc
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter

from generator import sandbox
from generator.expressions import compile_expression
from generator.expressions.compiler import parsed
from generator.expressions.walk import Names
from generator.rules.context import Matter
from generator.rules.evaluate import Trial
from generator.rules.load import RuleBook, load_rules
from generator.settings import Settings
from generator.steps.decide import conclude
from generator.steps.read import fetch, read
from generator.workshop import Workshop

ROOT = Path(__file__).parent.parent
CASE = ROOT / "cases" / "23rs11972.json"
ROUNDS = 15
_CONDITIONS = [
    ("handling.stod", "handling.stod.andel_procent <= {n}"),
    ("handling.stod and arende.ekonomi", "handling.stod.hogsta_belopp + {n} <= arende.ekonomi.total_kostnad"),
    ("handling.beslutsunderlag", "handling.beslutsunderlag|med('titel', 'Bilaga {n}')|antal == 0"),
    ("arende.projekt and arende.projekt.slut", "arende.projekt.slut|plus_dagar({n}) > handling.datum"),
    ("handling.sandlista", "handling.sandlista|antal + {n} > 0 and not handling.inga_mottagare"),
    ("handling.status != 'makulerad'", "handling.rubrik|antal <= {n} or handling.bedomning"),
    ("arende.ekonomi", "arende.ekonomi.finansieringsplan|summa('belopp') != {n}"),
    ("handling.konsekvenser", "handling.konsekvenser|med('perspektiv', 'Barn {n}') or handling.sammanfattning"),
]
_RULE = """
[[kontroll]]
id = "regel-{n}"
nar = "{nar}"
krav = "{krav}"
niva = "varning"
falt = "handling.rubrik"
meddelande = "Regel {n}: {{{{ handling.rubrik }}}} den {{{{ handling.datum|datum }}}}."
atgard = "Rätta rubriken «{{{{ handling.rubrik }}}}»."
kalla = "{n} § exempelförordningen"
exempel = [{{ bas = "beviljande", ger = "inget" }}, {{ bas = "beviljande", handling.rubrik = "X{n}", ger = "fynd" }}]
"""


def conditions(count: int) -> list[tuple[str, str]]:
    """`nar` and `krav` of so many rules, no two alike."""
    return [(nar, krav.format(n=1000 + number)) for number, (nar, krav) in islice(enumerate(cycle(_CONDITIONS)), count)]


def times(*works: Callable[[], object]) -> list[float]:
    """The median time of each, in milliseconds, the works taken in turn."""
    found: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, seen in zip(works, found, strict=True):
            gc.collect()
            start = perf_counter()
            work()
            seen.append((perf_counter() - start) * 1000)
    return [median(seen) for seen in found]


def written(count: int, folder: Path) -> list[tuple[str, str]]:
    """So many rules in one file of the folder; their conditions."""
    pairs = conditions(count)
    rules = (_RULE.format(n=1000 + number, nar=nar, krav=krav) for number, (nar, krav) in enumerate(pairs))
    (folder / "regler.toml").write_text("".join(rules), "utf-8")
    return pairs


def by_us(pairs: list[tuple[str, str]], names: Names) -> None:
    """Check and compile every condition, each demand knowing what its condition has made sure of."""
    parsed.cache_clear()
    for nar, krav in pairs:
        condition = compile_expression(nar, names)
        demand = compile_expression(krav, names, condition.holding)
        assert (condition.faults, demand.faults) == ((), ())


def by_jinja(pairs: list[tuple[str, str]]) -> None:
    """Compile every condition without checking any."""
    for pair in pairs:
        for text in pair:
            sandbox.PLAIN.compile_expression(text, undefined_to_none=False)


def tried(book: RuleBook, matter: Matter) -> int:
    """Everything that follows from one handling, and the number of findings."""
    trial = Trial(book, matter)
    conclude(trial)
    found = len(list(trial.findings()))
    assert not trial.faults
    return found


def measure(count: int) -> dict[str, object]:
    """Loading and trying `count` rules, and the project's own."""
    shop = Workshop(Settings(root=ROOT, out=Path("/nowhere")))
    arende = read(fetch(CASE), shop.schemas)
    profile = shop.profiles.wordings(arende.profil, arende.handlingar[0].datum)
    with tempfile.TemporaryDirectory() as folder:
        pairs = written(count, Path(folder))

        def load() -> RuleBook:
            parsed.cache_clear()
            return load_rules(Path(folder), shop.schemas, shop.profiles.names)

        book = load()
        names = book.names.after_decision(())
        loading, ours, jinja = times(load, lambda: by_us(pairs, names), lambda: by_jinja(pairs))
    fresh = lambda: Matter(arende, arende.handlingar[0], profile, shop.schemas)  # noqa: E731
    many, own = times(lambda: tried(book, fresh()), lambda: tried(shop.rules, fresh()))
    return {
        "regler": count,
        "ladda_ms": round(loading, 1),
        "varav_uttryck_ms": round(ours, 1),
        "jinja_samma_uttryck_ms": round(jinja, 1),
        "prova_ett_arende_ms": round(many, 2),
        "fynd": tried(book, fresh()),
        "egna_regler": len(shop.rules.rules),
        "egna_regler_prova_ms": round(own, 2),
        "python": platform.python_version(),
        "maskin": f"{platform.machine()}, {os.cpu_count()} kärnor",
    }


if __name__ == "__main__":
    result = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=2) + "\n")
