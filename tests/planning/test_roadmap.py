"""The road map: nothing begins before what it waits for, the budget year holds, the critical path is the longest."""

from __future__ import annotations

import io
import json
from xml.etree import ElementTree

import openpyxl
import pytest
from click.testing import CliRunner

from phancap.cli.verbs import cli
from phancap.formats.days import parse_day
from phancap.planning.assumed import Assumed
from phancap.planning.consequences import Sides
from phancap.planning.roadmap import Placed, Roadmap, Task, _critical, _schedule, roadmap, tomorrow
from phancap.planning.roadmap_chart import gantt_svg, gantt_xlsx, table


@pytest.fixture(scope="module")
def found(pilot: Sides) -> Roadmap:
    return roadmap(pilot, parse_day("2022-03-01"))


def by_id(found: Roadmap) -> dict[str, Placed]:
    return {item.task.id: item for item in found.placed}


def test_nothing_begins_before_what_it_waits_for(found: Roadmap) -> None:
    places = by_id(found)
    for item in found.placed:
        assert item.start >= found.start
        assert item.end == item.start + item.task.days
        assert all(places[id].end <= item.start for id in item.task.after)
        assert item.task.not_before is None or item.start >= item.task.not_before
        assert item.slack >= 0


def test_money_waits_for_the_budget_year_unless_it_is_there(pilot: Sides, found: Roadmap) -> None:
    # The option's own budget rows begin on 1-10-2022, before the next 1 January.
    assert by_id(found)["money"].start == parse_day("2022-10-01")
    assert by_id(roadmap(pilot, parse_day("2022-03-01"), money_now=True))["money"].start == parse_day("2022-03-01")
    late = by_id(roadmap(pilot, parse_day("2022-11-05")))
    assert late["money"].start == parse_day("2023-01-01")


def test_a_planned_day_is_not_run_ahead_of_and_a_late_one_is_told(pilot: Sides) -> None:
    early = roadmap(pilot, parse_day("2021-06-01"), money_now=True)
    first = next(s for s in early.switches if s["act"] == "PA-NKCR-2022-phan-cap")
    assert first == {**first, "planned": "2023-01-01", "switch": "2023-01-01", "kept": True}
    late = roadmap(pilot, parse_day("2022-12-01"))
    assert not next(s for s in late.switches if s["act"] == "PA-NKCR-2022-phan-cap")["kept"]


def test_at_most_so_many_acts_are_drafted_at_a_time(pilot: Sides) -> None:
    for drafters in (1, 2):
        drafts = [p for p in roadmap(pilot, parse_day("2022-03-01"), drafters).placed if p.task.drafts]
        days = {day for p in drafts for day in range(p.start, p.end)}
        assert max(sum(p.start <= day < p.end for p in drafts) for day in days) <= drafters


def test_what_can_start_tomorrow_needs_no_act_and_waits_for_nothing(pilot: Sides, found: Roadmap) -> None:
    ready = tomorrow(found)
    assert ready
    assert all(not item.task.act and not item.task.after for item in ready)
    with_money = {item.task.id for item in tomorrow(roadmap(pilot, parse_day("2022-03-01"), money_now=True))}
    assert "money" in with_money
    assert "money" not in {item.task.id for item in ready}


def test_the_critical_path_of_a_small_net_by_hand() -> None:
    def task(id: str, days: int, *after: str) -> Task:
        return Task(id, "law", id, id, "x", days, after)

    made = [task("a", 5), task("b", 3, "a"), task("c", 4), task("d", 2, "b", "c"), task("e", 1, "c")]
    placed = _schedule(made, 0, 3)
    assert {p.task.id: (p.start, p.end) for p in placed} == {
        "a": (0, 5), "b": (5, 8), "c": (0, 4), "d": (8, 10), "e": (4, 5),
    }  # fmt: skip
    assert _critical(placed) == ("a", "b", "d")


def test_a_circle_is_told() -> None:
    made = [Task("a", "law", "a", "a", "x", 1, ("b",)), Task("b", "law", "b", "b", "x", 1, ("a",))]
    with pytest.raises(ValueError, match="wait for each other"):
        _schedule(made, 0, 3)


def test_longer_consultation_moves_the_act_by_as_much(pilot: Sides) -> None:
    start = parse_day("2021-03-01")
    ends = [by_id(roadmap(pilot, start, assumed=Assumed({"consult_days": days})))["law:PA-NKCR-2022-phan-cap:publish"].end
            for days in (20, 60)]  # fmt: skip
    assert ends[1] - ends[0] == 40


def test_the_pictures_are_the_same_bytes_and_carry_the_stamp(found: Roadmap) -> None:
    svg = gantt_svg(found)
    ElementTree.fromstring(svg)
    assert "GIẢ ĐỊNH" in svg
    assert svg == gantt_svg(found)
    first, second = gantt_xlsx(found), gantt_xlsx(found)
    assert first == second
    sheet = openpyxl.load_workbook(io.BytesIO(first)).active
    assert [cell.value for cell in sheet["A"]][1] == found.placed[0].task.vi
    assert len(table(found)) == len(found.placed) + 1


def test_the_command_gives_the_contract_and_refuses_nonsense() -> None:
    run = CliRunner().invoke(cli, ["roadmap", "model-hcmc", "--json", "--lang", "en"], standalone_mode=False)
    data = json.loads(run.output)
    assert {"tasks", "critical_path", "switches", "tomorrow", "assumptions", "stamp"} <= data.keys()
    assert any(task["organ"] == "Quốc hội" for task in data["tasks"])
    for words, told in ((["roadmap"], "OPTION"), (["roadmap", "khong-co"], "khong-co"), (["roadmap", "model-hcmc", "--assume", "x=1"], "`x`")):
        result = CliRunner().invoke(cli, words)
        assert result.exit_code == 2, words
        assert told in result.output
