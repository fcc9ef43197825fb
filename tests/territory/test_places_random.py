"""Any words at all: a result, never an exception; and what a unit is called finds the unit."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from phancap.formats.days import parse_day
from phancap.formats.folding import fold
from phancap.territory.atoms import Territory
from phancap.territory.model import Alias, Unit
from phancap.territory.places import build_gazetteer, describe, find_places, full_label, load_gazetteer
from tests.territory.places_land import EDGES, LAND, NAMES, UNITS

DAYS = st.integers(parse_day("2020-01-01"), parse_day("2028-01-01"))
STATUSES = {"found": 1, "ambiguous": 2, "unknown": 0}
PIECES = st.sampled_from(
    "phường xã p. q tp thị trấn quận đường hẻm 51 số 7 VII i 30/4 an phú ninh kiều tân cần thơ sóc trăng vị "
    "thanh bùi hữu nghĩa thử nghiệm nguyễn châu thành long mỹ , . - ( ) việt nam ward city c31141 @ ~ "
    "2022-06-20 10.03".split()
)


def check(words: str, day: int) -> None:
    """The result keeps its promises."""
    result = find_places(NAMES, LAND, words, day)
    least = STATUSES[result.status]
    assert len(result.candidates) >= least
    assert len(result.candidates) == least or result.status == "ambiguous"
    assert bool(result.reason) == (result.status != "found")
    assert len({candidate.uid for candidate in result.candidates}) == len(result.candidates)
    for candidate in result.candidates:
        assert candidate.mask
        assert not candidate.mask & ~LAND.all_atoms
    for lang in ("vi", "en"):
        described = describe(result, LAND, parse_day("2026-11-24"), lang, EDGES)
        assert bool(described["message"]) == (result.status != "found")
        assert result.status != "ambiguous" or all(c["settle"] for c in described["candidates"])


@given(st.text(max_size=500), DAYS)
@example("\ud800", 738000)
@example("a\u0301" * 200, 738000)
@example("\u0301" * 400, 738000)
@example("１０.03，105", 738000)
@example("c٣١١٤١", 738000)
@example("٣١١٤١", 738000)
@example("1.1,1.1.1", 738000)
@example("1" * 400 + ".0,1", 738000)
def test_any_text_has_a_result(words: str, day: int) -> None:
    check(words, day)


@given(st.lists(PIECES, max_size=25).map(" ".join), DAYS)
def test_any_heap_of_address_words_has_a_result(words: str, day: int) -> None:
    check(words, day)


@given(st.sampled_from(UNITS), st.booleans(), st.booleans(), DAYS)
def test_a_full_label_finds_its_unit_on_any_day(unit: Unit, accents: bool, commas: bool, day: int) -> None:
    words = full_label(LAND, unit)
    words = words if accents else ", ".join(fold(part) for part in words.split(","))
    words = words if commas else words.replace(",", "")
    found = [LAND.units[candidate.uid] for candidate in find_places(NAMES, LAND, words, day).candidates]
    # A ward right under the city shares its label, by day, with the one it took its name from.
    same = full_label if unit.level == "district" or len(unit.parent_code) == 3 else first_label
    assert same(LAND, unit) in [same(LAND, other) for other in found]


def first_label(land: Territory, unit: Unit) -> str:
    """The unit's own label."""
    return full_label(land, unit).split(",")[0]


NAME = st.text(min_size=1, max_size=12)


@given(
    st.lists(st.tuples(NAME, NAME | st.just("xã"), st.sampled_from(["commune", "district"])), max_size=6),
    NAME,
)
def test_units_of_any_name_can_be_asked_for(rows: list[tuple[str, str, str]], alias: str) -> None:
    units = [
        Unit(f"{level[0]}{number}@2021-01-01", str(number), name, kind, level, "0", 737791, None)
        for number, (name, kind, level) in enumerate(rows)
    ]
    land = Territory.from_lineage(units, [])
    names = load_gazetteer(build_gazetteer(land, [Alias(unit.uid, alias, "street") for unit in units]))
    for words in [*(unit.name for unit in units), *(full_label(land, unit) for unit in units), alias]:
        result = find_places(names, land, words, 738000)
        describe(result, land, 738000)
    for unit in units:
        assert find_places(names, land, unit.uid, 738000).candidates[0].uid == unit.uid
