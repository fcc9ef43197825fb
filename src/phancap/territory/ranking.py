"""Which unit versions the names in an address mean: names explain each other as a chain of units.

Ranked by, in this order: the type word stands for that level; how many other names are explained (the
district that it lay in, the unit that holds its land on the day asked); how few are left that cannot be;
a unit before a spot in it; accents; the type itself; alive on the day asked, before it, after it.
Readings that only the last cannot part are all kept: several places of one name are an answer.
"""

from collections.abc import Iterable
from typing import NamedTuple

from phancap.territory.address import Address, Mention, Unread
from phancap.territory.atoms import Territory
from phancap.territory.gazetteer import Entry, Gazetteer
from phancap.territory.labels import ROMAN, shown_type, within_life
from phancap.territory.model import LEVELS, Unit
from phancap.territory.spelling import Token, key_of, says, tokens

MENTION_LIMIT = 12
"""Names read at most, from the right: no address has more, and pairs of them are compared."""
WHOLE = -1
"""A mask that cuts nothing off."""
_HEIGHT = {level: len(LEVELS) - number for number, level in enumerate(LEVELS)}


class Reading(NamedTuple):
    """One meaning: the unit version, the name that stands for it, its land cut by what else is said."""

    unit: Unit
    mention: Mention
    spot: bool
    rank: tuple[int, ...]
    mask: int
    against: tuple[Mention, ...]
    support: int


class Ranked(NamedTuple):
    """The readings that are meant (several: in doubt), other readings, and what no unit bears.

    ``street`` is set where all that was found looks like a part of a street's name.
    """

    meant: list[Reading]
    others: list[Reading]
    unread: Unread | None
    street: bool = False


def rank(gazetteer: Gazetteer, territory: Territory, address: Address, day: int) -> Ranked:
    """The readings of an address on ``day``, the ones that are meant apart from the rest."""
    scale = _Scale(gazetteer, territory, address, day)
    readings = scale.readings()
    if not readings:
        return Ranked([], [], address.unread[0] if address.unread else None)
    best = _leaders(readings, scale)
    meant = list(best)
    first = best[0]
    if first.mention.weak and not first.support:
        return Ranked([], readings, None, street=True)
    if first.mention.weak:
        firm = [r for r in readings if not r.mention.weak and r.unit.uid != first.unit.uid]
        meant += _leaders(firm, scale) if firm else []
    for mention in first.against:
        meant += _leaders([r for r in readings if r.mention == mention], scale)
    meant = list({reading.unit.uid: reading for reading in meant}.values())
    uids = {reading.unit.uid for reading in meant}
    others = [reading for reading in readings if reading.unit.uid not in uids]
    missing = next((u for u in address.unread if _matters(u, first, scale)), None)
    return Ranked(meant, others, missing)


def _matters(unread: Unread, first: Reading, scale: "_Scale") -> bool:
    """Whether an unknown unit may change the answer: a smaller one before, or any behind the name meant."""
    if unread.position >= first.mention.tail:
        return True
    levels = scale.gazetteer.levels(unread.types)
    return bool(levels) and all(_HEIGHT[level] < _HEIGHT[first.unit.level] for level in levels)


def _leaders(readings: list[Reading], scale: "_Scale") -> list[Reading]:
    """The readings of the best rank, cut to those alive on the day, else the last before, else the next."""
    if not readings:
        return []
    best = max(reading.rank for reading in readings)
    tied = [reading for reading in readings if reading.rank == best]
    day = scale.day
    alive = [r for r in tied if r.unit.alive(day)]
    before = [r for r in tied if r.unit.end is not None and r.unit.end <= day]
    if alive:
        tied = alive
    elif before:
        # Only of one and the same land is the later version the one meant; elsewhere it is a homonym.
        tied = [r for r in before if not any(scale.same_land(r, s) and _end(s) > _end(r) for s in before)]
    else:
        tied = [
            r for r in tied if not any(scale.same_land(r, s) and s.unit.start < r.unit.start for s in tied)
        ]
    # The wider unit first: who gives one name alone means the better known bearer. Then `Phường 1, Sóc
    # Trăng` in the city of that name before those elsewhere in the province of that name.
    return sorted(tied, key=lambda r: (-_HEIGHT[r.unit.level], not scale.names_parent(r), r.unit.uid))


