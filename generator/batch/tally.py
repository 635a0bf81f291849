"""The count of a run as it goes: nothing is kept of a result but what the sum needs."""

from __future__ import annotations

from collections import Counter

from generator.errors import ExitCode
from generator.results import AT_REST, HandlingResult, Outcome


class Tally:
    """How many of each outcome there are, and what the run says to the shell."""

    def __init__(self) -> None:
        self._outcomes: Counter[Outcome] = Counter()
        self._codes: set[int] = set()

    def add(self, result: HandlingResult) -> None:
        """Count a result."""
        self._outcomes[result.outcome] += 1
        if result.exit_code:
            self._codes.add(int(result.exit_code))

    def say(self, code: ExitCode) -> None:
        """Count something that went wrong outside the handlingar."""
        self._codes.add(int(code))

    @property
    def counts(self) -> dict[str, int]:
        """How many of each outcome there are, by its name, in the order of the outcomes; none that did not occur."""
        return {outcome.value: self._outcomes[outcome] for outcome in Outcome if self._outcomes[outcome]}

    @property
    def at_rest(self) -> int:
        """How many are as they should be, with nothing to do."""
        return sum(self._outcomes[one] for one in AT_REST)

    @property
    def exit_code(self) -> ExitCode:
        """What cannot wait till the handläggare come: the machine's before a template's, and a case's own last."""
        return ExitCode(max(self._codes, default=ExitCode.OK))
