"""The data sheet tells what the rows hold now."""

from __future__ import annotations

import csv

from phancap.workspace.open import shipped
from scripts import datasheet


def test_the_page_is_what_the_rows_say() -> None:
    written = datasheet.PAGE.read_text(encoding="utf-8")
    assert written == datasheet.data_sheet(), (
        "the rows have changed: `python -m scripts.datasheet` writes it anew"
    )


def test_a_few_figures_counted_another_way() -> None:
    """Read as plain CSV, so that a slip of the script shows."""
    page = datasheet.PAGE.read_text(encoding="utf-8")
    for table in ("grants", "powers", "acts"):
        with open(f"{shipped()}/{table}.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assumed = sum(row["source"] == "assumption" for row in rows)
        assert f"| `{table}` | {len(rows)} | {assumed or ''} |" in page
