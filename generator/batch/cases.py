"""One case file under way: claimed, planned anew under the claim, its handlingar made and published one by one."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from generator.batch.casefiles import Sight
from generator.batch.planning.plan import CasePlan, Planned
from generator.claims import Claim
from generator.crew import Job
from generator.results import HandlingResult, Made, Outcome
from generator.runlog import Picture


@dataclass(slots=True, kw_only=True)
class Turn:
    """A case file that waits for its turn."""

    sight: Sight
    handlingar: int = 1
    """How many of its handlingar are to be made, as far as is known."""
    tried: int = 0
    """How often it was not to be had: another run had it, or somebody was still writing it."""
    looked: bool = False
    """True when it was looked through and had something to do: what it claimed then is known to the planner."""

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.sight.path


class Turns:
    """Case files that wait, each behind those that came before it; there may be many, so their sights are shared."""

    def __init__(self) -> None:
        self._seen: deque[bytes] = deque()
        self._rest: deque[tuple[int, int, bool]] = deque()
        """What is known of each beside; most have the same."""
        self._same: dict[tuple[int, int, bool], tuple[int, int, bool]] = {}
        self.handlingar = 0
        """How many handlingar of all that came are to be made."""

    def __len__(self) -> int:
        return len(self._seen)

    def append(self, turn: Turn) -> None:
        """Let a case file wait as the last."""
        rest = (turn.handlingar, turn.tried, turn.looked)
        self._seen.append(turn.sight.packed)
        self._rest.append(self._same.setdefault(rest, rest))
        self.handlingar += turn.handlingar

    def popleft(self) -> Turn:
        """The one that has waited longest.

        Raises:
            IndexError: nobody waits.
        """
        handlingar, tried, looked = self._rest.popleft()
        return Turn(sight=Sight.of(self._seen.popleft()), handlingar=handlingar, tried=tried, looked=looked)


@dataclass(slots=True, kw_only=True)
class OpenCase:
    """A case file that is being worked on."""

    turn: Turn
    claim: Claim
    plan: CasePlan
    left: int
    """How many of its handlingar have not come to an end."""
    results: list[HandlingResult] = field(default_factory=list)
    """What became of those that have."""


@dataclass(slots=True, kw_only=True)
class Task:
    """One handling to be made."""

    case: OpenCase
    step: Planned
    tries: int = 0
    """How often it has broken a worker or a program in this run."""
    nights: int = 0
    """How many runs before this one it has broken."""
    made: Made | None = None
    """What was made, and could not be published yet."""
    pictures: tuple[Picture, ...] = ()
    """The pages that it has changed."""
    seconds: float = 0
    by: str | None = None

    @property
    def suspect(self) -> bool:
        """True when it has broken a program before: others go first."""
        return self.tries + self.nights > 0

    @property
    def path(self) -> Path:
        """Its case file."""
        return self.case.turn.path

    @property
    def blank(self) -> HandlingResult:
        """A result of it that says nothing yet."""
        return HandlingResult(
            source=self.path,
            diarienummer=self.case.plan.diarienummer,
            handling=self.step.stem,
            outcome=Outcome.FAILED,
        )

    def job(self, number: int) -> Job:
        """What a worker is given."""
        return Job(number=number, file=self.case.plan.file, handling=self.step.stem, seen=self.step.seen)
