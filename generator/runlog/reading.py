"""A log is read as far as it goes: a run that was cut off has no ending, and perhaps half a last line."""

from __future__ import annotations

import json
import os
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.errors import FolderError, reason
from generator.findings import Finding, Place, Severity
from generator.runlog.plain import ending_of, entry_of, finding_of, run_of
from generator.runlog.values import Ending, Entry, Run, WholeRun

_TAIL = 65536
"""Bytes at the end of a log among which its last line is."""


def read_run(path: Path) -> WholeRun:
    """Read a run's log; lines that cannot be read are left out, and that is remarked.

    Raises:
        FolderError: it cannot be read, or is no log.
    """
    told = _Told()
    for place, said in _lines(path):
        try:
            if said is None:
                told.lost += 1
            else:
                told.take(place, said)
        except (KeyError, TypeError, ValueError):
            raise _no_log(path, "den är skriven av en annan version, eller ändrad för hand") from None
    if told.run is None:
        raise _no_log(path, "den har ingen början")
    lost = [_lost(path, told.lost)] if told.lost else []
    return WholeRun(
        run=told.run,
        entries=tuple(told.entries.values()),
        lines=_Lines(path, array("Q", told.entries)),
        remarks=tuple(dict.fromkeys([*told.remarks, *lost])),
        ending=told.ending,
    )


@dataclass(slots=True)
class _Told:
    """What the lines of a log have said so far."""

    run: Run | None = None
    entries: dict[int, Entry] = field(default_factory=dict)
    """Each with the place of its line."""
    remarks: list[Finding] = field(default_factory=list)
    ending: Ending | None = None
    lost: int = 0
    """Lines that cannot be read."""

    def take(self, place: int, said: Mapping[str, Any]) -> None:
        """Take in a line.

        Args:
            place: where it begins.
            said: what it says.

        Raises:
            KeyError, TypeError, ValueError: no log has such a line.
        """
        match said["slag"]:
            case "start":
                self.run = run_of(said)
            case "handling":
                self.entries[place] = entry_of(said)
            case "borta":
                gone = Path(said["fil"])
                self.entries = {at: one for at, one in self.entries.items() if one.result.source != gone}
            case "anmarkning":
                self.remarks.append(finding_of(said))
            case "slut":
                self.ending = ending_of(said)


@dataclass(frozen=True)
class _Lines:
    """Lines of a log, read anew each time: they are many.

    Args:
        path: the log.
        places: where each begins.
    """

    path: Path
    places: array[int]

    def __iter__(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            for place in self.places:
                file.seek(place)
                yield file.readline().rstrip(b"\n")


def read_ends(path: Path) -> WholeRun:
    """A run without its handlingar, when it counted them itself: two lines of a file that may be big.

    Raises:
        FolderError: it cannot be read, or is no log.
    """
    try:
        with path.open("rb") as file:
            first = file.readline()
            begins = file.tell()
            file.seek(max(begins, file.seek(0, os.SEEK_END) - _TAIL))
            last = file.read().rstrip(b"\n").rpartition(b"\n")[2]
        run, ending = run_of(json.loads(first)), ending_of(json.loads(last))
    except OSError as error:
        raise _no_log(path, reason(error)) from None
    except (KeyError, TypeError, ValueError):  # it was cut off: only its lines tell
        return read_run(path)
    return WholeRun(run=run, entries=(), remarks=(), ending=ending)


def read_start(path: Path) -> Run:
    """What was known when a run began.

    Raises:
        FolderError: the log cannot be read, or is none.
    """
    try:
        with path.open("rb") as file:
            return run_of(json.loads(file.readline()))
    except OSError as error:
        raise _no_log(path, reason(error)) from None
    except (KeyError, TypeError, ValueError):
        raise _no_log(path, "den har ingen början") from None


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """Where each line begins, and what it says; None when one in the midst of them says nothing."""
    half: tuple[int, bytes] | None = None
    try:
        with path.open("rb") as file:
            place = 0
            for whole in file:
                line, here, place = whole.rstrip(b"\n"), place, place + len(whole)
                if not line:
                    continue
                if half is not None and not line.startswith(half[1]):  # else it was said again, whole
                    yield half[0], None
                half = None
                try:
                    said = json.loads(line)
                except ValueError:
                    half = here, line  # unless it is the last, which was cut off
                    continue
                if isinstance(said, dict):
                    yield here, said
    except OSError as error:
        raise _no_log(path, reason(error)) from None


def _lost(path: Path, lines: int) -> Finding:
    number = "En rad" if lines == 1 else f"{lines} rader"
    message = f"{number} i loggen {path.name} går inte att läsa, så rapporten kan ha luckor."
    remedy = "Dokumenten är inte skadade. Kör samma kommando igen, så visar rapporten allt som återstår."
    return Finding(code="logg-trasig", message=message, remedy=remedy, severity=Severity.WARNING)


def _no_log(path: Path, why: str) -> FolderError:
    message = f"Loggen {path.name} går inte att använda: {why}."
    remedy = "Ange en annan logg. Loggarna ligger i mappen rapport/logg bland de publicerade dokumenten."
    return FolderError(Finding(code="logg-trasig", message=message, remedy=remedy, place=Place(file=path)))
