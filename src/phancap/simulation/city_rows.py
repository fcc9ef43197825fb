"""The rows that a city's model is made of, held against what a model can be: every slip with its file and row.

A workspace that only answers who is competent need not care for minutes and posts, so these checks stand here and not
where the tables are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from phancap.simulation.errors import Fault, ModelError, fault, near
from phancap.simulation.model import CHANNELS, DISTRIBUTIONS, MOST_SPREAD

Row = Mapping[str, Any]
KNOWN = tuple(kind for kind in DISTRIBUTIONS if kind != "empirical")
"""Distributions of service.csv: a table has no list of observed values."""


class Open(NamedTuple):
    """A row of open_stock.csv: dossiers of a power in a unit, counted on ``day``, filed on ``[filed_from, filed_to)``."""

    power: str
    unit: str
    day: int
    filed_from: int | None
    filed_to: int | None
    step: str
    channel: str
    many: int
    at: str
    source: str = ""


def row_place(row: Row) -> str:
    """Where people find a row."""
    return f"{row['_file']}:{row['_row']}"


def check_rows(tables: Mapping[str, Sequence[Row]]) -> None:
    """:class:`~phancap.simulation.errors.ModelError` with every slip in demand, service, staff and open stock."""
    faults = [
        *_demand(tables["demand"]), *_service(tables["service"]), *_staff(tables["staff"]),
        *_stock(tables["open_stock"], _steps(tables["service"])),
    ]  # fmt: skip
    if faults:
        raise ModelError(faults)


def _between(row: Row, name: str, low: float, high: float) -> Iterator[Fault]:
    value = row[name]
    if value is None or low <= value <= high:
        return
    if high == 1.0:
        yield fault(row_place(row), "share", what=name, got=value)
    elif value < low:
        yield fault(row_place(row), "negative", what=name, got=value)
    else:
        yield fault(row_place(row), "more", what=name, got=value, most=f"{high:,.0f}")


def _above_zero(row: Row, name: str) -> Iterator[Fault]:
    if row[name] is not None and row[name] <= 0:
        yield fault(row_place(row), "positive", what=name, got=row[name])


def _demand(rows: Sequence[Row]) -> Iterator[Fault]:
    for row in rows:
        yield from _between(row, "dossiers", 0.0, 1e15)
        yield from _between(row, "online_share", 0.0, 1.0)


def _service(rows: Sequence[Row]) -> Iterator[Fault]:
    steps = _steps(rows)
    for row in rows:
        at = row_place(row)
        yield from _between(row, "minutes", 0.0, 1e15)
        yield from _between(row, "spread", 0.0, MOST_SPREAD)
        yield from _between(row, "rework", 0.0, 1.0)
        if row["rework"] == 1:
            yield fault(at, "no-exit", power=row["power"], step=row["step"])
        kind = row["distribution"]
        if kind and kind not in KNOWN:
            yield fault(at, "choice", what="distribution", got=kind, near=near(kind, KNOWN), choices=", ".join(KNOWN))
        earlier = [step for step in steps[row["power"]] if step <= row["step"]]
        if row["back_to"] and row["back_to"] not in earlier:
            yield fault(at, "back", step=row["step"], got=row["back_to"])
        yield from _above_zero(row, "batch")
        yield from _above_zero(row, "batch_days")
        yield from _above_zero(row, "silence_days")
        for one, other in (("batch", "batch_days"), ("batch_days", "batch")):
            if row[one] is not None and row[other] is None:
                yield fault(at, "missing", what=other)
        idle = ("skill", "batch") if row["outside"] else ("silence_days",)
        for name in idle:
            if row[name]:
                why = "outside = yes" if row["outside"] else "minutes"
                yield fault(at, "no-use", what=name, step=row["step"], why=why)


def _steps(rows: Sequence[Row]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["power"], []).append(row["step"])
    return found


def _staff(rows: Sequence[Row]) -> Iterator[Fault]:
    for row in rows:
        yield from _between(row, "posts", 0.0, 1e6)
        yield from _between(row, "filled", 0.0, 1e6)
        yield from _between(row, "absence", 0.0, 1.0)
        if row["absence"] == 1:
            yield fault(row_place(row), "share", what="absence", got=1)
        yield from _above_zero(row, "spell_days")
        yield from _between(row, "cost_a_year", 0.0, 1e15)


def _stock(rows: Sequence[Row], steps: Mapping[str, list[str]]) -> Iterator[Fault]:
    for row in rows:
        at = row_place(row)
        yield from _between(row, "count", 0.0, 1e9)
        for name in ("day", "count"):
            if row[name] is None:
                yield fault(at, "missing", what=name)
        if row["channel"] and row["channel"] not in CHANNELS:
            yield fault(at, "choice", what="channel", got=row["channel"], near=near(row["channel"], CHANNELS), choices=", ".join(CHANNELS))  # fmt: skip
        if row["step"] and row["step"] not in steps.get(row["power"], ()):
            yield fault(at, "unknown", kind="step", got=row["step"], near=near(row["step"], steps.get(row["power"], ())))
        first, last, day = row["filed_from"], row["filed_to"], row["day"]
        if first is not None and last is not None and last <= first:
            yield fault(at, "span", what="filed_from, filed_to", start=_iso(first), end=_iso(last))
        for name, value, bound in (("filed_from", first, 0), ("filed_to", last, 1)):
            if value is not None and day is not None and value > day + bound:
                yield fault(at, "after-count", what=name, got=_iso(value), day=_iso(day))


def _iso(day: int) -> str:
    from phancap.formats.days import format_day

    return format_day(day)


def open_on(rows: Sequence[Row], day: int) -> list[Open]:
    """The stock as last counted on or before a day: of each power and unit the rows of its latest count."""
    latest: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row["power"], row["unit"])
        if row["day"] <= day:
            latest[key] = max(latest.get(key, 0), row["day"])
    found = [
        Open(
            row["power"], row["unit"], row["day"], row["filed_from"], row["filed_to"], row["step"], row["channel"], row["count"],
            row_place(row), row["source"],
        )
        for row in rows
        if row["day"] == latest.get((row["power"], row["unit"])) and row["count"]
    ]  # fmt: skip
    return sorted(found, key=lambda o: (o.power, o.unit, o.filed_from or 0, o.filed_to or 0, o.step, o.channel, o.many))
