"""The declaration laid out in flat arrays: what all engines read.

Names become numbers: offices, desks (groups of staff), **lines** (where dossiers wait: one for each office and skill, one
more for each sitting), **streams** (all dossiers of one power at one place by one channel) and **rows** (the lines of a
procedure's steps under one holder). A stream has one row a phase, so that a power that moves is a second row.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from phancap.simulation.chance import key_of
from phancap.simulation.clocks import NEVER, Clocks, due_moments, make_clocks
from phancap.simulation.model import DAY, Model, Step, Work
from phancap.simulation.shapes import Shapes, make_shapes
from phancap.simulation.validate import route_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

OUTSIDE = -1
"""The line of a step that nobody here works on."""

CAPACITY, PHASE, CLOSE = 0, 1, 2
"""Kinds of control: a desk's staff changes, a stream enters a phase, an office closes."""


class Line(NamedTuple):
    """Where dossiers wait."""

    office: int
    skill: str
    batch_size: int = 0
    batch_wait: float = 0.0


class Stream(NamedTuple):
    """All dossiers of one power at one place by one channel."""

    power: int
    place: str
    channel: str
    priority: int


class Layout(NamedTuple):
    """Everything the engines look up. ``start`` and ``end`` are moments of the tables; see :mod:`.clocks`."""

    model: Model
    clocks: Clocks
    start: float
    end: float
    lines: tuple[Line, ...]
    streams: tuple[Stream, ...]
    places: tuple[str, ...]
    # lines and groups (desks)
    line_clock: Ints
    line_office: Ints
    line_batch: Ints  # dossiers of a sitting, 0: none
    line_wait: Floats  # minutes after which a sitting is held all the same
    line_groups: tuple[Ints, Ints]  # offsets, groups that may serve a line
    group_lines: tuple[Ints, Ints]
    group_clock: Ints
    group_office: Ints
    group_posts: Ints  # on day 0
    office_groups: tuple[Ints, Ints]
    office_clock: Ints
    office_close: Floats
    # streams
    stream_power: Ints
    stream_place: Ints
    stream_priority: Ints
    stream_key: NDArray[np.uint64]
    priorities: int
    phase_first: Ints  # phases of stream s: phase_first[s] .. phase_first[s + 1]
    phase_start: Floats
    phase_row: Ints
    phase_office: Ints  # where the last step is done: the office that what is filed in the phase is counted for
    phase_learning: Ints  # row of `learning`, -1: none
    row_line: Ints  # [row, step]
    row_moves: NDArray[np.int8]  # [row, step]: 1 when open dossiers move to this row
    learning: Floats  # [kind, day since the move]
    # steps, [power, step]
    steps: Ints  # number of steps of a power
    step_rework: Floats
    step_back: Ints
    step_shape: Ints
    step_scale: Floats
    step_most: Floats
    step_visit: NDArray[np.int8]  # 0 none, 1 those of the desk, 2 all
    shapes: Shapes
    # time limits
    limit_of: Ints  # power -> limit
    limits: tuple[tuple[int, str, int | None], ...]
    due: Floats
    due_clock: Ints  # day of the tables -> clock of limits in hours
    # what changes on its own
    control_at: Floats
    control_kind: Ints
    control_a: Ints
    control_b: Ints
    # independent parts
    part_of_stream: Ints
    part_of_group: Ints
    parts: int

    @property
    def until(self) -> float:
        """The end of the days that are measured, before the drain."""
        return self.start + self.model.days * float(DAY)

    @property
    def width(self) -> int:
        """Columns of a row of steps."""
        return int(self.row_line.shape[1])


def _csr(lists: list[list[int]]) -> tuple[Ints, Ints]:
    offsets = np.zeros(len(lists) + 1, np.int32)
    np.cumsum([len(items) for items in lists], out=offsets[1:])
    return offsets, np.array([item for items in lists for item in items], np.int32)


