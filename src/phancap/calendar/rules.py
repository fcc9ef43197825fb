"""The rules that counting rests on, as data: each with its act, provision and dates of force.

The dossier's day picks the rule. A rule of a named scope (a kind of procedure) beats the general one. Each
row says how far it was **read**: ``read`` in the text or an official excerpt of it, ``reported`` by the press
or by acts that repeat it, ``unread``, or ``convention`` (this product's way of counting, stated in its
contract). What was not read is shown as such wherever it decides anything. An empty act or provision means
that nobody looked it up, not that there is none.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from phancap.formats.days import parse_day

READ = ("read", "reported", "unread", "convention")


class Rule(NamedTuple):
    """One row of ``rules.csv``; ``start`` is the day in force, or the day signed where that was not read."""

    rule: str
    scope: str
    act: str
    provision: str
    start: int | None
    end: int | None
    read: str
    source: str
    vi: str
    en: str

    def says(self, lang: str = "vi") -> str:
        """The rule in words, Vietnamese or (``lang="en"``) English."""
        return self.en if lang == "en" else self.vi


def rule_on(rule: str, day: int, scope: str = "") -> Rule:
    """The rule in force on ``day`` for a scope, else the general one.

    Where no row is in force, an empty ``unread`` rule comes back: the count then has no basis that was
    read, and says so, instead of borrowing the law of another time.
    """
    general = None
    for row in _rules().get(rule, ()):
        in_force = (row.start is None or row.start <= day) and (row.end is None or day < row.end)
        if in_force and row.scope == scope:
            return row
        if in_force and row.scope == "*":
            general = row
    return general or Rule(rule, scope, "", "", None, None, "unread", "", rule, rule)


def all_rules() -> list[Rule]:
    """Every row, in the order of the file."""
    return [row for rows in _rules().values() for row in rows]


@lru_cache(maxsize=1)
def _rules() -> dict[str, list[Rule]]:
    text = (Path(__file__).parent / "rules.csv").read_text(encoding="utf-8")
    rules: dict[str, list[Rule]] = {}
    for row in csv.DictReader(text.splitlines()):
        start = row["from"] or row["signed"]
        rules.setdefault(row["rule"], []).append(
            Rule(
                row["rule"],
                row["scope"],
                row["act"],
                row["provision"],
                parse_day(start) if start else None,
                parse_day(row["to"]) if row["to"] else None,
                row["read"],
                row["source"],
                row["vi"],
                row["en"],
            )
        )
    return rules
