"""Many replications of many scenarios, in chunks that survive whatever happens to the machine.

A *chunk* is a few replications of one scenario of one model, about a second of work: small enough that little is lost
when something dies, long enough that handing it out costs nothing. A chunk function gives the same result for the same
chunk wherever it runs, so a result found in the store is not computed again: a sweep begun again goes on where it was.

Threads serve where the work leaves the interpreter (compiled loops), processes elsewhere. A process that is killed is
replaced and its chunk given to another; the bare pools of the standard library lose all results instead. ``cluster``
hands the same chunks to Dask (extra ``cluster``): ``"local"`` for this machine, an address (``tcp://...``) for others.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from importlib import import_module
from multiprocessing import connection, get_context
from typing import Any, NamedTuple, Protocol, cast

from numpy.typing import ArrayLike

from phancap.simulation.store import Store, pack

DEATHS = 3
"""Workers a chunk may take with it before it is reported; the same as Dask's own default."""


class Chunk(NamedTuple):
    """Replications ``[first, first + replications)`` of a scenario of a model, drawn from ``seed``."""

    model: bytes
    scenario: str
    seed: int
    first: int
    replications: int

    def __str__(self) -> str:
        name = self.scenario if len(self.scenario) <= 60 else f"{self.scenario[:57]}..."
        return f"scenario `{name}`, seed {self.seed}, replications {self.first} to {self.first + self.replications - 1}"


class ChunkFunction(Protocol):
    """A function of a module, so that other processes find it, with a version that changes with its results."""

    version: int

    def __call__(self, chunk: Chunk, /) -> Mapping[str, ArrayLike]: ...


def versioned(version: int) -> Callable[[Callable[[Chunk], Mapping[str, ArrayLike]]], ChunkFunction]:
    """Mark a chunk function; the number must change whenever it would give other results for the same chunk."""

    def mark(function: Callable[[Chunk], Mapping[str, ArrayLike]]) -> ChunkFunction:
        marked = cast(ChunkFunction, function)
        marked.version = version
        return marked

    return mark


class ChunkError(RuntimeError):
    """A chunk that cannot be computed; what others gave is kept."""

    def __init__(self, chunk: Chunk, why: str) -> None:
        self.chunk, self.why = chunk, why
        super().__init__(f"{chunk}: {why}")

    def __reduce__(self) -> tuple[type[ChunkError], tuple[Chunk, str]]:
        return ChunkError, (self.chunk, self.why)


