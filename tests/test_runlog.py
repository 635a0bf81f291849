"""A run's log: nothing is lost on the way to the disk and back, whatever happens meanwhile."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from generator import runlog
from generator.errors import FolderError
from generator.findings import Finding, Place, Severity, Spot
from generator.model import Deadline
from generator.results import HandlingResult, Outcome
from generator.runlog import (
    Ending,
    Entry,
    Kind,
    Picture,
    Run,
    RunLog,
    WholeRun,
    history,
    log_file,
    logs,
    newest,
    read_run,
    rotate,
)
from generator.runlog.album import Album
from generator.runlog.reading import read_ends

BEGUN = datetime(2026, 3, 2, 2, 0, 5, tzinfo=UTC)
FINDING = Finding(
    code="tom-sandlista",
    message="Sändlistan är «tom» – ingen får beslutet.",
    remedy="Lägg till en mottagare.",
    place=Place(file=Path("arenden/a.json"), line=3, column=7, path=("handlingar", 0, "sandlista"), title="Sändlista"),
    severity=Severity.WARNING,
    source="33 § förvaltningslagen",
    waived="Ingen part finns.",
)
SPOTTED = Finding(
    code="mall",
    message="I mallen.",
    place=Place(spot=Spot(part="word/document.xml", where="brödtexten", text="Hej", paragraph=4)),
)
ENTRY = Entry(
    result=HandlingResult(
        source=Path("arenden/a.json"),
        diarienummer="GNS/8/2019",
        handling="2019-10-07-tjansteskrivelse",
        outcome=Outcome.DONE,
        files=(Path("ut/GNS-8-2019/a.docx"),),
        findings=(FINDING, SPOTTED),
        exit_code=0,
        pages=2,
        deadlines=(Deadline(name="Slutrapport", day=date(2026, 4, 1), rule="slutrapport-senast", met=True),),
    ),
    why=("mallen standard/avslut.docx",),
    seconds=1.5,
    handlaggare="Åsa Öst",
    arendemening="Projekt",
    replaced=True,
    by="natt:1",
    pictures=(Picture(page=2, before=None, after="001-2-nu.png"),),
)
ENDING = Ending(ended=BEGUN + timedelta(minutes=3), exit_code=3, stopped="Disken är full.", counts={"klar": 1})


def run(out: Path, day: int = 0) -> Run:
    """A run on some day."""
    return Run(
        begun=BEGUN + timedelta(days=day),
        host="natt",
        pid=7,
        version="1.0",
        cases=(Path("arenden"),),
        out=out,
        planned=2,
    )


def logged(out: Path, day: int = 0, ending: Ending | None = ENDING) -> Path:
    """The log of a run with one handling."""
    one = run(out, day)
    log = RunLog(log_file(out, one), one)
    log.add(ENTRY)
    log.remark(FINDING)
    if ending:
        log.end(replace(ending, ended=one.begun + timedelta(minutes=3)))
    return log_file(out, one)


def test_nothing_is_lost_on_the_way(tmp_path: Path) -> None:
    """What is read is what was written, to the last field."""
    whole = read_run(logged(tmp_path))
    assert whole.run == run(tmp_path)
    assert whole.entries == (ENTRY,)
    assert whole.remarks == (FINDING,)
    assert whole.ending == ENDING


@pytest.mark.parametrize("cut", [1, 20, 100])
def test_a_log_that_was_cut_off_is_read_as_far_as_it_goes(cut: int, tmp_path: Path) -> None:
    """After a power cut the last line may be a half: the others count."""
    path = logged(tmp_path)
    path.write_bytes(path.read_bytes()[:-cut])
    whole = read_run(path)
    assert whole.entries == (ENTRY,)
    assert whole.ending is None or cut == 1


@pytest.mark.parametrize("content", [b"", b"{}\n", b'{"slag": "start"}\n', b"skr\xc3\xa4p\n\n{}\n", b"[1]\n"])
def test_what_is_no_log_is_told(content: bytes, tmp_path: Path) -> None:
    """An empty file, another file, a log from another version: a finding, no traceback."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    with pytest.raises(FolderError) as caught:
        read_run(path)
    assert caught.value.findings[0].code == "logg-trasig"


