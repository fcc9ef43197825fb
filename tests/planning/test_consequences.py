"""What the shipped options bring with them, held against the rows they are written in."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from phancap.planning.assumed import Assumed
from phancap.planning.assumed import shipped as assumptions
from phancap.planning.consequences import Sides, consequences
from phancap.planning.option_cost import yearly
from phancap.workspace.open import shipped

FOLDER = Path(shipped()) / "options" / "pilot-ninh-kieu-cai-rang"


def rows(table: str) -> list[dict[str, str]]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def found(pilot: Sides) -> dict[str, Any]:
    return consequences(pilot)


def test_people_rooms_and_money_are_those_of_the_rows(found: dict[str, Any]) -> None:
    assert found["staff"]["change"] == sum(float(row["posts"]) for row in rows("staff"))
    assert found["staff"]["by_skill"]["xay-dung"] == 5.0
    assert found["facilities"]["capital"] == sum(int(row["cost"]) for row in rows("facilities"))
    assert found["facilities"]["counters"] == 3
    for kind in ("recurrent", "investment", "transfer"):
        stated = sum(int(row["amount"]) for row in rows("budget") if row["kind"] == kind)
        assert found["budget"]["total"][kind] == stated
        assert sum(year.get(kind, 0) for year in found["budget"]["by_year"].values()) == stated
    own = found["budget"]["total"]["recurrent"] + found["budget"]["total"]["investment"]
    assert sum(found["budget"]["by_instrument"].values()) == pytest.approx(own, abs=10)


def test_every_figure_says_where_it_stands(found: dict[str, Any]) -> None:
    for part in ("staff", "facilities", "budget"):
        assert found[part]["at"]
        assert all(":" in at for at in found[part]["at"])
    assert all(at.startswith("demand.csv:") for at in found["dossiers_a_year"]["rows"])
    assert {item["at"].partition(":")[0] for item in found["assumptions"]} == {"planning/assumptions.csv"}
    low, value, high = (found["dossiers_a_year"][key] for key in ("low", "value", "high"))
    assert low <= value <= high


def test_a_power_that_moves_twice_counts_its_dossiers_once(found: dict[str, Any]) -> None:
    # 2.000205 is delegated by one department, then by the one that takes its place.
    times = [p for p in found["powers"] if p["power"] == "2.000205" and p["role"] == "decide"]
    assert len(times) > 2
    instruments = found["dossiers_a_year"]["by_instrument"]
    assert found["dossiers_a_year"]["value"] == pytest.approx(sum(x["value"] for x in instruments.values()))


def test_the_pilot_is_the_citys_to_decide_and_dropping_councils_is_not(found: dict[str, Any], councils: Sides) -> None:
    assert found["needs_national_assembly"] is False
    assert {rung["rung"] for rung in found["ladder"] if rung["needed"]} == {"party", "appraise"}
    other = consequences(councils)
    assert other["needs_national_assembly"] is True
    assert {rung["rung"] for rung in other["ladder"] if rung["needed"]} >= {"government", "assembly"}
    # A unit that loses its council loses its budget level: HCMC's districts became estimate units.
    assert {t["tier"] for t in other["tier"] if t["loses_council"]} == {"estimate_unit"}
    assert other["organisation"]["verdict"] == "leaner"
    assert any("Phó Chủ tịch" in text for text in other["organisation"]["deputies"])


def test_the_legal_path_runs_backwards_from_the_day_the_act_works(found: dict[str, Any]) -> None:
    for path in found["legal_path"]:
        assert path["steps"][0]["from"] == path["start_by"]
        assert path["steps"][-1]["to"] == path["works"]
        assert sum(step["days"] for step in path["steps"]) == path["days"]
        assert all(step["assumption"] in assumptions() for step in path["steps"])
    normative = [path for path in found["legal_path"] if "quy phạm" in path["form"]]
    steps = {step["step"] for path in normative for step in path["steps"]}
    assert {"consult", "appraise", "publish"} <= steps
    delegations = [path for path in found["legal_path"] if "cá biệt" in path["form"]]
    assert delegations
    # A delegation is an individual act: no consultation on a draft, no appraisal.
    assert all({"consult", "appraise"}.isdisjoint(s["step"] for s in path["steps"]) for path in delegations)


def test_more_powers_never_lower_the_scope_and_it_stays_internal(found: dict[str, Any]) -> None:
    profile = found["autonomy"]
    assert profile["internal"] is True
    assert profile["after"]["scope"] >= profile["before"]["scope"]
    assert profile["after"]["discretion"] >= profile["before"]["discretion"]
    assert profile["after"]["finance"] is None  # no register of powers says how much money is one's own
    assert 0 < profile["coded"] < 1


def test_people_live_nearer_to_who_decides(found: dict[str, Any]) -> None:
    assert found["travel"]["after_km"] < found["travel"]["before_km"]


def test_unknown_stays_unknown(found: dict[str, Any]) -> None:
    # Nobody tells what the districts spent before: no ratio is made up.
    assert found["ratios"]["expenditure"]["before"] is None
    assert found["ratios"]["expenditure"]["after"] is None
    assert found["ratios"]["expenditure"]["of_local_budget"] < 0.05


def test_cost_a_year_by_hand(pilot: Sides, found: dict[str, Any]) -> None:
    given = Assumed()
    cost = yearly(found, pilot, given)
    kept = (found["facilities"]["capital"] + found["training"]["cost"]) / 5 + found["facilities"]["running"]
    assert cost["value"] == pytest.approx(18.5 * 180e6 + kept)
    assert cost["low"] < cost["value"] < cost["high"]


def test_an_assumption_that_is_none_is_refused_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="post_district"):
        Assumed({"post_distict": 1.0})
