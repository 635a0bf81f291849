"""A crew on a Dask cluster: the same work, on as many machines as there are.

Workers need the generator and LibreOffice, and no folder that they share:
schemas, rules and templates are sent as a parcel, case files with the jobs,
documents come back. What comes back is looked at like what is made here.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any

from generator.crew import bench
from generator.crew.bench import Versions, versions
from generator.crew.job import Done, Job, Outfit
from generator.crew.kit import pack
from generator.crew.task import close, workshop
from generator.errors import ChoiceError, EngineError
from generator.findings import Finding, Place
from generator.results import HandlingResult, Made, Outcome

_GET = "pip install 'arendegenerator[klunga]'"
_AHEAD = 2
"""Jobs in hand for each thread of the cluster, so that none waits for the lead."""
_LOOK = 5.0
"""Seconds between two looks at how many workers there are."""


class ClusterCrew:
    """The workers of a Dask cluster; see `Crew`.

    Args:
        address: the scheduler's: `tcp://dator:8786`, or `tls://…` with Dask's own configuration.
        outfit: what each works with.
        patience: seconds to wait for the scheduler, and for the first worker.
        work: what a worker does with a job and the parcel's digest, and what it is given besides; another one for
            measuring what the rest costs.

    Raises:
        ChoiceError: Dask is not installed here.
        EngineError: the cluster does not answer, or a worker is not like this machine.
    """

    def __init__(
        self, address: str, outfit: Outfit, *, patience: float = 30, work: tuple[Any, ...] = (bench.work,)
    ) -> None:
        self._patience = patience
        self._work, *self._besides = work
        self._client: Any = _connected(address, patience)
        self._kit = pack(outfit.root)
        self._outfit = outfit
        self._back: SimpleQueue[tuple[int, Any]] = SimpleQueue()
        self._hand: dict[int, tuple[Job, Any]] = {}
        self._threads, self._looked = 0, 0.0
        self._own = _own_versions(outfit)
        try:
            self._client.wait_for_workers(1, timeout=patience)
            self._put_up_benches()
            self._compare()
        except TimeoutError:
            self.close()
            message = f"Klungan {address} har ingen arbetare."
            remedy = f"Starta minst en: dask worker {address} --nthreads 1"
            raise EngineError(_finding("klunga-utan-arbetare", message, remedy)) from None
        except EngineError:
            self.close()
            raise

    def wants(self) -> int:
        """How many more jobs it would like; see `Crew.wants`."""
        if time.monotonic() - self._looked > _LOOK:
            with suppress(OSError, TimeoutError):
                self._threads = sum(self._client.ncores().values())
            self._looked = time.monotonic()
        return _AHEAD * self._threads - len(self._hand)

    def give(self, job: Job) -> None:
        """Hand over a job; see `Crew.give`."""
        future = self._client.submit(self._work, job, self._kit.digest, *self._besides, pure=False)
        self._hand[job.number] = (job, future)
        future.add_done_callback(lambda done: self._back.put((job.number, done)))

    def back(self, timeout: float) -> list[Done]:
        """The jobs that have come back; see `Crew.back`."""
        done: list[Done] = []
        with suppress(Empty):
            done.append(self._taken(*self._back.get(timeout=timeout)))
            while True:
                done.append(self._taken(*self._back.get_nowait()))
        if not done and self._client.status not in ("running", "connecting"):
            message = "Klungan svarar inte längre. Det som den hade i arbete är inte gjort."
            raise EngineError(_finding("klunga-borta", message, "Starta klungan och kör samma kommando igen."))
        return done

    def close(self) -> None:
        """Drop what is in hand, and send the workers' offices home; the workers stay."""
        with suppress(Exception):
            self._client.cancel([future for _, future in self._hand.values()])
        with suppress(Exception):
            self._client.unregister_worker_plugin(self._kit.digest)  # takes the benches down
        self._hand.clear()
        self._client.close(timeout=5)

    def _taken(self, number: int, future: Any) -> Done:
        """A job that has come back, whatever became of it."""
        job, _ = self._hand.pop(number)
        try:
            done, theirs = future.result(timeout=self._patience)
        except EngineError as error:
            return _broken(job, error.findings)
        except Exception as error:  # noqa: BLE001  # a worker that was killed, a scheduler that is gone, a lost result
            what = type(error).__name__
            message = f"Arbetaren i klungan kom inte tillbaka med handlingen ({what})."
            return _broken(job, (_finding("klunga-arbetare", message, "Handlingen försöks en gång till."),))
        finally:
            future.release()
        unlike = _unlike(self._own, theirs) if theirs else ""
        return _broken(job, (_not_alike(done.by, unlike),)) if unlike else done

    def _put_up_benches(self) -> None:
        from generator.crew.plugin import Benches  # noqa: PLC0415  # only who asks for a cluster needs Dask

        self._client.register_plugin(Benches(self._kit, self._outfit), name=self._kit.digest)

    def _compare(self) -> None:
        """See that every worker has the programs that this machine has: else documents would differ by chance.

        Raises:
            EngineError: one has not.
        """
        found: Mapping[str, Versions] = self._client.run(bench.versions_here, self._kit.digest)
        faults = [_not_alike(worker, said) for worker, one in found.items() if (said := _unlike(self._own, one))]
        if faults:
            raise EngineError(*faults)


def _connected(address: str, patience: float) -> Any:
    try:
        from distributed import Client  # noqa: PLC0415  # only who asks for a cluster needs it
    except ImportError:
        raise ChoiceError(_finding("klunga-saknas", "Dask är inte installerat här.", _GET)) from None
    try:
        client: Any = Client
        return client(address, timeout=patience, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        message = f"Klungan {address} svarar inte ({type(error).__name__})."
        remedy = "Kontrollera adressen, att schemaläggaren går (dask scheduler) och att brandväggen släpper fram."
        raise EngineError(_finding("klunga-svarar-inte", message, remedy)) from None


def _own_versions(outfit: Outfit) -> Versions:
    shop = workshop(outfit)
    try:
        return versions(shop)
    finally:
        close(shop)


def _unlike(own: Versions, theirs: Versions) -> str:
    """The programs that differ: "LibreOffice 7.4 här, 24.8 där"."""
    here, there = dict(own), dict(theirs)
    names = [name for name in (here | there) if here.get(name) != there.get(name)]
    return ", ".join(f"{name} {here.get(name, 'saknas')} här, {there.get(name, 'saknas')} där" for name in names)


def _not_alike(worker: str, unlike: str) -> Finding:
    message = f"Arbetaren {worker} i klungan har andra program än den här datorn: {unlike}."
    remedy = "Installera samma versioner på alla datorer. Annars blir samma handling olika från gång till gång."
    return _finding("klunga-olik", message, remedy)


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


def _finding(code: str, message: str, remedy: str) -> Finding:
    return Finding(code=code, message=message, remedy=remedy, place=Place())
