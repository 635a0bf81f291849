"""Opening a case file: does it hold still, is there anything to do, and does nobody else do it?"""

from __future__ import annotations

import time
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from generator.batch.aside import ENOUGH, Aside, set_aside
from generator.batch.casefiles import STILL, Sight, Sights, latest, may_be_half, settled
from generator.batch.cases import OpenCase, Task, Turn, Turns
from generator.batch.closing import Closing
from generator.batch.heartbeat import Heartbeat
from generator.batch.planning.glimpse import Lookout
from generator.batch.planning.plan import CasePlan, Planner
from generator.batch.stopping import Stop
from generator.batch.waiting import CLAIM, CLAIM_REMEDY, elsewhere, half_copied, restless
from generator.claims import Claim, Holder, take
from generator.crew.forerunner import forerun
from generator.errors import ExitCode, FolderError, reason
from generator.findings import Finding, Place
from generator.results import Outcome
from generator.wholefile import digest

LEASE = 120.0
"""Seconds that a claim on an ärende holds without a beat of its heart."""
_PATIENCE = round(1.5 * LEASE / STILL)
"""How often an ärende that another run has is asked for before it is left to that run."""
_RESTLESS = 5
"""How often a file that does not hold still is looked at before it is left for the next run."""
_HALF = frozenset({"json-fel", "fel-teckenkod"})
"""What is found in a file that is half copied."""


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What opens case files."""

    planner: Planner
    lookout: Lookout
    closing: Closing
    heart: Heartbeat
    aside: Aside
    claims: Path
    """The folder of the claims."""
    skew: float = 0
    """Seconds that the file server's clock is before this machine's."""
    hasty: bool = False
    """True when nothing is waited for."""

    def look_through(self, sights: Collection[Sight], stop: Stop) -> Turns:
        """Plan every case file; what is unchanged or can be told at once is written down.

        Returns:
            The case files with something to do, or that must be looked at again.
        """
        turns = Turns()
        young = [sight for sight in sights if not settled(sight, self.skew)]
        waits = {sight.name for sight in young}
        old = Sights(sight for sight in sights if sight.name not in waits) if young else sights
        self._plan(old, turns, stop)
        if young and not stop:
            time.sleep(STILL)
            self._plan(young, turns, stop)
        return turns

    def _plan(self, sights: Collection[Sight], turns: Turns, stop: Stop) -> None:
        with closing(forerun(self.lookout, [sight.name for sight in sights])) as glimpses:
            for sight, seen in zip(sights, glimpses, strict=True):
                if stop:
                    break
                plan = self.planner.plan(sight.path, seen) if settled(sight, self.skew) else None
                if plan is None or self._may_be_half(plan, sight) or not self._told(plan):
                    turns.append(_turn(sight, plan))

    def open(self, turn: Turn) -> list[Task] | None:
        """Open a case file whose turn has come.

        Returns:
            What is to be made, if anything; None when it is not to be had now.

        Raises:
            FolderError: the folder of the claims cannot be used.
            Unusable: nor can anything else be written.
        """
        if not settled(turn.sight, self.skew):
            turn.sight = latest(turn.sight)
            return self._not_yet(turn, _RESTLESS, restless(turn.path))
        claimed = self.planner.claimed(turn.path) if turn.looked else None
        if claimed is None or digest(turn.path) != claimed.sha256:
            plan = self.planner.plan(turn.path)
            if self._may_be_half(plan, turn.sight):
                return self._not_yet(turn, _RESTLESS, half_copied(turn.path))
            if self._told(plan):
                return []
            return self._claimed(turn, plan.folder.name)
        return self._claimed(turn, claimed.folder)

    def _claimed(self, turn: Turn, folder: str) -> list[Task] | None:
        claim = self.closing.patience.with_it(lambda: self._claim(folder))
        if isinstance(claim, Holder):
            return self._not_yet(turn, _PATIENCE, elsewhere(turn.path, claim))
        return self._opened(turn, claim)

    def _claim(self, folder: str) -> Claim | Holder:
        try:
            self.claims.mkdir(exist_ok=True)
            return take(self.claims, f"{folder}.json", LEASE)
        except OSError as error:
            message = f"Ärendet kunde inte tas i anspråk: {reason(error)}."
            place = Place(file=self.claims)
            raise FolderError(Finding(code=CLAIM, message=message, remedy=CLAIM_REMEDY, place=place)) from None

    def _opened(self, turn: Turn, claim: Claim) -> list[Task]:
        """Planned anew under the claim: another run may have been done with it just before."""
        self.heart.keep(claim)
        plan = self.planner.plan_claimed(turn.path)
        if self._told(plan):
            self.heart.let_go(claim)
            return []
        for result in plan.known:
            self.closing.write(plan, result)
        case = OpenCase(turn=turn, claim=claim, plan=plan, left=len(plan.steps))
        tasks = [Task(case=case, step=step) for step in plan.steps]
        return [task for task in tasks if not self._is_aside(task)]

    def _is_aside(self, task: Task) -> bool:
        """True when the handling has broken programs again and again and is still the same; that is written down."""
        task.nights = self.aside.nights(task.path, task.step.stem, task.step.key)
        since = self.aside.since(task.path, task.step.stem, task.step.key)
        if since is None or task.nights < ENOUGH:
            return False
        result = replace(task.blank, outcome=Outcome.FAILED, exit_code=ExitCode.ENGINE)
        self.closing.end(task, replace(result, findings=(set_aside(task.path, since),)))
        return True

    def _told(self, plan: CasePlan) -> bool:
        """True when there is nothing to make of a case file; what is to be said of it is written down."""
        if plan.steps:
            return False
        for result in plan.known:
            self.closing.write(plan, result)
        return True

    def _may_be_half(self, plan: CasePlan, sight: Sight) -> bool:
        codes = {finding.code for result in plan.known for finding in result.findings}
        return not plan.steps and bool(codes & _HALF) and may_be_half(sight, self.skew)

    def _not_yet(self, turn: Turn, patience: int, finding: Finding) -> list[Task] | None:
        """Let it wait for another turn; or, when it has waited long enough, for the next run."""
        if turn.tried < patience and not self.hasty:
            return None
        self.closing.wait(turn.path, finding)
        return []


def _turn(sight: Sight, plan: CasePlan | None) -> Turn:
    if plan is None or not plan.steps:
        return Turn(sight=sight)
    return Turn(sight=sight, handlingar=len(plan.steps), looked=True)
