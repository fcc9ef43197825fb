"""All randomness, drawn before anything is simulated and keyed by dossier.

A random number is a mixing function of (seed, replication, dossier, which number): nothing is kept between draws and
no generator is hidden anywhere. A dossier is named by its stream (power, place, channel), a slice of time and its
number in it, so two models that share streams share dossiers: the same people come at the same minutes with the same
work, and only what the models do with them differs. That is what *common random numbers* means, and why a difference
between two scenarios needs a fraction of the replications that two separate studies would.

How many come in a slice is a Poisson number by inversion, so more demand keeps the dossiers there are and adds some.
Days are lumpy: where a season has a dispersion above one, each day has a gamma factor shared by all streams of that
season at a place.

Times are minutes of the layout's tables; dossiers are sorted by part and by the moment they enter.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from phancap.simulation.cells import Cells, cells_of
from phancap.simulation.chance import Words, gamma, key_of, mix, numbered, poisson, run_key, unit
from phancap.simulation.layout import CAPACITY, Floats, Ints, Layout
from phancap.simulation.model import DAY
from phancap.simulation.shapes import STEPS
from phancap.simulation.visits import visits_kernel

COUNT, TIME, DAYS, ABSENT, STOCK, VISITS = 1, 2, 3, 4, 5, 64
"""Which number of a key is drawn for what; visit ``v`` of a dossier takes number ``VISITS + v``."""


class Draw(NamedTuple):
    """The dossiers of one replication, sorted by part and moment of entry.

    ``filed`` is the moment each was filed (before :attr:`Layout.start` for those open on day 0), ``stream`` its
    stream, ``offset[i] .. offset[i + 1]`` its visits in order, ``step`` and ``work`` (minutes) of each visit.
    ``part_first`` says where each independent part begins; ``control_*`` are the layout's with absences merged in.
    """

    filed: Floats
    stream: Ints
    offset: Ints
    step: NDArray[np.uint8]
    work: NDArray[np.float32]
    part_first: Ints
    control_at: Floats
    control_kind: Ints
    control_a: Ints
    control_b: Ints
    posts: Ints

    @property
    def size(self) -> int:
        """How many dossiers there are."""
        return len(self.filed)

    def bytes_each(self) -> float:
        """Memory a dossier of what was drawn."""
        arrays = (self.filed, self.stream, self.offset, self.step, self.work)
        return sum(a.nbytes for a in arrays) / max(self.size, 1)


def draw(
    layout: Layout, seed: int, replication: int, *, cells: Cells | None = None, compiled: bool = True
) -> Draw:
    """All dossiers of a replication. ``compiled=False`` takes the numpy way; both draw the same bits."""
    cells = cells or cells_of(layout)
    key = np.uint64(run_key(seed, replication))
    filed, stream, keys, at_step = _arrivals(layout, cells, key)
    filed, stream, keys, at_step, part_first = _in_order(layout, filed, stream, keys, at_step)
    kernel = visits_kernel() if compiled else None
    offset, step, work = _visits(layout, stream, keys, at_step, kernel)
    controls = _controls(layout, key)
    return Draw(filed, stream, offset, step, work, part_first, *controls)


def _arrivals(layout: Layout, cells: Cells, key: np.uint64) -> tuple[Floats, Ints, Words, Ints]:
    """(filed, stream, key, first step) of every dossier, in the order of the cells; the stock comes last."""
    curve = cells.curves(_day_factors(layout, cells, key))
    low = cells.height(curve, cells.begin)
    mean = cells.rate * (cells.height(curve, cells.end) - low)
    cell_keys = mix(cells.key ^ key)
    counts = poisson(mean, unit(numbered(cell_keys, COUNT)))
    of_cell = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    within = (np.arange(len(of_cell)) - first[of_cell]).astype(np.uint64)
    keys = numbered(cell_keys[of_cell], within + np.uint64(VISITS))
    share = unit(numbered(keys, TIME))
    height = low[of_cell] + share * (mean / np.maximum(cells.rate, 1e-300))[of_cell]
    filed = cells.moment(curve, cells.curve[of_cell], height)
    stream = cells.stream[of_cell]
    step = np.zeros(len(stream), np.int32)
    if not cells.stock_key.size:
        return filed, stream, keys, step
    stock_keys = mix(cells.stock_key ^ key)
    # Who is open on day 0 is a fact of the past, only the work ahead is chance.
    return (
        np.concatenate([filed, cells.stock_filed]), np.concatenate([stream, cells.stock_stream]),
        np.concatenate([keys, stock_keys]), np.concatenate([step, cells.stock_step]),
    )  # fmt: skip


def _day_factors(layout: Layout, cells: Cells, key: np.uint64) -> Floats | None:
    """A gamma factor of mean one for each lumpy curve and day; ``None`` when no curve is lumpy."""
    lumpy = np.nonzero(cells.shape > 0)[0]
    if not len(lumpy):
        return None
    factors = np.ones((len(cells.shape), layout.model.days))
    days = np.arange(layout.model.days, dtype=np.uint64)
    keys = numbered(mix(cells.curve_key[lumpy] ^ key)[:, None], days[None, :] + np.uint64(DAYS * 1_000_003))
    shape = np.broadcast_to(cells.shape[lumpy][:, None], keys.shape)
    factors[lumpy] = gamma(shape.ravel(), keys.ravel()).reshape(keys.shape)
    return factors


def _in_order(
    layout: Layout, filed: Floats, stream: Ints, keys: Words, step: Ints
) -> tuple[Floats, Ints, Words, Ints, Ints]:
    """Everything sorted by part and moment of entry; where each part begins."""
    inside = filed < layout.start + layout.model.days * DAY
    part = layout.part_of_stream[stream]
    if not inside.all():
        filed, stream, keys, step, part = (
            filed[inside],
            stream[inside],
            keys[inside],
            step[inside],
            part[inside],
        )
    if layout.parts == 1:
        order = np.argsort(filed, kind="stable")
    else:
        # One sort instead of two: the part is the larger digit. A float of this size keeps 1e-7 of a minute or better,
        # and what is nearer than that is put right by the second, nearly sorted pass.
        span = (layout.clocks.days + 1) * float(DAY)
        order = np.argsort(part * span + filed, kind="stable")
    filed, stream, keys, step = filed[order], stream[order], keys[order], step[order]
    part_first = np.searchsorted(layout.part_of_stream[stream], np.arange(layout.parts + 1)).astype(np.int32)
    _mend(filed, stream, keys, step, part_first)
    return filed, stream, keys, step, part_first


def _mend(filed: Floats, stream: Ints, keys: Words, step: Ints, part_first: Ints) -> None:
    """Swap neighbours of one part that the coarse key left in the wrong order."""
    begins = np.zeros(len(filed) + 1, bool)
    begins[part_first] = True
    while len(wrong := np.nonzero((filed[1:] < filed[:-1]) & ~begins[1:-1])[0]):
        for i in wrong.tolist():
            for array in (filed, stream, keys, step):
                array[i], array[i + 1] = array[i + 1], array[i]


def _visits(
    layout: Layout, stream: Ints, keys: Words, at_step: Ints, kernel: Any
) -> tuple[Ints, NDArray[np.uint8], NDArray[np.float32]]:
    """The visits of each dossier with their work."""
    room = _room(layout, stream)
    if kernel is None:
        return _visits_plain(layout, stream, keys, at_step)
    offset = np.empty(len(stream) + 1, np.int32)
    while True:
        step, work = np.empty(room, np.uint8), np.empty(room, np.float32)
        used = kernel(
            stream, keys, at_step, layout.stream_power, layout.steps, layout.step_rework, layout.step_back,
            layout.step_shape, layout.step_scale, layout.step_most, layout.shapes, offset, step, work,
        )  # fmt: skip
        if used <= room:
            return offset, step[:used], work[:used]
        room = room * 3 // 2 + 1000


def _room(layout: Layout, stream: Ints) -> int:
    """Visits to expect, with some room to spare."""
    expected = np.empty(len(layout.steps))
    for p, count in enumerate(layout.steps):
        # Expected visits from each step on, from the last step backwards through the returns.
        matrix = np.eye(count)
        for k in range(count):
            matrix[k, layout.step_back[p, k]] -= layout.step_rework[p, k]
            if k + 1 < count:
                matrix[k, k + 1] -= 1.0 - layout.step_rework[p, k]
        expected[p] = np.linalg.solve(matrix, np.ones(count))[0]
    counts = np.bincount(layout.stream_power[stream], minlength=len(expected))
    total = float(counts @ expected)
    return int(total * 1.01 + 8.0 * np.sqrt(total) * float(expected.max(initial=1.0)) + 64)


def _visits_plain(
    layout: Layout, stream: Ints, keys: Words, at_step: Ints
) -> tuple[Ints, NDArray[np.uint8], NDArray[np.float32]]:
    power = layout.stream_power[stream]
    count = np.zeros(len(stream), np.int32)
    found: list[tuple[NDArray[np.int64], Ints, NDArray[np.float32]]] = []
    alive = np.arange(len(stream))
    now = at_step.copy()
    v = 0
    while len(alive):
        p, k = power[alive], now[alive]
        words = numbered(keys[alive], VISITS + v)
        share = ((words >> np.uint64(32)).astype(np.float64) + 0.5) * 2.0**-32
        back = (words & np.uint64(0xFFFFFFFF)).astype(np.float64) * 2.0**-32 < layout.step_rework[p, k]
        found.append((alive, k, _work(layout, p, k, share)))
        count[alive] += 1
        following = np.where(back, layout.step_back[p, k], k + 1)
        now[alive] = following
        alive = alive[following < layout.steps[p]]
        v += 1
    offset = np.zeros(len(stream) + 1, np.int32)
    np.cumsum(count, out=offset[1:])
    step, work = np.empty(offset[-1], np.uint8), np.empty(offset[-1], np.float32)
    for v, (who, k, minutes) in enumerate(found):
        step[offset[who] + v] = k
        work[offset[who] + v] = minutes
    return offset, step, work


def _work(layout: Layout, p: Ints, k: Ints, share: Floats) -> NDArray[np.float32]:
    """The quantile of each step's shape at a share, times its minutes; a tail goes on in a finer table."""
    shape = layout.step_shape[p, k]
    x = share * STEPS
    cell = x.astype(np.int64)
    table = np.zeros(len(share), np.int64)
    for _ in range(2):
        low = (cell == 0) & (table != 3) & (table != 4)
        high = (cell == STEPS - 1) & (table != 1) & (table != 2)
        inner = low | high
        x = np.where(inner, (x - cell) * STEPS, x)
        table = np.where(low, np.where(table == 0, 1, 2), np.where(high, np.where(table == 0, 3, 4), table))
        cell = x.astype(np.int64)
        if not inner.any():
            break
    knots = layout.shapes[shape, table, cell]
    value = knots + (x - cell) * (layout.shapes[shape, table, cell + 1] - knots)
    minutes = np.minimum(layout.step_scale[p, k] * value, layout.step_most[p, k])
    return minutes.astype(np.float32)


