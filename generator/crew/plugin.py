"""What puts a bench in each worker of a cluster, those that come later among them."""

from __future__ import annotations

from typing import Any

from distributed import WorkerPlugin

from generator.crew import bench
from generator.crew.job import Outfit
from generator.crew.kit import Kit


class Benches(WorkerPlugin):
    """Puts up a bench when a worker comes, and takes it down when it goes.

    Args:
        kit: schemas, rules and templates.
        outfit: what to work with.
    """

    def __init__(self, kit: Kit, outfit: Outfit) -> None:
        self._kit = kit
        self._outfit = outfit

    def setup(self, worker: Any) -> None:  # noqa: ARG002  # as Dask calls it
        """Put it up; nothing is started before the first job."""
        bench.put_up(self._kit, self._outfit)

    def teardown(self, worker: Any) -> None:  # noqa: ARG002
        """Take it down, and send its office home."""
        bench.take_down(self._kit.digest)
