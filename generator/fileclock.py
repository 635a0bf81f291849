"""The clock of the file server: the only one that all machines at a shared folder can go by."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from generator.wholefile import beside


def file_time(folder: Path) -> float:
    """What the clock shows that stamps a folder's files, in seconds: a file written now gets its time.

    Raises:
        OSError: nothing can be written in the folder.
    """
    probe = beside(folder / "klocka")
    try:
        with probe.open("wb") as file:
            file.write(b"?")
            file.flush()
            return os.fstat(file.fileno()).st_mtime
    finally:
        with suppress(OSError):
            probe.unlink()


def clock_skew(folder: Path) -> float:
    """Seconds that the file server's clock is before this machine's; negative when it is behind.

    Raises:
        OSError: nothing can be written in the folder.
    """
    before = time.time()
    there = file_time(folder)
    return there - (before + time.time()) / 2
