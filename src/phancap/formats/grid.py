"""A table as text: what a CSV file or a sheet holds before anybody asks what it means.

Readers collect what they met on the way as :class:`Remark`: ``remarks`` are to be told and read on,
``problems`` make the table unfit. Both are an id with parameters; whoever shows them owns the words.
"""

from __future__ import annotations

from typing import NamedTuple

CELL_LIMIT = 20_000
"""Characters in a cell; a spreadsheet's own limit is 32,767, and nobody reads a longer one."""

ROW_LIMIT = 1_000_000
"""Rows of a table, a little less than a sheet can hold."""

COLUMN_LIMIT = 200


class Remark(NamedTuple):
    """Something met while reading: in which line, under which header, about which text."""

    id: str
    row: int = 0
    column: str = ""
    value: str = ""
    more: str = ""


class Grid(NamedTuple):
    """The header (outer blanks cut) and the rows that are not blank, each with its line number.

    Rows may be shorter than the header; they are longer only where ``too-many-cells`` was found.
    """

    header: list[str]
    header_row: int
    rows: list[tuple[int, list[str]]]
    remarks: list[Remark]
    problems: list[Remark]


def empty_grid() -> Grid:
    """A grid to be filled."""
    return Grid([], 0, [], [], [])


def add_row(grid: Grid, number: int, cells: list[str]) -> None:
    """Keep a row whose cells are cut of blanks; complain of cells too long or too many."""
    width = len(grid.header)
    if len(cells) > width:
        if any(cells[width:]):
            extra = next(cell for cell in cells[width:] if cell)
            grid.problems.append(Remark("too-many-cells", number, "", extra, str(width)))
        del cells[width:]
    for place, cell in enumerate(cells):
        if len(cell) > CELL_LIMIT:
            grid.problems.append(Remark("cell-too-long", number, grid.header[place], cell, str(len(cell))))
            cells[place] = ""
    grid.rows.append((number, cells))
