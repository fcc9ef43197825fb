"""Answers by the million: the tables laid end to end in numpy columns, and one loop without branches over them.

A question is the number of a table, an atom, a day (from the first of the horizon) and its facts as whole
numbers, one row a fact in the order of ``Table.facts``. The answer is the number of a leaf and of the unit whose
organ acts. :meth:`Packed.numpy` needs numpy alone; :meth:`Packed.numba` is the same arithmetic compiled (extra
``fast``); :meth:`Packed.plain` asks :func:`resolve.bare`, question by question, and is the reference of both.

The cost of a question is its table loads. So the columns are as narrow as their contents allow, what powers
share is stored once, and thresholds are compared, not branched on: a wrong guess of the processor costs more than
all loads together. Up to two thresholds of the first fact and one of the second are compared in place (unused
ones never reached); a cell with more is *wide* and walks a list.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from phancap.competence.compile import Tables
from phancap.competence.resolve import bare
from phancap.competence.tables import Leaf, Record

MISSING = -(2**63)
"""A fact that was not given."""
NEVER = 2**63 - 1
_BLOCK = 1 << 14
_SHORT = 1 << 11
_STRIDE = 3
# A table's number holds, from the low end, where the segments of its days begin, its class map, and its cells.
_LAND_AT, _BASE_AT = 20, 42
_ROWS, _LANDS = (1 << _LAND_AT) - 1, (1 << _BASE_AT - _LAND_AT) - 1

Column = npt.NDArray[Any]


class Batch(NamedTuple):
    """Questions column by column: ``facts`` has one row a fact. Columns of equal length."""

    table: Column
    atom: Column
    day: Column
    facts: Column


class Told(NamedTuple):
    """Answers column by column: the number of the leaf, and of the unit in its organ map (see ``Packed.body``)."""

    leaf: Column
    unit: Column


class NeedsNumba(ModuleNotFoundError):
    """The compiled loop was asked for and numba is not installed."""


class Packed:
    """All tables of a charter as one set of columns."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.keys = sorted(tables.tables)
        self.numbers = {key: number for number, key in enumerate(self.keys)}
        self.listed = [tables.tables[key] for key in self.keys]
        self.leaves: list[Leaf] = []
        self.start, self.end = tables.view.horizon
        if self.end - self.start > 65_535:
            raise OverflowError(
                f"a horizon of {self.end - self.start} days does not fit the columns of a batch"
            )
        self.atoms = tables.ground.land.count
        self._organs: dict[int, int] = {}
        self.steps = max(
            (
                leaf.organ.width - 1
                for t in self.listed
                for _, leaves in t.records
                for leaf in leaves
                if leaf.organ and leaf.organ.width
            ),
            default=0,
        )
        self._pack_days()
        self._pack_land()
        self._pack_cells()

    # -- columns -------------------------------------------------------------------------------

    def _pack_days(self) -> None:
        days = sorted({day for table in self.listed for day in table.cuts} | {self.start})
        self.epoch = _narrow(np.repeat(np.arange(len(days)), np.diff([*days, self.end])))
        rows: dict[tuple[bytes, int], int] = {}
        lines = []
        self._row: list[int] = []
        for table in self.listed:
            key = (table.cuts.tobytes(), table.width)
            if key not in rows:
                rows[key] = len(rows)
                # The segment of each epoch, times the width: where the row of its cells begins.
                lines.append(
                    (np.searchsorted(np.array(table.cuts), days, side="right") - 1).clip(0) * table.width
                )
            self._row.append(rows[key])
        self.segment = _narrow(np.concatenate(lines) if lines else np.zeros(0, np.int64))
        self.epochs = len(days)

    def _pack_land(self) -> None:
        found: dict[int, int] = {}
        lines = []
        self._land: list[int] = []
        for table in self.listed:
            # Tables that share a class map hold the very same object.
            if id(table.land) not in found:
                found[id(table.land)] = len(found)
                lines.append(
                    np.frombuffer(table.land, np.uint8 if isinstance(table.land, bytes) else np.uint16)
                )
            self._land.append(found[id(table.land)])
        self.land = np.concatenate(lines) if lines else np.zeros(0, np.uint8)

    def _pack_cells(self) -> None:
        organs: list[Column] = [np.zeros((self.atoms, 2 * self.steps + 1), np.int64)]
        leaf_codes: list[int] = []
        thresholds = [NEVER] * 3
        narrow = {(NEVER, NEVER, NEVER): 0}
        wide: list[int] = []
        places: list[tuple[int, bool]] = []
        firsts: list[int] = []
        for table in self.listed:
            for record in table.records:
                firsts.append(len(leaf_codes))
                three, leaves = _in_place(record)
                if three is None:
                    places.append((len(wide), True))
                    wide.append(len(record[0]))
                    for number, cuts, stride in record[0]:
                        wide += [number, stride, len(cuts), *cuts]
                else:
                    if three not in narrow:
                        narrow[three] = len(thresholds)
                        thresholds += three
                    places.append((narrow[three], False))
                self.leaves += leaves
                leaf_codes += [self._organ(leaf, organs) for leaf in leaves]
        first_wide = self.first_wide = len(thresholds)
        # A cell holds the place of its thresholds and its first leaf, each half of its bits.
        small = max(first_wide + len(wide), len(leaf_codes)) <= 1 << 16
        kind: Any = np.uint32 if small else np.uint64
        shift = self.shift = 16 if small else 32
        codes = np.array(
            [(place + first_wide if is_wide else place) << shift | first for (place, is_wide), first in zip(places, firsts, strict=True)],
            np.int64,
        )  # fmt: skip
        sizes = [len(table.cells) for table in self.listed]
        counts = [len(table.records) for table in self.listed]
        local = (
            np.concatenate([np.frombuffer(table.cells, np.uint16) for table in self.listed])
            if sizes
            else np.zeros(0, np.uint16)
        )
        offset = np.repeat(np.cumsum([0, *counts[:-1]]), sizes) if sizes else np.zeros(0, np.int64)
        self.cells = codes[local + offset].astype(kind)
        self.table = _packed(
            np.cumsum([0, *sizes])[: len(sizes)], np.array(self._land, np.int64) * self.atoms,
            np.array(self._row, np.int64) * self.epochs,
        )  # fmt: skip
        self.thresholds = np.array(thresholds, np.int64)
        self.wide = np.array(wide, np.int64)
        self.leaf = _narrow(np.array(leaf_codes, np.int64))
        self._pack_organs(np.concatenate(organs))

    def _organ(self, leaf: Leaf, organs: list[Column]) -> int:
        """The number of the organ map of a leaf; 0: one organ for all atoms.

        A row is the days (from the first of the horizon) on which organs begin, but for the first, then the
        organs: side by side, so that both come with one line of the cache. All rows are as wide as the widest,
        so that the loop need not ask; a day that never comes fills the rest.
        """
        organ = leaf.organ
        if organ is None or not organ.width:
            return 0
        key = id(organ.units)
        if key not in self._organs:
            self._organs[key] = len(organs)
            starts = np.full((self.atoms, self.steps), 65_535)
            starts[:, : organ.width - 1] = (
                np.array(organ.starts, np.int64).reshape(-1, organ.width)[:, 1:] - self.start
            ).clip(0, 65_535)
            units = np.zeros((self.atoms, self.steps + 1), np.int64)
            units[:, : organ.width] = np.array(organ.units, np.int64).reshape(-1, organ.width)
            organs.append(np.hstack([starts, units]))
        return self._organs[key]

    def _pack_organs(self, rows: Column) -> None:
        """``held`` names the row of each atom in ``organs``, map by map; without days, the organ itself.

        Equal rows stand once: the atoms of a province are many and have few histories, and the rows of all do
        not fit the cache.
        """
        if self.steps:
            rows = np.ascontiguousarray(_narrow(rows))
            whole = rows.view(np.dtype((np.void, rows.itemsize * rows.shape[1]))).ravel()
            _, first, number = np.unique(whole, return_index=True, return_inverse=True)
            self.organs, self.held = rows[first].ravel(), _narrow(number)
        else:
            self.organs = self.held = _narrow(rows.ravel())

    @property
    def nbytes(self) -> dict[str, int]:
        """Bytes by what they serve: each power's own, and what powers share (class maps, days, organs)."""
        own = (
            self.table.nbytes
            + self.cells.nbytes
            + self.thresholds.nbytes
            + self.wide.nbytes
            + self.leaf.nbytes
        )
        shared = self.land.nbytes + self.segment.nbytes + self.epoch.nbytes
        organs = self.organs.nbytes + (self.held.nbytes if self.steps else 0)
        return {"own": own, "class maps and days": shared, "organ maps": organs}

    # -- questions -----------------------------------------------------------------------------

    def body(self, leaf: int, unit: int) -> str:
        """The id of the acting organ; ``""`` where there is none."""
        organ = self.leaves[leaf].organ
        return organ.names[unit] if organ is not None else ""

    def check(self, asked: Batch) -> None:
        """:class:`IndexError` for a question outside the tables: the loops look without asking."""
        if not len(asked.table):
            return
        for name, column, limit in (
            ("table", asked.table, len(self.listed)), ("atom", asked.atom, self.atoms), ("day", asked.day, self.end - self.start),
        ):  # fmt: skip
            if int(column.max()) >= limit or (column.dtype.kind == "i" and int(column.min()) < 0):
                raise IndexError(f"`{name}` outside 0..{limit - 1}")

    def plain(self, asked: Batch) -> Told:
        """One question after the other in plain Python."""
        first: dict[int, dict[int, int]] = {}
        at = 0
        for number, table in enumerate(self.listed):
            for record in table.records:
                for leaf in _in_place(record)[1]:
                    first.setdefault(number, {}).setdefault(id(leaf), at)
                    at += 1
        leaves, units = np.zeros(len(asked.table), _kind(at)), np.zeros(len(asked.table), self.organs.dtype)
        columns = (asked.table.tolist(), asked.atom.tolist(), asked.day.tolist(), asked.facts.T.tolist())
        for row, (number, atom, day, facts) in enumerate(zip(*columns, strict=True)):
            leaf, _ = bare(self.listed[number], atom, day + self.start, facts)
            leaves[row] = first[number][id(leaf)]
            organ = leaf.organ
            if organ is not None and organ.width:
                base = atom * organ.width
                units[row] = organ.units[
                    bisect_right(organ.starts, day + self.start, base + 1, base + organ.width) - 1
                ]
        return Told(leaves, units)

    def numpy(self, asked: Batch) -> Told:
        """A block at a time, so that the steps of a block stay in the processor's cache."""
        self.check(asked)
        count = len(asked.table)
        told = self._room(count)
        for at in range(0, count, _BLOCK):
            part = slice(at, at + _BLOCK)
            self._block(
                Batch(asked.table[part], asked.atom[part], asked.day[part], asked.facts[:, part]), told, part
            )
        return told

    def _block(self, asked: Batch, told: Told, part: slice) -> None:
        code = self.table[asked.table]
        atom = asked.atom.astype(np.int64)
        cell = (code >> np.uint64(_BASE_AT)).astype(np.int64)
        cell += self.land[(code >> np.uint64(_LAND_AT) & np.uint64(_LANDS)).astype(np.int64) + atom]
        cell += self.segment[(code & np.uint64(_ROWS)).astype(np.int64) + self.epoch[asked.day]]
        found = self.cells[cell].astype(np.int64)
        place, leaf = found >> self.shift, found & ((1 << self.shift) - 1)
        if asked.facts.shape[0]:
            narrow = np.where(place < self.first_wide, place, 0)
            leaf += asked.facts[0] >= self.thresholds[narrow]
            leaf += asked.facts[0] >= self.thresholds[narrow + 1]
            if asked.facts.shape[0] > 1:
                leaf += (asked.facts[1] >= self.thresholds[narrow + 2]) * _STRIDE
        for row in np.flatnonzero(place >= self.first_wide):
            leaf[row] += _walk(self.wide, int(place[row]) - self.first_wide, asked.facts[:, row])
        organ = self.leaf[leaf].astype(np.int64)
        unit = self.held[organ * self.atoms + atom]
        if self.steps:
            row = unit.astype(np.int64) * (2 * self.steps + 1)
            count = np.full(len(row), self.steps)
            for k in range(self.steps):
                count += self.organs[row + k] <= asked.day
            unit = self.organs[row + count]
        told.leaf[part], told.unit[part] = leaf, unit

    def numba(self, asked: Batch, into: Told | None = None) -> Told:
        """The compiled loop, answers into columns given if any; :class:`NeedsNumba` without numba."""
        run = compiled()
        if run is None:
            raise NeedsNumba("`numba` is not installed: `pip install phancap[fast]`, or use `Packed.numpy`")
        self.check(asked)
        told = self._room(len(asked.table)) if into is None else into
        facts = asked.facts
        if facts.shape[0] < 2:
            facts = np.vstack([facts, np.zeros((2 - facts.shape[0], len(asked.table)), np.int64)])
        # What no table needs is not there for the loop: numba leaves its branch out when it compiles.
        run(
            asked.table, asked.atom, asked.day, facts[0], facts[1], self.table, self.epoch, self.segment, self.land,
            self.cells, self.thresholds, self.wide if len(self.wide) else None, facts, self.leaf,
            self.held, self.atoms, self.organs, tuple(range(self.steps)) or None, told.leaf, told.unit,
        )  # fmt: skip
        return told

    def _room(self, count: int) -> Told:
        return Told(np.empty(count, _kind(len(self.leaf))), np.empty(count, self.organs.dtype))

    def answer(self, asked: Batch) -> Told:
        """By the fastest floor there is."""
        return self.numba(asked) if compiled() is not None else self.numpy(asked)


