"""Dossiers, people and skills as the workspace states them: what the plan counts with, and where each figure stands."""

from __future__ import annotations

from typing import Any, NamedTuple

from phancap.charter.model import inside
from phancap.charter.view import View
from phancap.territory.model import Unit

Tables = dict[str, list[dict[str, Any]]]
SIGNER = "lanh-dao"
"""The skill of those who sign: every office has it, so it says nothing about which office fits a task."""
RECEIVE = "receive"


class Handling(NamedTuple):
    """The work in a dossier apart from receiving it: minutes, the skill it asks for, the rows that say so."""

    minutes: float
    skill: str
    rows: tuple[str, ...]


class Volume(NamedTuple):
    """Dossiers a year with the range of their sources; ``rows`` says where, ``desk`` how many are not filed online."""

    value: float
    low: float
    high: float
    rows: tuple[str, ...]
    assumed: bool
    desk: float


def place(row: dict[str, Any]) -> str:
    """``file:row`` of a row of a table."""
    return f"{row['_file']}:{row['_row']}"


def handling(tables: Tables) -> dict[str, Handling]:
    """Work by power: the steps that are not reception; the skill is that of the longest."""
    steps: dict[str, list[dict[str, Any]]] = {}
    for row in tables.get("service", []):
        if row["minutes"] and row["role"] != RECEIVE:
            steps.setdefault(row["power"], []).append(row)
    found = {}
    for power, rows in steps.items():
        skilled = [row for row in rows if row["skill"] and row["skill"] != SIGNER] or rows
        longest = max(skilled, key=lambda row: (row["minutes"], row["skill"] or ""))
        minutes = sum(row["minutes"] * (1 + (row["rework"] or 0)) for row in rows)
        found[power] = Handling(minutes, longest["skill"] or "", tuple(place(row) for row in rows))
    return found


def population(view: View, tables: Tables, day: int) -> dict[str, float]:
    """People by unit version, where a measure says so for the day."""
    found = {}
    for row in tables.get("measures", []):
        if row["measure"] == "population" and inside(day, row["from"], row["to"]):
            unit = view.unit_named(row["unit"], day)
            if unit is not None:
                found[unit.uid] = float(row["value"])
    return found


def shares(view: View, units: list[Unit], people: dict[str, float]) -> dict[str, float]:
    """Each unit's share of what all of them have: by people where all are known, else equal (an assumption)."""
    known = [people.get(unit.uid) for unit in units]
    weights = [value or 0.0 for value in known] if all(known) else [1.0] * len(units)
    total = sum(weights) or 1.0
    return {unit.uid: weight / total for unit, weight in zip(units, weights, strict=True)}


class Demand:
    """Dossiers a year by power and unit on one day."""

    def __init__(self, view: View, tables: Tables, day: int) -> None:
        self.view, self.day = view, day
        self.people = population(view, tables, day)
        self.rows: dict[str, list[tuple[int, dict[str, Any]]]] = {}
        masks: dict[str, int] = {}
        for row in tables.get("demand", []):
            if row["dossiers"] is None or not inside(day, row["from"], row["to"]):
                continue
            mask = masks.get(row["unit"])
            if mask is None:
                unit = view.unit_named(row["unit"], day) if row["unit"] else None
                mask = view.territory.atoms_of(unit.uid) if unit else view.territory.all_atoms
                masks[row["unit"]] = mask
            self.rows.setdefault(row["power"], []).append((mask, row))

    def known(self, power: str) -> bool:
        """Whether anybody says how many dossiers there are."""
        return power in self.rows

    def within(self, power: str, mask: int, share: float = 1.0) -> Volume:
        """Dossiers of units inside ``mask``; of a unit that reaches beyond it only ``share``."""
        value = low = high = desk = 0.0
        rows: list[str] = []
        assumed = False
        for own, row in self.rows.get(power, []):
            if not own & mask:
                continue
            part = 1.0 if not own & ~mask else share
            dossiers = float(row["dossiers"])
            value += part * dossiers
            low += part * float(dossiers if row["low"] is None else row["low"])
            high += part * float(dossiers if row["high"] is None else row["high"])
            desk += part * dossiers * (1.0 - float(row["online_share"] or 0.0))
            rows.append(place(row))
            assumed |= row["source"] == "assumption"
        return Volume(value, low, high, tuple(rows), assumed, desk)


def staff_of(view: View, tables: Tables, day: int) -> dict[tuple[str, str], dict[str, float]]:
    """Posts by (class, unit uid) and skill on a day: what ``staff.csv`` says is filled, else its posts."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    for row in tables.get("staff", []):
        if not inside(day, row["from"], row["to"]):
            continue
        cls, _, uid = row["body"].partition("/")
        unit = view.unit_named(row["unit"], day) if row["unit"] else None
        key = (cls, unit.uid if unit else uid)
        posts = row["filled"] if row["filled"] is not None else row["posts"]
        if posts is not None:
            skills = found.setdefault(key, {})
            skills[row["skill"] or ""] = skills.get(row["skill"] or "", 0.0) + float(posts)
    return found
