"""From markdown-it's tree to our own, with every fault on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from generator import swedish
from generator.richtext.dialect import PARSER
from generator.richtext.tree import (
    Block,
    Break,
    Code,
    Fault,
    Heading,
    Inline,
    List,
    Note,
    Paragraph,
    Quote,
    RichText,
    Run,
    Table,
)

MAX_LIST_DEPTH = 9
"""Word's own limit."""
MAX_NUMBER = 32_767
"""The highest number of a list item that every office program shows as it is."""
MAX_HEADING_DEPTH = 4
"""Levels of headings within one text; a document has two above them, and Word styles go on to six."""
_SCHEMES = ("http://", "https://", "mailto:", "tel:")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_QUOTE_MARKS = re.compile(r"^[\s>]*(?=\|)")


def read(text: str) -> RichText:
    """The blocks, footnotes and faults of a Markdown text."""
    environment: dict[str, Any] = {}
    root = SyntaxTreeNode(PARSER.parse(text, environment))
    reader = _Reader(text)
    blocks = tuple(reader.blocks(root.children))
    reader.faults += _unused_notes(environment)
    reader.faults += _doubled_notes(environment)
    reader.faults += [
        Fault(line, f"Hänvisningen {mark} har ingen fotnot.", f"Skriv noten på en egen rad: {mark}: text.")
        for mark, line in environment["loose_notes"]
    ]
    return RichText(blocks, tuple(reader.notes[index] for index in sorted(reader.notes)), tuple(reader.faults))


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
        if start is not None:
            self._check_numbers([int(item.info) for item in node.children if item.info], start)
        items = tuple(tuple(self.blocks(item.children)) for item in node.children)
        self._list_depth -= 1
        return List(start, items)

    def _check_numbers(self, written: list[int], start: int) -> None:
        """A list is set with numbers that follow one another, so the author's must; all alike is Markdown's way."""
        set_ = list(range(start, start + len(written)))
        if start + len(written) > MAX_NUMBER:
            self._fault(f"En lista kan inte ha nummer över {MAX_NUMBER}.", "Skriv numren som vanlig text.")
        elif written != set_ and len(set(written)) > 1:
            wanted = ", ".join(map(str, written[:6]))
            self._fault(
                f"Listan är numrerad {wanted}, men numren i en lista följer på varandra.",
                "Rätta numren, eller skriv dem inom parentes som vanlig text.",
            )

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
            blocks = tuple(self.blocks(note.children))
            if not all(isinstance(block, Paragraph) for block in blocks):
                self._fault("En fotnot kan bara ha vanliga stycken.", "Flytta listan eller tabellen till texten.")
            self.notes[int(note.meta["id"])] = blocks

    def _inlines(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        plain = Run(text="")
        return tuple(one for child in node.children for inner in child.children for one in self._inline(inner, plain))

    def _inline(self, node: SyntaxTreeNode, like: Run) -> Iterator[Inline]:
        match node.type:
            case "text":
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

    def _fault(self, message: str, remedy: str) -> None:
        self.faults.append(Fault(self._line, message, remedy))


def _alignment(cell: SyntaxTreeNode) -> str:
    style = str(cell.attrGet("style") or "")
    return next((side for side in ("right", "center") if side in style), "left")