def _in_place(record: Record) -> tuple[tuple[int, int, int] | None, list[Leaf]]:
    """The three thresholds of a record and its leaves laid out for them; ``None``: it is wide."""
    axes, leaves = record
    if not axes:
        return (NEVER, NEVER, NEVER), [leaves[0]]
    cuts_of = {number: cuts for number, cuts, _ in axes}
    first, second = cuts_of.get(0, ()), cuts_of.get(1, ())
    if set(cuts_of) - {0, 1} or len(first) > 2 or len(second) > 1:
        return None, list(leaves)
    stride_of = {number: stride for number, _, stride in axes}
    laid = []
    for b in range(len(second) + 1):
        for a in range(_STRIDE if b < len(second) else len(first) + 1):
            at = min(a, len(first)) * stride_of.get(0, 0) + b * stride_of.get(1, 0)
            laid.append(leaves[at])
    return (
        first[0] if first else NEVER,
        first[1] if len(first) > 1 else NEVER,
        second[0] if second else NEVER,
    ), laid


def _walk(wide: Any, at: int, facts: Any) -> int:
    """The place in the grid of a wide record."""
    total = 0
    axes = wide[at]
    at += 1
    for _ in range(axes):
        number, stride, count = wide[at], wide[at + 1], wide[at + 2]
        for k in range(at + 3, at + 3 + count):
            total += stride * (facts[number] >= wide[k])
        at += 3 + count
    return total


