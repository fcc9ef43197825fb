"""Formulas against printed values and against queues replayed by Lindley's recursion."""

from __future__ import annotations

import math

import numpy as np
import pytest

from phancap.simulation import theory
from phancap.simulation.statistics import interval


@pytest.mark.parametrize(
    "desks, offered, waits",
    [  # tables of Erlang's second formula
        (1, 0.5, 0.5), (2, 1.0, 1 / 3), (3, 2.0, 4 / 9), (10, 8.0, 0.4092), (5, 4.5, 0.7625),
        (3, 0.0, 0.0),
    ],
)  # fmt: skip
def test_erlang_c(desks: int, offered: float, waits: float) -> None:
    assert theory.erlang_c(desks, offered) == pytest.approx(waits, abs=6e-5)


def test_erlang_c_by_its_definition() -> None:
    for desks in (1, 4, 12, 100):
        for rho in (0.1, 0.7, 0.99):
            a = rho * desks
            top = a**desks / math.factorial(desks) / (1 - rho)
            below = sum(a**k / math.factorial(k) for k in range(desks))
            assert theory.erlang_c(desks, a) == pytest.approx(top / (below + top), rel=1e-12)


def test_the_five_desks_at_nine_tenths() -> None:
    assert theory.mmc_wait(4.5, 1.0, 5) == pytest.approx(1.5250, abs=5e-5)
    assert theory.mmc_wait_beyond(4.5, 1.0, 5, 0.0) == theory.erlang_c(5, 4.5)


def test_one_desk_is_both_formulas() -> None:
    assert theory.mg1_wait(0.8, 1.0, 1.0) == pytest.approx(theory.mmc_wait(0.8, 1.0, 1)) == pytest.approx(4.0)
    assert theory.mg1_wait(0.8, 1.0, 0.0) == pytest.approx(2.0)  # even work halves the wait


@pytest.mark.parametrize("rho", [1.0, 1.2])
def test_no_mean_where_there_is_no_steady_state(rho: float) -> None:
    with pytest.raises(theory.NoSteadyState, match=f"utilisation is {rho:.3f}: no steady state"):
        theory.erlang_c(2, 2 * rho)
    with pytest.raises(theory.NoSteadyState):
        theory.mg1_wait(rho, 1.0, 0.5)
    with pytest.raises(theory.NoSteadyState, match="`thẩm định`"):
        theory.need_steady([("tiếp nhận", 0.4), ("thẩm định", rho)])


def test_an_office_without_desks_is_refused() -> None:
    with pytest.raises(ValueError, match="desks 0"):
        theory.erlang_c(0, 1.0)


def waits(stream: np.random.Generator, n: int, service: np.ndarray) -> np.ndarray:
    gaps = stream.exponential(1 / 0.7, n)
    walk = np.concatenate(([0.0], np.cumsum(service[:-1] - gaps[:-1])))
    return walk - np.minimum.accumulate(walk)


def test_pollaczek_khinchine_by_brute_force() -> None:
    """Lognormal work with a heavy tail; the start at rest is cut off."""
    stream = np.random.default_rng(11)
    shape = 0.8
    means = [
        waits(stream, 60_000, stream.lognormal(-(shape**2) / 2, shape, 60_000))[5_000:].mean()
        for _ in range(60)
    ]
    sd = math.sqrt(math.exp(shape**2) - 1)
    span = interval(means, 0.999)
    assert span.low <= theory.mg1_wait(0.7, 1.0, sd) <= span.high


def test_littles_law_holds_exactly_between_two_empty_moments() -> None:
    stream = np.random.default_rng(12)
    came = np.sort(stream.uniform(0, 90, 500))
    left = came + stream.exponential(1.5, 500)
    law = theory.little_from_times(came, left, 0.0, float(left.max()) + 1)
    assert law.gap == pytest.approx(0, abs=1e-12)
    assert law.open_mean == pytest.approx((left - came).sum() / (left.max() + 1))


def test_littles_law_counts_what_is_still_open() -> None:
    law = theory.little_from_times([0.0, 5.0], [np.nan, 7.0], 0.0, 10.0)
    assert (law.open_mean, law.rate, law.stay) == pytest.approx((1.2, 0.2, 6.0))
    older = theory.little_from_times([-5.0, 5.0], [5.0, 7.0], 0.0, 10.0)  # came before the window
    assert older.open_mean == pytest.approx(0.7)
    assert older.gap > 0.5
    with pytest.raises(ValueError, match="none before its beginning"):
        theory.little_from_times([5.0], [4.0], 0.0, 10.0)
