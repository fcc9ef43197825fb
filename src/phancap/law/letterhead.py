"""Who issues, where it is not said behind the number: the letterhead, "do ... ban hành", the words before.

All of it reads a bounded window, and only for acts whose number does not tell a whole issuer.
"""

from __future__ import annotations

import re

from phancap.law.dates import LISTED_DAY
from phancap.law.folding import fold
from phancap.law.issuers import CITIES, PROVINCES, bodies_in, issuer_at, unit_at
from phancap.law.organs import organ_named

GENERIC = ("", "UBND", "HĐND", "Chủ tịch UBND")
"""Issuers that a number alone may tell and that say too little: which committee?"""
LOCAL = frozenset(GENERIC[1:])
"""Those of them that a unit completes."""

_GIVES = re.compile(
    r"[ \n,(]{0,3}(?:(?:tinh|thanh[ \n]+pho|huyen|quan|xa|phuong)[ \n]+)?(?:\(?khoa[ \n]+[ivxlc0-9]{1,6}[), ]+)?(?:(?:da|vua|cung|se|moi|tiep[ \n]+tuc|cho[ \n]+biet)[ \n]+){0,3}"
    r"(?:ky[ \n]+ban[ \n]+hanh|ban[ \n]+hanh|ky|(?:de[ \n]+)?ra|co|thong[ \n]+qua|trinh|(?:(?:chi[ \n]+dao|yeu[ \n]+cau|de[ \n]+nghi|bao[ \n]+cao|thong[ \n]+bao)[ \n]+)?tai|gui)(?:[ \n]+(?:cac|tai))?[ \n(]*\Z"
)
_ISSUED_BY = re.compile(r"(?<![a-z])do[ \n]+(?=[a-z])")
_ISSUES = re.compile(
    r"[ \n]+(?:da[ \n]+)?(?:khoa[ \n]+[ivxlc0-9]+[ ,]*)?(?:ban[ \n]+hanh|thong[ \n]+qua|ky|phe[ \n]+duyet|ra)(?![a-z])"
)
_SENTENCE_END = re.compile(r"\.(?=[ \n]|\Z)|;[ ]*\n|\n[ ]*\n")
_ORDERS = re.compile(
    r"[ \n,]+(?:ban[ \n]+hanh|quyet[ \n]+dinh|yeu[ \n]+cau|thong[ \n]+bao|bao[ \n]+cao|xay[ \n]+dung)(?![a-z])"
)
_LINE_HEAD = re.compile(r"(?:\A|[\n|])[ *#>|-]*\Z")


def issued_behind(plain: str, folded: str, at: int, until: int, organ: str = "") -> str:
    """The issuer in "... do UBND thành phố Đà Nẵng ban hành" behind a title, before ``until``.

    ``organ``: the local organ that the number tells; "do tỉnh Hòa Bình ban hành" gives its unit.
    """
    last = min(until, at + 500)
    place = folded.find("ban hanh", at, last)
    if place < 0 and folded.find("ban\nhanh", at, last) < 0:
        return ""
    stop = _SENTENCE_END.search(folded, at, last)
    for match in _ISSUED_BY.finditer(folded, at, stop.start() if stop else last):
        named = issuer_at(plain, folded, match.end())
        if named and _ISSUES.match(folded, named[1]):
            return named[0]
        unit = unit_at(plain, folded, match.end() - 1) if organ in LOCAL else None
        if unit and _ISSUES.match(folded, unit[1]):
            return f"{organ} {unit[0]}"
    return ""


def issuer_of_title(plain: str, folded: str, at: int, until: int, organ: str) -> str:
    """The issuer behind a title: behind one in quotes any body, "về “...” của Thành ủy"; else only where the number
    tells the kind of organ and the sentence ends with it, since "của" may belong to the title."""
    last = min(until, at + 600)
    quoted = _QUOTED.match(folded, at, last)
    if quoted is not None:
        named = issuer_at(plain, folded, quoted.end())
        return named[0] if named else ""
    if organ not in LOCAL:
        return ""
    stop = _TITLE_STOP.search(folded, at, last)
    end = stop.start() if stop else last
    place = folded.rfind(" cua ", at, end)
    named = issuer_at(plain, folded, place + 5) if place >= 0 else None
    return named[0] if named is not None and named[1] == end and " cấp " not in named[0] else ""


