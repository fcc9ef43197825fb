"""A whole model in one TOML file, for teaching and tests.

::

    format = 1
    name = "Two desks"
    days = 365                             # first_day = "2026-01-01" puts it on real dates
    places = ["north", "south"]            # `{place}` in an entry repeats it for each place

    [[calendars]]
    id = "office"
    mon-fri = ["08:00-12:00", "13:00-17:00"]
    off = [30, 31]                         # days closed, counted from 0 (or dates)

    [[offices]]
    id = "shop/{place}"
    calendar = "office"

    [[desks]]
    office = "shop/{place}"
    skill = "clerk"
    staff = [[0, 4], [180, 6]]             # or one number

    [steps]                                # what steps do not say themselves
    distribution = "lognormal"
    spread = 0.8

    [[procedures]]
    id = "permit"
    limit = { value = 5, unit = "working_day" }
    steps = [{ id = "intake", skill = "clerk", minutes = 12 }, { id = "decide", skill = "clerk", minutes = 20, rework = 0.1, back_to = "intake" }]

    [[routes]]                             # `office` for all roles, or offices = { receive = ..., decide = ... }
    office = "shop/{place}"
    phases = [{ start = 180, office = "city", rule = "move" }]

    [[arrivals]]
    power = "permit"
    place = "*"
    per_day = 40                           # or per_year
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from typing import Any

from phancap.calendar.moments import parse_clock
from phancap.formats.days import DayError, parse_day
from phancap.simulation import model as m
from phancap.simulation.errors import Fault, ModelError, fault, near, read_toml

FORMAT = 1
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_KEYS: dict[str, tuple[str, ...]] = {
    "": (
        "format", "name", "note", "source", "days", "warm_up_days", "drain_days", "first_day", "places", "due", "steps",
        "calendars", "offices", "desks", "procedures", "routes", "seasons", "arrivals", "stock",
    ),
    "offices": ("id", "name", "calendar", "closes"),
    "desks": ("id", "office", "skill", "skills", "staff", "absence", "spell_days", "cost_a_year"),
    "steps": ("distribution", "spread", "role", "rework", "visit"),
    "procedures": ("id", "name", "limit", "priority", "steps"),
    "step": (
        "id", "role", "skill", "minutes", "distribution", "spread", "values", "rework", "back_to", "outside", "silence_days",
        "batch", "visit",
    ),
    "routes": ("power", "place", "office", "offices", "phases", "start"),
    "phases": ("start", "office", "offices", "rule", "by_step", "learning"),
    "seasons": ("id", "months", "weekdays", "dispersion", "calendar"),
    "arrivals": ("power", "place", "per_day", "per_year", "channel", "season", "laid_out"),
    "stock": ("power", "place", "count", "step", "oldest_days", "newest_days", "channel"),
    "limit": ("value", "unit", "cutoff"),
    "batch": ("size", "wait_days"),
    "learning": ("extra", "half_days"),
}  # fmt: skip


def read_model(path: str | os.PathLike[str]) -> m.Model:
    """The model of a file; :class:`~phancap.simulation.errors.ModelError` has every fault with its place."""
    name, keys = read_toml(path)
    return model_from(keys, name)


class _File:
    """The keys of one file, taken with their kinds; every fault is kept."""

    def __init__(self, keys: Mapping[str, Any], name: str) -> None:
        self.keys, self.name = keys, name
        self.faults: list[Fault] = []
        self.places = self._places() or [""]
        self.defaults = self.table_of(keys, name, "steps")

    def _places(self) -> list[str]:
        found: list[str] = []
        for place in self.list_of(self.keys, self.name, "places", []):
            if not isinstance(place, str):
                self.bad(self.name, "type", what="places", got=str(place)[:60], expected="text")
            elif place in found:
                self.bad(self.name, "twice", kind="place", got=place, first=self.name)
            else:
                found.append(place)
        return found

    def bad(self, at: str, code: str, **params: object) -> None:
        self.faults.append(fault(at, code, **params))

    def known(self, at: str, entry: Mapping[str, Any], kind: str, *more: str) -> None:
        allowed = (*_KEYS[kind], *more)
        for key in entry:
            if key not in allowed:
                self.bad(at, "key", got=key, near=near(key, allowed), choices=", ".join(allowed))

    def text(self, entry: Mapping[str, Any], at: str, key: str, default: str | None = None) -> str:
        value = entry.get(key, default)
        if value is None:
            self.bad(at, "missing", what=key)
            return ""
        if not isinstance(value, str):
            self.bad(at, "type", what=key, got=value, expected="text")
            return ""
        return value

    def number(self, entry: Mapping[str, Any], at: str, key: str, default: float | None = None) -> float:
        value = entry.get(key, default)
        if value is None:
            self.bad(at, "missing", what=key)
            return 1.0
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15:
            self.bad(at, "type", what=key, got=str(value)[:60], expected="number")
            return 1.0
        return value

    def whole(self, entry: Mapping[str, Any], at: str, key: str, default: int | None = None) -> int:
        value = self.number(entry, at, key, default)
        if value % 1:
            self.bad(at, "whole", what=key, got=value)
        return int(value)

    def list_of(self, entry: Mapping[str, Any], at: str, key: str, default: list[Any]) -> list[Any]:
        value = entry.get(key, default)
        if not isinstance(value, list):
            self.bad(at, "type", what=key, got=str(value)[:60], expected="[ ... ]")
            return default
        return value

    def table_of(self, entry: Mapping[str, Any], at: str, key: str) -> dict[str, Any]:
        value = entry.get(key, {})
        if not isinstance(value, dict):
            self.bad(at, "type", what=key, got=str(value)[:60], expected="{ ... }")
            return {}
        return value

    def days(self, entry: Mapping[str, Any], at: str, key: str, per: float = 1.0) -> m.Days:
        """A number, or a list of ``[from day, number]``."""
        value = entry.get(key)
        if not isinstance(value, list):
            return ((0, self.number(entry, at, key) / per),)
        found = []
        for pair in value:
            if not isinstance(pair, list) or len(pair) != 2 or not all(_is_number(x) for x in pair):
                self.bad(at, "type", what=key, got=str(pair)[:60], expected="[day, number]")
                return ((0, 1.0),)
            if pair[0] % 1:
                self.bad(at, "whole", what=f"{key} (day)", got=pair[0])
            found.append((int(pair[0]), pair[1] / per))
        if not found:
            self.bad(at, "missing", what=key)
        return tuple(found) or ((0, 1.0),)

    def entries(self, table: str) -> list[tuple[str, dict[str, Any], str]]:
        """(place in the file, entry, place it is for): entries with ``{place}`` once for each place."""
        found = self.keys.get(table, [])
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            self.bad(self.name, "type", what=table, got=str(found)[:60], expected=f"[[{table}]]")
            return []
        result = []
        for number, entry in enumerate(found):
            at = f"{self.name}:{table}[{number + 1}]"
            if "{place}" in repr(entry):
                result += [(at, _filled(entry, place), place) for place in self.places]
            else:
                result.append((at, entry, "*"))
        return result

    def made(self, make: Any, *args: Any, **kwargs: Any) -> Any:
        """What ``make`` makes, or ``None`` with its faults kept."""
        try:
            return make(*args, **kwargs)
        except ModelError as error:
            self.faults += error.faults
            return None

    def one_of(self, entry: Mapping[str, Any], at: str, one: str, other: str) -> None:
        """At most one of two ways to say a thing."""
        if one in entry and other in entry:
            self.bad(at, "both", one=one, other=other)


def _is_number(value: Any) -> bool:
    """A number of a size that figures have: neither NaN nor infinite."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15


