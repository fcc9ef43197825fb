"""Days as whole numbers: ``date.toordinal`` inside, ``YYYY-MM-DD`` in files, ``20-06-2022`` on screen."""

from __future__ import annotations

from datetime import date
from time import time

EXCEL_EPOCH = date(1899, 12, 30).toordinal()
"""Day 0 of a spreadsheet's date numbers (its year 1900 has a 29 February that never was)."""

_DIGIT_SHAPE = str.maketrans("123456789", "000000000")


class DayError(ValueError):
    """A text that is not a day. ``guess`` is the ISO day it may have meant, or ``""``."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.guess = guess_day(text)
        super().__init__(self.message())

    def message(self, lang: str = "vi") -> str:
        """One sentence for people, in Vietnamese or (``lang="en"``) English."""
        if lang == "en":
            hint = f" · did you mean `{self.guess}`?" if self.guess else ""
            return f"`{self.text}` is not a day of the form YYYY-MM-DD{hint}"
        hint = f" · có phải `{self.guess}`?" if self.guess else ""
        return f"`{self.text}` không phải ngày dạng YYYY-MM-DD{hint}"


def parse_day(text: str) -> int:
    """``YYYY-MM-DD`` to a day number; anything else is a :class:`DayError` with the likely meaning."""
    # `date.fromisoformat` alone also takes `20191116` and `2019-W46-6`; files have one form only.
    if text.translate(_DIGIT_SHAPE) == "0000-00-00":
        try:
            return date(int(text[:4]), int(text[5:7]), int(text[8:])).toordinal()
        except ValueError:
            pass
    raise DayError(text)


def format_day(day: int) -> str:
    """A day number to ``YYYY-MM-DD``; :class:`ValueError` outside the years 1 to 9999."""
    return date.fromordinal(day).isoformat()


def show_day(day: int) -> str:
    """A day number as people in Vietnam write it: ``20-06-2022``."""
    year, month, of_month = date.fromordinal(day).isoformat().split("-")
    return f"{of_month}-{month}-{year}"


def guess_day(text: str) -> str:
    """The ISO day that a differently written day most likely means, or ``""``.

    Knows day before month (as in Vietnam) with any separator, ISO with other separators or a time
    behind it, and the bare number that a spreadsheet leaves of a date (``43785``).
    """
    import re

    text = text.strip()
    if len(text) > 60:
        return ""
    if re.fullmatch(r"[0-9]{5}", text) and 20_000 <= int(text) < 80_000:
        return format_day(EXCEL_EPOCH + int(text))
    iso = re.match(r"([0-9]{4})[-/. ]?([0-9]{1,2})[-/. ]?([0-9]{1,2})(?:[T ].*)?\Z", text)
    local = re.search(
        r"(?<![0-9])([0-9]{1,2})\s*(?:[-/.]|tháng|\s)\s*([0-9]{1,2})\s*(?:[-/.]|năm|\s)\s*([0-9]{4})(?![0-9])",
        text.lower(),
    )
    if iso:
        year, month, of_month = (int(part) for part in iso.groups())
    elif local:
        of_month, month, year = (int(part) for part in local.groups())
        if month > 12 >= of_month:
            month, of_month = of_month, month  # a spreadsheet in an American locale
    else:
        return ""
    try:
        return date(year, month, of_month).isoformat()
    except ValueError:
        return ""


def today() -> int:
    """Today in Asia/Ho_Chi_Minh (UTC+7, no summer time)."""
    return date(1970, 1, 1).toordinal() + int((time() + 7 * 3600) // 86400)
