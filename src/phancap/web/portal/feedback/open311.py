"""The addresses of Open311 GeoReport v2, below ``/open311/v2/``; answers in JSON or XML by the ending."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from hmac import compare_digest
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from phancap.web.address import client_address
from phancap.web.portal.feedback import georeport
from phancap.web.portal.feedback.given import read_given
from phancap.web.portal.feedback.models import Report
from phancap.web.portal.feedback.openapi import description
from phancap.web.portal.feedback.reports import CODE_LENGTH, LONGEST_PLACE, send
from phancap.web.portal.feedback.routing import route
from phancap.web.portal.feedback.services import services
from phancap.web.portal.feedback.spam import within_rate
from phancap.web.portal.news.files import take_photo
from phancap.web.portal.news.images import MOST_BYTES, BadPhoto
from phancap.web.portal.query import BadParameter, check_lengths

WINDOW = timedelta(days=90)
"""The standard's: what a list covers when nothing is said, and the longest span of one question."""
MOST = 1000
LONGEST_LIST = 50


class Fault(Exception):
    """An answer that is an error: HTTP status and what is wrong, several where several are."""

    def __init__(self, status: int, *told: str) -> None:
        self.status = status
        self.told = told
        super().__init__(status)


class Told(NamedTuple):
    """An answer: the root element of its XML, the value, and the value as JSON where that differs."""

    root: str
    value: Any
    status: int = 200


View = Callable[..., Told]


