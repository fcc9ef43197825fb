"""Tables: shared step functions equal the view, one power is compiled alone, every floor gives the same answer."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from phancap.charter.view import View
from phancap.competence import batch
from phancap.competence.batch import Batch, Packed, Told
from phancap.competence.compile import Tables
from phancap.competence.ground import Ground
from phancap.competence.regions import land
from phancap.competence.resolve import holding_at
from phancap.territory.where import parse_where
from phancap.workspace.open import charter_of, shipped
from tests.competence.small import view
from tests.competence.test_resolve import HOLDERS, WHERES, random_points, random_view


@pytest.mark.parametrize("seed", range(10))
def test_step_functions_equal_the_view(seed: int, tmp_path: Path) -> None:
    of = random_view(seed, tmp_path)
    ground, rng = Ground(of), random.Random(seed)
    start, end = of.horizon
    days = sorted({start, *of.cuts("phep"), *(rng.randrange(start, end) for _ in range(20))})
    for day in days:
        assert ground.settled().at(day) == land(of, day)
        for text in WHERES:
            items = parse_where(text)
            assert ground.where(items).at(day) == of.where(items, day)
        for holder in HOLDERS:
            mask = ground.presence(holder).at(day)
            for atom in range(of.territory.count):
                body = of.body_at(holder, atom, day)
                assert bool(body) == bool(mask >> atom & 1)
                if body:
                    name, since, until = ground.organ(holder).at(atom, day)
                    assert (name, since <= day < until) == (body, True)


def test_the_shipped_city_equals_the_view() -> None:
    _, charter = charter_of(shipped())
    of = View(charter)
    ground, rng = Ground(of), random.Random(1)
    start, end = of.horizon
    for _ in range(40):
        day = rng.randrange(start, end)
        assert ground.settled().at(day) == land(of, day)
        for cls in ("ubnd-xa", "ubnd-huyen", "ubnd-tinh"):
            for atom in (rng.randrange(of.territory.count) for _ in range(10)):
                body = of.body_at(cls, atom, day)
                assert bool(ground.presence(cls).at(day) >> atom & 1) == bool(body)
                assert not body or ground.organ(cls).at(atom, day)[0] == body


def test_powers_share_the_parts_of_the_land(tmp_path: Path) -> None:
    grants = (
        "g1,phep,,assign,,ubnd-xa,d101,,,,1/2014/QH13,,,,\ng2,chung,,assign,,ubnd-xa,d101,,,,1/2014/QH13,,,,"
    )
    of = view(tmp_path, grants, powers="+chung,Việc chung,Joint,f,procedure,site,yes,,,15,day\n")
    tables = Tables(of)
    one, two = tables.of("phep", "decide"), tables.of("chung", "decide")
    assert one is not None
    assert two is not None
    assert one.land is two.land
    assert len(tables.shared) == 1


def test_one_edited_power_is_compiled_alone(tmp_path: Path) -> None:
    grants = "g1,phep,,assign,,ubnd-xa,,,,,1/2014/QH13,,,,\ng2,chung,,assign,,ubnd-xa,,,,,1/2014/QH13,,,,"
    powers = "+chung,Việc chung,Joint,f,procedure,site,yes,,,15,day\n"
    before = view(tmp_path / "a", grants, powers=powers)
    after = view(
        tmp_path / "b", grants.replace("phep,,assign,,ubnd-xa", "phep,,assign,,ubnd-tinh"), powers=powers
    )
    tables = Tables(before)
    other = tables.of("chung", "decide")
    tables.again(after, "phep")
    assert tables.of("chung", "decide") is other
    assert (
        holding_at(tables, "phep", "decide", 0, before.horizon.start, {}).body == "ubnd-tinh/p01@2020-01-01"
    )
    without = view(tmp_path / "c", "", powers=powers)
    tables.again(without, "phep")
    assert tables.of("phep", "decide") is None


def test_more_parts_than_a_byte_can_number() -> None:
    _, charter = charter_of(shipped())
    tables = Tables(View(charter))
    count = tables.ground.land.count
    parts = tuple(1 << atom for atom in range(count))
    assert count > 256
    assert list(tables.shared.land(parts)) == list(range(count))
    assert list(tables.shared.land(((1 << count) - 2, 1))) == [1] + [0] * (count - 1)


def test_the_shipped_city_takes_few_bytes_a_power() -> None:
    _, charter = charter_of(shipped())
    packed = Packed(Tables(View(charter)))
    assert packed.nbytes["own"] <= 256 * len(packed.listed)


def questions(packed: Packed, of: View, seed: int, count: int) -> Batch:
    """Random questions near the days and thresholds that matter."""
    rng = random.Random(seed)
    width = max((len(table.facts) for table in packed.listed), default=0)
    columns: list[list[int]] = [[], [], []]
    facts: list[list[int]] = []
    for power, role, atom, day, given in random_points(of, rng, count):
        number = packed.numbers.get((power, role))
        if number is None:
            continue
        whole = {"value": 1, "class": "I", "foreign": "no", "floors": 0, **given}
        numbers = [value or 0 for value in packed.listed[number].numbers(whole)]
        for column, value in zip(columns, (number, atom, day - packed.start), strict=True):
            column.append(value)
        facts.append(numbers + [0] * (width - len(numbers)))
    table, atoms, days = (np.array(column, np.uint16) for column in columns)
    return Batch(
        table, atoms, days, np.ascontiguousarray(np.array(facts, np.int64).reshape(len(facts), width).T)
    )


def meant(packed: Packed, told: Told) -> list[tuple[str, str, tuple[str, ...]]]:
    """Answers in words: status, organ, chain."""
    result = []
    for leaf, unit in zip(told.leaf.tolist(), told.unit.tolist(), strict=True):
        holding = packed.leaves[leaf].holding
        result.append(
            (holding.status, packed.body(leaf, unit), tuple(link.grant.grant for link in holding.chain))
        )
    return result


@pytest.mark.parametrize("seed", range(25))
def test_every_floor_gives_the_same_answer(seed: int, tmp_path: Path) -> None:
    of = random_view(seed, tmp_path)
    packed = Packed(Tables(of))
    asked = questions(packed, of, seed, 400)
    plain = meant(packed, packed.plain(asked))
    assert meant(packed, packed.numpy(asked)) == plain
    assert meant(packed, packed.numba(asked)) == plain
    assert meant(packed, packed.answer(asked)) == plain


def test_without_numba_the_next_floor_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of = random_view(3, tmp_path)
    packed = Packed(Tables(of))
    asked = questions(packed, of, 3, 50)
    monkeypatch.setattr(batch, "compiled", lambda: None)
    with pytest.raises(batch.NeedsNumba, match="phancap\\[fast\\]"):
        packed.numba(asked)
    assert meant(packed, packed.answer(asked)) == meant(packed, packed.plain(asked))


def test_a_question_outside_the_tables_is_refused(tmp_path: Path) -> None:
    of = random_view(3, tmp_path)
    packed = Packed(Tables(of))
    asked = questions(packed, of, 3, 10)
    for name in ("table", "atom", "day"):
        column = getattr(asked, name).copy()
        column[5] = 65535
        for floor in (packed.numpy, packed.numba):
            with pytest.raises(IndexError, match=name):
                floor(asked._replace(**{name: column}))


def test_a_cell_with_many_thresholds_walks_its_list(tmp_path: Path) -> None:
    holders = ("ubnd-tinh", "ct-tinh", "so", "gd-so")
    bands = [
        f"g{i},phep,,assign,,{holders[i]},,value >= {i * 100} and value < {i * 100 + 100},,,1/2014/QH13,,,,"
        for i in range(4)
    ]
    of = view(tmp_path, "\n".join(bands))
    packed = Packed(Tables(of))
    assert packed.wide.size
    values = np.arange(-5, 450, 5)
    none = np.zeros(len(values), np.uint16)
    asked = Batch(none, none, none, np.ascontiguousarray(np.vstack([values, values * 0])))
    told = meant(packed, packed.plain(asked))
    assert {organ for _, organ, _ in told} == {"", *(f"{holder}/p01@2020-01-01" for holder in holders)}
    assert meant(packed, packed.numpy(asked)) == meant(packed, packed.numba(asked)) == told
