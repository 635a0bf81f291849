"""The preview: what it watches, what it makes of what was saved, what it answers, and to whom."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest

from generator import files
from generator.case.schemas import Schemas
from generator.engines.engine import Awaited, Health
from generator.errors import EngineError, ExitCode
from generator.findings import Finding, Place, Severity, Spot
from generator.preview import makers
from generator.preview.board import Sheet, State, View
from generator.preview.catalogue import Librarian
from generator.preview.files import Files
from generator.preview.jobs import Jobs
from generator.preview.proofing import Attempt, begun, finished
from generator.preview.quotes import located
from generator.preview.remarks import Guide
from generator.preview.screens import status
from generator.preview.server import Server
from generator.preview.session import Preview
from generator.preview.texts import text_part, word_parts
from generator.preview.watching import STILL, Stillness
from generator.settings import Settings
from tests.conftest import CASES, ROOT
from tests.finishing import saved, small
from tests.tools import parts, repacked

pytestmark = pytest.mark.thorough

PATIENCE = 60
"""Seconds after which something that should happen is held not to happen."""
KEY = f"{CASES[0].stem}/1"


class Engine:
    """Makes a PDF of one page that says how many documents it has made."""

    name = "attrapp"

    def __init__(self, version: str | None = "1") -> None:
        self.version = version
        self.faults: list[str] = []
        """The codes of the failures to come."""
        self.made = 0
        self.closed = Event()

    def health(self) -> Health:
        """As it was told."""
        return Health(version=self.version, remedy="" if self.version else "Installera motorn.")

    def prepare(self) -> None:
        """Nothing is started."""

    def begin(self, docx: Path) -> Awaited:
        """All of it when it is waited for."""
        return partial(self.convert, docx)

    def convert(self, docx: Path, pdf: Path) -> None:
        """One page, or the next failure."""
        assert docx.is_file()
        if self.faults:
            raise EngineError(Finding(code=self.faults.pop(0), message="Motorn gick sönder."))
        self.made += 1
        words = f"/P <</MCID 0>> BDC BT /F1 12 Tf 20 200 Td (Dokument {self.made}) Tj ET EMC"
        pdf.write_bytes(saved(small(words.encode())))

    def close(self) -> None:
        """Remember it."""
        self.closed.set()


@pytest.fixture(autouse=True)
def uninspected(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[Finding, ...]]:
    """The inspection has its own tests; here it says what a test puts in under the format's name."""
    said: dict[str, tuple[Finding, ...]] = {}
    monkeypatch.setattr(makers, "template_findings", lambda *names: said.get(names[-1], ()))
    return said


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root of its own, with the real schemas, rules and templates, and two cases."""
    return made_root(tmp_path / "rot")


def made_root(folder: Path, cases: int = 2) -> Path:
    """The real schemas, rules and templates, and some cases, where they may be changed."""
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "cases").mkdir()
    for path in CASES[:cases]:
        shutil.copy(path, folder / "cases")
    return folder


def settings(root: Path) -> Settings:
    """Nothing is published."""
    return Settings(root=root, out=root / "out")


def no_alarm(error: BaseException) -> Path:
    """What fails in a thread must fail the test: it is said on the page."""
    return Path(f"{type(error).__name__}.log")


@contextmanager
def opened(root: Path, engine: Engine | None = None, **options: Any) -> Iterator[Preview]:
    """A running preview with an engine that is none."""
    chosen = engine or Engine()
    with Preview(settings(root), lambda: chosen, no_alarm, **options) as preview:
        yield preview


def settled(preview: Preview, key: str = KEY) -> View:
    """The view of a choice, made of the files as they are now."""
    preview.ask(key)

    def done(state: State) -> bool:
        view = state.views.get(key)
        return view is not None and view.generation == state.generation and not view.under_way

    return after(preview, done).views[key]


def after(preview: Preview, done: Callable[[State], bool]) -> State:
    """The state once it is as a test wants it."""
    assert preview.board.wait(done, PATIENCE)
    return preview.board.state


def newer(view: View, key: str = KEY) -> Callable[[State], bool]:
    """A choice has been made of something that was saved after a view."""
    return lambda state: state.views[key].generation > view.generation and not state.views[key].under_way


def body_template(root: Path) -> Path:
    """The Word file that gives the first choice its body."""
    case = json.loads((root / "cases" / CASES[0].name).read_text("utf-8"))
    typ, profil = case["handlingar"][0]["typ"], case["profil"]
    own = root / "templates" / profil / f"{typ}.docx"
    return own if own.exists() else root / "templates" / "standard" / f"{typ}.docx"


# ---- which files are seen


def test_what_an_editor_lays_beside_a_file_is_not_seen(root: Path) -> None:
    """Lock files, temporary files and backups are neither watched nor shown."""
    files = Files(settings(root))
    before = files.prints()
    for name in ("~$evmall.docx", ".~lock.brevmall.docx#", "~WRD0001.tmp", "brevmall.docx~", ".brevmall.docx.swp"):
        (root / "templates" / "standard" / name).write_bytes(b"x")
    (root / "cases" / ".x.json").write_bytes(b"{}")
    assert files.prints() == before
    assert not any("~" in name for name in files.listing())


def test_a_link_that_leads_out_is_not_shown(root: Path, tmp_path: Path) -> None:
    """Files behind links out of their folders have no address; a folder that is itself a link has."""
    (tmp_path / "hemligt.toml").write_text("x = 1", "utf-8")
    (root / "templates" / "ut.toml").symlink_to(tmp_path / "hemligt.toml")
    (root / "cases" / "ut.json").symlink_to(tmp_path / "hemligt.toml")
    (root / "rules").rename(tmp_path / "delade")
    (root / "rules").symlink_to(tmp_path / "delade")
    listing = Files(settings(root)).listing()
    assert "templates/ut.toml" not in listing
    assert "cases/ut.json" not in listing
    assert any(name.startswith("rules/") for name in listing)


def test_links_that_lead_round_and_round_do_no_harm(root: Path) -> None:
    """A link to itself is passed over."""
    (root / "templates" / "runt.docx").symlink_to(root / "templates" / "runt.docx")
    files = Files(settings(root), (root / "cases" / "runt.json",))
    (root / "cases" / "runt.json").symlink_to(root / "cases" / "runt.json")
    assert "templates/runt.docx" not in files.prints()
    assert "cases/runt.json" not in files.listing()


def test_two_cases_of_one_name_have_addresses_of_their_own(root: Path, tmp_path: Path) -> None:
    """A given case is named by its stem, numbered when that is taken, and listed once when it is the root's own."""
    other = Path(shutil.copy(CASES[0], tmp_path))
    own = root / "cases" / CASES[0].name
    cases = Files(settings(root), (other, own)).cases()
    assert cases[CASES[0].stem] == own
    assert cases[f"{CASES[0].stem}-2"] == other
    assert len(cases) == 3