def endpoint(*methods: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """A view of a function that gives :class:`Told`, with the standard's errors."""

    def wrap(make: View) -> Callable[..., HttpResponse]:
        @csrf_exempt  # programs of others post here without a cookie; nothing trusts a cookie here either
        @wraps(make)
        def view(request: HttpRequest, suffix: str, **key: str) -> HttpResponse:
            try:
                if request.method not in methods:
                    response = _errors(suffix, 405, [f"{request.method}: {', '.join(methods)}"])
                    response["Allow"] = ", ".join(methods)
                    return response
                if not within_rate(client_address(request), "open311", settings.PHANCAP_OPEN311_RATE):
                    raise Fault(429, _("quá nhiều yêu cầu từ một địa chỉ, thử lại sau"))
                _read(request)
                told = make(request, **key)
            except Fault as fault:
                return _errors(suffix, fault.status, list(fault.told))
            except BadParameter as error:
                return _errors(suffix, 400, [str(error)])
            return _answer(suffix, told)

        return view

    return wrap


def _read(request: HttpRequest) -> None:
    """Read the form here, where a broken one is an answer 400 in the standard's form."""
    try:
        check_lengths(request.GET)
        request.POST.keys()
    except (
        MultiPartParserError,
        TooManyFieldsSent,
        TooManyFilesSent,
        RequestDataTooBig,
        SuspiciousOperation,
        ValueError,
    ):
        raise Fault(400, _("không đọc được biểu mẫu")) from None
    except BadParameter as error:
        raise Fault(400, str(error)) from None
    asked = request.GET.get("jurisdiction_id") or request.POST.get("jurisdiction_id")
    if asked and asked != georeport.jurisdiction():
        raise Fault(404, f"jurisdiction_id `{asked[:60]}` · `{georeport.jurisdiction()}`")


def _answer(suffix: str, told: Told) -> HttpResponse:
    if suffix == "xml":
        text, kind = georeport.as_xml(told.root, told.value), "text/xml; charset=utf-8"
    else:
        text, kind = georeport.as_json(told.value), "application/json; charset=utf-8"
    response = HttpResponse(text, content_type=kind, status=told.status)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-store"
    return response


def _errors(suffix: str, status: int, told: list[str]) -> HttpResponse:
    return _answer(suffix, Told("errors", [{"code": status, "description": text} for text in told], status))


def _lang(request: HttpRequest) -> str:
    return "en" if translation.get_language() == "en" else "vi"


def _base(request: HttpRequest) -> str:
    return str(request.build_absolute_uri("/")).rstrip("/")


@endpoint("GET", "HEAD")
def discovery(request: HttpRequest) -> Told:
    """Where the endpoints are and which area they answer for."""
    return Told("discovery", georeport.discovery_json(_base(request)))


@endpoint("GET", "HEAD")
def service_list(request: HttpRequest) -> Told:
    """Every kind of matter; with ``address_string`` also who is responsible there today."""
    lang = _lang(request)
    place = request.GET.get("address_string", "").strip()
    if len(place) > LONGEST_PLACE:
        raise Fault(400, f"address_string: ≤ {LONGEST_PLACE}")
    found = []
    for service in services().values():
        value = georeport.service_json(service, lang)
        if place:
            told = route(service, place, timezone.localdate().toordinal())
            value["agency_responsible"] = told.body_name or None
            value["service_notice"] = told.why[lang]
        found.append(value)
    return Told("services", found)


@endpoint("GET", "HEAD")
def service(request: HttpRequest, code: str) -> Told:
    """One kind of matter."""
    if code not in services():
        raise Fault(404, f"service_code `{code[:60]}`")
    return Told("service_definition", georeport.definition_json(services()[code]))


@endpoint("GET", "HEAD", "POST")
def requests(request: HttpRequest) -> Told:
    """The public requests, or a new one."""
    if request.method == "POST":
        return _post(request)
    lang, base = _lang(request), _base(request)
    reports = _listed(request)
    return Told("service_requests", [georeport.request_json(report, base, lang) for report in reports])


@endpoint("GET", "HEAD")
def one_request(request: HttpRequest, code: str) -> Told:
    """One request: how far it is, and its text once it is public."""
    report = Report.objects.select_related("photo").filter(code=code[:20].upper()).first()
    if report is None:
        raise Fault(404, f"service_request_id `{code[:20]}`")
    return Told("service_requests", [georeport.request_json(report, _base(request), _lang(request))])


@endpoint("GET", "HEAD")
def token(request: HttpRequest, code: str) -> Told:
    """A token is the id itself: requests are numbered at once."""
    if not Report.objects.filter(code=code[:20].upper()).exists():
        raise Fault(404, f"token `{code[:20]}`")
    found = [{"service_request_id": code.upper(), "token": code.upper()}]
    return Told("service_requests", found)


def openapi(request: HttpRequest) -> HttpResponse:
    """The description of these addresses as OpenAPI 3.1."""
    response = HttpResponse(
        georeport.as_json(description(_base(request))), content_type="application/json; charset=utf-8"
    )
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=60"
    return response


def _listed(request: HttpRequest) -> QuerySet[Report]:
    reports = Report.objects.select_related("photo").filter(public=True).order_by("-received_at", "-pk")
    asked = [
        code.strip().upper() for code in request.GET.get("service_request_id", "").split(",") if code.strip()
    ]
    if asked:
        if len(asked) > LONGEST_LIST:
            raise Fault(400, f"service_request_id: ≤ {LONGEST_LIST}")
        return reports.filter(code__in=[code[:CODE_LENGTH] for code in asked])
    codes = [code.strip() for code in request.GET.get("service_code", "").split(",") if code.strip()]
    unknown = [code for code in codes if code not in services()]
    if unknown:
        raise Fault(404, f"service_code `{unknown[0][:60]}`")
    if codes:
        reports = reports.filter(service__in=codes)
    states = {state.strip() for state in request.GET.get("status", "").split(",") if state.strip()}
    if states - {"open", "closed"}:
        raise Fault(400, "status: open, closed")
    if len(states) == 1:
        is_open = "open" in states
        reports = (
            reports.filter(state__in=georeport.OPEN) if is_open else reports.exclude(state__in=georeport.OPEN)
        )
    end = _moment(request, "end_date")
    start = _moment(request, "start_date")
    if start is None:
        start = (end or timezone.now()) - WINDOW
    if end is None:
        end = start + WINDOW
    if end < start:
        raise Fault(400, "end_date < start_date")
    return reports.filter(received_at__gte=start, received_at__lte=min(end, start + WINDOW))[:MOST]


def _moment(request: HttpRequest, name: str) -> datetime | None:
    text = request.GET.get(name, "").strip().replace(" ", "+")
    if not text:
        return None
    try:
        found = parse_datetime(text) or parse_datetime(f"{text}T00:00:00")
        if found is None or not 1971 <= found.year <= 9000:
            raise ValueError
        return timezone.make_aware(found) if timezone.is_naive(found) else found
    except (ValueError, OverflowError):
        raise Fault(400, f"{name}: `{text[:40]}` · 2026-11-29T08:00:00+07:00") from None


def _post(request: HttpRequest) -> Told:
    keys = settings.PHANCAP_OPEN311_KEYS
    if keys:
        sent = request.POST.get("api_key", "") or request.GET.get("api_key", "")
        if not any(compare_digest(sent.encode("utf-8", "replace"), key.encode()) for key in keys):
            raise Fault(403, _("cần `api_key` của một ứng dụng đã đăng ký"))
    if not within_rate(client_address(request), "open311-post", settings.PHANCAP_OPEN311_POST_RATE):
        raise Fault(429, _("quá nhiều yêu cầu từ một địa chỉ, thử lại sau"))
    form = request.POST
    if any("\0" in value or len(value) > 20_000 for value in form.values()):
        raise Fault(400, _("không đọc được biểu mẫu"))
    code = form.get("service_code", "")
    if not code:
        raise Fault(400, "service_code: required")
    if code not in services():
        raise Fault(404, f"service_code `{code[:60]}`")
    names = " ".join(filter(None, (form.get("last_name", "").strip(), form.get("first_name", "").strip())))
    fields = {
        "service": code, "text": form.get("description", ""), "place": form.get("address_string", "") or form.get("address_id", ""),
        "lat": form.get("lat", ""), "lon": form.get("long", ""), "name": names[:120], "phone": form.get("phone", ""),
        "email": form.get("email", ""),
    }  # fmt: skip
    faults: dict[str, str] = {}
    given = read_given(fields, faults, "open311", _lang(request))
    named = {"service": "service_code", "text": "description", "place": "address_string", "lon": "long"}
    if faults:
        raise Fault(400, *(f"{named.get(name, name)}: {fault}" for name, fault in faults.items()))
    photo = None
    file = request.FILES.get("media")
    if file is not None:
        try:
            photo = take_photo(file.read(MOST_BYTES + 1))
        except BadPhoto as bad:
            raise Fault(400, f"media: {bad.say(_lang(request))}") from None
    sent_now = send(given, photo)
    notice = sent_now.report.routing["why"][_lang(request)]
    value = {"service_request_id": sent_now.report.code, "service_notice": notice, "account_id": None}
    return Told("service_requests", [value], 201)
