"""The complete difference of two governments: options, days, or both, as few rows that partition it.

Both sides are cut along the same days, atoms and facts, so every box in which they differ is found. A row
names the organs before and after by their ids: rows that only differ by unit stay apart, as their organs do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from phancap.charter.conditions import show_box
from phancap.charter.model import inside
from phancap.charter.names import level_words
from phancap.charter.view import View
from phancap.competence.answer import body_json, limit_of
from phancap.competence.lawful import party_of, rule_book
from phancap.competence.oracle import Holding, Point, holding
from phancap.competence.recorder import place_names
from phancap.competence.regions import Patch, Region, cells_of, classes, land, merge, presence
from phancap.formats.days import format_day
from phancap.territory.atoms import Territory, bits


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
    giver_before: str = ""
    giver_after: str = ""


def on_common_land(before: View, after: View) -> tuple[View, View]:
    """Both views on the atoms of the one with more lineage: an option may split or merge units."""
    first, second = before.territory, after.territory
    if first is second:
        return before, after
    if first.masks() == second.masks() and first.units == second.units:
        # One territory for both: then what both give to one class cannot differ by unit.
        return before, View(after.charter, after.known, first)
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


def days_asked(first: Side, second: Side) -> tuple[int, int] | None:
    """The day of each side; a side without one takes the other's; ``None`` where all time is meant."""
    day_a = second.day if first.day is None else first.day
    day_b = first.day if second.day is None else second.day
    return None if day_a is None or day_b is None else (day_a, day_b)


def spans(first: Side, second: Side, cuts: Iterable[int | None]) -> list[tuple[int, int, int, int]]:
    """(start, end, day on the left, day on the right) between which, by ``cuts``, neither side changes.

    Two workspaces may speak of different times: what both speak of is compared. :class:`ValueError` for none.
    """
    asked = days_asked(first, second)
    if asked is not None:
        day_a, day_b = asked
        return [(day_b, day_b + 1, day_a, day_b)]
    start = max(first.view.horizon.start, second.view.horizon.start)
    end = min(first.view.horizon.end, second.view.horizon.end)
    if start >= end:
        raise ValueError("hai bên không có ngày nào chung trong phạm vi (`horizon` của city.toml)")
    days = [start, *sorted({day for day in cuts if day is not None and start < day < end}), end]
    return [(low, high, low, low) for low, high in zip(days, days[1:], strict=False)]


def _rows(first: Side, second: Side, power: str, role: str) -> list[dict[str, Any]]:
    found: dict[Change, list[Region]] = {}
    cuts = {*first.view.cuts(power), *second.view.cuts(power)}
    for start, end, day_a, day_b in spans(first, second, cuts):
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
        boxes = cells_of(_more_facts(left, right, power), power, [*here[0], *here[1]])
        for box, facts in boxes:
            held = [
                holding(Point(view, power, role, atom, day, facts))
                if power in view.powers
                else Holding("gap")
                for view, day in sides
            ]
            same_land = day_a == day_b and left.territory is right.territory
            if same_land and _same_kind(left, right, held[0], held[1]):
                continue
            for part, change in _by_body(left, right, mask, (day_a, day_b), held, power, role):
                yield Region(start, end, part, box, facts, held[1]), change


def _more_facts(left: View, right: View, power: str) -> View:
    """The side that declares the facts of the other one too."""
    return left if left.fact_types(power).keys() >= right.fact_types(power).keys() else right


def _same_kind(left: View, right: View, before: Holding, after: Holding) -> bool:
    """Whether both sides end in the same organs by the same instrument, so that no unit can differ."""
    ends = [[link.grant for link in (found.chain[-1:] or found.rivals)] for found in (before, after)]
    holders = [[grant.holder for grant in end] for end in ends]
    if before.status != after.status or holders[0] != holders[1]:
        return False
    if before.chain and ends[0][0].instrument != ends[1][0].instrument:
        return False
    # The same class may still be other organs, where the model of one side keeps a caretaker.
    return all(
        left.classes.get(h) == right.classes.get(h)
        and left.presences.get(h) == right.presences.get(h)
        and left.bodies.get(h) == right.bodies.get(h)
        for h in holders[0]
    )


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
            old.grantor if old else "", new.grantor if new else "",
        )  # fmt: skip
        parts[change] = parts.get(change, 0) | 1 << atom
    return [(part, change) for change, part in parts.items()]