_QUOTED = re.compile(r"[^.;\"“”]{0,80}[\"“][^\"“”]{1,400}[\"”][ \n]{0,2}(?:cua|do)[ \n]+(?=[a-z])")


def of_territory(plain: str, folded: str, at: int, until: int, organ: str) -> str:
    """The organ of the one province that the title names: "về giá đất trên địa bàn tỉnh Cà Mau"."""
    stop = _TITLE_STOP.search(folded, at, min(until, at + 400))
    last = stop.start() if stop else min(until, at + 400)
    found = {
        unit[0]
        for match in _PROVINCE_KIND.finditer(folded, at, last)
        if (unit := unit_at(plain, folded, match.start())) and _provincial(fold(unit[0]))
    }
    return f"{organ} {_provincial(fold(found.pop()))}" if len(found) == 1 else ""


_TITLE_STOP = re.compile(r"[.;](?=[ \n]|\Z)|\n")
_PROVINCE_KIND = re.compile(r"[ \n](?=(?:tinh|thanh[ ]pho|tp\.?)[ ])")


def heading_before(plain: str, folded: str, start: int, organ: str) -> str:
    """The issuer whose name in capitals heads a list: "ỦY BAN NHÂN DÂN QUẬN 3 30-12-2008 - Quyết định số ..."."""
    day = LISTED_DAY.search(folded, max(0, start - 30), start)
    if day is None:
        return ""
    found = ""
    for place in bodies_in(folded, max(0, day.start() - 700), day.start()):
        named = _line(plain, folded, place, organ) or issuer_at(plain, folded, place)
        if named and _is_organ(named[0], organ) and plain[place : place + 3].isupper() and " " in named[0]:
            found = named[0]
    return found


def issuer_before(plain: str, folded: str, start: int) -> str:
    """The issuer in "UBND Thành phố đã ban hành" or "đề nghị của Sở Nội vụ tại" just before ``start``."""
    floor = max(0, start - 150)
    behalf = _ON_BEHALF.search(folded, max(0, start - 220), start)
    if behalf is not None and (named := issuer_at(plain, folded, behalf.end())):
        return named[0]  # "Thay mặt Bộ Chính trị, đồng chí ... vừa ký ban hành"
    given = _GIVES.search(folded, max(floor, start - 60), start)
    if given is None:
        return _asked(plain, folded, start)
    found, last, behind = "", "", floor
    for place in bodies_in(folded, floor, start):
        if place < behind:
            continue  # "UBND tỉnh" within "Văn phòng UBND tỉnh"
        named = issuer_at(plain, folded, place) or organ_named(plain, place)
        if named and plain[place - 1 : place] == "(" and plain[named[1] : named[1] + 1] == ")":
            # "đề nghị của Ban Quản lý dự án (Sở Xây dựng) tại": whose part the body is.
            named = (last, named[1]) if last and place - behind < 3 else None
        behind, last = (named[1], named[0]) if named else (behind, last)
        # The last body before the verb, nothing but its unit between; "Thường trực Ban Bí thư" is a person's post.
        if folded.endswith("thuong truc ", 0, place):
            continue
        # "ý kiến của Phó Chủ tịch ... tại Thông báo số": an office wrote it down.
        if folded.endswith("pho ", 0, place) and not _SIGNS.search(given[0]):
            continue
        if named and given.start() - 1 <= named[1] <= given.end():
            found = named[0]
    return found


def _asked(plain: str, folded: str, start: int) -> str:
    """The body whose paper stands in brackets behind it: "Xét đề nghị của Bộ Công nghiệp (công văn số 12/CV-KH ...)",
    "... trong công văn số"."""
    bracket = _BRACKET.search(folded, start - 9 if start > 9 else 0, start)
    if bracket is None:
        return ""
    floor = max(0, start - 150)
    behind = floor
    for place in bodies_in(folded, floor, bracket.start()):
        named = issuer_at(plain, folded, place) if place >= behind else None
        named = named or (organ_named(plain, place) if place >= behind else None)
        behind = named[1] if named else behind
        if named and named[1] == bracket.start() and _ASKED_OF.search(folded, max(0, place - 60), place):
            return named[0]
    return ""


