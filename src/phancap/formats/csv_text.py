"""CSV as people's programs write it, and as this project writes it.

Written: UTF-8, ``,``, ``\\n``, quotes only where needed. Read: also a BOM, ``;`` or tabs, ``\\r\\n``,
decomposed accents (NFD) and Excel's ``sep=`` line, each with a remark.

A spreadsheet takes a cell that starts with ``=``, ``+``, ``-`` or ``@`` for a formula. Such a text is written
with ``'`` before it and read without it; a text that starts with ``'`` before such a sign gets one more, so
that every text comes back as it was. Plain numbers (``-5``) stay as they are.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence

from phancap.formats.folding import piled_accents
from phancap.formats.grid import ROW_LIMIT, Grid, Remark, add_row, empty_grid

_FORMULA = re.compile(r"'*[=+\-@]")
_PLAIN_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?\Z")
# What XML cannot hold, and so no sheet: such a cell would not survive a change of form.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def guard(text: str) -> str:
    """``text`` made safe to open in a spreadsheet."""
    if _FORMULA.match(text) and not _PLAIN_NUMBER.match(text):
        return "'" + text
    return text


def unguard(text: str) -> str:
    """The inverse of :func:`guard`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def write_csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows (the header first) as CSV text, guarded."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        writer.writerow([guard(cell) for cell in row])
    return out.getvalue()


def read_csv_bytes(data: bytes) -> Grid:
    """The grid of a CSV file; what is wrong with it is in ``problems``, never raised."""
    grid = empty_grid()
    text = decode(data, grid)
    if text is None:
        return grid
    lines = io.StringIO(text, newline="")
    position, skipped = _skip_sep(text, grid)
    lines.seek(position)
    delimiter = _delimiter(text[position:].lstrip("\r\n").partition("\n")[0])
    if delimiter != ",":
        grid.remarks.append(Remark("delimiter", 1, "", {"\t": "tab"}.get(delimiter, delimiter)))
    # A cell of several lines ends them with `\n` only, as in a sheet.
    returns = "\r" in text and '"' in text
    guarded = re.search(r"'[=+\-@]", text) is not None
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = skipped + 1
    try:
        for raw in reader:
            here, number = number, skipped + reader.line_num + 1
            cells = [cell.strip() for cell in raw]
            if returns:
                cells = [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in cells]
            if not any(cells):
                continue
            if not grid.header:
                while cells and not cells[-1]:
                    cells.pop()
                grid = grid._replace(header=cells, header_row=here)
                continue
            if guarded:
                cells = [unguard(cell) for cell in cells]
            if len(grid.rows) >= ROW_LIMIT:
                grid.problems.append(Remark("too-many-rows", here, "", "", str(ROW_LIMIT)))
                break
            add_row(grid, here, cells)
    except csv.Error as error:
        # Mostly a quote that is never closed: from there on nothing can be trusted.
        kind = "cell-too-long" if "field larger" in str(error) else "bad-csv"
        grid.problems.append(Remark(kind, number, "", "", str(error)))
    return grid


def decode(data: bytes, grid: Grid) -> str | None:
    """UTF-8 to text in NFC without control characters, or ``None`` with the problem noted in ``grid``."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        grid.problems.append(Remark("utf-16"))
        return None
    if data.startswith(b"\xef\xbb\xbf"):
        grid.remarks.append(Remark("bom"))
        data = data[3:]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        grid.problems.append(Remark("not-utf-8", row, "", f"0x{data[error.start]:02x}"))
        return None
    if not text.isascii():
        if piled_accents(text):
            grid.problems.append(Remark("piled-accents"))
            return None
        if not unicodedata.is_normalized("NFC", text):
            grid.remarks.append(Remark("nfd"))
            text = unicodedata.normalize("NFC", text)
    control = CONTROL.search(text)
    if control:
        row = text.count("\n", 0, control.start()) + 1
        grid.problems.append(Remark("control-character", row, "", f"U+{ord(control.group()):04X}"))
        return None
    return text


def _skip_sep(text: str, grid: Grid) -> tuple[int, int]:
    """Where the table starts, as position and number of lines before it."""
    match = re.match(r"sep=.\r?\n", text)
    if match is None:
        return 0, 0
    grid.remarks.append(Remark("sep-line", 1))
    return match.end(), 1


def _delimiter(header: str) -> str:
    # A header holds names only, so the sign that cuts it into most pieces is the separator.
    return max(",;\t", key=header.count)
