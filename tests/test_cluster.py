"""A crew on a Dask cluster: a real scheduler, real worker processes, killed, stopped and unlike each other."""

from __future__ import annotations

import gc
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from generator.crew import Done, Job, Limits, Outfit
from generator.crew.cluster import ClusterCrew, Patience
from generator.crew.kit import pack
from generator.crew.task import close, do, workshop
from generator.errors import ChoiceError, EngineError
from generator.model import CaseFile
from generator.results import Outcome, Seen
from generator.steps.read import fetch
from tests import clusters
from tests.clusters import Cluster, until
from tests.conftest import ROOT, Case, Write

_OUTFIT = Outfit(root=ROOT, engine=None)
_SOON = Patience(answer=60, alone=1, beyond=1, look=0.1)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler with two workers, to which no harm is done."""
    made = Cluster(tmp_path_factory.mktemp("klunga"), 2)
    yield made
    made.close()


Start = Callable[..., Cluster]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a cluster that may be harmed."""
    made: list[Cluster] = []

    def begin(workers: int, **more: int) -> Cluster:
        made.append(Cluster(tmp_path, workers, **more))
        return made[-1]

    yield begin
    for one in made:
        one.close()


def jobs(case: Case, write: Write, count: int) -> list[Job]:
    """So many handlingar of as many cases."""
    made = []
    for number in range(1, count + 1):
        case["diarienummer"] = f"GNS/{number}/2019"
        file = fetch(write(case, f"{number}.json"))
        stem = "2019-10-07-tjansteskrivelse"
        made.append(Job(number=number, file=file, handling=stem, seen=Seen(stem=stem)))
    return made


def stand_ins(count: int) -> list[Job]:
    """So many jobs for those who do not look at them."""
    case = CaseFile(Path("a.json"), b"{}")
    return [Job(number=number, file=case, handling="a", seen=Seen(stem="a")) for number in range(1, count + 1)]


def done(crew: ClusterCrew, given: list[Job], third: Callable[[], None] = lambda: None) -> dict[int, Done]:
    """Every job given and taken back, each once; something is done when a third has come back."""
    back: dict[int, Done] = {}
    waiting = list(given)

    def all_back() -> bool:
        while waiting and crew.wants() > 0:
            crew.give(waiting.pop(0))
        for one in crew.back(0.2):
            assert one.number not in back
            back[one.number] = one
        if len(back) > len(given) // 3 and harm:
            harm.pop()()
        return len(back) == len(given)

    harm = [third]
    until(all_back, 120)
    assert crew.back(0) == []
    return back


def outcomes(back: dict[int, Done]) -> set[Outcome]:
    """How they went."""
    return {one.made.line.outcome for one in back.values()}


def codes(one: Done) -> list[str]:
    """What was found."""
    return [finding.code for finding in one.made.line.findings]


def test_every_job_comes_back_once_though_a_worker_is_killed(start: Start, case: Case, write: Write) -> None:
    """Two workers, thirty documents, one kill -9: each is made, once, whole, of the parcel alone, which goes again."""
    cluster = start(2)
    root = cluster.folder / "rot"
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(ROOT / name, root / name)
    crew = ClusterCrew(cluster.address, Outfit(root=root, engine=None))
    shutil.rmtree(root)  # workers have no folder that is the lead's
    try:
        back = done(crew, jobs(case, write, 30), cluster.workers[0].kill)
        assert len(list(cluster.folder.glob("generator-klunga-*"))) == 2
    finally:
        crew.close()
    assert sorted(back) == list(range(1, 31))
    assert outcomes(back) == {Outcome.DONE}
    documents = {one.made.files[".docx"] for one in back.values()}
    assert len(documents) == 30
    assert all(document.startswith(b"PK") for document in documents)
    [left] = cluster.folder.glob("generator-klunga-*")
    assert f"-{cluster.workers[0].pid}-" in left.name  # the killed one's; the next sweep on its machine takes it