class _Lines:
    """Gives every line met its number."""

    def __init__(self, model: Model) -> None:
        self.offices = {office.id: number for number, office in enumerate(model.offices)}
        self.numbers: dict[Line, int] = {}

    def of(self, office: str, step: Step) -> int:
        if step.work is None:
            return OUTSIDE
        batch = (step.batch.size, step.batch.wait_days * DAY) if step.batch else (0, 0.0)
        line = Line(self.offices[office], step.skill, *batch)
        return self.numbers.setdefault(line, len(self.numbers))


def lay_out(model: Model) -> Layout:
    """The arrays of a model."""
    lead = max((stock.oldest_days for stock in model.stock), default=0) + 1 if model.stock else 0
    of_calendar = {calendar.id: number for number, calendar in enumerate(model.calendars)}
    clocks = make_clocks(model, model.calendars, lead)
    start, end = float(lead * DAY), float((lead + model.end) * DAY)

    powers = {procedure.id: number for number, procedure in enumerate(model.procedures)}
    width = max(len(procedure.steps) for procedure in model.procedures)
    works: list[Work] = [work for p in model.procedures for s in p.steps if (work := s.work or s.outside)]
    shapes, shape_of = make_shapes(works)
    n = len(model.procedures)
    rework, scale = np.zeros((n, width)), np.zeros((n, width))
    most = np.full((n, width), NEVER)
    back, shape = np.zeros((n, width), np.int32), np.zeros((n, width), np.int32)
    visit = np.zeros((n, width), np.int8)
    for p, procedure in enumerate(model.procedures):
        for k, step in enumerate(procedure.steps):
            work = step.work or step.outside
            assert work is not None  # noqa: S101 - the constructor of a step makes sure
            rework[p, k], back[p, k] = step.rework, procedure.returns_to(k)
            scale[p, k], shape[p, k] = work.minutes, shape_of[work.distribution, work.spread, work.values]
            if step.outside and step.silence_days:
                most[p, k] = step.silence_days * DAY
            visit[p, k] = ("none", "desk", "all").index(step.visit)

    lines = _Lines(model)
    rows = _Rows(model, lines, width)
    streams, phases = rows.streams(powers)
    line_list = list(lines.numbers)
    places = tuple(dict.fromkeys(stream.place for stream in streams))
    place_of = {place: number for number, place in enumerate(places)}

    groups_of_line: list[list[int]] = [[] for _ in line_list]
    lines_of_group: list[list[int]] = [[] for _ in model.desks]
    groups_of_office: list[list[int]] = [[] for _ in model.offices]
    # The most specialised desk first: a generalist stays free for what only he may do.
    order = sorted(range(len(model.desks)), key=lambda g: (len(model.desks[g].skills), g))
    for g in order:
        desk = model.desks[g]
        office = lines.offices[desk.office]
        for number, line in enumerate(line_list):
            if line.office == office and line.skill in desk.skills:
                groups_of_line[number].append(g)
                lines_of_group[g].append(number)
    for g, desk in enumerate(model.desks):
        groups_of_office[lines.offices[desk.office]].append(g)

    office_clock = np.array([of_calendar[o.calendar] for o in model.offices], np.int32)
    office_close = np.array([NEVER if o.closes is None else start + o.closes * DAY for o in model.offices])
    line_office = np.array([line.office for line in line_list], np.int32)
    group_office = np.array([lines.offices[d.office] for d in model.desks], np.int32)
    limits = tuple(dict.fromkeys((p.limit.value, p.limit.unit, p.limit.cutoff) for p in model.procedures))
    due_days = np.full(clocks.days, of_calendar[model.offices[0].calendar], np.int32)
    for number, (day, calendar) in enumerate(model.due):
        due_days[0 if number == 0 else max(day + lead, 0) :] = of_calendar[calendar]
    parts = _Parts(len(line_list) + len(streams))
    for s, own in enumerate(phases):
        for row in {row for _, row, _ in own}:
            for line_number in rows.lines[row]:
                if line_number >= 0:
                    parts.join(len(line_list) + s, line_number)
    for served in lines_of_group:
        for line_number in served[1:]:
            parts.join(served[0], line_number)
    part_of = parts.numbers(range(len(line_list), len(line_list) + len(streams)))
    part_of_group = [part_of.get(parts.root(served[0]), -1) if served else -1 for served in lines_of_group]
    controls = _controls(model, start, end, phases, line_list, rows)

    phase_first = np.zeros(len(streams) + 1, np.int32)
    np.cumsum([len(own) for own in phases], out=phase_first[1:])
    flat = [phase for own in phases for phase in own]
    channels = [f"{s.channel}" for s in streams]
    return Layout(
        model=model, clocks=clocks, start=start, end=end,
        lines=tuple(line_list), streams=tuple(streams), places=places,
        line_clock=office_clock[line_office] if line_list else np.zeros(0, np.int32), line_office=line_office,
        line_batch=np.array([line.batch_size for line in line_list], np.int32),
        line_wait=np.array([line.batch_wait for line in line_list]),
        line_groups=_csr(groups_of_line), group_lines=_csr(lines_of_group),
        group_clock=office_clock[group_office] if len(model.desks) else np.zeros(0, np.int32),
        group_office=group_office,
        group_posts=np.array([int(d.posts(0)) for d in model.desks], np.int32),
        office_groups=_csr(groups_of_office), office_clock=office_clock, office_close=office_close,
        stream_power=np.array([s.power for s in streams], np.int32),
        stream_place=np.array([place_of[s.place] for s in streams], np.int32),
        stream_priority=np.array([s.priority for s in streams], np.int32),
        stream_key=np.array(
            [key_of(model.procedures[s.power].id, s.place, c) for s, c in zip(streams, channels, strict=True)], np.uint64
        ),
        priorities=1 + max((s.priority for s in streams), default=0),
        phase_first=phase_first,
        phase_start=np.array([-NEVER if k == 0 else start + own[k][0] * DAY for own in phases for k in range(len(own))]),
        phase_row=np.array([row for _, row, _ in flat], np.int32),
        phase_office=np.array(
            [rows.last_office(row, len(model.procedures[s.power].steps), line_list)
             for s, own in zip(streams, phases, strict=True) for _, row, _ in own], np.int32,
        ),
        phase_learning=np.array([learning for _, _, learning in flat], np.int32),
        row_line=np.array(rows.lines, np.int32).reshape(-1, width),
        row_moves=np.array(rows.moves, np.int8).reshape(-1, width),
        learning=rows.learning_table(clocks.days),
        steps=np.array([len(p.steps) for p in model.procedures], np.int32),
        step_rework=rework, step_back=back, step_shape=shape, step_scale=scale, step_most=most, step_visit=visit,
        shapes=shapes,
        limit_of=np.array([limits.index((p.limit.value, p.limit.unit, p.limit.cutoff)) for p in model.procedures], np.int32),
        limits=limits, due=due_moments(model, clocks, of_calendar, limits), due_clock=due_days,
        control_at=np.array([c[0] for c in controls]), control_kind=np.array([c[1] for c in controls], np.int32),
        control_a=np.array([c[2] for c in controls], np.int32), control_b=np.array([c[3] for c in controls], np.int32),
        part_of_stream=np.array([part_of[parts.root(len(line_list) + s)] for s in range(len(streams))], np.int32),
        part_of_group=np.array(part_of_group, np.int32), parts=len(part_of),
    )  # fmt: skip


