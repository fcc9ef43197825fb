"""Which unit is meant: by chain, by day, by type, by accents, and when nobody can know."""

from __future__ import annotations

import json

import pytest

from phancap.formats.days import parse_day
from phancap.territory.atoms import Territory
from phancap.territory.model import Unit
from phancap.territory.places import (
    build_gazetteer,
    describe,
    find_places,
    full_label,
    load_gazetteer,
    unit_label,
)
from tests.territory.places_land import ALIASES, EDGES, LAND, NAMES, UNITS, find, labels, uids

BEFORE, BETWEEN, AFTER = "2022-06-20", "2024-11-10", "2025-08-01"
TODAY = parse_day("2026-11-24")


def one(words: str, day: str) -> str:
    """The one unit meant, or the status."""
    result = find(words, day)
    return result.candidates[0].uid if result.status == "found" else result.status


# -- spellings -----------------------------------------------------------------------------------------

AN_PHU = "c31141@2021-01-01"


@pytest.mark.parametrize(
    "words",
    [
        "51 Lý Tự Trọng, phường An Phú, quận Ninh Kiều",
        "51 ly tu trong an phu ninh kieu",
        "51 ly tu trong, an phu, ninh kieu",
        "SỐ 51 LÝ TỰ TRỌNG P.AN PHÚ Q.NINH KIỀU TP.CẦN THƠ",
        "P AN PHU Q NINH KIEU TPCT",
        "Ph. An Phú - Q. Ninh Kiều",
        "phuong an phu quan ninh kieu thanh pho can tho viet nam",
        "An Phu ward, Ninh Kieu district, Can Tho city, Vietnam",
        "An Phu\u0301, Ninh Kie\u0302\u0300u",  # decomposed accents
        "an phú (ninh kiều)",
        "Ninh Kiều, An Phú",  # large before small
        "UBND phường An Phú, quận Ninh Kiều, 900000",
        "hẻm 5/2 đường Trần Hưng Đạo, P. An Phú, Ninh Kiều",
        "an phu",
        "c31141",
        "31141",
        "C31141",
        "c31141@2021-01-01",
        "c31141~2022-06-20",
    ],
)
def test_an_phu_in_every_spelling(words: str) -> None:
    assert one(words, BEFORE) == AN_PHU


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("so 5 duong 30/4 p xuan khanh q ninh kieu tp can tho", "phường Xuân Khánh, quận Ninh Kiều"),
        ("AN HOÀ", "phường An Hòa, quận Ninh Kiều"),  # the other tone style
        ("Mĩ Khánh", "xã Mỹ Khánh, huyện Phong Điền"),  # i for y
        ("TT. Phong Điền", "thị trấn Phong Điền, huyện Phong Điền"),
        ("X. My Khanh, H. Phong Dien, T.P Can Tho", "xã Mỹ Khánh, huyện Phong Điền"),
        ("tx long my", "thị xã Long Mỹ, tỉnh Hậu Giang"),
        ("T. Hậu Giang", "tỉnh Hậu Giang"),
        ("F. An Bình", "phường An Bình, quận Ninh Kiều"),
    ],
)
def test_abbreviations(words: str, label: str) -> None:
    assert labels(words, BEFORE) == [label]


@pytest.mark.parametrize(
    "words", ["Phường 7, Sóc Trăng", "P7 tp soc trang", "P.7, TP Sóc Trăng", "phường 07 sóc trăng"]
)
def test_numbered_wards(words: str) -> None:
    assert labels(words, BEFORE) == ["Phường 7, thành phố Sóc Trăng"]


def test_roman_numbers() -> None:
    assert labels("Phường VII", BEFORE) == ["Phường VII, thành phố Vị Thanh"]
    assert labels("phường 1, Vị Thanh", BEFORE) == ["Phường I, thành phố Vị Thanh"]
    # Digits may be meant for a ward that the State numbers in Roman.
    assert len(uids("phường 7", BEFORE)) == 2
    # A bare number is a house, never a ward.
    assert uids("7, Hậu Giang", BEFORE) == ["p93@2021-01-01"]


