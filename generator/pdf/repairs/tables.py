"""Heading cells say so, and what they are the headings of (ISO 14289-1, 7.5)."""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name

from generator.flow import Cell, Heads, Table, tables
from generator.pdf.repairs.work import Work
from generator.pdf.tree import Element, attributes

_CELLS = frozenset({"TH", "TD"})
_PARTS = frozenset({"THead", "TBody", "TFoot"})
_SCOPES = {Heads.COLUMN: Name.Column, Heads.ROW: Name.Row}


def name_heading_cells(work: Work) -> None:
    """Let the flow's heading cells be TH, of a row or a column, and its other cells TD.

    LibreOffice knows the headings of columns alone, and in a table within a
    table calls every cell one. A table whose rows and
    cells are not those of the flow is left as it is: nothing is guessed.
    """
    tagged = [one for one in work.tree.walk() if one.role == "Table" and all(up.role != "Note" for up in one.above())]
    read = tables(work.flow)
    if len(tagged) != len(read):
        return
    for element, table in zip(tagged, read, strict=True):
        for cell, meant in _pairs(element, table):
            if meant.heads is not None:
                work.tree.rename(cell, "TH")
                _set_scope(cell, _SCOPES[meant.heads])
            elif cell.role == "TH":
                work.tree.rename(cell, "TD")
                _drop_scope(cell)


def _pairs(element: Element, table: Table) -> list[tuple[Element, Cell]]:
    """Each cell of the tree with the flow's; none when the shapes differ."""
    rows = [[cell for cell in row.elements if cell.role in _CELLS] for row in _rows(element)]
    if [len(row) for row in rows] != [len(row) for row in table.rows]:
        return []
    return [pair for row, meant in zip(rows, table.rows, strict=True) for pair in zip(row, meant, strict=True)]


def _rows(element: Element) -> list[Element]:
    """A table's rows, whether or not they stand in groups."""
    groups = ([one] if one.role == "TR" else one.elements for one in element.elements if one.role in _PARTS | {"TR"})
    return [row for group in groups for row in group if row.role == "TR"]


def _drop_scope(cell: Element) -> None:
    for owned in attributes(cell.object):
        if owned.get("/O") == Name.Table and "/Scope" in owned:
            del owned["/Scope"]


def _set_scope(cell: Element, scope: Name) -> None:
    owned = next((one for one in attributes(cell.object) if one.get("/O") == Name.Table), None)
    if owned is not None:
        owned["/Scope"] = scope
        return
    cell.object["/A"] = Array([*attributes(cell.object), Dictionary(O=Name.Table, Scope=scope)])
