"""Pages kept for a minute: the same question on the same data in the same language is the same bytes.

A page of the public site depends on nothing else: no cookie, no person. The key is the snapshot, the boundaries, the
address, the language and the day (a question without a day means today). A minute is also what browsers are told.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from phancap.formats.days import today
from phancap.web.portal.desk import boundaries_version, snapshot
from phancap.web.portal.identity import BadIdentity, identity

SECONDS = 60.0
MOST_PAGES, LARGEST = 2048, 64 * 1024
"""At most so many pages, of at most so many bytes: 128 MiB when all are of the largest; they are of some 12 kB."""

_pages: OrderedDict[tuple[Any, ...], tuple[float, bytes, list[tuple[str, str]]]] = OrderedDict()
_lock = threading.Lock()

View = Callable[..., HttpResponse]


def kept(view: View) -> View:
    """A public view whose good answers are kept and given again."""

    @wraps(view)
    def again(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):  # both are the same answer
            return view(request, *args, **named)
        key = (
            snapshot().id, boundaries_version(), request.get_full_path(), get_language(), today(), _whose(), request.get_host(),
        )  # fmt: skip
        found = _pages.get(key)
        if found is not None and found[0] > time.monotonic():
            response = HttpResponse(found[1])
            for name, value in found[2]:
                response[name] = value
            return response
        response = view(request, *args, **named)
        if response.status_code == 200 and not response.cookies and len(response.content) <= LARGEST:
            with _lock:
                _pages[key] = (time.monotonic() + SECONDS, response.content, list(response.items()))
                _pages.move_to_end(key)
                while len(_pages) > MOST_PAGES:
                    _pages.popitem(last=False)
        return response

    return again


def _whose() -> Any:
    try:
        return identity()
    except BadIdentity:
        return None


def forget() -> None:
    """Let every kept page go."""
    with _lock:
        _pages.clear()
