"""XLSX: text in, text out; archives made to harm are refused before anything is unpacked."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phancap.formats.csv_text import CONTROL
from phancap.formats.xlsx import UNPACKED_LIMIT, BadWorkbook, SheetOut, read_xlsx, write_xlsx_bytes

TEXTS = [
    "=1+1",
    "-5",
    "'a",
    "01141",
    "1.013220",
    "x\ny",
    "_x000D_",
    "x005F_",
    "2022-06-20",
    "yes",
    "Đ.103 k.3",
]


def book(*values: object) -> bytes:
    """A workbook as a spreadsheet program would leave it, one column of ``values``."""
    made = openpyxl.Workbook()
    made.active.title = "t"
    for value in ("a", *values):
        made.active.append([value])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def problem_of(data: bytes) -> str:
    with pytest.raises(BadWorkbook) as caught:
        read_xlsx(data)
    return caught.value.problem


def test_texts_come_back_as_they_were() -> None:
    data = write_xlsx_bytes([SheetOut("t", ("a",), [[text] for text in TEXTS], {})])
    assert [cells[0] for _, cells in read_xlsx(data)["t"].rows] == TEXTS


@settings(max_examples=40)
@given(st.lists(st.text(max_size=15), min_size=1, max_size=5))
def test_any_text_comes_back(texts: list[str]) -> None:
    import unicodedata

    texts = [
        unicodedata.normalize("NFC", CONTROL.sub("", t)).replace("\r", "\n").strip() or "x" for t in texts
    ]
    data = write_xlsx_bytes([SheetOut("t", ("a",), [[text] for text in texts], {})])
    assert [cells[0] for _, cells in read_xlsx(data)["t"].rows] == texts


def test_sheets_have_drop_downs_and_a_frozen_header() -> None:
    data = write_xlsx_bytes([SheetOut("t", ("a", "b"), [["yes", "=1"]], {0: ("yes", "no")})])
    sheet = openpyxl.load_workbook(io.BytesIO(data))["t"]
    assert sheet.freeze_panes == "A2"
    rule = sheet.data_validations.dataValidation[0]
    assert rule.formula1 == '"yes,no"'
    assert str(rule.sqref).startswith("A2:A")
    assert all(
        cell.number_format == "@" and cell.data_type == "s" for row in sheet.iter_rows() for cell in row
    )


def test_typed_cells_are_read_with_a_remark() -> None:
    grid = read_xlsx(book(1141, 2.5, date(2022, 6, 20), datetime(2022, 6, 20, 8, 30), True))["t"]
    assert [cells[0] for _, cells in grid.rows] == [
        "1141",
        "2.5",
        "2022-06-20",
        "2022-06-20 08:30:00",
        "True",
    ]
    assert [(r.id, r.row, r.value) for r in grid.remarks] == [
        ("number-cell", 2, "1141"), ("date-cell", 4, "2022-06-20"),
    ]  # fmt: skip


def test_formulas_and_error_cells_are_refused() -> None:
    grid = read_xlsx(book("=1+1", "#REF!", '=HYPERLINK("http://x")'))["t"]
    assert [(p.id, p.row, p.column) for p in grid.problems] == [
        ("formula", 2, "a"), ("error-cell", 3, "a"), ("formula", 4, "a"),
    ]  # fmt: skip


def altered(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new, 1)
            target.writestr(name, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_xml_entities_are_refused() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet'
    assert problem_of(altered(book("x"), SHEET, b"<worksheet", laughs)) == "xml-entities"
    wide = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x []><x/>'.encode("utf-16")
    stream = io.BytesIO(book("x"))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/other.bin", wide)
    assert problem_of(stream.getvalue()) == "xml-entities"


def test_other_encodings_are_refused() -> None:
    declared = b'<?xml version="1.0" encoding="cp037"?><worksheet'
    assert problem_of(altered(book("x"), SHEET, b"<worksheet", declared)) == "xml-encoding"


def test_bombs_are_refused_by_their_stated_size() -> None:
    stream = io.BytesIO(book("x"))
    with (
        zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/bomb.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(UNPACKED_LIMIT // 2**20 + 1):
            part.write(bytes(2**20))
    assert len(stream.getvalue()) < 2**20
    assert problem_of(stream.getvalue()) == "unpacks-too-large"


def test_many_parts_are_refused() -> None:
    stream = io.BytesIO(book("x"))
    with zipfile.ZipFile(stream, "a") as archive:
        for number in range(2_100):
            archive.writestr(f"p{number}", b"")
    assert problem_of(stream.getvalue()) == "too-many-parts"


def test_a_row_far_below_does_not_hang() -> None:
    data = altered(book("x"), SHEET, b'<row r="2"', b'<row r="1048000"')
    assert [number for number, _ in read_xlsx(data)["t"].rows] == [1_048_000]
    assert read_xlsx(altered(book("x"), SHEET, b'<row r="2"', b'<row r="999999999999"'))["t"].rows == []


@settings(max_examples=60)
@given(st.binary(max_size=100), st.integers(0, 6000), st.booleans())
def test_damaged_bytes_are_a_bad_workbook_or_a_good_one(noise: bytes, at: int, cut: bool) -> None:
    data = _GOOD[:at] + noise + (b"" if cut else _GOOD[at + len(noise) :])
    try:
        read_xlsx(data)
    except BadWorkbook as error:
        assert error.problem


_GOOD = write_xlsx_bytes([SheetOut("t", ("a", "b"), [["x", "y"], ["1", "2"]], {0: ("x", "y")})])


@settings(max_examples=40)
@given(
    st.binary(min_size=1, max_size=30),
    st.integers(0, 1500),
    st.sampled_from(
        [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"]
    ),
)
def test_damaged_parts_are_a_bad_workbook_or_a_good_one(noise: bytes, at: int, part: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_GOOD)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(
                name, content[:at] + noise + content[at + len(noise) :] if name == part else content
            )
    try:
        read_xlsx(out.getvalue())
    except BadWorkbook as error:
        assert error.problem
