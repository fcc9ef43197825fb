"""Does the model, fitted to the first part of a log, foretell the rest? The honest test, and its answer either way.

The figures asked for are of the later dossiers as the log saw them at its end: the median time of Kaplan and Meier, and
the share that is overdue (ended late, or open past its due moment), for the dossiers that came when they came; and apart from
them how many came. The model foretells them many times over, each time with figures fitted to another resampling of the
months it was fitted to (months, not dossiers: those of a month share its fate) and with dossiers drawn anew; the band holds
90 % of these. A dossier open at the end counts with the time it has taken so far, on both sides.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from phancap.simulation.calibrate.arrivals import Arrivals, arrivals_of
from phancap.simulation.calibrate.dossiers import Dossier, moments_of
from phancap.simulation.calibrate.fit import ks_two
from phancap.simulation.calibrate.steps import phases_of
from phancap.simulation.statistics import Floats, prediction_band

LEVEL = 0.9
FEW = 30
"""Dossiers on either side below which nothing is said."""

DOUBT = 0.01


class Foretold(NamedTuple):
    """A figure: what came, the band foretold, and whether it lies inside (``None``: too few to say)."""

    part: str
    actual: float
    low: float
    high: float
    middle: float
    inside: bool | None


class Compared(NamedTuple):
    """A part of the model before and after: medians, the gap of the two distributions and how rare it is by chance."""

    part: str
    before: float
    after: float
    gap: float
    p: float
    fits: bool | None


class Prediction(NamedTuple):
    """The whole test: figures foretold (by resampling, and by the simulation's engine), and each part of the model held
    against the later dossiers."""

    trained: int
    tested: int
    split: float
    end: float
    figures: tuple[Foretold, ...]
    parts: tuple[Compared, ...]
    by_engine: tuple[Foretold, ...] = ()

    @property
    def fits(self) -> bool | None:
        """Whether every figure lies in its band; ``None`` where there were too few dossiers."""
        said = [figure.inside for figure in self.figures if figure.inside is not None]
        return all(said) if said else None

    @property
    def at_fault(self) -> list[str]:
        """The parts that do not fit."""
        names = [figure.part for figure in self.figures if figure.inside is False]
        return names + [part.part for part in self.parts if part.fits is False]


def median_time(taken: Floats, ended: np.ndarray) -> float:
    """The median of Kaplan and Meier; NaN where fewer than half are known to have ended."""
    order = np.lexsort((~ended, taken))
    times, events = taken[order], ended[order]
    at_risk = np.arange(times.size, 0, -1)
    alive = np.cumprod(np.where(events, 1 - 1 / at_risk, 1.0))
    place = int(np.searchsorted(-alive, -0.5, side="left"))
    return float(times[place]) if place < times.size else math.nan


def figures_of(received: Floats, done: Floats, due: Floats, end: float) -> tuple[float, float]:
    """(median days, overdue share) of dossiers as seen at ``end``; NaN ends are open."""
    ended = done <= end
    taken = np.where(ended, done, end) - received
    limited = ~np.isnan(due)
    overdue = np.where(ended, done, end) > due
    share = float(overdue[limited].mean()) if limited.any() else math.nan
    return median_time(np.maximum(taken, 0.0), ended), share


def split_at(dossiers: Sequence[Dossier], train: float) -> tuple[list[Dossier], list[Dossier]]:
    """The first ``train`` of the dossiers by receipt, and the rest; those of one day are not parted."""
    wanted = round(len(dossiers) * train)
    while 0 < wanted < len(dossiers) and math.floor(dossiers[wanted - 1].received) == math.floor(
        dossiers[wanted].received
    ):
        wanted += 1
    return list(dossiers[:wanted]), list(dossiers[wanted:])


def predict(
    dossiers: Sequence[Dossier],
    end: float,
    train: float = 0.67,
    rounds: int = 400,
    seed: int = 1,
    has_ends: bool = True,
) -> Prediction:
    """Fit to the first part, foretell the rest by resampling the fitted figures, compare."""
    first, rest = split_at(dossiers, train)
    split = math.floor(rest[0].received) if rest else end
    enough = min(len(first), len(rest)) >= FEW
    received, done, due = (moments_of(rest, field) for field in ("received", "done", "due"))
    figures: list[Foretold] = []
    if enough:
        model = Resampler(first)
        # A log that fades out at its end tells nothing of what came then.
        until = min(arrivals_of(moments_of(dossiers, "received")).end, math.floor(end) + 1)
        streams = [np.random.default_rng((seed, number)) for number in range(rounds)]
        came = [float(model.arrive(stream, int(split), until).sum()) for stream in streams]
        drawn = [model.handle(stream, received, end) for stream in streams]
        median, overdue = figures_of(received, done, due, end)
        if until > split:
            figures.append(foretold("arrivals", float((received < until).sum()), np.array(came)))
        figures.append(foretold("median", median, np.array([row[0] for row in drawn])))
        if has_ends:  # else the last stamp is all that is known of an end
            figures.append(foretold("overdue", overdue, np.array([row[1] for row in drawn])))
    parts = _parts(first, _ripe(first, rest, end)) if enough else []
    return Prediction(len(first), len(rest), split, end, tuple(figures), tuple(parts))


def foretold(part: str, actual: float, drawn: Floats) -> Foretold:
    """A figure against the band of what was drawn for it."""
    known = drawn[np.isfinite(drawn)]
    if known.size < 2 or math.isnan(actual):
        return Foretold(part, actual, math.nan, math.nan, math.nan, None)
    low, high = prediction_band(known, LEVEL)
    return Foretold(part, actual, low, high, float(np.median(known)), low <= actual <= high)


class Resampler:
    """Draws what comes later and how it is handled from earlier dossiers: months resampled, each dossier whole."""

    def __init__(self, first: Sequence[Dossier]) -> None:
        self.first = list(first)
        received = moments_of(first, "received")
        self.arrivals = arrivals_of(received)
        months = [(day.year, day.month) for day in (date.fromordinal(int(moment)) for moment in received)]
        self.blocks = [np.flatnonzero([m == month for m in months]) for month in dict.fromkeys(months)]
        self.taken = moments_of(first, "done") - received
        self.limit = moments_of(first, "due") - received
        self.growth = _block_growth(self.arrivals)

    def arrive(self, stream: np.random.Generator, split: int, until: int) -> NDArray[np.int64]:
        """How many come on each day of ``[split, until)``."""
        rates = self.arrivals.expected(split, until)
        # How far another stretch of months lies from this one: the months of the log say how much months differ.
        rates = rates * max(0.0, stream.normal(1.0, self.growth))
        lumps = self.arrivals.dispersion - 1
        if lumps <= 0:
            return stream.poisson(rates)
        return stream.poisson(stream.gamma(np.maximum(rates / lumps, 1e-12), lumps))

    def handle(self, stream: np.random.Generator, received: Floats, end: float) -> tuple[float, float]:
        """(median days, overdue share) of dossiers that come at these moments, as seen at ``end``."""
        chosen = stream.integers(0, len(self.blocks), len(self.blocks))
        pool = np.concatenate([self.blocks[place] for place in chosen])
        picked = stream.choice(pool, received.size)
        # A dossier open to the end of its own log is open here as well: later than all that is known.
        taken = np.where(np.isnan(self.taken[picked]), np.inf, self.taken[picked])
        return figures_of(received, received + taken, received + self.limit[picked], end)


def _block_growth(arrivals: Arrivals) -> float:
    """The spread of a stretch of months about the mean of others, as a share, beyond that of lumpy days."""
    counts = np.array(arrivals.counts, dtype=np.float64)
    expected = arrivals.expected(arrivals.first, arrivals.end)
    size = 30
    blocks = [
        (counts[k : k + size].sum(), expected[k : k + size].sum())
        for k in range(0, len(counts) - size + 1, size)
    ]
    if len(blocks) < 4:
        return 0.0
    ratio = np.array([came / max(wanted, 1e-9) for came, wanted in blocks])
    noise = max(arrivals.dispersion, 1.0) / np.mean([wanted for _, wanted in blocks])
    return math.sqrt(max(0.0, float(ratio.var(ddof=1)) - noise) / len(blocks) + float(noise) / len(blocks))


def _ripe(first: Sequence[Dossier], rest: Sequence[Dossier], end: float) -> Sequence[Dossier]:
    """The later dossiers that have had time to be done; of the youngest only the quick ones show their parts."""
    taken = [d.done - d.received for d in first if not math.isnan(d.done)]
    if not taken:
        return rest
    needed = float(np.quantile(taken, 0.9))
    ripe = [d for d in rest if end - d.received >= needed]
    return ripe if len(ripe) >= FEW else rest


def _parts(first: Sequence[Dossier], rest: Sequence[Dossier]) -> list[Compared]:
    parts = []
    for one, two in zip(phases_of(first), phases_of(rest), strict=True):
        parts.append(_compared(f"phase-{one.id}", one.days, two.days))
    # Whole days: what is left of a second in a conversion of time zones is no limit.
    limits = [
        np.floor(moments_of(part, "due")) - np.floor(moments_of(part, "received")) for part in (first, rest)
    ]
    parts.append(_compared("limits", *limits))
    names = [name for name, seen in _activities(first).items() if seen >= FEW]
    there, then = _activities(first), _activities(rest)
    for name in names:
        one_share, two_share = there[name] / len(first), min(1.0, then.get(name, 0) / len(rest))
        # Of two hundred steps two would differ by chance alone: all of them together are doubted as one part is.
        doubt = DOUBT / len(names)
        parts.append(_shares(f"step:{name}", min(1.0, one_share), len(first), two_share, len(rest), doubt))
    return parts


def _activities(dossiers: Sequence[Dossier]) -> dict[str, int]:
    found: dict[str, int] = {}
    for dossier in dossiers:
        for name in dict.fromkeys(step.activity for step in dossier.steps):
            found[name] = found.get(name, 0) + 1
    return found


def _compared(part: str, one: Sequence[float] | Floats, two: Sequence[float] | Floats) -> Compared:
    a, b = (np.array(values)[np.isfinite(values)] for values in (one, two))
    if min(a.size, b.size) < FEW:
        return Compared(part, _middle(a), _middle(b), math.nan, math.nan, None)
    gap, p = ks_two(a, b)
    return Compared(part, _middle(a), _middle(b), gap, p, p > DOUBT)


def _middle(values: Floats) -> float:
    return float(np.median(values)) if values.size else math.nan


def _shares(part: str, one: float, n: int, two: float, m: int, doubt: float) -> Compared:
    """Two shares by the normal test."""
    pooled = (one * n + two * m) / (n + m)
    sd = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    p = math.erfc(abs(one - two) / sd / math.sqrt(2)) if sd > 0 else 1.0
    return Compared(part, one, two, abs(one - two), p, p > doubt)
