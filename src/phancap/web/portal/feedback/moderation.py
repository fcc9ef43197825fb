"""The desk of those who pass reports on: a queue by what is due first, one report with everything, each step.

Lists show personal data masked; only the page of one report shows the sender, to those who may act on it.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phancap.web.portal.feedback import reports
from phancap.web.portal.feedback.given import read_given
from phancap.web.portal.feedback.masking import initials, mask, short_phone
from phancap.web.portal.feedback.models import CHANNELS, OPEN_STATES, STATES, Report, Sender
from phancap.web.portal.feedback.public import FIELDS, is_late, step_words, why_refused
from phancap.web.portal.feedback.services import services
from phancap.web.portal.keepers import ERASE, MODERATE, keeper, may
from phancap.web.portal.news.files import take_photo
from phancap.web.portal.news.images import MOST_BYTES, BadPhoto
from phancap.web.portal.news.markup import one_line, tidy_text
from phancap.web.portal.news.views import in_language, language
from phancap.web.studio.rights import refuse_unless

MOST_LISTED = 300


@require_safe
@keeper(MODERATE)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the first due first; or all of one state."""
    state = request.GET.get("state", "")
    found = Report.objects.all()
    found = found.filter(state=state) if state in dict(STATES) else found.filter(state__in=OPEN_STATES)
    total = found.count()
    found = found.select_related("sender").order_by(F("due_at").asc(nulls_last=True), "pk")[:MOST_LISTED]
    rows = [
        {"report": report, "service": _name(report.service), "text": mask(report.text)[:160], "late": is_late(report),
         "sender": _masked(report), "state": report.get_state_display(), "channel": report.get_channel_display()}
        for report in found
    ]  # fmt: skip
    states = [{"id": name, "name": words, "here": name == state} for name, words in STATES]
    return render(
        request,
        "portal/feedback/queue.html",
        {"rows": rows, "states": states, "total": total, "state": state},
    )


def _name(code: str) -> str:
    service = services().get(code)
    return service.words(language())[1] if service else code


def _masked(report: Report) -> str:
    sender = getattr(report, "sender", None)
    if not isinstance(sender, Sender):
        return ""
    return " ".join(filter(None, (initials(sender.name), short_phone(sender.phone) if sender.phone else "")))


@require_safe
@keeper(MODERATE)
def report(request: HttpRequest, code: str) -> HttpResponse:
    """One report with its sender, its route, what it may repeat, and what can be done."""
    found = get_object_or_404(
        Report.objects.select_related("sender", "photo", "joined_to"), code=code.upper()
    )
    near = reports.near(
        found.service, found.unit, found.text, found.lat, found.lon, public=False, but=found.pk
    )
    steps = [
        {"at": step.at, "kind": step_words(step.kind), "note": step.note, "by": step.by}
        for step in found.steps.select_related("by")
    ]
    context = {
        "report": found, "service": _name(found.service), "sender": getattr(found, "sender", None), "steps": steps,
        "near": near, "late": is_late(found), "state": found.get_state_display(), "channel": found.get_channel_display(),
        "masked": found.public_text or mask(found.text), "public_place": found.public_place or mask(found.place),
        "why": found.routing.get("why", {}).get(language(), ""), "basis": found.routing.get("basis", []),
        "services": [(s.code, s.words(language())[1]) for s in services().values()], "open": found.state in OPEN_STATES,
        "can_pass": found.state in OPEN_STATES, "can_erase": may(request.user, ERASE), "can_answer": found.state in ("sent", "reopened"),
    }  # fmt: skip
    return render(request, "portal/feedback/desk_report.html", context)


@require_http_methods(["GET", "POST"])
@keeper(MODERATE)
def take(request: HttpRequest) -> HttpResponse:
    """A report that came by telephone, Zalo, letter or at the counter, written down by a clerk."""
    faults: dict[str, str] = {}
    form = {name: request.POST.get(name, "") for name in (*FIELDS, "channel", "name", "phone", "email")}
    if request.method == "POST":
        given = read_given(form, faults, form["channel"], "vi")
        photo = None
        file = request.FILES.get("photo")
        if file is not None:
            try:
                photo = take_photo(file.read(MOST_BYTES + 1), request.user)
            except BadPhoto as bad:
                faults["photo"] = bad.say(language())
        if not faults:
            done = reports.send(given, photo, request.user)
            taken = {"report": done.report, "key": done.key, "why": done.report.routing["why"][language()]}
            return render(request, "portal/feedback/desk_taken.html", taken, status=201)
    context: dict[str, Any] = {
        "form": form, "faults": faults, "channels": [pair for pair in CHANNELS if pair[0] not in ("web", "open311")],
        "services": [(s.code, s.words(language())[1]) for s in services().values()],
    }  # fmt: skip
    return render(request, "portal/feedback/desk_take.html", context, status=400 if faults else 200)


@require_POST
@keeper(MODERATE)
def act(request: HttpRequest, code: str) -> HttpResponse:
    """One step; the form carries the version that was looked at."""
    found = get_object_or_404(Report, code=code.upper())
    text = request.POST.get("version", "")
    version = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
    try:
        _do(request, found, request.POST.get("do", ""), version)
    except reports.NotAllowed as error:
        messages.error(request, why_refused(error.why))
    except reports.Stale:
        messages.error(
            request, _("Người khác vừa xử lý phản ánh này: xem lại rồi làm tiếp. Chưa có gì thay đổi.")
        )
    return redirect(in_language(f"/studio/feedback/{found.code}/"))


def _do(request: HttpRequest, found: Report, do: str, version: int) -> None:
    form, by, pk = request.POST, request.user, found.pk
    note = tidy_text(form.get("note", ""))[:2000]
    if do == "pass":
        public_text = tidy_text(form.get("public_text", ""))[: reports.LONGEST_TEXT]
        reports.pass_on(
            pk, version, by, public_text=mask(public_text), public_place=mask(one_line(form.get("public_place", "")))[:300],
            public=form.get("public") == "on", body_name=one_line(form.get("body_name", ""))[:300], note=note,
        )  # fmt: skip
        messages.success(request, _("Đã chuyển."))
    elif do == "reroute":
        service = form.get("service", "")
        if service not in services():
            raise reports.NotAllowed("state")
        reports.reroute(
            pk, version, by, service=service, place=one_line(form.get("place", ""))[: reports.LONGEST_PLACE]
        )
        messages.success(request, _("Đã hỏi lại bộ thẩm quyền."))
    elif do == "answer":
        reports.answer(pk, version, by, mask(tidy_text(form.get("answer", ""))[:10_000]))
        messages.success(request, _("Đã trả lời."))
    elif do == "decline":
        reports.decline(pk, version, by, note)
        messages.success(request, _("Đã ghi lý do không tiếp nhận."))
    elif do == "join":
        reports.join(pk, version, by, form.get("code", "")[:40])
        messages.success(request, _("Đã ghép."))
    elif do == "erase":
        refuse_unless(request, ERASE)
        reports.erase(found.code, by)
        messages.success(request, _("Đã xóa dữ liệu cá nhân."))
    else:
        raise Http404
