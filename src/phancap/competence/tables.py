"""The compiled form of one power and role: flat arrays that every floor of resolution reads.

A table answers at an atom, on a day, for the facts: ``land`` gives the atom's class, ``cuts`` the segment of
the day, ``cells`` the record of both. A record is the answer itself or, where facts matter, a small grid of
answers between thresholds. An answer names organs by class, so that one cell serves all communes; the
organ's unit at an atom that day comes from the organ map, which powers share (as they share ``land``).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import NamedTuple

from phancap.charter.conditions import NUMERIC
from phancap.competence.ground import OrganMap
from phancap.competence.oracle import Holding

NO_BOUND = None
Values = tuple[int, ...]
"""The facts of a question in the order of the table's ``facts``, each as a whole number (see ``Fact``)."""


class FactAxis(NamedTuple):
    """One fact that some grant of the table asks for.

    ``values`` number the words of a category or of yes/no from 0; ``cuts`` are the numbers at which the
    grants that fit may change, ascending.
    """

    name: str
    kind: str
    values: tuple[str, ...]
    cuts: tuple[int, ...]

    def number(self, value: int | str) -> int:
        """The value as a whole number; :class:`ValueError` for a word that is not in the closed list."""
        if isinstance(value, str):
            return self.values.index(value)
        return value

    @property
    def lowest(self) -> int | None:
        """The least value there is: money and areas are never negative, whole numbers may be."""
        return None if self.kind == "integer" else 0


class Leaf(NamedTuple):
    """One answer as the table gives it: symbolic (organs by class), with the acting organ's map.

    ``run`` is the same for two answers that ``Holding.key`` holds for the same.
    """

    holding: Holding
    organ: OrganMap | None
    run: int


Step = tuple[int, tuple[int, ...], int]
"""One axis of a grid: number of the fact, thresholds, stride."""
Record = tuple[tuple[Step, ...], tuple[Leaf, ...]]
"""Axes and the answers of the grid; no axes: one answer."""


class Near(NamedTuple):
    """Next to the facts given: from ``at`` of a fact (below it, if so) the answer is ``then``."""

    fact: str
    at: int
    then: Leaf
    below: bool


class Why(NamedTuple):
    """The explanation of one answer, worked out once.

    ``[start, end)`` are the days with the same chain; ``before`` and ``after`` what stands beside them, none at
    the horizon. ``holding.rejected`` says why every other grant lost. ``answering`` are the organ maps of the
    answerable organs other than the acting one.
    """

    leaf: Leaf
    holding: Holding
    start: int
    end: int
    before: Leaf | None
    after: Leaf | None
    thresholds: tuple[Near, ...]
    organ: OrganMap | None
    answering: tuple[OrganMap, ...]


WhyRecord = tuple[tuple[Step, ...], tuple[Why, ...]]


class Table:
    """One power and role, compiled. ``why`` is worked out when first asked for and kept."""

    __slots__ = (
        "_explain",
        "_why",
        "cells",
        "cuts",
        "end",
        "facts",
        "land",
        "parts",
        "power",
        "records",
        "role",
        "width",
    )

    def __init__(
        self, power: str, role: str, facts: tuple[FactAxis, ...], land: bytes | array[int], parts: tuple[int, ...],
        cuts: array[int], end: int, cells: array[int], records: list[Record], explain: Callable[[Table], list[WhyRecord]],
    ) -> None:  # fmt: skip
        self.power, self.role, self.facts = power, role, facts
        self.land = land
        self.parts = parts
        self.width = len(parts)
        self.cuts = cuts
        self.end = end
        self.cells = cells
        self.records = records
        self._explain = explain
        self._why: list[WhyRecord] | None = None

    @property
    def why(self) -> list[WhyRecord]:
        """An explanation for every cell, in the order of ``cells``."""
        if self._why is None:
            self._why = self._explain(self)
        return self._why

    @property
    def nbytes(self) -> int:
        """Bytes of this table's own flat form as a batch packs it, without what powers share."""
        leaves = sum(len(leaves) for _, leaves in self.records)
        wide = sum(2 + sum(2 + len(cuts) for _, cuts, _ in axes) for axes, _ in self.records if axes)
        return 4 * len(self.cuts) + 2 * len(self.cells) + 4 * len(self.records) + 4 * leaves + 8 * wide + 16

    def segments(self) -> list[tuple[int, int]]:
        """The days ``[from, to)`` of each segment."""
        return list(zip(self.cuts, [*self.cuts[1:], self.end], strict=True))

    def numbers(self, facts: dict[str, int | str]) -> list[int | None]:
        """The facts given, in the table's order; ``None`` for one that is missing."""
        return [
            axis.number(facts[axis.name]) if facts.get(axis.name) is not None else None for axis in self.facts
        ]


def is_number(axis: FactAxis) -> bool:
    """Whether a fact is measured, not named."""
    return axis.kind in NUMERIC
