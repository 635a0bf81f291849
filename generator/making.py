"""One handling on its way along the arrow: read → decide → compose → render → convert → finish → verify.

What is made here is whole and checked, and lies nowhere yet; publishing is
another's. Nothing here looks at the folder of published documents: what lies
there is told.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator.case.positions import Positions
from generator.errors import ExitCode, OutputError
from generator.findings import Finding, Severity
from generator.frozen import Final, about_status
from generator.html import web_page
from generator.model import Arende, Beslutsunderlag, Document, Handling, Rendered, Status, Value
from generator.provenance import content, decided, imprint, inputs, judged, same
from generator.results import HandlingResult, Made, Outcome, Proof, Seen, Verified
from generator.steps.compose import compose
from generator.steps.convert import convert
from generator.steps.decide import decide, weigh
from generator.steps.finish import finish
from generator.steps.read import positions
from generator.steps.render import render
from generator.steps.validate import validate
from generator.steps.verify import verify
from generator.word.flow import read_flow
from generator.workshop import Workshop


class Making:
    """One handling on its way along the arrow.

    Args:
        arende: the ärende.
        handling: which of its handlingar.
        shop: what to work with.
        seen: what is published of it.
    """

    def __init__(self, arende: Arende, handling: Handling, shop: Workshop, seen: Seen) -> None:
        self._arende = arende
        self._handling = handling
        self._shop = shop
        self._seen = seen

    def made(self) -> Made:
        """All the way, or as far as there is anything to do.

        Raises:
            GeneratorError: a step says no.
        """
        if self._handling.status is Status.MAKULERAD:
            return self._cancelled()
        # what is final was right by the rules of its day; newer rules cannot refuse it
        underlag, document = self.draft(weigh if self._seen.frozen else decide)
        rendered = render(document, self._shop.templates)
        sources = inputs(document, rendered, self._shop)
        if self._seen.frozen:
            return self._frozen(document, rendered, sources)
        if self._up_to_date(sources):
            return Made(line=self._as_published(Outcome.UNCHANGED, underlag.findings))
        return self._finished(underlag, document, rendered, sources)

    def proof(self) -> tuple[Proof, tuple[Finding, ...]]:
        """The documents and all that is to be said of them; nothing stops it."""
        underlag, document = self.draft(weigh)
        rendered = render(document, self._shop.templates)
        sources = inputs(document, rendered, self._shop)
        files, verified = self._files(document, rendered, sources, self._shop.suffixes)
        proof = Proof(document=document, files=files, pages=verified.pages, sources=sources, missing=verified.missing)
        return proof, (*underlag.findings, *verified.findings)

    def draft(self, work: Callable[..., Beslutsunderlag] = decide) -> tuple[Beslutsunderlag, Document]:
        """What was decided, and the document before it has any looks; see `weighed` for `work`."""
        underlag = self.weighed(work)
        return underlag, compose(underlag, self._shop.schemas)

    def weighed(self, work: Callable[..., Beslutsunderlag]) -> Beslutsunderlag:
        """The handling before the rules; `work` is `decide`, or `weigh`, which refuses nothing."""
        where: Callable[[], Positions] = lru_cache(lambda: positions(self._arende.file))
        shop = self._shop
        return work(self._arende, self._handling, shop.profiles, shop.rules, where, published=self._published_as)

    @cached_property
    def final(self) -> bool:
        """True when it is published as upprättad or later, and the case still says the same."""
        published = self._published_as
        return published is not None and self._seen.frozen and not published["andrad"]

    @cached_property
    def _published_as(self) -> Mapping[str, Value] | None:
        """What the manifest says of the handling, as rules see it."""
        entry = self._seen.entry
        if entry is None:
            return None
        said, now = entry["underlag"].get("handling"), content(self._arende, self._handling, self._shop.schemas)
        changed = not isinstance(said, Mapping) or said.get("sha256") != now
        return MappingProxyType({"status": entry["status"], "andrad": changed})

    def line(self, outcome: Outcome, findings: tuple[Finding, ...] = ()) -> HandlingResult:
        """A result without files."""
        return HandlingResult(
            source=self._arende.source,
            diarienummer=self._arende.diarienummer,
            handling=self._handling.file_stem,
            outcome=outcome,
            findings=findings,
        )

    def _as_published(self, outcome: Outcome, findings: tuple[Finding, ...]) -> HandlingResult:
        """The result of a handling whose files stay as they are."""
        return replace(self.line(outcome, findings), pages=(self._seen.entry or {})["sidor"])

    def _cancelled(self) -> Made:
        """What was published of a makulerad handling stays; the manifest says that it is void."""
        message = "Handlingen är makulerad, så inget dokument skapas."
        note = Finding(code="makulerad", message=message, severity=Severity.NOTE)
        line = self.line(Outcome.SKIPPED, findings=(about_status(self._arende, self._handling, note),))
        entry = self._seen.entry
        return Made(line=line, entry={**entry, "status": self._handling.status.value} if entry else None)

    def _finished(
        self, underlag: Beslutsunderlag, document: Document, rendered: Rendered, sources: dict[str, Any]
    ) -> Made:
        """Every file, checked, and what the manifest is to say of them."""
        files, verified = self._sound(document, rendered, sources, self._wanted)
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
        line = self.line(Outcome.DONE, (*underlag.findings, *verified.findings))
        return Made(line=replace(line, pages=verified.pages), files=files, entry=entry)

    def _frozen(self, document: Document, rendered: Rendered, sources: dict[str, Any]) -> Made:
        """A final handling: left as it is, but for files that it lacks and may get."""
        wanted, final = self._shop.suffixes, Final(self._seen, self._arende, self._handling)
        lacking = final.lacking(rendered, wanted)
        if lacking:
            files, verified = self._sound(document, rendered, sources, lacking)
            entry = final.gained(verified, sources)
            line = replace(self.line(Outcome.DONE, verified.findings), pages=entry["sidor"])
            return Made(line=line, files=files, entry=entry, keeps=True)
        alarm = final.broken()
        if alarm:
            return Made(line=replace(self._as_published(Outcome.REFUSED, (alarm,)), exit_code=ExitCode.OUTPUT))
        line = self._as_published(Outcome.FROZEN, tuple(final.remarks(sources, wanted)))
        entry = dict(self._seen.entry or {})
        onward = {**entry, "status": final.status.value}
        return Made(line=line, entry=onward if onward != entry else None)

    def _sound(
        self, document: Document, rendered: Rendered, sources: dict[str, Any], suffixes: frozenset[str]
    ) -> tuple[dict[str, bytes], Verified]:
        """The files, if there is nothing against them.

        Raises:
            OutputError: there is.
        """
        files, verified = self._files(document, rendered, sources, suffixes)
        if any(finding.severity is Severity.ERROR for finding in verified.findings):
            raise OutputError(*verified.findings)
        return files, verified

    def _files(
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

    @property
    def _wanted(self) -> frozenset[str]:
        """The files that there are to be: those asked for, and the web page that there was."""
        page = self._seen.name(".html")
        return self._shop.suffixes | ({".html"} if page in (self._seen.entry or {}).get("filer", ()) else set())

    def _up_to_date(self, sources: dict[str, Any]) -> bool:
        """True when the published files are whole and were made of just these inputs."""
        entry = self._seen.entry
        if entry is None or entry["status"] != self._handling.status.value or not same(entry["underlag"], sources):
            return False
        wanted = {self._seen.name(suffix) for suffix in self._wanted}
        return wanted == set(entry["filer"]) and not self._seen.altered
