"""The handlingar of one case file, each worked on for itself; where an error becomes a line of a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from generator.crash import write_log
from generator.errors import CaseError, ExitCode, GeneratorError
from generator.findings import Finding, Place
from generator.firstlook import first_look
from generator.model import Arende, CaseFile, Handling
from generator.results import HandlingResult, Outcome
from generator.steps.read import fetch, positions, read
from generator.workshop import Workshop

Work = Callable[[Arende, Handling], HandlingResult]
"""What is done for a handling."""


def each_handling(path: Path, shop: Workshop, wanted: str | None, work: Work) -> Iterator[HandlingResult]:
    """Do the work for each handling of a case file that is meant; an error in one never stops another.

    Args:
        path: the case file.
        shop: what to work with.
        wanted: which handling: its number from 1, its format or its file stem; None for all.
        work: what to do.
    """
    try:
        file = fetch(path)
    except GeneratorError as error:
        yield stopped(_blank(path), error, CaseFile(path))
        return
    yield from each_of(file, shop, wanted, work)


def each_of(file: CaseFile, shop: Workshop, wanted: str | None, work: Work) -> Iterator[HandlingResult]:
    """The same for a case file whose bytes are at hand; see `each_handling`."""
    try:
        arende = read(file, shop.schemas)
        chosen = select(arende, wanted)
    except Exception as error:  # noqa: BLE001  # whatever it is, the other case files have their turn
        yield unread(file, shop, error)
        return
    for handling in chosen:
        yield one_handling(arende, handling, shop, work)


def one_handling(arende: Arende, handling: Handling, shop: Workshop, work: Work) -> HandlingResult:
    """Do the work for one handling; whatever goes wrong becomes its result."""
    try:
        result = work(arende, handling)
    except Exception as error:  # noqa: BLE001  # whatever it is, the other handlingar have their turn
        blank = replace(_blank(arende.source), diarienummer=arende.diarienummer, handling=handling.file_stem)
        result = stopped(blank, as_ours(error, arende.source), arende.file)
    placed = (_in_file(finding, arende.file) for finding in result.findings)
    return replace(result, findings=tuple(_titled(finding, arende, shop) for finding in placed))


def unread(file: CaseFile, shop: Workshop, error: Exception) -> HandlingResult:
    """The result of a case file that was refused as a whole, with what the rules can say of the rest of it."""
    ours = as_ours(error, file.path)
    more = first_look(file, shop, ours.findings) if _is_content(ours) else ()
    return stopped(_blank(file.path), CaseError(*ours.findings, *more) if more else ours, file)


def as_ours(error: Exception, source: Path) -> GeneratorError:
    """An error as one with findings; one that nobody expected leaves a crash log behind."""
    if isinstance(error, GeneratorError):
        return error
    log = write_log(error)
    message = "Något gick fel i programmet, så handlingen kunde inte skapas."
    remedy = f"Skicka filen {log} till den som sköter generatorn."
    return GeneratorError(Finding(code="programfel", message=message, remedy=remedy, place=Place(file=source)))


def _blank(path: Path) -> HandlingResult:
    return HandlingResult(source=path, diarienummer=None, handling=None, outcome=Outcome.FAILED)


def _is_content(error: GeneratorError) -> bool:
    """True when it is the fields of a case that were refused, not its file, its JSON or the choice of a handling."""
    return isinstance(error, CaseError) and all(finding.place.path for finding in error.findings)


def select(arende: Arende, wanted: str | None) -> tuple[Handling, ...]:
    """The handlingar that are meant.

    Raises:
        CaseError: none is.
    """
    if wanted is None:
        return arende.handlingar
    word = wanted.casefold()
    chosen = tuple(one for one in arende.handlingar if word in (str(one.index + 1), one.typ, one.file_stem))
    if not chosen:
        there = ", ".join(f"{one.index + 1} ({one.file_stem})" for one in arende.handlingar)
        message, remedy = f"Ärendet har ingen handling «{wanted}».", f"Välj en av: {there}."
        place = Place(file=arende.source)
        raise CaseError(Finding(code="handling-saknas", message=message, remedy=remedy, place=place))
    return chosen


def stopped(blank: HandlingResult, error: GeneratorError, file: CaseFile) -> HandlingResult:
    """The result of a handling that an error stopped.

    Args:
        blank: what is known of it.
        error: what stopped it.
        file: its case file.
    """
    outcome = Outcome.REFUSED if error.exit_code is ExitCode.CASE else Outcome.FAILED
    found = (_in_file(finding, file) for finding in error.findings)
    findings = tuple(sorted(found, key=lambda one: (one.place.line or 0, one.place.column or 0)))
    return replace(blank, outcome=outcome, findings=findings, exit_code=error.exit_code)


def _titled(finding: Finding, arende: Arende, shop: Workshop) -> Finding:
    """A finding about a field of the case, with the field's Swedish title."""
    place = finding.place
    if place.title is not None or place.file != arende.source or not place.path:
        return finding
    kinds = {"handlingar": tuple({"typ": one.typ} for one in arende.handlingar)}
    return replace(finding, place=replace(place, title=shop.schemas.title(kinds, place.path)))


def _in_file(finding: Finding, file: CaseFile) -> Finding:
    """A finding without a file of its own speaks about the case file; one without a line is given its line."""
    place, path = finding.place, file.path
    if place.file is None:
        return replace(finding, place=replace(place, file=path))
    if place.file == path and place.line is None and place.path:
        return replace(finding, place=positions(file).place(path, place.path, place.title))
    return finding
