"""Distributions of work as tables of quantiles: one look-up and one multiplication for every kind of them.

A shape is the inverse of a distribution function with mean one, at equal steps of probability and joined by straight
lines; the first and the last step have tables of their own, twice over, so that the tails reach a probability of
about 1e-10. The mean of what is drawn is exactly one, because the table is scaled to it. A table needs only adding and
multiplying when it is used, so all engines draw the same bits on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from phancap.simulation.model import Work

Floats = NDArray[np.float64]
STEPS = 2048
"""Steps of probability in one table."""

Shapes = NDArray[np.float64]
"""``[shape, table, STEPS + 1]``: table 0 the middle, 1 and 2 the lower tail, 3 and 4 the upper tail."""

Kind = tuple[str, float, tuple[float, ...]]


def make_shapes(works: Iterable[Work]) -> tuple[Shapes, dict[Kind, int]]:
    """The tables of all shapes met, and the number of each."""
    kinds = dict.fromkeys((w.distribution, w.spread, w.values) for w in works)
    tables = [_table(*kind) for kind in kinds]
    return np.array(tables), {kind: number for number, kind in enumerate(kinds)}


@lru_cache(maxsize=64)
def _table(distribution: str, spread: float, values: tuple[float, ...]) -> Floats:
    inverse = _inverse(distribution, spread, values)
    grid = np.arange(STEPS + 1) / STEPS
    tables = np.empty((5, STEPS + 1))
    step = 1.0 / STEPS
    tables[0] = inverse(grid, 1.0 - grid)
    tables[1] = inverse(grid * step, 1.0 - grid * step)
    tables[2] = inverse(grid * step * step, 1.0 - grid * step * step)
    upper, inner = (1.0 - grid) * step, (1.0 - grid) * step * step
    tables[3] = inverse(1.0 - upper, upper)
    tables[4] = inverse(1.0 - inner, inner)
    # The ends themselves have no finite quantile everywhere; the last knots stand for them.
    tables[2][0] = inverse(np.array([step**3 / 4]), np.array([1.0 - step**3 / 4]))[0]
    tables[4][-1] = inverse(np.array([1.0 - step**3 / 4]), np.array([step**3 / 4]))[0]
    mean = float(np.sum(_middles(tables[0])[1:-1]) * step)
    mean += float((np.sum(_middles(tables[1])[1:]) + np.sum(_middles(tables[3])[:-1])) * step * step)
    mean += float((np.sum(_middles(tables[2])) + np.sum(_middles(tables[4]))) * step**3)
    tables[0][0], tables[0][-1] = tables[1][0], tables[3][-1] = tables[2][0], tables[4][-1]
    scaled: Floats = tables / mean
    return scaled


def _middles(knots: Floats) -> Floats:
    middles: Floats = 0.5 * (knots[1:] + knots[:-1])
    return middles


def _inverse(
    distribution: str, spread: float, values: tuple[float, ...]
) -> Callable[[Floats, Floats], Floats]:
    """The quantile at probability ``p``, given as ``p`` and ``q = 1 - p`` so that neither tail loses digits."""
    if distribution == "exponential":
        return lambda p, q: -np.log(np.maximum(q, 1e-300))
    if distribution == "uniform":
        return lambda p, q: 1.0 - spread + 2.0 * spread * p
    if distribution == "empirical":
        knots = np.sort(np.array(values, dtype=np.float64))
        # Each observed value as often as it was observed, nothing between two of them.
        return lambda p, q: knots[np.minimum((p * len(knots)).astype(np.int64), len(knots) - 1)]
    if distribution == "fixed" or spread == 0.0:
        return lambda p, q: np.ones_like(p)
    if distribution == "gamma":
        return lambda p, q: _gamma_quantile(p, q, 1.0 / spread**2)
    sigma = math.sqrt(math.log1p(spread * spread))
    return lambda p, q: np.exp(sigma * normal_quantile(p, q) - sigma * sigma / 2)


_A = (-3.969683028665376e01, 2.209460984245205e02, -2.759285104469687e02, 1.383577518672690e02, -3.066479806614716e01, 2.506628277459239e00)  # fmt: skip
_B = (
    -5.447609879822406e01,
    1.615858368580409e02,
    -1.556989798598866e02,
    6.680131188771972e01,
    -1.328068155288572e01,
    1.0,
)
_C = (-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e00, -2.549732539343734e00, 4.374664141464968e00, 2.938163982698783e00)  # fmt: skip
_D = (7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e00, 3.754408661907416e00, 1.0)


def normal_quantile(p: Floats, q: Floats) -> Floats:
    """The standard normal quantile (Acklam's rational fit, relative error below 1.2e-9)."""
    p, q = np.asarray(p, np.float64), np.asarray(q, np.float64)
    tail = np.sqrt(-2.0 * np.log(np.maximum(np.minimum(p, q), 1e-300)))
    outer = np.polyval(_C, tail) / np.polyval(_D, tail)
    centre = np.where(p < 0.5, p - 0.5, 0.5 - q)
    square = centre * centre
    inner = centre * np.polyval(_A, square) / np.polyval(_B, square)
    return np.where(np.minimum(p, q) < 0.02425, np.where(p < q, outer, -outer), inner)


def _gamma_quantile(p: Floats, q: Floats, shape: float) -> Floats:
    """The quantile of a gamma distribution with this shape and mean one, off a fine table of both its tails.

    The density is summed on a grid of logarithms from either end, so that small probabilities keep their digits; the
    error is some 1e-5 of the value, and the mean is set right afterwards.
    """
    lowest = (math.log(1e-13) + math.lgamma(shape + 1.0)) / shape
    grid = np.linspace(max(lowest, -690.0), math.log(shape + 12.0 * math.sqrt(shape) + 40.0), 60_001)
    # Density of log x: x f(x).
    height = np.exp(shape * grid - np.exp(grid) - math.lgamma(shape))
    pieces = 0.5 * (height[1:] + height[:-1]) * np.diff(grid)
    begin = math.exp(shape * float(grid[0]) - math.lgamma(shape + 1.0))
    below = begin + np.concatenate([[0.0], np.cumsum(pieces)])
    above = np.concatenate([np.cumsum(pieces[::-1])[::-1], [0.0]]) + 1e-300
    small, large = np.log(np.maximum(p, 1e-300)), np.log(np.maximum(q, 1e-300))
    low = np.interp(small, np.log(below), grid)
    high = np.interp(-large, -np.log(above), grid)
    return np.exp(np.where(p < 0.5, low, high)) / shape
