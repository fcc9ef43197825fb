"""One long run: where its beginning stops to matter, and an interval from one run alone.

A plan for given years is *terminating*: it starts from the files really open and has no warm-up; then nothing here is
needed. A question about "the long run" is *steady*: the empty start must be cut off, and the rest is one correlated
series, whose batches are nearly independent where the numbers themselves are not.

Sources: K. P. White, "An effective truncation heuristic for bias reduction in simulation output" (1997: MSER-5);
A. M. Law, *Simulation Modeling and Analysis*, chapter 9 (batch means); J. von Neumann (1941: the ratio).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from phancap.simulation.statistics import NORMAL, Interval, StatisticsError, interval, numbers

BATCH = 5
"""Observations in a batch of MSER-5."""

TAIL = 5
"""Batches at the end that are no candidates: the error of so few is small by luck."""


class StillMoving(ValueError):
    """The best cut lies past half the run: the run is too short, or nothing settles. ``cut`` of ``length``."""

    def __init__(self, cut: int, length: int) -> None:
        self.cut, self.length = cut, length
        super().__init__(
            f"the start still matters after {cut} of {length} observations, past half the run: run longer, or there is "
            "no steady state"
        )


class Truncation(NamedTuple):
    """How many observations at the start to leave out, and the mean of the rest."""

    cut: int
    mean: float
    length: int


def mser5(series: ArrayLike) -> Truncation:
    """Where to cut a series by MSER-5; :class:`StillMoving` when that passes half the run.

    Batches of five are cut one after the other from the start; kept is the cut with the least standard error of the
    remaining mean, ``sum((y - mean)^2) / (n - d)^2``.
    """
    values = numbers(series, BATCH * (TAIL + 1))
    batches = values[: values.size // BATCH * BATCH].reshape(-1, BATCH).mean(axis=1)
    n = batches.size
    # Sums from the back give every candidate in one pass; about the mean, so that nothing cancels.
    centred = batches - batches.mean()
    left = np.arange(n, 0, -1)
    sums, squares = centred[::-1].cumsum()[::-1], (centred**2)[::-1].cumsum()[::-1]
    errors = (squares - sums**2 / left)[: n - TAIL] / left[: n - TAIL] ** 2
    best = int(errors.argmin())
    if best * 2 > n:
        raise StillMoving(best * BATCH, values.size)
    cut = best * BATCH
    return Truncation(cut, float(values[cut:].mean()), values.size)


class BatchMeans(NamedTuple):
    """The interval from ``batches`` batches of ``size``; ``independent`` is whether they pass for such."""

    interval: Interval
    batches: int
    size: int
    independent: bool


def batch_means(series: ArrayLike, level: float = 0.95, most: int = 40, least: int = 10) -> BatchMeans:
    """The t-interval of the mean of a correlated series without its transient (see :func:`mser5`).

    Begins with ``most`` batches and halves their number until von Neumann's ratio no longer sees that neighbours are
    alike (one-sided 5 %), down to ``least``; where even those are alike ``independent`` is false, the interval is too
    narrow, and the run is too short.
    """
    values = numbers(series, 2 * least)
    if not 3 <= least <= most:
        raise StatisticsError(f"got {least} to {most} batches, expected at least 3 and no more than the most")
    count = min(most, values.size // 2)
    while True:
        size = values.size // count
        means = values[values.size - size * count :].reshape(count, size).mean(axis=1)
        independent = _look_independent(means)
        if independent or count // 2 < least:
            return BatchMeans(interval(means, level), count, size, independent)
        count //= 2


def _look_independent(means: np.ndarray) -> bool:
    """Von Neumann's ratio of independent normals is near 2, of alike neighbours smaller."""
    n, spread = means.size, float(((means - means.mean()) ** 2).sum())
    if spread == 0:
        return True
    ratio = float((np.diff(means) ** 2).sum()) / spread
    expected, sd = 2.0, 2 * math.sqrt((n - 2) / (n * n - 1))
    return (ratio - expected) / sd > NORMAL.inv_cdf(0.05)
