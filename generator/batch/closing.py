"""Closing a handling: what was made is published, and what became of it is written down."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from generator.batch.aside import Aside, tried_in_vain
from generator.batch.cases import Task
from generator.batch.heartbeat import Heartbeat
from generator.batch.patience import Patience, Unusable
from generator.batch.planning.plan import CasePlan, Planner
from generator.batch.scribe import Scribe
from generator.batch.waiting import CLAIM, changed_meanwhile, claim_lost, claim_unread
from generator.casework import as_ours, stopped
from generator.errors import FolderError, GeneratorError, reason
from generator.findings import Finding, Severity
from generator.pipeline import shelve
from generator.results import HandlingResult, Made, Outcome
from generator.runlog import Entry
from generator.steps.publish import OVERTAKEN

_PASSING = frozenset({"oppen-i-word", "mapp-anvands", CLAIM})
"""What may have passed when the rest of the run is done."""


@dataclass(kw_only=True)
class Closing:
    """What closes handlingar."""

    planner: Planner
    heart: Heartbeat
    aside: Aside
    patience: Patience
    scribe: Scribe
    _later: list[Task] = field(default_factory=list)

    def finish(self, task: Task, made: Made) -> None:
        """Publish what was made, and write down how it went.

        Raises:
            Unusable: the folder of published documents cannot be used.
        """
        task.made = made
        try:
            self.end(task, self._published(task, made))
        except FolderError as error:
            if any(finding.code in _PASSING for finding in error.findings):
                self._later.append(task)
            else:
                self.end(task, self._stopped(task, error))
        except GeneratorError as error:
            self.end(task, self._stopped(task, error))

    def finish_later(self) -> None:
        """Try once more what somebody had open; this time what is said stands.

        Raises:
            Unusable: the folder of published documents cannot be used.
        """
        for task in self._later:
            assert task.made is not None
            try:
                self.end(task, self._published(task, task.made))
            except GeneratorError as error:
                self.end(task, self._stopped(task, error))
        self._later.clear()

    def set_aside(self, task: Task, line: HandlingResult, now: datetime) -> None:
        """Let a handling be that has broken a program twice."""
        try:
            nights = self.aside.put(task.path, task.step.stem, task.step.key, now)
            more: tuple[Finding, ...] = (tried_in_vain(task.path, nights),)
        except FolderError as error:
            more = error.findings
        self.end(task, replace(line, diarienummer=task.blank.diarienummer, findings=(*line.findings, *more)))

    def end(self, task: Task, result: HandlingResult) -> None:
        """A handling has come to its end; with the last of them the case file is closed."""
        case = task.case
        left = () if result.outcome is Outcome.DONE else task.step.published
        result = replace(result, deadlines=result.deadlines or task.step.deadlines, left=left)
        case.results.append(result)
        case.left -= 1
        self._write(case.plan, result, task)
        if result.outcome is Outcome.DONE:
            self.aside.take_back(task.path, task.step.stem)
        if case.left == 0:
            self.planner.keep(case.plan, case.results)
            self.heart.let_go(case.claim)

    def write(self, plan: CasePlan, result: HandlingResult) -> None:
        """Write down what is known without any work."""
        self._write(plan, result, None)

    def wait(self, path: Path, finding: Finding) -> None:
        """Write down that a case file is left for the next run."""
        line = HandlingResult(
            source=path, diarienummer=None, handling=None, outcome=Outcome.WAITING, findings=(finding,)
        )
        plan = self.planner.heard(path, line)
        for result in plan.known:
            self._write(plan, result, None)

    def _published(self, task: Task, made: Made) -> HandlingResult:
        """Publish, unless the claim is lost or the inputs are not those that were planned with.

        Raises:
            GeneratorError: it cannot be published.
            Unusable: nothing can.
        """
        try:
            return self.patience.with_it(lambda: self._shelved(task, made))
        except (GeneratorError, Unusable):
            raise
        except Exception as error:  # noqa: BLE001  # whatever it is, the other handlingar have their turn
            raise as_ours(error, task.path) from None

    def _shelved(self, task: Task, made: Made) -> HandlingResult:
        """The same once, without waiting for anything."""
        if made.entry is not None:
            if not _is_ours(task):
                return self._waits(task, claim_lost(task.path))
            other = self.planner.differs(task.step, made)
            if other:
                return self._waits(task, changed_meanwhile(task.path, other))
        before = self._old_pdf(task, made)
        result = shelve(made, task.step.place, task.step.seen)
        if ".pdf" in made.files:
            task.pictures = self.scribe.album.of(before, made.files[".pdf"])
        return result

    def _stopped(self, task: Task, error: GeneratorError) -> HandlingResult:
        """The result of a handling that could not be published; what somebody else has published waits for its turn."""
        if any(finding.code == OVERTAKEN for finding in error.findings):
            return self._waits(task, *(replace(finding, severity=Severity.NOTE) for finding in error.findings))
        return stopped(task.blank, error, task.case.plan.file)

    def _old_pdf(self, task: Task, made: Made) -> bytes | None:
        """The PDF that is to be replaced, for a picture of it."""
        if ".pdf" not in made.files or self.scribe.album.full:
            return None
        with suppress(OSError):
            return task.step.place.file(".pdf").read_bytes()
        return None

    def _waits(self, task: Task, *findings: Finding) -> HandlingResult:
        return replace(task.blank, outcome=Outcome.WAITING, findings=findings)

    def _write(self, plan: CasePlan, result: HandlingResult, task: Task | None) -> None:
        made = result.outcome is Outcome.DONE
        entry = Entry(
            result=result,
            why=task.step.why if task else (),
            seconds=task.seconds if task else 0,
            handlaggare=plan.whose(result.handling),
            arendemening=plan.arendemening,
            replaced=made and task is not None and task.step.seen.entry is not None,
            by=task.by if task else None,
            pictures=task.pictures if task else (),
        )
        self.scribe.entry(entry)


def _is_ours(task: Task) -> bool:
    """True when the case is still claimed by this run.

    Raises:
        FolderError: nobody can tell.
    """
    try:
        return task.case.claim.held()
    except OSError as error:
        raise FolderError(claim_unread(task.case.claim.path, reason(error))) from None
