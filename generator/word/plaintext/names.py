"""What Word in Swedish calls its own styles; in the file their names are English whatever Word speaks."""

from __future__ import annotations

import re

_NAMES = {
    "annotation reference": "Kommentarsreferens",
    "annotation subject": "Kommentarsämne",
    "annotation text": "Kommentarer",
    "balloon text": "Ballongtext",
    "block text": "Indragen text",
    "body text": "Brödtext",
    "body text first indent": "Brödtext med första indrag",
    "body text indent": "Brödtext med indrag",
    "book title": "Bokens titel",
    "caption": "Beskrivning",
    "closing": "Avslutande text",
    "date": "Datum",
    "default paragraph font": "Standardstycketeckensnitt",
    "emphasis": "Betoning",
    "endnote reference": "Slutnotsreferens",
    "endnote text": "Slutnotstext",
    "followedhyperlink": "Använd hyperlänk",
    "footer": "Sidfot",
    "footnote reference": "Fotnotsreferens",
    "footnote text": "Fotnotstext",
    "header": "Sidhuvud",
    "heading": "Rubrik",
    "html code": "HTML-kod",
    "html preformatted": "HTML-förformaterad",
    "hyperlink": "Hyperlänk",
    "index": "Index",
    "intense emphasis": "Stark betoning",
    "intense quote": "Starkt citat",
    "intense reference": "Stark referens",
    "line number": "Radnummer",
    "list": "Lista",
    "list bullet": "Punktlista",
    "list continue": "Listfortsättning",
    "list number": "Numrerad lista",
    "list paragraph": "Liststycke",
    "no list": "Ingen lista",
    "no spacing": "Inget avstånd",
    "normal indent": "Normalt indrag",
    "normal table": "Normal tabell",
    "page number": "Sidnummer",
    "placeholder text": "Platshållartext",
    "plain text": "Oformaterad text",
    "quote": "Citat",
    "signature": "Signatur",
    "strong": "Stark",
    "subtitle": "Underrubrik",
    "subtle emphasis": "Diskret betoning",
    "subtle reference": "Diskret referens",
    "table grid": "Tabellrutnät",
    "table of figures": "Figurförteckning",
    "title": "Rubrik",
    "toc": "Innehåll",
    "toc heading": "Innehållsförteckningsrubrik",
}
_FAMILY = re.compile(r"(.+?)( \d)?( char)?", re.IGNORECASE)
"""A name, its number ("heading 2"), and Word's mark of a paragraph style's twin for characters."""


def swedish_name(name: str) -> str:
    """A style's name as Word in Swedish shows it; a name of somebody's own as it stands."""
    parts = _FAMILY.fullmatch(name)
    if parts is None or parts[1].casefold() not in _NAMES:
        return name
    return f"{_NAMES[parts[1].casefold()]}{parts[2] or ''}{' Char' if parts[3] else ''}"
