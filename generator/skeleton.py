"""A new case file: every required field, with a hint in brackets where a person must write."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from generator.case.profiles import Profiles, standing
from generator.case.schemas import CASE, Schema, subschema
from generator.model import type_name

_WANTED = "x-i-ny-fil"
"""A keyword of our own: a field that a new file should have although it may be left out."""
_WANTED_OF_CASE = "x-i-ny-fil-av-arendet"
"""On a format: fields of the ärende that a new file should have."""


def skeleton(typ: type_name, profiles: Profiles, *, profil: str, diarienummer: str, file: Path, today: date) -> str:
    """The text of a new, valid case file.

    It holds every field that the schemas require, those that they want in a
    new file, and those that the profile demands for the format.

    Args:
        typ: the format of its one handling; must exist.
        profiles: the profiles, with the schemas that the fields come from.
        profil: the profile.
        diarienummer: the ärende's number.
        file: where it will lie, for the way to the schema.
        today: the handling's date.
    """
    schemas = profiles.schemas
    format_schema = schemas.formats[typ]
    asked = standing(profiles.wordings(profil, today), typ, schemas)
    case: dict[str, Any] = {"$schema": _way(schemas.folder / CASE, file)}
    case |= _object(schemas.case, today)
    case |= {"profil": profil, "diarienummer": diarienummer}
    handling = _object(format_schema, today)
    for dotted in (*asked["obligatoriska"], *asked["huvud"]):
        names = dotted.split(".")
        own = names[0] in format_schema["properties"] and names[0] not in case
        _demand(handling if own else case, format_schema if own else schemas.case, names, today)
    for dotted in (*format_schema.get("x-kraver-av-arendet", []), *format_schema.get(_WANTED_OF_CASE, [])):
        _demand(case, schemas.case, dotted.split("."), today)
    case = {name: case[name] for name in schemas.case["properties"] if name in case and name != "handlingar"}
    case["handlingar"] = [{name: handling[name] for name in format_schema["properties"] if name in handling}]
    return json.dumps(case, ensure_ascii=False, indent=2) + "\n"


def _way(target: Path, file: Path) -> str:
    try:
        return Path(os.path.relpath(target.resolve(), file.resolve().parent)).as_posix()
    except ValueError:  # another drive
        return target.resolve().as_uri()


def _object(schema: Schema, today: date) -> dict[str, Any]:
    return {name: _value(node, today) for name, node in _included(schema)}


def _included(schema: Schema) -> Iterator[tuple[str, Schema]]:
    required = schema.get("required", [])
    for name, node in schema.get("properties", {}).items():
        if name in required or node.get(_WANTED):
            yield name, node


def _value(schema: Schema, today: date) -> Any:
    """A valid value that nobody can mistake for the real one."""
    if "const" in schema or "enum" in schema:
        return schema.get("const", (schema.get("examples") or schema.get("enum") or [None])[0])
    match schema.get("type"):
        case "object":
            return _object(schema, today)
        case "array":
            return [_value(schema["items"], today)] if schema.get("minItems") else []
        case "number" | "integer":
            return schema.get("minimum", 0)
        case "boolean":
            return False
        case _:
            return _text(schema, today)


def _text(schema: Schema, today: date) -> Any:
    if schema.get("format") == "date":
        return today.isoformat()
    plain = "format" not in schema and schema.get("pattern", "").startswith("^\\S")
    if plain or schema.get("contentMediaType"):
        return f"[{schema.get('title', 'Text')}]"
    return (schema.get("examples") or [""])[0]


def _demand(case: dict[str, Any], schema: Schema, names: list[str], today: date) -> None:
    """Add the ärende's field that a format cannot do without, and the groups on the way to it."""
    here: Any = case
    for index, name in enumerate(names):
        node: Mapping[str, Any] = subschema(schema, tuple(names[: index + 1]))
        if name not in here:
            here[name] = _value(node, today)
        here = here[name]
