"""What an option brings with it: powers, dossiers, people, training, facilities, money, organisation, travel, law.

Everything is read off the complete difference of two charters and the tables behind them; what those do not say is
``None``. Each figure names the rows it stands on (``file:row``) or the assumption.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from phancap.charter.charter import Charter
from phancap.charter.names import body_name
from phancap.charter.view import View
from phancap.competence.diff import difference
from phancap.competence.diff_boxes import Side
from phancap.competence.lawful import party_of
from phancap.formats.days import format_day, parse_day
from phancap.planning import autonomy, legal_path
from phancap.planning.assumed import Assumed
from phancap.planning.geography import Map, links, travel
from phancap.planning.means import facilities, money, staff, training
from phancap.planning.ratios import ratios
from phancap.planning.trace import Places, short
from phancap.planning.workload import Demand, Tables, place
from phancap.workspace.load import Workspace

DAYS_A_YEAR = 365.25


class Sides(NamedTuple):
    """A workspace without and with an option, and the days the option speaks of."""

    option: str
    before: View
    after: View
    tables_before: Tables
    tables_after: Tables
    about: dict[str, Any]
    start: int
    end: int


def sides(option: str, base: tuple[Workspace, Charter], with_option: tuple[Workspace, Charter]) -> Sides:
    """Both sides of an option; its days are its ``horizon``, else those of its own rows, else the workspace's."""
    loaded, charter = with_option
    known = loaded.options.get(option)
    about = dict(known.more) if known else {}
    start, end = _days(about, loaded, option, charter)
    return Sides(option, View(base[1]), View(charter), base[0].tables, loaded.tables, about, start, end)


def _days(about: dict[str, Any], loaded: Workspace, option: str, charter: Charter) -> tuple[int, int]:
    low, high = charter.horizon
    stated = about.get("horizon")
    if isinstance(stated, list) and len(stated) == 2:
        start, end = (parse_day(str(day)) for day in stated)
    else:
        rows = [row for name in ("grants", "organisation") for row in loaded.tables[name] if row["_option"] == option]
        starts = [row["from"] for row in rows if row["from"] is not None]
        ends = [row["to"] for row in rows if row["to"] is not None]
        start, end = min(starts, default=low), max(ends, default=high) if len(ends) == len(rows) and rows else high
    return max(start, low), max(min(end, high), max(start, low) + 1)


def consequences(of: Sides, assumed: Assumed | None = None, lang: str = "vi", profile: bool = True) -> dict[str, Any]:
    """Everything an option brings with it, as plain data."""
    given = assumed or Assumed()
    rows = difference(Side(of.before), Side(of.after), of.tables_before, of.tables_after)
    powers = [row for row in rows if row["kind"] in ("power", "role")]
    stands = Places(of)
    found_paths = legal_path.paths(of.after, of.option, given)
    people = staff(of, rows)
    volume = dossiers(of, powers)
    result: dict[str, Any] = {
        "option": of.option, "name": str(of.about.get("name", of.option)), "stamp": str(of.about.get("stamp", "")),
        "status": str(of.about.get("status", "")), "from": format_day(of.start), "to": format_day(of.end),
        "powers": [_power(of, row, lang, stands) for row in powers], "moved": len({row["power"] for row in powers}),
        "dossiers_a_year": volume, "staff": people, "training": training(of, people, given),
        "facilities": facilities(of, rows, given), "budget": money(of, rows),
        "ratios": ratios(of), "unfunded": unfunded(of, lang), "tier": tiers(of, rows),
        "organisation": organisation(of, rows, people),
        "legal_path": [legal_path.as_json(path, lang) | {"at": stands.of("acts", path.act)} for path in found_paths],
        "ladder": legal_path.ladder(found_paths, lang),
        "needs_national_assembly": legal_path.needs_assembly(found_paths, rows),
        **_places(of, powers),
    }  # fmt: skip
    if profile:
        level = "district" if _has_level(of.before, "district", of.start) else "commune"
        moved = _land(of.after, powers)
        result["autonomy"] = autonomy.compare(of.before, of.after, level, moved, of.start) if moved else None
    result["assumptions"] = given.listed(lang)
    return result


def _has_level(view: View, level: str, day: int) -> bool:
    return any(unit.alive(day) for unit in view.territory.at_level(level))


