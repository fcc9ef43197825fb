"""Slices of time in which dossiers of a stream are drawn, and the curves along which demand runs.

A **curve** is the demand of one season at one place, added up over the days: it rises by each day's factor and stays
level while nobody can come. A **cell** is a stretch of days of one stream with one rate; how many dossiers it has is
Poisson with the rate times what the curve rises on it. Cells are cut at months and at every change of a rate, and finer
where many come, always by the same grid (:attr:`Demand.laid_out`), so that a scenario keeps the dossiers it shares.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from phancap.simulation.chance import key_of, mix, numbered
from phancap.simulation.clocks import moments_many
from phancap.simulation.layout import Floats, Ints, Layout
from phancap.simulation.model import DAY, Model, Season

MOST_A_CELL = 8.0
"""Dossiers to expect of a cell: counts by inversion take that many steps."""


class Cells(NamedTuple):
    """Cells in arrays, curves by number, and what is open on day 0."""

    layout: Layout
    stream: Ints
    curve: Ints
    begin: Floats  # days from day 0
    end: Floats
    rate: Floats  # dossiers a day
    key: NDArray[np.uint64]
    weight: Floats  # [curve, day], mean one
    clock: Ints  # of a curve: the calendar in whose sessions people come, -1: round the clock
    shape: Floats  # of a curve's gamma factors, 0: none
    curve_key: NDArray[np.uint64]
    stock_filed: Floats
    stock_stream: Ints
    stock_step: Ints
    stock_key: NDArray[np.uint64]

    def curves(self, factors: Floats | None) -> Floats:
        """How high each curve stands at the start of each day, ``[curve, day]``, one more than there are days."""
        weight = self.weight if factors is None else self.weight * factors
        heights = np.zeros((weight.shape[0], weight.shape[1] + 1))
        np.cumsum(weight, axis=1, out=heights[:, 1:])
        return heights

    def height(self, curves: Floats, at: Floats) -> Floats:
        """How high the curve of each cell stands at a moment in days."""
        day = np.minimum(at.astype(np.int64), curves.shape[1] - 2)
        low = curves[self.curve, day]
        heights: Floats = low + (at - day) * (curves[self.curve, day + 1] - low)
        return heights

    def moment(self, curves: Floats, curve: Ints, height: Floats) -> Floats:
        """The moment at which a curve reaches a height, in minutes of the tables."""
        if not len(height):
            return np.zeros(0)
        days = curves.shape[1] - 1
        lift = float(curves[:, -1].max()) + 1.0
        flat = (curves + lift * np.arange(curves.shape[0])[:, None]).ravel()
        place = np.searchsorted(flat, height + lift * curve, side="right") - 1
        day = np.clip(place - curve.astype(np.int64) * (days + 1), 0, days - 1)
        low = curves[curve, day]
        rise = curves[curve, day + 1] - low
        share = np.clip((height - low) / np.where(rise > 0, rise, 1.0), 0.0, 1.0 - 1e-12)
        clock = self.clock[curve]
        moments: Floats = self.layout.start + (day + share) * DAY
        for c in np.unique(clock[clock >= 0]).tolist():
            here = np.nonzero(clock == c)[0]
            moments[here] = self._in_sessions(c, day[here], share[here])
        return moments

    def _in_sessions(self, c: int, day: NDArray[np.int64], share: Floats) -> Floats:
        clocks = self.layout.clocks
        at = c * (clocks.days + 1) + day + clocks.lead
        before = clocks.before[clocks.first[at]]
        minutes = clocks.before[clocks.first[at + 1]] - before
        return moments_many(clocks, c, before + np.maximum(share, 1e-9) * minutes)


def cells_of(layout: Layout) -> Cells:
    """The cells of a model, made once for all replications."""
    model = layout.model
    numbers = {
        (model.procedures[s.power].id, s.place, s.channel): number for number, s in enumerate(layout.streams)
    }  # fmt: skip
    curves: dict[tuple[str, str], int] = {}
    daily: list[float] = []
    cuts = month_cuts(model)
    columns: list[tuple[int, int, float, float, float, int, int, int]] = []
    for demand in model.demand:
        stream = numbers[demand.power, demand.place, demand.channel]
        # What is lumpy together: all demand of a season at a place.
        curve = curves.setdefault((demand.season, demand.place), len(curves))
        if curve == len(daily):
            daily.append(0.0)
        daily[curve] += sum(rate for _, rate in demand.per_day) / max(len(demand.per_day), 1)
        plan = demand.laid_out or max((rate for _, rate in demand.per_day), default=0.0)
        starts = [day for day, _ in demand.per_day] + [model.days]
        for grid, (low, high) in enumerate(zip(cuts, cuts[1:], strict=False)):
            pieces = 2 ** max(0, int(np.ceil(np.log2(max(plan * (high - low) / MOST_A_CELL, 1e-9)))))
            for number, (_, rate) in enumerate(demand.per_day):
                begin, end = max(low, starts[number]), min(high, starts[number + 1])
                if begin < end and rate > 0:
                    columns.append(
                        (
                            stream,
                            curve,
                            float(begin),
                            float(end),
                            rate,
                            grid,
                            pieces,
                            0 if begin == low else 1 + number % 62,
                        )
                    )
    return _assemble(layout, columns, curves, daily, cuts)


def _assemble(
    layout: Layout, columns: list[tuple[int, int, float, float, float, int, int, int]],
    curves: dict[tuple[str, str], int], daily: list[float], cuts: list[int],
) -> Cells:  # fmt: skip
    model = layout.model
    seasons = {season.id: season for season in model.seasons}
    table = np.array(columns, dtype=np.float64).reshape(-1, 8)
    pieces = table[:, 6].astype(np.int64)
    row = np.repeat(np.arange(len(table)), pieces)
    number = np.arange(len(row)) - (np.cumsum(pieces) - pieces)[row]
    stream = table[row, 0].astype(np.int32)
    grid = table[row, 5].astype(np.int64)
    low, high = np.array(cuts, np.float64)[grid], np.array(cuts, np.float64)[grid + 1]
    width = (high - low) / pieces[row]
    begin = np.maximum(low + number * width, table[row, 2])
    end = np.minimum(low + (number + 1) * width, table[row, 3])
    keep = begin < end
    row, stream, begin, end, grid, number = (
        row[keep],
        stream[keep],
        begin[keep],
        end[keep],
        grid[keep],
        number[keep],
    )
    names = (grid * 64 + table[row, 7].astype(np.int64)) * 1_048_576 + number
    key = mix(numbered(layout.stream_key[stream], names.astype(np.uint64)))
    weights, clock, shape = [], [], []
    offices = {calendar.id: c for c, calendar in enumerate(model.calendars)}
    for (season_id, _), curve in curves.items():
        season = seasons.get(season_id, Season(""))
        c = offices[season.office] if season.office else -1
        weights.append(_weights(layout, season, c))
        clock.append(c)
        shape.append(
            daily[curve] / (season.dispersion - 1.0) if season.dispersion > 1 and daily[curve] > 0 else 0.0
        )
    stock = _stock(layout)
    return Cells(
        layout, stream, table[row, 1].astype(np.int32), begin, end, table[row, 4], key,
        np.array(weights).reshape(-1, model.days), np.array(clock, np.int32), np.array(shape),
        np.array([key_of("curve", *names) for names in curves], np.uint64), *stock,
    )  # fmt: skip


def month_cuts(model: Model) -> list[int]:
    """The days on which a month begins, with the first and the last of the model."""
    if not model.first_day:
        cuts = list(range(0, model.days, 30))
    else:
        cuts = [d for d in range(model.days) if d == 0 or date.fromordinal(model.first_day + d).day == 1]
    return [*cuts, model.days]


def month_of(model: Model, day: int) -> int:
    """0 for January."""
    return date.fromordinal(model.first_day + day).month - 1 if model.first_day else day % 360 // 30


def _weights(layout: Layout, season: Season, c: int) -> Floats:
    """The factor of every day, mean one: month, weekday, and nothing on days on which nobody can come."""
    model = layout.model
    days = range(model.days)
    weight = np.array([season.months[month_of(model, d)] * season.weekdays[model.weekday(d)] for d in days])
    if c >= 0:
        clocks = layout.clocks
        at = c * (clocks.days + 1) + np.arange(model.days) + clocks.lead
        weight = weight * (clocks.first[at + 1] > clocks.first[at])
    total = weight.sum()
    # A year has as many dossiers as its rate says, however they are spread over it.
    return weight * (model.days / total) if total > 0 else weight


def _stock(layout: Layout) -> tuple[Floats, Ints, Ints, NDArray[np.uint64]]:
    model = layout.model
    numbers = {(model.procedures[s.power].id, s.place, s.channel): n for n, s in enumerate(layout.streams)}
    steps = {(p.id, s.id): k for p in model.procedures for k, s in enumerate(p.steps)}
    filed: list[float] = []
    stream: list[int] = []
    step: list[int] = []
    keys: list[int] = []
    for number, stock in enumerate(model.stock):
        own = numbers[stock.power, stock.place, stock.channel]
        newest = stock.newest_days * float(DAY)
        span = stock.oldest_days * float(DAY) - newest
        for n in range(stock.count):
            filed.append(layout.start - newest - (span * (n + 0.5) / stock.count if span else 0.0))
            stream.append(own)
            step.append(steps[stock.power, stock.step] if stock.step else 0)
            keys.append(
                key_of("stock", stock.power, stock.place, stock.channel, stock.step, str(number), str(n))
            )
    return np.array(filed), np.array(stream, np.int32), np.array(step, np.int32), np.array(keys, np.uint64)
