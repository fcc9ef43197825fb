"""``compare``: options x scenarios on the same dossiers, replication by replication, with a verdict in words.

Options of the time of three levels (ended with 30-6-2025) and of today are run each over a year of their own time and
never ranked together; nor is an option that needs the National Assembly with those the city may decide, unless asked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from phancap.charter.charter import Charter
from phancap.formats.days import format_day, parse_day
from phancap.planning import ranking
from phancap.planning.assumed import Assumed
from phancap.planning.consequences import Sides, consequences, sides
from phancap.planning.measures import BY_ID, CRITERIA, GENERAL, HEADLINE, MEASURES, Measure
from phancap.planning.option_cost import yearly
from phancap.simulation.model import Model
from phancap.simulation.output import Result
from phancap.simulation.scenario import NOTHING, Scenario
from phancap.simulation.statistics import StatisticsError, differences, interval
from phancap.workspace.load import Workspace

VERSION = 1
BASE = "base"
WORDS = {"better": "better", "worse": "worse", "not-told-apart": "not told apart"}

Tell = Callable[[int, int, str], None]
Build = Callable[[tuple[str, ...], Scenario, str], "Model | None"]
Sample = Mapping[str, np.ndarray]
Simulate = Callable[[Model, int, int], Sample]


class CompareError(ValueError):
    """The comparison cannot be made; the sentence says why."""


class Cell(NamedTuple):
    """One measure of one option in one scenario, and its paired difference from the status quo."""

    option: str
    scenario: str
    measure: str
    mean: float | None
    low: float | None
    high: float | None
    difference: tuple[float | None, float | None, float | None] | None
    verdict: str | None
    resolves: float | None = None

    def as_json(self) -> dict[str, Any]:
        """The contract's cell."""
        gap = self.difference
        return {
            "option": self.option, "scenario": self.scenario, "measure": self.measure,
            "mean": self.mean, "low": self.low, "high": self.high,
            "difference": None if gap is None else dict(zip(("mean", "low", "high"), gap, strict=True)),
            "verdict": self.verdict,
        }  # fmt: skip


class Group(NamedTuple):
    """Options that may stand beside each other: of one time, run over one calendar year."""

    era: str
    year: str
    options: tuple[str, ...]


class Comparison(NamedTuple):
    """Everything a comparison found. ``about`` is each option's consequences; ``run`` names it for ever."""

    run: str
    options: tuple[str, ...]
    scenarios: tuple[str, ...]
    groups: tuple[Group, ...]
    cells: tuple[Cell, ...]
    about: dict[str, dict[str, Any]]
    needs_assembly: tuple[str, ...]
    rankings: tuple[dict[str, Any], ...]
    frontiers: tuple[dict[str, Any], ...]
    assumptions: tuple[dict[str, Any], ...]
    sensitivity: tuple[dict[str, Any], ...]
    break_even: tuple[dict[str, Any], ...]
    names: dict[str, dict[str, str]]
    settings: dict[str, Any]
    warnings: tuple[str, ...]

    def cell(self, option: str, scenario: str, measure: str) -> Cell | None:
        """One cell, if there is one."""
        return next(
            (c for c in self.cells if (c.option, c.scenario, c.measure) == (option, scenario, measure)), None
        )

    def as_json(self) -> dict[str, Any]:
        """What ``compare --json`` prints and what is kept."""
        return {
            "format": 1, "run": self.run, "options": list(self.options), "scenarios": list(self.scenarios),
            "cells": [cell.as_json() for cell in self.cells],
            "needs_national_assembly": list(self.needs_assembly), "assumptions": list(self.assumptions),
            "groups": [group._asdict() for group in self.groups], "rankings": list(self.rankings),
            "frontiers": list(self.frontiers), "sensitivity": list(self.sensitivity),
            "break_even": list(self.break_even), "names": self.names, "about": self.about, "settings": self.settings,
            "warnings": list(self.warnings),
        }  # fmt: skip


class Ask(NamedTuple):
    """What is to be compared. ``rank_all`` ranks options of the National Assembly with the city's own, since asked."""

    options: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    replications: int = 30
    seed: int = 1
    rank_all: bool = False
    lang: str = "vi"
    year: str = ""
    sensitivity_runs: int = 10