def test_names_that_look_like_type_words() -> None:
    assert one("Phương Bình", BEFORE) == "c31426@2021-01-01"
    assert one("phuong binh", BEFORE) == "c31426@2021-01-01"
    assert one("phuong binh thuy", AFTER) == "c31168@2025-07-01"
    assert one("xa phien", BEFORE) == "c31495@2021-01-01"
    assert one("xà phiên", BEFORE) == "c31495@2021-01-01"
    # `dương` is no street (`đường`).
    assert one("Cây Dương, Phụng Hiệp", BEFORE) == "c31396@2021-01-01"


def test_accents_decide_where_written() -> None:
    assert labels("Tân Thành", BEFORE) == ["xã Tân Thành, thành phố Ngã Bảy"]
    assert {LAND.units[uid].name for uid in uids("Tân Thạnh", BEFORE)} == {"Tân Thạnh"}
    assert len(uids("tan thanh", BEFORE)) == 3


# -- the day and the chain -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "day", "uid"),
    [
        # One name, two wards: alive on the day, or the one that lay in the district named.
        ("Tân An", BEFORE, "c31135@2021-01-01"),
        ("Tân An", AFTER, "c31147@2025-07-01"),
        ("Tân An, Ninh Kiều", AFTER, "c31135@2021-01-01"),
        ("Tân An, phường Ninh Kiều", AFTER, "c31135@2021-01-01"),
        ("Tân An, TP Cần Thơ", AFTER, "c31147@2025-07-01"),
        ("Tân An, TP Cần Thơ", BEFORE, "c31135@2021-01-01"),
        # One code, two wards.
        ("31147", BEFORE, "c31147@2021-01-01"),
        ("31147", AFTER, "c31147@2025-07-01"),
        ("C31141@2021-01-01", AFTER, "c31141@2021-01-01"),  # the first letter large, as a phone writes it
        ("c31141", AFTER, "c31141@2021-01-01"),  # borne by none: the latest that did
        ("31123", BETWEEN, "c31123@2024-11-01"),
        ("d916", AFTER, "d916@2021-01-01"),
        ("p92", AFTER, "p92@2025-07-01"),
        ("92", BEFORE, "p92@2021-01-01"),
        # A name of the past stays a name; of one ward's versions the last is meant.
        ("An Phú", BETWEEN, AN_PHU),
        ("An Phú", "2026-11-24", AN_PHU),
        ("Thới Bình", BEFORE, "c31123@2021-01-01"),
        ("Thới Bình", BETWEEN, "c31123@2024-11-01"),
        ("Thới Bình", AFTER, "c31123@2024-11-01"),
        # A name of the future, asked about the past.
        ("phường Ninh Kiều", BEFORE, "c31135@2025-07-01"),
        # A district and a commune of one name: who lives that day, unless the type says.
        ("Ninh Kiều", BEFORE, "d916@2021-01-01"),
        ("Ninh Kiều", AFTER, "c31135@2025-07-01"),
        ("quận Ninh Kiều", AFTER, "d916@2021-01-01"),
        ("Cần Thơ", AFTER, "p92@2025-07-01"),
        ("TPCT", BEFORE, "p92@2021-01-01"),
        ("Sóc Trăng", AFTER, "ambiguous"),  # tỉnh and thành phố, both gone in this land
        ("TP Sóc Trăng", AFTER, "d941@2021-01-01"),
        ("Bình Thủy, Bình Thủy", BEFORE, "c31168@2021-01-01"),
        # Homonyms told apart by what lies above them.
        ("Thuận An, Thốt Nốt", BEFORE, "c31212@2021-01-01"),
        ("P. Thuận An, TX Long Mỹ", AFTER, "c31471@2021-01-01"),
        ("xã Phú Tân, huyện Châu Thành, Sóc Trăng", AFTER, "c31582@2021-01-01"),
        ("xã Tân Thạnh, huyện Thới Lai", AFTER, "c31268@2021-01-01"),
        ("Tân Thạnh", AFTER, "c31666@2025-07-01"),
        ("xã Tân Phú", BEFORE, "c31481@2021-01-01"),
        # The wrong type is forgiven where no other unit bears the name.
        ("xã An Phú, quận Ninh Kiều", BEFORE, AN_PHU),
        # The unit of today as the whole, the old one as its part.
        ("phường An Phú, phường Ninh Kiều", AFTER, AN_PHU),
    ],
)
def test_the_unit_meant(words: str, day: str, uid: str) -> None:
    assert one(words, day) == uid


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Thuận An", ["phường Thuận An, quận Thốt Nốt", "phường Thuận An, thị xã Long Mỹ"]),
        ("Tân Thạnh", ["xã Tân Thạnh, huyện Thới Lai", "xã Tân Thạnh, huyện Long Phú"]),
        ("Phú Tân, Châu Thành", ["xã Phú Tân, huyện Châu Thành", "xã Phú Tân, huyện Châu Thành"]),
        # The wider unit first: it is the better known bearer of the name.
        ("Vị Thanh", ["thành phố Vị Thanh, tỉnh Hậu Giang", "xã Vị Thanh, huyện Vị Thuỷ"]),
        ("Thốt Nốt", ["quận Thốt Nốt, thành phố Cần Thơ", "phường Thốt Nốt, quận Thốt Nốt"]),
        ("Long Mỹ", ["huyện Long Mỹ, tỉnh Hậu Giang", "thị xã Long Mỹ, tỉnh Hậu Giang"]),
        # In the city of that name before the rest of the province of that name.
        ("Phường 2, Sóc Trăng", ["Phường 2, thành phố Sóc Trăng", "Phường 2, thị xã Ngã Năm"]),
    ],
)
def test_several_places_are_an_answer(words: str, expected: list[str]) -> None:
    assert find(words, BEFORE).status == "ambiguous"
    assert labels(words, BEFORE) == expected


