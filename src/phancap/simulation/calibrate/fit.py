"""Which distribution times follow: by likelihood, chosen by AIC, and put to the test of Kolmogorov and Smirnov.

The choice of AIC is only the least bad. Whether it fits is another question: the test's own distribution is found by
drawing from the fitted one and fitting again (the printed tables hold for parameters known beforehand and would call
nearly everything a fit). Where nothing fits, the observed values themselves are the model: ``empirical``.

Sources: H. Akaike (1974); H. W. Lilliefors, JASA 62 (1967) 399; T. P. Minka, "Estimating a Gamma distribution" (2002).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from phancap.simulation.statistics import Floats, normal_cdf

LEAST = 30
"""Values below which no distribution is chosen: the observed ones are all that is known."""

DOUBT = 0.01
"""A fit whose test is rarer than this does not stand."""

NAMES = ("lognormal", "gamma", "exponential", "uniform")
AT_MOST = 1_500
"""Values used for the test; more would find any model of the world wrong, and cost time."""


class Fit(NamedTuple):
    """A distribution with its mean and coefficient of variation (``spread``; of ``uniform`` half the width by the mean).

    ``zeros`` is the share of values that are 0 and belong to no distribution of positive times. ``ks`` is the largest
    gap between the observed and the fitted distribution, ``p`` how often chance makes one as large; NaN for ``fixed`` and
    ``empirical``. ``tried`` has the AIC of each candidate, best first.
    """

    distribution: str
    mean: float
    spread: float
    n: int
    zeros: float
    ks: float
    p: float
    tried: tuple[tuple[str, float], ...]
    values: tuple[float, ...]

    @property
    def fits(self) -> bool | None:
        """Whether a distribution stands; ``None`` where there are too few values to say."""
        if self.n < LEAST:
            return None
        return self.distribution != "empirical"


def fit(values: ArrayLike, seed: int = 1, rounds: int = 99) -> Fit:
    """The best distribution of times (in any unit, none negative); ``seed`` and ``rounds`` are of the test."""
    data = np.sort(np.asarray(values, dtype=np.float64))
    data = data[np.isfinite(data) & (data >= 0)]
    if not data.size:
        return Fit("empirical", math.nan, math.nan, 0, math.nan, math.nan, math.nan, (), ())
    mean = float(data.mean())
    spread = float(data.std() / mean) if mean > 0 else 0.0
    kept = _kept(data)
    positive = data[data > 0]
    zeros = 1 - positive.size / data.size
    if data[0] == data[-1]:
        return Fit("fixed", mean, 0.0, data.size, zeros, math.nan, math.nan, (), kept)
    empirical = Fit("empirical", mean, spread, data.size, zeros, math.nan, math.nan, (), kept)
    if data.size < LEAST or positive.size < LEAST:
        return empirical
    tried = sorted(((name, _aic(name, positive)) for name in NAMES), key=lambda pair: pair[1])
    best = tried[0][0]
    stream = np.random.default_rng(seed)
    sample = positive
    if positive.size > AT_MOST:
        sample = np.sort(stream.choice(positive, AT_MOST, replace=False))
    gap = ks_gap(sample, cdf(best, parameters(best, sample), sample))
    beyond = 1
    for _ in range(rounds):
        drawn = np.sort(draw(best, parameters(best, sample), sample.size, stream))
        beyond += ks_gap(drawn, cdf(best, parameters(best, drawn), drawn)) >= gap
    p = beyond / (rounds + 1)
    found = empirical._replace(ks=gap, p=p, tried=tuple(tried))
    # A point at zero beside a smooth rest is no distribution of the list, however well the rest fits.
    if p <= DOUBT or (zeros > 0.02 and data.size >= LEAST):
        return found
    mean, spread = moments(best, parameters(best, positive))
    return found._replace(distribution=best, mean=mean, spread=spread)


def _kept(data: Floats) -> tuple[float, ...]:
    """At most 200 quantiles that stand for all values, with their mean."""
    if data.size <= 200:
        return tuple(data.tolist())
    # Means of equal parts: the mean of the whole is kept, and so is nearly all of the spread.
    return tuple(float(part.mean()) for part in np.array_split(data, 200))


# --- each distribution: its parameters by likelihood, its likelihood, its distribution function --------------------


def parameters(name: str, data: Floats) -> tuple[float, float]:
    """Maximum-likelihood parameters of positive data."""
    if name == "lognormal":
        logs = np.log(data)
        return float(logs.mean()), max(float(logs.std()), 1e-9)
    if name == "exponential":
        return float(data.mean()), 0.0
    if name == "uniform":
        return float(data.min()), float(data.max())
    return _gamma(data)


def _gamma(data: Floats) -> tuple[float, float]:
    """(shape, scale) by Minka's iteration, which converges in a handful of steps."""
    mean, gap = float(data.mean()), math.log(float(data.mean())) - float(np.log(data).mean())
    if gap < 1e-10:
        return 1e9, mean / 1e9
    shape = (3 - gap + math.sqrt((gap - 3) ** 2 + 24 * gap)) / (12 * gap)
    for _ in range(30):
        top = -gap + math.log(shape) - digamma(shape)
        inverse = 1 / shape + top / (shape**2 * (1 / shape - trigamma(shape)))
        new = 1 / inverse if inverse > 0 else shape / 2
        done = abs(new - shape) < 1e-10 * shape
        shape = new
        if done:
            break
    return shape, mean / shape


