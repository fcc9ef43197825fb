"""Feedback as residents meet it: what it is, one question at a time, the page that tells how far it is.

Everything personal travels in the body of a form; addresses hold a report's public code and nothing else.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phancap.web.address import client_address
from phancap.web.portal.feedback import reports, spam
from phancap.web.portal.feedback.given import read_given
from phancap.web.portal.feedback.models import OPEN_STATES, Report
from phancap.web.portal.feedback.routing import due, route_at
from phancap.web.portal.feedback.services import services
from phancap.web.portal.news.files import take_photo
from phancap.web.portal.news.images import MOST_BYTES, BadPhoto
from phancap.web.portal.news.views import in_language, language
from phancap.web.portal.query import BadParameter, check_lengths
from phancap.web.portal.sheet import CACHED, json_text, refused

ON_A_PAGE = 20
FIELDS = ("service", "text", "place", "lat", "lon")


def why_refused(why: str) -> str:
    """A refusal of :mod:`spam` or :mod:`reports`, in words that say what to do."""
    return {
        "trap": _("Biểu mẫu có ô lẽ ra để trống đã được điền. Tải lại trang và gửi lại."),
        "early": _("Biểu mẫu được gửi quá nhanh. Chờ vài giây rồi gửi lại."),
        "late": _("Biểu mẫu đã quá cũ. Xem lại và gửi lại."),
        "again": _("Phản ánh này đã được gửi rồi."),
        "links": _("Nội dung có quá nhiều liên kết."),
        "rate": _("Địa chỉ mạng này đã gửi quá nhiều trong một giờ. Thử lại sau, hoặc gọi 1022."),
        "key": _("Mã hoặc chìa khóa không đúng. Chìa khóa được hiện một lần khi gửi."),
        "state": _("Phản ánh đang ở tình trạng không làm được việc này."),
        "reason": _("Cần ghi lý do."),
        "late-reopen": _("Đã quá hạn đề nghị xem lại."),
        "stars": _("Chọn từ 1 đến 5."),
        "empty": _("Cần nội dung."),
        "no-body": _("Cần chọn cơ quan nhận."),
        "no-such-report": _("Không có phản ánh nào mang mã đó."),
    }[why]


@require_safe
def feedback(request: HttpRequest, suffix: str | None = None) -> HttpResponse:
    """What people have reported, as far as it is public, and the way to report something."""
    try:
        check_lengths(request.GET)
        number = request.GET.get("page", "1") or "1"
        if not (number.isascii() and number.isdigit()) or not 1 <= int(number) <= 10_000:
            raise BadParameter(f"`page={number[:20]}`: 1 …")
        kind = request.GET.get("service", "").strip()
        if kind and kind not in services():
            raise BadParameter(f"`service={kind[:40]}` · {', '.join(services())}")
    except BadParameter as error:
        return refused(request, str(error), 400, suffix or "")
    found = Report.objects.filter(public=True).select_related("photo").order_by("-received_at", "-pk")
    if kind:
        found = found.filter(service=kind)
    total, page = found.count(), int(number)
    shown = list(found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE])
    response: HttpResponse
    if suffix == ".json":
        response = json_text(
            {"format": 1, "total": total, "reports": [_public_json(report) for report in shown]}
        )
    else:
        pages = -(-total // ON_A_PAGE)
        context = {
            "reports": [_line(report) for report in shown], "total": total, "services": _choices(), "service": kind,
            "newer": in_language("/feedback", service=kind, page=str(page - 1)) if page > 1 else "",
            "older": in_language("/feedback", service=kind, page=str(page + 1)) if page < pages else "",
        }  # fmt: skip
        response = render(request, "portal/feedback/list.html", context)
    response["Cache-Control"] = CACHED
    return response


def _choices() -> list[dict[str, Any]]:
    """Kinds of matters in their groups, for a list to choose from."""
    groups: dict[str, list[dict[str, str]]] = {}
    for service in services().values():
        group, name, description = service.words(language())
        groups.setdefault(group, []).append({"code": service.code, "name": name, "description": description})
    return [{"name": name, "services": listed} for name, listed in groups.items()]


def _line(report: Report) -> dict[str, Any]:
    service = services().get(report.service)
    return {
        "code": report.code, "href": in_language(report.path), "text": report.public_text[:240],
        "service": service.words(language())[1] if service else report.service, "state": report.get_state_display(),
        "open": report.state in OPEN_STATES, "place": report.public_place or report.unit_name,
        "at": report.received_at, "late": is_late(report), "body": report.body_name,
    }  # fmt: skip


def is_late(report: Report) -> bool:
    """Whether the answer came, or is still missing, after the day it was due."""
    if report.due_at is None or report.state in ("declined", "joined"):
        return False
    return (
        (report.answered_at or timezone.now()) > report.due_at
        if report.state == "answered"
        else timezone.now() > report.due_at
    )


def _public_json(report: Report) -> dict[str, Any]:
    return {
        "code": report.code, "service": report.service, "state": report.state, "unit": report.unit, "text": report.public_text,
        "body": report.body_name, "answer": report.answer, "received": _iso(report.received_at), "due": _iso(report.due_at),
        "answered": _iso(report.answered_at), "rating": report.rating,
    }  # fmt: skip


def _iso(moment: Any) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="minutes") if moment else None


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The first page of the form: what, where. Sent, it shows who will get it and by when, and asks for the rest."""
    if request.method == "GET":
        return render(request, "portal/feedback/new.html", {"groups": _choices(), "given": {}, "faults": {}})
    given = {name: request.POST.get(name, "") for name in FIELDS}
    if request.POST.get("back"):
        return render(
            request, "portal/feedback/new.html", {"groups": _choices(), "given": given, "faults": {}}
        )
    faults: dict[str, str] = {}
    read = read_given(given, faults, lang=language())
    if faults:
        return render(
            request,
            "portal/feedback/new.html",
            {"groups": _choices(), "given": given, "faults": faults},
            status=400,
        )
    return _second(request, read, {})


