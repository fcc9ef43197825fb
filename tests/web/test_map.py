"""The map: schematic as shipped, the user's boundaries once imported, the same answer on page and command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.test import Client

from phancap.cli.folder import import_
from phancap.cli.who import who
from phancap.web.portal.desk import view, workspace
from phancap.web.portal.plane import frame_of, spots_of


@pytest.fixture
def layer(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """Squares about the published centroids, imported by the command as a user would."""
    from phancap.formats.days import today

    spots = spots_of(view(), workspace().tables["measures"], today())[:40]
    half = 0.004
    features = []
    for spot in spots:
        x, y = spot.lon, spot.lat
        ring = [
            [x - half, y - half],
            [x + half, y - half],
            [x + half, y + half],
            [x - half, y + half],
            [x - half, y - half],
        ]
        features.append({"type": "Feature", "properties": {"code": spot.unit.code},
                         "geometry": {"type": "Polygon", "coordinates": [ring]}})  # fmt: skip
    path = tmp_path / "squares.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    done = CliRunner().invoke(import_, ["boundaries", str(path), "--json"], standalone_mode=False)
    assert done.exit_code == 0, done.output
    yield {"report": json.loads(done.output), "spot": spots[0]}
    (Path(settings.PHANCAP_DATA) / "boundaries.json").unlink()


def test_without_boundaries_the_map_is_schematic_and_says_so(site: Client) -> None:
    page = site.get("/map")
    assert page.status_code == 200
    text = page.content.decode()
    assert "Không phải ranh giới" in text
    assert text.count("<circle") == len(json.loads(site.get("/map.json").content)["units"])
    data = json.loads(site.get("/map.json?at=an+phu,+ninh+kieu&on=2022-06-20").content)
    assert data["schematic"] is True
    assert data["communes"] == ["c31135@2025-07-01"]
    asked = json.loads(site.get("/map.json?at=10.03,105.78").content)
    assert asked["place"]["candidates"] == []
    features = json.loads(site.get("/map.geojson").content)
    assert features["schematic"] is True
    assert {f["geometry"]["type"] for f in features["features"]} == {"Point"}


def test_imported_boundaries_are_drawn_and_a_point_gives_a_place(site: Client, layer: dict[str, Any]) -> None:
    assert layer["report"]["by_code"] == layer["report"]["units"] == 40
    spot = layer["spot"]
    point = f"{spot.lat},{spot.lon}"
    page = site.get(f"/map?at={point}").content.decode()
    assert "Không phải ranh giới" not in page
    assert page.count("<path") == 40
    assert "squares.geojson" in page
    data = json.loads(site.get(f"/map.json?at={point}").content)
    assert [c["uid"] for c in data["place"]["candidates"]] == [spot.unit.uid]
    asked = site.get(f"/who.json?power=1.013225&at={point}&on=2026-06-22").content.decode()
    assert json.loads(asked)["place"]["uid"] == spot.unit.uid
    printed = CliRunner().invoke(
        who, ["1.013225", "--at", point, "--on", "2026-06-22", "--json"], standalone_mode=False
    )
    assert asked == printed.output
    outside = json.loads(site.get("/place.json?at=20.5,106.0").content)
    assert outside["candidates"] == []
    assert {f["geometry"]["type"] for f in json.loads(site.get("/map.geojson").content)["features"]} == {
        "MultiPolygon"
    }


def test_a_refused_file_leaves_the_layer_as_it_was(
    site: Client, layer: dict[str, Any], tmp_path: Path
) -> None:
    before = (Path(settings.PHANCAP_DATA) / "boundaries.json").read_bytes()
    bad = tmp_path / "bad.geojson"
    bad.write_text('{"type": "FeatureCollection", "features": [NaN]}', encoding="utf-8")
    done = CliRunner().invoke(import_, ["boundaries", str(bad)])
    assert done.exit_code == 2
    assert "`NaN`" in done.output
    assert "không ghi gì" in done.output
    assert (Path(settings.PHANCAP_DATA) / "boundaries.json").read_bytes() == before


@pytest.mark.parametrize(
    "at",
    ["91.0,500.0", "nan,nan", "inf,1.0", "1e400,2.0", "10.03,105.78,3", "'", "<i>", "9" * 300 + ".1,1.0"],
)
def test_a_hostile_point_is_nowhere(site: Client, at: str) -> None:
    for address in ("/map", "/map.json", "/place.json", "/who.json?power=1.013225&"):
        joined = "&" if "?" in address else "?"
        response = site.get(f"{address.rstrip('&')}{joined}at={at}")
        assert response.status_code in (200, 400)
        assert b"<i>" not in response.content or address.endswith(".json")


def test_a_unit_page_shows_where_its_land_lies_today(site: Client) -> None:
    page = site.get("/units/c31141@2021-01-01").content.decode()
    assert page.count("chosen") == 1
    picture = site.get("/map.svg?at=c31141@2021-01-01&on=2022-06-20")
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"#f2b84b" in picture.content
    assert b"style" not in picture.content


def test_a_degree_of_longitude_is_drawn_shorter_than_one_of_latitude() -> None:
    frame = frame_of([(10.0, 105.0), (11.0, 106.0)])
    (x0, y0), (x1, y1) = frame.point(10.0, 105.0), frame.point(11.0, 106.0)
    assert 0.97 < (x1 - x0) / (y0 - y1) < 0.99
