"""What the tables of a small city may say of its offices: open stock, sittings, consultation, absence, learning, cost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from phancap.simulation import Learning, Model, ModelError
from phancap.simulation.city import build_city
from phancap.simulation.layout import lay_out
from phancap.simulation.measure import due_of
from phancap.simulation.run import run
from phancap.workspace.init import init
from tests.simulation.small import laid
from tests.simulation.test_command import call

TABLES = {
    "demand.csv": "power,unit,from,to,dossiers,online_share,source\ncap-phep-mau,c99001@2021-01-01,2021-01-01,2028-01-01,500,0.5,vi-du\n",
    "service.csv": "power,step,role,skill,minutes,distribution,spread,rework,source\n"
    "cap-phep-mau,1,receive,mot-cua,10,lognormal,0.8,0,vi-du\ncap-phep-mau,2,decide,chuyen-vien,30,lognormal,0.8,0,vi-du\n",
    "staff.csv": "body,unit,skill,posts,filled,from,to,source\n"
    "ubnd-huyen,d990@2021-01-01,mot-cua,2,2,,,vi-du\nubnd-huyen,d990@2021-01-01,chuyen-vien,4,3,,,vi-du\n"
    "ubnd-xa,c99001@2025-07-01,mot-cua,2,2,,,vi-du\nubnd-xa,c99001@2025-07-01,chuyen-vien,4,3,,,vi-du\n",
}
STOCK = "power,unit,day,filed_from,filed_to,step,channel,count,source\n"
Make = Callable[..., Path]


@pytest.fixture
def city(tmp_path: Path) -> Make:
    def make(**files: str) -> Path:
        root = tmp_path / "city"
        init(root)
        (root / "scenarios").mkdir()
        for name, text in (TABLES | {key.replace("__", "/") + ".csv": text for key, text in files.items()}).items():
            if not name.startswith("scenario"):
                (root / name).write_text(text, encoding="utf-8")
        return root

    return make


def told(model: Model) -> dict[str, tuple[float, int]]:
    return {a.what_en: (a.value, a.count) for a in model.assumptions}


def test_a_city_starts_from_what_was_open(city: Make) -> None:
    stock = (
        STOCK + "cap-phep-mau,c99001@2021-01-01,2022-06-30,,,,,900,vi-du\n"
        "cap-phep-mau,c99001@2021-01-01,2022-12-31,2022-12-01,2022-12-11,2,desk,40,vi-du\n"
        "cap-phep-mau,c99001@2021-01-01,2022-12-31,,,,,7,assumption\n"
        "cap-phep-mau,c99001@2021-01-01,2023-06-30,,,,,900,vi-du\n"
    )
    model = build_city(city(open_stock=stock), years="2023")
    # Of the latest count before the first day both rows, of other days none.
    assert [(s.count, s.step, s.channel, s.oldest_days, s.newest_days) for s in model.stock] == [
        (7, "", "online", 0, 0),
        (40, "2", "desk", 31, 21),
    ]
    assert model.stock[1].at == "open_stock.csv:3"
    said = told(model)
    assert "dossiers open on the first day" not in said
    assert said["open dossiers without a day of filing: as if filed on the first day"] == (0, 1)
    assert said["open dossiers in open_stock.csv, by the figure stated"] == (1.0, 1)
    layout, drawn = laid(model)
    old = drawn.filed[drawn.filed < layout.start]
    assert len(old) == 40
    assert layout.start - 31 * 1440 < old.min() < old.max() < layout.start - 21 * 1440
    result = run(model, 2, 1)
    assert result.measures["dossiers"].min() >= 47


def test_the_limit_of_what_was_open_runs_through_the_holidays_before(city: Make) -> None:
    stock = STOCK + "cap-phep-mau,c99001@2021-01-01,2022-12-31,2022-12-15,2022-12-16,2,desk,1,vi-du\n"
    off = "day,kind,instrument,known,source\n" + "".join(f"2022-12-{day},off,x,,vi-du\n" for day in (19, 20, 21))
    root, due = city(open_stock=stock), []
    for calendar in ("", off):
        if calendar:
            (root / "calendar.csv").write_text(calendar, encoding="utf-8")
        model = build_city(root, years="2023")
        layout, drawn = laid(model)
        due.append(due_of(layout, drawn.filed[:1], drawn.stream[:1])[0])
    assert due[0] + 3 * 1440 <= due[1] < due[0] + 6 * 1440


def test_an_old_count_is_taken_and_said(city: Make) -> None:
    model = build_city(city(open_stock=STOCK + "xac-nhan-mau,,2022-12-21,,,,,3,vi-du\n"), years="2023")
    assert sum(s.count for s in model.stock) == 3  # three wards, three dossiers
    assert {s.power for s in model.stock} == {"xac-nhan-mau"}
    (value, _) = told(model)["open dossiers counted before the first day: taken as they were, days between (the last figure)"]
    assert value == 11


def test_without_a_row_the_start_is_an_assumption(city: Make) -> None:
    model = build_city(city(), years="2023")
    assert model.stock == ()
    assert told(model)["dossiers open on the first day"] == (0, 1)


SERVICE = (
    "power,step,role,skill,minutes,distribution,spread,rework,source,back_to,batch,batch_days,outside,silence_days\n"
    "cap-phep-mau,1,receive,mot-cua,10,,,0,vi-du,,,,,\ncap-phep-mau,2,,,2880,fixed,,0,vi-du,,,,yes,3\n"
    "cap-phep-mau,3,decide,chuyen-vien,60,,,0.1,vi-du,1,6,14,,\n"
)


def test_sittings_and_consultation_stand_in_the_service_table(city: Make) -> None:
    model = build_city(city(service=SERVICE), years="2023")
    one, asked, sitting = model.procedures[0].steps
    assert asked.work is None
    assert asked.outside is not None
    assert (asked.outside.minutes, asked.silence_days) == (2880, 3.0)
    assert sitting.batch is not None
    assert (sitting.batch.size, sitting.batch.wait_days, sitting.back_to) == (6, 14.0, "1")
    assert (one.visit, asked.visit) == ("desk", "none")
    assert run(model, 2, 1).measures["cycle_days_p50"].min() > 2.0


def test_absence_and_cost_stand_in_the_staff_table(city: Make) -> None:
    staff = (
        "body,unit,skill,posts,filled,from,to,source,absence,spell_days,cost_a_year\n"
        "ubnd-huyen,d990@2021-01-01,mot-cua,2,2,,,vi-du,0.1,3,100000000\n"
        "ubnd-huyen,d990@2021-01-01,chuyen-vien,3,3,,,vi-du,,,150000000\n"
        "ubnd-huyen,d990@2021-01-01,chuyen-vien,1,1,,,vi-du,0.2,,190000000\n"
    )
    model = build_city(city(staff=staff), years="2023")
    desks = {desk.skills[0]: desk for desk in model.desks}
    assert (desks["mot-cua"].absence, desks["mot-cua"].spell_days) == (0.1, 3.0)
    assert (desks["chuyen-vien"].absence, desks["chuyen-vien"].cost_a_year) == (0.2, 160e6)
    cost = run(model, 2, 1).as_json()["results"]["overall"]["cost"]
    assert cost["mean"] == pytest.approx((2 * 100e6 + 4 * 160e6) * 365 / 365.25)


def test_a_cost_nobody_states_is_unknown_not_nought(capsys: pytest.CaptureFixture[str], city: Make) -> None:
    words = ("simulate", "--workspace", str(city()), "--years", "2023", "--replications", "2")
    results = json.loads(call(capsys, *words, "--json")[1])["results"]
    assert results["overall"]["cost"] == {"mean": None, "low": None, "high": None}
    assert results["by_office"]["ubnd-huyen/d990@2021-01-01"]["cost"]["mean"] is None
    shown = call(capsys, *words)[1]
    assert any(line.split() == ["chi", "phí", "người,", "đồng", "chưa", "rõ"] for line in shown.splitlines())


def test_a_scenario_makes_moved_powers_slow_and_people_absent(city: Make) -> None:
    root = city()
    (root / "scenarios" / "moi.toml").write_text(
        "assumption = true\n[[learning]]\nclass = 'ubnd-xa'\nextra = 0.5\nhalf_days = 30\n[[staff]]\nskill = 'chuyen-vien'\n"
        "absence = 0.1\n",
        encoding="utf-8",
    )
    model = build_city(root, scenario="moi", years="2025")
    (route,) = model.routes
    assert [phase.learning for phase in route.phases] == [None, Learning(0.5, 30.0)]
    assert {desk.skills[0]: desk.absence for desk in model.desks} == {"mot-cua": 0.0, "chuyen-vien": 0.1}
    layout = lay_out(model)
    assert layout.learning[0, 30] == pytest.approx(1.25)


@pytest.mark.parametrize(
    "table, text, place, word",
    [
        ("demand", TABLES["demand.csv"].replace("500", "-5"), "demand.csv:2", "`dossiers` is -5"),
        ("demand", TABLES["demand.csv"].replace("0.5", "1.5"), "demand.csv:2", "`online_share`"),
        ("service", TABLES["service.csv"].replace(",30,", ",-30,"), "service.csv:3", "`minutes`"),
        ("service", TABLES["service.csv"].replace("0,vi-du\ncap", "1,vi-du\ncap"), "service.csv:2", "never end"),
        ("service", TABLES["service.csv"].replace("lognormal", "lognormel"), "service.csv:2", "lognormal"),
        ("service", SERVICE.replace("vi-du,1,6", "vi-du,4,6"), "service.csv:4", "one before it"),
        ("service", SERVICE.replace("6,14", "0,14"), "service.csv:4", "`batch` is 0"),
        ("service", SERVICE.replace("6,14", "6,"), "service.csv:4", "`batch_days` is missing"),
        ("service", SERVICE.replace("yes,3", "no,3"), "service.csv:3", "`silence_days` means nothing"),
        ("service", SERVICE.replace("2,,,2880", "2,,mot-cua,2880"), "service.csv:3", "`skill` means nothing"),
        ("staff", TABLES["staff.csv"].replace("2,2", "-2,2"), "staff.csv:2", "`posts` is -2"),
        ("open_stock", STOCK + "cap-phep-mau,,2022-12-31,,,,,-3,vi-du\n", "open_stock.csv:2", "`count` is -3"),
        ("open_stock", STOCK + "cap-phep-mau,,2022-12-31,,,9,,3,vi-du\n", "open_stock.csv:2", "no step `9`"),
        ("open_stock", STOCK + "cap-phep-mau,,2022-12-31,2023-02-01,,,,3,vi-du\n", "open_stock.csv:2", "not yet filed"),
        ("open_stock", STOCK + "cap-phep-mau,,2022-12-31,2022-02-01,2022-01-01,,,3,vi-du\n", "open_stock.csv:2", "empty"),
        ("scenario", "[[staff]]\nabsence = 0.1\nfrom = 2023-01-01\n", "staff[1]", "whole run"),
        ("scenario", "[[staff]]\nabsence = 1.0\n", "staff[1]", "between 0 and 1"),
        ("scenario", "[[learning]]\nhalf_days = 3\n", "learning[1]", "extra"),
        ("scenario", "[[learning]]\nextra = 1\nhalf_days = 0\n", "learning[1]", "> 0"),
        ("scenario", "[[demand]]\nfactor = inf\n", "demand[1]", "number"),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_its_row(city: Make, table: str, text: str, place: str, word: str) -> None:
    root = city(**{table: text})
    if table == "scenario":
        (root / "scenarios" / "x.toml").write_text("assumption = true\n" + text, encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        build_city(root, scenario="x" if table == "scenario" else "", years="2023")
    lines = caught.value.lines("en")
    assert any(place in line and word in line for line in lines), lines
    assert all(caught.value.lines("vi"))
