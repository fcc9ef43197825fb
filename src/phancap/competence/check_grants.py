"""What a grant shows by itself, whatever else holds: instrument, form, rank, the life of its act, its place."""

from __future__ import annotations

from phancap.charter.model import ROOTS, Grant
from phancap.competence import words
from phancap.competence.lawful import form_defects, no_effect, pair_warning
from phancap.competence.recorder import Recorder
from phancap.formats.days import format_day, show_day
from phancap.territory.atoms import letter_code

_BELOW_CIRCULAR = 50


def grant_itself(to: Recorder, grant: Grant) -> None:
    """PC003 to PC007 and PC103, as far as one row and its act tell."""
    view = to.view
    life = view.life(grant)
    if view.acts.get(grant.act) is None:
        return
    _inside_basis(to, grant)
    if life.empty:
        return
    names = {
        "giver": to.level(grant.grantor), "receiver": to.level(grant.holder),
        "instrument": words.INSTRUMENT[to.lang][grant.instrument],
    }  # fmt: skip
    if grant.instrument in ("decentralise", "delegate"):
        defect = no_effect(view, grant)
        if defect is not None:
            to.grant("PC004", "error", defect.reason, grant, **{**names, "provision": defect.provision})
        warning = pair_warning(view, grant)
        if warning is not None:
            to.grant("PC004", "warning", "pair-unread", grant, **{**names, "rule": warning.rule})
    for form in form_defects(view, grant):
        to.grant("PC004", form.severity, form.reason, grant, rule=form.rule)
    standing = view.standing(grant.act, life.start or view.horizon.start)[0]
    if grant.instrument == "assign" and standing < _BELOW_CIRCULAR and not grant.authority:
        to.grant("PC003", "warning", "assign-low", grant)
    if grant.instrument == "decentralise" and grant.resources is False:
        to.grant("PC009", "warning", "no-resources", grant, **names)
    _overrides(to, grant)
    _no_land(to, grant)
    _bare_codes(to, grant)


def _overrides(to: Recorder, grant: Grant) -> None:
    view = to.view
    for name in grant.overrides:
        other = view.grants.get(name)
        if other is None or grant.instrument == "withdraw":
            continue
        lives = view.life(grant), view.life(other)
        day = max(view.horizon.start, *(life.start or 0 for life in lives))
        if all(life.holds(day) for life in lives):
            if view.standing(grant.act, day)[0] < view.standing(other.act, day)[0]:
                to.grant("PC006", "error", "override-low", grant, other=name, other_act=other.act)


def _inside_basis(to: Recorder, grant: Grant) -> None:
    """PC007: the days a grant states itself lie inside the life of its act, and of its provision."""
    if grant.instrument == "withdraw":
        return
    view, act = to.view, to.view.acts[grant.act]
    provision = view.provisions.get((grant.act, grant.provision)) if grant.provision else None
    bases = [(act.act, act.start, view.end_of(act)[0])]
    if provision is not None:
        bases.append((f"{act.act} {grant.provision}", provision.in_force, view.end_of(provision)[0]))
    for name, start, end in bases:
        early = grant.start is not None and start is not None and grant.start < start
        late = grant.end is not None and end is not None and grant.end > end
        over = grant.start is not None and end is not None and grant.start >= end
        never = grant.end is not None and start is not None and grant.end <= start
        if early or late or over or never:
            to.grant("PC007", "error", "outside-act", grant, act=name, start=_day(grant.start),
                     end=_day(grant.end), act_start=_day(start), act_end=_day(end))  # fmt: skip
            return


def _no_land(to: Recorder, grant: Grant) -> None:
    """PC008: days of a grant on which no unit bears the codes that its place names; a law's words lie dormant."""
    view, life = to.view, to.view.life(grant)
    if not any(item.level and not item.sign for item in grant.where):
        return
    first = max(view.horizon.start, life.start or view.horizon.start)
    last = min(view.horizon.end, life.end or view.horizon.end)
    days = [first, *(day for day in view.cuts(grant.power) if first < day < last), last]
    bare = [(a, b) for a, b in zip(days, days[1:], strict=False) if a < b and not view.covers(grant, a)]
    if not bare or len(bare) == len(days) - 1:
        return  # on no day at all: PC125 says so
    dormant = grant.instrument in ROOTS and view.acts[grant.act].rank >= _BELOW_CIRCULAR
    text = to.say("nowhere", grant=grant.grant, day=show_day(bare[0][0]))
    to.row("PC008", "note" if dormant else "error", text, (grant.file, grant.row), grant.grant, power=grant.power,
           role=grant.role, start=format_day(bare[0][0]), end=format_day(bare[-1][1]))  # fmt: skip


def _bare_codes(to: Recorder, grant: Grant) -> None:
    view, life = to.view, to.view.life(grant)
    start, stop = view.horizon
    first, last = max(start, life.start or start), min(stop, life.end or stop)
    for item in grant.where:
        if not item.level or item.sign or first >= last:
            continue
        units = [
            unit
            for unit in view.territory.versions_of_code(item.level, item.code)
            if unit.start < last and (unit.end is None or unit.end > first)
        ]
        if len({view.territory.atoms_of(unit.uid) for unit in units}) > 1:
            to.grant("PC103", "warning", "bare-code", grant, bare=letter_code(units[0]))


def standing_acts(to: Recorder) -> None:
    """Acts whose authority ended while they go on: listed, for somebody to look at."""
    view = to.view
    used = {g.act for power in view.powers for g in view.grants_of(power)}
    for number in sorted(used):
        act = view.acts.get(number)
        higher = view.act(act.authority.partition(" ")[0]) if act and act.authority else None
        if act is None or higher is None:
            continue
        ended, own = view.end_of(higher)[0], view.end_of(act)[0]
        if ended is not None and (own is None or own > ended) and ended < view.horizon.end:
            text = to.say("basis-changed", act=number, authority=act.authority, day=show_day(ended))
            to.row("PC007", "note", text, to.located("acts", number), number, start=format_day(ended))


def _day(day: int | None) -> str:
    return "…" if day is None else show_day(day)
