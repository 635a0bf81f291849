"""What a letterhead offers to the texts set in it: styles, lists, footnotes, the width of a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from generator.word.numbering import PART, Numbering, number_of, numbering_of
from generator.word.ooxml import w
from generator.word.package import DOCUMENT, Package, refuse
from generator.word.plans import ListPlan
from generator.word.sections import of_letterhead
from generator.word.styles import PART as STYLES
from generator.word.styles import Styles, styles_of

NUMBERING = PART
FOOTNOTES = "word/footnotes.xml"
_BODY_LEVEL = 9
"""The outline level of text that is no heading."""


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
    levels: Mapping[str, ListLevel]
    """Style name in lower case, to its numbering; only styles that have one, of their own or by inheritance."""
    headings: frozenset[str]
    """Names in lower case of the styles of headings, whose numbers are the document's and not a list's."""
    numbering: Numbering
    """The letterhead's lists."""
    next_definition: int
    """The first `w:abstractNumId` that is free."""
    section: tuple[etree._Element, ...] = ()
    """What every section of a document has of the letterhead's page: header, footer and page numbers."""
    lists: Mapping[str, ListPlan] = field(default_factory=dict)
    """The lists of body and blocks, by their keys."""

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
    styles, numbering = styles_of(letterhead), numbering_of(letterhead)
    sheet = {str(one.get(w("styleId"))): one for one in letterhead.xml(STYLES).iter(w("style"))}
    return Frame(
        styles=styles,
        text_width=_text_width(letterhead),
        section=_section(letterhead),
        next_number=max(numbering.nums, default=0) + 1,
        next_footnote=_next_footnote(letterhead),
        levels=dict(_levels(sheet, styles, numbering)),
        headings=frozenset(styles.names[one].casefold() for one in styles.names if _is_heading(one, sheet)),
        numbering=numbering,
        next_definition=max(numbering.abstracts, default=-1) + 1,
    )


def _text_width(letterhead: Package) -> int:
    section = letterhead.xml(DOCUMENT).find(f"{w('body')}/{w('sectPr')}")
    size = section.find(w("pgSz")) if section is not None else None
    margins = section.find(w("pgMar")) if section is not None else None
    if size is None or margins is None:
        refuse(letterhead.path, "mall-trasig", "Brevmallen saknar sidstorlek eller marginaler.", "Ställ in dem i Word.")
    return _number(size, "w") - _number(margins, "left") - _number(margins, "right")


def _section(letterhead: Package) -> tuple[etree._Element, ...]:
    page = letterhead.xml(DOCUMENT).find(f"{w('body')}/{w('sectPr')}")
    return of_letterhead(page) if page is not None else ()


def _number(element: etree._Element, name: str) -> int:
    return round(float(str(element.get(w(name), "0"))))


def _next_footnote(letterhead: Package) -> int:
    if FOOTNOTES not in letterhead.parts:
        return 1
    return max((_number(note, "id") for note in letterhead.xml(FOOTNOTES).iter(w("footnote"))), default=0) + 1


def _levels(
    sheet: Mapping[str, etree._Element], styles: Styles, numbering: Numbering
) -> Iterator[tuple[str, ListLevel]]:
    for style_id, name in styles.names.items():
        number = number_of(_inherited(style_id, sheet, "numPr/numId"), "val")
        instance = numbering.instance(number) if number else None
        if instance is not None:
            level = _level(style_id, sheet, instance.abstract)
            yield name.casefold(), ListLevel(instance.number, instance.definition, level)


def _level(style_id: str, sheet: Mapping[str, etree._Element], abstract: etree._Element) -> int:
    """The level of a list style: the one that names it or what it is based on, else the one that it names itself."""
    tied = {str(one.get(w("val"))): one.getparent() for one in abstract.iter(w("pStyle"))}
    named = next((tied[one] for one in _line(style_id, sheet) if one in tied), None)
    own = number_of(_inherited(style_id, sheet, "numPr/ilvl"), "val")
    return (number_of(named, "ilvl") if named is not None else own) or 0


def _is_heading(style_id: str, sheet: Mapping[str, etree._Element]) -> bool:
    level = number_of(_inherited(style_id, sheet, "outlineLvl"), "val")
    return level is not None and level < _BODY_LEVEL


def _inherited(style_id: str, sheet: Mapping[str, etree._Element], path: str) -> etree._Element | None:
    """A paragraph property of a style, its own or the nearest that it inherits."""
    way = "/".join(w(name) for name in ("pPr", *path.split("/")))
    found = (sheet[one].find(way) for one in _line(style_id, sheet))
    return next((one for one in found if one is not None), None)


def _line(style_id: str, sheet: Mapping[str, etree._Element]) -> Iterator[str]:
    """A style and those that it is based on, the nearest first."""
    seen: set[str] = set()
    while style_id in sheet and style_id not in seen:
        seen.add(style_id)
        yield style_id
        above = sheet[style_id].find(w("basedOn"))
        style_id = str(above.get(w("val"))) if above is not None else ""
