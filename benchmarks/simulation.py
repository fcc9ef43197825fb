"""Dossiers through offices: our engines beside SimPy, Ciw and the same loop in C, in one run.

Workload B is ``examples/one-stop.toml``. Workload C is B with three classes of priority, a generalist beside the specialists of
each shop, two kinds of office hours, and half of the procedures held by a city office until day 180, when they move to the
districts by three transition rules and the staff with them. SimPy replays the very dossiers we drew and must come to the
same minutes; Ciw draws its own. Speeds are events (arrivals and ended services) a CPU second.
"""

from __future__ import annotations

import ctypes
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from measure import Row, against, in_turns, must_equal, within

from phancap.simulation import (
    Calendar,
    Desk,
    Model,
    Office,
    Phase,
    Route,
    interval,
    oracle,
    read_model,
    replay_all,
    run,
)
from phancap.simulation import replay as general
from phancap.simulation.clocks import NEVER
from phancap.simulation.draw import Draw, draw
from phancap.simulation.layout import Layout
from phancap.simulation.measure import measure
from phancap.simulation.run import Prepared, prepare, replay

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parent / "examples"
ROUNDS, PEER_ROUNDS = 7, 3
PEER_DAYS, CIW_DAYS = 21, 5
MOVE = 180


def workload_b(days: int = 365) -> Model:
    """Nine one-stop shops, for some days and as long as it takes to finish what came."""
    return replace(read_model(EXAMPLES / "one-stop.toml"), days=days, drain_days=30)