def _answer_all(
    table: Any, atom: Any, day: Any, first_fact: Any, second_fact: Any, tables: Any, epoch: Any, segment: Any, land: Any,
    cells: Any, thresholds: Any, wide: Any, facts: Any, leaf: Any, held: Any, all_atoms: Any, organs: Any, steps: Any,
    told_leaf: Any, told_unit: Any,
) -> None:  # fmt: skip
    # Three short loops a block, not one long one: the addresses of all columns together are more than the
    # processor has registers for, and in one loop it loads these anew for every question.
    # Unsigned throughout: of a signed index the loop would first ask whether it counts from the end.
    whole = np.uint64
    # The halves of a cell, as its type says: a constant for the compiler, and so are the three parts of `code`.
    by = whole(cells.itemsize * 4)
    below = (whole(1) << by) - whole(1)
    land_at, base_at, rows, lands = whole(_LAND_AT), whole(_BASE_AT), whole(_ROWS), whole(_LANDS)
    first_wide = whole(len(thresholds))
    one, two, three = whole(1), whole(2), whole(3)
    cell = np.empty(_SHORT, np.uint32)
    for start in range(0, len(table), _SHORT):
        end = min(start + _SHORT, len(table))
        asked, atoms, days = table[start:end], atom[start:end], day[start:end]
        leaves, units = told_leaf[start:end], told_unit[start:end]
        for i in range(end - start):
            code = tables[asked[i]]
            cell[i] = (
                (code >> base_at)
                + whole(land[(code >> land_at & lands) + whole(atoms[i])])
                + whole(segment[(code & rows) + whole(epoch[days[i]])])
            )
        first, second = first_fact[start:end], second_fact[start:end]
        for i in range(end - start):
            found = whole(cells[cell[i]])
            place = found >> by
            at = found & below
            if wide is not None and place >= first_wide:
                w = np.int64(place - first_wide)
                axes = wide[w]
                w += 1
                for _ in range(axes):
                    for k in range(w + 3, w + 3 + wide[w + 2]):
                        at += whole(wide[w + 1] * (facts[wide[w], start + i] >= wide[k]))
                    w += 3 + wide[w + 2]
            else:
                value = first[i]
                at += whole(value >= thresholds[place]) + whole(value >= thresholds[place + one])
                at += whole(second[i] >= thresholds[place + two]) * three
            leaves[i] = at
        for i in range(end - start):
            unit = whole(held[whole(leaf[leaves[i]]) * whole(all_atoms) + whole(atoms[i])])
            if steps is not None:
                row = unit * whole(2 * len(steps) + 1)
                count = whole(len(steps))
                # A tuple's length is part of its type: the compiler unrolls this.
                for k in steps:
                    count += whole(organs[row + whole(k)] <= days[i])
                unit = whole(organs[row + count])
            units[i] = unit


