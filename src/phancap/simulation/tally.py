"""The compiled way of measuring: one pass over the dossiers for what :mod:`phancap.simulation.measure` adds up."""

from __future__ import annotations

from typing import Any

import numpy as np

from phancap.simulation.jit import compile_in

_NEVER = 1e300
COLUMNS = ("dossiers", "wait_minutes", "cycle_days", "on_time", "overdue", "open_at_end", "visits")


def tally_kernel() -> Any:
    """The compiled loop, or ``None`` without numba."""
    return tally if compile_in(globals(), ("add_up",), ("tally",)) else None


def add_up(
    sums: Any, row: int, waited: float, taken: float, on_time: float, overdue: float, still: float, persons: float
) -> None:
    """One dossier more in a row of :data:`COLUMNS`."""
    sums[row, 0] += 1.0
    sums[row, 1] += waited
    sums[row, 2] += taken
    sums[row, 3] += on_time
    sums[row, 4] += overdue
    sums[row, 5] += still
    sums[row, 6] += persons


def tally(
    filed: Any, stream: Any, offset: Any, step: Any, visit: Any, done: Any, wait: Any, due: Any, begin: float, end: float,
    phase_first: Any, phase_start: Any, phase_office: Any, stream_power: Any, limit_of: Any, same_day: Any, step_visit: Any, visits: bool, at_desk: Any,
    due_hours: Any, by_office: Any, by_power: Any, ended: Any, left: Any, per_bin: float, waits: Any,
    first_sample: float, per_sample: float, change: Any,
) -> int:  # fmt: skip
    """Sums of each column by office and power, and the bins of the time taken; how many dossiers are measured."""
    n = 0
    bins = len(left)
    samples = len(change) - 1
    for d in range(len(filed)):
        came = filed[d]
        # In sight at the samples from the first at or after it was filed to the last before it was done.
        change[min(max(int(np.ceil((came - first_sample) * per_sample)), 0), samples)] += 1
        change[min(max(int(np.ceil((min(done[d], end) - first_sample) * per_sample)), 0), samples)] -= 1
        if came < begin:
            continue
        s = stream[d]
        p = stream_power[s]
        limit = limit_of[p]
        day = int(came * (1.0 / 1440.0))
        late_filed = 0
        if same_day[limit] >= 0.0:
            bound = min(day * 1440.0 + same_day[limit], due[limit, day, 0])
            if came > bound:
                late_filed = 1
        by = due[limit, day, late_filed]
        if len(due_hours) > 0 and by != by:
            by = due_hours[d]
        finished = done[d] < _NEVER
        until = min(done[d], end)
        taken = (until - came) * (1.0 / 1440.0)
        k = min(int(taken * per_bin), bins - 1)
        left[k] += 1
        if finished:
            ended[k] += 1
        on_time = 0.0
        if finished and done[d] <= by and by < _NEVER:
            on_time = 1.0
        overdue = 0.0
        if until > by:
            overdue = 1.0
        still = 1.0
        if finished:
            still = 0.0
        persons = 0.0
        if visits:
            for v in range(offset[d], visit[d]):
                kind = step_visit[p, step[v]]
                if kind == 2 or (kind == 1 and at_desk[s]):
                    persons += 1.0
        phase = phase_first[s + 1] - 1
        while phase > phase_first[s] and came < phase_start[phase]:
            phase -= 1
        add_up(by_office, phase_office[phase] + 1, wait[d], taken, on_time, overdue, still, persons)
        add_up(by_power, p, wait[d], taken, on_time, overdue, still, persons)
        waits[n] = wait[d]
        n += 1
    return n


__all__ = ["COLUMNS", "tally_kernel"]
