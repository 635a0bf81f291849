"""The fonts of a PDF: what they are called, whether the file carries them, which characters they stand for.

ISO 32000-1, 9.6–9.10; levels U and A of ISO 19005 ask that every character is
known (6.2.11.7).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pikepdf
from pikepdf import Dictionary, Name, Stream

from generator.findings import Finding

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_SINGLE = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGE = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_CODE = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
_DEEPEST = 8
"""Drawings within drawings, beyond which nothing is looked for."""
_NAMED = 5
"""How many characters or fonts a message names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFont:
    """One font of a PDF."""

    name: str
    """Its PostScript name, without the mark of a subset: "Carlito-Bold"."""
    carried: bool
    """True when the file carries it in itself."""
    mapped: bool
    """True when the file says which characters its glyphs stand for."""
    characters: frozenset[str]
    """Those that it says."""

    @property
    def private(self) -> tuple[str, ...]:
        """Characters without a meaning that all agree on (Unicode's private use areas), sorted."""
        return tuple(sorted(one for one in self.characters if _is_private(one)))


def fonts(pdf: pikepdf.Pdf) -> tuple[PdfFont, ...]:
    """Every font that a page or a drawing on it uses, sorted by name."""
    found: dict[tuple[int, int] | int, Dictionary] = {}
    for page in pdf.pages:
        for font in _of_resources(page.obj.get("/Resources"), _DEEPEST):
            found[font.objgen if font.is_indirect else id(font)] = font
    return tuple(sorted((_read(font) for font in found.values()), key=lambda font: font.name))


def drawn(known: tuple[PdfFont, ...]) -> Mapping[str, frozenset[str]]:
    """The characters that each font is used for, by its PostScript name; U+FFFD for those that are not known."""
    found: dict[str, frozenset[str]] = {}
    for font in known:
        used = font.characters if font.mapped else frozenset({"\N{REPLACEMENT CHARACTER}"})
        found[font.name] = found.get(font.name, frozenset()) | used
    return MappingProxyType(found)


def nameless(known: tuple[PdfFont, ...], level: str) -> Iterator[Finding]:
    """Why a PDF does not reach the conformance that it claims: "U" and "A" ask for characters, "A" for their meaning.

    Args:
        known: its fonts.
        level: the archive level that it claims: "2A".
    """
    unmapped = [font.name for font in known if not font.mapped]
    if level[1:] in ("U", "A") and unmapped:
        message = f"PDF/A-{level} kräver att varje tecken är känt, men typsnittet {_few(unmapped)} säger inte sina."
        yield Finding(code="pdf-tecken-okanda", message=message, remedy="Byt typsnitt i brevmallen.")
    private = [(font, one) for font in known for one in font.private]
    if level[1:] == "A" and private:
        signs = _few([f"U+{ord(one):04X} i {font.name}" for font, one in private])
        message = f"PDF/A-{level} kräver att varje tecken har en betydelse, men dessa har ingen: {signs}."
        remedy = "Byt tecknet i brevmallen mot ett vanligt, till exempel • i en punktlista."
        yield Finding(code="pdf-tecken-privata", message=message, remedy=remedy)


def _few(names: list[str]) -> str:
    return ", ".join(names[:_NAMED]) + (f" och {len(names) - _NAMED} till" if len(names) > _NAMED else "")


def _is_private(character: str) -> bool:
    code = ord(character)
    return 0xE000 <= code <= 0xF8FF or code >= 0xF0000


def _of_resources(resources: pikepdf.Object | None, left: int) -> Iterator[Dictionary]:
    if not isinstance(resources, Dictionary) or left == 0:
        return
    fonts_here = resources.get("/Font")
    if isinstance(fonts_here, Dictionary):
        yield from (font for font in fonts_here.values() if isinstance(font, Dictionary))
    drawings = resources.get("/XObject")
    if isinstance(drawings, Dictionary):
        for drawing in drawings.values():
            if isinstance(drawing, Stream) and drawing.get("/Subtype") == Name.Form:
                yield from _of_resources(drawing.get("/Resources"), left - 1)


def _read(font: Dictionary) -> PdfFont:
    descendants = font.get("/DescendantFonts")
    inner = descendants[0] if descendants is not None else font
    descriptor = inner.get("/FontDescriptor", Dictionary())
    drawn_in_place = font.get("/Subtype") == Name.Type3
    table = font.get("/ToUnicode")
    return PdfFont(
        name=_SUBSET.sub("", str(font.get("/BaseFont", font.get("/Name", "?"))).lstrip("/")),
        carried=drawn_in_place or any(key in descriptor for key in _PROGRAMS),
        mapped=isinstance(table, Stream),
        characters=frozenset(_characters(table.read_bytes())) if isinstance(table, Stream) else frozenset(),
    )


def _characters(table: bytes) -> Iterator[str]:
    """Every character that a ToUnicode map gives (ISO 32000-1, 9.10.3)."""
    for block in _SINGLE.findall(table):
        codes = [code for code, _, _ in _CODE.findall(block)]
        for text in codes[1::2]:
            yield from _text(text)
    for block in _RANGE.findall(table):
        yield from _of_ranges(block)


def _of_ranges(block: bytes) -> Iterator[str]:
    """Ranges: first code, last code, and the first one's text or a list of everyone's."""
    tokens = iter(_CODE.findall(block))
    for first, _, _ in tokens:
        last, target = next(tokens, (b"", b"", b""))[0], next(tokens, (b"", b"", b""))
        if target[1]:
            for text, _, closing in tokens:
                if closing:
                    break
                yield from _text(text)
        else:
            text = _text(target[0])
            yield from text[:-1]
            steps = range(int(last or b"0", 16) - int(first or b"0", 16) + 1)
            yield from (chr(ord(text[-1]) + step) for step in steps if text)


def _text(code: bytes) -> str:
    return bytes.fromhex(code.decode("ascii")).decode("utf-16-be", "replace")
