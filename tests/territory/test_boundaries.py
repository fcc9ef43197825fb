"""Boundaries: hostile GeoJSON is refused with its place, good one is joined and finds the unit under a point."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest
import shapely

from phancap.formats.days import parse_day
from phancap.territory.atoms import Territory
from phancap.territory.boundaries import Boundaries, keep, make_shape, read_kept
from phancap.territory.boundary_import import BadBoundaries, Joined, import_boundaries
from phancap.territory.model import Unit

DAY = parse_day("2026-06-20")
SIDE = 4
"""The land of these tests: a grid of square communes, a tenth of a degree wide."""


def commune(column: int, row: int) -> Unit:
    number = column * SIDE + row
    return Unit(
        f"c3{number:04d}@2025-07-01", f"3{number:04d}", f"Ấp Đông {number}", "xã", "commune", "92",
        parse_day("2025-07-01"), None,
    )  # fmt: skip


UNITS = [commune(column, row) for column in range(SIDE) for row in range(SIDE)]


@pytest.fixture(scope="module")
def land() -> Territory:
    return Territory.from_lineage(UNITS, [])


def square(column: int, row: int) -> list[list[float]]:
    """A ring with a wavy eastern side, the same for both neighbours."""
    x, y = 105 + column / 10, 10 + row / 10
    return [[x, y], [x + 0.1, y], [x + 0.11, y + 0.05], [x + 0.1, y + 0.1], [x, y + 0.1], [x + (0.01 if column else 0), y + 0.05], [x, y]]  # fmt: skip


def collection() -> dict[str, Any]:
    features = [
        {"type": "Feature", "properties": {"code": unit.code, "name": unit.name},
         "geometry": {"type": "Polygon", "coordinates": [square(*divmod(n, SIDE))]}}
        for n, unit in enumerate(UNITS)
    ]  # fmt: skip
    return {"type": "FeatureCollection", "features": features}


def taken(tmp_path: Path, land: Territory, stated: Any, lang: str = "vi") -> Joined:
    path = tmp_path / "in.geojson"
    path.write_text(stated if isinstance(stated, str) else json.dumps(stated), encoding="utf-8")
    return import_boundaries(path, land, DAY, "2026-06-20", lang=lang)


def test_a_good_file_joins_by_code_and_finds_points_as_shapely_does(tmp_path: Path, land: Territory) -> None:
    joined = taken(tmp_path, land, collection())
    assert (joined.by_code, joined.by_name, joined.overlaps) == (SIDE * SIDE, 0, 0)
    assert (joined.unmatched, joined.missing, joined.disagree) == ((), (), ())
    shapes = {s.uid: shapely.Polygon(s.polygons[0][0], s.polygons[0][1:]) for s in joined.boundaries.shapes}
    rng = random.Random(9)
    for _ in range(2000):
        lat, lon = rng.uniform(9.9, 10.5), rng.uniform(104.9, 105.6)
        expected = {uid for uid, shape in shapes.items() if shape.contains(shapely.Point(lon, lat))}
        assert set(joined.boundaries.locate(lat, lon)) == expected


def test_a_hole_is_outside_and_an_island_inside(tmp_path: Path) -> None:
    outer, hole, island = ([[105 + a, 10 + a], [106 - a, 10 + a], [106 - a, 11 - a], [105 + a, 11 - a], [105 + a, 10 + a]] for a in (0, 0.2, 0.4))  # fmt: skip
    shape = make_shape("u", [[outer, hole], [island]])
    assert [shape.holds(lat, 105.5) for lat in (9.9, 10.1, 10.3, 10.5)] == [False, True, False, True]


def test_what_is_kept_is_what_is_read(tmp_path: Path, land: Territory) -> None:
    made = taken(tmp_path, land, collection()).boundaries
    keep(made, tmp_path / "data")
    assert read_kept(tmp_path / "data") == made
    assert sorted(p.name for p in (tmp_path / "data").iterdir()) == ["boundaries.json"]
    assert read_kept(tmp_path) is None
    for spoilt in (
        "",
        "{",
        "[]",
        '{"format": 2}',
        '{"format": 1, "units": [{"uid": "x", "polygons": [[]]}]}',
        "[" * 99_999,
    ):
        (tmp_path / "boundaries.json").write_text(spoilt)
        assert read_kept(tmp_path) is None


def test_a_name_joins_where_there_is_no_code_and_a_code_of_another_name_does_not(
    tmp_path: Path, land: Territory
) -> None:
    stated = collection()
    first, second, third, fourth = stated["features"][:4]
    first["properties"] = {"TEN_XA": "xã  ấp đông 0"}
    second["properties"] = {"name": "xã Lạ"}
    third["properties"]["name"] = "Ấp Đông 15"  # the code of one, the name of another
    stated["features"].pop()  # that other one has no polygon of its own now
    fourth["properties"] = None
    joined = taken(tmp_path, land, stated)
    assert (joined.by_code, joined.by_name) == (SIDE * SIDE - 5, 2)
    assert joined.unmatched == ("#2 xã Lạ", "#4")
    assert joined.disagree == ("#3 Ấp Đông 15 (30002)",)
    assert joined.missing == ("xã Ấp Đông 1", "xã Ấp Đông 2", "xã Ấp Đông 3")


def ring(change: Any) -> dict[str, Any]:
    stated = collection()
    change(stated["features"][2]["geometry"]["coordinates"])
    return stated


def all_points(change: Any) -> dict[str, Any]:
    stated = collection()
    for feature in stated["features"]:
        feature["geometry"]["coordinates"] = [
            [change(*p) for p in r] for r in feature["geometry"]["coordinates"]
        ]
    return stated


def crs(name: Any) -> dict[str, Any]:
    return {**collection(), "crs": name}


def swap(rings: Any) -> None:
    rings[0][1], rings[0][3] = rings[0][3], rings[0][1]


def geometry(value: Any) -> dict[str, Any]:
    stated = collection()
    stated["features"][0]["geometry"] = value
    return stated


@pytest.mark.parametrize(
    "stated, said",
    [
        ("", "không phải JSON"),
        ("\x00\x01", "không phải JSON"),
        ("[" * 200_000, "lồng quá sâu"),
        ('{"a":' * 200_000, "lồng quá sâu"),
        ("[]", "cần `FeatureCollection`"),
        ("null", "cần `FeatureCollection`"),
        ('{"type": "FeatureCollection", "features": []}', "không có đối tượng"),
        ('{"type": "FeatureCollection", "features": {}}', "không có đối tượng"),
        ('{"type": "FeatureCollection", "features": [1, null]}', "#1: không phải `Feature`"),
        (json.dumps(collection()).replace("105.1", "NaN", 1), "`NaN` không phải một con số"),
        (json.dumps(collection()).replace("105.1", "-Infinity", 1), "`-Infinity`"),
        (json.dumps(collection()).replace("105.1", "1e999", 1), "inf"),
        (json.dumps(collection()).replace("105.1", "9" * 5000, 1), "không phải JSON"),
        (json.dumps(collection()).replace("105.1", "9" * 400, 1), "không phải một con số"),
        (json.dumps(collection()).replace("105.1", '"105.1"', 1), "`105.1` không phải một con số"),
        (json.dumps(collection()).replace("105.1", "true", 1), "không phải một con số"),
        (crs({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3405"}}), "EPSG::3405"),
        (crs("EPSG:9210"), "EPSG:9210"),
        (all_points(lambda x, y: [y, x]), "vĩ độ đứng trước"),
        (all_points(lambda x, y: [x * 5000, y * 100_000]), "VN-2000"),
        (all_points(lambda x, y: [x - 100, y]), "ngoài Việt Nam"),
        (ring(swap), "#3 Ấp Đông 2: hình không hợp lệ"),
        (ring(lambda rings: rings[0].pop()), "chưa khép"),
        (ring(lambda rings: rings[0].__setitem__(slice(1, 5), [])), "ít nhất 4"),
        (ring(lambda rings: rings.append([[107, 10], [107.1, 10], [107.1, 10.1], [107, 10]])), "không hợp lệ"),
        (ring(lambda rings: rings.clear()), "không đúng dạng"),
        (ring(lambda rings: rings[0].__setitem__(0, [])), "không đúng dạng"),
        (geometry(None), "cần `Polygon`"),
        (geometry({"type": "Point", "coordinates": [105, 10]}), "có `Point`"),
        (geometry({"type": "GeometryCollection", "geometries": []}), "có `GeometryCollection`"),
        (geometry({"type": "MultiPolygon", "coordinates": [square(0, 0)]}), "không đúng dạng"),
        (geometry({"type": "Polygon"}), "không đúng dạng"),
        ({**collection(), "features": collection()["features"] * 2}, "hai đối tượng cùng là"),
        ({**collection(), "features": [{**collection()["features"][0], "properties": {"x": 1}}]}, "đã thử mã và tên trong: x"),
    ],
)  # fmt: skip
def test_hostile_geojson_is_refused_with_a_reason(
    tmp_path: Path, land: Territory, stated: Any, said: str
) -> None:
    with pytest.raises(BadBoundaries) as refused:
        taken(tmp_path, land, stated)
    assert said in str(refused.value)
    with pytest.raises(BadBoundaries):
        taken(tmp_path, land, stated, "en")
    assert len(str(refused.value)) < 6000


def test_a_file_too_large_is_not_read_to_its_end(tmp_path: Path, land: Territory) -> None:
    path = tmp_path / "large.geojson"
    with path.open("wb") as file:
        file.truncate(3 << 30)  # three gigabytes of nothing
    with pytest.raises(BadBoundaries, match="40 MB"):
        import_boundaries(path, land, DAY, "2026-06-20")


def test_random_damage_never_gets_through_as_an_error_of_ours(tmp_path: Path, land: Territory) -> None:
    rng = random.Random(4)
    text = json.dumps(collection())
    for _ in range(150):
        damaged = list(text)
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(damaged))
            damaged[at] = rng.choice('0123456789.,:[]{}"eE-nul ')
        try:
            taken(tmp_path, land, "".join(damaged))
        except BadBoundaries as refused:
            assert refused.lines


def test_a_layer_is_asked_in_turn_and_outside_is_nowhere(land: Territory, tmp_path: Path) -> None:
    made = taken(tmp_path, land, collection()).boundaries
    assert made.locate(10.05, 105.05) == ("c30000@2025-07-01",)
    assert made.locate(20.0, 105.05) == ()
    twice = Boundaries((*made.shapes, copy.copy(made.shapes[0])), made.on, made.source)
    assert len(twice.locate(10.05, 105.05)) == 2
