"""Rankings and frontiers of a comparison: only options that may stand beside each other are put beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from phancap.planning import ranking
from phancap.planning.compare_model import BASE, Ask, Cell, Group
from phancap.planning.measures import BY_ID, CRITERIA, GENERAL, HEADLINE


def ranked(groups: Sequence[Group], ask: Ask, cells: Sequence[Cell], needs: tuple[str, ...]
            ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:  # fmt: skip
    """A ranking and a frontier for each set that may be ranked, in the first scenario and over all (their mean)."""
    rankings, frontiers = [], []
    smaller = {c: bool(BY_ID[c].smaller_is_better) for c in CRITERIA}
    for group in groups:
        city = tuple(o for o in group.options if o not in needs)
        pools = [("city", (BASE, *city))] if not ask.rank_all else [("all", (BASE, *group.options))]
        if not ask.rank_all and len(city) < len(group.options):
            pools.append(("national-assembly", tuple(o for o in group.options if o in needs)))
        for decided_by, pool in pools:
            values = {o: {c: _mean(cells, o, group, c) for c in CRITERIA} for o in pool}
            if decided_by != "national-assembly":
                found = ranking.as_json(ranking.rank(values, CRITERIA, smaller))
                rankings.append({"era": group.era, "year": group.year, "decided_by": decided_by, **found})
            wait = HEADLINE if all(values[o][HEADLINE] is not None for o in pool) else GENERAL
            points = {o: (values[o]["cost_a_year"], values[o][wait]) for o in pool}
            frontiers.append(
                {"era": group.era, "year": group.year, "decided_by": decided_by, "cost": "cost_a_year", "wait": wait,
                 "points": ranking.frontier(points)}
            )  # fmt: skip
    return rankings, frontiers


def _mean(cells: Sequence[Cell], option: str, group: Group, measure: str) -> float | None:
    """Over the scenarios. An option that moves nothing travels as far as before: no kilometres are nobody's."""
    found = [c.mean for c in cells if c.option == option and c.measure == measure]
    known = [value for value in found if value is not None]
    if measure == "travel_km" and not known:
        base = [c.mean for c in cells if c.option == BASE and c.measure == measure and c.mean is not None]
        return base[0] if base else 0.0
    return sum(known) / len(known) if known and len(known) == len(found) else None


def leader(group: Group, rankings: Sequence[dict[str, Any]], needs: tuple[str, ...]) -> str | None:
    """The option whose gain is tried for sensitivity: of those the city may decide, the one that wins most."""
    own = [option for option in group.options if option not in needs] or list(group.options)
    shares: dict[str, float] = {}
    for found in rankings:
        if found["era"] == group.era:
            shares |= found["first"].get("min-max", {})
    return max(own, key=lambda option: (shares.get(option, 0.0), option), default=None)
