"""The semantics in plain Python, to be read in one sitting. Every compiled loop must equal it.

Dossiers enter at the moment they were filed (or on day 0) and go through their visits in order. For each visit the
**holder** is found: the line of the phase the power is in now or, by the transition rule, of the phase it was filed in
while that office exists. At the line:

* an open office with somebody free who has the skill begins at once; else the dossier waits, in its class of priority,
  first come first served;
* who becomes free takes, of the lines he may serve, the dossier of the most urgent class, then the one that waits
  longest in office minutes, then the one filed first;
* nothing begins while the office is closed: at the next opening whoever is free begins; work under way at closing goes
  on at opening (a service ends at ``moment_of(worked_at(now) + work)``);
* staff that falls leaves as people finish what they have in hand.

When a power moves, what waits goes to its new line at once, in order of filing; when an office closes, so does what is in
hand there, to begin anew. A sitting gathers dossiers until it is full or the first has waited long enough.

At one moment controls come first, then arrivals, then what ends (in order of dossier).
"""

from __future__ import annotations

import heapq
from collections import deque
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from phancap.simulation.clocks import NEVER
from phancap.simulation.draw import Draw
from phancap.simulation.layout import CAPACITY, CLOSE, PHASE, Floats, Layout

GATHERED, WAITED, BEGAN, ENDED, MOVED, DONE = range(6)
"""What a trace tells: came to a sitting, came to a line, work began, work ended, went to another line, finished."""


class Replayed(NamedTuple):
    """What came of one replication.

    ``done`` is the moment each dossier was finished, :data:`NEVER` if it was not; ``wait`` the office minutes it spent
    waiting, up to the end; ``visit`` the visit it was at (one past the last when finished); ``busy`` the office minutes
    worked by each desk and ``line_busy`` at each line. ``events`` counts arrivals and ended services.
    """

    done: Floats
    wait: Floats
    visit: NDArray[np.int32]
    busy: Floats
    line_busy: Floats
    events: int


class Event(NamedTuple):
    """One thing that happened to the dossier that is watched."""

    at: float
    kind: int
    visit: int
    line: int


def holder(layout: Layout, stream: int, step: int, phase: int, filed: float, now: float) -> int:
    """The line of a step for a dossier filed at ``filed``, while its stream is in ``phase``."""
    first = int(layout.phase_first[stream])
    current = int(layout.row_line[layout.phase_row[first + phase], step])
    if phase == 0 or filed >= layout.phase_start[first + phase]:
        return current
    if layout.row_moves[layout.phase_row[first + phase], step]:
        return current
    own = phase
    while own > 0 and filed < layout.phase_start[first + own]:
        own -= 1
    old = int(layout.row_line[layout.phase_row[first + own], step])
    if old >= 0 and layout.office_close[layout.line_office[old]] <= now:
        return current
    return old


