"""What a crew is given, what it gives back, and what it must be able to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from generator.model import CaseFile
from generator.results import Made, Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a document may take, and how long an office may serve."""

    seconds: float = 120
    """Seconds that one document may take from Word file to PDF."""
    documents: int = 400
    """Documents after which an office is replaced."""
    memory: int = 1500
    """MiB of memory above which an office is replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outfit:
    """What each worker works with; it loads and starts the rest itself."""

    root: Path
    """The folder of schemas, rules and templates."""
    engine: str | None
    """The name of what makes PDF files; None for Word files alone."""
    validator: bool = False
    """True when the finished files are judged by a validator, too."""
    web: bool = False
    """True when each document is made as a web page, too."""
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One handling to be made."""

    number: int
    """Tells it from the others of the run."""
    file: CaseFile
    """The case file as it was read; nobody reads it again."""
    handling: str
    """Which of its handlingar: the file stem."""
    seen: Seen
    """What is published of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A job that has come back, one way or the other."""

    number: int
    """The job's."""
    made: Made
    """What was made, or why nothing was."""
    seconds: float
    """How long it took the worker."""
    by: str
    """Who did it: "värd:pid"."""
    broke: bool = False
    """True when the worker or a program that it called broke, or was ended at a time limit: try anew."""


class Crew(Protocol):
    """Workers that make documents, each with an office of its own."""

    def wants(self) -> int:
        """How many more jobs it would like to have in hand now, so that nobody waits for work."""
        ...

    def give(self, job: Job) -> None:
        """Hand over a job; it comes back exactly once, as a `Done`, whatever happens."""
        ...

    def back(self, timeout: float) -> list[Done]:
        """The jobs that have come back; waits at most `timeout` seconds for the first.

        Raises:
            EngineError: nobody is left to work, and nobody can be had.
        """
        ...

    def close(self) -> None:
        """Send everybody home, at once: what is in hand is dropped, and no process is left behind."""
        ...
