"""Pictures, shapes and text boxes: what somebody who cannot see them gets to know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from generator.findings import Finding, Severity
from generator.inspection.source import Role, WordFile
from generator.inspection.word.printed import TAG, in_box, is_older, printed, running_text
from generator.word.ooxml import PREFIXES, w
from generator.word.outline import Outline

_SOURCE = "WCAG 2.1, 1.1.1 (EN 301 549, 10.1.1.1)"
_ORDER = "WCAG 2.1, 1.3.2 (EN 301 549, 10.1.3.2)"
_PROPERTIES = f"{{{PREFIXES['wp']}}}docPr"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_BOX = w("txbxContent")
_VML = f"{{{PREFIXES['v']}}}"
_FILE_NAME = re.compile(
    r".*\.(png|jpe?g|gif|bmp|emf|wmf|tiff?|svg|webp|heic)|"
    r"(bild|bildobjekt|picture|image|img|dsc|grafik|objekt|logo|logotyp)[ _-]*\d*",
    re.IGNORECASE | re.DOTALL,
)
_BY_MACHINE = re.compile(
    r"automatiskt genererad|automatically generated|AI-generera|AI-genererat|AI-generated", re.IGNORECASE
)
_REMEDY = (
    "Högerklicka på bilden, Redigera alternativtext, och skriv vad den säger. "
    "Är den bara utsmyckning: markera den som dekorativ."
)


def check_images(file: WordFile) -> Iterator[Finding]:
    """Pictures without a text that says what they show, and text boxes."""
    for outline in printed(file):
        for element, text in _pictures(outline):
            spot = outline.spot(element)
            if text is None:
                message = "Bilden saknar alternativtext. Den som lyssnar får inte veta vad den visar."
                weight = Severity.WARNING if file.role is Role.LETTERHEAD else Severity.ERROR
                yield file.finding(spot, "bild-utan-alternativtext", message, _REMEDY, severity=weight, source=_SOURCE)
            elif TAG.search(text) is None and (_FILE_NAME.fullmatch(text) or _BY_MACHINE.search(text)):
                shown = " ".join(text.split())[:80]
                message = f"Bildens alternativtext («{shown}») är ett filnamn, eller skriven av Word och inte av er."
                yield file.finding(
                    spot, "alternativtext-svag", message, _REMEDY, severity=Severity.WARNING, source=_SOURCE
                )
        yield from _boxes(file, outline)


def _pictures(outline: Outline) -> Iterator[tuple[etree._Element, str | None]]:
    """Every picture and shape that must have a text, with the text it has; decorations and text boxes need none."""
    for properties in outline.root.iter(_PROPERTIES):
        around = properties.getparent()
        if around is None or is_older(properties) or next(around.iter(_BOX), None) is not None:
            continue
        if any(str(mark.get("val")) in ("1", "true") for mark in properties.iter(_DECORATIVE)):
            continue
        yield properties, str(properties.get("descr", "")).strip() or None
    for picture in outline.root.iter(f"{_VML}imagedata"):
        shape = picture.getparent()
        if shape is not None and not is_older(picture):
            yield picture, str(shape.get("alt", "")).strip() or None


def _boxes(file: WordFile, outline: Outline) -> Iterator[Finding]:
    for box in outline.root.iter(_BOX):
        text = running_text(box).strip()
        if text and not is_older(box) and not in_box(box):
            yield _box(file, outline, box, text)
    for frame in outline.root.iter(w("framePr")):
        paragraph = next(frame.iterancestors(w("p")), None)
        text = running_text(paragraph).strip() if paragraph is not None else ""
        if text and not is_older(frame) and frame.get(w("dropCap")) is None:
            yield _box(file, outline, frame, text)


def _box(file: WordFile, outline: Outline, box: etree._Element, text: str) -> Finding:
    message = f"Text ligger i en textruta («{text[:60]}»). En skärmläsare läser den i fel ordning eller inte alls."
    remedy = "Flytta texten till ett vanligt stycke och ta bort rutan."
    if file.role is Role.LETTERHEAD:
        remedy = "Flytta texten till ett vanligt stycke i sidhuvudet eller sidfoten, och ta bort rutan."
    tagged = TAG.search(text) is not None and file.role is not Role.LETTERHEAD
    weight = Severity.ERROR if tagged else Severity.WARNING
    return file.finding(outline.spot(box), "textruta", message, remedy, severity=weight, source=_ORDER)
