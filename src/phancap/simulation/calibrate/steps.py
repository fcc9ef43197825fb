"""What is done in a dossier: how long each step takes, how often it is done again, which ways dossiers go.

Two different times must not be mixed up. The **sojourn** of a step runs from the end of the step before it to its own end:
mostly waiting. The **work** is what somebody's hands are on it. Where a log stamps starts, work is from start to end
inside office hours; where it stamps ends only, it is *at most* the time since the same person's previous stamp and since
the previous step of the dossier, both of the same day: an upper estimate, said to be one. Stamps without a clock give no
work at all.

Source of the estimate: D. Chapela-Campa, M. Dumas, "Modeling extraneous activity delays in business process
simulation" (2022) and their repair of start times by the availability of case and resource.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from phancap.formats.folding import fold
from phancap.simulation.calibrate.dossiers import Done, Dossier
from phancap.simulation.calibrate.fit import Fit, fit

MINUTES = 24 * 60
"""In a day."""


class StepFit(NamedTuple):
    """A step of all dossiers: ``share`` of dossiers that have it, ``rework`` the chance that it is done again after it was
    done, ``work`` in minutes (``stamped``: from stamps of starts; else an upper estimate), ``sojourn`` in days."""

    id: str
    name: str
    seen: int
    share: float
    rework: float
    place: float
    work: Fit
    stamped: bool
    sojourn: Fit


class Routing(NamedTuple):
    """The ways dossiers go: how many different ones, the commonest with their shares, and the share with a step twice."""

    ways: int
    commonest: tuple[tuple[tuple[str, ...], float], ...]
    rework: float
    start: tuple[tuple[str, float], ...]
    follows: tuple[tuple[str, str, float], ...]


class Phase(NamedTuple):
    """A stretch of every dossier: its days, one a dossier (NaN where not known yet)."""

    id: str
    days: tuple[float, ...]


def steps_of(dossiers: Sequence[Dossier]) -> list[StepFit]:
    """Each activity by its usual place in the dossier."""
    sojourns: dict[str, list[float]] = {}
    works: dict[str, list[float]] = {}
    stamped: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    having: Counter[str] = Counter()
    places: dict[str, list[float]] = {}
    before = _before_by_person(dossiers)
    hours = office_hours(dossiers)
    for dossier in dossiers:
        last: Done | None = None
        having.update({step.activity for step in dossier.steps})
        for number, step in enumerate(dossier.steps):
            seen[step.activity] += 1
            places.setdefault(step.activity, []).append(number / max(1, len(dossier.steps) - 1))
            start = dossier.received if last is None else last.when
            sojourns.setdefault(step.activity, []).append(max(0.0, step.when - start))
            minutes, from_stamp = _work(step, last, before, hours)
            if not math.isnan(minutes):
                works.setdefault(step.activity, []).append(minutes)
                stamped[step.activity] += from_stamp
            last = step
    ids = _ids(sorted(seen, key=lambda name: (float(np.mean(places[name])), name)))
    return [
        StepFit(
            id_, name, seen[name], having[name] / len(dossiers), (seen[name] - having[name]) / seen[name],
            float(np.mean(places[name])), fit(works.get(name, [])), stamped[name] * 2 > len(works.get(name, [])),
            fit(sojourns[name]),
        )
        for name, id_ in ids.items()
    ]  # fmt: skip


def _ids(names: Sequence[str]) -> dict[str, str]:
    """A short id for each name: letters, digits and dashes, no two alike."""
    ids: dict[str, str] = {}
    for name in names:
        base = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:40].strip("-") or "buoc"
        number = 1
        while (id_ := base if number == 1 else f"{base}-{number}") in ids.values():
            number += 1
        ids[name] = id_
    return ids


def _before_by_person(dossiers: Sequence[Dossier]) -> dict[tuple[str, float], float]:
    """(person, moment) to the same person's stamp before it."""
    stamps: dict[str, set[float]] = {}
    for dossier in dossiers:
        for step in dossier.steps:
            if step.resource and step.clock:
                stamps.setdefault(step.resource, set()).add(step.when)
    before = {}
    for person, moments in stamps.items():
        ordered = sorted(moments)
        before.update({(person, b): a for a, b in zip(ordered, ordered[1:], strict=False)})
    return before


