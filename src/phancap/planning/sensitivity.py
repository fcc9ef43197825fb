"""Which assumptions decide: one at a time from the low to the high end of its range (a tornado), and break-even values.

What touches waiting is run again, on the same draws; what only touches money is counted again. An assumption **decides**
when the verdict at one end differs from that at the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from phancap.planning.assumed import Assumed, shipped
from phancap.planning.measures import GENERAL, HEADLINE
from phancap.simulation.scenario import DemandChange, Figure, OnlineShare, Scenario, Scope, StaffChange
from phancap.simulation.statistics import StatisticsError, difference

if TYPE_CHECKING:
    from phancap.planning.compare import Cell, Group

Sample = Mapping[str, np.ndarray]
Again = Callable[[tuple[str, ...], Scenario, str], Sample]


class Lever(NamedTuple):
    """Something in the world that is not known well: its range and how a scenario takes it on."""

    id: str
    vi: str
    en: str
    low: float
    high: float
    basis: str
    put: Callable[[Scenario, float], Scenario]


def _demand(scenario: Scenario, value: float) -> Scenario:
    return replace(scenario, demand=(*scenario.demand, DemandChange(Scope(), Figure(value))))


def _staff(scenario: Scenario, value: float) -> Scenario:
    return replace(scenario, staff=(*scenario.staff, StaffChange(Scope(), Figure(value))))


def _online(scenario: Scenario, value: float) -> Scenario:
    return replace(scenario, online=(*scenario.online, OnlineShare(Scope(), Figure(value))))


LEVERS = (
    Lever("demand", "hồ sơ trên đầu người (lần so với bảng)", "dossiers a head (times the table)", 0.3, 3.0,
          "demand.csv: low, high", _demand),
    Lever("staff", "số người làm (lần so với bảng)", "staff at work (times the table)", 0.85, 1.15,
          "staff.csv: assumption", _staff),
    Lever("online", "tỷ lệ nộp trực tuyến", "share filed online", 0.634, 0.95,
          "sources.csv: laodong-1471765, nld-thang-7-2025; assumption", _online),
)  # fmt: skip


def tornado(option: str, group: Group, scenario: Scenario, again: Again, about: Mapping[str, Any], given: Assumed,
            tell: Callable[[str], None]) -> list[dict[str, Any]]:  # fmt: skip
    """The difference to the status quo at both ends of each range, largest swing first within its measure."""
    found = []
    middle = _gap(option, group, scenario, again)
    for lever in LEVERS:
        ends = []
        for value in (lever.low, lever.high):
            tell(f"{option} · {lever.id} = {value:g}")
            ends.append(_gap(option, group, lever.put(scenario, value), again))
        found.append(_row(option, group, HEADLINE, lever.id, lever.vi, lever.en, lever.basis, (lever.low, lever.high), middle, ends))
    found += _money(option, group, about, given)
    return sorted(found, key=lambda row: (row["measure"] != HEADLINE, -abs(row["swing"] or 0.0), row["assumption"]))


Gap = tuple[float | None, str]


def _gap(option: str, group: Group, scenario: Scenario, again: Again) -> Gap:
    quo, own = again((), scenario, group.year), again((option,), scenario, group.year)
    name = HEADLINE if HEADLINE in quo and HEADLINE in own else GENERAL
    if name not in quo or not (np.isfinite(quo[name]).all() and np.isfinite(own[name]).all()):
        return None, "unknown"
    try:
        gap = difference(quo[name], own[name], smaller_is_better=True)
    except StatisticsError:
        return None, "unknown"
    return gap.interval.mean, gap.verdict.replace("-", " ")


def _row(option: str, group: Group, measure: str, id: str, vi: str, en: str, basis: str, span: tuple[float, float],
         middle: Gap, ends: Sequence[Gap]) -> dict[str, Any]:  # fmt: skip
    low, high = ends
    known = [value for value in (low[0], high[0]) if value is not None]
    return {
        "option": option, "era": group.era, "measure": measure, "assumption": id, "words": {"vi": vi, "en": en},
        "low": span[0], "high": span[1], "at_low": low[0], "at_high": high[0], "now": middle[0],
        "verdict_low": low[1], "verdict_high": high[1], "swing": known[1] - known[0] if len(known) == 2 else None,
        "decides": low[1] != high[1], "basis": basis,
    }  # fmt: skip


def _money(option: str, group: Group, about: Mapping[str, Any], given: Assumed) -> list[dict[str, Any]]:
    """Cost a year at both ends of the price of a post and of the life of capital: counted, not simulated."""
    posts, capital = float(about["staff"]["change"]), float(about["facilities"]["capital"] + about["training"]["cost"])
    running = float(about["facilities"]["running"])
    names = sorted(name for name in given.used if name.startswith("post_"))
    price = given[names[0]] if names else 0.0
    rows = []
    for name in [*names[:1], "kept_years"]:
        item = shipped()[name]
        ends: list[Gap] = []
        for value in (item.low, item.high):
            each, years = (value, given["kept_years"]) if name != "kept_years" else (price, value)
            cost = posts * each + capital / years + running
            ends.append((cost, "worse" if cost > 0 else "better" if cost < 0 else "not told apart"))
        now = posts * price + capital / given["kept_years"] + running
        rows.append(_row(option, group, "cost_a_year", name, item.vi, item.en, item.at, (item.low, item.high), (now, ""), ends))
    return [row for row in rows if row["swing"]]


def break_even(option: str, year: str, scenario: str, cells: Sequence[Cell], about: Mapping[str, Any],
               given: Assumed) -> list[dict[str, Any]]:  # fmt: skip
    """Values at which the time saved is worth what the option costs; ``None`` where no value would do."""
    by = {(c.option, c.scenario, c.measure): c for c in cells}
    days, cost = by.get((option, scenario, "cycle_days")), by.get((option, scenario, "cost_a_year"))
    many = by.get((option, scenario, "dossiers"))
    if days is None or days.difference is None or cost is None or cost.mean is None or many is None or not many.mean:
        return []
    gap = days.difference[0] or 0.0
    saved = -gap * many.mean
    value = given["day_value"]
    sure = days.verdict == "better" and saved > 0
    posts = float(about["staff"]["change"])
    rest = cost.mean - posts * _post(given)
    return [
        _even(option, year, scenario, "day_value", value, cost.mean / saved if sure else None, given),
        _even(option, year, scenario, "volume", 1.0, cost.mean / (saved * value) if sure else None, given),
        _even(option, year, scenario, "post", _post(given), (saved * value - rest) / posts if sure and posts > 0 else None, given),
    ]  # fmt: skip


def _post(given: Assumed) -> float:
    names = sorted(name for name in given.used if name.startswith("post_"))
    return given[names[0]] if names else given["post_district"]


WORDS = {
    "day_value": ("giá một ngày xong sớm của một hồ sơ", "worth of one day saved on a dossier", "đồng", "above"),
    "volume": ("số hồ sơ (lần so với hiện nay, nếu số ngày đỡ được giữ nguyên)",
               "dossiers (times today's, if the days saved stay)", "lần", "above"),
    "post": ("giá một biên chế một năm", "price of a post a year", "đồng", "below"),
}  # fmt: skip


def _even(option: str, year: str, scenario: str, id: str, now: float, at: float | None, given: Assumed) -> dict[str, Any]:
    vi, en, unit, side = WORDS[id]
    item = shipped().get(id)
    if at is not None and at < 0:
        at = None
    return {
        "option": option, "year": year, "scenario": scenario, "assumption": id, "words": {"vi": vi, "en": en},
        "unit": unit, "now": now, "break_even": at, "pays": side,
        "inside_range": None if at is None or item is None else bool(item.low <= at <= item.high),
    }  # fmt: skip
