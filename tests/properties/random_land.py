"""Random land: communes, districts and provinces moved about through time, from hidden pieces.

Pieces make the lineage true to some history; the atoms that the lineage tells apart are for its readers to find.
"""

from __future__ import annotations

import random
from datetime import date
from typing import Any

_ONSETS = ("B", "Đ", "G", "H", "Kh", "L", "M", "Ngh", "Ph", "Qu", "R", "S", "Tr", "V", "X", "Th", "Nh", "Ch")
_RIMES = ("ạng", "ẽo", "uỳnh", "ãm", "ường", "ịch", "ổn", "ệu", "oằn", "ách", "ửng", "ọt", "ần", "ễn", "ùy", "ẩm")


class Commune:
    """A commune version while it lives: who bears the code, where it belongs, which hidden pieces it has."""

    def __init__(self, code: str, name: str, kind: str, parent: str, since: date, pieces: frozenset[int]) -> None:
        self.code, self.name, self.kind, self.parent, self.since, self.pieces = code, name, kind, parent, since, pieces
        self.end: date | None = None

    @property
    def uid(self) -> str:
        return f"c{self.code}@{self.since}"


class Upper:
    """A district or province version while it lives."""

    def __init__(self, level: str, code: str, name: str, kind: str, parent: str, since: date) -> None:
        self.level, self.code, self.name, self.kind, self.parent, self.since = level, code, name, kind, parent, since
        self.end: date | None = None
        self.pieces: frozenset[int] = frozenset()

    @property
    def uid(self) -> str:
        return f"{self.level[0]}{self.code}@{self.since}"


