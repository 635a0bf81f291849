"""What a case file that nothing can be made of says of itself, read from its text piece by piece.

The commonest fault is a comma that is missing; whose ärende it is and what it
is about stand there all the same.
"""

from __future__ import annotations

import json
import re
import unicodedata
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass

from generator.case.characters import plain_spaces
from generator.model import CaseFile

_PIECE = re.compile(r'"(?:[^"\\\r\n]|\\.)*"|[{}\[\]:,]|[^\s"{}\[\]:,]+')
"""A string that ends on its own line, a mark, or a word: one quotation mark too few spoils no more than its line."""

Way = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a case file says of itself; None for what cannot be made out."""

    diarienummer: str | None = None
    handlaggare: str | None = None
    arendemening: str | None = None


def said(file: CaseFile) -> Said:
    """What can be made out of a case file, whole or not."""
    texts = _texts(_decoded(file.content))
    return Said(
        diarienummer=texts.get(("diarienummer",)),
        handlaggare=texts.get(("handlaggare", "namn")),
        arendemening=texts.get(("arendemening",)),
    )


def _decoded(content: bytes) -> str:
    """The text, also of a file that was saved in another encoding."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _texts(text: str) -> dict[Way, str]:
    """The texts of fields, by the way to them; of a field that stands twice the first."""
    found: dict[Way, str] = {}
    way: list[str] = []
    field, latest = "", ""
    for piece in _PIECE.findall(text):
        if piece == ":":
            field = latest
            continue
        if piece in ("{", "["):
            way.append(field)
        elif piece in ("}", "]"):
            way = way[:-1] if len(way) > 1 else way  # one too many does not end the ärende
        elif piece.startswith('"'):
            latest = _string(piece)
            if field:
                found.setdefault((*way[1:], field), latest)
        field = ""
    return found


def _string(piece: str) -> str:
    """A string's text; that of one with a fault in it as it stands."""
    try:
        text = str(json.loads(piece, strict=False))
    except ValueError:
        text = piece[1:-1]
    return unicodedata.normalize("NFC", plain_spaces(text))
