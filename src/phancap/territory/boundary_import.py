"""A user's boundaries: the polygons of a GeoJSON file joined to the units of a day, and simplified.

Features that no unit answers to are not an error: they are left out and reported by name, as are units that got
no polygon. What is wrong with a file itself is said by :mod:`phancap.territory.boundary_file`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from phancap.formats.folding import fold
from phancap.formats.say import Catalogue, say
from phancap.territory.atoms import Territory
from phancap.territory.boundaries import Boundaries, Shape, make_shape
from phancap.territory.boundary_file import (
    CODES,
    MOST_ERRORS,
    NAMES,
    BadBoundaries,
    Feature,
    geometry_of,
    read_features,
)
from phancap.territory.labels import bare_name, full_label
from phancap.territory.model import Unit

__all__ = ["LEVEL_WORDS", "BadBoundaries", "Joined", "import_boundaries"]

METRES_A_DEGREE = 111_320

MESSAGES: Catalogue = {
    "vi": {
        "twice": "hai đối tượng cùng là {unit}",
        "no-join": "không đối tượng nào khớp với đơn vị cấp {level} ngày {day} · đã thử mã và tên trong: {keys}",
    },
    "en": {
        "twice": "two features are both {unit}",
        "no-join": "no feature answers to a unit of level {level} on {day} · tried code and name in: {keys}",
    },
}  # fmt: skip

LEVEL_WORDS = {
    "vi": {"province": "tỉnh", "district": "huyện", "commune": "xã"},
    "en": {"province": "province", "district": "district", "commune": "commune"},
}


class Joined(NamedTuple):
    """What an import made, for the user to read before trusting it.

    ``by_code`` and ``by_name`` count features; ``unmatched`` names features left out, ``missing`` units without a
    polygon; ``disagree`` features whose code is one unit and whose name another (joined by name, or left out).
    ``overlaps`` counts pairs of polygons that share land; ``points`` before and after simplifying.
    """

    boundaries: Boundaries
    level: str
    by_code: int
    by_name: int
    unmatched: tuple[str, ...]
    disagree: tuple[str, ...]
    missing: tuple[str, ...]
    overlaps: int
    points_before: int
    points_after: int

    def as_json(self) -> dict[str, Any]:
        """The report without the shapes."""
        return {
            "format": 1, "level": self.level, "on": self.boundaries.on, "source": self.boundaries.source,
            "units": len(self.boundaries.shapes), "by_code": self.by_code, "by_name": self.by_name,
            "unmatched": list(self.unmatched), "disagree": list(self.disagree), "missing": list(self.missing),
            "overlaps": self.overlaps, "points": {"before": self.points_before, "after": self.points_after},
        }  # fmt: skip


def import_boundaries(
    path: Path, territory: Territory, day: int, day_text: str, *, level: str = "commune", metres: float = 10.0,
    lang: str = "vi",
) -> Joined:  # fmt: skip
    """A GeoJSON file as boundaries of the units of ``level`` on ``day``, simplified to about ``metres``.

    Raises:
        BadBoundaries: the file is refused; nothing was kept.
    """
    features = read_features(path, lang)
    joined = _join(features, [u for u in territory.at_level(level) if u.alive(day)], territory, lang)
    if not joined.units:
        keys = ", ".join(sorted({str(key) for feature in features for key in feature.properties})[:20]) or "-"
        named = LEVEL_WORDS[lang][level]
        raise BadBoundaries(
            [f"{path.name}: {say(MESSAGES, lang, 'no-join', level=named, day=day_text, keys=keys)}"]
        )
    shapes, overlaps = _simplified(joined.units, metres)
    alive = [unit for unit in territory.at_level(level) if unit.alive(day)]
    missing = tuple(full_label(territory, unit) for unit in alive if unit.uid not in joined.units)
    return Joined(
        Boundaries(shapes, day_text, path.name), level, joined.by_code, joined.by_name, tuple(joined.unmatched),
        tuple(joined.disagree), missing, overlaps,
        sum(len(r) for f in joined.units.values() for p in f.polygons for r in p),
        sum(len(ring) for shape in shapes for polygon in shape.polygons for ring in polygon),
    )  # fmt: skip


# -- joining -----------------------------------------------------------------------------------------------


class _Join:
    def __init__(self) -> None:
        self.units: dict[str, Feature] = {}
        self.by_code = 0
        self.by_name = 0
        self.unmatched: list[str] = []
        self.disagree: list[str] = []


def _folded(name: str) -> str:
    return " ".join(fold(name).split())


def _join(features: list[Feature], units: list[Unit], territory: Territory, lang: str) -> _Join:
    """Each feature to a unit: by code where the name agrees or is absent, else by a name that only one unit bears."""
    by_code: dict[str, Unit] = {unit.code: unit for unit in units} | {unit.uid: unit for unit in units}
    by_name: dict[str, list[Unit]] = {}
    names: dict[str, set[str]] = {}
    for unit in units:
        names[unit.uid] = {_folded(unit.name), _folded(bare_name(unit)), _folded(f"{unit.type} {bare_name(unit)}"),
                           _folded(full_label(territory, unit))}  # fmt: skip
        for name in names[unit.uid]:
            by_name.setdefault(name, []).append(unit)
    result, twice = _Join(), []
    for feature in features:
        code, name = feature.text(CODES), _folded(feature.text(NAMES))
        coded = by_code.get(code)
        named = by_name.get(name, []) if name else []
        if coded and (not name or name in names[coded.uid]):
            unit, how = coded, "by_code"
        elif len(named) == 1:
            unit, how = named[0], "by_name"
            if coded:
                result.disagree.append(f"{feature.shown} ({code})")
        else:
            (result.disagree if coded else result.unmatched).append(
                f"{feature.shown} ({code})" if coded else feature.shown
            )
            continue
        if unit.uid in result.units:
            twice.append(f"{feature.shown}: {say(MESSAGES, lang, 'twice', unit=full_label(territory, unit))}")
            continue
        result.units[unit.uid] = feature
        setattr(result, how, getattr(result, how) + 1)
    if twice:
        raise BadBoundaries(twice[:MOST_ERRORS])
    return result


# -- simplifying -------------------------------------------------------------------------------------------


def _simplified(units: dict[str, Feature], metres: float) -> tuple[tuple[Shape, ...], int]:
    """The shapes with fewer points, common lines kept common where the file is a coverage; pairs that overlap."""
    import shapely

    uids = sorted(units)
    whole = [geometry_of(units[uid]) for uid in uids]
    tolerance = metres / METRES_A_DEGREE
    if metres <= 0:
        made = whole
    elif shapely.coverage_is_valid(whole):
        made = list(shapely.coverage_simplify(whole, tolerance))
    else:
        made = [shapely.simplify(one, tolerance, preserve_topology=True) for one in whole]
    # What simplifying spoilt stays as it was.
    kept = [new if new.is_valid and not new.is_empty else old for new, old in zip(made, whole, strict=True)]
    shapes = tuple(make_shape(uid, _polygons(one)) for uid, one in zip(uids, kept, strict=True))
    return shapes, _overlaps(kept)


_SLIVER = 1e-7
"""Square degrees, some 1,200 m²: less is the rounding of a common line."""


def _overlaps(shapes: list[Any]) -> int:
    import shapely

    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = [(a, b) for a, b in zip(left.tolist(), right.tolist(), strict=True) if a < b]
    return sum(shapes[a].intersection(shapes[b]).area > _SLIVER for a, b in pairs)


def _polygons(geometry: Any) -> list[list[list[tuple[float, float]]]]:
    parts = geometry.geoms if geometry.geom_type == "MultiPolygon" else [geometry]
    return [
        [[(x, y) for x, y, *_ in ring.coords] for ring in (part.exterior, *part.interiors)] for part in parts
    ]
