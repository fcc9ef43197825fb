"""What may be said of replications: intervals, paired differences, when to stop, what is only noise.

A replication gives one number a measure (a mean wait, an on-time share, a quantile *of that replication*); the
replications are independent, so Student's t holds for their mean whatever the queue inside does. Two options that
replayed the same draws are compared replication by replication: what they share cancels in the difference.

Beside this file: ``steady`` (transient and batch means of one long run), ``selection`` (the best of several options),
``theory`` (what queueing theory says the numbers should be). Only numpy is needed.

Sources: A. M. Law, *Simulation Modeling and Analysis*, chapters 9 to 11 (intervals, paired-t, multiple comparisons,
control variates); K. Hoad, S. Robinson, R. Davies, "Automating DES output analysis" (2007: the look-ahead of the stop
rule); C. W. Dunnett, JASA 50 (1955) 1096.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
NORMAL = NormalDist()


class StatisticsError(ValueError):
    """Numbers of which nothing can be said: none at all, not finite, or of unequal length."""


class Interval(NamedTuple):
    """A mean of ``n`` independent numbers with its ``level`` confidence interval.

    Of one number nothing is known but itself: ``low``, ``high`` and ``sd`` are then NaN, shown as unknown.
    """

    mean: float
    low: float
    high: float
    sd: float
    n: int
    level: float

    @property
    def half(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2

    @property
    def relative(self) -> float:
        """Half-width as a share of the mean; infinite where the mean is zero and the width is not."""
        if self.half == 0:
            return 0.0
        return self.half / abs(self.mean) if self.mean else math.inf

    def as_json(self) -> dict[str, float | None]:
        """``{"mean", "low", "high"}``; unknown is ``None``, as JSON knows no NaN."""
        return {name: _known(getattr(self, name)) for name in ("mean", "low", "high")}


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def numbers(values: ArrayLike, least: int = 1) -> Floats:
    """``values`` as a flat array; :class:`StatisticsError` if fewer than ``least`` or not finite."""
    array = np.asarray(values, dtype=np.float64).ravel()
    if array.size < least:
        raise StatisticsError(f"got {array.size} numbers, expected at least {least}")
    if not np.isfinite(array).all():
        place = int(np.flatnonzero(~np.isfinite(array))[0])
        raise StatisticsError(
            f"number {place + 1} of {array.size} is `{array[place]}`, expected a finite one"
        )
    return array


def interval(values: ArrayLike, level: float = 0.95) -> Interval:
    """The t-interval of the mean of independent numbers."""
    array = numbers(values)
    mean = float(array.mean())
    if array.size == 1:
        return Interval(mean, math.nan, math.nan, math.nan, 1, level)
    sd = float(array.std(ddof=1))
    half = t_quantile((1 + level) / 2, array.size - 1) * sd / math.sqrt(array.size)
    return Interval(mean, mean - half, mean + half, sd, array.size, level)


def prediction_band(values: ArrayLike, level: float = 0.9) -> tuple[float, float]:
    """Where one further, unseen replication falls with probability ``level``: equal-tailed sample quantiles."""
    array = numbers(values, 2)
    low, high = np.quantile(array, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def quantile_interval(values: ArrayLike, p: float, level: float = 0.95) -> Interval:
    """The ``p`` quantile of independent numbers with a distribution-free interval of order statistics.

    Not for dossiers of one run, which wait behind each other: take each replication's own quantile and give those to
    :func:`interval`. Where the sample is too small to cover, the end is infinite.
    """
    if not 0 < p < 1:
        raise StatisticsError(f"got the quantile `{p}`, expected one between 0 and 1")
    array = np.sort(numbers(values))
    tail = (1 - level) / 2
    below = _binomial_cdf(array.size, p)
    # P(X_(i) <= q) = P(B >= i): the largest i with P(B < i) <= tail, the smallest j with P(B < j) >= 1 - tail.
    first = int(np.searchsorted(below, tail, side="right"))
    last = int(np.searchsorted(below, 1 - tail, side="left")) + 1
    low = float(array[first - 1]) if first >= 1 else -math.inf
    high = float(array[last - 1]) if last <= array.size else math.inf
    sd = float(array.std(ddof=1)) if array.size > 1 else math.nan
    return Interval(float(np.quantile(array, p)), low, high, sd, array.size, level)


def _binomial_cdf(n: int, p: float) -> Floats:
    """P(B <= k) for k = 0 .. n."""
    k = np.arange(n + 1)
    logs = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, n + 1, dtype=np.float64)))))
    mass = np.exp(logs[n] - logs - logs[::-1] + k * math.log(p) + (n - k) * math.log1p(-p))
    return np.asarray(np.minimum(np.cumsum(mass), 1.0))


# --- two options on the same draws ------------------------------------------------------------------------------


class Difference(NamedTuple):
    """An option against the status quo, replication by replication.

    ``verdict`` is ``better``, ``worse`` or ``not-told-apart``; in the last case differences of up to ``resolves``
    could hide in the noise, which is not the same as "no effect". ``gain`` is how many times smaller the variance of
    the difference is than that of independent runs.
    """

    option: str
    interval: Interval
    verdict: str
    resolves: float
    gain: float


VERDICTS: dict[str, dict[str, str]] = {
    "vi": {"better": "tốt hơn", "worse": "kém hơn", "not-told-apart": "không phân biệt được"},
    "en": {"better": "better", "worse": "worse", "not-told-apart": "not told apart"},
}


def difference(
    base: ArrayLike, option: ArrayLike, *, smaller_is_better: bool, level: float = 0.95, name: str = ""
) -> Difference:
    """``option`` minus ``base`` over the same replications; :class:`StatisticsError` if they do not pair."""
    pairs = {name or "option": option}
    return differences(base, pairs, smaller_is_better=smaller_is_better, level=level)[0]


def differences(
    base: ArrayLike,
    options: Mapping[str, ArrayLike],
    *,
    smaller_is_better: bool,
    level: float = 0.95,
    adjust: str = "bonferroni",
) -> list[Difference]:
    """Each option against the status quo; all intervals hold at once with probability ``level``.

    ``adjust``: ``bonferroni`` (holds whatever the options share), ``dunnett`` (narrower: uses what they are seen to
    share, see :func:`paired_dunnett`), ``none`` (each interval by itself).
    """
    quo = numbers(base, 2)
    if not options:
        return []
    columns = [numbers(values, 2) for values in options.values()]
    for name, column in zip(options, columns, strict=True):
        if column.size != quo.size:
            raise StatisticsError(
                f"`{name}` has {column.size} replications and the status quo {quo.size}: only runs of the same draws pair"
            )
    gaps = np.stack([column - quo for column in columns])
    critical = _critical(gaps, level, adjust)
    return [
        _difference(name, quo, column, gap, critical, smaller_is_better, level)
        for name, column, gap in zip(options, columns, gaps, strict=True)
    ]


def _critical(gaps: Floats, level: float, adjust: str) -> float:
    count, n = gaps.shape
    if adjust == "none":
        return t_quantile((1 + level) / 2, n - 1)
    if adjust == "bonferroni":
        return t_quantile(1 - (1 - level) / (2 * count), n - 1)
    if adjust == "dunnett":
        return paired_dunnett(gaps, level)
    raise StatisticsError(f"got the adjustment `{adjust}`, expected `bonferroni`, `dunnett` or `none`")


def _difference(
    name: str,
    quo: Floats,
    column: Floats,
    gap: Floats,
    critical: float,
    smaller_is_better: bool,
    level: float,
) -> Difference:
    n, mean, sd = gap.size, float(gap.mean()), float(gap.std(ddof=1))
    half = critical * sd / math.sqrt(n)
    span = Interval(mean, mean - half, mean + half, sd, n, level)
    if span.low <= 0 <= span.high:
        verdict = "not-told-apart"
    else:
        verdict = "better" if (mean < 0) == smaller_is_better else "worse"
    apart = float(quo.var(ddof=1) + column.var(ddof=1))
    return Difference(name, span, verdict, half, apart / sd**2 if sd > 0 else math.inf if apart else 1.0)


def paired_dunnett(gaps: ArrayLike, level: float = 0.95, draws: int = 40_000) -> float:
    """Critical value for all |t| of correlated paired differences at once (rows: options, columns: replications).

    The distribution of the largest |t| of normal differences with the correlation seen, each with its own variance,
    by a fixed stream of ``draws``: the same input gives the same value. Between the plain t value and Bonferroni's.
    """
    table = np.atleast_2d(np.asarray(gaps, dtype=np.float64))
    count, n = table.shape
    plain, bonferroni = (t_quantile(1 - (1 - level) / (2 * k), n - 1) for k in (1, count))
    moving = table[table.std(axis=1) > 0]
    if len(moving) < 2:
        return plain
    correlation = np.corrcoef(moving)
    # Eigenvalues rather than Cholesky: options that differ alike are perfectly correlated.
    values, vectors = np.linalg.eigh(correlation)
    root = vectors * np.sqrt(np.maximum(values, 0))
    stream = np.random.default_rng(20_251_129)
    z = stream.standard_normal((draws, len(moving))) @ root.T
    largest = (np.abs(z) / np.sqrt(_wishart_diagonal(stream, root, n - 1, draws))).max(axis=1)
    return float(min(max(np.quantile(largest, level), plain), bonferroni))


def _wishart_diagonal(stream: np.random.Generator, root: Floats, degrees: int, draws: int) -> Floats:
    """``draws`` of the sample variances (``degrees`` of freedom) of normals whose correlation is root @ root.T."""
    size = len(root)
    if degrees < size:
        noise = stream.standard_normal((draws, degrees, size)) @ root.T
        return np.asarray((noise**2).mean(axis=1))
    # Bartlett: a triangle with chi on its diagonal has the squares of `degrees` rows of normals.
    triangle = np.tril(stream.standard_normal((draws, size, size)), -1)
    for place in range(size):
        triangle[:, place, place] = np.sqrt(stream.chisquare(degrees - place, draws))
    return np.asarray(((root @ triangle) ** 2).sum(axis=2) / degrees)


@lru_cache(maxsize=256)
def dunnett_critical(count: int, degrees: float, level: float = 0.95, correlation: float = 0.5) -> float:
    """Dunnett's two-sided value for ``count`` options against one control in *independent* runs of one variance.

    ``correlation`` is 1/2 for runs of equal number. Found by quadrature over the control's mean and the pooled sd.
    """
    z, wz = np.polynomial.hermite_e.hermegauss(64)
    wz = wz / wz.sum()
    # The pooled sd over the true one, sqrt(chi2/degrees), weighted by its density.
    nodes, weights = np.polynomial.legendre.leggauss(80)
    low, high = max(0.0, 1 - 6 / math.sqrt(2 * degrees)), 1 + 6 / math.sqrt(2 * degrees)
    s = (low + high) / 2 + (high - low) / 2 * nodes
    density = weights * np.exp((degrees - 1) * np.log(s) - degrees * (s**2 - 1) / 2)
    ws = density / density.sum()
    own, shared = math.sqrt(1 - correlation), math.sqrt(correlation)

    def covered(value: float) -> float:
        upper = (value * s[:, None] + shared * z[None, :]) / own
        lower = (-value * s[:, None] + shared * z[None, :]) / own
        return float(ws @ ((normal_cdf(upper) - normal_cdf(lower)) ** count) @ wz)

    return _bisect(lambda value: covered(value) - level, 0.0, 60.0, 40)


# --- how many replications --------------------------------------------------------------------------------------


class StopRule(NamedTuple):
    """Stop when the half-width of every measure is at most ``relative`` of its mean and stays so.

    ``least`` replications are always run and never more than ``most``. ``look_ahead`` further ones must keep the
    precision (Hoad et al.: of every hundred run so far, at least ``look_ahead``), because early widths are luck.
    ``floor`` is an absolute half-width that is good enough whatever the mean (a share near zero is never precise).
    """

    relative: float = 0.05
    level: float = 0.95
    least: int = 5
    most: int = 1_000
    look_ahead: int = 5
    floor: float = 0.0

    def precise(self, values: ArrayLike) -> bool:
        """Whether these replications alone are precise enough, without looking ahead."""
        span = interval(values, self.level)
        return span.n >= 2 and (span.half <= self.floor or span.relative <= self.relative)

    def ahead(self, n: int) -> int:
        """How many further replications must confirm a precision reached at ``n``."""
        return math.floor(self.look_ahead / 100 * max(n, 100))


class Stopped(NamedTuple):
    """Where the stop rule ended: ``needed`` replications (``None``: the limit came first) and all that was run."""

    needed: int | None
    values: dict[str, Floats]
    intervals: dict[str, Interval]


def run_until(replicate: Callable[[int], Mapping[str, float]], rule: StopRule) -> Stopped:
    """Run replications 0, 1, 2 ... until ``rule`` is content with every measure that they give.

    The replications looked ahead at are kept: more data is never thrown away.
    """
    kept: dict[str, list[float]] = {}
    since: int | None = None
    for n in range(1, rule.most + 1):
        for name, value in replicate(n - 1).items():
            kept.setdefault(name, []).append(value)
        if n < max(rule.least, 2):
            continue
        if not kept or not all(rule.precise(values) for values in kept.values()):
            since = None
            continue
        since = n if since is None else since
        if n - since >= rule.ahead(since):
            break
    else:
        since = None
    arrays = {name: np.array(values) for name, values in kept.items()}
    return Stopped(since, arrays, {name: interval(values, rule.level) for name, values in arrays.items()})


def replications_needed(values: Sequence[float], rule: StopRule) -> int | None:
    """The first number of these replications at which ``rule`` would have been content; ``None`` if never."""
    rows = iter(values)
    try:
        return run_until(lambda n: {"": next(rows)}, rule._replace(most=len(values))).needed
    except StopIteration:  # pragma: no cover - `most` is their number
        return None


# --- what is noise, and whose ----------------------------------------------------------------------------------


class Uncertainty(NamedTuple):
    """Variance of a mean over drawn inputs and replications, split by where it comes from.

    ``input_sd``: how far the true mean moves because the inputs (rates, times) are only known from a log.
    ``noise_sd``: of one replication at fixed inputs. ``low``, ``high``: the ``level`` band of the mean over inputs.
    """

    mean: float
    input_sd: float
    noise_sd: float
    low: float
    high: float
    level: float


def input_uncertainty(table: ArrayLike, level: float = 0.95) -> Uncertainty:
    """Split a table of rows (one drawn set of inputs each) and columns (its replications) by random-effects ANOVA.

    More replications shrink the noise and leave the input's part where it is: only more data narrows that.
    """
    rows = np.asarray(table, dtype=np.float64)
    if rows.ndim != 2 or min(rows.shape) < 2:
        raise StatisticsError(
            f"got a table of shape {rows.shape}, expected at least 2 inputs by 2 replications"
        )
    numbers(rows)
    means = rows.mean(axis=1)
    noise = float(rows.var(axis=1, ddof=1).mean())
    between = max(0.0, float(means.var(ddof=1)) - noise / rows.shape[1])
    mean, half = float(means.mean()), t_quantile((1 + level) / 2, len(rows) - 1) * math.sqrt(between)
    return Uncertainty(mean, math.sqrt(between), math.sqrt(noise), mean - half, mean + half, level)


def control_variate(values: ArrayLike, control: ArrayLike, expected: float, level: float = 0.95) -> Interval:
    """The mean of ``values`` corrected by a control whose ``expected`` value is known before the replay.

    With draws made first the work drawn is such a control: a replication that drew more work than usual waits more
    than usual for that reason alone. One degree of freedom pays for the slope.
    """
    y, c = numbers(values, 3), numbers(control, 3)
    if y.size != c.size:
        raise StatisticsError(f"got {y.size} values and {c.size} controls, expected as many")
    spread = float(c.var(ddof=1))
    if spread == 0:
        return interval(y, level)
    n, centred = y.size, c - c.mean()
    slope = float(centred @ y / (centred @ centred))
    residual = y - y.mean() - slope * centred
    variance = float(residual @ residual) / (n - 2)
    mean = float(y.mean()) - slope * (float(c.mean()) - expected)
    lever = 1 / n + (float(c.mean()) - expected) ** 2 / float(centred @ centred)
    half = t_quantile((1 + level) / 2, n - 2) * math.sqrt(variance * lever)
    return Interval(mean, mean - half, mean + half, math.sqrt(variance), n, level)


# --- distributions without scipy ---------------------------------------------------------------------------------


def normal_cdf(x: ArrayLike) -> Floats:
    """P(Z <= x) elementwise, by ``math.erf``: exact to the last digits of a double."""
    array = np.asarray(x, dtype=np.float64)
    return 0.5 * (1 + np.asarray(_ERF(array / math.sqrt(2)), dtype=np.float64))


_ERF = np.frompyfunc(math.erf, 1, 1)


@lru_cache(maxsize=4096)
def t_quantile(p: float, degrees: float) -> float:
    """The ``p`` quantile of Student's t, to about 1e-12; the same as scipy's ``t.ppf``."""
    if not 0 < p < 1 or degrees <= 0:
        raise StatisticsError(
            f"got the level `{p}` with {degrees} degrees of freedom, expected 0 < level < 1 and some"
        )
    if p == 0.5:
        return 0.0
    tail, sign = (1 - p, 1.0) if p > 0.5 else (p, -1.0)
    high = 2.0
    while t_tail(high, degrees) > tail:
        high *= 2
    return sign * _bisect(lambda t: tail - t_tail(t, degrees), 0.0, high)


def t_tail(t: float, degrees: float) -> float:
    """P(T > t) for t >= 0."""
    return 0.5 * incomplete_beta(degrees / 2, 0.5, degrees / (degrees + t * t))


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (modified Lentz)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    tiny = 1e-300
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1) or tiny)
    fraction = d
    for m in range(1, 100_000):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / (1 + term * d or tiny)
            c = 1 + term / c or tiny
            fraction *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return front * fraction / a


def _bisect(f: Callable[[float], float], low: float, high: float, steps: int = 200) -> float:
    """The root of a rising function, by default to the last digit that a double has room for."""
    for _ in range(steps):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if f(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2
