"""Characters that a document would lose or show otherwise than the file has them."""

from __future__ import annotations

import re
import unicodedata

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters: Word and LibreOffice drop or misread them
    "\u2028\u2029"  # line and paragraph separators: no meaning in WordprocessingML
    "\u202a-\u202e\u2066-\u2069"  # bidirectional overrides: the page would show another order than the file
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"  # not text, or half a character
)

_SPACES = str.maketrans(
    dict.fromkeys("\u2007\u2009\u202f", "\u00a0")  # between the figures of a number, where no line may break
    | dict.fromkeys("\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u200a\u205f\u3000", " ")
)

ODD_SPACES = re.compile("[\u2000-\u200a\u202f\u205f\u3000]")
"""Spaces of other widths than the two that every font has."""


def plain_spaces(text: str) -> str:
    """The text with spaces of other widths as the two that every font has: they are how it looks, not what it says.

    Fonts lack them, and LibreOffice then writes another character in the PDF.
    """
    return text.translate(_SPACES)


def character_name(character: str) -> str:
    """A character for people: its number and, where it has one, its name."""
    name = unicodedata.name(character, "")
    if 0xD800 <= ord(character) <= 0xDFFF:
        name = "ett halvt tecken"
    return f"tecknet U+{ord(character):04X}" + (f" ({name})" if name else "")
