"""Feedback as open data: what can be counted, nothing that anybody wrote, nothing about anybody.

No text, no place below the commune, no point, no photo, no hour: a row says which kind of matter, in which unit, by
which channel, when, to whom, and whether the answer came in time.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from phancap.formats.csv_text import write_csv_text
from phancap.web.portal.feedback.models import Report
from phancap.web.portal.feedback.public import is_late
from phancap.web.portal.sheet import CACHED, json_text
from phancap.web.reading import require_safe

COLUMNS = (
    "code", "service", "unit", "channel", "state", "body", "received", "due", "answered", "late", "reopened", "rating",
)  # fmt: skip


def rows() -> list[dict[str, Any]]:
    """One row a report that a moderator has passed on, oldest first."""
    found = Report.objects.exclude(state__in=("received", "declined")).order_by("received_at", "pk")
    reopened = set(Report.objects.filter(steps__kind="reopened").values_list("pk", flat=True))
    return [
        {
            "code": report.code, "service": report.service, "unit": report.unit, "channel": report.channel,
            "state": report.state, "body": report.body, "received": _day(report.received_at), "due": _day(report.due_at),
            "answered": _day(report.answered_at), "late": "yes" if is_late(report) else "no",
            "reopened": "yes" if report.pk in reopened else "no", "rating": report.rating,
        }
        for report in found.iterator(chunk_size=500)
    ]  # fmt: skip


def _day(moment: Any) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""


@require_safe
def open_data(request: HttpRequest, suffix: str) -> HttpResponse:
    """The rows as CSV or JSON."""
    found = rows()
    if suffix == ".json":
        response = json_text(
            {"format": 1, "license": "https://creativecommons.org/licenses/by/4.0/", "feedback": found}
        )
    else:
        text = write_csv_text(
            [list(COLUMNS), *[["" if row[c] is None else str(row[c]) for c in COLUMNS] for row in found]]
        )
        response = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="feedback.csv"'
    response["Cache-Control"] = CACHED
    response["Access-Control-Allow-Origin"] = "*"
    return response
