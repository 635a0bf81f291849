"""One schema file, read: whole JSON, a schema by the standard, no mark that is misspelt, and at one with itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from jsonschema_rs import meta

from generator.case.references import broken
from generator.errors import TemplateError, reason
from generator.findings import Place
from generator.swedish import nearest

_MARKS = (
    "x-visas",
    "x-visar-av-arendet",
    "x-kraver-av-arendet",
    "x-beslutsdag",
    "x-efterhand",
    "x-i-ny-fil",
    "x-i-ny-fil-av-arendet",
    "x-utseende",
    "x-enhet",
)
"""Keywords of our own. The standard lets every other pass, and a misspelt `x-visas` would guard nothing."""
_MARK = re.compile(r'"(x-[^"\\]*)"\s*:', re.IGNORECASE)
_ELSEWHERE = frozenset({"allOf", "anyOf", "oneOf", "if", "patternProperties", "dependentSchemas"})
"""Where a schema may describe fields beside its own."""
_TYP = "typ"
_EVERY_FORMAT = (_TYP, "datum", "status")
"""Fields without which nothing can be made of a handling."""


def read_schema(path: Path) -> Any:
    """Read one schema file.

    Raises:
        TemplateError: it is not there, is not whole JSON or no schema, or has a mark that is misspelt.
    """
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise broken(path, "Schemat finns inte.") from None
    except OSError as error:
        raise broken(path, f"Schemat går inte att läsa: {reason(error)}.") from None
    except UnicodeDecodeError:
        raise broken(path, "Schemat har en annan teckenkod än UTF-8.") from None
    try:
        schema = json.loads(text, parse_float=Decimal)
        is_valid = meta.is_valid(json.loads(text))
    except (ValueError, TypeError):
        raise _no_json(path, text) from None
    if not is_valid:
        _say_where(path, schema)
    for hit in _MARK.finditer(text):
        guess = None if hit[1] in _MARKS else nearest(hit[1], _MARKS)
        if guess:  # what is like none of ours is another program's
            message = f"Märket «{hit[1]}» i schemat finns inte. Menade du «{guess}»?"
            raise _at(path, text, hit.start(), message)
    return schema


def check_format(path: Path, typ: str, schema: Mapping[str, Any]) -> None:
    """Refuse a format whose written-out schema no handling can follow.

    Raises:
        TemplateError: a field that it needs is not asked for, one that it asks for is not described, or it is
            another format's.
    """
    lacking = [name for name in _EVERY_FORMAT if name not in schema.get("required", [])]
    if lacking:
        message = f"Formatet {typ} måste kräva fälten {', '.join(_EVERY_FORMAT)}, men saknar {', '.join(lacking)}."
        raise broken(path, message)
    for name, known in _undescribed(schema):
        guess = nearest(name, known)
        hint = f" Menade du «{guess}»?" if guess else ""
        raise broken(path, f"Formatet {typ} kräver fältet «{name}», som inte är beskrivet i schemat.{hint}")
    own = schema.get("properties", {}).get(_TYP)
    named = own.get("const", typ) if isinstance(own, Mapping) else typ
    if named != typ:
        raise broken(path, f"Filen heter som formatet {typ}, men fältet «{_TYP}» i den ska vara «{named}».")


def _undescribed(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Fields that a group asks for and allows none of, with those that it has."""
    properties, required = schema.get("properties", {}), schema.get("required", [])
    closed = schema.get("additionalProperties") is False or _TYP in required
    if closed and not _ELSEWHERE & schema.keys():
        yield from ((name, properties) for name in required if name not in properties)
    for one in (*properties.values(), schema.get("items")):
        if isinstance(one, Mapping):
            yield from _undescribed(one)


def _no_json(path: Path, text: str) -> TemplateError:
    """Where a schema is no whole JSON, in the words that a case file would be told."""
    from generator.case.scanner import scan  # noqa: PLC0415  # most schemas are right

    if not text.strip():
        return broken(path, "Schemat är tomt.")
    faults = scan(text).faults
    if not faults:
        return broken(path, "Schemat är inte hel JSON.")
    return _at(path, text, faults[-1].offset, f"Schemat är inte hel JSON. {faults[-1].message}", faults[-1].remedy)


def _at(path: Path, text: str, offset: int, message: str, remedy: str | None = None) -> TemplateError:
    from generator.case.positions import Positions  # noqa: PLC0415  # most schemas are right

    line, column = Positions(text=text, look=dict).line_column(offset)
    (said,) = broken(path, message).findings
    place = Place(file=path, line=line, column=column)
    return TemplateError(replace(said, place=place, remedy=remedy or said.remedy))


def _say_where(path: Path, schema: Any) -> None:
    """Refuse a schema that is none by the library that says where."""
    from generator.case.validator import fault_in  # noqa: PLC0415  # takes long to load, and most schemas are right

    where = fault_in(schema)
    if where is not None:
        raise broken(path, f"Schemat är inte ett giltigt JSON Schema, vid {where or 'början'}.")
