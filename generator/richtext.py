"""Texts of paragraphs: Markdown in, a small tree of blocks out.

CommonMark with tables and footnotes. The tree is what every kind of output
is set from, so that a Word file and a page on the web say the same. Four
rules are changed, because nothing that an author wrote may vanish:

- HTML, entities and link definitions are plain text, never markup;
- an asterisk between two letters or digits is an asterisk ("7*7"), and an
  underscore is always an underscore ("min_fil");
- a line of dashes under a paragraph does not make it a heading;
- what cannot be set (pictures, dividing lines, footnotes that nothing points
  to) is a fault with a line number, not a silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import tokenize as emphasis
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.footnote import footnote_plugin

from generator import swedish

MAX_LIST_DEPTH = 9
"""Word's own limit."""
MAX_HEADING_DEPTH = 4
"""Levels of headings within one text; a document has two above them, and Word styles go on to six."""
MARK = "\ufffc"
"""Stands for a footnote's number in a line of plain characters."""
_SCHEMES = ("http://", "https://", "mailto:", "tel:")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_QUOTE_MARKS = re.compile(r"^[\s>]*(?=\|)")
_LOOSE_NOTE = re.compile(r"\[\^[^\]\s]+\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Characters that look alike."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str | None = None
    """The address that the text leads to."""


@dataclass(frozen=True, slots=True)
class Break:
    """A new line within a paragraph."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote's mark."""

    index: int
    """Which of the text's notes, from 0."""


Inline = Run | Break | Note


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within the text."""

    depth: int
    """1 for the text's uppermost level; no level is skipped."""
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class List:
    """A bulleted or numbered list."""

    start: int | None
    """The first number; None for bullets."""
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row."""

    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    alignments: tuple[str, ...]
    """ "left", "center" or "right" for each column."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Lines that are set exactly as they stand."""

    text: str


Block = Paragraph | Heading | List | Table | Quote | Code


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the text that cannot be set."""

    line: int
    """Line in the text, from 1."""
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class RichText:
    """A parsed text."""

    blocks: tuple[Block, ...]
    notes: tuple[tuple[Block, ...], ...]
    faults: tuple[Fault, ...]


def _between_words(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it calls it so
    """Take an underscore, or a lone asterisk between letters or digits, as text; leave all others to CommonMark."""
    at, text = state.pos, state.src
    between = 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()
    if text[at] == "_" or between:
        if not silent:
            state.pending += text[at]
        state.pos += 1
        return True
    return emphasis(state, silent)


def _parser() -> MarkdownIt:
    parser = (
        MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": 100})
        .enable("table")
        .use(footnote_plugin)
    )
    parser.disable(["entity", "reference", "lheading"])
    parser.inline.ruler.at("emphasis", _between_words)
    parser.core.ruler.before("footnote_tail", "note_lines", _note_lines)
    return parser


def _note_lines(state: StateCore) -> None:
    """Remember the label and line of every footnote's text, before the plugin keeps the last of each."""
    state.env["note_lines"] = [
        (token.meta["label"], token.map[0] + 1)
        for token in state.tokens
        if token.type == "footnote_reference_open" and token.map
    ]


_PARSER = _parser()


@lru_cache(maxsize=512)
def parse(text: str) -> RichText:
    """The blocks, footnotes and faults of a Markdown text."""
    environment: dict[str, Any] = {}
    root = SyntaxTreeNode(_PARSER.parse(text, environment))
    reader = _Reader(text)
    blocks = tuple(reader.blocks(root.children))
    reader.faults += _unused_notes(environment)
    reader.faults += _doubled_notes(environment)
    return RichText(blocks, tuple(reader.notes[index] for index in sorted(reader.notes)), tuple(reader.faults))


def plain_paragraphs(text: RichText) -> Iterator[str]:
    """Each paragraph, heading, list item, cell and note as the characters that a reader sees."""
    for block in (*text.blocks, *(block for note in text.notes for block in note)):
        yield from plain(block)


def plain(block: Block) -> Iterator[str]:
    """Each paragraph, heading, list item and cell of a block, as characters."""
    match block:
        case Paragraph(inlines) | Heading(_, inlines):
            yield characters(inlines)
        case List(_, items):
            for item in items:
                for inner in item:
                    yield from plain(inner)
        case Quote(blocks):
            for inner in blocks:
                yield from plain(inner)
        case Table(header, rows, _):
            for row in (header, *rows):
                yield from (characters(cell) for cell in row if cell)
        case Code(content):
            yield from (line for line in content.splitlines() if line.strip())


def characters(inlines: tuple[Inline, ...]) -> str:
    """The characters of a line of text, with `MARK` where a footnote's number will stand."""
    return "".join(one.text if isinstance(one, Run) else " " if isinstance(one, Break) else MARK for one in inlines)


def _doubled_notes(environment: dict[str, Any]) -> list[Fault]:
    lines = environment["note_lines"]
    return [
        Fault(
            line, f"Fotnoten [^{label}] har redan en text.", "Ge noten ett annat märke, eller ta bort den ena texten."
        )
        for index, (label, line) in enumerate(lines)
        if label in [earlier for earlier, _ in lines[:index]]
    ]


def _unused_notes(environment: dict[str, Any]) -> list[Fault]:
    notes = environment.get("footnotes", {})
    refs: dict[str, int] = notes.get("refs", {}) if isinstance(notes, dict) else {}
    unused = [key.removeprefix(":") for key, index in refs.items() if index < 0]
    return [
        Fault(
            next(line for label, line in environment["note_lines"] if label == name),
            f"Fotnoten [^{name}] har text, men inget ställe hänvisar till den.",
            f"Skriv [^{name}] där noten ska stå, eller ta bort noten.",
        )
        for name in unused
    ]


class _Reader:
    """Turns markdown-it's tree into blocks, gathering notes and faults on the way."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self.notes: dict[int, tuple[Block, ...]] = {}
        self.faults: list[Fault] = []
        self._levels: list[int] = []
        self._line = 1
        self._list_depth = 0
        self._in_note = False

    def blocks(self, nodes: list[SyntaxTreeNode]) -> Iterator[Block]:
        for node in nodes:
            if node.map:
                self._line = node.map[0] + 1
            if node.type != "footnote_anchor":  # stands here when a note ends in a list, table, quotation or code
                yield from self._block(node)

    def _block(self, node: SyntaxTreeNode) -> Iterator[Block]:
        match node.type:
            case "paragraph":
                yield Paragraph(self._inlines(node))
            case "heading":
                yield Heading(self._depth(int(node.tag[1:])), self._inlines(node))
            case "bullet_list" | "ordered_list":
                yield self._list(node)
            case "table":
                yield self._table(node)
            case "blockquote":
                yield Quote(tuple(self.blocks(node.children)))
            case "fence" | "code_block":
                if node.info.strip():
                    self._fault(
                        f"«{node.info.strip()}» efter ``` skrivs inte ut.",
                        "Ta bort det, eller flytta det till nästa rad.",
                    )
                yield Code(node.content.rstrip("\n"))
            case "footnote_block":
                self._notes(node)
            case "hr":
                self._fault(
                    "En avdelarlinje (---) kan inte stå i ett dokument.", "Använd en underrubrik (#) i stället."
                )
            case other:
                self._fault(f"Texten innehåller något som inte kan sättas ({other}).", "Skriv om stycket.")

    def _depth(self, level: int) -> int:
        """How deep a heading stands, whatever number of # the author chose."""
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._levels.append(level)
        if len(self._levels) == MAX_HEADING_DEPTH + 1:
            self._fault(f"Texten har fler än {MAX_HEADING_DEPTH} nivåer av underrubriker.", "Ta bort en nivå.")
        return len(self._levels)

    def _list(self, node: SyntaxTreeNode) -> List:
        self._list_depth += 1
        if self._list_depth == MAX_LIST_DEPTH + 1:
            self._fault(f"Listan har fler än {MAX_LIST_DEPTH} nivåer.", "Dela upp den.")
        start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
        items = tuple(tuple(self.blocks(item.children)) for item in node.children)
        self._list_depth -= 1
        return List(start, items)

    def _table(self, node: SyntaxTreeNode) -> Table:
        rows = [row for part in node.children for row in part.children]
        cells = []
        for row in rows:
            self._line = row.map[0] + 1 if row.map else self._line
            cells.append(tuple(self._inlines(cell) for cell in row.children))
        alignments = tuple(_alignment(cell) for cell in rows[0].children)
        for row in rows[1:]:
            self._refuse_surplus_cells(row, len(alignments))
        return Table(cells[0], tuple(cells[1:]), alignments)

    def _refuse_surplus_cells(self, row: SyntaxTreeNode, columns: int) -> None:
        """Markdown drops cells beyond the header's, so say so."""
        self._line = row.map[0] + 1 if row.map else self._line
        line = _QUOTE_MARKS.sub("", self._lines[self._line - 1]).strip().removeprefix("|").removesuffix("|")
        cells = len(_CELL_BORDER.split(line))
        if cells > columns:
            self._fault(
                f"Tabellraden har {cells} celler, men tabellen har {columns} kolumner.",
                "Lägg till en kolumn i rubrikraden, eller skriv \\| om ett streck ska stå i texten.",
            )

    def _notes(self, node: SyntaxTreeNode) -> None:
        self._in_note = True
        for note in node.children:
            self.notes[int(note.meta["id"])] = tuple(self.blocks(note.children))

    def _inlines(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        plain = Run(text="")
        return tuple(one for child in node.children for inner in child.children for one in self._inline(inner, plain))

    def _inline(self, node: SyntaxTreeNode, like: Run) -> Iterator[Inline]:
        match node.type:
            case "text":
                self._loose_notes(node.content)
                yield replace(like, text=swedish.hall_ihop(node.content))
            case "softbreak":
                self._line += 1
                yield replace(like, text=" ")
            case "hardbreak":
                self._line += 1
                yield Break()
            case "code_inline":
                yield replace(like, text=node.content, code=True)
            case "footnote_ref" if self._in_note:
                self._fault("En fotnot kan inte ha en egen fotnot.", "Skriv in texten i den första noten.")
            case "footnote_ref":
                yield Note(int(node.meta["id"]))
            case "footnote_anchor":
                return
            case "image":
                self._fault("Bilder kan inte stå i texten.", "Lägg bilden i en bilaga och hänvisa till den.")
            case _:
                yield from self._nested(node, like)

    def _nested(self, node: SyntaxTreeNode, like: Run) -> Iterator[Inline]:
        match node.type:
            case "strong":
                like = replace(like, bold=True)
            case "em":
                like = replace(like, italic=True)
            case "link":
                like = replace(like, link=self._address(str(node.attrGet("href") or "")))
                if "title" in node.attrs or not node.children:
                    self._fault(
                        "Länken saknar text, eller har en titel som inte skrivs ut.",
                        "Skriv så här: [text](https://adress).",
                    )
            case other:
                self._fault(f"Texten innehåller något som inte kan sättas ({other}).", "Skriv om stycket.")
        for child in node.children:
            yield from self._inline(child, like)

    def _address(self, address: str) -> str | None:
        if address.casefold().startswith(_SCHEMES):
            return address
        self._fault(
            f"Länken till «{address}» leder inte till en webbplats eller e-postadress.",
            "Skriv hela adressen, med https:// eller mailto: framför.",
        )
        return None

    def _loose_notes(self, text: str) -> None:
        for mark in _LOOSE_NOTE.findall(text):
            self._fault(f"Hänvisningen {mark} har ingen fotnot.", f"Skriv noten på en egen rad: {mark}: text.")

    def _fault(self, message: str, remedy: str) -> None:
        self.faults.append(Fault(self._line, message, remedy))


def _alignment(cell: SyntaxTreeNode) -> str:
    style = str(cell.attrGet("style") or "")
    return next((side for side in ("right", "center") if side in style), "left")
