"""A handling that is upprättad or later: its files are final. What is kept, what is said of it, what may be added.

An allmän handling is not changed (tryckfrihetsförordningen 2 kap.); one that
was published as Word alone may still get its PDF, or a web page, as long as
its Word file would be the same today.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from generator.findings import Finding, Severity
from generator.model import Arende, Handling, Rendered, Status
from generator.provenance import judged, rewritten, same
from generator.results import Seen, Verified
from generator.steps.read import positions

ADDED = "tillagt_av"
"""What a file was made of that a final handling got later, in the manifest; absent when it is what the others were."""
_STAGES = tuple(Status)
_NAMES = {".pdf": "PDF-filen", ".html": "webbsidan", ".docx": "Word-filen"}


@dataclass(frozen=True, slots=True)
class Final:
    """A handling that is published as upprättad or later.

    Args:
        seen: what is published of it.
        arende: the ärende, as its case file has it today.
        handling: the handling, as the case has it today.
    """

    seen: Seen
    arende: Arende
    handling: Handling

    @property
    def status(self) -> Status:
        """How far it has come: what is published or what the case says, whichever is later. It never goes back."""
        return max(self._published, self.handling.status, key=_STAGES.index)

    @property
    def _entry(self) -> Mapping[str, Any]:
        return self.seen.entry or {}

    @property
    def _published(self) -> Status:
        return Status(self._entry["status"])

    def lacking(self, rendered: Rendered, suffixes: Iterable[str]) -> frozenset[str]:
        """The files that it is to get; none when nothing may be added.

        Args:
            rendered: its Word file as it would be today.
            suffixes: the files that are asked for.
        """
        digest = self._entry["filer"].get(self.seen.name(".docx"))
        whole = self.handling.status.frozen and not self.seen.altered
        same_words = digest == sha256(rendered.content).hexdigest()
        return self.missing(suffixes) if whole and same_words else frozenset()

    def missing(self, suffixes: Iterable[str]) -> frozenset[str]:
        """The files that are asked for and not there, whether or not it may get them."""
        return frozenset(suffix for suffix in suffixes if self.seen.name(suffix) not in self._entry["filer"])

    def gained(self, verified: Verified, sources: Mapping[str, Any]) -> dict[str, Any]:
        """What the manifest is to say when files have been added: what the others were made of stands as it is.

        Args:
            verified: what was seen of the new files.
            sources: what the new files are made of.
        """
        before = {name: value for name, value in self._entry.items() if name != "filer"}
        entry = {
            **before,
            "status": self.status.value,
            "sidor": verified.pages or before["sidor"],
            "granskning": judged(verified.verdicts) or before.get("granskning", []),
        }
        return entry if same(before["underlag"], sources) else {**entry, ADDED: dict(sources)}

    def broken(self) -> Finding | None:
        """The alarm: its files are no longer what was published; None when they are whole."""
        altered = self.seen.altered
        if not altered:
            return None
        names = ", ".join(altered)
        message = f"Handlingen är {self._published.label}, men de publicerade filerna har ändrats: {names}."
        remedy = "Hämta tillbaka originalet från arkivet. Generatorn skriver aldrig över en upprättad handling."
        return self.about("fryst-andrad", message, remedy, Severity.ERROR)

    def remarks(self, sources: Mapping[str, Any], suffixes: Iterable[str]) -> Iterator[Finding]:
        """What is to be said when it is left as it is.

        Args:
            sources: what it would be made of today.
            suffixes: the files that are asked for.
        """
        own = self.handling.status
        if not own.frozen or rewritten(self._entry["underlag"], sources):
            label = self._published.label
            message = f"Handlingen är {label} och skrivs inte över, fast underlaget har ändrats sedan dess."
            remedy = "Behöver innehållet ändras: upprätta en ny handling med eget datum eller nummer."
            yield self.about("fryst", message, remedy, Severity.NOTE)
            return
        if self.status is not own:
            message = f"Handlingen är {self.status.label} enligt manifestet, men {own.label} i ärendefilen."
            remedy = f"Skriv «{self.status.value}» i ärendefilen. En handling går inte tillbaka."
            yield self.about("status-bakat", message, remedy, Severity.WARNING)
        missing = [_NAMES[suffix] for suffix in sorted(self.missing(suffixes))]
        if missing:
            what = " eller ".join(missing)
            message = f"{what} kan inte läggas till: Word-filen skulle bli en annan med dagens program."
            remedy = "Behövs den: skapa den med den programversion som manifestet nämner."
            yield self.about("fryst-ofullstandig", message[0].upper() + message[1:], remedy, Severity.NOTE)

    def about(self, code: str, message: str, remedy: str, severity: Severity) -> Finding:
        """A finding at the handling's status in the case file."""
        finding = Finding(code=code, message=message, remedy=remedy, severity=severity)
        return about_status(self.arende, self.handling, finding)


def about_status(arende: Arende, handling: Handling, finding: Finding) -> Finding:
    """A finding, placed at a handling's status in the case file."""
    place = positions(arende.file).place(arende.source, (*handling.path, "status"), "Status")
    return replace(finding, place=place)
