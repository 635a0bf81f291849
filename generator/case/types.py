"""From schemas to the types that expressions are checked against."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import reduce

from generator.case.schemas import Schema, Schemas
from generator.expressions.types import ANY, BOOL, DATE, MARKDOWN, NUMBER, TEXT, Type, demanding, group, list_of, union
from generator.model import type_name

_PLAIN = {"number": NUMBER, "integer": NUMBER, "boolean": BOOL}


def type_of(schema: Schema, *, gaps: bool = False) -> Type:
    """The type of a value that its written-out schema has accepted.

    Args:
        schema: the schema.
        gaps: True when a group that is missing stands as a group of empty
            fields, as in a profile; False when it stands as nothing, as in a case.
    """
    return _type(schema, gaps=gaps, whole=not gaps)


def _type(schema: Schema, *, gaps: bool, whole: bool) -> Type:
    """The type; `whole` is False for a group that may be nothing but gaps."""
    kind = schema.get("type")
    if isinstance(kind, list):
        return _either(schema, kind, gaps=gaps, whole=whole)
    if kind == "array":
        return list_of(_type(schema.get("items", {}), gaps=gaps, whole=True))
    if kind == "object":
        return _group(schema, gaps=gaps, whole=whole)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind is None and ("enum" in schema or "const" in schema):
        return _written(schema)
    return _text(schema) if kind == "string" else ANY


def _either(schema: Schema, kinds: list[str], *, gaps: bool, whole: bool) -> Type:
    """The type where a schema names several kinds; "null" among them says that the value may be missing."""
    there = [kind for kind in kinds if kind != "null"]
    found = _type({**schema, "type": there[0]}, gaps=gaps, whole=whole) if len(there) == 1 else ANY
    return found.maybe() if "null" in kinds else found


def _written(schema: Schema) -> Type:
    """The type of a field of which only the values are said."""
    values = schema["enum"] if "enum" in schema else [schema["const"]]
    kinds = {type(one) for one in values if one is not None}
    if kinds == {str}:
        found = _text({**schema, "enum": [one for one in values if one is not None]})
    elif kinds == {bool}:
        found = BOOL
    else:
        found = NUMBER if kinds <= {int, float, Decimal} else ANY
    return found.maybe() if None in values else found


def _text(schema: Schema) -> Type:
    if schema.get("format") == "date":
        return DATE
    if schema.get("contentMediaType") == "text/markdown":
        return MARKDOWN
    choices = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
    return Type(TEXT.kind, choices=frozenset(map(str, choices)))


def _group(schema: Schema, *, gaps: bool, whole: bool) -> Type:
    required = schema.get("required", ())
    fields = {}
    for name, node in schema.get("properties", {}).items():
        there = whole and name in required
        field = _type(node, gaps=gaps, whole=there or not gaps)
        never_missing = node.get("type") == "array" or (gaps and bool(node.get("properties")))
        fields[name] = field if there or never_missing else field.maybe()
    free = schema.get("additionalProperties")
    return group(fields, _type(free, gaps=gaps, whole=True) if isinstance(free, dict) else None)


def handling_type(schemas: Schemas, formats: Iterable[type_name]) -> Type:
    """A handling of one of the formats, with the fields that other formats have, empty."""
    own = reduce(union, (type_of(schemas.formats[name]) for name in formats))
    every = reduce(union, (type_of(schema) for schema in schemas.formats.values()))
    elsewhere = {name: union(field, None) for name, field in every.fields.items() if name not in own.fields}
    always = type_of(schemas.case).fields
    from_case = {
        name: field.required() for name, field in own.fields.items() if name in always and not always[name].optional
    }  # a handling that leaves such a field out has the ärende's
    return group({**own.fields, **elsewhere, **from_case})


def arende_type(schemas: Schemas, formats: Iterable[type_name]) -> Type:
    """The ärende of a handling of one of the formats: what all of them demand of it is there."""
    whole = type_of(schemas.case)
    own = group({name: field for name, field in whole.fields.items() if name not in ("handlingar", "$schema")})
    demands = [set(schemas.formats[name].get("x-kraver-av-arendet", ())) for name in formats]
    for dotted in sorted(set.intersection(*demands)) if demands else ():
        own = demanding(own, tuple(dotted.split(".")))
    return own
