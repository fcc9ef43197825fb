"""The best of several models: the right one, how sure, and what each took."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from phancap.simulation import Model, ModelError, read_model
from phancap.simulation.choose import choose

MMC = replace(read_model(Path(__file__).resolve().parents[2] / "examples" / "mmc.toml"), days=3)


def staffed(posts: int) -> Model:
    return replace(MMC, desks=(replace(MMC.desks[0], staff=((0, posts),)),))


THREE = {"five": staffed(5), "seven": staffed(7), "six": staffed(6)}


def test_kn_finds_the_best_and_promises_it() -> None:
    choice = choose(THREE, "kn", "wait_minutes", seed=4, most=60, indifference=0.02)
    assert choice.selection.best == "seven"
    assert (choice.promised, choice.probability) == (True, 0.95)
    told = choice.as_json()
    assert told["candidates"]["five"]["dropped_after"] <= told["candidates"]["seven"]["replications"] <= 60
    assert told["candidates"]["five"]["mean"] > told["candidates"]["seven"]["mean"]


def test_where_the_ceiling_comes_first_nothing_is_promised() -> None:
    close = {"a": staffed(5), "b": replace(staffed(5), name="other")}
    choice = choose(close, "kn", "wait_minutes", seed=4, most=12, indifference=1e-9)
    # The same model twice: no difference to see, so the choice does not matter and is promised at once.
    assert choice.promised
    choice = choose({"five": staffed(5), "b": replace(THREE["five"], demand=(replace(MMC.demand[0], per_day=((0, 6481.0),)),))},
                    "kn", "wait_minutes", seed=4, most=12, indifference=1e-9)  # fmt: skip
    assert (choice.promised, choice.probability) == (False, None)
    assert max(choice.selection.runs.values()) == 12


def test_ocba_spends_its_budget_and_estimates() -> None:
    choice = choose(THREE, "ocba", "wait_minutes", seed=4, most=40)
    assert choice.selection.best == "seven"
    assert sum(choice.selection.runs.values()) == 40
    assert not choice.promised
    assert 0.5 < (choice.probability or 0.0) <= 1.0


def test_the_default_indifference_is_a_share_of_the_first() -> None:
    choice = choose(THREE, "kn", "cycle_days", seed=4, most=15)
    assert choice.indifference == pytest.approx(0.01 * choice.selection.means["five"], rel=0.2)


@pytest.mark.parametrize(
    "more, word",
    [({"method": "best"}, "kn, ocba"), ({"measure": "cost"}, "cycle_days"), ({"most": 1}, "quá ít"), ({"measure": "on_time"}, "on_time")],
)  # fmt: skip
def test_what_cannot_be_chosen_is_refused(more: dict[str, object], word: str) -> None:
    with pytest.raises(ModelError, match=word):
        choose(THREE, **more)  # type: ignore[arg-type]
    with pytest.raises(ModelError, match="quá ít"):
        choose({"one": THREE["five"]})
