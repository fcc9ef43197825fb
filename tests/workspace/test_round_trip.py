"""CSV to XLSX to CSV: whatever valid rows a workspace holds, they come back the same."""

import unicodedata
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phancap.formats.csv_text import CONTROL
from phancap.formats.days import parse_day
from phancap.formats.tables import Column, Row
from phancap.workspace.cells import empty_value, reader, write_cell
from phancap.workspace.city import City, Option
from phancap.workspace.load import Workspace, WorkspaceError, load, load_every_option, option_ids
from phancap.workspace.tables import TABLES, columns_of
from phancap.workspace.write import write_csv, write_xlsx

from .conftest import GOOD, Write

OPTION = {
    "options/thi-diem/option.toml": 'name = "Thử"\naims = ["a\\nb"]\n[[phases]]\nday = 2023-01-01\nn = "1"\n',
    "options/thi-diem/grants.csv": "grant,power,role,instrument,holder,act,known\n"
    "n1,1.013225,decide,assign,so-x,50/2014/QH13,2022-01-01\n",
    "options/khac/organisation.csv": "class,where,from\nubnd-xa,*,2021-01-01\n",
}


def bare(tables: dict[str, list[Row]]) -> dict[str, list[str]]:
    """Rows without their place, in no order."""
    return {
        name: sorted(
            repr(sorted((k, v) for k, v in row.items() if k not in ("_file", "_row"))) for row in rows
        )
        for name, rows in tables.items()
    }


def same(first: Workspace, second: Workspace) -> bool:
    return (first.city, bare(first.tables)) == (second.city, bare(second.tables))


def test_a_folder_becomes_a_book_and_a_folder_again(write: Write, tmp_path: Path) -> None:
    folder = load_every_option(write(OPTION))
    path = tmp_path / "sub" / "city.xlsx"
    write_xlsx(folder.tables, path, folder.city, folder.options)
    assert option_ids(path) == ["khac", "thi-diem"]
    book = load_every_option(path)
    assert same(folder, book)
    assert book.options == folder.options
    assert [note.line() for note in book.notes] == []
    write_csv(book.tables, tmp_path / "again", book.city, book.options)
    again = load_every_option(tmp_path / "again")
    assert same(folder, again)
    assert again.options == folder.options


def test_a_book_answers_for_the_options_asked_for(write: Write, tmp_path: Path) -> None:
    folder = load_every_option(write(OPTION))
    write_xlsx(folder.tables, tmp_path / "w.xlsx", folder.city, folder.options)
    assert len(load(tmp_path / "w.xlsx").tables["grants"]) == 3
    with_option = load(tmp_path / "w.xlsx", ["thi-diem"])
    assert with_option.tables["grants"][-1]["_option"] == "thi-diem"
    assert with_option.tables["grants"][-1]["_file"] == "w.xlsx#grants"
    assert len(with_option.tables["organisation"]) == 2
    with pytest.raises(WorkspaceError, match="gần nhất: `khac`"):
        load(tmp_path / "w.xlsx", ["khacc"])


def test_writing_is_canonical(write: Write, tmp_path: Path) -> None:
    tables = load(write()).tables
    write_csv(tables, tmp_path / "a")
    backwards = {name: rows[::-1] for name, rows in tables.items()}
    write_csv(backwards, tmp_path / "b")
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert names == sorted(name for name in GOOD if name.endswith(".csv"))
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert (tmp_path / "a" / "grants.csv").read_text().startswith("grant,power,role,instrument,")
    assert "corrects" not in (tmp_path / "a" / "grants.csv").read_text()
    # A table that has lost its rows does not leave the old ones behind.
    write_csv(tables | {"codes": []}, tmp_path / "a")
    assert (tmp_path / "a" / "codes.csv").read_text() == "power,code,from,to\n"


def test_a_formula_in_a_file_is_only_text(write: Write, tmp_path: Path) -> None:
    tables = load(write()).tables
    tables["powers"][0]["name"] = '=HYPERLINK("http://x","y")'
    write_csv(tables, tmp_path / "c", City("X", horizon=(1, 2)))
    assert "'=HYPERLINK" in (tmp_path / "c" / "powers.csv").read_text()
    assert load(tmp_path / "c").tables["powers"][0]["name"] == '=HYPERLINK("http://x","y")'
    write_xlsx(tables, tmp_path / "c.xlsx", City("X", horizon=(1, 2)))
    cell = openpyxl.load_workbook(tmp_path / "c.xlsx")["powers"]["B2"]
    assert cell.data_type == "s"
    assert load(tmp_path / "c.xlsx").tables["powers"][0]["name"] == '=HYPERLINK("http://x","y")'


