"""Looks made by typing: empty paragraphs, rows of blanks, lines of dashes, numbers and marks written by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from generator.findings import Finding, Severity
from generator.inspection.source import Role, WordFile
from generator.inspection.word.printed import (
    TAG,
    body_of,
    in_box,
    is_empty,
    is_replaced,
    own_words,
    running_text,
    standing,
)
from generator.inspection.word.stylesheet import StyleSheet, value
from generator.word.ooxml import w
from generator.word.outline import Outline, Paragraph, paragraph_text

_STRUCTURE = "WCAG 2.1, 1.3.1 (EN 301 549, 10.1.3.1)"
_ORDER = "WCAG 2.1, 1.3.2 (EN 301 549, 10.1.3.2)"
_LINK = "WCAG 2.1, 2.4.4 (EN 301 549, 10.2.4.4)"
_BLANKS = re.compile(r"[ \u00a0]{3,}")
_LINE = re.compile(r"([_\-–—=*.·~])\1{3,}")
_NUMBER = re.compile(r"((\d{1,2}|[a-h]|[ivx]{1,4})[.)]|[A-H]\)|\{\{\s*loop\.index0?\s*\}\}[.)]?)[\s\u00a0]")
_MARK = re.compile(r"[-–—•·*▪■●○►➢✓][\s\u00a0]+\S")
_VAGUE = re.compile(
    r"(klicka\s+|läs\s+mer\s+|se\s+|tryck\s+)?(här|hit|denna länk|länken?)|läs mer|mer information|klicka",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+/\S+", re.IGNORECASE)
_SHORT_CAPS = 12
"""Letters; a shorter text in capitals may be an abbreviation."""


def check_spacing(file: WordFile, sheet: StyleSheet) -> Iterator[Finding]:
    """What is typed in the body for its looks, and links whose text says nothing."""
    outline = body_of(file)
    if outline is None or file.role is Role.LETTERHEAD:
        return
    yield from _empties(file, outline)
    for paragraph in standing(outline):
        for code, message, remedy, source in _of_text(paragraph, sheet):
            yield file.finding(paragraph.spot, code, message, remedy, severity=Severity.WARNING, source=source)
        yield from _capitals(file, paragraph)
    yield from _links(file, outline)


def _empties(file: WordFile, outline: Outline) -> Iterator[Finding]:
    """Each row of empty paragraphs, at its first."""
    for paragraph in outline.paragraphs:
        before = paragraph.element.getprevious()
        if _is_spare(paragraph.element) and not (before is not None and _is_spare(before)):
            count = 1 + sum(1 for _ in _spare_after(paragraph.element))
            what = "Ett tomt stycke" if count == 1 else f"{count} tomma stycken i rad"
            message = f"{what} gör luft i texten. Skärmläsare stannar där, och luften blir fel när texten ändras."
            remedy = "Ta bort dem, och ge formatmallen avstånd före eller efter i brevmallen."
            yield file.finding(
                paragraph.spot, "tomt-stycke", message, remedy, severity=Severity.WARNING, source=_STRUCTURE
            )


def _spare_after(paragraph: etree._Element) -> Iterator[etree._Element]:
    after = paragraph.getnext()
    while after is not None and _is_spare(after):
        yield after
        after = after.getnext()


def _is_spare(element: etree._Element) -> bool:
    """True for an empty paragraph that nothing asks for: a cell must end with one, two tables stand apart by one."""
    if element.tag != w("p") or not is_empty(element) or is_replaced(element) or in_box(element):
        return False
    before, after = element.getprevious(), element.getnext()
    follows_table = before is not None and before.tag == w("tbl")
    last = after is None or after.tag == w("sectPr")
    if follows_table and (after is None or after.tag in (w("tbl"), w("sectPr"))):
        return False
    alone = last and (before is None or before.tag in (w("tcPr"), w("sectPr")))
    return not alone


def _of_text(paragraph: Paragraph, sheet: StyleSheet) -> Iterator[tuple[str, str, str, str]]:
    """What is typed in one paragraph: code, message, remedy and source of each."""
    raw, plain = paragraph_text(paragraph.element), own_words(paragraph.element)
    if _BLANKS.search(TAG.sub("x", raw).strip()):
        message = (
            "Flera blanksteg i rad flyttar texten i sidled. Avståndet blir ojämnt, och upplästa hör orden inte ihop."
        )
        yield (
            "blanksteg",
            message,
            "Ta bort dem. Använd en formatmall med tabbstopp eller indrag, eller en tabell.",
            _ORDER,
        )
    if _stray_tabs(paragraph.element, sheet):
        message = "Tabbar flyttar texten i sidled utan att formatmallen har något tabbstopp för dem."
        yield "tabb", message, "Använd en formatmall med tabbstopp eller indrag, eller en tabell.", _ORDER
    if _LINE.search(plain):
        message = "En linje är gjord av tecken. En skärmläsare läser upp varje tecken."
        yield "linje-av-tecken", message, "Ta bort tecknen, och ge formatmallen en kantlinje i brevmallen.", _STRUCTURE
    is_text = sheet.level(paragraph.element) is None
    if not sheet.is_list(paragraph.element) and (_NUMBER.match(raw.strip()) or (is_text and _MARK.match(raw.strip()))):
        message = "Numret eller punkten är skriven för hand. Word och skärmläsare ser ingen lista."
        if not is_text:
            message = "Rubrikens nummer är skrivet för hand. Det ändras inte när en rubrik faller bort."
        remedy = "Ta bort tecknen och använd formatmallen Numrerad lista eller Punktlista."
        yield "lista-for-hand", message, remedy, _STRUCTURE


def _stray_tabs(paragraph: etree._Element, sheet: StyleSheet) -> bool:
    """True for tabs in a row, and for more tabs than there are stops for them."""
    text = paragraph_text(paragraph)
    stops = sheet.of_paragraph(paragraph, "tabs")
    count = sum(1 for one in stops if value(one) != "clear") if stops is not None else 0
    indent = sheet.of_paragraph(paragraph, "ind")
    count += int(indent is not None and indent.get(w("hanging")) not in (None, "0"))
    longest = max((line.count("\t") for line in text.split("\n")), default=0)
    return longest > count


def _capitals(file: WordFile, paragraph: Paragraph) -> Iterator[Finding]:
    plain = own_words(paragraph.element)
    letters = [one for one in plain if one.isalpha()]
    if len(letters) >= _SHORT_CAPS and len(plain.split()) > 1 and all(map(str.isupper, letters)):
        message = "Hela stycket är skrivet med versaler. Det är svårt att läsa, och kan läsas upp bokstav för bokstav."
        remedy = "Skriv med små bokstäver, och låt formatmallen göra dem till versaler om det ska se ut så."
        yield file.finding(paragraph.spot, "versaler", message, remedy, severity=Severity.NOTE)


def _links(file: WordFile, outline: Outline) -> Iterator[Finding]:
    for link in outline.root.iter(w("hyperlink")):
        text = running_text(link).strip().strip("»›>.: ")
        if not (_VAGUE.fullmatch(text) or _ADDRESS.fullmatch(text)):
            continue
        message = f"Länkens text («{text[:60]}») säger inte vart den leder."
        if _ADDRESS.fullmatch(text):
            message = f"Länkens text är en webbadress («{text[:60]}»), som läses upp tecken för tecken."
        remedy = "Skriv med ord vad man kommer till, till exempel «blanketten på vår webbplats»."
        yield file.finding(outline.spot(link), "lanktext", message, remedy, severity=Severity.WARNING, source=_LINK)
