"""What a program that turns .docx into PDF must be able to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether a program can be used."""

    version: str | None
    """Its version; None when it cannot be used."""
    remedy: str = ""
    """What to do when it cannot be used."""
    build: str = ""
    """What tells it from other builds of the same version; empty when nothing does."""


Awaited = Callable[[Path], None]
"""Waits for a PDF that is being made, and puts it where it is told."""


class Engine(Protocol):
    """A program that makes PDF files from Word files."""

    name: str
    """What people call it, also after `--motor`."""

    def health(self) -> Health:
        """Whether it is installed and which version it is; never raises."""
        ...

    def prepare(self) -> None:
        """Begin to start, without waiting, so that it is ready when the first document comes; never raises."""
        ...

    def convert(self, docx: Path, pdf: Path) -> None:
        """Make one PDF.

        Args:
            docx: the Word file; it is not changed.
            pdf: where the PDF is to lie; its folder exists.

        Raises:
            EngineError: the program is missing, took too long, or did not
                leave a whole PDF behind, whatever it said itself.
        """
        ...

    def begin(self, docx: Path) -> Awaited:
        """Let the making of one PDF begin, so that something else can be done meanwhile; one document at a time.

        Args:
            docx: the Word file; it may be changed or removed afterwards.

        Returns:
            What waits for the PDF and puts it in its place, see `convert`;
            it is called once, and raises what is wrong from the start, too.
            One that is never called is forgotten when the next begins.
        """
        ...

    def close(self) -> None:
        """Give back what it holds: folders, processes."""
        ...
