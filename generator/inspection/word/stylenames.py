"""The names of Word's own styles: as they stand in the file, and as a Swedish Word shows them."""

from __future__ import annotations

import re

_SWEDISH = {
    "body text": "Brödtext",
    "caption": "Beskrivning",
    "emphasis": "Betoning",
    "footer": "Sidfot",
    "footnote reference": "Fotnotsreferens",
    "footnote text": "Fotnotstext",
    "header": "Sidhuvud",
    "hyperlink": "Hyperlänk",
    "intense emphasis": "Stark betoning",
    "intense quote": "Starkt citat",
    "list": "Lista",
    "list bullet": "Punktlista",
    "list continue": "Listfortsättning",
    "list number": "Numrerad lista",
    "list paragraph": "Liststycke",
    "no spacing": "Inget avstånd",
    "normal table": "Normal tabell",
    "page number": "Sidnummer",
    "placeholder text": "Platshållartext",
    "quote": "Citat",
    "strong": "Stark",
    "subtitle": "Underrubrik",
    "table grid": "Tabellrutnät",
    "title": "Rubrik",
    "heading": "Rubrik",
    "toc": "Innehåll",
}


def shown_style(name: str) -> str:
    """A style's name for a message: «heading 2» (i Word: Rubrik 2)."""
    plain, number = _split(name)
    swedish = _SWEDISH.get(plain)
    return f"«{name}» (i Word: {swedish}{number})" if swedish else f"«{name}»"


def _split(name: str) -> tuple[str, str]:
    parts = re.fullmatch(r"(.*?)( \d)?", name.casefold())
    return (parts[1], parts[2] or "") if parts else (name, "")
