"""What was known on a day: rows published later are unseen, corrected rows are replaced.

Only a row's own ``known`` hides it. A row with ``corrects`` replaces, from its own ``known`` on, every
row whose key (first column) it names, but for later corrections of the same key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar


class Dated(Protocol):
    """A record with the day it was first published and the key it corrects."""

    @property
    def known(self) -> int | None: ...

    @property
    def corrects(self) -> str: ...


R = TypeVar("R", bound=Dated)


def visible(records: Iterable[R], key: Callable[[R], str], known: int | None) -> list[R]:
    """The records in force of what was published by ``known`` (``None``: everything), in given order."""
    seen = [r for r in records if r.known is None or known is None or r.known <= known]
    corrections: dict[str, list[R]] = {}
    for record in seen:
        if record.corrects:
            corrections.setdefault(record.corrects, []).append(record)
    if not corrections:
        return seen
    return [r for r in seen if not any(_replaces(new, r) for new in corrections.get(key(r), ()))]


def _replaces(new: Dated, old: Dated) -> bool:
    if new is old:
        return False
    if old.corrects != new.corrects:
        return True
    return (old.known or 0) < (new.known or 0)
