"""A crew on a Dask cluster: the same work, on as many machines as there are.

Workers need the generator and LibreOffice, and no folder that they share:
schemas, rules and templates are sent as a parcel, case files with the jobs,
documents come back. What comes back is looked at like what is made here.

A job goes only to workers that have a bench for this run, one at a time to
each; see `plugin`. A worker that comes in the middle of the run and is not
like this machine gets no bench, and so no job that it would spoil.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any
from uuid import uuid4

from generator.crew import bench
from generator.crew.bench import NoBench
from generator.crew.job import Done, Job, Outfit
from generator.crew.kit import pack
from generator.crew.likeness import Versions, versions
from generator.crew.task import close, workshop
from generator.errors import ChoiceError, EngineError
from generator.findings import Finding
from generator.results import HandlingResult, Made, Outcome

_GET = "pip install 'arendegenerator[klunga]'"
_AHEAD = 2
"""Jobs in hand for each bench: one under way, and one on its way."""
_ANSWER = 10.0
"""Seconds that the scheduler may take over a small question."""
_NOT_DONE = "Det som den hade i arbete är inte gjort."


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait for a cluster, in seconds."""

    answer: float = 30
    """For the scheduler, and for the first worker."""
    alone: float = 120
    """For a worker when all are gone: they may be on their way back."""
    beyond: float = 120
    """For a job beside the document's own limit: the office's start, the checks, the validator."""
    look: float = 5
    """Between two looks at how many there are."""


@dataclass(slots=True, kw_only=True)
class _InHand:
    """A job that has been handed over."""

    job: Job
    future: Any
    since: float


