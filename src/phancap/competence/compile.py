"""From grants to tables: the resolved rules of a power cut into as few cells as tell its answers apart.

For one power and role: days are cut where a grant begins or ends or its land or organ changes, atoms are put
into classes that all grants treat alike, facts are cut at the bounds that grants ask for. In such a cell the
answer depends only on *which grants are offered*, so it is worked out once for each set of offered grants
(:class:`_Solver`, the steps of 2.6 of the charter over organs named by class). Land and organs are in
:mod:`ground`, which powers share; compiling one edited power touches that power alone.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from itertools import product
from typing import NamedTuple, TypeVar

from phancap.charter.conditions import Axis, Box, Span
from phancap.charter.model import ROLES, ROOTS, Grant
from phancap.charter.view import View
from phancap.competence.ground import FIRST, LAST, Ground, Steps
from phancap.competence.lawful import hops_allowed, no_effect
from phancap.competence.oracle import Holding, Link, _why_not_alive, answerable_of, tension_between
from phancap.competence.tables import FactAxis, Leaf, Near, Record, Step, Table, Why, WhyRecord, is_number
from phancap.territory.atoms import bits

T = TypeVar("T")
Cell = tuple[int, int, int, tuple[str, ...] | None, int]
"""Grants alive, covering and with an organ there (bit masks), special organs, number of the standing."""


class Tables:
    """Every power and role of a view, compiled; a power whose rows changed is compiled again alone."""

    def __init__(self, view: View, ground: Ground | None = None, powers: list[str] | None = None) -> None:
        self.view = view
        self.ground = ground or Ground(view)
        self.shared = Shared(self.ground)
        self.tables: dict[tuple[str, str], Table] = {}
        for power in sorted(view.powers) if powers is None else powers:
            self.tables |= compile_power(view, power, self.shared)

    def again(self, view: View, power: str) -> None:
        """Take the rows of one power from ``view``, whose land and organs must be those compiled before."""
        for role in ROLES:
            self.tables.pop((power, role), None)
        self.tables |= compile_power(view, power, self.shared)

    def of(self, power: str, role: str) -> Table | None:
        """The table of a power and role; ``None`` where no grant speaks of it, so that all is a gap."""
        return self.tables.get((power, role))


class Shared:
    """What tables share: the class of each atom, for each way to part the land."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._lands: dict[tuple[int, ...], bytes | array[int]] = {}

    def land(self, parts: tuple[int, ...]) -> bytes | array[int]:
        """The number of the part in which each atom lies."""
        found = self._lands.get(parts)
        if found is None:
            found = self._lands[parts] = self._numbered(parts)
        return found

    def _numbered(self, parts: tuple[int, ...]) -> bytes | array[int]:
        count = self.ground.land.count
        if len(parts) > 256:
            wide = array("H", bytes(2 * count))
            for number, part in enumerate(parts):
                for atom in bits(part):
                    wide[atom] = number
            return wide
        # The digits of a binary number are its bits as bytes, so a whole part is set in one multiplication.
        zeros = int.from_bytes(b"0" * count, "big")
        total = 0
        for number, part in enumerate(parts[1:], 1):
            total += (int.from_bytes(format(part, f"0{count}b").encode(), "big") - zeros) * number
        return total.to_bytes(count, "big")[::-1]

    @property
    def nbytes(self) -> int:
        """Bytes of all class maps."""
        return sum(len(land) * (1 if isinstance(land, bytes) else 2) for land in self._lands.values())

    def __len__(self) -> int:
        return len(self._lands)


def compile_power(view: View, power: str, shared: Shared) -> dict[tuple[str, str], Table]:
    """The tables of one power, by (power, role)."""
    by_role: dict[str, list[Grant]] = {}
    for grant in view.grants_of(power):
        # A grant of an act not yet published is not there at all.
        if grant.instrument != "substitute" and view.act(grant.act) is not None:
            by_role.setdefault(grant.role, []).append(grant)
    return {(power, role): _compile(view, power, role, grants, shared) for role, grants in by_role.items()}


class _Live(NamedTuple):
    """One grant inside the horizon: its days, and land and organ as steps."""

    start: int
    end: int
    covers: Steps
    organs: tuple[tuple[str, Steps], ...]
    steps: tuple[Steps, ...]


