"""What the schemas of a case say of one format: what it demands, what it must show, which formats have what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from generator.case.schemas import Schema, Schemas, fields
from generator.expressions import Kind
from generator.fieldlist.looks import LOOK, SHOWN, forms, suits
from generator.fieldlist.node import Node
from generator.findings import Finding, Place
from generator.forms import FORMS
from generator.model import type_name

_CASE_SHOWN = "x-visar-av-arendet"
_CASE_NEEDED = "x-kraver-av-arendet"
_EVERY_PAGE = "diarienummer"
"""The field of the ärende that must stand in every document, whatever its schema says."""


def case_schema(schemas: Schemas, typ: type_name) -> Schema:
    """The ärende's schema as a handling of the format `typ` sees it.

    What such a handling must show is marked so, and nothing else; what it
    demands is required.
    """
    own = schemas.formats[typ]
    whole = deepcopy(dict(schemas.case))
    for name in own["properties"]:
        if name in whole["properties"]:  # the handling's field of that name is the one to show
            whole["properties"][name] = unmarked(whole["properties"][name])
    for schema in schemas.formats.values():
        for dotted, named in schema.get(_CASE_SHOWN, {}).items():
            for node in _at(whole, dotted.split(".")):
                node.setdefault(LOOK, named)
    for dotted, named in own.get(_CASE_SHOWN, {}).items():
        for node in _at(whole, dotted.split(".")):
            node[SHOWN] = named
    for dotted in own.get(_CASE_NEEDED, ()):
        _demand(whole, dotted.split("."))
    for node in _at(whole, [_EVERY_PAGE]):
        node.setdefault(SHOWN, "text")
    return whole


def unmarked(schema: Schema) -> dict[str, Any]:
    """The schema with nothing that must be shown; the forms are still known."""
    found = {name: node for name, node in schema.items() if name != SHOWN}
    if SHOWN in schema:
        found[LOOK] = schema[SHOWN]
    if isinstance(schema.get("items"), Mapping):
        found["items"] = unmarked(schema["items"])
    if "properties" in schema:
        found["properties"] = {name: unmarked(node) for name, node in schema["properties"].items()}
    return found


def _at(schema: dict[str, Any], names: list[str]) -> Iterator[dict[str, Any]]:
    """The part of a schema that a dotted path names, through the items of lists; none when there is none."""
    here: Any = schema
    for name in names:
        while "items" in here:
            here = here["items"]
        here = here.get("properties", {}).get(name)
        if here is None:
            return
    yield here


def _demand(schema: dict[str, Any], names: list[str]) -> None:
    for place, name in enumerate(names):
        for owner in _at(schema, names[:place]):
            owner["required"] = [*owner.get("required", ()), name]


def homes_of(schemas: Schemas) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The titles of the formats that have a field of a handling, by its path."""
    found: dict[tuple[str, ...], list[str]] = {}
    for typ, schema in schemas.formats.items():
        for path, _ in fields(schema):
            found.setdefault(("handling", *path), []).append(str(schema.get("title", typ)))
    return {path: tuple(titles) for path, titles in found.items()}


def form_faults(nodes: Iterable[Node], file: Place) -> Iterator[Finding]:
    """Each field that its schema wants shown in a form that it cannot have."""
    for node in nodes:
        wrong = [form for form in forms(node) if not suits(form, node.kind) and node.kind is not Kind.ANY]
        if wrong:
            message = f"Schemat vill visa fältet «{node.title}» ({'.'.join(node.path)}) som {', '.join(wrong)}, "
            remedy = f"Rätta x-visas i schemat. Formerna är: {', '.join(FORMS)}."
            yield Finding(code="schema-fel", message=f"{message}men det är {node.kind}.", remedy=remedy, place=file)
        below = [node.item()] if node.kind is Kind.LIST else node.fields()
        yield from form_faults(below, file)
