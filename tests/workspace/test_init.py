"""The example workspace: it loads, it says that it is one, and it is never written over anything."""

from pathlib import Path

import pytest

from phancap.workspace.init import STAMP, init
from phancap.workspace.load import WorkspaceError, load
from phancap.workspace.migrate import migrate


def test_the_example_loads_without_a_note(tmp_path: Path) -> None:
    written = init(tmp_path / "new")
    assert all(Path(path).is_file() for path in written)
    workspace = load(tmp_path / "new", ["thi-diem"])
    assert workspace.notes == []
    assert workspace.options["thi-diem"].more["stamp"] == STAMP
    assert [row["title"] for row in workspace.tables["sources"]] == [STAMP]
    # Nothing in it looks like an act that exists: no number has a year or an issuer's code.
    assert not any("/" in row["act"] for row in workspace.tables["acts"])


def test_the_example_is_not_written_over_anything(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(WorkspaceError, match="thư mục đã có `mine.txt`"):
        init(tmp_path)
    with pytest.raises(WorkspaceError, match="không ghi được"):
        init(tmp_path / "mine.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_there_is_nothing_to_migrate_yet(tmp_path: Path) -> None:
    init(tmp_path)
    done = migrate(tmp_path)
    assert (done.was, done.now, done.written) == (1, 1, ())
    assert "không có gì để chuyển" in done.sentence()
    assert "nothing to migrate" in done.sentence("en")
    (tmp_path / "city.toml").write_text('format = 7\nname = "x"\nhorizon = ["2021-01-01", "2028-01-01"]\n')
    with pytest.raises(WorkspaceError, match="cài phancap mới hơn"):
        migrate(tmp_path)
