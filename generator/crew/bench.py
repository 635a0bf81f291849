"""A worker's own bench on a cluster: the parcel unpacked, the workshop loaded, the office warm.

There is one for each process and run. It makes one document at a time, as its
office does.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock, Timer

from generator.crew.job import Done, Job, Outfit
from generator.crew.kit import Kit
from generator.crew.likeness import Versions, unlike, versions
from generator.crew.task import carry_out, close, me, workshop
from generator.engines import leftovers
from generator.errors import EngineError, GeneratorError, reason
from generator.findings import Finding
from generator.workshop import Workshop

_IDLE = 300.0
"""Seconds without work after which an office goes home; the next job starts another."""
_SAME = "Installera samma versioner på alla datorer. Annars blir samma handling olika från gång till gång."


class NoBench(LookupError):
    """The process has no such bench: the cluster was started anew, and knows of no run before that."""


class Bench:
    """A bench.

    Args:
        kit: schemas, rules and templates.
        outfit: what to work with; its root is another machine's, and not looked at.
        wanted: the programs of the machine that leads the run.
    """

    def __init__(self, kit: Kit, outfit: Outfit, wanted: Versions) -> None:
        self._kit = kit
        self._outfit = outfit
        self._wanted = wanted
        self._lock = Lock()
        self._folder: Path | None = None
        self._shop: Workshop | None = None
        self._rest: Timer | None = None

    def do(self, job: Job) -> Done:
        """Make one handling.

        Raises:
            EngineError: nothing can be made here, or not with what is wanted.
        """
        with self._lock:
            shop = self._ready()
            try:
                return carry_out(job, shop)
            finally:
                self._rest_later()

    def look(self) -> tuple[Finding, ...]:
        """What there is against making documents here."""
        with self._lock:
            try:
                self._ready()
            except EngineError as error:
                return error.findings
            finally:
                self._rest_later()
            return ()

    def clear(self) -> None:
        """Send the office home, and take the parcel away."""
        with self._lock:
            self._wake()
            self._clear()

    def _clear(self) -> None:
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

    def _rest_later(self) -> None:
        self._rest = Timer(_IDLE, self.clear)
        self._rest.daemon = True
        self._rest.start()

    def _ready(self) -> Workshop:
        """The workshop; it is compared whenever it is loaded, since programs may have been replaced."""
        self._wake()
        if self._shop is None:
            try:
                self._shop = self._loaded()
                other = unlike(self._wanted, versions(self._shop))
            except GeneratorError as error:
                self._clear()
                raise EngineError(_unusable(str(error), error.findings[0].remedy)) from None
            except OSError as error:
                self._clear()
                raise EngineError(_unusable(f"{reason(error)}.", "Se efter att disken har plats.")) from None
            if other:
                self._clear()
                raise EngineError(_unlike(other))
        return self._shop

    def _loaded(self) -> Workshop:
        with suppress(OSError):
            leftovers.sweep()
        self._folder = leftovers.make("klunga")
        return workshop(replace(self._outfit, root=self._kit.unpack(self._folder)))


_BENCHES: dict[str, Bench] = {}
"""The benches of this process, by name."""


def put_up(name: str, kit: Kit, outfit: Outfit, wanted: Versions) -> tuple[Finding, ...]:
    """Put up a bench in this process, and say what there is against its being used."""
    return _BENCHES.setdefault(name, Bench(kit, outfit, wanted)).look()


def take_down(name: str) -> None:
    """The lead needs a bench no more."""
    bench = _BENCHES.pop(name, None)
    if bench is not None:
        bench.clear()


def work(job: Job, name: str) -> Done:
    """Make one handling at this process's bench; see `Bench.do`.

    Raises:
        NoBench: it has none.
    """
    return _found(name).do(job)


def faults(name: str) -> tuple[Finding, ...]:
    """What there is against this process's bench; see `Bench.look`."""
    try:
        return _found(name).look()
    except NoBench:
        return (_unusable("den kunde inte förberedas.", "Se arbetarens logg, och installera generatorn om."),)


def _found(name: str) -> Bench:
    try:
        return _BENCHES[name]
    except KeyError:
        raise NoBench(name) from None


def _unlike(other: str) -> Finding:
    message = f"Arbetaren {me()} i klungan är inte som datorn som leder körningen: {other}."
    return Finding(code="klunga-olik", message=message, remedy=_SAME)


def _unusable(why: str, remedy: str) -> Finding:
    return Finding(
        code="klunga-arbetare", message=f"Arbetaren {me()} i klungan går inte att använda: {why}", remedy=remedy
    )
