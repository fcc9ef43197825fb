"""What can happen to a report. Each function is one transaction that takes the report's row and appends a step.

``by`` is who is logged in, or ``None`` for the sender and the system. A moderator's page carries the report's
``version``: who acts on an older one is told (:class:`Stale`) and nothing changes.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from phancap.formats.folding import fold
from phancap.web.portal.feedback.masking import MASK, mask
from phancap.web.portal.feedback.models import OPEN_STATES, Report, Sender, Step
from phancap.web.portal.feedback.routing import Route, due, route_at
from phancap.web.portal.feedback.services import Service, services
from phancap.web.portal.news.files import remove_files
from phancap.web.portal.news.models import Photo, Shown

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters and digits that are not taken for one another on a slip of paper."""
CODE_LENGTH, KEY_LENGTH = 8, 10
LONGEST_TEXT, LONGEST_PLACE = 4000, 300
REOPEN_WITHIN = timedelta(days=15)
"""How long after an answer its sender may ask to look again. assumption: no rule of the city was found."""
NEAR_DAYS, NEAR_METRES, NEAR_SHARE = 60, 150.0, 0.34
MOST_NEAR = 3


class Stale(Exception):
    """Somebody else changed the report meanwhile."""


class NotAllowed(Exception):
    """A step that the report's state, or the key given, does not allow; ``why`` names it for the page."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class Given(NamedTuple):
    """What a sender hands in, read and tidied."""

    service: str
    text: str
    place: str
    channel: str = "web"
    lang: str = "vi"
    lat: float | None = None
    lon: float | None = None
    name: str = ""
    phone: str = ""
    email: str = ""


class Sent(NamedTuple):
    """A stored report and the key that only its sender is told."""

    report: Report
    key: str


def send(given: Given, photo: Photo | None = None, by: Any = None, now: datetime | None = None) -> Sent:
    """Store a report, routed and with its clock running; public only after a moderator has read it."""
    now = now or timezone.now()
    service = services()[given.service]
    found = route_at(service, given.place, given.lat, given.lon, timezone.localtime(now).date().toordinal())
    limit = due(service, now, found.body)
    key = _random(KEY_LENGTH)
    for attempt in range(10):
        code = _random(CODE_LENGTH)
        try:
            with transaction.atomic():
                report = Report.objects.create(
                    code=code, key_hash=_hash(code, key), service=service.code, text=given.text,
                    place=given.place, unit=found.unit, unit_name=found.unit_name, lat=given.lat, lon=given.lon,
                    channel=given.channel, lang=given.lang, photo=photo, state="received", body=found.body,
                    body_name=found.body_name, routing=found.as_json(), received_at=now, due_at=limit.at if limit else None,
                    words=" ".join(sorted(set(fold(given.text).split()))[:300]),
                )  # fmt: skip
                if given.name or given.phone or given.email:
                    Sender.objects.create(
                        report=report, name=given.name, phone=given.phone, email=given.email
                    )
                _step(report, "received", by)
            return Sent(report, key)
        except IntegrityError:
            if attempt == 9:
                raise
    raise AssertionError("the loop returns or raises")


def pass_on(
    pk: int,
    version: int,
    by: Any,
    *,
    public_text: str,
    public_place: str,
    public: bool,
    body_name: str = "",
    note: str = "",
) -> Report:
    """A moderator lets a report through: to the body the charter names, or to one named here with a reason."""
    with transaction.atomic():
        report = _locked(pk, version)
        if report.state not in ("received", "sent", "reopened"):
            raise NotAllowed("state")
        if body_name and body_name != report.body_name:
            if not note.strip():
                raise NotAllowed("reason")
            report.body, report.body_name = "", body_name
        if not report.body_name:
            raise NotAllowed("no-body")
        report.public, report.public_text, report.public_place = public, public_text, public_place
        report.state = "sent"
        return _changed(
            report, "sent", by, f"{report.body_name}" + (f" · {note.strip()}" if note.strip() else "")
        )


def reroute(pk: int, version: int, by: Any, *, service: str, place: str) -> Report:
    """Ask the charter again with a better place or another kind; the clock goes on from the day of receipt."""
    with transaction.atomic():
        report = _locked(pk, version)
        if report.state not in OPEN_STATES:
            raise NotAllowed("state")
        kind = services()[service]
        found = route_at(
            kind, place, report.lat, report.lon, timezone.localtime(report.received_at).date().toordinal()
        )
        limit = due(kind, report.received_at, found.body)
        report.service, report.place = service, place
        report.unit, report.unit_name, report.body, report.body_name = (
            found.unit,
            found.unit_name,
            found.body,
            found.body_name,
        )
        report.routing, report.due_at = found.as_json(), limit.at if limit else None
        return _changed(report, "rerouted", by, found.why["vi"])


def answer(pk: int, version: int, by: Any, text: str) -> Report:
    """The public answer."""
    if not text.strip():
        raise NotAllowed("empty")
    with transaction.atomic():
        report = _locked(pk, version)
        if report.state not in ("sent", "reopened"):
            raise NotAllowed("state")
        report.answer, report.answered_at, report.state = text.strip(), timezone.now(), "answered"
        report.rating = None
        return _changed(report, "answered", by, text)


def decline(pk: int, version: int, by: Any, reason: str) -> Report:
    """Not taken on, with the reason the sender reads."""
    if not reason.strip():
        raise NotAllowed("reason")
    with transaction.atomic():
        report = _locked(pk, version)
        if report.state not in OPEN_STATES:
            raise NotAllowed("state")
        report.state, report.public = "declined", False
        return _changed(report, "declined", by, reason)


def join(pk: int, version: int, by: Any, code: str) -> Report:
    """The same matter as another report: this one follows that one."""
    with transaction.atomic():
        report = _locked(pk, version)
        other = Report.objects.filter(code=code.strip().upper()).exclude(pk=pk).first()
        if other is None or other.joined_to_id is not None:
            raise NotAllowed("no-such-report")
        if report.state not in OPEN_STATES:
            raise NotAllowed("state")
        report.joined_to, report.state = other, "joined"
        return _changed(report, "joined", by, other.code)


def reopen(code: str, key: str, reason: str, now: datetime | None = None) -> Report:
    """The sender asks to look again; a new clock starts."""
    now = now or timezone.now()
    if not reason.strip():
        raise NotAllowed("reason")
    with transaction.atomic():
        report = _own(code, key)
        if report.state != "answered" or report.answered_at is None:
            raise NotAllowed("state")
        if now > report.answered_at + REOPEN_WITHIN:
            raise NotAllowed("late")
        kind = services().get(report.service)
        limit = due(kind, now, report.body) if kind else None
        report.state, report.due_at = "reopened", limit.at if limit else None
        return _changed(report, "reopened", None, mask(reason), public=False)


def rate(code: str, key: str, stars: int) -> Report:
    """The sender's mark for the answer, 1 to 5; it may be changed until the report is opened again."""
    if not 1 <= stars <= 5:
        raise NotAllowed("stars")
    with transaction.atomic():
        report = _own(code, key)
        if report.state != "answered":
            raise NotAllowed("state")
        report.rating = stars
        return _changed(report, "rated", None, str(stars))