def workload_c(days: int = 365, move: int = MOVE) -> Model:
    """B with priorities, skills, two kinds of hours, and half the procedures moving from the city to the districts."""
    base = workload_b(days)
    hours = (
        Calendar("early", ((0, (((420, 690), (780, 990)),) * 5 + ((), ())),)),
        Calendar("late", ((0, (((480, 720), (780, 1020)),) * 5 + ((), ())),)),
    )
    shops = [office.id for office in base.offices]
    offices = [Office(shop, ("early", "late")[k % 2]) for k, shop in enumerate(shops)] + [Office("city", "late")]
    staff = {"intake": (2, 4), "specialist": (4, 7), "approval": (2, 3), "return": (2, 3)}
    at_city = {"intake": (18, 3), "specialist": (38, 6), "approval": (10, 2), "return": (14, 2)}
    desks = [
        Desk(f"{shop}:{skill}", shop, ((0, a), (move, b)), (skill,)) for shop in shops for skill, (a, b) in staff.items()
    ] + [Desk(f"{shop}:all", shop, ((0, 1),), ("intake", "specialist")) for shop in shops]
    desks += [Desk(f"city:{skill}", "city", ((0, a), (move + 10, b)), (skill,)) for skill, (a, b) in at_city.items()]
    procedures = tuple(replace(p, priority=k % 3) for k, p in enumerate(base.procedures))
    routes = []
    for k, procedure in enumerate(procedures):
        for shop in shops:
            here = (("*", shop),)
            rule = ("stay", "move", "successor")[k // 2 % 3]
            phases = (Phase(0, here),) if k % 2 else (Phase(0, (("*", "city"),)), Phase(move, here, rule))
            routes.append(Route(procedure.id, shop.removeprefix("shop/"), phases))
    return replace(
        base, name="C", calendars=hours, offices=tuple(offices), desks=tuple(desks), procedures=procedures, routes=tuple(routes),
        due=((0, "late"),),
    )  # fmt: skip


# -- the same in SimPy --------------------------------------------------------------------------------------------


def in_simpy(layout: Layout, drawn: Draw) -> tuple[list[float], int]:
    """Workload B as a SimPy user writes it, on our dossiers: a resource a desk, work that runs in office time."""
    import simpy

    env = simpy.Environment(0.0)
    desks = [simpy.Resource(env, int(drawn.posts[g])) for g in layout.line_groups[1]]
    rows = layout.row_line[layout.phase_row[layout.phase_first[:-1]]].tolist()
    filed, stream, offset = drawn.filed.tolist(), drawn.stream.tolist(), drawn.offset.tolist()
    step, work = drawn.step.tolist(), drawn.work.astype(float).tolist()
    done = [NEVER] * drawn.size
    events = [0]

    # Plain arithmetic for the calendar, as quick as it gets in Python: 08:00 to 16:00 on weekdays.
    def office_time(now: float, minutes: float) -> float:
        day = int(now // 1440.0)
        k = day % 7
        w = (day // 7) * 2400.0 + min(k, 5) * 480.0 + (min(max(now - day * 1440.0 - 480.0, 0.0), 480.0) if k < 5 else 0.0) + minutes
        n = int(w // 480.0)
        r = w - n * 480.0
        if r == 0.0:
            n, r = n - 1, 480.0
        return ((n // 5) * 7 + n % 5) * 1440.0 + 480.0 + r

    def dossier(d: int) -> Iterator[Any]:
        lines = rows[stream[d]]
        for v in range(offset[d], offset[d + 1]):
            with desks[lines[step[v]]].request() as turn:
                yield turn
                yield env.timeout(office_time(env.now, work[v]) - env.now)
        done[d] = env.now
        events[0] += 1 + offset[d + 1] - offset[d]

    def arrivals() -> Iterator[Any]:
        for d in sorted(range(len(filed)), key=filed.__getitem__):
            yield env.timeout(filed[d] - env.now)
            env.process(dossier(d))

    env.process(arrivals())
    env.run()
    return done, events[0]


class _Shop:
    """An office in SimPy: people by desk, lines by skill and class, and who may serve which."""

    def __init__(self, env: Any, layout: Layout, office: int, posts: list[int]) -> None:
        self.env, self.layout, self.clock = env, layout, int(layout.office_clock[office])
        first, groups = layout.office_groups
        self.groups = groups[first[office] : first[office + 1]].tolist()
        self.free = {g: posts[g] for g in self.groups}
        self.posts = dict(self.free)
        first, lines = layout.group_lines
        self.serves = {g: lines[first[g] : first[g + 1]].tolist() for g in self.groups}
        first, able = layout.line_groups
        self.able = {k: able[first[k] : first[k + 1]].tolist() for g in self.groups for k in self.serves[g]}
        self.lines: dict[int, list[deque[Any]]] = {k: [deque() for _ in range(layout.priorities)] for k in self.able}
        self.waking = False

    def is_open(self) -> bool:
        return self.layout.clocks.worked_at(self.clock, self.env.now)[1]

    def ask(self, line: int, priority: int, d: int) -> Any:
        """An event that comes with the desk that takes the dossier."""
        event = self.env.event()
        open_now = self.is_open()
        if open_now:
            for g in self.able[line]:
                if self.free[g] > 0:
                    self.free[g] -= 1
                    return event.succeed(g)
        event.dossier, event.came = d, self.layout.clocks.worked_at(self.clock, self.env.now)[0]
        self.lines[line][priority].append(event)
        if not open_now:
            self.wake()
        return event

    def wake(self) -> None:
        if not self.waking:
            self.waking = True
            self.env.process(self._open())

    def _open(self) -> Iterator[Any]:
        yield self.env.timeout(self.layout.clocks.next_opening(self.clock, self.env.now) - self.env.now)
        self.waking = False
        for g in self.groups:
            self.take(g)

    def release(self, g: int) -> None:
        self.free[g] += 1
        self.take(g)

    def take(self, g: int) -> None:
        while self.free[g] > 0:
            best = None
            for line in self.serves[g]:
                for priority, queue in enumerate(self.lines[line]):
                    if queue:
                        key = (priority, queue[0].came, queue[0].dossier)
                        if best is None or key < best[0]:
                            best = (key, queue)
                        break
            if best is None:
                return
            if not self.is_open():
                self.wake()
                return
            self.free[g] -= 1
            best[1].popleft().succeed(g)


def in_simpy_c(layout: Layout, drawn: Draw) -> tuple[list[float], int]:
    """Workload C in SimPy: priorities, skills, office hours, staff that changes, a power that moves with its rules."""
    import simpy

    env = simpy.Environment(0.0)
    posts = drawn.posts.tolist()
    shops = [_Shop(env, layout, office, posts) for office in range(len(layout.model.offices))]
    filed, stream, offset = drawn.filed.tolist(), drawn.stream.tolist(), drawn.offset.tolist()
    step, work = drawn.step.tolist(), drawn.work.astype(float).tolist()
    office_of, clock_of = layout.line_office.tolist(), layout.line_clock.tolist()
    rows = [[layout.row_line[r].tolist() for r in layout.phase_row[layout.phase_first[s] : layout.phase_first[s + 1]]] for s in range(len(layout.streams))]
    moves = [[layout.row_moves[r].tolist() for r in layout.phase_row[layout.phase_first[s] : layout.phase_first[s + 1]]] for s in range(len(layout.streams))]
    starts = [layout.phase_start[layout.phase_first[s] : layout.phase_first[s + 1]].tolist() for s in range(len(layout.streams))]
    classes = layout.stream_priority.tolist()
    phase = [0] * len(layout.streams)
    worked, moment = layout.clocks.worked_at, layout.clocks.moment_of
    done = [NEVER] * drawn.size
    where = offset[:-1]
    events = [0]

    def holder(d: int, v: int) -> int:
        s, k = stream[d], phase[stream[d]]
        if k and filed[d] < starts[s][k] and not moves[s][k][step[v]]:
            return rows[s][0][step[v]]
        return rows[s][k][step[v]]

    def dossier(d: int) -> Iterator[Any]:
        priority = classes[stream[d]]
        for v in range(offset[d], offset[d + 1]):
            g = -1
            where[d] = v
            while g < 0:  # a file that moves while it waits asks again at its new office
                line = holder(d, v)
                shop = shops[office_of[line]]
                g = yield shop.ask(line, priority, d)
            now, clock = env.now, clock_of[line]
            yield env.timeout(moment(clock, worked(clock, now)[0] + work[v]) - now)
            events[0] += 1
            shop.release(g)
        done[d] = env.now
        events[0] += 1

    def arrivals() -> Iterator[Any]:
        for d in sorted(range(len(filed)), key=filed.__getitem__):
            yield env.timeout(filed[d] - env.now)
            env.process(dossier(d))

    def changes() -> Iterator[Any]:
        at = drawn.control_at.tolist()
        k = 0
        while k < len(at):
            yield env.timeout(at[k] - env.now)
            moved, staffed, now = False, [], at[k]
            while k < len(at) and at[k] == now:
                kind, a, b = int(drawn.control_kind[k]), int(drawn.control_a[k]), int(drawn.control_b[k])
                if kind == 1:
                    phase[a], moved = b, True
                else:
                    shop = shops[layout.group_office[a]]
                    shop.free[a] += b - shop.posts[a]
                    shop.posts[a] = b
                    staffed.append((shop, a))
                k += 1
            if moved:
                leaving = []
                for shop in shops:
                    for line, queues in shop.lines.items():
                        for q, queue in enumerate(queues):
                            stays = deque()
                            for event in queue:
                                stays_here = holder(event.dossier, where[event.dossier]) == line
                                (stays if stays_here else leaving).append(event)
                            queues[q] = stays
                for event in sorted(leaving, key=lambda e: e.dossier):
                    event.succeed(-1)
                yield env.timeout(0)
            for shop, g in staffed:
                shop.take(g)

    env.process(arrivals())
    env.process(changes())
    env.run(until=layout.end)
    return done, events[0]


def in_ciw(days: int) -> int:
    """Workload B in Ciw on its own draws; the number of events."""
    import ciw

    base = workload_b()
    minutes = [[step.work.minutes for step in p.steps] for p in base.procedures if all(step.work for step in p.steps)]
    sigma = float(np.sqrt(np.log1p(0.64)))
    mu = [[float(np.log(m) - sigma * sigma / 2) for m in row] for row in minutes]
    share = np.array([d.per_day[0][1] for d in base.demand if d.place == "d1"])
    chances = np.cumsum(share / share.sum()).tolist()
    rate, end = float(share.sum()) / 1440.0, days * 1440.0
    procedures = list(range(len(mu)))

    def office_time(now: float, work: float) -> float:
        day = int(now // 1440.0)
        k = day % 7
        w = (day // 7) * 2400.0 + min(k, 5) * 480.0 + (min(max(now - day * 1440.0 - 480.0, 0.0), 480.0) if k < 5 else 0.0) + work
        n = int(w // 480.0)
        return ((n // 5) * 7 + n % 5) * 1440.0 + 480.0 + w - n * 480.0

    class Service(ciw.dists.Distribution):  # type: ignore[misc]
        def __init__(self, k: int) -> None:
            self.k = k

        def sample(self, t: Any = None, ind: Any = None) -> float:
            if not hasattr(ind, "procedure"):
                ind.procedure = random.choices(procedures, cum_weights=chances)[0]  # noqa: S311
            return office_time(t, random.lognormvariate(mu[ind.procedure][self.k], sigma)) - t

    class Arrivals(ciw.dists.Distribution):  # type: ignore[misc]
        def sample(self, t: Any = None, ind: Any = None) -> float:
            gap = random.expovariate(rate)
            return gap if t + gap <= end else float("inf")

    nodes = 36
    routing = np.zeros((nodes, nodes))
    for b in range(0, nodes, 4):
        routing[b, b + 1] = routing[b + 1, b + 2] = 1.0
        routing[b + 2, b + 1], routing[b + 2, b + 3] = 0.1, 0.9
    network = ciw.create_network(
        arrival_distributions=[Arrivals() if k % 4 == 0 else None for k in range(nodes)],
        service_distributions=[Service(k % 4) for k in range(nodes)], number_of_servers=[(4, 8, 2, 3)[k % 4] for k in range(nodes)],
        routing=routing.tolist(),
    )  # fmt: skip
    ciw.seed(1)
    random.seed(1)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(end + 60 * 1440.0)
    records = simulation.get_all_records()
    return len(records) + len({r.id_number for r in records})


# -- the same in C --------------------------------------------------------------------------------------------------


class Twin:
    """The general loop in C on the same arrays, called part by part as ours is."""

    def __init__(self, folder: str) -> None:
        library = Path(folder) / "twin.so"
        flags = ["-O3", "-march=native", "-ffp-contract=off", "-shared", "-fPIC"]
        subprocess.run(["cc", *flags, "-o", str(library), str(HERE / "twin.c")], check=True)
        self.loop = ctypes.CDLL(str(library)).replay
        self.loop.restype = ctypes.c_int64

    def __call__(self, prepared: Prepared, drawn: Draw) -> tuple[Any, int]:
        layout, c = prepared.layout, prepared.layout.clocks
        out, tables = general.buffers(layout, drawn), replay_all.tables_of(layout, drawn)

        def at(array: Any) -> Any:
            return ctypes.c_void_p(array.ctypes.data)

        events = 0
        for part in prepared.parts:
            low, high = int(drawn.part_first[part.number]), int(drawn.part_first[part.number + 1])
            room = int(out.free[part.groups].sum()) + 8
            cursor, heap_t, heap_c = tables.cursor.copy(), np.empty(room), np.empty(room, np.int64)
            events += self.loop(
                low, high, ctypes.c_double(layout.start), ctypes.c_double(layout.end), at(drawn.filed), at(drawn.stream),
                at(drawn.offset), at(drawn.step), at(drawn.work), at(tables.stream_base), at(tables.row_line),
                at(layout.line_clock), at(tables.line_free), at(tables.last), at(c.opens), at(c.length), at(c.before), at(cursor),
                at(c.total), at(out.done), at(out.wait), at(out.visit), at(out.following), at(out.head), at(out.tail),
                at(out.line_busy), at(heap_t), at(heap_c),
            )  # fmt: skip
            general.settle_fifo(
                low, high, out.head, part.lines, out.following, drawn.offset, out.visit, out.done, out.wait, tables.line_end
            )
        return out, events


# -- the table --------------------------------------------------------------------------------------------------------


def _drawn(model: Model, replication: int = 0) -> tuple[Prepared, Draw]:
    prepared = prepare(model)
    return prepared, draw(prepared.layout, 1, replication, cells=prepared.cells)


def _same_minutes(what: str, done: Any, expected: Any, most: float) -> None:
    done, expected = np.asarray(done), np.asarray(expected)
    over = float(np.abs(np.where(done < NEVER, done, 0.0) - np.where(expected < NEVER, expected, 0.0)).max())
    must_equal(f"{what}, furthest apart {over:g} minutes", over <= most, True)


def speed() -> list[Row]:
    """Workloads B and C: ours, SimPy, Ciw, C."""
    short, few = _drawn(workload_b(PEER_DAYS))
    whole, many = _drawn(workload_b())
    short_c, few_c = _drawn(workload_c(PEER_DAYS, PEER_DAYS // 2))
    whole_c, many_c = _drawn(workload_c())
    _same_minutes("SimPy, workload B", in_simpy(short.layout, few)[0], replay(short, few, "general")[0].done, 1e-6)
    _same_minutes("SimPy, workload C", in_simpy_c(short_c.layout, few_c)[0], replay(short_c, few_c)[0].done, 1e-6)
    truth = oracle.replay(short.layout, few).done
    must_equal("general and oracle", replay(short, few, "general")[0].done.tolist(), truth.tolist())
    _same_minutes("recursion and oracle", replay(short, few, "recursion")[0].done, truth, 1e-9)
    exact = replay(whole, many, "general")[0]
    gap = float(np.abs(replay(whole, many, "recursion")[0].done - exact.done).max())
    events, events_c = exact.events, replay(whole_c, many_c)[0].events
    with tempfile.TemporaryDirectory() as folder:
        twin = Twin(folder)
        must_equal("C and numba", twin(whole, many)[0].done.tolist(), exact.done.tolist())
        quick = in_turns(
            {
                "general": lambda: replay(whole, many, "general"), "recursion": lambda: replay(whole, many, "recursion"),
                "C": lambda: twin(whole, many), "all": lambda: replay(whole_c, many_c),
                "drawn": lambda: replay(whole, draw(whole.layout, 1, 0, cells=whole.cells), "general"),
            },
            ROUNDS,
        )  # fmt: skip
    slow = in_turns(
        {"B": lambda: in_simpy(short.layout, few), "C": lambda: in_simpy_c(short_c.layout, few_c), "ciw": lambda: in_ciw(CIW_DAYS)},
        PEER_ROUNDS,
    )
    simpy = in_simpy(short.layout, few)[1] / slow["B"]
    simpy_c = in_simpy_c(short_c.layout, few_c)[1] / slow["C"]
    ciw = in_ciw(CIW_DAYS) / slow["ciw"]
    ours = {name: (events_c if name == "all" else events) / seconds for name, seconds in quick.items()}
    rows = [
        Row(f"workload B, {many.size:,} dossiers, {events / 1e6:.2f} M events a year: SimPy, on our dossiers", f"{simpy / 1e3:,.0f} k events/s"),
        Row("Ciw", f"{ciw / 1e3:,.1f} k events/s"),
        Row("general engine, equal to the oracle and to C to the last bit", f"{ours['general'] / 1e6:.1f} M events/s"),
        against("general engine, against SimPy", ours["general"] / simpy, 150),
        against("general engine, against Ciw", ours["general"] / ciw, 1000),
        against("general engine, against its twin in C -O3", ours["general"] / ours["C"], 0.70, digits=2),
        against("drawing and general engine, against SimPy without drawing", ours["drawn"] / simpy, 100),
        against("recursion, against SimPy", ours["recursion"] / simpy, 300),
        against("recursion, against the general loop in C", ours["recursion"] / ours["C"], 1.3, digits=2),
        within("recursion and general engine, furthest apart", gap, 1e-9, "minute", 12),
        Row("workload C: SimPy doing the same, on our dossiers", f"{simpy_c / 1e3:,.0f} k events/s"),
        Row("workload C: general engine", f"{ours['all'] / 1e6:.1f} M events/s"),
        against("workload C: general engine, against SimPy", ours["all"] / simpy_c, 60),
    ]  # fmt: skip
    held = general.buffers(whole.layout, many)
    each = many.bytes_each() + sum(a.nbytes for a in (held.done, held.wait, held.visit, held.following)) / many.size
    return [*rows, within("memory a dossier, all arrays of drawing and replay", each, 64, "B", 1)]


START = """
import sys
from phancap.simulation import read_model, run
run(read_model(sys.argv[1]), 1, 1)
"""
CITY = """
import resource, sys
from dataclasses import replace
from phancap.simulation import read_model
from phancap.simulation.run import one, prepare
model = read_model(sys.argv[1])
grown = tuple(replace(d, per_day=((0, d.per_day[0][1] * 7 / 3),)) for d in model.demand)
staff = tuple(replace(d, staff=((0, round(d.staff[0][1] * 7 / 3)),)) for d in model.desks)
found = one(prepare(replace(model, days=3652, demand=grown, desks=staff)), 1, 0)[0]
print(int(found.overall["dossiers"]), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def children(command: list[str], **more: Any) -> tuple[float, str]:
    """CPU seconds of a program and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = subprocess.run(command, check=True, capture_output=True, text=True, **more).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, told


def scale() -> list[Row]:
    """Start, memory, common random numbers, a thousand scenario-years, theory."""
    example = str(EXAMPLES / "one-stop.toml")
    with tempfile.TemporaryDirectory() as folder:
        # Warm means compiled and kept, Python's own modules too, also where the surroundings keep no bytecode.
        environment = {**os.environ, "NUMBA_CACHE_DIR": folder, "PYTHONPYCACHEPREFIX": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        cold = children([sys.executable, "-c", START, example], env=environment)[0]
        warm = statistics.median(children([sys.executable, "-c", START, example], env=environment)[0] for _ in range(5))
    dossiers, peak = children([sys.executable, "-c", CITY, example])[1].split()
    base = workload_b()
    more = replace(base, desks=tuple(replace(d, staff=((0, 9),)) if "specialist" in d.id else d for d in base.desks))
    pair = [prepare(base), prepare(more)]

    def paired(replication: int) -> list[float]:
        drawn = draw(pair[0].layout, 1, replication, cells=pair[0].cells)
        found = []
        for prepared in pair:
            own = drawn._replace(posts=prepared.layout.group_posts)
            found.append(measure(prepared.layout, own, replay(prepared, own)[0]).overall["wait_minutes"])
        return found

    paired(0)
    begun, cpu_begun, pairs = time.perf_counter(), time.process_time(), 20
    waits = np.array([paired(r) for r in range(pairs)])
    spent, wall = time.process_time() - cpu_begun, time.perf_counter() - begun
    apart = float((waits[:, 0] - np.roll(waits[:, 1], 1)).var(ddof=1) / (waits[:, 0] - waits[:, 1]).var(ddof=1))
    theory = read_model(EXAMPLES / "mmc.toml")
    checked = run(theory, 400, 1, workers=2)
    bounds = interval(checked.measures["wait_minutes"], 0.99)
    expected = float(checked.validation["erlang_c"]["wait_minutes"])
    inside = bounds["low"] is not None and bounds["low"] <= expected <= (bounds["high"] or 0.0)
    del wall
    return [
        within("start, import, draw, replay, measure one year, machine code in the cache", warm, 1.0, "CPU s"),
        within("the same with nothing compiled yet", cold, 60, "CPU s", 1),
        within(f"ten years of a city, {int(dossiers):,} dossiers in one run, peak memory of the process", int(peak) / 1024, 1024, "MB", 0),
        against("variance of a difference, separate against common random numbers (20 runs, 8 or 9 specialists)", apart, 5),
        within("1,000 paired scenario-years of 300,000 dossiers, CPU seconds by two cores", spent / pairs / 2 * 1000 / 2, 60, "s", 1),
        Row(
            f"M/M/5, 400 runs: mean wait {bounds['mean']:.4f}, 99 % [{bounds['low']:.4f}; {bounds['high']:.4f}], Erlang C {expected:.4f}",
            "inside" if inside else "outside", "inside", inside,
        ),
    ]  # fmt: skip


def run_all() -> list[tuple[str, list[Row]]]:
    """The tables of this part."""
    return [("Dossiers through offices: speed", speed()), ("Dossiers through offices: scale and truth", scale())]


if __name__ == "__main__":
    for title, rows in run_all():
        print(f"\n{title}")
        for row in rows:
            print(f"{row.what} | {row.figure} | {row.bar} | {row.reached}", flush=True)
