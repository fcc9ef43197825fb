"""A second, slow reading of the charter, written from the contract alone, to hold the first one to account.

It shares no code with the package: the CSV is read with :mod:`csv`, days are :class:`datetime.date`, a
territory is a frozen set of *atoms* and an atom is a path through the lineage, the way one piece of land may
have gone from its first unit version to its last. Nothing is clever; what is kept between questions is only
kept because asking a million of them would take a day.

Limits, on purpose: places are uids and lettered codes, not words; findings are not produced; the rule book is
the small table of :func:`pair_allowed`. Every place where the contract can be read in two ways is marked
``DOUBT`` with the reading taken here.
"""

from __future__ import annotations

import tomllib
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from reading import (
    LEVEL,
    ONE_HOP_SINCE,
    TABLES,
    Row,
    holds,
    items,
    known_of,
    pair_allowed,
    parse,
    read_table,
    typed,
    values_of,
)
from reading_ground import Ground


class Outcome(NamedTuple):
    """What one question comes to. ``answerable`` is unordered, ``candidates`` are body ids."""

    status: str
    body: str = ""
    answerable: frozenset[str] = frozenset()
    chain: tuple[str, ...] = ()
    candidates: frozenset[str] = frozenset()

    @property
    def same(self) -> tuple[str, str, frozenset[str], tuple[str, ...]]:
        """What must not change for the answer to be the same (candidates do not count)."""
        return self.status, self.body, self.answerable, self.chain


class Workspace:
    """The folder as written, and one :class:`View` for each state of knowledge."""

    def __init__(self, folder: str | Path, options: tuple[str, ...] = ()) -> None:
        folder = Path(folder)
        city = tomllib.loads((folder / "city.toml").read_text(encoding="utf-8"))
        start, end = city["horizon"]
        self.horizon = date.fromisoformat(str(start)), date.fromisoformat(str(end))
        self.tables = {name: read_table(folder, name, options) for name in TABLES}
        self._published = sorted({k for name in TABLES for row in self.tables[name] if (k := known_of(name, row))})
        self._views: dict[int, View] = {}

    def view(self, known: date | None) -> View:
        """The workspace as it was published on the day ``known`` (``None``: everything)."""
        # Between two days of publication nothing changes, so one view serves all of them.
        index = len(self._published) if known is None else sum(1 for k in self._published if k <= known)
        if index not in self._views:
            self._views[index] = View(self.tables, self.horizon, known)
        return self._views[index]


# --- one state of knowledge ---------------------------------------------------------------------------------


