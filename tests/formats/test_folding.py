"""Folding: spellings that mean one name meet."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phancap.formats.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Phường Thới Bình", "phuong thoi binh"),
        ("HÒA AN", "hoa an"),
        ("hoà an", "hoa an"),  # the other tone style
        ("Đại Đồng", "dai dong"),
        ("Ðại đồng", "dai dong"),  # the Icelandic letter, common in old files
        ("P.Ninh Kiều,  Q. Ninh-Kiều", "p ninh kieu q ninh kieu"),
        ("59-NQ/TW", "59 nq tw"),
        ("Ｃần\u00a0Thơ", "can tho"),  # full width, no-break space
        ("Cần\u00adThơ", "cantho"),  # a soft hyphen is not there
        ("", ""),
        (" ,. ", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(st.text())
def test_unicode_form_does_not_matter(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
