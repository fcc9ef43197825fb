"""CSV: what is written comes back; what starts like a formula is kept from being one."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phancap.formats.csv_text import CONTROL, guard, read_csv_bytes, unguard, write_csv_text

CELL = st.text(max_size=20).map(lambda text: CONTROL.sub("", text).replace("\r", "\n").strip())


@pytest.mark.parametrize("text", ["=1+1", "+84 292", "-x", "@SUM(A1)", "'=1", "''@x", "=cmd|' /C calc'!A0"])
def test_a_text_that_starts_like_a_formula_is_guarded(text: str) -> None:
    assert guard(text) == "'" + text
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["-5", "-12.75", "a=b", "'a", "''", "", "1+1", "*", "!d916"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert guard(text) == text == unguard(text)


@given(st.text(alphabet="'=+-@a1.", max_size=8))
def test_guarding_loses_nothing(text: str) -> None:
    assert unguard(guard(text)) == text


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=6))
def test_what_is_written_is_read(rows: list[list[str]]) -> None:
    rows = [row for row in rows if any(row)]
    # A text in decomposed form is read in composed form; the writer gets such text from nobody.
    import unicodedata

    rows = [[unicodedata.normalize("NFC", cell).strip() for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    grid = read_csv_bytes(write_csv_text([["a", "b", "c"], *rows]).encode())
    assert grid.problems == []
    assert [cells for _, cells in grid.rows] == rows


@given(st.binary(max_size=200))
def test_any_bytes_give_a_grid(data: bytes) -> None:
    grid = read_csv_bytes(data)
    assert grid.problems or all(len(cells) <= len(grid.header) for _, cells in grid.rows)


def test_line_numbers_are_those_of_an_editor() -> None:
    text = 'a,b\n\n1,"x\ny"\n,\n3,4\n'
    assert [number for number, _ in read_csv_bytes(text.encode()).rows] == [3, 6]


def test_other_readers_see_the_same_cells() -> None:
    text = write_csv_text([["a", "b"], ['say "x"', "1,2\n3"]])
    assert list(csv.reader(io.StringIO(text))) == [["a", "b"], ['say "x"', "1,2\n3"]]


def test_a_pile_of_accents_does_not_hang() -> None:
    pile = "a" + "\u0301\u0323" * 500_000
    assert [problem.id for problem in read_csv_bytes(f"a\n{pile}\n".encode()).problems] == ["piled-accents"]
