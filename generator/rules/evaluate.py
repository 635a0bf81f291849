"""One handling tried against the rule book: what follows from it, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from jinja2 import TemplateError as JinjaError

from generator import sandbox
from generator.expressions import Expression
from generator.findings import Finding, Place
from generator.model import Deadline, Given, Markdown, RecipientGroup, Signer, Value
from generator.rules.context import Matter
from generator.rules.load import Kept, RuleBook
from generator.rules.model import Check, Receiving, Reckoning, Rule, Signing, StandardText
from generator.rules.places import field_path
from generator.rules.register import Line, Named, Unknown, recipients, signers
from generator.selection import UnknownField

_FAILURES = (*sandbox.FAILURES, LookupError, AttributeError)
_CASE = ("arende", "handling", "profil", "formatet", "belopp", "dokument", "skrivet", "post", "nr", "tabell", "monster")
"""The names that need no decision, and nothing beside the handling itself."""
Result = TypeVar("Result")


class Trial:
    """A handling before the rules of its day.

    Args:
        book: the rules.
        matter: the handling.
        doubts: the names whose values are in doubt; a rule that looks at one,
            at anything that was decided or at other handlingar is not tried.
            None when the case is whole.

    `context` grows on the way: first values (with the `deadlines` among them), then texts, signers and
    recipients, so that a check sees all that was decided. A rule that cannot
    be tried is noted in `faults` and gives nothing.
    """

    def __init__(self, book: RuleBook, matter: Matter, doubts: frozenset[tuple[str, ...]] | None = None) -> None:
        self.matter = matter
        self.context: dict[str, Any] = matter.context(book.amounts)
        self.faults: list[Finding] = []
        self.applied: list[str] = []
        self.deadlines: list[Deadline] = []
        self._book = book
        about = (matter.handling.typ, matter.arende.profil, matter.day)
        in_force = (one for one in book.rules if one.speaks_about(*about))
        self._rules = tuple(one for one in in_force if doubts is None or _sure(one, doubts))

    def values(self) -> tuple[Given, ...]:
        """The values that are worked out; the first rule of a name that applies gives it."""
        names = dict.fromkeys(one.name for one in self._book.of(Reckoning))
        found: dict[str, Any] = dict.fromkeys(names)
        self.context["varde"] = MappingProxyType(found)
        given = []
        for rule in self._applying(Reckoning):
            if found[rule.name] is None:
                found[rule.name] = self._safely(rule, rule.expression.run, None)
                given.append(Given(name=rule.name, value=found[rule.name], rule=rule.id))
                self._watch(rule, found[rule.name])
        return tuple(given)

    def _watch(self, rule: Reckoning, day: Any) -> None:
        """Note a deadline, and whether the case says that it is met."""
        if rule.deadline is not None and isinstance(day, date):
            met = None if rule.met is None else bool(self._safely(rule, rule.met.run, False))
            one = Deadline(name=rule.deadline, day=day, rule=rule.id, source=rule.source, met=met, remedy=rule.remedy)
            self.deadlines.append(one)

    def texts(self) -> tuple[Given, ...]:
        """The standard texts; those of one name follow each other as paragraphs."""
        found: dict[str, Any] = dict.fromkeys(one.name for one in self._book.of(StandardText))
        given = []
        for rule in self._applying(StandardText):
            text = str(self._safely(rule, partial(sandbox.plain_text, rule.text), "")).strip()
            if text:
                found[rule.name] = Markdown(f"{found[rule.name]}\n\n{text}" if found[rule.name] else text)
                given.append(Given(name=rule.name, value=Markdown(text), rule=rule.id))
        self.context["texter"] = MappingProxyType(found)
        return tuple(given)

    def signers(self) -> tuple[Signer, ...]:
        """Those who sign."""
        given = [Named(name, rule.id) for rule in self._applying(Signing) for name in self._names(rule)]
        people: Any = self.matter.handling.data.get("undertecknare") or ()
        found = self._looked_up(lambda: signers(people, given, self.matter.profile))
        self.context["undertecknare"] = tuple(
            _frozen(namn=one.namn, titel=one.titel, formel=one.formel) for one in found
        )
        return found

    def recipients(self) -> tuple[RecipientGroup, ...]:
        """Those who get the document, in their groups."""
        rules = tuple(self._applying(Receiving))
        given = [Named(name, rule.id) for rule in rules for name in self._names(rule)]
        lines = [Line(text, rule.category, rule.id) for rule in rules if (text := self._line(rule))]
        data: Mapping[str, Any] = self.matter.handling.data
        nobody = bool(data.get("inga_mottagare"))
        named = data.get("sandlista") or ()
        found = self._looked_up(lambda: recipients(named, given, lines, self.matter.profile, nobody=nobody))
        self.context["sandlista"] = tuple(
            _frozen(rubrik=one.heading, mottagare=tuple(person.text for person in one.recipients)) for one in found
        )
        self.context["mottagare"] = tuple(person.text for one in found for person in one.recipients)
        return found

    def findings(self) -> Iterator[Finding]:
        """What the checks find, each without a line yet."""
        for rule in self._applying(Check):
            if rule.demand is not None:
                yield from self._safely(rule, partial(self._tried, rule, rule.demand), ())

    def _tried(self, rule: Check, demand: Expression, context: Mapping[str, Any]) -> list[Finding]:
        """The rule's findings, one for each item that does not keep it."""
        context = {**context, **rule.own}
        if rule.each is None:
            return [] if demand.run(context) else [self._finding(rule, context)]
        items = ({**context, "post": one, "nr": number} for number, one in enumerate(rule.each.run(context), start=1))
        return [self._finding(rule, here) for here in items if not demand.run(here)]

    def _finding(self, rule: Check, context: Mapping[str, Any]) -> Finding:
        draft = bool(context["dokument"]["utkast"])
        return Finding(
            code=rule.id,
            message=sandbox.plain_text(rule.message, context),
            remedy=sandbox.plain_text(rule.remedy, context),
            place=Place(file=self.matter.arende.source, path=field_path(rule.field, context, self.matter)),
            severity=rule.draft_severity if draft else rule.severity,
            source=rule.source,
        )

    def _names(self, rule: Signing | Receiving) -> tuple[str, ...]:
        chosen = rule.chosen
        return (*rule.names, *(self._safely(rule, chosen.run, ()) if chosen else ()))

    def _line(self, rule: Receiving) -> str | None:
        wording = rule.wording
        return self._safely(rule, partial(sandbox.plain_text, wording), None) if wording else None

    def _applying(self, kind: type[Kept]) -> Iterator[Kept]:
        """The rules of one kind whose condition holds, each tried when its turn comes: one value may need another."""
        return (one for one in self._rules if isinstance(one, kind) and self._applies(one))

    def _applies(self, rule: Rule) -> bool:
        holds = rule.condition is None or bool(self._safely(rule, rule.condition.run, False))
        if holds:
            self.applied.append(rule.id)
        return holds

    def _looked_up(self, work: Callable[[], tuple[Result, ...]]) -> tuple[Result, ...]:
        try:
            return work()
        except Unknown as error:
            rule = self._book.rule(error.rule)
            assert isinstance(rule, Signing | Receiving)
            own = error.name in rule.names
            self._fault(rule, error, None if own else self.matter.profile_file)
            return ()

    def _safely(self, rule: Rule, work: Callable[[Mapping[str, Any]], Any], otherwise: Any) -> Any:
        try:
            return work(self.context)
        except _FAILURES as error:
            self._fault(rule, error, self.matter.profile_file if isinstance(error, UnknownField) else None)
            return otherwise

    def _fault(self, rule: Rule, error: BaseException, file: Path | None = None) -> None:
        self.faults.append(
            Finding(
                code="regel-fel",
                message=f"Regeln {rule.id} gick inte att pröva för {self.matter.handling.file_stem}. {_why(error)}",
                remedy="Rätta profilen." if file else "Rätta regeln.",
                place=Place(file=file) if file else rule.place,
            )
        )


def _sure(rule: Rule, doubts: frozenset[tuple[str, ...]]) -> bool:
    """True when the rule looks at the case alone, and at nothing there that is in doubt."""
    for path in rule.reads:
        if path[0] == "dokument" and any(one[0] == "handling" for one in doubts):
            return False
        if path[0] not in _CASE or any(path[: len(one)] == one[: len(path)] for one in doubts):
            return False
    return True


def _frozen(**fields: Value) -> Mapping[str, Value]:
    return MappingProxyType(fields)


def _why(error: BaseException) -> str:
    if isinstance(error, Unknown | UnknownField):
        return str(error.args[0])
    if isinstance(error, JinjaError):
        return sandbox.explain(error)
    if isinstance(error, KeyError):
        return f"Namnet «{error.args[0]}» finns inte där."
    if isinstance(error, ArithmeticError):
        return "Något gick inte att räkna ut."
    return "Ett värde är av ett annat slag än uttrycket väntar sig."
