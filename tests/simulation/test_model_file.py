"""Models in a file: the shipped examples, and what is refused with its row and the reason before anything runs."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest

from phancap.simulation import ModelError, read_model
from phancap.simulation.model_file import model_from
from phancap.simulation.run import run

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
BASE: dict[str, Any] = tomllib.loads(
    """
format = 1
name = "small"
days = 20
places = ["north", "south"]
calendars = [{ id = "office", mon-fri = ["08:00-12:00", "13:00-17:00"] }]
offices = [{ id = "shop/{place}", calendar = "office" }, { id = "city", calendar = "office" }]
desks = [{ office = "shop/{place}", skill = "clerk", staff = 2 }, { office = "city", skill = "clerk", staff = 3 }]
procedures = [{ id = "permit", limit = { value = 2, unit = "working_day" }, steps = [
  { id = "intake", skill = "clerk", minutes = 10 }, { id = "decide", skill = "clerk", minutes = 20, rework = 0.1, back_to = "intake" } ] }]
routes = [{ office = "shop/{place}", phases = [{ start = 10, office = "city", rule = "move" }] }]
arrivals = [{ power = "permit", place = "*", per_day = 12 }]
"""
)


def changed(path: str, value: Any) -> dict[str, Any]:
    """BASE with one thing at a path like ``desks.0.staff`` changed (``None``: taken away)."""
    keys = copy.deepcopy(BASE)
    *parents, last = path.split(".")
    here: Any = keys
    for name in parents:
        here = here[int(name)] if isinstance(here, list) else here[name]
    key: Any = int(last) if isinstance(here, list) else last
    if value is None:
        del here[key]
    else:
        here[key] = value
    return keys


def test_places_repeat_entries_and_powers_move() -> None:
    model = model_from(BASE, "small.toml")
    assert [o.id for o in model.offices] == ["shop/north", "shop/south", "city"]
    assert {(r.place, r.phases[1].office("decide")) for r in model.routes} == {
        ("north", "city"),
        ("south", "city"),
    }
    result = run(model, 2, 1)
    assert set(result.by_office) == {"shop/north", "shop/south", "city"}  # by the holder on the day of filing
    assert result.by_office["city"]["dossiers"].mean() == pytest.approx(240, rel=0.3)
    assert result.by_desk["city:clerk"]["utilisation"][0] > 0


@pytest.mark.parametrize(
    "path, value, place, word",
    [
        ("desks.0.staff", -1, "desks[1]", "negative"),
        ("desks.0.staff", 1.5, "desks[1]", "whole"),
        ("desks.0.staff", [[0, 2], [0, 3]], "desks[1]", "ascend"),
        ("desks.0.skill", "typist", "steps[1]", "done by nobody"),
        ("desks.1.staff", 0, "steps[1]", "done by nobody"),  # only from day 10 on, but then nobody may
        ("calendars.0", {"id": "office"}, "offices[1]", "not open"),
        ("calendars.0.mon-fri", ["17:00-08:00"], "calendars[1]", "opening comes before closing"),
        ("calendars.0.mon-fri", ["8 to 5"], "calendars[1]", "hh:mm-hh:mm"),
        ("calendars.0.monday", ["08:00-09:00"], "calendars[1]", "weekday"),
        ("procedures.0.steps.1.rework", 1.0, "procedures[1]", "never end"),
        ("procedures.0.steps.1.rework", 1.2, "steps[2]", "between 0 and 1"),
        ("procedures.0.steps.0.back_to", "decide", "procedures[1]", "before it"),
        ("procedures.0.steps.0.minutes", 0, "steps[1]", "greater than 0"),
        ("procedures.0.steps.0.minutes", float("nan"), "steps[1]", "number"),
        ("procedures.0.steps.0.distribution", "log-normal", "steps[1]", "lognormal"),
        ("procedures.0.steps", [], "procedures[1]", "no steps"),
        ("offices.1.calendar", "ofice", "offices[2]", "office"),
        ("offices.1.closes", 15, "routes[1]", "closes on day 15"),
        ("routes.0.phases.0.rule", "moves", "phases[2]", "move"),
        ("routes.0.phases.0.office", "town", "phases[2]", "there is no office"),
        ("arrivals.0.per_day", -3, "arrivals[1]", "negative"),
        ("arrivals.0.per_day", 0, "small.toml", "no dossier"),
        ("arrivals.0.per_day", 1e9, "small.toml", "more than"),
        ("arrivals.0.power", "permitt", "arrivals[1]", "permit"),
        ("arrivals.0.pr_day", 3, "arrivals[1]", "per_day"),
        ("days", 0, "small.toml", "days"),
        ("days", "ten", "small.toml", "number"),
        ("format", 2, "small.toml", "format = 1"),
        ("desks", 7, "small.toml", "[[desks]]"),
        ("procedures.0.limit", {"value": 2, "unit": "week"}, "procedures[1].limit", "working_day"),
        ("procedures.0.limit", {"unit": "same_day", "cutoff": "25:00"}, "procedures[1].limit", "hh:mm"),
        ("desks.0.staff", [[0, float("nan")]], "desks[1]", "[day, number]"),
        ("desks.0.staff", [[0.5, 2]], "desks[1]", "whole"),
        ("desks.0.staff", [[0, 1e14]], "desks[1]", "at most 1,000,000"),
        ("desks.0.skills", ["clerk"], "desks[1]", "both `skill` and `skills`"),
        ("procedures.0.steps.1.rework", 0.9999999999, "procedures[1]", "`rework` is close to 1"),
        ("procedures.0.steps.0.spread", 1e14, "steps[1]", "at most 100"),
        ("procedures.0.steps.0", {"id": "a", "outside": 9, "minutes": 9}, "steps[1]", "both `minutes` and `outside`"),
        ("procedures.0.steps.0", {"id": "a", "outside": 9, "skill": "clerk"}, "steps[1]", "means nothing"),
        ("procedures.0.steps.0.silence_days", 3, "steps[1]", "means nothing"),
        ("procedures.0.steps.0.batch", {"size": 10**12, "wait_days": 1}, "steps[1]", "at most 1,000,000"),
        ("procedures.0.steps.0.batch", {"size": 3}, "steps[1]", "`wait_days` is missing"),
        ("routes.0.phases.0.by_step", {"decid": "move"}, "phases[2]", "`decide`"),
        ("routes.0.phases.0.learning", {"extra": -1}, "phases[2].learning", "negative"),
        ("arrivals.0.per_year", 3, "arrivals[1]", "both `per_day` and `per_year`"),
        ("days", 10**9, "small.toml", "at most 1,000,000"),
        ("first_day", "9999-12-20", "small.toml", "outside the calendar"),
        ("first_day", [], "small.toml", "YYYY-MM-DD"),
        ("places", ["north", "north"], "small.toml", "twice"),
        ("places", ["north", 3], "small.toml", "text"),
        ("steps", 3, "small.toml", "{ ... }"),
        ("calendars.0.off", [1.5], "calendars[1]", "day"),
        ("calendars.0.mon-", ["08:00-09:00"], "calendars[1]", "weekday"),
    ],
)
def test_what_cannot_run_is_refused_with_its_row(path: str, value: Any, place: str, word: str) -> None:
    with pytest.raises(ModelError) as caught:
        model_from(changed(path, value), "small.toml")
    lines = caught.value.lines("en")
    assert any(place in line and word in line for line in lines), lines
    assert all(caught.value.lines("vi"))


@pytest.mark.parametrize("values", [[1, "x"], [1, float("nan")], [1, float("inf")]])
def test_an_observed_value_that_is_no_number_is_not_dropped(values: list[Any]) -> None:
    keys = changed("procedures.0.steps.0.distribution", "empirical")
    keys["procedures"][0]["steps"][0]["values"] = values
    with pytest.raises(ModelError, match="values"):
        model_from(keys, "small.toml")


def test_spells_of_absence_may_be_too_fine() -> None:
    keys = changed("desks.0.absence", 0.1)
    keys["desks"][0]["spell_days"] = 1e-9
    with pytest.raises(ModelError, match="spell_days"):
        model_from(keys, "small.toml")


def test_every_fault_is_told_at_once() -> None:
    keys = changed("desks.0.staff", -1)
    keys["arrivals"][0]["per_day"] = -1
    with pytest.raises(ModelError) as caught:
        model_from(keys, "small.toml")
    assert len(caught.value.faults) >= 2


@pytest.mark.parametrize("text", ["", "format = 1", "x = [", "\x00", 'format = 1\ndays = 3\nname = "x"'])
def test_a_file_that_is_no_model_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError):
        read_model(tmp_path / "m.toml")


def test_the_examples_are_what_they_say() -> None:
    queue = read_model(EXAMPLES / "mmc.toml")
    assert sum(d.per_day[0][1] for d in queue.demand) / 1440 / 5 == pytest.approx(0.9)
    shops = read_model(EXAMPLES / "one-stop.toml")
    assert len(shops.offices) == 9
    assert len(shops.procedures) == 25
    assert sum(d.per_day[0][1] for d in shops.demand) * 365 == pytest.approx(300_000, rel=1e-6)
