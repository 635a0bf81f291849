"""The page of a run, and the page of one handläggare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator import web
from generator.findings import Severity
from generator.morning.digest import Digest, digest
from generator.morning.trend import duration, trend
from generator.morning.view import View, finding, people_in, things
from generator.results import Outcome
from generator.runlog import Entry, History, Kind, WholeRun
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


_SCOPE = {
    Kind.NIGHT: None,
    Kind.SOME: "Körningen gällde bara de ärendefiler som den fick. Om de andra säger den ingenting.",
    Kind.DAY: "Det här är en bevakning. Sidan säger bara vad som hände med det som sparades medan den gick.",
}


def whole_page(
    whole: WholeRun, runs: Sequence[History], persons: Mapping[str, tuple[Path | None, int]], view: View
) -> str:
    """The page of a run.

    Args:
        whole: the run.
        runs: it and those before it, the oldest first.
        persons: those who have something in it.
        view: where the page lies.
    """
    told = digest(whole.entries, whole.day)
    run, ending = whole.run, whole.ending
    return web.page(
        "rapport.html",
        **_shared(whole, told, view),
        person=None,
        remarks=[finding(one) for one in whole.remarks],
        people=[_person(name, page, todo, view) for name, (page, todo) in persons.items()],
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
    told = digest(entries, whole.day)
    report = view.href(view.reports / f"{whole.run.name}.html")
    return web.page("rapport.html", **_shared(whole, told, view, entries), person=person, whole=report)


def _shared(whole: WholeRun, told: Digest, view: View, entries: Sequence[Entry] | None = None) -> dict[str, Any]:
    own = whole.entries if entries is None else entries
    return {
        "run": whole.run,
        "verdict": _verdict(whole, told),
        "scope": _SCOPE[whole.run.kind],
        "counts": _counts({one: sum(each.result.outcome is one for each in own) for one in _PLURAL}),
        "beside": [_beside(one, view) for one in whole.beside],
        "todo": [view.entry(one) for one in told.to_do[:_MOST]],
        "todo_kinds": list(dict.fromkeys(one.result.outcome.value for one in told.to_do)),
        "todo_people": people_in(told.to_do),
        "due": [view.due(one) for one in told.due[:_MOST]],
        "made": [view.entry(one) for one in told.made[:_MOST]],
        "made_people": people_in(told.made),
        "more": {
            "todo": len(told.to_do) - _MOST,
            "made": len(told.made) - _MOST,
            "outdated": len(told.outdated) - _MOST,
        },
        "outdated": [view.entry(one) for one in told.outdated[:_MOST]],
        "unchanged": told.unchanged,
        "common": [{**finding(one), "those": things(entries)} for one, entries in told.common],
        "pictured": view.pictured(told.made),
        "album_full": DOCUMENTS if sum(bool(one.pictures) for one in whole.entries) >= DOCUMENTS else 0,
        "remarked": [view.entry(one) for one in told.remarked[:_MOST]],
        "unremarked": max(0, len(told.remarked) - _MOST),
        "json": view.href(view.reports / f"{whole.run.name}.json"),
    }


def _person(name: str, page: Path | None, todo: int, view: View) -> dict[str, Any]:
    return {"name": name, "href": view.href(page) if page else None, "todo": todo}


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
    """The run in a few words: what people must do, or that there is nothing to do."""
    mend = [one for one in told.to_do if one.result.outcome in (Outcome.REFUSED, Outcome.FAILED)]
    late = sum(one.days < 0 for one in told.due)
    around = sum(one.severity is Severity.ERROR for one in whole.remarks)
    wrong, look = [], []
    if _stopped(whole):
        wrong.append(_cut_off(whole))
    if mend:
        wrong.append(f"{things(mend)} behöver rättas.")
    if around:
        wrong.append(f"{around} fel gäller mappar eller datorn.")
    if late:
        look.append(f"{late} {'frist har' if late == 1 else 'frister har'} gått ut.")
    if told.outdated:
        look.append(_outdated(len(told.outdated)))
    sentence = " ".join([*(wrong or ["Ingenting behöver rättas."]), *look])
    return {"sentence": sentence, "stopped": _stopped(whole), "tone": "fel" if wrong else "varning" if look else "bra"}


def _outdated(number: int) -> str:
    """How many final handlingar have a case file that says something else."""
    if number == 1:
        return "1 upprättad handling har en ärendefil som säger något annat."
    return f"{number} upprättade handlingar har ärendefiler som säger något annat."


def _cut_off(whole: WholeRun) -> str:
    """That the run did not come to its end, and how much it did not come to."""
    what = "Körningen avbröts" if whole.ending else "Körningen är inte klar"
    if not whole.left:
        return f"{what}."
    files = "ärendefil" if whole.run.planned == 1 else "ärendefiler"
    return f"{what}: {whole.left} av {whole.run.planned} {files} är inte genomgångna."


def _stopped(whole: WholeRun) -> str | None:
    """Why the run did not come to its end."""
    if whole.ending is None:
        return "Körningen bröts, eller pågår än. Det som är klart är publicerat. Kör samma kommando igen."
    return whole.ending.stopped
