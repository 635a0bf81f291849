"""What is to be done with a case file, as a plain value: the steps, and what is known without any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from generator.model import CaseFile, Deadline
from generator.provenance import key
from generator.results import HandlingResult, Outcome, Seen
from generator.steps.publish import Shelf


class Action(StrEnum):
    """What is to be done with a handling."""

    CREATE = "skapa"
    REPLACE = "gör om"
    ADD = "lägg till"
    """A final handling gets a file that it lacks."""
    NOTE = "anteckna"
    """The manifest is to say how far it has come; its files stay."""
    UNCHANGED = "oförändrad"
    FROZEN = "fryst"
    CANCELLED = "makulerad"
    REFUSED = "vägrad"
    FAILED = "misslyckad"


_AT_REST = {
    Outcome.UNCHANGED: Action.UNCHANGED,
    Outcome.FROZEN: Action.FROZEN,
    Outcome.SKIPPED: Action.CANCELLED,
    Outcome.REFUSED: Action.REFUSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A handling with which something is to be done."""

    stem: str
    """Its file stem."""
    action: Action
    why: tuple[str, ...]
    """What has changed, in Swedish: "mallen standard/avslut.docx"; ("ny",) for a new one."""
    place: Shelf
    """Where its files belong."""
    seen: Seen
    """What is published of it."""
    sources: Mapping[str, Any] = field(repr=False)
    """What it is to be made of; {} where no file is made."""
    deadlines: tuple[Deadline, ...] = ()
    """What it sets a last day for, however it fares."""

    @property
    def published(self) -> tuple[Path, ...]:
        """The files that were published of it before."""
        return tuple(self.place.folder / name for name in (self.seen.entry or {}).get("filer", ()))

    @property
    def key(self) -> str:
        """The digest of everything that it is made of."""
        return key(self.sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePlan:
    """What is to be done with a case file."""

    file: CaseFile
    """The case file as it was read."""
    folder: Path
    """Where it is published; the folder of all that is published when the case file could not be read."""
    steps: tuple[Planned, ...] = ()
    """The handlingar with which something is to be done, in the order of the case file."""
    known: tuple[HandlingResult, ...] = ()
    """The results of the others, or of the case file as a whole when it was refused."""
    diarienummer: str | None = None
    """None when it could not be made out."""
    handlaggare: str | None = None
    own: Mapping[str, str] = field(default_factory=dict)
    """The handläggare of each handling that has another than its ärende, by file stem."""
    arendemening: str | None = None

    def whose(self, stem: str | None) -> str | None:
        """Who sees to a handling, or, where none is named, to the ärende."""
        return self.own.get(stem or "", self.handlaggare)

    @property
    def actions(self) -> tuple[tuple[str | None, Action, tuple[str, ...]], ...]:
        """Each handling's file stem with what is to be done and why; for a plan that is only shown."""
        resting = ((one.handling, _AT_REST.get(one.outcome, Action.FAILED), ()) for one in self.known)
        return (*((one.stem, one.action, one.why) for one in self.steps), *resting)
