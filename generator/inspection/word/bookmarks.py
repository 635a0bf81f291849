"""Links within a file, and whether there is anything where they lead."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from generator.findings import Finding, Severity
from generator.inspection.source import WordFile
from generator.inspection.word.printed import is_older
from generator.inspection.word.wordfields import fields
from generator.word.flow.fields import target
from generator.word.ooxml import r, w
from generator.word.outline import Outline

_EVERYWHERE = frozenset({"_top"})
"""What Word knows as a place in every document, in small letters."""


def check_bookmarks(file: WordFile) -> Iterator[Finding]:
    """Links and cross-references to bookmarks that the part they stand in does not have.

    A link to a bookmark in another part or file is as lost: a body brings its
    own bookmarks along, and no other's.
    """
    for outline in file.outlines.values():
        there = {str(one.get(w("name"))).casefold() for one in outline.root.iter(w("bookmarkStart"))} | _EVERYWHERE
        for element, name in _led_to(outline):
            if name and name.casefold() not in there:
                yield _nowhere(file, outline, element, name)


def _led_to(outline: Outline) -> Iterator[tuple[etree._Element, str]]:
    """The bookmarks that links and fields within the document name, each with what names it."""
    for link in outline.root.iter(w("hyperlink")):
        if link.get(r("id")) is None and not is_older(link):
            yield link, str(link.get(w("anchor"), ""))
    for one in fields(outline):
        place = target(one.instruction)
        if place.startswith("#"):
            yield one.element, place[1:]


def _nowhere(file: WordFile, outline: Outline, element: etree._Element, name: str) -> Finding:
    message = f"Länken leder till bokmärket «{name}», som inte finns här. Den går inte att följa i dokumentet."
    remedy = "Gör om länken (högerklicka, Redigera hyperlänk, Plats i dokumentet), eller ta bort den."
    return file.finding(outline.spot(element), "lank-utan-mal", message, remedy, severity=Severity.WARNING)
