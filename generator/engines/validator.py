"""What a program that judges finished PDF files by the standards must be able to do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from generator.archival import Verdict
from generator.engines.engine import Health


class Validator(Protocol):
    """A program that tries a PDF against PDF/A and PDF/UA."""

    name: str
    """What people call it."""

    def health(self) -> Health:
        """Whether it is installed and which version it is; never raises."""
        ...

    def prepare(self) -> None:
        """Begin to start, without waiting, so that it is ready when the first file comes; never raises."""
        ...

    def validate(self, pdf: Path, profiles: Sequence[str]) -> tuple[Verdict, ...]:
        """Try one file.

        Args:
            pdf: the file; it is not changed.
            profiles: what to try it against: an archive level in small letters ("2a"), or "ua1".

        Returns:
            A verdict for each profile, in that order.

        Raises:
            EngineError: the program is missing, took too long or broke down.
        """
        ...

    def close(self) -> None:
        """Give back what it holds: processes, folders."""
        ...
