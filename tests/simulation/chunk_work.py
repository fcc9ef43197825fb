"""Chunk functions for the tests of sweeps; in a module of their own so that other processes find them."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from phancap.simulation.store import Store
from phancap.simulation.sweep import Chunk, SweepInterrupted, chunks_of, run_chunks, versioned


@versioned(1)
def mean_wait(chunk: Chunk) -> Mapping[str, Any]:
    """Numbers that follow from the chunk alone; ``model`` may ask for a delay and a size."""
    wish = json.loads(chunk.model or b"{}")
    time.sleep(wish.get("sleep", 0))
    stream = np.random.default_rng((chunk.seed, chunk.first))  # the same draws for every scenario
    table = stream.exponential(size=(chunk.replications, wish.get("size", 3))) + len(chunk.scenario)
    return {"waits": table, "mean": table.mean(), "scenario": chunk.scenario}


@versioned(1)
def die_once(chunk: Chunk) -> Mapping[str, Any]:
    """The worker that meets replication 4 first is killed, as by the system when memory is short."""
    mark = Path(json.loads(chunk.model)["mark"])
    if chunk.first == 4 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return mean_wait(chunk._replace(model=b""))


@versioned(1)
def die_always(chunk: Chunk) -> Mapping[str, Any]:
    if chunk.first == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return mean_wait(chunk)


@versioned(1)
def fail(chunk: Chunk) -> Mapping[str, Any]:
    if chunk.first == 4:
        raise ZeroDivisionError("no desks")
    return mean_wait(chunk)


@versioned(1)
def objects(chunk: Chunk) -> Mapping[str, Any]:
    return {"waits": {"not": "an array"}}


def main(folder: str, kind: str) -> None:
    """A sweep for others to interrupt: ``python chunk_work.py FOLDER threads|processes``; prints what it has done."""
    from tests.simulation.chunk_work import mean_wait  # by the name that its workers know

    chunks = chunks_of(b'{"sleep": 0.01, "size": 20000}', ["a", "b"], 1, 30, 1)
    try:
        run_chunks(
            mean_wait, chunks, Store(folder), 2, progress=lambda done, _: print(done, flush=True),
            processes=kind == "processes",
        )  # fmt: skip
    except SweepInterrupted as stopped:
        print("interrupted", stopped.done, stopped.total, flush=True)
        sys.exit(130)


if __name__ == "__main__":
    main(*sys.argv[1:])
