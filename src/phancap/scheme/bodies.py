"""Bodies named in running text: organs, departments, institutes, units, and groups of them.

A closed grammar on the text in lower case with accents ("Sở" and "số" differ by an accent only): a head from
a list, a name where the head takes one, a unit. What is no head of the list is not found.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import takewhile
from typing import NamedTuple

from phancap.law.folding import UPPER
from phancap.law.issuers import PROVINCES
from phancap.scheme import vocabulary as words
from phancap.scheme.page import Page
from phancap.scheme.phrases import any_of


class Mention(NamedTuple):
    """A body in the text: span in the page, name as printed, kind (``body, chair, unit, group``).

    ``start`` stands before the words for its head ("lãnh đạo", "Giám đốc"), ``own`` where the name begins.
    """

    start: int
    end: int
    name: str
    kind: str
    own: int


def _any_field() -> str:
    """Any field, also with a dash or "&" between its parts: "Giao thông - Vận tải", "Tài nguyên-Môi trường"."""
    patterns = []
    for field in sorted((*words.FIELDS, "giao thông và vận tải"), key=len, reverse=True):
        parts = re.split(r" và |, ", field)
        loose = r"(?:[ \n]+và[ \n]+|,[ \n]*|[ \n]*[-&][ \n]*)".join(
            r"[ \n]+".join(map(re.escape, part.split())) for part in parts
        )
        patterns.append(loose)
    return "|".join(patterns)


_KIND = any_of(words.UNIT_KINDS)
_FIELDS = _any_field()
_OFFICE = (
    r"tổ đại biểu|đại biểu|bộ trưởng|bộ phận|bộ|sở|ban chỉ đạo|ban quản lý dự án|ban qlda|ban quản lý|ban(?![ \n]*hành)|ngành|cấp ủy|cấp|cơ quan thanh tra|cơ quan báo chí|cơ quan truyền thông|cơ quan thông tin đại chúng|cơ quan công an|cơ quan quân sự|cơ quan|đơn vị|địa phương|đoàn thể|đoàn công tác|đoàn kiểm tra|đoàn giám sát|tổ công tác|tổ kiểm tra|tổ giám sát|tổ(?![ \n]+(?:chức|hợp|dân|trưởng|máy))|tổ chức chính trị - xã hội"
    r"|tổ chức đảng|tổ chức đoàn thể|tổ chức kinh tế,[ \n]*xã hội|tổ chức|phòng chuyên môn|phòng|hội đoàn thể|hội đồng|hội|quận ủy|huyện ủy|thị ủy|thành ủy|tỉnh ủy|đảng ủy|đảng bộ|quận|huyện|thị xã|thị(?=,)"
    r"|thành phố|phường|xã(?![ \n]hội)|thị trấn|đặc khu|tỉnh|doanh nghiệp|tập đoàn|tổng công ty|công ty|hiệp hội|trường học|trường|bệnh viện|cơ sở kinh doanh|cơ sở"
    r"|chủ đầu tư|chủ rừng|chủ hồ đập|chủ hồ chứa|chủ hồ|chủ đập|chủ tàu|chủ phương tiện|chủ cơ sở|nhà thầu|hộ gia đình|hộ kinh doanh|chính quyền(?:[ \n]+(?:địa phương|cơ sở))?|thành viên|viện|trung tâm|chi cục|cục thuế|cục hải quan|cục|vụ|cá nhân|khoa|thôn|xóm|ấp|khu phố|tổ dân phố|lực lượng|ngân hàng|báo|đài"
)
"""What there may be several of, longest first where one begins another."""
_GROUP = re.compile(
    r"(?:toàn thể[ \n]+|tất cả[ \n]+)?(?:(?:các|những)[ \n]+)?"
    rf"(?P<offices>(?:{_OFFICE})(?![a-zà-ỹđ])"
    rf"(?:(?:[ \n]*[,/][ \n]*(?:và[ \n]+)?|[ \n]+và[ \n]+|[ \n]*-[ \n]*|[ \n]+(?=(?:ban(?![ \n]+(?:tổ chức|chỉ đạo|chỉ huy|quản lý))|ngành|đoàn thể|phường|xã(?![ \n]hội)|đặc khu)(?![a-zà-ỹđ])))(?:{_OFFICE})(?![a-zà-ỹđ])){{0,8}})"
    r"(?P<tail>(?:[ \n]+(?:(?:quận|huyện|xã|phường)(?:,[ \n]*(?:quận|huyện|xã|phường|thị xã|thành phố)){1,4}|(?:hđnd|hội đồng nhân dân)(?:[ \n]+(?:tỉnh|thành phố|huyện|xã))?|(?:ban|tiểu[ \n]+ban|tổ|đoàn)[ \n]+(?:tổ[ \n]+chức|chỉ[ \n]+đạo|chỉ[ \n]+huy|công[ \n]+tác|giúp[ \n]+việc)|chức[ \n]+trách|ngang bộ|chuyên ngành(?:,[ \n]*khu[ \n]+vực)?|khu[ \n]+vực|trung ương|thành phố|tp(?=[,; ])|tỉnh|chuyên môn|nhà nước|chức năng|vũ trang(?:[ \n]+đóng)?|hoạt động|kinh[ \n]+doanh[ \n]+(?:khu,[ \n]*điểm[ \n]+du[ \n]+lịch|vận[ \n]+tải(?:[ \n]+hành[ \n]+khách)?|xăng[ \n]+dầu|lưu[ \n]+trú|thực[ \n]+phẩm)|quản[ \n]+lý[ \n]+(?:hồ[ \n]+chứa|hồ[ \n]+đập)|khám(?:[ \n]+bệnh)?,[ \n]*chữa[ \n]+bệnh|các[ \n]+cấp|đóng[ \n]+quân|đóng[ \n]+chân|có[ \n]+rừng|(?:nêu|nói)[ \n]+trên|trên(?=[ \n]+(?:tiếp|khẩn|phối|tổ|triển|rà|báo))|thủy lợi(?:,[ \n]*thủy điện)?|thủy điện(?:,[ \n]*thủy lợi)?|thông tin đại chúng|truyền thông(?:[ \n]+đại[ \n]+chúng)?|báo chí|-[ \n]+xã hội(?:[ \n]+tỉnh)?|trực thuộc(?:[ \n]+(?:trung ương|sở|bộ|ubnd[ \n]+(?:tỉnh|huyện|thành phố)))?|chính trị - xã hội|xã hội|nhân dân|thành viên|dịch vụ du lịch|dịch vụ|du lịch"
    r"|có[ \n]+liên[ \n]+quan|liên[ \n]+quan|được[ \n]+giao[ \n]+chủ[ \n]+trì|được[ \n]+giao[ \n]+nhiệm[ \n]+vụ|quản[ \n]+lý[ \n]+nhà[ \n]+nước"
    r"|của[ \n]+(?:(?:hội[ \n]+đồng[ \n]+nhân[ \n]+dân|hđnd)(?:[ \n]+(?:tỉnh|thành[ \n]+phố|huyện))?|(?:tỉnh|thành|huyện)[ \n]+ủy|thành[ \n]+phố|tỉnh|trung[ \n]+ương|huyện|quận|xã|phường)|khác|trong[ \n]+(?:toàn[ \n]+)?(?:tỉnh|thành[ \n]+phố|huyện|quận)"
    r"|cấp[ \n]+(?:tỉnh|thành[ \n]+phố|huyện|xã)|thuộc[ \n]+(?:ubnd[ \n]+|phạm[ \n]+vi[ \n]+quản[ \n]+lý|quyền[ \n]+quản[ \n]+lý)?(?:tỉnh|thành[ \n]+phố|huyện|quận|xã|phường|sở|bộ|chính[ \n]+phủ)?"
    r"|công[ \n]+lập(?:[ \n]+và[ \n]+(?:tư[ \n]+nhân|ngoài[ \n]+công[ \n]+lập))?|tư[ \n]+nhân|ngoài[ \n]+công[ \n]+lập|kinh[ \n]+doanh[ \n]+dịch[ \n]+vụ[ \n]+du[ \n]+lịch"
    r"|trên[ \n]+địa[ \n]+bàn(?:[ \n]+(?:toàn[ \n]+)?(?:tỉnh|thành[ \n]+phố|huyện|quận|thị[ \n]+xã|xã|phường))?)(?![a-zà-ỹđ])){0,4})"
)
_HEAD = re.compile(
    r"(?<![a-zà-ỹđ0-9])(?:"
    rf"(?P<group>(?:toàn thể[ \n]+|tất cả[ \n]+)?(?:(?:các|những)[ \n]+(?=(?:{_OFFICE})(?![a-zà-ỹđ]))|(?=(?:sở|bộ|phòng)(?:,[ \n]*|[ \n]+)(?:ban(?:,[ \n]*|[ \n]+))?ngành(?![a-zà-ỹđ])|(?:tổ )?đại biểu (?:hđnd|hội đồng nhân dân)|cơ quan (?:ngang bộ|thuộc chính phủ))))"
    rf"|(?P<chair>(?:phó[ \n]+)?chủ[ \n]+tịch[ \n]+(?:thường[ \n]+trực[ \n]+(?=ubnd|ủy[ \n]+ban|hđnd|hội[ \n]+đồng))?(?=ubnd|ủy[ \n]+ban[ \n]+nhân[ \n]+dân|hđnd|hội[ \n]+đồng|các[ \n]+(?:quận|huyện|xã|phường|thị|thành)))"
    rf"|(?:(?P<central>{any_of(words.CENTRAL)})"
    rf"|(?P<organ>{any_of(words.ORGANS)})"
    rf"|(?!ban[ \n]+hành(?![a-zà-ỹđ])(?![ \n]+chính(?![ \n]+sách)))(?P<named>{any_of(words.NAMED_HEADS)})(?=[ \n])"
    rf"|(?P<unit>{_KIND}))(?![a-zà-ỹđ])"
    r")"
)
_FIELD = re.compile(rf"[ \n]+(?P<field>{_FIELDS})(?:(?![a-zà-ỹđ])|(?=chủ trì|phối hợp))")
_LISTED_FIELD = re.compile(rf"(?:[ \n]*[,;][ \n]*|[ \n]+và[ \n]+)(?P<field>{_FIELDS})(?![a-zà-ỹđ])")
_WORD = re.compile(r"[ \n]+([^\W\d_]+)")
_TAIL = re.compile(rf"[ \n]+(?:{any_of(words.NAME_TAILS)})(?![a-zà-ỹđ])")
_LEVEL = re.compile(r"[ \n]+(?:các[ \n]+cấp|từ[ \n]+tỉnh[ \n]+đến[ \n]+(?:huyện|xã|cơ[ \n]+sở)|cấp[ \n]+(?:tỉnh|huyện|xã)(?:(?:[ \n]*,[ \n]*|[ \n]+và[ \n]+)cấp[ \n]+(?:huyện|xã))?)(?![a-zà-ỹđ])")
_UNIT = re.compile(rf"[ \n]+(?P<kind>{_KIND}|trung ương)(?![a-zà-ỹđ])")
_PROVINCE_NAMES = any_of(tuple(name.lower() for name in PROVINCES))
_PLURAL = r"(?:quận|huyện|thị xã|thị trấn|thành phố|tp|phường|xã|đặc khu|tỉnh|thị|thành)"
_UNITS = re.compile(
    rf"[ \n]+(?:(?:các|[0-9]{{1,4}})[ \n]+)?{_PLURAL}"
    rf"(?:(?:[ \n]*[,/][ \n]*|[ \n]+và[ \n]+|[ \n]*-[ \n]*|[ \n]+(?=(?:phường|xã|đặc khu)(?![a-zà-ỹđ]))){_PLURAL}(?![a-zà-ỹđ])){{1,7}}"
    r"(?:[ \n]+trực[ \n]+thuộc[ \n]*(?:trung[ \n]+ương|t\.?ư|tw))?(?:[ \n]+ven[ \n]+biển)?(?:[ \n]+từ[ \n]+[^,;.\n]{2,24}[ \n]+đến[ \n]+(?:" + _PROVINCE_NAMES + r"))?"
    r"|[ \n]+(?:các|[0-9]{1,4})[ \n]+(?:quận|huyện|phường|xã|thị xã|thị trấn|tỉnh|thành phố|địa phương)(?![a-zà-ỹđ])"
)
_NAMED_UNIT = re.compile(rf"(?:[ ]|,[ ]|[ ]và[ ])(?P<name>[{UPPER}][\w’']*(?:[ ][{UPPER}][\w’']*){{0,3}}|[0-9]{{1,2}}(?![0-9./]))")
_MOST_UNITS = 30
_CONCERNED = re.compile(r"[ \n]+(?:(?:có[ \n]+)?liên[ \n]+quan|(?:(?:nêu|nói)[ \n]+)?trên(?![ \n]+(?:địa|cơ|toàn|phạm)))(?![a-zà-ỹđ])")
_PROVINCE = re.compile(rf"[ \n]+(?:{_PROVINCE_NAMES})(?![a-zà-ỹđ])")
_GLUED = re.compile(rf"\.?(?:[ ]?hcm|(?<=\.)(?:hồ chí minh|{_PROVINCE_NAMES}))(?![a-zà-ỹđ0-9])")
"""A city with its dot and no blank: "TP.HCM", "TP.Đà Nẵng"."""
_HCM = re.compile(r"[ \n]+(?:tp\.?[ ]?)?hcm(?![a-zà-ỹđ0-9])")
_NUMBER = re.compile(r"[ \n]+[0-9]{1,2}(?![0-9./-])")
_CAPITALS = re.compile(rf"(?:(?: {{1,2}}|\n)[{UPPER}][\w’']*){{1,6}}")
_MORE_NAMES = re.compile(rf"(?:[ \n]?,[ ]*\n?[ ]*|[ \n]+v[àa][ \n]+)(?=[{UPPER}])")
_LEADING = re.compile(
    rf"(?<![a-zà-ỹđ])(?:bộ trưởng,[ \n]+)?(?:{any_of(words.HEADS_OF)})(?::[ \n]+|[ \n]+(?:của[ \n]+)?)\Z"
)


_HEADED = re.compile(rf"(?:{any_of(words.HEADS_OF)})(?![a-zà-ỹđ])")
_CAPITAL_ONCE = re.compile(rf"[ \n][{UPPER}](?![{UPPER}])")
_MEMBERS = re.compile(r"(?<![a-zà-ỹđ])(?:các[ \n]+)?(?:cơ[ \n]+quan[ \n]+)?thành[ \n]+viên[ \n]+\Z")
_LETTERS = re.compile(rf"[ \n]+[{UPPER}]{{2,8}}(?:[ ]?[-&,/][ ]?[{UPPER}]{{1,6}}){{0,4}}(?![\w])")
"""A name cut to its letters: "Sở VH-TT&DL"."""
_TRADE = re.compile(
    r"(?:[ \n]+(?:mtv|(?:một|1|hai)[ \n]+thành[ \n]+viên))?(?:[ \n]+(?:điện[ \n]+lực|(?:cấp|thoát)[ \n]+nước|môi[ \n]+trường[ \n]+đô[ \n]+thị"
    r"|công[ \n]+trình[ \n]+đô[ \n]+thị|lâm[ \n]+nghiệp|khai[ \n]+thác[ \n]+(?:công[ \n]+trình[ \n]+)?(?:thủy|thuỷ)[ \n]+lợi|xổ[ \n]+số[ \n]+kiến[ \n]+thiết))?(?![a-zà-ỹđ])"
)
"""What follows the letters of a company's form: "Công ty TNHH MTV Điện lực"."""
_PARTY = re.compile(r"[ \n]+(?:tỉnh|thành|huyện|quận|thị|đảng)[ \n]+ủy(?![a-zà-ỹđ])")
_JOINT = re.compile(rf"(?:[ \n]+(?:và|-|&)|,)[ \n]+(?=[{UPPER}])")
_EACH = re.compile(rf"[ \n]+các[ \n]+(?P<kind>quận|huyện|thị xã|phường|xã|tỉnh)[ ]?:?[ ](?=[{UPPER}])")


