"""The crew of this machine: processes that are watched and replaced.

A worker speaks with its lead over a pipe that nobody else uses. There is no
queue or lock that all share: a worker that was killed while it held one would
stop the others. For each worker there is a seat, a thread in the lead that
gives it one job at a time, so a job that waits has never left the lead, and
dies with nobody.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread

from generator.crew.job import Done, Job, Outfit
from generator.crew.task import workshop
from generator.crew.worker import Furnish, Gone, Patience, Worker
from generator.engines import leftovers
from generator.errors import EngineError, reason
from generator.findings import Finding, Place
from generator.results import HandlingResult, Made, Outcome

_AHEAD = 2
"""Jobs in hand for each worker: one under way and one waiting."""
_NOBODY = "Kör «generator doktor», och kontrollera att datorn har ledigt minne."
_AGAIN = (
    "Handlingen försöks en gång till. Händer det om igen: kontrollera datorns minne, "
    "och visa dokumentet för den som sköter generatorn."
)

_Back = SimpleQueue[Done | EngineError]


class LocalCrew:
    """Workers on this machine, each with an office of its own; see `Crew`.

    Args:
        outfit: what each works with.
        count: how many there are.
        furnish: what makes a worker's workshop out of the outfit; a function of a module, since workers look it up.
        patience: how long a worker may take.

    Raises:
        EngineError: the system has no room for the threads that lead them.
    """

    def __init__(
        self,
        outfit: Outfit,
        count: int,
        *,
        furnish: Furnish = workshop,
        patience: Patience | None = None,
    ) -> None:
        leftovers.sweep()
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._back: _Back = SimpleQueue()
        self._in_hand = 0
        self._lost: EngineError | None = None
        limits = patience or Patience()

        def hire() -> Worker:
            return Worker(outfit, furnish, limits)

        atexit.register(self.close)  # before Python waits for processes that wait for us
        self._seats: list[_Seat] = []
        self._left = count
        try:
            for _ in range(count):
                self._seats.append(_Seat(hire, self._jobs, self._back, limits))
        except RuntimeError:
            self.close()
            raise EngineError(_cannot_start("datorn har inte plats för en tråd till")) from None

    def wants(self) -> int:
        """How many more jobs it would like; see `Crew.wants`."""
        return _AHEAD * len(self._seats) - self._in_hand

    def give(self, job: Job) -> None:
        """Hand over a job; see `Crew.give`."""
        self._in_hand += 1
        self._jobs.put(job)

    def back(self, timeout: float) -> list[Done]:
        """The jobs that have come back; see `Crew.back`."""
        done: list[Done] = []
        with suppress(Empty):
            self._take(self._back.get(timeout=timeout) if self._left else self._back.get_nowait(), done)
            while True:
                self._take(self._back.get_nowait(), done)
        if not done and self._lost and not self._left:
            raise self._lost
        return done

    def _take(self, said: Done | EngineError, done: list[Done]) -> None:
        if isinstance(said, Done):
            self._in_hand -= 1
            done.append(said)
        else:
            self._left -= 1
            self._lost = said

    def close(self) -> None:
        """Send everybody home; see `Crew.close`."""
        atexit.unregister(self.close)
        for seat in self._seats:
            seat.leave()
        for _ in self._seats:
            self._jobs.put(None)
        for seat in self._seats:
            seat.join()


class _Seat:
    """A worker's place: when one is gone, another takes it.

    Args:
        hire: starts a worker.
        jobs: where jobs are taken; None when there are no more.
        back: where they go when they are done, or the reason why nobody can be had.
        patience: how often and how long to try.
    """

    def __init__(
        self, hire: Callable[[], Worker], jobs: SimpleQueue[Job | None], back: _Back, patience: Patience
    ) -> None:
        self._hire = hire
        self._jobs = jobs
        self._back = back
        self._patience = patience
        self._leaving = Event()
        self._lock = Lock()
        self._worker: Worker | None = None
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def leave(self) -> None:
        """Send the worker home, in the middle of whatever it does."""
        with self._lock:
            self._leaving.set()
            if self._worker is not None:
                self._worker.kill()

    def join(self) -> None:
        """Wait until the seat is empty."""
        self._thread.join()

    def _serve(self) -> None:
        """Have a worker at hand before there is a job for it."""
        worker = self._manned()
        while worker is not None:
            job = self._jobs.get()
            if job is None or self._leaving.is_set():
                break
            try:
                self._back.put(worker.ask(job))
            except Gone as gone:
                if self._leaving.is_set():
                    break
                self._bury(worker)
                self._back.put(_broken(job, gone))
                worker = self._manned()
        if self._worker is not None:
            self._bury(self._worker)

    def _manned(self) -> Worker | None:
        """A worker that is ready; None when the seat is to be left, or nobody can be had, which is then told."""
        said: tuple[Finding, ...] = ()
        for pause in self._patience.pauses:
            if self._leaving.wait(pause):
                return None
            try:
                worker = self._begun()
                if worker is not None:
                    worker.ready()
                return worker
            except Gone as gone:
                said = gone.findings
                if self._worker is not None:
                    self._bury(self._worker)
            except OSError as error:
                said = (_cannot_start(reason(error)),)
        self._back.put(EngineError(*(replace(one, remedy=one.remedy or _NOBODY) for one in said)))
        return None

    def _begun(self) -> Worker | None:
        """A worker that has been started; None when the seat is to be left."""
        with self._lock:
            self._worker = None if self._leaving.is_set() else self._hire()
            return self._worker

    def _bury(self, worker: Worker) -> None:
        """See that a worker is gone with all that it had started."""
        with self._lock:
            self._worker = None
        worker.end()
        leftovers.sweep()


def _cannot_start(why: str) -> Finding:
    message = f"En arbetsprocess går inte att starta: {why}."
    return Finding(code="arbetare-startar-inte", message=message, remedy=_NOBODY)


def _broken(job: Job, gone: Gone) -> Done:
    """A job that came to nothing because its worker did."""
    place = Place(file=job.file.path)
    findings = tuple(replace(one, place=place, remedy=one.remedy or _AGAIN) for one in gone.findings)
    line = HandlingResult(
        source=job.file.path,
        diarienummer=None,
        handling=job.handling,
        outcome=Outcome.FAILED,
        findings=findings,
        exit_code=EngineError.exit_code,
    )
    return Done(number=job.number, made=Made(line=line), seconds=gone.seconds, by=gone.by, broke=True)
