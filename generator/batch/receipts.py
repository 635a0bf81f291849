"""A receipt beside a case file: what became of it, in words, for the one who saved it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from generator.batch.watched import is_passing
from generator.errors import reason
from generator.findings import Finding, Place, Severity
from generator.report import finding_lines, result_lines
from generator.results import HandlingResult, Outcome
from generator.wholefile import write_whole

SUFFIX = ".kvitto.txt"
_TITLE = "Kvitto för "
_LONGEST = 255
"""Bytes of a file name, on most systems."""
_TIME = 1
"""The line that says when; two receipts that differ in nothing else say the same."""


def receipt_path(case: Path) -> Path:
    """Where a case file's receipt lies: `arende.json` has `arende.kvitto.txt`."""
    stem = case.stem if case.suffix == ".json" else case.name  # a.json and a.JSON have one each
    name = f"{stem}{SUFFIX}"
    if len(os.fsencode(name)) > _LONGEST:
        mark = sha256(os.fsencode(case.name)).hexdigest()[:8]
        kept = os.fsencode(stem)[: _LONGEST - len(SUFFIX) - 9].decode(errors="ignore")
        name = f"{kept}-{mark}{SUFFIX}"
    return case.with_name(name)


def write_receipt(case: Path, results: Sequence[HandlingResult], now: datetime) -> Finding | None:
    """Write a case file's receipt, unless the one that lies there says the same of the same case file.

    Args:
        case: the case file.
        results: what became of its handlingar.
        now: when, with its zone.

    Returns:
        Why it could not be written; None when it was, or need not be.
    """
    path, text = receipt_path(case), receipt(case, results, now)
    try:
        if _lines(path) != _without_time(text) or _is_news(case, path, results):
            write_whole(path, text.encode(errors="replace"))
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


def _is_news(case: Path, path: Path, results: Sequence[HandlingResult]) -> bool:
    """Whether a receipt in the same words has another time: for what was made now, or has been saved since."""
    is_made = any(result.outcome is Outcome.DONE for result in results)
    return is_made or case.stat().st_mtime_ns > path.stat().st_mtime_ns


def take_away_receipt(case: Path) -> None:
    """Take away the receipt of a case file that is no longer there; what somebody else has written is left."""
    path = receipt_path(case)
    with suppress(OSError):
        if path.read_text("utf-8").startswith(f"{_title(case)}\n"):
            path.unlink()


def take_away_orphans(folders: Iterable[Path]) -> None:
    """Take away the receipts of case files that went while nobody watched.

    Args:
        folders: the folders that are watched, with all below them.
    """
    for path in [path for folder in folders if folder.is_dir() for path in folder.rglob(f"*{SUFFIX}")]:
        with suppress(OSError, UnicodeDecodeError):
            title = path.read_text("utf-8").partition("\n")[0]
            case = path.with_name(title.removeprefix(_TITLE))
            if title.startswith(_TITLE) and receipt_path(case) == path and not os.path.lexists(case):
                path.unlink()


def receipt(case: Path, results: Sequence[HandlingResult], now: datetime) -> str:
    """A receipt's text: the same for a handling that was made as for one that has been found unchanged since."""
    lines = [_title(case), f"{now:%Y-%m-%d %H:%M}", ""]
    for result in sorted(results, key=lambda one: one.handling or ""):
        told = replace(result, outcome=Outcome.DONE) if result.outcome is Outcome.UNCHANGED else result
        lines += result_lines(told, lambda path: _from(case.parent, path))
        lines += [line for finding in result.findings for line in finding_lines(finding, lambda path: path.name)]
        if is_passing(result):
            lines.append("    Bevakningen prövar igen av sig själv.")
        lines.append("")
    return "\n".join(lines)


def _title(case: Path) -> str:
    return f"{_TITLE}{case.name}"


def _from(folder: Path, path: Path) -> str:
    """A file as one finds it from the receipt."""
    with suppress(ValueError):  # another drive
        return os.path.relpath(path, folder)
    return str(path)


def _lines(path: Path) -> list[str] | None:
    """What a receipt says; None when there is none."""
    try:
        return _without_time(path.read_text("utf-8"))
    except (FileNotFoundError, UnicodeDecodeError):
        return None


def _without_time(text: str) -> list[str]:
    lines = text.split("\n")
    return [line for number, line in enumerate(lines) if number != _TIME]
