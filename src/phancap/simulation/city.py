"""The model of a city from its workspace: who holds what comes from the charter, the rest from the tables.

The charter says, for each power, place, role and day, which body acts, and by which rule a power that moves takes its open
dossiers along; ``demand.csv`` says what comes in, ``service.csv`` what work is in it, ``staff.csv`` who is there, ``hours.csv``
and ``calendar.csv`` when, ``limits.csv`` and ``powers.csv`` by when it must be done, ``open_stock.csv`` what was open on the first
day. What no table says is an :class:`~phancap.simulation.model.Assumption` with its range, counted and shown, never
silently a number.

A dossier that is sent back (``rework``) goes to ``back_to``, where that is empty one step back: from the decision to whoever
prepared it, from there to the one-stop desk that asks the applicant for what is missing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from phancap.charter.charter import Charter
from phancap.charter.view import View
from phancap.competence.compile import Tables
from phancap.competence.oracle import Holding, cells
from phancap.competence.resolve import holding_at
from phancap.formats.days import today
from phancap.simulation import model as m
from phancap.simulation.city_rows import Open, check_rows, open_on, row_place
from phancap.simulation.city_staff import Desks
from phancap.simulation.city_steps import assumed_steps, given_steps
from phancap.simulation.city_time import CityTime
from phancap.simulation.errors import near, refuse
from phancap.simulation.scenario import NOTHING, Scenario, scenario_of
from phancap.territory.atoms import bits
from phancap.territory.labels import full_label
from phancap.workspace.load import Workspace
from phancap.workspace.open import charter_of

MOST_YEARS = 30
DISPERSION = 1.86
"""Variance of a day's arrivals by their mean in the WABO receipt log, a Dutch log: here an assumption."""

ONLINE = 0.697
"""Share filed online in Cần Thơ in July 2025, used where a row of demand.csv states none."""

class Notes:
    """Assumptions met on the way, each kind once with how often it was needed."""

    def __init__(self) -> None:
        self.found: dict[str, m.Assumption] = {}

    def add(self, vi: str, en: str, value: float, low: float | None, high: float | None) -> None:
        before = self.found.get(en)
        self.found[en] = m.Assumption(vi, value, low, high, 1 + (before.count if before else 0), en)


class Demanded(NamedTuple):
    """One row of demand: a power in a unit, its days cut to the run; ``at`` is its place in the files."""

    power: str
    unit: str
    start: int
    end: int
    a_year: float
    online: float
    at: str = "demand.csv"


def build_city(
    workspace: str | os.PathLike[str],
    options: Iterable[str] = (),
    scenario: Scenario | str = "",
    years: str = "",
) -> m.Model:
    """The model of a workspace with options and a scenario over some years.

    ``years``: ``2026``, ``2026-2028``, or a number of years from the present one. Raises ``WorkspaceError`` for a workspace
    that cannot be used and :class:`~phancap.simulation.errors.ModelError` for what cannot be simulated.
    """
    loaded, charter = charter_of(workspace, tuple(options))
    chosen = (
        scenario
        if isinstance(scenario, Scenario)
        else scenario_of(workspace, scenario)
        if scenario
        else NOTHING
    )
    first, last = _span(years, charter)
    return _City(loaded, charter, chosen, first, last).model(tuple(options))


def _span(years: str, charter: Charter) -> tuple[int, int]:
    low, dash, high = years.strip().partition("-")
    parts = (low, high) if dash else (low,) if low else ()
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise refuse("--years", "type", what="years", got=years, expected="N | YYYY | YYYY-YYYY")
    this = date.fromordinal(min(max(today(), charter.horizon.start), charter.horizon.end - 1)).year
    begin = int(low) if low and int(low) >= 1000 else this
    end = int(high) if high else begin + (int(low) - 1 if low and int(low) < 1000 else 0)
    if not 0 <= end - begin < MOST_YEARS:
        raise refuse("--years", "type", what="years", got=years, expected=f"1..{MOST_YEARS}")
    first, last = date(begin, 1, 1).toordinal(), date(end + 1, 1, 1).toordinal()
    horizon = charter.horizon
    first, last = max(first, horizon.start), min(last, horizon.end)
    if first >= last:
        span = f"{date.fromordinal(horizon.start).year}-{date.fromordinal(horizon.end - 1).year}"
        raise refuse("--years", "type", what="years", got=years, expected=span)
    return first, last