class SweepInterrupted(KeyboardInterrupt):
    """Ctrl-C: ``done`` of ``total`` chunks are kept, the next run goes on from there."""

    def __init__(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        super().__init__(f"{done} of {total} chunks are kept")


class Swept(NamedTuple):
    """The key of each chunk, in their order; how many were found, computed, and given again after a death."""

    keys: list[str]
    found: int
    computed: int
    retried: int


Progress = Callable[[int, int], None]
"""Told how many chunks are done, and of how many; always called in the thread of :func:`run_chunks`."""


def chunk_key(function: ChunkFunction, chunk: Chunk) -> str:
    """The hash by which the result of this chunk is found again."""
    question = {
        "function": _name(function),
        "version": function.version,
        "model": hashlib.sha256(chunk.model).hexdigest(),
        "scenario": chunk.scenario,
        "seed": chunk.seed,
        "first": chunk.first,
        "replications": chunk.replications,
    }
    return hashlib.sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()


def chunks_of(model: bytes, scenarios: Sequence[str], seed: int, replications: int, size: int) -> list[Chunk]:
    """``replications`` of every scenario in chunks of ``size``; the same replication of each lies side by side."""
    starts = range(0, replications, size)
    return [
        Chunk(model, scenario, seed, start, min(size, replications - start))
        for start in starts
        for scenario in scenarios
    ]


def run_chunks(
    function: ChunkFunction,
    chunks: Sequence[Chunk],
    store: Store,
    workers: int = 1,
    cluster: Any = None,
    progress: Progress | None = None,
    *,
    processes: bool = False,
) -> Swept:
    """Compute every chunk that the store does not hold yet, and keep each result as soon as it is there.

    ``workers`` threads, or processes with ``processes=True`` (started anew, so the calling script needs its
    ``if __name__ == "__main__"``); 0 or 1 thread computes in this one. ``cluster`` is ``"local"`` (then ``workers``
    processes), the address of a Dask scheduler, or a ``distributed.Client``.

    :class:`ChunkError` when a chunk raises, or has taken ``DEATHS`` workers with it; :class:`SweepInterrupted` on
    Ctrl-C. What was computed until then stays.
    """
    keys = [chunk_key(function, chunk) for chunk in chunks]
    store.tidy()
    todo: dict[str, Chunk] = {}
    for key, chunk in zip(keys, chunks, strict=True):
        if key not in todo and not store.has(key):
            todo[key] = chunk
    total, found = len(set(keys)), len(set(keys)) - len(todo)
    done, retried = found, 0
    if progress:
        progress(done, total)
    if not todo:
        return Swept(keys, found, 0, 0)
    finished: Iterator[int]
    if cluster is not None:
        finished = _on_cluster(function, todo, store, workers, cluster)
    elif processes:
        finished = _on_processes(function, todo, store, max(1, workers))
    else:
        finished = _on_threads(function, todo, store, workers)
    try:
        for again in finished:
            done, retried = done + 1, retried + again
            if progress:
                progress(done, total)
    except KeyboardInterrupt:
        finished.close()  # type: ignore[attr-defined]  # a generator: its workers end before we go on
        raise SweepInterrupted(sum(map(store.has, set(keys))), total) from None
    return Swept(keys, found, done - found, retried)


def _name(function: ChunkFunction) -> str:
    name = f"{getattr(function, '__module__', '?')}:{getattr(function, '__qualname__', '?')}"
    if "<" in name or "?" in name:
        raise TypeError(f"`{name}` cannot be found by another process: a chunk function stands in a module")
    if not isinstance(getattr(function, "version", None), int):
        raise TypeError(f"`{name}` has no version: mark it with `@versioned(1)`")
    return name


def _compute(function: ChunkFunction, chunk: Chunk) -> bytes:
    try:
        return pack(function(chunk))
    except Exception as error:  # whatever a chunk raises is told with the chunk
        raise ChunkError(chunk, f"{type(error).__name__}: {error}") from error


# Each of the following gives, for every chunk as it is kept, how often it had to be handed out again.


def _on_threads(function: ChunkFunction, todo: dict[str, Chunk], store: Store, workers: int) -> Iterator[int]:
    def job(key: str, chunk: Chunk) -> None:
        store.put(key, _compute(function, chunk))

    if workers <= 1:
        for key, chunk in todo.items():
            job(key, chunk)
            yield 0
        return
    pool = ThreadPoolExecutor(workers, thread_name_prefix="chunk")
    waiting = iter(todo.items())
    running: set[Future[None]] = set()
    try:
        while True:
            # Few are handed out at a time, so that an interrupt waits for those that run and no others.
            while len(running) < workers and (following := next(waiting, None)):
                running.add(pool.submit(job, *following))
            if not running:
                return
            ready, running = wait(running, return_when=FIRST_COMPLETED)
            for future in ready:
                future.result()
                yield 0
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class _Worker:
    """A process of our own with a pipe to it; ``task`` is the key of what it works at."""

    def __init__(self, function: ChunkFunction, store: Store) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(
            target=_serve, args=(theirs, function, os.fspath(store.folder)), daemon=True
        )
        self.process.start()
        theirs.close()
        self.task: str | None = None

    def give(self, key: str, chunk: Chunk) -> None:
        self.task = key
        try:
            self.pipe.send((key, chunk))
        except OSError:
            pass  # it has died: found out by its silence, as any death

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _serve(pipe: connection.Connection, function: ChunkFunction, folder: str) -> None:
    """A worker's life: it keeps its results itself, and ends when nobody is at the other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    store = Store(folder)
    while True:
        try:
            key, chunk = pipe.recv()
        except (EOFError, OSError):
            return
        error = None
        try:
            store.put(key, _compute(function, chunk))
        except (ChunkError, OSError) as raised:
            error = raised if isinstance(raised, ChunkError) else ChunkError(chunk, str(raised))
        try:
            pipe.send(error)
        except OSError:
            return


def _on_processes(
    function: ChunkFunction, todo: dict[str, Chunk], store: Store, workers: int
) -> Iterator[int]:
    waiting, deaths = deque(todo), dict.fromkeys(todo, 0)
    staff = [_Worker(function, store) for _ in range(min(workers, len(todo)))]
    try:
        while True:
            for worker in staff:
                if worker.task is None and waiting:
                    key = waiting.popleft()
                    worker.give(key, todo[key])
            busy = {worker.pipe: worker for worker in staff if worker.task is not None}
            if not busy:
                return
            for pipe in connection.wait(list(busy)):
                worker = busy[cast("connection.Connection", pipe)]
                key = cast(str, worker.task)
                try:
                    error = worker.pipe.recv()
                except (EOFError, OSError):
                    staff[staff.index(worker)] = _after_death(worker, function, store)
                    if store.has(key):  # it died after keeping its result
                        yield deaths[key]
                        continue
                    deaths[key] += 1
                    if deaths[key] >= DEATHS:
                        why = f"killed its worker {DEATHS} times (last exit code {worker.process.exitcode})"
                        raise ChunkError(todo[key], why) from None
                    waiting.appendleft(key)
                    continue
                worker.task = None
                if error is not None:
                    raise error
                yield deaths[key]
    finally:
        for worker in staff:
            worker.end()


def _after_death(worker: _Worker, function: ChunkFunction, store: Store) -> _Worker:
    worker.end()
    return _Worker(function, store)


def _on_cluster(
    function: ChunkFunction, todo: dict[str, Chunk], store: Store, workers: int, cluster: Any
) -> Iterator[int]:
    try:
        dask: Any = import_module("distributed")
    except ImportError:
        raise ModuleNotFoundError(
            "a sweep over a cluster needs Dask: install the extra `cluster` (`pip install 'phancap[cluster]'`)"
        ) from None
    own = not isinstance(cluster, dask.Client)
    if cluster == "local":
        client = dask.Client(
            n_workers=max(1, workers),
            threads_per_worker=1,
            dashboard_address=None,
            set_as_default=False,
            silence_logs=logging.ERROR,
        )
    else:
        client = dask.Client(cluster, set_as_default=False) if own else cluster
    try:
        width = max(4, 2 * sum(client.ncores().values()))
        waiting = iter(todo.items())

        def submit(item: tuple[str, Chunk]) -> Any:
            key, chunk = item
            return client.submit(_compute, function, chunk, key=f"phancap-{key}", pure=True, retries=2)

        started = [submit(item) for _, item in zip(range(width), waiting, strict=False)]
        ready = dask.as_completed(started, loop=client.loop)
        for future in ready:
            key = future.key.removeprefix("phancap-")
            try:
                # Workers need not see our disk: the bytes come here and are kept here.
                store.put(key, future.result())
            except dask.KilledWorker as death:
                raise ChunkError(todo[key], f"killed its workers: {death}") from None
            future.release()
            if following := next(waiting, None):
                ready.add(submit(following))
            yield 0
    finally:
        if own:
            client.close()
            if client.cluster is not None:
                client.cluster.close()
