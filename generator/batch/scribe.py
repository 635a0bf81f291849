"""What is written down of a run while it goes on: the log, the count, and what those who follow it are told."""

from __future__ import annotations

from collections.abc import Sequence

from generator.batch.listener import Listener
from generator.batch.tally import Tally
from generator.findings import Finding
from generator.runlog import Album, Entry, RunLog


class Scribe:
    """Writes down what happens, once for all who want to know.

    Args:
        log: the run's log.
        listeners: who follows the run.
    """

    def __init__(self, log: RunLog, listeners: Sequence[Listener]) -> None:
        self._log = log
        self.album = Album(log.folder)
        self._listeners = tuple(listeners)
        self.tally = Tally()

    def planned(self, todo: int) -> None:
        """The case files have been looked through; what is unchanged is written down already."""
        for one in self._listeners:
            one.planned(todo, self.tally.at_rest)

    def entry(self, entry: Entry) -> None:
        """A handling has come to its end."""
        self.tally.add(entry.result)
        self._log.add(entry)
        for one in self._listeners:
            one.entry(entry)

    def remark(self, finding: Finding) -> None:
        """Something is to be said of a folder or of the machine."""
        self._log.remark(finding)
        for one in self._listeners:
            one.remark(finding)
