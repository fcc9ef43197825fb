"""Counting on the calendar: look-ups against counting on the fingers, and what the calendar refuses."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phancap.calendar.errors import CalendarError
from phancap.calendar.rows import CalendarRow
from phancap.calendar.working import FIRST, LAST, Calendars, WorkCalendar
from tests.calendar.oracle import on, shipped_rows, works

DAYS = st.integers(on("2025-01-01"), on("2026-12-31"))
ROWS = st.lists(
    st.builds(
        CalendarRow,
        DAYS,
        st.sampled_from(["off", "work", "provisional"]),
        st.just("x"),
        st.one_of(st.none(), st.integers(on("2024-12-01"), on("2026-12-31"))),
    ),
    max_size=30,
)


def distinct(rows: list[CalendarRow]) -> list[CalendarRow]:
    """One row a day and day of publication: two that disagree are refused, and tested apart."""
    return list({(row.day, row.known or 0): row for row in rows}.values())


@pytest.mark.parametrize("known", [None, "2019-06-01", "2023-11-02", "2025-12-20", "2026-05-07"])
def test_every_day_works_as_on_the_wall_calendar(calendars: Calendars, known: str | None) -> None:
    calendar = calendars.as_known(None if known is None else on(known))
    seen = None if known is None else date.fromisoformat(known)
    day = date(2019, 1, 1)
    while day < date(2029, 1, 1):
        assert calendar.is_working(day.toordinal()) is works(day, seen), day
        day += timedelta(days=1)


def test_adding_and_counting_are_inverse(today: WorkCalendar) -> None:
    dice = random.Random(5)
    for _ in range(2000):
        day, count = dice.randrange(FIRST, LAST - 3000), dice.randrange(1, 1500)
        end = today.add(day, count)
        assert today.is_working(end)
        assert today.between(day + 1, end + 1) == count
        assert today.between(day + 1, end) == count - 1


def test_neighbours(today: WorkCalendar) -> None:
    eve_of_tet = on("2026-02-13")  # the Friday before nine days off
    assert today.next_working(eve_of_tet) == on("2026-02-23")
    assert today.on_or_after(on("2026-02-14")) == on("2026-02-23")
    assert today.on_or_after(eve_of_tet) == eve_of_tet
    assert today.previous_working(on("2026-02-23")) == eve_of_tet
    assert today.previous_working(on("2026-02-18")) == eve_of_tet


@pytest.mark.parametrize(
    "day, reason, instrument",
    [
        ("2026-01-09", "work", ""),
        ("2026-01-11", "weekend", ""),
        ("2026-04-26", "weekend", ""),  # Hùng Kings on a Sunday: the Monday after is off, not this day
        ("2026-04-27", "off", "45/2019/QH14 Đ.111 k.3"),
        ("2026-01-10", "swapped", "12729/VPCP-KGVX"),
        ("2020-01-23", "off", ""),  # the notice's number was never found
        ("2027-09-03", "provisional", "10065/VPCP-KGVX"),
    ],
)
def test_why(today: WorkCalendar, day: str, reason: str, instrument: str) -> None:
    info = today.info(on(day))
    assert (info.reason, info.instrument) == (reason, instrument)
    assert info.working is (reason in ("work", "swapped"))


@pytest.mark.parametrize("day", [FIRST - 1, LAST, 0, 10**9])
def test_days_outside_are_refused_not_assumed(today: WorkCalendar, day: int) -> None:
    for ask in (today.is_working, today.info, today.next_working, lambda d: today.between(d, d + 2)):
        with pytest.raises(CalendarError) as refused:
            ask(day)
        assert refused.value.code == "outside"
        assert "2018-12-31" in refused.value.message("vi")
        assert "nothing is assumed" in refused.value.message("en")


def test_counting_past_the_end_is_refused(today: WorkCalendar) -> None:
    with pytest.raises(CalendarError, match="không suy đoán"):
        today.add(LAST - 5, 100)
    with pytest.raises(CalendarError, match="không suy đoán"):
        today.previous_working(FIRST)


def test_two_notices_of_one_day_that_disagree_are_refused() -> None:
    rows = [CalendarRow(on("2026-03-02"), kind, "x", on("2026-01-01")) for kind in ("off", "work")]
    with pytest.raises(CalendarError) as refused:
        Calendars(rows)
    assert refused.value.code == "clash"
    assert "2026-03-02" in refused.value.message()


def test_two_notices_of_one_day_that_agree_are_fine() -> None:
    rows = [CalendarRow(on("2026-03-02"), "off", name, on("2026-01-01")) for name in ("a", "b")]
    assert not Calendars(rows).as_known(None).is_working(on("2026-03-02"))


@given(ROWS, st.integers(on("2024-12-01"), on("2026-12-31")))
def test_rows_published_later_never_change_an_earlier_calendar(rows: list[CalendarRow], known: int) -> None:
    rows = distinct(rows)
    seen = [row for row in rows if row.known is None or row.known <= known]
    assert Calendars(rows).as_known(known).flags == Calendars(seen).as_known(known).flags


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_carries_no_meaning(rows: list[CalendarRow], dice: random.Random) -> None:
    rows = distinct(rows)
    shuffled = rows[:]
    dice.shuffle(shuffled)
    one, other = Calendars(rows), Calendars(shuffled)
    for known in (None, on("2025-06-15")):
        assert one.as_known(known).flags == other.as_known(known).flags


def test_days_between_two_publications_share_a_table(calendars: Calendars) -> None:
    assert calendars.as_known(on("2025-12-26")) is calendars.as_known(on("2026-05-07"))
    assert calendars.as_known(on("2025-12-24")) is not calendars.as_known(on("2025-12-25"))
    last = max(row["known"] for row in shipped_rows())
    assert calendars.as_known(on(last)) is calendars.as_known(None)
