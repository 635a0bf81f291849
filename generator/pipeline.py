"""The arrow: read → decide → compose → render → convert → finish → verify → publish.

The one place that knows the order of the steps.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator.case.positions import Positions
from generator.casework import each_handling
from generator.errors import ExitCode, GeneratorError, OutputError
from generator.findings import Finding, Severity
from generator.frozen import Final, about_status
from generator.html import web_page
from generator.model import (
    Arende,
    Beslutsunderlag,
    Document,
    Handling,
    HandlingResult,
    Outcome,
    Proof,
    Rendered,
    Status,
    Value,
    Verified,
)
from generator.provenance import content, decided, imprint, inputs, judged, same
from generator.steps.compose import compose
from generator.steps.convert import convert
from generator.steps.decide import decide, weigh
from generator.steps.finish import finish
from generator.steps.publish import Shelf, note_status, publish, shelf
from generator.steps.read import positions
from generator.steps.render import render
from generator.steps.validate import validate
from generator.steps.verify import verify
from generator.word.flow import read_flow
from generator.workshop import Workshop


def render_file(path: Path, shop: Workshop, wanted: str | None = None) -> Iterator[HandlingResult]:
    """Take one case file all the way, one result for each handling.

    Args:
        path: the case file.
        shop: what to work with.
        wanted: which handling: its number from 1, its format or its file stem; None for all.
    """
    yield from each_handling(path, shop, wanted, lambda arende, handling: Making(arende, handling, shop).result())


def check_file(path: Path, shop: Workshop, wanted: str | None = None) -> Iterator[HandlingResult]:
    """Check one case file without making anything: read, decide, compose."""

    def check(arende: Arende, handling: Handling) -> HandlingResult:
        making = Making(arende, handling, shop)
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
        making = Making(arende, handling, shop)
        underlag = making.weighed(weigh)
        if making.final:
            underlag = replace(underlag, findings=_notes(underlag.findings))
        weighed[handling.file_stem] = underlag
        refused = any(finding.severity is Severity.ERROR for finding in underlag.findings)
        line = making.line(Outcome.REFUSED if refused else Outcome.DONE, underlag.findings)
        return replace(line, exit_code=ExitCode.CASE if refused else ExitCode.OK)

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
        making = Making(arende, handling, shop)
        proof, findings = making.proof()
        proofs[handling.file_stem] = proof
        refused = any(finding.severity is Severity.ERROR for finding in findings)
        line = replace(making.line(Outcome.REFUSED if refused else Outcome.DONE, findings), pages=proof.pages)
        return replace(line, exit_code=ExitCode.CASE if refused else ExitCode.OK)

    for result in each_handling(path, shop, wanted, prove):
        yield result, proofs.get(result.handling or "")


class Making:
    """One handling on its way along the arrow."""

    def __init__(self, arende: Arende, handling: Handling, shop: Workshop) -> None:
        self._arende = arende
        self._handling = handling
        self._shop = shop

    def result(self) -> HandlingResult:
        """All the way, or as far as there is anything to do."""
        place = shelf(self._arende, self._handling, self._shop.settings.out)
        if self._handling.status is Status.MAKULERAD:
            return self._cancelled(place)
        # what is final was right by the rules of its day; newer rules cannot refuse it
        underlag, document = self.draft(weigh if place.frozen else decide)
        rendered = render(document, self._shop.templates)
        sources = inputs(document, rendered, self._shop)
        if place.frozen:
            return self._frozen(document, rendered, place, sources)
        if self._up_to_date(place, sources):
            return self._published(Outcome.UNCHANGED, place, underlag.findings)
        return self._finish(underlag, document, rendered, place, sources)

    def proof(self) -> tuple[Proof, tuple[Finding, ...]]:
        """The documents and all that is to be said of them; nothing is published and nothing stops it."""
        underlag, document = self.draft(weigh)
        rendered = render(document, self._shop.templates)
        sources = inputs(document, rendered, self._shop)
        files, verified = self._made(document, rendered, sources, self._shop.suffixes)
        proof = Proof(document=document, files=files, pages=verified.pages, sources=sources, missing=verified.missing)
        return proof, (*underlag.findings, *verified.findings)

    def _cancelled(self, place: Shelf) -> HandlingResult:
        """What was published of a makulerad handling stays; the manifest says that it is void."""
        if place.entry is not None:
            note_status(place, self._handling.status)
        message = "Handlingen är makulerad, så inget dokument skapas."
        note = Finding(code="makulerad", message=message, severity=Severity.NOTE)
        return self.line(Outcome.SKIPPED, findings=(about_status(self._arende, self._handling, note),))

    def draft(self, work: Callable[..., Beslutsunderlag] = decide) -> tuple[Beslutsunderlag, Document]:
        """What was decided, and the document before it has any looks; see `weighed` for `work`."""
        underlag = self.weighed(work)
        return underlag, compose(underlag, self._shop.schemas)

    @cached_property
    def final(self) -> bool:
        """True when it is published as upprättad or later, and the case still says the same."""
        published = self._published_as
        return published is not None and Status(str(published["status"])).frozen and not published["andrad"]

    def weighed(self, work: Callable[..., Beslutsunderlag]) -> Beslutsunderlag:
        """The handling before the rules; `work` is `decide`, or `weigh`, which refuses nothing."""
        where: Callable[[], Positions] = lru_cache(lambda: positions(self._arende.source))
        shop = self._shop
        return work(self._arende, self._handling, shop.profiles, shop.rules, where, published=self._published_as)

    @cached_property
    def _published_as(self) -> Mapping[str, Value] | None:
        """What the manifest says of the handling; a folder that cannot be used is told when it is to be used."""
        try:
            entry = shelf(self._arende, self._handling, self._shop.settings.out).entry
        except GeneratorError:
            return None
        if entry is None:
            return None
        said, now = entry["underlag"].get("handling"), content(self._arende, self._handling, self._shop.schemas)
        changed = not isinstance(said, Mapping) or said.get("sha256") != now
        return MappingProxyType({"status": entry["status"], "andrad": changed})

    def _made(
        self, document: Document, rendered: Rendered, sources: dict[str, Any], suffixes: frozenset[str]
    ) -> tuple[dict[str, bytes], Verified]:
        """Convert, finish, verify: the files by suffix, and what is to be said of them."""
        shop, own = self._shop, imprint(document, sources)
        flow = read_flow(rendered.content)
        with tempfile.TemporaryDirectory(prefix="generator-") as work:
            finished = None
            if shop.engine and ".pdf" in suffixes:
                if shop.validator:
                    shop.validator.prepare()
                finished = finish(convert(rendered, shop.engine, Path(work)), own, flow, document.level)
            page = web_page(flow, own) if ".html" in suffixes else None
            verified = verify(document, rendered, flow, finished, page)
            if finished and shop.validator:
                verified = validate(document, verified, finished, shop.validator, Path(work))
        made = {".docx": rendered.content}
        if finished:
            made[".pdf"] = finished.pdf
        if page is not None:
            made[".html"] = page
        return made, verified

    def _finish(
        self, underlag: Beslutsunderlag, document: Document, rendered: Rendered, place: Shelf, sources: dict[str, Any]
    ) -> HandlingResult:
        """Make every file, check it, publish."""
        files, verified = self._sound(document, rendered, sources, self._wanted(place))
        entry = {
            "typ": self._handling.typ,
            "datum": self._handling.datum.isoformat(),
            "status": self._handling.status.value,
            "rubrik": document.title,
            "sidor": verified.pages,
            **decided(underlag),
            "granskning": judged(verified.verdicts),
            "underlag": sources,
        }
        publish(place, files, entry)
        return self._published(Outcome.DONE, place, (*underlag.findings, *verified.findings))

    def _frozen(self, document: Document, rendered: Rendered, place: Shelf, sources: dict[str, Any]) -> HandlingResult:
        """A final handling: left as it is, but for files that it lacks and may get."""
        wanted, final = self._shop.suffixes, Final(place, self._arende, self._handling)
        lacking = final.lacking(rendered, wanted)
        if lacking:
            files, verified = self._sound(document, rendered, sources, lacking)
            publish(place, {**files, **place.contents()}, final.gained(verified, sources))
            return self._published(Outcome.DONE, place, verified.findings)
        alarm = final.broken()
        if alarm:
            return replace(self._published(Outcome.REFUSED, place, (alarm,)), exit_code=ExitCode.OUTPUT)
        remarks = tuple(final.remarks(sources, wanted))
        if final.status.value != (place.entry or {})["status"]:
            note_status(place, final.status)
        return self._published(Outcome.FROZEN, place, remarks)

    def _sound(
        self, document: Document, rendered: Rendered, sources: dict[str, Any], suffixes: frozenset[str]
    ) -> tuple[dict[str, bytes], Verified]:
        """The files, if there is nothing against them.

        Raises:
            OutputError: there is.
        """
        files, verified = self._made(document, rendered, sources, suffixes)
        if any(finding.severity is Severity.ERROR for finding in verified.findings):
            raise OutputError(*verified.findings)
        return files, verified

    def _wanted(self, place: Shelf) -> frozenset[str]:
        """The files that there are to be: those asked for, and the web page that there was."""
        page = place.file(".html")
        return self._shop.suffixes | ({".html"} if page.name in (place.entry or {}).get("filer", ()) else set())

    def _up_to_date(self, place: Shelf, sources: dict[str, Any]) -> bool:
        """True when the published files are whole and were made of just these inputs."""
        entry = place.entry
        if entry is None or entry["status"] != self._handling.status.value or not same(entry["underlag"], sources):
            return False
        wanted = {place.file(suffix).name for suffix in self._wanted(place)}
        return wanted == set(entry["filer"]) and not place.altered()

    def _published(self, outcome: Outcome, place: Shelf, findings: tuple[Finding, ...]) -> HandlingResult:
        """A result that names the files as the manifest does."""
        entry = place.entry or {}
        files = tuple(place.folder / name for name in entry["filer"])
        return replace(self.line(outcome, findings), files=files, pages=entry["sidor"])

    def line(self, outcome: Outcome, findings: tuple[Finding, ...] = ()) -> HandlingResult:
        """A result without files."""
        return HandlingResult(
            source=self._arende.source,
            diarienummer=self._arende.diarienummer,
            handling=self._handling.file_stem,
            outcome=outcome,
            findings=findings,
        )


def _notes(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What newer rules say of a document that is final: worth knowing, but nobody may mend it."""
    return tuple(replace(one, severity=Severity.NOTE) if one.severity is Severity.ERROR else one for one in findings)
