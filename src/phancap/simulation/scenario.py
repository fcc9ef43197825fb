"""Scenarios: what the world does, not what the law says (``scenarios/<id>.toml``).

A scenario (kịch bản) changes demand, the share filed online, staff, and adds shocks with dates. Every figure says
what it rests on: a ``source`` of the workspace or the word ``assumption``; it may carry the range ``low`` to ``high``
that a study of its weight tries. A file looks like this::

    name = "Lũ lớn tháng 10"
    assumption = true                      # for every figure below that names no source of its own

    [[demand]]                             # several entries multiply
    field = "Hộ tịch"                      # or power, unit; none: everything
    from = "2026-01-01"
    growth = 0.04                          # a year, from the first day on; or: factor = 1.2
    low = 0.0
    high = 0.08
    months = [1, 1, 1, 1, 1, 1, 1, 1, 1.3, 1.2, 1, 1]

    [[online]]
    share = 0.8
    from = "2026-07-01"

    [[staff]]
    class = "ubnd-xa"                      # or body, unit, skill
    factor = 0.9                           # or: ceiling = 40, absence = 0.1 (share of days, for the whole run)

    [[learning]]                           # a power that moves is slow at its new holder at first
    class = "ubnd-xa"                      # the new holder; or body, unit, power, field
    extra = 0.5                            # half as long again on the day of the move
    half_days = 60                         # half of that gone after so many days

    [[shocks]]
    kind = "flood"                         # flood, epidemic, outage, absence, merger
    from = "2026-10-05"
    to = "2026-10-12"
    unit = "c31120"
    closed = true                          # or: staff = 0.6 (share at work), demand = 0.4 (factor)

Days are day numbers, intervals ``[start, end)``; no end is ``None``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from phancap.formats.days import DayError, parse_day
from phancap.simulation.errors import Fault, ModelError, fault, near, read_toml, refuse
from phancap.simulation.model import Learning

SHOCKS = ("flood", "epidemic", "outage", "absence", "merger")
ASSUMPTION = "assumption"


@dataclass(frozen=True)
class Figure:
    """A number with what it rests on: ``source`` is an id of the workspace or ``assumption``."""

    value: float
    low: float | None = None
    high: float | None = None
    source: str = ASSUMPTION

    @property
    def assumed(self) -> bool:
        """Whether no source gives it."""
        return self.source == ASSUMPTION

    def at(self, end: str) -> float:
        """The ``low`` or ``high`` end of its range, its value where it has none."""
        found = self.low if end == "low" else self.high if end == "high" else None
        return self.value if found is None else found


@dataclass(frozen=True)
class Scope:
    """What an entry speaks of; an empty field means all. ``body`` may be a body or a class of bodies."""

    power: str = ""
    field: str = ""
    unit: str = ""
    body: str = ""
    skill: str = ""
    start: int | None = None
    end: int | None = None

    def covers_day(self, day: int) -> bool:
        """Whether the day lies in the entry's interval."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def speaks_of(self, power: str = "", field: str = "", units: Iterable[str] = ()) -> bool:
        """Whether a power of a field at a place (its unit and those above it) is meant."""
        names = set(units)
        codes = {name.partition("@")[0] for name in names}
        return (
            self.power in ("", power)
            and self.field in ("", field)
            and (not self.unit or self.unit in names or self.unit in codes)
        )

    def speaks_of_body(self, body: str, skill: str = "") -> bool:
        """Whether a body (its class, its unit) and a skill are meant."""
        cls, _, uid = body.partition("/")
        return (
            self.body in ("", body, cls)
            and self.skill in ("", skill)
            and self.unit in ("", uid, uid.partition("@")[0])
        )


@dataclass(frozen=True)
class DemandChange:
    """Demand times ``factor``, or growing by ``growth`` a year from the entry's first day; ``months`` reshape the year."""

    scope: Scope
    factor: Figure | None = None
    growth: Figure | None = None
    months: tuple[float, ...] = ()
    at: str = ""

    def on(self, day: int, month: int, origin: int) -> float:
        """The factor on a day (``month`` 1..12); growth counts from the entry's first day or ``origin``."""
        if not self.scope.covers_day(day):
            return 1.0
        result = self.factor.value if self.factor else 1.0
        if self.growth:
            start = self.scope.start if self.scope.start is not None else origin
            result *= (1.0 + self.growth.value) ** ((day - start) / 365.25)
        return result * (self.months[month - 1] if self.months else 1.0)


