"""The night run: what it finds, makes, leaves alone, waits for and tells."""

from __future__ import annotations

import gc
import json
import os
import threading
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest

from generator.batch import casefiles, closing, heartbeat, opening, patience, rounds
from generator.batch.casefiles import Sight, Sights, case_files, covers
from generator.batch.cases import Turn, Turns
from generator.batch.opening import Opening
from generator.batch.planning.clashes import Claimed, Clashes
from generator.batch.planning.glimpse import Glimpse, Lookout
from generator.batch.planning.ledger import Ledger
from generator.batch.planning.plan import CasePlan, Planner
from generator.batch.stopping import Stop
from generator.claims import Claim, Holder, take
from generator.crew import forerunner
from generator.errors import EngineError, FolderError
from generator.findings import Finding, Severity
from generator.results import HandlingResult, Made, Outcome, Seen
from generator.steps.publish import Shelf
from tests.nights import House


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A folder of cases in which nobody waits long."""
    for module in (casefiles, rounds):
        monkeypatch.setattr(module, "STILL", 0.05)
    monkeypatch.setattr(patience, "_PAUSE", 0.01)
    return House(tmp_path)


def test_one_bad_case_stops_no_other(house: House) -> None:
    """Broken, incomplete and refused case files are told of; the good ones are made; the code is the gravest."""
    house.case(1)
    house.case(2, arendemening=None)
    house.file("a3.json", b'{"profil": ')
    house.case(4, profil="region-atlantis")
    house.case(5)
    night, told = house.night()
    outcomes = told.outcomes()
    assert outcomes["a1.json"] == outcomes["a5.json"] == ["klar"]
    assert {name: outcomes[name] for name in ("a2.json", "a3.json", "a4.json")} == {
        "a2.json": ["vägrad"], "a3.json": ["vägrad"], "a4.json": ["vägrad"],
    }  # fmt: skip
    assert night.ending.exit_code == 3
    assert night.ending.counts == {"klar": 2, "vägrad": 3}
    assert night.ending.stopped is None
    assert house.left() == []


def test_a_fault_in_the_program_stops_no_other(house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What nobody foresaw becomes a finding with a crash log, and the next case has its turn."""
    house.case(1)
    house.case(2)
    whole, tried = closing.shelve, []

    def broken_once(made: Made, place: Shelf, seen: Seen) -> HandlingResult:
        tried.append(place)
        if len(tried) == 1:
            raise ZeroDivisionError
        return whole(made, place, seen)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(closing, "shelve", broken_once)
    night, told = house.night()
    assert told.outcomes() == {"a1.json": ["misslyckad"], "a2.json": ["klar"]}
    assert night.ending.exit_code == 70
    assert list(tmp_path.glob("generator-krasch-*.log"))


def test_nothing_to_do_begins_no_crew(house: House) -> None:
    """The second night finds everything as it was: no worker, no office, nothing written."""
    house.case(1)
    house.case(2)
    house.night()
    before = {path: path.stat().st_mtime_ns for path in house.out.glob("GNS*/*")}
    night, told = house.night()
    assert night.ending.counts == {"oförändrad": 2}
    assert house.begun == 1
    assert told.todo == 0
    assert {path: path.stat().st_mtime_ns for path in house.out.glob("GNS*/*")} == before


def test_a_night_leaves_the_collector_as_it_was(house: House) -> None:
    """Who calls a night as a library goes on as before."""
    house.case(1)
    before = gc.get_threshold()
    house.night()
    assert gc.get_threshold() == before


def test_what_has_changed_alone_is_made(house: House) -> None:
    """Of many cases the one that somebody changed is made anew, and it is said why."""
    for number in range(1, 5):
        house.case(number)
    house.night()
    house.case(3, arendemening="Något helt annat")
    _, told = house.night()
    [entry] = [one for one in told.entries if one.result.outcome is Outcome.DONE]
    assert entry.result.source.name == "a3.json"
    assert entry.replaced
    assert entry.why == ("ärendets uppgifter",)
    assert entry.arendemening == "Något helt annat"
    assert entry.handlaggare


