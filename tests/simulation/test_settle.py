"""The long run: where it is cut, what is held still, and where there is none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from phancap.simulation import (
    Demand,
    Desk,
    ModelError,
    Phase,
    Procedure,
    Route,
    Stock,
    interval,
    read_model,
    run,
)
from phancap.simulation.layout import lay_out
from phancap.simulation.load import load_of
from phancap.simulation.settle import hold_still, settle, settle_together, with_settled
from phancap.simulation.theory import mmc_wait
from tests.simulation.small import moving, step
from tests.simulation.test_command import call

MMC = read_model(Path(__file__).resolve().parents[2] / "examples" / "mmc.toml")
FULL = replace(MMC, demand=(replace(MMC.demand[0], per_day=((0, 7200.0),)),))


def test_a_crowd_at_the_start_is_cut_off() -> None:
    crowd = replace(MMC, days=8, drain_days=1, stock=(Stock("customer", "street", 400),))
    found, settled = settle(crowd, 3)
    # Half a dossier a minute leaves more than comes: some 800 of 11,520 minutes until the crowd is gone.
    assert 0.3 < settled.cut_days < 2.0
    assert found.warm_up_days == settled.cut_days
    result = with_settled(run(found, 200, 3, workers=2, steady=True), settled)
    bounds = interval(result.measures["wait_minutes"], 0.99)
    assert bounds["low"] <= mmc_wait(4.5, 1.0, 5) <= bounds["high"]  # type: ignore[operator]
    told = result.as_json(lang="en")["results"]
    assert told["steady"] | {"truncated_days": 0} == {
        "rule": "MSER-5", "settled": True, "truncated_days": 0, "days": 8, "samples": 1000, "runs": 5, "why": None,
        "as_on": "0", "held": {},
    }  # fmt: skip
    assert told["validation"]["erlang_c"]["wait_minutes"] == pytest.approx(mmc_wait(4.5, 1.0, 5))


@pytest.mark.parametrize("per_day", [7200.0, 7300.0])
def test_a_full_desk_has_no_long_run(per_day: float) -> None:
    full = replace(MMC, warm_up_days=0.0, demand=(replace(MMC.demand[0], per_day=((0, per_day),)),))
    model, settled = settle(full)
    result = with_settled(run(model, 2, 1, steady=True), settled)
    told = result.as_json(lang="en")
    for scope in (told["results"]["overall"], told["results"]["by_power"]["customer"]):
        assert scope["wait_minutes"]["mean"] is scope["cycle_days"]["mean"] is scope["on_time"]["mean"] is None
    assert told["results"]["steady"]["why"] == "full"
    assert "utilisation >= 1" in told["warnings"][0]
    assert "no steady state" in told["warnings"][0]


def test_only_what_goes_through_the_full_desk_has_no_mean() -> None:
    model = replace(
        FULL, offices=(*FULL.offices, replace(FULL.offices[0], id="other")), desks=(*FULL.desks, Desk("quiet", "other", ((0, 9),))),
        procedures=(*FULL.procedures, replace(FULL.procedures[0], id="calm")), routes=(
            Route("customer", "*", (Phase(0, (("*", "counter"),)),)), Route("calm", "*", (Phase(0, (("*", "other"),)),)),
        ), demand=(*FULL.demand, Demand("calm", "street", ((0, 5000.0),))),
    )  # fmt: skip
    found, settled = settle(model)
    told = with_settled(run(found, 2, 1, steady=True), settled).summary()
    assert told["by_power"]["customer"]["wait_minutes"]["mean"] is None
    assert told["by_power"]["calm"]["wait_minutes"]["mean"] is not None
    assert told["by_office"]["other"]["cycle_days"]["mean"] is not None


def test_idle_colleagues_who_may_not_help_do_not_count() -> None:
    # Work of skill b fits the six people together, not the one who has it.
    model = replace(
        MMC, desks=(Desk("many", "counter", ((0, 5),), ("a",)), Desk("one", "counter", ((0, 1),), ("a", "b"))),
        procedures=(Procedure("p", (step("s", 1.0, skill="a"),)), Procedure("q", (step("t", 1.0, skill="b"),))),
        demand=(Demand("p", "x", ((0, 1440.0),)), Demand("q", "x", ((0, 2160.0),))),
    )  # fmt: skip
    load = load_of(lay_out(model))
    assert load.overloaded == (("one", pytest.approx(1.5)),)
    assert load.shares == (("many + one", pytest.approx(2.5 / 6)),)


def test_the_world_is_held_as_on_the_first_day() -> None:
    model = moving("move", closes=3)
    held, counts = hold_still(model)
    assert counts == {"power": 1, "office": 1}
    assert [len(route.phases) for route in held.routes] == [1]
    assert held.offices[0].closes is None
    with pytest.raises(ModelError, match="5 ngày là quá ngắn"):
        settle(model)


def test_two_models_are_measured_from_one_day_on() -> None:
    crowd = replace(MMC, days=8, stock=(Stock("customer", "street", 400),))
    (one, other), settled = settle_together(crowd, replace(crowd, stock=()), 3)
    assert other is not None
    assert one.warm_up_days == other.warm_up_days == settled.cut_days > 0.3


def test_the_command_shows_the_cut(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "full.toml"
    text = (Path(__file__).resolve().parents[2] / "examples" / "mmc.toml").read_text(encoding="utf-8")
    path.write_text(text.replace("6480", "7200"), encoding="utf-8")
    words = ("simulate", "--steady", "--replications", "2", "--model")
    code, out, _ = call(capsys, *words, str(path), "--json", "--lang", "en")
    told = json.loads(out)
    assert code == 0
    assert told["results"]["overall"]["wait_minutes"]["mean"] is None
    assert told["results"]["steady"]["truncated_days"] is None
    code, out, _ = call(capsys, *words, str(path))
    assert "tải >= 1: không có trạng thái ổn định" in out
    path.write_text(text, encoding="utf-8")
    code, out, _ = call(capsys, *words, str(path), "--lang", "en", "--keep", str(tmp_path / "kept"))
    assert code == 0
    assert "of 11 days left out (MSER-5, 5 replications)" in out
