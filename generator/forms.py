"""The forms in which a field may be printed, by the names that schemas use (`x-visas`).

`verify` looks for them in the finished document, so a form is a function
from a value to the texts that must all be found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from generator import richtext, swedish

Form = Callable[[Any], Iterable[str]]

FORMS: Mapping[str, Form] = {
    "text": lambda value: [str(value)],
    "stycken": lambda value: [
        part for text in richtext.plain_paragraphs(richtext.parse(value)) for part in text.split(richtext.MARK)
    ],
    "datum": lambda value: [swedish.datum(value)],
    "datum_iso": lambda value: [swedish.datum_iso(value)],
    "kronor": lambda value: [swedish.kronor(value)],
    "procent": lambda value: [swedish.procent(value)],
    "tal": lambda value: [swedish.tal(value)],
    "paragraf": lambda value: [swedish.paragraf(value)],
    "telefon": lambda value: [swedish.telefon(value)],
    "organisationsnummer": lambda value: [swedish.organisationsnummer(value)],
}
