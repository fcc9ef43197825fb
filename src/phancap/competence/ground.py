"""Land and organs as steps in time: on which days which atoms are meant, and whose organ acts at an atom.

Many powers ask the same things of the same land, so the answers are worked out once, for all days, and
shared. A *step function* is a list of days with the set of atoms that holds from each of them on. Nothing
here is new semantics: each function says which function of the view or the territory it must equal.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from phancap.charter.model import Grant
from phancap.charter.view import View
from phancap.territory.atoms import bits
from phancap.territory.model import Unit
from phancap.territory.where import WhereItem, version_meant

FIRST, LAST = 0, 2**31 - 1
"""Before and after every day; both fit the 32-bit columns of a table."""

Interval = tuple[int, int, int]
"""``(from, to, atoms)``: the atoms are in from the first day to before the last."""


class Steps(NamedTuple):
    """``masks[i]`` holds from ``days[i]`` to before ``days[i + 1]``; the first day is ``FIRST``."""

    days: tuple[int, ...]
    masks: tuple[int, ...]

    def at(self, day: int) -> int:
        """The atoms on ``day``."""
        return self.masks[bisect_right(self.days, day) - 1]

    def between(self, start: int, end: int) -> list[tuple[int, int]]:
        """The ``(day, atoms)`` that hold within ``[start, end)``, the first as of ``start``."""
        first, last = bisect_right(self.days, start) - 1, bisect_right(self.days, end - 1)
        return [(max(start, self.days[i]), self.masks[i]) for i in range(first, last)]


class OrganMap:
    """Whose organ of a class acts at each atom, day by day.

    ``width`` columns an atom: ``starts`` ascending (``LAST`` where unused), ``units`` the number of the organ
    from that day on; ``names`` by that number. ``width`` 0 is one organ for all atoms and days.
    """

    __slots__ = ("names", "starts", "units", "width")

    def __init__(self, width: int, starts: array[int], units: array[int], names: list[str]) -> None:
        self.width, self.starts, self.units, self.names = width, starts, units, names

    def at(self, atom: int, day: int) -> tuple[str, int, int]:
        """The organ's id at an atom on a day, and the days ``[from, to)`` on which it is the same."""
        width = self.width
        if not width:
            return self.names[0], FIRST, LAST
        base = atom * width
        k = bisect_right(self.starts, day, base + 1, base + width)
        return self.names[self.units[k - 1]], self.starts[k - 1], self.starts[k] if k < base + width else LAST


