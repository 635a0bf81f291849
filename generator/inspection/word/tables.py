"""Tables that a screen reader can follow: a header row, whole cells, nothing that is a table for its looks alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from generator.findings import Finding, Severity, Spot
from generator.inspection.source import WordFile
from generator.inspection.word.printed import body_of, in_box, is_empty, is_older, is_tag_row
from generator.inspection.word.stylesheet import is_on, value
from generator.word.flow.tables import sets_first_column_apart
from generator.word.ooxml import w
from generator.word.outline import Outline

_SOURCE = "WCAG 2.1, 1.3.1 (EN 301 549, 10.1.3.1)"
_ORDER = "WCAG 2.1, 1.3.2 (EN 301 549, 10.1.3.2)"
_MARK = "Ställ markören i första raden: Tabellayout, Upprepa rubrikrader."
_FACT = 2
"""The columns of a table that says one thing in each row: what, and its value."""


def check_tables(file: WordFile) -> Iterator[Finding]:
    """The tables of the body; header and footer are not read out, and may be set as they need to be."""
    outline = body_of(file)
    for table in outline.root.iter(w("tbl")) if outline is not None else ():
        if outline is not None and not is_older(table) and not in_box(table):
            yield from _table(file, outline, table)


def _table(file: WordFile, outline: Outline, table: etree._Element) -> Iterator[Finding]:
    spot = outline.table(table)
    if next(table.iterancestors(w("tbl")), None) is not None:
        message = "Tabellen ligger i en annan tabell. Den läses upp i fel ordning."
        remedy = "Flytta den ut ur cellen, eller gör om den till stycken."
        yield file.finding(spot, "tabell-i-tabell", message, remedy, severity=Severity.WARNING, source=_ORDER)
    rows = _rows(table)
    grows = len(rows) < len(list(table.iterchildren(w("tr"))))
    if not rows:
        return
    if max(map(_width, rows)) < 2 or (len(rows) < 2 and not grows):
        message = "Tabellen har bara en rad eller en kolumn: den finns för utseendets skull."
        remedy = "Gör om den till stycken med en formatmall (Tabellayout, Konvertera till text)."
        yield file.finding(spot, "tabell-for-utseende", message, remedy, severity=Severity.NOTE, source=_ORDER)
    elif not _is_header(rows[0]):
        yield from _headless(file, spot, rows, heads=sets_first_column_apart(table))
    else:
        yield from _header(file, outline, rows[0])
    yield from _merged(file, outline, rows)


def _headless(file: WordFile, spot: Spot, rows: Sequence[etree._Element], *, heads: bool) -> Iterator[Finding]:
    """A table without a header row: of two columns it may have row headings alone (`heads`), as a list of facts has."""
    message = "Tabellen saknar rubrikrad. Den som lyssnar får inte veta vilken kolumn ett värde står i."
    if not heads:
        yield file.finding(spot, "tabell-utan-rubrikrad", message, _MARK, source=_SOURCE)
    elif max(map(_width, rows)) > _FACT:
        message += " Bara första kolumnen läses upp som rubrik."
        yield file.finding(spot, "tabell-utan-rubrikrad", message, _MARK, severity=Severity.WARNING, source=_SOURCE)


def _rows(table: etree._Element) -> list[etree._Element]:
    """The rows that are printed, those in a content control too."""
    every = [row for row in table.iter(w("tr")) if next(row.iterancestors(w("tbl"))) is table]
    return [row for row in every if not is_tag_row(row)]


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row.iter(w("tc")) if next(cell.iterancestors(w("tr"))) is row]


def _width(row: etree._Element) -> int:
    return sum(_span(cell) for cell in _cells(row))


def _span(cell: etree._Element) -> int:
    number = value(cell.find(f"{w('tcPr')}/{w('gridSpan')}"))
    return int(number) if number.isdecimal() else 1


def _is_merged(cell: etree._Element) -> bool:
    return _span(cell) > 1 or cell.find(f"{w('tcPr')}/{w('vMerge')}") is not None


def _is_header(row: etree._Element) -> bool:
    return is_on(row.find(f"{w('trPr')}/{w('tblHeader')}"))


def _header(file: WordFile, outline: Outline, row: etree._Element) -> Iterator[Finding]:
    for cell in _cells(row):
        if all(is_empty(one) for one in cell.iter(w("p"))):
            message = "En cell i rubrikraden är tom. Kolumnen får inget namn när tabellen läses upp."
            remedy = "Skriv vad kolumnen innehåller."
            yield file.finding(
                outline.spot(cell), "rubrikrad-tom-cell", message, remedy, severity=Severity.WARNING, source=_SOURCE
            )
        if _is_merged(cell):
            message = "Celler i rubrikraden är sammanslagna. Det går inte att höra vilken kolumn rubriken gäller."
            remedy = "Dela cellen (Tabellayout, Dela celler) och ge varje kolumn sin egen rubrik."
            yield file.finding(
                outline.spot(cell), "rubrikrad-sammanslagen", message, remedy, severity=Severity.WARNING, source=_SOURCE
            )


def _merged(file: WordFile, outline: Outline, rows: Sequence[etree._Element]) -> Iterator[Finding]:
    header = rows[0] if _is_header(rows[0]) else None
    for cell in (cell for row in rows if row is not header for cell in _cells(row)):
        if _is_merged(cell):
            message = "Tabellen har sammanslagna celler. De kan läsas upp i fel ordning."
            remedy = "Dela cellerna om det går (Tabellayout, Dela celler)."
            yield file.finding(
                outline.spot(cell), "celler-sammanslagna", message, remedy, severity=Severity.NOTE, source=_SOURCE
            )
            return
