"""Opening a log by what it is, not by what it is called, with the names that Vietnamese offices give their columns."""

from __future__ import annotations

import io
from collections.abc import Mapping

from phancap.formats.event_csv import read_event_csv, read_event_grid
from phancap.formats.event_log import BadLog, EventLog, unpacked
from phancap.formats.ocel import flatten, read_ocel
from phancap.formats.say import say
from phancap.formats.xes import read_xes
from phancap.formats.xlsx import BadWorkbook, read_xlsx
from phancap.workspace.messages import of_remark

NAMES: dict[str, tuple[str, ...]] = {
    "case": ("mã hồ sơ", "số hồ sơ", "mã hs", "số hs", "mã biên nhận", "số biên nhận", "hồ sơ", "dossier"),
    "activity": ("bước", "bước xử lý", "công việc", "hoạt động", "hành động", "tên bước", "trạng thái"),
    "when": (
        "thời điểm hoàn thành", "hoàn thành", "ngày hoàn thành", "ngày trả kết quả", "ngày trả", "ngày kết thúc",
        "kết thúc", "thời điểm", "thời gian", "ngày giờ", "ngày thực hiện", "done",
    ),
    "begun": ("thời điểm bắt đầu", "bắt đầu", "ngày bắt đầu"),
    "resource": ("người xử lý", "cán bộ", "cán bộ xử lý", "người thực hiện", "công chức", "tài khoản"),
    "transition": ("vòng đời",),
}  # fmt: skip
"""Names of columns beyond those of process mining tools; first match wins."""

SENTENCES: dict[str, dict[str, str]] = {
    "vi": {
        "unpacks-too-large": "tệp bung ra quá lớn ({more}): không đọc",
        "not-gzip": "tệp .gz hỏng: {more}",
        "not-xml": "không phải XML đúng: {more}",
        "not-xes": "không phải XES: phần tử gốc phải là `log`, gặp `{value}`",
        "not-json": "không phải JSON đúng: {more}",
        "not-ocel": "không phải OCEL 2.0: cần khóa `objects` và `events`, gặp: {more}",
        "not-xlsx": "không mở được sổ tính: {more}",
        "xml-entities": "có DOCTYPE hoặc ENTITY: không nhật ký nào cần đến, không đọc",
        "too-deep": "phần tử lồng quá {more} tầng",
        "too-many-events": "nhiều hơn {more} sự kiện: chia tệp theo năm rồi nhập từng tệp",
        "too-many-rows": "nhiều hơn {more} dòng: chia tệp theo năm rồi nhập từng tệp",
        "cell-too-long": "ô dài quá mức ({more} ký tự)",
        "no-key": "thuộc tính không có `key`, giá trị `{value}`",
        "bad-value": "`{value}` không phải {more}",
        "bad-moment": "`{value}` không phải ngày giờ · nhận `2024-05-02 09:30`, `02/05/2024 09:30`, số ngày của Excel",
        "both-date-orders": "`{value}` là ngày trước tháng, nhưng dòng {more} là tháng trước ngày: sửa cột về một kiểu",
        "no-case": "thiếu mã hồ sơ",
        "no-column": "không thấy cột `{role}` trong: {more} · chỉ ra bằng `--column {column}=TÊN CỘT`",
        "no-such-column": "không có cột `{value}` · gần nhất: `{more}`",
        "no-such-role": "`{column}` không phải vai trò của cột · có: {more}",
        "no-such-object": "trỏ tới đối tượng `{value}` không có trong tệp",
        "no-such-type": "không có loại đối tượng `{value}` · có: {more}",
        "which-type": "OCEL có nhiều loại đối tượng: {more} · chọn loại làm hồ sơ bằng `--objects LOẠI`",
        "twice": "`{value}` có hai lần",
        "utf-16": "tệp là UTF-16: lưu lại thành UTF-8",
        "not-utf-8": "không phải UTF-8 (byte {value}): lưu lại thành UTF-8",
        "no-openpyxl": "đọc .xlsx cần phần thêm `docs`: pip install 'phancap[docs]'",
        "empty": "không có hồ sơ nào trong tệp",
        "no-moments": "không sự kiện hay hồ sơ nào có ngày giờ",
    },
    "en": {
        "unpacks-too-large": "the file unpacks to too much ({more}): not read",
        "not-gzip": "a damaged .gz file: {more}",
        "not-xml": "not well-formed XML: {more}",
        "not-xes": "not XES: the root must be `log`, got `{value}`",
        "not-json": "not JSON: {more}",
        "not-ocel": "not OCEL 2.0: the keys `objects` and `events` are needed, got: {more}",
        "not-xlsx": "the workbook cannot be opened: {more}",
        "xml-entities": "has a DOCTYPE or an ENTITY: no log needs one, not read",
        "too-deep": "elements nested deeper than {more}",
        "too-many-events": "more than {more} events: cut the file by years and import each",
        "too-many-rows": "more than {more} rows: cut the file by years and import each",
        "cell-too-long": "a cell of {more} characters",
        "no-key": "an attribute without `key`, value `{value}`",
        "bad-value": "`{value}` is not a {more}",
        "bad-moment": "`{value}` is no moment · expected `2024-05-02 09:30`, `02/05/2024 09:30` or a day number of Excel",
        "both-date-orders": "`{value}` has the day first, but row {more} has the month first: mend the column",
        "no-case": "the case is missing",
        "no-column": "no column for `{role}` among: {more} · name it with `--column {column}=COLUMN`",
        "no-such-column": "no column `{value}` · nearest: `{more}`",
        "no-such-role": "`{column}` is no role of a column · there are: {more}",
        "no-such-object": "leads to the object `{value}`, which is not in the file",
        "no-such-type": "no type of object `{value}` · there are: {more}",
        "which-type": "OCEL has several types of objects: {more} · choose the cases with `--objects TYPE`",
        "twice": "`{value}` occurs twice",
        "utf-16": "the file is UTF-16: save it as UTF-8",
        "not-utf-8": "not UTF-8 (byte {value}): save it as UTF-8",
        "no-openpyxl": "reading .xlsx needs the extra `docs`: pip install 'phancap[docs]'",
        "empty": "no case in the file",
        "no-moments": "no event and no case has a moment",
    },
}

