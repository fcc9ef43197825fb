"""A map as a drawing: communes as circles about their published centroids, or the boundaries the user brought.

The circles are of our making and say so: each lies at the centroid its source states and has, in the measure of
the map, the area its source states. They are no boundary and cannot be taken for one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from phancap.charter.view import View
from phancap.territory.boundaries import Boundaries, Shape
from phancap.territory.labels import full_label, unit_label
from phancap.territory.model import Unit

WIDTH = 960
EDGE = 24
METRES_A_DEGREE = 111_320
LETTER_WIDTH = 6.1
LINE = 12
WARDS = ("phường", "thị trấn")


class Spot(NamedTuple):
    """A unit at a centroid: degrees north and east, area in m² (0 where no source states one)."""

    unit: Unit
    lat: float
    lon: float
    area: float


class Frame(NamedTuple):
    """How degrees become units of the drawing; a degree of longitude is shorter the farther north."""

    west: float
    north: float
    scale: float
    stretch: float
    height: int

    def point(self, lat: float, lon: float) -> tuple[float, float]:
        """The place of a point on the drawing."""
        return EDGE + (lon - self.west) * self.stretch * self.scale, EDGE + (self.north - lat) * self.scale


def frame_of(points: Sequence[tuple[float, float]], margin: float = 0.0) -> Frame:
    """The frame that holds all points ``(lat, lon)`` and ``margin`` degrees around them."""
    south, north = min(p[0] for p in points) - margin, max(p[0] for p in points) + margin
    west, east = min(p[1] for p in points) - margin, max(p[1] for p in points) + margin
    stretch = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * EDGE) / max((east - west) * stretch, 1e-6)
    return Frame(west, north, scale, stretch, round((north - south) * scale + 2 * EDGE))


def spots_of(view: View, measures: Iterable[dict[str, Any]], day: int) -> list[Spot]:
    """The communes of a day whose centroid a source states."""
    centres: dict[str, tuple[float, float]] = {}
    areas: dict[str, float] = {}
    for row in measures:
        value = str(row["value"] or "")
        if row["measure"] == "centroid":
            lat, _, lon = value.partition(",")
            try:
                centres[row["unit"]] = float(lat), float(lon)
            except ValueError:
                continue
        elif row["measure"] == "area" and value.isdigit():
            areas[row["unit"]] = float(value)
    units = [view.territory.units[uid] for uid in sorted(centres) if uid in view.territory.units]
    return [Spot(unit, *centres[unit.uid], areas.get(unit.uid, 0.0)) for unit in units if unit.alive(day)]


def draw(
    view: View, spots: Sequence[Spot], layer: Boundaries | None, link: Any,
    chosen: frozenset[str] = frozenset(), point: tuple[float, float] | None = None,
) -> dict[str, Any] | None:  # fmt: skip
    """Everything the template needs; ``None`` where there is nothing to draw.

    ``link`` makes the address of a uid; the units ``chosen`` and the ``point`` stand out.
    """
    units = view.territory.units
    shapes = [s for s in layer.shapes if s.uid in units] if layer else []
    if shapes:
        corners = [(s.box[1], s.box[0]) for s in shapes] + [(s.box[3], s.box[2]) for s in shapes]
        frame = frame_of(corners)
        cells: list[dict[str, Any]] = [_polygon(units[s.uid], s, frame) for s in shapes]
    elif spots:
        largest = max(_radius(spot) for spot in spots)
        frame = frame_of([(spot.lat, spot.lon) for spot in spots], largest)
        cells = [_circle(spot, frame) for spot in sorted(spots, key=lambda s: -s.area)]
    else:
        return None
    for cell in cells:
        unit = units[cell["uid"]]
        cell["link"] = link(unit.uid)
        cell["name"] = full_label(view.territory, unit)
        cell["kind"] = " ".join(
            ["cell", *(["ward"] if unit.type.casefold() in WARDS else []), *(["chosen"] if unit.uid in chosen else [])]
        )  # fmt: skip
    # What was chosen is drawn last, so that no neighbour hides its line.
    cells.sort(key=lambda cell: cell["uid"] in chosen)
    return {
        "cells": cells, "labels": _labels(cells, units, chosen), "width": WIDTH, "height": frame.height,
        "point": _plain(frame.point(*point)) if point else None, "schematic": not shapes,
        "source": layer.source if layer and shapes else "",
    }  # fmt: skip


def _radius(spot: Spot) -> float:
    """The radius of a circle of the unit's area, in degrees of latitude."""
    return math.sqrt(max(spot.area, 1e6) / math.pi) / METRES_A_DEGREE


def _circle(spot: Spot, frame: Frame) -> dict[str, Any]:
    x, y = frame.point(spot.lat, spot.lon)
    radius = _radius(spot) * frame.scale
    return {
        "uid": spot.unit.uid,
        "x": _text(x),
        "y": _text(y),
        "r": _text(radius),
        "middle": (x, y),
        "size": radius,
    }


