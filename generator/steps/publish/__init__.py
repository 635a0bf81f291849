"""Step 8, publish: whole files in their place, and a manifest that says what they were made of.

Every new file is written beside its target and flushed to disk; then a
journal says what is to be moved where; then it is done. Whoever comes after
a publication that was cut off finds the old document, or finishes the new
one. The files of a handling that is upprättad or later are never written over.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.claims import Claim
from generator.model import Status
from generator.results import Seen
from generator.steps.publish.folders import folder_name, make_folder, make_out
from generator.steps.publish.journal import SUFFIXES, Journal, read_journal
from generator.steps.publish.manifest import MANIFEST, VERSION, read_manifest, record
from generator.steps.publish.mending import (
    OVERTAKEN,
    carry_through,
    is_trace,
    mend,
    refuse_other,
    refuse_overtaken,
    refuse_to_thaw,
    tidy,
    told,
)
from generator.steps.publish.occupancy import alone, lost
from generator.steps.publish.shelf import Shelf, look_up, shelf
from generator.steps.publish.telling import refuse_open
from generator.wholefile import digest, write_beside

__all__ = [
    "MANIFEST",
    "OVERTAKEN",
    "SUFFIXES",
    "VERSION",
    "Shelf",
    "folder_name",
    "is_trace",
    "look_up",
    "make_out",
    "mend",
    "note_status",
    "publish",
    "read_journal",
    "read_manifest",
    "shelf",
]


def publish(
    place: Shelf, files: Mapping[str, bytes], entry: Mapping[str, Any], seen: Seen | None = None
) -> tuple[Path, ...]:
    """Put a handling's files in their place.

    Args:
        place: where they belong; a frozen one may gain a file, but none may change.
        files: suffix (".docx") to content.
        entry: what the manifest is to say, but for the files' digests.
        seen: what was published of it when the making began, and must be so still; None when that does not matter.

    Returns:
        The files' paths.

    Raises:
        FolderError: they could not be written, somebody has one of them open
            or works in the folder, or the handling has become final or was
            published by somebody else meanwhile.
            What was there before is still there, whole, unless the finding is
            `publicering-halvvags`: then the new ones are, for the next who comes.
    """
    digests = {place.file(suffix).name: sha256(content).hexdigest() for suffix, content in files.items()}
    whole = {**entry, "filer": digests}
    with told(place.folder):
        make_folder(place.folder)
        with alone(place.folder) as claim:
            _mended(place, claim)
            refuse_other(place.folder, place.diarienummer)
            refuse_to_thaw(place.folder, place.stem, whole)
            if seen is not None:
                refuse_overtaken(place.folder, place.stem, seen, whole)
            carry_through(_begun(place, _new(place, files), whole, claim), claim)
    return tuple(place.file(suffix) for suffix in files)


def note_status(place: Shelf, status: Status, seen: Seen | None = None) -> None:
    """Let the manifest say how far a frozen handling has come; its files are not touched.

    Args:
        place: where it lies.
        status: how far it has come.
        seen: see `publish`.

    Raises:
        FolderError: the manifest could not be written, or says something else by now.
    """
    with told(place.folder), alone(place.folder) as claim:
        _mended(place, claim)
        if seen is not None:
            refuse_overtaken(place.folder, place.stem, seen, {**(seen.entry or {}), "status": status.value})
        entry = place.entry
        assert entry is not None
        if not claim.held():
            raise lost(place.folder)
        record(place.folder, place.diarienummer, place.stem, {**entry, "status": status.value})


def _mended(place: Shelf, claim: Claim) -> None:
    """See that nothing half done is left of the handling; what is left of others stops nobody."""
    stuck = tidy(place.folder, claim)
    if place.stem in stuck:
        raise stuck[place.stem]


def _new(place: Shelf, files: Mapping[str, bytes]) -> Mapping[Path, bytes]:
    """The files that are not there already, to the byte."""
    whole = {place.file(suffix): content for suffix, content in files.items()}
    return {path: content for path, content in whole.items() if digest(path) != sha256(content).hexdigest()}


def _begun(place: Shelf, new: Mapping[Path, bytes], entry: Mapping[str, Any], claim: Claim) -> Journal:
    """The new files beside their places, and the journal that says where they belong."""
    # a draft's PDF from an earlier run must not lie beside a newer Word file
    removed = [path for path in map(place.file, SUFFIXES) if path.name not in entry["filer"] and path.exists()]
    refuse_open((*new, *removed))
    written: dict[str, str] = {}
    try:
        for path, content in new.items():
            written[write_beside(path, content).name] = path.name
        journal = Journal(
            folder=place.folder,
            stem=place.stem,
            diarienummer=place.diarienummer,
            moves=written,
            removed=tuple(path.name for path in removed),
            entry=entry,
        )
        if not claim.held():
            raise lost(place.folder)
        journal.write()
    except BaseException:
        _withdraw(place, written)
        raise
    return journal


def _withdraw(place: Shelf, written: Mapping[str, str]) -> None:
    """Take away new files; not when the journal came to lie there in the very moment of the interruption."""
    with suppress(OSError):
        if read_journal(place.folder, place.stem) is None:
            for name in written:
                (place.folder / name).unlink(missing_ok=True)
