"""Amounts as people write them: understood whole, or refused; never cut off."""

from __future__ import annotations

import pytest

from phancap.competence.given import BadQuestion, read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("15000000000", 15 * 10**9),
        ("15.000.000.000", 15 * 10**9),
        ("1 000 000", 10**6),
        ("15 tỷ", 15 * 10**9),
        ("15tỉ", 15 * 10**9),
        ("15 TỶ ĐỒNG", 15 * 10**9),
        ("1,5 tỷ", 1_500_000_000),
        ("1.5 tỷ", 1_500_000_000),
        # A point before three digits groups them, as everywhere in Vietnam; a comma cuts.
        ("1.500 triệu", 1_500_000_000),
        ("15.000 tỷ", 15 * 10**12),
        ("1,500 triệu", 1_500_000),
        ("1.500,5 triệu", 1_500_500_000),
        ("2 tỷ 500 triệu", 2_500_000_000),
        ("2 tỷ rưỡi", 2_500_000_000),
        ("15 ngàn tỷ", 15 * 10**12),
        ("15000 đồng", 15000),
        ("500 nghìn m²", 500_000),
        ("120 m2", 120),
        ("-1", -1),
    ],
)
def test_understood(text: str, value: int) -> None:
    assert read_number("value", text) == value


@pytest.mark.parametrize(
    "text",
    [
        "", "tỷ", "đồng", "14.5", "14e9", "1,000,000", "1.50.0", "-15 tỷ", "15 tỷ 5", "2 tỷ 500", "500 triệu 2 tỷ",
        "15 tỷ hoặc hơn", "1,2345 nghìn", "9" * 60,
    ],
)  # fmt: skip
def test_refused(text: str) -> None:
    with pytest.raises(BadQuestion):
        read_number("value", text)