_ROLE_WORDS = {
    "vi": {"case": "mã hồ sơ", "when": "thời điểm"},
    "en": {"case": "case", "when": "moment"},
}


def read_log(
    data: bytes,
    columns: Mapping[str, str] | None = None,
    objects: str = "",
    names: Mapping[str, tuple[str, ...]] = NAMES,
) -> EventLog:
    """The log of a file's bytes, packed or not; :class:`BadLog` says what is wrong and where."""
    data = b"".join(unpacked(io.BytesIO(data)))
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data[:2] == b"PK":
        log = _from_workbook(data, columns, names)
    elif head[:1] == b"<" or data[:2] in (b"\xff\xfe", b"\xfe\xff") and b"<\x00" in head[:8]:
        log = read_xes(io.BytesIO(data))
    elif head[:1] in (b"{", b"["):
        object_log = read_ocel(io.BytesIO(data))
        types = dict.fromkeys(thing.type for thing in object_log.things.values())
        if not objects and len(types) != 1:
            raise BadLog("which-type", 0, "objectTypes", "", ", ".join(types))
        log = flatten(object_log, objects or next(iter(types)))
    else:
        log = read_event_csv(data, names, columns)
    if not log.cases:
        raise BadLog("empty")
    return log


def _from_workbook(
    data: bytes, columns: Mapping[str, str] | None, names: Mapping[str, tuple[str, ...]]
) -> EventLog:
    """The log of the first sheet that has rows."""
    try:
        sheets = read_xlsx(data)
    except BadWorkbook as error:
        raise BadLog(error.problem, more=error.more) from None
    for grid in sheets.values():
        if grid.rows:
            return read_event_grid(grid, names, columns)
    raise BadLog("empty")


def sentence(error: BadLog, file: str, lang: str = "vi") -> str:
    """``file:row:column: what is wrong``, for people; of a table as such, in the words of a workspace's tables."""
    remark = error.remark
    place = ":".join(str(part) for part in (file, remark.row, remark.column) if part)
    if remark.id not in SENTENCES[lang]:
        return f"{place}: {of_remark(remark, lang)}"
    return f"{place}: " + say(
        SENTENCES, lang, remark.id, row=remark.row, column=remark.column, value=remark.value, more=remark.more,
        role=_ROLE_WORDS[lang].get(remark.column, remark.column),
    )  # fmt: skip
