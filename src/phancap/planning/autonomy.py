"""An autonomy profile read off the charter, for use inside the city: before and after an option, never a target.

The rules follow the dimensions of the Local Autonomy Index (Ladner et al.): policy scope, effective discretion,
supervision, legal protection. What a register of powers cannot show (representation, real access, own money) stays
``None``; ``coded`` says what share of the dimensions was read by rule. No city of Viet Nam has an official score:
this one compares a unit with itself.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from phancap.charter.view import View
from phancap.competence.lawful import party_of
from phancap.competence.oracle import Holding
from phancap.competence.regions import land, regions_between

WEIGHT = {"assign": 1.0, "devolve": 1.0, "decentralise": 0.66, "delegate": 0.33}
"""What a power held by an instrument is worth: a delegate acts for another, a receiver answers itself."""
ROLE = {"decide": 1.0, "appraise": 0.3, "verify": 0.3, "consent": 0.5, "prepare": 0.2, "receive": 0.1}
DIMENSIONS = ("scope", "discretion", "supervision", "protection", "organisation", "finance", "access")
BY_RULE = ("scope", "discretion", "supervision", "protection")


class Profile(NamedTuple):
    """Scores of 0 to 100 for one level on one day; ``None`` where the register cannot say."""

    level: str
    scores: dict[str, float | None]
    powers: int

    @property
    def coded(self) -> float:
        """The share of the dimensions read by rule."""
        return sum(value is not None for value in self.scores.values()) / len(self.scores)


def profile(view: View, level: str, mask: int, day: int, powers: tuple[str, ...] | None = None) -> Profile:
    """The profile of one level on some land on one day.

    ``scope``: share of fields in which the level decides anything. ``discretion``: over all powers, what the level
    holds, weighed by instrument and role. ``supervision``: share of what it holds that needs nobody's consent.
    ``protection``: rank of the acts it holds by, out of a law's.
    """
    fields: dict[str, bool] = {}
    held = weight = free = rank = 0.0
    chosen = sorted(view.powers if powers is None else powers)
    here = land(view, day) & mask
    for power in chosen:
        record = view.powers[power]
        best, needs_consent, act_rank = 0.0, False, 0
        for role in ROLE:
            if not any(g.role == role for g in view.grants_of(power)):
                continue
            for region in regions_between(view, power, role, day, day + 1, here):
                share = _share(view, region.holding, level) * region.mask.bit_count() / max(here.bit_count(), 1)
                if share:
                    worth = share * ROLE[role]
                    best = max(best, worth)
                    act_rank = max(act_rank, _rank(view, region.holding))
        needs_consent = any(g.role in ("consent", "verify") and view.life(g).holds(day) for g in view.grants_of(power))
        fields[record.field] = fields.get(record.field, False) or best > 0
        weight += best
        if best > 0:
            held += 1
            free += 0.0 if needs_consent else 1.0
            rank += min(act_rank / 90, 1.0)
    scores: dict[str, float | None] = dict.fromkeys(DIMENSIONS)
    scores["scope"] = 100 * sum(fields.values()) / len(fields) if fields else 0.0
    scores["discretion"] = 100 * weight / len(chosen) if chosen else 0.0
    scores["supervision"] = 100 * free / held if held else 0.0
    scores["protection"] = 100 * rank / held if held else 0.0
    return Profile(level, scores, int(held))


def _share(view: View, found: Holding, level: str) -> float:
    """What the level has of the end of a chain: the instrument's weight."""
    links = found.chain[-1:] or found.rivals
    worth = [WEIGHT[x.grant.instrument] for x in links if party_of(view, x.grant.holder).level == level]
    return max(worth, default=0.0)


def _rank(view: View, found: Holding) -> int:
    links = found.chain[-1:] or found.rivals
    return max((view.acts[link.grant.act].rank for link in links), default=0)


def compare(before: View, after: View, level: str, mask: int, day: int) -> dict[str, Any]:
    """The profile of a level before and after an option, with what the register cannot say left open."""
    powers = tuple(sorted({*before.powers, *after.powers}))
    sides = [profile(view, level, mask, day, tuple(p for p in powers if p in view.powers)) for view in (before, after)]
    return {
        "level": level, "internal": True, "coded": round(sides[1].coded, 3),
        "before": {k: None if v is None else round(v, 1) for k, v in sides[0].scores.items()},
        "after": {k: None if v is None else round(v, 1) for k, v in sides[1].scores.items()},
        "powers_before": sides[0].powers, "powers_after": sides[1].powers,
    }  # fmt: skip