def test_a_full_disk_loses_no_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are kept while the disk is full, and written when there is room."""
    whole, full = Path.open, [True]

    def no_room(self: Path, mode: str = "r", **more: object) -> object:
        if full[0] and mode == "ab":
            raise OSError(28, "No space left on device")
        return whole(self, mode, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", no_room)
    one = run(tmp_path)
    log = RunLog(log_file(tmp_path, one), one)
    log.add(ENTRY)
    full[0] = False
    assert log.end(ENDING) == log_file(tmp_path, one)
    assert read_run(log_file(tmp_path, one)).entries == (ENTRY,)


RESTS = replace(ENTRY, result=replace(ENTRY.result, outcome=Outcome.UNCHANGED, handling="rests"), by=None)


def test_where_nothing_was_done_a_line_may_wait_but_keeps_its_place(tmp_path: Path) -> None:
    """Lines of what is at rest are on the disk before the next that is made, and when they are asked for."""
    one = run(tmp_path)
    log = RunLog(log_file(tmp_path, one), one)
    log.add(RESTS)
    log.add(ENTRY)
    assert read_run(log_file(tmp_path, one)).entries == (RESTS, ENTRY)
    log.add(RESTS)
    log.flush()
    assert read_run(log_file(tmp_path, one)).entries == (RESTS, ENTRY, RESTS)


@pytest.mark.parametrize("outcome", [Outcome.SKIPPED, Outcome.FROZEN])
def test_what_somebody_was_set_to_work_with_does_not_wait(outcome: Outcome, tmp_path: Path) -> None:
    """A makulerad or final handling may have got another status in the manifest: its line is on the disk at once."""
    one = run(tmp_path)
    done = replace(ENTRY, result=replace(ENTRY.result, outcome=outcome))
    RunLog(log_file(tmp_path, one), one).add(done)
    assert read_run(log_file(tmp_path, one)).entries == (done,)


def test_a_name_that_is_no_text_leaves_the_log_in_utf_8(tmp_path: Path) -> None:
    """Other programs can read the log though a file is called something that no alphabet has."""
    one = run(tmp_path)
    odd = replace(ENTRY, result=replace(ENTRY.result, source=Path(os.fsdecode(b"arenden/\xff.json"))))
    RunLog(log_file(tmp_path, one), one).add(odd)
    assert "Sändlistan" not in log_file(tmp_path, one).read_text("utf-8")
    assert read_run(log_file(tmp_path, one)).entries == (odd,)


def test_few_lines_wait_for_each_other(tmp_path: Path) -> None:
    """Of a thousand handlingar with which nothing is done, hardly any are missing from the log of a run that dies."""
    one = run(tmp_path)
    log = RunLog(log_file(tmp_path, one), one)
    for _ in range(1000):
        log.add(RESTS)
    assert len(read_run(log_file(tmp_path, one)).entries) > 970


@pytest.mark.parametrize("fails", ["short", "error"])
def test_a_line_that_was_cut_short_is_written_once_more(
    fails: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fills in the midst of a line, with or without an error: the log is whole, without a remark."""
    one = run(tmp_path)
    log = RunLog(log_file(tmp_path, one), one)
    log.add(ENTRY)
    whole, trouble = Path.open, [True]

    class Half:
        """A file that has room for half of what it is given."""

        def __init__(self, path: Path) -> None:
            self._path = path

        def __enter__(self) -> Half:
            return self

        def __exit__(self, *_: object) -> None:
            trouble[0] = False

        def write(self, content: bytes) -> int:
            with whole(self._path, "ab") as file:
                written = file.write(content[: len(content) // 2])
            if fails == "error":
                raise OSError(28, "No space left on device")
            return written

    def half(self: Path, mode: str = "r", **more: object) -> object:
        return Half(self) if trouble[0] and mode == "ab" else whole(self, mode, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", half)
    log.add(replace(ENTRY, seconds=2.5))
    log.end(ENDING)
    read = read_run(log_file(tmp_path, one))
    assert read.entries == (ENTRY, replace(ENTRY, seconds=2.5))
    assert (read.remarks, read.ending) == ((), ENDING)


def test_a_spoilt_line_costs_that_line_alone(tmp_path: Path) -> None:
    """Zeros where a line was: the others are read, and it is remarked that something may be missing."""
    path = logged(tmp_path)
    first, second, *rest = path.read_bytes().splitlines()
    path.write_bytes(b"\n".join([first, second, bytes(40), *rest]) + b"\n")
    whole = read_run(path)
    assert (whole.entries, whole.ending) == ((ENTRY,), ENDING)
    assert [one.severity for one in whole.remarks if one.code == "logg-trasig"] == [Severity.WARNING]


@pytest.mark.parametrize("many", [1, 200])
def test_the_numbers_of_a_run_are_read_without_its_lines(many: int, tmp_path: Path) -> None:
    """Thirty big logs are looked into each morning: first and last line are enough, when there is a last one."""
    one = run(tmp_path)
    log = RunLog(log_file(tmp_path, one), one)
    for _ in range(many):
        log.add(ENTRY)
    assert len(read_ends(log_file(tmp_path, one)).entries) == many
    log.end(ENDING)
    assert read_ends(log_file(tmp_path, one)) == WholeRun(run=one, entries=(), remarks=(), ending=ENDING)
    with pytest.raises(FolderError):
        read_ends(tmp_path / "finns-inte")


def test_a_disk_that_stays_full_leaves_the_log_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole log lies among the temporary files, and it is said where."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    out = tmp_path / "ut"
    out.write_text("en fil", "utf-8")
    one = run(out)
    log = RunLog(log_file(out, one), one)
    log.add(ENTRY)
    path = log.end(ENDING)
    assert path is not None
    assert path.parent == tmp_path / "tmp"
    assert read_run(path).entries == (ENTRY,)


def test_the_newest_is_the_last(tmp_path: Path) -> None:
    """Logs sort by time; a folder without any has no newest."""
    assert newest(tmp_path) is None
    logged(tmp_path, 3)
    logged(tmp_path, 1)
    assert newest(tmp_path) == logs(tmp_path)[-1] == log_file(tmp_path, run(tmp_path, 3))


def test_old_runs_are_taken_away_and_their_numbers_stay(tmp_path: Path) -> None:
    """Logs, reports and pictures of old runs go; the trend still knows how many documents they made."""
    paths = [logged(tmp_path, day) for day in range(5)]
    for path in paths:
        path.with_suffix("").mkdir()
        (tmp_path / "rapport" / f"{path.stem}.html").write_text("x", "utf-8")
    assert rotate(tmp_path, 2) == 3
    assert logs(tmp_path) == tuple(paths[-2:])
    assert sorted(path.stem for path in (tmp_path / "rapport").glob("*.html")) == [path.stem for path in paths[-2:]]
    told = history(tmp_path, paths[-1].stem)
    assert [one.name for one in told] == [path.stem for path in paths]
    assert {one.seconds for one in told} == {180.0}
    assert all(one.counts == {"klar": 1} for one in told)
    assert rotate(tmp_path, 2) == 0


def test_what_is_gone_no_longer_counts(tmp_path: Path) -> None:
    """A case file that was refused and then taken away by day: nobody is told to mend it."""
    one = run(tmp_path)
    log = RunLog(log_file(tmp_path, one), one)
    log.add(ENTRY)
    log.gone(ENTRY.result.source)
    assert read_run(log_file(tmp_path, one)).entries == ()
    log.add(ENTRY)  # it came back
    assert read_run(log_file(tmp_path, one)).entries == (ENTRY,)


def test_a_run_that_goes_on_keeps_its_log(tmp_path: Path) -> None:
    """However many nights have passed since a watch began; one that has been silent for a month is over."""
    watch = logged(tmp_path, 0, None)
    for day in range(1, 4):
        logged(tmp_path, day)
    assert rotate(tmp_path, 2) == 1
    assert watch.exists()
    os.utime(watch, (0, 0))
    assert rotate(tmp_path, 2) == 1
    assert not watch.exists()


def test_a_log_is_not_begun_again_in_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty one was put in the folder's place: nothing is written there, and a report can be made all the same."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tillfälligt"))
    (tmp_path / "tillfälligt").mkdir()
    out = tmp_path / "ut"
    out.mkdir()
    log = RunLog(log_file(out, run(out)), run(out))
    log.add(ENTRY)
    out.rename(tmp_path / "borta")
    out.mkdir()
    log.remark(FINDING)
    there = log.end(ENDING)
    assert list(out.iterdir()) == []
    assert there is not None
    whole = read_run(there)
    assert (whole.run, whole.remarks, whole.ending) == (run(out), (FINDING,), ENDING)


def test_nights_are_not_pushed_out_by_single_files(tmp_path: Path) -> None:
    """However many single runs there are, the newest nights keep their reports."""
    night = logged(tmp_path, 0)
    for day in range(1, 5):
        one = replace(run(tmp_path, day), kind=Kind.SOME)
        RunLog(log_file(tmp_path, one), one).end(ENDING)
    assert rotate(tmp_path, 2) == 2
    assert night.exists()
    assert newest(tmp_path) == night


def test_history_ends_with_the_run_that_is_asked_for(tmp_path: Path) -> None:
    """The report of an older run, made anew, does not know what came after; a run that was cut off is counted."""
    paths = [logged(tmp_path, day, ENDING if day else None) for day in range(3)]
    told = history(tmp_path, paths[1].stem)
    assert [one.name for one in told] == [path.stem for path in paths[:2]]
    assert told[0].counts == {"klar": 1}
    assert history(tmp_path, paths[2].stem, most=1)[0].name == paths[2].stem


def test_numbers_that_somebody_spoilt_are_left_out(tmp_path: Path) -> None:
    """A broken history costs the trend, not the report."""
    path = logged(tmp_path)
    (path.parent / "historik.json").write_text('[{"name": 3}]', "utf-8")
    assert [one.name for one in history(tmp_path, path.stem)] == [path.stem]


def test_an_album_holds_so_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When it is full no more pictures are made; what is no PDF gives none, and no error."""
    monkeypatch.setattr(runlog.album, "DOCUMENTS", 1)
    album = Album(tmp_path / "bilder")
    assert album.of(None, b"ingen pdf") == ()
    pdf = blank_pdf()
    assert album.of(None, pdf) == (Picture(page=1, before=None, after="001-1-nu.png"),)
    assert album.full
    assert album.of(None, pdf) == ()
    assert os.listdir(tmp_path / "bilder") == ["001-1-nu.png"]  # noqa: PTH208


def test_only_pages_that_differ_are_kept(tmp_path: Path) -> None:
    """The same page twice gives no picture; one more page gives a picture of that page."""
    album = Album(tmp_path / "bilder")
    assert album.of(blank_pdf(), blank_pdf()) == ()
    assert not (tmp_path / "bilder").exists()
    assert album.of(blank_pdf(), blank_pdf(2)) == (Picture(page=2, before=None, after="001-2-nu.png"),)


def blank_pdf(pages: int = 1) -> bytes:
    """Empty pages."""
    out = BytesIO()
    with pikepdf.new() as file:
        for _ in range(pages):
            file.add_blank_page()
        file.save(out)
    return out.getvalue()
