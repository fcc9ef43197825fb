"""The charter as it was known on a day: acts and grants with their lives, organs at a place.

Everything the oracle asks is answered here in the contract's own terms; what the oracle concludes is
not. A view never changes, so the answer for a past (``on``, ``known``) pair never does either.
"""

from typing import Any, NamedTuple

from phancap.charter import model as m
from phancap.charter.charter import Charter, Horizon
from phancap.charter.conditions import Box, box_of, is_empty
from phancap.charter.visible import visible
from phancap.formats.days import format_day
from phancap.formats.kept import Kept
from phancap.territory.atoms import Territory
from phancap.territory.model import Unit
from phancap.territory.where import WhereItem, parse_item, version_meant, where_on


class Life(NamedTuple):
    """The days ``[start, end)`` on which a grant works, and what ends it.

    ``ender`` is the act that ends it before its own term (repeal, withdrawal), empty for a term that
    simply runs out.
    """

    start: int | None
    end: int | None
    ender: str = ""

    def holds(self, day: int) -> bool:
        """Whether the grant works on ``day``."""
        return m.inside(day, self.start, self.end)

    @property
    def empty(self) -> bool:
        """Whether no day is left."""
        return self.start is not None and self.end is not None and self.start >= self.end


class Caretaker(NamedTuple):
    """A unit version that ended and whose old body goes on acting until ``until``."""

    unit: Unit
    ended: int
    until: int
    mask: int


