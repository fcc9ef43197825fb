"""Whole posts counted exactly, the search over placements, and the plan that needs no second solve."""

from __future__ import annotations

import numpy as np
import pytest

from phancap.planning.optimise_improve import Found, Search, improved, priced
from phancap.planning.optimise_matrix import build
from phancap.planning.optimise_model import Infeasible, Instance, Ints, Plan, costs
from phancap.planning.optimise_oracle import brute_force, cheapest_staff, placements
from phancap.planning.optimise_solve import proved_by_parts, solve
from phancap.planning.optimise_staff import staff
from tests.planning.random_instance import crowded, small


def some_placement(instance: Instance, seed: int) -> Ints | None:
    """One of the placements that law and demands allow."""
    found = list(placements(instance))
    return found[np.random.default_rng(seed).integers(len(found))] if found else None


@pytest.mark.parametrize("seed", range(40))
def test_the_cheapest_staff_is_that_of_trying_all_posts(seed: int) -> None:
    instance = small(seed) if seed % 2 else crowded(seed)
    for level in list(placements(instance))[:12]:
        found, truth = staff(instance, level), cheapest_staff(instance, level)
        if truth is None:
            assert found is None
            continue
        assert found is not None
        assert sum(costs(instance, level, found.posts).values()) == pytest.approx(
            sum(costs(instance, level, truth).values()), rel=1e-12
        )
        assert (found.by_skill.sum(1) <= found.posts + 1e-6).all()


def test_a_step_adds_what_the_cost_rises_by() -> None:
    # With and without a price on every post; the count of tasks held and the load are kept step by step, not anew.
    taken = 0
    for seed in range(300, 330):
        instance = crowded(seed) if seed % 2 else small(seed)
        level = some_placement(instance, seed)
        if level is None:
            continue
        allowed = list(placements(instance))
        search, r = Search(instance, build(instance), level, 1e6 * (seed % 3)), np.random.default_rng(seed)
        for _ in range(8):
            kind = int(r.integers(search.level.shape[1]))
            steps = search.steps(kind)
            free = np.flatnonzero(np.isfinite(steps.adds)) if steps is not None else []
            if steps is None or not len(free):
                continue
            before, step = search.total(), int(r.choice(free))
            search.take(kind, steps, step)
            taken += 1
            assert search.total() - before == pytest.approx(float(steps.adds[step]), rel=1e-9, abs=1.0)
            # Every placement on the way is one that law and demands allow.
            assert any((search.by_area() == placed).all() for placed in allowed)
            anew = Search(instance, search.matrix, search.by_area(), 0.0)
            assert np.allclose(anew.load, search.load)
            assert (anew.held == search.held).all()
    assert taken > 80


def test_the_search_ends_no_dearer_than_it_began_and_never_below_the_optimum() -> None:
    cheaper = 0
    for seed in range(400, 420):
        instance = crowded(seed)
        instance = instance._replace(demands=instance.demands._replace(payroll=None))
        level, truth = some_placement(instance, seed), brute_force(instance)
        first = priced(instance, level) if level is not None else None
        if level is None or truth is None or first is None:
            continue
        found = improved(instance, build(instance), level, -np.inf, np.inf)
        assert isinstance(found, Found)
        assert truth.objective * (1 - 1e-9) <= found.value <= first.value * (1 + 1e-9)
        assert any((found.level == placed).all() for placed in placements(instance))
        cheaper += found.value < first.value * (1 - 1e-6)
    assert cheaper >= 8


def test_the_search_mostly_finds_the_optimum_of_small_questions() -> None:
    reached = asked = 0
    for seed in range(500, 530):
        instance = crowded(seed)
        level, truth = some_placement(instance, seed), brute_force(instance)
        if level is None or truth is None:
            continue
        found = improved(instance, build(instance), level, -np.inf, np.inf)
        asked += 1
        reached += found is not None and found.value <= truth.objective * (1 + 1e-9)
    assert asked >= 20
    assert reached >= 0.6 * asked


@pytest.mark.parametrize("gap", [0.02, 0.1])
def test_a_plan_proved_by_parts_of_posts_is_within_the_gap_of_brute_force(gap: float) -> None:
    proved = 0
    for seed in range(600, 640):
        instance = crowded(seed) if seed % 2 else small(seed)
        found, truth = solve(instance, gap), brute_force(instance)
        if truth is None:
            assert isinstance(found, Infeasible)
            continue
        assert isinstance(found, Plan)
        assert found.bound <= truth.objective * (1 + 1e-6)
        assert truth.objective * (1 - 1e-6) <= found.objective <= truth.objective / (1 - gap) * (1 + 1e-6)
        assert found.gap <= gap + 1e-9
        held = cheapest_staff(instance, found.level)
        assert held is not None
        assert found.posts.sum() <= (instance.demands.payroll or np.inf)
        proved += proved_by_parts(instance, gap) is not None
    # The short way is taken and does not always end there: both are tested.
    assert 0 < proved < 40


@pytest.mark.parametrize("seed", range(700, 712))
def test_the_optimum_of_crowded_questions_is_that_of_brute_force(seed: int) -> None:
    instance = crowded(seed)
    found, truth = solve(instance, 1e-9), brute_force(instance)
    if truth is None:
        assert isinstance(found, Infeasible)
        return
    assert isinstance(found, Plan)
    assert found.objective == pytest.approx(truth.objective, rel=1e-6)
    assert found.bound <= truth.objective * (1 + 1e-6)


@pytest.mark.parametrize("seed", [3, 6])
def test_the_same_question_has_the_same_plan(seed: int) -> None:
    one, other = solve(crowded(seed), 0.05), solve(crowded(seed), 0.05)
    assert isinstance(one, Plan)
    assert isinstance(other, Plan)
    assert (one.level == other.level).all()
    assert (one.posts == other.posts).all()
    assert one.bound == other.bound
