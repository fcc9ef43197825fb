"""Closed lists of official Vietnamese: words of bodies, posts, groups, surnames; all in lower case, with accents.

What is not on a list is not found: a missing word is mended here, not by a looser pattern.
"""

from __future__ import annotations

from phancap.law.folding import fold

FIELDS = (
    "kế hoạch và đầu tư", "nông nghiệp và phát triển nông thôn", "nông nghiệp và môi trường",
    "tài nguyên và môi trường", "thông tin và truyền thông", "khoa học và công nghệ",
    "văn hóa, thể thao và du lịch", "văn hoá, thể thao và du lịch", "văn hóa và thể thao", "văn hoá và thể thao",
    "văn hóa và thông tin", "văn hóa, thông tin và thể thao", "văn hóa, thể thao và truyền thanh", "văn hóa, thông tin, thể thao và du lịch",
    "truyền thông, văn hóa và thể thao", "văn hóa - xã hội", "lao động - thương binh và xã hội",
    "lao động, thương binh và xã hội", "giáo dục và đào tạo", "giáo dục, khoa học và công nghệ",
    "giao thông vận tải", "giao thông công chánh", "quy hoạch - kiến trúc", "quy hoạch và kiến trúc",
    "dân tộc và tôn giáo", "tài chính - kế hoạch", "kinh tế - hạ tầng", "kinh tế, hạ tầng và đô thị",
    "kinh tế và hạ tầng", "quản lý đô thị", "cải cách hành chính", "nội vụ", "tài chính", "xây dựng", "tư pháp",
    "công thương", "y tế", "ngoại vụ", "ngoại giao", "du lịch", "dân tộc", "quốc phòng", "công an", "kinh tế",
    "thống kê", "thuế", "hải quan", "nông nghiệp và ptnt", "nông nghiệp & ptnt", "nn và ptnt", "nn&ptnt", "nn-ptnt", "nnptnt",
    "nn&mt", "nnmt", "tn&mt", "tn-mt", "tnmt", "gd&đt", "gd-đt", "gdđt", "lđ-tb&xh", "lđtb&xh", "lđ-tb-xh", "lđtbxh", "kh&cn",
    "kh-cn", "khcn", "kh&đt", "kh-đt", "khđt", "tt&tt", "tt-tt", "tttt", "vh,tt&dl", "vh-tt&dl", "vh, tt&dl", "vhttdl", "vhtt&dl", "vh&tt",
    "gtvt", "qh-kt", "qhkt", "tc-kh", "nn-mt", "giao thông - xây dựng", "thương mại", "quản lý thị trường",
)  # fmt: skip
"""Fields that departments, ministries and district offices are named after, longest first where they overlap."""

NO_DEPARTMENT = frozenset(("công an", "quốc phòng", "ngoại giao", "thuế", "hải quan", "thống kê"))
"""Fields of ministries and of offices of the State that no province has a department for."""

NAME_PAIRS = frozenset((
    "an toàn", "phòng chống", "thiên tai", "cứu nạn", "bảo tồn", "di tích", "khuyến nông", "quỹ đất", "kiểm lâm", "thủy lợi",
    "thể dục", "nội vụ", "tài chính", "xây dựng", "tư pháp", "kế hoạch", "đầu tư", "nông nghiệp", "môi trường", "phát triển",
    "nông thôn", "thông tin", "truyền thông", "khoa học", "công nghệ", "văn hóa", "văn hoá", "thể thao", "du lịch",
    "lao động", "xã hội", "giáo dục", "đào tạo", "giao thông", "vận tải", "quy hoạch", "kiến trúc", "dân tộc",
    "tôn giáo", "tổ chức", "tuyên giáo", "dân vận", "nội chính", "kiểm tra", "quản lý", "dự án", "phục vụ",
    "hành chính", "tài nguyên", "thống kê", "hải quan", "nghiên cứu", "chiến lược", "kinh tế", "quản trị", "đô thị",
    "phát thanh", "truyền hình", "nhà nước", "nhân dân", "quân sự", "chỉ huy", "cải cách", "bảo hiểm", "kiểm soát",
    "xúc tiến", "thương mại", "hạ tầng", "kỹ thuật", "chính trị", "công dân", "chính sách", "tổ quốc", "phụ nữ",
    "thanh niên", "cựu chiến", "công đoàn", "liên đoàn", "liên hiệp", "hiệp hội", "doanh nghiệp", "dữ liệu",
    "chuyển đổi", "khu công", "công nghiệp", "đất đai", "đăng ký", "điều hành", "giám sát", "thông minh", "kinh doanh",
    "chính phủ", "hội đồng", "trung ương", "biên phòng", "tư vấn", "thành phố", "mặt trận", "ủy ban", "cảnh sát", "chăn nuôi", "thú y",
    "trồng trọt", "thủy sản", "đường bộ", "hàng hải", "hàng không", "đường thủy", "đăng kiểm", "báo chí", "di sản", "việc làm",
    "dự phòng", "tiếng nói", "lưu trữ", "bảo vệ", "thực vật", "phòng cháy", "giám định", "sân bay", "cảng vụ", "dạy nghề", "giới thiệu",
))  # fmt: skip
"""Pairs of syllables of which names of institutes, boards and centres are made ("Khoa học", "Tổ chức")."""