def find_bodies(page: Page) -> list[Mention]:
    """Every body named in the page, in reading order, none inside another."""
    found: list[Mention] = []
    at = 0
    while True:
        head = _HEAD.search(page.low, at)
        if head is None:
            return found
        mentions = _read(page, head)
        if mentions:
            first = mentions[0]
            before = _LEADING.search(page.low, max(0, first.start - 24), first.start)
            members = _MEMBERS.search(page.low, max(0, first.start - 30), first.start)
            if members:
                name = page.words(members.start(), first.end)
                mentions[0] = first._replace(start=members.start(), own=members.start(), name=name, kind="group")
            elif before:
                mentions[0] = first._replace(start=before.start())
            found += mentions
            at = max(head.end(), mentions[-1].end)
        else:
            # "phó thủ tướng Chính phủ": the words within may be a body.
            at = head.start() + 1 if head["central"] else max(head.end(), head.start() + 1)


def _read(page: Page, head: re.Match[str]) -> list[Mention]:
    start, end = head.span()
    if head["group"] is not None:
        return _group(page, start)
    if head["chair"]:
        organ = _HEAD.match(page.low, end)
        if organ is not None and organ["group"] is not None:
            return [_mention(page, start, _group(page, end)[-1].end, "chair")]
        if organ is None or not organ["organ"]:
            return []
        each = _EACH.match(page.plain, organ.end())
        several = _each_of(page, start, organ.end(), each) if each else []
        return several or [_mention(page, start, place_end(page, organ.end()), "chair")]
    if head["central"]:
        # "chính phủ điện tử", "quốc hội" in lower case are no organs; the Deputy is not the Prime Minister.
        deputy = head["central"] == "thủ tướng" and page.low[max(0, start - 4) : start] == "phó "
        return [_mention(page, start, end, "body")] if page.plain[start].isupper() and not deputy else []
    if head["organ"]:
        return _organ(page, start, end, head["organ"])
    if head["named"]:
        # "Trưởng ban Dân tộc" writes the head of the name small.
        field = _FIELD.match(page.low, end)
        told = (
            page.plain[start].isupper()
            or page.low[max(0, start - 7) : start] == "trưởng "
            or (head["named"] in ("sở", "bộ") and field is not None and page.plain[field.start("field")].isupper())
        )
        last = name_end(page, end, head["named"] in words.NOUNY) if told else 0
        if told and not last and head["named"] in words.OPEN_HEADS and _CAPITAL_ONCE.match(page.plain, end):
            last = _purpose_end(page, end)
            last = last if last > end else 0
        if told and " ".join(head["named"].split()) in words.OPEN_ORGANS:
            last = max(last, _purpose_end(page, end))
        elif told and last and head["named"] in words.OPEN_HEADS:
            last = max(last, _purpose_end(page, last))
        if last and head["named"] == "công ty" and (trade := _TRADE.match(page.low, last)):
            last = trade.end()
        return [_mention(page, start, place_end(page, last), "body")] if last else []
    return _unit(page, start, end, head["unit"])


