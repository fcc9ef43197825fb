"""Citations in an article: linked to the register of acts, and doubted before the article is published."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from django.utils.html import escape

from phancap.formats.days import format_day, today
from phancap.law.citations import Citation, annotate, find_citations
from phancap.law.register import Register, Registered, resolve
from phancap.law.textlint import lint
from phancap.scheme.bodies import Bodies
from phancap.scheme.doubts import Doubt, of_law
from phancap.scheme.gone import gone_units
from phancap.scheme.page import Page
from phancap.web.portal.desk import snapshot, view
from phancap.web.portal.news.markup import plain
from phancap.web.portal.news.models import Version
from phancap.web.portal.sheet import address

_ANCHORS = re.compile(r"<a\b[^<>]*>.*?</a>", re.DOTALL | re.IGNORECASE)


@lru_cache(maxsize=4)
def _register(snapshot_id: str) -> Register:
    acts = view()
    return Register(
        Registered(act.act, act.type, act.issuer, act.title, act.signed, act.in_force, *acts.end_of(act))
        for act in acts.acts.values()
    )


def register() -> Register:
    """The register of the workspace that the site answers from."""
    return _register(snapshot().id)


@lru_cache(maxsize=512)
def _linked(html: str, day: int | None, lang: str, snapshot_id: str) -> str:
    citations = find_citations(html, markup=True)
    meant = {r.citation: r.acts for r in resolve(citations, register(), day)}
    anchors = [match.span() for match in _ANCHORS.finditer(html)]
    # A link within a link is no HTML: what the editor linked stays as it is.
    free = [c for c in citations if not any(start < c.end and c.start < end for start, end in anchors)]

    def link(citation: Citation) -> str:
        acts = meant.get(citation, ())
        if len(acts) != 1:
            return ""
        query = [f"on={format_day(day)}"] if day else []
        query += ["lang=en"] if lang == "en" else []
        return address("acts", acts[0].act) + ("?" + "&".join(query) if query else "")

    return annotate(html, free, link, markup=True)


def linked(html: str, written: date | None, lang: str) -> str:
    """Clean HTML with every citation of a registered act a link to its page, as of the day of the text."""
    day = written.toordinal() if written else None
    start, end = snapshot().horizon
    return _linked(html, day if day and start <= day < end else None, lang, snapshot().id)


def doubts_of(version: Version, day: int | None = None) -> dict[str, list[Doubt]]:
    """What is doubtful in the texts of a version, by language: numbers against dates, acts out of force, units gone."""
    day = today() if day is None else day
    territory = snapshot().land()
    found = {}
    parts = [("vi", [version.title, version.lead, plain(version.html)])]
    if version.title_en:
        parts.append(("en", [version.title_en, version.lead_en, plain(version.html_en)]))
    for lang, texts in parts:
        text = "\n\n".join(texts)
        gone = gone_units(Bodies(Page(text)), territory, day) if lang == "vi" else {}
        found[lang] = of_law(lint(text, find_citations(text, markup=False), register(), day, gone), lang)
    return found


def marked(text: str, doubt: Doubt) -> str:
    """The place of a doubt in its text, escaped, for a list of doubts."""
    start, end = max(0, doubt.start - 40), min(len(text), doubt.end + 40)
    return f"{escape(text[start : doubt.start])}<mark>{escape(text[doubt.start : doubt.end])}</mark>{escape(text[doubt.end : end])}"