def _end(reading: Reading) -> int:
    return reading.unit.end or 0


class _Scale:
    def __init__(self, gazetteer: Gazetteer, territory: Territory, address: Address, day: int) -> None:
        self.gazetteer = gazetteer
        self.territory = territory
        self.day = day
        self.mentions = address.mentions[-MENTION_LIMIT:]
        self._entries: dict[str, list[Entry]] = {}
        self._above: dict[str, list[tuple[Unit, int, int | None]]] = {}
        self._support: dict[tuple[str, str, frozenset[str]], tuple[int, int]] = {}

    def readings(self) -> list[Reading]:
        """One reading for each unit version that a name may stand for, best first."""
        best: dict[str, Reading] = {}
        for mention in self.mentions:
            for entry in self.entries(mention.key):
                reading = self._reading(mention, entry)
                known = best.get(entry.uid)
                if known is None or reading.rank > known.rank:
                    best[entry.uid] = reading
        # A unit of another level than the word before the name says is not what was named.
        fit = [reading for reading in best.values() if reading.rank[0]]
        return sorted(fit, key=lambda r: r.rank, reverse=True)

    def entries(self, key: str) -> list[Entry]:
        """What a name may mean."""
        found = self._entries.get(key)
        if found is None:
            found = self._entries[key] = self.gazetteer.entries(key, self.territory)
        return found

    def land(self, unit: Unit) -> int:
        """The atoms of a version on the day asked, or the nearest day of its life."""
        return self.territory.atoms_on(unit, within_life(unit, self.day))

    def same_land(self, one: Reading, other: Reading) -> bool:
        """Whether two readings are versions of one thing: a level, and land in common."""
        if one.unit.level != other.unit.level:
            return False
        return bool(self.land(one.unit) & self.land(other.unit))

    def names_parent(self, reading: Reading) -> bool:
        """Whether the unit right above the one read is named as well."""
        parent = self.territory.parent(reading.unit, within_life(reading.unit, self.day))
        mentions = (m for m in self.mentions if m != reading.mention)
        return parent is not None and any(e.uid == parent.uid for m in mentions for e in self.entries(m.key))

    def _reading(self, mention: Mention, entry: Entry) -> Reading:
        unit = self.territory.units[entry.uid]
        levels = self.gazetteer.levels(mention.types)
        fits_level = int(not levels or unit.level in levels)
        support, narrowing, explained = 0, WHOLE, set[str]()
        behind = False
        for other in self.mentions:
            if other.key in explained or other.key == mention.key and not self._other_level(other, unit):
                continue
            if other.overlaps(mention):
                continue
            points, cut = self.support(unit, other)
            if cut != WHOLE and other.start < mention.start and not self._only_spots(other):
                # Addresses go from small to large: of two units the first is the part, not the whole.
                points = min(points, 1)
            if points:
                explained.add(other.key)
                support += points
                narrowing &= cut
                behind = behind or other.start >= mention.tail
        against = tuple(
            other for other in self.mentions
            if other.key not in explained and self._is_against(other, mention, unit, behind)
        )  # fmt: skip
        name = tokens(entry.spelling)
        agrees = says(mention.written, name) or says(mention.written, _with_digits(name))
        kind = 1 if not mention.types else 2 * int(key_of(tokens(shown_type(unit))) in mention.types)
        order = (
            fits_level,
            support,
            -len(against),
            int(not mention.weak),
            int(not entry.spot),
            int(agrees),
            kind,
        )
        return Reading(unit, mention, entry.spot, order, narrowing, against, support)

    def _other_level(self, other: Mention, unit: Unit) -> bool:
        """Whether a name said twice (`Ninh Kiều, Ninh Kiều`) may stand for another level the second time."""
        return any(self.territory.units[entry.uid].level != unit.level for entry in self.entries(other.key))

    def _only_spots(self, mention: Mention) -> bool:
        return all(entry.spot for entry in self.entries(mention.key))

    def _is_against(self, other: Mention, mention: Mention, unit: Unit, behind: bool) -> bool:
        """Whether a name that the reading does not explain speaks against it."""
        if other.weak or other.key == mention.key or other.overlaps(mention):
            return False
        if self._only_spots(other):
            return False
        if other.start >= mention.tail or other.types:
            return True
        # Before a commune that is itself sure, an unmarked name is a street or hamlet.
        return not (unit.level == "commune" and (mention.types or behind))

    # -- what explains what ----------------------------------------------------------------------

    def support(self, unit: Unit, other: Mention) -> tuple[int, int]:
        """How well ``other`` goes with ``unit`` (2, 1, 0), and the land common to both."""
        memo = (unit.uid, other.key, other.types)
        found = self._support.get(memo)
        if found is None:
            entries = self.entries(other.key)
            typed = [
                e
                for e in entries
                if e.spot or key_of(tokens(shown_type(self.territory.units[e.uid]))) in other.types
            ]
            found = self._strongest(unit, typed or entries)
            if not found[0] and typed:
                points, cut = self._strongest(unit, entries)
                found = min(points, 1), cut
            self._support[memo] = found
        return found

    def _strongest(self, unit: Unit, entries: Iterable[Entry]) -> tuple[int, int]:
        best, cut = 0, 0
        for entry in entries:
            other = self.territory.units[entry.uid]
            points, land = self._spot(unit, other) if entry.spot else self._chain(unit, other)
            if points > best:
                best, cut = points, land
            elif points == best and points:
                cut |= land
        return best, cut

    def _spot(self, unit: Unit, other: Unit) -> tuple[int, int]:
        if unit.level != other.level:
            return 0, 0
        land = self.land(unit) & self.land(other)
        return (2, land) if land else (0, 0)

    def _chain(self, unit: Unit, other: Unit) -> tuple[int, int]:
        """``other`` lay above ``unit``, or holds its land: on the day asked, or at least some day."""
        if unit.uid == other.uid or _HEIGHT[other.level] < _HEIGHT[unit.level]:
            return 0, 0
        if any(above.uid == other.uid for above, _, _ in self.above(unit)):
            return 2, WHOLE
        land = self.land(unit)
        common = self._common(land, other)
        # Of two communes the part is named by the whole, never the whole by the part.
        if not common or (other.level == unit.level and common == self.land(other) != land):
            return 0, 0
        return (2 if other.alive(self.day) else 1), common

    def _common(self, mask: int, unit: Unit) -> int:
        """``mask`` inside ``unit``, without gathering all that a province covers."""
        if unit.level == "commune":
            return mask & self.land(unit)
        day = within_life(unit, self.day)
        found = 0
        for commune in self.territory.communes_of(mask, day):
            above = self.territory.parent(commune, day)
            while above is not None and above.uid != unit.uid:
                above = self.territory.parent(above, day)
            if above is not None:
                found |= self.territory.atoms_of(commune.uid)
        return mask & found

    def above(self, unit: Unit) -> list[tuple[Unit, int, int | None]]:
        """The versions that lay above ``unit`` in its life, with the days of both."""
        found = self._above.get(unit.uid)
        if found is None:
            found = self._above[unit.uid] = []
            todo = [(unit, unit.start, unit.end)]
            while todo:
                low, start, end = todo.pop()
                for parent in self._parents(low):
                    first = max(start, parent.start)
                    last = min((day for day in (end, parent.end) if day is not None), default=None)
                    if (last is None or first < last) and self.territory.parent(low, first) == parent:
                        found.append((parent, first, last))
                        todo.append((parent, first, last))
        return found

    def _parents(self, unit: Unit) -> list[Unit]:
        versions = self.territory.versions_of_code
        if unit.level == "commune":
            return versions("district", unit.parent_code) + versions("province", unit.parent_code)
        return versions("province", unit.parent_code) if unit.level == "district" else []


def _with_digits(name: list[Token]) -> list[Token]:
    """A name with the Roman numeral at its end as digits: ``Phường 1`` may be ``Phường I``."""
    return [*name[:-1], Token(ROMAN[name[-1].text], "")] if name and name[-1].text in ROMAN else name
