"""Every document before and after: what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from generator.errors import ExitCode
from generator.findings import Finding
from generator.rehearsal.losses import Loss, accounted, losses, printed, reworded
from generator.rehearsal.pixels import PagePair, Room, page_pairs
from generator.rehearsal.stage import Stage
from generator.rehearsal.take import Take, new_errors, takes
from generator.rehearsal.texts import TextChange, changes
from generator.results import Proof

_ROOM = 40_000_000
"""Characters of pictures that a report may hold; a browser opens it in a moment."""


_BEFORE = "förut"
"""What the folder of the old templates is called in what is said of them."""


class State(StrEnum):
    """What becomes of a document, in Swedish."""

    LOSES = "tappar uppgifter"
    """A fact that was printed is printed no longer."""
    STOPPED = "stoppas"
    """It could be made before, and cannot now."""
    CHANGED = "ändras"
    NEW = "ny"
    """It could not be made before, and can now."""
    NEITHER = "går inte att skapa"
    """Neither before nor now."""
    ALIKE = "ser likadan ut"
    """The file differs inside, but no word and no page does."""
    UNCHANGED = "oförändrad"
    """The same file, byte for byte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One document, before and after."""

    case: Path
    diarienummer: str | None
    handling: str | None
    """Its file stem; None when the case file itself was refused."""
    title: str | None
    """Its heading; None when it could not be made."""
    state: State
    pages_before: int | None = None
    """Number of pages; None when there was no PDF."""
    pages_after: int | None = None
    texts: tuple[TextChange, ...] = ()
    pages: tuple[PagePair, ...] = ()
    """The pages that differ."""
    seen: bool = False
    """True when the pages were looked at, not only the words, or need not be, since the files are the same."""
    both: bool = False
    """True when there was a document before and there is one now, so that words and facts were compared."""
    facts: int = 0
    """How many facts the new document must print."""
    printed: int = 0
    """How many of them it prints; what it lacks and did not lose was lacking before."""
    reworded: int = 0
    """How many facts the profile has given other words."""
    losses: tuple[Loss, ...] = ()
    findings: tuple[Finding, ...] = ()
    """Why it cannot be made now, apart from the losses."""
    findings_before: tuple[Finding, ...] = ()
    """Why it could not be made before."""
    exit_code: ExitCode = ExitCode.OK


@dataclass(frozen=True)
class Rehearsal:
    """The dress rehearsal of a set of templates.

    Args:
        before: the templates as they were.
        after: the templates of today.
    """

    before: Stage
    after: Stage
    _room: Room = field(default_factory=lambda: Room(_ROOM), repr=False)

    def of(self, cases: Iterable[Path]) -> Iterator[Comparison]:
        """Every document of the cases, one after another."""
        for case in cases:
            old = {take.name: take for take in takes(case, self.before.word)}
            for new in takes(case, self.after.word):
                # a case that somebody saves at this very moment may have gained a handling
                yield self._compared(old.get(new.name) or Take(new.result, None), new)

    def _compared(self, old: Take, new: Take) -> Comparison:
        """Of what differs, PDF files are made too; what is the same byte for byte looks the same."""
        if old.proof and new.proof and old.proof.docx == new.proof.docx:
            return self._both(old, new)
        whole_old, whole_new = _whole(old, self.before), _whole(new, self.after)
        failed = whole_old.engine_failed, whole_new.engine_failed
        if all(failed) or (failed[1] and old.proof is None):  # the program's fault, not the templates'
            compared = self._both(old, new)
            findings = (*compared.findings, *whole_new.result.findings)
            return replace(compared, findings=findings, exit_code=compared.exit_code or ExitCode.ENGINE)
        if failed[0]:
            return replace(self._both(old, whole_new), findings_before=self._of_old(whole_old.errors))
        return self._both(whole_old, whole_new)

    def _both(self, old: Take, new: Take) -> Comparison:
        if old.proof is None or new.proof is None:
            return self._unmade(old, new)
        errors = new_errors(old, new)
        lost = losses(old, new, self.before.word.templates, self.after.word.templates)
        found = replace(
            _line(old, new),
            both=True,
            facts=len(new.facts),
            printed=printed(new),
            losses=lost,
            findings=tuple(one for one in errors if not accounted(one, lost)),
            exit_code=ExitCode.TEMPLATE if errors or lost else ExitCode.OK,
        )
        if old.proof.docx == new.proof.docx:
            return replace(found, state=_state(found, State.UNCHANGED), seen=True)
        return self._differing(found, old, new, old.proof, new.proof)

    def _differing(self, found: Comparison, old: Take, new: Take, was: Proof, now: Proof) -> Comparison:
        texts = changes(was.docx, now.docx)
        pages = tuple(page_pairs(was.pdf, now.pdf, self._room)) if was.pdf and now.pdf else ()
        seen = bool(was.pdf and now.pdf)
        alike = seen and not texts and not pages
        state = _state(found, State.ALIKE if alike else State.CHANGED)
        return replace(found, state=state, texts=texts, pages=pages, seen=seen, reworded=reworded(old, new))

    def _unmade(self, old: Take, new: Take) -> Comparison:
        """A document that one of the sides, or none of them, can make."""
        line = replace(_line(old, new), findings=new.errors if new.proof is None else ())
        if new.proof is not None:
            return replace(line, state=State.NEW, findings_before=self._of_old(old.errors))
        if old.proof is not None:
            return replace(line, state=State.STOPPED, exit_code=ExitCode.TEMPLATE)
        return replace(line, state=State.NEITHER, exit_code=ExitCode(new.result.exit_code))

    def _of_old(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """What was wrong before, which nobody is to mend; the old templates may lie in a folder that will be gone."""
        folder = self.before.word.settings.templates
        return tuple(_of_old(finding, folder) for finding in findings)


def _whole(take: Take, stage: Stage) -> Take:
    """The same with its PDF, where one is asked for and there is something to make it of."""
    if stage.whole is None or take.proof is None:
        return take
    return next(takes(take.result.source, stage.whole, take.name))


def _state(found: Comparison, otherwise: State) -> State:
    if found.losses:
        return State.LOSES
    return State.STOPPED if found.findings else otherwise


def _of_old(finding: Finding, folder: Path) -> Finding:
    file = finding.place.file
    if file and file.is_relative_to(folder):
        file = Path(_BEFORE) / file.relative_to(folder)
    message = finding.message.replace(str(folder), _BEFORE)
    return replace(finding, message=message, remedy="", place=replace(finding.place, file=file))


def _line(old: Take, new: Take) -> Comparison:
    """What is known before anything is compared."""
    document = new.document or old.document
    return Comparison(
        case=new.result.source,
        diarienummer=new.result.diarienummer,
        handling=new.name,
        title=document.title if document else None,
        state=State.UNCHANGED,
        pages_before=old.proof.pages if old.proof else None,
        pages_after=new.proof.pages if new.proof else None,
    )