_BRACKET = re.compile(r"[ \n]{0,3}\([ \n]{0,2}(?:tai[ \n])?\Z|[ \n]trong[ \n]\Z")
_ASKED_OF = re.compile(
    r"(?:de[ \n]+nghi|y[ \n]+kien(?:[ \n]+[a-z]+){0,2}|bao[ \n]+cao|to[ \n]+trinh|tham[ \n]+(?:dinh|tra))[ \n]+cua[ \n]+\Z|\)[ ]?[;,][ \n]\Z"
)
_SIGNS = re.compile(r"(?<![a-z])(?:ky|ban[ \n]+hanh)(?![a-z])")
_ON_BEHALF = re.compile(
    r"(?<![a-z])thay[ \n]+mat[ \n]+(?=[^.;]{3,200}?[ \n](?:ky|ban[ \n]+hanh)(?:[ \n]+ban[ \n]+hanh)?[ \n]*\Z)"
)
_LIST_HEAD = re.compile(
    r"(?:[ \n]+(?:cac[ \n]+)?(?:nghi[ ]quyet|quyet[ ]dinh|ke[ ]hoach|cong[ ]van|chi[ ]thi|van[ ]ban|thong[ ]bao|to[ ]trinh|bao[ ]cao"
    r"|ket[ ]luan|huong[ ]dan))?[ \n]*:[ \n]{0,3}(?:so[ \n]{0,3})?\Z"
)


def issuer_of_list(plain: str, folded: str, start: int) -> str:
    """The issuer that heads a list of numbers: "các Quyết định của UBND tỉnh: Số 12/2020/QĐ-UBND ...; số ...", "UBND
    tỉnh ban hành các Quyết định: số ..."."""
    head = _LIST_HEAD.search(folded, max(0, start - 40), start)
    if head is None:
        return ""
    for place in bodies_in(folded, max(0, head.start() - 90), head.start()):
        named = issuer_at(plain, folded, place)
        if named is not None and named[1] == head.start():
            return named[0]
    return issuer_before(plain, folded, head.start()) if " " in head[0].strip() else ""


def letterhead(plain: str, folded: str, start: int, end: int, organ: str) -> str:
    """The issuer that stands above a document's own number (or below it, on a line of its own).

    ``organ``: ``UBND`` or ``HĐND`` where the number tells the kind of organ, empty for any.
    """
    above = ""
    for place in bodies_in(folded, max(0, start - 500), start):
        named = _line(plain, folded, place, organ)
        # The last line counts: a department stands below its committee, and a board of the committee bears its name.
        if named:
            above = f"{named[0]} {above}" if above and fold(named[0]) in _BOARDS else named[0]
    if not organ:
        # A school, a company or an office that no list names stands below its ministry or committee.
        above = _unlisted(plain, folded, start, above) or above
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
            # The chair signs a paper of the committee: its letterhead, cut short, is the committee's.
            return named[0].removeprefix("Chủ tịch ") if organ == "UBND" else named[0]
    return ""


_HEADS = re.compile(
    r"(?:truong|dai hoc|hoc vien|vien|tong cuc|chi cuc|cuc|vu|so|phong|ban|trung tam|tap doan|tong cong ty|cong ty|ngan hang"
    r"|benh vien|hoi|hiep hoi|lien doan|doan|dang uy|quy|to|dai|bao hiem|kho bac|thanh tra|cong an|bo chi huy|hat|chi nhanh"
    r"|bo tu lenh|cang vu|xi nghiep|lien minh|uy ban|thuong truc|hoi dong|van phong|toa an|vien kiem sat|bo|tong)(?![a-z])"
)
_NO_NAME = re.compile(
    r"(?:nuoc[ ])?cong[ ]hoa|\Acong\Z|viet[ ]nam[ ]dan[ ]chu|\A(?:xa[ ])?hoi[ ]chu[ ]nghia|hoa[ ]xa[ ]hoi|doc[ ]lap|dang[ ]cong[ ]san|so[ ]?:|[ ]{3}|[|*]|-{2,}|_{2,}|={2,}"
)
_TITLES = re.compile(
    r"(?:quyet dinh|nghi quyet|thong bao|ke hoach|cong van|bao cao|to trinh|huong dan|quy che|quy dinh|chi thi)(?![a-z])"
)


