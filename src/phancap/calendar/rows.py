"""The rows of ``calendar.csv`` and ``hours.csv``, checked and ready to count with.

Both come either from a loaded workspace (typed rows, days as numbers) or straight from a folder: a single
deadline must not wait for a whole workspace.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from phancap.calendar.errors import CalendarError
from phancap.calendar.moments import format_clock, parse_clock
from phancap.calendar.tables import CALENDAR, DAY_KINDS, HOURS
from phancap.formats.csv_text import read_csv_bytes
from phancap.formats.days import DayError, format_day, parse_day
from phancap.formats.tables import COMMON_COLUMNS, Row, Table

_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "1 mon monday t2",
            "2 tue tuesday t3",
            "3 wed wednesday t4",
            "4 thu thursday t5",
            "5 fri friday t6",
            "6 sat saturday t7",
            "7 sun sunday cn",
        )
    )
    for name in names.split()
}
"""Written weekday to 0 (Monday) .. 6 (Sunday). Bare digits are ISO, so ``2`` is Tuesday; ``T2`` is Monday."""


class CalendarRow(NamedTuple):
    """One announced day: ``kind`` is off, work or provisional; ``known`` the day it was published."""

    day: int
    kind: str
    instrument: str = ""
    known: int | None = None
    source: str = ""


class HoursRow(NamedTuple):
    """One session: minutes of the day ``[open, close)`` on ``weekdays`` (0 = Monday), days ``[start, end)``.

    ``body`` and ``power`` empty mean all. ``extra`` marks an opening beyond office hours: people are
    received, but no limit counts it. A session with unknown hours has ``open == close == 0``.
    """

    body: str
    power: str
    weekdays: tuple[int, ...]
    open: int
    close: int
    start: int | None = None
    end: int | None = None
    source: str = ""
    extra: bool = False
    known: int | None = None


def calendar_rows(rows: Iterable[Row]) -> list[CalendarRow]:
    """Typed rows of the table ``calendar``; a wrong one is a :class:`CalendarError` naming file and row."""
    result = []
    for row in rows:
        kind = row["kind"]
        if row["day"] is None:
            raise CalendarError("day-missing", where=_place(row))
        if kind not in DAY_KINDS:
            raise CalendarError("kind", where=_place(row), got=kind)
        texts = [row.get(name) or "" for name in ("instrument", "source")]
        result.append(CalendarRow(row["day"], kind, texts[0], row.get("known"), texts[1]))
    return result


def hours_rows(rows: Iterable[Row]) -> list[HoursRow]:
    """Typed rows of the table ``hours``, its free texts (weekday, hours) read; errors as above."""
    result = []
    for row in rows:
        place = _place(row)
        opening, closing = row.get("open") or "", row.get("close") or ""
        start = end = 0
        if opening or closing:
            minutes = [parse_clock(text) for text in (opening, closing)]
            for text, minute in zip((opening, closing), minutes, strict=True):
                if minute is None:
                    raise CalendarError("clock", where=place, got=text)
            start, end = minutes[0] or 0, minutes[1] or 0
            if end <= start:
                raise CalendarError("session", where=place, open=opening, close=closing)
        if row.get("from") is not None and row.get("to") is not None and row["to"] <= row["from"]:
            raise CalendarError("span", where=place)
        kind = row.get("kind") or "office"
        if kind not in ("office", "extra"):
            raise CalendarError("extra", where=place, got=kind)
        weekdays = parse_weekdays(row.get("weekday") or "", place)
        whose = (row.get("body") or "", row.get("power") or "")
        days = (row.get("from"), row.get("to"))
        # A weekend row never makes the weekend count: it is an opening, whatever it is called.
        for part, extra in (
            (tuple(day for day in weekdays if day < 5), kind == "extra"),
            (tuple(day for day in weekdays if day >= 5), True),
        ):
            if part:
                result.append(
                    HoursRow(
                        *whose, part, start, end, *days, row.get("source") or "", extra, row.get("known")
                    )
                )
    _check_overlaps(result)
    return result


def parse_weekdays(text: str, where: str = "weekday") -> tuple[int, ...]:
    """``mon``, ``T2``, ``1``, ``mon-fri``, ``mon,wed`` to weekday numbers; empty means Monday to Friday."""
    text = text.strip().lower()
    if not text:
        return (0, 1, 2, 3, 4)
    found: list[int] = []
    for part in text.replace("|", ",").replace(";", ",").split(","):
        ends = [_WEEKDAYS.get(end.strip()) for end in part.split("-")]
        if len(ends) > 2 or None in ends:
            raise CalendarError("weekday", where=where, got=part.strip())
        first, last = ends[0] or 0, ends[-1] or 0
        if last < first:
            raise CalendarError("weekday", where=where, got=part.strip())
        found += range(first, last + 1)
    return tuple(sorted(set(found)))


def read_folder(folder: str | PathLike[str]) -> tuple[list[CalendarRow], list[HoursRow]]:
    """Both tables of a workspace folder; a table that is absent is empty, as the contract allows."""
    root = Path(folder)
    return (
        calendar_rows(_read(root / "calendar.csv", CALENDAR)),
        hours_rows(_read(root / "hours.csv", HOURS)),
    )


def _read(path: Path, table: Table) -> Iterator[Row]:
    if not path.is_file():
        return
    try:
        grid = read_csv_bytes(path.read_bytes())
    except OSError as error:
        raise CalendarError("unreadable", where=path.name, reason=error.strerror or str(error)) from error
    for problem in grid.problems:
        reason = f"{problem.id} {problem.value}".strip()
        raise CalendarError("unreadable", where=f"{path.name}:{problem.row}", reason=reason)
    days = {column.name for column in (*table.columns, *COMMON_COLUMNS) if column.kind == "day"}
    needed = [column.name for column in table.columns if column.required]
    for column in needed:
        if column not in grid.header:
            raise CalendarError("column", where=path.name, column=column, needed=", ".join(needed))
    for number, cells in grid.rows:
        row: Row = {**dict.fromkeys(grid.header, ""), **dict(zip(grid.header, cells, strict=False))}
        row["_file"], row["_row"] = path.name, number
        for name in days:
            cell = row.get(name) or ""
            try:
                row[name] = parse_day(cell) if cell else None
            except DayError as error:
                place = f"{_place(row)}:{name}"
                raise CalendarError("day-bad", where=place, message=error.message()) from error
        yield row


def _place(row: Mapping[str, object]) -> str:
    return f"{row.get('_file', 'calendar')}:{row.get('_row', '?')}"


def _check_overlaps(rows: list[HoursRow]) -> None:
    groups: dict[tuple[str, str, int], list[HoursRow]] = {}
    for row in rows:
        if row.close and not row.extra:
            for weekday in row.weekdays:
                groups.setdefault((row.body, row.power, weekday), []).append(row)
    for group in groups.values():
        for index, one in enumerate(group):
            for other in group[index + 1 :]:
                if one.known == other.known and _meet(one, other):
                    raise CalendarError(
                        "overlap", where="hours.csv", one=_session(one), other=_session(other)
                    )


def _meet(one: HoursRow, other: HoursRow) -> bool:
    days = (one.end is None or (other.start or 0) < one.end) and (
        other.end is None or (one.start or 0) < other.end
    )
    return days and one.open < other.close and other.open < one.close


def _session(row: HoursRow) -> str:
    span = f" ({format_day(row.start)})" if row.start else ""
    return f"{format_clock(row.open)}-{format_clock(row.close)}{span}"
