"""Atoms: the pieces of land that the lineage of communes tells apart, and who covered them when.

Honest limit: without geometry two pieces are apart only if the lineage says so. An atom is a possible
*trajectory* of land through the commune versions: land of phường Bùi Hữu Nghĩa either went to Cái Khế or
stayed with Bình Thủy, so it is two atoms. Where a merged unit is split again the file leaves open which
of its former parts went where; unless the ``atom`` column names the piece, every combination is kept.

A set of atoms is a Python integer used as a bit mask: a merger is an OR, a split an AND.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any

from phancap.formats.kept import Kept
from phancap.territory.model import LETTER, LEVELS, Edge, Unit

ATOM_LIMIT = 200_000


class TooManyAtoms(ValueError):
    """The lineage splits merged units so often that its pieces cannot be told apart."""


class Territory:
    """All unit versions known to a view, with the atoms each of them covers."""

    def __init__(self, units: Iterable[Unit], masks: dict[str, int], count: int) -> None:
        self.units = {unit.uid: unit for unit in units}
        self.count = count
        self.all_atoms = (1 << count) - 1
        self._masks = masks
        self._by_code: dict[tuple[str, str], list[Unit]] = {}
        for unit in sorted(self.units.values(), key=lambda unit: (unit.start, unit.uid)):
            self._by_code.setdefault((unit.level, unit.code), []).append(unit)
        self._paths: dict[int, list[Unit]] = {}
        self._extents: Kept[tuple[str, int], int] = Kept()
        self._filled: Kept[int, dict[int, Unit]] = Kept(50)
        self._turns: list[int] | None = None
        self._by_level: dict[str, list[Unit]] = {}
        for unit in self.units.values():
            self._by_level.setdefault(unit.level, []).append(unit)

    @classmethod
    def from_lineage(cls, units: Iterable[Unit], edges: Iterable[Edge]) -> Territory:
        """Refine the commune versions into atoms along ``edges``; raises :class:`TooManyAtoms`."""
        units = list(units)
        masks, count = _refine([unit for unit in units if unit.level == "commune"], edges)
        return cls(units, masks, count)

    # -- units by code and by place ------------------------------------------------------------

    def at_level(self, level: str) -> list[Unit]:
        """Every version of that level, of all times."""
        return self._by_level.get(level, [])

    def by_code(self, level: str, code: str, day: int) -> Unit | None:
        """The unit that bears ``code`` on ``day``; of several (bad data) the one begun last."""
        for unit in reversed(self._by_code.get((level, code), ())):
            if unit.alive(day):
                return unit
        return None

    def by_code_or_before(self, level: str, code: str, day: int) -> Unit | None:
        """The unit that bears ``code`` on ``day`` or, where none does, the latest that did before."""
        unit = self.by_code(level, code, day)
        if unit is not None:
            return unit
        gone = [u for u in self._by_code.get((level, code), ()) if u.end is not None and u.end <= day]
        return max(gone, key=lambda u: (u.end or 0, u.start, u.uid), default=None)

    def versions_of_code(self, level: str, code: str) -> list[Unit]:
        """Every version that ever bore ``code``, oldest first."""
        return list(self._by_code.get((level, code), ()))

    def parent(self, unit: Unit, day: int) -> Unit | None:
        """The unit one level up (communes: a district or, where the code is one, a province)."""
        if unit.level == "commune":
            district = self.by_code("district", unit.parent_code, day)
            return district or self.by_code("province", unit.parent_code, day)
        if unit.level == "district":
            return self.by_code("province", unit.parent_code, day)
        return None

    def unit_at(self, level: str, atom: int, day: int) -> Unit | None:
        """The unit of ``level`` that covers atom number ``atom`` on ``day``, or ``None``."""
        unit = self._commune_at(atom, day)
        while unit is not None and unit.level != level:
            unit = self.parent(unit, day)
        return unit

    def _commune_at(self, atom: int, day: int) -> Unit | None:
        path = self._paths.get(atom)
        if path is None:
            bit = 1 << atom
            path = [unit for unit in self.at_level("commune") if self._masks.get(unit.uid, 0) & bit]
            path.sort(key=lambda unit: (unit.start, unit.uid))
            self._paths[atom] = path
        for unit in reversed(path[: bisect_right(path, day, key=lambda unit: unit.start)]):
            if unit.alive(day):
                return unit
        return None

    # -- extents -------------------------------------------------------------------------------

    def atoms_on(self, unit: Unit, day: int) -> int:
        """The atoms that ``unit`` covers on ``day``: its own, or those of the communes below it."""
        if unit.level == "commune":
            return self._masks.get(unit.uid, 0)
        key = (unit.uid, self.era(day))
        extent = self._extents.get(key)
        if extent is None:
            extent = 0
            for commune in self.at_level("commune"):
                if commune.alive(day) and self._lies_in(commune, unit, day):
                    extent |= self._masks.get(commune.uid, 0)
            self._extents[key] = extent
        return extent

    def filled_by(self, mask: int, day: int) -> Unit | None:
        """The unit that covers just these atoms on ``day``, the highest of several."""
        era = self.era(day)
        filled = self._filled.get(era)
        if filled is None:
            filled = {}
            for level in LEVELS:
                for unit in self.at_level(level):
                    if unit.alive(day):
                        filled.setdefault(self.atoms_on(unit, day), unit)
            self._filled[era] = filled
        return filled.get(mask)

    def era(self, day: int) -> int:
        """The number of the stretch of days, between two on which any unit begins or ends, that holds ``day``."""
        if self._turns is None:
            self._turns = sorted({d for unit in self.units.values() for d in (unit.start, unit.end) if d is not None})
        return bisect_right(self._turns, day)

    def _lies_in(self, commune: Unit, unit: Unit, day: int) -> bool:
        above = self.parent(commune, day)
        while above is not None:
            if above.uid == unit.uid:
                return True
            above = self.parent(above, day)
        return False

    def atoms_of(self, uid: str) -> int:
        """The territory of that version, frozen: what it covered on its first day.

        Where the record of its communes begins later than the version itself, the first day on which
        it has any counts.
        """
        unit = self.units[uid]
        if unit.level == "commune":
            return self._masks.get(uid, 0)
        extent = self.atoms_on(unit, unit.start)
        if extent:
            return extent
        for day in sorted({commune.start for commune in self.at_level("commune") if unit.alive(commune.start)}):
            extent = self.atoms_on(unit, day)
            if extent:
                return extent
        return 0

    def communes_of(self, mask: int, day: int) -> list[Unit]:
        """The communes that cover any of ``mask`` on ``day``, ordered by uid."""
        found = [u for u in self.at_level("commune") if u.alive(day) and self._masks.get(u.uid, 0) & mask]
        return sorted(found, key=lambda unit: unit.uid)

    def pieces(self, mask: int) -> list[str]:
        """``mask`` in words of uids: communes whole where they fit, else ``uid&uid`` for common pieces."""
        names: list[str] = []
        rest = mask
        communes = [u for u in self.at_level("commune") if self._masks.get(u.uid, 0)]
        for unit in sorted(communes, key=lambda u: (-self._masks[u.uid].bit_count(), u.uid)):
            own = self._masks[unit.uid]
            if own & rest == own:
                names.append(unit.uid)
                rest &= ~own
        for atom in bits(rest):
            names.append(self.piece_name(atom))
            rest &= ~(1 << atom)
        return sorted(names)

    def piece_name(self, atom: int) -> str:
        """The shortest ``uid`` or ``uid&uid`` whose common territory is just this atom."""
        bit = 1 << atom
        around = sorted(uid for uid, mask in self._masks.items() if mask & bit)
        for uid in around:
            if self._masks[uid] == bit:
                return uid
        for i, first in enumerate(around):
            for second in around[i + 1 :]:
                if self._masks[first] & self._masks[second] == bit:
                    return f"{first}&{second}"
        return "&".join(around)

    def place_in(self, mask: int, atom: int, day: int) -> str:
        """A place to ask about that lies in ``mask`` and holds ``atom``: the commune of ``day``, else the widest
        commune there ever was, else a piece common to several (which :func:`find_places` understands)."""
        commune = self.unit_at("commune", atom, day)
        if commune is not None and not self._masks.get(commune.uid, 0) & ~mask:
            return commune.uid
        inside = [uid for uid, own in self._masks.items() if own >> atom & 1 and not own & ~mask]
        return min(
            inside, key=lambda uid: (-self._masks[uid].bit_count(), uid), default=self.piece_name(atom)
        )

    # -- the snapshot's form -------------------------------------------------------------------

    def masks(self) -> dict[str, int]:
        """Commune uid to its atoms."""
        return self._masks


def bits(mask: int) -> Iterator[int]:
    """The numbers of the atoms in ``mask``, ascending."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class _Piece:
    """Land that has gone one way so far; splitting it makes children, the leaves are the atoms."""

    __slots__ = ("children", "labels", "mask")

    def __init__(self, labels: frozenset[str]) -> None:
        self.labels = labels
        self.children: list[_Piece] = []
        self.mask = 0


