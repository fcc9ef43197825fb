"""Logs whose truth is known, traps laid on purpose, and the real log of a Dutch municipality where it is at hand."""

from __future__ import annotations

import json
import math
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from phancap.formats.csv_text import read_csv_bytes
from phancap.formats.event_log import Case, Event, EventLog
from phancap.formats.xes import write_xes
from phancap.simulation import read_model, run
from phancap.simulation.calibrate.arrivals import arrivals_of
from phancap.simulation.calibrate.calibration import Calibration, as_json, calibrate, calibrate_log
from phancap.simulation.calibrate.dossiers import Dossiers, date_only, dossiers_of, late_count, moments_of
from phancap.simulation.calibrate.page import chart_files, html, markdown, page_of
from phancap.simulation.calibrate.predict import figures_of, median_time, predict, split_at
from phancap.simulation.calibrate.save import save
from phancap.simulation.calibrate.steps import office_minutes, phases_of, routing_of, steps_of
from phancap.workspace.tables import TABLES
from tests.simulation.log_world import START, moment, steady

WABO = Path(__file__).resolve().parents[3] / "shared" / "data" / "workload" / "eventlogs" / "receipt.xes.gz"


@pytest.fixture(scope="module")
def found() -> Calibration:
    return calibrate_log(steady(), "own.xes", "0" * 64)


# --- what is fitted is what was true -----------------------------------------------------------------------------


def test_rates_weekdays_and_lumps_are_found_again() -> None:
    stream = np.random.default_rng(5)
    days = np.array([k for k in range(730) if k % 7 < 5])
    counts = stream.poisson(stream.gamma(6 / 2, 2.0, days.size))  # mean 6 a weekday, variance by mean 1 + 2
    arrivals = arrivals_of(np.repeat(days + START.toordinal(), counts) + 0.4)
    assert arrivals.yearly == pytest.approx(6 * 261, rel=0.05)
    assert sum(arrivals.weekdays[:5]) / 5 == pytest.approx(1.4, abs=0.01)
    assert arrivals.weekdays[5:] == (0, 0)
    assert arrivals.dispersion == pytest.approx(3, abs=0.5)
    assert arrivals.p_poisson < 1e-6
    low, high = arrivals.yearly_band()
    assert low < 6 * 261 < high
    even = arrivals_of(np.repeat(days + START.toordinal(), stream.poisson(6, days.size)) + 0.4)
    assert even.dispersion == pytest.approx(1, abs=0.15)
    assert even.p_poisson > 0.01
    assert max(even.months) - min(even.months) < 0.2  # chance is no season


def test_a_season_is_found_and_a_trend_told() -> None:
    stream = np.random.default_rng(6)
    days = np.arange(3 * 365) + date(2021, 1, 1).toordinal()
    rate = np.array([12.0 if date.fromordinal(int(d)).month == 8 else 6.0 for d in days])
    arrivals = arrivals_of(np.repeat(days, stream.poisson(rate)).astype(float))
    assert arrivals.months[7] / np.mean(arrivals.months) == pytest.approx(12 / 6.5, rel=0.1)
    assert abs(arrivals.trend[0]) < 0.1
    growing = arrivals_of(np.repeat(days, stream.poisson(np.linspace(4, 8, days.size))).astype(float))
    assert growing.trend[1] > 0.1


def test_ramps_at_the_ends_are_left_out() -> None:
    stream = np.random.default_rng(7)
    days = np.arange(365) + date(2022, 1, 1).toordinal()
    rate = np.where((np.arange(365) < 31) | (np.arange(365) >= 334), 0.5, 5.0)
    rate[181:212] = 1.0  # a holiday month inside is no ramp
    arrivals = arrivals_of(np.repeat(days, stream.poisson(rate)).astype(float))
    assert (date.fromordinal(arrivals.first), date.fromordinal(arrivals.end)) == (
        date(2022, 2, 1),
        date(2022, 12, 1),
    )
    assert arrivals.left_out == pytest.approx(62, abs=3)


