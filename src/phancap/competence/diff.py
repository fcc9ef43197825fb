"""The complete difference of two governments: options, days, or both, as few rows that partition it.

Both sides are cut along the same days, atoms and facts, so every box in which they differ is found. A row
names the organs before and after by their ids: rows that only differ by unit stay apart, as their organs do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from phancap.charter.conditions import show_box
from phancap.charter.view import View
from phancap.competence.answer import body_json, limit_of
from phancap.competence.lawful import party_of, rule_book
from phancap.competence.oracle import Holding, Point, holding
from phancap.competence.recorder import place_names
from phancap.competence.regions import Patch, Region, cells_of, classes, land, merge
from phancap.formats.days import format_day
from phancap.territory.atoms import Territory, bits
from phancap.territory.where import show_where


class Side(NamedTuple):
    """One side of a comparison: a view and, if one day only is meant, that day."""

    view: View
    day: int | None = None


class Change(NamedTuple):
    """What differs in a box, apart from where and when."""

    kind: str
    power: str
    role: str
    before: str
    after: str
    status_before: str
    status_after: str
    instrument_before: str
    instrument_after: str
    holder_before: str
    holder_after: str


def on_common_land(before: View, after: View) -> tuple[View, View]:
    """Both views on the atoms of the one with more lineage: an option may split or merge units."""
    first, second = before.territory, after.territory
    if first.masks() == second.masks() and first.units.keys() == second.units.keys():
        return before, after
    fine, coarse = (first, second) if first.count >= second.count else (second, first)
    missing = [u.uid for u in coarse.at_level("commune") if u.uid not in fine.masks()]
    if missing:
        raise ValueError(f"hai bên khác nhau về địa giới đến mức không so được: {', '.join(missing[:3])}")
    recut = Territory(coarse.units.values(), {uid: fine.masks()[uid] for uid in coarse.masks()}, fine.count)
    if fine is second:
        return View(before.charter, before.known, recut), after
    return before, View(after.charter, after.known, recut)


def changes(before: Side, after: Side) -> list[dict[str, Any]]:
    """Every row of difference in who holds what, and in limits."""
    left, right = on_common_land(before.view, after.view)
    first, second = before._replace(view=left), after._replace(view=right)
    rows: list[dict[str, Any]] = []
    for power in sorted({*left.powers, *right.powers}):
        roles = {g.role for view in (left, right) for g in view.grants_of(power)}
        for role in sorted(roles):
            rows += _rows(first, second, power, role)
        rows += _limits(first, second, power)
    return rows


def _days_asked(first: Side, second: Side) -> tuple[int, int] | None:
    """The day of each side; a side without one takes the other's; ``None`` where all time is meant."""
    day_a = second.day if first.day is None else first.day
    day_b = first.day if second.day is None else second.day
    return None if day_a is None or day_b is None else (day_a, day_b)


def _spans(first: Side, second: Side, power: str) -> list[tuple[int, int, int, int]]:
    """(start, end, day on the left, day on the right) between which neither side changes."""
    days_asked = _days_asked(first, second)
    if days_asked is not None:
        day_a, day_b = days_asked
        return [(day_b, day_b + 1, day_a, day_b)]
    horizon = first.view.horizon
    cuts = {*first.view.cuts(power), *second.view.cuts(power)}
    days = [horizon.start, *sorted(cuts), horizon.end]
    return [(start, end, start, start) for start, end in zip(days, days[1:], strict=False)]


def _rows(first: Side, second: Side, power: str, role: str) -> list[dict[str, Any]]:
    found: dict[Change, list[Region]] = {}
    for start, end, day_a, day_b in _spans(first, second, power):
        for region, change in _between(first.view, second.view, power, role, (start, end, day_a, day_b)):
            found.setdefault(change, []).append(region)
    rows = []
    for change in sorted(found):
        for patch in merge(found[change]):
            rows.append(_row(first.view, second.view, change, patch))
    return rows


def _between(
    left: View, right: View, power: str, role: str, span: tuple[int, int, int, int]
) -> Iterator[tuple[Region, Change]]:
    start, end, day_a, day_b = span
    sides = ((left, day_a), (right, day_b))
    alive = [
        [
            g
            for g in view.grants_of(power)
            if g.role == role and g.instrument != "substitute" and view.life(g).holds(day)
        ]
        for view, day in sides
    ]
    masks = classes(left, alive[0], day_a, land(left, day_a) | land(right, day_b))
    masks = [part for mask in masks for part in classes(right, alive[1], day_b, mask)]
    for mask in masks:
        atom = next(bits(mask))
        here = [
            [g for g in found if view.covers(g, day) >> atom & 1]
            for (view, day), found in zip(sides, alive, strict=True)
        ]
        boxes = cells_of(left if power in left.powers else right, power, [*here[0], *here[1]])
        for box, facts in boxes:
            held = [
                holding(Point(view, power, role, atom, day, facts))
                if power in view.powers
                else Holding("gap")
                for view, day in sides
            ]
            if _same_kind(held[0], held[1]) and day_a == day_b and left.territory is right.territory:
                continue
            for part, change in _by_body(left, right, mask, (day_a, day_b), held, power, role):
                yield Region(start, end, part, box, facts, held[1]), change


