"""Solving with HiGHS: the best plan with its bound, the next best, and why there is none."""

from __future__ import annotations

import os
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np

from phancap.planning.optimise_matrix import Matrix, build, plan_of
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
    instance: Instance, count: int, gap: float = 1e-4, time_limit: float = TIME_LIMIT
) -> list[Plan]:
    """The best ``count`` placements, best first; fewer where there are not so many."""
    plans: list[Plan] = []
    while len(plans) < count:
        found = _solve(instance, gap, time_limit, [plan.level for plan in plans])
        if found is None:
            break
        plans.append(found)
    return plans


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


def _solve(instance: Instance, gap: float, time_limit: float, cuts: list[Ints] | None) -> Plan | None:
    matrix = build(instance, cuts)
    solver, highspy = _loaded(matrix, gap, time_limit)
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None
    info = solver.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise NoPlan("hết giờ mà chưa có lời giải · out of time without a plan; `--time` gives more")
    values = np.array(solver.getSolution().col_value)
    words = "optimal" if status == highspy.HighsModelStatus.kOptimal else "time"
    return plan_of(instance, matrix, values, info.mip_dual_bound, words)


def relaxed_prices(instance: Instance, time_limit: float = TIME_LIMIT) -> tuple[Matrix, Floats]:
    """Row prices of the programme without whole numbers, in đồng a year for one unit of the row's bound."""
    from phancap.planning.optimise_matrix import SCALE

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