def _organ(page: Page, start: int, end: int, organ: str) -> list[Mention]:
    organ = " ".join(organ.split())
    last = place_end(page, end)
    if last == end and organ in words.OPEN_ORGANS:
        last = _purpose_end(page, end)
    if last == end and "khu kinh tế" in organ and not _HEAD.match(page.low, end + 1):
        last = _unit_name(page, end) or end  # "Ban Quản lý Khu kinh tế mở Bãi Mẫu"
    if organ == "thanh tra" and (group := _HEAD.match(page.low, end + 1)) and group["group"]:
        all_of = _GROUP.match(page.low, end + 1)
        last = all_of.end() if all_of else last
    elif organ == "thanh tra" and group and group["named"] in ("sở", "bộ"):
        of = _read(page, group)
        last = of[0].end if of else last
    small = organ == "ủy ban nhân dân" and last > end
    if not (page.plain[start].isupper() or small) or (
        organ in ("báo", "thuế", "thanh tra", "viễn thông", "điện lực", "tập đoàn") and last == end
    ):
        return []  # "báo cáo", "thuế", "thanh tra" as plain words
    unit = _UNIT.match(page.low, end) if organ in ("ubnd", "ủy ban nhân dân") else None
    if unit is not None and unit["kind"] == "tỉnh" and last > unit.end():
        first = _mention(page, start, last, "body")
        return [first, *_more_provinces(page, last, page.words(start, unit.end()))]
    each = _EACH.match(page.plain, end) if organ in ("ubnd", "ủy ban nhân dân") else None
    if each is not None:
        several = _each_of(page, start, end, each)
        if several:
            return several
    return [_mention(page, start, last, "body")]


