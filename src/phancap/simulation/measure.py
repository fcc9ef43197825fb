"""What one replication says: of all dossiers, of each office and of each power, and of every desk.

Dossiers that are not finished at the end are **censored**, never dropped: they count with the time they have taken so far,
they are late when their due moment has passed and neither late nor on time before; medians and other quantiles of the
time taken are those of Kaplan and Meier. Dossiers filed during the warm-up are simulated and not measured.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from phancap.simulation.clocks import NEVER, moments_many, worked_many
from phancap.simulation.draw import Draw
from phancap.simulation.layout import CAPACITY, Floats, Layout
from phancap.simulation.model import DAY
from phancap.simulation.oracle import Replayed

MEASURES = ("wait_minutes", "cycle_days", "on_time", "open_at_end", "overdue", "dossiers", "visits", "cost")
"""Measures of every scope; ``visits`` are those of applicants in person for each dossier, ``cost`` đồng of staff."""

QUANTILES = (0.5, 0.9, 0.95)
BIN = 0.01
"""Days in a bin of the time taken."""


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


def measure(layout: Layout, drawn: Draw, replayed: Replayed) -> Measured:
    """The measures of a replication."""
    model = layout.model
    begin = layout.start + model.warm_up_days * DAY if model.warm_up_days else -NEVER
    chosen = slice(None) if begin < 0 else drawn.filed >= begin
    filed, stream = drawn.filed[chosen], drawn.stream[chosen]
    done, wait = replayed.done[chosen], replayed.wait[chosen]
    finished = done < NEVER
    taken = (np.minimum(done, layout.end) - filed) / DAY
    due = due_of(layout, filed, stream)
    on_time = finished & (done <= due) & (due < NEVER)
    late = np.where(finished, done, layout.end) > due
    columns = {
        "dossiers": np.ones(len(filed)), "wait_minutes": wait, "cycle_days": taken, "on_time": on_time.astype(float),
        "overdue": late.astype(float), "open_at_end": (~finished).astype(float),
        "visits": _visits(layout, drawn, replayed)[chosen],
    }  # fmt: skip
    by_office = _by(columns, layout.stream_office[stream] + 1, len(model.offices) + 1)
    by_power = _by(columns, layout.stream_power[stream], len(model.procedures))
    available, cost = _available(layout, drawn)
    for scope in (by_office, by_power):
        scope["cost"] = np.full(len(scope["dossiers"]), np.nan)
    by_office["cost"][1:] = np.bincount(layout.group_office, cost, len(model.offices)) if len(cost) else 0.0
    overall = {
        name: float(values[0]) for name, values in _by(columns, np.zeros(len(filed), np.int32), 1).items()
    }
    overall["cost"] = float(cost.sum())
    overall |= _quantiles("wait_minutes", wait)
    overall |= kaplan_meier(taken, finished)
    return Measured(
        overall, {name: values[1:] for name, values in by_office.items()}, by_power, replayed.busy, available,
        replayed.line_busy, replayed.events, _in_system(layout, drawn, replayed), len(filed) / (model.days - model.warm_up_days),
    )  # fmt: skip


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


def _by(columns: dict[str, Floats], scope: NDArray[np.int32], count: int) -> dict[str, Floats]:
    """Sums of each column by scope, turned into means and shares where the measure is one."""
    sums: dict[str, Floats] = {
        name: np.bincount(scope, column, count).astype(np.float64) for name, column in columns.items()
    }
    number = sums["dossiers"]
    with np.errstate(invalid="ignore", divide="ignore"):
        for name in ("wait_minutes", "cycle_days", "visits"):
            sums[name] = sums[name] / number
        # Those not yet due say nothing about being on time.
        sums["on_time"] = sums["on_time"] / (sums["on_time"] + sums["overdue"])
    return sums


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
        if desk.cost_a_year:
            days = [max(day, 0) for day, _ in desk.staff] + [model.days]
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


def kaplan_meier(taken: Floats, finished: NDArray[np.bool_]) -> dict[str, float]:
    """Quantiles of the time taken, with unfinished dossiers censored; NaN where not enough have finished."""
    names = [f"cycle_days_p{int(q * 100)}" for q in QUANTILES]
    if not len(taken):
        return dict.fromkeys(names, float("nan"))
    bins = (taken * (1.0 / BIN)).astype(np.int64)
    ended = np.bincount(bins[finished], minlength=int(bins.max()) + 1)
    left = np.bincount(bins, minlength=len(ended))
    at_risk = len(taken) - np.concatenate([[0], np.cumsum(left)[:-1]])
    with np.errstate(divide="ignore", invalid="ignore"):
        survival = np.cumprod(np.where(at_risk > 0, 1.0 - ended / np.maximum(at_risk, 1), 1.0))
    result = {}
    for name, q in zip(names, QUANTILES, strict=True):
        place = int(np.searchsorted(-survival, -(1.0 - q) - 1e-12))
        result[name] = (place + 0.5) * BIN if place < len(survival) else float("nan")
    return result


def _in_system(layout: Layout, drawn: Draw, replayed: Replayed, samples: int = 256) -> float:
    """Dossiers under way, counted at moments spread over the measured time: for Little's law."""
    model = layout.model
    begin = layout.start + model.warm_up_days * DAY
    at = begin + (np.arange(samples) + 0.5) * ((layout.start + model.days * DAY - begin) / samples)
    edges = np.concatenate([at, [NEVER]])
    came = np.cumsum(np.bincount(np.searchsorted(edges, drawn.filed, side="left"), minlength=samples + 1))[
        :samples
    ]
    left = np.cumsum(
        np.bincount(np.searchsorted(edges, np.minimum(replayed.done, NEVER)), minlength=samples + 1)
    )[:samples]
    return float((came - left).mean())