class View(Ground):
    """The answers that one state of knowledge gives."""

    # precedence ----------------------------------------------------------------------------------------------

    def beats(self, one: Row, other: Row, on: date) -> bool:
        """Whether one grant beats another where both take part."""
        # DOUBT: the marked reading of a tension goes before every other rule.
        if (one["grant"], other["grant"]) in self.beaten_by_tension:
            return True
        if (other["grant"], one["grant"]) in self.beaten_by_tension:
            return False
        mine, theirs = self.standing(one["act"], on), self.standing(other["act"], on)
        says, denies = other["grant"] in items(one["overrides"]), one["grant"] in items(other["overrides"])
        if says and not denies and mine[0] >= theirs[0]:
            return True
        if denies and not says and theirs[0] >= mine[0]:
            return False
        if mine[0] != theirs[0]:
            return mine[0] > theirs[0]
        # DOUBT: with an `authority` the standing is the authority's, the day of signing the act's own.
        signed = [self.acts[g["act"]]["signed"] for g in (one, other)]
        return mine[1] == theirs[1] and signed[0] > signed[1]

    def survivors(self, grants: list[tuple[Row, str]], on: date) -> dict[str, Row]:
        """Holders of the grants that none beats, each with the smallest of its grants."""
        found: dict[str, Row] = {}
        for grant, holder in grants:
            if not any(self.beats(other, grant, on) for other, _ in grants if other is not grant):
                if holder not in found or grant["grant"] < found[holder]["grant"]:
                    found[holder] = grant
        return found

    # who -----------------------------------------------------------------------------------------------------

    def taking_part(self, power: str, role: str, atom: int, on: date, facts: dict[str, Any]) -> list[tuple[Row, str]]:
        """Grants whose box holds the question, with their holder there."""
        found = []
        for grant in self.live(power, role, on):
            if atom in self.where(grant["where"], grant["act"], on) and holds(grant["condition"], facts):
                holder = self.body_of(grant["holder"], atom, on)
                if holder:
                    found.append((grant, holder))
        return found

    def live(self, power: str, role: str, on: date) -> list[Row]:
        key = "live", power, role, on
        if key not in self._memo:
            rows = [g for g in self.grants.values() if g["power"] == power and (g["role"] or "decide") == role]
            rows = [g for g in rows if g["instrument"] in ("assign", "devolve", "decentralise", "delegate")]
            self._memo[key] = [g for g in rows if self.life(g)[0] <= on < self.life(g)[1]]
        return self._memo[key]

    def plain(self, power: str, role: str, atom: int, on: date, facts: dict[str, Any]) -> Outcome:
        """Who is competent for one atom, one day, facts all given; no transition."""
        key = "plain", power, role, atom, on, tuple(facts.items())
        if key not in self._memo:
            self._memo[key] = self._plain(power, role, atom, on, facts)
        found: Outcome = self._memo[key]
        return found

    def _plain(self, power: str, role: str, atom: int, on: date, facts: dict[str, Any]) -> Outcome:
        row = self.powers[power]
        joint = role in items(row["joint"])
        grants = self.taking_part(power, role, atom, on, facts)
        derived = [] if row["transferable"] == "no" else grants

        def step(instrument: str, holder: str, chain: tuple[str, ...], earlier: tuple[str, ...]) -> dict[str, Row]:
            """Survivors among the grants that pass the power on from a holder."""
            able = [
                (g, h) for g, h in derived
                if g["instrument"] == instrument and self.body_of(g["grantor"], atom, on) == holder
                and h not in earlier and self.lawful(g, chain)
            ]  # fmt: skip
            return self.survivors(able, on)

        roots = self.survivors([(g, h) for g, h in grants if g["instrument"] in ("assign", "devolve")], on)
        if not roots:
            return Outcome("gap")
        if len(roots) > 1 and not joint:
            return Outcome("overlap", candidates=frozenset(roots))
        # A holding: the body, the chain to it, every holder on the way, the givers that answer too.
        open_ = [(h, (g["grant"],), (h,), frozenset[str]()) for h, g in roots.items()]
        ends: list[Outcome] = []
        while open_:
            holder, chain, earlier, givers = open_.pop()
            onward = step("decentralise", holder, chain, earlier)
            if len(onward) > 1 and not joint:
                return Outcome("overlap", candidates=frozenset(onward))
            for h, g in onward.items():
                more = givers | {holder} if g["resources"] == "no" else givers
                open_.append((h, (*chain, g["grant"]), (*earlier, h), more))
            if onward:
                continue
            acting = step("delegate", holder, chain, earlier)
            if len(acting) > 1 and not joint:
                return Outcome("overlap", candidates=frozenset(acting))
            for h, g in acting.items():
                ends.append(Outcome("competent", h, givers | {holder}, (*chain, g["grant"])))
            if not acting:
                ends.append(Outcome("competent", holder, givers | {holder}, chain))
        bodies = frozenset(end.body for end in ends)
        if len(bodies) > 1:
            return Outcome("joint", candidates=bodies)
        # DOUBT: ways of a joint role that meet again in one body are one answer, shown by the smallest chain.
        return min(ends, key=lambda end: end.chain)

    def lawful(self, grant: Row, chain: tuple[str, ...]) -> bool:
        """Whether the rule book of the signing day lets the grant pass on what came by the chain."""
        signed = date.fromisoformat(self.acts[grant["act"]]["signed"])
        if not pair_allowed(grant["instrument"], self.party(grant["grantor"]), self.party(grant["holder"]), signed):
            return False
        hops = sum(1 for link in chain if self.grants[link]["instrument"] == "decentralise")
        return grant["instrument"] != "decentralise" or signed < ONE_HOP_SINCE or hops == 0

    def decided(self, power: str, role: str, atom: int, on: date, then: date, facts: dict[str, Any]) -> Outcome:
        """The answer for a matter received on one day and decided on a later one."""
        if then <= on:
            return self.plain(power, role, atom, on, facts)
        old, new = self.plain(power, role, atom, on, facts), self.plain(power, role, atom, then, facts)
        if old.status != "competent" or new.status != "competent" or old.body == new.body:
            return new
        rule = self.grants[new.chain[-1]]["transition"] or "successor"
        if rule == "filing-law":
            return old
        if rule == "stay":
            return old if self.body_exists(old.body, then) else new
        if rule == "successor" and self.body_exists(old.body, then):
            # DOUBT: the contract gives answerable and chain of `on` only for `stay` and `filing-law`.
            return new._replace(body=old.body)
        if rule.startswith("assign:"):
            organ = self.body_of(rule.removeprefix("assign:"), atom, then)
            # DOUBT: where the organ is missing nobody is named to assign, and the new holder answers.
            return Outcome("to-be-assigned", organ, frozenset({organ or new.body}), new.chain)
        return new

    def cells(self, power: str, given: dict[str, Any]) -> list[dict[str, Any]]:
        """Complete facts: those given, with one value for each cell that the missing ones may fall in."""
        key = "cells", power, tuple(sorted(given.items()))
        if key not in self._memo:
            self._memo[key] = self._cells(power, given)
        found: list[dict[str, Any]] = self._memo[key]
        return found

    def _cells(self, power: str, given: dict[str, Any]) -> list[dict[str, Any]]:
        declared = {r["fact"]: r for r in self.facts if r["power"] in (power, "*")}
        tests = [t for g in self.grants.values() if g["power"] == power for t in parse(g["condition"])]
        missing = {fact: values_of(declared[fact], tests) for fact in sorted({t[0] for t in tests} - set(given))}
        return [{**given, **dict(zip(missing, values, strict=True))} for values in product(*missing.values())]

    def over(self, power: str, role: str, atoms: frozenset[int], on: date, then: date, given: dict[str, Any]) -> Outcome:
        """The answer for a set of atoms, some facts perhaps missing."""
        key = "place", power, role, atoms, on, then, tuple(sorted(given.items()))
        if key not in self._memo:
            self._memo[key] = self._over(power, role, atoms, on, then, given)
        return self._memo[key]

    def _over(self, power: str, role: str, atoms: frozenset[int], on: date, then: date, given: dict[str, Any]) -> Outcome:
        answers: list[Outcome] = []
        for atom in sorted(atoms):
            key = "atom", power, role, atom, on, then, tuple(sorted(given.items()))
            if key not in self._memo:
                # DOUBT: the transition is applied for each value of the missing facts, then they are compared.
                found = [self.decided(power, role, atom, on, then, facts) for facts in self.cells(power, given)]
                same = all(f.same == found[0].same for f in found)
                self._memo[key] = found[0] if same else Outcome("needs-facts")
            answers.append(self._memo[key])
        if not answers:
            return Outcome("gap")
        if all(a.same == answers[0].same for a in answers):
            return answers[0]._replace(candidates=frozenset[str]().union(*(a.candidates for a in answers)))
        if any(a.status == "needs-facts" for a in answers):
            return Outcome("needs-facts")
        return Outcome("ambiguous-place", candidates=frozenset(a.body for a in answers if a.body))

    def place(self, text: str, on: date) -> str:
        """The unit version a place names on a day, ``""`` when none."""
        if "@" in text:
            return text if text in self.units else ""
        now = self.unit_with_code(text, on)
        if now:
            return now
        before = [
            (self.span[u][1], u) for u, r in self.units.items()
            if r["level"] == LEVEL.get(text[:1]) and r["code"] == text[1:] and self.span[u][1] <= on
        ]  # fmt: skip
        return max(before)[1] if before else ""


