"""Reading documents in the back room: paste or send one, see what it says, accept, edit or refuse each item.

What is read goes into ``scheme/*.csv`` at once with ``read`` as its status, so that nothing is lost when a window
closes; a decision gives the row another status and the name of who decided. The text is kept in the data folder,
under the hash of what it says, for as long as somebody wants to look at a sentence again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phancap.formats.days import format_day, parse_day, show_day, today
from phancap.formats.documents import MESSAGES, BadDocument, Document, read_bytes
from phancap.formats.tables import Row
from phancap.scheme.decide import BY_NAME, EDITABLE, NoSuchRow, alone, decide, one_document
from phancap.scheme.reading import Reading, read_scheme
from phancap.scheme.store import store
from phancap.web.portal.desk import snapshot
from phancap.web.portal.news.citing import register
from phancap.web.studio.rights import needs
from phancap.workspace.content import CITY
from phancap.workspace.errors import WorkspaceError

RIGHT = "charter.edit"
FILE_LIMIT = 8 * 1024 * 1024
TEXT_LIMIT = 400_000
"""Characters the page reads while one waits; the command line takes more."""
AROUND = 160
KEPT = "readings"
_SHA = re.compile(r"[0-9a-f]{64}\Z")


class Item(NamedTuple):
    """One row with the sentence it was read from, cut at the words themselves."""

    table: str
    key: str
    row: Row
    before: str
    words: str
    after: str
    fields: list[tuple[str, str, str]]


def folder() -> str:
    """Where ``scheme/*.csv`` stands: the workspace named for this site where it is a folder, else its data folder."""
    named = settings.PHANCAP_WORKSPACE
    if named and os.path.isfile(os.path.join(str(named), CITY)) and os.access(str(named), os.W_OK):
        return str(named)
    return str(settings.PHANCAP_DATA)


def _lang() -> str:
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def _path(sha: str, ending: str) -> Path:
    return Path(settings.PHANCAP_DATA) / KEPT / f"{sha}.{ending}"


@require_http_methods(["GET", "POST"])
@needs(RIGHT)
def desk(request: HttpRequest) -> HttpResponse:
    """The form, and what was read before."""
    if request.method == "GET":
        return render(request, "studio/read.html", {"kept": _kept(), "folder": folder(), "text": "", "name": ""})
    name = " ".join(request.POST.get("name", "").split())[:120]
    text = request.POST.get("text", "")
    try:
        document, name = _sent(request, name, text)
        sha = _keep(document, name)
        reading = _reading(document)
        with alone(folder()):
            written = store(folder(), [(name, reading)], "read", city=False)
    except BadDocument as error:
        fault = MESSAGES[_lang()][error.problem].format(file=name or _("văn bản đã gửi"), more=error.more)
        return _refused(request, fault, text, name)
    except WorkspaceError as error:
        return _refused(request, "\n".join(error.lines(_lang(), 10)), text, name)
    added = sum(file.added for file in written)
    messages.success(request, _("Đã đọc · %(count)d dòng mới chờ quyết định") % {"count": added})
    return redirect(reverse("read-one", args=[sha]) + ("?lang=en" if _lang() == "en" else ""))


def _refused(request: HttpRequest, fault: str, text: str, name: str) -> HttpResponse:
    shown = {"kept": _kept(), "folder": folder(), "text": text[:TEXT_LIMIT], "name": name, "fault": fault}
    return render(request, "studio/read.html", shown, status=400)


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


def _keep(document: Document, name: str) -> str:
    sha = hashlib.sha256(document.text.encode("utf-8", "replace")).hexdigest()
    home = _path(sha, "txt").parent
    home.mkdir(parents=True, exist_ok=True)
    blocks = [list(block) for block in document.blocks]
    about = {"name": name, "format": document.format, "blocks": blocks, "on": date.today().isoformat()}
    for ending, data in (("txt", document.text), ("json", json.dumps(about, ensure_ascii=False))):
        part = home / f"{sha}.{ending}.{os.getpid()}"
        part.write_bytes(data.encode("utf-8", "replace"))
        part.replace(_path(sha, ending))
    return sha


def _opened(sha: str) -> tuple[Document, str]:
    from phancap.formats.documents import Block

    if not _SHA.match(sha) or not _path(sha, "json").is_file():
        raise Http404
    about = json.loads(_path(sha, "json").read_text(encoding="utf-8"))
    text = _path(sha, "txt").read_bytes().decode("utf-8")
    return Document(about["format"], text, tuple(Block(*block) for block in about["blocks"])), about["name"]


def _kept() -> list[dict[str, Any]]:
    home = Path(settings.PHANCAP_DATA) / KEPT
    files = sorted(home.glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True) if home.is_dir() else []
    found = []
    for file in files[:100]:
        about = json.loads(file.read_text(encoding="utf-8"))
        found.append({"sha": file.stem, "name": about["name"], "on": show_day(parse_day(about["on"]))})
    return found


def _reading(document: Document) -> Reading:
    return read_scheme(document, register(), snapshot().land(), today(), _lang())


def _around(text: str, start: int, end: int) -> tuple[str, str, str]:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    before, after = before.rpartition("\n")[2], after.partition("\n")[0]
    return before, " ".join(text[start:end].split()), after


@require_safe
@needs(RIGHT)
def one(request: HttpRequest, sha: str) -> HttpResponse:
    """One document: its acts, doubts, persons and period, and each item that waits for a decision."""
    document, name = _opened(sha)
    reading = _reading(document)
    try:
        rows = one_document(folder(), name)
    except WorkspaceError as error:
        return _refused(request, "\n".join(error.lines(_lang(), 10)), "", name)
    text = document.text
    groups = [
        (table, [_item(text, table, row) for row in found]) for table, found in rows.items() if found
    ]
    shown = {
        "sha": sha, "name": name, "reading": reading, "groups": groups, "folder": folder(),
        "citations": [(cited, *_around(text, cited.start, cited.end)) for cited in reading.citations],
        "doubts": [(doubt, *_around(text, doubt.start, doubt.end)) for doubt in reading.findings],
        "waiting": sum(row["status"] == "read" for found in rows.values() for row in found),
    }  # fmt: skip
    return render(request, "studio/read_one.html", shown)


def _item(text: str, table: str, row: Row) -> Item:
    start, end = row["start"] or 0, row["end"] or 0
    around = _around(text, start, end) if 0 <= start < end <= len(text) else ("", "", "")
    fields = [(name, LABELS[name](), _shown(row[name])) for name in EDITABLE[table]]
    return Item(table, row[BY_NAME[table].key[0]], row, *around, fields)


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
}  # fmt: skip


@require_POST
@needs(RIGHT)
def act(request: HttpRequest, sha: str) -> HttpResponse:
    """One decision about one row."""
    _document, _name = _opened(sha)
    table, key, status = (request.POST.get(field, "") for field in ("table", "key", "status"))
    if table not in BY_NAME or status not in ("read", "accepted", "edited", "refused"):
        raise Http404
    try:
        decide(folder(), table, key, status, request.user.get_full_name(), request.POST.dict())
    except NoSuchRow:
        messages.error(request, _("Dòng này không còn trong tệp: có người đã bỏ ra. Không có gì bị đổi."))
    except WorkspaceError as error:
        messages.error(request, "\n".join(error.lines(_lang(), 5)))
    else:
        messages.success(request, _("Đã ghi."))
    return redirect(reverse("read-one", args=[sha]) + ("?lang=en" if _lang() == "en" else "") + f"#{key}")
