"""The question which version an office is: it is a program of its own, and may run while something else is done."""

from __future__ import annotations

from pathlib import Path

from generator.engines import leftovers
from generator.engines.officehome import environment
from generator.engines.process import TRIES, Finished, Question, inquire

_LONGEST = 60
"""Seconds that the answer may take."""


class VersionQuestion:
    """An office that has been asked for its version.

    It has another folder than the office that makes PDF files, which may be
    starting meanwhile.

    Args:
        program: the office's program.

    Raises:
        OSError: it cannot be started.
    """

    def __init__(self, program: Path) -> None:
        self._program = program
        self._home = leftovers.make("fraga")
        try:
            self._question = Question(self._words, environment=environment(self._home), folder=self._home)
        except OSError:
            leftovers.remove(self._home)
            raise

    @property
    def _words(self) -> list[str | Path]:
        return [self._program, f"-env:UserInstallation={self._home.as_uri()}", "--version"]

    def answer(self) -> Finished:
        """What it says; one that fails is asked again, see `inquire`.

        Raises:
            OSError: it cannot be started again.
        """
        try:
            finished = self._question.answer(_LONGEST)
            if finished.returncode == 0:
                return finished
            around = environment(self._home)
            return inquire(self._words, timeout=_LONGEST, environment=around, folder=self._home, tries=TRIES - 1)
        finally:
            leftovers.remove(self._home)

    def close(self) -> None:
        """Nobody wants to know any more."""
        self._question.close()
        leftovers.remove(self._home)