NAME_TAILS = ("tổ chức nhà nước", "y tế", "xã hội", "hành chính công", "nhà nước", "nhân dân", "việt nam", "quốc gia",
              "chính phủ", "khu vực", "hành chính", "công cộng", "trực tuyến", "số")  # fmt: skip
"""Lower-case ends of such names ("Viện Khoa học tổ chức nhà nước", "Kho bạc nhà nước")."""

INSTITUTES = ("viện", "trung tâm", "học viện", "trường", "trường đại học")
NOUNY = (*INSTITUTES, "ban", "ban quản lý", "hội đồng", "ủy ban")
"""Heads whose name may go on with a noun in small letters ("Ban An toàn giao thông")."""
NAME_NOUNS = frozenset((
    "phát triển", "quản trị", "đô thị", "kinh tế", "xã hội", "chính sách", "khoa học", "công nghệ", "kiến trúc", "môi trường",
    "nông nghiệp", "hành chính", "nhà nước", "dữ liệu", "pháp luật", "văn hóa", "lịch sử", "giao thông", "dự án", "trẻ em", "bệnh tật",
))  # fmt: skip
"""Pairs that names of institutes also hold in lower case."""

ORGANS = (
    "thường trực hội đồng nhân dân", "thường trực hđnd", "hội đồng nhân dân", "hđnd",
    "văn phòng đoàn đại biểu quốc hội và hđnd", "văn phòng đoàn đbqh và hđnd",
    "văn phòng ủy ban nhân dân", "văn phòng ubnd", "văn phòng ban an toàn giao thông", "văn phòng ban chỉ đạo", "văn phòng ban chỉ huy", "văn phòng điều phối nông thôn mới", "văn phòng đăng ký đất đai", "văn phòng hđnd và ubnd", "văn phòng hđnd&ubnd", "văn phòng hđnd & ubnd", "văn phòng hđnd - ubnd",
    "văn phòng hđnd-ubnd", "văn phòng hội đồng nhân dân và ủy ban nhân dân", "văn phòng hđnd", "ủy ban nhân dân",
    "ubnd", "ban thường vụ thành ủy", "ban thường vụ tỉnh ủy", "ban thường vụ quận ủy", "ban thường vụ huyện ủy",
    "văn phòng thành ủy", "văn phòng tỉnh ủy", "ban tổ chức thành ủy", "ban tổ chức tỉnh ủy",
    "ban tuyên giáo thành ủy", "ban tuyên giáo tỉnh ủy", "ban nội chính thành ủy", "ban dân vận thành ủy",
    "thường trực thành ủy", "thường trực tỉnh ủy", "thường trực quận ủy", "thành ủy", "tỉnh ủy", "quận ủy",
    "huyện ủy", "thị ủy", "đảng ủy", "ban cán sự đảng", "đoàn đại biểu quốc hội", "đoàn đbqh",
    "ban thường trực ủy ban mặt trận tổ quốc việt nam", "ban thường trực ủy ban mttq việt nam",
    "ủy ban mặt trận tổ quốc việt nam", "ủy ban mttq việt nam", "ubmttq việt nam", "mặt trận tổ quốc việt nam",
    "ủy ban mttqvn", "mttq việt nam", "liên đoàn lao động", "hội liên hiệp phụ nữ", "hội nông dân",
    "hội cựu chiến binh", "đoàn thanh niên cộng sản hồ chí minh", "thành đoàn", "tỉnh đoàn",
    "bộ chỉ huy quân sự", "công an", "kho bạc nhà nước", "cục thuế", "chi cục thuế", "thuế", "cục thống kê",
    "thanh tra", "tòa án nhân dân", "viện kiểm sát nhân dân", "bảo hiểm xã hội", "đài phát thanh và truyền hình",
    "đài phát thanh - truyền hình", "báo", "trung tâm phục vụ hành chính công", "bộ phận một cửa", "ban chỉ đạo",
    "ban chỉ huy phòng, chống lụt bão", "ban chỉ huy phòng chống lụt bão", "ban chỉ huy pctt và tkcn", "ban chỉ huy quân sự",
    "ban chỉ huy phòng, chống thiên tai và tìm kiếm cứu nạn", "ban chỉ huy phòng chống thiên tai và tìm kiếm cứu nạn",
    "ban chỉ huy phòng thủ dân sự", "bộ chỉ huy bộ đội biên phòng", "ban quản lý các khu công nghiệp", "công ty điện lực",
    "ban quản lý khu kinh tế", "ban quản lý khu kinh tế mở", "ban quản lý khu kinh tế cửa khẩu", "ban quản lý các khu công nghiệp và chế xuất",
    "ban quản lý các khu chế xuất và công nghiệp", "bcđ", "văn phòng điều phối", "bưu điện", "đài truyền thanh", "đài khí tượng thủy văn", "trung tâm y tế",
    "trung tâm khuyến nông", "bệnh viện đa khoa", "trạm y tế", "quỹ phát triển đất", "chi cục kiểm lâm",
    "tổ công tác", "đoàn thanh tra", "hội đồng thẩm định", "hội đồng phối hợp", "ban qlda", "bqlda", "bql", "đảng bộ", "tập đoàn", "viễn thông", "điện lực", "bộ chqs", "ban chqs", "bch quân sự", "bộ chbp",
    "bộ đội biên phòng", "bch bộ đội biên phòng", "bộ chbđbp", "ban cán sự đảng ubnd", "ban cán sự đảng ủy ban nhân dân", "đảng ủy ubnd",
    "đảng ủy ủy ban nhân dân", "ủy ban mttq", "ủy ban mặt trận tổ quốc", "ủy ban trung ương mặt trận tổ quốc việt nam",
    "ban thường trực ủy ban mttq", "tổng liên đoàn lao động việt nam", "bảo hiểm xã hội việt nam",
    "phòng thương mại và công nghiệp việt nam", "liên minh hợp tác xã", "ngân hàng chính sách xã hội", "cục quản lý thị trường",
    "chi cục quản lý thị trường", "chi cục thú y", "chi cục chăn nuôi và thú y", "văn phòng hội đồng nhân dân", "ban chỉ huy",
    "văn phòng đoàn đại biểu quốc hội và hội đồng nhân dân", "ban thường trực mttq", "ban thường vụ tỉnh đoàn", "bộ tư lệnh",
    "hội đồng thành viên", "hội đồng quản trị", "cảnh sát biển", "hạt kiểm lâm", "ban tuyên giáo và dân vận thành ủy",
    "ban tuyên giáo và dân vận tỉnh ủy", "ban dân vận tỉnh ủy", "ban nội chính tỉnh ủy", "ủy ban kiểm tra tỉnh ủy",
    "ủy ban kiểm tra thành ủy", "phòng thương mại và công nghiệp", "thi hành án dân sự", "cục thi hành án dân sự", "tổ giúp việc", "ban quản lý dự án", "cơ quan thường trực ban chỉ đạo",
)  # fmt: skip
"""Organs that a unit's name may follow."""

