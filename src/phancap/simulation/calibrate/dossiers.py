"""Cases of a log as dossiers, and the traps of the log: what its stamps cannot tell.

Times are days of the local wall clock (day number of :mod:`phancap.formats.days` plus the part of the day): an office works
by the clock on its wall. A moment that is not known is NaN. Nothing is repaired in silence: each trap met is a
:class:`Trap` with its count, and what follows from it is said on the page.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

import numpy as np

from phancap.formats.event_log import Attributes, BadLog, Case, EventLog, Value
from phancap.formats.folding import fold
from phancap.simulation.statistics import Floats

UNKNOWN = math.nan

FIELDS: dict[str, tuple[str, ...]] = {
    "received": (
        "received", "startdate", "start date", "registration date", "registered", "ngày tiếp nhận", "tiếp nhận", "ngày nhận",
        "ngày nộp", "thời điểm tiếp nhận", "ngày nhận hồ sơ",
    ),
    "done": (
        "enddate", "end date", "closed", "completed", "done", "ngày trả kết quả", "ngày trả", "ngày hoàn thành",
        "ngày kết thúc", "kết thúc", "ngày có kết quả",
    ),
    "due": (
        "deadline", "due", "due date", "ngày hẹn trả", "hẹn trả", "hạn xử lý", "hạn trả", "hạn giải quyết", "ngày đến hạn",
        "hạn",
    ),
    "channel": ("channel", "kênh", "kênh tiếp nhận", "hình thức nộp", "hình thức tiếp nhận", "hình thức"),
}  # fmt: skip
"""Names of attributes of a case, folded before they are compared; first match wins."""

ONLINE = ("internet", "online", "web", "truc tuyen", "dich vu cong", "cong dich vu cong", "mang")


class Done(NamedTuple):
    """A step that was done: ``begun`` is NaN where only its end is stamped. ``clock``: the stamp has a time of day."""

    activity: str
    begun: float
    when: float
    resource: str
    clock: bool


class Dossier(NamedTuple):
    """A case as an office sees it; ``done`` NaN while it is open, ``due`` NaN where no limit is known."""

    id: str
    received: float
    done: float
    due: float
    channel: str
    steps: tuple[Done, ...]

    @property
    def late(self) -> bool | None:
        """Whether it was finished after it was due; ``None`` while open or without a limit."""
        return None if math.isnan(self.done) or math.isnan(self.due) else self.done > self.due


class Trap(NamedTuple):
    """Something in the log that a fit could fall into: how many of how many, and a value to show."""

    id: str
    seen: int
    of: int
    value: str = ""


class Dossiers(NamedTuple):
    """All dossiers in the order of receipt; ``end`` is the last moment the log knows of."""

    rows: list[Dossier]
    end: float
    traps: list[Trap]
    received_has_clock: bool
    has_ends: bool


def wall(value: Value | None) -> float:
    """A moment as days of the clock on the wall; NaN for anything else."""
    if isinstance(value, datetime):
        return (
            value.toordinal()
            + (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 86_400
        )
    return float(value.toordinal()) if isinstance(value, date) else UNKNOWN


def dossiers_of(log: EventLog) -> Dossiers:
    """The dossiers of a log; :class:`BadLog` where nothing has a moment."""
    traps: list[Trap] = []
    fields = _fields(case.attributes for case in log.cases)
    stamps = [event.when for case in log.cases for event in case.events]
    timeless = date_only(stamps)
    # A register has one row a dossier and no activities: its moment is the end of the dossier.
    register = not any(event.activity for case in log.cases for event in case.events)
    unordered = repeated = backwards = 0
    rows: list[Dossier] = []
    for case in log.cases:
        steps = [] if register else _steps(case, timeless)
        ordered = sorted(steps, key=lambda step: step.when)  # stable: the file's order stays inside a day
        unordered += [s.when for s in steps] != [s.when for s in ordered]
        repeated += len(steps) != len(set(steps))
        dossier = _dossier(case, ordered, fields, register)
        if math.isnan(dossier.received):
            continue
        if dossier.done < dossier.received or any(
            step.when < math.floor(dossier.received) for step in ordered
        ):
            backwards += 1
        rows.append(dossier)
    if not rows:
        raise BadLog("no-moments")
    rows.sort(key=lambda dossier: dossier.received)
    moments = [m for d in rows for m in (d.received, d.done, *(s.when for s in d.steps)) if not math.isnan(m)]
    firsts = [_given(case.attributes, fields, "received") for case in log.cases]
    has_clock = not date_only([first for first in firsts if first is not None] or stamps)
    events = sum(len(d.steps) for d in rows)
    by_person = Counter(s.resource for d in rows for s in d.steps if s.resource)
    shares = (
        ("no-moment", len(log.cases) - len(rows), len(log.cases)),
        ("date-only-events", sum(not s.clock for d in rows for s in d.steps), events),
        ("order-unknown", sum(map(_order_unknown, rows)), len(rows)),
        ("not-in-order", unordered, len(log.cases)),
        ("same-event-twice", repeated, len(log.cases)),
        ("backwards", backwards, len(rows)),
        ("still-open", sum(math.isnan(d.done) for d in rows), len(rows)),
        ("no-limit", sum(math.isnan(d.due) for d in rows), len(rows)),
    )
    traps += [Trap(name, count, of) for name, count, of in shares if count]
    if not has_clock:
        traps.append(Trap("received-date-only", len(rows), len(rows)))
    if "done" not in fields and not register:
        traps.append(Trap("no-end", len(rows), len(rows)))
    if by_person and len(by_person) > 3:
        top = by_person.most_common(3)
        traps.append(Trap("few-people", sum(n for _, n in top), sum(by_person.values()), str(len(by_person))))
    return Dossiers(rows, max(moments), traps, has_clock, "done" in fields or register)


def _fields(attributes: Iterable[Attributes]) -> dict[str, str]:
    """Field to the attribute that holds it."""
    seen: dict[str, str] = {}
    for given in attributes:
        for name in given:
            seen.setdefault(fold(name).removeprefix("case "), name)
    return {
        field: next(seen[fold(name)] for name in names if fold(name) in seen)
        for field, names in FIELDS.items()
        if any(fold(name) in seen for name in names)
    }


def _given(attributes: Attributes, fields: dict[str, str], field: str) -> Value | None:
    return attributes.get(fields.get(field, ""))


def date_only(moments: Sequence[Value | None]) -> bool:
    """Whether a column of moments knows days only: dates, or half of them at the same one or two minutes of the day.

    The trap: an export that fills the clock with midnight, or with a constant that a change of time zone left behind
    (00:00 and 01:06 are the "hours" of 96 % of the starts in the WABO log).
    """
    clocks = Counter((m.hour, m.minute) for m in moments if isinstance(m, datetime))
    dated = sum(clocks.values())
    known = sum(isinstance(m, date) for m in moments)
    if not known:
        return False
    usual = sum(n for _, n in clocks.most_common(2))
    return dated * 2 < known or (dated >= 20 and usual * 2 >= dated)


def _steps(case: Case, timeless: bool) -> list[Done]:
    """Events as steps; a start is kept for the end of the same activity (XES: of the same instance where it is named)."""
    begun: dict[tuple[str, str], list[float]] = {}
    steps = []
    for event in case.events:
        when = wall(event.when)
        if math.isnan(when):
            continue
        instance = str(event.attributes.get("concept:instance", ""))
        transition = event.transition.lower()
        if transition in ("start", "assign", "schedule", "resume", "suspend", "bắt đầu"):
            if transition in ("start", "bắt đầu"):
                begun.setdefault((event.activity, instance), []).append(when)
            continue
        start = wall(event.begun)
        if math.isnan(start) and (waiting := begun.get((event.activity, instance))):
            start = waiting.pop(0)
        midnight = isinstance(event.when, datetime) and (
            event.when.hour,
            event.when.minute,
            event.when.second,
        ) == (0, 0, 0)
        clock = isinstance(event.when, datetime) and not midnight and not timeless
        steps.append(Done(event.activity, start, when, event.resource, clock))
    return steps


def _dossier(case: Case, steps: Sequence[Done], fields: dict[str, str], register: bool) -> Dossier:
    received, done, due = (
        wall(_given(case.attributes, fields, field)) for field in ("received", "done", "due")
    )
    if math.isnan(received) and steps:
        received = steps[0].when if math.isnan(steps[0].begun) else steps[0].begun
    if register:
        received = received if not math.isnan(received) else wall(case.events[0].begun)
        done = wall(case.events[-1].when) if math.isnan(done) and case.events else done
    elif "done" not in fields and steps:
        done = steps[-1].when
    channel = _given(case.attributes, fields, "channel")
    return Dossier(case.id, received, done, due, "" if channel is None else str(channel), tuple(steps))


def _order_unknown(dossier: Dossier) -> bool:
    """Whether two steps of a day have no clock to tell their order."""
    days = Counter(math.floor(step.when) for step in dossier.steps if not step.clock)
    return any(n > 1 for n in days.values())


def online_share(dossiers: Sequence[Dossier]) -> float:
    """The share that came by a channel named as online; NaN where no channel is given."""
    given = [fold(d.channel) for d in dossiers if d.channel]
    return sum(any(word in name for word in ONLINE) for name in given) / len(given) if given else UNKNOWN


def late_count(dossiers: Sequence[Dossier], by_day: bool = False) -> tuple[int, int]:
    """(late, of those with an end and a limit); ``by_day``: a limit runs to the end of its day."""
    known = [d for d in dossiers if d.late is not None]
    late = sum(math.floor(d.done) > math.floor(d.due) if by_day else bool(d.late) for d in known)
    return late, len(known)


def moments_of(dossiers: Sequence[Dossier], field: str) -> Floats:
    """A field of all dossiers as an array."""
    return np.array([getattr(dossier, field) for dossier in dossiers], dtype=np.float64)
