"""Colours in a Word file, and how well one can be told from another (WCAG 2.1, relative luminance)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from colorsys import hls_to_rgb, rgb_to_hls

from lxml import etree

from generator.inspection.source import WordFile
from generator.inspection.word.stylesheet import value
from generator.word.assembly import SETTINGS
from generator.word.ooxml import A, w

Colour = tuple[float, float, float]
"""Red, green and blue, from 0 to 1."""
BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_SLOTS = {
    "dark1": "dk1", "light1": "lt1", "dark2": "dk2", "light2": "lt2",
    "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip
_MAPPED = {"text1": ("t1", "dk1"), "text2": ("t2", "dk2"), "background1": ("bg1", "lt1"), "background2": ("bg2", "lt2")}
"""Names that the settings map to a slot of the theme, with the slot that is usual."""
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip


class Palette:
    """The colours of one theme.

    Args:
        file: the letterhead.
    """

    def __init__(self, file: WordFile) -> None:
        theme = next((root for name, root in file.xml.items() if name.startswith("word/theme/theme")), None)
        self._slots = dict(_slots(theme)) if theme is not None else {}
        settings = file.xml.get(SETTINGS)
        self._mapping = settings.find(w("clrSchemeMapping")) if settings is not None else None

    def text(self, element: etree._Element) -> Colour | None:
        """The colour of a `w:color`; None for automatic, which Word keeps apart from the background."""
        return self._read(element, "val", "themeColor", "themeTint", "themeShade")

    def background(self, element: etree._Element) -> Colour | None:
        """The colour of a `w:shd`, its pattern mixed in; None when it has none."""
        fill = self._read(element, "fill", "themeFill", "themeFillTint", "themeFillShade")
        pattern = re.fullmatch(r"(?:pct(\d+)|solid)", value(element))
        if pattern is None:
            return fill
        ink = self._read(element, "color", "themeColor", "themeTint", "themeShade") or BLACK
        return mixed(fill or WHITE, ink, int(pattern[1] or 100) / 100)

    def _read(self, element: etree._Element, plain: str, theme: str, tint: str, shade: str) -> Colour | None:
        colour = self._of_theme(str(element.get(w(theme), "")))
        if colour is None:
            return parse_colour(str(element.get(w(plain), "")))
        hue, light, saturation = rgb_to_hls(*colour)
        lighter, darker = _part(element.get(w(tint))), _part(element.get(w(shade)))
        return hls_to_rgb(hue, (light * lighter + 1 - lighter) * darker, saturation)

    def _of_theme(self, name: str) -> Colour | None:
        slot = _SLOTS.get(name, name)
        if name in _MAPPED:
            key, slot = _MAPPED[name]
            mapped = str(self._mapping.get(w(key), "")) if self._mapping is not None else ""
            slot = _SLOTS.get(mapped, mapped) or slot
        return self._slots.get(slot)


def _slots(theme: etree._Element) -> Iterator[tuple[str, Colour]]:
    scheme = theme.find(f".//{{{A}}}clrScheme")
    for slot in scheme if scheme is not None else ():
        for one in slot:
            colour = parse_colour(str(one.get("lastClr") or one.get("val")))
            if colour is not None:
                yield etree.QName(slot).localname, colour


def _part(hexadecimal: str | None) -> float:
    """A tint or shade, "00" to "FF", as a part of one; one without."""
    return int(hexadecimal, 16) / 255 if hexadecimal and re.fullmatch(r"[0-9A-Fa-f]{1,2}", hexadecimal) else 1.0


def parse_colour(text: str) -> Colour | None:
    """Six hexadecimal digits as a colour; None for anything else."""
    if not _HEX.fullmatch(text):
        return None
    return (int(text[:2], 16) / 255, int(text[2:4], 16) / 255, int(text[4:], 16) / 255)


def highlight(name: str) -> Colour | None:
    """The colour of Word's marker pen."""
    return parse_colour(_HIGHLIGHTS.get(name, ""))


def shown(colour: Colour) -> str:
    """A colour as Word's dialogue takes it: "#767676"."""
    return "#" + "".join(f"{round(one * 255):02X}" for one in colour)


def mixed(one: Colour, other: Colour, part: float) -> Colour:
    """A colour with a part of another in it."""
    red, green, blue = (a * (1 - part) + b * part for a, b in zip(one, other, strict=True))
    return (red, green, blue)


def contrast(one: Colour, other: Colour) -> float:
    """How well two colours can be told apart: 1 for the same, 21 for black on white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable(colour: Colour, background: Colour, least: float) -> Colour:
    """The nearest shade of a colour that can be read on a background."""
    end = BLACK if contrast(BLACK, background) >= contrast(WHITE, background) else WHITE
    steps = (mixed(colour, end, step / 50) for step in range(51))
    return next((one for one in steps if contrast(_rounded(one), background) >= least), end)


def _rounded(colour: Colour) -> Colour:
    red, green, blue = (round(one * 255) / 255 for one in colour)
    return (red, green, blue)
