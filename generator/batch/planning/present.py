"""What lies in an ärende's folder, by which one sees that nothing has changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from generator.steps.publish import MANIFEST, SUFFIXES
from generator.steps.publish.journal import journal_name
from generator.wholefile import digest, is_temporary


class Lying(NamedTuple):
    """What lies in an ärende's folder of some handlingar."""

    littered: bool
    """True when a file lies there that was not written to its end, as far as can be seen."""
    files: Mapping[str, str] | None
    """See `published`."""


def lying(folder: Path, stems: Iterable[str]) -> Lying:
    """What lies in a folder of some handlingar, looked at once."""
    names = _names_in(folder)
    return Lying(any(map(is_temporary, names or ())), _digests(folder, names, stems))


def published(folder: Path, stems: Iterable[str]) -> dict[str, str] | None:
    """The digest of each file that is published of some handlingar, and of the manifest, by name.

    None when a publication is under way or was cut off, or when the folder leads elsewhere.
    """
    return _digests(folder, _names_in(folder), stems)


def _names_in(folder: Path) -> frozenset[str] | None:
    """The names of what lies in a folder, none when it is not there; None when that cannot be seen."""
    try:
        return frozenset(os.listdir(folder))  # noqa: PTH208  # names are all that is needed
    except FileNotFoundError:
        return frozenset()
    except OSError:
        return None


def _digests(folder: Path, names: frozenset[str] | None, stems: Iterable[str]) -> dict[str, str] | None:
    if names is None or folder.is_symlink() or any(journal_name(stem) in names for stem in stems):
        return None
    wanted = [MANIFEST, *(f"{stem}{suffix}" for stem in stems for suffix in SUFFIXES)]
    within = os.path.join(folder, "")  # noqa: PTH118  # a path for each file would take as long as to open it
    return {name: digest(within + name) or "" for name in wanted if name in names}
