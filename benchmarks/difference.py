"""The complete difference of two charters, beside the time that compiling one of them takes.

The city of :mod:`workload` against itself after an amendment: one new act moves twenty powers in one district from
quarter 20 on, and one threshold is raised. Both sides are compiled, as a site keeps them; the rows are whole
(organs by name, place, days, facts, the act and organ that may make the change).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from measure import Row, in_turns, must_equal, within
from workload import DAYS, DISTRICTS, QUARTERS, WARDS, City, charter, make

from phancap.charter.view import View
from phancap.competence.compile import Tables
from phancap.competence.diff import changes
from phancap.competence.diff_boxes import Side

MOVED, FROM, DISTRICT = 20, 20, 3


def amended(city: City) -> View:
    """The city after the amendment."""
    begin = round(FROM * DAYS / QUARTERS)
    top = max(rule.prio for rule in city.rules)
    rules = list(city.rules)
    raised = next(i for i, rule in enumerate(rules) if rule.value[1] is not None and rule.value[0] is None)
    edge = rules[raised].value[1]
    for i, rule in enumerate(rules):
        if rule.prio == rules[raised].prio:
            low, high = (None if bound is None else bound + (10**9 if bound == edge else 0) for bound in rule.value)
            rules[i] = rule._replace(value=(low, high))
    first = rules[0]
    for place in range(MOVED):
        rules.append(first._replace(number=len(rules), power=7 * place, scope=DISTRICT, start=begin, end=DAYS,
                                    prio=top + 1 + place, value=(None, None), area=(None, None), who=2))  # fmt: skip
    return View(charter(rules, city.district_of))


def run() -> list[tuple[str, list[Row]]]:
    """The table of this part."""
    city = make()
    other = amended(city)
    first, second = Side(city.view), Side(other)
    fast, plain = changes(first, second), changes(first, second, plain=True)
    must_equal("tables", covered(fast), covered(plain))
    taken = in_turns(
        {
            "diff": lambda: changes(first, second), "compile": lambda: Tables(View(city.view.charter)),
            "all": lambda: changes(Side(View(city.view.charter)), Side(View(other.charter))),
        },
        7,
    )  # fmt: skip
    once = in_turns({"plain": lambda: changes(first, second, plain=True)}, 1)["plain"]
    cells = 500 * WARDS * (QUARTERS + 1)
    title = f"The complete difference of two charters ({cells / 1e6:.1f} million cells, {DISTRICTS} districts)"
    return [
        (
            title,
            [
                Row("rows of difference", f"{len(fast):,} in {len({row['power'] for row in fast})} powers"),
                Row("difference, both sides compiled", f"{taken['diff'] * 1000:.0f} ms"),
                Row("compile one side", f"{taken['compile'] * 1000:.0f} ms"),
                within("difference, against compiling one side", taken["diff"] / taken["compile"], 1, "x"),
                Row("load, compile both and compare", f"{taken['all'] * 1000:.0f} ms"),
                Row("asking the oracle of every box instead", f"{once / taken['diff']:.0f}x as long"),
            ],
        )
    ]


def covered(rows: list[dict[str, Any]]) -> dict[tuple[str, ...], int]:
    """For each change the cells (atoms x days) that its rows cover, so that cutting them otherwise is no difference."""
    found: dict[tuple[str, ...], int] = {}
    for row in rows:
        days = int((np.datetime64(row["to"]) - np.datetime64(row["from"])).astype(int))
        sides = tuple(str(row[side] and row[side]["id"]) for side in ("before", "after"))
        key = (row["kind"], row["power"], row["role"], *sides, row["condition"])
        found[key] = found.get(key, 0) + days * (row.get("_mask") or 0).bit_count()
    return found
