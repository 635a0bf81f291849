"""What a schema's refusal means, in the words of a colleague.

One function per keyword of JSON Schema; the words about a field come from
the schema's `title`, `description` and `examples` and from nowhere else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

from generator import swedish
from generator.case.formats import visible
from generator.case.refusal import Refusal
from generator.case.schemas import Schema
from generator.model import Value
from generator.swedish import nearest

_TYPES = {
    "string": "text inom raka citattecken",
    "number": "ett tal utan citattecken",
    "integer": "ett heltal utan citattecken",
    "boolean": "true eller false",
    "array": "en lista inom [ ]",
    "object": "en grupp av fält inom { }",
    "null": "null",
}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Words(NamedTuple):
    """A finding's three texts."""

    code: str
    message: str
    remedy: str


def words(error: Refusal, field: Schema) -> Words:
    """What to say about one schema error.

    Args:
        error: what the schema refuses.
        field: the written-out schema of the value that it speaks about.
    """
    speak = _BY_KEYWORD.get(error.keyword, _other)
    return speak(error, title(field), field)


def title(field: Schema) -> str:
    """What people call a field."""
    return str(field.get("title", "Värdet"))


def missing(name: str, field: Schema) -> Words:
    """A required field is not there."""
    return Words("falt-saknas", f"Fältet «{name}» ({title(field)}) saknas.", f"Lägg till {_member(name, field)}.")


def unknown(name: str, known: Iterable[str]) -> Words:
    """A key that no schema knows; the nearest known one is suggested."""
    guess = nearest(name, known)
    if guess:
        return Words("okant-falt", f"Fältet «{name}» är okänt. Menade du «{guess}»?", f"Byt namnet till «{guess}».")
    names = ", ".join(known)
    return Words("okant-falt", f"Fältet «{name}» är okänt.", f"Ta bort det. Fälten som kan stå här är: {names}.")


def shown(value: Value) -> str:
    """A value as it may stand in a message: short, on one line."""
    if isinstance(value, str):
        text = value.replace("\n", " ")
        return f"«{text}»" if len(text) <= 60 else f"«{text[:57]}…»"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return str(value)
    return "null" if value is None else "en lista" if isinstance(value, tuple) else "en grupp"


def _example(field: Schema) -> str:
    examples = field.get("examples") or field.get("enum") or []
    return json.dumps(examples[0], ensure_ascii=False) if examples else "…"


def _member(name: str, field: Schema) -> str:
    return f'"{name}", till exempel "{name}": {_example(field)}'


def _so(field: Schema) -> str:
    """The schema's own example and description, as the remedy."""
    return f"Skriv till exempel {_example(field)}. {field.get('description', '')}".strip()


def _type(error: Refusal, name: str, field: Schema) -> Words:
    wanted = error.wanted if isinstance(error.wanted, list) else [error.wanted]
    kinds = swedish.upprakning([_TYPES.get(kind, str(kind)) for kind in wanted], "eller")
    return Words("fel-slag", f"{name} ska vara {kinds}, men är {shown(error.value)}.", _so(field))


def _enum(error: Refusal, name: str, _: Schema) -> Words:
    allowed = [str(value) for value in error.wanted]
    guess = nearest(str(error.value), allowed)
    hint = f" Menade du «{guess}»?" if guess else ""
    choices = swedish.upprakning([f'"{value}"' for value in allowed], "eller")
    return Words("fel-val", f"{name} kan inte vara {shown(error.value)}.{hint}", f"Skriv {choices}.")


def _const(error: Refusal, name: str, _: Schema) -> Words:
    return Words("fel-val", f"{name} kan inte vara {shown(error.value)}.", f'Skriv "{error.wanted}".')


def _format(error: Refusal, name: str, field: Schema) -> Words:
    if error.wanted == "date":
        wrong = "en dag i kalendern" if _DATE.fullmatch(str(error.value)) else "skrivet som år-månad-dag"
        return Words(
            "datum-ogiltigt",
            f"{name} är {shown(error.value)}, som inte är {wrong}.",
            "Skriv år-månad-dag, till exempel 2024-02-09.",
        )
    return Words("fel-form", f"{name} har inte rätt form: {shown(error.value)}.", _so(field))


def _pattern(error: Refusal, name: str, field: Schema) -> Words:
    text = str(error.value)
    if not visible(text):
        return Words("tomt-falt", f"Fältet {name} är tomt.", f"Fyll i det, till exempel {_example(field)}.")
    if text != text.strip() and "\\S" in str(error.wanted):
        return Words("fel-form", f"{name} börjar eller slutar med mellanslag: {shown(text)}.", "Ta bort mellanslagen.")
    if "\n" in text or "\t" in text:
        return Words("fel-form", f"{name} ska stå på en enda rad.", "Ta bort \\n och \\t ur texten.")
    return Words("fel-form", f"{name} har inte rätt form: {shown(text)}.", _so(field))


def _size(unit: str, *, least: bool) -> Callable[[Refusal, str, Schema], Words]:
    def speak(error: Refusal, name: str, field: Schema) -> Words:
        limit, has = error.wanted, len(error.value)
        if least and not has:
            return Words("tomt-falt", f"Fältet {name} är tomt.", f"Fyll i det, till exempel {_example(field)}.")
        bound = f"minst {limit}" if least else f"högst {limit}"
        remedy = "Lägg till det som saknas." if least else "Korta, eller dela upp på flera fält eller handlingar."
        return Words("fel-langd", f"{name} ska ha {bound} {unit}, men har {has}.", remedy)

    return speak


def _limit(word: str) -> Callable[[Refusal, str, Schema], Words]:
    def speak(error: Refusal, name: str, _: Schema) -> Words:
        limit = swedish.tal(Decimal(str(error.wanted)))
        return Words(
            "fel-tal", f"{name} är {swedish.tal(error.value)}, men får inte vara {word} än {limit}.", "Rätta talet."
        )

    return speak


def _step(error: Refusal, name: str, _: Schema) -> Words:
    decimals = max(0, -int(Decimal(str(error.wanted)).as_tuple().exponent))
    remedy = f"Skriv högst {decimals} decimaler." if decimals else "Skriv ett heltal."
    return Words("fel-tal", f"{name} har för många decimaler: {shown(error.value)}.", remedy)


def _one_of(error: Refusal, name: str, _: Schema) -> Words:
    choices = [swedish.upprakning([f"«{one}»" for one in choice.get("required", ())]) for choice in error.wanted]
    return Words("fel-varde", f"{name} ska ha ett av: {'; '.join(choices)}.", "Ange ett av dem, och bara ett.")


def _not_here(_: Refusal, name: str, __: Schema) -> Words:
    return Words("fel-varde", f"{name} kan inte stå här.", "Ta bort det.")


def _other(error: Refusal, name: str, field: Schema) -> Words:
    return Words("fel-varde", f"{name} stämmer inte med schemat: {shown(error.value)}.", _so(field))


_BY_KEYWORD: dict[str, Callable[[Refusal, str, Schema], Words]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "format": _format,
    "pattern": _pattern,
    "minLength": _size("tecken", least=True),
    "maxLength": _size("tecken", least=False),
    "minItems": _size("poster", least=True),
    "maxItems": _size("poster", least=False),
    "minProperties": _size("fält", least=True),
    "minimum": _limit("mindre"),
    "maximum": _limit("större"),
    "multipleOf": _step,
    "oneOf": _one_of,
    "None": _not_here,
}
