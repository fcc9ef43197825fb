"""``phancap read``: what it prints, what it writes, what it refuses."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from phancap.cli.common import run
from phancap.cli.read import read
from phancap.formats.csv_text import read_csv_bytes
from phancap.formats.days import format_day
from phancap.formats.documents import read_file
from phancap.formats.xlsx import read_xlsx
from phancap.scheme.sheet import HEADER, sheet_bytes, sheet_of
from phancap.scheme.store import rows_in
from phancap.workspace.init import init
from phancap.workspace.publication import workspace_files
from tests.scheme.reading_desk import EXAMPLE, reading


def test_json_and_the_text_it_counts_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(read, [str(EXAMPLE), "--json"]) == 0
    shaped = json.loads(capsys.readouterr().out)
    assert run(read, [str(EXAMPLE), "--text"]) == 0
    text = capsys.readouterr().out
    assert text.removesuffix("\n") == read_file(EXAMPLE).text
    [own] = [cited for cited in shaped["citations"] if cited["form"] == "140/2025/NĐ-CP"]
    assert text[own["start"] : own["end"]].startswith("Nghị định số 140/2025/NĐ-CP")
    assert own["clauses"] == ["Đ.4 k.1"]


def test_the_register_and_the_land_add_findings(capsys: pytest.CaptureFixture[str]) -> None:
    run(read, [str(EXAMPLE), "--json"])
    findings = {(doubt["code"], doubt["name"]) for doubt in json.loads(capsys.readouterr().out)["findings"]}
    assert {("PC101", "number-date"), ("PC110", "out-of-force"), ("PC114", "gone-body")} <= findings


def test_on_screen_no_deadline_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    run(read, [str(EXAMPLE)])
    vi = capsys.readouterr().out
    run(read, [str(EXAMPLE), "--lang", "en"])
    en = capsys.readouterr().out
    assert "thời hạn: không có (khẩn trương)" in vi
    assert "deadline: none (khẩn trương)" in en
    assert "nay là phường Ninh Kiều" in vi


def test_many_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from docx import Document

    document = Document()
    document.add_paragraph("Giao Sở Nội vụ rà soát biên chế trước ngày 30/6/2026.")
    out = io.BytesIO()
    document.save(out)
    (tmp_path / "a.docx").write_bytes(out.getvalue())
    (tmp_path / "b.html").write_text(
        "<html><body><nav>Sở Y tế chủ trì việc khác</nav><p>Giao Sở Tư pháp rà soát.</p></body></html>",
        encoding="utf-8",
    )
    assert run(read, [str(tmp_path / "a.docx"), str(tmp_path / "b.html"), "--json"]) == 0
    files = json.loads(capsys.readouterr().out)["files"]
    assert [(file["file"], [task["lead"] for task in file["assignments"]]) for file in files] == [
        ("a.docx", [["Sở Nội vụ"]]), ("b.html", [["Sở Tư pháp"]]),
    ]  # fmt: skip


def test_accept_writes_into_the_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "mau"
    init(folder)
    assert run(read, [str(EXAMPLE), "--accept", "--workspace", str(folder)]) == 0
    assert "scheme/assignments.csv: thêm 10 dòng, nay có 10" in capsys.readouterr().out
    assert run(read, [str(EXAMPLE), "--accept", "--workspace", str(folder)]) == 0
    assert "không có gì mới để ghi" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_person_decides_on_a_sheet(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Read, decide in a spreadsheet, accept: each row with its decision, the undecided left out."""
    folder, sheet = tmp_path / "mau", tmp_path / f"duyet.{kind}"
    init(folder)
    assert run(read, [str(EXAMPLE), "--sheet", str(sheet)]) == 0
    assert "dòng chờ duyệt" in capsys.readouterr().out
    grid = read_xlsx(sheet.read_bytes())["decisions"] if kind == "xlsx" else read_csv_bytes(sheet.read_bytes())
    place = {name: index for index, name in enumerate(grid.header)}
    lines = [cells + [""] * (len(grid.header) - len(cells)) for _, cells in grid.rows]
    tasks = [line for line in lines if line[place["table"]] == "assignments"]
    assert all(line[place["sentence"]] for line in lines)
    for line, word in zip(tasks, ("accept", "sửa", "Bỏ", "nhận"), strict=False):
        line[place["decision"]] = word
    tasks[1][place["task"]] = "rà soát lại"
    tasks[3][place["deadline"]] = "2026-12-31"  # a changed cell makes an accepted row an edited one
    tasks[0][place["decided_by"]] = "Lê Thị Mẫu"
    _write(sheet, [grid.header, *lines])
    args = [str(EXAMPLE), "--accept", str(sheet), "--by", "Trần Văn Thử", "--workspace", str(folder)]
    assert run(read, args) == 0
    assert "scheme/assignments.csv: thêm 4 dòng, nay có 4" in capsys.readouterr().out
    rows = {row["assignment"]: row for row in rows_in(workspace_files(folder))["assignments"]}
    found = [rows[line[place["row"]]] for line in tasks[:4]]
    assert [row["status"] for row in found] == ["accepted", "edited", "refused", "edited"]
    assert [row["decided_by"] for row in found] == ["Lê Thị Mẫu", *["Trần Văn Thử"] * 3]
    assert (found[1]["task"], format_day(found[3]["deadline"])) == ("rà soát lại", "2026-12-31")
    # the same sheet again changes nothing; without the document its rows are those of the workspace
    assert run(read, ["--accept", str(sheet), "--by", "Trần Văn Thử", "--workspace", str(folder)]) == 0
    assert "không có gì mới để ghi" in capsys.readouterr().out


