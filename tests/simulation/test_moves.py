"""A power that moves while dossiers are open: who does which step when, followed by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from phancap.simulation import Batch, Learning, ModelError, Procedure
from tests.simulation.small import at, moving, stories


def test_move_takes_what_waits_and_leaves_what_is_in_hand() -> None:
    # Monday: the city does A of the first (8-13), begins A of the second at 13 and pauses at 16. Tuesday the power
    # moves: the second is in hand and finished at 10, its B is done at the district; the third moves with its file.
    first, second, third = stories(moving("move"))
    assert first == [("A", "city", at(0, 8)), ("B", "district", at(1, 8)), ("done", "", at(1, 9))]
    assert second == [("A", "city", at(0, 13)), ("B", "district", at(1, 14)), ("done", "", at(1, 15))]
    assert third == [("A", "district", at(1, 9)), ("B", "district", at(1, 15)), ("done", "", at(1, 16))]


@pytest.mark.parametrize("rule", ["stay", "successor", "filing-law"])
def test_the_old_office_finishes_while_it_exists(rule: str) -> None:
    assert {office for story in stories(moving(rule)) for _, office, _ in story} == {"city", ""}


@pytest.mark.parametrize("rule", ["stay", "successor"])
def test_when_the_old_office_closes_everything_open_goes_to_the_new_one(rule: str) -> None:
    # Closed from Tuesday: A of the second was half done at the city and begins anew at the district.
    first, second, third = stories(moving(rule, closes=1))
    assert first[0] == ("A", "city", at(0, 8))
    assert first[1][1] == "district"
    assert [name for name, _, _ in second] == ["A", "A", "B", "done"]
    assert [office for _, office, _ in second] == ["city", "district", "district", ""]
    assert {office for _, office, _ in third} == {"district", ""}


def test_no_finished_step_is_done_again() -> None:
    for rule in ("move", "stay", "successor"):
        for story in stories(moving(rule, closes=None)):
            assert [name for name, _, _ in story] == ["A", "B", "done"]


def test_a_step_may_have_a_rule_of_its_own() -> None:
    # A moves, B stays with the office of the filing day.
    first, second, third = stories(moving("move", by_step=(("B", "stay"),)))
    assert first[1][:2] == second[1][:2] == third[1][:2] == ("B", "city")
    assert third[0][:2] == ("A", "district")


def test_learning_makes_the_new_office_slow_at_first() -> None:
    # Twice as long on the first day, half of the excess gone a day later.
    third = stories(moving("move", learning=Learning(1.0, 1.0)))[2]
    assert third[0] == ("A", "district", at(1, 10))  # B of the first took two hours, 8 to 10
    assert third[1][0] == "B"
    # A takes ten hours, to Wednesday 12:00; B of the second, which came before, an hour and a half from then on.
    assert third[1][2] == at(2, 13.5)


def test_an_office_that_closes_needs_a_successor() -> None:
    with pytest.raises(ModelError) as caught:
        moving("stay", closes=0)
    assert "closes" in caught.value.lines("en")[0]


def test_a_sitting_that_moves_takes_its_dossiers_along() -> None:
    model = moving("move", minutes=(60.0, 60.0), count=2)
    steps = model.procedures[0].steps
    held = replace(steps[0], batch=Batch(3, 2.0))
    model = replace(model, procedures=(Procedure("p", (held, steps[1])),))
    # Two wait for a third who never comes; on Tuesday they move and wait two more days from then on.
    for story in stories(model):
        assert story[0] == ("A", "district", at(3, 8))
