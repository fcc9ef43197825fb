"""Reading the two tables and moments: forms that people write, and refusals that help."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phancap.calendar.errors import CalendarError
from phancap.calendar.moments import (
    MomentError,
    format_clock,
    format_moment,
    parse_clock,
    parse_moment,
    show_moment,
)
from phancap.calendar.rows import CalendarRow, calendar_rows, hours_rows, read_folder
from tests.calendar.oracle import at, on

CALENDAR = "day,kind,instrument,known,source\n"
HOURS = "body,power,weekday,open,close,from,to,source\n"


def write(folder: Path, calendar: str = "", hours: str = "") -> Path:
    if calendar:
        (folder / "calendar.csv").write_text(calendar, encoding="utf-8")
    if hours:
        (folder / "hours.csv").write_text(hours, encoding="utf-8")
    return folder


def test_a_folder_without_the_tables_has_none(tmp_path: Path) -> None:
    assert read_folder(tmp_path) == ([], [])


def test_reads_what_excel_writes(tmp_path: Path) -> None:
    text = "\ufeffday;kind;instrument;known;source\r\n2026-03-02;off;1/TB;2026-01-05;s\r\n"
    (tmp_path / "calendar.csv").write_text(text, encoding="utf-8", newline="")
    rows, _ = read_folder(tmp_path)
    assert rows == [CalendarRow(on("2026-03-02"), "off", "1/TB", on("2026-01-05"), "s")]


def test_columns_may_be_missing_or_more(tmp_path: Path) -> None:
    rows, _ = read_folder(write(tmp_path, "kind,day,remark\noff,2026-03-02,x\n"))
    assert rows == [CalendarRow(on("2026-03-02"), "off")]


@pytest.mark.parametrize(
    "calendar, code, says",
    [
        (CALENDAR + "2026-03-02,holiday,,,\n", "kind", "calendar.csv:2"),
        (CALENDAR + ",off,,,\n", "day-missing", "calendar.csv:2"),
        (CALENDAR + "02/03/2026,off,,,\n", "day-bad", "`2026-03-02`"),
        (CALENDAR + "2026-03-02,off,,31-12-2025,\n", "day-bad", "calendar.csv:2:known"),
        ("date,kind\n2026-03-02,off\n", "column", "`day`"),
        (CALENDAR + "2026-03-02,off,,,,,too,many\n", "unreadable", "calendar.csv:2"),
    ],
)
def test_wrong_rows_of_the_calendar(tmp_path: Path, calendar: str, code: str, says: str) -> None:
    with pytest.raises(CalendarError) as refused:
        read_folder(write(tmp_path, calendar))
    assert refused.value.code == code
    assert says in refused.value.message("vi")


@pytest.mark.parametrize(
    "row, code, says",
    [
        (",,mon,7h30,11:30,,,s", "clock", "`7h30`"),
        (",,mon,07:30,,,,s", "clock", "hh:mm"),
        (",,mon,11:30,07:30,,,s", "session", "07:30"),
        (",,someday,07:30,11:30,,,s", "weekday", "`someday`"),
        (",,mon,07:30,11:30,2026-03-02,2026-03-02,s", "span", "hours.csv:2"),
        (",,mon,07:30,25:00,,,s", "clock", "`25:00`"),
    ],
)
def test_wrong_rows_of_the_hours(tmp_path: Path, row: str, code: str, says: str) -> None:
    with pytest.raises(CalendarError) as refused:
        read_folder(write(tmp_path, hours=HOURS + row + "\n"))
    assert refused.value.code == code
    assert says in refused.value.message("vi")


def test_sessions_that_overlap_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CalendarError) as refused:
        read_folder(write(tmp_path, hours=HOURS + ",,mon,07:30,11:30,,,s\n,,mon-fri,11:00,12:00,,,s\n"))
    assert refused.value.code == "overlap"
    assert "11:00-12:00" in str(refused.value)


def test_sessions_of_other_years_do_not_overlap(tmp_path: Path) -> None:
    rows = ",,mon,07:30,11:30,,2026-01-01,s\n,,mon,07:00,11:00,2026-01-01,,s\n"
    assert len(read_folder(write(tmp_path, hours=HOURS + rows))[1]) == 2


def test_weekends_are_openings_whatever_they_are_called(tmp_path: Path) -> None:
    _, rows = read_folder(write(tmp_path, hours=HOURS + ",,mon-sat,07:30,11:30,,,s\n"))
    assert [(row.weekdays, row.extra) for row in rows] == [((0, 1, 2, 3, 4), False), ((5,), True)]


def test_a_column_kind_marks_extra_openings(tmp_path: Path) -> None:
    text = HOURS.strip() + ",kind\n,,mon,17:00,18:00,,,s,extra\n,,mon,07:00,11:00,,,s,\n,,sat,,,,,s,extra\n"
    _, rows = read_folder(write(tmp_path, hours=text))
    assert [(row.open, row.extra) for row in rows] == [(1020, True), (420, False), (0, True)]
    with pytest.raises(CalendarError, match="`sometimes`"):
        read_folder(write(tmp_path, hours=HOURS.strip() + ",kind\n,,mon,17:00,18:00,,,s,sometimes\n"))


def test_rows_of_a_loaded_workspace_read_the_same() -> None:
    """Typed rows: days are numbers already, empty ones None."""
    calendar = [{"day": on("2026-03-02"), "kind": "off", "instrument": "1/TB", "known": None, "source": "s"}]
    assert calendar_rows(calendar) == [CalendarRow(on("2026-03-02"), "off", "1/TB", None, "s")]
    hours = [
        {"body": "", "power": "", "weekday": "", "open": "07:00", "close": "11:00", "from": None, "to": None}
    ]
    (row,) = hours_rows(hours)
    assert (row.weekdays, row.open, row.close) == ((0, 1, 2, 3, 4), 420, 660)


@pytest.mark.parametrize(
    "text, moment, with_hour",
    [
        ("2026-01-09", "2026-01-09T00:00", False),
        ("2026-01-09T15:01", "2026-01-09T15:01", True),
        (" 2026-01-09 7:05 ", "2026-01-09T07:05", True),
        ("2026-01-09T15:01:00", "2026-01-09T15:01", True),
        ("2026-01-09T15:01+07:00", "2026-01-09T15:01", True),
    ],
)
def test_moments(text: str, moment: str, with_hour: bool) -> None:
    assert parse_moment(text) == (at(moment), with_hour)


@pytest.mark.parametrize(
    "text",
    ["", "2026-02-30", "09-01-2026", "2026-01-09T24:00", "2026-01-09T15:60", "2026-01-09T15",
     "2026-01-09X15:00", "2026-01-09T15:01Z", "2026-01-09T15:01+08:00", "2026-01-09T15:01:30",
     "2026-01-09T1５:00", "hôm nay"],
)  # fmt: skip
def test_texts_that_are_no_moment(text: str) -> None:
    with pytest.raises(MomentError) as refused:
        parse_moment(text)
    assert "YYYY-MM-DD" in refused.value.message("vi")
    assert "YYYY-MM-DD" in refused.value.message("en")


def test_a_date_written_the_vietnamese_way_gets_a_hint() -> None:
    with pytest.raises(MomentError, match="có phải `2025-12-19`"):
        parse_moment("19/12/2025")


@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_a_sentence(text: str) -> None:
    try:
        moment, _ = parse_moment(text)
    except MomentError as refused:
        assert refused.message("vi")
        assert refused.message("en")
    else:
        assert parse_moment(format_moment(moment))[0] == moment


@given(st.integers(0, 1440))
def test_clock_there_and_back(minute: int) -> None:
    assert parse_clock(format_clock(minute)) == minute


def test_moments_for_people() -> None:
    assert show_moment(at("2026-01-09T17:00")) == "17:00 09-01-2026"
