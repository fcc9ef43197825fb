"""The best of several models by simulation on the same draws, with what may be promised of the choice.

``kn`` (Kim and Nelson) drops a model once it is clearly beaten and promises the best with a probability, where it leads by at
least the indifference; ``ocba`` spends a fixed number of runs where they sharpen the choice, and its probability is an
estimate from those runs, not a promise (Bonferroni: one less the chances that each other is really the better one).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from phancap.simulation.errors import refuse
from phancap.simulation.model import Model
from phancap.simulation.pairs import SMALLER_IS_BETTER
from phancap.simulation.run import Prepared, one, prepare
from phancap.simulation.selection import Selection, kn, ocba
from phancap.simulation.statistics import NORMAL

METHODS = ("kn", "ocba")
FIRST = 10
CONFIDENCE = 0.95
SHARE = 0.01
"""The indifference where none is given: this share of the first model's mean in the first stage."""


class Choice(NamedTuple):
    """``selection`` of the models by ``measure``; ``probability`` that the best was chosen: promised when ``promised``, else
    estimated, ``None`` where neither is known. ``indifference`` is the lead from which on it counts (``kn``)."""

    method: str
    measure: str
    selection: Selection
    probability: float | None
    promised: bool
    indifference: float | None

    def as_json(self) -> dict[str, Any]:
        """``best``, ``probability`` and, for each model, ``mean``, ``replications``, ``dropped_after``."""
        chosen = self.selection
        return {
            "method": self.method, "measure": self.measure, "best": chosen.best, "probability": self.probability,
            "promised": self.promised, "indifference": self.indifference, "candidates": {
                name: {"mean": chosen.means[name], "replications": runs, "dropped_after": chosen.dropped.get(name)}
                for name, runs in chosen.runs.items()
            },
        }  # fmt: skip


def choose(
    models: Mapping[str, Model], method: str = "kn", measure: str = "cycle_days", *, seed: int = 1, most: int = 200,
    indifference: float | None = None, confidence: float = CONFIDENCE, progress: Callable[[int, int], None] | None = None,
) -> Choice:  # fmt: skip
    """The best model by a measure. ``most`` is the ceiling of replications of each (``kn``), or those of all together.

    A :class:`~phancap.simulation.errors.ModelError` where a replication has no value of the measure. Models that are the
    same share their runs and tie.
    """
    if method not in METHODS:
        raise refuse("--select", "choice", what="select", got=method, near="", choices=", ".join(METHODS))
    if measure not in SMALLER_IS_BETTER:
        raise refuse("--measure", "choice", what="measure", got=measure, near="", choices=", ".join(SMALLER_IS_BETTER))  # fmt: skip
    smaller = SMALLER_IS_BETTER[measure]
    names = list(models)
    first = min(FIRST, most) if method == "kn" else max(2, min(FIRST, most // max(2 * len(names), 1)))
    if len(names) < 2 or most < (2 if method == "kn" else 2 * len(names)):
        raise refuse("--select", "too-few", count=len(names), most=most)
    ready: dict[Model, Prepared] = {}
    for model in models.values():
        ready.setdefault(model, prepare(model))
    kept: dict[tuple[int, int], float] = {}
    told: dict[str, list[float]] = {name: [] for name in names}

    def sample(replication: int, wanted: tuple[str, ...]) -> dict[str, float]:
        found = {}
        for name in wanted:
            prepared = ready[models[name]]
            key = (id(prepared), replication)
            if key not in kept:
                kept[key] = one(prepared, seed, replication)[0].overall[measure]
                if not math.isfinite(kept[key]):
                    raise refuse(models[name].name, "no-value", measure=measure, replication=replication)
            found[name] = kept[key]
            told[name].append(kept[key])
        if progress:
            done = max(len(values) for values in told.values()) if method == "kn" else sum(map(len, told.values()))
            progress(min(done, most), most)
        return found

    if method == "ocba":
        selection = ocba(sample, names, most, smaller_is_better=smaller, first=first)
        return Choice(method, measure, selection, _estimated(selection, told), False, None)
    if indifference is None:
        start = [sample(r, (names[0],))[names[0]] for r in range(first)]
        told[names[0]].clear()
        indifference = SHARE * abs(sum(start) / len(start)) or SHARE
    selection = kn(
        sample, names, indifference, smaller_is_better=smaller, confidence=confidence, first=first, most=most
    )
    return Choice(method, measure, selection, confidence if selection.sure else None, selection.sure, indifference)  # fmt: skip


def _estimated(selection: Selection, told: Mapping[str, list[float]]) -> float:
    """The approximate chance that the best was chosen, from the means and the spread of what was run."""

    def error(name: str) -> float:
        values, mean = told[name], selection.means[name]
        return sum((v - mean) ** 2 for v in values) / (len(values) - 1) / len(values)

    best, wrong = selection.best, 0.0
    for name in told:
        if name != best:
            gap = abs(selection.means[name] - selection.means[best])
            noise = math.sqrt(error(name) + error(best))
            wrong += NORMAL.cdf(-gap / noise) if noise > 0 else 0.5 if gap == 0 else 0.0
    return max(0.0, 1.0 - wrong)
