"""Accents put back on the words of the grammar, where a whole text has lost them.

Only phrases of the closed lists are touched, longest first, letter for letter, so that every offset stays. A text
that has accents is left as it is: there "so" is not "sở". Names are shown as they are printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from phancap.law.folding import fold
from phancap.scheme import vocabulary as words

_GRAMMAR = (
    "chủ trì", "phối hợp với", "phối hợp cùng", "phối hợp", "có trách nhiệm", "chịu trách nhiệm", "giao cho", "giao",
    "các sở", "các ban", "các bộ", "các ngành", "các quận", "các huyện", "các phường", "các xã", "các cơ quan",
    "các đơn vị", "các địa phương", "các đoàn thể", "ban, ngành", "bộ, ngành", "sở, ngành", "sở, ban, ngành", "đơn vị",
    "địa phương", "đoàn thể", "có liên quan", "liên quan", "trung ương", "thành phố", "quận", "huyện", "phường",
    "thị xã", "thị trấn", "xã", "tỉnh", "và", "với", "của", "cho rằng", "cho biết", "cho hay", "chia sẻ", "ông", "đồng chí",
    "khẩn trương", "kịp thời", "mục tiêu", "mục đích", "hướng đến", "hướng tới", "chủ yếu là", "trọng tâm là", "nhằm",
    "thí điểm", "giai đoạn", "dự kiến", "đã", "đang", "được giao", "được", "đề nghị", "yêu cầu", "mong muốn nhận được",
    "sự phối hợp", "thực hiện", "hoàn thành", "ý kiến của", "ý kiến góp ý của", "theo", "kế hoạch", "chỉ thị", "quyết định",
    "nghị quyết", "đề án", "báo cáo", "nơi nhận", "ủy ban nhân dân", "hội đồng nhân dân", "chủ tịch", "phó chủ tịch",
    "thời hạn", "thời gian", "cơ quan chủ trì", "cơ quan phối hợp", "đơn vị chủ trì", "lãnh đạo", "thủ trưởng", "tại",
    "trình", "ban hành", "ký kết", "hợp đồng", "xây dựng", "nâng cao", "phát huy", "kiểm soát", "là", "gồm", "sẽ", "cũng",
    "cơ quan", "ngành", "cụ thể", "tổng quát", "phấn đấu", "kết nối", "đảm bảo", "bảo đảm", "tăng cường", "hoàn thiện", "phát triển",
    "đẩy mạnh", "cải thiện", "rút ngắn", "thu hút", "đổi mới", "hình thành", "hiện đại hóa", "công khai", "tỷ lệ", "nhấn mạnh",
    "đề xuất", "góp ý", "phát biểu", "khẳng định", "chức năng", "nhiệm vụ", "thẩm quyền", "tham mưu", "tổ chức", "nghiên cứu",
    "viện khoa học", "viện nghiên cứu", "viện trưởng", "phó viện trưởng", "cùng", "căn cứ", "xem xét", "để", "chủ động",
    "tích cực", "sớm", "nhà nước", "mời", "làm", "trong việc", "thủ trưởng các", "giám đốc các",
)  # fmt: skip
_HEADS = ("sở", "phòng", "bộ", "ban", "viện", "cục", "vụ", "chi cục", "giám đốc sở", "phó giám đốc sở", "trưởng phòng")
_ACCENTED = re.compile(r"[à-ỹđ]")
_ENOUGH = 40


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """One pattern of all phrases without accents, and the words with accents of each."""
    known: dict[str, tuple[str, ...]] = {}
    listed: list[Iterable[str]] = [
        words.ORGANS, words.CENTRAL, words.POSTS, words.ORDERS, words.DUTY_VERBS, words.UNIT_KINDS, words.HEADS_OF,
        (f"{head} {field}" for head in _HEADS for field in words.FIELDS), words.FIELDS, _GRAMMAR,
    ]  # fmt: skip
    for group in listed:
        for phrase in group:
            # A single syllable of the grammar is safe, one of a list ("báo", "thuế") is not.
            if " " in phrase or group is _GRAMMAR or group is words.UNIT_KINDS:
                known.setdefault(fold(phrase), tuple(phrase.split()))
    longest = sorted(known, key=len, reverse=True)
    pattern = "|".join(r"[ \n]+".join(map(re.escape, phrase.split())) for phrase in longest)
    known["nam"] = ("năm",)  # before a year alone: elsewhere it is "nam", the south
    return re.compile(rf"(?<![a-z0-9])(?:nam(?=[ \n]+(?:19|20)[0-9]{{2}})|(?:{pattern})(?![a-z0-9]))"), known


def lost(low: str) -> bool:
    """Whether a text in lower case has lost its accents: some words, and no accent in any."""
    return sum(char.isalpha() for char in low[:2000]) >= _ENOUGH and _ACCENTED.search(low) is None


def restored(low: str) -> str:
    """``low`` with the accents of the grammar's phrases, of the same length."""
    pattern, known = _phrases()

    def put(match: re.Match[str]) -> str:
        written = match[0]
        pieces = re.split(r"([ \n]+)", written)
        accented = known[" ".join(written.split())]
        pieces[::2] = accented
        return "".join(pieces)

    return pattern.sub(put, low)