class Ground:
    """Step functions of one state of knowledge of land and organs, each worked out when first asked for.

    They hold inside the view's horizon.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        self.land = view.territory
        self.all = view.territory.all_atoms
        self._upper: dict[str, list[Interval]] | None = None
        self._pieces: dict[str, list[tuple[int, int, str, int]]] = {}
        self._extents: dict[str, Steps] = {}
        self._wheres: dict[tuple[WhereItem, ...], Steps] = {}
        self._presences: dict[str, Steps] = {}
        self._frozen: dict[tuple[str, str], Steps] = {}
        self._codes: dict[tuple[str, str], list[tuple[int, Unit | None]]] = {}
        self._paths: dict[tuple[object, ...], tuple[int, array[int], array[int], list[str]]] = {}
        self._organs: dict[str, OrganMap] = {}
        self._settled: Steps | None = None

    def _asked(self, steps: Steps) -> Steps:
        """The steps inside the horizon, the first as of ever: what stood or will stand beyond is not asked."""
        if len(steps.days) == 1:
            return steps
        inside = steps.between(*self.view.horizon)
        return _steps([FIRST, *(day for day, _ in inside[1:])], [mask for _, mask in inside])

    # -- land ----------------------------------------------------------------------------------

    def settled(self) -> Steps:
        """The atoms that some commune covers: equals ``regions.land`` on every day."""
        if self._settled is None:
            communes = (
                (u.start, _end(u), self.land.atoms_on(u, u.start)) for u in self.land.at_level("commune")
            )
            self._settled = self._asked(union(communes))
        return self._settled

    def where(self, items: tuple[WhereItem, ...]) -> Steps:
        """Equals ``view.where`` on every day."""
        found = self._wheres.get(items)
        if found is None:
            found = self._wheres[items] = self._asked(self._where(items))
        return found

    def _where(self, items: tuple[WhereItem, ...]) -> Steps:
        if not items:
            return Steps((FIRST,), (0,))
        parts = [(item.minus, self._item(item)) for item in items]
        base = 0 if any(not item.minus for item in items) else self.all
        days = sorted({day for _, steps in parts for day in steps.days})
        masks = []
        for day in days:
            plus, minus = base, 0
            for taken, steps in parts:
                if taken:
                    minus |= steps.at(day)
                else:
                    plus |= steps.at(day)
            masks.append(plus & ~minus)
        return _steps(days, masks)

    def _item(self, item: WhereItem) -> Steps:
        if not item.level:
            return Steps((FIRST,), (self.all,))
        if item.sign:
            version = version_meant(item, self.land)
            return Steps((FIRST,), (self.land.atoms_of(version.uid) if version else 0,))
        days, masks = [], []
        borne = self._bearers(item.level, item.code)
        for (day, unit), (until, _) in zip(borne, [*borne[1:], (LAST, None)], strict=True):
            for start, mask in self.extent(unit).between(day, until) if unit else [(day, 0)]:
                days.append(start)
                masks.append(mask)
        return _steps(days, masks)

    def _bearers(self, level: str, code: str) -> list[tuple[int, Unit | None]]:
        """``territory.by_code`` from day to day."""
        found = self._codes.get((level, code))
        if found is None:
            days = {FIRST}
            for unit in self.land.versions_of_code(level, code):
                days |= {unit.start, _end(unit)} - {LAST}
            found = self._codes[(level, code)] = [
                (day, self.land.by_code(level, code, day)) for day in sorted(days)
            ]
        return found

    def extent(self, unit: Unit) -> Steps:
        """Equals ``territory.atoms_on(unit, day)`` on every day."""
        steps = self._extents.get(unit.uid)
        if steps is None:
            if unit.level == "commune":
                steps = Steps((FIRST,), (self.land.atoms_on(unit, unit.start),))
            else:
                steps = union(self._below().get(unit.uid, ()))
            self._extents[unit.uid] = steps
        return steps

    def _below(self) -> dict[str, list[Interval]]:
        """For each district and province the communes it had, with the days: one pass over the communes."""
        if self._upper is None:
            self._upper = {}
            for commune in self.land.at_level("commune"):
                mask = self.land.atoms_on(commune, commune.start)
                for start, end, above in self._ancestors(commune):
                    for uid in above:
                        self._upper.setdefault(uid, []).append((start, end, mask))
        return self._upper

    def _ancestors(self, commune: Unit) -> list[tuple[int, int, tuple[str, ...]]]:
        """The units above a commune from day to day, as ``territory.parent`` gives them."""
        code, start, end = commune.parent_code, commune.start, _end(commune)
        chains = [self._bearers("district", code), self._bearers("province", code)]
        chains += [self._bearers("province", d.parent_code) for _, d in chains[0] if d is not None]
        days = sorted({day for chain in chains for day, _ in chain if start < day < end} | {start})
        result = []
        for day, until in zip(days, [*days[1:], end], strict=True):
            above = []
            unit = self.land.parent(commune, day)
            while unit is not None:
                above.append(unit.uid)
                unit = self.land.parent(unit, day)
            result.append((day, until, tuple(above)))
        return result

    # -- grants and organs -----------------------------------------------------------------------

    def covers(self, view: View, grant: Grant) -> Steps:
        """Equals ``view.covers(grant, day)`` on every day."""
        if grant.where:
            return self.where(grant.where)
        # An empty `where` is frozen; it depends on the act alone.
        return Steps((FIRST,), (view.covers(grant, self.view.horizon.start),))

    def presence(self, holder: str) -> Steps:
        """The atoms at which ``holder`` exists: those where ``view.body_at`` names an organ."""
        steps = self._presences.get(holder)
        if steps is None:
            steps = self._presences[holder] = self._asked(self._presence(holder))
        return steps

    def _presence(self, holder: str) -> Steps:
        view, cls = self.view, self.view.classes.get(holder)
        rows = view.presences.get(holder, ())
        if cls is None:
            return self._existence(holder)
        spans: list[Interval] = []
        for row in rows:
            first, last = row.start or FIRST, LAST if row.end is None else row.end
            if first >= last:
                continue
            # An empty `where` is frozen; it depends on the act alone.
            frozen = Steps((FIRST,), (view.present_in(row, view.horizon.start),))
            allowed = (self.where(row.where) if row.where else frozen).between(first, last)
            for (start, mask), (end, _) in zip(allowed, [*allowed[1:], (last, 0)], strict=True):
                spans += (
                    [(start, end, mask)]
                    if cls.level == "none"
                    else self._units_in(cls.level, start, end, mask)
                )
        if cls.level != "none":
            spans += [(c.ended, c.until, c.mask) for c in view.caretakers(holder)]
        return union(spans)

    def _units_in(self, level: str, start: int, end: int, allowed: int) -> list[Interval]:
        """The units of a level that lie whole inside ``allowed``, on the days ``[start, end)``."""
        spans = []
        everywhere = allowed == self.all
        for unit in self.land.at_level(level):
            first, last = max(start, unit.start), min(end, _end(unit))
            if first >= last:
                continue
            pieces = self.extent(unit).between(first, last)
            for (day, mask), (until, _) in zip(pieces, [*pieces[1:], (last, 0)], strict=True):
                if mask and (everywhere or not mask & ~allowed):
                    spans.append((day, until, mask))
        return spans

    def _existence(self, body: str) -> Steps:
        """The days of a named organ; the organ of a class at one unit may be named so too (``class/uid``)."""
        view = self.view
        days: set[int | None] = {FIRST}
        if body in view.bodies:
            days |= {view.bodies[body].start, view.bodies[body].end}
        for row in view.presences.get(body, ()):
            days |= {row.start, row.end}
        cls, _, uid = body.partition("/")
        if uid and cls in view.classes:
            days |= {*self.presence(cls).days, *self._days_of(uid)}
        known = sorted(day for day in days if day is not None)
        return _steps(known, [self.all if view.exists(body, day) else 0 for day in known])

    def _days_of(self, uid: str) -> set[int | None]:
        unit = self.land.units.get(uid)
        days: set[int | None] = (
            {day for u in self.land.units.values() for day in (u.start, u.end)} if unit else set()
        )
        for rows in self.view.presences.values():
            days |= {day for row in rows for day in (row.start, row.end, row.caretaker_to)}
        return days

    def own(self, body: str) -> Steps | None:
        """Where the named organ ``class/uid`` is the organ of its class; ``None`` for any other holder."""
        if "/" not in body:
            return None
        cls, _, uid = body.partition("/")
        if not uid or cls not in self.view.classes or body in self.view.classes:
            return None
        key = (cls, uid)
        if key not in self._frozen:
            days = sorted(day for day in {FIRST, *self._days_of(uid)} if day is not None)
            masks = [
                sum(1 << atom for atom in range(self.land.count) if self.view.body_at(cls, atom, day) == body)
                for day in days
            ]
            self._frozen[key] = _steps(days, masks)
        return self._frozen[key]

    def organ(self, holder: str) -> OrganMap:
        """Equals ``view.body_at`` wherever ``holder`` exists."""
        found = self._organs.get(holder)
        if found is None:
            found = self._organs[holder] = self._organ(holder)
        return found

    def _organ(self, holder: str) -> OrganMap:
        cls = self.view.classes.get(holder)
        if cls is None or cls.level == "none":
            return OrganMap(0, array("i", [FIRST]), array("i", [0]), [holder])
        acting = tuple(sorted((c.ended, c.unit.uid, c.until, c.mask) for c in self.view.caretakers(holder)))
        key = (cls.level, acting)
        if key not in self._paths:
            self._paths[key] = self._path(cls.level, acting)
        width, starts, units, uids = self._paths[key]
        return OrganMap(width, starts, units, [f"{holder}/{uid}" for uid in uids])

    def _path(
        self, level: str, acting: tuple[tuple[int, str, int, int], ...]
    ) -> tuple[int, array[int], array[int], list[str]]:
        """Unit after unit at each atom, with the old units whose organs act on as caretakers."""
        paths: list[list[tuple[int, int, str]]] = [[] for _ in range(self.land.count)]
        for unit in self.land.at_level(level):
            spans = (
                [(unit.start, _end(unit), self.extent(unit).masks[0])]
                if level == "commune"
                else self._below().get(unit.uid, ())
            )
            for start, end, mask in spans:
                for atom in bits(mask):
                    paths[atom].append((start, end, unit.uid))
        caretakers: dict[int, list[tuple[int, str, int]]] = {}
        for ended, uid, until, mask in acting:
            for atom in bits(mask):
                caretakers.setdefault(atom, []).append((ended, uid, until))
        uids = [""]
        number = {"": 0}
        rows: list[list[tuple[int, int]]] = []
        for atom, path in enumerate(paths):
            row: list[tuple[int, int]] = []
            for day, uid in self._walk(level, atom, path, caretakers.get(atom, [])):
                if uid not in number:
                    number[uid] = len(uids)
                    uids.append(uid)
                if not row or row[-1][1] != number[uid]:
                    row.append((day, number[uid]))
            rows.append(self._inside(row))
        width = max((len(row) for row in rows), default=1)
        starts, units = array("i"), array("i")
        for row in rows:
            starts.extend([day for day, _ in row] + [LAST] * (width - len(row)))
            units.extend([unit for _, unit in row] + [0] * (width - len(row)))
        return width, starts, units, uids

    def _inside(self, row: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """What matters inside the horizon: the unit of its first day counts from ever, what begins later is left out."""
        start, end = self.view.horizon
        first = max((i for i, (day, _) in enumerate(row) if day <= start), default=0)
        return [
            (FIRST, unit) if i == first else (day, unit)
            for i, (day, unit) in enumerate(row)
            if i >= first and day < end
        ]

    def _walk(
        self, level: str, atom: int, path: list[tuple[int, int, str]], acting: list[tuple[int, str, int]]
    ) -> list[tuple[int, str]]:
        """``(day, uid)`` wherever the unit at an atom changes; no uid where there is none."""
        path.sort()
        apart = all(one[1] <= two[0] for one, two in zip(path, path[1:], strict=False))
        days = sorted(
            {FIRST, *(d for s, e, _ in path for d in (s, e)), *(d for s, _, e in acting for d in (s, e))}
            - {LAST}
        )
        result = []
        at = 0
        for day in days:
            while at < len(path) and path[at][1] <= day:
                at += 1
            if apart:
                uid = path[at][2] if at < len(path) and path[at][0] <= day else ""
            else:
                # Two communes claim the same atom on one day (bad data): the territory says which counts.
                unit = self.land.unit_at(level, atom, day)
                uid = unit.uid if unit else ""
            old = [(ended, name) for ended, name, until in acting if ended <= day < until]
            result.append((day, max(old)[1] if old else uid))
        return result


def union(spans: Iterable[Interval]) -> Steps:
    """The atoms that are in on each day, of intervals that may overlap."""
    starting: dict[int, list[int]] = {}
    ending: dict[int, list[int]] = {}
    for start, end, mask in spans:
        if start < end:
            starting.setdefault(start, []).append(mask)
            ending.setdefault(end, []).append(mask)
    days = sorted({FIRST, *starting, *ending} - {LAST})
    masks, mask, apart = [], 0, True
    for day in days:
        for gone in ending.get(day, ()):
            mask &= ~gone
        for come in starting.get(day, ()):
            apart = apart and not mask & come
            mask |= come
        masks.append(mask)
    return _steps(days, masks if apart else _counted(days, starting, ending))


def _counted(days: list[int], starting: dict[int, list[int]], ending: dict[int, list[int]]) -> list[int]:
    """The same where intervals overlap, so that the end of one does not take away what another still holds."""
    active: dict[int, int] = {}
    masks = []
    for day in days:
        for gone in ending.get(day, ()):
            active[gone] -= 1
            if not active[gone]:
                del active[gone]
        for come in starting.get(day, ()):
            active[come] = active.get(come, 0) + 1
        total = 0
        for mask in active:
            total |= mask
        masks.append(total)
    return masks


def _steps(days: list[int], masks: list[int]) -> Steps:
    """Without the days on which nothing changes."""
    kept = [i for i in range(len(days)) if i == 0 or masks[i] != masks[i - 1]]
    return Steps(tuple(days[i] for i in kept), tuple(masks[i] for i in kept))


def _end(unit: Unit) -> int:
    return LAST if unit.end is None else unit.end
