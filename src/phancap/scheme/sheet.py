"""A sheet on which a person decides what was read: one row an item, with the words it was read from.

Written as CSV or XLSX, edited in any spreadsheet program, read back: ``decision`` says ``accept``, ``edit`` or
``refuse`` (in Vietnamese ``nhận``, ``sửa``, ``bỏ``), empty leaves the item undecided. Cells that are changed on an
accepted row make it an edited one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from phancap.formats.csv_text import read_csv_bytes, write_csv_text
from phancap.formats.grid import Grid, Remark
from phancap.law.folding import fold
from phancap.scheme.decide import EDITABLE, decided_cells
from phancap.scheme.reading import Reading
from phancap.scheme.store import Written, cells_of, put, rows_in, rows_of
from phancap.workspace.edit import Files, put_rows, sheet
from phancap.workspace.errors import CellError, WorkspaceError
from phancap.workspace.scheme_tables import BY_NAME, TABLES

DECISIONS = {
    "accept": "accepted", "nhan": "accepted", "edit": "edited", "sua": "edited", "refuse": "refused", "bo": "refused",
}  # fmt: skip
"""What a person may write, folded, and the status it gives a row."""
_CELLS = tuple(dict.fromkeys(name for table in TABLES for name in EDITABLE[table.name]))
HEADER = ("table", "row", "decision", "decided_by", *_CELLS, "sentence", "document")
SHEET = "decisions"


class Decided(NamedTuple):
    """One decision: the table and id of the item, the status it gets, by whom, the cells, where it stands."""

    table: str
    row: str
    status: str
    by: str
    cells: dict[str, str]
    line: int


class BadSheet(ValueError):
    """What is wrong with a sheet: every fault with its line and the text it is about."""

    def __init__(self, faults: Sequence[Remark]) -> None:
        self.faults = list(faults)
        super().__init__("; ".join(f"{fault.id} {fault.row} {fault.value}" for fault in self.faults))


def sheet_of(readings: Iterable[tuple[str, Reading]]) -> list[list[str]]:
    """The sheet for what was read, header first, nothing decided yet."""
    lines: list[list[str]] = [list(HEADER)]
    for document, reading in readings:
        text = reading.document.text
        for table in TABLES:
            for row in rows_of(reading, document)[table.name]:
                shown = {column: " ".join(cell.split()) for column, cell in cells_of(table, row).items()}
                sentence = " ".join(text[row["start"] : row["end"]].split())
                cells = [shown.get(name, "") for name in _CELLS]
                lines.append([table.name, row[table.key[0]], "", "", *cells, sentence, document])
    return lines


def sheet_bytes(lines: Sequence[Sequence[str]], name: str) -> bytes:
    """The sheet as the file that its name asks for: ``.xlsx``, else CSV."""
    if name.lower().endswith(".xlsx"):
        from phancap.formats.xlsx import SheetOut, write_xlsx_bytes

        choices: dict[int, Sequence[str]] = {HEADER.index("decision"): ("accept", "edit", "refuse")}
        return write_xlsx_bytes([SheetOut(SHEET, lines[0], lines[1:], choices)])
    return write_csv_text(lines).encode("utf-8")


def decisions_in(data: bytes, name: str) -> list[Decided]:
    """The decisions of a sheet that people filled in; :class:`BadSheet` names every fault of it at once."""
    grid = _grid(data, name)
    places = {cell.strip(): place for place, cell in enumerate(grid.header)}
    missing = [column for column in ("table", "row", "decision") if column not in places]
    if missing:
        raise BadSheet([Remark("no-column", grid.header_row, value=column) for column in missing])
    faults = list(grid.problems)
    found: list[Decided] = []
    seen: set[tuple[str, str]] = set()
    for line, cells in grid.rows:
        one = {column: cells[place] if place < len(cells) else "" for column, place in places.items()}
        word = one["decision"].strip()
        if not word:
            continue
        status = DECISIONS.get(fold(word))
        key = (one["table"].strip(), one["row"].strip())
        if status is None:
            faults.append(Remark("decision", line, value=word))
        elif key[0] not in BY_NAME:
            faults.append(Remark("table", line, value=key[0]))
        elif key in seen:
            faults.append(Remark("twice", line, value=key[1]))
        else:
            seen.add(key)
            values = {column: one[column] for column in EDITABLE[key[0]] if column in one}
            found.append(Decided(*key, status, " ".join(one.get("decided_by", "").split()), values, line))
    if faults:
        raise BadSheet(sorted(faults, key=lambda fault: fault.row))
    return found


def _grid(data: bytes, name: str) -> Grid:
    if not name.lower().endswith(".xlsx"):
        return read_csv_bytes(data)
    from phancap.formats.xlsx import BadWorkbook, read_xlsx

    try:
        sheets = read_xlsx(data)
    except BadWorkbook as error:
        raise BadSheet([Remark(error.problem, more=error.more)]) from None
    return sheets[SHEET] if SHEET in sheets else next(iter(sheets.values()))


def apply(
    root: str, readings: Iterable[tuple[str, Reading]], decisions: Sequence[Decided], by: str = "", name: str = ""
) -> list[Written]:
    """Write what people decided into ``scheme/*.csv`` of the workspace folder ``root``; all of it or nothing.

    An item is taken from the documents read again, else from the rows that are there. ``by`` stands where the
    sheet names nobody, ``name`` is the sheet's in messages. :class:`BadSheet` for an item that is in neither;
    ``WorkspaceError`` where a changed cell is no value of its column, or the folder is no workspace.
    """
    read = list(readings)
    return put(root, lambda files: decided(files, read, decisions, by, name))


def decided(
    files: Files, readings: Iterable[tuple[str, Reading]], decisions: Sequence[Decided], by: str = "", name: str = ""
) -> dict[str, bytes]:
    """The files with what people decided, as :func:`apply` writes them."""
    rows_in(files)
    there = {(t.name, line.cells.get(t.key[0], "")): line for t in TABLES for line in sheet(files, t.name).lines}
    fresh: dict[tuple[str, str], dict[str, str]] = {}
    for document, reading in readings:
        for table, rows in rows_of(reading, document).items():
            fresh |= {(table, row[BY_NAME[table].key[0]]): cells_of(BY_NAME[table], row) for row in rows}
    faults: list[Remark] = []
    wrong: list[CellError] = []
    new: dict[str, list[tuple[str, dict[str, str]]]] = {table.name: [] for table in TABLES}
    for one in decisions:
        item = (one.table, one.row)
        was = there[item].cells if item in there else fresh.get(item)
        if was is None:
            faults.append(Remark("unknown", one.line, value=one.row))
            continue
        try:
            cells = decided_cells(one.table, was, one.status, one.by or by, one.cells)
        except WorkspaceError as error:
            wrong += [told._replace(file=name or told.file, row=one.line) for told in error.errors]
            continue
        if item not in there or cells != was:
            new[one.table].append((there[item].mark if item in there else "", cells))
    if wrong:
        raise WorkspaceError("", wrong)
    if faults:
        raise BadSheet(faults)
    changed = dict(files)
    for table, lines in new.items():
        changed = put_rows(changed, table, "", lines)
    return changed

