"""Bodies in running text: a closed grammar, accents count, lists share their head."""

from __future__ import annotations

import pytest

from phancap.scheme.bodies import Bodies, find_bodies
from phancap.scheme.page import Page

CASES = [
    ("Sở Nội vụ chủ trì", ["Sở Nội vụ"]),
    ("số 12 và sổ đăng ký, bộ hồ sơ, ban hành", []),  # words that differ from heads by an accent or a capital
    ("Sở Văn hóa, Thể thao và Du lịch phối hợp", ["Sở Văn hóa, Thể thao và Du lịch"]),
    ("Sở Tài chính, Sở Xây dựng và Công an thành phố", ["Sở Tài chính", "Sở Xây dựng", "Công an thành phố"]),
    ("các Sở: Nội vụ, Tài chính, Khoa học và Công nghệ rà soát",
     ["Sở Nội vụ", "Sở Tài chính", "Sở Khoa học và Công nghệ"]),  # one head for the list
    ("các quận Bến Mẫu và Cầu Mẫu báo cáo", ["quận Bến Mẫu", "quận Cầu Mẫu"]),
    ("UBND các quận, huyện và các sở, ban, ngành thành phố",
     ["UBND các quận, huyện", "các sở, ban, ngành thành phố"]),
    ("Chủ tịch UBND quận Bến Mẫu Nguyễn Văn Thử", ["Chủ tịch UBND quận Bến Mẫu"]),  # a surname is no place
    ("Giám đốc Sở Nội vụ TP Sông Mẫu", ["Sở Nội vụ TP Sông Mẫu"]),
    ("Viện Nghiên cứu quản trị đô thị đánh giá", ["Viện Nghiên cứu quản trị đô thị"]),
    ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ SÔNG MẪU\nSố: 1", ["ỦY BAN NHÂN DÂN THÀNH PHỐ SÔNG MẪU"]),
    ("Uỷ ban nhân dân xã Mẫu", ["Uỷ ban nhân dân xã Mẫu"]),  # the other tone style
    ("chính phủ điện tử, xã hội, thanh tra, báo cáo", []),
    ("Thành phố dự kiến chọn", ["Thành phố"]),
    ("các cơ quan, đơn vị có liên quan", ["các cơ quan, đơn vị có liên quan"]),
    ("BCĐ phân công; Văn phòng Điều phối Chương trình nông thôn mới tỉnh: Đôn đốc",
     ["BCĐ", "Văn phòng Điều phối Chương trình nông thôn mới tỉnh"]),
    ("các cơ quan báo chí truyền thông đại chúng phải", ["các cơ quan báo chí truyền thông đại chúng"]),
    ("các cơ quan, tổ chức kinh tế, xã hội, đoàn thể các cấp", ["các cơ quan, tổ chức kinh tế, xã hội, đoàn thể các cấp"]),
    ("UBND các tỉnh, thành phố ven biển từ Đà Nẵng đến Lâm Đồng", ["UBND các tỉnh, thành phố ven biển từ Đà Nẵng đến Lâm Đồng"]),
    ("BAN HÀNH KẾ HOẠCH TRỒNG CÂY", []),  # "ban hành" is a verb in any case
    ("các cơ quan, đơn vị ban hành quy chế", ["các cơ quan, đơn vị"]),
    ("Ban hành chính sách mới", []),
    ("Ban Quản lý Khu kinh tế mở Bãi Mẫu; Sở Nội vụ", ["Ban Quản lý Khu kinh tế mở Bãi Mẫu", "Sở Nội vụ"]),
    ("Công ty TNHH MTV Điện lực Đà Nẵng bảo đảm", ["Công ty TNHH MTV Điện lực Đà Nẵng"]),
    ("Sở Giáo dục, Khoa học và công nghệ Cà Mau", ["Sở Giáo dục, Khoa học và công nghệ Cà Mau"]),
    ("các bộ, ngành, chính quyền địa phương phải", ["các bộ, ngành, chính quyền địa phương"]),
    ("TP Hà Nội, TP.HCM và UBND TP.Đà Nẵng", ["TP Hà Nội", "TP.HCM", "UBND TP.Đà Nẵng"]),
    ("Ban Chỉ đạo trồng cây xanh tổchức lễ phát động", ["Ban Chỉ đạo trồng cây xanh"]),  # a blank was lost
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), CASES)
def test_bodies(text: str, names: list[str]) -> None:
    assert [mention.name for mention in find_bodies(Page(text))] == names


def test_a_list_ends_where_the_next_body_acts() -> None:
    """``;`` separates bodies of a list, and clauses."""
    bodies = Bodies(Page("với Sở Tài chính; Sở Xây dựng; Sở Tư pháp chủ trì việc khác"))
    listed, _ = bodies.list_at(4, 100)
    assert [mention.name for mention in listed] == ["Sở Tài chính", "Sở Xây dựng"]
