"""A log is read as far as it goes: a run that was cut off has no ending, and perhaps half a last line."""

from __future__ import annotations

import json
import os
from itertools import zip_longest
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
    lines, lost = _lines(path)
    run: Run | None = None
    told: list[tuple[Entry, bytes]] = []
    remarks: list[Finding] = []
    ending: Ending | None = None
    for line, said in lines:
        try:
            match said["slag"]:
                case "start":
                    run = run_of(said)
                case "handling":
                    told.append((entry_of(said), line))
                case "borta":
                    told = [one for one in told if one[0].result.source != Path(said["fil"])]
                case "anmarkning":
                    remarks.append(finding_of(said))
                case "slut":
                    ending = ending_of(said)
        except (KeyError, TypeError, ValueError):
            raise _no_log(path, "den är skriven av en annan version, eller ändrad för hand") from None
    if run is None:
        raise _no_log(path, "den har ingen början")
    if lost:
        remarks.append(_lost(path, lost))
    entries, words = tuple(entry for entry, _ in told), tuple(line for _, line in told)
    return WholeRun(run=run, entries=entries, lines=words, remarks=tuple(dict.fromkeys(remarks)), ending=ending)


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


def _lines(path: Path) -> tuple[list[tuple[bytes, dict[str, Any]]], int]:
    """The lines and what they say, and how many in the midst of them say nothing."""
    try:
        lines = [line for line in path.read_bytes().split(b"\n") if line]
    except OSError as error:
        raise _no_log(path, reason(error)) from None
    read: list[tuple[bytes, dict[str, Any]]] = []
    lost = 0
    for line, following in zip_longest(lines, lines[1:]):
        try:
            said = json.loads(line)
        except ValueError:
            cut_off, said_again = following is None, following is not None and following.startswith(line)
            lost += not (cut_off or said_again)
            continue
        if isinstance(said, dict):
            read.append((line, said))
    return read, lost


def _lost(path: Path, lines: int) -> Finding:
    number = "En rad" if lines == 1 else f"{lines} rader"
    message = f"{number} i loggen {path.name} går inte att läsa, så rapporten kan ha luckor."
    remedy = "Dokumenten är inte skadade. Kör samma kommando igen, så visar rapporten allt som återstår."
    return Finding(code="logg-trasig", message=message, remedy=remedy, severity=Severity.WARNING)


def _no_log(path: Path, why: str) -> FolderError:
    message = f"Loggen {path.name} går inte att använda: {why}."
    remedy = "Ange en annan logg. Loggarna ligger i mappen rapport/logg bland de publicerade dokumenten."
    return FolderError(Finding(code="logg-trasig", message=message, remedy=remedy, place=Place(file=path)))