class _Rows:
    """Rows of lines, shared by the streams whose steps are done at the same places by the same rules."""

    def __init__(self, model: Model, lines: _Lines, width: int) -> None:
        self.model, self.line_numbers, self.width = model, lines, width
        self.lines: list[list[int]] = []
        self.moves: list[list[int]] = []
        self.kinds: list[tuple[float, float]] = []
        self._known: dict[tuple[object, ...], int] = {}

    def streams(self, powers: dict[str, int]) -> tuple[list[Stream], list[list[tuple[int, int, int]]]]:
        """The streams, and for each its phases (from day, row, kind of learning)."""
        served = route_of(self.model)
        found = dict.fromkeys((d.power, d.place, d.channel) for d in self.model.incoming)
        streams, phases = [], []
        for power, place, channel in found:
            procedure = self.model.procedures[powers[power]]
            streams.append(Stream(powers[power], place, channel, procedure.priority))
            own: list[tuple[int, int, int]] = []
            for phase in served[power, place].phases:
                if phase.start >= self.model.end:
                    continue
                line = [self.line_numbers.of(phase.office(step.role), step) for step in procedure.steps]
                moves = [int(phase.rule_of(step.id) == "move") for step in procedure.steps]
                pad = [OUTSIDE] * (self.width - len(line))
                key = (*line, "|", *moves)
                if key not in self._known:
                    self._known[key] = len(self.lines)
                    self.lines.append(line + pad)
                    self.moves.append(moves + [0] * len(pad))
                learning = -1
                if phase.learning and phase.learning.extra and own:
                    kind = (phase.learning.extra, phase.learning.half_days)
                    if kind not in self.kinds:
                        self.kinds.append(kind)
                    learning = self.kinds.index(kind)
                if phase.start <= 0:
                    own = []  # an earlier phase is over before the first day
                    learning = -1
                own.append((phase.start, self._known[key], learning))
            phases.append(own)
        return streams, phases

    def learning_table(self, days: int) -> Floats:
        """[kind, days since the move]: how many times as long the work takes."""
        day = np.arange(max(days, 1))
        rows = [1.0 + extra * np.exp2(-day / half) for extra, half in self.kinds]
        return np.array(rows) if rows else np.ones((1, 1))

    def last_office(self, row: int, steps: int, lines: list[Line]) -> int:
        """The office of the last step that is done in an office."""
        done = [line for line in self.lines[row][:steps] if line >= 0]
        return lines[done[-1]].office if done else -1


