"""Claims in a shared folder: one holder at a time, whoever dies, whatever the clocks show."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import random
import socket
import time
from collections.abc import Callable, Iterator
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

import pytest

from generator import claims, fileclock
from generator.claims import Claim, Holder, clock_skew, sweep, sweep_files, take
from generator.processes import is_gone, started
from generator.wholefile import beside, is_temporary
from tests.claiming import grab, hold, work

LEASE = 60.0
NOBODY = 2**22 + 1
"""A number that no process has."""
Start = Callable[..., SpawnProcess]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a process of its own; those that are left are ended."""
    spawned: list[SpawnProcess] = []

    def begin(target: Callable[..., None], *args: object) -> SpawnProcess:
        one = multiprocessing.get_context("spawn").Process(target=target, args=args)
        one.start()
        spawned.append(one)
        return one

    yield begin
    for one in spawned:
        one.kill()
        one.join()
        one.close()


def until(condition: Callable[[], object]) -> None:
    """Wait for a condition."""
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline, "det hände aldrig"
        time.sleep(0.01)


def claimed(folder: Path, name: str = "x", lease: float = LEASE) -> Claim:
    """A claim that can be had."""
    claim = take(folder, name, lease)
    assert isinstance(claim, Claim)
    return claim


def foreign(path: Path, age: float, **more: Any) -> None:
    """A claim of another machine, that was written a while ago by the clock of the file server."""
    said = {
        "dator": "kontor-7", "process": 4711, "startad": 1.5, "marke": "annan", "sedan": "2026-03-01T02:13:00+01:00",
        "giltig_sekunder": LEASE, **more,
    }  # fmt: skip
    path.write_text(json.dumps(said), "utf-8")
    written_ago(path, age)


def written_ago(path: Path, age: float) -> None:
    """Let a file have been written a while ago."""
    then = fileclock.file_time(path.parent) - age
    os.utime(path, (then, then))


def test_a_claim_is_one_persons(tmp_path: Path) -> None:
    """Who comes second hears who was first; when that one has given it back, it can be had."""
    first = claimed(tmp_path)
    second = take(tmp_path, "x", LEASE)
    assert isinstance(second, Holder)
    assert (second.pid, second.here, second.gone) == (os.getpid(), True, False)
    assert str(os.getpid()) in str(second)
    assert first.held()
    first.release()
    assert not first.held()
    claimed(tmp_path).release()
    assert list(tmp_path.iterdir()) == []


def test_a_holder_on_another_machine_is_named(tmp_path: Path) -> None:
    """Machine, process and time are told as people say them."""
    foreign(tmp_path / "x", 1)
    assert str(take(tmp_path, "x", LEASE)) == "datorn kontor-7 (process 4711) sedan 2026-03-01 02:13"


@pytest.mark.parametrize(("age", "taken"), [(LEASE - 20, False), (LEASE + 20, True), (-LEASE - 20, True)])
@pytest.mark.parametrize("ahead", [0, 86_400, -86_400])
def test_a_lease_runs_out_by_the_file_servers_clock(
    age: float, taken: bool, ahead: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What this machine's clock shows does not matter; a claim from a time to come was written by a clock set back."""
    foreign(tmp_path / "x", age)
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + ahead)
    assert isinstance(take(tmp_path, "x", 1), Claim) is taken


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", '{"dator": "kontor-7"}', "\udcff", "NaN", "[" * 100_000], ids=str.__len__
)
def test_a_claim_that_cannot_be_read_is_stale_after_the_lease(content: str, tmp_path: Path) -> None:
    """Half written, empty or garbage: somebody may be writing it just now, but not for ever."""
    path = tmp_path / "x"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    assert take(tmp_path, "x", LEASE) == Holder()
    written_ago(path, LEASE + 20)
    assert claimed(tmp_path).held()


@pytest.mark.parametrize("lease", [float("inf"), float("nan"), "evigt", None])
def test_no_claim_holds_for_ever(lease: object, tmp_path: Path) -> None:
    """A lease that is no number of seconds counts as none."""
    foreign(tmp_path / "x", LEASE + 20, giltig_sekunder=lease)
    assert claimed(tmp_path).held()


def test_a_refreshed_claim_begins_its_lease_anew(tmp_path: Path) -> None:
    """The holder's heartbeat writes the claim anew, so that its age begins at nothing."""
    claim = claimed(tmp_path)
    written_ago(tmp_path / "x", LEASE + 20)
    assert claim.refresh()
    assert isinstance(take(tmp_path, "x", LEASE), Holder)
    assert claim.held()


def test_a_lost_claim_is_known_as_lost(tmp_path: Path) -> None:
    """Who was silent too long neither holds nor refreshes what another has taken over, and cannot give it back."""
    claim = claimed(tmp_path)
    written_ago(tmp_path / "x", LEASE + 20)
    other = claimed(tmp_path)
    assert not claim.held()
    assert not claim.refresh()
    claim.release()
    assert other.held()


