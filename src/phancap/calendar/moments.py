"""Moments: whole minutes, counted like days, in the one time zone of the charter (Asia/Ho_Chi_Minh).

A moment is ``day * 1440 + minute of the day`` with the day number of :meth:`datetime.date.toordinal`.
Vietnam has had one offset (UTC+7) and no summer time in all years this calendar covers, so local minutes
need no zone and compare as plain integers.
"""

from __future__ import annotations

from phancap.formats.days import DayError, format_day, guess_day, parse_day, show_day

DAY = 1440
"""Minutes in a day."""

UTC_OFFSET = 7 * 60
"""Minutes that Vietnam's clock is ahead of UTC."""


class MomentError(ValueError):
    """A text that is neither a day nor a day with an hour."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(self.message())

    def message(self, lang: str = "vi") -> str:
        """One sentence for people, in Vietnamese or (``lang="en"``) English."""
        guess = guess_day(self.text)
        if lang == "en":
            hint = f" · did you mean `{guess}`?" if guess else ""
            return f"`{self.text}` is not a moment of the form YYYY-MM-DD or YYYY-MM-DDThh:mm{hint}"
        hint = f" · có phải `{guess}`?" if guess else ""
        return f"`{self.text}` không phải thời điểm dạng YYYY-MM-DD hoặc YYYY-MM-DDThh:mm{hint}"


def parse_clock(text: str) -> int | None:
    """``hh:mm`` (also ``hh:mm:ss`` with zero seconds) to a minute of the day; ``None`` for anything else.

    ``24:00`` is the end of a day and allowed: sessions may run to midnight.
    """
    parts = text.strip().split(":")
    if len(parts) not in (2, 3) or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    if any(len(part) > 2 for part in parts) or len(parts[1]) != 2 or (len(parts) == 3 and parts[2] != "00"):
        return None
    hour, minute = int(parts[0]), int(parts[1])
    minutes = hour * 60 + minute
    return minutes if minute < 60 and minutes <= DAY else None


def format_clock(minute: int) -> str:
    """A minute of the day to ``hh:mm``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def parse_moment(text: str) -> tuple[int, bool]:
    """A day, or a day with an hour, to (moment, whether the hour was given).

    Takes ``YYYY-MM-DD``, ``YYYY-MM-DDThh:mm`` and the same with a blank, zero seconds, or the offset
    ``+07:00`` behind it. A day alone is the start of that day, and the caller must not take that for
    an hour: limits in hours and same-day limits refuse it. Anything else is a :class:`MomentError`.
    """
    text = text.strip()
    day_text, clock_text = text[:10], text[10:]
    try:
        day = parse_day(day_text)
    except DayError:
        raise MomentError(text) from None
    if not clock_text:
        return day * DAY, False
    if clock_text[0] not in "T ":
        raise MomentError(text)
    minute = parse_clock(clock_text[1:].removesuffix("+07:00"))
    if minute is None or minute == DAY:
        raise MomentError(text)
    return day * DAY + minute, True


def day_of(moment: int) -> int:
    """The day number of a moment."""
    return moment // DAY


def format_moment(moment: int) -> str:
    """A moment to ``YYYY-MM-DDThh:mm``, local time: the form of files and JSON."""
    return f"{format_day(moment // DAY)}T{format_clock(moment % DAY)}"


def show_moment(moment: int) -> str:
    """A moment as people in Vietnam write it: ``17:00 ngày 09-01-2026`` without the word for day."""
    return f"{format_clock(moment % DAY)} {show_day(moment // DAY)}"
