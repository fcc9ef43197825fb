"""What people and programs hand in, read from a form: tidied, measured, or refused with what to write instead."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from phancap.web.portal.feedback.models import CHANNELS
from phancap.web.portal.feedback.reports import LONGEST_PLACE, LONGEST_TEXT, Given
from phancap.web.portal.feedback.services import services
from phancap.web.portal.news.markup import one_line, tidy_text

SHORTEST_TEXT = 10
_EMAIL = re.compile(r"[^@\s<>\"]{1,64}@[^@\s<>\"]{1,190}\.[^@\s<>\".]{2,24}")
_PHONE = re.compile(r"\+?\d{8,15}")


def read_given(
    form: Mapping[str, str], faults: dict[str, str], channel: str = "web", lang: str = "vi"
) -> Given:
    """A report out of the fields ``service``, ``text``, ``place``, ``lat``, ``lon``, ``name``, ``phone``, ``email``."""
    service = one_line(form.get("service", ""))
    if service not in services():
        faults["service"] = _("chọn một loại việc trong danh sách")
    text = tidy_text(form.get("text", ""))
    if len(text) < SHORTEST_TEXT:
        faults["text"] = _("kể việc gì đã xảy ra, ít nhất 10 ký tự")
    elif len(text) > LONGEST_TEXT:
        faults["text"] = _("dài %(got)s ký tự, nhiều nhất %(most)s") % {
            "got": len(text),
            "most": LONGEST_TEXT,
        }
    place = one_line(form.get("place", ""))
    lat, lon = (
        _degrees(form.get("lat", ""), 90, "lat", faults),
        _degrees(form.get("lon", ""), 180, "lon", faults),
    )
    if (lat is None) != (lon is None) and not {"lat", "lon"} & set(faults):
        faults["lat"] = _("cần cả vĩ độ và kinh độ")
    if not place and lat is None:
        faults["place"] = _("ở đâu: đường, ấp, xã hoặc phường (tên cũ cũng được)")
    elif len(place) > LONGEST_PLACE:
        faults["place"] = _("dài quá %(most)s ký tự") % {"most": LONGEST_PLACE}
    name, phone, email = (
        one_line(form.get("name", "")),
        read_phone(form.get("phone", "")),
        one_line(form.get("email", "")),
    )
    if len(name) > 120:
        faults["name"] = _("dài quá %(most)s ký tự") % {"most": 120}
    if phone and not _PHONE.fullmatch(phone):
        faults["phone"] = _("số điện thoại có 8 đến 15 chữ số")
    if email and not _EMAIL.fullmatch(email):
        faults["email"] = _("email viết như ten@vidu.vn, hoặc để trống")
    if channel not in dict(CHANNELS):
        faults["channel"] = _("chọn một kênh trong danh sách")
    return Given(service, text, place, channel, lang, lat, lon, name, phone, email)


def read_phone(text: str) -> str:
    """A telephone number without blanks, dots and dashes."""
    return re.sub(r"[\s.()\-]", "", one_line(text))[:40]


def _degrees(text: str, most: int, name: str, faults: dict[str, str]) -> float | None:
    text = one_line(text)
    if not text:
        return None
    if re.fullmatch(r"[+-]?\d{1,3}(?:\.\d{1,15})?", text, re.ASCII) and abs(float(text)) <= most:
        return float(text)
    faults[name] = _("độ thập phân, như 10.0341")
    return None
