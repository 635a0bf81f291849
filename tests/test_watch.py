"""A watched folder, look by look: receipts that stay true, what is gone, what comes back, what is replaced."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from generator.batch import watch as watching
from generator.batch import watched
from generator.batch.casefiles import Sight
from generator.batch.floor import Order
from generator.batch.receipts import receipt_path
from generator.batch.watch import Watch
from generator.claims import Claim, take
from generator.crew import Crew
from generator.engines import fontfiles
from generator.errors import EngineError, ExitCode
from generator.findings import Finding
from generator.provenance import software
from generator.runlog import read_run
from tests.nights import LONG_AGO, Follower, House


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house, seen from the folder in which it lies."""
    monkeypatch.chdir(tmp_path)
    return House(tmp_path)


def watch(house: House, follower: Follower | None = None) -> Watch:
    """A watch over its cases."""

    def order() -> Order:
        return Order(given=(house.cases,), shop=house.shop, crew=house.crew, patience=0)

    return Watch(order, [follower or Follower()], house.stop, 0)


def said(path: Path) -> str:
    """What a case file's receipt says."""
    return receipt_path(path).read_text("utf-8")


def test_an_error_that_is_undone_leaves_no_accusation(house: House) -> None:
    """Broken, then put back as it was: nothing is made, and yet the receipt no longer says that it was refused."""
    path = house.case(1)
    day = watch(house)
    day.look()
    before, content = said(path), path.read_bytes()
    house.file("a1.json", content.replace(b"rubrik", b"rubrk"), LONG_AGO - 1)
    day.look()
    assert "vägrad" in said(path)
    house.file("a1.json", content, LONG_AGO - 2)
    day.look()
    assert said(path).splitlines()[3:] == before.splitlines()[3:]
    assert "klar: GNS/1/2019" in before


def test_a_receipt_that_says_the_same_is_left_alone(house: House) -> None:
    """A watch that begins anew writes no receipt again."""
    path = house.case(1)
    watch(house).look()
    first = receipt_path(path).stat().st_mtime_ns
    watch(house).look()
    assert receipt_path(path).stat().st_mtime_ns == first


def test_what_is_made_again_is_told_again(house: House) -> None:
    """Saved with another text that comes out in the same words: the receipt has a new time, the screen a new line."""
    path, follower = house.case(1), Follower()
    day = watch(house, follower)
    day.look()
    before = said(path)
    receipt_path(path).write_text(before.replace(before.splitlines()[1], "2020-01-01 12:00"), "utf-8")
    house.case(1, arendemening="Det som ärendet gäller, med andra ord")
    day.look()
    assert "2020-01-01" not in said(path)
    assert [one.result.outcome.value for one in follower.entries] == ["klar", "klar"]


def test_what_is_refused_again_has_a_new_time(house: House) -> None:
    """Saved again with the same fault: whoever looks at the receipt sees that it is this file that was tried."""
    path = house.case(1)
    path.write_text("[]", "utf-8")
    os.utime(path, (1, 1))
    day = watch(house)
    day.look()
    os.utime(receipt_path(path), (1, 1))
    path.write_text("[] ", "utf-8")
    os.utime(path, (2, 2))
    day.look()
    assert receipt_path(path).stat().st_mtime > 2


def test_a_receipt_leads_to_the_documents(house: House) -> None:
    """From where it lies."""
    path = house.case(1)
    watch(house).look()
    [line] = [one.strip() for one in said(path).splitlines() if one.endswith(".docx")]
    assert (path.parent / line).is_file()


def test_what_is_gone_leaves_nothing_behind(house: House) -> None:
    """A refused file that is taken away: no receipt, nothing to do in the report; somebody's own text is left."""
    path, other = house.file("a1.json", b"{"), house.file("a2.json", b"{")
    receipt_path(other).write_text("Mina anteckningar", "utf-8")
    day = watch(house)
    day.look()
    receipt_path(other).write_text("Mina anteckningar", "utf-8")
    path.unlink()
    other.unlink()
    day.look()
    assert not receipt_path(path).exists()
    assert receipt_path(other).read_text("utf-8") == "Mina anteckningar"
    house.stop.ask("nu")
    night = day.run()
    assert night.log is not None
    assert read_run(night.log).entries == ()
    assert night.ending.counts == {}


def test_a_folder_that_is_away_for_a_while(house: House) -> None:
    """It is told once each time that it goes; nothing counts as gone, and nothing is written where it lay."""
    house.case(1)
    follower = Follower()
    day = watch(house, follower)
    day.look()
    for _ in range(2):
        house.cases.rename("borta")
        day.look()
        day.look()
        Path("borta").rename(house.cases)
        day.look()
    assert [one.code for one in follower.remarks] == ["mapp-olaslig"] * 2
    assert not receipt_path(house.cases).exists()
    assert [one.result.outcome.value for one in follower.entries] == ["klar"]


