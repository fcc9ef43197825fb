"""What the reading of a workspace has to say reaches who runs a command: nothing is passed over in silence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from phancap.workspace.init import init


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A small workspace to spoil."""
    folder = tmp_path / "city"
    init(folder)
    return folder


def spoil(path: Path, old: str, new: str) -> None:
    """Change the first ``old`` of a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_column_that_nobody_knows_is_told_by_check(run: Any, city: Path) -> None:
    spoil(city / "powers.csv", "place_rule", "place_rules")
    (city / "foo.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    code, out, _ = run("check", "--workspace", str(city))
    assert code == 0
    assert "powers.csv:1:" in out
    assert "không biết cột `place_rules` (`place_rule`?); bỏ qua" in out
    assert "foo.csv: không phải bảng của workspace; bỏ qua" in out
    _, out, _ = run("check", "--workspace", str(city), "--json", "--lang", "en")
    assert any("the column `place_rules` is not known" in note for note in json.loads(out)["notes"])


@pytest.mark.parametrize(
    "asked",
    [("who", "cap-phep-mau", "--at", "c99001", "--on", "2022-06-20", "--fact", "value=5"), ("place", "c99001"), ("agenda", "--from", "2022-06-20"),
     ("diff", "base@2022-06-20", "base@2025-08-01"), ("powers", "--of", "ubnd-xa/c99001@2025-07-01", "--on", "2025-08-20")],
)  # fmt: skip
def test_who_asks_is_told_as_well_beside_the_answer(run: Any, city: Path, asked: tuple[str, ...]) -> None:
    """The contract: a reader ignores columns it does not know with a note; a misspelt one changes answers in silence."""
    spoil(city / "powers.csv", "place_rule", "place_rules")
    for _ in range(2):  # the second time from what was kept of the first
        code, out, err = run(*asked, "--workspace", str(city), "--json")
        assert code < 2
        json.loads(out)
        assert "powers.csv:1: không biết cột `place_rules` (`place_rule`?); bỏ qua" in err
    assert "the column `place_rules` is not known" in run(*asked, "--workspace", str(city), "--lang", "en")[2]
    spoil(city / "powers.csv", "place_rules", "place_rule")
    assert run(*asked, "--workspace", str(city))[2] == ""


def test_a_misspelt_column_is_named_beside_the_cells_it_leaves_empty(run: Any, city: Path) -> None:
    spoil(city / "grants.csv", "holder", "holdr")
    code, _, err = run("who", "x", "--at", "y", "--workspace", str(city))
    assert code == 2
    assert "grants.csv:2:holder: không được để trống" in err
    assert err.count("grants.csv:1: không biết cột `holdr` (`holder`?); bỏ qua") == 1
    assert "the column `holdr` is not known (`holder`?)" in run("check", "--workspace", str(city), "--lang", "en")[2]


def test_an_import_tells_them_too(run: Any, city: Path, tmp_path: Path) -> None:
    spoil(city / "powers.csv", "place_rule", "place_rules")
    code, _, err = run("import", "csv", str(city), "--out", str(tmp_path / "copy"))
    assert code == 0
    assert "không biết cột `place_rules` (`place_rule`?); bỏ qua" in err


def test_a_workspace_without_such_notes_says_nothing_of_them(run: Any, city: Path) -> None:
    _, out, _ = run("check", "--workspace", str(city))
    assert "nên biết" not in out


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('rulebook = "vn"', 'rulebook = "xx"', "city.toml:rulebook: `xx`"),
        ('timezone = "Asia/Ho_Chi_Minh"', 'timezone = "Mars/Base"', "city.toml:timezone: `Mars/Base`"),
    ],
)
def test_a_city_that_names_what_does_not_exist_is_refused(
    run: Any, city: Path, old: str, new: str, expected: str
) -> None:
    spoil(city / "city.toml", old, new)
    for command in (("check",), ("who", "x", "--at", "y")):
        code, _, err = run(*command, "--workspace", str(city))
        assert code == 2
        assert expected in err


def test_a_copy_takes_the_scenarios_and_the_scheme_along(run: Any, city: Path, tmp_path: Path) -> None:
    scenario = 'name = "Mưa lũ"\nassumption = true\n'
    for name, text in (
        ("scenarios/lu.toml", scenario),
        ("scheme/assignments.csv", "assignment\na1\n"),
        ("scheme/x.exe", ""),
    ):
        (city / name).parent.mkdir(exist_ok=True)
        (city / name).write_text(text, encoding="utf-8")
    (city / "scenarios" / "ngoai.toml").symlink_to("/etc/hostname")
    copy = tmp_path / "copy"
    code, _, _ = run("export", "csv", "--out", str(copy), "--workspace", str(city))
    assert code == 0
    assert sorted(p.name for folder in ("scenarios", "scheme") for p in (copy / folder).iterdir()) == [
        "assignments.csv",
        "lu.toml",
    ]
    assert (copy / "scenarios" / "lu.toml").read_text(encoding="utf-8") == scenario


def test_an_xlsx_says_what_it_has_no_room_for(run: Any, city: Path, tmp_path: Path) -> None:
    (city / "scenarios").mkdir()
    (city / "scenarios" / "lu.toml").write_text('name = "Lũ"\n', encoding="utf-8")
    code, _, err = run("export", "xlsx", "--out", str(tmp_path / "city.xlsx"), "--workspace", str(city))
    assert code == 0
    assert "không có scenarios/" in err


def test_a_table_under_another_spelling_is_refused_not_passed_over(
    run: Any, city: Path, tmp_path: Path
) -> None:
    """Without its grants a workspace would answer "nobody" with a straight face."""
    (city / "grants.csv").rename(city / "Grants.CSV")
    code, _, err = run("who", "x", "--at", "y", "--workspace", str(city))
    assert code == 2
    assert "Grants.CSV: là bảng `grants`" in err
    assert "`grants.csv`" in err
    (city / "Grants.CSV").rename(city / "grants.csv")
    openpyxl = pytest.importorskip("openpyxl")
    book = tmp_path / "city.xlsx"
    run("export", "xlsx", "--out", str(book), "--workspace", str(city))
    sheets = openpyxl.load_workbook(book)
    sheet = sheets["grants"]
    sheet.title = "x"  # openpyxl numbers a name that differs by case alone
    sheet.title = "Grants"
    sheets.save(book)
    code, _, err = run("check", "--workspace", str(book))
    assert code == 2
    assert "city.xlsx#Grants" in err
