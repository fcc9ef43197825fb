"""Labels: lines that say who does the task of the line before, with whom and until when.

"Cơ quan chủ trì: Sở Nội vụ; cơ quan phối hợp: Sở Tư pháp; thời gian: quý III/2026".
"""

from __future__ import annotations

from phancap.scheme import phrases as say
from phancap.scheme.bodies import Bodies
from phancap.scheme.deadlines import Deadline, find_deadline, find_due
from phancap.scheme.page import Page, Span
from phancap.scheme.tasks import Assignment, names


class Labels:
    """Reads the labels of one page."""

    def __init__(self, bodies: Bodies) -> None:
        self.bodies = bodies
        self.page: Page = bodies.page

    def read(
        self, sentence: Span, previous: Span | None, found: list[Assignment], by: str, free: bool
    ) -> bool:
        """Reads a line of labels, with "; " between them where it holds several, onto the tasks ``found`` so far;
        ``previous`` is the line before it, ``by`` who orders, ``free`` whether no list of a body is open."""
        taken = False
        for clause in self.page.clauses(*sentence):
            if not self._one(clause, previous, found, by, free):
                if taken:
                    continue
                return False
            taken = True
        return taken

    def _one(self, clause: Span, previous: Span | None, found: list[Assignment], by: str, free: bool) -> bool:
        low = self.page.low
        label = say.LABEL.match(low, clause.start, clause.end)
        if label is None:
            if say.TIME_LABEL.match(low, clause.start) is None or not _labelled(found):
                return False
            deadline = find_due(self.page, *clause)
            if not deadline.words:
                colon = low.index(":", clause.start) + 1
                deadline = Deadline("", self.page.words(colon, clause.end), colon, clause.end)
            found[-1] = found[-1]._replace(deadline=deadline, end=clause.end)
            return True
        listed, _ = self.bodies.list_at(label.end(), clause.end)
        if not listed:
            return False
        who = names(listed)
        if label["label"].startswith("phối") or (label["kind"] or "").startswith("phối"):
            if not _labelled(found):
                return False
            last = found[-1]
            found[-1] = last._replace(coordinate=last.coordinate + who, end=clause.end)
            return True
        if previous is None:
            if not found or found[-1].rule != "heading" or not free:
                return False
            # the item of a list directed to all, of which this line says who does it
            found[-1] = found[-1]._replace(lead=who, end=clause.end, rule="label")
            return True
        content = say.CONTENT_LABEL.match(low, *previous)
        task = self.page.words(content.end() if content else previous.start, previous.end)
        deadline = find_deadline(self.page, *previous)
        found.append(Assignment(who, (), task, deadline, by, previous.start, clause.end, "label", 0.9))
        return True


def _labelled(found: list[Assignment]) -> bool:
    """Whether the last task was told by a label."""
    return bool(found) and found[-1].rule == "label"
