"""What the workspace says, in Vietnamese and English: an id with ``{parameters}``.

``{value}`` is the cell's text, shortened; the nearest valid value is added behind by whoever shows it.
"""

from __future__ import annotations

from phancap.formats.grid import CELL_LIMIT, Remark

_SHOWN = 60
"""Characters of a text that are shown."""

MESSAGES: dict[str, tuple[str, str]] = {
    # -- the folder and its files
    "no-workspace": (
        "không có thư mục hay tệp `{value}` · workspace là một thư mục có `city.toml`, hoặc một tệp `.xlsx`",
        "there is no folder or file `{value}` · a workspace is a folder with `city.toml`, or one `.xlsx` "
        "file",
    ),
    "not-a-workspace": (
        "`{value}` không phải workspace · cần một thư mục có `city.toml`, hoặc một tệp `.xlsx`",
        "`{value}` is not a workspace · expected a folder with `city.toml`, or one `.xlsx` file",
    ),
    "no-city": (
        "thiếu `city.toml` · tạo workspace mẫu bằng: phancap init DIR",
        "`city.toml` is missing · make an example workspace with: phancap init DIR",
    ),
    "no-city-sheet": (
        "thiếu trang tính `city` · hai cột `key`, `value` với `format`, `name`, `horizon` ...",
        "the sheet `city` is missing · two columns `key`, `value` with `format`, `name`, `horizon` ...",
    ),
    "bad-option-id": (
        "`{value}` không phải mã phương án · chỉ chữ, số, `-`, `_`, `.`, bắt đầu bằng chữ hoặc số",
        "`{value}` is not an option id · only letters, digits, `-`, `_`, `.`, a letter or digit first",
    ),
    "no-option": (
        "không có phương án `{value}` · mỗi phương án là một thư mục `options/<mã>/` · có: {expected}",
        "there is no option `{value}` · each option is a folder `options/<id>/` · there are: {expected}",
    ),
    "outside": (
        "trỏ ra ngoài workspace · chép hẳn tệp vào đây thay cho liên kết",
        "points outside the workspace · copy the file here instead of linking to it",
    ),
    "not-a-file": (
        "không phải tệp thường · cần một tệp đọc được",
        "is not an ordinary file · expected a file that can be read",
    ),
    "name-of-table": (
        "là bảng `{value}` nhưng tên viết khác · đổi tên thành `{expected}`",
        "is the table `{value}` under another spelling · rename it to `{expected}`",
    ),
    "unreadable": ("không đọc được: {more}", "cannot be read: {more}"),
    "unwritable": ("không ghi được: {more}", "cannot be written: {more}"),
    "not-empty": (
        "thư mục đã có `{value}` · chọn một thư mục mới hoặc trống",
        "the folder already has `{value}` · choose a new or empty one",
    ),
    "too-large": (
        "lớn {more} MB, quá giới hạn {limit} MB một tệp · tách bớt hoặc xem có nhầm tệp",
        "is {more} MB, over the limit of {limit} MB a file · split it, or check that it is the right file",
    ),
    # -- text
    "utf-16": (
        "là tệp UTF-16 · lưu lại dạng `CSV UTF-8`",
        "is a UTF-16 file · save it as `CSV UTF-8`",
    ),
    "not-utf-8": (
        "không phải UTF-8 (byte {value}) · lưu lại dạng `CSV UTF-8`",
        "is not UTF-8 (byte {value}) · save it as `CSV UTF-8`",
    ),
    "control-character": (
        "có ký tự điều khiển {value} · xóa nó đi (tệp có thể đã hỏng)",
        "holds the control character {value} · remove it (the file may be damaged)",
    ),
    "piled-accents": (
        "có chữ mang hơn 30 dấu · không phải văn bản, xóa đi",
        "has a letter with more than 30 accents · that is no text, remove it",
    ),
    "bad-csv": (
        'không tách được cột từ dòng này ({more}) · thường do dấu `"` mở mà không đóng',
        'cannot be cut into columns from this line on ({more}) · mostly a `"` that is never closed',
    ),
    "too-many-rows": (
        "hơn {more} dòng · phần sau không đọc",
        "has more than {more} rows · the rest is not read",
    ),
    "too-many-errors": (
        "gần như dòng nào cũng lỗi · từ đây trở đi không đọc nữa, xem có nhầm tệp",
        "nearly every row is wrong · not read from here on, check that it is the right file",
    ),
    "too-many-cells": (
        "dòng có nhiều ô hơn {more} cột của tiêu đề, thừa từ `{value}` · có thể một ô chứa dấu phẩy mà không "
        'đặt trong `"`',
        "the row has more cells than the {more} columns of the header, from `{value}` on · perhaps a cell "
        'holds a comma without `"` around it',
    ),
    "cell-too-long": (
        "ô quá dài ({more}) · giới hạn {limit} ký tự",
        "the cell is too long ({more}) · the limit is {limit} characters",
    ),
    # -- workbooks
    "not-xlsx": (
        "không mở được như tệp XLSX ({more}) · lưu lại dạng `.xlsx`",
        "cannot be opened as XLSX ({more}) · save it as `.xlsx`",
    ),
    "no-openpyxl": (
        "đọc, ghi XLSX cần openpyxl · cài bằng: pip install 'phancap[docs]'",
        "XLSX needs openpyxl · install it with: pip install 'phancap[docs]'",
    ),
    "too-many-parts": (
        "tệp XLSX có {more} phần, quá nhiều · không mở",
        "the XLSX file has {more} parts, too many · not opened",
    ),
    "unpacks-too-large": (
        "tệp XLSX bung ra {more}, quá giới hạn 128 MB · không mở",
        "the XLSX file unpacks to {more}, over the limit of 128 MB · not opened",
    ),
    "xml-entities": (
        "tệp XLSX khai báo thực thể XML ở `{more}` · không mở, bảng tính không viết như vậy",
        "the XLSX file declares XML entities in `{more}` · not opened, no spreadsheet writes that",
    ),
    "xml-encoding": (
        "tệp XLSX dùng bảng mã `{more}` · không mở, cần UTF-8",
        "the XLSX file uses the encoding `{more}` · not opened, expected UTF-8",
    ),
    "formula": (
        "là công thức (`{value}`) · thay bằng giá trị, dạng chữ",
        "is a formula (`{value}`) · put its value there, as text",
    ),
    "error-cell": (
        "ô báo lỗi `{value}` · thay bằng giá trị, dạng chữ",
        "the cell holds the error `{value}` · put a value there, as text",
    ),
    # -- city.toml and option.toml
    "bad-toml": ("không phải TOML: {more}", "is not TOML: {more}"),
    "other-format": (
        "`format = {value}`, bản này đọc `format = 1` · chạy: phancap migrate --workspace DIR",
        "`format = {value}`, this version reads `format = 1` · run: phancap migrate --workspace DIR",
    ),
    "newer-format": (
        "`format = {value}` mới hơn bản này (`format = 1`) · cài phancap mới hơn (phancap migrate không "
        "lùi được)",
        "`format = {value}` is newer than this version (`format = 1`) · install a newer phancap (phancap "
        "migrate cannot go back)",
    ),
    "city-missing": ("thiếu `{column}` · {expected}", "`{column}` is missing · {expected}"),
    "city-type": (
        "`{value}` không dùng được cho `{column}` · cần {expected}",
        "`{value}` does not do for `{column}` · expected {expected}",
    ),
    # -- headers and single cells
    "no-header": (
        "không có dòng tiêu đề · dòng đầu phải là tên cột: {expected}",
        "has no header · the first line must name the columns: {expected}",
    ),
    "duplicate-header": ("cột `{value}` có hai lần ở tiêu đề", "the column `{value}` is twice in the header"),
    "missing-column": ("thiếu cột `{value}`", "the column `{value}` is missing"),
    "required": ("không được để trống", "must not be empty"),
    "bad-day": (
        "`{value}` không phải ngày dạng YYYY-MM-DD",
        "`{value}` is not a day of the form YYYY-MM-DD",
    ),
    "bad-integer": ("`{value}` không phải số nguyên", "`{value}` is not a whole number"),
    "bad-number": (
        "`{value}` không phải số (dấu thập phân là `.`)",
        "`{value}` is not a number (the decimal sign is `.`)",
    ),
    "bad-flag": ("`{value}` không phải `yes` hay `no`", "`{value}` is neither `yes` nor `no`"),
    "bad-choice": (
        "`{value}` không có trong danh sách: {expected}",
        "`{value}` is not in the list: {expected}",
    ),
    "bad-time": ("`{value}` không phải giờ dạng HH:MM", "`{value}` is not a time of the form HH:MM"),
    "bad-measure": (
        "`{value}` không phải số (tâm `centroid` viết `vĩ độ,kinh độ`)",
        "`{value}` is not a number (a `centroid` is `lat,lon`)",
    ),
    "bad-id": (
        "`{value}` không dùng làm mã được · không có {expected}",
        "`{value}` cannot be an id · it must hold no {expected}",
    ),
    "bad-code": (
        "`{value}` không dùng làm mã đơn vị được · chỉ chữ không dấu, số, `.`, `_`, `-`",
        "`{value}` cannot be the code of a unit · only plain letters, digits, `.`, `_`, `-`",
    ),
    # -- rows against rows
    "empty-interval": (
        "khoảng rỗng: `{column}` {value} không sau `{other}` {more} · khoảng là [từ, đến), ngày cuối "
        "không tính",
        "empty interval: `{column}` {value} is not after `{other}` {more} · intervals are [from, to)",
    ),
    "duplicate-key": (
        "`{value}` đã có ở {more} · mỗi khóa một dòng; đính chính thì ghi `corrects` và `known`",
        "`{value}` is already at {more} · one row a key; a correction states `corrects` and `known`",
    ),
    "two-units-one-code": (
        "mã `{value}` cùng lúc là của `{more}` · một cấp, một ngày, một mã chỉ một đơn vị",
        "the code `{value}` is borne by `{more}` at the same time · a level has one unit a code and day",
    ),
    "class-and-body": (
        "`{value}` vừa là loại cơ quan ({more}) vừa là cơ quan · đổi một trong hai",
        "`{value}` is a class ({more}) and a body · rename one of them",
    ),
    "bad-uid": (
        "`{value}` không khớp cấp, mã và ngày đầu của dòng · phải là `{expected}`",
        "`{value}` does not agree with the row's level, code and first day · must be `{expected}`",
    ),
    "unknown-uid": (
        "không có đơn vị `{value}` trong units.csv",
        "there is no unit `{value}` in units.csv",
    ),
    "unknown-unit": (
        "không có đơn vị `{value}` · viết `uid` (`c31141@2021-01-01`) hoặc mã và ngày (`c31141~2022-06-20`)",
        "there is no unit `{value}` · write a `uid` (`c31141@2021-01-01`) or code and day "
        "(`c31141~2022-06-20`)",
    ),
    "unknown-place": (
        "không có đơn vị `{value}` trong units.csv",
        "there is no unit `{value}` in units.csv",
    ),
    "unknown-parent": (
        "không có đơn vị cấp trên nào từng mang mã `{value}`",
        "no unit of a higher level ever bore the code `{value}`",
    ),
    "unknown-body": (
        "không có cơ quan hay loại cơ quan `{value}`",
        "there is no body and no class `{value}`",
    ),
    "unknown-class": ("không có loại cơ quan `{value}`", "there is no class `{value}`"),
    "unknown-act": ("không có văn bản `{value}` trong acts.csv", "there is no act `{value}` in acts.csv"),
    "unknown-power": (
        "không có thẩm quyền `{value}` trong powers.csv",
        "there is no power `{value}` in powers.csv",
    ),
    "unknown-grant": (
        "không có dòng `{value}` trong grants.csv",
        "there is no grant `{value}` in grants.csv",
    ),
    "unknown-source": (
        "không có nguồn `{value}` trong sources.csv · chưa có nguồn thì ghi `assumption`",
        "there is no source `{value}` in sources.csv · without a source write `assumption`",
    ),
    "unknown-correction": (
        "đính chính `{value}` nhưng bảng không có dòng đó",
        "corrects `{value}`, but the table has no such row",
    ),
    "unknown-type": (
        "`{value}` không phải loại văn bản của bộ quy tắc · ghi đúng loại, hoặc ghi `rank`",
        "`{value}` is not a type of act of the rule book · write a listed type, or state `rank`",
    ),
    "unknown-issuer": (
        "`{value}` không phải cơ quan ban hành của bộ quy tắc · ghi đúng tên, hoặc ghi `rank`",
        "`{value}` is not an issuer of the rule book · write a listed one, or state `rank`",
    ),
    "bad-authority": (
        "`{value}` không bắt đầu bằng một văn bản trong acts.csv · viết `<văn bản> <điều khoản>`",
        "`{value}` does not begin with an act of acts.csv · write `<act> <provision>`",
    ),
    "bad-where": ("{more}", "not a list of places: {more}"),
    "bad-condition": ("{more}", "not a condition: {more}"),
    "unknown-fact": (
        "thẩm quyền `{more}` không khai báo dữ kiện `{value}` trong facts.csv",
        "the power `{more}` declares no fact `{value}` in facts.csv",
    ),
    "bad-fact-value": (
        "`{value}` không có trong danh sách của dữ kiện `{more}`",
        "`{value}` is not in the closed list of the fact `{more}`",
    ),
    "category-without-values": (
        "dữ kiện loại `category` cần danh sách giá trị, cách nhau bằng `|`",
        "a fact of type `category` needs its list of values, separated by `|`",
    ),
    "bad-role": ("`{value}` không phải vai trò: {expected}", "`{value}` is not a role: {expected}"),
    "bad-transition": (
        "`{value}` không phải cách chuyển tiếp: {expected}",
        "`{value}` is not a transition: {expected}",
    ),
    "two-readings-prevail": (
        "tension `{value}` có {more} cách hiểu ghi `prevails = yes` · cần đúng một",
        "the tension `{value}` has {more} readings with `prevails = yes` · exactly one is needed",
    ),
    # -- notes: read on, but say so
    "bom": ("có dấu BOM đầu tệp; đã đọc", "starts with a BOM; read all the same"),
    "delimiter": (
        "cột cách nhau bằng `{value}`; đã đọc",
        "columns are separated by `{value}`; read all the same",
    ),
    "sep-line": ("bỏ qua dòng `sep=` của Excel", "Excel's line `sep=` is passed over"),
    "nfd": ("dấu tiếng Việt dạng NFD; đã chuyển sang NFC", "accents in NFD; turned into NFC"),
    "date-cell": (
        "ô kiểu ngày trong cột này, từ `{value}`; đã đọc · nên để kiểu chữ",
        "date cells in this column, from `{value}` on; read, but better kept as text",
    ),
    "number-cell": (
        "ô kiểu số trong cột này, từ `{value}`: số 0 đầu hoặc cuối có thể đã mất · nên để kiểu chữ",
        "number cells in this column, from `{value}` on: zeros in front or behind may be lost · better text",
    ),
    "unknown-column": ("không biết cột `{value}`{more}; bỏ qua", "the column `{value}` is not known{more}; passed over"),
    "unknown-file": ("không phải bảng của workspace; bỏ qua", "is not a table of a workspace; passed over"),
    "unknown-key": ("không biết khóa `{value}`; bỏ qua", "the key `{value}` is not known; passed over"),
    "no-option-toml": ("không có option.toml", "has no option.toml"),
    "short-code": (
        "mã `{value}` ngắn hơn các mã cùng cấp: có phải `{more}`? Excel hay bỏ số 0 đầu",
        "the code `{value}` is shorter than the others of its level: is it `{more}`? Excel drops leading "
        "zeros",
    ),
    "lost-zero": (
        "không có đơn vị `{value}` · có phải `{more}`? Excel hay bỏ số 0 đầu",
        "there is no unit `{value}` · is it `{more}`? Excel drops leading zeros",
    ),
    "absent-table": (
        "không có bảng {more} để đối chiếu cột `{column}`",
        "there is no table {more} to compare the column `{column}` with",
    ),
    "correction-undated": (
        "đính chính không ghi `known`: câu trả lời cũ cũng đổi theo",
        "a correction without `known` changes past answers too",
    ),
    "commune-lineage-only": (
        "`{value}` không phải cấp xã; cấp trên suy ra từ cấp xã, dòng này không có tác dụng",
        "`{value}` is not a commune; higher levels follow from communes, the row has no effect",
    ),
    "no-matter": (
        "`{value}` không đọc được; dòng `withdraw` không cần ô này, bỏ qua",
        "`{value}` cannot be read; a `withdraw` row does not need this cell, it is passed over",
    ),
    "empty-condition": (
        "không giá trị nào thỏa điều kiện; dòng này không bao giờ có tác dụng",
        "no value meets the condition; the row never has an effect",
    ),
}

TOTAL = (
    "{count} lỗi, không ghi gì. Sửa rồi chạy lại: phancap check --workspace {root}",
    "{count} errors, nothing written. Mend and run again: phancap check --workspace {root}",
)
NOTHING_TO_MIGRATE = (
    "`{root}` đã là `format = {format}`, dạng duy nhất hiện có; không có gì để chuyển",
    "`{root}` is of `format = {format}` already, the only one there is; nothing to migrate",
)
MORE = ("... và {count} lỗi nữa", "... and {count} more errors")
NEAREST = (" · gần nhất: {options}", " · nearest: {options}")
GUESS = (" · có phải {options}?", " · did you mean {options}?")


def render(pair: tuple[str, str], lang: str, **params: str) -> str:
    """One of the pair with its parameters filled in."""
    return pair[1 if lang == "en" else 0].format(**params)


def of_remark(remark: Remark, lang: str) -> str:
    """What the reader of a table met, in words; ``KeyError`` for what is no remark of such a reader."""
    value, more = (text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…" for text in (remark.value, remark.more))
    return render(MESSAGES[remark.id], lang, column=remark.column, value=value, more=more, limit=str(CELL_LIMIT))
