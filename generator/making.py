"""One handling on its way along the arrow: read → decide → compose → render → convert → finish → verify.

What is made here is whole and checked, and lies nowhere yet; publishing is
another's. Nothing here looks at the folder of published documents: what lies
there is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any

from generator.case.positions import Positions
from generator.errors import ExitCode, OutputError
from generator.findings import Finding, Severity
from generator.frozen import Final, about_status
from generator.model import Arende, Beslutsunderlag, Deadline, Document, Handling, Rendered, Status, Value
from generator.provenance import content, decided, imprint, inputs, judged, same
from generator.results import HandlingResult, Made, Outcome, Proof, Seen, Verified
from generator.steps.compose import compose
from generator.steps.decide import decide, weigh
from generator.steps.read import positions
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
        if self._seen.entry is None and self._handling.status is not Status.MAKULERAD:
            self._foresee()
        return self.settled() or (self._completed() if self._seen.frozen else self._finished())

    def _foresee(self) -> None:
        """Let the program for PDF start meanwhile: what is new, and what no rule refuses, will need it.

        Raises:
            GeneratorError: see `underlag`.
        """
        if self.underlag and self._shop.engine and ".pdf" in self.wanted:
            self._shop.engine.prepare()

    def settled(self) -> Made | None:
        """What becomes of it when no file of it is to be made; None when one is. No program is started for it.

        Raises:
            GeneratorError: a step says no.
        """
        if self._handling.status is Status.MAKULERAD:
            return self._cancelled()
        if self._seen.frozen:
            return None if self._lacking else self._frozen()
        if self._up_to_date():
            return Made(line=self._as_published(Outcome.UNCHANGED, self.underlag.findings))
        return None

    @cached_property
    def underlag(self) -> Beslutsunderlag:
        """What was decided; what is final was right by the rules of its day, and newer ones cannot refuse it.

        Raises:
            GeneratorError: a rule refuses it, or something is wrong with the profile or the rules.
        """
        return self.weighed(weigh if self._seen.frozen else decide)

    @cached_property
    def sources(self) -> dict[str, Any]:
        """What it would be made of today, as a manifest has it.

        Raises:
            GeneratorError: see `underlag`; or a schema or the template cannot be used.
        """
        return inputs(self.underlag, self._shop)

    @cached_property
    def _drawn(self) -> tuple[Document, Rendered]:
        """The document, and its Word file."""
        document = compose(self.underlag, self._shop.schemas)
        return document, self._rendered(document)

    def _rendered(self, document: Document) -> Rendered:
        from generator.steps.render import render  # noqa: PLC0415  # the library for Word, for who makes something

        return render(document, self._shop.templates)

    @cached_property
    def _lacking(self) -> frozenset[str]:
        """The files that a final handling is to get."""
        final, wanted = self._as_final, self._shop.suffixes
        # most lack none: then nothing is filled in
        return final.lacking(self._drawn[1], wanted) if final.missing(wanted) else frozenset()

    @property
    def _as_final(self) -> Final:
        return Final(self._seen, self._arende, self._handling)

    def proof(self) -> tuple[Proof, tuple[Finding, ...]]:
        """The documents and all that is to be said of them; nothing stops it."""
        underlag, document = self.draft(weigh)
        rendered = self._rendered(document)
        sources = inputs(underlag, self._shop)
        files, verified = self._files(document, rendered, lambda: sources, self._shop.suffixes)
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
            deadlines=self._deadlines,
        )

    @property
    def _deadlines(self) -> tuple[Deadline, ...]:
        """What the rules set a last day for; nothing before they have been asked."""
        underlag: Beslutsunderlag | None = self.__dict__.get("underlag")
        return underlag.deadlines if underlag else ()

    def _as_published(self, outcome: Outcome, findings: tuple[Finding, ...]) -> HandlingResult:
        """The result of a handling whose files stay as they are."""
        return replace(self.line(outcome, findings), pages=(self._seen.entry or {})["sidor"])

    def _cancelled(self) -> Made:
        """What was published of a makulerad handling stays; the manifest says that it is void."""
        message = "Handlingen är makulerad, så inget dokument skapas."
        note = Finding(code="makulerad", message=message, severity=Severity.NOTE)
        line = self.line(Outcome.SKIPPED, findings=(about_status(self._arende, self._handling, note),))
        entry = self._seen.entry
        onward = {**entry, "status": self._handling.status.value} if entry else None
        return Made(line=line, entry=onward if onward != entry else None)

    def _finished(self) -> Made:
        """Every file, checked, and what the manifest is to say of them."""
        files, verified = self._sound(self.wanted)
        entry = {
            "typ": self._handling.typ,
            "datum": self._handling.datum.isoformat(),
            "status": self._handling.status.value,
            "rubrik": self._drawn[0].title,
            "sidor": verified.pages,
            **decided(self.underlag),
            "granskning": judged(verified.verdicts),
            "underlag": self.sources,
        }
        line = self.line(Outcome.DONE, (*self.underlag.findings, *verified.findings))
        return Made(line=replace(line, pages=verified.pages), files=files, entry=entry)

    def _completed(self) -> Made:
        """A final handling gets files that it lacks and may get; the others stay."""
        files, verified = self._sound(self._lacking)
        entry = self._as_final.gained(verified, self.sources)
        line = replace(self.line(Outcome.DONE, verified.findings), pages=entry["sidor"])
        return Made(line=line, files=files, entry=entry, keeps=True)

    def _frozen(self) -> Made:
        """A final handling that is left as it is; of the rules only those count that look at what is published."""
        final, wanted = self._as_final, self._shop.suffixes
        alarm = final.broken()
        if alarm:
            return Made(line=replace(self._as_published(Outcome.REFUSED, (alarm,)), exit_code=ExitCode.OUTPUT))
        told = tuple(one for one in self.underlag.findings if one.code in self._shop.rules.of_published)
        line = self._as_published(Outcome.FROZEN, told or tuple(final.remarks(self.sources, wanted)))
        entry = dict(self._seen.entry or {})
        onward = {**entry, "status": final.status.value}
        return Made(line=line, entry=onward if onward != entry else None)

    def _sound(self, suffixes: frozenset[str]) -> tuple[dict[str, bytes], Verified]:
        """The files, if there is nothing against them.

        Raises:
            OutputError: there is.
        """
        files, verified = self._files(*self._drawn, lambda: self.sources, suffixes)
        if any(finding.severity is Severity.ERROR for finding in verified.findings):
            raise OutputError(*verified.findings)
        return files, verified

    def _files(
        self, document: Document, rendered: Rendered, sources: Callable[[], dict[str, Any]], suffixes: frozenset[str]
    ) -> tuple[dict[str, bytes], Verified]:
        """The files by suffix, and what is to be said of them; see `generator.files`."""
        from generator.files import made_files  # noqa: PLC0415  # many libraries, for who makes something

        return made_files(document, rendered, lambda: imprint(document, sources()), self._shop, suffixes)

    @property
    def wanted(self) -> frozenset[str]:
        """The files that there are to be: those asked for, and the web page that there was."""
        page = self._seen.name(".html")
        return self._shop.suffixes | ({".html"} if page in (self._seen.entry or {}).get("filer", ()) else set())

    def _up_to_date(self) -> bool:
        """True when the published files are whole and were made of just these inputs."""
        entry = self._seen.entry
        if entry is None or entry["status"] != self._handling.status.value or not same(entry["underlag"], self.sources):
            return False
        wanted = {self._seen.name(suffix) for suffix in self.wanted}
        return wanted == set(entry["filer"]) and not self._seen.altered
