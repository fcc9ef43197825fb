"""What a clause says of a task: who coordinates, where its words begin, whether it is a task at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from phancap.scheme import phrases as say
from phancap.scheme.bodies import Bodies, Mention
from phancap.scheme.deadlines import Deadline, find_deadline
from phancap.scheme.page import Span


class Assignment(NamedTuple):
    """One task. ``start``, ``end`` span its words in the page; ``words`` of the deadline are as printed;
    ``urgency`` a word such as "khẩn trương", which is no deadline; ``confidence`` between 0 and 1."""

    lead: tuple[str, ...]
    coordinate: tuple[str, ...]
    task: str
    deadline: Deadline
    ordered_by: str
    start: int
    end: int
    rule: str
    confidence: float
    urgency: str = ""


_BLANKS = re.compile(r"[ \n]*")
_LISTED = re.compile(r"[ \n]*(?:,|;|và)[ \n]*(?:và[ \n]+)?")
_MOST_ADVERBS = 12
_LONGEST = 4000
"""Characters of a task behind which its words are no longer added up."""


def names(listed: Sequence[Mention]) -> tuple[str, ...]:
    """The names of a list of bodies, each once."""
    return tuple(dict.fromkeys(mention.name for mention in listed))


def made(
    bodies: Bodies, clause: Span, at: int, lead: tuple[str, ...], by: str, rule: str, sure: float,
    also: tuple[str, ...] = (),
) -> Assignment | None:  # fmt: skip
    """The task of a clause whose body ends at ``at``; nothing where no task is left, or where the clause only says
    who executes the decision. ``also`` coordinate as well."""
    page = bodies.page
    begin = task_start(bodies, at, clause.end)
    task = page.words(begin, clause.end).strip(say.EDGE)
    if not task or say.EXECUTES.fullmatch(task.lower()):
        return None
    urgent = say.URGENT.search(page.low, at, clause.end)
    found = coordinating(bodies, at, clause.end, lead)
    coordinate = tuple(dict.fromkeys((*found, *(name for name in also if name not in lead))))
    return Assignment(
        lead, coordinate, task, find_deadline(page, *clause), by, *clause, rule, round(sure, 2),
        urgent[0] if urgent else "",
    )  # fmt: skip


def extended(bodies: Bodies, last: Assignment, clause: Span) -> Assignment:
    """The task with a clause that goes on with it: "...; báo cáo UBND tỉnh trước ngày 30/6/2026"."""
    page = bodies.page
    if len(last.task) > _LONGEST:
        return last._replace(end=max(last.end, clause.end))
    own = find_deadline(page, *clause)
    if own.words and say.FINISH.match(page.low, *clause) and clause.end - clause.start <= len(own.words) + 40:
        # "...; hoàn thành trước ngày 31/3/2026" is the deadline of the task before it
        return last if last.deadline.words else last._replace(deadline=own, end=max(last.end, clause.end))
    more = coordinating(bodies, clause.start, clause.end, last.lead)
    deadline = last.deadline if last.deadline.words else own
    return last._replace(
        task=f"{last.task}; {page.words(*clause).strip(say.EDGE)}",
        coordinate=tuple(dict.fromkeys((*last.coordinate, *more))),
        deadline=deadline,
        end=max(last.end, clause.end),
    )


def coordinating(bodies: Bodies, at: int, end: int, lead: tuple[str, ...]) -> tuple[str, ...]:
    """Who coordinates: behind "phối hợp với", or in front of a "phối hợp" of its own."""
    page = bodies.page
    found: list[str] = []
    for match in say.WITH.finditer(page.low, at, end):
        listed, _ = bodies.list_at(match.end(), end, True)
        found += names(listed)
    for mention in bodies.within(at, end):
        if say.COORDINATES.match(page.low, mention.end, end):
            found += _back_from(bodies, mention, at)
    return tuple(name for name in dict.fromkeys(found) if name not in lead)


def _back_from(bodies: Bodies, last: Mention, floor: int) -> list[str]:
    """The list of which ``last`` is the end: walked back over its separators."""
    found = [last.name]
    while True:
        before = bodies.last_before(last.start, floor)
        if before is None or not _LISTED.fullmatch(bodies.page.low[before.end : last.start]):
            return found
        found.insert(0, before.name)
        last = before


def task_start(bodies: Bodies, at: int, end: int) -> int:
    """Where the task begins: behind adverbs, "chủ trì" and "phối hợp với ..."."""
    low = bodies.page.low
    for _ in range(_MOST_ADVERBS):
        begin = at
        leads = say.LEADS.match(low, at, end)
        if leads:
            at = leads.end()
        soft = say.SOFT.match(low, at, end)
        if soft:
            at = soft.end()
        blank = _BLANKS.match(low, at)
        with_ = say.WITH.match(low, blank.end() if blank else at, end)
        if with_:
            _, after = bodies.list_at(with_.end(), end, True)
            if after > with_.end():
                at = after
        if at == begin:
            break
    return at