def erase(code: str, by: Any = None, key: str | None = None) -> Report:
    """Take the personal data away for good: the sender's row, the text and place as sent, the point, the photo.

    By its sender with the key, or by somebody logged in. What stays is what was public, or the masked text.
    """
    with transaction.atomic():
        report = _own(code, key) if key is not None else Report.objects.select_for_update().get(code=code)
        Sender.objects.filter(report=report).delete()
        kept = report.public_text if report.public and report.public_text else mask(report.text)
        report.text = kept
        report.place = report.public_place or report.unit_name or MASK
        report.lat = report.lon = None
        report.words = ""
        report.answer = mask(report.answer)
        report.public_text = mask(report.public_text)
        for step in report.steps.exclude(note=""):
            Step.objects.filter(pk=step.pk).update(note=mask(step.note))
        photo, report.photo = report.photo, None
        changed = _changed(report, "erased", by)
    if photo is not None and not in_use(photo):
        remove_files(photo)
        photo.delete()
    return changed


def erase_older(days: int, now: datetime | None = None) -> int:
    """Erase the personal data of every closed report last touched more than ``days`` days ago; how many."""
    before = (now or timezone.now()) - timedelta(days=days)
    old = Report.objects.filter(updated_at__lt=before).exclude(state__in=OPEN_STATES)
    codes = [code for code, words in old.values_list("code", "words") if words]
    for code in codes:
        erase(code)
    return len(codes)


