"""The templates as they were: at a git revision, or in a folder."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from generator.case.profiles import FILE as PROFILE
from generator.engines.git import Revision, export
from generator.errors import ChoiceError
from generator.findings import Finding, Place
from generator.report import shown_path
from generator.word.templates import LETTERHEAD

_TEMPLATES = "templates"
_SUFFIXES = (".docx", ".toml")
"""The files of a template folder that documents are made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """A template folder from before, and what to call it."""

    folder: Path
    name: str
    """In Swedish, as part of a sentence: "revisionen HEAD (4317479, 2026-11-20)"."""


@contextmanager
def templates_before(against: str, templates: Path) -> Iterator[Before]:
    """The templates to compare with, for as long as they are needed.

    Args:
        against: a folder with templates (or a root that holds one), else a revision.
        templates: the template folder of today, to find its git repository by.

    Raises:
        ChoiceError: it is neither.
        EngineError: git is missing or cannot be used.
        FolderError: git does not trust the folder, or could not write the files.
    """
    named = Path(against) if against else None
    folder = _in_folder(named) if named else None
    if folder is not None:
        yield Before(folder=folder, name=f"mappen {shown_path(folder)}")
        return
    with tempfile.TemporaryDirectory(prefix="generator-forut-") as name:
        try:
            revision, folder = export(templates, against, Path(name).resolve())
        except ChoiceError:
            if named and named.is_dir():
                raise ChoiceError(_without_templates(named)) from None
            raise
        if not _holds_templates(folder):
            raise ChoiceError(_nothing_then(templates, against))
        yield Before(folder=folder, name=_called(revision))


def _called(revision: Revision) -> str:
    subject = f": «{revision.subject}»" if revision.subject else ""
    return f"revisionen {revision.asked} ({revision.short}, {revision.day}{subject})"


def _in_folder(folder: Path) -> Path | None:
    """The template folder that is meant: the one in a root, or the folder itself; None when there is none."""
    return next((one for one in (folder / _TEMPLATES, folder) if _holds_templates(one)), None)


def _holds_templates(folder: Path) -> bool:
    return any(folder.glob(f"*/{PROFILE}")) or any(folder.glob(f"*/{LETTERHEAD}"))


def _nothing_then(templates: Path, against: str) -> Finding:
    message = f"Mappen hade inga mallar vid revisionen «{against}»."
    remedy = "Välj en senare revision, eller jämför med en mapp: --mot MAPP."
    return Finding(code="revision-utan-mapp", message=message, remedy=remedy, place=Place(file=templates))


def _without_templates(folder: Path) -> Finding:
    message = "Mappen har inga mallar, och någon revision med det namnet finns inte heller."
    remedy = f"Ange en mapp med {_TEMPLATES} i sig, mappen {_TEMPLATES} själv, eller en revision i git."
    return Finding(code="mapp-utan-mallar", message=message, remedy=remedy, place=Place(file=folder))


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """A file of the template folder that is not what it was."""

    name: str
    """Below the template folder, with slashes."""
    what: str
    """In Swedish: "ändrad", "ny", "borttagen"."""


def changed_files(before: Path, after: Path) -> tuple[FileChange, ...]:
    """The Word files and profiles that differ between two template folders, by name."""
    old, new = _digests(before), _digests(after)
    found = []
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            what = "ny" if name not in old else "borttagen" if name not in new else "ändrad"
            found.append(FileChange(name=name, what=what))
    return tuple(found)


def _digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.suffix in _SUFFIXES and path.is_file())
    own = (path for path in files if not path.name.startswith("~$"))  # Word's mark that a file is open
    return {path.relative_to(folder).as_posix(): _digest(path) for path in own}


def _digest(path: Path) -> str:
    """What a file is known by; one that may not be read is said to be so by those who need it."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