# ---- when something counts as saved

A, B = Path("a.docx"), Path("b.toml")


def test_a_file_is_used_when_it_holds_still() -> None:
    """A change is told once, when nothing more has happened for a while."""
    watch = Stillness({A: (1, 1)}, lambda _: True)
    assert watch.step(0, {A: (2, 5)}) == frozenset()
    assert watch.step(STILL - 0.1, {A: (3, 9)}) == frozenset()
    assert watch.step(2 * STILL - 0.2, {A: (3, 9)}) == frozenset()
    assert watch.step(2 * STILL, {A: (3, 9)}) == {A}
    assert watch.step(9, {A: (3, 9)}) == frozenset()
    assert not watch.moving


def test_a_file_that_is_renamed_into_place_is_told_once() -> None:
    """Word lays the old file aside and the new in its place; between them there is none, and that is not told."""
    watch = Stillness({A: (1, 1)}, lambda _: True)
    told = [watch.step(0, {}), watch.step(0.1, {}), watch.step(0.2, {A: (2, 2)}), watch.step(0.6, {A: (2, 2)})]
    assert told == [frozenset(), frozenset(), frozenset(), {A}]


def test_a_file_that_is_gone_for_good_is_told() -> None:
    """A file that was taken away is a change like any other, after a little more patience; so is a new one."""
    watch = Stillness({A: (1, 1)}, lambda _: True)
    assert watch.step(0, {B: (1, 1)}) == frozenset()
    assert watch.step(0.5, {B: (1, 1)}) == {B}
    assert watch.step(1.5, {B: (1, 1)}) == {A}


def test_half_a_file_is_told_late_and_the_whole_again() -> None:
    """A file that cannot be opened gets time; told all the same, it is told anew when it can be opened."""
    whole: set[Path] = set()
    watch = Stillness({A: (1, 1)}, whole.__contains__)
    assert watch.step(0, {A: (2, 2)}) == frozenset()
    assert watch.step(0.5, {A: (2, 2)}) == frozenset()
    assert watch.step(1.1, {A: (2, 2)}) == {A}
    assert watch.step(1.5, {A: (2, 2)}) == frozenset()
    whole.add(A)  # another program let go of it; the file itself is as it was
    assert watch.step(2.0, {A: (2, 2)}) == {A}
    assert watch.step(2.5, {A: (2, 2)}) == frozenset()


def test_jobs_come_newest_first_and_once() -> None:
    """What was asked for last is done first, what was asked for twice is done once, and a failure ends nothing."""
    done: list[str] = []
    failed: list[BaseException] = []
    begin, finish, left = Event(), Event(), Event()

    def work(job: str) -> None:
        done.append(job)
        if job == "första":
            begin.set()
            assert finish.wait(PATIENCE)
            raise ValueError
        if job == "sista":
            begin.set()

    jobs: Jobs[str] = Jobs("prov", work, failed.append, left.set)
    jobs.start()
    jobs.ask("första")
    assert begin.wait(PATIENCE)
    begin.clear()
    for job in ("sista", "a", "b", "a"):
        jobs.ask(job)
    finish.set()
    assert begin.wait(PATIENCE)
    assert jobs.stop(PATIENCE)
    assert done == ["första", "a", "b", "sista"]
    assert [type(error) for error in failed] == [ValueError]
    assert left.is_set()


# ---- what there is to choose from


