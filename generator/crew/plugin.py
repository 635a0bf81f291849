"""What puts a bench in each worker of a cluster, those that come later among them.

A bench is told to the scheduler as a resource of the worker's: one, whatever
its threads, so that it is given one job at a time; and none where the
programs are not those of the machine that leads the run.
"""

from __future__ import annotations

from asyncio import to_thread
from typing import Any

from distributed import WorkerPlugin

from generator.crew import bench
from generator.crew.job import Outfit
from generator.crew.kit import Kit
from generator.crew.likeness import Versions


class Benches(WorkerPlugin):
    """Puts up a bench when a worker comes, and takes it down when it goes.

    Args:
        name: the run's, for its benches.
        kit: schemas, rules and templates.
        outfit: what to work with.
        wanted: the programs to work with.
    """

    def __init__(self, name: str, kit: Kit, outfit: Outfit, wanted: Versions) -> None:
        self._name = name
        self._bench = (kit, outfit, wanted)

    async def setup(self, worker: Any) -> None:
        """Put it up, and tell the scheduler unless there is something against it; as Dask calls it."""
        faults = await to_thread(bench.put_up, self._name, *self._bench)
        if not faults:
            await worker.set_resources(**{self._name: 1})

    async def teardown(self, worker: Any) -> None:
        """Take it down, and send its office home; as Dask calls it."""
        await to_thread(bench.take_down, self._name)
        if worker.status.name == "running":
            await worker.set_resources(**{self._name: 0})
