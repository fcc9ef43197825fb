"""The shipped options: lawful in form, plainly ours, each with what must come along."""

from __future__ import annotations

import csv
import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import phancap
from phancap.charter.view import View
from phancap.cli.verbs import cli
from phancap.competence.report import Report, check
from phancap.formats.days import parse_day
from phancap.law.numbers import has_year, parse
from phancap.workspace.open import charter_of, shipped

CITY = Path(phancap.__file__).parent / "cities" / "can_tho"
PILOT = "pilot-ninh-kieu-cai-rang"
MODELS = ("model-ha-noi", "model-da-nang", "model-hcmc")
OPTIONS = (PILOT, *MODELS)
STAMP = "PHƯƠNG ÁN GIẢ ĐỊNH / DIỄN TẬP - không phải văn bản của cơ quan nhà nước"
PILOT_UNITS = {"d916@2021-01-01", "d919@2021-01-01"}
START, END = "2023-01-01", "2025-07-01"


@cache
def rows(table: str, option: str = "") -> tuple[dict[str, str], ...]:
    path = CITY / "options" / option / f"{table}.csv" if option else CITY / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def about(option: str) -> dict[str, Any]:
    return tomllib.loads((CITY / "options" / option / "option.toml").read_text(encoding="utf-8"))


@cache
def view(*options: str) -> View:
    return View(charter_of(shipped(), options)[1])


@cache
def report(*options: str) -> Report:
    loaded, charter = charter_of(shipped(), options)
    return check(View(charter), loaded.tables)


