"""A small land of real units around Ninh Kiều: the homonyms, splits and codes that lead astray.

Codes, names and dates are those of the State's lists (facts of 1192/NQ-UBTVQH15 and 1668/NQ-UBTVQH15).
"""

from __future__ import annotations

from phancap.formats.days import parse_day
from phancap.territory.atoms import Territory
from phancap.territory.model import LEVEL_OF_LETTER, Alias, Edge, Unit
from phancap.territory.places import (
    Gazetteer,
    PlaceResult,
    build_gazetteer,
    find_places,
    full_label,
    load_gazetteer,
)

FIRST, MERGER, REFORM = "2021-01-01", "2024-11-01", "2025-07-01"

_OLD = """
p92 thành phố trực thuộc trung ương: Cần Thơ ()
p93 tỉnh: Hậu Giang ()
p94 tỉnh: Sóc Trăng ()
d916 quận: Ninh Kiều (92)
d918 quận: Bình Thuỷ (92)
d919 quận: Cái Răng (92)
d923 quận: Thốt Nốt (92)
d926 huyện: Phong Điền (92)
d927 huyện: Thới Lai (92)
d930 thành phố: Vị Thanh (93)
d931 thành phố: Ngã Bảy (93)
d933 huyện: Châu Thành (93)
d934 huyện: Phụng Hiệp (93)
d935 huyện: Vị Thuỷ (93)
d936 huyện: Long Mỹ (93)
d937 thị xã: Long Mỹ (93)
d941 thành phố: Sóc Trăng (94)
d942 huyện: Châu Thành (94)
d946 huyện: Long Phú (94)
d948 thị xã: Ngã Năm (94)
c31117 phường: Cái Khế (916)
c31120 phường: An Hòa (916)
c31135 phường: Tân An (916)
c31144 phường: Xuân Khánh (916)
c31147 phường: Hưng Lợi (916)
c31149 phường: An Khánh (916)
c31150 phường: An Bình (916)
c31168 phường: Bình Thủy (918)
c31177 phường: An Thới (918)
c31178 phường: Bùi Hữu Nghĩa (918)
c31180 phường: Long Hòa (918)
c31186 phường: Lê Bình (919)
c31204 phường: Tân Phú (919)
c31207 phường: Thốt Nốt (923)
c31212 phường: Thuận An (923)
c31268 xã: Tân Thạnh (927)
c31299 thị trấn: Phong Điền (926)
c31312 xã: Mỹ Khánh (926)
c31318 phường: I (930)
c31330 phường: VII (930)
c31379 xã: Phú Tân (933)
c31396 thị trấn: Cây Dương (934)
c31414 xã: Tân Thành (931)
c31426 xã: Phương Bình (934)
c31465 xã: Vị Thanh (935)
c31471 phường: Thuận An (937)
c31481 xã: Tân Phú (937)
c31495 xã: Xà Phiên (936)
c31501 phường: 7 (941)
c31510 phường: 2 (941)
c31582 xã: Phú Tân (942)
c31600 xã: An Ninh (942)
c31666 xã: Tân Thạnh (946)
c31735 phường: 2 (948)
"""
_BEFORE_MERGER = """
c31123 phường: Thới Bình (916)
c31126 phường: An Nghiệp (916)
c31129 phường: An Cư (916)
c31141 phường: An Phú (916)
"""
_AFTER_MERGER = "c31123 phường: Thới Bình (916)"
_NEW = """
p92 thành phố trực thuộc trung ương: Cần Thơ ()
c31120 phường: Cái Khế (92)
c31135 phường: Ninh Kiều (92)
c31147 phường: Tân An (92)
c31150 phường: An Bình (92)
c31168 phường: Bình Thủy (92)
c31426 xã: Phương Bình (92)
c31495 xã: Xà Phiên (92)
c31666 xã: Tân Thạnh (92)
"""
_MERGED = {
    MERGER: "31123 31126 31129 31141 > 31123",
    REFORM: """
        31135 31123@2024-11-01 31144 > 31135
        31117 31120 31178:part > 31120
        31147 31149 > 31147
        31150 31312 > 31150
        31168 31177 31178:remainder > 31168
        31426 > 31426
        31495 > 31495
        31666 > 31666
    """,
}
_ACTS = {MERGER: "1192/NQ-UBTVQH15", REFORM: "1668/NQ-UBTVQH15"}


def _units(text: str, start: str, end: str | None) -> list[Unit]:
    found = []
    for line in text.strip().splitlines():
        head, _, rest = line.partition(": ")
        code, _, kind = head.partition(" ")
        name, _, parent = rest.rstrip(")").rpartition(" (")
        level = LEVEL_OF_LETTER[code[0]]
        ends = None if end is None else parse_day(end)
        found.append(Unit(f"{code}@{start}", code[1:], name, kind, level, parent, parse_day(start), ends))
    return found


def _edges() -> list[Edge]:
    found = []
    for day, text in _MERGED.items():
        for line in text.strip().splitlines():
            sources, _, target = line.strip().partition(" > ")
            for source in sources.split():
                code, _, part = source.partition(":")
                uid = f"c{code}" if "@" in code else f"c{code}@{FIRST}"
                edge = Edge(parse_day(day), uid, f"c{target}@{day}", part or "whole", act=_ACTS[day])
                found.append(edge)
    return found


UNITS = [
    *_units(_OLD, FIRST, REFORM),
    *_units(_BEFORE_MERGER, FIRST, MERGER),
    *_units(_AFTER_MERGER, MERGER, REFORM),
    *_units(_NEW, REFORM, None),
]
EDGES = _edges()
# Streets made up for the test; the spellings are in use.
ALIASES = [
    Alias(f"p92@{FIRST}", "TPCT", "abbreviation"),
    Alias(f"p92@{REFORM}", "TPCT", "abbreviation"),
    Alias(f"p92@{REFORM}", "TP Cần Thơ", "abbreviation"),
    Alias(f"c31120@{REFORM}", "đường Thử Nghiệm", "street"),
    Alias(f"c31168@{REFORM}", "Chợ Ví Dụ", "landmark"),
    Alias(f"c31141@{FIRST}", "51 Lý Tự Trọng", "address"),
]
LAND = Territory.from_lineage(UNITS, EDGES)
NAMES: Gazetteer = load_gazetteer(build_gazetteer(LAND, ALIASES))


def find(words: str, day: str) -> PlaceResult:
    """What ``words`` mean on an ISO day."""
    return find_places(NAMES, LAND, words, parse_day(day))


def uids(words: str, day: str) -> list[str]:
    """The candidates' uids, best first."""
    return [candidate.uid for candidate in find(words, day).candidates]


def labels(words: str, day: str) -> list[str]:
    """The candidates' full labels, best first."""
    return [full_label(LAND, LAND.units[uid]) for uid in uids(words, day)]
