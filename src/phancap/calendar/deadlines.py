"""Lawful deadlines: by when, and why.

A limit runs from the moment the **full and valid** dossier was received. The day of receipt is not counted
(Civil Code art. 147), the last day runs to the end of office hours, and a limit in days or months whose last
day is off ends on the next working day (art. 148 clause 5). :func:`due_moment` is the bare count;
:func:`explain` the same with every step, its provision, and what later notices changed.

A limit whose unit nobody knows is refused: working days and days differ by half, and a wrong slip is worse
than none.
"""

from __future__ import annotations

import calendar as _months
from datetime import date
from typing import NamedTuple

from phancap.calendar.errors import CalendarError
from phancap.calendar.hours import OfficeHours, WorkClock
from phancap.calendar.moments import DAY
from phancap.calendar.rules import Rule, rule_on
from phancap.calendar.working import FIRST, Calendars, WorkCalendar

UNITS = ("working_day", "day", "hour", "month", "same_day", "unknown")
"""The closed list of ``limit_unit``."""

STARTS = ("receipt", "last-hour")
"""When a limit starts: at receipt, or by the rule of the last office hour (08:00 of the next working day)."""

MOST = {"working_day": 5000, "day": 7300, "hour": 50_000, "month": 240, "same_day": 1}
"""The longest limit taken, far above any real one: a slip of the finger must not count for minutes."""


class Limit(NamedTuple):
    """``value`` in ``unit``; ``cutoff`` (minute of the day) belongs to ``same_day``.

    Hours are office hours, unless ``continuous`` says that the clock runs through nights and days off.
    """

    value: int
    unit: str
    cutoff: int | None = None
    note: str = ""
    continuous: bool = False


class Office:
    """Where a dossier lies: the calendar with the hours of one body and procedure."""

    __slots__ = ("body", "calendar", "hours", "power")

    def __init__(self, calendar: WorkCalendar, hours: OfficeHours, body: str = "", power: str = "") -> None:
        self.calendar = calendar
        self.hours = hours
        self.body = body
        self.power = power

    def end_of(self, day: int) -> int:
        """The end of office hours on a working day, as a moment."""
        return day * DAY + self.hours.close(day, self.calendar, self.body, self.power)

    @property
    def clock(self) -> WorkClock:
        """The working clock of this office, made when first needed: only limits in hours need it."""
        return self.hours.clock(self.calendar, self.body, self.power)


class Step(NamedTuple):
    """One step of the count: ``counted`` days carry their ``number``, hours their ``minutes``.

    ``act`` and ``provision`` are those of the rule, or of the notice that made the day what it is; ``read``
    says how far that text was read (a notice is ``reported``: its row in ``calendar.csv`` names the source).
    """

    day: int
    rule: Rule
    act: str
    provision: str
    read: str
    counted: bool
    number: int = 0
    minutes: int = 0


class Change(NamedTuple):
    """What the notices published on the day ``known`` did to the due moment."""

    known: int
    instruments: tuple[str, ...]
    days: tuple[tuple[int, str], ...]
    before: int
    after: int


class Answer(NamedTuple):
    """A due moment with its reasons.

    ``started`` is the moment counted from. ``changed_since`` lists the notices published after the answer's
    day (``known``, or the day of receipt when the appointment slip was written) that moved the due moment.
    ``provisional``: it rests on days no notice has settled; ``unannounced``: it falls in a year for which
    nothing is settled; ``assumed_hours``: the office hours are an assumption.
    """

    received: int
    started: int
    limit: Limit
    known: int | None
    due: int
    steps: tuple[Step, ...]
    changed_since: tuple[Change, ...]
    provisional: bool
    unannounced: bool
    assumed_hours: bool
    apology_by: int | None


def check_limit(limit: Limit) -> None:
    """Refuse what cannot be counted: an unknown unit, a value out of range, a limit that is not known."""
    if limit.unit not in UNITS:
        from phancap.formats.nearest import nearest

        near = nearest(limit.unit, UNITS, limit=1)
        raise CalendarError("unit", got=limit.unit, near=f"`{near[0]}`? · " if near else "")
    if limit.unit == "unknown":
        raise CalendarError("unknown-limit")
    if limit.unit != "same_day" and not 1 <= limit.value <= MOST[limit.unit]:
        raise CalendarError("value", got=limit.value, most=MOST[limit.unit])


