"""Acts cited by name: "Luật Hộ tịch năm 2014", "Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015".

A name runs from ``Luật`` to its date or year. An amending law holds the names of the laws it amends and is
one act; else a name that holds a second ``Luật`` begins at the second.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from phancap.law.clauses import places_of
from phancap.law.dates import DATE, day_of
from phancap.law.folding import LOWER, UPPER
from phancap.law.textview import TextView
from phancap.law.titles import SHORT_CODES, end_of_name

_START = re.compile(rf"(?:bo[ \n]+luat|luat|phap[ \n]+lenh|hien[ \n]+phap|{'|'.join(SHORT_CODES)})(?![a-z])")
_DATED = re.compile(
    rf"[ \n,(]{{0,3}}(?:(?:ban hanh|thong qua)[ \n]+)?ngay[ \n]{{0,4}}(?P<date>{DATE})"
    r"|[ \n,]{0,3}(?:nam[ \n]{1,3})?(?P<year>(?:19[4-9]|20[0-3])[0-9])(?![0-9/.-]?[0-9])(?!/)"
)
_STOP = re.compile(r"[.;:()\[\]\"“”?!0-9/]|\n[ ]*\n")
_PARAGRAPH = re.compile(r"\n[ ]*\n")
_NOT_IN_A_NAME = re.compile(
    r"(?<!\w)(?:này|đó|nêu|quy định|theo|căn cứ|hiện hành|được|tại|là|thì|phải|mà|nhưng|đã|sẽ|nếu|để|có|trên"
    r"|trong|từ|cũng|các nghị định|các luật|các văn bản|các quy định|hướng dẫn thi hành|và (?:pháp luật|nghị định"
    r"|thông tư|quyết định|nghị quyết|văn bản|hướng dẫn)|ngày|như|nay|quy dinh|can cu|hien hanh)(?!\w)",
    re.IGNORECASE,
)
# An amending law may hold more: "các luật có liên quan đến quy hoạch", "37 Luật".
_NOT_IN_AN_AMENDING_NAME = re.compile(
    r"(?<!\w)(?:có\s+hiệu\s+lực|này|đó|nêu|theo|căn cứ|hiện hành|thì|phải|mà|nhưng|nếu|để|ngày|như|được|đã|can cu|hien hanh)(?!\w)",
    re.IGNORECASE,
)
_NO_FIRST_WORD = frozenset(
    "của và về cho hoặc nên do với những mới cũ khác năm vào ra ở đến bởi sư gia pháp lệ số định lệnh chơi tục "
    "cua va ve hoac voi nhung moi khac nam vao den boi".split()
)
_AMENDING = re.compile(r"(?:bo[ \n]+luat|luat|phap[ \n]+lenh)[ \n]+(?:sua[ \n]+doi|bo[ \n]+sung)")
_AMENDS = re.compile(
    r"(?:bo[ \n]+luat|luat|phap[ \n]+lenh)[ \n]+(?:sua[ \n]+doi|bo[ \n]+sung)[^.;:()\n]{0,60}?[ \n]cua[ \n]+(?=bo luat|luat|phap lenh)"
)
_AND_LAW = re.compile(r"(?:[ \n]*,|[ \n]+va)[ \n]+(?=(?:bo luat|luat|phap lenh)[ \n])")
_COUNTED_LAWS = re.compile(r"[0-9]{1,3}[ \n]+(?:bo[ \n]+luat|luat)[ \n]")
_REVISED = re.compile(r"\((?:da[ \n]+)?(?:duoc[ \n]+)?(?:sua[ \n]+doi|bo[ \n]+sung)[^()\n0-9]{0,24}\)")
_SHORT_NAME = re.compile(
    r"\((?:sau đây gọi (?:tắt )?là |gọi tắt là |viết tắt là )?[A-ZĐa-zđ&]{2,12}\)(?=[ \n]+(?:năm|số|ngày|được|[12][0-9]{3}(?![0-9])))"
)
_IN_SHORT = re.compile(r"\([A-ZĐ&]{2,12}\)")
_PASSED = re.compile(
    r"duoc[ \n]+(?:quoc[ \n]+hoi|uy[ \n]+ban[ \n]+thuong[ \n]+vu|hoi[ \n]+dong[ \n]+nha[ \n]+nuoc)[^.;()\"]{0,100}?"
    rf"(?:thong[ \n]+qua|ban[ \n]+hanh)[^.;()\"0-9]{{0,60}}?ngay[ \n]{{0,4}}(?P<date>{DATE})"
)
_TAIL_VERB = re.compile(r"[ \n,]+(?:ban hanh|thong qua|ban hành|thông qua)\Z", re.IGNORECASE)
_SECOND = re.compile(r"(?:[ \n,]|va|cua)[ \n]+(?=(?:bo[ \n]+luat|luat|phap[ \n]+lenh)[ \n])")
_LONGEST = 260
_TYPES = {"lu": "luật", "bo": "luật", "bl": "luật", "ph": "pháp lệnh", "hi": "hiến pháp"}
"""First two letters of a name to its type."""


class Named(NamedTuple):
    """An act by name in the view: span of name and date, type, name as printed, the printed date or year."""

    start: int
    end: int
    type: str
    name: str
    date_start: int
    date_end: int
    iso: str


def starts_in(view: TextView) -> list[int]:
    """Every offset at which the name of a law may begin."""
    folded = view.folded
    found: list[int] = []
    end = 0
    for start in places_of(
        folded,
        (
            "luat",
            "bo luat",
            "bo\nluat",
            "bo  luat",
            "phap lenh",
            "phap\nlenh",
            "hien phap",
            "hien\nphap",
            *SHORT_CODES,
        ),
    ):
        match = _START.match(folded, start) if start >= end else None
        if match is None:
            continue
        before = folded[max(0, start - 5) : start]
        # "pháp luật" is law at large, "kỷ luật" discipline; a lookbehind in the pattern would make the search four
        # times slower.
        if not before[-1:].isalpha() and before[:4] != "phap" and before[-3:-1] not in ("ky", "ki"):
            found.append(start)
            end = match.end()
    return found


def type_at(folded: str, start: int) -> str:
    """The type of act whose name begins at ``start``."""
    return _TYPES[folded[start : start + 2]]


def named_at(view: TextView, start: int, until: int) -> Named | None:
    """The dated name that begins at ``start``; ``None`` where no date or year ends it before ``until``."""
    folded, plain = view.folded, view.plain
    last = min(until, start + _LONGEST)
    amending = _AMENDING.match(folded, start) is not None
    stop = _STOP.search(folded, start, last)
    while amending and stop is not None and (counted := _COUNTED_LAWS.match(folded, stop.start(), last)):
        stop = _STOP.search(folded, counted.end(), last)
    if stop is None:
        return None
    at = stop.start()
    revised = _REVISED.match(folded, at) or _SHORT_NAME.match(plain, at)
    begin_of_date = at if revised is None else revised.end()
    name_end = at
    if revised is None:
        while begin_of_date > start and folded[begin_of_date - 1] in " \n,":
            begin_of_date -= 1
        for lead in ("nam", "ngay"):
            if folded.endswith(lead, start, begin_of_date):
                begin_of_date -= len(lead)
                if plain.startswith("Ngày", begin_of_date):  # a sentence of its own, below a heading
                    return None
                while begin_of_date > start and folded[begin_of_date - 1] in " \n,":
                    begin_of_date -= 1
                break
        name_end = begin_of_date
    match = _DATED.match(folded, begin_of_date)
    if match is None or _PARAGRAPH.search(folded, begin_of_date, match.end()):
        return _passed(view, start, last)
    verb = _TAIL_VERB.search(plain, start, name_end)
    if verb is not None:
        name_end = verb.start()
    while name_end > start and folded[name_end - 1] in " \n,":
        name_end -= 1
    if not _is_name(plain, folded, start, name_end):
        return _passed(view, start, last)
    name = " ".join(plain[start:name_end].split())
    if match["date"]:
        day = day_of(match["date"])
        span = match.span("date")
        return Named(start, span[1], type_at(folded, start), name, *span, day.isoformat() if day else "")
    span = match.span("year")
    return Named(start, span[1], type_at(folded, start), name, *span, "")


def _passed(view: TextView, start: int, last: int) -> Named | None:
    """ "Luật Ngân sách nhà nước đã được Quốc hội thông qua ngày 20/3/1996"."""
    folded, plain = view.folded, view.plain
    place = folded.find("duoc", start, last)
    match = _PASSED.match(folded, place) if place > 0 else None
    if match is None:
        return None
    end = place
    while end > start and folded[end - 1] in " \n,":
        end -= 1
    if folded.endswith((" da", "\nda"), start, end):
        end -= 3
    while end > start and folded[end - 1] in " \n,":
        end -= 1
    if _STOP.search(folded, start, end) or not _is_name(plain, folded, start, end):
        return None
    day, span = day_of(match["date"]), match.span("date")
    name = " ".join(plain[start:end].split())
    return Named(start, span[1], type_at(folded, start), name, *span, day.isoformat() if day else "")


def name_before(view: TextView, start: int, number: int) -> str | None:
    """The name from ``start`` up to a number ("Luật Xây dựng số 50/2014/QH13"), ``None`` where it is none."""
    plain, folded = view.plain, view.folded
    end = number
    while end > start and folded[end - 1] in " \n:.,(":
        end -= 1
    if folded.endswith("so", start, end):
        end -= 2
    if folded.endswith("(luat ", start, end):  # "Luật Thủ đô (Luật số 39/2024/QH15)"
        end -= 6
    while end > start and folded[end - 1] in " \n,(":
        end -= 1
    if folded[end - 1] == ")":  # "Luật Tổ chức chính quyền địa phương (sửa đổi) số 72/2025/QH15"
        opened = folded.rfind("(", start, end)
        if opened > start and (
            _REVISED.fullmatch(folded, opened, end) or _IN_SHORT.fullmatch(plain, opened, end)
        ):
            end = opened
            while end > start and folded[end - 1] in " \n":
                end -= 1
    if end - start > _LONGEST or _STOP.search(folded, start, end) or not _is_name(plain, folded, start, end):
        return None
    return " ".join(plain[start:end].split())


def _is_name(plain: str, folded: str, start: int, end: int) -> bool:
    """Whether what stands from the word ``Luật`` to ``end`` can be the name of a law."""
    head = _START.match(folded, start)
    if head is None:
        return False
    rest = plain[head.end() : end]
    if not rest.strip():
        return folded.startswith(("hien", "bl"), start)
    if folded.startswith("bl", start):
        return False
    if (_NOT_IN_AN_AMENDING_NAME if _AMENDING.match(folded, start) else _NOT_IN_A_NAME).search(rest):
        return False
    if folded.startswith("phap", start) and rest.split()[0].lower() in ("về", "ve"):
        return True
    # "Luật tổ chức HĐND, UBND ngày 26/11/2003": older texts write the name in lower case.
    return rest.split()[0].lower() not in _NO_FIRST_WORD


def holds_another(view: TextView, named_start: int, named_end: int) -> bool:
    """Whether the name holds a second law and is not that of an amending one."""
    if _AMENDING.match(view.folded, named_start):
        return False
    return _SECOND.search(view.folded, named_start + 4, named_end) is not None


_NAME_WORDS = re.compile(
    r"(?:Bộ luật|Luật|Pháp lệnh|Hiến pháp)"
    rf"(?:[ \n]{{1,2}}(?:[{UPPER}]\w*,?|[{LOWER}]+,?)){{1,12}}"
)
_NAME_STOP = re.compile(
    r"[ \n](?:này|đó|nêu|quy|theo|căn|hiện|được|tại|là|thì|phải|mà|nhưng|đã|sẽ|nếu|để|có|trên|trong|từ|cũng"
    r"|khi|không|các|như|và|hoặc|đối|về|do|với|cho|bằng|trừ|khác|sau|thuộc|mới|bị|gồm|bao|thực|áp|xử|người|pháp|văn"
    r"|nghị|quyết|thông|sửa|bổ|hết|chưa|vẫn|đang|ngày|năm|số|nhằm|bởi|khoản|điều|điểm|chương|việc|mỗi|mọi|nhà"
    r"|hướng|cơ|tổ|trường|trước|một)(?!\w)|,"
)
_GOES_ON = re.compile(rf"[ \n][{LOWER}]")


def undated_name(plain: str, folded: str, at: int) -> str:
    """The name of a law without a date: a listed one, else cut at the first word that no name goes on with;
    ``""`` if none."""
    listed = end_of_name(folded, at)
    if listed:
        return plain[at:listed]
    amending = _AMENDS.match(folded, at)
    if amending:
        end = 0
        begin: int | None = amending.end()
        while begin is not None and (inner := end_of_name(folded, begin)):
            end = inner
            more = _AND_LAW.match(folded, end)
            begin = more.end() if more else None
        return plain[at:end] if end else ""
    if folded.startswith("bl", at):
        code = _START.match(folded, at)
        return plain[at : code.end()] if code else ""
    match = _NAME_WORDS.match(plain, at)
    if match is None:
        return ""
    text = match[0]
    first = text.split()[2 if text.startswith(("Bộ", "Pháp", "Hiến")) and " " in text else 1 :]
    if not first or first[0].rstrip(",").lower() in _NO_FIRST_WORD:
        return ""
    stop = _NAME_STOP.search(text, 9 if text.startswith("Hiến") else 0)
    while stop and stop[0][1:] == "và" and _GOES_ON.match(text, stop.end()):
        further = _NAME_STOP.search(text, stop.end())
        if further and not text[stop.end() : further.start()].strip():
            break  # "Luật Dữ liệu mở và các văn bản ..."
        stop = further  # "Luật Hôn nhân và gia đình"
    return (text[: stop.start()] if stop else text).rstrip(" ,\n")
