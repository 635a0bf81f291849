"""The manifest: what lies in an ärende's folder, and what it was made of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.errors import FolderError, reason
from generator.findings import Finding, Place
from generator.model import Status
from generator.wholefile import write_whole

MANIFEST = "manifest.json"
VERSION = "1"


def record(folder: Path, diarienummer: str, stem: str, entry: Mapping[str, Any]) -> None:
    """Let the manifest of a folder say something of a handling; what it says of the others stands.

    Raises:
        FolderError: it is there and is not what publishing wrote.
        OSError: it could not be written.
    """
    manifest = read_manifest(folder)
    handlingar = {**manifest.get("handlingar", {}), stem: entry}
    whole = {
        "manifestversion": VERSION,
        "diarienummer": diarienummer,
        "handlingar": dict(sorted(handlingar.items())),
    }
    text = json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=False) + "\n"
    write_whole(folder / MANIFEST, text.encode())


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
        raise FolderError(_broken(path, "det är inte hel JSON")) from None
    if not _is_manifest(content):
        raise FolderError(_broken(path, "det är ändrat för hand, eller skrivet av en annan version"))
    manifest: Mapping[str, Any] = content
    return manifest


def _is_manifest(content: Any) -> bool:
    """True for what `record` writes; a name in it never leads out of the folder."""
    if not isinstance(content, dict) or not isinstance(content.get("diarienummer"), str):
        return False
    entries = content.get("handlingar")
    if not isinstance(entries, dict) or any(not stem or Path(stem).name != stem for stem in entries):
        return False
    return all(is_entry(entry) for entry in entries.values())


def is_entry(entry: Any) -> bool:
    """True for what the manifest may say of a handling; a file that it names never lies elsewhere."""
    if not isinstance(entry, dict) or entry.get("status") not in list(Status):
        return False
    files, pages = entry.get("filer"), entry.get("sidor")
    if not isinstance(files, dict) or not isinstance(entry.get("underlag"), dict):
        return False
    return isinstance(pages, int | None) and all(Path(name).name == name for name in files)


def _broken(path: Path, why: str) -> Finding:
    """The finding; `why` ends the sentence and, where it needs a pronoun, says "det" of the manifest."""
    remedy = "Hämta tillbaka manifestet från en säkerhetskopia, eller flytta undan mappen och skapa dokumenten på nytt."
    message = f"Manifestet går inte att använda: {why}."
    return Finding(code="manifest-trasigt", message=message, remedy=remedy, place=Place(file=path))
