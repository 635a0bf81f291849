"""A run as its page shows it: every value ready to be printed."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from generator.case.positions import path_text
from generator.findings import Finding, Place, Severity
from generator.morning.digest import UNKNOWN, Due
from generator.results import Outcome
from generator.runlog import Entry, Picture

_TONES = {
    Outcome.REFUSED: "fel",
    Outcome.FAILED: "fel",
    Outcome.WAITING: "varning",
    Outcome.DONE: "bra",
}
_WEIGHTS = {Severity.ERROR: "fel", Severity.WARNING: "varning", Severity.NOTE: "dov"}
_KINDS = {".pdf": "PDF", ".docx": "Word", ".html": "Webbsida"}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Where a page lies, so that its links lead right.

    Args:
        page: the page's file.
        reports: the folder of the reports.
        pictures: the folder of the run's pictures.
    """

    page: Path
    reports: Path
    pictures: Path

    def entry(self, entry: Entry) -> dict[str, Any]:
        """A handling, or a case file that was refused as a whole."""
        result = entry.result
        return {
            "name": name_of(entry),
            "subject": entry.arendemening,
            "person": entry.handlaggare or UNKNOWN,
            "outcome": result.outcome.value,
            "tone": _TONES.get(result.outcome, "dov"),
            "findings": [finding(one) for one in result.findings],
            "warnings": [finding(one) for one in result.findings if one.severity is Severity.WARNING],
            "files": self._links(result.files),
            "left": self._links(result.left),
            "pages": result.pages,
            "why": ", ".join(entry.why),
            "seconds": entry.seconds,
            "took": f"{entry.seconds:.1f}".replace(".", ","),
            "replaced": entry.replaced,
        }

    def _links(self, files: Iterable[Path]) -> list[dict[str, str]]:
        """Links to files: the PDF first, then what it was made of."""
        order = [*_KINDS]
        told = sorted(files, key=lambda path: order.index(path.suffix) if path.suffix in order else len(order))
        return [{"href": self.href(path), "kind": _KINDS.get(path.suffix, path.suffix)} for path in told]

    def pictured(self, entries: Iterable[Entry]) -> list[dict[str, Any]]:
        """The handlingar with pictures of their pages, each picture as a `data:` address."""
        return [
            {**self.entry(entry), "pictures": [self._picture(one) for one in entry.pictures]}
            for entry in entries
            if entry.pictures
        ]

    def due(self, due: Due) -> dict[str, Any]:
        """A deadline."""
        return {
            "day": due.deadline.day.isoformat(),
            "what": due.deadline.name,
            "source": due.deadline.source,
            "remedy": due.deadline.remedy,
            "unmeetable": due.deadline.met is None,
            "left": days_left(due.days),
            "tone": "fel" if due.days < 0 else "varning" if due.days <= 7 else "dov",
            "those": things(due.entries),
            "handlingar": [
                {
                    "name": name_of(one),
                    "subject": one.arendemening,
                    "file": one.result.source.name,
                    "files": self._links(one.result.files or one.result.left),
                }
                for one in due.entries
            ],
            "people": people_in(due.entries),
        }

    def href(self, path: Path) -> str:
        """The way from the page to a file, as a link has it."""
        try:
            near = Path(os.path.relpath(path, self.page.parent))
        except ValueError:  # another drive
            return path.absolute().as_uri()
        return "/".join(quote(os.fsencode(part)) for part in near.parts)

    def _picture(self, picture: Picture) -> dict[str, Any]:
        return {"page": picture.page, "before": self._data(picture.before), "after": self._data(picture.after)}

    def _data(self, name: str | None) -> str | None:
        """A picture; None when it is gone, or its name leads elsewhere."""
        path = self.pictures / name if name and Path(name).name == name else None
        if path is None or not path.is_file():
            return None
        return f"data:image/png;base64,{b64encode(path.read_bytes()).decode()}"


def finding(one: Finding) -> dict[str, Any]:
    """A finding."""
    return {
        "weight": "godtagen varning" if one.waived else one.severity.value,
        "tone": "dov" if one.waived else _WEIGHTS[one.severity],
        "message": one.message,
        "remedy": one.remedy,
        "where": in_words(one.place),
        "source": one.source,
    }


def in_words(place: Place) -> str:
    """A place as people say it: "arenden/a.json, rad 12, tecken 7, Datum (handlingar[0].datum)"."""
    field = path_text(place.path)
    parts = [
        str(place.file) if place.file else "",
        f"rad {place.line}" if place.line else "",
        f"tecken {place.column}" if place.line and place.column else "",
        f"{place.title} ({field})" if place.title and field else place.title or field,
    ]
    return ", ".join(part for part in parts if part)


def name_of(entry: Entry) -> str:
    """What people call a handling: its diarienummer and file stem; of a case file as a whole, its path."""
    result = entry.result
    return " ".join(part for part in (result.diarienummer, result.handling or str(result.source)) if part)


def things(entries: Sequence[Entry]) -> str:
    """Lines, counted: "1 handling och 2 ärendefiler"; a file of which nothing could be read is no handling."""
    files = sum(one.result.handling is None for one in entries)
    parts = [(len(entries) - files, "handling", "handlingar"), (files, "ärendefil", "ärendefiler")]
    return " och ".join(f"{number} {one if number == 1 else many}" for number, one, many in parts if number)


def days_left(days: int) -> str:
    """How far away a day is: "om 3 dagar", "i dag", "för 2 dagar sedan"."""
    if days == 0:
        return "i dag"
    number = f"{abs(days)} {'dag' if abs(days) == 1 else 'dagar'}"
    return f"om {number}" if days > 0 else f"för {number} sedan"


def people_in(entries: Sequence[Entry]) -> list[str]:
    """The handläggare of some lines, each once."""
    return sorted({entry.handlaggare or UNKNOWN for entry in entries}, key=str.casefold)