def test_a_document_that_breaks_the_program_is_tried_last_and_set_aside(house: House) -> None:
    """Twice the first night, the second time after the others; once the next two; then not until it changes."""
    for number in range(1, 5):
        house.case(number)
    house.breaks = lambda job: job.file.path.stem == "a2"
    night, told = house.night()
    assert house.given == ["a1", "a2", "a3", "a4", "a2"]
    assert told.outcomes()["a2.json"] == ["misslyckad"]
    assert night.ending.exit_code == 5
    assert house.left() == []

    assert told.codes("a2.json") == {"motor-avbrott", "satt-at-sidan"}
    house.case(5)
    for given in (["a5", "a2"], ["a2"], []):
        house.given.clear()
        night, told = house.night()
        assert house.given == given
        assert "satt-at-sidan" in told.codes("a2.json")
        assert night.ending.exit_code == 5

    house.breaks = lambda _: False
    house.case(2, arendemening="Ett nytt försök")
    assert house.night()[0].ending.exit_code == 0


def test_what_is_set_aside_can_be_tried_again(house: House) -> None:
    """With --forsok-igen the same document has its chance."""
    house.case(1)
    house.breaks = lambda _: True
    house.night()
    house.breaks = lambda _: False
    night, _ = house.night(again=True)
    assert night.ending.counts == {"klar": 1}
    assert house.night()[0].ending.counts == {"oförändrad": 1}
    assert not list((house.out / ".generator" / "undan").iterdir())


def test_once_broken_is_not_set_aside(house: House) -> None:
    """A program that broke once may have had a bad day."""
    house.case(1)
    broken: list[str] = []
    house.breaks = lambda job: not broken and not broken.append(job.handling)  # type: ignore[func-returns-value]
    assert house.night()[0].ending.counts == {"klar": 1}


def test_a_run_that_is_asked_to_stop_says_where_to_go_on(house: House) -> None:
    """What is under way is finished or dropped whole, nothing stays claimed, and the next run does the rest."""
    for number in range(1, 6):
        house.case(number)

    def asked(_: object) -> bool:
        if len(house.given) == 3:
            house.stop.ask("Någon avbröt körningen.")
        return False

    house.breaks = asked
    night, _ = house.night()
    done = night.ending.counts["klar"]
    assert done < 5
    assert night.ending.exit_code == 130
    assert "Kör samma kommando igen" in (night.ending.stopped or "")
    assert house.left() == []
    again = House.__new__(House)
    again.__dict__ = {**house.__dict__, "breaks": lambda _: False, "stop": type(house.stop)()}
    assert again.night()[0].ending.counts == {"oförändrad": done, "klar": 5 - done}


def test_a_half_copied_file_waits(house: House) -> None:
    """A file that is not whole, and was changed a moment ago, is nobody's fault yet."""
    house.case(1)
    house.file("a2.json", (house.cases / "a1.json").read_bytes()[:900], age=0)
    night, told = house.night()
    assert told.outcomes() == {"a1.json": ["klar"], "a2.json": ["väntar"]}
    assert told.codes("a2.json") == {"fil-halv"}
    assert night.ending.exit_code == 0


def test_a_broken_file_that_nobody_touches_is_refused(house: House) -> None:
    """What was not whole an hour ago is not being copied."""
    house.case(1)
    house.file("a2.json", (house.cases / "a1.json").read_bytes()[:900])
    night, told = house.night()
    assert told.outcomes()["a2.json"] == ["vägrad"]
    assert night.ending.exit_code == 3


