"""Step 3, compose: a Document, which is all that a template sees and all that must be found again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.case.profiles import fonts_locked
from generator.case.schemas import Schema, Schemas
from generator.errors import TemplateError
from generator.findings import Finding, JsonPath
from generator.forms import FORMS
from generator.model import Beslutsunderlag, Document, Fact, Value


def compose(underlag: Beslutsunderlag, schemas: Schemas) -> Document:
    """Put the document's content together.

    Args:
        underlag: the handling with what was decided about it.
        schemas: what the fields are called and how they are printed.

    Raises:
        TemplateError: a schema wants a field printed in a form that it cannot have.
    """
    arende, handling = underlag.arende, underlag.handling
    schema = schemas.formats[handling.typ]
    dokument: Any = underlag.context["dokument"]
    pdf: Any = underlag.profile["pdf"]
    return Document(
        arende=arende,
        handling=handling,
        profil=arende.profil,
        title=dokument["titel"],
        language=str(underlag.profile["sprak"] or "sv-SE"),
        organisation=str(underlag.profile["namn"]),
        context=underlag.context,
        facts=tuple(_unique(_facts(underlag, schema, schemas.case))),
        level=str(pdf["arkivniva"]),
        fonts_locked=fonts_locked(underlag.profile),
    )


def _facts(underlag: Beslutsunderlag, schema: Schema, case: Schema) -> Iterator[Fact]:
    """Everything that must be readable in the finished document."""
    arende, handling = underlag.arende, underlag.handling
    yield Fact(label="Diarienummer", texts=(arende.diarienummer,), path=("diarienummer",), every_page=True)
    yield from _shown(handling.data, schema, handling.path)
    shared = {name: node for name, node in case["properties"].items() if name not in schema["properties"]}
    yield from _shown(arende.data, {"properties": shared}, ())
    for dotted, forms in schema.get("x-visar-av-arendet", {}).items():
        yield from _named(arende.data, case, dotted.split("."), forms, ())
    yield from _decided(underlag)


def _decided(underlag: Beslutsunderlag) -> Iterator[Fact]:
    path = underlag.handling.path
    for point in underlag.points:
        for text in (point.text, *point.underpunkter):
            yield Fact(label="Beslutspunkt", texts=(text,), path=(*path, "beslutspunkter"))
    for signer in underlag.signers:
        yield Fact(label="Undertecknare", texts=(signer.namn,), path=(*path, "undertecknare"), besides=True)
        yield Fact(label="Undertecknarens titel", texts=(signer.titel,), path=(*path, "undertecknare"))
    for group in underlag.groups:
        if group.heading:
            yield Fact(label="Grupp i sändlistan", texts=(group.heading,), path=(*path, "sandlista"))
    for recipient in underlag.recipients:
        yield Fact(label="Mottagare", texts=(recipient.text,), path=(*path, "sandlista"), besides=True)
    for given in underlag.texts:
        yield from (Fact(label="Standardtext", texts=(one,), path=()) for one in FORMS["stycken"](given.value))


def _shown(value: Value, schema: Schema, path: JsonPath) -> Iterator[Fact]:
    """The facts below a value whose schema says that they are printed (`x-visas`)."""
    if value is None:
        return
    if "x-visas" in schema:
        yield from _fact(value, schema, schema["x-visas"], path)
    if isinstance(value, str):
        return
    if isinstance(value, tuple):
        items = schema.get("items", {})
        for index, item in enumerate(value):
            yield from _shown(item, items, (*path, index))
    elif isinstance(value, Mapping):
        for name, node in schema.get("properties", {}).items():
            if value.get(name) is not None:
                yield from _shown(value[name], node, (*path, name))


def _named(value: Value, schema: Schema, names: list[str], forms: Any, path: JsonPath) -> Iterator[Fact]:
    """The facts at a dotted path, in every item of the lists on the way."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _named(item, schema.get("items", {}), names, forms, (*path, index))
    elif value is not None and not names:
        yield from _fact(value, schema, forms, path)
    elif isinstance(value, Mapping):
        node = schema.get("properties", {}).get(names[0], {})
        yield from _named(value.get(names[0]), node, names[1:], forms, (*path, names[0]))


def _fact(value: Value, schema: Schema, forms: Any, path: JsonPath) -> Iterator[Fact]:
    """One value as the texts to look for: any one of its forms, or each paragraph of a text."""
    label = str(schema.get("title", path[-1]))
    names = [forms] if isinstance(forms, str) else list(forms)
    try:
        renderings = [list(FORMS[name](value)) for name in names]
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError):
        message = f"Schemat vill visa fältet «{label}» som {', '.join(names)}, men det går inte."
        remedy = f"Rätta x-visas i schemat. Formerna är: {', '.join(FORMS)}."
        raise TemplateError(Finding(code="schema-fel", message=message, remedy=remedy)) from None
    if len(renderings) == 1:
        yield from (Fact(label=label, texts=(text,), path=path) for text in renderings[0])
    else:
        yield Fact(label=label, texts=tuple(texts[0] for texts in renderings), path=path)


def _unique(facts: Iterator[Fact]) -> Iterator[Fact]:
    seen: set[tuple[str, ...]] = set()
    for fact in facts:
        if fact.besides or fact.texts not in seen:
            seen.add(fact.texts)
            yield fact
