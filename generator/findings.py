"""Problems as data: what is wrong, where, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

JsonPath = tuple[str | int, ...]
"""The way to a value in a case: `("handlingar", 0, "datum")`."""


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "fel"
    """The document is not made."""
    WARNING = "varning"
    """The document is made; somebody should look."""
    NOTE = "upplysning"
    """Worth knowing; nothing to mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place in a Word file, as people find it."""

    part: str
    """The part's name in the package: `word/document.xml`."""
    where: str
    """In words: "brödtexten, tabell 2, rad 3, cell 1"."""
    text: str = ""
    """The text of the paragraph."""
    paragraph: int | None = None
    """Which `w:p` of the part it is, in the order of the file, from 0; None for the part as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a finding points: as near to the fault as is known."""

    file: Path | None = None
    """The file that must be mended."""
    line: int | None = None
    """Line in `file`, from 1."""
    column: int | None = None
    """Column in `file`, from 1, counted in characters."""
    path: JsonPath = ()
    """The way to the value, for JSON and TOML files."""
    title: str | None = None
    """What people call the place: the field's Swedish title, a template's paragraph."""
    spot: Spot | None = None
    """Where in a Word file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem, as data: what is wrong, where, and what to do about it."""

    code: str
    """Short stable name in Swedish kebab-case, to search for and to test."""
    message: str
    """What is wrong, in Swedish, a full sentence."""
    remedy: str = ""
    """What to do now, in Swedish, a full sentence."""
    place: Place = field(default_factory=Place)
    """Where."""
    severity: Severity = Severity.ERROR
    """How much it weighs."""
    source: str | None = None
    """The law, standard or practice that asks for it."""
    waived: str | None = None
    """Why the case accepts it all the same; None when it does not."""
