"""Who has a document open: what Word and LibreOffice leave beside a file for as long as somebody works in it.

Word's owner file is `~$` and the document's name, without its first two
characters when the name is long. It holds the user's name twice: its length
in one byte and the name in the code page of the machine, and from byte 54 its
length in two bytes and the name in UTF-16. LibreOffice's lock file is
`.~lock.<name>#`: fields with commas between, the user's name first.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_LONG, _NEARLY = 8, 7
"""Lengths of a name without suffix from which Word leaves out two characters, and one."""
_UTF16 = 54
"""Where the owner file has the name a second time."""
_LONGEST = 52
"""Characters that Word lets a user's name have."""
_MOST = 4096
"""Bytes of a lock file that are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A document that somebody has open."""

    path: Path
    """The document."""
    lock: Path
    """The file that tells."""
    who: str | None
    """The user's name; None when the file does not tell it."""
    since: datetime | None
    """Since when, by the clock of the file server; None when that is not known."""


def opened(path: Path) -> Opened | None:
    """Who has a document open; None when no program tells that anybody has."""
    for lock, read in _locks(path):
        if not os.path.lexists(lock):  # also when no file can have so long a name
            continue
        try:
            with lock.open("rb") as file:
                content = file.read(_MOST)
            since = datetime.fromtimestamp(lock.stat().st_mtime).astimezone()
        except OSError:  # Word keeps it to itself on some servers: that it is there says enough
            content, since = b"", None
        return Opened(path=path, lock=lock, who=read(content), since=since)
    return None


def _locks(path: Path) -> Iterator[tuple[Path, Callable[[bytes], str | None]]]:
    """Each file that may tell, and how it is read."""
    left_out = {_NEARLY: 1}.get(len(path.stem), 2 if len(path.stem) >= _LONG else 0)
    for name in dict.fromkeys((path.name[left_out:], path.name)):  # not every Word shortens the name
        yield path.with_name(f"~${name}"), _owner
    yield path.with_name(f".~lock.{path.name}#"), _libreoffice_user


def _owner(content: bytes) -> str | None:
    """The name in Word's owner file."""
    size = int.from_bytes(content[_UTF16 : _UTF16 + 2], "little")
    if 0 < size <= _LONGEST:
        name = _plain(content[_UTF16 + 2 :][: 2 * size].decode("utf-16-le", "replace"))
        if name:
            return name
    size = content[0] if content else 0
    return _plain(content[1 : size + 1].decode("cp1252", "replace")) if 0 < size <= _LONGEST else None


def _libreoffice_user(content: bytes) -> str | None:
    """The name in LibreOffice's lock file; the name of the account when the user has given none."""
    text = content.decode("utf-8", "replace").split(";", 1)[0]
    return next((name for name in map(_plain, text.split(",")[:2]) if name), None)


def _plain(text: str) -> str | None:
    """A name, or None for what is none."""
    name = text.strip(" \0").replace("\\", "")
    return name if name.isprintable() and "\N{REPLACEMENT CHARACTER}" not in name and name else None
