"""Who issued it: joint acts, letterheads, units that the document tells, lists, titles. Sentences of our own."""

from __future__ import annotations

import pytest

from phancap.law.citations import find_citations


def issuers_of(text: str) -> list[str]:
    return [citation.issuer for citation in find_citations(text)]


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        # A text cut off in the middle of a name: the code says the whole. Where the words say more, they stand.
        ("Thông tư số 5/2014/TT-BTNMT ngày 9/5/2014 của Bộ Tài nguyên v", "Bộ Tài nguyên và Môi trường"),
        ("Quyết định số 5/QĐ-UBND ngày 9/5/2014 của UBND tỉnh Cà Mau", "UBND tỉnh Cà Mau"),
    ],
)
def test_the_code_ends_a_name_that_the_text_cuts_off(text: str, issuer: str) -> None:
    assert issuers_of(text) == [issuer]


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("Thông tư liên tịch số 12/2015/TTLT-BTC-BVHTT về quỹ", "Bộ Tài chính, Bộ Văn hóa - Thông tin"),
        ("Thông tư liên tịch số 12/2015/TTLT-BNN-BTC ngày 3/2/2015 của Bộ Tài chính và Bộ Nông nghiệp và Phát triển nông thôn về",
         "Bộ Tài chính, Bộ Nông nghiệp và Phát triển nông thôn"),
        ("Thông tư liên tịch số 7/TTLT ngày 3/2/1996 của Bộ Tài chính, Bộ Nội vụ và Bộ Y tế về kinh phí", "Bộ Tài chính, Bộ Nội vụ, Bộ Y tế"),
        ("Thông tư liên bộ số 12/TT-LB ngày 3/2/1990 của liên Bộ Tài chính - Y tế", "Bộ Tài chính, Bộ Y tế"),
        ("Nghị quyết liên tịch số 9/2017/NQLT-UBTVQH14-CP-MTTW của Ủy ban Thường vụ Quốc hội, Chính phủ và Đoàn Chủ tịch Ủy ban "
         "Trung ương Mặt trận Tổ quốc Việt Nam về phối hợp",
         "Ủy ban Thường vụ Quốc hội, Chính phủ, Đoàn Chủ tịch Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"),
        ("Kết luận số 27-KL/TW ngày 28/2/2025 của Bộ Chính trị, Ban Bí thư về sắp xếp", "Bộ Chính trị, Ban Bí thư"),
        # Behind a comma the next clause begins.
        ("Theo Quyết định số 12/QĐ-TTg của Thủ tướng Chính phủ, Bộ Tài chính có trách nhiệm", "Thủ tướng Chính phủ"),
        ("Thông tư số 5/2020/TT-BNV của Bộ Nội vụ, Bộ Tài chính hướng dẫn sau", "Bộ Nội vụ"),
    ],
)  # fmt: skip
def test_acts_of_several_bodies_name_them_all(text: str, issuer: str) -> None:
    assert issuers_of(text) == [issuer]


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("ỦY BAN NHÂN DÂN\nTỈNH LONG AN\n----\nSố: 31/QĐ-UBND\nLong An, ngày 5 tháng 6 năm 2014\n"
         "Căn cứ Nghị quyết số 9/2013/NQ-HĐND ngày 3/2/2013 của Hội đồng nhân dân tỉnh; thay thế Quyết định số 12/2012/QĐ-UBND",
         ["UBND tỉnh Long An", "HĐND tỉnh Long An", "UBND tỉnh Long An"]),
        ("UBND TỈNH LONG AN\nSỞ NỘI VỤ\nSố: 31/SNV-TCBC\nThực hiện Kế hoạch số 8/KH-UBND của UBND tỉnh và Quyết định số 15/QĐ-UBND",
         ["Sở Nội vụ", "UBND tỉnh Long An", "UBND tỉnh Long An"]),
        ("Ban Thường vụ Tỉnh ủy Hà Giang họp. Kế hoạch số 25-KH/TU ngày 30/11/2016 của Ban Thường vụ Tỉnh ủy",
         ["Ban Thường vụ Tỉnh ủy Hà Giang"]),
        ("Lập thành phố Tân Sông, tỉnh Bình Dương theo Báo cáo số 51/BC-VPUB của Văn phòng UBND tỉnh", ["Văn phòng UBND tỉnh Bình Dương"]),
        ("UỶ BAN NHÂN DÂN | CỘNG HÒA |\nSố: 34/QĐ-UBND | ngày 24 tháng 4 năm 2008 |\nCHỦ TỊCH UỶ BAN NHÂN DÂN TỈNH SƠN LA\nCăn cứ",
         ["UBND tỉnh Sơn La"]),
        # Two provinces are named: whose it is stays open.
        ("UBND tỉnh Cà Mau và UBND tỉnh Long An ký quy chế. Quyết định số 8/QĐ-UBND của UBND tỉnh", ["UBND tỉnh"]),
        ("UBND tỉnh vừa ban hành Quyết định số 8/QĐ-UBND về chợ", ["UBND tỉnh"]),
        ("Quyết định số 15/QĐ-ĐHKT ngày 3/2/2019 của Trường Đại học Kinh tế; Thông báo số 20/TB-ĐHKT",
         ["Trường Đại học Kinh tế", "Trường Đại học Kinh tế"]),
        # Organs of the Party share their codes.
        ("Nghị quyết số 15-NQ/TW ngày 3/2/2019 của Bộ Chính trị; Kết luận số 20-KL/TW", ["Bộ Chính trị", ""]),
    ],
)  # fmt: skip
def test_the_document_tells_whose_committee(text: str, issuers: list[str]) -> None:
    assert issuers_of(text) == issuers


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("BỘ GIÁO DỤC VÀ ĐÀO TẠO\nTRƯỜNG ĐẠI HỌC SÔNG HẬU\n-----\nSố: 215/QĐ-ĐHSH\nCần Thơ, ngày 5 tháng 6 năm 2019\n"
         "Quy chế của Trường Đại học Sông Hậu", "Trường Đại học Sông Hậu"),
        ("BỘ Y TẾ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nBỆNH VIỆN HẬU GIANG Độc lập - Tự do\nSố: 215/QĐ-BVHG", "BỆNH VIỆN HẬU GIANG"),
        ("TẬP ĐOÀN GỖ\nMIỀN TÂY\n-------\n| CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n|\nSố: 60/QĐ-TĐG | Cần Thơ", "TẬP ĐOÀN GỖ MIỀN TÂY"),
        ("BỘ TÀI CHÍNH\nTỔNG CỤC HẢI QUAN\nSố: 215/GSQL-TH\nHà Nội, ngày 5 tháng 6 năm 2019", "Tổng cục Hải quan"),
        ("TỈNH ỦY LONG AN\nBAN TUYÊN GIÁO\n*\nSố 12-HD/BTGTU\nĐẢNG CỘNG SẢN VIỆT NAM", "Ban Tuyên giáo Tỉnh ủy Long An"),
        ("HUYỆN ỦY TÂN SÔNG ĐẢNG CỘNG SẢN VIỆT NAM\n*\nSố 12-KH/HU Tân Sông, ngày 3 tháng 4 năm 2018", "Huyện ủy Tân Sông"),
        ("UBND TỈNH LONG AN\nVĂN PHÒNG\nSố: 12/TB-VP\nLong An, ngày 3 tháng 4 năm 2018", "Văn phòng UBND tỉnh Long An"),
        ("VIỆN KIỂM SÁT NHÂN DÂN | CỘNG HÒA |\nSố: 01/2009/CT-VKSTC | Hà Nội", "Viện kiểm sát nhân dân tối cao"),
        ("THÔNG BÁO\nVề kết quả\nSố: 215/ABC-TH", ""),
        # Two columns read across the page.
        ("ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHUYỆN TÂN SÔNG Độc lập - Tự do\nSố: 211/TTr-UBND Tân Sông",
         "UBND huyện Tân Sông"),
        ("BỘ LAO ĐỘNG - BỘ NỘI VỤ\n****\nVIỆT NAM DÂN CHỦ CỘNG HOÀ\nSố: 25-TT-LB\nHà Nội, ngày 22 tháng 12 năm 1956",
         "Bộ Lao động, Bộ Nội vụ"),
    ],
)  # fmt: skip
def test_letterheads_of_bodies_that_no_list_names(text: str, issuer: str) -> None:
    assert issuers_of(text) == [issuer]


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("Quyết định số 12/2020/QĐ-UBND tỉnh Kiên Giang", "UBND tỉnh Kiên Giang"),
        ("Nghị quyết số 12/2020/NQ-HĐND của thành phố Hải Phòng về", "HĐND thành phố Hải Phòng"),
        ("Quyết định 15/2020/QĐ-UBND quy định giá đất trên địa bàn tỉnh Cà Mau\n", "UBND tỉnh Cà Mau"),
        ("Quyết định 15/2020/QĐ-UBND về ranh giới tỉnh Cà Mau và tỉnh Bạc Liêu\n", "UBND"),
        ("Nghị quyết 16/2020/NQ-HĐND về mức chi do tỉnh Hòa Bình ban hành", "HĐND tỉnh Hòa Bình"),
        ("ỦY BAN NHÂN DÂN QUẬN 3 30-12-2008 - Quyết định số 6/2008/QĐ-UBND về chợ", "UBND quận 3"),
        ("Kế hoạch số 9-KH/HU ngày 11/3/2021 của BTV huyện ủy", "Ban Thường vụ Huyện ủy"),
        ("Quyết định số 98-QĐ/ĐUK của Ban Thường vụ Đảng ủy Khối Doanh nghiệp Trung ương, trên cơ sở",
         "Ban Thường vụ Đảng ủy Khối Doanh nghiệp Trung ương"),
        ("Công văn 85/CCTTHC của Tổ công tác chuyên trách cải cách thủ tục hành chính của Thủ tướng Chính phủ về",
         "Tổ công tác chuyên trách cải cách thủ tục hành chính của Thủ tướng Chính phủ"),
        ("Xét đề nghị của Sở Cây xanh đô thị tại văn bản số 54/TT-TN-CN ngày 28/10/1998", "Sở Cây xanh đô thị"),
        ("Quyết định 68/2006/QĐ-UBND phân cấp nguồn thu; tỷ lệ điều tiết do Ủy ban nhân dân tỉnh Quảng Ninh ban hành",
         "UBND tỉnh Quảng Ninh"),
        ("Quyết định số 15/QĐ-CHK của Cục trưởng Cục Hàng không Việt Nam", "Cục Hàng không Việt Nam"),
        ("Công văn số 15/TTPVHCC của Trung tâm Phục vụ hành chính công tỉnh về", "Trung tâm Phục vụ hành chính công tỉnh"),
        ("Công văn số 15/BATGT của Ban An toàn giao thông tỉnh về", "Ban An toàn giao thông tỉnh"),
        ("Công văn số 15/VPĐK của Văn phòng Đăng ký đất đai tỉnh về", "Văn phòng Đăng ký đất đai tỉnh"),
        ("Thông tư số 769/1998/TT-QP; ", "Bộ Quốc phòng"),
        # units cut short
        ("Quyết định số 12/QĐ-SYT của Sở Y tế TP.HCM về", "Sở Y tế thành phố Hồ Chí Minh"),
        ("Quyết định 8/QĐ-UBND của UBND Q. Ninh Kiều", "UBND quận Ninh Kiều"),
        ("Kế hoạch số 12/KH-BCĐ của Ban Chỉ đạo 389 quốc gia", "Ban Chỉ đạo 389 quốc gia"),
        ("Quyết định số 12/QĐ-TTCP của Tổng Thanh tra Chính phủ", "Thanh tra Chính phủ"),
        ("Nghị quyết số 12/NQ-HĐQT của Hội đồng quản trị Tổng công ty Cổ phần Gỗ ngày 3/2/2020", "Hội đồng quản trị Tổng công ty Cổ phần Gỗ"),
        # before the number, behind a title, on behalf of, of its time
        ("Thông tư của Bộ Nội vụ số 5/2005/TT-BNV ngày 5/1/2005", "Bộ Nội vụ"),
        ("Nghị quyết của Bộ Chính trị Trung ương Đảng số 22-NQ/TW ngày 27-11-1989", "Bộ Chính trị"),
        ("thông tư Liên bộ Nội vụ - Lao động – Tài chính số 21-TT-LB ngày 15-11-1956", "Bộ Nội vụ, Bộ Lao động, Bộ Tài chính"),
        ("Chương trình 3-CTr/TU ngày 28/6/2016 về “Đẩy mạnh tái cơ cấu kinh tế” của Thành uỷ khoá XVI", "Thành ủy"),
        ("Quyết định số 8/QĐ-UBND về việc ban hành quy chế làm việc của UBND tỉnh Long An.", "UBND tỉnh Long An"),
        ("Quyết định 109/QĐ-UBND của Bình Phước năm 2021 về chợ", "UBND tỉnh Bình Phước"),
        ("Thay mặt Bộ Chính trị, đồng chí Thường trực Ban Bí thư vừa ký ban hành Kết luận số 34-KL/TW", "Bộ Chính trị"),
        ("Ngày 15/7/1988 Bộ Chính trị đã ra Nghị quyết số 16-NQ/TW", "Bộ Chính trị"),
        ("Quyết định số 25-CP ngày 21-1-1981 về xí nghiệp", "Hội đồng Chính phủ"),
        ("Nghị định số 25-CP ngày 23-5-1993 về tiền lương", "Chính phủ"),
        ("Thông tư số 178/TTNN của Thanh tra Nhà nước, Bộ Quốc phòng hướng dẫn", "Thanh tra Nhà nước"),
        ("Nghị quyết số 7b/NQ-TLĐ của Ban Chấp hành Tổng Liên đoàn về tài chính", "Ban Chấp hành Tổng Liên đoàn"),
        ("Quyết định số 7/QĐ-BCĐ của Ban Chỉ đạo Trung ương các chương trình mục tiêu quốc gia về", "Ban Chỉ đạo Trung ương các chương trình mục tiêu quốc gia"),
        ("Pháp lệnh Bảo vệ bí mật Nhà nước ngày 28-10-1991", "Hội đồng Nhà nước"),
        ("Pháp lệnh Dân số ngày 9/1/2003", "Ủy ban Thường vụ Quốc hội"),
        ("Pháp lệnh số 5-LCT/HĐNN7", "Hội đồng Nhà nước"),
        ("Quyết định 59/2000/QĐ-NHNN2", "Ngân hàng Nhà nước Việt Nam"),
        ("Quyết định số 46/2012/QĐ-UBND ngày 14 tháng 11 năm 2012 của Ủy ban ", "UBND"),
        # In brackets behind the body that was asked, or within its paper; a recipient is no issuer.
        ("Xét đề nghị của Công ty Đầu tư và Phát triển điện Sông Hồ (tờ trình số 9/S3-TT ngày 6/1/2005)",
         "Công ty Đầu tư và Phát triển điện Sông Hồ"),
        ("Xét đề nghị của Bộ Công nghiệp nặng trong Công văn số 16/TCCB ngày 3/6/1995", "Bộ Công nghiệp nặng"),
        ("Xét đề nghị của Sở Tài chính - Vật giá tại tờ trình số 2006/TT-TCVG ngày 6/2/2003", "Sở Tài chính - Vật giá"),
        ("Căn cứ đề nghị của Ban Quản lý dự án đường vành đai (Sở Giao thông vận tải) tại Văn bản số 4/QLDA-KH",
         "Ban Quản lý dự án đường vành đai"),
        ("T trnh s 51/TTr-BGDT ngy 5 thng 8 nm 2010", "Bộ Giáo dục và Đào tạo"),
        ("kiến nghị với Bộ Công an (Công văn số 12/CV-NC)", ""),
        ("việc UBND tỉnh Hậu Giang đã chỉ đạo tại Công văn số 46/UBND-KTN", "UBND tỉnh Hậu Giang"),
        # Names: what ends them and what does not.
        ("Công văn số 8/PCTT ngày 3/1/2020 của Ban Chỉ huy phòng chống thiên tai và Tìm kiếm cứu nạn tỉnh và các văn bản khác",
         "Ban Chỉ huy phòng chống thiên tai và Tìm kiếm cứu nạn tỉnh"),
        ("Công văn số 2/VX-TN ngày 3/1/2012 của Tổng Giám đốc Tập đoàn Than Việt Nam và Tờ trình kèm theo", "Tập đoàn Than Việt Nam"),
        ("Tờ trình số 4/TTr-PM ngày 2/2/2012 của Giám đốc Mỏ than Núi Hồng, Chi nhánh Công ty", "Mỏ than Núi Hồng"),
        ("Nghị quyết số 27-NQ/TW của Đảng\n1. Về đánh giá", ""),
        ("theo ý kiến Phó Chủ tịch UBND tỉnh Nguyễn Văn Mẫu tại Thông báo số 6/TB-VP", ""),
        ("Chủ tịch UBND tỉnh Lê Văn Mẫu vừa ký ban hành Quyết định số 8/QĐ-UBND", "Chủ tịch UBND tỉnh"),
        ("ông Mẫu, Phó Chủ tịch Thường trực UBND tỉnh Hậu Giang đã ký Quyết định số 7/QĐ-XP", "Chủ tịch UBND tỉnh Hậu Giang"),
        ("Nghị quyết số 4/2018 của Hội đồng thẩm phán TANDTC\nTrường hợp", "Hội đồng Thẩm phán Tòa án nhân dân tối cao"),
        ("Hướng dẫn số 4-HD/BTGTW-BCSĐBVHTTDL ngày 5/3/2012 của Ban Tuyên giáo Trung ương và Ban cán sự đảng Bộ Y tế",
         "Ban Tuyên giáo Trung ương, Ban cán sự đảng Bộ Y tế"),
        ("SẮC LỆNH\nCỦA CHỦ TỊCH NƯỚC SỐ 35 NGÀY 9 THÁNG 3 NĂM 1947", "Chủ tịch nước"),
        ("Ninh Bình: Họp. Thực hiện Công văn số 4/UBND-VP7 của UBND tỉnh", "UBND tỉnh Ninh Bình"),
        ("BỘ Y TẾ\nCỤC QUẢN LÝ DƯỢC\n---\nCỘNG HÒA XÃ\nHỘI CHỦ NGHĨA VIỆT NAM\nSố: 39/QĐ-QLD\n", "CỤC QUẢN LÝ DƯỢC"),
        ("BAN CHẤP HÀNH TRUNG ƯƠNG\n***\nSố: 36-QĐ/TWĐTN\nHà Nội, ngày 2 tháng 1 năm 2013", "Trung ương Đoàn"),
    ],
)  # fmt: skip
def test_the_issuer_where_the_words_put_it(text: str, issuer: str) -> None:
    assert issuers_of(text) == [issuer]


