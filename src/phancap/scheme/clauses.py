"""What a sentence is cut into before tasks are read: a ``;`` inside a list of bodies separates nothing, a second
order in the same breath does, and so does "trong khi" before a body of its own."""

from __future__ import annotations

from collections.abc import Iterator

from phancap.scheme import phrases as say
from phancap.scheme.bodies import Bodies, Mention
from phancap.scheme.page import Page, Span
from phancap.scheme.tasks import task_start

_LONGEST_LIST = 3000
"""Characters of bodies between ``;`` beyond which there is no list of them."""


class Clauses:
    """Cuts the sentences of one page."""

    def __init__(self, bodies: Bodies) -> None:
        self.bodies = bodies
        self.page: Page = bodies.page

    def of(self, sentence: Span) -> Iterator[Span]:
        """The clauses of a sentence."""
        waiting: Span | None = None
        for clause in self.page.clauses(*sentence):
            if waiting is not None:
                clause = Span(waiting.start, clause.end)
            if self._open_list(clause, sentence.end):
                waiting = clause
                continue
            waiting = None
            yield from self._cut(clause)
        if waiting is not None:
            yield waiting

    def _cut(self, clause: Span) -> Iterator[Span]:
        begin = clause.start
        while_ = say.WHILE.search(self.page.low, *clause)
        if while_ is not None and self.bodies.at(while_.end()) is not None:
            yield from self._cut(Span(clause.start, while_.start()))
            clause, begin = Span(while_.end(), clause.end), while_.end()
        for second in say.CUT.finditer(self.page.low, *clause):
            named = say.PERSON.match(self.page.plain, second.end(), clause.end)
            listed, _ = self.bodies.list_at(named.end() if named else second.end(), clause.end)
            if listed and self.gives(begin, second.start()):
                yield Span(begin, second.start())
                begin = second.start("order")
        yield Span(begin, clause.end)

    def gives(self, start: int, end: int) -> bool:
        """Whether a task is given to some body between two places."""
        return any(
            self.bodies.list_at(order.end(), end)[0]
            for order in say.ORDER.finditer(self.page.low, start, end)
        )

    def _open_list(self, clause: Span, end: int) -> bool:
        if clause.end - clause.start > _LONGEST_LIST:
            return False
        last = self.bodies.last_before(clause.end, clause.start)
        if last is None or clause.end not in (last.end, self.bodies.aside_end(last.end, clause.end)):
            listed, at = self._list_in(clause)
            if not listed or at != clause.end:
                return False
            last = listed[-1]  # a group that only goes on with a list
        return self.bodies.goes_on(last, end, self._nobody_acts(clause))

    def _nobody_acts(self, clause: Span) -> bool:
        """Whether a clause is but a list of bodies, perhaps behind a verb that orders."""
        _, at = self._list_in(clause)
        return task_start(self.bodies, at, clause.end) >= clause.end

    def _list_in(self, clause: Span) -> tuple[list[Mention], int]:
        """The bodies a clause begins with or its last order is given to, and where they end."""
        orders = list(say.ORDER.finditer(self.page.low, *clause))
        return self.bodies.list_at(orders[-1].end() if orders else clause.start, clause.end, True)
