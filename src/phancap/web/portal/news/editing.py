"""The desk of editors and approvers: write, hand in, agree, publish later, take back, bring back, compare."""

from __future__ import annotations

import difflib
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phancap.formats.days import today
from phancap.web.portal.keepers import APPROVE, WRITE, keeper, may
from phancap.web.portal.news import workflow
from phancap.web.portal.news.citing import doubts_of, marked
from phancap.web.portal.news.drafts import (
    MOST_PHOTOS,
    Draft,
    PhotoLine,
    day_text,
    faults_of,
    parse_publish,
    read_draft,
)
from phancap.web.portal.news.files import photo_file, take_photo
from phancap.web.portal.news.images import MOST_BYTES, BadPhoto
from phancap.web.portal.news.markup import one_line, plain
from phancap.web.portal.news.models import KINDS, Article, Deed, Photo, Version
from phancap.web.portal.news.views import in_language, language, page_of
from phancap.web.portal.query import BadParameter

MOST_LISTED = 200
COMPARED = (
    "title", "lead", "body", "byline", "source", "source_url", "act_number", "act_signed", "act_issuer", "title_en",
    "lead_en", "body_en", "example",
)  # fmt: skip


def _why(code: str) -> str:
    return {
        "own": _("Người viết không tự duyệt bài của mình: cần một người duyệt khác."),
        "reason": _("Cần ghi lý do."),
        "not-in-review": _("Bài không còn chờ duyệt."),
        "not-live": _("Bài không đang đăng."),
        "nothing-agreed": _("Không có lịch đăng nào."),
        "doubts": _("Còn chỗ đáng ngờ trong viện dẫn: xem từng chỗ rồi đánh dấu đã xem, hoặc trả lại bài."),
    }[code]


@require_safe
@keeper(WRITE)
def desk(request: HttpRequest) -> HttpResponse:
    """All articles by where they stand; what waits for agreement first."""
    workflow.publish_due()
    articles = Article.objects.select_related(
        "head", "head__written_by", "live", "review", "agreed"
    ).order_by("-pk")
    groups: list[tuple[str, list[Article]]] = [
        (_("Chờ duyệt"), [a for a in articles if a.review_id]),
        (_("Hẹn đăng"), [a for a in articles if a.agreed_id]),
        (_("Đang soạn"), [a for a in articles if not a.review_id and not a.agreed_id and a.head_id != a.live_id]),
        (_("Đang đăng"), [a for a in articles if a.live_id and a.head_id == a.live_id]),
    ]  # fmt: skip
    shown = [(name, found[:MOST_LISTED], len(found)) for name, found in groups if found]
    return render(request, "portal/news/desk.html", {"groups": shown, "approver": bool(may(request.user, APPROVE))})


@require_http_methods(["GET", "POST"])
@keeper(WRITE)
def new(request: HttpRequest) -> HttpResponse:
    """A new article."""
    if request.method == "GET":
        return _form(request, None, Draft(byline=one_line(request.user.get_full_name())), 0)
    draft, faults = _read(request)
    kind = request.POST.get("kind", "news")
    old_id = request.POST.get("old_id", "").strip()
    if kind not in dict(KINDS):
        faults["kind"] = _("chọn tin hoặc tài liệu")
    if old_id and not (old_id.isascii() and old_id.isdigit() and 0 < int(old_id) < 2**31):
        faults["old_id"] = _("một số, như 532")
    elif old_id and Article.objects.filter(old_id=int(old_id)).exists():
        faults["old_id"] = _("số này đã có bài khác giữ")
    if faults:
        return _form(request, None, draft, 0, faults, status=400)
    article = workflow.create(draft, request.user, kind, old_id=int(old_id) if old_id else None)
    messages.success(request, _("Đã lưu bản nháp."))
    return redirect(in_language(f"/studio/news/{article.pk}/"))


