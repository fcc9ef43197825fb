"""The issuer of an act as running text names it: "của Chính phủ", "của UBND thành phố Cần Thơ".

A closed list on purpose: the words behind an issuer ("của Chính phủ đã giao cho ...") must not be swallowed.
A local organ takes a unit behind it: a province of the list, else the capitalised words that follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from phancap.law.folding import UPPER, fold
from phancap.law.vocabulary import issuers

PROVINCES = (
    "An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre", "Bình Dương",
    "Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk",
    "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang", "Hà Nam", "Hà Nội", "Hà Tĩnh",
    "Hải Dương", "Hải Phòng", "Hậu Giang", "Hòa Bình", "Hồ Chí Minh", "Huế", "Hưng Yên", "Khánh Hòa",
    "Kiên Giang",
    "Kon Tum", "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Long An", "Nam Định", "Nghệ An", "Ninh Bình",
    "Ninh Thuận", "Phú Thọ", "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị",
    "Sóc Trăng", "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế",
    "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái",
)  # fmt: skip
"""Provinces and cities under the central government, those of 2025 and those before."""
CITIES = ("Cần Thơ", "Đà Nẵng", "Hà Nội", "Hải Phòng", "Hồ Chí Minh", "Huế")
"""Those of them that are cities."""

_DEPARTMENTS = (
    "Nội vụ", "Tài chính", "Xây dựng", "Tư pháp", "Công Thương", "Y tế", "Kế hoạch và Đầu tư",
    "Nông nghiệp và Phát triển nông thôn", "Nông nghiệp và Môi trường", "Tài nguyên và Môi trường",
    "Thông tin và Truyền thông", "Khoa học và Công nghệ", "Văn hóa, Thể thao và Du lịch",
    "Văn hóa và Thể thao",
    "Lao động - Thương binh và Xã hội", "Giáo dục và Đào tạo", "Giao thông vận tải", "Ngoại vụ", "Du lịch",
    "Quy hoạch - Kiến trúc", "Dân tộc và Tôn giáo", "Công nghiệp", "Tài chính - Vật giá", "Thương mại", "Thủy sản",
    "Bưu chính, Viễn thông", "Thể dục Thể thao", "Văn hóa - Thông tin", "Thương mại - Du lịch", "Địa chính", "Nông nghiệp",
    "Khoa học, Công nghệ và Môi trường", "Giao thông công chính", "Địa chính - Nhà đất",
)  # fmt: skip

_FIELDS = {
    "nn ptnt": "Nông nghiệp và Phát triển nông thôn", "nong nghiep ptnt": "Nông nghiệp và Phát triển nông thôn",
    "nn mt": "Nông nghiệp và Môi trường", "gd dt": "Giáo dục và Đào tạo", "tn mt": "Tài nguyên và Môi trường",
    "ld tb xh": "Lao động - Thương binh và Xã hội", "lao dong tb xh": "Lao động - Thương binh và Xã hội",
    "kh cn": "Khoa học và Công nghệ", "kh dt": "Kế hoạch và Đầu tư", "tt tt": "Thông tin và Truyền thông",
    "vh tt dl": "Văn hóa, Thể thao và Du lịch", "vh tt": "Văn hóa và Thể thao", "gtvt": "Giao thông vận tải",
}  # fmt: skip
"""Fields of ministries and departments as they are cut short: "Bộ NN&PTNT", "Sở TN&MT"."""

_UNIT_KINDS = {
    "thanh pho": "thành phố", "tp": "thành phố", "tp.": "thành phố", "tinh": "tỉnh", "quan": "quận",
    "huyen": "huyện", "thi xa": "thị xã", "xa": "xã", "phuong": "phường", "thi tran": "thị trấn",
    "dac khu": "đặc khu", "q.": "quận", "h.": "huyện", "p.": "phường", "tx.": "thị xã",
}  # fmt: skip
_ORGANS = {
    "hoi dong nhan dan": "HĐND", "hdnd": "HĐND", "thuong truc hoi dong nhan dan": "Thường trực HĐND",
    "thuong truc hdnd": "Thường trực HĐND", "chu tich uy ban nhan dan": "Chủ tịch UBND",
    "chu tich ubnd": "Chủ tịch UBND", "uy ban nhan dan": "UBND", "ubnd": "UBND", "thanh uy": "Thành ủy",
    "tinh uy": "Tỉnh ủy", "quan uy": "Quận ủy", "huyen uy": "Huyện ủy",
    "ban thuong vu thanh uy": "Ban Thường vụ Thành ủy", "ban thuong vu tinh uy": "Ban Thường vụ Tỉnh ủy",
    "ban thuong vu huyen uy": "Ban Thường vụ Huyện ủy", "ban thuong vu quan uy": "Ban Thường vụ Quận ủy",
    "ban thuong vu thi uy": "Ban Thường vụ Thị ủy", "thi uy": "Thị ủy",
    "thuong truc tinh uy": "Thường trực Tỉnh ủy", "thuong truc thanh uy": "Thường trực Thành ủy",
    "ban chap hanh dang bo": "Ban Chấp hành Đảng bộ", "ban can su dang": "Ban cán sự đảng",
    "dang uy": "Đảng ủy", "ban thuong vu dang uy": "Ban Thường vụ Đảng ủy",
    "van phong uy ban nhan dan": "Văn phòng UBND", "van phong ubnd": "Văn phòng UBND",
    "dang doan": "Đảng đoàn", "ban dan toc": "Ban Dân tộc", "cuc thue": "Cục Thuế", "chi cuc thue": "Chi cục Thuế",
    "cuc hai quan": "Cục Hải quan", "cuc thong ke": "Cục Thống kê", "thanh tra": "Thanh tra", "cong an": "Công an",
    "ban to chuc": "Ban Tổ chức", "ban tuyen giao": "Ban Tuyên giáo", "ban chi dao": "Ban Chỉ đạo",
    "kho bac nha nuoc": "Kho bạc Nhà nước", "bao hiem xa hoi": "Bảo hiểm xã hội",
    "toa an nhan dan": "Tòa án nhân dân", "vien kiem sat nhan dan": "Viện kiểm sát nhân dân",
    "tinh doan": "Tỉnh đoàn", "thanh doan": "Thành đoàn", "lien doan lao dong": "Liên đoàn Lao động",
    "btv huyen uy": "Ban Thường vụ Huyện ủy", "btv quan uy": "Ban Thường vụ Quận ủy", "btv thi uy": "Ban Thường vụ Thị ủy",
    "btv dang uy": "Ban Thường vụ Đảng ủy", "thuong truc huyen uy": "Thường trực Huyện ủy", "tt tinh uy": "Thường trực Tỉnh ủy",
    "tt hdnd": "Thường trực HĐND", "vien ksnd": "Viện kiểm sát nhân dân", "vksnd": "Viện kiểm sát nhân dân", "tand": "Tòa án nhân dân",
    "bhxh": "Bảo hiểm xã hội", "btv tinh uy": "Ban Thường vụ Tỉnh ủy", "btv thanh uy": "Ban Thường vụ Thành ủy",
    "thuong truc ubnd": "UBND", "thuong truc uy ban nhan dan": "UBND",
    "chu tich thuong truc ubnd": "Chủ tịch UBND", "chu tich thuong truc uy ban nhan dan": "Chủ tịch UBND",
    "bch dang bo": "Ban Chấp hành Đảng bộ", "phong noi vu": "Phòng Nội vụ", "phong tai chinh ke hoach": "Phòng Tài chính - Kế hoạch",
}  # fmt: skip
_ORGANS |= {
    f"{body} {committee}": f"{name} {whole}"
    for body, name in (
        ("ban to chuc", "Ban Tổ chức"), ("ban tuyen giao", "Ban Tuyên giáo"), ("ban dan van", "Ban Dân vận"),
        ("ban noi chinh", "Ban Nội chính"), ("uy ban kiem tra", "Ủy ban Kiểm tra"), ("van phong", "Văn phòng"),
        ("ban tuyen giao va dan van", "Ban Tuyên giáo và Dân vận"),
    )
    for committee, whole in (
        ("tinh uy", "Tỉnh ủy"), ("thanh uy", "Thành ủy"), ("huyen uy", "Huyện ủy"), ("quan uy", "Quận ủy"), ("thi uy", "Thị ủy"),
    )
}  # fmt: skip
# Plain words as well: a body only where they begin with a capital.
_NEEDS_CAPITAL = frozenset(
    "thanh tra|cong an|ban to chuc|ban chi dao|bao hiem xa hoi|cuc thue|chi cuc thue|cuc thong ke|ban tuyen giao".split(
        "|"
    )
)
_WITHIN = ("Ban cán sự đảng", "Đảng đoàn", "Đảng ủy", "Ban Thường vụ Đảng ủy")
_EXTRA = {
    "bo chinh tri trung uong dang": "Bộ Chính trị", "ban bi thu trung uong dang": "Ban Bí thư", "ban bi thu trung uong": "Ban Bí thư",
    "ban chap hanh trung uong dang": "Ban Chấp hành Trung ương", "trung uong": "Ban Chấp hành Trung ương",
    "bo lao dong thuong binh va xa hoi": "Bộ Lao động - Thương binh và Xã hội",
    "bo van hoa the thao va du lich": "Bộ Văn hóa, Thể thao và Du lịch",
    "tong thanh tra chinh phu": "Thanh tra Chính phủ", "tong thanh tra nha nuoc": "Thanh tra Nhà nước",
    "tong cuc thue": "Tổng cục Thuế", "tong cuc hai quan": "Tổng cục Hải quan", "tong cuc thong ke": "Tổng cục Thống kê",
    "tong cuc thi hanh an dan su": "Tổng cục Thi hành án dân sự", "tong cuc duong bo viet nam": "Tổng cục Đường bộ Việt Nam",
    "bao hiem xa hoi viet nam": "Bảo hiểm xã hội Việt Nam", "hoi dong chinh phu": "Hội đồng Chính phủ",
    "tong lien doan lao dong viet nam": "Tổng Liên đoàn Lao động Việt Nam",
    "bhxh viet nam": "Bảo hiểm xã hội Việt Nam", "tand toi cao": "Tòa án nhân dân tối cao", "tandtc": "Tòa án nhân dân tối cao",
    "vien ksnd toi cao": "Viện kiểm sát nhân dân tối cao", "vksnd toi cao": "Viện kiểm sát nhân dân tối cao",
    "vksndtc": "Viện kiểm sát nhân dân tối cao", "nhnn viet nam": "Ngân hàng Nhà nước Việt Nam", "nhnn": "Ngân hàng Nhà nước Việt Nam",
    "chu tich hdbt": "Chủ tịch Hội đồng Bộ trưởng", "hdbt": "Hội đồng Bộ trưởng", "bch trung uong dang": "Ban Chấp hành Trung ương",
    "bch trung uong": "Ban Chấp hành Trung ương", "bch tw dang": "Ban Chấp hành Trung ương",
    "dang uy khoi cac co quan trung uong": "Đảng ủy Khối các cơ quan Trung ương",
    "ban bi thu trung uong doan": "Ban Bí thư Trung ương Đoàn", "trung uong doan": "Trung ương Đoàn",
    "ban chap hanh trung uong doan": "Ban Chấp hành Trung ương Đoàn",
    "ban thuong vu trung uong doan": "Ban Thường vụ Trung ương Đoàn",
    "uy ban kiem tra trung uong": "Ủy ban Kiểm tra Trung ương", "ban to chuc trung uong": "Ban Tổ chức Trung ương",
    "ban tuyen giao trung uong": "Ban Tuyên giáo Trung ương", "ban noi chinh trung uong": "Ban Nội chính Trung ương",
    "ban dan van trung uong": "Ban Dân vận Trung ương", "ban kinh te trung uong": "Ban Kinh tế Trung ương",
    "van phong trung uong dang": "Văn phòng Trung ương Đảng",
    "hoi dong tham phan tandtc": "Hội đồng Thẩm phán Tòa án nhân dân tối cao",
    "hoi dong tham phan tand toi cao": "Hội đồng Thẩm phán Tòa án nhân dân tối cao",
    "uy ban phap luat va tu phap": "Ủy ban Pháp luật và Tư pháp", "uy ban phap luat": "Ủy ban Pháp luật",
    "uy ban tu phap": "Ủy ban Tư pháp", "uy ban kinh te va tai chinh": "Ủy ban Kinh tế và Tài chính",
    "uy ban kinh te": "Ủy ban Kinh tế", "uy ban van hoa va xa hoi": "Ủy ban Văn hóa và Xã hội",
    "uy ban tai chinh ngan sach": "Ủy ban Tài chính, Ngân sách", "hoi dong dan toc": "Hội đồng Dân tộc",
}  # fmt: skip


@lru_cache(maxsize=4096)
def _key(folded: str) -> str:
    """Folded words run together, so that lost blanks and commas make no difference."""
    return "".join(re.findall(r"[a-z0-9]+", folded.replace("&", "va")))


_AND = re.compile(r"\bva\b|&")
_FIELD_BY_KEY = {_key(short): name for short, name in _FIELDS.items()}
_KIND_BY_KEY = {_key(spelling): word for spelling, word in _UNIT_KINDS.items()}
_ORGANS_BY_KEY = {_key(spelling): name for spelling, name in _ORGANS.items()}
_CAPITAL_KEYS = frozenset(map(_key, _NEEDS_CAPITAL))


def _words(folded: str) -> str:
    """A pattern for folded words that takes any blanks, commas and dashes between them, or a lost blank."""
    words = (re.escape(word) for word in re.findall(r"[a-z0-9.]+", folded))
    return r"[ \n,-]{0,4}".join("(?:va|&)" if word == "va" else word for word in words)


@cache
def _central() -> dict[str, str]:
    found = dict(_EXTRA)
    for entry in issuers().values():
        if entry.level == "central":
            found.setdefault(" ".join(re.findall(r"[a-z0-9]+", fold(entry.issuer))), entry.issuer)
    for spelling, entry in issuers().items():
        if (
            entry.level == "central"
            and len(spelling) > 8
            and spelling.startswith(("thu", "ngan", "tong", "ban"))
        ):
            found.setdefault(spelling, entry.issuer)
    found["thu tuong"] = "Thủ tướng Chính phủ"
    found["ubtvqh"] = "Ủy ban Thường vụ Quốc hội"
    return found


@cache
def _central_by_key() -> dict[str, str]:
    return {_key(spelling): name for spelling, name in _central().items()}


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    longest = sorted(_central(), key=len, reverse=True)
    central = "|".join(_words(name) for name in longest)
    organs = "|".join(_words(name) for name in sorted(_ORGANS, key=len, reverse=True))
    departments = "|".join(_words(fold(name)) for name in sorted(_DEPARTMENTS, key=len, reverse=True))
    joint = r"[ \n&,-]{0,3}(?:va[ \n]{1,3})?"
    fields = "|".join(joint.join(short.split()) for short in sorted(_FIELDS, key=len, reverse=True))
    body = re.compile(
        rf"(?P<rank>bo|so)[ \n]+(?P<field>{fields})(?![a-z])|(?:bo[ \n]+truong[ \n]+(?=bo[ \n])|thong[ \n]+doc[ \n]+)?(?P<central>{central})(?![a-z])"
        rf"(?:[ \n]+khoa[ \n]+(?:[ivxlc]+|[0-9]+)(?![a-z0-9]))?"
        rf"|(?P<organ>{organs})(?![a-z])|so[ \n]+(?P<department>{departments})(?![a-z])"
    )
    kinds = "|".join(_words(kind) for kind in sorted(_UNIT_KINDS, key=len, reverse=True) if "." not in kind)
    unit = re.compile(rf"[ \n]+(?P<kind>(?:tp|tx|[qhp])\.|tp(?=hcm)|(?:{kinds})(?![a-z]))|[ \n]+(?=cap[ \n])")
    provinces = "|".join(_words(fold(name)) for name in sorted((*PROVINCES, "HCM"), key=len, reverse=True))
    return body, unit, re.compile(rf"[ \n]{{0,3}}(?P<name>{provinces})(?![a-z])")


_PROVINCE_NAMES = {"".join(re.findall(r"[a-z]+", fold(name))): name for name in PROVINCES}
_PROVINCE_NAMES["hcm"] = "Hồ Chí Minh"
_DEPARTMENT_NAMES = {"".join(re.findall(r"[a-z]+", fold(name))): name for name in _DEPARTMENTS}
_CAPITALS = re.compile(
    rf"(?:[ \n]{{1,2}}(?!Số[ ]?:|(?i:cộng h|đảng c|độc l))(?:[{UPPER}][\w’']*|[0-9]{{1,2}}(?![0-9./]|-[0-9]))){{1,4}}"
)
_FOLLOWS = (
    r"(?:ngay|ve|quy dinh|ban hanh|huong dan|phe duyet|sua doi|thi diem|cong bo|to chuc|thuc hien|sap xep"
    r"|phan cap|uy quyen|xu ly|cong hoa|doc lap|da|duoc|cho|va|tai|so|theo|giao|yeu cau|khoa|nhiem ky)\b"
)
_UNCASED = re.compile(
    rf"(?:[ \n]{{1,2}}(?!{_FOLLOWS})[a-z0-9]+){{1,4}}?(?=[ \n]*(?:[,.;:()/|_*-]|\n[ \n]*\n|\Z)|[ \n]+{_FOLLOWS})"
)
_BEFORE_MOTTO = re.compile(r"(?:[ ][a-z]+){1,3}(?=[ |*]{1,8}\n?(?:dang cong san|cong hoa)[ ])")
_LEVEL = re.compile(r"[ \n]+cap[ \n]+(?:tinh|huyen|xa)(?![a-z])")
BY = re.compile(r"[ \n]{0,3},?[ \n]{1,3}(?:cua|do)[ \n]{0,3}")


_HEAD = re.compile(
    r"(?:bo|ban|thu|quoc|chinh|uy|ubnd|hoi|hdnd|chu|thanh|tinh|quan|huyen|dang|so|van|thuong|ngan|tong|toa|vien|kiem|ubtvqh|tand|tandtc|vksnd|vksndtc|nhnn|hdbt|tt|lien|cuc|chi|cong|kho|bao|phong|thi|bhxh|btv|bch)(?![a-z])"
)


def bodies_in(folded: str, start: int, end: int) -> Iterator[int]:
    """Offsets in a window at which an issuer may begin; ``issuer_at`` says whether one does."""
    for match in _HEAD.finditer(folded, start, end):
        if not folded[max(0, match.start() - 1) : match.start()].isalpha():
            yield match.start()


def issuer_at(plain: str, folded: str, at: int) -> tuple[str, int] | None:
    """The issuer named at ``at`` and the offset behind it; ``None`` where none of the list stands there."""
    body, unit, _ = _patterns()
    match = body.match(folded, at)
    if match is None:
        return None
    if match["rank"] == "bo":
        return f"Bộ {_FIELD_BY_KEY[_key(_AND.sub(' ', match['field']))]}", match.end()
    if match["central"]:
        return _central_by_key()[_key(match["central"])], match.end()
    if match["rank"]:
        name, end = f"Sở {_FIELD_BY_KEY[_key(_AND.sub(' ', match['field']))]}", match.end()
    elif match["department"]:
        name, end = f"Sở {_DEPARTMENT_NAMES[_key(match['department'])]}", match.end()
    else:
        key = _key(match["organ"])
        name, end = _ORGANS_BY_KEY[key], match.end()
        if (
            key in _CAPITAL_KEYS
            and not plain[at].isupper()
            and not plain[max(0, at - 30) : at + 30].islower()
        ):
            return None
        if name in _WITHIN:  # "Ban cán sự đảng Ủy ban nhân dân tỉnh Kon Tum"
            inner = issuer_at(plain, folded, end + 1) if folded[end : end + 1] in (" ", "\n") else None
            if inner is not None:
                return f"{name} {inner[0]}", inner[1]
    level = _LEVEL.match(folded, end)
    if level:
        return f"{name} {plain[end : level.end()].strip().lower()}", level.end()
    kind = unit.match(folded, end)
    if kind and kind["kind"]:
        word = _KIND_BY_KEY[_key(kind["kind"])]
        place, last = _place(plain, folded, kind.end(), after_kind=True)
        if word == "tỉnh" and _PERSON.match(place) and place not in PROVINCES:
            place = ""  # "Chủ tịch UBND tỉnh Nguyễn Văn An vừa ký"
        return (f"{name} {word} {place}".rstrip(), last)
    place, last = _place(plain, folded, end)
    return (f"{name} {place}", last) if place else (name, end)


_PERSON = re.compile(
    r"(?:Nguyễn|Trần|Lê|Phạm|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Trương|Đinh|Đoàn|Lâm|Mai|Trịnh|Đào|Cao|Hà|Tạ|Tô)"
    r" \w+ \w+"
)
"""A name of three words or more that begins with a surname."""


def unit_at(plain: str, folded: str, at: int) -> tuple[str, int] | None:
    """The unit named at ``at`` with its kind, "tỉnh Kiên Giang", and the offset behind; ``None`` without a name."""
    kind = _patterns()[1].match(folded, at)
    if kind is None or not kind["kind"]:
        return None
    place, end = _place(plain, folded, kind.end(), after_kind=True)
    return (f"{_KIND_BY_KEY[_key(kind['kind'])]} {place}", end) if place else None


def province_at(folded: str, at: int) -> tuple[str, int] | None:
    """The province named at ``at`` without its kind, given with it: "của Bình Phước" means "tỉnh Bình Phước"."""
    match = _patterns()[2].match(folded, at)
    if match is None:
        return None
    name = _PROVINCE_NAMES[_key(match["name"])]
    return f"{'thành phố' if name in CITIES else 'tỉnh'} {name}", match.end()


def _place(plain: str, folded: str, at: int, after_kind: bool = False) -> tuple[str, int]:
    """The name of a unit at ``at``: a province of the list, else up to four capitalised words."""
    listed = _patterns()[2].match(folded, at)
    if listed:
        return _PROVINCE_NAMES[_key(listed["name"])], listed.end()
    around = plain[max(0, at - 30) : at + 30]
    if after_kind and (around.isupper() or around.islower()):
        # Capitals tell nothing here: the name ends where a known word begins.
        match = _UNCASED.match(folded, at)
        return (" ".join(plain[at : match.end()].split()).title(), match.end()) if match else ("", at)
    if around.isupper():
        # All in capitals nothing tells a name from the words behind it, but for the motto of a letterhead.
        match = _BEFORE_MOTTO.match(folded, at)
        return (" ".join(plain[at : match.end()].split()).title(), match.end()) if match else ("", at)
    match = _CAPITALS.match(plain, at)
    if match is None:
        return "", at
    end = match.end() + 5 if plain.startswith("Trung ương", match.end() - 5) else match.end()
    name = " ".join(plain[at:end].split())
    return (name.title() if name.isupper() and len(name) > 2 else name), end
