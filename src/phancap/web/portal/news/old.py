"""Addresses of the old site: ``/article/<slug>/<id>.htm`` and the portal's ``/?tabid=120&...`` keep leading somewhere.

The old portal (DNN) gave every page a number, ``tabid``; which number was which page only its keepers know, so
they write it into the table of old addresses. A request without such a parameter never comes near the data base.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from phancap.web.portal.news.models import OldAddress
from phancap.web.portal.news.views import in_language, old_target

OLD_PATHS = ("/", "/default.aspx", "/home.aspx", "/index.aspx")
IDS = ("itemid", "articleid", "newsid", "id", "aid")
LONGEST_QUERY = 200


def old_addresses(
    respond: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: an address of the old portal is answered with the new one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.META.get("QUERY_STRING") and request.method in ("GET", "HEAD"):
            if request.path.lower() in OLD_PATHS and any(key.lower() == "tabid" for key in request.GET):
                return _leads_to(request)
        return respond(request)

    return middleware


def key_of(query: dict[str, str]) -> str:
    """Parameters as the table holds them: small letters, in order, without the language."""
    pairs = sorted(
        (key.lower(), value) for key, value in query.items() if key.lower() not in ("lang", "language")
    )
    return urlencode(pairs)[:LONGEST_QUERY]


def _leads_to(request: HttpRequest) -> HttpResponse:
    query = {key.lower(): value.strip()[:100].replace("\0", "") for key, value in request.GET.items()}
    for asked in (query, {"tabid": query["tabid"]}):
        known = OldAddress.objects.filter(query=key_of(asked)).first()
        if known is not None:
            return HttpResponseRedirect(known.leads_to, status=301)
        number = next(
            (query[name] for name in IDS if query.get(name, "").isascii() and query.get(name, "").isdigit()),
            "",
        )
        if number and asked is query:
            found = old_target(int(number[:10]))
            if found.status_code == 301:
                return found
    return HttpResponseRedirect(in_language("/news"))
