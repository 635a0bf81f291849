"""Invented cases made from the schemas: to try templates on every field that there is.

No two free texts, amounts or dates of a specimen are alike, so that what is
found in a document can have come from one field only. Texts of a certain form
are the schemas' examples, and small numbers come again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from generator.case.schemas import Schema, Schemas, subschema
from generator.model import Value, type_name

FieldPath = tuple[str, ...]
"""The way to a field by names alone, the same for every item of a list."""
Wanted = Callable[[FieldPath], bool]
"""Whether a field that may be left out is to be filled in."""

_ITEMS = 3
"""Items in a list: a first, a last, and one between."""
_FIRST_DAY = date(2026, 1, 5)
_LARGE = 1_000_000
_STEP = 1009
_PERCENT = 100
_MARK = "x-visas"
_FREE = ("text", "stycken")
"""Forms in which any words can be printed."""
_ANY_WORDS = "^\\S"
"""How a pattern begins that asks only for words."""


def everything(_: FieldPath) -> bool:
    """Fill in all there is."""
    return True


def nothing(_: FieldPath) -> bool:
    """Leave out whatever may be left out."""
    return False


@dataclass(frozen=True)
class Only:
    """Fill in one field and the groups that it stands in.

    Args:
        path: the field.
    """

    path: FieldPath

    def __call__(self, path: FieldPath) -> bool:
        """True for the field and what it stands in."""
        return self.path[: len(path)] == path


@dataclass(frozen=True)
class Together:
    """Fill in what either of two would."""

    one: Wanted
    other: Wanted

    def __call__(self, path: FieldPath) -> bool:
        """True when one of them wants it."""
        return self.one(path) or self.other(path)


@dataclass(frozen=True)
class Maker:
    """Makes specimens of one format.

    Args:
        schemas: what the fields are.
        typ: the format.
        profil: the profile.
        diarienummer: one that the profile accepts.
    """

    schemas: Schemas
    typ: type_name
    profil: str
    diarienummer: str
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def case(self, wanted: Wanted) -> Mapping[str, Value]:
        """A case with one handling, as the reader gives it.

        Args:
            wanted: which of the fields that may be left out are filled in; a path begins with
                "arende" or "handling".
        """
        schema = self.schemas.formats[self.typ]
        demanded = {("arende", *dotted.split(".")) for dotted in schema.get("x-kraver-av-arendet", ())}

        def asked(path: FieldPath) -> bool:
            return wanted(path) or any(one[: len(path)] == path for one in demanded)

        own = {"properties": {k: v for k, v in self.schemas.case["properties"].items() if k != "handlingar"}}
        own["required"] = self.schemas.case.get("required", ())
        case: Any = self._value(own, ("arende",), asked, 0)
        handling: Any = self._value(schema, ("handling",), asked, 0)
        handling |= {"typ": self.typ, "status": "utkast"}
        return {**case, "profil": self.profil, "diarienummer": self.diarienummer, "handlingar": (handling,)}

    def printed(self) -> Iterator[FieldPath]:
        """The fields that may be left out and have something in or below them that must be printed."""
        schema = self.schemas.formats[self.typ]
        yield from _printed_below(schema, ("handling",))
        yield from _printed_below(self.schemas.case, ("arende",))
        for dotted in schema.get("x-visar-av-arendet", {}):
            names = dotted.split(".")
            for end in range(1, len(names) + 1):
                yield ("arende", *names[:end])

    def _value(self, schema: Schema, path: FieldPath, wanted: Wanted, turn: int) -> Value:
        """A value that no other field has; `turn` is its place in a list."""
        choices = [one for one in schema.get("enum", [schema.get("const")]) if one is not None]
        if choices:
            return _plain(choices[turn % len(choices)])
        if "properties" in schema:
            return self._group(schema, path, wanted, turn)
        match _kind(schema):
            case "array":
                items = max(schema.get("minItems", 0), min(_ITEMS, schema.get("maxItems", _ITEMS)))
                return tuple(self._value(schema.get("items", {}), path, wanted, index) for index in range(items))
            case "boolean":
                return turn % 2 == 0
            case "number" | "integer":
                return _number(schema, next(self._numbers))
            case _:
                return self._text(schema, turn)

    def _group(self, schema: Schema, path: FieldPath, wanted: Wanted, turn: int) -> dict[str, Value]:
        required = schema.get("required", ())
        return {
            name: self._value(node, (*path, name), wanted, turn)
            for name, node in schema["properties"].items()
            if not name.startswith("$") and (name in required or wanted((*path, name)))
        }

    def _text(self, schema: Schema, turn: int) -> str:
        number = next(self._numbers)
        if schema.get("format") == "date":
            return (_FIRST_DAY + timedelta(days=number)).isoformat()
        examples = schema.get("examples") or ["Exempel"]
        if _has_a_form(schema):
            return str(examples[turn % len(examples)])
        text = f"Prov {number:03d} {schema.get('title', '')}".strip()
        return f"{text}." if schema.get("contentMediaType") else text[: schema.get("maxLength", 250)]


def _kind(schema: Schema) -> object:
    """The kind of a value; of several, the first that is one."""
    kind = schema.get("type")
    return next((one for one in kind if one != "null"), None) if isinstance(kind, list) else kind


def _has_a_form(schema: Schema) -> bool:
    """True for a text that cannot be any words: an address, a number of a certain form, a telephone number."""
    shown = schema.get(_MARK, _FREE[0])
    free = any(one in _FREE for one in ([shown] if isinstance(shown, str) else shown))
    pattern = schema.get("pattern", _ANY_WORDS)
    return "format" in schema or not free or not pattern.startswith((_ANY_WORDS, _ANY_WORDS[1:]))


def example_number(wordings: Mapping[str, Any], schemas: Schemas) -> str:
    """A diarienummer that a profile accepts: its own example, else the schema's."""
    own = wordings["diarienummer"]
    if isinstance(own, Mapping) and own["exempel"]:
        return str(own["exempel"])
    return str(subschema(schemas.case, ("diarienummer",))["examples"][0])


def _printed_below(schema: Schema, path: FieldPath) -> Iterator[FieldPath]:
    required = schema.get("required", ())
    for name, node in schema.get("properties", {}).items():
        below = (*path, name)
        inner = node.get("items", {}) if node.get("type") == "array" else node
        if name != "handlingar" and name not in required and _has_printed(node):
            yield below
        yield from _printed_below(inner, below) if name != "handlingar" else ()


def _has_printed(schema: Schema) -> bool:
    inner = (*schema.get("properties", {}).values(), *([schema["items"]] if "items" in schema else []))
    return _MARK in schema or any(map(_has_printed, inner))


def _number(schema: Schema, number: int) -> Decimal:
    low, high = int(schema.get("minimum", 0)), schema.get("maximum")
    if high is not None and high <= _PERCENT:
        span = max(1, int(high) - low)
        return Decimal(low + number % span)
    return Decimal(min(_LARGE + _STEP * number, int(high)) if high is not None else _LARGE + _STEP * number)


def _plain(value: Any) -> Value:
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value