def _same_kind(before: Holding, after: Holding) -> bool:
    """Whether both sides end in the same class by the same instrument, so that no unit can differ."""
    if before.status != after.status:
        return False
    if before.status != "competent":
        return [r.grant.holder for r in before.rivals] == [r.grant.holder for r in after.rivals]
    old, new = before.chain[-1].grant, after.chain[-1].grant
    return old.holder == new.holder and old.instrument == new.instrument


def _by_body(
    left: View, right: View, mask: int, days: tuple[int, int], held: list[Holding], power: str, role: str
) -> Iterable[tuple[int, Change]]:
    """The box cut by the organs of its units, where they differ."""
    parts: dict[Change, int] = {}
    for atom in bits(mask):
        bodies = [
            _bodies(view, found, atom, day)
            for view, found, day in zip((left, right), held, days, strict=True)
        ]
        old, new = (found.chain[-1].grant if found.chain else None for found in held)
        instruments = (old.instrument if old else "", new.instrument if new else "")
        if bodies[0] == bodies[1] and instruments[0] == instruments[1] and held[0].status == held[1].status:
            continue
        change = Change(
            "power" if role == "decide" else "role", power, role, bodies[0], bodies[1], held[0].status, held[1].status,
            *instruments, old.holder if old else "", new.holder if new else "",
        )  # fmt: skip
        parts[change] = parts.get(change, 0) | 1 << atom
    return [(part, change) for change, part in parts.items()]


def _bodies(view: View, found: Holding, atom: int, day: int) -> str:
    links = found.chain[-1:] or found.rivals
    return "+".join(view.body_at(link.grant.holder, atom, day) for link in links)


def _row(left: View, right: View, change: Change, patch: Patch) -> dict[str, Any]:
    return {
        "kind": change.kind, "power": change.power, "role": change.role,
        "where": place_names(right, patch.mask, patch.start), "condition": show_box(dict(patch.box)),
        "from": format_day(patch.start), "to": format_day(patch.end),
        "before": _side(left, change.before, change.status_before),
        "after": _side(right, change.after, change.status_after),
        "instrument_before": change.instrument_before or None, "instrument_after": change.instrument_after or None,
        "needs": needs(right, change, patch.start), "dossiers_a_year": None, "_mask": patch.mask, "_day": patch.start,
    }  # fmt: skip


def _side(view: View, body: str, status: str) -> dict[str, Any] | None:
    if status == "gap":
        return None
    if status != "competent":
        return {"id": body, "name": body, "status": status}
    return body_json(view, body, "vi")


def needs(view: View, change: Change, day: int) -> dict[str, str] | None:
    """The kind of act and the organ that may lawfully make the change, by the rule book of the day."""
    old = party_of(view, change.holder_before) if change.holder_before else None
    new = party_of(view, change.holder_after) if change.holder_after else None
    ways = rule_book(view).needs(old, new, day, change.instrument_before)
    if not ways:
        return None
    way = ways[0]
    organ = way.organ
    if old is not None and way.organ == old.kind:
        named = view.classes.get(change.holder_before)
        organ = named.name if named else way.organ
    return {"act": way.act, "organ": organ, "instrument": way.instrument, "provision": way.provision}


def _limits(first: Side, second: Side, power: str) -> list[dict[str, Any]]:
    """Where the time limit differs, day by day between the days on which a limit changes."""
    horizon = first.view.horizon
    days = {horizon.start, horizon.end}
    for view in (first.view, second.view):
        for row in view.limits:
            days |= {day for day in (row.start, row.end) if row.power == power and day is not None}
    spans = _limit_spans(first, second, sorted(d for d in days if horizon.start <= d <= horizon.end))
    rows: list[dict[str, Any]] = []
    for start, end, day_a, day_b in spans:
        old = limit_of(first.view, power, day_a) if power in first.view.powers else None
        new = limit_of(second.view, power, day_b) if power in second.view.powers else None
        if old == new:
            continue
        last = rows[-1] if rows else None
        if last and last["to"] == format_day(start) and last["before"] == old and last["after"] == new:
            last["to"] = format_day(end)
            continue
        rows.append(
            {"kind": "limit", "power": power, "role": "decide", "where": ["*"], "condition": "", "from": format_day(start),
             "to": format_day(end), "before": old, "after": new, "instrument_before": None, "instrument_after": None,
             "needs": None, "dossiers_a_year": None}
        )  # fmt: skip
    return rows


