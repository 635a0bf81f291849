"""What rules look at: one handling with its ärende, its profile and what is known about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator.case.positions import path_text
from generator.case.profiles import standing
from generator.case.schemas import Schema, Schemas, absent, subschema
from generator.findings import JsonPath
from generator.model import Arende, Handling, Markdown, Status, Value
from generator.rules.amounts import Amounts

_DECISION_DAY = "x-beslutsdag"
"""A keyword of our own: the field that says on which day the matter is decided."""


@dataclass(frozen=True)
class Matter:
    """One handling, and everything that bears on it.

    Args:
        arende: the ärende.
        handling: which of its handlingar.
        profile: the profile as it reads on the handling's day.
        schemas: what the fields are.
        published: what the manifest says of it; None when it was never published.
        profile_file: where the profile is written.
    """

    arende: Arende
    handling: Handling
    profile: Mapping[str, Value]
    schemas: Schemas
    published: Mapping[str, Value] | None = None
    profile_file: Path | None = None

    @cached_property
    def day(self) -> date:
        """The day of decision, else the handling's own: the law of that day counts."""
        return decision_day(self.handling, self.schemas)

    @cached_property
    def standing(self) -> Mapping[str, Any]:
        """What the profile gives the handling's format: signers, recipients, decision points."""
        return standing(self.profile, self.handling.typ, self.schemas)

    def context(self, amounts: Amounts) -> dict[str, Any]:
        """The names that are known before anything has been worked out."""
        siblings = tuple(self._sibling(one) for one in self.arende.handlingar)
        schema = self.schemas.formats[self.handling.typ]
        kinds: Any = self.profile["dokumenttyper"] or {}
        return {
            "arende": self.arende.data,
            "handling": self._whole(self.handling),
            "handlingar": siblings,
            "tidigare": siblings[: self.handling.index],
            "profil": self.profile,
            "formatet": self.standing,
            "dokument": _frozen(
                typ=str(kinds.get(self.handling.typ) or schema["title"]),
                titel=str(self.handling.data.get("rubrik") or self.arende.data["arendemening"]),
                utkast=self.handling.status is Status.UTKAST,
                filnamn=self.handling.file_stem.casefold(),
                falt=tuple(schema["properties"]),
                beslutsdag=self.day,
                plats=Decimal(self.handling.index + 1),
            ),
            "belopp": amounts.on(self.day, self.arende.profil),
            "skrivet": tuple(self.written.values()),
            "publicerad": self.published,
        }

    def _sibling(self, handling: Handling) -> Mapping[str, Value]:
        return _frozen(
            **self._whole(handling),
            filnamn=handling.file_stem.casefold(),
            beslutsdag=decision_day(handling, self.schemas),
            plats=Decimal(handling.index + 1),
        )

    def _whole(self, handling: Handling) -> Mapping[str, Value]:
        """A handling's fields, and those of other formats, empty: rules and blocks are shared."""
        elsewhere = {name: self.arende.data.get(name, empty) for name, empty in self.schemas.empty_fields.items()}
        return MappingProxyType({**elsewhere, **_completed(handling.data, self.schemas.shared_shape)})

    @cached_property
    def written(self) -> Mapping[JsonPath, Mapping[str, Value]]:
        """Every text that somebody has written in the case and that concerns this handling, by its path."""
        handling_schema = self.schemas.formats[self.handling.typ]
        found = [*_texts(self.arende.data, self.schemas.case, ())]
        found += _texts(self.handling.own, handling_schema, self.handling.path)
        return MappingProxyType(dict(found))


def _completed(data: Mapping[str, Value], shape: Mapping[str, Any]) -> Mapping[str, Value]:
    """Groups with the fields that they have in other formats, empty."""
    return {name: _complete(value, shape[name]) if name in shape else value for name, value in data.items()}


def _complete(value: Value, shape: Mapping[str, Any]) -> Value:
    if isinstance(value, Mapping):
        gaps = {name: absent(node) for name, node in shape.get("properties", {}).items() if name not in value}
        return MappingProxyType({**gaps, **_completed(value, shape.get("properties", {}))})
    if isinstance(value, tuple):
        return tuple(_complete(one, shape.get("items", {})) for one in value)
    return value


def decision_day(handling: Handling, schemas: Schemas) -> date:
    """The first field that its schema marks as the day of decision and that is filled in, else its own day."""
    found = _marked(handling.data, schemas.formats[handling.typ])
    return next(found, handling.datum)


def day_in_doubt(doubts: Iterable[tuple[str, ...]], schema: Schema) -> bool:
    """True when a field that says on which day the matter is decided is among the names in doubt."""
    return any(_marks(subschema(schema, one[1:])) for one in doubts if one[0] == "handling")


def _marks(schema: Schema) -> bool:
    below = any(_marks(node) for node in schema.get("properties", {}).values())
    return bool(schema.get(_DECISION_DAY)) or below


def _marked(value: Value, schema: Schema) -> Iterator[date]:
    if isinstance(value, date) and schema.get(_DECISION_DAY):
        yield value
    elif isinstance(value, Mapping):
        for name, node in schema.get("properties", {}).items():
            yield from _marked(value.get(name), node)


def _texts(value: Value, schema: Schema, path: JsonPath) -> Iterator[tuple[JsonPath, Mapping[str, Value]]]:
    if isinstance(value, str):
        if "enum" not in schema and "const" not in schema:
            yield path, _text(value, schema, path)
    elif isinstance(value, Mapping):
        nodes = schema.get("properties", {})
        for name, item in value.items():
            yield from _texts(item, nodes.get(name, {}), (*path, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts(item, schema.get("items", {}), (*path, index))


def _text(value: str, schema: Schema, path: JsonPath) -> Mapping[str, Value]:
    names = [step for step in path if isinstance(step, str)]
    return _frozen(
        text=value,
        falt=path_text(path),
        namn=names[-1] if names else "",
        titel=str(schema.get("title", names[-1] if names else "")),
        lopande=isinstance(value, Markdown),
    )


def _frozen(**fields: Value) -> Mapping[str, Value]:
    return MappingProxyType(fields)
