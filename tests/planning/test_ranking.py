"""Shares of all weightings, held against areas one can compute by hand; the frontier of cost and waiting."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from phancap.planning.ranking import as_json, frontier, rank, weights

SMALLER = {"time": True, "cost": True, "score": False}


def test_two_criteria_share_the_line_where_the_lines_cross() -> None:
    # min-max: a is (1, 0), b is (0, 1): a wins where the weight of time is above one half.
    found = rank({"a": {"time": 1, "cost": 9}, "b": {"time": 5, "cost": 2}}, ("time", "cost"), SMALLER)
    assert found.first["min-max"]["a"] == pytest.approx(0.5, abs=0.01)
    assert found.above["a", "time"] == pytest.approx(0.5, abs=0.051)


def test_a_middling_option_wins_a_third_of_the_line() -> None:
    # Worths (1,0), (0,1) and (u,u): the third wins between weights 1-u and u.
    u = 2 / 3
    values = {"a": {"time": 0, "cost": 1}, "b": {"time": 1, "cost": 0}, "c": {"time": 1 - u, "cost": 1 - u}}
    found = rank(values, ("time", "cost"), SMALLER)
    assert found.first["min-max"] == pytest.approx({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3}, abs=0.01)
    assert sum(found.first["min-max"].values()) == pytest.approx(1)


def test_dominated_never_first_and_equal_options_share() -> None:
    values = {"a": {"time": 1, "cost": 1}, "b": {"time": 2, "cost": 2}, "c": {"time": 1, "cost": 1}}
    found = rank(values, ("time", "cost"), SMALLER)
    assert found.first["min-max"] == pytest.approx({"a": 0.5, "b": 0.0, "c": 0.5})
    assert found.ranks["b"] == (0.0, 0.0, 1.0)


def test_larger_is_better_is_turned_round_and_unknown_is_left_out() -> None:
    values = {"a": {"time": 1, "score": 5, "cost": None}, "b": {"time": 2, "score": 9, "cost": 3}}
    found = rank(values, ("time", "score", "cost"), SMALLER)
    assert found.left_out == ("cost",)
    assert found.first["min-max"]["b"] == pytest.approx(0.5, abs=0.01)
    assert as_json(found)["left_out"] == ["cost"]


def test_one_option_is_ranked_with_nobody() -> None:
    assert rank({"a": {"time": 1}}, ("time",), SMALLER).first == {}


def test_weights_fill_the_simplex_evenly_and_the_same_seed_gives_the_same() -> None:
    drawn = weights(20_000, 4)
    assert drawn.sum(1) == pytest.approx(np.ones(20_000))
    # The mean of each weight is 1/4, its variance 3/80: uniform on the simplex.
    assert drawn.mean(0) == pytest.approx(np.full(4, 0.25), abs=0.01)
    assert drawn.var(0) == pytest.approx(np.full(4, 3 / 80), abs=0.002)
    assert (weights(100, 3) == weights(100, 3)).all()


@pytest.mark.parametrize("seed", range(20))
def test_the_frontier_is_what_nobody_beats(seed: int) -> None:
    r = np.random.default_rng(seed)
    points = {f"o{n}": (float(c), float(w)) for n, (c, w) in enumerate(r.integers(0, 6, (8, 2)))}
    on = {row["option"] for row in frontier(points) if row["on"]}
    for (a, (c1, w1)), (b, (c2, w2)) in itertools.permutations(points.items(), 2):
        if c2 <= c1 and w2 <= w1 and (c2 < c1 or w2 < w1):
            assert a not in on, (a, b)
    assert on
