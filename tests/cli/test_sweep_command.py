"""`phancap simulate --keep` and `--cluster`: the same answer, kept in parts, gone on with after Ctrl-C."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from phancap.cli.main import main
from phancap.simulation.store import Store

MODEL = Path(__file__).resolve().parents[2] / "examples" / "mmc.toml"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command: (exit code, standard output, standard error)."""

    def call(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            main(["simulate", "--model", str(MODEL), *map(str, words)])
        out, err = capsys.readouterr()
        return int(stop.value.code or 0), out, err

    return call


def test_kept_parts_give_the_same_answer(run: Any, tmp_path: Path) -> None:
    plain = run("--replications", 12, "--json")
    assert run("--replications", 12, "--json", "--keep", tmp_path) == plain
    kept = Store(tmp_path).keys()
    assert len(kept) == 2
    assert run("--replications", 12, "--json", "--keep", tmp_path) == plain
    assert Store(tmp_path).keys() == kept


@pytest.mark.parametrize(
    "words, message",
    [
        (("--cluster", "somewhere"), "cần `local` hoặc địa chỉ như `tcp://10.0.0.5:8786`"),
        (("--keep", "{}", "--engine", "oracle"), "`--engine` không đi cùng"),
        (("--keep", str(MODEL)), "mmc.toml"),
    ],
)
def test_what_is_refused(words: tuple[str, ...], message: str, run: Any, tmp_path: Path) -> None:
    code, out, err = run(*(word.format(tmp_path) for word in words))
    assert (code, out) == (2, "")
    assert message in err


def test_ctrl_c_says_what_is_kept(tmp_path: Path) -> None:
    words = [
        "simulate",
        "--model",
        str(MODEL),
        "--replications",
        "100000",
        "--keep",
        str(tmp_path),
        "--workers",
        "2",
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "phancap", *words],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        # Whoever runs the tests in the background may have had Ctrl-C ignored, and a child inherits that.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    while process.poll() is None and len(Store(tmp_path).keys()) < 2:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == 130
    assert "trong 10000 phần ở" in err
    assert "chạy lại đúng lệnh này để làm tiếp" in err
    store = Store(tmp_path)
    assert int(err.split("đã giữ ")[1].split()[0]) == len([key for key in store.keys() if store.has(key)])  # noqa: SIM118
