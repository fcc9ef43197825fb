"""The map: the communes of a day as a drawing with the list beside it, a place or a point picked out of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from phancap.formats.days import format_day, show_day, today
from phancap.territory.places import describe
from phancap.web.portal import terms
from phancap.web.portal.desk import boundaries, desk, snapshot, view, workspace
from phancap.web.portal.plane import Spot, as_svg, communes_on, draw, geojson, spots_of
from phancap.web.portal.query import BadParameter
from phancap.web.portal.sheet import (
    CACHED,
    Asked,
    Cell,
    Field,
    Sheet,
    Table,
    address,
    json_text,
    page,
    source_cell,
)  # fmt: skip
from phancap.web.portal.version import per_version
from phancap.web.reading import require_safe


@per_version(8)
def spots(day: int) -> tuple[Spot, ...]:
    """The communes of a day with a published centroid."""
    return tuple(spots_of(view(), workspace().tables.get("measures", []), day))


def _point(words: str) -> tuple[float, float] | None:
    """`10.03,105.78`; nothing where the words are no point."""
    first, comma, second = words.partition(",")
    try:
        lat, lon = float(first), float(second)
    except ValueError:
        return None
    return (lat, lon) if comma and -90 <= lat <= 90 and -180 <= lon <= 180 else None


def drawing_of(asked: Asked, mask: int, point: tuple[float, float] | None = None) -> dict[str, Any] | None:
    """The drawing with the land of a mask picked out; the communes are those of the day asked.

    Boundaries and centroids are of the communes since July 2025: on a day before, today's are drawn.
    """
    day = asked.day if spots(asked.day) else today()
    chosen = communes_on(view(), mask, day) if mask else frozenset()
    drawn = draw(
        view(), spots(day), boundaries(), lambda uid: asked.link(address("units", uid)), chosen, point
    )
    if drawn is None:
        return None
    drawn |= {
        "title": _("Bản đồ ngày %(day)s") % {"day": show_day(day)},
        "chosen": ",".join(sorted(chosen)),
        "on": day,
    }
    return drawn


@page
def chart(asked: Asked) -> Sheet:
    """The map, its list, and the place asked for."""
    words = asked.text("at")
    mask, point, notes = 0, _point(words), []
    place: dict[str, Any] | None = None
    if words:
        found = desk(asked.lang).place(words, asked.day)
        place = describe(found, snapshot().land(), today(), asked.lang, snapshot().lineage())
        for candidate in found.candidates:
            mask |= candidate.mask
        if not found.candidates:
            notes.append(place["message"] or _("Không nhận ra nơi nào."))
    drawn = drawing_of(asked, mask, point)
    if drawn is not None:
        drawn |= {"script": asked.link("/map.geojson"), "ask": asked.link("/map", at="")}
    layer = boundaries()
    rows: list[dict[str, Any]] = [{"uid": s.unit.uid, "name": s.unit.name, "type": s.unit.type, "lat": s.lat, "lon": s.lon,
             "area": int(s.area) or None, "source": _source(s.unit.uid)} for s in spots(asked.day) or spots(today())]  # fmt: skip
    chosen = set(drawn["chosen"].split(",")) if drawn and drawn["chosen"] else set()
    table = Table(
        "units", _("Các đơn vị trên bản đồ"), (_("Đơn vị"), _("Loại"), _("Tâm"), _("Diện tích (km²)"), _("Nguồn"), _("Đã chọn")),
        [[[asked.unit(r["uid"], r["name"])], [Cell(r["type"])], [Cell(f"{r['lat']}, {r['lon']}")],
          [Cell(terms.square_kilometres(r["area"], asked.lang))], source_cell(r["source"]),
          [Cell(terms.yes(True))] if r["uid"] in chosen else []] for r in rows],
        _("Chưa có tâm nào được công bố cho ngày này."),
    )  # fmt: skip
    candidates = [
        Cell(c["name"], asked.link(address("units", c["uid"]))) for c in (place or {}).get("candidates", [])
    ]
    data = {
        "format": 1, "on": format_day(asked.day), "schematic": layer is None,
        "boundaries": {"on": layer.on, "source": layer.source, "units": len(layer.shapes)} if layer else None,
        "place": place, "communes": sorted(chosen), "units": rows,
    }  # fmt: skip
    ask = _("Một nơi, hoặc vĩ độ, kinh độ như 10.03,105.78")
    return Sheet(
        _("Bản đồ"), "/map", data, fields=(Field("at", ask, words), asked.day_field()), notes=notes,
        tables=(table,), drawing=drawn,
        facts=[(_("Nơi đã chọn"), [c for n, cell in enumerate(candidates) for c in ([Cell("; "), cell] if n else [cell])])],
        links=(Cell("GeoJSON", "/map.geojson"), *([Cell(_("Hỏi cho nơi này"), asked.link("/", at=words))] if candidates else [])),
    )  # fmt: skip


@per_version()
def _sources() -> dict[str, str]:
    rows = workspace().tables.get("measures", [])
    return {row["unit"]: str(row["source"] or "") for row in rows if row["measure"] == "centroid"}


def _source(uid: str) -> str:
    return _sources().get(uid, "")


@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """Where a place lies, as a picture for other pages: ``at`` and ``on`` as everywhere."""
    try:
        asked = Asked(request)
        found = desk(asked.lang).place(asked.text("at"), asked.day)
    except BadParameter as error:
        return json_text({"error": str(error)}, 400)
    mask = 0
    for candidate in found.candidates:
        mask |= candidate.mask
    drawn = drawing_of(asked, mask, _point(asked.text("at")))
    if drawn is None or not found.candidates:
        return json_text({"error": _("Không nhận ra nơi nào.")}, 404)
    names = "; ".join(candidate.name for candidate in found.candidates[:3])
    response = HttpResponse(as_svg(drawn, names), content_type="image/svg+xml")
    response["Cache-Control"] = CACHED
    return response


@require_safe
def as_geojson(request: HttpRequest) -> HttpResponse:
    """The units of the map as GeoJSON."""
    try:
        asked = Asked(request)
    except BadParameter as error:
        return json_text({"error": str(error)}, 400)
    day = asked.day if spots(asked.day) else today()
    data = geojson(view(), spots(day), boundaries(), lambda uid: asked.link(address("units", uid)))
    response = json_text(data, kind="application/geo+json")
    response["Cache-Control"] = CACHED
    response["Access-Control-Allow-Origin"] = "*"
    return response
