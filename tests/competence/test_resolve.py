"""The tables answer as the oracle does: on random charters, at every kind of point, with the whole explanation."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import settings

from phancap.charter.view import View
from phancap.competence.compile import Tables
from phancap.competence.oracle import Facts, Point, holding
from phancap.competence.outcome import Question, at_atom, outcome, thresholds, valid_interval, worked_out
from phancap.competence.resolve import bare, explained, holding_at, named, resolver
from tests.competence.small import view

# A million questions over a hundred charters under `make torture`.
POINTS = 10_000 if settings.default is not None and settings.default.max_examples > 1000 else 200
HOLDERS = (
    "ubnd-tinh",
    "ct-tinh",
    "so",
    "gd-so",
    "ubnd-huyen",
    "ubnd-xa",
    "bo",
    "bql",
    "ubnd-huyen/d101@2020-01-01",
)
ACTS = ("1/2014/QH13", "2/2025/QH15", "3/2025/NĐ-CP", "4/2021/QĐ-UBND", "5/QĐ-UBND", "6/2026/QĐ-UBND")
WHERES = (
    "",
    "*",
    "d101",
    "d102",
    "d102@2020-01-01",
    "c00001",
    "!c00004",
    "d101,!c00001@2020-01-01",
    "c00003~2022-01-01",
)
CONDITIONS = (
    "", "", "value < 5000", "value >= 5000", "value >= 0 and value < 9000", "class in {I, III}", "class = II",
    "foreign = yes", "value < 9000 and foreign = no", "floors >= -1 and floors < 3",
)  # fmt: skip
DAYS = ("",) * 8 + ("2021-07-01", "2023-01-01", "2024-06-01", "2025-07-01", "2026-03-01")
BODIES = "body,name,class,unit,from,to\nbql,Ban quản lý,so,p01@2020-01-01,2022-01-01,2027-01-01\n"
BODIES += "ubnd-huyen/d101@2020-01-01,UBND quận Trong,ubnd-huyen,d101@2020-01-01,,\n"
CLASSES = "+bo,Bộ Ví Dụ,Ministry,none,agency\n"
ORGANISATION = """class,where,from,to,act,provision,superior,caretaker_to
ubnd-tinh,*,,,,,,
ct-tinh,*,,,,,,
so,*,,2026-06-01,,,,
gd-so,*,,,,,,
bo,*,2021-03-01,,,,,
ubnd-huyen,*,,2025-07-01,,,,{caretaker}
ubnd-xa,!c00003@2020-01-01,,,,,,{caretaker}
"""
ACT_ROWS = "+6/2026/QĐ-UBND,quyết định,UBND thành phố Ví Dụ,p01,2/2025/QH15 Đ.9,,2026-01-05,2026-02-01,,,,,adopted,\n"
FACTS = "+phep,floors,integer,tầng,,Số tầng,Floors\n"
POWERS = "+chung,Việc chung,Joint,f,procedure,site,yes,decide,,15,day\n"


def random_view(seed: int, folder: Path) -> View:
    """A charter of the small city with everything at random; most rows make sense, some do not."""
    rng = random.Random(seed)
    rows = []
    for number in range(rng.randint(4, 24)):
        instrument = rng.choice(
            ("assign",) * 8
            + ("devolve",) * 2
            + ("decentralise",) * 6
            + ("delegate",) * 3
            + ("withdraw", "substitute")
        )
        derived = instrument in ("decentralise", "delegate")
        start, end = rng.choice(DAYS), rng.choice(DAYS)
        rows.append(",".join((
            f"g{number}", rng.choice(("phep", "chung")), rng.choice(("", "", "", "consult")), instrument,
            rng.choice(HOLDERS[:6]) if derived else "", rng.choice(HOLDERS), f'"{rng.choice(("*", "*", rng.choice(WHERES)))}"',
            f'"{rng.choice(("", rng.choice(CONDITIONS)))}"', start, end if end > start else "", rng.choice(ACTS), "Đ.4" if rng.random() < 0.5 else "",
            f"g{rng.randrange(8)}" if instrument == "withdraw" or rng.random() < 0.15 else "", "", rng.choice(("", "no", "yes")),
        )))  # fmt: skip
    conditions = [row for row in rows if ",chung," in row]
    rows = [row for row in rows if row not in conditions] + [_without_condition(row) for row in conditions]
    names = {row.split(",")[0] for row in rows}
    rows = [_known_targets(row, names) for row in rows]
    tension = (
        f"tension,grants,reading,prevails\nt,g{rng.randrange(3)},A,yes\nt,g{3 + rng.randrange(3)},B,no\n"
    )
    more = {"tensions": tension} if rng.random() < 0.5 and len(rows) > 8 else {}
    caretaker = rng.choice(("", "2023-02-01", "2025-08-01"))
    known = rng.choice((None, None, None, None, "2021-05-01", "2025-06-14"))
    return view(
        folder, "\n".join(rows), known, classes=CLASSES, organisation=ORGANISATION.format(caretaker=caretaker), bodies=BODIES,
        acts=ACT_ROWS, facts=FACTS, powers=POWERS, **more,
    )  # fmt: skip


def _without_condition(row: str) -> str:
    """A power that declares no facts cannot have a condition."""
    for condition in CONDITIONS:
        if condition:
            row = row.replace(f'"{condition}"', '""')
    return row


def _known_targets(row: str, names: set[str]) -> str:
    cells = row.rsplit(",", 3)
    return row if cells[1] in names else ",".join((cells[0], "", *cells[2:]))


def random_points(of: View, rng: random.Random, count: int) -> list[tuple[str, str, int, int, Facts]]:
    """Points near the days and thresholds that matter, some facts missing."""
    start, end = of.horizon
    points = []
    for _ in range(count):
        power, role = rng.choice(("phep", "phep", "chung")), rng.choice(("decide", "decide", "consult"))
        day = rng.choice([start, *of.cuts(power)]) + rng.choice((-1, 0, 0, 1))
        if rng.random() < 0.3:
            day = rng.randrange(start, end)
        facts: Facts = {}
        if power == "phep":
            drawn = {
                "value": rng.choice((0, 4999, 5000, 8999, 9000)), "class": rng.choice(("I", "II", "III")),
                "foreign": rng.choice(("yes", "no")), "floors": rng.choice((-2, -1, 2, 3)),
            }  # fmt: skip
            facts = {fact: value for fact, value in drawn.items() if rng.random() < 0.8}
        points.append((power, role, rng.randrange(of.territory.count), min(max(day, start), end - 1), facts))
    return points


@pytest.mark.parametrize("seed", range(100))
def test_tables_equal_the_oracle(seed: int, tmp_path: Path) -> None:
    of = random_view(seed, tmp_path)
    tables = Tables(of)
    for power, role, atom, day, facts in random_points(of, random.Random(seed), POINTS):
        want = at_atom(of, Question(power, role, 1 << atom, day, None, facts), atom)
        assert holding_at(tables, power, role, atom, day, facts) == want, (power, role, atom, day, facts)


@pytest.mark.parametrize("seed", range(100, 130))
def test_explanations_equal_the_oracle(seed: int, tmp_path: Path) -> None:
    of = random_view(seed, tmp_path)
    tables = Tables(of)
    for power, role, atom, day, facts in random_points(of, random.Random(seed), 60):
        table = tables.of(power, role)
        if table is None or any(axis.name not in facts for axis in table.facts):
            continue
        question = Question(power, role, 1 << atom, day, None, facts)
        found = outcome(of, question)
        values = tuple(value for value in table.numbers(facts) if value is not None)
        organ, start, end, why = explained(table, atom, day, values)
        leaf, body = bare(table, atom, day, values)
        valid = valid_interval(of, question, found)
        assert found.holding is not None
        assert (organ, start, end) == (found.holding.body, valid.start, valid.end)
        assert named(tables, why.holding, atom, day) == found.holding
        assert (body, leaf.holding.status) == (found.holding.body, found.holding.status)
        near = [(t.fact, t.at, t.below, t.then.key()) for t in thresholds(of, question)]
        assert [
            (t.fact, t.at, t.below, named(tables, t.then.holding, atom, day).key()) for t in why.thresholds
        ] == near


@pytest.mark.parametrize("seed", range(130, 140))
def test_what_is_kept_between_two_cuts_equals_the_oracle_on_every_day(seed: int, tmp_path: Path) -> None:
    of, rng = random_view(seed, tmp_path), random.Random(seed)
    for power, role, atom, day, facts in random_points(of, rng, 10):
        question = Question(power, role, 1 << atom | 1 << rng.randrange(of.territory.count), day, None, facts)
        cuts = [of.horizon.start, *of.cuts(power), of.horizon.end]
        segment = max(k for k, cut in enumerate(cuts) if cut <= day)
        # The first, the last and any day between are answered from what the day before them in the row left.
        for on in (
            day,
            cuts[segment],
            cuts[segment + 1] - 1,
            rng.randrange(cuts[segment], cuts[segment + 1]),
        ):
            for decided in (None, on, min(on + 40, of.horizon.end - 1)):
                asked = question._replace(on=on, decided=decided)
                found = outcome(of, asked)
                answer = found, valid_interval(of, asked, found), thresholds(of, asked)
                kept = dict(of.outcomes)
                of.outcomes.clear()
                assert found == worked_out(of, asked)
                assert answer[1:] == (valid_interval(of, asked, found), thresholds(of, asked))
                of.outcomes.update(kept)


def test_the_random_charters_show_every_status(tmp_path: Path) -> None:
    seen = set()
    for seed in range(30):
        of = random_view(seed, tmp_path / str(seed))
        for power, role, atom, day, facts in random_points(of, random.Random(seed), 60):
            seen.add(at_atom(of, Question(power, role, 1 << atom, day, None, facts), atom).status)
    assert seen == {"competent", "joint", "overlap", "gap", "needs-facts"}


def test_the_resolver_takes_the_place_of_the_oracle(tmp_path: Path) -> None:
    of = random_view(1, tmp_path)
    resolve = resolver(Tables(of))
    point = Point(
        of, "phep", "decide", 0, of.horizon.start, {"value": 1, "class": "I", "foreign": "no", "floors": 1}
    )
    assert resolve(point) == holding(point)


def test_a_power_nobody_speaks_of_is_a_gap(tmp_path: Path) -> None:
    of = view(tmp_path)
    assert holding_at(Tables(of), "phep", "decide", 0, of.horizon.start, {}).status == "gap"
