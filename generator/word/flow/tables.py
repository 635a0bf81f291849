"""Tables: which cells there are, how far they reach, and which of them are headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from generator.flow import Block, Cell, Heads, Table
from generator.word.flow.stylesheet import switch, value
from generator.word.numbering import number_of
from generator.word.ooxml import w

_FIRST_COLUMN = 0x0080
"""The bit of `w:tblLook` that sets the first column apart (ISO/IEC 29500-4, 14.4.10)."""
_ON = "continue"
"""What a cell says that goes on from the one above it."""
_MOST_COLUMNS = 63
"""How many columns Word's tables can have."""
_DELETED = (w("del"), w("moveFrom"))
ReadCell = Callable[[etree._Element], tuple[Block, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """A cell of the file with its place in the grid."""

    element: etree._Element | None
    """None where a row leaves columns out."""
    column: int
    columns: int
    merged: str
    """"restart" where cells merged downward begin, "continue" where they go on, "" for others."""


def table(element: etree._Element, read: ReadCell) -> Iterator[Table]:
    """A table; nothing when it has no cells.

    Args:
        element: the `w:tbl`.
        read: reads what stands in a cell; it is called once for each that is printed, in the order of the file.
    """
    every = [(row, _placed(row)) for row in _within(element, w("tr")) if not _is_deleted(row)]
    found = [(row, cells) for row, cells in every if any(one.merged != _ON for one in cells)]
    grid = [cells for _, cells in found]
    headers = _header_rows([row for row, _ in found])
    apart = sets_first_column_apart(element)
    rows = tuple(
        tuple(
            _cell(cell, _reach(grid, index, cell), _heads(index < headers, apart, cell, row), read)
            for cell in row
            if cell.merged != _ON
        )
        for index, row in enumerate(grid)
    )
    if rows:
        yield Table(rows=rows)


def _cell(placed: _Placed, rows: int, heads: Heads | None, read: ReadCell) -> Cell:
    blocks = read(placed.element) if placed.element is not None else ()
    says = heads if blocks or heads is Heads.COLUMN else None
    return Cell(blocks=blocks, heads=says, columns=placed.columns, rows=rows)


def _heads(in_header: bool, apart: bool, cell: _Placed, row: list[_Placed]) -> Heads | None:  # noqa: FBT001
    """What a cell is the heading of, by its place; a cell that is alone in its row heads nothing."""
    if in_header:
        return Heads.COLUMN
    return Heads.ROW if apart and cell is row[0] and len(row) > 1 else None


def _within(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table, or the cells of a row; content controls and the like may stand around them."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in (w("tbl"), w("tc"), *_DELETED):
            yield from _within(child, tag)


def _is_deleted(row: etree._Element) -> bool:
    return any(row.find(f"{w('trPr')}/{tag}") is not None for tag in _DELETED)


def _placed(row: etree._Element) -> list[_Placed]:
    properties = row.find(w("trPr"))
    before = number_of(properties.find(w("gridBefore")), "val") if properties is not None else None
    cells, column = [], 0
    if before and before > 0:
        column = min(before, _MOST_COLUMNS)
        cells.append(_Placed(element=None, column=0, columns=column, merged=""))
    for cell in _within(row, w("tc")):
        span = number_of(cell.find(f"{w('tcPr')}/{w('gridSpan')}"), "val") or 1
        columns = min(max(span, 1), _MOST_COLUMNS)
        merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
        merged = "" if merge is None else value(merge) or _ON
        cells.append(_Placed(element=cell, column=column, columns=columns, merged=merged))
        column += columns
    return cells


def _reach(grid: list[list[_Placed]], index: int, cell: _Placed) -> int:
    """How many rows a cell reaches over."""
    rows = 1
    while cell.merged and index + rows < len(grid) and _goes_on(grid[index + rows], cell):
        rows += 1
    return rows


def _goes_on(row: list[_Placed], cell: _Placed) -> bool:
    return any((one.column, one.columns, one.merged) == (cell.column, cell.columns, _ON) for one in row)


def _header_rows(rows: list[etree._Element]) -> int:
    """How many rows from the top are repeated as headings; Word heeds no others."""
    heads = [bool(switch(row.find(w("trPr")), "tblHeader")) for row in rows]
    return heads.index(False) if False in heads else len(heads)


def sets_first_column_apart(element: etree._Element) -> bool:
    """True when a table's first cells head their rows («Första kolumnen» in Word).

    Args:
        element: the `w:tbl`.
    """
    look = element.find(f"{w('tblPr')}/{w('tblLook')}")
    own, bits = value(look, "firstColumn"), value(look)
    if own:
        return own in ("1", "true", "on")
    return bool(bits) and all(one in "0123456789abcdefABCDEF" for one in bits) and bool(int(bits, 16) & _FIRST_COLUMN)