def _refine(communes: list[Unit], edges: Iterable[Edge]) -> tuple[dict[str, int], int]:
    """Masks by commune uid and the number of atoms."""
    by_uid = {unit.uid: unit for unit in communes}
    leaving: dict[str, list[tuple[str, str]]] = {}
    arriving: set[str] = set()
    for edge in edges:
        source, target = by_uid.get(edge.from_uid), by_uid.get(edge.to_uid)
        # An edge back in time would make a circle of versions; such a row is a finding, not land.
        if source is None or target is None or target.start <= source.start:
            continue
        for name in edge.atoms or ("",):
            leaving.setdefault(source.uid, []).append((target.uid, name))
        arriving.add(target.uid)
    roots: list[_Piece] = []
    held: dict[str, list[_Piece]] = {unit.uid: [] for unit in communes}
    pieces_made = 0
    for unit in sorted(communes, key=lambda unit: (unit.start, unit.uid)):
        here = held[unit.uid]
        if unit.uid not in arriving or not here:
            piece = _Piece(frozenset())
            roots.append(piece)
            here.append(piece)
        ways = sorted(set(leaving.get(unit.uid, ())))
        named_here = frozenset().union(*(piece.labels for piece in here))
        for piece in here:
            taken = _ways_of(piece, ways, named_here)
            for child, goal in _split(piece, taken):
                held[goal].append(child)
            pieces_made += len(taken)
            if pieces_made > ATOM_LIMIT:
                raise TooManyAtoms(f"lineage makes more than {ATOM_LIMIT} pieces at `{unit.uid}`")
    leaves = list(_leaves(roots))
    for number, leaf in enumerate(leaves):
        leaf.mask = 1 << number
    memo: dict[int, int] = {}
    masks = {}
    for uid, pieces in held.items():
        mask = 0
        for piece in pieces:
            mask |= _mask(piece, memo)
        masks[uid] = mask
    return masks, len(leaves)


