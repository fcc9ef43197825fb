"""An article as an editor hands it in: read, tidied, checked; every fault says what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from phancap.formats.folding import fold
from phancap.law.numbers import canonical
from phancap.web.portal.news.markup import one_line, plain, tidy_text, to_html
from phancap.web.portal.query import BadParameter, day_of

MOST_PHOTOS = 8
MOST_TAGS = 10
LONGEST_TAG = 40
LONGEST_BODY = 200_000
LONGEST = {
    "title": 300, "lead": 2000, "byline": 200, "source": 200, "source_url": 600, "title_en": 300, "lead_en": 2000,
    "act_number": 80, "act_issuer": 200, "note": 300,
}  # fmt: skip


@dataclass
class PhotoLine:
    """A photo of a draft with its words; ``photo`` is the key of a stored one."""

    photo: int
    alt: str = ""
    caption: str = ""
    alt_en: str = ""
    caption_en: str = ""


@dataclass
class Draft:
    """What a version will say."""

    title: str = ""
    lead: str = ""
    body: str = ""
    byline: str = ""
    source: str = ""
    source_url: str = ""
    tags: list[str] = field(default_factory=list)
    act_number: str = ""
    act_signed: date | None = None
    act_issuer: str = ""
    title_en: str = ""
    lead_en: str = ""
    body_en: str = ""
    example: bool = False
    note: str = ""
    photos: list[PhotoLine] = field(default_factory=list)

    @property
    def html(self) -> str:
        """The clean text."""
        return to_html(self.body)

    @property
    def html_en(self) -> str:
        """The clean English text."""
        return to_html(self.body_en)


def read_draft(given: Mapping[str, str], faults: dict[str, str]) -> Draft:
    """The fields of the form (without files); what cannot be read goes into ``faults``."""
    draft = Draft(tags=read_tags(given.get("tags", "")), example=given.get("example") == "on")
    for name in LONGEST:
        setattr(draft, name, one_line(given.get(name, "")))
    for name in ("lead", "lead_en", "body", "body_en"):
        setattr(draft, name, tidy_text(given.get(name, "")))
    if given.get("act_signed", "").strip():
        try:
            number = day_of({"act_signed": given["act_signed"]}, "act_signed")
            draft.act_signed = date.fromordinal(number) if number else None
        except BadParameter as error:
            faults["act_signed"] = str(error)
    if draft.act_number:
        draft.act_number = canonical(draft.act_number)
    return draft


def tidied(draft: Draft) -> Draft:
    """The draft without signs that no text needs, wherever it came from: some data bases refuse a NUL."""
    lines = [
        PhotoLine(p.photo, one_line(p.alt), one_line(p.caption), one_line(p.alt_en), one_line(p.caption_en))
        for p in draft.photos
    ]
    changes: dict[str, Any] = {name: one_line(getattr(draft, name)) for name in LONGEST if not name.startswith("lead")}
    changes |= {name: tidy_text(getattr(draft, name)) for name in ("lead", "lead_en", "body", "body_en")}
    return replace(draft, **changes, tags=[one_line(tag) for tag in draft.tags], photos=lines)


def read_tags(text: str) -> list[str]:
    """Tags parted by commas, each once whatever its accents."""
    tags: dict[str, str] = {}
    for tag in text.split(","):
        tidy = one_line(tag)[:LONGEST_TAG]
        if fold(tidy):
            tags.setdefault(fold(tidy), tidy)
    return list(tags.values())[:MOST_TAGS]


def faults_of(draft: Draft) -> dict[str, str]:
    """What is missing or wrong, by field."""
    faults: dict[str, str] = {}
    for name, most in LONGEST.items():
        if len(getattr(draft, name)) > most:
            faults[name] = _("dài quá %(most)s ký tự") % {"most": most}
    for name in ("body", "body_en"):
        if len(getattr(draft, name)) > LONGEST_BODY:
            faults[name] = _("dài quá %(most)s ký tự") % {"most": LONGEST_BODY}
    if len(fold(draft.title)) < 5:
        faults.setdefault("title", _("cần một tiêu đề, ít nhất 5 chữ cái"))
    if not draft.lead:
        faults.setdefault("lead", _("cần một đoạn dẫn: bài nói gì, trong một hai câu"))
    if "body" not in faults and not plain(draft.html):
        faults["body"] = _("cần nội dung")
    if draft.source_url and urlsplit(draft.source_url).scheme not in ("http", "https"):
        faults["source_url"] = _("địa chỉ nguồn bắt đầu bằng `https://` hoặc `http://`")
    if bool(draft.title_en) != bool(draft.lead_en and draft.body_en):
        faults["title_en"] = _("bản tiếng Anh cần cả tiêu đề, đoạn dẫn và nội dung, hoặc để trống cả ba")
    for number, line in enumerate(draft.photos):
        for name, most in (("alt", 300), ("alt_en", 300), ("caption", 500), ("caption_en", 500)):
            if len(getattr(line, name)) > most:
                faults[f"photo-{number}-{name}"] = _("dài quá %(most)s ký tự") % {"most": most}
        if not fold(line.alt):
            faults[f"photo-{number}-alt"] = _("tả ảnh cho người không nhìn thấy: trong ảnh có gì")
        elif line.caption and fold(line.alt) == fold(line.caption):
            faults[f"photo-{number}-alt"] = _(
                "lời tả và chú thích đang giống nhau: người nghe sẽ nghe hai lần"
            )
    return faults


def day_text(day: date | None) -> str:
    """A day as the form shows it."""
    return day.strftime("%d-%m-%Y") if day else ""


def parse_publish(day: str, clock: str) -> tuple[int, int, int] | None:
    """Day number, hour, minute of a publication put in a form; ``None`` where both are empty: at once.

    Raises :class:`BadParameter` with what was expected.
    """
    if not day.strip() and not clock.strip():
        return None
    number = day_of({"publish_on": day}, "publish_on")
    if number is None:
        raise BadParameter(_("có giờ đăng mà không có ngày đăng"))
    hour, _colon, minute = (clock.strip() or "00:00").partition(":")
    if not (hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()):
        raise BadParameter(_("giờ đăng viết như 07:30"))
    if int(hour) > 23 or int(minute) > 59 or len(minute) != 2:
        raise BadParameter(_("giờ đăng viết như 07:30"))
    return number, int(hour), int(minute)
