"""A place as ``place --json`` gives it: what became of each candidate, and what would settle a doubt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from phancap.formats.days import format_day, show_day
from phancap.formats.say import Catalogue
from phancap.territory.atoms import Territory
from phancap.territory.labels import full_label, unit_label, within_life
from phancap.territory.model import Edge, Unit
from phancap.territory.place_model import Candidate, PlaceResult

SAYINGS: Catalogue = {
    "vi": {
        "empty": "chưa cho biết nơi nào · viết tên phường, xã, quận hoặc huyện, mã như `c31141`, hoặc tọa độ",
        "too-long": "địa chỉ dài {0} ký tự, nhiều nhất {1} · chỉ cần đường, phường (xã), quận (huyện), tỉnh",
        "bad-day": "`{0}`: `{1}` không phải ngày dạng YYYY-MM-DD",
        "no-uid": "không có đơn vị hành chính `{0}`",
        "nothing-common": "`{0}`: các đơn vị này không có phần đất nào chung",
        "no-code": "chưa từng có đơn vị nào mang mã `{0}` trong bộ này",
        "code-not-yet": "không có đơn vị nào mang mã `{0}` vào ngày {1} hoặc trước đó",
        "code-not-that-day": "`{0}`: ngày {1} không có đơn vị nào mang mã này",
        "bad-coordinates": "`{0}` không phải tọa độ · viết vĩ độ trước, kinh độ sau, như `10.03,105.78`",
        "no-boundary": "chưa nạp ranh giới nào nên không tra được `{0}` · cho biết tên phường, xã và đường",
        "outside": "tọa độ `{0}` không nằm trong ranh giới nào đã nạp",
        "no-name": "không nhận ra tên đơn vị hành chính nào trong `{0}`",
        "no-such-unit": "không có `{0}` trong bộ này",
        "street-like": "`{0}` giống tên đường · nếu là đơn vị, viết loại trước tên (phường, xã ...)",
        "several": "có nhiều nơi mang tên này",
        "not-together": "các tên này chưa từng thuộc nhau: {names}",
        "parent": "thuộc {0}",
        "when": "đơn vị có từ {0}",
        "street": "tên đường",
        "streets": "tên đường (đã biết: {0})",
        "heirs": "tên đơn vị có nó ngày đó ({0})",
        "point": "tọa độ",
        "or": "{0} hoặc {1}",
    },
    "en": {
        "empty": "no place given · write a ward, commune or district, a code like `c31141`, or coordinates",
        "too-long": "the address has {0} characters, at most {1} are read · street, ward, district do",
        "bad-day": "`{0}`: `{1}` is not a day of the form YYYY-MM-DD",
        "no-uid": "there is no unit `{0}`",
        "nothing-common": "`{0}`: these units have no land in common",
        "no-code": "no unit here has ever borne the code `{0}`",
        "code-not-yet": "no unit bore the code `{0}` on {1} or before",
        "code-not-that-day": "`{0}`: no unit bore the code on {1}",
        "bad-coordinates": "`{0}` are no coordinates · latitude first, then longitude, like `10.03,105.78`",
        "no-boundary": "no boundary is loaded to look `{0}` up in · give the ward or commune and the street",
        "outside": "the coordinates `{0}` lie in no boundary that is loaded",
        "no-name": "no name of a unit was recognised in `{0}`",
        "no-such-unit": "there is no `{0}` here",
        "street-like": "`{0}` looks like a street · if it is a unit, put its type before the name",
        "several": "several places bear this name",
        "not-together": "these names have never belonged together: {names}",
        "parent": "in {0}",
        "when": "the unit begun on {0}",
        "street": "the street",
        "streets": "the street (known: {0})",
        "heirs": "the unit that has it that day ({0})",
        "point": "coordinates",
        "or": "{0} or {1}",
    },
}  # fmt: skip
_NAMED = 6
"""Heirs or streets listed in one sentence."""


def sentence(result: PlaceResult, lang: str = "vi") -> str:
    """Why the result is not one clear place; empty where it is."""
    if not result.reason:
        return ""
    names = ", ".join(f"`{name}`" for name in result.detail)
    return SAYINGS[lang][result.reason].format(*result.detail, names=names)


def describe(
    result: PlaceResult, territory: Territory, today: int, lang: str = "vi", lineage: Iterable[Edge] = ()
) -> dict[str, Any]:
    """The result as plain data for JSON, in the form of the contract's ``place --json``.

    ``via`` lists the events of ``lineage`` that lead from the candidate's land to the units of ``today``.
    ``others``, ``nearest`` and ``message`` stand behind the keys of the contract.
    """
    edges = sorted(lineage, key=lambda edge: (edge.event_date, edge.from_uid, edge.to_uid))
    units = [territory.units[candidate.uid] for candidate in result.candidates]
    return {
        "status": result.status,
        "on": format_day(result.day),
        "candidates": [
            {
                "uid": unit.uid,
                "name": candidate.name,
                "from": format_day(unit.start),
                "to": None if unit.end is None else format_day(unit.end),
                "via": _via(territory, unit, candidate.mask, edges, today),
                "now": [heir.uid for heir in _now(territory, unit, candidate.mask, today)],
                "settle": settle(territory, candidate, units, result.day, lang),
            }
            for candidate, unit in zip(result.candidates, units, strict=True)
        ],
        "others": list(result.others),
        "nearest": list(result.nearest),
        "message": sentence(result, lang),
    }


# -- what became of it -----------------------------------------------------------------------------


def _now(territory: Territory, unit: Unit, mask: int, today: int) -> list[Unit]:
    """The units that have the land on ``today``: of the same level where that exists, else communes."""
    found: dict[str, Unit] = {}
    for commune in territory.communes_of(mask, today):
        above: Unit | None = commune
        while above is not None and above.level != unit.level:
            above = territory.parent(above, today)
        heir = above or commune
        found[heir.uid] = heir
    return [found[uid] for uid in sorted(found)]


def _via(
    territory: Territory, unit: Unit, mask: int, edges: Sequence[Edge], today: int
) -> list[dict[str, Any]]:
    first, last = min(unit.start, today), max(unit.start, today)
    heirs = _now(territory, unit, mask, today)
    if unit.level != "commune" and all(heir.level == unit.level for heir in heirs):
        return [
            {
                "on": format_day(heir.start),
                "from": unit.uid,
                "to": heir.uid,
                "part": "",
                "act": heir.act,
                "provision": "",
            }
            for heir in heirs
            if heir.uid != unit.uid and first < heir.start <= last
        ]
    masks = territory.masks()
    return [
        {"on": format_day(edge.event_date), "from": edge.from_uid, "to": edge.to_uid, "part": edge.part,
         "act": edge.act, "provision": edge.provision}
        for edge in edges
        if first < edge.event_date <= last and masks.get(edge.from_uid, 0) & masks.get(edge.to_uid, 0) & mask
    ]  # fmt: skip


# -- what would settle it --------------------------------------------------------------------------


def settle(
    territory: Territory, candidate: Candidate, units: Sequence[Unit], day: int, lang: str = "vi"
) -> str:
    """What to add so that just this candidate, and one commune of the day asked, is meant; else empty."""
    wanted = []
    if len(units) > 1:
        wanted.append(_apart(territory, territory.units[candidate.uid], units, day, lang))
    if candidate.heirs:
        wanted.append(_piece(territory, candidate, lang))
    return "; ".join(words for words in wanted if words)


def _apart(territory: Territory, unit: Unit, units: Sequence[Unit], day: int, lang: str) -> str:
    """The shortest words that part ``unit`` from the other candidates."""
    rivals = [other for other in units if other.uid != unit.uid]
    label = unit_label(unit)
    if all(unit_label(other) != label for other in rivals):
        return label
    above, theirs = _chain(territory, unit, day), [_chain(territory, other, day) for other in rivals]
    for name in above:
        if all(name not in chain for chain in theirs):
            return SAYINGS[lang]["parent"].format(name)
    if all(full_label(territory, other, day) != full_label(territory, unit, day) for other in rivals):
        return full_label(territory, unit, day)
    return SAYINGS[lang]["when"].format(show_day(unit.start))


def _chain(territory: Territory, unit: Unit, day: int) -> list[str]:
    labels = []
    above: Unit | None = unit
    on = within_life(unit, day)
    while above is not None and (above := territory.parent(above, on)) is not None:
        labels.append(unit_label(above))
    return labels


def _piece(territory: Territory, candidate: Candidate, lang: str) -> str:
    """What tells the pieces of a divided unit apart: a street, the unit of today, coordinates."""
    text = SAYINGS[lang]
    heirs = ", ".join(unit_label(territory.units[uid]) for uid in candidate.heirs[:_NAMED])
    if len(candidate.heirs) > _NAMED:
        heirs += " …"
    known = ", ".join(f"{name}: {unit_label(territory.units[uid])}" for name, uid in candidate.spots[:_NAMED])
    street = text["streets"].format(known) if known else text["street"]
    return text["or"].format(f"{street}, {text['heirs'].format(heirs)}", text["point"])
