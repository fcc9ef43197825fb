"""Random small models with everything in them: for the engines to agree on."""

from __future__ import annotations

import random
from typing import Any

from phancap.simulation import (
    Batch,
    Calendar,
    Demand,
    Desk,
    Learning,
    Limit,
    Model,
    ModelError,
    Office,
    Phase,
    Procedure,
    Route,
    Season,
    Step,
    Stock,
    Work,
)

WEEKS: list[tuple[tuple[tuple[int, int], ...], ...]] = [
    (((480, 960),),) * 5 + ((), ()),
    (((420, 690), (780, 990)),) * 5 + (((420, 690),), ()),
    (((0, 1440),),) * 7,
    ((), ((600, 660),), (), ((600, 720), (800, 810)), (), (), ()),
]
RULES = ("stay", "move", "successor", "filing-law")


def random_model(seed: int) -> Model:
    """A model of a few offices and days; tried again until the dice make a valid one."""
    dice = random.Random(seed)
    while True:
        try:
            return _model(dice)
        except ModelError:
            continue


def _work(dice: random.Random, mean: float) -> Work:
    kind = dice.choice(["lognormal", "exponential", "gamma", "uniform", "fixed", "empirical"])
    values = tuple(dice.uniform(1, 9) for _ in range(3)) if kind == "empirical" else ()
    return Work(mean * dice.uniform(0.5, 2), kind, dice.choice([0.3, 0.8, 1.0]), values)


def _steps(dice: random.Random, skills: list[str]) -> tuple[Step, ...]:
    steps = []
    for k in range(dice.randint(1, 4)):
        more: dict[str, Any] = {
            "rework": dice.choice([0, 0, 0.2, 0.5]),
            "visit": dice.choice(["none", "desk", "all"]),
        }
        if k and dice.random() < 0.5:
            more["back_to"] = f"s{dice.randint(0, k)}"
        if dice.random() < 0.15:
            more |= {"outside": _work(dice, 900), "silence_days": dice.choice([0, 1, 2])}
            steps.append(Step(f"s{k}", **more))
            continue
        if dice.random() < 0.15:
            more["batch"] = Batch(dice.randint(1, 4), dice.choice([0.3, 1.0, 2.5]))
        steps.append(Step(f"s{k}", _work(dice, 60), "decide", dice.choice(skills), **more))
    return tuple(steps)


def _model(dice: random.Random) -> Model:
    days = dice.choice([3, 6, 10])
    simple = dice.random() < 0.3
    skills = ["a", "b", "c"][: dice.randint(1, 3)]
    calendars = [
        Calendar(
            f"c{k}", ((0, dice.choice(WEEKS)),), tuple((d, ()) for d in range(days) if dice.random() < 0.1)
        )
        for k in range(3)
    ]
    offices, desks = [], []
    for k in range(dice.randint(1, 4)):
        closes = dice.randint(1, days) if dice.random() < 0.25 and not simple else None
        offices.append(Office(f"o{k}", dice.choice(calendars).id, closes=closes))
        left = list(skills)
        while left:
            own = tuple(left[: dice.randint(1, len(left))])
            left = left[len(own) :]
            if dice.random() < 0.3 and not simple:
                own = tuple(skills)
            staff: tuple[tuple[int, float], ...] = ((0, dice.randint(1, 3)),)
            if dice.random() < 0.3 and not simple:
                staff += ((dice.randint(1, days), dice.randint(0, 3)),)
            absence = dice.choice([0, 0, 0.3]) if not simple else 0.0
            desks.append(Desk(f"d{len(desks)}", f"o{k}", staff, own, absence, dice.choice([0.7, 2.0])))
    procedures = []
    for k in range(dice.randint(1, 3)):
        limit = dice.choice(
            [Limit(), Limit(2, "working_day"), Limit(1, "day"), Limit(6, "hour"), Limit(0, "same_day", 900)]
        )
        procedures.append(
            Procedure(f"p{k}", _steps(dice, skills), "", limit, 0 if simple else dice.randint(0, 2))
        )
    routes = []
    for procedure in procedures:
        for place in ("x", "y"):
            starts = [0] + ([] if simple else sorted(dice.sample(range(1, days), dice.choice([0, 1, 1, 2]))))
            phases = tuple(
                Phase(
                    start, (("*", dice.choice(offices).id),), dice.choice(RULES),
                    (("s0", dice.choice(RULES)),) if dice.random() < 0.3 else (),
                    Learning(dice.uniform(0, 2), 1.5) if dice.random() < 0.3 else None,
                )
                for start in starts
            )  # fmt: skip
            routes.append(Route(procedure.id, place, phases))
    season = Season(
        "lumpy",
        weekdays=(2, 1, 1, 1, 1, 0.5, 0),
        dispersion=dice.choice([1.0, 1.9]),
        office=dice.choice(["", "c0"]),
    )
    demand = [
        Demand(
            p.id,
            place,
            ((0, dice.uniform(1, 25)), (2, dice.uniform(1, 25))),
            dice.choice(["desk", "online"]),
            season.id,
        )
        for p in procedures
        for place in ("x", "y")
        if dice.random() < 0.8
    ]
    stock = [
        Stock(p.id, "x", dice.randint(1, 6), "", dice.choice([0, 3]))
        for p in procedures
        if dice.random() < 0.4 and not simple
    ]
    return Model(
        "random", days, tuple(calendars), tuple(offices), tuple(desks), tuple(procedures), tuple(routes), tuple(demand),
        (season,), tuple(stock), drain_days=dice.choice([0, 3]),
    )  # fmt: skip
