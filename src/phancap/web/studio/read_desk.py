"""Reading documents in the back room: paste or send one, see what it says, accept, edit or refuse each item.

What is read goes at once into a draft of the workspace, with ``read`` as its status, so that nothing is lost when a window
closes; a decision gives the row another status and the name of who decided. The draft is like any other: its rows can be
seen and changed in the workshop, it is checked, and it counts for the public when it is published. Each step is in the log.
"""

from __future__ import annotations

import os
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phancap.formats.days import format_day, parse_day, show_day, today
from phancap.formats.documents import MESSAGES, BadDocument, Document, read_bytes
from phancap.formats.tables import Row
from phancap.scheme.decide import EDITABLE, decide, line_of, one_document, tidy
from phancap.scheme.reading import Reading, read_scheme
from phancap.scheme.store import add, rows_of
from phancap.web.portal.desk import snapshot
from phancap.web.portal.news.citing import register
from phancap.web.portal.version import publications
from phancap.web.studio import readings
from phancap.web.studio.charter import shelf
from phancap.web.studio.charter.tables import met, told
from phancap.web.studio.charter.views import lang, who
from phancap.web.studio.readings import Kept
from phancap.web.studio.rights import needs
from phancap.workspace.drafts import About
from phancap.workspace.edit import Changed, Files, sheet
from phancap.workspace.errors import WorkspaceError
from phancap.workspace.scheme_tables import BY_NAME, STATUS

RIGHT = "charter.edit"
FILE_LIMIT = 8 * 1024 * 1024
TEXT_LIMIT = 400_000
"""Characters the page reads while one waits; the command line takes more."""
AROUND = 160
NEW = "new"


class Item(NamedTuple):
    """One row with the sentence it was read from, cut at the words themselves; ``mark`` is empty for a row of no file yet."""

    table: str
    key: str
    mark: str
    row: Row
    before: str
    words: str
    after: str
    fields: list[tuple[str, str, str]]


# -- which draft -----------------------------------------------------------------------------------


def _living(key: str) -> About | None:
    try:
        return shelf.drafts().about(key)
    except KeyError:
        return None


def _usual(kept: Kept | None = None) -> About | None:
    """The draft that is meant where none is named: that of the same text read before, else the one last read into."""
    for one in [*([kept] if kept else []), *readings.newest()[:1]]:
        if (about := _living(one.draft)) is not None:
            return about
    return None


def _begun(request: HttpRequest) -> About:
    return shelf.begin(_("Đọc văn bản, %(day)s") % {"day": show_day(today())}, who(request))


def _files(about: About | None) -> Files:
    """The files of a draft; without one, those of the version that was published last."""
    if about is not None:
        return shelf.drafts().files(about.id)
    latest = publications().latest()
    return publications().store.files(latest.version) if latest else shelf.begun_with()


# -- reading ---------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@needs(RIGHT)
def desk(request: HttpRequest) -> HttpResponse:
    """The form, and what was read before."""
    if request.method != "POST":
        return _form(request)
    name = " ".join(request.POST.get("name", "").split())[:120]
    text = request.POST.get("text", "")
    chosen = request.POST.get("draft", "")
    try:
        document, name = _sent(request, name, text)
        reading = _reading(document)
        about = _living(chosen) or (None if chosen == NEW else _usual(readings.find(readings.sha_of(document)))) or _begun(request)
        rows = sum(len(found) for found in rows_of(reading, name).values())
        before: list[int] = []

        def put(now: dict[str, bytes]) -> dict[str, bytes]:
            before.append(_rows(now, name))
            return add(now, [(name, reading)])

        changed = shelf.drafts().change(about.id, put)
    except BadDocument as error:
        fault = MESSAGES[lang()][error.problem].format(file=name or _("văn bản đã gửi"), more=error.more)
        return _form(request, fault, text, name, chosen)
    except WorkspaceError as error:
        return _form(request, "\n".join(error.lines(lang(), 10)), text, name, chosen)
    kept = readings.keep(document, name, about.id)
    if changed:
        shelf.record("scheme-read", who(request), draft=about.id, document=name, changed=changed)
    count = max(0, rows - before[0])
    messages.success(request, _("Đã đọc vào bản nháp “%(title)s” · %(count)d dòng mới chờ quyết định") % {"title": about.title, "count": count})
    return redirect(_address(kept))


