"""Citations of acts in Vietnamese legal and administrative text.

One verb: :func:`find_citations` gives typed citations in reading order. Each has the number as printed and in
canonical form, type, issuer, date, title and the clause references written with it; spans are offsets into
the text as given, whatever was wrong with it (letters composed or not, look-alike dashes and ``Đ``, blanks,
line breaks, capitals, lost accents, a scanner's ``O`` for ``0``).

How it works: the text is read in blocks; a block is folded once (same length); one pattern finds everything
shaped like a number; what stands around each hit is read by small patterns on a short window. Time grows with
the text and no faster, memory beyond the answer does not grow with it.

Limits. Acts by name count when a date or year stands with the name, or a clause reference before it ("khoản 3
Điều 103 Luật Xây dựng"). A short form ("Nghị quyết số 59") is resolved to the last full one before it, else
left open. Nothing is looked up: that is :func:`phancap.law.register.resolve`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from phancap.law.context import completed
from phancap.law.drafts import Draft, Memory
from phancap.law.reading import read_block
from phancap.law.textview import TextView

KINDS = ("numbered", "named", "short", "itself")


class Citation(NamedTuple):
    """One mention of an act.

    ``number`` as printed (blanks tidied), ``form`` canonical, both empty for an act by name; ``type`` and
    ``issuer`` in the words of the rule book, the bodies of a joint act joined by commas; ``date_printed`` and
    ``date`` (ISO, empty where there is no such day); ``title`` when given; ``start``, ``end`` the span in the
    text as given; ``clauses`` like ``Đ.103 k.3``; ``of_itself`` for the document's own number and for "Nghị
    định này"; ``kind`` one of ``KINDS``; ``amended_by`` canonical forms or years named behind "được sửa đổi,
    bổ sung".
    """

    number: str
    form: str
    type: str
    issuer: str
    date_printed: str
    date: str
    title: str
    start: int
    end: int
    clauses: tuple[str, ...] = ()
    of_itself: bool = False
    kind: str = "numbered"
    amended_by: tuple[str, ...] = ()


_BLOCK = 100_000
_CLOSING_TAG = re.compile(r"</[A-Za-z]{1,10}>|<br ?/?>", re.IGNORECASE)


def find_citations(text: str, markup: bool | None = None) -> list[Citation]:
    """Every citation in ``text``, in reading order.

    ``markup``: whether tags and entities of HTML are to be read over; ``None`` asks the text. Spans are
    offsets into ``text`` as given, tags included.
    """
    if markup is None:
        markup = _CLOSING_TAG.search(text) is not None
    memory = Memory()
    found: list[Citation] = []
    for start, end in _blocks(text):
        view = TextView(text[start:end], markup)
        for draft in read_block(view, memory):
            found.append(_citation(draft, start + view.start(draft.start), start + view.end(draft.end)))
    shared = _shared(found)
    whole = completed(shared, text)
    return shared if whole is shared else _shared(whole)


def _citation(d: Draft, start: int, end: int) -> Citation:
    return Citation(
        d.number, d.form, d.type, d.issuer, d.date_printed, d.date, d.title, start, end, d.clauses, d.itself,
        d.kind, d.amended_by,
    )  # fmt: skip


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Spans of at most about ``_BLOCK`` characters, cut between paragraphs, else lines, else words."""
    start, size = 0, len(text)
    while size - start > _BLOCK:
        last = start + _BLOCK
        floor = start + _BLOCK // 2
        for cut in ("\n\n", ".\n", ";\n", "\n", ". ", " "):
            place = text.rfind(cut, floor, last)
            if place >= 0:
                last = place + len(cut)
                break
        yield start, last
        start = last
    yield start, size


_WHOSE = frozenset(
    ("", *(f"{organ}{unit}" for organ in ("UBND", "HĐND", "Chủ tịch UBND")
           for unit in ("", " tỉnh", " thành phố", " huyện", " quận", " thị xã", " xã", " phường")))
)  # fmt: skip
"""Issuers that another mention of the same number may name better."""


def _shared(citations: list[Citation]) -> list[Citation]:
    """The same number twice: what one mention says of issuer and own number holds for the other."""
    issuers: dict[str, str] = {}
    own = {citation.form for citation in citations if citation.of_itself and citation.form}
    for citation in citations:
        if citation.form and len(citation.issuer) > len(issuers.get(citation.form, "")):
            issuers[citation.form] = citation.issuer
    shared = []
    for citation in citations:
        if citation.form:
            named = issuers.get(citation.form, citation.issuer)
            if (
                citation.issuer in _WHOSE or named == f"Hội đồng {citation.issuer}"
            ):  # the Government before 1981
                citation = citation._replace(issuer=named)
            if citation.form in own and not citation.of_itself:
                citation = citation._replace(of_itself=True)
        shared.append(citation)
    return shared


def annotate(
    text: str,
    citations: Iterable[Citation],
    link: Callable[[Citation], str] | None = None,
    markup: bool = True,
) -> str:
    """``text`` with every citation in ``<cite data-act="form">``, or in a link where ``link`` gives one.

    With ``markup`` the text is HTML and stays as it is elsewhere; a citation that a tag cuts is marked piece
    by piece, so that tags never cross. Without, the text is plain and is escaped.
    """
    pieces: list[str] = []
    at = 0
    for citation in sorted(citations, key=lambda citation: citation.start):
        if citation.start < at:
            continue
        pieces.append(_passed(text[at : citation.start], markup))
        pieces.append(_marked(text[citation.start : citation.end], citation, link, markup))
        at = citation.end
    pieces.append(_passed(text[at:], markup))
    return "".join(pieces)


_TAG = re.compile(r"(<[^<>]{0,5000}>)")


def _passed(text: str, markup: bool) -> str:
    return text if markup else html.escape(text, quote=False)


def _marked(text: str, citation: Citation, link: Callable[[Citation], str] | None, markup: bool) -> str:
    address = link(citation) if link else ""
    name = html.escape(citation.form or citation.title)
    head = f'<a href="{html.escape(address)}" data-act="{name}">' if address else f'<cite data-act="{name}">'
    tail = "</a>" if address else "</cite>"
    parts = _TAG.split(text) if markup else [_passed(text, markup)]
    return "".join(
        part if not part.strip() or (markup and part.startswith("<")) else f"{head}{part}{tail}"
        for part in parts
    )
