"""What a PDF says about itself, and what is said of it by those who judge it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What a PDF says about itself, for registries and archives."""

    title: str
    subject: str
    """The ärendemening."""
    creator: str
    """The organisation."""
    language: str
    """A language tag: "sv-SE"."""
    day: date
    """The handling's own; the file has no other date."""
    diarienummer: str
    handling: str
    """Its file stem."""
    format: str
    """The handling's format."""
    status: str
    templates: str
    """The version of the templates and profiles that it was made of: a digest of theirs."""
    rules: str
    """The version of the rules: a digest of theirs."""
    program: str
    """The generator's version."""

    @property
    def keywords(self) -> tuple[str, ...]:
        """What to find it by."""
        return self.diarienummer, self.format, self.creator


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A PDF that is ready to be checked and published."""

    pdf: bytes
    level: str
    """The archive level that it claims: the one asked for, or the best that its fonts allow."""
    findings: tuple[Finding, ...] = ()
    """Why the level is lower than was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One way in which a file fails a standard."""

    rule: str
    """The clause and test: "7.1-3"."""
    message: str
    """As the validator says it, in its own language."""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one validator found of one file, by one standard."""

    program: str
    version: str
    profile: str
    """The archive level in small letters, "2a", or "ua1"."""
    faults: tuple[Fault, ...] = ()
    unjudged: tuple[Fault, ...] = ()
    """What it could not look into, and so has neither passed nor failed."""

    @property
    def passed(self) -> bool:
        """True when everything was looked at and nothing was found."""
        return not self.faults and not self.unjudged
