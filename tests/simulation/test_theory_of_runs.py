"""Runs against what queueing theory says, common random numbers, censoring, and no mean where there is none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from phancap.simulation import (
    Batch,
    Demand,
    Limit,
    Model,
    Procedure,
    Season,
    Step,
    Work,
    interval,
    read_model,
    run,
)
from phancap.simulation.cells import cells_of
from phancap.simulation.clocks import NEVER
from phancap.simulation.draw import draw
from phancap.simulation.layout import lay_out
from phancap.simulation.measure import measure
from phancap.simulation.run import prepare, replay
from phancap.simulation.theory import mg1_wait, mmc_wait
from tests.simulation.random_models import random_model

MMC = read_model(Path(__file__).resolve().parents[2] / "examples" / "mmc.toml")


def queue(staff: int, rho: float, work: Work, days: int = 4) -> Model:
    procedure = replace(MMC.procedures[0], steps=(replace(MMC.procedures[0].steps[0], work=work),))
    rate = rho * staff / work.minutes * 1440
    return replace(
        MMC, days=days, warm_up_days=1, desks=(replace(MMC.desks[0], staff=((0, staff),)),), procedures=(procedure,),
        demand=(replace(MMC.demand[0], per_day=((0, rate),)),),
    )  # fmt: skip


@pytest.mark.parametrize(
    "staff, rho, work, expected",
    [
        (5, 0.8, Work(5.0, "exponential"), mmc_wait(0.8, 5.0, 5)),
        (1, 0.6, Work(3.0, "lognormal", 0.8), mg1_wait(0.2, 3.0, 2.4)),
        (1, 0.6, Work(3.0, "fixed"), mg1_wait(0.2, 3.0, 0.0)),
        # Two observed values: nothing lies between them.
        (1, 0.6, Work(3.0, "empirical", values=(1.0, 9.0)), mg1_wait(0.2, 3.0, 2.4)),
        (1, 0.6, Work(3.0, "gamma", 1.5), mg1_wait(0.2, 3.0, 4.5)),
    ],
)
def test_the_mean_wait_is_that_of_theory(staff: int, rho: float, work: Work, expected: float) -> None:
    result = run(queue(staff, rho, work), 400, 11, workers=2)
    bounds = interval(result.measures["wait_minutes"], 0.99)
    assert bounds["low"] <= expected <= bounds["high"]  # type: ignore[operator]


def test_at_full_load_there_is_no_mean() -> None:
    model = replace(MMC, demand=(replace(MMC.demand[0], per_day=((0, 7300.0),)),))
    told = run(model, 2, 1).as_json(lang="en")
    assert told["results"]["overall"]["wait_minutes"]["mean"] is None
    assert any("no steady state" in line for line in told["warnings"])


def test_common_random_numbers_make_a_difference_nearly_certain() -> None:
    busy = queue(20, 0.9, Work(20.0, "exponential"))
    more = replace(busy, desks=(replace(busy.desks[0], staff=((0, 21),)),))
    one, other = (run(model, 60, 3).measures["wait_minutes"] for model in (busy, more))
    apart = np.var(one - np.roll(other, 1), ddof=1)
    print(apart / np.var(one - other, ddof=1))
    assert apart >= 2.5 * np.var(one - other, ddof=1)


def test_more_demand_keeps_the_dossiers_there_are() -> None:
    base = replace(MMC.demand[0], per_day=((0, 500.0),), laid_out=500.0)
    few, many = (
        draw(lay_out(replace(MMC, demand=(d,))), 5, 0) for d in (base, replace(base, per_day=((0, 600.0),)))
    )  # fmt: skip
    assert few.size < many.size
    assert len(np.intersect1d(few.work, many.work)) > 0.95 * few.size


def test_lumpy_days_have_the_dispersion_asked_for() -> None:
    season = Season("s", dispersion=3.0)
    model = replace(
        MMC,
        days=2000,
        drain_days=0,
        seasons=(season,),
        demand=(Demand("customer", "street", ((0, 20.0),), season="s"),),
    )
    drawn = draw(lay_out(model), 1, 0)
    daily = np.bincount((drawn.filed // 1440).astype(int), minlength=2000)
    assert daily.mean() == pytest.approx(20.0, rel=0.05)
    assert daily.var() / daily.mean() == pytest.approx(3.0, rel=0.2)


def test_unfinished_dossiers_are_counted_never_dropped() -> None:
    slow = replace(
        MMC, days=3, warm_up_days=0, drain_days=0, desks=(replace(MMC.desks[0], staff=((0, 1),)),),
        procedures=(Procedure("customer", (Step("s", Work(60.0, "exponential")),), limit=Limit(1, "day")),),
        demand=(replace(MMC.demand[0], per_day=((0, 200.0),)),),
    )  # fmt: skip
    prepared = prepare(slow)
    drawn = draw(prepared.layout, 1, 0)
    found = measure(prepared.layout, drawn, replay(prepared, drawn)[0])
    finished = replay(prepared, drawn)[0].done < NEVER
    assert found.overall["dossiers"] == drawn.size
    assert found.overall["open_at_end"] == (~finished).sum() > 0
    assert np.isnan(found.overall["cycle_days_p90"])  # nine in ten are not finished: nobody knows
    assert found.overall["overdue"] > 0


@pytest.mark.parametrize("seed", range(20))
def test_both_ways_of_measuring_agree(seed: int) -> None:
    prepared = prepare(random_model(seed))
    drawn = draw(prepared.layout, seed, 0, cells=cells_of(prepared.layout))
    replayed = replay(prepared, drawn)[0]
    one, other = (measure(prepared.layout, drawn, replayed, compiled=way) for way in (True, False))
    for name, value in one.overall.items():
        np.testing.assert_allclose(value, other.overall[name], rtol=1e-12, err_msg=name)
    for table, plain in ((one.by_office, other.by_office), (one.by_power, other.by_power)):
        for name, values in table.items():
            np.testing.assert_allclose(values, plain[name], rtol=1e-12, err_msg=name)
    assert one.in_system == other.in_system


def test_a_sitting_waits_for_its_number_or_its_time() -> None:
    step = replace(MMC.procedures[0].steps[0], batch=Batch(4, 0.25))
    model = replace(
        MMC, procedures=(replace(MMC.procedures[0], steps=(step,)),), desks=(replace(MMC.desks[0], staff=((0, 50),)),),
        demand=(replace(MMC.demand[0], per_day=((0, 96.0),)),),
    )  # fmt: skip
    # One every quarter of an hour: the four of a sitting wait 45, 30, 15 and 0 minutes on average.
    assert run(model, 20, 1).measures["wait_minutes"].mean() == pytest.approx(22.5, rel=0.08)
