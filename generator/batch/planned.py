"""What is to be done with a case file, as a plain value: the steps, and what is known without any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from generator.model import CaseFile
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
    """None when the case file could not be read."""
    handlaggare: str | None = None
    arendemening: str | None = None

    @property
    def actions(self) -> tuple[tuple[str | None, Action, tuple[str, ...]], ...]:
        """Each handling's file stem with what is to be done and why; for a plan that is only shown."""
        resting = ((one.handling, _AT_REST.get(one.outcome, Action.FAILED), ()) for one in self.known)
        return (*((one.stem, one.action, one.why) for one in self.steps), *resting)
