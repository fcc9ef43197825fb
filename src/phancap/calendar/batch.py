"""Many deadlines at once: the same tables and rules as :mod:`phancap.calendar.deadlines`, over arrays.

One deadline never comes here: this module imports numpy, and numba when it is installed. With numba a loop
over compiled look-ups; without it the same look-ups a column at a time. Both equal the single answer.
"""

from __future__ import annotations

from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from phancap.calendar.deadlines import MOST, UNITS, Office, add_months
from phancap.calendar.errors import CalendarError
from phancap.calendar.moments import DAY, format_moment
from phancap.calendar.working import FIRST, LAST
from phancap.formats.days import format_day

Ints = NDArray[np.int64]

UNIT_CODES = {unit: code for code, unit in enumerate(UNITS[:-1])}
"""Unit to the number that stands for it in arrays; ``unknown`` has none."""

NO_CUTOFF = 2 * DAY


class Tables(NamedTuple):
    """The calendar and clock of one office as arrays, by day from :data:`FIRST`."""

    before: Ints
    days: Ints
    close: Ints
    sessions: Ints
    worked: Ints
    ends: Ints
    filled: Ints
    bucket: Ints
    month_of: Ints
    month_start: Ints
    quantum: int


def tables(office: Office) -> Tables:
    """The arrays of an office; a second's work at most, to be kept for the whole batch."""
    calendar, clock = office.calendar, office.clock
    raw = clock.tables()
    most = max(len(sessions) for sessions in raw.sessions)
    sessions = np.zeros((LAST - FIRST, most, 2), dtype=np.int64)
    close = np.zeros(LAST - FIRST, dtype=np.int64)
    for day, spans in enumerate(raw.sessions):
        for place, span in enumerate(spans):
            sessions[day, place] = span
        if spans:
            close[day] = spans[-1][1]
    return Tables(
        np.array(calendar.before, dtype=np.int64),
        np.array(calendar.days, dtype=np.int64),
        close,
        sessions,
        np.array(raw.worked, dtype=np.int64),
        np.array(raw.ends, dtype=np.int64),
        np.array(raw.days, dtype=np.int64),
        np.array(raw.bucket, dtype=np.int64),
        *_months(),
        raw.quantum,
    )


def _months() -> tuple[Ints, Ints]:
    """The month of every day and where each month starts, from :data:`FIRST`; months run on past the end."""
    first, last = date.fromordinal(FIRST), date.fromordinal(LAST)
    count = (last.year - first.year) * 12 + last.month - first.month + MOST["month"] + 2
    starts = [add_months(first.replace(day=1).toordinal(), month) - FIRST for month in range(count)]
    month_start = np.array(starts, dtype=np.int64)
    of_day = np.searchsorted(month_start, np.arange(LAST - FIRST), side="right") - 1
    return of_day.astype(np.int64), month_start


def due_many(
    received: Ints,
    values: Ints,
    units: Ints,
    tables: Tables,
    cutoffs: Ints | None = None,
    *,
    compiled: bool = True,
) -> Ints:
    """Due moments of many dossiers: arrays of moments, values, unit codes and cut-off minutes.

    ``compiled=False`` takes the numpy way even where numba is there. A moment outside the calendar, or a
    value out of range, is a :class:`CalendarError` about the first such dossier.
    """
    received = np.ascontiguousarray(received, dtype=np.int64)
    values = np.ascontiguousarray(values, dtype=np.int64)
    units = np.ascontiguousarray(units, dtype=np.int64)
    if cutoffs is None:
        cutoffs = np.full(len(received), NO_CUTOFF, dtype=np.int64)
    _check(received, values, units)
    kernel = _compiled() if compiled and find_spec("numba") else None
    if kernel is None:
        due = _by_columns(received, values, units, np.asarray(cutoffs, dtype=np.int64), tables)
    else:
        due = np.empty(len(received), dtype=np.int64)
        kernel(received, values, units, np.ascontiguousarray(cutoffs, dtype=np.int64), *tables, FIRST, due)
    if due.size and due.min() < 0:
        raise _outside(int(received[int(due.argmin())]))
    return due


def _check(received: Ints, values: Ints, units: Ints) -> None:
    if not received.size:
        return
    if units.min() < 0 or units.max() >= len(UNIT_CODES):
        raise CalendarError("unit", got=int(units[(units < 0) | (units >= len(UNIT_CODES))][0]), near="")
    most = np.array([MOST[unit] for unit in UNIT_CODES], dtype=np.int64)[units]
    wrong = ((values < 1) | (values > most)) & (units != UNIT_CODES["same_day"])
    if wrong.any():
        raise CalendarError("value", got=int(values[wrong][0]), most=int(most[wrong][0]))
    outside = (received < FIRST * DAY) | (received >= LAST * DAY)
    if outside.any():
        raise _outside(int(received[outside][0]))


def _outside(moment: int) -> CalendarError:
    return CalendarError(
        "outside", day=format_moment(moment), first=format_day(FIRST), last=format_day(LAST - 1)
    )


