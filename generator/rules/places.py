"""Where in the case file the field stands that a rule speaks about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.findings import JsonPath
from generator.rules.context import Matter


def field_path(field: str, context: Mapping[str, Any], matter: Matter) -> JsonPath:
    """The way to a rule's `falt` in the case file.

    Args:
        field: `arende.x`, `handling.x[].y` where [] is the item in question, or
            `post` when the item is itself something found in a text.
        context: the names of the rule, `post` among them.
        matter: the handling.
    """
    item = context.get("post")
    if field == "post":
        return _found_in(item, matter)
    root, *names = field.split(".")
    inherited = root != "arende" and bool(names) and names[0].removesuffix("[]") in matter.handling.inherited
    start = () if root == "arende" or inherited else matter.handling.path
    return _walked(start, context[root], names, item)


def _found_in(item: Any, matter: Matter) -> JsonPath:
    """The text that something was found in, or the field of the handling that was looked for in vain."""
    shown = str(item.get("falt", "")) if isinstance(item, Mapping) else ""
    below = (*matter.handling.path, *shown.split(".")) if shown else matter.handling.path
    return next((path for path, text in matter.written.items() if text["falt"] == shown), below)


def _walked(path: JsonPath, value: Any, names: list[str], item: Any) -> JsonPath:
    for step in names:
        name = step.removesuffix("[]")
        value = value.get(name) if isinstance(value, Mapping) else None
        path = (*path, name)
        if step != name:
            # filters pass the items on as they are, so the item can be told by what it is
            index = next((place for place, one in enumerate(value or ()) if one is item), None)
            if index is None:
                return path
            path, value = (*path, index), item
    return path