def _limit_spans(first: Side, second: Side, days: list[int]) -> list[tuple[int, int, int, int]]:
    days_asked = _days_asked(first, second)
    if days_asked is not None:
        day_a, day_b = days_asked
        return [(day_b, day_b + 1, day_a, day_b)]
    return [(start, end, start, start) for start, end in zip(days, days[1:], strict=False)]


Tables = dict[str, list[dict[str, Any]]]


def difference(
    before: Side, after: Side, tables_before: Tables, tables_after: Tables
) -> list[dict[str, Any]]:
    """Every row of difference: powers, roles, limits, organisation, staff, facilities and budget."""
    rows = changes(before, after)
    for row in rows:
        mask, day = row.pop("_mask", 0), row.pop("_day", 0)
        if mask and row["kind"] == "power":
            row["dossiers_a_year"] = dossiers(
                after.view, tables_after.get("demand", []), row["power"], mask, day
            )
    rows += _organisation(before, after)
    for kind, table in (("staff", "staff"), ("facility", "facilities"), ("budget", "budget")):
        rows += _listed(kind, tables_before.get(table, []), tables_after.get(table, []), before, after)
    return rows


def dossiers(view: View, demand: list[dict[str, Any]], power: str, mask: int, day: int) -> float | None:
    """Dossiers a year from units that lie wholly inside the atoms; ``None`` where none is known."""
    total: float | None = None
    for row in demand:
        if row["power"] != power or row["dossiers"] is None or not _runs(row, day):
            continue
        unit = view.unit_named(row["unit"], day) if row["unit"] else None
        atoms = view.territory.atoms_of(unit.uid) if unit else 0
        if atoms and atoms & mask == atoms:
            total = (total or 0) + row["dossiers"]
    return total


def _runs(row: dict[str, Any], day: int | None) -> bool:
    return day is None or (
        (row["from"] is None or row["from"] <= day) and (row["to"] is None or day < row["to"])
    )


def _organisation(before: Side, after: Side) -> list[dict[str, Any]]:
    """Classes and named organs that exist on one side only, as the rows state them."""
    old, new = _organs(before), _organs(after)
    rows = []
    for organ, where, start, end in sorted(old ^ new, key=str):
        left = (organ, where, start, end) in old
        body = {"id": organ, "name": organ}
        rows.append(
            {"kind": "organisation", "power": "", "role": "", "where": [where], "condition": "",
             "from": start, "to": end, "before": body if left else None, "after": None if left else body,
             "instrument_before": None, "instrument_after": None, "needs": None, "dossiers_a_year": None}
        )  # fmt: skip
    return rows


def _organs(side: Side) -> set[tuple[str, str, str | None, str | None]]:
    view, found = side.view, set()
    for cls, rows in view.presences.items():
        for row in rows:
            if side.day is None or (row.start or 0) <= side.day and (row.end is None or side.day < row.end):
                found.add((cls, show_where(row.where), _iso(row.start), _iso(row.end)))
    for body in view.bodies.values():
        if side.day is None or view.exists(body.id, side.day):
            found.add((body.id, "*", _iso(body.start), _iso(body.end)))
    return found


def _listed(
    kind: str, old: list[dict[str, Any]], new: list[dict[str, Any]], before: Side, after: Side
) -> list[dict[str, Any]]:
    """Rows of a table of means that stand on one side only."""
    hidden = ("_file", "_row", "_option", "source", "known", "corrects")

    def keyed(rows: list[dict[str, Any]], side: Side) -> dict[str, dict[str, Any]]:
        plain = [{k: v for k, v in row.items() if k not in hidden} for row in rows if _runs(row, side.day)]
        return {str(sorted(row.items(), key=str)): row for row in plain}

    left, right = keyed(old, before), keyed(new, after)
    rows = []
    for key in sorted(left.keys() ^ right.keys()):
        row = left.get(key) or right[key]
        shown = {k: v for k, v in row.items() if k not in ("from", "to", "unit") and v not in (None, "")}
        rows.append(
            {"kind": kind, "power": "", "role": "", "where": [row.get("unit") or "*"], "condition": "",
             "from": _iso(row["from"]), "to": _iso(row["to"]), "before": shown if key in left else None,
             "after": shown if key in right else None, "instrument_before": None, "instrument_after": None,
             "needs": None, "dossiers_a_year": None}
        )  # fmt: skip
    return rows


def _iso(day: int | None) -> str | None:
    return None if day is None else format_day(day)
