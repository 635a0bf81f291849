"""Setting a text of paragraphs in WordprocessingML, in the letterhead's named styles.

A numbered list gets its own numbering instance, so that it starts where its
author started it; a link gets a relationship, a footnote an entry among the
document's footnotes. What a document gathers that way is its `Supplement`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from markupsafe import Markup, escape

from generator.richtext import (
    MARK,
    Block,
    Break,
    Code,
    Heading,
    Inline,
    List,
    Note,
    Paragraph,
    Quote,
    RichText,
    Run,
    Table,
    plain,
)
from generator.sandbox import markup
from generator.word.frame import Frame
from generator.word.supplement import Additions, Supplement

_SCREEN = 110
"""Characters of body text on a line, about: what makes a column wide."""
_SMALL_TABLE = 12
"""Rows of a table that is kept on one page."""
_KEEP = "<w:keepNext/>"
_LOWEST_HEADING = 6
_WORD = 30
"""Letters of a word that a column is made wide enough for."""
_STYLED_LEVELS = 3
"""List levels that have a style of their own: "List Bullet", "List Bullet 2", "List Bullet 3"."""


class Setter:
    """Sets texts for one document.

    Args:
        frame: the letterhead's styles and measures.
        supplement: where links, numberings and footnotes are gathered.
    """

    def __init__(self, frame: Frame, supplement: Supplement) -> None:
        self._frame = frame
        self._supplement = supplement
        self._links = supplement.links
        self.additions = Additions(frame, supplement)

    def set(self, text: RichText, heading_level: int) -> Markup:
        """The text as paragraphs and tables.

        Args:
            text: what to set.
            heading_level: the heading style of its uppermost headings; one
                below that of the section in which it stands.

        Raises:
            TemplateError: the letterhead lacks a style that the text needs.
        """
        self._text = text
        self._heading_level = heading_level
        return markup("".join(self._sequence(text.blocks)))

    def _sequence(self, blocks: tuple[Block, ...]) -> Iterator[str]:
        """Blocks one after another; what leads in a list or table stays with it, what follows a table apart from it."""
        before: Block | None = None
        for block, after in zip(blocks, (*blocks[1:], None), strict=True):
            if isinstance(block, Paragraph):
                follows = isinstance(after, List | Table)
                style = "Brödtext efter tabell" if isinstance(before, Table) else "Body Text"
                yield self._paragraph(style, block.inlines, _KEEP if follows else "")
            else:
                yield from self._block(block)
            before = block

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph(inlines):
                yield self._paragraph("Body Text", inlines)
            case Heading(depth, inlines):
                yield self._paragraph(f"heading {min(self._heading_level + depth - 1, _LOWEST_HEADING)}", inlines)
            case List():
                yield from self._list(block, 0)
            case Table():
                yield self._table(block)
            case Quote(blocks):
                yield from self._quote(blocks)
            case Code(text):
                yield self._code(text)

    def _quote(self, blocks: tuple[Block, ...]) -> Iterator[str]:
        for block in blocks:
            if isinstance(block, Paragraph):
                yield self._paragraph("Quote", block.inlines)
            else:
                yield from self._block(block)

    def _code(self, text: str) -> str:
        lines = text.split("\n")
        inlines = [one for line in lines for one in (Break(), Run(text=line))][1:]
        return self._paragraph("HTML Preformatted", tuple(inlines))

    def _list(self, block: List, depth: int) -> Iterator[str]:
        """One list: its items' first paragraphs carry the marks, what follows is set under them."""
        name = "List Bullet" if block.start is None else "List Number"
        number = None if block.start is None else self._numbering(name, depth, block.start)
        for item in block.items:
            first: tuple[Block, ...] = item if item and isinstance(item[0], Paragraph) else (Paragraph(()), *item)
            head = first[0]
            assert isinstance(head, Paragraph)
            yield self._paragraph(_levelled(name, depth), head.inlines, self._mark(name, depth, number))
            for inner in first[1:]:
                yield from self._in_item(inner, depth)

    def _in_item(self, block: Block, depth: int) -> Iterator[str]:
        match block:
            case List():
                yield from self._list(block, depth + 1)
            case Paragraph(inlines):
                yield self._paragraph(_levelled("List Continue", depth), inlines)
            case _:
                yield from self._block(block)

    def _mark(self, name: str, depth: int, number: int | None) -> str:
        """Numbering that the style itself does not give: a restart, or a level beyond the styled ones."""
        if number is None and depth < _STYLED_LEVELS:
            return ""
        base = self._frame.list_level(_levelled(name, depth))
        level = base.level if depth < _STYLED_LEVELS else depth
        return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number or base.number}"/></w:numPr>'

    def _numbering(self, name: str, depth: int, start: int) -> int:
        base = self._frame.list_level(_levelled(name, depth))
        level = base.level if depth < _STYLED_LEVELS else depth
        number = self._frame.next_number + len(self._supplement.numbers)
        self._supplement.numbers.append(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{self.additions.shared(base.abstract)}"/>'
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
        )
        return number

    def _table(self, table: Table) -> str:
        widths = _widths(table, self._frame.text_width)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        together = len(table.rows) <= _SMALL_TABLE
        rows = [self._row(table.header, widths, table.alignments, "Tabellrubrik", keep=True)]
        for index, row in enumerate(table.rows, 1):
            keep = together and index < len(table.rows)
            rows.append(self._row(row, widths, table.alignments, "Tabelltext", keep=keep))
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self._frame.style("Tabell")}"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
            'w:noHBand="1" w:noVBand="1"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )

    def _row(
        self,
        cells: tuple[tuple[Inline, ...], ...],
        widths: list[int],
        alignments: tuple[str, ...],
        style: str,
        *,
        keep: bool,
    ) -> str:
        """One row; with `keep` it stays on the page of the next."""
        stay = _KEEP if keep else ""
        columns = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            + self._paragraph(style, cells[index] if index < len(cells) else (), stay + _justified(alignments[index]))
            + "</w:tc>"
            for index, width in enumerate(widths)
        )
        header = "<w:tblHeader/>" if style == "Tabellrubrik" else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{columns}</w:tr>"

    def _paragraph(self, style: str, inlines: tuple[Inline, ...], properties: str = "") -> str:
        style_id = self._frame.style(style)
        return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{properties}</w:pPr>{self._inlines(inlines)}</w:p>'

    def _inlines(self, inlines: tuple[Inline, ...]) -> str:
        """Runs one after another; neighbours with the same address make one link."""
        parts = []
        for link, group in groupby(inlines, lambda one: one.link if isinstance(one, Run) else None):
            runs = "".join(map(self._inline, group))
            parts.append(f'<w:hyperlink r:id="{self._link(link)}">{runs}</w:hyperlink>' if link else runs)
        return "".join(parts)

    def _inline(self, one: Inline) -> str:
        match one:
            case Break():
                return "<w:r><w:br/></w:r>"
            case Note(index):
                return self._note(index)
            case Run():
                return f'<w:r>{self._look(one)}<w:t xml:space="preserve">{escape(one.text)}</w:t></w:r>'

    def _look(self, run: Run) -> str:
        """One character style, and direct bold or italic for what it does not say."""
        style, bold, italic = None, run.bold, run.italic
        if run.link:
            style = "Hyperlink"
        elif run.code:
            style = "HTML Code"
        elif run.bold:
            style, bold = "Strong", False
        elif run.italic:
            style, italic = "Emphasis", False
        look = f'<w:rStyle w:val="{self._frame.style(style)}"/>' if style else ""
        look += ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
        return f"<w:rPr>{look}</w:rPr>" if look else ""

    def _link(self, address: str) -> str:
        return self._links.setdefault(address, f"rIdText{len(self._links) + 1}")

    def _note(self, index: int) -> str:
        """A footnote's mark; the note itself goes to the supplement, once for each mark."""
        place = len(self._supplement.footnotes)
        number = self._frame.next_footnote + place
        self._links = self._supplement.note_links
        paragraphs = "".join(self._note_paragraphs(self._text.notes[index]))
        self._links = self._supplement.links
        self._supplement.footnotes.append(f'<w:footnote w:id="{number}">{paragraphs}</w:footnote>')
        return f'{self._note_mark()}<w:footnoteReference w:id="{number}"/></w:r>'

    def _note_paragraphs(self, blocks: tuple[Block, ...]) -> Iterator[str]:
        lead = f'{self._note_mark()}<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
        style = self._frame.style("footnote text")
        for block in blocks:
            inlines = (
                block.inlines if isinstance(block, Paragraph) else (Run(text=" ".join(plain(block)).replace(MARK, "")),)
            )
            yield f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{lead}{self._inlines(inlines)}</w:p>'
            lead = ""

    def _note_mark(self) -> str:
        return f'<w:r><w:rPr><w:rStyle w:val="{self._frame.style("footnote reference")}"/></w:rPr>'


def _levelled(name: str, depth: int) -> str:
    level = min(depth + 1, _STYLED_LEVELS)
    return name if level == 1 else f"{name} {level}"


def _justified(side: str) -> str:
    return "" if side == "left" else f'<w:jc w:val="{side}"/>'


def _widths(table: Table, total: int) -> list[int]:
    """Column widths in twips by what stands in them, none narrower than its longest word."""
    columns = range(len(table.alignments))
    cells = [[_text(row[index]) for row in (table.header, *table.rows) if index < len(row)] for index in columns]
    longest = [max((len(text) for text in column), default=1) for column in cells]
    words = [max((len(word) for text in column for word in text.split()), default=1) for column in cells]
    wishes = [max(min(word, _WORD) + 2, min(text + 2, _SCREEN // 2)) for word, text in zip(words, longest, strict=True)]
    shares = [wish * total // sum(wishes) for wish in wishes]
    shares[-1] += total - sum(shares)
    return shares


def _text(inlines: tuple[Inline, ...]) -> str:
    return "".join(one.text for one in inlines if isinstance(one, Run))