@dataclass(frozen=True)
class OnlineShare:
    """The share of dossiers filed online."""

    scope: Scope
    share: Figure
    at: str = ""


@dataclass(frozen=True)
class StaffChange:
    """Posts times ``factor``, then at most ``ceiling`` for a desk; ``absence`` is the share of days a post is empty."""

    scope: Scope
    factor: Figure | None = None
    ceiling: Figure | None = None
    at: str = ""
    absence: Figure | None = None

    def posts(self, posts: float) -> float:
        """The posts that are left, not yet rounded."""
        posts = posts * self.factor.value if self.factor else posts
        return min(posts, self.ceiling.value) if self.ceiling else posts


@dataclass(frozen=True)
class Shock:
    """Something happens on ``[start, end)``: an office is ``closed``, only a share of ``staff`` is there, demand changes."""

    kind: str
    scope: Scope
    staff: Figure | None = None
    demand: Figure | None = None
    closed: bool = False
    at: str = ""


@dataclass(frozen=True)
class Slower:
    """Where a power moves, work at its new holder takes ``1 + extra`` times as long, half of it gone each ``half_days``.

    The scope's days are those on which the move falls, its body the new holder.
    """

    scope: Scope
    extra: Figure
    half_days: float = 60.0
    at: str = ""


@dataclass(frozen=True)
class Scenario:
    """All changes of the world under one name."""

    id: str
    name: str = ""
    demand: tuple[DemandChange, ...] = ()
    online: tuple[OnlineShare, ...] = ()
    staff: tuple[StaffChange, ...] = ()
    shocks: tuple[Shock, ...] = ()
    learning: tuple[Slower, ...] = ()

    def figures(self) -> list[tuple[str, Figure]]:
        """Every figure with its path (``demand[0].growth``), in the order of the file."""
        found = []
        for table in ("demand", "online", "staff", "shocks", "learning"):
            for number, entry in enumerate(getattr(self, table)):
                for name in ("factor", "growth", "share", "ceiling", "absence", "staff", "demand", "extra"):
                    value = getattr(entry, name, None)
                    if isinstance(value, Figure):
                        found.append((f"{table}[{number}].{name}", value))
        return found

    def with_value(self, path: str, value: float) -> Scenario:
        """The same scenario with another value of one figure: for trying a range."""
        table, _, rest = path.partition("[")
        number, _, name = rest.partition("].")
        entries = list(getattr(self, table))
        entry = entries[int(number)]
        entries[int(number)] = replace(entry, **{name: replace(getattr(entry, name), value=value)})
        changed: dict[str, Any] = {table: tuple(entries)}
        return replace(self, **changed)

    def scopes(self) -> list[Scope]:
        """What every entry speaks of."""
        return (
            [e.scope for e in self.demand]
            + [e.scope for e in self.online]
            + [e.scope for e in self.staff]
            + [e.scope for e in self.shocks]
        )

    def demand_factor(
        self, day: int, month: int, origin: int, power: str = "", field: str = "", units: Iterable[str] = ()
    ) -> float:
        """The product of all demand changes and shocks for a power at a place on a day."""
        names = tuple(units)
        result = 1.0
        for change in self.demand:
            if change.scope.speaks_of(power, field, names):
                result *= change.on(day, month, origin)
        for shock in self.shocks:
            if shock.demand and shock.scope.covers_day(day) and shock.scope.speaks_of(power, field, names):
                result *= shock.demand.value
        return result

    def absence_of(self, share: float, body: str, skill: str) -> float:
        """The share of days a post is empty: the last entry that speaks of the desk, else what it was."""
        for change in self.staff:
            if change.absence and change.scope.speaks_of_body(body, skill):
                share = change.absence.value
        return share

    def learning_of(self, day: int, power: str, field: str, body: str) -> Learning | None:
        """How slow a power that moves to a body on a day is at first: the last entry that speaks of it."""
        found = None
        for entry in self.learning:
            scope = entry.scope
            if scope.covers_day(day) and scope.speaks_of_body(body) and scope.power in ("", power) and scope.field in ("", field):
                found = Learning(entry.extra.value, entry.half_days, entry.at) if entry.extra.value else None
        return found

    def online_share(
        self, share: float, day: int, power: str = "", field: str = "", units: Iterable[str] = ()
    ) -> float:
        """The share filed online: the last entry that speaks of it, else what it was."""
        names = tuple(units)
        for entry in self.online:
            if entry.scope.covers_day(day) and entry.scope.speaks_of(power, field, names):
                share = entry.share.value
        return share


