"""Rules as they stand after loading: checked, typed and compiled; nothing is looked up by name any more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from generator.case.tomltext import TomlText
from generator.expressions import Expression
from generator.expressions.facts import Path
from generator.findings import JsonPath, Place, Severity
from generator.model import type_name


class RuleKind(StrEnum):
    """What a rule is for, by the names that the files use."""

    VALUE = "varde"
    TEXT = "text"
    SIGNER = "undertecknare"
    RECIPIENT = "mottagare"
    CHECK = "kontroll"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A base case, what is changed in it, and what the rule is to make of it."""

    base: str
    """The name of a file in `rules/exempel`, without suffix."""
    number: int | None
    """Which handling, from 1; None for the last."""
    case: Mapping[str, Any]
    """Laid over the ärende (RFC 7396)."""
    handling: Mapping[str, Any]
    """Laid over the handling."""
    without: tuple[str, ...]
    """Dotted paths that are taken away afterwards."""
    published: Mapping[str, Any] | None
    met: bool | None
    """Whether the deadline that the rule gives is met; None when the example does not say."""
    gives: str | tuple[str, ...]
    """"fynd" or "inget" for a check; what the rule gives, or "inget", for the others."""
    file: TomlText
    path: JsonPath

    @property
    def place(self) -> Place:
        """Where it is written."""
        return self.file.place(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What all rules have."""

    kind: RuleKind
    id: str
    file: TomlText
    path: JsonPath
    formats: tuple[type_name, ...]
    """The formats that it speaks about; empty for all."""
    profiles: tuple[str, ...]
    """The profiles that it speaks about; empty for all."""
    source: str
    """The law, standard or practice behind it."""
    first: date
    """The first day of decision that it holds for."""
    last: date
    """The last."""
    description: str
    condition: Expression | None
    """When it is to be tried; None for always."""
    examples: tuple[Example, ...]
    reads: frozenset[Path]
    """Every value that it looks at."""

    @property
    def place(self) -> Place:
        """Where it is written."""
        return self.file.place(self.path)

    def speaks_about(self, typ: type_name, profil: str, day: date) -> bool:
        """True when the rule is in force for such a handling, decided on `day`."""
        if self.formats and typ not in self.formats:
            return False
        return self.first <= day <= self.last and (not self.profiles or profil in self.profiles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Rule):
    """Something that must hold."""

    demand: Expression | None
    """None when the schemas see to it before any rule is tried."""
    each: Expression | None
    """A list whose items are tried one by one."""
    severity: Severity
    draft_severity: Severity
    field: str
    """The field that it speaks about: `handling.beslutspunkter[].frist`."""
    message: str
    remedy: str
    own: Mapping[str, Mapping[str, str]]
    """Its own pairs of texts, `tabell`, and patterns, `monster`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing(Rule):
    """Functions of the profile's register that sign."""

    names: tuple[str, ...]
    chosen: Expression | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiving(Rule):
    """Those who get the document."""

    names: tuple[str, ...]
    """Names in the profile's register."""
    chosen: Expression | None
    wording: str | None
    """A line of its own, with fields."""
    category: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardText(Rule):
    """A text that the document gets."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning(Rule):
    """A value that is worked out."""

    name: str
    expression: Expression
    deadline: str | None
    """What must have been done by the day that the value is; None when it is no deadline."""
    met: Expression | None
    """Holds when the case says that it has been done; None when no case can say so."""
    remedy: str
    """How the case is made to say so; empty when no case can."""