def digamma(x: float) -> float:
    """The derivative of ``log gamma`` for x > 0: recurrence up to 10, then its asymptotic series."""
    less = 0.0
    while x < 10:
        less += 1 / x
        x += 1
    y = 1 / (x * x)
    series = y * (1 / 12 - y * (1 / 120 - y * (1 / 252 - y * (1 / 240 - y / 132))))
    return math.log(x) - 0.5 / x - series - less


def trigamma(x: float) -> float:
    """The second derivative of ``log gamma`` for x > 0."""
    more = 0.0
    while x < 10:
        more += 1 / (x * x)
        x += 1
    y = 1 / (x * x)
    return more + 1 / x + y / 2 + (y / x) * (1 / 6 - y * (1 / 30 - y * (1 / 42 - y / 30)))


def _aic(name: str, data: Floats) -> float:
    one, two = parameters(name, data)
    n, logs = data.size, np.log(data)
    if name == "lognormal":
        likelihood = -n * math.log(two * math.sqrt(2 * math.pi)) - float(logs.sum()) - n / 2
        return 4 - 2 * likelihood
    if name == "exponential":
        return 2 - 2 * (-n * math.log(one) - n)
    if name == "uniform":
        return 4 + 2 * n * math.log(two - one) if two > one else math.inf
    likelihood = (
        (one - 1) * float(logs.sum()) - float(data.sum()) / two - n * (math.lgamma(one) + one * math.log(two))
    )
    return 4 - 2 * likelihood


def cdf(name: str, given: tuple[float, float], x: Floats) -> Floats:
    """The distribution function at each of ``x``."""
    one, two = given
    if name == "lognormal":
        return normal_cdf((np.log(x) - one) / two)
    if name == "exponential":
        return np.asarray(-np.expm1(-x / one))
    if name == "uniform":
        return np.clip((x - one) / (two - one), 0, 1)
    return np.array([incomplete_gamma(one, float(v) / two) for v in x])


def incomplete_gamma(a: float, x: float) -> float:
    """The regularised lower incomplete gamma function: series below ``a + 1``, continued fraction above."""
    if x <= 0:
        return 0.0
    if a > 1e6:  # as good as normal (Wilson and Hilferty)
        z = ((x / a) ** (1 / 3) - (1 - 1 / (9 * a))) * math.sqrt(9 * a)
        return 0.5 * math.erfc(-z / math.sqrt(2))
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        k = a
        while term > total * 1e-16:
            k += 1
            term *= x / k
            total += term
        return front * total
    b, c = x + 1 - a, 1e300
    d = 1 / b
    fraction = d
    for i in range(1, 10_000):
        step = -i * (i - a)
        b += 2
        d = 1 / (step * d + b or 1e-300)
        c = b + step / c or 1e-300
        fraction *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return 1 - front * fraction


def draw(name: str, given: tuple[float, float], size: int, stream: np.random.Generator) -> Floats:
    """Random values of a distribution."""
    one, two = given
    if name == "lognormal":
        return stream.lognormal(one, two, size)
    if name == "exponential":
        return stream.exponential(one, size)
    if name == "uniform":
        return stream.uniform(one, two, size)
    return np.maximum(stream.gamma(one, two, size), 1e-300)


def moments(name: str, given: tuple[float, float]) -> tuple[float, float]:
    """(mean, spread) as the table ``service.csv`` has them."""
    one, two = given
    if name == "lognormal":
        return math.exp(one + two * two / 2), math.sqrt(math.expm1(min(two * two, 700)))
    if name == "exponential":
        return one, 1.0
    if name == "uniform":
        return (one + two) / 2, (two - one) / (two + one)
    return one * two, 1 / math.sqrt(one)


def ks_gap(data: Floats, fitted: Floats) -> float:
    """The largest gap between the distribution of sorted ``data`` and a distribution function at them."""
    n = data.size
    above = np.arange(1, n + 1) / n - fitted
    below = fitted - np.arange(n) / n
    return float(max(above.max(), below.max()))


def ks_two(one: ArrayLike, two: ArrayLike) -> tuple[float, float]:
    """(largest gap, how often chance makes one as large) of two samples; Kolmogorov's limit with Stephens' correction."""
    a, b = np.sort(np.asarray(one, dtype=np.float64)), np.sort(np.asarray(two, dtype=np.float64))
    if not a.size or not b.size:
        return math.nan, math.nan
    every = np.concatenate((a, b))
    gap = float(
        np.abs(
            np.searchsorted(a, every, "right") / a.size - np.searchsorted(b, every, "right") / b.size
        ).max()
    )
    root = math.sqrt(a.size * b.size / (a.size + b.size))
    x = (root + 0.12 + 0.11 / root) * gap
    if x < 0.3:
        return gap, 1.0
    p = 2 * sum((-1) ** (k - 1) * math.exp(-2 * k * k * x * x) for k in range(1, 101))
    return gap, min(1.0, max(0.0, p))
