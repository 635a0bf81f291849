"""The arrow: read → decide → compose → render → convert → verify → publish.

The one place that knows the order of the steps, and the one place where an
error becomes a line of a report.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from generator.case.positions import Positions
from generator.case.profiles import Profiles
from generator.case.schemas import Schemas
from generator.engines.engine import Engine
from generator.errors import CaseError, ExitCode, GeneratorError, OutputError
from generator.model import (
    Arende,
    Beslutsunderlag,
    Document,
    Finding,
    Handling,
    HandlingResult,
    Outcome,
    Place,
    Rendered,
    Severity,
    Status,
)
from generator.provenance import decided, inputs
from generator.settings import Settings
from generator.steps.compose import compose
from generator.steps.convert import convert
from generator.steps.decide import decide
from generator.steps.publish import Shelf, publish, shelf
from generator.steps.read import positions, read
from generator.steps.render import render
from generator.steps.verify import verify
from generator.word.templates import Templates

Report = Callable[[HandlingResult], None]


@dataclass(frozen=True)
class Workshop:
    """What the steps work with: loaded once, used for every case.

    Args:
        settings: the folders.
        engine: what makes PDF files; None for Word files alone.
    """

    settings: Settings
    engine: Engine | None = None

    @cached_property
    def schemas(self) -> Schemas:
        """The schemas."""
        return Schemas(self.settings.schemas)

    @cached_property
    def profiles(self) -> Profiles:
        """The profiles."""
        return Profiles(self.settings.templates, self.schemas)

    @cached_property
    def templates(self) -> Templates:
        """The templates."""
        return Templates(self.settings.templates)


def render_file(path: Path, shop: Workshop, wanted: str | None = None) -> Iterator[HandlingResult]:
    """Take one case file all the way, one result for each handling.

    Args:
        path: the case file.
        shop: what to work with.
        wanted: which handling: its number from 1, its format or its file stem; None for all.
    """
    yield from _each(path, shop, wanted, lambda arende, handling: _make(arende, handling, shop))


def check_file(path: Path, shop: Workshop, wanted: str | None = None) -> Iterator[HandlingResult]:
    """Check one case file without making anything: read, decide, compose."""

    def check(arende: Arende, handling: Handling) -> HandlingResult:
        underlag, _ = _draft(arende, handling, shop)
        return _result(arende, handling, Outcome.DONE, findings=underlag.findings)

    yield from _each(path, shop, wanted, check)


def _each(
    path: Path, shop: Workshop, wanted: str | None, work: Callable[[Arende, Handling], HandlingResult]
) -> Iterator[HandlingResult]:
    try:
        arende = read(path, shop.schemas)
        chosen = select(arende, wanted)
    except GeneratorError as error:
        yield _refused(path, None, None, error)
        return
    for handling in chosen:
        try:
            yield work(arende, handling)
        except GeneratorError as error:
            yield _refused(path, arende.diarienummer, handling.file_stem, error)


def select(arende: Arende, wanted: str | None) -> tuple[Handling, ...]:
    """The handlingar that are meant.

    Raises:
        CaseError: none is.
    """
    if wanted is None:
        return arende.handlingar
    chosen = tuple(
        one for one in arende.handlingar if wanted.casefold() in (str(one.index + 1), one.typ, one.file_stem)
    )
    if not chosen:
        there = ", ".join(f"{one.index + 1} ({one.file_stem})" for one in arende.handlingar)
        message = f"Ärendet har ingen handling «{wanted}»."
        raise CaseError(
            Finding(
                code="handling-saknas", message=message, remedy=f"Välj en av: {there}.", place=Place(file=arende.source)
            )
        )
    return chosen


def _draft(arende: Arende, handling: Handling, shop: Workshop) -> tuple[Beslutsunderlag, Document]:
    where: Callable[[], Positions] = lru_cache(lambda: positions(arende.source))
    underlag = decide(arende, handling, shop.profiles, where)
    return underlag, compose(underlag, shop.schemas, where)


def _make(arende: Arende, handling: Handling, shop: Workshop) -> HandlingResult:
    if handling.status is Status.MAKULERAD:
        return _result(arende, handling, Outcome.SKIPPED, findings=(_cancelled(arende, handling),))
    underlag, document = _draft(arende, handling, shop)
    place = shelf(document, shop.settings.out)
    rendered = render(document, shop.templates)
    sources = inputs(document, rendered, shop.schemas, shop.profiles, shop.settings.rules, shop.engine)
    if place.frozen:
        return _kept(underlag, place, sources)
    if _up_to_date(place, handling, sources, shop.engine):
        files = tuple(place.folder / name for name in (place.entry or {})["filer"])
        pages = (place.entry or {}).get("sidor")
        return _result(arende, handling, Outcome.UNCHANGED, files=files, findings=underlag.findings, pages=pages)
    return _finish(underlag, document, rendered, place, sources, shop)


def _finish(
    underlag: Beslutsunderlag,
    document: Document,
    rendered: Rendered,
    place: Shelf,
    sources: dict[str, object],
    shop: Workshop,
) -> HandlingResult:
    """Convert, verify, publish."""
    with tempfile.TemporaryDirectory(prefix="generator-") as work:
        pdf = convert(rendered, shop.engine, Path(work)) if shop.engine else None
        verified = verify(document, rendered, pdf)
        if any(finding.severity is Severity.ERROR for finding in verified.findings):
            raise OutputError(*verified.findings)
        files = {".docx": rendered.content} | ({".pdf": pdf.read_bytes()} if pdf else {})
    entry = {
        "typ": document.handling.typ,
        "datum": document.handling.datum.isoformat(),
        "status": document.handling.status.value,
        "rubrik": document.title,
        "sidor": verified.pages,
        **decided(underlag),
        "underlag": sources,
    }
    paths = publish(place, files, entry)
    findings = (*underlag.findings, *verified.findings)
    return _result(
        document.arende, document.handling, Outcome.DONE, files=paths, findings=findings, pages=verified.pages
    )


def _up_to_date(place: Shelf, handling: Handling, sources: dict[str, object], engine: Engine | None) -> bool:
    """True when the published files are whole and were made of just these inputs."""
    entry = place.entry
    if entry is None or entry["status"] != handling.status.value or entry["underlag"] != sources:
        return False
    has_pdf = place.file(".pdf").name in entry["filer"]
    return has_pdf == (engine is not None) and not place.altered()


def _kept(underlag: Beslutsunderlag, place: Shelf, sources: dict[str, object]) -> HandlingResult:
    """What to say of a handling whose published files are final."""
    arende, handling = underlag.arende, underlag.handling
    entry = place.entry or {}
    files = tuple(place.folder / name for name in entry["filer"])
    altered = place.altered()
    if altered:
        message = f"Handlingen är {entry['status']}, men de publicerade filerna har ändrats: {', '.join(altered)}."
        remedy = "Hämta tillbaka originalet från arkivet. Generatorn skriver aldrig över en upprättad handling."
        finding = _about("fryst-andrad", message, remedy, arende, handling, Severity.ERROR)
        return _result(arende, handling, Outcome.REFUSED, files, (finding,), ExitCode.OUTPUT, entry.get("sidor"))
    findings: tuple[Finding, ...] = ()
    if entry["underlag"] != sources:
        message = f"Handlingen är {entry['status']} och skrivs inte över, fast underlaget har ändrats sedan dess."
        remedy = "Behöver innehållet ändras: upprätta en ny handling med eget datum eller nummer."
        findings = (_about("fryst", message, remedy, arende, handling, Severity.NOTE),)
    return _result(arende, handling, Outcome.FROZEN, files, findings, pages=entry.get("sidor"))


def _cancelled(arende: Arende, handling: Handling) -> Finding:
    message = "Handlingen är makulerad, så inget dokument skapas."
    return _about("makulerad", message, "", arende, handling, Severity.NOTE)


def _about(
    code: str, message: str, remedy: str, arende: Arende, handling: Handling, severity: Severity
) -> Finding:
    place = positions(arende.source).place(arende.source, (*handling.path, "status"), "Status")
    return Finding(code=code, message=message, remedy=remedy, place=place, severity=severity)


def _result(
    arende: Arende,
    handling: Handling,
    outcome: Outcome,
    files: tuple[Path, ...] = (),
    findings: tuple[Finding, ...] = (),
    exit_code: ExitCode = ExitCode.OK,
    pages: int | None = None,
) -> HandlingResult:
    return HandlingResult(
        source=arende.source,
        diarienummer=arende.diarienummer,
        handling=handling.file_stem,
        outcome=outcome,
        files=files,
        findings=findings,
        exit_code=exit_code,
        pages=pages,
    )


def _refused(path: Path, diarienummer: str | None, handling: str | None, error: GeneratorError) -> HandlingResult:
    outcome = Outcome.REFUSED if error.exit_code is ExitCode.CASE else Outcome.FAILED
    found = tuple(_in_file(finding, path) for finding in error.findings)
    return HandlingResult(
        source=path,
        diarienummer=diarienummer,
        handling=handling,
        outcome=outcome,
        findings=found,
        exit_code=error.exit_code,
    )


def _in_file(finding: Finding, path: Path) -> Finding:
    """A finding without a file of its own speaks about the case file; one without a line is given its line."""
    place = finding.place
    if place.file is None:
        return replace(finding, place=replace(place, file=path))
    if place.file == path and place.line is None and place.path:
        exact = positions(path).place(path, place.path, place.title)
        return replace(finding, place=exact)
    return finding