def test_every_handling_stands_under_its_format(root: Path) -> None:
    """The list has each format by its title, those without a case too, and each handling once."""
    schema = root / "schemas" / "handlingar" / "ny.schema.json"
    first = next(iter((root / "schemas" / "handlingar").glob("*.json")))
    new = json.loads(first.read_text("utf-8")) | {"title": "Nytt format"}
    new["properties"]["typ"]["const"] = "ny"
    schema.write_text(json.dumps(new), "utf-8")
    catalogue = Librarian(Files(settings(root))).catalogue(Schemas(root / "schemas"))
    handlingar = [len(json.loads(path.read_text("utf-8"))["handlingar"]) for path in CASES[:2]]
    assert len(catalogue.choices) == sum(handlingar)
    assert next(group for group in catalogue.groups if group.title == "Nytt format").choices == ()
    assert all(choice.name and choice.profil and choice.day for choice in catalogue.choices.values())


def test_one_profile_alone(root: Path) -> None:
    """With a profile only its cases are listed."""
    path = root / "cases" / CASES[1].name
    path.write_text(path.read_text("utf-8").replace('"profil": "', '"profil": "egen-'), "utf-8")
    profil = json.loads(path.read_text("utf-8"))["profil"]
    catalogue = Librarian(Files(settings(root)), profil).catalogue(Schemas(root / "schemas"))
    assert {choice.file for choice in catalogue.choices.values()} == {path}


def test_a_case_that_is_half_saved_keeps_its_place(root: Path) -> None:
    """While a file cannot be read its handlingar stay as they were; one that never could be read is listed too."""
    librarian, schemas = Librarian(Files(settings(root))), Schemas(root / "schemas")
    before = librarian.catalogue(schemas).choices
    (root / "cases" / CASES[0].name).write_text('{"handlingar": [', "utf-8")
    (root / "cases" / "trasig.json").write_text("{", "utf-8")
    now = librarian.catalogue(schemas)
    assert set(before) < set(now.choices)
    assert now.groups[-1].title == "Ärenden som inte går att läsa"
    assert [choice.key for choice in now.groups[-1].choices] == ["trasig/1"]


# ---- what is shown after an attempt

SHEET = Sheet(name="abc", png=b"png", width=1, height=1, text="ord")
NOON = datetime(2024, 5, 6, 14, 5, 32)
FAULT = Finding(code="fel", message="Fel.")


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (None, "Sidorna görs …"),
        (View(generation=1, under_way=True), "Sidorna görs …"),
        (View(generation=1, under_way=True, sheets=(SHEET,), made=NOON), "Något har sparats. Sidorna görs om …"),
        (
            View(generation=2, under_way=True, unchecked=True, sheets=(SHEET,), made=NOON),
            "Sidorna är uppdaterade kl. 14.05.32, 1 sida",
        ),
        (View(generation=1, sheets=(SHEET,) * 2, made=NOON), "Sidorna är uppdaterade kl. 14.05.32, 2 sidor"),
        (View(generation=1, sheets=(SHEET,), made=NOON), "Sidorna är uppdaterade kl. 14.05.32, 1 sida"),
        (View(generation=1, words=("Hej",), made=NOON), "Texten är uppdaterad kl. 14.05.32"),
        (
            View(generation=2, sheets=(SHEET,), made=NOON, old=True),
            "Det går inte att göra sidor av det som är sparat nu. Sidorna är från kl. 14.05.32.",
        ),
        (
            View(generation=1),
            "Det går inte att göra sidor av det som är sparat nu. Anmärkningarna säger varför.",
        ),
    ],
)
def test_the_status_says_how_it_is(view: View | None, words: str) -> None:
    """One line says whether the pages are new, old, on their way, or not to be had."""
    assert status(view) == words


def test_pages_stay_until_there_are_newer_ones() -> None:
    """An attempt without pages keeps the last ones, marked as old; the next with pages takes their place."""
    good = finished(begun(None, 1), Attempt(sheets=(SHEET,)), NOON)
    bad = finished(begun(good, 2), Attempt(findings=(FAULT,)), datetime(2025, 1, 1))
    text = finished(begun(bad, 3), Attempt(words=("Hej",), findings=(FAULT,)), datetime(2025, 1, 1))
    for view in (bad, text):
        assert (view.sheets, view.made, view.old, view.findings) == ((SHEET,), NOON, True, (FAULT,))
    other = Sheet(name="def", png=b"", width=1, height=1, text="")
    mended = finished(begun(text, 4), Attempt(sheets=(other,)), datetime(2025, 1, 1))
    assert (mended.sheets, mended.before, mended.old, mended.findings) == ((other,), (SHEET,), False, ())


def test_pages_come_and_come_anew_when_a_template_is_saved(root: Path) -> None:
    """A handling on the screen is made again, by itself, of the template that was saved."""
    with opened(root) as preview:
        view = settled(preview)
        assert [(sheet.text.startswith("Dokument"), sheet.png[:4]) for sheet in view.sheets] == [(True, b"\x89PNG")]
        with preview.board.watching(KEY):
            body_template(root).touch()
            state = after(preview, newer(view))
        assert state.views[KEY].sheets[0].text != view.sheets[0].text


