"""Days as Vietnamese documents print them, found in folded text."""

from __future__ import annotations

import re
from datetime import date

_D = r"[0-9oqil|]{1,2}"
_Y = r"[12l][0-9oqil|]{3}"
DATE = (
    rf"{_D}[ \n]{{0,4}}tha?ng[ \n]{{0,4}}{_D}[ \n,]{{0,4}}na?m[ \n]{{0,4}}{_Y}(?![0-9])"
    rf"|{_D}[ \n]?[/.-][ \n]?{_D}[ \n]?[/.-][ \n]?{_Y}(?![0-9])"
    rf"|{_D} {_D} {_Y}(?![0-9])"
)
"""A day in folded text: ``12 thang 6 nam 2025``, ``12/6/2025``, ``16-11-2019``, ``5.8.2020``, ``10 8 2012``; also with
letters that a scanner reads for digits (``02/0l/1991``), or without vowels that a font lost (``10 thng 7 nm 2003``)."""

LISTED_DAY = re.compile(r"[ \n]*(?P<date>[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4})[ ]*-[ ]*\Z")
"""A day that stands before an act in the lists of gazettes: "30-12-2008 - Quyết định số ..."."""

_PARTS = re.compile(r"[0-9oqil|]+")
_OCR = str.maketrans("oqil|", "00111")


def day_of(folded: str) -> date | None:
    """The day that a text found by ``DATE`` means; ``None`` where there is no such day (31-2, month 13)."""
    # None of the letters that stand for digits is in "thang" or "nam".
    parts = _PARTS.findall(folded)
    if len(parts) != 3:
        return None
    day, month, year = parts
    try:
        if not (day.isdecimal() and month.isdecimal() and year.isdecimal()):
            day, month, year = (part.translate(_OCR) for part in parts)
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