CENTRAL = (
    "ủy ban thường vụ quốc hội", "quốc hội", "thủ tướng chính phủ", "thủ tướng", "văn phòng chính phủ", "thanh tra chính phủ",
    "chính phủ", "bộ chính trị", "ban bí thư", "ban chấp hành trung ương đảng", "ban chấp hành trung ương",
    "trung ương đảng", "tư đảng", "tw đảng", "chủ tịch nước", "kiểm toán nhà nước", "ngân hàng nhà nước việt nam", "ngân hàng nhà nước",
    "ban tổ chức trung ương", "ủy ban quản lý vốn nhà nước tại doanh nghiệp", "ủy ban dân tộc", "ban tuyên giáo trung ương", "ban tuyên giáo và dân vận trung ương", "ban nội chính trung ương",
)  # fmt: skip

OPEN_ORGANS = frozenset(("ban chỉ đạo", "bcđ", "văn phòng điều phối", "ban quản lý", "ban quản lý dự án", "tổ công tác", "hội đồng thẩm định", "ban chỉ huy", "ban qlda", "bql", "bqlda", "hội đồng phối hợp", "tập đoàn", "tổng công ty",
                         "tổ giúp việc", "đoàn công tác", "đoàn kiểm tra"))  # fmt: skip
"""Organs whose name says what they are for, in words of any kind: "Ban Chỉ đạo cải cách hành chính tỉnh"."""

