"""The `$ phancap ...` commands that a text shows, and what they print here and now."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PHANCAP = Path(sys.executable).parent / "phancap"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Shown(NamedTuple):
    """One command of a text with the output printed below it; ``line`` is where the command stands."""

    text: str
    line: int
    command: str
    output: str


def shown_in(path: Path) -> list[Shown]:
    """Every command in the `console` blocks of a Markdown file. A trailing backslash continues a command."""
    text, found = path.read_text(encoding="utf-8"), []
    for block in BLOCK.finditer(text):
        line = text.count("\n", 0, block.start(1)) + 1
        for part in re.split(r"^(?=\$ )", block.group(1), flags=re.MULTILINE):
            if part.startswith("$ "):
                command, _, output = part[2:].replace("\\\n", "").partition("\n")
                found.append(Shown(str(path.relative_to(ROOT)), line, " ".join(command.split()), output))
            line += part.count("\n")
    return found


def run(command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `phancap ...` in ``folder``, on a terminal 100 columns wide as far as the command can tell."""
    program, *arguments = shlex.split(command)
    assert program == "phancap", f"a text shows `{program}`, which no test runs"
    return subprocess.run(
        [str(PHANCAP), *arguments],
        cwd=folder,
        env={**os.environ, "COLUMNS": "100", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def agrees(shown: str, printed: str) -> bool:
    """Whether a text shows what is printed; a line that is only `...` stands for any lines left out."""
    lines = [
        "(?:.*\n)*" if line.strip() == "..." else re.escape(line.rstrip()) + "\n" for line in _lines(shown)
    ]
    return re.fullmatch("".join(lines), "".join(line.rstrip() + "\n" for line in _lines(printed))) is not None


def _lines(text: str) -> list[str]:
    return text.strip("\n").split("\n")
