"""Joined procedures: one dossier through several bodies, each with its own share of the time.

The model is Decree 297/2025/NĐ-CP: 3, 3 and 10 working days for three bodies, 16 in all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from phancap.calendar.deadlines import Limit, Office, check_limit, due_moment


class Part(NamedTuple):
    """One body's share of a joined procedure."""

    name: str
    limit: Limit
    done: int | None = None


class PartDue(NamedTuple):
    """When a part starts and is due; ``late`` when it was finished after that."""

    name: str
    start: int
    due: int
    done: int | None
    late: bool


def joined(parts: Iterable[Part], received: int, total: Limit, office: Office) -> tuple[list[PartDue], int]:
    """The sub-deadlines of a joined procedure, one body after the other, and the due moment of the whole.

    A part starts when the one before it is finished or, while that is open, when it is due. The whole is
    due by its own limit, whatever the parts add up to: a body that is early leaves the next one more time,
    one that is late takes none of the applicant's.
    """
    check_limit(total)
    last = due_moment(total, received, office)
    result, start = [], received
    for part in parts:
        due = min(due_moment(part.limit, start, office), last)
        result.append(PartDue(part.name, start, due, part.done, part.done is not None and part.done > due))
        start = part.done if part.done is not None else due
    return result, last
