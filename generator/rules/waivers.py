"""Exceptions that a case makes, in writing: `undantag: [{"regel": …, "skal": …}]`.

A warning may be accepted with a reason; an error may not. A reason that
excuses nothing is said so, or it would hide what comes later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from generator.findings import Finding, JsonPath, Place, Severity
from generator.rules.context import Matter
from generator.rules.load import RuleBook
from generator.rules.model import Check
from generator.swedish import nearest

FIELD = "undantag"


class _Waiver(NamedTuple):
    rule: str
    reason: str
    path: JsonPath


def waived(findings: Iterable[Finding], matter: Matter, book: RuleBook) -> tuple[Finding, ...]:
    """The findings, those that the case accepts with its reason, and what is wrong with the exceptions."""
    found = excused(findings, matter, book)
    return (*found, *_faults(tuple(_waivers(matter)), found, matter, book))


def excused(findings: Iterable[Finding], matter: Matter, book: RuleBook) -> tuple[Finding, ...]:
    """The findings, those that the case accepts with its reason."""
    mere = {one.id for one in book.of(Check) if one.severity is Severity.WARNING}
    reasons = {one.rule: one.reason for one in _waivers(matter) if one.rule in mere}
    return tuple(replace(one, waived=reasons[one.code]) if one.code in reasons else one for one in findings)


def _waivers(matter: Matter) -> Iterator[_Waiver]:
    for data, start in ((matter.arende.data, ()), (matter.handling.data, matter.handling.path)):
        entries: Any = data.get(FIELD) or ()
        for index, one in enumerate(entries):
            yield _Waiver(one["regel"], one["skal"], (*start, FIELD, index))


def _faults(
    waivers: Iterable[_Waiver], findings: Iterable[Finding], matter: Matter, book: RuleBook
) -> Iterator[Finding]:
    checks = {one.id: one for one in book.of(Check)}
    seen: set[str] = set()
    used = {one.code for one in findings}
    for one in waivers:
        rule = checks.get(one.rule)
        place = Place(file=matter.arende.source, path=(*one.path, "regel"))
        if one.rule in seen:
            message = f"Undantaget från regeln {one.rule} står två gånger."
            yield _fault(message, "Behåll det ena, med alla skäl.", place, Severity.ERROR)
        seen.add(one.rule)
        if rule is None:
            yield _unknown(one.rule, checks, place)
        elif rule.severity is Severity.ERROR:
            later = "" if rule.draft_severity is rule.severity else " så snart handlingen är upprättad"
            message = f"Regeln {one.rule} är ett fel{later}, och från fel finns inga undantag."
            yield _fault(message, "Rätta det som regeln säger, och ta bort undantaget.", place, Severity.ERROR)
        elif one.rule not in used and one.path[0] != FIELD:
            message = f"Undantaget från regeln {one.rule} behövs inte: regeln har inget att anmärka."
            yield _fault(message, "Ta bort undantaget.", place, Severity.NOTE)


def _unknown(name: str, checks: Mapping[str, Check], place: Place) -> Finding:
    guess = nearest(name, checks)
    hint = f" Menade du «{guess}»?" if guess else ""
    remedy = "Reglernas namn står i meddelandena och i «generator regler lista»."
    return _fault(f"Undantaget gäller regeln «{name}», som inte finns.{hint}", remedy, place, Severity.ERROR)


def _fault(message: str, remedy: str, place: Place, severity: Severity) -> Finding:
    return Finding(code="undantag-ogiltigt", message=message, remedy=remedy, place=place, severity=severity)
