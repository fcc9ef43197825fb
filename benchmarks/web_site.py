"""The site as it is shipped, with one address more: ``/empty``, a view that does nothing, as the measure of the rest.

    python benchmarks/web_site.py PORT WORKERS
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phancap.web.settings")

from phancap.web.wsgi import application  # noqa: I001  # Django has to be set up before its addresses are read

from django.http import HttpRequest, HttpResponse
from django.urls import path

from phancap.web import urls


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing; what is measured is the server, the middleware and the way to a view."""
    return HttpResponse(b"")


urls.urlpatterns.insert(0, path("empty", empty))


if __name__ == "__main__":
    from granian import Granian
    from granian.constants import Interfaces

    from phancap.cli.serve import BACKLOG, THREADS

    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    server = Granian(
        "benchmarks.web_site:application", address="127.0.0.1", port=int(sys.argv[1]), interface=Interfaces.WSGI,
        workers=int(sys.argv[2]), blocking_threads=THREADS, backlog=BACKLOG, log_enabled=False,
    )  # fmt: skip
    server.serve()

__all__ = ["application"]
