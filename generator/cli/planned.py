"""A plan in words, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from generator.report import finding_json, shown_path

if TYPE_CHECKING:
    from generator.batch.planning.plan import CasePlan


def plan_lines(plan: CasePlan) -> Iterator[str]:
    """A line for each handling with which something would be done."""
    from generator.batch.planning.plan import Action

    resting = (Action.UNCHANGED, Action.FROZEN, Action.CANCELLED)
    for stem, action, why in plan.actions:
        if action not in resting:
            number = f"{plan.diarienummer} " if plan.diarienummer else ""
            name = f"{number}{stem or shown_path(plan.file.path)}"
            yield f"{action.value}: {name}" + (f" – {', '.join(why)}" if why else "")


def plan_sum(plans: Sequence[CasePlan]) -> str:
    """What there is to do, counted: "Plan: 2 att skapa, 8 oförändrade, 1 vägrad."."""
    from generator.batch.planning.plan import Action

    words = {
        Action.CREATE: ("att skapa", "att skapa"),
        Action.REPLACE: ("att göra om", "att göra om"),
        Action.ADD: ("att komplettera", "att komplettera"),
        Action.NOTE: ("som får ny status", "som får ny status"),
        Action.UNCHANGED: ("oförändrad", "oförändrade"),
        Action.FROZEN: ("fryst", "frysta"),
        Action.CANCELLED: ("makulerad", "makulerade"),
        Action.REFUSED: ("vägrad", "vägrade"),
        Action.FAILED: ("misslyckad", "misslyckade"),
    }
    counts = Counter(action for plan in plans for _, action, _ in plan.actions)
    told = [f"{counts[one]} {names[counts[one] != 1]}" for one, names in words.items() if counts[one]]
    return f"Plan: {', '.join(told) or 'inga ärendefiler'}."


def plan_json(plan: CasePlan) -> list[dict[str, Any]]:
    """What would be done with each handling of a case file, as plain values for `json`."""
    found = {one.handling: one.findings for one in plan.known}
    return [
        {
            "fil": str(plan.file.path),
            "diarienummer": plan.diarienummer,
            "handling": stem,
            "atgard": action.value,
            "varfor": list(why),
            "anmarkningar": [finding_json(one) for one in found.get(stem, ())],
        }
        for stem, action, why in plan.actions
    ]
