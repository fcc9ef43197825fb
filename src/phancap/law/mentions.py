"""What stands around a number or a name in running text: its type in words, its date, its issuer, its title.

Everything here reads a short window of a :class:`~phancap.law.textview.TextView` at a known offset.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from phancap.law.dates import DATE, LISTED_DAY, day_of
from phancap.law.folding import LOWER, UPPER, fold
from phancap.law.issuers import BY, province_at, unit_at
from phancap.law.joint import PARTY, bodies_named, party_pair
from phancap.law.numbers import GLUED, PARTY_BODIES, TYPE_CODES, ActNumber, parse
from phancap.law.organs import issuer_named
from phancap.law.textview import TextView

_B = r"[ \n]{0,12}"
_SERIAL = r"[0-9](?<![0-9/.,_-].)[0-9oqli|]{0,6}(?:\.[0-9]{1,3}(?![0-9]))?(?:bis|[a-e](?![a-z]))?"
_YEAR = r"[12l][09o][0-9oqli|]{2}"
_CODE = r"[a-z][a-z0-9&]{0,19}"
# A slash within the codes only before a body ("TTLT/BTC", "CT/UB"): elsewhere it begins something else.
_TAIL = rf"{_CODE}(?:(?:[ \n]{{0,2}}[-_][ \n]{{0,2}}|\.|[ \n]{{0,2}}/[ \n]{{0,2}}(?=ub|hdnd|ttg|nhnn|ta|vks|lb|b[a-z]))[a-z0-9][a-z0-9&]{{0,19}}){{0,8}}"
NUMBER = re.compile(
    rf"{_SERIAL}{_B}"
    rf"(?:(?:[/_]{_B}|-(?={_YEAR}{_B}/))(?:(?P<year>{_YEAR}){_B}[/_-]{_B})?(?P<codes>{_TAIL})"
    rf"|-(?P<bodies>{_CODE}(?:-{_CODE}){{0,4}})/(?P<joint>ttl[tnb])(?![a-z])"
    rf"|(?:[- ]{_B})?(?P<type>[a-z]{{1,6}}){_B}/{_B}(?P<body>{_TAIL}(?:(?<=[/ ](?:qd|tt|cv|nd|tb))/[a-z]{{2,8}}(?![a-z/]))?)"
    rf"|(?:[ ]?-[ ]?|[ ](?=cp|hdbt|ttg))(?P<old>cp|hdbt|hdnn|ttg|sl|lct|ct|tb|cv|nq|qd|kl)(?![a-z0-9/-])"
    rf"|-(?P<organ>[a-z]{{3,8}})(?![a-z0-9/-])"
    rf"|[ /-](?:(?P<loose>{_YEAR})[ /-])?(?P<lost>(?:nd|qd|nq|ttlt|tt|ct|kh|tb|ttr|bc|cv)[ -]{_CODE}(?:-{_CODE}){{0,4}}|(?:qh|ubtvqh)[0-9]{{1,2}}(?![a-z0-9])))"
)
"""Everything shaped like a number of an act in folded text; ``_number_at`` says whether it is one. What stands
before is asked behind the first digit: a lookbehind at the head would lose the search its table of first characters."""

_TYPES = {fold(code): code for code in TYPE_CODES}
_PARTY = {fold(code) for code in PARTY_BODIES}
_TOKENS = re.compile(r"[a-z0-9&]+")
_CAPITAL_CODE = re.compile(r"[A-ZĐƯ][A-ZĐƯ0-9&a-z]{0,19}")
# "QĐ-BGDĐTNgày đăng": a table lost its blank.
_GLUED = re.compile(rf"[A-ZĐƯ0-9&]{{3,}}(?=[{UPPER}][{LOWER}])")
_FIRST_BODIES = frozenset(
    "cp ttg ubnd hdbt hdnn vpub vpcp btc bxd bnv btp byt bct bca bqp bgddt bkhdt btnmt bnnmt ub".split()
)
_OLD_TAILS = frozenset(("cp", "hdbt", "ttg", "hdnn", "sl", "lct"))
_NEVER = frozenset("km m kg ha gio thang ngay nam nguoi lan tan lit sp vn com html www php aspx".split())

WORDS = {
    "bo luat": "luật", "luat": "luật", "phap lenh": "pháp lệnh", "hien phap": "hiến pháp", "lenh": "lệnh",
    "nghi quyet": "nghị quyết", "nghi quyet lien tich": "nghị quyết liên tịch", "nghi dinh": "nghị định",
    "quyet dinh": "quyết định", "thong tu": "thông tư", "thong tu lien tich": "thông tư liên tịch",
    "chi thi": "chỉ thị", "cong van": "công văn", "van ban": "công văn", "ke hoach": "kế hoạch",
    "thong bao": "thông báo", "cong dien": "công điện", "bao cao": "báo cáo", "to trinh": "tờ trình",
    "huong dan": "hướng dẫn", "quy che": "quy chế", "quy dinh": "quy định", "de an": "đề án",
    "chuong trinh": "chương trình", "ket luan": "kết luận", "van ban hop nhat": "văn bản hợp nhất",
    "sac lenh": "sắc lệnh", "phuong an": "phương án", "thong bao ket luan": "thông báo",
    "chuong trinh hanh dong": "chương trình", "giay uy quyen": "giấy ủy quyền", "thong tri": "thông tri",
    "nd": "nghị định", "qd": "quyết định", "nq": "nghị quyết", "tt": "thông tư", "cv": "công văn",
    "vb": "công văn", "vbhn": "văn bản hợp nhất", "kh": "kế hoạch", "ttlt": "thông tư liên tịch",
    "ct": "chỉ thị",
}  # fmt: skip
"""Folded words that name a type of act, and the type."""

_BY_LAST_WORD: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
for _name in sorted(WORDS, key=len, reverse=True):
    _BY_LAST_WORD.setdefault(_name.rpartition(" ")[2], []).append((WORDS[_name], tuple(_name.split())))
_SHORT_WORDS = "|".join(sorted(word for word in (*_BY_LAST_WORD, "so") if len(word) == 2))
_LONG_ENDS = "|".join(sorted({word[-3:] for word in _BY_LAST_WORD if len(word) > 2}))
AFTER_TYPE = (
    rf"(?:(?<=(?:{_LONG_ENDS})[ \n:].)|(?<=[^a-z](?:{_SHORT_WORDS})[ \n:].)|(?<=\A(?:{_SHORT_WORDS})[ \n:].)"
    r"|(?<=so.)|(?<=[ \n]s.)|(?<=[ \n:]{2}.))"
)
"""Asked behind the first digit of a serial: whether a word that names a type may stand before it. Three letters tell
"khoản 3" and most other words to be none."""


class Hit(NamedTuple):
    """A number found in a text: its span in the view, its parts, whether ``số`` stands before it."""

    start: int
    end: int
    number: ActNumber
    marked: bool


def numbers_in(view: TextView) -> list[Hit]:
    """Every number of an act, in reading order, not overlapping."""
    hits: list[Hit] = []
    plain, folded = view.plain, view.folded
    at = 0
    search = NUMBER.search
    while True:
        match = search(folded, at)
        if match is None:
            return hits
        start = match.start()
        hit = _number_at(plain, folded, match)
        if hit is None:
            # The serial may be the tail of something else: go on behind its digits, not behind the match.
            at = start + 1
            while at < len(folded) and folded[at].isdigit():
                at += 1
        else:
            hits.append(hit)
            at = hit.end


def _number_at(plain: str, folded: str, match: re.Match[str]) -> Hit | None:
    group = match.lastgroup or "codes"
    start, (codes_start, codes_end) = match.start(), match.span(group)
    marked = _marked(folded, start)
    if marked:
        near = start - 16 if start > 16 else 0
        if folded.find("ban an", start - 48 if start > 48 else 0, start) >= 0:
            near = max(0, start - 48)
        if _DOCKET.search(folded, near, start):
            return None
    if start and folded[start - 1] not in " \n":
        while start and folded[start - 1] in "oli|" and (start < 2 or not folded[start - 2].isalpha()):
            start -= 1  # a scanner's letter for the first digit: l31/2020
        if (
            start
            and folded[start - 1].isalpha()
            and not marked
            and not _CELL.search(plain, start - 2, codes_end)
        ):
            return None
    if group == "organ":
        return _of_organ(plain, folded, match, start, marked)
    if group == "old" and folded[codes_start - 1] == " " and "-" not in folded[start:codes_start]:
        # "Nghị định số 50 HĐBT", the dash lost
        number = parse(f"{plain[start:codes_start].strip()}-{plain[codes_start:codes_end]}")
        sure = marked and before_number(folded, start)[0] and _capital(plain, (codes_start, codes_end))
        return Hit(start, codes_end, number, marked) if number is not None and sure else None
    if group in ("joint", "lost"):
        return _unusual(plain, folded, match, start, marked)
    written = plain[codes_start:codes_end]
    if (match["year"] is not None, written) in _TRUSTED and not _BROKEN_CODE.match(plain, codes_end):
        number = parse(plain[start:codes_end])
        return None if number is None else Hit(start, codes_end, number, marked)
    hit, trusted = _judged(plain, folded, match, start, marked)
    if (
        trusted
        and hit is not None
        and hit.end == codes_end
        and len(_TRUSTED) < _MOST_TRUSTED
        and _AS_CODES_ARE.fullmatch(written)
    ):
        _TRUSTED.add((match["year"] is not None, written))
    return hit


# A table that lost its blanks: "trình độ thạc sĩ160/QĐ-ĐHQG".
_CELL = re.compile(r"[^\W\d_A-ZĐ]{2}[0-9]{1,5}/(?:[0-9]{4}/)?(?:QĐ|NĐ|NQ|TT|TTLT|CT|KH|TB|HD)-[A-ZĐ]")


def _unusual(plain: str, folded: str, match: re.Match[str], start: int, marked: bool) -> Hit | None:
    """ "01-TANDTC-VKSNDTC/TTLT", the bodies first; "2313 QĐ-BTP", "78 2021 tt btc", the slashes lost."""
    if match["joint"]:
        number = parse("".join(plain[start : match.end()].split()))
        return (
            None
            if number is None or not _capital(plain, match.span("joint"))
            else Hit(start, match.end(), number, marked)
        )
    begin, end = match.span("lost")
    year, serial = (
        match["loose"],
        plain[start : match.start("loose" if match["loose"] else "lost") - 1].strip(),
    )
    word = words_before(folded, start)[0]
    if not (marked or word):
        return None
    type_, _, body = folded[begin:end].replace("-", " ", 1).partition(" ")
    if not body:  # "so 98 2015 qh13"
        number = parse(f"{serial}/{year}/{plain[begin:end]}") if year else None
        return None if number is None else Hit(start, end, number, marked)
    joined = _capital(plain, (begin, begin + len(type_))) and plain[begin + len(type_)] == "-"
    # Without a year and in small letters only where the word before says what the code says.
    said = joined or year or (word and TYPE_CODES.get(_TYPES.get(type_, "")) == word)
    if not said or body.partition("-")[0] not in _BODIES:
        return None
    codes = f"{plain[begin : begin + len(type_)]}-{plain[begin + len(type_) + 1 : end]}"
    number = parse("/".join(filter(None, (serial, year, codes))))
    return None if number is None else Hit(start, end, number, marked)


def _of_organ(plain: str, folded: str, match: re.Match[str], start: int, marked: bool) -> Hit | None:
    """ "Thông tư số 13-TBXH": of older papers, the organ alone behind a dash."""
    if not marked or not _SYMBOL.fullmatch(plain, *match.span("organ")):
        return None
    if not before_number(folded, start)[0] and not (
        _OWN_MARK.search(plain, max(0, start - 12), start) and _DATELINE.match(folded, match.end())
    ):
        return None
    number = parse(plain[start : match.end()])
    return None if number is None else Hit(start, match.end(), number, marked)


_OWN_MARK = re.compile(r"(?:\A|[\n|])[ ]*Số[ ]?:[ ]*\Z")
_DATELINE = re.compile(r"[ \n|]{1,6}[^\n,;.]{2,30},[ ]*ngay[ ][0-9]")
_TRUSTED: set[tuple[bool, str]] = set()
"""Codes as printed, with a year before them or not, that are a number wherever they stand: judged once."""
_MOST_TRUSTED = 4096
_AS_CODES_ARE = re.compile(r"[\w&.-]+")
"""Codes that need no mending: a slash between them ("TTLT/BTC-BNV") is put right at every mention."""


def _judged(
    plain: str, folded: str, match: re.Match[str], start: int, marked: bool
) -> tuple[Hit | None, bool]:
    """The number of a match, and whether the codes alone decided."""
    trusted = False
    codes_start, codes_end = match.span(match.lastgroup or "codes")
    tokens = [token.span() for token in _TOKENS.finditer(folded, codes_start, codes_end)]
    first = folded[slice(*tokens[0])]
    if first in _NEVER:
        return None, False
    kept = _kept(plain, folded, tokens)
    lost = _LOST_LETTER.match(plain, codes_start) if match["year"] and first in ("n", "q") else None
    if lost:
        code = "NĐ" if first == "n" else "QĐ"
        number = parse(f"{plain[start:codes_start]}{code}-{lost['body']}")
        return None if number is None else Hit(start, lost.end(), number, marked), False
    glued = _GLUED.match(plain, *kept[-1])
    if glued:
        kept[-1] = glued.span()
    last = folded[slice(*kept[-1])]
    if last.endswith("ngay") and (last[:-4] in _BODIES or _CODE_AND_DAY.fullmatch(plain, *kept[-1])):
        kept[-1] = (kept[-1][0], kept[-1][1] - 4)
    word = _CODE_AND_WORD.match(plain, *kept[-1])
    if word and folded[slice(*word.span())] in _BODIES:
        kept[-1] = word.span()  # "TTLT-BNN-BNVhướng dẫn"
    day = _DAY_GLUED.search(plain, *kept[-1])
    if day and _DAY_GOES_ON.match(plain, kept[-1][1]):
        kept[-1] = (kept[-1][0], day.start())
    rest = _BROKEN_CODE.match(plain, kept[-1][1])
    if rest and last + fold(rest[1]) in _BODIES and last + fold(rest[1]) != last:
        kept[-1] = (kept[-1][0], rest.end())  # "TT-BGD ĐT"
    if len(kept) == 1 and first in _TYPES:
        body = _BLANK_BODY.match(folded, kept[0][1])  # "595/QĐ BHXH"
        if body and body[1] in _BODIES and (match["year"] or marked or words_before(folded, start)[0]):
            kept.append(body.span(1))
    count = len(kept)
    if match["year"]:
        well_formed = (
            first.startswith(("qh", "ubtvqh"))
            or (first in _TYPES and count > 1)
            or (count == 1 and first in GLUED)
        )
        trusted = well_formed
        # "Văn bản số 39/2006-QLDA": the organ alone behind the year.
        alone = count == 1 and folded[codes_start - 1] == "-" and _SYMBOL.fullmatch(plain, *kept[0])
        if not well_formed and not (
            marked
            and ((count > 1 and _capital(plain, tokens[0])) or (alone and before_number(folded, start)[0]))
        ):
            return None, False
        if first.startswith(("qh", "ubtvqh")):
            kept = kept[:1]
    elif match["type"] is not None:
        code = match["type"]
        joined = "-" in folded[match.start() : match.start("type")]
        known = code in _TYPES and (
            first in _PARTY or first.startswith(("hdnn", "ctn")) or _capital(plain, tokens[0])
        )
        capitals = _capital(plain, match.span("type")) and _capital(plain, tokens[0])
        inverted = joined and code in _BODIES and first in _TYPES  # "05-BYT/QĐ"
        if not (
            (known and joined)
            or (capitals and inverted)
            or (capitals and (marked or ((joined or code in _BODIES) and words_before(folded, start)[0])))
        ):
            return None, False
    elif first in _TYPES and count > 1:
        trusted = _known_body(folded, kept[1]) or _capital(plain, kept[1])
        if not trusted:
            # All in small letters, as machines make titles: told by "số" or the word for the type.
            size = kept[1][1] - kept[1][0]
            if not (1 < size < 13 and (marked or words_before(folded, start)[0])):
                return None, False
    elif (
        (
            count > 1
            and (marked or (first in _BODIES and words_before(folded, start)[0]))
            and _codes_alone(kept)
        )
        or count == 1
        and first in GLUED
        and (marked or words_before(folded, start)[0])
    ):
        pass
    elif count == 1 and first in ("ct", match["old"]) and first in _TYPES:
        if not (_capital(plain, kept[0]) and (marked or words_before(folded, start)[0])):
            return None, False
    elif first not in _OLD_TAILS and not (first in _FIRST_BODIES and count > 1):
        joined = count > 1 and codes_start - start > 2 and _joined_capitals(plain, kept)
        if count == 1 and _LONG_CODE.fullmatch(plain, *tokens[0]) and words_before(folded, start)[0]:
            joined = True  # "Công văn 285/CCTTHC"
        if not joined and not (marked and _capital(plain, tokens[0]) and kept[-1][1] - tokens[0][0] > 1):
            return None, False
    end = kept[-1][1]
    while folded[end - 1] == "&":
        end -= 1
    written = plain[start:end]
    if rest:
        written = written.replace(" ", "") if kept[-1][1] == rest.end() else written
    if len(kept) > 1 and not written[kept[0][1] - start : kept[-1][1] - start].startswith("-"):
        # "655/NQ/UBTVQH14", "TTLT/BTC-BNV", "QĐ UBND"
        codes = kept[0][0] - start
        written = written[:codes] + re.sub(r"[ \n]*/[ \n]*|(?<=\w)[ \n]+(?=\w)", "-", written[codes:])
    if "_" in written:  # "01_2013_TT-BKHĐT"
        codes = kept[0][0] - start
        written = written[:codes].replace("_", "/") + written[codes:].replace("_", "-")
    number = parse(written)
    return None if number is None else Hit(start, end, number, marked), trusted


# "thụ lý số 282/2021/TLPT-HC" numbers a case, "Bản án dân sự sơ thẩm số 12/2020/DS-ST" a judgment, "Mẫu số 02a/TT-BC"
# a form, not an act. "TỈNH CÀ MAU / Số:" is no form.
_COURTS = "dan su|hinh su|hanh chinh|lao dong|kinh doanh(?:,)? thuong mai|hon nhan va gia dinh|so tham|phuc tham|giam doc tham"
_DOCKET = re.compile(
    rf"(?:thu[ \n]+ly[ \n]+|ban[ \n]+an[ \n]+(?:(?:{_COURTS})[ \n]+)*|(?<!ca )(?:mau|bieu) {{1,3}})so[ \n:]*\Z"
)


def _kept(plain: str, folded: str, tokens: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The codes that belong to the number: a dash with blanks may begin the title ("QĐ-UBND - Về việc")."""
    kept = [tokens[0]]
    for token in tokens[1:]:
        between = folded[kept[-1][1] : token[0]]
        if between == ".":
            # "QĐ.UB", "TT.HĐND" in older letters; elsewhere the sentence ends here.
            named = _capital(plain, token) or _known_body(folded, token)
            standing = folded[slice(*kept[-1])] == "tt" and _known_body(folded, token)  # "QC-TT.HĐND"
            if not named or folded[slice(*kept[0])] not in _TYPES:
                break
            # "27/2001/QĐ-CT.UBBT", "26/TB-VP.UBND": the committee behind its office.
            office = folded[slice(*kept[-1])] in ("vp", "ct") and (
                _OFFICE_OF.fullmatch(plain, token[0] - 1, token[1])
                and not _TITLE_GOES_ON.match(plain, token[1])
            )
            if len(kept) > 1 and not standing and not office:
                break
        elif "/" in between and not _known_body(folded, token):
            # "1010 TC/QĐ/TCCB": the office behind body and type
            if (
                folded[slice(*kept[-1])] not in _TYPES
                or len(kept) > 1
                or not _SYMBOL.fullmatch(plain, *token)
            ):
                break
        elif len(between) > 1 and _SYMBOL.fullmatch(plain, *token) and _DAY_NEXT.match(folded, token[1]):
            pass  # "265/CSBĐ - GP ngày 12/5/1997"
        elif len(between) > 1 and not _known_body(folded, token):
            # All in capitals a title looks like a code, but for its accents.
            first = folded[slice(*kept[0])]
            alone = len(kept) == 1 and first in _TYPES and _capital(plain, token)
            symbol = first in _BODIES or (first in _TYPES and len(kept) > 1)
            if not alone and not (
                symbol and _SYMBOL.fullmatch(plain, *token) and not plain[token[0] : token[1] + 20].isupper()
            ):
                break
        kept.append(token)
    return kept


