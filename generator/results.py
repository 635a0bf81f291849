"""What becomes of a handling: what was read back from its files, how it went, what is to be published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from generator.archival import Verdict
from generator.findings import Finding, Severity
from generator.model import Deadline, Document, Fact, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A fact that a finished file does not have where it should."""

    fact: Fact
    where: str
    """In Swedish: "Word-filen", "PDF-filen, sida 2"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was read back from the finished files."""

    pages: int | None
    """Number of pages in the PDF; None when no PDF was made."""
    findings: tuple[Finding, ...]
    verdicts: tuple[Verdict, ...] = ()
    """What each validator said, in the order in which they were asked."""
    missing: tuple[Missing, ...] = ()
    """The facts that were looked for in vain; each has its finding too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A handling's documents as they would be, made to be looked at and not published."""

    document: Document
    files: Mapping[str, bytes]
    """Suffix (".docx") to content."""
    pages: int | None
    """Number of pages in the PDF; None when no PDF was made."""
    sources: Mapping[str, Any]
    """What the files were made of, as a manifest has it."""
    missing: tuple[Missing, ...] = ()
    """The facts that the files do not have where they should."""

    @property
    def docx(self) -> bytes:
        """The Word file."""
        return self.files[".docx"]

    @property
    def pdf(self) -> bytes | None:
        """The PDF; None when none was asked for."""
        return self.files.get(".pdf")


class Outcome(StrEnum):
    """What became of one handling."""

    DONE = "klar"
    UNCHANGED = "oförändrad"
    FROZEN = "fryst"
    SKIPPED = "överhoppad"
    WAITING = "väntar"
    REFUSED = "vägrad"
    FAILED = "misslyckad"


AT_REST = (Outcome.UNCHANGED, Outcome.FROZEN, Outcome.SKIPPED)
"""Outcomes of handlingar with which there was nothing to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlingResult:
    """One line of a report: a handling, what became of it, and why."""

    source: Path
    diarienummer: str | None
    handling: str | None
    """The handling's file stem; None when the case file itself was refused."""
    outcome: Outcome
    files: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = ()
    exit_code: int = 0
    pages: int | None = None
    deadlines: tuple[Deadline, ...] = ()
    """What the handling sets a last day for."""
    left: tuple[Path, ...] = ()
    """What was published of it before and still lies there, when nothing new could be made."""

    @property
    def warned(self) -> bool:
        """True when it carries a warning that the case has not accepted."""
        return any(one.severity is Severity.WARNING and one.waived is None for one in self.findings)

    @property
    def outdated(self) -> bool:
        """True when it is final and left as it is although its case file says something else."""
        return self.outcome is Outcome.FROZEN and self.warned


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is published of a handling, as it was when somebody looked; plain, so that it can be sent."""

    stem: str
    """The name of its files without suffix."""
    entry: Mapping[str, Any] | None = None
    """What the manifest says of it; None when it was never published."""
    altered: tuple[str, ...] = ()
    """The published files that are missing or no longer what the manifest says."""

    @property
    def frozen(self) -> bool:
        """True when its published files may not be written over."""
        return self.entry is not None and Status(self.entry["status"]).frozen

    def name(self, suffix: str) -> str:
        """The name of its file with `suffix`, there or not."""
        return f"{self.stem}{suffix}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What is to be published of a handling, or that there is nothing to publish; plain, so that it can be sent."""

    line: HandlingResult
    """What is to be said of it; its files are named when they lie in their place."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """New files, by suffix (".docx")."""
    entry: Mapping[str, Any] | None = None
    """What the manifest is to say, but for the digests of the files; None when it stays as it is."""
    keeps: bool = False
    """True when the files that are published stay beside the new ones, to the byte."""
