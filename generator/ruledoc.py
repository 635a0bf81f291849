"""The rules as a list for the screen, and as a document for those who own them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from generator import swedish
from generator.rules.amounts import Amount, Dated
from generator.rules.load import RuleBook
from generator.rules.model import Check, Receiving, Reckoning, Rule, RuleKind, Signing, StandardText

_HEADINGS = {
    RuleKind.CHECK: "Kontroller",
    RuleKind.SIGNER: "Undertecknare",
    RuleKind.RECIPIENT: "Mottagare",
    RuleKind.TEXT: "Standardtexter",
    RuleKind.VALUE: "Värden",
}
_INTRODUCTION = """\
# Regler

Den här filen är gjord ur reglerna med `generator regler dokument`. Ändra inte i den; ändra i `rules/*.toml`.

Hur man skriver en regel står i [regelhandboken](regelhandbok.md). Nivån *fel* hindrar dokumentet, *varning* gör det
inte. Reglerna som gäller är de på beslutsdagen, annars på handlingens dag.
"""


def chosen(book: RuleBook, typ: str | None) -> tuple[Rule, ...]:
    """The rules, or those that speak about the format `typ`, by kind."""
    about = [one for one in book.rules if typ is None or not one.formats or typ in one.formats]
    return tuple(one for kind in _HEADINGS for one in about if one.kind is kind)


def listing(rules: Iterable[Rule]) -> Iterator[str]:
    """The rules for a screen, one to a line under their headings."""
    kind = None
    for one in rules:
        if one.kind is not kind:
            yield _HEADINGS[one.kind] if kind is None else f"\n{_HEADINGS[one.kind]}"
            kind = one.kind
        yield f"  {one.id:<36} {_weight(one):<8} {one.source}"


def as_json(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    """The rules as plain values for `json`."""
    return [
        {
            "id": one.id,
            "slag": one.kind.value,
            "niva": one.severity.value if isinstance(one, Check) else None,
            "format": list(one.formats),
            "profil": list(one.profiles),
            "fran": None if one.first == date.min else one.first.isoformat(),
            "till": None if one.last == date.max else one.last.isoformat(),
            "kalla": one.source,
            "fil": one.file.file.name,
            "rad": one.place.line,
        }
        for one in rules
    ]


def document(book: RuleBook) -> str:
    """All rules and amounts as a Markdown document."""
    parts = [_INTRODUCTION]
    for kind, heading in _HEADINGS.items():
        parts.append(f"## {heading}\n")
        parts += ["\n".join(_section(one)) + "\n" for one in book.rules if one.kind is kind]
    parts.append("## Belopp\n")
    parts.append("\n".join(_amounts(book.amounts.every)) + "\n")
    return "\n".join(parts)


def _section(rule: Rule) -> Iterator[str]:
    yield f"### {rule.id}\n"
    if rule.description:
        yield f"{rule.description}\n"
    yield from (f"- **{label}:** {text}" for label, text in _facts(rule) if text)


def _facts(rule: Rule) -> Iterator[tuple[str, str]]:
    yield from _scope(rule)
    yield "När", _code(rule.condition.source if rule.condition else "")
    match rule:
        case Check():
            yield from _check(rule)
        case Reckoning():
            yield "Namn", _code(f"varde.{rule.name}")
            yield "Uttryck", _code(rule.expression.source)
            yield "Frist", rule.deadline or ""
            yield "Uppfylld när", _code(rule.met.source if rule.met else "")
            yield "Gör så här", rule.remedy
        case StandardText():
            yield "Namn", _code(f"texter.{rule.name}")
            yield "Text", _code(" ".join(rule.text.split()))
        case Signing() | Receiving():
            yield "Namn i registret", ", ".join(rule.names)
            yield "Namn ur", _code(rule.chosen.source if rule.chosen else "")
            yield "Rad", _code(rule.wording or "") if isinstance(rule, Receiving) else ""
    yield "Källa", rule.source
    yield "Exempel", f"{len(rule.examples)}"
    yield "Fil", _code(f"rules/{rule.file.file.name}")


def _scope(rule: Rule) -> Iterator[tuple[str, str]]:
    if isinstance(rule, Check):
        draft = rule.draft_severity
        yield "Nivå", rule.severity.value + (f" ({draft.value} för utkast)" if draft is not rule.severity else "")
    yield "Format", ", ".join(rule.formats) or "alla"
    yield "Profil", ", ".join(rule.profiles)
    yield "Gäller", _time(rule.first, rule.last)


def _check(rule: Check) -> Iterator[tuple[str, str]]:
    if rule.demand is None:
        yield "Prövas av", "schemat, innan någon regel prövas"
        return
    yield "För varje", _code(rule.each.source if rule.each else "")
    yield "Krav", _code(rule.demand.source)
    yield "Fält", _code(rule.field)
    yield "Meddelande", _code(rule.message)
    yield "Åtgärd", _code(rule.remedy)


def _amounts(amounts: Sequence[Amount]) -> Iterator[str]:
    yield "| Namn | Värde | Gäller | Profil | Källa |"
    yield "| --- | ---: | --- | --- | --- |"
    for one in amounts:
        for value in one.values:
            yield f"| {_code(one.name)} | {_number(value, one)} | {_cells(one, value)} |"


def _number(value: Dated, amount: Amount) -> str:
    return f"{swedish.tal(value.value)} {amount.unit}".replace(swedish.NBSP, " ")


def _cells(amount: Amount, value: Dated) -> str:
    return " | ".join((_time(value.first, value.last) or "alltid", ", ".join(amount.profiles) or "alla", value.source))


def _time(first: date, last: date) -> str:
    start = "" if first == date.min else f"från och med {first.isoformat()}"
    end = "" if last == date.max else f"till och med {last.isoformat()}"
    return " ".join(part for part in (start, end) if part)


def _weight(rule: Rule) -> str:
    return rule.severity.value if isinstance(rule, Check) else ""


def _code(text: str) -> str:
    """Text as code, whatever backticks it holds."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}" if text else ""
