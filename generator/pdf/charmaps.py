"""What characters a font's codes stand for: its ToUnicode map (ISO 32000-1, 9.10.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import pikepdf
from pikepdf import Dictionary, Name, Stream

_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_CODES = re.compile(rb"begincodespacerange\s*<([0-9A-Fa-f\s]+)>")
_PAIR = re.compile(rb"<([0-9A-Fa-f\s]*)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f\s]*)>\s*<([0-9A-Fa-f\s]*)>\s*(?:<([0-9A-Fa-f\s]*)>|\[([^\]]*)\])")
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_MOST = 65_536
"""How many codes a font can have."""


@dataclass(frozen=True, slots=True)
class CharMap:
    """A font's codes, each with its characters."""

    length: int = 1
    """How many bytes a code has."""
    characters: Mapping[int, str] = field(default_factory=dict)

    def text(self, codes: bytes) -> str:
        """What the codes say; one without a character says U+FFFD."""
        step = self.length
        numbers = (int.from_bytes(codes[at : at + step], "big") for at in range(0, len(codes), step))
        return "".join(self.characters.get(one, "\N{REPLACEMENT CHARACTER}") for one in numbers)


def charmap(font: pikepdf.Object) -> CharMap:
    """The map that a font carries; an empty one when it carries none."""
    source = font.get("/ToUnicode") if isinstance(font, Dictionary) else None
    if not isinstance(source, Stream):
        return CharMap()
    return _read(source.read_bytes(), 2 if font.get("/Subtype") == Name.Type0 else 1)


@lru_cache(maxsize=64)  # each page of a file asks for the same fonts, and so do several repairs and checks
def _read(read: bytes, usual: int) -> CharMap:
    """A ToUnicode map; its codes are `usual` bytes long where it does not say."""
    said = _CODES.search(read)
    length = len(bytes.fromhex(said[1].decode())) if said else usual
    found: dict[int, str] = {}
    for kind, section in _SECTION.findall(read):
        found.update(_pairs(section) if kind == b"bfchar" else _ranges(section))
    return CharMap(max(length, 1), found)


def _pairs(section: bytes) -> dict[int, str]:
    return {_number(code): _characters(to) for code, to in _PAIR.findall(section)}


def _ranges(section: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for low, high, start, listed in _RANGE.findall(section):
        codes = range(_number(low), min(_number(high), _number(low) + _MOST) + 1)
        if start:
            whole = _characters(start)
            found |= {code: whole[:-1] + chr(ord(whole[-1]) + at) for at, code in enumerate(codes) if whole}
        else:
            found |= dict(zip(codes, map(_characters, _HEX.findall(listed)), strict=False))
    return found


def _number(digits: bytes) -> int:
    return int(digits or b"0", 16)


def _characters(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


def private(character: str) -> bool:
    """True for a character whose meaning is an agreement between two programs: nobody else can read it."""
    code = ord(character)
    return 0xE000 <= code <= 0xF8FF or 0xF0000 <= code <= 0x10FFFD


def rewritten(source: bytes, meanings: Mapping[int, str]) -> bytes:
    """A ToUnicode map in which private characters have the meanings given; all else stays.

    Args:
        source: the map as the font carries it.
        meanings: by the private character's number, the character that is meant.
    """

    def replace(found: re.Match[bytes]) -> bytes:
        meant = meanings.get(int(found[2], 16))
        return found[0] if meant is None else found[1] + b"<%04X>" % ord(meant)

    def section(found: re.Match[bytes]) -> bytes:
        return re.sub(rb"(<[0-9A-Fa-f]+>\s*)<([0-9A-Fa-f]{4})>", replace, found[0])

    return re.sub(rb"beginbfchar.*?endbfchar", section, source, flags=re.DOTALL)