def _power(of: Sides, row: dict[str, Any], lang: str, stands: Places) -> dict[str, Any]:
    record = of.after.powers.get(row["power"]) or of.before.powers.get(row["power"])
    vi = record.name if record else ""
    en = (record.name_en if record else "") or vi
    return {
        "power": row["power"], "name": en if lang == "en" else vi, "said": {"vi": {"name": vi}, "en": {"name": en}},
        "at": [*stands.of("powers", row["power"]), *stands.grants(row["power"], row["role"])],
        "dossiers_at": stands.of("demand", row["power"]) if row["dossiers_a_year"] is not None else [], "field": record.field if record else "", "role": row["role"],
        "where": row["where"], "condition": row["condition"], "from": row["from"], "to": row["to"],
        "before": _named(of.before, row["before"]), "after": _named(of.after, row["after"]), "instrument": row["instrument_after"],
        "dossiers_a_year": row["dossiers_a_year"], "needs": row["needs"],
    }  # fmt: skip


def _named(view: View, side: Any) -> str | None:
    """The organ of a side in words; where several have the same role there, all of them."""
    if side is None:
        return None
    organs = str(side.get("id")).split("+")
    return str(side.get("name") or organs[0]) if len(organs) == 1 else ", ".join(body_name(view, organ) for organ in organs)


def _land(view: View, powers: list[dict[str, Any]]) -> int:
    mask = 0
    for row in powers:
        mask |= _mask(view, row["where"])
    return mask


def _mask(view: View, where: Iterable[str]) -> int:
    mask = 0
    for name in where:
        if name == "*":
            return view.territory.all_atoms
        piece = -1
        for uid in name.split("&"):
            unit = view.territory.units.get(uid)
            piece &= view.territory.atoms_of(unit.uid) if unit is not None else 0
        mask |= piece if piece > 0 else 0
    return mask


# -- dossiers ------------------------------------------------------------------------------------------------


def dossiers(of: Sides, powers: list[dict[str, Any]]) -> dict[str, Any]:
    """Dossiers a year of what moves, by instrument and in all, each power and place once, with their range and rows.

    A power that moves twice in the option's life (a department is merged, the delegation renewed) counts once.
    """
    by: dict[str, dict[str, float]] = {}
    rows: set[str] = set()
    unknown: set[str] = set()
    land_of: dict[tuple[str, str], tuple[int, int]] = {}
    for row in powers:
        if row["kind"] != "power" or row["role"] != "decide":
            continue
        key = (row["power"], row["instrument_after"] or "")
        mask, day = land_of.get(key, (0, parse_day(row["from"])))
        land_of[key] = (mask | _mask(of.after, row["where"]), day)
    counts = {day: Demand(of.after, of.tables_after, day) for day in {day for _, day in land_of.values()}}
    counted: set[str] = set()
    for (power, instrument), (mask, day) in sorted(land_of.items()):
        demand = counts[day]
        if not demand.known(power):
            unknown.add(power)
            continue
        if power in counted:
            continue
        counted.add(power)
        found = demand.within(power, mask, _share(of.after, mask, day))
        part = by.setdefault(instrument, {"value": 0.0, "low": 0.0, "high": 0.0})
        part["value"] += found.value
        part["low"] += found.low
        part["high"] += found.high
        rows.update(found.rows)
    total = {key: round(sum(part[key] for part in by.values()), 1) for key in ("value", "low", "high")}
    return {
        **total, "by_instrument": {k: {n: round(x, 1) for n, x in v.items()} for k, v in sorted(by.items())},
        "unknown_powers": sorted(unknown), "rows": sorted(rows),
    }  # fmt: skip


def _share(view: View, mask: int, day: int) -> float:
    """The part of a larger unit's dossiers that falls on some land: by pieces of land, where nothing else is known."""
    top = [u for u in view.territory.at_level("province") if u.alive(day) and view.territory.atoms_of(u.uid) & mask]
    whole = 0
    for unit in top:
        whole |= view.territory.atoms_of(unit.uid)
    return mask.bit_count() / whole.bit_count() if whole else 0.0


# -- what the option lacks, what it makes of the organisation ----------------------------------------------


def unfunded(of: Sides, lang: str = "vi") -> list[dict[str, Any]]:
    """Powers that come without staff, skill, facilities or money: findings PC009 of the option's own grants."""
    from phancap.competence.check_means import Means
    from phancap.competence.findings import Finding
    from phancap.competence.recorder import Recorder
    from phancap.competence.regions import regions

    means = Means(of.after, of.tables_after)
    mine = f"options/{of.option}/"
    moved = {
        (grant.power, grant.role)
        for grant in of.after.grants.values()
        if grant.file.startswith(mine) and grant.instrument in ("decentralise", "delegate")
    }
    boxes = {(power, role): list(regions(of.after, power, role)) for power, role in sorted(moved)}
    by: dict[str, list[Finding]] = {}
    for each in legal_path.LANGS:
        to = Recorder(of.after, {}, each)
        for (power, role), found in boxes.items():
            means.check(to, power, role, found)
        means.untold_receivers(to)
        by[each] = [f for f in to.findings if f.code == "PC009" and f.file.startswith(mine)]
    return [
        {"power": f.power, "message": f.message, "at": f"{f.file}:{f.row}", "from": f.start, "to": f.end,
         "where": list(f.where),
         "said": {each: {"message": by[each][number].message} for each in legal_path.LANGS}}
        for number, f in enumerate(by[lang])
    ]  # fmt: skip