class _City:
    def __init__(
        self, loaded: Workspace, charter: Charter, scenario: Scenario, first: int, last: int
    ) -> None:
        self.loaded, self.scenario, self.first, self.last = loaded, scenario, first, last
        self.view = View(charter)
        self.notes = Notes()
        check_rows(loaded.tables)
        self.rows = self._rows()
        self.stock = [row for row in open_on(loaded.tables["open_stock"], first) if row.power in self.view.powers]
        wanted = sorted({row.power for row in self.rows} | {row.power for row in self.stock})
        self.tables = Tables(self.view, powers=wanted)
        self.fields = {power: self.view.powers[power].field for power in wanted}
        oldest = min((row.filed_from for row in self.stock if row.filed_from is not None), default=first)
        self.time = CityTime(loaded, first, last, first - oldest)
        self.desks = Desks(loaded, self.view, scenario, first, last, self.notes)
        self._steps: dict[str, tuple[m.Step, ...]] = {}
        self._cuts: dict[str, list[int]] = {}
        self._phased: dict[tuple[str, int], tuple[m.Phase, ...]] = {}
        self._above: dict[str, tuple[str, ...]] = {}
        self._held: dict[tuple[str, str, int, int], Holding] = {}
        self.stages: dict[str, list[tuple[str, str]]] = {}
        for stage in self.view.transitions:
            self.stages.setdefault(stage.grant, []).append((stage.stage, stage.rule))

    def _rows(self) -> list[Demanded]:
        """Rows of demand.csv inside the run; online shares that are missing are assumed."""
        found = []
        for row in self.loaded.tables["demand"]:
            start = max(self.first, row["from"] if row["from"] is not None else self.first)
            end = min(self.last, row["to"] if row["to"] is not None else self.last)
            if start >= end or not row["dossiers"] or row["power"] not in self.view.powers:
                continue
            online = row["online_share"]
            if online is None:
                online = ONLINE
                self.notes.add(
                    "tỷ lệ nộp trực tuyến không ghi trong demand.csv",
                    "share filed online not stated in demand.csv",
                    ONLINE,
                    0.3,
                    0.95,
                )
            if row["source"] == "assumption":
                mean = row["dossiers"] or 1.0
                low, high = row["low"], row["high"]
                self.notes.add(
                    "số hồ sơ một năm trong demand.csv, so với mức ghi", "dossiers a year in demand.csv, by the figure stated", 1.0,
                    None if low is None else min(low / mean, 1.0), None if high is None else max(high / mean, 1.0),
                )  # fmt: skip
            found.append(Demanded(row["power"], row["unit"], start, end, row["dossiers"], online, row_place(row)))
        if not found:
            raise refuse("demand.csv", "no-demand")
        return found

    # -- the model -----------------------------------------------------------------------------------

    def model(self, options: tuple[str, ...]) -> m.Model:
        routes: dict[tuple[str, str], m.Route] = {}
        demand: list[m.Demand] = []
        for row in self.rows:
            for place, share, atom in self._places(row.power, row.unit, row.a_year):
                self._route(routes, row.power, place, atom)
                demand += self._demand(row, place, share)
        stock = self._stock(routes)
        powers = sorted({row.power for row in self.rows} | {row.power for row in self.stock})
        bodies = sorted(
            {office for route in routes.values() for phase in route.phases for _, office in phase.offices}
        )
        closed = {body: self._closing(body) for body in bodies}
        shocks = [s for s in self.scenario.shocks if s.closed]
        offices = tuple(
            m.Office(
                body, self.time.calendar_of(body, shocks), self._name(body), closed[body], "organisation.csv"
            )
            for body in bodies
        )
        procedures = tuple(self._procedure(power) for power in powers)
        desks = self.desks.make(routes.values(), procedures, demand, self.time, closed)
        self.notes.add(
            "độ không đều của số hồ sơ mỗi ngày (phương sai chia trung bình)",
            "unevenness of a day's dossiers (variance by mean)", DISPERSION, 1.0, 3.0,
        )  # fmt: skip
        if not self.stock:
            self.notes.add("hồ sơ còn mở ngày đầu", "dossiers open on the first day", 0, 0, None)
        seasons = (
            m.Season("online", dispersion=DISPERSION),
            m.Season("desk", dispersion=DISPERSION, office=self.time.default),
        )
        name = self.loaded.city.name + (f" · {', '.join(options)}" if options else "")
        name += f" · {self.scenario.name or self.scenario.id}" if self.scenario.id else ""
        return m.Model(
            name, self.last - self.first, tuple(self.time.calendars()), offices, tuple(desks), procedures, tuple(routes.values()),
            tuple(demand), seasons, stock, first_day=self.first, due=self.time.due,
            assumptions=tuple(self.notes.found[key] for key in sorted(self.notes.found)), at="workspace",
        )  # fmt: skip

    def _demand(self, row: Demanded, place: str, share: float) -> list[m.Demand]:
        """The two channels of a row, month by month as the scenario says."""
        units = self._units_above(row.unit)
        cuts = {row.start, row.end} | {
            d for d in range(row.start, row.end) if self.scenario.demand and date.fromordinal(d).day == 1
        }
        for scope in self.scenario.scopes():
            cuts |= {d for d in (scope.start, scope.end) if d is not None and row.start < d < row.end}
        days = sorted(cuts)
        of = (row.power, self.fields[row.power], units)
        rates: dict[str, list[tuple[int, float]]] = {"online": [], "desk": []}
        for day in days[:-1]:
            factor = self.scenario.demand_factor(day, date.fromordinal(day).month, self.first, *of)
            online = self.scenario.online_share(row.online, day, *of)
            a_day = row.a_year * share / 365.25 * factor
            rates["online"].append((day - self.first, a_day * online))
            rates["desk"].append((day - self.first, a_day * (1.0 - online)))
        base = row.a_year * share / 365.25
        made = []
        for channel, pieces in rates.items():
            if row.end < self.last:
                pieces.append((row.end - self.first, 0.0))
            if pieces[0][0] > 0:
                pieces.insert(0, (0, 0.0))
            made.append(m.Demand(row.power, place, tuple(pieces), channel, channel, base, row.at))
        return made

    def _route(self, routes: dict[tuple[str, str], m.Route], power: str, place: str, atom: int) -> None:
        if (power, place) not in routes:
            routes[power, place] = m.Route(
                power, place, self._phases(power, atom), f"grants.csv ({power})"
            )

    def _stock(self, routes: dict[tuple[str, str], m.Route]) -> tuple[m.Stock, ...]:
        """What was open on the first day, as last counted; a count of another day is taken as it was, and said."""
        made: list[m.Stock] = []
        for row in self.stock:
            self._doubts(row)
            spots = self._places(row.power, row.unit, float(row.many), "stock")
            shares = [share for _, share, _ in spots]
            whole = 0
            for number, (spot, _, atom) in enumerate(spots):
                self._route(routes, row.power, spot, atom)
                until = round(row.many * sum(shares[: number + 1]))
                own, whole = until - whole, until
                if own:
                    oldest = 0 if row.filed_from is None else self.first - row.filed_from
                    newest = max(self.first - (row.filed_to if row.filed_to is not None else row.day + 1), 0)
                    made.append(
                        m.Stock(
                            row.power, spot, own, row.step, oldest, row.channel or "online", row.at, min(newest, oldest)
                        )
                    )
        return tuple(made)

    def _doubts(self, row: Open) -> None:
        """What a row of the stock leaves open, each as an assumption."""
        if row.day < self.first - 1:
            self.notes.add(
                "hồ sơ còn mở đếm trước ngày đầu: lấy nguyên, số ngày cách (số cuối)",
                "open dossiers counted before the first day: taken as they were, days between (the last figure)",
                self.first - row.day, 0, None,
            )  # fmt: skip
        if row.filed_from is None:
            self.notes.add(
                "hồ sơ còn mở không ghi ngày nộp: tính như nộp ngày đầu", "open dossiers without a day of filing: as if filed on the first day",
                0, 0, None,
            )  # fmt: skip
        if not row.step:
            self.notes.add(
                "hồ sơ còn mở không ghi đang ở bước nào: tính từ bước đầu", "open dossiers without a step: from the first step on", 0, None, None
            )  # fmt: skip
        if row.source == "assumption":
            self.notes.add(
                "hồ sơ còn mở trong open_stock.csv, so với mức ghi", "open dossiers in open_stock.csv, by the figure stated", 1.0, None, None
            )  # fmt: skip

    def _units_above(self, unit: str) -> tuple[str, ...]:
        if unit not in self._above:
            self._above[unit] = self._find_above(unit)
        return self._above[unit]

    def _find_above(self, unit: str) -> tuple[str, ...]:
        land = self.view.territory
        own = land.units.get(unit)
        if own is None:
            return (unit,)
        mask = land.atoms_of(unit)
        day = max(self.first, own.start)
        above = [
            u.uid
            for level in ("district", "province")
            for u in land.at_level(level)
            if u.alive(day) and land.atoms_of(u.uid) & mask == mask
        ]
        return (unit, *above)

    # -- the charter -----------------------------------------------------------------------------------

    def _places(self, power: str, named: str, a_year: float, what: str = "demand") -> list[tuple[str, float, int]]:
        """(place, share of the row's dossiers, one atom of it): the unit, in pieces where its holders differ."""
        unit = self.view.unit_named(named, self.first) if named else None
        mask = self.view.territory.atoms_of(unit.uid) if unit else self.view.territory.all_atoms
        groups: dict[tuple[object, ...], list[int]] = {}
        for atom in bits(mask):
            key = tuple((p.start, p.offices, p.rule) for p in self._phases(power, atom))
            groups.setdefault(key, []).append(atom)
        name = named or "*"
        total = sum(len(atoms) for atoms in groups.values())
        if () in groups:
            lost = groups.pop(())
            vi, en = ("hồ sơ còn mở", "open dossiers") if what == "stock" else ("hồ sơ một năm", "dossiers a year")
            self.notes.add(
                f"không mô phỏng: không cơ quan nào có thẩm quyền, {vi} bị bỏ ra (số cuối)",
                f"not simulated: nobody is competent, {en} left out (the last figure)", a_year * len(lost) / total, None, None,
            )  # fmt: skip
        if len(groups) > 1:
            self.notes.add(
                "hồ sơ của một nơi có nhiều cơ quan giữ việc chia đều theo mảnh lãnh thổ",
                "dossiers of a place with several holders spread evenly over its pieces of land", 1, None, None,
            )  # fmt: skip
        return [
            (name if len(groups) == 1 else f"{name}#{number + 1}", len(atoms) / total, atoms[0])
            for number, atoms in enumerate(groups.values())
        ]

    def _holding(self, power: str, role: str, atom: int, day: int) -> Holding:
        table = self.tables.of(power, role)
        if table is None:
            return Holding("gap")
        key = (power, role, atom, day)
        if key not in self._held:
            found = holding_at(self.tables, power, role, atom, day, {})
            if found.status == "needs-facts":
                facts = cells(self.view, power, role, atom, day, {})[0]
                found = holding_at(self.tables, power, role, atom, day, facts)
                self.notes.add(
                    "cơ quan tùy dữ kiện: tính theo giá trị nhỏ nhất",
                    "holder depends on facts: the smallest values taken",
                    1,
                    None,
                    None,
                )
            self._held[key] = found
        return self._held[key]

    def _days(self, power: str) -> list[int]:
        if power not in self._cuts:
            self._cuts[power] = [
                self.first,
                *(day for day in self.view.cuts(power) if self.first < day < self.last),
            ]
        return self._cuts[power]

    def _phases(self, power: str, atom: int) -> tuple[m.Phase, ...]:
        key = (power, atom)
        if key not in self._phased:
            self._phased[key] = self._find_phases(power, atom)
        return self._phased[key]

    def _find_phases(self, power: str, atom: int) -> tuple[m.Phase, ...]:
        """Who holds each role when, with the rule by which each move takes open dossiers along."""
        phases: list[m.Phase] = []
        for day in self._days(power):
            decide = self._holding(power, "decide", atom, day)
            body = _body(decide)
            if not body:
                if phases:
                    continue  # nobody competent: what is open stays where it is
                later = (self._holding(power, "decide", atom, d) for d in self._days(power))
                body = next((_body(h) for h in later if _body(h)), "")
                if not body:
                    return ()
                self.notes.add(
                    "chưa ai có thẩm quyền lúc đầu: tính cho cơ quan nhận sau đó",
                    "nobody competent at first: counted for the next holder", 1, None, None,
                )  # fmt: skip
            if decide.status not in ("competent", "gap"):
                self.notes.add(
                    "nhiều cơ quan cùng giữ: tính cho cơ quan thứ nhất",
                    "several holders: the first one taken",
                    1,
                    None,
                    None,
                )
            receive = _body(self._holding(power, "receive", atom, day)) or body
            offices = [("decide", body), ("receive", receive)]
            for step in self._steps_of(power):
                if step.role not in ("decide", "receive", *dict(offices)):
                    offices.append((step.role, _body(self._holding(power, step.role, atom, day)) or body))
            if phases and phases[-1].offices == tuple(offices):
                continue
            # Of the first phase nothing moves.
            rule, by_step = self._rule(power, decide) if phases else ("successor", ())
            learning = self.scenario.learning_of(day, power, self.fields[power], body) if phases else None
            start = day - self.first if phases else 0
            phases.append(m.Phase(start, tuple(offices), rule, by_step, learning, f"grants.csv ({power})"))
        return tuple(phases)

    def _rule(self, power: str, decide: Holding) -> tuple[str, tuple[tuple[str, str], ...]]:
        grant = decide.chain[-1].grant if decide.chain else None
        rule = self._known(grant.transition if grant else "")
        names = {step.id: step.role for step in self._steps_of(power)}
        staged = []
        for stage, own in self.stages.get(grant.grant, []) if grant else []:
            if not stage:
                rule = self._known(own)
            staged += [
                (step, self._known(own)) for step, role in names.items() if stage and stage in (step, role)
            ]
        return rule, tuple(staged)

    def _known(self, rule: str) -> str:
        if rule.startswith("assign:"):
            self.notes.add(
                "hồ sơ do cơ quan khác giao từng việc: tính như chuyển cho cơ quan mới",
                "open dossiers assigned case by case: counted as moving to the new holder", 1, None, None,
            )  # fmt: skip
            return "move"
        return rule if rule in m.RULES else "successor"

    def _closing(self, body: str) -> int | None:
        """The first day inside the run on which the body is no more."""
        ends = sorted({u.end for u in self.view.territory.units.values() if u.end and self.first < u.end < self.last}
                      | {day for p in self.view.presences.get(body.partition("/")[0], ()) for day in (p.end, p.caretaker_to)
                         if day and self.first < day < self.last}
                      | {b.end for b in self.view.bodies.values() if b.id == body and b.end and self.first < b.end < self.last})  # fmt: skip
        lives = self.view.exists
        return next((d - self.first for d in ends if lives(body, d - 1) and not lives(body, d)), None)

    def _name(self, body: str) -> str:
        cls, _, uid = body.partition("/")
        if body in self.view.bodies:
            return self.view.bodies[body].name
        name = self.view.classes[cls].name if cls in self.view.classes else cls
        unit = self.view.territory.units.get(uid)
        return f"{name} · {full_label(self.view.territory, unit)}" if unit else name

    # -- the work --------------------------------------------------------------------------------------

    def _steps_of(self, power: str) -> tuple[m.Step, ...]:
        if power not in self._steps:
            rows = sorted(
                (r for r in self.loaded.tables["service"] if r["power"] == power), key=lambda r: r["step"]
            )
            if any(r["minutes"] is None for r in rows):
                self.notes.add(
                    "bước không ghi số phút trong service.csv: không mô phỏng", "steps without minutes in service.csv: not simulated", 0, 0, None
                )  # fmt: skip
            rows = [r for r in rows if r["minutes"]]
            if not rows:
                self.notes.add("các bước và số phút của thủ tục không có trong service.csv", "steps and minutes of procedures not in service.csv", 47, 20, 100)  # fmt: skip
            elif any(r["source"] == "assumption" for r in rows):
                self.notes.add("số phút làm việc trong service.csv, so với mức ghi", "minutes of work in service.csv, by the figure stated", 1.0, 0.5, 2.0)  # fmt: skip
            self._steps[power] = given_steps(rows) if rows else assumed_steps()
        return self._steps[power]

    def _procedure(self, power: str) -> m.Procedure:
        record = self.view.powers[power]
        value, unit, cutoff = record.limit_value, record.limit_unit, None
        for limit in self.view.limits:
            alive = (limit.start is None or limit.start <= self.first) and (
                limit.end is None or self.first < limit.end
            )
            if limit.power == power and not limit.case and not limit.channel and alive:
                value, unit = limit.value, limit.unit
                from phancap.calendar.moments import parse_clock

                cutoff = parse_clock(limit.cutoff) if limit.cutoff else None
        if unit not in m.UNITS or (not value and unit != "same_day"):
            unit, value = "unknown", 0
        return m.Procedure(
            power,
            self._steps_of(power),
            record.name,
            m.Limit(value or 0, unit, cutoff),
            at=f"powers.csv ({power})",
        )


def _body(holding: Holding) -> str:
    """The acting body, of several the first; ``""``: none."""
    if holding.body:
        return holding.body
    return min((way[-1].body for way in holding.ways), default="")


__all__ = ["build_city", "near"]
