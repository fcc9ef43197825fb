"""What options are compared by: names in both languages, units, which direction is better, how many digits are shown."""

from __future__ import annotations

from typing import NamedTuple

from phancap.formats.say import marked, money


class Measure(NamedTuple):
    """``simulated`` measures have a value a replication; the others follow from the option itself.

    ``smaller_is_better`` is ``None`` where neither is: such a measure gets no verdict.
    """

    id: str
    vi: str
    en: str
    unit_vi: str
    unit_en: str
    smaller_is_better: bool | None
    digits: int
    simulated: bool
    percent: bool = False

    def words(self, lang: str) -> str:
        """The name."""
        return self.en if lang == "en" else self.vi

    def unit(self, lang: str) -> str:
        """The unit."""
        return self.unit_en if lang == "en" else self.unit_vi


MEASURES = (
    Measure("moved_days", "số ngày của các việc có phương án chuyển, bình quân", "days of the powers that some option moves, mean",
            "ngày", "days", True, 2, True),
    Measure("cycle_days_p50", "số ngày đến khi xong, trung vị", "days to finish, median", "ngày", "days", True, 2, True),
    Measure("cycle_days_p90", "số ngày đến khi xong, 90 %", "days to finish, 90 %", "ngày", "days", True, 2, True),
    Measure("cycle_days", "số ngày đến khi xong, bình quân", "days to finish, mean", "ngày", "days", True, 2, True),
    Measure("wait_minutes", "phút làm việc nằm chờ", "office minutes waiting", "phút", "minutes", True, 1, True),
    Measure("late", "quá hạn", "late", "%", "%", True, 2, True, True),
    Measure("open_at_end", "hồ sơ còn mở cuối năm", "dossiers open at the end", "hồ sơ", "dossiers", True, 1, True),
    Measure("visits", "số lần đến trực tiếp một hồ sơ", "visits in person a dossier", "lần", "visits", True, 3, True),
    Measure("utilisation", "phần thời giờ bận", "share of time busy", "%", "%", None, 2, True, True),
    Measure("dossiers", "hồ sơ", "dossiers", "hồ sơ", "dossiers", None, 0, True),
    Measure("staff", "biên chế cần thêm", "posts to add", "biên chế", "posts", True, 1, False),
    Measure("cost_a_year", "chi phí thêm một năm", "added cost a year", "đồng", "VND", True, 0, False),
    Measure("capital", "vốn ban đầu", "capital at the start", "đồng", "VND", True, 0, False),
    Measure("travel_km", "đường đến nơi quyết định, việc được chuyển", "way to who decides, moved tasks", "km", "km", True, 1, False),
    Measure("lead_days", "ngày từ lúc soạn đến lúc làm được", "days from drafting to working", "ngày", "days", True, 0, False),
)  # fmt: skip
BY_ID = {measure.id: measure for measure in MEASURES}
CRITERIA = ("moved_days", "cycle_days_p50", "late", "cost_a_year", "staff", "travel_km", "lead_days")
"""What the multi-criteria ranking weighs."""
HEADLINE = "moved_days"
"""What is told first: the powers that move are few among all, so the median of all dossiers hardly feels them."""
GENERAL = "cycle_days_p50"
"""The headline where no option moves any power."""


def shown(value: float | None, measure: Measure, lang: str = "vi", sign: bool = False) -> str:
    """A value as people read it: ``4,8``, ``2,2 %``, ``1,5 tỷ đồng``; unknown is a word, never a number."""
    if value is None or value != value:
        return "chưa rõ" if lang == "vi" else "unknown"
    if measure.unit_vi == "đồng":
        text = money(_three(value), lang)
        return f"+{text}" if sign and value > 0 else text
    number = 100 * value if measure.percent else value
    text = f"{number:{'+' if sign else ''},.{measure.digits}f}"
    if text.lstrip("+-").strip("0.,") == "":
        text = text.lstrip("+-")
    text = marked(text, lang)
    return f"{text} %" if measure.percent else text


def _three(value: float) -> int:
    """Đồng to four digits that matter: more would pretend to know."""
    size: int = 10 ** max(len(str(abs(round(value)))) - 4, 0)
    return int(round(value / size) * size)
