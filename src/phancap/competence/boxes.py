"""The effective rules of a power as boxes, so that "cover" is PC001 and "no two holders" is PC002.

After precedence every place, day and fact of a table has its answer. Each chain that makes a holder becomes the
boxes on which it does, merged; of an overlap every rival keeps its boxes, so that they do overlap; where there
is a gap there is no box; a joint role is one holder made of all. Land without a commune on a day (before the
record of it begins, say) is outside the question: boxes of its own, with no holder, say where that is.

Land is cut into *pieces* that all rules treat alike, and a box names pieces, not atoms.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple, TypeVar

from phancap.charter.conditions import Axis, Box, Span
from phancap.charter.view import View
from phancap.competence import prove
from phancap.competence.compile import Tables
from phancap.competence.ground import Steps
from phancap.competence.oracle import Facts
from phancap.competence.prove import LEAST, MASK, MOST, SPAN, Rules
from phancap.competence.regions import Region
from phancap.competence.resolve import named
from phancap.competence.tables import FactAxis, Leaf, Step, Table
from phancap.territory.atoms import bits

T = TypeVar("T")
NOBODY_ASKED = "-"
"""The holder of the boxes outside the question: no commune there on those days."""


class Effective(NamedTuple):
    """The boxes of one power and role. ``rules.boxes[i]`` is held by ``holders[i]`` through ``chains[i]``.

    Columns: days, pieces of land (``pieces[k]`` are the atoms of bit ``k``), then the facts of ``facts``.
    """

    power: str
    role: str
    facts: tuple[FactAxis, ...]
    pieces: tuple[int, ...]
    rules: Rules
    holders: tuple[str, ...]
    chains: tuple[tuple[tuple[str, ...], ...], ...]

    def atoms(self, mask: int) -> int:
        """The atoms of some pieces."""
        total = 0
        for piece in bits(mask):
            total |= self.pieces[piece]
        return total

    def facts_of(self, box: prove.Box) -> Box:
        """The facts of a box in the charter's terms; a fact that is free is left out."""
        result: Box = {}
        for axis, (low, high), free in zip(self.facts, box[2:], self.rules.domain[2:], strict=True):
            if (low, high) == free:
                continue
            if axis.values:
                result[axis.name] = frozenset(axis.values[i] for i in bits(high))
            else:
                result[axis.name] = Span(None if low == LEAST else low, None if high == MOST else high)
        return result

    def example(self, box: prove.Box) -> tuple[int, int, Facts]:
        """One point of a box: day, atom and facts."""
        day, piece, *rest = prove.corner(self.rules.kinds, box)
        facts: Facts = {a.name: a.values[x] if a.values else x for a, x in zip(self.facts, rest, strict=True)}
        return day, next(bits(self.pieces[piece])), facts


Way = tuple[str, tuple[tuple[str, ...], ...]]
"""A holder with the chains (grant ids from the root) that make it one."""


def effective(view: View, tables: Tables, power: str, role: str) -> Effective:
    """The boxes of a power and role; none where no grant speaks of it."""
    table = tables.of(power, role)
    settled = tables.ground.settled()
    start, end = view.horizon
    days = sorted({start, *(table.cuts if table else ()), *(day for day, _ in settled.between(start, end))})
    parts = table.parts if table else ((tables.ground.all,) if tables.ground.all else ())
    pieces = _refined(parts, settled, start, end)
    facts = table.facts if table else ()
    domain: prove.Box = ((start, end), (0, (1 << len(pieces)) - 1), *(_whole(axis) for axis in facts))
    kinds = (SPAN, MASK, *(MASK if axis.values else SPAN for axis in facts))
    found: dict[Way, dict[tuple[object, ...], prove.Box]] = {}
    for number, (part, atoms) in enumerate(pieces):
        open_: dict[tuple[object, ...], prove.Box] = {}
        for day, until in zip(days, [*days[1:], end], strict=True):
            still: dict[tuple[object, ...], prove.Box] = {}
            for way, rest in _ways(table, part, atoms, day, settled, domain[2:]):
                key = (way, rest)
                before = open_.pop(key, None)
                still[key] = (((before[0][0] if before else day), until), (0, 1 << number), *rest)
            _close(found, number, open_)
            open_ = still
        _close(found, number, open_)
    boxes: list[prove.Box] = []
    holders: list[str] = []
    chains: list[tuple[tuple[str, ...], ...]] = []
    for (holder, grants), ground in sorted(found.items()):
        for box in prove.merged(kinds, list(ground.values())):
            boxes.append(box)
            holders.append(holder)
            chains.append(grants)
    names = sorted(set(holders))
    rules = Rules(kinds, domain, tuple(boxes), tuple(names.index(holder) for holder in holders))
    return Effective(
        power, role, facts, tuple(atoms for _, atoms in pieces), rules, tuple(holders), tuple(chains)
    )


def _close(
    found: dict[Way, dict[tuple[object, ...], prove.Box]],
    number: int,
    done: dict[tuple[object, ...], prove.Box],
) -> None:
    for (way, rest), box in done.items():
        found.setdefault(way, {})[(number, box[0], rest)] = box  # type: ignore[arg-type]