def test_a_file_that_grows_waits(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in which somebody still writes is left for the next run."""
    path = house.file("a1.json", b"{", age=0)
    looked = casefiles.look

    def growing(seen: Path) -> casefiles.Sight:
        path.write_bytes(path.read_bytes() + b" ")
        return looked(seen)

    monkeypatch.setattr(casefiles, "look", growing)
    _, told = house.night()
    assert told.codes("a1.json") == {"fil-orolig"}


def test_a_file_that_was_just_saved_is_made(house: House) -> None:
    """Saved a moment ago and still since then: it is made in the same run."""
    path = house.case(1)
    path.touch()
    assert house.night()[0].ending.counts == {"klar": 1}


def test_what_another_run_has_is_left_to_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A claimed ärende is asked for again, and then left to the run that has it; the others are made."""
    house.case(1)
    house.case(2)
    monkeypatch.setattr(opening, "_PATIENCE", 2)
    folder = house.out / ".generator" / "ansprak"
    folder.mkdir(parents=True)
    claim = take(folder, "GNS-1-2019.json", 120)
    assert isinstance(claim, Claim)
    night, told = house.night()
    assert told.outcomes() == {"a1.json": ["väntar"], "a2.json": ["klar"]}
    assert told.codes("a1.json") == {"arende-upptaget"}
    assert claim.held()
    assert night.ending.exit_code == 0


def test_what_holds_still_is_planned_once_before_it_is_claimed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case file with the bytes that it was looked through with is claimed by what it said then."""
    planned: list[str] = []
    plan = Planner.plan

    def counted(self: Planner, path: Path, seen: Glimpse | None = None) -> CasePlan:
        planned.append(path.name)
        return plan(self, path, seen)

    monkeypatch.setattr(Planner, "plan", counted)
    for number in (1, 2):
        house.case(number)
    assert house.night()[0].ending.counts == {"klar": 2}
    assert planned == ["a1.json", "a2.json"]


def test_what_a_process_saw_ahead_counts_only_as_it_is(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looked at by a process that goes before: what is unchanged is told, what was spoiled, edited or lost is seen."""
    monkeypatch.setattr(forerunner, "_WORTH", 1)
    monkeypatch.setattr(forerunner, "_PIECE", 1)
    for number in range(1, 6):
        house.case(number)
    assert house.night()[0].ending.counts == {"klar": 5}
    seen: list[Glimpse | None] = []
    plan = Planner.plan

    def noted(self: Planner, path: Path, glimpse: Glimpse | None = None) -> CasePlan:
        seen.append(glimpse)
        return plan(self, path, glimpse)

    monkeypatch.setattr(Planner, "plan", noted)
    assert house.night()[0].ending.counts == {"oförändrad": 5}
    assert all(glimpse is not None and glimpse.there is not None for glimpse in seen)
    [spoiled] = (house.out / "GNS-1-2019").glob("*.docx")
    spoiled.write_bytes(b"spoiled")
    house.case(2, arendemening="En annan mening")
    (house.cases / "a3.json").unlink()
    (house.cases / "a3.json").mkdir()
    (house.cases / "a3.json" / "a6.json").write_bytes((house.cases / "a4.json").read_bytes())
    _, told = house.night()
    assert told.outcomes()["a1.json"] == told.outcomes()["a2.json"] == ["klar"]
    assert told.outcomes()["a5.json"] == ["oförändrad"]
    assert "handling-upptagen" in told.codes("a6.json")


@pytest.mark.parametrize("gone", [False, True], ids=["saved", "taken away"])
def test_what_was_touched_since_it_was_seen_is_read_anew(gone: bool, house: House) -> None:
    """Between the look ahead and its turn: also one whose size and time are the same is not called unchanged."""
    path = house.case(1, arendemening="Ny mening")
    house.night()
    ledger = Ledger(house.shop)
    seen, before = Lookout(ledger.books)(str(path)), path.stat()
    planner = Planner(house.shop, ledger)
    assert planner.plan(path, seen).steps == ()
    path.unlink()
    if not gone:
        house.case(1, arendemening="En mening")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert path.stat().st_size == before.st_size
    plan = planner.plan(path, seen)
    assert bool(plan.steps) is not gone
    assert [one.outcome for one in plan.known] == [Outcome.FAILED] * gone


def test_what_changes_before_its_turn_is_claimed_by_what_it_says_then(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given another diarienummer after it was looked through, a case is claimed and published under that one alone."""
    claimed: list[str] = []

    def changed(self: Opening, sights: Collection[Sight], stop: Stop) -> Turns:
        turns = look_through(self, sights, stop)
        house.case(7, "a1.json")
        return turns

    def noted(folder: Path, name: str, lease: float) -> Claim | Holder:
        claimed.append(name)
        return take(folder, name, lease)

    look_through = Opening.look_through
    monkeypatch.setattr(Opening, "look_through", changed)
    monkeypatch.setattr(opening, "take", noted)
    house.case(1)
    assert house.night()[0].ending.counts == {"klar": 1}
    assert claimed == ["GNS-7-2019.json"]
    assert [path.name for path in house.out.glob("GNS*")] == ["GNS-7-2019"]


def test_a_claim_that_was_lost_publishes_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that was silent for so long that another took over leaves the publishing to that one."""
    house.case(1)
    monkeypatch.setattr(Claim, "held", lambda _: False)
    monkeypatch.setattr(Claim, "refresh", lambda _: False)
    _, told = house.night()
    assert told.codes("a1.json") == {"ansprak-forlorat"}
    assert not list(house.out.glob("GNS*"))


def test_two_runs_at_once_share_the_work(tmp_path: Path, house: House) -> None:
    """Each handling is made by one of them alone, and both end well."""
    for number in range(1, 13):
        house.case(number)
    other = House.__new__(House)
    other.__dict__ = {**house.__dict__, "given": [], "shop": type(house.shop)(house.shop.settings)}
    nights: dict[str, object] = {}
    threads = [
        threading.Thread(target=lambda name, one: nights.update({name: one.night()}), args=(name, one))
        for name, one in (("ena", house), ("andra", other))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(house.given + other.given) == sorted(f"a{number}" for number in range(1, 13))
    assert {night.ending.exit_code for night, _ in nights.values()} == {0}  # type: ignore[misc]
    assert house.left() == []


def _trouble(house: House, times: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The folder says no so many times."""
    finding = Finding(code="ut-oanvandbar", message="Disken är full.")
    shelve, counted = patience.Patience.with_it, [0]

    def full(self: patience.Patience, work: object) -> object:
        def tried() -> object:
            counted[0] += 1
            if counted[0] <= times:
                raise FolderError(finding)
            return work()  # type: ignore[operator]

        return shelve(self, tried)

    monkeypatch.setattr(patience.Patience, "with_it", full)
    monkeypatch.setattr(patience.Patience, "trouble", lambda _: finding if 0 < counted[0] <= times else None)
    return counted


def test_a_full_disk_is_waited_for(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """When there is room again the same document is published, and the run goes on; it is told that it waited."""
    house.case(1)
    house.case(2)
    _trouble(house, 3, monkeypatch)
    night, told = house.night(patience=60)
    assert night.ending.counts == {"klar": 2}
    [remark] = told.remarks
    assert (remark.code, remark.severity) == ("ut-oanvandbar", Severity.WARNING)
    assert "väntar i upp till 60 sekunder" in remark.remedy
    assert night.ending.exit_code == 0
    assert len(house.given) == 2


def test_a_disk_that_stays_full_ends_the_run(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody makes thousands of documents that cannot be saved; operations get their code."""
    for number in range(1, 4):
        house.case(number)
    _trouble(house, 10_000, monkeypatch)
    night, _ = house.night()
    assert night.ending.exit_code == 7
    assert "Disken är full" in (night.ending.stopped or "")
    assert len(house.given) <= 1
    assert house.left() == []


def test_a_folder_that_cannot_be_used_is_told_before_any_work(house: House) -> None:
    """A file lies where the folder should be."""
    house.case(1)
    house.out.write_text("en fil", "utf-8")
    night, told = house.night()
    assert night.ending.exit_code == 7
    assert house.begun == 0
    assert [remark.code for remark in told.remarks] == ["ut-oanvandbar"]


def test_nobody_to_do_the_work_ends_the_run(house: House) -> None:
    """Without a crew the run says why, once, and what is planned stays to be done."""
    house.case(1)

    def nobody() -> None:
        raise EngineError(Finding(code="arbetare-startar-inte", message="Ingen arbetsprocess gick att starta."))

    night, told = house.night(crew=nobody)
    assert night.ending.exit_code == 5
    assert [remark.code for remark in told.remarks] == ["arbetare-startar-inte"]
    assert house.left() == []


def test_a_document_that_is_open_in_word_is_tried_last(house: House) -> None:
    """Closed meanwhile, it is published; still open, it is told who has it."""
    house.case(1)
    house.night()
    [docx] = house.out.glob("GNS-1-2019/*.docx")
    owner = docx.with_name(f"~${docx.name[2:]}")
    name = "Anna Lind"
    owner.write_bytes(bytes([len(name)]) + name.encode("ascii").ljust(54, b" ") + b"\x00" * 107)
    before = docx.read_bytes()
    house.case(1, arendemening="Ändrat")
    house.case(2)
    night, told = house.night()
    assert told.codes("a1.json") == {"oppen-i-word"}
    assert night.ending.exit_code == 7
    assert docx.read_bytes() == before
    assert told.outcomes()["a2.json"] == ["klar"]
    owner.unlink()
    assert house.night()[0].ending.counts["klar"] == 1


def test_two_case_files_for_one_handling(house: House) -> None:
    """Nobody knows which is right: both are told, and neither is made; what one has published stays its own."""
    house.case(1)
    house.case(1, "b1.json", arendemening="En annan")
    _, told = house.night()
    assert told.codes("a1.json") == told.codes("b1.json") == {"handling-dubbel"}
    assert not list(house.out.glob("GNS*/*.docx"))
    (house.cases / "b1.json").unlink()
    house.night()
    house.case(1, "b1.json", arendemening="En annan")
    _, told = house.night()
    assert told.outcomes() == {"a1.json": ["oförändrad"], "b1.json": ["vägrad"]}
    assert told.codes("b1.json") == {"handling-upptagen"}


def test_names_that_are_one_elsewhere_are_told(house: House) -> None:
    """Names that differ only in capitals, or in how å is written, get a warning each, and are made."""
    house.case(1, "Ärende.json")
    house.case(2, "a\u0308rende.json")
    night, told = house.night()
    assert [remark.code for remark in told.remarks] == ["filnamn-snarlika", "filnamn-snarlika"]
    assert night.ending.counts == {"klar": 2}


def test_a_name_of_255_signs_is_no_trouble(house: House) -> None:
    """The longest name that a disk takes."""
    house.case(1, "a" * 250 + ".json")
    assert house.night()[0].ending.counts == {"klar": 1}


def test_a_vanished_folder_is_told(house: House) -> None:
    """A folder that is not there gives its code, and the others are gone through."""
    house.case(1)
    night, told = house.night(given=(house.cases, house.cases.parent / "borta"))
    assert told.outcomes() == {"a1.json": ["klar"], "borta": ["misslyckad"]}
    assert night.ending.exit_code == 7


def test_a_clock_that_is_wrong_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file server's clock is what counts; that they differ is said."""
    house.case(1)
    monkeypatch.setattr("generator.batch.floor.clock_skew", lambda _: -600.0)
    night, told = house.night()
    assert [remark.code for remark in told.remarks] == ["klocka-gar-fel"]
    assert "10 minuter efter" in told.remarks[0].message
    assert night.ending.counts == {"klar": 1}


@pytest.mark.parametrize(
    "name",
    [".dold.json", "~$rende.json", "_arkiv/a.json", "manifest.json", "x.schema.json", "a.txt", ".git/a.json"],
)
def test_what_is_no_case_file(name: str, tmp_path: Path) -> None:
    """Traces of other programs, hidden folders and the generator's own files are passed over."""
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("{}", "utf-8")
    assert not case_files([tmp_path], tmp_path / "ut").sights


def test_case_files_are_found(tmp_path: Path) -> None:
    """Files, folders with all below them and patterns; each once; never in the folder of documents."""
    for name in ("a.json", "under/b.JSON", "ut/c.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}", "utf-8")
    given = [tmp_path, tmp_path / "a.json", tmp_path / "*.json"]
    found = [sight.path.relative_to(tmp_path).as_posix() for sight in case_files(given, tmp_path / "ut").sights]
    assert found == ["a.json", "under/b.JSON"]


@pytest.mark.parametrize("name", ["a.json", "/mapp/å/\udce5.json"])
def test_case_files_that_wait_are_what_they_were(name: str) -> None:
    """Packed by the thousand, sights and turns come back as they were, in their order."""
    sights, turns = [Sight(name, 7, 1_767_225_600_000_000_001, 0.1), Sight("b.json")], Turns()
    for sight in sights:
        turns.append(Turn(sight=sight, handlingar=2, tried=3, looked=True))
    assert list(Sights(sights)) == sights
    assert Sight("".join(name), 7, int("1767225600000000001"), 0.1) in Sights(sights)
    assert (sights[0].name, sights[0].size, sights[0].changed, sights[0].at) == (
        name,
        7,
        1_767_225_600_000_000_001,
        0.1,
    )
    assert (len(turns), turns.handlingar, turns.popleft().path, turns.popleft().sight) == (2, 4, Path(name), sights[1])


def test_what_a_case_file_claims_comes_back_whole() -> None:
    """Who published each handling is known, whether it was the case file as it is or another; folders are shared."""
    own, other = Path("/a/a.json"), Path("/a/b.json")
    makers = {"x": ("a.json", "ab" * 32), "y": ("b.json", "ff"), "z": None}
    one = Claimed(path=own, sha256="ab" * 32, diarienummer="KS 1/24", folder="KS-1-24", published=True, makers=makers)
    clashes = Clashes()
    for claimed in (one, replace(one, path=other), one):
        clashes.note(claimed)
    assert (clashes.of(own), clashes.of(other)) == (one, replace(one, path=other))
    clashes.forget(own)
    assert (clashes.of(own), clashes.of(other)) == (None, replace(one, path=other))


def test_one_file_in_two_spellings_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where capitals tell no names apart, a file that was given in two spellings is found once, and rivals nobody."""
    (tmp_path / "a.json").write_text("{}", "utf-8")
    monkeypatch.setattr("os.path.normcase", lambda path: os.fspath(path).lower())
    folder = str(tmp_path)
    given = [tmp_path / "a.json", Path(folder.upper()) / "A.json"]
    found = case_files(given, tmp_path / "ut")
    assert [sight.name for sight in found.sights] == [f"{folder}/a.json"]
    assert covers(given[:1], found.sights)
    claimed = Claimed(
        path=given[0], sha256="ab" * 32, diarienummer="KS 1/24", folder="KS-1-24", published=False, makers={"x": None}
    )
    clashes = Clashes()
    for path in given:
        clashes.note(replace(claimed, path=path))
    assert clashes.against(claimed) == {}


def test_claims_are_kept_alive(tmp_path: Path) -> None:
    """While the run goes on the claim's file is written anew, and at the end it is given back."""
    claim = take(tmp_path, "a.json", 120)
    assert isinstance(claim, Claim)
    refreshed = threading.Event()
    claim.refresh = refreshed.set  # type: ignore[method-assign,assignment]
    with heartbeat.Heartbeat(0.01) as heart:
        heart.keep(claim)
        assert refreshed.wait(30)
    assert not (tmp_path / "a.json").exists()


def test_the_log_has_every_handling(house: House) -> None:
    """One line for each handling, unchanged ones among them, and the count at the end."""
    house.case(1)
    house.night()
    house.case(2)
    night, _ = house.night()
    assert night.log is not None
    kinds = [json.loads(line)["slag"] for line in night.log.read_text("utf-8").splitlines()]
    assert kinds[-4:] == ["start", "handling", "handling", "slut"]