NAMED_HEADS = ("sở", "bộ", "viện", "phòng", "ban", "trung tâm", "cục", "chi cục", "tổng cục", "vụ", "ban quản lý",
               "trường đại học", "trường chính trị", "trường", "học viện", "hội", "liên đoàn", "tổng công ty",
               "công ty", "đài", "bệnh viện", "hiệp hội", "hội đồng", "ủy ban")  # fmt: skip
"""Heads that a name of its own follows: told by their capital ("Sở Nội vụ", "Viện Khoa học ...")."""

UNIT_KINDS = ("thành phố", "tp.", "tp", "tỉnh", "quận", "q.", "huyện", "thị xã", "phường", "p.", "xã", "thị trấn",
              "đặc khu")  # fmt: skip
LOCAL_KINDS = ("quận", "huyện", "thị xã", "phường", "xã", "thị trấn", "đặc khu")
"""Kinds of unit below the province: what a pilot is tried in."""

OPEN_HEADS = frozenset(("cục", "vụ", "tổng cục", "chi cục"))
"""Heads whose name goes on in nouns of any kind: "Cục Quản lý Khám, chữa bệnh"."""

HEADS_OF = (
    "cơ quan thường trực", "thường trực", "lãnh đạo", "thủ trưởng", "người đứng đầu", "phó giám đốc", "giám đốc", "viện trưởng", "cục trưởng",
    "trưởng", "chánh", "tổng giám đốc", "phó bí thư", "bí thư", "đại diện", "bộ trưởng", "thống đốc", "tổng thanh tra", "tổng cục trưởng",
    "chi cục trưởng", "vụ trưởng", "hiệu trưởng", "chỉ huy trưởng", "phó trưởng", "trưởng các", "chủ nhiệm",
)  # fmt: skip
"""Words before a body that mean whoever heads it."""