def test_names_that_never_belonged_together_are_not_guessed_at() -> None:
    result = find("phường Lê Bình, quận Ninh Kiều", BEFORE)
    assert (result.status, result.reason) == ("ambiguous", "not-together")
    assert {candidate.name for candidate in result.candidates} == {
        "phường Lê Bình, quận Cái Răng",
        "quận Ninh Kiều, thành phố Cần Thơ",
    }


# -- streets -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "day", "uid"),
    [
        ("đường Trần Hưng Đạo, phường An Cư", BEFORE, "c31129@2021-01-01"),
        ("quốc lộ 91, phường Long Hòa", AFTER, "c31180@2021-01-01"),
        ("đường Tân An, phường An Phú, quận Ninh Kiều", BEFORE, AN_PHU),
        ("12 Tân An, An Phú, Ninh Kiều", BEFORE, AN_PHU),
        ("12 Nguyễn An Ninh, Tân An, Ninh Kiều", BEFORE, "c31135@2021-01-01"),
        ("12 nguyen an ninh tan an ninh kieu", BEFORE, "c31135@2021-01-01"),
        ("123 Lê Bình, Ninh Kiều", BEFORE, "d916@2021-01-01"),
        ("Chợ Cái Răng, phường Lê Bình", BEFORE, "c31186@2021-01-01"),
        ("huyen tran cong chua, an binh, ninh kieu", BEFORE, "c31150@2021-01-01"),
        ("nguyen tri phuong an khanh ninh kieu", BEFORE, "c31149@2021-01-01"),
    ],
)
def test_streets_that_bear_a_units_name(words: str, day: str, uid: str) -> None:
    assert one(words, day) == uid


