"""The arrow: read → decide → compose → render → convert → finish → verify → publish.

What one case file goes through for each purpose: to be rendered, checked,
explained, or made to be looked at. `making` has the steps up to the finished
files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from generator.casework import each_handling
from generator.errors import ExitCode, GeneratorError
from generator.findings import Finding, Severity
from generator.making import Making
from generator.model import Arende, Beslutsunderlag, Handling, Status
from generator.results import HandlingResult, Made, Outcome, Proof, Seen
from generator.steps.decide import decide, weigh
from generator.steps.publish import Shelf, look_up, make_out, note_status, publish, shelf
from generator.workshop import Workshop


def render_file(path: Path, shop: Workshop, wanted: str | None = None) -> Iterator[HandlingResult]:
    """Take one case file all the way, one result for each handling.

    Args:
        path: the case file.
        shop: what to work with.
        wanted: which handling: its number from 1, its format or its file stem; None for all.
    """

    def work(arende: Arende, handling: Handling) -> HandlingResult:
        place = shelf(arende, handling, shop.settings.out)
        seen = place.seen()
        made = Making(arende, handling, shop, seen).made()
        if made.files:
            make_out(shop.settings.out)
        return shelve(made, place, seen)

    yield from each_handling(path, shop, wanted, work)


def shelve(made: Made, place: Shelf, seen: Seen) -> HandlingResult:
    """Publish what was made, and give its result with the files as the manifest names them.

    Args:
        made: what was made.
        place: where it belongs.
        seen: what was published of it when the making began.

    Raises:
        FolderError: it could not be published, or somebody else has published it meanwhile.
    """
    if made.entry is not None and made.files:
        kept = place.contents() if made.keeps else {}
        publish(place, {**made.files, **kept}, made.entry, seen)
    elif made.entry is not None:
        note_status(place, Status(made.entry["status"]), seen)
    if made.line.outcome is Outcome.SKIPPED:
        return made.line
    files: tuple[str, ...] = tuple((place.entry or {}).get("filer", ()))
    return replace(made.line, files=tuple(place.folder / name for name in files))


def check_file(path: Path, shop: Workshop, wanted: str | None = None) -> Iterator[HandlingResult]:
    """Check one case file without making anything: read, decide, compose."""

    def check(arende: Arende, handling: Handling) -> HandlingResult:
        making = _making(arende, handling, shop)
        if handling.status is Status.MAKULERAD:
            return making.line(Outcome.SKIPPED)
        underlag, _ = making.draft(weigh if making.final else decide)
        return making.line(Outcome.DONE, findings=underlag.findings if not making.final else _notes(underlag.findings))

    yield from each_handling(path, shop, wanted, check)


def explain_file(
    path: Path, shop: Workshop, wanted: str | None = None
) -> Iterator[tuple[HandlingResult, Beslutsunderlag | None]]:
    """What follows from one case file and why: also for a handling that a rule refuses."""
    weighed: dict[str, Beslutsunderlag] = {}

    def weigh_one(arende: Arende, handling: Handling) -> HandlingResult:
        making = _making(arende, handling, shop)
        underlag = making.weighed(weigh)
        if making.final:
            underlag = replace(underlag, findings=_notes(underlag.findings))
        weighed[handling.file_stem] = underlag
        return _judged(making, underlag.findings)

    for result in each_handling(path, shop, wanted, weigh_one):
        yield result, weighed.get(result.handling or "")


def prove_file(path: Path, shop: Workshop, wanted: str | None = None) -> Iterator[tuple[HandlingResult, Proof | None]]:
    """Make each handling's documents to look at, whatever its status, and publish nothing.

    The findings of the rules and of the check of the finished files come in
    the result; an error among them does not stop the proof.

    Args:
        path: the case file.
        shop: what to work with; without an engine there are no PDF files.
        wanted: which handling: its number from 1, its format or its file stem; None for all.

    Returns:
        For each handling a result, and its proof; None where none could be made.
    """
    proofs: dict[str, Proof] = {}

    def prove(arende: Arende, handling: Handling) -> HandlingResult:
        making = _making(arende, handling, shop)
        proof, findings = making.proof()
        proofs[handling.file_stem] = proof
        return replace(_judged(making, findings), pages=proof.pages)

    for result in each_handling(path, shop, wanted, prove):
        yield result, proofs.get(result.handling or "")


def prove(arende: Arende, handling: Handling, shop: Workshop) -> Proof:
    """One handling's documents, to look at; nothing is published.

    Raises:
        GeneratorError: they cannot be made.
    """
    return _making(arende, handling, shop).proof()[0]


def _making(arende: Arende, handling: Handling, shop: Workshop) -> Making:
    """A handling that will not be published; a folder that cannot be used is told when it is to be used."""
    try:
        seen = look_up(arende, handling, shop.settings.out).glimpse()
    except GeneratorError:
        seen = Seen(stem=handling.file_stem)
    return Making(arende, handling, shop, seen)


def _judged(making: Making, findings: tuple[Finding, ...]) -> HandlingResult:
    """A result that says no when there is an error among the findings."""
    refused = any(finding.severity is Severity.ERROR for finding in findings)
    line = making.line(Outcome.REFUSED if refused else Outcome.DONE, findings)
    return replace(line, exit_code=ExitCode.CASE if refused else ExitCode.OK)


def _notes(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What newer rules say of a document that is final: worth knowing, but nobody may mend it."""
    return tuple(replace(one, severity=Severity.NOTE) if one.severity is Severity.ERROR else one for one in findings)