def _more_provinces(page: Page, last: int, head: str) -> list[Mention]:
    """ "UBND tỉnh Bình Định, Phú Yên": the provinces that share the head."""
    found: list[Mention] = []
    while (more := _MORE_NAMES.match(page.plain, last)) is not None and len(found) < _MOST_UNITS:
        province = _PROVINCE.match(page.low, more.end() - 1)
        if province is None:
            break
        last = province.end()
        name = f"{head} {page.words(more.end(), last)}"
        found.append(Mention(more.end(), last, name, "body", more.end()))
    return found


def _each_of(page: Page, start: int, end: int, each: re.Match[str]) -> list[Mention]:
    """ "UBND các huyện: Bến Mẫu, Cầu Mẫu": one mention a unit."""
    run = _CAPITALS.match(page.plain, each.end() - 1)
    if run is None or _HEAD.match(page.low, each.end()):
        return []
    head = page.words(start, end)
    first = Mention(start, run.end(), f"{head} {each['kind']} {page.words(each.end(), run.end())}", "body", start)
    more = _further(page, run.end(), each["kind"])
    return [first, *(unit._replace(name=f"{head} {unit.name}", kind="body") for unit in more)]


_LOST = r"[ \n]*"
"""Between words of which a page may have lost the blank."""
_PURPOSE = re.compile(r"[ \n]*[,&]?[ \n]*-?[ \n]*(?P<word>[\w’/-]+)")
_NATIONAL = re.compile(r"[ \n]+quốc[ \n]+gia[ \n]+về(?![a-zà-ỹđ])")
_MOST_PURPOSE = 14
_STOPS = re.compile(
    rf"[ \n]*(?:[;:.()]|(?:,[ \n]*(?:và[ \n]+)?|và[ \n]+)các[ \n]+(?:{_OFFICE})(?![a-zà-ỹđ])"
    r"|,[ \n]*(?:và[ \n]+)?(?:bộ|cục|vụ|phòng|tổng cục|viện|trung tâm|hội|đài|báo|ban|liên đoàn|mặt trận|ngân hàng|tập đoàn|tổng công ty)(?![a-zà-ỹđ])"
    r"|(?:,[ \n]*)?(?:và[ \n]+)?(?:sở|ubnd|ủy ban|văn phòng|công an|chủ tịch|giám đốc|thủ trưởng|lãnh đạo)(?![a-zà-ỹđ])"
    rf"|(?:{any_of(words.STARTS, _LOST)})(?![a-zà-ỹđ])|\Z)"
)


