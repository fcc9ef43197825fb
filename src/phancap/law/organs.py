"""Bodies that are on no list of issuers, named behind "của": "của Trung tâm Bảo tồn di tích tỉnh".

Told by the noun they begin with, and a capital; the name ends at a stop, or at a word that says what was done.
"""

from __future__ import annotations

import re

from phancap.law.folding import LOWER, UPPER
from phancap.law.issuers import issuer_at

_POSTS = re.compile(
    r"(?:(?:phó[ \n]+)?(?:tổng[ \n]+giám[ \n]+đốc|giám[ \n]+đốc|tổng[ \n]+cục[ \n]+trưởng|(?:chi[ \n]+)?cục[ \n]+trưởng"
    r"|vụ[ \n]+trưởng|viện[ \n]+trưởng|chủ[ \n]+tịch|chủ[ \n]+nhiệm|trưởng|hiệu[ \n]+trưởng|chánh[ \n]+án|chánh"
    r"|bộ[ \n]+trưởng|thứ[ \n]+trưởng|tổng[ \n]+thanh[ \n]+tra|tổng[ \n]+kiểm[ \n]+toán|thủ[ \n]+trưởng"
    r"|(?:tư|chính)[ \n]+lệnh|đại[ \n]+diện|lãnh[ \n]+đạo),?[ \n]+)+",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"(?:Ban|Hội|Trung tâm|Viện|Học viện|Cục|Chi cục|Tổng cục|Vụ|Sở|Phòng|Văn phòng|Tổng công ty|Công ty|Tập đoàn"
    r"|Trường|Mỏ|Nhà máy|Xí nghiệp|Chi nhánh|Nông trường|Lâm trường|Hợp tác xã|Đại học|Ủy ban|Uỷ ban|Đảng|Liên|Mặt trận|Đoàn|Tổ|Quỹ|Ngân hàng|Bệnh viện|Kho bạc|Bộ|Quân khu|Tòa án"
    r"|Toà án|Viện kiểm sát|Công an|Thanh tra|Hạt|Đội|Bảo hiểm|Nhà xuất bản|Thường trực|Thường vụ|Liên bộ|Đài)(?!\w)"
)
_WORD = re.compile(rf"[ \n]{{1,2}}(?:[-–&][ \n]{{1,2}})?(?P<word>[\w.’']+)|(?P<joint>[-–])(?=[{UPPER}])")
_STOPS = frozenset(
    "về ban hành hướng dẫn phê duyệt sửa ngày đã được tại theo cho để nhằm có khóa khoá nhiệm số thông gửi trả công "
    "yêu kết báo cáo ký cử giao đề nghị phối chủ triển trình quyết quyét trong do bởi với là như từ sau trước khi này "
    "v/v vv thì bao gồm nêu kèm trên căn của việc quy điều còn nay cùng hoặc cũng không chưa sẽ phải nhưng mà"
    .split()
)  # fmt: skip
_GOES_ON = {"quy": ("hoạch",), "công": ("an", "nghệ", "thương", "chứng", "đoàn", "nghiệp", "trình", "chức", "ích",
            "cộng", "dân", "viên", "tác", "sản", "ty"), "báo": ("chí",), "điều": ("dưỡng", "tra", "hành", "phối"),
            "thông": ("tin", "minh"), "trong": ("sạch",), "kết": ("cấu", "nối"), "số": ("hóa",), "đề": ("án",),
            "trả": ("kết",), "kiểm": (), "hành": ("chính", "pháp"), "ban": (), "giao": ("thông", "dịch"),
            "cho": (), "chủ": ("nghĩa", "quyền"), "bảo": ()}  # fmt: skip
"""Words that end a name unless one of these follows them ("công bố" ends it, "công nghệ" does not)."""
_JOINED = {
    word: tuple(head for name in names.split() for head in (name, name.capitalize()))
    for word, names in {
        "triển": "phát", "cử": "bầu", "ban": "ủy uỷ", "hành": "chấp thi điều vận", "trình": "chương công", "không": "hàng phòng", "số": "dân đổi",
        "ký": "đăng", "cáo": "tố quảng", "nghị": "hữu hội", "giao": "chuyển ngoại", "quyết": "giải", "báo": "dự",
        "công": "chính vụ sản tư lợi", "thông": "giao viễn truyền",
    }.items()
}  # fmt: skip
"""Words that end a name but not behind these: "Ủy ban", "Ban Chấp hành", "hành chính công", "Hàng không"."""
_LEVELS = frozenset("tỉnh huyện quận xã phường".split())
_UNIT_ENDS = re.compile(r"[ \n](?:và|để|về|có|theo|đã|ngày|tại|ban|trong|do)(?!\w)|[,;.)]")
_MOST = 16


