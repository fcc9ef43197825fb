"""The plain parts of the second reading: tables and their corrections, conditions, ranks, lawful pairs.

Written from the contract alone, for :mod:`reference`; shares no code with the package.
"""

from __future__ import annotations

import csv
import re
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

Row = dict[str, str]
LEVEL = {"p": "province", "d": "district", "c": "commune"}
NEVER = date.max
ALWAYS = date.min
# The day from which a power decentralised once may not be decentralised again (65/2025/QH15 in force).
ONE_HOP_SINCE = date(2025, 3, 1)


def day(text: str) -> date | None:
    """The day a cell states, ``None`` when it states none."""
    return date.fromisoformat(text) if text else None


@cache
def items(text: str) -> list[str]:
    """The items of a list in one cell."""
    return [item.strip() for item in text.split(",") if item.strip()]


def read_table(folder: Path, name: str, options: tuple[str, ...]) -> list[Row]:
    """The rows of one table, in the workspace and in the options asked for."""
    rows: list[Row] = []
    for home in (folder, *(folder / "options" / option for option in options)):
        path = home / f"{name}.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                rows += [{k: (v or "").strip() for k, v in row.items()} for row in csv.DictReader(file)]
    return rows


TABLES = (
    "units", "lineage", "classes", "organisation", "bodies", "acts", "provisions", "powers", "facts",
    "grants", "tensions",
)  # fmt: skip
FIRST_COLUMN = {
    "units": "uid", "lineage": "event_date", "classes": "class", "organisation": "class", "bodies": "body",
    "acts": "act", "provisions": "act", "powers": "power", "facts": "power", "grants": "grant",
    "tensions": "tension",
}  # fmt: skip


def known_of(table: str, row: Row) -> date | None:
    """The day a row was published: its own ``known``, for an act else its day of signing."""
    return day(row.get("known", "")) or (day(row.get("signed", "")) if table == "acts" else None)


def visible(table: str, rows: list[Row], known: date | None) -> list[Row]:
    """Rows published by ``known``, less those that a later published row corrects.

    DOUBT: ``corrects`` names the first column. Where that column does not name one row (organisation, lineage)
    every earlier published row that bears it is replaced, and rows that correct it on one day stand together.
    """
    key = FIRST_COLUMN[table]
    seen = [row for row in rows if known is None or (known_of(table, row) or ALWAYS) <= known]

    def replaced(row: Row) -> bool:
        mine = known_of(table, row) or ALWAYS
        for other in seen:
            if other is row or not other.get("corrects") or other["corrects"] != row[key]:
                continue
            theirs = known_of(table, other) or ALWAYS
            if theirs > mine or (theirs == mine and row.get("corrects") != row[key]):
                return True
        return False

    if not any(row.get("corrects") for row in seen):
        return seen
    return [row for row in seen if not replaced(row)]


def tension_pairs(rows: list[Row]) -> frozenset[tuple[str, str]]:
    """Pairs (winner, loser): grants of the marked reading against those named only in other readings."""
    pairs = set()
    for name in {row["tension"] for row in rows}:
        readings = [row for row in rows if row["tension"] == name]
        chosen = {g for row in readings if row["prevails"] == "yes" for g in items(row["grants"])}
        others = {g for row in readings if row["prevails"] != "yes" for g in items(row["grants"])} - chosen
        pairs |= set(product(chosen, others))
    return frozenset(pairs)


# --- conditions ---------------------------------------------------------------------------------------------


@cache
def parse(condition: str) -> list[tuple[str, str, list[str]]]:
    """``value < 5 and class in {II, III}`` to ``[(fact, operator, values)]``."""
    tests = []
    for part in filter(None, re.split(r"\s+and\s+", condition.strip())):
        match = re.fullmatch(r"\s*([\w.-]+)\s*(<=|>=|<|>|=|\bin\b)\s*(.+?)\s*", part)
        assert match, condition
        fact, operator, value = match.groups()
        tests.append((fact, operator, [v.strip() for v in value.strip("{}").split(",")]))
    return tests


def holds(condition: str, facts: dict[str, Any]) -> bool:
    """Whether complete facts meet a condition."""
    for fact, operator, values in parse(condition):
        mine = facts[fact]
        if isinstance(mine, int):
            numbers = [int(v) for v in values]
            first = numbers[0]
            met = {
                "<": mine < first, "<=": mine <= first, ">": mine > first, ">=": mine >= first,
                "=": mine == first, "in": mine in numbers,
            }[operator]  # fmt: skip
        else:
            met = mine in values
        if not met:
            return False
    return True


