"""Step 3, compose: a Document, which is all that a template sees and all that must be found again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from types import MappingProxyType
from typing import Any

from generator.case.profiles import fonts_locked
from generator.case.schemas import Schema, Schemas
from generator.case.shown import Printed, Shown
from generator.errors import TemplateError
from generator.findings import Finding, JsonPath
from generator.forms import FORMS
from generator.model import Beslutsunderlag, Document, Fact, Value

_GROUP = (MappingProxyType, Mapping)
"""A group of fields: nearly always the first, which is told in no time."""


def compose(underlag: Beslutsunderlag, schemas: Schemas) -> Document:
    """Put the document's content together.

    Args:
        underlag: the handling with what was decided about it.
        schemas: what the fields are called and how they are printed.

    Raises:
        TemplateError: a schema wants a field printed in a form that it cannot have.
    """
    arende, handling = underlag.arende, underlag.handling
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
        facts=_titled(dokument["titel"], _unique(_facts(underlag, schemas.printed[handling.typ], schemas.case))),
        level=str(pdf["arkivniva"]),
        fonts_locked=fonts_locked(underlag.profile),
    )


def _facts(underlag: Beslutsunderlag, printed: Printed, case: Schema) -> Iterator[Fact]:
    """Everything that must be readable in the finished document."""
    arende, handling = underlag.arende, underlag.handling
    found = [Fact(label="Diarienummer", texts=(arende.diarienummer,), path=("diarienummer",), every_page=True)]
    if printed.handling is not None:
        _shown(handling.data, printed.handling, handling.path, found)
    if printed.arende is not None:
        _shown(arende.data, printed.arende, (), found)
    for names, forms in printed.named:
        found += _named(arende.data, case, names, forms, ())
    return chain(found, _decided(underlag))


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


def _shown(value: Value, shown: Shown, path: JsonPath, found: list[Fact]) -> None:
    """Add the facts in a value, which is not None."""
    if shown.forms is not None:
        found += _fact(value, shown.title, shown.forms, path)
    if shown.items is not None and isinstance(value, tuple):
        for index, item in enumerate(value):
            if item is not None:
                _shown(item, shown.items, (*path, index), found)
    elif shown.fields and isinstance(value, _GROUP):
        for name, inside in shown.fields:
            one = value.get(name)
            if one is not None:
                _shown(one, inside, (*path, name), found)


def _named(
    value: Value, schema: Schema, names: tuple[str, ...], forms: tuple[str, ...], path: JsonPath
) -> Iterator[Fact]:
    """The facts at a dotted path, in every item of the lists on the way."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _named(item, schema.get("items", {}), names, forms, (*path, index))
    elif value is not None and not names:
        yield from _fact(value, schema.get("title"), forms, path)
    elif isinstance(value, _GROUP):
        node = schema.get("properties", {}).get(names[0], {})
        yield from _named(value.get(names[0]), node, names[1:], forms, (*path, names[0]))


def _fact(value: Value, title: str | None, forms: tuple[str, ...], path: JsonPath) -> list[Fact]:
    """One value as the texts to look for: any one of its forms, or each paragraph of a text."""
    label = str(path[-1]) if title is None else title
    try:
        if len(forms) == 1:
            return [Fact(label=label, texts=(text,), path=path) for text in FORMS[forms[0]](value)]
        renderings = [list(FORMS[name](value)) for name in forms]
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError):
        message = f"Schemat vill visa fältet «{label}» som {', '.join(forms)}, men det går inte."
        remedy = f"Rätta x-visas i schemat. Formerna är: {', '.join(FORMS)}."
        raise TemplateError(Finding(code="schema-fel", message=message, remedy=remedy)) from None
    return [Fact(label=label, texts=tuple(texts[0] for texts in renderings), path=path)]


def _unique(facts: Iterable[Fact]) -> Iterator[Fact]:
    seen: set[tuple[str, ...]] = set()
    for fact in facts:
        if fact.besides or fact.texts not in seen:
            seen.add(fact.texts)
            yield fact


def _titled(title: str, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts, of which the title needs a place of its own: the text often mentions what it is about."""
    return tuple(one._replace(besides=True) if one.texts[0] == title else one for one in facts)
