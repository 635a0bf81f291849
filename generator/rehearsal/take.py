"""One side of a comparison: a handling's documents as one set of templates makes them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.errors import ExitCode
from generator.findings import Finding, JsonPath, Severity
from generator.model import Document, Fact
from generator.pdf.reading import Unreadable, read_pdf
from generator.pdf.search import Pages
from generator.pipeline import prove_file
from generator.rehearsal.texts import lines
from generator.results import HandlingResult, Missing, Proof
from generator.workshop import Workshop

Mark = tuple[str, JsonPath, str]
"""What tells a problem from another, whatever page or number it was found on."""


@dataclass(frozen=True)
class Take:
    """A handling as it came out, or why it did not."""

    result: HandlingResult
    proof: Proof | None

    @property
    def name(self) -> str | None:
        """The handling's file stem; None when the case file itself was refused."""
        return self.result.handling

    @property
    def engine_failed(self) -> bool:
        """True when it was the program that makes PDF files that failed."""
        return self.proof is None and self.result.exit_code == ExitCode.ENGINE

    @property
    def document(self) -> Document | None:
        """What should be readable."""
        return self.proof.document if self.proof else None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Everything that should be readable."""
        return self.proof.document.facts if self.proof else ()

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What the check of the finished files looked for in vain."""
        return self.proof.missing if self.proof else ()

    @cached_property
    def media(self) -> dict[str, Pages]:
        """The finished files, ready to be searched, by what people call them."""
        if self.proof is None:
            return {}
        texts = (line.text for place in lines(self.proof.docx).values() for line in place)
        found = {"Word-filen": Pages(["\n".join(texts)])}
        pages = _read(self.proof.pdf) if self.proof.pdf else None
        return found | ({"PDF-filen": Pages(pages)} if pages else {})

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What would keep the document from being published."""
        return tuple(one for one in self.result.findings if one.severity is Severity.ERROR)


def _read(pdf: bytes) -> tuple[str, ...] | None:
    """Each page's text; None when the file is broken, which its own check has said already."""
    try:
        return read_pdf(pdf).pages
    except Unreadable:
        return None


def takes(case: Path, shop: Workshop, wanted: str | None = None) -> Iterator[Take]:
    """Make the documents of a case, or of one of its handlingar."""
    for result, proof in prove_file(case, shop, wanted):
        yield Take(result, proof)


def new_errors(before: Take, after: Take) -> tuple[Finding, ...]:
    """What would keep a document from being published now, and did not before."""
    known = Counter(_mark(one) for one in before.errors)
    found = []
    for finding in after.errors:
        mark = _mark(finding)
        if known[mark]:
            known[mark] -= 1
        else:
            found.append(finding)
    return tuple(found)


def _mark(finding: Finding) -> Mark:
    return finding.code, finding.place.path, re.sub(r"\d+", "", finding.message)
