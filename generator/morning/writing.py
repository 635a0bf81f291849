"""The report's files: for people, for programs, for each handläggare."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.errors import FolderError, reason
from generator.findings import Finding, Place
from generator.morning.digest import people, to_do
from generator.morning.junit import junit
from generator.morning.lastword import last_word
from generator.morning.people import page_names, spelt_alike
from generator.morning.sheet import person_page, whole_page
from generator.morning.view import View
from generator.report import finding_json
from generator.runlog import Entry, WholeRun, alongside, history, is_latest, log_file, read_run
from generator.runlog.folder import REPORTS
from generator.runlog.plain import ending_json, run_json
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
    view = View(page=folder / f"{name}.html", reports=folder, pictures=pictures)
    for one in (folder, folder / _PERSONS):  # but not the folder of all that is published
        one.mkdir(exist_ok=True)
    write_whole(folder / f"{name}.json", _json(said))
    entries = spelt_alike(_in_its_place(one, said.run.out, out) for one in last_word(said.entries))
    whole = replace(said, entries=entries, beside=alongside(out, said))
    write_whole(folder / f"{name}.xml", junit(whole))
    latest = is_latest(out, said)
    pages = _persons(whole, view) if latest and said.saw_all else ()
    text = _encoded(whole_page(whole, history(out, name), _people(whole, folder), view))
    write_whole(view.page, text)
    if latest:  # what is newest stands under a name that does not change
        write_whole(folder / _LATEST, text)
    if pages and not said.unread:
        _take_away(folder, pages)
    return Written(page=view.page, persons=pages)


def _persons(whole: WholeRun, view: View) -> tuple[Path, ...]:
    """Write each handläggare's page: of a run that saw everything, lest a page lose what the run did not come to."""
    found = people(whole)
    names = page_names(found)
    pages = {person: view.reports / _PERSONS / f"{names[person]}.html" for person in found}
    for person, page in pages.items():
        write_whole(page, _encoded(person_page(person, found[person], whole, replace(view, page=page))))
    return tuple(pages.values())


def _people(whole: WholeRun, folder: Path) -> dict[str, tuple[Path | None, int]]:
    """Each handläggare of a run: their page, if there is one, and how much there is to do."""
    found = people(whole)
    names = page_names(found)
    pages = {person: folder / _PERSONS / f"{names[person]}.html" for person in found}
    return {
        person: (pages[person] if pages[person].exists() else None, len(to_do(entries)))
        for person, entries in found.items()
    }


def _take_away(folder: Path, pages: Sequence[Path]) -> None:
    """The pages of people who have nothing any more."""
    for old in (folder / _PERSONS).glob("*.html"):
        if old not in pages:
            old.unlink(missing_ok=True)


def _in_its_place(entry: Entry, then: Path, out: Path) -> Entry:
    """A handling whose files lie where the folder of documents lies now: it may be known by another name."""
    result = entry.result
    if then == out or not (result.files or result.left):
        return entry
    files, left = (
        tuple(out / path.relative_to(then) if path.is_relative_to(then) else path for path in paths)
        for paths in (result.files, result.left)
    )
    return replace(entry, result=replace(result, files=files, left=left))


def _encoded(page: str) -> bytes:
    return _UNSEEN.sub("\ufffd", page).encode()


def _json(whole: WholeRun) -> Iterator[bytes]:
    """Each handling and each remark on a line of its own, as the log has it: ten thousand are found with any tool."""
    ending = ending_json(whole.ending) if whole.ending else None
    remarks = (_plain(finding_json(one)) for one in whole.remarks)
    handlingar = (line.decode(errors="replace") for line in whole.lines)
    yield f'{{\n"korning": {_plain(run_json(whole.run))},\n"slut": {_plain(ending)}'.encode(errors="replace")
    for name, lines in (("handlingar", handlingar), ("anmarkningar", remarks)):
        yield f',\n"{name}": ['.encode()
        for number, line in enumerate(lines):
            yield f"{',' * bool(number)}\n{line}".encode(errors="replace")
        yield b"\n]"
    yield b"\n}\n"


def _plain(said: object) -> str:
    return json.dumps(said, ensure_ascii=False)
