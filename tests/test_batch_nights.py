"""Nights that go wrong around the documents: odd files, deaf listeners, empty folders, faults in the program."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from generator.batch import rounds
from generator.batch.casefiles import Sights, case_files, covers
from generator.batch.floor import Order
from generator.batch.night import night_run
from generator.cli.rapport import write_missing
from generator.errors import EngineError, ExitCode
from generator.findings import Finding
from generator.results import Outcome
from generator.runlog import Kind, Run, RunLog, log_file, read_run
from tests.conftest import ROOT
from tests.mornings import entry
from tests.nights import Follower, House


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house, seen from the folder in which it lies."""
    monkeypatch.chdir(tmp_path)
    return House(tmp_path)


def test_files_that_are_none_stop_no_other(house: House) -> None:
    """A pipe, a link that leads to itself, a name that is no text: each is told, and the others are made."""
    house.case(1)
    os.mkfifo(house.cases / "ror.json")
    (house.cases / "ring.json").symlink_to("ring.json")
    (house.cases / os.fsdecode(b"b\xff.json")).write_bytes((house.cases / "a1.json").read_bytes())
    night, told = house.night()
    assert night.ending.counts == {"klar": 1, "vägrad": 1, "misslyckad": 2}
    assert told.codes("ror.json") == told.codes("ring.json") == {"fil-olaslig"}
    assert told.codes(os.fsdecode(b"b\xff.json")) == {"filnamn-olasligt"}


def test_a_linked_folder_is_told(house: House) -> None:
    """What lies behind a link is not taken, and nobody is to find that out later."""
    house.case(1)
    (house.cases / "projekt").symlink_to(ROOT / "cases")
    night, told = house.night()
    assert [one.code for one in told.remarks] == ["mapp-lank"]
    assert night.ending.exit_code == 0


def test_reports_are_no_case_files(house: House) -> None:
    """Documents and reports may lie among the case files, those of another folder of documents, too."""
    house.case(1)
    house.out = house.cases
    for place in (house.cases, house.cases / "gammal"):
        (place / "rapport" / "logg").mkdir(parents=True)
        (place / "rapport" / "2026-01-01.json").write_text("{}", "utf-8")
    (house.cases / "gammal" / ".generator").mkdir()
    (house.cases / "gammal" / "b.json").write_text("{}", "utf-8")
    assert [one.path.name for one in case_files([house.cases], house.out).sights] == ["a1.json"]


