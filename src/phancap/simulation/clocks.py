"""Calendar time and working time: tables of open spans, and the two look-ups every engine makes.

Each calendar is a list of open spans with the minutes worked before each. ``worked_at(t)`` is how many office minutes
lie before a moment, ``moment_of(w)`` the first moment at which so many have passed (the closing minute, not the next
opening). A service that starts at ``t`` and takes ``work`` minutes ends at ``moment_of(worked_at(t) + work)``: closing
pauses it, opening resumes it. Both are a table look-up and at most a few steps.

Moments are minutes from the start of the tables, which begin :attr:`Clocks.lead` days before the model does, so that
what was filed before day 0 has a moment too. The functions here are the readable ones; the compiled loops repeat
them in the same order of operations, so results agree to the last bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from phancap.simulation.model import DAY, Calendar, Model

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
NEVER = 1e300
"""A moment after everything."""


class Clocks(NamedTuple):
    """The spans of all calendars one after the other; each ends with a sentinel that opens never.

    ``first[c * (days + 1) + d]``: the first span of calendar ``c`` that belongs to day ``d`` or a later one.
    ``inverse[base[c] + k]``: the first span that ends with at least ``k * bucket[c]`` minutes worked.
    """

    opens: Floats
    length: Floats
    before: Floats
    first: Ints
    inverse: Ints
    base: Ints
    bucket: Floats
    total: Floats
    days: int
    lead: int

    def worked_at(self, c: int, t: float) -> tuple[float, bool]:
        """(office minutes before ``t`` on calendar ``c``, whether it is open at ``t``)."""
        at = c * (self.days + 1) + int(t * (1.0 / 1440.0))
        j, e = int(self.first[at]), int(self.first[at + 1])
        while j < e and t >= self.opens[j] + self.length[j]:
            j += 1
        x = t - self.opens[j]
        if x < 0.0:
            return float(self.before[j]), False
        return float(self.before[j] + x), True

    def moment_of(self, c: int, w: float) -> float:
        """The first moment at which ``w`` office minutes have passed; :data:`NEVER` beyond the tables."""
        if w >= self.total[c]:
            return NEVER
        j = int(self.inverse[self.base[c] + int(w / self.bucket[c])])
        while self.before[j + 1] < w:
            j += 1
        return float(self.opens[j] + (w - self.before[j]))

    def next_opening(self, c: int, t: float) -> float:
        """The first opening after ``t``, at which the calendar is closed; :data:`NEVER` if none."""
        at = c * (self.days + 1) + int(t * (1.0 / 1440.0))
        j, e = int(self.first[at]), int(self.first[at + 1])
        while j < e and t >= self.opens[j] + self.length[j]:
            j += 1
        return float(self.opens[j])

    def span_range(self, c: int) -> tuple[int, int]:
        """The spans of calendar ``c``, without its sentinel."""
        start = int(self.first[c * (self.days + 1)])
        return start, int(self.first[(c + 1) * (self.days + 1) - 1])


def make_clocks(model: Model, calendars: Sequence[Calendar], lead: int) -> Clocks:
    """The tables of some calendars over the model's days and ``lead`` days before them."""
    days = lead + model.end + 1
    opens: list[float] = []
    length: list[float] = []
    before: list[float] = []
    first: list[int] = []
    inverse: list[int] = []
    base: list[int] = []
    bucket: list[float] = []
    total: list[float] = []
    for calendar in calendars:
        begin, worked = len(opens), 0.0
        exceptions = dict(calendar.exceptions)
        weeks = list(calendar.weeks)
        for day in range(days):
            first.append(len(opens))
            own = day - lead
            while len(weeks) > 1 and weeks[1][0] <= own:
                weeks.pop(0)
            weekday = model.weekday(own)
            for start, end in exceptions.get(own, weeks[0][1][weekday]):
                opens.append(day * float(DAY) + start)
                length.append(float(end - start))
                before.append(worked)
                worked += end - start
        first.append(len(opens))
        opens.append(NEVER)
        length.append(0.0)
        before.append(worked)
        base.append(len(inverse))
        total.append(worked)
        shortest = min(length[begin:-1], default=1.0)
        bucket.append(shortest)
        place = begin
        for number in range(int(worked / shortest) + 2):
            while place < len(opens) - 2 and before[place + 1] < number * shortest:
                place += 1
            inverse.append(place)
    opens.append(NEVER)  # a reader may look one span beyond the last sentinel
    before.append(NEVER)
    length.append(0.0)
    return Clocks(
        np.array(opens), np.array(length), np.array(before), np.array(first, np.int32), np.array(inverse, np.int32),
        np.array(base, np.int32), np.array(bucket), np.array(total), days, lead,
    )  # fmt: skip


