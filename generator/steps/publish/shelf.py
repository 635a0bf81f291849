"""The place of a handling's files: where it is, what lies there, whether it may be used."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import CaseError, FolderError
from generator.findings import Finding, Place
from generator.model import Arende, Handling, Status
from generator.results import Seen
from generator.steps.publish.manifest import MANIFEST, read_manifest
from generator.wholefile import digest

SUFFIXES = (".docx", ".pdf", ".html")
"""The files that a handling may have."""
_UNSAFE = re.compile(r"[^\w.-]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|rapport)(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for itself, and the folder of the reports."""
_MAX_NAME = 80


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
        """The mark that publishing has begun; left behind only by a run that was cut off."""
        return self.folder / f".{self.stem}.pagar"

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
        return Seen(stem=self.stem, entry=self.entry, altered=self.altered())

    def altered(self) -> tuple[str, ...]:
        """The published files that are missing or no longer what the manifest says."""
        files: Mapping[str, str] = (self.entry or {}).get("filer", {})
        return tuple(name for name, known in files.items() if digest(self.folder / name) != known)


def shelf(arende: Arende, handling: Handling, out: Path) -> Shelf:
    """Where a handling's files belong: `out/<diarienummer>/<datum>-<format>`.

    Raises:
        FolderError: the folder belongs to another ärende, leads out of `out`,
            its manifest cannot be read, or a file lies there that it does not know.
        CaseError: another case file, which is still there, has made the same handling.
    """
    number = arende.diarienummer
    folder = out / folder_name(number)
    if folder.exists() and not folder.resolve().is_relative_to(out.resolve()):
        raise FolderError(_finding("mapp-utanfor", f"Mappen {folder} leder ut ur {out}.", "Ta bort länken.", folder))
    owner = read_manifest(folder).get("diarienummer", number)
    if owner != number:
        message = f"Mappen {folder} hör till ärendet {owner}, inte till {number}."
        raise FolderError(_finding("mapp-upptagen", message, "Ange en annan mapp med --ut.", folder))
    place = Shelf(folder=folder, stem=handling.file_stem, diarienummer=number)
    _refuse_unknown(place)
    _refuse_rival(place, arende.source)
    return place


def _refuse_unknown(place: Shelf) -> None:
    """A document that the manifest does not know may be final: it is not written over."""
    unknown = [place.file(suffix) for suffix in SUFFIXES if place.file(suffix).exists()]
    if unknown and place.entry is None and not place.under_way.exists():
        message = f"Filen {unknown[0].name} ligger redan i mappen, men står inte i {MANIFEST}."
        remedy = f"Hämta tillbaka {MANIFEST} från en säkerhetskopia, eller flytta undan filen."
        raise FolderError(_finding("fil-okand", message, remedy, unknown[0]))


def _refuse_rival(place: Shelf, source: Path) -> None:
    case = (place.entry or {}).get("underlag", {}).get("arende")
    made_by = case.get("fil") if isinstance(case, dict) else None  # anything may stand in a manifest edited by hand
    if isinstance(made_by, str) and made_by != source.name and os.path.lexists(source.parent / made_by):
        message = f"Handlingen {place.stem} i {place.diarienummer} finns redan, gjord av ärendefilen {made_by}."
        remedy = "Behåll handlingen i en av filerna, eller ge den ena ett nummer."
        raise CaseError(_finding("handling-upptagen", message, remedy, source))


def folder_name(diarienummer: str) -> str:
    """A diarienummer as the name of one folder, on every system: `GNS-8-2019`."""
    name = _UNSAFE.sub("-", diarienummer).strip("-.")[:_MAX_NAME].rstrip("-.") or "arende"
    return f"{name}-" if _RESERVED.fullmatch(name) else name


def _finding(code: str, message: str, remedy: str, file: Path) -> Finding:
    return Finding(code=code, message=message, remedy=remedy, place=Place(file=file))