class View:
    """A charter cut to what was published by ``known`` (``None``: everything)."""

    def __init__(
        self, charter: Charter, known: int | None = None, territory: Territory | None = None
    ) -> None:
        records = charter.records
        self.charter = charter
        self.known = known
        self.horizon: Horizon = charter.horizon
        self.territory = territory or Territory.from_lineage(
            visible(records.units, lambda r: r.uid, known),
            visible(records.lineage, lambda r: format_day(r.event_date), known),
        )
        self.acts = {r.act: r for r in visible(records.acts, lambda r: r.act, known)}
        self.provisions = {
            (r.act, r.provision): r for r in visible(records.provisions, lambda r: r.act, known)
        }
        self.classes = {r.id: r for r in visible(records.classes, lambda r: r.id, known)}
        self.bodies = {r.id: r for r in visible(records.bodies, lambda r: r.id, known)}
        self.powers = {r.power: r for r in visible(records.powers, lambda r: r.power, known)}
        self.codes = visible(records.codes, lambda r: r.power, known)
        self.limits = visible(records.limits, lambda r: r.power, known)
        self.transitions = visible(records.transitions, lambda r: r.grant, known)
        self.readings = visible(records.tensions, lambda r: r.tension, known)
        self.presences: dict[str, list[m.Presence]] = {}
        for presence in visible(records.organisation, lambda r: r.cls, known):
            self.presences.setdefault(presence.cls, []).append(presence)
        self.facts: dict[str, list[m.Fact]] = {}
        for fact in visible(records.facts, lambda r: r.power, known):
            self.facts.setdefault(fact.power, []).append(fact)
        self.grants: dict[str, m.Grant] = {}
        self._of_power: dict[str, list[m.Grant]] = {}
        self._withdrawals: dict[str, list[m.Grant]] = {}
        for grant in sorted(visible(records.grants, lambda r: r.grant, known), key=lambda r: r.grant):
            self.grants[grant.grant] = grant
            if grant.instrument == "withdraw":
                for target in grant.overrides:
                    self._withdrawals.setdefault(target, []).append(grant)
            else:
                self._of_power.setdefault(grant.power, []).append(grant)
        self._lives: dict[str, Life] = {}
        self._boxes: dict[str, Box | None] = {}
        self._wheres: Kept[tuple[tuple[WhereItem, ...], int], int] = Kept()
        self._frozen: dict[str, int] = {}
        self._caretakers: dict[str, list[Caretaker]] = {}
        self._present: Kept[tuple[str, str, int], bool] = Kept()
        self._bodies_at: Kept[tuple[str, int, int], str] = Kept()
        self._cuts: Kept[str, list[int]] = Kept()
        # Answers for the days between two cuts: power, role, atoms, segment and facts name them.
        self.outcomes: Kept[tuple[object, ...], Any] = Kept(1_000)
        # The same for single atoms.
        self.holdings: Kept[tuple[object, ...], Any] = Kept(2_000)
        # What others conclude once a view (verdicts of the rule book on a grant, say).
        self.memo: Kept[tuple[str, ...], Any] = Kept()

    # -- acts ----------------------------------------------------------------------------------

    def act(self, number: str) -> m.Act | None:
        """The act if it was published by the view's day."""
        act = self.acts.get(number)
        if act is None or (self.known is not None and act.known is not None and act.known > self.known):
            return None
        return act

    def end_of(self, record: m.Act | m.Provision) -> tuple[int | None, str]:
        """The day the act or provision ends and the act that ends it; an end by an unknown act is none."""
        if record.ended_by and self.act(record.ended_by) is None:
            return None, ""
        return record.ends, record.ended_by

    def provision_in_force(self, number: str, provision: str, day: int) -> bool:
        """Whether an act and the provision named in it stand on ``day`` (from ``in_force``)."""
        act = self.act(number)
        if act is None or not m.inside(day, act.in_force, self.end_of(act)[0]):
            return False
        record = self.provisions.get((number, provision))
        return record is None or m.inside(day, record.in_force, self.end_of(record)[0])

    def standing(self, number: str, day: int) -> tuple[int, str]:
        """(rank, issuer) of an act on ``day``, or those of the act it may depart under while that stands."""
        act = self.acts[number]
        if act.authority:
            higher, _, provision = act.authority.partition(" ")
            if self.provision_in_force(higher, provision.strip(), day):
                return self.acts[higher].rank, self.acts[higher].issuer
        return act.rank, act.issuer

    # -- grants --------------------------------------------------------------------------------

    def grants_of(self, power: str) -> list[m.Grant]:
        """The grants of a power, without withdrawals, by grant id."""
        return self._of_power.get(power, [])

    def withdrawals_of(self, grant: str) -> list[m.Grant]:
        """The withdraw rows that name ``grant``."""
        return self._withdrawals.get(grant, [])

    def life(self, grant: m.Grant) -> Life:
        """``[from, to)`` cut by the act, its provision and withdrawals; empty while the act is unknown."""
        life = self._lives.get(grant.grant)
        if life is None:
            life = self._lives[grant.grant] = self._life(grant)
        return life

    def _life(self, grant: m.Grant) -> Life:
        act = self.act(grant.act)
        if act is None:
            return Life(0, 0)
        ends = [(grant.end, ""), self.end_of(act)]
        starts = [grant.start, act.start]
        record = self.provisions.get((grant.act, grant.provision)) if grant.provision else None
        if record is not None:
            starts.append(record.in_force)
            ends.append(self.end_of(record))
        for row in self.withdrawals_of(grant.grant):
            by = self.act(row.act)
            if by is not None:
                days = [day for day in (row.start, by.start) if day is not None]
                # Without any date the withdrawal works from the beginning of time.
                ends.append((max(days, default=0), row.act))
        start = max((day for day in starts if day is not None), default=None)
        last = min(((day, by) for day, by in ends if day is not None), default=(None, ""))
        return Life(start, *last)

    def box(self, grant: m.Grant) -> Box | None:
        """The facts a grant asks for; ``None`` where its condition allows nothing."""
        if grant.grant not in self._boxes:
            box = box_of(grant.condition, self.fact_types(grant.power))
            self._boxes[grant.grant] = None if any(is_empty(axis) for axis in box.values()) else box
        return self._boxes[grant.grant]

    def facts_of(self, power: str) -> list[m.Fact]:
        """The facts a power declares, its own before those declared for all (``*``)."""
        own = self.facts.get(power, [])
        names = {fact.fact for fact in own}
        return own + [fact for fact in self.facts.get("*", []) if fact.fact not in names]

    def fact_types(self, power: str) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Fact to its type and closed list."""
        return {fact.fact: (fact.type, fact.values) for fact in self.facts_of(power)}

    def covers(self, grant: m.Grant, day: int) -> int:
        """The atoms of a grant on ``day``; empty ``where``: the issuer's territory at signing, frozen."""
        if grant.where:
            return self.where(grant.where, day)
        act = self.acts.get(grant.act)
        return 0 if act is None else self._issued_for(act)

    def present_in(self, presence: m.Presence, day: int) -> int:
        """The atoms of a row of the organisational model on ``day``; empty ``where`` as for a grant.

        A row that names no act, or one the register lacks, is taken as a central one: everywhere.
        """
        if presence.where:
            return self.where(presence.where, day)
        act = self.acts.get(presence.act)
        return self.territory.all_atoms if act is None else self._issued_for(act)

    def _issued_for(self, act: m.Act) -> int:
        """The territory of an act's issuer at signing, frozen; everywhere for a central act."""
        if act.act not in self._frozen:
            self._frozen[act.act] = self._territory_of_issuer(act)
        return self._frozen[act.act]

    def _territory_of_issuer(self, act: m.Act) -> int:
        if not act.issuer_unit:
            return self.territory.all_atoms
        unit = self.unit_named(act.issuer_unit, act.signed or act.in_force or self.horizon.start)
        return self.territory.atoms_of(unit.uid) if unit else 0

    def unit_named(self, name: str, day: int) -> Unit | None:
        """The version that a ``uid``, ``code~day`` or lettered code names, the last as of ``day``."""
        item = parse_item(name)
        if item.sign:
            return version_meant(item, self.territory)
        found = self.territory.by_code_or_before(item.level, item.code, day)
        # The record of territory may begin after an old act was signed: then its first version is meant.
        versions = self.territory.versions_of_code(item.level, item.code)
        return found or (versions[0] if versions else None)

    def where(self, items: tuple[WhereItem, ...], day: int) -> int:
        """The atoms that a where list means on ``day``."""
        key = (items, day)
        mask = self._wheres.get(key)
        if mask is None:
            mask = self._wheres[key] = where_on(items, self.territory, day)
        return mask

    # -- organs --------------------------------------------------------------------------------

    def body_at(self, holder: str, atom: int, day: int) -> str:
        """The id of the organ that ``holder`` (a class or a body) is at an atom on a day; ``""``: none."""
        key = (holder, atom, day)
        body = self._bodies_at.get(key)
        if body is None:
            body = self._bodies_at[key] = self._body_at(holder, atom, day)
        return body

    def _body_at(self, holder: str, atom: int, day: int) -> str:
        cls = self.classes.get(holder)
        if cls is None:
            return holder if self.exists(holder, day) else ""
        if cls.level == "none":
            bit = 1 << atom
            rows = self.presences.get(holder, ())
            here = any(m.inside(day, p.start, p.end) and self.present_in(p, day) & bit for p in rows)
            return holder if here else ""
        caretaker = self._caretaker_at(holder, atom, day)
        if caretaker is not None:
            return f"{holder}/{caretaker.uid}"
        unit = self.territory.unit_at(cls.level, atom, day)
        return f"{holder}/{unit.uid}" if unit and self.class_present(holder, unit, day) else ""

    def class_present(self, cls: str, unit: Unit, day: int) -> bool:
        """Whether the organisational model gives ``unit`` an organ of the class on ``day``."""
        key = (cls, unit.uid, day)
        present = self._present.get(key)
        if present is None:
            atoms = self.territory.atoms_on(unit, day)
            present = bool(atoms) and any(
                m.inside(day, p.start, p.end) and not atoms & ~self.present_in(p, day)
                for p in self.presences.get(cls, ())
            )
            self._present[key] = present
        return present

    def _caretaker_at(self, cls: str, atom: int, day: int) -> Unit | None:
        bit = 1 << atom
        acting = [c for c in self.caretakers(cls) if c.ended <= day < c.until and c.mask & bit]
        return max(acting, key=lambda c: (c.ended, c.unit.uid)).unit if acting else None

    def caretakers(self, cls: str) -> list[Caretaker]:
        """Every unit version whose old organ of the class outlives it, by the rows of the model."""
        found = self._caretakers.get(cls)
        if found is None:
            found = self._caretakers[cls] = []
            level = self.classes[cls].level
            for p in self.presences.get(cls, ()):
                if p.caretaker_to is None:
                    continue
                for unit in self.territory.at_level(level):
                    end = unit.end
                    if end is None or end >= p.caretaker_to:
                        continue
                    if (p.start is not None and end < p.start) or (p.end is not None and end > p.end):
                        continue
                    atoms = self.territory.atoms_on(unit, end - 1)
                    if atoms and not atoms & ~self.present_in(p, end - 1):
                        found.append(Caretaker(unit, end, p.caretaker_to, atoms))
        return found

    def exists(self, body: str, day: int) -> bool:
        """Whether an organ, by its id, exists on ``day`` (as caretaker too)."""
        cls, _, uid = body.partition("/")
        if uid and cls in self.classes:
            unit = self.territory.units.get(uid)
            if unit is None:
                return False
            if unit.alive(day):
                return self.class_present(cls, unit, day)
            return any(c.unit.uid == uid and c.ended <= day < c.until for c in self.caretakers(cls))
        if body in self.bodies:
            return m.inside(day, self.bodies[body].start, self.bodies[body].end)
        return any(m.inside(day, p.start, p.end) for p in self.presences.get(body, ()))

    # -- days on which something may change ------------------------------------------------------

    def cuts(self, power: str) -> list[int]:
        """The days inside the horizon on which an answer about ``power`` may change, ascending."""
        cuts = self._cuts.get(power)
        if cuts is None:
            cuts = self._cuts[power] = self._cuts_of(power)
        return cuts

    def _cuts_of(self, power: str) -> list[int]:
        days: set[int | None] = set()
        acts: set[str] = set()
        holders: set[str] = set()
        for grant in self.grants_of(power):
            life = self.life(grant)
            days |= {life.start, life.end}
            holders |= {grant.holder, grant.grantor}
            acts.add(grant.act)
            if grant.transition.startswith("assign:"):
                holders.add(grant.transition.removeprefix("assign:"))
        for number in acts:
            act = self.acts.get(number)
            if act is not None and act.authority:
                days |= self._authority_days(act.authority)
        for unit in self.territory.units.values():
            days |= {unit.start, unit.end}
        for holder in holders:
            for presence in self.presences.get(holder, ()):
                days |= {presence.start, presence.end, presence.caretaker_to}
            if holder in self.bodies:
                days |= {self.bodies[holder].start, self.bodies[holder].end}
        start, end = self.horizon
        return sorted(day for day in days if day is not None and start < day < end)

    def _authority_days(self, authority: str) -> set[int | None]:
        number, _, provision = authority.partition(" ")
        act = self.act(number)
        if act is None:
            return set()
        record = self.provisions.get((number, provision.strip()))
        days = {act.in_force, self.end_of(act)[0]}
        return days | ({record.in_force, self.end_of(record)[0]} if record else set())
