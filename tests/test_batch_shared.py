"""The night run in a folder that others use, and that may go away: nothing newer is lost, nothing is made twice."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from generator.batch import patience, rounds
from generator.batch.own import OWN
from generator.batch.patience import Mark
from generator.claims import Claim
from generator.crew import Job
from generator.pipeline import render_file
from generator.results import Outcome
from generator.wholefile import beside
from tests.nights import House

NOBODY = 2**22 + 1
"""A number that no process has."""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A folder of cases in which nobody waits long."""
    monkeypatch.setattr(rounds, "STILL", 0.05)
    monkeypatch.setattr(patience, "_PAUSE", 0.01)
    return House(tmp_path)


def meanwhile(house: House, act: Callable[[], object]) -> None:
    """Let something happen while the first document is being made."""
    todo = [act]

    def happens(_: Job) -> bool:
        while todo:
            todo.pop()()
        return False

    house.breaks = happens


@pytest.mark.parametrize("known", [False, True], ids=["ny", "ändrad"])
def test_what_somebody_renders_meanwhile_stays(known: bool, house: House) -> None:
    """A newer document that was published by hand is not written over with an older one; the next run sees to it."""
    path = house.case(1)
    if known:
        house.night()
        house.case(1, arendemening="Nattens")

    def by_hand() -> None:
        kept = path.read_bytes()
        house.case(1, arendemening="Handläggarens")
        assert [one.outcome for one in render_file(path, house.shop)] == [Outcome.DONE]
        house.file(path.name, kept)

    meanwhile(house, by_hand)
    night, told = house.night()
    assert told.outcomes() == {"a1.json": ["väntar"]}
    assert told.codes("a1.json") == {"publicerad-under-tiden"}
    assert night.ending.exit_code == 0
    house.case(1, arendemening="Handläggarens")
    assert house.night()[0].ending.counts == {"oförändrad": 1}


def test_a_folder_that_goes_away_is_not_made_anew(house: House) -> None:
    """Renamed or unmounted in the middle of the run: the run waits, gives up, and has written nothing anywhere."""
    house.case(1)
    house.case(2)
    house.out.mkdir()
    meanwhile(house, lambda: house.out.rename(house.out.with_name("borta")))
    night, told = house.night()
    assert night.ending.exit_code == 7
    assert [remark.code for remark in told.remarks].count("ut-oanvandbar") == 1
    assert not house.out.exists()
    assert told.entries == []


@pytest.mark.parametrize("between", [False, True], ids=["borta", "en annan mapp"])
def test_a_folder_that_comes_back_is_waited_for(between: bool, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is away nothing is published, also not in an empty folder that lies in its place; then all is."""
    house.case(1)
    house.night()
    house.case(1, arendemening="Ändrat")
    house.case(2)
    away, looks = house.out.with_name("borta"), [0]

    def goes() -> None:
        house.out.rename(away)
        if between:
            (house.out / OWN / "ansprak").mkdir(parents=True)

    def comes(_: float) -> None:
        looks[0] += 1
        if looks[0] == 3:
            if between:
                assert not list(house.out.glob("GNS*"))
                assert not list((house.out / OWN / "ansprak").iterdir())
                shutil.rmtree(house.out)
            away.rename(house.out)

    monkeypatch.setattr(patience, "time", SimpleNamespace(monotonic=time.monotonic, sleep=comes))
    meanwhile(house, goes)
    night, told = house.night(patience=60)
    assert [remark.code for remark in told.remarks] == ["ut-oanvandbar"]
    assert night.ending.counts == {"klar": 2}
    assert house.left() == []


def test_a_watch_knows_its_folder_again(house: House) -> None:
    """What was another folder an hour ago is not worked in, although it can be written."""
    house.case(1)
    mark = Mark()
    assert house.night(mark=mark)[0].ending.exit_code == 0
    house.out.rename(house.out.with_name("borta"))
    night, told = house.night(mark=mark)
    assert night.ending.exit_code == 7
    assert [remark.code for remark in told.remarks] == ["ut-oanvandbar"]
    assert "annan mapp" in told.remarks[0].message
    assert not list(house.out.glob("GNS*"))


def test_an_empty_mark_of_a_run_that_was_cut_off_will_do(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """That it is there tells the folder from an empty one."""
    monkeypatch.setattr(patience, "_WRITING", 1)
    (house.out / OWN).mkdir(parents=True)
    (house.out / OWN / "mapp").touch()
    house.case(1)
    assert house.night()[0].ending.counts == {"klar": 1}


@pytest.mark.parametrize(("refused", "outcome"), [(1, "klar"), (9, "misslyckad")])
def test_a_claim_that_cannot_be_read_is_nobody_elses(
    refused: int, outcome: str, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is published before it is known; it is tried once more at the end, and then it is told what was wrong."""
    house.case(1)
    asked, held = [0], Claim.held

    def hesitates(self: Claim) -> bool:
        asked[0] += 1
        if asked[0] <= refused:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return held(self)

    meanwhile(house, lambda: monkeypatch.setattr(Claim, "held", hesitates))
    night, told = house.night()
    assert told.outcomes() == {"a1.json": [outcome]}
    assert night.ending.exit_code == (0 if outcome == "klar" else 7)
    assert told.codes("a1.json") == (set() if outcome == "klar" else {"ansprak-gick-inte"})


def test_what_killed_runs_left_is_taken_away(house: House) -> None:
    """Half-written files go wherever a run writes: among the reports, beside case files, where nothing has changed."""
    house.case(1)
    house.night()
    reports = house.out / "rapport"
    (reports / "handlaggare").mkdir(exist_ok=True)
    [arende] = house.out.glob("GNS-*")
    homes = (house.out, reports, reports / "handlaggare", house.out / OWN / "bok", house.cases, arende)
    left = [beside(home / "x") for home in homes]
    left = [path.with_name(path.name.replace(f"-{os.getpid()}.", f"-{NOBODY}.")) for path in left]
    for path in left:
        path.write_bytes(bytes(100))
    mine = beside(house.cases / "x")
    mine.write_bytes(b"")
    night, _ = house.night()
    assert night.ending.counts == {"oförändrad": 1}
    assert [path for path in left if path.exists()] == []
    assert mine.exists()
