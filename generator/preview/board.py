"""What there is to show right now: values that never change, swapped whole, so that nobody waits to read."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Condition

from generator.findings import Finding
from generator.preview.catalogue import Catalogue

_KEPT = 40
"""Views that are kept; pages are pictures, and a night's cases would fill the memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page, as a picture and as text."""

    name: str
    """The picture's own name, made of its content."""
    png: bytes
    width: int
    height: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One handling as it can be shown."""

    generation: int
    """Which saving of the files it was made of, or is being made of."""
    under_way: bool = False
    """True while it is being made."""
    unchecked: bool = False
    """True while its pages are new and what is to be said of them is not yet known."""
    sheets: tuple[Sheet, ...] = ()
    """The last pages that could be made."""
    words: tuple[str, ...] = ()
    """The text, paragraph by paragraph, where there are no pages."""
    made: datetime | None = None
    """When the pages, or the text, were made."""
    old: bool = False
    """True when the last attempt gave neither, so that what is shown is from before."""
    again: bool = False
    """True when another attempt may go better although nothing has been saved: it was not the files' fault."""
    findings: tuple[Finding, ...] = ()
    before: tuple[Sheet, ...] = ()
    """The pages that these took the place of; a browser may be about to ask for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What is wrong with a format's templates in a profile."""

    generation: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Everything at one moment."""

    catalogue: Catalogue
    boot: str
    """Which run of the program it is."""
    generation: int = 0
    """How many times something has been saved."""
    serial: int = 0
    """How many times anything here has changed."""
    notice: str = ""
    """What the reader must know about this machine: that LibreOffice is not here."""
    views: Mapping[str, View] = field(default_factory=dict)
    """By the choice's key, the one that was made last at the end."""
    inspections: Mapping[tuple[str, str], Inspection] = field(default_factory=dict)
    """By profile and format."""
    over: bool = False
    """True when the preview is closing."""

    @property
    def version(self) -> str:
        """What differs when anything does, also when the program has been started anew."""
        return f"{self.boot}-{self.serial}"


class Board:
    """Holds the state; whoever wants to know of a change can wait for it.

    Args:
        catalogue: what there is to choose from.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._state = State(catalogue=catalogue, boot=secrets.token_hex(4))
        self._news = Condition()
        self._watched: list[str] = []

    @property
    def state(self) -> State:
        """Everything as it is now."""
        return self._state

    @property
    def watched(self) -> tuple[str, ...]:
        """The choices that somebody has on the screen."""
        return tuple(dict.fromkeys(self._watched))

    @contextmanager
    def watching(self, key: str) -> Iterator[None]:
        """While somebody has a choice on the screen."""
        self._watched.append(key)
        try:
            yield
        finally:
            self._watched.remove(key)

    def saved(self) -> None:
        """Something has been saved."""
        self._swap(lambda now: replace(now, generation=now.generation + 1))

    def list(self, catalogue: Catalogue) -> None:
        """There is something else to choose from."""
        if catalogue != self._state.catalogue:
            self._swap(lambda now: replace(now, catalogue=catalogue))

    def notify(self, notice: str) -> None:
        """The reader must know something about this machine."""
        self._swap(lambda now: replace(now, notice=notice))

    def show(self, key: str, view: View) -> None:
        """A choice looks otherwise."""

        def shown(now: State) -> State:
            views = {name: one for name, one in now.views.items() if name != key} | {key: view}
            return replace(now, views=dict(list(views.items())[-_KEPT:]))

        self._swap(shown)

    def inspected(self, templates: tuple[str, str], inspection: Inspection) -> None:
        """The templates have been inspected."""
        self._swap(lambda now: replace(now, inspections={**now.inspections, templates: inspection}))

    def close(self) -> None:
        """Nobody is to wait any more."""
        self._swap(lambda now: replace(now, over=True))

    def wait(self, done: Callable[[State], bool], seconds: float) -> bool:
        """Wait until the state is as somebody wants it.

        Args:
            done: whether it is.
            seconds: how long to wait.

        Returns:
            True when it is so; False when the time is out.
        """
        with self._news:
            return self._news.wait_for(lambda: done(self._state), seconds)

    def _swap(self, change: Callable[[State], State]) -> None:
        with self._news:
            self._state = replace(change(self._state), serial=self._state.serial + 1)
            self._news.notify_all()


def picture(state: State, name: str) -> bytes | None:
    """The page with that name, of what is shown or was shown just before."""
    sheets = (sheet for view in state.views.values() for sheet in (*view.sheets, *view.before))
    return next((sheet.png for sheet in sheets if sheet.name == name), None)
