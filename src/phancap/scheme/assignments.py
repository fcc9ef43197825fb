"""Assignments: who leads, who coordinates, what, until when, by whose order.

The grammar of official Vietnamese, rule by rule; each assignment names the rule that found it.

* ``order``: somebody gives a task to a body behind the verb ("giao Sở Nội vụ chủ trì ...").
* ``duty``: a body with a word of duty ("Sở Tài chính chủ trì ...", "... có trách nhiệm ..."), or, where somebody
  has ordered, with a verb ("Sở Tài chính bố trí kinh phí").
* ``carried``: a clause without a body in which the last one leads something else ("; chủ trì để ...").
* ``heading``: tasks listed under the name of the body that does them, or under the order that heads a list.
* ``label``: "Cơ quan chủ trì: ...", with the task in the line before; ``row``: a row of a table of tasks.
* ``charge``: "(do) Sở Nội vụ chủ trì, Sở Tài chính phối hợp" behind the task.
* ``offer``, ``wish``: a body says it will take part; help is wished of a body. Nobody has ordered these.

A sentence or an item of a list is one task: what follows in it belongs to it, unless it names another body.
What was done or is being done ("đã chủ trì", "đang phối hợp"), the standing rules of what an office is for and
who executes a decision are no assignments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from phancap.scheme import phrases as say
from phancap.scheme.bodies import Bodies, Mention
from phancap.scheme.clauses import Clauses
from phancap.scheme.deadlines import find_deadline
from phancap.scheme.labels import Labels
from phancap.scheme.orderers import Order, Orderers, is_above, is_above_all, is_agency
from phancap.scheme.outline import Heading, Outline
from phancap.scheme.page import Page, Paragraph, Span
from phancap.scheme.persons import Person
from phancap.scheme.rows import find_rows
from phancap.scheme.tasks import Assignment, coordinating, extended, made, names

__all__ = ["Assignment", "Reader"]

_SILENT = 4
"""Paragraphs without an order behind which what somebody ordered in the press no longer holds."""
_FEW = 3
_MOST_TITLES = 40


class Reader:
    """Reads the assignments of one page; ``issued_by`` is who gives the document where it is an order as a
    whole (a directive, a plan), ``acts`` the spans of cited acts with their words."""

    def __init__(
        self,
        bodies: Bodies,
        issued_by: str = "",
        acts: Sequence[tuple[Span, str]] = (),
        persons: Sequence[Person] = (),
    ) -> None:
        self.bodies = bodies
        self.page: Page = bodies.page
        self.issued_by = issued_by
        self.orderers = Orderers(bodies, acts, persons)
        self.labels = Labels(bodies)
        self.clauses = Clauses(bodies)
        self.outline = Outline(self.page)
        self.order = Order()
        self.since = ""
        self.silent = 0
        self.heading: Heading | None = None
        self.standing: Heading | None = None
        self.closed = False
        self.acting = False
        self.running = False
        self.assigning = False
        self.found: list[Assignment] = []

    def read(self) -> list[Assignment]:
        """Every assignment in reading order."""
        previous: Span | None = None
        rows = find_rows(self.bodies)
        tables = iter(rows)
        table = next(tables, None)
        general = self._is_titled(say.GENERAL)
        self.assigning = not self._is_titled(say.REPORT) and self._gives_in_a_list()
        for index, paragraph in enumerate(self.page.paragraphs):
            while table is not None and table.end <= paragraph.start:
                table = next(tables, None)
            if table is not None and table.start <= paragraph.start:
                continue
            before = len(self.found)
            if not index and say.ACCORDINGLY.match(self.page.low, paragraph.words):
                self.assigning = True  # an excerpt
            self.running = self.assigning or (bool(before) and not self.silent)
            previous = self._paragraph(index, paragraph, previous)
            if general:
                self.found[before:] = [task for task in self.found[before:] if task.rule == "order"]
            self.silent = 0 if len(self.found) > before else self.silent + 1
            if self.silent >= _SILENT:
                self.since = ""
        for one in rows:
            self.found += [task._replace(ordered_by=self.issued_by) for task in one.tasks]
        return sorted(self.found, key=lambda task: task.start) if rows else self.found

    def _is_titled(self, title: re.Pattern[str]) -> bool:
        """Whether one of the first lines in capitals is such a title."""
        return any(
            self.page.plain[line.words : line.end].isupper()
            and title.search(self.page.low, line.words, line.end) is not None
            for line in self.page.paragraphs[:_MOST_TITLES]
        )

    def _gives_in_a_list(self) -> bool:
        """Whether an item of a list gives a task in so many words, or several begin with who does them: then their
        neighbours give theirs too."""
        low, told = self.page.low, 0
        for item in self.page.paragraphs:
            if item.level == 2 and say.ORDER.match(low, item.words) and self.clauses.gives(item.words, item.end):
                return True
            listed, at = self.bodies.list_at(item.words, item.end) if item.level else ([], 0)
            if listed and (low.startswith(":", at) or say.VERB.match(low, at + 1) or say.DUTY.match(low, at)):
                told += 1
        return told >= _FEW

    def _paragraph(self, index: int, paragraph: Paragraph, previous: Span | None) -> Span | None:
        """Reads one paragraph; gives the sentence that a label in the next line would speak of."""
        low = self.page.low
        if say.CLOSING.match(low, paragraph.words):
            self.heading = self.standing = None
            self.closed = True
        elif self.closed and self.page.plain[paragraph.words : paragraph.end].isupper():
            self.closed = paragraph.end - paragraph.words < len("QUY CHẾ")  # an annex begins
        if say.SECTION.match(low, paragraph.words) or "TỔ CHỨC THỰC HIỆN" in self._words(paragraph) or say.PAPER_SAYS.search(low, paragraph.words, paragraph.end):
            self.assigning = self.running = True
        if self.closed or low[paragraph.end - 1] == "?":
            self.heading = self.standing = None
            return None
        if self.heading is not None and paragraph.level and paragraph.level <= self.heading.level:
            self.heading = None
        if say.ENDING.match(low, paragraph.words):
            self.heading = self.standing = None
        spoken = not self.issued_by and say.SPEECH.search(low, paragraph.words, paragraph.end) is not None
        self.order = Order("" if spoken else self.issued_by or self.since, bool(self.issued_by))
        if self._opinion(paragraph) or self._is_heading(index, paragraph):
            return None
        if not self.issued_by and not spoken:
            self._announced(paragraph)
        return self._sentences(index, paragraph, previous)

    def _announced(self, paragraph: Paragraph) -> None:
        """What the press tells of a paper: whose it is holds for what follows."""
        by = self.orderers.announced(paragraph.words, paragraph.end) or self._told_below(paragraph)
        if by:
            self.since, self.silent = by, 0
        self.order = Order(self.since)
        told = say.TOLD.search(self.page.low, paragraph.words, paragraph.end)
        told = told or say.ACCORDING.match(self.page.low, paragraph.words, paragraph.end)
        teller = self.bodies.at(told.end()) if told else None
        if teller is not None:
            self.order = Order(teller.name)

    def _told_below(self, paragraph: Paragraph) -> str:
        """Who orders in a line that ends in a colon, over the lines that follow."""
        low = self.page.low
        if low[paragraph.end - 1] != ":" or say.FOLLOWING.search(low, paragraph.words, paragraph.end - 1) is None:
            return ""
        orders = [
            order.start()
            for order in say.ORDER.finditer(low, paragraph.words, paragraph.end)
            if self.bodies.over(order.start()) is None
        ]
        return self.orderers.before(paragraph.words, orders[-1]) if orders else ""

    def _words(self, paragraph: Paragraph) -> str:
        return self.page.plain[paragraph.words : paragraph.end]

    def _sentences(self, index: int, paragraph: Paragraph, previous: Span | None) -> Span | None:
        listed = self._list_of(index, paragraph)
        first = len(self.found)
        for sentence in self.page.sentences(paragraph.words, paragraph.end):
            if self.labels.read(sentence, previous, self.found, self.order.by, self.heading is None):
                continue
            before = len(self.found)
            self._sentence(sentence, paragraph, listed, first)
            if len(self.found) == before or self.found[-1].rule == "label":
                previous = sentence
            else:
                previous = None
        return previous

    # -- headings ------------------------------------------------------------------------------------------

    def _list_of(self, index: int, paragraph: Paragraph) -> Heading | None:
        """The heading a paragraph is an item of, or nothing."""
        begins = say.VERB.match(self.page.low, paragraph.words, paragraph.end) is not None
        order = say.ORDER.match(self.page.low, paragraph.words, paragraph.end)
        flat = self.heading is not None and self.heading.flat
        if (flat or not paragraph.level) and order and self.clauses.gives(paragraph.words, paragraph.end):
            self.heading = None
            return None
        if self.heading is not None:
            if paragraph.level > self.heading.level or (not paragraph.level and begins):
                return self.heading
            if not paragraph.level and self.heading.level % 1:
                self.heading = None
        if self.standing is not None and begins and not self.outline.is_title(index):
            return self.standing
        return None

    def _is_heading(self, index: int, paragraph: Paragraph) -> bool:
        """A line that names who does what follows: "1. Sở Nội vụ", "2. Đối với Sở Tài chính:"."""
        low, end = self.page.low, paragraph.end
        about = say.ABOUT.match(low, paragraph.words, end)
        listed, at = self.bodies.list_at(about.end() if about else paragraph.words, end)
        if not listed or say.ISSUES.match(low, at) or say.DONE.match(low, at):
            return False
        order = say.ORDER.match(low, at + 1, end)
        if order is not None and self.bodies.list_at(order.end(), end)[0]:
            return False
        lead, level = names(listed), self.outline.hangs_on(index)
        rest = low[at:end].strip()
        child = self.outline.child(index)
        if not rest and paragraph.level and child is not None:
            self.heading = Heading(lead, (), level)
            return True
        if rest == ":" and child is None and self.outline.goes_flat(index):
            self.heading = Heading(lead, (), level - 0.5, flat=True)
            return True
        if rest == ":" or (rest.endswith(":") and child is not None):
            task = made(self.bodies, Span(at, end - 1), at, lead, "", "heading", 0)
            if task is None or say.FOLLOWING.search(task.task.lower()):
                self.heading = Heading(lead, coordinating(self.bodies, at, end, lead), level)
                return True
            return False
        if rest.startswith(":") and about is None:
            if not index and listed[0].kind == "unit" and not rest.endswith("."):
                return False  # a headline says where: "Thành phố A: Trồng cây xanh"
            begin = low.index(":", at) + 1
            while begin < end and low[begin] in " \n":
                begin += 1
            if say.VERB.match(low, begin, end) is None or say.ASKS.match(low, begin, end):
                return False
            heading = Heading(lead, (), level)
            self._item(Span(begin, end), paragraph, heading)
            self.heading = heading if child is not None and child.level > paragraph.level else None
            return True
        return False

    def _item(self, span: Span, paragraph: Paragraph, heading: Heading) -> None:
        first = len(self.found)
        for sentence in self.page.sentences(*span):
            self._sentence(sentence, paragraph, heading, first)

    def _opinion(self, paragraph: Paragraph) -> bool:
        """ "UBND tỉnh có ý kiến như sau:": whose orders the lines behind it are."""
        said = say.OPINION.search(self.page.low, paragraph.words, paragraph.end)
        by = self.orderers.before(paragraph.words, said.start()) if said else ""
        if said is not None and not by:
            deputies = list(say.DEPUTY.finditer(self.page.plain, paragraph.words, said.start()))
            by = self.page.words(*deputies[-1].span()) if deputies else ""
        if by and said is not None:
            if not self.issued_by or by.lower() not in self.issued_by.lower():
                self.issued_by = by
            self.order = Order(self.issued_by, True)
        return bool(by) and said is not None and say.ORDER.search(self.page.low, paragraph.words, said.start()) is None

    # -- sentences -----------------------------------------------------------------------------------------

    def _sentence(self, sentence: Span, paragraph: Paragraph, listed: Heading | None, since: int) -> None:
        """One sentence; ``since`` is how many tasks there were before its paragraph."""
        first = len(self.found)
        firm = listed is not None and listed.firm
        for clause in self.clauses.of(sentence):
            begun = len(self.found) > first
            self.acting = begun
            if self._wish(clause) or self._duty(clause, True):
                continue
            if self._turned(clause) or self._given(clause, paragraph, listed) or self._duty(clause):
                continue
            if not firm and self._charge(clause):
                continue
            if self._other(clause):
                continue
            if begun and self._carried(clause):
                continue
            if (not firm or begun) and self._does(clause):
                continue
            if begun or (len(self.found) > since and self._goes_on(clause, listed is not None)):
                self.found[-1] = extended(self.bodies, self.found[-1], clause)
            elif listed is not None and len(self.found) == since:
                self._under(clause, listed)
            elif self.found and not self.silent and say.DUE_LINE.match(self.page.low, *clause):
                self._due(clause)

    def _due(self, clause: Span) -> None:
        """A line of its own that says until when the task of the paragraph before it is due."""
        last = self.found[-1]
        deadline = find_deadline(self.page, *clause)
        if deadline.words and not last.deadline.words:
            self.found[-1] = last._replace(deadline=deadline)

    def _goes_on(self, clause: Span, item: bool) -> bool:
        """Whether a further sentence belongs to the task before it: in an item one that begins with a verb,
        elsewhere only one that says until when."""
        if item:
            return say.VERB.match(self.page.low, *clause) is not None
        also = say.ALSO.match(self.page.low, *clause)
        return also is not None and bool(find_deadline(self.page, *clause).words)

    def _under(self, clause: Span, heading: Heading) -> None:
        """``heading``: an item of a list is a task of the bodies that head it."""
        begins = say.VERB.match(self.page.low, *clause) is not None
        if say.PAST.match(self.page.low, clause.start, clause.end) or not (begins or heading.firm):
            return
        if self.page.plain[clause.start : clause.end].isupper() or say.NORMATIVE.search(self.issued_by):
            return
        if not heading.firm and say.RECITAL.match(self.page.low, clause.start, clause.end):
            return
        sure = (0.9 if begins else 0.75) if heading.firm else 0.8
        self._add(clause, heading.lead, clause.start, "heading", sure, self.order.by, heading.coordinate)

    def _given(self, clause: Span, paragraph: Paragraph, heading: Heading | None) -> bool:
        """``order``: the verb, the body right behind it."""
        low = self.page.low
        for match in say.ORDER.finditer(low, *clause):
            when = say.WHEN.match(low, match.end(), clause.end)
            begin = when.end() if when else match.end()
            named = say.PERSON.match(self.page.plain, begin, clause.end)
            listed, at = self.bodies.list_at(named.end() if named else begin, clause.end, True)
            if not listed or low[max(0, match.start() - 6) : match.start()].rstrip().endswith(
                ("được", "không", "bàn", "tham")
            ):
                continue
            verb = " ".join(match["verb"].split())
            by = self.orderers.before(clause.start, match.start())
            if not by and (self.since or self.issued_by) and say.PAPER_ORDERS.fullmatch(low, clause.start, match.start()):
                by = self.since or self.issued_by
            if not by and not self._may_order(clause, match.start(), verb, heading):
                continue
            if verb == "chỉ đạo" and by and not self.order.by and is_agency(by):
                subject = next((one for one in self._subjects(clause) if one[1] <= match.start()), None)
                if subject is not None and say.DIRECTLY.fullmatch(low, subject[1], match.start()):
                    self._add(clause, names(subject[0]), subject[1], "duty", 0.5, "")
                    return True  # a department sees to what is its own
            if verb == "chỉ đạo" and self._sees_to_it(clause, match.start(), by):
                return False  # "Ủy ban nhân dân tỉnh chỉ đạo ..." in a paper of the Prime Minister
            if by and say.SEVERAL.search(by) and verb == "chỉ đạo" and (self.order.by or self.found):
                begun = self.bodies.last_before(match.start(), clause.start)
                if begun is not None and begun.kind != "group":
                    self._add(clause, (by,), begun.end, "duty", 0.55, self.order.by)
                    return True
            if by and is_agency(by):
                if verb == "đề nghị" and is_above(listed[0]):
                    return False  # an agency asks: that is a comment
                told = self.order.by and not is_agency(self.order.by)
                if told and not self._same(by) and self.bodies.at(clause.start) is not None:
                    return False  # who was told to see to it tells others: the task is the agency's
            if say.ANNOUNCES.match(low, at, clause.end):
                continue
            if by:
                self.order = Order(by)
                self.since = by
            if verb == "mời" and say.INVITES.match(low, at) is None:
                continue
            if self._heads_list(clause, paragraph, listed, at, by):
                return True
            sure = 0.95 if by else 0.85
            if say.LEADS.search(low, at, min(clause.end, at + 60)) is None:
                sure -= 0.1
            lead = names(listed)
            if named is not None and (person := self._in_post(named.start(), clause.end)) is not None:
                lead, at = (self.page.words(*person),), person.end
            self._add(clause, lead, at, "order", sure, by or self.order.by)
            return True
        return False

    def _in_post(self, start: int, end: int) -> Span | None:
        """A deputy told by name and post, who does the task and not the body: where the words stand."""
        named = say.IN_POST.match(self.page.plain, start, end)
        post = self.bodies.at(named.end()) if named else None
        return Span(start, post.end) if post is not None and post.end <= end else None

    def _turned(self, clause: Span) -> bool:
        """``order``, the body before the verb: "Với Sở Tài chính, UBND tỉnh giao nhiệm vụ bố trí kinh phí"."""
        low = self.page.low
        towards = say.TURNED.match(low, clause.start, clause.end)
        sent = None if towards else say.SENT.search(low, *clause)
        if sent is not None:
            listed, at = self.bodies.list_at(sent.end(), clause.end)
            asked = say.ASKED.match(low, at, clause.end) if listed else None
            if asked is None or say.VERB.match(low, asked.end(), clause.end) is None:
                return False
            by = self.orderers.before(clause.start, sent.start()) or self.order.by
            self.order = Order(by)
            self._add(clause, names(listed), asked.end(), "order", 0.8, by)
            return True
        listed, at = self.bodies.list_at(towards.end(), clause.end) if towards else ([], 0)
        if not listed:
            return False
        if len(listed) > 1 and say.ORDER.match(low, at + 1):
            listed, at = listed[:-1], listed[-2].end
        order = say.ORDER.search(low, at, min(clause.end, at + 120))
        by = self.orderers.before(at + 1, order.start()) if order else ""
        if order is None or not by or not low.startswith(",", at) or say.VERB.match(low, order.end(), clause.end) is None:
            return False
        self.order, self.since = Order(by), by
        self._add(clause, names(listed), order.end(), "order", 0.85, by)
        return True

    def _sees_to_it(self, clause: Span, verb_at: int, by: str) -> bool:
        """Whether who was told to act tells others, alone or together with somebody: the task is its own."""
        low = self.page.low
        if any(self.bodies.list_at(met.end(), verb_at)[1] >= verb_at - 1 for met in say.WITH.finditer(low, clause.start, verb_at)):
            return True
        if not by or not (self.order.by or self.running) or self._same(by):
            return False
        if not self.order.whole and is_above_all(by) and not is_above_all(self.order.by):
            return False
        return any(
            at <= verb_at and say.DIRECTLY.fullmatch(low, at, verb_at) for _, at in self._subjects(clause)
        )

    def _same(self, by: str) -> bool:
        """Whether somebody is who orders already, alone or through the chair."""
        return _short(by).removeprefix("phó ").removeprefix("chủ tịch ") in _short(self.order.by)

    def _may_order(self, clause: Span, verb_at: int, verb: str, heading: Heading | None) -> bool:
        """Whether a verb without somebody in front of it gives a task: not inside a task, nor one of a list."""
        at_start = verb_at == clause.start or not self.page.low[clause.start : verb_at].strip(" \n“\"(")
        if heading is not None and (heading.firm or verb in ("chỉ đạo", "mời")):
            return False
        if verb == "chỉ đạo" and (self.acting or any(at <= verb_at for _, at in self._subjects(clause))):
            return False
        if not at_start and ((self.acting and self.found[-1].rule != "order") or self.bodies.list_at(clause.start, clause.end)[0]):
            return False  # it is what the body does who was told to act
        if at_start:
            return verb not in ("chỉ đạo", "mời") or not (self.order.by or self.acting)
        if verb in ("đề nghị", "chỉ đạo") and not self.order.by:
            return False
        if verb == "giao cho" and say.MATTER.match(self.page.low, clause.start):
            return True
        return say.BREAK.search(self.page.low, max(clause.start, verb_at - 24), verb_at) is not None

    def _heads_list(
        self, clause: Span, paragraph: Paragraph, listed: list[Mention], at: int, by: str
    ) -> bool:
        """ "yêu cầu ... thực hiện các nhiệm vụ sau:" heads the list that follows, also over several headings."""
        low = self.page.low
        index = self.outline.index(paragraph)
        child = self.outline.child(index)
        ends = low[paragraph.end - 1] == ":" and clause.end >= paragraph.end - 2
        following = say.FOLLOWING.search(low, max(at, clause.end - 60), clause.end) is not None
        numbered = ends and child is not None and (child.level in (1, 2, 3) or low[at : clause.end].strip(" ,:") == "")
        if not (following or numbered) or (child is None and not following):
            return False
        if following and child is None:
            below = self.page.paragraphs[index + 1] if index + 1 < len(self.page.paragraphs) else None
            if below is None or not (ends or below.level or say.VERB.match(low, below.words, below.end)):
                return False  # a sentence that ends so, with no list below it
        lead = names(listed)
        if paragraph.level:
            self.heading = Heading(lead, coordinating(self.bodies, at, clause.end, lead), paragraph.level)
        else:
            self.heading = None
            self.standing = Heading(lead, coordinating(self.bodies, at, clause.end, lead), 0, firm=False)
        if by:
            self.issued_by = by
        return True

    def _duty(self, clause: Span, first: bool = False) -> bool:
        """``duty`` and ``offer``: the body first, then a word of duty; ``first`` asks only for duties that the
        clause begins with, which no order inside it is stronger than."""
        low = self.page.low
        so = say.SO.match(low, clause.start, clause.end)
        person = self._in_post(so.end() if so else clause.start, clause.end) if first else None
        chosen = say.CHOSEN.match(low, person.end, clause.end) if person else None
        if person is not None and chosen is not None:
            self._add(clause, (self.page.words(*person),), chosen.end(), "duty", 0.75, self.order.by)
            return True
        for listed, at in self._subjects(clause, first):
            aside = say.ROLE.match(low, at, clause.end) or say.RELATIVE.match(low, at, clause.end)
            if aside:
                at = aside.end()
            passive = say.PASSIVE.match(low, at, clause.end)
            giver = self.bodies.at(passive.end()) if passive else None
            if giver is not None and (given := say.GIVEN.match(low, giver.end, clause.end)):
                self._add(clause, names(listed), given.end(), "duty", 0.8, giver.name)
                return True
            if say.DONE.match(low, at):
                return False
            duty = say.DUTY.match(low, at, clause.end)
            if first and (duty is None or not duty["lead"]):
                return False
            if duty is None and say.MUST.match(low, at, clause.end):
                self._add(clause, names(listed), at, "duty", 0.65, self.order.by)
                return True
            if duty is None:
                continue
            if duty["offer"]:
                ordered = self.order.by if self.order.whole else ""
                rule = "duty" if ordered else "offer"
                self._add(clause, names(listed), duty.start("offer"), rule, 0.7, ordered)
                return True
            if (duty["joint"] or duty["submit"]) and not (self.order.by or self.assigning):
                return False
            sure = 0.9 if duty["lead"] and self.order.by else 0.75 if duty["lead"] else 0.7
            self._add(clause, names(listed), at, "duty", sure, self.order.by)
            return True
        return False

    def _subjects(self, clause: Span, first: bool = False) -> Iterator[tuple[list[Mention], int]]:
        quoted = say.QUOTED.match(self.page.low, clause.start, clause.end)
        begin = quoted.end() if quoted else clause.start
        when = say.WHEN.match(self.page.low, begin, clause.end)
        listed, at = self.bodies.list_at(when.end() if when else begin, clause.end, True)
        if listed:
            yield listed, at
            return
        towards = None if first else say.TOWARDS.match(self.page.low, clause.start)
        if towards is not None:
            listed, at = self.bodies.list_at(towards.end(), clause.end, True)
            if listed:
                yield listed, at
                return
        if not first and say.LEADING_PHRASE.match(self.page.low, clause.start):
            for mention in self.bodies.within(clause.start, clause.end)[:12]:
                if say.TROUBLE.search(self.page.low, max(clause.start, mention.start - 14), mention.start):
                    yield self.bodies.list_at(mention.start, clause.end)

    def _carried(self, clause: Span) -> bool:
        """``carried``: the body of the clause before leads something else."""
        if not say.LEADS.match(self.page.low, clause.start, clause.end):
            return False
        last = self.found[-1]
        if last.rule != "order":
            return False
        sure = round(last.confidence - 0.1, 2)
        self._add(clause, last.lead, clause.start, "carried", sure, last.ordered_by)
        return True

    def _does(self, clause: Span) -> bool:
        """``duty`` without its word, where somebody has ordered: "Thanh tra tỉnh kiểm tra việc chấp hành"."""
        if say.NORMATIVE.search(self.issued_by):
            return False
        if not self.order.by and (not self.running or self._is_headline(clause)):
            return False
        low = self.page.low
        for listed, at in self._subjects(clause):
            aside = say.ROLE.match(low, at, clause.end)
            soft = say.TO.match(low, aside.end() if aside else at)
            begin = soft.end() if soft else at
            if say.VERB.match(low, begin, clause.end) is None or say.REPORTS.match(low, begin, clause.end):
                continue
            if self._is_issuer(listed):
                return False
            sure = 0.65 if self.order.whole else 0.6 if self.order.by else 0.5
            self._add(clause, names(listed), begin, "duty", sure, self.order.by)
            return True
        return False

    def _is_headline(self, clause: Span) -> bool:
        """Whether a clause is the first line, which the press writes without a full stop."""
        first = self.page.paragraphs[0]
        return clause.start == first.words and clause.end == first.end and self.page.low[clause.end - 1] != "."

    def _is_issuer(self, listed: Sequence[Mention]) -> bool:
        """Whether the subject is who orders: what it does itself is no task it gives."""
        own = _short(listed[0].name)
        if not self.order.by:
            return False
        return len(listed) == 1 and (own in _short(self.order.by) or own in _short(self.issued_by))

    def _other(self, clause: Span) -> bool:
        """``duty`` of somebody the lists do not know, where tasks are being given."""
        if not (self.order.whole or self.running):
            return False
        other = say.OTHERS.match(self.page.plain, *clause)
        if other is None or self.bodies.within(other.start(), other.end()):
            return False
        self._add(clause, (self.page.words(*other.span("who")),), other.end("who"), "duty", 0.55, self.order.by)
        return True

    def _charge(self, clause: Span) -> bool:
        """``charge``: the task, then "do Sở Nội vụ chủ trì"; also several in one clause."""
        charges = []
        for mention in self.bodies.within(*clause):
            charge = say.CHARGE.match(self.page.low, mention.end, clause.end)
            if charge is None or mention.start <= clause.start + 10:
                continue
            before = say.BY.search(self.page.low, max(clause.start, mention.start - 20), mention.start)
            if before is not None:
                charges.append((before.start(), mention, charge.end()))
        begin = clause.start
        if len(charges) > 1 and (colon := self.page.low.find(":", clause.start, charges[0][0])) >= 0:
            self._does(Span(begin, colon))
            begin = colon + 1
        count = len(self.found)
        for number, (stop, mention, at) in enumerate(charges):
            end = clause.end if number + 1 == len(charges) else at
            task = self.page.words(begin, stop).strip(say.EDGE + "(").removeprefix("và ")
            if task and say.EXECUTES.fullmatch(task.lower()) is None:
                lead = (mention.name,)
                self.found.append(
                    Assignment(lead, coordinating(self.bodies, at, end, lead), task,
                               find_deadline(self.page, begin, clause.end), self.order.by, begin, end, "charge", 0.85)
                )  # fmt: skip
            begin = at
        return len(self.found) > count

    def _wish(self, clause: Span) -> bool:
        match = say.WISH.search(self.page.low, *clause)
        if match is None:
            return False
        listed, at = self.bodies.list_at(match.end(), clause.end)
        if not listed:
            return False
        subject = self.bodies.at(clause.start)
        self._add(clause, names(listed), at, "wish", 0.6, subject.name if subject else self.order.by)
        return True

    def _add(
        self, clause: Span, lead: tuple[str, ...], at: int, rule: str, sure: float, by: str,
        also: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        task = made(self.bodies, clause, at, lead, by, rule, sure, also)
        if task is not None:
            self.found.append(task)
            self.running = True


def _short(name: str) -> str:
    return " ".join(name.lower().replace("ủy ban nhân dân", "ubnd").replace("uỷ ban nhân dân", "ubnd").split())
