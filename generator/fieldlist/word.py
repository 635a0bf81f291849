"""The field list as a Word document.

Its paragraphs and tables have only styles that every letterhead has, so that
what is copied with its looks can stand in a template. A tag is one run of
text that Word does not proof-read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from xml.sax.saxutils import escape

from generator.fieldlist import wordparts
from generator.fieldlist.palette import Entry, Palette, Section
from generator.fieldlist.tags import Grid, Snippet
from generator.word.archive import Archive
from generator.word.properties import APP, CORE, Properties, app, declare

_DAY = date(1980, 1, 1)
"""The day that the file says it is from: the first that a zip file can hold, so that nothing in it varies."""
_HEADINGS = ("Fält", "Exempel", "Tagg att klistra in")
_SHARES = (0.32, 0.19, 0.49)
_NO_EXAMPLE = "–"
_END = "Listan är gjord ur scheman och regler med «generator mallar faltlista». Ändringar i den här filen skrivs över."


def document(palette: Palette, how: Iterable[str]) -> bytes:
    """The list of one format as a .docx, byte for byte the same for the same list.

    Args:
        palette: what to list.
        how: how to use it, a paragraph each.
    """
    title = f"Fältlista: {palette.title}"
    body = [_heading(1, title), *(_text(line) for line in (palette.description, *how) if line)]
    body += (piece for section in palette.sections for piece in _section(section))
    body.append(_text(_END))
    shared = wordparts.parts()
    properties = Properties(
        title=title, subject=palette.title, creator="Ärendegenerator", keywords="", language="sv-SE", day=_DAY
    )
    whole = wordparts.main("".join(body))
    return Archive({**shared, **declare(shared)}).pack({**whole, CORE: properties.core(), APP: app("")})


def _section(section: Section) -> Iterator[str]:
    yield _heading(section.level, section.title)
    if section.name:
        yield _paragraph("BodyText", _code(section.name), keep=True)
    if section.description:
        yield _paragraph("BodyText", _run(section.description), keep=True)
    if section.facts:
        yield _paragraph("BodyText", _facts(section), keep=True)
    if section.note:
        yield _paragraph("BodyText", _run(section.note, "Emphasis"), keep=True)
    for snippet in section.snippets:
        yield from _snippet(snippet)
    if section.entries:
        lead = "Fälten i varje del, inne i upprepningen:" if section.item else f"Fälten i «{section.title}»:"
        yield _paragraph("BodyText", _run(lead), keep=True)
        yield _fields(section.entries)
    for inner in section.sections:
        yield from _section(inner)


def _snippet(snippet: Snippet) -> Iterator[str]:
    """Something to paste, as paragraphs and a real table of the body's width."""
    yield _paragraph("BodyText", _run(f"{snippet.label}:", "Strong"), keep=True)
    yield from _lines(snippet.lines)
    if snippet.grid is not None:
        yield _ready_table(snippet.grid)
    yield from _lines(snippet.after)


def _lines(lines: Iterable[str]) -> Iterator[str]:
    return (_paragraph("HTMLPreformatted", _run(line)) for line in lines)


def _fields(entries: Sequence[Entry]) -> str:
    widths = [int(wordparts.TEXT_WIDTH * share) for share in _SHARES]
    rows = [_row([[_paragraph("Tabellrubrik", _run(one))] for one in _HEADINGS], widths, header=True)]
    for entry in entries:
        example = _paragraph("Tabelltext", _run(entry.example or _NO_EXAMPLE))
        rows.append(_row([list(_about(entry)), [example], list(_pasted(entry))], widths))
    return _table(rows, widths)


def _about(entry: Entry) -> Iterator[str]:
    yield _paragraph("Tabelltext", _run(entry.title, "Strong"))
    if entry.description:
        yield _paragraph("Tabelltext", _run(entry.description))
    if entry.note:
        yield _paragraph("Tabelltext", _run(entry.note, "Emphasis"))
    yield _paragraph("Tabelltext", _facts(entry))


def _pasted(entry: Entry) -> Iterator[str]:
    for snippet in entry.snippets:
        if snippet.label:
            yield _paragraph("Tabelltext", _run(f"{snippet.label}:"))
        yield from (_paragraph("Tabelltext", _code(line)) for line in snippet.lines)


def _facts(one: Entry | Section) -> str:
    rest = " · ".join(one.facts)
    if not one.required:
        return _run(rest)
    return _run("Måste stå i dokumentet", "Strong") + (_run(f" · {rest}") if rest else "")


def _ready_table(grid: Grid) -> str:
    """A table to copy into a template: no looks but its styles'."""
    count = len(grid.headings)
    widths = [wordparts.PORTRAIT_WIDTH // count] * count
    empty = _paragraph("Tabelltext", "")
    loose = [
        [[_paragraph("Tabelltext", _tag(tag))], *([empty] for _ in range(count - 1))]
        for tag in (grid.opening, grid.closing)
    ]
    cells = [[_paragraph("Tabelltext", _tag(line)) for line in lines] for lines in grid.cells]
    header = [[_paragraph("Tabellrubrik", _run(one))] for one in grid.headings]
    rows = [_row(header, widths, header=True), *(_row(one, widths) for one in (loose[0], cells, loose[1]))]
    return _table(rows, widths)


def _table(rows: Iterable[str], widths: Sequence[int]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Tabell"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _row(cells: Sequence[Sequence[str]], widths: Sequence[int], *, header: bool = False) -> str:
    columns = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{"".join(paragraphs)}</w:tc>'
        for paragraphs, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if header else ''}</w:trPr>{columns}</w:tr>"


def _heading(level: int, text: str) -> str:
    return _paragraph(f"Heading{level}", _run(text))


def _text(text: str) -> str:
    return _paragraph("BodyText", _run(text))


def _paragraph(style: str, runs: str, *, keep: bool = False) -> str:
    stay = "<w:keepNext/>" if keep else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{stay}</w:pPr>{runs}</w:p>'


def _run(text: str, style: str = "") -> str:
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _code(text: str) -> str:
    """Text that is copied as it stands, in the style for text of fixed width."""
    return _run(text, "HTMLCode")


def _tag(text: str) -> str:
    """A tag in a table that is to be pasted: without looks of its own, and not proof-read."""
    return f'<w:r><w:rPr><w:noProof/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
