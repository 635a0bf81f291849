"""In which form a field is printed: its filter, and what its example becomes.

A schema says it with `x-visas`. Where it says nothing, the field's name may
end in the name of a form (`telefon`, `andel_procent`), or its description
may name the unit of a number; else its kind decides.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from generator import swedish
from generator.expressions import Kind
from generator.expressions.signatures import SIGNATURES
from generator.fieldlist.node import Node
from generator.forms import FORMS
from generator.richtext import MARK
from generator.sandbox import FILTERS, printable

SHOWN = "x-visas"
"""The field must be readable in the document, in one of these forms."""
LOOK = "x-utseende"
"""The same forms for a field that need not be; only the field list writes and reads it."""
UNIT = "x-enhet"
"""What a number counts, when no form says it; only the field list writes and reads it."""
PARAGRAPHS = "stycken"
PLAIN = ""
"""Printed as it is, without a filter."""

_NAMED = {
    Kind.TEXT: ("telefon", "organisationsnummer", "postnummer"),
    Kind.NUMBER: ("kronor", "procent", "paragraf", "tal"),
}
"""Filters that a field's name may end in; those for texts leave a text that they do not know as it is."""
_UNITS = ("kronor", "procent")
_BY_KIND = {Kind.DATE: ("datum", "datum_iso"), Kind.MARKDOWN: (PARAGRAPHS,), Kind.NUMBER: ("tal",)}
_LENGTH = 140
"""Letters of an example."""
_FAULTS = (KeyError, TypeError, ValueError, ArithmeticError, AttributeError)


def looks(node: Node) -> tuple[str, ...]:
    """The filters that a printable field can have, the best first; `PLAIN` and `PARAGRAPHS` among them."""
    if node.kind is Kind.MARKDOWN:
        return (PARAGRAPHS,)
    given = tuple(_as_filter(form) for form in forms(node) if suits(form, node.kind))
    if node.kind is Kind.DATE:
        return tuple(dict.fromkeys((*(one for one in given if one), *_BY_KIND[Kind.DATE])))
    return given or _by_words(node) or _BY_KIND.get(node.kind, (PLAIN,))


def forms(node: Node) -> tuple[str, ...]:
    """The forms that the schema names."""
    named = node.schema.get(SHOWN) or node.schema.get(LOOK) or ()
    return (named,) if isinstance(named, str) else tuple(map(str, named))


def suits(form: str, kind: Kind) -> bool:
    """True when a value of this kind can have the form."""
    if form not in FORMS:
        return False
    if form in SIGNATURES:
        return kind in SIGNATURES[form].takes
    return kind in (Kind.TEXT, Kind.MARKDOWN) or (form == "text" and kind in (Kind.NUMBER, Kind.DATE))


def _as_filter(form: str) -> str:
    return form if form in SIGNATURES or form == PARAGRAPHS else PLAIN


def _by_words(node: Node) -> tuple[str, ...]:
    """The form that the field's name ends in, or the unit that its description names."""
    last = node.path[-1].rpartition("_")[2]
    if last in _NAMED.get(node.kind, ()):
        return (last,)
    if node.kind is not Kind.NUMBER:
        return ()
    said = " ".join((node.title, str(node.schema.get("description", "")))).casefold()
    units = [unit for unit in _UNITS if re.search(rf"\b{unit}\b", said)]
    return (units[0],) if len(units) == 1 else ()


def example(node: Node) -> str:
    """The example of a field's schema as it will be printed; empty when there is none to print."""
    value = _example_value(node)
    if value is None:
        return ""
    try:
        text = _printed(value, node)
    except _FAULTS:
        return ""
    return text if len(text) <= _LENGTH else text[:_LENGTH].rsplit(" ", 1)[0] + " …"


def _example_value(node: Node) -> Any:
    schema = node.schema
    choices = (schema.get("const"), *schema.get("examples", ()), *schema.get("enum", ()))
    return next((one for one in choices if one is not None), None)


def _printed(value: Any, node: Node) -> str:
    if node.kind is Kind.LIST:
        item = node.item()
        plain = item.kind is Kind.TEXT and all(isinstance(one, str) for one in value)
        return swedish.upprakning([_printed(one, item) for one in value]) if plain else ""
    if node.kind is Kind.BOOL:
        return "ja" if value else "nej"
    look = looks(node)[0]
    if look == PARAGRAPHS:
        return " ".join(text.replace(MARK, "") for text in FORMS[PARAGRAPHS](str(value)))
    work = FILTERS[look] if look else printable
    return f"{work(_typed(value, node))}{unit(node)}"


def _typed(value: Any, node: Node) -> Any:
    if node.kind is Kind.DATE:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    if node.kind is Kind.NUMBER:
        return Decimal(str(value))
    if isinstance(value, dict | list):
        raise TypeError(value)
    return value


def unit(node: Node) -> str:
    """What follows the number: a hard space and what it counts."""
    name = node.schema.get(UNIT)
    return f"{swedish.NBSP}{name}" if name else ""