def _controls(layout: Layout, key: np.uint64) -> tuple[Floats, Ints, Ints, Ints, Ints]:
    """The layout's controls with the absences of this replication, and the staff on day 0."""
    posts = layout.group_posts.copy()
    extra: list[tuple[float, int, int]] = []
    replaced: set[int] = set()
    for g, desk in enumerate(layout.model.desks):
        if desk.absence <= 0:
            continue
        replaced.add(g)
        spells = int(layout.model.end / desk.spell_days) + 1
        most = int(max(value for _, value in desk.staff))
        names = np.arange(spells * most, dtype=np.uint64)
        own = np.full(spells * most, key_of("desk", desk.id), np.uint64)
        away = (unit(numbered(mix(own ^ key), names + np.uint64(ABSENT * 1_000_003))) < desk.absence).reshape(
            spells, most
        )
        closes = layout.office_close[layout.group_office[g]]
        days = sorted(
            {
                *(spell * desk.spell_days for spell in range(spells)),
                *(float(d) for d, _ in desk.staff if d > 0),
            }
        )
        before = -1
        for day in days:
            there = int(desk.posts(day))
            there -= int(away[int(day / desk.spell_days + 1e-9), :there].sum())
            at = layout.start + day * DAY
            if day <= 0:
                posts[g] = there
            elif there != before and at < min(closes, layout.end):
                extra.append((at, g, there))
            before = there
    if not replaced:
        return layout.control_at, layout.control_kind, layout.control_a, layout.control_b, posts
    keep = [
        (at, kind, a, b)
        for at, kind, a, b in zip(
            layout.control_at.tolist(), layout.control_kind.tolist(), layout.control_a.tolist(),
            layout.control_b.tolist(), strict=True,
        )
        if kind != CAPACITY or a not in replaced or at >= layout.office_close[layout.group_office[a]]
    ]  # fmt: skip
    rank = {1: 0, 2: 1, CAPACITY: 2}
    rows = sorted(
        [*keep, *((at, CAPACITY, g, n) for at, g, n in extra)], key=lambda r: (r[0], rank[r[1]], r[2], r[3])
    )
    return (
        np.array([r[0] for r in rows]), np.array([r[1] for r in rows], np.int32),
        np.array([r[2] for r in rows], np.int32), np.array([r[3] for r in rows], np.int32), posts,
    )  # fmt: skip
