"""Rules tried on their own examples: a base case, laid over with changes, and what the rule makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator import swedish
from generator.case.jsontext import parse
from generator.case.scanner import Parsed
from generator.case.shape import merged
from generator.case.tomltext import as_json
from generator.case.validate import Validation
from generator.errors import TemplateError
from generator.findings import Finding, Place
from generator.model import Arende, CaseFile, Value
from generator.rules.context import Matter
from generator.rules.evaluate import Trial
from generator.rules.load import RuleBook
from generator.rules.model import Check, Example, Reckoning, Rule
from generator.steps.decide import conclude
from generator.steps.read import arende
from generator.workshop import Workshop

FOLDER = "exempel"
NOTHING = "inget"
FOUND = "fynd"
_HANDLINGAR = "handlingar"
_WRITTEN_NBSP = "\\u00a0"
"""How TOML writes the space that nobody can tell from another."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One example, tried."""

    rule: Rule
    example: Example
    gave: str | tuple[str, ...]
    """What the rule made of it."""
    problem: str | None = None
    """Why it could not be tried."""
    met: bool | None = None
    """Whether the deadline that it gave is met; None when it gave none, or one that no case can say is met."""

    @property
    def kept(self) -> bool:
        """True when the rule did what the example says."""
        return self.problem is None and self.gave == self.example.gives and self.met_as_said

    @property
    def met_as_said(self) -> bool:
        """True when the example says nothing of a deadline, or the right thing."""
        return self.example.met in (None, self.met)


def trial_run(book: RuleBook, shop: Workshop) -> tuple[tuple[Finding, ...], str]:
    """Every rule tried on its examples: what is wrong, and a tally in words."""
    found = [*(finding for rule in book.rules for finding in _lacking(rule))]
    tried = 0
    for rule in book.rules:
        for example in rule.examples:
            tried += 1
            found += _wrong(rule, example, book, shop)
    what = f"{len(found)} stämmer inte" if found else "alla stämmer"
    return tuple(found), f"{len(book.rules)} regler, {tried} exempel, {what}."


def _lacking(rule: Rule) -> Iterator[Finding]:
    """A rule must be seen both to strike and to hold its peace."""
    quiet = [one for one in rule.examples if one.gives == NOTHING]
    if not quiet or len(quiet) == len(rule.examples):
        what = "slår till" if quiet else "inte slår till"
        message = f"Regeln {rule.id} har inget exempel där den {what}."
        yield Finding(code="exempel-saknas", message=message, remedy="Lägg till ett.", place=rule.place)
    if isinstance(rule, Reckoning) and rule.met is not None:
        for met, what in ((True, "är uppfylld"), (False, "inte är uppfylld")):
            if not any(one.met is met for one in rule.examples):
                message = f"Regeln {rule.id} har inget exempel där fristen {what}."
                remedy = f"Lägg till ett, med uppfylld = {'true' if met else 'false'}."
                yield Finding(code="exempel-saknas", message=message, remedy=remedy, place=rule.place)


def _missed(one: Attempt) -> Finding:
    wanted, gave = (_words(value) for value in (one.example.gives, one.gave))
    message = f"Regeln {one.rule.id} ger {gave}, men exemplet väntar {wanted}."
    if one.gave == one.example.gives and not one.met_as_said:
        said = "är uppfylld" if one.example.met else "inte är uppfylld"
        message = f"Regeln {one.rule.id}: exemplet säger att fristen {said}, men det stämmer inte."
    if one.problem:
        message = f"Exemplet till regeln {one.rule.id} går inte att pröva. {one.problem}"
    return Finding(code="exempel-fel", message=message, remedy="Rätta regeln eller exemplet.", place=one.example.place)


def _words(value: str | tuple[str, ...]) -> str:
    if isinstance(value, str):
        return f"«{value.replace(swedish.NBSP, _WRITTEN_NBSP)}»"
    return swedish.upprakning([f"«{one}»" for one in value])


def _wrong(rule: Rule, example: Example, book: RuleBook, shop: Workshop) -> tuple[Finding, ...]:
    """What is wrong with one example."""
    try:
        one = attempt(rule, example, book, shop)
    except TemplateError as error:
        return error.findings
    return () if one.kept else (_missed(one),)


