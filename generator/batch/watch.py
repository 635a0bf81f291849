"""By day: the folder is looked at again and again, and what settles is made.

Nobody tells when something is saved on a share, so the folder is polled.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from generator.batch.casefiles import Sight, case_files
from generator.batch.floor import LateCrew, Order, go_through
from generator.batch.listener import Listener
from generator.batch.night import Night, begin_log, end
from generator.batch.patience import Unusable
from generator.batch.receipts import write_receipt
from generator.batch.scribe import Scribe
from generator.batch.stopping import Stop
from generator.crew import Crew
from generator.crew.task import close
from generator.errors import ExitCode, GeneratorError
from generator.findings import Finding
from generator.results import HandlingResult, Outcome
from generator.runlog import Entry
from generator.settings import Settings

_TICK = 0.2
"""Seconds between two looks at whether somebody wants it to end."""
_AGAIN = 60.0
"""Seconds before what could not be written, or did not hold still, is tried again."""
_IDLE = 900.0
"""Seconds without work after which the crew is sent home."""
_NOTHING_TO_SAY = (Outcome.UNCHANGED, Outcome.FROZEN, Outcome.SKIPPED)

Kept = tuple[int, int]
"""A file's size and time, by which one sees that it is still the same."""


class Watch:
    """Looks after folders until it is asked to stop.

    Args:
        order: gives the order anew, with schemas, rules and templates as they are now.
        listeners: who follows it.
        stop: whether somebody wants it to end.
        pause: seconds between two looks.
    """

    def __init__(self, order: Callable[[], Order], listeners: Sequence[Listener], stop: Stop, pause: float) -> None:
        self._fresh_order = order
        self._order = order()
        self._stamp = _stamp(self._order.shop.settings)
        self._listeners = (*listeners, self)
        self._stop = stop
        self._pause = pause
        self._crew = LateCrew(self._begin)
        self._seen: dict[Path, Kept] = {}
        self._not_before: dict[Path, float] = {}
        self._results: dict[Path, list[HandlingResult]] = {}
        self._told: set[Finding] = set()
        self._worked = time.monotonic()

    def run(self) -> Night:
        """Go on until asked to stop."""
        log = begin_log(self._order, 0)
        scribe = Scribe(log, self._listeners)
        try:
            while not self._stop:
                fresh = self._fresh(scribe)
                if fresh:
                    self._go_through(fresh, scribe)
                self._rest()
        finally:
            self._crew.close()
            close(self._order.shop)
        return end(log, scribe, ExitCode.INTERRUPTED, None)

    def _begin(self) -> Crew:
        return self._order.crew()

    def planned(self, todo: int, unchanged: int) -> None:
        """Nothing to keep."""

    def entry(self, entry: Entry) -> None:
        """Keep what is to stand in a receipt."""
        self._results.setdefault(entry.result.source, []).append(entry.result)

    def remark(self, finding: Finding) -> None:
        """Nothing to keep."""

    def _fresh(self, scribe: Scribe) -> list[Sight]:
        """The case files that are new or changed since they were last gone through."""
        stamp = _stamp(self._order.shop.settings)
        if stamp != self._stamp:  # a template, a rule or a schema was changed: every document may be touched
            self._stamp = stamp
            self._crew.close()
            close(self._order.shop)
            self._order = replace(self._fresh_order(), clashes=self._order.clashes)
            self._seen.clear()
        found = case_files(self._order.given, self._order.out)
        for finding in found.remarks:
            self._tell_once(finding, scribe)
        now = time.monotonic()
        return [
            sight
            for sight in found.sights
            if self._seen.get(sight.path) != _kept(sight) and self._not_before.get(sight.path, 0) <= now
        ]

    def _go_through(self, fresh: Sequence[Sight], scribe: Scribe) -> None:
        self._results.clear()
        try:
            go_through(self._order, fresh, self._crew, scribe, self._stop)
        except Unusable as unusable:
            self._tell_once(unusable.finding, scribe)
        except GeneratorError as error:
            for finding in error.findings:
                self._tell_once(finding, scribe)
        self._worked = time.monotonic()
        for sight in fresh:
            self._settle(sight, self._results.get(sight.path, []), scribe)

    def _settle(self, sight: Sight, results: Sequence[HandlingResult], scribe: Scribe) -> None:
        """Remember what has been gone through, and write its receipt."""
        passing = any(one.outcome is Outcome.WAITING or one.exit_code == ExitCode.FOLDER for one in results)
        if passing or not results:
            self._not_before[sight.path] = time.monotonic() + _AGAIN
        else:
            self._seen[sight.path] = _kept(sight)
        if any(one.outcome not in _NOTHING_TO_SAY for one in results):
            trouble = write_receipt(sight.path, results, datetime.now().astimezone())
            if trouble:
                self._tell_once(trouble, scribe)

    def _tell_once(self, finding: Finding, scribe: Scribe) -> None:
        if finding not in self._told:
            self._told.add(finding)
            scribe.remark(finding)

    def _rest(self) -> None:
        """Wait for the next look; send the crew home when there has been nothing to do for long."""
        if time.monotonic() - self._worked > _IDLE:
            self._crew.close()
        until = time.monotonic() + self._pause
        while not self._stop and time.monotonic() < until:
            time.sleep(_TICK)


def _kept(sight: Sight) -> Kept:
    return sight.size, sight.changed


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
