"""A crew on a Dask cluster: a real scheduler, real worker processes, one of them killed in the middle."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from generator.crew import Done, Job, Outfit
from generator.crew.cluster import ClusterCrew
from generator.crew.kit import pack
from generator.crew.task import close, do, workshop
from generator.errors import ChoiceError, EngineError
from generator.results import Outcome, Seen
from generator.steps.read import fetch
from tests.conftest import ROOT, Case, Write

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
_OUTFIT = Outfit(root=ROOT, engine=None)


class Cluster:
    """A scheduler and some workers on this machine.

    Args:
        folder: where their files lie.
        workers: how many.
    """

    def __init__(self, folder: Path, workers: int) -> None:
        self._folder = folder
        self._programs: list[subprocess.Popen[bytes]] = []
        said = folder / "scheduler.json"
        self._start("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(said))
        self.address = _until(lambda: _address(said))
        self.workers = [
            self._start(
                "worker", self.address, "--nthreads", "1", "--no-dashboard", "--no-nanny",
                "--local-directory", str(folder), "--death-timeout", "60",
            )
            for _ in range(workers)
        ]  # fmt: skip

    def _start(self, kind: str, *arguments: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", "TMPDIR": str(self._folder)}
        with (self._folder / f"{kind}.log").open("ab") as log:
            program = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.dask_{kind}", *arguments],
                stdout=log, stderr=log, env=environment, cwd=self._folder,
            )  # fmt: skip
        self._programs.append(program)
        return program

    def close(self) -> None:
        """End those that were started here."""
        for program in reversed(self._programs):
            with suppress(psutil.NoSuchProcess):
                below = psutil.Process(program.pid).children(recursive=True)
                program.send_signal(signal.SIGCONT)
                program.terminate()
                with suppress(subprocess.TimeoutExpired):
                    program.wait(20)
                for one in below:
                    with suppress(psutil.NoSuchProcess):
                        one.kill()
            program.kill()
            program.wait()


def _until(look: object, limit: float = 60) -> str:
    end = time.monotonic() + limit
    while time.monotonic() < end:
        found = look()  # type: ignore[operator]
        if found:
            return str(found)
        time.sleep(0.1)
    raise AssertionError("it took too long")


def _address(said: Path) -> str:
    with suppress(OSError, ValueError):
        return str(json.loads(said.read_text("utf-8"))["address"])
    return ""


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler with two workers."""
    made = Cluster(tmp_path, 2)
    yield made
    made.close()


def jobs(case: Case, write: Write, count: int) -> list[Job]:
    """So many handlingar of as many cases."""
    made = []
    for number in range(1, count + 1):
        case["diarienummer"] = f"GNS/{number}/2019"
        file = fetch(write(case, f"{number}.json"))
        stem = "2019-10-07-tjansteskrivelse"
        made.append(Job(number=number, file=file, handling=stem, seen=Seen(stem=stem)))
    return made


def done(crew: ClusterCrew, waiting: list[Job], killed: subprocess.Popen[bytes] | None = None) -> dict[int, list[Done]]:
    """Every job given and taken back; a worker is killed when a third has come back."""
    back: dict[int, list[Done]] = {}
    total, end = len(waiting), time.monotonic() + 120
    while sum(map(len, back.values())) < total:
        assert time.monotonic() < end, "not all came back"
        while waiting and crew.wants() > 0:
            crew.give(waiting.pop(0))
        for one in crew.back(0.5):
            back.setdefault(one.number, []).append(one)
        if killed is not None and len(back) > total // 3:
            killed.kill()
            killed = None
    return back


def test_every_job_comes_back_once_though_a_worker_is_killed(cluster: Cluster, case: Case, write: Write) -> None:
    """Two workers, thirty documents, one kill -9: each is made, once, whole, by the one or the other."""
    crew = ClusterCrew(cluster.address, _OUTFIT)
    try:
        back = done(crew, jobs(case, write, 30), cluster.workers[0])
    finally:
        crew.close()
    assert sorted(back) == list(range(1, 31))
    assert {len(one) for one in back.values()} == {1}
    made = [one.made for [one] in back.values()]
    assert {one.line.outcome for one in made} == {Outcome.DONE}
    assert all(one.files[".docx"].startswith(b"PK") for one in made)
    assert len({one.files[".docx"] for one in made}) == 30