def _purpose_end(page: Page, at: int) -> int:
    """The end of a name that says what an organ is for, or ``at``: it goes on to the unit it is of, or to the
    word that begins the task ("Ban Chỉ đạo phòng, chống dịch tỉnh có trách nhiệm")."""
    end = at
    for _ in range(_MOST_PURPOSE):
        unit = _UNIT.match(page.low, end)
        if unit and end > at:
            return place_end(page, end)
        national = _NATIONAL.match(page.low, end)
        if national is not None:
            end = national.end()
        if _STOPS.match(page.low, end):
            return end
        word = _PURPOSE.match(page.low, end)
        if word is None or "\n\n" in word[0]:
            return end if end > at and not page.plain[end : end + 1].strip() else at
        end = word.end()
    return at


def _mention(page: Page, start: int, end: int, kind: str) -> Mention:
    return Mention(start, end, page.words(start, end), kind, start)


def name_end(page: Page, at: int, institute: bool = False) -> int:
    """The end of a name behind its head, or 0: a field of the list, else pairs of syllables of the list."""
    field = _FIELD.match(page.low, at)
    short = None if field or page.plain[at - 1].isupper() else _LETTERS.match(page.plain, at)
    if short is not None:
        return short.end()
    end = field.end() if field else at
    syllables: list[str] = []
    while True:
        tail = _TAIL.match(page.low, end)
        if tail and end > at:
            end = tail.end()
            continue
        one = _WORD.match(page.plain, end)
        two = _WORD.match(page.plain, one.end()) if one else None
        province = _PROVINCE.match(page.low, end) if end > at else None
        if province and page.plain[province.start() + 1].isupper():
            break
        party = _PARTY.match(page.low, end) if end > at else None
        if party:
            return party.end()
        joint = _JOINT.match(page.plain, end) if institute and end > at else None
        if joint and (more := _FIELD.match(page.low, joint.end() - 1)):
            end = more.end()
            continue
        if joint and "-" in joint[0] and (more := _WORD.match(page.plain, joint.end() - 1)):
            pair = _WORD.match(page.plain, more.end())
            if pair and f"{more[1]} {pair[1]}".lower() in words.NAME_PAIRS:
                end = pair.end()
                continue
        if one is None or not one[1][0].isupper():
            # "Viện Nghiên cứu quản trị đô thị": nouns only, a verb begins the task.
            if institute and one and two and end > at and f"{one[1]} {two[1]}" in words.NAME_NOUNS:
                end = two.end()
                continue
            break
        if two and f"{one[1]} {two[1]}".lower() in words.NAME_PAIRS:
            end = two.end()
            continue
        if field or syllables:
            break
        # One capital word the list does not know ("Viện Friedrich"): taken when a known pair follows.
        syllables.append(one[1])
        pair = _WORD.match(page.plain, one.end())
        if pair is None or not pair[1][0].isupper():
            break
        end = one.end()
    return end if end > at else 0


