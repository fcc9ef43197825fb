"""Addresses of feedback, its open data and the Open311 server."""

from django.urls import path, re_path

from phancap.web.portal.feedback import open311, opendata, public

CODE = r"(?P<code>[0-9A-Za-z]{8})"
FORM = r"\.(?P<suffix>json|xml)$"

urlpatterns = [
    re_path(r"^feedback(?P<suffix>\.json)?$", public.feedback, name="feedback"),
    path("feedback/new", public.new, name="feedback-new"),
    path("feedback/send", public.sent, name="feedback-send"),
    path("feedback/find", public.find, name="feedback-find"),
    re_path(r"^feedback/data(?P<suffix>\.csv|\.json)$", opendata.open_data, name="feedback-data"),
    re_path(rf"^feedback/{CODE}(?P<suffix>\.json)?$", public.status, name="feedback-status"),
    re_path(rf"^feedback/{CODE}/(?P<do>reopen|rate|erase)$", public.own, name="feedback-own"),
    re_path(rf"^open311/v2/discovery{FORM}", open311.discovery),
    re_path(rf"^open311/v2/services{FORM}", open311.service_list),
    re_path(rf"^open311/v2/services/(?P<code>[^/]{{1,100}}){FORM}", open311.service),
    re_path(rf"^open311/v2/requests{FORM}", open311.requests),
    re_path(rf"^open311/v2/requests/(?P<code>[^/]{{1,100}}){FORM}", open311.one_request),
    re_path(rf"^open311/v2/tokens/(?P<code>[^/]{{1,100}}){FORM}", open311.token),
    path("open311/v2/openapi.json", open311.openapi, name="open311-openapi"),
]
