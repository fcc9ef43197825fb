"""The quick writer says what the standard library says."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phancap.formats.json_text import indented

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(st.text() | st.integers() | st.booleans() | st.none() | st.floats(), inner)
    ),
)


class Named(NamedTuple):
    """Tuples with names are lists in JSON."""

    word: str
    more: list[int]


class Word(str):
    """A string of another type."""


@given(VALUES)
def test_byte_for_byte(value: Any) -> None:
    assert indented(value) == json.dumps(value, ensure_ascii=False, indent=1)


def test_one_object_in_many_places_and_depths() -> None:
    body = {"id": "ubnd-xa/c1", "tên": 'Ủy ban "một"\n', "where": ["a", {"b": []}], "none": {}}
    value = {
        "rows": [{"before": body, "after": {"deeper": body}}, body, Named("x", [1]), Word("y")],
        "body": body,
    }
    assert indented(value) == json.dumps(value, ensure_ascii=False, indent=1)


def test_what_json_has_no_word_for_is_refused() -> None:
    with pytest.raises(TypeError):
        indented({"a": [object()]})
