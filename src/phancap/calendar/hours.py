"""Office hours, and the working clock made from them.

Hours belong to a body, a procedure and a weekday, and change with the years; usually a day has two
sessions. The most specific rows for a weekday win: of the body itself, of its class, of everybody, and at
each of these those of the procedure before those of all procedures.

Two kinds of opening must not be confused. **Office hours** are working time: limits run in them and end at
their last minute. **Extra openings** (a Saturday morning, a longer evening, the days of Tết) only mean that
somebody receives people: no limit counts them, so they shorten nobody's limit. The clock of the staff
(``openings=True``) has both.

A weekend that a notice turned into a working day has no hours of its own in any list: it is worked like a
Friday (**assumption**; no notice says otherwise).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from phancap.calendar.errors import CalendarError
from phancap.calendar.moments import DAY
from phancap.calendar.rows import HoursRow
from phancap.calendar.working import FIRST, LAST, WorkCalendar
from phancap.formats.days import format_day

Sessions = tuple[tuple[int, int], ...]
"""Minutes of the day ``[open, close)`` in order, without overlap."""

DEFAULT: Sessions = ((480, 720), (780, 1020))
"""08:00-12:00 and 13:00-17:00 where a workspace states no hours: an **assumption**, shown as one."""

_FRIDAY = 4


class OfficeHours:
    """The rows of ``hours.csv``, ready to ask."""

    __slots__ = ("_cache", "_clocks", "_cuts", "rows")

    def __init__(self, rows: Iterable[HoursRow] = (), known: int | None = None) -> None:
        self.rows = tuple(row for row in rows if known is None or row.known is None or row.known <= known)
        self._cuts = sorted({day for row in self.rows for day in (row.start, row.end) if day is not None})
        self._cache: dict[tuple[int, int, str, str, bool], Sessions] = {}
        self._clocks: dict[tuple[int, str, str], tuple[WorkCalendar, WorkClock]] = {}

    def sessions(self, day: int, calendar: WorkCalendar, body: str = "", power: str = "") -> Sessions:
        """The office hours of a day: those of limits. None on a day that does not count."""
        if not calendar.is_working(day):
            return ()
        weekday = (day - 1) % 7
        return self._of(min(weekday, _FRIDAY), day, body, power, extra=False) or DEFAULT

    def openings(self, day: int, calendar: WorkCalendar, body: str = "", power: str = "") -> Sessions:
        """When people are received that day: office hours and extra openings together."""
        extra = self._of((day - 1) % 7, day, body, power, extra=True)
        return _merge((*self.sessions(day, calendar, body, power), *extra))

    def close(self, day: int, calendar: WorkCalendar, body: str = "", power: str = "") -> int:
        """The last minute of office hours of a working day, as a minute of the day."""
        return self.sessions(day, calendar, body, power)[-1][1]

    def clock(self, calendar: WorkCalendar, body: str = "", power: str = "") -> WorkClock:
        """The working clock of limits for a body and procedure, made once for each calendar."""
        key = (id(calendar), body, power)
        if key not in self._clocks:
            # The calendar is kept beside its clock, so that its id cannot pass to another one.
            self._clocks[key] = (calendar, WorkClock(calendar, self, body, power))
        return self._clocks[key][1]

    def assumed(self, day: int, body: str = "", power: str = "") -> bool:
        """Whether the hours of that day rest on an assumption rather than on a source."""
        weekday = min((day - 1) % 7, _FRIDAY)
        rows = self._rows(weekday, day, body, power, extra=False)
        return not rows or any(row.source in ("", "assumption") for row in rows)

    def _of(self, weekday: int, day: int, body: str, power: str, *, extra: bool) -> Sessions:
        # Between two changes all days of a weekday have the same hours.
        epoch = sum(cut <= day for cut in self._cuts)
        key = (epoch, weekday, body, power, extra)
        found = self._cache.get(key)
        if found is None:
            rows = self._rows(weekday, day, body, power, extra=extra)
            found = self._cache[key] = _merge(tuple((row.open, row.close) for row in rows if row.close))
        return found

    def _rows(self, weekday: int, day: int, body: str, power: str, *, extra: bool) -> list[HoursRow]:
        best, chosen = 0, []
        kind = body.split("/", 1)[0]
        for row in self.rows:
            if row.extra != extra or weekday not in row.weekdays:
                continue
            if (row.start is not None and day < row.start) or (row.end is not None and day >= row.end):
                continue
            if row.power not in ("", power) or row.body not in ("", body, kind):
                continue
            score = (4 if row.body == body else 2) * bool(row.body) + bool(row.power) + 1
            if extra:  # extra openings add up, whoever states them
                chosen.append(row)
            elif score > best:
                best, chosen = score, [row]
            elif score == best:
                chosen.append(row)
        return chosen


class ClockTables(NamedTuple):
    """What a working clock looks up; days are counted from :data:`FIRST`.

    ``sessions`` of every day; ``worked``: minutes before each day (one entry more than days); ``days``: those
    with any minutes, ``ends``: the minutes worked by the end of each; ``bucket[k]``: the place in ``days`` of
    the first day that ends with at least ``k * quantum`` minutes worked.
    """

    sessions: list[Sessions]
    worked: array[int]
    days: array[int]
    ends: array[int]
    bucket: array[int]
    quantum: int


class WorkClock:
    """Clock time to working time and back, in constant time, for one body and procedure.

    ``worked(m)`` is the number of office minutes before the moment ``m``; ``moment(w)`` the first moment at
    which ``w`` office minutes have passed (the closing minute, not the next opening). With ``openings``
    extra openings count as well: the clock of the people who work, never of a limit.
    """

    __slots__ = ("_bucket", "_ends", "_quantum", "_sessions", "_worked", "_days")

    def __init__(
        self,
        calendar: WorkCalendar,
        hours: OfficeHours,
        body: str = "",
        power: str = "",
        *,
        openings: bool = False,
    ) -> None:
        ask = hours.openings if openings else hours.sessions
        self._sessions = [ask(day, calendar, body, power) for day in range(FIRST, LAST)]
        minutes = [sum(close - start for start, close in sessions) for sessions in self._sessions]
        self._worked = array("q", accumulate(minutes, initial=0))
        self._days = array("i", (index for index, amount in enumerate(minutes) if amount))
        self._ends = array("q", (self._worked[index + 1] for index in self._days))
        # Inverse by buckets of the shortest day's minutes: a bucket starts in one day and can reach only
        # into the next one, so that the search for a day takes at most two steps.
        self._quantum = min((amount for amount in minutes if amount), default=1)
        self._bucket = array("i")
        place = 0
        total = self._ends[-1] if self._ends else 0
        for start in range(0, total + 1, self._quantum):
            while self._ends[place] < start:
                place += 1
            self._bucket.append(place)

    def tables(self) -> ClockTables:
        """The look-ups behind this clock, for whoever counts many moments at once."""
        return ClockTables(self._sessions, self._worked, self._days, self._ends, self._bucket, self._quantum)

    def worked(self, moment: int) -> int:
        """Office minutes from the calendar's first day to ``moment``."""
        index, minute = divmod(moment - FIRST * DAY, DAY)
        if not 0 <= index < len(self._sessions):
            raise _outside(moment)
        done = self._worked[index]
        for start, close in self._sessions[index]:
            if minute <= start:
                break
            done += min(minute, close) - start
        return done

    def moment(self, worked: int) -> int:
        """The first moment at which ``worked`` office minutes (at least 1) have passed."""
        if not self._ends or not 0 < worked <= self._ends[-1]:
            raise _outside(LAST * DAY)
        place = self._bucket[worked // self._quantum]
        while self._ends[place] < worked:
            place += 1
        index = self._days[place]
        left = worked - self._worked[index]
        for start, close in self._sessions[index]:
            if left <= close - start:
                return (FIRST + index) * DAY + start + left
            left -= close - start
        raise AssertionError("the prefix sums and the sessions of a day disagree")

    def add(self, moment: int, minutes: int) -> int:
        """The moment at which ``minutes`` more office minutes have passed since ``moment``."""
        return self.moment(self.worked(moment) + minutes)

    def between(self, start: int, end: int) -> int:
        """Office minutes in ``[start, end)``."""
        return self.worked(end) - self.worked(start)


def _merge(sessions: Iterable[tuple[int, int]]) -> Sessions:
    merged: list[tuple[int, int]] = []
    for start, close in sorted(sessions):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(close, merged[-1][1]))
        else:
            merged.append((start, close))
    return tuple(merged)


def _outside(moment: int) -> CalendarError:
    return CalendarError(
        "outside", day=format_day(moment // DAY), first=format_day(FIRST), last=format_day(LAST - 1)
    )
