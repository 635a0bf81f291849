"""Claims: who works with something in a shared folder, so that nobody else does so meanwhile.

A claim is a small file that only one can create. It names the machine, the
container and the process, and the holder writes it anew now and then. It is
stale when the process is gone, which can only be told where it ran, or when it
was not written anew within its lease. The lease is measured by the clock of the file
server alone: machines whose clocks differ agree on it.

Whoever takes over a stale claim first claims the taking over, and looks once
more: two never take over the same. A holder that was silent for longer than
its lease may have lost its claim without knowing: it asks `held` before it
does what cannot be undone.
"""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TypeVar
from uuid import uuid4

from generator.claims.holder import Holder, holder_of, read_holder
from generator.fileclock import clock_skew, file_time
from generator.processes import is_gone, room, started
from generator.wholefile import beside, is_temporary, write_beside, writer

__all__ = ["GATE", "Claim", "Holder", "clock_skew", "sweep", "sweep_files", "take"]

GATE = ".byter"
"""What a claim on taking over another claim has at the end of its name."""
GATE_LEASE = 30.0
"""Seconds; taking over is a matter of milliseconds."""
_DEPTH = 4
"""How many may have been cut off one after the other while they took over, each the claim of the one before."""
_PAUSES = (0.01, 0.05, 0.2, 0.5)
"""Seconds to wait before the same is tried again, where a system refuses because somebody else reads the file."""
_FORGOTTEN = 24 * 3600.0
"""Seconds after which nobody writes on a file any more, whoever began it."""

Given = TypeVar("Given")


class Claim:
    """A claim that this process holds; may be used by several threads.

    Args:
        path: its file.
        token: what tells it from every other claim.
        lease: seconds that it holds without being written anew.
        since: since when.
    """

    def __init__(self, path: Path, token: str, lease: float, since: datetime) -> None:
        self.path = path
        self.token = token
        self._lease = lease
        self._since = since
        self._lock = Lock()

    def held(self) -> bool:
        """True while nobody else has taken it over.

        Raises:
            OSError: its file, or the folder in which it lay, cannot be read: nobody can tell.
        """
        try:
            content = _insist(self.path.read_bytes)
        except FileNotFoundError:
            self.path.parent.stat()  # a folder that is away says nothing of what lies in it
            return False
        return holder_of(content).token == self.token

    def refresh(self) -> bool:
        """Begin the lease anew; False when the claim is lost, and then nothing is written.

        Raises:
            OSError: it could not be read or written; the claim holds until its lease runs out.
        """
        with self._lock:
            if not self.held():
                return False
            _put_in_place(self)
            return True

    def release(self) -> None:
        """Give it back; one that is lost, or whose folder is gone, needs no giving back."""
        with self._lock, suppress(OSError):  # it is stale when this process ends
            if self.held():
                _insist(self.path.unlink)

    def content(self) -> bytes:
        """What its file says."""
        said = {
            "dator": socket.gethostname(),
            "rum": room(),
            "process": os.getpid(),
            "startad": started(os.getpid()),
            "marke": self.token,
            "sedan": self._since.isoformat(timespec="seconds"),
            "giltig_sekunder": self._lease,
        }
        return (json.dumps(said, ensure_ascii=False) + "\n").encode()


def take(folder: Path, name: str, lease: float) -> Claim | Holder:
    """Claim something, without waiting.

    Args:
        folder: where the claim's file lies.
        name: the file's name, with room for four endings like `GATE`.
        lease: seconds that it is to hold without being written anew; also how
            old a file that cannot be read must be to count as stale.

    Returns:
        The claim, or who holds it.

    Raises:
        OSError: nothing can be written in the folder.
    """
    return _take(folder / name, lease, _DEPTH)


def sweep(folder: Path) -> tuple[str, ...]:
    """Remove what dead processes have left in a folder of claims: the claims of this machine, and half-written files.

    Returns:
        The names of the files that were removed.

    Raises:
        OSError: the folder can be read, but not written.
    """
    files = sweep_files(folder)
    return (*files, *(name for name in _names(folder) if not is_temporary(name) and _swept(folder / name)))