def place_end(page: Page, at: int) -> int:
    """The end of the unit that follows an organ, or ``at``."""
    level = _LEVEL.match(page.low, at) or _UNITS.match(page.low, at)
    if level:
        last = _named_units_end(page, level.end()) if level[0].split()[0] != "cấp" else level.end()
        concerned = _CONCERNED.match(page.low, last)
        return concerned.end() if concerned else last
    short = _HCM.match(page.low, at)
    if short:
        return short.end()
    unit = _UNIT.match(page.low, at)
    if unit is None:
        province = _PROVINCE.match(page.low, at)
        return province.end() if province and page.plain[province.start() + 1].isupper() else at
    return _unit_name(page, unit.end(), unit["kind"]) or unit.end()


def _named_units_end(page: Page, at: int) -> int:
    """The end of the names behind units in the plural: "UBND các quận 1, 3 và Tân Bình", or ``at``."""
    unit = _UNIT.match(page.low, at) or _HCM.match(page.low, at)
    if unit and not page.plain[at + 1].islower():
        return place_end(page, at)
    end = at
    for _ in range(_MOST_UNITS):
        name = _NAMED_UNIT.match(page.plain, end)
        if name is None or (end == at and name[0][0] != " ") or _HEADED.match(page.low, name.start("name")):
            break
        if _HEAD.match(page.low, name.start("name")):
            break
        end = name.end()
    return end


_OFTEN_BARE = ("thành phố", "tp", "tp.", "tỉnh")


def _unit_name(page: Page, at: int, kind: str = "") -> int:
    """The end of a unit's name at ``at``, or 0."""
    glued = _GLUED.match(page.low, at) if kind in ("tp", "tp.") else None
    if glued:
        return glued.end()
    province = _PROVINCE.match(page.low, at)
    if province and page.plain[at : province.end()].strip()[0].isupper():
        return province.end()
    number = _NUMBER.match(page.low, at)
    if number:
        return number.end()
    run = _CAPITALS.match(page.plain, at)
    if run is None or page.low.startswith("quyết ", at + 1):
        return 0
    if page.plain[at] == "\n" and (kind in _OFTEN_BARE or _HEAD.match(page.low, at + 1)):
        # the next line begins something else, but below a head in capitals
        if not run[0].split()[0].isupper():
            return 0
    parts = [(match[1], match.end()) for match in _WORD.finditer(page.plain, at, run.end())]
    if len(parts) > 1 and parts[0][0].isupper() and len(parts[0][0]) > 1:
        # A head in capitals ends where the next line goes on in small letters.
        parts = list(takewhile(lambda part: part[0].isupper(), parts))
    if kind in _OFTEN_BARE and len(parts) > 2 and parts[0][0].lower() in words.SURNAMES:
        return 0  # "Phó Chủ tịch UBND thành phố Nguyễn Thị B": a person, no city
    # "Chủ tịch UBND quận Ninh Kiều Nguyễn Văn A": the unit ends where a surname begins.
    for place in range(2, len(parts) - 1):
        if parts[place][0].lower() in words.SURNAMES:
            return parts[place - 1][1]
    return parts[min(len(parts), 4) - 1][1] if parts else 0


def _unit(page: Page, start: int, end: int, kind: str) -> list[Mention]:
    last = _unit_name(page, end, kind if kind.startswith("tp") else "")
    if not last:
        # "Thành phố dự kiến ...": the city itself, told by its capital.
        whole = kind == "thành phố" and page.plain[start].isupper() and not page.plain[start + 1].isupper()
        whole = whole or page.plain[start:end] == "TP"
        return [_mention(page, start, end, "unit")] if whole else []
    if (
        kind.startswith(("xã", "phường", "p.", "q."))
        and kind == "xã"
        and page.low.startswith("xã hội", start)
    ):
        return []
    found = [_mention(page, start, last, "unit")]
    if kind in words.LOCAL_KINDS:
        found += _further(page, last, kind)
    return found


def _further(page: Page, last: int, kind: str) -> list[Mention]:
    """Units that share the kind of the first: "quận Ninh Kiều và Cái Răng"."""
    found: list[Mention] = []
    while len(found) < 30:
        more = _MORE_NAMES.match(page.plain, last)
        if more is None:
            break
        run = _CAPITALS.match(page.plain, more.end() - 1)
        # A new head ("và Sở Tài chính"), a post or a long name begins something else.
        if run is None or _HEAD.match(page.low, more.end()) or not 2 <= len(run[0].split()) <= 3:
            break
        if _FIELD.match(page.low, more.end() - 1):
            break
        if kind != "tỉnh" and _PROVINCE.match(page.low, more.end() - 1):
            break
        found.append(
            Mention(more.end(), run.end(), f"{kind} {page.words(more.end(), run.end())}", "unit", more.end())
        )
        last = run.end()
    return found


_TWO_UNITS = re.compile(rf"[ \n]*(?:là|gồm|:|gồm có)?[ \n]*(?=[{UPPER}])")


