"""Legal text of our own making with the citations it holds, and fourteen ways to damage it.

The sentences have the structures of real preambles, letters and articles; numbers, dates and titles are
drawn at random, so no document is copied and none is meant.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import NamedTuple


class Gold(NamedTuple):
    """What a citation in the text is: canonical number (empty for an act by name), its day, type, issuer."""

    form: str
    iso: str
    type: str
    issuer: str
    clauses: tuple[str, ...] = ()


_SUBJECTS = (
    "về quản lý chợ truyền thống", "quy định chế độ báo cáo định kỳ", "về việc sắp xếp tổ tự quản",
    "hướng dẫn lập hồ sơ cây xanh", "về lệ phí trông giữ xe đạp", "quy định quản lý bến thủy nội địa",
)  # fmt: skip
_LAWS = (
    "Luật Tổ chức chính quyền địa phương", "Luật Ban hành văn bản quy phạm pháp luật", "Luật Hộ tịch",
    "Luật Đất đai", "Luật Thi đua, khen thưởng", "Bộ luật Dân sự", "Luật Hôn nhân và gia đình", "Luật Thủ đô",
    "Luật sửa đổi, bổ sung một số điều của Luật Nhà ở và Luật Kinh doanh bất động sản",
)  # fmt: skip
_ISSUERS = {
    "NĐ-CP": ("Nghị định", "nghị định", "Chính phủ", "Chính phủ"),
    "QĐ-TTg": ("Quyết định", "quyết định", "Thủ tướng Chính phủ", "Thủ tướng Chính phủ"),
    "TT-BNV": ("Thông tư", "thông tư", "Bộ trưởng Bộ Nội vụ", "Bộ Nội vụ"),
    "TT-BXD": ("Thông tư", "thông tư", "Bộ Xây dựng", "Bộ Xây dựng"),
    "QĐ-UBND": ("Quyết định", "quyết định", "Ủy ban nhân dân thành phố Cần Thơ", "UBND thành phố Cần Thơ"),
    "NQ-HĐND": ("Nghị quyết", "nghị quyết", "Hội đồng nhân dân tỉnh Sóc Trăng", "HĐND tỉnh Sóc Trăng"),
    "QĐ-CTUBND": ("Quyết định", "quyết định", "Chủ tịch UBND tỉnh Hậu Giang", "Chủ tịch UBND tỉnh Hậu Giang"),
}  # fmt: skip
_INDIVIDUAL = {
    "QĐ-TTg": ("Quyết định", "quyết định", "Thủ tướng Chính phủ", "Thủ tướng Chính phủ"),
    "NQ-CP": ("Nghị quyết", "nghị quyết", "Chính phủ", "Chính phủ"),
    "KH-UBND": ("Kế hoạch", "kế hoạch", "UBND thành phố Cần Thơ", "UBND thành phố Cần Thơ"),
    "QĐ-UBND": ("Quyết định", "quyết định", "UBND quận Ninh Kiều", "UBND quận Ninh Kiều"),
}  # fmt: skip


def _day(rng: random.Random, year: int | None = None) -> date:
    return date(year or rng.randint(2005, 2026), rng.randint(1, 12), rng.randint(1, 28))


def _words(day: date, rng: random.Random) -> str:
    return rng.choice(
        (
            f"ngày {day.day} tháng {day.month} năm {day.year}",
            f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}",
            f"ngày {day.day}/{day.month}/{day.year}",
            f"ngày {day.day}-{day.month}-{day.year}",
        )
    )


def sentence(rng: random.Random) -> tuple[str, list[Gold]]:
    """One sentence and its citations in reading order."""
    kind = rng.randrange(8)
    serial = rng.randint(10, 4800)
    if kind <= 1:
        code, (word, type_, printed, issuer) = rng.choice(sorted(_ISSUERS.items()))
        day = _day(rng)
        number = f"{serial}/{day.year}/{code}"
        text = f"Căn cứ {word} số {number} {_words(day, rng)} của {printed} {rng.choice(_SUBJECTS)};"
        return text, [Gold(number, day.isoformat(), type_, issuer)]
    if kind == 2:
        day = _day(rng)
        name = rng.choice(_LAWS)
        return f"Căn cứ {name} {_words(day, rng)};", [Gold("", day.isoformat(), "luật", "Quốc hội")]
    if kind == 3:
        term, year = rng.choice(((13, 2014), (14, 2019), (15, 2024)))
        number = f"{rng.randint(10, 190)}/{year}/QH{term}"
        day = _day(rng, year)
        text = f"Nghị quyết số {number} {_words(day, rng)} của Quốc hội về cơ chế, chính sách đặc thù."
        return text, [Gold(number, day.isoformat(), "nghị quyết", "Quốc hội")]
    if kind == 4:
        code, (word, type_, printed, issuer) = rng.choice(sorted(_INDIVIDUAL.items()))
        day = _day(rng)
        number = f"{serial}/{code}"
        text = f"Thực hiện {word} số {number} của {printed} {_words(day, rng)} về kế hoạch năm."
        return text, [Gold(number, day.isoformat(), type_, issuer)]
    if kind == 5:
        number = f"{rng.randint(10, 99)}-NQ/TW"
        day = _day(rng)
        text = f"Quán triệt Nghị quyết số {number} {_words(day, rng)} của Bộ Chính trị về phát triển đô thị."
        return text, [Gold(number, day.isoformat(), "nghị quyết", "Bộ Chính trị")]
    if kind == 6:
        article, clause = rng.randint(1, 90), rng.randint(1, 9)
        number = f"{serial}/{rng.randint(2010, 2026)}/NĐ-CP"
        text = (
            f"Hồ sơ theo quy định tại điểm b khoản {clause} Điều {article}, Điều {article + 3} "
            f"Nghị định số {number} thì nộp tại bộ phận một cửa."
        )
        clauses = (f"Đ.{article} k.{clause} đ.b", f"Đ.{article + 3}")
        return text, [Gold(number, "", "nghị định", "Chính phủ", clauses)]
    year, first, second = rng.randint(2010, 2026), rng.randint(10, 400), rng.randint(10, 400)
    text = f"Nghị định số {first}/{year}/NĐ-CP và Thông tư số {second}/{year}/TT-BNV hết hiệu lực."
    return text, [
        Gold(f"{first}/{year}/NĐ-CP", "", "nghị định", "Chính phủ"),
        Gold(f"{second}/{year}/TT-BNV", "", "thông tư", "Bộ Nội vụ"),
    ]


_FILLER = (
    "Diện tích 1,83km2, dân số 330 người, biển số 31A-6247.",
    "Nhiệm kỳ 2021-2026, điện thoại 0292 3730759, tỷ lệ 1/500, tốc độ 50 km/h.",
    "Đoàn kiểm tra số 1 làm việc lúc 09:59 - 20/06/2022 tại phường.",
    "Thời hạn giải quyết 15 ngày, lệ phí 150.000 đồng/lần, 2/3 số phiếu tán thành.",
)


def document(seed: int, sentences: int = 60) -> tuple[str, list[Gold]]:
    """A document and its citations in reading order."""
    rng = random.Random(seed)
    lines: list[str] = []
    golds: list[Gold] = []
    for _ in range(sentences):
        text, found = sentence(rng)
        lines.append(text)
        golds += found
        if rng.random() < 0.3:
            lines.append(rng.choice(_FILLER))
    return "\n".join(lines), golds


def _bare(text: str) -> str:
    flat = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return flat.replace("đ", "d").replace("Đ", "D")


def _in_numbers(change: Callable[[str], str]) -> Callable[[str], str]:
    number = re.compile(r"\d+(?:/\d{4})?[/-][A-ZĐa-zđ]+(?:[-/][A-ZĐa-zđ0-9]+)*")
    return lambda text: number.sub(lambda match: change(match[0]), text)


DAMAGES: dict[str, Callable[[str], str]] = {
    "as printed": lambda text: text,
    "letters not composed": lambda text: unicodedata.normalize("NFD", text),
    "en dash": _in_numbers(lambda number: number.replace("-", "\u2013")),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "Icelandic eth": lambda text: text.replace("Đ", "\u00d0"),
    "line break after số": lambda text: text.replace(" số ", " số\n"),
    "all capitals": lambda text: text.upper(),
    "blanks around / and -": _in_numbers(lambda n: n.replace("/", " / ").replace("-", " - ")),
    "D for Đ": _in_numbers(lambda number: number.replace("Đ", "D")),
    "accents lost": _bare,
    "lower case": lambda text: text.lower(),
    "letter O for zero": lambda text: re.sub(r"/20(\d\d)/", r"/2O\1/", text).replace("/2O20/", "/2O2O/"),
    "letter l for one": lambda text: re.sub(r"/201(\d)/", r"/20l\1/", text),
    "no blank after số": lambda text: text.replace(" số ", " số"),
    "no-break hyphens": _in_numbers(lambda number: number.replace("-", "\u2011")),
    "line break after /": _in_numbers(lambda number: number.replace("/", "/\n")),
    "fraction slash": _in_numbers(lambda number: number.replace("/", "\u2044")),
    "soft hyphens": lambda text: text.replace("Nghị", "Ng\u00adhị").replace("/20", "/\u200b20"),
}