def _work(
    step: Done, last: Done | None, before: dict[tuple[str, float], float], hours: tuple[float, float]
) -> tuple[float, bool]:
    """(minutes, whether from stamps); NaN where the log cannot tell."""
    if not step.clock:
        return math.nan, False
    if not math.isnan(step.begun):
        return office_minutes(step.begun, step.when, hours), True
    since = [last.when] if last is not None and last.clock else []
    if (own := before.get((step.resource, step.when))) is not None:
        since.append(own)
    same_day = [moment for moment in since if math.floor(moment) == math.floor(step.when)]
    return ((step.when - max(same_day)) * MINUTES, False) if same_day else (math.nan, False)


def office_hours(dossiers: Sequence[Dossier]) -> tuple[float, float]:
    """The part of the day in which all but a twentieth of the stamps lie; the whole day where there are too few."""
    clocks = [step.when % 1 for dossier in dossiers for step in dossier.steps if step.clock]
    if len(clocks) < 100:
        return 0.0, 1.0
    low, high = np.quantile(clocks, [0.025, 0.975])
    return float(low), float(high)


def office_minutes(start: float, end: float, hours: tuple[float, float]) -> float:
    """Minutes between two moments that lie inside office hours on weekdays; the plain ones inside one day."""
    if end < start:
        return math.nan
    if math.floor(start) == math.floor(end):
        return (end - start) * MINUTES
    total = 0.0
    for day in range(math.floor(start), math.floor(end) + 1):
        if (day + 6) % 7 < 5:  # day 1 of the calendar is a Monday
            total += max(0.0, min(end, day + hours[1]) - max(start, day + hours[0]))
    return total * MINUTES


def routing_of(dossiers: Sequence[Dossier], most: int = 8) -> Routing:
    """Ways, first steps, and what follows what."""
    ways = Counter(tuple(step.activity for step in dossier.steps) for dossier in dossiers if dossier.steps)
    total = max(1, sum(ways.values()))
    first: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    out: Counter[str] = Counter()
    again = 0
    for way, n in ways.items():
        first[way[0]] += n
        again += n * (len(set(way)) < len(way))
        for one, two in zip(way, (*way[1:], ""), strict=True):
            pairs[one, two] += n
            out[one] += n
    return Routing(
        len(ways),
        tuple((way, n / total) for way, n in ways.most_common(most)),
        again / total,
        tuple((name, n / total) for name, n in first.most_common(most)),
        tuple((one, two, n / out[one]) for (one, two), n in pairs.most_common(60)),
    )


def phases_of(dossiers: Sequence[Dossier]) -> list[Phase]:
    """Before the first step, from the first to the last, and from there to the end; one phase for a register."""
    if not any(dossier.steps for dossier in dossiers):
        return [
            Phase(
                "handling",
                tuple(max(0.0, d.done - d.received) if d.done == d.done else d.done for d in dossiers),
            )
        ]
    before, handling, after = [], [], []
    for d in dossiers:
        first, last = (d.steps[0].when, d.steps[-1].when) if d.steps else (math.nan, math.nan)
        # A date without a clock lies at its midnight, a stamped step of that day after it: never before.
        before.append(max(0.0, first - d.received))
        handling.append(max(0.0, min(last, d.done) - first) if not math.isnan(d.done) else last - first)
        after.append(max(0.0, d.done - last) if not math.isnan(d.done) else math.nan)
    return [Phase("before", tuple(before)), Phase("handling", tuple(handling)), Phase("after", tuple(after))]
