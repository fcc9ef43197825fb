"""iCalendar files, read back by the rules of RFC 5545 as another program would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from phancap.calendar.ical import Entry, write_ics
from tests.calendar.oracle import at

STAMP = at("2026-01-05T08:30")


def read_ics(text: str) -> list[tuple[str, str]]:
    """Content lines as (name with parameters, value), unfolded and unescaped."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    for line in text.split("\r\n"):
        assert len(line.encode("utf-8")) <= 75
    found = []
    for line in text.replace("\r\n ", "").split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        out, escaped = "", False
        for char in value:
            if escaped:
                out, escaped = out + ("\n" if char in "nN" else char), False
            elif char == "\\":
                escaped = True
            else:
                out += char
        found.append((name, out))
    return found


def test_one_event() -> None:
    text = write_ics(
        [Entry(at("2026-01-06T17:00"), "Hạn: hồ sơ 1; sửa, đổi", "dòng 1\ndòng 2", at("2026-01-05T17:00"))],
        STAMP,
    )
    lines = read_ics(text)
    assert lines[:2] == [("BEGIN", "VCALENDAR"), ("VERSION", "2.0")]
    told = dict(lines)
    assert told["DTSTART"] == "20260106T100000Z"  # 17:00 in UTC+7
    assert told["DTSTAMP"] == "20260105T013000Z"
    assert told["SUMMARY"] == "Hạn: hồ sơ 1; sửa, đổi"
    assert [value for name, value in lines if name == "DESCRIPTION"] == [
        "dòng 1\ndòng 2",
        "Hạn: hồ sơ 1; sửa, đổi",
    ]
    assert told["TRIGGER;VALUE=DATE-TIME"] == "20260105T100000Z"
    opened = [value for name, value in lines if name == "BEGIN"]
    closed = [value for name, value in lines if name == "END"]
    assert (opened, closed) == (["VCALENDAR", "VEVENT", "VALARM"], ["VALARM", "VEVENT", "VCALENDAR"])


def test_the_small_hours_belong_to_the_day_before_in_utc() -> None:
    assert (
        dict(read_ics(write_ics([Entry(at("2026-01-01T00:30"), "x")], STAMP)))["DTSTART"]
        == "20251231T173000Z"
    )


def test_the_same_deadline_keeps_its_uid() -> None:
    entry = Entry(at("2026-01-06T17:00"), "hạn")
    uids = [dict(read_ics(write_ics([entry], stamp)))["UID"] for stamp in (STAMP, STAMP + 60)]
    assert uids[0] == uids[1]
    other = dict(read_ics(write_ics([entry._replace(at=entry.at + 1)], STAMP)))["UID"]
    assert other != uids[0]
    assert dict(read_ics(write_ics([entry._replace(uid="H08-1@x")], STAMP)))["UID"] == "H08-1@x"


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_comes_back_without_its_control_characters(summary: str, description: str) -> None:
    lines = read_ics(write_ics([Entry(STAMP, summary, description)], STAMP))
    plain = description.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(char for char in plain if (char >= " " and char != "\x7f") or char == "\n")
    assert [value for name, value in lines if name == "DESCRIPTION"] == ([kept] if description else [])
