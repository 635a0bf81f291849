"""JSON Schema over our own values, a little stricter than the library."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator, ValidationError, validators

from generator.findings import JsonPath


def _is_integer(_: object, value: object) -> bool:
    return isinstance(value, Decimal) and value == value.to_integral_value()


_TYPES = Draft202012Validator.TYPE_CHECKER.redefine_many(
    {
        "object": lambda _, value: isinstance(value, Mapping),
        "array": lambda _, value: isinstance(value, tuple),
        "integer": _is_integer,
    }
)


def visible(text: str) -> bool:
    """True when a reader sees something: a letter, a digit, a mark or a sign."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)


def _pattern(_: object, pattern: str, value: object, __: object) -> Iterator[ValidationError]:
    """`pattern` as JSON Schema means it: a last $ is the end of the text, not a place before a line break."""
    if isinstance(value, str) and not (visible(value) and re.search(re.sub(r"\$$", r"\\Z", pattern), value)):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


Validator: Any = validators.extend(Draft202012Validator, {"pattern": _pattern}, type_checker=_TYPES)  # type: ignore[no-untyped-call]
"""JSON Schema over our own values: read-only mappings, tuples and Decimal."""


class Refusal(NamedTuple):
    """One thing that a schema refuses."""

    keyword: str
    """The schema's keyword: "required", "format"."""
    wanted: Any
    """What the keyword asks for."""
    value: Any
    """The value that was refused."""
    path: JsonPath
    """The way to it."""
    conditional: bool
    """True when the schema asks for it only because of another field (`then`, `else`)."""


def refusal(error: ValidationError) -> Refusal:
    """One of the library's errors, its parts by plain names."""
    return Refusal(
        keyword=str(error.validator),
        wanted=error.validator_value,
        value=error.instance,
        path=tuple(error.absolute_path),
        conditional=not {"then", "else"}.isdisjoint(map(str, error.absolute_schema_path)),
    )
