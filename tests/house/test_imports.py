"""Imports point one way; what lies below the skins neither prints nor needs more than the core's parts."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "phancap"

# Each row may import the rows above it, and a room may import itself; rooms of one row not each other.
ORDER = (
    ("formats", "ledger"),
    ("law", "territory", "calendar"),
    ("charter",),
    ("workspace",),
    ("competence",),
    ("casework",),
    ("simulation", "indicators"),
    ("planning", "evaluation", "governance", "scheme"),
    ("interop",),
    ("web", "cli"),
)
LEVEL = {room: level for level, row in enumerate(ORDER) for room in row}
SKINS = ORDER[-1]

# `phancap serve` is a command, so the shell skin starts the web skin; never the other way round.
ALLOWED_BESIDES = {("cli", "web")}

# Data shipped inside the package: read as resources, imported by nobody.
DATA_ROOMS = {"cities"}


class Import(NamedTuple):
    module: str
    line: int
    at_start: bool  # outside every function: it runs as soon as the module is imported


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def room_of(path: Path) -> str:
    """The room a file lies in; "" for the package's own few files."""
    parts = path.relative_to(SOURCE).parts
    return parts[0] if len(parts) > 1 else ""


def imports_of(path: Path, tree: ast.AST | None = None) -> Iterator[Import]:
    """Every module that a file names in an import, absolute; also by a constant `import_module`."""
    package = ("phancap", *path.relative_to(SOURCE).parts[:-1])
    tree = tree or ast.parse(path.read_text(encoding="utf-8"), str(path))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    inside = {id(node) for function in functions for node in ast.walk(function)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno, id(node) not in inside)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            name = ".".join((*base, node.module) if node.module else base)
            for alias in node.names:  # `from phancap import web` names a room as well
                yield Import(f"{name}.{alias.name}", node.lineno, id(node) not in inside)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            for argument in node.args[:1]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield Import(argument.value, node.lineno, False)


def wrong_way(path: Path) -> list[str]:
    """Sentences about the imports of a file that do not point down."""
    here, wrong = room_of(path), []
    for found in imports_of(path):
        parts = found.module.split(".")
        if parts[0] != "phancap" or len(parts) < 2 or parts[1] not in LEVEL.keys() | DATA_ROOMS:
            continue
        there = parts[1]
        if there in (here, *DATA_ROOMS) or (here, there) in ALLOWED_BESIDES:
            continue
        if here in LEVEL and LEVEL[there] >= LEVEL[here]:
            wrong.append(
                f"{path.relative_to(SOURCE)}:{found.line}: `{here}` must not import `{found.module}`"
            )
        if here == "" and found.at_start and path.name != "__main__.py":
            wrong.append(
                f"{path.relative_to(SOURCE)}:{found.line}: the package loads `{found.module}` unasked"
            )
    return wrong


def test_every_room_has_its_place() -> None:
    rooms = {path.name for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms <= LEVEL.keys() | DATA_ROOMS


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_point_one_way(path: Path) -> None:
    assert wrong_way(path) == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_below_the_skins_only_parts_of_the_core_load_at_start(path: Path) -> None:
    """numpy is the one part a room may load at start; openpyxl and its like wait until they are needed."""
    if room_of(path) in SKINS:
        allowed = {"click"} if room_of(path) == "cli" else {"axes", "django", "django_otp", "django_tasks", "granian", "ninja", "pydantic"}
    else:
        allowed = {"numpy"}
    foreign = {
        f"{found.module.split('.')[0]} at line {found.line}"
        for found in imports_of(path)
        if found.at_start
        and (top := found.module.split(".")[0]) not in sys.stdlib_module_names
        and top not in {"phancap", "__future__", *allowed}
    }
    assert foreign == set()


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_only_the_skins_speak(path: Path) -> None:
    """Below them nothing prints, writes to the terminal, or knows Click or Django, even when asked late."""
    if room_of(path) in SKINS:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    spoken = [
        f"line {node.lineno}: {ast.unparse(node)[:60]}"
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id in {"print", "input"})
        or (isinstance(node, ast.Attribute) and ast.unparse(node) in {"sys.stdout", "sys.stderr", "sys.exit"})
    ]
    spoken += [
        f"line {found.line}: imports {found.module}"
        for found in imports_of(path, tree)
        if found.module.split(".")[0] in {"click", "django", "rich"}
    ]
    assert spoken == []


@pytest.mark.parametrize(
    "place, text, caught",
    [
        ("formats/x.py", "from phancap.law import acts", True),
        ("formats/x.py", "from phancap import law", True),
        ("formats/x.py", "from ..law import acts", True),
        ("formats/x.py", "def f():\n    import phancap.web.urls", True),
        ("formats/x.py", "importlib.import_module('phancap.cli.main')", True),
        ("law/x.py", "from phancap.territory import places", True),  # beside, not below
        ("web/x.py", "import phancap.cli.main", True),
        ("cli/x.py", "def f():\n    import phancap.web.server", False),
        ("law/deep/x.py", "from ..acts import number", False),
        ("charter/x.py", "from phancap.formats import days", False),
        ("x.py", "import phancap.cli.main", True),
        ("x.py", "def f():\n    import phancap.cli.main", False),
        ("__main__.py", "import phancap.cli.main", False),
    ],
)
def test_the_rule_catches(place: str, text: str, caught: bool, monkeypatch: pytest.MonkeyPatch,
                          tmp_path: Path) -> None:  # fmt: skip
    monkeypatch.setattr(sys.modules[__name__], "SOURCE", tmp_path)
    path = tmp_path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    assert bool(wrong_way(path)) is caught
