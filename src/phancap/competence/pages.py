"""What a page about one thing tells, as plain data: a power, an act, and their lists.

Units and bodies are in :mod:`phancap.competence.organs`. Days are ISO text in the data; every figure keeps
its source and the word ``assumption`` where it is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from phancap.charter.conditions import show_box
from phancap.charter.model import Act, Fact, Grant, inside
from phancap.charter.names import level_words
from phancap.charter.view import View
from phancap.competence.answer import limit_of
from phancap.competence.oracle import Holding
from phancap.competence.regions import Region, boxes_meet, land, merge, regions, regions_between
from phancap.formats.days import format_day
from phancap.formats.folding import fold
from phancap.territory.labels import full_label, unit_label
from phancap.territory.where import show_where, version_meant

ASSUMED = "assumption"


def iso(day: int | None) -> str | None:
    """A day as files write it."""
    return None if day is None else format_day(day)


def named(view: View, holder: str, lang: str) -> dict[str, str]:
    """A class or a named organ with the name it has as such."""
    return {"id": holder, "name": level_words(view, holder, lang)}


def places(view: View, mask: int, day: int) -> list[dict[str, Any]]:
    """A territory as units of ``day``: whole ones from the highest level down, then parts of communes.

    Empty means all the land of that day.
    """
    if not land(view, day) & ~mask:
        return []
    found: list[dict[str, Any]] = []
    rest = mask
    for level in ("province", "district", "commune"):
        for unit in sorted(view.territory.at_level(level), key=lambda u: u.uid):
            own = view.territory.atoms_on(unit, day) if unit.alive(day) else 0
            if own and own & rest and (level == "commune" or not own & ~rest):
                found.append({"uid": unit.uid, "name": unit_label(unit), "part": bool(own & ~rest)})
                rest &= ~own
    return found


# -- powers ----------------------------------------------------------------------------------------


def power_rows(
    view: View, day: int, words: str = "", field: str = "", lang: str = "vi"
) -> list[dict[str, Any]]:
    """The powers whose id, name, field or code holds every one of ``words`` (accents or none), with who
    decides on ``day``."""
    asked = fold(words).split()
    codes: dict[str, list[str]] = {}
    for code in view.codes:
        codes.setdefault(code.power, []).append(code.code)
    rows = []
    for key in sorted(view.powers):
        power = view.powers[key]
        if field and power.field != field:
            continue
        text = fold(" ".join([key, power.name, power.name_en, power.field, *codes.get(key, ())]))
        if not all(word in text for word in asked):
            continue
        name = (power.name_en if lang == "en" else "") or power.name
        rows.append(
            {"id": key, "name": name, "field": power.field, "kind": power.kind, "required": power.required,
             "holders": holders_on(view, key, day, lang), "limit": limit_of(view, key, day),
             "source": power.source}
        )  # fmt: skip
    return rows


def holders_on(view: View, power: str, day: int, lang: str) -> list[dict[str, str]]:
    """The kinds of organ that decide somewhere on ``day``, whatever the facts."""
    key = ("holders-on", power, str(day), lang)
    found: list[dict[str, str]] | None = view.memo.get(key)
    if found is None:
        start, end = view.horizon
        seen: dict[str, None] = {}
        if start <= day < end:
            for region in regions_between(view, power, "decide", day, day + 1, land(view, day)):
                seen.update(dict.fromkeys(_holders(region.holding)))
        found = view.memo[key] = [named(view, holder, lang) for holder in seen]
    return found


def _holders(found: Holding) -> list[str]:
    """Holders as grants name them: classes and named organs."""
    if found.chain:
        return [found.chain[-1].grant.holder]
    return sorted({link.grant.holder for link in found.rivals})


def power_page(
    view: View, power: str, role: str, day: int, lang: str = "vi", within: int | None = None
) -> dict[str, Any]:
    """All about a power: who holds it when and where (in ``within`` only, if given), limits, codes, facts, grants."""
    known = view.powers[power]
    grants = [*view.grants_of(power)]
    grants += [row for g in grants for row in view.withdrawals_of(g.grant)]
    touched = {g.grant for g in grants}
    return {
        "format": 1,
        "power": {
            "id": power, "name": known.name, "name_en": known.name_en, "field": known.field, "kind": known.kind,
            "place_rule": known.place_rule, "required": known.required, "joint": list(known.joint),
            "transferable": known.transferable, "source": known.source, "assumption": ASSUMED in known.source,
        },
        "role": role,
        "roles": sorted({g.role for g in view.grants_of(power)}),
        "on": format_day(day),
        "horizon": [format_day(edge) for edge in view.horizon],
        "holders": holders_over_time(view, power, role, lang, within),
        "limit": limit_of(view, power, day),
        "limits": [
            {"case": row.case, "channel": row.channel, "value": row.value, "unit": row.unit,
             "cutoff": row.cutoff, "from": iso(row.start), "to": iso(row.end), "act": row.act,
             "provision": row.provision, "source": row.source}
            for row in view.limits if row.power == power
        ],
        "codes": [
            {"code": row.code, "from": iso(row.start), "to": iso(row.end)}
            for row in view.codes if row.power == power
        ],
        "facts": [fact_json(fact, lang) for fact in view.facts_of(power)],
        "grants": [grant_json(view, grant, lang) for grant in sorted({*grants}, key=lambda g: g.grant)],
        "tensions": [
            {"tension": r.tension, "reading": r.reading, "prevails": r.prevails, "basis": r.basis,
             "grants": list(r.grants)}
            for r in sorted(view.readings, key=lambda r: (r.tension, not r.prevails, r.reading))
            if touched & {*r.grants}
        ],
    }  # fmt: skip


def fact_json(fact: Fact, lang: str) -> dict[str, Any]:
    """A fact that competence depends on, with the question that asks for it."""
    label = (fact.label_en if lang == "en" else "") or fact.label
    return {
        "fact": fact.fact,
        "type": fact.type,
        "unit": fact.unit,
        "values": list(fact.values),
        "label": label,
    }


def grant_json(view: View, grant: Grant, lang: str) -> dict[str, Any]:
    """A grant as the file states it, and the days on which it really works."""
    life = view.life(grant)
    return {
        "grant": grant.grant, "power": grant.power, "role": grant.role, "instrument": grant.instrument,
        "grantor": named(view, grant.grantor, lang) if grant.grantor else None,
        "holder": named(view, grant.holder, lang) if grant.holder else None,
        "where": show_where(grant.where), "where_names": _where_names(view, grant),
        "condition": " and ".join(_term(*term) for term in grant.condition),
        "from": iso(life.start), "to": iso(life.end), "ended_by": life.ender, "never": life.empty,
        "act": grant.act, "provision": grant.provision, "overrides": list(grant.overrides),
        "transition": grant.transition, "authority": grant.authority, "source": grant.source,
        "assumption": ASSUMED in grant.source, "note": grant.note,
        "verified": _verified(view, grant),
    }  # fmt: skip


def _term(fact: str, op: str, values: tuple[str, ...]) -> str:
    return f"{fact} in {{{', '.join(values)}}}" if op == "in" else f"{fact} {op} {values[0]}"


def _where_names(view: View, grant: Grant) -> list[str]:
    names = []
    for item in grant.where:
        if not item.level:
            continue
        if item.sign:
            unit = version_meant(item, view.territory)
        else:
            versions = view.territory.versions_of_code(item.level, item.code)
            unit = versions[-1] if versions else None
        names.append(("!" if item.minus else "") + (unit_label(unit) if unit else item.code))
    return names


def _verified(view: View, grant: Grant) -> bool:
    """Whether the clause was read against its text."""
    record = view.provisions.get((grant.act, grant.provision))
    act = view.acts.get(grant.act)
    return bool((record and record.verified_by) or (act and act.verified_by))


def holders_over_time(
    view: View, power: str, role: str, lang: str, within: int | None = None
) -> list[dict[str, Any]]:
    """Who holds one role of a power: rows that partition land x horizon x facts, equal answers merged."""
    groups: dict[object, list[Region]] = {}
    for region in _inside(regions(view, power, role), within):
        found = region.holding
        ways = tuple(tuple(link.grant.grant for link in way) for way in found.ways)
        chain = tuple(link.grant.grant for link in found.chain)
        # Bodies of one class differ from place to place; the chain that makes them competent does not.
        groups.setdefault((found.status, chain, ways), []).append(region)
    rows = []
    for same in groups.values():
        for patch in merge(same):
            found = patch.example.holding
            last = found.chain[-1].grant if found.chain else None
            title = {body.partition("/")[0] for body in found.answerable} - {*_holders(found)}
            rows.append(
                {"from": format_day(patch.start), "to": format_day(patch.end), "status": found.status,
                 "holders": [named(view, holder, lang) for holder in _holders(found)],
                 "answerable": [named(view, holder, lang) for holder in sorted(title)],
                 "where": places(view, patch.mask, patch.start), "condition": show_box(dict(patch.box)),
                 "instrument": last.instrument if last else None,
                 "chain": [_basis(view, link.grant) for link in found.chain],
                 "ways": [[_basis(view, link.grant) for link in way] for way in found.ways],
                 "assumption": any(ASSUMED in link.grant.source for link in found.chain)}
            )  # fmt: skip
    return sorted(rows, key=lambda row: (row["from"], row["to"], str(row["where"]), row["condition"]))


def _inside(found: Iterable[Region], within: int | None) -> Iterator[Region]:
    for region in found:
        if within is None:
            yield region
        elif region.mask & within:
            yield region._replace(mask=region.mask & within)


def _basis(view: View, grant: Grant) -> dict[str, str]:
    return {
        "grant": grant.grant, "act": grant.act, "provision": grant.provision, "instrument": grant.instrument,
        "source": grant.source,
    }  # fmt: skip


# -- acts ------------------------------------------------------------------------------------------


def act_rows(view: View, words: str = "", standing_on: int | None = None) -> list[dict[str, Any]]:
    """The acts whose number, type, title or issuer holds every one of ``words``; in force on a day, if given."""
    asked = fold(words).split()
    count: dict[str, int] = {}
    for grant in view.grants.values():
        count[grant.act] = count.get(grant.act, 0) + 1
    rows = []
    for number in sorted(view.acts):
        act = view.acts[number]
        text = fold(" ".join((number, act.type, act.title, act.issuer)))
        if not all(word in text for word in asked):
            continue
        if standing_on is not None and not inside(standing_on, act.in_force, view.end_of(act)[0]):
            continue
        rows.append({**_act_json(view, act), "grants": count.get(number, 0)})
    return rows


def _act_json(view: View, act: Act) -> dict[str, Any]:
    end, ender = view.end_of(act)
    return {
        "act": act.act, "type": act.type, "title": act.title, "issuer": act.issuer,
        "issuer_unit": act.issuer_unit, "authority": act.authority, "signed": iso(act.signed),
        "in_force": iso(act.in_force), "operates": iso(act.operates), "ends": iso(end), "ended_by": ender,
        "known": iso(act.known), "status": act.status, "rank": act.rank, "source": act.source,
        "verified": bool(act.verified_by), "verified_by": act.verified_by,
    }  # fmt: skip


def act_page(view: View, number: str, day: int, lang: str = "vi") -> dict[str, Any]:
    """All about an act: its clauses, what was granted in it, organs, units and limits that stand on it, what
    it ended, and what falls when it ends (on its own end, else as if it ended on ``day``)."""
    act = view.acts[number]
    grants = [g for g in view.grants.values() if g.act == number]
    return {
        "format": 1,
        "act": _act_json(view, act),
        "provisions": [
            {"provision": p.provision, "summary": p.summary, "in_force": iso(p.in_force),
             "ends": iso(view.end_of(p)[0]), "ended_by": view.end_of(p)[1], "verified_by": p.verified_by}
            for key, p in sorted(view.provisions.items()) if key[0] == number
        ],
        "grants": [
            {**grant_json(view, g, lang), "name": _power_name(view, g.power, lang)}
            for g in sorted(grants, key=lambda g: (g.power, g.grant))
        ],
        "limits": [
            {"power": row.power, "name": _power_name(view, row.power, lang), "value": row.value,
             "unit": row.unit, "case": row.case, "provision": row.provision}
            for row in view.limits if row.act == number
        ],
        "organs": [
            {**named(view, row.cls, lang), "where": show_where(row.where), "from": iso(row.start),
             "to": iso(row.end), "provision": row.provision}
            for rows in view.presences.values() for row in rows if row.act == number
        ],
        "units": [
            {"uid": unit.uid, "name": full_label(view.territory, unit), "from": iso(unit.start),
             "to": iso(unit.end)}
            for unit in sorted(view.territory.units.values(), key=lambda u: u.uid) if unit.act == number
        ],
        "rests_on_it": sorted(a.act for a in view.acts.values() if a.authority.partition(" ")[0] == number),
        "ended_by_it": sorted(
            {a.act for a in view.acts.values() if a.ended_by == number}
            | {f"{p.act} {p.provision}" for p in view.provisions.values() if p.ended_by == number}
        ),
        "falls": what_falls(view, number, day, lang),
    }  # fmt: skip


def _power_name(view: View, power: str, lang: str) -> str:
    known = view.powers.get(power)
    return ((known.name_en if lang == "en" else "") or known.name) if known else ""


def what_falls(view: View, number: str, day: int, lang: str = "vi") -> dict[str, Any]:
    """Powers whose holder changes when the act ends: on the day it ends, else as if it ended on ``day``.

    On its own end all else that happens that day is counted too: what takes its place does.
    """
    act = view.acts[number]
    end = view.end_of(act)[0]
    start, last = view.horizon
    supposed = end is None
    at = day if end is None else end
    result: dict[str, Any] = {"on": format_day(at), "supposed": supposed, "rows": []}
    if not start < at < last or (supposed and not inside(day, act.in_force, None)):
        return result
    after = _without(view, number, at) if supposed else view
    wanted = {number} | {a.act for a in view.acts.values() if a.authority.partition(" ")[0] == number}
    asked = sorted(
        {(g.power, g.role) for g in view.grants.values() if g.act in wanted and g.power in view.powers}
    )
    for power, role in asked:
        old = _regions_on(view, power, role, at if supposed else at - 1)
        new = _regions_on(after, power, role, at)
        pairs = {
            (left, right)
            for was in old
            for now in new
            if was.mask & now.mask
            and boxes_meet(was.box, now.box)
            and (left := _key(was)) != (right := _key(now))
        }
        if pairs:
            result["rows"].append(
                {"power": power, "name": _power_name(view, power, lang), "role": role,
                 "before": [_side(view, key, lang) for key in sorted({left for left, _ in pairs})],
                 "after": [_side(view, key, lang) for key in sorted({right for _, right in pairs})],
                 "falls": any(status == "gap" for _, (status, _) in pairs)}
            )  # fmt: skip
    return result


def _regions_on(view: View, power: str, role: str, day: int) -> list[Region]:
    return list(regions_between(view, power, role, day, day + 1, land(view, day)))


def _key(region: Region) -> tuple[str, str]:
    return region.holding.status, ",".join(_holders(region.holding))


def _side(view: View, key: tuple[str, str], lang: str) -> dict[str, Any]:
    status, holders = key
    return {"status": status, "holders": [named(view, h, lang) for h in holders.split(",") if h]}


def _without(view: View, number: str, day: int) -> View:
    """The same charter with the act ending on ``day``."""
    records = view.charter.records
    acts = [a._replace(ends=day, ended_by="") if a.act == number else a for a in records.acts]
    charter = view.charter._replace(records=records._replace(acts=acts))
    return View(charter, view.known, view.territory)
