"""Answers carry an ETag: who asks again for what did not change gets 304 and no body; HEAD says what GET would.

Django leaves HEAD out, as a view may make no body for it. Ours make the same answer for both, and the server sends none
of a body; an answer to HEAD that has none is left as it is.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import parse_http_date_safe


class Conditional(ConditionalGetMiddleware):
    """ETag and 304 for GET and HEAD alike."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.method != "HEAD":
            return super().process_response(request, response)
        if not response.has_header("ETag") and self.needs_etag(response) and getattr(response, "content", b""):
            set_response_etag(response)
        etag, changed = response.get("ETag"), response.get("Last-Modified")
        if not etag and not changed:
            return response
        moment = parse_http_date_safe(changed) if changed else None
        return get_conditional_response(request, etag=etag, last_modified=moment, response=response)