def test_what_is_given_back_does_not_come_again(tmp_path: Path) -> None:
    """A heartbeat that comes after the giving back writes nothing."""
    claim = claimed(tmp_path)
    claim.release()
    assert not claim.refresh()
    assert list(tmp_path.iterdir()) == []


def test_a_number_that_another_process_has_got_is_no_holder(tmp_path: Path) -> None:
    """A claim with a living process's number, but from another start, is a dead one's."""
    claim = claimed(tmp_path)
    said = json.loads((tmp_path / "x").read_text("utf-8"))
    (tmp_path / "x").write_text(json.dumps({**said, "startad": said["startad"] - 5}), "utf-8")
    assert claimed(tmp_path).held()
    assert claim.held() is False


@pytest.mark.parametrize("room", ["en annan behållare", None], ids=["annan", "äldre version"])
def test_a_process_of_a_container_with_the_same_name_may_live(room: str | None, tmp_path: Path) -> None:
    """Its number means nothing here, whatever its machine is called: only the lease counts."""
    claimed(tmp_path)
    said = {**json.loads((tmp_path / "x").read_text("utf-8")), "process": NOBODY, "rum": room}
    if room is None:
        del said["rum"]
    (tmp_path / "x").write_text(json.dumps(said), "utf-8")
    holder = take(tmp_path, "x", LEASE)
    assert isinstance(holder, Holder)
    assert (holder.pid, holder.here, holder.gone) == (NOBODY, False, False)
    assert sweep(tmp_path) == ()
    written_ago(tmp_path / "x", LEASE + 20)
    assert claimed(tmp_path).held()


def test_a_process_is_known_by_its_start(start: Start, tmp_path: Path) -> None:
    """A living process is not gone; a killed one is, also before its parent has asked for it."""
    one = start(hold, str(tmp_path), "x")
    until((tmp_path / "klar").exists)
    assert one.pid
    begun = started(one.pid)
    assert not is_gone(one.pid, begun)
    one.kill()
    until(lambda: is_gone(one.pid or 0, begun))


def test_a_killed_holders_claim_is_taken_over_at_once(start: Start, tmp_path: Path) -> None:
    """On the same machine nobody waits for the lease of a dead process."""
    one = start(hold, str(tmp_path), "x")
    until((tmp_path / "klar").exists)
    assert isinstance(take(tmp_path, "x", LEASE), Holder)
    one.kill()
    one.join()
    assert claimed(tmp_path).held()
    assert {path.name for path in tmp_path.iterdir()} == {"x", "klar"}


def test_one_of_many_takes_over(start: Start, tmp_path: Path) -> None:
    """Four processes that see the same stale claims at the same time: each claim gets one new holder."""
    names = [f"x{number}" for number in range(40)]
    dead = start(hold, str(tmp_path), *names)
    until((tmp_path / "klar").exists)
    dead.kill()
    dead.join()
    own = ["a", "b", "c", "d"]
    for name in own:
        start(grab, str(tmp_path), name, names)
    until(lambda: all((tmp_path / f"{name}.redo").exists() for name in own))
    (tmp_path / "nu").touch()
    until(lambda: all((tmp_path / f"{name}.tog").exists() for name in own))
    taken = [line for name in own for line in (tmp_path / f"{name}.tog").read_text().split()]
    (tmp_path / "nog").touch()
    assert sorted(taken) == sorted(names)
    assert not list(tmp_path.glob("*.byter*"))


def test_there_is_never_a_second_holder(start: Start, tmp_path: Path) -> None:
    """Processes that claim and give back while others of them are killed: each is alone, and work goes on."""
    chance, rows = random.Random(7), tmp_path / "rader"
    running = [start(work, str(tmp_path)) for _ in range(3)]
    until(rows.exists)
    for _ in range(12):
        before = rows.stat().st_size
        until(lambda before=before: rows.stat().st_size > before + 60)
        time.sleep(chance.uniform(0, 0.004))
        victim = running.pop(0)
        victim.kill()
        running.append(start(work, str(tmp_path)))
    (tmp_path / "nog").touch()
    for one in running:
        one.join(60)
    said = rows.read_text("utf-8").split("\n")
    assert len(said) > 100
    assert set(said) == {"ensam", ""}


def test_who_is_killed_while_taking_over_stops_nobody(start: Start, tmp_path: Path) -> None:
    """A claim on the taking over, left by a dead process, is itself taken over; nothing of it stays."""
    one = start(hold, str(tmp_path), "x", "x.byter", "x.byter.byter")
    until((tmp_path / "klar").exists)
    one.kill()
    one.join()
    claimed(tmp_path).release()
    assert [path.name for path in tmp_path.iterdir()] == ["klar"]


def test_while_somebody_takes_over_others_wait(tmp_path: Path) -> None:
    """A stale claim that a living process is taking over is left to it."""
    foreign(tmp_path / "x", LEASE + 20)
    gate = claimed(tmp_path, "x" + claims.GATE)
    assert isinstance(take(tmp_path, "x", LEASE), Holder)
    gate.release()
    assert claimed(tmp_path).held()


