"""The page of a run, and the page of one handläggare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator import web
from generator.morning.digest import Digest, digest
from generator.morning.trend import duration, trend
from generator.morning.view import View, finding, people_in
from generator.results import Outcome
from generator.runlog import Entry, History, WholeRun
from generator.runlog.album import DOCUMENTS
from generator.runlog.folder import in_numbers

_MOST = 500
"""Handlingar of a kind that a page lists; the JSON file has them all."""
_PLURAL = {
    Outcome.DONE: ("klar", "klara"),
    Outcome.UNCHANGED: ("oförändrad", "oförändrade"),
    Outcome.FROZEN: ("fryst", "frysta"),
    Outcome.SKIPPED: ("överhoppad", "överhoppade"),
    Outcome.WAITING: ("väntar", "väntar"),
    Outcome.REFUSED: ("vägrad", "vägrade"),
    Outcome.FAILED: ("misslyckad", "misslyckade"),
}


def whole_page(whole: WholeRun, runs: Sequence[History], persons: Mapping[str, tuple[Path, int]], view: View) -> str:
    """The page of a run.

    Args:
        whole: the run.
        runs: it and those before it, the oldest first.
        persons: each handläggare's page, and how much there is to do on it.
        view: where the page lies.
    """
    told = digest(whole.entries, whole.run.begun.date())
    run, ending = whole.run, whole.ending
    return web.page(
        "rapport.html",
        **_shared(whole, told, view),
        person=None,
        remarks=[finding(one) for one in whole.remarks],
        people=[{"name": name, "href": view.href(page), "todo": number} for name, (page, number) in persons.items()],
        slowest=[view.entry(one) for one in told.slowest],
        trend=trend(runs),
        cases=", ".join(str(path) for path in run.cases),
        took=duration((ending.ended - run.begun).total_seconds()) if ending else "okänt",
        whole=None,
    )


def person_page(person: str, entries: Sequence[Entry], whole: WholeRun, view: View) -> str:
    """The page of one handläggare.

    Args:
        person: the handläggare.
        entries: the lines that are theirs.
        whole: the run.
        view: where the page lies.
    """
    told = digest(entries, whole.run.begun.date())
    report = view.href(view.reports / f"{whole.run.name}.html")
    return web.page("rapport.html", **_shared(whole, told, view, entries), person=person, whole=report)


def _shared(whole: WholeRun, told: Digest, view: View, entries: Sequence[Entry] | None = None) -> dict[str, Any]:
    own = whole.entries if entries is None else entries
    return {
        "run": whole.run,
        "verdict": _verdict(whole, told),
        "counts": _counts({one: sum(each.result.outcome is one for each in own) for one in _PLURAL}),
        "beside": [_beside(one, view) for one in whole.beside],
        "todo": [view.entry(one) for one in told.to_do[:_MOST]],
        "todo_kinds": list(dict.fromkeys(one.result.outcome.value for one in told.to_do)),
        "todo_people": people_in(told.to_do),
        "due": [view.due(one) for one in told.due[:_MOST]],
        "made": [view.entry(one) for one in told.made[:_MOST]],
        "made_people": people_in(told.made),
        "more": {"todo": len(told.to_do) - _MOST, "made": len(told.made) - _MOST, "due": len(told.due) - _MOST},
        "unchanged": told.unchanged,
        "common": [{**finding(one), "number": number} for one, number in told.common],
        "pictured": view.pictured(told.made),
        "album_full": DOCUMENTS if sum(bool(one.pictures) for one in whole.entries) >= DOCUMENTS else 0,
        "remarked": [view.entry(one) for one in told.remarked[:_MOST]],
        "unremarked": max(0, len(told.remarked) - _MOST),
        "json": view.href(view.reports / f"{whole.run.name}.json"),
    }


def _counts(numbers: Mapping[Outcome, int]) -> list[dict[str, Any]]:
    return [
        {"number": numbers[one], "name": names[numbers[one] != 1]} for one, names in _PLURAL.items() if numbers[one]
    ]


def _beside(other: WholeRun, view: View) -> dict[str, Any]:
    """A run that did a part of the work; its page lies beside the run's own, when it is written."""
    counts = in_numbers(other).counts
    told = _counts({one: counts.get(one.value, 0) for one in _PLURAL})
    run, ending = other.run, other.ending
    return {
        "host": run.host,
        "pid": run.pid,
        "begun": run.begun,
        "ended": ending.ended if ending else None,
        "counts": ", ".join(f"{one['number']} {one['name']}" for one in told) or "ingenting än",
        "href": view.href(view.reports / f"{run.name}.html") if ending else None,
    }


def _verdict(whole: WholeRun, told: Digest) -> dict[str, Any]:
    """The run in a sentence: what people must do, or that there is nothing to do."""
    mend = [one for one in told.to_do if one.result.outcome in (Outcome.REFUSED, Outcome.FAILED)]
    late = sum(one.days < 0 for one in told.due)
    sentence = f"{_things(mend)} behöver rättas." if mend else "Ingenting behöver rättas."
    if late:
        sentence += f" {late} {'frist har' if late == 1 else 'frister har'} gått ut."
    return {"sentence": sentence, "stopped": _stopped(whole), "tone": _tone(whole, mend, late)}


def _things(mend: Sequence[Entry]) -> str:
    """What is to be mended, counted: "1 handling och 2 ärendefiler"."""
    files = sum(one.result.handling is None for one in mend)
    parts = [(len(mend) - files, "handling", "handlingar"), (files, "ärendefil", "ärendefiler")]
    return " och ".join(f"{number} {one if number == 1 else many}" for number, one, many in parts if number)


def _tone(whole: WholeRun, mend: Sequence[Entry], late: int) -> str:
    if mend or _stopped(whole):
        return "fel"
    return "varning" if late else "bra"


def _stopped(whole: WholeRun) -> str | None:
    """Why the run did not come to its end."""
    if whole.ending is None:
        return "Körningen bröts, eller pågår än. Det som är klart är publicerat. Kör samma kommando igen."
    return whole.ending.stopped
