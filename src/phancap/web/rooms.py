"""Public rooms and back rooms: an address before the counter carries no session and touches no data base.

Django's own middleware for sessions, log-in, second factor and messages, at work only under ``BACK_ROOMS``.
A public page that takes a form (feedback) is guarded by the CSRF middleware, which needs neither.
"""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django_otp.middleware import OTPMiddleware

# Everything that asks who you are lives below these; nothing else does.
BACK_ROOMS = ("/studio/", "/office/")


def is_behind(request: HttpRequest) -> bool:
    """Whether the address is one that knows people."""
    return request.path.startswith(BACK_ROOMS)


class _Behind:
    """Before a middleware: it works in the back rooms and is passed by elsewhere."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse
        if is_behind(request):
            response = super().__call__(request)  # type: ignore[misc]  # what follows in the order of classes
        else:
            response = self.get_response(request)
        return response


class Sessions(_Behind, SessionMiddleware):
    """Sessions in the back rooms."""


class People(_Behind, AuthenticationMiddleware):
    """``request.user`` in the back rooms."""

    def process_view(self, request: HttpRequest, *rest: Any) -> HttpResponse | None:
        """Django's log-in guard reads ``request.user``, which only a back room has."""
        guard = getattr(super(), "process_view", None)
        return guard(request, *rest) if guard and is_behind(request) else None


class SecondFactor(_Behind, OTPMiddleware):
    """``request.user.is_verified()`` in the back rooms."""


class Messages(_Behind, MessageMiddleware):
    """One-time messages in the back rooms."""


class WithoutBase:
    """Middleware: a page that needs the data base, while there is none, says so (503) instead of failing."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = self.get_response(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Of all errors only these are ours to explain."""
        from django.db import DataError, OperationalError
        from django.shortcuts import render

        if isinstance(exception, DataError):
            # A value that the one data base takes and the other does not: the asker's, not a failure of ours.
            return render(request, "portal/message.html", {"kind": "bad"}, status=400)
        if not isinstance(exception, OperationalError):
            return None
        logging.getLogger("django.request").error("no data base", exc_info=exception)
        response: HttpResponse = render(request, "portal/message.html", {"kind": "closed"}, status=503)
        response["Retry-After"] = "30"
        return response


def not_stored(respond: Any) -> Any:
    """Middleware: what a back room shows stays out of every cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response: HttpResponse = respond(request)
        if is_behind(request):
            response.setdefault("Cache-Control", "no-store")
        return response

    return middleware
