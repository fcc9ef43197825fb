"""The frame of every page: whose site it is, the rooms, the languages. One text a language, made once.

A page is answered in a fraction of a millisecond; a template that wrote the same header again each time would
double that. So the frame is rendered once a language and identity and kept as text.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext, gettext_noop

from phancap.web.portal.desk import city_name
from phancap.web.portal.identity import Identity, identity
from phancap.web.portal.version import per_version


class Room(NamedTuple):
    """An entry of the menu: where it leads, its Vietnamese words (translated when shown)."""

    path: str
    words: str


ROOMS = [
    Room("/", gettext_noop("Tra cứu")),
    Room("/powers", gettext_noop("Thẩm quyền")),
    Room("/bodies", gettext_noop("Các cơ quan")),
    Room("/units", gettext_noop("Đơn vị")),
    Room("/map", gettext_noop("Bản đồ")),
    Room("/acts", gettext_noop("Văn bản")),
    Room("/agenda", gettext_noop("Sắp hết hiệu lực")),
    Room("/findings", gettext_noop("Kiểm tra")),
    Room("/options", gettext_noop("Phương án")),
    Room("/data/", gettext_noop("Dữ liệu mở")),
    Room("/news", gettext_noop("Tin tức")),
    Room("/feedback", gettext_noop("Phản ánh")),
]
"""The menu, in its order; a part of the site that opens a room adds it here."""


class Frame(NamedTuple):
    """The finished texts around a page."""

    head: str
    rooms: str
    foot: str
    official: bool
    site_name: str
    site: Identity


def about_site(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``frame``, the finished header and footer of the language of the request."""
    return {"frame": SimpleLazyObject(lambda: frame_of(request))}


def frame_of(request: HttpRequest) -> Frame:
    """The finished texts around the page of a request."""
    return _made(get_language() or "vi", room_of(request.path), identity())


def room_of(path: str) -> str:
    """The room a page lies in: the longest entry of the menu its address begins with."""
    if path.startswith(("/who", "/place")):
        return "/"
    found = [room.path for room in ROOMS if room.path != "/" and path.startswith(room.path)]
    return max(found, key=len, default="/" if path == "/" else "")


@per_version(64)
def _made(lang: str, room: str, site: Identity) -> Frame:
    query = "?lang=en" if lang == "en" else ""
    shown = (site.name_en if lang == "en" else "") or site.name or gettext("Ai có thẩm quyền?")
    context = {
        "site": site,
        "name": shown,
        "tagline": (site.tagline_en if lang == "en" else "") or site.tagline or city_name(lang),
        "rooms": [(r.path + query, gettext(r.words), r.path == room) for r in ROOMS],
        "query": query,
        "lang": lang,
    }
    return Frame(
        render_to_string("portal/frame_head.html", context),
        render_to_string("portal/frame_rooms.html", context),
        render_to_string("portal/frame_foot.html", context),
        bool(site.owner),
        shown,
        site,
    )
