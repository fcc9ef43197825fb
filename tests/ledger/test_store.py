"""Folders kept by the hash of their contents."""

from __future__ import annotations

from pathlib import Path

import pytest

from phancap.ledger.store import Store, key_of

FILES = {"city.toml": b"format = 1\n", "options/a/grants.csv": b"grant\n"}


def test_what_is_kept_comes_back_and_the_same_is_kept_once(tmp_path: Path) -> None:
    store = Store(tmp_path / "versions")
    key = store.keep(FILES)
    assert store.files(key) == FILES
    assert store.keep(dict(reversed(FILES.items()))) == key
    assert store.keys() == [key]
    assert [p.name for p in store.root.iterdir()] == [key]


def test_names_and_contents_cannot_be_mistaken_for_each_other() -> None:
    assert key_of({"a": b"bc"}) != key_of({"ab": b"c"})
    assert key_of({"a": b"", "b": b""}) != key_of({"a": b"b"})


def test_a_changed_file_is_found(tmp_path: Path) -> None:
    store = Store(tmp_path)
    key = store.keep(FILES)
    assert store.damaged() == []
    (store.path(key) / "city.toml").write_bytes(b"format = 2\n")
    assert store.damaged() == [key]


@pytest.mark.parametrize("key", ["", "..", "../" * 21 + "x", "a" * 64, "/" + "a" * 63])
def test_other_names_are_no_keys(tmp_path: Path, key: str) -> None:
    with pytest.raises(KeyError):
        Store(tmp_path).path(key)
