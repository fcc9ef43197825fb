"""The page of each code says what the code says, and its example shows the finding and how it goes away."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from phancap.charter.view import View
from phancap.competence.findings import LINTS, NAMES, PROPERTY, name_of
from phancap.competence.report import check
from phancap.workspace.open import charter_of
from tests.competence.small import BASE, write

PAGES = Path(__file__).resolve().parents[2] / "docs" / "reference" / "findings"
CODES = [*NAMES, *LINTS]
BLOCK = re.compile(r"`(\w+)\.csv`\n\n```csv\n(.*?)\n```", re.DOTALL)
ROOT = "g1,phep,,assign,,ubnd-tinh,*,,,,1/2014/QH13,Đ.1,,move,"


def codes_of(folder: Path, tables: dict[str, str]) -> set[str]:
    """What the check finds in the small city with these rows: added, or in place of those with their key."""
    write(folder, ROOT)
    for name, text in tables.items():
        if name == "grants":
            (folder / "grants.csv").write_text(text + "\n", encoding="utf-8")
            continue
        rows = list(csv.DictReader(io.StringIO(text)))
        key = text.partition(",")[0]
        base = [
            row for row in csv.DictReader(io.StringIO(BASE[name])) if row[key] not in {r[key] for r in rows}
        ]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows([*base, *rows])
    loaded, charter = charter_of(folder)
    return {finding.code for finding in check(View(charter), loaded.tables).findings}


@pytest.mark.parametrize("code", CODES)
def test_the_page_of_a_code(tmp_path: Path, code: str) -> None:
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    assert page.startswith(
        f"# {code} {name_of(code)}\n\n{PROPERTY['en'][code]}\n\n*{PROPERTY['vi'][code]}*\n\n"
    )
    example, _, mend = page.partition("## Mend")
    assert mend.strip()
    wrong, right = dict(BLOCK.findall(example)), dict(BLOCK.findall(mend))
    if wrong:
        assert code in codes_of(tmp_path / "wrong", wrong)
        assert code not in codes_of(tmp_path / "right", right)
    else:
        assert code in ("PC012", "PC100")  # what one workspace of this size cannot show


def test_every_code_has_a_page_and_no_page_is_left_over() -> None:
    assert {path.stem for path in PAGES.glob("PC*.md")} == set(CODES)
    index = (PAGES / "index.md").read_text(encoding="utf-8")
    assert [line for line in index.splitlines() if line.startswith("PC")] == CODES
