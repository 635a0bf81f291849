"""A plan in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from generator.report import shown_path

if TYPE_CHECKING:
    from generator.batch.plan import CasePlan


def plan_lines(plans: Sequence[CasePlan]) -> Iterator[str]:
    """A line for each handling with which something would be done, and the sum of them all."""
    from generator.batch.plan import Action

    counts: Counter[str] = Counter()
    resting = (Action.UNCHANGED, Action.FROZEN, Action.CANCELLED)
    for plan in plans:
        for stem, action, why in plan.actions:
            counts[action.value] += 1
            if action not in resting:
                name = f"{plan.diarienummer} {stem}" if stem else shown_path(plan.file.path)
                yield f"{action.value}: {name}" + (f" – {', '.join(why)}" if why else "")
    yield f"Plan: {', '.join(f'{count} {name}' for name, count in counts.items()) or 'inga ärendefiler'}."
