"""A power by the words people use: slips of the key, spellings of the South, and what is better only offered."""

from __future__ import annotations

import pytest

from phancap.charter.search import Entry, find_power
from phancap.formats.folding import fold

NAMES = {
    "birth": ("Thủ tục đăng ký khai sinh", "khai sinh|làm giấy khai sinh|khai sinh cho con"),
    "death": ("Thủ tục đăng ký khai tử", "khai tử"),
    "correct": ("Thay đổi, cải chính hộ tịch", "đổi tên|sửa giấy khai sinh cho người lớn"),
    "house": ("Cấp giấy phép xây dựng nhà ở riêng lẻ", "xây nhà|giấy phép xây dựng nhà"),
    "driver": ("Cấp giấy phép đào tạo lái xe, cấp lại giấy phép xe tập lái", ""),
    "transit": ("Cho phép quá cảnh hàng hóa cấm xuất khẩu, cấm nhập khẩu", ""),
    "recovery": ("Thu hồi đất", "thu hồi đất làm đường"),
    "lost": ("Cấp lại giấy chứng nhận bị mất vì lý do không cố ý", "mất sổ đỏ"),
    "coop": ("Đăng ký thành lập hợp tác xã", "hợp tác xã"),
    "tobacco": ("Cấp giấy phép bán lẻ sản phẩm thuốc lá", "bán thuốc lá"),
    "household": ("Đăng ký thành lập hộ kinh doanh", "mở tiệm|giấy phép kinh doanh hộ cá thể"),
    "karaoke": ("Cấp giấy phép kinh doanh karaoke", "xin giấy phép mở quán hát"),
    "coach": ("Cấp giấy phép kinh doanh vận tải bằng xe ô tô", ""),
}
ENTRIES = [
    Entry(power, fold(name), "", "|".join(fold(word) for word in words.split("|")), ())
    for power, (name, words) in NAMES.items()
]
CODED = [Entry("1.000001", "mot viec", "", "", [("1.000001", None, None)])]


@pytest.mark.parametrize(
    ("asked", "power"),
    [
        ("xin làm giấy khai sinh cho cháu nội", "birth"),
        ("khai sanh cho be", "birth"),
        ("dki khai sinh", "birth"),
        ("giay khai sihn", "birth"),
        ("gaiy phep xay dung nha", "house"),
        ("khai tu cho ba noi", "death"),
        ("sua giay khai sinh cua nguoi lon 30 tuoi", "correct"),
        ("thu hoi dat cua dan", "recovery"),
        ("xin ban thuoc la", "tobacco"),
        ("mo htx", "coop"),
        ("xin giay phep mo quan hat", "karaoke"),
        ("dang ky khai tu", "death"),
    ],
)
def test_said_in_everyday_words(asked: str, power: str) -> None:
    assert find_power(ENTRIES, asked, 0).power == power


@pytest.mark.parametrize(
    "asked",
    [
        "nhap khau ho khau",  # every word is heard somewhere, never side by side
        "lam can cuoc cong dan",
        "cap giay",  # in the names of many, the name of none
        "giay phep kinh doanh",
        "xin giay phep",  # one name begins so, yet the licence of many is meant
        "khong co viec nay dau",
        "?",
        "",
    ],
)
def test_what_is_another_matter_is_not_answered(asked: str) -> None:
    assert not find_power(ENTRIES, asked, 0).power


def test_near_powers_are_offered() -> None:
    assert "driver" in find_power(ENTRIES, "cap giay", 0).near


def test_a_wrong_code_is_answered_with_the_nearest_codes() -> None:
    found = find_power([*ENTRIES, *CODED], "1.000002", 0)
    assert not found.power
    assert found.near[0] == "1.000001"
    assert not found.by_words
