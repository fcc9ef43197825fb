"""The compiled way of drawing visits: what :func:`phancap.simulation.draw._visits_plain` does, a dossier at a time."""

from __future__ import annotations

from typing import Any

import numpy as np

from phancap.simulation.jit import compile_in
from phancap.simulation.shapes import STEPS

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S32 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)
_OFFSET = np.uint64(65)  # VISITS + 1 of phancap.simulation.draw
_SCALE = 2.0**-32


def visits_kernel() -> Any:
    """The compiled loop, or ``None`` without numba."""
    return draw_visits if compile_in(globals(), ("quantile",), ("draw_visits",)) else None


def quantile(tables: Any, share: float) -> float:
    """The value of a shape at a share of probability."""
    x = share * STEPS
    cell = int(x)
    table = 0
    if cell == 0:
        x = (x - cell) * STEPS
        table = 1
        cell = int(x)
        if cell == 0:
            x = (x - cell) * STEPS
            table = 2
            cell = int(x)
    elif cell == STEPS - 1:
        x = (x - cell) * STEPS
        table = 3
        cell = int(x)
        if cell == STEPS - 1:
            x = (x - cell) * STEPS
            table = 4
            cell = int(x)
    low = tables[table, cell]
    value: float = low + (x - cell) * (tables[table, cell + 1] - low)
    return value


def draw_visits(
    stream: Any, keys: Any, at_step: Any, stream_power: Any, steps: Any, rework: Any, back: Any,
    shape: Any, scale: Any, most: Any, shapes: Any, offset: Any, step: Any, work: Any,
) -> int:  # fmt: skip
    """Fill ``offset``, ``step`` and ``work``; the room that was needed (nothing is written beyond what there is)."""
    used, room = 0, len(step)
    offset[0] = 0
    for i in range(len(stream)):
        p = stream_power[stream[i]]
        last = steps[p]
        k = at_step[i]
        key = keys[i] + _OFFSET * _GOLDEN
        while k < last:
            word = key
            key = key + _GOLDEN
            word = (word ^ (word >> _S30)) * _FIRST
            word = (word ^ (word >> _S27)) * _SECOND
            word = word ^ (word >> _S31)
            if used < room:
                share = (np.float64(word >> _S32) + 0.5) * _SCALE
                step[used] = k
                work[used] = min(scale[p, k] * quantile(shapes[shape[p, k]], share), most[p, k])
            used += 1
            if np.float64(word & _LOW) * _SCALE < rework[p, k]:
                k = back[p, k]
            else:
                k += 1
        offset[i + 1] = used
    return used
