"""The chained log: what is added stands, any changed byte is found and located, a killed writer leaves no half entry."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import settings

from phancap.ledger.chain import NOTHING, Chain

TORTURE = settings.default is not None and settings.default.max_examples > 1000


def filled(path: Path, count: int = 5) -> Chain:
    chain = Chain(path / "log.jsonl")
    for number in range(count):
        chain.append("row", f"người-{number}", {"table": "grants", "key": f"g{number}", "chữ": "Đường số 1\n"})
    return chain


def test_an_empty_log_is_whole(tmp_path: Path) -> None:
    assert Chain(tmp_path / "none").verify() == (0, NOTHING, None)


def test_entries_are_numbered_and_chained(tmp_path: Path) -> None:
    chain = filled(tmp_path)
    entries = list(chain.entries())
    assert [e.number for e in entries] == [1, 2, 3, 4, 5]
    assert [e.previous for e in entries] == [NOTHING, *(e.hash for e in entries[:-1])]
    assert chain.verify() == (5, entries[-1].hash, None)


def test_any_changed_byte_is_found_in_its_line(tmp_path: Path) -> None:
    chain = filled(tmp_path)
    whole = chain.path.read_bytes()
    starts = [0, *(at + 1 for at, byte in enumerate(whole) if byte == 10)]
    for at in range(len(whole)):
        for other in {whole[at] ^ 1, 32, 10} - {whole[at]}:
            chain.path.write_bytes(whole[:at] + bytes([other]) + whole[at + 1 :])
            fault = chain.verify().fault
            assert fault is not None, (at, other)
            line = max(number for number, start in enumerate(starts, 1) if start <= at)
            # A line end that is gone joins two lines, one that is new tears one: the fault is in that line.
            assert (fault.line, fault.byte) == (line, starts[line - 1]), (at, other, fault)


def test_lines_taken_away_inserted_or_swapped_are_found(tmp_path: Path) -> None:
    chain = filled(tmp_path)
    lines = chain.path.read_bytes().splitlines(keepends=True)
    for spoilt, line, problem in (
        (lines[1:], 1, "not-chained"), (lines[:2] + lines[3:], 3, "not-chained"), (lines[:4], 5, "cut-off"), ([], 1, "cut-off"),
        (lines[:2] + [lines[1]] + lines[2:], 3, "not-chained"), ([lines[1], lines[0], *lines[2:]], 1, "not-chained"),
    ):  # fmt: skip
        chain.path.write_bytes(b"".join(spoilt))
        fault = chain.verify().fault
        assert fault is not None
        assert (fault.line, fault.problem) == (line, problem)


def test_a_forged_chain_is_found_by_a_head_that_was_written_down(tmp_path: Path) -> None:
    chain = filled(tmp_path)
    head = chain.verify().head
    chain.append("row", "x", {})
    assert chain.verify(head).fault is None
    forged = filled(tmp_path / "other", 7)
    fault = forged.verify(head).fault
    assert fault is not None
    assert fault.problem == "head-missing"


def test_a_torn_last_line_was_never_acknowledged(tmp_path: Path) -> None:
    chain = filled(tmp_path)
    whole = chain.path.read_bytes()
    chain.path.write_bytes(whole + b'{"actor":"x","at')
    assert len(list(chain.entries())) == 5
    fault = chain.verify().fault
    assert fault is not None
    assert (fault.line, fault.problem) == (6, "torn")
    assert chain.append("row", "y", {}).number == 6
    assert chain.verify().fault is None


def test_a_line_longer_than_the_tail_that_is_read(tmp_path: Path) -> None:
    chain = filled(tmp_path, 1)
    chain.append("row", "x", {"text": "đ" * 300_000})
    assert chain.append("row", "y", {}).number == 3
    assert chain.verify().entries == 3


def _add(path: str, count: int) -> None:
    chain = Chain(path)
    for number in range(count):
        chain.append("row", str(os.getpid()), {"n": number})


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = str(tmp_path / "log.jsonl")
    workers = [multiprocessing.get_context("spawn").Process(target=_add, args=(path, 25)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    chain = Chain(path)
    assert chain.verify().entries == 100
    by_worker: dict[str, list[int]] = {}
    for entry in chain.entries():
        by_worker.setdefault(entry.actor, []).append(entry.data["n"])
    assert list(by_worker.values()) == [list(range(25))] * 4


WRITER = """
import sys
from phancap.ledger.chain import Chain
chain = Chain(sys.argv[1])
while True:
    entry = chain.append("row", "w", {"text": "x" * 5000})
    print(entry.number, entry.hash, flush=True)
"""


@pytest.mark.parametrize("seed", range(200 if TORTURE else 6))
def test_a_killed_writer_loses_nothing_it_was_told(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "log.jsonl"
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline().split()]
        time.sleep(random.Random(seed).random() / 20)
        writer.send_signal(signal.SIGKILL)
        told += [line.split() for line in writer.stdout.read().splitlines() if len(line.split()) == 2]
    chain = Chain(path)
    kept = {str(entry.number): entry.hash for entry in chain.entries()}
    assert all(kept.get(number) == hashed for number, hashed in told if len(hashed) == 64)
    verdict = chain.verify()
    assert verdict.fault is None or verdict.fault.problem == "torn"
    chain.append("after", "x", {})
    assert chain.verify().fault is None


def test_what_is_no_json_is_refused(tmp_path: Path) -> None:
    chain = filled(tmp_path)
    with pytest.raises(ValueError, match="Out of range"):
        chain.append("row", "x", {"value": float("nan")})
    assert chain.verify().entries == 5
    assert json.loads(chain.path.read_bytes().splitlines()[-1])["number"] == 5
