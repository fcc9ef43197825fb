"""The shipped city's tables of acts, powers and grants hold together, read as plain CSV.

No loader is used on purpose: a defect of the loader must not hide a defect of the rows.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from functools import cache
from pathlib import Path

import pytest

import phancap

CITY = Path(phancap.__file__).parent / "cities" / "can_tho"
TABLES = (
    "acts",
    "provisions",
    "powers",
    "codes",
    "limits",
    "facts",
    "grants",
    "transitions",
    "tensions",
    "accepted",
    "sources",
    "demand",
)
KEYS = {
    "acts": ("act",),
    "provisions": ("act", "provision"),
    "powers": ("power",),
    "codes": ("power", "code", "from"),
    "limits": ("power", "case", "channel", "from"),
    "facts": ("power", "fact"),
    "grants": ("grant",),
    "transitions": ("grant", "stage"),
    "tensions": ("tension", "reading"),
    "accepted": ("code", "key"),
    "sources": ("source",),
    "demand": ("power", "unit", "from", "to"),
}
LIMIT_UNITS = {"working_day", "day", "hour", "month", "same_day", "unknown"}
PLACE_RULES = {"site", "residence", "seat", "anywhere"}
INSTRUMENTS = {"assign", "devolve", "decentralise", "delegate", "withdraw", "substitute"}
ROLES = {"receive", "prepare", "appraise", "verify", "consult", "consent", "decide", "sign"}
ROLES |= {"supervise", "complaint"}
PROVISION = re.compile(r"(Đ\.\d+[a-zđ]?( k\.\d+[a-zđ]?( đ\.[a-zđ])?)?|PL\.[0-9]+[a-z]?)$")
REFORM, LAPSE = "2025-07-01", "2027-03-01"

# Twenty moves of the reform: power, holder before, holder after. `None`: not known from a source.
TWENTY = [
    ("1.013225", "ubnd-huyen", "ubnd-xa"),
    ("chap-thuan-dia-diem-xay-dung", "ubnd-huyen", "ubnd-xa"),
    ("2.000806", "ubnd-huyen", "ubnd-xa"),
    ("2.000528", "ubnd-huyen", "ubnd-xa"),
    ("2.000748", "ubnd-huyen", "ubnd-xa"),
    ("2.000779", "ubnd-huyen", "ubnd-xa"),
    ("1.001612", "phong-tai-chinh-ke-hoach-huyen", "phong-kinh-te-ha-tang-do-thi-xa"),
    ("1.005280", "phong-tai-chinh-ke-hoach-huyen", "phong-kinh-te-ha-tang-do-thi-xa"),
    ("1.013978", "ubnd-huyen", "ct-ubnd-xa"),
    ("thu-hoi-dat", "ubnd-huyen", "ct-ubnd-xa"),
    ("1.012796", "ubnd-huyen", "ct-ubnd-xa"),
    ("2.000620", "phong-kinh-te-huyen", "ubnd-xa"),
    ("thanh-lap-truong-mam-non", "ct-ubnd-huyen", "ct-ubnd-xa"),
    ("dang-ky-le-hoi", "ubnd-huyen", "ubnd-xa"),
    ("thong-bao-bieu-dien-nghe-thuat", None, "ubnd-xa"),
    ("hoi-dong-tu-van-thue", "ct-ubnd-huyen", "ct-ubnd-xa"),
    ("thu-phi-bao-ve-moi-truong", None, "ubnd-xa"),
    ("yeu-cau-toa-an-bao-ve-tre-em", None, "ct-ubnd-xa"),
    ("xac-nhan-doi-tuong-nha-o-xa-hoi", "ubnd-huyen", "ubnd-xa"),
    ("quyet-toan-du-an-hoan-thanh", None, "ct-ubnd-xa"),
]


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    with (CITY / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def column(table: str, name: str) -> frozenset[str]:
    return frozenset(row[name] for row in rows(table))


def listed(cell: str) -> list[str]:
    return [item.strip() for item in cell.split(",") if item.strip()]


@cache
def act(number: str) -> dict[str, str]:
    return next(row for row in rows("acts") if row["act"] == number)


def in_force(grant: dict[str, str], day: str, known: str = "9999-12-31") -> bool:
    """The grant's own days and its act's; whether the holder exists is the organisation's matter."""
    its = act(grant["act"])
    if grant["instrument"] == "withdraw" or its["signed"] > known:
        return False
    ended = its["ends"] and not (its["ended_by"] and act(its["ended_by"])["signed"] > known)
    start = max(grant["from"], its["operates"] or its["in_force"])
    return start <= day and all(not end or day < end for end in (grant["to"], ended and its["ends"]))


@pytest.mark.parametrize("table", TABLES)
def test_sorted_by_key_and_unique(table: str) -> None:
    keys = [tuple(row[name] for name in KEYS[table]) for row in rows(table)]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("table", TABLES)
def test_no_stray_blanks(table: str) -> None:
    for row in rows(table):
        for name, value in row.items():
            assert value == " ".join(value.split()), (table, name, value)


