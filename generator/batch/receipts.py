"""A receipt beside a case file: what became of it, in words, for the one who saved it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from generator.errors import reason
from generator.findings import Finding, Place, Severity
from generator.report import finding_lines, result_lines
from generator.results import HandlingResult
from generator.wholefile import write_whole

SUFFIX = ".kvitto.txt"
_LONGEST = 255
"""Bytes of a file name, on most systems."""


def receipt_path(case: Path) -> Path:
    """Where a case file's receipt lies: `arende.json` has `arende.kvitto.txt`."""
    name = f"{case.stem}{SUFFIX}"
    if len(name.encode()) > _LONGEST:
        mark = sha256(case.name.encode()).hexdigest()[:8]
        kept = case.stem.encode()[: _LONGEST - len(SUFFIX) - 9].decode(errors="ignore")
        name = f"{kept}-{mark}{SUFFIX}"
    return case.with_name(name)


def write_receipt(case: Path, results: Sequence[HandlingResult], now: datetime) -> Finding | None:
    """Write a case file's receipt.

    Args:
        case: the case file.
        results: what became of its handlingar.
        now: when, with its zone.

    Returns:
        Why it could not be written; None when it was.
    """
    try:
        write_whole(receipt_path(case), receipt(case, results, now).encode())
    except OSError as error:
        message = f"Kvittot till {case.name} kunde inte sparas: {reason(error)}."
        remedy = "Ge kontot som bevakar mappen rätt att skriva i den. Handlingarna är gjorda ändå."
        return Finding(
            code="kvitto-gick-inte",
            message=message,
            remedy=remedy,
            severity=Severity.WARNING,
            place=Place(file=case.parent),
        )
    return None


def receipt(case: Path, results: Sequence[HandlingResult], now: datetime) -> str:
    """A receipt's text."""
    lines = [f"Kvitto för {case.name}", f"{now:%Y-%m-%d %H:%M}", ""]
    for result in results:
        lines += [*result_lines(result)]
        lines += [line for finding in result.findings for line in finding_lines(finding)]
        lines.append("")
    return "\n".join(lines)