@pytest.mark.parametrize("links", [True, False])
def test_a_full_disk_leaves_no_claim(links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim that cannot be written is not left behind empty, and the error is told."""

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*(Path, "write_bytes", full) if links else (os, "write", full))
    if not links:
        monkeypatch.setattr(os, "link", full)
    with pytest.raises(OSError, match="space"):
        take(tmp_path, "x", LEASE)
    assert list(tmp_path.iterdir()) == []


def test_a_sweep_takes_what_the_dead_of_this_machine_left(start: Start, tmp_path: Path) -> None:
    """Claims and half files of dead processes go; those of the living and of other machines stay, as all else does."""
    one = start(hold, str(tmp_path), "död", "död.byter")
    until((tmp_path / "klar").exists)
    one.kill()
    one.join()
    mine = claimed(tmp_path, "levande")
    foreign(tmp_path / "främmande", LEASE + 20)
    own = beside(tmp_path / "f")
    dead = own.with_name(own.name.replace(f"-{os.getpid()}.", f"-{one.pid}."))
    elsewhere = own.with_name(".0000" + dead.name[5:])
    for path in (own, dead, elsewhere, tmp_path / "annat.json"):
        path.write_text("{}", "utf-8")
    assert {"död", dead.name} <= set(sweep(tmp_path))
    left = {"levande", "främmande", own.name, elsewhere.name, "annat.json", "klar"}
    assert {path.name for path in tmp_path.iterdir()} == left
    assert mine.held()
    assert sweep(tmp_path / "finns inte") == ()


def test_a_sweep_of_files_takes_what_nobody_can_be_writing(tmp_path: Path) -> None:
    """A dead process's at once; another machine's, and a name of older versions, when it is older than a day."""
    own = beside(tmp_path / "f")
    dead = own.with_name(own.name.replace(f"-{os.getpid()}.", f"-{NOBODY}."))
    others = [tmp_path / f".0000{own.name[5:]}", tmp_path / f".12340a0b-{NOBODY}.tmp"]
    claim = tmp_path / "x"
    foreign(claim, LEASE + 20, dator=socket.gethostname(), process=NOBODY)
    for path in (own, dead, *others):
        path.write_bytes(b"")
    assert sweep_files(tmp_path) == (dead.name,)
    for path in others:
        written_ago(path, 25 * 3600)
    assert sweep_files(tmp_path) == tuple(sorted(path.name for path in others))
    assert sorted(tmp_path.iterdir()) == sorted([own, claim])


def test_names_of_files_under_way_are_short_and_each_ones_own(tmp_path: Path) -> None:
    """However long the name of a file, the one it is first written under is short, and no two are alike."""
    names = {beside(tmp_path / ("x" * 255)).name for _ in range(1000)}
    assert len(names) == 1000
    assert all(is_temporary(name) and len(name) < 32 for name in names)


@pytest.mark.parametrize("ahead", [0, 3600, -7200])
def test_clocks_that_differ_are_known(ahead: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The skew is how much the file server's clock is before this machine's, and nothing is left of asking."""
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + ahead)
    assert clock_skew(tmp_path) == pytest.approx(-ahead, abs=30)
    assert list(tmp_path.iterdir()) == []


def test_a_server_without_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no file can get a second name the claim is created for one alone, which is enough."""

    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    first = claimed(tmp_path)
    assert first.held()
    assert isinstance(take(tmp_path, "x", LEASE), Holder)
    first.release()
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_lost_its_answer_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim that came into being, although the server says that one was there, is ours."""
    link = os.link

    def twice(*given: Path) -> None:
        link(*given)
        link(*given)

    monkeypatch.setattr(os, "link", twice)
    assert claimed(tmp_path).held()


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    """Nobody holds what cannot be claimed: the system's own error is told."""
    with pytest.raises(FileNotFoundError):
        take(tmp_path / "borta", "x", LEASE)


@pytest.mark.parametrize("error", [errno.EIO, errno.EACCES])
def test_a_claim_that_cannot_be_read_is_not_lost(error: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that hesitates is asked again; one that goes on says nothing, and neither does the claim."""
    claim, read, refused = claimed(tmp_path), Path.read_bytes, [2]

    def hesitates(path: Path) -> bytes:
        refused[0] -= 1
        if refused[0] >= 0:
            raise OSError(error, os.strerror(error))
        return read(path)

    monkeypatch.setattr(claims, "_PAUSES", (0, 0))
    monkeypatch.setattr(Path, "read_bytes", hesitates)
    assert claim.held()
    for act in (claim.held, claim.refresh):
        refused[0] = 3
        with pytest.raises(OSError, match=os.strerror(error)):
            act()
    refused[0] = 3
    claim.release()
    assert (tmp_path / "x").exists()


def test_a_claim_in_a_folder_that_is_away_is_not_lost(tmp_path: Path) -> None:
    """A share that is gone for a while says nothing of who holds what; when it is back, the claim is held."""
    folder = tmp_path / "ut"
    folder.mkdir()
    claim = claimed(folder)
    folder.rename(tmp_path / "borta")
    with pytest.raises(FileNotFoundError):
        claim.held()
    (tmp_path / "borta").rename(folder)
    assert claim.held()