def test_a_street_alone_is_no_unit() -> None:
    assert find("đường Ninh Kiều", BEFORE).status == "unknown"
    result = find("Nguyễn An Ninh", BEFORE)
    assert (result.status, result.reason) == ("unknown", "street-like")
    assert result.nearest == ("xã An Ninh, huyện Châu Thành",)


# -- splits --------------------------------------------------------------------------------------------

SPLIT = "c31178@2021-01-01"
HEIRS = ("c31120@2025-07-01", "c31168@2025-07-01")


def test_a_split_ward_is_found_with_its_heirs() -> None:
    result = find("Bùi Hữu Nghĩa", AFTER)
    assert result.status == "found"
    (candidate,) = result.candidates
    assert (candidate.uid, candidate.heirs) == (SPLIT, HEIRS)
    assert candidate.mask == LAND.atoms_of(SPLIT)
    assert find("Bùi Hữu Nghĩa", BEFORE).candidates[0].heirs == ()


@pytest.mark.parametrize(
    ("words", "heir"),
    [
        ("đường Thử Nghiệm, phường Bùi Hữu Nghĩa", HEIRS[0]),
        ("12 thu nghiem bui huu nghia", HEIRS[0]),
        ("chợ Ví Dụ, Bùi Hữu Nghĩa, Bình Thủy", HEIRS[1]),
        ("Bùi Hữu Nghĩa, phường Cái Khế", HEIRS[0]),
        ("phường Bùi Hữu Nghĩa (nay là phường Bình Thủy)", HEIRS[1]),
    ],
)
def test_a_street_or_the_heir_settles_a_split(words: str, heir: str) -> None:
    result = find(words, AFTER)
    assert result.status == "found"
    (candidate,) = result.candidates
    assert candidate.uid == SPLIT
    assert candidate.mask == LAND.atoms_of(SPLIT) & LAND.atoms_of(heir)
    assert candidate.heirs == ()


def test_a_former_address_names_the_land_in_a_merged_ward() -> None:
    (candidate,) = find("51 Lý Tự Trọng, phường Ninh Kiều", AFTER).candidates
    assert candidate.uid == "c31135@2025-07-01"
    assert candidate.mask == LAND.atoms_of(AN_PHU)
    assert uids("51 ly tu trong", AFTER) == [AN_PHU]


def test_a_street_elsewhere_neither_cuts_nor_contradicts() -> None:
    (candidate,) = find("đường Thử Nghiệm, phường An Khánh", AFTER).candidates
    assert (candidate.uid, candidate.mask) == ("c31149@2021-01-01", LAND.atoms_of("c31149@2021-01-01"))


# -- codes and coordinates -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "day", "reason"),
    [
        ("c99999", BEFORE, "no-code"),
        ("99999", BEFORE, "no-code"),
        ("c31123@2022-01-01", BEFORE, "no-uid"),
        ("c31141~2025-01-01", BEFORE, "code-not-that-day"),
        ("c31141~2022-13-45", BEFORE, "bad-day"),
        ("c31141", "2020-12-31", "code-not-yet"),
        ("10.03,105.78", BEFORE, "no-boundary"),
        ("105.78,10.03", BEFORE, "bad-coordinates"),
        ("", BEFORE, "empty"),
        (" \n", BEFORE, "empty"),
        ("a" * 100_000, BEFORE, "too-long"),
        ("phường Xyz, quận Ninh Kiều", BEFORE, "no-such-unit"),
        ("phường 99, Sóc Trăng", BEFORE, "no-such-unit"),
        ("phường Tân An, thành phố Thủ Dầu Một", BEFORE, "no-such-unit"),
        ("Hà Nội", BEFORE, "no-name"),
        ("phường Hậu Giang", BEFORE, "no-name"),  # a province is no ward
        ("Việt Nam", BEFORE, "no-name"),
    ],
)
def test_unknown_places_say_why(words: str, day: str, reason: str) -> None:
    result = find(words, day)
    assert (result.status, result.reason, result.candidates) == ("unknown", reason, ())
    for lang in ("vi", "en"):
        assert describe(result, LAND, TODAY, lang)["message"]


