"""The handlingar of one case file, each worked on for itself; where an error becomes a line of a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from generator.errors import CaseError, ExitCode, GeneratorError
from generator.findings import Finding, Place
from generator.firstlook import first_look
from generator.model import Arende, Handling, HandlingResult, Outcome
from generator.steps.read import positions, read
from generator.workshop import Workshop


def each_handling(
    path: Path, shop: Workshop, wanted: str | None, work: Callable[[Arende, Handling], HandlingResult]
) -> Iterator[HandlingResult]:
    """Do the work for each handling that is meant; an error in one never stops another."""
    blank = HandlingResult(source=path, diarienummer=None, handling=None, outcome=Outcome.FAILED)
    try:
        arende = read(path, shop.schemas)
        chosen = select(arende, wanted)
    except GeneratorError as error:
        more = first_look(path, shop, error.findings) if _is_content(error) else ()
        yield _stopped(blank, CaseError(*error.findings, *more) if more else error)
        return
    for handling in chosen:
        try:
            result = work(arende, handling)
        except GeneratorError as error:
            result = _stopped(replace(blank, diarienummer=arende.diarienummer, handling=handling.file_stem), error)
        placed = (_in_file(finding, path) for finding in result.findings)
        yield replace(result, findings=tuple(_titled(finding, arende, shop) for finding in placed))


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


def _stopped(blank: HandlingResult, error: GeneratorError) -> HandlingResult:
    outcome = Outcome.REFUSED if error.exit_code is ExitCode.CASE else Outcome.FAILED
    found = (_in_file(finding, blank.source) for finding in error.findings)
    findings = tuple(sorted(found, key=lambda one: (one.place.line or 0, one.place.column or 0)))
    return replace(blank, outcome=outcome, findings=findings, exit_code=error.exit_code)


def _titled(finding: Finding, arende: Arende, shop: Workshop) -> Finding:
    """A finding about a field of the case, with the field's Swedish title."""
    place = finding.place
    if place.title is not None or place.file != arende.source or not place.path:
        return finding
    kinds = {"handlingar": tuple({"typ": one.typ} for one in arende.handlingar)}
    return replace(finding, place=replace(place, title=shop.schemas.title(kinds, place.path)))


def _in_file(finding: Finding, path: Path) -> Finding:
    """A finding without a file of its own speaks about the case file; one without a line is given its line."""
    place = finding.place
    if place.file is None:
        return replace(finding, place=replace(place, file=path))
    if place.file == path and place.line is None and place.path:
        return replace(finding, place=positions(path).place(path, place.path, place.title))
    return finding
