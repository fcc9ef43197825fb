"""A wheel in an empty environment answers from the shipped city with nothing but the core."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
QUESTION = ["who", "1.013225", "--at", "an phu ninh kieu", "--on", "2022-06-20", "--json"]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a wheel is built from: a build leaves files beside its sources."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for name in ("src", "LICENSES"):
        shutil.copytree(
            ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
        )
    return source


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel."""
    target = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(source)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = target.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel, Click and numpy; its `bin` folder."""
    home = tmp_path_factory.mktemp("bare") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    python = home / "bin" / "python"
    # pip of this environment installs into that one: `--python` needs no second pip.
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--no-index",
        "--no-deps",
        "-q",
    ]
    subprocess.run([*install, str(wheel)], check=True)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(home)}))
    for name in ("click", "numpy"):
        tops = {file.parts[0] for file in distribution(name).files or () if file.parts[0] != ".."}
        for top in tops:
            origin = Path(str(distribution(name).locate_file(top)))
            if not (site / top).exists() and origin.exists():
                (site / top).symlink_to(origin)
    return home / "bin"


def run(program: Path, *arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run in an environment of nothing but what is given: no home, no path, no locale."""
    return subprocess.run(
        [str(program), *arguments], cwd=folder, env=environment, capture_output=True, text=True,
        encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "environment",
    [
        {},  # no home and no cache are named
        {"HOME": "/dev/null/home"},  # a home that nobody can make, not even root
        {"HOME": "/dev/null/home", "XDG_CACHE_HOME": "/dev/null/cache"},
        {"LC_ALL": "C"},
    ],
    ids=["bare", "no home", "no cache", "plain locale"],
)
def test_it_answers_from_an_empty_environment(
    bare: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    if not environment:
        environment = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    folder = tmp_path / "empty"
    folder.mkdir()
    done = run(bare / "phancap", *QUESTION, folder=folder, **environment)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["status"], answer["body"]["name"]) == ("competent", "UBND quận Ninh Kiều")
    assert list(folder.iterdir()) == []


def test_deleting_the_cache_changes_nothing(bare: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cold = run(bare / "phancap", *QUESTION, folder=tmp_path, XDG_CACHE_HOME=str(cache))
    assert [path for path in cache.rglob("*") if path.is_file()], "no snapshot was written"
    warm = run(bare / "phancap", *QUESTION, folder=tmp_path, XDG_CACHE_HOME=str(cache))
    shutil.rmtree(cache)
    again = run(bare / "phancap", *QUESTION, folder=tmp_path, XDG_CACHE_HOME=str(cache))
    assert cold.stdout == warm.stdout == again.stdout != ""


def test_a_spoilt_cache_changes_nothing(bare: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cold = run(bare / "phancap", *QUESTION, folder=tmp_path, XDG_CACHE_HOME=str(cache))
    for path in [path for path in cache.rglob("*") if path.is_file()]:
        whole = path.read_bytes()
        for spoilt in (b"", whole[: len(whole) // 2], whole[:-1] + b"\0", os.urandom(len(whole))):
            path.write_bytes(spoilt)
            done = run(bare / "phancap", *QUESTION, folder=tmp_path, XDG_CACHE_HOME=str(cache))
            assert (done.returncode, done.stdout) == (0, cold.stdout), done.stderr


def test_every_module_below_the_site_loads_with_the_core_alone(bare: Path, tmp_path: Path) -> None:
    probe = """if True:
        import importlib, pathlib, phancap
        root = pathlib.Path(phancap.__file__).parent
        for path in sorted(root.rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            if parts[0] != "web" and parts[-1] != "__main__":
                importlib.import_module(".".join(["phancap", *parts]).removesuffix(".__init__"))
    """
    done = run(bare / "python", "-c", probe, folder=tmp_path)
    assert done.returncode == 0, done.stderr


def test_the_wheel_holds_the_product_and_nothing_else(source: Path, wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"phancap"}
    assert not [name for name in names if "__pycache__" in name or "/test" in name]
    written = {path.relative_to(source / "src").as_posix() for path in source.glob("src/phancap/**/*.*")}
    assert written - set(names) == set(), "files of the package that pyproject.toml does not ship"
    assert [name for name in names if name.endswith("licenses/LICENSE")]