def _codes_alone(tokens: list[tuple[int, int]]) -> bool:
    """Codes as short as codes are, joined without blanks but for a known body."""
    return all(1 < end - start < 11 for start, end in tokens)


_OFFICE_OF = re.compile(r"\.(?:UB|HĐ|TU|BCĐ|VP|CT)[A-ZĐ]{0,4}")
_TITLE_GOES_ON = re.compile(r"[ \n][A-ZĐÀ-Ỹ]{2}|[\w-]")
_DAY_NEXT = re.compile(r"[ \n]{1,3}ngay[ \n]{1,4}[0-9]")
_SYMBOL = re.compile(r"[A-ZĐ&0-9]{2,8}")
_BLANK_BODY = re.compile(r"[ ]{1,2}([a-z&]{2,12})(?![a-z0-9-])")
_CODE_AND_WORD = re.compile(rf"[A-ZĐ&]{{2,12}}(?=[{LOWER}]{{3}})")
_CODE_AND_DAY = re.compile(r"[A-ZĐ0-9&]{2,12}ngày")
# A page whose font lost its Đ: "17/2008/N -CP", "153/2003/Q-TTg".
_LOST_LETTER = re.compile(r"(?:N[ ]?-(?=CP)|Q[ ]?-(?!CP))(?P<body>CP|TTg|UBND|UB|[BT][A-Z]{1,5})(?![\w-])")
_DAY_GLUED = re.compile(r"(?<=[A-ZĐ])[0-9]{1,2}\Z")
_DAY_GOES_ON = re.compile(r"/[0-9]{1,2}/(?:19|20)[0-9]{2}(?![0-9])")
_LONG_CODE = re.compile(r"[A-ZĐ]{3,12}")
_BROKEN_CODE = re.compile(r"[ ]([A-ZĐ&]{2,5})(?![\w-])")


