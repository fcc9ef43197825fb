"""A user's GeoJSON, from an unknown hand, read with suspicion: polygons in degrees or an error with its place.

A file is taken whole or not at all. It is refused when it is too large or nested too deep, is no collection of
polygons in degrees (WGS 84, longitude first: RFC 7946), names another reference system, holds a number that is
none, a ring that is open or crosses itself, or land outside Vietnam.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from phancap.formats.say import Catalogue, say

LARGEST = 40 * 1024 * 1024
MOST_FEATURES = 20_000
MOST_POINTS = 1_500_000
MOST_ERRORS = 20
WEST, SOUTH, EAST, NORTH = 102.0, 6.0, 118.0, 24.0
"""Vietnam with its islands, in whole degrees."""
DECIMALS = 6
"""A tenth of a metre: more would be digits nobody measured."""
_DEGREES = ("crs84", "epsg:4326", "epsg::4326", "epsg:9000:4326", "wgs84", "wgs 84")
CODES = (
    "uid",
    "code",
    "ma",
    "ma_xa",
    "maxa",
    "ma_dvhc",
    "ma_hc",
    "gso_code",
    "gso",
    "ward_code",
    "commune_code",
    "id",
)
NAMES = (
    "name",
    "ten",
    "ten_xa",
    "tenxa",
    "ten_dvhc",
    "ten_hc",
    "ward",
    "commune",
    "ward_name",
    "name_vi",
    "full_name",
)

MESSAGES: Catalogue = {
    "vi": {
        "size": "tệp {got} MB, nhiều nhất {most} MB · đơn giản hóa trước khi nhập",
        "text": "không phải UTF-8",
        "json": "không phải JSON: {why}",
        "deep": "lồng quá sâu",
        "constant": "`{got}` không phải một con số",
        "kind": "cần `FeatureCollection`, có `{got}`",
        "none": "không có đối tượng nào",
        "many": "{got} đối tượng, nhiều nhất {most}",
        "points": "quá {most} điểm · đơn giản hóa trước khi nhập",
        "crs": "hệ tọa độ `{got}`: cần kinh độ, vĩ độ WGS 84 (EPSG:4326) · chuyển hệ trước khi nhập",
        "feature": "không phải `Feature`",
        "properties": "`properties` phải là một đối tượng",
        "geometry": "cần `Polygon` hoặc `MultiPolygon`, có `{got}`",
        "shape": "tọa độ không đúng dạng của `{got}`",
        "number": "`{got}` không phải một con số",
        "metres": "({x}, {y}) không phải độ: trông như mét của VN-2000 · chuyển sang WGS 84 trước khi nhập",
        "swapped": "({x}, {y}): vĩ độ đứng trước · GeoJSON viết kinh độ trước",
        "outside": "({x}, {y}) nằm ngoài Việt Nam (kinh độ {west}-{east}, vĩ độ {south}-{north})",
        "short": "một vòng có {got} điểm, ít nhất 4",
        "open": "một vòng chưa khép: điểm cuối phải là điểm đầu",
        "invalid": "hình không hợp lệ: {why}",
        "crosses": "tự cắt chính nó tại {where}",
        "and": "… và {more} lỗi nữa",
        "extra": "cần thêm: pip install 'phancap[geo]'",
    },
    "en": {
        "size": "the file has {got} MB, at most {most} MB · simplify it first",
        "text": "not UTF-8",
        "json": "not JSON: {why}",
        "deep": "nested too deep",
        "constant": "`{got}` is no number",
        "kind": "expected `FeatureCollection`, got `{got}`",
        "none": "no feature at all",
        "many": "{got} features, at most {most}",
        "points": "more than {most} points · simplify it first",
        "crs": "reference system `{got}`: longitude, latitude in WGS 84 (EPSG:4326) are needed · convert it first",
        "feature": "not a `Feature`",
        "properties": "`properties` must be an object",
        "geometry": "expected `Polygon` or `MultiPolygon`, got `{got}`",
        "shape": "coordinates are not those of a `{got}`",
        "number": "`{got}` is no number",
        "metres": "({x}, {y}) are no degrees: they look like metres of VN-2000 · convert to WGS 84 first",
        "swapped": "({x}, {y}): latitude comes first · GeoJSON writes longitude first",
        "outside": "({x}, {y}) lies outside Vietnam (longitude {west}-{east}, latitude {south}-{north})",
        "short": "a ring of {got} points, at least 4",
        "open": "a ring is not closed: its last point must be its first",
        "invalid": "not a valid shape: {why}",
        "crosses": "it crosses itself at {where}",
        "and": "… and {more} more",
        "extra": "needs: pip install 'phancap[geo]'",
    },
}  # fmt: skip


class BadBoundaries(ValueError):
    """A file that is not taken; one line an error, each with its place."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))


