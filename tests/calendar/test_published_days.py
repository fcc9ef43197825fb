"""The shipped days: what the notices said, checked against counts and lists made by others."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from phancap.calendar.rows import CalendarRow, read_folder
from phancap.calendar.statutory import statutory_days
from phancap.calendar.working import Calendars, WorkCalendar
from tests.calendar.oracle import CITY, on, shipped_rows

WORKING_DAYS = {2019: 252, 2020: 252, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 250, 2026: 249}

# A weekday given off, and the weekend day worked for it, by the notice behind both.
SWAPS = [
    ("2018-12-31", "2019-01-05", "6519/VPCP-KGVX"),
    ("2019-04-29", "2019-05-04", "6519/VPCP-KGVX"),
    ("2024-04-29", "2024-05-04", "2450/VPCP-KGVX"),
    ("2025-05-02", "2025-04-26", "6150/TB-BLĐTBXH"),
    ("2026-01-02", "2026-01-10", "12729/VPCP-KGVX"),
    ("2026-08-31", "2026-08-22", "9859/VPCP-KGVX"),
]


@pytest.mark.parametrize("year, count", WORKING_DAYS.items())
def test_working_days_a_year(today: WorkCalendar, year: int, count: int) -> None:
    assert today.between(on(f"{year}-01-01"), on(f"{year + 1}-01-01")) == count


@pytest.mark.parametrize("off, worked, notice", SWAPS)
def test_swapped_days(today: WorkCalendar, off: str, worked: str, notice: str) -> None:
    assert not today.is_working(on(off))
    assert today.is_working(on(worked))
    assert today.info(on(off)).instrument == today.info(on(worked)).instrument == notice
    assert today.info(on(worked)).reason == "swapped"


def test_no_other_weekend_is_worked(today: WorkCalendar) -> None:
    weekends = [day for day in today.days if (day - 1) % 7 >= 5]
    assert sorted(weekends) == sorted(on(worked) for _, worked, _ in SWAPS)


def test_every_row_says_who_published_it_and_when() -> None:
    for row in shipped_rows():
        assert row["known"] <= row["day"], row  # nothing became known after the day itself
        assert row["source"], row
        assert row["instrument"] or row["source"] == "tet-2020", row  # its number was never found


def test_the_notice_of_2_january_2026_was_published_on_25_december(calendars: Calendars) -> None:
    swapped = on("2026-01-02"), on("2026-01-10")
    assert [calendars.as_known(on("2025-12-24")).is_working(day) for day in swapped] == [True, False]
    assert [calendars.as_known(on("2025-12-25")).is_working(day) for day in swapped] == [False, True]


def test_the_pattern_of_the_labour_code_is_what_every_notice_from_2019_to_2026_chose() -> None:
    """So it is a fair guess for years without a notice; only swaps cannot be guessed."""
    official = {
        row.day
        for row in read_folder(CITY)[0]
        if row.kind == "off" and (row.day - 1) % 7 < 5 and row.day >= on("2019-01-01")
    }
    guessed = {row.day for year in WORKING_DAYS for row in statutory_days(year, None)}
    assert official ^ guessed == {on(off) for off, _, _ in SWAPS} - {on("2018-12-31")}


def test_2027_and_later_are_provisional_and_say_so(today: WorkCalendar) -> None:
    assert today.announced == 2026
    for day in ("2027-02-04", "2027-02-10", "2027-09-03", "2028-01-25", "2049-02-02"):
        info = today.info(on(day))
        assert (info.working, info.reason, info.provisional) == (False, "provisional", True), day
    assert today.info(on("2027-02-04")).instrument == "10065/VPCP-KGVX"


def test_the_rows_of_2027_are_the_pattern_too() -> None:
    rows = {row.day for row in read_folder(CITY)[0] if row.kind == "provisional" and (row.day - 1) % 7 < 5}
    assert rows == {row.day for row in statutory_days(2027, None)}


@pytest.mark.parametrize(
    "year, known, day, off",
    [
        (2021, "2019-11-19", "2021-09-03", False),  # one National Day until the code of 20-11-2019
        (2021, "2019-11-20", "2021-09-03", True),
        (2020, None, "2020-09-01", False),  # that code counts from 2021 only
        (2026, "2026-05-07", "2026-11-24", False),  # Culture Day was nobody's day off yet
        (2026, "2026-05-08", "2026-11-24", True),
        (2024, None, "2024-11-22", False),  # no Culture Day before 2026
    ],
)
def test_the_law_of_the_year_as_published(year: int, known: str | None, day: str, off: bool) -> None:
    days = {row.day for row in statutory_days(year, None if known is None else on(known))}
    assert (on(day) in days) is off


def test_a_workspace_without_notices_has_the_labour_code_only() -> None:
    calendar = Calendars([]).as_known(None)
    assert calendar.announced == 0
    assert calendar.info(on("2025-01-28")).provisional
    assert calendar.is_working(on("2026-01-02"))


def test_instruments_are_acts_with_a_number() -> None:
    with (CITY / "calendar.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            number = row["instrument"].split(" ")[0]
            assert number == "" or number.split("/")[0].isdigit(), row
            assert date.fromisoformat(row["day"]) >= date(2018, 12, 31)


def test_a_later_row_replaces_an_earlier_one() -> None:
    rows = [
        CalendarRow(on("2026-03-02"), "off", "một", on("2026-01-05")),
        CalendarRow(on("2026-03-02"), "work", "hai", on("2026-02-05")),
    ]
    for order in (rows, rows[::-1]):
        calendars = Calendars(order)
        assert calendars.as_known(on("2026-01-04")).is_working(on("2026-03-02"))
        assert not calendars.as_known(on("2026-01-05")).is_working(on("2026-03-02"))
        assert calendars.as_known(on("2026-02-05")).is_working(on("2026-03-02"))
        assert calendars.as_known(None).info(on("2026-03-02")).instrument == "hai"
