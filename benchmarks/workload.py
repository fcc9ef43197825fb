"""A made-up city that every engine can hold: the same rules as a charter of ours and as plain rows.

One city, 9 districts, 83 wards, 20 offices, 500 powers with about three dated rules each over 40 quarters; 30 %
of the powers have one threshold, 10 % have two (half of them on two facts), 5 % begin late, so that there are
gaps. Of the rules that hold, the one of the deeper scope wins, then the later begun, then the later numbered:
in our terms the rank and the signing day of its act, in the rows one number, ``prio``. The land stays as it is,
because most engines could not hold it otherwise; the national benchmark has land that changes.
"""

from __future__ import annotations

import random
from typing import Any, NamedTuple

import numpy as np

from phancap.charter.charter import Charter, Horizon, Records
from phancap.charter.conditions import Term
from phancap.charter.model import Act, Body, BodyClass, Fact, Grant, Power, Presence
from phancap.charter.view import View
from phancap.territory.model import Unit
from phancap.territory.where import parse_where

POWERS, DISTRICTS, WARDS, OFFICES, QUARTERS = 500, 9, 83, 20, 40
START = 735964
DAYS = round(QUARTERS * 365.25 / 4)
BILLION = 10**9
EVERYWHERE = parse_where("*")
LEVELS = ("city", "district", "ward")


class Rule(NamedTuple):
    """One rule as a row. ``scope``: -1 the city, else ``DISTRICT d`` as 0..8 or ``WARD w`` as 100..182.

    ``who``: 0 city, 1 the district, 2 the ward, 3 + k office k. Facts and days are half-open; ``None``: no bound.
    """

    number: int
    power: int
    scope: int
    start: int
    end: int
    prio: int
    value: tuple[int | None, int | None]
    area: tuple[int | None, int | None]
    who: int


class City(NamedTuple):
    """The rules, who lies where, and the same as a charter."""

    rules: list[Rule]
    district_of: list[int]
    view: View


def make(seed: int = 1, powers: int = POWERS) -> City:
    """The city of a seed."""
    rng = random.Random(seed)  # noqa: S311 - made-up data, no secret
    district_of = [w if w < DISTRICTS else rng.randrange(DISTRICTS) for w in range(WARDS)]
    quarter = [round(q * DAYS / QUARTERS) for q in range(QUARTERS + 1)]
    drafts: list[tuple[int, int, int, int, list[Any]]] = []
    for power in range(powers):
        kind = rng.choices(("none", "one", "two", "both"), (60, 30, 5, 5))[0]
        begin = quarter[rng.randrange(1, 9)] if rng.random() < 0.05 else 0
        dated = [(-1, begin, DAYS)]
        for _ in range(rng.choice((1, 1, 2, 2, 3, 3))):
            first = rng.randrange(1, QUARTERS)
            last = quarter[rng.randrange(first + 1, QUARTERS + 1)] if rng.random() < 0.4 else DAYS
            draw = rng.random()
            scope = -1 if draw < 0.4 else rng.randrange(DISTRICTS) if draw < 0.85 else 100 + rng.randrange(WARDS)
            dated.append((scope, quarter[first], last))
        for scope, start, end in dated:
            low = rng.randrange(1, 200) * BILLION
            high = low * rng.randrange(2, 8)
            area = rng.randrange(5, 2000) * 100
            bands: list[Any] = {
                "none": [((None, None), (None, None))],
                "one": [((None, low), (None, None)), ((low, None), (None, None))],
                "two": [((None, low), (None, None)), ((low, high), (None, None)), ((high, None), (None, None))],
                "both": [((None, low), (None, area)), ((low, None), (None, None)), ((None, low), (area, None))],
            }[kind]
            held = [(band, rng.randrange(3) if rng.random() < 0.6 else 3 + rng.randrange(OFFICES)) for band in bands]
            drafts.append((power, scope, start, end, held))
    rules: list[Rule] = []
    for power, scope, start, end, held in drafts:
        depth = 0 if scope < 0 else 1 if scope < 100 else 2
        prio = depth * 10**9 + start * 10**5 + len(rules)
        for (value, area_span), who in held:
            rules.append(Rule(len(rules), power, scope, start, end, prio, value, area_span, who))
    return City(rules, district_of, View(charter(rules, district_of, powers)))


