"""Independent parts of a model, and which engine may take each.

Two streams belong to one part when they share a line, or lines that one desk serves. Parts never meet, so each is
simulated alone: the heap is as small as its staff, and everything it touches stays near the processor.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from phancap.simulation.draw import Draw
from phancap.simulation.layout import CAPACITY, CLOSE, Layout

Ints = NDArray[np.int32]


Flow = tuple[tuple[tuple[int, ...], bool], ...]
"""Lines in the order of the flow; those that dossiers may go round between together, marked ``True``."""


class Part(NamedTuple):
    """One part: its lines, desks and streams.

    ``plain``: nothing changes on its own, one desk a line and a line a desk, one class, no sittings: first come first
    served throughout. ``outside``: some step is done by somebody outside. ``why`` says what forbids the recursion, empty
    when it is exact here; ``order`` are then the lines in the order of the flow, lines on a cycle together.
    ``controls`` are those of the draw that concern it.
    """

    number: int
    lines: Ints
    groups: Ints
    lines_of_groups: Ints
    streams: Ints
    plain: bool
    outside: bool
    why: str
    order: Flow


def parts_of(layout: Layout) -> list[Part]:
    """Every part of a model."""
    line_part = np.full(len(layout.lines), -1, np.int32)
    for stream, part in enumerate(layout.part_of_stream.tolist()):
        for k in range(layout.phase_first[stream], layout.phase_first[stream + 1]):
            row = layout.row_line[layout.phase_row[k]]
            line_part[row[row >= 0]] = part
    restless = {
        int(a)
        for kind, a in zip(layout.control_kind, layout.control_a, strict=True)
        if kind == CAPACITY
    } | {g for g, desk in enumerate(layout.model.desks) if desk.absence > 0}  # fmt: skip
    closing = {
        int(a) for kind, a in zip(layout.control_kind, layout.control_a, strict=True) if kind == CLOSE
    }  # fmt: skip
    streams_of: list[list[int]] = [[] for _ in range(layout.parts)]
    for stream, part in enumerate(layout.part_of_stream.tolist()):
        streams_of[part].append(stream)
    lines_of: list[list[int]] = [[] for _ in range(layout.parts)]
    for line, part in enumerate(line_part.tolist()):
        if part >= 0:
            lines_of[part].append(line)
    groups_of: list[list[int]] = [[] for _ in range(layout.parts)]
    for group, part in enumerate(layout.part_of_group.tolist()):
        if part >= 0:
            groups_of[part].append(group)
    return [
        _part(layout, number, lines_of[number], groups_of[number], streams_of[number], restless, closing)
        for number in range(layout.parts)
    ]


def _part(
    layout: Layout,
    number: int,
    lines: list[int],
    groups: list[int],
    streams: list[int],
    restless: set[int],
    closing: set[int],
) -> Part:
    why = _why_not_plain(layout, lines, groups, streams, restless, closing)
    plain = not why
    used = layout.row_line[layout.phase_row[layout.phase_first[streams]]]
    count = layout.steps[layout.stream_power[streams]]
    outside = bool(((used < 0) & (np.arange(layout.width)[None, :] < count[:, None])).any())
    order: Flow = ()
    if plain:
        why = _why_not_recursive(layout, lines, streams, outside)
        if not why:
            order = flow_order(layout, lines, streams)
    first_line = np.array([layout.group_lines[1][layout.group_lines[0][g]] for g in groups], np.int32)
    return Part(
        number, np.array(lines, np.int32), np.array(groups, np.int32), first_line, np.array(streams, np.int32),
        plain, outside, why, order,
    )  # fmt: skip


def _why_not_plain(
    layout: Layout,
    lines: list[int],
    groups: list[int],
    streams: list[int],
    restless: set[int],
    closing: set[int],
) -> str:
    first, second = np.diff(layout.line_groups[0]), np.diff(layout.group_lines[0])
    if any(layout.phase_first[s + 1] - layout.phase_first[s] > 1 for s in streams):
        return "a power moves"
    if any(int(g) in restless for g in groups):
        return "staff changes"
    if any(int(layout.line_office[line]) in closing for line in lines):
        return "an office closes"
    if len(set(layout.stream_priority[streams].tolist())) > 1:
        return "priorities"
    if (first[lines] != 1).any() or (second[groups] != 1).any():
        return "desks share skills"
    if layout.line_batch[lines].any():
        return "sittings"
    if any(_equal_work(layout, int(layout.stream_power[s])) for s in streams):
        return "equal work"
    if layout.priorities > 1 and layout.stream_priority[streams].any():
        return "priorities"  # the queues of another class than the first
    return ""


def _why_not_recursive(layout: Layout, lines: list[int], streams: list[int], outside: bool) -> str:
    if outside:
        return "steps outside"
    if len(set(layout.line_clock[lines].tolist())) > 1:
        return "several calendars"
    if layout.model.stock:
        return "open stock"
    return ""


def _equal_work(layout: Layout, power: int) -> bool:
    """Whether works may be equal to the bit: they end at the same moment, and then the order of the event list decides."""
    works = [step.work or step.outside for step in layout.model.procedures[power].steps]
    return any(
        w is not None
        and w.distribution != "exponential"
        and (w.distribution in ("fixed", "empirical") or w.spread == 0.0)
        for w in works
    )


def flow_order(layout: Layout, lines: list[int], streams: list[int]) -> Flow:
    """The lines of a part in the order of the flow (Tarjan's components)."""
    after: dict[int, set[int]] = {line: set() for line in lines}
    for s in streams:
        p = int(layout.stream_power[s])
        row = layout.row_line[layout.phase_row[layout.phase_first[s]]].tolist()
        for k in range(int(layout.steps[p])):
            if k + 1 < layout.steps[p]:
                after[row[k]].add(row[k + 1])
            if layout.step_rework[p, k] > 0:
                after[row[k]].add(row[layout.step_back[p, k]])
    found: list[tuple[tuple[int, ...], bool]] = []
    number: dict[int, int] = {}
    lowest: dict[int, int] = {}
    stack: list[int] = []
    for root in lines:
        if root in number:
            continue
        work = [(root, iter(sorted(after[root])))]
        number[root] = lowest[root] = len(number)
        stack.append(root)
        while work:
            line, ahead = work[-1]
            following = next(ahead, None)
            if following is None:
                work.pop()
                if work:
                    lowest[work[-1][0]] = min(lowest[work[-1][0]], lowest[line])
                if lowest[line] == number[line]:
                    ring: list[int] = []
                    while not ring or ring[-1] != line:
                        ring.append(stack.pop())
                    found.append((tuple(sorted(ring)), len(ring) > 1 or line in after[line]))
            elif following not in number:
                number[following] = lowest[following] = len(number)
                stack.append(following)
                work.append((following, iter(sorted(after[following]))))
            elif following in stack:
                lowest[line] = min(lowest[line], number[following])
    return tuple(reversed(found))


def controls_of(drawn: Draw, layout: Layout, part: Part) -> Ints:
    """The controls of a draw that concern a part, in order."""
    if not len(drawn.control_at):
        return np.zeros(0, np.int64).astype(np.int32)
    own_stream = layout.part_of_stream == part.number
    own_group = layout.part_of_group == part.number
    kind, a = drawn.control_kind, drawn.control_a
    mine = kind == CLOSE
    staff = kind == CAPACITY
    mine |= staff & own_group[np.where(staff, a, 0)] if len(own_group) else False
    moves = ~staff & (kind != CLOSE)
    mine |= moves & own_stream[np.where(moves, a, 0)]
    return np.nonzero(mine)[0].astype(np.int32)