# --- the question -------------------------------------------------------------------------------------------


def who(
    workspace: Workspace,
    power: str,
    place: str,
    on: date,
    role: str = "decide",
    decided: date | None = None,
    known: date | None = None,
    facts: dict[str, str] | None = None,
) -> dict[str, Any]:
    """The answer: status, body, answerable, chain, candidates, valid."""
    view = workspace.view(known)
    then = decided or on
    first, end = workspace.horizon
    if not (first <= on < end and first <= then < end):
        return answer(Outcome("no-such-day"), None)
    if power not in view.powers:
        return answer(Outcome("unknown-power"), (first, end))
    declared = {r["fact"]: r for r in view.facts if r["power"] in (power, "*")}
    given = {k: typed(declared[k], v) for k, v in (facts or {}).items() if k in declared}
    pieces = place.split("&")
    uid = pieces[0] if pieces[1:] else view.place(place, on)
    if not uid:
        # DOUBT: unknown as long as no unit bears the code; the answer changes when one does.
        days = [d for d in view.cuts[:-1] if view.place(place, d)]
        return answer(Outcome("unknown-place"), (first, min([d for d in days if d > on], default=end)))
    # The contract writes the piece common to units as `uid&uid`.
    atoms = frozenset.intersection(*(view.land[piece] for piece in pieces)) if pieces[1:] else view.land[uid]
    # DOUBT: moving through time the land asked about stays, it is not looked up by its code again.
    later = then > on

    def at(on: date) -> Outcome:
        # DOUBT: moved past the day decided, a matter is a plain one of its own day.
        return view.over(power, role, atoms, on, max(on, then) if later else on, given)

    cuts = sorted({*view.cuts_of(power), then})
    index = max(i for i, c in enumerate(cuts) if c <= on)
    found = at(cuts[index])
    low = high = index
    while low > 0 and at(cuts[low - 1]).same == found.same:
        low -= 1
    while high + 2 < len(cuts) and at(cuts[high + 1]).same == found.same:
        high += 1
    return answer(found, (cuts[low], cuts[high + 1]))


def answer(found: Outcome, valid: tuple[date, date] | None) -> dict[str, Any]:
    """The outcome in plain values."""
    return {
        "status": found.status,
        "body": found.body,
        "answerable": sorted(found.answerable),
        "chain": list(found.chain),
        "candidates": sorted(found.candidates),
        "valid": [d.isoformat() for d in valid] if valid else None,
    }
