"""Citations against a register of acts, and the lint of a document."""

from __future__ import annotations

from datetime import date

import pytest

from phancap.law.citations import find_citations
from phancap.law.register import Register, Registered, resolve
from phancap.law.textlint import MESSAGES, lint


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


# Numbers and titles of our own making, save the two laws.
REGISTER = Register(
    [
        Registered("50/2014/QH13", "luật", "Quốc hội", "Luật Xây dựng", day("2014-06-18"), day("2015-01-01")),
        Registered("77/2015/QH13", "luật", "Quốc hội", "Luật Tổ chức chính quyền địa phương",
                   day("2015-06-19"), day("2016-01-01"), day("2025-03-01"), "65/2025/QH15"),
        Registered("65/2025/QH15", "luật", "Quốc hội", "Luật Tổ chức chính quyền địa phương",
                   day("2025-02-19"), day("2025-03-01"), day("2025-06-16"), "72/2025/QH15"),
        Registered("32/KH-UBND#a-2021", "kế hoạch", "UBND quận A", "", day("2021-02-01")),
        Registered("32/KH-UBND#b-2022", "kế hoạch", "UBND quận B", "", day("2022-02-01")),
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "acts", "how"),
    [
        ("khoản 3 Điều 103 Luật Xây dựng số 50/2014/QH13", ["50/2014/QH13"], "number"),
        ("Luật Xây dựng năm 2014", ["50/2014/QH13"], "name"),
        ("Luật Xây dựng năm 2015", [], ""),
        ("Luật Tổ chức chính quyền địa phương ngày 19/6/2015", ["77/2015/QH13"], "name"),
        (
            "khoản 1 Điều 14 Luật Tổ chức chính quyền địa phương quy định",
            ["77/2015/QH13"],
            "name",
        ),  # by the day
        ("Kế hoạch số 32/KH-UBND", ["32/KH-UBND#a-2021", "32/KH-UBND#b-2022"], "number"),
        ("Kế hoạch số 32/KH-UBND ngày 01/02/2022", ["32/KH-UBND#b-2022"], "number-and-day"),
        ("Kế hoạch số 32/KH-UBND của UBND quận A", ["32/KH-UBND#a-2021"], "number-and-issuer"),
        ("Kế hoạch số 32/KH-UBND của Ủy ban nhân dân quận A", ["32/KH-UBND#a-2021"], "number-and-issuer"),
        ("Luật số 50", ["50/2014/QH13"], "short"),
        ("Nghị định số 1/2020/NĐ-CP", [], ""),
        ("khoản 2 Điều 5 Nghị định này", [], "itself"),
    ],
)
def test_resolve(text: str, acts: list[str], how: str) -> None:
    [resolution] = resolve(find_citations(text), REGISTER, day("2022-06-20"))
    assert [act.act for act in resolution.acts] == acts
    assert resolution.how == how


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Nghị quyết số 131/2020/QH14 ngày 16-11-2019", ["number-date", "unregistered"]),
        ("Nghị quyết số 59/NQ-TW", ["number-form", "unregistered"]),
        ("Luật số 77/2015/QH13", []),
        ("Luật số 65/2025/QH15", ["not-yet-in-force"]),
        ("Luật số 77/2015/QH13 ngày 20/6/2015", ["other-date"]),
        ("Luật số 50/2014/QH13 ngày 18/6/2014 và Luật số 50/2014/QH13 ngày 19/6/2014",
         ["other-date", "two-dates"]),
        ("Quyết định số 12/QĐ-UBND về việc phân cấp quản lý chợ",
         ["decentralised-without-year", "unregistered"]),
        ("Quyết định số 12/2020/NĐ-CP của UBND tỉnh Hậu Giang",
         ["type-number", "issuer-number", "unregistered"]),
        ("Thông tư liên tịch số 12/2015/TTLT-BTC-BNV của Bộ Nội vụ và Bộ Tài chính", ["unregistered"]),
        ("Thông tư liên tịch số 12/2015/TTLT-BTC-BNV của Bộ Y tế", ["issuer-number", "unregistered"]),
        ("Quyết định số 9/QĐ-UBND ngày 1/2/2020 của UBND tỉnh Cà Mau, Quyết định số 9/QĐ-UBND ngày 5/2/2020 của "
         "Ủy ban nhân dân tỉnh Long An", ["unregistered", "unregistered"]),
        ("Quyết định số 9/QĐ-UBND ngày 1/2/2020 của UBND tỉnh Cà Mau, Quyết định số 9/QĐ-UBND ngày 5/2/2020 của "
         "Ủy ban nhân dân tỉnh Cà Mau", ["two-dates", "unregistered", "unregistered"]),
        ("Thông tư liên tịch số 12/TT-LB ngày 3/2/1990 của liên Bộ Tài chính - Y tế", ["unregistered"]),
        ("Kế hoạch số 32/KH-UBND ngày 31/2/2022", ["no-such-day"]),
        ("tại phường An Phú, quận Ninh Kiều", ["gone-body"]),
        ("tại phường An Phủ", []),
    ],
)  # fmt: skip
def test_lint(text: str, names: list[str]) -> None:
    gone = {"phường An Phú": "phường Ninh Kiều"}
    found = lint(text, find_citations(text), REGISTER, day("2022-06-20"), gone)
    assert sorted(doubt.name for doubt in found) == sorted(names)
    for doubt in found:
        assert text[doubt.start : doubt.end].strip()
        for language in ("vi", "en"):
            assert MESSAGES[language][doubt.name].format(**doubt.params)


def test_the_documents_own_date_counts() -> None:
    text = "Số: 12/2026/QĐ-UBND\nCần Thơ, ngày 2 tháng 1 năm 2026\nCăn cứ Luật số 77/2015/QH13;"
    assert [doubt.name for doubt in lint(text, find_citations(text), REGISTER)] == ["out-of-force"]


def test_languages_say_the_same() -> None:
    assert MESSAGES["vi"].keys() == MESSAGES["en"].keys()
