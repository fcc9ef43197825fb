"""Deadlines for other people's calendars: a small writer of iCalendar (RFC 5545).

Only what a due moment needs: events with a moment, a text and a reminder. Times are written in UTC, so that
no time-zone table has to travel with the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from phancap.calendar.moments import DAY, UTC_OFFSET

PRODUCT = "-//phancap//deadline//VI"


class Entry(NamedTuple):
    """A moment to put into a calendar, with when to be reminded. An empty ``uid`` is made from the rest."""

    at: int
    summary: str
    description: str = ""
    remind_at: int | None = None
    uid: str = ""


def write_ics(entries: Iterable[Entry], stamp: int) -> str:
    """An iCalendar file with one event an entry; ``stamp`` is the moment of writing.

    Lines end with CRLF and are folded at 75 octets, never inside a character.
    """
    out = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    for entry in entries:
        out += [
            "BEGIN:VEVENT",
            f"UID:{entry.uid or _uid(entry)}",
            f"DTSTAMP:{_utc(stamp)}",
            f"DTSTART:{_utc(entry.at)}",
            f"SUMMARY:{_escape(entry.summary)}",
        ]
        if entry.description:
            out.append(f"DESCRIPTION:{_escape(entry.description)}")
        out.append("TRANSP:TRANSPARENT")
        if entry.remind_at is not None:
            out += [
                "BEGIN:VALARM",
                "ACTION:DISPLAY",
                f"DESCRIPTION:{_escape(entry.summary)}",
                f"TRIGGER;VALUE=DATE-TIME:{_utc(entry.remind_at)}",
                "END:VALARM",
            ]
        out.append("END:VEVENT")
    out.append("END:VCALENDAR")
    return "".join(f"{_fold(line)}\r\n" for line in out)


def _utc(moment: int) -> str:
    day, minute = divmod(moment - UTC_OFFSET, DAY)
    return f"{date.fromordinal(day):%Y%m%d}T{minute // 60:02d}{minute % 60:02d}00Z"


def _escape(text: str) -> str:
    for plain, escaped in (
        ("\\", "\\\\"),
        (";", "\\;"),
        (",", "\\,"),
        ("\r\n", "\\n"),
        ("\n", "\\n"),
        ("\r", "\\n"),
    ):
        text = text.replace(plain, escaped)
    # Other control characters have no place in a content line.
    return "".join(char for char in text if char >= " " and char != "\x7f")


def _fold(line: str) -> str:
    parts, size, part = [], 0, ""
    for char in line:
        octets = len(char.encode("utf-8"))
        if size + octets > 75:
            parts.append(part)
            part, size = " ", 1
        part += char
        size += octets
    return "\r\n".join((*parts, part))


def _uid(entry: Entry) -> str:
    text = f"{entry.at}|{entry.summary}|{entry.description}"
    return f"{hashlib.sha256(text.encode()).hexdigest()[:32]}@phancap"
