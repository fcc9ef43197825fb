"""One answer, an explained answer, a million answers: ours beside rules engines, databases and the limit of loads."""

from __future__ import annotations

from typing import Any

import numpy as np
from measure import Row, against, in_turns, must_equal, within
from peers import Casbin, Cedar, Duck, Sqlite, Zen
from workload import DAYS, START, City, Questions, make, organ, questions, scan

from phancap.charter.view import View
from phancap.competence.batch import Batch, Packed, Told
from phancap.competence.compile import Tables
from phancap.competence.resolve import bare, explained

ONE, SLOW, MANY = 20_000, 300, 1_000_000
ROUNDS, LIMIT_ROUNDS = 9, 25


class Ours:
    """The tables, asked as the engines are asked: (power, ward, day, value, area) to (organ, rule)."""

    def __init__(self, city: City) -> None:
        self.tables = Tables(city.view)
        self.packed = Packed(self.tables)
        listed = {table.power: table for table in self.packed.listed}
        self.by_power = [listed.get(f"{power:04}") for power in range(max(map(int, listed)) + 1)]
        # The facts in each table's own order: what a host binds once for each power.
        self.swapped = [bool(t) and [a.name for a in t.facts] == ["area", "value"] for t in self.by_power]
        self.numbers: dict[str, int] = {}
        for who in range(23):
            for ward, district in enumerate(city.district_of):
                name = self._name(who, ward, district)
                self.numbers[name] = organ(who, ward, city.district_of)

    @staticmethod
    def _name(who: int, ward: int, district: int) -> str:
        day = START - 10
        return (f"city/p01@{day}", f"district/d{district:03}@{day}", f"ward/c{ward:05}@{day}")[who] if who < 3 else f"office-{who - 3}"

    def bare(self, question: tuple[int, int, int, int, int]) -> Any:
        power, ward, day, value, area = question
        return bare(self.by_power[power], ward, day + START, (area, value) if self.swapped[power] else (value, area))

    def explained(self, question: tuple[int, int, int, int, int]) -> Any:
        power, ward, day, value, area = question
        return explained(self.by_power[power], ward, day + START, (area, value) if self.swapped[power] else (value, area))

    def one(self, question: tuple[int, int, int, int, int]) -> tuple[int, int]:
        leaf, body = self.bare(question)
        return (self.numbers[body], int(leaf.holding.chain[0].grant.grant)) if body else (-1, -1)

    def batch(self, asked: Questions) -> Batch:
        """Questions as columns; facts stand in the order of each table's."""
        number = np.array([self.packed.numbers[(f"{p:04}", "decide")] for p in range(len(self.by_power))], np.uint16)
        swapped = np.array(self.swapped)[asked.power]
        facts = np.vstack([np.where(swapped, asked.area, asked.value), np.where(swapped, asked.value, asked.area)])
        return Batch(number[asked.power], asked.ward, asked.day, facts)

    def named(self, told: Any, count: int) -> list[tuple[int, int]]:
        result = []
        for leaf, unit in zip(told.leaf[:count].tolist(), told.unit[:count].tolist(), strict=True):
            body = self.packed.body(leaf, unit)
            chain = self.packed.leaves[leaf].holding.chain
            result.append((self.numbers[body], int(chain[0].grant.grant)) if body else (-1, -1))
        return result


def single(city: City, ours: Ours) -> list[Row]:
    """One answer after the other, in one interpreter."""
    asked = questions(ONE).tuples(ONE)
    expected = [scan(city)(*question) for question in asked]
    engines: dict[str, Any] = {engine.name: engine(city) for engine in (Sqlite, Cedar, Zen, Casbin)}
    counts = {"ours": ONE, "explained": ONE, "scan": ONE, Sqlite.name: 3000, Cedar.name: 600, Zen.name: SLOW, Casbin.name: SLOW}
    must_equal("tables", [ours.one(question) for question in asked], expected)
    for name, engine in engines.items():
        must_equal(name, [engine.one(q) for q in asked[: counts[name]]], expected[: counts[name]])

    def all_of(answer: Any, count: int) -> Any:
        def run() -> None:
            for question in asked[:count]:
                answer(question)

        return run

    plain = scan(city)
    for table in ours.packed.listed:
        table.why  # noqa: B018 - explanations are worked out once, before
    taken = in_turns(
        {
            "ours": all_of(ours.bare, ONE), "explained": all_of(ours.explained, ONE),
            "scan": all_of(lambda q: plain(*q), ONE), **{name: all_of(e.one, counts[name]) for name, e in engines.items()},
        },
        ROUNDS,
    )  # fmt: skip
    each = {name: seconds / counts[name] * 1e9 for name, seconds in taken.items()}
    rows = [
        Row("one bare answer, plain Python tables", f"{each['ours']:,.0f} ns"),
        within("one explained answer, against the bare one", each["explained"] / each["ours"], 1.5, "x"),
        Row("a scan of the power's rows in plain Python", f"{each['scan']:,.0f} ns"),
    ]
    bars = {Sqlite.name: 6, Cedar.name: 60}
    for name in engines:
        ratio = each[name] / each["ours"]
        what = f"{name}: {each[name] / 1000:,.1f} us an answer; ours is faster by"
        rows.append(against(what, ratio, bars[name]) if name in bars else Row(what, f"{ratio:,.0f}x"))
    return rows


