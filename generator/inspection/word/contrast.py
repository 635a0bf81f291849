"""Text that can hardly be told from its background, in styles and where a text has a colour of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from generator.findings import Finding
from generator.inspection.source import Role, WordFile
from generator.inspection.word.colours import WHITE, Colour, Palette, contrast, highlight, readable, shown
from generator.inspection.word.printed import printed, runs, standing
from generator.inspection.word.relations import spot_in
from generator.inspection.word.stylenames import shown_style
from generator.inspection.word.stylesheet import StyleSheet, is_on, value
from generator.word.ooxml import w
from generator.word.styles import PART

_SOURCE = "WCAG 2.1, 1.4.3 (EN 301 549, 10.1.4.3)"
_PLAIN, _LARGE = 4.5, 3.0
_LARGE_SIZE, _LARGE_BOLD = 36, 28
"""Half points from which a text is large."""
_TABLE_PIECES = ("firstRow", "lastRow", "firstCol", "lastCol", "band1Horz", "band2Horz", "band1Vert", "band2Vert")


@dataclass(frozen=True)
class _Look:
    """A text as it meets the eye."""

    colour: Colour
    background: Colour
    large: bool

    @property
    def least(self) -> float:
        return _LARGE if self.large else _PLAIN

    @property
    def readable(self) -> bool:
        return contrast(self.colour, self.background) >= self.least


def check_contrast(file: WordFile, sheet: StyleSheet, letterhead: WordFile | None = None) -> Iterator[Finding]:
    """The styles of a letterhead, and every text with a colour or background that is not its style's alone.

    Args:
        file: the template file.
        sheet: the looks of its text.
        letterhead: whose theme its colours are of; the file's own without one.
    """
    palette = Palette(letterhead or file)
    if file.role is Role.LETTERHEAD:
        yield from _styles(file, sheet, palette)
    for outline in printed(file):
        for paragraph in standing(outline):
            for run in runs(paragraph.element):
                look = _Reader(sheet, palette, run).look()
                if look is not None and not look.readable:
                    yield file.finding(
                        paragraph.spot,
                        "kontrast",
                        f"Texten syns för dåligt: {_numbers(look)}.",
                        _remedy(look),
                        source=_SOURCE,
                    )


def _numbers(look: _Look) -> str:
    ratio = f"{int(contrast(look.colour, look.background) * 10) / 10:.1f}".replace(".", ",")
    least = f"{look.least:g}".replace(".", ",")
    return f"kontrasten är {ratio}:1 ({shown(look.colour)} på {shown(look.background)}), och ska vara minst {least}:1"


def _remedy(look: _Look) -> str:
    better = readable(look.colour, look.background, look.least)
    return f"Välj en färg som skiljer sig mer från bakgrunden, till exempel {shown(better)} (Teckenfärg, Fler färger)."


class _Reader:
    """Finds out how one run looks.

    Args:
        sheet: the styles.
        palette: the theme.
        run: the run.
    """

    def __init__(self, sheet: StyleSheet, palette: Palette, run: etree._Element) -> None:
        self._sheet, self._palette, self._run = sheet, palette, run
        self._paragraph = next(run.iterancestors(w("p")))

    def look(self) -> _Look | None:
        """The look, if something beside the styles has a part in it; None when the styles answer for it."""
        own = self._run.find(w("rPr"))
        direct = own.find(w("color")) if own is not None else None
        behind = self._behind()
        colour = self._sheet.of_run(self._run, "color")
        if colour is None or (direct is None and behind is None):
            return None
        found = self._palette.text(colour)
        return None if found is None else _Look(found, behind or self._styled_background(), self._large())

    def _behind(self) -> Colour | None:
        """A background that the run, its paragraph or its cell has beside the styles of its text."""
        own, paragraph = self._run.find(w("rPr")), self._paragraph.find(w("pPr"))
        marker = highlight(value(own.find(w("highlight")))) if own is not None else None
        shadings = [one.find(w("shd")) for one in (own, paragraph) if one is not None]
        found = [self._palette.background(one) for one in shadings if one is not None]
        return next((one for one in (marker, *found) if one is not None), self._cell())

    def _cell(self) -> Colour | None:
        cell = next(self._paragraph.iterancestors(w("tc")), None)
        if cell is None:
            return None
        own = cell.find(f"{w('tcPr')}/{w('shd')}")
        return self._palette.background(own) if own is not None else self._table_style(cell)

    def _table_style(self, cell: etree._Element) -> Colour | None:
        table, row = next(cell.iterancestors(w("tbl"))), next(cell.iterancestors(w("tr")))
        style_id = value(table.find(f"{w('tblPr')}/{w('tblStyle')}"))
        first = next(table.iter(w("tr")), None) is row
        for style in self._sheet.chain(style_id, "table"):
            pieces = [one for one in style.iter(w("tblStylePr")) if first and one.get(w("type")) == "firstRow"]
            for place in (*pieces, style):
                shading = place.find(f"{w('tcPr')}/{w('shd')}")
                found = self._palette.background(shading) if shading is not None else None
                if found is not None:
                    return found
        return None

    def _styled_background(self) -> Colour:
        shading = self._sheet.of_paragraph(self._paragraph, "shd")
        return (self._palette.background(shading) if shading is not None else None) or WHITE

    def _large(self) -> bool:
        return _is_large(self._sheet.of_run(self._run, "sz"), self._sheet.of_run(self._run, "b"))


def _is_large(size: etree._Element | None, bold: etree._Element | None) -> bool:
    points = value(size)
    number = float(points) if points.replace(".", "", 1).isdecimal() else 20
    return number >= _LARGE_SIZE or (number >= _LARGE_BOLD and is_on(bold))


def _styles(file: WordFile, sheet: StyleSheet, palette: Palette) -> Iterator[Finding]:
    """Every style with a text that can hardly be read, told at the style that sets its colour."""
    for style in sheet.styles.values():
        for piece, words in ((style, ""), *_pieces(style)):
            look = _styled(style, piece, sheet, palette)
            if look is None or look.readable:
                continue
            name = shown_style(value(style.find(w("name"))))
            message = f"Formatmallen {name}{words} syns för dåligt: {_numbers(look)}."
            yield file.finding(spot_in(file, PART), "kontrast", message, _remedy(look), source=_SOURCE)


def _pieces(style: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    words = {"firstRow": " (rubrikraden)", "lastRow": " (sista raden)", "firstCol": " (första kolumnen)"}
    for piece in style.iter(w("tblStylePr")):
        if piece.get(w("type")) in _TABLE_PIECES:
            yield piece, words.get(str(piece.get(w("type"))), " (en del av tabellen)")


def _styled(style: etree._Element, piece: etree._Element, sheet: StyleSheet, palette: Palette) -> _Look | None:
    """How a style's own text looks; None when it sets neither colour nor background, or leaves the colour to Word."""
    own = (piece.find(f"{w('rPr')}/{w('color')}"), _shading(piece))
    if all(one is None for one in own):
        return None
    layers = [*([piece] if piece is not style else []), *sheet.bases(style)]
    colour = next(
        (one for one in (layer.find(f"{w('rPr')}/{w('color')}") for layer in layers) if one is not None), None
    )
    colour = colour if colour is not None else sheet.default("r", "color")
    shadings = [palette.background(one) for one in map(_shading, layers) if one is not None]
    background = next((one for one in shadings if one is not None), WHITE)
    found = palette.text(colour) if colour is not None else None
    if found is None:
        return None
    sizes = [layer.find(f"{w('rPr')}/{w('sz')}") for layer in layers]
    bolds = [layer.find(f"{w('rPr')}/{w('b')}") for layer in layers]
    size = next((one for one in sizes if one is not None), sheet.default("r", "sz"))
    return _Look(found, background, _is_large(size, next((one for one in bolds if one is not None), None)))


def _shading(layer: etree._Element) -> etree._Element | None:
    places = (f"{w('rPr')}/{w('shd')}", f"{w('pPr')}/{w('shd')}", f"{w('tcPr')}/{w('shd')}")
    return next((one for one in map(layer.find, places) if one is not None), None)
