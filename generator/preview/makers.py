"""The two threads that make what is shown: one has the office and makes pages, one inspects the templates."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generator.engines.engine import Engine
from generator.errors import GeneratorError
from generator.findings import Finding
from generator.preview.board import Board, Inspection, View
from generator.preview.catalogue import Catalogue, Choice, Librarian
from generator.preview.jobs import Jobs
from generator.preview.proofing import Attempt, Peephole, attempt, begun, finished, seen
from generator.settings import Settings
from generator.workshop import Workshop

Alarm = Callable[[BaseException], Path]
"""Writes down an error of the program itself, and says where."""
Templates = tuple[str, str]
"""A profile and a format."""
_NO_CHOICE = ""
"""The job of looking through the files alone."""
_PATIENCE = 2
"""Seconds that a document may take when the preview is closing."""
_LAST_PATIENCE = 15


def template_findings(shop: Workshop, profil: str, typ: str) -> tuple[Finding, ...]:
    """What the inspection says of a format's templates in a profile."""
    from generator.inspection.inspect import inspect_templates  # noqa: PLC0415  # it is large, and pages come first

    return inspect_templates(shop, profil, typ)


@dataclass(frozen=True, slots=True)
class _Fresh:
    """A workshop with the generation of the files that it has read."""

    generation: int
    shop: Workshop


class Press:
    """Makes pages, one handling at a time, with an engine of its own that stays warm.

    Args:
        settings: the folders.
        board: where the pages are shown.
        librarian: what there is to choose from.
        engine: makes the engine; it is closed by the thread that uses it.
        alarm: writes down an error of the program itself.
        then: called when a choice has its pages.
    """

    def __init__(
        self,
        settings: Settings,
        board: Board,
        librarian: Librarian,
        *,
        engine: Callable[[], Engine],
        alarm: Alarm,
        then: Callable[[Choice], None],
    ) -> None:
        self._settings = settings
        self._board = board
        self._librarian = librarian
        self._alarm = alarm
        self._then = then
        self._engine = Peephole(engine())
        self._usable: bool | None = None
        self._fresh: _Fresh | None = None
        self._jobs = Jobs("press", self._work, alarm, self._engine.close)

    def start(self) -> None:
        """Begin to work."""
        self._jobs.start()

    def ask(self, key: str = _NO_CHOICE) -> None:
        """Ask for a choice's pages; without one, for the list of choices alone."""
        self._jobs.ask(key)

    def stop(self) -> None:
        """Stop, and close the engine; a document that takes its time is broken off."""
        if self._jobs.stop(_PATIENCE):
            return
        self._engine.close()  # whoever waits for its answer gets none, and the thread ends
        self._jobs.stop(_LAST_PATIENCE)
        self._engine.close()

    def _work(self, key: str) -> None:
        generation = self._board.state.generation
        shop = self._shop(generation)
        choice = self._board.state.catalogue.choices.get(key)
        before = self._board.state.views.get(key)
        if choice is None or (before is not None and before.generation == generation and not before.under_way):
            return
        view = begun(before, generation)
        self._board.show(key, view)
        self._board.show(key, self._made(choice, shop, view))
        self._then(choice)

    def _made(self, choice: Choice, shop: Workshop, before: View) -> View:
        self._engine.see = lambda sheets: self._board.show(choice.key, seen(before, sheets, _now()))
        try:
            made = attempt(choice, shop, self._engine)
        except Exception as error:  # noqa: BLE001  # the pages of another choice, or of the next saving, may go well
            made = Attempt(findings=(crashed(self._alarm(error)),))
        shown = self._board.state.views[choice.key]
        return finished(before, made, shown.made if shown.unchecked and shown.made else _now())

    def _shop(self, generation: int) -> Workshop:
        """What is worked with, read anew when something has been saved; the list of choices with it."""
        if self._fresh is None or self._fresh.generation != generation:
            shop = Workshop(self._settings, self._engine if self._healthy() else None)
            self._fresh = _Fresh(generation, shop)
            self._board.list(self._librarian.catalogue(shop.schemas))
        return self._fresh.shop

    def _healthy(self) -> bool:
        """Whether there are pages to be had on this machine; asked once."""
        if self._usable is None:
            health = self._engine.health()
            self._usable = health.version is not None
            if not self._usable:
                self._board.notify(health.remedy)
        return self._usable


class Inspector:
    """Inspects templates, those of one format and profile at a time, beside the press and after it.

    Args:
        settings: the folders.
        board: where the findings are shown.
        alarm: writes down an error of the program itself.
    """

    def __init__(self, settings: Settings, board: Board, alarm: Alarm) -> None:
        self._settings = settings
        self._board = board
        self._alarm = alarm
        self._fresh: _Fresh | None = None
        self._jobs: Jobs[Templates] = Jobs("inspector", self._work, alarm)

    def start(self) -> None:
        """Begin to work."""
        self._jobs.start()

    def ask(self, choice: Choice) -> None:
        """Ask for the inspection of the templates that a choice is made with."""
        if choice.typ and choice.profil:
            self._jobs.ask((choice.profil, choice.typ))

    def stop(self) -> None:
        """Stop; nothing waits for it."""
        self._jobs.stop(0)

    def _work(self, templates: Templates) -> None:
        generation = self._board.state.generation
        known = self._board.state.inspections.get(templates)
        if known is not None and known.generation == generation:
            return
        if self._fresh is None or self._fresh.generation != generation:
            self._fresh = _Fresh(generation, Workshop(self._settings))
        findings = self._findings(self._fresh.shop, templates)
        self._board.inspected(templates, Inspection(generation=generation, findings=findings))

    def _findings(self, shop: Workshop, templates: Templates) -> tuple[Finding, ...]:
        try:
            return template_findings(shop, *templates)
        except GeneratorError as error:
            return error.findings
        except Exception as error:  # noqa: BLE001  # the pages are there all the same
            return (crashed(self._alarm(error)),)


def _now() -> datetime:
    """The time by the reader's own clock."""
    return datetime.now()


def crashed(log: Path) -> Finding:
    """What to say of an error of the program itself."""
    return Finding(
        code="fel-i-programmet",
        message="Något gick fel i programmet.",
        remedy=f"Skicka filen {log} till den som sköter generatorn. Gå tillbaka till den förra versionen så länge.",
    )


def first_catalogue(settings: Settings, librarian: Librarian) -> Catalogue:
    """What there is to choose from when the program starts."""
    with suppress(GeneratorError):
        return librarian.catalogue(Workshop(settings).schemas)
    return Catalogue((), librarian.profil)
