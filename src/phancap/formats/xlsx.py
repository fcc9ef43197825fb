"""XLSX workbooks as text: a sheet a table, every cell text, drop-downs for closed lists.

Read with openpyxl, which is imported only here and only when asked for. Before that the archive itself is
looked at: sizes (a kilobyte may unpack to a gigabyte), number of parts, and XML entities, which no
spreadsheet program writes. A formula is refused: what it shows depends on who opens it.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from phancap.formats.csv_text import CONTROL
from phancap.formats.folding import piled_accents
from phancap.formats.grid import COLUMN_LIMIT, ROW_LIMIT, Grid, Remark, add_row, empty_grid

UNPACKED_LIMIT = 128 * 1024 * 1024
PART_LIMIT = 2_000
SHEET_ROWS = 1_048_576
_ESCAPED = re.compile(r"_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")  # but for halves of a pair
_TO_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']*)["']""")
_SAFE_ENCODINGS = (b"utf-8", b"utf-16", b"us-ascii", b"ascii")
_TEXT_FORMAT = "@"  # a spreadsheet keeps such a cell as it was typed


class BadWorkbook(ValueError):
    """A file that is not a workbook, or not one to open; ``problem`` and ``more`` say why."""

    def __init__(self, problem: str, more: str = "") -> None:
        self.problem = problem
        self.more = more
        super().__init__(f"{problem} {more}".strip())


class SheetOut(NamedTuple):
    """A sheet to write: header, rows, and for columns (by place) the closed list they take."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    choices: dict[int, Sequence[str]]


def read_xlsx(data: bytes) -> dict[str, Grid]:
    """Sheet name to grid; :class:`BadWorkbook` when the file as a whole cannot be read."""
    _check_archive(data)
    openpyxl = _openpyxl()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions it does not know: they hold no cells
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            try:
                return {sheet.title: _read_sheet(sheet) for sheet in book.worksheets}
            finally:
                book.close()
    except BadWorkbook:
        raise
    except Exception as error:
        # openpyxl lets through whatever a broken part makes it stumble over (KeyError, TypeError,
        # ParseError, zlib.error ...); each means the same here: this is no workbook.
        raise BadWorkbook("not-xlsx", f"{type(error).__name__}: {error}"[:200]) from error


def write_xlsx_bytes(sheets: Sequence[SheetOut]) -> bytes:
    """A workbook of these sheets; cells are text, so nothing in them is ever computed."""
    openpyxl = _openpyxl()
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = openpyxl.Workbook(write_only=True)
    bold = Font(bold=True)
    for sheet in sheets:
        out = book.create_sheet(sheet.name)
        out.freeze_panes = "A2"
        _add_choices(out, sheet)
        for number, row in enumerate((sheet.header, *sheet.rows)):
            cells = []
            for text in row:
                cell = WriteOnlyCell(out, value=_TO_ESCAPE.sub("_x005F_", text) or None)
                if text:
                    cell.data_type = "s"  # not "f", whatever sign the text starts with
                cell.number_format = _TEXT_FORMAT
                if number == 0:
                    cell.font = bold
                cells.append(cell)
            out.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError as error:
        raise BadWorkbook("no-openpyxl") from error
    return openpyxl


def _add_choices(out: Any, sheet: SheetOut) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for place, choices in sheet.choices.items():
        formula = '"' + ",".join(choices) + '"'
        if len(formula) > 255:
            continue  # a spreadsheet refuses a longer list in the cell; the reader checks all the same
        rule = DataValidation(type="list", formula1=formula, allow_blank=True)
        letter = get_column_letter(place + 1)
        rule.add(f"{letter}2:{letter}1048576")
        out.data_validations.append(rule)


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > PART_LIMIT:
                raise BadWorkbook("too-many-parts", str(len(parts)))
            # The sizes are the archive's own word, but unpacking stops at them.
            size = sum(part.file_size for part in parts)
            if size > UNPACKED_LIMIT:
                raise BadWorkbook("unpacks-too-large", f"{size // 2**20} MB")
            for part in parts:
                _check_xml(archive.read(part), part.filename)  # whatever its name: any part may be read
    except BadWorkbook:
        raise
    except Exception as error:
        # zipfile too fails in many ways on damaged bytes (BadZipFile, zlib.error, EOFError, RuntimeError
        # for a password, NotImplementedError for a method, struct.error ...).
        raise BadWorkbook("not-xlsx", f"{type(error).__name__}: {error}"[:200]) from error


def _check_xml(text: bytes, name: str) -> None:
    plain = text.replace(b"\x00", b"")  # UTF-16 reads the same without its zero bytes
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise BadWorkbook("xml-entities", name)
    encoding = _ENCODING.match(plain.lstrip(b"\xef\xbb\xbf\xff\xfe"))
    if encoding and encoding.group(1).lower() not in _SAFE_ENCODINGS:
        raise BadWorkbook("xml-encoding", encoding.group(1).decode("ascii", "replace")[:40])


def _read_sheet(sheet: Any) -> Grid:
    grid = empty_grid()
    told: set[tuple[str, int]] = set()
    for number, raw in _rows(sheet, 1, COLUMN_LIMIT):
        header = list(_texts(raw, grid, number, told))
        while header and not header[-1]:
            header.pop()
        if header:
            grid = grid._replace(header=header, header_row=number)
            break
    for number, raw in _rows(sheet, grid.header_row + 1, len(grid.header) + 8):
        cells = list(_texts(raw, grid, number, told))
        if not any(cells):
            continue
        if len(grid.rows) >= ROW_LIMIT:
            grid.problems.append(Remark("too-many-rows", number, "", "", str(ROW_LIMIT)))
            break
        add_row(grid, number, cells)
    return grid


def _rows(sheet: Any, first: int, width: int) -> Iterator[tuple[int, Sequence[Any]]]:
    """Line number and cells of the rows that the file states; the gaps between them are not walked."""
    sheet.reset_dimensions()  # the size it states may be a lie, and is padded to
    last: Sequence[Any] = ()
    for number, raw in enumerate(
        sheet.iter_rows(min_row=first, max_row=SHEET_ROWS, max_col=width), start=first
    ):
        if raw is not last:  # openpyxl fills a gap with one and the same row
            yield number, raw
        last = raw


def _texts(raw: Sequence[Any], grid: Grid, row: int, told: set[tuple[str, int]]) -> Iterator[str]:
    for place, cell in enumerate(raw):
        value = cell.value
        column = grid.header[place] if place < len(grid.header) else ""
        if value is None:
            yield ""
        elif cell.data_type in ("f", "e"):
            kind = "formula" if cell.data_type == "f" else "error-cell"
            grid.problems.append(Remark(kind, row, column, str(getattr(value, "text", value))))
            yield ""
        elif isinstance(value, str):
            text = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), value)
            text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
            yield _clean(text, grid, row, column)
        else:
            # One remark a column and kind, at its first row: a typed column has thousands.
            kind = "date-cell" if isinstance(value, date | time) else "number-cell"
            text = _typed(value)
            if (kind, place) not in told:
                told.add((kind, place))
                grid.remarks.append(Remark(kind, row, column, text))
            yield text


def _clean(text: str, grid: Grid, row: int, column: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    control = CONTROL.search(text)
    if control or not text.isascii() and piled_accents(text):
        kind = "control-character" if control else "piled-accents"
        grid.problems.append(Remark(kind, row, column, f"U+{ord(control.group()):04X}" if control else ""))
        return ""
    import unicodedata

    return unicodedata.normalize("NFC", text)


def _typed(value: Any) -> str:
    """The text of a cell that a spreadsheet gave a type of its own."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