def attempt(rule: Rule, example: Example, book: RuleBook, shop: Workshop) -> Attempt:
    """One example of one rule, tried against a whole rule book."""
    base = _base(shop.settings.rules / FOLDER / f"{example.base}.json", example.place).value
    problem = _misplaced(base, example)
    if problem:
        return Attempt(rule, example, NOTHING, problem)
    value = _patched(base, example)
    refusals = Validation(Path(f"{example.base}.json"), parse("{}").positions, shop.schemas).findings(value)
    if isinstance(rule, Check) and rule.demand is None:
        return Attempt(rule, example, FOUND if any(one.code == rule.id for one in refusals) else NOTHING)
    if refusals:
        return Attempt(rule, example, NOTHING, " ".join(one.message for one in refusals))
    case = arende(value, CaseFile(Path(f"{example.base}.json")), shop.schemas)
    trial, gave = _tried(rule, case, example, book, shop)
    faults = " ".join(one.message for one in trial.faults if one.place == rule.place)
    met = next((one.met for one in trial.deadlines if one.rule == rule.id), None)
    return Attempt(rule, example, gave, faults or None, met)


def _tried(
    rule: Rule, case: Arende, example: Example, book: RuleBook, shop: Workshop
) -> tuple[Trial, str | tuple[str, ...]]:
    """The rule's part in what follows from the case."""
    handling = case.handlingar[(example.number or 0) - 1]
    profile = shop.profiles.wordings(case.profil, handling.datum)
    published = MappingProxyType(dict(example.published)) if example.published else None
    trial = Trial(book, Matter(case, handling, profile, shop.schemas, published, shop.profiles.file(case.profil)))
    outcome = conclude(trial)
    findings = tuple(trial.findings())
    if isinstance(rule, Check):
        return trial, FOUND if any(one.code == rule.id for one in findings) else NOTHING
    given = [_shown(one.value) for one in (*outcome.values, *outcome.texts) if one.rule == rule.id]
    people = [one.namn for one in outcome.signers if one.ground == rule.id]
    people += [one.text for group in outcome.groups for one in group.recipients if one.ground == rule.id]
    return trial, (given[0] if given else tuple(people) or NOTHING)


def _shown(value: Value) -> str:
    """A value as an example writes it."""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, Decimal):
        return swedish.siffror(value.normalize() if value != value.to_integral_value() else value.quantize(Decimal(1)))
    return value.isoformat() if isinstance(value, date) else str(value)


@lru_cache
def _read(path: Path) -> Parsed:
    return parse(path.read_text("utf-8"))


def _base(path: Path, place: Place) -> Parsed:
    """A base case.

    Raises:
        TemplateError: there is none of that name, or it is not whole JSON.
    """
    try:
        base = _read(path)
    except (OSError, UnicodeDecodeError):
        base = None
    handlingar = base.value.get(_HANDLINGAR) if base and isinstance(base.value, Mapping) else None
    whole = isinstance(handlingar, tuple) and handlingar and all(isinstance(one, Mapping) for one in handlingar)
    if base is None or base.faults or not whole:
        message = f"Grundärendet {path.name} finns inte, eller är inget ärende med handlingar."
        remedy = "Grundärendena ligger i mappen exempel bland reglerna."
        raise TemplateError(Finding(code="regel-fel", message=message, remedy=remedy, place=place))
    return base


def _misplaced(base: Any, example: Example) -> str | None:
    """Why the example's changes cannot be made; None when they can."""
    if example.number is not None and example.number > len(base[_HANDLINGAR]):
        return f"Grundärendet har ingen handling nummer {example.number}."
    wrong = [one for one in example.without if one.split(".")[0] not in ("arende", "handling") or "." not in one]
    return f"Fältet «{wrong[0]}» går inte att ta bort. Skriv arende.fält eller handling.fält." if wrong else None


def _patched(base: Value, example: Example) -> Any:
    """The base case with the example's changes laid over it, and then what is to go taken away."""
    whole = _thawed(base)
    handlingar = whole[_HANDLINGAR]
    index = (example.number or len(handlingar)) - 1
    handling = merged(handlingar[index], example.handling)
    whole = merged({**whole, _HANDLINGAR: None}, example.case)
    for dotted in example.without:
        root, *names = dotted.split(".")
        _remove(handling if root == "handling" else whole, names)
    whole[_HANDLINGAR] = [*handlingar[:index], handling, *handlingar[index + 1 :]]
    return as_json(whole)


def _remove(owner: Any, names: list[str]) -> None:
    for name in names[:-1]:
        owner = owner.get(name) if isinstance(owner, dict) else None
    if isinstance(owner, dict):
        owner.pop(names[-1], None)


def _thawed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _thawed(item) for name, item in value.items()}
    return [_thawed(item) for item in value] if isinstance(value, tuple) else value
