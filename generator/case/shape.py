"""What the fields of one name have in common, whichever format they stand in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any


def shared_shape(formats: Collection[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The fields whose groups differ between formats, with all that any format has in them.

    Args:
        formats: the written-out schemas of the formats.
    """
    whole: dict[str, Any] = {}
    for schema in formats:
        whole = merged(whole, schema["properties"])
    differ = (name for name, node in whole.items() if any(node != one["properties"].get(name, node) for one in formats))
    return {name: whole[name] for name in differ}


def merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` laid over `under`: groups field by field, everything else whole (RFC 7396 without null)."""
    found = dict(under)
    for name, value in over.items():
        below = found.get(name)
        under_it = below if isinstance(below, Mapping) else {}
        found[name] = merged(under_it, value) if isinstance(value, Mapping) else value
    return found
