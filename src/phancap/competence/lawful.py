"""What the rule book of the signing day says of a grant: defects of substance and of form.

A defect of substance (pair not allowed, not transferable) leaves the grant without effect; a defect of
form is a finding and the grant stands; what only an ``unread`` rule forbids is a warning.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from phancap.charter.model import ROOTS, Grant
from phancap.charter.view import View


class Party(NamedTuple):
    """Kind and level of an organ, as ``classes.csv`` states them."""

    kind: str
    level: str


class Defect(NamedTuple):
    """One defect: ``substance`` means no effect; ``rule`` and ``provision`` name the rule broken."""

    code: str
    severity: str
    reason: str
    substance: bool = False
    rule: str = ""
    provision: str = ""


class Verdict(Protocol):
    """What a rule book answers about a pair."""

    allowed: bool
    rule: str
    provision: str
    read: bool


def party_of(view: View, holder: str) -> Party:
    """Kind and level of a holder; both empty where the workspace does not say."""
    cls = view.classes.get(holder)
    if cls is None:
        body = view.bodies.get(holder)
        cls = view.classes.get(body.cls) if body else None
    return Party(cls.kind, cls.level) if cls else Party("", "")


def signed_on(view: View, grant: Grant) -> int:
    """The signing day of a grant's act; where it is not stated, the first of its other days."""
    act = view.acts[grant.act]
    days = (act.signed, act.in_force, act.operates)
    return next((day for day in days if day is not None), view.horizon.start)


def relation_of(giver: Party) -> str:
    """``centre-local`` where a central organ gives, else ``local-local``."""
    return "centre-local" if giver.level == "none" else "local-local"


def no_effect(view: View, grant: Grant) -> Defect | None:
    """The defect of substance that leaves a derived grant without effect, wherever it stands."""
    key = ("no_effect", grant.grant)
    if key not in view.memo:
        view.memo[key] = _no_effect(view, grant)
    found: Defect | None = view.memo[key]
    return found


def _no_effect(view: View, grant: Grant) -> Defect | None:
    power = view.powers[grant.power]
    if not power.transferable:
        return Defect("PC004", "error", "not-transferable", substance=True)
    giver, receiver = party_of(view, grant.grantor), party_of(view, grant.holder)
    if not giver.kind or not receiver.kind:
        return None
    verdict = rule_book(view).pair(grant.instrument, giver, receiver, signed_on(view, grant))
    if verdict.allowed or not verdict.read:
        return None
    return Defect("PC004", "error", "pair", substance=True, rule=verdict.rule, provision=verdict.provision)


def hops_allowed(view: View, grant: Grant, hops: int) -> bool:
    """Whether the rule book of the signing day lets a power be decentralised ``hops`` times in a row."""
    relation = relation_of(party_of(view, grant.grantor))
    limit = rule_book(view).max_hops(signed_on(view, grant), relation)
    return limit is None or hops <= limit
