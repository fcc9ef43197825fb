"""Places as people give them - words in any spelling, codes, coordinates - turned into unit versions.

More than one result is an answer (``ambiguous``), not a guess. A candidate's ``mask`` is the land meant:
all of the unit, or, where the address says more (a street, the unit that took a part over), that piece.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from phancap.formats.days import DayError, format_day, parse_day
from phancap.territory.address import Address, read_address
from phancap.territory.atoms import Territory
from phancap.territory.gazetteer import Gazetteer, build_gazetteer, load_gazetteer
from phancap.territory.labels import full_label, unit_label, within_life
from phancap.territory.model import LETTER, LEVEL_OF_LETTER, Unit
from phancap.territory.place_json import describe
from phancap.territory.place_model import Candidate, PlaceResult
from phancap.territory.ranking import Reading, rank

__all__ = [
    "Candidate", "Gazetteer", "PlaceResult", "build_gazetteer", "describe", "find_places", "full_label",
    "load_gazetteer", "unit_label",
]  # fmt: skip

WORDS_LIMIT = 400
"""Characters of an address that are read; a longer one is refused, for what it ends with counts most."""
CANDIDATE_LIMIT = 50
_NEAREST = 4
_NEAREST_WORDS = 8

Locate = Callable[[float, float], "Sequence[str] | None"]
"""Coordinates (degrees north, degrees east) to the uids of the units whose boundary holds the point;
``None`` where no boundary is loaded."""

_CODE = re.compile(r"([pdcPDC]?)([0-9A-Za-z._-]+)(?:([@~])([0-9-]+))?\Z")
_COORDINATES = r"(?a)([+-]?\d{1,3}(?:\.\d{1,12})?)\s*[,; ]\s*([+-]?\d{1,3}(?:\.\d{1,12})?)\Z"
_LEVEL_OF_LENGTH = {5: "commune", 3: "district", 2: "province"}


def find_places(
    gazetteer: Gazetteer, territory: Territory, words: str, day: int, locate: Locate | None = None
) -> PlaceResult:
    """The unit versions that ``words`` may mean on ``day``, best first.

    ``words`` is a ``uid``, a code with or without its level's letter (``c31141``, ``d916``, ``31141``), a
    code on a day (``c31141~2022-06-20``), the piece common to units (``uid&uid``), ``lat,lon``, or an address. Never raises; what cannot be read
    is ``unknown`` with a reason.
    """
    asked = words.strip()
    if not asked:
        return PlaceResult("unknown", day, reason="empty")
    if len(asked) > WORDS_LIMIT:
        return PlaceResult("unknown", day, reason="too-long", detail=(str(len(asked)), str(WORDS_LIMIT)))
    point = re.match(_COORDINATES, asked) if asked[0] in "+-0123456789" and "." in asked else None
    if point is not None:
        return _by_coordinates(gazetteer, territory, float(point[1]), float(point[2]), day, locate)
    coded = _by_code(gazetteer, territory, asked, day)
    if coded is not None:
        return coded
    return _by_words(gazetteer, territory, asked, day)


# -- codes ---------------------------------------------------------------------------------------


def _by_code(gazetteer: Gazetteer, territory: Territory, asked: str, day: int) -> PlaceResult | None:
    """What a uid or code means; ``None`` where the text is no code but may be words (``P1``)."""
    named_unit = territory.units.get(_as_uid(asked))
    if named_unit is not None:
        return _one(gazetteer, territory, named_unit, territory.atoms_of(named_unit.uid), day)
    if "&" in asked:
        return _common(gazetteer, territory, asked, day)
    match = _CODE.match(asked)
    if match is None:
        return None
    letter, code, sign, text = match.groups()
    if not letter and not code.isdecimal():
        return None
    # `P1` and `P. 10` are wards as people write them; the contract's letter is small.
    if letter.isupper() and not sign and gazetteer.has(code.strip(".")):
        return None
    level = LEVEL_OF_LETTER[letter.lower()] if letter else _LEVEL_OF_LENGTH.get(len(code), "commune")
    versions = territory.versions_of_code(level, code)
    if not versions and (not code.isdecimal() or (letter and not sign and len(code) <= 2)):
        return None
    on = day
    if sign:
        try:
            on = parse_day(text)
        except DayError:
            return PlaceResult("unknown", day, reason="bad-day", detail=(asked, text))
    named = tuple(version.uid for version in versions[-_NEAREST:])
    if not versions:
        return PlaceResult(
            "unknown", day, nearest=_near_codes(territory, level, code), reason="no-code", detail=(asked,)
        )
    if sign == "@":
        return PlaceResult("unknown", day, nearest=named, reason="no-uid", detail=(asked,))
    if sign:
        unit_then = territory.by_code(level, code, on)
        mask = territory.atoms_of(unit_then.uid) if unit_then else 0
    else:
        unit_then = territory.by_code_or_before(level, code, on)
        mask = territory.atoms_on(unit_then, within_life(unit_then, day)) if unit_then else 0
    if unit_then is None:
        reason = "code-not-that-day" if sign else "code-not-yet"
        return PlaceResult("unknown", day, nearest=named, reason=reason, detail=(asked, format_day(on)))
    return _one(gazetteer, territory, unit_then, mask, day)


def _as_uid(text: str) -> str:
    """A uid as it was typed: a phone writes the letter of the level large."""
    return text[:1].lower() + text[1:] if "@" in text else text


def _common(gazetteer: Gazetteer, territory: Territory, asked: str, day: int) -> PlaceResult | None:
    """The piece common to units, as findings name it (``uid&uid``); ``None`` where it names none."""
    names = [_as_uid(name.strip()) for name in asked.split("&")]
    if any(name not in territory.units for name in names):
        return None
    mask = territory.all_atoms
    for name in names:
        mask &= territory.atoms_of(name)
    if not mask:
        return PlaceResult(
            "unknown", day, nearest=tuple(names[:_NEAREST]), reason="nothing-common", detail=(asked,)
        )
    alive = [name for name in names if territory.units[name].alive(day)]
    return _one(gazetteer, territory, territory.units[min(alive or names)], mask, day)


def _near_codes(territory: Territory, level: str, code: str) -> tuple[str, ...]:
    from phancap.formats.nearest import nearest

    codes = {unit.code for unit in territory.at_level(level)}
    return tuple(LETTER[level] + near for near in nearest(code, codes, _NEAREST))


# -- coordinates -----------------------------------------------------------------------------------


def _by_coordinates(
    gazetteer: Gazetteer, territory: Territory, lat: float, lon: float, day: int, locate: Locate | None
) -> PlaceResult:
    asked = f"{lat:g},{lon:g}"
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return PlaceResult("unknown", day, reason="bad-coordinates", detail=(asked,))
    uids = locate(lat, lon) if locate is not None else None
    if uids is None:
        return PlaceResult("unknown", day, reason="no-boundary", detail=(asked,))
    units = [territory.units[uid] for uid in uids if uid in territory.units]
    if not units:
        return PlaceResult("unknown", day, reason="outside", detail=(asked,))
    found = [_candidate(gazetteer, territory, unit, territory.atoms_of(unit.uid), day) for unit in units]
    return PlaceResult(
        "found" if len(found) == 1 else "ambiguous", day, tuple(found), reason="several" if found[1:] else ""
    )


# -- words -------------------------------------------------------------------------------------------


def _by_words(gazetteer: Gazetteer, territory: Territory, asked: str, day: int) -> PlaceResult:
    address = read_address(gazetteer, asked)
    ranked = rank(gazetteer, territory, address, day)
    if ranked.unread is not None:
        nearest = _nearest(gazetteer, territory, day, [ranked.unread.words])
        return PlaceResult(
            "unknown", day, nearest=nearest, reason="no-such-unit", detail=(ranked.unread.words,)
        )
    if ranked.street:
        nearest = tuple(full_label(territory, r.unit, day) for r in ranked.others[:_NEAREST])
        return PlaceResult("unknown", day, nearest=nearest, reason="street-like", detail=(asked,))
    if not ranked.meant:
        nearest = _nearest(gazetteer, territory, day, _wanted(address, asked))
        return PlaceResult("unknown", day, nearest=nearest, reason="no-name", detail=(asked,))
    meant = [_from_reading(gazetteer, territory, reading, day) for reading in ranked.meant[:CANDIDATE_LIMIT]]
    others = tuple(reading.unit.uid for reading in ranked.others[:CANDIDATE_LIMIT])
    if len(meant) == 1:
        return PlaceResult("found", day, tuple(meant), others=others)
    first = ranked.meant[0]
    reason = "not-together" if first.against else "several"
    names = (first.mention, *first.against)
    detail = tuple(" ".join(token.raw for token in mention.written) for mention in names)
    return PlaceResult("ambiguous", day, tuple(meant), reason=reason, detail=detail, others=others)


def _from_reading(gazetteer: Gazetteer, territory: Territory, reading: Reading, day: int) -> Candidate:
    land = territory.atoms_on(reading.unit, within_life(reading.unit, day))
    # Names that each go with the unit but not with one another cut nothing.
    return _candidate(gazetteer, territory, reading.unit, land & reading.mask or land, day)


def _wanted(address: Address, asked: str) -> list[str]:
    """What to seek a near name for: the parts without any name, else all that was asked."""
    return list(address.rest[::-1]) or [asked]


def _nearest(gazetteer: Gazetteer, territory: Territory, day: int, wanted: Iterable[str]) -> tuple[str, ...]:
    """Labels of units with a name near to one of the texts."""
    from phancap.formats.nearest import Nearest
    from phancap.territory.gazetteer import without_head
    from phancap.territory.spelling import STREET_WORDS, key_of, tokens

    near = Nearest((*gazetteer.names, *gazetteer.others), limit=_NEAREST)
    heads = {key: word.spelling for key, word in gazetteer.words.items()}
    found: dict[str, None] = {}
    for text in list(wanted)[:_NEAREST]:
        name = without_head(without_head(tokens(text)[:_NEAREST_WORDS], STREET_WORDS), heads)
        # The whole text first; then, without commas, every two words may be a name.
        pairs = [key_of(name[at - 2 : at]) for at in range(len(name), 1, -1)]
        hits = near.of(key_of(name)) or [hit for pair in pairs for hit in near.of(pair)[:1]]
        for key in hits[:1] if hits[:1] == [key_of(name)] else hits:
            units = [territory.units[entry.uid] for entry in gazetteer.entries(key, territory)]
            if units:
                best = max(units, key=lambda unit: (unit.alive(day), unit.start <= day, unit.start))
                found[full_label(territory, best, day)] = None
    return tuple(found)[:_NEAREST]


# -- candidates ----------------------------------------------------------------------------------


def _one(gazetteer: Gazetteer, territory: Territory, unit: Unit, mask: int, day: int) -> PlaceResult:
    return PlaceResult("found", day, (_candidate(gazetteer, territory, unit, mask, day),))


def _candidate(gazetteer: Gazetteer, territory: Territory, unit: Unit, mask: int, day: int) -> Candidate:
    heirs: tuple[str, ...] = ()
    spots: tuple[tuple[str, str], ...] = ()
    if not unit.alive(day):
        communes = territory.communes_of(mask, day)
        if len(communes) > 1:
            heirs = tuple(commune.uid for commune in communes)
            spots = tuple(gazetteer.spots_in(territory, mask))
    return Candidate(unit.uid, full_label(territory, unit, day), mask, heirs, spots)
