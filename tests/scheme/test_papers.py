"""Whole papers in small: the shapes directives, plans, letters and the press give tasks in; sentences of our own."""

from __future__ import annotations

import pytest

from tests.scheme.reading_desk import document, reading

PLAN = "ỦY BAN NHÂN DÂN\nTỈNH MẪU\n\nKẾ HOẠCH\nCải cách hành chính\n\n"

# text; for each assignment (rule, lead, coordinate, day or words of the deadline)
CASES = [
    # letters below numbers, dashes below letters; a sub-task belongs to the item above it
    (PLAN + "III. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ:\na) Chủ trì, phối hợp với Sở Tài chính tham mưu kinh phí, trình trước ngày 15/5/2026.\n"
     "b) Trong phạm vi quản lý, có văn bản hướng dẫn các xã; báo cáo kết quả hằng quý.\n2. Đối với Sở Y tế:\n- Không để thiếu thuốc.\n"
     "+ Rà soát trang thiết bị.\n3. Trách nhiệm của các sở và UBND các xã, phường\nBố trí cán bộ đầu mối.",
     [("heading", ["Sở Nội vụ"], ["Sở Tài chính"], "2026-05-15"), ("heading", ["Sở Nội vụ"], [], "hằng quý"),
      ("heading", ["Sở Y tế"], [], ""), ("heading", ["Sở Y tế"], [], ""),
      ("heading", ["các sở", "UBND các xã, phường"], [], "")]),
    # the list hangs on a letter; a title between two lists is no task
    (PLAN + "1. Cắt giảm thủ tục\na) Sở Xây dựng\n- Cắt giảm hồ sơ.\nb) Công an tỉnh chủ trì, cùng các sở bảo vệ dữ liệu.\n2. Mở rộng dịch vụ\n"
     "Sở Khoa học và Công nghệ phối hợp với Sở Tư pháp và chủ trì cùng các sở, ngành:\n- Mở rộng kênh tiếp nhận.\n- Kết nối dữ liệu.",
     [("heading", ["Sở Xây dựng"], [], ""), ("duty", ["Công an tỉnh"], ["các sở"], ""),
      ("heading", ["Sở Khoa học và Công nghệ"], ["Sở Tư pháp", "các sở, ngành"], ""),
      ("heading", ["Sở Khoa học và Công nghệ"], ["Sở Tư pháp", "các sở, ngành"], "")]),
    # who is told stands above all items, over roman headings too; an item may name its own body
    ("Ngày 5/9, UBND tỉnh ban hành văn bản yêu cầu các sở, ban, ngành; UBND các huyện, thành phố chủ động chống bão:\n"
     "1. Tiếp tục trực ban 24/24 giờ.\n2. Sở Công Thương bảo đảm nguồn hàng.",
     [("heading", ["các sở, ban, ngành", "UBND các huyện, thành phố"], [], ""), ("duty", ["Sở Công Thương"], [], "")]),
    # the press: an order holds for what follows; a sentence is one task whatever clauses it has
    ("Chủ tịch UBND tỉnh vừa ký công văn về phòng cháy rừng.\n\nTheo đó, giao Sở Nông nghiệp và Môi trường chủ trì, phối hợp với Công an tỉnh và "
     "các địa phương liên quan trực cháy; cắm biển báo. Kết quả báo cáo trước ngày 30/4/2026.\n\nBáo Cần Thơ, Đài Phát thanh - Truyền hình tỉnh đẩy mạnh "
     "tuyên truyền.\n\nUBND các xã, phường quan tâm bố trí kinh phí từ ngân sách hằng năm.",
     [("order", ["Sở Nông nghiệp và Môi trường"], ["Công an tỉnh", "các địa phương liên quan"], "2026-04-30"),
      ("duty", ["Báo Cần Thơ", "Đài Phát thanh - Truyền hình tỉnh"], [], ""), ("duty", ["UBND các xã, phường"], [], "")]),
    # several leads; heads of offices; a second order in the same sentence
    ("Thủ tướng yêu cầu các bộ, cơ quan: Nội vụ, Tài chính, UBND các tỉnh, thành phố trực thuộc Trung ương rà soát, giao Bộ Tư pháp tổng hợp.",
     [("order", ["Bộ Nội vụ", "Bộ Tài chính", "UBND các tỉnh, thành phố trực thuộc Trung ương"], [], ""), ("order", ["Bộ Tư pháp"], [], "")]),
    ("UBND tỉnh giao Giám đốc Sở Tài chính; Chủ tịch UBND 99 xã, phường, đặc khu; Thủ trưởng các cơ quan, đơn vị có liên quan kê khai.",
     [("order", ["Sở Tài chính", "Chủ tịch UBND 99 xã, phường, đặc khu", "các cơ quan, đơn vị có liên quan"], [], "")]),
    ("Chủ tịch UBND tỉnh ủy quyền cho Giám đốc Sở Nội vụ ký hợp đồng. UBND tỉnh phân công đồng chí Phó Chủ tịch UBND tỉnh phụ trách.",
     [("order", ["Sở Nội vụ"], [], ""), ("order", ["Phó Chủ tịch UBND tỉnh"], [], "")]),
    # what says its own duty, between a condition and the task, with its role told first
    (PLAN + "Trong quá trình thực hiện, nếu có vướng mắc UBND các xã kịp thời phản ánh về Sở Nội vụ.\n"
     "Các sở, ngành theo chức năng, nhiệm vụ triển khai thực hiện.\nCác sở, ngành: Y tế, Du lịch và Công an tỉnh trong phạm vi quyền hạn của mình có trách nhiệm kiểm tra.",
     [("duty", ["UBND các xã"], [], ""), ("duty", ["các sở, ngành"], [], ""), ("duty", ["Sở Y tế", "Sở Du lịch", "Công an tỉnh"], [], "")]),
    # labels in one line, and as an item of a list directed to all
    (PLAN + "1. Ban hành quy chế một cửa.\nĐơn vị chủ trì: Sở Nội vụ; đơn vị phối hợp: Sở Tư pháp, các xã; thời gian: quý III/2026.",
     [("label", ["Sở Nội vụ"], ["Sở Tư pháp", "các xã"], "2026-09-30")]),
    # a table, piped
    (PLAN + "| TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn |\n|---|---|---|---|---|\n| 1 | Lập danh mục | Sở Nội vụ | Các sở, ngành | Tháng 3/2026 |\n"
     "| 2 | Giám sát dữ liệu | Sở Khoa học và Công nghệ | | Thường xuyên |",
     [("row", ["Sở Nội vụ"], ["các sở, ngành"], "2026-03-31"), ("row", ["Sở Khoa học và Công nghệ"], [], "Thường xuyên")]),
    # lines torn by the foot of a page, lists broken over lines
    (PLAN + "1. Sở Nội vụ\n- Chủ trì, phối hợp với Sở Tài chính, Sở Tư pháp và các\n\ncơ quan liên quan soạn thảo.",
     [("heading", ["Sở Nội vụ"], ["Sở Tài chính", "Sở Tư pháp", "các cơ quan liên quan"], "")]),
    # who is told and tells others is the one who acts, alone, with others, or in a list that follows
    ("UBND tỉnh vừa có công văn giao Sở Y tế chủ trì phòng dịch.\n\nSở Công Thương, Cục Thuế tỉnh và UBND các huyện, thị xã, thành phố chỉ đạo các bộ phận "
     "liên quan kiểm tra giá; phối hợp với Công an tỉnh chỉ đạo lực lượng chức năng xử lý đầu cơ.",
     [("order", ["Sở Y tế"], [], ""),
      ("duty", ["Sở Công Thương", "Cục Thuế tỉnh", "UBND các huyện, thị xã, thành phố"], ["Công an tỉnh"], "")]),
    ("Thủ tướng vừa có công điện về lưới điện.\n\nCông điện yêu cầu Chủ tịch UBND tỉnh An Giang chỉ đạo các sở, ngành bàn giao đất trước ngày 15/4/2026.\n\n"
     "Chủ tịch UBND các tỉnh: Hà Tĩnh, Quảng Trị trực tiếp chỉ đạo các sở bàn giao móng cột.",
     [("order", ["Chủ tịch UBND tỉnh An Giang"], [], "2026-04-15"),
      ("duty", ["Chủ tịch UBND tỉnh Hà Tĩnh", "Chủ tịch UBND tỉnh Quảng Trị"], [], "")]),
    # the body before the verb; in the passive; a paper sent to bodies; by whose order somebody acts
    ("Thủ tướng vừa ký công điện. Với Bộ Tài chính, Thủ tướng giao nhiệm vụ chỉ đạo Bảo hiểm xã hội Việt Nam chi trả đúng hạn.",
     [("order", ["Bộ Tài chính"], [], "")]),
    ("Sở Tư pháp được Ủy ban nhân dân tỉnh giao chủ trì, phối hợp Sở Nội vụ xây dựng kế hoạch.", [("duty", ["Sở Tư pháp"], ["Sở Nội vụ"], "")]),
    ("Phó Chủ tịch UBND tỉnh vừa ký văn bản gửi các Sở Nội vụ, Tài chính và các huyện, thị, thành phố yêu cầu rà soát biên chế.",
     [("order", ["Sở Nội vụ", "Sở Tài chính", "các huyện, thị, thành phố"], [], "")]),
    ("Theo chỉ đạo của Chủ tịch UBND huyện Mẫu, UBND các xã, thị trấn phối hợp với Công an huyện sơ tán người dân.",
     [("duty", ["UBND các xã, thị trấn"], ["Công an huyện"], "")]),
    # the same sentence goes on with somebody else
    ("Theo đó, Công an tỉnh bảo đảm an ninh mạng, trong khi Sở KH-CN chủ trì thúc đẩy nghiên cứu.",
     [("duty", ["Công an tỉnh"], [], ""), ("duty", ["Sở KH-CN"], [], "")]),
    # members, groups and units told by what they are
    ("UBND tỉnh yêu cầu thành viên Ban Chỉ đạo phòng thủ dân sự tỉnh, các chủ hồ đập thủy lợi, thủy điện trên địa bàn tỉnh và lực lượng vũ trang trực 24/24 giờ.",
     [("order", ["thành viên Ban Chỉ đạo phòng thủ dân sự tỉnh", "các chủ hồ đập thủy lợi, thủy điện trên địa bàn tỉnh", "lực lượng vũ trang"], [], "")]),
    ("Uỷ ban nhân dân thành phố giao UBND các quận 1, 3 và Tân Bình; Sở VH-TT; BQL dự án đường sắt rà soát mặt bằng, xong trong tháng 10.2026.",
     [("order", ["UBND các quận 1, 3 và Tân Bình", "Sở VH-TT", "BQL dự án đường sắt"], [], "2026-10-31")]),
    ("Thủ tướng giao UBND tỉnh Gia Lai, Đắk Lắk báo cáo.", [("order", ["UBND tỉnh Gia Lai", "UBND tỉnh Đắk Lắk"], [], "")]),
    # the line behind it says until when
    ("UBND tỉnh giao Sở Xây dựng chủ trì rà soát quy chế.\n\nThời hạn hoàn thành nội dung này trước ngày 25-10-2026.",
     [("order", ["Sở Xây dựng"], [], "2026-10-25")]),
    # a list whose indent is lost, an order that heads it
    ("Chủ tịch UBND huyện giao:\n1. Giao Phòng Nội vụ:\n1. Tiếp tục rà soát hồ sơ.\n2. Kịp thời báo cáo kết quả.\n1. Giao Phòng Y tế: phối hợp với Công an huyện trực.",
     [("heading", ["Phòng Nội vụ"], [], ""), ("heading", ["Phòng Nội vụ"], [], ""), ("order", ["Phòng Y tế"], ["Công an huyện"], "")]),
    # a day in front of who acts; an order in two verbs; heads of offices without "các"
    ("Lãnh đạo tỉnh Cà Mau yêu cầu trước ngày 10/5/2026, Sở Tài chính hoàn thành rà soát.\n\nTrước ngày 20/9/2026, Tổ công tác phải dự thảo văn bản.",
     [("order", ["Sở Tài chính"], [], "2026-05-10"), ("duty", ["Tổ công tác"], [], "2026-09-20")]),
    ("Chủ tịch UBND tỉnh chỉ đạo giao UBND các xã, phường cử cán bộ xuống từng thôn.", [("order", ["UBND các xã, phường"], [], "")]),
    ("UBND thành phố giao Giám đốc Sở, Thủ trưởng cơ quan, ban ngành thành phố; Chủ tịch UBND quận, huyện rà soát nhà ở.",
     [("order", ["Giám đốc Sở", "Thủ trưởng cơ quan, ban ngành thành phố", "Chủ tịch UBND quận, huyện"], [], "")]),
    # a sentence that ends in the words of a heading, with no list below it
    ("Theo đó, lãnh đạo UBND tỉnh Cà Mau giao Sở Y tế chủ trì, phối hợp với các sở: Du lịch, Nội vụ triển khai các nhiệm vụ trọng tâm.\nCông việc này kéo dài.",
     [("order", ["Sở Y tế"], ["Sở Du lịch", "Sở Nội vụ"], "")]),
    # a deputy told by name and post does the task in person; the head of an office stands for it
    ("Tỉnh ủy giao ông Nguyễn Văn Mẫu - Phó Bí thư Đảng ủy UBND tỉnh phụ trách công tác nội chính. "
     "Cụ thể, ông Trần Văn Thử - Phó Chủ tịch Thường trực HĐND tỉnh được phân công phụ trách văn hóa. Giao ông Lê Văn Mẫu, Giám đốc Sở Nội vụ rà soát biên chế.",
     [("order", ["ông Nguyễn Văn Mẫu - Phó Bí thư Đảng ủy UBND tỉnh"], [], ""),
      ("duty", ["ông Trần Văn Thử - Phó Chủ tịch Thường trực HĐND tỉnh"], [], ""), ("order", ["Sở Nội vụ"], [], "")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_shapes_of_papers(text: str, expected: list[tuple[object, ...]]) -> None:
    found = [
        (task.rule, [*task.lead], [*task.coordinate], task.deadline.day or task.deadline.words)
        for task in reading(text).assignments
    ]
    assert found == expected


NO_TASK = [
    "Điều 3. Chánh Văn phòng UBND tỉnh, Giám đốc Sở Nội vụ và Thủ trưởng các cơ quan có liên quan chịu trách nhiệm thi hành Quyết định này.",
    "QUYẾT ĐỊNH\nQUY ĐỊNH CHỨC NĂNG, NHIỆM VỤ, QUYỀN HẠN CỦA SỞ NỘI VỤ\nSở Nội vụ là cơ quan chuyên môn thuộc UBND tỉnh.\n"
    "Sở Nội vụ có trách nhiệm tham mưu về tổ chức bộ máy.",
    "Sở đã có văn bản phối hợp với các cơ quan liên quan và chỉ đạo các địa phương vận động người dân.",
    "UBND TP vừa có chỉ đạo các sở ngành và UBND các phường về việc triển khai nghị quyết.",
    "KẾ HOẠCH\nNơi nhận:\n- Sở Nội vụ;\n- UBND các xã, phường;\n- Lưu: VT.",
    "Văn phòng Chính phủ thông báo để các bộ, cơ quan biết, thực hiện.",
    "NGÂN HÀNG NHÀ NƯỚC VIỆT NAM\n-------\nSố: 4/2013/TT-NHNN\nHà Nội, ngày 1 tháng 3 năm 2013\n\nTHÔNG TƯ\nQuy định về chiết khấu\n\n"
    "Điều 1. Các tổ chức tín dụng thực hiện theo Thông tư này.\nBộ Tài chính giúp Chính phủ quản lý thuế.",
    "UBND tỉnh chỉ đạo tăng cường quản lý phân bón",
    "Thành phố Cần Thơ: Phân công trực 24/24\n\nTrời mưa to ở nhiều nơi.",
]


@pytest.mark.parametrize("text", NO_TASK)
def test_what_gives_nobody_a_task(text: str) -> None:
    assert reading(text).assignments == []


ORDERERS = [
    ("Phó Thủ tướng Thường trực Chính phủ Lê Văn Mẫu có ý kiến như sau:\nGiao Bộ Nội vụ báo cáo.", "Phó Thủ tướng Thường trực Chính phủ"),
    ("Ông Lê Mẫu, Chủ tịch UBND tỉnh, dự họp. Ông Mẫu cũng yêu cầu Sở Nội vụ rà soát.", "Chủ tịch UBND tỉnh"),
    ("Theo đó, tỉnh yêu cầu các sở, ngành rà soát.", "tỉnh"),
    ("Trước đề xuất trên, ngày 28/5, UBND TP đã có công văn giao Sở Xây dựng rà soát.", "UBND TP"),
    ("Phó Bí thư Thường trực Thành ủy Lê Văn Mẫu đề nghị chính quyền cơ sở rà soát.", "Phó Bí thư Thường trực Thành ủy"),
    ("Phó Chủ tịch UBND tỉnh Lê Văn Mẫu vừa ký văn bản đề nghị các sở, ngành rà soát.", "Phó Chủ tịch UBND tỉnh"),
    ("Sở Du lịch cũng đề nghị UBND các phường kiểm tra bãi tắm.", "Sở Du lịch"),
    ("Chủ tịch UBND tỉnh - Trưởng Ban An toàn giao thông tỉnh yêu cầu Sở Y tế trực cấp cứu.", "Chủ tịch UBND tỉnh"),
    ("UBND tỉnh chỉ đạo và giao trách nhiệm Sở Y tế tổ chức tiêm.", "UBND tỉnh"),
    ("Văn phòng Chính phủ thông báo ý kiến của Phó Thủ tướng Chính phủ Lê Văn Mẫu:\n- Giao Bộ Y tế rà soát thuốc.", "Phó Thủ tướng Chính phủ Lê Văn Mẫu"),
    ("Quyết định số 9/QĐ-UBND của UBND tỉnh về công bố dịch\nQUYẾT ĐỊNH:\nĐiều 1. Sở Y tế có trách nhiệm dập dịch.", "UBND tỉnh"),
    ("“Sở Y tế phối hợp với UBND cấp xã kiểm tra”. Đó là chỉ đạo của UBND tỉnh.", "UBND tỉnh"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "by"), ORDERERS)
def test_who_orders(text: str, by: str) -> None:
    [task] = reading(text).assignments
    assert task.ordered_by == by


TABLE = """<p>KẾ HOẠCH</p><table><tr><th>TT</th><th>Nội dung công việc</th><th>Chủ trì</th><th>Phối hợp</th><th>Thời gian hoàn thành</th></tr>
<tr><td>1</td><td>Xây dựng đề án sắp xếp các đơn vị sự nghiệp công lập thuộc tỉnh</td><td>Sở Nội vụ</td><td>Các sở, ngành; UBND các xã</td><td>Quý II/2026</td></tr>
<tr><td>2</td><td>Rà soát thủ tục</td><td>Văn phòng UBND tỉnh</td><td></td><td>Tháng 9/2026</td></tr></table><p>Nơi nhận: như trên.</p>"""


def test_a_table_of_a_page_comes_cell_by_cell() -> None:
    """Empty cells and bare numbers are gone: a cell is told by what it holds."""
    from phancap.formats.documents import read_bytes
    from phancap.scheme.reading import read_scheme

    found = read_scheme(read_bytes(f"<html><body>{TABLE}</body></html>".encode())).assignments
    assert [(task.lead, task.coordinate, task.deadline.day, task.task.split()[0]) for task in found] == [
        (("Sở Nội vụ",), ("các sở, ngành", "UBND các xã"), "2026-06-30", "Xây"),
        (("Văn phòng UBND tỉnh",), (), "2026-09-30", "Rà"),
    ]  # fmt: skip
    assert document("x").text == "x"


DEADLINES = [
    ("trước 17 giờ 00 ngày 10/6/2026", "2026-06-10"), ("từ nay đến 31/12/2026", "2026-12-31"), ("trong 6 tháng đầu năm 2026", "2026-06-30"),
    ("chậm nhất đến ngày 30/9/2026", "2026-09-30"), ("hằng năm trước 15/12", "hằng năm trước 15/12"),
    ("trước ngày 15/12 hằng năm", "trước ngày 15/12 hằng năm"), ("trước ngày 20 hằng tháng", "trước ngày 20 hằng tháng"),
    ("trong tháng 9", "trong tháng 9"), ("từ nguồn ngân sách hằng năm", ""), ("trong 4 ngày nghỉ lễ", ""),
    ("trong năm 2026 và những năm tiếp theo", ""),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), DEADLINES)
def test_deadlines_of_papers(words: str, expected: str) -> None:
    [task] = reading(f"Giao Sở Nội vụ rà soát biên chế {words}.").assignments
    assert (task.deadline.day or task.deadline.words) == expected
