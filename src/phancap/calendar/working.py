"""The working calendar: which days count, as far as was published by a given day.

A day is off because it is a weekend, because a notice or the labour code says so, or works because a
notice swapped it. The calendar is bitemporal: a notice has a day on which it became known, and the
calendar *as known on* an earlier day does not contain it. That calendar never changes, whatever is
published later; :class:`Calendars` keeps one table per distinct day of publication.

Counting is a look-up: a prefix sum says how many working days lie before any day, the list of working
days says which is the n-th. Adding and counting cost the same for three days and for thirty years.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from itertools import accumulate, compress
from typing import NamedTuple

from phancap.calendar.errors import CalendarError
from phancap.calendar.rows import CalendarRow
from phancap.calendar.statutory import CODES, LAST_YEAR, statutory_days
from phancap.formats.days import format_day

FIRST = date(2018, 12, 31).toordinal()
"""The first day covered: the first day off that a notice for 2019 named."""

LAST = date(LAST_YEAR + 1, 1, 1).toordinal()
"""The day after the last one covered."""

_WEEK = bytes((1, 1, 1, 1, 1, 0, 0))


class DayInfo(NamedTuple):
    """Why a day counts or not. ``reason``: ``work, weekend, off, swapped`` (worked weekend), ``provisional``.

    ``instrument`` is the notice or law behind it (empty for an ordinary day, or when its number is not
    known), ``known`` the day it was published, ``source`` the id of its source.
    """

    working: bool
    reason: str
    instrument: str = ""
    known: int | None = None
    source: str = ""

    @property
    def provisional(self) -> bool:
        """True where no notice has settled the day yet."""
        return self.reason == "provisional"


class WorkCalendar:
    """The days from :data:`FIRST` to :data:`LAST`, as published by ``known`` (``None``: everything)."""

    __slots__ = ("announced", "before", "days", "flags", "known", "_rows")

    def __init__(self, rows: Iterable[CalendarRow], known: int | None = None) -> None:
        self.known = known
        self._rows = _settle(rows, known)
        flags = bytearray((_WEEK * ((LAST - FIRST) // 7 + 2))[(FIRST - 1) % 7 :][: LAST - FIRST])
        for day, row in self._rows.items():
            if FIRST <= day < LAST:
                flags[day - FIRST] = row.kind == "work"
        self.flags = flags
        """One byte a day from :data:`FIRST`: 1 when it counts as a working day."""
        self.before = array("i", accumulate(flags, initial=0))
        """``before[i]``: working days in the first ``i`` days; one entry more than there are days."""
        self.days = array("i", compress(range(FIRST, LAST), flags))
        """The working days in order."""
        settled = [day for day, row in self._rows.items() if row.kind != "provisional"]
        self.announced = date.fromordinal(max(settled)).year if settled else 0
        """The last year for which anything is settled; later years are provisional throughout."""

    def is_working(self, day: int) -> bool:
        """Whether the day counts."""
        return self.flags[self._at(day)] == 1

    def info(self, day: int) -> DayInfo:
        """Why the day counts or does not, with the notice behind it."""
        working = self.is_working(day)
        row = self._rows.get(day)
        weekend = (day - 1) % 7 >= 5
        if row is None or (weekend and row.kind != "work"):
            # A holiday on a weekend changes nothing: the weekend is the reason.
            return DayInfo(working, "weekend" if weekend else "work")
        reason = "swapped" if weekend else row.kind
        return DayInfo(working, reason, row.instrument, row.known, row.source)

    def on_or_after(self, day: int) -> int:
        """The first working day that is not before ``day``."""
        return self._nth(self.before[self._at(day)])

    def next_working(self, day: int) -> int:
        """The first working day after ``day``."""
        return self._nth(self.before[self._at(day) + 1])

    def previous_working(self, day: int) -> int:
        """The last working day before ``day``."""
        return self._nth(self.before[self._at(day)] - 1)

    def add(self, day: int, count: int) -> int:
        """The ``count``-th working day after ``day`` (which itself does not count); ``count`` at least 1."""
        return self._nth(self.before[self._at(day) + 1] + count - 1)

    def between(self, start: int, end: int) -> int:
        """The number of working days in ``[start, end)``."""
        return self.before[self._edge(end)] - self.before[self._edge(start)]

    def _nth(self, index: int) -> int:
        if 0 <= index < len(self.days):
            return self.days[index]
        raise _outside(LAST if index > 0 else FIRST - 1)

    def _at(self, day: int) -> int:
        if FIRST <= day < LAST:
            return day - FIRST
        raise _outside(day)

    def _edge(self, day: int) -> int:
        if FIRST <= day <= LAST:
            return day - FIRST
        raise _outside(day)


class Calendars:
    """All announcements, and from them the calendar as known on any day."""

    __slots__ = ("_cache", "notices", "rows")

    def __init__(self, rows: Iterable[CalendarRow]) -> None:
        self.rows = tuple(rows)
        # Two rows that contradict each other are found now, not on some later question.
        _settle(self.rows, None)
        days = {row.known for row in self.rows if row.known is not None}
        self.notices = array("i", sorted(days | {code.known for code in CODES}))
        """The distinct days on which something about the calendar was published, in order."""
        self._cache: dict[int, WorkCalendar] = {}

    def as_known(self, known: int | None) -> WorkCalendar:
        """The calendar as published by the day ``known``; ``None``: by now."""
        # Two days between which nothing was published share a table.
        index = len(self.notices) if known is None else bisect_right(self.notices, known)
        found = self._cache.get(index)
        if found is None:
            last = self.notices[index - 1] if index else FIRST - 36_500
            found = self._cache[index] = WorkCalendar(self.rows, None if index == len(self.notices) else last)
        return found

    def published_after(self, known: int) -> list[int]:
        """The days after ``known`` on which something was published."""
        return list(self.notices[bisect_right(self.notices, known) :])


def _settle(rows: Iterable[CalendarRow], known: int | None) -> dict[int, CalendarRow]:
    """One row a day: of those seen the one published last. Days nobody announced follow the labour code."""
    settled: dict[int, CalendarRow] = {}
    for row in rows:
        if known is not None and row.known is not None and row.known > known:
            continue
        other = settled.get(row.day)
        if other is None or (other.known or 0) < (row.known or 0):
            settled[row.day] = row
        elif (other.known or 0) == (row.known or 0) and other.kind != row.kind:
            raise CalendarError(
                "clash",
                where="calendar.csv",
                day=format_day(row.day),
                known=format_day(row.known) if row.known else "-",
                one=other.kind,
                other=row.kind,
            )
    for year in range(date.fromordinal(FIRST).year, LAST_YEAR + 1):
        for row in statutory_days(year, known):
            settled.setdefault(row.day, row)
    return settled


def _outside(day: int) -> CalendarError:
    shown = format_day(day) if 1 <= day <= date.max.toordinal() else str(day)
    return CalendarError("outside", day=shown, first=format_day(FIRST), last=format_day(LAST - 1))
