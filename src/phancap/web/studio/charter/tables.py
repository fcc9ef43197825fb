"""A draft's tables on the screen: rows with a search, one row as a form, and what two people do at once.

The form carries the mark of the row as it was opened. If it is another by the time it comes back, both texts are shown
side by side and the second person decides knowing the first one's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phancap.formats.folding import fold
from phancap.formats.tables import Column
from phancap.web.portal.data import PERSONAL
from phancap.web.portal.version import publications
from phancap.web.studio.charter import shelf
from phancap.web.studio.charter.views import EDIT, lang, show, who, with_draft
from phancap.web.studio.rights import needs
from phancap.workspace.drafts import About
from phancap.workspace.edit import Changed, Line, Sheet, bad_cells, declared, drop_row, put_row, sheet
from phancap.workspace.errors import WorkspaceError
from phancap.workspace.tables import columns_of

PAGE = 50
WIDE = {"note", "title", "summary", "reason", "problem", "evidence", "answer", "address", "where", "condition", "name"}


def _sheet(about: About, table: str, option: str) -> Sheet:
    try:
        return sheet(shelf.drafts().files(about.id), table, option)
    except (KeyError, ValueError):
        raise Http404(_("Không có bảng `%(table)s`") % {"table": table[:40]}) from None


@require_safe
@needs(EDIT)
@with_draft
def table(request: HttpRequest, about: About, table: str) -> HttpResponse:
    """The rows of one table, those that were changed marked."""
    option, asked = request.GET.get("option", ""), request.GET.get("q", "")[:200]
    try:
        found = _sheet(about, table, option)
        before = {line.mark for line in sheet(publications().store.files(about.base), table, option).lines}
    except WorkspaceError as error:
        return show(request, "findings", draft=about._asdict(), errors=error.lines(lang(), 20))
    words = fold(asked).split()
    only = request.GET.get("changed") == "yes"
    lines = [
        line for line in found.lines
        if (not only or line.mark not in before) and all(word in fold(" ".join(line.cells.values())) for word in words)
    ]  # fmt: skip
    page = request.GET.get("page", "1")
    number = max(1, int(page)) if page.isdecimal() and len(page) < 7 else 1
    columns = [c for c in found.columns if any(line.cells.get(c) for line in lines)] or found.columns
    rows = [
        {"mark": line.mark, "new": line.mark not in before, "cells": [(c, line.cells.get(c, "")) for c in columns], "number": line.number}
        for line in lines[(number - 1) * PAGE : number * PAGE]
    ]
    query = {"option": option, "q": asked, "changed": "yes" if only else ""}
    return show(
        request, "table", draft=about._asdict(), table=table, option=option, q=asked, changed=only, columns=columns, rows=rows,
        total=len(lines), all=len(found.lines), first=columns[0] if columns else "",
        before=_at(query, number - 1) if number > 1 else "", after=_at(query, number + 1) if number * PAGE < len(lines) else "",
    )  # fmt: skip


def _at(query: dict[str, str], page: int) -> str:
    return "?" + urlencode({**{k: v for k, v in query.items() if v}, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
@with_draft
def row(request: HttpRequest, about: About, table: str) -> HttpResponse:
    """One row as a form; saved, taken away, or met with somebody else's change."""
    given = request.POST if request.method == "POST" else request.GET
    option, was = given.get("option", ""), given.get("was", "")
    found = _sheet(about, table, option)
    if request.method != "POST":
        line = next((line for line in found.lines if line.mark == was), None)
        if was and line is None:
            raise Http404(_("Dòng này không còn: có người vừa sửa hoặc xóa. Mở lại bảng."))
        # A new row may begin filled: an annex of an act is its grants.
        cells = line.cells if line else {c: request.GET.get(c, "")[:500] for c in found.columns}
        return _form(request, about, table, option, was, cells)
    cells = {c.name: request.POST.get(f"c-{c.name}", "") for c in _columns(table)}
    taking = "drop" in request.POST
    if not taking:
        bad = bad_cells(table, cells)
        if bad:
            return _form(request, about, table, option, was, cells, {e.column: e.message_en if lang() == "en" else e.message for e in bad}, 400)
    old = next((line.cells for line in found.lines if line.mark == was), {})
    try:
        shelf.drafts().change(
            about.id, lambda now: drop_row(now, table, option, was) if taking else put_row(now, table, option, was, cells)
        )
    except Changed as met:
        return _met(request, about, table, option, cells, met.theirs)
    shelf.record(
        "row-drop" if taking else "row-change" if was else "row-add", who(request), draft=about.id, table=table, option=option,
        key=[(old or cells).get(c, "") for c in declared(table).key],
        cells=told(table, old, {} if taking else cells),
    )  # fmt: skip
    messages.success(request, _("Đã xóa dòng.") if taking else _("Đã lưu dòng."))
    query = f"?{urlencode({'option': option})}" if option else ""
    return redirect(reverse("charter-table", args=[about.id, table]) + query)


