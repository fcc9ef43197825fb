"""Due moments against the wall calendar, one case at a time; 100,000 of them under `make torture`."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import settings

from phancap.calendar.deadlines import Limit, Office, add_months, due_moment, explain
from phancap.calendar.errors import CalendarError
from phancap.calendar.hours import OfficeHours
from phancap.calendar.moments import format_moment
from phancap.calendar.rows import HoursRow
from phancap.calendar.working import Calendars
from tests.calendar import oracle
from tests.calendar.oracle import at, on

TORTURE = settings.default is not None and settings.default.max_examples > 1000
CASES = 100_000 if TORTURE else 6_000

# Around these days the count is hard: Tết of each year, and every swapped pair.
HARD = """
    2019-01-05 2019-02-05 2019-05-01 2020-01-25 2021-02-12 2021-09-02 2022-02-01
    2022-05-01 2023-01-22 2023-09-02 2024-02-10 2024-05-01 2024-09-02 2025-01-29
    2025-04-28 2026-01-06 2026-02-17 2026-08-28 2026-11-24 2027-02-06 2027-09-02
""".split()
SPANS = [((420, 660), (780, 1020)), ((480, 720), (780, 1020)), ((450, 690),), ((420, 630), (780, 990))]


def office_with(calendars: Calendars, spans: tuple[tuple[int, int], ...], known: date | None) -> Office:
    rows = [HoursRow("", "", (0, 1, 2, 3, 4), start, end, source="s") for start, end in spans]
    return Office(calendars.as_known(None if known is None else known.toordinal()), OfficeHours(rows))


def test_random_dossiers_equal_the_wall_calendar(calendars: Calendars) -> None:
    dice = random.Random(20260102)
    offices: dict[tuple[int, date | None], Office] = {}
    publications = [None, *(date.fromordinal(day) for day in calendars.notices)]
    tried: Counter[str] = Counter()
    for _ in range(CASES):
        if dice.random() < 0.8:
            hard = date.fromisoformat(dice.choice(HARD)) + timedelta(days=dice.randrange(-45, 25))
            day = max(hard, date(2018, 12, 31))  # where the calendar begins
        else:
            day = date(2019, 1, 1) + timedelta(days=dice.randrange(0, 3200))
        received = day.toordinal() * 1440 + dice.randrange(0, 1440)
        unit = dice.choice(["working_day", "working_day", "day", "month", "same_day", "hour"])
        value = dice.randrange(1, {"hour": 17, "month": 7}.get(unit, 46))
        cutoff = dice.choice([None, 900, 960]) if unit == "same_day" else None
        known = dice.choice(publications) if dice.random() < 0.5 else None
        which = dice.randrange(len(SPANS))
        office = offices.setdefault((which, known), office_with(calendars, SPANS[which], known))
        expected = oracle.due(value, unit, received, known, SPANS[which], cutoff)
        got = due_moment(Limit(value, unit, cutoff), received, office)
        assert got == expected, (value, unit, format_moment(received), known, format_moment(got))
        tried[unit] += 1
    assert min(tried.values()) > CASES / 10


@pytest.mark.parametrize(
    "value, unit, received, due",
    [
        # The day of receipt is not counted, whatever the hour.
        (1, "working_day", "2026-03-02T07:00", "2026-03-03T17:00"),
        (1, "working_day", "2026-03-02T16:59", "2026-03-03T17:00"),
        (5, "working_day", "2026-03-02T09:00", "2026-03-09T17:00"),
        # Received on a Saturday or in the evening: the next working day is the first one.
        (1, "working_day", "2026-03-07T09:00", "2026-03-09T17:00"),
        (1, "working_day", "2026-03-06T20:00", "2026-03-09T17:00"),
        # Tết 2026, nine days.
        (3, "working_day", "2026-02-11T09:00", "2026-02-23T17:00"),
        # A worked Saturday counts; the day off given for it does not.
        (1, "working_day", "2026-01-09T09:00", "2026-01-10T17:00"),
        (1, "working_day", "2026-08-28T09:00", "2026-09-03T17:00"),
        (1, "working_day", "2026-08-21T09:00", "2026-08-22T17:00"),
        # Days run on through days off, but do not end on one.
        (3, "day", "2026-02-11T09:00", "2026-02-23T17:00"),
        (2, "day", "2026-02-11T09:00", "2026-02-13T17:00"),
        (15, "day", "2026-03-02T09:00", "2026-03-17T17:00"),
        (1, "day", "2026-01-09T09:00", "2026-01-10T17:00"),
        # A month ends on the same day, or on the last one.
        (1, "month", "2026-01-31T09:00", "2026-03-02T17:00"),  # 28-2 is a Saturday
        (1, "month", "2024-01-31T09:00", "2024-02-29T17:00"),
        (3, "month", "2025-11-30T09:00", "2026-03-02T17:00"),
        (12, "month", "2024-02-29T09:00", "2025-02-28T17:00"),
        # Hours are office hours: lunch, nights and days off do not count; a full session ends with it.
        (2, "hour", "2026-03-02T10:00", "2026-03-02T14:00"),
        (2, "hour", "2026-03-02T15:00", "2026-03-02T17:00"),
        (8, "hour", "2026-03-06T15:00", "2026-03-09T15:00"),
        (1, "hour", "2026-03-07T09:00", "2026-03-09T08:00"),
        # The same day, or the next one.
        (1, "same_day", "2026-03-02T15:00", "2026-03-02T17:00"),
        (1, "same_day", "2026-03-02T15:01", "2026-03-03T17:00"),
        (1, "same_day", "2026-03-07T09:00", "2026-03-09T17:00"),
        (1, "same_day", "2026-03-02T05:00", "2026-03-02T17:00"),
    ],
)
def test_cases(office: Office, value: int, unit: str, received: str, due: str) -> None:
    limit = Limit(value, unit, 900 if unit == "same_day" else None)
    assert format_moment(due_moment(limit, at(received), office)) == due


def test_the_same_day_without_a_cutoff_lasts_as_long_as_the_office(office: Office) -> None:
    limit = Limit(1, "same_day")
    assert format_moment(due_moment(limit, at("2026-03-02T17:00"), office)) == "2026-03-02T17:00"
    assert format_moment(due_moment(limit, at("2026-03-02T17:01"), office)) == "2026-03-03T17:00"


def test_clock_hours_run_through_the_night(office: Office) -> None:
    limit = Limit(24, "hour", continuous=True)
    assert format_moment(due_moment(limit, at("2026-02-14T16:30"), office)) == "2026-02-15T16:30"


@pytest.mark.parametrize(
    "received, started_at, one_day",
    [
        ("2026-03-02T15:59", "2026-03-02T15:59", "2026-03-03T17:00"),
        ("2026-03-02T16:00", "2026-03-03T08:00", "2026-03-04T17:00"),  # the last hour begins
        ("2026-03-06T22:00", "2026-03-09T08:00", "2026-03-10T17:00"),
        ("2026-03-07T09:00", "2026-03-09T08:00", "2026-03-10T17:00"),
        ("2026-02-13T16:30", "2026-02-23T08:00", "2026-02-24T17:00"),  # the last hour before Tết
    ],
)
def test_the_last_hour_counts_from_the_next_working_day(
    calendars: Calendars, hours: OfficeHours, received: str, started_at: str, one_day: str
) -> None:
    answer = explain(Limit(1, "working_day"), at(received), calendars, hours, start="last-hour")
    assert (format_moment(answer.started), format_moment(answer.due)) == (started_at, one_day)


def test_an_extra_opening_shortens_nobodys_limit(calendars: Calendars) -> None:
    week = [HoursRow("", "", (0, 1, 2, 3, 4), start, end, source="s") for start, end in SPANS[0]]
    extra = [
        HoursRow("", "", (5, 6), 450, 690, source="s", extra=True),
        HoursRow("", "", (0, 1, 2, 3, 4), 1020, 1080, source="s", extra=True),
        HoursRow("", "", tuple(range(7)), 480, 600, on("2026-02-14"), on("2026-02-23"), "s", True),  # all Tết
    ]
    plain, more = (Office(calendars.as_known(None), OfficeHours(rows)) for rows in (week, week + extra))
    dice = random.Random(8)
    for _ in range(1500):
        received = at("2026-01-20") + dice.randrange(0, 50 * 1440)
        for limit in (Limit(7, "working_day"), Limit(7, "day"), Limit(6, "hour"), Limit(1, "same_day", 900)):
            assert due_moment(limit, received, more) == due_moment(limit, received, plain)


def test_months_are_those_of_the_civil_code() -> None:
    for start, months, end in (
        ("2025-01-31", 1, "2025-02-28"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2025-03-15", 12, "2026-03-15"),
    ):
        assert add_months(on(start), months) == on(end)


@pytest.mark.parametrize(
    "limit, code, says",
    [
        (Limit(10, "unknown"), "unknown-limit", "không suy đoán"),
        (Limit(0, "working_day"), "value", "từ 1"),
        (Limit(-3, "day"), "value", "`-3`"),
        (Limit(10**9, "hour"), "value", "50000"),
        (Limit(3, "workingday"), "unit", "`working_day`?"),
        (Limit(3, "ngày"), "unit", "working_day, day, hour"),
        (Limit(3, ""), "unit", "same_day, unknown"),
    ],
)
def test_what_cannot_be_counted_is_refused(office: Office, limit: Limit, code: str, says: str) -> None:
    with pytest.raises(CalendarError) as refused:
        due_moment(limit, at("2026-03-02T09:00"), office)
    assert refused.value.code == code
    assert says in refused.value.message("vi")
    assert refused.value.message("en") != refused.value.message("vi")


def test_a_start_rule_that_does_not_exist(office: Office) -> None:
    with pytest.raises(CalendarError, match="last-hour"):
        due_moment(Limit(1, "day"), at("2026-03-02"), office, start="tomorrow")


@pytest.mark.parametrize("unit", ["working_day", "day", "month", "same_day", "hour"])
def test_a_receipt_before_the_calendar_begins(office: Office, unit: str) -> None:
    with pytest.raises(CalendarError) as refused:
        due_moment(Limit(5, unit), at("2018-12-30T09:00"), office)
    assert refused.value.code == "outside"
    assert "2018-12-30" in str(refused.value)


def test_limits_that_leave_the_calendar(office: Office) -> None:
    for limit in (Limit(5000, "working_day"), Limit(7300, "day"), Limit(240, "month"), Limit(50_000, "hour")):
        with pytest.raises(CalendarError) as refused:
            due_moment(limit, at("2045-03-02T09:00"), office)
        assert refused.value.code == "outside"


class TestLetter12729:
    """`12729/VPCP-KGVX` of 25-12-2025 gave 2-1-2026 off and had 10-1-2026 worked: what it moved, exactly."""

    FROM, UNTIL = on("2025-10-01"), on("2026-05-01")
    FRIDAY, SATURDAY, MONDAY = on("2026-01-02"), on("2026-01-10"), on("2026-01-12")

    def both(self, calendars: Calendars, hours: OfficeHours) -> tuple[Office, Office]:
        return Office(calendars.as_known(on("2025-12-20")), hours), Office(calendars.as_known(None), hours)

    @pytest.mark.parametrize("clock", [540, 901])
    @pytest.mark.parametrize("unit", ["working_day", "day", "month", "same_day"])
    def test_exactly_these_due_moments_differ(
        self, calendars: Calendars, hours: OfficeHours, unit: str, clock: int
    ) -> None:
        then, now = self.both(calendars, hours)
        differ = 0
        for received in range(self.FROM, self.UNTIL):
            for value in range(1, {"working_day": 81, "day": 121, "month": 5, "same_day": 2}[unit]):
                limit = Limit(value, unit, 900)
                before = due_moment(limit, received * 1440 + clock, then)
                after = due_moment(limit, received * 1440 + clock, now)
                assert (before != after) is self._moves(unit, value, received, clock, before // 1440), (
                    date.fromordinal(received), value,
                )  # fmt: skip
                differ += before != after
        assert differ

    def _moves(self, unit: str, value: int, received: int, clock: int, due_then: int) -> bool:
        if unit == "working_day":
            # A count that holds the Friday ends a day later, until the Saturday makes up for it; one that
            # starts between the two holds only the Saturday, and ends a day earlier from then on.
            if received < self.FRIDAY:
                return self.FRIDAY <= due_then < self.SATURDAY
            return received < self.SATURDAY and due_then >= self.MONDAY
        if unit == "same_day":
            if clock <= 900:
                return received in (self.FRIDAY - 1, self.FRIDAY, self.SATURDAY)
            return received in (self.FRIDAY - 2, self.FRIDAY - 1, self.SATURDAY - 1)  # the next day is meant
        nominal = received + value if unit == "day" else add_months(received, value)
        # 1 January is off as well: a limit that ends there moves to the Friday, or past it.
        return nominal in (self.FRIDAY - 1, self.FRIDAY, self.SATURDAY)

    def test_the_answer_of_today_says_so_and_names_the_letter(
        self, calendars: Calendars, hours: OfficeHours
    ) -> None:
        then, now = self.both(calendars, hours)
        for received in range(on("2025-12-01"), on("2025-12-20")):
            for value in range(1, 31):
                limit, moment = Limit(value, "working_day"), received * 1440 + 540
                answer = explain(limit, moment, calendars, hours)
                before, after = due_moment(limit, moment, then), due_moment(limit, moment, now)
                assert answer.due == after
                if before == after:
                    assert answer.changed_since == ()
                else:
                    (change,) = answer.changed_since
                    assert change.instruments == ("12729/VPCP-KGVX",)
                    assert (change.known, change.before, change.after) == (on("2025-12-25"), before, after)

    def test_the_slip_of_20_december_stays_explainable(
        self, calendars: Calendars, hours: OfficeHours
    ) -> None:
        limit, moment = Limit(10, "working_day"), at("2025-12-19T09:00")
        slip = explain(limit, moment, calendars, hours, known=on("2025-12-20"))
        assert format_moment(slip.due) == "2026-01-05T17:00"
        assert [step.number for step in slip.steps if step.counted] == list(range(1, 11))
        assert "12729/VPCP-KGVX" not in {step.act for step in slip.steps}
        (change,) = slip.changed_since
        assert format_moment(change.after) == "2026-01-06T17:00"
        assert change.days == ((self.FRIDAY, "off"),)