def test_the_committee_of_a_province_writes_its_code_like_the_central_one() -> None:
    (cited,) = find_citations("Nghị quyết 13-NQ/TƯ của Tỉnh ủy Long An về hạ tầng")
    assert (cited.form, cited.issuer) == ("13-NQ/TU", "Tỉnh ủy Long An")
    (central,) = find_citations("Nghị quyết 13-NQ/TƯ của Bộ Chính trị về hạ tầng")
    assert central.form == "13-NQ/TW"


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("HĐND tỉnh Cà Mau ban hành các Nghị quyết: số 12/2019/NQ-HĐND, số 15/2019/NQ-HĐND", ["HĐND tỉnh Cà Mau"] * 2),
        ("Các Quyết định của UBND tỉnh Cà Mau: số 12/QĐ-UBND ngày 3/2/2019 về A; số 15/QĐ-UBND về B", ["UBND tỉnh Cà Mau"] * 2),
        ("Nghị quyết số 12/2019/NQ-HĐND ngày 3/2/2019, Nghị quyết số 15/2019/NQ-HĐND của HĐND tỉnh Cà Mau", ["HĐND tỉnh Cà Mau"] * 2),
        ("ý kiến của Ban Thường vụ Tỉnh ủy Cà Mau tại Thông báo số 12-TB/TU ngày 3/2/2020 và Công văn số 15-CV/TU",
         ["Ban Thường vụ Tỉnh ủy Cà Mau"] * 2),
        # The second is another body's: its code says so.
        ("ý kiến của Ban Thường vụ Tỉnh ủy Cà Mau tại Thông báo số 12-TB/TU và Kết luận số 15-KL/TW",
         ["Ban Thường vụ Tỉnh ủy Cà Mau", ""]),
        ("Quy chế phối hợp số 12/QCPH-VKS-CA-TA của Viện kiểm sát nhân dân, Công an và Tòa án nhân dân huyện Năm Căn",
         ["Viện kiểm sát nhân dân, Công an, Tòa án nhân dân huyện Năm Căn"]),
        ("Công văn số 5/SGDĐT-GDTrH của Sở GD&ĐT tỉnh Cà Mau", ["Sở Giáo dục và Đào tạo tỉnh Cà Mau"]),
    ],
)  # fmt: skip
def test_one_issuer_for_a_list(text: str, issuers: list[str]) -> None:
    assert issuers_of(text) == issuers


