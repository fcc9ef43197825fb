"""Who issues, where it is not said behind the number: the letterhead, "do ... ban hành", the words before.

All of it reads a bounded window, and only for acts whose number does not tell a whole issuer.
"""

from __future__ import annotations

import re

from phancap.law.folding import fold
from phancap.law.issuers import CITIES, PROVINCES, bodies_in, issuer_at

GENERIC = ("", "UBND", "HĐND", "Chủ tịch UBND")
"""Issuers that a number alone may tell and that say too little: which committee?"""

_GIVES = re.compile(
    r"[ \n,(]{0,3}(?:(?:tinh|thanh[ \n]+pho|huyen|quan|xa|phuong)[ \n]+)?(?:\(?khoa[ \n]+[ivxlc0-9]{1,6}[), ]+)?(?:(?:da|vua|cung|se|moi|tiep[ \n]+tuc|cho[ \n]+biet)[ \n]+){0,3}"
    r"(?:ky[ \n]+ban[ \n]+hanh|ban[ \n]+hanh|ky|co|thong[ \n]+qua|trinh|tai|gui)(?:[ \n]+(?:cac|tai))?[ \n(]*\Z"
)
_ISSUED_BY = re.compile(r"(?<![a-z])do[ \n]+(?=[a-z])")
_ISSUES = re.compile(
    r"[ \n]+(?:da[ \n]+)?(?:khoa[ \n]+[ivxlc0-9]+[ ,]*)?(?:ban[ \n]+hanh|thong[ \n]+qua|ky|phe[ \n]+duyet|ra)(?![a-z])"
)
_SENTENCE_END = re.compile(r"[.;](?=[ \n]|\Z)|\n[ \n]*\n")
_ORDERS = re.compile(
    r"[ \n,]+(?:ban[ \n]+hanh|quyet[ \n]+dinh|yeu[ \n]+cau|thong[ \n]+bao|bao[ \n]+cao|xay[ \n]+dung)(?![a-z])"
)
_LINE_HEAD = re.compile(r"(?:\A|[\n|])[ *#>|-]*\Z")


def issued_behind(plain: str, folded: str, at: int, until: int) -> str:
    """The issuer in "... do UBND thành phố Đà Nẵng ban hành" behind a title, before ``until``."""
    last = min(until, at + 500)
    place = folded.find("ban hanh", at, last)
    if place < 0 and folded.find("ban\nhanh", at, last) < 0:
        return ""
    stop = _SENTENCE_END.search(folded, at, last)
    for match in _ISSUED_BY.finditer(folded, at, stop.start() if stop else last):
        named = issuer_at(plain, folded, match.end())
        if named and _ISSUES.match(folded, named[1]):
            return named[0]
    return ""


def issuer_before(plain: str, folded: str, start: int) -> str:
    """The issuer in "UBND Thành phố đã ban hành" or "đề nghị của Sở Nội vụ tại" just before ``start``."""
    floor = max(0, start - 150)
    given = _GIVES.search(folded, max(floor, start - 60), start)
    if given is None:
        return ""
    found, behind = "", floor
    for place in bodies_in(folded, floor, start):
        if place < behind:
            continue  # "UBND tỉnh" within "Văn phòng UBND tỉnh"
        named = issuer_at(plain, folded, place)
        behind = named[1] if named else behind
        # The last body before the verb, nothing but its unit between.
        if named and given.start() - 1 <= named[1] <= given.end():
            found = named[0]
    return found


_LIST_HEAD = re.compile(r"[ \n]*:[ \n]{0,3}so[ \n]{0,3}\Z")


def issuer_of_list(plain: str, folded: str, start: int) -> str:
    """The issuer that heads a list of numbers: "các Quyết định của UBND tỉnh: Số 12/2020/QĐ-UBND ...; số ..."."""
    head = _LIST_HEAD.search(folded, max(0, start - 12), start)
    if head is None:
        return ""
    for place in bodies_in(folded, max(0, head.start() - 90), head.start()):
        named = issuer_at(plain, folded, place)
        if named is not None and named[1] == head.start():
            return named[0]
    return ""


def letterhead(plain: str, folded: str, start: int, end: int, organ: str) -> str:
    """The issuer that stands above a document's own number (or below it, on a line of its own).

    ``organ``: ``UBND`` or ``HĐND`` where the number tells the kind of organ, empty for any.
    """
    above = ""
    for place in bodies_in(folded, max(0, start - 500), start):
        named = _line(plain, folded, place, organ)
        # The last line counts: a department stands below its committee.
        above = named[0] if named else above
    if above:
        return above
    for place in bodies_in(folded, end, min(len(folded), end + 1500)):
        named = issuer_at(plain, folded, place)
        if named is None or not _is_organ(named[0], organ) or named[0] in GENERIC or " cấp " in named[0]:
            continue
        alone = _LINE_HEAD.search(folded, max(0, place - 12), place) and folded[named[1] : named[1] + 1] in (
            "\n",
            " ",
            "|",
            ",",
            "",
        )
        if (alone and plain[place : named[1]].isupper()) or _ORDERS.match(folded, named[1]):
            return named[0]
    return ""


_TABLE_ROW = re.compile(
    r"(?:co quan|noi|don vi)[ ]+ban[ ]+hanh[ ]*[:|\n][ |:*\n]{0,6}(?P<unit>(?:tinh|thanh pho|tp\.?|ubnd|uy ban)[ ]+(?=[a-z]))?"
)
_PLACE_LINE = re.compile(r"[ \n|*]*(?P<place>[^\n|,]{2,24}?),[ \n]{0,2}ngay[ \n]")


def said_in_table(plain: str, folded: str, end: int, organ: str) -> str:
    """The issuer of a document that its letterhead names by kind alone: from the row "Cơ quan ban hành | Tỉnh
    Cà Mau" of a collection, or from place and date ("Cà Mau, ngày 3 tháng 4 năm 2025")."""
    if not organ:
        return ""
    row = _TABLE_ROW.search(folded, end, end + 600)
    if row is not None:
        named = issuer_at(plain, folded, row.start("unit") if row["unit"] else row.end())
        if named is not None and _is_organ(named[0], organ) and named[0] not in GENERIC:
            return named[0]
        if row["unit"]:
            place = _provincial(folded[row.end("unit") : row.end("unit") + 24])
            if place:
                return f"{organ} {place}"
    line = _PLACE_LINE.match(folded, end)
    place = _provincial(line["place"]) if line else ""
    return f"{organ} {place}" if place else ""


_PROVINCES = sorted(((fold(name), name) for name in PROVINCES), key=lambda pair: -len(pair[0]))


def _provincial(folded: str) -> str:
    """ "tỉnh Cà Mau", "thành phố Cần Thơ" of the place that a text begins with."""
    folded = folded.removeprefix("tp.").removeprefix("thanh pho").removeprefix("tinh").strip()
    for key, name in _PROVINCES:
        if folded.startswith(key) and not folded[len(key) : len(key) + 1].isalpha():
            return f"{'thành phố' if name in CITIES else 'tỉnh'} {name}"
    return ""


def _line(plain: str, folded: str, place: int, organ: str) -> tuple[str, int] | None:
    if not _LINE_HEAD.search(folded, max(0, place - 12), place):
        return None
    named = issuer_at(plain, folded, place)
    if named is None or not _is_organ(named[0], organ) or named[0] in GENERIC:
        return None
    return named


def _is_organ(name: str, organ: str) -> bool:
    if organ in ("UBND", "Chủ tịch UBND"):
        return name.startswith(("UBND", "Chủ tịch UBND"))
    return name.startswith(organ)
