"""By day: the folder is looked at again and again, and what settles is made.

Nobody tells when something is saved on a share, so the folder is polled.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from generator.batch.casefiles import UNREADABLE, Sight, case_files
from generator.batch.floor import LateCrew, Order, go_through
from generator.batch.listener import Listener
from generator.batch.night import Night, begin_log, broken, end
from generator.batch.patience import Unusable
from generator.batch.receipts import take_away_orphans, take_away_receipt, write_receipt
from generator.batch.scribe import DayScribe
from generator.batch.stopping import Stop
from generator.batch.watched import Watched
from generator.crew import Crew
from generator.crew.task import close
from generator.errors import ExitCode, GeneratorError
from generator.findings import Finding, Place
from generator.provenance import renew
from generator.results import HandlingResult
from generator.runlog import Entry, Kind
from generator.settings import Settings

_TICK = 0.2
"""Seconds between two looks at whether somebody wants it to end."""
_IDLE = 900.0
"""Seconds without work after which the crew is sent home."""
_RENEWED = 3600.0
"""Seconds after which it is looked whether programs or fonts have been replaced."""
_AT_ONCE = 20
"""Case files that are gone through before it is looked whether something has been saved meanwhile."""
_CHANGED = "underlag-andrat"
"""What is said of a document when its inputs are not those that were planned with."""


class Watch:
    """Looks after folders until it is asked to stop.

    Args:
        order: gives the order anew, with schemas, rules, templates and programs as they are now.
        listeners: who follows it.
        stop: whether somebody wants it to end.
        pause: seconds between two looks.
    """

    def __init__(self, order: Callable[[], Order], listeners: Sequence[Listener], stop: Stop, pause: float) -> None:
        self._fresh_order = order
        self._order = replace(order(), hasty=True)
        self._stamp = _stamp(self._order.shop.settings)
        self._stop = stop
        self._pause = pause
        self._crew = LateCrew(self._begin)
        self._watched = Watched()
        self._results: dict[Path, list[HandlingResult]] = {}
        self._told: dict[str, set[Finding]] = {}
        self._most: int | None = None
        self._worked = self._renewed = time.monotonic()
        self._log = begin_log(self._order, 0, Kind.DAY)
        self._scribe = DayScribe(self._log, listeners, self)

    def run(self) -> Night:
        """Go on until asked to stop, or until the program itself has been replaced."""
        code = ExitCode.INTERRUPTED
        try:
            while not self._stop:
                if not self.look():
                    self._rest()
        except _Replaced:
            code = ExitCode.ENGINE
            self._scribe.remark(_replaced())
        except Exception as error:  # noqa: BLE001  # whatever it is, the log gets its end
            code = ExitCode.UNEXPECTED
            self._scribe.remark(broken(error))
        finally:
            self._crew.close()
            close(self._order.shop)
        return end(self._log, self._scribe, code, None)

    def planned(self, todo: int, unchanged: int) -> None:
        """Nothing to keep."""

    def entry(self, entry: Entry) -> None:
        """Keep what is to stand in a receipt."""
        self._results.setdefault(entry.result.source, []).append(entry.result)

    def remark(self, finding: Finding) -> None:
        """Nothing to keep."""

    def _begin(self) -> Crew:
        return self._order.crew()

    def look(self) -> bool:
        """Look at the folders once, and go through what is new in them.

        Returns:
            True when there may be more to go through at once.
        """
        stamp = _stamp(self._order.shop.settings)
        # a template, a rule or a schema was changed: every document may be touched
        is_old = stamp != self._stamp or time.monotonic() - self._renewed > _RENEWED
        if is_old and not self._begin_anew():
            return False
        self._stamp = stamp
        there = [one for one in self._order.given if os.path.exists(one)]  # noqa: PTH110  # also when closed above
        found = case_files(there, self._order.out)
        remarks = [*(_away(one) for one in self._order.given if one not in there), *found.remarks]
        self._tell("mappar", remarks)
        hidden = [Path.cwd() / one.place.file for one in remarks if one.code == UNREADABLE and one.place.file]
        for path in self._watched.gone(found.sights, hidden):
            self._order.clashes.forget(path)
            self._scribe.gone(path)
            take_away_receipt(path)
        if self._most is None:
            take_away_orphans(there)
        # the first look goes through all, so that two files that claim the same are known before either is made
        fresh = self._watched.fresh(found.sights, time.monotonic(), self._most)
        self._most = _AT_ONCE
        if fresh:
            self._go_through(fresh)
        return len(fresh) >= _AT_ONCE

    def _go_through(self, fresh: Sequence[Sight]) -> None:
        self._results.clear()
        trouble: tuple[Finding, ...] = ()
        try:
            go_through(self._order, fresh, self._crew, self._scribe, self._stop)
        except Unusable as unusable:
            trouble = (unusable.finding,)
        except GeneratorError as error:
            self._crew.close()  # a crew that has lost its workers gets no others
            trouble = error.findings
        self._tell("arbete", trouble)
        self._worked = now = time.monotonic()
        for sight in fresh:
            results = self._results.get(sight.path, [])
            self._watched.settle(sight, results, now)
            self._acknowledge(sight.path, results)
        codes = {finding.code for results in self._results.values() for one in results for finding in one.findings}
        if _CHANGED in codes:
            self._begin_anew()

    def _begin_anew(self) -> bool:
        """Take everything as it is now: schemas, rules, templates, programs, fonts.

        Returns:
            False when a program cannot be used, as while it is being replaced; the next look tries again.

        Raises:
            _Replaced: the generator itself is another.
        """
        self._crew.close()
        if not renew():
            raise _Replaced
        before = self._order
        try:
            self._order = replace(self._fresh_order(), clashes=before.clashes, mark=before.mark, hasty=True)
        except GeneratorError as error:
            self._tell("program", error.findings)
            self._renewed = -_RENEWED
            return False
        close(before.shop)
        self._tell("program", ())
        self._renewed = time.monotonic()
        self._watched.forget()
        return True

    def _acknowledge(self, path: Path, results: Sequence[HandlingResult]) -> None:
        if results and os.path.isfile(path):  # noqa: PTH113  # a folder may be closed meanwhile
            trouble = write_receipt(path, results, datetime.now().astimezone())
            self._tell(f"kvitto {path}", [trouble] if trouble else [])

    def _tell(self, about: str, findings: Sequence[Finding]) -> None:
        """Tell what is new; what is over may be told again when it comes back."""
        before = self._told.pop(about, set())
        for finding in findings:
            if finding not in before:
                self._scribe.remark(finding)
        if findings:
            self._told[about] = set(findings)

    def _rest(self) -> None:
        """Wait for the next look; send the crew home when there has been nothing to do for long."""
        if time.monotonic() - self._worked > _IDLE:
            self._crew.close()
        until = time.monotonic() + self._pause
        while not self._stop and time.monotonic() < until:
            time.sleep(_TICK)


class _Replaced(Exception):
    """The generator, or a library of it, is not what this process was begun with."""


def _replaced() -> Finding:
    message = "Generatorn, eller ett program som den använder, har uppdaterats. Bevakningen slutar."
    remedy = "Starta den igen, så görs resten med den nya versionen. Går den som en tjänst startar den av sig själv."
    return Finding(code="program-uppdaterat", message=message, remedy=remedy)


def _away(given: Path) -> Finding:
    message = f"{given} går inte att nå."
    remedy = "Kontrollera att mappen är ansluten. Bevakningen går vidare när den är tillbaka."
    return Finding(code=UNREADABLE, message=message, remedy=remedy, place=Place(file=given))


def _stamp(settings: Settings) -> tuple[tuple[str, int, int], ...]:
    """What schemas, rules and templates there are, with their sizes and times."""
    return tuple(sorted(_files(settings)))


def _files(settings: Settings) -> Iterator[tuple[str, int, int]]:
    for folder in (settings.schemas, settings.rules, settings.templates):
        for path in folder.rglob("*"):
            with suppress(OSError):  # being saved just now: the next look sees it
                state = path.stat()
                if path.is_file() and not path.name.startswith(("~$", ".")):
                    yield str(path), state.st_size, state.st_mtime_ns
