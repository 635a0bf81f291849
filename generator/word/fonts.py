"""The font families that a Word template asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from generator.word.ooxml import A, parse, w

_TEXT = re.compile(r"word/(document|styles|header\d*|footer\d*|footnotes)\.xml")
_THEME = re.compile(r"word/theme/theme\d*\.xml")


def families(parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """Every family named for Latin text in styles, body, header, footer and footnotes, sorted.

    Fonts of numbering marks are left out: they name symbol fonts that Word
    itself maps to ordinary characters.
    """
    theme = dict(_theme_fonts(parts))
    found = {
        family
        for name, content in parts.items()
        if _TEXT.fullmatch(name)
        for fonts in parse(content).iter(w("rFonts"))
        for family in _named(fonts, theme)
    }
    return tuple(sorted(found))


def _theme_fonts(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for name, content in parts.items():
        if _THEME.fullmatch(name):
            for kind in ("major", "minor"):
                latin = parse(content).find(f".//{{{A}}}{kind}Font/{{{A}}}latin")
                if latin is not None and latin.get("typeface"):
                    yield kind, str(latin.get("typeface"))


def _named(fonts: etree._Element, theme: Mapping[str, str]) -> Iterator[str]:
    for side in ("ascii", "hAnsi"):
        by_theme = str(fonts.get(w(f"{side}Theme"), ""))
        family = theme.get(by_theme[:5]) if by_theme else fonts.get(w(side))
        if family:
            yield str(family)
