"""Answers and places kept for a stretch of days against the same worked out each time, whole and over many charters."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from asking import put
from random_city import make_city
from random_questions import random_queries

from phancap.competence.answer import Answer, Asked, explain
from phancap.competence.answers_kept import KeptAnswers
from phancap.competence.given import BadQuestion
from phancap.competence.inquiry import Desk, Put
from phancap.formats.days import parse_day
from phancap.territory.places import find_places, load_gazetteer
from phancap.workspace.open import open_workspace, shipped


class _Plain(KeptAnswers):
    """Keeps nothing."""

    def explained(self, view: object, asked: Asked) -> Answer:
        return explain(view, asked)  # type: ignore[arg-type]


def plain_desk(folder: Path | str) -> Desk:
    """A desk that works every answer out."""
    desk = Desk(open_workspace(folder))
    desk._answers = _Plain()
    return desk


def told(desk: Desk, asked: Put) -> Answer | str:
    """The answer, or why it was refused."""
    try:
        return desk.answer(asked)
    except BadQuestion as error:
        return str(error)


@pytest.mark.parametrize("seed", range(6))
def test_a_kept_answer_is_the_answer(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHANCAP_CACHE", str(tmp_path / "cache"))
    folder = make_city(seed, tmp_path / "city", provinces=2, districts=2, communes=4, events=3, powers=3)
    kept, plain = Desk(open_workspace(folder)), plain_desk(folder)
    for query in random_queries(folder, seed, 40):
        asked = put(query)
        # The same question on the days around meets what was kept for the first.
        for on in (asked.on, asked.on + 1, asked.on + 200):
            question = asked._replace(on=on)
            assert told(kept, question) == told(plain, question)


def test_answers_of_the_shipped_city_on_any_day(tmp_path: Path) -> None:
    kept, plain = Desk(open_workspace(shipped())), plain_desk(shipped())
    dice = random.Random(9)
    places = [
        "phường Bùi Hữu Nghĩa",
        "c31141",
        "d916",
        "p92",
        "an phu ninh kieu",
        "Thới Lai",
        "c31120~2022-06-20",
        "xã Không Đâu",
    ]
    powers = sorted(kept.snapshot.power_ids())
    start, end = kept.snapshot.horizon
    for _ in range(150):
        asked = Put(dice.choice(powers), dice.choice(places), dice.randrange(start - 9, end + 9))
        if dice.random() < 0.3:
            asked = asked._replace(known=dice.randrange(start, end))
        assert kept.answer(asked) == plain.answer(asked)


def test_a_place_kept_for_an_era_is_what_is_found_that_day() -> None:
    desk = Desk(open_workspace(shipped()))
    gazetteer, land = load_gazetteer(desk.snapshot.section("names")), desk.snapshot.land()
    for words in (
        "phường Bùi Hữu Nghĩa",
        "c31141",
        "Ninh Kiều",
        "quận Cái Răng",
        "31120",
        "c99999",
        "",
        "Định Môn",
    ):
        for day in range(parse_day("2020-12-01"), parse_day("2027-02-01"), 61):
            assert desk.place(words, day) == find_places(gazetteer, land, words, day)


def test_what_is_given_may_be_written_on() -> None:
    desk = Desk(open_workspace(shipped()))
    asked = Put("1.013225", "phường An Phú, quận Ninh Kiều", parse_day("2022-06-20"))
    first = desk.answer(asked)
    first["notes"].append("mine")
    first["on"] = first["status"] = "mine"
    again = desk.answer(asked)
    assert (again["on"], again["notes"]) == ("2022-06-20", []) or "mine" not in again["notes"]
    assert again["status"] == "competent"


def test_the_memory_of_kept_answers_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    from phancap.competence import answers_kept

    monkeypatch.setattr(answers_kept, "MOST_PARTS", 5)
    desk = Desk(open_workspace(shipped()))
    start, end = desk.snapshot.horizon
    for day in range(start, end, 97):
        desk.answer(Put("1.013225", "p92", day))
        assert len(desk._answers._answers) <= 5
