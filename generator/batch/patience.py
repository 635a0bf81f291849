"""A folder that says no: is it this document, or the whole disk? The whole disk may be waited for."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from generator.batch.own import OWN
from generator.batch.stopping import Stop
from generator.errors import FolderError, reason
from generator.findings import Finding, Place
from generator.wholefile import beside

_PAUSE = 2.0
"""Seconds between two tries."""
_ROOM = 1_000_000
"""Bytes that must fit before work goes on."""
_MARK = Path(OWN, "mapp")
"""A file that tells the folder of published documents from every other; it is written once, and stays."""
_WRITING = 20
"""How often one looks for what another run is just writing in it."""

Given = TypeVar("Given")


class Unusable(Exception):
    """The folder of published documents cannot be used, and has not come back.

    Args:
        finding: what is wrong with it.
    """

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self.finding = finding


class Mark:
    """What a run knows the folder of published documents by, for as long as it lasts.

    A share that was away may come back as another, or as the empty folder that
    it is mounted on. What is upprättat would not be known there.
    """

    def __init__(self) -> None:
        self._known: bytes | None = None

    def differs(self, out: Path) -> bool:
        """True when the folder is another than the first time that it was asked about.

        Raises:
            OSError: it is not there, or cannot be used.
        """
        if self._known is None:
            self._known = _marked(out / _MARK)
        try:
            said = (out / _MARK).read_bytes()
        except FileNotFoundError:
            out.stat()  # away, and no other
            return True
        self._known = self._known or said  # another run may have been slow to write it
        return said != self._known


def _marked(path: Path) -> bytes:
    """What a mark says; it is made when there is none. Of two runs that begin at the same time the first one's counts.

    Raises:
        OSError: the folder is not there, or cannot be written.
    """
    path.parent.mkdir(exist_ok=True)
    with suppress(FileExistsError), path.open("xb") as file:
        file.write(uuid4().hex.encode())
    for _ in range(_WRITING):
        if said := path.read_bytes():
            return said
        time.sleep(0.05)
    return b""  # whoever wrote it was cut off; that it is there says enough


class Patience:
    """What to do when a folder says no.

    Args:
        out: the folder of published documents.
        mark: what the folder is known by.
        seconds: how long to wait for it to come back.
        stop: whether somebody wants the run to end.
        tell: is told once that the run waits, and why.
    """

    def __init__(self, out: Path, mark: Mark, seconds: float, stop: Stop, tell: Callable[[Finding], None]) -> None:
        self._out = out
        self._mark = mark
        self._seconds = seconds
        self._stop = stop
        self._tell = tell

    def with_it(self, work: Callable[[], Given]) -> Given:
        """Do something that writes in the folder; wait, and do it anew, while the whole folder says no or is away.

        Raises:
            FolderError: it is this document alone that cannot be written.
            Unusable: the folder did not come back in time, or the run is to end.
        """
        until: float | None = None
        while True:
            trouble = self.away()
            if trouble is None:
                try:
                    return work()
                except FolderError:
                    trouble = self.trouble()
                    if trouble is None:
                        raise
            now, begins = time.monotonic(), until is None
            until = now + self._seconds if until is None else until
            if now >= until or self._stop:
                raise Unusable(trouble)
            if begins:
                self._tell(trouble)
            time.sleep(_PAUSE)

    def trouble(self) -> Finding | None:
        """Why nothing can be written in the folder; None when it can."""
        return self.away() or self._full()

    def away(self) -> Finding | None:
        """Why it is not the folder that the run began with; None when it is."""
        try:
            differs = self._mark.differs(self._out)
        except OSError as error:
            return self._unusable(reason(error))
        return self._unusable("det är en annan mapp än när körningen började") if differs else None

    def _full(self) -> Finding | None:
        """Why nothing can be written in it; None when it can."""
        probe = beside(self._out / "prov")
        try:
            try:
                with probe.open("wb") as file:
                    file.write(bytes(_ROOM))
                    file.flush()
                    os.fsync(file.fileno())
            finally:
                probe.unlink(missing_ok=True)
        except OSError as error:
            return self._unusable(reason(error))
        return None

    def _unusable(self, why: str) -> Finding:
        message = f"Mappen {self._out} går inte att skriva i: {why}."
        remedy = (
            "Kontrollera att mappen är ansluten, att disken har plats och att kontot får skriva i den. "
            "Kör sedan samma kommando igen: det som är klart görs inte om."
        )
        return Finding(code="ut-oanvandbar", message=message, remedy=remedy, place=Place(file=self._out))