def compare(ask: Ask, base: tuple[Workspace, Charter], with_option: Mapping[str, tuple[Workspace, Charter]],
            build: Build, simulate: Simulate, assumed: Assumed | None = None, tell: Tell | None = None) -> Comparison:  # fmt: skip
    """Run and compare. ``tell(done, all, what)`` is called as work goes on."""
    from phancap.planning.sensitivity import break_even, tornado

    given = assumed or Assumed()
    say = tell or (lambda done, all, what: None)
    if ask.replications < 2:
        raise CompareError("cần ít nhất hai lần chạy (`--replications`) để nói về khác biệt")
    both = {option: sides(option, base, with_option[option]) for option in ask.options}
    about = {option: consequences(both[option], given, ask.lang) for option in ask.options}
    groups = groups_of(both, ask.year)
    steps = [(g, s, o) for g in groups for s in ask.scenarios for o in (BASE, *g.options)]
    total = len(steps) + (2 * 3 * 2 if ask.sensitivity_runs else 0)
    kept: dict[str, Sample] = {}
    samples: dict[tuple[str, str, str], Sample] = {}
    models: dict[tuple[str, str, str], Model] = {}
    still = {option for option in ask.options if moves_nothing(both[option], with_option[option][0])}
    for done, (group, scenario, option) in enumerate(steps):
        say(done, total, f"{option} · {scenario.id} · {group.year}")
        if option in still:
            samples[group.era, scenario.id, option] = samples[group.era, scenario.id, BASE]
            continue
        model = build(() if option == BASE else (option,), scenario, group.year)
        if model is not None:
            models[group.era, scenario.id, option] = model
        samples[group.era, scenario.id, option] = _once(kept, model, ask, simulate)
    cells: list[Cell] = []
    for group in groups:
        for scenario in ask.scenarios:
            cells += _cells(group, scenario.id, samples, about, both, given)
    needs = tuple(option for option in ask.options if about[option]["needs_national_assembly"])
    rankings, frontiers = _ranked(groups, ask, cells, needs)

    def again(options: tuple[str, ...], scenario: Scenario, year: str) -> Sample:
        return _once(kept, build(options, scenario, year), ask._replace(replications=ask.sensitivity_runs), simulate)

    swings: list[dict[str, Any]] = []
    evens: list[dict[str, Any]] = []
    for group in groups:
        chosen = _leader(group, rankings, needs)
        if chosen is None:
            continue
        if ask.sensitivity_runs and models:
            swings += tornado(chosen, group, ask.scenarios[0], _seen(again, powers_moved(group, about)), about[chosen], given,
                              lambda what: say(len(steps), total, what))  # fmt: skip
        evens += break_even(chosen, group.year, ask.scenarios[0].id, cells, about[chosen], given)
    say(total, total, "")
    hung = _assumptions(ask, models, given, about)
    return Comparison(
        run_id(ask, base, with_option, groups, given), (BASE, *ask.options), tuple(s.id for s in ask.scenarios), groups,
        tuple(cells), about, needs, tuple(rankings), tuple(frontiers), tuple(hung), tuple(swings), tuple(evens),
        _names(ask, both, base), _settings(ask, models), tuple(_warnings(ask, groups, needs, bool(models))),
    )  # fmt: skip


OFF_THE_DESK = frozenset(
    ("acts", "provisions", "organisation", "budget", "facilities", "sources", "lessons", "posts", "accepted")
)
"""Tables that no dossier feels, unless an organ they speak of holds, gives or receives something."""


def moves_nothing(of: Sides, loaded: Workspace) -> bool:
    """Whether an option touches nothing that the model of the offices is made of: it is the status quo then.

    Councils dropped are such a case. An organ that any grant names is not: its dossiers go elsewhere.
    """
    named = {name for grant in of.before.grants.values() for name in (grant.holder, grant.grantor)}
    for table, rows in loaded.tables.items():
        own = [row for row in rows if row["_option"] == of.option]
        if own and table not in OFF_THE_DESK:
            return False
        if table == "organisation" and any(row["class"] in named for row in own):
            return False
    return True


def _once(kept: dict[str, Sample], model: Model | None, ask: Ask, simulate: Simulate) -> Sample:
    """Two models that are the same are run once: an option that moves no dossier is the status quo to the last bit.

    Without a model (nobody says how many dossiers there are) nothing is known of waiting.
    """
    if model is None:
        return {}
    text = json.dumps(model.as_dict() | {"name": "", "at": "", "assumptions": ()}, sort_keys=True, default=str)
    key = hashlib.blake2b(f"{ask.replications} {ask.seed} {text}".encode(), digest_size=16).hexdigest()
    if key not in kept:
        kept[key] = simulate(model, ask.replications, ask.seed)
    return kept[key]


# -- which options may stand beside each other ------------------------------------------------------------