def test_steps_work_and_rework(found: Calibration) -> None:
    names = {step.name: step for step in found.steps}
    assert [step.name for step in found.steps] == ["nhận", "thẩm định", "trả"]
    assert names["nhận"].id == "nhan"
    assert names["thẩm định"].rework == pytest.approx(0.2 / 1.2, abs=0.05)
    assert found.routing.rework == pytest.approx(0.2, abs=0.06)
    for step in found.steps:
        assert step.stamped
        assert (step.work.distribution, step.work.fits) == ("lognormal", True)
        assert step.work.mean == pytest.approx(math.exp(3.08), rel=0.1)
    assert names["trả"].sojourn.mean == pytest.approx(4.5, rel=0.2)


def test_without_starts_work_is_bounded_by_the_same_person_and_dossier_of_the_day() -> None:
    day = START.toordinal()

    def at(hour: float, plus: int = 0) -> datetime:
        return datetime.fromordinal(day + plus) + timedelta(hours=hour)

    log = EventLog(
        [
            Case("1", {}, [Event("a", at(9), resource="an"), Event("b", at(9.5), resource="bình"), Event("c", at(9, 1), resource="an")]),
            Case("2", {}, [Event("a", at(9.25), resource="an"), Event("b", at(9.75), resource="bình")]),
        ],
        [],
    )  # fmt: skip
    steps = {step.name: step for step in steps_of(dossiers_of(log).rows)}
    assert sorted(steps["b"].work.values) == pytest.approx(
        [15, 30]
    )  # bình: 30 since the dossier, 15 since his own
    assert steps["a"].work.values == pytest.approx((15,))  # the first stamp of a person's day tells nothing
    assert steps["c"].work.n == 0  # a night lies between
    assert not steps["b"].stamped


@pytest.mark.parametrize(
    "start, end, minutes",
    [(0.4, 0.45, 72), (0.4, 1.5, 0.1 * 1440 + 0.25 * 1440), (4.4, 7.3, 0.1 * 1440 + 0.05 * 1440), (5.3, 5.4, 144), (2, 1, None)],
)  # fmt: skip
def test_minutes_inside_office_hours(start: float, end: float, minutes: float | None) -> None:
    """Hours from 0.25 to 0.5 of the day; day 0 is a Monday, 4 a Friday; inside one day the plain minutes."""
    got = office_minutes(1 + start, 1 + end, (0.25, 0.5))
    assert math.isnan(got) if minutes is None else got == pytest.approx(minutes)


# --- traps --------------------------------------------------------------------------------------------------------


def traps(log: EventLog) -> dict[str, int]:
    return {trap.id: trap.seen for trap in dossiers_of(log).traps}


def test_a_clean_log_has_no_trap_but_its_open_dossiers() -> None:
    assert set(traps(steady())) == {"still-open", "few-people"}


def test_stamps_without_a_clock_give_no_minutes() -> None:
    log = steady(clock=False)
    assert traps(log)["date-only-events"] == log.events
    assert "order-unknown" not in traps(log)
    assert all(step.work.n == 0 for step in steps_of(dossiers_of(log).rows))


def test_each_trap_is_seen() -> None:
    day = START.toordinal()

    def on(plus: float) -> datetime:
        return datetime.fromordinal(day) + timedelta(days=plus)

    log = EventLog(
        [
            Case("none", {}, []),
            Case("midnight", {"received": on(0), "due": on(9)}, [Event("a", on(1)), Event("b", on(1)), Event("c", on(1.4))]),
            Case("mixed up", {"received": on(0.3)}, [Event("b", on(2.4)), Event("a", on(1.4)), Event("a", on(1.4))]),
            Case("before", {"received": on(5.3), "done": on(4.0)}, [Event("a", on(3.4))]),
        ],
        [],
    )  # fmt: skip
    assert traps(log) == {
        "no-moment": 1, "date-only-events": 2, "order-unknown": 1, "not-in-order": 1, "same-event-twice": 1, "backwards": 1,
        "still-open": 2, "no-limit": 2,
    }  # fmt: skip
    rows = {dossier.id: dossier for dossier in dossiers_of(log).rows}
    assert [step.activity for step in rows["midnight"].steps] == [
        "a",
        "b",
        "c",
    ]  # the file's order inside the day
    assert [step.activity for step in rows["mixed up"].steps] == ["a", "a", "b"]
    assert phases_of([rows["before"]])[0].days == (0.0,)