def _filled(value: Any, place: str) -> Any:
    if isinstance(value, str):
        return value.replace("{place}", place)
    if isinstance(value, list):
        return [_filled(item, place) for item in value]
    if isinstance(value, dict):
        return {key: _filled(item, place) for key, item in value.items()}
    return value


def model_from(keys: Mapping[str, Any], name: str = "model.toml") -> m.Model:
    """The model of the keys of a TOML file."""
    f = _File(keys, name)
    f.known(name, keys, "")
    if keys.get("format") != FORMAT:
        f.bad(name, "type", what="format", got=keys.get("format"), expected="format = 1")
    first_day = _first_day(f)
    f.known(f"{name}:steps", f.defaults, "steps")
    tables: dict[str, list[Any]] = {
        "calendars": [_calendar(f, at, e, first_day) for at, e, _ in f.entries("calendars")],
        "offices": [_office(f, at, e) for at, e, _ in f.entries("offices")],
        "desks": [_desk(f, at, e) for at, e, _ in f.entries("desks")],
        "procedures": [_procedure(f, at, e) for at, e, _ in f.entries("procedures")],
        "routes": [_route(f, at, e, place) for at, e, place in f.entries("routes")],
        "seasons": [_season(f, at, e) for at, e, _ in f.entries("seasons")],
        "stock": [_stock(f, at, e) for at, e, _ in f.entries("stock")],
    }
    powers = [p.id for p in tables["procedures"] if p is not None]
    tables["demand"] = [
        d for at, e, place in f.entries("arrivals") for d in _arrivals(f, at, e, place, powers)
    ]
    days, drain = f.whole(keys, name, "days"), f.whole(keys, name, "drain_days", 0)
    warm_up, title = f.number(keys, name, "warm_up_days", 0.0), f.text(keys, name, "name", name)
    due = f.text(keys, name, "due", "")
    if f.faults:
        raise ModelError(f.faults)
    return m.Model(
        title, days, **{key: tuple(table) for key, table in tables.items()}, warm_up_days=warm_up, drain_days=drain,
        first_day=first_day, due=((0, due),) if due else (), at=name,
    )  # fmt: skip


