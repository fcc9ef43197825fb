"""The plan's own figures: every one an assumption with a range, a unit and its words, in ``assumptions.csv``.

A workspace's rows come first wherever they speak. What is taken from here is recorded by name, so that a result
can list the assumptions it hangs on.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = "assumptions.csv"


class Assumption(NamedTuple):
    """A figure with its range; ``row`` is its line in the file, so that it can be traced."""

    id: str
    value: float
    low: float
    high: float
    unit: str
    vi: str
    en: str
    source: str
    row: int

    def words(self, lang: str) -> str:
        """What it is, in a sentence fragment."""
        return self.en if lang == "en" else self.vi

    @property
    def at(self) -> str:
        """Where it stands."""
        return f"planning/{FILE}:{self.row}"


@cache
def shipped() -> dict[str, Assumption]:
    """Every assumption by its id."""
    found = {}
    with (Path(__file__).parent / FILE).open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            value, low, high = (float(row[key]) for key in ("value", "low", "high"))
            if not low <= value <= high:
                raise ValueError(f"{FILE}:{number}: {value} is not in [{low}, {high}]")
            found[row["id"]] = Assumption(
                row["id"], value, low, high, row["unit"], row["vi"], row["en"], row["source"], number
            )
    return found


class Assumed:
    """The assumptions of one run: some may be set to other values, and those used are remembered."""

    def __init__(self, values: Mapping[str, float] | None = None) -> None:
        self.values = dict(values or {})
        self.used: dict[str, Assumption] = {}
        unknown = sorted(self.values.keys() - shipped().keys())
        if unknown:
            from phancap.formats.nearest import nearest

            near = nearest(unknown[0], shipped(), limit=1)
            hint = f" · gần nhất: `{near[0]}`" if near else ""
            raise ValueError(f"không có giả định `{unknown[0]}`{hint}")

    def __getitem__(self, name: str) -> float:
        found = shipped()[name]
        self.used[name] = found
        return self.values.get(name, found.value)

    def with_value(self, name: str, value: float) -> Assumed:
        """The same with another value of one assumption."""
        return Assumed({**self.values, name: value})

    def listed(self, lang: str = "vi") -> list[dict[str, object]]:
        """Those used so far, for a report."""
        return [
            {
                "id": name, "value": self.values.get(name, item.value), "low": item.low, "high": item.high,
                "unit": item.unit, "words": item.words(lang), "source": item.source, "at": item.at,
                "said": {each: {"words": item.words(each)} for each in ("vi", "en")},
            }
            for name, item in sorted(self.used.items())
        ]  # fmt: skip