@pytest.mark.parametrize("table", TABLES)
def test_dates_are_days(table: str) -> None:
    for row in rows(table):
        for name in ("signed", "in_force", "operates", "ends", "known", "from", "to", "verified_on", "day"):
            if row.get(name):
                assert dt.date.fromisoformat(row[name]).isoformat() == row[name]
        if row.get("from") and row.get("to"):
            assert row["from"] < row["to"]


def test_every_row_names_a_known_source() -> None:
    known = column("sources", "source") | {"assumption"}
    for table in ("acts", "powers", "limits", "grants", "demand"):
        for row in rows(table):
            assert row["source"] in known, (table, row)


def test_references() -> None:
    powers, acts, grants = column("powers", "power"), column("acts", "act"), column("grants", "grant")
    for table in ("codes", "limits", "facts", "grants", "demand"):
        assert column(table, "power") <= powers | {"*"}, table
    for table in ("provisions", "limits", "grants", "transitions"):
        assert column(table, "act") - {""} <= acts, table
    for row in rows("acts"):
        assert row["ended_by"] in acts | {""}, row["act"]
        assert not row["authority"] or row["authority"].split(" ")[0] in acts
        assert not (row["ended_by"] and not row["ends"]), row["act"]
    for row in rows("grants"):
        assert row["act"] in acts
        assert set(listed(row["overrides"])) <= grants
    for row in rows("tensions"):
        assert set(listed(row["grants"])) <= grants
    assert column("transitions", "grant") <= grants


def test_order_of_an_acts_days() -> None:
    for row in rows("acts"):
        days = [row[name] for name in ("signed", "in_force", "operates", "ends") if row[name]]
        assert days == sorted(days), row["act"]


def test_closed_words() -> None:
    for row in rows("powers"):
        # Empty: the limit is dated in `limits`, or none is known.
        assert row["limit_unit"] in LIMIT_UNITS | {""}, row["power"]
        assert row["place_rule"] in PLACE_RULES, row["power"]
        assert row["kind"] in {"procedure", "function", "budget", "inspection", "appointment"}
        assert row["required"] in {"", "yes", "no"}
        counted = row["limit_unit"] not in {"", "unknown", "same_day"}
        assert bool(row["limit_value"]) == counted, row["power"]
    for row in rows("limits"):
        assert row["unit"] in LIMIT_UNITS
        assert not row["value"] or int(row["value"]) > 0
        assert not row["cutoff"] or re.fullmatch(r"\d\d:\d\d", row["cutoff"])
    for row in rows("grants"):
        assert row["instrument"] in INSTRUMENTS, row["grant"]
        assert row["role"] in ROLES, row["grant"]
        assert bool(row["grantor"]) == (row["instrument"] in {"decentralise", "delegate"}), row["grant"]
        assert row["transition"] == "" or re.fullmatch(
            r"stay|move|successor|filing-law|assign:[a-z-]+", row["transition"]
        )
    for row in rows("facts"):
        assert row["type"] in {"integer", "money", "area", "category", "bool"}
        assert (row["type"] == "category") == bool(row["values"])


def test_one_spelling_of_types_and_issuers() -> None:
    for name in ("type", "issuer"):
        values = column("acts", name)
        assert len({value.casefold() for value in values}) == len(values)


def test_provisions_are_written_one_way() -> None:
    cells = [row["provision"] for table in ("grants", "limits", "provisions") for row in rows(table)]
    for cell in cells:
        assert not cell or PROVISION.fullmatch(cell), cell


def test_conditions_use_declared_facts() -> None:
    declared = {(row["power"], row["fact"]): row for row in rows("facts")}
    for row in rows("grants"):
        for part in row["condition"].split(" and ") if row["condition"] else ():
            match = re.fullmatch(r"(\w+) (<=|>=|<|>|=|in) (.+)", part)
            assert match, row["grant"]
            fact = declared.get((row["power"], match[1])) or declared.get(("*", match[1]))
            assert fact, (row["grant"], match[1])
            values = re.sub(r"[{}]", "", match[3]).replace(" ", "").split(",")
            if fact["type"] == "category":
                assert set(values) <= set(fact["values"].split("|"))
            elif fact["type"] == "bool":
                assert values in (["yes"], ["no"])
            else:
                assert all(value.isdigit() for value in values)


def test_a_code_names_one_power_at_a_time() -> None:
    seen: dict[str, list[dict[str, str]]] = {}
    for row in rows("codes"):
        assert re.fullmatch(r"\d\.\d{6}", row["code"])
        for other in seen.setdefault(row["code"], []):
            assert (other["to"] and other["to"] <= row["from"]) or (row["to"] and row["to"] <= other["from"])
        seen[row["code"]].append(row)


def test_assumptions_are_few() -> None:
    sources = [row["source"] for row in rows("grants")]
    assert sources.count("assumption") * 10 <= len(sources)