def _first_day(f: _File) -> int:
    value = f.keys.get("first_day", 0)
    if isinstance(value, date):
        return value.toordinal()
    if value == 0 and _is_number(value):
        return 0
    try:
        return parse_day(str(value))
    except DayError:
        f.bad(f.name, "day", what="first_day", got=value)
        return 0


def _calendar(f: _File, at: str, entry: dict[str, Any], first_day: int) -> m.Calendar | None:
    week: list[m.Sessions] = [()] * 7
    for key, value in entry.items():
        if key in ("id", "off"):
            continue
        first, dash, last = key.partition("-")
        if (
            first not in WEEK
            or (last not in WEEK if dash else last)
            or (last and WEEK.index(last) < WEEK.index(first))
        ):
            f.bad(at, "weekday", got=key)
            continue
        sessions = _sessions(f, at, value)
        for weekday in range(WEEK.index(first), WEEK.index(last or first) + 1):
            week[weekday] = sessions
    off = []
    for day in f.list_of(entry, at, "off", []):
        if isinstance(day, date) and first_day:
            off.append((day.toordinal() - first_day, ()))
        elif _is_number(day) and not day % 1:
            off.append((int(day), ()))
        else:
            f.bad(at, "type", what="off", got=day, expected="day")
    made: m.Calendar | None = f.made(m.Calendar, f.text(entry, at, "id"), ((0, tuple(week)),), tuple(off), at)
    return made


def _sessions(f: _File, at: str, value: Any) -> m.Sessions:
    found = []
    for text in value if isinstance(value, list) else [value]:
        begin, _, end = str(text).partition("-")
        a, b = parse_clock(begin), parse_clock(end)
        if a is None or b is None:
            f.bad(at, "clock", got=text)
        else:
            found.append((a, b))
    return tuple(found)


def _office(f: _File, at: str, entry: dict[str, Any]) -> m.Office:
    f.known(at, entry, "offices")
    closes = f.whole(entry, at, "closes") if "closes" in entry else None
    return m.Office(
        f.text(entry, at, "id"), f.text(entry, at, "calendar"), f.text(entry, at, "name", ""), closes, at
    )


def _desk(f: _File, at: str, entry: dict[str, Any]) -> m.Desk | None:
    f.known(at, entry, "desks")
    f.one_of(entry, at, "skill", "skills")
    skills = tuple(str(s) for s in f.list_of(entry, at, "skills", [f.text(entry, at, "skill", "")]))
    office = f.text(entry, at, "office")
    made: m.Desk | None = f.made(
        m.Desk, f.text(entry, at, "id", f"{office}:{'+'.join(skills)}".rstrip(":")), office, f.days(entry, at, "staff"),
        skills, f.number(entry, at, "absence", 0.0), f.number(entry, at, "spell_days", 5.0),
        f.number(entry, at, "cost_a_year") if "cost_a_year" in entry else None, at,
    )  # fmt: skip
    return made


def _procedure(f: _File, at: str, entry: dict[str, Any]) -> m.Procedure | None:
    f.known(at, entry, "procedures")
    steps = []
    for number, step in enumerate(f.list_of(entry, at, "steps", [])):
        where = f"{at}.steps[{number + 1}]"
        if not isinstance(step, dict):
            f.bad(where, "type", what="steps", got=step, expected="{ ... }")
            continue
        steps.append(_step(f, where, {**f.defaults, **step}, number))
    limit = _limit(f, at, entry)
    if any(step is None for step in steps):
        return None
    made: m.Procedure | None = f.made(
        m.Procedure, f.text(entry, at, "id"), tuple(steps), f.text(entry, at, "name", ""), limit or m.Limit(),
        f.whole(entry, at, "priority", 0), at,
    )  # fmt: skip
    return made


def _limit(f: _File, at: str, entry: dict[str, Any]) -> m.Limit | None:
    given = f.table_of(entry, at, "limit")
    f.known(f"{at}.limit", given, "limit")
    if not given:
        return m.Limit()
    cutoff = parse_clock(f.text(given, at, "cutoff")) if "cutoff" in given else None
    if "cutoff" in given and cutoff is None:
        f.bad(f"{at}.limit", "type", what="cutoff", got=given["cutoff"], expected="hh:mm")
    made: m.Limit | None = f.made(
        m.Limit, f.whole(given, at, "value", 0), f.text(given, at, "unit"), cutoff, f"{at}.limit"
    )
    return made


