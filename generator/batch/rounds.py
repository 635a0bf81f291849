"""One round over case files: who has its turn, who is at work, what has come back.

Planning is done twice: once for all, to know what there is to do, and once
more for each case when it is claimed, since another run may have done it.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from itertools import count

from generator.batch.casefiles import STILL, Sight
from generator.batch.cases import Task, Turn, Turns
from generator.batch.closing import Closing
from generator.batch.opening import Opening
from generator.batch.stopping import Stop
from generator.crew import Crew, Done

_BREATH = 0.5
"""Seconds to wait for something to come back before looking around."""
_TRIES = 2
"""How often a document may break a program before it is set aside."""


class Round:
    """A round, with one crew.

    Args:
        opening: plans and claims.
        closing: publishes and writes down.
        crew: makes the documents; begun when the first is to be made.
        stop: whether somebody wants the run to end.
    """

    def __init__(self, opening: Opening, closing: Closing, crew: Callable[[], Crew], stop: Stop) -> None:
        self._opening = opening
        self._closing = closing
        self._crew = crew
        self._stop = stop
        self._turns = Turns()
        self._elsewhere: deque[Turn] = deque()
        """Cases that another run had when their turn came."""
        self._ready: deque[Task] = deque()
        self._again: deque[Task] = deque()
        """Those that broke a program once: tried when the others are done, so that nobody waits for them."""
        self._at_work: dict[int, Task] = {}
        self._numbers = count(1)

    def run(self, sights: Collection[Sight]) -> None:
        """Go through case files until each has come to its end, or the run is to end.

        Raises:
            Unusable: the folder of published documents cannot be used.
            EngineError: nobody can make documents.
        """
        self._turns = self._opening.look_through(sights, self._stop)
        self._closing.scribe.planned(self._turns.handlingar)
        while not self._stop and self._more():
            self._hand_out()
            if self._at_work or self._ready or self._again:
                self._take_back()  # or learn that the crew has nobody left
            elif self._elsewhere:
                self._closing.finish_later()  # it may be what we have open ourselves that stands in their way
                self._ask_again()
        if not self._stop:
            self._closing.finish_later()

    def _more(self) -> bool:
        return bool(self._turns or self._elsewhere or self._ready or self._again or self._at_work)

    def _hand_out(self) -> None:
        """Give the crew what it can take."""
        while not self._stop:
            task = self._next()
            if task is None or self._crew().wants() <= 0:
                if task is not None:
                    self._ready.appendleft(task)
                return
            number = next(self._numbers)
            self._at_work[number] = task
            self._crew().give(task.job(number))

    def _next(self) -> Task | None:
        """The next handling to be made; opens case files until one has something to do."""
        while not self._ready and self._turns:
            turn = self._turns.popleft()
            tasks = self._opening.open(turn)
            if tasks is None:
                self._elsewhere.append(turn)
            else:
                self._take_in(tasks)
        if self._ready:
            return self._ready.popleft()
        return self._again.popleft() if self._again else None

    def _take_in(self, tasks: Sequence[Task]) -> None:
        self._ready.extend(task for task in tasks if not task.suspect)
        self._again.extend(task for task in tasks if task.suspect)

    def _take_back(self) -> None:
        for done in self._crew().back(_BREATH):
            task = self._at_work.pop(done.number)
            task.seconds += done.seconds
            task.by = done.by
            if done.broke:
                self._broken(task, done)
            else:
                self._closing.finish(task, done.made)

    def _broken(self, task: Task, done: Done) -> None:
        task.tries += 1
        if task.tries < _TRIES and not task.nights:
            self._again.append(task)
        else:
            self._closing.set_aside(task, done.made.line, datetime.now().astimezone())

    def _ask_again(self) -> None:
        """Nothing else is left: see whether those who had the other case files are done."""
        time.sleep(STILL)
        for _ in range(len(self._elsewhere)):
            turn = self._elsewhere.popleft()
            turn.tried += 1
            tasks = self._opening.open(turn)
            if tasks is None:
                self._elsewhere.append(turn)
            else:
                self._take_in(tasks)