NATIONAL = ("tổng bí thư", "phó chủ tịch nước", "chủ tịch nước", "phó thủ tướng", "thủ tướng")
"""Posts that need no body behind them."""
POSTS = (
    "tổng bí thư", "phó chủ tịch nước", "chủ tịch nước",
    "phó chủ tịch thường trực", "phó chủ tịch", "chủ tịch", "phó bí thư thường trực", "phó bí thư", "bí thư",
    "phó tổng giám đốc", "tổng giám đốc", "phó giám đốc phụ trách", "phó giám đốc", "giám đốc",
    "phó viện trưởng phụ trách", "phó viện trưởng", "viện trưởng", "phó trưởng phòng", "trưởng phòng",
    "phó trưởng ban thường trực", "phó trưởng ban", "trưởng ban", "phó chánh văn phòng", "chánh văn phòng", "phó chánh thanh tra",
    "chánh thanh tra", "phó thủ tướng thường trực", "phó thủ tướng", "thủ tướng", "bộ trưởng", "thứ trưởng", "phó chủ nhiệm", "chủ nhiệm",
    "phó cục trưởng", "cục trưởng", "phó chi cục trưởng", "chi cục trưởng", "phó vụ trưởng", "vụ trưởng",
    "phó tổng cục trưởng", "tổng cục trưởng", "phó hiệu trưởng", "hiệu trưởng", "ủy viên thường trực", "ủy viên",
    "phó trưởng đoàn", "trưởng đoàn", "tỉnh ủy viên", "thành ủy viên", "huyện ủy viên", "quận ủy viên", "đảng ủy viên", "chánh án", "viện phó", "phó tổng thanh tra", "tổng thanh tra",
    "chuyên viên cao cấp", "chuyên viên chính", "chuyên viên", "tổ trưởng", "phó chỉ huy trưởng", "chỉ huy trưởng",
)  # fmt: skip
EMBEDDED = {"trưởng phòng": "Phòng", "trưởng ban": "Ban", "chánh văn phòng": "Văn phòng",
            "chánh thanh tra": "Thanh tra", "chi cục trưởng": "Chi cục", "cục trưởng": "Cục",
            "vụ trưởng": "Vụ", "bộ trưởng": "Bộ", "trưởng đoàn": "Đoàn"}  # fmt: skip
"""Posts that hold the head of the body's name: "Trưởng phòng Nội vụ" heads the Phòng Nội vụ."""

SURNAMES = frozenset(
    "nguyễn trần lê phạm huỳnh hoàng phan vũ võ đặng bùi đỗ hồ ngô dương lý lương mai trương đinh đoàn lâm tô tạ "
    "trịnh cao châu hà quách thái văn kiều đào quang phùng vương tăng thạch danh sơn lưu từ la chu giang nghiêm "
    "triệu doãn ninh khổng tống hứa lục mạc kim diệp âu tiêu".split()
)

ORDERS = ("giao nhiệm vụ cho", "giao trách nhiệm cho", "phân công cho", "phân công", "giao cho", "giao",
          "yêu cầu", "đề nghị", "chỉ đạo", "mời", "ủy quyền cho", "ủy quyền", "giao nhiệm vụ", "phân công nhiệm vụ cho",
          "giao thêm nhiệm vụ cho", "phân giao cho", "giao trách nhiệm")  # fmt: skip
"""Verbs by which a task is given, with the body right behind them."""