class _Parts:
    """Union and find over lines and streams."""

    def __init__(self, count: int) -> None:
        self.parent = list(range(count))

    def root(self, item: int) -> int:
        while self.parent[item] != item:
            self.parent[item] = self.parent[self.parent[item]]
            item = self.parent[item]
        return item

    def join(self, one: int, other: int) -> None:
        a, b = self.root(one), self.root(other)
        self.parent[max(a, b)] = min(a, b)

    def numbers(self, items: Iterable[int]) -> dict[int, int]:
        """Root to part number, in the order of the items."""
        found: dict[int, int] = {}
        for item in items:
            found.setdefault(self.root(item), len(found))
        return found


def _controls(
    model: Model,
    start: float,
    end: float,
    phases: list[list[tuple[int, int, int]]],
    lines: list[Line],
    rows: _Rows,
) -> list[tuple[float, int, int, int]]:
    """Everything that changes on its own after day 0: at one moment phases first, closings, then staff."""
    controls: list[tuple[float, int, int, int]] = []
    for s, own in enumerate(phases):
        controls += [(start + own[k][0] * DAY, PHASE, s, k) for k in range(1, len(own))]
    for number, office in enumerate(model.offices):
        if office.closes is not None and office.closes > 0:
            controls.append((start + office.closes * DAY, CLOSE, number, 0))
    closes = {o.id: o.closes for o in model.offices}
    for g, desk in enumerate(model.desks):
        last = closes[desk.office]
        for day, posts in desk.staff:
            if day > 0 and (last is None or day < last):
                controls.append((start + day * DAY, CAPACITY, g, int(posts)))
        if last is not None:
            controls.append((start + max(last, 0) * DAY, CAPACITY, g, 0))
    rank = {PHASE: 0, CLOSE: 1, CAPACITY: 2}
    return sorted((c for c in controls if c[0] < end), key=lambda c: (c[0], rank[c[1]], c[2], c[3]))
