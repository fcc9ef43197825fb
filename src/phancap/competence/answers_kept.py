"""Explained answers kept for a stretch of days: between two turns nothing but the day itself differs in them.

The turns of a power are its cuts, the days on which a time limit changes, and the days on which an organ of the
city begins, ends or stops acting for another. A question on another day of the same stretch - same power, role,
place, facts, knowledge - has the same answer with its own day in it.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from phancap.charter.view import View
from phancap.competence.answer import Answer, Asked, explain
from phancap.formats.days import format_day
from phancap.formats.kept import Kept

MOST_PARTS = 8192
"""Answers kept, each counted with its candidates, of some two kB."""


class KeptAnswers:
    """The explained answers of one desk, by stretch."""

    def __init__(self) -> None:
        self._answers: dict[tuple[Any, ...], Answer] = {}
        self._parts = 0
        self._turns: Kept[tuple[str, int | None], list[int]] = Kept()

    def explained(self, view: View, asked: Asked) -> Answer:
        """Equals :func:`explain`; the frame is the caller's own, what hangs in it is shared.

        Only for a question that is decided on the day it is put.
        """
        question, place = asked.question, asked.place or {}
        key = (
            question.power, question.role, question.mask, view.known, self._stretch(view, question.power, question.on),
            tuple(sorted(question.facts.items())), place.get("uid"), place.get("name"), tuple(place.get("uids", ())),
        )  # fmt: skip
        found = self._answers.get(key)
        if found is None:
            found = explain(view, asked)
            self._keep(key, found)
        return _on(found, format_day(question.on))

    def _keep(self, key: tuple[Any, ...], answer: Answer) -> None:
        self._parts += 1 + len(answer["candidates"])
        if self._parts > MOST_PARTS:
            self._answers.clear()
            self._parts = 1 + len(answer["candidates"])
        self._answers[key] = answer

    def _stretch(self, view: View, power: str, day: int) -> int:
        """The number of the stretch between two turns that holds the day."""
        turns = self._turns.get((power, view.known))
        if turns is None:
            turns = self._turns[(power, view.known)] = _turns_of(view, power)
        return bisect_right(turns, day)


def _turns_of(view: View, power: str) -> list[int]:
    days: set[int | None] = {*view.cuts(power)}
    for limit in view.limits:
        days |= {limit.start, limit.end}
    for rows in view.presences.values():
        for row in rows:
            days |= {row.start, row.end, row.caretaker_to}
    return sorted(day for day in days if day is not None)


def _on(answer: Answer, day: str) -> Answer:
    """The answer, and those of its candidates, for another day of its stretch."""
    parts = answer["candidates"]
    return {
        **answer,
        "on": day,
        "decided": day,
        "candidates": [_on(part, day) for part in parts] if parts else [],
    }