def test_pages_are_shown_before_they_are_checked(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of a long document takes its time; its pages are seen first, and stay when it has been checked."""
    go, real = Event(), files.conclude
    monkeypatch.setattr(files, "conclude", lambda *args: (go.wait(PATIENCE), real(*args))[1])
    with opened(root) as preview:
        shown = preview.ask(KEY, PATIENCE).views[KEY]
        assert (shown.unchecked, len(shown.sheets)) == (True, 1)
        go.set()
        checked = settled(preview)
    assert (checked.unchecked, checked.sheets, checked.made) == (False, shown.sheets, shown.made)
    assert checked.findings


@pytest.mark.parametrize("folder", ["schemas", "rules", "templates", "cases"])
def test_whatever_a_document_depends_on_is_watched(root: Path, folder: str) -> None:
    """A schema, a rule, a profile or a case that is saved makes the pages anew."""
    with opened(root) as preview, preview.board.watching(KEY):
        view = settled(preview)
        next(path for path in sorted((root / folder).rglob("*")) if path.suffix in (".json", ".toml")).touch()
        assert after(preview, newer(view)).views[KEY].sheets


def test_a_broken_template_keeps_the_last_pages_and_says_why(root: Path) -> None:
    """Half a Word file gives a finding beside the old pages; the whole file gives new pages and no finding."""
    template = body_template(root)
    whole = template.read_bytes()
    with opened(root) as preview, preview.board.watching(KEY):
        view = settled(preview)
        template.write_bytes(whole[: len(whole) // 2])
        broken = after(preview, newer(view)).views[KEY]
        assert broken.old
        assert broken.sheets == view.sheets
        assert [finding.place.file for finding in broken.findings] == [template]
        template.write_bytes(whole)
        mended = after(preview, newer(broken)).views[KEY]
    assert not mended.old
    assert mended.sheets != view.sheets
    assert template not in [finding.place.file for finding in mended.findings]


def test_an_engine_that_has_ended_is_started_again(root: Path) -> None:
    """An engine that went away between two documents is asked once more, and nobody notices."""
    engine = Engine()
    engine.faults = ["motor-avbrott"]
    with opened(root, engine) as preview:
        view = settled(preview)
    assert view.sheets
    assert "motor-avbrott" not in [finding.code for finding in view.findings]


def test_an_engine_that_fails_leaves_the_text_and_another_attempt(root: Path) -> None:
    """When the engine fails the text is shown with its finding; another attempt may be asked for."""
    engine = Engine()
    engine.faults = ["motor-tidsgrans"]
    with opened(root, engine) as preview:
        view = settled(preview)
        assert (view.sheets, view.again) == ((), True)
        assert view.words
        assert [finding.code for finding in view.findings] == ["motor-tidsgrans"]
        preview.again(KEY)
        assert settled(preview).sheets


def test_without_an_office_the_text_is_shown(root: Path) -> None:
    """A machine without LibreOffice gets the text and a notice that says what to install."""
    with opened(root, Engine(version=None)) as preview:
        view = settled(preview)
        number = preview.board.state.catalogue.choices[KEY].name
        assert preview.board.state.notice == "Installera motorn."
    assert any(number in line for line in view.words)
    assert not view.sheets


def test_an_error_of_the_program_is_told_and_survived(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A choice that the program itself fails on says so; the next choice is made as ever."""
    real = makers.attempt
    monkeypatch.setattr(makers, "attempt", lambda *_: 1 / 0)
    with opened(root) as preview:
        assert [finding.code for finding in settled(preview).findings] == ["fel-i-programmet"]
        assert "ZeroDivisionError.log" in settled(preview).findings[0].remedy
        monkeypatch.setattr(makers, "attempt", real)
        other = list(preview.board.state.catalogue.choices)[1]
        assert settled(preview, other).sheets


def test_the_engine_is_closed_when_the_preview_is(root: Path) -> None:
    """Nothing is left running, and whoever waits for news is let go."""
    engine = Engine()
    with opened(root, engine) as preview:
        events = preview.events(KEY)
        next(events)
    assert engine.closed.is_set()
    assert list(events)[-1:] in ([], [preview.board.state.version])


def test_a_document_that_is_broken_off_is_no_error(root: Path) -> None:
    """Closing the preview while the engine works breaks the work off, and calls nobody."""
    working, alarms = Event(), []

    class Slow(Engine):
        def convert(self, docx: Path, pdf: Path) -> None:
            working.set()
            assert self.closed.wait(PATIENCE)
            raise ValueError(docx, pdf)

    engine = Slow()
    with Preview(settings(root), lambda: engine, lambda error: alarms.append(error) or Path()):
        assert working.wait(PATIENCE)
    assert engine.closed.is_set()
    assert alarms == []


def test_a_case_that_is_new_or_gone_changes_the_list(root: Path) -> None:
    """The list follows the folder of cases while the program runs."""
    new = f"{CASES[2].stem}/1"
    with opened(root) as preview:
        settled(preview)
        shutil.copy(CASES[2], root / "cases")
        after(preview, lambda state: state.generation > 0 and new in state.catalogue.choices)
        (root / "cases" / CASES[2].name).unlink()
        after(preview, lambda state: new not in state.catalogue.choices)


# ---- findings and their places


def guide(root: Path) -> Guide:
    """Addresses of a root's files."""
    return Guide(Files(settings(root)).listing())


def test_each_finding_leads_to_its_place(root: Path) -> None:
    """A spot in a Word file leads to its paragraph, a line to its line, another file nowhere."""
    word = root / "templates" / "standard" / "brevmall.docx"
    spot = Spot(part="word/header2.xml", where="sidhuvud 2, stycke 1", paragraph=3)
    whole = Spot(part="word/styles.xml", where="delen word/styles.xml")
    way = guide(root)
    assert way.href(Place(file=word, spot=spot)) == "/mall/standard/brevmall.docx#stycke-header2-3"
    assert way.href(Place(file=word, spot=whole)) == "/mall/standard/brevmall.docx#del-styles"
    assert way.href(Place(file=word)) == "/mall/standard/brevmall.docx"
    profile = root / "templates" / "standard" / "profil.toml"
    assert way.href(Place(file=profile, line=12)) == "/fil/templates/standard/profil.toml#rad-12"
    assert way.href(Place(file=root / "out" / "x.docx", line=1)) is None
    assert way.href(Place()) is None


def test_a_place_in_a_text_file_has_its_line_and_column(root: Path) -> None:
    """As in the terminal: a line of a case file may be long; without a column, the line alone."""
    file = root / "cases" / "x.json"
    place = Place(file=file, line=12, column=7, title="Datum")
    assert guide(root).words(place).endswith("x.json, rad 12, tecken 7, Datum")
    assert guide(root).words(replace(place, column=None)).endswith("x.json, rad 12, Datum")


@pytest.mark.parametrize(
    ("quote", "paragraph"),
    [
        ("{{ b.namn }}", 3),
        ("{% if a %}Text {{ a.c }}", 0),
        ("{% if a %}Text {{ a", 0),
        ("{% endif %}{{ b.namn }}", 2),
        ("Text {{ a.c }}", 1),
        ("{{ finns.inte }}", None),
    ],
)
def test_a_quoted_paragraph_is_found(root: Path, quote: str, paragraph: int | None) -> None:
    """A finding that only quotes a paragraph leads to it, also when the tags before it are quoted with it."""
    word = body_template(root)
    lines = ("{%p if a %}", "Text {{ a.c }}", "{%p endif %}", "{{ b.namn }}", "{{ b.namn }}")
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    content = parts(word.read_bytes())["word/document.xml"].replace(b"<w:body>", b"<w:body>" + body.encode(), 1)
    repacked(word, word, {"word/document.xml": content})
    (finding,) = located([Finding(code="x", message="Fel.", place=Place(file=word, title=f"«{quote}»"))])
    assert (finding.place.spot.paragraph if finding.place.spot else None) == paragraph


def test_a_name_with_odd_characters_is_an_address_all_the_same(root: Path) -> None:
    """Spaces, Swedish letters and marks in a file's name are written as an address has them."""
    path = root / "templates" / "standard" / "å b#?.docx"
    shutil.copy(root / "templates" / "standard" / "brevmall.docx", path)
    href = guide(root).href(Place(file=path))
    assert href == "/mall/standard/%C3%A5%20b%23%3F.docx"


def test_findings_stand_by_file_and_weight(root: Path) -> None:
    """The templates come first, then the case, the gravest of each first, and what is said twice once."""
    template, case = root / "templates" / "standard" / "brevmall.docx", root / "cases" / CASES[0].name
    mild = Finding(code="a", message="Mild.", place=Place(file=template), severity=Severity.NOTE)
    grave = Finding(code="b", message="Svår.", place=Place(file=template))
    about_case = Finding(code="c", message="Ärende.", place=Place(file=case, line=2))
    nowhere = Finding(code="d", message="Motor.")
    groups = guide(root).groups([about_case, mild, nowhere, grave, mild])
    assert [(one.title, [remark.message for remark in one.remarks]) for one in groups] == [
        ("Mallarna", ["Svår.", "Mild."]),
        ("Ärendet och dokumentet", ["Ärende."]),
        ("Övrigt", ["Motor."]),
    ]


def test_a_word_file_as_text_has_every_paragraph_and_its_tags(root: Path, tmp_path: Path) -> None:
    """Body, tables, headers and footers come with addresses; tags are set apart; what is said stands at its place."""
    path = root / "templates" / "standard" / "brevmall.docx"
    body = body_template(root)
    headed = [part.title.split()[0] for part in word_parts(path, ())]
    assert {"Brödtexten", "Sidhuvud", "Sidfot"} <= set(headed)
    spot = Spot(part="word/document.xml", where="", paragraph=1)
    said = guide(root).remark(Finding(code="x", message="Här.", place=Place(file=body, spot=spot)))
    lines = word_parts(body, [said])[0].lines
    assert [line.anchor for line in lines if line.remarks] == ["stycke-document-1"]
    tags = [piece.text for line in lines for piece in line.pieces if piece.tag]
    assert tags
    assert all(tag[:2] in ("{{", "{%", "{#") and tag[-1] == "}" for tag in tags)
    assert len({line.anchor for part in word_parts(path, ()) for line in part.lines}) == sum(
        len(part.lines) for part in word_parts(path, ())
    )


def test_a_text_is_counted_as_findings_count(tmp_path: Path) -> None:
    """Lines are those between line breaks, whatever other separators a text has in it."""
    path = tmp_path / "x.toml"
    path.write_bytes("\ufeffa\u2028b\r\n\r\nc\x0cd\n".encode())
    lines = text_part(path, ()).lines
    assert [(line.label, line.pieces[0].text) for line in lines] == [("1", "a\u2028b"), ("2", ""), ("3", "c\x0cd")]


# ---- what is answered, and to whom


@contextmanager
def served(preview: Preview) -> Iterator[Server]:
    """The preview on a socket."""
    with Server(preview, 0) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def asked(server: Server, path: str, method: str = "GET", **headers: str) -> Iterator[HTTPResponse]:
    """The answer to one question."""
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)) as line:
        line.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            line.putheader(name, value)
        line.endheaders()
        yield line.getresponse()