@pytest.mark.parametrize(
    "clocks, days_only",
    [
        ([(0, 0)] * 30, True),
        (
            [(0, 0)] * 20 + [(1, 6)] * 20 + [(9, k) for k in range(10)],
            True,
        ),  # midnight, and what a time zone made of it
        ([(8, k) for k in range(30)], False),
        ([(8, 0)] * 5, False),  # too few to judge
    ],
)
def test_a_clock_filled_in_by_a_machine(clocks: list[tuple[int, int]], days_only: bool) -> None:
    assert date_only([datetime(2023, 1, 2, *clock) for clock in clocks]) is days_only
    assert date_only([date(2023, 1, 2)] * 4) is True


def test_without_ends_the_last_stamp_stands_and_the_page_says_so() -> None:
    log = steady()
    for case in log.cases:
        case.attributes.pop("Ngày trả", None)
        case.attributes.pop("Hạn xử lý")
    got = calibrate_log(log, "x", "0" * 64)
    assert {"no-end", "no-limit"} <= {trap.id for trap in got.traps}
    assert [figure.part for figure in got.prediction.figures] == ["arrivals", "median"]
    assert "không hồ sơ nào vừa có ngày xong vừa có hạn" in markdown(page_of(got))


def test_a_register_without_activities_is_a_log_of_one_step() -> None:
    text = "Mã hồ sơ,Ngày tiếp nhận,Ngày hẹn trả,Ngày trả\n" + "".join(
        f"{k},{1 + k % 28:02d}/{1 + k // 28:02d}/2024,{3 + k % 28:02d}/{1 + k // 28:02d}/2024,"
        + (f"{2 + k % 28 + (k % 5 == 0) * 1:02d}/{1 + k // 28:02d}/2024\n" if k % 28 < 26 else "\n")
        for k in range(140)
        if k % 28 < 26
    )
    got = calibrate(text.encode(), "so.csv")
    assert (got.cases, got.activities, got.steps) == (130, 0, ())
    assert got.late == 0
    assert [phase.id for phase in phases_of(got.dossiers.rows)] == ["handling"]


# --- late ---------------------------------------------------------------------------------------------------------


def test_late_by_stamps_and_by_days() -> None:
    def dossier(done: float | None, due: float | None) -> Case:
        given: dict[str, Any] = {"received": moment(0)}
        given |= {"done": moment(done)} if done else {}
        given |= {"deadline": moment(due)} if due else {}
        return Case("x", given, [])

    rows = dossiers_of(
        EventLog([dossier(5.5, 5), dossier(6.5, 5), dossier(4, 5), dossier(None, 5), dossier(9, None)], [])
    ).rows
    assert late_count(rows) == (2, 3)
    assert late_count(rows, by_day=True) == (1, 3)  # half past the limit's own day is still that day


# --- foretelling --------------------------------------------------------------------------------------------------


def test_the_median_of_kaplan_and_meier() -> None:
    taken = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    assert median_time(taken, np.array([True] * 5)) == 3
    # By hand: S(1) = 4/5, S(3) = 4/5 * 2/3 = 8/15, S(4) = 8/15 * 1/2 = 4/15.
    assert median_time(taken, np.array([True, False, True, True, False])) == 4
    assert math.isnan(median_time(taken, np.array([True, False, False, False, False])))


