"""What people decide about rows that were read: accept, edit, refuse, each by name; kept in ``scheme/*.csv``."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from phancap.formats.csv_text import read_csv_bytes, write_csv_text
from phancap.formats.tables import Row, Table
from phancap.scheme.store import FOLDER, rows_there, text_of
from phancap.scheme.tables import TABLES
from phancap.workspace.errors import Report
from phancap.workspace.rows import typed_rows
from phancap.workspace.write import put_file

BY_NAME: Mapping[str, Table] = {table.name: table for table in TABLES}
EDITABLE: Mapping[str, tuple[str, ...]] = {
    "assignments": ("lead", "coordinate", "task", "deadline", "ordered_by", "note"),
    "comments": ("body", "person", "text", "note"),
    "legal_basis": ("act", "type", "issuer", "date", "title", "note"),
    "roadmap": ("what", "to", "body", "note"),
}
"""What a person may change in a row; the rest says where it was read."""


class NoSuchRow(LookupError):
    """The row is not there: somebody took it out of the file."""


@contextmanager
def alone(root: str) -> Iterator[None]:
    """One writer at a time, also from another process."""
    os.makedirs(os.path.join(root, FOLDER), exist_ok=True)
    with open(os.path.join(root, FOLDER, ".lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def rows_in(root: str) -> dict[str, list[Row]]:
    """All rows by table; ``WorkspaceError`` where a file cannot be read."""
    report = Report(root)
    found = {table.name: rows_there(root, table, report) for table in TABLES}
    report.finish()
    return found


def decide(root: str, table_name: str, key: str, status: str, by: str, changes: Mapping[str, str]) -> Row:
    """Give one row its status and, where it is edited, its new cells; the row as it stands afterwards.

    ``status``: ``accepted``, ``edited``, ``refused``, or ``read`` to open it again. ``changes`` are cells as a
    person writes them. ``WorkspaceError`` where a cell is no value of its column, or the file cannot be read;
    ``NoSuchRow``; then nothing is changed.
    """
    table = BY_NAME[table_name]
    with alone(root):
        report = Report(root)
        rows = rows_there(root, table, report)
        report.finish()
        row = next((row for row in rows if row[table.key[0]] == key), None)
        if row is None:
            raise NoSuchRow(key)
        new = {**row, "status": status, "decided_by": by}
        if status == "edited":
            new = with_changes(table, new, changes, report)
            report.finish()
        rows[rows.index(row)] = new
        put_file(root, f"{FOLDER}/{table.name}.csv", text_of(table, rows).encode("utf-8"))
    return new


def with_changes(table: Table, row: Row, changes: Mapping[str, str], report: Report) -> Row:
    """The row with its changed cells as values: written and read again, so that they are what the file will give.

    A cell that is no value of its column goes into ``report``.
    """
    grid = read_csv_bytes(text_of(table, [row]).encode("utf-8"))
    own = EDITABLE[table.name]
    cells = [
        " ".join(changes[name].split()) if name in own and name in changes else cell
        for name, cell in zip(grid.header, grid.rows[0][1], strict=True)
    ]
    written = write_csv_text([grid.header, cells]).encode("utf-8")
    before = report.total
    typed = typed_rows(table, read_csv_bytes(written), f"{FOLDER}/{table.name}.csv", "", report)
    return row if report.total > before else {**row, **{name: typed[0][name] for name in own}}


def one_document(root: str, name: str) -> dict[str, list[Row]]:
    """The rows of one document, in reading order."""
    return {
        table: sorted((row for row in rows if row["document"] == name), key=lambda row: row["start"] or 0)
        for table, rows in rows_in(root).items()
    }
