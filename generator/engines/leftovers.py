"""Temporary folders that say whose they are, so that what a killed process left behind can be told from what is in use.

The owner stands in the folder's name: there is no moment at which the folder
lies there without it. Programs that are started to work in such a folder have
it as their home; that tells them from everything else that runs here.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.processes import is_gone, namespace, started

if TYPE_CHECKING:
    import psutil

_NAME = re.compile(r"generator-[a-z]+-(?P<room>\d+)-(?P<pid>\d+)-(?P<start>\d+\.\d\d)-(?:(?P<home>[0-9a-f]{8})-)?\w+")
_LONG_AGO = 7 * 24 * 3600
"""Seconds after which a folder from another container is nobody's."""
_PIPES = Path("/tmp")  # noqa: S108  # LibreOffice's own choice, whatever it is told; one that is killed leaves them
_GOING = 5
"""Seconds that a process which was killed may take to be gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A folder, and who made it."""

    path: Path
    room: int
    pid: int
    start: float

    @property
    def own(self) -> bool:
        return (self.room, self.pid, self.start) == (namespace(), os.getpid(), started(os.getpid()))

    @property
    def abandoned(self) -> bool:
        if self.room == namespace():
            return is_gone(self.pid, self.start)
        with suppress(OSError):  # whether a process in another container lives cannot be seen from here
            return time.time() - self.path.stat().st_mtime > _LONG_AGO
        return False


def make(kind: str) -> Path:
    """A new private folder, marked as this process's.

    Args:
        kind: what it is for, in small letters.
    """
    pid = os.getpid()
    return Path(tempfile.mkdtemp(prefix=f"generator-{kind}-{namespace()}-{pid}-{started(pid):.2f}-{_here()}-"))


def _here() -> str:
    """A mark of the folder of temporary files, which others may have elsewhere: a pipe that is left names no folder."""
    return hashlib.md5(os.fsencode(tempfile.gettempdir()), usedforsecurity=False).hexdigest()[:8]


@contextmanager
def lent(kind: str) -> Iterator[Path]:
    """The same for a while; see `make`."""
    folder = make(kind)
    try:
        yield folder
    finally:
        remove(folder)


def remove(folder: Path) -> None:
    """Remove a folder, and end whoever is still at home there when it cannot be removed; never raises."""
    until = time.monotonic() + _GOING
    shutil.rmtree(folder, ignore_errors=True)
    while folder.exists() and time.monotonic() < until:
        _end_programs([folder])
        time.sleep(0.02)
        shutil.rmtree(folder, ignore_errors=True)
    for pipe in _pipes(folder):
        with suppress(OSError):
            pipe.unlink(missing_ok=True)


def sweep() -> tuple[Path, ...]:
    """End the programs and remove the folders of owners that have ended; nobody else's is touched.

    Returns:
        The folders that were left behind.
    """
    return _clear([one for one in _folders() if one.abandoned])


def sweep_own() -> tuple[Path, ...]:
    """The same for what this process has made itself: for one that must leave at once."""
    return _clear([one for one in _folders() if one.own])


def _clear(found: Sequence[_Found]) -> tuple[Path, ...]:
    folders = tuple(one.path for one in found)
    _end_programs(folders)
    for folder in folders:
        remove(folder)
    return folders


def _end_programs(folders: Sequence[Path]) -> None:
    """End what has one of the folders as its home; more than once, since it may just have started something."""
    import psutil  # noqa: PLC0415  # takes its time, as in `generator.processes`

    homes = {str(folder) for folder in folders}
    for _ in range(5 if homes else 0):
        inside = [process for process in psutil.process_iter() if _home(process) in homes]
        if not inside:
            return
        for process in inside:
            with suppress(psutil.Error):
                process.kill()
        _wait([process.pid for process in inside])


def _wait(pids: Sequence[int]) -> None:
    """Wait until processes have ended; whether their parents have taken note of it is another matter."""
    until = time.monotonic() + _GOING
    while not all(is_gone(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.01)


def _home(process: psutil.Process) -> str:
    """A process's home folder as it was started; nothing for one that may not be asked."""
    import psutil  # noqa: PLC0415  # see `_end_programs`

    try:
        return process.environ().get("HOME", "")
    except (psutil.Error, OSError):
        return ""


def _folders() -> Iterator[_Found]:
    """The folders that say whose they are; also those that are gone, but for an office's pipe."""
    home = Path(tempfile.gettempdir())
    there = {path.name for path in home.glob("generator-*") if _is_ours(path)}
    pipes = {path.name.removeprefix(_pipe("")) for path in _PIPES.glob(_pipe("generator-*"))}
    for name in sorted(there | pipes):
        fits = _NAME.fullmatch(name)
        if fits and (name in there or fits["home"] == _here()):
            yield _Found(path=home / name, room=int(fits["room"]), pid=int(fits["pid"]), start=float(fits["start"]))


def _is_ours(path: Path) -> bool:
    """True for a folder of this account, itself and no link to one."""
    try:
        state = path.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(state.st_mode) and (not hasattr(os, "getuid") or state.st_uid == os.getuid())


def _pipes(folder: Path) -> tuple[Path, ...]:
    """Where LibreOffice puts its pipes for a profile folder.

    One has the name that it was given, the folder's; the other the MD5 digest
    of the folder's address, without leading zeros
    (`desktop/source/app/officeipcthread.cxx`).
    """
    digest = hashlib.md5(folder.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    names = (folder.name, "SingleOfficeIPC_" + "".join(f"{byte:x}" for byte in digest))
    return tuple(_PIPES / _pipe(name) for name in names)


def _pipe(name: str) -> str:
    """A pipe's file name; Windows has no files for them, and so none is found."""
    account = os.getuid() if hasattr(os, "getuid") else 0
    return f"OSL_PIPE_{account}_{name}"
