"""The explained answer: every step with its provision, what was known, what a later notice changed."""

from __future__ import annotations

import random
from datetime import date

import pytest

from phancap.calendar.deadlines import Answer, Limit, explain, split_basis
from phancap.calendar.hours import OfficeHours
from phancap.calendar.moments import format_moment
from phancap.calendar.report import apology, changes, limit_words, lines, notes, to_json
from phancap.calendar.rows import CalendarRow
from phancap.calendar.rules import READ
from phancap.calendar.working import Calendars
from tests.calendar.oracle import at, on


def ask(
    calendars: Calendars, hours: OfficeHours, value: int, unit: str, received: str, **more: object
) -> Answer:
    return explain(Limit(value, unit, 900), at(received), calendars, hours, **more)  # type: ignore[arg-type]


def rules_of(answer: Answer) -> list[str]:
    return [step.rule.rule for step in answer.steps]


def test_the_steps_of_a_count_across_new_year(calendars: Calendars, hours: OfficeHours) -> None:
    answer = ask(calendars, hours, 4, "working_day", "2025-12-30T09:00")
    told = [(step.day, step.rule.rule, step.act, step.provision, step.counted) for step in answer.steps]
    assert told == [
        (on("2025-12-30"), "receipt-not-counted", "91/2015/QH13", "Đ.147 k.2", False),
        (on("2025-12-31"), "working-day", "", "", True),
        (on("2026-01-01"), "day-off", "45/2019/QH14", "Đ.112 k.1", False),
        (on("2026-01-02"), "day-off", "12729/VPCP-KGVX", "", False),
        (on("2026-01-03"), "weekend", "", "", False),
        (on("2026-01-04"), "weekend", "", "", False),
        (on("2026-01-05"), "working-day", "", "", True),
        (on("2026-01-06"), "working-day", "", "", True),
        (on("2026-01-07"), "working-day", "", "", True),
        (on("2026-01-07"), "end-of-office-hours", "", "", False),
    ]


@pytest.mark.parametrize("unit", ["working_day", "day", "month", "hour", "same_day"])
def test_steps_tell_the_whole_count(calendars: Calendars, hours: OfficeHours, unit: str) -> None:
    dice = random.Random(4)
    for _ in range(300):
        received = at("2025-11-01") + dice.randrange(0, 150 * 1440)
        limit = Limit(dice.randrange(1, 25 if unit != "month" else 4), unit, 900)
        answer = explain(limit, received, calendars, hours)
        counted = [step for step in answer.steps if step.counted]
        if unit in ("working_day", "day"):
            assert [step.number for step in counted] == list(range(1, limit.value + 1))
        if unit == "hour":
            assert sum(step.minutes for step in counted) == limit.value * 60
        assert [step.day for step in answer.steps] == sorted(step.day for step in answer.steps)
        assert answer.steps[-1].day == answer.due // 1440
        for step in answer.steps:
            assert step.read in READ
            assert step.rule.vi
            assert step.rule.en


def test_a_limit_in_days_that_ends_on_a_day_off_says_why_it_moved(
    calendars: Calendars, hours: OfficeHours
) -> None:
    answer = ask(calendars, hours, 3, "day", "2026-02-11T09:00")
    moved = [step for step in answer.steps if step.rule.rule == "off-last-day"]
    assert [step.day for step in moved] == list(range(on("2026-02-14"), on("2026-02-23")))
    assert {(step.act, step.provision) for step in moved} == {("91/2015/QH13", "Đ.148 k.5")}


def test_the_law_is_that_of_the_dossiers_day(calendars: Calendars, hours: OfficeHours) -> None:
    """In 2020 the labour code of 2012 made the day off, and nobody read it."""
    (old,) = [
        s
        for s in ask(calendars, hours, 2, "working_day", "2020-04-01T09:00").steps
        if s.rule.rule == "day-off"
    ]
    assert (old.act, old.read) == ("10/2012/QH13", "unread")
    (new,) = [
        s
        for s in ask(calendars, hours, 2, "working_day", "2025-04-04T09:00").steps
        if s.rule.rule == "day-off"
    ]
    assert (new.act, new.provision, new.read) == ("45/2019/QH14", "Đ.112 k.1", "read")


def test_a_provisional_answer_says_so(calendars: Calendars, hours: OfficeHours) -> None:
    answer = ask(calendars, hours, 5, "working_day", "2027-02-01T09:00")
    assert answer.provisional
    assert answer.unannounced
    assert format_moment(answer.due) == "2027-02-15T17:00"
    assert "tạm tính" in notes(answer)[0]
    assert "provisional" in notes(answer, "en")[0]
    assert "day-off-expected" in rules_of(answer)


def test_a_day_off_that_does_not_matter_makes_nothing_provisional(
    calendars: Calendars, hours: OfficeHours
) -> None:
    """Thirty calendar days across Tết do not depend on which days of it are off; ten working days do."""
    assert not ask(calendars, hours, 30, "day", "2027-01-25T09:00").provisional
    assert ask(calendars, hours, 10, "day", "2027-01-25T09:00").provisional  # 4 February: off, or not
    assert ask(calendars, hours, 10, "working_day", "2027-01-25T09:00").provisional


def test_before_its_notice_tet_2025_was_provisional_too(calendars: Calendars, hours: OfficeHours) -> None:
    before = ask(calendars, hours, 5, "working_day", "2025-01-23T09:00", known=on("2024-11-25"))
    after = ask(calendars, hours, 5, "working_day", "2025-01-23T09:00", known=on("2024-11-26"))
    assert before.provisional
    assert not after.provisional
    assert before.due == after.due  # the pattern guessed right


