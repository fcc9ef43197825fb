"""A workspace as text that several people edit: rows changed one at a time, nobody's work overwritten.

A row is named by the *mark* of its text, so a change says what it thinks it changes: if somebody else changed that
row in the meantime, :class:`Changed` holds their text and nothing is written. Two people may change two rows of one
table at once. :func:`merge` carries what one changed since a common version over to another's.

Cells are text as in the file; whether they mean anything is asked when the workspace is loaded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import NamedTuple
from unicodedata import normalize

from phancap.formats.csv_text import read_csv_bytes, write_csv_text
from phancap.formats.grid import Grid
from phancap.formats.tables import Table
from phancap.workspace.content import CITY, OPTION, TABLE_NAMES, good_option_id
from phancap.workspace.errors import CellError, Report, WorkspaceError
from phancap.workspace.rows import typed_rows
from phancap.workspace.scheme_tables import BY_NAME as SCHEME
from phancap.workspace.scheme_tables import FOLDER
from phancap.workspace.tables import TABLES, columns_of

Files = Mapping[str, bytes]
"""File names with ``/`` from the root of a workspace to their bytes."""

_MORE = re.compile(r"(scenarios/[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.toml|scheme/[a-z][a-z0-9_-]{0,99}\.csv)\Z")


class Line(NamedTuple):
    """One row of a table: its mark, its place in the file (the header being 1) and its cells by column."""

    mark: str
    number: int
    cells: dict[str, str]


class Sheet(NamedTuple):
    """A table as text: the columns of its file, its rows in the file's order."""

    table: str
    option: str
    columns: list[str]
    lines: list[Line]


class Changed(Exception):
    """The row is no longer what it was: ``theirs`` is what stands there now, ``None`` where it was taken away."""

    def __init__(self, theirs: Line | None) -> None:
        self.theirs = theirs
        super().__init__("changed")


class Conflict(NamedTuple):
    """A row that both sides changed since their common version, each in its own way (``None``: taken away)."""

    file: str
    key: tuple[str, ...]
    base: dict[str, str] | None
    mine: dict[str, str] | None
    theirs: dict[str, str] | None


def belongs(name: str) -> bool:
    """Whether a file of that name can be part of a workspace."""
    option, _, rest = name.removeprefix("options/").partition("/")
    if name.startswith("options/"):
        return good_option_id(option) and (rest == OPTION or _is_table(rest))
    return name == CITY or _is_table(name) or _MORE.match(name) is not None


def _is_table(name: str) -> bool:
    return name.endswith(".csv") and name.removesuffix(".csv") in TABLE_NAMES


def declared(table: str) -> Table:
    """How a table of the charter or of the scheme is declared; :class:`KeyError` for no table."""
    return SCHEME[table] if table in SCHEME else TABLES[table]


def file_of(table: str, option: str = "") -> str:
    """The file that holds a table; :class:`KeyError` for no table, :class:`ValueError` for no option id.

    The scheme is one for all options.
    """
    declared(table)
    if option and (table in SCHEME or not good_option_id(option)):
        raise ValueError(option)
    if table in SCHEME:
        return f"{FOLDER}/{table}.csv"
    return f"options/{option}/{table}.csv" if option else f"{table}.csv"


def table_of(name: str) -> tuple[str, str] | None:
    """The (table, option) that a file of a workspace holds, ``None`` for one that holds no table."""
    folder, _, file = name.rpartition("/")
    table = file.removesuffix(".csv")
    if not file.endswith(".csv") or table not in (SCHEME if folder == FOLDER else TABLES):
        return None
    if folder in ("", FOLDER):
        return table, ""
    option = folder.removeprefix("options/")
    return (table, option) if folder.startswith("options/") and good_option_id(option) else None


