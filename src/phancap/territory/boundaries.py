"""Boundaries that the user brought: kept as one file in the data folder, asked for the unit that holds a point.

Nothing of this ships: the rights in boundary files are unclear, so each city imports its own. The file was
checked and simplified when it was imported (:mod:`phancap.territory.boundary_import`); asking it needs no more
than this module. One layer is kept, of units of one level on one day; an older day is answered through the
lineage of the unit that holds the point, which may leave several former units to choose from.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

FILE_NAME = "boundaries.json"
FORMAT = 1

Ring = tuple[tuple[float, float], ...]
"""A closed line of ``(degrees east, degrees north)``; the last point is the first."""


class Shape(NamedTuple):
    """The land of one unit version: polygons, each an outer ring and its holes, and the box around them."""

    uid: str
    polygons: tuple[tuple[Ring, ...], ...]
    box: tuple[float, float, float, float]

    def holds(self, lat: float, lon: float) -> bool:
        """Whether the point lies inside; of two units with a common line a point on it belongs to one at most."""
        west, south, east, north = self.box
        if not (west <= lon <= east and south <= lat <= north):
            return False
        return any(_crossed(lon, lat, polygon) for polygon in self.polygons)


def _crossed(x: float, y: float, polygon: tuple[Ring, ...]) -> bool:
    """Even-odd rule over all rings of a polygon, so that a hole is outside; half-open in ``y``."""
    inside = False
    for ring in polygon:
        for (x0, y0), (x1, y1) in zip(ring, ring[1:], strict=False):
            if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
                inside = not inside
    return inside


def make_shape(uid: str, polygons: Any) -> Shape:
    """A shape of nested lists of numbers; its box is measured here and nowhere else."""
    made = tuple(
        tuple(tuple((float(x), float(y)) for x, y in ring) for ring in polygon) for polygon in polygons
    )
    xs = [x for polygon in made for x, _ in polygon[0]]
    ys = [y for polygon in made for _, y in polygon[0]]
    return Shape(uid, made, (min(xs), min(ys), max(xs), max(ys)))


class Boundaries(NamedTuple):
    """A layer of shapes; ``on`` is the day (``YYYY-MM-DD``) of its units, ``source`` the file it came from."""

    shapes: tuple[Shape, ...]
    on: str
    source: str

    def locate(self, lat: float, lon: float) -> tuple[str, ...]:
        """The uids of the units that hold the point: none outside, several where the user's polygons overlap."""
        return tuple(shape.uid for shape in self.shapes if shape.holds(lat, lon))

    def as_json(self) -> dict[str, Any]:
        """The kept form."""
        units = [{"uid": shape.uid, "polygons": shape.polygons} for shape in self.shapes]
        return {"format": FORMAT, "on": self.on, "source": self.source, "units": units}


def keep(boundaries: Boundaries, folder: Path) -> Path:
    """Write the layer whole or not at all; what was kept before is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(boundaries.as_json(), ensure_ascii=False, separators=(",", ":"))
    handle, name = tempfile.mkstemp(dir=folder, prefix=".boundaries-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, folder / FILE_NAME)
    except BaseException:
        os.unlink(name)
        raise
    return folder / FILE_NAME


def read_kept(folder: Path) -> Boundaries | None:
    """The layer kept in a folder; ``None`` where there is none or the file is not one of ours."""
    try:
        stated = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        if stated["format"] != FORMAT:
            return None
        shapes = tuple(make_shape(unit["uid"], unit["polygons"]) for unit in stated["units"])
        return Boundaries(shapes, str(stated["on"]), str(stated["source"]))
    except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError):
        return None