def test_two_later_notices_are_two_changes() -> None:
    rows = [
        CalendarRow(on("2026-03-05"), "off", "1/TB", on("2026-03-03")),
        CalendarRow(on("2026-03-09"), "off", "2/TB", on("2026-03-04")),
        CalendarRow(on("2026-06-05"), "off", "3/TB", on("2026-03-04")),  # far outside the count
    ]
    answer = ask(Calendars(rows), OfficeHours(), 5, "working_day", "2026-03-02T09:00")
    told = [
        (change.instruments, format_moment(change.before), format_moment(change.after))
        for change in answer.changed_since
    ]
    assert told == [
        (("1/TB",), "2026-03-09T17:00", "2026-03-10T17:00"),
        (("2/TB",), "2026-03-10T17:00", "2026-03-11T17:00"),
    ]
    assert answer.due == answer.changed_since[-1].after


def test_a_swap_wholly_inside_the_count_changes_nothing() -> None:
    rows = [
        CalendarRow(on("2026-03-05"), "off", "1/TB", on("2026-03-03")),
        CalendarRow(on("2026-03-07"), "work", "1/TB", on("2026-03-03")),
    ]
    answer = ask(Calendars(rows), OfficeHours(), 8, "working_day", "2026-03-02T09:00")
    assert answer.changed_since == ()


def test_what_changed_since_follows_to_the_answer_of_today(calendars: Calendars, hours: OfficeHours) -> None:
    """The last change of a slip leads to the due moment by everything published, for any day of knowledge."""
    dice = random.Random(9)
    for _ in range(400):
        received = at("2019-01-10") + dice.randrange(0, 2800 * 1440)
        limit = Limit(dice.randrange(1, 40), dice.choice(["working_day", "day"]))
        known = received // 1440 + dice.randrange(-400, 30)
        slip = explain(limit, received, calendars, hours, known=known)
        now = explain(limit, received, calendars, hours)
        last = slip.changed_since[-1].after if slip.changed_since else slip.due
        assert last == now.due
        assert all(change.known > known for change in slip.changed_since)


def test_the_day_of_the_apology(calendars: Calendars, hours: OfficeHours) -> None:
    answer = ask(calendars, hours, 3, "working_day", "2026-02-11T09:00")
    assert answer.apology_by is not None
    assert (
        format_moment(answer.apology_by) == "2026-02-13T17:00"
    )  # a working day before 23 February: before Tết
    assert ask(calendars, hours, 3, "hour", "2026-02-11T09:00").apology_by is None


def test_json_has_the_contracts_keys_first_and_plain_values(calendars: Calendars, hours: OfficeHours) -> None:
    told = to_json(ask(calendars, hours, 10, "working_day", "2025-12-19T09:00"))
    assert told["due"] == "2026-01-06T17:00"
    assert set(told["steps"][0]) >= {"day", "rule", "act", "provision", "counted"}
    assert sum(step["counted"] for step in told["steps"]) == 10
    assert told["changed_since"] == [
        {
            "known": "2025-12-25",
            "instruments": ["12729/VPCP-KGVX"],
            "days": [{"day": "2026-01-02", "kind": "off"}],
            "before": "2026-01-05T17:00",
            "after": "2026-01-06T17:00",
        }
    ]


def test_lines_for_people_join_what_says_the_same(calendars: Calendars, hours: OfficeHours) -> None:
    answer = ask(calendars, hours, 12, "working_day", "2026-03-02T09:00")
    told = lines(answer.steps)
    assert told[1].when == "03-03 → 06-03-2026"
    assert told[1].text.endswith("ngày thứ 1-4")
    assert told[0].basis == "91/2015/QH13 Đ.147 k.2"
    assert len(told) == 7
    assert [line.when for line in lines(answer.steps, "en")] == [line.when for line in told]


def test_changes_and_apology_in_words(calendars: Calendars, hours: OfficeHours) -> None:
    answer = ask(calendars, hours, 10, "working_day", "2025-12-19T09:00")
    (sentence,) = changes(answer)
    assert (
        sentence
        == "12729/VPCP-KGVX, công bố 25-12-2025: hạn chuyển từ 17:00 05-01-2026 sang 17:00 06-01-2026"
    )
    assert "moved from" in changes(answer, "en")[0]
    assert "17:00 05-01-2026" in apology(answer)


@pytest.mark.parametrize(
    "limit, vi, en",
    [
        (Limit(10, "working_day"), "10 ngày làm việc", "10 working days"),
        (Limit(1, "same_day", 900), "trong ngày, chốt 15:00", "same day, cut-off 15:00"),
        (Limit(8, "hour"), "8 giờ làm việc", "8 office hours"),
        (Limit(24, "hour", continuous=True), "24 giờ", "24 hours"),
    ],
)
def test_limits_in_words(limit: Limit, vi: str, en: str) -> None:
    assert (limit_words(limit), limit_words(limit, "en")) == (vi, en)


@pytest.mark.parametrize(
    "text, act, provision",
    [
        ("45/2019/QH14 Đ.112 k.1", "45/2019/QH14", "Đ.112 k.1"),
        ("12729/VPCP-KGVX", "12729/VPCP-KGVX", ""),
        ("", "", ""),
    ],
)
def test_basis(text: str, act: str, provision: str) -> None:
    assert split_basis(text) == (act, provision)


def test_assumed_hours_are_told(calendars: Calendars, hours: OfficeHours) -> None:
    assert any("giả định" in note for note in notes(ask(calendars, hours, 1, "day", "2026-03-02")))
    assert date.fromordinal(ask(calendars, hours, 1, "day", "2026-03-02").due // 1440) == date(2026, 3, 3)