def _compile(view: View, power: str, role: str, grants: list[Grant], shared: Shared) -> Table:
    ground, horizon = shared.ground, view.horizon
    lives = [_live(view, ground, grant) for grant in grants]
    solver = _Solver(view, power, role, grants, ground)
    cuts = _cuts(lives, solver, horizon.start, horizon.end)
    parts = _parts(ground.all, lives)
    boxes = [view.box(grant) for grant in grants]
    axes = _axes(view, power, boxes)
    fits = _fits(boxes, axes)
    rows: dict[Cell, tuple[int, ...]] = {}
    columns: dict[tuple[Cell, ...], int] = {}
    alive = [0] * len(cuts)
    for i, live in enumerate(lives):
        for k in range(bisect_left(cuts, live.start), bisect_left(cuts, live.end)):
            alive[k] |= 1 << i
    days = list(zip(cuts, alive, map(solver.standing, cuts), strict=True))
    for part in parts:
        place = _Place(solver, lives, part)
        column = tuple(place.cell(*day) for day in days)
        columns[column] = columns.get(column, 0) | part
    for column in columns:
        for cell in column:
            if cell not in rows:
                rows[cell] = tuple(solver.answer(cell, fit) for fit in fits)
    # The biggest class first: its number is 0, so that it costs nothing to write into the class map.
    classes = sorted(columns.items(), key=lambda item: -item[1].bit_count())
    cells = [column[segment] for segment in range(len(cuts)) for column, _ in classes]
    records: list[Record] = []
    numbers: dict[tuple[int, ...], int] = {}
    numbered = array("H")
    for cell in cells:
        row = rows[cell]
        if row not in numbers:
            numbers[row] = len(records)
            leaves = [solver.leaves[number] for number in row]
            records.append(reduced(leaves, axes) if axes else ((), (leaves[0],)))
        numbered.append(numbers[row])

    def explain(table: Table) -> list[WhyRecord]:
        return _Explainer(view, table, solver, grants, cells, rows, fits).run()

    masks = tuple(mask for _, mask in classes)
    return Table(
        power,
        role,
        axes,
        shared.land(masks),
        masks,
        array("i", cuts),
        horizon.end,
        numbered,
        records,
        explain,
    )


def _live(view: View, ground: Ground, grant: Grant) -> _Live:
    life = view.life(grant)
    start = max(view.horizon.start, life.start or FIRST)
    end = min(view.horizon.end, LAST if life.end is None else life.end)
    own = ground.own(grant.holder)
    presence = ground.presence(grant.holder)
    covers = ground.covers(view, grant)
    organs: tuple[tuple[str, Steps], ...] = ((grant.holder, presence),)
    steps: tuple[Steps, ...] = (covers, presence)
    if own is not None:
        organs, steps = ((grant.holder.partition("/")[0], own), *organs), (*steps, own)
    giver = ground.own(grant.grantor) if grant.grantor else None
    return _Live(start, end, covers, organs, steps if giver is None else (*steps, giver))


def _cuts(lives: list[_Live], solver: _Solver, first: int, last: int) -> list[int]:
    days = {first}
    for live in lives:
        days.add(live.start)
        days.add(live.end)
        for steps in live.steps:
            if len(steps.days) > 1:
                days.update(day for day in steps.days if live.start < day < live.end)
    days.update(solver.standing_days())
    return sorted(day for day in days if first <= day < last)


def _parts(everything: int, lives: list[_Live]) -> list[int]:
    """The atoms cut into sets that all grants treat alike on every day."""
    masks: set[int] = set()
    for live in lives:
        if live.start < live.end:
            for steps in live.steps:
                if len(steps.days) == 1:
                    masks.add(steps.masks[0])
                else:
                    masks.update(mask for _, mask in steps.between(live.start, live.end))
    parts = [everything] if everything else []
    for mask in masks - {0, everything}:
        parts = [piece for part in parts for piece in (part & mask, part & ~mask) if piece]
    return parts


