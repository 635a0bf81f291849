"""A preview as a whole: the files, the threads and the board between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from generator.engines.engine import Engine
from generator.preview.board import Board, State
from generator.preview.catalogue import Librarian
from generator.preview.files import Files
from generator.preview.makers import Alarm, Inspector, Press, first_catalogue
from generator.preview.watching import Watch
from generator.settings import Settings

HEARTBEAT = 15
"""Seconds after which a listener is written to although nothing has happened: one that has left is found out."""
_NEVER = -1
"""The generation of a view that no files can have given."""


class Preview:
    """Shows the handlingar of some case files while the files that they are made of are changed.

    Args:
        settings: the folders.
        engine: makes the engine.
        alarm: writes down an error of the program itself.
        given: case files besides the root's own.
        profil: the one profile that is looked at; None for all.
    """

    def __init__(
        self,
        settings: Settings,
        engine: Callable[[], Engine],
        alarm: Alarm,
        given: tuple[Path, ...] = (),
        profil: str | None = None,
    ) -> None:
        self.files = Files(settings, given)
        self._alarm = alarm
        self._watch = Watch(self.files.prints, lambda _: self._saved())
        librarian = Librarian(self.files, profil)
        self.board = Board(first_catalogue(settings, librarian))
        self._inspector = Inspector(settings, self.board, self.alarm)
        self._press = Press(settings, self.board, librarian, engine=engine, alarm=self.alarm, then=self._inspector.ask)

    def __enter__(self) -> Self:
        """Begin; the first handling is made at once, so that the office is warm when somebody asks."""
        self._press.start()
        self._inspector.start()
        self._watch.start()
        self._press.ask(next(iter(self.board.state.catalogue.choices), ""))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop everything; no process and no folder is left."""
        self.board.close()
        self._watch.stop()
        self._inspector.stop()
        self._press.stop()

    def alarm(self, error: BaseException) -> Path:
        """Write down an error of the program itself; one of a preview that is closing is none: its engine is gone."""
        return Path() if self.board.state.over else self._alarm(error)

    def ask(self, key: str, seconds: float = 0) -> State:
        """Have a choice made if it is not as the files are now.

        Args:
            key: the choice.
            seconds: how long to wait for it.

        Returns:
            The state, whether there were pages in time or not; what is to be said of them may come later.
        """

        def done(state: State) -> bool:
            view = state.views.get(key)
            if view is None or view.generation != state.generation:
                return state.over
            return view.unchecked or not view.under_way

        if not done(self.board.state):
            self._press.ask(key)
            self.board.wait(done, seconds)
        return self.board.state

    def again(self, key: str) -> None:
        """Forget an attempt that failed through no fault of the files, so that the next question makes another."""
        view = self.board.state.views.get(key)
        if view is not None and view.again and not view.under_way:
            self.board.show(key, replace(view, generation=_NEVER, again=False))

    def events(self, key: str) -> Iterator[str]:
        """The version of the state, now and whenever it changes; "" when nothing has changed for a while."""
        with self.board.watching(key):
            state = self.ask(key)
            yield state.version
            while not state.over:
                seen = state.version
                news = self.board.wait(lambda now, seen=seen: now.version != seen, HEARTBEAT)  # type: ignore[misc]
                state = self.board.state
                yield state.version if news else ""

    def _saved(self) -> None:
        self.board.saved()
        self._press.ask()
        for key in self.board.watched:
            self._press.ask(key)