DUTY_VERBS = (
    "chủ trì", "phối hợp", "tham mưu", "xây dựng", "rà soát", "tổ chức", "triển khai", "báo cáo", "hướng dẫn",
    "kiểm tra", "đôn đốc", "theo dõi", "cân đối", "bố trí", "thẩm định", "cung cấp", "đề xuất", "nghiên cứu",
    "thực hiện", "tuyên truyền", "tổng hợp", "trình", "bảo đảm", "đảm bảo", "hoàn thành", "hoàn thiện", "ban hành",
    "công bố", "công khai", "cập nhật", "lập", "đánh giá", "phân công", "lồng ghép", "chuẩn bị", "giám sát", "xử lý",
    "giải quyết", "quản lý", "đẩy mạnh", "tăng cường", "chỉ đạo", "phân tích", "tham gia", "chịu trách nhiệm",
    "căn cứ", "định kỳ", "kịp thời", "chủ động", "khẩn trương", "làm đầu mối", "làm chủ nhiệm", "làm chủ đầu tư", "làm cơ quan", "làm đơn vị", "giúp", "lãnh đạo", "là đầu mối", "là cơ quan thường trực", "là cơ quan đầu mối", "là cơ quan chủ trì", "là đơn vị đầu mối", "hỗ trợ",
    "bàn giao", "tiếp nhận", "thông báo", "thống kê", "gửi", "đăng tải", "phổ biến", "quán triệt", "sắp xếp",
    "thu thập", "khảo sát", "thành lập", "kiện toàn", "ký kết", "lựa chọn", "tiếp tục", "phát huy", "vận hành",
    "đào tạo", "tập huấn", "số hóa", "số hoá", "niêm yết", "xác định", "dự thảo", "soạn thảo", "trên cơ sở", "điều hành", "chấn chỉnh", "khắc phục", "duy trì", "ngăn chặn", "điều tra",
    "nâng cao", "huy động", "vận động", "bổ sung", "điều chỉnh", "phát hiện", "xem xét", "quan tâm", "tạo điều kiện", "tập trung",
    "thường xuyên", "nghiêm túc", "phản ánh", "có kế hoạch", "có biện pháp", "có giải pháp", "có phương án", "có văn bản",
    "có ý kiến", "có hình thức", "bám sát", "nắm chắc", "nắm tình hình", "giải trình", "trả lời", "tiến hành", "đổi mới", "cải thiện", "thúc đẩy", "đẩy nhanh",
    "rút ngắn", "cắt giảm", "thay thế", "bãi bỏ", "sửa đổi", "thu hồi", "cấp phát", "phân bổ", "phê duyệt", "thành lập",
    "bồi dưỡng", "kết nối", "khai thác", "phát động", "phát triển", "phát sóng", "phát hành", "mở rộng", "mở chuyên mục",
    "xác minh", "tích cực", "trực tiếp", "đăng ký", "đầu tư", "áp dụng", "ứng dụng", "nhân rộng", "tổng kết", "sơ kết",
    "bảo vệ", "bảo quản", "phòng ngừa", "phòng, chống", "phòng chống", "tuần tra", "kiểm soát", "thanh tra", "làm việc với", "làm rõ",
    "chấp hành", "thực thi", "chuyển đổi", "chuyển giao", "biên soạn", "giới thiệu", "cử", "giao", "phân cấp",
    "ủy quyền", "lắp đặt", "cắm biển", "yêu cầu", "đề nghị", "phối kết hợp", "trao đổi", "cho ý kiến", "mở các lớp", "trang bị", "truyền thông", "tiết kiệm",
    "quyết liệt", "siết chặt", "tháo gỡ", "hiện đại hóa", "chuẩn hóa", "đơn giản hóa", "xã hội hóa", "củng cố",
    "rà soát, tham mưu", "treo", "di dời", "sơ tán", "trực ban", "tuyển dụng", "tiếp thu", "tìm kiếm", "lên phương án", "lên kế hoạch", "kêu gọi", "ưu tiên", "khâu nối", "không để", "không được", "làm tốt",
)  # fmt: skip
"""Words a task in a list may begin with, under the heading of the body that does it."""

STARTS = (
    "có trách nhiệm", "chịu trách nhiệm", "chủ trì", "phối hợp", "tham mưu", "khẩn trương", "chủ động", "tiếp tục", "tập trung", "tăng cường",
    "nghiêm túc", "thường xuyên", "kịp thời", "sớm", "phải", "cần", "sẽ", "đã", "đang", "được", "theo", "báo cáo", "rà soát", "tổ chức",
    "thực hiện", "triển khai", "hướng dẫn", "kiểm tra", "chỉ đạo", "căn cứ", "trình ubnd", "trình ủy ban", "trình hđnd", "trình chủ tịch", "trình cấp", "đẩy mạnh", "đẩy nhanh", "hoàn thành", "cung cấp",
    "có nhiệm vụ", "có văn bản", "có công văn", "có ý kiến", "gửi", "vận hành", "là", "giúp", "do", "để", "về", "trong", "ban hành", "cùng", "họp", "đề nghị", "yêu cầu",
    "vừa", "đôn đốc", "nghiên cứu", "giải quyết", "tổng hợp", "theo dõi", "phân công",
)  # fmt: skip
"""Words with which a task or a sentence goes on behind a body, never part of its name."""

# The same without accents, for texts that have lost them; what meets a word with accents means that word.
NAME_PAIRS = NAME_PAIRS | {fold(pair) for pair in NAME_PAIRS}
NAME_NOUNS = NAME_NOUNS | {fold(noun) for noun in NAME_NOUNS}
SURNAMES = SURNAMES | {fold(name) for name in SURNAMES}
