"""Lawful deadlines: one at a time and a million at once, beside the calendars others use, in the same run.

CPU seconds, the best of some rounds. Answers are checked first: all our ways agree with each other; the peers
are shown with what they cannot count (a worked Saturday, hours, a calendar as it was known).
Without numba the compiled row is left out, without PyPI `holidays` its row.
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from importlib.util import find_spec

import numpy as np

from phancap.calendar import batch
from phancap.calendar.deadlines import Limit, Office, due_moment, explain
from phancap.calendar.hours import OfficeHours
from phancap.calendar.rows import read_folder
from phancap.calendar.working import Calendars
from phancap.workspace.open import shipped

ROUNDS = 5
ONE, MANY, SLOW = 20_000, 1_000_000, 2_000
BEGIN = date(2019, 6, 1).toordinal()
SPAN = date(2026, 6, 1).toordinal() - BEGIN


def best(work: Callable[[], object], size: int) -> float:
    """Things a CPU second, at the best of the rounds."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return size / max(min(seconds), 1e-9)


def measure() -> list[tuple[str, float, str]]:
    """Rows of the table: what, how many a second, guide."""
    calendar_rows, hours_rows = read_folder(shipped())
    calendars, hours = Calendars(calendar_rows), OfficeHours(hours_rows)
    office = Office(calendars.as_known(None), hours)
    dice = np.random.default_rng(5)
    received = (BEGIN + dice.integers(0, SPAN, MANY)) * 1440 + dice.integers(420, 1020, MANY)
    values = dice.integers(1, 46, MANY)
    units = dice.integers(0, len(batch.UNIT_CODES), MANY)
    cutoffs = np.full(MANY, 900)
    tables = batch.tables(office)
    names = list(batch.UNIT_CODES)

    asked = [
        (Limit(value, names[unit], 900), moment)
        for value, unit, moment in zip(
            values[:ONE].tolist(), units[:ONE].tolist(), received[:ONE].tolist(), strict=True
        )
    ]
    singles = [due_moment(limit, moment, office) for limit, moment in asked]
    for compiled in (False, True):
        many = batch.due_many(received, values, units, tables, cutoffs, compiled=compiled)
        if many[:ONE].tolist() != singles:
            raise SystemExit("the batch and the single answer differ")

    def one_by_one() -> None:
        for limit, moment in asked:
            due_moment(limit, moment, office)

    def explained() -> None:
        for limit, moment in asked[:SLOW]:
            explain(limit, moment, calendars, hours)

    rows = [
        ("one due moment, plain Python, all units mixed", best(one_by_one, ONE), ">= 20,000"),
        ("one explained answer, with steps and later notices", best(explained, SLOW), ""),
        (
            "a million at once, numpy",
            best(lambda: batch.due_many(received, values, units, tables, cutoffs, compiled=False), MANY),
            "",
        ),
    ]
    if find_spec("numba"):
        rows.append(
            (
                "a million at once, numba",
                best(lambda: batch.due_many(received, values, units, tables, cutoffs), MANY),
                ">= 1,000,000",
            )
        )
    return rows + peers(office, received // 1440, values)


def peers(office: Office, days: batch.Ints, values: batch.Ints) -> list[tuple[str, float, str]]:
    """Working days only, as far as others count them."""
    first = np.datetime64("2019-01-01")
    off = [
        np.datetime64(date.fromordinal(day), "D")
        for day in range(date(2019, 1, 1).toordinal(), date(2028, 1, 1).toordinal())
        if date.fromordinal(day).weekday() < 5 and not office.calendar.is_working(day)
    ]
    starts = first + (days - date(2019, 1, 1).toordinal())
    calendar = np.busdaycalendar(holidays=off)

    def busday() -> object:
        return np.busday_offset(starts, values, roll="backward", busdaycal=calendar)

    ours = np.array(
        [
            office.calendar.add(int(day), int(count))
            for day, count in zip(days[:ONE], values[:ONE], strict=True)
        ]
    )
    theirs = busday()[:ONE].astype("datetime64[D]").astype(int) + date(1970, 1, 1).toordinal()  # type: ignore[index]
    wrong = f"{(ours != theirs).mean():.1%} wrong: counts no worked Saturday"
    rows = [("numpy.busday_offset, working days only, our days off", best(busday, MANY), wrong)]
    if find_spec("holidays"):
        table = import_module("holidays").VN(years=range(2019, 2029))
        dates = [date.fromordinal(int(day)) for day in days[:SLOW]]

        def library() -> list[date]:
            return [
                table.get_nth_working_day(day, int(count)) for day, count in zip(dates, values, strict=False)
            ]

        told = np.array([day.toordinal() for day in library()])
        wrong = f"{(ours[:SLOW] != told).mean():.1%} wrong: 2 and 10 January 2026"
        rows.append(("PyPI holidays, get_nth_working_day", best(library, SLOW), wrong))

    def by_day() -> None:
        for start, count in zip(days[:SLOW].tolist(), values[:SLOW].tolist(), strict=True):
            day, left = date.fromordinal(start), count
            while left:
                day += timedelta(days=1)
                left -= office.calendar.is_working(day.toordinal())

    rows.append(("a day at a time over our own table", best(by_day, SLOW), ""))
    return rows


def main() -> None:
    """Measure and print one Markdown table."""
    rows = measure()
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    print(f"{machine}, Python {platform.python_version()}, numpy {np.__version__}")
    print("\n| lawful deadlines | a CPU second | guide |\n| --- | --- | --- |")
    for what, speed, guide in rows:
        print(f"| {what} | {speed:,.0f} | {guide} |")


if __name__ == "__main__":
    main()