def test_delegations_end_and_decentralisations_do_not() -> None:
    for row in rows("grants"):
        if row["instrument"] == "delegate":
            assert row["to"], row["grant"]
        if row["instrument"] == "decentralise":
            assert not row["to"], row["grant"]
            assert re.match(r"\d+/\d{4}/", row["act"]), row["grant"]


def test_the_division_decrees_stand_as_the_law_and_lapse() -> None:
    division = [row for row in rows("acts") if row["authority"].startswith("72/2025/QH15")]
    assert len(division) >= 14
    for row in division:
        assert (row["in_force"], row["ends"]) == (REFORM, LAPSE)
        assert row["signed"] in {"2025-06-11", "2025-06-12"}


@pytest.mark.parametrize(("power", "before", "after"), TWENTY)
def test_the_twenty_powers_on_both_sides(power: str, before: str | None, after: str) -> None:
    assert power in column("powers", "power")
    grants = [row for row in rows("grants") if row["power"] == power and row["role"] == "decide"]
    eve, first = ({row["holder"] for row in grants if in_force(row, day)} for day in ("2025-06-30", REFORM))
    assert after in first
    assert before in eve if before else not eve


def test_a_required_power_is_held_from_the_first_day() -> None:
    """Holders may be gone (that is the cliff), but some act speaks of the power from 2021 to the lapse."""
    for power in (row["power"] for row in rows("powers") if row["required"] == "yes"):
        grants = [row for row in rows("grants") if row["power"] == power and row["role"] == "decide"]
        days = {"2021-01-01", "2025-06-30", REFORM, "2027-02-28"}
        days |= {row["from"] or act(row["act"])["in_force"] for row in grants}
        for day in sorted(day for day in days if day >= "2021-01-01"):
            assert any(in_force(row, day) for row in grants), (power, day)


def test_no_person_is_named() -> None:
    text = " ".join((CITY / f"{table}.csv").read_text(encoding="utf-8") for table in TABLES)
    assert not re.search(r"\b(ông|bà|đồng chí) [A-ZĐ]", text)


# Thirteen procedures the national lists show leaving the district on 2025-07-01.
MOVED = (
    "1.001612 1.013225 1.013226 1.013229 1.013234 1.013239 1.013274 "
    "2.000528 2.000720 2.000748 2.000806 2.000815 2.000884"
).split()


def levels_deciding(power: str, day: str, known: str = "9999-12-31") -> set[str]:
    level = {row["class"]: row["level"] for row in rows("classes")}
    found = (row for row in rows("grants") if row["power"] == power and row["role"] == "decide")
    return {level[row["holder"]] for row in found if in_force(row, day, known)}


@pytest.mark.parametrize("code", MOVED)
def test_the_thirteen_that_left_the_district(code: str) -> None:
    power = next(row["power"] for row in rows("codes") if row["code"] == code)
    assert "district" in levels_deciding(power, "2025-06-30")
    assert "commune" in levels_deciding(power, REFORM)


def test_the_reach_of_the_tables() -> None:
    granted = column("grants", "power")
    assert len(granted) >= 150
    assert len({row["field"] for row in rows("powers") if row["power"] in granted}) >= 10
    today = set().union(*(levels_deciding(power, "2024-06-01") for power in granted))
    assert {"province", "district", "commune"} <= today


def cliff(known: str) -> set[str]:
    """Required powers that past the lapse only a district holds, by what was known on a day."""
    required = [row["power"] for row in rows("powers") if row["required"] == "yes"]
    return {power for power in required if levels_deciding(power, LAPSE, known) == {"district"}}


def test_powers_left_to_an_abolished_level() -> None:
    """Past the lapse an older law grants to the district again, and no district exists: that must show."""
    on_the_first_day, today = cliff(REFORM), cliff("2026-11-24")
    assert today < on_the_first_day
    assert {"2.000620", "1.005280", "thanh-lap-truong-tieu-hoc"} <= today
    # Later laws gave these to the commune for good: construction in 2025, civil status in 2026.
    assert {"1.013225", "2.000806"} <= on_the_first_day - today
    assert levels_deciding("2.000806", LAPSE) == {"commune"}


def test_a_clause_said_to_be_read_names_its_reading() -> None:
    for row in (*rows("provisions"), *rows("acts")):
        assert bool(row["verified_by"]) == bool(row["verified_on"])
        assert not row["verified_by"] or row["verified_by"] in column("sources", "source")


def test_a_limit_stands_in_one_place() -> None:
    """A power's own limit holds on every day, so it must not hide dated ones that differ."""
    own = {row["power"]: (row["limit_value"], row["limit_unit"]) for row in rows("powers")}
    for row in rows("limits"):
        assert own[row["power"]] in {("", ""), (row["value"], row["unit"])}, row["power"]


def test_limits_do_not_overlap() -> None:
    seen: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for row in rows("limits"):
        here = (row["from"], row["to"] or "9999-12-31")
        for start, end in seen.setdefault((row["power"], row["case"], row["channel"]), []):
            assert end <= here[0] or here[1] <= start, row["power"]
        seen[row["power"], row["case"], row["channel"]].append(here)
