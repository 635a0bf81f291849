"""Those who make PDF files of the same documents: what one is, bare offices, and the whole of us; others: `pdf_peers`.

Each makes all documents of a set when it is told to. Programs that stay are
warm from the beginning, and idle while the others have their turn.
"""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Protocol

import psutil

from generator.batch.floor import Order
from generator.batch.night import night_run
from generator.batch.stopping import Stop
from generator.crew import Done, Job, Outfit
from generator.crew.job import Limits
from generator.crew.local import LocalCrew
from generator.engines.libreoffice import _EXPORT, LibreOffice
from generator.engines.officebuild import find_office
from generator.engines.officehome import speaking_python
from generator.findings import Finding
from generator.results import Outcome
from generator.runlog import Entry
from generator.settings import Settings
from generator.workshop import Workshop

ROOT = Path(__file__).parent.parent
_FOR_EVER = 1_000_000
"""Documents after which an office is started anew: what it has used could not be counted else. It costs a start (0.3 s)
in each 400 documents."""


class Watch:
    """What the clock and the processors say between two moments.

    Args:
        stay: programs of the one who works that go on.
    """

    def __init__(self, stay: Sequence[psutil.Process] = ()) -> None:
        self._stay = stay
        self._begun = self._ended = (0.0, 0.0)

    def begin(self) -> None:
        """What counts begins."""
        self._begun = self._now()

    def end(self) -> None:
        """What counts has ended; of several the last."""
        self._ended = self._now()

    @property
    def wall(self) -> float:
        """Seconds on the clock."""
        return self._ended[0] - self._begun[0]

    @property
    def busy(self) -> float:
        """Seconds of processor: of this process, of those that came and went, of those that stay."""
        return self._ended[1] - self._begun[1]

    def _now(self) -> tuple[float, float]:
        gone = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = [one.cpu_times() for one in self._stay]
        busy = time.process_time() + gone.ru_utime + gone.ru_stime + sum(one.user + one.system for one in used)
        return time.perf_counter(), busy


class Contestant(Protocol):
    """Somebody who makes PDF files."""

    name: str
    peak: int
    """MiB of the largest program that came and went; 0 when all stay."""

    def round(self, documents: Sequence[Path], folder: Path, watch: Watch) -> None:
        """Make a PDF of each document in the folder; say when what counts begins and ends."""
        ...

    def close(self) -> None:
        """End what was started."""
        ...


class Bare:
    """Offices that load, export and close, with our options and our settings; each has a thread that keeps it busy.

    Args:
        number: how many offices.
    """

    def __init__(self, number: int) -> None:
        self.name, self.peak = f"bara_{number}", 0
        python, office = speaking_python(), find_office()
        assert python, "no Python here has uno"
        assert office, "there is no LibreOffice here"
        command = (python, str(Path(__file__).with_name("bare_office.py")), str(office))
        self._offices = [LibreOffice(command) for _ in range(number)]

    def round(self, documents: Sequence[Path], folder: Path, watch: Watch) -> None:
        """See `Contestant.round`; what is not LibreOffice's is a line each way over a pipe."""
        waiting: SimpleQueue[Path] = SimpleQueue()
        for document in documents:
            waiting.put(document)

        def serve(office: LibreOffice) -> None:
            while not waiting.empty():
                document = waiting.get()
                asked: dict[str, object] = {
                    "source": str(document),
                    "target": str(folder / f"{document.stem}.pdf"),
                    "options": _EXPORT,
                }
                office._say(asked)
                said = json.loads(office._hear())
                assert "error" not in said, said

        watch.begin()
        with ThreadPoolExecutor(len(self._offices)) as pool:
            list(pool.map(serve, self._offices))
        watch.end()

    def close(self) -> None:
        """See `Contestant.close`."""
        for office in self._offices:
            office.close()


class _Kept:
    """A crew that goes on when a run is over."""

    def __init__(self, crew: LocalCrew) -> None:
        self._crew = crew
        self.seconds: list[float] = []
        """How long each job took its worker."""

    def wants(self) -> int:
        return self._crew.wants()

    def give(self, job: Job) -> None:
        self._crew.give(job)

    def back(self, timeout: float) -> list[Done]:
        done = self._crew.back(timeout)
        self.seconds += [one.seconds for one in done]
        return done

    def close(self) -> None:
        """Nobody goes home."""

    def dismiss(self) -> None:
        """Everybody goes home."""
        self._crew.close()


class _Follower:
    """Follows a run: when what counts came to its end, and that all were made."""

    def __init__(self, watch: Watch, first: int) -> None:
        self._watch = watch
        self._uncounted = first

    def planned(self, todo: int, unchanged: int) -> None:
        assert unchanged == 0, f"{unchanged} of {todo} were there before"

    def entry(self, entry: Entry) -> None:
        assert entry.result.outcome is Outcome.DONE, entry
        self._uncounted -= 1
        if self._uncounted == 0:
            self._watch.begin()
        self._watch.end()

    def remark(self, finding: Finding) -> None:
        raise AssertionError(finding)


class Ours:
    """A whole night run over the case files, into an empty folder: from JSON to checked and published files.

    Args:
        number: how many workers.
        cases: the folder of the case files of which the documents are made.
        first: how many handlingar are made before what counts begins.
    """

    def __init__(self, number: int, cases: Path, first: int) -> None:
        self.name, self.peak = f"vi_{number}", 0
        self._first = first
        self._cases = cases
        outfit = Outfit(root=ROOT, engine=LibreOffice.name, limits=Limits(documents=_FOR_EVER))
        self._crew = _Kept(LocalCrew(outfit, number))

    @property
    def seconds(self) -> list[float]:
        """How long each job took its worker, so far."""
        return self._crew.seconds

    def round(self, documents: Sequence[Path], folder: Path, watch: Watch) -> None:  # noqa: ARG002  # it makes them itself
        """See `Contestant.round`: from one handling published to the last, in the midst of the run's work."""
        out = folder / "publicerat"
        engine = LibreOffice()  # the lead's own, which tells that there are to be PDF files, and makes none
        shop = Workshop(Settings(root=ROOT, out=out), engine)
        night_run(
            Order(given=(self._cases,), shop=shop, crew=lambda: self._crew), (_Follower(watch, self._first),), Stop()
        )
        for pdf in out.glob("*/*.pdf"):
            pdf.rename(folder / f"{pdf.parent.name}_{pdf.name}")

    def close(self) -> None:
        """See `Contestant.close`."""
        self._crew.dismiss()
