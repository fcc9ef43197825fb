"""``phancap simulate --keep`` and ``--cluster``: replications in chunks that are kept and gone on with."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from phancap.cli.common import INTERRUPTED, Refused

if TYPE_CHECKING:
    from phancap.simulation import Model, Result
    from phancap.simulation.statistics import StopRule

SIZE = 10
"""Replications in a chunk."""


def swept(
    model: Model, replications: int, seed: int, keep: str | None, cluster: str | None, workers: int,
    progress: Callable[[int, int], None], lang: str, rule: StopRule | None = None,
    steady: bool = False,
) -> Result:  # fmt: skip
    """The result of all replications, found or computed; Ctrl-C says what is kept and ends the program.

    With a ``rule`` parts are added, half as many again each time, until the mean wait is precise or all are there.
    """
    from phancap.formats.cache import cache_folder
    from phancap.simulation.chunks import sweep_models
    from phancap.simulation.output import precision_of
    from phancap.simulation.store import Store
    from phancap.simulation.sweep import ChunkError, SweepInterrupted

    vi = lang == "vi"
    folder = keep or os.path.join(cache_folder() or ".", "sweeps")
    if cluster is not None and cluster != "local" and "://" not in cluster:
        words = "cần `local` hoặc địa chỉ như" if vi else "expected `local` or an address such as"
        raise Refused(f"`--cluster {cluster}`: {words} `tcp://10.0.0.5:8786`")

    def told(done: int, total: int) -> None:
        progress(min(replications, done * SIZE), replications)

    try:
        store = Store(folder)
        size = min(SIZE, replications)
        count = replications if rule is None else size
        while True:
            result = sweep_models(
                {"model": model}, count, seed, store, workers, cluster, told, size=size, steady=steady
            )["model"]
            if rule is None:
                return result
            judged = precision_of(result, rule, replications)
            if count >= replications or (judged.precision or {}).get("reached"):
                return judged
            count = min(replications, (count * 3 // 2 + size) // size * size)
    except SweepInterrupted as stopped:
        click.echo(
            f"\nđã giữ {stopped.done} trong {stopped.total} phần ở {folder} · chạy lại đúng lệnh này để làm tiếp"
            if vi
            else f"\n{stopped.done} of {stopped.total} parts are kept in {folder} · the same command goes on from there",
            err=True,
        )
        raise click.exceptions.Exit(INTERRUPTED) from None
    except ModuleNotFoundError as missing:
        if missing.name not in (None, "distributed", "dask"):
            raise
        raise Refused(
            "`--cluster` cần phần thêm `cluster`: pip install 'phancap[cluster]'" if vi else str(missing)
        ) from None
    except ChunkError as error:
        raise Refused(
            f"{'một phần không tính được' if vi else 'a part could not be computed'}: {error}"
        ) from None
    except OSError as error:
        where = cluster if cluster and not error.filename else error.filename or folder
        raise Refused(f"`{where}`: {error.strerror or error}") from None