def test_open_dossiers_count_with_the_time_so_far() -> None:
    received, done = np.zeros(4), np.array([1.0, 2.0, np.nan, np.nan])
    due = np.array([5.0, 1.0, 5.0, np.nan])
    assert figures_of(received, done, due, 10.0) == (2.0, pytest.approx(2 / 3))
    assert figures_of(received, done, due, 4.0)[1] == pytest.approx(1 / 3)


def test_dossiers_of_one_day_are_not_parted() -> None:
    rows = dossiers_of(steady()).rows
    first, rest = split_at(rows, 0.67)
    assert len(first) + len(rest) == len(rows)
    assert math.floor(first[-1].received) < math.floor(rest[0].received)
    assert len(first) == pytest.approx(0.67 * len(rows), abs=10)


def test_bands_hold_as_often_as_they_say_where_nothing_changes() -> None:
    """Logs of an unchanging office: nine in ten figures lie in their 90 % band."""
    inside: list[bool] = []
    for seed in range(25):
        rows: Dossiers = dossiers_of(steady(180, seed=seed))
        figures = predict(rows.rows, rows.end, rounds=60, seed=seed).figures
        assert [figure.part for figure in figures] == ["arrivals", "median", "overdue"]
        inside += [bool(figure.inside) for figure in figures]
    assert 0.8 <= np.mean(inside) <= 0.99


def test_a_change_is_seen_and_named() -> None:
    got = calibrate_log(steady(slower=2.5), "own.xes", "0" * 64)
    assert got.prediction.fits is False
    assert {"median", "overdue", "phase-handling"} <= set(got.prediction.at_fault)
    assert "KHÔNG dự báo đúng" in markdown(page_of(got))
    assert [figure.inside for figure in got.prediction.by_engine] == [False, False]


def test_a_hundred_parts_are_not_named_one_by_one() -> None:
    """And of many steps some differ by chance: together they are doubted as one part is."""
    log = steady()
    cases = [
        case._replace(
            events=[*case.events, *(case.events[-1]._replace(activity=f"việc {k}") for k in range(60))]
        )
        for case in log.cases
        if case.events
    ]
    got = calibrate_log(EventLog(cases, []), "own.xes", "0" * 64)
    assert not [part for part in got.prediction.at_fault if part.startswith("step:")]
    late = [part._replace(fits=False) for part in got.prediction.parts]
    out = [figure._replace(inside=False) for figure in got.prediction.figures]
    page = markdown(
        page_of(got._replace(prediction=got.prediction._replace(parts=tuple(late), figures=tuple(out))))
    )
    assert "phần khác (xem bảng)" in page
    assert page.count("việc 59`: tỷ lệ") == 1  # in the table


def test_the_simulation_foretells_what_resampling_foretells(found: Calibration) -> None:
    ours = {figure.part: figure for figure in found.prediction.figures}
    engine = {figure.part: figure for figure in found.prediction.by_engine}
    assert found.prediction.fits is True
    assert engine["median"].middle == pytest.approx(ours["median"].middle, rel=0.1)
    assert engine["overdue-by-day"].inside
    assert engine["median"].inside


def test_too_few_dossiers_to_try_is_said() -> None:
    got = calibrate_log(steady(40), "own.xes", "0" * 64)
    assert got.prediction.fits is None
    assert "Quá ít hồ sơ để thử" in markdown(page_of(got))


# --- what is written ----------------------------------------------------------------------------------------------


