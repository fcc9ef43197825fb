"""The package against the second reading: random charters, and random questions about the shipped city."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
import reference
from asking import TORTURE, disagreements
from random_city import make_city
from random_questions import Query, random_queries

from phancap.workspace.open import shipped

CHARTERS, QUESTIONS = (104, 10_000) if TORTURE else (40, 500)
SHIPPED = 20_000 if TORTURE else 400
# Most charters are small, since a mistake shows in a small one as well; some are wide.
SIZES: tuple[dict[str, object], ...] = (
    {"provinces": 1, "districts": 2, "communes": 4, "events": 2, "powers": 3},
    {"provinces": 2, "districts": 2, "communes": 4, "events": 3, "powers": 3},
    {"provinces": 2, "districts": 3, "communes": 5, "events": 2, "powers": 2, "unlawful": 0.0, "published": 1.0},
    {"provinces": 1, "districts": 2, "communes": 3, "events": 4, "powers": 2},
    {"provinces": 3, "districts": 4, "communes": 7, "events": 3, "powers": 2},
)


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Random charters do not belong into the user's cache."""
    monkeypatch.setenv("PHANCAP_CACHE", str(tmp_path / "cache"))


@pytest.mark.parametrize("seed", range(CHARTERS))
def test_both_readings_of_a_random_charter_agree(seed: int, tmp_path: Path) -> None:
    folder = make_city(seed, tmp_path / "city", **SIZES[seed % len(SIZES)])
    assert disagreements(folder, random_queries(folder, seed, QUESTIONS)) == []


def test_both_readings_of_the_shipped_city_agree() -> None:
    dice = random.Random(2027)
    view = reference.Workspace(shipped()).view(None)
    communes = sorted(uid for uid in view.units if uid.startswith("c"))
    uppers = sorted(uid for uid in view.units if not uid.startswith("c"))
    turns = [date(2024, 11, 1), date(2024, 11, 19), date(2025, 3, 1), date(2025, 7, 1), date(2027, 3, 1)]
    powers = sorted(view.powers)
    queries = []
    for _ in range(SHIPPED):
        power = dice.choice(powers)
        roles = [g["role"] or "decide" for g in view.grants.values() if g["power"] == power] or ["decide"]
        on = dice.choice(turns) + timedelta(days=dice.choice((-1, 0, 1)))
        if dice.random() < 0.5:
            on = date(2021, 1, 1) + timedelta(days=dice.randrange(2555))
        decided = min(date(2027, 12, 31), on + timedelta(days=dice.randrange(300)))
        facts = []
        for row in view.facts:
            if row["power"] in (power, "*") and dice.random() < 0.8:
                values = {"category": row["values"].split("|"), "bool": ["yes", "no"]}.get(row["type"])
                facts.append((row["fact"], dice.choice(values or ["0", "100", "1000000", "15000000000", "50000000000"])))
        queries.append(
            Query(
                power, dice.choice(communes if dice.random() < 0.9 else uppers), on, dice.choice(roles),
                decided if dice.random() < 0.3 else None,
                date(2021, 1, 1) + timedelta(days=dice.randrange(2100)) if dice.random() < 0.3 else None,
                tuple(facts),
            )
        )  # fmt: skip
    assert disagreements(shipped(), queries) == []


def test_the_random_charters_put_every_status_to_work(tmp_path: Path) -> None:
    """Agreement says little where nothing happens: across the charters every status must be met."""
    met = set()
    for seed in range(25):
        folder = make_city(seed, tmp_path / str(seed))
        workspace = reference.Workspace(folder)
        for query in random_queries(folder, seed, 80):
            answer = reference.who(workspace, query.power, query.place, query.on, query.role, query.decided, query.known,
                                   dict(query.facts))  # fmt: skip
            met.add(answer["status"])
            met.add(f"chain of {len(answer['chain'])}")
    assert met >= {
        "competent", "joint", "to-be-assigned", "gap", "overlap", "needs-facts", "ambiguous-place", "unknown-power",
        "unknown-place", "no-such-day", "chain of 1", "chain of 2", "chain of 3",
    }  # fmt: skip