@pytest.mark.office
def test_a_cluster_makes_the_same_documents(cluster: Cluster, case: Case, write: Write) -> None:
    """With an office in each worker: the PDF is the one that this machine makes, to the byte; no office is left."""
    outfit = Outfit(root=ROOT, engine="libreoffice")
    crew = ClusterCrew(cluster.address, outfit)
    try:
        back = done(crew, jobs(case, write, 4))
    finally:
        crew.close()
    shop = workshop(outfit)
    try:
        here = do(jobs(case, write, 1)[0], shop)
    finally:
        close(shop)
    assert back[1][0].made.files == here.files
    assert {one.made.line.outcome for [one] in back.values()} == {Outcome.DONE}
    offices = [
        process
        for worker in cluster.workers
        for process in psutil.Process(worker.pid).children(recursive=True)
        if "soffice" in process.name()
    ]
    assert psutil.wait_procs(offices, timeout=30)[1] == []


def test_a_refused_handling_is_a_result(cluster: Cluster, case: Case, write: Write) -> None:
    """What a rule says no to comes back as it does here; the worker goes on."""
    case["arendemening"] = 7
    crew = ClusterCrew(cluster.address, _OUTFIT)
    try:
        back = done(crew, jobs(case, write, 2))
    finally:
        crew.close()
    assert {one.made.line.outcome for [one] in back.values()} == {Outcome.REFUSED}
    assert not any(one.broke for [one] in back.values())


def test_other_programs_are_told(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker with another version would make other documents: the run does not begin."""
    monkeypatch.setattr("generator.crew.cluster._own_versions", lambda _: (("generator", "0"),))
    with pytest.raises(EngineError) as caught:
        ClusterCrew(cluster.address, _OUTFIT)
    assert {one.code for one in caught.value.findings} == {"klunga-olik"}
    assert "generator 0 här" in caught.value.findings[0].message


def test_a_scheduler_that_goes_ends_the_run(cluster: Cluster, case: Case, write: Write) -> None:
    """Nobody waits for ever: it is told that what was in hand is not done."""
    crew = ClusterCrew(cluster.address, _OUTFIT)
    try:
        cluster.close()
        crew.give(jobs(case, write, 1)[0])
        assert _until(lambda: _gone(crew), 90) in ("klunga-arbetare", "klunga-borta")
    finally:
        crew.close()


def _gone(crew: ClusterCrew) -> str:
    """What is said when nothing comes back any more; nothing as long as it may."""
    try:
        back = crew.back(0.5)
    except EngineError as error:
        return error.findings[0].code
    return back[0].made.line.findings[0].code if back else ""


def test_nobody_there_is_told() -> None:
    """A wrong address: what to look at."""
    with pytest.raises(EngineError) as caught:
        ClusterCrew("tcp://127.0.0.1:9", _OUTFIT, patience=2)
    assert caught.value.findings[0].code == "klunga-svarar-inte"


def test_a_cluster_without_workers_is_told(tmp_path: Path) -> None:
    """How to start one."""
    empty = Cluster(tmp_path, 0)
    try:
        with pytest.raises(EngineError) as caught:
            ClusterCrew(empty.address, _OUTFIT, patience=3)
    finally:
        empty.close()
    assert caught.value.findings[0].code == "klunga-utan-arbetare"
    assert "dask worker" in caught.value.findings[0].remedy


def test_dask_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra's name, and no traceback."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ChoiceError) as caught:
        ClusterCrew("tcp://127.0.0.1:8786", _OUTFIT)
    assert "arendegenerator[klunga]" in caught.value.findings[0].remedy


def test_nothing_loads_dask_that_needs_none() -> None:
    """A run on this machine does not know of it."""
    rooms = "generator.cli.batch, generator.batch.night, generator.crew.local"
    code = f"import sys, {rooms}; print('distributed' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout.strip() == "False"


def test_equal_roots_give_equal_parcels(tmp_path: Path) -> None:
    """The digest tells parcels apart by their files alone; other programs' files stay at home."""
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "templates" / "~$brevmall.docx").write_bytes(b"x")
    assert pack(tmp_path).digest == pack(ROOT).digest
    (tmp_path / "rules" / "varden.toml").write_text("x = 1\n", "utf-8")
    assert pack(tmp_path).digest != pack(ROOT).digest
    root = pack(ROOT).unpack(tmp_path / "upp")
    assert pack(root).digest == pack(ROOT).digest