class Feature(NamedTuple):
    """A feature that passed: where it stands in the file, its properties, its polygons."""

    number: int
    properties: dict[str, Any]
    polygons: list[list[list[tuple[float, float]]]]

    def text(self, keys: Iterable[str]) -> str:
        """The first of the properties that says something, keys compared in small letters."""
        small = {str(key).casefold(): value for key, value in self.properties.items()}
        for key in keys:
            value = small.get(key)
            if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
                return str(value).strip()
        return ""

    @property
    def shown(self) -> str:
        """How a report names it."""
        name = self.text(NAMES) or self.text(CODES)
        return f"#{self.number}" + (f" {name[:60]}" if name else "")


def read_features(path: Path, lang: str = "vi") -> list[Feature]:
    """The polygons of a file; every error is one line with the number and name of its feature."""
    stated = _parse(path, lang)

    def refuse(message: str, **parameters: object) -> BadBoundaries:
        return BadBoundaries([f"{path.name}: {say(MESSAGES, lang, message, **parameters)}"])

    if not isinstance(stated, dict) or stated.get("type") != "FeatureCollection":
        got = stated.get("type") if isinstance(stated, dict) else type(stated).__name__
        raise refuse("kind", got=str(got)[:60])
    _check_crs(stated.get("crs"), refuse)
    listed = stated.get("features")
    if not isinstance(listed, list) or not listed:
        raise refuse("none")
    if len(listed) > MOST_FEATURES:
        raise refuse("many", got=len(listed), most=MOST_FEATURES)
    features, errors, points = [], [], 0
    for number, item in enumerate(listed, 1):
        checked = _Checked(number, item)
        feature = checked.feature()
        points += checked.points
        if points > MOST_POINTS:
            raise refuse("points", most=MOST_POINTS)
        if feature is None:
            errors.append(
                f"{path.name}: {checked.shown}: {say(MESSAGES, lang, checked.error, **checked.parameters)}"
            )
        else:
            features.append(feature)
    if not errors:
        errors = [
            f"{path.name}: {feature.shown}: {say(MESSAGES, lang, 'invalid', why=why)}"
            for feature in features
            if (why := _invalid(feature, lang))
        ]
    if errors:
        more = len(errors) - MOST_ERRORS
        raise BadBoundaries(
            errors[:MOST_ERRORS] + ([say(MESSAGES, lang, "and", more=more)] if more > 0 else [])
        )
    return features


def _parse(path: Path, lang: str) -> Any:
    def refuse(message: str, **parameters: object) -> BadBoundaries:
        return BadBoundaries([f"{path.name}: {say(MESSAGES, lang, message, **parameters)}"])

    def constant(text: str) -> Any:
        raise refuse("constant", got=text)

    # The size is asked of what is read, not of the name: a device or a growing file has none to trust.
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise refuse("size", got=f"> {LARGEST >> 20}", most=LARGEST >> 20)
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=constant)
    except UnicodeDecodeError:
        raise refuse("text") from None
    except RecursionError:
        raise refuse("deep") from None
    except BadBoundaries:
        raise
    except ValueError as error:  # JSON that is none, or a number of thousands of digits
        raise refuse("json", why=str(error)[:200]) from None


def _check_crs(crs: Any, refuse: Any) -> None:
    """RFC 7946 has no `crs`; older files name one, and only degrees of WGS 84 will do."""
    if crs is None:
        return
    named = crs.get("properties", {}) if isinstance(crs, dict) else crs
    name = named.get("name", named) if isinstance(named, dict) else named
    if not any(str(name).casefold().endswith(known) for known in _DEGREES):
        raise refuse("crs", got=str(name)[:80])


