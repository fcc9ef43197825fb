"""A grid of text to typed rows, as the table is declared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from phancap.formats.grid import CELL_LIMIT, Grid
from phancap.formats.nearest import Nearest
from phancap.formats.tables import Column, Row, Table
from phancap.workspace.cells import BadCell, empty_value, reader
from phancap.workspace.errors import Report
from phancap.workspace.tables import columns_of

STOP = 200_000
"""Errors in one file after which the rest of it is not read: it is not the table it is named for."""


def report_grid(grid: Grid, file: str, report: Report) -> None:
    """What the reader of the file met, as notes and errors."""
    for remark in grid.remarks:
        report.note(remark.id, file, remark.row, remark.column, remark.value, more=remark.more)
    for problem in grid.problems:
        report.error(
            problem.id,
            file,
            problem.row,
            problem.column,
            problem.value,
            more=problem.more,
            limit=str(CELL_LIMIT),
        )


def typed_rows(table: Table, grid: Grid, file: str, option: str, report: Report) -> list[Row]:
    """The rows of ``grid``; a cell that cannot be read is an error and counts as empty."""
    report_grid(grid, file, report)
    if grid.problems and not grid.header:
        report.bad_tables.add(table.name)
        return []
    places = _match_header(table, grid, file, report)
    if places is None:
        report.bad_tables.add(table.name)
        return []
    if grid.problems:
        report.bad_tables.add(table.name)  # rows may be lost: what they held is not missed elsewhere
    blank: Row = {column.name: empty_value(column) for column in columns_of(table)}
    blank |= {"_file": file, "_row": 0, "_option": option}
    plan = [(place, column, reader(column), column.kind == "id") for place, column in places]
    width = len(grid.header)
    rows: list[Row] = []
    start = report.total
    for number, cells in grid.rows:
        if report.total - start > STOP:
            report.error("too-many-errors", file, number)
            report.bad_tables.add(table.name)
            break
        row = blank.copy()
        row["_row"] = number
        if len(cells) < width:
            cells = cells + [""] * (width - len(cells))
        for place, column, read, is_id in plan:
            text = cells[place]
            if not text:
                if column.required:
                    report.error("required", file, number, column.name)
            elif read is not None:
                try:
                    row[column.name] = read(text)
                except BadCell as bad:
                    _bad_cell(bad, file, number, column, text, report)
            elif is_id and not text.isprintable():
                more = " ".join(text.split())
                report.error("bad-id", file, number, column.name, text, guess=more, expected="`\\n`, `\\t`")
            else:
                row[column.name] = text
        rows.append(row)
    return rows


def _bad_cell(bad: BadCell, file: str, number: int, column: Column, text: str, report: Report) -> None:
    report.error(
        bad.problem, file, number, column.name, text, guess=bad.guess, near=bad.near, expected=bad.expected
    )


def _meant(name: str, known: Iterable[str], header: list[str]) -> str:
    """` (`holder`?)` behind the name of a column that nobody knows; nothing where no missing one is near."""
    from phancap.formats.nearest import nearest

    near = nearest(name, [column for column in known if column not in header], limit=1)
    return f" (`{near[0]}`?)" if near else ""


def _match_header(table: Table, grid: Grid, file: str, report: Report) -> list[tuple[int, Column]] | None:
    """The declared columns with their place in the file, or ``None`` if the table cannot be read."""
    known = {column.name: column for column in columns_of(table)}
    required = [column.name for column in table.columns if column.required]
    if not any(name in known for name in grid.header):
        report.error("no-header", file, grid.header_row, expected=", ".join(known))
        return None
    places: dict[str, tuple[int, Column]] = {}
    fine = True
    for place, name in enumerate(grid.header):
        if name in places:
            report.error("duplicate-header", file, grid.header_row, value=name)
            fine = False
        elif name in known:
            places[name] = (place, known[name])
        elif name:
            report.note("unknown-column", file, grid.header_row, value=name, more=_meant(name, known, grid.header))
    for name in required:
        if name not in places:
            strange = [other for other in grid.header if other and other not in known]
            near: Any = Nearest(strange) if strange else None
            report.error("missing-column", file, grid.header_row, value=name, near=near)
            fine = False
    return list(places.values()) if fine else None
