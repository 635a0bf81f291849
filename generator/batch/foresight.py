"""What a run would do, without doing it."""

from __future__ import annotations

from generator.batch.casefiles import case_files
from generator.batch.floor import Order
from generator.batch.ledger import Ledger
from generator.batch.plan import CasePlan, Planner
from generator.crew.task import close


def foresee(order: Order) -> tuple[CasePlan, ...]:
    """Plan every case file; nothing is written, nothing started.

    Two rounds, since a case file may claim what one that comes later claims, too.
    """
    planner = Planner(order.shop, Ledger(order.shop))
    paths = [sight.path for sight in case_files(order.given, order.out).sights]
    try:
        for path in paths:
            planner.plan(path)
        return tuple(planner.plan(path) for path in paths)
    finally:
        close(order.shop)
