"""Charts are whole XML, say what they show to those who do not see them, and bear hostile names and empty data."""

from __future__ import annotations

import math
import struct
from xml.etree import ElementTree

import numpy as np
import pytest

from phancap.simulation import charts
from phancap.simulation.charts import Bar, Chart
from phancap.simulation.statistics import differences

STREAM = np.random.default_rng(1)
STOCK = {"hiện trạng": STREAM.poisson(80, (20, 60)), "thí điểm": STREAM.poisson(60, (20, 60))}
BASE = STREAM.normal(40, 3, 12)
FOUND = differences(
    BASE, {"thí điểm": BASE - 5, "gộp phường <b>": BASE + STREAM.normal(0, 2, 12)}, smaller_is_better=True
)


def drawn(lang: str) -> dict[str, Chart]:
    return {
        "waits": charts.waiting_distribution({"hiện trạng": STREAM.exponential(5, 900), "thí điểm": [1, 2, 3]}, lang=lang),
        "stock": charts.open_stock(range(60), STOCK, lang=lang),
        "load": charts.utilisation([Bar("một cửa & trả", 0.81, 0.78, 0.84), Bar("thẩm định", 1.07)], lang=lang),
        "pairs": charts.paired_differences(FOUND, "ngày làm việc", lang=lang),
        "nothing": charts.waiting_distribution({"trống": []}, lang=lang),
        "unknown": charts.utilisation([Bar("a", math.nan)], lang=lang),
    }  # fmt: skip


KINDS = list(drawn("vi"))


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_speaks_to_those_who_do_not_see_it(kind: str, lang: str) -> None:
    chart = drawn(lang)[kind]
    root = ElementTree.fromstring(charts.svg(chart))
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert (root.find(f"{space}title").text, root.find(f"{space}desc").text) == (chart.title, chart.desc)  # type: ignore[union-attr]
    assert chart.title
    assert not list(root.iter(f"{space}script"))
    assert "nan" not in charts.svg(chart).lower().replace("&", "")
    header, *rows = chart.table()
    assert all(len(row) == len(header) for row in rows)
    page = ElementTree.fromstring(charts.figure(chart))
    assert len(list(page.iter("tr"))) == len(rows) + 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_chart_as_png(kind: str) -> None:
    chart = drawn("vi")[kind]
    data = charts.png(chart)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    assert width > 900
    assert height > 100
    assert charts.png(chart) == data


def test_what_the_charts_say() -> None:
    every = drawn("vi")
    assert every["load"].desc == "quá tải: thẩm định"
    assert every["pairs"].bars[0].note == "tốt hơn"
    assert every["pairs"].bars[1].note == "không phân biệt được"
    assert "thí điểm: một nửa trong 2 ngày" in every["waits"].desc
    assert every["load"].table()[1] == ["một cửa & trả", "81 %", "78 %", "84 %", ""]
    assert every["load"].table()[2] == ["thẩm định", "107 %", "–", "–", ""]


@pytest.mark.parametrize(
    "value, vi, en",
    [
        (1234.5, "1.234", "1,234"), (0.4567, "0,457", "0.457"), (-5.0, "-5", "-5"), (0, "0", "0"), (12.34, "12,3", "12.3"),
        (math.nan, "–", "–"), (math.inf, "–", "–"), (-1e-9, "0", "0"), (100.0, "100", "100"),
    ],
)  # fmt: skip
def test_numbers_as_people_read_them(value: float, vi: str, en: str) -> None:
    assert (charts.show(value, "vi"), charts.show(value, "en")) == (vi, en)


@pytest.mark.parametrize(
    "low, high", [(0, 1), (0, 97), (-3.2, 4.1), (5, 5), (1e-9, 3e-9), (0, 1e12), (math.nan, 1)]
)
def test_ticks_are_few_and_cover(low: float, high: float) -> None:
    marks = charts.ticks(low, high)
    assert 2 <= len(marks) <= 14
    if math.isfinite(low):
        assert marks[0] <= low + 1e-12
        assert marks[-1] >= high - abs(high) * 1e-9
