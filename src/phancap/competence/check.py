"""The check over all powers x atoms x days x facts: exact, by boxes, every finding with an example.

It speaks of what was entered and is no legal opinion. The boxes come from :mod:`regions`, each answered by
the oracle, so gaps and overlaps are complete, not sampled. A power whose boxes would be more than its budget
is not looked at in part: it is reported as not proved.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from phancap.charter.model import ROOTS, Grant
from phancap.charter.names import body_name
from phancap.charter.view import View
from phancap.competence import words
from phancap.competence.check_changes import changes, lost_land, stages
from phancap.competence.check_grants import grant_itself, standing_acts
from phancap.competence.check_means import Means
from phancap.competence.findings import Finding
from phancap.competence.lints import lint_powers, lint_rows
from phancap.competence.oracle import beats, fits
from phancap.competence.recorder import Recorder, Rows
from phancap.competence.regions import Patch, Region, classes, land, merge, regions_between

Tables = dict[str, list[dict[str, Any]]]
BUDGET = 50_000
"""Boxes that one role of one power may have. At 30 to 100 microseconds each it ends within seconds."""
TOTAL_BUDGET = 2_000_000
"""Boxes that all of them may have together."""


class Checked(NamedTuple):
    """All findings, whether gap and overlap were proved absent, and the boxes looked at."""

    findings: list[Finding]
    proved: bool
    regions: int


def run(view: View, rows: Rows, tables: Tables, lang: str = "vi", budget: int = BUDGET) -> Checked:
    """Every finding about a view and the tables behind it, errors first."""
    to = Recorder(view, rows, lang)
    means = Means(view, tables)
    boxes = 0
    for power in sorted(view.powers):
        roles = {g.role for g in view.grants_of(power)}
        if view.powers[power].required:
            roles.add("decide")
        for role in sorted(roles):
            found = _boxes(to, power, role, min(budget, TOTAL_BUDGET - boxes))
            boxes += len(found)
            _role(to, power, role, found)
            means.check(to, power, role, found)
        for grant in view.grants_of(power):
            grant_itself(to, grant)
    means.untold_receivers(to)
    standing_acts(to)
    lost_land(to, tables.get("units", []))
    stages(to, tables.get("transitions", []))
    lint_powers(to)
    lint_rows(to, tables)
    order = ("error", "warning", "note")
    to.findings.sort(key=lambda f: (order.index(f.severity), f.code, f.power, f.file, f.row, f.start or "",
                                    f.where, f.condition, f.message))  # fmt: skip
    unproved = {f.code for f in to.findings if f.severity == "error"} & {"PC001", "PC002", "PC100"}
    return Checked(to.findings, not unproved, boxes)


def _boxes(to: Recorder, power: str, role: str, budget: int) -> list[Region]:
    """The boxes of one role; none, and a finding, where there would be more than the budget."""
    spans = list(_spans(to.view, power))
    size = sum(size_of(to.view, power, role, start, here) for start, _, here in spans)
    if size > budget:
        at = to.located("powers", power)
        text = to.say("not-proved", power=power, role=words.ROLE[to.lang][role], boxes=size, budget=budget)
        to.row("PC100", "error", text, at, power, power=power, role=role)
        return []
    return [
        region
        for start, end, here in spans
        for region in regions_between(to.view, power, role, start, end, here)
    ]


def _spans(view: View, power: str) -> Iterator[tuple[int, int, int]]:
    days = [view.horizon.start, *view.cuts(power), view.horizon.end]
    for start, end in zip(days, days[1:], strict=False):
        yield start, end, land(view, start)


def size_of(view: View, power: str, role: str, start: int, within: int) -> int:
    """At most how many boxes a span of days has: classes of land times cells of facts."""
    alive = [g for g in view.grants_of(power) if g.role == role and view.life(g).holds(start)]
    bounds: dict[str, set[int | None]] = {}
    types = view.fact_types(power)
    for grant in alive:
        for fact, axis in (view.box(grant) or {}).items():
            edges = bounds.setdefault(fact, set())
            if isinstance(axis, tuple):
                edges |= {edge for edge in axis if edge is not None}
    cells = 1
    for fact, edges in bounds.items():
        kind, values = types[fact]
        cells *= 2 if kind == "bool" else len(values) if kind == "category" else len(edges) + 1
    # Cutting the land is itself work; where the facts alone are too many it is left alone.
    return cells if cells > TOTAL_BUDGET else cells * len(classes(view, alive, start, within))


def _role(to: Recorder, power: str, role: str, found: list[Region]) -> None:
    if role == "decide" and to.view.powers[power].required:
        for patch in merge((r for r in found if r.holding.status == "gap"), to.view.fact_types(power)):
            to.box("PC001", "error", "gap", patch, power, role)
    _overlaps(to, power, role, found)
    _lost(to, power, role, found)
    changes(to, power, role, found)


def _overlaps(to: Recorder, power: str, role: str, found: list[Region]) -> None:
    groups: dict[tuple[str, ...], list[Region]] = {}
    for region in found:
        if region.holding.status == "overlap":
            groups.setdefault(tuple(link.grant.grant for link in region.holding.rivals), []).append(region)
    for rivals, members in sorted(groups.items()):
        for patch in merge(members, to.view.fact_types(power)):
            shown = ", ".join(_rival(to, link.body, link.grant) for link in patch.example.holding.rivals)
            grant = to.view.grants[rivals[-1]]
            to.box(
                "PC002",
                "error",
                "overlap",
                patch,
                power,
                role,
                grant=grant,
                rivals=shown,
                key="+".join(rivals),
            )


def _rival(to: Recorder, body: str, grant: Grant) -> str:
    cited = f"{grant.act} {grant.provision}".strip()
    return f"{body_name(to.view, body, to.lang)} (`{grant.grant}`: {cited})"


# -- grants without effect, by what the oracle says of them on each box ------------------------------------

_LOST = {
    "ultra-vires": ("PC003", "error"), "delegation-passed-on": ("PC004", "error"),
    "passed-on": ("PC004", "error"), "cycle": ("PC005", "error"), "lower-beaten": ("PC006", "error"),
    "dormant": ("PC008", "note"), "no-holder": ("PC008", "error"),
}  # fmt: skip


def _lost(to: Recorder, power: str, role: str, found: list[Region]) -> None:
    by_reason: dict[tuple[str, str], list[Region]] = {}
    for region in found:
        for name, why in region.holding.rejected:
            reason = _reason(to.view, region, to.view.grants[name], why)
            if reason:
                by_reason.setdefault((name, reason), []).append(region)
    for (name, reason), members in sorted(by_reason.items()):
        for patch in merge(members, to.view.fact_types(power)):
            _report_lost(to, to.view.grants[name], reason, patch, power, role)


def _reason(view: View, region: Region, grant: Grant, why: str) -> str:
    holds = region.holding
    if why == "not-held":
        giver = view.body_at(grant.grantor, region.atom, region.start) if grant.grantor else ""
        if holds.status == "overlap":
            return ""
        if holds.status == "joint" and giver in {link.body for way in holds.ways for link in way}:
            return ""
        if not giver and grant.grantor and view.acts[grant.act].rank >= 50:
            return ""  # words of the law about a giver that is gone lie dormant
        last = holds.chain[-1] if holds.chain else None
        if last is not None and giver and last.grant.instrument == "delegate" and last.body == giver:
            return "delegation-passed-on"
        return "cycle" if giver and _circle(view, region, grant) else "ultra-vires"
    if why == "beaten":
        return "lower-beaten" if _higher_winner(view, region, grant) else ""
    if why == "no-holder":
        # A class that no row of organisation.csv speaks of was never abolished: it is a slip, not an old word.
        told = grant.holder in view.bodies or view.presences.get(grant.holder)
        dormant = told and grant.instrument in ROOTS and view.acts[grant.act].rank >= 50
        return "dormant" if dormant else "no-holder"
    return why if why in ("passed-on", "cycle") else ""


def _circle(view: View, region: Region, grant: Grant) -> bool:
    """Whether derived grants alive at the region lead from the holder of ``grant`` back to its giver."""
    day, atom = region.start, region.atom
    onward: dict[str, set[str]] = {}
    for other in view.grants_of(grant.power):
        derived = other.instrument in ("decentralise", "delegate") and other.grantor
        if derived and other.role == grant.role and view.life(other).holds(day):
            if view.covers(other, day) >> atom & 1 and fits(view, other, region.facts):
                giver = view.body_at(other.grantor, atom, day)
                onward.setdefault(giver, set()).add(view.body_at(other.holder, atom, day))
    target = view.body_at(grant.grantor, atom, day)
    todo, seen = [view.body_at(grant.holder, atom, day)], set()
    while todo:
        body = todo.pop()
        if body == target:
            return True
        if body not in seen:
            seen.add(body)
            todo += onward.get(body, ())
    return False


def _higher_winner(view: View, region: Region, grant: Grant) -> Grant | None:
    """The kept grant of higher rank and other holder that beats ``grant`` on the region."""
    day = region.start
    rank = view.standing(grant.act, day)[0]
    own = view.body_at(grant.holder, region.atom, day)
    kept = region.holding.chain or region.holding.rivals
    for link in kept:
        same_step = (link.grant.instrument in ROOTS) == (grant.instrument in ROOTS)
        if same_step and link.body != own and beats(view, link.grant, grant, day):
            if view.standing(link.grant.act, day)[0] > rank and grant.grant not in link.grant.overrides:
                return link.grant
    return None


def _report_lost(to: Recorder, grant: Grant, reason: str, patch: Patch, power: str, role: str) -> None:
    code, severity = _LOST[reason]
    region = patch.example
    more = {
        "giver": to.organ(grant.grantor, region), "receiver": to.organ(grant.holder, region),
        "holder": to.level(grant.holder),
    }  # fmt: skip
    if reason == "lower-beaten":
        winner = _higher_winner(to.view, region, grant)
        more |= {"other": winner.grant if winner else "", "other_act": winner.act if winner else ""}
    to.box(code, severity, reason, patch, power, role, grant=grant, **more)
