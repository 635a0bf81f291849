"""From schemas, rules and the standard's words to the field list of one format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.case.profiles import SCHEMA as PROFILE
from generator.case.schemas import Schema
from generator.case.types import handling_type
from generator.errors import TemplateError
from generator.expressions import Kind, Type, group, list_of
from generator.fieldlist import beyond, given
from generator.fieldlist.node import Node
from generator.fieldlist.palette import Describer, Palette, Section
from generator.fieldlist.shown import case_schema, form_faults, homes_of, unmarked
from generator.findings import Place
from generator.model import type_name
from generator.workshop import Workshop


def palette(shop: Workshop, typ: type_name) -> Palette:
    """Everything that the templates of the format `typ` can print.

    Raises:
        TemplateError: a schema, a rule or the standard's profile is wrong; a
            field is to be shown in a form that it cannot have.
    """
    schema = shop.schemas.formats[typ]
    roots = {node.expression: node for node in _roots(shop, typ)}
    faults = tuple(form_faults(roots.values(), Place(file=shop.schemas.folder)))
    if faults:
        raise TemplateError(*faults)
    titles = {name: str(one.get("title", name)) for name, one in shop.schemas.formats.items()}
    homes = {**homes_of(shop.schemas), **given.homes(shop.rules, titles)}
    describer = Describer(homes, len(titles), _notes(schema, shop.schemas.case))
    return Palette(
        typ=typ,
        title=titles[typ],
        description=str(schema.get("description", "")),
        sections=tuple(_chapters(roots, describer)),
    )


def _chapters(roots: Mapping[str, Node], describer: Describer) -> Iterator[Section]:
    """The roots under the headings that readers look for; what is alone under one gives its own fields."""
    for name, (title, description, members) in beyond.CHAPTERS.items():
        nodes = [roots[one] for one in members if one in roots]
        alone = len(members) == 1
        yield describer.chapter(name, title, description, nodes[0].fields() if alone else nodes)


def _roots(shop: Workshop, typ: type_name) -> Iterator[Node]:
    """Each name that a template starts from, with all that is below it."""
    names = shop.rules.names.after_decision((typ,))
    own = shop.schemas.formats[typ]
    described: dict[str, tuple[Type, Schema]] = {
        "handling": (_only(names["handling"], own["properties"]), own),
        "arende": (names["arende"], case_schema(shop.schemas, typ)),
        **{name: (names[name], schema) for name, schema in beyond.OUTCOME.items()},
        **dict(_given(shop, typ, names)),
        "dokument": (_only(names["dokument"], beyond.DOCUMENT["properties"]), _document(own)),
        **{name: _siblings(shop, schema) for name, schema in beyond.SIBLINGS.items()},
        "profil": given.profile(names["profil"], shop.schemas.inlined(PROFILE), shop.profiles),
    }
    taken = frozenset(names)
    for name, (type_, schema) in described.items():
        yield Node(expression=name, type=type_, schema=schema, path=(name,), taken=taken)


def _only(type_: Type, names: Iterable[str]) -> Type:
    """A group with no other fields than these."""
    return group({name: type_.fields[name] for name in names if name in type_.fields})


def _given(shop: Workshop, typ: type_name, names: Mapping[str, Type]) -> Iterator[tuple[str, tuple[Type, Schema]]]:
    """What the rule book names, by the name that it stands under; nothing for one under which there is nothing."""
    found: dict[str, Mapping[str, Schema]] = {
        "varde": given.values(shop.rules, typ, names["varde"].fields),
        "texter": given.texts(shop.rules, typ),
        "belopp": given.amounts(shop.rules),
    }
    for name, schemas in found.items():
        title, description = beyond.GIVEN[name]
        if schemas:
            words = {"title": title, "description": description, "properties": schemas}
            yield name, (_only(names[name], schemas), words)


def _document(own: Schema) -> Schema:
    """The document's words, with what this format is called for example."""
    words = dict(beyond.DOCUMENT["properties"])
    return {**beyond.DOCUMENT, "properties": {**words, "typ": {**words["typ"], "examples": [own.get("title", "")]}}}


def _siblings(shop: Workshop, schema: Schema) -> tuple[Type, Schema]:
    """The handlingar of the ärende with the fields that each of them has, whatever its format."""
    every = handling_type(shop.schemas, tuple(shop.schemas.formats)).fields
    words: dict[str, Schema] = {}
    for own in reversed(list(shop.schemas.formats.values())):
        words |= {name: _shared(node) for name, node in own["properties"].items()}
    plain = (Kind.TEXT, Kind.DATE, Kind.NUMBER)
    always = {name: one for name, one in every.items() if not one.optional and one.kind in plain}
    item = {**beyond.SIBLING, "properties": {name: words[name] for name in always}}
    return list_of(group(always)), {**schema, "items": item}


def _shared(schema: Schema) -> Schema:
    """A field's schema without what holds for one format alone."""
    return {name: node for name, node in unmarked(schema).items() if name != "const"}


def _notes(own: Schema, case: Schema) -> dict[tuple[str, ...], str]:
    """What to use instead, or what else is to be known, by the path of the field."""
    found: dict[tuple[str, ...], str] = {}
    for name in own["properties"]:
        if name in case["properties"] and case["properties"][name].get("type") != "array":
            found["handling", name] = "Har ärendets värde när handlingen inte anger något eget."
            found["arende", name] = f"Använd hellre «handling.{name}», som har ärendets värde när inget annat anges."
        if name in beyond.INSTEAD:
            better = beyond.INSTEAD[name]
            found["handling", name] = f"Använd hellre «{better}», som också har det som reglerna och profilen ger."
    return found
