"""The schemas: which formats there are, which fields they have, and what the fields are called.

A format is a file `handlingar/<typ>.schema.json`; adding one needs no code.
Validation follows the files as they stand (JSON Schema 2020-12). Everything
else that is asked about a field (title, example, how it is printed) is read
from a copy in which every `$ref` has been written out.

Keywords of our own, which validators pass over:

`x-visas`
    the field must be readable in the finished document, in one of the named
    forms (see `generator.forms`).
`x-visar-av-arendet`
    on a format: the same for fields of the ärende, by dotted path.
`x-kraver-av-arendet`
    on a format: fields of the ärende that it cannot do without.
`x-beslutsdag`
    the field says on which day the matter is decided; the rules of that day count.
`x-efterhand`
    the field is known only after a handling is upprättad; filling it in changes nothing that is final.
`x-i-ny-fil`, `x-i-ny-fil-av-arendet`
    a new case file has the field although it may be left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.case.quick import Acceptor
from generator.case.references import References, broken
from generator.case.refusal import Refusal
from generator.case.schemafile import check_format, read_schema
from generator.case.shape import shared_shape
from generator.case.shown import Printed, printed
from generator.findings import JsonPath
from generator.model import Value, type_name

Schema = Mapping[str, Any]
"""A JSON Schema, as `json` reads it."""

_BASE = "https://generator.invalid/schemas/"
"""Where the files' relative references start from; no file names it, so that an editor resolves them on disk."""
CASE = "arende.schema.json"
FORMAT_FOLDER = "handlingar"
DISPATCH = "handling.schema.json"
"""Names the formats for editors; the generator itself goes by the folder."""
_SUFFIX = ".schema.json"
_TYP = "typ"


