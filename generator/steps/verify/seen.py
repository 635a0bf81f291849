"""What is wrong with a finished file, whatever kind it is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.findings import Finding
from generator.model import Document
from generator.pdf.search import Pages
from generator.results import Missing
from generator.steps.verify import texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is wrong with a file."""

    missing: tuple[Missing, ...] = ()
    findings: tuple[Finding, ...] = ()


def searched(
    document: Document, pages: Pages, lines: Sequence[str], where: str, unseen: frozenset[str] = frozenset()
) -> Seen:
    """Facts and leftovers, looked for in a file's text; of characters that are `unseen` it has empty boxes."""
    return Seen(
        missing=tuple(texts.missing(document, pages, where)),
        findings=(*texts.unprintable(document, pages, unseen), *texts.leftovers(document, lines, where)),
    )
