"""The general loop with everything in it: see :mod:`phancap.simulation.replay`.

One turn of the loop takes an event and says which desks may take something (``todo_g``) and which dossiers go on
(``todo_i``); the two are then worked off, desks first after an end of work, dossiers first after a change of phase. An
entry of the heap is a moment and a code: the dossier (or, below zero, which timer), the desk and the line.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from phancap.simulation.clocks import NEVER
from phancap.simulation.draw import Draw
from phancap.simulation.jit import compile_in
from phancap.simulation.layout import Layout
from phancap.simulation.loops import is_open, line_up, moment, note, push, sift, worked, worked_later
from phancap.simulation.split import Part, controls_of

_NEVER = NEVER
_GATHERED, _WAITED, _BEGAN, _ENDED, _MOVED, _DONE = range(6)
_LINE, _GROUP = 18, 17
_LINES, _GROUPS = (1 << 18) - 1, (1 << 17) - 1


class Tables(NamedTuple):
    """What the loops look up beyond the layout's own arrays."""

    stream_base: NDArray[np.int32]  # where the row of each stream's first phase begins in `row_line`
    row_line: NDArray[np.int32]  # the rows one after the other
    cursor: NDArray[np.int32]  # the first span of each clock
    last: NDArray[np.float64]  # office minutes of each clock by the end of the days measured
    line_end: NDArray[np.float64]  # office minutes at each line by the end of the run
    line_free: NDArray[np.int32]  # staff of each line in a plain part, counted down and up


def tables_of(layout: Layout, drawn: Draw) -> Tables:
    """The tables of one replication."""
    clocks = layout.clocks
    last = np.array([clocks.worked_at(c, layout.until)[0] for c in range(len(clocks.total))])
    end = np.array([clocks.worked_at(c, layout.end)[0] for c in range(len(clocks.total))])
    line_free = np.zeros(max(len(layout.lines), 1), np.int32)
    offsets, groups = layout.line_groups
    for line in range(len(layout.lines)):
        line_free[line] = drawn.posts[groups[offsets[line] : offsets[line + 1]]].sum()
    base = (layout.phase_row[layout.phase_first[:-1]] * layout.width).astype(np.int32)
    cursor = clocks.first[:: clocks.days + 1].copy()
    return Tables(
        base,
        layout.row_line.ravel(),
        cursor,
        last,
        end[layout.line_clock] if len(layout.lines) else end,
        line_free,
    )


def ready() -> bool:
    """Whether the loop is compiled (now, if numba is there)."""
    return compile_in(
        globals(), ("worked", "is_open", "moment", "worked_later", "push", "sift", "note", "holder", "line_up"), ("replay_all",)
    )  # fmt: skip


def replay_all_kernel(
    layout: Layout, drawn: Draw, part: Part, out: Any, tables: Tables, low: int, high: int, log: Any
) -> int:
    """Dossiers ``[low, high)`` of one part; the number of events."""
    c = layout.clocks
    batches = bool(layout.line_batch[part.lines].any())
    mate = np.full(drawn.size if batches else 1, -1, np.int32)
    watch, log_t, log_i, log_n = log or (-1, np.zeros(1), np.zeros((1, 3), np.int32), np.zeros(1, np.int64))
    events: int = replay_all(
        low, high, layout.start, layout.end, drawn.filed, drawn.stream, drawn.offset, drawn.step, drawn.work,
        layout.stream_priority, layout.phase_first, layout.phase_start, layout.phase_row, layout.phase_learning,
        layout.row_line, layout.row_moves, layout.learning,
        layout.line_clock, layout.line_office, layout.line_batch, layout.line_wait, *layout.line_groups,
        layout.group_clock, layout.group_office, *layout.group_lines, *layout.office_groups, layout.office_clock,
        layout.office_close, layout.priorities, tables.last, tables.line_end, part.lines,
        controls_of(drawn, layout, part), drawn.control_at, drawn.control_kind, drawn.control_a, drawn.control_b, drawn.posts,
        c.opens, c.length, c.before, c.first, c.total, c.days + 1, tables.cursor.copy(),
        out.done, out.wait, out.visit, out.following, out.head, out.tail, out.free, out.busy, out.line_busy, mate, batches,
        watch, log_t, log_i, log_n,
    )  # fmt: skip
    return events


def holder(
    s: int, k: int, phase: int, filed: float, now: float, phase_first: Any, phase_start: Any, phase_row: Any,
    row_line: Any, row_moves: Any, line_office: Any, office_close: Any,
) -> int:  # fmt: skip
    """The line of step ``k``: as :func:`phancap.simulation.oracle.holder`."""
    at = phase_first[s] + phase
    current: int = row_line[phase_row[at], k]
    if phase == 0 or filed >= phase_start[at] or row_moves[phase_row[at], k]:
        return current
    own = at
    while own > phase_first[s] and filed < phase_start[own]:
        own -= 1
    old: int = row_line[phase_row[own], k]
    if old >= 0 and office_close[line_office[old]] <= now:
        return current
    return old


