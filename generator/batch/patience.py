"""A folder that says no: is it this document, or the whole disk? The whole disk may be waited for."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from generator.batch.stopping import Stop
from generator.errors import FolderError, reason
from generator.findings import Finding, Place

_PAUSE = 2.0
"""Seconds between two tries."""
_ROOM = 1_000_000
"""Bytes that must fit before work goes on."""

Given = TypeVar("Given")


class Unusable(Exception):
    """The folder of published documents cannot be used, and has not come back.

    Args:
        finding: what is wrong with it.
    """

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self.finding = finding


class Patience:
    """What to do when a folder says no.

    Args:
        out: the folder of published documents.
        seconds: how long to wait for it to come back.
        stop: whether somebody wants the run to end.
        tell: is told once that the run waits, and why.
    """

    def __init__(self, out: Path, seconds: float, stop: Stop, tell: Callable[[Finding], None]) -> None:
        self._out = out
        self._seconds = seconds
        self._stop = stop
        self._tell = tell

    def with_it(self, work: Callable[[], Given]) -> Given:
        """Do something that writes in the folder; wait, and do it anew, while the whole folder says no.

        Raises:
            FolderError: it is this document alone that cannot be written.
            Unusable: the folder did not come back in time, or the run is to end.
        """
        until: float | None = None
        while True:
            try:
                return work()
            except FolderError:
                trouble = self.trouble()
                if trouble is None:
                    raise
                if until is None:
                    until = time.monotonic() + self._seconds
                    self._tell(trouble)
                if time.monotonic() > until or self._stop:
                    raise Unusable(trouble) from None
                time.sleep(_PAUSE)

    def trouble(self) -> Finding | None:
        """Why nothing can be written in the folder; None when it can."""
        probe = self._out / f".{os.getpid()}.prov"
        try:
            self._out.mkdir(parents=True, exist_ok=True)
            try:
                with probe.open("wb") as file:
                    file.write(bytes(_ROOM))
                    file.flush()
                    os.fsync(file.fileno())
            finally:
                probe.unlink(missing_ok=True)
        except OSError as error:
            message = f"Mappen {self._out} går inte att skriva i: {reason(error)}."
            remedy = (
                "Kontrollera att mappen är ansluten, att disken har plats och att kontot får skriva i den. "
                "Kör sedan samma kommando igen: det som är klart görs inte om."
            )
            return Finding(code="ut-oanvandbar", message=message, remedy=remedy, place=Place(file=self._out))
        return None
