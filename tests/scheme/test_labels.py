"""`benchmarks/reading.py` tells how much of what a person labelled is read; the shipped document is labelled."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "reading"


def scored(folder: Path) -> tuple[dict[str, str], str, int]:
    """The shares by name, all that was printed, and the exit code."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "reading.py"), str(folder), "--wrong"],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    lines = [line for line in done.stdout.splitlines() if " of " in line and ":" not in line]
    return {line[:18].strip(): line[18:].strip() for line in lines}, done.stdout + done.stderr, done.returncode


def test_the_shipped_document_is_read_as_it_is_labelled() -> None:
    shares, _, _ = scored(EXAMPLE)
    assert shares == {
        "citations, F1": "1.000 of 9", "number and date": "1.000 of 9", "issuer": "1.000 of 9", "clauses, F1": "1.000 of 1",
        "assignments found": "1.000 of 10", "assignments said": "1.000 of 10", "lead": "1.000 of 10",
        "coordinator": "1.000 of 9", "deadline": "1.000 of 10",
    }  # fmt: skip


def test_what_is_read_otherwise_is_counted_and_told(tmp_path: Path) -> None:
    # An issuer, a date and a lead that the text does not say; a citation and an assignment taken out of the labels.
    shutil.copy(EXAMPLE / "ke-hoach-mau.txt", tmp_path)
    labels = json.loads((EXAMPLE / "ke-hoach-mau.json").read_text(encoding="utf-8"))
    labels["citations"][0]["issuer"], labels["citations"][1]["date"] = "Chính phủ", "2025-02-20"
    labels["citations"].pop()
    labels["assignments"][0]["lead"] = ["Sở Y tế"]
    labels["assignments"].pop()
    (tmp_path / "ke-hoach-mau.json").write_text(json.dumps(labels), encoding="utf-8")
    shares, said, _ = scored(tmp_path)
    assert (shares["issuer"], shares["number and date"]) == ("0.875 of 8", "0.875 of 8")
    assert (shares["citations, F1"], shares["lead"], shares["assignments said"]) == ("0.941 of 8", "0.889 of 9", "0.900 of 10")
    assert "got 'Quốc hội', is 'Chính phủ'" in said
    assert "not labelled `Luật số 77/2015/QH13`" in said


def test_a_label_that_is_not_in_its_text_ends_the_run(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nghị định số 140/2025/NĐ-CP", encoding="utf-8")
    label = {"quote": "Nghị định số 141/2025/NĐ-CP", "number": "141/2025/NĐ-CP", "issuer": "Chính phủ", "date": None}
    (tmp_path / "a.json").write_text(json.dumps({"citations": [label]}), encoding="utf-8")
    _, said, code = scored(tmp_path)
    assert code == 1
    assert "a.txt: `Nghị định số 141/2025/NĐ-CP` is not in the text" in said
