"""Everything a body holds on a day, with its basis: the page that Decree 42/2022 asks a body to publish."""

from __future__ import annotations

import re
from typing import Any

from phancap.charter.conditions import show_box
from phancap.charter.names import body_name
from phancap.charter.view import View
from phancap.competence.answer import body_json
from phancap.competence.regions import Region, land, merge, regions_between
from phancap.formats.days import format_day
from phancap.formats.folding import fold
from phancap.territory.places import Gazetteer, find_places


def powers_of(view: View, body: str, day: int, lang: str = "vi") -> dict[str, Any]:
    """The powers and roles in which ``body`` acts or answers somewhere in its territory on ``day``."""
    within = _territory(view, body, day)
    held = []
    for power in sorted(view.powers):
        for role in sorted({grant.role for grant in view.grants_of(power)}):
            held += _held(view, power, role, body, day, within, lang)
    return {"format": 1, "body": body_json(view, body, lang), "on": format_day(day), "powers": held}


def _territory(view: View, body: str, day: int) -> int:
    cls, _, uid = body.partition("/")
    unit = view.territory.units.get(uid)
    if unit is None or cls not in view.classes:
        return land(view, day)
    if unit.alive(day):
        return view.territory.atoms_on(unit, day)
    return view.territory.atoms_of(uid)


def _held(
    view: View, power: str, role: str, body: str, day: int, within: int, lang: str
) -> list[dict[str, Any]]:
    by_basis: dict[tuple[str, bool], list[Region]] = {}
    for region in regions_between(view, power, role, day, day + 1, within):
        acts, answers = region.holding.body == body, body in region.holding.answerable
        rival = any(link.body == body for link in region.holding.rivals)
        if acts or answers or rival:
            links = region.holding.chain or region.holding.rivals
            own = [link for link in links if link.body == body] or list(links)
            by_basis.setdefault((own[-1].grant.grant, acts), []).append(region)
    known = view.powers[power]
    name = (known.name_en if lang == "en" else "") or known.name
    result = []
    for (grant_id, acts), found in sorted(by_basis.items()):
        grant = view.grants[grant_id]
        conditions = sorted({show_box(dict(p.box)) for p in merge(found, view.fact_types(power))})
        result.append(
            {
                "power": power, "name": name, "role": role, "grant": grant_id, "instrument": grant.instrument,
                "act": grant.act, "provision": grant.provision, "acts": acts,
                "status": found[0].holding.status, "conditions": [c for c in conditions if c],
            }
        )  # fmt: skip
    return result


def find_body(view: View, gazetteer: Gazetteer, words: str, day: int) -> list[str]:
    """The bodies that ``words`` mean on ``day``: an id, a name, or an organ's name followed by its place.

    A class, by its id or its name alone, means every body of it there is that day. An id of a body that is not
    there that day is still that body's.
    """
    asked = words.strip()
    cls, _, uid = asked.partition("/")
    if uid in view.territory.units and cls in view.classes:
        return [asked] if view.territory.units[uid].level == view.classes[cls].level else []
    if asked in view.bodies:
        return [asked]
    if asked in view.classes:
        return _of_class(view, asked, day)
    folded = _shortened(asked)
    named = [b.id for b in view.bodies.values() if _shortened(b.name) == folded and view.exists(b.id, day)]
    if named:
        return sorted(named)
    found: dict[str, None] = {}
    for known in view.classes.values():
        stem = _shortened(_without_level(known.name))
        if not stem or not (folded == stem or folded.startswith(stem + " ")):
            continue
        if folded in (stem, _shortened(known.name)):
            found |= dict.fromkeys(_of_class(view, known.id, day))
            continue
        if known.level == "none":
            continue
        rest = folded[len(stem) :].strip()
        for candidate in find_places(gazetteer, view.territory, rest, day).candidates if rest else ():
            unit = view.territory.units[candidate.uid]
            body = f"{known.id}/{unit.uid}"
            if unit.level == known.level and view.exists(body, day):
                found[body] = None
    exact = [body for body in found if _shortened(body_name(view, body)) == folded]
    return exact or sorted(found)


def _of_class(view: View, cls: str, day: int) -> list[str]:
    level = view.classes[cls].level
    own = [body.id for body in view.bodies.values() if body.cls == cls]
    ids = [cls] if level == "none" else [f"{cls}/{unit.uid}" for unit in view.territory.at_level(level)]
    return [body for body in (*ids, *sorted(own)) if view.exists(body, day)]


def _shortened(name: str) -> str:
    """A name folded, with the long names of councils and committees as everybody shortens them.

    `chủ tịch phường X` and `ủy ban phường X` are the chair and the committee of the people there.
    """
    text = fold(name).replace("uy ban nhan dan", "ubnd").replace("hoi dong nhan dan", "hdnd")
    text = re.sub(rf"\buy ban (?={_UNIT_WORDS})", "ubnd ", text)
    return re.sub(rf"\bchu tich (?={_UNIT_WORDS})", "chu tich ubnd ", text)


_UNIT_WORDS = r"(?:phuong|xa|thi tran|quan|huyen|thi xa|thanh pho|tinh|tp)\b"


def _without_level(name: str) -> str:
    for words in ("cấp tỉnh", "cấp huyện", "cấp xã"):
        name = name.replace(words, "")
    return " ".join(name.split())
