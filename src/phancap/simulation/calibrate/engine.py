"""The fitted figures as a model of the simulation, and the same foretelling made by its engine.

The log tells how long each stretch of a dossier lasted, not who was busy with what else; so the stretches are steps
``outside`` (calendar time that nobody of the model works), with the values observed. Dossiers are parted into kinds by the
limit they were given, as those with long limits take long. The stretches of a kind are drawn apart from each other; what
they really share shows as a gap between this foretelling and the one by whole dossiers.

In the model a limit that is a date runs to the end of its day, as law counts; what came is counted the same way here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from phancap.formats.days import format_day
from phancap.simulation.calibrate.arrivals import Arrivals, arrivals_of
from phancap.simulation.calibrate.dossiers import Dossier, moments_of
from phancap.simulation.calibrate.predict import (
    FEW,
    Foretold,
    Resampler,
    figures_of,
    foretold,
    split_at,
)
from phancap.simulation.calibrate.steps import MINUTES, phases_of
from phancap.simulation.model_file import model_from
from phancap.simulation.run import run
from phancap.simulation.statistics import Floats

KINDS = 5
"""Kinds by limit; rarer limits are one kind with their median."""

NEVER_DAYS = 3_650.0
"""How long a stretch lasts whose end the log does not know: longer than anybody looks."""


def model_keys(
    dossiers: Sequence[Dossier], arrivals: Arrivals, first: int, days: int, name: str, power: str
) -> dict[str, Any]:
    """The keys of a model file (:mod:`phancap.simulation.model_file`) over ``days`` from ``first`` on."""
    kinds = _kinds(dossiers)
    total = len(dossiers)
    procedures, demand = [], []
    for limit, chosen in kinds.items():
        id_ = power if len(kinds) == 1 else f"{power}/{'no-limit' if limit is None else limit}"
        # Too few of a kind to know its times: those of all stand for them.
        of_kind = chosen if len(chosen) >= FEW else list(dossiers)
        steps = [
            {
                "id": phase.id, "outside": float(values.mean()), "distribution": "empirical",
                "values": [round(v, 3) for v in values.tolist()],
            }
            for phase in phases_of(of_kind)
            if (values := _minutes(phase.days)).sum() > 0
        ]  # fmt: skip
        entry: dict[str, Any] = {
            "id": id_,
            "steps": steps or [{"id": "none", "outside": 1.0, "distribution": "fixed"}],
        }
        if limit is not None and limit > 0:
            entry["limit"] = {"value": limit, "unit": "day"}
        procedures.append(entry)
        demand.append(
            {
                "power": id_,
                "place": "log",
                "per_day": arrivals.daily * len(chosen) / total,
                "season": "season",
            }
        )
    return {
        "format": 1, "name": name, "days": days, "first_day": format_day(first), "places": ["log"],
        "calendars": [{"id": "always", "mon-sun": ["00:00-24:00"]}],
        "offices": [{"id": "log", "calendar": "always"}],
        "procedures": procedures,
        "routes": [{"place": "log", "office": "log"}],
        "seasons": [{
            "id": "season", "months": list(arrivals.months), "weekdays": list(arrivals.weekdays),
            "dispersion": max(1.0, arrivals.dispersion),
        }],
        "arrivals": demand,
    }  # fmt: skip


def _kinds(dossiers: Sequence[Dossier]) -> dict[int | None, list[Dossier]]:
    limits = [None if math.isnan(d.due) else math.floor(d.due) - math.floor(d.received) for d in dossiers]
    counted = Counter(limit for limit in limits if limit is not None)
    usual = [limit for limit, _ in counted.most_common(KINDS - 1 if len(counted) > KINDS else KINDS)]
    rare = [limit for limit in limits if limit is not None and limit not in usual]
    other = int(np.median(rare)) if rare else 0
    kinds: dict[int | None, list[Dossier]] = {}
    for limit, dossier in zip(limits, dossiers, strict=True):
        kind = limit if limit is None or limit in usual else other
        kinds.setdefault(kind, []).append(dossier)
    return kinds


def _minutes(days: Sequence[float]) -> Floats:
    values = np.array(days, dtype=np.float64)
    return np.where(np.isnan(values), NEVER_DAYS, values) * MINUTES


def foretell_by_engine(
    dossiers: Sequence[Dossier],
    end: float,
    train: float = 0.67,
    models: int = 40,
    replications: int = 3,
    seed: int = 1,
    has_ends: bool = True,
) -> tuple[Foretold, ...]:
    """Median and overdue share as :func:`~phancap.simulation.calibrate.predict.predict` has them, out of the simulation.

    ``models`` are fitted, each to another resampling of the months; the spread between them is what a log of this length
    leaves unknown, the spread of their replications is chance.
    """
    first, rest = split_at(dossiers, train)
    if min(len(first), len(rest)) < FEW:
        return ()
    split = math.floor(rest[0].received)
    days = math.floor(end) - split + 1
    base = Resampler(first)
    rows: list[tuple[float, float]] = []
    for number in range(models):
        stream = np.random.default_rng((seed, number))
        chosen = stream.integers(0, len(base.blocks), len(base.blocks))
        pool = [first[k] for place in chosen for k in base.blocks[place]]
        growth = max(0.05, float(stream.normal(1.0, base.growth)))
        arrivals = base.arrivals._replace(daily=base.arrivals.daily * growth)
        keys = model_keys(pool, arrivals, split, days, "foretold", "log")
        got = run(model_from(keys, "model"), replications=replications, seed=seed * 1_000 + number).measures
        shares = got["overdue"] / np.maximum(got["dossiers"], 1)
        rows += zip(got["cycle_days_p50"].tolist(), shares.tolist(), strict=True)
    received, done, due = (moments_of(rest, field) for field in ("received", "done", "due"))
    limited = ~np.isnan(due)
    by_day = np.where(limited, np.floor(due) + 1 - 1e-9, np.nan)
    median, overdue = figures_of(received, done, by_day, end)
    # The simulation's share is of all dossiers, with a limit or without one.
    actual = (median, overdue * float(limited.mean()))
    names = ("median", "overdue-by-day")[: 2 if has_ends else 1]
    return tuple(
        foretold(part, actual[place], np.array([row[place] for row in rows]))
        for place, part in enumerate(names)
    )


def whole_model(dossiers: Sequence[Dossier], name: str, power: str, days: int = 365) -> dict[str, Any]:
    """The model of all dossiers for ``days`` from the day after the last one came."""
    arrivals = arrivals_of(moments_of(dossiers, "received"))
    return model_keys(dossiers, arrivals, math.floor(dossiers[-1].received) + 1, days, name, power)
