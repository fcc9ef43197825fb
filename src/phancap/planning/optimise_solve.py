"""Solving with HiGHS: the best plan with its bound, the next best, and why there is none.

Whole posts are what makes the programme slow: 92 offices that each round up leave the solver's bound and its plans a per cent
apart for minutes. So it is solved first with parts of posts, which takes a second and bounds every plan from below; its placement
is staffed with whole posts and made cheaper (:mod:`phancap.planning.optimise_improve`). Where the plan is then within the gap of
the bound, that is the proof, and nothing more is done. Where it is not, the whole programme is solved, beginning with that plan.
"""

from __future__ import annotations

import os
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from phancap.planning.optimise_improve import Found, improved, priced
from phancap.planning.optimise_matrix import SCALE, Matrix, build, placement_of, plan_of, plan_with
from phancap.planning.optimise_model import (
    Demand,
    Floats,
    Infeasible,
    Instance,
    Ints,
    Plan,
    demand_list,
    only,
)

TIME_LIMIT = 60.0
FIRST_SHARE = 0.25
"""The part of the time that the programme with parts of posts may take."""
FINER, FINEST = 10, 1e-3
"""It is solved to so much less than the gap, so that the rest is left to whole posts; never finer than the second, as where
so little counts whole posts do more."""
DEARER = (1.1, 1.5, 2.2)
"""Where a payroll ceiling binds, a post is said to cost so many times its worth in the programme more, one after the other."""
FEW_DEMANDS = 10
"""Up to so many demands every smaller set is tried, so that the conflict is proved the smallest."""


class NoSolver(RuntimeError):
    """HiGHS is not installed; the text says how to install it."""


class NoPlan(RuntimeError):
    """The solver ended without a plan and without a proof that there is none (time)."""


@cache
def highs() -> Any:
    """The solver's module, or :class:`NoSolver` naming the extra that brings it."""
    try:
        import highspy
    except ImportError:
        raise NoSolver("`phancap optimise` cần HiGHS · needs HiGHS: pip install 'phancap[plan]'") from None
    _without_banner(highspy.Highs)
    return highspy


def _without_banner(make: Any) -> None:
    """The first solver of a process writes a banner to the process's own output, whatever its options say.

    Our output is JSON or a table, so descriptor 1 looks elsewhere for that moment.
    """
    try:
        kept = os.dup(1)
    except OSError:  # no standard output at all: nothing can be spoilt
        make()
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        make()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def solve(
    instance: Instance,
    gap: float = 1e-4,
    time_limit: float = TIME_LIMIT,
    cuts: list[Ints] | None = None,
) -> Plan | Infeasible:
    """The best plan within ``gap``, or the smallest set of demands that cannot be met together."""
    found = _solve(instance, gap, time_limit, cuts)
    if found is not None:
        return found
    return Infeasible((), True) if cuts else conflict(instance, time_limit)


def best_plans(
    instance: Instance,
    count: int,
    gap: float = 1e-4,
    time_limit: float = TIME_LIMIT,
    first: Plan | None = None,
) -> list[Plan]:
    """The best ``count`` placements, best first; fewer where there are not so many. ``first``: the best, if known."""
    plans = [] if first is None else [first]
    while len(plans) < count:
        found = _solve(instance, gap, time_limit, [plan.level for plan in plans])
        if found is None:
            break
        plans.append(found)
    # Each is within the gap of its best: a later one may be a little cheaper than one before.
    return sorted(plans, key=lambda plan: plan.objective)


def conflict(instance: Instance, time_limit: float = TIME_LIMIT) -> Infeasible:
    """A smallest set of demands that conflict: found by halving and deletion, then smaller sets are tried."""
    demands = demand_list(instance.demands)

    def holds(kept: list[Demand]) -> bool:
        return _feasible(instance._replace(demands=only(instance.demands, kept)), time_limit)

    if not holds([]):
        return Infeasible((), True)
    found = _explain([], demands, False, holds)
    few = len(demands) <= FEW_DEMANDS
    for size in range(1, len(found)) if few else ():
        for smaller in combinations(demands, size):
            if not holds(list(smaller)):
                return Infeasible(smaller, True)
    return Infeasible(tuple(sorted(found)), few or len(found) == 1)