def page(server: Server, path: str) -> tuple[int, str]:
    """Status and text of an answer."""
    with asked(server, path) as answer:
        return answer.status, answer.read().decode()


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose files nobody changes, and whose threads have not begun; around its root lies what is secret."""
    root = made_root(tmp_path_factory.mktemp("still") / "rot")
    (root.parent / "hemligt.toml").write_text("hemligt", "utf-8")
    shutil.copy(root / "templates" / "standard" / "brevmall.docx", root.parent / "hemligt.docx")
    (root / "out").mkdir()
    (root / "out" / "manifest.json").write_text("{}", "utf-8")
    for link in ("templates/ut.toml", "cases/ut.json", "templates/standard/ut.docx"):
        (root / link).symlink_to(root.parent / f"hemligt{'.docx' if link.endswith('docx') else '.toml'}")
    with served(Preview(settings(root), Engine, no_alarm)) as server:
        yield server


def test_pages_pictures_and_files_are_served(root: Path) -> None:
    """The list, a handling with its picture and its text, and the files that it is made of, all have addresses."""
    with opened(root) as preview, served(preview) as server:
        view = settled(preview)
        code, text = page(server, f"/visa/{KEY}")
        assert code == 200
        assert '<html lang="sv">' in text
        assert 'alt="Sida 1 av 1"' in text
        assert view.sheets[0].text in text
        assert "Sidorna är uppdaterade kl. " in text
        assert 'aria-current="page"' in text
        with asked(server, f"/bild/{view.sheets[0].name}.png") as answer:
            assert (answer.headers["Content-Type"], answer.read()) == ("image/png", view.sheets[0].png)
        assert page(server, "/")[0] == 200
        assert f"/visa/{KEY}" in page(server, "/")[1]
        assert page(server, f"/fil/cases/{CASES[0].name}?fran={KEY}")[0] == 200
        assert "{{" in page(server, f"/mall/{body_template(root).relative_to(root / 'templates').as_posix()}")[1]


@pytest.mark.parametrize(
    "path", ["/", "/mall/standard/brevmall.docx", "/finns-inte", "/stil.css", "/bild/finns-inte.png"]
)
def test_every_answer_forbids_what_no_page_needs(still: Server, path: str) -> None:
    """No script, style, picture or frame from anywhere else; nothing guessed, kept or passed on."""
    with asked(still, path) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith(
            "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'"
        )
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_pages_need_nothing_from_elsewhere(root: Path) -> None:
    """No page names another server, and none has a script or a style of its own in it."""
    with opened(root) as preview, served(preview) as server:
        settled(preview)
        for path in ("/", f"/visa/{KEY}", "/mall/standard/brevmall.docx", f"/fil/cases/{CASES[0].name}", "/nix"):
            text = page(server, path)[1]
            assert not [word for word in (' src="http', ' href="http', "<style", " style=", " onload=") if word in text]
            assert text.count("<script") == text.count('<script src="/forhandsgranska.js" defer></script>') == 1


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.:{port}", ""]
)
def test_another_sites_name_leads_nowhere(still: Server, host: str) -> None:
    """A question that was put to another name than this machine's own, with the port, is refused."""
    with asked(still, "/", Host=host.format(port=still.port)) as answer:
        assert answer.status == 403
    with asked(still, "/", Host=f"localhost:{still.port}") as answer:
        assert answer.status == 200


