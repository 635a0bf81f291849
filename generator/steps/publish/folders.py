"""The folder of an ärende: its name, and that no other has nearly the same."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

from generator.errors import FolderError
from generator.steps.publish.telling import finding, unwritten
from generator.wholefile import flush_folder

_UNSAFE = re.compile(r"[^\w.-]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|rapport)(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for itself, and the folder of the reports."""
_MAX_NAME = 80


def folder_name(diarienummer: str) -> str:
    """A diarienummer as the name of one folder, on every system: `GNS-8-2019`."""
    name = _UNSAFE.sub("-", diarienummer).strip("-.")[:_MAX_NAME].rstrip("-.") or "arende"
    return f"{name}-" if _RESERVED.fullmatch(name) else name


def make_out(out: Path) -> None:
    """See that the folder of all ärenden is there, when work begins.

    One that goes away later has been unmounted or renamed. It is not made
    anew: in an empty one, nobody would know what is upprättat.

    Raises:
        FolderError: it cannot be made.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderError(unwritten(error, out)) from None


def make_folder(folder: Path) -> None:
    """See that an ärende's folder is there.

    Raises:
        FolderError: there is one that is the same on a system which does not
            tell capitals from small letters, or ways to write å.
        OSError: it cannot be made, or the folder of all ärenden is not there, see `make_out`.
    """
    if folder.is_dir():
        return
    alike = _look_alike(folder)
    if alike is not None:
        message = f"Mappen {folder.name} har nästan samma namn som {alike}. På en annan dator är de samma mapp."
        remedy = (
            "Är det samma ärende: skriv diarienumret på samma sätt i båda ärendefilerna. "
            "Annars: skapa det ena ärendets dokument i en annan mapp, med --ut."
        )
        raise FolderError(finding("mapp-snarlik", message, remedy, folder))
    folder.mkdir(exist_ok=True)
    flush_folder(folder.parent)


def _look_alike(folder: Path) -> str | None:
    """Another name beside it that differs only in case or in how letters with marks are written."""
    own = _folded(folder.name)
    with os.scandir(folder.parent) as beside:
        return next((one.name for one in beside if one.name != folder.name and _folded(one.name) == own), None)


def _folded(name: str) -> str:
    if name.isascii():
        return name.casefold()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