def _rows(files: Files, name: str) -> int:
    return sum(len(rows) for rows in one_document(files, name).values())


def _address(kept: Kept, step: str = "read-one") -> str:
    return reverse(step, args=[kept.sha]) + ("?lang=en" if lang() == "en" else "")


def _form(request: HttpRequest, fault: str = "", text: str = "", name: str = "", chosen: str = "") -> HttpResponse:
    usual = _usual()
    shown = {
        "kept": [(one.sha, one.name, show_day(parse_day(one.on))) for one in readings.newest()],
        "drafts": shelf.drafts().all(), "chosen": chosen or (usual.id if usual else NEW), "new": NEW,
        "text": text[:TEXT_LIMIT], "name": name, "fault": fault,
    }  # fmt: skip
    return render(request, "studio/read.html", shown, status=400 if fault else 200)


def _sent(request: HttpRequest, name: str, text: str) -> tuple[Document, str]:
    upload = request.FILES.get("file")
    if upload is not None:
        name = name or os.path.basename(upload.name or "")[:120]
        if (upload.size or 0) > FILE_LIMIT:
            raise BadDocument("too-large", f"{(upload.size or 0) // 2**20} MB")
        document = read_bytes(upload.read(), os.path.splitext(upload.name or "")[1])
    else:
        document = read_bytes(text.encode("utf-8", "replace"), ".txt")
    if len(document.text) > TEXT_LIMIT:
        raise BadDocument("too-large", _("%(count)d ký tự") % {"count": len(document.text)})
    return document, name or _("văn bản dán ngày %(day)s") % {"day": show_day(today())}


def _reading(document: Document) -> Reading:
    return read_scheme(document, register(), snapshot().land(), today(), lang())


# -- one document ----------------------------------------------------------------------------------


@require_safe
@needs(RIGHT)
def one(request: HttpRequest, sha: str) -> HttpResponse:
    """One document: its acts, doubts, persons and period, and each item that waits for a decision."""
    kept = _found(sha)
    document = readings.opened(sha)
    reading = _reading(document)
    about = _living(kept.draft)
    files = _files(about)
    try:
        there = one_document(files, kept.name)
    except WorkspaceError as error:
        return _form(request, "\n".join(error.lines(lang(), 10)), "", kept.name)
    text = document.text
    groups = []
    for table, fresh in rows_of(reading, kept.name).items():
        key = BY_NAME[table].key[0]
        known = {row[key] for row in there[table]}
        # A row of no file yet: the draft was dropped, or the reading has learnt something since.
        rows = [*there[table], *(row for row in fresh if row[key] not in known)]
        rows.sort(key=lambda row: row["start"] or 0)
        if rows:
            marks = {line.cells[key]: line.mark for line in sheet(files, table).lines}
            groups.append((table, [_item(text, table, row, marks.get(row[key], "")) for row in rows]))
    shown = {
        "sha": sha, "name": kept.name, "reading": reading, "groups": groups, "draft": about,
        "citations": [(cited, *_around(text, cited.start, cited.end)) for cited in reading.citations],
        "doubts": [(doubt, *_around(text, doubt.start, doubt.end)) for doubt in reading.findings],
        "waiting": sum(item.row["status"] == "read" for _table, items in groups for item in items),
    }  # fmt: skip
    return render(request, "studio/read_one.html", shown)


def _found(sha: str) -> Kept:
    kept = readings.find(sha)
    if kept is None:
        raise Http404(_("Không có văn bản nào đã đọc ở địa chỉ này"))
    return kept


