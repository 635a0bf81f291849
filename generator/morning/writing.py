"""The report's files: for people, for programs, for each handläggare."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.errors import FolderError, reason
from generator.findings import Finding, Place
from generator.morning.digest import digest, people
from generator.morning.junit import junit
from generator.morning.lastword import last_word
from generator.morning.people import page_names
from generator.morning.sheet import person_page, whole_page
from generator.morning.view import View
from generator.report import finding_json
from generator.runlog import Entry, WholeRun, alongside, history, log_file, logs, read_run
from generator.runlog.folder import REPORTS
from generator.runlog.plain import ending_json, entry_json, run_json
from generator.wholefile import write_whole

_PERSONS = "handlaggare"
_LATEST = "senaste.html"
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""What no web page may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The report of a run."""

    page: Path
    """The page for people."""
    persons: tuple[Path, ...]
    """The page of each handläggare."""


def write_reports(log: Path, out: Path) -> Written:
    """Write a run's report, from its log, and in a few numbers those beside it: the same logs give the same files.

    Args:
        log: the run's log.
        out: the folder of what is published; the report lies in it.

    Raises:
        FolderError: the log cannot be read, or the report not written.
    """
    whole = read_run(log)
    folder = out / REPORTS
    try:
        written = _written(whole, log, out, folder)
        for newer in alongside(out, whole):  # it was written while this one went on, and knew nothing of its end
            if newer.ending and newer.run.name > whole.run.name:
                other = log_file(out, newer.run)
                _written(read_run(other), other, out, folder)
        return written
    except OSError as error:
        message = f"Rapporten kunde inte sparas: {reason(error)}."
        remedy = f"Kontrollera mappen, och kör sedan: generator rapport {log} --ut {out}"
        raise FolderError(
            Finding(code="rapport-gick-inte", message=message, remedy=remedy, place=Place(file=folder))
        ) from None


def _written(said: WholeRun, log: Path, out: Path, folder: Path) -> Written:
    name, pictures = said.run.name, log.with_suffix("")
    page = folder / f"{name}.html"
    (folder / _PERSONS).mkdir(parents=True, exist_ok=True)
    write_whole(folder / f"{name}.json", _json(said))
    entries = tuple(_in_its_place(one, said.run.out, out) for one in last_word(said.entries))
    whole = replace(said, entries=entries, beside=alongside(out, said))
    write_whole(folder / f"{name}.xml", junit(whole))
    found = people(whole)
    names = page_names(found)
    pages = {person: folder / _PERSONS / f"{names[person]}.html" for person in found}
    todo = {person: len(digest(entries, whole.run.begun.date()).to_do) for person, entries in found.items()}
    persons = {person: (pages[person], todo[person]) for person in found}
    view = View(page=page, reports=folder, pictures=pictures)
    text = _encoded(whole_page(whole, history(out, name), persons, view))
    write_whole(page, text)
    newer = [path for path in logs(out) if path.stem > name]
    if not newer:  # what is newest stands under a name that does not change
        write_whole(folder / _LATEST, text)
        _write_persons(whole, found, pages, view)
    return Written(page=page, persons=() if newer else tuple(pages.values()))


def _write_persons(
    whole: WholeRun, found: Mapping[str, Sequence[Entry]], pages: Mapping[str, Path], report: View
) -> None:
    """Each handläggare's page; those of people who have nothing in this run are taken away."""
    for person, page in pages.items():
        view = replace(report, page=page)
        write_whole(page, _encoded(person_page(person, found[person], whole, view)))
    for old in (report.page.parent / _PERSONS).glob("*.html"):
        if old not in pages.values():
            old.unlink(missing_ok=True)


def _in_its_place(entry: Entry, then: Path, out: Path) -> Entry:
    """A handling whose files lie where the folder of documents lies now: it may be known by another name."""
    files = tuple(out / path.relative_to(then) if path.is_relative_to(then) else path for path in entry.result.files)
    return replace(entry, result=replace(entry.result, files=files))


def _encoded(page: str) -> bytes:
    return _UNSEEN.sub("\ufffd", page).encode()


def _json(whole: WholeRun) -> bytes:
    said: dict[str, Any] = {
        "korning": run_json(whole.run),
        "slut": ending_json(whole.ending) if whole.ending else None,
        "handlingar": [entry_json(one) for one in whole.entries],
        "anmarkningar": [finding_json(one) for one in whole.remarks],
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode(errors="replace")
