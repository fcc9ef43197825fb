"""Assignments: who leads, who coordinates, what, until when, by whose order.

The grammar of official Vietnamese, rule by rule; each assignment names the rule that found it.

* ``order``: somebody gives a task to a body behind the verb ("giao Sở Nội vụ chủ trì ...").
* ``duty``: a body with a word of duty ("Sở Tài chính chủ trì ...", "... có trách nhiệm ...").
* ``carried``: a clause without a body goes on with the last one ("; chủ trì để ...").
* ``heading``: tasks listed under the name of the body that does them.
* ``label``: "Cơ quan chủ trì: ...", with the task in the line before.
* ``charge``: "(do) Sở Nội vụ chủ trì, Sở Tài chính phối hợp" behind the task.
* ``offer``, ``wish``: a body says it will take part; help is wished of a body. Nobody has ordered these.

What was done or is being done ("đã chủ trì", "đang phối hợp") is a report, not an assignment.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from phancap.scheme import phrases as say
from phancap.scheme.bodies import Bodies, Mention
from phancap.scheme.deadlines import Deadline, find_deadline
from phancap.scheme.page import Page, Paragraph, Span


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


class Order(NamedTuple):
    """Who orders, as far as the text has said it: words, and the sentence's paragraph it holds in."""

    by: str = ""
    whole: bool = False


