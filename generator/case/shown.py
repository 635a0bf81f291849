"""What a format prints: of the schemas, only the way to the fields that must be found in the finished document.

Most fields of a schema are printed in no form of their own. What is looked
at for every document is therefore worked out once for each format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_MARK = "x-visas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A field that is printed, or that has such fields in it."""

    title: str | None
    """What people call it; None when the schema does not say."""
    forms: tuple[str, ...] | None
    """The names of the forms in which it may be printed; None when it is not printed itself."""
    fields: tuple[tuple[str, Shown], ...]
    """Those of its fields that are printed, or have such fields in them, in the order of the schema."""
    items: Shown | None
    """The same for the items of a list; None when nothing of them is printed."""


def shown(schema: Any) -> Shown | None:
    """What is printed of a value that a written-out schema describes; None when nothing is."""
    if not isinstance(schema, Mapping):
        return None
    found = Shown(
        title=str(schema["title"]) if "title" in schema else None,
        forms=names(schema[_MARK]) if _MARK in schema else None,
        fields=tuple(_fields(schema.get("properties", {}))),
        items=shown(schema.get("items")),
    )
    return found if found.forms is not None or found.fields or found.items is not None else None


def names(forms: Any) -> tuple[str, ...]:
    """The names of forms as a schema has them: one, or several."""
    return tuple(map(str, forms)) if isinstance(forms, list | tuple) else (str(forms),)


def _fields(properties: Mapping[str, Any]) -> Iterator[tuple[str, Shown]]:
    for name, node in properties.items():
        found = shown(node)
        if found is not None:
            yield name, found


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What a format's documents print."""

    handling: Shown | None
    """Of the handling."""
    arende: Shown | None
    """Of the ärende: what it says everywhere of the fields that the format has none of its own for."""
    named: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    """What else the format itself names of the ärende: the way to each field, and its forms."""


def printed(schema: Mapping[str, Any], case: Mapping[str, Any]) -> Printed:
    """What the documents of a format print.

    Args:
        schema: the format's, written out.
        case: the ärende's, written out.
    """
    shared = {name: node for name, node in case["properties"].items() if name not in schema["properties"]}
    named = schema.get("x-visar-av-arendet", {}).items()
    return Printed(
        handling=shown(schema),
        arende=shown({"properties": shared}),
        named=tuple((tuple(dotted.split(".")), names(forms)) for dotted, forms in named),
    )
