"""People, training, facilities and money that an option moves, with the rows each figure stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from phancap.charter.model import inside
from phancap.charter.names import body_name
from phancap.formats.days import format_day, parse_day
from phancap.planning.assumed import Assumed
from phancap.planning.trace import short
from phancap.planning.workload import place

if TYPE_CHECKING:
    from phancap.planning.consequences import Sides

COUNTERS = ("quay-tiep-nhan", "diem-giao-dich")
ROOMS = ("phong-lam-viec", "kho-luu-tru")
RUNNING = {"quay-tiep-nhan": "counter_running", "diem-giao-dich": "counter_running",
           "cho-lam-viec": "workplace_running", "may-tram-va-chu-ky-so": "workplace_running"}  # fmt: skip


def _own(of: Sides, table: str) -> list[dict[str, Any]]:
    return [row for row in of.tables_after.get(table, []) if row["_option"] == of.option]


def _value(side: Any, *names: str) -> float:
    """The first of some values of one side of a difference; nothing where there is no such side."""
    for name in names:
        if side is not None and side.get(name) is not None:
            return float(side[name])
    return 0.0


def staff(of: Sides, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Posts by body and skill before and after, on the option's first day and at their highest."""
    found = []
    for row in rows:
        if row["kind"] != "staff":
            continue
        side = row["after"] or row["before"]
        before, after = (_value(row[name], "posts", "filled") for name in ("before", "after"))
        found.append(
            {"body": side["id"], "name": side["name"], "unit": row["where"][0], "where": _staff_where(of, side, row["where"][0]), "skill": side.get("skill", ""),
             "before": before, "after": after, "change": after - before, "from": row["from"], "to": row["to"],
             "at": _staff_at(of, side, row["where"][0])}
        )  # fmt: skip
    skills: dict[str, float] = {}
    for item in found:
        if _at(item, of.start):
            skills[item["skill"]] = skills.get(item["skill"], 0.0) + item["change"]
    return {
        "rows": found, "by_skill": {k: round(v, 2) for k, v in sorted(skills.items())},
        "change": round(sum(skills.values()), 2), "at": [place(row) for row in _own(of, "staff")],
        "assumed": any(row["source"] == "assumption" for row in _own(of, "staff")),
    }  # fmt: skip


def _staff_where(of: Sides, side: dict[str, Any], unit: str) -> str:
    """The name of the organ whose posts a row speaks of, with its unit."""
    cls = str(side["id"]).partition("/")[0]
    view = of.after if unit in of.after.territory.units else of.before
    return body_name(view, f"{cls}/{unit}") if cls in view.classes else str(side["name"])


def _staff_at(of: Sides, side: dict[str, Any], unit: str) -> list[str]:
    """The rows of ``staff.csv``, with the option and without, that speak of a body and skill."""
    cls = str(side["id"]).partition("/")[0]
    return [
        place(row)
        for row in of.tables_after.get("staff", [])
        if row["body"].partition("/")[0] == cls
        and (row["skill"] or "") == (side.get("skill") or "")
        and (not row["unit"] or row["unit"].partition("@")[0].partition("~")[0] == unit.partition("@")[0])
    ]


def _at(item: dict[str, Any], day: int) -> bool:
    start = parse_day(item["from"]) if item["from"] else None
    end = parse_day(item["to"]) if item["to"] else None
    return inside(day, start, end) or (start is not None and start > day)


def training(of: Sides, people: dict[str, Any], given: Assumed) -> dict[str, Any]:
    """Who is to be trained before the first day: everyone who takes over, by the assumption of days and cost."""
    posts = sum(max(change, 0.0) for change in people["by_skill"].values())
    days, price = given["training_days"], given["training_day_cost"]
    return {
        "people": posts, "days_each": days, "days": posts * days, "cost": round(posts * days * price),
        "note": str(of.about.get("training", "")), "assumptions": ["training_days", "training_day_cost"],
        "at": [*people["at"], given.used["training_days"].at, given.used["training_day_cost"].at],
    }  # fmt: skip