def test_a_mistyped_name_gets_the_nearest() -> None:
    assert find("An Phuu, Ninh Kieu", BEFORE).status == "found"  # the district was recognised
    assert find("phường An Phuu, quận Ninh Kiều", BEFORE).nearest[0] == "phường An Phú, quận Ninh Kiều"
    assert "quận Ninh Kiều, thành phố Cần Thơ" in find("an phuu ninh kieuu", BEFORE).nearest
    assert "c31141" in find("c31142", BEFORE).nearest


def test_small_letters_are_codes_and_capitals_wards() -> None:
    assert one("p93", BEFORE) == "p93@2021-01-01"
    assert labels("P7, Sóc Trăng", BEFORE) == ["Phường 7, thành phố Sóc Trăng"]
    assert len(uids("P7", BEFORE)) == 2


def test_codes_need_not_be_digits() -> None:
    units = [Unit("cA.b@2021-01-01", "A.b", "Xa Vời", "xã", "commune", "", parse_day("2021-01-01"), None)]
    land = Territory.from_lineage(units, [])
    names = load_gazetteer(build_gazetteer(land))
    for words in ("cA.b", "cA.b~2022-06-20", "cA.b@2021-01-01", "xã Xa Vời", "xa voi"):
        assert find_places(names, land, words, parse_day(BEFORE)).status == "found"
    assert find_places(names, land, "can tho", parse_day(BEFORE)).reason == "no-name"


def test_a_frozen_version_keeps_its_land() -> None:
    (candidate,) = find("d916@2021-01-01", AFTER).candidates
    assert candidate.mask == LAND.atoms_of("d916@2021-01-01")
    assert len(candidate.heirs) == 4


def test_coordinates_ask_the_boundaries() -> None:
    asked: list[tuple[float, float]] = []

    def locate(lat: float, lon: float) -> list[str]:
        asked.append((lat, lon))
        return [HEIRS[0]] if lat > 10 else []

    day = parse_day(BEFORE)
    result = find_places(NAMES, LAND, " 10.05, 105.77 ", day, locate)
    assert (result.status, [c.uid for c in result.candidates]) == ("found", [HEIRS[0]])
    assert asked == [(10.05, 105.77)]
    assert find_places(NAMES, LAND, "9.9,105.7", day, locate).reason == "outside"
    several = find_places(NAMES, LAND, "10.05,105.77", day, lambda lat, lon: HEIRS)
    assert (several.status, len(several.candidates)) == ("ambiguous", 2)


# -- as JSON -------------------------------------------------------------------------------------------


def test_the_contract_of_place_json() -> None:
    described = describe(find("phường An Phú, quận Ninh Kiều", BEFORE), LAND, TODAY, "vi", EDGES)
    assert list(described)[:3] == ["status", "on", "candidates"]
    assert described["candidates"] == [
        {
            "uid": AN_PHU,
            "name": "phường An Phú, quận Ninh Kiều",
            "from": "2021-01-01",
            "to": "2024-11-01",
            "via": [
                {
                    "on": "2024-11-01", "from": AN_PHU, "to": "c31123@2024-11-01", "part": "whole",
                    "act": "1192/NQ-UBTVQH15", "provision": "",
                },
                {
                    "on": "2025-07-01", "from": "c31123@2024-11-01", "to": "c31135@2025-07-01",
                    "part": "whole", "act": "1668/NQ-UBTVQH15", "provision": "",
                },
            ],
            "now": ["c31135@2025-07-01"],
            "settle": "",
        }
    ]  # fmt: skip
    json.dumps(described)