def _ways_of(piece: _Piece, ways: list[tuple[str, str]], named: frozenset[str]) -> list[tuple[str, str]]:
    """The edges that a piece may take: a piece with a name takes the edge of that name, if there is one.

    A name that no arriving piece bears is given here: the edge names the part that goes that way.
    """
    own = [way for way in ways if way[1] and way[1] in piece.labels]
    return own or [way for way in ways if not way[1] or way[1] not in named]


def _split(piece: _Piece, taken: list[tuple[str, str]]) -> list[tuple[_Piece, str]]:
    if len(taken) == 1:
        target, name = taken[0]
        if name:
            piece.labels |= {name}
        return [(piece, target)]
    result = []
    for target, name in taken:
        child = _Piece(piece.labels | {name} if name else piece.labels)
        piece.children.append(child)
        result.append((child, target))
    return result


def _leaves(roots: list[_Piece]) -> Iterator[_Piece]:
    stack = roots[::-1]
    while stack:
        piece = stack.pop()
        if piece.children:
            stack.extend(reversed(piece.children))
        else:
            yield piece


def _mask(piece: _Piece, memo: dict[int, int]) -> int:
    if not piece.children:
        return piece.mask
    key = id(piece)
    if key not in memo:
        total = 0
        stack = [piece]
        while stack:
            top = stack.pop()
            total |= top.mask
            stack.extend(top.children)
        memo[key] = total
    return memo[key]


def letter_code(unit: Unit) -> str:
    """``c31141``: the code with its level's letter."""
    return LETTER[unit.level] + unit.code


def to_json(territory: Territory) -> dict[str, Any]:
    """The atoms of a territory as plain data for the snapshot (units are stored as rows)."""
    return {"count": territory.count, "masks": {uid: format(m, "x") for uid, m in territory.masks().items()}}


def from_json(units: Iterable[Unit], data: dict[str, Any]) -> Territory:
    """The inverse of :func:`to_json`."""
    return Territory(units, {uid: int(mask, 16) for uid, mask in data["masks"].items()}, data["count"])
