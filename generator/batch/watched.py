"""What a watch knows of each case file: whether it is as it was when it was gone through, and when to try again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from generator.batch.casefiles import Sight
from generator.batch.planning.clashes import CODES
from generator.errors import ExitCode
from generator.results import HandlingResult, Outcome

AGAIN = 60.0
"""Seconds before what could not be written, or did not hold still, is tried again."""

Kept = tuple[int, int]
"""A file's size and time, by which one sees that it is still the same."""


class Watched:
    """The case files of a watch."""

    def __init__(self) -> None:
        self._there: set[Path] = set()
        self._done: dict[Path, Kept] = {}
        self._later: dict[Path, tuple[Kept, float]] = {}
        self._clashing: set[Path] = set()
        self._stirred = False

    def gone(self, sights: Collection[Sight], hidden: Collection[Path]) -> list[Path]:
        """Those that were there at the last look and are not any more.

        Args:
            sights: the case files as they are.
            hidden: folders that are away or cannot be read; of what lay in them nothing is known.
        """
        now = {sight.path for sight in sights}
        away = sorted(path for path in self._there - now if not any(map(path.is_relative_to, hidden)))
        self._there = (self._there | now).difference(away)
        for path in away:
            self._done.pop(path, None)
            self._later.pop(path, None)
            self._clashing.discard(path)
        self._stirred = self._stirred or bool(away)
        return away

    def fresh(self, sights: Collection[Sight], now: float, most: int | None = None) -> list[Sight]:
        """Those that are new or changed, or are to be tried again; what was saved last comes first.

        When anything has happened, those that claimed the same as another are looked at, too.

        Args:
            sights: the case files as they are.
            now: seconds, by this machine's monotonic clock.
            most: how many at once, so that what is saved meanwhile has its turn; None for all.
        """
        found = [sight for sight in sights if self._is_fresh(sight, now)]
        found = sorted(found, key=lambda sight: -sight.changed)[:most]
        if not found and not self._stirred:
            return []
        self._stirred = False
        taken = {sight.path for sight in found}
        return [*found, *(one for one in sights if one.path in self._clashing and one.path not in taken)]

    def settle(self, sight: Sight, results: Sequence[HandlingResult], now: float) -> None:
        """Remember that a file has been gone through, and how."""
        if not results or any(map(is_passing, results)):
            self._later[sight.path] = (_kept(sight), now + AGAIN)
            self._done.pop(sight.path, None)
        else:
            self._done[sight.path] = _kept(sight)
            self._later.pop(sight.path, None)
        codes = {finding.code for one in results for finding in one.findings}
        (self._clashing.add if codes & CODES else self._clashing.discard)(sight.path)

    def forget(self) -> None:
        """Something that every document may be made of has changed: all are to be looked at anew.

        Those that wait go on waiting, lest one that always differs is made over and over.
        """
        self._done.clear()

    def _is_fresh(self, sight: Sight, now: float) -> bool:
        kept, until = self._later.get(sight.path, (None, 0.0))
        if kept == _kept(sight) and now < until:
            return False
        return self._done.get(sight.path) != _kept(sight)


def is_passing(result: HandlingResult) -> bool:
    """True when the watch tries again by itself."""
    return result.outcome is Outcome.WAITING or result.exit_code == ExitCode.FOLDER


def _kept(sight: Sight) -> Kept:
    return sight.size, sight.changed
