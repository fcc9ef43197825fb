"""Where two governments differ, read off their compiled tables: what :func:`diff_boxes.by_oracle` finds, fast.

Two powers compiled alike have cells that can be laid side by side. Each pair of records is compared once, however
many days and pieces of land it answers for; only where the two say something different are organs looked up by
unit and day. So the cost is that of what differs, not of what there is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from phancap.charter.conditions import Box
from phancap.charter.view import View
from phancap.competence.compile import Tables
from phancap.competence.diff_boxes import (
    Change,
    Side,
    by_body,
    by_oracle,
    days_asked,
    more_facts,
    same_kind,
    spans,
)  # fmt: skip
from phancap.competence.ground import Ground
from phancap.competence.oracle import Facts, Holding
from phancap.competence.regions import Region, land, pieces
from phancap.competence.tables import Record, Table

_GAP = Holding("gap")


class _Differing(NamedTuple):
    """Facts for which two records say something different, with what each says."""

    box: Box
    facts: Facts
    held: list[Holding]


class Compared:
    """Two sides on common land, compiled; a :data:`diff_boxes.Found`."""

    def __init__(self, first: Side, second: Side) -> None:
        self.first, self.second = first, second
        self.left, self.right = first.view, second.view
        self._own = (_compiled(self.left), None if self.right is self.left else _compiled(self.right))
        self._parts: dict[tuple[object, ...], list[tuple[int, int, int]]] = {}
        self._organs: dict[tuple[object, ...], list[tuple[int, str, str]]] = {}
        asked = days_asked(first, second)
        # Where land and days are one, the same class is the same organ everywhere.
        self.same_land = self.left.territory is self.right.territory and (
            asked is None or asked[0] == asked[1]
        )

    def __call__(self, power: str, role: str) -> Iterator[tuple[Region, Change]]:
        """Every box in which the sides differ, none twice."""
        types = [view.fact_types(power) if power in view.powers else None for view in (self.left, self.right)]
        if None not in types and types[0] != types[1]:
            # A word that one side does not know has no number in its table.
            yield from by_oracle(self.first, self.second, power, role)
            return
        tables = self._tables(power, role)
        coarse = {day for table in tables if table for day in table.cuts}
        parts = self._joint(*tables)
        said: dict[tuple[int, int], list[_Differing]] = {}
        fine: list[int] | None = None
        for start, end, day_a, day_b in spans(self.first, self.second, coarse):
            rows = [_row(table, day) for table, day in zip(tables, (day_a, day_b), strict=True)]
            for mask, *columns in parts:
                records = [_record(t, row, at) for t, row, at in zip(tables, rows, columns, strict=True)]
                pair = id(records[0]), id(records[1])
                if pair not in said:
                    said[pair] = self._differing(power, tables, records)
                if not said[pair]:
                    continue
                if fine is None:
                    fine = sorted({*self.left.cuts(power), *self.right.cuts(power)})
                for low, high, *days in _within(start, end, day_a, day_b, fine):
                    here = mask & (land(self.left, days[0]) | land(self.right, days[1]))
                    for box, facts, held in said[pair] if here else ():
                        for piece, change in by_body(
                            self.left, self.right, here, (days[0], days[1]), held, power, role, self._organs
                        ):
                            yield Region(low, high, piece, box, facts, held[1]), change

    def _tables(self, power: str, role: str) -> tuple[Table | None, Table | None]:
        own, other = self._own
        return own.of(power, role), (other or own).of(power, role)

    def _joint(self, a: Table | None, b: Table | None) -> list[tuple[int, int, int]]:
        """The land cut into sets that both tables treat alike: (atoms, column of the one, of the other)."""
        everything = (self.left.territory.all_atoms,)
        one, two = (everything if table is None else table.parts for table in (a, b))
        found = self._parts.get((one, two))
        if found is None:
            found = self._parts[one, two] = [
                (mine & theirs, i, j)
                for i, mine in enumerate(one)
                for j, theirs in enumerate(two)
                if mine & theirs
            ]
        return found

    def _differing(
        self, power: str, tables: tuple[Table | None, Table | None], records: list[Record | None]
    ) -> list[_Differing]:
        bounds: dict[str, set[int]] = {}
        for table, record in zip(tables, records, strict=True):
            if table is not None and record is not None:
                for number, cuts, _ in record[0]:
                    bounds.setdefault(table.facts[number].name, set()).update(cuts)
        kinds = more_facts(self.left, self.right, power).fact_types(power)
        axes = [[(fact, *piece) for piece in pieces(kinds[fact], bounds[fact])] for fact in sorted(bounds)]
        found = []
        for combined in product(*axes):
            facts: Facts = {fact: value for fact, _, value in combined}
            held = [_at(table, record, facts) for table, record in zip(tables, records, strict=True)]
            if not (self.same_land and same_kind(self.left, self.right, held[0], held[1])):
                found.append(_Differing({fact: axis for fact, axis, _ in combined}, facts, held))
        return found


def _compiled(view: View) -> Tables:
    """The tables of a view, kept with it: a site compares one side with many."""
    found: Tables | None = view.memo.get(("tables", "", ""))
    if found is None:
        found = view.memo["tables", "", ""] = Tables(view, Ground(view))
    return found


def _row(table: Table | None, day: int) -> int:
    """Where the cells of a day begin."""
    return 0 if table is None else (bisect_right(table.cuts, day) - 1) * table.width


def _record(table: Table | None, row: int, column: int) -> Record | None:
    return None if table is None else table.records[table.cells[row + column]]


def _at(table: Table | None, record: Record | None, facts: Facts) -> Holding:
    if table is None or record is None:
        return _GAP
    axes, leaves = record
    at = 0
    for number, cuts, stride in axes:
        axis = table.facts[number]
        at += bisect_right(cuts, axis.number(facts[axis.name])) * stride
    return leaves[at].holding


def _within(start: int, end: int, day_a: int, day_b: int, cuts: list[int]) -> list[tuple[int, int, int, int]]:
    """The days of a span between which neither an organ nor anything else changes."""
    if day_a != start:
        # Two days are compared, not a stretch of time.
        return [(start, end, day_a, day_b)]
    days = [start, *cuts[bisect_right(cuts, start) : bisect_right(cuts, end - 1)], end]
    return [(low, high, low, low) for low, high in zip(days, days[1:], strict=False)]
