"""What is said when a document could not be put in its place."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from generator.errors import FolderError, reason
from generator.findings import Finding, Place
from generator.wordlocks import Opened, opened

_OLD = timedelta(days=2)
"""How long nobody has a document open without a pause; an older lock file was left by a program that broke."""
_IN_USE = (errno.EBUSY, errno.ETXTBSY)


def finding(code: str, message: str, remedy: str, file: Path) -> Finding:
    """A finding about a file or folder of published documents."""
    return Finding(code=code, message=message, remedy=remedy, place=Place(file=file))


def refuse_open(files: Iterable[Path]) -> None:
    """Refuse to touch files that somebody has open.

    A lock file counts whatever its age: that somebody's work is lost is worse
    than a file that must be removed by hand.

    Raises:
        FolderError: somebody has one of them open.
        OSError: one of them cannot be looked at.
    """
    for path in files:
        if not path.exists():
            continue
        there = opened(path)
        if there is not None:
            raise FolderError(_open(there))
        _refuse_kept(path)


def _refuse_kept(path: Path) -> None:
    """A server refuses to open for writing what another machine keeps to itself, whether or not a lock file tells."""
    try:
        with path.open("r+b"):
            pass
    except OSError as error:
        if _is_in_use(error):
            message = f"{path.name} går inte att skriva: {reason(error)}. Någon har det troligen öppet."
            remedy = "Be den som har dokumentet öppet att stänga det. Kör sedan samma kommando igen."
            raise FolderError(finding("oppen-i-word", message, remedy, path)) from None


def _open(there: Opened) -> Finding:
    name, who, since = there.path.name, there.who or "Någon", there.since
    message = f"{who} har {name} öppet{f' sedan {since:%Y-%m-%d %H:%M}' if since else ''}. Det skrivs inte över."
    remedy = "Be den som har dokumentet öppet att stänga det. Kör sedan samma kommando igen."
    if since and datetime.now().astimezone() - since > _OLD:
        remedy = (
            "Stäng dokumentet om det är öppet. Är det inte öppet någonstans har Word eller LibreOffice avslutats i "
            f"förtid: ta då bort låsfilen {there.lock.name} (den är dold) och kör samma kommando igen."
        )
    return finding("oppen-i-word", message, remedy, there.path)


def unwritten(error: OSError, folder: Path) -> Finding:
    """What to say of an error of the system, in a folder that was to be written in."""
    remedy = "Kontrollera att mappen finns, att disken inte är full och att du får skriva i den."
    if isinstance(error, PermissionError) or _is_in_use(error):
        remedy = "Stäng dokumentet om det är öppet i Word, och kontrollera att du får skriva i mappen."
    return finding("skriva-gick-inte", f"Dokumentet kunde inte sparas: {reason(error)}.", remedy, folder)


def _is_in_use(error: OSError) -> bool:
    """True when the system refuses because somebody has the file open; Windows says no more than that it refuses."""
    return error.errno in _IN_USE or (os.name == "nt" and isinstance(error, PermissionError))
