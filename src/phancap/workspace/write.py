"""A workspace back to files: a folder of CSV, or the same as one XLSX. Reading either gives the same tables.

Canonical: the declared columns in their order (the common ones only where used), rows sorted by key, one
form for each value. So two people who state the same write the same bytes, and git shows what changed.
Columns that no table declares were passed over when reading and are not written.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from phancap.formats.csv_text import write_csv_text
from phancap.formats.days import format_day
from phancap.formats.tables import Column, Row, Table
from phancap.workspace.cells import write_cell
from phancap.workspace.city import City, Option, city_toml, option_toml, toml_or_text
from phancap.workspace.content import CITY, OPTION, good_option_id
from phancap.workspace.errors import Report
from phancap.workspace.tables import TABLES, columns_of

Tables = Mapping[str, Sequence[Row]]


class _Text(NamedTuple):
    columns: tuple[Column, ...]
    rows: list[tuple[str, list[str]]]  # option and cells, sorted


def write_csv(
    tables: Tables,
    directory: str | os.PathLike[str],
    city: City | None = None,
    options: Mapping[str, Option] | None = None,
) -> list[str]:
    """Write a table a file, ``city.toml``, and rows of options into ``options/<id>/``; the paths written.

    A table without rows gets no file, unless one is there already: then its header alone remains.
    ``WorkspaceError`` where the folder cannot be written.
    """
    root = os.fspath(directory)
    files: dict[str, str] = {}
    if city is not None:
        files[CITY] = city_toml(city)
    for option in (options or {}).values():
        files[f"options/{option.id}/{OPTION}"] = option_toml(option)
    folders = {"", *(row["_option"] for rows in tables.values() for row in rows), *(options or {})}
    for name, table in TABLES.items():
        text = _as_text(table, tables.get(name, ()))
        for folder in sorted(folders):
            if folder and not good_option_id(folder):
                raise ValueError(f"`{folder}` is not an option id")
            shown = (f"options/{folder}/" if folder else "") + f"{name}.csv"
            rows = [cells for option, cells in text.rows if option == folder]
            if rows or os.path.exists(os.path.join(root, shown)):
                files[shown] = write_csv_text([[column.name for column in text.columns], *rows])
    return [put_file(root, name, text.encode("utf-8")) for name, text in sorted(files.items())]


def write_xlsx(
    tables: Tables,
    path: str | os.PathLike[str],
    city: City | None = None,
    options: Mapping[str, Option] | None = None,
) -> str:
    """Write one XLSX file: a sheet a table (those with rows), ``city`` and ``options`` as keys and values.

    All cells are text, closed lists are drop-downs, and a row of an option names it in a last column.
    """
    from phancap.formats.xlsx import BadWorkbook, SheetOut, write_xlsx_bytes

    sheets = []
    if city is not None:
        sheets.append(SheetOut("city", ("key", "value"), _city_pairs(city), {}))
    if options:
        rows = [(option.id, "", "") for option in options.values() if not option.more]
        rows += [(o.id, key, toml_or_text(value)) for o in options.values() for key, value in o.more.items()]
        sheets.append(SheetOut("options", ("option", "key", "value"), sorted(rows), {}))
    with_options = bool(options) or any(row["_option"] for rows in tables.values() for row in rows)
    for name, table in TABLES.items():
        text = _as_text(table, tables.get(name, ()))
        if text.rows:
            header = [column.name for column in text.columns] + ["option"] * with_options
            rows_out = [[*cells, option] if with_options else cells for option, cells in text.rows]
            sheets.append(SheetOut(name, header, rows_out, _choices(text.columns)))
    report = Report(os.fspath(path))
    try:
        data = write_xlsx_bytes(sheets)
    except BadWorkbook as error:
        report.error(error.problem, os.path.basename(os.fspath(path)), more=error.more)
        report.finish()
        raise
    folder, name = os.path.split(os.fspath(path))
    return put_file(folder, name, data)


def _choices(columns: Iterable[Column]) -> dict[int, Sequence[str]]:
    found: dict[int, Sequence[str]] = {}
    for place, column in enumerate(columns):
        if column.kind in ("choice", "flag"):
            found[place] = column.choices or ("yes", "no")
    return found


def _city_pairs(city: City) -> list[tuple[str, str]]:
    horizon = ", ".join(format_day(day) for day in city.horizon)
    pairs = [
        ("format", str(city.format)),
        ("name", city.name),
        ("name_en", city.name_en),
        ("timezone", city.timezone),
        ("horizon", horizon),
        ("default_language", city.default_language),
        ("rulebook", city.rulebook),
    ]
    return [pair for pair in pairs if pair[1]]


def _as_text(table: Table, rows: Sequence[Row]) -> _Text:
    own = len(table.columns)
    columns = tuple(
        column
        for place, column in enumerate(columns_of(table))
        if (place < own and column.always) or any(row[column.name] not in (None, "", ()) for row in rows)
    )
    places = {column.name: place for place, column in enumerate(columns)}
    keys = [places[name] for name in table.key]
    texts = [
        (row["_option"], [write_cell(column.kind, row[column.name]) for column in columns]) for row in rows
    ]
    texts.sort(key=lambda pair: ([pair[1][place] for place in keys], pair[0], pair[1]))
    return _Text(columns, texts)


def put_file(root: str, name: str, data: bytes) -> str:
    """Write the file whole or not at all."""
    path = os.path.join(root, name)
    waiting = f"{path}.{os.getpid()}.part"
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        try:
            with open(waiting, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(waiting, path)
        finally:
            if os.path.exists(waiting):
                os.unlink(waiting)
    except OSError as error:
        report = Report(root)
        report.error("unwritable", name, more=error.strerror or type(error).__name__)
        report.finish()
    return path
