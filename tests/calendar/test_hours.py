"""Office hours and the working clock, against counting minute by minute."""

from __future__ import annotations

import random

import pytest

from phancap.calendar.errors import CalendarError
from phancap.calendar.hours import DEFAULT, OfficeHours, WorkClock
from phancap.calendar.rows import HoursRow, parse_weekdays
from phancap.calendar.working import FIRST, LAST, WorkCalendar
from tests.calendar.oracle import at, on

WEEK = (0, 1, 2, 3, 4)
MORNING, AFTERNOON = (420, 660), (780, 1020)


def hours_of(*rows: HoursRow) -> OfficeHours:
    return OfficeHours(rows)


def row(weekdays: tuple[int, ...], span: tuple[int, int], **more: object) -> HoursRow:
    base = HoursRow("", "", weekdays, *span, source="s")
    return base._replace(**more)  # type: ignore[arg-type]


TWO = (row(WEEK, MORNING), row(WEEK, AFTERNOON))


@pytest.mark.parametrize(
    "body, power, sessions",
    [
        ("", "", (MORNING, AFTERNOON)),
        ("so-a", "", ((480, 720),)),  # the body's own
        ("xa/c1@2025-07-01", "", ((500, 700),)),  # the body of a class: the class's
        ("xa/c2@2025-07-01", "", ((510, 710),)),  # its own before its class's
        ("so-a", "p1", ((540, 600),)),  # the procedure at that body
        ("", "p1", ((450, 630),)),  # the procedure anywhere
        ("so-b", "p2", (MORNING, AFTERNOON)),
    ],
)
def test_the_most_specific_rows_win(
    today: WorkCalendar, body: str, power: str, sessions: tuple[tuple[int, int], ...]
) -> None:
    hours = hours_of(
        *TWO,
        row(WEEK, (480, 720), body="so-a"),
        row(WEEK, (500, 700), body="xa"),
        row(WEEK, (510, 710), body="xa/c2@2025-07-01"),
        row(WEEK, (540, 600), body="so-a", power="p1"),
        row(WEEK, (450, 630), power="p1"),
    )
    assert hours.sessions(on("2026-03-04"), today, body, power) == sessions


def test_a_weekday_without_its_own_rows_falls_back(today: WorkCalendar) -> None:
    hours = hours_of(*TWO, row((0,), (480, 600), body="so-a"))
    assert hours.sessions(on("2026-03-02"), today, "so-a") == ((480, 600),)
    assert hours.sessions(on("2026-03-03"), today, "so-a") == (MORNING, AFTERNOON)


def test_hours_change_with_the_years(today: WorkCalendar) -> None:
    hours = hours_of(
        row(WEEK, (450, 690), end=on("2026-03-04")), row(WEEK, (420, 660), start=on("2026-03-04"))
    )
    assert hours.close(on("2026-03-03"), today) == 690
    assert hours.close(on("2026-03-04"), today) == 660


def test_without_rows_the_assumption_is_shown(today: WorkCalendar) -> None:
    assert hours_of().sessions(on("2026-03-03"), today) == DEFAULT
    assert hours_of().assumed(on("2026-03-03"))
    assert hours_of(row(WEEK, MORNING, source="assumption")).assumed(on("2026-03-03"))
    assert not hours_of(*TWO).assumed(on("2026-03-03"))


def test_hours_nobody_knows_are_no_hours(today: WorkCalendar) -> None:
    """An opening reported without its hours opens nothing that could be counted."""
    hours = hours_of(*TWO, row((5,), (0, 0), extra=True))
    assert hours.openings(on("2026-03-07"), today) == ()


def test_a_saturday_morning_receives_people_and_counts_for_nobody(today: WorkCalendar) -> None:
    hours = hours_of(*TWO, row((5,), (450, 690), extra=True))
    saturday = on("2026-03-07")
    assert hours.sessions(saturday, today) == ()
    assert hours.openings(saturday, today) == ((450, 690),)
    assert WorkClock(today, hours).between(at("2026-03-07T00:00"), at("2026-03-09T00:00")) == 0
    assert WorkClock(today, hours, openings=True).between(at("2026-03-07"), at("2026-03-09")) == 240


