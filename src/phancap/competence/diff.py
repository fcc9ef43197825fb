"""The complete difference of two governments: options, days, or both, as few rows that partition it.

Both sides are cut along the same days, atoms and facts, so every box in which they differ is found. A row
names the organs before and after by their ids: rows that only differ by unit stay apart, as their organs do.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from phancap.charter.conditions import show_box
from phancap.charter.model import inside
from phancap.charter.names import level_words
from phancap.charter.view import View
from phancap.competence.answer import body_json, limit_of
from phancap.competence.diff_boxes import Change, Found, Side, by_oracle, on_common_land, spans
from phancap.competence.diff_tables import Compared
from phancap.competence.lawful import party_of, rule_book
from phancap.competence.recorder import place_names
from phancap.competence.regions import Patch, Region, merge, presence
from phancap.formats.days import format_day


def changes(before: Side, after: Side, plain: bool = False) -> list[dict[str, Any]]:
    """Every row of difference in who holds what, and in limits; ``plain`` asks the oracle instead of the tables."""
    left, right = on_common_land(before.view, after.view)
    first, second = before._replace(view=left), after._replace(view=right)
    find: Found = partial(by_oracle, first, second) if plain else Compared(first, second)
    rows: list[dict[str, Any]] = []
    for power in sorted({*left.powers, *right.powers}):
        roles = {g.role for view in (left, right) for g in view.grants_of(power)}
        for role in sorted(roles):
            rows += _rows(left, right, find(power, role))
        rows += _limits(first, second, power)
    return rows


def _rows(left: View, right: View, boxes: Iterable[tuple[Region, Change]]) -> list[dict[str, Any]]:
    found: dict[Change, list[Region]] = {}
    for region, change in boxes:
        found.setdefault(change, []).append(region)
    return [_row(left, right, change, patch) for change in sorted(found) for patch in merge(found[change])]


def _row(left: View, right: View, change: Change, patch: Patch) -> dict[str, Any]:
    needed = needs(right, change, patch.start)
    return {
        "kind": change.kind, "power": change.power, "role": change.role,
        "where": place_names(right, patch.mask, patch.start), "condition": show_box(dict(patch.box)),
        "from": format_day(patch.start), "to": format_day(patch.end),
        "before": _side(left, change.before, change.status_before),
        "after": _side(right, change.after, change.status_after),
        "instrument_before": change.instrument_before or None, "instrument_after": change.instrument_after or None,
        "needs": needed, "dossiers_a_year": None, "_mask": patch.mask, "_day": patch.start,
    }  # fmt: skip


def _side(view: View, body: str, status: str) -> dict[str, Any] | None:
    if status == "gap":
        return None
    if status != "competent":
        return {"id": body, "name": body, "status": status}
    # One object for all rows of an organ: they are many, and only read.
    key = ("body", body)
    if key not in view.memo:
        view.memo[key] = body_json(view, body, "vi")
    found: dict[str, Any] | None = view.memo[key]
    return found


DERIVED = ("decentralise", "delegate")


def needs(view: View, change: Change, day: int) -> dict[str, str] | None:
    """The kind of act and the organ that may lawfully make the change, by the rule book of the day.

    A gift is made by its giver, and taken back by the one who gave it; else the present holder may pass the
    power on where the book lets it; else only the National Assembly can.
    """
    # The rows of one change at many units ask the same.
    asked = (change.instrument_before, change.instrument_after, change.holder_before, change.holder_after,
             change.giver_before, change.giver_after)  # fmt: skip
    key = ("needs", "|".join(asked), str(day))
    if key not in view.memo:
        view.memo[key] = _needs(view, change, day)
    found: dict[str, str] | None = view.memo[key]
    return found


def _needs(view: View, change: Change, day: int) -> dict[str, str] | None:
    if change.holder_before == change.holder_after and change.instrument_before == change.instrument_after:
        # Only the unit of the organ has changed: that is territory, no transfer of a power.
        return None
    giver = change.holder_before
    if change.instrument_after in DERIVED and change.giver_after:
        giver = change.giver_after
    elif change.instrument_before in DERIVED:
        giver = change.giver_before
        if change.holder_after in ("", giver):
            return _way(view, "withdraw", "văn bản thu hồi của cơ quan đã giao", giver, "")
    # An organ that exists no more gives nothing away.
    there = giver and giver != change.holder_after and presence(view, giver, day)
    old = party_of(view, giver) if there else None
    new = party_of(view, change.holder_after) if change.holder_after else None
    ways = [way for way in rule_book(view).needs(old, new, day) if way.instrument != "withdraw"]
    # A delegate only acts: it answers the wish for a delegate, not for another holder.
    ways = [way for way in ways if way.instrument != "delegate" or change.instrument_after == "delegate"]
    ways.sort(key=lambda way: (not way.read, way.instrument != change.instrument_after))
    if not ways:
        return None
    way = ways[0]
    return _way(
        view, way.instrument, way.act, giver if way.instrument in DERIVED else way.organ, way.provision
    )


def _way(view: View, instrument: str, act: str, organ: str, provision: str) -> dict[str, str]:
    return {"act": act, "organ": level_words(view, organ), "instrument": instrument, "provision": provision}


def _limits(first: Side, second: Side, power: str) -> list[dict[str, Any]]:
    """Where the time limit differs, day by day between the days on which a limit changes."""
    found = [row for view in (first.view, second.view) for row in view.limits if row.power == power]
    cuts = {day for row in found for day in (row.start, row.end)}
    rows: list[dict[str, Any]] = []
    for start, end, day_a, day_b in spans(first, second, cuts):
        old = limit_of(first.view, power, day_a) if power in first.view.powers else None
        new = limit_of(second.view, power, day_b) if power in second.view.powers else None
        if old == new:
            continue
        last = rows[-1] if rows else None
        if last and last["to"] == format_day(start) and last["before"] == old and last["after"] == new:
            last["to"] = format_day(end)
            continue
        rows.append(
            {"kind": "limit", "power": power, "role": "decide", "where": ["*"], "condition": "", "from": format_day(start),
             "to": format_day(end), "before": old, "after": new, "instrument_before": None, "instrument_after": None,
             "needs": None, "dossiers_a_year": None}
        )  # fmt: skip
    return rows


Tables = dict[str, list[dict[str, Any]]]


def difference(
    before: Side, after: Side, tables_before: Tables, tables_after: Tables
) -> list[dict[str, Any]]:
    """Every row of difference: powers, roles, limits, organisation, staff, facilities and budget."""
    from phancap.competence.diff_means import listed, organisation

    left, right = on_common_land(before.view, after.view)
    first, second = before._replace(view=left), after._replace(view=right)
    rows = changes(first, second)
    demand = Demand(right, tables_after.get("demand", []))
    for row in rows:
        mask, day = row.pop("_mask", 0), row.pop("_day", 0)
        if mask and row["kind"] == "power":
            row["dossiers_a_year"] = demand.of(row["power"], mask, day)
    rows += organisation(first, second)
    for kind, table in (("staff", "staff"), ("facility", "facilities"), ("budget", "budget")):
        rows += listed(kind, tables_before.get(table, []), tables_after.get(table, []), first, second)
    return rows


class Demand:
    """Dossiers a year by power and piece of land; what was asked once it keeps."""

    def __init__(self, view: View, rows: list[dict[str, Any]]) -> None:
        self.view = view
        self._rows: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            if row["dossiers"] is not None and row["unit"]:
                self._rows.setdefault(row["power"], []).append(row)
        self._atoms: dict[tuple[str, int], int] = {}
        self._on: dict[tuple[str, int], list[tuple[int, float]]] = {}

    def of(self, power: str, mask: int, day: int) -> float | None:
        """From units that lie wholly inside the atoms ``mask``; ``None`` where none is known."""
        found = self._on.get((power, day))
        if found is None:
            rows = [row for row in self._rows.get(power, ()) if inside(day, row["from"], row["to"])]
            found = self._on[power, day] = [(self._land(row["unit"], day), row["dossiers"]) for row in rows]
        here = [dossiers for atoms, dossiers in found if atoms and atoms & mask == atoms]
        return sum(here) if here else None

    def _land(self, unit: str, day: int) -> int:
        key = (unit, day)
        if key not in self._atoms:
            named = self.view.unit_named(unit, day)
            self._atoms[key] = self.view.territory.atoms_of(named.uid) if named else 0
        return self._atoms[key]
