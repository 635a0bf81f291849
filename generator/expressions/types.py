"""What a value can be: the types that expressions are checked against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """The kinds of values, by the words that messages use."""

    TEXT = "en text"
    MARKDOWN = "en text i stycken"
    NUMBER = "ett tal"
    DATE = "ett datum"
    BOOL = "ett ja eller nej"
    LIST = "en lista"
    GROUP = "en grupp"
    NOTHING = "ingenting"
    MIXED = "ett värde av blandat slag"
    """Now this, now that: one can ask whether it is there, and no more."""
    ANY = "ett okänt värde"
    """Nothing is known about it, so nothing can be said against its use."""


class Wrong(StrEnum):
    """What kind of fault it is, by its code."""

    EXPRESSION = "uttryck-fel"
    NAME = "namn-okant"
    MISSING = "falt-kan-saknas"
    FILTER = "filter-fel"


_NO_FIELDS: Mapping[str, Type] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Type:
    """One type.

    Args:
        kind: what it is.
        optional: True when the value may be missing (None).
        item: of a list, what its items are.
        fields: of a group, its fields.
        rest: of a group with free names, what stands under a name that is not in `fields`.
        choices: of a text, the only values it can have; empty when any will do.
    """

    kind: Kind
    optional: bool = False
    item: Type | None = None
    fields: Mapping[str, Type] = field(default_factory=lambda: _NO_FIELDS)
    rest: Type | None = None
    choices: frozenset[str] = frozenset()

    def required(self) -> Type:
        """The same, known to be there."""
        return replace(self, optional=False) if self.optional else self

    def maybe(self) -> Type:
        """The same, perhaps missing."""
        return self if self.optional else replace(self, optional=True)

    def at(self, path: tuple[str, ...]) -> Type | None:
        """The type of the field at `path`, through the items of lists; None when there is none."""
        here: Type | None = self
        for step in path:
            if here is not None and here.kind is Kind.LIST:
                here = here.item
            if here is None or here.kind is not Kind.GROUP:
                return None
            here = here.fields.get(step, here.rest)
        return here


TEXT = Type(Kind.TEXT)
MARKDOWN = Type(Kind.MARKDOWN)
NUMBER = Type(Kind.NUMBER)
DATE = Type(Kind.DATE)
BOOL = Type(Kind.BOOL)
NOTHING = Type(Kind.NOTHING, optional=True)
ANY = Type(Kind.ANY)


def group(fields: Mapping[str, Type], rest: Type | None = None) -> Type:
    """A group of fields."""
    return Type(Kind.GROUP, fields=MappingProxyType(dict(fields)), rest=rest)


def list_of(item: Type) -> Type:
    """A list; it may be empty but is never missing."""
    return Type(Kind.LIST, item=item)


def demanding(type_: Type, path: tuple[str, ...]) -> Type:
    """The group `type_` with the field at `path`, and the groups on the way, known to be there."""
    if not path or path[0] not in type_.fields:
        return type_.required()
    name, rest = path[0], path[1:]
    inner = demanding(type_.fields[name].required(), rest)
    return replace(type_, fields=MappingProxyType({**type_.fields, name: inner}))


def union(one: Type | None, other: Type | None) -> Type:
    """What is known of a value that is either; a field that only one has may be missing.

    A list is never missing: where there is no such field, it is empty.
    """
    if one is None or other is None:
        known = one or other or ANY
        return known if known.kind is Kind.LIST else known.maybe()
    optional = one.optional or other.optional
    if Kind.NOTHING in (one.kind, other.kind):
        return (other if one.kind is Kind.NOTHING else one).maybe()
    if {one.kind, other.kind} == {Kind.TEXT, Kind.MARKDOWN}:
        return Type(Kind.TEXT, optional)
    if one.kind is not other.kind:
        return Type(Kind.ANY if Kind.ANY in (one.kind, other.kind) else Kind.MIXED, optional)
    if one.kind is Kind.GROUP:
        names = [*one.fields, *(name for name in other.fields if name not in one.fields)]
        merged = {name: union(one.at((name,)), other.at((name,))) for name in names}
        rest = union(one.rest, other.rest) if one.rest or other.rest else None
        return Type(Kind.GROUP, optional, fields=MappingProxyType(merged), rest=rest)
    item = union(one.item, other.item) if one.kind is Kind.LIST else None
    choices = one.choices | other.choices if one.choices and other.choices else frozenset[str]()
    return Type(one.kind, optional, item=item, choices=choices)
