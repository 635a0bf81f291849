"""What a publication that was cut off has left behind: finished when it was begun in earnest, else taken away."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generator.claims import Claim
from generator.errors import FolderError, reason
from generator.model import Status
from generator.results import Seen
from generator.steps.publish.journal import MARK, Journal, journal_file, read_journal
from generator.steps.publish.manifest import read_manifest
from generator.steps.publish.occupancy import LOCK, alone, clear_gate, is_free, is_gate
from generator.steps.publish.telling import finding, refuse_open, unwritten
from generator.wholefile import is_temporary

OVERTAKEN = "publicerad-under-tiden"
"""The code of what is found when somebody else was quicker."""


def mend(folder: Path) -> tuple[str, ...]:
    """Finish what was cut off in an ärende's folder, and take away what is left of what never came to anything.

    Where somebody is at work nothing is waited for but a publication that was cut off.

    Returns:
        The handlingar, by file stem, whose publication was finished.

    Raises:
        FolderError: one of them cannot be finished now; the others are.
    """
    with told(folder):
        names = [name for name in _names(folder) if is_trace(name)]
        unfinished = set(_journals(folder, names))
        if not names or not (unfinished or is_free(folder)):
            return ()
        with alone(folder) as claim:
            stuck = tidy(folder, claim)
    for error in stuck.values():
        raise error
    return tuple(sorted(unfinished))


def mend_handling(folder: Path, stem: str) -> None:
    """Finish the publication of one handling, if it was cut off.

    Raises:
        FolderError: it cannot be finished now.
    """
    with told(folder):
        if not journal_file(folder, stem).exists() or read_journal(folder, stem) is None:
            return
        with alone(folder) as claim:
            stuck = tidy(folder, claim)
    if stem in stuck:
        raise stuck[stem]


def tidy(folder: Path, claim: Claim) -> Mapping[str, FolderError]:
    """The same, in a folder that one has claimed.

    Returns:
        The handlingar, by file stem, that could not be finished, and why.

    Raises:
        OSError: the folder cannot be read, or not written.
    """
    names, stuck, spared = _names(folder), dict[str, FolderError](), set[str]()
    for stem, journal in _journals(folder, names).items():
        try:
            finish(journal, claim)
        except FolderError as error:
            stuck[stem] = error
            spared |= set(journal.moves)
    for name in names:
        if is_temporary(name) and name not in spared:  # whoever wrote it has lost the folder
            (folder / name).unlink(missing_ok=True)
        elif is_gate(name):
            clear_gate(folder, name)
    return stuck


def finish(journal: Journal, claim: Claim) -> None:
    """Carry out a publication that somebody else has begun.

    Raises:
        FolderError: not now; the journal lies there until it is done.
    """
    with told(journal.folder):
        refuse_other(journal.folder, journal.diarienummer)
        refuse_to_thaw(journal.folder, journal.stem, journal.entry)
        refuse_open(journal.waiting())
    carry_through(journal, claim)


def carry_through(journal: Journal, claim: Claim) -> None:
    """Carry out a publication that nothing speaks against.

    Raises:
        FolderError: it did not come to its end; the journal lies there until it does.
    """
    try:
        journal.carry_out(claim)
    except OSError as error:
        message = f"De nya filerna till {journal.stem} är sparade men inte på plats: {reason(error)}."
        remedy = "Kör samma kommando igen: då görs det klart. Stäng först dokumentet om det är öppet."
        raise FolderError(finding("publicering-halvvags", message, remedy, journal.folder)) from None


def refuse_other(folder: Path, diarienummer: str) -> None:
    """Two diarienummer that give the same folder never share it.

    Raises:
        FolderError: it is another's, or its manifest cannot be read.
    """
    owner = read_manifest(folder).get("diarienummer", diarienummer)
    if owner != diarienummer:
        message = f"Mappen {folder} hör till ärendet {owner}, inte till {diarienummer}."
        raise FolderError(finding("mapp-upptagen", message, "Ange en annan mapp med --ut.", folder))


def refuse_to_thaw(folder: Path, stem: str, entry: Mapping[str, Any]) -> None:
    """A final handling may gain a file; none of its files may change or go, nor may it be a draft again.

    Args:
        folder: the ärende's.
        stem: the handling.
        entry: what the manifest is to say of it, with the digests of its files.

    Raises:
        FolderError: it is final, and would not stay what it is.
    """
    before = read_manifest(folder).get("handlingar", {}).get(stem)
    if before is None or not Status(before["status"]).frozen:
        return
    kept: Mapping[str, str] = before["filer"]
    if Status(entry["status"]).frozen and all(entry["filer"].get(name) == digest for name, digest in kept.items()):
        return
    message = f"Handlingen {stem} är upprättad, och dess filer skrivs inte över."
    remedy = "Någon annan kan ha upprättat den medan du arbetade. Kör kommandot en gång till, och läs vad det säger."
    raise FolderError(finding("handling-fryst", message, remedy, folder))


def refuse_overtaken(folder: Path, stem: str, seen: Seen, entry: Mapping[str, Any]) -> None:
    """A document is not published over one that its maker had not seen: what is newer nobody knows but who made it.

    Args:
        folder: the ärende's.
        stem: the handling.
        seen: what was published of it when the making began.
        entry: what the manifest is to say of it; it may do so already, when a publication was cut off.

    Raises:
        FolderError: something else is published by now.
    """
    now = read_manifest(folder).get("handlingar", {}).get(stem)
    if now in (seen.entry, json.loads(json.dumps(entry))):
        return
    message = (
        f"Någon annan sparade handlingen {stem} medan den skapades här. Den som nu ligger i mappen skrivs inte över."
    )
    remedy = "Kör samma kommando igen, så utgår det från det som ligger där nu."
    raise FolderError(finding(OVERTAKEN, message, remedy, folder))


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Say what the system said no to, as a finding about the folder.

    Raises:
        FolderError: it did.
    """
    try:
        yield
    except OSError as error:
        raise FolderError(unwritten(error, folder)) from None


def is_trace(name: str) -> bool:
    """True for the name of what publishing leaves in a folder while it goes on, and when it is cut off."""
    return name.startswith(".") and (name.endswith(MARK) or name.startswith(LOCK) or is_temporary(name))


def _names(folder: Path) -> Sequence[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208  # names are all that is needed
    except (FileNotFoundError, NotADirectoryError):
        return ()


def _journals(folder: Path, names: Sequence[str]) -> Mapping[str, Journal]:
    stems = (name[1 : -len(MARK)] for name in names if name.startswith(".") and name.endswith(MARK))
    found = {stem: read_journal(folder, stem) for stem in stems}
    return {stem: journal for stem, journal in found.items() if journal is not None}
