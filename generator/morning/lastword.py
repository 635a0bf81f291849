"""A case file that is gone through more than once in a run: what was said last counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from generator.results import AT_REST, Outcome
from generator.runlog import Entry

_Handling = tuple[Path, str | None]


def last_word(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """What still counts of a run's lines.

    By day a case file is refused, mended and made within the same run. What
    was refused before is then no longer to be done; what was made stays made.

    Args:
        entries: the lines, in the order in which they were written.

    Returns:
        At most one line for what was made of a handling and one for what has
        happened to it since.
    """
    lines = tuple(entries)
    if _once(lines):
        return lines
    made: dict[_Handling, Entry] = {}
    passes: dict[Path, dict[str | None, Entry]] = {}
    order: dict[_Handling, None] = {}
    for entry in lines:
        source, handling = entry.result.source, entry.result.handling
        own = passes.get(source)
        if own is None or handling is None or handling in own or None in own:
            own = passes[source] = {}  # gone through anew
        own[handling] = entry
        order.setdefault((source, handling))
        if entry.result.outcome is Outcome.DONE:
            made[source, handling] = entry
    return tuple(
        line
        for source, handling in order
        for line in _lines(made.get((source, handling)), passes[source].get(handling))
    )


def _once(lines: Sequence[Entry]) -> bool:
    """True when each handling was gone through once, as it is by night: then all has been said last."""
    own = {(one.result.source, one.result.handling) for one in lines}
    wholes = {source for source, handling in own if handling is None}
    return len(own) == len(lines) and not any(source in wholes for source, handling in own if handling is not None)


def _lines(made: Entry | None, last: Entry | None) -> tuple[Entry, ...]:
    """What is told of a handling: how it was made in this run, and how it stands."""
    if made is None or last is None or made is last:
        told = made or last
        return () if told is None else (told,)
    if last.result.outcome in AT_REST:
        now = replace(made.result, findings=last.result.findings, deadlines=last.result.deadlines)
        return (replace(made, result=now),)
    return made, last
