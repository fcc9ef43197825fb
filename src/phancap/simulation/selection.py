"""The best of several options: how long to run each so that the choice can be trusted.

* :func:`kn`: run all options on the same draws, drop one as soon as it is clearly beaten, stop when one is left. The
  best is chosen with the promised probability whenever it is better than the next by at least the indifference ``d``;
  differences smaller than ``d`` do not matter to the one who asks.
* :func:`ocba`: the budget is fixed; spend it where it sharpens the choice, not evenly.

Sources: S.-H. Kim, B. L. Nelson, ACM TOMACS 11 (2001) 251; C.-H. Chen, J. Lin, E. Yucesan, S. E. Chick, Discrete Event
Dynamic Systems 10 (2000) 251.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from phancap.simulation.statistics import Floats, StatisticsError, numbers

Sample = Callable[[int, tuple[str, ...]], Mapping[str, float]]
"""Replication number and the options to run on its draws -> each option's number."""


class Selection(NamedTuple):
    """``best`` of the options; ``sure`` when the procedure came to its end, false when the limit came first.

    ``runs`` is how many replications each took, ``dropped`` the replication after which each loser went.
    """

    best: str
    sure: bool
    runs: dict[str, int]
    means: dict[str, float]
    dropped: dict[str, int]


def kn(
    sample: Sample,
    options: Sequence[str],
    indifference: float,
    *,
    smaller_is_better: bool,
    confidence: float = 0.95,
    first: int = 10,
    most: int = 10_000,
) -> Selection:
    """Kim and Nelson's fully sequential selection with common random numbers.

    The variances are those of the paired differences of the ``first`` replications, so what the options share does
    not count; the constants are those that hold under any dependence between them.
    """
    names = _distinct(options)
    if indifference <= 0 or first < 2 or not 0.5 < confidence < 1:
        raise StatisticsError(
            f"got indifference {indifference}, first stage {first}, confidence {confidence}: expected more than 0, at "
            "least 2, and between 0.5 and 1"
        )
    sign = -1.0 if smaller_is_better else 1.0
    rows = [_ask(sample, replication, tuple(names)) for replication in range(first)]
    runs, dropped = dict.fromkeys(names, first), dict[str, int]()
    table = sign * np.array([[row[name] for name in names] for row in rows])
    sums = table.sum(axis=0)
    bound = _screen_bounds(table, confidence)  # h^2 S_ij^2
    alive = list(range(len(names)))
    r = first
    while True:
        means = sums[alive] / r
        # Beaten: behind some survivor by more than the shrinking margin.
        margin = np.maximum(0.0, (bound[np.ix_(alive, alive)] / indifference - indifference * r) / (2 * r))
        keep = (means[:, None] >= means[None, :] - margin).all(axis=1)
        for place, stays in zip(alive, keep, strict=True):
            if not stays:
                dropped[names[place]] = r
        alive = [place for place, stays in zip(alive, keep, strict=True) if stays]
        if len(alive) == 1 or not margin[np.ix_(keep, keep)].any() or r >= most:
            break
        row = _ask(sample, r, tuple(names[place] for place in alive))
        for place in alive:
            sums[place] += sign * row[names[place]]
            runs[names[place]] += 1
        r += 1
    best = alive[int(np.argmax(sums[alive]))]
    sure = len(alive) == 1 or not margin[np.ix_(keep, keep)].any()
    means_of = {name: float(sign * sums[place] / runs[name]) for place, name in enumerate(names)}
    return Selection(names[best], sure, runs, means_of, dropped)


def _screen_bounds(table: Floats, confidence: float) -> Floats:
    """h^2 S_ij^2 of the first stage, rows replications and columns options."""
    first, count = table.shape
    if count == 1:
        return np.zeros((1, 1))
    eta = ((2 * (1 - confidence) / (count - 1)) ** (-2 / (first - 1)) - 1) / 2
    spread = np.zeros((count, count))
    for place in range(count):
        spread[place] = (table[:, [place]] - table).var(axis=0, ddof=1)
    return np.asarray(2 * eta * (first - 1) * spread)


