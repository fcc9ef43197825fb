"""The question as rows and columns of a mixed-integer programme.

Only placements that the law allows have a column at all, so no solver can choose another. Areas that must be
treated alike share their columns. Rows carry a label, so that what binds can be said in words.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from phancap.planning.optimise_model import (
    TANGENTS,
    Bools,
    Floats,
    Instance,
    Ints,
    Plan,
    costs,
    curve,
)

INF = float("inf")
SCALE = 1e6
"""Đồng are counted in millions inside: solvers dislike numbers that differ by ten orders."""


class Label(NamedTuple):
    """What a row stands for: its kind and where it speaks."""

    kind: str
    task: int = -1
    office: int = -1
    skill: int = -1
    item: int = -1


class Matrix(NamedTuple):
    """Columns, rows and where everything is: ``x[task, level, group]`` is a column or -1."""

    cost: Floats
    lower: Floats
    upper: Floats
    integer: Bools
    starts: Ints
    columns: Ints
    value: Floats
    row_lower: Floats
    row_upper: Floats
    labels: list[Label]
    x: Ints
    group: Ints
    posts: int
    by_skill: int


class Desk(NamedTuple):
    """The tasks of one skill that may come to an office; a column says whether any does.

    Offices that serve the same tasks at the same level share it.
    """

    level: int
    kind: int
    skill: int
    tasks: tuple[int, ...]


class Bulk(NamedTuple):
    """The work of one skill at one level in one area (-1: in all), for offices that serve the same tasks."""

    level: int
    area: int
    skill: int
    tasks: tuple[int, ...]


class _Rows:
    """Rows as they come, kept as triples."""

    def __init__(self) -> None:
        self.index: list[Ints] = []
        self.value: list[Floats] = []
        self.lower: list[float] = []
        self.upper: list[float] = []
        self.labels: list[Label] = []

    def add(
        self,
        index: Ints | list[int],
        value: Floats | list[float],
        lower: float,
        upper: float,
        label: Label,
    ) -> None:
        self.index.append(np.asarray(index, np.int64))
        self.value.append(np.asarray(value, float))
        self.lower.append(lower)
        self.upper.append(upper)
        self.labels.append(label)


def groups_of(instance: Instance) -> Ints:
    """The group of each area: areas joined by a demand of equality share one."""
    group = np.arange(len(instance.areas))
    for members in instance.demands.equal:
        low = group[list(members)]
        group[np.isin(group, low)] = low.min()
    return np.asarray(np.unique(group, return_inverse=True)[1], np.int64)


def build(instance: Instance, cuts: list[Ints] | None = None) -> Matrix:
    """The programme; each placement in ``cuts`` is forbidden, to find the next best."""
    group = groups_of(instance)
    tasks, levels, areas = instance.allowed.shape
    kinds = int(group.max()) + 1 if areas else 0
    allowed = np.ones((tasks, levels, kinds), bool)
    for area in range(areas):
        allowed[:, :, group[area]] &= instance.allowed[:, :, area]
    for task, level, area in instance.demands.must:
        keep = allowed[task, level, group[area]]
        allowed[task, :, group[area]] = False
        allowed[task, level, group[area]] = keep
    x = np.full(allowed.shape, -1, np.int64)
    x[allowed] = np.arange(int(allowed.sum()))
    columns = _Columns(instance, x, group)
    rows = _Rows()
    _places(instance, columns, rows)
    _staff(instance, columns, rows)
    _moves(instance, columns, rows)
    _order(instance, columns, rows)
    for number, placement in enumerate(cuts or []):
        chosen = columns.chosen(placement)
        rest = np.setdiff1d(x[x >= 0], chosen)
        rows.add(np.r_[chosen, rest], np.r_[-np.ones(len(chosen)), np.ones(len(rest))],
                 1.0 - len(chosen), INF, Label("cut", item=number))  # fmt: skip
    return columns.matrix(rows)


class _Columns:
    """The columns: placements, skills present, posts, posts by skill, load by skill, congestion, moves."""

    def __init__(self, instance: Instance, x: Ints, group: Ints) -> None:
        self.instance, self.x, self.group = instance, x, group
        offices, skills = len(instance.offices), len(instance.skills)
        self.skill = np.array([task.skill for task in instance.tasks], np.int64)
        used = int((x >= 0).sum())
        self.desks: dict[Desk, int] = {}
        for place in range(offices) if instance.demands.skills else ():
            for desk in self.desks_of(place):
                self.desks.setdefault(desk, used + len(self.desks))
        used += len(self.desks)
        self.posts, self.by_skill = used, used + offices
        self.bulks: dict[Bulk, int] = {}
        for place in range(offices):
            for bulk in self.bulks_of(place):
                self.bulks.setdefault(bulk, self.by_skill + offices * skills + len(self.bulks))
        self.wait = self.by_skill + offices * skills + len(self.bulks)
        self.move = self.wait + offices
        self.count = self.move + (len(instance.tasks) if self.counts_moves else 0)

    def desks_of(self, place: int) -> list[Desk]:
        """The desks of an office: one a skill and group of areas for which some task may come to it."""
        office, found = self.instance.offices[place], []
        served = self.instance.serves[place]
        kinds = range(self.x.shape[2]) if office.area is None else (int(self.group[office.area]),)
        for skill in range(len(self.instance.skills)):
            for kind in kinds:
                tasks = np.flatnonzero(served & (self.skill == skill) & (self.x[:, office.level, kind] >= 0))
                if len(tasks):
                    found.append(Desk(office.level, kind, skill, tuple(tasks.tolist())))
        return found

    def bulks_of(self, place: int) -> list[Bulk]:
        """The work by skill that an office takes its share of; offices of one area share the column."""
        office, served = self.instance.offices[place], self.instance.serves[place]
        area = -1 if office.area is None else office.area
        found = []
        for skill in range(len(self.instance.skills)):
            tasks = np.flatnonzero(served & (self.skill == skill))
            if len(tasks):
                found.append(Bulk(office.level, area, skill, tuple(tasks.tolist())))
        return found

    @property
    def counts_moves(self) -> bool:
        return self.instance.demands.moves is not None or self.instance.prices.move > 0

    def chosen(self, level: Ints) -> Ints:
        """The columns that a placement sets to one."""
        tasks = np.arange(level.shape[0])
        found = [self.x[tasks, level[:, area], self.group[area]] for area in range(level.shape[1])]
        return np.unique(np.concatenate(found))

    def matrix(self, rows: _Rows) -> Matrix:
        instance, x = self.instance, self.x
        cost, lower, upper = np.zeros(self.count), np.zeros(self.count), np.full(self.count, INF)
        upper[: self.posts] = 1
        for area in range(len(self.group)):
            here = x[:, :, self.group[area]]
            coming = instance.volume[:, area] * [task.desk for task in instance.tasks]
            price = np.array(instance.prices.travel)[None, :] * coming[:, None] / SCALE
            there = here >= 0
            np.add.at(cost, here[there], np.broadcast_to(price, here.shape)[there])
        for place, office in enumerate(instance.offices):
            cost[self.posts + place] = instance.prices.post[office.level] / SCALE
            lower[self.posts + place] = office.least
            upper[self.posts + place] = office.most if instance.demands.ceilings else INF
            cost[self.wait + place] = instance.prices.delay / SCALE
        if self.counts_moves:
            cost[self.move :] = instance.prices.move / SCALE
            upper[self.move :] = 1
        integer = np.zeros(self.count, bool)
        integer[: self.posts + len(instance.offices)] = True
        sizes = [len(index) for index in rows.index]
        empty: list[Ints] = [np.zeros(0, np.int64)]
        return Matrix(
            cost, lower, upper, integer, np.r_[0, np.cumsum(sizes)].astype(np.int64),
            np.concatenate(rows.index or empty), np.concatenate(rows.value or [np.zeros(0)]),
            np.array(rows.lower), np.array(rows.upper), rows.labels, x, self.group, self.posts, self.by_skill,
        )  # fmt: skip


def _places(instance: Instance, columns: _Columns, rows: _Rows) -> None:
    """Each task sits once in each group of areas; where it sits its skill is present."""
    for task in range(len(instance.tasks)):
        for kind in range(columns.x.shape[2]):
            index = columns.x[task, :, kind]
            index = index[index >= 0]
            # A task without any column makes the programme infeasible: nothing is equal to one.
            rows.add(index, np.ones(len(index)), 1, 1, Label("place", task, item=kind))
    for desk, column in columns.desks.items():
        for task in desk.tasks:
            rows.add(
                [column, int(columns.x[task, desk.level, desk.kind])], [1, -1], 0, INF, Label("present", task)
            )


def _staff(instance: Instance, columns: _Columns, rows: _Rows) -> None:
    """Work by skill, posts that carry it, the skill minimum, and the tangents of congestion."""
    skills = len(instance.skills)
    for bulk, column in columns.bulks.items():
        _work(instance, columns, rows, bulk, column)
    for place, office in enumerate(instance.offices):
        parts = columns.by_skill + place * skills
        shares = [(bulk.skill, columns.bulks[bulk]) for bulk in columns.bulks_of(place)]
        for skill, column in shares:
            rows.add([parts + skill, column], [instance.rules.busiest, -office.share], 0, INF,
                     Label("busy", office=place, skill=skill))  # fmt: skip
        need = instance.rules.need[office.level]
        for desk in columns.desks_of(place) if instance.demands.skills and need > 0 else ():
            rows.add([parts + desk.skill, columns.desks[desk]], [1, -need], 0, INF,
                     Label("skill", office=place, skill=desk.skill))  # fmt: skip
        rows.add(np.r_[columns.posts + place, parts + np.arange(skills)], np.r_[1.0, -np.ones(skills)],
                 0, INF, Label("posts", office=place))  # fmt: skip
        index = np.array([columns.wait + place, columns.posts + place, *(c for _, c in shares)], np.int64)
        for ratio in TANGENTS:
            value_at, slope = curve(ratio)
            value = np.r_[1.0, -(value_at - ratio * slope), np.full(len(shares), -slope * office.share)]
            rows.add(index, value, 0, INF, Label("wait", office=place))
    if instance.demands.payroll is not None:
        offices = len(instance.offices)
        rows.add(
            columns.posts + np.arange(offices),
            np.ones(offices),
            -INF,
            instance.demands.payroll,
            Label("payroll"),
        )


def _work(instance: Instance, columns: _Columns, rows: _Rows, bulk: Bulk, column: int) -> None:
    """A bulk is the work of the tasks that sit at its level, area by area of those it takes in."""
    tasks = np.array(bulk.tasks, np.int64)
    hours = np.array([instance.tasks[task].hours for task in bulk.tasks])
    each = hours * instance.rules.pace[bulk.level] / instance.rules.hours_a_post
    weight: dict[int, Floats] = {}
    for area in range(len(instance.areas)) if bulk.area < 0 else (bulk.area,):
        kind = int(columns.group[area])
        more = each * instance.volume[tasks, area]
        weight[kind] = weight[kind] + more if kind in weight else more
    index = np.concatenate([columns.x[tasks, bulk.level, kind] for kind in weight])
    value = np.concatenate(list(weight.values()))
    there = (index >= 0) & (value > 0)
    rows.add(np.r_[column, index[there]], np.r_[-1.0, value[there]], 0, 0, Label("load", skill=bulk.skill))


def _moves(instance: Instance, columns: _Columns, rows: _Rows) -> None:
    """A task moves where it sits anywhere but at its level of today; at most so many a year."""
    if not columns.counts_moves:
        return
    tasks = len(instance.tasks)
    for task in range(tasks):
        for area in range(len(instance.areas)):
            today = instance.now[task, area]
            index = np.delete(columns.x[task, :, columns.group[area]], today) if today >= 0 else (
                columns.x[task, :, columns.group[area]])  # fmt: skip
            for column in index[index >= 0]:
                rows.add([columns.move + task, int(column)], [1, -1], 0, INF, Label("moved", task))
    if instance.demands.moves is not None:
        rows.add(
            columns.move + np.arange(tasks), np.ones(tasks), -INF, instance.demands.moves, Label("moves")
        )


def _order(instance: Instance, columns: _Columns, rows: _Rows) -> None:
    """The second task of a pair never sits below the first: level numbers grow downwards."""
    for item, (task, other) in enumerate(instance.demands.order):
        areas = instance.demands.areas_of(item, len(instance.areas))
        for kind in sorted({int(columns.group[area]) for area in areas}):
            index, value = [], []
            for level in range(len(instance.levels)):
                for column, sign in ((columns.x[task, level, kind], 1), (columns.x[other, level, kind], -1)):
                    if column >= 0 and level:
                        index.append(int(column))
                        value.append(float(sign * level))
            rows.add(index, value, 0, INF, Label("order", task, item=item))


def placement_of(matrix: Matrix, solution: Floats) -> Ints:
    """``level[task, area]`` as the columns of a solution state it."""
    level = np.zeros((matrix.x.shape[0], len(matrix.group)), np.int64)
    for area, kind in enumerate(matrix.group):
        columns = matrix.x[:, :, kind]
        level[:, area] = np.where(columns >= 0, solution[np.maximum(columns, 0)], -1).argmax(1)
    return level


def plan_of(instance: Instance, matrix: Matrix, solution: Floats, bound: float, status: str) -> Plan:
    """The plan that a solution states."""
    offices, skills = len(instance.offices), len(instance.skills)
    posts = np.rint(solution[matrix.posts : matrix.posts + offices]).astype(np.int64)
    parts = solution[matrix.by_skill : matrix.by_skill + offices * skills].reshape(offices, skills)
    return plan_with(instance, placement_of(matrix, solution), posts, parts, bound, status)


def plan_with(instance: Instance, level: Ints, posts: Ints, parts: Floats, bound: float, status: str) -> Plan:
    """A plan with its costs counted anew from the placement, not taken from the solver; ``bound`` as the solver counts."""
    split = costs(instance, level, posts)
    value = sum(split.values())
    low = min(bound * SCALE, value)
    gap = (value - low) / max(abs(value), 1.0)
    return Plan(level, posts, parts, value, low, gap, status, split)
