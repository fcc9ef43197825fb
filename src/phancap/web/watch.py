"""What an operator may watch: counts and times of requests, and one log line each, without what people asked.

``PHANCAP_METRICS`` holds the bearer token that opens ``/metrics`` (Prometheus text); without it the page is not there
and nothing is counted. ``PHANCAP_LOG=requests`` writes a JSON line a request: method, route, status, milliseconds;
never an address, a query, a name or what a route's parameters were.
"""

from __future__ import annotations

import hmac
import logging
import mmap
import os
import threading
import time
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import Http404, HttpRequest, HttpResponse

from phancap import __version__
from phancap.web.reading import require_safe

ROOMS = ("who", "api", "data", "page", "form", "studio")
STATUSES = ("2xx", "3xx", "4xx", "5xx")
# Seconds; a look-up takes about one thousandth, a spreadsheet of everything some seconds.
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
# A room's slots: its statuses, its buckets (the last is beyond every bound), its time in microseconds.
WIDTH = len(STATUSES) + len(BOUNDS) + 2
SLOTS = WIDTH * len(ROOMS)
FOLDER = "metrics"

log = logging.getLogger("phancap.requests")


class Board:
    """The counters of one process, in a file that the others can read; in memory where there is no folder."""

    def __init__(self, folder: Path | None) -> None:
        self._lock = threading.Lock()
        self.slots: memoryview | array[int] = array("q", bytes(8 * SLOTS))
        if folder is None:
            return
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            with open(folder / f"{os.getpid()}", "w+b") as file:
                file.truncate(8 * SLOTS)
                self.slots = memoryview(mmap.mmap(file.fileno(), 8 * SLOTS)).cast("q")
        except OSError:
            pass

    def count(self, room: str, status: int, seconds: float) -> None:
        """One request."""
        start = ROOMS.index(room) * WIDTH
        bucket = start + len(STATUSES) + bisect_left(BOUNDS, seconds)
        with self._lock:
            self.slots[start + max(0, min(3, status // 100 - 2))] += 1
            self.slots[bucket] += 1
            self.slots[start + WIDTH - 1] += int(seconds * 1e6)


def totals(folder: Path | None, own: Board) -> list[int]:
    """The counters of all processes since the start of the site."""
    found = [0] * SLOTS
    seen = False
    for path in sorted(folder.iterdir()) if folder and folder.is_dir() else ():
        counts = array("q")
        counts.frombytes(path.read_bytes()[: 8 * SLOTS])
        if len(counts) == SLOTS:
            found = [a + b for a, b in zip(found, counts, strict=True)]
            seen = True
    return found if seen else list(own.slots)


def room_of(path: str, method: str) -> str:
    """The kind of page, coarse enough to say nothing of anybody."""
    if path.startswith(("/studio/", "/office/")):
        return "studio"
    if method not in ("GET", "HEAD"):
        return "api" if path.startswith("/api/") else "form"
    if path.startswith("/who"):
        return "who"
    if path.startswith(("/api/", "/open311/")):
        return "api"
    return "data" if path.startswith("/data/") else "page"


def _folder() -> Path | None:
    return Path(settings.PHANCAP_DATA) / FOLDER if Path(settings.PHANCAP_DATA).is_dir() else None


_board: Board | None = None


def board() -> Board:
    """The counters of this process."""
    global _board
    if _board is None:
        _board = Board(_folder())
    return _board


def watched(respond: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: counts and, where asked, writes a line; not there at all where neither is wanted."""
    counts, lines = bool(settings.PHANCAP_METRICS), settings.PHANCAP_LOG == "requests"
    if not counts and not lines:
        raise MiddlewareNotUsed
    tally = board() if counts else None

    def middleware(request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = respond(request)
        took = time.perf_counter() - begun
        if tally is not None:
            tally.count(room_of(request.path, request.method), response.status_code, took)
        if lines:
            match = request.resolver_match
            told = {"method": request.method, "route": match.route if match else "", "status": response.status_code,
                    "ms": round(took * 1000, 2)}  # fmt: skip
            log.info("request", extra={"told": told})
        return response

    return middleware


def _text(counts: list[int]) -> Iterator[str]:
    yield "# HELP phancap_info The version that runs."
    yield "# TYPE phancap_info gauge"
    yield f'phancap_info{{version="{__version__}"}} 1'
    yield "# HELP phancap_requests_total Requests answered, by kind of page and status."
    yield "# TYPE phancap_requests_total counter"
    for number, room in enumerate(ROOMS):
        for offset, status in enumerate(STATUSES):
            yield f'phancap_requests_total{{room="{room}",status="{status}"}} {counts[number * WIDTH + offset]}'
    yield "# HELP phancap_request_seconds Time to make an answer."
    yield "# TYPE phancap_request_seconds histogram"
    for number, room in enumerate(ROOMS):
        start, so_far = number * WIDTH + len(STATUSES), 0
        for offset, bound in enumerate((*map(str, BOUNDS), "+Inf")):
            so_far += counts[start + offset]
            yield f'phancap_request_seconds_bucket{{room="{room}",le="{bound}"}} {so_far}'
        yield f'phancap_request_seconds_sum{{room="{room}"}} {counts[(number + 1) * WIDTH - 1] / 1e6}'
        yield f'phancap_request_seconds_count{{room="{room}"}} {so_far}'
    waiting = _waiting()
    if waiting is not None:
        yield "# HELP phancap_tasks_waiting Tasks put off that no worker has taken yet."
        yield "# TYPE phancap_tasks_waiting gauge"
        yield f"phancap_tasks_waiting {waiting}"


def _waiting() -> int | None:
    from django.db import DatabaseError
    from django_tasks_db.models import DBTaskResult

    try:
        return int(DBTaskResult.objects.ready().count())
    except DatabaseError:
        return None


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The counters, for who brings the token."""
    wanted = settings.PHANCAP_METRICS
    brought = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if not wanted or not hmac.compare_digest(brought.encode(), wanted.encode()):
        raise Http404
    text = "\n".join(_text(totals(_folder(), board()))) + "\n"
    response = HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is looked at."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether everything is there that pages need: the workspace, the data base in its present form, the folder."""
    from django.http import JsonResponse

    state = {"workspace": _state(_workspace_is_open), "database": _state(_base_is_current),
             "folder": _state(_folder_is_writable)}  # fmt: skip
    well = all(value == "ok" for value in state.values())
    return JsonResponse({"status": "ok" if well else "failing", **state}, status=200 if well else 503)


def _state(check: Callable[[], bool]) -> str:
    from django.db import DatabaseError

    from phancap.workspace.errors import WorkspaceError

    try:
        return "ok" if check() else "failing"
    except (DatabaseError, OSError, WorkspaceError):
        return "failing"


def _workspace_is_open() -> bool:
    from phancap.web.portal.desk import snapshot

    return bool(snapshot().power_ids())


def _base_is_current() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _folder_is_writable() -> bool:
    return os.access(settings.PHANCAP_DATA, os.W_OK)
