"""The sections of a body or a block: pages of another shape or with columns, but with the letterhead's margins.

Word says at the end of each section what its pages look like; the last
section's is the letterhead's. Header, footer and page numbers are the
letterhead's on every page, so each section gets them from it. What is only
for the beginning of a document, its first page and the number that it starts
from, counts in the first section alone (ISO/IEC 29500-1, 17.6).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy

from lxml import etree

from generator.word.ooxml import w

_REFERENCES = (w("headerReference"), w("footerReference"))
_LETTERHEADS = (*_REFERENCES, w("pgNumType"), w("titlePg"))
"""What a section has from the letterhead."""
_BEFORE_TYPE = (*_REFERENCES, w("footnotePr"), w("endnotePr"))
_AFTER_TITLE = tuple(w(name) for name in ("textDirection", "bidi", "rtlGutter", "docGrid", "printerSettings"))
_AFTER_NUMBERS = (*(w(name) for name in ("cols", "formProt", "vAlign", "noEndnote", "titlePg")), *_AFTER_TITLE)
_SECTION = re.compile(r"<w:sectPr\b[^>]*(?:/>|(?<!/)>.*?</w:sectPr>)", re.DOTALL)
_TITLE_PAGE = re.compile(r"<w:titlePg\b[^>]*/>")
_START = re.compile(r'(<w:pgNumType\b[^>]*?)\s+w:start="[^"]*"')


def of_letterhead(page: etree._Element) -> tuple[etree._Element, ...]:
    """What every section is to have of a letterhead's `w:sectPr`."""
    return tuple(one for one in page if one.tag in _LETTERHEADS)


def beginning(body: etree._Element) -> str:
    """How the last of a body's several sections begins: "continuous"; "" when nothing is said, or there is but one."""
    own = body.find(w("sectPr"))
    kind = own.find(w("type")) if own is not None else None
    several = sum(1 for _ in body.iter(w("sectPr"))) > 1
    return str(kind.get(w("val"), "")) if kind is not None and several else ""


def leave_margins(root: etree._Element) -> None:
    """Take away what a body's sections have and the letterhead decides, and the last section with all that it says."""
    for section in list(root.iter(w("sectPr"))):
        if section.getparent() is root:
            root.remove(section)
        else:
            for one in list(section.iter(*_LETTERHEADS)):
                section.remove(one)


def dress(root: etree._Element, letterheads: Iterable[etree._Element]) -> None:
    """Give every section below `root` what `of_letterhead` gave, each in the place that the schema has for it."""
    for section in root.iter(w("sectPr")):
        section[:0] = [deepcopy(one) for one in letterheads if one.tag in _REFERENCES]
        for one in letterheads:
            if one.tag not in _REFERENCES:
                _put(section, deepcopy(one), _AFTER_TITLE if one.tag == w("titlePg") else _AFTER_NUMBERS)


def begin(section: etree._Element, kind: str) -> None:
    """Let a section begin in the way that `beginning` gave; as it does already when that is ""."""
    if not kind:
        return
    for one in section.findall(w("type")):
        section.remove(one)
    made = etree.Element(w("type"))
    made.set(w("val"), kind)
    at = next((index for index, one in enumerate(section) if one.tag not in _BEFORE_TYPE), len(section))
    section.insert(at, made)


def continued(text: str) -> str:
    """A filled-in document in which only the first of several sections has a first page and a number to start from."""
    first = _SECTION.search(text) if text.count("<w:sectPr") > 1 else None
    if first is None or "<w:sectPr" not in text[first.end() :]:
        return text
    head, rest = text[: first.end()], text[first.end() :]
    return head + _START.sub(r"\1", _TITLE_PAGE.sub("", rest))


def _put(section: etree._Element, one: etree._Element, after: tuple[str, ...]) -> None:
    """Put an element before those that come after it by the schema."""
    at = next((index for index, other in enumerate(section) if other.tag in after), len(section))
    section.insert(at, one)