def _write(sheet: Path, lines: list[list[str]]) -> None:
    sheet.write_bytes(sheet_bytes(lines, sheet.name))


def test_a_sheet_with_faults_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, sheet = tmp_path / "mau", tmp_path / "duyet.csv"
    init(folder)
    documents = [("ke-hoach-mau.txt", reading(EXAMPLE.read_text(encoding="utf-8")))]
    lines = sheet_of(documents)
    place = {name: index for index, name in enumerate(HEADER)}
    args = [str(EXAMPLE), "--accept", str(sheet), "--workspace", str(folder), "--lang", "en"]

    def said() -> str:
        _write(sheet, lines)
        assert run(read, args) == 2
        assert not any(rows_in(workspace_files(folder)).values())
        return capsys.readouterr().err

    lines[1][place["decision"]] = "maybe"
    lines[2][place["table"]], lines[2][place["decision"]] = "tasks", "accept"
    err = said()
    assert "line 2: `maybe` is no decision (accept, edit, refuse" in err
    assert "line 3: no table `tasks`" in err
    lines = sheet_of(documents)
    lines[1][place["decision"]], lines[1][place["row"]] = "accept", "a000"
    assert "`a000` is neither in the documents nor in the workspace" in said()
    lines = sheet_of(documents)
    lines[1][place["decision"]], lines[1][place["deadline"]] = "edit", "someday"
    assert "duyet.csv:2:deadline: `someday` is not a day" in said()  # the line of the sheet, where it is to be mended
    lines = [["table", "row"]]
    assert "no column `decision`" in said()
    sheet.unlink()
    assert run(read, args) == 2
    assert "cannot be read" in capsys.readouterr().err
    assert run(read, [str(EXAMPLE), "--sheet", str(tmp_path / "duyet.txt")]) == 2
    assert run(read, []) == 2


def test_what_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(read, [str(EXAMPLE), "--accept"]) == 2
    assert "--workspace" in capsys.readouterr().err
    (tmp_path / "x.txt").write_bytes(b"a\x00\x01")
    assert run(read, [str(tmp_path / "none.txt"), str(tmp_path / "x.txt")]) == 2
    err = capsys.readouterr().err
    assert "không có tệp" in err
    assert err.count("\n") == 2  # every bad file in one go


def test_check_tells_what_is_wrong_in_the_scheme(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from phancap.cli.check import check

    folder = tmp_path / "mau"
    init(folder)
    (folder / "scheme").mkdir()
    (folder / "scheme" / "roadmap.csv").write_text("step,what,to\nr1,x,31/2/2026\n", encoding="utf-8")
    assert run(check, ["--workspace", str(folder)]) == 2
    assert "scheme/roadmap.csv:2:to: `31/2/2026`" in capsys.readouterr().err