def replay_all(
    low: int, high: int, start: float, end: float, filed: Any, stream: Any, offset: Any, step: Any, work: Any,
    stream_priority: Any, phase_first: Any, phase_start: Any, phase_row: Any, phase_learning: Any,
    row_line: Any, row_moves: Any, learning: Any,
    line_clock: Any, line_office: Any, line_batch: Any, line_wait: Any, line_first: Any, line_group: Any,
    group_clock: Any, group_office: Any, group_first: Any, group_line: Any, office_first: Any, office_group: Any,
    office_clock: Any, office_close: Any, classes: int, last: Any, line_end: Any, lines: Any,
    own: Any, control_at: Any, control_kind: Any, control_a: Any, control_b: Any, posts: Any,
    opens: Any, length: Any, before: Any, first: Any, total: Any, days: int, cursor: Any,
    done: Any, wait: Any, visit: Any, following: Any, head: Any, tail: Any, free: Any, busy: Any, line_busy: Any,
    mate: Any, batches: bool, watch: int, log_t: Any, log_i: Any, log_n: Any,
) -> int:  # fmt: skip
    """The loop; the number of events."""
    n_lines, n_offices = len(line_clock), len(office_clock)
    phase = np.zeros(len(stream_priority), np.int32)
    there = posts.copy()
    waking = np.zeros(n_offices, np.uint8)
    gather_head = np.full(n_lines, -1, np.int32)
    gather_tail = np.full(n_lines, -1, np.int32)
    gather_n = np.zeros(n_lines, np.int32)
    held = np.zeros(n_lines, np.int32)
    queued = np.zeros(len(free) + 1, np.int32)  # what waits for each desk: most desks find nothing
    heap_t = np.empty(64)
    heap_c = np.empty(64, np.int64)
    n = 0
    todo_i = np.empty(64, np.int32)
    todo_g = np.empty(len(free) + 1, np.int32)
    n_i = at_i = n_g = at_g = 0
    called = -1  # the line of a sitting that is due
    groups_first = True
    moving = False
    inside = 0
    events = 0
    i = low
    at_control = 0
    now = start
    while True:
        # ---- a desk takes what is most urgent of what waits ----------------------------------------
        if at_g < n_g and (groups_first or at_i == n_i) and called < 0:
            g = todo_g[at_g]
            if free[g] <= 0 or queued[g] == 0:
                at_g += 1
                continue
            best_line, best_class, best = -1, 1 << 30, -1
            best_w = 0.0
            for a in range(group_first[g], group_first[g + 1]):
                line = group_line[a]
                for p in range(min(classes, best_class + 1)):
                    j = head[line * classes + p]
                    if j >= 0:
                        if p < best_class or done[j] < best_w or (done[j] == best_w and j < best):
                            best_line, best_class, best, best_w = line, p, j, done[j]
                        break
            if best < 0:
                at_g += 1
                continue
            w = worked(cursor, group_clock[g], now, opens, length, before)
            if not is_open(cursor, group_clock[g], now, opens):
                office = group_office[g]
                if waking[office] == 0:
                    t = opens[cursor[group_clock[g]]]
                    if t < _NEVER:
                        waking[office] = 1
                        if n == len(heap_t):
                            heap_t = np.append(heap_t, np.empty(n))
                            heap_c = np.append(heap_c, np.empty(n, np.int64))
                        push(heap_t, heap_c, n, t, np.int64(~(n_lines + office)) << 35)
                        n += 1
                at_g += 1
                continue
            q = best_line * classes + best_class
            head[q] = following[best]
            for a in range(line_first[best_line], line_first[best_line + 1]):
                queued[line_group[a]] -= 1
            d = best
            line = best_line
        elif called >= 0 or at_i < n_i:
            # ---- a dossier goes on -------------------------------------------------------------------
            if called >= 0:
                line = called
                called = -1
                w = worked(cursor, line_clock[line], now, opens, length, before)
            else:
                d = todo_i[at_i]
                at_i += 1
                v = visit[d]
                if v == offset[d + 1]:
                    done[d] = now
                    inside -= 1
                    if d == watch:
                        note(log_t, log_i, log_n, now, _DONE, v - offset[d], -1)
                    continue
                s = stream[d]
                line = holder(
                    s, step[v], phase[s], filed[d], now, phase_first, phase_start, phase_row, row_line, row_moves,
                    line_office, office_close,
                )  # fmt: skip
                if moving and d == watch:
                    note(log_t, log_i, log_n, now, _MOVED, v - offset[d], line)
                if n + 2 >= len(heap_t):
                    heap_t = np.append(heap_t, np.empty(n + 64))
                    heap_c = np.append(heap_c, np.empty(n + 64, np.int64))
                if line < 0:
                    if d == watch:
                        note(log_t, log_i, log_n, now, _BEGAN, v - offset[d], line)
                    push(heap_t, heap_c, n, now + np.float64(work[v]), np.int64(d) << 35)
                    n += 1
                    continue
                w = worked(cursor, line_clock[line], now, opens, length, before)
                done[d] = w
                if d == watch:
                    note(
                        log_t,
                        log_i,
                        log_n,
                        now,
                        _GATHERED if line_batch[line] > 0 else _WAITED,
                        v - offset[d],
                        line,
                    )
                if line_batch[line] > 0:
                    if gather_n[line] == 0:
                        gather_head[line] = d
                    else:
                        mate[gather_tail[line]] = d
                    gather_tail[line] = d
                    mate[d] = -1
                    gather_n[line] += 1
                    if gather_n[line] < line_batch[line]:
                        if gather_n[line] == 1:
                            code = (np.int64(~line) << 35) | (np.int64(held[line] & 0xFFFF) << 18)
                            push(heap_t, heap_c, n, now + line_wait[line], code)
                            n += 1
                        continue
            if line_batch[line] > 0:  # a sitting stands in line as one dossier, its first
                d = gather_head[line]
                gather_n[line] = 0
                held[line] += 1
            g = -1
            open_now = is_open(cursor, line_clock[line], now, opens)
            if open_now:
                for a in range(line_first[line], line_first[line + 1]):
                    if free[line_group[a]] > 0:
                        g = line_group[a]
                        break
            if g < 0:
                q = line * classes + stream_priority[stream[d]]
                line_up(head, tail, following, q, d)
                for a in range(line_first[line], line_first[line + 1]):
                    queued[line_group[a]] += 1
                office = line_office[line]
                if not open_now and waking[office] == 0:
                    t = opens[cursor[line_clock[line]]]
                    if t < _NEVER:
                        waking[office] = 1
                        push(heap_t, heap_c, n, t, np.int64(~(n_lines + office)) << 35)
                        n += 1
                continue
        else:
            # ---- the next event ----------------------------------------------------------------------
            at_i = n_i = at_g = n_g = 0
            groups_first = True
            moving = False
            arrival = _NEVER
            if i < high:
                arrival = max(filed[i], start)
            ending = _NEVER
            if n > 0:
                ending = heap_t[0]
            control = _NEVER
            if at_control < len(own):
                control = control_at[own[at_control]]
            now = min(arrival, ending, control)
            if now >= end:
                break
            if control <= now:
                groups_first = False
                changed = False
                while at_control < len(own) and control_at[own[at_control]] == now:
                    k = own[at_control]
                    at_control += 1
                    a = control_a[k]
                    if control_kind[k] == 1:
                        phase[a] = control_b[k]
                        changed = True
                    elif control_kind[k] == 2:
                        changed = True
                    else:
                        free[a] += control_b[k] - there[a]
                        there[a] = control_b[k]
                        todo_g[n_g] = a
                        n_g += 1
                if not changed:
                    continue
                moving = True
                if len(todo_i) < inside + 1:
                    todo_i = np.empty(2 * inside + 64, np.int32)
                kept = 0
                for k in range(n):
                    code = heap_c[k]
                    line = (code & _LINES) - 1
                    if code >= 0 and line >= 0 and office_close[line_office[line]] <= now:
                        g = ((code >> _LINE) & _GROUPS) - 1
                        free[g] += 1
                        c = line_clock[line]
                        over = last[c]
                        if heap_t[k] < _NEVER:
                            w = worked_later(c * days, heap_t[k], opens, length, before, first)
                            over = min(w, over)
                        w = worked(cursor, c, now, opens, length, before)
                        over = max(over - w, 0.0)
                        busy[g] -= over
                        line_busy[line] -= over
                        j = np.int32(code >> 35)
                        while j >= 0:
                            todo_i[n_i] = j
                            n_i += 1
                            if not batches:
                                break
                            following_j = mate[j]
                            mate[j] = -1
                            j = following_j
                    else:
                        t = heap_t[k]
                        push(heap_t, heap_c, kept, t, code)  # never beyond what was read already
                        kept += 1
                n = kept
                for line_at in range(len(lines)):
                    line = lines[line_at]
                    w = worked(cursor, line_clock[line], now, opens, length, before)
                    for p in range(classes):
                        q = line * classes + p
                        j = head[q]
                        head[q] = -1
                        tail[q] = -1
                        while j >= 0:
                            then = following[j]
                            s = stream[j]
                            new = holder(
                                s, step[visit[j]], phase[s], filed[j], now, phase_first, phase_start, phase_row,
                                row_line, row_moves, line_office, office_close,
                            )  # fmt: skip
                            if new == line:
                                line_up(head, tail, following, q, j)
                            else:
                                for a in range(line_first[line], line_first[line + 1]):
                                    queued[line_group[a]] -= 1
                                m = j
                                while m >= 0:
                                    wait[m] += w - done[m]
                                    todo_i[n_i] = m
                                    n_i += 1
                                    if not batches:
                                        break
                                    following_j = mate[m]
                                    mate[m] = -1
                                    m = following_j
                            j = then
                    if gather_n[line] > 0:
                        j = gather_head[line]
                        gather_n[line] = 0
                        left = 0
                        while j >= 0:
                            then = mate[j]
                            mate[j] = -1
                            s = stream[j]
                            new = holder(
                                s, step[visit[j]], phase[s], filed[j], now, phase_first, phase_start, phase_row,
                                row_line, row_moves, line_office, office_close,
                            )  # fmt: skip
                            if new == line:
                                if gather_n[line] == 0:
                                    gather_head[line] = j
                                else:
                                    mate[gather_tail[line]] = j
                                gather_tail[line] = j
                                gather_n[line] += 1
                            else:
                                wait[j] += w - done[j]
                                todo_i[n_i] = j
                                n_i += 1
                                left += 1
                            j = then
                        if left > 0 and gather_n[line] == 0:
                            held[line] += 1
                todo_i[:n_i].sort()
                continue
            if arrival <= ending:
                todo_i[0] = i
                n_i = 1
                i += 1
                inside += 1
                events += 1
                continue
            code = heap_c[0]
            n -= 1
            if n > 0:
                sift(heap_t, heap_c, n, heap_t[n], heap_c[n])
            if code < 0:
                k = ~(code >> 35)
                if k >= n_lines:
                    office = k - n_lines
                    waking[office] = 0
                    for a in range(office_first[office], office_first[office + 1]):
                        todo_g[n_g] = office_group[a]
                        n_g += 1
                    continue
                line = k
                if gather_n[line] == 0 or (held[line] & 0xFFFF) != ((code >> _LINE) & _GROUPS):
                    continue
                called = line  # the sitting is due though it is not full
                continue
            else:
                events += 1
                g = ((code >> _LINE) & _GROUPS) - 1
                line = (code & _LINES) - 1
                if g >= 0:
                    free[g] += 1
                    todo_g[0] = g
                    n_g = 1
                m = np.int32(code >> 35)
                while m >= 0:
                    if n_i == len(todo_i):
                        todo_i = np.append(todo_i, np.empty(n_i, np.int32))
                    if m == watch:
                        note(log_t, log_i, log_n, now, _ENDED, visit[m] - offset[m], line)
                    visit[m] += 1
                    todo_i[n_i] = m
                    n_i += 1
                    if not batches:
                        break
                    following_j = mate[m]
                    mate[m] = -1
                    m = following_j
                continue
        # ---- desk g begins dossier d (or its sitting) at the line, w office minutes in ------------------
        free[g] -= 1
        minutes = 0.0
        m = d
        while m >= 0:
            wait[m] += w - done[m]
            done[m] = _NEVER
            minutes = max(minutes, np.float64(work[visit[m]]))
            if m == watch:
                note(log_t, log_i, log_n, now, _BEGAN, visit[m] - offset[m], line)
            if not batches:
                break
            m = mate[m]
        s = stream[d]
        a = phase_first[s] + phase[s]
        kind = phase_learning[a]
        if kind >= 0 and line == row_line[phase_row[a], step[visit[d]]]:
            minutes *= learning[kind, int((now - phase_start[a]) * (1.0 / 1440.0))]
        c = line_clock[line]
        spent = max(min(minutes, last[c] - w), 0.0)
        busy[g] += spent
        line_busy[line] += spent
        t = moment(cursor, c, w + minutes, opens, before, total)
        if n == len(heap_t):
            heap_t = np.append(heap_t, np.empty(n))
            heap_c = np.append(heap_c, np.empty(n, np.int64))
        push(heap_t, heap_c, n, t, (np.int64(d) << 35) | (np.int64(g + 1) << _LINE) | np.int64(line + 1))
        n += 1
    # ---- what still waits when the time is over ---------------------------------------------------------
    for line_at in range(len(lines)):
        line = lines[line_at]
        for p in range(classes):
            j = head[line * classes + p]
            while j >= 0:
                m = j
                while m >= 0:
                    wait[m] += line_end[line] - done[m]
                    done[m] = _NEVER
                    if not batches:
                        break
                    m = mate[m]
                j = following[j]
        if gather_n[line] > 0:
            j = gather_head[line]
            while j >= 0:
                wait[j] += line_end[line] - done[j]
                done[j] = _NEVER
                j = mate[j]
    return events
