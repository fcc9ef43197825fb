"""PC009: whoever is given a power needs people, rooms and money on every day on which the gift has effect.

Only derived grants are looked at: the law that assigns a power funds its organ in other ways. A table that a
workspace leaves empty says nothing, and a table binds only the classes that it speaks of: staff that nobody has
written down are unknown, not missing. A receiver that ``staff.csv`` leaves out altogether is a note.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from phancap.charter.model import Grant, inside
from phancap.charter.view import View
from phancap.charter.visible import visible
from phancap.competence.recorder import Recorder
from phancap.competence.regions import Region, merge
from phancap.territory.atoms import bits

_TIERS = {"committee": "budget_level", "council": "budget_level", "chair": "budget_level"}


class _Seen(NamedTuple):
    """A row with what decides whether it is in force."""

    known: int | None
    corrects: str
    row: dict[str, Any]


def standing_rows(rows: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """The rows that no later row corrects."""
    seen = [_Seen(row.get("known"), row.get("corrects") or "", row) for row in rows]
    return [found.row for found in visible(seen, lambda found: str(found.row[key]), None)]


class Means:
    """Staff, facilities and budget of a workspace, by the class or body that has them."""

    def __init__(self, view: View, tables: dict[str, list[dict[str, Any]]]) -> None:
        self.view = view
        self.staff = self._by_body(tables, "staff")
        self.facilities = self._by_body(tables, "facilities")
        self.budget = self._by_body(tables, "budget")
        self._told: dict[tuple[int, str, int], list[dict[str, Any]]] = {}
        self.untold: dict[str, set[str]] = {}
        self.skills: dict[str, set[tuple[str, str]]] = {}
        for row in standing_rows(tables.get("service", []), "power"):
            if row["skill"]:
                self.skills.setdefault(row["power"], set()).add((row["role"], row["skill"]))

    @staticmethod
    def _by_body(tables: dict[str, list[dict[str, Any]]], name: str) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for row in standing_rows(tables.get(name, []), "body"):
            found.setdefault(row["body"].partition("/")[0], []).append(row)
        return found

    def check(self, to: Recorder, power: str, role: str, found: list[Region]) -> None:
        """Findings for each derived grant of one role, on the boxes where it has effect."""
        if not (self.staff or self.facilities or self.budget):
            return
        lacking: dict[tuple[str, str, str], list[Region]] = {}
        for region in found:
            for link in (*region.holding.chain, *(x for way in region.holding.ways for x in way)):
                if link.grant.instrument in ("decentralise", "delegate"):
                    for message, detail, bare in self._lacking(link.grant, region):
                        lacking.setdefault((link.grant.grant, message, detail), []).append(bare)
        for (name, message, detail), members in sorted(lacking.items()):
            grant = self.view.grants[name]
            for whole in merge(_anywhere(members)):
                # The facts of the first box found stay with the example, so that it can be asked.
                patch = whole._replace(example=next(r for r in members if _place(r) == _place(whole.example)))
                receiver = to.level(grant.holder)
                if grant.holder in self.view.classes and patch.mask.bit_count():
                    receiver = to.organ(grant.holder, patch.example)
                to.box("PC009", "warning", message, patch, power, role, grant=grant, receiver=receiver, skill=detail,
                       tier=detail, field=self.view.powers[power].field or "*")  # fmt: skip

    def untold_receivers(self, to: Recorder) -> None:
        """A note for each receiver of whose staff nobody says anything, although the staff of others are told."""
        for holder, names in sorted(self.untold.items()):
            first = self.view.grants[min(names)]
            text = to.say("staff-untold", receiver=to.level(holder), count=len(names), grant=first.grant)
            to.row("PC009", "note", text, (first.file, first.row), holder)

    def _lacking(self, grant: Grant, region: Region) -> Iterator[tuple[str, str, Region]]:
        """(sentence, skill or tier, box without) for each thing that is missing."""
        for body, mask in self._bodies(grant.holder, region).items():
            here = region._replace(mask=mask)
            if grant.holder.partition("/")[0] not in self.staff:
                # Also where staff.csv is empty, while rooms or money are told: unknown is shown as unknown.
                self.untold.setdefault(grant.holder, set()).add(grant.grant)
            else:
                skills = {skill for who, skill in self.skills.get(grant.power, ()) if who in ("", grant.role)}
                for skill in sorted(skills) or [""]:
                    message = "no-staff-skill" if skill else "no-staff"
                    yield from self._bare(self._staffed(body, skill, region.start), here, message, skill)
            if grant.holder in self.facilities:
                rows = [
                    r
                    for r in self._rows(self.facilities, body, region.start)
                    if r["count"] is None or r["count"] > 0
                ]
                yield from self._bare(rows, here, "no-facilities", "")
            if grant.holder in self.budget:
                tier = self._tier(grant.holder)
                yield from self._bare(
                    self._funded(body, grant.power, tier, region.start), here, "no-budget", tier
                )

    def _bodies(self, holder: str, region: Region) -> dict[str, int]:
        parts: dict[str, int] = {}
        for atom in bits(region.mask):
            body = self.view.body_at(holder, atom, region.start)
            parts[body] = parts.get(body, 0) | 1 << atom
        parts.pop("", None)
        return parts

    def _rows(
        self, table: dict[str, list[dict[str, Any]]], body: str, day: int
    ) -> list[dict[str, Any]]:  # fmt: skip
        """The rows that speak of a body: its class in its unit, its class everywhere, or the organ itself."""
        cls, _, uid = body.partition("/")
        asked = (id(table), body, day)
        if asked not in self._told:
            self._told[asked] = [
                row
                for row in table.get(cls, ())
                if row["body"] in (cls, body) and (not row["unit"] or self._same_unit(row["unit"], uid, day))
            ]
        return self._told[asked]

    def _same_unit(self, name: str, uid: str, day: int) -> bool:
        """Whether a row's unit is the unit of today, or was it before only name, type or parent changed."""
        if name == uid or not uid:
            return True
        try:
            now, named = self.view.territory.units.get(uid), self.view.unit_named(name, day)
        except ValueError:  # no unit at all: the row speaks of nobody
            return False
        if now is None or named is None or (now.level, now.code) != (named.level, named.code):
            return False
        return self.view.territory.atoms_of(now.uid) == self.view.territory.atoms_of(named.uid)

    def _staffed(self, body: str, skill: str, day: int) -> list[dict[str, Any]]:
        return [
            row
            for row in self._rows(self.staff, body, day)
            if (not skill or row["skill"] == skill)
            and (row["filled"] if row["filled"] is not None else row["posts"] or 0) > 0
        ]

    def _tier(self, holder: str) -> str:
        cls = self.view.classes.get(holder)
        named = self.view.bodies.get(holder)
        cls = cls or (self.view.classes.get(named.cls) if named else None)
        return _TIERS.get(cls.kind if cls else "", "estimate_unit")

    def _funded(self, body: str, power: str, tier: str, day: int) -> list[dict[str, Any]]:
        field = self.view.powers[power].field
        return [
            row
            for row in self._rows(self.budget, body, day)
            if (not row["field"] or row["field"] == field)
            and (not row["tier"] or row["tier"] == tier)
            and row["kind"] != "revenue"
            and (row["amount"] is None or row["amount"] > 0)
        ]

    @staticmethod
    def _bare(
        rows: list[dict[str, Any]], region: Region, message: str, detail: str
    ) -> Iterator[tuple[str, str, Region]]:
        """The days of a region on which none of the rows runs."""
        edges = {edge for row in rows for edge in (row["from"], row["to"]) if edge is not None}
        days = [region.start, *sorted(e for e in edges if region.start < e < region.end), region.end]
        for start, end in zip(days, days[1:], strict=False):
            if not any(inside(start, row["from"], row["to"]) for row in rows):
                yield message, detail, region._replace(start=start, end=end)


def _place(region: Region) -> tuple[int, int, int]:
    return region.start, region.end, region.mask


def _anywhere(members: list[Region]) -> Iterator[Region]:
    """Each piece of land and days once: staff do not depend on the facts of a dossier."""
    seen: set[tuple[int, int, int]] = set()
    for region in members:
        key = _place(region)
        if key not in seen:
            seen.add(key)
            yield region._replace(box={})