class _Run:
    def __init__(
        self, layout: Layout, drawn: Draw, part: int, result: Replayed, watch: int, story: list[Event]
    ) -> None:
        self.layout, self.drawn, self.part, self.result = layout, drawn, part, result
        self.watch, self.story = watch, story
        self.phase = [0] * len(layout.streams)
        self.free = [int(n) for n in drawn.posts]
        self.posts = list(self.free)
        self.queue: dict[int, list[deque[int]]] = {}
        self.gather: dict[int, list[int]] = {}
        self.held: dict[int, int] = {}
        self.entered: dict[int, float] = {}
        self.members: dict[int, list[int]] = {}
        self.heap: list[tuple[float, int, int, int]] = []  # moment, dossier or ~timer, group, line
        self.waking: set[int] = set()
        self.events = 0
        clocks = layout.clocks
        self.last = [clocks.worked_at(c, layout.until)[0] for c in range(len(clocks.total))]

    # -- the main loop -------------------------------------------------------------------------------

    def run(self) -> None:
        layout, drawn = self.layout, self.drawn
        i, last = int(drawn.part_first[self.part]), int(drawn.part_first[self.part + 1])
        controls = [c for c in range(len(drawn.control_at)) if self.concerns(c)]
        n = 0
        while True:
            arrival = max(float(drawn.filed[i]), layout.start) if i < last else NEVER
            ending = self.heap[0][0] if self.heap else NEVER
            control = float(drawn.control_at[controls[n]]) if n < len(controls) else NEVER
            now = min(arrival, ending, control)
            if now >= layout.end:
                break
            if control <= now:
                batch = []
                while n < len(controls) and drawn.control_at[controls[n]] == now:
                    batch.append(controls[n])
                    n += 1
                self.control(now, batch)
            elif arrival <= ending:
                self.events += 1
                i += 1
                self.advance(i - 1, now)
            else:
                self.end(*heapq.heappop(self.heap))
        self.finish()

    def concerns(self, c: int) -> bool:
        kind, a = self.drawn.control_kind[c], self.drawn.control_a[c]
        if kind == CAPACITY:
            return bool(self.layout.part_of_group[a] == self.part)
        return bool(kind == CLOSE or self.layout.part_of_stream[a] == self.part)

    def tell(self, now: float, kind: int, i: int, line: int) -> None:
        if i == self.watch:
            self.story.append(Event(now, kind, int(self.result.visit[i] - self.drawn.offset[i]), line))

    # -- a dossier goes on ---------------------------------------------------------------------------

    def advance(self, i: int, now: float) -> None:
        """To the visit that is next, or out of the door."""
        if self.result.visit[i] == self.drawn.offset[i + 1]:
            self.result.done[i] = now
            self.tell(now, DONE, i, -1)
            return
        self.enter(i, self.line_of(i, now), now)

    def line_of(self, i: int, now: float) -> int:
        stream = int(self.drawn.stream[i])
        step = int(self.drawn.step[self.result.visit[i]])
        return holder(self.layout, stream, step, self.phase[stream], float(self.drawn.filed[i]), now)

    def enter(self, i: int, line: int, now: float) -> None:
        layout = self.layout
        if line < 0:
            self.tell(now, BEGAN, i, line)
            heapq.heappush(self.heap, (now + float(self.drawn.work[self.result.visit[i]]), i, -1, line))
            return
        w, _ = layout.clocks.worked_at(int(layout.line_clock[line]), now)
        self.entered[i] = w
        if layout.line_batch[line]:
            self.tell(now, GATHERED, i, line)
            waiting = self.gather.setdefault(line, [])
            waiting.append(i)
            if len(waiting) == layout.line_batch[line]:
                self.hold(line, now)
            elif len(waiting) == 1:
                heapq.heappush(
                    self.heap, (now + float(layout.line_wait[line]), ~line, self.held.get(line, 0), line)
                )
            return
        self.tell(now, WAITED, i, line)
        self.line_up(i, line, now)

    def hold(self, line: int, now: float) -> None:
        """A sitting is called: its dossiers stand in line as one."""
        members = self.gather.pop(line)
        self.held[line] = self.held.get(line, 0) + 1
        self.members[members[0]] = members
        self.line_up(members[0], line, now)

    def line_up(self, i: int, line: int, now: float) -> None:
        layout = self.layout
        w, is_open = layout.clocks.worked_at(int(layout.line_clock[line]), now)
        if is_open:
            offsets, groups = layout.line_groups
            for g in groups[offsets[line] : offsets[line + 1]]:
                if self.free[g] > 0:
                    self.begin(i, line, int(g), now, w)
                    return
        queues = self.queue.setdefault(line, [deque() for _ in range(layout.priorities)])
        queues[layout.stream_priority[self.drawn.stream[i]]].append(i)
        if not is_open:
            self.wake_later(int(layout.line_office[line]), now)

    def wake_later(self, office: int, now: float) -> None:
        if office not in self.waking:
            opening = self.layout.clocks.next_opening(int(self.layout.office_clock[office]), now)
            if opening < NEVER:
                self.waking.add(office)
                heapq.heappush(self.heap, (opening, ~(len(self.layout.lines) + office), -1, -1))

    # -- work ----------------------------------------------------------------------------------------

    def begin(self, i: int, line: int, g: int, now: float, w: float) -> None:
        layout, drawn, result = self.layout, self.drawn, self.result
        self.free[g] -= 1
        work = 0.0
        for member in self.members.get(i, [i]):
            result.wait[member] += w - self.entered[member]
            work = max(work, float(drawn.work[result.visit[member]]))
            self.tell(now, BEGAN, member, line)
        work *= self.learning(i, line, now)
        inside = max(min(work, self.last[layout.line_clock[line]] - w), 0.0)
        result.busy[g] += inside
        result.line_busy[line] += inside
        end = layout.clocks.moment_of(int(layout.line_clock[line]), w + work)
        heapq.heappush(self.heap, (end, i, g, line))

    def learning(self, i: int, line: int, now: float) -> float:
        stream = int(self.drawn.stream[i])
        at = self.layout.phase_first[stream] + self.phase[stream]
        kind = self.layout.phase_learning[at]
        if (
            kind < 0
            or line != self.layout.row_line[self.layout.phase_row[at], self.drawn.step[self.result.visit[i]]]
        ):
            return 1.0
        day = int((now - self.layout.phase_start[at]) * (1.0 / 1440.0))
        return float(self.layout.learning[kind, day])

    def take(self, g: int, now: float) -> None:
        """Whoever is free in group ``g`` takes what is most urgent of what waits."""
        layout = self.layout
        if self.free[g] <= 0:
            return
        offsets, served = layout.group_lines
        lines = served[offsets[g] : offsets[g + 1]]
        w, is_open = layout.clocks.worked_at(int(layout.group_clock[g]), now)
        while self.free[g] > 0:
            best: tuple[int, float, int] | None = None
            chosen = -1
            for line in lines:
                for priority, waiting in enumerate(self.queue.get(int(line), ())):
                    if waiting:
                        key = (priority, self.entered[waiting[0]], waiting[0])
                        if best is None or key < best:
                            best, chosen = key, int(line)
                        break
            if best is None:
                return
            if not is_open:
                self.wake_later(int(layout.group_office[g]), now)
                return
            self.queue[chosen][best[0]].popleft()
            self.begin(best[2], chosen, g, now, w)

    def end(self, now: float, i: int, g: int, line: int) -> None:
        """Work ends, a sitting is due, or an office opens."""
        layout = self.layout
        if i < 0 and ~i < len(layout.lines):
            if ~i in self.gather and self.held.get(~i, 0) == g:
                self.hold(~i, now)
            return
        if i < 0:
            office = ~i - len(layout.lines)
            self.waking.discard(office)
            offsets, groups = layout.office_groups
            for group in groups[offsets[office] : offsets[office + 1]]:
                self.take(int(group), now)
            return
        self.events += 1
        if g >= 0:
            self.free[g] += 1
            self.take(g, now)
        for member in self.members.pop(i, [i]):
            self.tell(now, ENDED, member, line)
            self.result.visit[member] += 1
            self.advance(member, now)

    # -- what changes on its own ---------------------------------------------------------------------

    def control(self, now: float, batch: list[int]) -> None:
        drawn = self.drawn
        moved = False
        for c in batch:
            kind, a, b = int(drawn.control_kind[c]), int(drawn.control_a[c]), int(drawn.control_b[c])
            if kind == PHASE:
                self.phase[a] = b
                moved = True
            elif kind == CLOSE:
                moved = True
            else:
                self.free[a] += b - self.posts[a]
                self.posts[a] = b
        if moved:
            self.hand_over(now)
        for c in batch:
            if drawn.control_kind[c] == CAPACITY:
                self.take(int(drawn.control_a[c]), now)

    def hand_over(self, now: float) -> None:
        """Everything that waits with somebody who no longer holds it, or lies in an office that closed, moves."""
        layout, leaving = self.layout, []
        for entry in [e for e in self.heap if e[1] >= 0 and e[3] >= 0]:
            end, i, g, line = entry
            if layout.office_close[layout.line_office[line]] <= now:
                self.heap.remove(entry)
                self.free[g] += 1
                last = self.last[layout.line_clock[line]]
                over = (last if end >= NEVER else min(self.worked(line, end), last)) - self.worked(line, now)
                over = max(over, 0.0)
                self.result.busy[g] -= over
                self.result.line_busy[line] -= over
                leaving += self.members.pop(i, [i])
        heapq.heapify(self.heap)
        for line in list(self.queue):
            for queue in self.queue[line]:
                for i in [i for i in queue if self.line_of(i, now) != line]:
                    queue.remove(i)
                    leaving += self.leave(self.members.pop(i, [i]), line, now)
        for line in list(self.gather):
            members = [i for i in self.gather[line] if self.line_of(i, now) != line]
            if members:
                leaving += self.leave(members, line, now)
                self.gather[line] = [i for i in self.gather[line] if i not in members]
                if not self.gather[line]:
                    del self.gather[line]
                    self.held[line] = self.held.get(line, 0) + 1
        for i in sorted(leaving):
            line = self.line_of(i, now)
            self.tell(now, MOVED, i, line)
            self.enter(i, line, now)

    def leave(self, members: list[int], line: int, now: float) -> list[int]:
        w = self.worked(line, now)
        for i in members:
            self.result.wait[i] += w - self.entered[i]
        return members

    def worked(self, line: int, moment: float) -> float:
        return self.layout.clocks.worked_at(int(self.layout.line_clock[line]), moment)[0]

    # -- the end -------------------------------------------------------------------------------------

    def finish(self) -> None:
        """What still waits has waited until now."""
        layout = self.layout
        for line, queues in self.queue.items():
            for queue in queues:
                for i in queue:
                    self.leave(self.members.get(i, [i]), line, layout.end)
        for line, members in self.gather.items():
            self.leave(members, line, layout.end)


def replay(layout: Layout, drawn: Draw, watch: int = -1, story: list[Event] | None = None) -> Replayed:
    """One replication, part by part. What happens to dossier ``watch`` is told in ``story``."""
    n = drawn.size
    result = Replayed(
        np.full(n, NEVER), np.zeros(n), drawn.offset[:-1].copy(), np.zeros(len(layout.model.desks)),
        np.zeros(len(layout.lines)), 0,
    )  # fmt: skip
    events = 0
    for part in range(layout.parts):
        run = _Run(layout, drawn, part, result, watch, story if story is not None else [])
        run.run()
        events += run.events
    return result._replace(events=events)