def _group(page: Page, start: int) -> list[Mention]:
    match = _GROUP.match(page.low, start)
    if match is None:
        return []
    office = " ".join(match["offices"].split())
    head = office.split(",")[0].split("/")[0].strip()
    if head in ("sở", "bộ", "phòng") and (office == head or page.low.startswith(":", match.end())):
        fields = _elided(page, match.end(), head.capitalize())
        if fields:
            return [fields[0]._replace(start=start), *fields[1:]]
        field = _FIELD.match(page.low, match.end("offices")) if head == "sở" else None
        if field is not None and _LISTED_FIELD.match(page.low, field.end()) is None:
            return [_mention(page, start, place_end(page, field.end()), "group")]  # "các Sở giáo dục và đào tạo"
    if office in words.LOCAL_KINDS:
        lead = _TWO_UNITS.match(page.plain, match.end("offices"))
        if lead and lead.end() > match.end("offices"):
            run = _CAPITALS.match(page.plain, lead.end() - 1)
            if run and 1 <= len(run[0].split()) <= 4:
                name = f"{office} {page.words(lead.end(), run.end())}"
                return [
                    Mention(start, run.end(), name, "unit", lead.end()),
                    *_further(page, run.end(), office),
                ]
    name = page.words(start, match.end())
    return [Mention(start, match.end(), name[0].lower() + name[1:], "group", start)]


def _elided(page: Page, at: int, head: str) -> list[Mention]:
    """ "các Sở: Nội vụ, Tài chính, Xây dựng": one mention a field."""
    if page.low.startswith(":", at):
        at += 1
    found: list[Mention] = []
    field = _FIELD.match(page.low, at)
    while field is not None and len(found) < 40 and page.plain[field.start("field")].isupper():
        if head == "Sở" and " ".join(field["field"].split()) in words.NO_DEPARTMENT:
            break
        start, end = field.span("field")
        found.append(Mention(start, end, f"{head} {page.words(start, end)}", "body", start))
        field = _LISTED_FIELD.match(page.low, end)
    return found


class Bodies:
    """The mentions of a page, to be asked by place."""

    __slots__ = ("_owns", "_starts", "mentions", "page")

    def __init__(self, page: Page) -> None:
        self.page = page
        self.mentions = find_bodies(page)
        self._starts = [mention.start for mention in self.mentions]
        self._owns = {mention.own: mention for mention in self.mentions}

    def at(self, offset: int) -> Mention | None:
        """The mention that begins at ``offset``, blanks passed over."""
        low = self.page.low
        while offset < len(low) and low[offset] in " \n":
            offset += 1
        place = bisect_left(self._starts, offset)
        if place < len(self._starts) and self._starts[place] == offset:
            return self.mentions[place]
        return self._owns.get(offset)

    def last_before(self, offset: int, floor: int) -> Mention | None:
        """The last mention that ends at or before ``offset`` and begins at or behind ``floor``."""
        place = bisect_left(self._starts, offset) - 1
        if place >= 0 and self.mentions[place].end <= offset and self.mentions[place].start >= floor:
            return self.mentions[place]
        return None

    def over(self, offset: int) -> Mention | None:
        """The mention that ``offset`` lies inside of, neither at its beginning nor at its end."""
        place = bisect_left(self._starts, offset) - 1
        if place >= 0 and self.mentions[place].own < offset < self.mentions[place].end:
            return self.mentions[place]
        return None

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions inside a span."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [mention for mention in self.mentions[first:last] if mention.end <= end]

    def _bare(self, offset: int, end: int) -> Mention | None:
        """A group without "các", or a name the lists do not know that is told by its capital and its duty."""
        post = _POST_OF.match(self.page.low, offset, end)
        headed = _GROUP.match(self.page.low, post.end()) if post else None
        if headed is not None and _FIELD.match(self.page.low, headed.end()) is None:
            last = headed.end()
            return Mention(offset, last, self.page.words(offset, last), "group", offset)
        bare = _BARE.match(self.page.low, offset, end)
        if bare is not None:
            last = bare.end()
            if bare[0].startswith("lực"):
                last = place_end(self.page, last)  # "lực lượng công an tỉnh"
            return Mention(bare.start(), last, self.page.words(bare.start(), last), "group", bare.start())
        if offset == 0 or not self.page.plain[offset : offset + 1].isupper():
            return None
        named = _NAMED_FOR.match(self.page.plain, offset - 1, end)
        if named is None:
            return None
        return Mention(offset, named.end(), self.page.words(offset, named.end()), "body", offset)

    def aside_end(self, offset: int, end: int) -> int:
        """The end of a bracket that stands at ``offset``, or ``offset``."""
        aside = _ASIDE.match(self.page.low, offset, end)
        return aside.end() if aside else offset

    def goes_on(self, mention: Mention, end: int, over: bool = False) -> bool:
        """Whether a list goes on behind ``mention`` and before ``end``; ``over`` as in :meth:`list_at`."""
        between = _BETWEEN.match(self.page.low, self.aside_end(mention.end, end), end)
        following = self.at(between.end()) if between else None
        return following is not None and (over or not _ACTS.match(self.page.low, following.end))

    def list_at(self, offset: int, end: int, over: bool = False) -> tuple[list[Mention], int]:
        """The list of bodies at ``offset`` ("Sở Tài chính, Sở Xây dựng và các quận") and where it ends. Behind a
        ``;`` a body that acts begins something else, but where ``over`` says that nobody has acted yet."""
        found: list[Mention] = []
        at = offset
        mention = self.at(at) or (self._bare(at, end) if over else None)
        while mention is not None and mention.end <= end and len(found) < 60:
            found.append(mention)
            at = mention.end
            aside = _ASIDE.match(self.page.low, at, end)
            if aside:
                at = aside.end()
            between = _BETWEEN.match(self.page.low, at, end)
            mention = self.at(between.end()) if between else None
            if mention is None and between:
                mention = self._bare(between.end(), end)
            if (
                mention is not None
                and between
                and not over
                and ";" in between[0]
                and _ACTS.match(self.page.low, mention.end)
            ):
                break
        return found, at


