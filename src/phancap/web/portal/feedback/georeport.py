"""Open311 GeoReport v2 as data: what the standard's documents hold, and its JSON and XML.

Standard: wiki.open311.org/GeoReport_v2. Two extensions, both asked for in its issues: `agency_responsible` of every
service at a place (``services?address_string=...``), and `service_area` in the discovery, so that a client can find
out which jurisdiction answers for where it stands. The area is told as units with their codes: polygons are not ours
to publish. Nothing about a sender is ever in an answer.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.utils import timezone

from phancap.formats.folding import fold
from phancap.web.portal.desk import snapshot
from phancap.web.portal.feedback.models import Report
from phancap.web.portal.feedback.services import Service, services

Json = dict[str, Any]
OPEN = ("received", "sent", "reopened")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def jurisdiction() -> str:
    """The id of this jurisdiction: the city's name, folded."""
    return "-".join(fold(snapshot().name).split()) or "phancap"


def service_json(service: Service, lang: str) -> Json:
    """One entry of the list of services."""
    group, name, description = service.words(lang)
    return {
        "service_code": service.code, "service_name": name, "description": description, "metadata": False,
        "type": "realtime", "keywords": group, "group": group,
    }  # fmt: skip


def definition_json(service: Service) -> Json:
    """A service's definition: no kind asks for more than a place and a text."""
    return {"service_code": service.code, "attributes": []}


def request_json(report: Report, base: str, lang: str) -> Json:
    """One request as everybody may see it; the text only once a moderator has let it through."""
    service = services().get(report.service)
    shown = report.public
    photo = report.photo if shown else None
    return {
        "service_request_id": report.code,
        "status": "open" if report.state in OPEN else "closed",
        "status_notes": report.answer if shown and report.answer else str(report.get_state_display()),
        "service_name": service.words(lang)[1] if service else report.service,
        "service_code": report.service,
        "description": report.public_text if shown else None,
        "agency_responsible": report.body_name or None,
        "service_notice": None,
        "requested_datetime": _iso(report.received_at),
        "updated_datetime": _iso(report.updated_at),
        "expected_datetime": _iso(report.due_at),
        "address": (report.public_place or report.unit_name or None) if shown else (report.unit_name or None),
        "address_id": report.unit or None,
        "zipcode": None,
        "lat": _rough(report.lat) if shown else None,
        "long": _rough(report.lon) if shown else None,
        "media_url": base + photo.src if photo else None,
    }  # fmt: skip


def _rough(degrees: float | None) -> float | None:
    """Four decimals, some ten metres: enough to find a hole in the road, not a door."""
    return None if degrees is None else round(degrees, 4)


def _iso(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


def discovery_json(base: str) -> Json:
    """Where to ask, in which forms, and for which area."""
    land = snapshot().land()
    last = snapshot().horizon.end - 1
    today = min(timezone.localdate().toordinal(), last)
    units = sorted(
        (unit for unit in land.units.values() if unit.level == "commune" and unit.alive(today)),
        key=lambda unit: unit.uid,
    )
    area = {
        "type": "units", "code_system": "administrative codes of Vietnam; the key is code@first day",
        "units": [{"id": unit.uid, "code": unit.code, "name": unit.name} for unit in units],
    }  # fmt: skip
    return {
        "changeset": snapshot().id[:16],
        "contact": base + "/feedback",
        "key_service": base + "/open311/v2/openapi.json",
        "jurisdiction_id": jurisdiction(),
        "service_area": area,
        "endpoints": [
            {
                "specification": "http://wiki.open311.org/GeoReport_v2", "url": base + "/open311/v2",
                "changeset": snapshot().id[:16], "type": "production", "formats": ["text/xml", "application/json"],
            }
        ],
    }  # fmt: skip


def as_json(value: Any) -> str:
    """Text of a JSON answer."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


# Names of an item within a list, as the standard's XML writes them.
_ITEMS = {
    "services": "service", "service_requests": "request", "errors": "error", "attributes": "attribute",
    "endpoints": "endpoint", "formats": "format", "units": "unit",
}  # fmt: skip


def as_xml(root: str, value: Any) -> str:
    """Text of an XML answer: lists under ``root`` hold the standard's item names, nothing is an empty element."""
    return '<?xml version="1.0" encoding="utf-8"?>\n' + _element(root, value) + "\n"


def _element(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return f"<{name}>" + "".join(_element(key, item) for key, item in value.items()) + f"</{name}>"
    if isinstance(value, list):
        item = _ITEMS.get(name, "item")
        return f"<{name}>" + "".join(_element(item, one) for one in value) + f"</{name}>"
    if value is None:
        return f"<{name}/>"
    text = ("true" if value else "false") if isinstance(value, bool) else str(value)
    return f"<{name}>{escape(_NOT_XML.sub('', text))}</{name}>"
