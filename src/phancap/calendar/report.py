"""An answer about a deadline as JSON and as lines for people. Nothing is decided here, only said."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from phancap.calendar.deadlines import Answer, Limit, Step
from phancap.calendar.moments import DAY, format_clock, format_moment, show_moment
from phancap.formats.days import format_day, show_day
from phancap.formats.say import say

WORDS = {
    "vi": {
        "unit-working_day": "{value} ngày làm việc",
        "unit-day": "{value} ngày",
        "unit-hour": "{value} giờ làm việc",
        "unit-clock": "{value} giờ",
        "unit-month": "{value} tháng",
        "unit-same_day": "trong ngày",
        "cutoff": ", chốt {at}",
        "unit-unknown": "chưa rõ",
        "due": "hạn giải quyết",
        "counted": "ngày thứ {first}",
        "counted-many": "ngày thứ {first}-{last}",
        "changed": "{what}, công bố {known}: hạn chuyển từ {before} sang {after}",
        "law-change": "lịch nghỉ mới",
        "apology": "nếu trễ: xin lỗi và hẹn lại bằng văn bản chậm nhất {at}",
        "provisional": "tạm tính: có ngày nghỉ chưa có thông báo đã đọc, hạn có thể thay đổi",
        "unannounced": "tạm tính: chưa có lịch nghỉ nào của năm {year} được công bố và đọc",
        "hours-assumed": "giờ làm việc là giả định: chưa có nguồn",
        "known": "chỉ tính đến những gì đã công bố ngày {day}",
        "unread": "chưa đọc nguyên văn quy định về: {rules}",
    },
    "en": {
        "unit-working_day": "{value} working days",
        "unit-day": "{value} days",
        "unit-hour": "{value} office hours",
        "unit-clock": "{value} hours",
        "unit-month": "{value} months",
        "unit-same_day": "same day",
        "cutoff": ", cut-off {at}",
        "unit-unknown": "unknown",
        "due": "due",
        "counted": "day {first}",
        "counted-many": "days {first}-{last}",
        "changed": "{what}, published {known}: moved from {before} to {after}",
        "law-change": "a later calendar",
        "apology": "if late: a written apology with the new day by {at}",
        "provisional": "provisional: it rests on days off that no notice read so far has settled",
        "unannounced": "provisional: no days off of {year} have been published and read",
        "hours-assumed": "office hours are an assumption: no source yet",
        "known": "only what was published by {day}",
        "unread": "text not read for: {rules}",
    },
}


class Line(NamedTuple):
    """One line for people: when, what, and the provision behind it."""

    when: str
    text: str
    basis: str


def limit_words(limit: Limit, lang: str = "vi") -> str:
    """The limit as people say it: ``10 ngày làm việc``."""
    unit = "clock" if limit.unit == "hour" and limit.continuous else limit.unit
    text = say(WORDS, lang, f"unit-{unit}", value=limit.value)
    if limit.cutoff is not None and limit.unit == "same_day":
        text += say(WORDS, lang, "cutoff", at=format_clock(limit.cutoff))
    return text


def to_json(answer: Answer, lang: str = "vi") -> dict[str, Any]:
    """The contract's object (``due, steps, changed_since``) with what else is known about the answer.

    Moments are local time of Vietnam (UTC+7) without an offset, as everywhere in the contract.
    """
    limit = answer.limit
    return {
        "format": 1,
        "received": format_moment(answer.received),
        "started": format_moment(answer.started),
        "limit": {
            "value": limit.value,
            "unit": limit.unit,
            "cutoff": None if limit.cutoff is None else format_clock(limit.cutoff),
            "note": limit.note,
        },
        "known": None if answer.known is None else format_day(answer.known),
        "due": format_moment(answer.due),
        "steps": [
            {
                "day": format_day(step.day),
                "rule": step.rule.rule,
                "act": step.act,
                "provision": step.provision,
                "counted": step.counted,
                "number": step.number,
                "minutes": step.minutes,
                "read": step.read,
                "text": step.rule.says(lang),
            }
            for step in answer.steps
        ],
        "changed_since": [
            {
                "known": format_day(change.known),
                "instruments": list(change.instruments),
                "days": [{"day": format_day(day), "kind": kind} for day, kind in change.days],
                "before": format_moment(change.before),
                "after": format_moment(change.after),
            }
            for change in answer.changed_since
        ],
        "provisional": answer.provisional or answer.unannounced,
        "apology_by": None if answer.apology_by is None else format_moment(answer.apology_by),
        "notes": notes(answer, lang),
    }


def notes(answer: Answer, lang: str = "vi") -> list[str]:
    """The doubts of an answer, in words; none is left out."""
    found = []
    if answer.known is not None:
        found.append(say(WORDS, lang, "known", day=show_day(answer.known)))
    if answer.unannounced:
        year = date.fromordinal(answer.due // DAY).year
        found.append(say(WORDS, lang, "unannounced", year=year))
    elif answer.provisional:
        found.append(say(WORDS, lang, "provisional"))
    if answer.assumed_hours:
        found.append(say(WORDS, lang, "hours-assumed"))
    unread = {
        f"{step.rule.says(lang)} ({step.act})" if step.act else step.rule.says(lang): None
        for step in answer.steps
        if step.read == "unread"
    }
    if unread:
        found.append(say(WORDS, lang, "unread", rules="; ".join(unread)))
    return found


def changes(answer: Answer, lang: str = "vi") -> list[str]:
    """What later notices did, one sentence each."""
    return [
        say(
            WORDS,
            lang,
            "changed",
            what=", ".join(change.instruments) or say(WORDS, lang, "law-change"),
            known=show_day(change.known),
            before=show_moment(change.before),
            after=show_moment(change.after),
        )
        for change in answer.changed_since
    ]


def apology(answer: Answer, lang: str = "vi") -> str:
    """Until when an apology must be out if the result will be late; empty for limits within a day."""
    if answer.apology_by is None:
        return ""
    return say(WORDS, lang, "apology", at=show_moment(answer.apology_by))


def lines(steps: tuple[Step, ...], lang: str = "vi") -> list[Line]:
    """The steps for people: neighbours that say the same become one line."""
    groups: list[list[Step]] = []
    for step in steps:
        last = groups[-1][-1] if groups else None
        if last is not None and (last.rule, last.act, last.provision) == (
            step.rule,
            step.act,
            step.provision,
        ):
            groups[-1].append(step)
        else:
            groups.append([step])
    return [_line(group, lang) for group in groups]


def _line(group: list[Step], lang: str) -> Line:
    first, last = group[0], group[-1]
    when = (
        show_day(first.day) if first.day == last.day else f"{show_day(first.day)[:5]} → {show_day(last.day)}"
    )
    text = first.rule.says(lang)
    minutes = sum(step.minutes for step in group)
    if minutes:
        text += f" · {format_clock(minutes)}"
    elif first.number and first.rule.rule not in ("month", "same-day", "same-day-next"):
        name = "counted" if first is last else "counted-many"
        text += " · " + say(WORDS, lang, name, first=first.number, last=last.number)
    return Line(when, text, f"{first.act} {first.provision}".strip())