def started(received: int, office: Office, start: str = "receipt") -> int:
    """The moment a limit counts from.

    By the rule ``last-hour`` a dossier filed in the last office hour, after hours or on a day off counts
    as received at 08:00 of the next working day. (The text says "counted from" that day; reading it as
    receipt is the reading in which the rule changes anything for limits in days.)
    """
    if start not in STARTS:
        raise CalendarError("start", got=start)
    day = received // DAY
    works = office.calendar.is_working(day)  # asked for every start: a day outside the calendar is refused
    if start == "last-hour" and (not works or received >= office.end_of(day) - 60):
        return office.calendar.next_working(day) * DAY + 480
    return received


def due_moment(limit: Limit, received: int, office: Office, start: str = "receipt") -> int:
    """The moment by which the result is due, without reasons. Constant time for every unit."""
    check_limit(limit)
    return _count(limit, started(received, office, start), office)


def nominal_day(limit: Limit, day: int, calendar: WorkCalendar) -> int:
    """The last day of a limit in days or months that counts from ``day``, before it moves off a day off."""
    if limit.unit == "working_day":
        return calendar.add(day, limit.value)
    if limit.unit == "day":
        return day + limit.value
    return add_months(day, limit.value)


def add_months(day: int, months: int) -> int:
    """The same day ``months`` later, or the last day of a month without such a day (art. 148 clause 3)."""
    start = date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = _months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)).toordinal()


def _count(limit: Limit, moment: int, office: Office) -> int:
    calendar = office.calendar
    day = moment // DAY
    if limit.unit == "hour":
        return moment + limit.value * 60 if limit.continuous else office.clock.add(moment, limit.value * 60)
    if limit.unit == "same_day":
        return office.end_of(day if _in_time(limit, moment, office) else calendar.next_working(day))
    return office.end_of(calendar.on_or_after(nominal_day(limit, day, calendar)))


def _in_time(limit: Limit, moment: int, office: Office) -> bool:
    day, minute = divmod(moment, DAY)
    if not office.calendar.is_working(day):
        return False
    close = office.end_of(day) - day * DAY
    return minute <= (close if limit.cutoff is None else min(limit.cutoff, close))


