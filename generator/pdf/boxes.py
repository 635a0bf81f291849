"""Characters that are drawn as empty boxes, since the font that draws them has no such glyph.

A program that finds no font for a character draws the glyph of what is
missing, and still says which character was meant: what is copied and read
aloud is right, and the page is wrong. PDF/A forbids the missing glyph by its
number (ISO 19005-2, 6.2.11.8), but in a part of a font it may have another;
so it is told here by its shape. Only TrueType programs are looked into.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import pairwise

import pikepdf
from pikepdf import Dictionary, Stream

from generator.pdf.charmaps import charmap

_WIDE = 51
"""The byte of the head table that says how places are written: 0 for half of them in two bytes, else four."""


def boxes(pdf: pikepdf.Pdf) -> tuple[frozenset[str], frozenset[str]]:
    """What a file says that its glyphs are: those that are empty boxes, and all others."""
    empty: set[str] = set()
    whole: set[str] = set()
    for font in _fonts(pdf):
        missing = _missing(font)
        for code, text in charmap(font).characters.items():
            (empty if code in missing else whole).update(text)
    return frozenset(empty), frozenset(whole)


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Dictionary]:
    found: dict[tuple[int, int], Dictionary] = {}
    for page in pdf.pages:
        fonts = page.resources.get("/Font")
        for font in fonts.values() if isinstance(fonts, Dictionary) else ():
            if isinstance(font, Dictionary):
                found[font.objgen] = font
    yield from found.values()


def _missing(font: Dictionary) -> frozenset[int]:
    """The codes whose glyph is drawn as the one for what is missing (OpenType, glyph 0)."""
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415  # takes its time

    program = font.get("/FontDescriptor", Dictionary()).get("/FontFile2")
    if not isinstance(program, Stream):
        return frozenset()
    try:
        with TTFont(BytesIO(program.read_bytes()), lazy=True) as opened:
            drawings = _drawings(opened.reader)
            alike = {at for at, one in enumerate(drawings) if one and one == drawings[0]}
            if alike <= {0}:  # as in most; no code is said to have the first glyph
                return frozenset()
            names = {code: name for table in opened["cmap"].tables for code, name in table.cmap.items()}
            codes = {code: opened.getGlyphID(name) for code, name in names.items()}
    except (TTLibError, KeyError, AssertionError, struct.error):
        return frozenset()
    return frozenset(code for code, at in codes.items() if at in alike)


def _drawings(tables: Mapping[str, bytes]) -> list[bytes]:
    """Every glyph's outline as the file has it (OpenType, loca and glyf)."""
    outlines, places, wide = tables["glyf"], tables["loca"], tables["head"][_WIDE] != 0
    form, step = ("I", 1) if wide else ("H", 2)
    ends = [step * end for (end,) in struct.iter_unpack(f">{form}", places)]
    return [outlines[start:end] for start, end in pairwise(ends)]
