"""The shipped city's territory and organs: every unit version since 2021, its lineage, who exists when.

The tables are read as plain CSV, so that a defect of the loader cannot hide a defect of the rows; what
they mean is asked of the charter's own view.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import phancap
from phancap.charter import model as m
from phancap.charter.charter import Charter, Horizon, Records
from phancap.charter.view import View
from phancap.territory.atoms import bits
from phancap.territory.model import Edge, Unit
from phancap.territory.where import parse_where

CITY = Path(phancap.__file__).parent / "cities" / "can_tho"
TODAY = "2026-11-24"
REFORM = "2025-07-01"
LETTER = {"province": "p", "district": "d", "commune": "c"}

# The day an act was published is the day from which its changes are known.
PUBLISHED = {
    "1105/NQ-UBTVQH15": "2024-07-23",
    "1192/NQ-UBTVQH15": "2024-09-28",
    "1668/NQ-UBTVQH15": "2025-06-16",
    "202/2025/QH15": "2025-06-12",
}

# What two public converters say and act 1668 contradicts: homonyms inside the merged city.
REJECTED = [
    ("31240", "31231"), ("31246", "31726"), ("31268", "31666"), ("31378", "31654"), ("31379", "31582"),
    ("31438", "31741"), ("31474", "31741"), ("31480", "31639"), ("31483", "31591"), ("31582", "31378"),
    ("31588", "31201"), ("31606", "31495"), ("31657", "31378"), ("31666", "31288"), ("31669", "31480"),
    ("31714", "31246"), ("31741", "31408"), ("31744", "31473"), ("31771", "31232"),
]  # fmt: skip


def number(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


def day(text: str) -> int | None:
    return number(text) if text else None


def previous(text: str) -> str:
    return (dt.date.fromisoformat(text) - dt.timedelta(days=1)).isoformat()


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    with (CITY / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def versions() -> dict[str, dict[str, str]]:
    """Every unit version as known today: the correcting row where there is one."""
    return {row["uid"]: row for row in sorted(rows("units"), key=lambda row: bool(row["corrects"]))}


def alive(level: str, on: str) -> list[dict[str, str]]:
    return [
        row
        for row in versions().values()
        if row["level"] == level and row["valid_from"] <= on and (not row["valid_to"] or on < row["valid_to"])
    ]


@cache
def view(known: str = "") -> View:
    units = [
        Unit(r["uid"], r["code"], r["name"], r["type"], r["level"], r["parent_code"], number(r["valid_from"]),
             day(r["valid_to"]), r["act"], known=day(r["known"]), corrects=r["corrects"])
        for r in rows("units")
    ]  # fmt: skip
    edges = [
        Edge(number(r["event_date"]), r["from_uid"], r["to_uid"], r["part"], known=day(r["known"]))
        for r in rows("lineage")
    ]
    classes = [m.BodyClass(r["class"], r["name"], level=r["level"], kind=r["kind"]) for r in rows("classes")]
    organisation = [
        m.Presence(r["class"], parse_where(r["where"]), day(r["from"]), day(r["to"]), superior=r["superior"],
                   caretaker_to=day(r["caretaker_to"]), known=day(r["known"]), corrects=r["corrects"])
        for r in rows("organisation")
    ]  # fmt: skip
    tables: dict[str, Any] = {name: [] for name in Records._fields}
    tables |= {"units": units, "lineage": edges, "classes": classes, "organisation": organisation}
    horizon = Horizon(number("2021-01-01"), number("2028-01-01"))
    return View(Charter(horizon, Records(**tables)), day(known))


def organs(holder: str, uid: str, on: str, known: str = "") -> set[str]:
    """The organs of a class over the land that ``uid`` had, on a day, by what was known."""
    seen = view(known)
    atoms = bits(seen.territory.atoms_of(uid))
    return {seen.body_at(holder, atom, number(on)) for atom in atoms}


# -- unit versions ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "of_can_tho", "of_soc_trang", "of_hau_giang"),
    [
        # (phường, xã, thị trấn): 1192 and 1105 state the last two of these themselves
        ("2022-06-20", (42, 36, 5), (17, 80, 12), (13, 51, 11)),
        ("2024-10-31", (42, 36, 5), (16, 80, 12), (13, 51, 11)),
        ("2025-06-30", (39, 36, 5), (16, 80, 12), (13, 51, 11)),
    ],
)
def test_old_provinces_have_their_communes(
    on: str, of_can_tho: tuple[int, ...], of_soc_trang: tuple[int, ...], of_hau_giang: tuple[int, ...]
) -> None:
    above = {row["code"]: row["parent_code"] for row in alive("district", on)}
    assert Counter(above.values()) == {"92": 9, "93": 8, "94": 11}
    seen = Counter((above[row["parent_code"]], row["type"]) for row in alive("commune", on))
    for code, expected in (("92", of_can_tho), ("94", of_soc_trang), ("93", of_hau_giang)):
        assert tuple(seen[code, kind] for kind in ("phường", "xã", "thị trấn")) == expected


@pytest.mark.parametrize("on", [REFORM, TODAY])
def test_todays_city_has_103_communes_and_no_district(on: str) -> None:
    assert Counter(row["type"] for row in alive("commune", on)) == {"phường": 31, "xã": 72}
    assert {row["parent_code"] for row in alive("commune", on)} == {"92"}
    assert alive("district", on) == []
    assert [row["uid"] for row in alive("province", on)] == ["p92@2025-07-01"]


def test_uid_says_level_code_and_first_day() -> None:
    for uid, row in versions().items():
        assert uid == f"{LETTER[row['level']]}{row['code']}@{row['valid_from']}"
        assert row["name"] == row["name"].strip() != ""
        assert not row["valid_to"] or row["valid_from"] < row["valid_to"]


def test_names_are_bare() -> None:
    for row in versions().values():
        assert not row["name"].lower().startswith(("phường ", "xã ", "thị trấn ", "quận ", "huyện ")), row
    wards = {row["name"] for row in alive("commune", "2022-06-20") if row["parent_code"] == "930"}
    assert {"I", "III", "IV", "V", "VII"} <= wards  # Vị Thanh numbers its wards in Roman figures


def test_one_version_a_code_a_day_and_a_parent_on_every_day() -> None:
    by_code: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in versions().values():
        by_code.setdefault((row["level"], row["code"]), []).append(row)
    for same in by_code.values():
        same.sort(key=lambda row: row["valid_from"])
        for earlier, later in zip(same, same[1:], strict=False):
            assert "" < earlier["valid_to"] <= later["valid_from"]
    for row in versions().values():
        if row["level"] == "province":
            assert row["parent_code"] == ""
            continue
        for on in (row["valid_from"], previous(row["valid_to"]) if row["valid_to"] else TODAY):
            above = alive("district", on) + alive("province", on)
            assert [r["code"] for r in above].count(row["parent_code"]) == 1, row


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("31147", "Hưng Lợi", "Tân An"),
        ("31135", "Tân An", "Ninh Kiều"),
        ("31120", "An Hòa", "Cái Khế"),
        ("31201", "Phú Thứ", "Hưng Phú"),
    ],
)
def test_a_code_is_not_an_identity(code: str, before: str, after: str) -> None:
    assert [r["name"] for r in alive("commune", "2025-06-30") if r["code"] == code] == [before]
    assert [r["name"] for r in alive("commune", REFORM) if r["code"] == code] == [after]


# -- what was known when ------------------------------------------------------------------------


def test_an_ended_version_stands_without_end_until_its_end_was_published() -> None:
    first = {row["uid"]: row for row in rows("units") if not row["corrects"]}
    corrections = [row for row in rows("units") if row["corrects"]]
    assert len(first) + len(corrections) == len(rows("units"))
    assert {row["uid"] for row in corrections} == {u for u, row in versions().items() if row["valid_to"]}
    for row in corrections:
        original = first[row["uid"]]
        assert (row["corrects"], original["valid_to"]) == (row["uid"], "")
        assert original["known"] < row["known"] <= row["valid_to"]
        same = ("code", "name", "type", "level", "parent_code", "valid_from", "act")
        assert [row[column] for column in same] == [original[column] for column in same]


def test_a_new_version_is_unknown_before_its_act() -> None:
    for row in rows("units"):
        if row["corrects"]:
            continue
        if row["valid_from"] == "2021-01-01":
            assert (row["act"], row["known"]) == ("", "")
        elif row["act"]:
            assert row["known"] == PUBLISHED[row["act"]]
        else:  # the State list mended the spelling of Thạnh Qưới; no act did
            assert row["uid"] == "c31246@2025-03-01"


def test_known_before_the_reform_the_old_units_go_on() -> None:
    before = view("2025-06-01").territory
    communes = [u for u in before.at_level("commune") if u.alive(number("2025-08-01"))]
    assert len(communes) == 263
    an_phu, on = "c31141@2021-01-01", "2025-08-01"
    assert organs("ubnd-huyen", an_phu, on, "2025-06-01") == {"ubnd-huyen/d916@2021-01-01"}
    assert organs("ubnd-xa", an_phu, on, "2025-06-01") == {"ubnd-xa/c31123@2024-11-01"}
    # before 28-9-2024 nobody knew that An Phú would end
    assert organs("ubnd-xa", an_phu, on, "2024-09-27") == {f"ubnd-xa/{an_phu}"}


# -- lineage ------------------------------------------------------------------------------------


def test_every_end_has_heirs_and_every_beginning_forebears() -> None:
    ends = {(row["from_uid"], row["event_date"]) for row in rows("lineage")}
    begins = {(row["to_uid"], row["event_date"]) for row in rows("lineage")}
    communes = [row for row in versions().values() if row["level"] == "commune"]
    assert ends == {(row["uid"], row["valid_to"]) for row in communes if row["valid_to"]}
    assert begins == {(row["uid"], row["valid_from"]) for row in communes if row["valid_from"] > "2021-01-01"}
    edges = [(row["from_uid"], row["to_uid"]) for row in rows("lineage")]
    assert len(edges) == len(set(edges))


def test_only_three_wards_are_split() -> None:
    outs: dict[str, list[tuple[str, str]]] = {}
    for row in rows("lineage"):
        outs.setdefault(row["from_uid"], []).append((row["part"], row["to_uid"]))
    # Bùi Hữu Nghĩa to Cái Khế and Bình Thủy; Long Tuyền to An Bình; Thốt Nốt to Thuận Hưng
    assert {uid: sorted(out) for uid, out in outs.items() if len(out) > 1} == {
        "c31178@2021-01-01": [("part", "c31120@2025-07-01"), ("remainder", "c31168@2025-07-01")],
        "c31183@2021-01-01": [("part", "c31150@2025-07-01"), ("remainder", "c31183@2025-07-01")],
        "c31207@2021-01-01": [("part", "c31228@2025-07-01"), ("remainder", "c31207@2025-07-01")],
    }
    assert {out[0][0] for out in outs.values() if len(out) == 1} == {"whole"}


def test_the_reform_takes_263_communes_to_103() -> None:
    edges = [row for row in rows("lineage") if row["event_date"] == REFORM]
    old, new = ({edge[end] for edge in edges} for end in ("from_uid", "to_uid"))
    assert (len(edges), len(old), len(new)) == (266, 263, 103)
    assert {(e["act"], e["in_force"], e["known"]) for e in edges} == {
        ("1668/NQ-UBTVQH15", "2025-06-16", "2025-06-16")
    }
    targets: dict[str, set[str]] = {}
    for edge in edges:
        targets.setdefault(edge["provision"], set()).add(edge["to_uid"])
    assert set(targets) == {f"Đ.1 k.{clause}" for clause in range(1, 97)}
    unchanged = targets.pop("Đ.1 k.96")
    assert all(len(made) == 1 for made in targets.values())
    assert {versions()[uid]["name"] for uid in unchanged} == {
        "Tân Lộc", "Trường Long", "Thạnh Phú", "Thới Hưng", "Phong Nẫm", "Mỹ Phước", "Lai Hòa", "Vĩnh Hải",
    }  # fmt: skip


def test_no_edge_that_the_act_contradicts() -> None:
    codes = {
        (versions()[row["from_uid"]]["code"], versions()[row["to_uid"]]["code"])
        for row in rows("lineage")
        if row["event_date"] == REFORM
    }
    assert not codes & set(REJECTED)


def test_an_phu_becomes_thoi_binh_becomes_ninh_kieu() -> None:
    path = ["c31141@2021-01-01"]
    while step := [row for row in rows("lineage") if row["from_uid"] == path[-1]]:
        assert [row["part"] for row in step] == ["whole"]
        path.append(step[0]["to_uid"])
    assert path[1:] == ["c31123@2024-11-01", "c31135@2025-07-01"]
    assert [versions()[uid]["name"] for uid in path] == ["An Phú", "Thới Bình", "Ninh Kiều"]
    assert organs("ubnd-huyen", path[0], "2022-06-20") == {"ubnd-huyen/d916@2021-01-01"}


# -- organs -------------------------------------------------------------------------------------


@pytest.mark.parametrize("holder", ["hdnd-xa", "ubnd-xa", "ct-ubnd-xa", "cong-chuc-xa", "bo-phan-mot-cua-xa"])
def test_the_old_wards_act_until_the_new_one_works(holder: str) -> None:
    for uid in ("c31123@2021-01-01", "c31126@2021-01-01", "c31129@2021-01-01", "c31141@2021-01-01"):
        for on in ("2024-10-31", "2024-11-01", "2024-11-18"):
            assert organs(holder, uid, on) == {f"{holder}/{uid}"}
        for on in ("2024-11-19", "2025-06-30"):
            assert organs(holder, uid, on) == {f"{holder}/c31123@2024-11-01"}
    # no other merger has caretakers: where the first day of work was not read, the new organ is the organ
    assert organs(holder, "c31513@2021-01-01", "2024-09-01") == {f"{holder}/c31522@2024-09-01"}


@pytest.mark.parametrize("holder", ["hdnd-xa", "ubnd-xa", "ct-ubnd-xa"])
def test_councils_and_committees_exist_in_every_commune_on_every_day(holder: str) -> None:
    for on in ("2021-01-01", "2022-06-20", "2024-12-01", "2025-06-30", REFORM, TODAY):
        for row in alive("commune", on):
            assert organs(holder, row["uid"], on) == {f"{holder}/{row['uid']}"}


def test_the_district_level_ends_with_its_organs() -> None:
    district = {row["class"] for row in rows("classes") if row["level"] == "district"}
    assert {"hdnd-huyen", "ubnd-huyen", "ct-ubnd-huyen", "phong-tai-chinh-ke-hoach-huyen"} <= district
    seen = view()
    for holder in district:
        assert organs(holder, "p92@2025-07-01", REFORM) == {""}
    for holder in ("hdnd-huyen", "ubnd-huyen", "ct-ubnd-huyen", "phong-tu-phap-huyen"):
        for row in alive("district", "2025-06-30"):
            assert seen.class_present(holder, seen.territory.units[row["uid"]], number("2025-06-30"))


@pytest.mark.parametrize(
    ("holder", "uid", "on", "there"),
    [
        ("phong-quan-ly-do-thi-huyen", "d916@2021-01-01", "2022-06-20", True),
        ("phong-quan-ly-do-thi-huyen", "d926@2021-01-01", "2022-06-20", False),  # Phong Điền is rural
        ("phong-kinh-te-ha-tang-huyen", "d926@2021-01-01", "2022-06-20", True),
        ("phong-kinh-te-ha-tang-do-thi-huyen", "d926@2021-01-01", "2025-04-01", True),
        ("phong-tai-nguyen-moi-truong-huyen", "d926@2021-01-01", "2025-04-01", False),
        ("phong-tai-nguyen-moi-truong-huyen", "d916@2021-01-01", "2025-06-30", True),
        ("phong-kinh-te-ha-tang-do-thi-xa", "c31135@2025-07-01", TODAY, True),  # phường Ninh Kiều
        ("phong-kinh-te-ha-tang-do-thi-xa", "c31299@2025-07-01", TODAY, False),  # xã Phong Điền
        ("phong-kinh-te-xa", "c31299@2025-07-01", TODAY, True),
        ("trung-tam-phuc-vu-hanh-chinh-cong-xa", "c31299@2025-07-01", TODAY, True),
        ("trung-tam-phuc-vu-hanh-chinh-cong", "p92@2021-01-01", "2024-02-25", False),
        ("trung-tam-phuc-vu-hanh-chinh-cong", "p92@2021-01-01", "2024-02-26", True),
        ("so-nong-nghiep-moi-truong", "p92@2021-01-01", "2022-06-20", False),
        ("so-tai-nguyen-moi-truong", "p92@2021-01-01", "2022-06-20", True),
        ("so-tai-nguyen-moi-truong", "p92@2025-07-01", TODAY, False),
        ("so-dan-toc-ton-giao", "p93@2021-01-01", "2025-06-30", False),  # Hậu Giang: into Sở Nội vụ
        ("so-dan-toc-ton-giao", "p92@2025-07-01", TODAY, True),
        ("so-ngoai-vu", "p94@2021-01-01", "2022-06-20", False),
        ("so-ngoai-vu", "p92@2025-07-01", TODAY, True),
    ],
)
def test_which_office_exists_where_and_when(holder: str, uid: str, on: str, there: bool) -> None:
    assert (organs(holder, uid, on) == {f"{holder}/{uid}"}) is there


def test_fourteen_agencies_of_todays_city() -> None:
    city = "p92@2025-07-01"
    agencies = [row["class"] for row in rows("classes") if row["kind"] == "agency"]
    there = {cls for cls in agencies if organs(cls, city, TODAY) == {f"{cls}/{city}"}}
    assert len(there - {"ban-quan-ly-kcn"}) == 14


def test_each_department_has_its_head() -> None:
    heads = {row["class"] for row in rows("classes") if row["kind"] == "agency_head"}
    for row in rows("classes"):
        if row["kind"] == "agency" and row["class"].startswith("so-"):
            assert f"gd-{row['class']}" in heads


def test_a_correction_of_organs_restates_the_whole_class() -> None:
    corrected = {row["corrects"] for row in rows("organisation") if row["corrects"]}
    for row in rows("organisation"):
        assert row["corrects"] in ("", row["class"])
        if row["corrects"]:
            assert row["known"]
        elif row["class"] in corrected:
            # a row without `corrects` is replaced by any correction, even an earlier one
            later = [r["known"] for r in rows("organisation") if r["corrects"] == row["class"]]
            assert row["known"] < min(later)


def test_organs_refer_to_classes_that_exist() -> None:
    classes = {row["class"]: row for row in rows("classes")}
    assert len(classes) == len(rows("classes"))
    assert {row["class"] for row in rows("organisation")} == set(classes)
    assert {row["superior"] for row in rows("organisation")} - {""} <= set(classes)
    for row in classes.values():
        level = {"province": "cấp tỉnh", "district": "cấp huyện", "commune": "cấp xã"}.get(row["level"], "")
        words = [w for w in ("cấp tỉnh", "cấp huyện", "cấp xã") if w in row["name"]]
        assert words in ([], [level]), row


# -- figures, names, sources --------------------------------------------------------------------


def test_suspect_figures_are_left_out() -> None:
    figures = {(r["unit"], r["measure"]) for r in rows("measures")}
    # An Bình: 5,015 people in the source, almost 39,000 in the press; Ninh Kiều's estimate leans on it
    assert ("c31150@2025-07-01", "population") not in figures
    assert ("d916@2021-01-01", "population") not in figures
    # Vĩnh Lợi: 31.98 km² in the source, 76.7 on the map
    assert ("c31777@2025-07-01", "area") not in figures
    # An Ninh 40 people, Ngọc Tố 47 ...: no commune of the delta lies under 200 people a km² but for such slips
    value = {
        (r["unit"], r["measure"]): int(r["value"]) for r in rows("measures") if r["measure"] != "centroid"
    }
    for (unit, measure), people in value.items():
        if measure == "population" and unit.startswith("c") and (unit, "area") in value:
            assert people / (value[unit, "area"] / 1_000_000) > 200, unit
    for row in rows("measures"):
        assert row["unit"] in versions()
        if row["measure"] in ("area", "population"):
            assert int(row["value"]) > 0
        else:
            assert row["measure"] == "centroid"
            lat, lon = map(float, row["value"].split(","))
            assert 9 < lat < 10.5
            assert 105 < lon < 106.5
    centred = {unit for unit, measure in figures if measure == "centroid"}
    assert centred == {row["uid"] for row in alive("commune", TODAY)}


def test_aliases_and_signatures_name_what_exists() -> None:
    assert {row["uid"] for row in rows("aliases")} <= set(versions())
    assert {row["organ"] for row in rows("signing")} <= {row["class"] for row in rows("classes")}
    assert {row["class"] for row in rows("bodies")} <= {row["class"] for row in rows("classes")}


SOURCED = ("units", "lineage", "aliases", "measures", "organisation", "bodies", "signing")


@pytest.mark.parametrize("table", SOURCED)
def test_every_row_has_a_source_or_says_assumption(table: str) -> None:
    sources = {row["source"] for row in rows("sources")} | {"assumption"}
    assert {row["source"] for row in rows(table)} - sources == set()


@pytest.mark.parametrize("table", ["units", "lineage", "organisation"])
def test_every_act_named_is_in_the_register(table: str) -> None:
    assert {row["act"] for row in rows(table)} - {row["act"] for row in rows("acts")} - {""} == set()


@pytest.mark.parametrize("table", ["lineage", "organisation"])
def test_every_provision_named_is_in_the_register(table: str) -> None:
    register = {(row["act"], row["provision"]) for row in rows("provisions")}
    assert {(row["act"], row["provision"]) for row in rows(table) if row["provision"]} - register == set()
