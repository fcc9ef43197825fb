"""What an option costs a year: posts, workplaces and counters kept, capital and training spread over their life."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from phancap.charter.model import inside
from phancap.competence.lawful import party_of
from phancap.formats.days import parse_day
from phancap.planning.assumed import Assumed, shipped

if TYPE_CHECKING:
    from phancap.planning.consequences import Sides


def yearly(about: dict[str, Any], of: Sides, given: Assumed) -> dict[str, float]:
    """Đồng a year, with the low and the high end: ranges of the assumptions and of the option's own ``[ranges]``.

    Money that only changes hands (a transfer between budgets, investment that would be spent anyway) is no cost here.
    """
    ranges = of.about.get("ranges", {}) if isinstance(of.about.get("ranges", {}), dict) else {}
    staff_low, staff_high = _pair(ranges.get("staff"))
    room_low, room_high = _pair(ranges.get("facilities"))
    years = given["kept_years"]
    posts = {"value": 0.0, "low": 0.0, "high": 0.0}
    for row in about["staff"]["rows"]:
        if not _begins(row, of.start):
            continue
        level = party_of(of.after, str(row["body"]).partition("/")[0]).level
        name = f"post_{level}" if f"post_{level}" in shipped() else "post_commune"
        price = given[name]
        posts["value"] += row["change"] * price
        posts["low"] += row["change"] * _end(given, name, "low") * staff_low
        posts["high"] += row["change"] * _end(given, name, "high") * staff_high
    capital = about["facilities"]["capital"] + about["training"]["cost"]
    kept = capital / years + about["facilities"]["running"]
    ends = sorted((posts["low"] + kept * room_low, posts["high"] + kept * room_high))
    return {"value": posts["value"] + kept, "low": ends[0], "high": ends[1], "posts": posts["value"], "kept": kept}


def _begins(row: dict[str, Any], day: int) -> bool:
    start = parse_day(row["from"]) if row["from"] else None
    end = parse_day(row["to"]) if row["to"] else None
    return inside(day, start, end) or (start is not None and start > day)


def _pair(value: Any) -> tuple[float, float]:
    return (float(value[0]), float(value[1])) if isinstance(value, list) and len(value) == 2 else (1.0, 1.0)


def _end(given: Assumed, name: str, end: str) -> float:
    """One end of an assumption's range; a value set by the asker has no range left."""
    found = shipped()[name]
    return given.values.get(name, found.low if end == "low" else found.high)
