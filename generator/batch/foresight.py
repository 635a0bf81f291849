"""What a run would do, without doing it."""

from __future__ import annotations

from dataclasses import dataclass

from generator.batch.casefiles import case_files
from generator.batch.floor import Order
from generator.batch.planning.ledger import Ledger
from generator.batch.planning.plan import CasePlan, Planner
from generator.batch.tally import Tally
from generator.crew.task import close
from generator.errors import ExitCode
from generator.findings import Finding, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Foresight:
    """What a run would do."""

    plans: tuple[CasePlan, ...]
    remarks: tuple[Finding, ...]
    """What is to be said of folders and names."""

    @property
    def exit_code(self) -> ExitCode:
        """What the run would say to the shell, as far as that is known before anything is made."""
        tally = Tally()
        for plan in self.plans:
            for result in plan.known:
                tally.add(result)
        if any(one.severity is Severity.ERROR for one in self.remarks):
            tally.say(ExitCode.FOLDER)
        return tally.exit_code


def foresee(order: Order) -> Foresight:
    """Plan every case file; nothing is written, nothing started.

    Two rounds, since a case file may claim what one that comes later claims, too.
    """
    planner = Planner(order.shop, Ledger(order.shop))
    found = case_files(order.given, order.out)
    paths = [sight.path for sight in found.sights]
    try:
        for path in paths:
            planner.plan(path)
        return Foresight(plans=tuple(planner.plan(path) for path in paths), remarks=found.remarks)
    finally:
        close(order.shop)
