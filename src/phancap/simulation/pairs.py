"""An option against the status quo on the same draws, measure by measure, with a verdict."""

from __future__ import annotations

from typing import Any

import numpy as np

from phancap.simulation.output import Result
from phancap.simulation.statistics import Difference, difference

SMALLER_IS_BETTER = {"wait_minutes": True, "cycle_days": True, "on_time": False, "open_at_end": True}
"""The measures that are compared, and which way is good."""


def against(base: Result, option: Result, level: float = 0.95) -> dict[str, Difference]:
    """Option minus base of each measure that both know in at least two replications.

    The replications pair by their number; both results must be of one seed, or ``ValueError``. Each interval holds by
    itself. A mean wait without steady state in either is left out.
    """
    if base.seed != option.seed:
        raise ValueError(
            f"got seeds {base.seed} and {option.seed}, expected one: only runs of the same draws pair"
        )
    count = min(base.replications, option.replications)
    found = {}
    for name, smaller in SMALLER_IS_BETTER.items():
        if name in ("wait_minutes", "cycle_days") and (base.unstable or option.unstable):
            continue
        quo, other = base.measures[name][:count], option.measures[name][:count]
        both = np.isfinite(quo) & np.isfinite(other)
        if both.sum() >= 2:
            found[name] = difference(
                quo[both], other[both], smaller_is_better=smaller, level=level, name=option.model.name
            )
    return found


def as_json(found: dict[str, Difference]) -> dict[str, Any]:
    """``{measure: {"mean", "low", "high", "verdict"}}``."""
    return {name: {**one.interval.as_json(), "verdict": one.verdict} for name, one in found.items()}
