"""Gaps and overlaps of boxes by cover-or-split, with the tree of splits as the proof.

A box has one span a column: whole numbers ``[low, high)``, or a bit mask. A box of the table is *covered* when
one rule covers it and no rule of another holder meets it, an *overlap* when two rules of different holders
both cover it, a *gap* when no rule meets it; else it is cut in two along the border that the fewest rules
straddle, and both halves are asked again. The tree says all there is to know and can be replayed by anybody.

Box cover is hard in general, so the number of nodes is bounded: past it the answer is "not proved", never a
hang. One loop, :func:`_split`, runs on plain lists or, compiled by numba where there is one, on arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

SPAN, MASK = 0, 1
LEAST, MOST = -(2**62), 2**62
"""No bound, within what a 64-bit column holds."""

CUT, COVERED, GAP, OVERLAP = 0, 1, 2, 3
COMPILED_FROM = 300
"""Rules from which loading the compiled loop pays; below it plain Python is done sooner."""
_TRIES = 4
_STRADDLE = 8
"""A rule cut in two costs as much as eight more candidates on the fuller side."""
_WIDEST_MASK = 62

Box = tuple[tuple[int, int], ...]
"""``(low, high)`` a column; a mask column is ``(0, mask)``."""


class Rules(NamedTuple):
    """A table of boxes: kinds of the columns, the whole domain, a box and a holder (a number) for each rule."""

    kinds: tuple[int, ...]
    domain: Box
    boxes: tuple[Box, ...]
    holders: tuple[int, ...]


class Node(NamedTuple):
    """``CUT`` (``x`` column, ``y`` border or mask), ``COVERED`` (by rule ``x``), ``GAP``, ``OVERLAP`` (``x``, ``y``)."""

    kind: int
    x: int = 0
    y: int = 0


Columns = tuple[list[int], list[int], list[int]]
"""The nodes of a tree column by column: kind, ``x``, ``y``."""


class Proof(NamedTuple):
    """The tree, node before left before right; ``finished`` is false where the node budget ran out."""

    rules: Rules
    columns: Columns
    finished: bool

    @property
    def tree(self) -> list[Node]:
        """The nodes as such."""
        return list(map(Node, *self.columns))

    @property
    def gaps(self) -> list[Box]:
        """Where no rule reaches, as few merged boxes."""
        return merged(self.rules.kinds, [box for node, box in leaves(self) if node.kind == GAP])

    @property
    def overlaps(self) -> dict[tuple[int, ...], list[Box]]:
        """Rules of different holders that meet, all of those on a place together, to merged boxes."""
        found: dict[tuple[int, ...], list[Box]] = {}
        for node, box in leaves(self):
            if node.kind == OVERLAP:
                for rivals, piece in _rivals(self.rules, box):
                    found.setdefault(rivals, []).append(piece)
        return {rivals: merged(self.rules.kinds, boxes) for rivals, boxes in sorted(found.items())}

    @property
    def clean(self) -> bool:
        """Whether neither gap nor overlap is left, proved."""
        return self.finished and GAP not in self.columns[0] and OVERLAP not in self.columns[0]


def prove(rules: Rules, budget: int | None = None, compiled: bool | None = None) -> Proof:
    """The proof tree of a table.

    ``budget`` bounds its nodes (default: 200 a rule and 20,000); ``compiled`` asks for or forbids the compiled
    loop, by default taken for large tables where numba is installed and masks fit its columns.
    """
    limit = 20_000 + 200 * len(rules.boxes) if budget is None else budget
    run = _loop(rules, compiled)
    size, room = min(limit, 64 + 8 * len(rules.boxes)), 64 + 16 * len(rules.boxes)
    while True:
        code, columns = run(rules, size, room)
        if code == _DONE:
            return Proof(rules, columns, finished=True)
        if code == _TREE_FULL:
            if size >= limit:
                return Proof(rules, ([], [], []), finished=False)
            size = min(limit, size * 4)
        else:
            room *= 4


def leaves(proof: Proof) -> Iterator[tuple[Node, Box]]:
    """Every leaf of the tree with its box."""
    stack = [proof.rules.domain]
    for node in map(Node, *proof.columns):
        box = stack.pop()
        if node.kind != CUT:
            yield node, box
            continue
        below, above = halves(proof.rules.kinds, box, node.x, node.y)
        stack += (above, below)


def halves(kinds: tuple[int, ...], box: Box, column: int, at: int) -> tuple[Box, Box]:
    """A box cut along a border: below and from it, or inside and outside the mask."""
    low, high = box[column]
    first, second = ((0, high & at), (0, high & ~at)) if kinds[column] == MASK else ((low, at), (at, high))
    return (*box[:column], first, *box[column + 1 :]), (*box[:column], second, *box[column + 1 :])


def meet(kinds: tuple[int, ...], one: Box, two: Box) -> Box | None:
    """The common part of two boxes, ``None`` where there is none."""
    common = []
    for kind, (low, high), (least, most) in zip(kinds, one, two, strict=True):
        span = (0, high & most) if kind == MASK else (max(low, least), min(high, most))
        if span[1] <= span[0]:
            return None
        common.append(span)
    return tuple(common)


def corner(kinds: tuple[int, ...], box: Box) -> tuple[int, ...]:
    """One point of a box: the number itself, for a mask the place of its lowest bit; unbounded below: the top."""
    point = []
    for kind, (low, high) in zip(kinds, box, strict=True):
        if kind == MASK:
            point.append((high & -high).bit_length() - 1)
        else:
            point.append(low if low > LEAST else (high - 1 if high < MOST else 0))
    return tuple(point)


def merged(kinds: tuple[int, ...], boxes: list[Box]) -> list[Box]:
    """The same ground in fewer boxes: those that differ in one column and lie side by side become one."""
    while True:
        before = len(boxes)
        for column in range(len(kinds)):
            groups: dict[Box, list[tuple[int, int]]] = {}
            for box in boxes:
                groups.setdefault((*box[:column], *box[column + 1 :]), []).append(box[column])
            boxes = []
            for rest, spans in groups.items():
                for span in _joined(kinds[column], spans):
                    boxes.append((*rest[:column], span, *rest[column:]))
        if len(boxes) == before:
            return sorted(boxes)


def _joined(kind: int, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    if kind == MASK:
        mask = 0
        for _, part in spans:
            mask |= part
        return [(0, mask)]
    result: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if result and result[-1][1] == low:
            result[-1] = (result[-1][0], high)
        else:
            result.append((low, high))
    return result


def _rivals(rules: Rules, box: Box) -> Iterator[tuple[tuple[int, ...], Box]]:
    """The box of an overlap cut until each piece is covered or missed by every rule."""
    stack = [(box, range(len(rules.boxes)))]
    while stack:
        here, among = stack.pop()
        near = [rule for rule in among if meet(rules.kinds, here, rules.boxes[rule]) is not None]
        border = next(
            (found for rule in near if (found := _border(rules.kinds, here, rules.boxes[rule]))), None
        )
        if border is None:
            yield tuple(near), here
        else:
            stack += [(half, near) for half in halves(rules.kinds, here, *border)]  # type: ignore[misc]


def _border(kinds: tuple[int, ...], box: Box, rule: Box) -> tuple[int, int] | None:
    for column, (kind, (low, high), (least, most)) in enumerate(zip(kinds, box, rule, strict=True)):
        if kind == MASK:
            if high & ~most:
                return column, most
        elif least > low:
            return column, least
        elif most < high:
            return column, most
    return None


# -- the loop ------------------------------------------------------------------------------------

_DONE, _TREE_FULL, _ROOM_FULL = 0, 1, 2


def _split(
    kinds: Any, lows: Any, highs: Any, holders: Any, count: int, width: int,
    box_low: Any, box_high: Any, starts: Any, ends: Any, cover: Any, room: Any, room_size: int, depth_size: int,
    node_kind: Any, node_x: Any, node_y: Any, size: int, tries: int, result: Any,
) -> int:  # fmt: skip
    """Build the tree into the ``node_*`` columns; ``result[0]`` is its length.

    ``room`` holds the candidates of every box on the stack, one stretch after the other; ``cover`` the rule
    that covers the box, if one does: it covers all pieces as well, and candidates of its holder do not matter.
    """
    for i in range(count):
        room[i] = i
    starts[0], ends[0], cover[0] = 0, count, -1
    top, made = 1, 0
    while top > 0:
        if made >= size:
            return 1
        top -= 1
        base = top * width
        start, end, by = starts[top], ends[top], cover[top]
        kept, rival = end, -1
        if end + (end - start) > room_size:
            return 2
        for place in range(start, end):
            rule = room[place]
            at = rule * width
            meets, whole = True, True
            for c in range(width):
                if kinds[c] == 1:
                    common = box_high[base + c] & highs[at + c]
                    if common == 0:
                        meets = False
                        break
                    if common != box_high[base + c]:
                        whole = False
                else:
                    if lows[at + c] >= box_high[base + c] or highs[at + c] <= box_low[base + c]:
                        meets = False
                        break
                    if lows[at + c] > box_low[base + c] or highs[at + c] < box_high[base + c]:
                        whole = False
            if not meets:
                continue
            if not whole:
                room[kept] = rule
                kept += 1
            elif by < 0:
                by = rule
            elif holders[rule] != holders[by]:
                rival = rule
                break
        if rival >= 0:
            node_kind[made], node_x[made], node_y[made] = 3, min(by, rival), max(by, rival)
            made += 1
            continue
        if by >= 0:
            # What the same holder has here too is neither a gap nor an overlap.
            last, kept = kept, end
            for place in range(end, last):
                rule = room[place]
                if holders[rule] != holders[by]:
                    room[kept] = rule
                    kept += 1
        number = kept - end
        if number == 0:
            node_kind[made], node_x[made], node_y[made] = (1, by, 0) if by >= 0 else (2, 0, 0)
            made += 1
            continue
        best, column, border = 1 << 60, -1, 0
        step = number // tries + 1
        for place in range(end, kept, step):
            at = room[place] * width
            for c in range(width):
                for side in range(2):
                    if kinds[c] == 1:
                        x = box_high[base + c] & highs[at + c]
                        if side == 1 or x == box_high[base + c]:
                            continue
                    else:
                        x = lows[at + c] if side == 0 else highs[at + c]
                        if x <= box_low[base + c] or x >= box_high[base + c]:
                            continue
                    left, right = 0, 0
                    for other in range(end, kept):
                        o = room[other] * width + c
                        if kinds[c] == 1:
                            y = box_high[base + c] & highs[o]
                            left += y & x != 0
                            right += y & ~x != 0
                        else:
                            left += lows[o] < x
                            right += highs[o] > x
                    cost = (left + right - number) * _STRADDLE + max(left, right)
                    if cost < best:
                        best, column, border = cost, c, x
        node_kind[made], node_x[made], node_y[made] = 0, column, border
        made += 1
        if top + 2 > depth_size:
            return 2
        above = (top + 1) * width
        # The half from the border on lies below on the stack: the other is asked first. It needs its own copy.
        for c in range(width):
            box_low[above + c] = box_low[base + c]
            box_high[above + c] = box_high[base + c]
        if kinds[column] == 1:
            box_high[above + column] = border
            box_high[base + column] = box_high[base + column] & ~border
        else:
            box_high[above + column] = border
            box_low[base + column] = border
        starts[top], ends[top], cover[top] = end, kept, by
        starts[top + 1], ends[top + 1], cover[top + 1] = end, kept, by
        top += 2
    result[0] = made
    return 0


Run = Callable[[Rules, int, int], tuple[int, Columns]]


def _loop(rules: Rules, compiled: bool | None) -> Run:
    narrow = all(
        high.bit_length() <= _WIDEST_MASK
        for kind, (_, high) in zip(rules.kinds, rules.domain, strict=True) if kind == MASK
    )  # fmt: skip
    if compiled is None:
        compiled = narrow and len(rules.boxes) >= COMPILED_FROM and compiled_split() is not None
    return _on_arrays if compiled else _on_lists


def _on_lists(rules: Rules, size: int, room: int) -> tuple[int, Columns]:
    width, count = len(rules.kinds), len(rules.boxes)
    lows = [low for box in rules.boxes for low, _ in box]
    highs = [high for box in rules.boxes for _, high in box]
    depth = 64 + room // 4
    spare = [0] * ((depth - 1) * width)
    stack_low = [low for low, _ in rules.domain] + spare
    stack_high = [high for _, high in rules.domain] + spare
    kind, x, y = [0] * size, [0] * size, [0] * size
    made = [0]
    code = _split(
        rules.kinds, lows, highs, rules.holders, count, width, stack_low, stack_high, [0] * depth, [0] * depth,
        [0] * depth, [0] * room, room, depth, kind, x, y, size, _TRIES, made,
    )  # fmt: skip
    del kind[made[0] :], x[made[0] :], y[made[0] :]
    return code, (kind, x, y)


def _on_arrays(rules: Rules, size: int, room: int) -> tuple[int, Columns]:
    import numpy as np

    boxes = np.array(rules.boxes, np.int64).reshape(len(rules.boxes), len(rules.kinds), 2)
    code, nodes = split_arrays(
        np.array(rules.kinds, np.int64), np.ascontiguousarray(boxes[..., 0]), np.ascontiguousarray(boxes[..., 1]),
        np.array(rules.holders, np.int64), np.array(rules.domain, np.int64), size, room,
    )  # fmt: skip
    kind, x, y = (column.tolist() for column in nodes)
    return code, (kind, x, y)


def split_arrays(
    kinds: Any, lows: Any, highs: Any, holders: Any, domain: Any, size: int, room: int
) -> tuple[int, Any]:
    """The compiled loop on numpy columns: its code and the three columns of the tree."""
    import numpy as np

    run = compiled_split()
    if run is None:
        raise ModuleNotFoundError(
            "`numba` is not installed: `pip install phancap[fast]`, or leave `compiled` out"
        )
    count, width = lows.shape
    depth = 64 + room // 4
    stack_low, stack_high = np.empty(depth * width, np.int64), np.empty(depth * width, np.int64)
    stack_low[:width], stack_high[:width] = domain[:, 0], domain[:, 1]
    nodes = np.empty((3, size), np.int64)
    made = np.zeros(1, np.int64)
    code = run(
        kinds, lows.ravel(), highs.ravel(), holders, count, width, stack_low, stack_high, np.empty(depth, np.int64),
        np.empty(depth, np.int64), np.empty(depth, np.int64), np.empty(room, np.int64), room, depth,
        nodes[0], nodes[1], nodes[2], size, _TRIES, made,
    )  # fmt: skip
    return int(code), nodes[:, : made[0]]


@cache
def compiled_split() -> Callable[..., int] | None:
    """The loop compiled by numba, kept on disk where a folder can be written; ``None`` without numba."""
    try:
        from numba import njit
    except ImportError:
        return None
    try:
        function: Callable[..., int] = njit(cache=True)(_split)
    except RuntimeError:
        # No folder to keep the compiled code in: it is compiled anew in each process.
        function = njit(_split)
    return function