def _joined_capitals(plain: str, tokens: list[tuple[int, int]]) -> bool:
    """``VPUB-XDĐT``: two codes or more in capitals, joined without blanks."""
    if any(last[1] + 1 != token[0] for last, token in zip(tokens, tokens[1:], strict=False)):
        return False
    return all(token[1] - token[0] > 1 and _capital(plain, token) for token in tokens)


def _known_body(folded: str, token: tuple[int, int]) -> bool:
    code = folded[slice(*token)]
    return code in _BODIES or code.startswith(("ubtvqh", "qh1"))


_BODIES = _PARTY | set(
    "lb qh ubtvqh cp ttg hdbt hdnn hdnd ubnd ub ctubnd ctn vpcp vpqh bnv btc bxd btp bca bqp bng bct bkhdt "
    "bnnptnt bnnmt btnmt btttt bkhcn bvhttdl bldtbxh bgddt bgtvt byt bdttg ubdt ttcp nhnn ktnn tandtc "
    "vksndtc hdtp snv stc sxd stp sct syt skhdt snnptnt snnmt stnmt stttt skhcn svhttdl sldtbxh sgddt "
    "sgtvt vpub vp xddt hc nc th kt cn ttpvhcc bcd gddt ldtbxh khdt bql bqlda bnn bkh btm bld bvhtt bts "
    "bbcvt bcn bcdqg bcdtw nn&ptnt bnn&ptnt snn&ptnt stn&mt sgd&dt skh&dt bgd&dt sld-tb&xh tn&mt gd&dt tnmt tchc vhtt vhxh vx kgvx qldt tckh ktht ubbc tctcb "
    "sdtvtg tcct svhtt sdl sgd snn skh sldtb bqlkcn cthdnd tthdnd ubmttq mttq tldldvn bhxh kbnn tct tchq "
    "cst qlbh qlg tccv cchc ddbqh dhqg tct tchq tctk tlddvn bhxh bdt tdkt".split()
)


