"""A log is read as far as it goes: a run that was cut off has no ending, and perhaps half a last line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.errors import FolderError, reason
from generator.findings import Finding, Place
from generator.runlog.plain import ending_of, entry_of, finding_of, run_of
from generator.runlog.values import Ending, Entry, Run, WholeRun


def read_run(path: Path) -> WholeRun:
    """Read a run's log.

    Raises:
        FolderError: it cannot be read, or is no log.
    """
    run: Run | None = None
    entries: list[Entry] = []
    remarks: list[Finding] = []
    ending: Ending | None = None
    for said in _lines(path):
        try:
            match said["slag"]:
                case "start":
                    run = run_of(said)
                case "handling":
                    entries.append(entry_of(said))
                case "anmarkning":
                    remarks.append(finding_of(said))
                case "slut":
                    ending = ending_of(said)
        except (KeyError, TypeError, ValueError):
            raise _no_log(path, "den är skriven av en annan version, eller ändrad för hand") from None
    if run is None:
        raise _no_log(path, "den har ingen början")
    return WholeRun(run=run, entries=tuple(entries), remarks=tuple(remarks), ending=ending)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise _no_log(path, reason(error)) from None
    for number, line in enumerate(lines):
        try:
            said = json.loads(line) if line else None
        except ValueError:
            if number >= len(lines) - 2:
                return  # the run was cut off while it wrote
            raise _no_log(path, f"rad {number + 1} är inte hel JSON") from None
        if isinstance(said, dict):
            yield said


def _no_log(path: Path, why: str) -> FolderError:
    message = f"Loggen {path.name} går inte att använda: {why}."
    remedy = "Ange en annan logg. Loggarna ligger i mappen rapport/logg bland de publicerade dokumenten."
    return FolderError(Finding(code="logg-trasig", message=message, remedy=remedy, place=Place(file=path)))
