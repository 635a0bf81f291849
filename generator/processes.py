"""Processes of this machine: which of those that left something behind have ended."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")


def started(pid: int) -> float:
    """When a process was started: a number that no other process with the same pid has.

    Raises:
        psutil.Error: there is no such process, or the system does not tell.
    """
    return _own_start(pid) if pid == os.getpid() else _start(pid)


def is_gone(pid: int, start: float | None = None) -> bool:
    """True when a process has ended.

    Args:
        pid: its number.
        start: what `started` said of it: another may have got its number since; None when that is not known.
    """
    import psutil  # noqa: PLC0415  # see `_start`

    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE or (start is not None and _start(pid) != start)
    except psutil.NoSuchProcess:
        return True
    except psutil.Error:
        return False


@lru_cache(maxsize=1)
def namespace() -> int:
    """What tells this container's process numbers from another's on this machine; 0 where there are no containers."""
    try:
        return os.stat("/proc/self/ns/pid").st_ino  # noqa: PTH116  # a link into the kernel, no path
    except OSError:
        return 0


@lru_cache(maxsize=1)
def room() -> str:
    """Where process numbers mean the same, whatever the machine is called: one start of one machine, one container.

    The same everywhere on systems that do not tell: there, machines must have names of their own.
    """
    boot = ""
    with suppress(OSError):
        boot = _BOOT.read_text("ascii").strip()
    return f"{boot}/{namespace()}"


@lru_cache(maxsize=1)
def _own_start(pid: int) -> float:
    return _start(pid)


def _start(pid: int) -> float:
    """In seconds; from the start of the machine, where the time of day would move when its clock is set."""
    import psutil  # noqa: PLC0415  # takes its time, and a case that is only checked asks of no process

    created = psutil.Process(pid).create_time()
    return round(created - psutil.boot_time() if psutil.LINUX else created, 2)