def _unlisted(plain: str, folded: str, start: int, listed: str) -> str:
    """The lowest body in capitals above the number, over the lines its name takes; ``""`` where ``listed`` is it."""
    begin = max(0, start - 400)
    lines: list[str] = []
    named: list[str] = []
    for line in _LINES.finditer(plain, begin, start):
        low = folded[line.start() : line.end()]
        cut = _NO_NAME.search(low)
        text = line[0][: cut.start()].strip(" *#>|-–_.") if cut else line[0].strip(" *#>|-–_.")
        if not text or not text.isupper() or len(text) < 2 or (line.start() == begin and begin):
            if lines and (text or cut is None or cut.start() > 0):
                named, lines = lines, []
            continue
        if _TITLES.match(low):
            lines = []
        elif _HEADS.match(fold(text)):
            lines = [text]
        elif lines:
            lines.append(text)
    name = " ".join(" ".join(lines or named).split())
    key, above = fold(name), fold(listed)
    if " " not in name or len(name) > 120 or key in above or (above and above in key):
        return ""
    known = issuer_at(name, key, 0)
    if known is not None and known[1] == len(name):
        return "" if known[0] in GENERIC else known[0]
    if listed and key in _BOARDS:
        return f"{_BOARDS[key]} {listed}"
    return _in_small_letters(plain, folded, name, start)


_LINES = re.compile(r"[^\n]+")


def _in_small_letters(plain: str, folded: str, name: str, start: int) -> str:
    """The name as the text writes it elsewhere, where capitals tell its words; else as the letterhead prints it."""
    key = fold(name)
    place = folded.find(key, start)
    while place >= 0:
        written = plain[place : place + len(key)]
        if not written.isupper():
            return written if written[0].isupper() else name
        place = folded.find(key, place + 1)
    return name


_BOARDS = {
    fold(name): name
    for name in (
        "Văn phòng", "Ban Pháp chế", "Ban Kinh tế - Ngân sách", "Ban Kinh tế - Xã hội", "Ban Văn hóa - Xã hội", "Ban Dân tộc",
        "Ban Đô thị", "Ban Tuyên giáo", "Ban Tổ chức", "Ban Dân vận", "Ban Nội chính", "Ban Tuyên giáo và Dân vận",
        "Ủy ban Kiểm tra",
    )
}  # fmt: skip
"""Boards that say nothing without their committee."""
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
    if named is None or not _is_organ(named[0], organ):
        return None
    if named[0] in GENERIC:
        # Two columns read across: "ỦY BAN NHÂN DÂN CỘNG HÒA ... VIỆT NAM / HUYỆN TÂN SÔNG Độc lập ...".
        motto = _MOTTO.match(folded, named[1])
        unit = unit_at(plain, folded, motto.end() - 1) if motto else None
        return (f"{named[0]} {unit[0]}", unit[1]) if unit else None
    return named


_MOTTO = re.compile(r"[ |*]+cong hoa xa hoi chu nghia viet nam[ \n|*-]*[ \n]")


def _is_organ(name: str, organ: str) -> bool:
    if organ in ("UBND", "Chủ tịch UBND"):
        return name.startswith(("UBND", "Chủ tịch UBND"))
    return name.startswith(organ)


_NOT_OF_PARTY = re.compile(
    r"(?:Chủ tịch|UBND|HĐND|Bộ (?!Chính trị)|Sở|Chính phủ|Thủ tướng|Quốc hội|Hội đồng|Ủy ban Thường)"
)


def fits(name: str, organ: str, form: str) -> bool:
    """Whether a body found near a number can have issued it: of the kind that the number tells, of the Party where the
    number is the Party's."""
    if organ:
        return organ.removeprefix("Chủ tịch ") in name
    return not (form.endswith(("/TW", "/TU", "/HU", "/QU")) and _NOT_OF_PARTY.match(name))
