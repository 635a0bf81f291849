"""Handlingar that broke a program: set aside for the night, and for good when three nights have gone the same way.

Otherwise the same document would cost every night its time limits. But a
program may have been ended by somebody else, so the next night tries once
more, when all others are done.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.errors import FolderError, reason
from generator.findings import Finding, Place
from generator.wholefile import write_whole

CODE = "satt-at-sidan"
ENOUGH = 3
"""Nights after which a handling is left alone until something that it is made of changes."""


class Aside:
    """What is set aside, a small file for each handling.

    Args:
        folder: where the files lie; made when it is needed.
        again: True when what is set aside is to be tried once more.
    """

    def __init__(self, folder: Path, *, again: bool = False) -> None:
        self._folder = folder
        self._again = again

    def put(self, source: Path, stem: str, key: str, now: datetime) -> int:
        """Set a handling aside.

        Returns:
            How many nights in a row it has been so.

        Args:
            source: its case file.
            stem: its file stem.
            key: the digest of everything that it is made of.
            now: when, with its zone.

        Raises:
            FolderError: it cannot be written down.
        """
        before = self._said(self._file(source, stem))
        nights = self.nights(source, stem, key) + 1
        since = before["sedan"] if nights > 1 else now.isoformat(timespec="seconds")
        said = {"arendefil": source.name, "handling": stem, "nyckel": key, "sedan": since, "natter": nights}
        try:
            self._folder.mkdir(exist_ok=True)
            write_whole(self._file(source, stem), json.dumps(said, ensure_ascii=False).encode())
        except OSError as error:
            message = f"Det gick inte att anteckna att {stem} är satt åt sidan: {reason(error)}."
            raise FolderError(Finding(code="bok-gick-inte", message=message, place=Place(file=self._folder))) from None
        return nights

    def nights(self, source: Path, stem: str, key: str) -> int:
        """How many nights in a row it has been set aside; 0 when anything that it is made of has changed."""
        said = self._said(self._file(source, stem))
        nights = said.get("natter", 1)
        return nights if self.since(source, stem, key) and isinstance(nights, int) else 0

    def take_back(self, source: Path, stem: str) -> None:
        """It went well this time."""
        with suppress(OSError):
            self._file(source, stem).unlink(missing_ok=True)

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
        name = sha256(os.fsencode(source.name) + f"\0{stem}".encode()).hexdigest()[:32]
        return self._folder / f"{name}.json"

    @staticmethod
    def _said(file: Path) -> dict[str, Any]:
        try:
            said = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return said if isinstance(said, dict) else {}


def tried_in_vain(source: Path, nights: int) -> Finding:
    """What is said of a handling that has just been set aside."""
    message = "Handlingen fick programmet att stanna varje gång den prövades, och är satt åt sidan."
    remedy = "Nästa körning prövar den en gång till, sist av alla."
    if nights >= ENOUGH:
        remedy = (
            "Den prövas inte igen förrän ärendet, en mall eller ett program ändras. "
            "Visa dokumentet för den som sköter generatorn."
        )
    return Finding(code=CODE, message=message, remedy=remedy, place=Place(file=source))


def set_aside(source: Path, since: datetime) -> Finding:
    """What is said of a handling that is left alone."""
    message = f"Handlingen är satt åt sidan sedan {since:%Y-%m-%d %H:%M}: den har fått programmet att stanna."
    remedy = (
        "Kör «generator rendera» på ärendefilen och läs vad den säger. "
        "Den prövas igen när ärendet, en mall eller ett program ändras, eller med --forsok-igen."
    )
    return Finding(code=CODE, message=message, remedy=remedy, place=Place(file=source))
