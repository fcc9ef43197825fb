"""What changes in time: organs that end without an heir, and what becomes of dossiers that are open then.

A dossier that is open when a power changes hands follows one rule: that of its stage in ``transitions.csv``,
else the ``transition`` of the grant that makes the new holder. None or two is PC011.
"""

from __future__ import annotations

from typing import Any

from phancap.charter.model import Grant, Stage
from phancap.competence.recorder import Recorder
from phancap.competence.regions import Patch, Region, land, merge, presence, steps
from phancap.formats.days import format_day, show_day

REST = ("", "*")
"""Stages that mean every other one."""
RETURN_DAYS = 90


def changes(to: Recorder, power: str, role: str, found: list[Region]) -> None:
    """PC010 and PC011 of one role, and powers that go and come back (PC122)."""
    orphans: dict[tuple[str, bool], list[Region]] = {}
    moved: dict[str, dict[str, list[Region]]] = {}
    for day, before, after in steps(found):
        if before.holding.status not in ("competent", "joint"):
            continue
        common = after._replace(mask=before.mask & after.mask)
        if after.holding.status == "gap":
            gone = [h for h in _holders(before) if not presence(to.view, h, day) & common.mask]
            if gone:
                orphans.setdefault((gone[0], False), []).append(common)
        elif before.holding.status == "joint":
            # The others go on and the power is held; only who took over the share of the one that is gone is not said.
            # One of those that stay may take it up, by a grant that begins with the change.
            left = _holders(after)
            if set(left) <= set(_holders(before)) and _grants(after) <= _grants(before):
                for holder in _holders(before):
                    if holder not in left and not presence(to.view, holder, day) & common.mask:
                        orphans.setdefault((holder, True), []).append(common)
        elif after.holding.status == "competent":
            old, new = before.holding.chain[-1].grant, after.holding.chain[-1].grant
            # The same class at a new unit version is no change of hands: nobody need say anything.
            if old.holder != new.holder:
                moved.setdefault(new.grant, {}).setdefault(old.holder, []).append(common)
    for (holder, share), members in sorted(orphans.items()):
        severity, message = ("warning", "orphan-share") if share else ("error", "orphan")
        for patch in merge(members, to.view.fact_types(power)):
            to.box("PC010", severity, message, patch, power, role, day=show_day(patch.start),
                   holder=to.level(holder))  # fmt: skip
    for name, taken in sorted(moved.items()):
        _open_dossiers(to, power, role, to.view.grants[name], taken)
    _returns(to, power, role, found)


def _holders(region: Region) -> list[str]:
    """Classes and bodies of all links of a box, each once."""
    links = [*region.holding.chain, *(link for way in region.holding.ways for link in way)]
    return list(dict.fromkeys(link.grant.holder for link in links))


def _grants(region: Region) -> set[str]:
    links = [*region.holding.chain, *(link for way in region.holding.ways for link in way)]
    return {link.grant.grant for link in links}


def _open_dossiers(
    to: Recorder, power: str, role: str, grant: Grant, taken: dict[str, list[Region]]
) -> None:
    """``taken``: the boxes on which the grant takes the power over, by the holder it takes it from."""
    own = [stage for stage in to.view.transitions if stage.grant == grant.grant]
    rest = grant.transition or next((s.rule for s in own if s.stage in REST), "")
    members = [region for regions in taken.values() for region in regions]
    if not rest and not own:
        for old_holder, regions in sorted(taken.items()):
            to.box("PC011", "warning", "no-transition", _first(regions), power, role, grant=grant,
                   before=to.level(old_holder), after=to.level(grant.holder))  # fmt: skip
    elif not rest:
        named = ", ".join(f"`{stage}`" for stage in sorted({s.stage for s in own}))
        to.box("PC011", "warning", "stages-without-rest", _first(members), power, role, grant=grant, stages=named)
    rules = [("", grant.transition), *((s.stage, s.rule) for s in own)]
    for stage, rule in rules:
        if rule.startswith("assign:"):
            _organ_missing(to, power, role, grant, stage, rule, members)


def _first(members: list[Region]) -> Patch:
    """The first of the boxes, on all the land where it is the same."""
    first = min(members, key=lambda r: (r.start, r.mask & -r.mask, str(sorted(r.box))))
    mask = first.mask
    for region in members:
        if (region.start, region.end, region.box) == (first.start, first.end, first.box):
            mask |= region.mask
    return Patch(first.start, first.end, mask, tuple(sorted(first.box.items())), first)


