"""The values that pass between the steps; all frozen, all plain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from generator.findings import Finding, JsonPath

type_name = str
"""A format's name: the file name of its schema and template, without suffix."""

Value = str | bool | Decimal | date | tuple["Value", ...] | Mapping[str, "Value"] | None
"""A value of a case: what JSON can hold, with Decimal for numbers and date for dates."""


class Markdown(str):
    """A text of paragraphs, as the case holds it; a template must say how to set it."""

    __slots__ = ()


EMPTY: Mapping[str, Value] = MappingProxyType({})


class Status(StrEnum):
    """How far a handling has come; a legal fact (tryckfrihetsförordningen 2 kap. 10 §)."""

    UTKAST = "utkast"
    UPPRATTAD = "upprattad"
    BESLUTAD = "beslutad"
    EXPEDIERAD = "expedierad"
    MAKULERAD = "makulerad"

    @property
    def label(self) -> str:
        """The status as people write it: "upprättad"."""
        return "upprättad" if self is Status.UPPRATTAD else self.value

    @property
    def frozen(self) -> bool:
        """True when published files may never be overwritten."""
        return self is not Status.UTKAST


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """One document of an ärende, as the case file states it."""

    index: int
    """Its place in the case file's list `handlingar`, from 0."""
    typ: type_name
    datum: date
    status: Status
    number: str | None
    """Tells handlingar of the same type and date apart; None where that is not needed."""
    data: Mapping[str, Value]
    """Every field of its schema; a field that the case leaves out is None or ()."""
    inherited: frozenset[str] = frozenset()
    """The fields of `data` that it has from the ärende."""

    @property
    def own(self) -> Mapping[str, Value]:
        """What the handling says itself."""
        return MappingProxyType({name: value for name, value in self.data.items() if name not in self.inherited})

    @property
    def path(self) -> JsonPath:
        """The way to this handling in its case file."""
        return ("handlingar", self.index)

    @property
    def file_stem(self) -> str:
        """The name of its published files without suffix: `2019-10-07-tjansteskrivelse`."""
        parts = [self.datum.isoformat(), self.typ]
        return "-".join([*parts, self.number] if self.number else parts)


@dataclass(frozen=True)
class CaseFile:
    """A case file as it was read: whatever is said of it later is said of just these bytes.

    Args:
        path: where it lies.
        content: its bytes.
    """

    path: Path
    content: bytes = field(default=b"", repr=False)

    @cached_property
    def sha256(self) -> str:
        """The digest of its bytes, as hex."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arende:
    """One case file: the facts that its handlingar share, and the handlingar."""

    file: CaseFile
    diarienummer: str
    profil: str
    data: Mapping[str, Value]
    """Every field of the ärende but `handlingar`; what the case leaves out is None or ()."""
    handlingar: tuple[Handling, ...]

    @property
    def source(self) -> Path:
        """The case file's path."""
        return self.file.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """One who signs, as printed."""

    formel: str | None
    namn: str
    titel: str
    ground: str
    """What made this person a signer: the case itself, or a rule, by its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One line of the distribution list, as printed."""

    text: str
    ground: str
    """What put it there: the case itself, or a rule, by its id."""
    category: str | None = None
    """Why the recipient gets the document; decides the group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientGroup:
    """Recipients under one heading of the distribution list."""

    heading: str | None
    """None for a list that is not divided."""
    recipients: tuple[Recipient, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A value or a standard text that a rule gave."""

    name: str
    """The name by which templates and rules reach it."""
    value: Value
    rule: str
    """The rule's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day by which something must have been done, as a rule reckoned it (`frist`)."""

    name: str
    """What is to be done, in Swedish: "Slutrapporten ska ha kommit in"."""
    day: date
    """The last day."""
    rule: str
    """The rule that gave it, by its id."""
    source: str | None = None
    """The law, standard or practice behind it."""
    met: bool | None = False
    """Whether the case says that it has been done; None when no case can say so."""
    remedy: str = ""
    """How the case is made to say so, in Swedish, a full sentence; empty when no case can."""

    def watched(self, today: date) -> bool:
        """True while somebody must see to it; what no case can say has been done is let go when its day has passed."""
        return self.day >= today if self.met is None else not self.met


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPoint:
    """One beslutspunkt as the profile writes it, with its ending punctuation."""

    text: str
    underpunkter: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Beslutsunderlag:
    """What the profile and the rules made of one handling."""

    arende: Arende
    handling: Handling
    profile: Mapping[str, Value]
    """The profile's wordings in force on the handling's date."""
    day: date
    """The day of decision, else the handling's own: the rules of that day were tried."""
    lead: str | None
    """The words before att-satser: "Regional tillväxtnämnd beslutar"."""
    points: tuple[DecisionPoint, ...]
    signers: tuple[Signer, ...]
    groups: tuple[RecipientGroup, ...]
    """The distribution list as it is divided."""
    values: tuple[Given, ...]
    deadlines: tuple[Deadline, ...]
    """The days by which something must have been done, met or not."""
    texts: tuple[Given, ...]
    findings: tuple[Finding, ...]
    applied: tuple[str, ...]
    """The rules whose condition held, by id."""
    context: Mapping[str, Value]
    """Every name that rules and templates have, with its value."""

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """The distribution list as it is printed, from top to bottom."""
        return tuple(one for group in self.groups for one in group.recipients)


class Fact(NamedTuple):
    """Something that must be readable in the finished document; a document may have thousands."""

    label: str
    """What it is, in Swedish: "Högsta belopp"."""
    texts: tuple[str, ...]
    """The texts to look for; any one of them will do."""
    path: JsonPath
    """Where in the case it comes from; empty when the profile gave it."""
    every_page: bool = False
    """True when each page must carry it."""
    besides: bool = False
    """True when it must stand in a place of its own, beside those where other facts mention it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document before it has any looks: all that a template sees, and what must be found."""

    arende: Arende
    handling: Handling
    profil: str
    title: str
    language: str
    organisation: str
    context: Mapping[str, Value]
    """Everything that a template can name."""
    facts: tuple[Fact, ...]
    level: str = "2A"
    """The archive level that the PDF is to reach: PDF/A's part and conformance (ISO 19005)."""
    fonts_locked: bool = True
    """True when a font that is not the one asked for stops the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A finished .docx and what it was made of."""

    content: bytes
    templates: Mapping[str, str]
    """Template file, as a path below the template folder, to its SHA-256."""
    fonts: tuple[str, ...]
    """The font families that the document asks for."""