def test_what_would_settle_a_split() -> None:
    (candidate,) = describe(find("Bùi Hữu Nghĩa", AFTER), LAND, TODAY, "vi", EDGES)["candidates"]
    assert candidate["now"] == list(HEIRS)
    assert [event["part"] for event in candidate["via"]] == ["part", "remainder"]
    assert "đường Thử Nghiệm: phường Cái Khế" in candidate["settle"]
    assert "phường Cái Khế, phường Bình Thủy" in candidate["settle"]
    (narrowed,) = describe(find("đường Thử Nghiệm, Bùi Hữu Nghĩa", AFTER), LAND, TODAY, "vi", EDGES)[
        "candidates"
    ]
    assert (narrowed["now"], narrowed["settle"], len(narrowed["via"])) == ([HEIRS[0]], "", 1)


def test_what_would_settle_homonyms() -> None:
    def settled(words: str) -> list[str]:
        described = describe(find(words, BEFORE), LAND, TODAY, "vi", EDGES)
        return [candidate["settle"] for candidate in described["candidates"]]

    assert settled("Thuận An") == ["thuộc quận Thốt Nốt", "thuộc thị xã Long Mỹ"]
    assert settled("Phú Tân, Châu Thành") == ["thuộc tỉnh Hậu Giang", "thuộc tỉnh Sóc Trăng"]
    assert settled("Vị Thanh") == ["thành phố Vị Thanh", "xã Vị Thanh"]


def test_a_district_that_ended_lists_the_communes_of_today() -> None:
    (candidate,) = describe(find("quận Ninh Kiều", AFTER), LAND, TODAY, "en", EDGES)["candidates"]
    assert candidate["now"] == [f"c{code}@2025-07-01" for code in (31120, 31135, 31147, 31150)]
    assert "phường Ninh Kiều" in candidate["settle"]
    (province,) = describe(find("Cần Thơ", BEFORE), LAND, TODAY, "en", EDGES)["candidates"]
    assert province["now"] == ["p92@2025-07-01"]
    assert [event["to"] for event in province["via"]] == ["p92@2025-07-01"]


# -- the gazetteer -------------------------------------------------------------------------------------


def test_the_gazetteer_is_plain_data() -> None:
    data = build_gazetteer(LAND, ALIASES)
    again = load_gazetteer(json.loads(json.dumps(data)))
    for words in ("tân an, ninh kiều", "p7 soc trang", "thu nghiem bui huu nghia"):
        day = parse_day(AFTER)
        assert find_places(again, LAND, words, day) == find_places(NAMES, LAND, words, day)


def test_a_view_that_knows_fewer_units_finds_fewer() -> None:
    known = [unit for unit in UNITS if unit.start < parse_day("2025-07-01")]
    past = Territory.from_lineage(known, EDGES)
    result = find_places(NAMES, past, "Tân An", parse_day(AFTER))
    assert [candidate.uid for candidate in result.candidates] == ["c31135@2021-01-01"]


def test_labels() -> None:
    def unit(name: str, kind: str) -> Unit:
        return Unit("c1@2021-01-01", "1", name, kind, "commune", "", 737791, None)

    assert unit_label(unit("An Phú", "phường")) == "phường An Phú"
    assert unit_label(unit("Phường An Phú", "Phường")) == "phường An Phú"
    assert unit_label(unit("Phương Bình", "xã")) == "xã Phương Bình"
    assert unit_label(unit("Phường 1", "phường")) == "Phường 1"
    assert unit_label(unit("VII", "phường")) == "Phường VII"
    assert unit_label(unit("Thành phố Cần Thơ", "Thành phố trực thuộc trung ương")) == "thành phố Cần Thơ"
    assert unit_label(unit("Alpha", "")) == "Alpha"
    assert full_label(LAND, LAND.units["c31135@2025-07-01"]) == "phường Ninh Kiều, thành phố Cần Thơ"
    assert full_label(LAND, LAND.units["p93@2021-01-01"]) == "tỉnh Hậu Giang"