def charter(rules: list[Rule], district_of: list[int], powers: int = POWERS) -> Charter:
    """The rules as a charter: an act for each dated rule, its rank the depth, its signing day the order."""
    day = START - 10
    units = [Unit(f"p01@{day}", "01", "", "", "province", "", day, None)]
    units += [Unit(f"d{d:03}@{day}", f"{d:03}", "", "", "district", "01", day, None) for d in range(DISTRICTS)]
    units += [Unit(f"c{w:05}@{day}", f"{w:05}", "", "", "commune", f"{d:03}", day, None) for w, d in enumerate(district_of)]
    levels = zip(LEVELS, ("province", "district", "commune"), strict=True)
    classes = [BodyClass(name, level=level, kind="committee") for name, level in levels]
    order = {prio: place for place, prio in enumerate(sorted({rule.prio for rule in rules}))}
    acts, grants = [], []
    for rule in rules:
        act = f"a{rule.prio}"
        if not acts or acts[-1].act != act:
            signed = START - 5000 + order[rule.prio]
            acts.append(Act(act, issuer="one", rank=10 + rule.prio // 10**9, signed=signed, known=signed,
                            in_force=START + rule.start))  # fmt: skip
        terms = [*_terms("value", rule.value), *_terms("area", rule.area)]
        grants.append(Grant(
            str(rule.number), f"{rule.power:04}", "decide", "assign", "", holder(rule.who), where(rule.scope), tuple(terms),
            START + rule.start, START + rule.end if rule.end < DAYS else None, act,
        ))  # fmt: skip
    records = Records(
        units=units, lineage=[], aliases=[], classes=classes, organisation=[Presence(name, EVERYWHERE) for name in LEVELS],
        bodies=[Body(holder(3 + k)) for k in range(OFFICES)], acts=acts, provisions=[],
        powers=[Power(f"{p:04}", required=True) for p in range(powers)], codes=[], limits=[],
        facts=[Fact("*", "value", "money"), Fact("*", "area", "area")], grants=grants, transitions=[], tensions=[],
    )  # fmt: skip
    return Charter(Horizon(START, START + DAYS), records, "benchmark")


def holder(who: int) -> str:
    """The holder of a rule as a grant names it."""
    return LEVELS[who] if who < 3 else f"office-{who - 3}"


def where(scope: int) -> Any:
    """The scope of a rule as a grant names it."""
    return EVERYWHERE if scope < 0 else parse_where(f"d{scope:03}" if scope < 100 else f"c{scope - 100:05}")


def _terms(fact: str, span: tuple[int | None, int | None]) -> list[Term]:
    low, high = span
    result = [Term(fact, ">=", (str(low),))] if low is not None else []
    return result + ([Term(fact, "<", (str(high),))] if high is not None else [])


class Questions(NamedTuple):
    """Questions column by column; ``ward`` counts from 0, ``day`` from the first of the horizon."""

    power: Any
    ward: Any
    day: Any
    value: Any
    area: Any

    def tuples(self, count: int) -> list[tuple[int, int, int, int, int]]:
        """The first of them one by one."""
        return list(zip(*(column[:count].tolist() for column in self), strict=True))


def questions(count: int, seed: int = 7) -> Questions:
    """Uniform over powers, wards and days, facts log-uniform: the worst case for caches."""
    draw = np.random.default_rng(seed)
    return Questions(
        draw.integers(0, POWERS, count).astype(np.uint16), draw.integers(0, WARDS, count).astype(np.uint16),
        draw.integers(0, DAYS, count).astype(np.uint16),
        np.exp(draw.uniform(np.log(1e8), np.log(2e12), count)).astype(np.int64),
        np.exp(draw.uniform(np.log(50), np.log(1e6), count)).astype(np.int64),
    )  # fmt: skip


def organ(who: int, ward: int, district_of: list[int]) -> int:
    """The acting organ as a number: 0 city, 1.. districts, 100.. wards, 200.. offices."""
    return (0, 1 + district_of[ward], 100 + ward)[who] if who < 3 else 200 + who - 3


def scan(city: City) -> Any:
    """The plainest reading of the rules: look at every row of the power, take the greatest ``prio``."""
    rows: dict[int, list[Rule]] = {}
    for rule in city.rules:
        rows.setdefault(rule.power, []).append(rule)

    def inside(x: int, span: tuple[int | None, int | None]) -> bool:
        return (span[0] is None or span[0] <= x) and (span[1] is None or x < span[1])

    def answer(power: int, ward: int, day: int, value: int, area: int) -> tuple[int, int]:
        around = (-1, city.district_of[ward], 100 + ward)
        found = [
            rule for rule in rows.get(power, ())
            if rule.start <= day < rule.end and rule.scope in around and inside(value, rule.value) and inside(area, rule.area)
        ]  # fmt: skip
        if not found:
            return -1, -1
        best = max(found, key=lambda rule: rule.prio)
        return organ(best.who, ward, city.district_of), best.number

    return answer
