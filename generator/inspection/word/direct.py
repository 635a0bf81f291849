"""Looks that are set on the text itself, over its style: a change in the letterhead does not reach them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from generator.findings import Finding, Severity
from generator.inspection.source import WordFile
from generator.inspection.word.printed import in_table, is_empty, is_older, printed, runs, standing
from generator.inspection.word.stylesheet import StyleSheet, is_on, value
from generator.word.ooxml import w

_FONTS = ("ascii", "hAnsi", "asciiTheme", "hAnsiTheme")
_INDENTS = ("left", "right", "start", "end", "firstLine", "hanging", "leftChars", "rightChars", "firstLineChars")
_SPACINGS = ("before", "after", "line", "beforeLines", "afterLines", "beforeAutospacing", "afterAutospacing")
_USUAL = {"spacing": ("", "0"), "w": ("", "100"), "kern": ("", "0"), "position": ("", "0")}
"""Distances between characters that change nothing; Word and LibreOffice write them now and then."""
_PLAIN = ("", "auto", "none", "nil", "clear")
_BORDERS = ("top", "left", "bottom", "right", "start", "end", "insideH", "insideV")
_REMEDY = (
    "Markera stycket och ta bort det egna utseendet (Ctrl+mellanslag för tecken, Ctrl+Q för stycken). "
    "Ska det se ut så: ge det en formatmall, och ändra formatmallen i brevmallen."
)


def check_looks(file: WordFile, sheet: StyleSheet) -> Iterator[Finding]:
    """Paragraphs and tables that look otherwise than their styles say; bold and italics within a text are no fault."""
    for outline in printed(file):
        for paragraph in standing(outline):
            own = list(dict.fromkeys([*_of_paragraph(paragraph.element, sheet), *_of_runs(paragraph.element)]))
            if own and not is_empty(paragraph.element):
                message = f"Stycket har eget utseende utöver formatmallen: {', '.join(own)}."
                yield file.finding(paragraph.spot, "eget-utseende", message, _REMEDY, severity=Severity.WARNING)
        for table in outline.root.iter(w("tbl")):
            own = [] if is_older(table) else list(_of_table(table))
            if own:
                message = f"Tabellen har eget utseende utöver tabellformatmallen: {', '.join(own)}."
                remedy = "Välj en tabellformatmall (Tabelldesign) och ta bort de egna kantlinjerna och färgerna."
                yield file.finding(
                    outline.table(table), "tabell-eget-utseende", message, remedy, severity=Severity.WARNING
                )


def _of_paragraph(paragraph: etree._Element, sheet: StyleSheet) -> Iterator[str]:
    own = paragraph.find(w("pPr"))
    if own is None:
        return
    if _has(own, "spacing", _SPACINGS):
        yield "avstånd mellan rader eller stycken"
    if _has(own, "ind", _INDENTS) and not sheet.is_list(paragraph):
        yield "indrag"
    if own.find(w("jc")) is not None and not in_table(paragraph):
        yield "justering"
    if _drawn(own.find(w("pBdr"))):
        yield "kantlinjer"
    if _filled(own.find(w("shd"))):
        yield "bakgrundsfärg"
    if own.find(w("tabs")) is not None:
        yield "tabbstopp"


def _of_runs(paragraph: etree._Element) -> Iterator[str]:
    for run in runs(paragraph):
        own = run.find(w("rPr"))
        if own is not None:
            yield from _of_run(own)
            yield from _of_colours(run, own)


def _of_run(own: etree._Element) -> Iterator[str]:
    fonts = own.find(w("rFonts"))
    if fonts is not None and any(fonts.get(w(name)) for name in _FONTS):
        family = next((str(fonts.get(w(name))) for name in _FONTS[:2] if fonts.get(w(name))), "")
        yield f"typsnitt ({family})" if family else "typsnitt"
    size = value(own.find(w("sz")))
    if size:
        yield f"storlek ({_points(size)})"
    if any(value(own.find(w(name))) not in usual for name, usual in _USUAL.items()):
        yield "avstånd mellan tecken"
    for name, words in (("caps", "versaler"), ("smallCaps", "kapitäler"), ("strike", "genomstrykning")):
        if is_on(own.find(w(name))):
            yield words


def _of_colours(run: etree._Element, own: etree._Element) -> Iterator[str]:
    colour = own.find(w("color"))
    if colour is not None and (value(colour) not in _PLAIN or colour.get(w("themeColor"))):
        yield f"färg (#{value(colour)})" if value(colour) not in _PLAIN else "färg"
    if value(own.find(w("highlight"))) not in _PLAIN:
        yield "överstrykning"
    if _filled(own.find(w("shd"))):
        yield "bakgrundsfärg"
    if value(own.find(w("u"))) not in _PLAIN and not _in_link(run):
        yield "understrykning"


def _in_link(run: etree._Element) -> bool:
    return next(run.iterancestors(w("hyperlink")), None) is not None


def _of_table(table: etree._Element) -> Iterator[str]:
    """Lines and colours on the table or its cells; those of a table in a cell are its own."""
    properties = [table.find(w("tblPr"))]
    properties += [cell.find(w("tcPr")) for cell in table.iter(w("tc")) if next(cell.iterancestors(w("tbl"))) is table]
    there = [one for one in properties if one is not None]
    if any(_drawn(one.find(w("tblBorders"))) or _drawn(one.find(w("tcBorders"))) for one in there):
        yield "kantlinjer"
    if any(_filled(one.find(w("shd"))) for one in there):
        yield "bakgrundsfärg"


def _has(own: etree._Element, name: str, attributes: tuple[str, ...]) -> bool:
    element = own.find(w(name))
    return element is not None and any(element.get(w(one)) is not None for one in attributes)


def _drawn(borders: etree._Element | None) -> bool:
    """True when there are lines of its own, or lines of the style are taken away."""
    return borders is not None and any(borders.find(w(side)) is not None for side in _BORDERS)


def _filled(shading: etree._Element | None) -> bool:
    if shading is None:
        return False
    return (
        str(shading.get(w("fill"), "")) not in _PLAIN
        or value(shading) not in _PLAIN
        or bool(shading.get(w("themeFill")))
    )


def _points(half: str) -> str:
    try:
        return f"{float(half) / 2:g} punkter".replace(".", ",")
    except ValueError:
        return half
