"""`phancap who` from the shell against an empty interpreter, in CPU seconds of the same run.

Warm: the snapshot lies in the cache. Cold: the cache is empty, so the workspace is read and compiled first.
The two programs take turns, so that a busy minute of the machine meets both.
"""

from __future__ import annotations

import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

ROUNDS = 30
COLD_ROUNDS = 3
WHERE = ["--at", "an phu ninh kieu", "--on", "2022-06-20"]
WORDS, CODE = ["who", "cấp phép xây dựng nhà ở", *WHERE], ["who", "1.013225", *WHERE]
RESULTS = Path(__file__).parent / "RESULTS.md"


def cpu_seconds(command: list[str], cache: Path) -> float:
    """User and system time of one run; a failing run fails the benchmark."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def measure() -> list[tuple[str, str, str]]:
    """Rows of the table: what, figure, bar."""
    empty = [sys.executable, "-c", "pass"]
    phancap = str(Path(sys.executable).parent / "phancap")
    words, code = [phancap, *WORDS], [phancap, *CODE]
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "cache"
        cold = []
        for _ in range(COLD_ROUNDS):
            shutil.rmtree(cache, ignore_errors=True)
            cold.append(cpu_seconds(words, cache))
        rounds = [tuple(cpu_seconds(command, cache) for command in (empty, words, code)) for _ in range(ROUNDS)]
    base, by_words, by_code = (statistics.median(column) for column in zip(*rounds, strict=True))
    return [
        ("empty interpreter, `python -c pass`", f"{base * 1000:.1f} ms", ""),
        ("`phancap who` by words, warm", f"{by_words * 1000:.1f} ms", ""),
        ("`phancap who` by words, warm, against the empty interpreter", f"{by_words / base:.1f}x", "<= 8x"),
        ("`phancap who` by code, warm, against the empty interpreter", f"{by_code / base:.1f}x", "<= 8x"),
        ("`phancap who` by words, cold", f"{statistics.median(cold):.2f} s", "<= 2 s"),
    ]


def main() -> None:
    """Measure, print and keep the table."""
    lines = [
        "# Measured",
        "",
        "CPU seconds, medians; written by `make bench`. Ratios are bars, absolute figures are a guide.",
        "",
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, click {version('click')}; {ROUNDS} rounds",
        "",
        "| what | figure | bar |",
        "| --- | --- | --- |",
        *(f"| {what} | {figure} | {bar} |" for what, figure, bar in measure()),
    ]
    text = "\n".join(lines) + "\n"
    RESULTS.write_text(text, encoding="utf-8")
    print(text, end="")


if __name__ == "__main__":
    main()
