"""The transient is found where it is, refused where it never ends; batches cover."""

from __future__ import annotations

import math

import numpy as np
import pytest

from phancap.simulation.statistics import StatisticsError
from phancap.simulation.steady import StillMoving, batch_means, mser5


def ar1(stream: np.random.Generator, n: int, phi: float, start: float = 0.0) -> np.ndarray:
    noise = stream.normal(size=n)
    out = np.empty(n)
    last = start
    for place in range(n):
        last = phi * last + noise[place]
        out[place] = last
    return out


def by_definition(series: np.ndarray) -> int:
    """MSER-5 as it is written, one candidate after the other."""
    batches = series[: len(series) // 5 * 5].reshape(-1, 5).mean(axis=1)
    errors = [
        ((batches[d:] - batches[d:].mean()) ** 2).sum() / (len(batches) - d) ** 2
        for d in range(len(batches) - 5)
    ]
    return 5 * int(np.argmin(errors))


def test_equals_the_definition_on_random_series() -> None:
    stream = np.random.default_rng(1)
    compared = 0
    for _ in range(200):
        series = 1e6 + ar1(
            stream, int(stream.integers(30, 400)), stream.uniform(0, 0.95), stream.uniform(-30, 30)
        )
        cut = by_definition(series)
        if cut // 5 * 2 > len(series) // 5:
            with pytest.raises(StillMoving):
                mser5(series)
        else:
            assert mser5(series).cut == cut
            compared += 1
    assert compared > 100


def test_the_empty_start_is_cut_off() -> None:
    stream = np.random.default_rng(2)
    series = ar1(stream, 4_000, 0.9) + 50 * (1 - np.exp(-np.arange(4_000) / 100))
    found = mser5(series)
    assert 200 <= found.cut <= 1_200
    assert abs(found.mean - 50) < abs(series.mean() - 50)


def test_a_run_that_never_settles_is_refused() -> None:
    with pytest.raises(StillMoving, match="past half the run") as refused:
        mser5(np.arange(1_000.0) ** 2)
    assert refused.value.cut > 500
    with pytest.raises(StatisticsError, match="expected at least 30"):
        mser5(np.arange(29.0))


def test_a_level_series_keeps_everything() -> None:
    assert mser5(np.full(100, 3.0)).cut == 0


def test_batch_means_cover_by_brute_force() -> None:
    """The plain interval of a correlated series covers half as often as it says; batches as often."""
    stream = np.random.default_rng(3)
    covered, independent = 0, 0
    for _ in range(250):
        series = ar1(stream, 4_000, 0.8, start=float(stream.normal(0, 1 / math.sqrt(1 - 0.64))))
        found = batch_means(series)
        covered += found.interval.low <= 0 <= found.interval.high
        independent += found.independent
    assert covered / 250 == pytest.approx(0.95, abs=0.045)
    assert independent > 230


def test_a_run_too_short_for_its_memory_says_so() -> None:
    walk = np.cumsum(np.random.default_rng(4).normal(size=400))
    found = batch_means(walk)
    assert (found.independent, found.batches) == (False, 10)
    assert batch_means(np.full(80, 2.0)).interval.half == 0
    with pytest.raises(StatisticsError, match="expected at least 20"):
        batch_means([1.0] * 19)
