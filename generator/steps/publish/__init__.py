"""Step 8, publish: whole files in their place, and a manifest that says what they were made of.

Every file is written beside its target, flushed to disk and moved into
place; the manifest comes last, so what it names is there. The files of a
handling that is upprättad or later are never written over.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from generator.errors import FolderError, reason
from generator.findings import Finding, Place
from generator.model import Status
from generator.steps.publish.manifest import MANIFEST, VERSION, read_manifest, record
from generator.steps.publish.shelf import SUFFIXES, Shelf, folder_name, shelf
from generator.wholefile import digest, write_whole

__all__ = [
    "MANIFEST",
    "SUFFIXES",
    "VERSION",
    "Shelf",
    "folder_name",
    "note_status",
    "publish",
    "read_manifest",
    "shelf",
]

_PATIENCE = 60
"""Seconds to wait for another process to finish with the folder."""


def publish(place: Shelf, files: Mapping[str, bytes], entry: Mapping[str, Any]) -> tuple[Path, ...]:
    """Put a handling's files in their place.

    Args:
        place: where they belong; a frozen one may gain a file, but none may change.
        files: suffix (".docx") to content.
        entry: what the manifest is to say, but for the files' digests.

    Returns:
        The files' paths.

    Raises:
        FolderError: they could not be written, or somebody has made the
            handling final meanwhile; what was there before is still there, whole.
    """
    digests = {place.file(suffix).name: sha256(content).hexdigest() for suffix, content in files.items()}
    try:
        place.folder.mkdir(parents=True, exist_ok=True)
        with _alone(place.folder):
            _refuse_to_thaw(place, files, Status(entry["status"]))
            write_whole(place.under_way, b"")
            for suffix, content in files.items():
                if digest(place.file(suffix)) != sha256(content).hexdigest():
                    write_whole(place.file(suffix), content)
            for suffix in SUFFIXES:
                if suffix not in files:  # a draft's PDF from an earlier run must not lie beside a newer Word file
                    place.file(suffix).unlink(missing_ok=True)
            record(place.folder, place.diarienummer, place.stem, {**entry, "filer": digests})
            place.under_way.unlink(missing_ok=True)
    except (OSError, Timeout) as error:
        raise FolderError(_unwritten(error, place)) from None
    return tuple(place.file(suffix) for suffix in files)


def _alone(folder: Path) -> FileLock:
    """Only one process of this machine and user at a time changes a folder.

    The lock lies outside the folder, and some folders share one: there are
    never more than 256 lock files, whatever the number of ärenden.
    """
    name = sha256(str(folder.resolve()).encode()).hexdigest()[:2]
    user = os.getuid() if hasattr(os, "getuid") else "egen"  # Windows gives each user a folder of their own
    return FileLock(Path(tempfile.gettempdir()) / f"generator-{user}-{name}.lock", timeout=_PATIENCE)


def _refuse_to_thaw(place: Shelf, files: Mapping[str, bytes], status: Status) -> None:
    """A final handling may gain a file; none of its files may change or go, nor may it be a draft again."""
    if not place.frozen:
        return
    kept: Mapping[str, str] = (place.entry or {})["filer"]
    new = {place.file(suffix).name: sha256(content).hexdigest() for suffix, content in files.items()}
    if status.frozen and all(new.get(name) == digest for name, digest in kept.items()):
        return
    message = f"Handlingen {place.stem} är upprättad, och dess filer skrivs inte över."
    remedy = "Någon annan kan ha upprättat den medan du arbetade. Kör kommandot en gång till, och läs vad det säger."
    raise FolderError(_finding("handling-fryst", message, remedy, place.folder))


def note_status(place: Shelf, status: Status) -> None:
    """Let the manifest say how far a frozen handling has come; its files are not touched.

    Raises:
        FolderError: the manifest could not be written.
    """
    assert place.entry is not None
    try:
        with _alone(place.folder):
            record(place.folder, place.diarienummer, place.stem, {**place.entry, "status": status.value})
    except OSError as error:
        raise FolderError(_unwritten(error, place)) from None


def _unwritten(error: OSError, place: Shelf) -> Finding:
    remedy = "Kontrollera att mappen finns, att disken inte är full och att du får skriva i den."
    if isinstance(error, PermissionError):
        remedy = "Stäng dokumentet om det är öppet i Word, och kontrollera att du får skriva i mappen."
    return _finding("skriva-gick-inte", f"Dokumentet kunde inte sparas: {reason(error)}.", remedy, place.folder)


def _finding(code: str, message: str, remedy: str, file: Path) -> Finding:
    return Finding(code=code, message=message, remedy=remedy, place=Place(file=file))
