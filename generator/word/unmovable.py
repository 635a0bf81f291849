"""What Word files hold that does not come along into another: cleaned away when nobody misses it, else refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from generator.case.characters import plain_spaces
from generator.word.bookmarks import keep_needed
from generator.word.faults import Faults
from generator.word.ooxml import MC, PREFIXES, W14, W, w
from generator.word.package import Package, refuse
from generator.word.sections import leave_margins

_NOISE = (w("proofErr"), w("lastRenderedPageBreak"))
_WP14 = PREFIXES["wp14"]
_REVISIONS = re.compile(rf"\{{{W}\}}rsid\w*|\{{{W14}\}}(paraId|textId)|\{{{_WP14}\}}(anchorId|editId)")
_BOUND = (w("id"), w("dataBinding"), w("placeholder"), f"{{{PREFIXES['w15']}}}dataBinding")
"""What ties a content control to its file."""
_DELETE = "Ta bort det ur mallen."
_ACCEPT = "Godkänn eller avvisa ändringarna i Word (Granska, Spåra ändringar)."
_UNMOVABLE = {
    "endnoteReference": ("en slutnot", "Gör om den till en fotnot, eller ta bort den."),
    "commentReference": ("en kommentar", "Ta bort kommentaren (Granska, Ta bort)."),
    "ins": ("spårade ändringar", _ACCEPT),
    "del": ("spårade ändringar", _ACCEPT),
    "moveFrom": ("spårade ändringar", _ACCEPT),
    "moveTo": ("spårade ändringar", _ACCEPT),
    "pPrChange": ("spårade ändringar", _ACCEPT),
    "rPrChange": ("spårade ändringar", _ACCEPT),
    "tblPrChange": ("spårade ändringar", _ACCEPT),
    "sectPrChange": ("spårade ändringar", _ACCEPT),
}
_NOT_IN_NOTES = {
    "footnoteReference": ("en fotnot i en fotnot", "Flytta texten i den inre fotnoten till den yttre."),
    "drawing": ("en bild i en fotnot", "Flytta bilden till brödtexten."),
    "pict": ("en bild i en fotnot", "Flytta bilden till brödtexten."),
    "object": ("ett objekt i en fotnot", _DELETE),
}
_TEXTS = re.compile(r"\|\s*stycken\b|\{%p?\s*include\b")


def clean(root: etree._Element) -> None:
    """Drop what Word notes for itself: in a loop it would be repeated, and ids would collide."""
    for element in list(root.iter(*_NOISE)):
        _remove(element)
    for choice in list(root.iter(f"{{{MC}}}Choice")):
        if not set(str(choice.get("Requires")).split()) <= PREFIXES.keys():
            _fall_back(choice)
    for one in [one for one in root.iter(*_BOUND) if _stands_in(one, w("sdtPr"))]:
        _remove(one)
    for element in root.iter():
        for name in [name for name in element.attrib if _REVISIONS.fullmatch(str(name))]:
            del element.attrib[name]
    leave_margins(root)
    for text in root.iter(w("t")):
        text.text = plain_spaces(text.text) if text.text else text.text
    keep_needed(root)


def _stands_in(element: etree._Element, name: str) -> bool:
    above = element.getparent()
    return above is not None and above.tag == name


def _fall_back(choice: etree._Element) -> None:
    """Take a choice away that asks for what the document does not declare, a drawing canvas or ink: its like stays."""
    alternatives = choice.getparent()
    _remove(choice)
    around = alternatives.getparent() if alternatives is not None else None
    if alternatives is None or around is None or alternatives.find(f"{{{MC}}}Choice") is not None:
        return
    fallback = alternatives.find(f"{{{MC}}}Fallback")
    place = around.index(alternatives)
    around[place : place + 1] = list(fallback) if fallback is not None else []


def clean_note(note: etree._Element) -> None:
    """Drop from a footnote what its part in the letterhead could not hold: bookmarks, and newer Words' own."""
    for one in list(note.iter()):
        if one.tag in (w("bookmarkStart"), w("bookmarkEnd")) or _is_newer(one.tag):
            _remove(one)
        for name in [name for name in one.attrib if _is_newer(name)]:
            del one.attrib[name]


def _is_newer(name: object) -> bool:
    return str(name).startswith("{http://schemas.microsoft.com/office/word/")


def refuse_unmovable(root: etree._Element, package: Package, faults: Faults, *, note: bool) -> None:
    """Note everything below `root` that cannot come along."""
    kinds = _UNMOVABLE | (_NOT_IN_NOTES if note else {})
    for name, (words, remedy) in kinds.items():
        for found in root.iter(w(name)):
            with faults.gathered():
                _refuse(package, f"Mallen innehåller {words}, som inte följer med in i dokumentet.", remedy, found)
    for found in sets_texts(root) if note else ():
        with faults.gathered():
            message = "En fotnot kan inte innehålla text i stycken eller ett block."
            _refuse(package, message, "Skriv texten i fotnoten, med vanliga fält.", found)


def sets_texts(root: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs below `root` with a tag that sets paragraphs: a text's or a block's."""
    for paragraph in root.iter(w("p")):
        if _TEXTS.search("".join(text.text or "" for text in paragraph.iter(w("t")))):
            yield paragraph


def _refuse(package: Package, message: str, remedy: str, element: etree._Element) -> None:
    refuse(package.path, "mall-ej-flyttbart", message, remedy, paragraph_title(element))


def paragraph_title(element: etree._Element) -> str | None:
    """The paragraph that is, or is around, an element, as the title of a place."""
    around = next(iter([element] if element.tag == w("p") else element.iterancestors(w("p"))), None)
    if around is None:
        return None
    return "stycket «" + "".join(text.text or "" for text in around.iter(w("t")))[:60] + "»"


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
