"""Pages of the workshop: what is in force, drafts and their tables, findings, differences, publication.

Every page works without a script. Whoever may edit sees drafts; whoever may publish also decides. Each step that
changes something is written to the log before its page is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phancap.formats.days import DayError, format_day, parse_day, show_day, today
from phancap.web.portal.version import publications
from phancap.web.studio.charter import differing, shelf
from phancap.web.studio.charter.uploads import BadUpload, read_sent
from phancap.web.studio.rights import allowed, needs
from phancap.workspace.drafts import About
from phancap.workspace.edit import Conflict, file_of, merge, table_of
from phancap.workspace.errors import WorkspaceError
from phancap.workspace.publication import Overtaken, Published, Refusal

EDIT, PUBLISH = "charter.edit", "charter.publish"
ROOT = "studio/charter/"
LINES = 60


def lang() -> str:
    """The language of this page."""
    return "en" if get_language() == "en" else "vi"


def show(request: HttpRequest, page: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the workshop."""
    context["may_publish"] = bool(allowed(request.user, PUBLISH))
    return render(request, f"{ROOT}{page}.html", context, status=status)


def who(request: HttpRequest) -> str:
    """The log-in name that stands in the log."""
    return str(request.user.get_username())


def with_draft(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view of a draft: 404 where there is none of that id."""

    @wraps(view)
    def found(request: HttpRequest, key: str, *args: Any, **named: Any) -> HttpResponseBase:
        try:
            about = shelf.drafts().about(key)
        except KeyError:
            raise Http404(_("Không có bản nháp `%(key)s`: có thể đã công bố hoặc đã bỏ") % {"key": key[:40]}) from None
        return view(request, about, *args, **named)

    return found


@require_safe
@needs(EDIT)
def home(request: HttpRequest) -> HttpResponse:
    """What is in force, what comes, what was, and the drafts."""
    on = today()
    held = publications()
    return show(
        request, "home", now=_line(held.on(on)), ahead=[_line(p) for p in held.ahead(on)],
        earlier=[_line(p) for p in reversed(held.all())][:LINES], drafts=[_about(d) for d in shelf.drafts().all()],
        named=settings.PHANCAP_WORKSPACE or "",
    )  # fmt: skip


def _line(found: Published | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {**found._asdict(), "short": found.version[:12], "from": show_day(found.day), "decided": found.at[:16].replace("T", " ")}


def _about(about: About) -> dict[str, Any]:
    latest = publications().latest()
    overtaken = latest is not None and latest.version != about.base
    return {**about._asdict(), "short": about.base[:12], "overtaken": overtaken, "since": about.at[:16].replace("T", " ")}


@require_POST
@needs(EDIT)
def begin(request: HttpRequest) -> HttpResponse:
    """A new draft, of the latest version or of a file."""
    title = request.POST.get("title", "").strip()[:200] or _("Bản nháp %(day)s") % {"day": show_day(today())}
    sent = request.FILES.get("file")
    try:
        brought = read_sent(sent) if sent else None
    except (BadUpload, WorkspaceError) as error:
        return _refused(request, error)
    files = None
    if brought is not None:
        files = brought.over(publications().store.files(shelf.latest_version()))
    about = shelf.begin(title, who(request), files)
    return redirect("charter-draft", about.id)


@require_safe
@needs(EDIT)
@with_draft
def draft(request: HttpRequest, about: About) -> HttpResponse:
    """A draft: its tables, what it changes, what can be done with it."""
    files, base = shelf.drafts().files(about.id), publications().store.files(about.base)
    counted = shelf.counts(files)
    changed = {change.file: change for change in differing.touched(base, files)}
    tables = [
        {"option": option, "table": table, "rows": rows, "change": changed.get(file_of(table, option))}
        for (option, table), rows in sorted(counted.items())
    ]
    others = [change for name, change in changed.items() if table_of(name) is None]
    return show(request, "draft", draft=_about(about), tables=tables, others=others, changed=len(changed))


@require_POST
@needs(EDIT)
@with_draft
def upload(request: HttpRequest, about: About) -> HttpResponse:
    """Put a file into a draft: a whole workspace in its place, or one table."""
    sent = request.FILES.get("file")
    if sent is None:
        return _refused(request, BadUpload(_("chưa chọn tệp")))
    try:
        brought = read_sent(sent)
    except (BadUpload, WorkspaceError) as error:
        return _refused(request, error)
    changed = shelf.drafts().change(about.id, brought.over)
    shelf.record("draft-upload", who(request), draft=about.id, file=(sent.name or "")[:200], changed=changed)
    messages.success(request, _("Đã nhận %(count)d tệp thay đổi. Xem kết quả kiểm tra trước khi công bố.") % {"count": len(changed)})
    return redirect("charter-draft", about.id)


def _refused(request: HttpRequest, error: BadUpload | WorkspaceError) -> HttpResponse:
    lines = error.lines(lang(), LINES) if isinstance(error, WorkspaceError) else [str(error)]
    return show(request, "refused", 400, lines=lines)


@require_POST
@needs(EDIT)
@with_draft
def drop(request: HttpRequest, about: About) -> HttpResponse:
    """Throw a draft away."""
    shelf.drafts().drop(about.id)
    shelf.record("draft-drop", who(request), draft=about.id, title=about.title)
    messages.success(request, _("Đã bỏ bản nháp “%(title)s”.") % {"title": about.title})
    return redirect("charter-home")


@require_safe
@needs(EDIT)
@with_draft
def findings(request: HttpRequest, about: About) -> HttpResponse:
    """What the check finds in a draft; first what its base did not have."""
    told = shelf.checked(about.id, lang())
    if told.errors is not None or told.report is None:
        lines = told.errors.lines(lang(), LINES) if told.errors else []
        return show(request, "findings", draft=_about(about), errors=lines)
    before = shelf.base_report(about.base, lang()).report
    known = {_same(f) for f in before.findings} if before else set()
    found = [{**f.as_json(), "new": _same(f) not in known} for f in told.report.findings if f.severity != "note" or _same(f) not in known]
    found.sort(key=lambda f: (not f["new"], bool(f["accepted"]), f["severity"] != "error", f["code"]))
    gone = len(known - {_same(f) for f in told.report.findings})
    return show(
        request, "findings", draft=_about(about), findings=found[:300], total=len(found), gone=gone,
        proved=told.report.proved, open_errors=told.open_errors, new=sum(f["new"] for f in found),
    )  # fmt: skip


def _same(finding: Any) -> tuple[str, ...]:
    """What makes two findings one, wherever their rows stand."""
    return (finding.code, finding.key, finding.power, finding.role, finding.message, str(finding.start), str(finding.end))


@require_safe
@needs(EDIT)
@with_draft
def changes(request: HttpRequest, about: About) -> HttpResponse:
    """What publishing would change."""
    try:
        found = differing.against_base(about.id, about.base, lang())
    except WorkspaceError as error:
        return show(request, "changes", draft=_about(about), errors=error.lines(lang(), LINES))
    except ValueError as error:
        return show(request, "changes", draft=_about(about), errors=[str(error)])
    return show(request, "changes", draft=_about(about), lines=found.lines[: differing.MOST_ROWS], total=len(found.lines), rows=found.rows)


@require_POST
@needs(EDIT)
@with_draft
def bring_up(request: HttpRequest, about: About) -> HttpResponse:
    """Carry a draft over to the version that was published meanwhile; rows changed on both sides are shown."""
    latest = publications().latest()
    if latest is None or latest.version == about.base:
        return redirect("charter-draft", about.id)
    base, theirs = (publications().store.files(version) for version in (about.base, latest.version))
    conflicts: list[Conflict] = []

    def carried(mine: dict[str, bytes]) -> dict[str, bytes]:
        files, met = merge(base, mine, theirs)
        conflicts.extend(met)
        return files

    try:
        shelf.drafts().change(about.id, carried, base=latest.version)
    except WorkspaceError as error:
        return _refused(request, BadUpload("; ".join(error.lines(lang(), 3))))
    shelf.record("draft-merge", who(request), draft=about.id, base=latest.version, conflicts=len(conflicts))
    if not conflicts:
        messages.success(request, _("Đã đưa các thay đổi của bạn sang bản mới nhất, không có dòng nào vướng."))
        return redirect("charter-draft", about.id)
    shown = [{"file": c.file, "key": " · ".join(filter(None, c.key)), "cells": _beside(c.mine, c.theirs)} for c in conflicts]
    return show(request, "merged", draft=_about(about), conflicts=shown)


def _beside(mine: dict[str, str] | None, theirs: dict[str, str] | None) -> list[tuple[str, str, str, bool]]:
    """(column, mine, theirs, differs) for every column that either side fills."""
    columns = [c for c in dict.fromkeys([*(mine or {}), *(theirs or {})]) if (mine or {}).get(c) or (theirs or {}).get(c)]
    return [
        (c, (mine or {}).get(c, ""), (theirs or {}).get(c, ""), (mine or {}).get(c, "") != (theirs or {}).get(c, "")) for c in columns
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(PUBLISH)
@with_draft
def publish(request: HttpRequest, about: About) -> HttpResponse:
    """The last look, and the decision: from which day, why."""
    told = shelf.checked(about.id, lang())
    shown: dict[str, Any] = {"draft": _about(about), "today": format_day(today()), "open_errors": told.open_errors}
    if told.errors is not None:
        return show(request, "findings", 400 if request.method == "POST" else 200, draft=_about(about),
                    errors=told.errors.lines(lang(), LINES))  # fmt: skip
    if request.method != "POST":
        return show(request, "publish", **shown)
    shown |= {"reason": request.POST.get("reason", ""), "day": request.POST.get("day", "")}
    try:
        day = parse_day(shown["day"]) if shown["day"].strip() else today()
        if told.open_errors and request.POST.get("knowing") != "yes":
            raise Refusal("open-errors")
        base = publications().latest()
        done = publications().publish(
            shelf.drafts().files(about.id), who(request), shown["reason"][:2000], day, today(),
            base=about.base if base is not None else "", title=about.title,
            more={"draft": about.id, "open_errors": told.open_errors, "proved": bool(told.report and told.report.proved)},
        )  # fmt: skip
    except DayError as error:
        return show(request, "publish", 400, problem=str(error), **shown)
    except Refusal as error:
        return show(request, "publish", 400, problem=refusal(str(error)), **shown)
    except Overtaken as error:
        return show(request, "publish", 409, overtaken=_line(error.latest), **shown)
    shelf.drafts().drop(about.id)
    messages.success(request, _("Đã công bố, có hiệu lực từ %(day)s.") % {"day": show_day(done.day)})
    return redirect("charter-home")


def refusal(problem: str) -> str:
    """Why a publication cannot be, in words."""
    return {
        "no-reason": _("ghi lý do: người đọc nhật ký sau này cần biết vì sao"),
        "day-past": _("ngày có hiệu lực không thể trước hôm nay: câu trả lời đã đưa ra không đổi lại được"),
        "nothing-new": _("bản nháp giống hệt bản công bố gần nhất"),
        "open-errors": _("còn lỗi chưa xử lý: sửa, ghi nhận vào accepted.csv kèm lý do, hoặc đánh dấu là vẫn công bố"),
        "not-ahead": _("chỉ hủy được bản chưa tới ngày có hiệu lực"),
    }[problem]


@require_POST
@needs(PUBLISH)
def roll_back(request: HttpRequest) -> HttpResponse:
    """An earlier version again, from today."""
    version = request.POST.get("version", "")
    try:
        publications().roll_back(version, who(request), request.POST.get("reason", "")[:2000], today())
    except KeyError:
        raise Http404(_("Không có bản công bố `%(version)s`") % {"version": version[:12]}) from None
    except Refusal as error:
        return _refused(request, BadUpload(refusal(str(error))))
    messages.success(request, _("Đã quay lại bản %(version)s từ hôm nay.") % {"version": version[:12]})
    return redirect("charter-home")


@require_POST
@needs(PUBLISH)
def call_off(request: HttpRequest) -> HttpResponse:
    """Take back a publication whose day has not come."""
    number = request.POST.get("number", "")
    try:
        publications().call_off(int(number) if number.isdecimal() and len(number) < 10 else 0, who(request),
                                request.POST.get("reason", "")[:2000], today())  # fmt: skip
    except Refusal as error:
        return _refused(request, BadUpload(refusal(str(error))))
    messages.success(request, _("Đã hủy bản hẹn công bố."))
    return redirect("charter-home")


@require_safe
@needs(EDIT)
def options(request: HttpRequest) -> HttpResponse:
    """Every option of the latest version side by side."""
    version = shelf.latest_version()
    found = differing.side_by_side(str(publications().store.path(version)), version, lang())
    return show(request, "options", options=found, version=version[:12])


@require_safe
@needs("audit.read")
def log(request: HttpRequest) -> HttpResponse:
    """The log, the newest first, and whether its chain is whole."""
    chain = publications().chain
    verdict = chain.verify()
    entries = list(chain.entries()) if verdict.fault is None or verdict.fault.problem != "unreadable" else []
    page = request.GET.get("page", "1")
    number = max(1, int(page)) if page.isdecimal() and len(page) < 7 else 1
    shown = entries[::-1][(number - 1) * LINES : number * LINES]
    rows = [{**e._asdict(), "short": e.hash[:12], "moment": e.at[:19].replace("T", " "), "told": told(e.data), "step": step(e.kind)} for e in shown]
    return show(request, "log", rows=rows, verdict=verdict, head=verdict.head[:16], fault=verdict.fault,
                before=number - 1, after=number + 1 if number * LINES < len(entries) else 0)  # fmt: skip


def step(kind: str) -> str:
    """What was done, in words; a kind that another part writes stands as it is."""
    known = {
        "draft-begin": _("bắt đầu bản nháp"), "draft-upload": _("nhận tệp vào bản nháp"), "draft-drop": _("bỏ bản nháp"),
        "draft-merge": _("đưa bản nháp sang bản mới"), "row-add": _("thêm dòng"), "row-change": _("sửa dòng"),
        "row-drop": _("xóa dòng"), "scheme-read": _("đọc văn bản vào bản nháp"), "publish": _("công bố"), "rollback": _("quay lại bản cũ"), "call-off": _("hủy bản hẹn"),
    }  # fmt: skip
    return known.get(kind, kind)


def told(data: dict[str, Any]) -> str:
    """What an entry says, on one line."""
    parts = []
    for name, value in sorted(data.items()):
        if isinstance(value, dict):
            text = "; ".join(f"{column}: `{old}` → `{new}`" for column, (old, new) in sorted(value.items()))
        else:
            text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        if text and name != "draft":
            parts.append(f"{name}: {text[:12] if name in ('version', 'base') else text[:160]}")
    return " · ".join(parts)
