"""Who issues, where it is not said behind the number: the letterhead, "do ... ban hành", the words before.

All of it reads a bounded window, and only for acts whose number does not tell a whole issuer.
"""

from __future__ import annotations

import re

from phancap.law.issuers import bodies_in, issuer_at

GENERIC = ("", "UBND", "HĐND", "Chủ tịch UBND")
"""Issuers that a number alone may tell and that say too little: which committee?"""

_GIVES = re.compile(
    r"[ \n,(]{0,3}(?:(?:tinh|thanh[ \n]+pho|huyen|quan|xa|phuong)[ \n]+)?(?:(?:da|vua|cung|se|moi|tiep[ \n]+tuc)[ \n]+){0,2}"
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
    found = ""
    for place in bodies_in(folded, floor, start):
        named = issuer_at(plain, folded, place)
        # The last body before the verb, nothing but its unit between.
        if named and given.start() - 1 <= named[1] <= given.end():
            found = named[0]
    return found


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
