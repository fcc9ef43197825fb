"""Nearest valid values: near ones first, nothing when nothing is near."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phancap.formats.folding import fold
from phancap.formats.nearest import Nearest, _distance, _masks, nearest

CLASSES = ["ubnd-tinh", "ubnd-huyen", "ubnd-xa", "hdnd-xa", "so-xay-dung"]


@pytest.mark.parametrize(
    ("word", "options", "first"),
    [
        ("ubnd-quan", CLASSES, "ubnd-huyen"),
        ("ubnd-huyện", CLASSES, "ubnd-huyen"),
        ("UBND_XA", CLASSES, "ubnd-xa"),
        ("xay-dung", CLASSES, "so-xay-dung"),
        ("asign", ["assign", "devolve"], "assign"),
        ("stya", ["stay", "move"], "stay"),  # two letters in the wrong order are one slip
        ("c31114", ["c31141", "c92000"], "c31141"),
    ],
)
def test_nearest(word: str, options: list[str], first: str) -> None:
    assert nearest(word, options)[0] == first


@pytest.mark.parametrize("word", ["", "zzzzzz", "   ", "x" * 5000])
def test_nothing_is_near(word: str) -> None:
    assert nearest(word, CLASSES) == []


def test_at_most_three_and_stable() -> None:
    options = [f"c3114{digit}" for digit in range(10)]
    assert nearest("c31140x", options) == ["c31140", "c31141", "c31142"]
    assert nearest("c31140x", reversed(options)) == ["c31140", "c31141", "c31142"]


def plain_distance(first: str, second: str) -> int:
    """The table everybody knows, with neighbours swapped as one edit."""
    table = [[i + j if not i * j else 0 for j in range(len(second) + 1)] for i in range(len(first) + 1)]
    for i, a in enumerate(first, 1):
        for j, b in enumerate(second, 1):
            table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and b == first[i - 2]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


@given(st.text("abc", min_size=1, max_size=9), st.text("abcd", max_size=9))
def test_distance_equals_the_plain_table(first: str, second: str) -> None:
    assert _distance(_masks(first), len(first), second) == plain_distance(first, second)


@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=8))
def test_what_folds_alike_comes_first(word: str, options: list[str]) -> None:
    found = Nearest(options).of(word)
    assert set(found) <= set(options)
    same = [option for option in options if fold(option) == fold(word) != ""]
    if same:
        assert fold(found[0]) == fold(word)
