"""What a log says of a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from generator.errors import ExitCode
from generator.findings import Finding, Severity
from generator.results import HandlingResult


class Kind(StrEnum):
    """What a run is, for those who read its report."""

    NIGHT = "natt"
    """It goes through whole folders, once."""
    SOME = "urval"
    """It was given single files, and says nothing of the others."""
    DAY = "dag"
    """It looks after folders until somebody ends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What is known when a run begins."""

    begun: datetime
    """When it began, with its zone."""
    host: str
    """The machine that it ran on."""
    pid: int
    """The process that led it."""
    version: str
    """The generator's version."""
    cases: tuple[Path, ...]
    """The files and folders that it was given."""
    out: Path
    """Where it published."""
    planned: int
    """How many case files it found."""
    kind: Kind = Kind.NIGHT

    @property
    def name(self) -> str:
        """What tells it from other runs, and sorts by time: `2026-03-01T020000-123-server1-4711`.

        Containers may share a host's name and a process's number, and still do not begin in the same millisecond.
        """
        return f"{self.begun:%Y-%m-%dT%H%M%S}-{self.begun.microsecond // 1000:03}-{self.host}-{self.pid}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page that has changed, before and after, as files beside the log."""

    page: int
    """Its number, from 1."""
    before: str | None
    """The name of the picture of the page as it was; None for a page that is new."""
    after: str | None
    """The name of the picture of the page as it is; None for a page that is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What became of one handling, or of a case file that was refused as a whole."""

    result: HandlingResult
    why: tuple[str, ...] = ()
    """What had changed, in Swedish: "mallen standard/avslut.docx"; empty when nothing had."""
    seconds: float = 0
    """How long it took to make."""
    handlaggare: str | None = None
    """Who sees to the ärende; None when the case does not say, or cannot be read."""
    arendemening: str | None = None
    """What the ärende is about."""
    replaced: bool = False
    """True when an earlier document was replaced."""
    by: str | None = None
    """Who made it: "värd:pid"."""
    pictures: tuple[Picture, ...] = ()
    """Pages that have changed; the first of them, when there are many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What is known when a run is over."""

    ended: datetime
    """When it ended, with its zone."""
    exit_code: int
    """What it said to the shell."""
    stopped: str | None = None
    """Why it ended before everything was done, in Swedish; None when it did all."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many of each outcome there are, by the outcome's name: {"klar": 12}."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeRun:
    """A run as its log has it."""

    run: Run
    entries: tuple[Entry, ...]
    remarks: tuple[Finding, ...]
    """What is to be said of the folders and the machine, not of one handling."""
    ending: Ending | None
    """None when it goes on, or was cut off."""
    lines: Iterable[bytes] = ()
    """What the log says of each handling, word for word, in the order of `entries`."""
    beside: tuple[WholeRun, ...] = ()
    """Runs that went on at the same time and share its work, without their handlingar; a log does not know of them."""

    @property
    def day(self) -> date:
        """The day from which deadlines are counted: the one on which it ended."""
        return (self.ending.ended if self.ending else self.run.begun).date()

    @property
    def whole(self) -> bool:
        """True when it went through all that it was given."""
        return self.ending is not None and self.ending.stopped is None

    @property
    def saw_all(self) -> bool:
        """True when it went through all that it was given, and could see all of that."""
        hidden = any(one.severity is Severity.ERROR for one in self.remarks)
        return self.whole and not hidden and not any(one.result.source in self.run.cases for one in self.unread)

    @property
    def unread(self) -> tuple[Entry, ...]:
        """The files that could not be read at all: nobody knows whose they are."""
        return tuple(
            one for one in self.entries if one.result.handling is None and one.result.exit_code == ExitCode.FOLDER
        )

    @property
    def left(self) -> int:
        """How many case files it did not come to."""
        return 0 if self.whole else max(0, self.run.planned - len({one.result.source for one in self.entries}))