@dataclass(frozen=True)
class Schemas:
    """All schemas of one folder.

    Raises:
        TemplateError: from any property, when a file is missing, is not JSON,
            is not a valid schema, or points to something that is not there.
    """

    folder: Path
    _inlined: dict[str, Schema] = field(default_factory=dict, repr=False)

    @cached_property
    def files(self) -> Mapping[str, Path]:
        """Every schema file by its path below the folder, with forward slashes."""
        found = sorted(self.folder.rglob(f"*{_SUFFIX}"))
        return {path.relative_to(self.folder).as_posix(): path for path in found}

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """SHA-256 of every schema file."""
        return {name: sha256(path.read_bytes()).hexdigest() for name, path in self.files.items()}

    @cached_property
    def formats(self) -> Mapping[type_name, Schema]:
        """The formats there are, each with its schema written out, in alphabetical order."""
        names = [name for name in self.files if name.startswith(f"{FORMAT_FOLDER}/")]
        found = {Path(name).name.removesuffix(_SUFFIX): self.inlined(name) for name in names}
        for typ, schema in found.items():
            check_format(self.folder / FORMAT_FOLDER / f"{typ}{_SUFFIX}", typ, schema)
        return found

    @cached_property
    def empty_fields(self) -> Mapping[str, Value]:
        """Every field of every format, empty: what a handling has of the fields that are not its own."""
        return {name: absent(node) for schema in self.formats.values() for name, node in schema["properties"].items()}

    @cached_property
    def shared_shape(self) -> Mapping[str, Any]:
        """The fields whose groups differ between formats, with all that any format has in them."""
        return shared_shape(self.formats.values())

    @cached_property
    def case(self) -> Schema:
        """The ärende's schema, written out."""
        return self.inlined(CASE)

    @cached_property
    def printed(self) -> Mapping[type_name, Printed]:
        """What the documents of each format print."""
        return {typ: printed(schema, self.case) for typ, schema in self.formats.items()}

    def refusals(self, name: str, value: Value) -> list[Refusal]:
        """Everything that the schema file `name` refuses in `value`.

        For an ärende that is all but the inside of its handlingar, whose
        schemas are their formats'.
        """
        if self._acceptor.accepts(_BASE + name, value):
            return []
        from referencing.exceptions import Unresolvable  # noqa: PLC0415  # takes long to load, and most cases are right

        from generator.case.validator import refusals  # noqa: PLC0415

        try:
            return refusals(self._load(name), self._references.registry, value)
        except Unresolvable:
            raise broken(self.folder, "Ett schema pekar på ett annat som inte finns.") from None

    def format_refusals(self, typ: type_name, value: Value) -> list[Refusal]:
        """Everything that the format `typ` refuses in a handling."""
        return self.refusals(f"{FORMAT_FOLDER}/{typ}{_SUFFIX}", value)

    @cached_property
    def _resources(self) -> Mapping[str, Schema]:
        """Every schema by its address; a handling's is its format's, so here it may be anything."""
        return {**{_BASE + name: self._load(name) for name in self.files}, _BASE + DISPATCH: _ANY_HANDLING}

    @cached_property
    def _acceptor(self) -> Acceptor:
        return Acceptor(self._resources)

    @cached_property
    def _references(self) -> References:
        return References(self._resources, self.folder)

    @cached_property
    def _loaded(self) -> dict[str, Any]:
        return {}

    def _load(self, name: str) -> Any:
        if name not in self._loaded:
            self._loaded[name] = {**read_schema(self.folder / name), "$id": _BASE + name}
        return self._loaded[name]

    def dispatch(self) -> Schema:
        """What `handling.schema.json` should hold: for editors, each format's schema by its `typ`."""
        names = list(self.formats)
        branches = [
            {
                "if": {"properties": {_TYP: {"const": name}}, "required": [_TYP]},
                "then": {"$ref": f"{FORMAT_FOLDER}/{name}{_SUFFIX}"},
            }
            for name in names
        ]
        typ = {
            "title": "Format",
            "description": "Vilket slags handling det är: " + ", ".join(names) + ".",
            "examples": names,
            "enum": names,
        }
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Handling",
            "description": "En handling; vilka fält den har avgörs av formatet (typ).",
            "examples": [{_TYP: names[0]}],
            "type": "object",
            "required": [_TYP],
            "properties": {_TYP: typ},
            "allOf": branches,
        }

    def title(self, data: Value, path: JsonPath) -> str | None:
        """What people call the field at `path` of a case; None when it has no title.

        Args:
            data: the case, to tell which format a handling has.
            path: the way to the field.
        """
        whole = not path or (path[:1] == ("handlingar",) and len(path) == 2)
        found = None if whole else self.node(data, path).get("title")
        return str(found) if found else None

    def node(self, data: Value, path: JsonPath) -> Schema:
        """The part of the schemas that speaks about the value at `path` of a case; {} if none does.

        Args:
            data: the case, to tell which format a handling has.
            path: the way to the value.
        """
        if path[:1] != ("handlingar",) or len(path) < 2:
            return subschema(self.case, path)
        value: Any = data
        for step in path[:2]:
            value = value[step]
        return subschema(self.formats.get(str(value.get(_TYP)), {}), path[2:])

    def inlined(self, name: str) -> Schema:
        """The schema file `name` with every `$ref` replaced by what it points to.

        What stands beside a `$ref` wins over what it points to.
        """
        if name not in self._inlined:
            self._inlined[name] = self._references.written_out(self._load(name), _BASE + name)
        return self._inlined[name]


_ANY_HANDLING = {
    "title": "Handling",
    "description": "En handling är en grupp av fält inom { }, med formatet i fältet typ.",
    "examples": [{"typ": "format", "datum": "2024-02-09"}],
    "type": "object",
}
"""A handling as far as the ärende's schema is concerned; its format's schema says the rest."""


def absent(schema: Schema) -> Value:
    """What stands for a field that the case leaves out."""
    return () if schema.get("type") == "array" else None


def subschema(schema: Schema, path: JsonPath) -> Schema:
    """The part of a written-out schema that speaks about the value at `path`; {} if none does."""
    for step in path:
        free = schema.get("additionalProperties")
        node = schema.get("items") if isinstance(step, int) else schema.get("properties", {}).get(step, free)
        schema = node if isinstance(node, dict) else {}
    return schema


def fields(schema: Schema, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Schema]]:
    """Every field of a written-out schema with the way to it; an array's items stand as "[]"."""
    for name, node in schema.get("properties", {}).items():
        yield (*path, name), node
        yield from fields(node, (*path, name))
    if isinstance(items := schema.get("items"), dict):
        yield (*path, "[]"), items
        yield from fields(items, (*path, "[]"))
