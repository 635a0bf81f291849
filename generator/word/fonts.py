"""The font families that a Word template asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from generator.word.ooxml import A, parse, w

_TEXT = re.compile(r"word/(document|styles|header\d*|footer\d*|footnotes)\.xml")
_NUMBERING = "word/numbering.xml"
_THEME = re.compile(r"word/theme/theme\d*\.xml")
_SYMBOLS = ("symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", "marlett", "zapf dingbats")
"""Fonts of marks, which every program maps to ordinary characters."""


def families(parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """Every family named for Latin text in styles, body, header, footer and footnotes, sorted.

    Fonts of numbering marks are left out: they name symbol fonts that Word
    itself maps to ordinary characters.
    """
    roots = {name: parse(content) for name, content in parts.items() if _TEXT.fullmatch(name) or _THEME.fullmatch(name)}
    return tuple(sorted({family for family, _, _ in asked_for(roots)}))


def asked_for(roots: Mapping[str, etree._Element]) -> Iterator[tuple[str, str, etree._Element]]:
    """Every family that is named for Latin text, with the part and the element that names it.

    Args:
        roots: the XML parts to look in, with the theme; with the numbering, its own fonts but those of symbols.
    """
    theme = dict(_theme_fonts(roots))
    for name, root in roots.items():
        if _TEXT.fullmatch(name) or name == _NUMBERING:
            for fonts in root.iter(w("rFonts")):
                for family in _named(fonts, theme):
                    if name != _NUMBERING or family.casefold() not in _SYMBOLS:
                        yield family, name, fonts


def _theme_fonts(roots: Mapping[str, etree._Element]) -> Iterator[tuple[str, str]]:
    for name, root in roots.items():
        if _THEME.fullmatch(name):
            for kind in ("major", "minor"):
                latin = root.find(f".//{{{A}}}{kind}Font/{{{A}}}latin")
                if latin is not None and latin.get("typeface"):
                    yield kind, str(latin.get("typeface"))


def _named(fonts: etree._Element, theme: Mapping[str, str]) -> Iterator[str]:
    for side in ("ascii", "hAnsi"):
        by_theme = str(fonts.get(w(f"{side}Theme"), ""))
        family = theme.get(by_theme[:5]) if by_theme else fonts.get(w(side))
        if family:
            yield str(family)
