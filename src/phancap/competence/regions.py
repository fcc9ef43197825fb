"""Every answer about a power at once: days x atoms x facts cut into boxes on which the answer is one.

Between two cut days nothing changes; atoms that every grant covers alike and where the same holders exist
get the same chain (an organ is named by its class, so one chain serves all communes); facts are cut at the
bounds that grants ask for. The oracle answers one point of each box, so the list is exact and complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import NamedTuple

from phancap.charter.conditions import Axis, Box, Span, is_empty, meet
from phancap.charter.model import Grant, inside
from phancap.charter.view import View
from phancap.competence.oracle import Facts, Holding, Point, holding
from phancap.territory.atoms import bits

Types = dict[str, tuple[str, tuple[str, ...]]]
"""Fact to its type and closed list, as :meth:`View.fact_types` gives them."""


class Region(NamedTuple):
    """``mask`` x ``[start, end)`` x ``box``, with the answer at its example point."""

    start: int
    end: int
    mask: int
    box: Box
    facts: Facts
    holding: Holding

    @property
    def atom(self) -> int:
        """The first atom of the region: its worked example."""
        return next(bits(self.mask))


def regions(view: View, power: str, role: str) -> Iterator[Region]:
    """The boxes of one power and role; they partition land x horizon x facts."""
    horizon = view.horizon
    days = [horizon.start, *view.cuts(power), horizon.end]
    land_of_day = (land(view, day) for day in days)
    for start, end, here in zip(days, days[1:], land_of_day, strict=False):
        yield from regions_between(view, power, role, start, end, here)


def regions_between(view: View, power: str, role: str, start: int, end: int, within: int) -> Iterator[Region]:
    """The boxes of ``[start, end)``, days between two cuts, on the atoms ``within``."""
    grants = [g for g in view.grants_of(power) if g.role == role and g.instrument != "substitute"]
    alive = [g for g in grants if view.life(g).holds(start)]
    for mask in classes(view, alive, start, within):
        atom = next(bits(mask))
        here = [g for g in alive if view.covers(g, start) >> atom & 1]
        for box, facts in cells_of(view, power, here):
            yield Region(start, end, mask, box, facts, holding(Point(view, power, role, atom, start, facts)))


def land(view: View, day: int) -> int:
    """The atoms that some commune covers on ``day``."""
    key = ("land", str(day))
    mask: int | None = view.memo.get(key)
    if mask is None:
        mask = 0
        for unit in view.territory.at_level("commune"):
            if unit.alive(day):
                mask |= view.territory.atoms_on(unit, day)
        view.memo[key] = mask
    return mask


def classes(view: View, alive: Iterable[Grant], day: int, within: int) -> list[int]:
    """The atoms ``within`` cut into sets that all grants and holders treat alike."""
    parts = [within] if within else []
    masks: set[int] = set()
    for grant in alive:
        masks |= {view.covers(grant, day), presence(view, grant.holder, day)}
        if grant.grantor:
            masks.add(presence(view, grant.grantor, day))
    for mask in masks:
        parts = [piece for part in parts for piece in (part & mask, part & ~mask) if piece]
    return sorted(parts, key=lambda part: part & -part)


def presence(view: View, holder: str, day: int) -> int:
    """The atoms at which ``holder`` (a class or a body) exists on ``day``."""
    key = ("presence", holder, str(day))
    mask: int | None = view.memo.get(key)
    if mask is None:
        mask = view.memo[key] = _presence(view, holder, day)
    return mask


def _presence(view: View, holder: str, day: int) -> int:
    cls = view.classes.get(holder)
    if cls is None:
        return view.territory.all_atoms if view.exists(holder, day) else 0
    mask = 0
    if cls.level == "none":
        for row in view.presences.get(holder, ()):
            if inside(day, row.start, row.end):
                mask |= view.present_in(row, day)
        return mask
    for unit in view.territory.at_level(cls.level):
        if unit.alive(day) and view.class_present(holder, unit, day):
            mask |= view.territory.atoms_on(unit, day)
    for caretaker in view.caretakers(holder):
        if caretaker.ended <= day < caretaker.until:
            mask |= caretaker.mask
    return mask


def cells_of(view: View, power: str, grants: Iterable[Grant]) -> list[tuple[Box, Facts]]:
    """The boxes between the bounds that ``grants`` ask for, each with one point inside."""
    types = view.fact_types(power)
    bounds: dict[str, set[int]] = {}
    for grant in grants:
        for fact, axis in (view.box(grant) or {}).items():
            found = bounds.setdefault(fact, set())
            if isinstance(axis, Span):
                found |= {edge for edge in axis if edge is not None}
    axes = [[(fact, *piece) for piece in pieces(types[fact], bounds[fact])] for fact in sorted(bounds)]
    return [
        ({fact: axis for fact, axis, _ in combined}, {fact: value for fact, _, value in combined})
        for combined in product(*axes)
    ]


def pieces(kind: tuple[str, tuple[str, ...]], bounds: set[int]) -> list[tuple[Axis, int | str]]:
    """A fact of (type, words) cut at ``bounds``: each piece with one value inside; words one by one."""
    name, values = kind
    if name in ("bool", "category"):
        return [(frozenset({v}), v) for v in (("yes", "no") if name == "bool" else values)]
    lowest = None if name == "integer" else 0
    edges = sorted(edge for edge in bounds if lowest is None or edge > lowest)
    lows: list[int | None] = [lowest, *edges]
    highs: list[int | None] = [*edges, None]
    return [
        (Span(low, high), low if low is not None else (high - 1 if high is not None else 0))
        for low, high in zip(lows, highs, strict=True)
    ]


def steps(found: Iterable[Region]) -> Iterator[tuple[int, Region, Region]]:
    """(day, box before, box after) wherever one box ends and another with common land and facts begins."""
    ending: dict[int, list[Region]] = {}
    starting: dict[int, list[Region]] = {}
    for region in found:
        ending.setdefault(region.end, []).append(region)
        starting.setdefault(region.start, []).append(region)
    for day in sorted(ending.keys() & starting.keys()):
        for before in ending[day]:
            for after in starting[day]:
                if before.mask & after.mask and boxes_meet(before.box, after.box):
                    yield day, before, after


def boxes_meet(first: Box, second: Box) -> bool:
    """Whether two boxes of facts have a point in common."""
    return all(not is_empty(meet(axis, second[fact])) for fact, axis in first.items() if fact in second)


class Patch(NamedTuple):
    """A merged box with something to say: days, atoms, facts, and an example point."""

    start: int
    end: int
    mask: int
    box: tuple[tuple[str, Axis], ...]
    example: Region


def merge(found: Iterable[Region], types: Types | None = None) -> list[Patch]:
    """Regions with the same thing to say as few boxes: joined in time, over atoms, along one fact.

    With the ``types`` of the facts, a fact that may have any value is no longer named, so that boxes cut for it on
    some days only join those of other days.
    """
    patches = [
        Patch(r.start, r.end, r.mask, tuple(sorted(r.box.items(), key=lambda i: i[0])), r) for r in found
    ]
    if types is None and len(patches) == 1:
        return patches
    while True:
        before = len(patches), sum(len(patch.box) for patch in patches)
        patches = _join(patches, lambda p: (p.mask, p.box), _in_time)
        patches = _join(patches, lambda p: (p.start, p.end, p.box), _over_atoms)
        patches = _along_facts(patches)
        if types is not None:
            patches = [patch._replace(box=_limits(patch.box, types)) for patch in patches]
        if (len(patches), sum(len(patch.box) for patch in patches)) == before:
            return sorted(patches, key=lambda p: (p.start, p.end, str(p.box), p.mask))


def _limits(box: tuple[tuple[str, Axis], ...], types: Types) -> tuple[tuple[str, Axis], ...]:
    """The facts of a box that leave some value out."""
    return tuple((fact, axis) for fact, axis in box if not _whole(axis, *types[fact]))


def _whole(axis: Axis, kind: str, values: tuple[str, ...]) -> bool:
    if isinstance(axis, Span):
        return axis.high is None and (axis.low is None or (kind != "integer" and axis.low <= 0))
    return axis >= set(("yes", "no") if kind == "bool" else values)


def _join(
    patches: list[Patch], key: Callable[[Patch], object], pair: Callable[[Patch, Patch], Patch | None]
) -> list[Patch]:
    groups: dict[object, list[Patch]] = {}
    for patch in sorted(patches, key=lambda p: (p.start, p.end, p.mask)):
        group = groups.setdefault(key(patch), [])
        joined = pair(group[-1], patch) if group else None
        if joined is None:
            group.append(patch)
        else:
            group[-1] = joined
    return [patch for group in groups.values() for patch in group]


def _in_time(first: Patch, second: Patch) -> Patch | None:
    return first._replace(end=second.end) if first.end == second.start else None


def _over_atoms(first: Patch, second: Patch) -> Patch | None:
    return first._replace(mask=first.mask | second.mask)


def _along_facts(patches: list[Patch]) -> list[Patch]:
    """Join boxes that differ in one fact, where the two values lie side by side or are sets."""
    facts = sorted({fact for patch in patches for fact, _ in patch.box})
    for fact in facts:
        groups: dict[object, list[Patch]] = {}
        for patch in sorted(patches, key=lambda p: _low(dict(p.box).get(fact))):
            rest = tuple(item for item in patch.box if item[0] != fact)
            groups.setdefault((patch.start, patch.end, patch.mask, rest), []).append(patch)
        patches = [patch for group in groups.values() for patch in _joined(group, fact)]
    return patches


def _low(axis: Axis | None) -> tuple[int, float | str]:
    if isinstance(axis, Span):
        return (0, float("-inf") if axis.low is None else axis.low)
    return (1, min(axis, default="")) if axis is not None else (2, "")


def _joined(group: list[Patch], fact: str) -> list[Patch]:
    result: list[Patch] = []
    for patch in group:
        last = dict(result[-1].box).get(fact) if result else None
        axis = dict(patch.box).get(fact)
        joined: Axis | None = None
        if (
            isinstance(last, Span)
            and isinstance(axis, Span)
            and last.high == axis.low
            and last.high is not None
        ):
            joined = Span(last.low, axis.high)
        elif isinstance(last, frozenset) and isinstance(axis, frozenset):
            joined = last | axis
        if joined is None:
            result.append(patch)
        else:
            box = tuple((name, joined if name == fact else value) for name, value in result[-1].box)
            result[-1] = result[-1]._replace(box=box)
    return result
