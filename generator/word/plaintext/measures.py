"""Word's numbers, and its elements, as people read them."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

from lxml import etree

from generator.word.ooxml import A, W, r

_SHOWN = {
    "\u00a0": "␣",
    "\u2011": "[hårt bindestreck]",
    "\u00ad": "[mjukt bindestreck]",
    "\t": " ",
    "\n": " ",
    "\r": " ",
}
_UNSEEN = ("Cc", "Cf", "Zl", "Zp", "Co", "Cn")
"""Kinds of characters that nobody would see, or that would disturb a terminal."""
_OFF = ("0", "false", "off")
_NOISE = re.compile(r"\{[^}]*\}(rsid\w*|paraId|textId)")


def local(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return etree.QName(element).localname


def plain(text: str) -> str:
    """A text on one line, where what cannot be seen is spelt out."""
    return "".join(_character(one) for one in text)


def _character(one: str) -> str:
    if one in _SHOWN:
        return _SHOWN[one]
    return f"[U+{ord(one):04X}]" if unicodedata.category(one) in _UNSEEN else one


def val(element: etree._Element | None, name: str = "val") -> str:
    """An attribute of Word's own; "" when it is not there."""
    return "" if element is None else plain(str(element.get(f"{{{W}}}{name}", "")))


def is_on(element: etree._Element) -> bool:
    """True unless a switch says no: `<w:b/>` is on, `<w:b w:val="0"/>` is off."""
    return val(element) not in _OFF


def number(value: float, decimals: int) -> str:
    """A number with a comma and without idle noughts."""
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return ("0" if text == "-0" else text).replace(".", ",")


def measure(text: str, per_unit: float, unit: str, decimals: int = 3) -> str:
    """A whole number in another unit; what is no whole number stands as it is.

    Args:
        text: the number, as it stands in the file.
        per_unit: how many of the file's units make one of the reader's.
        unit: the reader's unit.
        decimals: how exact.
    """
    if not re.fullmatch(r"-?\d{1,12}", text):
        return text
    return f"{number(int(text) / per_unit, decimals)} {unit}"


def points(twentieths: str) -> str:
    """Twentieths of a point: "13 pt"."""
    return measure(twentieths, 20, "pt")


def centimetres(twentieths: str) -> str:
    """Twentieths of a point as centimetres, to the last of them: "2,9 cm"."""
    return measure(twentieths, 1440 / 2.54, "cm")


def drawn(emu: str) -> str:
    """The unit of drawings (1/360 000 cm) as centimetres."""
    return measure(emu, 360_000, "cm")


def digest(content: bytes) -> str:
    """A short mark that changes with the content."""
    return sha256(content).hexdigest()[:8]


def look_of(element: etree._Element) -> str:
    """A short mark that changes with what an element draws, whatever its ids are."""
    words = [
        f"{one.tag}{sorted((key, value) for key, value in one.attrib.items() if key not in ('id', 'name', r('embed')))}"
        for one in element.iter()
    ]
    return digest(" ".join(words).encode())


def raw(element: etree._Element) -> str:
    """An element that has no words of ours, as it stands: `kinsoku`, `framePr (w 2000, hAnchor page)`."""
    given = [
        f"{etree.QName(key).localname} {plain(str(value))}"
        for key, value in sorted(element.attrib.items())
        if not _NOISE.match(str(key))
    ]
    inner = [raw(one) for one in element.iterchildren(tag=etree.Element)]
    within = ", ".join(given + inner)
    return f"{local(element)} ({within})" if within else local(element)


def colour(element: etree._Element, name: str, theme: str) -> str:
    """A colour: "#1F5B4E", "temats accent1", "automatisk"."""
    by_theme = val(element, theme)
    if by_theme:
        shade = "".join(f" {word}" for key in (f"{theme}Tint", f"{theme}Shade") if (word := val(element, key)))
        return f"temats {by_theme}{shade}"
    value = val(element, name)
    return "automatisk" if value == "auto" else f"#{value}" if re.fullmatch(r"[0-9A-Fa-f]{6}", value) else value


def drawn_colour(node: etree._Element) -> str:
    """A colour of a theme: its value, or what the system had when it was saved."""
    inner = next(iter(node), None)
    if inner is None or not str(inner.tag).startswith(f"{{{A}}}"):
        return "?"
    return f"#{inner.get('lastClr') or inner.get('val')}"