def test_tables_have_the_contracts_columns_and_the_model_runs(found: Calibration, tmp_path: Path) -> None:
    written = save(found, tmp_path, "1.013225", "d916@2021-01-01")
    assert {"demand.csv", "service.csv", "sources.csv", "model.toml", "fit.md", "fit.html"} <= set(written)
    for name in ("demand", "service", "sources"):
        grid = read_csv_bytes((tmp_path / f"{name}.csv").read_bytes())
        own = [column.name for column in TABLES[name].columns if column.always]
        assert grid.header == own
        assert grid.rows
        assert not grid.problems
    service = read_csv_bytes((tmp_path / "service.csv").read_bytes()).rows
    assert [cells[1] for _, cells in service] == ["nhan", "tham-dinh", "tra"]
    assert all(float(cells[4]) > 0 for _, cells in service)
    model = read_model(tmp_path / "model.toml")
    result = run(model, replications=3, seed=1)
    assert float(result.measures["dossiers"].mean()) == pytest.approx(found.arrivals.yearly, rel=0.2)
    assert list(tmp_path.glob(".*")) == []


def test_the_page_is_whole_in_both_languages(found: Calibration) -> None:
    for lang in ("vi", "en"):
        page = page_of(found, lang)
        ElementTree.fromstring(html(page).replace("<!doctype html>", "").replace('<meta charset="utf-8">', "").replace(
            '<meta name="viewport" content="width=device-width,initial-scale=1">', ""))  # fmt: skip
        text = markdown(page)
        for name in chart_files(page):
            assert f"]({name})" in text
            ElementTree.fromstring(chart_files(page)[name])
        assert "{" not in text
    assert "every figure lies in its 90 % band" in markdown(page_of(found, "en"))


def test_names_out_of_a_file_stay_text() -> None:
    log = steady(120)
    evil = "<script>alert(1)</script>|`x`\n=cmd()"
    cases = [
        case._replace(events=[event._replace(activity=evil) for event in case.events]) for case in log.cases
    ]
    got = calibrate_log(EventLog(cases, []), 'a"b<i>', "0" * 64)
    assert "<script>" not in html(page_of(got))
    assert "\\<script\\>" in markdown(page_of(got))
    assert '\n="cmd' not in markdown(page_of(got))


def test_json_is_plain(found: Calibration) -> None:
    plain = json.loads(json.dumps(as_json(found), allow_nan=False))
    assert plain["late"]["of"] == found.decided
    assert plain["prediction"]["fits"] is True
    assert [step["step"] for step in plain["steps"]] == ["nhan", "tham-dinh", "tra"]


# --- the real log, where it is at hand ------------------------------------------------------------------------------

OWN = write_xes(steady()).encode()
REAL = [WABO.read_bytes()] if WABO.exists() else []


@pytest.mark.parametrize("data", [OWN, *REAL], ids=["own", *["wabo"] * len(REAL)])
def test_a_log_from_its_file(data: bytes) -> None:
    """The receipt log of the WABO: 377 of 1,329 late; the last third is faster, and the page says so."""
    got = calibrate(data, "log")
    assert got.late <= got.decided <= got.cases
    assert got.late_by_day <= got.late
    if data is OWN:
        assert (got.cases, got.activities) == (240, 3)
        return
    assert (got.cases, got.events, got.activities) == (1_434, 8_577, 27)
    assert (got.late, got.decided) == (377, 1_329)
    assert {trap.id for trap in got.traps} >= {"received-date-only", "still-open", "ramps"}
    received = moments_of(got.dossiers.rows, "received")
    weekdays = np.array([date.fromordinal(int(day)).weekday() < 5 for day in received])
    active = np.unique(np.floor(received[weekdays]), return_counts=True)[1]
    assert active.mean() == pytest.approx(4.4, abs=0.1)
    assert active.var() / active.mean() == pytest.approx(1.86, abs=0.1)
    assert routing_of(got.dossiers.rows).ways == 116
    # Honest either way: each figure is in its band, or its part is named on the page.
    page = markdown(page_of(got))
    assert got.prediction.fits is False
    assert {"median", "overdue", "phase-before"} <= set(got.prediction.at_fault)
    assert "từ tiếp nhận đến bước đầu" in page
    # On the stretch before the change, the same model holds.
    early = got.dossiers.rows[:900]
    assert predict(early, early[-1].received).fits is True