def _refined(parts: tuple[int, ...], settled: Steps, start: int, end: int) -> list[tuple[int, int]]:
    """(number of the part, atoms): the parts of a table cut where land is not settled on every day."""
    pieces = list(enumerate(parts))
    for mask in {mask for _, mask in settled.between(start, end)}:
        pieces = [(n, piece) for n, part in pieces for piece in (part & mask, part & ~mask) if piece]
    return pieces


def _ways(
    table: Table | None, part: int, atoms: int, day: int, settled: Steps, free: prove.Box
) -> Iterator[tuple[Way, prove.Box]]:
    if not atoms & settled.at(day):
        yield (NOBODY_ASKED, ()), free
        return
    if table is None:
        return
    cell = (bisect_right(table.cuts, day) - 1) * table.width + part
    for leaf, rest in grid(table, table.records[table.cells[cell]]):
        for way in ways_of(leaf):
            yield way, rest


def ways_of(leaf: Leaf) -> list[Way]:
    """Who holds by an answer: one holder, all of a joint role together, each rival of an overlap, nobody."""
    holding = leaf.holding
    if holding.status == "gap":
        return []
    ways = holding.ways or (holding.chain,)
    named_ways = [(way[-1].body, tuple(link.grant.grant for link in way)) for way in ways]
    if holding.status == "joint":
        return [
            (" + ".join(sorted({body for body, _ in named_ways})), tuple(names for _, names in named_ways))
        ]
    return [(body, (names,)) for body, names in named_ways]


def grid(table: Table, record: tuple[tuple[Step, ...], tuple[T, ...]]) -> Iterator[tuple[T, prove.Box]]:
    """Each item of a record with its box of facts."""
    axes, answers = record
    cuts_of = {number: cuts for number, cuts, _ in axes}
    stride_of = {number: stride for number, _, stride in axes}
    columns = []
    for number, axis in enumerate(table.facts):
        column = []
        for k, span in enumerate(_spans(axis, cuts_of.get(number, ()))):
            if span is not None:
                column.append((k * stride_of.get(number, 0), span))
        columns.append(column)
    for combined in product(*columns):
        yield answers[sum(at for at, _ in combined)], tuple(span for _, span in combined)


def _spans(axis: FactAxis, cuts: tuple[int, ...]) -> list[tuple[int, int] | None]:
    """The cells of an axis between cuts; ``None`` for one that holds no value that may occur."""
    low, high = _whole(axis)
    if axis.values:
        edges = [0, *cuts, len(axis.values)]
        return [(0, (1 << b) - (1 << a)) for a, b in zip(edges, edges[1:], strict=False)]
    edges = [low, *(max(cut, low) for cut in cuts), high]
    return [(a, b) if a < b else None for a, b in zip(edges, edges[1:], strict=False)]


def _whole(axis: FactAxis) -> tuple[int, int]:
    if axis.values:
        return 0, (1 << len(axis.values)) - 1
    return (LEAST if axis.lowest is None else axis.lowest), MOST


def regions(view: View, tables: Tables, power: str, role: str) -> Iterator[Region]:
    """A drop-in for ``regions.regions``: boxes that partition land x horizon x facts, each with its whole answer.

    They come from the tables, so a box may be cut finer or coarser than the oracle's; what holds at a point
    is the same, with the reason why every other grant lost.
    """
    table = tables.of(power, role)
    settled = tables.ground.settled()
    start, end = view.horizon
    cuts = sorted({start, *(table.cuts if table else ()), *(day for day, _ in settled.between(start, end))})
    for day, until in zip(cuts, [*cuts[1:], end], strict=True):
        here = settled.at(day)
        if table is None:
            if here:
                yield _region(tables, day, until, here, {}, {})
            continue
        segment = (bisect_right(table.cuts, day) - 1) * table.width
        for part, atoms in enumerate(table.parts):
            mask = atoms & here
            if not mask:
                continue
            for why, spans in grid(table, table.why[segment + part]):
                sides = list(zip(table.facts, spans, strict=True))
                box: Box = {axis.name: _axis(axis, span) for axis, span in sides}
                facts: Facts = {axis.name: _sample(axis, span) for axis, span in sides}
                region = Region(day, until, mask, box, facts, why.holding)
                yield region._replace(holding=named(tables, why.holding, region.atom, day))


def _region(tables: Tables, day: int, until: int, mask: int, box: Box, facts: Facts) -> Region:
    from phancap.competence.oracle import Holding

    return Region(day, until, mask, box, facts, Holding("gap"))


def _axis(axis: FactAxis, span: tuple[int, int]) -> Axis:
    low, high = span
    if axis.values:
        return frozenset(axis.values[i] for i in bits(high))
    return Span(None if low == LEAST else low, None if high == MOST else high)


def _sample(axis: FactAxis, span: tuple[int, int]) -> int | str:
    low, high = span
    if axis.values:
        return axis.values[next(bits(high))]
    return low if low > LEAST else (high - 1 if high < MOST else 0)