@pytest.mark.office
def test_a_cluster_makes_the_same_documents(shared: Cluster, case: Case, write: Write) -> None:
    """With an office in each worker: the PDF is the one that this machine makes, to the byte; no office is left."""
    outfit = Outfit(root=ROOT, engine="libreoffice")
    crew = ClusterCrew(shared.address, outfit)
    try:
        back = done(crew, jobs(case, write, 4))
        below = [one for worker in shared.workers for one in psutil.Process(worker.pid).children(recursive=True)]
        names = {one.name() for one in below}
    finally:
        crew.close()
    assert len({one.by for one in back.values()}) == 2
    assert "soffice.bin" in names
    assert psutil.wait_procs(below, timeout=30)[1] == []
    shop = workshop(outfit)
    try:
        here = do(jobs(case, write, 1)[0], shop)
    finally:
        close(shop)
    assert back[1].made.files == here.files
    assert back[1].made.entry == here.entry
    assert outcomes(back) == {Outcome.DONE}


def test_a_refused_handling_is_a_result(shared: Cluster, case: Case, write: Write) -> None:
    """What a rule says no to comes back as it does here; the worker goes on."""
    case["arendemening"] = 7
    crew = ClusterCrew(shared.address, _OUTFIT)
    try:
        back = done(crew, jobs(case, write, 2))
    finally:
        crew.close()
    assert outcomes(back) == {Outcome.REFUSED}
    assert not any(one.broke for one in back.values())


def test_two_runs_share_a_cluster(shared: Cluster) -> None:
    """One that is over takes down its own benches, and not the other's."""
    first, second = (ClusterCrew(shared.address, _OUTFIT, work=(clusters.at_once,)) for _ in range(2))
    try:
        assert outcomes(done(first, stand_ins(4))) == {Outcome.DONE}
        first.close()
        assert len(list(shared.folder.glob("generator-klunga-*"))) == 2
        assert outcomes(done(second, stand_ins(4))) == {Outcome.DONE}
    finally:
        first.close()
        second.close()
    assert list(shared.folder.glob("generator-klunga-*")) == []


def test_a_job_that_kills_its_workers_is_given_up(start: Start) -> None:
    """It comes back as broken, with what to look at; the others are made by those who are left."""
    cluster = start(3, forgiving=1)
    crew = ClusterCrew(cluster.address, _OUTFIT, work=(clusters.deadly,))
    try:
        back = done(crew, stand_ins(12))
    finally:
        crew.close()
    deadly = back.pop(clusters.DEADLY)
    assert deadly.broke
    assert codes(deadly) == ["klunga-arbetare"]
    assert "KilledWorker" in deadly.made.line.findings[0].message
    assert outcomes({number: one for number, one in back.items() if not one.broke}) == {Outcome.DONE}
    assert sum(one.broke for one in back.values()) <= 2  # those that lay beside it both times


def test_a_worker_has_one_job_at_a_time(start: Start) -> None:
    """Its threads do not share an office."""
    cluster = start(1, threads=4)
    crew = ClusterCrew(cluster.address, _OUTFIT, work=(clusters.alone,))
    try:
        assert outcomes(done(crew, stand_ins(8))) == {Outcome.DONE}
        assert crew.wants() == 2
    finally:
        crew.close()


def test_a_worker_that_is_unlike_is_told(start: Start, unlike: dict[str, str]) -> None:
    """Its documents would be others: the run does not begin, and both sides' fonts are named."""
    cluster = start(0)
    cluster.hire(unlike)
    with pytest.raises(EngineError) as caught:
        ClusterCrew(cluster.address, _OUTFIT)
    [finding] = caught.value.findings
    assert finding.code == "klunga-olik"
    assert "typsnittet Calibri (" in finding.message
    assert "i stället för (Carlito" in finding.message


def test_a_worker_that_comes_later_and_is_unlike_gets_no_work(start: Start, unlike: dict[str, str]) -> None:
    """The run goes on with the others; one that comes later and is like them helps."""
    cluster = start(1)
    crew = ClusterCrew(cluster.address, _OUTFIT, patience=_SOON, work=(clusters.in_a_while,))
    try:
        other = cluster.hire(unlike)
        crew._client.wait_for_workers(2, timeout=60)
        back = done(crew, stand_ins(9))
        third = cluster.hire()
        until(lambda: crew.wants() == 4)
        back |= {number + 9: one for number, one in done(crew, stand_ins(9)).items()}
    finally:
        crew.close()
    assert outcomes(back) == {Outcome.DONE}
    assert {int(one.by.rpartition(":")[2]) for one in back.values()} == {cluster.workers[0].pid, third.pid}
    assert other.poll() is None


