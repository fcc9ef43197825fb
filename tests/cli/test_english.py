"""With ``--lang en`` a command refuses in English whole: no Vietnamese sentence is left behind."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from phancap.workspace.init import init

ACCENTED = re.compile("[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Folders and files that commands stumble over."""
    monkeypatch.setenv("PHANCAP_DATA", str(tmp_path / "data"))
    init(tmp_path / "city")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    return {"city": str(tmp_path / "city"), "full": str(tmp_path / "full"), "none": str(tmp_path / "none"), "file": str(tmp_path / "full" / "x")}


@pytest.mark.parametrize(
    "words",
    [
        "compare --report x.pdf", "compare --report {none}/x.docx", "compare --run 0123456789abcdef",
        "compare --year abc", "roadmap", "roadmap a --option b", "optimise --from 2027-01-01 --to 2026-01-01", "optimise --id ..",
        "optimise --areas xx --from 2026-07-01", "optimise --must x --from 2026-07-01", "optimise --assume gia=re --from 2026-07-01",
        "audit verify --head abc",
        "audit verify --data {none}", "nonsense", "indicators", "who", "who x", "who x --at y --on 2022-13-01", "who x --at y --fact z",
        "powers --of nobody", "agenda --from 2027-01-01 --to 2026-01-01", "diff base nonsense", "deadline", "deadline x", "read", "read {none}",
        "place", "verify {file}", "import csv {none}", "import log {file}", "export xlsx --out x", "simulate --years abc", "serve --port 99999",
    ],
)  # fmt: skip
def test_what_is_refused_in_english_is_english(run: Any, places: dict[str, str], words: str) -> None:
    code, out, err = run(*words.format(**places).split(), "--lang", "en")
    assert code == 2, (out, err)
    assert err.strip()
    told = re.sub('"[^"]*"', "", err)  # an example of what may be asked is in the words of the city
    assert not ACCENTED.search(told), err


@pytest.mark.parametrize(
    "words",
    [
        "backup {none}/x.tar.gz --data {none}", "backup {none}.gz --data {full}", "restore {file} --data {full}",
        "serve --production --demo --data {none}", "serve --port {taken} --data {none}",
    ],
)  # fmt: skip
def test_what_the_site_refuses_in_english_is_english(places: dict[str, str], words: str) -> None:
    """In a process of its own: these set the site up for the whole of a process."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        asked = words.format(**places, taken=taken.getsockname()[1]).split()
        done = subprocess.run(
            [sys.executable, "-m", "phancap", *asked, "--lang", "en"], capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
    assert done.returncode == 2, done
    assert done.stderr.strip()
    assert not ACCENTED.search(done.stderr), done.stderr
