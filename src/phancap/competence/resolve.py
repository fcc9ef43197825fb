"""One answer from the tables, in plain Python: the reference of the fast floors, equal to the oracle.

``bare`` says who; ``explained`` also why, with chain, days and thresholds worked out beforehand, so that an
explained answer costs little more. Both want every fact of the table as a number (``Table.numbers``);
``holding_at`` takes facts as people give them and says ``needs-facts`` where a missing one matters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import product

from phancap.competence.compile import Tables
from phancap.competence.ground import OrganMap
from phancap.competence.oracle import Facts, Holding, Link, Point
from phancap.competence.tables import FactAxis, Leaf, Table, Values, Why

Explained = tuple[str, int, int, Why]
"""The acting organ, the days ``[start, end)`` on which the answer is the same, the explanation."""


def bare(table: Table, atom: int, day: int, values: Values = ()) -> tuple[Leaf, str]:
    """The answer at an atom on a day inside the horizon and the acting organ's id (``""``: none)."""
    cell = (bisect_right(table.cuts, day) - 1) * table.width + table.land[atom]
    axes, leaves = table.records[table.cells[cell]]
    if axes:
        at = 0
        for number, cuts, stride in axes:
            at += bisect_right(cuts, values[number]) * stride
        leaf = leaves[at]
    else:
        leaf = leaves[0]
    organ = leaf.organ
    if organ is None:
        return leaf, ""
    width = organ.width
    if not width:
        return leaf, organ.names[0]
    base = atom * width
    return leaf, organ.names[organ.units[bisect_right(organ.starts, day, base + 1, base + width) - 1]]


def explained(table: Table, atom: int, day: int, values: Values = ()) -> Explained:
    """The answer with its explanation; the facts as for :func:`bare`."""
    axes, whys = table.why[(bisect_right(table.cuts, day) - 1) * table.width + table.land[atom]]
    if axes:
        at = 0
        for number, cuts, stride in axes:
            at += bisect_right(cuts, values[number]) * stride
        why = whys[at]
    else:
        why = whys[0]
    organ = why.organ
    if organ is None:
        return "", why.start, why.end, why
    width = organ.width
    if width < 2 and not why.answering:
        # One organ for all days of the horizon, here or everywhere.
        return organ.names[organ.units[atom] if width else 0], why.start, why.end, why
    return _within(why, organ, atom, day)


def _within(why: Why, organ: OrganMap, atom: int, day: int) -> Explained:
    """The days are also those on which the acting and the answerable organs stay the same."""
    body, first, last = organ.at(atom, day)
    start, end = max(why.start, first), min(why.end, last)
    for other in why.answering:
        _, first, last = other.at(atom, day)
        start, end = max(start, first), min(end, last)
    return body, start, end, why


def named(tables: Tables, symbolic: Holding, atom: int, day: int) -> Holding:
    """An answer by classes as the answer of the organs at an atom on a day."""

    def body(holder: str) -> str:
        return tables.ground.organ(holder).at(atom, day)[0] if holder else ""

    def links(chain: tuple[Link, ...]) -> tuple[Link, ...]:
        return tuple(Link(link.grant, body(link.body)) for link in chain)

    return Holding(
        symbolic.status, body(symbolic.body), tuple(body(a) for a in symbolic.answerable), links(symbolic.chain),
        tuple(links(way) for way in symbolic.ways), symbolic.rejected,
    )  # fmt: skip


def holding_at(tables: Tables, power: str, role: str, atom: int, day: int, facts: Facts) -> Holding:
    """Equals ``outcome.at_atom`` without a later day of decision: ``needs-facts`` where a missing fact matters."""
    table = tables.of(power, role)
    if table is None:
        return Holding("gap")
    given = table.numbers(facts)
    cell = (bisect_right(table.cuts, day) - 1) * table.width + table.land[atom]
    axes, whys = table.why[cell]
    choices = []
    for number, cuts, stride in axes:
        value = given[number]
        possible = _possible(table.facts[number], cuts) if value is None else (bisect_right(cuts, value),)
        choices.append([k * stride for k in possible])
    found = [whys[sum(combined)] for combined in product(*choices)]
    if any(why.leaf.run != found[0].leaf.run for why in found):
        return Holding("needs-facts")
    return named(tables, found[0].holding, atom, day)


def _possible(axis: FactAxis, cuts: tuple[int, ...]) -> range:
    """The cells of a missing fact that hold a value that may occur."""
    first = 0 if axis.lowest is None else bisect_right(cuts, axis.lowest)
    return range(first, len(cuts) + 1)


def resolver(tables: Tables) -> Callable[[Point], Holding]:
    """A drop-in for ``oracle.holding``: the same answers, from the tables of the point's view."""

    def resolve(point: Point) -> Holding:
        return holding_at(tables, point.power, point.role, point.atom, point.day, point.facts)

    return resolve
