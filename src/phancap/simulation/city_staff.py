"""Desks of a city: the people of ``staff.csv`` by body and skill, as a scenario leaves them.

A desk no row speaks of is staffed by assumption: enough people for seven tenths of their time. Posts that a scenario cuts
to a fraction are rounded up or down by a number of the desk's own, so that cuts add up to what they should over all desks
and the same desk always falls the same way.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from phancap.charter.view import View
from phancap.simulation.chance import key_of
from phancap.simulation.city_rows import row_place
from phancap.simulation.model import Demand, Desk, Procedure, Route
from phancap.simulation.scenario import Scenario
from phancap.workspace.load import Workspace

if TYPE_CHECKING:
    from phancap.simulation.city import Notes
    from phancap.simulation.city_time import CityTime

SPELL = 5.0
"""Days of a spell of absence where no row says."""

TARGET = 0.7
"""The share of their time that assumed staff are busy."""


class Desks:
    """The rows of staff by body and skill."""

    def __init__(
        self, loaded: Workspace, view: View, scenario: Scenario, first: int, last: int, notes: Notes
    ) -> None:
        self.view, self.scenario, self.first, self.last, self.notes = view, scenario, first, last, notes
        self.rows: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for row in loaded.tables["staff"]:
            body = row["body"]
            if "/" not in body and row["unit"] and body in view.classes:
                body = f"{body}/{row['unit']}"
            self.rows.setdefault((body, row["skill"]), []).append(row)

    def make(
        self, routes: Iterable[Route], procedures: Iterable[Procedure], demand: Iterable[Demand], time: CityTime,
        closed: Mapping[str, int | None],
    ) -> list[Desk]:  # fmt: skip
        """A desk for every body and skill that a step needs."""
        steps = {p.id: p.steps for p in procedures}
        rate: dict[tuple[str, str], float] = {}
        for d in demand:
            rate[d.power, d.place] = rate.get((d.power, d.place), 0.0) + max(x for _, x in d.per_day)
        minutes: dict[tuple[str, str], float] = {}
        for route in routes:
            for phase in route.phases:
                for step in steps[route.power]:
                    if step.work:
                        key = (phase.office(step.role), step.skill)
                        amount = (
                            rate.get((route.power, route.place), 0.0)
                            * step.work.minutes
                            / (1.0 - step.rework)
                        )
                        minutes[key] = minutes.get(key, 0.0) + amount
        return [
            self._desk(body, skill, load, closed.get(body)) for (body, skill), load in sorted(minutes.items())
        ]

    def _desk(self, body: str, skill: str, load: float, closed: int | None) -> Desk:
        rows = self.rows.get((body, skill), [])
        cuts = {self.first}
        for row in rows:
            cuts |= {d for d in (row["from"], row["to"]) if d is not None and self.first < d < self.last}
        for scope in self.scenario.scopes():
            cuts |= {d for d in (scope.start, scope.end) if d is not None and self.first < d < self.last}
        # Office minutes of a person in a calendar day: some 250 days of eight hours.
        needed = max(1, math.ceil(load * 365.25 / (250 * 480 * TARGET)))
        dice = key_of("posts", body, skill) / 2.0**64
        staff: list[tuple[int, float]] = []
        for day in sorted(cuts):
            alive = [
                r
                for r in rows
                if (r["from"] is None or r["from"] <= day) and (r["to"] is None or day < r["to"])
            ]
            counts = [r["filled"] if r["filled"] is not None else r["posts"] for r in alive]
            known = [n for n in counts if n is not None]
            if not known:
                self.notes.add(
                    "số người ở bàn không có trong staff.csv: đủ để bận 70 % thời gian",
                    "staff of desks not in staff.csv: enough to be busy 70 % of the time", TARGET, 0.5, 0.9,
                )  # fmt: skip
            posts = self._left(float(sum(known)) if known else float(needed), body, skill, day)
            whole = math.floor(posts + dice) if posts > 0 else 0
            staff.append((day - self.first, max(whole, 1 if posts > 0 else 0)))
        kept = [pair for n, pair in enumerate(staff) if n == 0 or pair[1] != staff[n - 1][1]]
        inside = [r for r in rows if (r["from"] or 0) < self.last and (r["to"] is None or self.first < r["to"])]
        absence = self.scenario.absence_of(_mean(inside, "absence", True) or 0.0, body, skill)
        if absence and not any(r["absence"] for r in inside) and not any(r["spell_days"] for r in inside):
            self.notes.add(
                "số ngày một đợt vắng mặt không ghi trong staff.csv", "days of a spell of absence not in staff.csv", SPELL, 1, 30
            )  # fmt: skip
        return Desk(
            f"{body}:{skill}", body, tuple(kept), (skill,), absence, _mean(inside, "spell_days", True) or SPELL,
            _mean(inside, "cost_a_year", False), at=row_place(rows[0]) if rows else "staff.csv",
        )  # fmt: skip

    def _left(self, posts: float, body: str, skill: str, day: int) -> float:
        """What a scenario leaves of the posts on a day."""
        for change in self.scenario.staff:
            if change.scope.covers_day(day) and change.scope.speaks_of_body(body, skill):
                posts = change.posts(posts)
        for shock in self.scenario.shocks:
            if shock.staff and shock.scope.covers_day(day) and shock.scope.speaks_of_body(body, skill):
                posts *= shock.staff.value
        return posts


def _mean(rows: list[dict[str, Any]], name: str, some: bool) -> float | None:
    """The mean of a column over posts; ``None`` where no row has it or, unless ``some`` will do, one with posts has not."""
    weighed: list[tuple[float | None, float]] = [(r[name], r["posts"] or r["filled"] or 0.0) for r in rows]
    known = [(value, posts) for value, posts in weighed if value is not None]
    if not known or (not some and any(value is None and posts for value, posts in weighed)):
        return None
    posts = sum(n for _, n in known)
    return sum(v * n for v, n in known) / posts if posts else sum(v for v, _ in known) / len(known)
