"""Lint of legal form."""

from __future__ import annotations

from datetime import date

import pytest

from phancap.law.forms import MESSAGES, act_lints


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("number", "type_", "issuer", "signed", "names"),
    [
        ("131/2020/QH14", "nghị quyết", "Quốc hội", "2020-11-16", []),
        ("131/2020/QH14", "nghị quyết", "Quốc hội", "2019-11-16", ["number-date"]),
        ("59/NQ-TW", "nghị quyết", "Bộ Chính trị", "2020-08-05", ["number-form"]),
        ("2568/QĐ-UBND", "quyết địh", "UBND thành phố Cần Thơ", "2025-11-21", ["unknown-type"]),
        (
            "2568/QĐ-UBND",
            "nghị quyết",
            "HĐND thành phố Cần Thơ",
            "2025-11-21",
            ["type-number", "issuer-number"],
        ),
        ("766/QĐ-TTg", "quyết định", "Chính phủ", "2022-06-23", ["issuer-number"]),
        ("01/2020/NĐ-CP", "nghị định", "UBND tỉnh Sóc Trăng", "2020-01-01", ["issuer-number", "type-issuer"]),
        ("01/2020/QĐ-SXD", "quyết định", "Sở Xây dựng", "2020-01-01", ["normative-type-issuer"]),
        # communes had no normative acts for three months
        ("01/2025/QĐ-UBND", "quyết định", "UBND phường An Phú", "2025-03-31", []),
        ("01/2025/QĐ-UBND", "quyết định", "UBND phường An Phú", "2025-04-01", ["normative-type-day"]),
        ("01/2025/QĐ-UBND", "quyết định", "UBND phường Ninh Kiều", "2025-07-01", []),
        ("01/QĐ-UBND", "quyết định", "UBND phường An Phú", "2025-04-01", []),
        ("36/2025/QĐ-CTUBND", "quyết định", "Chủ tịch UBND thành phố Cần Thơ", "2025-11-17", []),
        (
            "36/2024/QĐ-CTUBND",
            "quyết định",
            "Chủ tịch UBND thành phố Cần Thơ",
            "2024-11-17",
            ["normative-type-day"],
        ),
        ("12/2025/QĐ-UBND", "quyết định", "UBND quận Ninh Kiều", "2025-07-02", ["normative-type-day"]),
        ("03/2025/TT-VPCP", "thông tư", "Văn phòng Chính phủ", "2025-09-15", []),
        ("1668/NQ-UBTVQH15", "nghị quyết", "Ủy ban Thường vụ Quốc hội", "2025-06-16", []),
        ("2568/QĐ-UBND", "quyết định", "Chủ tịch UBND thành phố Cần Thơ", "2025-11-21", []),
    ],
)
def test_lints(number: str, type_: str, issuer: str, signed: str, names: list[str]) -> None:
    found = act_lints(number, type_, issuer, day(signed))
    assert [lint.name for lint in found] == names
    for lint in found:
        for language in ("vi", "en"):
            assert MESSAGES[language][lint.name].format(**lint.params)


def test_languages_say_the_same() -> None:
    assert MESSAGES["vi"].keys() == MESSAGES["en"].keys()
