"""What number a finished Word file prints on each of its pages: by its first section, headers and footers.

A first page may have a header of its own, without a number; a letterhead may
count from five, or in Roman figures (ISO/IEC 29500-1, 17.6.12, 17.10 and
17.16.5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from generator.word.flow.fields import words
from generator.word.flow.labels import figure
from generator.word.ooxml import r, w
from generator.word.package import DOCUMENT, rels_name, target_name

_SETTINGS = "word/settings.xml"
_SWITCHES = {"roman": "lowerRoman", "ROMAN": "upperRoman", "alphabetic": "lowerLetter", "ALPHABETIC": "upperLetter"}
_FIRST, _EVEN, _OTHERS = "first", "even", "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNumbers:
    """How a file numbers its pages."""

    forms: Mapping[str, str]
    """The kinds of pages that say which they are and how many there are ("first", "even", "default"), each with
    Word's name for the form of its number: "decimal", "lowerRoman"."""
    start: int = 1
    """The first page's number."""
    title_page: bool = False
    """True when the first page has a header and footer of its own."""
    mirrored: bool = False
    """True when pages with even numbers have."""

    def of(self, page: int, pages: int) -> tuple[str, frozenset[str]] | None:
        """What a page says.

        Args:
            page: which page, from 1.
            pages: how many there are.

        Returns:
            Its number, and the ways in which the number of pages may be
            written: in figures, as Word does, or in the form of the page's
            own, as LibreOffice does. None for a page that need not say it.
        """
        number = self.start + page - 1
        form = self.forms.get(self._kind(page, number))
        return (figure(number, form), frozenset({str(pages), figure(pages, form)})) if form is not None else None

    def _kind(self, page: int, number: int) -> str:
        if self.title_page and page == 1:
            return _FIRST
        return _EVEN if self.mirrored and number % 2 == 0 else _OTHERS


UNCOUNTED = PageNumbers(forms={})
"""How a file numbers its pages that does not count them."""


def page_numbers(roots: Mapping[str, etree._Element]) -> PageNumbers:
    """How a file numbers its pages.

    Args:
        roots: its parts by name, each as XML.
    """
    section = next(roots[DOCUMENT].iter(w("sectPr")), None) if DOCUMENT in roots else None
    if section is None:
        return UNCOUNTED
    numbering = section.find(w("pgNumType"))
    start = str(numbering.get(w("start"), "")) if numbering is not None else ""
    usual = str(numbering.get(w("fmt"), "decimal")) if numbering is not None else "decimal"
    return PageNumbers(
        forms=dict(_forms(section, usual, roots)),
        start=int(start) if start.isdecimal() else 1,
        title_page=_is_on(section.find(w("titlePg"))),
        mirrored=_SETTINGS in roots and _is_on(roots[_SETTINGS].find(w("evenAndOddHeaders"))),
    )


def _forms(section: etree._Element, usual: str, roots: Mapping[str, etree._Element]) -> Iterator[tuple[str, str]]:
    """The kinds of pages that are counted, each with the form of its number."""
    lines = roots.get(rels_name(DOCUMENT))
    targets = {str(one.get("Id")): str(one.get("Target")) for one in lines} if lines is not None else {}
    for reference in section.iter(w("headerReference"), w("footerReference")):
        part = target_name(DOCUMENT, targets.get(str(reference.get(r("id"))), ""))
        asked = {said[0].upper(): said[1:] for said in _fields(roots[part])} if part in roots else {}
        if {"PAGE", "NUMPAGES"} <= asked.keys():
            own = next((_SWITCHES[one] for one in asked["PAGE"] if one in _SWITCHES), usual)
            yield str(reference.get(w("type"), _OTHERS)), own


def _fields(root: etree._Element) -> Iterator[list[str]]:
    """The instructions of a part's fields as words, in both of the forms that Word writes."""
    yield from filter(None, (words(str(one.get(w("instr"), ""))) for one in root.iter(w("fldSimple"))))
    asks: list[str] = []
    for one in root.iter(w("fldChar"), w("instrText")):
        if one.tag == w("instrText"):
            asks.append(one.text or "")
        else:  # an instruction may be cut into several texts, but not by the marks of fields
            yield from filter(None, [words("".join(asks))])
            asks.clear()


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and str(switch.get(w("val"), "true")) not in ("false", "0", "off")