def values_of(declared: Row, tests: list[tuple[str, str, list[str]]]) -> list[Any]:
    """One value for every cell of a fact. DOUBT: money and area are never below nought, other numbers may be."""
    if declared["type"] == "category":
        return [v.strip() for v in declared["values"].split("|")]
    if declared["type"] == "bool":
        return ["yes", "no"]
    cuts = set()
    for fact, operator, values in tests:
        if fact == declared["fact"]:
            for value in map(int, values):
                cuts |= {value} if operator in ("<", ">=") else {value + 1} if operator in ("<=", ">") else {value, value + 1}
    least = 0 if declared["type"] in ("money", "area") else min(cuts) - 1
    return [least, *(cut for cut in sorted(cuts) if cut > least)]


def typed(declared: Row, text: str) -> Any:
    """A fact as given on the command line."""
    return int(text) if declared["type"] in ("integer", "money", "area") else text


# --- law ----------------------------------------------------------------------------------------------------

_LOCAL_RANK = {
    ("council", "p"): 40, ("committee", "p"): 30, ("council", "d"): 25, ("committee", "d"): 20,
    ("council", "c"): 15, ("committee", "c"): 10,
}  # fmt: skip


def rank_of(act: Row) -> int:
    """The rank stated, else that of the kind, one less where the number has no year."""
    if act["rank"]:
        return int(act["rank"])
    kind, issuer = act["type"].lower(), act["issuer"].lower()
    if kind == "luật" or issuer == "quốc hội":
        rank = 90
    elif issuer == "ủy ban thường vụ quốc hội":
        rank = 80
    elif kind == "nghị định":
        rank = 70
    elif issuer == "thủ tướng chính phủ":
        rank = 60
    elif kind == "thông tư":
        rank = 50
    else:
        organ = "council" if issuer.startswith("hđnd") else "committee"
        rank = _LOCAL_RANK[organ, act["issuer_unit"][0]]
    return rank if re.search(r"/(19|20)\d\d/", act["act"]) else rank - 1


def pair_allowed(instrument: str, giver: tuple[str, str], receiver: tuple[str, str], signed: date) -> bool:
    """Whether the law of the signing day lets one kind of organ pass a power to another (law.md 1.2).

    Only what was read to be barred is barred; pairs that nobody has read about stand (they warn).
    """
    order = ("province", "district", "commune")
    (kind, level), (to_kind, to_level) = giver, receiver
    if level not in order or to_level not in order:
        return True
    down = order.index(to_level) - order.index(level)
    if signed < date(2016, 1, 1):
        return True
    if instrument == "decentralise":
        if signed < ONE_HOP_SINCE:
            return down > 0 or (down == 0 and to_kind != "civil_servant")
        if signed < date(2025, 6, 16):
            return True
        if level == "commune":
            return False
        if level == "district" or to_level == "district":
            return True
        return (down == 0 and to_kind in ("agency", "office", "service_unit")) or (
            to_level == "commune" and to_kind in ("committee", "chair")
        )
    if signed < date(2020, 7, 1):
        return True
    if signed < ONE_HOP_SINCE:
        # Only what was read is barred: a council as giver, upward, and a committee more than one level down.
        return kind != "council" and down >= 0 and not (to_kind == "committee" and down > 1)
    if signed < date(2025, 6, 16):
        own = {"committee": ("chair", "agency", "office", "service_unit"), "chair": ("agency", "office", "service_unit")}
        lower = {"committee": ("committee", "chair"), "chair": ("chair",), "agency": ("committee", "chair", "agency", "office")}
    else:
        own = {
            "committee": ("chair", "agency_head", "service_unit"), "chair": ("agency_head", "service_unit"),
        }  # fmt: skip
        lower = {"committee": ("committee", "chair"), "chair": ("chair",), "agency_head": ("committee", "chair")}
        if level == "commune" and down == 0 and (kind, to_kind) == ("chair", "civil_servant"):
            return True
        if kind == "agency_head" and (level != "province" or to_level != "commune"):
            return False
    return down >= 0 and to_kind in (own if down == 0 else lower).get(kind, ())
