"""The plan: what is to be done with a case file, and why; nothing is done.

Whatever can be told without a document being made is told here: that nothing
has changed, that a handling is final, that a rule refuses it. What is left
are the steps, for those who make documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from generator.batch.planning.clashes import Claimed, Clashes
from generator.batch.planning.glimpse import Glimpse
from generator.batch.planning.ledger import Ledger, Remembered
from generator.batch.planning.looking import Look, Place
from generator.batch.planning.pieces import said
from generator.batch.planning.planned import Action, CasePlan, Planned
from generator.batch.planning.why import changed_inputs
from generator.casework import as_ours, stopped, unread
from generator.errors import ExitCode, GeneratorError
from generator.findings import Finding
from generator.frozen import ADDED
from generator.model import Arende, CaseFile
from generator.provenance import same
from generator.results import HandlingResult, Made, Outcome
from generator.steps.publish import look_up, shelf
from generator.steps.read import fetch, read
from generator.workshop import Workshop

_IN_HAND = 32
"""Case files that are open at a time, at the most."""
__all__ = ["Action", "CasePlan", "Planned", "Planner"]


class Planner:
    """What plans case files, one after the other.

    A case file that was planned is remembered for what it claims, so that one
    that is planned later, or again, is told of another that claims the same.

    Args:
        shop: what handlingar are made with; its engine is asked for its version and starts nothing.
        ledger: the book of what is done.
        clashes: what was seen to be claimed before, and is still; nothing when None.
    """

    def __init__(self, shop: Workshop, ledger: Ledger, clashes: Clashes | None = None) -> None:
        self._shop = shop
        self._ledger = ledger
        self._clashes = Clashes() if clashes is None else clashes
        # a case file is planned under its claim, and again when it is closed: the same bytes say the same
        self._read = lru_cache(maxsize=_IN_HAND)(lambda file: read(file, shop.schemas))

    def plan(self, path: Path, seen: Glimpse | None = None) -> CasePlan:
        """Plan a case file; whatever is wrong with it becomes a result. Nothing is written.

        Args:
            path: the case file.
            seen: what was seen of it lately; it is looked at now when None, or when it has been touched since.
        """
        return self._guarded(path, look_up, seen)

    def plan_claimed(self, path: Path) -> CasePlan:
        """The same for one who has claimed the ärende: a publication that was cut off is finished first."""
        return self._guarded(path, shelf)

    def claimed(self, path: Path) -> Claimed | None:
        """What a case file claimed when it was last planned; None when it claimed nothing."""
        return self._clashes.of(path)

    def keep(self, plan: CasePlan, results: Sequence[HandlingResult]) -> None:
        """A case file has been closed: let the book know what the next run would say of it.

        Args:
            plan: its plan.
            results: what became of its steps.
        """
        if not any(one.exit_code or one.outcome is Outcome.WAITING for one in (*results, *plan.known)):
            self._guarded(plan.file.path, look_up)  # a plan with nothing to do writes itself down

    def heard(self, path: Path, line: HandlingResult) -> CasePlan:
        """A case file that is left for the next run: a plan with nothing but a line, and what the file says itself."""
        try:
            file = fetch(path)
        except GeneratorError:
            file = CaseFile(path)
        return self._as_said(file, line)

    @staticmethod
    def differs(step: Planned, made: Made) -> str:
        """What a document was made of that is not what was planned with, in Swedish; "" when there is nothing."""
        if made.entry is None or not made.files:
            return ""
        sources = made.entry["underlag"]
        if made.keeps:
            sources = made.entry.get(ADDED, sources)
        return "" if same(step.sources, sources) else ", ".join(changed_inputs(step.sources, sources))

    def _guarded(self, path: Path, where: Place, seen: Glimpse | None = None) -> CasePlan:
        try:
            unchanged = self._unchanged(CaseFile(path), seen) if seen is not None and seen.holds(path) else None
            return unchanged or self._plan(path, where)
        except Exception as error:  # noqa: BLE001  # whatever it is, the other case files have their turn
            self._clashes.forget(path)
            blank = HandlingResult(source=path, diarienummer=None, handling=None, outcome=Outcome.FAILED)
            gone = CaseFile(path)
            return self._as_said(gone, stopped(blank, as_ours(error, path), gone))

    def _plan(self, path: Path, where: Place) -> CasePlan:
        file = fetch(path)
        unchanged = self._unchanged(file, Glimpse(file.sha256))
        if unchanged is not None:
            return unchanged
        try:
            arende = self._read(file)
        except Exception as error:  # noqa: BLE001  # as above
            self._clashes.forget(path)
            return self._as_said(file, unread(file, self._shop, error))
        return self._looked_at(arende, where)

    def _unchanged(self, file: CaseFile, seen: Glimpse) -> CasePlan | None:
        """The plan of a case file with nothing to do, as the book has it; None when the book does not know it."""
        remembered = self._ledger.find(file.path, seen)
        return self._checked(_from_book(file, remembered), remembered.claimed) if remembered else None

    def _as_said(self, file: CaseFile, line: HandlingResult) -> CasePlan:
        """A case file of which nothing can be made: whose it is, and what the book remembers of its days."""
        told = said(file)
        days = self._ledger.deadlines(file.path.name, told.diarienummer) if told.diarienummer else ()
        return CasePlan(
            file=file,
            folder=self._shop.settings.out,
            diarienummer=told.diarienummer,
            known=(replace(line, diarienummer=told.diarienummer, deadlines=days),),
            handlaggare=told.handlaggare,
            arendemening=told.arendemening,
        )

    def _looked_at(self, arende: Arende, where: Place) -> CasePlan:
        look = Look(arende, self._shop, where)
        plan, claimed = look.plan(), look.claimed()
        restful = look.restful(plan, claimed)
        if restful is not None:
            self._ledger.keep(restful)
        return self._checked(plan, claimed)

    def _checked(self, plan: CasePlan, claimed: Claimed) -> CasePlan:
        """The plan without what another case file claims as well."""
        self._clashes.note(claimed)
        said = self._clashes.against(claimed)
        if not said:
            return plan
        refused = tuple(_refused(plan, stem, finding) for stem, finding in said.items())
        return replace(
            plan,
            steps=tuple(one for one in plan.steps if one.stem not in said),
            known=(*(one for one in plan.known if one.handling not in said), *refused),
        )


def _from_book(file: CaseFile, remembered: Remembered) -> CasePlan:
    return CasePlan(
        file=file,
        known=remembered.results,
        diarienummer=remembered.claimed.diarienummer,
        folder=remembered.folder,
        handlaggare=remembered.handlaggare,
        own=remembered.own,
        arendemening=remembered.arendemening,
    )


def _refused(plan: CasePlan, stem: str, finding: Finding) -> HandlingResult:
    return HandlingResult(
        source=plan.file.path,
        diarienummer=plan.diarienummer,
        handling=stem,
        outcome=Outcome.REFUSED,
        findings=(finding,),
        exit_code=ExitCode.CASE,
    )
