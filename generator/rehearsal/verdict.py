"""What the rehearsal came to, in words and as one exit code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.case.positions import path_text
from generator.errors import ExitCode
from generator.findings import Finding
from generator.rehearsal.compare import Comparison, State
from generator.report import finding_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether the new templates may be used, as people and programs want to know it."""

    exit_code: ExitCode
    heading: str
    """In a few words."""
    sentence: str
    """What stands behind it, and what to do."""


def verdict(compared: Sequence[Comparison]) -> Verdict:
    """What all documents together come to: a loss or a stop weighs more than anything else."""
    codes = {one.exit_code for one in compared} - {ExitCode.OK}
    code = ExitCode.TEMPLATE if ExitCode.TEMPLATE in codes else min(codes, default=ExitCode.OK)
    lost, stopped = sum(len(one.losses) for one in compared), _count(compared, State.STOPPED)
    neither, new = _count(compared, State.NEITHER), _count(compared, State.NEW)
    changed = _count(compared, State.CHANGED)
    said = []
    if lost:
        facts = _many(lost, "uppgift som skrevs ut förut skrivs", "uppgifter som skrevs ut förut skrivs")
        said.append(f"{facts} inte längre ut.")
    if stopped:
        said.append(f"{_many(stopped, 'dokument')} kunde skapas förut men stoppas nu.")
    if neither:
        said.append(f"{_many(neither, 'dokument')} går inte att skapa, varken förut eller nu.")
    if new:
        said.append(f"{_many(new, 'dokument')} gick inte att skapa förut men går att skapa nu.")
    said += _about_changes(changed, len(compared), troubled=bool(said))
    return Verdict(exit_code=code, heading=_heading(code, changed, lost + stopped), sentence=" ".join(said))


def _heading(code: ExitCode, changed: int, problems: int) -> str:
    if problems:
        return "Mallarna är inte klara att använda."
    if code:
        return "Allt kunde inte jämföras."
    return "Inget går förlorat." if changed else "Inget dokument ändras."


def _about_changes(changed: int, total: int, *, troubled: bool) -> Iterator[str]:
    """What to say of the documents that change and lose nothing."""
    if troubled and changed:
        yield f"{_many(changed, 'annat', 'andra')} dokument ändras utan att något går förlorat."
    elif changed:
        yield f"{changed} av {_many(total, 'dokument')} ändras. Se efter att det är de ändringar som ni ville ha."
    elif not troubled:
        yield f"Inget av {_many(total, 'dokument')} ser annorlunda ut."


def _count(compared: Sequence[Comparison], state: State) -> int:
    return sum(one.state is state for one in compared)


def _many(count: int, one: str, more: str | None = None) -> str:
    return f"{count} {one if count == 1 else more or one}"


def gravest_first(compared: Sequence[Comparison]) -> list[Comparison]:
    """The documents with the problems first, else in the order of the cases."""
    order = {state: place for place, state in enumerate(State)}
    return sorted(compared, key=lambda one: order[one.state])


def findings(compared: Comparison) -> tuple[Finding, ...]:
    """All that is wrong with a document now."""
    return (*(loss.finding for loss in compared.losses), *compared.findings)


def line(one: Comparison) -> str:
    """One document's line: "ändras: GNS/8/2019 2019-10-07-avslut, 2 → 3 sidor, 4 textändringar"."""
    name = " ".join(part for part in (one.diarienummer, one.handling or one.case.name) if part)
    return ", ".join((f"{one.state.value}: {name}", *_details(one)))


def _details(one: Comparison) -> Iterator[str]:
    if one.pages_before is not None and one.pages_after is not None:
        yield pages(one)
    if one.texts:
        yield _many(len(one.texts), "textändring", "textändringar")
    if one.pages:
        yield _many(len(one.pages), "sida ser annorlunda ut", "sidor ser annorlunda ut")
    if one.losses:
        yield _many(len(one.losses), "förlorad uppgift", "förlorade uppgifter")


def pages(one: Comparison) -> str:
    """How many pages there were and are: "2 → 3 sidor"."""
    if one.pages_before == one.pages_after:
        return _many(one.pages_after or 0, "sida", "sidor") if one.pages_after is not None else ""
    return f"{one.pages_before or '–'} → {_many(one.pages_after, 'sida', 'sidor') if one.pages_after else '–'}"


def as_json(one: Comparison) -> dict[str, Any]:
    """A document's comparison as plain values for `json`."""
    return {
        "fil": str(one.case),
        "diarienummer": one.diarienummer,
        "handling": one.handling,
        "utfall": one.state.value,
        "sidor_fore": one.pages_before,
        "sidor_efter": one.pages_after,
        "sidorna_jamforda": one.seen,
        "andrade_sidor": [
            {"sida": page.number, "stallen": list(page.places), "flyttat": page.moved} for page in one.pages
        ],
        "textandringar": [
            {
                "plats": change.where,
                "vad": change.what,
                "text": [{"vad": piece.value, "ord": words} for piece, words in change.pieces],
            }
            for change in one.texts
        ],
        "omskrivna_uppgifter": one.reworded,
        "forlorade_uppgifter": [
            {
                "namn": loss.label,
                "text": loss.text,
                "falt": path_text(loss.path) or None,
                "saknas_i": loss.where,
                "mall": str(loss.template),
                "tagg": loss.tag,
            }
            for loss in one.losses
        ],
        "felkod": int(one.exit_code),
        "anmarkningar": [finding_json(finding) for finding in findings(one)],
        "anmarkningar_forut": [finding_json(finding) for finding in one.findings_before],
    }