def _polygon(unit: Unit, shape: Shape, frame: Frame) -> dict[str, Any]:
    rings = []
    for polygon in shape.polygons:
        for ring in polygon:
            places = (frame.point(lat, lon) for lon, lat in ring[:-1])
            rings.append("M" + "L".join(f"{_text(x)} {_text(y)}" for x, y in places) + "Z")
    west, south, east, north = shape.box
    middle = frame.point((south + north) / 2, (west + east) / 2)
    return {
        "uid": unit.uid,
        "path": "".join(rings),
        "middle": middle,
        "size": (north - south) * frame.scale / 2,
    }


def _labels(
    cells: Sequence[dict[str, Any]], units: dict[str, Unit], chosen: frozenset[str]
) -> list[dict[str, str]]:
    """Names where they fit without covering one another, those chosen first, then the larger."""
    taken: list[tuple[float, float, float, float]] = []
    labels = []
    for cell in sorted(cells, key=lambda c: (c["uid"] not in chosen, -c["size"], c["uid"])):
        name = unit_label(units[cell["uid"]]).partition(" ")[2]
        x, y = cell["middle"]
        half = len(name) * LETTER_WIDTH / 2
        box = (x - half, y - LINE, x + half, y + LINE / 3)
        inside = box[0] >= 0 and box[2] <= WIDTH
        if inside and not any(
            b[0] < box[2] and box[0] < b[2] and b[1] < box[3] and box[1] < b[3] for b in taken
        ):
            taken.append(box)
            labels.append({"x": _text(x), "y": _text(y), "name": name})
    return labels


def _text(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _plain(point: tuple[float, float]) -> dict[str, str]:
    return {"x": _text(point[0]), "y": _text(point[1])}


def communes_on(view: View, mask: int, day: int) -> frozenset[str]:
    """The communes of a day that hold any of the land of a place."""
    return frozenset(unit.uid for unit in view.territory.communes_of(mask, day))


def _around(drawing: dict[str, Any]) -> tuple[float, float, float, float]:
    """The part of the drawing to look at: what was chosen with its neighbours, twice as wide as it is high."""
    cells = [cell for cell in drawing["cells"] if cell["kind"].endswith("chosen")]
    if not cells:
        return 0, 0, drawing["width"], drawing["height"]
    left, right = (f(c["middle"][0] + sign * c["size"] for c in cells) for f, sign in ((min, -1), (max, 1)))
    top, foot = (f(c["middle"][1] + sign * c["size"] for c in cells) for f, sign in ((min, -1), (max, 1)))
    width = min(drawing["width"], max(2.5 * (right - left), 5 * (foot - top), drawing["width"] / 3))
    return (left + right - width) / 2, (top + foot - width / 2) / 2, width, width / 2


_FILL = {"cell": "#b9d3a2", "ward": "#8fc3cf", "chosen": "#f2b84b"}


def as_svg(drawing: dict[str, Any], title: str) -> str:
    """The drawing as a picture of its own, for a page that shows where a place lies; its colours suit any ground."""
    from html import escape

    x, y, width, height = _around(drawing)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x:.0f} {y:.0f} {width:.0f} {height:.0f}" '
        f'width="960" height="{960 * height / width:.0f}"><title>{escape(title)}</title>'
    ]
    for cell in drawing["cells"]:
        kind = cell["kind"].rpartition(" ")[2]
        line = 'stroke="#15242a" stroke-width="3"' if kind == "chosen" else 'stroke="#fff" stroke-width="1.5"'
        if "path" in cell:
            parts.append(f'<path fill-rule="evenodd" d="{cell["path"]}" fill="{_FILL[kind]}" {line}/>')
        else:
            parts.append(
                f'<circle cx="{cell["x"]}" cy="{cell["y"]}" r="{cell["r"]}" fill="{_FILL[kind]}" {line}/>'
            )
    if drawing["point"]:
        parts.append(
            f'<circle cx="{drawing["point"]["x"]}" cy="{drawing["point"]["y"]}" r="7" fill="#8f3606" stroke="#fff" stroke-width="2"/>'
        )
    return "".join([*parts, "</svg>\n"])


def geojson(view: View, spots: Sequence[Spot], layer: Boundaries | None, link: Any) -> dict[str, Any]:
    """The same units as GeoJSON: polygons where the user brought some, else points that say they are centroids."""
    units = view.territory.units
    features = []
    if layer:
        for shape in layer.shapes:
            if shape.uid in units:
                geometry = {"type": "MultiPolygon", "coordinates": shape.polygons}
                features.append(_feature(view, units[shape.uid], geometry, link))
    else:
        for spot in spots:
            feature = _feature(view, spot.unit, {"type": "Point", "coordinates": [spot.lon, spot.lat]}, link)
            feature["properties"]["radius"] = round(_radius(spot) * METRES_A_DEGREE)
            features.append(feature)
    return {"type": "FeatureCollection", "schematic": layer is None, "features": features}


def _feature(view: View, unit: Unit, geometry: dict[str, Any], link: Any) -> dict[str, Any]:
    properties = {
        "uid": unit.uid, "code": unit.code, "name": full_label(view.territory, unit), "level": unit.level,
        "link": link(unit.uid), "ward": unit.type.casefold() in WARDS,
    }  # fmt: skip
    return {"type": "Feature", "id": unit.uid, "properties": properties, "geometry": geometry}
