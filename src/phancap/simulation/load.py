"""The work a model brings and the staff it has for it, before anything is simulated.

A group of desks that share lines is stable when the work that arrives is less than the staff can do; at or above one
there is no steady state, and a mean of a simulation would only say how long it ran.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from phancap.simulation.clocks import worked_many
from phancap.simulation.layout import Floats, Layout
from phancap.simulation.model import DAY
from phancap.simulation.theory import mmc_wait


class Load(NamedTuple):
    """``shares``: work by staff of each group of desks, over the whole run; ``overloaded`` those at or above one, also in
    any stretch between two changes; ``erlang`` the mean wait (minutes) by Erlang's formula where it applies."""

    shares: tuple[tuple[str, float], ...]
    overloaded: tuple[tuple[str, float], ...]
    erlang: float | None


def expected_visits(layout: Layout, power: int) -> Floats:
    """How often each step of a procedure is gone through, returns included."""
    count = int(layout.steps[power])
    flow = np.zeros((count, count))
    for k in range(count):
        again = layout.step_rework[power, k]
        flow[layout.step_back[power, k], k] += again
        if k + 1 < count:
            flow[k + 1, k] += 1.0 - again
    start = np.zeros(count)
    start[0] = 1.0
    visits: Floats = np.linalg.solve(np.eye(count) - flow, start).astype(np.float64)
    return visits


def load_of(layout: Layout) -> Load:
    """The load of every group of desks, by the phases of each power and the posts of each day."""
    model = layout.model
    groups = _sharing(layout)
    cuts = sorted(
        {0, model.days}
        | {
            int((at - layout.start) / DAY)
            for at in layout.control_at.tolist()
            if at < layout.start + model.days * DAY
        }
        | {day for d in model.demand for day, _ in d.per_day if 0 < day < model.days}
    )
    if len(cuts) > 40:
        cuts = [0, model.days]
    visits = [expected_visits(layout, p) for p in range(len(model.procedures))]
    work = np.zeros((len(cuts) - 1, len(layout.lines)))
    stream_of = {(model.procedures[s.power].id, s.place, s.channel): n for n, s in enumerate(layout.streams)}
    for demand in model.demand:
        s = stream_of[demand.power, demand.place, demand.channel]
        p = layout.streams[s].power
        ends = [day for day, _ in demand.per_day] + [model.days]
        for piece, (low, high) in enumerate(zip(cuts, cuts[1:], strict=False)):
            amount = sum(
                rate * max(min(end, high) - max(day, low), 0)
                for (day, rate), end in zip(demand.per_day, ends[1:], strict=True)
            )
            row = _row_on(layout, s, layout.start + low * DAY)
            for k in range(int(layout.steps[p])):
                line = int(layout.row_line[row, k])
                if line >= 0:
                    size = max(int(layout.line_batch[line]), 1)
                    work[piece, line] += amount * visits[p][k] * layout.step_scale[p, k] / size
    shares: list[tuple[str, float]] = []
    overloaded: list[tuple[str, float]] = []
    for name, desks, lines in groups:
        staff = np.array(
            [
                sum(_staff_minutes(layout, g, low, high) for g in desks)
                for low, high in zip(cuts, cuts[1:], strict=False)
            ]
        )
        own = work[:, lines].sum(axis=1)
        total = float(own.sum() / staff.sum()) if staff.sum() > 0 else (math.inf if own.sum() > 0 else 0.0)
        shares.append((name, total))
        with np.errstate(divide="ignore", invalid="ignore"):
            worst = float(np.max(np.where(own > 0, own / staff, 0.0), initial=0.0))
        if max(total, worst) >= 1.0:
            overloaded.append((name, max(total, worst)))
    return Load(tuple(shares), tuple(overloaded), _erlang(layout))


def _row_on(layout: Layout, stream: int, moment: float) -> int:
    first, last = int(layout.phase_first[stream]), int(layout.phase_first[stream + 1])
    place = first
    while place + 1 < last and layout.phase_start[place + 1] <= moment:
        place += 1
    return int(layout.phase_row[place])


def _staff_minutes(layout: Layout, g: int, low: int, high: int) -> float:
    desk = layout.model.desks[g]
    closes = layout.model.offices[layout.group_office[g]].closes
    last = high if closes is None else min(high, closes)
    days = [day for day, _ in desk.staff] + [last]
    moments, posts = [], []
    for (day, number), end in zip(desk.staff, days[1:], strict=True):
        a, b = max(day, low), min(end, last)
        if a < b:
            moments.append((a, b))
            posts.append(number * (1.0 - desk.absence))
    if not moments:
        return 0.0
    edges = layout.start + np.array(moments, np.float64) * DAY
    c = int(layout.group_clock[g])
    worked = worked_many(layout.clocks, c, edges[:, 1]) - worked_many(layout.clocks, c, edges[:, 0])
    return float(np.array(posts) @ worked)


def _sharing(layout: Layout) -> list[tuple[str, list[int], list[int]]]:
    """Desks that share lines, with those lines: (name, desks, lines)."""
    offsets, lines = layout.group_lines
    home: dict[int, int] = {}
    clusters: dict[int, tuple[list[int], set[int]]] = {}
    for g in range(len(layout.model.desks)):
        own = [int(line) for line in lines[offsets[g] : offsets[g + 1]]]
        if not own:
            continue
        touching = sorted({home[line] for line in own if line in home})
        desks, served = [g], set(own)
        for number in touching:
            other = clusters.pop(number)
            desks, served = other[0] + desks, served | other[1]
        clusters[g] = (desks, served)
        for line in served:
            home[line] = g
    return [
        (" + ".join(layout.model.desks[g].id for g in desks[:3]), desks, sorted(served))
        for desks, served in clusters.values()
    ]


def _erlang(layout: Layout) -> float | None:
    """Erlang's mean wait if the model is one queue: one step, exponential work, a constant crew always there."""
    model = layout.model
    simple = (
        len(layout.lines) == 1
        and len(model.procedures) == 1
        and len(model.procedures[0].steps) == 1
        and len(model.desks) == 1
        and len(model.desks[0].staff) == 1
        and not layout.control_at.size
        and all(len(d.per_day) == 1 and not d.season for d in model.demand)
    )
    if not simple:
        return None
    step, calendar = model.procedures[0].steps[0], model.calendars[0]
    always = not calendar.exceptions and all(w == (((0, DAY),),) * 7 for _, w in calendar.weeks)
    if (
        step.work is None
        or step.work.distribution != "exponential"
        or step.rework
        or step.batch
        or not always
    ):
        return None
    rate = sum(d.per_day[0][1] for d in model.demand) / DAY
    staff = int(model.desks[0].staff[0][1])
    return mmc_wait(rate, step.work.minutes, staff) if rate * step.work.minutes < staff else None
