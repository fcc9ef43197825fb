"""The `$ phancap ...` commands that the texts show, and what they print here and now.

`python scripts/tour.py` puts today's output below each command that shows another one. A line that is only
`...` stands for lines left out; an output shown with such a line is never rewritten, only reported.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PHANCAP = Path(sys.executable).parent / "phancap"
BLOCK = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)


class Shown(NamedTuple):
    """One command of a text with the output shown below it; ``line`` is where the command stands."""

    line: int
    typed: str
    output: str

    @property
    def command(self) -> str:
        """The command on one line: a trailing backslash continues it in the text."""
        return " ".join(self.typed.removeprefix("$ ").replace("\\\n", "").split())


def texts() -> list[Path]:
    """The texts whose commands are run, by name."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return sorted(path for path in found if "_build" not in path.parts)


def shown_in(text: str) -> list[Shown]:
    """Every command in the `console` blocks of a Markdown text, in reading order."""
    found = []
    for block in BLOCK.finditer(text):
        line = text.count("\n", 0, block.start()) + 1
        for part in re.split(r"^(?=\$ )", block.group(), flags=re.MULTILINE):
            if part.startswith("$ "):
                typed = re.match(r"(?:.*\\\n)*.*\n", part)
                cut = typed.end() if typed else len(part)
                found.append(Shown(line, part[:cut], part[cut:]))
            line += part.count("\n")
    return found


def replay(text: str) -> Iterator[tuple[Shown, subprocess.CompletedProcess[str]]]:
    """Run the commands of one text after each other, in one new folder that holds a copy of the examples."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        for shown in shown_in(text):
            yield shown, run(shown.command, Path(folder))


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `phancap ...` in a folder, its two streams as one, as a terminal would show them."""
    program, *arguments = shlex.split(command)
    if program != "phancap":
        raise ValueError(f"a text shows `{program}`, which is not run here")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PHANCAP_")}
    return subprocess.run(
        [str(PHANCAP), *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def agrees(shown: str, printed: str) -> bool:
    """Whether a text shows what is printed; blanks at the ends of lines do not count."""
    lines = ["(?:.*\n)*" if line.strip() == "..." else re.escape(line) + "\n" for line in _lines(shown)]
    return re.fullmatch("".join(lines), "".join(line + "\n" for line in _lines(printed))) is not None


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").split("\n")]


def main() -> int:
    """Renew the texts; 1 when an output with left-out lines has to be mended by hand."""
    left = 0
    for path in texts():
        text = path.read_text(encoding="utf-8")
        for shown, done in replay(text):
            if agrees(shown.output, done.stdout):
                continue
            place = f"{path.relative_to(ROOT)}:{shown.line}"
            if any(line.strip() == "..." for line in shown.output.splitlines()):
                left += 1
                print(f"{place}: mend by hand: {shown.command}\n{done.stdout}")
            else:
                print(f"{place}: renewed")
                renewed = "".join(line + "\n" for line in _lines(done.stdout))
                text = text.replace(shown.typed + shown.output, shown.typed + renewed, 1)
        path.write_text(text, encoding="utf-8")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
