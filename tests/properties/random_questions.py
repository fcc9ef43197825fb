"""Random questions about a workspace in the contract's format, mostly near the days and codes that matter."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from random_city import COLUMNS, HORIZON


class Query(NamedTuple):
    """One question: what ``phancap who`` is asked."""

    power: str
    place: str
    on: date
    role: str = "decide"
    decided: date | None = None
    known: date | None = None
    facts: tuple[tuple[str, str], ...] = ()


def random_queries(folder: str | Path, seed: int, n: int) -> list[Query]:
    """Questions about a workspace, mostly near the days, codes and thresholds that matter."""
    folder, rng = Path(folder), random.Random(seed)
    tables = {}
    for name in COLUMNS:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    written = ("valid_from", "valid_to", "from", "to", "in_force", "operates", "ends", "caretaker_to", "signed", "known")

    def days_of(rows: list[dict[str, str]]) -> list[date]:
        days = {date.fromisoformat(row[c]) for row in rows for c in written if row.get(c)}
        return [d for d in sorted(days) if HORIZON[0] <= d < HORIZON[1]]

    anywhere = days_of([row for rows in tables.values() for row in rows])
    # What one power's grants and their acts say is where its answers change.
    about = {}
    for row in tables["powers"]:
        mine = [g for g in tables["grants"] if g["power"] == row["power"]]
        acts = {g["act"] for g in mine}
        about[row["power"]] = days_of(mine + [a for a in tables["acts"] if a["act"] in acts]) or anywhere
    published = sorted({date.fromisoformat(r["known"]) for rows in tables.values() for r in rows if r.get("known")})
    published += [date.fromisoformat(row["signed"]) for row in tables["acts"]]
    # Every day of knowledge is a charter of its own to read: some of them, each asked often.
    published = rng.sample(published, min(len(published), 3 + n // 250))
    powers = [row["power"] for row in tables["powers"]]
    uids = sorted({row["uid"] for row in tables["units"]})
    # A point of land is asked about most: only there is the answer seldom ambiguous. A few of them again and
    # again, on many days: that is where a mistake of one day shows, and what is kept can be used.
    communes = [uid for uid in uids if uid.startswith("c")]
    communes = rng.sample(communes, min(len(communes), 3 + n // 250))
    codes = sorted({uid.partition("@")[0] for uid in uids})

    def some_day(power: str) -> date:
        near = rng.random()
        day = rng.choice(about[power] if near < 0.5 else anywhere) if near < 0.7 else HORIZON[0] + timedelta(days=rng.randint(0, 2555))
        day += timedelta(days=rng.choice((-1, 0, 0, 0, 1, 5)))
        return min(max(day, HORIZON[0]), HORIZON[1] - timedelta(days=1))

    def some_facts(power: str) -> tuple[tuple[str, str], ...]:
        facts = []
        for row in tables["facts"]:
            if row["power"] == power and rng.random() < 0.8:
                value = {
                    "money": lambda: rng.choice((1_000_000, 5_000_000_000, 15_000_000_000)) + rng.choice((-1, 0, 1)),
                    "area": lambda: rng.choice((500, 10_000)) + rng.choice((-1, 0, 1)),
                    "integer": lambda: rng.randint(0, 9),
                    "category": lambda: rng.choice(("I", "II", "III", "IV")),
                    "bool": lambda: rng.choice(("yes", "no")),
                }[row["type"]]()
                facts.append((row["fact"], str(value)))
        return tuple(facts)

    usual = {power: [some_facts(power) for _ in range(4)] for power in powers}
    queries = []
    for _ in range(n):
        power = rng.choice(powers)
        place = rng.choice(communes) if rng.random() < 0.6 else rng.choice(uids) if rng.random() < 0.5 else rng.choice(codes)
        on = some_day(power)
        decided = None
        if rng.random() < 0.3:
            other = some_day(power) if rng.random() < 0.5 else on + timedelta(days=rng.choice((0, 1, 20, 400)))
            on, decided = min(on, other), min(max(on, other), HORIZON[1] - timedelta(days=1))
        known = None
        if rng.random() < 0.3:
            known = (rng.choice(published) if published else on) + timedelta(days=rng.choice((-1, 0, 0, 1)))
        facts = rng.choice(usual[power]) if rng.random() < 0.8 else some_facts(power)
        odd = rng.random()
        if odd < 0.005:
            power = "9.999999"
        elif odd < 0.01:
            place = rng.choice(("c99999", "d001", "p01", "c31000@1999-01-01"))
        elif odd < 0.015:
            on, decided = rng.choice((date(2020, 12, 31), date(2028, 1, 1), date(1999, 1, 1))), None
        elif odd < 0.02:
            facts = (*facts, ("nobody-declared", "5"))
        role = rng.choice(("appraise", "consult")) if rng.random() < 0.05 else "decide"
        queries.append(Query(power, place, on, role, decided, known, facts))
    return queries
