"""A placement made cheaper: tasks of one skill move together, and whole posts are counted exactly.

The programme without whole posts places nearly every task as the best plan does, but it does not see that a ward which needs
3.6 posts pays four, so that one skill more costs nothing there and one less saves nothing. What helps is to give a level
a skill it did not have, or to take a skill away whole. So a **step** moves the first few tasks of one skill from one level to
another in one group of areas, those first for which it pays most; all steps of a group are priced at once, with the cheapest
staff of every office. The search goes down as far as steps lead, and then tries steps that open or close a skill
though they cost something, each followed by the way down from there.

Nothing is proved here: the bound is the solver's. All is counted, nothing timed and nothing random, so the same question gets
the same placement.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from phancap.planning.optimise_matrix import Matrix
from phancap.planning.optimise_model import Bools, Floats, Instance, Ints, costs, work_of
from phancap.planning.optimise_staff import Staff, pay, staff

LOOKS = 1000
"""How often the steps of a group are priced, at most: about two seconds for a city of 500 tasks and 92 offices."""
TRIES = 12
"""How many steps that cost something are tried in a group before the next one has its turn."""
WORTH = 1.0
"""A step must save more than this, in đồng: below it is rounding."""
BARRED = 1e14
"""Steps dearer than this break a ceiling or a limit, and are not tried."""


class Found(NamedTuple):
    """A placement with its staff and what it costs a year, in đồng."""

    level: Ints
    staff: Staff
    value: float


class Steps(NamedTuple):
    """All steps of one group of areas. Step ``n`` moves the tasks ``task[begin[n] : n + 1]`` to level ``to[n]``.

    ``saves[n]`` is what it adds to the cost (below nothing: saves), ``turns[n]`` whether it opens or closes a skill at
    some office, ``last[n]`` whether it moves all of its skill that may.
    """

    task: Ints
    to: Ints
    skill: Ints
    begin: Ints
    adds: Floats
    turns: Bools
    last: Bools


def priced(instance: Instance, level: Ints) -> Found | None:
    """A placement with its cheapest staff; ``None`` where there is none within ceilings and payroll."""
    found = staff(instance, level)
    if found is None:
        return None
    return Found(level, found, sum(costs(instance, level, found.posts).values()))


def improved(instance: Instance, matrix: Matrix, level: Ints, goal: float, reach: float,
             extra: float = 0.0) -> Found | None:  # fmt: skip
    """The best placement the search reaches from ``level``; it stops at a cost of ``goal``.

    Steps that cost something are tried only where the way down ends at ``reach`` or less: from further off the goal is
    not to be had by them. ``extra`` is a price put on every post while searching, so that fewer are used where a payroll
    ceiling binds; the posts of the ceiling are paid by it in ``goal`` and ``reach``.
    """
    paid = extra * (instance.demands.payroll or 0)
    search = Search(instance, matrix, level, extra)
    search.run(goal + paid, reach + paid)
    return priced(instance, search.by_area())


class Search:
    """Where every task sits (by group of areas), and the load and tasks held of every office and skill."""

    def __init__(self, instance: Instance, matrix: Matrix, level: Ints, extra: float) -> None:
        self.instance, self.matrix, self.group = instance, matrix, matrix.group
        offices, kinds = instance.offices, matrix.x.shape[2]
        self.allowed = matrix.x >= 0
        self.pay = pay(instance, extra)
        self.at = np.array([office.level for office in offices], np.int64)
        need = np.array(instance.rules.need)[self.at]
        self.need = need if instance.demands.skills else np.zeros(len(offices))
        self.skill = np.array([task.skill for task in instance.tasks], np.int64)
        self.order = _order_by_group(instance, matrix.group)
        desk = np.array([task.desk for task in instance.tasks])
        work = work_of(instance)
        self.who: list[Ints] = []
        self.work: list[Floats] = []
        self.travel: list[Floats] = []
        for kind in range(kinds):
            volume = instance.volume[:, matrix.group == kind].sum(1)
            who = [n for n, o in enumerate(offices) if o.area is None or matrix.group[o.area] == kind]
            rows = [
                work[n] * (volume if (area := offices[n].area) is None else instance.volume[:, area])
                for n in who
            ]
            self.who.append(np.array(who, np.int64))
            self.work.append(np.array(rows).reshape(len(who), len(self.skill)))
            self.travel.append(np.outer(volume * desk, instance.prices.travel))
        levels = np.arange(len(instance.levels))
        elsewhere = instance.now[:, None, :] != levels[None, :, None]
        self.moves = np.stack([elsewhere[:, :, matrix.group == kind].any(2) for kind in range(kinds)], 2)
        # What a unit of load costs an office that may have parts of posts: says which tasks a step takes first.
        fill = np.maximum(self.pay.best, 1 / instance.rules.busiest)
        self.unit = self.pay.cost(fill, np.ones(len(offices)))
        self.level = level[:, [int(np.flatnonzero(matrix.group == kind)[0]) for kind in range(kinds)]].copy()
        self.load = np.zeros((len(offices), len(instance.skills)))
        self.held = np.zeros((len(offices), len(instance.skills)), np.int64)
        for kind in range(kinds):
            for row, place in enumerate(self.who[kind]):
                here = (self.level[:, kind] == self.at[place]) & instance.serves[place]
                np.add.at(self.load[place], self.skill[here], self.work[kind][row, here])
                np.add.at(self.held[place], self.skill[here], 1)
        self.looks = 0

    def by_area(self) -> Ints:
        """The placement area by area."""
        return self.level[:, self.group].copy()

    def run(self, goal: float, reach: float) -> None:
        """Down, then over the hills, group after group in turn."""
        kinds = self.level.shape[1]
        total = self.total() + sum(self._down(kind) for kind in range(kinds))
        if total > reach:
            return
        kind = idle = 0
        while idle < kinds and total > goal and self.looks < LOOKS:
            adds = self._over(kind)
            total += adds
            idle = 0 if adds < 0 else idle + 1
            kind = kind if adds < 0 else (kind + 1) % kinds

    def total(self) -> float:
        """What the placement costs with every post at its price here."""
        tasks, kinds = np.arange(len(self.skill)), range(self.level.shape[1])
        parts = self._parts(np.arange(len(self.at)))
        _, value = self.pay.whole(self.load.sum(1), parts.sum(1))
        travel = sum(float(self.travel[kind][tasks, self.level[:, kind]].sum()) for kind in kinds)
        moved = np.stack([self._moved(kind) for kind in kinds]).any(0)
        return float(value.sum()) + travel + self.instance.prices.move * int(moved.sum())

    def _parts(self, who: Ints) -> Floats:
        """Posts that each skill takes at some offices."""
        held = (self.held[who] > 0) * self.need[who][:, None]
        return np.asarray(np.maximum(self.load[who] / self.instance.rules.busiest, held))

    def _moved(self, kind: int) -> Bools:
        return np.asarray(self.moves[np.arange(len(self.skill)), self.level[:, kind], kind])

    def _down(self, kind: int, still: int = -1) -> float:
        """The cheapest step again and again until none saves; tasks of the skill ``still`` stay. What it adds."""
        gained = 0.0
        while self.looks < LOOKS:
            steps = self.steps(kind)
            if steps is None:
                break
            adds = np.where(steps.skill == still, np.inf, steps.adds)
            best = int(adds.argmin())
            if not adds[best] < -WORTH:
                break
            self.take(kind, steps, best)
            gained += float(adds[best])
        return gained

    def _over(self, kind: int) -> float:
        """The first step that opens or closes a skill and pays after the way down from there; nothing where none does."""
        steps = self.steps(kind)
        if steps is None:
            return 0.0
        run = np.cumsum(np.r_[True, steps.last[:-1]])
        cheapest = np.zeros(len(run), bool)
        order = np.lexsort((steps.adds, run))
        cheapest[order[np.r_[True, run[order][1:] != run[order][:-1]]]] = True
        worth = np.flatnonzero((cheapest | steps.last) & steps.turns & (steps.adds < BARRED))
        who = self.who[kind]
        for step in worth[np.argsort(steps.adds[worth], kind="stable")][:TRIES]:
            before = self.level[:, kind].copy(), self.load[who].copy(), self.held[who].copy()
            self.take(kind, steps, int(step))
            adds = float(steps.adds[step]) + self._down(kind, int(steps.skill[step]))
            adds += self._down(kind)
            if adds < -WORTH:
                return adds
            self.level[:, kind], self.load[who], self.held[who] = before
        return 0.0

    def take(self, kind: int, steps: Steps, step: int) -> None:
        """Move the tasks of a step."""
        tasks, to = steps.task[steps.begin[step] : step + 1], int(steps.to[step])
        for task in tasks:
            old, skill = int(self.level[task, kind]), int(self.skill[task])
            for row, place in enumerate(self.who[kind]):
                if self.instance.serves[place, task] and self.at[place] in (old, to):
                    sign = 1 if self.at[place] == to else -1
                    self.load[place, skill] += sign * self.work[kind][row, task]
                    self.held[place, skill] += sign
            self.level[task, kind] = to

    def steps(self, kind: int) -> Steps | None:
        """Every step of a group with what it adds; ``None`` where no task may move."""
        self.looks += 1
        now, tasks, who = self.level[:, kind], np.arange(len(self.skill)), self.who[kind]
        task, to = np.nonzero(self._free(kind))
        if not len(task):
            return None
        at = self.at[who]
        pull = np.stack(
            [
                (self.work[kind] * self.unit[who][:, None])[at == level].sum(0)
                for level in range(len(self.instance.levels))
            ],
            1,
        )
        pull = pull + self.travel[kind]
        pull = pull - pull[tasks, now][:, None]
        run = (self.skill[task] * len(self.instance.levels) + now[task]) * len(self.instance.levels) + to
        by = np.lexsort((pull[task, to], run))
        task, to, run = task[by], to[by], run[by]
        first = np.r_[True, run[1:] != run[:-1]]
        begin = np.flatnonzero(first)[np.cumsum(first) - 1]
        old, skill = now[task], self.skill[task]
        serves = self.instance.serves[who][:, task]
        sign = (at[:, None] == to[None, :]).astype(np.int64) - (at[:, None] == old[None, :])
        more = sign * _sums(np.where(serves, self.work[kind][:, task], 0.0), begin)
        held = self.held[who][:, skill]
        count = held + sign * _sums(serves.astype(np.int64), begin)
        load = np.maximum(self.load[who][:, skill] + more, 0.0)
        parts = self._parts(who)
        part = np.maximum(load / self.instance.rules.busiest, (count > 0) * self.need[who][:, None])
        needed = parts.sum(1)[:, None] - parts[:, skill] + part
        whole = self.load[who].sum(1)
        _, value = self.pay.at(who).wide().whole(whole[:, None] + more, needed)
        _, today = self.pay.at(who).whole(whole, parts.sum(1))
        adds = (value - today[:, None]).sum(0)
        adds += _sums((self.travel[kind][task, to] - self.travel[kind][task, old])[None, :], begin)[0]
        adds += self._adds_of_moves(kind, task, to, begin)
        turns = np.not_equal(count > 0, held > 0).any(0)
        return Steps(task, to, skill, begin, adds, turns, np.r_[first[1:], True])

    def _free(self, kind: int) -> Bools:
        """``[task, level]``: where a task may go while all others stay."""
        now, tasks = self.level[:, kind], np.arange(len(self.skill))
        high, low = np.zeros(len(tasks), np.int64), np.full(len(tasks), len(self.instance.levels))
        pairs = self.order[kind]
        np.maximum.at(high, pairs[:, 0], now[pairs[:, 1]])
        np.minimum.at(low, pairs[:, 1], now[pairs[:, 0]])
        levels = np.arange(len(self.instance.levels))[None, :]
        free = self.allowed[:, :, kind] & (levels >= high[:, None]) & (levels <= low[:, None])
        free[tasks, now] = False
        return np.asarray(free)

    def _adds_of_moves(self, kind: int, task: Ints, to: Ints, begin: Ints) -> Floats:
        """What the tasks of a step that leave today's level, or come back to it, add; above the limit nothing may."""
        demands, price = self.instance.demands, self.instance.prices.move
        if demands.moves is None and price <= 0:
            return np.zeros(len(task))
        kinds = range(self.level.shape[1])
        by_group: Bools = np.stack([self._moved(other) for other in kinds], 1)
        others: Bools = np.asarray(np.delete(by_group, kind, 1).any(1))
        moved: Bools = np.asarray(by_group.any(1))
        change = (others[task] | self.moves[task, to, kind]).astype(np.int64) - moved[task]
        more = _sums(change[None, :], begin)[0]
        adds = price * more
        if demands.moves is not None:
            adds = np.where((more > 0) & (moved.sum() + more > demands.moves), np.inf, adds)
        return np.asarray(adds, float)


def _order_by_group(instance: Instance, group: Ints) -> list[Ints]:
    """The pairs ``(task, other)`` of ``order`` that hold in each group of areas."""
    found: list[list[tuple[int, int]]] = [[] for _ in range(int(group.max()) + 1)]
    for item, pair in enumerate(instance.demands.order):
        for kind in sorted(
            {int(group[area]) for area in instance.demands.areas_of(item, len(instance.areas))}
        ):
            found[kind].append(pair)
    return [np.array(pairs, np.int64).reshape(-1, 2) for pairs in found]


def _sums(values: Floats | Ints, begin: Ints) -> Floats:
    """Sums along each row that begin anew where ``begin`` says."""
    total = np.cumsum(values, 1)
    return np.asarray(total - np.where(begin > 0, total[:, begin - 1], 0))
