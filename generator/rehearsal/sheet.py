"""The rehearsal as one page for a browser."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from generator import swedish
from generator.findings import Finding
from generator.rehearsal.before import Before, FileChange
from generator.rehearsal.compare import Comparison, State
from generator.rehearsal.pixels import PagePair
from generator.rehearsal.verdict import gravest_first, pages, verdict
from generator.report import shown_path, where
from generator.web import page

_TONES = {
    State.LOSES: "fel",
    State.STOPPED: "fel",
    State.NEITHER: "fel",
    State.NEW: "varning",
    State.CHANGED: "varning",
}
_QUIET = (State.UNCHANGED, State.ALIKE)


def sheet(compared: Sequence[Comparison], before: Before, after: str, files: Sequence[FileChange], *, pdf: bool) -> str:
    """The whole report.

    Args:
        compared: every document.
        before: the templates as they were.
        after: what to call the templates of today.
        files: the template files that differ.
        pdf: True when PDF files were made and their pages compared.
    """
    ordered = [_row(number, one) for number, one in enumerate(gravest_first(compared), 1)]
    now = datetime.now().astimezone()
    return page(
        "jamforelse.html",
        utlatande=verdict(compared),
        forut=before.name,
        nu=after,
        skapad=f"{swedish.datum(now.date())} kl. {now:%H.%M}",
        filer=files,
        med_pdf=pdf,
        rader=ordered,
        sammandrag=[(state.value, _TONES.get(state, "bra"), count) for state, count in _tally(compared)],
    )


def _tally(compared: Sequence[Comparison]) -> list[tuple[State, int]]:
    counts = [(state, sum(one.state is state for one in compared)) for state in State]
    return [(state, count) for state, count in counts if count]


def _row(number: int, one: Comparison) -> dict[str, Any]:
    """A document as the page shows it."""
    return {
        "id": f"dokument-{number}",
        "rubrik": one.title or one.handling or shown_path(one.case),
        "namn": " ".join(part for part in (one.diarienummer, one.handling) if part),
        "fil": shown_path(one.case),
        "utfall": one.state.value,
        "ton": _TONES.get(one.state, "bra"),
        "visas": one.state not in _QUIET,
        "sidor": _pages(one),
        "texter": one.texts,
        "sedda": one.seen,
        "jamford": one.both,
        "bilder": [_picture(pair, one) for pair in one.pages],
        "uppgifter": one.facts,
        "utskrivna": one.printed,
        "omskrivna": one.reworded,
        "forlorade": one.losses,
        "fel": [_told(finding) for finding in one.findings],
        "fel_forut": [_told(finding) for finding in one.findings_before],
        "forlust": [_told(loss.finding) for loss in one.losses],
    }


def _pages(one: Comparison) -> str:
    if one.pages_before or one.pages_after:
        return pages(one)
    return "samma" if one.state is State.UNCHANGED else "–"


def _told(finding: Finding) -> dict[str, str]:
    return {"var": where(finding.place).rstrip(), "vad": finding.message, "gor": finding.remedy}


def _picture(pair: PagePair, one: Comparison) -> dict[str, Any]:
    """A page with the words that stand for its pictures."""
    places = ", ".join(f"{number} {place}" for number, place in enumerate(pair.places, 1))
    count = f"{len(pair.places)} inramade {'ställe' if len(pair.places) == 1 else 'ställen'}: {places}."
    told = count.replace("inramade ställe:", "inramat ställe:") if pair.places else ""
    told += " Annat har flyttats uppåt eller nedåt." if pair.moved else ""
    name = f"{one.diarienummer or ''} {one.handling or ''}".strip()
    return {
        "par": pair,
        "platser": places,
        "ovanligt": _only(pair, one),
        "alt_forut": f"Sida {pair.number} av {one.pages_before} förut, {name}. {told}".rstrip(),
        "alt_nu": f"Sida {pair.number} av {one.pages_after} nu, {name}. {told}".rstrip(),
    }


def _only(pair: PagePair, one: Comparison) -> str:
    """What to say of a page that only one of the documents has."""
    if pair.number > (one.pages_before or 0):
        return "Sidan är ny."
    return "Sidan finns inte längre." if pair.number > (one.pages_after or 0) else ""
