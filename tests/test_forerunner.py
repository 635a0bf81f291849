"""A process goes before through a long row: the answers are the same whatever becomes of it, and it never stays."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import psutil
import pytest

from generator.crew import forerunner
from generator.crew.forerunner import forerun
from generator.crew.hand import Hand
from tests.crewtools import until

THINGS = list(range(40))


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Rows that are worth a process, in pieces of four; afterwards no process is left."""
    monkeypatch.setattr(forerunner, "_WORTH", 10)
    monkeypatch.setattr(forerunner, "_PIECE", 4)
    yield
    assert not spawned()


def spawned() -> list[psutil.Process]:
    """The processes that were started to go before; one that has ended and is not yet taken leave of is none."""
    found = []
    for one in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):
            found += [one] * ("spawn_main" in str(one.cmdline()))
    return found


def who(thing: int) -> tuple[int, int]:
    """The thing, and the process that looked at it; slowly, so that both have their part."""
    time.sleep(0.02)
    return thing, os.getpid()


def trap(thing: int) -> int:
    """Breaks every process but this one."""
    if os.getpid() != int(os.environ["FORERUNNER_LEAD"]):
        os._exit(9)
    return thing


def ready(thing: int) -> int:
    """Says that a process is there, and lets it hang."""
    lead = int(os.environ["FORERUNNER_LEAD"])
    if os.getpid() != lead:
        Path(os.environ["FORERUNNER_SIGN"]).write_text(str(os.getpid()), "utf-8")
        time.sleep(600)
    return thing


def test_both_look_and_the_order_stands() -> None:
    """Every thing is answered once, in its order: some by this process, some by the other."""
    with closing(forerun(who, THINGS * 5)) as said:
        found = list(said)
    assert [thing for thing, _ in found] == THINGS * 5
    assert len({pid for _, pid in found}) == 2


def test_a_short_row_needs_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Below the number for which it is worth its start, none is started."""
    monkeypatch.setattr(forerunner, "Hand", None)
    assert list(forerun(str, THINGS[:9])) == [str(thing) for thing in THINGS[:9]]


@pytest.mark.parametrize("stopped", [False, True], ids=["hangs", "is stopped"])
def test_nobody_waits_for_one_that_hangs(stopped: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that hangs, or is stopped by the system, delays nothing; it is ended when the row is left."""
    sign = tmp_path / "dar"
    monkeypatch.setenv("FORERUNNER_LEAD", str(os.getpid()))
    monkeypatch.setenv("FORERUNNER_SIGN", str(sign))
    with closing(forerun(ready, THINGS * 5)) as said:
        assert next(said) == 0
        until(lambda: sign.exists() and sign.read_text("utf-8") != "", "the process is there")
        pid = int(sign.read_text("utf-8"))
        if stopped:
            os.kill(pid, signal.SIGSTOP)
        assert list(said) == (THINGS * 5)[1:]
    assert not psutil.pid_exists(pid)


def test_one_that_the_system_holds_fast_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that does not die when it is ended, as on a share that hangs, delays the end a moment and no more."""
    sign, ended = tmp_path / "dar", list[Hand]()
    monkeypatch.setenv("FORERUNNER_LEAD", str(os.getpid()))
    monkeypatch.setenv("FORERUNNER_SIGN", str(sign))
    monkeypatch.setattr(forerunner, "_GOING", 0.1)
    kill = Hand.kill
    with monkeypatch.context() as fast:
        fast.setattr(Hand, "kill", lambda self: ended.append(self) if self not in ended else None)
        with closing(forerun(ready, THINGS * 5)) as said:
            assert next(said) == 0
            until(lambda: sign.exists() and sign.read_text("utf-8") != "", "the process is there")
            assert list(said) == (THINGS * 5)[1:]
    assert psutil.pid_exists(int(sign.read_text("utf-8")))
    kill(ended[0])
    until(lambda: not spawned(), "the process is gone")


def test_one_that_breaks_takes_nothing_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it had in hand is looked at here."""
    monkeypatch.setenv("FORERUNNER_LEAD", str(os.getpid()))
    assert list(forerun(trap, THINGS * 5)) == THINGS * 5


def no_room(*_: object) -> Hand:
    """A system that has no room for another process."""
    raise OSError


@pytest.mark.parametrize(
    ("look", "hand"), [(str, no_room), (lambda thing: f"{thing}", Hand)], ids=["no room", "cannot be sent"]
)
def test_one_that_cannot_start_is_not_missed(
    look: Callable[[int], str], hand: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a process everything is looked at here."""
    monkeypatch.setattr(forerunner, "Hand", hand)
    assert list(forerun(look, THINGS)) == list(map(str, THINGS))


def test_a_machine_without_room_for_a_thread_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where not even the thread that speaks with the process can be started, everything is looked at here."""

    def refuse(_: forerunner.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(forerunner.Thread, "start", refuse)
    assert list(forerun(str, THINGS)) == [str(thing) for thing in THINGS]


def test_whoever_leaves_early_leaves_no_process() -> None:
    """A run that is stopped in the midst of the row ends the process at once."""
    with closing(forerun(who, THINGS * 5)) as said:
        next(said)
        until(lambda: bool(spawned()), "the process is there")
