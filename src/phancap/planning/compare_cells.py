"""The cells of a comparison: measures by replication with their paired differences, and those that need no simulation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from phancap.planning.assumed import Assumed
from phancap.planning.compare_model import BASE, Cell, Group
from phancap.planning.consequences import Sides
from phancap.planning.measures import MEASURES, Measure
from phancap.planning.option_cost import yearly
from phancap.simulation.output import Result
from phancap.simulation.scenario import Scenario
from phancap.simulation.statistics import StatisticsError, differences, interval

WORDS = {"better": "better", "worse": "worse", "not-told-apart": "not told apart"}
Sample = Mapping[str, np.ndarray]


def sample_of(result: Result) -> dict[str, np.ndarray]:
    """A simulation's measures by replication; those of single powers under ``days:`` and ``many:`` and their id."""
    found = {name: np.asarray(values, float) for name, values in result.measures.items()}
    for power, table in result.by_power.items():
        found[f"days:{power}"] = np.asarray(table["cycle_days"], float)
        found[f"many:{power}"] = np.asarray(table["dossiers"], float)
    return found


def moved_days(sample: Sample, powers: Sequence[str]) -> np.ndarray | None:
    """Mean days of the dossiers of some powers together, by replication; ``None`` where there are none."""
    known = [power for power in powers if f"days:{power}" in sample]
    many = sum((sample[f"many:{power}"] for power in known), np.zeros(1))
    if not known or not (many > 0).all():
        return None
    days = sum((np.nan_to_num(sample[f"days:{p}"]) * sample[f"many:{p}"] for p in known), np.zeros(1))
    return np.asarray(days / many)


def powers_moved(group: Group, about: Mapping[str, dict[str, Any]]) -> tuple[str, ...]:
    """The powers whose decision some option of the group moves."""
    return tuple(sorted({p["power"] for o in group.options for p in about[o]["powers"] if p["role"] == "decide"}))


def column(sample: Sample, measure: str) -> np.ndarray | None:
    """A measure's values by replication; ``None`` where some replication has none."""
    if measure == "late" and "overdue" in sample:
        values = sample["overdue"] / np.maximum(sample["dossiers"], 1.0)
    elif measure in sample:
        values = np.asarray(sample[measure], float)
    else:
        return None
    return values if np.isfinite(values).all() else None


def cells(group: Group, scenario: str, samples: Mapping[tuple[str, str, str], Sample],
           about: Mapping[str, dict[str, Any]], both: Mapping[str, Sides], given: Assumed) -> list[Cell]:  # fmt: skip
    found: list[Cell] = []
    moved = powers_moved(group, about)
    mine = {o: with_moved(samples[group.era, scenario, o], moved) for o in (BASE, *group.options)}
    for measure in MEASURES:
        if measure.simulated:
            found += _simulated(group, scenario, measure, mine)
        else:
            found += _static(group, scenario, measure, about, both, given)
    return found


def seen(again: Callable[[tuple[str, ...], Scenario, str], Sample], moved: tuple[str, ...]
          ) -> Callable[[tuple[str, ...], Scenario, str], Sample]:  # fmt: skip
    """Runs made again, with the days of the powers that move among their measures."""
    return lambda options, scenario, year: with_moved(again(options, scenario, year), moved)


def with_moved(sample: Sample, moved: tuple[str, ...]) -> Sample:
    days = moved_days(sample, moved)
    return sample if days is None else {**sample, "moved_days": days}


def _simulated(group: Group, scenario: str, measure: Measure, samples: Mapping[str, Sample]) -> list[Cell]:
    own = column(samples[BASE], measure.id)
    if own is None:
        return [Cell(o, scenario, measure.id, None, None, None, None, None) for o in (BASE, *group.options)]
    first = interval(own)
    found = [Cell(BASE, scenario, measure.id, first.mean, first.low, first.high, None, None)]
    columns = {o: column(samples[o], measure.id) for o in group.options}
    known = {o: values for o, values in columns.items() if values is not None}
    try:
        gaps = differences(own, known, smaller_is_better=measure.smaller_is_better is not False) if known else []
    except StatisticsError:
        gaps = []
    by_option = {gap.option: gap for gap in gaps}
    for option in group.options:
        values, gap = known.get(option), by_option.get(option)
        if values is None or gap is None:
            found.append(Cell(option, scenario, measure.id, None, None, None, None, None))
            continue
        here = interval(values)
        verdict = WORDS[gap.verdict] if measure.smaller_is_better is not None else None
        found.append(
            Cell(option, scenario, measure.id, here.mean, here.low, here.high,
                 (gap.interval.mean, gap.interval.low, gap.interval.high), verdict, gap.resolves)
        )  # fmt: skip
    return found


def _static(group: Group, scenario: str, measure: Measure, about: Mapping[str, dict[str, Any]],
            both: Mapping[str, Sides], given: Assumed) -> list[Cell]:  # fmt: skip
    """Measures that follow from the option itself: the same in every scenario, with the range of their assumptions."""
    found = [] if measure.id == "travel_km" else [Cell(BASE, scenario, measure.id, 0.0, 0.0, 0.0, None, None)]
    for option in group.options:
        value = static_value(measure.id, both[option], about[option], given)
        before = value[3]
        if measure.id == "travel_km" and before is not None and not any(c.option == BASE for c in found):
            found.append(Cell(BASE, scenario, measure.id, before, before, before, None, None))
        mean, low, high = value[:3]
        if mean is None or before is None:
            found.append(Cell(option, scenario, measure.id, mean, low, high, None, None))
            continue
        gap = (mean - before, (low if low is not None else mean) - before, (high if high is not None else mean) - before)
        told = "not told apart" if gap[1] <= 0 <= gap[2] else "worse" if gap[0] > 0 else "better"
        found.append(Cell(option, scenario, measure.id, mean, low, high, gap, told))
    return found


def static_value(measure: str, of: Sides, about: dict[str, Any], given: Assumed
                 ) -> tuple[float | None, float | None, float | None, float | None]:  # fmt: skip
    """(value, low, high, the status quo's) of a measure that needs no simulation."""
    ranges = of.about.get("ranges", {})
    if measure == "staff":
        posts = float(about["staff"]["change"])
        low, high = _range(ranges, "staff")
        return posts, posts * low, posts * high, 0.0
    if measure == "cost_a_year":
        cost = yearly(about, of, given)
        return cost["value"], cost["low"], cost["high"], 0.0
    if measure == "capital":
        capital = float(about["facilities"]["capital"])
        low, high = _range(ranges, "facilities")
        return capital, capital * low, capital * high, 0.0
    if measure == "travel_km":
        after = about["travel"]["after_km"]
        return after, after, after, about["travel"]["before_km"]
    if measure == "lead_days":
        days = float(max((path["days"] for path in about["legal_path"]), default=0))
        return days, days, days, 0.0
    raise KeyError(measure)


def _range(ranges: Any, name: str) -> tuple[float, float]:
    stated = ranges.get(name) if isinstance(ranges, Mapping) else None
    if isinstance(stated, list) and len(stated) == 2:
        return float(stated[0]), float(stated[1])
    return 1.0, 1.0
