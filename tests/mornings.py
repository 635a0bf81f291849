"""A made-up run with everything in it, for tests of its report."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf

from generator.findings import Finding, Place, Severity
from generator.model import Deadline
from generator.results import HandlingResult, Outcome
from generator.runlog import Ending, Entry, Run, RunLog, log_file
from generator.runlog.album import Album

BEGUN = datetime(2026, 3, 2, 2, 0, 5, tzinfo=UTC)
PEOPLE = ("Signe Norrvall", "Åsa Öst", "Asa Ost", "Östen <b>Berg</b>")


def finding(code: str, severity: Severity = Severity.ERROR, **more: object) -> Finding:
    """A finding in a case file."""
    place = Place(file=Path("arenden/år 1.json"), line=12, column=7, path=("handlingar", 0, "datum"), title="Datum")
    return Finding(
        code=code,
        message=f"Det är något med {code} & <annat>.",
        remedy="Rätta det som står här.",
        place=place,
        severity=severity,
        source="33 § förvaltningslagen",
        **more,  # type: ignore[arg-type]
    )


def entry(number: int, outcome: Outcome, **more: object) -> Entry:
    """A line of the log."""
    findings, files, deadlines = more.pop("findings", ()), more.pop("files", ()), more.pop("deadlines", ())
    result = HandlingResult(
        source=Path(f"arenden/år {number}.json"),
        diarienummer=f"GNS/{number}/2026",
        handling=more.pop("handling", "2026-02-01-tjansteskrivelse"),  # type: ignore[arg-type]
        outcome=outcome,
        findings=findings,  # type: ignore[arg-type]
        files=files,  # type: ignore[arg-type]
        deadlines=deadlines,  # type: ignore[arg-type]
        pages=2,
        exit_code={Outcome.REFUSED: 3, Outcome.FAILED: 5}.get(outcome, 0),
    )
    person = PEOPLE[number % len(PEOPLE)]
    return Entry(result=result, handlaggare=person, arendemening=f"Projekt {number}", **more)  # type: ignore[arg-type]


def write_run(out: Path, day: int = 0, count: int = 40, *, ending: bool = True, written: Path | None = None) -> Path:
    """The log of a run with something of everything, and pictures; `written` is what the run called its folder."""
    begun = BEGUN + timedelta(days=day)
    then = written or out
    run = Run(begun=begun, host="natt", pid=7, version="1.0+abc", cases=(Path("arenden"),), out=then, planned=count)
    out.mkdir(exist_ok=True)
    log, path = RunLog(log_file(out, run), run), log_file(out, run)
    album = Album(log.folder)
    today = begun.date()
    log.remark(finding("klocka-gar-fel", Severity.WARNING))
    for number in range(count):
        log.add(_line(number, then, album, today))
    if ending:
        counts = {"klar": count // 2, "vägrad": 4, "misslyckad": 2, "oförändrad": count // 4}
        log.end(Ending(ended=begun + timedelta(minutes=3, seconds=20), exit_code=3, counts=counts))
    return path


def _line(number: int, out: Path, album: Album, today: date) -> Entry:
    late = Deadline(
        name="Protokollet ska justeras", day=today - timedelta(days=3), rule="justering", source="5 kap. KL"
    )
    soon = Deadline(name="Slutrapporten ska ha kommit in", day=today + timedelta(days=number), rule="slutrapport")
    met = Deadline(name="Beslutet ska anmälas", day=today, rule="anmalan", met=True)
    far = Deadline(name="Uppföljningen", day=today + timedelta(days=400), rule="uppfoljning")
    match number % 10:
        case 0:
            return entry(number, Outcome.REFUSED, findings=(finding("datum-fel"), finding("tips", Severity.NOTE)))
        case 1 if number % 20 == 1:
            return entry(number, Outcome.FAILED, findings=(finding("motor-avbrott"),))
        case 2:
            return entry(number, Outcome.WAITING, findings=(finding("fil-halv", Severity.NOTE),))
        case 3 | 4:
            warned = (finding("varning", Severity.WARNING),) if number == 4 else ()
            return entry(number, Outcome.UNCHANGED, findings=warned, deadlines=(late, met))
        case 5:
            warned = (finding("varning", Severity.WARNING), finding("ok", Severity.WARNING, waived="Godtaget."))
            return entry(number, Outcome.FROZEN, findings=warned)
    files = tuple(out / f"GNS-{number}-2026" / f"åäö #{number}%{suffix}" for suffix in (".docx", ".pdf"))
    pictures = album.of(None if number % 2 else blank_pdf(), blank_pdf(2))
    return entry(
        number,
        Outcome.DONE,
        files=files,
        why=("mallen standard/avslut.docx",),
        seconds=number / 10,
        replaced=not number % 2,
        pictures=pictures,
        deadlines=(soon, far),
    )


def blank_pdf(pages: int = 1) -> bytes:
    """Empty pages."""
    out = BytesIO()
    with pikepdf.new() as file:
        for _ in range(pages):
            file.add_blank_page()
        file.save(out)
    return out.getvalue()
