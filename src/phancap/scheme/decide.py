"""What people decide about rows that were read: accept, edit, refuse, each by name; kept in ``scheme/*.csv``."""

from __future__ import annotations

from collections.abc import Mapping

from phancap.formats.tables import Row
from phancap.scheme.store import rows_in
from phancap.workspace.cells import BadCell, reader, write_cell
from phancap.workspace.edit import Changed, Files, Line, bad_cells, file_of, put_row, sheet
from phancap.workspace.errors import WorkspaceError
from phancap.workspace.scheme_tables import BY_NAME, STATUS

EDITABLE: Mapping[str, tuple[str, ...]] = {
    "assignments": ("lead", "coordinate", "task", "deadline", "ordered_by", "note"),
    "comments": ("body", "person", "text", "note"),
    "legal_basis": ("act", "type", "issuer", "date", "title", "note"),
    "roadmap": ("what", "to", "body", "note"),
}
"""What a person may change in a row; the rest says where it was read."""


def line_of(files: Files, table: str, key: str) -> Line | None:
    """A row by its id, ``None`` where there is none; ``WorkspaceError`` where the file cannot be read."""
    name = BY_NAME[table].key[0]
    return next((line for line in sheet(files, table).lines if line.cells.get(name) == key), None)


def decide(
    files: Files, table: str, key: str, status: str, by: str, changes: Mapping[str, str], was: str | None = None
) -> dict[str, bytes]:
    """The files with one row given its status and its new cells.

    ``status``: ``accepted``, ``edited``, ``refused``, or ``read`` to open it again. ``changes`` are cells as a person
    writes them; an accepted row whose cells were changed is an edited one. ``was`` is the mark of the row that was meant (``None``: whatever stands there now).
    ``WorkspaceError`` where a cell is no value of its column, or the file cannot be read; ``Changed`` where the row is
    another by now, or gone.
    """
    line = line_of(files, table, key)
    if line is None or (was is not None and was != line.mark):
        raise Changed(line)
    cells = decided_cells(table, line.cells, status, by, changes, line.number)
    return dict(files) if cells == line.cells else put_row(files, table, "", line.mark, cells)


def decided_cells(
    table: str, cells: Mapping[str, str], status: str, by: str, changes: Mapping[str, str], number: int = 0
) -> dict[str, str]:
    """The cells of a row (line ``number`` of its file) once it is decided so, as in :func:`decide`."""
    if status not in STATUS:
        raise ValueError(status)
    changed = {name: cell for name, cell in tidy(table, changes).items() if cell != " ".join(cells.get(name, "").split())}
    if status == "accepted" and (changed or cells.get("status") == "edited"):
        status = "edited"
    new = {**cells, "status": status, "decided_by": by, **(changed if status == "edited" else {})}
    errors = bad_cells(table, new)
    if errors:
        raise WorkspaceError("", [error._replace(file=file_of(table), row=number) for error in errors])
    return new


def tidy(table: str, changes: Mapping[str, str]) -> dict[str, str]:
    """Those of the cells that a person may change, in the one form their file has for a value."""
    kinds = {column.name: column for column in BY_NAME[table].columns}
    found = {name: " ".join(changes[name].split()) for name in EDITABLE[table] if name in changes}
    for name, text in found.items():
        read = reader(kinds[name]) if text else None
        try:
            found[name] = write_cell(kinds[name].kind, read(text)) if read else text
        except BadCell:
            continue  # as it was written: it is told with the others
    return found


def one_document(files: Files, name: str) -> dict[str, list[Row]]:
    """The rows of one document, in reading order."""
    return {
        table: sorted((row for row in rows if row["document"] == name), key=lambda row: row["start"] or 0)
        for table, rows in rows_in(files).items()
    }