@require_http_methods(["GET", "POST"])
@keeper(WRITE)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write on; a second editor who saved meanwhile is shown beside one's own text, and nothing is lost."""
    article = get_object_or_404(Article.objects.select_related("head"), pk=pk)
    if request.method == "GET":
        return _form(request, article, workflow.draft_of(_head(article)), article.latest)
    draft, faults = _read(request)
    base = request.POST.get("base", "")
    number = int(base) if base.isascii() and base.isdigit() and len(base) < 9 else -1
    if faults:
        return _form(request, article, draft, number, faults, status=400)
    try:
        workflow.save(article.pk, number, draft, request.user)
    except workflow.Conflict as conflict:
        return _conflict(request, article, draft, number, conflict.theirs)
    messages.success(request, _("Đã lưu."))
    return redirect(in_language(f"/studio/news/{article.pk}/"))


def _conflict(
    request: HttpRequest, article: Article, draft: Draft, base: int, theirs: Version
) -> HttpResponse:
    mine = {name: _text(getattr(draft, name)) for name in COMPARED}
    differing = [
        {"name": name, "label": _label(name), "theirs": _text(getattr(theirs, name)), "mine": mine[name],
         "diff": _diff(_text(getattr(theirs, name)), mine[name])}
        for name in COMPARED if _text(getattr(theirs, name)) != mine[name]
    ]  # fmt: skip
    context = {
        "theirs": theirs,
        "differing": differing,
        "since": article.versions.filter(number=base).first(),
    }
    # The form now stands on their version: saving again is a choice made in sight of both.
    return _form(request, article, draft, theirs.number, conflict=context, status=409)


@require_safe
@keeper(WRITE)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an article stands: its newest version, the doubts about it, its history, and what can be done now."""
    article = get_object_or_404(
        Article.objects.select_related("head", "review", "agreed", "live", "review__written_by"), pk=pk
    )
    head = _head(article)
    version = article.review or head
    found = doubts_of(version, today())
    texts = {
        "vi": "\n\n".join((version.title, version.lead, plain(version.html))),
        "en": "\n\n".join((version.title_en, version.lead_en, plain(version.html_en))),
    }
    doubts = [
        {"code": doubt.code, "severity": doubt.severity, "message": doubt.message, "help": doubt.help,
         "where": mark_safe(marked(texts[lang], doubt))}  # noqa: S308 - escaped piece by piece in `marked`
        for lang, listed in found.items() for doubt in listed
    ]  # fmt: skip
    context = {
        "article": article, "version": version, "head": head, "doubts": doubts, "serious": _serious(version),
        "deeds": list(Deed.objects.filter(article=article).select_related("by", "version").order_by("-id")[:100]),
        "versions": list(article.versions.select_related("written_by").order_by("-number")[:100]),
        "approver": bool(may(request.user, APPROVE)), "own": version.written_by_id == request.user.pk,
        "tomorrow": (timezone.localdate() + timedelta(days=1)).strftime("%d-%m-%Y"),
    }  # fmt: skip
    return render(request, "portal/news/desk_article.html", context)


def _serious(version: Version) -> int:
    """Doubts that an approver must have seen: everything but notes."""
    return sum(
        doubt.severity != "note" for listed in doubts_of(version, today()).values() for doubt in listed
    )


@require_safe
@keeper(WRITE)
def preview(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A version as visitors would see it."""
    version = get_object_or_404(Version.objects.select_related("article"), article=pk, number=number)
    context = page_of(version.article, version) | {"behind": True, "number": number}
    return render(request, "portal/news/desk_preview.html", context)


@require_safe
@keeper(WRITE)
def compare(request: HttpRequest, pk: int, one: int, other: int) -> HttpResponse:
    """Two versions, field by field."""
    first = get_object_or_404(Version, article=pk, number=one)
    second = get_object_or_404(Version, article=pk, number=other)
    rows = [
        {"label": _label(name), "diff": _diff(_text(getattr(first, name)), _text(getattr(second, name)))}
        for name in COMPARED if getattr(first, name) != getattr(second, name)
    ]  # fmt: skip
    if first.tags != second.tags:
        rows.append({"label": _("Chủ đề"), "diff": _diff(", ".join(first.tags), ", ".join(second.tags))})
    context = {"first": first, "second": second, "rows": rows, "article": first.article}
    return render(request, "portal/news/desk_compare.html", context)


