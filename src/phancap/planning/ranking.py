"""Which option wins under which weights: all weightings are swept, no magic one is chosen; cost against waiting.

Values are scaled to [0, 1] within the options compared, then summed by weight (additive value: a council can check it by
hand). How values are scaled matters as much as the weights, so both common ways are shown: by the range of the options
(min-max), and by the length of the column (vector). Options with the same value in every criterion share what they win.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
WEIGHTINGS = 50_000
SEED = 20_220_620
SURE = 0.95
NORMALISATIONS = ("min-max", "vector")


class Ranking(NamedTuple):
    """``first``: share of all weightings under which each option is first, by way of scaling. ``ranks``: share of each
    rank under min-max. ``above``: (option, criterion) to the weight from which on the option wins nearly always."""

    options: tuple[str, ...]
    criteria: tuple[str, ...]
    first: dict[str, dict[str, float]]
    ranks: dict[str, tuple[float, ...]]
    above: dict[tuple[str, str], float]
    left_out: tuple[str, ...]
    weightings: int
    seed: int


def weights(count: int, criteria: int, seed: int = SEED) -> Floats:
    """Weightings spread evenly over the simplex: every mix of weights is as likely as any other."""
    drawn = np.random.default_rng(seed).standard_exponential((count, criteria))
    return np.asarray(drawn / drawn.sum(1, keepdims=True))


def scaled(table: Floats, way: str) -> Floats:
    """Values where smaller is better turned into worth in [0, 1] or so, larger better."""
    if way == "min-max":
        low, high = table.min(0), table.max(0)
        span = np.where(high > low, high - low, 1.0)
        return np.asarray((high - table) / span)
    length = np.sqrt((table**2).sum(0))
    return np.asarray(-table / np.where(length > 0, length, 1.0))


def rank(values: Mapping[str, Mapping[str, float | None]], criteria: Sequence[str], smaller: Mapping[str, bool],
         count: int = WEIGHTINGS, seed: int = SEED) -> Ranking:  # fmt: skip
    """Rank options over all weightings. A criterion that is unknown for some option is left out, and said so."""
    options = tuple(sorted(values))
    known = [c for c in criteria if all(_known(values[o].get(c)) for o in options)]
    left = tuple(c for c in criteria if c not in known)
    if len(options) < 2 or not known:
        return Ranking(options, tuple(known), {}, {}, {}, left, 0, seed)
    table = np.array([[_signed(values[o][c], smaller[c]) for c in known] for o in options])
    drawn = weights(count, len(known), seed)
    first: dict[str, dict[str, float]] = {}
    ranks: dict[str, tuple[float, ...]] = {}
    above: dict[tuple[str, str], float] = {}
    for way in NORMALISATIONS:
        score = drawn @ scaled(table, way).T
        best = score >= score.max(1, keepdims=True) - 1e-12
        share = (best / best.sum(1, keepdims=True)).mean(0)
        first[way] = {option: float(part) for option, part in zip(options, share, strict=True)}
        if way == "min-max":
            order = (score[:, None, :] > score[:, :, None] + 1e-12).sum(2)
            ranks = {o: tuple(float((order[:, n] == k).mean()) for k in range(len(options))) for n, o in enumerate(options)}
            above = _above(best, drawn, options, tuple(known))
    return Ranking(options, tuple(known), first, ranks, above, left, count, seed)


def _known(value: float | None) -> bool:
    return value is not None and np.isfinite(value)


def _signed(value: float | None, smaller_is_better: bool) -> float:
    number = float(value or 0.0)
    return number if smaller_is_better else -number


def _above(best: NDArray[np.bool_], drawn: Floats, options: tuple[str, ...], criteria: tuple[str, ...]) -> dict[tuple[str, str], float]:
    """For each option and criterion the smallest weight, in steps of 0.05, from which on it wins ``SURE`` of the time."""
    alone = best & (best.sum(1, keepdims=True) == 1)
    found: dict[tuple[str, str], float] = {}
    for n, option in enumerate(options):
        if alone[:, n].mean() in (0.0, 1.0):
            continue
        for c, criterion in enumerate(criteria):
            for step in np.arange(0.05, 1.0, 0.05):
                part = drawn[:, c] >= step
                if part.sum() >= 30 and alone[part, n].mean() >= SURE:
                    found[option, criterion] = round(float(step), 2)
                    break
    return found


def frontier(points: Mapping[str, tuple[float | None, float | None]]) -> list[dict[str, Any]]:
    """Options by (cost, waiting), cheapest first; ``on`` those that no other beats in both."""
    known = {o: (float(c), float(w)) for o, (c, w) in points.items() if c is not None and w is not None}
    found = []
    for option, (cost, wait) in sorted(known.items(), key=lambda item: (item[1], item[0])):
        beaten = [
            other
            for other, (c, w) in known.items()
            if other != option and c <= cost and w <= wait and (c < cost or w < wait)
        ]
        found.append({"option": option, "cost": cost, "wait": wait, "on": not beaten, "beaten_by": sorted(beaten)})
    return found


def as_json(found: Ranking) -> dict[str, Any]:
    """The ranking as plain data."""
    return {
        "options": list(found.options), "criteria": list(found.criteria), "left_out": list(found.left_out),
        "first": {way: {o: round(v, 4) for o, v in share.items()} for way, share in found.first.items()},
        "ranks": {o: [round(v, 4) for v in share] for o, share in found.ranks.items()},
        "wins_above": [
            {"option": o, "criterion": c, "weight": w} for (o, c), w in sorted(found.above.items())
        ],
        "weightings": found.weightings, "seed": found.seed,
    }  # fmt: skip