class ClusterCrew:
    """The workers of a Dask cluster; see `Crew`.

    Args:
        address: the scheduler's: `tcp://dator:8786`, or `tls://…` with Dask's own configuration.
        outfit: what each works with.
        patience: how long to wait.
        work: what a worker does with a job and the name of its bench, and what it is given besides; another one for
            measuring what the rest costs.

    Raises:
        ChoiceError: Dask is not installed here.
        EngineError: the cluster does not answer, or a worker is not like this machine.
    """

    def __init__(
        self,
        address: str,
        outfit: Outfit,
        *,
        patience: Patience | None = None,
        work: tuple[Any, ...] = (bench.work,),
    ) -> None:
        self._address = address
        self._patience = patience or Patience()
        self._limit = _AHEAD * (outfit.limits.seconds + self._patience.beyond)  # it may have waited for another
        self._work, *self._besides = work
        self._client: Any = _connected(address, self._patience.answer)
        self._bench = f"generator-{uuid4().hex}"  # two runs at once have a bench each
        self._back: SimpleQueue[tuple[int, Any]] = SimpleQueue()
        self._hand: dict[int, _InHand] = {}
        self._benches, self._gone = 0, False  # a scheduler that comes back does not know of what was given to it
        self._looked = self._seen = time.monotonic()
        try:
            self._client.wait_for_workers(1, timeout=self._patience.answer)
            self._put_up_benches(outfit)
            self._look()
        except TimeoutError:
            self.close()
            raise self._nobody(f"Klungan {address} har ingen arbetare.") from None
        except BaseException:
            self.close()
            raise

    def wants(self) -> int:
        """How many more jobs it would like; see `Crew.wants`."""
        self._look_now_and_then()
        return _AHEAD * self._benches - len(self._hand)

    def give(self, job: Job) -> None:
        """Hand over a job; see `Crew.give`."""
        future = self._client.submit(
            self._work, job, self._bench, *self._besides, pure=False, resources={self._bench: 1}
        )
        self._hand[job.number] = _InHand(job=job, future=future, since=time.monotonic())
        self._client.loop.add_callback(self._fetch, job.number, future)

    def back(self, timeout: float) -> list[Done]:
        """The jobs that have come back; see `Crew.back`."""
        said: list[tuple[int, Any]] = []
        with suppress(Empty):
            said.append(self._back.get(timeout=timeout))
            while True:
                said.append(self._back.get_nowait())
        # one that was late has been answered for already
        taken = [self._taken(number, came) for number, came in said if number in self._hand]
        return [one for one in taken if one is not None] or self._late()

    def close(self) -> None:
        """Drop what is in hand, and send the workers' offices home; the workers stay."""
        in_hand = [one.future for one in self._hand.values()]
        self._hand.clear()
        with suppress(Exception):
            if self._client.status == "running":
                self._client.cancel(in_hand, force=True)
                self._ask(self._client.scheduler.unregister_worker_plugin, name=self._bench)  # takes the benches down
        with suppress(Exception):
            self._client.close(timeout=_ANSWER)

    async def _fetch(self, number: int, future: Any) -> None:
        """In Dask's own thread: bring home what has come of a job; Dask brings several at once."""
        try:
            came = await self._client.gather(future, asynchronous=True)
        except Exception as error:  # noqa: BLE001  # told where it is taken
            came = error
        self._back.put((number, came))

    def _taken(self, number: int, came: Any) -> Done | None:
        """A job that has come back, whatever became of it; None when it did not, since the scheduler is gone."""
        what = type(came).__name__
        if isinstance(came, (NoBench, OSError)) or what == "FutureCancelledError":
            self._gone = True
            return None
        job = self._hand.pop(number).job
        if isinstance(came, Done):
            return came
        if isinstance(came, EngineError):
            return _broken(job, came.findings)
        message = f"Arbetaren i klungan kom inte tillbaka med handlingen ({what})."
        remedy = (
            "Handlingen försöks en gång till. Händer det om igen: se arbetarens logg, och hur mycket minne den har."
        )
        return _broken(job, (Finding(code="klunga-arbetare", message=message, remedy=remedy),))

    def _late(self) -> list[Done]:
        """Nothing has come: see whether anything can come at all, and give up what should have come long ago.

        Raises:
            EngineError: nothing can.
        """
        if self._gone or self._client.status != "running":
            message = f"Klungan svarar inte längre. {_NOT_DONE}"
            remedy = "Starta klungan och kör samma kommando igen."
            raise EngineError(Finding(code="klunga-borta", message=message, remedy=remedy))
        self._look_now_and_then()
        now = time.monotonic()
        if now - self._seen > self._patience.alone:
            raise self._nobody(f"Klungan {self._address} har ingen arbetare kvar. {_NOT_DONE}")
        late = [number for number, one in self._hand.items() if now - one.since > self._limit]
        return [self._given_up(number) for number in late]

    def _given_up(self, number: int) -> Done:
        one = self._hand.pop(number)
        one.future.cancel(force=True)
        message = f"Handlingen kom inte tillbaka från klungan på {self._limit:g} sekunder."
        remedy = "Handlingen försöks en gång till. Se arbetarens logg, och starta om den om den har hakat upp sig."
        return _broken(one.job, (Finding(code="klunga-tidsgrans", message=message, remedy=remedy),))

    def _look_now_and_then(self) -> None:
        if time.monotonic() - self._looked > self._patience.look:
            self._look()

    def _look(self) -> None:
        """See how many benches there are; what is not answered in time is as before."""
        with suppress(OSError, TimeoutError):
            identity = self._ask(self._client.scheduler.identity, n_workers=-1)
            self._benches = sum(bool(one["resources"].get(self._bench)) for one in identity["workers"].values())
        self._looked = time.monotonic()
        if self._benches:
            self._seen = self._looked

    def _ask(self, what: Any, **more: Any) -> Any:
        """Ask the scheduler something that should not take long."""
        return self._client.sync(what, callback_timeout=_ANSWER, **more)

    def _put_up_benches(self, outfit: Outfit) -> None:
        """Put up a bench in each worker, and see that each has the programs that this machine has.

        Raises:
            EngineError: one has not: documents would differ by chance.
        """
        from generator.crew.plugin import Benches  # noqa: PLC0415  # only who asks for a cluster needs Dask

        benches = Benches(self._bench, pack(outfit.root), outfit, _own_versions(outfit))
        self._client.register_plugin(benches, name=self._bench)
        found: Mapping[str, tuple[Finding, ...]] = self._client.run(bench.faults, self._bench)
        faults = [finding for worker in found.values() for finding in worker]
        if faults:
            raise EngineError(*faults)

    def _nobody(self, message: str) -> EngineError:
        remedy = f"Starta minst en: dask worker {self._address} --nthreads 1"
        return EngineError(Finding(code="klunga-utan-arbetare", message=message, remedy=remedy))


def _connected(address: str, patience: float) -> Any:
    try:
        from generator.crew.client import OwnClient  # noqa: PLC0415  # only who asks for a cluster needs Dask
    except ImportError:
        raise ChoiceError(Finding(code="klunga-saknas", message="Dask är inte installerat här.", remedy=_GET)) from None
    try:
        return OwnClient(address, patience)
    except (OSError, TimeoutError, ValueError) as error:
        message = f"Klungan {address} svarar inte ({type(error).__name__})."
        remedy = "Kontrollera adressen, att schemaläggaren går (dask scheduler) och att brandväggen släpper fram."
        raise EngineError(Finding(code="klunga-svarar-inte", message=message, remedy=remedy)) from None


def _own_versions(outfit: Outfit) -> Versions:
    shop = workshop(outfit)
    try:
        return versions(shop)
    finally:
        close(shop)


def _broken(job: Job, findings: tuple[Finding, ...]) -> Done:
    line = HandlingResult(
        source=job.file.path,
        diarienummer=None,
        handling=job.handling,
        outcome=Outcome.FAILED,
        findings=findings,
        exit_code=EngineError.exit_code,
    )
    return Done(number=job.number, made=Made(line=line), seconds=0, by="klunga", broke=True)
