"""The slow truth: deadlines counted one day, or one minute, at a time, as a clerk would on a wall calendar.

It reads the shipped table with the plain csv module and shares no counting with the product. Days that no
notice covers come from the labour code's list, which has its own tests.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from phancap.calendar.statutory import statutory_days

CITY = Path(__file__).parents[2] / "src" / "phancap" / "cities" / "can_tho"
DAY = timedelta(days=1)
Span = tuple[int, int]


def on(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def at(text: str) -> int:
    """``2026-01-09T15:00`` to a moment."""
    day, _, clock = text.partition("T")
    hour, minute = (clock or "00:00").split(":")
    return on(day) * 1440 + int(hour) * 60 + int(minute)


def shipped_rows() -> list[dict[str, str]]:
    with (CITY / "calendar.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=64)
def announcements(known: date | None) -> dict[date, str]:
    """Day to kind, as the notices published by ``known`` have it; the last word wins."""
    best: dict[date, tuple[str, str]] = {}
    for row in shipped_rows():
        if known is not None and row["known"] and date.fromisoformat(row["known"]) > known:
            continue
        day = date.fromisoformat(row["day"])
        if day not in best or row["known"] > best[day][0]:
            best[day] = (row["known"], row["kind"])
    return {day: kind for day, (_, kind) in best.items()}


@lru_cache(maxsize=4096)
def expected_off(year: int, known: date | None) -> frozenset[date]:
    days = statutory_days(year, None if known is None else known.toordinal())
    return frozenset(date.fromordinal(row.day) for row in days)


def works(day: date, known: date | None) -> bool:
    kind = announcements(known).get(day)
    if kind is not None:
        return kind == "work"
    return day.weekday() < 5 and day not in expected_off(day.year, known)


def due_day(value: int, unit: str, received: date, known: date | None) -> date:
    """The last day of a limit in working days, days or months."""
    day = received
    if unit == "working_day":
        counted = 0
        while counted < value:
            day += DAY
            if works(day, known):
                counted += 1
    elif unit == "day":
        for _ in range(value):
            day += DAY
    else:
        year, month, of_month = day.year, day.month, day.day
        for _ in range(value):
            month += 1
            if month == 13:
                year, month = year + 1, 1
        while True:
            try:
                day = date(year, month, of_month)
                break
            except ValueError:
                of_month -= 1
    while not works(day, known):
        day += DAY
    return day


def due(
    value: int,
    unit: str,
    received: int,
    known: date | None,
    spans: tuple[Span, ...],
    cutoff: int | None = None,
) -> int:
    """The due moment, for an office with the same sessions on every working day."""
    day, minute = date.fromordinal(received // 1440), received % 1440
    close = spans[-1][1]
    if unit == "hour":
        left, here = value * 60, received
        while left:
            today, now = date.fromordinal(here // 1440), here % 1440
            if works(today, known) and any(start <= now < end for start, end in spans):
                left -= 1
            here += 1
        return here
    if unit == "same_day":
        last = close if cutoff is None else min(cutoff, close)
        if not works(day, known) or minute > last:
            day += DAY
            while not works(day, known):
                day += DAY
    else:
        day = due_day(value, unit, day, known)
    return day.toordinal() * 1440 + close


def due_with_waits(
    value: int, unit: str, begin: date, waits: list[tuple[date, date]], known: date | None
) -> date:
    """The last day of a limit whose clock stood still after ``a``, up to and with ``b``, for each wait."""
    day, counted = begin, 0
    while counted < value:
        day += DAY
        if any(a < day <= b for a, b in waits):
            continue
        if unit == "day" or works(day, known):
            counted += 1
    while not works(day, known):
        day += DAY
    return day