def test_it_listens_to_this_machine_alone(still: Server) -> None:
    """The socket is bound to the loopback address."""
    assert still.socket.getsockname()[0] == "127.0.0.1"


def test_nothing_can_be_sent_to_it(still: Server) -> None:
    """Only questions are answered; HEAD gives what GET gives, without the content."""
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        with asked(still, "/", method) as answer:
            assert answer.status == 501
    with asked(still, "/", "HEAD") as answer:
        assert (answer.status, answer.read()) == (200, b"")
        assert int(answer.headers["Content-Length"]) > 0


@pytest.mark.parametrize(
    "path",
    [
        "/fil/../hemligt.toml",
        "/fil/cases/../../hemligt.toml",
        "/fil/%2e%2e/hemligt.toml",
        "/fil/cases%2f..%2f..%2fhemligt.toml",
        "/fil/cases/..%5c..%5chemligt.toml",
        "/fil/%252e%252e/hemligt.toml",
        "/fil//etc/passwd",
        "/fil/etc/passwd",
        "/fil/{root}/rules/arende.toml",
        "/fil/file:///etc/passwd",
        "/fil/templates/ut.toml",
        "/fil/cases/ut.json",
        "/fil/templates/standard/brevmall.docx",
        "/fil/templates/standard",
        "/fil/rules/README.md",
        "/fil/out/manifest.json",
        "/fil/",
        "/fil",
        "/mall/../../hemligt.docx",
        "/mall/standard/profil.toml",
        "/mall/standard/ut.docx",
        "/mall/standard/brevmall.docx%00.png",
        "/mall/standard/%ff%fe.docx",
        "/visa/finns-inte/1",
        f"/visa/{KEY}/..",
        "/bild/../stil.css",
        "/web/stil.css",
        "/grund.html",
        "/%2e%2e/__init__.py",
        "http://127.0.0.1/stil.css",
        "//127.0.0.1/stil.css",
        "*",
    ],
)  # fmt: skip
def test_no_other_file_can_be_reached(still: Server, path: str) -> None:
    """Only files of the three folders and the listed cases have addresses, however an address is written."""
    code, text = page(still, path.replace("{root}", str(still.preview.files.settings.root)))
    assert code == (403 if path.startswith("http:") else 404)
    assert "hemligt" not in text