class _Place:
    """One part of the land: which grants cover it and whose organs are there, from day to day."""

    def __init__(self, solver: _Solver, lives: list[_Live], part: int) -> None:
        self.solver, self.lives, self.part = solver, lives, part
        self.covering = self.present = self.moving = 0
        for i, live in enumerate(lives):
            steps = live.organs[0][1]
            if len(live.covers.days) > 1 or len(live.organs) > 1 or len(steps.days) > 1 or solver.givers[i]:
                self.moving |= 1 << i
            else:
                self.covering |= bool(part & live.covers.masks[0]) << i
                self.present |= bool(part & steps.masks[0]) << i

    def cell(self, day: int, alive: int, standing: int) -> Cell:
        """What decides the answer on a day."""
        covering = alive & self.covering
        present = covering & self.present
        if not self.moving:
            return alive, covering, present, None, standing
        part, solver = self.part, self.solver
        special = [*solver.symbols] if solver.special else []
        for i in bits(alive & self.moving):
            live, bit = self.lives[i], 1 << i
            if part & live.covers.at(day):
                covering |= bit
                for symbol, steps in live.organs:
                    if part & steps.at(day):
                        present |= bit
                        if special:
                            special[i] = symbol
                        break
            for own in solver.givers[i]:
                if part & own.at(day):
                    special[len(self.lives) + i] = solver.grants[i].grantor.partition("/")[0]
        return alive, covering, present, tuple(special) if special else None, standing


def _axes(view: View, power: str, boxes: list[Box | None]) -> tuple[FactAxis, ...]:
    """The facts that grants ask for, those with most thresholds first."""
    asked: dict[str, list[Axis]] = {}
    for box in boxes:
        if box:
            for fact, axis in box.items():
                asked.setdefault(fact, []).append(axis)
    if not asked:
        return ()
    types = view.fact_types(power)
    result = []
    for fact, wanted in asked.items():
        kind, values = types[fact]
        if kind == "bool":
            values = ("yes", "no")
        cuts: set[int] = set()
        for axis in wanted:
            if isinstance(axis, Span):
                cuts |= {edge for edge in axis if edge is not None}
            else:
                inside = [value in axis for value in values]
                cuts |= {i for i in range(1, len(values)) if inside[i] != inside[i - 1]}
        result.append(
            FactAxis(fact, kind, () if kind not in ("bool", "category") else values, tuple(sorted(cuts)))
        )
    return tuple(sorted(result, key=lambda axis: (-len(axis.cuts), axis.name)))


def _fits(boxes: list[Box | None], axes: tuple[FactAxis, ...]) -> list[int]:
    """For each cell of the facts the grants (bit mask) whose box holds it."""
    everything = sum(1 << i for i, box in enumerate(boxes) if box is not None)
    if not axes:
        return [everything]
    columns = []
    for axis in axes:
        column = []
        for low in (None, *axis.cuts):
            mask = 0
            for i, box in enumerate(boxes):
                wanted = None if box is None else box.get(axis.name)
                if wanted is None:
                    fit = True
                elif isinstance(wanted, Span):
                    # Between two cuts all values fit alike: below the first cut only what has no lower bound.
                    fit = wanted.low is None if low is None else wanted.holds(low)
                else:
                    fit = axis.values[low or 0] in wanted if axis.values else False
                mask |= fit << i
            column.append(mask)
        columns.append(column)
    result = []
    for combined in product(*columns):
        mask = everything
        for fit_here in combined:
            mask &= fit_here
        result.append(mask)
    return result


