"""What comes in: how much a day, on which weekdays and in which months, and how lumpy the days are.

A log begins and ends with ramps (a system being introduced, an export cut off): months at either end with less than half
of the middle one's daily rate are left out of the rates. Days are counted with their zeros, weekends apart where hardly
anything comes then; the dispersion is of what weekday and month leave unexplained.
"""

from __future__ import annotations

import math
from datetime import date
from typing import NamedTuple

import numpy as np

from phancap.simulation.statistics import NORMAL, Floats, t_quantile


class Arrivals(NamedTuple):
    """Arrivals over the whole days ``[first, end)``: ``daily`` their mean a calendar day.

    ``weekdays`` (Monday first) and ``months`` are factors about 1; ``months`` is 1 throughout where the log has less than
    a year and no two years of a month to tell season from chance. ``dispersion`` is Pearson's statistic by its degrees of
    freedom: 1 is Poisson. ``busy_ratio`` is the plain variance by mean of days on which something came. ``trend`` is the
    growth a year with its 95 % interval. ``left_out`` are the days of the ramps.
    """

    first: int
    end: int
    dossiers: int
    daily: float
    weekdays: tuple[float, ...]
    months: tuple[float, ...]
    dispersion: float
    busy_ratio: float
    p_poisson: float
    trend: tuple[float, float, float]
    left_out: int
    counts: tuple[int, ...]

    @property
    def yearly(self) -> float:
        """Dossiers in 365 days."""
        return self.daily * 365

    def yearly_band(self, level: float = 0.9) -> tuple[float, float]:
        """Where another year falls with probability ``level``, as lumpy as these days and its mean not better known."""
        z = NORMAL.inv_cdf((1 + level) / 2)
        lumps = max(self.dispersion, 1.0)
        half = z * math.sqrt(lumps * self.yearly * (1 + 365 / max(1, self.end - self.first)))
        return max(0.0, self.yearly - half), self.yearly + half

    def expected(self, first: int, end: int) -> Floats:
        """Expected arrivals on each day of ``[first, end)``."""
        days = [date.fromordinal(day) for day in range(first, end)]
        return np.array([self.daily * self.weekdays[d.weekday()] * self.months[d.month - 1] for d in days])


def arrivals_of(received: Floats, trim: bool = True) -> Arrivals:
    """Fit arrivals from moments of receipt (days)."""
    days = np.floor(received).astype(np.int64)
    first, end = int(days.min()), int(days.max()) + 1
    counts = np.bincount(days - first, minlength=end - first)
    start, stop = _without_ramps(first, counts) if trim else (0, len(counts))
    kept = counts[start:stop].astype(np.float64)
    calendar = [date.fromordinal(first + place) for place in range(start, stop)]
    weekday = np.array([day.weekday() for day in calendar])
    daily = float(kept.mean())
    weekdays = _factors(kept, weekday, 7, daily)
    month = np.array([day.month - 1 for day in calendar])
    base = daily * weekdays[weekday]
    years: dict[int, set[int]] = {}
    for day in calendar:
        years.setdefault(day.month, set()).add(day.year)
    seasonal = len(kept) >= 365 or all(len(seen) > 1 for seen in years.values())
    months = _shrunk(kept, base, month) if seasonal else np.ones(12)
    expected = base * months[month]
    open_day = expected > 0
    spare = max(1, int(open_day.sum()) - 7 - (11 if seasonal else 0))
    pearson = float(((kept - expected)[open_day] ** 2 / expected[open_day]).sum())
    busy = kept[kept > 0]
    return Arrivals(
        first + start, first + stop, int(kept.sum()), daily, tuple(weekdays.tolist()), tuple(months.tolist()),
        pearson / spare, float(busy.var(ddof=1) / busy.mean()) if busy.size > 1 else math.nan,
        _chi_tail(pearson, spare), _trend(kept, expected, pearson / spare), len(counts) - len(kept),
        tuple(int(count) for count in counts[start:stop]),
    )  # fmt: skip


def _without_ramps(first: int, counts: np.ndarray) -> tuple[int, int]:
    """Places ``[start, stop)`` between the ramps, by months."""
    days = [date.fromordinal(first + place) for place in range(len(counts))]
    months: dict[tuple[int, int], list[int]] = {}
    for place, day in enumerate(days):
        months.setdefault((day.year, day.month), []).append(place)
    spans = list(months.values())
    rates = [float(counts[span].mean()) for span in spans]
    usual = float(np.median(rates[1:-1])) if len(spans) >= 5 else 0.0
    low, high = 0, len(spans)
    while low < high - 3 and rates[low] < usual / 2:
        low += 1
    while high > low + 3 and rates[high - 1] < usual / 2:
        high -= 1
    return spans[low][0], spans[high - 1][-1] + 1


def _factors(kept: Floats, group: np.ndarray, size: int, daily: float) -> Floats:
    days = np.bincount(group, minlength=size)
    came = np.bincount(group, kept, minlength=size)
    return np.where(days > 0, came / np.maximum(days, 1), daily) / daily


def _shrunk(kept: Floats, base: Floats, month: np.ndarray) -> Floats:
    """Factors of months drawn towards 1 by as much as their difference may be chance (empirical Bayes)."""
    came, expected = np.bincount(month, kept, minlength=12), np.bincount(month, base, minlength=12)
    seen = expected > 0
    raw = np.ones(12)
    raw[seen] = came[seen] / expected[seen]
    lumps = max(1.0, float(((kept - base) ** 2).sum() / max(base.sum(), 1e-9)))
    noise = lumps / np.maximum(expected, 1e-9)
    between = max(0.0, float(((raw[seen] - 1) ** 2 - noise[seen]).mean()))
    weight = np.where(seen, between / (between + noise), 0.0) if between > 0 else np.zeros(12)
    return np.asarray(1 + weight * (raw - 1))


def _trend(kept: Floats, expected: Floats, lumps: float) -> tuple[float, float, float]:
    """Growth a year of the daily rate, as a share: least squares of what came by what was expected."""
    place = np.arange(len(kept), dtype=np.float64)
    weight = expected
    centre = float((weight * place).sum() / weight.sum())
    spread = float((weight * (place - centre) ** 2).sum())
    if len(kept) < 30 or spread == 0:
        return math.nan, math.nan, math.nan
    slope = float(((place - centre) * (kept - expected)).sum()) / spread * 365
    half = t_quantile(0.975, len(kept) - 2) * math.sqrt(max(lumps, 1.0) / spread) * 365
    return slope, slope - half, slope + half


def _chi_tail(statistic: float, degrees: int) -> float:
    """P(chi-square > statistic)."""
    from phancap.simulation.calibrate.fit import incomplete_gamma

    return 1 - incomplete_gamma(degrees / 2, statistic / 2)
