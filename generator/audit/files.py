"""Files as they lie on a disk: read with care, since anything may lie there."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from generator.errors import reason

_LARGEST = 200_000_000
"""Bytes; no published document comes near it, and a larger file is not taken into memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What lies at a path."""

    path: Path
    content: bytes | None
    """None when it cannot be read, or is not there."""
    there: bool
    why: str = ""
    """Why there is no content, as the end of a sentence."""
    folder: bool = False
    """True when it is a folder."""
    link: Path | None = None
    """Where it points, when it is a symbolic link."""

    @property
    def plainly_gone(self) -> bool:
        """True when nothing at all lies there."""
        return not self.there and self.link is None

    @property
    def sha256(self) -> str | None:
        """The content's digest as hex."""
        return None if self.content is None else sha256(self.content).hexdigest()


def is_there(path: Path) -> bool:
    """True when something lies at a path; False also for a name that no file can have."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """True when a folder lies at a path; False also for a name that no folder can have."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def whereabouts(path: Path) -> Path:
    """The place that a path leads to, to tell two spellings of it from two places."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # links in a ring, a name that no file can have
        return path.absolute()


def look(path: Path) -> Found:
    """Read what lies at a path; never raises, and never waits for a pipe or a device."""
    try:
        link = path.readlink() if path.is_symlink() else None
        if not path.exists():
            why = f"den är en länk till {link}, som inte finns" if link else "den finns inte"
            return Found(path=path, content=None, there=False, why=why, link=link)
        if not path.is_file():
            folder = path.is_dir()
            why = "en mapp ligger där en fil skulle vara" if folder else "det är ingen vanlig fil"
            return Found(path=path, content=None, there=True, why=why, folder=folder, link=link)
        if path.stat().st_size > _LARGEST:
            return Found(path=path, content=None, there=True, why="den är orimligt stor", link=link)
        return Found(path=path, content=path.read_bytes(), there=True, link=link)
    except OSError as error:
        return Found(path=path, content=None, there=True, why=reason(error))
    except ValueError:  # a name that no file can have
        return Found(path=path, content=None, there=False, why="den finns inte")
