"""The difference of two governments: applied to one it gives the other, and its rows never overlap."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from random_city import COLUMNS, make_city, write_table

from phancap.charter.conditions import Box, Span, box_of, parse_condition
from phancap.charter.view import View
from phancap.cli.diff import diff as command
from phancap.competence.diff import changes, difference
from phancap.competence.diff_boxes import Side, on_common_land
from phancap.competence.oracle import Facts, Point, cells, holding
from phancap.competence.regions import pieces
from phancap.formats.days import format_day, parse_day
from phancap.territory.atoms import bits
from phancap.workspace.open import charter_of
from tests.competence.small import write

Row = dict[str, Any]
TABLES = ("staff", "facilities", "budget", "demand")


def side(folder: Path, option: str = "", day: str | None = None) -> tuple[Side, dict[str, list[Row]]]:
    loaded, charter = charter_of(folder, (option,) if option else ())
    return Side(View(charter), parse_day(day) if day else None), loaded.tables


def rows_of(folder: Path, a: tuple[str, str | None], b: tuple[str, str | None]) -> list[Row]:
    (first, old), (second, new) = side(folder, *a), side(folder, *b)
    return difference(first, second, old, new)


# -- the property --------------------------------------------------------------------------------------------


def written(found: Any) -> tuple[str, str, str]:
    """An answer as a row tells it: organ or organs, status, instrument."""
    bodies = "+".join(sorted({link.body for link in (found.chain[-1:] or found.rivals)}))
    return bodies, found.status, found.chain[-1].grant.instrument if found.chain else ""


def told(row: Row, side: str) -> tuple[str, str, str]:
    shown = row[side]
    if shown is None:
        return "", "gap", ""
    return shown["id"], shown.get("status", "competent"), row[f"instrument_{side}"] or ""


def land_of(view: View, row: Row) -> int:
    """The atoms that the names of a row mean."""
    mask = 0
    for name in row["where"]:
        piece = view.territory.all_atoms
        for uid in name.split("&"):
            piece &= view.territory.atoms_of(uid)
        mask |= piece
    return mask


def fits(box: Box, facts: Facts) -> bool:
    for fact, axis in box.items():
        value = facts[fact]
        inside = axis.holds(int(value)) if isinstance(axis, Span) else value in axis
        if not inside:
            return False
    return True


class Applied:
    """The rows of a difference, ready to be looked up."""

    def __init__(self, view: View, rows: list[Row]) -> None:
        self.by_power: dict[tuple[str, str], list[tuple[int, Box, Row]]] = {}
        for row in rows:
            if row["kind"] in ("power", "role"):
                box = box_of(parse_condition(row["condition"]), view.fact_types(row["power"]))
                self.by_power.setdefault((row["power"], row["role"]), []).append(
                    (land_of(view, row), box, row)
                )

    def at(self, point: Point, day: int) -> list[Row]:
        return [
            row
            for mask, box, row in self.by_power.get((point.power, point.role), ())
            if mask >> point.atom & 1
            and parse_day(row["from"]) <= day < parse_day(row["to"])
            and fits(box, point.facts)
        ]


def points(rng: random.Random, left: View, right: View, n: int) -> Iterator[tuple[Point, int]]:
    for _ in range(n):
        power = rng.choice(sorted({*left.powers, *right.powers}))
        roles = sorted({g.role for g in right.grants_of(power)} | {"decide"})
        cuts = [left.horizon.start, *left.cuts(power), *right.cuts(power), left.horizon.end - 1]
        day = min(
            max(rng.choice(cuts) + rng.choice((-1, 0, 0, 1, 40)), left.horizon.start), left.horizon.end - 1
        )
        atom = rng.randrange(right.territory.count)
        role = rng.choice(roles)
        facts: Facts = {}
        for view in (left, right):
            facts |= rng.choice(cells(view, power, role, atom, day, facts))
        for name, (kind, values) in right.fact_types(power).items():
            if name not in facts:
                facts[name] = (
                    rng.choice(values)
                    if kind == "category"
                    else "yes"
                    if kind == "bool"
                    else rng.randrange(9)
                )
        yield Point(right, power, role, atom, day, facts), day


def proposed(folder: Path, seed: int) -> Path:
    """An option over a random city: some grants withdrawn, some given to another class."""
    rng = random.Random(seed)
    with (folder / "grants.csv").open(encoding="utf-8", newline="") as file:
        grants = [
            row for row in csv.DictReader(file) if row["instrument"] != "withdraw" and not row["corrects"]
        ]
    option = folder / "options" / "khac"
    option.mkdir(parents=True)
    (option / "option.toml").write_text('name = "Khác"\n', encoding="utf-8")
    rows = []
    for number, row in enumerate(rng.sample(grants, min(8, len(grants)))):
        day = f"{rng.randint(2021, 2026)}-0{rng.randint(1, 9)}-01"
        rows.append({**dict.fromkeys(row, ""), "grant": f"option-w{number}", "power": row["power"], "instrument": "withdraw",
                     "overrides": row["grant"], "from": day, "act": row["act"]})  # fmt: skip
        if rng.random() < 0.7:
            holder = rng.choice(("ubnd-tinh", "ubnd-huyen", "ubnd-xa", "so-xd"))
            rows.append(
                {
                    **row,
                    "grant": f"option-n{number}",
                    "holder": holder,
                    "from": day,
                    "to": "",
                    "known": "",
                    "overrides": "",
                }
            )
    write_table(option / "grants.csv", COLUMNS["grants"].split(","), rows)
    return folder


@pytest.mark.parametrize("seed", range(8))
def test_the_difference_of_an_option_applied_to_the_base_gives_the_option(tmp_path: Path, seed: int) -> None:
    folder = proposed(make_city(seed, tmp_path / "city"), seed)
    (first, old), (second, new) = side(folder), side(folder, "khac")
    rows = difference(first, second, old, new)
    left, right = on_common_land(first.view, second.view)
    applied = Applied(right, rows)
    differ = 0
    for point, day in points(random.Random(seed), left, right, 400):
        before = written(holding(point._replace(view=left)))
        after = written(holding(point))
        found = applied.at(point, day)
        assert len(found) == (before != after), (point[1:], before, after, found)
        for row in found:
            assert (told(row, "before"), told(row, "after")) == (before, after)
            differ += 1
    assert differ or not rows


@pytest.mark.parametrize("seed", range(8, 14))
def test_the_difference_of_two_days_applied_to_one_gives_the_other(tmp_path: Path, seed: int) -> None:
    folder = make_city(seed, tmp_path / "city")
    rng = random.Random(seed)
    days = [format_day(parse_day("2021-01-01") + rng.randrange(2500)) for _ in range(2)]
    (first, old), (second, new) = side(folder, day=days[0]), side(folder, day=days[1])
    rows = difference(first, second, old, new)
    left, right = on_common_land(first.view, second.view)
    applied = Applied(right, rows)
    on = [parse_day(day) for day in days]
    for point, _ in points(rng, left, right, 300):
        before = written(holding(point._replace(view=left, day=on[0])))
        after = written(holding(point._replace(day=on[1])))
        found = applied.at(point, on[1])
        assert len(found) == (before != after), (point[1:], days, before, after, found)
        assert all((told(row, "before"), told(row, "after")) == (before, after) for row in found)


@pytest.mark.parametrize("seed", range(14, 20))
def test_organs_differ_just_where_the_rows_say(tmp_path: Path, seed: int) -> None:
    folder = make_city(seed, tmp_path / "city")
    days = ("2022-03-04", "2025-08-01")
    rows = [row for row in rows_of(folder, ("", days[0]), ("", days[1])) if row["kind"] == "organisation"]
    view = side(folder)[0].view
    told_of: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        classes = {shown["id"].partition("/")[0] for shown in (row["before"], row["after"]) if shown}
        for cls in classes & view.classes.keys():
            for atom in bits(land_of(view, row)):
                told_of.setdefault((cls, atom), []).append(row)
    for cls in view.classes:
        for atom in range(view.territory.count):
            old, new = (view.body_at(cls, atom, parse_day(day)) for day in days)
            found = told_of.get((cls, atom), [])
            assert len(found) == (old != new)
            for row in found:
                assert ((row["before"] or {}).get("id", ""), (row["after"] or {}).get("id", "")) == (old, new)


def cells_of_rows(
    rows: list[Row], every: list[Row], types: Any
) -> dict[tuple[Any, ...], list[tuple[int, str, str]]]:
    """For each change and cell of facts the atoms and days it covers: boxes may be cut this way or that.

    A fact is cut at each bound that some row of ``every`` names, a word stands alone.
    """
    bounds: dict[str, dict[str, set[int]]] = {}
    for row in every:
        for fact, axis in box_of(parse_condition(row["condition"]), types(row["power"])).items():
            edges = {edge for edge in axis if edge is not None} if isinstance(axis, Span) else set()
            bounds.setdefault(row["power"], {}).setdefault(fact, set()).update(edges)
    found: dict[tuple[Any, ...], list[tuple[int, str, str]]] = {}
    for row in rows:
        box = box_of(parse_condition(row["condition"]), types(row["power"]))
        sides = [(row[s] or {}).get("id", "") + (row[s] or {}).get("status", "") for s in ("before", "after")]
        key = (
            row["kind"],
            row["power"],
            row["role"],
            *sides,
            row["instrument_before"],
            row["instrument_after"],
        )
        kinds, own = types(row["power"]), bounds.get(row["power"], {})
        cut = [[(fact, value) for _, value in pieces(kinds[fact], own[fact])] for fact in sorted(own)]
        for cell in product(*cut):
            if fits(box, dict(cell)):
                found.setdefault((*key, cell), []).extend(
                    (atom, row["from"], row["to"]) for atom in bits(row["_mask"])
                )
    return {key: joined(sorted(stretches)) for key, stretches in found.items()}


def joined(stretches: list[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    """Stretches of one atom that follow one another as one."""
    result: list[tuple[int, str, str]] = []
    for atom, start, end in stretches:
        if result and result[-1][0] == atom and result[-1][2] == start:
            result[-1] = (atom, result[-1][1], end)
        else:
            result.append((atom, start, end))
    return result


@pytest.mark.parametrize("seed", range(30, 42))
def test_the_tables_find_what_asking_the_oracle_finds(tmp_path: Path, seed: int) -> None:
    folder = proposed(make_city(seed, tmp_path / "city"), seed)
    rng = random.Random(seed)
    days = [format_day(parse_day("2021-01-01") + rng.randrange(2500)) for _ in range(2)]
    for a, b in ((None, None), (days[0], days[0]), (days[0], days[1])):
        sides = side(folder, day=a)[0], side(folder, "khac", day=b)[0]
        fast, plain = (changes(*sides, plain=plain) for plain in (False, True))
        assert [row for row in fast if row["kind"] == "limit"] == [
            row for row in plain if row["kind"] == "limit"
        ]
        whole = [[row for row in rows if row["kind"] != "limit"] for rows in (fast, plain)]
        covered = [cells_of_rows(rows, whole[0] + whole[1], sides[1].view.fact_types) for rows in whole]
        assert covered[0].keys() ^ covered[1].keys() == set()
        assert covered[0] == covered[1]


def test_nothing_differs_from_itself(tmp_path: Path) -> None:
    folder = make_city(3, tmp_path / "city")
    assert rows_of(folder, ("", None), ("", None)) == []
    assert rows_of(folder, ("", "2023-01-01"), ("", "2023-01-01")) == []


# -- rows ----------------------------------------------------------------------------------------------------

ROOT = "g1,phep,,assign,,ubnd-tinh,*,,,,1/2014/QH13,Đ.1,,,"
DOWN = "d,phep,,decentralise,ubnd-tinh,ubnd-huyen,d101@2020-01-01,{},2022-01-01,2024-01-01,4/2021/QĐ-UBND,Đ.1,,move,"
OPTION_ACT = "act,type,issuer,issuer_unit,signed,in_force,status\n"


def option(folder: Path, **tables: str) -> Path:
    target = folder / "options" / "thu"
    target.mkdir(parents=True)
    (target / "option.toml").write_text('name = "Thử"\n', encoding="utf-8")
    for name, text in tables.items():
        (target / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def given(folder: Path, grant: str, **tables: str) -> list[Row]:
    head = (write(folder, ROOT) / "grants.csv").read_text(encoding="utf-8").partition("\n")[0]
    option(folder, grants=f"{head}\n{grant}\n", **tables)
    return rows_of(folder, ("", None), ("thu", None))


def test_a_gift_is_one_row_a_unit_with_the_act_that_makes_it(tmp_path: Path) -> None:
    (row,) = given(tmp_path, DOWN.format("value < 5000"))
    assert {key: row[key] for key in ("kind", "power", "role", "where", "condition", "from", "to")} == {
        "kind": "power", "power": "phep", "role": "decide", "where": ["d101@2020-01-01"],
        "condition": "value >= 0 and value < 5000", "from": "2022-01-01", "to": "2024-01-01",
    }  # fmt: skip
    assert (row["before"]["id"], row["after"]["id"]) == (
        "ubnd-tinh/p01@2020-01-01",
        "ubnd-huyen/d101@2020-01-01",
    )
    assert (row["instrument_before"], row["instrument_after"]) == ("assign", "decentralise")
    assert (row["needs"]["act"], row["needs"]["organ"]) == (
        "quyết định (văn bản quy phạm pháp luật)",
        "UBND cấp tỉnh",
    )


def test_what_a_committee_may_hand_down_needs_its_decision_whatever_the_option_writes(tmp_path: Path) -> None:
    law = (
        ROOT.replace("g1,", "n,").replace("ubnd-tinh,*", "ubnd-huyen,*").replace("1/2014/QH13", "9/2021/QH15")
    )
    acts = OPTION_ACT + "9/2021/QH15,luật,Quốc hội,,2021-06-01,2022-01-01,proposed\n"
    rows = given(tmp_path, law.replace(",*,,,", ",*,,2022-01-01,"), acts=acts)
    assert {(r["needs"]["act"], r["needs"]["organ"]) for r in rows} == {
        ("quyết định (văn bản quy phạm pháp luật)", "UBND cấp tỉnh")
    }


def test_what_nobody_may_hand_on_needs_the_national_assembly(tmp_path: Path) -> None:
    law = "n,phep,,assign,,so,*,,2022-01-01,,9/2021/QH15,Đ.1,,move,"
    classes = "hdnd-xa,HĐND cấp xã,Council,commune,council\n"
    head = "class,name,name_en,level,kind\n"
    acts = OPTION_ACT + "9/2021/QH15,luật,Quốc hội,,2021-06-01,2022-01-01,proposed\n"
    organisation = "class,where,from,to\nhdnd-xa,*,,\n"
    rows = given(tmp_path, law.replace(",so,", ",hdnd-xa,").replace("9/2021/QH15,Đ", "9/2021/QH15,Đ"), acts=acts,
                 classes=head + classes, organisation=organisation)  # fmt: skip
    powers = [row for row in rows if row["kind"] == "power"]
    assert powers
    assert all(row["needs"]["organ"] in ("Quốc hội", "UBND cấp tỉnh") for row in powers)


def test_taking_back_a_gift_is_the_givers_to_do(tmp_path: Path) -> None:
    folder = write(tmp_path, f"{ROOT}\n{DOWN.format('')}")
    (row,) = rows_of(folder, ("", "2023-12-31"), ("", "2024-01-02"))[:1]
    assert row["needs"] == {"act": "văn bản thu hồi của cơ quan đã giao", "organ": "UBND cấp tỉnh",
                            "instrument": "withdraw", "provision": ""}  # fmt: skip


def test_organs_have_names_and_the_keys_of_a_body(tmp_path: Path) -> None:
    folder = write(tmp_path, ROOT)
    rows = [r for r in rows_of(folder, ("", "2025-06-30"), ("", "2025-07-01")) if r["kind"] == "organisation"]
    gone = [row["before"] for row in rows if row["after"] is None]
    assert {body["name"] for body in gone} == {"UBND quận Trong", "UBND huyện Ngoài"}
    assert all(body.keys() == {"id", "name", "class", "unit"} for body in gone)


def test_staff_are_compared_day_by_day_and_key_by_key(tmp_path: Path) -> None:
    folder = write(
        tmp_path, ROOT, staff="body,unit,skill,posts,filled,from,to\nso,,luật,3,2,,\nso,,đất,1,1,,\n"
    )
    option(folder, staff="body,unit,skill,posts,filled,from,to\nso,,luật,2,2,2023-01-01,2024-01-01\n")
    (row,) = rows_of(folder, ("", None), ("thu", None))
    assert (row["kind"], row["from"], row["to"], row["where"]) == ("staff", "2023-01-01", "2024-01-01", ["*"])
    assert row["before"] == {"id": "so", "name": "Sở Ví Dụ", "skill": "luật", "posts": 3, "filled": 2}
    assert row["after"]["posts"] == 5


def test_limits_differ_from_day_to_day(tmp_path: Path) -> None:
    limits = "power,case,channel,value,unit,from,to\nphep,,,5,day,,2024-01-01\nphep,,,3,day,2024-01-01,\n"
    powers = "power,name,name_en,field,kind,place_rule,required,joint\nphep,Cấp phép,Permit,f,procedure,site,yes,\n"
    folder = write(tmp_path, ROOT, limits=limits, powers=powers)
    rows = [row for row in rows_of(folder, ("", "2023-01-01"), ("", "2024-01-01")) if row["kind"] == "limit"]
    assert [(row["before"]["value"], row["after"]["value"]) for row in rows] == [(5, 3)]


def test_the_terminal_shows_classes_and_counts_places(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        ROOT
        + "\n"
        + ROOT.replace("g1", "n")
        .replace("ubnd-tinh", "ubnd-xa")
        .replace("*,,,,1/2014/QH13", "*,,,,2/2025/QH15"),
    )
    run = CliRunner().invoke(
        command, ["base@2025-06-30", "base@2025-07-01", "--workspace", str(folder)], standalone_mode=False
    )
    assert (
        "UBND cấp tỉnh → UBND cấp xã · p01@2020-01-01" in run.output
        or "UBND cấp tỉnh → UBND cấp xã · 2 nơi" in run.output
    )
    assert "UBND cấp huyện → không ai · 2 nơi · 01-07-2025" in run.output