def reduced(items: list[T], axes: tuple[FactAxis, ...]) -> tuple[tuple[Step, ...], tuple[T, ...]]:
    """A grid over all facts without the thresholds that change nothing: items are the same if they are one object."""
    first = items[0]
    if all([item is first for item in items]):
        return (), (first,)
    if len(axes) == 1:
        cuts = axes[0].cuts
        kept = [k for k in range(1, len(items)) if items[k] is not items[k - 1]]
        return ((0, tuple([cuts[k - 1] for k in kept]), 1),), (first, *[items[k] for k in kept])
    shape = [len(axis.cuts) + 1 for axis in axes]
    kept_cuts = []
    for number, axis in enumerate(axes):
        after = 1
        for size in shape[number + 1 :]:
            after *= size
        size = shape[number]
        slices = [
            [
                item
                for start in range(0, len(items), size * after)
                for item in items[start + k * after : start + (k + 1) * after]
            ]
            for k in range(size)
        ]
        kept = [0] + [
            k
            for k in range(1, size)
            if any(x is not y for x, y in zip(slices[k], slices[k - 1], strict=True))
        ]
        if len(kept) < size:
            keep = set(kept)
            items = [item for place, item in enumerate(items) if place // after % size in keep]
            shape[number] = len(kept)
        kept_cuts.append(tuple(axis.cuts[k - 1] for k in kept[1:]))
    result = []
    for number, cuts in enumerate(kept_cuts):
        stride = 1
        for size in shape[number + 1 :]:
            stride *= size
        if cuts:
            result.append((number, cuts, stride))
    return tuple(result), tuple(items)


_GAP = Holding("gap")


class _Solver:
    """Steps 2 to 4 of the charter for a set of offered grants, over organs named by their class."""

    def __init__(self, view: View, power: str, role: str, grants: list[Grant], ground: Ground) -> None:
        self.view, self.grants, self.ground = view, grants, ground
        self.joint = role in view.powers[power].joint
        self._standings: list[tuple[tuple[int, str], ...]] = []
        self._dated = {g.act for g in grants if g.act in view.acts and view.acts[g.act].authority}
        self._beaten: list[list[int]] = []
        self._answers: dict[tuple[int, tuple[str, ...] | None, int], int] = {}
        self._holdings: dict[tuple[int, tuple[str, ...] | None, int], Holding] = {}
        self.leaves: list[Leaf] = []
        self._leaf_numbers: dict[tuple[object, ...], int] = {}
        self._alone: dict[int, int] = {}
        self._runs: dict[tuple[object, ...], int] = {}
        self._derived = sum(1 << i for i, grant in enumerate(grants) if grant.instrument not in ROOTS)
        # Organs that count as the same have the same symbol: holders first, then givers. Only where a grant
        # names the organ of a class at one unit (`class/uid`) do symbols depend on the place.
        self.symbols = (*(g.holder for g in grants), *(g.grantor for g in grants))
        owns = [ground.own(grant.grantor) for grant in grants]
        self.givers: list[tuple[Steps, ...]] = [() if own is None else (own,) for own in owns]
        self.special = any(self.givers) or any(ground.own(grant.holder) is not None for grant in grants)

    # -- standing --------------------------------------------------------------------------------

    def standing_days(self) -> set[int]:
        """The days on which the act that another may depart under begins or ends."""
        days: set[int | None] = set()
        for number in self._dated:
            higher, _, provision = self.view.acts[number].authority.partition(" ")
            act = self.view.act(higher)
            if act is not None:
                days |= {act.in_force, self.view.end_of(act)[0]}
                record = self.view.provisions.get((higher, provision.strip()))
                if record is not None:
                    days |= {record.in_force, self.view.end_of(record)[0]}
        return {day for day in days if day is not None}

    def standing(self, day: int) -> int:
        """The number of what (rank, issuer) each grant's act has on ``day``."""
        if self._standings and not self._dated:
            return 0
        view = self.view
        found = tuple(view.standing(g.act, day) if g.act in view.acts else (0, "") for g in self.grants)
        if found not in self._standings:
            self._standings.append(found)
        return self._standings.index(found)

    def _beaten_by(self, standing: int) -> list[int]:
        """For each grant those (bit mask) that beat it: equals ``oracle.beats``."""
        while len(self._beaten) < len(self._standings):
            self._beaten.append(self._matrix(self._standings[len(self._beaten)]))
        return self._beaten[standing]

    def _matrix(self, standings: tuple[tuple[int, str], ...]) -> list[int]:
        grants, acts = self.grants, self.view.acts
        if self.view.readings or any(grant.overrides for grant in grants):
            return [
                sum(
                    1 << j
                    for j, other in enumerate(grants)
                    if j != i and self._prevails(other, grant, standings[j], standings[i])
                )
                for i, grant in enumerate(grants)
            ]
        # Without tensions and overrides rank decides, then the later signed of one issuer.
        if len(grants) == 1:
            return [0]
        keys = [
            (rank, issuer, acts[grant.act].signed)
            for (rank, issuer), grant in zip(standings, grants, strict=True)
        ]
        result = []
        for rank, issuer, signed in keys:
            mask, bit = 0, 1
            for other_rank, other_issuer, other_signed in keys:
                if other_rank > rank or (
                    other_rank == rank and other_issuer == issuer
                    and signed is not None and other_signed is not None and other_signed > signed
                ):  # fmt: skip
                    mask |= bit
                bit <<= 1
            result.append(mask)
        return result

    def _prevails(self, grant: Grant, other: Grant, ours: tuple[int, str], theirs: tuple[int, str]) -> bool:
        view = self.view
        if view.readings:
            tension = tension_between(view, grant, other)
            if tension != tension_between(view, other, grant):
                return tension
        forward, backward = other.grant in grant.overrides, grant.grant in other.overrides
        if forward != backward:
            if forward and ours[0] >= theirs[0]:
                return True
            if backward and theirs[0] >= ours[0]:
                return False
        if ours[0] != theirs[0]:
            return ours[0] > theirs[0]
        mine, yours = view.acts[grant.act].signed, view.acts[other.act].signed
        return ours[1] == theirs[1] and mine is not None and yours is not None and mine > yours

    # -- answers ---------------------------------------------------------------------------------

    def answer(self, cell: Cell, fit: int) -> int:
        """The number of the leaf where the facts fit these grants."""
        key = (cell[2] & fit, cell[3], cell[4])
        number = self._answers.get(key)
        if number is None:
            number = self._answers[key] = self._answer(*key)
        return number

    def _answer(self, offered: int, special: tuple[str, ...] | None, standing: int) -> int:
        if special is None and offered and not offered & self._derived:
            # Nothing to hand on: the answer is the root that nothing beats, if all such have one holder.
            beaten = self._beaten_by(standing)
            first, mask = -1, offered
            while mask:
                low = mask & -mask
                mask ^= low
                i = low.bit_length() - 1
                if not beaten[i] & offered:
                    if first >= 0 and self.symbols[i] != self.symbols[first]:
                        break
                    first = i if first < 0 else first
            else:
                if first in self._alone:
                    return self._alone[first]
                if first >= 0:
                    holder = self.grants[first].holder
                    link = Link(self.grants[first], holder)
                    number = self._alone[first] = self._leaf(Holding("competent", holder, (holder,), (link,)))
                    return number
        return self._leaf(self.holding((0, 0, offered, special, standing), offered) if offered else _GAP)

    def holding(self, cell: Cell, fit: int) -> Holding:
        """The answer with why each other grant that was offered lost."""
        key = (cell[2] & fit, cell[3], cell[4])
        found = self._holdings.get(key)
        if found is None:
            found = self._holdings[key] = self._solve(*key)
        return found

    def _leaf(self, holding: Holding) -> int:
        """The number of the answer without why others lost: the same for all that differ in that alone."""
        status, body, _, chain, ways, rejected = holding
        names = tuple([link.grant.grant for link in chain])
        key = (
            status,
            names,
            tuple([tuple([link.grant.grant for link in way]) for way in ways]) if ways else (),
        )
        number = self._leaf_numbers.get(key)
        if number is None:
            number = self._leaf_numbers[key] = len(self.leaves)
            run = self._runs.setdefault((status, names), len(self._runs))
            organ = self.ground.organ(body) if body else None
            self.leaves.append(Leaf(holding._replace(rejected=()) if rejected else holding, organ, run))
        return number

    def _solve(self, offered: int, special: tuple[str, ...] | None, standing: int) -> Holding:
        rejected: dict[int, str] = {}
        indices = list(bits(offered))
        symbols = special or self.symbols
        roots = [i for i in indices if self.grants[i].instrument in ROOTS]
        roots = self._survivors(roots, standing, rejected)
        found = self._from((), roots, indices, symbols, standing, rejected) if roots else Holding("gap")
        kept = {link.grant.grant for way in (found.chain, *found.ways) for link in way}
        lost = []
        for i in indices:
            grant = self.grants[i]
            if grant.grant not in kept:
                lost.append(
                    (
                        grant.grant,
                        rejected.get(i) or ("same-holder" if grant.instrument in ROOTS else "not-held"),
                    )
                )
        return found._replace(rejected=tuple(lost))

    def _survivors(self, indices: list[int], standing: int, rejected: dict[int, str]) -> list[int]:
        if len(indices) < 2:
            return indices
        beaten, standing_ones = self._beaten_by(standing), []
        offered = sum(1 << i for i in indices)
        for i in indices:
            winners = beaten[i] & offered
            if winners:
                by_tension = self.view.readings and any(
                    tension_between(self.view, self.grants[j], self.grants[i]) for j in bits(winners)
                )
                rejected[i] = "other-reading" if by_tension else "beaten"
            else:
                standing_ones.append(i)
        return standing_ones

    def _from(
        self, trunk: tuple[int, ...], step: list[int], offered: list[int], symbols: tuple[str, ...], standing: int,
        rejected: dict[int, str],
    ) -> Holding:  # fmt: skip
        holders: dict[str, int] = {}
        for i in step:
            holders.setdefault(symbols[i], i)
        if len(holders) > 1 and not self.joint:
            return Holding("overlap", ways=tuple(self._links((*trunk, i)) for i in step))
        ends: list[Holding] = []
        for i in holders.values():
            chain = (*trunk, i)
            last = self.grants[i].instrument
            below: list[int] = []
            if last != "delegate":
                for instrument in ("decentralise", "delegate"):
                    handed = self._handed_on(chain, offered, symbols, instrument, rejected)
                    below = self._survivors(handed, standing, rejected)
                    if below:
                        break
            ends.append(
                self._from(chain, below, offered, symbols, standing, rejected) if below else self._end(chain)
            )
        if len(ends) == 1:
            return ends[0]
        return self._together(ends, symbols)

    def _links(self, chain: tuple[int, ...]) -> tuple[Link, ...]:
        return tuple(Link(self.grants[i], self.grants[i].holder) for i in chain)

    def _end(self, chain: tuple[int, ...]) -> Holding:
        links = self._links(chain)
        return Holding("competent", links[-1].body, answerable_of(links), links)

    def _together(self, ends: list[Holding], symbols: tuple[str, ...]) -> Holding:
        def names(way: tuple[Link, ...]) -> tuple[str, ...]:
            return tuple(link.grant.grant for link in way)

        symbol_of = {grant.grant: symbol for grant, symbol in zip(self.grants, symbols, strict=False)}
        ways = sorted({way for end in ends for way in (end.ways or (end.chain,))}, key=names)
        if len({symbol_of[way[-1].grant.grant] for way in ways}) == 1:
            return min(ends, key=lambda end: names(end.chain))
        return Holding("joint", ways=tuple(ways))

    def _handed_on(
        self,
        chain: tuple[int, ...],
        offered: list[int],
        symbols: tuple[str, ...],
        instrument: str,
        rejected: dict[int, str],
    ) -> list[int]:
        holder = symbols[chain[-1]]
        above = {symbols[i] for i in chain}
        hops = sum(self.grants[i].instrument == "decentralise" for i in chain)
        result = []
        for i in offered:
            grant = self.grants[i]
            if grant.instrument != instrument or not grant.grantor or symbols[len(self.grants) + i] != holder:
                continue
            if symbols[i] in above:
                rejected[i] = "cycle"
            elif no_effect(self.view, grant):
                rejected[i] = "instrument"
            elif instrument == "decentralise" and not hops_allowed(self.view, grant, hops + 1):
                rejected[i] = "passed-on"
            else:
                result.append(i)
        return result


class _Explainer:
    """Why each answer of a table is what it is, for every cell of days, land and facts."""

    def __init__(
        self, view: View, table: Table, solver: _Solver, grants: list[Grant], cells: list[Cell],
        rows: dict[Cell, tuple[int, ...]], fits: list[int],
    ) -> None:  # fmt: skip
        self.view, self.table, self.solver, self.grants = view, table, solver, grants
        self.cells, self.rows, self.fits = cells, rows, fits
        self.names = sorted((grant.grant, i) for i, grant in enumerate(grants))
        self._near: dict[tuple[int, ...], list[tuple[Near, ...]]] = {}
        self._holdings: dict[tuple[object, ...], Holding] = {}
        self._same: dict[tuple[object, ...], Holding] = {}
        self._absent: dict[tuple[int, int], str] = {}
        self._whys: dict[tuple[object, ...], Why] = {}

    def run(self) -> list[WhyRecord]:
        """One record for each cell of the table, in its order."""
        table, size = self.table, len(self.fits)
        runs = [[self._runs(part, fact) for fact in range(size)] for part in range(table.width)]
        result: list[WhyRecord] = []
        for place, cell in enumerate(self.cells):
            segment, part = divmod(place, table.width)
            near = self._near_of(self.rows[cell])
            reasons = tuple(
                self._reason(i, segment) if not cell[0] >> i & 1 else "" for i in range(len(self.grants))
            )
            whys = [
                self._why(cell, reasons, fact, near[fact], runs[part][fact][segment]) for fact in range(size)
            ]
            result.append(reduced(whys, table.facts))
        return result

    def _leaf(self, segment: int, part: int, fact: int) -> Leaf:
        return self.solver.leaves[self.rows[self.cells[segment * self.table.width + part]][fact]]

    def _runs(self, part: int, fact: int) -> list[tuple[int, int, Leaf | None, Leaf | None]]:
        """For each segment the days around it with the same answer, and the answers beside them."""
        table = self.table
        leaves = [self._leaf(segment, part, fact) for segment in range(len(table.cuts))]
        bounds = [*table.cuts, table.end]
        result: list[tuple[int, int, Leaf | None, Leaf | None]] = []
        first = 0
        while first < len(leaves):
            last = first
            while last + 1 < len(leaves) and leaves[last + 1].run == leaves[first].run:
                last += 1
            before = leaves[first - 1] if first else None
            after = leaves[last + 1] if last + 1 < len(leaves) else None
            result += [(bounds[first], bounds[last + 1], before, after)] * (last + 1 - first)
            first = last + 1
        return result

    def _near_of(self, row: tuple[int, ...]) -> list[tuple[Near, ...]]:
        found = self._near.get(row)
        if found is None:
            found = self._near[row] = [self._thresholds(row, fact) for fact in range(len(row))]
        return found

    def _thresholds(self, row: tuple[int, ...], fact: int) -> tuple[Near, ...]:
        """Equals ``outcome.thresholds`` where every fact is given."""
        here = self.solver.leaves[row[fact]]
        result = []
        stride = len(row)
        for axis in self.table.facts:
            size = len(axis.cuts) + 1
            stride //= size
            if not is_number(axis):
                continue
            at = fact // stride % size
            for k in range(at + 1, size):
                leaf = self.solver.leaves[row[fact + (k - at) * stride]]
                if leaf.run != here.run:
                    result.append(Near(axis.name, axis.cuts[k - 1], leaf, False))
                    break
            for k in range(at - 1, -1, -1):
                edge = axis.cuts[k]
                if axis.lowest is not None and edge <= axis.lowest:
                    break
                leaf = self.solver.leaves[row[fact + (k - at) * stride]]
                if leaf.run != here.run:
                    result.append(Near(axis.name, edge, leaf, True))
                    break
        return tuple(sorted(result, key=lambda near: (near.fact, near.at, near.below)))

    def _reason(self, i: int, segment: int) -> str:
        key = (i, segment)
        if key not in self._absent:
            self._absent[key] = _why_not_alive(self.view, self.grants[i], self.table.cuts[segment])
        return self._absent[key]

    def _why(
        self, cell: Cell, reasons: tuple[str, ...], fact: int, near: tuple[Near, ...],
        run: tuple[int, int, Leaf | None, Leaf | None],
    ) -> Why:  # fmt: skip
        number = self.rows[cell][fact]
        leaf = self.solver.leaves[number]
        key = (number, cell, reasons, self.fits[fact])
        holding = self._holdings.get(key)
        if holding is None:
            holding = self._with_reasons(cell, reasons, fact)
            holding = self._holdings[key] = self._same.setdefault((number, holding.rejected), holding)
        start, end, before, after = run
        told = (id(holding), start, end, id(before), id(after), near)
        why = self._whys.get(told)
        if why is None:
            organ = self.solver.ground.organ
            answering = tuple(organ(body) for body in leaf.holding.answerable if body != leaf.holding.body)
            why = self._whys[told] = Why(
                leaf, holding, start, end, before, after, near, leaf.organ, answering
            )
        return why

    def _with_reasons(self, cell: Cell, reasons: tuple[str, ...], fact: int) -> Holding:
        alive, covering, _, _, _ = cell
        fit = self.fits[fact]
        holding = self.solver.holding(cell, fit)
        lost = dict(holding.rejected)
        offered = covering & cell[2] & fit
        for name, i in self.names:
            bit = 1 << i
            if not alive & bit:
                lost[name] = reasons[i]
            elif not covering & bit:
                lost[name] = "elsewhere"
            elif not fit & bit:
                lost[name] = "other-facts"
            elif not offered & bit:
                lost[name] = "no-holder"
        return holding._replace(rejected=tuple(sorted(lost.items())))


def segment_of(table: Table, day: int) -> int:
    """The number of the segment in which ``day`` lies."""
    return bisect_right(table.cuts, day) - 1
