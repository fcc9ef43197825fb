"""The model of the shipped city: who holds what is the charter's, limits are the calendar's, scenarios change the world."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from phancap.calendar import deadlines as lawful
from phancap.charter.view import View
from phancap.competence.oracle import Point, cells
from phancap.competence.transition import holding_when_decided
from phancap.simulation import Model, ModelError, city
from phancap.simulation.city import build_city
from phancap.simulation.city_time import CityTime
from phancap.simulation.layout import lay_out
from phancap.simulation.measure import due_of
from phancap.simulation.oracle import holder
from phancap.territory.atoms import bits
from phancap.workspace.init import init
from phancap.workspace.open import charter_of, shipped

OPTION = "pilot-ninh-kieu-cai-rang"


@pytest.fixture(scope="module")
def model() -> Model:
    """2023: the pilot's powers stand with the districts from its first day; 2024 brings the second wave."""
    return build_city(shipped(), (OPTION,), years="2024")


def test_whoever_does_a_step_is_whom_the_charter_names(model: Model) -> None:
    view = View(charter_of(shipped(), (OPTION,))[1])
    layout = lay_out(model)
    dice = np.random.default_rng(3)
    checked = 0
    for s in dice.choice(len(layout.streams), 40, replace=False).tolist():
        stream = layout.streams[s]
        power = model.procedures[stream.power].id
        unit = view.unit_named(stream.place.partition("#")[0], model.first_day)
        if unit is None or "#" in stream.place:
            continue
        atom = next(bits(view.territory.atoms_of(unit.uid)))
        step = next(k for k, st in enumerate(model.procedures[stream.power].steps) if st.role == "decide")
        starts = layout.phase_start[layout.phase_first[s] : layout.phase_first[s + 1]]
        for filed, now in np.sort(dice.integers(0, model.days, (4, 2))).tolist():
            facts = cells(view, power, "decide", atom, model.first_day + now, {})[0]
            expected = holding_when_decided(
                Point(view, power, "decide", atom, model.first_day + filed, facts), model.first_day + now
            )
            if expected.status != "competent":
                continue
            at = [layout.start + day * 1440.0 for day in (filed, now)]
            phase = int(np.searchsorted(starts, at[1], side="right")) - 1
            line = holder(layout, s, step, phase, at[0], at[1])
            assert model.offices[layout.lines[line].office].id == expected.body
            checked += 1
    assert checked > 60


def test_due_moments_are_those_of_the_calendar_as_known_that_day(model: Model) -> None:
    layout = lay_out(model)
    time = CityTime(charter_of(shipped())[0], model.first_day, model.first_day + model.days)
    dice = np.random.default_rng(1)
    for stream in dice.choice(len(layout.streams), 80).tolist():
        limit = model.procedures[layout.streams[stream].power].limit
        if limit.unit == "unknown":
            continue
        filed = layout.start + float(dice.integers(0, 250 * 1440))
        due = due_of(layout, np.array([filed]), np.array([stream], np.int32))[0]
        moment = int(filed - layout.start) + model.first_day * 1440
        office = lawful.Office(time.calendar.as_known(moment // 1440), time.hours)
        expected = lawful.due_moment(lawful.Limit(limit.value, limit.unit, limit.cutoff), moment, office)
        assert round(due - layout.start) + model.first_day * 1440 == expected


def test_what_no_table_says_is_an_assumption_that_is_counted(model: Model) -> None:
    told = {a.what_en: a.count for a in model.assumptions}
    assert told["dossiers a year in demand.csv, by the figure stated"] > 0
    assert told["dossiers open on the first day"] == 1


def test_a_scenario_changes_the_world_and_keeps_the_dossiers(model: Model) -> None:
    grown = build_city(shipped(), (OPTION,), "ho-so-cao", "2024")
    for one, other in zip(model.demand, grown.demand, strict=True):
        assert other.per_day[0][1] == pytest.approx(3.0 * one.per_day[0][1])
        assert other.laid_out == one.laid_out


def test_without_a_year_it_is_the_present_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "city"
    init(root)
    (root / "demand.csv").write_text(
        "power,unit,from,to,dossiers,online_share,source\nxac-nhan-mau,,,,500,0.5,vi-du\n", encoding="utf-8"
    )
    monkeypatch.setattr(city, "today", lambda: date(2024, 5, 6).toordinal())
    model = build_city(root)
    assert (model.first_day, model.days) == (date(2024, 1, 1).toordinal(), 366)


@pytest.mark.parametrize("years", ["2024-", "-2024", "-", "abc", "0", "2026-2025", "1800", "99"])
def test_years_that_are_none_are_refused(years: str) -> None:
    with pytest.raises(ModelError):
        build_city(shipped(), years=years)
