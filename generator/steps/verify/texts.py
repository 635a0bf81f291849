"""Facts and leftovers, looked for in the text of a finished file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from generator.findings import Finding, Place
from generator.model import Document, Fact, Value
from generator.pdf.facts import homeless
from generator.pdf.search import Pages

TEMPLATE = "Kontrollera att mallen skriver ut uppgiften. Anmäl det till den som sköter mallarna."
_LEFTOVERS = re.compile(r"\{\{|\{%|\}\}|%\}|\bNone\b|\bundefined\b")
_PROFILE = "profil"
"""The part of the context with wordings that are templates themselves, and may have marks."""


def missing(document: Document, pages: Pages, where: str) -> Iterator[Finding]:
    """Every fact that a file lacks.

    Args:
        document: what should be readable.
        pages: the file's text.
        where: what people call the file, in Swedish: "PDF-filen".
    """
    for fact in document.facts:
        unprintable = sorted({one for text in fact.texts for one in pages.lacking(text)})
        if unprintable:
            yield _unprintable(document, fact, unprintable)
        elif fact.every_page:
            for number in pages.without(fact.texts[0]):
                yield _lost(document, fact, f"{where}, sida {number}" if len(pages) > 1 else where)
        elif not any(pages.have(text) for text in fact.texts):
            yield _lost(document, fact, where)


def without_place(document: Document, body: Pages, where: str) -> Iterator[Finding]:
    """Signers and recipients that stand only where another fact mentions them."""
    for fact in homeless(document.facts, body):
        yield _lost(document, fact, f"{where} på sin egen plats, bara där texten nämner den")


def leftovers(document: Document, texts: Sequence[str], where: str) -> Iterator[Finding]:
    """Marks of an unfilled template; what the case itself says is its own affair."""
    for mark in sorted({hit for text in texts for hit in _LEFTOVERS.findall(text)}):
        if not any(_says(value, mark) for name, value in document.context.items() if name != _PROFILE):
            yield Finding(code="rest-av-mall", message=f"«{mark}» står kvar i {where}.", remedy=TEMPLATE)


def _unprintable(document: Document, fact: Fact, characters: Sequence[str]) -> Finding:
    named = [f"{one} (U+{ord(one):04X})" for one in characters[:10]]
    message = f"{fact.label} innehåller tecken som inget typsnitt på den här datorn har: {', '.join(named)}."
    remedy = "Byt ut tecknen mot ord, eller be driften installera ett typsnitt som har dem."
    place = Place(file=document.arende.source, path=fact.path, title=fact.label)
    return Finding(code="tecken-saknas", message=message, remedy=remedy, place=place)


def _lost(document: Document, fact: Fact, where: str) -> Finding:
    text = fact.texts[0] if len(fact.texts[0]) <= 80 else f"{fact.texts[0][:77]}…"
    place = Place(file=document.arende.source, path=fact.path, title=fact.label)
    message = f"{fact.label} («{text}») finns inte i {where}."
    return Finding(code="uppgift-saknas", message=message, remedy=TEMPLATE, place=place)


def _says(value: Value, mark: str) -> bool:
    if isinstance(value, str):
        return mark in value
    if isinstance(value, Mapping):
        return any(_says(item, mark) for item in value.values())
    return isinstance(value, tuple) and any(_says(item, mark) for item in value)
