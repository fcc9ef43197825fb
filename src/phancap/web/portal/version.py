"""Which version of the workspace a request is answered from, and what is kept for a version.

One request sees one version from its first line to its last, also when another is published meanwhile. What is worked
out of a version is kept under it by :func:`per_version`; so nothing has to be thrown away when a version comes, and
nothing of the old one can stand beside the new.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from phancap.formats.days import today
from phancap.workspace.open import shipped
from phancap.workspace.publication import LOG, Publications

T = TypeVar("T")
_PINNED: ContextVar[str] = ContextVar("version of this request", default="")
OF_A_VERSION = 3
"""Versions of which something is kept at once: the present, the one before, the one that comes at midnight."""


def publications() -> Publications:
    """What was published from the data folder of this site."""
    return _publications(str(settings.PHANCAP_DATA))


@cache
def _publications(folder: str) -> Publications:
    return Publications(folder)


def now_in_force() -> str:
    """The folder (or file) that answers now.

    A workspace named on the command line is meant as it is; else the version published, else the shipped city.
    """
    named = settings.PHANCAP_WORKSPACE
    if named:
        return str(named)
    if not (Path(settings.PHANCAP_DATA) / LOG).exists():
        return shipped()
    return publications().path(today()) or shipped()


def here() -> str:
    """The version of this request; outside of one, the one in force."""
    return _PINNED.get() or now_in_force()


def pinned(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the version is chosen once, when the request comes."""

    def answer(request: HttpRequest) -> HttpResponse:
        token = _PINNED.set(now_in_force())
        try:
            return get_response(request)
        finally:
            _PINNED.reset(token)

    return answer


def per_version(size: int = 1) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Keep what a function gives for the version of the request and its arguments (by place, hashable), ``size`` a version."""

    def decorate(function: Callable[..., T]) -> Callable[..., T]:
        @lru_cache(maxsize=size * OF_A_VERSION)
        def kept(version: str, *args: Any) -> T:
            return function(*args)

        @wraps(function)
        def asked(*args: Any) -> T:
            return kept(here(), *args)

        return asked

    return decorate
