"""A dictionary that forgets everything when it grows past a limit: memory bounded, answers unchanged."""

from __future__ import annotations

from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(dict[K, V]):
    """What was worked out before, for questions that come again. Never the only place of a fact."""

    def __init__(self, limit: int = 50_000) -> None:
        super().__init__()
        self._limit = limit

    def __setitem__(self, key: K, value: V) -> None:
        if len(self) >= self._limit:
            self.clear()
        super().__setitem__(key, value)
