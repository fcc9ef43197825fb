"""Sweeps go on where they were, lose nothing to a killed worker, and leave whole results only."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from phancap.simulation.store import MAGIC, Store, pack, unpack
from phancap.simulation.sweep import Chunk, ChunkError, chunk_key, chunks_of, run_chunks, versioned
from tests.simulation import chunk_work as work

ROOT = Path(__file__).resolve().parents[2]
CHUNKS = chunks_of(b"", ["base", "pilot"], 7, 10, 2)


def test_chunks_cover_every_replication_of_every_scenario_once() -> None:
    chunks = chunks_of(b"m", ["a", "b"], 1, 7, 3)
    runs = [(c.scenario, r) for c in chunks for r in range(c.first, c.first + c.replications)]
    assert sorted(runs) == [(s, r) for s in "ab" for r in range(7)]


WAYS: list[dict[str, Any]] = [
    {"workers": 0}, {"workers": 3}, {"workers": 2, "processes": True}, {"workers": 2, "cluster": "local"},
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=["here", "threads", "processes", "cluster"])
def test_every_way_of_running_gives_the_same_results(way: dict[str, Any], tmp_path: Path) -> None:
    store, seen = Store(tmp_path), list[tuple[int, int]]()
    swept = run_chunks(
        work.mean_wait, CHUNKS, store, **way, progress=lambda done, total: seen.append((done, total))
    )
    assert (swept.found, swept.computed, swept.retried) == (0, 10, 0)
    assert seen == [(done, 10) for done in range(11)]
    for key, chunk in zip(swept.keys, CHUNKS, strict=True):
        result = store.load(key)
        assert result is not None
        assert result["waits"].tolist() == np.asarray(work.mean_wait(chunk)["waits"]).tolist()
        assert str(result["scenario"]) == chunk.scenario
    again = run_chunks(work.fail, [], store)
    assert again.keys == []
    assert run_chunks(work.mean_wait, CHUNKS, store, **way) == (swept.keys, 10, 0, 0)


def test_a_question_asked_twice_is_computed_once(tmp_path: Path) -> None:
    swept = run_chunks(work.mean_wait, [CHUNKS[0], CHUNKS[0]], Store(tmp_path))
    assert swept.computed == 1
    assert swept.keys[0] == swept.keys[1]


def test_the_key_is_the_whole_question() -> None:
    chunk = Chunk(b"model", "base", 1, 0, 5)
    other = [
        chunk._replace(model=b"model "), chunk._replace(scenario="bas"), chunk._replace(seed=2),
        chunk._replace(first=1), chunk._replace(replications=6),
    ]  # fmt: skip
    keys = {chunk_key(work.mean_wait, one) for one in (chunk, *other)} | {chunk_key(work.fail, chunk)}
    assert len(keys) == 7
    before = work.mean_wait.version  # type: ignore[attr-defined]
    try:
        versioned(before + 1)(work.mean_wait)
        assert chunk_key(work.mean_wait, chunk) not in keys
    finally:
        versioned(before)(work.mean_wait)
    assert chunk_key(work.mean_wait, chunk) in keys


@pytest.mark.parametrize("way", [{"processes": True}, {"cluster": "local"}], ids=["processes", "cluster"])
def test_a_killed_worker_loses_nothing(way: dict[str, Any], tmp_path: Path) -> None:
    chunks = chunks_of(b'{"mark": "%s"}' % os.fsencode(tmp_path / "died"), ["a", "b"], 7, 12, 2)
    store = Store(tmp_path / "store")
    swept = run_chunks(work.die_once, chunks, store, 2, **way)
    assert (tmp_path / "died").exists()
    assert swept.computed == len(chunks) == len(store.keys())
    if "processes" in way:
        assert swept.retried == 1  # Dask does not tell how often it tried
    assert all(store.has(key) for key in swept.keys)


def test_a_chunk_that_kills_every_worker_is_reported(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(
        ChunkError, match=r"scenario `(base|pilot)`, seed 7, replications 4 to 5: killed its worker 3 times"
    ):
        run_chunks(work.die_always, CHUNKS, store, 2, processes=True)
    assert 0 < len(store.keys()) < 10
    assert all(store.has(key) for key in store.keys())  # noqa: SIM118 - not a dictionary


@pytest.mark.parametrize("way", WAYS, ids=["here", "threads", "processes", "cluster"])
def test_what_a_chunk_raises_is_told_with_the_chunk(way: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(ChunkError, match="replications 4 to 5: ZeroDivisionError: no desks") as raised:
        run_chunks(work.fail, CHUNKS, Store(tmp_path), **way)
    assert raised.value.chunk.first == 4


def test_what_others_could_not_find_or_keep_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="cannot be found by another process"):
        run_chunks(versioned(1)(lambda chunk: {}), CHUNKS, Store(tmp_path))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"has no version: mark it with `@versioned\(1\)`"):
        run_chunks(work.main, CHUNKS, Store(tmp_path))  # type: ignore[arg-type]
    with pytest.raises(ChunkError, match="`waits` of a chunk's result is dict, expected numbers or text"):
        run_chunks(work.objects, CHUNKS, Store(tmp_path))


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "foreign"])
def test_a_damaged_result_counts_as_absent_and_is_computed_again(damage: str, tmp_path: Path) -> None:
    store = Store(tmp_path)
    key = run_chunks(work.mean_wait, CHUNKS, store).keys[0]
    path, whole = store.path(key), store.path(key).read_bytes()
    middle = len(whole) // 2
    path.write_bytes(
        {
            "cut": whole[:-7], "empty": b"", "foreign": b"PK" + whole,
            "flip": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        }[damage]
    )  # fmt: skip
    assert store.load(key) is None
    assert run_chunks(work.mean_wait, CHUNKS, store).computed == 1
    assert path.read_bytes() == whole


def test_bytes_made_to_deceive_are_no_result() -> None:
    import hashlib
    import io

    body = io.BytesIO()
    np.save(body, np.array([{"evil": 1}], dtype=object), allow_pickle=True)
    for content in (body.getvalue(), b"", b"PK\x03\x04"):
        assert unpack(MAGIC + hashlib.sha256(content).hexdigest().encode() + b"\n" + content) is None
    assert unpack(pack({})) == {}


def start(folder: Path, kind: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.simulation.chunk_work", str(folder), kind],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True,
        # Whoever runs the tests in the background may have had Ctrl-C ignored, and a child inherits that.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_killed_at_any_moment_only_whole_results_are_left(kind: str, tmp_path: Path) -> None:
    """Kill -9 of the whole group after a random number of results, over and over, until the sweep is done."""
    chance, store, before, kills = random.Random(3), Store(tmp_path), 0, 0
    while True:
        run = start(tmp_path, kind)
        assert run.stdout is not None
        wanted = before + chance.randint(6, 14)
        for line in run.stdout:
            if int(line) >= wanted:
                os.killpg(run.pid, signal.SIGKILL)
                kills += 1
                break
        run.stdout.close()
        run.wait()
        kept = store.keys()
        assert all(store.has(key) for key in kept)
        assert len(kept) >= before  # what was done once is never done again
        before = len(kept)
        if run.returncode == 0:
            break
    assert (before, kills >= 3) == (60, True)
    store.tidy()
    assert list(tmp_path.glob("**/.*")) == []


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_ctrl_c_keeps_what_is_done(kind: str, tmp_path: Path) -> None:
    run = start(tmp_path, kind)
    assert run.stdout is not None
    for line in run.stdout:
        if line.strip() == "7":
            os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to the whole group
            break
    rest = run.stdout.read().split()
    run.stdout.close()
    assert run.wait() == 130
    done, total = map(int, rest[rest.index("interrupted") + 1 :])
    assert (7 <= done < 60, total) == (True, 60)
    store = Store(tmp_path)
    assert len([key for key in store.keys() if store.has(key)]) == done  # noqa: SIM118 - not a dictionary
