"""The order of law: types and issuers in any spelling, and the rank that follows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phancap.law.numbers import default_rank, rank_of
from phancap.law.vocabulary import act_type, known_issuer, level_of, nearest_issuers, nearest_types, organ_of

RANKS = [
    ("Hiến pháp 2013", "hiến pháp", "Quốc hội", "", 100),
    ("72/2025/QH15", "luật", "Quốc hội", "", 90),
    ("72/2025/QH15", "law", "National Assembly", "", 90),
    ("131/2020/QH14", "nghị quyết", "Quốc hội", "", 90),
    ("131/2020/QH14", "resolution", "", "", 90),
    ("04/2014/UBTVQH13", "pháp lệnh", "Ủy ban Thường vụ Quốc hội", "", 80),
    ("76/2025/UBTVQH15", "nghị quyết", "UBTVQH", "", 80),
    ("1668/NQ-UBTVQH15", "nghị quyết", "Ủy ban Thường vụ Quốc hội", "", 79),
    ("151/2025/NĐ-CP", "nghị định", "Chính phủ", "", 70),
    ("66.7/2025/NQ-CP", "nghị quyết", "Chính phủ", "", 70),
    ("98/NQ-CP", "nghị quyết", "Chính phủ", "", 69),
    ("19/2020/QĐ-TTg", "quyết định", "Thủ tướng Chính phủ", "", 60),
    ("766/QĐ-TTg", "decision", "", "", 59),
    ("03/2025/TT-VPCP", "thông tư", "Văn phòng Chính phủ", "", 50),
    ("3621/QĐ-BYT", "quyết định", "Bộ Y tế", "", 49),
    ("58/2025/NQ-HĐND", "nghị quyết", "HĐND thành phố Cần Thơ", "", 40),
    ("39/2025/QĐ-UBND", "quyết định", "UBND thành phố Cần Thơ", "p92@2025-07-01", 30),
    ("36/2025/QĐ-CTUBND", "quyết định", "Chủ tịch UBND thành phố Cần Thơ", "", 30),
    ("2568/QĐ-UBND", "quyết định", "UBND thành phố Cần Thơ", "", 29),
    ("01/2021/NQ-HĐND", "nghị quyết", "HĐND quận Ninh Kiều", "", 25),
    ("01/2021/QĐ-UBND", "quyết định", "UBND", "d916@2021-01-01", 20),
    ("01/QĐ-UBND", "quyết định", "Chủ tịch UBND huyện Phong Điền", "", 19),
    ("01/2021/NQ-HĐND", "nghị quyết", "HĐND phường An Phú", "", 15),
    ("01/2021/QĐ-UBND", "quyết định", "UBND", "c31141@2021-01-01", 10),
    ("01/QĐ-UBND", "quyết định", "UBND xã Mỹ Khánh", "", 9),
    ("39/KH-UBND", "kế hoạch", "UBND tỉnh Hậu Giang", "", 29),
    ("59-NQ/TW", "nghị quyết", "Bộ Chính trị", "", 0),
    ("?", "", "", "", 0),
]


@pytest.mark.parametrize(("number", "type_", "issuer", "unit", "rank"), RANKS)
def test_rank(number: str, type_: str, issuer: str, unit: str, rank: int) -> None:
    assert rank_of(number, type_, issuer, unit) == rank


def test_arguments_in_reading_order() -> None:
    assert default_rank("quyết định", "UBND", "38/2025/QĐ-UBND") == 30


def test_types_in_any_spelling() -> None:
    for spelling in ("quyết định", "Quyết Định", "quyet dinh", "decision", "QĐ"):
        found = act_type(spelling)
        assert found is not None
        assert found.type == "quyết định"
    assert act_type("quyết địn") is None
    assert act_type("") is None
    assert nearest_types("quyết địn")[0] == "quyết định"
    assert nearest_types("decission")[0] == "decision"


@pytest.mark.parametrize(
    ("issuer", "organ"),
    [
        ("Quốc hội", "na"), ("Uỷ ban thường vụ Quốc hội", "standing"), ("Chính phủ", "government"),
        ("Văn phòng Chính phủ", "ministry"), ("Bộ trưởng Bộ Xây dựng", "ministry"),
        ("Hội đồng nhân dân thành phố Cần Thơ", "council"), ("CHỦ TỊCH UBND QUẬN NINH KIỀU", "chair"),
        ("Sở Xây dựng", "agency"), ("Thành ủy Cần Thơ", "party"), ("Ban Tổ chức Thành ủy", "party"),
        ("Văn phòng UBND thành phố", "office"), ("Chair of the People's Committee of Q1", "chair"),
        ("Liên minh hợp tác xã", ""), ("", ""),
    ],
)  # fmt: skip
def test_organ_of_an_issuer(issuer: str, organ: str) -> None:
    assert organ_of(issuer) == organ
    assert known_issuer(issuer) == bool(organ)


@pytest.mark.parametrize(
    ("issuer", "unit", "level"),
    [
        ("UBND thị xã Ngã Năm", "", "district"),  # holds the word "xã"
        ("UBND thành phố Vị Thanh", "", "district"),
        ("UBND TP Cần Thơ", "", "province"),
        ("UBND thành phố Thủ Đức", "", "district"),
        ("UBND phường Tân An, thành phố Cần Thơ", "", "commune"),
        ("UBND cấp huyện", "", "district"),
        ("UBND thành phố Cần Thơ", "c31141@2021-01-01", "commune"),  # the unit counts first
        ("UBND", "916~2022-01-01", "district"),
        ("UBND", "", ""),
    ],
)
def test_level_of_an_issuer(issuer: str, unit: str, level: str) -> None:
    assert level_of(issuer, unit) == level


def test_nearest_issuer() -> None:
    assert nearest_issuers("Chính phu")[0] == "Chính phủ"


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60), st.text(max_size=12))
def test_any_text_has_a_rank(number: str, type_: str, issuer: str, unit: str) -> None:
    assert 0 <= rank_of(number, type_, issuer, unit) <= 100
