"""The table of lunar days against the sky: new moons and the sun's longitude, in Vietnam's own zone.

After J. Meeus, Astronomical Formulae for Calculators (mean terms, good to minutes in these decades). Month 11
holds the winter solstice; a year of thirteen months has its leap month where the sun changes no sign.
"""

from __future__ import annotations

import csv
import math
from datetime import date
from pathlib import Path

import pytest

import phancap.calendar

TABLE = Path(phancap.calendar.__file__).parent / "lunar.csv"
ZONE = 7 / 24
EPOCH = 1721425  # Julian day number of ordinal 0


def _new_moon(k: int) -> int:
    """Julian day number, in UTC+7, of the k-th new moon since 1900."""
    t = k / 1236.85
    r = math.radians
    mean = 2415020.75933 + 29.53058868 * k + 0.0001178 * t * t - 0.000000155 * t**3
    mean += 0.00033 * math.sin(r(166.56 + 132.87 * t - 0.009173 * t * t))
    sun = r(359.2242 + 29.10535608 * k - 0.0000333 * t * t - 0.00000347 * t**3)
    moon = r(306.0253 + 385.81691806 * k + 0.0107306 * t * t + 0.00001236 * t**3)
    node = r(21.2964 + 390.67050646 * k - 0.0016528 * t * t - 0.00000239 * t**3)
    terms = (
        (0.1734 - 0.000393 * t, sun), (0.0021, 2 * sun), (-0.4068, moon), (0.0161, 2 * moon),
        (-0.0004, 3 * moon), (0.0104, 2 * node), (-0.0051, sun + moon), (-0.0074, sun - moon),
        (0.0004, 2 * node + sun), (-0.0004, 2 * node - sun), (-0.0006, 2 * node + moon),
        (0.0010, 2 * node - moon), (0.0005, 2 * moon + sun),
    )  # fmt: skip
    shift = sum(size * math.sin(angle) for size, angle in terms)
    clock = -0.000278 + 0.000265 * t + 0.000262 * t * t  # the earth's uneven turning
    return math.floor(mean + shift - clock + 0.5 + ZONE)


def _sign(day: int) -> int:
    """Which twelfth of its path the sun is in when the day begins: 9 from the winter solstice on."""
    t = (day - 0.5 - ZONE - 2451545.0) / 36525
    anomaly = math.radians(357.52910 + 35999.05030 * t - 0.0001559 * t * t)
    longitude = 280.46645 + 36000.76983 * t + 0.0003032 * t * t
    longitude += (1.914600 - 0.004817 * t) * math.sin(anomaly) + 0.019993 * math.sin(2 * anomaly)
    longitude += 0.000290 * math.sin(3 * anomaly)
    return int(longitude % 360 // 30)


def _solstice_moon(year: int) -> int:
    """The index of the new moon that opens month 11 of a lunar year."""
    k = int((date(year, 12, 31).toordinal() + EPOCH - 2415021) / 29.530588853)
    while _new_moon(k) > date(year, 12, 31).toordinal() + EPOCH:
        k -= 1
    return k - 1 if _sign(_new_moon(k)) >= 9 else k


def lunar_year(year: int) -> tuple[date, date]:
    """The first day of the lunar year and the tenth of its third month."""
    start, end = _solstice_moon(year - 1), _solstice_moon(year)
    moons = list(range(start, end))
    if len(moons) == 13:
        signs = [_sign(_new_moon(k)) for k in range(start, end + 1)]
        leap = next(i for i in range(1, 13) if signs[i] == signs[i + 1])
        moons.pop(leap)
    first, third = _new_moon(moons[2]), _new_moon(moons[4])
    return date.fromordinal(first - EPOCH), date.fromordinal(third + 9 - EPOCH)


@pytest.mark.parametrize("row", list(csv.DictReader(TABLE.read_text(encoding="ascii").splitlines())), ids=str)
def test_the_table_agrees_with_the_sky(row: dict[str, str]) -> None:
    tet, hung_kings = lunar_year(int(row["year"]))
    assert (row["tet"], row["hung_kings"]) == (tet.isoformat(), hung_kings.isoformat())


def test_the_years_are_complete() -> None:
    years = [int(row["year"]) for row in csv.DictReader(TABLE.read_text(encoding="ascii").splitlines())]
    assert years == list(range(2018, 2052))