def many(city: City, ours: Ours) -> list[Row]:
    """A million answers in one call, and what the loads alone cost."""
    asked = questions(MANY)
    batch = ours.batch(asked)
    duck = Duck(city)
    organs, rules = duck.many(asked)
    expected = list(zip(organs[:ONE].tolist(), rules[:ONE].tolist(), strict=True))
    must_equal(duck.name, expected[:2000], [scan(city)(*q) for q in asked.tuples(2000)])
    must_equal("numba", ours.named(ours.packed.numba(batch), ONE), expected)
    must_equal("numpy", ours.named(ours.packed.numpy(batch), ONE), expected)
    loads, into = loads_alone(ours.packed), ours.packed.numba(batch)
    taken = in_turns(
        {
            "numba": lambda: ours.packed.numba(batch, into), "loads": lambda: loads(batch, into),
            "numpy": lambda: ours.packed.numpy(batch),
        },
        LIMIT_ROUNDS,
    )  # fmt: skip
    taken |= in_turns({"duck": lambda: duck.many(asked), "numba again": lambda: ours.packed.numba(batch, into)}, 7)
    each = {name: seconds / MANY * 1e9 for name, seconds in taken.items()}
    return [
        Row("a million answers, numba, each", f"{each['numba']:.2f} ns"),
        Row("the same table loads, none waiting for another (the limit)", f"{each['loads']:.2f} ns"),
        against("numba, share of the limit", each["loads"] / each["numba"] * 100, 75, " %", 0),
        against(f"{duck.name}: {each['duck']:,.0f} ns an answer; numba is faster by", each["duck"] / each["numba again"], 45),
        Row("a million answers, numpy alone, each", f"{each['numpy']:.1f} ns"),
        Row(f"numpy is faster than {duck.name} by", f"{each['duck'] / each['numpy']:.1f}x"),
    ]


def loads_alone(packed: Packed) -> Any:
    """The loads and stores of ``Packed.numba`` on the same columns, every index straight from the question.

    Each column is read as often as there and over the same range, by loops of the same length, and the questions
    are checked as there, so no loop of this kind can be much faster on these tables; what ours needs beyond is
    that one load waits for another.
    """
    from numba import njit

    count, block = len(packed.listed), 1 << 11
    # How far apart the questions of two tables read, so that the last one still reads inside the column.
    spread = [
        max(0, ((column.size - packed.atoms - 3) // count).bit_length() - 1)
        for column in (packed.thresholds, packed.segment, packed.land, packed.cells, packed.leaf)
    ]
    by_threshold, by_segment, by_land, by_cell, by_leaf = map(np.uint64, spread)

    @njit
    def run(
        table: Any, atom: Any, day: Any, first: Any, second: Any, tables: Any, epoch: Any, segment: Any, land: Any, cells: Any,
        thresholds: Any, leaf: Any, held: Any, told_leaf: Any, told_unit: Any,
    ) -> None:  # fmt: skip
        whole = np.uint64
        kept = np.empty(block, np.uint32)
        for start in range(0, len(table), block):
            end = min(start + block, len(table))
            asked, atoms, days = table[start:end], atom[start:end], day[start:end]
            ones, twos, leaves, units = first[start:end], second[start:end], told_leaf[start:end], told_unit[start:end]
            for i in range(end - start):
                t, a = whole(asked[i]), whole(atoms[i])
                kept[i] = tables[t] + whole(epoch[days[i]]) + whole(segment[(t << by_segment) + a]) + whole(land[(t << by_land) + a])
            for i in range(end - start):
                t = whole(asked[i])
                at = t << by_threshold
                code = whole(kept[i]) + whole(cells[(t << by_cell) + whole(atoms[i])])
                code += whole(ones[i] >= thresholds[at]) + whole(ones[i] >= thresholds[at + whole(1)])
                leaves[i] = code + whole(twos[i] >= thresholds[at + whole(2)])
            for i in range(end - start):
                a = whole(atoms[i])
                units[i] = whole(leaf[(whole(asked[i]) << by_leaf) + a]) + whole(held[a]) + whole(leaves[i])

    def job(asked: Batch, into: Told) -> None:
        packed.check(asked)
        run(
            asked.table, asked.atom, asked.day, asked.facts[0], asked.facts[1], packed.table, packed.epoch, packed.segment,
            packed.land, packed.cells, packed.thresholds, packed.leaf, packed.held, into.leaf, into.unit,
        )  # fmt: skip

    return job


def tables(city: City, ours: Ours) -> list[Row]:
    """Bytes of the tables, and what it costs to make them and to mend one."""
    sizes = ours.packed.nbytes
    count = len(ours.packed.listed)
    some = [f"{power:04}" for power in range(0, 500, 25)]
    taken = in_turns(
        {
            "compile": lambda: Tables(View(city.view.charter)), "Cedar": lambda: Cedar(city),
            "again": lambda: [ours.tables.again(city.view, power) for power in some],
        },
        5,
    )  # fmt: skip
    return [
        within("tables, bytes a power", sizes["own"] / count, 256, "B", 0),
        Row(f"shared by {count} powers: class maps and days, organ maps", f"{sizes['class maps and days'] / 1024:,.0f} kB, {sizes['organ maps'] / 1024:,.1f} kB"),
        Row(f"compile {count} powers", f"{taken['compile'] * 1000:,.0f} ms"),
        within("compile, against loading the same rules in Cedar", taken["compile"] / taken["Cedar"], 1, "x"),
        within("one edited power", taken["again"] / len(some) * 1000, 1, "ms"),
    ]


def run() -> list[tuple[str, list[Row]]]:
    """The tables of this part."""
    city = make()
    ours = Ours(city)
    about = f"{len(ours.packed.listed)} powers, {len(city.rules)} rules, {len(city.district_of)} wards, {DAYS} days"
    return [
        (f"One answer ({about})", single(city, ours)),
        ("A million answers", many(city, ours)),
        ("Tables", tables(city, ours)),
    ]


if __name__ == "__main__":
    for title, rows in run():
        print(title)
        for row in rows:
            print("  ", *row)
