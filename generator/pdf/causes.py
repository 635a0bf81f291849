"""Why what is read departs from the document, in words for the one who is to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import pikepdf

from generator.findings import Finding
from generator.flow import Flow, Source
from generator.pdf.boxes import boxes
from generator.pdf.charmaps import private
from generator.pdf.order import Departure, body_texts, flow_notes
from generator.pdf.search import bare

_NAMED = 10
"""How many characters a message names."""
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_SIGN = (
    "Där står ett tecken ur ett symboltypsnitt (till exempel Webdings), som bara det typsnittet känner.",
    "Byt tecknet i Word mot ett vanligt: Infoga, Symbol, Fler symboler, och välj (normal text) som teckensnitt.",
)
_BOX = (
    "Se efter om mallen har en textruta eller en flytande tabell där, och lägg den i löptexten. "
    "Hänger flera textrutor på samma stycke: låt dem hänga på var sitt."
)
_CAUSES: Mapping[Source, tuple[str, str]] = MappingProxyType({
    Source.FIELD: (
        "Där står ett fält som ändrar sig självt när PDF-filen görs, till exempel dagens datum eller filens namn.",
        "Skriv uppgiften med en tagg i mallen i stället. Eller gör fältet till text i Word: markera det och tryck "
        "Ctrl + Skift + F9.",
    ),
    Source.FORMULA: (
        "Där står en formel, och den läses inte upp alls ur PDF-filen.",
        "Skriv formeln med vanliga tecken i Word. Går det inte: lägg in den som en bild med alternativtext.",
    ),
    Source.INITIAL: (
        "Stycket börjar med en anfang, och den läses upp sist i stycket.",
        "Ta bort anfangen i Word: Infoga, Anfang, Ingen.",
    ),
})  # fmt: skip


def departed(found: Departure, what: str, source: Source | None) -> Finding:
    """A departure, with its cause and what to do about it; a text box is suspected when nothing else is known.

    Args:
        found: where and how.
        what: what is read, in Swedish: "Dokumentet".
        source: what puts the text there that is lost or moved; None for what was written.
    """
    after = f"Efter «{found.after}» läser skärmläsaren" if found.after else "Skärmläsaren börjar med"
    said = f"«{found.said}»" if found.said else "ingenting mer"
    wanted = f"kommer «{found.wanted}» i Word-filen" if found.wanted else "är Word-filens text slut"
    cause, remedy = _CAUSES[source] if source is not None else _SIGN if _has_sign(found) else ("", _BOX)
    how = "som texten står" if cause else "i den ordning som texten står"
    message = f"{what} läses inte upp {how}: {after} {said}, där {wanted}. {cause}".rstrip()
    return Finding(code="lasordning", message=message, remedy=remedy)


def _has_sign(found: Departure) -> bool:
    """True when either begins with a character that only its own font knows."""
    firsts = [text.lstrip()[:1] for text in (found.said, found.wanted)]
    return any(one == _UNKNOWN or (one and private(one)) for one in firsts)


def unseen(pdf: pikepdf.Pdf, flow: Flow) -> frozenset[str]:
    """Characters that are read aloud, and of which the page shows an empty box."""
    empty, whole = boxes(pdf)
    if not empty:
        return empty
    meant = set(bare("".join([*body_texts(flow), *flow_notes(flow)]))) - set(bare("".join(whole)))
    return empty | meant - {_UNKNOWN}


def boxed(unseen: frozenset[str]) -> Iterator[Finding]:
    """Empty boxes on the page in place of characters, those of fonts with signs by themselves."""
    signs = sorted(one for one in unseen if private(one))
    if signs:
        named = ", ".join(f"U+{ord(one):04X}" for one in signs[:_NAMED])
        message = f"PDF-filen visar en tom ruta i stället för ett tecken ur ett symboltypsnitt ({named})."
        yield Finding(code="tecken-saknas", message=message, remedy=_SIGN[1])
    if len(signs) < len(unseen):
        named = ", ".join(f"{one} (U+{ord(one):04X})" for one in sorted(unseen - set(signs))[:_NAMED])
        message = f"PDF-filen visar tomma rutor i stället för tecken som inget typsnitt på den här datorn har: {named}."
        remedy = "Byt ut tecknen mot ord, eller be driften installera ett typsnitt som har dem."
        yield Finding(code="tecken-saknas", message=message, remedy=remedy)
