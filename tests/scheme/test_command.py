"""``phancap read``: what it prints, what it writes, what it refuses."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from phancap.cli.common import run
from phancap.cli.read import read
from phancap.formats.documents import read_file
from phancap.workspace.init import init
from tests.scheme.reading_desk import EXAMPLE


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
    assert "scheme/assignments.csv: thêm 12 dòng, nay có 12" in capsys.readouterr().out
    assert run(read, [str(EXAMPLE), "--accept", "--workspace", str(folder)]) == 0
    assert "không có gì mới để ghi" in capsys.readouterr().out


def test_what_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(read, [str(EXAMPLE), "--accept"]) == 2
    assert "--workspace" in capsys.readouterr().err
    (tmp_path / "x.txt").write_bytes(b"a\x00\x01")
    assert run(read, [str(tmp_path / "none.txt"), str(tmp_path / "x.txt")]) == 2
    err = capsys.readouterr().err
    assert "không có tệp" in err
    assert err.count("\n") == 2  # every bad file in one go
