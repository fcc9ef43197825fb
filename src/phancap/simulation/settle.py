"""The long run of a model: how much of its beginning to leave out, and whether there is a long run at all.

A model settles only where nothing changes on its own: a power that moves, staff that changes or an office that closes
makes two worlds, and a mean over both is the mean of neither. So the world is held as it is on the first day, and what is
left out by that is counted and told. Where then no desk has more work than staff, a few replications from the start say
how long the start matters: MSER-5 on the number of open dossiers, averaged over the replications. The cut is then the
model's warm-up, and all else is measured as ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from phancap.simulation.draw import draw
from phancap.simulation.errors import ModelError, fault
from phancap.simulation.layout import Floats
from phancap.simulation.load import load_of
from phancap.simulation.model import DAY, Model
from phancap.simulation.output import Result, Warned
from phancap.simulation.run import Prepared, prepare, replay
from phancap.simulation.steady import BATCH, TAIL, StillMoving, mser5

RUNS = 5
"""Replications whose open dossiers are averaged."""

SAMPLES = 1_000
"""Moments at which open dossiers are counted where every hour is like the next; elsewhere once a day."""

LEAST = BATCH * (TAIL + 1)


class Settled(NamedTuple):
    """``cut_days`` of ``days`` are left out, found from ``samples`` counts in each of ``runs`` replications.

    ``why`` is empty, or says why there is no mean: ``full`` (a desk has more work than staff), ``moving`` (the start
    still matters past half the run). ``held`` counts the changes after the first day that are left out, by kind.
    """

    cut_days: float
    days: int
    samples: int
    runs: int
    why: str = ""
    held: Mapping[str, int] = {}
    as_on: str = ""

    def as_json(self) -> dict[str, object]:
        """``{"rule", "settled", "truncated_days", "days", "samples", "runs", "why", "as_on", "held"}``."""
        return {
            "rule": "MSER-5", "settled": not self.why, "truncated_days": None if self.why else self.cut_days,
            "days": self.days, "samples": self.samples, "runs": self.runs, "why": self.why or None,
            "as_on": self.as_on, "held": dict(self.held),
        }  # fmt: skip


def settle(model: Model, seed: int = 1, runs: int = RUNS) -> tuple[Model, Settled]:
    """The model as on its first day with its truncation as warm-up, and how that was found.

    :class:`~phancap.simulation.errors.ModelError` where nothing arrives on that day or the run is too short to tell.
    """
    bare, held = hold_still(model)
    found = Settled(0.0, model.days, 0, 0, "full", held, _day(model))
    if load_of(prepare(bare).layout).overloaded:
        return bare, found
    steady_hours = not model.seasons and all(
        calendar.exceptions == () and all(week == (((0, DAY),),) * 7 for _, week in calendar.weeks)
        for calendar in model.calendars
    )
    samples = SAMPLES if steady_hours else model.days
    if samples < LEAST:
        raise ModelError((fault(model.at, "too-short", days=model.days, least=LEAST),))
    counts = open_dossiers(prepare(_plain_weeks(bare)), seed, runs, samples)
    if not steady_hours:
        settled = counts[samples // 2 :]
        for weekday in range(7):
            own = settled[(weekday - samples // 2) % 7 :: 7]
            counts[weekday::7] -= own.mean() - settled.mean()
    found = found._replace(samples=samples, runs=runs, why="")
    try:
        cut = mser5(counts).cut * model.days / samples
    except StillMoving:
        return bare, found._replace(why="moving")
    return replace(bare, warm_up_days=cut), found._replace(cut_days=cut)


def _plain_weeks(model: Model) -> Model:
    """The model without holidays and seasons of the year."""
    calendars = []
    for calendar in model.calendars:
        week = [week for day, week in calendar.weeks if day <= 0 or day == calendar.weeks[0][0]][-1]
        plain = replace(calendar, weeks=((0, week),), exceptions=() if any(week) else calendar.exceptions)
        calendars.append(plain)
    seasons = tuple(replace(season, months=(1.0,) * 12) for season in model.seasons)
    return replace(model, calendars=tuple(calendars), seasons=seasons)


def hold_still(model: Model) -> tuple[Model, dict[str, int]]:
    """The model without what changes on its own after the first day, and how many changes of each kind that are."""
    last = model.days
    closing = [o for o in model.offices if o.closes is not None and 0 < o.closes < last]
    held = {
        "power": sum(0 < phase.start < last for route in model.routes for phase in route.phases),
        "staff": sum(0 < day < last for desk in model.desks for day, _ in desk.staff),
        "demand": sum(0 < day < last for demand in model.demand for day, _ in demand.per_day),
        "office": len(closing),
    }
    routes = []
    for route in model.routes:
        now = [phase for phase in route.phases if phase.start <= 0]
        routes.append(replace(route, phases=(replace(now[-1], start=0, learning=None),) if now else route.phases))
    demand = tuple(
        replace(d, per_day=((0, rate),))
        for d in model.demand
        if (rate := next((r for day, r in reversed(d.per_day) if day <= 0), 0.0)) > 0
    )
    bare = replace(
        model, routes=tuple(routes), demand=demand, warm_up_days=0.0,
        offices=tuple(replace(o, closes=None) if o in closing else o for o in model.offices),
        desks=tuple(replace(d, staff=((0, d.posts(0)),)) for d in model.desks),
    )  # fmt: skip
    return bare, {kind: count for kind, count in held.items() if count}


def settle_together(model: Model, other: Model | None, seed: int = 1) -> tuple[tuple[Model, Model | None], Settled]:
    """A model, and one that it is held against, with the later of their two cuts: so both measure the same dossiers."""
    found, settled = settle(model, seed)
    if other is None:
        return (found, None), settled
    base, second = settle(other, seed)
    cut = max(settled.cut_days, second.cut_days)
    return (replace(found, warm_up_days=cut), replace(base, warm_up_days=cut)), settled._replace(cut_days=cut)


def open_dossiers(prepared: Prepared, seed: int, runs: int, samples: int) -> Floats:
    """The number of open dossiers at evenly spaced moments, the mean of some replications."""
    layout = prepared.layout
    at = layout.start + (np.arange(samples) + 1.0) * (layout.model.days * DAY / samples)
    total = np.zeros(samples)
    for number in range(runs):
        drawn = draw(layout, seed, number, cells=prepared.cells)
        done = replay(prepared, drawn)[0].done
        total += np.searchsorted(np.sort(drawn.filed), at, side="left")
        total -= np.searchsorted(np.sort(done), at, side="left")
    counts: Floats = total / runs
    return counts


def _day(model: Model) -> str:
    from phancap.formats.days import format_day

    return format_day(model.first_day) if model.first_day else "0"


_KINDS = {
    "power": ("lần thẩm quyền chuyển", "moves of powers"),
    "staff": ("lần đổi số người", "changes of staff"),
    "demand": ("lần đổi số hồ sơ", "changes of demand"),
    "office": ("cơ quan đóng", "offices that close"),
}


def with_settled(result: Result, settled: Settled) -> Result:
    """The result with how its beginning was cut; without a steady state its means are gone and a warning says why."""
    warnings = result.warnings
    if settled.held:
        vi, en = (
            ", ".join(f"{count} {_KINDS[kind][n]}" for kind, count in settled.held.items()) for n in (0, 1)
        )
        told = Warned(
            "held-still", f"giữ nguyên như ngày {settled.as_on}, bỏ qua: {vi}", f"held as on day {settled.as_on}, left out: {en}"
        )  # fmt: skip
        warnings = (*warnings, told)
    if settled.why == "moving":
        told = Warned(
            "still-moving",
            f"sau nửa của {settled.days} ngày hồ sơ mở vẫn còn đổi (MSER-5): chưa thấy trạng thái ổn định · mô phỏng dài hơn",
            f"past half of {settled.days} days the open dossiers still move (MSER-5): no steady state is seen · simulate longer",
        )
        warnings = (*warnings, told)
    return replace(result, steady=settled.as_json(), unstable=bool(settled.why), warnings=warnings)
