"""To whom a report goes, and by when it must be answered: both asked of the charter and the lawful calendar.

Nothing here guesses. Where the charter gives no single competent body - an unknown or split place, a fact that
matters and is not told, a gap, two holders - the report goes to a moderator with the reason in words.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils import timezone

from phancap.calendar.deadlines import Limit, explain
from phancap.calendar.errors import CalendarError
from phancap.calendar.hours import OfficeHours
from phancap.calendar.rows import calendar_rows, hours_rows
from phancap.calendar.working import Calendars
from phancap.competence import words
from phancap.competence.answer import provision_words
from phancap.competence.given import BadQuestion
from phancap.competence.inquiry import Put
from phancap.formats.say import say
from phancap.territory.model import LEVEL_OF_LETTER
from phancap.web.portal.desk import desk, snapshot, workspace
from phancap.web.portal.feedback.services import Service

MESSAGES = {
    "vi": {
        "sent": "Thẩm quyền `{power}` ở nơi này ngày {on}: {body}",
        "no-power": "bộ thẩm quyền chưa có dòng nào cho loại việc này",
        "no-place": "chưa rõ nơi: cần tên xã, phường (cũ hoặc mới)",
        "status": "{status}",
        "moderator": "Người điều phối sẽ xem và chuyển: {why}",
    },
    "en": {
        "sent": "power `{power}` at this place on {on}: {body}",
        "no-power": "the charter has no row yet for this kind of matter",
        "no-place": "the place is not clear: name the commune or ward (old or new)",
        "status": "{status}",
        "moderator": "A moderator will look at it and pass it on: {why}",
    },
}


class Route(NamedTuple):
    """Where a report goes: ``body`` empty means to a moderator, ``why`` says the reason in both languages."""

    status: str
    body: str
    body_name: str
    unit: str
    unit_name: str
    why: dict[str, str]
    basis: list[str]
    notes: list[str]
    power: str
    snapshot: str

    def as_json(self) -> dict[str, Any]:
        """What is kept with the report."""
        return self._asdict()


def route(service: Service, place: str, day: int) -> Route:
    """The competent body for a kind of matter at a place in words on a day."""
    unit, unit_name = _unit(place, day)
    if not service.power:
        return _moderator(
            "no-power", unit, unit_name, {lang: MESSAGES[lang]["no-power"] for lang in MESSAGES}
        )
    if not place.strip():
        return _moderator("no-place", "", "", {lang: MESSAGES[lang]["no-place"] for lang in MESSAGES})
    put = Put(service.power, place, day, service.role, facts=service.facts)
    try:
        answers = {lang: desk(lang).answer(put) for lang in MESSAGES}
    except BadQuestion as error:
        return _moderator("no-place", unit, unit_name, dict.fromkeys(MESSAGES, str(error)))
    answer = answers["vi"]
    status = answer["status"]
    if status == "competent" and answer["body"] and answer["body"]["id"]:
        body = answer["body"]
        why = {
            lang: say(MESSAGES, lang, "sent", power=service.power, on=answer["on"], body=answers[lang]["body"]["name"])
            for lang in MESSAGES
        }  # fmt: skip
        basis = [
            ", ".join(filter(None, (provision_words(link["provision"], "vi"), link["act"])))
            for link in answer["chain"]
        ]
        return Route(
            status,
            body["id"],
            body["name"],
            unit,
            unit_name,
            why,
            basis,
            list(answer["notes"]),
            service.power,
            snapshot().id,
        )
    whys = {}
    for lang, told in answers.items():
        asked = "; ".join(sorted({str(item["fact"]) for item in told["thresholds"]}))
        whys[lang] = words.STATUS[lang][status] + (f" ({asked})" if asked and status == "needs-facts" else "")
    return _moderator(status, unit, unit_name, whys, list(answer["notes"]))


def route_at(service: Service, place: str, lat: float | None, lon: float | None, day: int) -> Route:
    """Like :func:`route`; a point helps where the words alone name no single body (and boundaries are loaded)."""
    found = route(service, place, day)
    if found.body or lat is None or lon is None:
        return found
    by_point = route(service, f"{lat:.6f},{lon:.6f}", day)
    return by_point if by_point.body or (by_point.unit and not found.unit) else found


def _moderator(
    status: str, unit: str, unit_name: str, why: dict[str, str], notes: list[str] | None = None
) -> Route:
    return Route(status, "", "", unit, unit_name, why, [], notes or [], "", snapshot().id)


def _unit(place: str, day: int) -> tuple[str, str]:
    """The one commune of today that a place lies in, else nothing."""
    if not place.strip():
        return "", ""
    found = desk("vi").place(place, day)
    uids = {uid for c in found.candidates for uid in (c.heirs or (c.uid,))}
    land = snapshot().land()
    masks = 0
    for candidate in found.candidates:
        masks |= candidate.mask
    communes = land.communes_of(masks, day) if masks else []
    if len(communes) != 1 or not uids:
        return "", ""
    from phancap.territory.labels import full_label

    return communes[0].uid, full_label(land, communes[0])


class Due(NamedTuple):
    """By when an answer is due, with what makes the date uncertain."""

    at: datetime
    steps: list[dict[str, Any]]
    provisional: bool
    assumed_hours: bool


@lru_cache(maxsize=2)
def _calendar(snapshot_id: str) -> tuple[Calendars, OfficeHours]:
    tables = workspace().tables
    return (
        Calendars(calendar_rows(tables.get("calendar", []))),
        OfficeHours(hours_rows(tables.get("hours", []))),
    )


def due(service: Service, received: datetime, body: str = "") -> Due | None:
    """The lawful moment by which the report must be answered; ``None`` past the calendar's end."""
    calendars, hours = _calendar(snapshot().id)
    local = timezone.localtime(received)
    moment = local.date().toordinal() * 1440 + local.hour * 60 + local.minute
    limit = Limit(service.limit_value, service.limit_unit)
    try:
        answer = explain(limit, moment, calendars, hours, body=body, power=service.power)
    except CalendarError:
        return None
    steps = [
        {"day": step.day, "rule": step.rule.rule, "act": step.act, "counted": step.counted}
        for step in answer.steps
    ]
    return Due(moment_to_datetime(answer.due), steps, answer.provisional, answer.assumed_hours)


def moment_to_datetime(moment: int) -> datetime:
    """A moment of the calendar as an aware datetime of Asia/Ho_Chi_Minh."""
    day, minute = divmod(moment, 1440)
    start = datetime.fromordinal(day)
    return timezone.make_aware(start + timedelta(minutes=minute))


def is_commune(uid: str) -> bool:
    """Whether a uid is that of a commune."""
    return LEVEL_OF_LETTER.get(uid[:1]) == "commune"
