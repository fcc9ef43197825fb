"""What a page about a unit or a body tells, as plain data: its life, what came before and after, who stands
above and below, what it holds."""

from __future__ import annotations

from typing import Any

from phancap.charter.names import body_name, level_words
from phancap.charter.view import View
from phancap.competence.answer import body_json
from phancap.competence.holdings import powers_of
from phancap.competence.pages import iso
from phancap.competence.regions import land, regions_between
from phancap.formats.days import format_day
from phancap.formats.folding import fold
from phancap.territory.atoms import bits
from phancap.territory.labels import full_label, unit_label, within_life
from phancap.territory.model import LETTER, LEVELS, Edge, Unit

STATES = ("now", "former", "all")
MOST_NAMED = 12
"""Bodies of one class that are named one by one among those that held before or hold after."""


# -- units -----------------------------------------------------------------------------------------


def unit_ref(view: View, unit: Unit) -> dict[str, str]:
    """A unit version as others point at it."""
    return {"uid": unit.uid, "name": full_label(view.territory, unit)}


def unit_rows(
    view: View, day: int, words: str = "", level: str = "", state: str = "now"
) -> list[dict[str, Any]]:
    """Unit versions by level and name (accents or none): those of ``day``, those that were before, or all."""
    asked = fold(words).split()
    rows = []
    for unit in view.territory.units.values():
        if level and unit.level != level:
            continue
        if state == "now" and not unit.alive(day):
            continue
        if state == "former" and (unit.end is None or unit.end > day):
            continue
        name = full_label(view.territory, unit, within_life(unit, day))
        text = fold(f"{name} {unit.code} {unit.uid}")
        if all(word in text for word in asked):
            rows.append(
                {"uid": unit.uid, "name": name, "type": unit.type, "level": unit.level, "code": unit.code,
                 "from": iso(unit.start), "to": iso(unit.end), "act": unit.act}
            )  # fmt: skip
    return sorted(rows, key=lambda r: (LEVELS.index(r["level"]), fold(r["name"]), r["from"]))


