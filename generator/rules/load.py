"""The rule book: every file in `rules`, checked as a whole, compiled once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from generator.case.schemas import Schemas
from generator.case.tomltext import TomlText, read_toml, toml_faults
from generator.errors import TemplateError
from generator.model import Finding, type_name
from generator.rules.amounts import Amount, Amounts, amount, overlap
from generator.rules.compile import RuleSource
from generator.rules.model import Rule, RuleKind
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


def load_rules(folder: Path, schemas: Schemas, profiles: Sequence[str]) -> RuleBook:
    """Read and check every `*.toml` in `folder`.

    Args:
        folder: where the rules are; one that is not there holds none.
        schemas: the fields that rules may speak about, and the rules' own schema.
        profiles: the profiles that they may name.

    Raises:
        TemplateError: everything that is wrong, at once, each with its file and line.
    """
    files = [read_toml(path, "Regelfilen", _CODE) for path in sorted(folder.glob("*.toml"))]
    shapes = [finding for file in files for finding in _shape(file, schemas)]
    if shapes:
        raise TemplateError(*shapes)
    amounts = Amounts(tuple(_amounts(files)))
    texts = [one["namn"] for file in files for one in file.data.get(RuleKind.TEXT, ())]
    names = Names(schemas, amounts, texts)
    sources = [
        RuleSource(kind, file, (kind, index), names)
        for kind in RuleKind
        for file in files
        for index in range(len(file.data.get(kind, ())))
    ]
    strangers = [*_strangers(sources, schemas.formats, profiles)]
    if strangers:
        raise TemplateError(*strangers)
    rules = tuple(source.rule() for source in sources)
    findings = [*(finding for source in sources for finding in source.findings), *_twins(rules), *_overlaps(amounts)]
    if findings:
        raise TemplateError(*findings)
    return RuleBook(rules, amounts, names)


def _shape(file: TomlText, schemas: Schemas) -> Iterator[Finding]:
    """What the rules' schema refuses."""
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


def _overlaps(amounts: Amounts) -> Iterator[Finding]:
    for one in amounts.every:
        wrong = overlap(one.values)
        if wrong is not None:
            time = f"tiden från {wrong.first} till {wrong.last}"
            message = f"Beloppet {one.name}: {time} går in i en annan, eller slutar före sin början."
            yield Finding(code=_CODE, message=message, remedy="Rätta fran och till.", place=one.place)
