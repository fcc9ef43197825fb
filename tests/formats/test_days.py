"""Days: one form in files, a guess for the forms that spreadsheets and people write instead."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phancap.formats.days import DayError, format_day, guess_day, parse_day, show_day


def test_a_day_is_its_ordinal_and_back() -> None:
    assert parse_day("2022-06-20") == date(2022, 6, 20).toordinal()
    assert format_day(parse_day("2022-06-20")) == "2022-06-20"
    assert show_day(parse_day("2022-06-20")) == "20-06-2022"


@given(st.dates())
def test_every_day_round_trips(day: date) -> None:
    number = day.toordinal()
    assert parse_day(format_day(number)) == number
    assert show_day(number) == f"{day.day:02}-{day.month:02}-{day.year:04}"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("16/11/2019", "2019-11-16"),
        ("16-11-2019", "2019-11-16"),
        ("6.1.2019", "2019-01-06"),
        ("11/16/2019", "2019-11-16"),  # an American spreadsheet
        ("2019/11/16", "2019-11-16"),
        ("20191116", "2019-11-16"),
        ("2019-11-16 00:00:00", "2019-11-16"),
        ("43785", "2019-11-16"),  # what Excel leaves of a date in a general cell
        ("ngày 16 tháng 11 năm 2019", "2019-11-16"),
        ("2019-1-6", "2019-01-06"),
        ("30/02/2019", ""),
        ("2019", ""),
        ("hôm qua", ""),
        ("", ""),
        ("２０１９-11-16", ""),
        ("2019-11-16x", ""),
        ("2019-02-30", ""),
        ("0000-01-01", ""),
    ],
)
def test_other_forms_are_refused_with_a_guess(written: str, meant: str) -> None:
    with pytest.raises(DayError) as caught:
        parse_day(written)
    assert caught.value.guess == meant == guess_day(written)


def test_the_sentence_in_both_languages() -> None:
    error = DayError("16/11/2019")
    assert str(error) == "`16/11/2019` không phải ngày dạng YYYY-MM-DD · có phải `2019-11-16`?"
    assert (
        error.message("en") == "`16/11/2019` is not a day of the form YYYY-MM-DD · did you mean `2019-11-16`?"
    )


@given(st.text())
def test_any_text_is_a_day_or_a_day_error(text: str) -> None:
    try:
        assert format_day(parse_day(text)) == text
    except DayError as error:
        assert text in str(error)