def told(table: str, old: dict[str, str], new: dict[str, str]) -> dict[str, list[str]]:
    """Column to what stood there and what stands there now, where that differs; no names of people."""
    return {
        c: [old.get(c, ""), new.get(c, "").strip()]
        for c in dict.fromkeys([*old, *new])
        if (table, c) not in PERSONAL and old.get(c, "") != new.get(c, "").strip()
    }


def _columns(table: str) -> tuple[Column, ...]:
    return columns_of(declared(table))


def _form(
    request: HttpRequest, about: About, table: str, option: str, was: str, cells: dict[str, str],
    errors: dict[str, str] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    fields = [_field(c, cells.get(c.name, ""), (errors or {}).get(c.name, "")) for c in _columns(table)]
    return show(request, "row", status, draft=about._asdict(), table=table, option=option, was=was, fields=fields,
                errors=[f for f in fields if f["error"]])  # fmt: skip


def _field(column: Column, value: str, error: str) -> dict[str, Any]:
    choices = column.choices or (("yes", "no") if column.kind == "flag" else ())
    return {
        "name": column.name, "value": value, "error": error, "choices": ["", *choices] if choices else [],
        "required": column.required, "long": column.name in WIDE or len(value) > 60, "day": column.kind == "day",
        "number": column.kind in ("integer", "number"), "refers": column.refers.replace("|", _(" hoặc ")),
        "odd": bool(choices) and value not in ("", *choices),
    }  # fmt: skip


def _met(request: HttpRequest, about: About, table: str, option: str, mine: dict[str, str], theirs: Line | None) -> HttpResponse:
    """Somebody else was faster: both texts, and what can be done now."""
    back = reverse("charter-table", args=[about.id, table]) + (f"?{urlencode({'option': option})}" if option else "")
    again = {"option": option, "was": theirs.mark if theirs else "", **{f"c-{name}": value for name, value in mine.items() if value}}
    return met(request, about, table, {c.name: c.name for c in _columns(table)}, mine, theirs, back,
               reverse("charter-row", args=[about.id, table]), again)  # fmt: skip


def met(
    request: HttpRequest, about: About, table: str, columns: Mapping[str, str], mine: dict[str, str], theirs: Line | None,
    back: str, action: str, again: dict[str, str], words: Mapping[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    """The page with both texts of a row: its columns with what they are called, and ``words`` for cells that are signs.

    ``again`` is the form that writes mine over theirs, sent to ``action``.
    """
    other, say = (theirs.cells if theirs else {}), words or {}
    pairs = [(label, mine.get(name, "").strip(), other.get(name, "")) for name, label in columns.items()]
    cells = [(label, say.get(one, one), say.get(two, two), one != two) for label, one, two in pairs if one or two]
    return show(request, "met", 409, draft=about._asdict(), table=table, cells=cells, theirs=theirs, back=back, action=action,
                mine=list(again.items()))  # fmt: skip