class Territory:
    """Land through time: communes, districts and provinces, moved about on event days."""

    def __init__(self, rng: random.Random, provinces: int, districts: int, communes: int, begin: date) -> None:
        self.rng, self.begin = rng, begin
        self.names: set[str] = set()
        self.fresh = {"commune": 31000, "district": 900, "province": 90}
        self.retired: list[str] = []
        self.history: list[Commune | Upper] = []
        self.edges: list[tuple[date, Commune, Commune, frozenset[int]]] = []
        self.provinces = [Upper("province", self.code("province"), self.name(), "tỉnh", "", begin) for _ in range(provinces)]
        self.districts = [
            Upper("district", self.code("district"), self.name(), rng.choice(("quận", "huyện")), p.code, begin)
            for i in range(max(districts, provinces))
            for p in [self.provinces[i % provinces]]
        ]
        self.communes: list[Commune] = []
        piece = 0
        for i in range(max(communes, len(self.districts))):
            count = rng.randint(1, 3)
            home = self.districts[i] if i < len(self.districts) else rng.choice(self.districts)
            self.communes.append(
                Commune(self.code("commune"), self.name(), rng.choice(("phường", "xã")), home.code, begin,
                        frozenset(range(piece, piece + count)))
            )  # fmt: skip
            piece += count
        self.history += [*self.provinces, *self.districts, *self.communes]
        for upper in (*self.provinces, *self.districts):
            upper.pieces = self.extent(upper)
        self.abolished: date | None = None

    def name(self) -> str:
        while True:
            words = [self.rng.choice(_ONSETS) + self.rng.choice(_RIMES) for _ in range(2)]
            name = " ".join(words)
            if name not in self.names or self.rng.random() < 0.05:
                self.names.add(name)
                return name

    def code(self, level: str) -> str:
        """A code never borne, or now and then one whose last bearer has ended."""
        if level == "commune" and self.retired and self.rng.random() < 0.5:
            return self.retired.pop(self.rng.randrange(len(self.retired)))
        self.fresh[level] += self.rng.randint(1, 4) if level != "province" else 1
        return str(self.fresh[level])

    def extent(self, upper: Upper) -> frozenset[int]:
        if upper.level == "district":
            inside = [c for c in self.communes if c.parent == upper.code]
        else:
            below = {d.code for d in self.districts if d.parent == upper.code}
            inside = [c for c in self.communes if c.parent in below or c.parent == upper.code]
        return frozenset(p for c in inside for p in c.pieces)

    def event(self, day: date, operations: int, *, abolish: bool = False, unite: bool = False) -> None:
        """One day on which land is moved about."""
        before = {id(c): c for c in self.communes}
        free = list(self.communes)
        self.rng.shuffle(free)
        renamed: set[str] = set()
        freed = [c.code for c in self.communes]
        for _ in range(operations):
            self._operation(day, free)
        if unite and len(self.provinces) > 1:
            gone = self.provinces[-1]
            for d in list(self.districts):
                if d.parent == gone.code:
                    self._renew_district(d, day, parent=self.provinces[0].code)
            for c in list(self.communes):
                if c.parent == gone.code:
                    self._renew(c, day, parent=self.provinces[0].code)
        if abolish and self.districts:
            above = {d.code: d.parent for d in self.districts}
            for c in list(self.communes):
                if c.parent in above:
                    self._renew(c, day, parent=above[c.parent])
            self.abolished = day
        elif self.districts and self.rng.random() < 0.2:
            renamed.add(self.rng.choice(self.districts).code)
        for old in before.values():
            if old not in self.communes:
                old.end = day
        for new in self.communes:
            if id(new) in before:
                continue
            self.history.append(new)
            for old in before.values():
                if old.pieces & new.pieces and old.end == day:
                    self.edges.append((day, old, new, old.pieces & new.pieces))
        borne = {c.code for c in self.communes}
        self.retired += [code for code in freed if code not in borne]
        self._uppers(day, renamed, abolish)

    def _uppers(self, day: date, renamed: set[str], abolish: bool) -> None:
        """New versions of districts and provinces whose extent changed; those left without land end."""
        for group in (self.districts, self.provinces):
            for upper in list(group):
                extent = self.extent(upper) if not (abolish and group is self.districts) else frozenset()
                if extent == upper.pieces and upper.code not in renamed:
                    continue
                fresh = upper.since == day  # already renewed today
                if not fresh:
                    upper.end = day
                    group.remove(upper)
                elif not extent:
                    group.remove(upper)
                    self.history.remove(upper)
                if extent:
                    if fresh:
                        upper.pieces = extent
                        continue
                    name = self.name() if upper.code in renamed else upper.name
                    new = Upper(upper.level, upper.code, name, upper.kind, upper.parent, day)
                    new.pieces = extent
                    group.append(new)
                    self.history.append(new)

    def _renew_district(self, district: Upper, day: date, parent: str) -> None:
        district.end = day
        self.districts.remove(district)
        new = Upper("district", district.code, district.name, district.kind, parent, day)
        new.pieces = self.extent(new)
        self.districts.append(new)
        self.history.append(new)

    def _renew(self, old: Commune, day: date, **changes: Any) -> Commune:
        """Replace a commune by a new version (or move today's version itself)."""
        if old.since == day:
            for key, value in changes.items():
                setattr(old, key, value)
            return old
        new = Commune(old.code, old.name, old.kind, old.parent, day, old.pieces)
        for key, value in changes.items():
            setattr(new, key, value)
        self.communes.remove(old)
        self.communes.append(new)
        return new

    def _operation(self, day: date, free: list[Commune]) -> None:
        rng = self.rng
        kind = rng.choice(("merge", "merge", "absorb", "split", "part", "rename", "swap", "recode", "reparent"))
        parents = [d.code for d in self.districts] or [p.code for p in self.provinces]
        if not free:
            return
        one = free.pop()
        others = [c for c in free if c.parent == one.parent] or free
        if kind in ("merge", "absorb") and others:
            picked = [one, *rng.sample(others, min(len(others), rng.randint(1, 2)))]
            for c in picked[1:]:
                free.remove(c)
            if len(self.communes) - len(picked) < 2:
                return
            code = one.code if kind == "absorb" else rng.choice([one.code, picked[-1].code, self.code("commune")])
            new = Commune(code, one.name if kind == "absorb" else self.name(), one.kind, rng.choice(picked).parent, day,
                          frozenset().union(*(c.pieces for c in picked)))  # fmt: skip
            for c in picked:
                self.communes.remove(c)
            self.communes.append(new)
        elif kind == "split" and len(one.pieces) > 1:
            cut = frozenset(rng.sample(sorted(one.pieces), rng.randint(1, len(one.pieces) - 1)))
            rest = self._renew(one, day, pieces=one.pieces - cut, code=one.code if rng.random() < 0.7 else self.code("commune"))
            parent = rest.parent if rng.random() < 0.7 else rng.choice(parents)
            self.communes.append(Commune(self.code("commune"), self.name(), one.kind, parent, day, cut))
        elif kind == "part" and len(one.pieces) > 1 and others:
            other = rng.choice(others)
            free.remove(other)
            cut = frozenset([rng.choice(sorted(one.pieces))])
            self._renew(one, day, pieces=one.pieces - cut)
            self._renew(other, day, pieces=other.pieces | cut)
        elif kind == "swap" and others:
            other = rng.choice(others)
            free.remove(other)
            code = one.code
            self._renew(one, day, code=other.code)
            self._renew(other, day, code=code)
        elif kind == "recode":
            self._renew(one, day, code=self.code("commune"))
        elif kind == "reparent":
            self._renew(one, day, parent=rng.choice(parents))
        else:
            self._renew(one, day, name=self.name(), kind=rng.choice(("phường", "xã")))
