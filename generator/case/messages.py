"""What a schema's refusal means, in the words of a colleague.

One function per keyword of JSON Schema; the words about a field come from
the schema's `title`, `description` and `examples` and from nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, NamedTuple

from jsonschema import ValidationError

from generator import swedish
from generator.model import Value

_TYPES = {
    "string": "text inom raka citattecken",
    "number": "ett tal utan citattecken",
    "integer": "ett heltal utan citattecken",
    "boolean": "true eller false",
    "array": "en lista inom [ ]",
    "object": "en grupp av fält inom { }",
    "null": "null",
}
_PLAIN = str.maketrans("åäöéü", "aaoeu")


class Words(NamedTuple):
    """A finding's three texts."""

    code: str
    message: str
    remedy: str


def words(error: ValidationError, field: Mapping[str, Any]) -> Words:
    """What to say about one schema error.

    Args:
        error: what jsonschema found.
        field: the written-out schema of the value that it speaks about.
    """
    speak = _BY_KEYWORD.get(str(error.validator), _other)
    return speak(error, title(field), field)


def title(field: Mapping[str, Any]) -> str:
    """What people call a field."""
    return str(field.get("title", "Värdet"))


def missing(name: str, field: Mapping[str, Any]) -> Words:
    """A required field is not there."""
    return Words("falt-saknas", f"Fältet «{name}» ({title(field)}) saknas.", f"Lägg till {_member(name, field)}.")


def unknown(name: str, known: Iterable[str]) -> Words:
    """A key that no schema knows; the nearest known one is suggested."""
    guess = nearest(name, known)
    if guess:
        return Words("okant-falt", f"Fältet «{name}» är okänt. Menade du «{guess}»?", f"Byt namnet till «{guess}».")
    names = ", ".join(known)
    return Words("okant-falt", f"Fältet «{name}» är okänt.", f"Ta bort det. Fälten som kan stå här är: {names}.")


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` most likely stands for, å ä ö and capitals aside."""
    plain = {candidate.casefold().translate(_PLAIN): candidate for candidate in known}
    hits = get_close_matches(name.casefold().translate(_PLAIN), plain, n=1, cutoff=0.6)
    return plain[hits[0]] if hits else None


def shown(value: Value) -> str:
    """A value as it may stand in a message: short, on one line."""
    if isinstance(value, str):
        text = value.replace("\n", " ")
        return f"«{text}»" if len(text) <= 60 else f"«{text[:57]}…»"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return str(value)
    return "null" if value is None else "listan" if isinstance(value, tuple) else "gruppen"


def _example(field: Mapping[str, Any]) -> str:
    examples = field.get("examples") or field.get("enum") or []
    return json.dumps(examples[0], ensure_ascii=False) if examples else "…"


def _member(name: str, field: Mapping[str, Any]) -> str:
    return f'"{name}", till exempel "{name}": {_example(field)}'


def _so(field: Mapping[str, Any]) -> str:
    """The schema's own description, with its example, as the remedy."""
    return f"{field.get('description', 'Rätta värdet.')} Exempel: {_example(field)}."


def _type(error: ValidationError, name: str, field: Mapping[str, Any]) -> Words:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    kinds = swedish.upprakning([_TYPES.get(kind, str(kind)) for kind in wanted], "eller")
    return Words("fel-slag", f"{name} ska vara {kinds}, men är {shown(error.instance)}.", _so(field))


def _enum(error: ValidationError, name: str, field: Mapping[str, Any]) -> Words:
    allowed = [str(value) for value in error.validator_value]
    guess = nearest(str(error.instance), allowed)
    hint = f" Menade du «{guess}»?" if guess else ""
    choices = swedish.upprakning([f'"{value}"' for value in allowed], "eller")
    return Words("fel-val", f"{name} kan inte vara {shown(error.instance)}.{hint}", f"Skriv {choices}.")


def _const(error: ValidationError, name: str, field: Mapping[str, Any]) -> Words:
    return Words("fel-val", f"{name} kan inte vara {shown(error.instance)}.", f'Skriv "{error.validator_value}".')


def _format(error: ValidationError, name: str, field: Mapping[str, Any]) -> Words:
    if error.validator_value == "date":
        return Words(
            "datum-ogiltigt",
            f"{name} är {shown(error.instance)}, som inte är en dag i kalendern.",
            "Skriv år-månad-dag, till exempel 2024-02-09.",
        )
    return Words("fel-form", f"{name} har inte rätt form: {shown(error.instance)}.", _so(field))


def _pattern(error: ValidationError, name: str, field: Mapping[str, Any]) -> Words:
    text = str(error.instance)
    if not text.strip():
        return Words("tomt-falt", f"{name} är tomt.", f"Fyll i fältet eller ta bort det. Exempel: {_example(field)}.")
    if text != text.strip() and "\\S" in str(error.validator_value):
        return Words("fel-form", f"{name} börjar eller slutar med mellanslag: {shown(text)}.", "Ta bort mellanslagen.")
    if "\n" in text or "\t" in text:
        return Words("fel-form", f"{name} ska stå på en rad, utan \\n och \\t.", _so(field))
    return Words("fel-form", f"{name} har inte rätt form: {shown(text)}.", _so(field))


def _size(unit: str, least: bool) -> Callable[[ValidationError, str, Mapping[str, Any]], Words]:
    def speak(error: ValidationError, name: str, field: Mapping[str, Any]) -> Words:
        limit, has = error.validator_value, len(error.instance)
        if least and not has:
            return Words("tomt-falt", f"{name} är tom.", f"Fyll i minst {limit} eller ta bort fältet.")
        bound = f"minst {limit}" if least else f"högst {limit}"
        return Words("fel-langd", f"{name} ska ha {bound} {unit}, men har {has}.", _so(field))

    return speak


def _limit(word: str) -> Callable[[ValidationError, str, Mapping[str, Any]], Words]:
    def speak(error: ValidationError, name: str, field: Mapping[str, Any]) -> Words:
        limit = swedish.tal(Decimal(str(error.validator_value)))
        return Words(
            "fel-tal", f"{name} är {swedish.tal(error.instance)}, men får {word} vara {limit}.", "Rätta talet."
        )

    return speak


def _step(error: ValidationError, name: str, field: Mapping[str, Any]) -> Words:
    return Words("fel-tal", f"{name} har för många decimaler: {shown(error.instance)}.", _so(field))


def _other(error: ValidationError, name: str, field: Mapping[str, Any]) -> Words:
    return Words("fel-varde", f"{name} stämmer inte med schemat: {shown(error.instance)}.", _so(field))


_BY_KEYWORD: dict[str, Callable[[ValidationError, str, Mapping[str, Any]], Words]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "format": _format,
    "pattern": _pattern,
    "minLength": _size("tecken", True),
    "maxLength": _size("tecken", False),
    "minItems": _size("poster", True),
    "maxItems": _size("poster", False),
    "minProperties": _size("fält", True),
    "minimum": _limit("minst"),
    "maximum": _limit("högst"),
    "multipleOf": _step,
}
