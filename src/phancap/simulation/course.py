"""The charts of a result: how long people wait, what is open day by day, how loaded each desk is.

A result keeps a few numbers of each replication, not its dossiers; the first replications are replayed for the curves. The
draw of a replication is always the same, so these are the very dossiers that the result counts.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from phancap.simulation import charts
from phancap.simulation.clocks import NEVER
from phancap.simulation.draw import Draw, draw
from phancap.simulation.layout import Floats, Layout
from phancap.simulation.load import Load, load_of
from phancap.simulation.model import DAY
from phancap.simulation.oracle import Replayed
from phancap.simulation.output import Result
from phancap.simulation.run import prepare, replay

RUNS = 10
"""Replications replayed for the curves."""

PLACES = 1_000
"""Quantiles of the wait kept of each replication: its curve to a thousandth, whatever its number of dossiers."""

POINTS = 400
"""Most points of the curve of open dossiers."""

DESKS = 20
"""Most desks in the chart of load: the most loaded ones."""


class Course(NamedTuple):
    """One replication: dossiers open on each of ``days``, and waits (office minutes) of the dossiers measured."""

    days: Floats
    opened: Floats
    waits: Floats


def course_of(layout: Layout, drawn: Draw, replayed: Replayed) -> Course:
    """What was open at the beginning of each day, and at the end of the last, and evenly spaced quantiles of the wait."""
    step = max(1, math.ceil(layout.model.days / POINTS))
    days = np.append(np.arange(0, layout.model.days, step), layout.model.days).astype(np.float64)
    at = layout.start + days * DAY
    came = np.searchsorted(np.sort(drawn.filed), at, side="right")
    gone = np.searchsorted(np.sort(replayed.done), at, side="right")
    warm = layout.model.warm_up_days
    waits = replayed.wait[drawn.filed >= (layout.start + warm * DAY if warm else -NEVER)]
    places = (np.arange(PLACES) + 0.5) / PLACES
    kept = np.quantile(waits, places, method="inverted_cdf") if len(waits) else np.empty(0)
    return Course(days, (came - gone).astype(np.float64), kept.astype(np.float64))


def charts_of(result: Result, lang: str = "vi") -> dict[str, charts.Chart]:
    """``waiting``, ``open-stock`` and ``utilisation`` of a result, each by the name of its file.

    ``waiting`` is left out where nothing was filed. A desk's bar is the work that comes over what its staff can do, which
    passes 100 % where a queue only grows; the note beside it is the share of its hours that it was seen busy.
    """
    prepared = prepare(result.model)
    courses = []
    for number in range(min(RUNS, result.replications)):
        drawn = draw(prepared.layout, result.seed, number, cells=prepared.cells)
        courses.append(course_of(prepared.layout, drawn, replay(prepared, drawn)[0]))
    name, vi = result.model.name, lang == "vi"
    found = {}
    waits = np.concatenate([course.waits for course in courses])
    if len(waits):
        unit = "phút làm việc" if vi else "office minutes"
        found["waiting"] = charts.waiting_distribution({name: waits}, unit, lang)
    found["open-stock"] = charts.open_stock(
        courses[0].days, {name: np.stack([course.opened for course in courses])}, lang=lang
    )
    found["utilisation"] = charts.utilisation(_bars(result, load_of(prepared.layout), lang), lang)
    return found


def _bars(result: Result, load: Load, lang: str) -> list[charts.Bar]:
    """The most loaded desks. One that is overloaded in some stretch of time only has the load of the worst stretch; one
    that shares its work with others, whose load is not known by itself, what it was seen busy."""
    vi, shares, worst = lang == "vi", dict(load.shares), dict(load.overloaded)
    bars = []
    for desk, columns in result.by_desk.items():
        busy = float(np.mean(columns["utilisation"]))
        value = worst.get(desk, shares.get(desk, busy))
        note = f"{'bận' if vi else 'busy'} {charts.show(round(100 * busy), lang)} %"
        if desk in worst and shares.get(desk, 0.0) < 1:
            note = f"{'cao nhất' if vi else 'at worst'}; {note}"
        bars.append(charts.Bar(desk, value if math.isfinite(value) else busy, note=f"({note})"))
    return sorted(bars, key=lambda bar: -bar.value)[:DESKS]
