"""A run sorted by what people have to do: first what does not wait, last what is as it was."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from generator.findings import Finding, Severity
from generator.model import Deadline
from generator.results import Outcome
from generator.runlog import Entry, WholeRun

AHEAD = timedelta(days=90)
"""How far ahead deadlines are told."""
SLOWEST = 10
_COMMON = 3
"""Handlingar or case files that must have the same fault for it to be told once for them all."""
_MOST_COMMON = 5
_TO_DO = {Outcome.REFUSED: 0, Outcome.FAILED: 1, Outcome.WAITING: 2}
"""Outcomes with which somebody has something to do, in the order in which they are told."""
UNKNOWN = "Okänd handläggare"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A deadline, and the handlingar that set it: one, or all those of a meeting whose minutes are to be signed."""

    entries: tuple[Entry, ...]
    deadline: Deadline
    days: int
    """Days that are left; negative when it has passed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A run, or one person's part of it, sorted."""

    to_do: tuple[Entry, ...]
    """What was refused, failed or waits."""
    common: tuple[tuple[Finding, tuple[Entry, ...]], ...]
    """Faults that several of these have in common, the most common first, and those that have them."""
    due: tuple[Due, ...]
    """Deadlines that are not met: those that have passed first."""
    made: tuple[Entry, ...]
    """What was made or made anew."""
    remarked: tuple[Entry, ...]
    """What is in order but carries a warning that nobody has accepted."""
    slowest: tuple[Entry, ...]
    outdated: tuple[Entry, ...]
    """What is final and was left as it is, though its case file says something else."""
    unchanged: int
    """How many were as they should be."""


def digest(entries: Sequence[Entry], today: date) -> Digest:
    """Sort what a run says.

    Args:
        entries: its lines.
        today: the day of the run.
    """
    made = tuple(one for one in entries if one.result.outcome is Outcome.DONE)
    waiting = to_do(entries)
    outdated = tuple(one for one in entries if one.result.outdated)
    quiet = [one for one in entries if one.result.outcome not in (*_TO_DO, Outcome.DONE) and not one.result.outdated]
    return Digest(
        to_do=waiting,
        common=_common(waiting),
        due=tuple(sorted(_due(entries, today), key=lambda one: (one.days, _by_number(one.entries[0])))),
        made=made,
        remarked=tuple(one for one in (*made, *quiet) if one.result.warned),
        slowest=tuple(sorted((one for one in made if one.seconds), key=lambda one: -one.seconds)[:SLOWEST]),
        outdated=outdated,
        unchanged=len(quiet),
    )


def to_do(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The lines with which somebody has something to do, the most urgent first."""
    return tuple(sorted((one for one in entries if one.result.outcome in _TO_DO), key=_urgency))


def people(whole: WholeRun) -> dict[str, list[Entry]]:
    """The lines of each handläggare, in the order of their names; those without one last."""
    found: dict[str, list[Entry]] = {}
    for entry in whole.entries:
        found.setdefault(entry.handlaggare or UNKNOWN, []).append(entry)
    return {name: found[name] for name in sorted(found, key=lambda name: (name == UNKNOWN, name.casefold()))}


def _urgency(entry: Entry) -> tuple[int, list[int | str], str]:
    return _TO_DO[entry.result.outcome], _by_number(entry), str(entry.result.source)


def _by_number(entry: Entry) -> list[int | str]:
    """Numbers in a diarienummer count as numbers: 9 comes before 10."""
    parts = re.split("([0-9]+)", entry.result.diarienummer or "")
    return [int(part) if number % 2 else part for number, part in enumerate(parts)]


def _common(waiting: Iterable[Entry]) -> tuple[tuple[Finding, tuple[Entry, ...]], ...]:
    """One broken template stops hundreds of handlingar: whoever mends it must see that it is one fault."""
    first: dict[tuple[str, str], Finding] = {}
    having: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in waiting:
        errors = {(one.code, one.message): one for one in entry.result.findings if one.severity is Severity.ERROR}
        first = errors | first
        for key in errors:
            having[key].append(entry)
    most = sorted(having.items(), key=lambda one: -len(one[1]))[:_MOST_COMMON]
    return tuple((first[key], tuple(entries)) for key, entries in most if len(entries) >= _COMMON)


def _due(entries: Iterable[Entry], today: date) -> Iterable[Due]:
    """Each deadline once; one that no case can say is met is not the case's own, and the cases have it in common."""
    common: dict[Deadline, list[Entry]] = {}
    setting = (one for one in entries if one.result.deadlines)  # mostly few, and to sort ten thousand takes time
    for entry, deadline in _said_once(sorted(setting, key=_by_number)):
        if not deadline.watched(today) or deadline.day > today + AHEAD:
            continue
        if deadline.met is None:
            common.setdefault(deadline, []).append(entry)
        else:
            yield Due(entries=(entry,), deadline=deadline, days=(deadline.day - today).days)
    for deadline, same in common.items():
        yield Due(entries=tuple(same), deadline=deadline, days=(deadline.day - today).days)


def _said_once(entries: Iterable[Entry]) -> Iterable[tuple[Entry, Deadline]]:
    """Each deadline as it was said last; what is said of a file as a whole says nothing that its handlingar have."""
    last = {(str(one.result.source), one.result.handling): one for one in entries}  # a path takes longer to look up
    own = {(source, day.rule) for (source, stem), one in last.items() if stem for day in one.result.deadlines}
    for (source, stem), entry in last.items():
        for deadline in entry.result.deadlines:
            if stem or (source, deadline.rule) not in own:
                yield entry, deadline
