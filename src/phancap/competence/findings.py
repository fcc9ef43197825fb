"""Findings of the check: the codes, their names, and the record that carries one.

The sentences are in :mod:`phancap.competence.finding_words`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from phancap.competence.finding_words import HELP, MESSAGES, PROPERTY

__all__ = ["HELP", "LINTS", "MESSAGES", "NAMES", "PROPERTY", "SEVERITIES", "Finding", "help_for", "name_of"]

NAMES = {
    "PC001": "gap", "PC002": "overlap", "PC003": "ultra-vires", "PC004": "instrument", "PC005": "cycle",
    "PC006": "hierarchy", "PC007": "basis", "PC008": "existence", "PC009": "resources", "PC010": "orphan",
    "PC011": "transition", "PC012": "stability",
}  # fmt: skip
"""What is proved."""
LINTS = {
    "PC100": "not-proved", "PC101": "number-date", "PC102": "number-form", "PC103": "bare-code",
    "PC104": "type-number", "PC105": "issuer-number", "PC106": "type-issuer", "PC107": "unknown-type",
    "PC112": "two-dates", "PC120": "limit", "PC121": "homonym", "PC122": "there-and-back",
    "PC123": "lineage", "PC124": "act-dates", "PC125": "idle-grant", "PC126": "idle-power",
    "PC127": "authority-low", "PC128": "status", "PC129": "no-provision", "PC130": "assumptions",
}  # fmt: skip
"""Doubts about data and text: they never touch the proof. PC101 to PC107 are those of
:mod:`phancap.law.forms`; what lies between PC108 and PC119 besides belongs to texts that are read."""
SEVERITIES = ("error", "warning", "note")


class Finding(NamedTuple):
    """One finding: where it stands in the files, the box in which it holds, an example, what to do."""

    code: str
    severity: str
    message: str
    help: str = ""
    file: str = ""
    row: int = 0
    power: str = ""
    role: str = ""
    where: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None
    condition: str = ""
    example: tuple[tuple[str, Any], ...] = ()
    accepted: str | None = None
    key: str = ""

    def as_json(self) -> dict[str, Any]:
        """The finding as ``check --json`` prints it."""
        return {
            "code": self.code, "name": name_of(self.code), "severity": self.severity,
            "accepted": self.accepted, "key": self.key, "file": self.file, "row": self.row, "power": self.power,
            "role": self.role, "where": list(self.where), "from": self.start, "to": self.end,
            "condition": self.condition, "example": dict(self.example), "message": self.message,
            "help": self.help,
        }  # fmt: skip


def name_of(code: str) -> str:
    """The name of a code: ``gap`` of ``PC001``."""
    return NAMES.get(code) or LINTS.get(code, "lint")


def help_for(code: str, lang: str) -> str:
    """What to do about a finding of this code."""
    return HELP[lang].get(code) or HELP[lang]["PC1"]