class Reader:
    """Reads the assignments of one page; ``issued_by`` is who gives the document where it is an order as a
    whole (a directive, a plan), ``acts`` the spans of cited acts with their words."""

    def __init__(self, bodies: Bodies, issued_by: str = "", acts: Sequence[tuple[Span, str]] = ()) -> None:
        self.bodies = bodies
        self.page: Page = bodies.page
        self.issued_by = issued_by
        self.acts = acts
        self._act_starts = [span.start for span, _ in acts]
        self.order = Order(issued_by, bool(issued_by))
        self.heading: tuple[str, ...] = ()
        self.heading_alone = False
        self.standing: tuple[str, ...] = ()
        self.found: list[Assignment] = []

    def read(self) -> list[Assignment]:
        """Every assignment in reading order."""
        previous: Span | None = None
        for paragraph in self.page.paragraphs:
            self.order = Order(self.issued_by, bool(self.issued_by))
            if say.CLOSING.match(self.page.low, paragraph.words):
                self.heading = self.standing = ()
            if self._is_heading(paragraph):
                previous = None
                continue
            if self._opinion(paragraph):
                continue
            for sentence in self.page.sentences(paragraph.words, paragraph.end):
                if self._label(sentence, previous):
                    continue
                before = len(self.found)
                self._sentence(sentence, paragraph)
                if len(self.found) == before or self.found[-1].rule == "label":
                    previous = sentence
                else:
                    previous = None
        return self.found

    # -- headings and labels -------------------------------------------------------------------------------

    def _is_heading(self, paragraph: Paragraph) -> bool:
        """A line that names who does what follows: "1. Sở Nội vụ", "2. Sở Tài chính:"; ends the one before."""
        listed, at = self.bodies.list_at(paragraph.words, paragraph.end)
        if listed:
            rest = self.page.low[at : paragraph.end].strip()
            rest = re.sub(r"\A(?:có trách nhiệm|chịu trách nhiệm)", "", rest).strip()
            if rest == ":" or (not rest and (paragraph.opener in ("1", "I", "-") and self.issued_by)):
                self.heading, self.heading_alone = _names(listed), True
                return True
            if rest.startswith(":"):
                self.heading, self.heading_alone = _names(listed), False
                begin = self.page.low.index(":", at) + 1
                for sentence in self.page.sentences(begin, paragraph.end):
                    for clause in self._clauses(sentence):
                        self._under_heading(clause)
                return True
        if paragraph.opener == "I":
            self.standing = ()
        if paragraph.opener in ("1", "I"):
            self.heading, self.heading_alone = self.standing, True
        return False

    def _opinion(self, paragraph: Paragraph) -> bool:
        """ "UBND tỉnh có ý kiến như sau:": whose orders the lines behind it are."""
        said = say.OPINION.search(self.page.low, paragraph.words, paragraph.end)
        by = self._orderer(paragraph.words, said.start()) if said else ""
        if by and not self.issued_by:
            self.issued_by = by
        return (
            bool(by) and say.ORDER.search(self.page.low, paragraph.words, said.start() if said else 0) is None
        )

    def _under_heading(self, clause: Span) -> bool:
        if not self.heading or not say.VERB.match(self.page.low, clause.start):
            return False
        self._add(clause, (), clause.start, "heading", 0.9, self.order.by, self.heading)
        return True

    def _label(self, sentence: Span, previous: Span | None) -> bool:
        label = say.LABEL.match(self.page.low, sentence.start, sentence.end)
        if label is None:
            if (
                say.TIME_LABEL.match(self.page.low, sentence.start)
                and self.found
                and self.found[-1].rule == "label"
            ):
                deadline = find_deadline(self.page, sentence.start, sentence.end)
                if not deadline.words:
                    colon = self.page.low.index(":", sentence.start) + 1
                    deadline = Deadline("", self.page.words(colon, sentence.end), colon, sentence.end)
                self.found[-1] = self.found[-1]._replace(deadline=deadline, end=sentence.end)
                return True
            return False
        listed, _ = self.bodies.list_at(label.end(), sentence.end)
        if not listed:
            return False
        names = _names(listed)
        if label["label"].startswith("phối") or (label["kind"] or "").startswith("phối"):
            if self.found and self.found[-1].rule == "label":
                last = self.found[-1]
                self.found[-1] = last._replace(coordinate=last.coordinate + names, end=sentence.end)
                return True
            return False
        if previous is None:
            return False
        task = self.page.words(*previous)
        deadline = find_deadline(self.page, *previous)
        self.found.append(
            Assignment(names, (), task, deadline, self.order.by, previous.start, sentence.end, "label", 0.9)
        )
        return True

    # -- sentences -----------------------------------------------------------------------------------------

    def _clauses(self, sentence: Span) -> Iterator[Span]:
        """The clauses of a sentence; a ``;`` inside a list of bodies separates nothing."""
        waiting: Span | None = None
        for clause in self.page.clauses(*sentence):
            if waiting is not None:
                clause = Span(waiting.start, clause.end)
            if self._open_list(clause, sentence.end):
                waiting = clause
                continue
            waiting = None
            yield clause
        if waiting is not None:
            yield waiting

    def _open_list(self, clause: Span, end: int) -> bool:
        last = self.bodies.last_before(clause.end, clause.start)
        if last is None or last.end != clause.end:
            return False
        return self.bodies.goes_on(last, end)

    def _sentence(self, sentence: Span, paragraph: Paragraph) -> None:
        first = len(self.found)
        for clause in self._clauses(sentence):
            if self._only_deadline(clause, first):
                continue
            if self._wish(clause) or self._given(clause) or self._duty(clause):
                continue
            if self._charge(clause):
                continue
            if len(self.found) > first and self._carried(clause):
                continue
            if (len(self.found) > first or (paragraph.opener == "1" and self.order.whole)) and self._does(
                clause
            ):
                continue
            if self.heading_alone or paragraph.opener == "-":
                self._under_heading(clause)

    def _only_deadline(self, clause: Span, first: int) -> bool:
        """ "...; hoàn thành trước ngày 31/3/2026" is the deadline of the task before it."""
        if len(self.found) <= first or not say.FINISH.match(self.page.low, clause.start, clause.end):
            return False
        deadline = find_deadline(self.page, *clause)
        if not deadline.words or clause.end - clause.start > len(deadline.words) + 40:
            return False
        last = self.found[-1]
        if not last.deadline.words:
            self.found[-1] = last._replace(deadline=deadline, end=clause.end)
        return True

    def _given(self, clause: Span) -> bool:
        """``order``: the verb, the body right behind it."""
        low = self.page.low
        for match in say.ORDER.finditer(low, *clause):
            named = say.PERSON.match(self.page.plain, match.end(), clause.end)
            listed, at = self.bodies.list_at(named.end() if named else match.end(), clause.end)
            if not listed or low[max(0, match.start() - 5) : match.start()].rstrip().endswith(
                ("được", "không")
            ):
                continue
            verb = " ".join(match["verb"].split())
            by = self._orderer(clause.start, match.start())
            if (
                verb in ("đề nghị", "chỉ đạo")
                and not by
                and match.start() > clause.start
                and not self.order.by
            ):
                continue
            if verb == "đề nghị" and by and say.AGENCY.match(by.lower()):
                return False  # an agency asks: that is a comment
            if by:
                self.order = Order(by)
            task = at
            if verb == "mời":
                made = re.compile(r"[ \n]*(?:làm|tham gia|hỗ trợ|tư vấn)").match(low, at)
                if made is None:
                    continue
            if say.FOLLOWING.search(low, max(at, clause.end - 60), clause.end):
                # "yêu cầu ... thực hiện các nhiệm vụ sau:" heads the list that follows.
                self.heading = self.standing = _names(listed)
                self.heading_alone = True
                if by:
                    self.issued_by = by
                return True
            sure = 0.95 if by else 0.85
            if say.LEADS.search(low, at, min(clause.end, at + 60)) is None:
                sure -= 0.1
            self._add(clause, listed, task, "order", sure, by or self.order.by)
            return True
        return False

    def _orderer(self, start: int, verb: int) -> str:
        """Who orders: the body or act just before the verb."""
        floor = max(start, verb - 160)
        end = verb
        tail = re.compile(r"(?:[ \n,]|đã|cũng|vừa|tiếp tục|lưu ý|và|kết luận)+\Z").search(
            self.page.low, max(floor, verb - 24), verb
        )
        if tail:
            end = tail.start()
        unnamed = say.UNNAMED.search(self.page.low, floor, end)
        if unnamed:
            return self.page.words(unnamed.start(), unnamed.end())
        last = self.bodies.last_before(end, floor)
        if last is not None and last.end != end:
            named = say.NAMED.match(self.page.plain, last.end, end)
            end = last.end if named else end
        if last is None or last.end != end:
            # "Thành phố dự kiến lựa chọn ... và mời": the subject of the clause.
            subject = self.bodies.at(start)
            return subject.name if subject is not None and subject.end < end else ""
        place = bisect_left(self._act_starts, last.start) - 1
        if place >= 0:
            span, name = self.acts[place]
            between = self.page.low[span.end : last.start] if last.start - span.end < 60 else "-"
            if re.fullmatch(r"[ \n]*(?:ngày[^,;.]{1,30})?[ \n]*của[ \n]*", between):
                return f"{name} của {last.name}"
        return last.name

    def _duty(self, clause: Span) -> bool:
        """``duty`` and ``offer``: the body first, then a word of duty."""
        low = self.page.low
        for listed, at in self._subjects(clause):
            aside = say.ROLE.match(low, at, clause.end) or say.RELATIVE.match(low, at, clause.end)
            if aside:
                at = aside.end()
            if say.DONE.match(low, at):
                return False
            duty = say.DUTY.match(low, at, clause.end)
            if duty is None and say.MUST.match(low, at, clause.end):
                self._add(clause, listed, at, "duty", 0.65, self.order.by)
                return True
            if duty is None:
                continue
            if duty["offer"]:
                ordered = self.order.by if self.order.whole else ""
                self._add(clause, listed, duty.start("offer"), "duty" if ordered else "offer", 0.7, ordered)
                return True
            if (duty["joint"] or duty["submit"]) and not self.order.by:
                return False
            sure = 0.9 if duty["lead"] and self.order.by else 0.75 if duty["lead"] else 0.7
            self._add(clause, listed, at, "duty", sure, self.order.by)
            return True
        return False

    def _subjects(self, clause: Span) -> Iterator[tuple[list[Mention], int]]:
        listed, at = self.bodies.list_at(clause.start, clause.end)
        if listed:
            yield listed, at
            return
        if say.LEADING_PHRASE.match(self.page.low, clause.start):
            for mention in self.bodies.within(clause.start, clause.end)[:12]:
                if self.page.low[max(0, mention.start - 2) : mention.start].strip() == ",":
                    yield self.bodies.list_at(mention.start, clause.end)

    def _carried(self, clause: Span) -> bool:
        """``carried``: the body of the clause before goes on."""
        if not say.VERB.match(self.page.low, clause.start):
            return False
        last = self.found[-1]
        if last.rule not in ("order", "duty", "carried"):
            return False
        self._add(
            clause, (), clause.start, "carried", round(last.confidence - 0.1, 2), last.ordered_by, last.lead
        )
        return True

    def _does(self, clause: Span) -> bool:
        """``duty`` without its word, in a list of duties: "...; Thanh tra tỉnh kiểm tra việc chấp hành"."""
        listed, at = self.bodies.list_at(clause.start, clause.end)
        if not listed or say.VERB.match(self.page.low, at + 1, clause.end) is None:
            return False
        self._add(
            clause, listed, at, "duty", 0.65, self.found[-1].ordered_by if self.found else self.order.by
        )
        return True

    def _charge(self, clause: Span) -> bool:
        """``charge``: the task, then "do Sở Nội vụ chủ trì"."""
        for mention in self.bodies.within(*clause):
            charge = say.CHARGE.match(self.page.low, mention.end, clause.end)
            if charge is None or mention.start <= clause.start + 10:
                continue
            before = say.BY.search(self.page.low, max(clause.start, mention.start - 12), mention.start)
            if before is None:
                continue
            task_end = before.start()
            deadline = find_deadline(self.page, *clause)
            task = self.page.words(clause.start, task_end).strip(say.EDGE + "(")
            if task:
                self.found.append(
                    Assignment(
                        (mention.name,),
                        self._coordinating(charge.end(), clause.end, (mention.name,)),
                        task,
                        deadline,
                        self.order.by,
                        clause.start,
                        clause.end,
                        "charge",
                        0.85,
                    )  # fmt: skip
                )
                return True
        return False

    def _wish(self, clause: Span) -> bool:
        match = say.WISH.search(self.page.low, *clause)
        if match is None:
            return False
        listed, at = self.bodies.list_at(match.end(), clause.end)
        if not listed:
            return False
        subject = self.bodies.at(clause.start)
        by = subject.name if subject else self.order.by
        self._add(clause, listed, at, "wish", 0.6, by)
        return True

    # -- one assignment ------------------------------------------------------------------------------------

    def _add(
        self, clause: Span, listed: Sequence[Mention], at: int, rule: str, sure: float, by: str,
        lead: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        lead = lead or _names(listed)
        coordinate = self._coordinating(at, clause.end, lead)
        begin = self._task_start(at, clause.end)
        task = self.page.words(begin, clause.end).strip(say.EDGE)
        if not task:
            return
        urgent = say.URGENT.search(self.page.low, at, clause.end)
        self.found.append(
            Assignment(
                lead,
                coordinate,
                task,
                find_deadline(self.page, *clause),
                by,
                clause.start,
                clause.end,
                rule,
                round(sure, 2),
                urgent[0] if urgent else "",
            )  # fmt: skip
        )

    def _coordinating(self, at: int, end: int, lead: tuple[str, ...]) -> tuple[str, ...]:
        found: list[str] = []
        for match in say.WITH.finditer(self.page.low, at, end):
            listed, _ = self.bodies.list_at(match.end(), end)
            found += _names(listed)
        for mention in self.bodies.within(at, end):
            if say.COORDINATES.match(self.page.low, mention.end, end):
                begin = mention
                # The list of which this is the last: walked back over its separators.
                names = [begin.name]
                while True:
                    before = self.bodies.last_before(begin.start, at)
                    if before is None or not re.fullmatch(
                        r"[ \n]*(?:,|;|và)[ \n]*(?:và[ \n]+)?", self.page.low[before.end : begin.start]
                    ):
                        break
                    names.insert(0, before.name)
                    begin = before
                found += names
        return tuple(name for name in dict.fromkeys(found) if name not in lead)

    def _task_start(self, at: int, end: int) -> int:
        """Where the task begins: behind adverbs, "chủ trì" and "phối hợp với ..."."""
        low = self.page.low
        for _ in range(12):
            begin = at
            leads = say.LEADS.match(low, at, end)
            if leads:
                at = leads.end()
            soft = say.SOFT.match(low, at, end)
            if soft:
                at = soft.end()
            blank = re.compile(r"[ \n]*").match(low, at)
            with_ = say.WITH.match(low, blank.end() if blank else at, end)
            if with_:
                _, after = self.bodies.list_at(with_.end(), end)
                if after > with_.end():
                    at = after
            if at == begin:
                break
        return at


def _names(listed: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.name for mention in listed))