@require_POST
@keeper(WRITE)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """One step of the workflow: ``do`` names it, ``number`` the version that was looked at."""
    article = get_object_or_404(Article, pk=pk)
    do, note = request.POST.get("do", ""), one_line(request.POST.get("note", ""))[:300]
    text = request.POST.get("number", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
    needs = APPROVE if do in ("agree", "send-back", "withdraw", "cancel") else WRITE
    decision = may(request.user, needs)
    if not decision:
        raise PermissionDenied(decision.reason)
    try:
        _do(request, article, do, number, note)
    except workflow.NotNow as error:
        messages.error(request, _why(error.why))
    except workflow.Conflict as conflict:
        messages.error(
            request,
            _("Bài đã có bản %(number)s trong lúc bạn xem: xem bản mới rồi quyết định.")
            % {"number": conflict.theirs.number},
        )
    except BadParameter as error:
        messages.error(request, str(error))
    return redirect(in_language(f"/studio/news/{article.pk}/"))


def _do(request: HttpRequest, article: Article, do: str, number: int, note: str) -> None:
    if do == "hand-in":
        workflow.hand_in(article.pk, number, request.user, note)
        messages.success(request, _("Đã gửi duyệt."))
    elif do == "send-back":
        workflow.send_back(article.pk, number, request.user, note)
        messages.success(request, _("Đã trả lại kèm lý do."))
    elif do == "agree":
        at = _moment(request)
        if article.review is not None and _serious(article.review) and request.POST.get("seen") != "on":
            raise workflow.NotNow("doubts")
        out = workflow.agree(article.pk, number, request.user, at, note)
        messages.success(request, _("Đã duyệt và đăng.") if out else _("Đã duyệt, sẽ đăng đúng giờ hẹn."))
    elif do == "cancel":
        workflow.cancel(article.pk, request.user, note)
        messages.success(request, _("Đã hủy lịch đăng."))
    elif do == "withdraw":
        workflow.withdraw(article.pk, request.user, note)
        messages.success(request, _("Đã gỡ bài."))
    elif do == "bring-back":
        old = get_object_or_404(Version, article=article, number=number)
        draft = workflow.draft_of(old)
        draft.note = _("lấy lại bản %(number)s") % {"number": number}
        workflow.save(article.pk, article.latest, draft, request.user)
        messages.success(request, _("Đã lấy lại bản cũ thành bản mới nhất."))
    else:
        raise Http404


def _moment(request: HttpRequest) -> datetime | None:
    found = parse_publish(request.POST.get("publish_on", ""), request.POST.get("publish_at", ""))
    if found is None:
        return None
    day, hour, minute = found
    at = timezone.make_aware(datetime.fromordinal(day) + timedelta(hours=hour, minutes=minute))
    if at < timezone.now() - timedelta(minutes=1):
        raise BadParameter(_("giờ đăng đã qua: để trống để đăng ngay"))
    return at


@require_safe
@keeper(WRITE)
def photo_behind(request: HttpRequest, name: str, width: str) -> FileResponse:
    """A photo that may not be public yet."""
    path = photo_file(name, int(width))
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/jpeg")


def _read(request: HttpRequest) -> tuple[Draft, dict[str, str]]:
    """The form with its photos; photos are taken in at once, so that a fault elsewhere does not lose them."""
    faults: dict[str, str] = {}
    draft = read_draft(request.POST.dict(), faults)
    lang = language()
    for at in range(MOST_PHOTOS):
        given = {
            name: one_line(request.POST.get(f"photo-{at}-{name}", ""))
            for name in ("alt", "caption", "alt_en", "caption_en")
        }
        if request.POST.get(f"photo-{at}-drop") == "on":
            continue
        file = request.FILES.get(f"photo-{at}-file")
        key = request.POST.get(f"photo-{at}-id", "")
        photo: Photo | None = None
        if key.isascii() and key.isdigit() and len(key) < 12:
            photo = Photo.objects.filter(pk=int(key)).first()
        if file is not None:
            try:
                photo = take_photo(file.read(MOST_BYTES + 1), request.user)
            except BadPhoto as bad:
                faults[f"photo-{len(draft.photos)}-file"] = bad.say(lang)
        if photo is not None:
            draft.photos.append(PhotoLine(photo.pk, **given))
        elif f"photo-{len(draft.photos)}-file" in faults:
            draft.photos.append(PhotoLine(0, **given))
    wrong = faults_of(draft)
    return draft, wrong | faults


def _form(
    request: HttpRequest, article: Article | None, draft: Draft, base: int, faults: dict[str, str] | None = None,
    *, conflict: dict[str, Any] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    known = {photo.pk: photo for photo in Photo.objects.filter(pk__in=[line.photo for line in draft.photos])}
    faults = faults or {}
    lines = []
    for at in range(min(MOST_PHOTOS, len(draft.photos) + 2)):
        line = draft.photos[at] if at < len(draft.photos) else PhotoLine(0)
        fields = {name: {"value": getattr(line, name), "fault": faults.get(f"photo-{at}-{name}", "")}
                  for name in ("alt", "caption", "alt_en", "caption_en")}  # fmt: skip
        lines.append({"at": at, "number": at + 1, "photo": known.get(line.photo), "fields": fields,
                      "fault": faults.get(f"photo-{at}-file", "")})  # fmt: skip
    context = {
        "article": article, "draft": draft, "base": base, "faults": faults, "lines": lines, "conflict": conflict,
        "signed": day_text(draft.act_signed) or request.POST.get("act_signed", ""), "tags": ", ".join(draft.tags),
        "kind": article.kind if article else request.POST.get("kind", "news"), "old_id": request.POST.get("old_id", ""),
    }  # fmt: skip
    return render(request, "portal/news/desk_edit.html", context, status=status)


def _head(article: Article) -> Version:
    if article.head is None:
        raise Http404
    return article.head


def _label(name: str) -> str:
    return {
        "title": _("Tiêu đề"), "lead": _("Đoạn dẫn"), "body": _("Nội dung"), "byline": _("Bài, ảnh"), "source": _("Nguồn"),
        "source_url": _("Địa chỉ nguồn"), "act_number": _("Số văn bản"), "act_signed": _("Ngày ký"),
        "act_issuer": _("Cơ quan ban hành"), "title_en": _("Tiêu đề tiếng Anh"), "lead_en": _("Đoạn dẫn tiếng Anh"),
        "body_en": _("Nội dung tiếng Anh"), "example": _("Ví dụ"),
    }[name]  # fmt: skip


def _text(value: Any) -> str:
    return "" if value is None or value is False else str(value)


def _diff(one: str, other: str) -> SafeString:
    """Word by word: what went struck out, what came underlined; all of it escaped."""
    before, after = _pieces(one), _pieces(other)
    shown = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            shown.append(escape("".join(before[a:b])))
            continue
        if b > a:
            shown.append(f"<del>{escape(''.join(before[a:b]))}</del>")
        if d > c:
            shown.append(f"<ins>{escape(''.join(after[c:d]))}</ins>")
    return mark_safe("".join(shown))  # noqa: S308 - every piece is escaped above


def _pieces(text: str) -> list[str]:
    import re

    pieces = re.findall(r"\s+|[^\s]+", text)
    # A text of a whole book is compared by lines: words would take quadratic time.
    return pieces if len(pieces) < 6000 else text.splitlines(keepends=True)