def diff(before: str, after: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(cli, ["diff", before, after, "--json"])
    found: list[dict[str, Any]] = json.loads(result.output)["rows"]
    return found


@pytest.mark.parametrize("option", OPTIONS)
def test_stamped_and_without_an_invented_number(option: str) -> None:
    assert about(option)["stamp"] == STAMP
    assert about(option)["authors"] == ["nhóm phancap"]
    for row in rows("acts", option):
        assert (row["status"], row["source"]) == ("proposed", "own-proposal")
        assert row["rank"], "a proposal states its rank: its id is no number to read one from"
        assert parse(row["act"]) is None, "looks like the number of a real act"
        assert row["act"].startswith("PA-")
        assert "giả định" in row["title"]


@pytest.mark.parametrize("option", OPTIONS)
def test_sorted_and_sourced(option: str) -> None:
    known = {row["source"] for row in rows("sources")} | {"assumption"}
    for path in sorted((CITY / "options" / option).glob("*.csv")):
        found = rows(path.stem, option)
        assert found, path
        assert {row["source"] for row in found if "source" in row} <= known, path


# -- the pilot ---------------------------------------------------------------------------------


def decided() -> list[dict[str, str]]:
    """What the pilot moves; the rest of its grants say where people then hand their dossiers in."""
    return [row for row in rows("grants", PILOT) if row["role"] == "decide"]


def test_who_decides_also_receives() -> None:
    """A procedure that a district decides is handed in at its one-stop unit, from the same day."""
    first = {row["power"]: row["from"] for row in reversed(decided()) if row["power"][0].isdigit()}
    received = {row["power"]: row for row in rows("grants", PILOT) if row["role"] == "receive"}
    assert received.keys() == first.keys()
    for power, row in received.items():
        assert (row["holder"], row["where"], row["act"]) == (
            "bo-phan-mot-cua-huyen",
            "d916,d919",
            "61/2018/NĐ-CP",
        )
        assert row["from"] <= first[power]


def test_at_least_forty_powers_from_the_first_day_each_with_a_precedent() -> None:
    grants = decided()
    assert len({row["power"] for row in grants if row["from"] == START}) >= 40
    assert {row["source"] for row in grants} == {"hd-127-sxd", "dnsg-nhom-c", "tvpl-d119", "own-proposal"}
    for row in grants:
        assert (row["holder"], row["where"], row["resources"]) == ("ubnd-huyen", "d916,d919", "yes")
        assert row["transition"] == "stay"


def test_the_instrument_is_what_the_law_of_2019_let_a_city_use() -> None:
    """A committee decentralises by a normative act, open-ended; a chair or department delegates, with an end."""
    for row in decided():
        if row["instrument"] == "decentralise":
            assert (row["grantor"], row["to"], has_year(row["act"])) == ("ubnd-tinh", "", True)
        else:
            assert (row["instrument"], bool(row["to"]), has_year(row["act"])) == ("delegate", True, False)


def test_the_districts_hold_the_powers_and_give_them_back() -> None:
    base, pilot = view(), view(PILOT)
    for day, held in (("2022-12-31", False), (START, True), ("2025-06-30", True), (END, False)):
        on = parse_day(day)
        running = {
            g.power
            for p in pilot.powers
            for g in pilot.grants_of(p)
            if g.grant.startswith("pa:") and pilot.life(g).holds(on)
        }
        assert bool(running) == held, day
    assert not any(g.startswith("pa:") for g in base.grants)


def test_check_of_the_pilot_adds_no_open_error() -> None:
    def errors(found: Report) -> set[tuple[str, str]]:
        return {(f.code, f.key) for f in found.findings if f.severity == "error" and f.accepted is None}

    assert errors(report(PILOT)) <= errors(report())


def test_no_power_of_the_pilot_goes_without_means() -> None:
    warned = [f.key for f in report(PILOT).findings if f.code == "PC009" and f.key.startswith("pa:")]
    assert warned == []
    for table in ("staff", "facilities", "budget"):
        found = rows(table, PILOT)
        assert {row["unit"] for row in found} == PILOT_UNITS
        assert {row["source"] for row in found} == {"assumption"}
    assert set(about(PILOT)["ranges"]) == {"staff", "facilities"} | {
        row["kind"] for row in rows("budget", PILOT)
    }
    assert all(low < 1 < high for low, high in about(PILOT)["ranges"].values())


def test_the_transfer_pays_for_what_moves() -> None:
    spent: dict[tuple[str, str], int] = {}
    for row in rows("budget", PILOT):
        if row["from"] >= START:
            sign = -1 if row["kind"] == "transfer" else 1
            key = (row["unit"], row["from"])
            spent[key] = spent.get(key, 0) + sign * int(row["amount"])
    assert set(spent.values()) == {0}


def test_phases_name_every_grant_once() -> None:
    named = [grant for phase in about(PILOT)["phases"] for grant in phase.get("grants", [])]
    assert sorted(named) == sorted(row["grant"] for row in rows("grants", PILOT))


def test_diff_shows_powers_staff_rooms_and_money() -> None:
    found = diff("base", PILOT)
    assert {row["kind"] for row in found} == {"power", "role", "staff", "facility", "budget"}
    moved = [row for row in found if row["kind"] == "power"]
    assert {row["power"] for row in moved} == {row["power"] for row in rows("grants", PILOT)}
    assert all(row["to"] <= END and row["after"]["class"] == "ubnd-huyen" for row in moved)


# -- the models --------------------------------------------------------------------------------

# (class, unit, day, base, Hà Nội, Đà Nẵng, HCMC): does the council exist?
COUNCILS = [
    ("hdnd-xa", "c31141@2021-01-01", "2021-06-30", True, True, True, True),  # a ward, the day before
    ("hdnd-xa", "c31141@2021-01-01", "2021-07-01", True, False, False, False),
    ("hdnd-xa", "c31123@2024-11-01", "2024-12-01", True, False, False, False),  # the merged ward
    ("hdnd-xa", "c31222@2021-01-01", "2022-06-20", True, True, True, True),  # a commune of Phong Điền
    ("hdnd-huyen", "d916@2021-01-01", "2022-06-20", True, True, False, False),
    ("hdnd-huyen", "d926@2021-01-01", "2022-06-20", True, True, True, True),  # a rural district
    ("hdnd-xa", "c31135@2025-07-01", "2025-07-01", True, True, True, True),  # the two-tier city
    ("hdnd-tinh", "p92@2021-01-01", "2022-06-20", True, True, True, True),
]


@pytest.mark.parametrize(("cls", "uid", "day", "base", "hanoi", "danang", "hcmc"), COUNCILS)
def test_councils(cls: str, uid: str, day: str, base: bool, hanoi: bool, danang: bool, hcmc: bool) -> None:
    for option, expected in zip(((), *((m,) for m in MODELS)), (base, hanoi, danang, hcmc), strict=True):
        assert view(*option).exists(f"{cls}/{uid}", parse_day(day)) == expected, option


@pytest.mark.parametrize("option", MODELS)
def test_a_model_is_seen_from_its_adoption_on(option: str) -> None:
    """Asked with the knowledge of 2022, before the records of 2025, the wards have no council either."""
    known = View(charter_of(shipped(), (option,))[1], parse_day("2022-06-20"))
    assert not known.exists("hdnd-xa/c31141@2021-01-01", parse_day("2022-06-20"))
    assert known.exists("hdnd-xa/c31222@2021-01-01", parse_day("2022-06-20"))


@pytest.mark.parametrize("option", MODELS)
def test_diff_shows_the_councils_and_only_them(option: str) -> None:
    found = diff("base", option)
    classes = {(row["before"] or row["after"])["id"].partition("/")[0] for row in found}
    assert {row["kind"] for row in found} == {"organisation"}
    assert classes == ({"hdnd-xa"} if option == "model-ha-noi" else {"hdnd-xa", "hdnd-huyen"})


@pytest.mark.parametrize("option", MODELS)
def test_only_the_national_assembly_could_make_it(option: str) -> None:
    assert {row["issuer"] for row in rows("acts", option)} == {"Quốc hội"}
    form = about(option)["form"]
    assert "Quốc hội" in form["only"]
    assert "45/2022/QH15" in form["not_by_city"]
    assert about(option)["status"] == "historical"


# -- lessons, acceptances ----------------------------------------------------------------------


def test_lessons_are_sourced() -> None:
    known = {row["source"] for row in rows("sources")}
    assert len(rows("lessons")) >= 8
    assert all(row["source"] in known and row["evidence"] and row["answer"] for row in rows("lessons"))
    assert any("Quận 1" in row["evidence"] and row["day"].startswith("2022-06") for row in rows("lessons"))


def test_what_is_accepted_is_found_and_nothing_else_is_open() -> None:
    found = {(f.code, f.key) for f in report().findings}
    accepted = {(row["code"], row["key"]) for row in rows("accepted")}
    assert accepted <= found, "an acceptance outlived its finding"
    assert report().open_errors == 0
    assert not report().proved, "the cliff of 2027-03-01 is accepted, not proved away"
    assert {row["author"] for row in rows("accepted")} == {"nhóm phancap"}


def test_the_cliff_stays_in_sight() -> None:
    cliff = [f for f in report().findings if f.code == "PC001"]
    assert {f.start for f in cliff} == {"2027-03-01"}


def test_only_the_national_assembly_can_make_another_model() -> None:
    """45/2022/QH15 lets Cần Thơ drop no council: every such change needs a law or a resolution."""
    from phancap.charter.view import View
    from phancap.competence.diff import difference
    from phancap.competence.diff_boxes import Side
    from phancap.workspace.open import charter_of, shipped

    base, charter = charter_of(shipped())
    for model in ("model-ha-noi", "model-da-nang", "model-hcmc"):
        other, changed = charter_of(shipped(), (model,))
        rows = difference(Side(View(charter)), Side(View(changed)), base.tables, other.tables)
        assert rows
        assert {row["kind"] for row in rows} == {"organisation"}
        assert {(row["needs"] or {}).get("organ") for row in rows} == {"Quốc hội"}
