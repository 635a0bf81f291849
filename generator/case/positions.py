"""From a place in a text to the line and column that an editor shows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.findings import JsonPath, Place


@dataclass(frozen=True, slots=False, kw_only=True)
class Positions:
    """Where each value of a JSON text begins.

    A member of an object is placed at its key, since that is what a reader
    looks for; an element of an array at its value.
    """

    text: str
    look: Callable[[], Mapping[JsonPath, int]]
    """Finds the place of each value, in characters from the text's start; asked when one is wanted."""

    @cached_property
    def offsets(self) -> Mapping[JsonPath, int]:
        """The place of each value, in characters from the text's start."""
        return self.look()

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        starts += (i + 1 for i, character in enumerate(self.text) if character == "\n")
        return starts

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of the character at `offset`."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def place(self, file: Path, path: JsonPath, title: str | None = None) -> Place:
        """The place of the value at `path`, or of the nearest value around it that exists."""
        known = path
        while known and known not in self.offsets:
            known = known[:-1]
        line, column = self.line_column(self.offsets.get(known, 0))
        return Place(file=file, line=line, column=column, path=path, title=title)


def path_text(path: JsonPath) -> str:
    """A path as people write it: `handlingar[0].beslutspunkter[2].text`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")