def _capital(plain: str, token: tuple[int, int]) -> bool:
    return (
        _CAPITAL_CODE.fullmatch(plain, *token) is not None
        and plain[token[0] : token[0] + 2].upper() == (plain[token[0] : token[0] + 2])
    )


def _marked(folded: str, start: int) -> bool:
    """Whether ``số`` stands before: "số 12", "Số: 12", "số12", "số hiệu: 12"."""
    before = folded[start - 16 if start > 16 else 0 : start].rstrip(" \n:.")
    if before.endswith("so"):
        return not before[-3:-2].isalpha()
    if before.endswith(" s"):  # a page that lost letters: "Nghị định s204/2004/NĐ-CP"
        return start > 2 and (words_before(folded, folded.rindex("s", 0, start))[0] != "")
    return before.endswith("hieu") and _MARK_ALONE.search(before) is not None


_MARK_ALONE = re.compile(r"(?<![a-z])so(?: ky)?(?: hieu)?\Z")


def words_before(folded: str, at: int) -> tuple[str, int]:
    """The type of act named just before ``at`` and where its words begin, else ``("", at)``."""
    floor = at - 40 if at > 40 else 0
    tail = folded[floor:at].split()
    if not tail:
        return "", at
    last = tail[-1]
    names = _BY_LAST_WORD.get(last) or _BY_LAST_WORD.get(last.lstrip(_OPENING))
    if names is None:
        return "", at  # most words before a number name no type
    for type_, parts in names:
        size = len(parts)
        head = tail[-size] if size <= len(tail) else ""
        if head != parts[0] and head.lstrip(_OPENING) != parts[0]:
            continue
        if size == 1 or tuple(tail[1 - size :]) == parts[1:]:
            return type_, folded.rfind(parts[0], floor, at)
    return "", at


