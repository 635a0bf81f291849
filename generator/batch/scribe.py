"""What is written down of a run while it goes on: the log, the count, and what those who follow it are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from generator.batch.listener import Listener
from generator.batch.tally import Tally
from generator.errors import ExitCode
from generator.findings import Finding, Severity
from generator.results import AT_REST, HandlingResult, Outcome
from generator.runlog import Album, Entry, RunLog


class Scribe:
    """Writes down what happens, once for all who want to know.

    Args:
        log: the run's log.
        listeners: who follows the run; one that nobody hears any more (a pipe that is closed) is no longer told.
    """

    def __init__(self, log: RunLog, listeners: Sequence[Listener]) -> None:
        self._log = log
        self.album = Album(log.folder)
        self._listeners = list(listeners)
        self.tally = Tally()

    def planned(self, todo: int) -> None:
        """The case files have been looked through; what is unchanged is written down already."""
        self.flush()
        self._tell(lambda one: one.planned(todo, self.tally.at_rest))

    def entry(self, entry: Entry) -> None:
        """A handling has come to its end."""
        self.tally.add(entry.result)
        self._log.add(entry)
        self._tell(lambda one: one.entry(entry))

    def flush(self) -> None:
        """See that the log says all that has been said: somebody may read it."""
        self._log.flush()

    def remark(self, finding: Finding) -> None:
        """Something is to be said of a folder or of the machine; an error counts."""
        if finding.severity is Severity.ERROR:
            self.tally.say(ExitCode.FOLDER)
        self._log.remark(finding)
        self._tell(lambda one: one.remark(finding))

    @property
    def counts(self) -> dict[str, int]:
        """How many of each outcome there are, by its name."""
        return self.tally.counts

    def _tell(self, what: Callable[[Listener], None]) -> None:
        for one in list(self._listeners):
            try:
                what(one)
            except OSError:
                self._listeners.remove(one)


class DayScribe(Scribe):
    """Writes down a day, on which the same is seen many times: what is as it was said before is not said again.

    Args:
        log: the run's log.
        listeners: who follows the run.
        watch: who is told everything.
    """

    def __init__(self, log: RunLog, listeners: Sequence[Listener], watch: Listener) -> None:
        super().__init__(log, listeners)
        self._watch = watch
        self._said: dict[Path, dict[str | None, HandlingResult]] = {}
        self._made: set[tuple[Path, str | None]] = set()

    def planned(self, todo: int) -> None:
        """What has been saved has been looked through; that there is nothing to do is not worth a line."""
        self.flush()
        if todo:
            super().planned(todo)

    def entry(self, entry: Entry) -> None:
        """A handling has been looked at."""
        result = entry.result
        said = self._said.setdefault(result.source, {})
        before = said.get(result.handling)
        if result.handling is None or None in said:
            said.clear()
        said[result.handling] = result
        if result.outcome is Outcome.DONE:
            self._made.add((result.source, result.handling))
        self._watch.entry(entry)
        if result == before and result.outcome is not Outcome.DONE:  # what is made again has happened again
            self._log.add(entry)
        else:
            super().entry(entry)

    def gone(self, path: Path) -> None:
        """A case file is no longer there."""
        if self._said.pop(path, None) is not None:
            self._log.gone(path)

    @property
    def counts(self) -> dict[str, int]:
        """How things stand: what was made on this day is made, though it has been seen unchanged since."""
        stands = Counter(
            Outcome.DONE if one.outcome in AT_REST and (source, stem) in self._made else one.outcome
            for source, said in self._said.items()
            for stem, one in said.items()
        )
        return {outcome.value: stands[outcome] for outcome in Outcome if stands[outcome]}
