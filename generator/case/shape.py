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
        whole = _merged(whole, schema["properties"])
    differ = (name for name, node in whole.items() if any(node != one["properties"].get(name, node) for one in formats))
    return {name: whole[name] for name in differ}


def _merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Two schemas' groups laid together: all that either has in them."""
    found = dict(one)
    for name, node in other.items():
        below = found.get(name)
        found[name] = _merged(below, node) if isinstance(below, Mapping) and isinstance(node, Mapping) else node
    return found
