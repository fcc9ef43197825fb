"""The beacon that counts, and the figures.

Counting is apart from the pages: a page that needs no data base (the look-up above all) stays the same bytes for
everybody, may be kept by any cache and costs nothing more; the browser fetches one image of 43 bytes beside it, and
that request alone writes. It works without JavaScript, is never kept by a cache, sets no cookie, and most robots
never ask for it. Where nothing can be stored the image comes all the same.
"""

from __future__ import annotations

import threading
import time
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from phancap.web.address import client_address
from phancap.web.portal.counter.tally import Totals, totals, visit
from phancap.web.portal.counter.visitor import is_robot
from phancap.web.portal.sheet import json_text
from phancap.web.reading import require_safe

PIXEL = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)
FRESH = 5.0
"""Seconds for which a process repeats the figures it has: they stand at the foot of many pages."""
_kept: tuple[float, Totals] | None = None
_kept_lock = threading.Lock()


@require_safe
def beacon(request: HttpRequest) -> HttpResponse:
    """One transparent pixel; a person's first one today counts."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    purpose = request.META.get("HTTP_SEC_PURPOSE", "") + request.META.get("HTTP_PURPOSE", "")
    if request.method == "GET" and not is_robot(agent, purpose):
        try:
            visit(client_address(request), agent)
        except DatabaseError:
            pass  # a site that cannot store still answers: the figure is then lower than the truth
    response = HttpResponse(PIXEL, content_type="image/gif")
    response["Cache-Control"] = "no-store"
    return response


def figures() -> Totals:
    """The figures, at most :data:`FRESH` seconds old."""
    global _kept
    with _kept_lock:
        if _kept is not None and time.monotonic() - _kept[0] < FRESH:
            return _kept[1]
    now = totals()
    with _kept_lock:
        _kept = time.monotonic(), now
    return now


def lines(found: Totals) -> list[tuple[str, int]]:
    """The block as the old site had it."""
    return [(_("Hôm qua"), found.yesterday), (_("Hôm nay"), found.today), (_("Tuần này"), found.week),
            (_("Tất cả"), found.all)]  # fmt: skip


@require_safe
def counter(request: HttpRequest, suffix: str | None = None) -> HttpResponse:
    """The figures and how they are counted."""
    found = figures()
    response: HttpResponse
    if suffix == ".json":
        response = json_text(
            {"format": 1, **found._asdict(), "unit": "visitors a day, by a hash under a salt of the day"}
        )
    else:
        context: dict[str, Any] = {"lines": lines(found), "total": found.all}
        response = render(request, "portal/counter/counter.html", context)
    response["Cache-Control"] = "public, max-age=5"
    return response
