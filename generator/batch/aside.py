"""Handlingar that broke their office twice: set aside until something about them changes.

Otherwise the same document would cost the next night the same time limits.
"""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.errors import FolderError, reason
from generator.findings import Finding, Place
from generator.wholefile import write_whole

CODE = "satt-at-sidan"


class Aside:
    """What is set aside, a small file for each handling.

    Args:
        folder: where the files lie; made when it is needed.
        again: True when what is set aside is to be tried once more.
    """

    def __init__(self, folder: Path, *, again: bool = False) -> None:
        self._folder = folder
        self._again = again

    def put(self, source: Path, stem: str, key: str, now: datetime) -> None:
        """Set a handling aside.

        Args:
            source: its case file.
            stem: its file stem.
            key: the digest of everything that it is made of.
            now: when, with its zone.

        Raises:
            FolderError: it cannot be written down.
        """
        said = {"arendefil": source.name, "handling": stem, "nyckel": key, "sedan": now.isoformat(timespec="seconds")}
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(self._file(source, stem), json.dumps(said, ensure_ascii=False).encode())
        except OSError as error:
            message = f"Det gick inte att anteckna att {stem} är satt åt sidan: {reason(error)}."
            raise FolderError(Finding(code="bok-gick-inte", message=message, place=Place(file=self._folder))) from None

    def since(self, source: Path, stem: str, key: str) -> datetime | None:
        """Since when a handling is set aside; None when it is not, or when anything that it is made of has changed."""
        said = self._said(self._file(source, stem))
        if self._again or said.get("nyckel") != key:
            return None
        try:
            return datetime.fromisoformat(str(said["sedan"]))
        except (KeyError, ValueError):
            return None

    def _file(self, source: Path, stem: str) -> Path:
        name = sha256(f"{source.name}\0{stem}".encode()).hexdigest()[:32]
        return self._folder / f"{name}.json"

    @staticmethod
    def _said(file: Path) -> dict[str, Any]:
        try:
            said = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return said if isinstance(said, dict) else {}


def set_aside(source: Path, since: datetime) -> Finding:
    """What is said of a handling that is set aside."""
    message = f"Handlingen är satt åt sidan sedan {since:%Y-%m-%d %H:%M}: den har fått programmet att stanna."
    remedy = (
        "Kör «generator rendera» på ärendefilen och läs vad den säger. "
        "Den prövas igen när ärendet, en mall eller ett program ändras, eller med --forsok-igen."
    )
    return Finding(code=CODE, message=message, remedy=remedy, place=Place(file=source))