_NUMBERED = re.compile(r"(?:Đảng|Ban|Hội|Đoàn|Liên) [0-9]+")
"""A heading's number behind a word, no name: "của Đảng / 1. Về đánh giá"."""
_ENDS_WELL = re.compile(
    r"[.,;:)]|[ \n]\(|[ \n]+(?:về|v/v|ban hành|quy định|hướng dẫn|phê duyệt|sửa đổi|ngày)(?!\w)|\s*\Z"
)
_PART_OF = re.compile(
    r"[ \n]+(?:của[ \n]+)?(?=HĐND|Hội đồng nhân dân)|[ \n]+của[ \n]+(?=Thủ tướng|Chính phủ|UBND|Ủy ban nhân|Uỷ ban nhân)"
)
_ACT_NEXT = re.compile(
    r"[ \n](?:Tờ trình|Công văn|Quyết định|Báo cáo|Thông báo|Văn bản|Kế hoạch|Nghị quyết|Thông tư|Chỉ thị)(?!\w)"
)
_ANOTHER = frozenset("Bộ Ủy Uỷ UBND Tổng Sở Tòa Toà Viện Ngân Ban".split())
"""What begins a second body behind "và"."""


_OPEN = (
    "Ban Chỉ đạo",
    "Thanh tra",
    "Công an",
    "Ban Tổ chức",
    "Ban Thường vụ Đảng ủy",
    "Đảng ủy",
    "Đảng đoàn",
    "Liên đoàn Lao động",
)
"""Bodies whose names go on in small letters."""
_LOW_WORD = re.compile(rf"[ \n][{LOWER}0-9]")


def issuer_named(plain: str, folded: str, at: int) -> tuple[str, int] | None:
    """The issuer at ``at``: of the list, or the body that somebody heads ("Giám đốc Sở Y tế"), or another body."""
    named = issuer_at(plain, folded, at)
    if named is None:
        post = _POSTS.match(plain, at)
        named = issuer_at(plain, folded, post.end()) if post else None
        named = named or organ_named(plain, at)
    if named is not None and named[0].startswith(_OPEN) and _LOW_WORD.match(plain, named[1]):
        longer = organ_named(plain, at)  # "Ban Chỉ đạo Trung ương các chương trình mục tiêu quốc gia"
        named = longer if longer and longer[1] > named[1] else named
    if named is not None and named[0].startswith(("Ban ", "Thường trực", "Tổ ", "Văn phòng")):
        part = _PART_OF.match(plain, named[1])  # "Ban Pháp chế của Hội đồng nhân dân tỉnh"
        whole = issuer_at(plain, folded, part.end()) if part else None
        if whole is not None and part is not None:
            of = " của" if named[0].startswith("Tổ ") else ""
            return f"{named[0]}{of} {whole[0]}", whole[1]
    return named


def organ_named(plain: str, at: int) -> tuple[str, int] | None:
    """The body named at ``at``, whatever heads it left out, and where its name ends; else ``None``."""
    post = _POSTS.match(plain, at)
    begin = post.end() if post and plain[post.end() : post.end() + 1].isupper() else at
    head = _HEAD.match(plain, begin)
    if head is None or plain[begin : begin + 60].isupper():
        return None
    end = last_capital = head.end()
    low = 0
    for _ in range(_MOST):
        word = _WORD.match(plain, end)
        if word is None:
            break
        if word["word"] is None:
            end = word.end()
            continue
        text = word["word"].rstrip(".’'")
        joined = text in _JOINED and plain.endswith(_JOINED[text], begin, end)
        if not text or not (joined or _takes(plain, text, word.end())):
            break
        if text == "và" and _ACT_NEXT.match(plain, word.end()):
            break
        if text == "và" and (second := _WORD.match(plain, word.end())) and second["word"] in _ANOTHER:
            break
        end = word.start("word") + len(text)
        if text in _LEVELS and low and (_UNIT_ENDS.match(plain, end) or not _WORD.match(plain, end)):
            last_capital, low = end, 0
            break  # "... Tìm kiếm cứu nạn tỉnh và các ..."
        if text[0].isupper() or text.isdigit():
            last_capital, low = end, 0
        else:
            low += 1
        if len(text) < len(word["word"]):
            break
    # A long run of small letters is a name only where a title, a day or a stop follows it.
    if low > (9 if _ENDS_WELL.match(plain, end) else 5) and last_capital > head.end():
        end = last_capital
    name = " ".join(plain[begin:end].split())
    name = re.sub(r"(?:[ ](?:và|các|cấp))+\Z", "", name)
    if " " not in name or _NUMBERED.fullmatch(name):
        return None
    return name, end


def _takes(plain: str, word: str, after: int) -> bool:
    """Whether a name goes on with this word."""
    if word[0].isupper():
        return True
    if word not in _STOPS:
        return True
    following = _WORD.match(plain, after)
    allowed = _GOES_ON.get(word, ())
    return bool(allowed and following and following["word"] and following["word"].rstrip(".,") in allowed)