def test_a_list_whose_acts_have_titles_has_one_issuer_and_no_title_is_a_law() -> None:
    text = (
        "Chương trình 3-CTr/TU về “Tái cơ cấu kinh tế”; Chương trình số 6-CTr/TU về “Kỷ luật, kỷ cương, trách nhiệm "
        "giai đoạn 2016 - 2020” của Thành ủy"
    )
    assert issuers_of(text) == ["Thành ủy", "Thành ủy"]


def test_a_day_belongs_to_one_act_and_a_title_ends_with_its_line() -> None:
    text = (
        "Căn cứ Quyết định số 468/QĐ-UBND ngày 02 tháng 11 năm 2018 của Ủy ban nhân dân tỉnh về việc thành lập tổ\n"
        "Bộ trưởng Bộ Nội vụ ban hành Thông tư số 24/2014/TT-BNV"
    )
    first, second = find_citations(text)
    assert (first.date, first.title) == ("2018-11-02", "về việc thành lập tổ")
    assert second.date == ""
    listed = find_citations("22-12-2008 - Nghị quyết số 4/2008/NQ-HĐND về ngân sách")
    assert [cited.date for cited in listed] == ["2008-12-22"]
    passed = find_citations(
        "Ngày 20/11/2012, Quốc hội đã thông\nqua Luật sửa đổi, bổ sung một số điều của Luật Quản lý thuế, có hiệu lực từ ngày 1/7/2013."
    )
    assert [cited.date for cited in passed] == ["2012-11-20"]


def test_a_list_after_the_body_that_ordered_is_all_its_own() -> None:
    ordered = "UBND tỉnh Hậu Giang đã chỉ đạo tại Công văn số 46/UBND-KTN ngày 8/9/2019, Công văn số 37/UBND-KTN; Chỉ thị số 6/CT-UBND"
    assert issuers_of(ordered) == ["UBND tỉnh Hậu Giang"] * 3
    asked = "Xét đề nghị của Công ty Bưu chính Sài Gòn tại công văn số 8/BCSG-CV ngày 6/2/2001 và công văn số 6/CV-SPT ngày 9/1/2002"
    assert issuers_of(asked) == ["Công ty Bưu chính Sài Gòn"] * 2
    [constitution] = find_citations("Điều 10 của Hiến pháp nước cộng hòa")
    assert constitution.title == "Hiến pháp nước cộng hòa"
