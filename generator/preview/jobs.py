"""A thread that does one thing at a time."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Condition, Thread
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Jobs(Generic[K]):
    """One thread that does jobs, the one asked for last before the others; each waits at most once.

    Args:
        name: the thread's name.
        work: does a job.
        alarm: told of an error that `work` did not expect; the next job is done all the same.
        leave: called in the thread when it ends.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[K], None],
        alarm: Callable[[BaseException], object],
        leave: Callable[[], None] = lambda: None,
    ) -> None:
        self._work = work
        self._alarm = alarm
        self._leave = leave
        self._waiting: dict[K, None] = {}
        self._over = False
        self._news = Condition()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def ask(self, job: K) -> None:
        """Ask for a job; one that is already being done is done once more afterwards."""
        with self._news:
            self._waiting.pop(job, None)
            self._waiting[job] = None
            self._news.notify()

    def stop(self, patience: float) -> bool:
        """Begin no more jobs, and wait for the one that is being done.

        Args:
            patience: seconds to wait.

        Returns:
            True when the thread has ended.
        """
        with self._news:
            self._over = True
            self._news.notify()
        self._thread.join(patience)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            while (job := self._next()) is not None:
                self._do(job)
        finally:
            self._leave()

    def _do(self, job: K) -> None:
        try:
            self._work(job)
        except Exception as error:  # noqa: BLE001  # a thread that ended would never be missed
            self._alarm(error)

    def _next(self) -> K | None:
        with self._news:
            self._news.wait_for(lambda: self._over or self._waiting)
            return None if self._over else self._waiting.popitem()[0]
