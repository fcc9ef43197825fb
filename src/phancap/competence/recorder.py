"""Where findings are written down: sentence, place in the files, box in words, worked example."""

from __future__ import annotations

from typing import Any

from phancap.charter.conditions import show_box
from phancap.charter.model import Grant
from phancap.charter.names import body_name, level_words
from phancap.charter.view import View
from phancap.competence import words
from phancap.competence.findings import MESSAGES, Finding, help_for
from phancap.competence.regions import Patch, Region
from phancap.formats.days import format_day
from phancap.formats.say import say

Rows = dict[tuple[str, str], tuple[str, int]]
"""(table, key) to the file and line where the row stands."""


class Recorder:
    """Collects the findings of one view; ``rows`` locates powers, acts and classes in their files."""

    def __init__(self, view: View, rows: Rows, lang: str = "vi") -> None:
        self.view = view
        self.rows = rows
        self.lang = lang
        self.findings: list[Finding] = []

    def say(self, message: str, **values: object) -> str:
        """A sentence of the catalogue, without the blanks that empty values leave."""
        return " ".join(say(MESSAGES, self.lang, message, **values).split()).replace(" )", ")")

    def located(self, table: str, key: str) -> tuple[str, int]:
        """File and line of a row; the table's file where nobody knows the line."""
        return self.rows.get((table, key), (f"{table}.csv", 0))

    def level(self, holder: str) -> str:
        """The name of a class or body as such."""
        return level_words(self.view, holder, self.lang)

    def organ(self, holder: str, region: Region) -> str:
        """The name of the organ that ``holder`` is at the example of a region."""
        body = self.view.body_at(holder, region.atom, region.start) if holder else ""
        return body_name(self.view, body, self.lang) if body else self.level(holder)

    def row(
        self, code: str, severity: str, text: str, at: tuple[str, int], key: str, **more: Any
    ) -> None:  # fmt: skip
        """A finding about a row, with its sentence."""
        self.findings.append(Finding(code, severity, text, help_for(code, self.lang), *at, key=key, **more))

    def grant(self, code: str, severity: str, message: str, grant: Grant, **more: object) -> None:
        """A finding about a grant as it is written, over all its days."""
        life = self.view.life(grant)
        values = {
            "grant": grant.grant, "act": grant.act, "provision": grant.provision, "power": grant.power, **more,
        }  # fmt: skip
        # Where act and grant have no day in common there is no box: the days are then those that the row says.
        own = (grant.start, grant.end) if life.empty else (life.start, life.end)
        days = [None if day is None else format_day(day) for day in own]
        self.row(code, severity, self.say(message, **values), (grant.file, grant.row), grant.grant,
                 power=grant.power, role=grant.role, start=days[0], end=days[1])  # fmt: skip

    def box(
        self, code: str, severity: str, message: str, patch: Patch, power: str, role: str,
        grant: Grant | None = None, key: str = "", **more: object,
    ) -> None:  # fmt: skip
        """A finding about a box of territory, days and facts, with an example inside it."""
        values: dict[str, object] = {"power": power, "role": words.ROLE[self.lang][role], **more}
        if grant is not None:
            values = {"grant": grant.grant, "act": grant.act, "provision": grant.provision, **values}
        at = (grant.file, grant.row) if grant else self.located("powers", power)
        self.row(
            code, severity, self.say(message, **values), at, key or (grant.grant if grant else power),
            power=power, role=role, where=tuple(place_names(self.view, patch.mask, patch.start)),
            start=format_day(patch.start), end=format_day(patch.end), condition=show_box(dict(patch.box)),
            example=self._example(patch, power, role),
        )  # fmt: skip

    def _example(self, patch: Patch, power: str, role: str) -> tuple[tuple[str, Any], ...]:
        region = patch.example
        place = self.view.territory.place_in(patch.mask, region.atom, region.start)
        values: dict[str, Any] = {
            "power": power, "place": place, "on": format_day(region.start), "role": role,
        }  # fmt: skip
        if region.facts:
            values["facts"] = {
                fact: value for fact, value in sorted(region.facts.items()) if fact in region.box
            }
        return tuple(values.items())


def place_names(view: View, mask: int, day: int) -> list[str]:
    """A set of atoms in uids of the day: higher units where they fit whole, communes, common pieces."""
    # Many powers differ on the same land: each piece is named once.
    key = ("place_names", f"{mask:x}", str(day))
    known: list[str] | None = view.memo.get(key)
    if known is None:
        known = view.memo[key] = _place_names(view, mask, day)
    return list(known)


def _place_names(view: View, mask: int, day: int) -> list[str]:
    land = view.territory
    names: list[str] = []
    rest = mask
    for level in ("province", "district", "commune"):
        for unit in land.at_level(level):
            if rest and unit.alive(day):
                own = land.atoms_on(unit, day)
                if own and own & rest == own:
                    names.append(unit.uid)
                    rest &= ~own
    return sorted(names) + land.pieces(rest) if rest else sorted(names)