def unit_page(
    view: View, uid: str, asked: int, lang: str = "vi", measures: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    """All about a unit version on the day of its life nearest to ``asked``."""
    land_of = view.territory
    unit = land_of.units[uid]
    day = within_life(unit, asked)
    above = land_of.parent(unit, day)
    edges: list[Edge] = view.charter.records.lineage
    return {
        "format": 1,
        "unit": {
            "uid": uid, "code": unit.code, "name": unit_label(unit), "full_name": full_label(land_of, unit, day),
            "type": unit.type, "level": unit.level, "from": iso(unit.start), "to": iso(unit.end),
            "act": unit.act, "parent": unit_ref(view, above) if above else None,
        },
        "on": format_day(day),
        "asked": format_day(asked),
        "alive": unit.alive(asked),
        "before": _before(view, unit, edges),
        "after": _after(view, unit, edges),
        "same_code": [
            {**unit_ref(view, other), "from": iso(other.start), "to": iso(other.end)}
            for other in land_of.versions_of_code(unit.level, unit.code) if other.uid != uid
        ],
        "parts": [unit_ref(view, part) for part in _parts(view, unit, day)],
        "bodies": _bodies_of(view, unit, day, lang),
        "measures": [
            {"measure": row["measure"], "from": iso(row["from"]), "to": iso(row["to"]), "value": row["value"],
             "source": row["source"]}
            for row in measures or () if _measured(view, unit, str(row["unit"]), day)
        ],
    }  # fmt: skip


def _measured(view: View, unit: Unit, name: str, day: int) -> bool:
    code, sign, on = name.partition("~")
    if not sign:
        return name == unit.uid
    return (
        code == LETTER[unit.level] + unit.code
        and unit.alive(day)
        and iso(unit.start) is not None
        and (on >= format_day(unit.start) and (unit.end is None or on < format_day(unit.end)))
    )


def _edge(view: View, other: str, edge: Edge) -> dict[str, Any]:
    unit = view.territory.units.get(other)
    ref = unit_ref(view, unit) if unit else {"uid": other, "name": other}
    return {**ref, "on": format_day(edge.event_date), "part": edge.part, "act": edge.act,
            "provision": edge.provision}  # fmt: skip


def _before(view: View, unit: Unit, edges: list[Edge]) -> list[dict[str, Any]]:
    if unit.level == "commune":
        rows = [_edge(view, e.from_uid, e) for e in edges if e.to_uid == unit.uid and e.from_uid != unit.uid]
        return _once(rows)
    mask = view.territory.atoms_on(unit, unit.start)
    found = _same_level(view, mask, unit, unit.start - 1)
    return [{**unit_ref(view, u), "on": iso(unit.start), "part": part, "act": unit.act, "provision": ""}
            for u, part in found if u.uid != unit.uid]  # fmt: skip


def _after(view: View, unit: Unit, edges: list[Edge]) -> list[dict[str, Any]]:
    if unit.level == "commune":
        rows = [_edge(view, e.to_uid, e) for e in edges if e.from_uid == unit.uid and e.to_uid != unit.uid]
        return _once(rows)
    if unit.end is None:
        return []
    mask = view.territory.atoms_on(unit, unit.end - 1)
    found = _same_level(view, mask, unit, unit.end)
    return [{**unit_ref(view, u), "on": iso(unit.end), "part": part, "act": u.act, "provision": ""}
            for u, part in found if u.uid != unit.uid]  # fmt: skip


def _once(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    # A correction repeats an edge it makes precise; a piece of land has a row of its own.
    seen = {(row["uid"], row["on"], row["part"]): row for row in rows}
    return sorted(seen.values(), key=lambda row: (row["on"], row["uid"]))


def _same_level(view: View, mask: int, unit: Unit, day: int) -> list[tuple[Unit, str]]:
    """The units that have the land on ``day``: of the same level where that exists, else communes."""
    found: dict[str, Unit] = {}
    for atom in bits(mask):
        other = view.territory.unit_at(unit.level, atom, day) or view.territory.unit_at("commune", atom, day)
        if other is not None:
            found[other.uid] = other
    return [
        (other, "whole" if not view.territory.atoms_on(other, day) & ~mask else "part")
        for _, other in sorted(found.items())
    ]


def _parts(view: View, unit: Unit, day: int) -> list[Unit]:
    """The units that lie directly in ``unit`` on ``day``."""
    inside = []
    for level in LEVELS[LEVELS.index(unit.level) + 1 :]:
        for other in view.territory.at_level(level):
            if other.alive(day):
                above = view.territory.parent(other, day)
                if above is not None and above.uid == unit.uid:
                    inside.append(other)
    return sorted(inside, key=lambda u: (LEVELS.index(u.level), u.uid))


def _bodies_of(view: View, unit: Unit, day: int, lang: str) -> list[dict[str, Any]]:
    rows = [
        {
            "id": f"{cls.id}/{unit.uid}",
            "name": body_name(view, f"{cls.id}/{unit.uid}", lang),
            "kind": cls.kind,
        }
        for cls in view.classes.values()
        if cls.level == unit.level and view.class_present(cls.id, unit, day)
    ]
    known = {row["id"] for row in rows}
    rows += [
        {"id": body.id, "name": body.name, "kind": getattr(view.classes.get(body.cls), "kind", "")}
        for body in view.bodies.values()
        if body.unit == unit.uid and view.exists(body.id, day) and body.id not in known
    ]
    return sorted(rows, key=lambda row: (row["kind"], row["id"]))


# -- bodies ----------------------------------------------------------------------------------------


def is_body(view: View, body: str) -> bool:
    """Whether an id names an organ that exists on some day."""
    if body in view.bodies:
        return True
    cls, slash, uid = body.partition("/")
    known, unit = view.classes.get(cls), view.territory.units.get(uid)
    if known is None:
        return False
    if not slash:
        return known.level == "none"
    return unit is not None and unit.level == known.level and bool(lives(view, body))


def body_rows(
    view: View, day: int, words: str = "", cls: str = "", level: str = "", lang: str = "vi"
) -> list[dict[str, Any]]:
    """The bodies that exist on ``day``, by class, level and name (accents or none)."""
    asked = fold(words).split()
    rows: dict[str, dict[str, Any]] = {}
    for known in view.classes.values():
        if (cls and known.id != cls) or (level and known.level != level):
            continue
        if known.level == "none":
            ids = [known.id] if view.exists(known.id, day) else []
        else:
            ids = [f"{known.id}/{u.uid}" for u in view.territory.at_level(known.level)]
        for body in ids:
            if view.exists(body, day):
                _list_body(view, rows, body, known.id, known.level, known.kind, asked, lang)
    for organ in view.bodies.values():
        own = view.classes.get(organ.cls)
        if (cls and organ.cls != cls) or (level and (own is None or own.level != level)):
            continue
        if view.exists(organ.id, day):
            kind, at = (own.kind, own.level) if own else ("", "none")
            _list_body(view, rows, organ.id, organ.cls, at, kind, asked, lang)
    order = ("none", *LEVELS)
    return sorted(
        rows.values(), key=lambda r: (order.index(r["level"]), r["class"], fold(r["name"]), r["id"])
    )


def _list_body(
    view: View, rows: dict[str, dict[str, Any]], body: str, cls: str, level: str, kind: str,
    asked: list[str], lang: str,
) -> None:  # fmt: skip
    about = body_json(view, body, lang) or {}
    if all(word in fold(f"{about['name']} {body}") for word in asked):
        rows[body] = {"id": body, "name": about["name"], "class": cls, "level": level, "kind": kind,
                      "unit": about["unit"]}  # fmt: skip


def lives(view: View, body: str) -> list[tuple[int | None, int | None]]:
    """The days ``[from, to)`` on which a body exists, as caretaker too."""
    if body in view.bodies:
        own = view.bodies[body]
        return [(own.start, own.end)]
    cls, _, uid = body.partition("/")
    unit = view.territory.units.get(uid)
    rows = view.presences.get(cls, ())
    if unit is None:
        return sorted(((p.start, p.end) for p in rows), key=lambda life: life[0] or 0)
    ends = {unit.end} | {p.start for p in rows} | {p.end for p in rows} | {p.caretaker_to for p in rows}
    # Units below may start and end, and with them the land that `where` is measured against.
    last = view.horizon.end if unit.end is None else max(unit.end, *(p.caretaker_to or 0 for p in rows), 0)
    days = sorted({unit.start, *(d for d in ends if d is not None and unit.start < d <= last), last})
    found: list[tuple[int | None, int | None]] = []
    for start, end in zip(days, days[1:], strict=False):
        if view.exists(body, start):
            if found and found[-1][1] == start:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
    if found and unit.end is None and found[-1][1] == last:
        found[-1] = (found[-1][0], None)
    return found


def body_page(view: View, body: str, asked: int, lang: str = "vi") -> dict[str, Any]:
    """All about a body: what it holds on the day of its life nearest to ``asked`` and all it is part of."""
    alive = lives(view, body)
    day = _nearest(alive, asked, view)
    held = powers_of(view, body, day, lang)
    mask, cls = _land_of(view, body, day), _class_of(view, body)
    known = view.classes.get(cls)
    return {
        **held,
        "asked": format_day(asked),
        "exists": view.exists(body, asked),
        "class": {"id": cls, "name": level_words(view, cls, lang), "kind": known.kind if known else "",
                  "level": known.level if known else "none"},
        "lives": [{"from": iso(start), "to": iso(end)} for start, end in alive],
        "acts": _acts_of(view, body, cls, day),
        "above": _above(view, body, cls, mask, day, lang),
        "below": _below(view, body, cls, mask, day, lang),
        "before": _took(view, body, alive[0][0] if alive else None, before=True, lang=lang),
        "after": _took(view, body, alive[-1][1] if alive else None, before=False, lang=lang),
    }  # fmt: skip


def _class_of(view: View, body: str) -> str:
    return view.bodies[body].cls if body in view.bodies else body.partition("/")[0]


def _nearest(alive: list[tuple[int | None, int | None]], asked: int, view: View) -> int:
    start, end = view.horizon
    asked = max(start, min(asked, end - 1))
    for first, last in alive:
        if (first is None or first <= asked) and (last is None or asked < last):
            return asked
    edges = [edge for first, last in alive for edge in (first, last - 1 if last is not None else None)
             if edge is not None and start <= edge < end]  # fmt: skip
    return min(edges, key=lambda edge: abs(edge - asked), default=asked)


def _land_of(view: View, body: str, day: int) -> int:
    uid = view.bodies[body].unit if body in view.bodies else body.partition("/")[2]
    unit = view.territory.units.get(uid)
    if unit is None:
        return land(view, day)
    return view.territory.atoms_on(unit, day) if unit.alive(day) else view.territory.atoms_of(uid)


def _acts_of(view: View, body: str, cls: str, day: int) -> list[str]:
    """The acts by which the organ exists there on ``day``."""
    own = view.bodies.get(body)
    mask = _land_of(view, body, day)
    acts = {own.act} if own else set()
    acts |= {
        p.act
        for p in view.presences.get(cls, ())
        if (p.start is None or p.start <= day)
        and (p.end is None or day < p.end)
        and view.present_in(p, day) & mask
    }
    return sorted(act for act in acts if act)


def _above(view: View, body: str, cls: str, mask: int, day: int, lang: str) -> list[dict[str, Any]]:
    names = {view.bodies[body].superior} if body in view.bodies else set()
    if not any(names):
        names = {
            p.superior
            for p in view.presences.get(cls, ())
            if (p.start is None or p.start <= day) and (p.end is None or day < p.end)
            and view.present_in(p, day) & mask
        }  # fmt: skip
    found = {view.body_at(name, atom, day) for name in names if name for atom in list(bits(mask))[:1]}
    return [ref for organ in sorted(found) if organ and (ref := body_json(view, organ, lang))]


def _below(view: View, body: str, cls: str, mask: int, day: int, lang: str) -> list[dict[str, Any]]:
    """The organs of ``day`` whose superior is this body."""
    found: dict[str, None] = {}
    for rows in view.presences.values():
        for p in rows:
            if p.superior not in (cls, body) or not (
                (p.start is None or p.start <= day) and (p.end is None or day < p.end)
            ):
                continue
            kind = view.classes.get(p.cls)
            if kind is None or kind.level == "none":
                continue
            for unit in view.territory.at_level(kind.level):
                own = view.territory.atoms_on(unit, day) if unit.alive(day) else 0
                if own and not own & ~mask and not own & ~view.present_in(p, day):
                    found[f"{p.cls}/{unit.uid}"] = None
    for organ in view.bodies.values():
        if organ.superior in (cls, body) and organ.unit and view.exists(organ.id, day):
            own_unit = view.territory.units.get(organ.unit)
            if own_unit and not view.territory.atoms_on(own_unit, day) & ~mask:
                found[organ.id] = None
    return [ref for organ in sorted(found) if (ref := body_json(view, organ, lang))]


def _took(view: View, body: str, edge: int | None, *, before: bool, lang: str) -> dict[str, Any] | None:
    """Who held, the day before the body's first day or from the day after its last, what it holds next to it.

    ``None`` where the body has no such edge inside the horizon. By class, with the number of powers; the class
    ``""`` counts those that nobody holds there in this workspace.
    """
    start, end = view.horizon
    if edge is None or not start < edge < end:
        return None
    own, other = (edge, edge - 1) if before else (edge - 1, edge)
    mask = _land_of(view, body, own)
    count: dict[str, int] = {}
    for item in powers_of(view, body, own, lang)["powers"]:
        holders: set[str] = set()
        for region in regions_between(view, item["power"], item["role"], other, other + 1, mask):
            if region.holding.status == "gap":
                holders.add("")
            elif region.holding.body:
                cls = region.holding.body.partition("/")[0]
                holders |= {
                    view.body_at(cls, atom, other) or region.holding.body for atom in bits(region.mask)
                }
        for holder in holders:
            count[holder] = count.get(holder, 0) + 1
    kinds: dict[str, list[str]] = {}
    for organ in sorted(count, key=lambda organ: (-count[organ], organ)):
        kinds.setdefault(_class_of(view, organ), []).append(organ)
    return {
        "on": format_day(edge),
        "kinds": [
            {"class": cls, "name": level_words(view, cls, lang) if cls else "", "number": len(organs),
             "powers": max(count[organ] for organ in organs),
             "bodies": [ref for organ in organs[:MOST_NAMED] if (ref := body_json(view, organ, lang))]}
            for cls, organs in kinds.items()
        ],
    }  # fmt: skip
