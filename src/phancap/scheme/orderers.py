"""Who gives an order: the body, person or act in front of the verb, as far as the text has named one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from phancap.scheme import phrases as say
from phancap.scheme import vocabulary as words
from phancap.scheme.bodies import Bodies, Mention
from phancap.scheme.page import Page, Span
from phancap.scheme.persons import Person


class Order(NamedTuple):
    """Who orders in a stretch of text; ``whole`` where the document as a whole is the order."""

    by: str = ""
    whole: bool = False


_NEAR = 160
_FAR = 500
_MOST_BODIES = 12
_TAIL = re.compile(
    r"(?:[ \n,]|giao và|chỉ đạo(?: và)?|đã|cũng|vừa|tiếp tục|lưu ý|và|kết luận|mới|thống nhất|còn|luôn|nêu rõ|trực tiếp)+\Z"
)
_AND_POST = re.compile(r"[ \n]*[-–,][ \n]*(?:kiêm[ \n]+)?(?:(?:phó[ \n]+)?trưởng[ \n]+)?")
_ACT_OF = re.compile(r"[ \n]*(?:ngày[^,;.]{1,30})?[ \n]*của[ \n]*")


class Orderers:
    """Finds who orders on one page. ``acts`` are the spans of cited acts with their words, ``persons`` those the
    page gives a post: "ông Mẫu" is told as the post of the person of that name."""

    def __init__(
        self, bodies: Bodies, acts: Sequence[tuple[Span, str]] = (), persons: Sequence[Person] = ()
    ) -> None:
        self.bodies = bodies
        self.page: Page = bodies.page
        self.acts = acts
        self._act_starts = [span.start for span, _ in acts]
        self._posts: dict[str, str] = {}
        for person in persons:
            post = f"{person.post} {person.body}".strip()
            for name in (person.name, person.name.split()[-1]):
                self._posts.setdefault(name.lower(), post)

    def before(self, start: int, verb: int) -> str:
        """Who stands in front of the verb at ``verb`` in the clause from ``start``, or nothing."""
        floor = max(start, verb - _NEAR)
        tail = _TAIL.search(self.page.low, max(floor, verb - 24), verb)
        end = tail.start() if tail else verb
        named = say.NAME_END.search(self.page.plain, max(floor, end - 40), end)
        if named is not None and named["first"].lower() in words.SURNAMES:
            unnamed = say.UNNAMED.search(self.page.low, floor, named.start())
            if unnamed:
                return self.page.words(*unnamed.span())
        unnamed = say.UNNAMED.search(self.page.low, floor, end)
        if unnamed:
            return self.page.words(unnamed.start(), unnamed.end())
        known = say.HONORED.search(self.page.plain, max(floor, end - 60), end)
        if known:
            return self._posts.get(known["name"].lower()) or self.page.words(*known.span())
        last = self.bodies.last_before(end, floor)
        if last is not None and last.end != end:
            named = say.NAMED.match(self.page.plain, last.end, end)
            end = last.end if named else end
        if last is None or last.end != end:
            return self._issuer(start, verb)
        if last.kind == "group":
            return ""
        place = bisect_left(self._act_starts, last.start) - 1
        if place >= 0:
            span, name = self.acts[place]
            between = self.page.low[span.end : last.start] if last.start - span.end < 60 else "-"
            if _ACT_OF.fullmatch(between):
                return f"{name} của {last.name}"
        also = self.bodies.last_before(last.start, floor)
        if also is not None and also.kind == "chair" and _AND_POST.fullmatch(self.page.low, also.end, last.start):
            return self._shown(also)  # "Chủ tịch UBND tỉnh - Trưởng Ban An toàn giao thông tỉnh"
        return self._shown(last)

    def _issuer(self, start: int, verb: int) -> str:
        """ "UBND tỉnh vừa có văn bản giao ...", "Thành phố dự kiến chọn ... và mời ...": farther off."""
        for mention in reversed(self.bodies.within(max(start, verb - _FAR), verb)[-_MOST_BODIES:]):
            if mention.kind != "group" and self.issues(mention):
                return self._shown(mention)
        subject = self.bodies.at(start)
        if subject is None or subject.end >= verb or subject.kind == "group":
            return ""
        return self._shown(subject)

    def issues(self, mention: Mention) -> bool:
        """Whether a body is said to give out a paper: "UBND tỉnh vừa ban hành Công văn số 9"."""
        at = mention.end
        named = say.NAMED_AHEAD.match(self.page.plain, at)
        return say.ISSUES.match(self.page.low, named.end() if named else at) is not None

    def announced(self, start: int, end: int) -> str:
        """Who is said to give out a paper in a stretch of text, or nothing."""
        passed = say.PASSED_ON.search(self.page.low, start, end)
        if passed is not None:
            above = self.bodies.at(passed.end())
            if above is not None:
                return self._shown(above)
            named = say.NAMED_AHEAD.match(self.page.plain, passed.end() - 1)
            post = self._posts.get(self.page.words(*named.span()).lower()) if named else None
            if post:
                return post
            above_all = say.DEPUTY.match(self.page.plain, passed.end())
            if above_all is not None:
                return self.page.words(*above_all.span())
        for mention in self.bodies.within(start, end)[:_MOST_BODIES]:
            if mention.kind != "group" and self.issues(mention):
                return self._shown(mention)
        return ""

    def _shown(self, mention: Mention) -> str:
        if mention.start < mention.own and say.POST.match(self.page.low, mention.start):
            return self.page.words(mention.start, mention.end)
        return mention.name


def is_agency(name: str) -> bool:
    """Whether a name is that of a department or office, which asks those above it and tells those below."""
    return say.AGENCY.match(" ".join(name.lower().split())) is not None


def is_above_all(name: str) -> bool:
    """Whether a name is that of the people's committee, its chair, the centre or a person: who tells departments."""
    words_of = " ".join(name.lower().split()).removeprefix("phó ")
    return words_of.startswith(("ông ", "bà ", "đồng chí ")) or say.ABOVE.match(words_of) is not None


def is_above(mention: Mention) -> bool:
    """Whether a body stands above departments: the people's committee of the province, its chair, the centre."""
    name = " ".join(mention.name.lower().split())
    above = say.ABOVE.match(name)
    return above is not None and not any(f" {kind}" in name for kind in words.LOCAL_KINDS)
