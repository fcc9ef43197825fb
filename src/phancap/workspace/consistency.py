"""Whether the rows of a workspace go together: intervals, keys, uids, and values of open columns."""

from __future__ import annotations

import re
from collections.abc import Callable

from phancap.formats.days import format_day
from phancap.formats.tables import Row, Table
from phancap.territory.model import LETTER
from phancap.workspace.cells import write_cell
from phancap.workspace.errors import Report
from phancap.workspace.tables import TABLES

_INTERVALS = (("from", "to"), ("valid_from", "valid_to"), ("in_force", "ends"))
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]\Z|24:00\Z")
_MEASURE = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,20})?\Z")
_PAIR = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,20})? ?, ?-?[0-9]{1,3}(\.[0-9]{1,20})?\Z")
_CODE = re.compile(r"[0-9A-Za-z._-]+\Z")
# Ids that other cells list with commas between them.
_LISTED = (("grants", "grant"), ("units", "uid"), ("classes", "class"), ("bodies", "body"))


def check_consistency(tables: dict[str, list[Row]], report: Report) -> None:
    """Note every contradiction inside and between rows."""
    for name, table in TABLES.items():
        rows = tables[name]
        if rows:
            _intervals(table, rows, report)
            if table.unique:
                _duplicates(table, rows, report)
    for name, column in _LISTED:
        for row in tables[name]:
            if "," in row[column]:
                report.error("bad-id", row["_file"], row["_row"], column, row[column], expected="`,`")
    _units(tables["units"], report)
    _class_and_body(tables["classes"], tables["bodies"], report)
    _readings(tables["tensions"], report)
    _open_columns(tables, report)


def _intervals(table: Table, rows: list[Row], report: Report) -> None:
    names = {column.name for column in table.columns}
    for first, last in _INTERVALS:
        if first not in names or last not in names:
            continue
        for row in rows:
            start, end = row[first], row[last]
            if start is None or end is None or start < end or row.get("instrument") == "withdraw":
                continue
            file, number = row["_file"], row["_row"]
            value, more = format_day(end), format_day(start)
            report.error("empty-interval", file, number, last, value, other=first, more=more)


def _duplicates(table: Table, rows: list[Row], report: Report) -> None:
    """Two rows with one key; a correction shares the key of what it corrects, but not the day too."""
    seen: dict[tuple[object, ...], Row] = {}
    kinds = {column.name: column.kind for column in table.columns}
    for row in rows:
        values = tuple(row[name] for name in table.key)
        if not values[0]:
            continue
        key = (*values, row["corrects"], row["known"]) if row["corrects"] else values
        first = seen.setdefault(key, row)
        if first is not row:
            shown = " ".join(write_cell(kinds[name], row[name]) for name in table.key)
            at = f"{first['_file']}:{first['_row']}"
            report.error("duplicate-key", row["_file"], row["_row"], table.key[0], shown, more=at)


def _units(rows: list[Row], report: Report) -> None:
    lengths: dict[str, dict[int, int]] = {}
    corrected = {row["corrects"] for row in rows if row["corrects"]}
    spans: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        code, level, first = row["code"], row["level"], row["valid_from"]
        if not (code and level):
            continue
        if not _CODE.match(code):
            report.error("bad-code", row["_file"], row["_row"], "code", code)
            continue
        if code.isdigit():
            counts = lengths.setdefault(level, {})
            counts[len(code)] = counts.get(len(code), 0) + 1
        if first is None or not row["uid"]:
            continue
        uid = f"{LETTER[level]}{code}@{format_day(first)}"
        if row["uid"] != uid:
            report.error("bad-uid", row["_file"], row["_row"], "uid", row["uid"], expected=uid)
        elif row["uid"] not in corrected and not row["corrects"]:
            spans.setdefault((level, code), []).append(row)
    _short_codes(rows, lengths, report)
    for same in spans.values():
        same.sort(key=_first_day)
        for before, after in zip(same, same[1:], strict=False):
            end = before["valid_to"]
            if before["uid"] != after["uid"] and (end is None or end > after["valid_from"]):
                file, number = after["_file"], after["_row"]
                report.error("two-units-one-code", file, number, "code", after["code"], more=before["uid"])


def _first_day(row: Row) -> int:
    return int(row["valid_from"])


def _short_codes(rows: list[Row], lengths: dict[str, dict[int, int]], report: Report) -> None:
    """A code one digit shorter than nearly all of its level has most likely lost a leading zero."""
    for row in rows:
        counts = lengths.get(row["level"], {})
        usual = max(counts, key=lambda length: (counts[length], length), default=0)
        length = len(row["code"])
        if row["code"].isdigit() and length < usual and counts.get(length, 0) * 10 <= counts[usual]:
            meant = row["code"].zfill(usual)
            report.note("short-code", row["_file"], row["_row"], "code", row["code"], more=meant)


def _class_and_body(classes: list[Row], bodies: list[Row], report: Report) -> None:
    at = {row["class"]: f"{row['_file']}:{row['_row']}" for row in classes if row["class"]}
    for row in bodies:
        if row["body"] in at:
            report.error(
                "class-and-body", row["_file"], row["_row"], "body", row["body"], more=at[row["body"]]
            )


def _readings(rows: list[Row], report: Report) -> None:
    by_tension: dict[str, list[Row]] = {}
    for row in rows:
        by_tension.setdefault(row["tension"], []).append(row)
    for tension, readings in by_tension.items():
        if not tension or any(row["corrects"] or row["known"] is not None for row in readings):
            continue  # which readings stand depends on the day of knowledge
        prevailing = [row for row in readings if row["prevails"]]
        if len(prevailing) > 1:
            row = prevailing[1]
            more = str(len(prevailing))
            report.error("two-readings-prevail", row["_file"], row["_row"], "prevails", tension, more=more)


def _open_columns(tables: dict[str, list[Row]], report: Report) -> None:
    """Cells that are text to the declaration but have a form."""
    for name, column in (("limits", "cutoff"), ("hours", "open"), ("hours", "close")):
        _form(tables[name], column, _TIME.match, "bad-time", report)
    for row in tables["measures"]:
        value = row["value"]
        if value and not _MEASURE.match(value) and not (row["measure"] == "centroid" and _PAIR.match(value)):
            report.error("bad-measure", row["_file"], row["_row"], "value", value)
    for row in tables["facts"]:
        if row["type"] == "category" and not row["values"]:
            report.error("category-without-values", row["_file"], row["_row"], "values", expected="a|b|c")


def _form(rows: list[Row], column: str, fits: Callable[[str], object], problem: str, report: Report) -> None:
    for row in rows:
        if row[column] and not fits(row[column]):
            report.error(problem, row["_file"], row["_row"], column, row[column], expected="HH:MM")
