"""The files that are watched and shown: a list of what may be seen, so that no address leads anywhere else."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.settings import Settings

Print = tuple[int, int]
"""What tells that a file has changed: when it was last written, and its size."""
CASES = "cases"
_SUFFIXES = (".docx", ".json", ".toml")
_PASSING = ("~", ".")
"""How the names begin of what an editor lays beside the file that it has open."""


@dataclass(frozen=True)
class Files:
    """The schemas, rules and templates of a root, and the case files that are looked at.

    Args:
        settings: the folders.
        given: case files besides those in the root's folder `cases`.
    """

    settings: Settings
    given: tuple[Path, ...] = ()

    def cases(self) -> Mapping[str, Path]:
        """Each case file by a short name that is its own: its stem, numbered where two have the same."""
        folder = self.settings.root / CASES
        own = [path for path in self._own_cases() if _stays(path, folder)]
        named: dict[str, Path] = {}
        for path in {real(one): one for one in (*own, *self.given)}.values():
            names = (path.stem, *(f"{path.stem}-{number}" for number in range(2, len(named) + 2)))
            named[next(name for name in names if name not in named)] = path
        return named

    def listing(self) -> Mapping[str, Path]:
        """Every file that may be shown, by the name that its address has: `templates/standard/profil.toml`.

        A link that leads out of its folder is no part of it.
        """
        shown = {f"{CASES}/{name}.json": path for name, path in self.cases().items() if _is_file(path)}
        for folder in self._folders():
            inside = (path for path in _walk(folder) if _stays(path, folder))
            shown |= {path.relative_to(self.settings.root).as_posix(): path for path in inside}
        return shown

    def prints(self) -> Mapping[Path, Print]:
        """Every file that something may depend on, with what tells that it has changed."""
        watched = [*self._own_cases(), *self.given, *(path for folder in self._folders() for path in _walk(folder))]
        return {path: found for path in watched if (found := fingerprint(path)) is not None}

    def _own_cases(self) -> list[Path]:
        return [path for path in sorted((self.settings.root / CASES).glob("*.json")) if _lasting(path)]

    def _folders(self) -> tuple[Path, ...]:
        return self.settings.schemas, self.settings.rules, self.settings.templates


def fingerprint(path: Path) -> Print | None:
    """What tells that a file has changed; None when it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _walk(folder: Path) -> Iterator[Path]:
    for home, _, names in os.walk(folder):
        yield from (path for name in sorted(names) if _lasting(path := Path(home) / name))


def _lasting(path: Path) -> bool:
    return path.suffix in _SUFFIXES and not path.name.startswith(_PASSING)


def _stays(path: Path, folder: Path) -> bool:
    return real(path).is_relative_to(real(folder))


def real(path: Path) -> Path:
    """Where a path leads when every link in it has been followed; one that leads round and round, where it begins."""
    return Path(os.path.realpath(path))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder that may not be looked into
        return False
