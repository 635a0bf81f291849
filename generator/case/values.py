"""From what JSON can say to what the steps work with: dates are dates, and no field is absent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from generator.case.schemas import Schema, absent
from generator.model import Markdown, Value


def typed(value: Value, schema: Schema) -> Value:
    """The value with the types that its written-out schema gives it.

    Args:
        value: a value that the schema has accepted.
        schema: the schema with every `$ref` written out.

    Returns:
        The same value with `datetime.date` for `format: date` and `Markdown`
        for `contentMediaType: text/markdown`. An object has every field of
        its schema: None, or () for a list, where the case has nothing.
    """
    if isinstance(value, str):
        return _text(value, schema)
    if isinstance(value, tuple):
        items = schema.get("items", {})
        return tuple([typed(item, items) for item in value])
    if isinstance(value, Mapping):
        return MappingProxyType(
            {name: typed(value[name], node) if name in value else absent(node) for name, node in _members(schema)}
        )
    return value


def _text(value: str, schema: Schema) -> str | date:
    if schema.get("format") == "date":
        return date.fromisoformat(value)
    return Markdown(value) if schema.get("contentMediaType") == "text/markdown" else value


def _members(schema: Schema) -> list[tuple[str, Schema]]:
    return [(name, node) for name, node in schema.get("properties", {}).items() if name != "$schema"]
