"""What was read, into a workspace's ``scheme/*.csv``, for a person to accept, edit or refuse.

A row's id comes from the words and the document's name, so reading the same document again adds nothing; rows
that are there stay as they are, whoever changed them. Everything here makes files of files; a draft of the site and a
folder of one's own write them through the same door (:mod:`phancap.workspace.change`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from phancap.formats.csv_text import read_csv_bytes
from phancap.formats.days import parse_day
from phancap.formats.tables import Row, Table
from phancap.scheme.reading import Reading
from phancap.workspace.cells import write_cell
from phancap.workspace.change import How, change_folder, files_of
from phancap.workspace.edit import Files, file_of, put_rows, sheet, table_of
from phancap.workspace.errors import Report, WorkspaceError
from phancap.workspace.rows import typed_rows
from phancap.workspace.scheme_tables import (
    ASSIGNMENTS,
    BY_NAME,
    COMMENTS,
    FILES,
    LEGAL_BASIS,
    ROADMAP,
    TABLES,
)


class Written(NamedTuple):
    """One file: its name in the workspace, rows added, rows in it now."""

    file: str
    added: int
    rows: int


def rows_of(reading: Reading, document: str, status: str = "read") -> dict[str, list[Row]]:
    """The rows a reading makes, by table; ``document`` is the file's name."""
    found: dict[str, list[Row]] = {table.name: [] for table in TABLES}

    def add(table: Table, letter: str, key: str, item: Any, **values: Any) -> None:
        name = letter + hashlib.sha256(f"{document}\n{key}".encode("utf-8", "replace")).hexdigest()[:10]
        row = {table.key[0]: name, "document": document, "start": item.start, "end": item.end,
               "rule": getattr(item, "rule", ""), "confidence": getattr(item, "confidence", None),
               "status": status, **values}  # fmt: skip
        if all(other[table.key[0]] != name for other in found[table.name]):
            found[table.name].append(row)

    for task in reading.assignments:
        add(ASSIGNMENTS, "a", f"{task.lead} {task.task}", task, lead=task.lead, coordinate=task.coordinate, task=task.task,
            deadline=parse_day(task.deadline.day) if task.deadline.day else None,
            deadline_printed=task.deadline.words, urgency=task.urgency, ordered_by=task.ordered_by)  # fmt: skip
        if task.deadline.day:
            add(ROADMAP, "r", f"{task.lead} {task.task}", task, what=task.task, to=parse_day(task.deadline.day),
                body=" | ".join(task.lead))  # fmt: skip
    for comment in reading.comments:
        add(COMMENTS, "c", f"{comment.body} {comment.person} {comment.text}", comment, body=comment.body,
            person=comment.person, text=comment.text)  # fmt: skip
    for cited in reading.citations:
        if not cited.of_itself:
            name = cited.form or cited.title or f"{cited.type} {cited.number}"
            add(LEGAL_BASIS, "l", f"{name} {cited.date}", cited, act=cited.form, type=cited.type, issuer=cited.issuer,
                date=parse_day(cited.date) if cited.date else None, title=cited.title,
                clauses=cited.clauses, rule=cited.kind)  # fmt: skip
    for act in reading.unnumbered:
        add(LEGAL_BASIS, "l", f"{act.type} {act.title}", act, type=act.type, issuer=act.issuer, title=act.title,
            rule=f"{act.rule}-{act.status}")  # fmt: skip
    return found


def cells_of(table: Table, row: Row) -> dict[str, str]:
    """A row as the cells of its file."""
    return {column.name: _cell(column.kind, row.get(column.name)) for column in table.columns}


def _cell(kind: str, value: Any) -> str:
    if kind == "values" and value:
        # A bar inside a name would cut it in two.
        value = tuple(str(item).replace("|", "/") for item in value)
    return write_cell(kind, value)


def rows_in(files: Files) -> dict[str, list[Row]]:
    """The rows of the scheme by table; ``WorkspaceError`` with every cell that is no value of its column."""
    report = Report("")
    found: dict[str, list[Row]] = {}
    for table in TABLES:
        name = file_of(table.name)
        grid = read_csv_bytes(files[name]) if name in files else None
        found[table.name] = typed_rows(table, grid, name, "", report) if grid else []
    report.finish()
    return found


def check(root: str) -> None:
    """``WorkspaceError`` where something is wrong with ``scheme/*.csv`` of a workspace folder, which no load reads."""
    try:
        rows_in(files_of(root, FILES))
    except WorkspaceError as error:
        raise WorkspaceError(root, error.errors, error.total, error.notes) from None


def add(files: Files, readings: Iterable[tuple[str, Reading]], status: str = "read") -> dict[str, bytes]:
    """The files with what was read, as (document, reading), added to the scheme; ``WorkspaceError`` as in :func:`rows_in`."""
    there = rows_in(files)
    new: dict[str, dict[str, Row]] = {table.name: {} for table in TABLES}
    for document, reading in readings:
        for name, rows in rows_of(reading, document, status).items():
            new[name] = {row[BY_NAME[name].key[0]]: row for row in rows} | new[name]
    changed = dict(files)
    for table in TABLES:
        keys = {row[table.key[0]] for row in there[table.name]}
        added = [("", cells_of(table, row)) for key, row in new[table.name].items() if key not in keys]
        changed = put_rows(changed, table.name, "", added)
    return changed


def store(root: str, readings: Iterable[tuple[str, Reading]], status: str = "accepted") -> list[Written]:
    """Add what was read to ``scheme/*.csv`` of the workspace folder ``root``; what was written.

    ``WorkspaceError`` where the folder is no workspace, a file in it cannot be read, or nothing can be
    written; then nothing is changed.
    """
    return put(root, lambda files: add(files, readings, status))


def put(root: str, how: How) -> list[Written]:
    """Change the scheme of the workspace folder ``root`` by a function of its files; what was written."""
    told: list[Written] = []

    def noted(old: dict[str, bytes]) -> Mapping[str, bytes]:
        new = how(old)
        for name in FILES:
            if old.get(name) != new.get(name):
                rows, before = _count(new, name), _count(old, name)
                told.append(Written(name, rows - before, rows))
        return new

    try:
        change_folder(root, FILES, noted)
    except WorkspaceError as error:
        raise WorkspaceError(root, error.errors, error.total, error.notes) from None
    return told


def _count(files: Files, name: str) -> int:
    held = table_of(name)
    return len(sheet(files, *held).lines) if held else 0
