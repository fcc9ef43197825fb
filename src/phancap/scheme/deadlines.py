"""The deadline a sentence states: a day where one can be computed, the words always; none is invented."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from phancap.law.dates import DATE, day_of
from phancap.law.folding import fold
from phancap.scheme.page import Page

_OPEN = r"(?:truoc|cham nhat(?: la)?(?: den)?(?: vao)?|den het|het|xong truoc|hoan thanh(?: xong)?(?: truoc| trong)?|truoc het|xong|muon nhat(?: la)?)"
_DAY = re.compile(
    rf"(?<![a-z0-9])(?:(?:{_OPEN})(?: ?(?:[0-9]{{1,2}} ?(?:gio|h) ?(?:[0-9]{{1,2}})?(?: ?phut)?,? ?)?ngay)?|(?:den|trong) ngay|tu nay den(?: het)?(?: ngay)?|khong (?:qua|cham hon) ngay|thoi (?:gian|han)(?: hoan thanh| thuc hien)?:?(?: truoc)?(?: ngay)?)"
    rf"[ \n:]{{1,3}}(?P<day>{DATE})"
)
_MONTH = re.compile(
    r"(?<![a-z0-9])(?:trong|truoc|het|den het|hoan thanh|vao|xong|cham nhat(?: la)?(?: vao)?|muon nhat(?: la)?|cuoi|dau)(?: het)?(?: cuoi| dau)? ?thang (?P<month>[0-9]{1,2})"
    r"(?:[ ]?[/.-][ ]?| nam )(?P<year>20[0-9]{2})(?![0-9])"
)
_QUARTER = re.compile(
    r"(?<![a-z0-9])quy (?P<quarter>iv|i{1,3}|[1-4])(?:[ ]?[/-][ ]?| nam |, nam )(?P<year>20[0-9]{2})(?![0-9-])"
)
_YEAR = re.compile(
    r"(?<![a-z0-9])(?:trong nam|het nam|hoan thanh nam|cuoi nam) (?P<year>20[0-9]{2})(?![0-9-])(?! va (?:cac|nhung) nam)"
)
_RELATIVE = re.compile(
    r"(?<![a-z0-9])(?:trong (?:thoi (?:han|gian) |vong )?|cham nhat (?:la )?(?:sau )?|sau |muon nhat (?:sau )?|thoi han (?:la )?)(?:khong qua )?[0-9]{1,3} "
    r"(?:(?:ngay(?! nghi| le| tet)|gio|tuan|thang(?! dau| cuoi))(?: lam viec)?)(?![a-z])(?: (?:ke )?tu (?:ngay|khi) [^,;.\n]{1,60})?"
)
_HALF = re.compile(r"(?<![a-z0-9])(?:trong )?6 thang (?P<half>dau|cuoi) nam (?P<year>20[0-9]{2})(?![0-9-])")
_NO_ROUTINE = "".join(
    f"(?<!{noun} )"
    for noun in ("ngan sach", "ke hoach", "du toan", "kinh phi", "chuong trinh", "nguon", "dieu kien", "[0-9]", "tu", "cua", "thu chi",
                 "chi tieu", "phat trien", "dinh muc", "bao cao tai chinh", "cong tac", "nhiem vu", "trong tam")
)  # fmt: skip
"""Words behind which "hằng năm" says of what kind a thing is, not when a task is due."""
_RECURRING = re.compile(
    r"(?<![a-z0-9])(?:truoc |vao )ngay [0-9]{1,2} (?:(?:hang|moi) (?:thang|quy|nam|tuan)(?![a-z])|(?:cua )?thang (?:cuoi|dau|thu|sau|tiep)[ a-z]{0,20}|cua (?:thang|quy)(?![a-z]))"
    r"|(?<![a-z0-9])(?:hang|moi) (?:thang|quy|nam) truoc (?:ngay )?[0-9]{1,2}(?:[ ]?[/.-][ ]?[0-9]{1,2})?"
    r"|(?<![a-z0-9])truoc (?:ngay )?[0-9]{1,2}[ ]?[/.-][ ]?[0-9]{1,2} (?:hang|moi) nam"
    rf"|(?<![a-z0-9])dinh ky (?:hang|moi) (?:ngay|tuan|thang|quy|nam)(?![a-z])"
    rf"|{_NO_ROUTINE}(?<![a-z0-9])(?:hang|moi) (?:tuan|thang|quy|nam)(?![a-z])"
    r"|(?<![a-z0-9])dinh ky (?:[0-9]{1,2} thang|6 thang|quy|thang|nam)[^,;.\n]{0,20}"
)
# A day or month without its year: shown as printed, no year is made up.
_YEARLESS = re.compile(
    rf"(?<![a-z0-9])(?:{_OPEN})(?: ngay)? [0-9]{{1,2}}[ ]?[/.-][ ]?[0-9]{{1,2}}(?![0-9]|[ ]?[/.-][ ]?[0-9])"
    r"|(?<![a-z0-9])(?:trong|truoc|het|den het|hoan thanh(?: trong| truoc)?|cham nhat(?: la)?|cuoi|dau)(?: cuoi| dau)? "
    r"(?:thang [0-9]{1,2}|quy (?:iv|i{1,3}|[1-4])|nam nay)(?![a-z0-9/-]|[ ]nam [0-9])"
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


class Deadline(NamedTuple):
    """``day`` (ISO; the last day of a month, quarter or year that is named) or empty, and the words; both
    empty where none is stated."""

    day: str = ""
    words: str = ""
    start: int = -1
    end: int = -1
    wrong: bool = False
    """Whether a day is printed that does not exist (31-11)."""


def find_deadline(page: Page, start: int, end: int) -> Deadline:
    """The last deadline stated in a span of the page: it stands behind the task."""
    folded = fold(page.plain[start:end]).replace("\n", " ")
    if len(folded) != end - start:
        return Deadline()
    for match in reversed(list(_DAY.finditer(folded))):
        day = day_of(match["day"])
        return _at(page, start, match, day.isoformat() if day else "")._replace(wrong=day is None)
    for pattern in (_MONTH, _QUARTER, _HALF, _YEAR):
        for match in reversed(list(pattern.finditer(folded))):
            last = _last_day(match)
            return _at(page, start, match, last.isoformat() if last else "")
    for pattern in (_RELATIVE, _RECURRING, _YEARLESS):
        found = pattern.search(folded)
        if found:
            return _at(page, start, found, "")
    return Deadline()


_BARE = re.compile(r"(?:thoi (?:gian|han)[ a-z]{0,20}:? ?)?(?:thang )?(?P<month>[0-9]{1,2})[ ]?/[ ]?(?P<year>20[0-9]{2})|nam (?P<whole>20[0-9]{2})")


def find_due(page: Page, start: int, end: int) -> Deadline:
    """What a cell or a label that only says until when states: also a bare "tháng 3/2026" or "năm 2026"."""
    deadline = find_deadline(page, start, end)
    folded = fold(page.plain[start:end]).replace("\n", " ")
    bare = _BARE.search(folded) if not deadline.day and len(folded) == end - start else None
    if bare is None:
        return deadline
    year, month = int(bare["year"] or bare["whole"]), int(bare["month"] or 12)
    if not 1 <= month <= 12:
        return deadline
    return _at(page, start, bare, date(year, month, monthrange(year, month)[1]).isoformat())


def _at(page: Page, start: int, match: re.Match[str], day: str) -> Deadline:
    first, last = start + match.start(), start + match.end()
    return Deadline(day, page.words(first, last), first, last)


def _last_day(match: re.Match[str]) -> date | None:
    groups = match.groupdict()
    year, month = int(groups["year"]), 12
    if groups.get("month"):
        month = int(groups["month"])
    elif groups.get("half") == "dau":
        month = 6
    elif groups.get("quarter"):
        month = 3 * _QUARTERS[groups["quarter"]]
    return date(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 else None