def _organ_missing(
    to: Recorder, power: str, role: str, grant: Grant, stage: str, rule: str, members: list[Region]
) -> None:
    organ = rule.removeprefix("assign:")
    lacking = [
        region._replace(mask=without)
        for region in members
        if (without := region.mask & ~presence(to.view, organ, region.start))
    ]
    message = "assign-missing-stage" if stage else "assign-missing"
    for patch in merge(lacking):
        to.box("PC011", "error", message, patch, power, role, grant=grant, rule=rule, stage=stage,
               day=show_day(patch.start))  # fmt: skip


def stages(to: Recorder, rows: list[dict[str, Any]]) -> None:
    """Two rules for one stage of one grant, and stages of grants that take the power from nobody."""
    at = {(row["grant"], row["stage"], row["rule"]): (row["_file"], row["_row"]) for row in rows}
    seen: dict[tuple[str, str], Stage] = {}
    for stage in sorted(to.view.transitions, key=lambda s: (s.grant, s.stage, s.rule)):
        grant = to.view.grants.get(stage.grant)
        where = at.get((stage.grant, stage.stage, stage.rule), ("transitions.csv", 0))
        more = {"power": grant.power, "role": grant.role} if grant else {}
        if grant is None or grant.instrument == "withdraw":
            text = to.say("stage-without-grant", grant=stage.grant)
            to.row("PC011", "warning", text, where, stage.grant, **more)
            continue
        shown = "*" if stage.stage in REST else stage.stage
        first = seen.setdefault((stage.grant, shown), stage)
        rival = first.rule if first is not stage else grant.transition if shown == "*" else ""
        if rival:
            text = to.say("stage-twice", grant=stage.grant, stage=shown, first=rival, second=stage.rule)
            to.row("PC011", "error", text, where, stage.grant, **more)


def lost_land(to: Recorder, units: list[dict[str, Any]]) -> None:
    """PC010: territory that no commune covers any more from the day on which its unit ends."""
    view = to.view
    at = {row["uid"]: (row["_file"], row["_row"]) for row in units}
    for unit in sorted(view.territory.at_level("commune"), key=lambda unit: unit.uid):
        if unit.end is None or not view.horizon.start < unit.end < view.horizon.end:
            continue
        if view.territory.atoms_on(unit, unit.end - 1) & ~land(view, unit.end):
            text = to.say("lost-land", uid=unit.uid, day=show_day(unit.end))
            to.row("PC010", "error", text, at.get(unit.uid, ("units.csv", 0)), unit.uid, where=(unit.uid,),
                   start=format_day(unit.end))  # fmt: skip


# -- there and back ----------------------------------------------------------------------------------------


def _title(region: Region) -> str:
    """The class or body with the title: a delegate only acts, and for a term."""
    chain = region.holding.chain
    if not chain:
        return ""
    last = chain[-1].grant
    return last.grantor if last.instrument == "delegate" else last.holder


def _returns(to: Recorder, power: str, role: str, found: list[Region]) -> None:
    """PC122: a power that leaves its holder and is back within 90 days."""
    pairs = list(steps(found))
    onward: dict[int, list[tuple[Region, Region]]] = {}
    for day, before, after in pairs:
        onward.setdefault(day, []).append((before, after))
    told: set[tuple[int, str]] = set()
    for day, before, after in pairs:
        home, away = _title(before), _title(after)
        if not home or not away or home == away or (day, home) in told:
            continue
        mask, here = before.mask & after.mask, [after]
        while here:
            region = here.pop()
            if region.end - day > RETURN_DAYS:
                continue
            for left, right in onward.get(region.end, ()):
                if left is not region or not right.mask & mask:
                    continue
                if _title(right) == away:
                    here.append(right)
                elif _title(right) == home and (day, home) not in told:
                    told.add((day, home))
                    patch = Patch(day, region.end, mask & right.mask, tuple(sorted(after.box.items())), after)
                    to.box("PC122", "warning", "there-and-back", patch, power, role, before=to.level(home),
                           between=to.level(away), day=show_day(day), days=region.end - day)  # fmt: skip