class _Checked:
    """One item of the file under examination; stops at its first error."""

    def __init__(self, number: int, item: Any) -> None:
        self.number = number
        self.item = item
        self.points = 0
        self.error = ""
        self.parameters: dict[str, object] = {}

    @property
    def shown(self) -> str:
        properties = self.item.get("properties") if isinstance(self.item, dict) else None
        return Feature(self.number, properties if isinstance(properties, dict) else {}, []).shown

    def feature(self) -> Feature | None:
        item = self.item
        if not isinstance(item, dict) or item.get("type") != "Feature":
            self._fail("feature")
            return None
        properties = item.get("properties") or {}
        if not isinstance(properties, dict):
            self._fail("properties")
            return None
        geometry = item.get("geometry")
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        if not isinstance(geometry, dict) or kind not in ("Polygon", "MultiPolygon"):
            self._fail("geometry", got=str(kind)[:40])
            return None
        coordinates = geometry.get("coordinates")
        stated = [coordinates] if kind == "Polygon" else coordinates
        if not isinstance(stated, list) or not stated:
            self._fail("shape", got=kind)
            return None
        polygons = []
        for polygon in stated:
            if not isinstance(polygon, list) or not polygon:
                self._fail("shape", got=kind)
                return None
            rings = [self._ring(ring, str(kind)) for ring in polygon]
            if self.error:
                return None
            polygons.append(rings)
        return Feature(self.number, properties, polygons)

    def _fail(self, error: str, **parameters: object) -> None:
        """Remember the first error."""
        if not self.error:
            self.error, self.parameters = error, parameters

    def _ring(self, ring: Any, kind: str) -> list[tuple[float, float]]:
        if self.error or not isinstance(ring, list):
            self._fail("shape", got=kind)
            return []
        self.points += len(ring)
        made: list[tuple[float, float]] = []
        for position in ring:
            point = self._point(position, kind)
            if point is None:
                return []
            made.append(point)
        if len(made) < 4:
            self._fail("short", got=len(made))
        elif made[0] != made[-1]:
            self._fail("open")
        return made

    def _point(self, position: Any, kind: str) -> tuple[float, float] | None:
        if not isinstance(position, list) or not 2 <= len(position) <= 4:
            self._fail("shape", got=kind)
            return None
        for value in position:
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                self._fail("number", got=str(value)[:40])
                return None
        try:
            x, y = float(position[0]), float(position[1])
        except OverflowError:  # an integer of hundreds of digits
            self._fail("number", got=str(position)[:40])
            return None
        if not (math.isfinite(x) and math.isfinite(y)):
            self._fail("number", got=f"{x}, {y}")
            return None
        if WEST <= x <= EAST and SOUTH <= y <= NORTH:
            return round(x, DECIMALS), round(y, DECIMALS)
        if abs(x) > 180 or abs(y) > 180:
            self._fail("metres", x=f"{x:g}", y=f"{y:g}")
            return None
        if WEST <= y <= EAST and SOUTH <= x <= NORTH:
            self._fail("swapped", x=f"{x:g}", y=f"{y:g}")
            return None
        self._fail(
            "outside",
            x=f"{x:g}",
            y=f"{y:g}",
            west=f"{WEST:g}",
            east=f"{EAST:g}",
            south=f"{SOUTH:g}",
            north=f"{NORTH:g}",
        )
        return None  # fmt: skip


def _geo(lang: str) -> Any:
    try:
        import shapely
    except ImportError:
        raise BadBoundaries([say(MESSAGES, lang, "extra")]) from None
    return shapely


def geometry_of(feature: Feature) -> Any:
    """The polygons of a feature as one shape."""
    import shapely

    parts = [shapely.Polygon(rings[0], rings[1:]) for rings in feature.polygons]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _invalid(feature: Feature, lang: str) -> str:
    """Why a shape is none - a ring that crosses itself, a hole outside its ring; empty for a sound one."""
    shapely = _geo(lang)
    try:
        geometry = geometry_of(feature)
    except (ValueError, shapely.errors.GEOSException) as error:
        return str(error)
    if geometry.is_valid:
        return ""
    reason, _, where = str(shapely.is_valid_reason(geometry)).partition("[")
    if "Self-intersection" in reason:
        return say(MESSAGES, lang, "crosses", where=where.rstrip("]"))
    return f"{reason} {where.rstrip(']')}".strip()
