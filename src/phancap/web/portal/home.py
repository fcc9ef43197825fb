"""The first page: the question, some to try, the doors to the rooms, what the data holds."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from phancap.formats.say import grouped
from phancap.web.portal.desk import city_name, snapshot, view
from phancap.web.portal.version import per_version

TRIES = (
    ("1.013225", "phường An Phú, quận Ninh Kiều", "2022-06-20", "Giấy phép xây nhà, năm 2022", "A house permit in 2022"),
    ("1.013225", "phường An Phú, quận Ninh Kiều", "", "Giấy phép xây nhà, hôm nay", "A house permit today"),
    ("1.013236", "phường Cái Răng", "", "Giấy phép xây công trình lớn", "A permit for large works"),
    ("1.001193", "phường Bùi Hữu Nghĩa", "", "Khai sinh ở một phường đã chia", "A birth in a ward since split"),
    ("2.000620", "phường Ninh Kiều", "2027-03-01", "Bán lẻ rượu sau 28-02-2027", "Retail of spirits after February 2027"),
)  # fmt: skip
"""Questions of the shipped city; one whose power another workspace does not have is left out."""


@per_version(4)
def welcome(lang: str) -> dict[str, Any]:
    """What the first page shows beside the form."""
    query = "?lang=en" if lang == "en" else ""
    charter = view()
    doors = (
        ("/powers", _("Thẩm quyền"), _("Việc gì, cơ quan nào nắm, từ khi nào, theo điều khoản nào.")),
        ("/bodies", _("Các cơ quan"), _("Nhiệm vụ, quyền hạn của từng cơ quan, cấp trên, cấp dưới, trước và sau.")),
        ("/units", _("Đơn vị"), _("Tỉnh, huyện, xã nay và trước đây: từ đâu ra, trở thành gì.")),
        ("/map", _("Bản đồ"), _("Nơi nào thuộc xã, phường nào; bấm để mở trang của nơi đó.")),
        ("/acts", _("Văn bản"), _("Điều gì dựa trên văn bản, điều gì đổi khi văn bản hết hiệu lực.")),
        ("/agenda", _("Sắp hết hiệu lực"), _("Cần văn bản nào của ai, trước ngày nào.")),
        ("/findings", _("Kiểm tra"), _("Khoảng trống, chồng lấn và những cách hiểu khác nhau, có chứng minh.")),
        ("/options", _("Phương án"), _("Mỗi phương án đổi những gì so với hiện trạng.")),
        ("/data/", _("Dữ liệu mở"), _("Mọi bảng ở dạng CSV, JSON, XLSX; danh mục DCAT; API.")),
    )  # fmt: skip
    figures = (
        (len(charter.powers), _("thẩm quyền")), (len(charter.grants), _("lần giao")),
        (len(charter.acts), _("văn bản")), (len(charter.territory.units), _("đơn vị, nay và trước đây")),
    )  # fmt: skip
    return {
        "tries": [_try(*item, lang) for item in TRIES if item[0] in charter.powers],
        "doors": [{"href": path + query, "title": title, "words": words} for path, title, words in doors],
        "figures": [(grouped(number, lang), words) for number, words in figures],
        "snapshot": snapshot().id[:12],
        "city": city_name(lang),
    }


def _try(power: str, place: str, day: str, vi: str, en: str, lang: str) -> dict[str, str]:
    pairs = [("power", power), ("at", place), ("on", day), ("lang", lang if lang != "vi" else "")]
    query = urlencode([(key, value) for key, value in pairs if value])
    return {"href": f"/who?{query}", "words": en if lang == "en" else vi}
