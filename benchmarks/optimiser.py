"""The optimiser at city size: 500 powers x 3 levels x 92 offices, made at random with one seed.

    python benchmarks/optimiser.py            the bench row
    python benchmarks/optimiser.py each       each district may differ (nine times the placements)

The bar: within 1 % of the bound in at most 5 CPU seconds, one thread, building the rows included.
"""

from __future__ import annotations

import sys
import time
from typing import Any

import numpy as np

from phancap.planning.optimise_model import Demands, Instance, Office, Plan, Prices, Rules, Task
from phancap.planning.optimise_solve import solve
from phancap.planning.optimise_words import binding

POWERS, DISTRICTS, WARDS, SKILLS, SEED = 500, 9, 82, 20, 7
BAR_GAP, BAR_SECONDS = 0.01, 5.0


def instance(equal: bool = True, seed: int = SEED) -> Instance:
    """A city of one centre, nine districts and 82 wards; powers of very unequal size."""
    r = np.random.default_rng(seed)
    district = np.sort(np.r_[np.arange(DISTRICTS), r.integers(0, DISTRICTS, WARDS - DISTRICTS)])
    people = r.lognormal(0, 0.5, WARDS)
    people /= people.sum()
    by_district = np.bincount(district, people, DISTRICTS)
    volume = r.lognormal(6.5, 1.6, POWERS)
    allowed = r.random((POWERS, 3)) < [0.95, 0.9, 0.6]
    allowed[:, 1] |= ~allowed.any(1)
    tasks = tuple(
        Task(f"p{n}", f"p{n}", int(r.integers(SKILLS)), float(hours))
        for n, hours in enumerate(r.lognormal(0.3, 0.6, POWERS))
    )
    offices = [Office("city", "city", 0, None, 1.0, 20)]
    offices += [Office(f"d{d}", f"district {d}", 1, d, 1.0, 8) for d in range(DISTRICTS)]
    offices += [
        Office(f"w{w}", f"ward {w}", 2, int(district[w]), float(people[w] / by_district[district[w]]), 2)
        for w in range(WARDS)
    ]
    order = tuple(
        (int(a), int(b))
        for a, b in r.integers(0, POWERS, (80, 2))
        if a != b and (allowed[a] & allowed[b]).any()
    )
    return Instance(
        ("city", "district", "ward"), tuple(f"d{d}" for d in range(DISTRICTS)),
        tuple(f"s{s}" for s in range(SKILLS)), tasks, tuple(offices),
        np.repeat(allowed[:, :, None], DISTRICTS, 2), np.zeros((POWERS, DISTRICTS), np.int64),
        volume[:, None] * by_district[None, :], np.ones((len(offices), POWERS), bool),
        Prices((200e6,) * 3, (360e3, 120e3, 24e3), 30e6), Rules(1700.0, (0.85, 1.0, 1.25), 0.92, (1.0, 1.0, 0.5)),
        Demands(payroll=1400, order=order, equal=(tuple(range(DISTRICTS)),) if equal else ()),
    )  # fmt: skip


def measured(equal: bool = True) -> dict[str, Any]:
    """The figures of one solve, building included."""
    asked = instance(equal)
    start = time.process_time()
    plan = solve(asked, BAR_GAP)
    seconds = time.process_time() - start
    if not isinstance(plan, Plan):
        raise RuntimeError(f"the made-up city has no plan: {plan}")
    words = binding(asked, plan, "en")
    return {
        "cpu_seconds": seconds, "gap": plan.gap, "bound": plan.bound, "objective": plan.objective,
        "posts": int(plan.posts.sum()), "binding": words,
    }  # fmt: skip


if __name__ == "__main__":
    found = measured("each" not in sys.argv)
    print({key: value for key, value in found.items() if key != "binding"})
    print("\n".join(found["binding"][:8]))
