"""The crew of this machine: workers that break are replaced, nothing is lost, nothing is left."""

from __future__ import annotations

import itertools
import os
import pickle
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from generator.crew import Done, Job, Limits, Outfit, local, worker
from generator.crew.job import Crew
from generator.crew.local import LocalCrew
from generator.crew.task import do, workshop
from generator.crew.worker import Patience
from generator.engines import leftovers
from generator.errors import EngineError, ExitCode
from generator.model import CaseFile
from generator.results import Outcome, Seen
from generator.steps.read import fetch, read
from generator.workshop import Workshop
from tests import crewtools
from tests.conftest import CASES, ROOT
from tests.crewtools import all_back, at_home_in, job, outfit, until

Hire = Callable[..., LocalCrew]
AT_ONCE = Patience(pauses=(0, 0))


@pytest.fixture(autouse=True)
def aside(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files that nobody else uses: what lies there is this test's."""
    if request.node.get_closest_marker("office") is None:
        monkeypatch.setattr(leftovers, "_PIPES", tmp_path)
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    for left in at_home_in(folder):  # only after a test that failed
        left.kill()


@pytest.fixture
def hire(aside: Path) -> Iterator[Hire]:
    """Make crews; afterwards nothing of them may be left."""
    made: list[LocalCrew] = []

    def crew(count: int, furnish: Callable[[Outfit], Workshop], patience: Patience = AT_ONCE) -> LocalCrew:
        made.append(LocalCrew(outfit(), count, furnish=furnish, patience=patience))
        return made[-1]

    yield crew
    for one in made:
        one.close()
    assert at_home_in(aside) == []
    assert list(aside.glob("generator-*")) == []


def codes(done: Done) -> list[str]:
    """What a job came back with."""
    return [finding.code for finding in done.made.line.findings]


def test_a_job_is_made_as_it_would_be_here(hire: Hire) -> None:
    """Each job comes back once, with the files and the line that this process would have made."""
    jobs = [job(number, f"Projekt {number}") for number in range(1, 7)]
    crew: Crew = hire(2, workshop)
    done = all_back(crew, jobs)
    for one in jobs:
        here = do(one, workshop(outfit()))
        assert done[one.number].made == here == pickle.loads(pickle.dumps(here))  # noqa: S301  # our own
        assert here.line.outcome is Outcome.DONE
        assert set(here.files) == {".docx"}
    assert len({one.by for one in done.values()}) == 2
    assert not any(one.broke for one in done.values())


def test_what_is_wrong_with_a_case_is_its_line(hire: Hire) -> None:
    """A case that is refused, cannot be read or does not have the handling is told, and does not count as a break."""
    good = job(1)
    jobs = [
        Job(number=1, file=CaseFile(good.file.path, b"{"), handling=good.handling, seen=good.seen),
        Job(number=2, file=good.file, handling="2019-10-07-annan", seen=good.seen),
        Job(
            number=3,
            file=CaseFile(good.file.path, good.file.content.replace(b"tjanstestalle", b"tjanst")),
            handling=good.handling,
            seen=good.seen,
        ),
    ]
    done = all_back(hire(1, workshop), jobs)
    assert {one.made.line.exit_code for one in done.values()} == {ExitCode.CASE}
    assert all(one.made.line.outcome is Outcome.REFUSED and codes(one) and not one.broke for one in done.values())


def test_a_worker_that_dies_breaks_its_own_job_alone(hire: Hire) -> None:
    """The job under way comes back as broken, with who had it; those that wait are made by others."""
    jobs = [job(number, "Den som läser detta faller" if number in (2, 5) else "Projekt") for number in range(1, 9)]
    done = all_back(hire(2, crewtools.trapped), jobs)
    assert [number for number, one in sorted(done.items()) if one.broke] == [2, 5]
    line = done[2].made.line
    assert (codes(done[2]), line.exit_code) == (["arbetare-avbrott"], ExitCode.ENGINE)
    assert (line.outcome, line.handling) == (Outcome.FAILED, jobs[1].handling)
    assert line.findings[0].place.file == jobs[1].file.path
    assert line.findings[0].remedy
    assert "signal 9" in line.findings[0].message
    assert int(done[2].by.rsplit(":", 1)[1]) != os.getpid()


def test_a_worker_that_does_not_answer_is_ended(hire: Hire) -> None:
    """One that hangs, even in the middle of its answer, is ended at the time limit and replaced."""
    crew = hire(2, crewtools.trapped, Patience(beyond=-56, pauses=(0, 0)))
    done = all_back(crew, [job(1, "Den som läser stannar"), job(2, "Den ger ett halvt svar"), job(3), job(4)])
    for number in (1, 2):
        assert codes(done[number]) == ["arbetare-tidsgrans"]
        assert done[number].broke
        assert done[number].seconds >= 4
    assert not done[3].broke
    assert not done[4].broke


def test_an_office_that_breaks_is_told_as_a_break(hire: Hire) -> None:
    """A program that broke under a document is a reason to try anew; the worker stays."""
    done = all_back(hire(1, crewtools.with_broken_office), [job(1), job(2)])
    assert [codes(one) for one in done.values()] == [["motor-avbrott"]] * 2
    assert all(one.broke and one.made.line.exit_code == ExitCode.ENGINE for one in done.values())
    assert done[1].by == done[2].by


@pytest.mark.parametrize(("furnish", "code"), [(crewtools.unfit, "motor-saknas"), (crewtools.lost, "arbetare-avbrott")])
def test_when_nobody_can_be_had_it_is_told(furnish: Callable[[Outfit], Workshop], code: str, hire: Hire) -> None:
    """Workers that cannot begin are not hired for ever: after a few tries the crew says why."""
    crew = hire(2, furnish)
    with pytest.raises(EngineError) as caught:
        all_back(crew, [job(1)])
    [finding] = caught.value.findings
    assert finding.code == code
    assert finding.remedy
    assert crew.wants() > 0
    with pytest.raises(EngineError):
        crew.back(60)


def test_a_limit_for_the_start_ends_a_worker_that_never_begins(hire: Hire) -> None:
    """A worker that is not ready in time is ended, and another tried."""
    crew = hire(1, workshop, Patience(start=0.01, pauses=(0, 0)))
    with pytest.raises(EngineError) as caught:
        all_back(crew, [job(1)])
    assert caught.value.findings[0].code == "arbetare-tidsgrans"


def test_a_machine_without_room_for_a_thread_is_told(hire: Hire, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for ever when not even the clock that ends a silent worker can be started."""
    _no_room(monkeypatch)
    with pytest.raises(EngineError) as caught:
        all_back(hire(2, workshop), [job(1)])
    [finding] = caught.value.findings
    assert finding.code == "arbetare-avbrott"
    assert "tråd" in finding.message


def test_a_machine_that_runs_out_of_threads_breaks_a_job_and_no_more(
    hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job whose clock cannot be started comes back as broken; those after it are done when there is room again."""
    crew = hire(1, workshop)
    all_back(crew, [job(1)])
    with monkeypatch.context() as crowded:
        _no_room(crowded, once=True)
        done = all_back(crew, [job(2), job(3)])
    assert [done[number].broke for number in (2, 3)] == [True, False]
    assert codes(done[2]) == ["arbetare-avbrott"]


def test_a_crew_that_cannot_be_whole_leaves_nobody(hire: Hire, aside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is room to lead one worker and not two, it is told, and the first does not stay."""
    honest, started = local.Thread.start, itertools.count()

    def start(thread: local.Thread) -> None:
        if next(started):
            until(lambda: bool(at_home_in(aside)), "the first worker is there")
            raise RuntimeError("can't start new thread")
        honest(thread)

    monkeypatch.setattr(local, "Thread", type("Thread", (local.Thread,), {"start": start}))
    with pytest.raises(EngineError) as caught:
        hire(2, workshop)
    [finding] = caught.value.findings
    assert finding.code == "arbetare-startar-inte"
    assert "tråd" in finding.message
    assert at_home_in(aside) == []


def _no_room(monkeypatch: pytest.MonkeyPatch, *, once: bool = False) -> None:
    """Let the system refuse a thread, as it does when an account has as many as it may."""
    honest = worker.Timer.start

    def start(timer: worker.Timer) -> None:
        if once:
            monkeypatch.setattr(worker.Timer, "start", honest)
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(worker.Timer, "start", start)


def test_a_worker_gives_back_memory_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a long run Python is told to give back what it keeps of objects that are gone, every so many jobs."""
    jobs, tidied, said = iter(range(5)), list[int](), list[object]()
    monkeypatch.setattr(worker, "_TIDY", 2)
    monkeypatch.setattr(worker, "carry_out", lambda number, _: number)
    monkeypatch.setattr(worker.gc, "collect", lambda: tidied.append(len(said)))
    with pytest.raises(StopIteration):
        worker._serve(SimpleNamespace(recv=lambda: next(jobs), send=said.append), outfit(), workshop)
    assert said == [(), 0, 1, 2, 3, 4]
    assert tidied == [3, 5]


def test_signals_to_all_are_for_the_lead(hire: Hire, aside: Path) -> None:
    """A terminal's Ctrl-C and a service's stop reach workers, too: they go on until the lead says otherwise."""
    crew = hire(2, workshop)
    before = {one.by for one in all_back(crew, [job(number) for number in range(1, 5)]).values()}
    for one in psutil.Process().children():
        if str(aside) in one.environ().get("TMPDIR", ""):
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                one.send_signal(number)
    done = all_back(crew, [job(number) for number in range(1, 9)])
    assert {one.by for one in done.values()} == before
    assert not any(one.broke for one in done.values())


def test_closing_ends_what_is_under_way(hire: Hire, aside: Path) -> None:
    """A crew is sent home in the middle of a document: no process, no folder, and no job is left."""
    crew = hire(2, crewtools.with_endless_office)
    for number in range(1, 5):
        crew.give(job(number))
    until(lambda: len(offices(aside)) == 2, "both offices are at work")
    crew.close()
    assert at_home_in(aside) == []
    assert list(aside.iterdir()) == []


def offices(aside: Path) -> list[psutil.Process]:
    """The stand-in offices that run."""
    return [one for one in at_home_in(aside) if "kontor" in words_of(one)]


def words_of(process: psutil.Process) -> list[str]:
    """A process's command line; none when it has just ended."""
    with suppress(psutil.Error):
        return process.cmdline()
    return []


@pytest.mark.parametrize(
    "killed",
    [
        tuple(names)
        for size in (1, 2, 3)
        for names in itertools.combinations(("lead", "worker", "clerk"), size)
        if "lead" in names
    ],
    ids="+".join,
)
def test_who_is_killed_leaves_nothing(killed: tuple[str, ...], aside: Path) -> None:
    """Kill the lead, alone or with its worker and the clerk: the next run finds nothing, or ends what it finds."""
    lead = subprocess.Popen([sys.executable, "-m", "tests.crewtools"], cwd=ROOT)
    try:
        until(lambda: bool(offices(aside)), "the office is at work")
        [office] = offices(aside)
        clerk = office.parent()
        assert clerk is not None
        worker = clerk.parent()
        assert worker is not None
        at_hand = {"lead": psutil.Process(lead.pid), "worker": worker, "clerk": clerk}
        for name in killed:
            at_hand[name].suspend()
        for name in killed:
            at_hand[name].kill()
    finally:
        lead.kill()
        lead.wait()
    if "worker" in killed:  # nobody is left who could have tidied up
        until(lambda: not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE, "the worker is gone")
        assert offices(aside)
        assert leftovers.sweep()
    until(lambda: at_home_in(aside) == [], "every process is gone")
    until(lambda: list(aside.glob("generator-*")) == [], "every folder is gone")


def test_what_lives_is_not_swept(aside: Path) -> None:
    """Of two owners' folders and programs only those of the one that has ended go, and nobody who looks on."""
    code = """
from generator.engines import leftovers
import os, subprocess, sys
folder = leftovers.make("office")
inside = {**os.environ, "HOME": str(folder)}
one = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], env=inside, stdout=subprocess.DEVNULL)
print(folder, one.pid, flush=True)
sys.stdin.read()
"""
    owners = [
        subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [one.stdout.readline().split() for one in owners if one.stdout]
    folders, inside = [Path(folder) for folder, _ in said], [psutil.Process(int(pid)) for _, pid in said]
    looker = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", str(folders[0])])
    foreign = aside / "generator-office-1-1-1.00-abcdefgh"
    foreign.mkdir()
    try:
        assert leftovers.sweep() == ()
        owners[0].kill()
        owners[0].wait()
        assert leftovers.sweep() == (folders[0],)
        assert [folder.exists() for folder in (*folders, foreign)] == [False, True, True]
        assert [one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in inside] == [False, True]
        assert looker.poll() is None
        week = foreign.stat().st_mtime - 8 * 24 * 3600
        os.utime(foreign, (week, week))
        assert leftovers.sweep() == (foreign,)
    finally:
        for one in (*owners, looker):
            one.kill()
            one.communicate()
        leftovers.sweep()


def test_a_pipe_is_left_to_those_who_know_its_folder(
    aside: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has its temporary files elsewhere cannot find both pipes of an office that is gone, and so removes none."""
    pipes, elsewhere = tmp_path / "ror", tmp_path / "annanstans"
    pipes.mkdir()
    elsewhere.mkdir()
    monkeypatch.setattr(leftovers, "_PIPES", pipes)
    folder = leftovers.make("office")
    gone = folder.rename(folder.with_name(folder.name.replace(f"-{os.getpid()}-", "-0-")))  # nobody has that number
    for pipe in leftovers._pipes(gone):
        pipe.touch()
    gone.rmdir()
    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(elsewhere))
        assert leftovers.sweep() == ()
    assert len(list(pipes.iterdir())) == 2
    assert leftovers.sweep() == (gone,)
    assert not list(pipes.iterdir())


def test_a_folder_is_lent_for_a_while() -> None:
    """A lent folder is this process's, private, and gone afterwards, also when something went wrong."""
    lent = leftovers.lent("arbete")
    folder = lent.__enter__()  # to leave it with an error, below
    (folder / "a").write_text("a")
    assert folder.stat().st_mode & 0o077 == 0
    assert leftovers.sweep() == ()
    assert not lent.__exit__(ZeroDivisionError, ZeroDivisionError(), None)
    assert not folder.exists()
    mine = leftovers.make("arbete")
    assert leftovers.sweep_own() == (mine,)


def real_jobs(count: int) -> list[Job]:
    """Jobs of the example cases, over and over."""
    shop = workshop(outfit())
    files = [fetch(path) for path in CASES]
    every = [(file, one.file_stem) for file in files for one in read(file, shop.schemas).handlingar]
    chosen = itertools.islice(itertools.cycle(every), count)
    return [
        Job(number=number, file=file, handling=stem, seen=Seen(stem=stem))
        for number, (file, stem) in enumerate(chosen, 1)
    ]


@pytest.mark.office
@pytest.mark.parametrize(
    ("seed", "validator"),
    [(7, False), pytest.param(11, True, marks=[pytest.mark.verapdf, pytest.mark.thorough])],
)
def test_documents_while_somebody_kills(seed: int, validator: bool, aside: Path) -> None:
    """Workers, clerks and offices are killed or stopped at random: every document is made all the same."""
    luck = random.Random(seed)
    limits = Limits(seconds=8, documents=6)
    whole = Outfit(root=ROOT, engine="libreoffice", validator=validator, limits=limits)
    crew = LocalCrew(whole, 2, patience=Patience(beyond=12, pauses=(0, 0, 0)))
    waiting, made, kills = {one.number: one for one in real_jobs(16)}, dict[int, Done](), 0
    try:
        at_work: set[int] = set()
        while waiting:
            for number in [number for number in waiting if number not in at_work][: max(0, crew.wants())]:
                crew.give(waiting[number])
                at_work.add(number)
            for done in crew.back(60):
                at_work.remove(done.number)
                if not done.broke:
                    made[done.number] = done
                    del waiting[done.number]
                if kills < 6 and luck.random() < 0.5:
                    kills += strike(luck, aside)
    finally:
        crew.close()
    assert kills >= 4
    assert sorted(made) == list(range(1, 17))
    for done in made.values():
        assert done.made.line.outcome is Outcome.DONE, done.made.line.findings
        assert done.made.files[".pdf"].startswith(b"%PDF-")
    assert at_home_in(aside) == []
    assert list(aside.iterdir()) == []


def strike(luck: random.Random, aside: Path) -> int:
    """Kill or stop one of the crew; give how many were struck."""
    there = [one for one in at_home_in(aside) if one.pid != os.getpid()]
    if not there:
        return 0
    victim = luck.choice(there)
    with suppress(psutil.NoSuchProcess):
        victim.send_signal(signal.SIGSTOP if luck.random() < 0.2 else signal.SIGKILL)
    return 1