def test_no_text_becomes_part_of_a_page(root: Path, uninspected: dict[str, tuple[Finding, ...]]) -> None:
    """Marks in cases, templates, file names and findings are shown as they are and never run."""
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    path = root / "cases" / CASES[0].name
    case = json.loads(path.read_text("utf-8"))
    case["diarienummer"] = case["handlingar"][0]["datum"] = evil
    path.write_text(json.dumps(case), "utf-8")
    word = root / "templates" / "standard" / "brevmall.docx"
    header = next(name for name in parts(word.read_bytes()) if "header" in name and "rels" not in name)
    content = parts(word.read_bytes())[header].replace(
        b"</w:t>", b"{{ &lt;script&gt;alert(1)&lt;/script&gt; }}</w:t>", 1
    )
    repacked(word, word, {header: content})
    typ = case["handlingar"][0]["typ"]
    uninspected[typ] = (
        Finding(code="x", message=evil, remedy=evil, source=evil, waived=evil, place=Place(title=evil)),
    )
    with opened(root, Engine(version=None)) as preview, served(preview) as server:
        settled(preview)
        after(preview, lambda state: bool(state.inspections))
        for address in ("/", f"/visa/{KEY}", f"/fil/cases/{CASES[0].name}", "/mall/standard/brevmall.docx"):
            code, text = page(server, address)
            assert code == 200
            assert "alert(1)" in text
            assert "<script>" not in text
            assert "<img src=x" not in text


def test_findings_of_the_inspection_stand_beside_the_page(
    root: Path, uninspected: dict[str, tuple[Finding, ...]]
) -> None:
    """What is wrong with a template is linked to its paragraph, and said again at the paragraph itself."""
    template = body_template(root)
    spot = Spot(part="word/document.xml", where="brödtexten, stycke 2", paragraph=1)
    fault = Finding(code="x", message="Något är galet.", remedy="Rätta.", place=Place(file=template, spot=spot))
    uninspected[template.stem] = (fault,)
    with opened(root) as preview, served(preview) as server:
        settled(preview)
        after(preview, lambda state: bool(state.inspections))
        address = f"/mall/{template.relative_to(root / 'templates').as_posix()}?fran={KEY.replace('/', '%2F')}"
        shown = page(server, f"/visa/{KEY}")[1]
        assert f'href="{address}#stycke-document-1"' in shown
        assert "brödtexten, stycke 2</a>" in shown
        there = page(server, address)[1]
        assert "Något är galet." in there.partition('id="stycke-document-1"')[2].partition('id="stycke-document-2"')[0]
        assert f'href="/visa/{KEY}"' in there


def test_a_file_that_cannot_be_opened_says_so_on_its_page(root: Path) -> None:
    """A Word file that is none has a page all the same, with what is wrong."""
    word = root / "templates" / "standard" / "brevmall.docx"
    word.write_bytes(b"PK")
    with opened(root) as preview, served(preview) as server:
        code, text = page(server, "/mall/standard/brevmall.docx")
    assert code == 200
    assert "Filen är inte ett Word-dokument" in text


def test_a_bomb_is_not_unpacked(root: Path) -> None:
    """A Word file that would fill the memory is refused by its page, and nothing else stops."""
    word = root / "templates" / "standard" / "brevmall.docx"
    with ZipFile(word, "w", 8) as archive:
        archive.writestr("word/document.xml", b"0" * 80_000_000)
    with opened(root) as preview, served(preview) as server:
        assert "orimligt stor" in page(server, "/mall/standard/brevmall.docx")[1]
        assert page(server, "/")[0] == 200


