"""How units are called on screen: ``phường An Phú``, ``phường An Phú, quận Ninh Kiều``, ``Phường 1``."""

from __future__ import annotations

from phancap.territory.atoms import Territory
from phancap.territory.model import Unit

ROMAN = {
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9",
    "x": "10", "xi": "11", "xii": "12", "xiii": "13", "xiv": "14", "xv": "15", "xvi": "16", "xvii": "17",
}  # fmt: skip
"""Roman numerals that units are numbered with, to digits."""


def shown_type(unit: Unit) -> str:
    """The type as it stands before a name: both kinds of city are ``thành phố``."""
    kind = unit.type.strip()
    if kind.casefold().startswith("thành phố "):
        return "thành phố"
    return kind[:1].lower() + kind[1:]


def bare_name(unit: Unit) -> str:
    """The name without its type: ``An Phú`` of ``Phường An Phú``, ``1`` of ``Phường 1``."""
    name = unit.name.strip()
    for kind in (unit.type.strip(), shown_type(unit)):
        # Compared with accents: `Phương Bình` does not begin with the type `phường`.
        if kind and name.casefold().startswith(kind.casefold() + " "):
            return name[len(kind) :].strip()
    return name


def is_number(name: str) -> bool:
    """Whether a unit is numbered, not named: ``1``, ``06``, ``VII``."""
    return name.isdecimal() or name.casefold() in ROMAN


def unit_label(unit: Unit) -> str:
    """Type and name: ``phường An Phú``; a numbered unit takes a capital, as in acts: ``Phường 1``."""
    kind, name = shown_type(unit), bare_name(unit) or unit.code
    if not kind:
        return name
    if is_number(name):
        kind = kind[:1].upper() + kind[1:]
    return f"{kind} {name}"


def full_label(territory: Territory, unit: Unit, day: int | None = None) -> str:
    """:func:`unit_label` and that of the unit above it, on ``day`` or the nearest day of its life."""
    above = territory.parent(unit, within_life(unit, unit.start if day is None else day))
    if above is None and unit.end is not None:
        above = territory.parent(unit, unit.end - 1)
    return f"{unit_label(unit)}, {unit_label(above)}" if above else unit_label(unit)


def within_life(unit: Unit, day: int) -> int:
    """``day``, or the day of the version's life that is nearest to it."""
    if day < unit.start:
        return unit.start
    return day if unit.end is None or day < unit.end else unit.end - 1
