"""A log is written while the run goes on, a line at a time: what was done is known even after a power cut."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from generator.findings import Finding
from generator.results import AT_REST
from generator.runlog.plain import ending_json, entry_json, gone_json, remark_json, run_json
from generator.runlog.values import Ending, Entry, Run

_PLAIN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_ASCII = json.JSONEncoder(separators=(",", ":"))
_AT_A_TIME = 16_384
"""Bytes of lines that may wait for each other."""


class RunLog:
    """A run's log, in JSON Lines.

    A disk that is full does not stop the run: lines are kept until there is
    room, and at the end they go to the folder of temporary files. A line that
    was cut short is written once more, whole, on a line of its own.

    Args:
        path: the file; its folder is made.
        run: the run.
    """

    def __init__(self, path: Path, run: Run) -> None:
        self._path = path
        self._begun = False
        self._kept = self._start = _line(run_json(run))
        self._write()

    @property
    def folder(self) -> Path:
        """Where what belongs to the run can lie: its pictures."""
        return self._path.with_suffix("")

    def add(self, entry: Entry) -> None:
        """What became of a handling; where nobody was set to work the line may wait for a few others."""
        self._kept += _line(entry_json(entry))
        untouched = entry.by is None and entry.result.outcome in AT_REST
        if not untouched or len(self._kept) > _AT_A_TIME:
            self._write()

    def flush(self) -> None:
        """Write the lines that wait for others."""
        if self._kept:
            self._write()

    def gone(self, path: Path) -> None:
        """A case file is no longer there: what was said of it no longer counts."""
        self._add(gone_json(path))

    def remark(self, finding: Finding) -> None:
        """What is to be said of a folder or of the machine."""
        self._add(remark_json(finding))

    def end(self, ending: Ending) -> Path | None:
        """The run is over.

        Returns:
            Where the log lies; None when it could be written nowhere.
        """
        self._add(ending_json(ending))
        if not self._kept:
            return self._path
        return self._elsewhere()

    def _add(self, line: Mapping[str, Any]) -> None:
        self._kept += _line(line)
        self._write()

    def _write(self) -> None:
        """Write what is kept; a log that was begun is not begun again where it is gone: the folder is another."""
        written = 0
        with suppress(OSError):
            if not self._begun:
                for folder in (self._path.parent.parent, self._path.parent):  # but not the one of all that is published
                    folder.mkdir(exist_ok=True)
            if not self._begun or self._path.exists():
                with self._path.open("ab", buffering=0) as file:
                    written = file.write(self._kept)
        self._begun = self._begun or bool(written)
        self._kept = _from_line(self._kept, written)

    def _elsewhere(self) -> Path | None:
        """The log among the temporary files, since it cannot be written in its place; without what is out of reach."""
        with suppress(OSError):
            there = self._path.read_bytes() if self._path.exists() else b""
            if not self._kept.startswith(self._start):
                there = there or self._start
            path = Path(tempfile.gettempdir()) / self._path.name
            path.write_bytes(there + self._kept)
            return path
        return None


def _line(said: Mapping[str, Any]) -> bytes:
    try:
        return f"{_PLAIN.encode(said)}\n".encode()
    except UnicodeEncodeError:  # the name of a file that is no text
        return f"{_ASCII.encode(said)}\n".encode()


def _from_line(lines: bytes, written: int) -> bytes:
    """What is left to write: whole lines, after whatever piece of the first may have reached the file."""
    if written == len(lines):
        return b""
    left = lines[lines.rfind(b"\n", 0, written) + 1 :]
    return b"\n" + left.lstrip(b"\n")
