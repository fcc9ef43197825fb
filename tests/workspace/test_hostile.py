"""Folders and files made to harm or broken by accident: an error that helps, never a crash or a hang."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phancap.workspace.content import FILE_LIMIT, content_hash
from phancap.workspace.load import WorkspaceError, load
from phancap.workspace.tables import TABLES
from phancap.workspace.write import write_xlsx

from .conftest import GOOD, Write


def problems(path: object, *options: str) -> list[str]:
    with pytest.raises(WorkspaceError) as caught:
        load(path, options)  # type: ignore[arg-type]
    assert caught.value.lines("vi")
    assert caught.value.lines("en")
    return [error.problem for error in caught.value.errors]


def test_paths_that_are_no_workspace(tmp_path: Path) -> None:
    assert problems(tmp_path / "nowhere") == ["no-workspace"]
    assert problems(tmp_path / "nowhere.xlsx") == ["no-workspace"]
    assert problems("a\x00b") == ["no-workspace"]
    assert problems(tmp_path) == ["no-city"]
    (tmp_path / "city.toml").write_text("format = 1\n")
    assert problems(tmp_path / "city.toml") == ["not-a-workspace"]
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 no archive")
    assert problems(tmp_path / "x.xlsx") == ["not-xlsx"]
    (tmp_path / "y.xlsx").mkdir()
    assert problems(tmp_path / "y.xlsx") == ["no-city"]


def test_a_link_out_of_the_folder_is_not_followed(write: Write, tmp_path: Path) -> None:
    folder = write({"grants.csv": None, "codes.csv": None, "tensions.csv": None, "limits.csv": None})
    (folder / "codes.csv").symlink_to("/etc/passwd")
    (folder / "limits.csv").symlink_to(folder / ".." / "elsewhere.csv")
    assert problems(folder) == ["outside", "outside"]


def test_a_link_within_the_folder_is_fine(write: Write) -> None:
    folder = write({"codes.csv": None, "old-codes.txt": GOOD["codes.csv"]})
    (folder / "codes.csv").symlink_to("old-codes.txt")
    assert len(load(folder).tables["codes"]) == 1


def test_a_workspace_reached_through_a_link_is_fine(write: Write, tmp_path: Path) -> None:
    folder = write()
    link = tmp_path.parent / f"{tmp_path.name}-link"
    link.symlink_to(folder)
    assert load(link).content_hash == load(folder).content_hash


def test_an_option_linked_from_outside_is_refused(write: Write, tmp_path: Path) -> None:
    folder = write({"options/o/option.toml": ""})
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "grants.csv").write_text("grant\n")
    (folder / "options" / "p").symlink_to(outside)
    assert problems(folder, "p") == ["outside"]


def test_pipes_folders_and_closed_files_are_told(write: Write) -> None:
    folder = write({"codes.csv": None, "limits.csv": None})
    os.mkfifo(folder / "codes.csv")  # opening it would wait for ever
    (folder / "limits.csv").mkdir()
    assert problems(folder) == ["not-a-file", "not-a-file"]


def test_a_file_too_large_is_not_read(write: Write) -> None:
    folder = write()
    with open(folder / "codes.csv", "wb") as stream:
        stream.truncate(FILE_LIMIT + 1)  # sparse: it takes no room
    assert problems(folder) == ["too-large"]


def test_a_file_that_is_nothing_but_errors_is_given_up(write: Write) -> None:
    rows = "x\n" * 150_000
    with pytest.raises(WorkspaceError) as caught:
        load(write({"grants.csv": f"grant,instrument,act\n{rows}", "tensions.csv": None}))
    assert caught.value.total < 600_000  # five for each row that was read, and not for the others


def test_a_toml_file_is_short(write: Write) -> None:
    assert problems(write({"city.toml": "#" * (2**20 + 1)})) == ["too-large"]


def test_deep_toml_and_strange_toml(write: Write) -> None:
    assert problems(write({"city.toml": "a = " + "[" * 100_000})) == ["bad-toml"]
    assert "bad-toml" in problems(write({"city.toml": "format = 1e999999999999\nx"}))
    assert problems(write({"city.toml": "format = true\nname = true\nhorizon = {a = 1}"}))
    assert problems(write({"city.toml": b"\xff"})) == ["not-utf-8"]


def test_numbers_beyond_every_register(write: Write) -> None:
    rank = GOOD["acts.csv"].replace("adopted,\n203", "adopted," + "9" * 5000 + "\n203")
    assert problems(write({"acts.csv": rank})) == ["bad-integer"]
    limit = GOOD["grants.csv"].replace("15000000000", "9" * 5000)
    assert problems(write({"acts.csv": GOOD["acts.csv"], "grants.csv": limit})) == ["bad-condition"]


def test_the_hash_speaks_of_contents_and_options_alone(write: Write) -> None:
    folder = write({"options/o/grants.csv": "grant,instrument,act,power,holder\n"})
    first = content_hash(folder)
    assert first == load(folder).content_hash
    (folder / "notes.txt").write_text("not part of it")
    os.utime(folder / "acts.csv", (0, 0))
    assert content_hash(folder) == first
    assert content_hash(folder, ["o"]) == content_hash(folder, ["o", "o"]) == load(folder, ["o"]).content_hash
    assert content_hash(folder, ["o"]) != first
    (folder / "acts.csv").write_text(GOOD["acts.csv"] + "\n")
    assert content_hash(folder) != first


# -- any bytes in any file -------------------------------------------------------------------------

FILES = [
    *sorted(f"{name}.csv" for name in TABLES),
    "city.toml",
    "options/o/option.toml",
    "options/o/grants.csv",
]
HEADERS = {f"{name}.csv": ",".join(column.name for column in table.columns) for name, table in TABLES.items()}
SCRAPS = st.sampled_from([
    "", ",", "\n", '"', "*", "!", "@", "~", "d916", "c01141", "2021-01-01", "2025-07-01", "1.013225", "g1",
    "ubnd-xa", "p92@2021-01-01", "class in {", "}", "value < ", "and", "or", "|", "assign:", "/", "yes",
    "\ufeff", "\u0301", "9" * 30, "-", "=1", "e\u0301", "\u2028", "commune", "decide", "assign", "assumption",
    "50/2014/QH13 ",
])  # fmt: skip
TOGETHER = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def tried(folder: Path) -> None:
    """Loads, or says in both languages why not; anything else fails the test."""
    try:
        load(folder, ["o"])
    except WorkspaceError as error:
        assert error.total >= 1
        assert error.lines("vi", 5)
        assert error.lines("en", 5)


@TOGETHER
@given(file=st.sampled_from(FILES), content=st.binary(max_size=120))
def test_any_bytes_load_or_are_told(write: Write, file: str, content: bytes) -> None:
    tried(write({"options/o/option.toml": "", file: content}))


@TOGETHER
@given(file=st.sampled_from(FILES), pieces=st.lists(SCRAPS, max_size=40))
def test_any_cells_load_or_are_told(write: Write, file: str, pieces: list[str]) -> None:
    header = HEADERS.get(file.rpartition("/")[2], "")
    tried(write({"options/o/option.toml": "", file: f"{header}\n{','.join(pieces)}\n"}))


@TOGETHER
@given(data=st.data())
def test_damage_anywhere_loads_or_is_told(write: Write, data: st.DataObject) -> None:
    """Cells of the good workspace exchanged at random: more of it gets past the first checks."""
    changed: dict[str, str] = {"options/o/option.toml": ""}
    for file in data.draw(st.lists(st.sampled_from(sorted(GOOD)), min_size=1, max_size=3)):
        text = changed.get(file, GOOD[file])
        cells = text.split(",")
        cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(SCRAPS)
        changed[file] = ",".join(cells)
    tried(write(changed))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 20_000), noise=st.binary(min_size=1, max_size=40))
def test_damaged_books_load_or_are_told(write: Write, tmp_path: Path, at: int, noise: bytes) -> None:
    path = tmp_path / "w.xlsx"
    good = tmp_path / "good.bin"
    if not good.exists():
        workspace = load(write())
        write_xlsx(workspace.tables, path, workspace.city)
        good.write_bytes(path.read_bytes())
    data = good.read_bytes()
    path.write_bytes(data[:at] + noise + data[at + len(noise) :])
    tried(path)