NOTHING = Scenario("")
"""The world as it is."""


def read_scenario(path: str | os.PathLike[str], id: str = "") -> Scenario:
    """The scenario of a TOML file; :class:`ModelError` has every fault with its place."""
    name, keys = read_toml(path)
    return scenario_from(keys, id or name.removesuffix(".toml"), name)


def scenario_ids(workspace: str | os.PathLike[str]) -> list[str]:
    """The scenarios of a workspace folder."""
    folder = os.path.join(os.fspath(workspace), "scenarios")
    if not os.path.isdir(folder):
        return []
    return sorted(name[:-5] for name in os.listdir(folder) if name.endswith(".toml"))


def scenario_of(workspace: str | os.PathLike[str], id: str) -> Scenario:
    """A scenario by its id; a :class:`ModelError` names the nearest where there is none."""
    ids = scenario_ids(workspace)
    if id not in ids:
        raise refuse("scenarios", "unknown", kind="scenario", got=id, near=near(id, ids))
    return read_scenario(os.path.join(os.fspath(workspace), "scenarios", f"{id}.toml"), id)


_SCOPE = ("power", "field", "unit", "body", "class", "skill", "from", "to")
_BASIS = ("low", "high", "source", "assumption")
_KEYS = {
    "demand": (*_SCOPE, *_BASIS, "factor", "growth", "months"),
    "online": (*_SCOPE, *_BASIS, "share"),
    "staff": (*_SCOPE, *_BASIS, "factor", "ceiling", "absence"),
    "shocks": (*_SCOPE, *_BASIS, "kind", "staff", "demand", "closed"),
    "learning": (*_SCOPE, *_BASIS, "extra", "half_days"),
}
_TOP = ("name", "note", "source", "assumption", *_KEYS)


class _Reader:
    """Reads the entries of one file and keeps every fault."""

    def __init__(self, file: str, keys: Mapping[str, Any]) -> None:
        self.file, self.keys = file, keys
        self.faults: list[Fault] = []

    def entries(self, table: str) -> list[tuple[str, dict[str, Any]]]:
        found = self.keys.get(table, [])
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            self.faults.append(
                fault(self.file, "type", what=table, got=str(found)[:60], expected=f"[[{table}]]")
            )
            return []
        result = []
        for number, entry in enumerate(found):
            at = f"{self.file}:{table}[{number + 1}]"
            for key in entry:
                if key not in _KEYS[table]:
                    self.bad(
                        at, "key", got=key, near=near(key, _KEYS[table]), choices=", ".join(_KEYS[table])
                    )
            result.append((at, entry))
        return result

    def bad(self, at: str, code: str, **params: object) -> None:
        self.faults.append(fault(at, code, **params))

    def scope(self, at: str, entry: Mapping[str, Any]) -> Scope:
        days: dict[str, int | None] = {}
        for key in ("from", "to"):
            value = entry.get(key)
            try:
                days[key] = (
                    None
                    if value is None
                    else value.toordinal()
                    if hasattr(value, "toordinal")
                    else parse_day(str(value))
                )
            except DayError:
                days[key] = None
                self.bad(at, "day", what=key, got=value)
        start, end = days["from"], days["to"]
        if start is not None and end is not None and start >= end:
            self.bad(at, "span", what="from, to", start=entry["from"], end=entry["to"])
        texts = {key: entry.get(key, "") for key in ("power", "field", "unit", "skill")}
        texts["body"] = entry.get("body", entry.get("class", ""))
        for key, value in texts.items():
            if not isinstance(value, str):
                self.bad(at, "type", what=key, got=value, expected="text")
                texts[key] = ""
        return Scope(**texts, start=start, end=end)

    def figure(
        self,
        at: str,
        entry: Mapping[str, Any],
        key: str,
        least: float | None = 0.0,
        most: float | None = None,
    ) -> Figure | None:
        if key not in entry:
            return None
        numbers: dict[str, float | None] = {}
        for name in (key, "low", "high"):
            value = entry.get(name)
            if value is not None and (
                isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15
            ):
                self.bad(at, "type", what=name, got=value, expected="number")
                value = None
            if value is not None and least is not None and value < least:
                self.bad(at, "negative", what=name, got=value)
            if value is not None and most is not None and value > most:
                self.bad(at, "share", what=name, got=value)
            numbers[name] = value
        value, low, high = numbers[key], numbers["low"], numbers["high"]
        if value is None:
            return None
        if (low is not None and value < low) or (high is not None and value > high):
            self.bad(at, "range", what=key, got=value, low=low, high=high)
        source = entry.get("source") or self.keys.get("source") or ""
        if (
            entry.get("assumption") is True
            or source == ASSUMPTION
            or (not source and self.keys.get("assumption") is True)
        ):
            source = ASSUMPTION
        if not source:
            self.bad(at, "basis", what=key)
        return Figure(float(value), low, high, str(source) or ASSUMPTION)

    def need(self, at: str, entry: Mapping[str, Any], *keys: str) -> None:
        if not any(key in entry for key in keys):
            self.bad(at, "missing", what=" | ".join(keys))


