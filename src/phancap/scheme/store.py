"""What was read, into a workspace's ``scheme/*.csv``, for a person to accept, edit or refuse.

A row's id comes from the words and the document's name, so reading the same document again adds nothing; rows
that are there stay as they are, whoever changed them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from typing import Any, NamedTuple

from phancap.formats.csv_text import read_csv_bytes, write_csv_text
from phancap.formats.days import parse_day
from phancap.formats.tables import Row, Table
from phancap.scheme.reading import Reading
from phancap.scheme.tables import ASSIGNMENTS, COMMENTS, LEGAL_BASIS, ROADMAP, TABLES
from phancap.workspace.cells import write_cell
from phancap.workspace.content import CITY, read_one
from phancap.workspace.errors import Report
from phancap.workspace.rows import typed_rows
from phancap.workspace.write import put_file

FOLDER = "scheme"


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


def store(
    root: str, readings: Iterable[tuple[str, Reading]], status: str = "accepted", city: bool = True
) -> list[Written]:
    """Add what was read to ``scheme/*.csv`` of the workspace folder ``root``; ``city``: it must be one.

    ``WorkspaceError`` where the folder is no workspace, a file in it cannot be read, or nothing can be
    written; then nothing is changed.
    """
    report = Report(root)
    if city and not os.path.isfile(os.path.join(root, CITY)):
        report.error("no-city", root)
    report.finish()
    new: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    for document, reading in readings:
        for name, rows in rows_of(reading, document, status).items():
            new[name] += rows
    plans: list[tuple[Written, str]] = []
    for table in TABLES:
        old = rows_there(root, table, report)
        keys = {row[table.key[0]] for row in old}
        added = [row for row in new[table.name] if row[table.key[0]] not in keys]
        if added:
            plans.append(plan_file(table, old + added, len(added)))
    report.finish()
    for plan, text in plans:
        put_file(root, plan.file, text.encode("utf-8"))
    return [plan for plan, _ in plans]


def plan_file(table: Table, rows: list[Row], added: int) -> tuple[Written, str]:
    """What is to be written of a table: the account of it, and the file's text."""
    return Written(f"{FOLDER}/{table.name}.csv", added, len(rows)), text_of(table, rows)


def rows_there(root: str, table: Table, report: Report) -> list[Row]:
    """The rows of a table's file; what is wrong with it goes into ``report``."""
    shown = f"{FOLDER}/{table.name}.csv"
    path = os.path.join(root, shown)
    if not os.path.lexists(path):
        return []
    inside = os.path.realpath(root) + os.sep
    if not os.path.realpath(path).startswith(inside):
        report.error("outside", shown)
        return []
    data = read_one(path, shown, report)
    return [] if data is None else typed_rows(table, read_csv_bytes(data), shown, "", report)


def text_of(table: Table, rows: list[Row]) -> str:
    """A table as CSV text, its rows sorted."""
    cells = [[_cell(column.kind, row.get(column.name)) for column in table.columns] for row in rows]
    cells.sort()
    return write_csv_text([[column.name for column in table.columns], *cells])


def _cell(kind: str, value: Any) -> str:
    if kind == "values" and value:
        # A bar inside a name would cut it in two.
        value = tuple(str(item).replace("|", "/") for item in value)
    return write_cell(kind, value)