def ocba_shares(means: ArrayLike, sds: ArrayLike, *, smaller_is_better: bool) -> Floats:
    """The share of a budget that each option should get; they sum to 1.

    Noisy options close to the best get most. An option tied with the best is treated as a hair behind it.
    """
    mean, sd = numbers(means, 1), numbers(sds, 1)
    if mean.size != sd.size or bool((sd < 0).any()):
        raise StatisticsError(
            f"got {mean.size} means and {sd.size} deviations, expected as many and none negative"
        )
    if mean.size == 1:
        return np.ones(1)
    best = int(np.argmin(mean) if smaller_is_better else np.argmax(mean))
    gap = np.abs(mean - mean[best])
    width = max(float(np.ptp(mean)), float(sd.max()), 1e-300)
    sd, gap = np.maximum(sd, 1e-9 * width), np.maximum(gap, 1e-6 * width)
    ratio = (sd / gap) ** 2
    ratio[best] = 0.0
    ratio[best] = sd[best] * math.sqrt(float(((ratio / sd) ** 2).sum()))
    return np.asarray(ratio / ratio.sum())


def whole_runs(shares: Floats, spent: NDArray[np.int64], budget: int) -> NDArray[np.int64]:
    """How many more runs each option gets so that all have ``budget`` together, as near to ``shares`` as they can be.

    Runs already made are not undone; what is to be spent goes where the wish is furthest from being met.
    """
    more = max(0, budget - int(spent.sum()))
    lacking = np.maximum(shares * budget - spent, 0.0)
    if more == 0 or lacking.sum() == 0:
        return np.zeros(len(spent), dtype=np.int64)
    wish = lacking * (more / lacking.sum())
    given: NDArray[np.int64] = np.floor(wish).astype(np.int64)
    rest = more - int(given.sum())
    given[np.argsort(given - wish, kind="stable")[:rest]] += 1
    return given


def ocba(
    sample: Sample,
    options: Sequence[str],
    budget: int,
    *,
    smaller_is_better: bool,
    first: int = 5,
    step: int = 10,
) -> Selection:
    """Spend ``budget`` runs in all: ``first`` on each option, then ``step`` at a time where they help most.

    Options run different numbers of replications, so the draws are shared only as far as both go; ``sure`` is always
    false, as a fixed budget promises nothing.
    """
    names = _distinct(options)
    if first < 2 or step < 1 or budget < first * len(names):
        raise StatisticsError(
            f"got a budget of {budget} runs, expected at least {first} (2 or more) for each of {len(names)} options"
        )
    kept: dict[str, list[float]] = {name: [] for name in names}

    def run(more: Sequence[int]) -> None:
        until = {name: len(kept[name]) + int(extra) for name, extra in zip(names, more, strict=True)}
        for replication in range(max(until.values())):
            due = tuple(name for name in names if len(kept[name]) == replication < until[name])
            if due:
                row = _ask(sample, replication, due)
                for name in due:
                    kept[name].append(row[name])

    run([first] * len(names))
    while (spent := sum(map(len, kept.values()))) < budget:
        means = [float(np.mean(values)) for values in kept.values()]
        sds = [float(np.std(values, ddof=1)) for values in kept.values()]
        shares = ocba_shares(means, sds, smaller_is_better=smaller_is_better)
        run(list(whole_runs(shares, np.array([len(v) for v in kept.values()]), min(budget, spent + step))))
    means_of = {name: float(np.mean(values)) for name, values in kept.items()}
    choose = min if smaller_is_better else max
    best = choose(names, key=means_of.__getitem__)
    return Selection(best, False, {name: len(values) for name, values in kept.items()}, means_of, {})


def _distinct(options: Sequence[str]) -> list[str]:
    names = list(options)
    if not names or len(set(names)) != len(names):
        raise StatisticsError(f"got the options {names}, expected at least one and each once")
    return names


def _ask(sample: Sample, replication: int, names: tuple[str, ...]) -> Mapping[str, float]:
    row = sample(replication, names)
    numbers([row[name] for name in names])
    return row
