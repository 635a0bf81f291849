"""What a letterhead offers to the texts set in it: styles, lists, footnotes, the width of a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from generator.word.ooxml import w
from generator.word.package import DOCUMENT, Package, refuse
from generator.word.styles import PART as STYLES
from generator.word.styles import Styles, styles_of

NUMBERING = "word/numbering.xml"
FOOTNOTES = "word/footnotes.xml"


class ListLevel(NamedTuple):
    """The numbering behind a list style."""

    number: int
    """The numbering instance (`w:numId`)."""
    abstract: int
    """Its definition (`w:abstractNumId`)."""
    level: int
    """The level in it (`w:ilvl`), from 0."""


@dataclass(frozen=True)
class Frame:
    """A letterhead, as those who set text see it."""

    styles: Styles
    text_width: int
    """Between the margins, in twips (1/1440 inch)."""
    next_number: int
    """The first `w:numId` that is free."""
    next_footnote: int
    """The first footnote id that is free."""
    levels: dict[str, ListLevel]
    """Style name in lower case, to its numbering; only styles that have one."""

    def style(self, name: str) -> str:
        """The id of the style called `name`.

        Raises:
            TemplateError: the letterhead has no such style.
        """
        return self.styles.id(name)

    def list_level(self, name: str) -> ListLevel:
        """The numbering of the list style called `name`.

        Raises:
            TemplateError: the letterhead has no such style, or it has no numbering.
        """
        self.styles.id(name)
        if name.casefold() not in self.levels:
            refuse(
                self.styles.path,
                "formatmall-utan-numrering",
                f"Formatmallen «{name}» i brevmallen har ingen numrering.",
                "Koppla en listdefinition till formatmallen i Word (Ändra formatmall, Format, Numrering).",
            )
        return self.levels[name.casefold()]


def frame_of(letterhead: Package) -> Frame:
    """What a letterhead offers.

    Raises:
        TemplateError: it has no page size, or a part of it is broken.
    """
    styles = styles_of(letterhead)
    numbers = _numbers(letterhead)
    return Frame(
        styles=styles,
        text_width=_text_width(letterhead),
        next_number=max(numbers, default=0) + 1,
        next_footnote=_next_footnote(letterhead),
        levels=_levels(letterhead, styles, numbers),
    )


def _text_width(letterhead: Package) -> int:
    section = letterhead.xml(DOCUMENT).find(f"{w('body')}/{w('sectPr')}")
    size = section.find(w("pgSz")) if section is not None else None
    margins = section.find(w("pgMar")) if section is not None else None
    if size is None or margins is None:
        refuse(letterhead.path, "mall-trasig", "Brevmallen saknar sidstorlek eller marginaler.", "Ställ in dem i Word.")
    return _number(size, "w") - _number(margins, "left") - _number(margins, "right")


def _number(element: etree._Element, name: str) -> int:
    return round(float(str(element.get(w(name), "0"))))


def _numbers(letterhead: Package) -> dict[int, int]:
    """Each numbering instance with the definition that it follows."""
    if NUMBERING not in letterhead.parts:
        return {}
    found = {}
    for num in letterhead.xml(NUMBERING).iter(w("num")):
        abstract = num.find(w("abstractNumId"))
        if abstract is not None:
            found[_number(num, "numId")] = _number(abstract, "val")
    return found


def _next_footnote(letterhead: Package) -> int:
    if FOOTNOTES not in letterhead.parts:
        return 1
    return max((_number(note, "id") for note in letterhead.xml(FOOTNOTES).iter(w("footnote"))), default=0) + 1


def _levels(letterhead: Package, styles: Styles, numbers: dict[int, int]) -> dict[str, ListLevel]:
    found = {}
    for style in letterhead.xml(STYLES).iter(w("style")):
        number = style.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
        level = style.find(f"{w('pPr')}/{w('numPr')}/{w('ilvl')}")
        name = styles.names.get(str(style.get(w("styleId"))), "")
        if number is not None and _number(number, "val") in numbers:
            number_id = _number(number, "val")
            found[name.casefold()] = ListLevel(
                number_id, numbers[number_id], _number(level, "val") if level is not None else 0
            )
    return found
