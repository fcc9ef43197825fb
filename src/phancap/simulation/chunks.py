"""Replications of models as chunks of a sweep: the same results as a plain run, kept on disk as they come.

A model travels as bytes (JSON of its records, no pickle), so that the key of a result holds everything it depends on: the
model, the seed, the replications, and the version of the code that computes, which is a hash of its source: an engine that
was changed finds nothing that the one before it left.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import ArrayLike

from phancap.simulation import model as records
from phancap.simulation.load import load_of
from phancap.simulation.measure import Measured
from phancap.simulation.model import Model
from phancap.simulation.output import Result, gather
from phancap.simulation.run import Prepared, one, prepare
from phancap.simulation.store import Result as Kept
from phancap.simulation.store import Store
from phancap.simulation.sweep import Chunk, Progress, chunks_of, run_chunks, versioned

SIZE = 10
"""Replications in a chunk, where nothing else is asked for."""


def model_bytes(model: Model) -> bytes:
    """A model as bytes: equal models give equal bytes."""
    return json.dumps(_plain(model), ensure_ascii=False, separators=(",", ":")).encode()


def model_from_bytes(data: bytes) -> Model:
    """The inverse of :func:`model_bytes`; checked as any model is."""
    made = _record(json.loads(data))
    if not isinstance(made, Model):
        raise ValueError(f"got a `{type(made).__name__}`, expected a model")
    return made


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {"record": type(value).__name__, **fields}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"`{type(value).__name__}` in a model cannot be written down")


def _record(value: Any) -> Any:
    """Lists come back as tuples: a model has no other sequence."""
    if isinstance(value, list):
        return tuple(_record(item) for item in value)
    if isinstance(value, dict):
        kind: Any = getattr(records, value.pop("record"))
        if not dataclasses.is_dataclass(kind):
            raise ValueError(f"`{kind}` is no record of a model")
        return cast("Callable[..., Any]", kind)(**{name: _record(inner) for name, inner in value.items()})
    return value


def _code_version() -> int:
    """A number that changes with the source of this room, and with numpy, whose streams the draws use."""
    digest = hashlib.sha256(np.__version__.encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return int.from_bytes(digest.digest()[:8], "big")


@lru_cache(maxsize=8)
def _prepared(data: bytes) -> Prepared:
    return prepare(model_from_bytes(data))


@versioned(_code_version())
def simulate(chunk: Chunk) -> Mapping[str, ArrayLike]:
    """The measures of some replications of a model, a row each."""
    prepared = _prepared(chunk.model)
    measured, engines, reasons = [], dict[str, None](), dict[str, None]()
    for replication in range(chunk.first, chunk.first + chunk.replications):
        found, used, why = one(prepared, chunk.seed, replication)
        measured.append(found)
        engines[used] = None
        reasons |= dict.fromkeys(why)
    return {
        "engine": " + ".join(engines),
        "reasons": np.array(list(reasons), dtype=np.str_),
        **_columns(measured),
    }


def _columns(measured: list[Measured]) -> dict[str, ArrayLike]:
    """``field`` or ``field/name`` to an array with a row a replication; a field that is not known has none."""
    columns: dict[str, ArrayLike] = {}
    for field in Measured._fields:
        values = [getattr(row, field) for row in measured]
        if isinstance(values[0], dict):
            for name in values[0]:
                columns[f"{field}/{name}"] = np.stack([np.asarray(value[name]) for value in values])
        elif values[0] is not None:
            columns[field] = np.stack([np.asarray(value) for value in values])
    return columns


def _rows(kept: Kept) -> list[Measured]:
    """The inverse of :func:`_columns`."""
    count = len(kept["events"])
    rows: list[dict[str, Any]] = [{field: None for field in Measured._fields} for _ in range(count)]
    for key, column in kept.items():
        field, mark, name = key.partition("/")
        if field not in Measured._fields:
            continue
        for row, value in zip(rows, column, strict=True):
            value = value.item() if value.ndim == 0 else value
            if mark:
                row[field] = {**(row[field] or {}), name: value}
            else:
                row[field] = value
    return [Measured(**row) for row in rows]


def sweep_models(
    models: Mapping[str, Model],
    replications: int,
    seed: int,
    store: Store,
    workers: int = 1,
    cluster: Any = None,
    progress: Progress | None = None,
    *,
    processes: bool = False,
    size: int = SIZE,
    steady: bool = False,
) -> dict[str, Result]:
    """Run every model on the same draws, keep each chunk as it is done, and gather what :func:`run` would give.

    Begun again after an interrupt, a kill or with more replications, it computes only what is missing. See
    :func:`~phancap.simulation.sweep.run_chunks` for ``workers``, ``processes`` and ``cluster``.
    """
    if replications < 1 or size < 1:
        raise ValueError(f"got {replications} replications in chunks of {size}, expected at least one each")
    packed = {name: model_bytes(model) for name, model in models.items()}
    of_model = {name: chunks_of(data, [name], seed, replications, size) for name, data in packed.items()}
    # The same years of all models lie side by side, so that a sweep cut short can be compared as far as it went.
    chunks = [chunk for group in zip(*of_model.values(), strict=True) for chunk in group]
    keys = run_chunks(simulate, chunks, store, workers, cluster, progress, processes=processes).keys
    results = {}
    for name, data in packed.items():
        prepared = _prepared(data)
        measured: list[Measured] = []
        engines, reasons = dict[str, None](), dict[str, None]()
        for key, chunk in zip(keys, chunks, strict=True):
            if chunk.scenario == name:
                kept = store.load(key)
                if kept is None:
                    raise OSError(f"a result that was just kept is gone: {store.path(key)}")
                measured += _rows(kept)
                engines[str(kept["engine"])] = None
                reasons |= dict.fromkeys(str(reason) for reason in kept["reasons"])
        load = load_of(prepared.layout)
        results[name] = gather(
            prepared.layout, measured, " + ".join(engines), seed, tuple(reasons), load, steady
        )
    return results
