"""One at a time changes an ärende's folder, on whatever machine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import uniform

from generator.claims import GATE, Claim, Holder, take
from generator.errors import FolderError
from generator.findings import Finding
from generator.steps.publish.telling import finding

LOCK = ".las"
"""The claim's name; it lies in the folder itself, so that every machine sees it."""
LEASE = 60.0
"""Seconds after which somebody on another machine who does not answer is taken to be gone; publishing takes one."""
PATIENCE = 90.0
"""Seconds to wait for somebody else to finish with the folder: longer than a lease."""
_FIRST, _LONGEST = 0.02, 1.0
"""Seconds between two tries, at the beginning and at the end."""


@contextmanager
def alone(folder: Path, patience: float | None = None) -> Iterator[Claim]:
    """Have an ärende's folder to oneself.

    Args:
        folder: the folder; it is there.
        patience: seconds to wait for it; None for as long as a lease may last.

    Raises:
        FolderError: somebody else has had it all the time.
        OSError: nothing can be written in it.
    """
    claim = _waited_for(folder, PATIENCE if patience is None else patience)
    try:
        yield claim
    finally:
        claim.release()


def is_free(folder: Path) -> bool:
    """True when nobody is at work in a folder.

    Raises:
        OSError: nothing can be written in it.
    """
    return _given_back(take(folder, LOCK, LEASE))


def is_gate(name: str) -> bool:
    """True for the name of a claim on taking over the folder from somebody who was cut off."""
    return name.startswith(f"{LOCK}{GATE}")


def clear_gate(folder: Path, name: str) -> None:
    """Take away such a claim if whoever made it was cut off, too.

    Raises:
        OSError: nothing can be written in the folder.
    """
    _given_back(take(folder, name, LEASE))


def _given_back(got: Claim | Holder) -> bool:
    """True when it was there to be had; it is free again."""
    if isinstance(got, Claim):
        got.release()
        return True
    return False


def lost(folder: Path) -> FolderError:
    """What is said when the folder was another's before one had finished with it."""
    message = "Datorn var borta så länge att någon annan tog över mappen innan dokumentet hade sparats."
    return FolderError(finding("mapp-anvands", message, "Kör samma kommando igen.", folder))


def _waited_for(folder: Path, patience: float) -> Claim:
    until, pause = time.monotonic() + patience, _FIRST
    while True:
        got = take(folder, LOCK, LEASE)
        if isinstance(got, Claim):
            return got
        if time.monotonic() >= until:
            raise FolderError(_taken(folder, got))
        time.sleep(uniform(pause / 2, pause))  # noqa: S311  # so that those who wait do not all come at once
        pause = min(2 * pause, _LONGEST)


def _taken(folder: Path, holder: Holder) -> Finding:
    message = f"Någon annan sparar i mappen {folder.name}: {holder}."
    remedy = (
        "Vänta en stund och kör samma kommando igen. Är den datorn avstängd "
        f"tas mappen över inom ett par minuter; lyckas inte det, ta bort filen {LOCK} i mappen."
    )
    return finding("mapp-anvands", message, remedy, folder)
