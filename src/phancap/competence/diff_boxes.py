"""Where two governments differ: boxes of days, atoms and facts, found by asking the oracle of every box.

The plain way: both sides are cut along the same days, atoms and facts, and one point of each box is asked. The
fast way, :mod:`phancap.competence.diff_tables`, must give the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from phancap.charter.view import View
from phancap.competence.oracle import Holding, Point, holding
from phancap.competence.regions import Region, cells_of, classes, land
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
        return before, _on(after, first)
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


def _on(view: View, land: Territory) -> View:
    """The view on the same land of another view; kept, so that its tables are made once."""
    key = ("on", str(id(land)), "")
    kept: tuple[Territory, View] | None = view.memo.get(key)
    if kept is None or kept[0] is not land:
        kept = view.memo[key] = land, View(view.charter, view.known, land)
    return kept[1]


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


Found = Callable[[str, str], Iterator[tuple[Region, Change]]]
"""What finds the boxes in which two sides differ about a power (first) and role."""


def by_oracle(first: Side, second: Side, power: str, role: str) -> Iterator[tuple[Region, Change]]:
    """Every box in which the sides differ, none twice; the sides stand on common land."""
    cuts = {*first.view.cuts(power), *second.view.cuts(power)}
    for span in spans(first, second, cuts):
        yield from _between(first.view, second.view, power, role, span)


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
        boxes = cells_of(more_facts(left, right, power), power, [*here[0], *here[1]])
        for box, facts in boxes:
            held = [
                holding(Point(view, power, role, atom, day, facts))
                if power in view.powers
                else Holding("gap")
                for view, day in sides
            ]
            same_land = day_a == day_b and left.territory is right.territory
            if same_land and same_kind(left, right, held[0], held[1]):
                continue
            for part, change in by_body(left, right, mask, (day_a, day_b), held, power, role):
                yield Region(start, end, part, box, facts, held[1]), change


def more_facts(left: View, right: View, power: str) -> View:
    """The side that declares the facts of the other one too."""
    return left if left.fact_types(power).keys() >= right.fact_types(power).keys() else right


def same_kind(left: View, right: View, before: Holding, after: Holding) -> bool:
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


def by_body(
    left: View, right: View, mask: int, days: tuple[int, int], held: list[Holding], power: str, role: str,
    known: dict[tuple[object, ...], list[tuple[int, str, str]]] | None = None,
) -> list[tuple[int, Change]]:  # fmt: skip
    """The box cut by the organs of its units, where they differ; ``known`` keeps what was cut before."""
    old, new = (found.chain[-1].grant if found.chain else None for found in held)
    instruments = (old.instrument if old else "", new.instrument if new else "")
    alike = instruments[0] == instruments[1] and held[0].status == held[1].status
    holders = [
        tuple(sorted({link.grant.holder for link in (found.chain[-1:] or found.rivals)})) for found in held
    ]
    key = (*holders, *days, mask)
    pieces = None if known is None else known.get(key)
    if pieces is None:
        pieces = _by_organs(left, right, mask, days, holders)
        if known is not None:
            known[key] = pieces
    kind = "power" if role == "decide" else "role"
    ends = (
        *instruments, old.holder if old else "", new.holder if new else "", old.grantor if old else "", new.grantor if new else "",
    )  # fmt: skip
    return [
        (part, Change(kind, power, role, before, after, held[0].status, held[1].status, *ends))
        for part, before, after in pieces
        if not (alike and before == after)
    ]


def _by_organs(
    left: View, right: View, mask: int, days: tuple[int, int], holders: list[tuple[str, ...]]
) -> list[tuple[int, str, str]]:
    """The atoms by the organs that the holders are there, on either side."""
    parts: dict[tuple[str, str], int] = {}
    for atom in bits(mask):
        old, new = (
            "+".join(sorted({view.body_at(holder, atom, day) for holder in wanted}))
            for view, day, wanted in zip((left, right), days, holders, strict=True)
        )
        parts[old, new] = parts.get((old, new), 0) | 1 << atom
    return [(part, *organs) for organs, part in parts.items()]