def sweep_files(folder: Path) -> tuple[str, ...]:
    """Remove the half-written files of dead processes alone; of other machines, those that are older than a day.

    Returns:
        The names of the files that were removed.

    Raises:
        OSError: the folder can be read, but not written.
    """
    found = [name for name in _names(folder) if is_temporary(name)]
    now = file_time(folder) if found else 0
    return tuple(name for name in found if _removed(folder / name, now))


def _take(path: Path, lease: float, depth: int) -> Claim | Holder:
    for _ in range(3):
        holder = read_holder(path)
        if holder is not None:
            takes_over = depth > 0 and _is_stale(path, holder, lease)
            return _taken_over(path, lease, holder, depth) if takes_over else holder
        claim = _created(path, lease)
        if claim is not None:
            return claim
    return Holder()  # each time somebody was quicker, and gave it back at once


def _taken_over(path: Path, lease: float, stale: Holder, depth: int) -> Claim | Holder:
    """Take the place of a stale claim, unless somebody else is doing so."""
    gate = _take(path.with_name(path.name + GATE), GATE_LEASE, depth - 1)
    if isinstance(gate, Holder):
        return stale
    try:
        now = read_holder(path)
        if now is None:
            return _created(path, lease) or Holder()
        if now.token != stale.token or not _is_stale(path, now, lease) or not gate.held():
            return now
        claim = _new(path, lease)
        _put_in_place(claim)
        return claim
    except FileNotFoundError:  # swept away by one who has the claim after all
        return stale
    finally:
        gate.release()


def _new(path: Path, lease: float) -> Claim:
    return Claim(path, uuid4().hex, lease, datetime.now().astimezone())


def _created(path: Path, lease: float) -> Claim | None:
    """The claim, if nobody has it; its file comes into being with all that it says, where the system can do that."""
    claim = _new(path, lease)
    content = claim.content()
    written = beside(path)
    try:
        written.write_bytes(content)
        return claim if _put_where_nothing_is(written, path, content) or claim.held() else None
    finally:
        with suppress(OSError):
            written.unlink()


def _put_where_nothing_is(written: Path, path: Path, content: bytes) -> bool:
    try:
        os.link(written, path)
    except FileExistsError:  # a server that lost its own answer says so even of what it has just done
        return False
    except OSError:
        return _created_exclusively(path, content)
    return True


def _created_exclusively(path: Path, content: bytes) -> bool:
    """The same on a server without links: a process that dies in the midst of it leaves a file that says nothing."""
    try:
        handle = _insist(lambda: os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)))
    except FileExistsError:
        return False
    try:
        os.write(handle, content)
    except OSError:
        with suppress(OSError):
            path.unlink()
        raise
    finally:
        os.close(handle)
    return True


def _put_in_place(claim: Claim) -> None:
    """Write a claim's file in place of the one that is there."""
    written = write_beside(claim.path, claim.content())
    try:
        _insist(lambda: written.replace(claim.path))
    except BaseException:
        with suppress(OSError):
            written.unlink()
        raise


def _is_stale(path: Path, holder: Holder, lease: float) -> bool:
    if holder.gone:
        return True
    try:
        age = file_time(path.parent) - path.stat().st_mtime
    except FileNotFoundError:
        return True
    # a file from a time to come: the server's clock was set back
    return abs(age) > (lease if holder.lease is None else holder.lease)


def _swept(path: Path) -> bool:
    """Remove a claim that a dead process of this machine has left; False when it is none."""
    holder = read_holder(path)
    if holder is None or not holder.gone:
        return False
    claim = take(path.parent, path.name, GATE_LEASE)
    if isinstance(claim, Claim):
        claim.release()
    return isinstance(claim, Claim)


def _removed(path: Path, now: float) -> bool:
    """Remove a half-written file that nobody writes on; False when somebody may."""
    pid = writer(path.name)
    with suppress(FileNotFoundError):
        if (pid is not None and is_gone(pid)) or now - path.stat().st_mtime > _FORGOTTEN:
            path.unlink()
            return True
    return False


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208  # names are all that is needed
    except OSError:
        return []


def _insist(action: Callable[[], Given]) -> Given:
    """Do something with a file; try again when it is refused, as Windows does while somebody else reads it."""
    for pause in _PAUSES:
        try:
            return action()
        except (FileNotFoundError, FileExistsError):
            raise
        except OSError:
            time.sleep(pause)
    return action()
