"""A sweep of models gives what a plain run gives, and computes only what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from phancap.simulation import Model, read_model, run
from phancap.simulation.chunks import model_bytes, model_from_bytes, sweep_models
from phancap.simulation.statistics import differences
from phancap.simulation.store import Store

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
TEXT = """
format = 1
name = "two offices"
days = 40
places = ["a", "b"]
[[calendars]]
id = "office"
mon-fri = ["08:00-12:00", "13:00-17:00"]
[[offices]]
id = "shop/{place}"
calendar = "office"
[[desks]]
office = "shop/{place}"
skill = "clerk"
staff = STAFF
[[procedures]]
id = "permit"
limit = { value = 5, unit = "working_day" }
steps = [{ id = "intake", skill = "clerk", minutes = 12 }, { id = "decide", skill = "clerk", minutes = 30, rework = 0.1 }]
[[routes]]
place = "{place}"
office = "shop/{place}"
[[arrivals]]
power = "permit"
place = "*"
per_day = 8
"""


def small(tmp_path: Path, staff: int = 1) -> Model:
    path = tmp_path / f"model-{staff}.toml"
    path.write_text(TEXT.replace("STAFF", str(staff)), encoding="utf-8")
    return read_model(path)


@pytest.mark.parametrize("name", ["mmc.toml", "one-stop.toml"])
def test_a_model_travels_as_bytes(name: str, tmp_path: Path) -> None:
    for model in (read_model(EXAMPLES / name), small(tmp_path)):
        back = model_from_bytes(model_bytes(model))
        assert back == model
        assert model_bytes(back) == model_bytes(model)
    with pytest.raises(ValueError, match="expected a model"):
        model_from_bytes(b'{"record": "Limit", "value": 0, "unit": "unknown", "cutoff": null}')


@pytest.mark.parametrize("way", [{}, {"workers": 2}, {"workers": 2, "processes": True}], ids=["here", "threads", "processes"])  # fmt: skip
def test_a_sweep_gives_what_a_run_gives(way: dict[str, Any], tmp_path: Path) -> None:
    model = small(tmp_path)
    plain = run(model, replications=7, seed=3)
    swept = sweep_models({"base": model}, 7, 3, Store(tmp_path / "store"), size=3, **way)["base"]
    assert swept.replications == plain.replications
    for name, values in plain.measures.items():
        assert np.array_equal(values, swept.measures[name], equal_nan=True), name
    assert swept.as_json() == plain.as_json()


def test_more_replications_and_more_options_compute_only_what_is_missing(tmp_path: Path) -> None:
    store, seen = Store(tmp_path / "store"), list[tuple[int, int]]()
    base, more = small(tmp_path), small(tmp_path, 2)

    def told(done: int, total: int) -> None:
        seen.append((done, total))

    sweep_models({"base": base}, 4, 1, store, size=2)
    results = sweep_models({"base": base, "more": more}, 8, 1, store, size=2, progress=told)
    assert seen[0] == (2, 8)  # two of the eight chunks were there
    assert seen[-1] == (8, 8)
    waits = {name: result.measures["wait_minutes"] for name, result in results.items()}
    found = differences(waits["base"], {"more": waits["more"]}, smaller_is_better=True)[0]
    assert found.verdict == "better"
    assert found.gain > 1  # the same draws
