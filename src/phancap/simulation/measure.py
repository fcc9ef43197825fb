"""What one replication says: of all dossiers, of each office and of each power, and of every desk.

A dossier counts for the office where its last step is done by whoever held the power on the day it was filed.

Dossiers that are not finished at the end are **censored**, never dropped: they count with the time they have taken so far,
they are late when their due moment has passed and neither late nor on time before; medians and other quantiles of the
time taken are those of Kaplan and Meier. Dossiers filed during the warm-up are simulated and not measured.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from phancap.simulation.clocks import NEVER, moments_many, worked_many
from phancap.simulation.draw import Draw
from phancap.simulation.layout import CAPACITY, Floats, Layout
from phancap.simulation.model import DAY
from phancap.simulation.oracle import Replayed
from phancap.simulation.tally import COLUMNS, tally_kernel

MEASURES = ("wait_minutes", "cycle_days", "on_time", "open_at_end", "overdue", "dossiers", "visits", "cost")
"""Measures of every scope; ``visits`` are those of applicants in person for each dossier, ``cost`` đồng of staff, unknown
where nobody says what some post costs."""

QUANTILES = (0.5, 0.9, 0.95)
SAMPLES = 1024

BIN = 0.01
"""Days in a bin of the time taken."""


Counts = NDArray[np.int64]


class Measured(NamedTuple):
    """One replication: measure -> value for all, [office] and [power]; desks and skills by number."""

    overall: dict[str, float]
    by_office: dict[str, Floats]
    by_power: dict[str, Floats]
    busy: Floats
    available: Floats
    line_busy: Floats
    events: int
    in_system: float
    arrived_a_day: float


def measure(layout: Layout, drawn: Draw, replayed: Replayed, *, compiled: bool = True) -> Measured:
    """The measures of a replication. ``compiled=False`` takes the numpy way even where numba is there."""
    kernel = tally_kernel() if compiled else None
    sums = _tallied(layout, drawn, replayed, kernel) if kernel else _summed(layout, drawn, replayed)
    return _measured(layout, drawn, replayed, *sums)


def _begin(layout: Layout) -> float:
    """The moment from which on dossiers are measured; what was open on day 0 counts unless there is a warm-up."""
    return layout.start + layout.model.warm_up_days * DAY if layout.model.warm_up_days else -NEVER


def _bins(layout: Layout) -> int:
    """Bins that hold any time a dossier can take."""
    return int(layout.clocks.days / BIN) + 2


def _summed(
    layout: Layout, drawn: Draw, replayed: Replayed
) -> tuple[Floats, Floats, Counts, Counts, Floats, float]:
    chosen = drawn.filed >= _begin(layout)
    filed, stream = drawn.filed[chosen], drawn.stream[chosen]
    done, wait = replayed.done[chosen], replayed.wait[chosen]
    finished = done < NEVER
    until = np.minimum(done, layout.end)
    taken = (until - filed) * (1.0 / DAY)
    due = due_of(layout, filed, stream)
    columns = [
        np.ones(len(filed)), wait, taken, (finished & (done <= due) & (due < NEVER)).astype(float),
        (until > due).astype(float), (~finished).astype(float), _visits(layout, drawn, replayed)[chosen],
    ]  # fmt: skip
    office, power = layout.phase_office[_phase_of(layout, filed, stream)] + 1, layout.stream_power[stream]
    by_office = np.array([np.bincount(office, c, len(layout.model.offices) + 1) for c in columns]).T
    by_power = np.array([np.bincount(power, c, len(layout.model.procedures)) for c in columns]).T
    places = np.minimum((taken * (1.0 / BIN)).astype(np.int64), _bins(layout) - 1)
    ended = np.bincount(places[finished], minlength=_bins(layout))
    left = np.bincount(places, minlength=_bins(layout))
    first, step = _samples(layout)
    at = first + np.arange(SAMPLES) * step
    came = np.searchsorted(np.sort(drawn.filed), at, side="right")
    gone = np.searchsorted(np.sort(np.minimum(replayed.done, layout.end)), at, side="right")
    return by_office, by_power, ended, left, wait, float((came - gone).mean())


def _phase_of(layout: Layout, filed: Floats, stream: NDArray[np.int32]) -> NDArray[np.int64]:
    """The phase that each dossier was filed in."""
    first = layout.phase_first[stream].astype(np.int64)
    later = np.zeros(len(stream), np.int64)
    for k in range(1, int(np.diff(layout.phase_first).max(initial=1))):
        known = first + k < layout.phase_first[stream + 1]
        later[known] += filed[known] >= layout.phase_start[first[known] + k]
    return first + later


def _tallied(
    layout: Layout, drawn: Draw, replayed: Replayed, kernel: Any
) -> tuple[Floats, Floats, Counts, Counts, Floats, float]:
    by_office = np.zeros((len(layout.model.offices) + 1, len(COLUMNS)))
    by_power = np.zeros((len(layout.model.procedures), len(COLUMNS)))
    ended, left = np.zeros(_bins(layout), np.int64), np.zeros(_bins(layout), np.int64)
    waits = np.empty(drawn.size)
    same_day = np.array(
        [
            -1.0 if unit != "same_day" else DAY if cutoff is None else cutoff
            for _, unit, cutoff in layout.limits
        ],
        np.float64,
    )
    hours = any(unit == "hour" for _, unit, _ in layout.limits)
    first, step = _samples(layout)
    change = np.zeros(SAMPLES + 1, np.int64)
    count = kernel(
        drawn.filed, drawn.stream, drawn.offset, drawn.step, replayed.visit, replayed.done, replayed.wait, layout.due,
        _begin(layout), layout.end, layout.phase_first, layout.phase_start, layout.phase_office, layout.stream_power, layout.limit_of, same_day, layout.step_visit,
        bool(layout.step_visit.any()), np.array([s.channel == "desk" for s in layout.streams]),
        due_of(layout, drawn.filed, drawn.stream) if hours else np.empty(0), by_office, by_power, ended, left, 1.0 / BIN, waits,
        first, 1.0 / step, change,
    )  # fmt: skip
    in_system = float(np.cumsum(change[:SAMPLES]).mean())
    return by_office, by_power, ended, left, waits[:count], in_system


def _measured(
    layout: Layout,
    drawn: Draw,
    replayed: Replayed,
    by_office: Floats,
    by_power: Floats,
    ended: Counts,
    left: Counts,
    wait: Floats,
    in_system: float,
) -> Measured:
    model = layout.model
    available, cost = _available(layout, drawn)
    offices, powers = _shares(by_office[1:]), _shares(by_power)
    offices["cost"] = np.zeros(len(model.offices))
    np.add.at(offices["cost"], layout.group_office, cost)
    powers["cost"] = np.full(len(by_power), np.nan)
    overall = {
        name: float(values[0]) for name, values in _shares(by_power.sum(axis=0, keepdims=True)).items()
    }
    overall["cost"] = float(cost.sum())
    overall |= _quantiles("wait_minutes", wait)
    overall |= kaplan_meier(ended, left)
    return Measured(
        overall, offices, powers, replayed.busy, available, replayed.line_busy, replayed.events,
        in_system, len(wait) / (model.days - model.warm_up_days),
    )  # fmt: skip


def _shares(sums: Floats) -> dict[str, Floats]:
    """Sums by scope and column as what is told of them: means, shares, counts."""
    found = {name: sums[:, k].copy() for k, name in enumerate(COLUMNS)}
    number = found["dossiers"]
    with np.errstate(invalid="ignore", divide="ignore"):
        for name in ("wait_minutes", "cycle_days", "visits"):
            found[name] = found[name] / number
        # Those not yet due say nothing about being on time.
        found["on_time"] = found["on_time"] / (found["on_time"] + found["overdue"])
    return found


def due_of(layout: Layout, filed: Floats, stream: NDArray[np.int32]) -> Floats:
    """The moment each dossier is due, :data:`NEVER` where no limit is known."""
    limit = layout.limit_of[layout.stream_power[stream]]
    if len(layout.limits) == 1 and layout.limits[0][1] == "unknown":
        return np.full(len(filed), NEVER)
    day = (filed * (1.0 / DAY)).astype(np.int64)
    late = np.zeros(len(filed), np.int64)
    for number, (_, unit, cutoff) in enumerate(layout.limits):
        if unit == "same_day":
            here = limit == number
            closes = layout.due[number, day[here], 0]
            bound = closes if cutoff is None else np.minimum(day[here] * DAY + cutoff, closes)
            late[here] = filed[here] > bound
    due: Floats = layout.due[limit, day, late]
    for number, (value, unit, _) in enumerate(layout.limits):
        if unit == "hour":
            clock_of = layout.due_clock[day]
            for c in np.unique(clock_of).tolist():
                here = np.nonzero((limit == number) & (clock_of == c))[0]
                worked = worked_many(layout.clocks, c, filed[here])
                due[here] = moments_many(layout.clocks, c, worked + value * 60.0)
    return due


def _visits(layout: Layout, drawn: Draw, replayed: Replayed) -> Floats:
    """How often each applicant came in person so far."""
    if not layout.step_visit.any():
        return np.zeros(drawn.size)
    desk = np.array([s.channel == "desk" for s in layout.streams])[drawn.stream]
    counts = np.diff(drawn.offset)
    owner = np.repeat(np.arange(drawn.size, dtype=np.int32), counts)
    kind = layout.step_visit[layout.stream_power[drawn.stream][owner], drawn.step]
    came = (kind == 2) | ((kind == 1) & desk[owner])
    came &= np.arange(len(owner)) < replayed.visit[owner]
    return np.bincount(owner[came], minlength=drawn.size).astype(float)


def _available(layout: Layout, drawn: Draw) -> tuple[Floats, Floats]:
    """Office minutes of staff at each desk, and what the posts cost, over the days measured."""
    model = layout.model
    groups = len(model.desks)
    available, cost = np.zeros(groups), np.zeros(groups)
    capacity = drawn.control_kind == CAPACITY
    at, who, posts = drawn.control_at[capacity], drawn.control_a[capacity], drawn.control_b[capacity]
    order = np.argsort(who, kind="stable")
    at, who, posts = at[order], who[order], posts[order]
    bounds = np.searchsorted(who, np.arange(groups + 1))
    for g, desk in enumerate(model.desks):
        own = slice(bounds[g], bounds[g + 1])
        moments = np.concatenate([[layout.start], np.minimum(at[own], layout.until), [layout.until]])
        staff = np.concatenate([[drawn.posts[g]], posts[own]])
        available[g] = float(staff @ np.diff(worked_many(layout.clocks, int(layout.group_clock[g]), moments)))
        if desk.cost_a_year is None:
            cost[g] = float("nan") if any(posts for _, posts in desk.staff) else 0.0
        else:
            closes = model.offices[layout.group_office[g]].closes
            until = model.days if closes is None else min(max(closes, 0), model.days)
            days = [min(max(day, 0), until) for day, _ in desk.staff] + [until]
            paid = sum(n * max(b - a, 0) for (_, n), a, b in zip(desk.staff, days, days[1:], strict=False))
            cost[g] = paid * desk.cost_a_year / 365.25
    return available, cost


def _quantiles(name: str, values: Floats) -> dict[str, float]:
    if not len(values):
        return {f"{name}_p{int(q * 100)}": float("nan") for q in QUANTILES}
    places = [min(int(q * len(values)), len(values) - 1) for q in QUANTILES]
    ordered = np.partition(values, places)
    return {
        f"{name}_p{int(q * 100)}": float(ordered[place]) for q, place in zip(QUANTILES, places, strict=True)
    }


def kaplan_meier(ended: Counts, left: Counts) -> dict[str, float]:
    """Quantiles of the time taken from its bins: those that ended, and all that left sight, unfinished ones censored."""
    names = [f"cycle_days_p{int(q * 100)}" for q in QUANTILES]
    last = int(np.max(np.nonzero(left)[0], initial=-1)) + 1
    if not last:
        return dict.fromkeys(names, float("nan"))
    ended, left = ended[:last], left[:last]
    at_risk = left.sum() - np.concatenate([[0], np.cumsum(left)[:-1]])
    survival = np.cumprod(1.0 - ended / np.maximum(at_risk, 1))
    result = {}
    for name, q in zip(names, QUANTILES, strict=True):
        place = int(np.searchsorted(-survival, -(1.0 - q) - 1e-12))
        result[name] = (place + 0.5) * BIN if place < len(survival) else float("nan")
    return result


def _samples(layout: Layout) -> tuple[float, float]:
    """The first of the moments at which dossiers under way are counted for Little's law, and the minutes between two."""
    begin = layout.start + layout.model.warm_up_days * DAY
    step = (layout.until - begin) / SAMPLES
    return begin + 0.5 * step, step
