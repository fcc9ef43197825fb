"""What the rule book of the signing day says of a grant: defects of substance and of form.

A defect of substance (pair not allowed, not transferable) leaves the grant without effect; a defect of
form is a finding and the grant stands; what only an ``unread`` rule forbids is a warning and stands too.
"""

from typing import TYPE_CHECKING, NamedTuple

from phancap.charter.model import Grant
from phancap.charter.view import View

if TYPE_CHECKING:
    from phancap.law.rulebook import RuleBook, Verdict


class Party(NamedTuple):
    """Kind and level of an organ, as ``classes.csv`` states them."""

    kind: str
    level: str


class Defect(NamedTuple):
    """One defect: ``reason`` names the sentence, ``rule`` and ``provision`` the rule that is broken."""

    severity: str
    reason: str
    rule: str = ""
    provision: str = ""


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


def rule_book(view: View) -> "RuleBook":
    """The rule book that the workspace names."""
    from phancap.law.rulebook import load

    return load(view.charter.rulebook)


def no_effect(view: View, grant: Grant) -> Defect | None:
    """The defect of substance that leaves a derived grant without effect, wherever it stands."""
    key = ("no_effect", grant.grant)
    if key in view.memo:
        known: Defect | None = view.memo[key]
        return known
    found = view.memo[key] = _no_effect(view, grant)
    return found


def _no_effect(view: View, grant: Grant) -> Defect | None:
    if not view.powers[grant.power].transferable:
        return Defect("error", "not-transferable")
    verdict = _pair(view, grant)
    if verdict is None or verdict.allowed or not verdict.read:
        return None
    return Defect("error", "pair", verdict.rule, verdict.provision)


def pair_warning(view: View, grant: Grant) -> Defect | None:
    """A pair that only an unread rule forbids: a warning, the grant stands."""
    verdict = _pair(view, grant)
    if verdict is None or verdict.allowed or verdict.read:
        return None
    return Defect("warning", "pair-unread", verdict.rule, verdict.provision)


def _pair(view: View, grant: Grant) -> "Verdict | None":
    giver, receiver = party_of(view, grant.grantor), party_of(view, grant.holder)
    if not giver.kind or not receiver.kind:
        # A named organ of no class: the book judges kinds, so it has nothing to say.
        return None
    return rule_book(view).pair(grant.instrument, giver, receiver, signed_on(view, grant))


def form_defects(view: View, grant: Grant) -> list[Defect]:
    """Defects of form: findings, the grant stands."""
    if grant.instrument not in ("devolve", "decentralise", "delegate"):
        return []
    act = view.acts[grant.act]
    number = act.act.partition("#")[0]
    has_end = view.life(grant).end is not None
    found = rule_book(view).form(
        grant.instrument, act.type, act.issuer, number, signed_on(view, grant), has_end, act.authority
    )
    return [Defect(item.severity, item.defect, item.rule, item.provision) for item in found]


def hops_allowed(view: View, grant: Grant, hops: int) -> bool:
    """Whether the rule book of the signing day lets a power be decentralised ``hops`` times in a row."""
    if hops <= 1:
        return True
    level = party_of(view, grant.grantor).level
    relation = "centre-local" if level == "none" else "local-local"
    limit = rule_book(view).max_hops(signed_on(view, grant), relation)
    return limit is None or hops <= limit
