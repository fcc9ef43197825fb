"""Models in a file against theory: priorities (Cobham), stations with returns (Jackson), pooled desks, steps outside."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from phancap.simulation import Result, interval, run
from phancap.simulation.layout import Floats
from phancap.simulation.model_file import model_from
from phancap.simulation.theory import mmc_wait

EXP = {"distribution": "exponential"}
HIGH, LOW, WORK = 0.15, 0.2, 2.0
RETURN, RATE, FIRST, SECOND = 0.2, 0.2, 2.0, 2.5


def single(rho: float, work: float) -> float:
    return rho * work / (1 - rho)


def jackson() -> float:
    """Waiting at both stations over all visits: each behaves as M/M/1 with the returns in its arrivals."""
    visits = 1 / (1 - RETURN)
    return visits * sum(single(RATE * visits * work, work) for work in (FIRST, SECOND))


def waits(result: Result) -> Floats:
    return result.measures["wait_minutes"]


def waits_of(power: str) -> Callable[[Result], Floats]:
    return lambda result: result.by_power[power]["wait_minutes"]


ONE = {"id": "d", "office": "o", "staff": 1}
TWO_CLASSES = [
    {"id": "p", "priority": 0, "steps": [{"id": "a", "minutes": WORK, **EXP}]},
    {"id": "q", "priority": 1, "steps": [{"id": "a", "minutes": WORK, **EXP}]},
]
# What is in hand when somebody comes has, on average, this much left.
RESIDUAL = (HIGH + LOW) * WORK * WORK
RETURNS = [{"id": "p", "steps": [
    {"id": "a", "minutes": FIRST, "skill": "a", **EXP},
    {"id": "b", "minutes": SECOND, "skill": "b", "rework": RETURN, "back_to": "a", **EXP},
]}]  # fmt: skip
STATIONS = [{"id": skill, "office": "o", "skill": skill, "staff": 1} for skill in "ab"]
POOL = [{"id": "d", "office": "o", "skills": ["", "z"], "staff": 3}, {"id": "e", "office": "o", "staff": 2}]
PLAIN = [{"id": "p", "steps": [{"id": "a", "minutes": 10.0, **EXP}]}]
SILENCE = [{"id": "p", "steps": [{"id": "a", "outside": 1440, "silence_days": 1, **EXP}, {"id": "b", "minutes": 0.001}]}]
MANY = [{**ONE, "staff": 50}]


@pytest.mark.parametrize(
    "procedures, desks, rates, look, expected",
    [
        (TWO_CLASSES, [ONE], {"p": HIGH, "q": LOW}, waits_of("p"), RESIDUAL / (1 - HIGH * WORK)),
        (TWO_CLASSES, [ONE], {"p": HIGH, "q": LOW}, waits_of("q"),
         RESIDUAL / ((1 - HIGH * WORK) * (1 - (HIGH + LOW) * WORK))),
        (RETURNS, STATIONS, {"p": RATE}, waits, jackson()),
        (PLAIN, POOL, {"p": 0.4}, waits, mmc_wait(0.4, 10.0, 5)),
        (SILENCE, MANY, {"p": 0.4}, lambda r: r.measures["cycle_days"], 1 - math.exp(-1)),
    ],
    ids=["urgent", "not-urgent", "returns", "pool", "silence"],
)  # fmt: skip
def test_theory_lies_in_the_interval(
    procedures: list[Any], desks: list[Any], rates: dict[str, float], look: Callable[[Result], Floats], expected: float
) -> None:
    model = model_from(
        {
            "format": 1, "name": "t", "days": 6, "warm_up_days": 1.0, "drain_days": 2,
            "calendars": [{"id": "c", "mon-sun": ["00:00-24:00"]}], "offices": [{"id": "o", "calendar": "c"}],
            "desks": desks, "procedures": procedures, "routes": [{"office": "o"}],
            "arrivals": [{"power": p, "place": "x", "per_day": rate * 1440} for p, rate in rates.items()],
        },
        "t.toml",
    )  # fmt: skip
    bounds = interval(look(run(model, 400, 7, workers=2)), 0.99)
    assert bounds["low"] <= expected <= bounds["high"]  # type: ignore[operator]