def test_closed_lists_are_drop_downs(write: Write, tmp_path: Path) -> None:
    write_xlsx(load(write()).tables, tmp_path / "w.xlsx")
    rules = openpyxl.load_workbook(tmp_path / "w.xlsx")["grants"].data_validations.dataValidation
    assert any("decentralise" in rule.formula1 for rule in rules)


def test_nothing_half_written(write: Write, tmp_path: Path) -> None:
    tables = load(write()).tables
    (tmp_path / "out").write_text("a file where a folder should be")
    with pytest.raises(WorkspaceError, match="không ghi được"):
        write_csv(tables, tmp_path / "out")
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


# -- any values ----------------------------------------------------------------------------------

DAY = st.integers(parse_day("1900-01-01"), parse_day("2100-01-01"))


def clean(text: str) -> str:
    text = CONTROL.sub("", unicodedata.normalize("NFC", text)).replace("\r", "\n")
    return unicodedata.normalize("NFC", text.strip()).strip()


TEXT = st.text(max_size=12).map(clean)
ITEM = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=6).map(clean).filter(bool)
FLOAT = st.decimals(-(10**6), 10**6, places=6).map(float)


def value_of(column: Column) -> st.SearchStrategy[Any]:
    """Any value that a cell of the column can have, the empty one included."""
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "day": DAY,
        "integer": st.integers(-(10**17), 10**17),
        "number": FLOAT,
        "flag": st.booleans(),
        "list": st.lists(ITEM, max_size=3).map(tuple),
        "values": st.lists(ITEM, max_size=3).map(tuple),
        "choice": st.sampled_from(column.choices or ("",)),
        "id": ITEM,
    }
    return st.one_of(st.just(empty_value(column)), kinds.get(column.kind, TEXT))


@settings(max_examples=150)
@given(st.data())
def test_every_value_has_one_text(data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(sorted(TABLES)))
    column = data.draw(st.sampled_from(columns_of(TABLES[table])))
    value = data.draw(value_of(column))
    text = write_cell(column.kind, value)
    read = reader(column)
    if not text:
        assert value == empty_value(column)
    elif read is None:
        assert text == value
    else:
        assert read(text) == value


FREE = ("lessons", "sources", "signing", "calendar")
"""Tables whose rows name nothing elsewhere, so that any values make a valid workspace."""


@st.composite
def free_rows(draw: st.DrawFn, name: str) -> Row:
    row: Row = {"_file": f"{name}.csv", "_row": 2, "_option": ""}
    for column in columns_of(TABLES[name]):
        value = draw(value_of(column))
        if column.required and value in (None, "", ()):
            value = {"day": 738000, "choice": column.choices and column.choices[0]}.get(column.kind, "x")
        row[column.name] = "" if column.name == "corrects" or column.name == "source" else value
    if name == "sources":
        row["source"] = draw(ITEM)
    return row


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_rows_come_back_from_both_forms(data: st.DataObject, tmp_path: Path) -> None:
    tables: dict[str, list[Row]] = {name: data.draw(st.lists(free_rows(name), max_size=3)) for name in FREE}
    tables["sources"] = list({row["source"]: row for row in tables["sources"]}.values())
    city = City(data.draw(TEXT) or "X", data.draw(TEXT), horizon=(data.draw(DAY), 800_000))
    option = Option("o", more={"name": data.draw(TEXT), "n": data.draw(st.integers(0, 9)), "l": ["a", "[b"]})
    for path in tmp_path.glob("**/*.csv"):
        path.unlink()
    write_csv(tables, tmp_path, city)
    folder = load(tmp_path)
    assert bare({name: folder.tables[name] for name in FREE}) == bare(tables)
    assert folder.city == city
    write_xlsx(tables, tmp_path / "w.xlsx", city, {"o": option})
    book = load(tmp_path / "w.xlsx", ["o"])
    assert same(folder, book)
    assert book.options["o"].more == option.more