def worked_many(clocks: Clocks, c: int, moments: Floats) -> Floats:
    """``worked_at`` of many moments on one calendar."""
    start, end = clocks.span_range(c)
    if start == end:
        return np.zeros(len(moments))
    opens, before, length = clocks.opens[start:end], clocks.before[start:end], clocks.length[start:end]
    place = np.searchsorted(opens, moments, side="right") - 1
    inside = np.maximum(place, 0)
    done = before[inside] + np.minimum(moments - opens[inside], length[inside])
    return np.where(place < 0, 0.0, done)


def moments_many(clocks: Clocks, c: int, worked: Floats) -> Floats:
    """``moment_of`` of many amounts on one calendar."""
    start, end = clocks.span_range(c)
    if start == end:
        return np.full(len(worked), NEVER)
    before = clocks.before[start:end]
    place = np.maximum(np.searchsorted(before, worked, side="left") - 1, 0)
    found = clocks.opens[start:end][place] + (worked - before[place])
    return np.where(worked >= clocks.total[c], NEVER, found)


def due_moments(
    model: Model, clocks: Clocks, of_calendar: dict[str, int], limits: Sequence[tuple[int, str, int | None]]
) -> Floats:
    """``due[limit, day, late]``: the moment a dossier filed on a day of the tables is due.

    ``late`` is 1 for what came after the cut-off of a same-day limit. The day of receipt is not counted, a last day
    that is off moves to the next that counts, and the last day runs to its closing minute. Limits in hours depend on
    the minute and are NaN here; an unknown limit and one beyond the tables never come.
    """
    due = np.full((len(limits), clocks.days, 2), NEVER)
    known = model.due or ((-clocks.lead, model.offices[0].calendar),)
    for number, (start, calendar) in enumerate(known):
        c = of_calendar[calendar]
        first_day = 0 if number == 0 else max(start + clocks.lead, 0)
        last_day = known[number + 1][0] + clocks.lead if number + 1 < len(known) else clocks.days
        filed = np.arange(first_day, max(min(last_day, clocks.days), first_day))
        if not len(filed):
            continue
        begin, end = clocks.span_range(c)
        closing = np.full(clocks.days, -1.0)
        of_day = (clocks.opens[begin:end] // DAY).astype(np.int64)
        np.maximum.at(closing, of_day, clocks.opens[begin:end] + clocks.length[begin:end])
        works = closing >= 0
        working = np.nonzero(works)[0]
        before = np.concatenate([[0], np.cumsum(works)])
        closing_of = np.append(closing[working], NEVER)

        def nth(index: NDArray[np.int64], closing_of: Floats = closing_of) -> Floats:
            return closing_of[np.clip(index, 0, len(closing_of) - 1)]

        for row, (value, unit, _) in enumerate(limits):
            if unit == "hour":
                due[row, filed] = np.nan
            elif unit == "working_day":
                due[row, filed] = nth(before[filed + 1] + value - 1)[:, None]
            elif unit in ("day", "month"):
                last = filed + value if unit == "day" else _months_later(model, clocks, filed, value)
                inside = last < clocks.days
                at = nth(before[np.minimum(last, clocks.days)])
                due[row, filed] = np.where(inside, at, NEVER)[:, None]
            elif unit == "same_day":
                due[row, filed, 0] = nth(before[filed])
                due[row, filed, 1] = nth(before[filed + 1])
    return due


def _months_later(model: Model, clocks: Clocks, filed: NDArray[np.int64], months: int) -> NDArray[np.int64]:
    if not model.first_day:
        return filed + 30 * months
    from phancap.calendar.deadlines import add_months

    origin = model.first_day - clocks.lead
    return np.array([add_months(int(day) + origin, months) - origin for day in filed], dtype=np.int64)
