"""The work a model brings and the staff it has for it, before anything is simulated.

A group of desks that share lines is stable when the work that arrives is less than the staff can do, for the group as a
whole and for every few of its lines with those who may serve them; at or above one there is no steady state, and a mean
of a simulation would only say how long it ran.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from phancap.simulation.clocks import worked_many
from phancap.simulation.layout import Floats, Layout
from phancap.simulation.model import DAY
from phancap.simulation.theory import mmc_wait

FULL = 1.0 - 1e-9
"""From here on a desk counts as full: sums of minutes are exact to less than this."""

MOST_SUBSETS = 10
"""Kinds of lines of which every subset is looked at; of more, each alone and all together."""


class Load(NamedTuple):
    """``shares``: work by staff of each group of desks, over the whole run; ``overloaded`` those at or above one, also in
    any stretch between two changes; ``erlang`` the mean wait (minutes) by Erlang's formula where it applies;
    ``full_lines`` the lines whose queues then grow for as long as it lasts."""

    shares: tuple[tuple[str, float], ...]
    overloaded: tuple[tuple[str, float], ...]
    erlang: float | None
    full_lines: tuple[int, ...] = ()


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
    full: list[int] = []
    pieces = list(zip(cuts, cuts[1:], strict=False))
    for name, desks, lines in groups:
        minutes = {
            g: np.array([_staff_minutes(layout, g, low, high) for low, high in pieces]) for g in desks
        }
        total = _share(float(work[:, lines].sum()), float(np.sum(list(minutes.values()))))
        shares.append((name, total))
        worst, at_desks, at_lines = max(
            (_worst(work[:, some].sum(axis=1), np.sum([minutes[g] for g in able], axis=0)), able, some)
            for some, able in _subsets(layout, lines)
        )
        if max(total, worst) >= FULL:
            told = name if len(at_desks) == len(desks) else _named(layout, at_desks)
            overloaded.append((told, max(total, worst)))
            full += at_lines
    return Load(tuple(shares), tuple(overloaded), _erlang(layout), tuple(sorted(full)))


def _share(work: float, staff: float) -> float:
    return work / staff if staff > 0 else math.inf if work > 0 else 0.0


def _worst(work: Floats, staff: Floats) -> float:
    """The largest share of any stretch."""
    return max((_share(w, s) for w, s in zip(work.tolist(), staff.tolist(), strict=True)), default=0.0)


def _subsets(layout: Layout, lines: list[int]) -> list[tuple[list[int], list[int]]]:
    """(lines, desks that may serve any of them): work on a few lines must fit their desks, however idle the others are."""
    offsets, groups = layout.line_groups
    kinds: dict[tuple[int, ...], list[int]] = {}
    for line in lines:
        kinds.setdefault(tuple(groups[offsets[line] : offsets[line + 1]].tolist()), []).append(line)
    count = len(kinds)
    if count <= MOST_SUBSETS:
        chosen = [[k for k in range(count) if number >> k & 1] for number in range(1, 2**count)]
    else:
        chosen = [*([k] for k in range(count)), list(range(count))]
    able, of = list(kinds), list(kinds.values())
    return [
        (sorted(line for k in some for line in of[k]), sorted({g for k in some for g in able[k]})) for some in chosen
    ]


def _named(layout: Layout, desks: list[int]) -> str:
    return " + ".join(layout.model.desks[g].id for g in desks[:3])


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
        (_named(layout, desks), desks, sorted(served))
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