def scenario_from(keys: Mapping[str, Any], id: str, file: str = "") -> Scenario:
    """The scenario of the keys of a TOML file."""
    reader = _Reader(file or f"{id}.toml", keys)
    for key in keys:
        if key not in _TOP:
            reader.bad(reader.file, "key", got=key, near=near(key, _TOP), choices=", ".join(_TOP))
    demand, online, staff, shocks = [], [], [], []
    for at, entry in reader.entries("demand"):
        reader.need(at, entry, "factor", "growth", "months")
        demand.append(
            DemandChange(
                reader.scope(at, entry), reader.figure(at, entry, "factor"),
                reader.figure(at, entry, "growth", least=-1.0), _months(reader, at, entry), at,
            )
        )  # fmt: skip
    for at, entry in reader.entries("online"):
        reader.need(at, entry, "share")
        share = reader.figure(at, entry, "share", most=1.0) or Figure(0.0)
        online.append(OnlineShare(reader.scope(at, entry), share, at))
    for at, entry in reader.entries("staff"):
        reader.need(at, entry, "factor", "ceiling", "absence")
        staff.append(
            StaffChange(
                reader.scope(at, entry), reader.figure(at, entry, "factor"), reader.figure(at, entry, "ceiling"), at,
                _absence(reader, at, entry),
            )
        )  # fmt: skip
    learning = [_slower(reader, at, entry) for at, entry in reader.entries("learning")]
    for at, entry in reader.entries("shocks"):
        kind = str(entry.get("kind", ""))
        if kind not in SHOCKS:
            reader.bad(
                at, "choice", what="kind", got=kind, near=near(kind, SHOCKS), choices=", ".join(SHOCKS)
            )
        reader.need(at, entry, "from")
        reader.need(at, entry, "staff", "demand", "closed")
        closed = entry.get("closed", False)
        if not isinstance(closed, bool):
            reader.bad(at, "type", what="closed", got=closed, expected="true | false")
        shocks.append(
            Shock(
                kind, reader.scope(at, entry), reader.figure(at, entry, "staff", most=1.0),
                reader.figure(at, entry, "demand"), closed is True, at,
            )
        )  # fmt: skip
    name = keys.get("name", "")
    if reader.faults:
        raise ModelError(reader.faults)
    return Scenario(id, str(name), tuple(demand), tuple(online), tuple(staff), tuple(shocks), tuple(learning))


def _absence(reader: _Reader, at: str, entry: Mapping[str, Any]) -> Figure | None:
    """A share below one, for the whole run: spells of absence have no first and last day."""
    found = reader.figure(at, entry, "absence", most=1.0)
    if found and found.value == 1.0:
        reader.bad(at, "share", what="absence", got=1)
    for key in ("from", "to"):
        if found and key in entry:
            reader.bad(at, "whole-run", what="absence", got=key)
    return found


def _slower(reader: _Reader, at: str, entry: Mapping[str, Any]) -> Slower:
    reader.need(at, entry, "extra")
    half = entry.get("half_days", 60.0)
    if isinstance(half, bool) or not isinstance(half, int | float) or not 0 < half < 1e6:
        reader.bad(at, "type", what="half_days", got=str(half)[:60], expected="> 0")
        half = 60.0
    extra = reader.figure(at, entry, "extra", most=None) or Figure(0.0)
    return Slower(reader.scope(at, entry), extra, float(half), at)


def _months(reader: _Reader, at: str, entry: Mapping[str, Any]) -> tuple[float, ...]:
    months = entry.get("months", [])
    good = isinstance(months, list) and all(
        isinstance(m, int | float) and not isinstance(m, bool) and m >= 0 for m in months
    )
    if not good or len(months) not in (0, 12):
        reader.bad(at, "type", what="months", got=str(months)[:60], expected="12 numbers >= 0")
        return ()
    return tuple(float(month) for month in months)
