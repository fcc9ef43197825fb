"""Names of codes, laws and ordinances, so that a name without a date ends where it ends.

Vietnamese titles run on in small letters: nothing but knowing the name tells "Luật Đất đai" from "Luật Đất đai và
các văn bản hướng dẫn". A name that is not here ends by grammar (:mod:`phancap.law.names`).
"""

from __future__ import annotations

import re

from phancap.law.folding import fold

CODES = (
    "dân sự",
    "hình sự",
    "lao động",
    "hàng hải",
    "hàng hải Việt Nam",
    "tố tụng dân sự",
    "tố tụng hình sự",
)
SHORT_CODES = ("blds", "blhs", "blld", "bltths", "blttds")
"""Folded abbreviations of codes: judgments write "Điều 147 BLTTDS"."""

LAWS = (
    "an ninh mạng", "an ninh quốc gia", "an toàn thông tin mạng", "an toàn thực phẩm", "an toàn, vệ sinh lao động",
    "ban hành văn bản quy phạm pháp luật", "ban hành văn bản quy phạm pháp luật của Hội đồng nhân dân, Ủy ban nhân dân",
    "báo chí", "bảo hiểm tiền gửi", "bảo hiểm xã hội", "bảo hiểm y tế", "bảo vệ bí mật nhà nước",
    "bảo vệ dữ liệu cá nhân", "bảo vệ môi trường", "bảo vệ quyền lợi người tiêu dùng", "bảo vệ sức khỏe nhân dân",
    "bảo vệ và kiểm dịch thực vật", "bảo vệ và phát triển rừng", "bầu cử đại biểu Quốc hội",
    "bầu cử đại biểu Quốc hội và đại biểu Hội đồng nhân dân", "biên giới quốc gia", "biên phòng Việt Nam",
    "biển Việt Nam", "bình đẳng giới", "bưu chính", "các công cụ chuyển nhượng", "các tổ chức tín dụng", "cạnh tranh",
    "căn cước", "căn cước công dân", "cán bộ, công chức", "cảnh sát biển Việt Nam", "cảnh sát cơ động", "cảnh vệ",
    "chăn nuôi", "chất lượng sản phẩm, hàng hóa", "chuyển giao công nghệ", "chứng khoán",
    "công an nhân dân", "công chứng", "công đoàn", "công nghệ cao",
    "công nghệ thông tin", "công nghiệp công nghệ số", "công nghiệp quốc phòng, an ninh và động viên công nghiệp",
    "cơ quan đại diện nước Cộng hòa xã hội chủ nghĩa Việt Nam ở nước ngoài", "cơ yếu", "cư trú", "di sản văn hóa",
    "dân quân tự vệ", "doanh nghiệp", "doanh nghiệp nhà nước", "du lịch", "dự trữ quốc gia", "dược",
    "dữ liệu", "đa dạng sinh học", "đầu tư", "đầu tư công", "đầu tư nước ngoài tại Việt Nam",
    "đầu tư theo phương thức đối tác công tư", "đất đai", "đấu giá tài sản", "đấu thầu", "đê điều", "điện ảnh",
    "điện lực", "điều ước quốc tế", "đo đạc và bản đồ", "đo lường", "đường bộ", "đường sắt", "đặc xá",
    "giá", "giám định tư pháp", "giáo dục", "giáo dục đại học", "giáo dục nghề nghiệp",
    "giáo dục quốc phòng và an ninh", "giao dịch điện tử", "giao thông đường bộ", "giao thông đường thủy nội địa",
    "hải quan", "hàng không dân dụng Việt Nam", "hiến, lấy, ghép mô, bộ phận cơ thể người và hiến, lấy xác",
    "hòa giải ở cơ sở", "hòa giải, đối thoại tại Tòa án", "hóa chất", "hoạt động chữ thập đỏ",
    "hoạt động giám sát của Quốc hội và Hội đồng nhân dân", "hôn nhân và gia đình", "hộ tịch", "hợp tác xã",
    "kế toán", "khám bệnh, chữa bệnh", "khí tượng thủy văn", "khiếu nại", "khiếu nại, tố cáo", "khoa học và công nghệ",
    "khoa học, công nghệ và đổi mới sáng tạo", "khoáng sản", "địa chất và khoáng sản", "kiểm toán độc lập",
    "kiểm toán nhà nước", "kiến trúc", "kinh doanh bảo hiểm", "kinh doanh bất động sản", "lâm nghiệp",
    "lực lượng dự bị động viên", "lực lượng tham gia bảo vệ an ninh, trật tự ở cơ sở", "lưu trữ", "luật sư", "lý lịch tư pháp",
    "Mặt trận Tổ quốc Việt Nam", "ngân hàng nhà nước Việt Nam", "ngân sách nhà nước", "nghĩa vụ quân sự",
    "người cao tuổi", "người khuyết tật", "người lao động Việt Nam đi làm việc ở nước ngoài theo hợp đồng", "nhà giáo",
    "nhà ở", "nhập cảnh, xuất cảnh, quá cảnh, cư trú của người nước ngoài tại Việt Nam", "năng lượng nguyên tử",
    "nuôi con nuôi", "phá sản", "phí và lệ phí", "phòng cháy và chữa cháy", "phòng, chống bạo lực gia đình",
    "phòng cháy, chữa cháy và cứu nạn, cứu hộ", "phòng, chống bệnh truyền nhiễm", "phòng, chống khủng bố", "phòng, chống ma túy",
    "phòng, chống mua bán người", "phòng, chống rửa tiền", "phòng, chống tác hại của rượu, bia",
    "phòng, chống tác hại của thuốc lá", "phòng, chống tham nhũng", "phòng, chống thiên tai", "phòng không nhân dân",
    "phòng, chống nhiễm vi rút gây ra hội chứng suy giảm miễn dịch mắc phải ở người (HIV/AIDS)", "phổ biến, giáo dục pháp luật",
    "quản lý ngoại thương", "quản lý nợ công", "quản lý thuế", "quản lý, sử dụng tài sản công",
    "quản lý, sử dụng tài sản nhà nước", "quản lý, sử dụng vốn nhà nước đầu tư vào sản xuất, kinh doanh tại doanh nghiệp",
    "quản lý, sử dụng vũ khí, vật liệu nổ và công cụ hỗ trợ", "quảng cáo", "quốc phòng", "quốc tịch Việt Nam",
    "quy hoạch", "quy hoạch đô thị", "quy hoạch đô thị và nông thôn", "sĩ quan Quân đội nhân dân Việt Nam",
    "sở hữu trí tuệ", "sử dụng năng lượng tiết kiệm và hiệu quả", "tài nguyên nước", "tài nguyên, môi trường biển và hải đảo",
    "tạm giữ, tạm giam", "thanh niên", "thanh tra", "thể dục, thể thao", "thi đua, khen thưởng", "thi hành án dân sự",
    "thi hành án hình sự", "thi hành tạm giữ, tạm giam", "thống kê", "thú y", "Thủ đô", "thuế bảo vệ môi trường",
    "thuế giá trị gia tăng", "thuế sử dụng đất nông nghiệp", "thuế sử dụng đất phi nông nghiệp", "thuế tài nguyên",
    "thuế thu nhập cá nhân", "thuế thu nhập doanh nghiệp", "thuế tiêu thụ đặc biệt",
    "thuế xuất khẩu, thuế nhập khẩu", "thủy lợi", "thủy sản", "thư viện", "thương mại",
    "thực hành tiết kiệm, chống lãng phí", "thực hiện dân chủ ở cơ sở", "tiếp cận thông tin",
    "tiếp công dân", "tiêu chuẩn và quy chuẩn kỹ thuật", "tín ngưỡng, tôn giáo", "tố cáo", "tố tụng hành chính",
    "tổ chức chính quyền địa phương", "tổ chức Chính phủ", "tổ chức cơ quan điều tra hình sự",
    "tổ chức Hội đồng nhân dân và Ủy ban nhân dân", "tổ chức HĐND và UBND", "tổ chức Quốc hội", "tổ chức Tòa án nhân dân", "tổ chức Viện kiểm sát nhân dân",
    "trách nhiệm bồi thường của Nhà nước", "trẻ em", "trọng tài thương mại", "trợ giúp pháp lý", "trưng cầu ý dân",
    "trưng mua, trưng dụng tài sản", "trật tự, an toàn giao thông đường bộ", "tương trợ tư pháp", "tần số vô tuyến điện", "tư pháp người chưa thành niên",
    "viên chức", "viễn thông", "việc làm", "xây dựng", "xử lý vi phạm hành chính", "xuất bản",
    "xuất cảnh, nhập cảnh của công dân Việt Nam", "hỗ trợ doanh nghiệp nhỏ và vừa",
)  # fmt: skip
ORDINANCES = (
    "án phí, lệ phí Tòa án", "bảo vệ công trình quan trọng liên quan đến an ninh quốc gia", "cán bộ, công chức",
    "cảnh sát môi trường", "chi phí tố tụng", "cựu chiến binh", "dân số", "giá", "giống cây trồng",
    "giống vật nuôi", "hợp nhất văn bản quy phạm pháp luật", "ngoại hối", "phí và lệ phí",
    "pháp điển hệ thống quy phạm pháp luật", "quản lý thị trường", "tín ngưỡng, tôn giáo",
    "ưu đãi người có công với cách mạng", "xử lý vi phạm hành chính", "bộ đội biên phòng", "công an xã", "thú y",
    "thực hiện dân chủ ở xã, phường, thị trấn", "động viên công nghiệp", "lưu trữ quốc gia", "thủ tục bắt giữ tàu biển",
)  # fmt: skip

_WORD = re.compile(r"[a-z0-9]+")
_BETWEEN = re.compile(r"[ \n]*[,-]?[ \n]*")


def _key(kind: str, name: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(f"{kind} {name}")))


NAMES = frozenset(
    (
        *(_key("bộ luật", name) for name in CODES),
        *(_key("luật", name) for name in LAWS),
        *(_key("pháp lệnh", name) for name in ORDINANCES),
    )
)
"""Every name as its folded words."""
_LONGEST = max(map(len, NAMES))


def end_of_name(folded: str, start: int) -> int:
    """Where the listed name that begins at ``start`` ends (the longest that fits); 0 where none does."""
    words: list[str] = []
    end, at = 0, start
    while len(words) < _LONGEST:
        word = _WORD.match(folded, at)
        if word is None:
            break
        words.append(word[0])
        if tuple(words) in NAMES:
            end = word.end()
        between = _BETWEEN.match(folded, word.end())
        at = between.end() if between else word.end()
        if at == word.end():
            break
    return end