def facilities(of: Sides, rows: list[dict[str, Any]], given: Assumed) -> dict[str, Any]:
    """Counters, rooms and equipment by kind, with capital cost as stated and running cost by assumption."""
    kinds: dict[str, dict[str, float]] = {}
    stands: dict[str, list[str]] = {}
    for row in _own(of, "facilities"):
        stands.setdefault(row["kind"] or "", []).append(place(row))
    for row in rows:
        if row["kind"] != "facility" or row["after"] is None and row["before"] is None:
            continue
        side = row["after"] or row["before"]
        kind = str(side.get("kind", ""))
        found = kinds.setdefault(kind, {"count": 0.0, "area": 0.0, "capital": 0.0, "running": 0.0})
        changes = {name: _value(row["after"], name) - _value(row["before"], name) for name in ("count", "area", "cost")}
        found["count"] += changes["count"]
        found["area"] += changes["area"]
        found["capital"] += changes["cost"]
        name = RUNNING.get(kind) or ("room_running" if changes["area"] else "")
        if name:
            found["running"] += changes["count" if kind in RUNNING else "area"] * given[name]
            stands[kind] = [*stands.get(kind, []), given.used[name].at]
    return {
        "by_kind": {
            kind: {**{name: round(value) for name, value in found.items()}, "at": short(stands.get(kind, []))}
            for kind, found in sorted(kinds.items())
        },
        "counters": round(sum(f["count"] for kind, f in kinds.items() if kind in COUNTERS)),
        "room_area": round(sum(f["area"] for f in kinds.values())),
        "capital": round(sum(f["capital"] for f in kinds.values())),
        "running": round(sum(f["running"] for f in kinds.values())),
        "at": [place(row) for row in _own(of, "facilities")],
    }  # fmt: skip


def money(of: Sides, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The budget that follows, by kind and year, and how much of it goes with each instrument.

    By instrument: the money of a field is shared among the powers of that field that move, evenly; what is tied to no
    field that moves stands under ``none``.
    """
    kinds: dict[str, float] = {}
    years: dict[str, dict[str, float]] = {}
    by_field: dict[str, float] = {}
    for row in rows:
        if row["kind"] != "budget":
            continue
        side = row["after"] or row["before"]
        kind, field = str(side.get("kind", "")), str(side.get("field", ""))
        a_year = _value(row["after"], "amount") - _value(row["before"], "amount")
        start = parse_day(row["from"]) if row["from"] else of.start
        end = parse_day(row["to"]) if row["to"] else of.end
        # A row that runs over several years was joined from rows of one year each, with the same amount.
        low, high = int(format_day(start)[:4]), int(format_day(end - 1)[:4])
        for year in range(low, high + 1):
            found = years.setdefault(str(year), {})
            found[kind] = found.get(kind, 0.0) + a_year
            kinds[kind] = kinds.get(kind, 0.0) + a_year
            if kind in ("recurrent", "investment"):
                by_field[field] = by_field.get(field, 0.0) + a_year
    spread = _by_instrument(of, by_field)
    first = years.get(min(years), {}) if years else {}
    return {
        "total": {kind: round(value) for kind, value in sorted(kinds.items())},
        "by_year": {year: {k: round(v) for k, v in sorted(found.items())} for year, found in sorted(years.items())},
        "first_year": {kind: round(value) for kind, value in sorted(first.items())},
        "by_instrument": {k: round(v) for k, v in sorted(spread.items())},
        "at": [place(row) for row in _own(of, "budget")],
        "at_by_year": {year: short(_in_year(of, int(year))) for year in sorted(years)},
    }  # fmt: skip


def _in_year(of: Sides, year: int) -> list[str]:
    """The option's own budget rows that run in a year."""
    first, last = parse_day(f"{year}-01-01"), parse_day(f"{year + 1}-01-01")
    return [
        place(row)
        for row in _own(of, "budget")
        if (row["from"] is None or row["from"] < last) and (row["to"] is None or row["to"] > first)
    ]


def _by_instrument(of: Sides, by_field: dict[str, float]) -> dict[str, float]:
    mine = f"options/{of.option}/"
    instruments: dict[str, list[str]] = {}
    for grant in of.after.grants.values():
        if grant.file.startswith(mine) and grant.instrument in ("decentralise", "delegate", "assign", "devolve"):
            instruments.setdefault(of.after.powers[grant.power].field, []).append(grant.instrument)
    everywhere = [name for names in instruments.values() for name in names]
    spread: dict[str, float] = {}
    for field, amount in by_field.items():
        names = instruments.get(field) or ([] if field else everywhere)
        if not names:
            spread["none"] = spread.get("none", 0.0) + amount
        for name in names:
            spread[name] = spread.get(name, 0.0) + amount / len(names)
    return spread
