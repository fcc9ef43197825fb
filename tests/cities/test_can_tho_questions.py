"""Questions as people ask them, without accents and by old addresses, against what the law says.

The expected answers of `questions.csv` come from the texts (column `fact` names which), not from the city's own rows:
a row that is changed by mistake is caught here. `act` stands somewhere in the chain; for `joint` and `ambiguous-place`
the body is one of the candidates.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from phancap.cli.common import open_snapshot
from phancap.competence.inquiry import Desk, Put
from phancap.formats.days import parse_day

TABLE = Path(__file__).with_name("questions.csv")


def questions() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def desk() -> Desk:
    return Desk(open_snapshot(None, (), "vi"), "vi")


def test_the_table_asks_enough() -> None:
    asked = questions()
    assert len(asked) >= 150
    assert len({row["place"] for row in asked}) >= 25
    assert len({row["on"] for row in asked}) >= 25
    rows = {row["fact"] for row in asked}
    assert {f"law 5.1 row {n}" for n in range(1, 21)} <= rows
    assert {"law 6.1 2568", "law 6.1 36", "law 6.1 38", "law 6.1 39"} <= rows
    assert all(row["power"].isascii() and row["place"].isascii() for row in asked), (
        "people type without accents"
    )


@pytest.mark.parametrize("row", questions(), ids=lambda row: f"{row['power']}@{row['on']}")
def test_answered_as_the_law_says(row: dict[str, str]) -> None:
    facts = tuple(tuple(item.split("=")) for item in row["facts"].split(";") if item)
    put = Put(row["power"], row["place"], parse_day(row["on"]), row["role"], None, None, facts)  # type: ignore[arg-type]
    answer = desk().answer(put)
    assert answer["status"] == row["status"]
    several = answer["candidates"] if row["status"] in ("joint", "ambiguous-place") else [answer]
    if row["body"]:
        assert row["body"] in {(one["body"] or {}).get("name") for one in several}
    if row["act"]:
        assert row["act"] in {link["act"] for one in several for link in one["chain"]}
