"""What ends when, what it takes with it, which act of which organ is needed, and by when to start.

The lead time is an assumption (``assumption`` in every row): the law that fixes the steps of drafting,
consultation and publication was not read for each kind of act.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from phancap.charter.names import level_words
from phancap.charter.view import View
from phancap.competence.diff import Change, needs
from phancap.competence.regions import Region, presence, regions, steps
from phancap.formats.days import format_day

LEAD_DAYS = {"devolve": 365, "decentralise": 120, "delegate": 45, "withdraw": 45}
"""Days from the start of drafting to the day an act works, by instrument: assumptions."""


class _Cause(NamedTuple):
    day: int
    what: str
    reason: str
    by: str


def agenda(view: View, start: int, end: int, lang: str = "vi") -> list[dict[str, Any]]:
    """A row for each thing that ends in ``[start, end)``: an act's grants, a term, an organ."""
    found: dict[_Cause, dict[str, set[str]]] = {}
    asked: dict[_Cause, list[Change]] = {}
    for power in sorted(view.powers):
        for role in sorted({grant.role for grant in view.grants_of(power)}):
            for day, before, after in steps(regions(view, power, role)):
                if start <= day < end and before.holding.status == "competent":
                    cause = _cause(view, day, before)
                    if cause is not None:
                        _note(
                            view,
                            power,
                            role,
                            before,
                            after,
                            found.setdefault(cause, {}),
                            asked.setdefault(cause, []),
                        )
    return [_row(view, cause, found[cause], asked[cause], lang) for cause in sorted(found)]


def _cause(view: View, day: int, before: Region) -> _Cause | None:
    """What ended on ``day`` of the chain that held until then."""
    for link in before.holding.chain:
        life = view.life(link.grant)
        if life.end == day:
            return _Cause(day, link.grant.act, "law" if life.ender else "expiry", life.ender)
        if not presence(view, link.grant.holder, day) & before.mask:
            return _Cause(day, link.grant.holder, "organ", "")
    return None


def _note(
    view: View,
    power: str,
    role: str,
    before: Region,
    after: Region,
    effects: dict[str, set[str]],
    asked: list[Change],
) -> None:
    old = before.holding.chain[-1].grant
    new = after.holding.chain[-1].grant if after.holding.chain else None
    if new is not None and new.holder == old.holder and new.instrument == old.instrument:
        return
    effects.setdefault("falls" if after.holding.status == "gap" else "changes", set()).add(power)
    if after.holding.status == "gap":
        asked.append(
            Change("power", power, role, "", "", "", "", "", "", old.grantor or old.holder, old.holder)
        )


def _row(
    view: View, cause: _Cause, effects: dict[str, set[str]], asked: list[Change], lang: str
) -> dict[str, Any]:
    ways = [way for way in (_needed(view, change, cause.day) for change in asked) if way]
    kinds = {(way["act"], way["organ"], way["instrument"]): way for way in ways}
    lead = max((LEAD_DAYS.get(way["instrument"], 365) for way in ways), default=0)
    return {
        "day": format_day(cause.day), "ends": cause.what, "name": level_words(view, cause.what, lang),
        "reason": cause.reason, "by": cause.by, "falls": sorted(effects.get("falls", ())),
        "changes": sorted(effects.get("changes", ())), "needs": [kinds[key] for key in sorted(kinds)],
        "start_by": format_day(cause.day - lead) if lead else None, "assumption": bool(lead),
    }  # fmt: skip


def _needed(view: View, change: Change, day: int) -> dict[str, str] | None:
    """What would give the power a holder again: as no organ holds it, an act that makes a root, or the giver."""
    grants = [g for g in view.grants_of(change.power) if g.role == change.role]
    derived = any(
        g.instrument in ("decentralise", "delegate") and g.holder == change.holder_after for g in grants
    )
    return needs(view, change if derived else change._replace(holder_before="", holder_after=""), day)
