"""Processes that claim, for the tests of claims: started anew, ended in the middle of things."""

from __future__ import annotations

import fcntl
import os
import random
import time
from pathlib import Path

from generator.claims import Claim, take

LEASE = 10.0


def hold(folder: str, *names: str) -> None:
    """Claim some names, say so, and wait to be killed."""
    for name in names:
        assert isinstance(take(Path(folder), name, LEASE), Claim)
    (Path(folder) / "klar").touch()
    time.sleep(600)


def grab(folder: str, own: str, names: list[str]) -> None:
    """Claim all that can be had of some names, tell which, and keep them until told."""
    into = Path(folder)
    (into / f"{own}.redo").touch()
    while not (into / "nu").exists():
        pass
    mine = [name for name in names if isinstance(take(into, name, LEASE), Claim)]
    (into / f"{own}.tmp").write_text("\n".join(mine))
    (into / f"{own}.tmp").replace(into / f"{own}.tog")
    while not (into / "nog").exists():
        time.sleep(0.01)


def work(folder: str) -> None:
    """Claim, work alone and give back, again and again, until told; a line for each time.

    That one is alone is seen by a lock of the system, which it takes back from
    a dead process by itself.
    """
    into, chance = Path(folder), random.Random(os.getpid())
    while not (into / "nog").exists():
        claim = take(into, "anspråk", LEASE)
        if not isinstance(claim, Claim):
            time.sleep(chance.uniform(0, 0.002))
            continue
        with (into / "ensam").open("ab") as alone:
            try:
                fcntl.flock(alone, fcntl.LOCK_EX | fcntl.LOCK_NB)
                said = b"ensam\n"
            except BlockingIOError:
                said = b"inte ensam\n"
            time.sleep(chance.uniform(0, 0.002))
            _line(into / "rader", said if claim.held() else b"inte min\n")
        claim.release()


def _line(path: Path, text: bytes) -> None:
    handle = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    os.write(handle, text)
    os.close(handle)
