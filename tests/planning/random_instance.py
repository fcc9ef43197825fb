"""Small questions for the optimiser, made at random: all of law and demands occurs in them."""

from __future__ import annotations

import numpy as np

from phancap.planning.optimise_model import Demands, Instance, Office, Prices, Rules, Task


def small(seed: int) -> Instance:
    """Two or three tasks, two or three levels, two areas, three to five offices."""
    r = np.random.default_rng(seed)
    tasks, levels, areas, skills = int(r.integers(2, 4)), int(r.integers(2, 4)), 2, int(r.integers(1, 3))
    allowed = r.random((tasks, levels, areas)) < 0.8
    allowed[:, 0] |= ~allowed.any(1)
    offices = [Office("city", "city", 0, None, 1.0, 0, 6)]
    for level in range(1, levels):
        for area in range(areas):
            least, most = int(r.integers(0, 2)), int(r.integers(3, 6))
            offices.append(Office(f"o{level}{area}", f"o{level}{area}", level, area, 1.0, least, most))
    serves = r.random((len(offices), tasks)) < 0.9
    order = tuple((int(a), int(b)) for a, b in r.integers(0, tasks, (1, 2)) if a != b)
    demands = Demands(
        payroll=int(r.integers(4, 14)) if r.random() < 0.6 else None,
        moves=int(r.integers(0, tasks)) if r.random() < 0.5 else None,
        order=order if r.random() < 0.6 else (),
        equal=((0, 1),) if r.random() < 0.4 else (),
        must=((int(r.integers(tasks)), int(r.integers(levels)), 0),) if r.random() < 0.2 else (),
        skills=bool(r.random() < 0.8),
    )
    return Instance(
        tuple(("city", "district", "ward")[:levels]), ("a", "b"), tuple("st"[:skills]),
        tuple(Task(f"t{n}", f"t{n}", int(r.integers(skills)), float(r.uniform(1, 6)), float(r.random())) for n in range(tasks)),
        tuple(offices), allowed, np.zeros((tasks, areas), np.int64), r.uniform(50, 500, (tasks, areas)), serves,
        Prices(tuple(r.uniform(80, 200, levels) * 1e6), tuple(r.uniform(1e4, 3e5, levels)), 30e6, 5e6),
        Rules(1700.0, tuple(r.uniform(0.8, 1.3, levels)), 0.92, tuple(r.uniform(0, 1, levels))), demands,
    )  # fmt: skip


def crowded(seed: int) -> Instance:
    """Five tasks of one or two skills at two levels in two areas, wards of unequal size: skills open and close."""
    r = np.random.default_rng(seed)
    tasks, areas, skills = 5, 2, int(r.integers(1, 3))
    allowed = r.random((tasks, 2, areas)) < 0.85
    allowed[:, 0] |= ~allowed.any(1)
    offices = [Office("city", "city", 0, None, 1.0, 0, 12)]
    for area in range(areas):
        part = float(r.uniform(0.3, 0.7))
        for ward, share in enumerate((part, 1 - part)):
            offices.append(Office(f"w{area}{ward}", f"w{area}{ward}", 1, area, share, 0, int(r.integers(4, 8))))
    serves = r.random((len(offices), tasks)) < 0.95
    demands = Demands(
        payroll=int(r.integers(8, 16)) if r.random() < 0.4 else None,
        moves=int(r.integers(1, tasks)) if r.random() < 0.3 else None,
        order=((0, 1), (2, 1)) if r.random() < 0.5 else (),
        equal=((0, 1),) if r.random() < 0.4 else (),
    )
    return Instance(
        ("city", "ward"), ("a", "b"), tuple("st"[:skills]),
        tuple(Task(f"t{n}", f"t{n}", int(r.integers(skills)), float(r.uniform(1, 4)), float(r.random())) for n in range(tasks)),
        tuple(offices), allowed, r.integers(0, 2, (tasks, areas)), r.uniform(50, 600, (tasks, areas)), serves,
        Prices(tuple(r.uniform(80, 200, 2) * 1e6), tuple(r.uniform(1e4, 3e5, 2)), 30e6, 5e6),
        Rules(1700.0, tuple(r.uniform(0.8, 1.3, 2)), 0.92, tuple(r.uniform(0.2, 0.8, 2))), demands,
    )  # fmt: skip