def _step(f: _File, at: str, step: dict[str, Any], number: int) -> m.Step | None:
    f.known(at, step, "step")
    outside = "outside" in step
    f.one_of(step, at, "minutes", "outside")
    values = []
    for value in f.list_of(step, at, "values", []):
        if _is_number(value):
            values.append(float(value))
        else:
            f.bad(at, "type", what="values", got=str(value)[:60], expected="number")
    work = f.made(
        m.Work, f.number(step, at, "outside" if outside else "minutes"), f.text(step, at, "distribution", "lognormal"),
        f.number(step, at, "spread", 0.8), tuple(values), at,
    )  # fmt: skip
    batch = None
    if "batch" in step:
        given = f.table_of(step, at, "batch")
        f.known(f"{at}.batch", given, "batch")
        batch = f.made(m.Batch, f.whole(given, at, "size"), f.number(given, at, "wait_days"), at)
    if work is None:
        return None
    made: m.Step | None = f.made(
        m.Step, f.text(step, at, "id", f"step-{number + 1}"), None if outside else work, f.text(step, at, "role", "decide"),
        f.text(step, at, "skill", ""), f.number(step, at, "rework", 0.0), f.text(step, at, "back_to", ""),
        work if outside else None, f.number(step, at, "silence_days", 0.0), batch, f.text(step, at, "visit", "none"), at,
    )  # fmt: skip
    return made


def _route(f: _File, at: str, entry: dict[str, Any], place: str) -> m.Route | None:
    f.known(at, entry, "routes")
    first = {key: value for key, value in entry.items() if key in ("office", "offices", "start")}
    phases: list[Any] = []
    given = [first] if first else []
    for phase in given + f.list_of(entry, at, "phases", []):
        where = f"{at}.phases[{len(phases) + 1}]"
        if not isinstance(phase, dict):
            f.bad(where, "type", what="phases", got=phase, expected="{ ... }")
            continue
        f.known(where, phase, "phases")
        offices = {"*": f.text(phase, where, "office")} if "office" in phase else {}
        offices |= {role: str(office) for role, office in f.table_of(phase, where, "offices").items()}
        learning = f.table_of(phase, where, "learning")
        f.known(f"{where}.learning", learning, "learning")
        taught = (
            f.made(
                m.Learning, f.number(learning, where, "extra"), f.number(learning, where, "half_days", 60.0),
                f"{where}.learning",
            )
            if learning
            else None
        )
        by_step = {step: str(rule) for step, rule in f.table_of(phase, where, "by_step").items()}
        phases.append(
            f.made(
                m.Phase, f.whole(phase, where, "start", 0), tuple(offices.items()), f.text(phase, where, "rule", "successor"),
                tuple(by_step.items()), taught, where,
            )
        )  # fmt: skip
    if any(phase is None for phase in phases):
        return None
    made: m.Route | None = f.made(
        m.Route, f.text(entry, at, "power", "*"), f.text(entry, at, "place", place), tuple(phases), at
    )  # fmt: skip
    return made


def _season(f: _File, at: str, entry: dict[str, Any]) -> m.Season | None:
    f.known(at, entry, "seasons")
    factors = [
        tuple(float(x) if _is_number(x) else -1.0 for x in f.list_of(entry, at, key, [1.0] * count))
        for key, count in (("months", 12), ("weekdays", 7))
    ]
    made: m.Season | None = f.made(
        m.Season, f.text(entry, at, "id"), *factors, f.number(entry, at, "dispersion", 1.0), f.text(entry, at, "calendar", ""), at
    )  # fmt: skip
    return made


def _arrivals(f: _File, at: str, entry: dict[str, Any], place: str, powers: list[str]) -> list[Any]:
    f.known(at, entry, "arrivals")
    f.one_of(entry, at, "per_day", "per_year")
    power = entry.get("power", "*")
    named = (
        powers
        if power == "*"
        else [str(p) for p in power]
        if isinstance(power, list)
        else [f.text(entry, at, "power")]
    )
    where = f.text(entry, at, "place", place)
    places = f.places if where == "*" else [where]
    key = "per_year" if "per_year" in entry else "per_day"
    rate = f.days(entry, at, key, 365.0 if key == "per_year" else 1.0)
    return [
        f.made(
            m.Demand, p, here, rate, f.text(entry, at, "channel", "online"), f.text(entry, at, "season", ""),
            f.number(entry, at, "laid_out", 0.0), at,
        )
        for p in named
        for here in places
    ]  # fmt: skip


def _stock(f: _File, at: str, entry: dict[str, Any]) -> m.Stock | None:
    f.known(at, entry, "stock")
    made: m.Stock | None = f.made(
        m.Stock, f.text(entry, at, "power"), f.text(entry, at, "place", f.places[0]), f.whole(entry, at, "count"),
        f.text(entry, at, "step", ""), f.whole(entry, at, "oldest_days", 0), f.text(entry, at, "channel", "online"), at,
        f.whole(entry, at, "newest_days", 0),
    )  # fmt: skip
    return made
