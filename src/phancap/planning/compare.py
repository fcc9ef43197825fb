"""``compare``: options x scenarios on the same dossiers, replication by replication, with a verdict in words.

Options of the time of three levels (ended with 30-6-2025) and of today are run each over a year of their own time and
never ranked together; nor is an option that needs the National Assembly with those the city may decide, unless asked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from phancap.charter.charter import Charter
from phancap.formats.days import format_day, parse_day
from phancap.planning import compare_words
from phancap.planning.assumed import Assumed
from phancap.planning.compare_cells import Sample, cells, moved_days, powers_moved, sample_of, seen
from phancap.planning.compare_model import BASE, Ask, Cell, CompareError, Comparison, Group
from phancap.planning.compare_ranked import leader, ranked
from phancap.planning.consequences import Sides, consequences, sides
from phancap.simulation.model import Model
from phancap.simulation.scenario import Scenario
from phancap.workspace.load import Workspace

VERSION = 2

Tell = Callable[[int, int, str], None]
Build = Callable[[tuple[str, ...], Scenario, str], "Model | None"]
Simulate = Callable[[Model, int, int], Sample]


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
    found: list[Cell] = []
    for group in groups:
        for scenario in ask.scenarios:
            found += cells(group, scenario.id, samples, about, both, given)
    needs = tuple(option for option in ask.options if about[option]["needs_national_assembly"])
    rankings, frontiers = ranked(groups, ask, found, needs)

    def again(options: tuple[str, ...], scenario: Scenario, year: str) -> Sample:
        return _once(kept, build(options, scenario, year), ask._replace(replications=ask.sensitivity_runs), simulate)

    swings: list[dict[str, Any]] = []
    evens: list[dict[str, Any]] = []
    for group in groups:
        chosen = leader(group, rankings, needs)
        if chosen is None:
            continue
        if ask.sensitivity_runs and models:
            swings += tornado(chosen, group, ask.scenarios[0], seen(again, powers_moved(group, about)), about[chosen], given,
                              lambda what: say(len(steps), total, what))  # fmt: skip
        evens += break_even(chosen, group.year, ask.scenarios[0].id, found, about[chosen], given)
    say(total, total, "")
    hung = compare_words.assumptions(ask, models, given)
    said: dict[str, dict[str, Any]] = {
        lang: {"names": compare_words.names(lang, ask, both),
               "warnings": compare_words.warnings(lang, ask, groups, needs, bool(models))}
        for lang in compare_words.LANGS
    }  # fmt: skip
    return Comparison(
        run_id(ask, base, with_option, groups, given), (BASE, *ask.options), tuple(s.id for s in ask.scenarios), groups,
        tuple(found), about, needs, tuple(rankings), tuple(frontiers), tuple(hung), tuple(swings), tuple(evens),
        said[ask.lang]["names"], compare_words.settings(ask, models), tuple(said[ask.lang]["warnings"]), said,
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


__all__ = [
    "Ask", "Cell", "CompareError", "Comparison", "Group", "compare", "groups_of", "moved_days", "sample_of",
]  # fmt: skip