@cache
def compiled() -> Callable[..., None] | None:
    """The loop compiled by numba, kept on disk where a folder can be written; ``None`` without numba."""
    try:
        from numba import njit
    except ImportError:
        return None
    try:
        function: Callable[..., None] = njit(cache=True)(_answer_all)
    except RuntimeError:
        # No folder to keep the compiled code in: it is compiled anew in each process.
        function = njit(_answer_all)
    return function


def _packed(base: Column, land: Column, row: Column) -> Column:
    """Three offsets of each table in one number, so that one load brings them."""
    for column, bits in ((row, _LAND_AT), (land, _BASE_AT - _LAND_AT), (base, 64 - _BASE_AT)):
        if int(column.max(initial=0)) >> bits:
            raise OverflowError(
                f"tables of this size do not fit: {int(column.max())} needs more than {bits} bits"
            )
    parts = (base.astype(np.uint64) << np.uint64(_BASE_AT)) | (land.astype(np.uint64) << np.uint64(_LAND_AT))
    packed: Column = parts | row.astype(np.uint64)
    return packed


def _narrow(column: Column) -> Column:
    """The column in the narrowest unsigned type that holds it."""
    return column.astype(_kind(int(column.max(initial=0))))


def _kind(top: int) -> Any:
    for kind in (np.uint8, np.uint16, np.uint32, np.uint64):
        if top <= np.iinfo(kind).max:
            return kind
    raise OverflowError(top)
