"""A document read whole: :func:`read_scheme` gives everything found in it, :func:`as_json` the contract's form."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any, NamedTuple

from phancap.formats.documents import Document
from phancap.law.citations import Citation, find_citations
from phancap.law.dates import DATE, day_of
from phancap.law.folding import fold
from phancap.law.register import Register
from phancap.law.textlint import lint
from phancap.scheme import doubts
from phancap.scheme.aims import (
    Objective,
    Period,
    PilotUnit,
    find_objectives,
    find_period,
    find_pilot_units,
)
from phancap.scheme.assignments import Assignment, Reader
from phancap.scheme.bodies import Bodies
from phancap.scheme.comments import Comment, find_comments
from phancap.scheme.gone import gone_units
from phancap.scheme.page import Page, Span
from phancap.scheme.persons import Person, find_persons
from phancap.scheme.unnumbered import Unnumbered, find_unnumbered
from phancap.territory.atoms import Territory

_NOT_OURS = frozenset(("aside", "links", "running-head"))
"""Furniture whose citations are those of other documents; elsewhere furniture is only a judgement."""


class Named(NamedTuple):
    """A body with where it is first named and how often."""

    name: str
    kind: str
    start: int
    end: int
    mentions: int


class Reading(NamedTuple):
    """What a document says. All spans are offsets into ``document.text``; ``day`` is its date where stated."""

    document: Document
    day: int | None
    citations: list[Citation]
    unnumbered: list[Unnumbered]
    assignments: list[Assignment]
    comments: list[Comment]
    objectives: list[Objective]
    persons: list[Person]
    bodies: list[Named]
    pilot_units: list[PilotUnit]
    period: Period | None
    findings: list[doubts.Doubt]


def read_scheme(
    document: Document,
    register: Register | None = None,
    territory: Territory | None = None,
    today: int | None = None,
    lang: str = "vi",
) -> Reading:
    """Everything in a document. ``register`` and ``territory`` (with ``today``) only add findings."""
    text = document.text
    citations = find_citations(_blanked(document, _NOT_OURS), markup=False)
    page = Page(document.body())
    bodies = Bodies(page)
    acts = [(page.at(cited.start, cited.end), cited.form or cited.title) for cited in citations]
    day = _day_of(document, citations)
    persons = find_persons(bodies)
    assignments = Reader(bodies, _issued_by(page, bodies, citations), acts, persons).read()
    pilots, period = find_pilot_units(bodies), find_period(page)
    found = doubts.of_scheme(page, bodies, assignments, period, day, lang)
    gone = {}
    if territory is not None and today is not None:
        gone = gone_units(Bodies(Page(text)), territory, today)
    found += doubts.of_law(lint(text, citations, register, day, gone), lang)
    unnumbered = find_unnumbered(bodies, [span for span, _ in acts])

    def back(start: int, end: int) -> dict[str, Any]:
        return page.span(start, end)._asdict()

    return Reading(
        document,
        day,
        citations,
        [act._replace(**back(act.start, act.end)) for act in unnumbered],
        [task._replace(**back(task.start, task.end)) for task in assignments],
        [comment._replace(**back(comment.start, comment.end)) for comment in find_comments(bodies, persons)],
        [aim._replace(**back(aim.start, aim.end)) for aim in find_objectives(page)],
        [person._replace(**back(person.start, person.end)) for person in persons],
        _named(page, bodies),
        [unit._replace(**back(unit.start, unit.end)) for unit in pilots],
        period._replace(**back(period.start, period.end)) if period else None,
        sorted(found, key=lambda doubt: (doubt.start, doubt.code, doubt.end)),
    )


def _blanked(document: Document, signs: frozenset[str]) -> str:
    pieces, at = [], 0
    for block in document.blocks:
        if block.kind != "body" and block.sign in signs:
            pieces += [document.text[at : block.start], " " * (block.end - block.start)]
            at = block.end
    return "".join(pieces) + document.text[at:]


_STAMP = re.compile(rf"(?:ngay[ \n]{{1,3}}|[0-9]{{1,2}}:[0-9]{{2}}[ \n]*[-|,]?[ \n]*)(?P<date>{DATE})")
_HEAD = 1500


def _day_of(document: Document, citations: list[Citation]) -> int | None:
    """The document's own date: that of its number, else of place and date, or of the page's stamp."""
    from datetime import date

    own = next((cited for cited in citations if cited.of_itself and cited.date), None)
    if own:
        return date.fromisoformat(own.date).toordinal()
    head = document.text[:_HEAD]
    folded = fold(head)
    first = min((cited.start for cited in citations), default=len(head))
    for match in _STAMP.finditer(folded, 0, max(0, min(first, len(folded)))):
        if match[0][0].isdigit() or folded[max(0, match.start() - 3) : match.start()].rstrip().endswith(","):
            day = day_of(match["date"])
            if day:
                return day.toordinal()
    return None


_ORDERING = re.compile(
    r"[ \n]*(?:chỉ thị|kế hoạch|quyết định|chương trình|công điện|thông báo|công văn|nghị quyết|hướng dẫn|phương án)(?=[ \n]|\Z)"
)
_TITLES = 40
_CITED_ABOVE = re.compile(
    r"(?:quyết[ \n]+định|chỉ[ \n]+thị|kế[ \n]+hoạch|công[ \n]+điện)[ \n]+số[ \n]*\S+(?:[ \n]+ngày[ \n]+\S+)?[ \n]+của[ \n]+"
)
_DECIDES = re.compile(r"quyết[ \n]+định[ \n]*:|điều[ \n]+1[.:]")
"""A decision told with its number in the first line, in the place of a letterhead."""


def _issued_by(page: Page, bodies: Bodies, citations: list[Citation]) -> str:
    """Who gives the document where it orders as a whole: told by its own number or its title in capitals."""
    own = next(
        (cited for cited in citations if cited.of_itself and cited.form and cited.kind == "numbered"), None
    )
    if own is not None:
        return f"{own.form} của {own.issuer}" if own.issuer else own.form
    cited = _CITED_ABOVE.match(page.low, page.paragraphs[0].words) if page.paragraphs else None
    issuer = bodies.at(cited.end()) if cited else None
    if issuer is not None and any(_DECIDES.match(page.low, one.words) for one in page.paragraphs[:_TITLES]):
        return issuer.name
    for paragraph in page.paragraphs[:_TITLES]:
        title = page.plain[paragraph.words : paragraph.end]
        if title.isupper() and len(title) < 200 and _ORDERING.match(page.low, paragraph.words):
            kind = page.words(paragraph.words, paragraph.end).capitalize()[:80]
            above = [body for body in bodies.within(0, paragraph.start) if body.name.isupper()]
            return f"{kind} của {above[0].name}" if above else kind
    return ""


def _named(page: Page, bodies: Bodies) -> list[Named]:
    found: dict[str, Named] = {}
    for mention in bodies.mentions:
        if mention.kind in ("group", "unit"):
            continue
        key = " ".join(fold(mention.name).split())
        earlier = found.get(key)
        if earlier is None:
            found[key] = Named(mention.name, mention.kind, *page.span(mention.own, mention.end), 1)
        else:
            found[key] = earlier._replace(mentions=earlier.mentions + 1)
    return list(found.values())


# -- the contract's form ---------------------------------------------------------------------------------------


def as_json(reading: Reading) -> dict[str, Any]:
    """What ``phancap read --json`` prints; keys of the contract first, the reasons behind them."""
    return {
        "citations": _citations(reading),
        "assignments": [_assignment(task, reading.document) for task in reading.assignments],
        "comments": [
            {"body": c.body, "person": c.person, "text": c.text, "start": c.start, "end": c.end, "rule": c.rule,
             "confidence": c.confidence}
            for c in reading.comments
        ],
        "objectives": [aim._asdict() for aim in reading.objectives],
        "persons": [
            {"name": p.name, "post": p.post, "body": p.body, "start": p.start, "end": p.end, "rule": p.rule,
             "confidence": p.confidence}
            for p in reading.persons
        ],
        "bodies": [body._asdict() for body in reading.bodies],
        "pilot_units": [unit._asdict() for unit in reading.pilot_units],
        "period": f"{reading.period.first}-{reading.period.last}" if reading.period else None,
        "findings": [doubt.as_json() for doubt in reading.findings],
    }  # fmt: skip


def _citations(reading: Reading) -> list[dict[str, Any]]:
    rows = [
        {"number": c.number, "form": c.form, "type": c.type, "issuer": c.issuer, "date_printed": c.date_printed,
         "date": c.date, "title": c.title, "start": c.start, "end": c.end, "clauses": list(c.clauses),
         "of_itself": c.of_itself, "kind": c.kind, "amended_by": list(c.amended_by)}
        for c in reading.citations
    ]  # fmt: skip
    rows += [
        {"number": "", "form": "", "type": a.type, "issuer": a.issuer, "date_printed": a.date_printed, "date": "",
         "title": a.title, "start": a.start, "end": a.end, "clauses": [], "of_itself": False,
         "kind": f"unnumbered-{a.status}", "amended_by": []}
        for a in reading.unnumbered
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row["start"], row["end"]))


def _assignment(task: Assignment, document: Document) -> dict[str, Any]:
    return {
        "lead": list(task.lead), "coordinate": list(task.coordinate), "task": task.task,
        "deadline": task.deadline.day or task.deadline.words or None, "ordered_by": task.ordered_by,
        "start": task.start, "end": task.end, "confidence": task.confidence,
        "deadline_printed": task.deadline.words, "urgency": task.urgency, "rule": task.rule,
        "sentence": " ".join(document.text[task.start : task.end].split()),
    }  # fmt: skip


def block_at(document: Document, offset: int) -> int:
    """The number of the paragraph (from 1) that holds ``offset``: where a finding stands, for people."""
    return bisect_right([block.start for block in document.blocks], offset)


def spans_of(reading: Reading) -> list[Span]:
    """Every span of a reading, for tests and for pages that mark the text."""
    items: tuple[Any, ...] = (
        *reading.citations, *reading.unnumbered, *reading.assignments, *reading.comments, *reading.objectives,
        *reading.persons, *reading.bodies, *reading.pilot_units, *reading.findings,
    )  # fmt: skip
    return [Span(item.start, item.end) for item in items]
