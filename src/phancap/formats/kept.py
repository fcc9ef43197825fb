"""A dictionary that forgets everything when it grows past a limit: memory bounded, answers unchanged."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(dict[K, V]):
    """What was worked out before, for questions that come again. Never the only place of a fact."""

    def __init__(self, limit: int = 50_000) -> None:
        super().__init__()
        self._limit = limit

    def of(self, key: K, make: Callable[[], V]) -> V:
        """What is kept under a key, else what ``make`` gives now, kept from here on. A value is never ``None``."""
        found = self.get(key)
        if found is None:
            found = self[key] = make()
        return found

    def __setitem__(self, key: K, value: V) -> None:
        if len(self) >= self._limit:
            self.clear()
        super().__setitem__(key, value)
