"""A worker's own bench on a cluster: the parcel unpacked, the workshop loaded, the office warm.

There is one for each process and parcel. Threads of a process take turns at
it: an office makes one document at a time.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock, Timer

from generator.crew.job import Done, Job, Outfit
from generator.crew.kit import Kit
from generator.crew.task import carry_out, close, workshop
from generator.engines import leftovers
from generator.provenance import programs
from generator.workshop import Workshop

_IDLE = 300.0
"""Seconds without work after which an office goes home; the next job starts another."""

Versions = tuple[tuple[str, str], ...]
"""The programs that make documents, each with its version."""


class Bench:
    """A bench.

    Args:
        kit: schemas, rules and templates.
        outfit: what to work with; its root is another machine's, and not looked at.
    """

    def __init__(self, kit: Kit, outfit: Outfit) -> None:
        self._kit = kit
        self._outfit = outfit
        self._lock = Lock()
        self._folder: Path | None = None
        self._shop: Workshop | None = None
        self._rest: Timer | None = None

    def do(self, job: Job) -> tuple[Done, Versions]:
        """Make one handling; and say with which programs.

        Raises:
            EngineError: a program that is needed cannot be used here.
        """
        with self._lock:
            self._wake()
            shop = self._ready()
            try:
                return carry_out(job, shop), versions(shop)
            finally:
                self._rest = Timer(_IDLE, self.clear)
                self._rest.daemon = True
                self._rest.start()

    def versions(self) -> Versions:
        """With which programs it would work.

        Raises:
            EngineError: a program that is needed cannot be used here.
        """
        with self._lock:
            return versions(self._ready())

    def clear(self) -> None:
        """Send the office home, and take the parcel away."""
        with self._lock:
            self._wake()
            if self._shop is not None:
                close(self._shop)
                self._shop = None
            if self._folder is not None:
                leftovers.remove(self._folder)
                self._folder = None

    def _wake(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None

    def _ready(self) -> Workshop:
        if self._shop is None:
            with suppress(OSError):
                leftovers.sweep()
            self._folder = leftovers.make("klunga")
            root = self._kit.unpack(self._folder)
            self._shop = workshop(replace(self._outfit, root=root))
        return self._shop


_BENCHES: dict[str, Bench] = {}
"""The benches of this process, by the digests of their parcels."""


def put_up(kit: Kit, outfit: Outfit) -> None:
    """Put up a bench in this process, unless there is one for the parcel."""
    _BENCHES.setdefault(kit.digest, Bench(kit, outfit))


def take_down(digest: str) -> None:
    """The lead needs a bench no more."""
    bench = _BENCHES.pop(digest, None)
    if bench is not None:
        bench.clear()


def work(job: Job, digest: str) -> tuple[Done, Versions]:
    """Make one handling at this process's bench; see `Bench.do`."""
    return _BENCHES[digest].do(job)


def versions_here(digest: str) -> Versions:
    """The programs that this process's bench works with; see `Bench.versions`."""
    return _BENCHES[digest].versions()


def versions(shop: Workshop) -> Versions:
    """The programs that a workshop makes documents with."""
    found = dict(programs())
    if shop.engine is not None:
        health = shop.engine.health()
        found[shop.engine.name] = f"{health.version} {health.build}".strip()
    return tuple(found.items())
