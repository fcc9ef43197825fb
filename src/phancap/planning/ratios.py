"""Decentralisation ratios: what part of the local budget lies below the city, in spending and in revenue.

The ratio is that of the fiscal decentralisation literature (World Bank, *Making the Whole Greater than the Sum of the
Parts*, 2015): what the budgets below spend (or collect and keep) over what all local budgets do. Transfers between
budgets are neither. A ratio is told only where every unit of every level below is spoken of: a part would pass for all.

A row of ``budget.csv`` counts for its own budget. One whose field is ``TOTAL`` speaks of a whole local budget: that of
its unit and of all units inside it, whose rows then are parts of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from phancap.charter.model import inside
from phancap.charter.view import View
from phancap.competence.lawful import party_of
from phancap.formats.days import format_day, parse_day, show_day
from phancap.planning.geography import own_land
from phancap.planning.trace import short
from phancap.planning.workload import Tables, place
from phancap.territory.labels import unit_label

if TYPE_CHECKING:
    from phancap.planning.consequences import Sides

SPENT, EARNED = ("recurrent", "investment"), ("revenue",)
TOTAL = ("Thu ngân sách địa phương", "Chi ngân sách địa phương")
KEPT, COLLECTED = "Thu ngân sách địa phương được hưởng theo phân cấp", "Thu ngân sách nhà nước được giao"
LEVELS = ("district", "commune")
NAMES = {
    "vi": {"province": "cấp tỉnh", "district": "cấp huyện", "commune": "cấp xã"},
    "en": {"province": "province level", "district": "district level", "commune": "commune level"},
}  # fmt: skip


class Part(NamedTuple):
    """Money below and in all on a day, the rows it stands on, and whose row is missing (level, unit)."""

    below: float
    whole: float
    at: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]

    @property
    def ratio(self) -> float | None:
        """The share below; ``None`` where anything is missing or nothing is spent."""
        return round(self.below / self.whole, 4) if self.whole > 0 and not self.missing else None


def ratios(of: Sides) -> dict[str, Any]:
    """Both shares before and after, in the option's first whole year (the first, if it has none whole); ``missing`` says which rows nobody has entered.

    ``moved`` is what the option adds below and ``of_local_budget`` its share of the largest local revenue that the
    tables know (another year's, maybe: ``at``). ``kept`` is what the city keeps of the state revenue it collects.
    """
    year = int(format_day(of.start)[:4]) + (0 if format_day(of.start)[5:] == "01-01" else 1)
    if parse_day(f"{year + 1}-01-01") > of.end:
        year = int(format_day(of.start)[:4])  # no whole year: the one in which it begins
    day = parse_day(f"{year}-01-01")
    found: dict[str, Any] = {"year": year}
    earned = [r for r in of.tables_before.get("budget", []) if r["kind"] == "revenue" and r["amount"]]
    whole = max(earned, key=lambda row: row["amount"], default=None)
    for name, kinds in (("expenditure", SPENT), ("revenue", EARNED)):
        before = share_below(of.before, of.tables_before, kinds, day)
        after = share_below(of.after, of.tables_after, kinds, day)
        told = before.ratio is not None
        moved = round(_own_change(of, kinds, day))
        found[name] = {
            "before": before.ratio, "after": after.ratio if told else None, "moved": moved,
            "of_local_budget": round(moved / whole["amount"], 5) if whole and name == "expenditure" else None,
            "at": short(after.at if told else ([place(whole)] if whole and name == "expenditure" else [])),
            "moved_at": short(place(r) for r in _own_rows(of, kinds, day)),
            **_missing(before, kinds, day, of.before),
        }  # fmt: skip
    return found | {"kept": kept(of.tables_before)}


def share_below(view: View, tables: Tables, kinds: tuple[str, ...], day: int) -> Part:
    """What the levels below the city have of the money of some kinds on a day."""
    land = own_land(view, day)
    rows = [
        row
        for row in tables.get("budget", [])
        if row["kind"] in kinds and row["amount"] is not None and inside(day, row["from"], row["to"])
    ]
    by_level: dict[str, list[tuple[dict[str, Any], int]]] = {}
    for row in rows:
        by_level.setdefault(party_of(view, row["body"].partition("/")[0]).level, []).append((row, _mask(view, row, day)))
    at: list[str] = []
    missing: list[tuple[str, str]] = []
    below, covered = 0.0, 0
    for level in LEVELS:
        units = sorted((u for u in view.territory.at_level(level) if u.alive(day)), key=lambda u: u.uid)
        seen = covered
        for unit in units:
            mask = view.territory.atoms_on(unit, day)
            if mask & ~land or not mask & ~seen:
                continue
            own = [row for row, where in by_level.get(level, []) if where == mask]
            if not own:
                missing.append((level, unit.uid))
                continue
            totals = [row for row in own if row["field"] in TOTAL]
            covered |= mask if totals else 0
            below += sum(float(row["amount"]) for row in totals or own)
            at += [place(row) for row in totals or own]
    top = [row for row, where in by_level.get("province", []) if where & land or not where]
    if not top:
        missing.insert(0, ("province", ""))
    totals = [row for row in top if row["field"] in TOTAL]
    mine = totals or [row for row in top if row["field"] not in (KEPT, COLLECTED)]
    whole = sum(float(row["amount"]) for row in mine) + (0.0 if totals else below)
    return Part(below, whole, tuple(at + [place(row) for row in mine]), tuple(missing))


def _mask(view: View, row: dict[str, Any], day: int) -> int:
    name = row["unit"] or row["body"].partition("/")[2]
    unit = view.unit_named(name, day) if name else None
    return view.territory.atoms_on(unit, day) if unit is not None else 0


def _own_rows(of: Sides, kinds: tuple[str, ...], day: int) -> list[dict[str, Any]]:
    return [
        row
        for row in of.tables_after.get("budget", [])
        if row["_option"] == of.option and row["kind"] in kinds and row["amount"] is not None
        and inside(day, row["from"], row["to"])
        and party_of(of.after, row["body"].partition("/")[0]).level in LEVELS
    ]  # fmt: skip


def _own_change(of: Sides, kinds: tuple[str, ...], day: int) -> float:
    """What the option's own rows add below the city."""
    return sum(float(row["amount"]) for row in _own_rows(of, kinds, day))


def _missing(part: Part, kinds: tuple[str, ...], day: int, view: View) -> dict[str, Any]:
    """Which rows nobody has entered, as data and as a sentence in both languages."""
    said: dict[str, dict[str, str]] = {}
    for lang, vi in (("vi", True), ("en", False)):
        words = []
        for level in ("province", *LEVELS):
            names = [uid for at, uid in part.missing if at == level]
            if not names:
                continue
            unit = view.territory.units.get(names[0])
            first = f" ({unit_label(unit)}{' …' if len(names) > 1 else ''})" if unit is not None else ""
            if level == "province":
                words.append(NAMES[lang][level])
            else:
                words.append(f"{len(names)} {'đơn vị' if vi else 'units of'} {NAMES[lang][level]}{first}")
        when = show_day(day)
        told = ", ".join(words)
        sentence = (
            f"budget.csv thiếu dòng {' / '.join(kinds)} ngày {when} của: {told}" if vi
            else f"budget.csv has no row of {' / '.join(kinds)} on {when} for: {told}"
        )  # fmt: skip
        said[lang] = {"why_unknown": sentence if words else ""}
    return {
        "missing": [{"level": level, "unit": uid, "kinds": list(kinds), "day": format_day(day)} for level, uid in part.missing],
        "why_unknown": said["vi"]["why_unknown"], "said": said,
    }  # fmt: skip


def kept(tables: Tables) -> dict[str, Any] | None:
    """What the city keeps of the state revenue assigned to it, in the latest year that tells both."""
    rows = [row for row in tables.get("budget", []) if row["kind"] == "revenue" and row["amount"] and row["from"]]
    pairs = [
        (own, all_of_it)
        for own in rows if own["field"] == KEPT
        for all_of_it in rows
        if all_of_it["field"] == COLLECTED and (all_of_it["from"], all_of_it["to"], all_of_it["unit"]) == (own["from"], own["to"], own["unit"])
    ]  # fmt: skip
    if not pairs:
        return None
    own, whole = max(pairs, key=lambda pair: pair[0]["from"])
    return {
        "value": round(own["amount"] / whole["amount"], 4), "year": int(format_day(own["from"])[:4]),
        "at": short([place(own), place(whole)]),
    }  # fmt: skip