def _by_columns(received: Ints, values: Ints, units: Ints, cutoffs: Ints, t: Tables) -> Ints:
    """Every unit in turn, each as a few look-ups over its own dossiers; -1 where the calendar ends."""
    due = np.full(len(received), -1, dtype=np.int64)
    day, minute = received // DAY - FIRST, received % DAY
    for unit, code in UNIT_CODES.items():
        at = np.nonzero(units == code)[0]
        if not at.size:
            continue
        start, count = day[at], values[at]
        if unit == "hour":
            due[at] = _hours(start, minute[at], count * 60, t)
            continue
        if unit == "working_day":
            index = t.before[start + 1] + count - 1
        elif unit == "same_day":
            works = t.before[start + 1] > t.before[start]
            late = ~works | (minute[at] > np.minimum(cutoffs[at], t.close[start]))
            index = t.before[start + late]
        else:
            last = start + count if unit == "day" else _months_later(start, count, t)
            index = np.where(last < LAST - FIRST, t.before[np.minimum(last, LAST - FIRST)], len(t.days))
        inside = index < len(t.days)
        last_day = t.days[np.where(inside, index, 0)]
        due[at] = np.where(inside, last_day * DAY + t.close[last_day - FIRST], -1)
    return due


def _months_later(start: Ints, months: Ints, t: Tables) -> Ints:
    month = t.month_of[start]
    first = t.month_start[month + months]
    length = t.month_start[month + months + 1] - first
    day: Ints = first + np.minimum(start - t.month_start[month], length - 1)
    return day


def _hours(start: Ints, minute: Ints, count: Ints, t: Tables) -> Ints:
    spans = t.sessions[start]
    done = np.clip(minute[:, None] - spans[:, :, 0], 0, spans[:, :, 1] - spans[:, :, 0]).sum(axis=1)
    worked = t.worked[start] + done + count
    inside = worked <= t.ends[-1]
    worked = np.where(inside, worked, 1)
    # Two steps at most reach the day: a bucket is as wide as the shortest day.
    place = t.bucket[worked // t.quantum]
    for _ in range(2):
        place = place + (t.ends[place] < worked)
    index = t.filled[place]
    left = worked - t.worked[index]
    moment = np.zeros(len(left), dtype=np.int64)
    open_ = left > 0
    for session in range(t.sessions.shape[1]):
        opens, closes = t.sessions[index, session, 0], t.sessions[index, session, 1]
        length = closes - opens
        here = open_ & (left <= length)
        moment = np.where(here, opens + left, moment)
        open_ &= ~here
        left = np.where(open_, left - length, left)
    return np.where(inside, (index + FIRST) * DAY + moment, -1)


_KERNEL: list[Any] = []


def _compiled() -> Any:
    """The loop compiled by numba, once a process (and kept on disk by numba's own cache where it may)."""
    if not _KERNEL:
        numba = import_module("numba")
        try:
            _KERNEL.append(numba.njit(cache=True, nogil=True)(count_all))
        except RuntimeError:
            # Nowhere to write: numba then has no place for its cache, and compiles anew.
            _KERNEL.append(numba.njit(nogil=True)(count_all))
    return _KERNEL[0]


def count_all(
    received: Any, values: Any, units: Any, cutoffs: Any, before: Any, days: Any, close: Any, sessions: Any,
    worked: Any, ends: Any, filled: Any, bucket: Any, month_of: Any, month_start: Any, quantum: Any,
    first: Any, due: Any,
) -> None:  # fmt: skip
    """The loop itself, in the part of Python that numba compiles; it runs uncompiled as well, only slowly."""
    total = len(days)
    for i in range(len(received)):
        moment, value, unit = received[i], values[i], units[i]
        day = moment // 1440 - first
        minute = moment % 1440
        if unit == 2:
            done = worked[day] + value * 60
            for s in range(sessions.shape[1]):
                if minute > sessions[day, s, 0]:
                    done += min(minute, sessions[day, s, 1]) - sessions[day, s, 0]
            if done > ends[len(ends) - 1]:
                due[i] = -1
                continue
            place = bucket[done // quantum]
            while ends[place] < done:
                place += 1
            index = filled[place]
            left = done - worked[index]
            s = 0
            while left > sessions[index, s, 1] - sessions[index, s, 0]:
                left -= sessions[index, s, 1] - sessions[index, s, 0]
                s += 1
            due[i] = (index + first) * 1440 + sessions[index, s, 0] + left
            continue
        if unit == 0:
            index = before[day + 1] + value - 1
        elif unit == 4:
            works = before[day + 1] > before[day]
            late = not works or minute > min(cutoffs[i], close[day])
            index = before[day + 1] if late else before[day]
        else:
            last = day + value
            if unit == 3:
                month = month_of[day]
                start = month_start[month + value]
                length = month_start[month + value + 1] - start
                last = start + min(day - month_start[month], length - 1)
            index = before[last] if last < len(before) - 1 else total
        if index >= total:
            due[i] = -1
        else:
            due[i] = days[index] * 1440 + close[days[index] - first]
