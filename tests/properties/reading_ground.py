"""The second reading of land, acts and bodies as they were known on a day. Atoms are paths through the lineage."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from reading import ALWAYS, LEVEL, NEVER, TABLES, Row, day, items, rank_of, tension_pairs, visible


class Ground:
    """Everything known by one day: land, acts and bodies; who holds what is for :class:`reference.View`."""

    def __init__(self, tables: dict[str, list[Row]], horizon: tuple[date, date], known: date | None) -> None:
        self.horizon = horizon
        rows = {name: visible(name, tables[name], known) for name in TABLES}
        self.units = {row["uid"]: row for row in rows["units"]}
        self.span = {u: (date.fromisoformat(r["valid_from"]), day(r["valid_to"]) or NEVER) for u, r in self.units.items()}
        self.classes = {row["class"]: row for row in rows["classes"]}
        self.organisation = rows["organisation"]
        self.bodies = {row["body"]: row for row in rows["bodies"]}
        self.acts = {row["act"]: row for row in rows["acts"]}
        self.provisions = {(row["act"], row["provision"]): row for row in rows["provisions"]}
        self.powers = {row["power"]: row for row in rows["powers"]}
        self.facts = rows["facts"]
        self.grants = {row["grant"]: row for row in rows["grants"]}
        self._life: dict[str, tuple[date, date]] = {}
        self._memo: dict[Any, Any] = {}
        self.land = self._land(rows["lineage"])
        self.everywhere = frozenset(atom for atoms in self.land.values() for atom in atoms)
        self.beaten_by_tension = tension_pairs(rows["tensions"])
        self.cuts = self._cuts(rows)
        self._rows = rows
        self._cuts_of: dict[str, list[date]] = {}

    def _cuts(self, rows: dict[str, list[Row]]) -> list[date]:
        """Every day on which anything may change: all days written anywhere, and the horizon."""
        columns = ("valid_from", "valid_to", "from", "to", "in_force", "operates", "ends", "caretaker_to")
        days = {d for table in rows.values() for row in table for c in columns if (d := day(row.get(c) or ""))}
        start, end = self.horizon
        return sorted({start, end} | {d for d in days if start < d < end})

    def cuts_of(self, power: str) -> list[date]:
        """The days on which an answer about one power may change."""
        if power not in self._cuts_of:
            grants = [g for g in self.grants.values() if g["power"] == power or g["instrument"] == "withdraw"]
            named = {g["act"] for g in grants} | {row["act"] for row in self.organisation}
            named |= {self.acts[a]["authority"].partition(" ")[0] for a in named if a in self.acts}
            about = {name: [r for r in self._rows[name] if r["act"] in named] for name in ("acts", "provisions")}
            self._cuts_of[power] = self._cuts({**self._rows, **about, "grants": grants})
        return self._cuts_of[power]

    # territory -----------------------------------------------------------------------------------------------

    def _land(self, lineage: list[Row]) -> dict[str, frozenset[int]]:
        """The atoms of every unit version: the possible ways of land through the versions of communes.

        DOUBT: names in the column ``atom`` rule a way out when no name is common to all the named edges on it;
        an edge without names lets every piece through.
        """
        onward: dict[str, list[tuple[str, frozenset[str] | None]]] = {}
        reached = set()
        for row in lineage:
            if row["from_uid"] in self.units and row["to_uid"] in self.units:
                names = frozenset(items(row.get("atom", ""))) or None
                onward.setdefault(row["from_uid"], []).append((row["to_uid"], names))
                reached.add(row["to_uid"])
        ways: set[tuple[str, ...]] = set()

        def walk(way: tuple[str, ...], names: frozenset[str] | None) -> bool:
            """Follow a way to its ends; whether any end was reached (names may bar all)."""
            found = False
            for uid, only in onward.get(way[-1], ()):
                both = only if names is None else names if only is None else names & only
                if both is None or both:
                    found |= walk((*way, uid), both)
            if way[-1] not in onward:
                ways.add(way)
                found = True
            return found

        communes = [uid for uid, row in self.units.items() if row["level"] == "commune"]
        for uid in communes:
            if uid not in reached:
                walk((uid,), None)
        land: dict[str, set[int]] = {uid: set() for uid in self.units}
        for atom, way in enumerate(sorted(ways)):
            for uid in way:
                land[uid].add(atom)
        self._communes = {uid: frozenset(atoms) for uid, atoms in land.items()}
        # DOUBT: a higher version is what it covered on its first day (on which it had any communes at all).
        frozen = {}
        for uid in self.units:
            starts = sorted(self.span[c][0] for c in communes if self.alive(uid, self.span[c][0]))
            days = [self.span[uid][0], *starts]
            frozen[uid] = next((atoms for d in days if (atoms := self.land_on(uid, d))), frozenset[int]())
        return frozen

    def land_on(self, uid: str, on: date) -> frozenset[int]:
        """What a version covers on a day: a commune its own land, a higher unit that of the communes below it."""
        row = self.units[uid]
        if row["level"] == "commune":
            return self._communes[uid]
        key = "land", uid, on
        if key not in self._memo:
            below = ("commune",) if row["level"] == "district" else ("commune", "district")
            inside = [
                child for child, r in self.units.items()
                if r["level"] in below and r["parent_code"] == row["code"] and self.alive(child, on)
            ]  # fmt: skip
            self._memo[key] = frozenset[int]().union(*(self.land_on(child, on) for child in inside))
        found: frozenset[int] = self._memo[key]
        return found

    def alive(self, uid: str, on: date) -> bool:
        start, end = self.span[uid]
        return start <= on < end

    def unit_with_code(self, lettered: str, on: date) -> str:
        """The version that bears the code of that level on that day, ``""`` when none does."""
        for uid, row in self.units.items():
            if row["level"] == LEVEL.get(lettered[:1]) and row["code"] == lettered[1:] and self.alive(uid, on):
                return uid
        return ""

    def first_of_code(self, lettered: str, on: date) -> frozenset[int]:
        """The land of the first version that bears a code, where the code's record begins after a day."""
        bear = [u for u, r in self.units.items() if r["level"] == LEVEL.get(lettered[:1]) and r["code"] == lettered[1:]]
        first = min(bear, key=lambda u: self.span[u][0], default="")
        return self.land[first] if first and self.span[first][0] > on else frozenset()

    def unit_over(self, level: str, atom: int, on: date) -> str:
        key = "over", level, atom, on
        if key not in self._memo:
            self._memo[key] = next(
                (u for u, r in self.units.items() if r["level"] == level and self.alive(u, on) and atom in self.land_on(u, on)), ""
            )
        return self._memo[key]

    def item(self, text: str, on: date) -> frozenset[int]:
        """The atoms one item of a where-list names."""
        if text == "*":
            return self.everywhere
        if "@" in text:
            return self.land.get(text, frozenset())
        if "~" in text:
            code, _, that_day = text.partition("~")
            return self.land.get(self.unit_with_code(code, date.fromisoformat(that_day)), frozenset())
        now = self.unit_with_code(text, on)
        return self.land_on(now, on) if now else frozenset()

    def where(self, text: str, act: str, on: date) -> frozenset[int]:
        """The atoms of a where-list on a day."""
        key = "where", text, act if not text else "", on
        if key not in self._memo:
            self._memo[key] = self._where(text, act, on)
        return self._memo[key]

    def _where(self, text: str, act: str, on: date) -> frozenset[int]:
        listed = items(text)
        if not listed:
            row = self.acts.get(act)
            if row is None or not row["issuer_unit"]:
                return self.everywhere
            signed = day(row["signed"]) or on
            # DOUBT: an `issuer_unit` given as a uid is that version, also when another bears its code that day.
            # DOUBT: a code that nobody is recorded to bear that early is the first version that does.
            return self.item(row["issuer_unit"], signed) or self.first_of_code(row["issuer_unit"], signed)
        gives = [i for i in listed if not i.startswith("!")]
        takes = [i[1:].strip() for i in listed if i.startswith("!")]
        atoms: frozenset[int] = frozenset().union(*(self.item(i, on) for i in gives)) if gives else self.everywhere
        return atoms.difference(*(self.item(i, on) for i in takes))

    # acts ----------------------------------------------------------------------------------------------------

    def end_of(self, row: Row) -> date:
        """The day an act or provision ends; an end with ``ended_by`` counts only once that act is known."""
        if row["ends"] and (not row["ended_by"] or row["ended_by"] in self.acts):
            return date.fromisoformat(row["ends"])
        return NEVER

    def act_life(self, act: str) -> tuple[date, date]:
        row = self.acts[act]
        # DOUBT: an act whose days nobody stated does not cut its grants.
        return day(row["operates"]) or day(row["in_force"]) or ALWAYS, self.end_of(row)

    def life(self, grant: Row) -> tuple[date, date]:
        """``[from, to)`` of a grant, cut by its act, its provision and what withdraws it."""
        if grant["grant"] in self._life:
            return self._life[grant["grant"]]
        if grant["act"] not in self.acts:
            return NEVER, ALWAYS
        start, end = self.act_life(grant["act"])
        start, end = max(start, day(grant["from"]) or ALWAYS), min(end, day(grant["to"]) or NEVER)
        provision = self.provisions.get((grant["act"], grant["provision"]))
        if provision:
            start, end = max(start, day(provision["in_force"]) or ALWAYS), min(end, self.end_of(provision))
        for row in self.grants.values():
            if row["instrument"] == "withdraw" and grant["grant"] in items(row["overrides"]) and row["act"] in self.acts:
                end = min(end, max(day(row["from"]) or ALWAYS, self.act_life(row["act"])[0]))
        self._life[grant["grant"]] = start, end
        return start, end

    def standing(self, act: str, on: date) -> tuple[int, str]:
        """Rank and issuer of an act, or of the act it may depart under while that is known and in force."""
        key = "standing", act, on
        if key not in self._memo:
            self._memo[key] = self._standing(act, on)
        found: tuple[int, str] = self._memo[key]
        return found

    def _standing(self, act: str, on: date) -> tuple[int, str]:
        row = self.acts[act]
        if row["authority"]:
            number, _, provision = row["authority"].partition(" ")
            higher = self.acts.get(number)
            clause = self.provisions.get((number, provision.strip()))
            if higher and all(
                (day(r["in_force"]) or ALWAYS) <= on < self.end_of(r)
                for r in (higher, clause)
                if r
            ):
                row = higher
        return rank_of(row), row["issuer"]

    # bodies --------------------------------------------------------------------------------------------------

    def rows_of_class(self, name: str) -> list[Row]:
        return [row for row in self.organisation if row["class"] == name]

    def class_body_lives(self, name: str, uid: str, on: date) -> bool:
        """Whether the class exists for a unit version that is alive on that day."""
        return self.alive(uid, on) and any(
            (day(row["from"]) or ALWAYS) <= on < (day(row["to"]) or NEVER)
            and self.land_on(uid, on) <= self.where(row["where"], row["act"], on)
            for row in self.rows_of_class(name)
        )

    def caretaker_lives(self, name: str, uid: str, on: date) -> bool:
        """Whether the body of a version that has ended still acts.

        DOUBT: a bare code in ``where`` is read on the version's last day, since it may name nothing later.
        """
        end = self.span[uid][1]
        if on < end:
            return False
        last = end - timedelta(days=1)
        return any(
            row.get("caretaker_to")
            and (day(row["from"]) or ALWAYS) <= end <= (day(row["to"]) or NEVER)
            and on < date.fromisoformat(row["caretaker_to"])
            and self.land[uid] <= self.where(row["where"], row["act"], last)
            for row in self.rows_of_class(name)
        )

    def class_body(self, name: str, atom: int, on: date) -> str:
        """The body of a class that acts for an atom on a day: the last caretaker, else the unit's own, else ``""``."""
        key = "class", name, atom, on
        if key not in self._memo:
            self._memo[key] = self._class_body(name, atom, on)
        return self._memo[key]

    def _class_body(self, name: str, atom: int, on: date) -> str:
        level = self.classes[name]["level"]
        left = [
            uid for uid, row in self.units.items()
            if row["level"] == level and atom in self.land[uid] and self.land[uid] and self.caretaker_lives(name, uid, on)
        ]  # fmt: skip
        if left:
            return f"{name}/{max(left, key=lambda uid: self.span[uid][1])}"
        uid = self.unit_over(level, atom, on)
        return f"{name}/{uid}" if uid and self.class_body_lives(name, uid, on) else ""

    def body_of(self, name: str, atom: int, on: date) -> str:
        """The body that a holder or grantor names at an atom on a day, ``""`` where it does not exist."""
        if name in self.bodies:
            row = self.bodies[name]
            return name if (day(row["from"]) or ALWAYS) <= on < (day(row["to"]) or NEVER) else ""
        return self.class_body(name, atom, on) if name in self.classes else ""

    def body_exists(self, body: str, on: date) -> bool:
        """Whether a body, named or of a class (``class/uid``), still exists on a day."""
        if body in self.bodies:
            return bool(self.body_of(body, -1, on))
        name, _, uid = body.partition("/")
        return uid in self.units and (self.class_body_lives(name, uid, on) or self.caretaker_lives(name, uid, on))

    def party(self, name: str) -> tuple[str, str]:
        """Kind and level of a holder or grantor."""
        row = self.classes.get(self.bodies[name]["class"] if name in self.bodies else name, {})
        return row.get("kind", ""), row.get("level", "")
