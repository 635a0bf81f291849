"""The field lists as files: for each format one for the browser and one for Word, and a page that leads to them."""

from __future__ import annotations

from collections.abc import Iterator

from generator import web
from generator.fieldlist.gather import palette
from generator.fieldlist.word import document
from generator.model import type_name
from generator.workshop import Workshop

FOLDER = "faltlista"
"""Where they are kept, below `docs`."""
START = "index.html"
HOW = (
    "Markera en tagg, kopiera den (Ctrl+C) och klistra in den i mallen med Ctrl+Skift+V, «Behåll endast text». Då får "
    "den samma utseende som texten omkring. Klamrarna ska vara som de är.",
    "En tagg på en rad kan stå bland andra ord. Flera rader är flera stycken i mallen: varje rad i ett eget stycke. "
    "Taggen med p direkt efter klamrarna, {{p … }}, ska stå ensam i sitt stycke. Tabeller kopierar du ur Word-filen: "
    "markera hela tabellen och klistra in den.",
    "Taggarna är färdiga att använda. Kan en uppgift saknas prövas den med if, så att ingenting skrivs när den inte "
    "finns. «Måste stå i dokumentet» betyder att dokumentet stoppas om uppgiften finns men mallen inte skriver ut den.",
)
"""How to use a list."""


def field_lists(shop: Workshop, only: type_name | None = None) -> Iterator[tuple[str, bytes]]:
    """Every file with its name; the same for the same schemas, rules and standard profile, byte by byte.

    Args:
        shop: where schemas, rules and profiles are.
        only: the one format to write; None for all, with a page that leads to them.

    Raises:
        TemplateError: a schema, a rule or the standard's profile is wrong.
    """
    palettes = [palette(shop, typ) for typ in ([only] if only else shop.schemas.formats)]
    for one in palettes:
        yield f"{one.typ}.html", web.page("faltlista.html", palette=one, how=HOW).encode()
        yield f"{one.typ}.docx", document(one, HOW)
    if only is None:
        yield START, web.page("faltlista_start.html", palettes=palettes, how=HOW).encode()
