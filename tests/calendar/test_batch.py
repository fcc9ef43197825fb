"""Many deadlines at once equal one at a time, the numpy way and through the loop that numba compiles."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from phancap.calendar import batch
from phancap.calendar.deadlines import Limit, Office, due_moment
from phancap.calendar.errors import CalendarError
from phancap.calendar.hours import OfficeHours
from phancap.calendar.rows import HoursRow
from phancap.calendar.working import FIRST, LAST, WorkCalendar
from tests.calendar.oracle import at

WEEK = (0, 1, 2, 3, 4)
THREE = OfficeHours(
    [
        HoursRow("", "", (0, 1, 2), *span, source="s")
        for span in ((420, 540), (570, 660), (780, 1020))
    ]
    + [HoursRow("", "", (3, 4), 450, 690, source="s")]
)  # fmt: skip
UNITS = list(batch.UNIT_CODES)


def questions(size: int) -> tuple[batch.Ints, batch.Ints, batch.Ints, batch.Ints]:
    dice = np.random.default_rng(7)
    received = dice.integers(FIRST * 1440, (LAST - 4000) * 1440, size)
    units = dice.integers(0, len(UNITS), size)
    cutoffs = np.where(dice.random(size) < 0.5, 900, batch.NO_CUTOFF)
    return received, dice.integers(1, 60, size), units, cutoffs


def one_by_one(office: Office, *columns: batch.Ints) -> list[int]:
    return [
        due_moment(Limit(value, UNITS[unit], cutoff if cutoff < batch.NO_CUTOFF else None), received, office)
        for received, value, unit, cutoff in zip(*(column.tolist() for column in columns), strict=True)
    ]


@pytest.mark.parametrize("hours", [OfficeHours(), THREE], ids=["two-sessions", "uneven"])
def test_columns_and_loop_equal_one_at_a_time(today: WorkCalendar, hours: OfficeHours) -> None:
    office = Office(today, hours)
    asked, tables = questions(4000), batch.tables(office)
    expected = one_by_one(office, *asked)
    received, values, units, cutoffs = asked
    assert batch.due_many(received, values, units, tables, cutoffs, compiled=False).tolist() == expected
    # With numba this is the compiled loop, without it the columns again.
    assert batch.due_many(received, values, units, tables, cutoffs).tolist() == expected
    due = np.empty(len(received), dtype=np.int64)
    batch.count_all(received, values, units, cutoffs, *tables, FIRST, due)
    assert due.tolist() == expected


def test_nothing_asked_nothing_answered(office: Office) -> None:
    none = np.array([], dtype=np.int64)
    assert batch.due_many(none, none, none, batch.tables(office)).size == 0


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize(
    "received, value, unit, code",
    [
        ("2018-01-01T08:00", 5, "working_day", "outside"),
        ("2051-01-01T08:00", 5, "working_day", "outside"),
        ("2050-12-20T08:00", 90, "working_day", "outside"),
        ("2050-12-20T08:00", 90, "day", "outside"),
        ("2050-12-20T08:00", 90, "hour", "outside"),
        ("2050-12-20T08:00", 9, "month", "outside"),
        ("2026-12-20T08:00", 0, "day", "value"),
        ("2026-12-20T08:00", 241, "month", "value"),
    ],
)
def test_what_one_answer_refuses_the_batch_refuses(
    office: Office, received: str, value: int, unit: str, code: str, compiled: bool
) -> None:
    columns = [np.array([number]) for number in (at(received), value, batch.UNIT_CODES[unit])]
    with pytest.raises(CalendarError) as refused:
        batch.due_many(*columns, batch.tables(office), compiled=compiled)
    assert refused.value.code == code


def test_a_unit_without_a_code_is_refused(office: Office) -> None:
    with pytest.raises(CalendarError, match="`5`"):
        batch.due_many(np.array([at("2026-01-05")]), np.array([1]), np.array([5]), batch.tables(office))


def test_one_answer_needs_no_numpy() -> None:
    """Nor anything else that only many answers need."""
    probe = (
        "import sys; from phancap.cli.main import main\n"
        "asked = ['deadline', '--limit', '10', 'working_day', '--received', '2025-12-19T09:00', '--json']\n"
        "try: main(asked)\n"
        "except SystemExit: pass\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert '"due": "2026-01-06T17:00"' in done.stdout
    assert not {"numpy", "numba", "rich", "django", "openpyxl", "dataclasses"} & set(done.stderr.split())
