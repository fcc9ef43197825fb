"""Small functions of the compiled loops: the look-ups of :mod:`phancap.simulation.clocks` and a heap.

Plain Python here; each module of loops compiles its own copies (:mod:`phancap.simulation.jit`). Numba does not see when
this file changes: after an edit here, the caches of the loops must go as well.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from phancap.simulation.clocks import NEVER

_NEVER = NEVER


def worked(cursor: Any, c: Any, now: float, opens: Any, length: Any, before: Any) -> float:
    """Office minutes before ``now``; ``cursor[c]`` is the first span not over yet, and moves on with ``now``."""
    j = np.uint64(cursor[c])
    while now >= opens[j] + length[j]:
        j += np.uint64(1)
    cursor[c] = j
    x = now - opens[j]
    w: float = before[j]
    if x > 0.0:
        w = before[j] + x
    return w


def is_open(cursor: Any, c: Any, now: float, opens: Any) -> bool:
    """Whether calendar ``c`` is open ``now``, for which ``worked`` was asked just before."""
    found: bool = now >= opens[cursor[c]]
    return found


def moment(cursor: Any, c: Any, w: float, opens: Any, before: Any, total: Any) -> float:
    """The first moment, not before that of the cursor, at which ``w`` office minutes have passed."""
    if w >= total[c]:
        return _NEVER
    j = np.uint64(cursor[c])
    while before[j + np.uint64(1)] < w:
        j += np.uint64(1)
    t: float = opens[j] + (w - before[j])
    return t


def worked_later(at: int, t: float, opens: Any, length: Any, before: Any, first: Any) -> float:
    """Office minutes before any moment; ``at`` is where the calendar's days begin in ``first``."""
    day = at + int(t * (1.0 / 1440.0))
    j = first[day]
    e = first[day + 1]
    while j < e and t >= opens[j] + length[j]:
        j += 1
    x = t - opens[j]
    w: float = before[j]
    if x > 0.0:
        w = before[j] + x
    return w


def push(heap_t: Any, heap_c: Any, n: int, t: float, c: Any) -> None:
    """Put an entry at the end of a heap of ``n`` and let it rise. Unsigned places: numba then checks for none below zero."""
    j = np.uint64(n)
    while j > np.uint64(0):
        up = (j - np.uint64(1)) >> np.uint64(2)
        if heap_t[up] < t or (heap_t[up] == t and heap_c[up] <= c):
            break
        heap_t[j] = heap_t[up]
        heap_c[j] = heap_c[up]
        j = up
    heap_t[j] = t
    heap_c[j] = c


def sift(heap_t: Any, heap_c: Any, n: int, t: float, c: Any) -> None:
    """Put an entry at the root of a heap of ``n`` (the old root is gone) and let it sink."""
    one, size = np.uint64(1), np.uint64(n)
    j = np.uint64(0)
    while True:
        child = (j << np.uint64(2)) + one
        if child >= size:
            break
        best = child
        best_t = heap_t[child]
        stop = min(child + np.uint64(4), size)
        child += one
        while child < stop:
            if heap_t[child] < best_t or (heap_t[child] == best_t and heap_c[child] < heap_c[best]):
                best = child
                best_t = heap_t[child]
            child += one
        if best_t > t or (best_t == t and heap_c[best] >= c):
            break
        heap_t[j] = best_t
        heap_c[j] = heap_c[best]
        j = best
    heap_t[j] = t
    heap_c[j] = c


def line_up(head: Any, tail: Any, following: Any, q: Any, d: Any) -> None:
    """Put a dossier at the end of a linked line."""
    following[d] = -1
    if head[q] < 0:
        head[q] = d
    else:
        following[tail[q]] = d
    tail[q] = d


def note(log_t: Any, log_i: Any, log_n: Any, now: float, kind: int, visit: int, line: int) -> None:
    """Tell what happened to the dossier that is watched."""
    k = log_n[0]
    if k < len(log_t):
        log_t[k] = now
        log_i[k, 0] = kind
        log_i[k, 1] = visit
        log_i[k, 2] = line
    log_n[0] = k + 1


def push_plain(heap_t: Any, heap_c: Any, n: int, t: float, c: Any) -> None:
    """:func:`push` where no two moments are equal."""
    j = np.uint64(n)
    while j > np.uint64(0):
        up = (j - np.uint64(1)) >> np.uint64(2)
        if heap_t[up] <= t:
            break
        heap_t[j] = heap_t[up]
        heap_c[j] = heap_c[up]
        j = up
    heap_t[j] = t
    heap_c[j] = c


def sift_plain(heap_t: Any, heap_c: Any, n: int, t: float, c: Any) -> None:
    """:func:`sift` where no two moments are equal."""
    one, size = np.uint64(1), np.uint64(n)
    j = np.uint64(0)
    while True:
        child = (j << np.uint64(2)) + one
        if child >= size:
            break
        best = child
        best_t = heap_t[child]
        stop = min(child + np.uint64(4), size)
        child += one
        while child < stop:
            if heap_t[child] < best_t:
                best = child
                best_t = heap_t[child]
            child += one
        if best_t >= t:
            break
        heap_t[j] = best_t
        heap_c[j] = heap_c[best]
        j = best
    heap_t[j] = t
    heap_c[j] = c
