"""What only the whole model can tell: references, steps nobody may do, offices never open, too much to run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from phancap.simulation.errors import Fault, fault, near

if TYPE_CHECKING:
    from phancap.simulation.model import Model, Phase, Procedure, Route


def check_model(model: Model) -> list[Fault]:
    """Every fault of a model as a whole."""
    faults = _counts(model)
    faults += _twice(model)
    faults += _references(model)
    if faults:
        return faults  # what follows looks things up
    faults += _never_open(model)
    faults += _routes(model)
    return faults + _amounts(model)


def _counts(model: Model) -> list[Fault]:
    from phancap.simulation.model import MOST_DAYS

    faults = []
    if model.days <= 0:
        faults.append(fault(model.at, "positive", what="days", got=model.days))
    if model.drain_days < 0:
        faults.append(fault(model.at, "negative", what="drain_days", got=model.drain_days))
    lengths = [(model.at, "days", model.days), (model.at, "drain_days", model.drain_days)]
    lengths += [(stock.at, "oldest_days", stock.oldest_days) for stock in model.stock]
    faults += [
        fault(at, "more", what=what, got=got, most=f"{MOST_DAYS:,}") for at, what, got in lengths if got > MOST_DAYS
    ]
    if model.first_day and not faults:
        first = model.first_day - max((stock.oldest_days for stock in model.stock), default=0) - 1
        if first < 1 or model.first_day + model.end + 1 > date.max.toordinal():
            faults.append(fault(model.at, "out-of-time", first=first - model.first_day, last=model.end))
    if not 0 <= model.warm_up_days < max(model.days, 1):
        faults.append(
            fault(
                model.at, "type", what="warm_up_days", got=model.warm_up_days, expected=f"0..{model.days - 1}"
            )
        )
    for what in ("calendars", "offices", "procedures", "routes"):
        if not getattr(model, what):
            faults.append(fault(model.at, "missing", what=what))
    return faults


def _twice(model: Model) -> list[Fault]:
    faults = []
    tables: list[tuple[str, Iterable[Any]]] = [
        ("calendar", model.calendars), ("office", model.offices), ("desk", model.desks),
        ("procedure", model.procedures), ("season", model.seasons),
    ]  # fmt: skip
    for kind, records in tables:
        seen: dict[str, str] = {}
        for record in records:
            if record.id in seen:
                faults.append(
                    fault(record.at, "twice", kind=kind, got=record.id, first=seen[record.id] or "?")
                )
            seen.setdefault(record.id, record.at)
    routes: dict[tuple[str, str], str] = {}
    for route in model.routes:
        key = (route.power, route.place)
        if key in routes:
            faults.append(
                fault(route.at, "twice", kind="route", got=" / ".join(key), first=routes[key] or "?")
            )
        routes.setdefault(key, route.at)
    return faults


def _references(model: Model) -> list[Fault]:
    faults: list[Fault] = []
    calendars = {c.id for c in model.calendars}
    offices = {o.id for o in model.offices}
    powers = {p.id for p in model.procedures}
    seasons = {s.id for s in model.seasons}

    def known(at: str, kind: str, got: str, names: set[str], *also: str) -> None:
        if got not in names and got not in also:
            faults.append(fault(at, "unknown", kind=kind, got=got, near=near(got, names)))

    for office in model.offices:
        known(office.at, "calendar", office.calendar, calendars)
    for desk in model.desks:
        known(desk.at, "office", desk.office, offices)
    for route in model.routes:
        known(route.at, "procedure", route.power, powers, "*")
        for phase in route.phases:
            for _, office_id in phase.offices:
                known(phase.at or route.at, "office", office_id, offices)
            for step, _ in phase.by_step:
                steps = {s.id for p in model.procedures if route.power in ("*", p.id) for s in p.steps}
                known(phase.at or route.at, "step", step, steps)
    for demand in model.demand:
        known(demand.at, "procedure", demand.power, powers)
        known(demand.at, "season", demand.season, seasons, "")
    for stock in model.stock:
        known(stock.at, "procedure", stock.power, powers)
        steps = {s.id for p in model.procedures if p.id == stock.power for s in p.steps}
        known(stock.at, "step", stock.step, steps, "")
    for season in model.seasons:
        known(season.at, "calendar", season.office, calendars, "")
    for _, calendar in model.due:
        known(model.at, "calendar", calendar, calendars)
    return faults


def _never_open(model: Model) -> list[Fault]:
    faults = []
    open_calendars = {
        c.id: any(c.sessions(day, model.weekday(day)) for day in range(min(model.end, 400))) or _opens_later(model, c)
        for c in model.calendars
    }  # fmt: skip
    for office in model.offices:
        last = model.end if office.closes is None else min(office.closes, model.end)
        if not open_calendars[office.calendar] and last > 0:
            faults.append(
                fault(office.at, "never-open", office=office.id, days=model.end, calendar=office.calendar)
            )
    for season in model.seasons:
        if season.office and not open_calendars[season.office]:
            faults.append(
                fault(season.at, "never-open", office=season.id, days=model.end, calendar=season.office)
            )
    return faults


def _opens_later(model: Model, calendar: Any) -> bool:
    return any(calendar.sessions(day, model.weekday(day)) for day in range(400, model.end))


def route_of(model: Model) -> dict[tuple[str, str], Route]:
    """Every (power, place) that something arrives for, with the route that serves it: the most specific one."""
    named = {(r.power, r.place): r for r in model.routes}
    wanted = dict.fromkeys((d.power, d.place) for d in model.incoming)
    found = {}
    for power, place in wanted:
        for key in ((power, place), (power, "*"), ("*", place), ("*", "*")):
            if key in named:
                found[power, place] = named[key]
                break
    return found


def _routes(model: Model) -> list[Fault]:
    faults = []
    served = route_of(model)
    procedures = {p.id: p for p in model.procedures}
    able = _ability(model)
    closings = {office.id: office.closes for office in model.offices}
    told: set[tuple[object, ...]] = set()
    checked: set[tuple[str, str]] = set()
    for record in model.incoming:
        key = (record.power, record.place)
        procedure = procedures[record.power]
        if key not in served:
            if key not in told:
                told.add(key)
                faults.append(fault(record.at, "unknown", kind="route", got=" / ".join(key), near=""))
            continue
        if key in checked:
            continue  # the other channel of the same stream
        checked.add(key)
        route = served[key]
        for number, phase in enumerate(route.phases):
            for item in _phase_faults(model, procedure, route, number, phase, record.place, able, closings):
                mark = (record.power, item.code, phase.start, dict(item.params)["step"], phase.offices)
                if mark not in told:
                    told.add(mark)
                    faults.append(item)
    return faults


def _ability(model: Model) -> dict[tuple[str, str], float]:
    """(office, skill) to the last day on which anybody has the skill there (infinite: to the end); absent: never."""
    able: dict[tuple[str, str], float] = {}
    for desk in model.desks:
        last = -1.0
        for number, (start, posts) in enumerate(desk.staff):
            if posts > 0:
                last = desk.staff[number + 1][0] if number + 1 < len(desk.staff) else float("inf")
                last = last if start < model.end else -1.0
        for skill in desk.skills:
            able[desk.office, skill] = max(able.get((desk.office, skill), -1.0), last)
    return able


def _phase_faults(
    model: Model, procedure: Procedure, route: Route, number: int, phase: Phase, place: str,
    able: dict[tuple[str, str], float], closings: dict[str, int | None],
) -> list[Fault]:  # fmt: skip
    faults = []
    start = max(phase.start, 0)
    until = route.phases[number + 1].start if number + 1 < len(route.phases) else model.end
    if start >= model.end or until <= 0:
        return []
    for step in procedure.steps:
        if step.work is None:
            continue
        office = phase.office(step.role)
        where = phase.at or route.at
        closes = closings.get(office)
        if number == 0 and phase.start > 0:
            faults.append(
                fault(where, "not-yet", power=procedure.id, place=place, day=phase.start, step=step.id)
            )
        if office and closes is not None and start < until and closes < min(until, model.end):
            faults.append(
                fault(
                    where, "closes", power=procedure.id, place=place, office=office, closes=closes,
                    day=min(until, model.end), step=step.id,
                )
            )  # fmt: skip
        if not office:
            faults.append(
                fault(where, "no-route", power=procedure.id, place=place, role=step.role, step=step.id)
            )
        elif able.get((office, step.skill), -1.0) <= start:
            faults.append(
                fault(
                    step.at or where, "nobody", step=step.id, power=procedure.id, place=place,
                    office=office, skill=step.skill, day=start,
                )
            )  # fmt: skip
    return faults


def _amounts(model: Model) -> list[Fault]:
    from phancap.simulation.model import MOST

    counts: dict[str, float] = {}
    for stock in model.stock:
        counts[stock.power] = counts.get(stock.power, 0.0) + stock.count
    for demand in model.demand:
        starts = [day for day, _ in demand.per_day] + [model.days]
        for (start, rate), end in zip(demand.per_day, starts[1:], strict=True):
            coming = rate * max(min(end, model.days) - max(start, 0), 0)
            counts[demand.power] = counts.get(demand.power, 0.0) + coming
    total = sum(counts.values())
    if total <= 0:
        return [fault(model.at, "no-demand")]
    if not total <= MOST:
        return [fault(model.at, "too-big", got=f"{total:.3g}", most=MOST)]
    faults = []
    for procedure in model.procedures:
        visits = _visits(procedure)
        if not counts.get(procedure.id, 0.0) * visits <= 10.0 * MOST:
            faults.append(fault(procedure.at, "too-long", got=f"{visits:.3g}", most=10 * MOST))
    for desk in model.desks:
        spells = model.end / desk.spell_days * max(posts for _, posts in desk.staff)
        if desk.absence and spells > MOST:
            faults.append(fault(desk.at, "too-fine", got=desk.spell_days))
    return faults


def _visits(procedure: Procedure) -> float:
    """Steps that a dossier goes through on average, returns included."""
    # From each step on until the next is reached for the first time.
    ahead: list[float] = []
    for number, step in enumerate(procedure.steps):
        returning = sum(ahead[procedure.returns_to(number) : number])
        ahead.append((1.0 + step.rework * returning) / (1.0 - step.rework))
    return sum(ahead)
