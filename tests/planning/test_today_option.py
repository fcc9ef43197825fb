"""The shipped option of today's two levels: lawful by the check, stamped, and a road map that says what can start tomorrow."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from phancap.charter.charter import Charter
from phancap.cli.verbs import cli
from phancap.competence.lawful import party_of, rule_book
from phancap.formats.days import parse_day
from phancap.planning.compare import groups_of
from phancap.planning.consequences import Sides, consequences, sides
from phancap.planning.roadmap import roadmap, tomorrow
from phancap.workspace.load import Workspace
from phancap.workspace.open import charter_of, shipped

OPTION = "uy-quyen-sau-phuong"


@pytest.fixture(scope="module")
def today(base: tuple[Workspace, Charter]) -> Sides:
    return sides(OPTION, base, charter_of(shipped(), (OPTION,)))


@pytest.fixture(scope="module")
def found(today: Sides) -> dict[str, Any]:
    return consequences(today)


def test_the_check_finds_nothing_against_it_but_what_it_says_itself() -> None:
    result = CliRunner().invoke(cli, ["check", "--option", OPTION, "--json"], standalone_mode=False)
    mine = [f for f in json.loads(result.output)["findings"] if f["file"].startswith(f"options/{OPTION}/")]
    assert {f["severity"] for f in mine} <= {"note"}
    assert {f["code"] for f in mine} <= {"PC129", "PC130"}


def test_each_grant_stands_on_a_pair_that_was_read(today: Sides) -> None:
    view = today.after
    own = [g for g in view.grants.values() if g.file.startswith(f"options/{OPTION}/")]
    assert len(own) == 8
    for grant in own:
        pair = rule_book(view).pair(grant.instrument, party_of(view, grant.grantor), party_of(view, grant.holder), parse_day("2027-04-01"))
        assert pair.allowed
        assert pair.provision == "72/2025/QH15 Đ.14 k.1"
        assert grant.end == parse_day("2028-01-01")


def test_it_is_todays_stamped_and_the_citys_own_to_decide(today: Sides, found: dict[str, Any]) -> None:
    assert "GIẢ ĐỊNH" in found["stamp"]
    assert found["needs_national_assembly"] is False
    assert [(g.era, g.year) for g in groups_of({OPTION: today})] == [("two-level", "2027")]
    assert found["moved"] == 8
    assert found["unfunded"] == []
    assert {p["instrument"] for p in found["powers"]} == {"delegate"}
    low, value, high = (found["dossiers_a_year"][key] for key in ("low", "value", "high"))
    assert low <= value <= high
    assert found["staff"]["change"] == 6
    assert found["travel"]["after_km"] < found["travel"]["before_km"]


def test_rural_communes_are_linked_to_the_centre(found: dict[str, Any]) -> None:
    assert len(found["rural_links"]) == 72
    known = [link for link in found["rural_links"] if link["km_to_centre"] is not None]
    assert known
    assert all(0 < link["km_to_centre"] < 120 and link["at"] for link in known)
    assert all(link["powers"] == 0 for link in found["rural_links"])


def test_its_road_map_is_kept_and_says_what_can_start_tomorrow(today: Sides) -> None:
    plan = roadmap(today)
    assert all(switch["kept"] for switch in plan.switches)
    ready = [item.task for item in tomorrow(plan)]
    assert any(task.drafts for task in ready)
    assert not any(task.act for task in ready)
    assert {item.task.kind for item in plan.placed} == {"law", "money", "people", "training", "facility", "switch"}
