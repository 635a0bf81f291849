"""What Word prints before the items of lists and before numbered headings (ISO/IEC 29500-1, 17.9).

Word counts by definition: two instances of one definition go on from each
other, unless an instance says where it starts, which counts once, where the
instance is first used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from generator.word.flow.stylesheet import Stylesheet, child, value
from generator.word.flow.symbols import readable
from generator.word.numbering import Instance, Numbering, number_of
from generator.word.ooxml import w

_PLACE = re.compile(r"%([1-9])")
_LETTERS, _MOST_TIMES = 26, 30
"""How many letters there are, and how many times Word writes one after z: "zz" is the 52nd."""
_HIGHEST = 32_767
"""The highest number that Word counts to."""
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What stands before one paragraph, and which list it belongs to."""

    text: str
    """As it is printed; "" when nothing is."""
    definition: int
    level: int
    """From 0."""
    count: int
    """Its number on its level; bullets are counted too."""
    counted: bool
    """True when it is a number or a letter, not a bullet."""
    indent: int
    """How far its text is set in, in twentieths of a point."""


@dataclass(frozen=True)
class Labels:
    """The lists of a file while its paragraphs are read, each once and in their order.

    Args:
        numbering: what the file defines.
        sheet: the file's styles.
    """

    numbering: Numbering
    sheet: Stylesheet
    _counts: dict[int, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[int, int]] = field(default_factory=set)

    def next(self, style: str, properties: etree._Element | None) -> Label | None:
        """The label of the next paragraph; None when it has none.

        Args:
            style: its style's id.
            properties: its `w:pPr`.
        """
        by_itself = number_of(_own(properties, "numId"), "val")
        number = by_itself if by_itself is not None else number_of(self._by_style(style, "numId"), "val")
        instance = self.numbering.instance(number) if number else None
        if instance is None:
            return None
        level = self._level(style, properties, instance, direct=by_itself is not None)
        look = instance.level(level)
        if look is None:
            return None
        counts = self._count(instance, level)
        return Label(
            text=_text(instance, look, level, counts),
            definition=instance.definition,
            level=level,
            count=counts[level],
            counted=instance.counts(level),
            indent=self._indent(style, properties, look, direct=by_itself is not None),
        )

    def _by_style(self, style: str, name: str) -> etree._Element | None:
        return self.sheet.says(style, f"pPr/numPr/{name}")

    def _level(self, style: str, properties: etree._Element | None, instance: Instance, *, direct: bool) -> int:
        """By the paragraph; by the level that the style is tied to; by the style."""
        own = number_of(_own(properties, "ilvl"), "val")
        if own is None and not direct:
            own = _tied(instance, [value(one, "styleId") for one in self.sheet.chain(style)])
        if own is None:
            own = number_of(self._by_style(style, "ilvl"), "val")
        return own or 0

    def _count(self, instance: Instance, level: int) -> dict[int, int]:
        """The counts of a list's levels after its next paragraph."""
        here = self._counts.setdefault(instance.definition, {})
        first = (instance.number, level) not in self._begun
        self._begun.add((instance.number, level))
        begins = instance.begins(level)
        if begins is not None and first:
            here[level] = begins
        else:
            here[level] = here[level] + 1 if level in here else instance.start(level)
        for deeper in [one for one in here if one > level and _begins_anew(instance, one, level)]:
            del here[deeper]
        return here

    def _indent(self, style: str, properties: etree._Element | None, look: etree._Element, *, direct: bool) -> int:
        """By the paragraph; then what numbers it, the list or the style, comes before the other."""
        own = child(properties, "ind")
        listed, styled = look.find(f"{w('pPr')}/{w('ind')}"), self.sheet.says(style, "pPr/ind")
        said = (own, listed, styled) if direct else (own, styled, listed)
        lefts = (number_of(one, name) for one in said for name in ("left", "start"))
        return next((one for one in lefts if one is not None), 0)


def _own(properties: etree._Element | None, name: str) -> etree._Element | None:
    if properties is None or child(properties, "numPr") is None:  # as of most paragraphs
        return None
    return properties.find(f"{w('numPr')}/{w(name)}")


def _tied(instance: Instance, styles: list[str]) -> int | None:
    """The level that is tied to the nearest of some styles."""
    ties = {value(one.find(w("pStyle"))): number_of(one, "ilvl") for one in instance.abstract.iter(w("lvl"))}
    return next((ties[one] for one in styles if one and ties.get(one) is not None), None)


def _begins_anew(instance: Instance, deeper: int, level: int) -> bool:
    """Whether a deeper level is counted from its start after a paragraph of this one (17.9.11)."""
    look = instance.level(deeper)
    after = number_of(look.find(w("lvlRestart")), "val") if look is not None else None
    return after is None or (after > 0 and level < after)


def _text(instance: Instance, look: etree._Element, level: int, counts: dict[int, int]) -> str:
    form = _form(look)
    pattern = value(look.find(w("lvlText")))
    if form == "bullet":
        fonts = look.find(f"{w('rPr')}/{w('rFonts')}")
        return "".join(readable(one, value(fonts, "ascii") or value(fonts, "hAnsi"), "•") for one in pattern)
    legal = look.find(w("isLgl")) is not None

    def written(hit: re.Match[str]) -> str:
        above = int(hit[1]) - 1
        other = instance.level(above)
        number = counts[above] if above in counts else instance.start(above)
        above_form = _form(other) if other is not None else form
        return figure(number, "decimal" if legal and above != level else above_form)

    return _PLACE.sub(written, pattern).strip()


def _form(look: etree._Element) -> str:
    return value(look.find(f".//{w('numFmt')}")) or "decimal"


def figure(number: int, form: str) -> str:
    """A number as it is written in Swedish in one of Word's forms; in a form that is not known here, in figures."""
    match form:
        case "none" | "bullet":
            return ""
        case "decimalZero":
            return f"{number:02d}"
        case "ordinal":
            return f"{number}:{'a' if number % 10 in (1, 2) and number % 100 not in (11, 12) else 'e'}"
        case "lowerLetter" | "upperLetter" if 0 < number <= _LETTERS * _MOST_TIMES:
            letters = chr(ord("a") + (number - 1) % _LETTERS) * ((number - 1) // _LETTERS + 1)
            return letters if form == "lowerLetter" else letters.upper()
        case "lowerRoman" | "upperRoman" if 0 < number <= _HIGHEST:
            return _roman(number) if form == "lowerRoman" else _roman(number).upper()
        case _:
            return str(number)


def _roman(number: int) -> str:
    said = ""
    for worth, letters in _ROMAN:
        times, number = divmod(number, worth)
        said += letters * times
    return said
