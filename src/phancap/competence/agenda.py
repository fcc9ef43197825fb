"""What ends when, what it takes with it, which act of which organ is needed, and by when to start.

The lead time is an assumption (``assumption`` in every row that has one): the law that fixes the steps of
drafting, consultation and publication was not read for each kind of act.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from phancap.charter.model import ROOTS, Grant
from phancap.charter.names import level_words
from phancap.charter.view import View
from phancap.competence.lawful import party_of, rule_book
from phancap.competence.oracle import Link
from phancap.competence.regions import Region, presence, regions, steps
from phancap.formats.days import format_day

LEAD_DAYS = {"devolve": 365, "assign": 180, "decentralise": 120, "delegate": 45}
"""Days from the start of drafting to the day an act works, by instrument: assumptions."""


class _Cause(NamedTuple):
    day: int
    what: str
    reason: str
    by: str


class _Way(NamedTuple):
    """One lawful way to a holder: the instrument, the kind of act, the organ that makes it, the provision."""

    instrument: str
    act: str
    organ: str
    provision: str


class _Effects:
    """What one cause does: powers that fall, change hands or stay, and the ways to mend each."""

    def __init__(self) -> None:
        self.falls: set[str] = set()
        self.changes: set[tuple[str, str, str, str]] = set()
        self.stays: set[str] = set()
        self.ways: set[tuple[_Way, ...]] = set()


def agenda(view: View, start: int, end: int, lang: str = "vi", about: str = "") -> list[dict[str, Any]]:
    """A row for each thing that ends in ``[start, end)``: an act's grants, a term, an organ.

    ``about`` is the id of a power: only what ends for it, and what it needs.
    """
    found: dict[_Cause, _Effects] = {}
    for power in [about] if about else sorted(view.powers):
        for role in sorted({grant.role for grant in view.grants_of(power)}):
            for day, before, after in steps(regions(view, power, role)):
                if start <= day < end and before.holding.status == "competent":
                    link = _ended(view, day, before)
                    if link is not None:
                        cause = _cause(view, day, link)
                        _note(view, day, before, after, link, found.setdefault(cause, _Effects()))
    return [_row(view, cause, found[cause], lang) for cause in sorted(found)]


def _ended(view: View, day: int, before: Region) -> Link | None:
    """The first link of the chain that held until ``day`` and holds no longer."""
    for link in before.holding.chain:
        if view.life(link.grant).end == day or not presence(view, link.grant.holder, day) & before.mask:
            return link
    return None


def _cause(view: View, day: int, link: Link) -> _Cause:
    life = view.life(link.grant)
    if life.end == day:
        return _Cause(day, link.grant.act, "law" if life.ender else "expiry", life.ender)
    return _Cause(day, link.grant.holder, "organ", "")


def _note(view: View, day: int, before: Region, after: Region, link: Link, effects: _Effects) -> None:
    old = before.holding.chain[-1].grant
    new = after.holding.chain[-1].grant if after.holding.chain else None
    if after.holding.status == "gap":
        effects.falls.add(old.power)
        effects.ways.add(_to_fill(view, link.grant, day))
    elif new is None or new.holder != old.holder or new.instrument != old.instrument:
        after_words = new.holder if new is not None else after.holding.status
        effects.changes.add((old.power, old.role, old.holder, after_words))
        if link.grant.instrument not in ROOTS:
            effects.ways.add(_to_renew(view, link.grant, day))
    else:
        effects.stays.add(old.power)


def _to_renew(view: View, grant: Grant, day: int) -> tuple[_Way, ...]:
    """A gift that ran out goes back to its giver, who may make it anew where the rule book of that day lets it."""
    giver, receiver = party_of(view, grant.grantor), party_of(view, grant.holder)
    ways = rule_book(view).needs(giver, receiver, day)
    return tuple(
        _Way(way.instrument, way.act, grant.grantor, way.provision)
        for way in ways
        if way.instrument == grant.instrument
    )


def _to_fill(view: View, grant: Grant, day: int) -> tuple[_Way, ...]:
    """Nobody holds: a law, or an act like the one that ended where its authority still stands."""
    act = view.acts[grant.act]
    ways = [
        _Way(way.instrument, way.act, way.organ, way.provision)
        for way in rule_book(view).needs(None, party_of(view, grant.holder), day)
        if way.instrument == "devolve"
    ]
    higher, _, provision = act.authority.partition(" ")
    stands = not act.authority or view.provision_in_force(higher, provision.strip(), day)
    if grant.instrument in ROOTS and stands and act.issuer and act.issuer != "Quốc hội":
        ways.append(_Way("assign", act.type or "văn bản", act.issuer, act.authority))
    return tuple(ways)


def _row(view: View, cause: _Cause, effects: _Effects, lang: str) -> dict[str, Any]:
    # Each group of powers needs one of its ways; the quickest fixes the last day to start.
    starts = [
        max(cause.day - LEAD_DAYS.get(way.instrument, 365) for way in ways) for ways in effects.ways if ways
    ]
    act = view.acts.get(cause.what)
    return {
        "day": format_day(cause.day), "ends": cause.what, "name": level_words(view, cause.what, lang),
        "title": act.title if act else "", "reason": cause.reason, "by": cause.by,
        "falls": sorted(effects.falls), "changes": sorted({power for power, *_ in effects.changes}),
        "stays": sorted(effects.stays - effects.falls),
        "moves": [
            {"power": power, "role": role, "before": level_words(view, old, lang), "after": level_words(view, new, lang)}
            for power, role, old, new in sorted(effects.changes)
        ],
        "needs": [_way_json(view, way, cause.day, lang) for way in sorted({w for ways in effects.ways for w in ways})],
        "start_by": format_day(min(starts)) if starts else None, "assumption": bool(starts),
    }  # fmt: skip


def _way_json(view: View, way: _Way, day: int, lang: str) -> dict[str, str]:
    return {
        "act": way.act, "organ": level_words(view, way.organ, lang), "instrument": way.instrument,
        "provision": way.provision, "start_by": format_day(day - LEAD_DAYS.get(way.instrument, 365)),
    }  # fmt: skip