def test_a_longer_evening_does_not_move_the_end_of_office_hours(today: WorkCalendar) -> None:
    hours = hours_of(*TWO, row(WEEK, (1020, 1080), extra=True))
    assert hours.close(on("2026-03-03"), today) == 1020
    assert hours.openings(on("2026-03-03"), today) == (MORNING, (780, 1080))


def test_a_swapped_saturday_is_worked_like_a_friday(today: WorkCalendar) -> None:
    hours = hours_of(row((0, 1, 2, 3), MORNING), row((4,), AFTERNOON), row((5,), (480, 540), extra=True))
    assert hours.sessions(on("2026-01-10"), today) == (AFTERNOON,)
    assert hours.openings(on("2026-01-10"), today) == ((480, 540), AFTERNOON)


def test_a_day_off_has_no_hours(today: WorkCalendar) -> None:
    for day in ("2026-02-17", "2026-01-02", "2026-03-08"):
        assert hours_of(*TWO).sessions(on(day), today) == ()


@pytest.mark.parametrize(
    "text, days",
    [
        ("", (0, 1, 2, 3, 4)),
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("sat", (5,)),
        ("T7", (5,)),
        ("Monday - Friday", (0, 1, 2, 3, 4)),
        ("CN", (6,)),
        ("1", (0,)),  # ISO: Monday; never "thứ 2"
        ("2", (1,)),
        ("T2", (0,)),
        ("mon,wed|fri", (0, 2, 4)),
        ("t2-t6", (0, 1, 2, 3, 4)),
    ],
)
def test_weekdays(text: str, days: tuple[int, ...]) -> None:
    assert parse_weekdays(text) == days


@pytest.mark.parametrize("text", ["0", "8", "fri-mon", "thứ mấy", "mon-wed-fri", "-", ","])
def test_wrong_weekdays(text: str) -> None:
    with pytest.raises(CalendarError) as refused:
        parse_weekdays(text, "hours.csv:3")
    assert refused.value.code == "weekday"
    assert "hours.csv:3" in str(refused.value)


UNEVEN = hours_of(
    row((0, 1, 2, 3), MORNING),
    row((0, 1, 2, 3), AFTERNOON),
    row((4,), (435, 690)),
    row((2,), (1080, 1110)),
)


@pytest.mark.parametrize("hours", [hours_of(*TWO), hours_of(), UNEVEN], ids=["two", "default", "uneven"])
def test_the_clock_equals_counting_minutes(today: WorkCalendar, hours: OfficeHours) -> None:
    clock = WorkClock(today, hours)
    first, last = at("2026-01-08"), at("2026-03-02")
    begin, worked = clock.worked(first), 0
    spans = {day: hours.sessions(day, today) for day in range(first // 1440, last // 1440 + 1)}
    for moment in range(first, last):
        assert clock.worked(moment) - begin == worked, moment
        if any(start <= moment % 1440 < end for start, end in spans[moment // 1440]):
            worked += 1
            # The first moment at which that much is done: the end of this minute.
            assert clock.moment(begin + worked) == moment + 1


def test_clock_and_its_inverse_over_decades(today: WorkCalendar) -> None:
    clock, dice = WorkClock(today, UNEVEN), random.Random(3)
    for _ in range(5000):
        start = dice.randrange(FIRST * 1440, (LAST - 400) * 1440)
        minutes = dice.randrange(1, 60_000)
        end = clock.add(start, minutes)
        assert clock.between(start, end) == minutes
        assert clock.between(start, end - 1) == minutes - 1


def test_the_clock_ends_where_the_calendar_ends(today: WorkCalendar) -> None:
    clock = WorkClock(today, hours_of(*TWO))
    for ask in (lambda: clock.worked(LAST * 1440), lambda: clock.add((LAST - 2) * 1440, 60_000)):
        with pytest.raises(CalendarError, match="nằm ngoài lịch"):
            ask()
