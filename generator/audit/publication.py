"""A published folder as its manifest describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.audit.files import look, whereabouts
from generator.steps.publish import SUFFIXES, folder_name, read_journal

MARK = ".pagar"
"""How the mark of a publication that is under way ends."""


@dataclass(frozen=True)
class Publication:
    """A folder whose manifest can be read.

    Args:
        folder: where it lies.
        manifest: what it says.
    """

    folder: Path
    manifest: Mapping[str, Any]

    @property
    def diarienummer(self) -> str:
        """The ärende's."""
        return str(self.manifest["diarienummer"])

    @cached_property
    def stems(self) -> Mapping[str, str]:
        """Each file that the manifest names, and the handling that it belongs to."""
        return {name: stem for stem, record in self.manifest["handlingar"].items() for name in record["filer"]}

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """Each digest that the manifest holds, and the file that has it."""
        records = self.manifest["handlingar"].values()
        return {str(digest): name for record in records for name, digest in record["filer"].items()}

    @cached_property
    def strays(self) -> Mapping[str, Path]:
        """The documents that the manifest does not name, by their digest."""
        found = (look(path) for path in documents(self.folder) if path.name not in self.stems)
        return {one.sha256: one.path for one in found if one.sha256}

    def record(self, stem: str) -> Mapping[str, Any]:
        """What the manifest says of a handling."""
        record: Mapping[str, Any] = self.manifest["handlingar"][stem]
        return record

    def begun(self, stem: str) -> Mapping[str, str]:
        """The digests that a handling's files are to have when a publication that was cut off is finished."""
        try:
            journal = read_journal(self.folder, stem)
        except (OSError, ValueError):  # a name that no file can have
            return {}
        return journal.entry["filer"] if journal else {}


def is_mark(path: Path) -> bool:
    """True for the mark of a publication that is under way, or was cut off."""
    return path.suffix == MARK and path.name.startswith(".")


def lacks_manifest(folder: Path, out: Path, number: str | None) -> bool:
    """True when a folder without a usable manifest should have one: it is published, or named as its files' ärende.

    Args:
        folder: the folder.
        out: the folder of the published folders.
        number: the ärende that a file in it says that it belongs to.
    """
    try:
        if any(is_mark(one) for one in folder.iterdir()):
            return False  # there may never have been one
    except OSError:  # it may not be looked into
        return False
    where = whereabouts(folder)
    return where.parent == whereabouts(out) or (number is not None and where.name == folder_name(number))


def documents(folder: Path) -> list[Path]:
    """The files of a folder that may be documents, by name; Word's own lock files are not."""
    there = (path for path in folder.iterdir() if path.suffix.casefold() in SUFFIXES)
    return sorted(path for path in there if not path.name.startswith((".", "~$")))
