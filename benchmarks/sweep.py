"""Sweeps: what handing out a chunk costs beside a chunk of one second, and what a killed worker takes with it.

CPU seconds of this process and its workers. The cost of a chunk is the difference between a run of many empty chunks and
one of two, so that starting workers does not count; it holds pickling, the check of what is there, and keeping the result.
"""

from __future__ import annotations

import os
import resource
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from measure import Row, within

from phancap.simulation.store import Store
from phancap.simulation.sweep import Chunk, chunks_of, run_chunks, versioned

CHUNK = 1.0
"""Seconds of work in a chunk of a real sweep."""

MODEL = b"x" * 200_000
"""About the size of a city's model."""

MANY, FEW, KILLED = 300, 2, 24


@versioned(1)
def empty(chunk: Chunk) -> Mapping[str, Any]:
    """A result as large as that of a chunk of replications."""
    return {"waits": [float(chunk.first)] * 500}


@versioned(1)
def die_once(chunk: Chunk) -> Mapping[str, Any]:
    """Some work; the worker that first meets replication 7 is killed as if memory had run out."""
    _die_at(chunk.first, chunk.model.decode())
    return {"first": chunk.first}


def _die_at(number: int, mark: str) -> int:
    path = Path(mark)
    if number == 7 and not path.exists():
        path.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.02)
    return number


def _spent() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _cost(way: dict[str, Any]) -> float:
    """CPU seconds a chunk."""
    spent = []
    for count in (FEW, MANY):
        with tempfile.TemporaryDirectory() as folder:
            before = _spent()
            run_chunks(empty, chunks_of(MODEL, ["base"], 1, count, 1), Store(folder), 2, **way)
            spent.append(_spent() - before)
    return max(0.0, spent[1] - spent[0]) / (MANY - FEW)


def _kept(way: dict[str, Any]) -> int:
    """Results in the store after a worker was killed in the middle, without anybody starting again."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "store")
        chunks = chunks_of(os.fsencode(Path(folder) / "died"), ["base"], 1, KILLED, 1)
        swept = run_chunks(die_once, chunks, store, 2, **way)
        return sum(map(store.has, swept.keys))


def _kept_by_a_bare_pool() -> int:
    with tempfile.TemporaryDirectory() as folder:
        mark = str(Path(folder) / "died")
        try:
            with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
                return len(list(pool.map(_die_at, range(KILLED), [mark] * KILLED)))
        except BrokenProcessPool:
            return 0


def run() -> Iterator[tuple[str, list[Row]]]:
    """The rows of the table."""
    ways: dict[str, dict[str, Any]] = {"threads": {}, "processes": {"processes": True}}
    if find_spec("distributed"):
        ways["Dask, local cluster"] = {"cluster": "local"}
    rows = [
        within(f"overhead of a chunk of {CHUNK:g} s, {name}", 100 * _cost(way) / CHUNK, 1, "%", 3)
        for name, way in ways.items()
    ]
    for name, way in ways.items():
        if way:
            kept = _kept(way)
            what = f"results after `kill -9` of a worker, {name}"
            rows.append(Row(what, f"{kept} of {KILLED}", f">= {KILLED}", kept == KILLED))
    rows.append(Row("the same, `concurrent.futures`", f"{_kept_by_a_bare_pool()} of {KILLED}"))
    yield "Sweep", rows