_OPENING = "([{\"'“‘«|*#>•+-0123456789.,:;"
"""What may stand before a word without a blank."""


def before_number(folded: str, start: int) -> tuple[str, int]:
    """Like ``words_before`` for a number at ``start``, over "số", "Số:", "số hiệu"."""
    at = start
    while at and folded[at - 1] in " \n:.":
        at -= 1
    tail = folded[max(0, at - 12) : at]
    for mark in ("so ky hieu", "so hieu", "so", " s"):
        if tail.endswith(mark):
            at -= len(mark)
            break
    return words_before(folded, at)


_TYPE_OF = re.compile(
    r"(?<![a-z])(?P<type>thong[ ]tu|nghi[ ]quyet|quyet[ ]dinh|nghi[ ]dinh|chi[ ]thi|cong[ ]van|thong[ ]bao"
    r"|ke[ ]hoach|ket[ ]luan|quy[ ]dinh|huong[ ]dan|chuong[ ]trinh)[ \n]+(?:cua[ \n]+)?"
)
_TO_NUMBER = re.compile(r"[ \n,]*(?:(?:khoa[ ][ivxlc]+|trung[ ]uong[ ]dang)[ \n,]*)?so[ \n:]*\Z")


def issuer_within(plain: str, folded: str, start: int) -> tuple[str, str] | None:
    """Type and issuer where the issuer stands before the number: "Thông tư của Bộ Nội vụ số 5/2005/TT-BNV"."""
    floor = start - 160 if start > 160 else 0
    for match in _TYPE_OF.finditer(folded, floor, start):
        named = bodies_named(plain, folded, match.end())
        if named is not None and _TO_NUMBER.match(folded[named[1] : start]):
            return WORDS[match["type"]], named[0]
    return None


