"""The place of a handling's files: where it is, what lies there, whether it may be used."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import CaseError, FolderError
from generator.model import Arende, Handling, Status
from generator.results import Seen
from generator.steps.publish.folders import folder_name
from generator.steps.publish.journal import SUFFIXES, journal_file
from generator.steps.publish.manifest import MANIFEST, read_manifest
from generator.steps.publish.mending import mend_handling, refuse_other
from generator.steps.publish.telling import finding
from generator.wholefile import digest

_LONGEST = 255
"""Bytes that the name of a file or folder may have on the systems in use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The place of one handling's files."""

    folder: Path
    stem: str
    diarienummer: str

    def file(self, suffix: str) -> Path:
        """The published file with `suffix`, there or not."""
        return self.folder / f"{self.stem}{suffix}"

    @property
    def under_way(self) -> Path:
        """The journal of its publication; it stays only when that was cut off."""
        return journal_file(self.folder, self.stem)

    @property
    def entry(self) -> Mapping[str, Any] | None:
        """What the manifest says about the handling; None when it was never published."""
        entry: Mapping[str, Any] | None = read_manifest(self.folder).get("handlingar", {}).get(self.stem)
        return entry

    @property
    def frozen(self) -> bool:
        """True when its published files may not be written over."""
        return self.entry is not None and Status(self.entry["status"]).frozen

    def contents(self) -> dict[str, bytes]:
        """The published files as they are, by suffix."""
        files: Mapping[str, str] = (self.entry or {}).get("filer", {})
        return {suffix: self.file(suffix).read_bytes() for suffix in SUFFIXES if self.file(suffix).name in files}

    def glimpse(self) -> Seen:
        """What is published of it, by the manifest alone; no file is read."""
        return Seen(stem=self.stem, entry=self.entry)

    def seen(self) -> Seen:
        """What is published of it, and which of its files have been altered."""
        entry = self.entry
        files: Mapping[str, str] = (entry or {}).get("filer", {})
        altered = tuple(name for name, known in files.items() if digest(self.folder / name) != known)
        return Seen(stem=self.stem, entry=entry, altered=altered)


def shelf(arende: Arende, handling: Handling, out: Path) -> Shelf:
    """Where a handling's files belong: `out/<diarienummer>/<datum>-<format>`.

    A publication of it that was cut off is finished first.

    Raises:
        FolderError: the folder belongs to another ärende, leads out of `out`,
            its manifest cannot be read, a file lies there that it does not
            know, or a publication cannot be finished.
        CaseError: another case file, which is still there, has made the same
            handling, or a name would be too long.
    """
    place = _place(arende, handling, out)
    mend_handling(place.folder, place.stem)
    return _checked(place, arende.source, out)


def look_up(arende: Arende, handling: Handling, out: Path) -> Shelf:
    """The same for one who only looks: nothing is finished, and nothing is written.

    Raises:
        FolderError: see `shelf`.
        CaseError: see `shelf`.
    """
    return _checked(_place(arende, handling, out), arende.source, out)


def _place(arende: Arende, handling: Handling, out: Path) -> Shelf:
    number = arende.diarienummer
    place = Shelf(folder=out / folder_name(number), stem=handling.file_stem, diarienummer=number)
    names = (place.folder, place.under_way, *map(place.file, SUFFIXES))
    longest = max(len(os.fsencode(path.name)) for path in names)
    if longest > _LONGEST:
        message = f"Namnen på handlingens filer blir för långa: {longest} byte. De får ha högst {_LONGEST}."
        remedy = "Ge handlingen ett kortare nummer, eller ärendet ett kortare diarienummer."
        raise CaseError(finding("namn-for-langt", message, remedy, arende.source))
    return place


def _checked(place: Shelf, source: Path, out: Path) -> Shelf:
    """The place, if it may be used."""
    folder = place.folder
    if folder.exists() and not folder.resolve().is_relative_to(out.resolve()):
        raise FolderError(finding("mapp-utanfor", f"Mappen {folder} leder ut ur {out}.", "Ta bort länken.", folder))
    refuse_other(folder, place.diarienummer)
    _refuse_unknown(place)
    _refuse_rival(place, source)
    return place


def _refuse_unknown(place: Shelf) -> None:
    """A document that the manifest does not know may be final: it is not written over."""
    unknown = [place.file(suffix) for suffix in SUFFIXES if place.file(suffix).exists()]
    if unknown and place.entry is None and not place.under_way.exists():
        message = f"Filen {unknown[0].name} ligger redan i mappen, men står inte i {MANIFEST}."
        remedy = f"Hämta tillbaka {MANIFEST} från en säkerhetskopia, eller flytta undan filen."
        raise FolderError(finding("fil-okand", message, remedy, unknown[0]))


def _refuse_rival(place: Shelf, source: Path) -> None:
    case = (place.entry or {}).get("underlag", {}).get("arende")
    made_by = case.get("fil") if isinstance(case, dict) else None  # anything may stand in a manifest edited by hand
    if isinstance(made_by, str) and made_by != source.name and os.path.lexists(source.parent / made_by):
        message = f"Handlingen {place.stem} i {place.diarienummer} finns redan, gjord av ärendefilen {made_by}."
        remedy = "Behåll handlingen i en av filerna, eller ge den ena ett nummer."
        raise CaseError(finding("handling-upptagen", message, remedy, source))
