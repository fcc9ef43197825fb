"""Where a dossier is handed in and by when the answer is due, if it were handed in on the day asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from phancap.calendar.deadlines import Answer, Limit, explain
from phancap.calendar.errors import CalendarError
from phancap.calendar.hours import OfficeHours
from phancap.calendar.moments import DAY, format_moment, parse_clock, show_moment
from phancap.calendar.report import apology, changes, lines, notes
from phancap.calendar.rows import calendar_rows, hours_rows
from phancap.calendar.working import Calendars
from phancap.competence import words
from phancap.competence.answer import provision_words
from phancap.competence.inquiry import Desk, Put
from phancap.web.portal.desk import workspace
from phancap.web.portal.identity import dialled
from phancap.web.portal.version import per_version

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_NEEDS_HOUR = ("hour", "same_day")


def counter(desk: Desk, put: Put, answer: dict[str, Any]) -> dict[str, Any] | None:
    """The organ that receives dossiers of this power there that day; ``None`` where none is recorded.

    It is asked of the charter as the role ``receive``: receiving and deciding are two powers of two organs.
    """
    power = answer["power"]["id"]
    if put.role != "decide" or not any(
        grant.role == "receive" for grant in desk.snapshot.view(power, put.known).grants_of(power)
    ):
        return None
    found = desk.answer(put._replace(power=power, role="receive", decided=None))
    if found["status"] == "competent":
        return {"bodies": [found["body"]], "basis": found["chain"][-1]}
    # Two counters that both receive are a choice for the citizen, and no conflict between organs.
    both = [part["body"] for part in found["candidates"] if part["body"]]
    if found["status"] in ("joint", "overlap") and both:
        return {"bodies": both, "basis": found["candidates"][0]["chain"][-1]}
    return None


def call(number: str) -> dict[str, str]:
    """A telephone number to read and to dial."""
    return {"shown": number, "dial": dialled(number)}


def due(answer: dict[str, Any], put: Put, day_today: int, lang: str) -> list[dict[str, Any]]:
    """For each case of the limit its due moment with every step, if handed in on the day asked.

    A limit that nobody knows gives no moment, and says so; a moment outside the calendar gives none.
    """
    limit = answer["limit"]
    if not limit:
        return []
    cases = limit.get("cases") or [
        {"case": "", "channel": "", "cutoff": "", "act": "", "provision": "", **limit}
    ]
    received, now = put.on * DAY, put.on == day_today
    found = []
    for case in cases:
        about = {
            "name": " · ".join(part for part in (case["case"], case["channel"]) if part),
            "limit": limit_words(case, lang), "act": case["act"], "now": now,
            "provision": provision_words(case["provision"], lang),
        }  # fmt: skip
        counted = None
        # A unit without its value is as unknown as no unit: one day is not assumed.
        stated = case["unit"] == "same_day" or bool(case["value"])
        if stated and case["unit"] in words.LIMIT_UNIT["vi"] and case["unit"] != "unknown":
            at = received
            if case["unit"] in _NEEDS_HOUR:
                at += _minute_now() if now else _opening(put.on)
            counted = _count(
                case["unit"], case["value"] or 1, case["cutoff"] or "", at, put.known, answer["power"]["id"]
            )
        if counted is not None:
            about |= {
                "due": show_moment(counted.due), "due_iso": format_moment(counted.due),
                "received": show_moment(counted.received) if case["unit"] in _NEEDS_HOUR else "",
                "steps": [line._asdict() for line in lines(counted.steps, lang)],
                "notes": [*notes(counted, lang), *changes(counted, lang), *filter(None, [apology(counted, lang)])],
                "provisional": counted.provisional or counted.unannounced,
            }  # fmt: skip
        found.append(about)
    return found


def limit_words(limit: dict[str, Any], lang: str) -> str:
    """`7 ngày làm việc`, or the word for unknown."""
    if not limit["value"] and limit["unit"] != "same_day":
        return words.LIMIT_UNIT[lang]["unknown"]
    unit = words.LIMIT_UNIT[lang].get(limit["unit"], limit["unit"])
    value = "" if limit["value"] is None or limit["unit"] == "same_day" else f"{limit['value']} "
    return f"{value}{unit}"


@per_version(64)
def _office(known: int | None) -> tuple[Calendars, OfficeHours]:
    tables = workspace().tables
    return Calendars(calendar_rows(tables.get("calendar", []))), OfficeHours(
        hours_rows(tables.get("hours", [])), known
    )


@per_version(4096)
def _count(unit: str, value: int, cutoff: str, at: int, known: int | None, power: str) -> Answer | None:
    calendars, hours = _office(known)
    try:
        return explain(
            Limit(value, unit, parse_clock(cutoff) if cutoff else None), at, calendars, hours,
            known=known, power=power,
        )  # fmt: skip
    except CalendarError:
        return None


def _minute_now() -> int:
    now = datetime.now(ZONE)
    return now.hour * 60 + now.minute


def _opening(day: int) -> int:
    """The minute the office opens that day; 08:00 on a day it does not."""
    calendars, hours = _office(None)
    try:
        sessions = hours.sessions(day, calendars.as_known(None))
    except CalendarError:
        sessions = ()
    return sessions[0][0] if sessions else 8 * 60
