"""Reads are open to the pages of other sites: no cookie, no log-in, nothing of a visitor is in an answer."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def open_to_other_sites(
    respond: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: any site may read ``/api/``, and put a batch of questions to it, which is a read in a body."""

    def middleware(request: HttpRequest) -> HttpResponse:
        ours = request.path.startswith("/api/")
        if ours and request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            response = HttpResponse(status=204)
            response["Access-Control-Allow-Methods"] = "GET, HEAD, POST"
            response["Access-Control-Allow-Headers"] = "content-type, if-none-match"
            response["Access-Control-Max-Age"] = "86400"
        else:
            response = respond(request)
        if ours and request.method in ("GET", "HEAD", "POST", "OPTIONS"):
            response["Access-Control-Allow-Origin"] = "*"
            # What a page of another site may see beside the body: the mark of this version, when to ask again.
            response["Access-Control-Expose-Headers"] = "ETag, Retry-After"
            if response.status_code == 200 and request.method != "POST":
                response.setdefault("Cache-Control", "public, max-age=60")
        return response

    return middleware
