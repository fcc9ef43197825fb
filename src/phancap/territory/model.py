"""Unit versions and lineage edges: territory as the workspace states it.

A *unit version* is a unit of territory over an interval in which its extent, name, type, code and
parent do not change. Neither the code nor the name identifies a unit over time, so the key is
``uid`` = level letter, code, ``@``, first day (``c31141@2021-01-01``).
"""

from typing import NamedTuple

LEVELS = ("province", "district", "commune")
LETTER = {"province": "p", "district": "d", "commune": "c"}
LEVEL_OF_LETTER = {"p": "province", "d": "district", "c": "commune"}


class Unit(NamedTuple):
    """A unit version, alive on days ``[start, end)``; ``end`` is ``None`` while nothing ended it."""

    uid: str
    code: str
    name: str
    type: str
    level: str
    parent_code: str
    start: int
    end: int | None
    act: str = ""
    known: int | None = None
    corrects: str = ""

    def alive(self, day: int) -> bool:
        """Whether the version exists on ``day``."""
        return self.start <= day and (self.end is None or day < self.end)


class Edge(NamedTuple):
    """One line of the lineage: territory of ``from_uid`` that became territory of ``to_uid``.

    ``part`` is ``whole``, ``part`` or ``remainder``. ``atoms`` names the pieces that take this edge
    where the edges alone would leave it open (a split after a merger).
    """

    event_date: int
    from_uid: str
    to_uid: str
    part: str = "whole"
    share: float | None = None
    act: str = ""
    provision: str = ""
    in_force: int | None = None
    atoms: tuple[str, ...] = ()
    known: int | None = None
    corrects: str = ""


class Alias(NamedTuple):
    """Another name of a unit version: spelling, street or landmark, former address."""

    uid: str
    name: str
    kind: str = ""
    known: int | None = None
    corrects: str = ""