def test_the_browser_is_told_when_something_has_changed(root: Path) -> None:
    """A listener hears of the state at once, and of the next when a file has been saved."""
    with opened(root) as preview, served(preview) as server:
        settled(preview)
        with asked(server, f"/handelser/{KEY}") as answer:
            assert answer.headers["Content-Type"].startswith("text/event-stream")
            first = heard(answer)
            body_template(root).touch()
            assert heard(answer) != first
            assert preview.board.watched == (KEY,)


def heard(answer: HTTPResponse) -> bytes:
    """The next event."""
    return next(line for line in iter(answer.readline, b"") if line.startswith(b"data:"))


def test_a_page_does_not_wait_for_another(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a document is being made, everything else is answered."""
    go, real = Event(), makers.attempt
    monkeypatch.setattr(makers, "attempt", lambda *args: (go.wait(PATIENCE), real(*args))[1])
    with opened(root) as preview, served(preview) as server:
        assert "Sidorna görs …" in page(server, f"/visa/{KEY}")[1]
        assert page(server, "/")[0] == 200
        assert page(server, "/mall/standard/brevmall.docx")[0] == 200
        go.set()
        assert settled(preview).sheets


def test_what_many_ask_for_is_made_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that are as the files are now are not made again, whether others ask while they are made or afterwards."""
    engine, begun, go, real = Engine(), Event(), Event(), makers.attempt
    monkeypatch.setattr(makers, "attempt", lambda *args: (begun.set(), go.wait(PATIENCE), real(*args))[2])
    with opened(root, engine) as preview:
        assert begun.wait(PATIENCE)
        preview.ask(KEY)
        go.set()
        settled(preview)
        preview.ask(KEY)
        settled(preview, list(preview.board.state.catalogue.choices)[1])
    assert engine.made == 2


def test_an_error_while_answering_is_answered(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that the program fails on says so in Swedish, and the next question is answered."""
    with opened(root) as preview, served(preview) as server:
        monkeypatch.setattr(preview, "ask", lambda *_: 1 / 0)
        code, text = page(server, f"/visa/{KEY}")
        assert (code, "ZeroDivisionError.log" in text, "Traceback" in text) == (500, True, False)
        assert page(server, "/")[0] == 200


def test_the_size_that_was_chosen_stays(root: Path) -> None:
    """Links keep the size of the pages; a size that is none is the ordinary one."""
    with opened(root) as preview, served(preview) as server:
        settled(preview)
        assert f'href="/visa/{KEY}?storlek=stor"' in page(server, f"/visa/{KEY}?storlek=stor")[1]
        assert 'class="kolumner normal"' in page(server, f"/visa/{KEY}?storlek=%3Cb%3E")[1]


# ---- the command


def run(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """The command, that is expected to end by itself."""
    command = [sys.executable, "-m", "generator", "forhandsgranska", "--rot", str(root), *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)


def test_a_profile_that_is_none_is_refused(root: Path) -> None:
    """A misspelt profile is told with the nearest name, before anything is started."""
    profil = json.loads(CASES[0].read_text("utf-8"))["profil"]
    said = run(root, "--profil", f"{profil}x")
    assert said.returncode == ExitCode.USAGE
    assert f"Menade du «{profil}»?" in said.stderr


def test_a_port_that_is_taken_is_told(root: Path) -> None:
    """A port that was asked for and is taken is no other port; the reader is told to choose."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        said = run(root, "--port", str(taken.getsockname()[1]))
    assert said.returncode == ExitCode.USAGE
    assert "Välj en annan" in said.stderr
    assert run(root, "--port", "70000").returncode == ExitCode.USAGE


@pytest.mark.office
@pytest.mark.parametrize(("by", "warm"), [(signal.SIGTERM, True), (signal.SIGINT, False)])
def test_it_ends_tidily(root: Path, tmp_path: Path, by: signal.Signals, warm: bool) -> None:
    """Ctrl-C, or a system that stops it, ends page and office, begun or half begun; no folder or process is left."""
    own = tmp_path / "tmp"
    own.mkdir()
    command = [sys.executable, "-m", "generator", "forhandsgranska", "--rot", str(root), "--port", "0"]
    settings = {**os.environ, "TMPDIR": str(own), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=settings) as process:
        assert process.stdout is not None
        address = urlsplit(process.stdout.readline().split()[-1])
        if warm:
            with closing(HTTPConnection(str(address.hostname), address.port or 0, timeout=PATIENCE)) as line:
                wait_for_page(line)
            assert offices(own)
        process.send_signal(by)
        assert process.wait(PATIENCE) == ExitCode.OK
    assert list(own.iterdir()) == []
    assert offices(own) == []


def offices(folder: Path) -> list[Path]:
    """The processes that were given a folder to work in."""
    return [path for path in Path("/proc").glob("[0-9]*/cmdline") if str(folder).encode() in read(path)]


def wait_for_page(line: HTTPConnection) -> None:
    """Ask until the first page has been made: the office runs."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        line.request("GET", f"/visa/{KEY}")
        if 'alt="Sida 1 av' in line.getresponse().read().decode():
            return
    raise AssertionError


def read(path: Path) -> bytes:
    """What a file has in it; nothing when it is gone."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
