"""From where a request comes, for limits and lock-out; never written to a log."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The visitor's address: that of the connection, or the one our own proxies (``PHANCAP_PROXIES``) have noted.

    Each proxy appends whom it saw, so only as many entries from the end are true as there are proxies of ours.
    """
    direct: str = request.META.get("REMOTE_ADDR", "")
    trusted = settings.PHANCAP_PROXIES
    noted = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    return noted[-min(trusted, len(noted))] if trusted and noted else direct
