"""Joined procedures: three bodies, 3 + 3 + 10 working days, 16 in all (Decree 297/2025/NĐ-CP)."""

from __future__ import annotations

from phancap.calendar.deadlines import Limit, Office, due_moment
from phancap.calendar.joined import Part, joined
from phancap.calendar.moments import format_moment
from tests.calendar.oracle import at

TOTAL = Limit(16, "working_day")
RECEIVED = at("2025-12-22T09:00")


def parts(*done: str) -> list[Part]:
    finished = [at(text) for text in done] + [None] * (3 - len(done))
    names = ("đăng ký hộ kinh doanh", "an ninh, trật tự", "karaoke")
    limits = (Limit(3, "working_day"), Limit(3, "working_day"), Limit(10, "working_day"))
    return [Part(*part) for part in zip(names, limits, finished, strict=True)]


def test_the_parts_follow_each_other_and_fill_the_whole(office: Office) -> None:
    told, whole = joined(parts(), RECEIVED, TOTAL, office)
    # Across the swap: 2 January off, Saturday 10 January worked.
    assert [format_moment(part.due) for part in told] == [
        "2025-12-25T17:00",
        "2025-12-30T17:00",
        "2026-01-14T17:00",
    ]
    assert whole == told[-1].due == due_moment(TOTAL, RECEIVED, office)


def test_a_body_that_is_early_leaves_time_to_the_next(office: Office) -> None:
    told, whole = joined(parts("2025-12-23T09:00"), RECEIVED, TOTAL, office)
    assert format_moment(told[1].due) == "2025-12-26T17:00"
    assert told[2].due < whole


def test_a_body_that_is_late_takes_no_time_of_the_applicant(office: Office) -> None:
    told, whole = joined(parts("2025-12-29T09:00"), RECEIVED, TOTAL, office)
    assert [part.late for part in told] == [True, False, False]
    assert format_moment(whole) == "2026-01-14T17:00"
    assert told[2].due == whole  # not 16 January, as ten more working days would give