def _second(
    request: HttpRequest, read: reports.Given, faults: dict[str, str], told: str = "", status: int = 200
) -> HttpResponse:
    lang = language()
    service = services()[read.service]
    now = timezone.now()
    found = route_at(service, read.place, read.lat, read.lon, timezone.localdate().toordinal())
    limit = due(service, now, found.body)
    near = reports.near(service.code, found.unit, read.text, read.lat, read.lon, public=True)
    context = {
        "given": read, "service": service.words(lang)[1], "route": found, "why": found.why[lang], "due": limit,
        "near": [_line(report) for report in near], "token": spam.token(), "trap": spam.TRAP, "faults": faults, "told": told,
        "limit_value": service.limit_value, "limit_unit": service.limit_unit, "assumed": "assumption" in service.source,
        "contact": {name: request.POST.get(name, "") for name in ("name", "phone", "email")},
    }  # fmt: skip
    return render(request, "portal/feedback/second.html", context, status=status)


@never_cache
@require_POST
def sent(request: HttpRequest) -> HttpResponse:
    """Store the report; its code and key are shown once, on this page and in no address."""
    faults: dict[str, str] = {}
    form = {name: request.POST.get(name, "") for name in (*FIELDS, "name", "phone", "email")}
    read = read_given(form, faults, lang=language())
    if set(faults) & set(FIELDS):
        return render(
            request,
            "portal/feedback/new.html",
            {"groups": _choices(), "given": form, "faults": faults},
            status=400,
        )
    if faults:
        return _second(request, read, faults, status=400)
    try:
        number = spam.check(request.POST.get(spam.TRAP, ""), request.POST.get("token", "")[:300], read.text)
        if not spam.within_rate(client_address(request), "feedback", settings.PHANCAP_FEEDBACK_RATE):
            raise spam.Refused("rate")
    except spam.Refused as error:
        return _second(request, read, {}, why_refused(error.why), status=429 if error.why == "rate" else 400)
    photo = None
    file = request.FILES.get("photo")
    if file is not None:
        try:
            photo = take_photo(file.read(MOST_BYTES + 1))
        except BadPhoto as bad:
            return _second(request, read, {"photo": bad.say(language())}, status=400)
    done = reports.send(read, photo)
    spam.spend(number)
    limit = done.report.due_at
    context = {
        "report": done.report, "key": done.key, "due": limit, "why": done.report.routing["why"][language()],
        "href": in_language(done.report.path),
    }  # fmt: skip
    return render(request, "portal/feedback/sent.html", context, status=201)