def test_a_folder_of_cases_that_is_removed(house: House) -> None:
    """Its case files are gone, and nobody is told to mend one of them; one that cannot be read only hides its own."""
    for name in ("kvar", "bort"):
        (house.cases / name).mkdir()
        house.file(f"{name}/a.json", b"{")
    day = watch(house)
    day.look()
    shutil.rmtree(house.cases / "bort")
    day.look()
    house.stop.ask("nu")
    night = day.run()
    assert night.log is not None
    assert [one.result.source.parent.name for one in read_run(night.log).entries] == ["kvar"]


def test_of_a_folder_that_cannot_be_read_nothing_is_known() -> None:
    """What lies in it is not gone; what lies elsewhere may be."""
    known = watched.Watched()
    hidden, gone = Path("/a/b/x.json"), Path("/a/y.json")
    known.gone([Sight(str(hidden)), Sight(str(gone))], ())
    assert known.gone([], [Path("/a/b")]) == [gone]
    assert known.gone([], ()) == [hidden]


def test_a_program_that_cannot_be_used_for_a_while_is_waited_for(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """As while LibreOffice is being upgraded: it is told once, and the watch goes on when it is back."""
    monkeypatch.setattr(watching, "renew", lambda: True)
    path, follower = house.case(1), Follower()
    day = watch(house, follower)
    fresh = day._fresh_order

    def refused() -> Order:
        raise EngineError(Finding(code="motor-saknas", message="LibreOffice går inte att använda."))

    day._fresh_order, day._stamp = refused, ()
    assert not day.look()
    assert not day.look()
    assert [one.code for one in follower.remarks] == ["motor-saknas"]
    assert not receipt_path(path).exists()
    day._fresh_order = fresh
    day.look()
    assert "klar: GNS/1/2019" in said(path)


def test_a_file_that_waits_is_taken_as_soon_as_it_is_saved(house: House) -> None:
    """Half copied, then whole: not a minute later."""
    path = house.case(1)
    content = path.read_bytes()
    house.file("a1.json", content[:900], 0)
    day = watch(house)
    day.look()
    assert "väntar" in said(path)
    assert "prövar igen av sig själv" in said(path)
    house.file("a1.json", content)
    day.look()
    assert "klar: GNS/1/2019" in said(path)


def test_a_copy_that_is_undone_says_so(house: House) -> None:
    """Half a file over a done one, then the old one back with its old time: it waits no longer, and nobody says so."""
    path = house.case(1)
    state, content = path.stat(), path.read_bytes()
    day = watch(house)
    day.look()
    house.file("a1.json", content[:900], 0)
    day.look()
    assert "väntar" in said(path)
    path.write_bytes(content)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    day.look()
    assert "klar: GNS/1/2019" in said(path)


def test_what_another_run_has_delays_nobody(house: House) -> None:
    """The watch looks again soon anyway: the other case is told of at once."""
    path, other = house.case(1), house.case(2)
    claims = house.out / ".generator" / "ansprak"
    claims.mkdir(parents=True)
    claim = take(claims, "GNS-1-2019.json", 60)
    assert isinstance(claim, Claim)
    day = watch(house)
    day.look()
    assert "väntar" in said(path)
    assert "klar: GNS/2/2019" in said(other)


def test_what_is_saved_has_its_turn_before_the_rest(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A template was changed, and all are to be made anew: what was saved last is made first, and soon."""
    monkeypatch.setattr(watching, "_AT_ONCE", 2)
    for number in range(1, 6):
        house.case(number)
    day = watch(house)
    day.look()
    for number in range(1, 6):
        house.file(f"a{number}.json", house.case(number, arendemening="Ny").read_bytes(), LONG_AGO - 10 * number)
    house.given.clear()
    assert day.look()
    assert sorted(house.given) == ["a4", "a5"]
    house.file("a1.json", house.case(1, arendemening="Nyare").read_bytes(), LONG_AGO - 1000)
    while day.look():
        pass
    assert house.given[2:] == ["a1", "a3", "a2"]


def test_a_receipt_whose_file_went_unseen_is_taken_away(house: House) -> None:
    """The file went while nobody watched; what somebody else wrote is left."""
    path = house.case(1)
    watch(house).look()
    path.unlink()
    own = house.cases / "minnen.kvitto.txt"
    own.write_text("Kvitto från affären", "utf-8")
    watch(house).look()
    assert not receipt_path(path).exists()
    assert own.exists()


def test_what_stood_in_the_way_of_another(house: House) -> None:
    """Two files claim one handling; when one of them is taken away, the other is made without being saved again."""
    path, twin = house.case(1), house.case(1, "b1.json")
    day = watch(house)
    day.look()
    assert "vägrad" in said(path)
    twin.unlink()
    day.look()
    assert "klar: GNS/1/2019" in said(path)


def test_the_same_is_said_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried again and again with the same end is one line on the screen; the receipt is there all the same."""
    monkeypatch.setattr(watched, "AGAIN", 0)
    path = house.case(1)
    follower = Follower()
    day = watch(house, follower)
    house.breaks = lambda _: True
    monkeypatch.setattr(watched, "is_passing", lambda _: True)
    for _ in range(3):
        day.look()
    assert len(follower.entries) <= 2  # broken, and then set aside
    assert "misslyckad" in said(path)


def test_a_crew_that_was_lost_is_replaced(house: House) -> None:
    """Nobody can be had for a while, as when LibreOffice is being upgraded: later there is a new crew."""

    class Lost:
        """Has nobody left."""

        closed = 0

        def wants(self) -> int:
            return -1

        def give(self, job: object) -> None:
            raise AssertionError(job)

        def back(self, timeout: float) -> list[object]:  # noqa: ARG002
            raise EngineError(Finding(code="motor-borta", message="Ingen finns kvar."))

        def close(self) -> None:
            self.closed += 1

    lost, real = Lost(), house.crew
    crews: list[object] = [lost]
    path = house.case(1)
    follower = Follower()
    day = watch(house, follower)

    def crew() -> Crew:
        return crews.pop() if crews else real()  # type: ignore[return-value]

    house.crew = crew  # type: ignore[method-assign]
    day._order = day._fresh_order()
    day.look()
    assert [one.code for one in follower.remarks] == ["motor-borta"]
    assert lost.closed
    house.file("a1.json", path.read_bytes(), LONG_AGO - 1)
    day.look()
    assert "klar: GNS/1/2019" in said(path)


def test_programs_that_were_replaced_end_the_watch(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new version of the generator is used by a new process alone; the exit code makes a service begin anew."""
    monkeypatch.setattr(watching, "_RENEWED", -1)
    monkeypatch.setattr(watching, "renew", lambda: False)
    follower = Follower()
    night = watch(house, follower).run()
    assert night.ending.exit_code == ExitCode.ENGINE
    assert [one.code for one in follower.remarks] == ["program-uppdaterat"]


def test_a_process_sees_that_its_own_code_was_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And looks at fonts and LibreOffice anew, which it had remembered."""
    code = tmp_path / "generator.py"
    code.write_text("1", "utf-8")
    monkeypatch.setattr(software, "_home", lambda: tmp_path)
    software.renew()
    fontfiles.faces("DejaVu Sans")
    assert software.renew()
    assert fontfiles.faces.cache_info().currsize == 0
    code.write_text("2", "utf-8")
    assert not software.renew()
    monkeypatch.undo()
    software.renew()


def test_what_changed_while_it_was_made_is_looked_at_anew(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fonts or programs that are others than when the watch began: all is taken as it is now, and made."""
    monkeypatch.setattr(watched, "AGAIN", 0)
    path = house.case(1)
    day = watch(house)
    answers = ["datorns reservtypsnitt"]
    monkeypatch.setattr(watching, "renew", lambda: True)
    monkeypatch.setattr("generator.batch.planning.plan.Planner.differs", lambda *_: answers.pop() if answers else "")
    day.look()
    assert "väntar" in said(path)
    day.look()
    assert "klar: GNS/1/2019" in said(path)


def test_a_fault_in_the_program_ends_the_watch_in_order(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log gets its end, and a crash log is there to be sent."""

    def crash(*_: object) -> None:
        raise RuntimeError("oväntat")

    monkeypatch.setattr(watching, "case_files", crash)
    night = watch(house).run()
    assert night.ending.exit_code == ExitCode.UNEXPECTED
    assert list(Path().glob("generator-krasch-*.log"))


def test_a_template_that_is_mended_mends_the_receipt(house: House, tmp_path: Path) -> None:
    """Nobody saves the case again, and yet its receipt says how it went."""
    root = tmp_path / "rot"
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(house.shop.settings.root / name, root / name)
    house.shop = type(house.shop)(type(house.shop.settings)(root=root, out=house.out))
    schema = next((root / "schemas").glob("*.json"))
    content = schema.read_bytes()
    schema.write_bytes(b"{")
    path = house.case(1)

    def order() -> Order:
        house.shop = type(house.shop)(house.shop.settings)
        return Order(given=(house.cases,), shop=house.shop, crew=house.crew, patience=0)

    day = Watch(order, [], house.stop, 0)
    day.look()
    assert "misslyckad" in said(path) or "vägrad" in said(path)
    schema.write_bytes(content)
    day.look()
    assert "klar: GNS/1/2019" in said(path)
    assert json.loads(path.read_bytes())
