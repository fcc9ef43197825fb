"""Skills by the names people use; an id that the list does not know is shown as it is."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path


@cache
def _names() -> dict[str, tuple[str, str]]:
    with (Path(__file__).parent / "skills.csv").open(encoding="utf-8", newline="") as file:
        return {row["skill"]: (row["vi"], row["en"]) for row in csv.DictReader(file)}


def skill_name(skill: str, lang: str = "vi") -> str:
    """``địa chính`` for ``dia-chinh``."""
    found = _names().get(skill)
    return skill if found is None else found[lang == "en"]
