"""Assignments: rule by rule, and what looks like one and is none."""

from __future__ import annotations

import unicodedata

import pytest

from tests.scheme.reading_desk import reading

PLAN = "KẾ HOẠCH\nThí điểm\n\n"

# text; for each assignment (rule, lead, coordinate, task, deadline, ordered by)
CASES = [
    ("UBND TP Sông Mẫu đã giao cho Sở Nội vụ chủ trì, phối hợp với các bộ, ngành Trung ương và các phường có liên quan "
     "để xây dựng Đề án.",
     [("order", ["Sở Nội vụ"], ["các bộ, ngành Trung ương", "các phường có liên quan"], "xây dựng Đề án", "",
       "UBND TP Sông Mẫu")]),
    # an act orders, and the body it is of
    ("Nghị quyết số 98/NQ-CP của Chính phủ đã giao cho TP Cần Thơ phối hợp với các bộ, ngành xây dựng Đề án.",
     [("order", ["TP Cần Thơ"], ["các bộ, ngành"], "xây dựng Đề án", "", "98/NQ-CP của Chính phủ")]),
    # a clause goes on with the body of the one before; a sentence in the same paragraph with who orders
    ("Bà Lê Thị Mẫu, Chủ tịch UBND TP Sông Mẫu, yêu cầu Sở Nội vụ sớm trình Kế hoạch; chủ trì để phối hợp với Viện Nghiên "
     "cứu Quản trị đô thị ký kết hợp đồng. Sở Tài chính chủ trì, bố trí kinh phí trước ngày 30/6/2026.",
     [("order", ["Sở Nội vụ"], [], "trình Kế hoạch", "", "Chủ tịch UBND TP Sông Mẫu"),
      ("carried", ["Sở Nội vụ"], ["Viện Nghiên cứu Quản trị đô thị"], "ký kết hợp đồng", "",
       "Chủ tịch UBND TP Sông Mẫu"),
      ("duty", ["Sở Tài chính"], [], "bố trí kinh phí trước ngày 30/6/2026", "2026-06-30",
       "Chủ tịch UBND TP Sông Mẫu")]),
    ("Thành phố dự kiến chọn hai phường và mời Viện Nghiên cứu Quản trị đô thị làm đơn vị tư vấn.",
     [("order", ["Viện Nghiên cứu Quản trị đô thị"], [], "làm đơn vị tư vấn", "", "Thành phố")]),
    # nobody has ordered these
    ("Sở Xây dựng với chức năng, nhiệm vụ của mình sẽ phối hợp với các đơn vị có liên quan đóng góp cho đề án.",
     [("offer", ["Sở Xây dựng"], ["các đơn vị có liên quan"], "đóng góp cho đề án", "", "")]),
    ("TP Sông Mẫu mong muốn nhận được sự hỗ trợ nhiều hơn của Viện Nghiên cứu Quản trị đô thị trong đào tạo.",
     [("wish", ["Viện Nghiên cứu Quản trị đô thị"], [], "trong đào tạo", "", "TP Sông Mẫu")]),
    # heading and letters
    (PLAN + "1. Sở Tư pháp\na) Rà soát văn bản, hoàn thành trong quý II năm 2026.\nb) Chủ trì, phối hợp với Sở Nội vụ tập huấn.",
     [("heading", ["Sở Tư pháp"], [], "Rà soát văn bản, hoàn thành trong quý II năm 2026", "2026-06-30", "Kế hoạch"),
      ("heading", ["Sở Tư pháp"], ["Sở Nội vụ"], "tập huấn", "", "Kế hoạch")]),
    # labels behind the task
    (PLAN + "Xây dựng bộ chỉ số.\nCơ quan chủ trì: Sở Nội vụ. Cơ quan phối hợp: Sở Tài chính, Sở Tư pháp. Thời gian: tháng 5.",
     [("label", ["Sở Nội vụ"], ["Sở Tài chính", "Sở Tư pháp"], "Xây dựng bộ chỉ số", "tháng 5", "Kế hoạch")]),
    (PLAN + "Tập huấn cho công chức một cửa (do Sở Tư pháp chủ trì, Sở Nội vụ phối hợp).",
     [("charge", ["Sở Tư pháp"], ["Sở Nội vụ"], "Tập huấn cho công chức một cửa", "", "Kế hoạch")]),
    ("Sở Nội vụ được giao chủ trì soạn thảo đề án; Văn phòng UBND thành phố có nhiệm vụ tổng hợp.",
     [("duty", ["Sở Nội vụ"], [], "soạn thảo đề án", "", ""),
      ("duty", ["Văn phòng UBND thành phố"], [], "tổng hợp", "", "")]),
    # a deadline in a clause of its own
    (PLAN + "Giao Sở Nội vụ rà soát biên chế; hoàn thành chậm nhất ngày 15 tháng 3 năm 2026.",
     [("order", ["Sở Nội vụ"], [], "rà soát biên chế", "2026-03-15", "Kế hoạch")]),
    # a line broken by hand in the middle of a list
    ("Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính,\nSở Tư pháp rà soát.",
     [("order", ["Sở Nội vụ"], ["Sở Tài chính", "Sở Tư pháp"], "rà soát", "", "")]),
    # whose orders follow stands in the line above them; the head of an office; a comma behind the verb
    ("UBND tỉnh có ý kiến như sau:\nGiao Sở Nội vụ rà soát. Yêu cầu Bộ trưởng Bộ Xây dựng báo cáo.",
     [("order", ["Sở Nội vụ"], [], "rà soát", "", "UBND tỉnh"),
      ("order", ["Bộ Xây dựng"], [], "báo cáo", "", "UBND tỉnh")]),
    ("Thủ tướng cũng chỉ đạo Bộ Nội vụ phối hợp Bộ Tài chính rà soát; Phó Thủ tướng giao Sở GTVT lập kế hoạch.",
     [("order", ["Bộ Nội vụ"], ["Bộ Tài chính"], "rà soát", "", "Thủ tướng"),
      ("order", ["Sở GTVT"], [], "lập kế hoạch", "", "Phó Thủ tướng")]),
    ("Chủ tịch UBND tỉnh đề nghị, Ban An toàn giao thông tỉnh và các Sở Nội vụ, Y tế rà soát.",
     [("order", ["Ban An toàn giao thông tỉnh", "Sở Nội vụ", "Sở Y tế"], [], "rà soát", "", "Chủ tịch UBND tỉnh")]),
    ("Sau khi xem xét, Chủ tịch UBND tỉnh có ý kiến chỉ đạo:\nGiao Sở Nội vụ rà soát.",
     [("order", ["Sở Nội vụ"], [], "rà soát", "", "Chủ tịch UBND tỉnh")]),
    ("Phó Chủ tịch UBND tỉnh Lê Thị Mẫu giao Sở Nội vụ rà soát.",
     [("order", ["Sở Nội vụ"], [], "rà soát", "", "Phó Chủ tịch UBND tỉnh")]),
    # must, behind who orders; the groups of a unit
    ("Chính phủ yêu cầu các tổ chức chính trị - xã hội trên địa bàn tỉnh tuyên truyền. Trong đó, Sở Nội vụ phải tiếp tục rà soát.",
     [("order", ["các tổ chức chính trị - xã hội trên địa bàn tỉnh"], [], "tuyên truyền", "", "Chính phủ"),
      ("duty", ["Sở Nội vụ"], [], "rà soát", "", "Chính phủ")]),
    # reports, requests from below, plain words
    ("Sở Nội vụ đã chủ trì, phối hợp với Sở Tài chính rà soát. Sở Tư pháp đang phối hợp với các phường.", []),
    ("Sở Xây dựng đề nghị UBND thành phố xem xét việc kiểm tra.", []),
    ("Giao thông và xây dựng là hai việc khác nhau; việc được giao cần người làm.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_assignments(text: str, expected: list[tuple[object, ...]]) -> None:
    found = [
        (task.rule, [*task.lead], [*task.coordinate], task.task, task.deadline.day or task.deadline.words, task.ordered_by)
        for task in reading(text).assignments
    ]  # fmt: skip
    assert found == expected


DEADLINES = [
    ("trước ngày 30/6/2026", "2026-06-30", False),
    ("chậm nhất là ngày 5 tháng 1 năm 2026", "2026-01-05", False),
    ("trong tháng 2/2028", "2028-02-29", False),  # a month means its last day, leap years too
    ("quý IV năm 2026", "2026-12-31", False),
    ("trong năm 2027", "2027-12-31", False),
    ("trước ngày 31/11/2026", "", True),  # no such day: the words stay, no day is made up
    ("trong thời hạn 15 ngày làm việc kể từ ngày nhận hồ sơ", "", False),
]


@pytest.mark.parametrize(("words", "day", "wrong"), DEADLINES)
def test_deadlines(words: str, day: str, wrong: bool) -> None:
    [task] = reading(f"Giao Sở Nội vụ rà soát biên chế {words}.").assignments
    assert (task.deadline.words, task.deadline.day, task.deadline.wrong) == (words, day, wrong)


@pytest.mark.parametrize(
    "words", ["giai đoạn 2026-2030", "theo Nghị quyết số 59-NQ/TW ngày 5-8-2020", "khẩn trương"]
)
def test_what_is_no_deadline(words: str) -> None:
    [task] = reading(f"Giao Sở Nội vụ rà soát biên chế {words}.").assignments
    assert (task.deadline.words, task.deadline.day) == ("", "")


DIRECTIVE = """ỦY BAN NHÂN DÂN                    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH MẪU                                Độc lập - Tự do - Hạnh phúc
Số:     /CT-UBND                        Mẫu, ngày 14 tháng 3 năm 2024

CHỈ THỊ
Về việc cải cách hành chính

Để khắc phục tồn tại, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các huyện tập
trung thực hiện một số nhiệm vụ sau:
1. Các sở, ban, ngành tỉnh:
- Rà soát thủ tục hành chính, báo cáo kết quả về Sở Nội vụ trước ngày 15/6/2024.
- Công khai kết quả giải quyết hồ sơ.
2. Rà soát quy chế làm việc.
3. Giao Văn phòng Ủy ban nhân dân tỉnh theo dõi, đôn đốc; kịp thời báo cáo.
4. Đề nghị Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh phối hợp giám sát.
5. UBND các huyện, thị xã, thành phố có trách nhiệm bố trí cán bộ trong tháng 4/2024.
6. Kho bạc Nhà nước tỉnh, Cục Thuế tỉnh: Phối hợp với Sở Tài chính đối chiếu số thu.
Phân công ông Nguyễn Văn Thử, Phó Chủ tịch UBND tỉnh trực tiếp chỉ đạo.
Việc thường trực giao cho Phòng Nội vụ huyện Bến Mẫu là cơ quan đầu mối./.

Nơi nhận:                                KT. CHỦ TỊCH
- Như trên;                              PHÓ CHỦ TỊCH
- Lưu: VT.
                                         Lê Thị Mẫu
"""


def test_a_directive() -> None:
    """Its first sentence heads the list and says who orders; each item names who does it or falls to all."""
    found = reading(DIRECTIVE)
    assert [(task.rule, [*task.lead], task.deadline.day) for task in found.assignments] == [
        ("heading", ["các sở, ban, ngành tỉnh"], "2024-06-15"), ("heading", ["các sở, ban, ngành tỉnh"], ""),
        ("heading", ["các sở, ban, ngành", "Chủ tịch UBND các huyện"], ""),
        ("order", ["Văn phòng Ủy ban nhân dân tỉnh"], ""),
        ("order", ["Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"], ""),
        ("duty", ["UBND các huyện, thị xã, thành phố"], "2024-04-30"),
        ("heading", ["Kho bạc Nhà nước tỉnh", "Cục Thuế tỉnh"], ""),
        ("order", ["ông Nguyễn Văn Thử, Phó Chủ tịch UBND tỉnh"], ""), ("order", ["Phòng Nội vụ huyện Bến Mẫu"], ""),
    ]  # fmt: skip
    assert {task.ordered_by for task in found.assignments} == {"Chủ tịch Ủy ban nhân dân tỉnh"}
    assert [(person.name, person.post) for person in found.persons] == [
        ("Nguyễn Văn Thử", "Phó Chủ tịch"), ("Lê Thị Mẫu", "Phó chủ tịch"),
    ]  # fmt: skip


NEWS = """UBND TP họp ngày 5/11/2018. Theo đó, giao Sở Xây dựng chủ trì phối hợp với các sở ngành chức năng, báo cáo UBND TP trước ngày 15-12.

UBND TP cũng giao Sở Nội vụ chủ trì, phối hợp các cơ quan liên quan rà soát hồ sơ.

UBND TP.HCM giao Sở Y tế đánh giá kết quả, chậm nhất là cuối tháng 6/2019.

Lãnh đạo TP yêu cầu Sở Tư pháp báo cáo trong quý III.
"""


def test_the_words_of_the_press() -> None:
    """Departments named without commas, "phối hợp" without "với", days and quarters without a year."""
    assert [(task.lead, task.coordinate, task.deadline.day, task.deadline.words) for task in reading(NEWS).assignments] == [
        (("Sở Xây dựng",), ("các sở ngành chức năng",), "", "trước ngày 15-12"),
        (("Sở Nội vụ",), ("các cơ quan liên quan",), "", ""),
        (("Sở Y tế",), (), "2019-06-30", "chậm nhất là cuối tháng 6/2019"),
        (("Sở Tư pháp",), (), "", "trong quý III"),
    ]  # fmt: skip


WORK_PLAN = """ỦY BAN NHÂN DÂN
TỈNH CÀ MAU
Số: 88/KH-UBND

Cà Mau, ngày 5 tháng 3 năm 2024

KẾ HOẠCH

I. TỔ CHỨC THỰC HIỆN
1. Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính và các sở, ngành liên quan ban hành quy chế trong tháng 6/2024.
2. Công an tỉnh chịu trách nhiệm bảo đảm trật tự; Thanh tra tỉnh kiểm tra việc chấp hành trong quý IV năm 2024.
3. UBND các huyện, thành phố có trách nhiệm lập kế hoạch, gửi Sở Nội vụ trước ngày 20 tháng 3 năm 2024.
"""


def bare(text: str) -> str:
    flat = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return flat.replace("đ", "d").replace("Đ", "D")


def test_a_text_without_accents_reads_as_with_them() -> None:
    """Typed on a phone: the same tasks, names as they are printed."""
    right, lost = reading(WORK_PLAN).assignments, reading(bare(WORK_PLAN)).assignments
    assert [task.lead for task in right] == [
        ("Sở Nội vụ",), ("Công an tỉnh",), ("Thanh tra tỉnh",), ("UBND các huyện, thành phố",),
    ]  # fmt: skip
    assert [(tuple(map(bare, task.lead)), tuple(map(bare, task.coordinate)), task.deadline.day, task.rule) for task in right] == [
        (task.lead, task.coordinate, task.deadline.day, task.rule) for task in lost
    ]  # fmt: skip
    assert {task.ordered_by for task in right} == {"88/KH-UBND của UBND tỉnh Cà Mau"}


def test_an_order_of_a_person_is_no_comment() -> None:
    found = reading("Phó Chủ tịch UBND thành phố Nguyễn Thị Mẫu đề nghị Sở Nội vụ đẩy nhanh tiến độ, hoàn thành trước 30/6/2019.")
    assert (len(found.assignments), found.comments) == (1, [])
    assert [(person.name, person.body) for person in found.persons] == [("Nguyễn Thị Mẫu", "UBND thành phố")]


def test_measured_objectives_and_a_period_in_words() -> None:
    found = reading("Trong 2 năm 2019 - 2020.\n\nMục tiêu cụ thể\n- 100% hồ sơ được nhận trên mạng.\n- Rút ngắn thời gian.\n")
    assert [aim.text for aim in found.objectives] == ["100% hồ sơ được nhận trên mạng", "Rút ngắn thời gian"]
    assert found.period is not None
    assert (found.period.first, found.period.last) == (2019, 2020)
