"""The data sheet tells what the rows hold now."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from phancap.workspace.open import shipped
from scripts import datasheet, means


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


def test_assumed_means_are_what_their_rates_say() -> None:
    """Demand, service and staff that nobody publishes: made from stated rates, never by hand."""
    for table, text in means.texts().items():
        assert (Path(shipped()) / f"{table}.csv").read_text(encoding="utf-8") == text, (
            f"`{table}`: `python -m scripts.means` writes it anew"
        )


def test_whoever_has_demand_has_steps_and_people() -> None:
    """A power with dossiers has four steps; each commune centre, district one-stop and deciding body has staff."""
    demand, staff = means.rows_of("demand"), means.rows_of("staff")
    steps = Counter(row["power"] for row in means.rows_of("service"))
    assert {row["power"] for row in demand} == {power for power, count in steps.items() if count == 4}
    bodies = {(row["body"], row["unit"]) for row in staff}
    for uid in means.communes():
        assert ("trung-tam-phuc-vu-hanh-chinh-cong-xa", uid) in bodies
        assert sum(row["unit"] == uid for row in demand) >= 25
    districts = {row["uid"] for row in means.rows_of("units") if row["level"] == "district"}
    assert len(districts) == 28
    for uid in districts:
        assert ("bo-phan-mot-cua-huyen", uid) in bodies
        assert sum(row["unit"] == uid for row in demand) >= 15
    for row in demand:
        assert float(row["low"]) <= float(row["dossiers"]) <= float(row["high"]), row
