"""Conditions that are themselves at fault: nobody knows what they were meant to rule out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from jinja2 import nodes

from generator.expressions.facts import Known
from generator.expressions.types import Type, Wrong
from generator.expressions.walk import Part
from generator.inspection.tags.idioms import EMPTY_TEXT, Idioms

_CONDITIONS = (nodes.And, nodes.Or, nodes.CondExpr)


class Doubts(Idioms):
    """A walk that does not blame what a misspelt condition may well rule out.

    Args:
        names: as for `Idioms`.
        known: as for `Idioms`.
    """

    def __init__(self, names: Mapping[str, Type], known: Known) -> None:
        super().__init__(names, known)
        self.doubtful = False  # within a condition that is itself at fault
        self._told = 0
        self._before: int | None = None  # how much was told before the condition within an expression

    def tell(self, kind: str) -> bool:
        """Count a fault; False when it is not to be told."""
        self._told += 1
        return not (self.doubtful and kind in (Wrong.MISSING, EMPTY_TEXT))

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Look at a condition within the block; what follows is in doubt when there is a fault in it."""
        before = self._told
        yield
        self.doubtful |= self._told > before

    @contextmanager
    def knowing(self, more: Known) -> Iterator[None]:
        """Within the block, `more` is known too; or in doubt, when the condition that says so is at fault."""
        doubtful = self.doubtful
        self.doubtful |= self._before is not None and self._told > self._before
        with super().knowing(more):
            yield
        self.doubtful = doubtful

    def part(self, node: nodes.Node) -> Part:
        """Check one node."""
        outer, self._before = self._before, self._told if isinstance(node, _CONDITIONS) else None
        found = super().part(node)
        self._before = outer
        return found