_THEN = re.compile(
    r"(?:[ \n](?:tinh|thanh[ \n]pho)(?=[ \n]ngay))?[ \n]{0,3}[,(]?[ \n]{0,3}(?:(?:duoc[ \n]+)?(?:ban hanh|ky|thong qua)(?:[ \n]+(?:vao[ \n]+)?)?)?"
    r"nga?y[ \n]{0,4}(?P<date>" + DATE + ")"
)
# "(12/6/2025)", and of tables "| Ngày ban hành | 12/6/2025", "163/2013/TTLT-BTC-BNV 15/11/2013".
_BARE_DATE = re.compile(
    r"(?:[ \n]{0,3}[(]|[ \n|]{0,8}(?:ngay )?ban hanh[ ]?[:|]|(?=[ ]?[0-9]{1,2}/))[ \n]{0,2}(?P<date>"
    + DATE
    + ")"
)


_DATE_NEAR = re.compile(r"[ \n,(|]{0,9}(?:nga?y|[0-9oqil|(]|tinh|thanh|duoc|ban|ky|thong)")
"""What a date behind a number can begin with."""


class Printed(NamedTuple):
    """A date as printed (span in the view) and as the day it means in ISO form, or empty."""

    start: int
    end: int
    iso: str


def date_after(folded: str, at: int) -> Printed | None:
    """The date that follows at once: ", ngày 12 tháng 6 năm 2025", "ngày 12/6/2025", "(12/6/2025)"."""
    if not _DATE_NEAR.match(folded, at):
        return None
    match = _THEN.match(folded, at) or _BARE_DATE.match(folded, at)
    if match is None or ("\n" in match[0] and _NEXT_SENTENCE_DAY.match(folded, match.end())):
        return None
    day = day_of(match["date"])
    return Printed(*match.span("date"), day.isoformat() if day else "")