@never_cache
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The code typed into a field, to its page."""
    code = "".join(char for char in request.GET.get("code", "")[:40].upper() if char in reports.ALPHABET)
    if len(code) != reports.CODE_LENGTH:
        return refused(
            request,
            _("Mã phản ánh có %(length)s chữ và số, như trên giấy hẹn.") % {"length": reports.CODE_LENGTH},
            400,
        )
    return HttpResponseRedirect(in_language(f"/feedback/{code}"))


@never_cache
@require_safe
def status(request: HttpRequest, code: str, suffix: str | None = None) -> HttpResponse:
    """How far a report is."""
    report = Report.objects.select_related("photo", "joined_to").filter(code=code.upper()).first()
    if report is None:
        return refused(request, _("Không có phản ánh nào mang mã này."), 404, suffix or "")
    if suffix == ".json":
        data = _public_json(report)
        if not report.public:
            data["text"] = data["answer"] = None
        return json_text({"format": 1, **data})
    if suffix:
        raise Http404
    return status_page(request, report)


def status_page(request: HttpRequest, report: Report, told: str = "", status: int = 200) -> HttpResponse:
    """The page of a report, with a refusal on top where an action was refused."""
    lang = language()
    service = services().get(report.service)
    steps = [
        {"at": step.at, "kind": step_words(step.kind), "note": step.note if step.kind in ("declined", "rerouted", "joined", "sent") else ""}
        for step in report.steps.filter(public=True)
    ]  # fmt: skip
    context = {
        "report": report, "service": service.words(lang)[1] if service else report.service, "state": report.get_state_display(),
        "steps": steps, "late": is_late(report), "open": report.state in OPEN_STATES, "told": told,
        "why": report.routing.get("why", {}).get(lang, ""), "basis": report.routing.get("basis", []),
        "joined": in_language(report.joined_to.path) if report.joined_to else "",
        "photo": report.photo if report.public else None, "stars": range(1, 6),
    }  # fmt: skip
    return render(request, "portal/feedback/status.html", context, status=status)


def step_words(kind: str) -> str:
    """A step in words."""
    return {
        "received": _("Đã nhận"), "sent": _("Đã chuyển"), "rerouted": _("Đã xác định lại cơ quan"),
        "answered": _("Đã trả lời"), "declined": _("Không tiếp nhận"), "joined": _("Ghép với phản ánh"),
        "reopened": _("Người gửi đề nghị xem lại"), "rated": _("Người gửi đã đánh giá"),
        "erased": _("Đã xóa dữ liệu cá nhân"),
    }[kind]  # fmt: skip


@never_cache
@require_POST
def own(request: HttpRequest, code: str, do: str) -> HttpResponse:
    """What only its sender may do, with the key: open again, rate, erase."""
    report = Report.objects.filter(code=code.upper()).first()
    if report is None:
        return refused(request, _("Không có phản ánh nào mang mã này."), 404)
    if not spam.within_rate(client_address(request), "feedback-key", settings.PHANCAP_FEEDBACK_KEY_RATE):
        return status_page(request, report, why_refused("rate"), 429)
    key = request.POST.get("key", "")[:40]
    try:
        if do == "reopen":
            reports.reopen(report.code, key, request.POST.get("reason", "")[:1000].replace("\0", ""))
        elif do == "rate":
            stars = request.POST.get("stars", "")
            reports.rate(report.code, key, int(stars) if stars in set("12345") else 0)
        else:
            reports.erase(report.code, key=key)
    except reports.NotAllowed as error:
        why = "late-reopen" if error.why == "late" else error.why
        return status_page(request, report, why_refused(why), 403 if why == "key" else 400)
    return HttpResponseRedirect(in_language(report.path), status=303)
