"""The difference of two governments beside who holds what: organs, staff, facilities and budget.

Rows of a kind never overlap: organs are compared place by place between the days on which either side changes,
means by what they are for (body, unit, skill ...) and day by day.
"""

from __future__ import annotations

from typing import Any

from phancap.charter.model import inside
from phancap.charter.names import level_words
from phancap.charter.view import View
from phancap.competence.answer import body_json
from phancap.competence.check_means import standing_rows
from phancap.competence.diff_boxes import Side, spans
from phancap.competence.oracle import Holding
from phancap.competence.recorder import place_names
from phancap.competence.regions import Region, merge, presence
from phancap.formats.days import format_day
from phancap.territory.atoms import bits

Row = dict[str, Any]
KEYS = {
    "staff": ("body", "unit", "skill"),
    "facility": ("body", "unit", "kind"),
    "budget": ("body", "unit", "field", "kind", "tier"),
}
VALUES = {
    "staff": ("posts", "filled"), "facility": ("count", "area", "capacity", "cost"), "budget": ("amount",),
}  # fmt: skip


def _row(kind: str, where: list[str], start: int | None, end: int | None, before: Any, after: Any) -> Row:
    return {
        "kind": kind, "power": "", "role": "", "where": where, "condition": "", "from": _iso(start), "to": _iso(end),
        "before": before, "after": after, "instrument_before": None, "instrument_after": None, "needs": None,
        "dossiers_a_year": None,
    }  # fmt: skip


# -- organs ------------------------------------------------------------------------------------------------


def organisation(first: Side, second: Side) -> list[Row]:
    """Every place and time at which a class has another organ, or none, on one side; and named organs."""
    left, right = first.view, second.view
    rows: list[Row] = []
    for cls in sorted({*left.classes, *right.classes}):
        found: dict[tuple[str, str], list[Region]] = {}
        for start, end, day_a, day_b in spans(first, second, _days(left, cls) | _days(right, cls)):
            for pair, mask in _pairs(left, right, cls, day_a, day_b).items():
                found.setdefault(pair, []).append(Region(start, end, mask, {}, {}, Holding("")))
        for (old, new), members in sorted(found.items()):
            for patch in merge(members):
                where = place_names(right, patch.mask, patch.start)
                row = _row("organisation", where, patch.start, patch.end, body_json(left, old, "vi"), body_json(right, new, "vi"))  # fmt: skip
                row["needs"] = _organ_needs(right if cls in right.classes else left, cls, old, new)
                rows.append(row)
    for body in sorted({*left.bodies, *right.bodies}):
        rows += _named(first, second, body)
    return rows


STATE_ORGANS = ("council", "committee", "chair")
"""Kinds of organ that the organic law itself gives to each unit: what drops or adds one is an act of its rank."""


def _organ_needs(view: View, cls: str, old: str, new: str) -> dict[str, str] | None:
    """Who may give a unit such an organ or take it away: for the organs of local government the National Assembly.

    97/2019/QH14, 119/2020/QH14 and 131/2020/QH14 are the precedents. For departments and offices the rule was
    not read, so nothing is said; nor where only the unit behind the organ changed.
    """
    if bool(old) == bool(new) or view.classes[cls].kind not in STATE_ORGANS:
        return None
    return {"act": "luật, nghị quyết của Quốc hội", "organ": "Quốc hội", "instrument": "", "provision": ""}


def _days(view: View, cls: str) -> set[int | None]:
    days: set[int | None] = set()
    for row in view.presences.get(cls, ()):
        days |= {row.start, row.end, row.caretaker_to}
    for unit in view.territory.units.values():
        days |= {unit.start, unit.end}
    return days


def _pairs(left: View, right: View, cls: str, day_a: int, day_b: int) -> dict[tuple[str, str], int]:
    """(organ before, organ after) of a class to the atoms where they differ."""
    old = presence(left, cls, day_a) if cls in left.classes else 0
    new = presence(right, cls, day_b) if cls in right.classes else 0
    same_model = left.presences.get(cls) == right.presences.get(cls)
    if old == new and day_a == day_b and same_model and left.territory is right.territory:
        return {}
    pairs: dict[tuple[str, str], int] = {}
    for atom in bits(old | new):
        bodies = (
            left.body_at(cls, atom, day_a) if old >> atom & 1 else "",
            right.body_at(cls, atom, day_b) if new >> atom & 1 else "",
        )
        if bodies[0] != bodies[1]:
            pairs[bodies] = pairs.get(bodies, 0) | 1 << atom
    return pairs


def _named(first: Side, second: Side, body: str) -> list[Row]:
    """The days on which a named organ exists on one side only."""
    records = [side.view.bodies.get(body) for side in (first, second)]
    cuts = {day for record in records if record for day in (record.start, record.end)}
    unit = next((record.unit for record in reversed(records) if record and record.unit), "*")
    rows: list[Row] = []
    for start, end, day_a, day_b in spans(first, second, cuts):
        sides = [
            body_json(side.view, body, "vi") if record and inside(day, record.start, record.end) else None
            for side, record, day in zip((first, second), records, (day_a, day_b), strict=True)
        ]
        if (sides[0] is None) != (sides[1] is None):
            _append(rows, _row("organisation", [unit], start, end, *sides))
    return rows


def _append(rows: list[Row], row: Row) -> None:
    """Add a row, or let the last one run on where it says the same."""
    last = rows[-1] if rows else None
    if last and last["to"] == row["from"] and all(last[k] == row[k] for k in ("where", "before", "after")):
        last["to"] = row["to"]
    else:
        rows.append(row)


# -- staff, facilities, budget -----------------------------------------------------------------------------


def listed(kind: str, old: list[Row], new: list[Row], first: Side, second: Side) -> list[Row]:
    """Staff, facilities or money that differ, key by key and day by day."""
    by_key: list[dict[tuple[str, ...], list[Row]]] = []
    for rows in (old, new):
        sorted_in: dict[tuple[str, ...], list[Row]] = {}
        for row in standing_rows(rows, "body"):
            sorted_in.setdefault(tuple(row[name] or "" for name in KEYS[kind]), []).append(row)
        by_key.append(sorted_in)
    result: list[Row] = []
    for key in sorted({*by_key[0], *by_key[1]}):
        groups = [found.get(key, []) for found in by_key]
        cuts = {day for group in groups for row in group for day in (row["from"], row["to"])}
        rows_of_key: list[Row] = []
        for start, end, day_a, day_b in spans(first, second, cuts):
            sides = [
                _means(kind, key, group, day, side.view)
                for group, day, side in zip(groups, (day_a, day_b), (first, second), strict=True)
            ]
            if sides[0] != sides[1]:
                _append(rows_of_key, _row(kind, [key[1] or "*"], start, end, *sides))
        result += rows_of_key
    return result


def _means(kind: str, key: tuple[str, ...], rows: list[Row], day: int, view: View) -> Row | None:
    """What the rows of one key come to on a day; ``None`` where there is nothing."""
    running = [row for row in rows if inside(day, row["from"], row["to"])]
    if not running:
        return None
    shown: Row = {"id": key[0], "name": level_words(view, key[0].partition("/")[0])}
    shown.update({name: value for name, value in zip(KEYS[kind][2:], key[2:], strict=True) if value})
    for name in VALUES[kind]:
        values = [row[name] for row in running if row[name] is not None]
        if values:
            shown[name] = sum(values)
    return shown


def _iso(day: int | None) -> str | None:
    return None if day is None else format_day(day)