# "... Nghị định số 40/2019/NĐ-CP / Ngày 13 tháng 5 năm 2019, Chính phủ đã ban hành": the day begins the next line.
_NEXT_SENTENCE_DAY = re.compile(
    r"[ ]?,[ \n](?:quoc|chinh|thu[ ]tuong|bo|uy|ubnd|hdnd|hoi|so|chu|tai|ban)[ \n]"
)
_YEAR_AFTER = re.compile(
    r"[ \n]{1,3}(?:nam[ \n]{1,3})?(?P<year>(?:19[4-9]|20[0-3])[0-9])(?![0-9]|[-/.,][0-9])"
)


def year_after(folded: str, at: int) -> Printed | None:
    """The year alone that follows a number without one: "Chỉ thị 05/CT-TTg năm 2018", "439/QĐ-TTg 2023"."""
    match = _YEAR_AFTER.match(folded, at)
    return Printed(*match.span("year"), "") if match else None


_DATE_BEFORE = re.compile(r"ngay[ \n]{0,4}(?P<date>" + DATE + r")(?P<between>[^.;:\"“”]{0,140}?)\Z")
_ADOPTED = re.compile(
    r"\b(?:ban[ \n]hanh|thong[ \n]qua|ky|ra|da[ \n]co)(?:[ \n]+(?:ban[ \n]hanh|cac))?[ \n]*\Z"
)
_ADOPTING = ("hanh", "qua", "ky", "ra", "cac", "da co")
"""What ``_ADOPTED`` can end with."""


def date_before(folded: str, at: int) -> Printed | None:
    """The date before an act: "Ngày 19/6/2015, Quốc hội đã thông qua Luật ..."."""
    before = folded[at - 16 if at > 16 else 0 : at].rstrip()
    if before.endswith("-"):
        listed = LISTED_DAY.search(folded, at - 30 if at > 30 else 0, at)
        day = day_of(listed["date"]) if listed else None
        return Printed(*listed.span("date"), day.isoformat()) if listed and day else None
    if not before.endswith(_ADOPTING):
        return None  # nearly always: asked before any pattern
    window = folded[max(0, at - 200) : at]
    if "ngay" not in window or not _ADOPTED.search(window):
        return None
    place = window.rfind("ngay")
    match = _DATE_BEFORE.search(window, place)
    if match is None:
        return None
    day, base = day_of(match["date"]), max(0, at - 200)
    return Printed(base + match.start("date"), base + match.end("date"), day.isoformat() if day else "")


