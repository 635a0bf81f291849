"""A run without programs: what several tests of the night run share."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generator.batch.floor import Order
from generator.batch.night import Night, night_run
from generator.batch.stopping import Stop
from generator.crew import Crew, Done, Job
from generator.crew.task import do
from generator.findings import Finding
from generator.results import HandlingResult, Made, Outcome
from generator.runlog import Entry
from generator.settings import Settings
from generator.workshop import Workshop
from tests.conftest import ROOT

LONG_AGO = 7200


class Follower:
    """Keeps everything that it is told."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.remarks: list[Finding] = []
        self.todo: int | None = None

    def planned(self, todo: int, unchanged: int) -> None:  # noqa: ARG002
        """Remember how much there was to do."""
        self.todo = todo

    def entry(self, entry: Entry) -> None:
        """Remember it."""
        self.entries.append(entry)

    def remark(self, finding: Finding) -> None:
        """Remember it."""
        self.remarks.append(finding)

    def outcomes(self) -> dict[str, list[str]]:
        """The outcomes of each case file's handlingar."""
        told: dict[str, list[str]] = {}
        for entry in self.entries:
            told.setdefault(entry.result.source.name, []).append(entry.result.outcome.value)
        return told

    def codes(self, name: str) -> set[str]:
        """What was found in a case file."""
        return {
            finding.code
            for entry in self.entries
            if entry.result.source.name == name
            for finding in entry.result.findings
        }


class HereCrew:
    """Does each job at once, in this process.

    Args:
        shop: what to work with.
        breaks: tells of a job that it breaks the program.
        given: the handlingar that were given to it are noted here, in their order.
    """

    def __init__(self, shop: Workshop, breaks: Callable[[Job], bool], given: list[str]) -> None:
        self._shop, self._breaks, self._given = shop, breaks, given
        self._done: list[Done] = []

    def wants(self) -> int:
        """One at a time."""
        return 1 - len(self._done)

    def give(self, job: Job) -> None:
        """Do it."""
        self._given.append(job.file.path.stem)
        broke = self._breaks(job)
        made = Made(line=_broken(job)) if broke else do(job, self._shop)
        self._done.append(Done(number=job.number, made=made, seconds=0.1, by="här:1", broke=broke))

    def back(self, timeout: float) -> list[Done]:  # noqa: ARG002
        """What is done."""
        done, self._done = self._done, []
        return done

    def close(self) -> None:
        """Nothing is open."""


def _broken(job: Job) -> HandlingResult:
    return HandlingResult(
        source=job.file.path,
        diarienummer=None,
        handling=job.handling,
        outcome=Outcome.FAILED,
        exit_code=5,
        findings=(Finding(code="motor-avbrott", message="LibreOffice slutade svara."),),
    )


class House:
    """A folder of case files, a folder of documents, and runs over them.

    Args:
        folder: where both lie.
    """

    def __init__(self, folder: Path) -> None:
        self.cases, self.out = folder / "arenden", folder / "handlingar"
        self.cases.mkdir()
        self.shop = Workshop(Settings(root=ROOT, out=self.out))
        self.breaks: Callable[[Job], bool] = lambda _: False
        self.given: list[str] = []
        self.begun = 0
        self.stop = Stop()

    def case(self, number: int, name: str | None = None, **changes: Any) -> Path:
        """A case file that has lain still for long: one tjänsteskrivelse."""
        whole = json.loads((ROOT / "cases" / "gns-8-2019.json").read_text("utf-8"))
        whole |= {"diarienummer": f"GNS/{number}/2019", "handlingar": whole["handlingar"][:1]} | changes
        return self.file(name or f"a{number}.json", json.dumps(whole, ensure_ascii=False).encode())

    def file(self, name: str, content: bytes, age: float = LONG_AGO) -> Path:
        """A file among the cases, last changed some seconds ago."""
        path = self.cases / name
        path.write_bytes(content)
        os.utime(path, (time.time() - age, time.time() - age))
        return path

    def crew(self) -> Crew:
        """A crew; counted, so that a test can see that none was needed."""
        self.begun += 1
        return HereCrew(self.shop, self.breaks, self.given)

    def night(self, **order: Any) -> tuple[Night, Follower]:
        """One run over the folder."""
        follower = Follower()
        given = order.pop("given", (self.cases,))
        whole = Order(**{"given": given, "shop": self.shop, "crew": self.crew, "patience": 0, **order})
        return night_run(whole, [follower], self.stop), follower

    def left(self) -> list[str]:
        """Claims and half-written files that lie in the folder of documents."""
        return [
            str(path.relative_to(self.out))
            for path in self.out.rglob("*")
            if path.is_file() and (path.name.startswith(".") or "ansprak" in path.parts)
        ]
