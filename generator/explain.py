"""Why a document says what it says: the rule, the condition, the values and the source behind each thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from generator import swedish
from generator.expressions.facts import Path
from generator.model import Beslutsunderlag, Value
from generator.rules.load import RuleBook
from generator.rules.model import Check, Receiving, Reckoning, Rule, Signing

_EMPTY = "(tomt)"
_FILLED = "(ifyllt)"
_LENGTH = 70
_STATES = {True: "uppfylld", False: "inte uppfylld", None: "bevakas till och med den dagen"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One thing that followed, and why."""

    kind: str
    """The heading that it belongs under: "Undertecknare"."""
    what: str
    """The thing itself, as a reader sees it."""
    rule: str | None
    """The rule's id; None when the case itself says so."""
    meaning: str = ""
    """What the rule is for."""
    condition: str | None = None
    """When the rule applies, as its file has it."""
    expression: str | None = None
    """What it worked out or demanded."""
    values: tuple[tuple[str, str], ...] = ()
    """Every value that it looked at, with what it was."""
    source: str | None = None
    waived: str | None = None


def explanations(underlag: Beslutsunderlag, book: RuleBook) -> Iterator[Explanation]:
    """Everything that followed from one handling, in the order of the work."""
    why = _Why(underlag, book)
    for given in underlag.values:
        yield why.of("Värden", f"{given.name} = {shown(given.value)}", given.rule)
    for one in underlag.deadlines:
        yield why.of("Frister", f"{one.day.isoformat()}: {one.name} ({_STATES[one.met]})", one.rule)
    for given in underlag.texts:
        yield why.of("Standardtexter", f"{given.name}: {shown(given.value)}", given.rule)
    for signer in underlag.signers:
        yield why.of("Undertecknare", f"{signer.namn}, {signer.titel}", signer.ground)
    for recipient in underlag.recipients:
        yield why.of("Mottagare", recipient.text, recipient.ground)
    for finding in underlag.findings:
        weight = "godtagen varning" if finding.waived else finding.severity.value
        yield why.of("Anmärkningar", f"{weight}: {finding.message}", finding.code, finding.waived)


class _Why:
    """The grounds of one handling's outcome."""

    def __init__(self, underlag: Beslutsunderlag, book: RuleBook) -> None:
        self._underlag = underlag
        self._book = book

    def of(self, kind: str, what: str, ground: str, waived: str | None = None) -> Explanation:
        """One thing with its ground: a rule's id, or the case itself."""
        rule = self._book.rule(ground)
        if rule is None:
            return Explanation(kind=kind, what=what, rule=None, waived=waived)
        return Explanation(
            kind=kind,
            what=what,
            rule=rule.id,
            meaning=rule.description,
            condition=rule.condition.source if rule.condition else None,
            expression=_expression(rule),
            values=tuple(self._values(rule.reads)),
            source=rule.source,
            waived=waived,
        )

    def _values(self, reads: Iterable[Path]) -> Iterator[tuple[str, str]]:
        known = sorted(path for path in reads if path[0] in self._underlag.context)
        for path in known:
            value = self._value(path)
            inner = any(other[: len(path)] == path != other for other in known)
            if not (inner and value == _FILLED):  # its fields say more
                yield ".".join(path), value

    def _value(self, path: Path) -> str:
        value: Any = self._underlag.context
        for name in path:
            value = value.get(name) if isinstance(value, Mapping) else None
        found = shown(value)
        if path[0] != "belopp" or len(path) == 1:
            return found
        amount = self._book.amounts.dated(path[1], self._underlag.day, self._underlag.arende.profil)
        return f"{found} ({amount.source})" if amount else found


def _expression(rule: Rule) -> str | None:
    match rule:
        case Check(each=each, demand=demand):
            whole = demand.source if demand else None
            return f"för varje post i {each.source}: {whole}" if each else whole
        case Reckoning(expression=expression):
            return expression.source
        case Signing(names=names, chosen=chosen) | Receiving(names=names, chosen=chosen):
            return chosen.source if chosen else ", ".join(names) or None
        case _:
            return None


def shown(value: Value) -> str:
    """A value on one line, short enough to read."""
    match value:
        case None | ():
            return _EMPTY
        case bool():
            return "ja" if value else "nej"
        case Decimal() | date():
            return swedish.tal(value) if isinstance(value, Decimal) else value.isoformat()
        case tuple():
            plain = all(isinstance(one, str | Decimal | date) for one in value)
            return _short(swedish.upprakning([shown(one) for one in value])) if plain else f"{len(value)} poster"
        case Mapping():
            return _FILLED if any(item not in (None, ()) for item in value.values()) else _EMPTY
        case _:
            return f"«{_short(' '.join(str(value).split()))}»"


def _short(text: str) -> str:
    return text if len(text) <= _LENGTH else f"{text[: _LENGTH - 1]}…"


def lines(found: Sequence[Explanation], day: date, title: str) -> Iterator[str]:
    """The explanations for a screen.

    Args:
        found: the explanations of one handling.
        day: the day whose rules were tried.
        title: what the handling is called.
    """
    yield title
    yield f"Prövad efter reglerna {swedish.datum(day)}."
    heading = None
    for one in found:
        if one.kind != heading:
            yield ""
            yield one.kind
            heading = one.kind
        yield f"  {one.what}"
        yield from (f"      {line}" for line in _grounds(one))


def _grounds(one: Explanation) -> Iterator[str]:
    if one.waived:
        yield f"Undantag: {one.waived}"
    if one.rule is None:
        yield "Står i ärendet." if one.kind != "Anmärkningar" else "Programmets egen kontroll."
        return
    yield f"Regel: {one.rule}" + (f" – {one.meaning}" if one.meaning else "")
    if one.condition:
        yield f"Villkor: {one.condition}"
    if one.expression:
        yield f"Uttryck: {one.expression}"
    yield from (f"    {name} = {value}" for name, value in one.values)
    yield f"Källa: {one.source}"


def as_json(found: Iterable[Explanation]) -> list[dict[str, Any]]:
    """The explanations as plain values for `json`."""
    return [
        {
            "slag": one.kind.lower(),
            "vad": one.what,
            "regel": one.rule,
            "beskrivning": one.meaning or None,
            "villkor": one.condition,
            "uttryck": one.expression,
            "varden": dict(one.values),
            "kalla": one.source,
            "undantag": one.waived,
        }
        for one in found
    ]
