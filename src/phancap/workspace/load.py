"""A workspace from its folder or its XLSX file: every table typed and checked, all errors in one go.

Order never carries meaning: rows come in the order of the files only so that messages do.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, NamedTuple

from phancap.formats.csv_text import read_csv_bytes
from phancap.formats.grid import Grid
from phancap.formats.nearest import Nearest
from phancap.formats.tables import Row
from phancap.workspace.city import City, Option, parse_toml, read_city, read_option, text_or_toml
from phancap.workspace.consistency import check_consistency
from phancap.workspace.content import (
    Found,
    available_options,
    content_hash,
    good_option_id,
    hash_files,
    is_book,
    read_workspace,
)
from phancap.workspace.errors import Note, Report, WorkspaceError
from phancap.workspace.references import References
from phancap.workspace.rows import typed_rows
from phancap.workspace.tables import TABLES

__all__ = ["Workspace", "WorkspaceError", "content_hash", "load", "load_every_option", "option_ids"]

OPTION_SHEET = "options"
OPTION_COLUMN = "option"


class Workspace(NamedTuple):
    """A checked workspace. ``tables`` has every declared table, possibly empty, options' rows included.

    ``content_hash`` is BLAKE2b over the names and bytes of everything that was read. ``notes`` are worth
    telling (columns not known, a separator that is not a comma ...), but change nothing.
    """

    root: str
    city: City
    tables: dict[str, list[Row]]
    options: dict[str, Option]
    notes: list[Note]
    content_hash: str


def load(path: str | os.PathLike[str], options: Iterable[str] = ()) -> Workspace:
    """The workspace at ``path`` with the rows that ``options`` add.

    :class:`WorkspaceError` holds every error of the load at once.
    """
    root = os.fspath(path)
    wanted = tuple(sorted(set(options)))
    report = Report(root)
    tables: dict[str, list[Row]] = {name: [] for name in TABLES}
    found = read_workspace(root, wanted, report)
    if is_book(root):
        city, about = _from_book(found, wanted, tables, report)
    else:
        city, about = _from_folder(found, tables, report)
        for option in wanted:
            if option not in about and not report.total:
                report.note("no-option-toml", f"options/{option}")
            about.setdefault(option, Option(option))
    References(tables, report).check()
    check_consistency(tables, report)
    report.finish()
    return Workspace(root, city, tables, about, report.notes, hash_files(found, wanted))


def load_every_option(path: str | os.PathLike[str]) -> Workspace:
    """The base with the rows of every option, each option checked on its own: to change the form of files.

    Options may contradict each other, so this is no charter to ask.
    """
    base = load(path)
    options: dict[str, Option] = {}
    for option in option_ids(path):
        part = load(path, (option,))
        options |= part.options
        for name, rows in part.tables.items():
            base.tables[name] += [row for row in rows if row["_option"] == option]
    return base._replace(options=options, content_hash=content_hash(path, options))


def option_ids(path: str | os.PathLike[str]) -> list[str]:
    """The options that a workspace holds."""
    root = os.fspath(path)
    if not is_book(root):
        return available_options(root)
    from phancap.formats.xlsx import BadWorkbook, read_xlsx

    report = Report(root)
    for found in read_workspace(root, (), report):
        try:
            sheet = read_xlsx(found.data).get(OPTION_SHEET)
        except BadWorkbook:
            return []  # loading it says why
        return sorted({cells[0] for _, cells in sheet.rows if cells[0]} if sheet else ())
    return []


def _from_folder(
    found: list[Found], tables: dict[str, list[Row]], report: Report
) -> tuple[City, dict[str, Option]]:
    city = City("")
    about: dict[str, Option] = {}
    for file in found:
        if file.table:
            grid = read_csv_bytes(file.data)
            tables[file.table] += typed_rows(TABLES[file.table], grid, file.name, file.option, report)
            continue
        keys = parse_toml(file.data, file.name, report)
        if keys is None:
            continue
        if file.option:
            about[file.option] = read_option(file.option, keys, file.name, report)
        else:
            city = read_city(keys, file.name, report)
    return city, about


# -- the same as one XLSX file ---------------------------------------------------------------------


def _from_book(
    found: list[Found], options: tuple[str, ...], tables: dict[str, list[Row]], report: Report
) -> tuple[City, dict[str, Option]]:
    """A sheet a table; a sheet ``city`` of keys and values; rows of options name theirs in ``option``."""
    from phancap.formats.xlsx import BadWorkbook, read_xlsx

    name = found[0].name
    try:
        sheets = read_xlsx(found[0].data)
    except BadWorkbook as error:
        report.error(error.problem, name, more=error.more)
        report.finish()
        raise
    city = City("")
    if "city" in sheets:
        city = read_city(_pairs(sheets["city"]), f"{name}#city", report)
    else:
        report.error("no-city-sheet", name)
    about = _options_of_book(sheets.get(OPTION_SHEET), options, f"{name}#{OPTION_SHEET}", report)
    for title, grid in sheets.items():
        shown = f"{name}#{title}"
        if title in TABLES:
            if grid.header or grid.problems:
                for option, part in _by_option(grid, options).items():
                    tables[title] += typed_rows(TABLES[title], part, shown, option, report)
        elif title.strip().lower() in TABLES:
            table = title.strip().lower()
            report.error("name-of-table", shown, value=table, expected=table)
        elif title not in ("city", OPTION_SHEET):
            report.note("unknown-file", shown)
    return city, about


def _pairs(grid: Grid) -> dict[str, Any]:
    """Keys and values of a sheet that has them side by side, with or without a header above."""
    rows = [grid.header, *(cells for _, cells in grid.rows)]
    pairs: dict[str, Any] = {cells[0]: cells[1] for cells in rows if len(cells) > 1 and cells[0] != "key"}
    if isinstance(pairs.get("format"), str) and pairs["format"].isdecimal() and len(pairs["format"]) < 9:
        pairs["format"] = int(pairs["format"])
    if "horizon" in pairs:
        pairs["horizon"] = [part.strip() for part in pairs["horizon"].split(",")]
    return pairs


def _options_of_book(
    grid: Grid | None, options: tuple[str, ...], shown: str, report: Report
) -> dict[str, Option]:
    """The options asked for, from the sheet ``options`` (columns option, key, value)."""
    keys: dict[str, dict[str, Any]] = {}
    for _, cells in grid.rows if grid else ():
        option, key, value = (*cells, "", "", "")[:3]
        if option:
            keys.setdefault(option, {})[key] = text_or_toml(value)
    about = {}
    for option in options:
        if not good_option_id(option):
            report.error("bad-option-id", shown, value=option)
        elif option not in keys:
            report.error("no-option", shown, value=option, near=Nearest(keys), expected=", ".join(sorted(keys)) or "—")
        else:
            pairs = {key: value for key, value in keys[option].items() if key}
            about[option] = read_option(option, pairs, shown, report)
    return about


def _by_option(grid: Grid, options: tuple[str, ...]) -> dict[str, Grid]:
    """The rows of the base and of each option asked for; other options' rows are not read."""
    if OPTION_COLUMN not in grid.header:
        return {"": grid}
    column = grid.header.index(OPTION_COLUMN)
    header = grid.header[:column] + [""] + grid.header[column + 1 :]
    parts = {"": Grid(header, grid.header_row, [], grid.remarks, grid.problems)}
    for number, cells in grid.rows:
        option = cells[column] if column < len(cells) else ""
        if option and option not in options:
            continue
        part = parts.setdefault(option, Grid(header, grid.header_row, [], [], []))
        part.rows.append((number, cells))
    return parts