_DAY_AHEAD = re.compile(r"ngay[ \n]{0,4}(?P<date>" + DATE + r")[ ]?,[ \n]\Z")


def day_ahead(folded: str, at: int) -> Printed | None:
    """The day that ends just before ``at``: "Ngày 26/11/2024, "."""
    place = folded.rfind("ngay", at - 40 if at > 40 else 0, at)
    match = _DAY_AHEAD.match(folded, place, at) if place >= 0 else None
    day = day_of(match["date"]) if match else None
    return Printed(*match.span("date"), day.isoformat()) if match and day else None


LATE = re.compile(
    r"(?:thong[ \n]+qua|ban[ \n]+hanh)[ \n,]{1,3}(?:vao[ \n]+)?ngay[ \n]{0,4}(?P<date>" + DATE + ")"
)
"""A date at the end of a sentence: "Luật số 72/2025/QH15 ... đã được Quốc hội ... thông qua ngày 16/6/2025"."""

_CONFERENCE = re.compile(
    r"[ \n]{1,3}(?:cua[ \n]+)?hoi[ \n]+nghi[ \n]+(?:lan[ \n]+thu[ \n]+|trung[ \n]+uong[ \n]+|lan[ \n]+)?[a-z0-9]{1,6}"
    r"(?:[ \n]*,?[ \n]*(?:cua[ \n]+)?(?=ban[ \n]+chap))"
)


def issuer_after(
    plain: str, folded: str, at: int, joint: bool = False, local: bool = False
) -> tuple[str, int] | None:
    """The issuer that follows: "của Chính phủ", and the offset behind it.

    ``joint``: whether several bodies may follow. ``local``: whether the number tells the kind of a local organ; its
    unit alone ("của tỉnh Kiên Giang") is then given with a blank before it.
    """
    match = BY.match(folded, at)
    if "hoi" in folded[at : at + 16]:
        match = _CONFERENCE.match(folded, at) or match
    if match is None:
        return None
    if joint:
        return bodies_named(plain, folded, match.end())
    named = issuer_named(plain, folded, match.end())
    if named is None and local:
        unit = unit_at(plain, folded, match.end() - 1) or province_at(folded, match.end())
        return (f" {unit[0]}", unit[1]) if unit else None
    if named is not None and local and named[0] in ("Ủy ban", "Uỷ ban"):
        return None  # cut off by the page
    return party_pair(plain, folded, *named) if named and named[0] in PARTY else named


_TITLE = re.compile(
    r"[ \n]{0,3}[,:-]?[ \n]{0,3}(?=(?:ve|quy dinh|huong dan|ban hanh|phe duyet|sua doi|thi diem|cong bo"
    r"|to chuc|thuc hien|sap xep|phan cap|uy quyen|xu ly|phan dinh)[ \n])"
)
_TITLE_END = re.compile(r"[.;\"”)](?!\w)|\n[ \n]*\n|\n(?=[ ]*(?:can cu|dieu \d|-|\d+[.)]))")
_NEXT_SENTENCE = re.compile(
    r"\n[ ]*(?:(?:Xét|Theo đề nghị|Thực hiện|Sau khi|Để|QUYẾT|NGHỊ)(?!\w)"
    rf"|(?=[{UPPER}])[^\n.;]{{4,60}}?[ \n](?:ban hành|quyết định|hướng dẫn|thông báo|yêu cầu)[ \n])"
)
"""A line that begins a new sentence though the one before has no stop: "Bộ trưởng Bộ Nội vụ ban hành ..."."""


def title_after(plain: str, folded: str, at: int, until: int) -> str:
    """The title that follows ("về việc ...", "quy định ..."), up to the end of the sentence or ``until``."""
    match = _TITLE.match(folded, at)
    if match is None:
        return ""
    begin, last = match.end(), min(until, match.end() + 400)
    stop = _TITLE_END.search(folded, begin, last)
    last = stop.start() if stop else last
    following = _NEXT_SENTENCE.search(plain, begin, last) if plain.find("\n", begin, last) >= 0 else None
    text = plain[begin : following.start() if following else last]
    text = " ".join(text.split()).rstrip(" ,-(")
    return text[:-3].rstrip(" ,") if text.endswith((" và", " va")) else text