def tiers(of: Sides, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Bodies whose tier is told: a budget level of its own, or an estimate unit that must ask and wait.

    A unit that loses its council loses its budget level with it: so it was in Ho Chi Minh City (``lessons.csv``).
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    learnt = [row for row in of.tables_after.get("lessons", []) if "cấp ngân sách" in f"{row['problem']} {row['evidence']}"]
    basis = ", ".join(short([place(row) for row in learnt])) or "lessons.csv"
    for row in of.tables_after.get("budget", []):
        if row["_option"] == of.option and row["tier"]:
            found[row["body"], row["unit"] or ""] = {
                "body": row["body"], "unit": row["unit"] or "", "tier": row["tier"], "at": place(row), "loses_council": False,
            }  # fmt: skip
    for row in rows:
        gone = row["kind"] == "organisation" and row["before"] is not None and row["after"] is None
        if gone and party_of(of.before, str(row["before"].get("class", ""))).kind == "council":
            unit = str(row["before"]["unit"])
            key = (str(row["before"]["class"]), unit)
            found[key] = {"body": key[0], "unit": unit, "tier": "estimate_unit", "at": basis, "loses_council": True}
    return [found[key] for key in sorted(found)]


def organisation(of: Sides, rows: list[dict[str, Any]], people: dict[str, Any]) -> dict[str, Any]:
    """Bodies made and ended, posts added: leaner, heavier or the same. Deputies are told in words where known."""
    made: set[str] = set()
    ended: set[str] = set()
    for row in rows:
        if row["kind"] != "organisation":
            continue
        if row["before"] is None and row["after"] is not None:
            made.add(str(row["after"]["id"]))
        elif row["after"] is None and row["before"] is not None:
            # The same organ at a later version of its unit is one organ.
            ended.add(str(row["before"]["id"]).partition("@")[0])
    posts = float(people["change"])
    change = len(made) - len(ended)
    verdict = "same" if not change and abs(posts) < 0.25 else "leaner" if change <= 0 and posts <= 0 else (
        "heavier" if change >= 0 and posts >= 0 else "mixed")  # fmt: skip
    organs = of.about.get("organs", {})
    return {
        "at": [place(row) for row in of.tables_after.get("organisation", []) if row["_option"] == of.option],
        "bodies_made": sorted(made), "bodies_ended": sorted(ended), "posts": posts, "verdict": verdict,
        "deputies": [str(text) for text in organs.get("told", []) if "Phó" in str(text)] if isinstance(organs, dict) else [],
    }  # fmt: skip


def _places(of: Sides, powers: list[dict[str, Any]]) -> dict[str, Any]:
    """Travel to the one who decides, and what it means for rural towns and satellites."""
    chart = Map(of.after, of.tables_after)
    moved: list[tuple[int, str, str, float]] = []
    nearer: dict[str, tuple[int, int]] = {}
    units = [unit for level in ("district", "commune") for unit in of.after.territory.at_level(level) if unit.alive(of.start)]
    lands = {unit.uid: of.after.territory.atoms_of(unit.uid) for unit in units}
    for row in powers:
        old, new = row["before"], row["after"]
        if row["role"] not in ("", "decide") or not old or not new or "class" not in old or "class" not in new:
            continue
        mask = _mask(of.after, row["where"])
        moved.append((mask, str(old["id"]), str(new["id"]), float(row["dossiers_a_year"] or 0.0)))
        seats = [chart.seat(str(side["id"])) for side in (old, new)]
        if seats[0] is None or seats[1] is None:
            continue
        for uid, own in lands.items():
            if not own & mask:
                continue
            away = [chart.distance(own & mask, seat) for seat in seats if seat is not None]
            closer = len(away) == 2 and away[0] is not None and away[1] is not None and away[1] < away[0]
            count, better = nearer.get(uid, (0, 0))
            nearer[uid] = (count + 1, better + closer)
    level = "district" if _has_level(of.after, "district", of.start) else "commune"
    here = {uid for uid in nearer if of.after.territory.units[uid].level == level}
    return {
        "travel": travel(chart, moved),
        "rural_links": links(chart, of.after, of.start, nearer),
        "nearer": {uid: {"powers": n, "nearer": k} for uid, (n, k) in sorted(nearer.items()) if uid in here},
    }
