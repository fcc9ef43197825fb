"""Lint of a document: what its citations say against each other, the rule book and the register of acts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from phancap.law import forms
from phancap.law.citations import Citation
from phancap.law.folding import fold
from phancap.law.numbers import has_year
from phancap.law.register import Register, in_force
from phancap.law.textview import TextView
from phancap.law.vocabulary import issuer_key


class TextLint(NamedTuple):
    """One doubt about a document: code, name of its message, severity, span in the text, parameters."""

    code: str
    name: str
    severity: str
    start: int
    end: int
    params: dict[str, str]


def lint(
    text: str,
    citations: Iterable[Citation],
    register: Register | None = None,
    day: int | None = None,
    gone: Mapping[str, str] | None = None,
) -> list[TextLint]:
    """Every doubt about a document, in reading order.

    ``day``: the document's date (a day number; the own number's date where it is not given). ``gone``: names
    of units and bodies that exist no more, as people write them ("phường An Phú"), to what stands there now
    ("phường Ninh Kiều").
    """
    cited = list(citations)
    if day is None:
        own = next((c for c in cited if c.of_itself and c.date), None)
        day = date.fromisoformat(own.date).toordinal() if own else None
    found = [doubt for citation in cited for doubt in _alone(citation)]
    found += _two_dates(cited)
    if register is not None:
        found += [doubt for citation in cited for doubt in _registered(citation, register, day)]
    if gone:
        found += _gone(text, gone)
    return sorted(found, key=lambda doubt: (doubt.start, doubt.code))


def _at(citation: Citation, code: str, name: str, severity: str, **params: str) -> TextLint:
    return TextLint(code, name, severity, citation.start, citation.end, params)


def _alone(citation: Citation) -> Iterable[TextLint]:
    """What one citation says against itself and the rule book."""
    if citation.kind not in ("numbered",):
        return
    signed = date.fromisoformat(citation.date).toordinal() if citation.date else None
    form_lints = (
        forms.number_date(citation.form, signed),
        forms.number_form(citation.number),
        forms.type_number(citation.type, citation.form),
        forms.issuer_number(citation.issuer, citation.form),
        forms.type_issuer(citation.type, citation.issuer, citation.form, signed),
    )
    for form_lint in form_lints:
        if form_lint is not None:
            severity = form_lint.severity
            yield _at(citation, form_lint.code, form_lint.name, severity, **form_lint.params)
    if citation.date_printed and not citation.date and not citation.date_printed.isdigit():
        yield _at(citation, "PC115", "no-such-day", "warning", day=citation.date_printed)
    if _DECENTRALISES.match(citation.title) and not has_year(citation.form) and citation.type in _FORMS:
        yield _at(citation, "PC113", "decentralised-without-year", "warning", number=citation.form)


_DECENTRALISES = re.compile(
    r"(?:về\s+)?(?:việc\s+)?(?:quy định\s+)?phân\s+cấp(?!\s+(?:đô|công|chính))", re.IGNORECASE
)
_FORMS = ("quyết định", "nghị quyết")


def _two_dates(citations: list[Citation]) -> Iterable[TextLint]:
    """``PC112``: one number with two dates in one document."""
    first: dict[str, Citation] = {}
    for citation in citations:
        if citation.kind != "numbered" or not citation.date:
            continue
        earlier = first.setdefault(citation.form, citation)
        if earlier.date != citation.date and _same_issuer(earlier, citation):
            yield _at(
                citation, "PC112", "two-dates", "warning",
                number=citation.form, one=earlier.date, other=citation.date,
            )  # fmt: skip


def _same_issuer(one: Citation, other: Citation) -> bool:
    """Numbers of local acts repeat: only the same issuer makes two dates a contradiction."""
    return not one.issuer or not other.issuer or issuer_key(one.issuer) == issuer_key(other.issuer)


def _registered(citation: Citation, register: Register, day: int | None) -> Iterable[TextLint]:
    """``PC110`` not in force, ``PC111`` not registered, ``PC112`` another date than the register's."""
    if citation.of_itself:
        return
    resolution = register.resolve(citation, day)
    shown = citation.form or citation.title or citation.number
    if not resolution.acts:
        if citation.kind == "numbered" or citation.date_printed:
            yield _at(citation, "PC111", "unregistered", "note", number=shown)
        return
    if len(resolution.acts) > 1:
        return
    act = resolution.acts[0]
    if citation.date and act.signed is not None and citation.form:
        signed = date.fromordinal(act.signed).isoformat()
        if signed != citation.date:
            yield _at(
                citation, "PC112", "other-date", "warning", number=shown, one=signed, other=citation.date
            )
    if day is not None and not in_force(act, day):
        over = act.ends is not None and act.ends <= day
        edge = act.ends if over else act.in_force
        yield _at(
            citation, "PC110", "out-of-force" if over else "not-yet-in-force", "warning",
            number=shown, day=date.fromordinal(edge).isoformat() if edge is not None else "", by=act.ended_by,
        )  # fmt: skip


def _gone(text: str, gone: Mapping[str, str]) -> Iterable[TextLint]:
    """``PC114``: a unit or body that exists no more, with what stands there now."""
    view = TextView(text)
    names = {" ".join(fold(name).split()): name for name in gone}
    for folded in sorted(names):
        pattern = r"[ \n]+".join(re.escape(word) for word in folded.split())
        for match in re.finditer(rf"(?<![a-z0-9]){pattern}(?![a-z0-9])", view.folded):
            written = " ".join(view.plain[match.start() : match.end()].split())
            # Folded names meet ("phường An Phú", "phường An Phủ"): accents must agree where there are any.
            if written.lower() != names[folded].lower() and written.lower() != folded:
                continue
            name = names[folded]
            span = view.start(match.start()), view.end(match.end())
            yield TextLint("PC114", "gone-body", "note", *span, {"name": name, "now": gone[name]})


MESSAGES = {
    "vi": {
        **forms.MESSAGES["vi"],
        "no-such-day": "không có ngày `{day}`",
        "decentralised-without-year": "phân cấp bằng `{number}` không có năm trong số · phân cấp phải bằng "
        "văn bản quy phạm pháp luật",
        "two-dates": "số `{number}` ghi hai ngày: {one} và {other}",
        "other-date": "số `{number}` ghi ngày {other}, sổ văn bản là {one}",
        "unregistered": "`{number}` chưa có trong sổ văn bản (acts.csv)",
        "out-of-force": "`{number}` đã hết hiệu lực từ {day} {by}",
        "not-yet-in-force": "`{number}` chưa có hiệu lực, đến {day} mới có",
        "gone-body": "`{name}` không còn · nay là {now}",
    },
    "en": {
        **forms.MESSAGES["en"],
        "no-such-day": "there is no day `{day}`",
        "decentralised-without-year": "decentralised by `{number}`, a number without a year · only a "
        "normative act may decentralise",
        "two-dates": "number `{number}` bears two dates: {one} and {other}",
        "other-date": "number `{number}` is dated {other}, the register says {one}",
        "unregistered": "`{number}` is not in the register (acts.csv)",
        "out-of-force": "`{number}` is out of force since {day} {by}",
        "not-yet-in-force": "`{number}` is not in force before {day}",
        "gone-body": "`{name}` exists no more · now {now}",
    },
}  # fmt: skip
