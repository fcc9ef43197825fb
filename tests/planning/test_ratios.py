"""Decentralisation ratios by hand on a small workspace; unknown, with the row that is missing, where a part would pass for all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from phancap.charter.charter import Charter
from phancap.planning.consequences import sides
from phancap.planning.ratios import kept, ratios
from phancap.workspace.load import Workspace
from phancap.workspace.open import charter_of
from tests.planning.tiny import BUDGET, OPTION, spent, tiny, told

ALL = spent(600, (200, 100), (50, 30, 20)) + spent(700, (150, 50), (50, 30, 20), "revenue")


def found(folder: Path, budget: str, more: str = "") -> dict[str, Any]:
    own = {"thi_diem__budget": BUDGET + more} if more else {}
    root = tiny(folder, budget=BUDGET + budget, **own)
    return ratios(sides(OPTION, charter_of(root), charter_of(root, (OPTION,)))._replace())


def test_the_share_below_by_hand(tmp_path: Path) -> None:
    both = found(tmp_path, ALL)
    assert both["year"] == 2023
    assert both["expenditure"]["before"] == both["expenditure"]["after"] == 0.4
    assert both["revenue"]["before"] == 0.3
    assert both["expenditure"]["missing"] == []
    assert both["expenditure"]["why_unknown"] == ""
    assert both["expenditure"]["at"] == ["budget.csv:2-7"]


def test_the_option_adds_below_and_transfers_are_no_spending(tmp_path: Path) -> None:
    more = told("ubnd-huyen", "d990@2021-01-01", "investment", 250) + told("ubnd-huyen", "d990@2021-01-01", "transfer", 999)
    both = found(tmp_path, ALL, more)
    assert both["expenditure"]["before"] == 0.4
    assert both["expenditure"]["after"] == 0.52
    assert both["expenditure"]["moved"] == 250
    assert both["revenue"]["after"] == 0.3


def test_a_total_speaks_of_everything_inside_its_unit(tmp_path: Path) -> None:
    rows = told("ubnd-tinh", "p99@2021-01-01", "recurrent", 1000, "Chi ngân sách địa phương")
    rows += told("ubnd-huyen", "d990@2021-01-01", "recurrent", 300, "Chi ngân sách địa phương")
    rows += told("ubnd-huyen", "d991@2021-01-01", "recurrent", 80) + told("ubnd-xa", "c99003@2021-01-01", "recurrent", 20)
    rows += told("ubnd-xa", "c99001@2021-01-01", "recurrent", 7)  # inside the total of its district: not counted again
    assert found(tmp_path, rows)["expenditure"]["before"] == 0.4


@pytest.mark.parametrize(
    "gone, level, unit",
    [("ubnd-tinh,", "province", ""), ("d991@", "district", "d991@2021-01-01"), ("c99002@", "commune", "c99002@2021-01-01")],
)
def test_one_row_missing_makes_it_unknown_and_is_named(tmp_path: Path, gone: str, level: str, unit: str) -> None:
    rows = "".join(line for line in ALL.splitlines(keepends=True) if gone not in line)
    part = found(tmp_path, rows)["expenditure"]
    assert part["before"] is None
    assert part["after"] is None
    assert [(m["level"], m["unit"]) for m in part["missing"]] == [(level, unit)]
    assert {"day": "2023-01-01", "kinds": ["recurrent", "investment"]}.items() <= part["missing"][0].items()
    assert "budget.csv" in part["why_unknown"]
    assert "01-01-2023" in part["said"]["en"]["why_unknown"]


def test_rows_of_another_year_do_not_speak_of_this_one(tmp_path: Path) -> None:
    part = found(tmp_path, ALL.replace("2023-01-01,2024-01-01", "2021-01-01,2022-01-01"))["expenditure"]
    assert part["before"] is None
    assert len(part["missing"]) == 6


def test_the_shipped_city_tells_what_it_keeps_of_state_revenue_and_nothing_below(base: tuple[Workspace, Charter], pilot: Any) -> None:
    share = kept(base[0].tables)
    assert share is not None
    assert share["value"] == pytest.approx(9_667_900_000_000 / 11_117_000_000_000, abs=1e-4)
    assert share["year"] == 2022
    part = ratios(pilot)["expenditure"]
    assert part["before"] is None
    assert {m["level"] for m in part["missing"]} >= {"district", "commune"}