def test_a_folder_that_cannot_be_read_is_an_error(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in it can be asked for, and its case files are missing: the exit code says so, all others are made."""
    house.case(1)
    (house.cases / "hemlig").mkdir()
    walk, stat = os.scandir, os.stat

    def refused(path: Any) -> Any:
        if str(path).endswith("hemlig"):
            raise PermissionError(13, "nej", str(path))
        return walk(path)

    def closed(path: Any, **how: Any) -> Any:
        if "hemlig/" in str(path):
            raise PermissionError(13, "nej", str(path))
        return stat(path, **how)

    monkeypatch.setattr(os, "scandir", refused)
    monkeypatch.setattr(os, "stat", closed)
    night, told = house.night()
    assert [one.code for one in told.remarks] == ["mapp-olaslig"]
    assert night.ending.counts == {"klar": 1}
    assert night.ending.exit_code == ExitCode.FOLDER


def test_no_case_file_at_all(house: House) -> None:
    """A share that is not connected looks like an empty folder: after a night with documents that is an error."""
    night, told = house.night()
    assert night.ending.exit_code == 0
    path = house.case(1)
    assert house.night()[0].ending.exit_code == 0
    path.unlink()
    night, told = house.night()
    assert night.ending.exit_code == ExitCode.FOLDER
    assert [one.code for one in told.remarks] == ["inga-arenden"]


def test_the_gravest_is_what_cannot_wait(house: House) -> None:
    """One case that must be mended does not hide a document that somebody has changed."""
    house.case(1)
    house.case(2, handlingar=[{**json.loads(house.case(2).read_bytes())["handlingar"][0], "status": "upprattad"}])
    assert house.night()[0].ending.exit_code == 0
    [final] = (house.out / "GNS-2-2019").glob("*.docx")
    final.write_bytes(b"annat")
    house.file("a3.json", b"{")
    night, _ = house.night()
    assert {code for entry in read_run(night.log).entries if (code := entry.result.exit_code)} == {3, 6}  # type: ignore[arg-type]
    assert night.ending.exit_code == 6


def test_one_that_is_deaf_stops_nothing(house: House) -> None:
    """The pipe that was told is closed in the middle: the others hear the rest, and all is made."""

    class Deaf(Follower):
        def entry(self, entry: Any) -> None:
            super().entry(entry)
            raise BrokenPipeError

    house.case(1)
    house.case(2)
    deaf, hears = Deaf(), Follower()
    order = Order(given=(house.cases,), shop=house.shop, crew=house.crew, patience=0)
    night = night_run(order, [deaf, hears], house.stop)
    assert night.ending.counts == {"klar": 2}
    assert len(deaf.entries) == 1
    assert len(hears.entries) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only some systems have a disk that is always full")
def test_a_log_that_takes_nothing_stops_nothing(house: House) -> None:
    """Standard output on a full disk, as of a scheduled job, or a reader that leaves: all is made, and reported."""
    house.case(1)
    command = [sys.executable, "-m", "generator", "batch", house.cases, "--ut", house.out, "--rot", ROOT, "--utan-pdf"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*command, "--jobb", "1"], stdout=full, stderr=full, check=False, cwd=ROOT)
    assert done.returncode == 0
    assert len(list(house.out.glob("*/*.docx"))) == 1
    assert (house.out / "rapport" / "senaste.html").exists()
    house.case(2)
    first = subprocess.Popen([*command, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    assert first.stdout is not None
    first.stdout.close()
    _, err = first.communicate(timeout=60)
    assert (first.returncode, err) == (0, b"")
    assert len(list(house.out.glob("*/*.docx"))) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only some systems have a disk that is always full")
def test_a_fault_that_nobody_can_be_told_shows_in_the_exit_code(house: House) -> None:
    """The report cannot be written, and neither can that be said."""
    house.case(1)
    (house.out / "rapport" / "senaste.html").mkdir(parents=True)
    command = [sys.executable, "-m", "generator", "batch", house.cases, "--ut", house.out, "--rot", ROOT, "--utan-pdf"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*command, "--jobb", "1"], stdout=full, stderr=full, check=False, cwd=ROOT)
    assert done.returncode == ExitCode.FOLDER


def test_a_report_that_cannot_be_written_shows_in_the_exit_code(house: House) -> None:
    """Otherwise a scheduled job would be green, and nobody would know."""
    house.case(1)
    (house.out / "rapport" / "senaste.html").mkdir(parents=True)
    command = [sys.executable, "-m", "generator", "batch", house.cases, "--ut", house.out, "--rot", ROOT, "--utan-pdf"]
    done = subprocess.run([*command, "--jobb", "1"], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == ExitCode.FOLDER
    assert "Rapporten kunde inte sparas" in done.stderr


def test_a_fault_in_the_run_itself_ends_its_log(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a report in the morning, and it says what happened."""

    def crash(*_: object) -> None:
        raise RuntimeError("oväntat")

    house.case(1)
    monkeypatch.setattr(rounds.Round, "run", crash)
    night, told = house.night()
    assert night.ending.exit_code == ExitCode.UNEXPECTED
    assert [one.code for one in told.remarks] == ["programfel"]
    assert night.log is not None
    assert read_run(night.log).ending == night.ending


def test_a_crew_that_takes_nothing_is_asked_why(house: House) -> None:
    """One that has nobody left ends the run with its reason; the run does not spin."""

    class Lost:
        def wants(self) -> int:
            return 0

        def give(self, job: object) -> None:
            raise AssertionError(job)

        def back(self, timeout: float) -> list[Any]:
            assert timeout > 0
            raise EngineError(Finding(code="motor-borta", message="Ingen finns kvar."))

        def close(self) -> None:
            pass

    house.case(1)
    house.crew = Lost  # type: ignore[assignment]
    night, told = house.night()
    assert [one.code for one in told.remarks] == ["motor-borta"]
    assert night.ending.exit_code == ExitCode.ENGINE


def test_what_is_open_in_word_stands_in_no_other_files_way(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two files of one ärende: the document of the one is open, that of the other is made at once."""
    monkeypatch.setattr(rounds, "STILL", 0)
    whole = json.loads((ROOT / "cases" / "gns-8-2019.json").read_text("utf-8"))
    house.case(1)
    house.night()
    house.case(1, arendemening="Ändrat")
    house.case(1, "b1.json", handlingar=whole["handlingar"][1:])
    (house.out / "GNS-1-2019" / "~$19-10-07-tjansteskrivelse.docx").write_bytes(b"\x04Asa " + bytes(157))
    night, told = house.night()
    assert told.codes("a1.json") == {"oppen-i-word"}
    assert told.outcomes()["b1.json"] == ["klar"]
    assert night.ending.exit_code == ExitCode.FOLDER


@pytest.mark.parametrize(
    ("given", "kind"), [(["."], Kind.NIGHT), (["a1.json"], Kind.SOME), (["a1.json", "a2.json"], Kind.NIGHT)]
)
def test_a_run_knows_how_much_it_saw(given: list[str], kind: Kind, house: House) -> None:
    """A folder, or all files of it one by one, are the whole; one file of two is not."""
    for number in (1, 2):
        house.case(number)
    night, _ = house.night(given=tuple(house.cases / name for name in given))
    assert night.log is not None
    assert read_run(night.log).run.kind is kind
    assert covers([house.cases / "borta"], Sights())


def test_a_run_that_was_killed_gets_its_report_from_the_next(house: House) -> None:
    """What it had made stands somewhere; one that goes on is left alone."""
    house.out.mkdir()
    logs = {}
    for pid in (2**30, os.getppid()):
        run = Run(
            begun=datetime(2026, 3, 2, 2, tzinfo=UTC),
            host=socket.gethostname(),
            pid=pid,
            version="1.0",
            cases=(house.cases,),
            out=house.out,
            planned=2,
        )
        RunLog(log_file(house.out, run), run).add(entry(1, Outcome.DONE))
        logs[pid] = house.out / "rapport" / f"{run.name}.html"
    write_missing(house.out)
    assert "Körningen är inte klar" in logs[2**30].read_text("utf-8")
    assert not logs[os.getppid()].exists()
