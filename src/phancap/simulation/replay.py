"""The general engine: the semantics of :mod:`phancap.simulation.oracle` as compiled loops over flat arrays.

Two loops. :func:`replay_fifo` serves parts where nothing changes on its own, one desk serves each line and all are of one
class: who comes to a closed office is given a free desk at once, which comes to the same as waiting for the opening.
:func:`replay_all` has everything: priorities, desks with several skills, sittings, staff that changes, powers that move.

Both merge the arrivals, already in order, with a heap of what is under way (four children a node; it holds no more
entries than there are staff), so nothing is ever sorted. Dossiers in a line are a linked list through one array. While a
dossier waits, its place in ``done`` holds the office minutes at which it came.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from phancap.simulation.clocks import NEVER
from phancap.simulation.draw import Draw
from phancap.simulation.jit import compile_in
from phancap.simulation.layout import Layout
from phancap.simulation.loops import moment, push_plain, sift_plain, worked
from phancap.simulation.oracle import Event, Replayed
from phancap.simulation.replay_all import Tables, replay_all_kernel
from phancap.simulation.split import Part

_NEVER = NEVER
_MASK = 0xFFFFF
ROOM = 1 << 20
"""Lines that fit beside a dossier in one entry of the heap."""


class Buffers(NamedTuple):
    """What the loops write: shared by all parts, for these touch different dossiers, lines and desks."""

    done: NDArray[np.float64]
    wait: NDArray[np.float64]
    visit: NDArray[np.int32]
    following: NDArray[np.int32]
    head: NDArray[np.int32]
    tail: NDArray[np.int32]
    free: NDArray[np.int32]
    busy: NDArray[np.float64]
    line_busy: NDArray[np.float64]


def buffers(layout: Layout, drawn: Draw) -> Buffers:
    """Fresh buffers for one replication."""
    n, lines = drawn.size, max(len(layout.lines), 1) * layout.priorities
    return Buffers(
        np.full(n, NEVER), np.zeros(n), drawn.offset[:-1].copy(), np.empty(n, np.int32),
        np.full(lines, -1, np.int32), np.full(lines, -1, np.int32), drawn.posts.copy(),
        np.zeros(len(layout.model.desks)), np.zeros(len(layout.lines)),
    )  # fmt: skip


def replay_fifo(
    low: int, high: int, start: float, end: float, filed: Any, stream: Any, offset: Any, step: Any, work: Any,
    stream_base: Any, row_line: Any, line_clock: Any, line_free: Any, last: Any, opens: Any, length: Any, before: Any,
    cursor: Any, total: Any,
    done: Any, wait: Any, visit: Any, following: Any, head: Any, tail: Any, line_busy: Any, heap_t: Any, heap_c: Any,
) -> int:  # fmt: skip
    """Dossiers ``[low, high)`` of one part; how many events there were."""
    ended = 0
    n = 0
    i = low
    arrival = _NEVER
    if low < high:
        arrival = max(filed[low], start)
    ending = _NEVER
    while True:
        hole = False
        if arrival <= ending:
            if arrival >= end:
                break
            now = arrival
            d = np.uint64(i)
            i += 1
            arrival = _NEVER
            if i < high:
                arrival = max(filed[i], start)
            v = np.uint64(visit[d])
        else:
            if ending >= end:
                break
            now = ending
            ended += 1
            entry = heap_c[0]
            d = np.uint64(entry >> 20)
            line = np.uint64(entry & _MASK)
            hole = True
            if line < np.uint64(_MASK):
                h = head[line]
                if h >= 0:  # who becomes free takes the next in line
                    j = np.uint64(h)
                    head[line] = following[j]
                    c = np.uint64(line_clock[line])
                    w = worked(cursor, c, now, opens, length, before)
                    wait[j] += w - done[j]
                    minutes = np.float64(work[np.uint64(visit[j])])
                    line_busy[line] += max(min(minutes, last[c] - w), 0.0)
                    t = moment(cursor, c, w + minutes, opens, before, total)
                    sift_plain(heap_t, heap_c, n, t, (np.int64(h) << 20) | np.int64(line))
                    hole = False
                else:
                    line_free[line] += 1
            v = np.uint64(visit[d] + 1)
            visit[d] = v
            if v == np.uint64(offset[d + np.uint64(1)]):
                done[d] = now
                if hole:
                    n -= 1
                    if n > 0:
                        sift_plain(heap_t, heap_c, n, heap_t[n], heap_c[n])
                ending = _NEVER
                if n > 0:
                    ending = heap_t[0]
                continue
        to = row_line[np.uint64(stream_base[np.uint64(stream[d])] + step[v])]
        if to < 0:
            t = now + np.float64(work[v])
            code = (np.int64(d) << 20) | _MASK
        else:
            line = np.uint64(to)
            c = np.uint64(line_clock[line])
            w = worked(cursor, c, now, opens, length, before)
            if line_free[line] == 0:
                done[d] = w
                following[d] = -1
                if head[line] < 0:
                    head[line] = np.int32(d)
                else:
                    following[np.uint64(tail[line])] = np.int32(d)
                tail[line] = np.int32(d)
                if hole:
                    n -= 1
                    if n > 0:
                        sift_plain(heap_t, heap_c, n, heap_t[n], heap_c[n])
                ending = _NEVER
                if n > 0:
                    ending = heap_t[0]
                continue
            line_free[line] -= 1
            minutes = np.float64(work[v])
            line_busy[line] += max(min(minutes, last[c] - w), 0.0)
            t = moment(cursor, c, w + minutes, opens, before, total)
            code = (np.int64(d) << 20) | np.int64(line)
        if hole:
            sift_plain(heap_t, heap_c, n, t, code)
        else:
            push_plain(heap_t, heap_c, n, t, code)
            n += 1
        ending = heap_t[0]
    return ended + i - low


def settle_fifo(
    low: int,
    high: int,
    heads: Any,
    lines: Any,
    following: Any,
    offset: Any,
    visit: Any,
    done: Any,
    wait: Any,
    at_end: Any,
) -> None:
    """What still waits when the time is over has waited until then, and what is not finished never was."""
    for k in range(len(lines)):
        line = lines[k]
        j = heads[line]
        while j >= 0:
            wait[j] += at_end[line] - done[j]
            j = following[j]
    for d in range(low, high):
        if visit[d] < offset[d + 1]:
            done[d] = _NEVER


def ready() -> bool:
    """Whether the loops are compiled (now, if numba is there)."""
    return compile_in(
        globals(), ("worked", "moment", "push_plain", "sift_plain"), ("replay_fifo", "settle_fifo")
    )


def replay_part(layout: Layout, drawn: Draw, part: Part, out: Buffers, tables: Tables, log: Any) -> int:
    """One part by the loop that serves it; the number of events."""
    low, high = int(drawn.part_first[part.number]), int(drawn.part_first[part.number + 1])
    if not part.plain or log is not None:
        return replay_all_kernel(layout, drawn, part, out, tables, low, high, log)
    clocks = layout.clocks
    outside = (high - low if part.outside else 0) + 8
    room = int(out.free[part.groups].sum()) + outside
    line_free = tables.line_free
    events: int = replay_fifo(
        low, high, layout.start, layout.end, drawn.filed, drawn.stream, drawn.offset, drawn.step, drawn.work,
        tables.stream_base, tables.row_line, layout.line_clock, line_free, tables.last, clocks.opens, clocks.length,
        clocks.before, tables.cursor.copy(), clocks.total,
        out.done, out.wait, out.visit, out.following, out.head, out.tail, out.line_busy, np.empty(room), np.empty(room, np.int64),
    )  # fmt: skip
    settle_fifo(
        low, high, out.head, part.lines, out.following, drawn.offset, out.visit, out.done, out.wait, tables.line_end
    )  # fmt: skip
    out.busy[part.groups] = out.line_busy[part.lines_of_groups]
    return events


def replay_general(
    layout: Layout, drawn: Draw, parts: list[Part], tables: Tables, out: Buffers, watch: int = -1
) -> tuple[Replayed, list[Event]]:
    """All parts given, and the story of dossier ``watch``."""
    log = None
    if watch >= 0:
        log = (watch, np.zeros(4096), np.zeros((4096, 3), np.int32), np.zeros(1, np.int64))
    events = sum(replay_part(layout, drawn, part, out, tables, log) for part in parts)
    story = []
    if log is not None:
        for k in range(min(int(log[3][0]), 4096)):
            kind, visit, line = log[2][k].tolist()
            story.append(Event(float(log[1][k]), kind, visit, line))
    return Replayed(out.done, out.wait, out.visit, out.busy, out.line_busy, events), story
