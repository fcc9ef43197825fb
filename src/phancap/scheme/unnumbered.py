"""Acts a document speaks of without a number: those to come, and those adopted without saying which."""

from __future__ import annotations

import re
from typing import NamedTuple

from phancap.scheme.bodies import Bodies, Mention
from phancap.scheme.page import Span

_B, _E = r"(?<![a-zà-ỹđ])", r"(?![a-zà-ỹđ])"
_TYPES = ("nghị quyết|quyết định|kế hoạch|chương trình|đề án|chỉ thị|quy chế|quy định|phương án|thông tư|nghị định"
          "|luật|tờ trình|thông báo")  # fmt: skip
_NO_NUMBER = r"(?![ \n]+(?:số|này|[0-9]))"
_TO_ISSUE = re.compile(rf"{_B}(?:trình|tham mưu(?:[ \n]+cho)?|đề nghị|báo cáo)[ \n]+")
_ISSUES = re.compile(
    rf"[ \n]+(?:xem xét,?[ \n]+)?(?:(?:ban hành|phê duyệt|thông qua)[ \n]+(?P<type>{_TYPES}){_E}{_NO_NUMBER}"
    r"|(?P<decides>quyết định)[ \n]+(?:thành lập|ban hành|phê duyệt|công bố|điều chỉnh|bổ nhiệm))"
)
_CONTRACT = re.compile(
    rf"{_B}ký[ \n]+kết[ \n]+(?P<type>hợp đồng|thỏa thuận|biên bản ghi nhớ){_E}{_NO_NUMBER}"
)
_ADOPTED = re.compile(rf"{_B}(?:đã[ \n]+)?được[ \n]+")
_ADOPTS = re.compile(
    rf"[ \n]+(?:thông qua|phê duyệt|ban hành)(?:[ \n]+(?P<type>{_TYPES}){_E})?{_NO_NUMBER}"
    r"(?:[ \n]+(?:vào[ \n]+)?(?:năm|ngày)[ \n]+(?P<date>[0-9/-]{4,10}))?"
)
_NOUN = re.compile(rf"{_B}(?P<type>{_TYPES}){_E}")
_EDGE = " \n,;:."
_LONGEST = 300
"""Characters that the words for an act may have."""


class Unnumbered(NamedTuple):
    """An act without a number: its type, who issues it, the year or day when printed, the words that name it;
    ``status`` is ``adopted`` or ``coming``."""

    type: str
    issuer: str
    date_printed: str
    title: str
    start: int
    end: int
    status: str
    rule: str


def find_unnumbered(bodies: Bodies, taken: list[Span]) -> list[Unnumbered]:
    """Every such act in reading order; ``taken`` are spans of cited acts with their titles."""
    page = bodies.page
    found: list[Unnumbered] = []
    for paragraph in page.paragraphs:
        for sentence in page.sentences(paragraph.words, paragraph.end):
            for clause in page.clauses(*sentence):
                found += _coming(bodies, clause)
                found += _adopted(bodies, clause, taken)
    return [
        act
        for act in found
        if not any(span.start < act.end and act.start < span.end for span in _near(taken, act.start))
    ]


def _near(taken: list[Span], at: int) -> list[Span]:
    from bisect import bisect_left

    place = bisect_left(taken, (at, at))
    return taken[max(0, place - 2) : place + 2]


def _coming(bodies: Bodies, clause: Span) -> list[Unnumbered]:
    page = bodies.page
    found = []
    for match in _TO_ISSUE.finditer(page.low, *clause):
        issuer = bodies.at(match.end())
        if issuer is None or issuer.end > clause.end:
            continue
        issues = _ISSUES.match(page.low, issuer.end, clause.end)
        if issues is None:
            continue
        start = issues.start("type") if issues["type"] else issues.start("decides")
        type_ = " ".join((issues["type"] or issues["decides"]).split())
        last = min(clause.end, issues.end() + _LONGEST)
        end = last if issues["decides"] else _title_end(page.low, issues.end(), last)
        found.append(
            Unnumbered(
                type_, issuer.name, "", page.words(start, end).strip(_EDGE), start, end, "coming", "to-issue"
            )
        )
    for match in _CONTRACT.finditer(page.low, *clause):
        start = match.start("type")
        end = min(clause.end, start + _LONGEST)
        found.append(
            Unnumbered(
                match["type"], "", "", page.words(start, end).strip(_EDGE), start, end, "coming", "contract"
            )
        )
    return found


def _title_end(low: str, at: int, end: int) -> int:
    cut = re.compile(r"[ \n]+(?:làm cơ sở|để |trước ngày|trong tháng|trong quý)|[,;:.(]").search(low, at, end)
    return cut.start() if cut else end


def _adopted(bodies: Bodies, clause: Span, taken: list[Span]) -> list[Unnumbered]:
    page = bodies.page
    found = []
    for match in _ADOPTED.finditer(page.low, *clause):
        issuer = bodies.at(match.end())
        if issuer is None or issuer.end > clause.end:
            continue
        adopts = _ADOPTS.match(page.low, issuer.end, clause.end)
        if adopts is None:
            continue
        act = _what(bodies, clause, match.start(), adopts, issuer, taken)
        if act is not None:
            found.append(act)
    return found


def _what(
    bodies: Bodies, clause: Span, passive: int, adopts: re.Match[str], issuer: Mention, taken: list[Span]
) -> Unnumbered | None:
    """What was adopted: the type behind the verb, else the last noun of an act before it."""
    page = bodies.page
    if any(span.end <= passive and passive - span.end < 80 for span in _near(taken, passive)):
        return None  # a numbered act was adopted
    date = adopts["date"] or ""
    if adopts["type"]:
        type_ = " ".join(adopts["type"].split())
        comma = page.low.rfind(",", max(clause.start, passive - _LONGEST), passive)
        start = max(clause.start, passive - _LONGEST, comma + 1)
        while page.low[start] in " \n":
            start += 1
        text = page.words(start, adopts.end()).strip(_EDGE)
        return Unnumbered(type_, issuer.name, date, text, start, adopts.end(), "adopted", "adopted")
    nouns = list(_NOUN.finditer(page.low, max(clause.start, passive - 300), passive))
    if not nouns:
        return None
    noun = nouns[-1]
    text = page.words(noun.start(), passive).strip(_EDGE)
    return Unnumbered(noun["type"], issuer.name, date, text, noun.start(), adopts.end(), "adopted", "adopted")
