"""What the book keeps of a result, as plain JSON: no more than what a case with nothing to do can say.

A finding that points outside its case file is not kept, nor is an error:
both may be another tomorrow without anything that the book looks at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from generator.findings import Finding, Place, Severity
from generator.model import Deadline
from generator.results import AT_REST, HandlingResult, Outcome


def rests(result: HandlingResult) -> bool:
    """True when a result can be kept: there is nothing to do, and it speaks of nothing but the case file."""
    own = all(one.place.file in (None, result.source) and one.place.spot is None for one in result.findings)
    sound = all(one.severity is not Severity.ERROR for one in result.findings)
    return own and sound and result.outcome in AT_REST and not result.exit_code


def pack(result: HandlingResult) -> dict[str, Any]:
    """A result, as JSON has it; its case file and its ärende are kept beside."""
    return {
        "handling": result.handling,
        "utfall": result.outcome.value,
        "filer": [path.name for path in result.files],
        "sidor": result.pages,
        "fynd": [_finding(one) for one in result.findings],
        "frister": [
            [one.name, one.day.isoformat(), one.rule, one.source, one.met, one.remedy] for one in result.deadlines
        ],
    }


def unpack(kept: Mapping[str, Any], source: Path, diarienummer: str, folder: Path) -> HandlingResult:
    """The result again.

    Args:
        kept: what `pack` gave.
        source: where the case file lies today.
        diarienummer: the ärende's.
        folder: where it is published.
    """
    return HandlingResult(
        source=source,
        diarienummer=diarienummer,
        handling=kept["handling"],
        outcome=Outcome(kept["utfall"]),
        files=tuple(folder / name for name in kept["filer"]),
        findings=tuple(_found(one, source) for one in kept["fynd"]),
        pages=kept["sidor"],
        deadlines=tuple(_deadline(one) for one in kept["frister"]),
    )


def _finding(one: Finding) -> list[Any]:
    place = one.place
    where = [place.file is not None, place.line, place.column, list(place.path), place.title]
    return [one.code, one.message, one.remedy, where, one.severity.value, one.source, one.waived]


def _found(kept: Sequence[Any], source: Path) -> Finding:
    code, message, remedy, (has_file, line, column, path, title), severity, law, waived = kept
    place = Place(file=source if has_file else None, line=line, column=column, path=tuple(path), title=title)
    return Finding(
        code=code,
        message=message,
        remedy=remedy,
        place=place,
        severity=Severity(severity),
        source=law,
        waived=waived,
    )


def _deadline(kept: Sequence[Any]) -> Deadline:
    name, day, rule, source, met, *more = kept
    remedy = more[0] if more else ""  # older books have none
    return Deadline(name=name, day=date.fromisoformat(day), rule=rule, source=source, met=met, remedy=remedy)