_BARE = re.compile(
    r"(?:(?:cơ quan|đơn vị|địa phương|tổ chức|cá nhân|doanh nghiệp|ban|ngành|đoàn thể)(?:,[ \n]*|[ \n]+và[ \n]+)?){1,4}[ \n]+(?:có[ \n]+)?(?:liên[ \n]+quan|chức[ \n]+năng)(?![a-zà-ỹđ])"
    r"|(?:nhiều|một số)[ \n]+(?:cơ quan|đơn vị|sở, ngành|địa phương)(?:[ \n]+(?:có[ \n]+)?liên[ \n]+quan)?(?![a-zà-ỹđ])"
    r"|lực lượng[ \n]+(?:(?:kiểm lâm|quân đội|công an|biên phòng|quân sự|dân quân)(?:,[ \n]*(?:kiểm lâm|quân đội|công an|biên phòng|quân sự|dân quân)|[ \n]+và[ \n]+(?:kiểm lâm|quân đội|công an|biên phòng|quân sự|dân quân)){1,4}(?:[ \n]+trên[ \n]+địa[ \n]+bàn(?:[ \n]+(?:tỉnh|huyện|thành phố|xã))?)?|vũ trang(?:[ \n]+đóng)?(?:[ \n]+trên[ \n]+địa[ \n]+bàn(?:[ \n]+(?:tỉnh|huyện|thành phố|xã))?)?|công an|kiểm lâm|quân sự|biên phòng|quân đội|chức năng|quản lý thị trường|dân quân)(?![a-zà-ỹđ])"
    r"|cơ quan[ \n]+(?:quản lý|chuyên môn|thường trực)[^;.:\n]{0,80}?(?=[ \n]+(?:chủ trì|có trách nhiệm|phối hợp|chịu trách nhiệm)(?![a-zà-ỹđ]))"
    rf"|ngành[ \n]+(?:{_FIELDS}|nông nghiệp|giáo dục|điện|điện lực|văn hóa|giao thông|lao động)(?![a-zà-ỹđ])(?:[ \n]+(?:tỉnh|huyện|tại[ \n]+địa[ \n]+phương))?"
    r"|cơ quan,[ \n]*đơn vị(?:,?[ \n]+trường[ \n]+học)?(?=[ \n]+(?:báo cáo|phối hợp|tổ chức|có trách nhiệm|thực hiện|triển khai)(?![a-zà-ỹđ]))"
    r"|chính[ \n]+quyền[ \n]+(?:cơ[ \n]+sở|địa[ \n]+phương|các[ \n]+cấp|cấp[ \n]+(?:huyện|xã))(?![a-zà-ỹđ])"
    r"|chủ[ \n]+(?:rừng|đầu[ \n]+tư)(?:[ \n]+trên[ \n]+địa[ \n]+bàn(?:[ \n]+(?:tỉnh|huyện|thành phố|xã))?)?(?![a-zà-ỹđ])"
    r"|địa phương(?![a-zà-ỹđ])(?:[ \n]+(?:có[ \n]+)?liên[ \n]+quan(?![a-zà-ỹđ]))?"
)
"""Groups that only go on with a list, without "các": "... và cơ quan liên quan"."""
_POST_OF = re.compile(r"(?:giám[ \n]+đốc|thủ[ \n]+trưởng|người[ \n]+đứng[ \n]+đầu)[ \n]+(?=(?:sở|cơ[ \n]+quan|ban|ngành|đơn[ \n]+vị)(?![a-zà-ỹđ]))")
"""Who heads all of a kind, without "các": "Giám đốc Sở, Thủ trưởng cơ quan, ban ngành thành phố"."""
_NAMED_FOR = re.compile(
    rf"[ \n]+[{UPPER}][\w’']*(?:[ \n]+[\w’']+){{1,6}}?(?=[ \n]+(?:có|chịu)[ \n]+trách[ \n]+nhiệm)"
)
_ASIDE = re.compile(r"[ \n]*\([^()]{1,160}\)")
_BETWEEN = re.compile(
    r"[ \n]*(?:[,;][ \n]*(?:và[ \n]+|cùng[ \n]+|bí thư,[ \n]*)?|và[ \n]+|cùng[ \n]+(?:với[ \n]+)?|với[ \n]+)"
)
_ACTS = re.compile(rf"[ \n]+(?:có trách nhiệm|(?:{any_of(words.STARTS)}|{any_of(words.DUTY_VERBS)})(?![a-zà-ỹđ])|:)")