@pytest.fixture
def unlike(tmp_path: Path) -> dict[str, str]:
    """The environment of a worker that has no fonts."""
    config = tmp_path / "fonts.conf"
    config.write_text("<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig/>", "utf-8")
    return {"FONTCONFIG_FILE": str(config)}


def test_a_worker_that_hangs_delays_nobody_for_ever(start: Start) -> None:
    """A job that does not come back in time comes back as broken."""
    cluster = start(1)
    outfit = Outfit(root=ROOT, engine=None, limits=Limits(seconds=0.5))
    crew = ClusterCrew(cluster.address, outfit, patience=_SOON, work=(clusters.in_a_while,))
    try:
        cluster.workers[0].send_signal(signal.SIGSTOP)
        back = done(crew, stand_ins(2))
    finally:
        cluster.workers[0].send_signal(signal.SIGCONT)
        crew.close()
    assert {code for one in back.values() for code in codes(one)} == {"klunga-tidsgrans"}
    assert all(one.broke for one in back.values())


def test_a_run_ends_when_all_workers_are_gone(start: Start) -> None:
    """After a while in which they may come back; what was in hand is not done."""
    cluster = start(1)
    crew = ClusterCrew(cluster.address, _OUTFIT, patience=_SOON, work=(clusters.in_a_while,))
    try:
        with pytest.raises(EngineError) as caught:
            done(crew, stand_ins(9), cluster.workers[0].kill)
    finally:
        crew.close()
    assert [one.code for one in caught.value.findings] == ["klunga-utan-arbetare"]
    assert "inte gjort" in caught.value.findings[0].message


def test_a_run_ends_when_the_scheduler_is_gone(start: Start) -> None:
    """In the middle of the work: no document is blamed for it, and it is told how to go on."""
    cluster = start(2)
    crew = ClusterCrew(cluster.address, _OUTFIT, work=(clusters.in_a_while,))
    back: list[Done] = []
    try:
        for job in stand_ins(20):
            crew.give(job)
        cluster.scheduler.kill()
        with pytest.raises(EngineError) as caught:
            until(lambda: back.extend(crew.back(0.2)) or len(back) == 20)
    finally:
        crew.close()
    assert [one.code for one in caught.value.findings] == ["klunga-borta"]
    assert not any(one.broke for one in back)


def test_nobody_there_is_told() -> None:
    """A wrong address: what to look at."""
    with pytest.raises(EngineError) as caught:
        ClusterCrew("tcp://127.0.0.1:9", _OUTFIT, patience=Patience(answer=2))
    assert caught.value.findings[0].code == "klunga-svarar-inte"


def test_an_address_that_is_none_is_told() -> None:
    """A protocol that Dask does not know."""
    with pytest.raises(EngineError) as caught:
        ClusterCrew("dator", _OUTFIT, patience=Patience(answer=2))
    assert caught.value.findings[0].code == "klunga-svarar-inte"


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "dator"])
def test_a_client_that_did_not_start_is_closed_at_once(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left for Python's collector to close in the midst of the next client's start, which would hang."""
    from distributed import Client  # noqa: PLC0415  # slow to load

    ends: list[str] = []
    monkeypatch.setattr(Client, "__del__", lambda self: ends.append(self.status))
    with pytest.raises(EngineError):
        ClusterCrew(address, _OUTFIT, patience=Patience(answer=2))
    gc.collect()
    assert ends
    assert set(ends) == {"closed"}


def test_a_cluster_without_workers_is_told(start: Start) -> None:
    """How to start one."""
    with pytest.raises(EngineError) as caught:
        ClusterCrew(start(0).address, _OUTFIT, patience=Patience(answer=3))
    assert caught.value.findings[0].code == "klunga-utan-arbetare"
    assert "dask worker" in caught.value.findings[0].remedy


def test_dask_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra's name, and no traceback."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "generator.crew.client", raising=False)
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
