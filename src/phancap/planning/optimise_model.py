"""What the optimiser is asked: tasks, offices, what the law allows, prices and demands; and what it answers.

A **task** is a power as one kind of body holds it today. It may sit at one **level** in each **area** (a
district, a commune); an **office** is a body with staff, at a level, that serves an area. Money is whole đồng
a year, work is hours a dossier, staff are posts. Nothing here knows HiGHS or a workspace.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TANGENTS = (0.3, 0.5, 0.65, 0.75, 0.82, 0.87, 0.9)
"""Loads at which the congestion curve is touched; between them it is cut off by straight lines."""
CURVE = 2.0
"""The exponent of ``rho ** CURVE / (1 - rho)``: the shape of Erlang C for a handful of desks."""


class Office(NamedTuple):
    """A body with staff: ``area`` is ``None`` where it serves all areas, ``share`` its part of the area's work.

    ``least`` and ``most`` bound its posts, ``now`` is what it has today (``None``: nobody says).
    """

    id: str
    name: str
    level: int
    area: int | None = None
    share: float = 1.0
    least: int = 0
    most: int = 400
    now: int | None = None


class Task(NamedTuple):
    """A power to be placed: ``hours`` of work a dossier by somebody with ``skill``.

    ``desk`` is the share of dossiers whose applicant must come to where the task sits: not those filed online,
    nor any where another body receives them.
    """

    id: str
    name: str
    skill: int
    hours: float
    desk: float = 1.0


class Prices(NamedTuple):
    """What things cost a year, in đồng. All are assumptions until a workspace says more.

    ``post``: one post, by level. ``travel``: one dossier filed, by level (the citizen's way and time).
    ``delay``: one post's worth of dossiers kept waiting for a year. ``move``: one task that changes level
    (training, papers), spread over a year.
    """

    post: tuple[float, ...]
    travel: tuple[float, ...]
    delay: float
    move: float = 0.0


class Rules(NamedTuple):
    """How offices work: hours a post a year, work relative to the specialist, busy share, skill minimum.

    ``pace`` multiplies the hours of a dossier by level (a generalist is slower); ``need`` is the least staff
    with a skill, in posts, that an office must have to hold any task of that skill.
    """

    hours_a_post: float
    pace: tuple[float, ...]
    busiest: float
    need: tuple[float, ...]


class Demands(NamedTuple):
    """What people ask for beyond the law; each may be dropped to see whether it is the one that conflicts.

    ``payroll``: posts in all offices together. ``moves``: tasks that may change level in a year.
    ``order``: pairs ``(task, other)`` where the other may never sit below the task (appeal, supervision).
    ``order_in``: for each pair the areas where it holds, none for all. ``equal``: groups of areas that must be treated alike (the pilot districts). ``must``: tasks that are to
    be at a level in an area. ``skills`` and ``ceilings`` keep the skill minimum and the ``most`` of offices.
    """

    payroll: int | None = None
    moves: int | None = None
    order: tuple[tuple[int, int], ...] = ()
    equal: tuple[tuple[int, ...], ...] = ()
    must: tuple[tuple[int, int, int], ...] = ()
    skills: bool = True
    ceilings: bool = True
    order_in: tuple[tuple[int, ...], ...] = ()

    def areas_of(self, item: int, areas: int) -> tuple[int, ...]:
        """Where a pair of ``order`` holds."""
        stated = self.order_in[item] if item < len(self.order_in) else ()
        return stated or tuple(range(areas))


class Instance(NamedTuple):
    """One question. ``allowed[task, level, area]`` is the law's mask, ``now[task, area]`` today's level,
    ``volume[task, area]`` dossiers a year, ``serves[office, task]`` whether the task goes to that office
    where it is placed at its level."""

    levels: tuple[str, ...]
    areas: tuple[str, ...]
    skills: tuple[str, ...]
    tasks: tuple[Task, ...]
    offices: tuple[Office, ...]
    allowed: Bools
    now: Ints
    volume: Floats
    serves: Bools
    prices: Prices
    rules: Rules
    demands: Demands = Demands()


class Plan(NamedTuple):
    """A placement with its staff: ``level[task, area]``, ``posts[office]``, ``by_skill[office, skill]``.

    ``objective`` is its cost, ``bound`` what no plan can go below, ``gap`` their distance as a share.
    """

    level: Ints
    posts: Ints
    by_skill: Floats
    objective: float
    bound: float
    gap: float
    status: str
    costs: dict[str, float]


class Infeasible(NamedTuple):
    """No plan meets all demands: ``conflict`` is a smallest set that cannot be met together, as
    :func:`demand_list` names them; empty where the law's mask and the work alone leave no plan."""

    conflict: tuple[Demand, ...]
    proved_smallest: bool


class Demand(NamedTuple):
    """One demand by itself: ``kind`` is a field of :class:`Demands`, ``item`` its place there."""

    kind: str
    item: int = 0


def demand_list(demands: Demands) -> list[Demand]:
    """Every demand that is made, one by one."""
    found = [Demand(kind) for kind in ("payroll", "moves") if getattr(demands, kind) is not None]
    for kind in ("order", "equal", "must"):
        found += [Demand(kind, item) for item in range(len(getattr(demands, kind)))]
    return found + [Demand(kind) for kind in ("skills", "ceilings") if getattr(demands, kind)]


def only(demands: Demands, kept: list[Demand]) -> Demands:
    """The demands of the list alone."""
    wanted = set(kept)

    def some(kind: str) -> tuple[tuple[int, ...], ...]:
        return tuple(v for n, v in enumerate(getattr(demands, kind)) if Demand(kind, n) in wanted)

    return Demands(
        payroll=demands.payroll if Demand("payroll") in wanted else None,
        moves=demands.moves if Demand("moves") in wanted else None,
        order=some("order"),  # type: ignore[arg-type]  # pairs stay pairs
        equal=some("equal"),
        must=some("must"),  # type: ignore[arg-type]
        skills=Demand("skills") in wanted,
        ceilings=Demand("ceilings") in wanted,
        order_in=tuple(v for n, v in enumerate(demands.order_in) if Demand("order", n) in wanted),
    )


def work_of(instance: Instance) -> Floats:
    """``work[office, task]``: posts that the whole task would keep busy at the office, area by area its own.

    For an office of all areas it is the work of one dossier; see :func:`loads`.
    """
    hours = np.array([task.hours for task in instance.tasks])
    pace = np.array(instance.rules.pace)[[office.level for office in instance.offices]]
    share = np.array([office.share for office in instance.offices])
    each = hours[None, :] * (pace * share)[:, None] / instance.rules.hours_a_post
    return np.asarray(np.where(instance.serves, each, 0.0))


def loads(instance: Instance, level: Ints) -> Floats:
    """``load[office, skill]`` in posts kept busy by a placement."""
    work = work_of(instance)
    skill = np.array([task.skill for task in instance.tasks], int)
    found = np.zeros((len(instance.offices), len(instance.skills)))
    for place, office in enumerate(instance.offices):
        here = level == office.level
        volume = (instance.volume * here).sum(1) if office.area is None else (
            instance.volume[:, office.area] * here[:, office.area])  # fmt: skip
        np.add.at(found[place], skill, work[place] * volume)
    return found


def congestion(load: float, posts: float) -> float:
    """The dossiers kept waiting, in posts' worth of work: the highest of the tangents, never below nothing."""
    highest = 0.0
    for ratio in TANGENTS:
        value, slope = curve(ratio)
        highest = max(highest, (value - ratio * slope) * posts + slope * load)
    return highest


def curve(ratio: float) -> tuple[float, float]:
    """Value and slope of the congestion curve at a load."""
    value = ratio**CURVE / (1 - ratio)
    slope = CURVE * ratio ** (CURVE - 1) / (1 - ratio) + ratio**CURVE / (1 - ratio) ** 2
    return value, slope


def moved(instance: Instance, level: Ints) -> Bools:
    """Which tasks change level somewhere."""
    return np.asarray((level != instance.now).any(1))


def costs(instance: Instance, level: Ints, posts: Ints) -> dict[str, float]:
    """What a plan costs a year, by kind: posts, travel, delay, moves."""
    prices = instance.prices
    load = loads(instance, level).sum(1)
    desk = np.array([task.desk for task in instance.tasks])
    travel = np.array(prices.travel)[level] * desk[:, None]
    return {
        "posts": float(sum(prices.post[o.level] * n for o, n in zip(instance.offices, posts, strict=True))),
        "travel": float((travel * instance.volume).sum()),
        "delay": float(prices.delay * sum(congestion(a, n) for a, n in zip(load, posts, strict=True))),
        "moves": float(prices.move * moved(instance, level).sum()),
    }
