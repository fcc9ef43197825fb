"""The promised probability of a right choice, by brute force; the budget where it helps."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pytest

from phancap.simulation.selection import kn, ocba, ocba_shares, whole_runs
from phancap.simulation.statistics import NORMAL, StatisticsError

NAMES = ["a", "b", "c", "d", "e"]


class Bandit:
    """Options with these means, a noise of their own and one that all share within a replication."""

    def __init__(self, means: list[float], own: float, shared: float, seed: int) -> None:
        self.means = dict(zip(NAMES, means, strict=False))
        self.own, self.shared, self.seed = own, shared, seed

    def __call__(self, replication: int, names: tuple[str, ...]) -> Mapping[str, float]:
        stream = np.random.default_rng((self.seed, replication))
        luck, noise = stream.normal(), stream.normal(size=len(NAMES))
        return {
            name: self.means[name] + self.shared * luck + self.own * noise[NAMES.index(name)]
            for name in names
        }


@pytest.mark.parametrize("shared", [0.0, 6.0])
def test_kn_chooses_the_best_as_often_as_promised(shared: float) -> None:
    """The hardest case: all others exactly the indifference behind."""
    right = 0
    for seed in range(120):
        found = kn(Bandit([9, 10, 10, 10, 10], 2.0, shared, seed), NAMES, 1.0, smaller_is_better=True)
        assert found.sure
        right += found.best == "a"
    assert right / 120 >= 0.95 - 2 * math.sqrt(0.05 * 0.95 / 120)


def test_shared_luck_costs_nothing_and_clear_losers_go_early() -> None:
    found = kn(Bandit([9, 10, 10, 10, 40], 1.0, 30.0, 1), NAMES, 0.5, smaller_is_better=True)
    assert found.best == "a"
    assert found.dropped["e"] == found.runs["e"] == 10
    assert max(found.runs.values()) < 300  # independent runs would take some 900 times as many
    assert kn(Bandit([9, 10, 10, 10, 40], 1.0, 30.0, 1), NAMES, 0.5, smaller_is_better=False).best == "e"


def test_kn_by_the_paper_for_two_options() -> None:
    """eta, h^2 and the triangular region of Kim and Nelson (2001), step by step."""
    bandit, d, first = Bandit([1.0, 0.0], 2.0, 0.0, 5), 0.7, 10
    gaps = [bandit(r, ("a", "b"))["a"] - bandit(r, ("a", "b"))["b"] for r in range(5_000)]
    eta = ((2 * 0.05) ** (-2 / (first - 1)) - 1) / 2
    h2s2 = 2 * eta * (first - 1) * np.var(gaps[:first], ddof=1)
    r = first
    while abs(sum(gaps[:r])) <= max(0.0, h2s2 / (2 * d) - d * r / 2):
        r += 1
    found = kn(bandit, ["a", "b"], d, smaller_is_better=False)
    assert (found.best, found.runs["b"]) == ("a" if sum(gaps[:r]) > 0 else "b", r)


def test_the_limit_is_told() -> None:
    found = kn(Bandit([1, 1.001], 5.0, 0.0, 2), ["a", "b"], 0.001, smaller_is_better=True, most=30)
    assert not found.sure
    assert found.runs == {"a": 30, "b": 30}


def test_one_option_and_absurd_questions() -> None:
    assert kn(Bandit([1.0], 1.0, 0.0, 1), ["a"], 1.0, smaller_is_better=True).best == "a"
    with pytest.raises(StatisticsError, match="each once"):
        kn(Bandit([1.0], 1.0, 0.0, 1), ["a", "a"], 1.0, smaller_is_better=True)
    with pytest.raises(StatisticsError, match="indifference 0"):
        kn(Bandit([1.0], 1.0, 0.0, 1), ["a"], 0, smaller_is_better=True)


def test_ocba_satisfies_its_two_conditions() -> None:
    means, sds = np.array([1.0, 2.0, 2.5, 4.0]), np.array([1.0, 2.0, 0.5, 3.0])
    share = ocba_shares(means, sds, smaller_is_better=True)
    assert share.sum() == pytest.approx(1)
    ratio = share[1:] / (sds[1:] / (means[1:] - 1)) ** 2
    assert ratio == pytest.approx(np.full(3, ratio[0]))
    assert share[0] == pytest.approx(sds[0] * math.sqrt(((share[1:] / sds[1:]) ** 2).sum()))
    # Two options: by their standard deviations, whatever the gap.
    assert ocba_shares([0, 5], [1, 3], smaller_is_better=True) == pytest.approx([0.25, 0.75])


def test_ocba_beats_any_nearby_allocation() -> None:
    """The chance of a right choice (Bonferroni's bound) at the shares, against shares moved at random."""
    means, sds, budget = np.array([1.0, 1.6, 2.2, 3.0]), np.array([2.0, 2.0, 3.0, 3.0]), 600

    def wrong(share: np.ndarray) -> float:
        spread = np.sqrt(sds[0] ** 2 / (share[0] * budget) + sds[1:] ** 2 / (share[1:] * budget))
        return sum(NORMAL.cdf(-gap / s) for gap, s in zip(means[1:] - 1, spread, strict=True))

    best = ocba_shares(means, sds, smaller_is_better=True)
    stream = np.random.default_rng(1)
    for _ in range(200):
        other = best * np.exp(stream.normal(0, 0.5, 4))
        assert wrong(best) <= wrong(other / other.sum()) * 1.5
    assert wrong(best) < wrong(np.full(4, 0.25)) / 2


def test_ties_and_silent_options_do_not_divide_by_zero() -> None:
    assert np.isfinite(ocba_shares([1, 1, 2], [1, 1, 0], smaller_is_better=True)).all()
    assert ocba_shares([7], [0], smaller_is_better=True) == pytest.approx([1])


def test_whole_runs_add_up() -> None:
    stream = np.random.default_rng(3)
    for _ in range(100):
        share, spent = stream.dirichlet(np.ones(6)), stream.integers(0, 40, 6)
        budget = int(spent.sum()) + int(stream.integers(0, 60))
        assert (given := whole_runs(share, spent, budget)).min() >= 0
        assert spent.sum() + given.sum() == budget


def test_a_fixed_budget_goes_to_those_who_are_close() -> None:
    found = ocba(Bandit([9, 9.7, 15, 15, 15], 2.0, 0.0, 1), NAMES, 400, smaller_is_better=True)
    assert found.best == "a"
    assert sum(found.runs.values()) == 400
    assert min(found.runs["a"], found.runs["b"]) > 4 * max(found.runs[name] for name in "cde")
    with pytest.raises(StatisticsError, match="budget of 24 runs"):
        ocba(Bandit([1] * 5, 1.0, 0.0, 1), NAMES, 24, smaller_is_better=True)
