"""Days off that the labour code gives every year, before any notice of the year says which days exactly.

They fill what no notice covers: the years ahead, and the past as it looked before its notice came out.
All of them are provisional: which days surround Tết and the National Day is decided anew each year. The
arrangement used here is an **assumption**, the one that every notice for 2019 to 2026 chose: a day of Tết
on a Saturday moves to the working day before, on a Sunday to the one after; the second day of the National
Day is the neighbour that makes the longer break. Swaps of working days follow no rule and are not guessed.

Lunar days come from ``lunar.csv`` (first day of the year, tenth of the third month, in UTC+7).
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from phancap.calendar.rows import CalendarRow

FIRST_YEAR, LAST_YEAR = 2018, 2050
"""The years that :func:`statutory_days` knows."""


class Code(NamedTuple):
    """A version of the law on public holidays: from the year ``since``, published on day ``known``."""

    act: str
    known: int
    since: int
    national_days: int
    culture_day: bool
    holidays: str
    moved: str


CODES = (
    Code("10/2012/QH13", date(2012, 6, 18).toordinal(), 2013, 1, False, "Đ.115 k.1", "Đ.115"),
    Code("45/2019/QH14", date(2019, 11, 20).toordinal(), 2021, 2, False, "Đ.112 k.1", "Đ.111 k.3"),
    # Resolution on culture, in force 2026-07-01; its full text was on the Government's site on 2026-05-08.
    Code("28/2026/QH16", date(2026, 5, 8).toordinal(), 2026, 2, True, "", "Đ.111 k.3"),
)
"""Oldest first. The last one known on the day asked, and applying to the year, decides."""

LABOUR_CODE = CODES[1].act


def code_for(year: int, known: int | None) -> Code:
    """The version of the law for a year as published by ``known`` (``None``: everything)."""
    fitting = [code for code in CODES if code.since <= year and (known is None or code.known <= known)]
    return fitting[-1] if fitting else CODES[0]


def statutory_days(year: int, known: int | None) -> tuple[CalendarRow, ...]:
    """The provisional days off of a year, in order; days on a weekend are not among them."""
    return _days(year, code_for(year, known))


@lru_cache(maxsize=256)
def _days(year: int, code: Code) -> tuple[CalendarRow, ...]:
    tet, hung_kings = _lunar()[year]
    new_year, victory, labour, national, culture = (
        date(year, month, day).toordinal() for month, day in ((1, 1), (4, 30), (5, 1), (9, 2), (11, 24))
    )
    fixed = [new_year, hung_kings, victory, labour, national]
    if code.culture_day:
        fixed.append(culture)
    holidays = set(fixed) | set(range(tet - 1, tet + 4))
    if code.national_days == 2:
        holidays.add(national + _SECOND_NATIONAL_DAY[_weekday(national)])
    moved: set[int] = set()
    for day in range(tet - 1, tet + 4):
        if _weekday(day) >= 5:
            moved.add(_free(day, -1 if _weekday(day) == 5 else 1, holidays | moved))
    for day in fixed:
        if _weekday(day) >= 5:
            moved.add(_free(day, 1, holidays | moved))
    return tuple(
        CalendarRow(day, "provisional", _basis(code, day in moved, day, year))
        for day in sorted(holidays | moved)
        if _weekday(day) < 5
    )


_SECOND_NATIONAL_DAY = (1, -1, -1, 1, -1, -1, 1)
"""By the weekday of 2 September (Monday first): on which side the second day lies."""


def _basis(code: Code, moved: bool, day: int, year: int) -> str:
    if code.culture_day and day == date(year, 11, 24).toordinal():
        return code.act
    act = LABOUR_CODE if code.culture_day else code.act
    return f"{act} {code.moved if moved else code.holidays or CODES[1].holidays}"


def _weekday(day: int) -> int:
    return (day - 1) % 7  # 0001-01-01, ordinal 1, was a Monday


def _free(day: int, step: int, taken: set[int]) -> int:
    while _weekday(day) >= 5 or day in taken:
        day += step
    return day


@lru_cache(maxsize=1)
def _lunar() -> dict[int, tuple[int, int]]:
    lines = (Path(__file__).parent / "lunar.csv").read_text(encoding="ascii").split()[1:]
    table = {}
    for line in lines:
        year, tet, hung_kings = line.split(",")
        table[int(year)] = (date.fromisoformat(tet).toordinal(), date.fromisoformat(hung_kings).toordinal())
    return table
