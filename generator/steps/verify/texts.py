"""Facts and leftovers, looked for in the text of a finished file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from generator import swedish
from generator.findings import Finding, Place, Severity
from generator.model import Document, Fact, Value
from generator.pdf.facts import homeless
from generator.pdf.search import Pages, bare
from generator.results import Missing

TEMPLATE = "Kontrollera att mallen skriver ut uppgiften. Anmäl det till den som sköter mallarna."
_LEFTOVERS = re.compile(r"\{\s?[{%#]|[}%#]\s?\}|«\w+(?:\.\w+)+»|\bNone\b|\bundefined\b")
"""Also what almost is a tag: apart, as a program that corrects what is written leaves it, or as Word's merge fields."""
_HINT = re.compile(r"\[[^\[\]]+\]")
"""What `generator ny-profil` leaves to be filled in."""
_QUOTED = 80
"""Characters of a text that are quoted."""
_MOST = 5
"""How many missing facts of one place are told of one by one."""
_PROFILE = "profil"
"""The part of the context with wordings that are templates themselves, and may have marks."""


def missing(document: Document, pages: Pages, where: str) -> Iterator[Missing]:
    """Every fact that a file lacks, of those that the machine's fonts can print.

    Args:
        document: what should be readable.
        pages: the file's text.
        where: what people call the file, in Swedish: "PDF-filen".
    """
    for fact in document.facts:
        if _lacking(fact, pages):
            continue
        if fact.every_page:
            for number in pages.without(fact.texts[0]):
                yield Missing(fact=fact, where=f"{where}, sida {number}" if len(pages) > 1 else where)
        elif not any(pages.have(text) for text in fact.texts):
            yield Missing(fact=fact, where=where)


def without_place(document: Document, body: Pages, margins: Pages, where: str) -> Iterator[Missing]:
    """Signers, recipients and a title that stand only where another fact mentions them.

    Args:
        document: what should be readable.
        body: the file's text.
        margins: the text of its headers and footers, where a title may stand, but nobody who signs.
        where: what people call the file, in Swedish.
    """
    for fact in homeless(document.facts, body):
        if fact.texts[0] != document.title or not margins.have(fact.texts[0]):
            yield Missing(fact=fact, where=f"{where} på sin egen plats, bara där texten nämner den")


def lost(document: Document, gone: Missing) -> Finding:
    """A fact that is missing, as a problem."""
    fact, short = gone.fact, quoted(gone.fact.texts[0])
    place = Place(file=document.arende.source, path=fact.path, title=fact.label)
    message = f"{fact.label} («{short}») finns inte i {gone.where}."
    return Finding(code="uppgift-saknas", message=message, remedy=TEMPLATE, place=place)


def losses(document: Document, missing: Sequence[Missing]) -> Iterator[Finding]:
    """Facts that are missing, as problems: many from one place, as the cells of a table, as one."""
    groups: dict[tuple[tuple[str | int, ...], str, str], list[Missing]] = {}
    for one in missing:
        groups.setdefault((one.fact.path, one.fact.label, one.where), []).append(one)
    for found in groups.values():
        if len(found) > _MOST:
            yield _many_lost(document, found)
        else:
            yield from (lost(document, one) for one in found)


def _many_lost(document: Document, gone: Sequence[Missing]) -> Finding:
    fact, where = gone[0].fact, gone[0].where
    place = Place(file=document.arende.source, path=fact.path, title=fact.label)
    message = f"{len(gone)} texter i {fact.label} finns inte i {where}. Den första är «{quoted(fact.texts[0])}»."
    wide = "Är de celler i en tabell som är bredare än sidan: dela den i flera. "
    remedy = TEMPLATE if fact.besides else f"{wide}{TEMPLATE}"  # those who sign or are sent it stand in no text
    return Finding(code="uppgift-saknas", message=message, remedy=remedy, place=place)


def quoted(text: str) -> str:
    """A text as it is quoted in a message, cut where it is long."""
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 3]}…"


def of_template(document: Document, characters: frozenset[str]) -> frozenset[str]:
    """Those characters that no fact of a document has."""
    texts = (text for fact in document.facts for text in fact.texts) if characters else ()
    return characters.difference(*map(_characters, texts))


def unprintable(document: Document, pages: Pages, unseen: frozenset[str]) -> Iterator[Finding]:
    """Facts with characters that no font on the machine has: those that stand nowhere, or are `unseen`."""
    for fact in document.facts:
        boxes = {one for text in fact.texts for one in _characters(text) & unseen} if unseen else ()
        lacking = sorted({*_lacking(fact, pages), *boxes})
        if lacking:
            yield _unprintable(document, fact, lacking)


def _characters(text: str) -> frozenset[str]:
    return frozenset(text) | frozenset(bare(text))


def leftovers(document: Document, texts: Sequence[str], where: str) -> Iterator[Finding]:
    """Marks of an unfilled template; what the case itself says is its own affair."""
    for mark in remaining(document, texts):
        shown = mark if mark.startswith("«") else f"«{mark}»"
        yield Finding(code="rest-av-mall", message=f"{shown} står kvar i {where}.", remedy=TEMPLATE)


def remaining(document: Document, texts: Sequence[str]) -> Iterator[str]:
    """The marks themselves, each once."""
    names = document.context
    found = {hit for text in texts for hit in _LEFTOVERS.findall(text)}
    for mark in sorted(one for one in found if one[0] != "«" or one[1:].partition(".")[0] in names):
        if not any(_says(value, mark) for name, value in names.items() if name != _PROFILE):
            yield mark


def unfilled(document: Document, texts: Sequence[str], where: str) -> Iterator[Finding]:
    """Hints of a new profile, as «[Namn]» for one who signs, that nobody has filled in; a draft may still have them."""
    wordings = dict.fromkeys(one for one in _strings(document.context[_PROFILE]) if _HINT.fullmatch(one.strip()))
    printed = [one for one in wordings if any(one in text for text in texts) and not _says(document.arende.data, one)]
    if printed:
        names = swedish.upprakning([f"«{one}»" for one in printed])
        yield Finding(
            code="profil-ej-ifylld",
            message=f"Profilen {document.profil} är inte ifylld: {names} står i {where}.",
            remedy=f"Fyll i {document.profil}/profil.toml. «generator mallar kontrollera» visar raderna.",
            severity=Severity.ERROR if document.handling.status.frozen else Severity.WARNING,
        )


def _strings(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | tuple):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _strings(item)


def _unprintable(document: Document, fact: Fact, characters: Sequence[str]) -> Finding:
    named = [f"{one} (U+{ord(one):04X})" for one in characters[:10]]
    message = f"{fact.label} innehåller tecken som inget typsnitt på den här datorn har: {', '.join(named)}."
    remedy = "Byt ut tecknen mot ord, eller be driften installera ett typsnitt som har dem."
    place = Place(file=document.arende.source, path=fact.path, title=fact.label)
    return Finding(code="tecken-saknas", message=message, remedy=remedy, place=place)


def _lacking(fact: Fact, pages: Pages) -> list[str]:
    return sorted({one for text in fact.texts for one in pages.lacking(text)})


def _says(value: Value, mark: str) -> bool:
    """True when a value has a mark; lines that end elsewhere on a page, and spaces set for figures, are spaces."""
    if isinstance(value, str):
        return mark in value or " ".join(mark.split()) in " ".join(value.split())
    if isinstance(value, Mapping):
        return any(_says(item, mark) for item in value.values())
    return isinstance(value, tuple) and any(_says(item, mark) for item in value)
