"""Running a model: lay it out, draw, replay, measure, replication by replication, on as many cores as asked."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from phancap.simulation import oracle, recurse, replay_all
from phancap.simulation import replay as general
from phancap.simulation.cells import Cells, cells_of
from phancap.simulation.draw import Draw, draw
from phancap.simulation.errors import refuse
from phancap.simulation.jit import start
from phancap.simulation.layout import Layout, lay_out
from phancap.simulation.load import load_of
from phancap.simulation.measure import Measured, measure
from phancap.simulation.model import Model
from phancap.simulation.oracle import Replayed
from phancap.simulation.output import Result, gather, interrupted, precision_of
from phancap.simulation.split import Part, parts_of
from phancap.simulation.statistics import StopRule, run_until

ENGINES = ("auto", "general", "recursion", "oracle")
Progress = Callable[[int, int], None]


class Prepared(NamedTuple):
    """A model laid out, ready for any number of replications."""

    layout: Layout
    cells: Cells
    parts: tuple[Part, ...]


def prepare(model: Model) -> Prepared:
    """What all replications of a model share."""
    layout = lay_out(model)
    return Prepared(layout, cells_of(layout), tuple(parts_of(layout)))


def replay(prepared: Prepared, drawn: Draw, engine: str = "auto") -> tuple[Replayed, str, tuple[str, ...]]:
    """(what came of it, the engine that ran, why some part could not be done by recursion)."""
    layout = prepared.layout
    if engine == "oracle" or not (general.ready() and replay_all.ready()):
        return oracle.replay(layout, drawn), "oracle", ()
    out = general.buffers(layout, drawn)
    tables = replay_all.tables_of(layout, drawn)
    quick = engine in ("auto", "recursion") and recurse.ready()
    by_recursion = [part for part in prepared.parts if quick and not part.why]
    others = [part for part in prepared.parts if not (quick and not part.why)]
    events = sum(recurse.recurse_part(layout, drawn, part, out, tables) for part in by_recursion)
    found, _ = general.replay_general(layout, drawn, others, tables, out)
    names = ["recursion"] * bool(by_recursion) + ["general"] * bool(others)
    reasons = tuple(dict.fromkeys(part.why for part in others)) if engine != "general" else ()
    return found._replace(events=found.events + events), " + ".join(names), reasons


def one(
    prepared: Prepared, seed: int, replication: int, engine: str = "auto"
) -> tuple[Measured, str, tuple[str, ...]]:
    """Draw, replay and measure one replication."""
    drawn = draw(prepared.layout, seed, replication, cells=prepared.cells)
    replayed, used, reasons = replay(prepared, drawn, engine)
    return measure(prepared.layout, drawn, replayed), used, reasons


def run(
    model: Model, replications: int = 20, seed: int = 1, *, engine: str = "auto", workers: int = 1,
    progress: Progress | None = None, keep: bool = False, rule: StopRule | None = None,
    steady: bool = False,
) -> Result:  # fmt: skip
    """Simulate a model. Replication ``r`` with a seed is always the same draw, whatever the model does with it.

    ``progress(done, all)`` is called after each replication. With ``keep`` a Ctrl-C ends the run with the replications
    that are done, and a warning says so. With a ``rule`` the run ends where the mean wait is precise enough, on any number of
    workers after the same replication; ``replications`` is then the most. ``engine``: ``auto`` takes recursion where it is exact and
    the general engine elsewhere, ``oracle`` the plain one. ``steady`` says that the long run is asked for, so that a desk
    with more work than staff has no mean (:func:`~phancap.simulation.settle.settle` finds the warm-up).
    """
    if replications < 1:
        raise refuse("", "positive", what="replications", got=replications)
    if engine not in ENGINES:
        raise refuse("", "choice", what="engine", got=engine, near="", choices=", ".join(ENGINES))
    if engine != "oracle":
        start()
    prepared = prepare(model)
    load = load_of(prepared.layout)
    measured: list[Measured] = []
    engines: dict[str, None] = {}
    reasons: dict[str, None] = {}
    each = _each(prepared, seed, range(replications), engine, workers)

    def following(_: int) -> dict[str, float]:
        """Take in one replication more; its main measure, where it has one."""
        found, used, why = next(each)
        measured.append(found)
        engines[used] = None
        reasons.update(dict.fromkeys(why))
        if progress:
            progress(len(measured), replications)
        wait = found.overall["wait_minutes"]
        return {"wait_minutes": wait} if math.isfinite(wait) else {}

    stopped = False
    try:
        if rule is None:
            for number in range(replications):
                following(number)
        else:
            run_until(following, rule._replace(most=replications))
    except KeyboardInterrupt:
        if not (keep and measured):
            raise
        stopped = True
    finally:
        each.close()
    result = gather(prepared.layout, measured, " + ".join(engines), seed, tuple(reasons), load, steady)
    if rule is not None:
        result = precision_of(result, rule, replications)
    return interrupted(result, replications) if stopped else result


def _each(
    prepared: Prepared, seed: int, numbers: Iterable[int], engine: str, workers: int
) -> Generator[tuple[Measured, str, tuple[str, ...]]]:
    """The replications in order, some at the same time."""
    if workers <= 1:
        yield from (one(prepared, seed, r, engine) for r in numbers)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[tuple[Measured, str, tuple[str, ...]]]] = deque()
        try:
            # Few ahead of what is taken: each replication under way holds its dossiers in memory.
            for r in numbers:
                waiting.append(pool.submit(one, prepared, seed, r, engine))
                if len(waiting) > workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
