"""The journal of a publication: what is to be moved, removed and recorded, written before any of it is done.

A publication that is cut off before its journal lies there has changed
nothing; one that is cut off later is finished by the next who comes. So a
handling's files are the old ones or the new ones, never some of each.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.claims import Claim
from generator.steps.publish.manifest import is_entry, record
from generator.steps.publish.occupancy import lost
from generator.wholefile import flush_folder, is_temporary, write_whole

MARK = ".pagar"
SUFFIXES = (".docx", ".pdf", ".html")
"""The files that a handling may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """A publication that is to be carried out."""

    folder: Path
    stem: str
    diarienummer: str
    moves: Mapping[str, str]
    """The name of each new file as it was written, and the name that it is to have."""
    removed: tuple[str, ...]
    """The files that are to go."""
    entry: Mapping[str, Any]
    """What the manifest is to say, with the digest of each file."""

    def waiting(self) -> tuple[Path, ...]:
        """The published files that are still to change or go, there or not."""
        moved = (name for written, name in self.moves.items() if (self.folder / written).exists())
        return tuple(self.folder / name for name in (*moved, *self.removed))

    def write(self) -> None:
        """Let it lie there: from now on the publication is carried out, by whomever.

        Raises:
            OSError: it could not be written.
        """
        said = {
            "diarienummer": self.diarienummer,
            "flyttas": dict(self.moves),
            "tas_bort": list(self.removed),
            "post": dict(self.entry),
        }
        write_whole(journal_file(self.folder, self.stem), (json.dumps(said, ensure_ascii=False) + "\n").encode())

    def carry_out(self, claim: Claim) -> None:
        """Move, remove, record; what is done already stays done.

        Raises:
            FolderError: the folder is no longer ours, or a file is open.
            OSError: something could not be done; it is done another time.
        """
        for written, name in self.moves.items():
            self._move(self.folder / written, self.folder / name)
        for name in self.removed:
            self._refuse_lost(claim)
            (self.folder / name).unlink(missing_ok=True)
        self._refuse_lost(claim)
        record(self.folder, self.diarienummer, self.stem, self.entry)
        journal_file(self.folder, self.stem).unlink(missing_ok=True)
        flush_folder(self.folder)

    def _refuse_lost(self, claim: Claim) -> None:
        """What was moved by somebody else is not moved again; but what has become of the rest nobody knows.

        Raises:
            FolderError: the folder is no longer ours.
            OSError: nobody can tell.
        """
        if not claim.held():
            raise lost(self.folder)

    def _move(self, written: Path, target: Path) -> None:
        """Put a new file in its place, unless it has been; a file that the disk has spoiled replaces nothing."""
        try:
            content = written.read_bytes()
        except FileNotFoundError:
            return
        if sha256(content).hexdigest() == self.entry["filer"][target.name]:
            written.replace(target)


def journal_name(stem: str) -> str:
    """The name of a handling's journal."""
    return f".{stem}{MARK}"


def journal_file(folder: Path, stem: str) -> Path:
    """Where a handling's journal lies while it is being published."""
    return folder / journal_name(stem)


def read_journal(folder: Path, stem: str) -> Journal | None:
    """A handling's journal; None when there is none, or when it is not what publishing wrote.

    Raises:
        OSError: it is there and cannot be read.
    """
    try:
        said = json.loads(journal_file(folder, stem).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, RecursionError):  # the mark of an older version is empty: the document is made anew
        return None
    if not stem or not _is_journal(said, stem):
        return None
    return Journal(
        folder=folder,
        stem=stem,
        diarienummer=said["diarienummer"],
        moves=said["flyttas"],
        removed=tuple(said["tas_bort"]),
        entry=said["post"],
    )


def _is_journal(said: Any, stem: str) -> bool:
    """True for what `write` writes; it names no files but the handling's own and those written for it."""
    if not isinstance(said, dict) or not isinstance(said.get("diarienummer"), str) or not is_entry(said.get("post")):
        return False
    moves, removed, digests = said.get("flyttas"), said.get("tas_bort"), said["post"]["filer"]
    if not isinstance(moves, dict) or not isinstance(removed, list):
        return False
    own = {f"{stem}{suffix}" for suffix in SUFFIXES}
    targets = list(moves.values())
    return (
        all(is_temporary(name) for name in moves)
        and all(isinstance(name, str) and name in own for name in (*targets, *removed))
        and all(name in digests for name in targets)
        and not set(removed) & set(digests)
    )
