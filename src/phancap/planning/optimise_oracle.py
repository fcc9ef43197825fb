"""The optimiser's oracle: every placement tried, every staffing tried. For small questions, to be read at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from phancap.planning.optimise_model import (
    Instance,
    Ints,
    Plan,
    congestion,
    costs,
    loads,
    moved,
)


def brute_force(instance: Instance) -> Plan | None:
    """The cheapest plan by trying all; ``None`` where none meets law and demands."""
    best: tuple[float, Ints, Ints] | None = None
    for level in placements(instance):
        posts = cheapest_staff(instance, level)
        if posts is not None:
            value = sum(costs(instance, level, posts).values())
            if best is None or value < best[0]:
                best = (value, level, posts)
    if best is None:
        return None
    value, level, posts = best
    parts = np.zeros((len(instance.offices), len(instance.skills)))
    return Plan(level, posts, parts, value, value, 0.0, "optimal", costs(instance, level, posts))


def placements(instance: Instance) -> Iterator[Ints]:
    """Every placement that the law and the demands about places allow."""
    tasks, levels, areas = instance.allowed.shape
    ways = [
        [level for level in range(levels) if instance.allowed[task, level, area]]
        for task in range(tasks)
        for area in range(areas)
    ]
    demands = instance.demands
    for choice in product(*ways):
        level = np.array(choice, np.int64).reshape(tasks, areas)
        if any(len({*level[task, list(group)]}) > 1 for group in demands.equal for task in range(tasks)):
            continue
        if any(
            (level[other] > level[task])[list(demands.areas_of(item, areas))].any()
            for item, (task, other) in enumerate(demands.order)
        ):
            continue
        if any(level[task, area] != wanted for task, wanted, area in demands.must):
            continue
        if demands.moves is not None and moved(instance, level).sum() > demands.moves:
            continue
        yield level


def cheapest_staff(instance: Instance, level: Ints) -> Ints | None:
    """The cheapest posts for a placement, office by office, then over the ceiling of all together."""
    load = loads(instance, level)
    ways: list[dict[int, float]] = []
    for place, office in enumerate(instance.offices):
        least = 0.0
        areas = range(len(instance.areas)) if office.area is None else (office.area,)
        for skill in range(len(instance.skills)):
            part = load[place, skill] / instance.rules.busiest
            held = any(
                level[task, area] == office.level and instance.serves[place, task] and item.skill == skill
                for task, item in enumerate(instance.tasks)
                for area in areas
            )
            if held and instance.demands.skills:
                part = max(part, instance.rules.need[office.level])
            least += part
        most = office.most if instance.demands.ceilings else 60
        here = {
            posts: instance.prices.post[office.level] * posts
            + instance.prices.delay * congestion(float(load[place].sum()), posts)
            for posts in range(office.least, most + 1)
            if posts >= least - 1e-9
        }
        if not here:
            return None
        ways.append(here)
    return _within(ways, instance.demands.payroll)


def _within(ways: list[dict[int, float]], ceiling: int | None) -> Ints | None:
    """The cheapest choice of posts with a sum of at most ``ceiling``: by the sum reached so far."""
    reached: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for way in ways:
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for used, (value, chosen) in reached.items():
            for posts, price in way.items():
                total = used + posts
                if ceiling is not None and total > ceiling:
                    continue
                if total not in following or value + price < following[total][0]:
                    following[total] = (value + price, (*chosen, posts))
        reached = following
    if not reached:
        return None
    return np.array(min(reached.values())[1], np.int64)
