"""The rule book: every file in `rules`, checked as a whole, compiled once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from heapq import heappop, heappush
from pathlib import Path
from typing import Any, TypeVar

from generator.case.schemas import Schemas
from generator.case.tomltext import TomlText, read_toml, toml_faults
from generator.errors import TemplateError
from generator.findings import Finding, Place
from generator.model import type_name
from generator.rules.amounts import Amount, Amounts, amount
from generator.rules.compile import RuleSource
from generator.rules.model import Check, Rule, RuleKind
from generator.rules.names import Names
from generator.swedish import nearest

SCHEMA = "regler.schema.json"
_AMOUNT = "belopp"
_CODE = "regel-fel"

Kept = TypeVar("Kept", bound=Rule)


@dataclass(frozen=True)
class RuleBook:
    """All rules, values and texts first, so that each finds what it looks at."""

    rules: tuple[Rule, ...]
    amounts: Amounts
    names: Names

    def of(self, kind: type[Kept]) -> tuple[Kept, ...]:
        """The rules of one kind, in the order of the files."""
        return tuple(one for one in self.rules if isinstance(one, kind))

    def rule(self, name: str) -> Rule | None:
        """The rule with the id `name`."""
        return next((one for one in self.rules if one.id == name), None)

    @cached_property
    def of_published(self) -> frozenset[str]:
        """The checks that hold a handling against what is published of it, by id."""
        return frozenset(one.id for one in self.of(Check) if any(path[0] == "publicerad" for path in one.reads))

    @cached_property
    def turns(self) -> tuple[date, ...]:
        """The days on which something comes into force or is so no longer, the earliest first."""
        times = [(one.first, one.last) for one in self.rules]
        times += [(value.first, value.last) for one in self.amounts.every for value in one.values]
        ends = {last + timedelta(days=1) for _, last in times if last < date.max}
        return tuple(sorted(ends.union(first for first, _ in times)))

    @cached_property
    def reckoned(self) -> dict[Any, Any]:
        """What others have worked out once from the rules, by a key of their own."""
        return {}


def load_rules(folder: Path, schemas: Schemas, profiles: Sequence[str]) -> RuleBook:
    """Read and check every `*.toml` in `folder`.

    Args:
        folder: where the rules are.
        schemas: the fields that rules may speak about, and the rules' own schema.
        profiles: the profiles that they may name.

    Raises:
        TemplateError: everything that is wrong, at once, each with its file and line.
    """
    files = [read_toml(path, "Regelfilen", _CODE) for path in sorted(folder.glob("*.toml"))]
    if not files:
        raise TemplateError(_nothing_there(folder))
    shapes = [finding for file in files for finding in _shape(file, schemas)]
    if shapes:
        raise TemplateError(*shapes)
    amounts = Amounts(tuple(_amounts(files)))
    texts = [one["namn"] for file in files for one in file.data.get(RuleKind.TEXT, ())]
    names = Names(schemas, amounts, texts)
    sources = _by_need(
        RuleSource(kind, file, (kind, index), names)
        for kind in RuleKind
        for file in files
        for index in range(len(file.data.get(kind, ())))
    )
    strangers = [*_strangers(sources, schemas.formats, profiles)]
    if strangers:
        raise TemplateError(*strangers)
    rules = tuple(source.rule() for source in sources)
    findings = [
        *(finding for source in sources for finding in source.findings),
        *_twins(rules),
        *_amount_faults(amounts, profiles),
    ]
    if findings:
        raise TemplateError(*findings)
    return RuleBook(rules, amounts, names)


def _by_need(sources: Iterable[RuleSource]) -> list[RuleSource]:
    """The rules in the order of the files, but for values, which come after those that they look at.

    Values that need each other in a ring are left in their order; the first
    then finds that the other is not there.
    """
    waiting, ordered = dict(enumerate(sources)), []
    givers = Counter(one.gives for one in waiting.values())
    lacks = {at: {name for name in one.needs - {one.gives} if givers[name]} for at, one in waiting.items()}
    users = {name: [at for at, names in lacks.items() if name in names] for name in set().union(*lacks.values())}
    ready = [at for at in waiting if not lacks[at]]
    while waiting:
        one = waiting.pop(heappop(ready) if ready else next(iter(waiting)))
        ordered.append(one)
        givers[one.gives] -= 1
        for at in users.get(str(one.gives), ()) if not givers[one.gives] else ():
            lacks[at].discard(str(one.gives))
            if not lacks[at] and at in waiting:
                heappush(ready, at)
    return ordered


def _nothing_there(folder: Path) -> Finding:
    """Without rules nobody signs and nothing is checked, so nothing is made."""
    remedy = "Ange rätt mapp med --rot, eller hämta tillbaka reglerna."
    message = "Det finns inga regler. Utan dem skriver ingen under, och ingenting kontrolleras."
    return Finding(code=_CODE, message=message, remedy=remedy, place=Place(file=folder))


def _shape(file: TomlText, schemas: Schemas) -> Iterator[Finding]:
    """What the rules' schema refuses, and a file that has lost its rules: nobody would miss them until it matters."""
    if not file.data:
        message = f"Det finns inga regler i {file.file.name}."
        remedy = "Hämta tillbaka dem från en säkerhetskopia, eller ta bort filen."
        yield Finding(code=_CODE, message=message, remedy=remedy, place=Place(file=file.file))
    for path, said in toml_faults(schemas, SCHEMA, file.data):
        yield Finding(code=_CODE, message=said.message, remedy=said.remedy, place=file.place(path))


def _amounts(files: Sequence[TomlText]) -> Iterator[Amount]:
    for file in files:
        for index, data in enumerate(file.data.get(_AMOUNT, ())):
            yield amount(data, file.place((_AMOUNT, index)))


def _strangers(
    sources: Sequence[RuleSource], formats: Iterable[type_name], profiles: Iterable[str]
) -> Iterator[Finding]:
    """Formats and profiles that a rule names and nobody has."""
    known = {"format": list(formats), "profil": list(profiles)}
    for source in sources:
        for key, names in known.items():
            for name in source.data.get(key, ()):
                if name not in names:
                    guess = nearest(name, names)
                    hint = f" Menade du «{guess}»?" if guess else ""
                    source.fault(
                        f"{key.capitalize()} «{name}» finns inte.{hint}",
                        key,
                        remedy=f"Skriv en av: {', '.join(names)}.",
                    )
        yield from source.findings


def _twins(rules: Sequence[Rule]) -> Iterator[Finding]:
    seen: dict[str, Rule] = {}
    for rule in rules:
        first = seen.setdefault(rule.id, rule)
        if first is not rule:
            message = f"Två regler heter {rule.id}. Den andra står i {first.file.file.name}, rad {first.place.line}."
            yield Finding(code=_CODE, message=message, remedy="Ge den ena ett annat namn.", place=rule.place)


def _amount_faults(amounts: Amounts, profiles: Sequence[str]) -> Iterator[Finding]:
    """What is wrong with the amounts, though each has the form of one."""
    for one, message, remedy in amounts.faults(profiles):
        yield Finding(code=_CODE, message=f"Beloppet {one.name} {message}", remedy=remedy, place=one.place)
