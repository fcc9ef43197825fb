"""The language of a page: ``lang`` in the address, else Vietnamese. No cookie, no guess from the browser."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

LANGUAGES = ("vi", "en")


def language_of_request(
    respond: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: one address is one page in one language, so every page can be linked and cached."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "vi")
        language = asked if asked in LANGUAGES else "vi"
        with translation.override(language):
            response = respond(request)
        response.setdefault("Content-Language", language)
        return response

    return middleware