def _bodies(view: View, found: Holding, atom: int, day: int) -> str:
    links = found.chain[-1:] or found.rivals
    return "+".join(sorted({view.body_at(link.grant.holder, atom, day) for link in links}))


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


DERIVED = ("decentralise", "delegate")


def needs(view: View, change: Change, day: int) -> dict[str, str] | None:
    """The kind of act and the organ that may lawfully make the change, by the rule book of the day.

    A gift is made by its giver, and taken back by the one who gave it; else the present holder may pass the
    power on where the book lets it; else only the National Assembly can.
    """
    if change.holder_before == change.holder_after and change.instrument_before == change.instrument_after:
        # Only the unit of the organ has changed: that is territory, no transfer of a power.
        return None
    giver = change.holder_before
    if change.instrument_after in DERIVED and change.giver_after:
        giver = change.giver_after
    elif change.instrument_before in DERIVED:
        giver = change.giver_before
        if change.holder_after in ("", giver):
            return _way(view, "withdraw", "văn bản thu hồi của cơ quan đã giao", giver, "")
    # An organ that exists no more gives nothing away.
    there = giver and giver != change.holder_after and presence(view, giver, day)
    old = party_of(view, giver) if there else None
    new = party_of(view, change.holder_after) if change.holder_after else None
    ways = [way for way in rule_book(view).needs(old, new, day) if way.instrument != "withdraw"]
    # A delegate only acts: it answers the wish for a delegate, not for another holder.
    ways = [way for way in ways if way.instrument != "delegate" or change.instrument_after == "delegate"]
    ways.sort(key=lambda way: (not way.read, way.instrument != change.instrument_after))
    if not ways:
        return None
    way = ways[0]
    return _way(
        view, way.instrument, way.act, giver if way.instrument in DERIVED else way.organ, way.provision
    )


def _way(view: View, instrument: str, act: str, organ: str, provision: str) -> dict[str, str]:
    return {"act": act, "organ": level_words(view, organ), "instrument": instrument, "provision": provision}


def _limits(first: Side, second: Side, power: str) -> list[dict[str, Any]]:
    """Where the time limit differs, day by day between the days on which a limit changes."""
    found = [row for view in (first.view, second.view) for row in view.limits if row.power == power]
    cuts = {day for row in found for day in (row.start, row.end)}
    rows: list[dict[str, Any]] = []
    for start, end, day_a, day_b in spans(first, second, cuts):
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


Tables = dict[str, list[dict[str, Any]]]


def difference(
    before: Side, after: Side, tables_before: Tables, tables_after: Tables
) -> list[dict[str, Any]]:
    """Every row of difference: powers, roles, limits, organisation, staff, facilities and budget."""
    from phancap.competence.diff_means import listed, organisation

    left, right = on_common_land(before.view, after.view)
    first, second = before._replace(view=left), after._replace(view=right)
    rows = changes(first, second)
    for row in rows:
        mask, day = row.pop("_mask", 0), row.pop("_day", 0)
        if mask and row["kind"] == "power":
            row["dossiers_a_year"] = dossiers(right, tables_after.get("demand", []), row["power"], mask, day)
    rows += organisation(first, second)
    for kind, table in (("staff", "staff"), ("facility", "facilities"), ("budget", "budget")):
        rows += listed(kind, tables_before.get(table, []), tables_after.get(table, []), first, second)
    return rows


def dossiers(view: View, demand: list[dict[str, Any]], power: str, mask: int, day: int) -> float | None:
    """Dossiers a year from units that lie wholly inside the atoms; ``None`` where none is known."""
    total: float | None = None
    for row in demand:
        if row["power"] != power or row["dossiers"] is None or not inside(day, row["from"], row["to"]):
            continue
        unit = view.unit_named(row["unit"], day) if row["unit"] else None
        atoms = view.territory.atoms_of(unit.uid) if unit else 0
        if atoms and atoms & mask == atoms:
            total = (total or 0) + row["dossiers"]
    return total