def sheet(files: Files, table: str, option: str = "") -> Sheet:
    """A table as text; one without a file has no rows. :class:`WorkspaceError` where the file cannot be read."""
    name = file_of(table, option)
    if name not in files:
        return Sheet(table, option, [c.name for c in declared(table).columns], [])
    grid = _grid(files[name], name)
    lines = []
    seen: Counter[str] = Counter()
    for number, cells in grid.rows:
        named = {column: cells[i] if i < len(cells) else "" for i, column in enumerate(grid.header)}
        mark = mark_of(named)
        seen[mark] += 1
        # The same row twice: the second is told apart by its count.
        lines.append(Line(mark if seen[mark] == 1 else f"{mark}-{seen[mark]}", number, named))
    return Sheet(table, option, list(grid.header), lines)


def mark_of(cells: Mapping[str, str]) -> str:
    """A short name for the text of a row; empty cells do not count, so a new column changes no mark."""
    text = "\x1f".join(f"{column}\x1e{value}" for column, value in sorted(cells.items()) if value)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _grid(data: bytes, name: str) -> Grid:
    grid = read_csv_bytes(data)
    if grid.problems:
        from phancap.workspace.rows import report_grid

        report = Report("")
        report_grid(grid, name, report)
        report.finish()
    return grid


def bad_cells(table: str, cells: Mapping[str, str]) -> list[CellError]:
    """What is wrong with the cells of one row by themselves; whether others exist that they name is not asked."""
    columns = [c.name for c in columns_of(declared(table))]
    report = Report("")
    texts = [cells.get(c, "").strip() for c in columns]
    try:
        # Through the form of a file: a cell has the same limits wherever it is typed. A blank row is none in a file.
        grid = _grid(write_csv_text([columns, texts]).encode("utf-8", "replace"), f"{table}.csv")
        if not any(texts):
            grid.rows.append((2, texts))
        typed_rows(declared(table), grid, f"{table}.csv", "", report)
        report.finish()
    except WorkspaceError as error:
        return error.errors
    return []


def put_row(files: Files, table: str, option: str, was: str, cells: Mapping[str, str]) -> dict[str, bytes]:
    """The files with one row changed (``was`` is its mark), or added where ``was`` is empty.

    :class:`Changed` where the row that was meant is not there any more.
    """
    return put_rows(files, table, option, [(was, cells)])


def put_rows(files: Files, table: str, option: str, rows: Iterable[tuple[str, Mapping[str, str]]]) -> dict[str, bytes]:
    """The files with rows changed or added, each as in :func:`put_row`; without any they are as they were."""
    found = sheet(files, table, option)
    known = {c.name for c in columns_of(declared(table))}
    lines = list(found.lines)
    places = {line.mark: place for place, line in enumerate(lines)}
    changed = False
    for was, cells in rows:
        changed = True
        new = {column: normalize("NFC", value.strip()) for column, value in cells.items() if column in known}
        if was:
            place = places[was] if was in places else _place(found, was, new)
            # A column that this form did not show keeps what it holds.
            lines[place] = lines[place]._replace(cells={**lines[place].cells, **new})
        else:
            lines.append(Line("", 0, new))
    return _written(files, found._replace(lines=lines)) if changed else dict(files)


def drop_row(files: Files, table: str, option: str, was: str) -> dict[str, bytes]:
    """The files without one row; :class:`Changed` where it is not there any more."""
    found = sheet(files, table, option)
    place = _place(found, was, {})
    return _written(files, found._replace(lines=[*found.lines[:place], *found.lines[place + 1 :]]))


def _place(found: Sheet, was: str, new: Mapping[str, str]) -> int:
    for place, line in enumerate(found.lines):
        if line.mark == was:
            return place
    key = _key(found.table, new)
    raise Changed(next((line for line in found.lines if any(key) and _key(found.table, line.cells) == key), None))