def _around(text: str, start: int, end: int) -> tuple[str, str, str]:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    before, after = before.rpartition("\n")[2], after.partition("\n")[0]
    return before, " ".join(text[start:end].split()), after


def _item(text: str, table: str, row: Row, mark: str) -> Item:
    start, end = row["start"] or 0, row["end"] or 0
    around = _around(text, start, end) if 0 <= start < end <= len(text) else ("", "", "")
    fields = [(name, LABELS[name](), _shown(row.get(name))) for name in EDITABLE[table]]
    return Item(table, row[BY_NAME[table].key[0]], mark, row, *around, fields)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return " | ".join(value)
    return format_day(value) if isinstance(value, int) else str(value)


LABELS = {
    "lead": lambda: _("chủ trì"), "coordinate": lambda: _("phối hợp"), "task": lambda: _("việc"),
    "deadline": lambda: _("thời hạn"), "ordered_by": lambda: _("người giao"), "note": lambda: _("ghi chú"),
    "body": lambda: _("cơ quan"), "person": lambda: _("người"), "text": lambda: _("nội dung"),
    "act": lambda: _("số hiệu"), "type": lambda: _("loại"), "issuer": lambda: _("cơ quan ban hành"),
    "date": lambda: _("ngày"), "title": lambda: _("trích yếu"), "what": lambda: _("việc"), "to": lambda: _("đến ngày"),
    "status": lambda: _("quyết định"), "decided_by": lambda: _("người quyết định"),
}  # fmt: skip


def _decisions() -> dict[str, str]:
    return {"read": _("chờ quyết định"), "accepted": _("đã nhận"), "edited": _("đã sửa"), "refused": _("đã bỏ")}


# -- a decision ------------------------------------------------------------------------------------


@require_POST
@needs(RIGHT)
def act(request: HttpRequest, sha: str) -> HttpResponse:
    """One decision about one row: written into the draft, or met with somebody else's change."""
    kept = _found(sha)
    table, key, status, was = (request.POST.get(field, "") for field in ("table", "key", "status", "was"))
    if table not in BY_NAME or status not in STATUS:
        raise Http404
    document = readings.opened(sha)
    about = _living(kept.draft)
    if about is None:  # published or dropped meanwhile: the work goes on in a new one
        about = _begun(request)
        kept = readings.moved(kept, document, about.id)
    back = f"{_address(kept)}#{key}"
    given, by = request.POST.dict(), request.user.get_full_name()
    old: dict[str, str] = {}
    new: dict[str, str] = {}

    def decided(now: dict[str, bytes]) -> dict[str, bytes]:
        mark, line = was, line_of(now, table, key)
        if not was and line is None:  # a row of no file yet: it comes with the others of its document
            now = add(now, [(kept.name, _reading(document))])
            line = line_of(now, table, key)
            mark = line.mark if line else ""
        old.update(line.cells if line else {})
        files = decide(now, table, key, status, by, given, mark)
        line = line_of(files, table, key)
        new.update(line.cells if line else {})
        return files

    try:
        shelf.drafts().change(about.id, decided)
    except Changed as other:
        if other.theirs is None and not was:
            messages.error(request, _("Văn bản này không có dòng ấy. Không có gì bị đổi."))
            return redirect(back)
        mine = {**tidy(table, given), "status": status, "decided_by": by}
        again = {**given, "was": other.theirs.mark if other.theirs else ""}
        again.pop("csrfmiddlewaretoken", None)
        columns = {name: LABELS[name]() for name in (*EDITABLE[table], "status", "decided_by")}
        return met(request, about, table, columns, mine, other.theirs, back, _address(kept, "read-act"), again, _decisions())
    except WorkspaceError as error:
        messages.error(request, "\n".join(wrong.message_en if lang() == "en" else wrong.message for wrong in error.errors[:5]))
        return redirect(back)
    if old != new:
        shelf.record("row-change", who(request), draft=about.id, table=table, option="", key=[key], cells=told(table, old, new))
    messages.success(request, _("Đã ghi."))
    return redirect(back)
