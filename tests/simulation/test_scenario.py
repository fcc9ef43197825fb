"""Reading scenarios: what they say, and what they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from phancap.simulation import ModelError, read_scenario
from phancap.simulation.scenario import scenario_from, scenario_ids, scenario_of

GOOD = {
    "name": "Lũ và nộp trực tuyến",
    "assumption": True,
    "demand": [
        {"field": "Hộ tịch", "growth": 0.1, "from": "2026-01-01", "low": 0.0, "high": 0.2},
        {"factor": 2.0, "from": "2026-03-01", "to": "2026-04-01", "source": "so-lieu"},
    ],
    "online": [{"share": 0.9, "from": "2026-07-01"}],
    "staff": [{"class": "ubnd-xa", "factor": 0.5, "ceiling": 10}],
    "shocks": [{"kind": "flood", "from": "2026-10-05", "to": "2026-10-12", "unit": "c31120", "closed": True, "demand": 0.4}],
}  # fmt: skip


def day(text: str) -> int:
    from phancap.formats.days import parse_day

    return parse_day(text)


def test_factors_multiply_and_hold_in_their_days() -> None:
    scenario = scenario_from(GOOD, "lu")
    origin = day("2026-01-01")

    def factor(when: str, month: int, **of: object) -> float:
        return scenario.demand_factor(day(when), month, origin, **of)  # type: ignore[arg-type]

    assert factor("2026-01-01", 1, field="Hộ tịch") == pytest.approx(1.0)
    assert factor("2027-01-01", 1, field="Hộ tịch") == pytest.approx(1.1, rel=1e-3)
    assert factor("2026-03-31", 3) == 2.0
    assert factor("2026-04-01", 4) == 1.0
    assert factor("2026-10-05", 10, units=("c31120@2025-07-01",)) == 0.4
    assert factor("2026-10-12", 10, units=("c31120@2025-07-01",)) == 1.0
    assert scenario.online_share(0.5, day("2026-06-30")) == 0.5
    assert scenario.online_share(0.5, day("2026-07-01")) == 0.9
    assert scenario.staff[0].posts(8) == 4.0
    assert scenario.staff[0].posts(30) == 10.0
    assert scenario.staff[0].scope.speaks_of_body("ubnd-xa/c31120@2025-07-01")
    assert not scenario.staff[0].scope.speaks_of_body("ubnd-tinh/p92@2025-07-01")


def test_every_figure_says_what_it_rests_on_and_can_be_varied() -> None:
    scenario = scenario_from(GOOD, "lu")
    figures = dict(scenario.figures())
    assert figures["demand[0].growth"].assumed
    assert figures["demand[1].factor"].source == "so-lieu"
    assert [figures["demand[0].growth"].at(end) for end in ("low", "value", "high")] == [0.0, 0.1, 0.2]
    assert scenario.with_value("demand[0].growth", 0.2).demand[0].growth.value == 0.2  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "keys, place, word",
    [
        ({"demand": [{"factor": 1.1}]}, "demand[1]", "assumption"),
        ({"assumption": True, "demand": [{"factor": -1}]}, "demand[1]", "negative"),
        ({"assumption": True, "demand": [{"fctor": 1}]}, "demand[1]", "factor"),
        ({"assumption": True, "online": [{"share": 1.4}]}, "online[1]", "between 0 and 1"),
        ({"assumption": True, "staff": [{"factor": 1, "low": 2, "high": 3}]}, "staff[1]", "range"),
        ({"assumption": True, "shocks": [{"kind": "fire", "from": "2026-01-01", "closed": True}]}, "shocks[1]", "flood"),
        ({"assumption": True, "shocks": [{"kind": "flood", "closed": True}]}, "shocks[1]", "from"),
        ({"assumption": True, "shocks": [{"kind": "flood", "from": "2026-02-31", "closed": True}]}, "shocks[1]", "YYYY"),
        (
            {"assumption": True, "shocks": [{"kind": "flood", "from": "2026-02-03", "to": "2026-02-03", "closed": True}]},
            "shocks[1]", "empty",
        ),
        ({"demnd": []}, "lu.toml", "demand"),
        ({"demand": 3}, "lu.toml", "[[demand]]"),
        ({"assumption": True, "demand": [{"factor": "nhiều"}]}, "demand[1]", "number"),
        ({"assumption": True, "demand": [{"months": [1, 2]}]}, "demand[1]", "12"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(keys: dict[str, object], place: str, word: str) -> None:
    with pytest.raises(ModelError) as caught:
        scenario_from(keys, "lu")
    (line,) = caught.value.lines("en")[:1]
    assert place in line
    assert word in line


def test_scenarios_of_a_workspace_go_by_their_ids(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "lu-lon.toml").write_text(
        'name = "x"\nassumption = true\n[[demand]]\nfactor = 1.5\nfrom = 2026-01-01\n', encoding="utf-8"
    )
    assert scenario_ids(tmp_path) == ["lu-lon"]
    assert scenario_of(tmp_path, "lu-lon").demand[0].scope.start == day("2026-01-01")
    with pytest.raises(ModelError, match="lu-lon"):
        scenario_of(tmp_path, "lu-lom")
    with pytest.raises(ModelError):
        read_scenario(tmp_path / "none.toml")
