"""``scheme/*.csv``: what was read goes in once, and what people decided stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from phancap.formats.csv_text import read_csv_bytes
from phancap.scheme.store import rows_of, store
from phancap.workspace.errors import Report, WorkspaceError
from phancap.workspace.init import init
from phancap.workspace.rows import typed_rows
from phancap.workspace.scheme_tables import TABLES
from tests.scheme.reading_desk import EXAMPLE, reading

FOUND = reading(EXAMPLE.read_text(encoding="utf-8"))


def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "mau"
    init(folder)
    return folder


def test_rows_come_back_as_they_were_written(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    written = {file.file: file.rows for file in store(str(folder), [("ke-hoach-mau.txt", FOUND)])}
    rows = rows_of(FOUND, "ke-hoach-mau.txt", "accepted")
    assert written == {f"scheme/{table.name}.csv": len(rows[table.name]) for table in TABLES}
    for table in TABLES:
        report = Report(str(folder))
        data = (folder / "scheme" / f"{table.name}.csv").read_bytes()
        read = typed_rows(table, read_csv_bytes(data), table.name, "", report)
        report.finish()
        wanted = sorted(rows[table.name], key=lambda row: str(row[table.key[0]]))
        assert [{name: row[name] for name in want} for row, want in zip(read, wanted, strict=True)] == wanted


def test_what_people_decided_stays(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    store(str(folder), [("a.txt", FOUND)])
    path = folder / "scheme" / "assignments.csv"
    decided = path.read_text(encoding="utf-8").replace(",accepted,", ",refused,", 1)
    path.write_text(decided, encoding="utf-8")
    assert store(str(folder), [("a.txt", FOUND)]) == []
    assert path.read_text(encoding="utf-8") == decided
    again = store(str(folder), [("b.txt", FOUND)])  # another document: its own rows
    assert [file.added for file in again if file.file.endswith("assignments.csv")] == [len(FOUND.assignments)]
    assert ",refused," in path.read_text(encoding="utf-8")


def test_a_spoilt_file_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    (folder / "scheme").mkdir(exist_ok=True)
    (folder / "scheme" / "comments.csv").write_text("comment,text,status\nc1,x,maybe\n", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="scheme/comments.csv:2:status"):
        store(str(folder), [("a.txt", FOUND)])
    assert not (folder / "scheme" / "assignments.csv").exists()


def test_a_folder_that_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError):
        store(str(tmp_path), [("a.txt", FOUND)])


def test_a_link_out_of_the_workspace_is_not_followed(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    outside = tmp_path / "outside.csv"
    outside.write_text("comment,text\n", encoding="utf-8")
    (folder / "scheme").mkdir(exist_ok=True)
    (folder / "scheme" / "comments.csv").symlink_to(outside)
    with pytest.raises(WorkspaceError):
        store(str(folder), [("a.txt", FOUND)])
    assert outside.read_text(encoding="utf-8") == "comment,text\n"


def test_a_column_of_ones_own_stays(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    (folder / "scheme").mkdir()
    path = folder / "scheme" / "comments.csv"
    path.write_text("comment,text,ours\nc1,x,của chúng tôi\n", encoding="utf-8")
    store(str(folder), [("a.txt", FOUND)])
    assert "của chúng tôi" in path.read_text(encoding="utf-8")
    assert {item.name for item in (folder / "scheme").iterdir()} == {f"{table.name}.csv" for table in TABLES}
