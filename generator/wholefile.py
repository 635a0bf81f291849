"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from itertools import count
from pathlib import Path

from generator.processes import room

_HERE = sha256(f"{socket.gethostname()}/{room()}".encode()).hexdigest()[:8]
_NUMBERS = count()
_TEMPORARY = re.compile(r"\.([0-9a-f]{8})[0-9a-f]*-(\d+)\.tmp")


def write_whole(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write a file so that a reader finds the old one or the new one, never a half.

    Args:
        path: the file.
        content: its content, in one piece or in many.

    Raises:
        OSError: it could not be written; nothing is left behind.
    """
    written = write_beside(path, content)
    try:
        written.replace(path)
    except BaseException:
        with suppress(OSError):
            written.unlink()
        raise
    flush_folder(path.parent)


def write_beside(path: Path, content: bytes | Iterable[bytes]) -> Path:
    """Write what is to become a file, to the disk, under a short name of its own in the same folder.

    Returns:
        Where it lies; to be moved to `path`.

    Raises:
        OSError: it could not be written; nothing is left behind.
    """
    written = beside(path)
    try:
        with written.open("wb") as file:
            file.writelines([content] if isinstance(content, bytes) else content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            written.unlink()
        raise
    return written


def beside(path: Path) -> Path:
    """A short name in the same folder that nobody else uses.

    It tells machine, container and process, so that what a dead one has left is known as such.
    """
    return path.with_name(f".{_HERE}{next(_NUMBERS):04x}-{os.getpid()}.tmp")


def is_temporary(name: str) -> bool:
    """True for the name of a file that is being written, or that a writer which was cut off has left."""
    return _TEMPORARY.fullmatch(name) is not None


def writer(name: str) -> int | None:
    """The process that a temporary file belongs to; None when it is one of another machine or container."""
    found = _TEMPORARY.fullmatch(name)
    return int(found[2]) if found and found[1] == _HERE else None


def flush_folder(folder: Path) -> None:
    """Make a move of a file in it last through a power cut, where the system knows how."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def digest(path: Path | str) -> str | None:
    """The SHA-256 of a file, as hex; None when it cannot be read."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # a night asks of tens of thousands
            return sha256(file.read()).hexdigest()
    except OSError:
        return None