def _explain(base: list[Demand], rest: list[Demand], added: bool, holds: Any) -> list[Demand]:
    """An irreducible conflict inside ``rest`` given ``base`` (QuickXplain): deletion, by halves."""
    if added and not holds(base):
        return []
    if len(rest) == 1:
        return rest
    first, second = rest[: len(rest) // 2], rest[len(rest) // 2 :]
    late = _explain(base + first, second, bool(first), holds)
    early = _explain(base + late, first, bool(late), holds)
    return early + late


def _feasible(instance: Instance, time_limit: float) -> bool:
    matrix = build(instance)
    solver, highspy = _loaded(matrix._replace(cost=np.zeros_like(matrix.cost)), 1.0, time_limit)
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return False
    if solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        return True
    raise NoPlan("hết giờ khi tìm yêu cầu mâu thuẫn · out of time while looking for the conflict")


class Start(NamedTuple):
    """What the programme with parts of posts says: no plan goes below ``bound``, and a plan with whole posts, if found.

    ``bound`` counts as the programme does, ``found`` in đồng; ``seconds`` went by on the clock. A bound without end: no plan.
    """

    bound: float = -np.inf
    found: Found | None = None
    seconds: float = 0.0


NOTHING = Start()


def _solve(instance: Instance, gap: float, time_limit: float, cuts: list[Ints] | None) -> Plan | None:
    matrix = build(instance, cuts)
    # The search knows no forbidden placement: the next best is left to the solver.
    start = _start(instance, matrix, gap, time_limit) if not cuts else NOTHING
    if start.bound == np.inf:
        return None
    proved = _proved(instance, start, gap)
    if proved is not None:
        return proved
    found = start.found
    solver, highspy = _loaded(matrix, gap, max(time_limit - start.seconds, 1.0))
    if found is not None:
        _begin(solver, matrix, found)
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None
    info = solver.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise NoPlan("hết giờ mà chưa có lời giải · out of time without a plan; `--time` gives more")
    values = np.array(solver.getSolution().col_value)
    words = "optimal" if status == highspy.HighsModelStatus.kOptimal else "time"
    return plan_of(instance, matrix, values, max(info.mip_dual_bound, start.bound), words)


def proved_by_parts(instance: Instance, gap: float, time_limit: float = TIME_LIMIT) -> Plan | None:
    """The plan that the programme with parts of posts proves within ``gap``; ``None`` where the whole one is needed."""
    return _proved(instance, _start(instance, build(instance), gap, time_limit), gap)


def _proved(instance: Instance, start: Start, gap: float) -> Plan | None:
    found = start.found
    if found is None or found.value > _goal(start.bound, gap):
        return None
    return plan_with(instance, found.level, found.staff.posts, found.staff.by_skill, start.bound, "optimal")


def _goal(bound: float, gap: float) -> float:
    """The cost at which a plan is within the gap of the bound, in đồng."""
    return bound * SCALE / (1 - gap) if gap < 1 else np.inf


def _start(instance: Instance, matrix: Matrix, gap: float, time_limit: float) -> Start:
    """The programme with parts of posts, and the best plan the search finds from its placement."""
    integer = matrix.integer.copy()
    integer[matrix.posts : matrix.posts + len(instance.offices)] = False
    if not integer.any():
        return NOTHING
    solver, highspy = _loaded(
        matrix._replace(integer=integer), max(gap / FINER, FINEST), time_limit * FIRST_SHARE
    )
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return Start(np.inf)
    info = solver.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Start(seconds=solver.getRunTime())
    level = placement_of(matrix, np.array(solver.getSolution().col_value))
    bound = info.mip_dual_bound
    found = _searched(instance, matrix, level, _goal(bound, gap), _goal(bound, min(2 * gap, 1)))
    return Start(bound, found, solver.getRunTime())


def _searched(instance: Instance, matrix: Matrix, level: Ints, goal: float, reach: float) -> Found | None:
    """The cheapest plan found from a placement; where a payroll ceiling binds, posts are made dearer."""
    best = priced(instance, level)
    if best is not None and best.value <= goal:
        return best
    best = _cheaper(best, improved(instance, matrix, level, goal, reach))
    ceiling = instance.demands.payroll
    if ceiling is None or (best is not None and best.staff.posts.sum() < ceiling):
        return best
    worth = _price_of_payroll(instance)
    for times in DEARER:
        best = _cheaper(best, improved(instance, matrix, level, goal, reach, times * worth))
        if best is not None and best.value <= goal:
            break
    return best


def _cheaper(one: Found | None, other: Found | None) -> Found | None:
    both = [found for found in (one, other) if found is not None]
    return min(both, key=lambda found: found.value) if both else None


def _price_of_payroll(instance: Instance) -> float:
    """What one more post of the payroll is worth, by the programme without whole numbers."""
    matrix, prices = relaxed_prices(instance)
    worth = [
        abs(float(price))
        for label, price in zip(matrix.labels, prices, strict=True)
        if label.kind == "payroll"
    ]
    return max(*worth, min(instance.prices.post) / 20)


def _begin(solver: Any, matrix: Matrix, found: Found) -> None:
    """Hand the solver a plan to begin with: placements and posts, the rest follows."""
    chosen = np.zeros(int(matrix.x.max()) + 1)
    tasks = np.arange(len(found.level))
    for area, kind in enumerate(matrix.group):
        chosen[matrix.x[tasks, found.level[:, area], kind]] = 1
    posts = matrix.posts + np.arange(len(found.staff.posts))
    index = np.r_[np.arange(len(chosen)), posts].astype(np.int32)
    solver.setSolution(len(index), index, np.r_[chosen, found.staff.posts].astype(float))


def relaxed_prices(instance: Instance, time_limit: float = TIME_LIMIT) -> tuple[Matrix, Floats]:
    """Row prices of the programme without whole numbers, in đồng a year for one unit of the row's bound."""
    matrix = build(instance)
    relaxed = matrix._replace(integer=np.zeros_like(matrix.integer))
    solver, _ = _loaded(relaxed, 1e-6, time_limit)
    solver.run()
    return matrix, np.array(solver.getSolution().row_dual) * SCALE


def _loaded(matrix: Matrix, gap: float, time_limit: float) -> tuple[Any, Any]:
    highspy = highs()
    solver = highspy.Highs()
    for name, value in (
        ("output_flag", False), ("threads", 1), ("random_seed", 0),
        ("mip_rel_gap", gap), ("time_limit", time_limit),
    ):  # fmt: skip
        solver.setOptionValue(name, value)
    model = highspy.HighsModel()
    lp = model.lp_
    lp.num_col_, lp.num_row_ = len(matrix.cost), len(matrix.labels)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = matrix.cost, matrix.lower, matrix.upper
    lp.row_lower_, lp.row_upper_ = matrix.row_lower, matrix.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.starts, matrix.columns
    lp.a_matrix_.value_ = matrix.value
    if matrix.integer.any():
        kinds = highspy.HighsVarType
        lp.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in matrix.integer]
    solver.passModel(model)
    return solver, highspy
