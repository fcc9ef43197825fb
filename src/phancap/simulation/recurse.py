"""The recursion: where everything is first come first served on one calendar, queues need no list of events.

In working time a line with ``c`` staff is the recursion of Kiefer and Wolfowitz: whoever comes begins when he comes or
when the first of the staff is free, whichever is later. Lines are taken in the order of the flow; lines between which
dossiers may go round are done together, by whichever of a few things comes next. Only at the end is working time turned
into moments. :mod:`phancap.simulation.split` proves for each part that this is exact, and says why where it is not:
one calendar, one class, constant staff with one skill each, no sittings, no moves, no work equal to the bit.

The same numbers are added in another order than in the event list, so results agree to 1e-9 minute, not to the bit.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from phancap.simulation.draw import Draw
from phancap.simulation.jit import compile_in
from phancap.simulation.layout import Layout
from phancap.simulation.loops import line_up
from phancap.simulation.replay import Buffers
from phancap.simulation.replay_all import Tables
from phancap.simulation.split import Part

_FAR = 1e300


def ready() -> bool:
    """Whether the loops are compiled (now, if numba is there)."""
    return compile_in(globals(), ("in_order", "line_up"), ("feed_forward", "ring", "recurse"))


def in_order(at: Any, who: Any, n: int) -> None:
    """Sort by time, then by dossier. Departures of a line with few staff are nearly in order: one pass; else a merge sort."""
    moved = 0
    for i in range(1, n):
        t = at[i]
        d = who[i]
        j = i - 1
        while j >= 0 and (at[j] > t or (at[j] == t and who[j] > d)):
            at[j + 1] = at[j]
            who[j + 1] = who[j]
            j -= 1
        at[j + 1] = t
        who[j + 1] = d
        moved += i - 1 - j
        if moved > 32 * n:
            by_who = np.argsort(who[:n])
            by_time = by_who[np.argsort(at[:n][by_who], kind="mergesort")]
            sorted_at = at[:n][by_time]
            sorted_who = who[:n][by_time]
            at[:n] = sorted_at
            who[:n] = sorted_who
            return


def feed_forward(
    at: Any,
    who: Any,
    n: int,
    staff: int,
    free: Any,
    visit: Any,
    work: Any,
    wait: Any,
    last: float,
    end: float,
) -> float:
    """One line: ``at`` and ``who`` in order become the departures, not sorted; the minutes worked until ``last``."""
    for k in range(staff):
        free[k] = 0.0
    busy = 0.0
    in_order(at, who, n)
    for i in range(n):
        d = np.uint64(who[i])
        first = 0
        soonest = free[0]
        for k in range(1, staff):
            if free[k] < soonest:
                soonest = free[k]
                first = k
        came = at[i]
        begins = came
        if soonest > came:
            begins = soonest
        if begins < end:
            wait[d] += begins - came
        elif came < end:
            wait[d] += end - came
        minutes = np.float64(work[np.uint64(visit[d])])
        if begins < last:
            busy += min(minutes, last - begins)
        ends = begins + minutes
        free[first] = ends
        at[i] = ends
        if ends < end:
            visit[d] += 1
    return busy


def ring(
    at: Any, who: Any, n: int, lines: Any, staff: Any, number: Any, row_line: Any, stream_base: Any, stream: Any, offset: Any,
    step: Any, work: Any, visit: Any, wait: Any, line_busy: Any, last: float, end: float, out_at: Any, out_who: Any,
    following: Any, entered: Any, low: int,
) -> int:  # fmt: skip
    """Lines that dossiers go round between: the departures to elsewhere, in order; how many they are."""
    m = len(lines)
    first = np.zeros(m + 1, np.int64)
    for k in range(m):
        first[k + 1] = first[k] + staff[k]
    until = np.full(first[m], _FAR)
    owner = np.zeros(first[m], np.uint32)
    busy_n = np.zeros(m, np.int64)
    soonest = np.full(m, _FAR)
    place = np.zeros(m, np.int64)
    head = np.full(m, -1, np.int64)
    tail = np.full(m, -1, np.int64)
    spent = np.zeros(m)
    in_order(at, who, n)
    i = 0
    left = 0
    under_way = 0
    arrival = _FAR
    if n > 0:
        arrival = at[0]
    while i < n or under_way > 0:
        now = arrival
        k = -1
        for q in range(m):
            if soonest[q] < now:
                now = soonest[q]
                k = q
        if now >= end:
            break
        if k < 0:
            d = np.uint64(who[i])
            i += 1
            arrival = _FAR
            if i < n:
                arrival = at[i]
            under_way += 1
            v = np.uint64(visit[d])
        else:
            slot = place[k]
            d = np.uint64(owner[slot])
            v = np.uint64(visit[d] + 1)
            visit[d] = v
            h = head[k]
            if h >= 0:
                j = np.uint64(h)
                head[k] = following[j]
                wait[j] += now - entered[h - low]
                minutes = np.float64(work[np.uint64(visit[j])])
                if now < last:
                    spent[k] += min(minutes, last - now)
                until[slot] = now + minutes
                owner[slot] = j
            else:
                until[slot] = _FAR
                busy_n[k] -= 1
            best = _FAR
            where = slot
            for q in range(first[k], first[k + 1]):
                if until[q] < best:
                    best = until[q]
                    where = q
            place[k] = where
            soonest[k] = best
        to = -1
        if v < np.uint64(offset[d + np.uint64(1)]):
            to = number[row_line[np.uint64(stream_base[np.uint64(stream[d])] + step[v])]]
        if to < 0:
            out_at[left] = now
            out_who[left] = d
            left += 1
            under_way -= 1
            continue
        if busy_n[to] < staff[to]:
            slot = first[to]
            while until[slot] != _FAR:
                slot += 1
            minutes = np.float64(work[v])
            if now < last:
                spent[to] += min(minutes, last - now)
            until[slot] = now + minutes
            owner[slot] = d
            busy_n[to] += 1
            if now + minutes < soonest[to]:
                soonest[to] = now + minutes
                place[to] = slot
        else:
            here = np.int64(d)
            entered[here - low] = now
            following[d] = -1
            if head[to] < 0:
                head[to] = here
            else:
                following[np.uint64(tail[to])] = here
            tail[to] = here
    for k in range(m):
        line_busy[lines[k]] += spent[k]
        h = head[k]
        while h >= 0:
            wait[h] += end - entered[h - low]
            h = following[h]
    return left


def recurse(
    low: int, high: int, start: float, order: Any, order_first: Any, cyclic: Any, entry: Any, number: Any, line_free: Any,
    filed: Any, stream: Any, offset: Any, step: Any, work: Any, stream_base: Any, row_line: Any,
    opens: Any, length: Any, before: Any, inverse: Any, first_span: int, base: int, bucket: float, total: float,
    last: float, end: float, done: Any, wait: Any, visit: Any, following: Any, line_busy: Any,
) -> int:  # fmt: skip
    """All lines of a part in the order of the flow; the number of events.

    Until the end ``done`` holds where in working time each dossier is, and ``following`` links those that come to a stage.
    """
    n = high - low
    stages = len(cyclic)
    head = np.full(stages, -1, np.int32)
    tail = np.full(stages, -1, np.int32)
    at = np.empty(n)
    who = np.empty(n, np.int32)
    out_at = np.empty(n)
    out_who = np.empty(n, np.int32)
    entered = np.empty(n)
    most = 1
    for line in order:
        most = max(most, line_free[line])
    free = np.empty(most)
    # Those that arrive stand in the stages where their first steps are done; the next stage's stay in `at` and `who`.
    j = first_span
    kept = 0
    for q in range(low, high):
        d = np.uint64(q)
        now = max(filed[d], start)
        while now >= opens[j] + length[j]:
            j += 1
        w = before[j]
        if now > opens[j]:
            w = before[j] + (now - opens[j])
        to = entry[row_line[np.uint64(stream_base[np.uint64(stream[d])] + step[np.uint64(visit[d])])]]
        if w >= end:
            continue
        if to == 0:
            at[kept] = w
            who[kept] = d
            kept += 1
        else:
            done[d] = w
            line_up(head, tail, following, to, d)
    for place in range(stages):
        m = kept
        d = head[place]
        while d >= 0:
            at[m] = done[d]
            who[m] = d
            m += 1
            d = following[d]
        kept = 0
        if m == 0:
            continue
        lines = order[order_first[place] : order_first[place + 1]]
        if cyclic[place]:
            for k in range(len(lines)):
                number[lines[k]] = k
            m = ring(
                at, who, m, lines, line_free[lines], number, row_line, stream_base, stream, offset, step, work, visit, wait,
                line_busy, last, end, out_at, out_who, following, entered, low,
            )  # fmt: skip
            for k in range(len(lines)):
                number[lines[k]] = -1
            at, out_at = out_at, at
            who, out_who = out_who, who
        else:
            line = lines[0]
            line_busy[line] += feed_forward(at, who, m, line_free[line], free, visit, work, wait, last, end)
        for i in range(m):
            d = np.uint64(who[i])
            w = at[i]
            v = np.uint64(visit[d])
            if v == np.uint64(offset[d + np.uint64(1)]):
                done[d] = w
            elif w < end:
                to = entry[row_line[np.uint64(stream_base[np.uint64(stream[d])] + step[v])]]
                if to == place + 1:
                    at[kept] = w
                    who[kept] = d
                    kept += 1
                else:
                    done[d] = w
                    line_up(head, tail, following, to, d)
    events = n
    for q in range(low, high):
        events += visit[q] - offset[q]
        if visit[q] < offset[q + 1]:
            done[q] = _FAR
            continue
        w = done[q]
        if w >= total:
            done[q] = _FAR
            continue
        j = inverse[base + int(w / bucket)]
        while before[j + 1] < w:
            j += 1
        done[q] = opens[j] + (w - before[j])
    return events


def recurse_part(layout: Layout, drawn: Draw, part: Part, out: Buffers, tables: Tables) -> int:
    """One part for which the recursion is exact; the number of events."""
    low, high = int(drawn.part_first[part.number]), int(drawn.part_first[part.number + 1])
    if low == high:
        return 0
    clocks = layout.clocks
    c = int(layout.line_clock[part.lines[0]])
    entry = np.full(len(layout.lines), -1, np.int32)
    for place, (lines, _) in enumerate(part.order):
        entry[list(lines)] = place
    sizes = [len(lines) for lines, _ in part.order]
    events: int = recurse(
        low, high, layout.start, np.array([line for lines, _ in part.order for line in lines], np.int32),
        np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32), np.array([ring for _, ring in part.order]), entry,
        np.full(len(layout.lines), -1, np.int32), tables.line_free, drawn.filed, drawn.stream, drawn.offset, drawn.step,
        drawn.work, tables.stream_base, tables.row_line, clocks.opens, clocks.length, clocks.before, clocks.inverse,
        int(tables.cursor[c]), int(clocks.base[c]), float(clocks.bucket[c]), float(clocks.total[c]), float(tables.last[c]),
        float(tables.line_end[part.lines[0]]), out.done, out.wait, out.visit, out.following, out.line_busy,
    )  # fmt: skip
    out.busy[part.groups] = out.line_busy[part.lines_of_groups]
    return events
