"""Step 8, publish: whole files in their place, and a manifest that says what they were made of.

Every file is written beside its target, flushed to disk and moved into
place; the manifest comes last, so what it names is there. The files of a
handling that is upprättad or later are never written over.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from generator.errors import CaseError, FolderError, reason
from generator.findings import Finding, Place
from generator.model import Arende, Handling, Status

MANIFEST = "manifest.json"
VERSION = "1"
SUFFIXES = (".docx", ".pdf", ".html")
"""The files that a handling may have."""
_PATIENCE = 60
"""Seconds to wait for another process to finish with the folder."""
_UNSAFE = re.compile(r"[^\w.-]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
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

    def altered(self) -> tuple[str, ...]:
        """The published files that are missing or no longer what the manifest says."""
        files: Mapping[str, str] = (self.entry or {}).get("filer", {})
        return tuple(name for name, digest in files.items() if _digest(self.folder / name) != digest)


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
                if _digest(place.file(suffix)) != sha256(content).hexdigest():
                    write_whole(place.file(suffix), content)
            for suffix in SUFFIXES:
                if suffix not in files:  # a draft's PDF from an earlier run must not lie beside a newer Word file
                    place.file(suffix).unlink(missing_ok=True)
            _record(place, {**entry, "filer": digests})
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


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader finds the old one or the new one, never a half.

    Raises:
        OSError: it could not be written; nothing is left behind.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    _flush_folder(path.parent)


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
            _record(place, {**place.entry, "status": status.value})
    except OSError as error:
        raise FolderError(_unwritten(error, place)) from None


def _flush_folder(folder: Path) -> None:
    """Make the move itself last through a power cut, where the system knows how."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _record(place: Shelf, entry: Mapping[str, Any]) -> None:
    manifest = read_manifest(place.folder)
    handlingar = {**manifest.get("handlingar", {}), place.stem: entry}
    whole = {
        "manifestversion": VERSION,
        "diarienummer": place.diarienummer,
        "handlingar": dict(sorted(handlingar.items())),
    }
    text = json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=False) + "\n"
    write_whole(place.folder / MANIFEST, text.encode())


def read_manifest(folder: Path) -> Mapping[str, Any]:
    """A folder's manifest; {} when it has none.

    Raises:
        FolderError: it is there and is not what publishing wrote.
    """
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise FolderError(_broken(path, reason(error))) from None
    except (ValueError, RecursionError):
        raise FolderError(_broken(path, "den är inte hel JSON")) from None
    if not _is_manifest(content):
        raise FolderError(_broken(path, "den är ändrad för hand, eller skriven av en annan version"))
    manifest: Mapping[str, Any] = content
    return manifest


def _is_manifest(content: Any) -> bool:
    """True for what `_record` writes; a name in it never leads out of the folder."""
    if not isinstance(content, dict) or not isinstance(content.get("diarienummer"), str):
        return False
    entries = content.get("handlingar")
    if not isinstance(entries, dict) or any(not stem or Path(stem).name != stem for stem in entries):
        return False
    return all(_is_entry(entry) for entry in entries.values())


def _is_entry(entry: Any) -> bool:
    if not isinstance(entry, dict) or entry.get("status") not in list(Status):
        return False
    files, pages = entry.get("filer"), entry.get("sidor")
    if not isinstance(files, dict) or not isinstance(entry.get("underlag"), dict):
        return False
    return isinstance(pages, int | None) and all(Path(name).name == name for name in files)


def _broken(path: Path, why: str) -> Finding:
    remedy = "Hämta tillbaka manifestet från en säkerhetskopia, eller flytta undan mappen och skapa dokumenten på nytt."
    return _finding("manifest-trasigt", f"Manifestet går inte att använda: {why}.", remedy, path)


def _digest(path: Path) -> str | None:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _unwritten(error: OSError, place: Shelf) -> Finding:
    remedy = "Kontrollera att mappen finns, att disken inte är full och att du får skriva i den."
    if isinstance(error, PermissionError):
        remedy = "Stäng dokumentet om det är öppet i Word, och kontrollera att du får skriva i mappen."
    return _finding("skriva-gick-inte", f"Dokumentet kunde inte sparas: {reason(error)}.", remedy, place.folder)


def _finding(code: str, message: str, remedy: str, file: Path) -> Finding:
    return Finding(code=code, message=message, remedy=remedy, place=Place(file=file))