def in_use(photo: Photo) -> bool:
    """Whether an article or a report still shows a photo."""
    return Shown.objects.filter(photo=photo).exists() or Report.objects.filter(photo=photo).exists()


def near(
    service: str,
    unit: str,
    text: str,
    lat: float | None = None,
    lon: float | None = None,
    *,
    public: bool,
    but: int | None = None,
) -> list[Report]:
    """Reports that may be about the same matter, the likeliest first: a hint, never a decision."""
    if not unit and lat is None:
        return []
    since = timezone.now() - timedelta(days=NEAR_DAYS)
    reports = Report.objects.filter(service=service, received_at__gte=since).exclude(
        state__in=("declined", "joined")
    )
    reports = reports.filter(unit=unit) if unit else reports.filter(lat__isnull=False)
    if public:
        reports = reports.filter(public=True)
    asked = set(fold(text).split())
    found = []
    for report in reports.exclude(pk=but).order_by("-received_at")[:200]:
        words = set(report.words.split())
        share = len(asked & words) / len(asked | words) if asked and words else 0.0
        close = metres(lat, lon, report.lat, report.lon) <= NEAR_METRES
        if share >= NEAR_SHARE or close:
            found.append((share + close, report))
    found.sort(key=lambda pair: -pair[0])
    return [report for _score, report in found[:MOST_NEAR]]


def metres(lat: float | None, lon: float | None, other_lat: float | None, other_lon: float | None) -> float:
    """The way between two points, flat: right to a metre within a city; without a point, endless."""
    from math import cos, hypot, inf, radians

    if lat is None or lon is None or other_lat is None or other_lon is None:
        return inf
    return hypot((lat - other_lat) * 110_574, (lon - other_lon) * 111_320 * cos(radians(lat)))


def route_of(report: Report) -> Route:
    """The answer of the charter that was kept with a report."""
    return Route(**report.routing)


def service_of(report: Report) -> Service | None:
    """The kind of a report; ``None`` where the table has lost it."""
    return services().get(report.service)


def _own(code: str, key: str) -> Report:
    report = Report.objects.select_for_update().filter(code=code.strip().upper()).first()
    if report is None or not hmac.compare_digest(report.key_hash, _hash(report.code, key.strip().upper())):
        raise NotAllowed("key")
    return report


def _locked(pk: int, version: int) -> Report:
    report = Report.objects.select_for_update().get(pk=pk)
    if report.version != version:
        raise Stale
    return report


def _changed(report: Report, kind: str, by: Any, note: str = "", *, public: bool = True) -> Report:
    report.version += 1
    report.save()
    _step(report, kind, by, note, public=public)
    return report


def _step(report: Report, kind: str, by: Any, note: str = "", *, public: bool = True) -> None:
    Step.objects.create(report=report, kind=kind, at=timezone.now(), by=by, note=note.strip(), public=public)


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _hash(code: str, key: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{code}\0{key}".encode(), hashlib.sha256).hexdigest()
