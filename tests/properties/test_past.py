"""What was answered stays answered: rows published later, in whatever order and dress, change no past answer."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import reference
from asking import TORTURE, by_reference, put
from random_city import COLUMNS, Row, make_city, write_table
from random_questions import Query, random_queries

from phancap.competence.inquiry import Desk
from phancap.workspace.open import open_workspace

CITIES, QUESTIONS = (40, 400) if TORTURE else (6, 60)
Tables = dict[str, list[Row]]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Random charters do not belong into the user's cache."""
    monkeypatch.setenv("PHANCAP_CACHE", str(tmp_path / "cache"))


def read(folder: Path) -> Tables:
    tables = {}
    for name in COLUMNS:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    return tables


def write(folder: Path, tables: Tables, city: str, *, dress: bool = False) -> Path:
    """Write tables; ``dress`` writes them as a spreadsheet in Viet Nam does: a byte order mark and ``;``."""
    folder.mkdir(parents=True)
    (folder / "city.toml").write_text(city, encoding="utf-8")
    for name, rows in tables.items():
        columns = list(dict.fromkeys([*COLUMNS[name].split(","), "known", "corrects", *(key for row in rows for key in row)]))
        path = folder / f"{name}.csv"
        if not dress:
            write_table(path, columns, rows)
            continue
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, columns, delimiter=";", lineterminator="\r\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def published_later(tables: Tables, on: date, dice: random.Random) -> Tables:
    """The same tables and much more that becomes known ``on`` a day, reaching back as far as it likes."""
    known = {"known": str(on)}
    more: Tables = {name: list(rows) for name, rows in tables.items()}
    for name, key in (("units", "uid"), ("classes", "class"), ("bodies", "body"), ("powers", "power"), ("grants", "grant"), ("acts", "act")):
        first: dict[str, Row] = {}
        for row in tables[name]:
            first.setdefault(row[key], row)
        for row in dice.sample(list(first.values()), len(first) // 2):
            new = {**row, **known, "corrects": row[key]}
            if name == "units":
                new["name"] = "Tên sau này"
            elif name == "classes":
                new["name"] = "Loại sau này"
            elif name == "bodies":
                new["to"] = str(date.fromisoformat(row["from"]) + timedelta(days=40))
            elif name == "powers":
                new.update(joint="decide", transferable="no", name="Việc sau này")
            elif name == "grants" and row["instrument"] != "withdraw":
                new.update(holder="ct-tinh", where="*", condition="", overrides="")
            elif name == "acts" and row["in_force"] < "2021-06-01":
                new.update(ends="2027-11-01", ended_by="")
            more[name].append(new)
    law = {**dict.fromkeys(COLUMNS["acts"].split(","), ""), "act": "999/2019/QH14", "type": "luật", "issuer": "Quốc hội",
           "signed": "2019-05-01", "in_force": "2019-06-01", "status": "adopted", "rank": "99", **known}  # fmt: skip
    more["acts"].append(law)
    names = [row["grant"] for row in tables["grants"] if row["instrument"] != "withdraw" and not row["corrects"]]
    blank = dict.fromkeys(COLUMNS["grants"].split(","), "")
    # Neither row says when it became known: the act they stand in does.
    more["grants"].append({**blank, "grant": "zz-w", "instrument": "withdraw", "act": law["act"], "overrides": ",".join(names[::2])})
    for row in tables["powers"]:
        if not row.get("corrects"):
            more["grants"].append({**blank, "grant": f"zz-{row['power']}", "power": row["power"], "instrument": "assign",
                                   "holder": "ubnd-tinh", "where": "*", "act": law["act"]})  # fmt: skip
    if len(names) > 1:
        for grants, prevails in ((names[0], "no"), (names[-1], "yes")):
            more["tensions"].append({**dict.fromkeys(COLUMNS["tensions"].split(","), ""), "tension": "zz", "grants": grants,
                                     "reading": grants, "prevails": prevails, **known})  # fmt: skip
    more["organisation"].append({**dict.fromkeys(COLUMNS["organisation"].split(","), ""), "class": "ubnd-xa", "where": "*",
                                 "from": "2025-01-01", "corrects": "ubnd-xa", **known})  # fmt: skip
    more["provisions"].append({**dict.fromkeys(COLUMNS["provisions"].split(","), ""), "act": names and tables["grants"][0]["act"],
                               "provision": "Đ.3", "ends": "2021-02-01", **known})  # fmt: skip
    return more


def full(desk: Desk, query: Query) -> dict[str, Any]:
    """Everything an answer says, but which snapshot it was read from."""
    return without_snapshot(dict(desk.answer(put(query))))


def without_snapshot(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without its snapshot; the candidates are answers too."""
    return {**answer, "snapshot": "", "candidates": [without_snapshot(c) for c in answer["candidates"]]}


@pytest.mark.parametrize("seed", range(1000, 1000 + CITIES))
def test_later_rows_never_move_a_past_answer(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    folder = make_city(seed, tmp_path / "before")
    tables, city = read(folder), (folder / "city.toml").read_text(encoding="utf-8")
    day = date(2022, 1, 1) + timedelta(days=dice.randrange(2000))
    later = write(tmp_path / "after", published_later(tables, day, dice), city)
    before, after = Desk(open_workspace(folder)), Desk(open_workspace(later))
    one, other = reference.Workspace(folder), reference.Workspace(later)
    moved = 0
    for query in random_queries(folder, seed, QUESTIONS):
        past = query._replace(known=min(query.known or day, day - timedelta(days=1)))
        assert full(before, past) == full(after, past)
        assert by_reference(one, past) == by_reference(other, past)
        now = query._replace(known=day)
        moved += by_reference(one, now) != by_reference(other, now)
    # The rows are not idle: from their day on they do change answers.
    assert moved > QUESTIONS // 10


@pytest.mark.parametrize("seed", range(1100, 1100 + CITIES))
def test_order_and_dress_of_the_files_carry_no_meaning(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    folder = make_city(seed, tmp_path / "one")
    tables, city = read(folder), (folder / "city.toml").read_text(encoding="utf-8")
    for rows in tables.values():
        dice.shuffle(rows)
    other = write(tmp_path / "other", tables, city, dress=bool(seed % 2))
    first, second = Desk(open_workspace(folder)), Desk(open_workspace(other))
    for query in random_queries(folder, seed, QUESTIONS):
        assert full(first, query) == full(second, query)