def _key(table: str, cells: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(cells.get(column, "") for column in declared(table).key)


def _written(files: Files, changed: Sheet) -> dict[str, bytes]:
    """The files with a table written in its one form: columns in the declared order, rows by key."""
    table = declared(changed.table)
    own = [c.name for c in table.columns if c.always]
    filled = {column for line in changed.lines for column, value in line.cells.items() if value}
    columns = [c.name for c in columns_of(table) if c.name in own or c.name in filled or c.name in changed.columns]
    columns += [c for c in changed.columns if c and c not in columns]
    rows = sorted(
        ([line.cells.get(column, "") for column in columns] for line in changed.lines),
        key=lambda row: ([row[columns.index(c)] for c in table.key], row),
    )
    name = file_of(changed.table, changed.option)
    return {**files, name: write_csv_text([columns, *rows]).encode("utf-8")}


# -- bringing two people's changes together ----------------------------------------------------------------


def merge(base: Files, mine: Files, theirs: Files) -> tuple[dict[str, bytes], list[Conflict]]:
    """``theirs`` with what ``mine`` changed since ``base``; rows that both changed differently are conflicts.

    Where there is a conflict the row is left as theirs. Files that are no tables count as a whole.
    """
    merged = dict(theirs)
    conflicts: list[Conflict] = []
    for name in sorted({*base, *mine}):
        old, new, other = base.get(name), mine.get(name), theirs.get(name)
        if new in (old, other):
            continue
        if other == old:
            if new is None:
                merged.pop(name, None)
            else:
                merged[name] = new
        elif (held := table_of(name)) is not None:
            merged[name] = _merge_table(name, *held, (old, new, other), conflicts)
        else:
            conflicts.append(Conflict(name, (), *(None if d is None else {"": d.decode("utf-8", "replace")} for d in (old, new, other))))
    return merged, conflicts


def _merge_table(
    name: str, table: str, option: str, versions: tuple[bytes | None, ...], conflicts: list[Conflict]
) -> bytes:
    sheets = [sheet({name: data} if data is not None else {}, table, option) for data in versions]
    groups = [_by_key(s) for s in sheets]
    result: list[Line] = []
    for key in sorted({*groups[0], *groups[1], *groups[2]}):
        old, new, other = (group.get(key, []) for group in groups)
        marks = [sorted(mark_of(line.cells) for line in rows) for rows in (old, new, other)]
        if marks[1] == marks[0] or marks[1] == marks[2]:
            result += other
        elif marks[2] == marks[0]:
            result += new
        elif len(old) <= 1 and len(new) <= 1 and len(other) <= 1:
            together = _merge_cells(old, new, other)
            if together is None:
                conflicts.append(Conflict(name, key, *(rows[0].cells if rows else None for rows in (old, new, other))))
                result += other
            else:
                result.append(together)
        else:
            # Several rows share the key: what either side took away goes, what either added comes.
            counts = [Counter(m) for m in marks]
            want = (counts[2] - (counts[0] - counts[1])) + (counts[1] - counts[0])
            for line in [*other, *new]:
                if want[mark_of(line.cells)] > 0:
                    want[mark_of(line.cells)] -= 1
                    result.append(line)
    columns = list(dict.fromkeys([*sheets[2].columns, *sheets[1].columns]))
    return _written({}, Sheet(table, option, columns, result))[name]


def _by_key(found: Sheet) -> dict[tuple[str, ...], list[Line]]:
    groups: dict[tuple[str, ...], list[Line]] = {}
    for line in found.lines:
        groups.setdefault(_key(found.table, line.cells), []).append(line)
    return groups


def _merge_cells(old: list[Line], new: list[Line], other: list[Line]) -> Line | None:
    """One row whose cells were changed by both, each its own cells; ``None`` where they meet in one."""
    if not (old and new and other):
        return None
    cells = dict(other[0].cells)
    for column in {*old[0].cells, *new[0].cells, *other[0].cells}:
        was, mine, theirs = (line.cells.get(column, "") for line in (old[0], new[0], other[0]))
        if mine != was and theirs != was and mine != theirs:
            return None
        if mine != was:
            cells[column] = mine
    return Line("", 0, cells)
