"""The optimiser against the oracle that tries everything; what it says when there is no plan."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from phancap.planning.optimise_model import Infeasible, Plan, costs, demand_list, only
from phancap.planning.optimise_oracle import brute_force, cheapest_staff, placements
from phancap.planning.optimise_solve import best_plans, solve
from tests.planning.random_instance import small


@pytest.mark.parametrize("seed", range(20))
def test_the_optimum_is_that_of_brute_force(seed: int) -> None:
    instance = small(seed)
    found, truth = solve(instance, 1e-9), brute_force(instance)
    if truth is None:
        assert isinstance(found, Infeasible)
        return
    assert isinstance(found, Plan)
    assert found.objective == pytest.approx(truth.objective, rel=1e-6)
    assert found.bound <= truth.objective * (1 + 1e-6)
    # What the solver calls a plan is one by the oracle's own reading.
    assert any((found.level == level).all() for level in placements(instance))
    staff = cheapest_staff(instance, found.level)
    assert staff is not None
    assert sum(costs(instance, found.level, staff).values()) == pytest.approx(found.objective, rel=1e-6)


@pytest.mark.parametrize("seed", range(80, 90))
def test_a_pair_that_holds_in_some_areas_only_is_that_of_brute_force(seed: int) -> None:
    instance = small(seed)
    demands = instance.demands._replace(order=((0, 1), (1, 0)), order_in=((seed % 2,), ((seed + 1) % 2,)))
    instance = instance._replace(demands=demands)
    found, truth = solve(instance, 1e-9), brute_force(instance)
    if truth is None:
        assert isinstance(found, Infeasible)
        assert brute_force(instance._replace(demands=only(demands, list(found.conflict)))) is None
        return
    assert isinstance(found, Plan)
    assert found.objective == pytest.approx(truth.objective, rel=1e-6)
    assert found.level[1, seed % 2] <= found.level[0, seed % 2]
    assert found.level[0, (seed + 1) % 2] <= found.level[1, (seed + 1) % 2]


@pytest.mark.parametrize("seed", range(40, 46))
def test_the_next_best_follow_in_order(seed: int) -> None:
    instance = small(seed)
    values = []
    for level in placements(instance):
        staff = cheapest_staff(instance, level)
        if staff is not None:
            values.append(sum(costs(instance, level, staff).values()))
    plans = best_plans(instance, 4, 1e-9)
    assert [plan.objective for plan in plans] == pytest.approx(sorted(values)[: len(plans)], rel=1e-6)
    assert len(plans) == min(4, len(values))


@pytest.mark.parametrize("seed", range(60, 64))
def test_the_conflict_is_the_smallest(seed: int) -> None:
    instance = small(seed)
    demands = instance.demands._replace(payroll=1, moves=0, must=((0, int(instance.allowed[0, 1:, 0].argmax()) + 1, 0),))
    instance = instance._replace(demands=demands)
    found = solve(instance)
    assert isinstance(found, Infeasible)
    made = demand_list(demands)
    smallest = next(
        (
            size
            for size in range(len(made) + 1)
            for kept in combinations(made, size)
            if brute_force(instance._replace(demands=only(demands, list(kept)))) is None
        ),
        None,
    )
    assert len(found.conflict) == smallest
    assert found.proved_smallest
    # Without any one of them there is a plan.
    for one in found.conflict:
        rest = [demand for demand in found.conflict if demand != one]
        assert brute_force(instance._replace(demands=only(demands, rest))) is not None


def test_a_task_that_nobody_may_hold_is_no_plan_and_no_demand_is_to_blame() -> None:
    instance = small(1)
    allowed = instance.allowed.copy()
    allowed[0] = False
    found = solve(instance._replace(allowed=allowed))
    assert found == Infeasible((), True)


def test_staff_by_skill_fill_the_posts_and_carry_the_load() -> None:
    from phancap.planning.optimise_model import loads

    instance = small(3)
    plan = solve(instance)
    assert isinstance(plan, Plan)
    load = loads(instance, plan.level)
    assert (plan.by_skill.sum(1) <= plan.posts + 1e-6).all()
    assert (plan.by_skill * instance.rules.busiest >= load - 1e-6).all()
    assert np.isfinite(plan.by_skill).all()