def era(of: Sides) -> str:
    """``three-level`` while there were districts on the option's first day, else ``two-level``."""
    return "three-level" if any(u.alive(of.start) for u in of.after.territory.at_level("district")) else "two-level"


def groups_of(both: Mapping[str, Sides], year: str = "") -> tuple[Group, ...]:
    """Options by their time, each group with the first whole calendar year that all of it lives through."""
    found: dict[str, list[str]] = {}
    for option, of in both.items():
        found.setdefault(era(of), []).append(option)
    groups = []
    for name, options in sorted(found.items(), reverse=True):
        start = max(both[option].start for option in options)
        end = min(both[option].end for option in options)
        first = int(format_day(start)[:4]) + (format_day(start)[5:] != "01-01")
        whole = parse_day(f"{first + 1}-01-01") <= end
        # Where no whole year is common, the year of the latest start shows at least its beginning.
        chosen = year or (str(first) if whole else format_day(start)[:4])
        groups.append(Group(name, chosen, tuple(options)))
    return tuple(groups)


def _leader(group: Group, rankings: Sequence[dict[str, Any]], needs: tuple[str, ...]) -> str | None:
    """The option whose gain is tried for sensitivity: of those the city may decide, the one that wins most."""
    own = [option for option in group.options if option not in needs] or list(group.options)
    shares: dict[str, float] = {}
    for found in rankings:
        if found["era"] == group.era:
            shares |= found["first"].get("min-max", {})
    return max(own, key=lambda option: (shares.get(option, 0.0), option), default=None)


# -- cells --------------------------------------------------------------------------------------------------


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


def _cells(group: Group, scenario: str, samples: Mapping[tuple[str, str, str], Sample],
           about: Mapping[str, dict[str, Any]], both: Mapping[str, Sides], given: Assumed) -> list[Cell]:  # fmt: skip
    found: list[Cell] = []
    moved = powers_moved(group, about)
    mine = {o: _with_moved(samples[group.era, scenario, o], moved) for o in (BASE, *group.options)}
    for measure in MEASURES:
        if measure.simulated:
            found += _simulated(group, scenario, measure, mine)
        else:
            found += _static(group, scenario, measure, about, both, given)
    return found


def _seen(again: Callable[[tuple[str, ...], Scenario, str], Sample], moved: tuple[str, ...]
          ) -> Callable[[tuple[str, ...], Scenario, str], Sample]:  # fmt: skip
    """Runs made again, with the days of the powers that move among their measures."""
    return lambda options, scenario, year: _with_moved(again(options, scenario, year), moved)


def _with_moved(sample: Sample, moved: tuple[str, ...]) -> Sample:
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


# -- ranking ------------------------------------------------------------------------------------------------


