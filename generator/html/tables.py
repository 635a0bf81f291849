"""Tables with their headings, in a box that can be moved sideways where the window is too narrow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count, product, takewhile

from markupsafe import Markup

from generator.flow import Block, Cell, Heads, Paragraph, Table
from generator.html.elements import element, in_lines
from generator.html.writing import Writing

Inner = Callable[[tuple[Block, ...]], Markup]
"""Sets the blocks of a cell, a single paragraph without an element of its own."""
_SIDES = {"right": "hoger", "center": "mitt"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """A cell with the first of the columns that it takes; None for one that only fills a row."""

    cell: Cell | None
    columns: range


def table(one: Table, page: Writing, inner: Inner, *, within: bool) -> Markup:
    """A table; one within another has no box of its own.

    Args:
        one: the table.
        page: the page that it stands on.
        inner: sets the blocks of a cell.
        within: True in a cell of another table.
    """
    grid = _placed(one)
    begun = {cell.columns.start for row in grid for cell in row}
    rows = [element("tr", in_lines(_cell(cell, begun, inner) for cell in row)) for row in grid]
    heads = _head_rows(one)
    head = element("thead", in_lines(rows[:heads])) if heads else ""
    made = element("table", head, element("tbody", in_lines(rows[heads:])) if rows[heads:] else "")
    if within:
        return made
    page.tables += 1
    name = f"Tabell {page.tables}" + (f": {page.heading}" if page.heading else "")
    return element("div", made, class_="tabell", role="region", aria_label=name, tabindex=0)


def _cell(placed: _Placed, begun: set[int], inner: Inner) -> Markup:
    """A cell; columns in which no cell of any row begins are none on a page."""
    cell, columns = placed.cell, len(begun.intersection(placed.columns))
    span = columns if columns > 1 else None
    if cell is None:
        return element("td", colspan=span)
    down = cell.rows if cell.rows > 1 else None
    content, side = inner(cell.blocks), _side(cell)
    if cell.heads is None or not content:
        return element("td", content, class_=side, colspan=span, rowspan=down)
    many = span if cell.heads is Heads.COLUMN else down
    scope = f"{cell.heads.value}{'group' if many else ''}"
    return element("th", content, scope=scope, class_=side, colspan=span, rowspan=down)


def _side(cell: Cell) -> str | None:
    """The side that all of a cell is set at."""
    sides = {one.align if isinstance(one, Paragraph) else "" for one in cell.blocks}
    return _SIDES.get(sides.pop()) if len(sides) == 1 else None


def _placed(one: Table) -> list[list[_Placed]]:
    """Each row's cells in their columns, and one more where a row is shorter than the widest."""
    taken: set[tuple[int, int]] = set()
    grid: list[list[_Placed]] = []
    for index, row in enumerate(one.rows):
        placed, column = [], 0
        for cell in row:
            column = next(free for free in count(column) if (index, free) not in taken)
            columns = range(column, column + cell.columns)
            placed.append(_Placed(cell=cell, columns=columns))
            taken.update(product(range(index, index + cell.rows), columns))
            column = columns.stop
        grid.append(placed)
    width = max((column + 1 for _, column in taken), default=0)
    for index, placed in enumerate(grid):
        used = max((column + 1 for at, column in taken if at == index), default=0)
        if used < width:
            placed.append(_Placed(cell=None, columns=range(used, width)))
    return grid


def _head_rows(one: Table) -> int:
    """How many rows from the top are headings of columns and nothing else, and reach no further down."""
    heads = [*takewhile(lambda row: all(cell.heads is Heads.COLUMN for cell in row), one.rows)]
    within = all(index + cell.rows <= len(heads) for index, row in enumerate(heads) for cell in row)
    return len(heads) if within else 0
