"""`phancap who` starts lean: people type it, and each needless import is time they wait."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

QUESTION = ["who", "1.013225", "--at", "an phu ninh kieu", "--on", "2022-06-20"]
HEAVY = {
    "numpy", "numba", "rich", "django", "duckdb", "openpyxl", "typer", "scipy", "pandas", "sqlite3",
    "dataclasses", "pickle", "importlib.metadata", "asyncio", "email", "http", "ssl", "xml", "zipfile",
    "multiprocessing", "concurrent.futures", "logging", "unittest", "ctypes", "tempfile", "subprocess",
}  # fmt: skip
PROBE = """
import sys
from phancap.cli.main import main
try:
    main(sys.argv[1:])
except SystemExit as done:
    sys.stderr.write("\\n".join(["exit", str(done.code or 0), *sys.modules]))
"""


def ask(cache: Path, *more: str) -> tuple[str, int, set[str]]:
    """What `who` printed, its exit code, and the modules that were loaded by then."""
    done = subprocess.run(
        [sys.executable, "-S", "-c", PROBE, *QUESTION, *more],  # -S: no start-up files of this environment
        env={
            **os.environ,
            "XDG_CACHE_HOME": str(cache),
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    code, *modules = done.stderr.rpartition("exit\n")[2].splitlines()
    return done.stdout, int(code), set(modules)


def heavy_among(modules: set[str]) -> set[str]:
    """The heavy modules loaded beyond those that Click itself loads."""
    click = subprocess.run(
        [sys.executable, "-S", "-c", "import sys, click; print(*sys.modules)"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
    )
    return (modules - set(click.stdout.split())) & HEAVY


@pytest.mark.parametrize("more", [(), ("--json",), ("--lang", "en")], ids=["vi", "json", "en"])
def test_a_warm_answer_loads_nothing_heavy(more: tuple[str, ...], tmp_path: Path) -> None:
    cold, code, _ = ask(tmp_path, *more)
    warm, warm_code, modules = ask(tmp_path, *more)
    assert (warm, warm_code) == (cold, code) == (cold, 0)
    assert heavy_among(modules) == set()


def test_records_of_a_start_are_made_from_plain_types(tmp_path: Path) -> None:
    """With annotations kept as words, `typing` compiles each field of a record at import: 5 % of a start."""
    ask(tmp_path)
    _, _, modules = ask(tmp_path)
    ours = sorted(name for name in modules if name.startswith("phancap.") and name.count(".") > 1)
    sources = {name: find_spec(name) for name in ours}
    texts = {name: Path(str(spec.origin)).read_text(encoding="utf-8") for name, spec in sources.items() if spec}
    assert [name for name, text in texts.items() if "(NamedTuple)" in text]
    worded = [name for name, text in texts.items() if "(NamedTuple)" in text and "import annotations" in text]
    assert worded == []


def test_help_loads_no_room() -> None:
    """`phancap --help` reads no law and no territory."""
    probe = PROBE.replace("sys.argv[1:]", "['--help']")
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    rooms = {name.split(".")[1] for name in done.stderr.splitlines() if name.startswith("phancap.")}
    assert rooms <= {"cli", "formats"}
