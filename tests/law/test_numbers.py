"""Numbers of acts in every usual writing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phancap.law.numbers import KINDS, canonical, has_year, issuer_hint, misprinted, parse, type_of

# written, canonical, kind
NUMBERS = [
    ("72/2025/QH15", "72/2025/QH15", "na"),
    ("76/2025/UBTVQH15", "76/2025/UBTVQH15", "ubtvqh"),
    ("1668/NQ-UBTVQH15", "1668/NQ-UBTVQH15", "individual"),
    ("61/2018/NĐ-CP", "61/2018/NĐ-CP", "normative"),
    ("38/2025/QĐ-UBND", "38/2025/QĐ-UBND", "normative"),
    ("36/2025/QĐ-CTUBND", "36/2025/QĐ-CTUBND", "normative"),
    ("58/2025/NQ-HĐND", "58/2025/NQ-HĐND", "normative"),
    ("03/2025/TT-VPCP", "03/2025/TT-VPCP", "normative"),
    ("98/NQ-CP", "98/NQ-CP", "individual"),
    ("766/QĐ-TTg", "766/QĐ-TTg", "individual"),
    ("864/TB-SNV", "864/TB-SNV", "individual"),
    ("220/CĐ-TTg", "220/CĐ-TTg", "individual"),
    ("1560/VPUB-XDĐT", "1560/VPUB-XDĐT", "individual"),  # sector letters
    ("585/QĐ-UBND-HC", "585/QĐ-UBND-HC", "individual"),  # older local habit
    ("11/2012/TTLT-BTC-BNV", "11/2012/TTLT-BTC-BNV", "normative"),
    ("59-NQ/TW", "59-NQ/TW", "party"),
    ("26-CTr/TU", "26-CTr/TU", "party"),
    ("12-CTr/ĐU", "12-CTr/ĐU", "party"),
    ("05-CT/TƯ", "05-CT/TW", "party"),  # the Central Committee, as some write it
    ("11296/BC-BNV", "11296/BC-BNV", "individual"),  # a ministry, not the Party
    ("34/VBHN-VPQH", "34/VBHN-VPQH", "consolidated"),
    ("66.7/2025/NQ-CP", "66.7/2025/NQ-CP", "normative"),  # decimal serial
    ("031/2025/NĐ-CP", "31/2025/NĐ-CP", "normative"),  # zeros of any width
    ("01814/QĐ-UBND", "1814/QĐ-UBND", "individual"),
    ("5/2024/QH15", "05/2024/QH15", "na"),  # below ten: one zero
    ("131 / 2020 / QH14", "131/2020/QH14", "na"),
    ("Nghị quyết số 131/2020/QH14", "131/2020/QH14", "na"),
    ("số131/2020/QH14", "131/2020/QH14", "na"),
    ("l3l/2O20/QH14", "131/2020/QH14", "na"),  # read by a scanner
    ("766/qđ-ttg", "766/QĐ-TTg", "individual"),
    ("766/QD-TTG", "766/QĐ-TTg", "individual"),
    ("12/2020/nd-cp", "12/2020/NĐ-CP", "normative"),
    ("18/2025/QÐ–UBND", "18/2025/QĐ-UBND", "normative"),  # U+00D0 and an en dash
    ("18/2025/QĐ\u2011UBND", "18/2025/QĐ-UBND", "normative"),
    ("18\u00a0/ 2025/QĐ-UBND", "18/2025/QĐ-UBND", "normative"),
    ("Số: 18 \n /2025/QĐ-UBND", "18/2025/QĐ-UBND", "normative"),
    ("30c/NQ-CP", "30c/NQ-CP", "individual"),
    ("49 - LTC / HĐNN", "49-LTC/HĐNN", "na"),
    ("43 TC / QLCS", "43-TC/QLCS", "individual"),
    ("22/CP", "22/CP", "individual"),
    ("64-CP", "64-CP", "individual"),
    ("24/KH-BCĐTWCQĐT", "24/KH-BCĐTWCQĐT", "individual"),
    ("15/SNV-CCHC&PC", "15/SNV-CCHC&PC", "individual"),
    ("07/BQLDA2-TCKT", "07/BQLDA2-TCKT", "individual"),
    ("05/1998/PL-UBTVQH10", "05/1998/PL-UBTVQH10", "ubtvqh"),
    ("12/1999/QHX", "12/1999/QH10", "na"),
]


@pytest.mark.parametrize(("written", "form", "kind"), NUMBERS)
def test_written_to_canonical(written: str, form: str, kind: str) -> None:
    number = parse(written)
    assert number is not None
    assert (number.form, number.kind) == (form, kind)
    assert canonical(form) == form
    assert number.kind in KINDS
    assert canonical(unicodedata.normalize("NFD", written)) == form


@pytest.mark.parametrize(
    "text", ["", "KH", "16/11/2019", "2021-2026", "31A-6247", "1,83km2", "Hiến pháp 2013", "a" * 500, "09:59"]
)
def test_no_number(text: str) -> None:
    assert parse(text) is None


def test_parts() -> None:
    number = parse("1668/NQ-UBTVQH15")
    assert number is not None
    assert (number.serial, number.year, number.type_code, number.body_code, number.term) == (
        "1668", None, "NQ", "UBTVQH", 15,
    )  # fmt: skip
    number = parse("32/KH-UBND#ubnd-ninh-kieu-2022")
    assert number is not None
    assert (number.form, number.suffix) == ("32/KH-UBND", "ubnd-ninh-kieu-2022")
    assert canonical("0032/kh-ubnd#x-2022") == "32/KH-UBND#x-2022"


def test_year_tells_normative() -> None:
    assert has_year("38/2025/QĐ-UBND")
    assert not has_year("2568/QĐ-UBND")
    assert not has_year("1668/NQ-UBTVQH15")
    assert not has_year("32/KH-UBND#ubnd-2022")  # our suffix is not part of the number
    assert has_year("Hiến pháp 2013")


def test_party_number_the_wrong_way_round() -> None:
    assert misprinted("59/NQ-TW") == "59-NQ/TW"
    assert misprinted("59 - nq / tw") == ""
    assert misprinted("98/NQ-CP") == ""
    assert canonical("59/NQ-TW") == "59-NQ/TW"


def test_type_and_issuer_named_by_the_number() -> None:
    assert type_of("2568/QĐ-UBND") == "quyết định"
    assert type_of("72/2025/QH15") == ""  # a law or a resolution: the number does not say
    assert type_of("35-L/CTN") == "lệnh"
    assert issuer_hint("766/QĐ-TTg") == "Thủ tướng Chính phủ"
    assert issuer_hint("38/2025/QĐ-UBND") == "UBND"
    assert issuer_hint("59-NQ/TW") == ""
    assert issuer_hint("1668/NQ-UBTVQH15") == "Ủy ban Thường vụ Quốc hội"


@given(st.text(max_size=150))
def test_any_text_is_taken(text: str) -> None:
    form = canonical(text)
    assert canonical(form) == form
    has_year(text)
    misprinted(text)
