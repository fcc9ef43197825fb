"""Reads are open to the pages of other sites: no cookie, no log-in, nothing of a visitor is in an answer."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def open_to_other_sites(
    respond: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: any site may read ``/api/``."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        if request.path.startswith("/api/") and request.method in ("GET", "HEAD"):
            response["Access-Control-Allow-Origin"] = "*"
            if response.status_code == 200:
                response.setdefault("Cache-Control", "public, max-age=60")
        return response

    return middleware
