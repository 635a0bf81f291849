"""Results in words for people, and as JSON for programs."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.case.positions import path_text
from generator.errors import ExitCode
from generator.findings import Finding, Place, Severity, Spot
from generator.results import HandlingResult, Outcome

_DONE = (Outcome.DONE, Outcome.UNCHANGED, Outcome.FROZEN, Outcome.SKIPPED)


def exit_code(results: Sequence[HandlingResult], *, strict: bool = False) -> ExitCode:
    """The code of the whole run: that of the gravest result, the case's own before the machine's.

    Args:
        results: the results.
        strict: True when a warning that the case has not accepted counts as an error.
    """
    codes = sorted({result.exit_code for result in results if result.exit_code})
    if not codes and strict and any(result.warned for result in results):
        return ExitCode.CASE
    return ExitCode(codes[0]) if codes else ExitCode.OK


def in_file_order(results: Iterable[HandlingResult]) -> tuple[Finding, ...]:
    """Every finding once, file by file, from the top of each to its end."""
    found = dict.fromkeys((result.source, finding) for result in results for finding in result.findings)
    files = {source: number for number, source in enumerate(dict.fromkeys(source for source, _ in found))}
    ordered = sorted(found, key=lambda one: (files[one[0]], one[1].place.line or 0, one[1].place.column or 0))
    return tuple(dict.fromkeys(finding for _, finding in ordered))


def finding_lines(finding: Finding, shown: Callable[[Path], str] | None = None) -> Iterator[str]:
    """One finding: where, what, and what to do.

    Args:
        finding: the finding.
        shown: how a file is named; see `where`.
    """
    weight = "godtagen varning" if finding.waived else finding.severity.value
    yield f"{where(finding.place, shown)}{weight}: {finding.message}"
    if finding.remedy:
        yield f"    Gör så här: {finding.remedy}"
    if finding.source:
        yield f"    Källa: {finding.source} (regeln {finding.code})"
    if finding.waived:
        yield f"    Undantag: {finding.waived}"


def where(place: Place, shown: Callable[[Path], str] | None = None) -> str:
    """A place as an editor's terminal understands it: `cases/x.json:12:7: handlingar[0].datum (Datum) `.

    Args:
        place: the place.
        shown: how a file is named; as short as it can be said from the working folder when None.
    """
    text = ""
    if place.file is not None:
        spot = f":{place.line}:{place.column}" if place.line else ""
        text = f"{(shown or shown_path)(place.file)}{spot}: "
    field = path_text(place.path)
    if field:
        text += f"{field} ({place.title}) " if place.title else f"{field} "
    elif place.title:
        text += f"{place.title} "
    return text


def shown_path(path: Path) -> str:
    """A path as short as it can be said from the working folder."""
    try:
        near = os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
    return str(path) if near.startswith(f"..{os.sep}..") else near


def result_lines(result: HandlingResult, shown: Callable[[Path], str] | None = None) -> Iterator[str]:
    """One handling's line, and where its documents lie.

    Args:
        result: what became of it.
        shown: how a file is named; as short as it can be said from the working folder when None.
    """
    shown = shown or shown_path
    name = result.handling or shown(result.source)
    number = f" {result.diarienummer}" if result.diarienummer else ""
    pages = f", {result.pages} {'sida' if result.pages == 1 else 'sidor'}" if result.pages else ""
    yield f"{result.outcome.value}:{number} {name}{pages}"
    for file in result.files:
        yield f"    {shown(file)}"


def summary(results: Sequence[HandlingResult]) -> str:
    """The tally: "3 klara, 1 vägrad"."""
    return summary_of(Counter(result.outcome.value for result in results))


def summary_of(counts: Mapping[str, int]) -> str:
    """The tally of outcomes that are counted already, by their names."""
    plural = {
        Outcome.DONE: "klara",
        Outcome.UNCHANGED: "oförändrade",
        Outcome.FROZEN: "frysta",
        Outcome.SKIPPED: "överhoppade",
        Outcome.WAITING: "väntar",
        Outcome.REFUSED: "vägrade",
        Outcome.FAILED: "misslyckade",
    }
    told = ((counts.get(outcome, 0), outcome.value, many) for outcome, many in plural.items())
    return ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in told if count)


def checked_summary(results: Sequence[HandlingResult], *, strict: bool = False) -> str:
    """The tally of a check: how many are free of errors, and how many findings of each weight there are.

    Args:
        results: the results.
        strict: True when warnings count as errors.
    """
    findings = {finding for result in results for finding in result.findings}
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = sum(finding.severity is Severity.WARNING and not finding.waived for finding in findings)
    waived = sum(finding.waived is not None for finding in findings)
    good = sum(result.outcome in _DONE for result in results)
    files = len({result.source for result in results})
    parts = [
        f"{files} {'fil' if files == 1 else 'filer'}",
        f"{good} {'handling' if good == 1 else 'handlingar'} utan fel",
    ]
    parts += [f"{errors} fel"] if errors else []
    parts += [f"{warnings} {'varning' if warnings == 1 else 'varningar'}"] if warnings else []
    parts += ["som räknas som fel"] if strict and warnings else []
    parts += [f"{waived} undantag"] if waived else []
    return ", ".join(parts)


def as_json(results: Iterable[HandlingResult]) -> list[dict[str, Any]]:
    """Results as plain values for `json`."""
    return [result_json(result) for result in results]


def result_json(result: HandlingResult) -> dict[str, Any]:
    """A result as plain values for `json`."""
    return {
        "fil": str(result.source),
        "diarienummer": result.diarienummer,
        "handling": result.handling,
        "utfall": result.outcome.value,
        "sidor": result.pages,
        "dokument": [str(file) for file in result.files],
        "kvar": [str(file) for file in result.left],
        "felkod": int(result.exit_code),
        "anmarkningar": [finding_json(finding) for finding in result.findings],
        "frister": [
            {
                "namn": one.name,
                "dag": one.day.isoformat(),
                "regel": one.rule,
                "kalla": one.source,
                "uppfylld": one.met,
                "gor": one.remedy,
            }
            for one in result.deadlines
        ],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding as plain values for `json`."""
    place = finding.place
    return {
        "kod": finding.code,
        "niva": finding.severity.value,
        "meddelande": finding.message,
        "atgard": finding.remedy,
        "kalla": finding.source,
        "undantag": finding.waived,
        "fil": str(place.file) if place.file else None,
        "rad": place.line,
        "kolumn": place.column,
        "falt": path_text(place.path) or None,
        "stig": list(place.path),
        "namn": place.title,
        "ordfil": _spot_json(place.spot),
    }


def _spot_json(spot: Spot | None) -> dict[str, Any] | None:
    """A place in a Word file as plain values for `json`."""
    if spot is None:
        return None
    return {"del": spot.part, "plats": spot.where, "text": spot.text, "stycke": spot.paragraph}


def tally(findings: Sequence[Finding]) -> str:
    """How many findings of each weight there are: "3 fel, 1 varning"."""
    words = {
        Severity.ERROR: ("fel", "fel"),
        Severity.WARNING: ("varning", "varningar"),
        Severity.NOTE: ("upplysning", "upplysningar"),
    }
    counts = [(severity, sum(one.severity is severity for one in findings)) for severity in words]
    return (
        ", ".join(f"{count} {words[severity][count != 1]}" for severity, count in counts if count)
        or "Inget att anmärka."
    )
