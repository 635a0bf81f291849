"""What a log says, as plain JSON and back, without loss."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from sys import intern
from typing import Any

from generator.findings import Finding, Place, Severity, Spot
from generator.model import Deadline
from generator.report import finding_json, result_json
from generator.results import HandlingResult, Outcome
from generator.runlog.values import Ending, Entry, Kind, Picture, Run

Plain = Mapping[str, Any]


def run_json(run: Run) -> dict[str, Any]:
    """The first line of a log."""
    return {
        "slag": "start",
        "tid": run.begun.isoformat(),
        "dator": run.host,
        "process": run.pid,
        "version": run.version,
        "arenden": [str(path) for path in run.cases],
        "ut": str(run.out),
        "arendefiler": run.planned,
        "sort": run.kind.value,
    }


def run_of(said: Plain) -> Run:
    """The run of a log's first line."""
    return Run(
        begun=datetime.fromisoformat(said["tid"]),
        host=said["dator"],
        pid=said["process"],
        version=said["version"],
        cases=tuple(Path(path) for path in said["arenden"]),
        out=Path(said["ut"]),
        planned=said["arendefiler"],
        kind=Kind(said.get("sort", Kind.NIGHT)),
    )


def entry_json(entry: Entry) -> dict[str, Any]:
    """The line of a handling."""
    return {
        "slag": "handling",
        **result_json(entry.result),
        "varfor": list(entry.why),
        "sekunder": round(entry.seconds, 3),
        "handlaggare": entry.handlaggare,
        "arendemening": entry.arendemening,
        "ersatte": entry.replaced,
        "av": entry.by,
        "bilder": [[one.page, one.before, one.after] for one in entry.pictures],
    }


def entry_of(said: Plain) -> Entry:
    """The handling of a line."""
    return Entry(
        result=_result(said),
        why=tuple(map(intern, said["varfor"])),
        seconds=said["sekunder"],
        handlaggare=_shared(said["handlaggare"]),
        arendemening=said["arendemening"],
        replaced=said["ersatte"],
        by=_shared(said["av"]),
        pictures=tuple(Picture(page=page, before=before, after=after) for page, before, after in said["bilder"]),
    )


def gone_json(path: Path) -> dict[str, Any]:
    """The line of a case file that is no longer there."""
    return {"slag": "borta", "fil": str(path)}


def remark_json(finding: Finding) -> dict[str, Any]:
    """The line of a remark on folders or the machine."""
    return {"slag": "anmarkning", **finding_json(finding)}


def ending_json(ending: Ending) -> dict[str, Any]:
    """The last line of a log."""
    return {
        "slag": "slut",
        "tid": ending.ended.isoformat(),
        "felkod": ending.exit_code,
        "avbruten": ending.stopped,
        "utfall": dict(ending.counts),
    }


def ending_of(said: Plain) -> Ending:
    """The ending of a log's last line."""
    return Ending(
        ended=datetime.fromisoformat(said["tid"]),
        exit_code=said["felkod"],
        stopped=said["avbruten"],
        counts=dict(said["utfall"]),
    )


def finding_of(said: Plain) -> Finding:
    """The finding that `finding_json` gave."""
    spot = said["ordfil"]
    place = Place(
        file=Path(said["fil"]) if said["fil"] else None,
        line=said["rad"],
        column=said["kolumn"],
        path=tuple(said["stig"]),
        title=said["namn"],
        spot=Spot(part=spot["del"], where=spot["plats"], text=spot["text"], paragraph=spot["stycke"]) if spot else None,
    )
    return Finding(
        code=said["kod"],
        message=said["meddelande"],
        remedy=said["atgard"],
        place=place,
        severity=Severity(said["niva"]),
        source=said["kalla"],
        waived=said["undantag"],
    )


def _result(said: Plain) -> HandlingResult:
    return HandlingResult(
        source=Path(said["fil"]),
        diarienummer=said["diarienummer"],
        handling=_shared(said["handling"]),
        outcome=Outcome(said["utfall"]),
        files=tuple(Path(path) for path in said["dokument"]),
        findings=tuple(finding_of(one) for one in said["anmarkningar"]),
        exit_code=said["felkod"],
        pages=said["sidor"],
        deadlines=tuple(_deadline(one) for one in said["frister"]),
        left=tuple(Path(path) for path in said.get("kvar", ())),
    )


def _shared(text: str | None) -> str | None:
    """The same text once in memory: thousands of lines have it."""
    return None if text is None else intern(text)


def _deadline(said: Plain) -> Deadline:
    met, remedy = said["uppfylld"], said.get("gor", "")
    return _one_deadline(said["namn"], said["dag"], said["regel"], said["kalla"], met=met, remedy=remedy)


@lru_cache(maxsize=1024)
def _one_deadline(name: str, day: str, rule: str, source: str | None, *, met: bool | None, remedy: str) -> Deadline:
    """Those of one meeting are the same: thousands of handlingar share one."""
    return Deadline(name=name, day=date.fromisoformat(day), rule=rule, source=source, met=met, remedy=remedy)