def _ranked(groups: Sequence[Group], ask: Ask, cells: Sequence[Cell], needs: tuple[str, ...]
            ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:  # fmt: skip
    """A ranking and a frontier for each set that may be ranked, in the first scenario and over all (their mean)."""
    rankings, frontiers = [], []
    smaller = {c: bool(BY_ID[c].smaller_is_better) for c in CRITERIA}
    for group in groups:
        city = tuple(o for o in group.options if o not in needs)
        pools = [("city", (BASE, *city))] if not ask.rank_all else [("all", (BASE, *group.options))]
        if not ask.rank_all and len(city) < len(group.options):
            pools.append(("national-assembly", tuple(o for o in group.options if o in needs)))
        for decided_by, pool in pools:
            values = {o: {c: _mean(cells, o, group, c) for c in CRITERIA} for o in pool}
            if decided_by != "national-assembly":
                found = ranking.as_json(ranking.rank(values, CRITERIA, smaller))
                rankings.append({"era": group.era, "year": group.year, "decided_by": decided_by, **found})
            wait = HEADLINE if all(values[o][HEADLINE] is not None for o in pool) else GENERAL
            points = {o: (values[o]["cost_a_year"], values[o][wait]) for o in pool}
            frontiers.append(
                {"era": group.era, "year": group.year, "decided_by": decided_by, "cost": "cost_a_year", "wait": wait,
                 "points": ranking.frontier(points)}
            )  # fmt: skip
    return rankings, frontiers


def _mean(cells: Sequence[Cell], option: str, group: Group, measure: str) -> float | None:
    """Over the scenarios. An option that moves nothing travels as far as before: no kilometres are nobody's."""
    found = [c.mean for c in cells if c.option == option and c.measure == measure]
    known = [value for value in found if value is not None]
    if measure == "travel_km" and not known:
        base = [c.mean for c in cells if c.option == BASE and c.measure == measure and c.mean is not None]
        return base[0] if base else 0.0
    return sum(known) / len(known) if known and len(known) == len(found) else None


# -- what it hangs on -----------------------------------------------------------------------------------


def _assumptions(ask: Ask, models: Mapping[tuple[str, str, str], Model], given: Assumed,
                 about: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:  # fmt: skip
    found: dict[str, dict[str, Any]] = {}
    for model in models.values():
        for item in model.assumptions:
            found.setdefault(
                f"model:{item.what}",
                {"id": f"model:{item.what}", "words": item.what, "value": item.value, "low": item.low, "high": item.high,
                 "count": item.count, "at": "simulation", "source": "assumption"},
            )  # fmt: skip
    for scenario in ask.scenarios:
        for path, figure in scenario.figures():
            if figure.assumed:
                id = f"scenario:{scenario.id}:{path}"
                found[id] = {"id": id, "words": f"{scenario.name or scenario.id}: {path}", "value": figure.value,
                             "low": figure.low, "high": figure.high, "count": 1,
                             "at": f"scenarios/{scenario.id}.toml", "source": "assumption"}  # fmt: skip
    for listed in given.listed(ask.lang):
        found[f"plan:{listed['id']}"] = {**listed, "id": f"plan:{listed['id']}", "count": 1}
    return [found[id] for id in sorted(found)]


def _names(ask: Ask, both: Mapping[str, Sides], base: tuple[Workspace, Charter]) -> dict[str, dict[str, str]]:
    quo = "hiện trạng" if ask.lang == "vi" else "status quo"
    return {
        "options": {BASE: quo} | {o: str(of.about.get("name", o)) for o, of in both.items()},
        "scenarios": {s.id: s.name or s.id for s in ask.scenarios},
        "measures": {m.id: m.words(ask.lang) for m in MEASURES},
    }


def _settings(ask: Ask, models: Mapping[tuple[str, str, str], Model]) -> dict[str, Any]:
    return {
        "replications": ask.replications, "seed": ask.seed, "rank_all": ask.rank_all, "lang": ask.lang,
        "sensitivity_runs": ask.sensitivity_runs, "level": 0.95, "adjust": "bonferroni",
        "dossier_streams": max((len(m.demand) for m in models.values()), default=0),
    }  # fmt: skip


def _warnings(ask: Ask, groups: Sequence[Group], needs: tuple[str, ...], simulated: bool) -> list[str]:
    vi = ask.lang == "vi"
    found: list[str] = []
    if not simulated:
        found.append(
            "chưa có hồ sơ nào trong demand.csv: thời gian chờ chưa rõ, chỉ so người, tiền, đường và pháp lý" if vi
            else "demand.csv has no dossiers: waiting is unknown; people, money, distance and law are compared"
        )  # fmt: skip
    if any(group.era == "three-level" for group in groups):
        found.append(
            "phương án thời còn cấp huyện đã hết ngày 30-6-2025: lịch sử để học, không xếp hạng với phương án của hôm nay"
            if vi
            else "options of the time with districts ended on 30-6-2025: history to learn from, not ranked with today's"
        )
    if needs:
        names = ", ".join(needs)
        found.append(
            f"cần Quốc hội, thành phố không tự quyết được: {names}" + (
                "; được xếp chung vì có yêu cầu" if ask.rank_all else "; không xếp hạng chung")
            if vi
            else f"needs the National Assembly, the city cannot decide: {names}" + (
                "; ranked together since asked" if ask.rank_all else "; not ranked together")
        )  # fmt: skip
    return found


def run_id(ask: Ask, base: tuple[Workspace, Charter], with_option: Mapping[str, tuple[Workspace, Charter]],
           groups: Sequence[Group], given: Assumed) -> str:  # fmt: skip
    """A name for the run: the same workspace, options, scenarios, seed and settings give the same."""
    from phancap import __version__

    content = {
        "version": [VERSION, __version__], "base": base[0].content_hash,
        "options": {o: with_option[o][0].content_hash for o in ask.options},
        "scenarios": [repr(s) for s in ask.scenarios], "groups": [list(g) for g in groups],
        "ask": [ask.replications, ask.seed, ask.rank_all, ask.lang, ask.sensitivity_runs],
        "assumed": sorted(given.values.items()),
    }  # fmt: skip
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


__all__ = ["NOTHING", "Ask", "Cell", "CompareError", "Comparison", "Group", "compare"]
