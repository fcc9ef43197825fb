"""How far people live from the office that decides: straight lines between centroids, weighed by dossiers.

Centroids are known for today's communes; an older unit takes the middle of the communes that its land became, weighed
by people where they are known. People do not live at the centroid of their commune: nobody's way is counted shorter than the
mean way to the middle of a disc of the commune's area. A straight line is shorter than a road or a ferry: figures compare, they do not bill.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from phancap.charter.view import View
from phancap.planning.trace import short
from phancap.planning.workload import Tables, place
from phancap.territory.atoms import bits
from phancap.territory.labels import unit_label
from phancap.territory.model import Unit

EARTH_KM = 6371.0
INSIDE = 2 / 3
"""Mean way to the middle of a disc, by its radius: nobody lives at the centroid of their own commune."""
RURAL = ("huyện", "xã", "thị trấn", "thị xã")
TOWNS = ("thị trấn",)


class Spot(NamedTuple):
    """A point with the people behind it; ``inside``: how far these live from it on the average, by the area they live on."""

    lat: float
    lon: float
    people: float
    inside: float = 0.0


class Map:
    """Points by atom, from the centroids of the communes that the workspace knows."""

    def __init__(self, view: View, tables: Tables) -> None:
        self.view = view
        self.rows: list[str] = []
        self.at: dict[int, list[str]] = {}
        points: dict[str, tuple[float, float]] = {}
        people: dict[str, float] = {}
        area: dict[str, float] = {}
        for row in tables.get("measures", []):
            unit = view.territory.units.get(row["unit"])
            if unit is None:
                continue
            if row["measure"] == "centroid":
                lat, lon = (float(part) for part in str(row["value"]).split(","))
                if unit.uid not in points:
                    self.rows.append(place(row))
                points[unit.uid] = (lat, lon)
            elif row["measure"] == "population":
                people[unit.uid] = float(row["value"])
            elif row["measure"] == "area":
                area[unit.uid] = float(row["value"])
        self.spots: dict[int, Spot] = {}
        for (uid, (lat, lon)), at in zip(points.items(), self.rows, strict=True):
            atoms = list(bits(view.territory.atoms_of(uid)))
            for atom in atoms:
                self.at[atom] = [at]
                inside = INSIDE * math.sqrt(area.get(uid, 0.0) / 1e6 / math.pi)
                self.spots[atom] = Spot(lat, lon, people.get(uid, 1.0) / len(atoms), inside)

    def known(self, mask: int) -> bool:
        """Whether every piece of the land has a point."""
        return bool(self.spots) and all(atom in self.spots for atom in bits(mask))

    def rows_of(self, mask: int) -> list[str]:
        """The rows of the points of some land."""
        return [at for atom in bits(mask) for at in self.at.get(atom, [])]

    def middle(self, mask: int) -> Spot | None:
        """The middle of some land, by people."""
        found = [self.spots[atom] for atom in bits(mask) if atom in self.spots]
        people = sum(spot.people for spot in found)
        if not people:
            return None
        return Spot(
            sum(spot.lat * spot.people for spot in found) / people,
            sum(spot.lon * spot.people for spot in found) / people,
            people,
        )

    def seat(self, body: str) -> Spot | None:
        """Where an organ sits: its own coordinates, else the middle of its unit."""
        named = self.view.bodies.get(body)
        unit = self.view.territory.units.get(body.partition("/")[2]) if named is None else None
        if unit is None and named is not None and named.unit:
            unit = self.view.territory.units.get(named.unit)
        return self.middle(self.view.territory.atoms_of(unit.uid)) if unit is not None else None

    def distance(self, mask: int, seat: Spot) -> float | None:
        """Mean kilometres of the people of some land to a seat."""
        found = [self.spots[atom] for atom in bits(mask) if atom in self.spots]
        people = sum(spot.people for spot in found)
        if not people:
            return None
        return sum(spot.people * max(kilometres(spot, seat), spot.inside) for spot in found) / people


def kilometres(first: Spot, second: Spot) -> float:
    """The great circle between two points."""
    lat1, lat2 = math.radians(first.lat), math.radians(second.lat)
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(second.lon - first.lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def travel(chart: Map, moved: list[tuple[int, str, str, float]]) -> dict[str, Any]:
    """Mean kilometres to the one who decides, before and after, over ``(land, before, after, dossiers)``.

    ``None`` where an organ has no known seat. Dossiers without a number count as one each.
    """
    total = before = after = 0.0
    for mask, old, new, dossiers in moved:
        seats = [chart.seat(body) for body in (old, new)]
        if seats[0] is None or seats[1] is None or not chart.known(mask):
            continue
        weight = dossiers or 1.0
        old_km, new_km = (chart.distance(mask, seat) or 0.0 for seat in seats if seat is not None)
        total += weight
        before += weight * old_km
        after += weight * new_km
    if not total:
        return {"before_km": None, "after_km": None, "basis": "measures.csv: centroid", "rows": [], "assumption": True}
    return {
        "before_km": round(before / total, 2), "after_km": round(after / total, 2),
        "basis": "measures.csv: centroid", "rows": chart.rows, "assumption": True,
    }  # fmt: skip


def links(chart: Map, view: View, day: int, nearer: dict[str, tuple[int, int]]) -> list[dict[str, Any]]:
    """Each rural unit and satellite town of the city: kilometres to its centre, how many moved powers come nearer.

    The centre is the middle of the city by people, in a straight line; ``None`` where some piece of the unit has no
    centroid. ``nearer`` is unit uid to (powers decided for it that move, of these nearer than before).
    """
    land = own_land(view, day)
    centre = chart.middle(land)
    found = []
    for level in ("district", "commune"):
        for unit in sorted(view.territory.at_level(level), key=lambda u: u.uid):
            own = view.territory.atoms_of(unit.uid)
            if not unit.alive(day) or not is_rural(unit, level, view, day) or own & ~land:
                continue
            here = chart.middle(own) if chart.known(own) else None
            away = kilometres(here, centre) if here is not None and centre is not None else None
            powers, closer = nearer.get(unit.uid, (0, 0))
            found.append({"unit": unit.uid, "name": unit_label(unit), "km_to_centre": None if away is None else round(away, 1),
                          "powers": powers, "nearer": closer, "at": short(chart.rows_of(own))})  # fmt: skip
    return found


def is_rural(unit: Unit, level: str, view: View, day: int) -> bool:
    """Whether a unit is rural or a town outside the core: a rural district and its town, or a commune where there are no
    districts. A commune inside a district is told with it."""
    kind = unit.type.strip().casefold()
    districts = any(u.alive(day) for u in view.territory.at_level("district"))
    return kind in (RURAL if level == "district" or not districts else TOWNS)


def own_land(view: View, day: int) -> int:
    """The land of the unit that bears the workspace's name, where it knows neighbours as well; else all of it."""
    tops = [u for u in view.territory.at_level("province") if u.alive(day)]
    own = [u for u in tops if unit_label(u).casefold() == view.charter.name.casefold()] or tops
    mask = 0
    for unit in own:
        mask |= view.territory.atoms_on(unit, day)
    return mask
