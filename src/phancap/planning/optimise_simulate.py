"""The best placements through the simulation: the congestion term is a curve, offices are not.

Each candidate becomes an option of a copy of the workspace; all run on the same draws, and Kim and Nelson's selection
drops one as soon as it is clearly beaten. What is compared is what the plan costs a year, with the simulated days in the
place of the curve: posts, travel and moves as planned, plus what the days of all dossiers are worth.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from phancap.formats.days import format_day, parse_day
from phancap.planning.assumed import Assumed
from phancap.planning.optimise import Answer, copy_workspace, write
from phancap.simulation.city import build_city
from phancap.simulation.model import Model
from phancap.simulation.run import Prepared, one, prepare
from phancap.simulation.selection import Selection, kn

FIRST, MOST = 8, 40
INDIFFERENCE = 0.002
"""Differences below this share of the cheapest plan's cost do not matter to the choice."""


class Chosen(NamedTuple):
    """``best`` is the place of the winner among the candidates; ``selection`` what the procedure says of it."""

    best: int
    selection: Selection
    indifference: float
    year: str


def choose(root: str | os.PathLike[str], answers: Sequence[Answer], on: int, seed: int, given: Assumed,
           tell: Callable[[str], None] | None = None) -> Chosen:  # fmt: skip
    """The best of the candidates by simulation; one candidate needs none."""
    year = year_of(on)
    names = [f"c{number}" for number in range(len(answers))]
    ready: dict[str, Prepared] = {}
    fixed: dict[str, float] = {}
    say = tell or (lambda text: None)
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "city")
        copy_workspace(root, copy)
        by_model: dict[Model, Prepared] = {}
        for name, answer in zip(names, answers, strict=True):
            say(f"{name}: {year}")
            write(_renamed(answer, name), copy, name)
            model = build_city(copy, (name,), "", year)
            ready[name] = by_model.setdefault(model, prepare(model))
            fixed[name] = sum(value for kind, value in (answer.plan.costs if answer.plan else {}).items() if kind != "delay")
    value = given["day_value"]
    shared: dict[tuple[int, int], float] = {}

    def sample(replication: int, wanted: tuple[str, ...]) -> dict[str, float]:
        found = {}
        for name in wanted:
            key = (id(ready[name]), replication)
            if key not in shared:
                overall = one(ready[name], seed, replication)[0].overall
                shared[key] = float(overall["cycle_days"] * overall["dossiers"]) * value
            found[name] = fixed[name] + shared[key]
        return found

    cheapest = min(answer.plan.objective for answer in answers if answer.plan is not None)
    indifference = max(INDIFFERENCE * abs(cheapest), 1e6)
    selection = kn(sample, names, indifference, smaller_is_better=True, first=FIRST, most=MOST)
    return Chosen(names.index(selection.best), selection, indifference, year)


def _renamed(answer: Answer, name: str) -> Answer:
    """The answer's rows as those of another option."""
    rows = {table: [{**row, "_option": name} for row in found] for table, found in answer.rows.items()}
    return answer._replace(rows=rows)


def year_of(on: int) -> str:
    """The first calendar year that the option lives through from its first day."""
    year = int(format_day(on)[:4])
    return str(year if on <= parse_day(f"{year}-01-01") else year + 1)


def as_json(chosen: Chosen, answers: Sequence[Answer]) -> dict[str, Any]:
    """What the selection did, candidate by candidate."""
    selection = chosen.selection
    return {
        "best": chosen.best, "sure": selection.sure, "indifference": round(chosen.indifference), "year": chosen.year,
        "candidates": [
            {"objective": round(answer.plan.objective) if answer.plan else None, "moves": len(answer.moves),
             "simulated": round(selection.means[f"c{n}"]), "replications": selection.runs[f"c{n}"],
             "dropped_after": selection.dropped.get(f"c{n}")}
            for n, answer in enumerate(answers)
        ],
    }  # fmt: skip
