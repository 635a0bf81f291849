"""What is said of published files; all frozen, all plain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from generator.archival import Verdict
from generator.errors import ExitCode
from generator.findings import Finding, Place, Severity
from generator.model import Status


class Standing(StrEnum):
    """How a file, or a handling with all its files, stands against what was published; the gravest last."""

    UNTOUCHED = "orörd"
    REMARKED = "anmärkning"
    """A folder: its handlingar are spoken of elsewhere, but something else lies there."""
    UNREADABLE = "oläslig"
    UNKNOWN = "okänd"
    """No manifest tells of it."""
    DIFFERS = "avviker"
    """A file from elsewhere: it says that it is a published one, and is not."""
    MISSING = "saknas"
    CHANGED = "ändrad"

    @property
    def weight(self) -> int:
        """A number that is greater for what is graver."""
        return list(Standing).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAudit:
    """One file."""

    path: Path
    standing: Standing
    sha256: str | None = None
    """Its digest as hex; None when it could not be read."""
    verdicts: tuple[Verdict, ...] = ()
    """What those who know the standards say of it today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An input that is another today than when the files were made."""

    kind: str
    """Which part of the manifest's `underlag`: "mallar"."""
    name: str
    """Which of them: "standard/brevmall.docx"."""
    text: str
    """In words, a full sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What came of making a handling again, beside what was published."""

    source: Path
    """The case file that it was made of."""
    equal: tuple[str, ...]
    """The files that came out as they were published, byte for byte."""
    differing: tuple[str, ...]
    changes: tuple[Change, ...]
    """The inputs that are others than they were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What is said of one handling, of one file that no manifest knows, or of a folder."""

    place: Path
    """The folder; for a file that no manifest knows, the file."""
    standing: Standing
    diarienummer: str | None = None
    handling: str | None = None
    """Its file stem."""
    files: tuple[FileAudit, ...] = ()
    record: Mapping[str, Any] = field(default_factory=dict)
    """What the manifest says of the handling; {} when none does."""
    said: Mapping[str, str] = field(default_factory=dict)
    """What a file says of itself; the names are those of `generator.audit.claims`."""
    findings: tuple[Finding, ...] = ()
    rebuilt: Rebuilt | None = None
    exit_code: ExitCode = ExitCode.OK

    @property
    def status(self) -> Status | None:
        """How far the handling had come, by the manifest."""
        return Status(self.record["status"]) if self.record else None

    @property
    def alarm(self) -> bool:
        """True when files that may never change have changed, or are gone."""
        frozen = self.status is not None and self.status.frozen
        return frozen and self.handling is not None and self.standing in (Standing.CHANGED, Standing.MISSING)


def stumbled(path: Path, what: str, error: Exception) -> Finding:
    """What to say when the program itself could not cope with what lies there; the other files are looked at.

    Args:
        path: what it could not cope with.
        what: what it could not do, as the beginning of a sentence.
        error: what happened; its name tells those who mend the program where to look.
    """
    message = f"{what}: programmet klarar inte av det som står där ({type(error).__name__})."
    remedy = "Spara filen som den är, och anmäl det till den som sköter generatorn."
    return remark(path, "granskning-avbruten", message, remedy)


def remark(path: Path, code: str, message: str, remedy: str = "", severity: Severity = Severity.ERROR) -> Finding:
    """A finding about a file or folder."""
    return Finding(code=code, message=message, remedy=remedy, place=Place(file=path), severity=severity)