def explain(
    limit: Limit,
    received: int,
    calendars: Calendars,
    hours: OfficeHours,
    *,
    known: int | None = None,
    body: str = "",
    power: str = "",
    start: str = "receipt",
    scope: str = "",
) -> Answer:
    """The due moment as known on ``known`` (``None``: by everything published), with every step.

    ``scope`` names the kind of procedure whose own rules (see :mod:`phancap.calendar.rules`) come first.
    """
    check_limit(limit)
    office = Office(calendars.as_known(known), hours, body, power)
    moment = started(received, office, start)
    due = _count(limit, moment, office)
    trail = Trail(received // DAY, scope)
    trace(limit, received, moment, due, office, trail)
    calendar, due_day = office.calendar, due // DAY
    by_days = limit.unit in ("working_day", "day", "month")
    # Days off matter from the first counted day, or only at the end where days off count like any other.
    first = nominal_day(limit, moment // DAY, calendar) if limit.unit in ("day", "month") else moment // DAY
    return Answer(
        received,
        moment,
        limit,
        known,
        due,
        tuple(trail.steps),
        tuple(_changes(limit, received, calendars, office, start, known)),
        any(calendar.info(at).provisional for at in range(first, due_day + 1)),
        date.fromordinal(due_day).year > calendar.announced,
        not limit.continuous and hours.assumed(due_day, body, power),
        office.end_of(calendar.previous_working(due_day)) if by_days else None,
    )


_REASONS = {
    "work": "working-day",
    "swapped": "swapped-day",
    "weekend": "weekend",
    "off": "day-off",
    "provisional": "day-off-expected",
}


_NOTICE_READ = {"day-off": "reported", "swapped-day": "reported", "day-off-expected": "unread"}


def day_reason(calendar: WorkCalendar, day: int) -> tuple[str, str]:
    """The rule that says why a day counts or not, and the notice or law behind it."""
    info = calendar.info(day)
    return _REASONS[info.reason], info.instrument


class Trail:
    """Steps in the making: picks each rule by the dossier's day and scope."""

    __slots__ = ("law_day", "scope", "steps")

    def __init__(self, law_day: int, scope: str = "") -> None:
        self.law_day = law_day
        self.scope = scope
        self.steps: list[Step] = []

    def add(self, day: int, name: str, number: int = 0, minutes: int = 0, basis: str = "") -> None:
        """One step on ``day``; ``number`` or ``minutes`` make it count, ``basis`` replaces the rule's act."""
        rule = rule_on(name, self.law_day, self.scope)
        act, provision = split_basis(basis) if basis else (rule.act, rule.provision)
        read = rule.read if act == rule.act else _NOTICE_READ[name]
        self.steps.append(Step(day, rule, act, provision, read, bool(number or minutes), number, minutes))


def trace(limit: Limit, received: int, moment: int, due: int, office: Office, trail: Trail) -> None:
    """Append the steps of one uninterrupted count from ``moment`` to ``due`` to a trail."""
    calendar = office.calendar
    day, due_day = moment // DAY, due // DAY
    if moment != received:
        trail.add(received // DAY, "last-hour")
    if limit.unit == "same_day":
        trail.add(due_day, "same-day" if due_day == day else "same-day-next", 1)
    elif limit.unit == "hour":
        _trace_hours(limit, moment, due, office, trail)
        return
    else:
        trail.add(day, "receipt-not-counted")
        nominal = nominal_day(limit, day, calendar)
        if limit.unit == "month":
            trail.add(nominal, "month", limit.value)
        elif limit.unit == "day":
            for at in range(day + 1, nominal + 1):
                trail.add(at, "calendar-day", at - day)
        else:
            number = 0
            for at in range(day + 1, nominal + 1):
                info = calendar.info(at)
                number += info.working
                trail.add(at, _REASONS[info.reason], number if info.working else 0, basis=info.instrument)
        for at in range(nominal, due_day):
            trail.add(at, "off-last-day")
    trail.add(due_day, "end-of-office-hours")


def _trace_hours(limit: Limit, moment: int, due: int, office: Office, trail: Trail) -> None:
    if limit.continuous:
        trail.add(due // DAY, "clock-hours", minutes=due - moment)
        return
    for at in range(moment // DAY, due // DAY + 1):
        info = office.calendar.info(at)
        minutes = office.clock.between(max(moment, at * DAY), min(due, (at + 1) * DAY - 1))
        if info.working:
            trail.add(at, "hours-from-moment", minutes=minutes)
        else:
            trail.add(at, _REASONS[info.reason], basis=info.instrument)


def split_basis(text: str) -> tuple[str, str]:
    """``45/2019/QH14 Đ.112 k.1`` to act and provision; a notice has no provision."""
    act, mark, provision = text.partition(" Đ.")
    return (act, mark.strip() + provision) if mark else (text, "")


def _changes(
    limit: Limit, received: int, calendars: Calendars, office: Office, start: str, known: int | None
) -> list[Change]:
    since = received // DAY if known is None else known
    seen = Office(calendars.as_known(since), office.hours, office.body, office.power)
    before = _count(limit, started(received, seen, start), seen)
    changes = []
    for published in calendars.published_after(since):
        calendar = calendars.as_known(published)
        # Only days inside the count can move its end; most notices are about other years.
        first, last = received // DAY, before // DAY + 1
        inside = slice(first - FIRST, last - FIRST)
        if calendar.flags[inside] == seen.calendar.flags[inside]:
            continue
        touched = [at for at in range(first, last) if calendar.is_working(at) != seen.calendar.is_working(at)]
        seen = Office(calendar, office.hours, office.body, office.power)
        after = _count(limit, started(received, seen, start), seen)
        if after != before:
            infos = [calendar.info(at) for at in touched]
            changes.append(
                Change(
                    published,
                    tuple(sorted({info.instrument for info in infos if info.instrument})),
                    tuple(
                        (at, "work" if info.working else "off")
                        for at, info in zip(touched, infos, strict=True)
                    ),
                    before,
                    after,
                )
            )
            before = after
    return changes
