"""Rows of a table of tasks: "Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn".

A table comes as lines with ``|`` or a tab between its cells, or as one cell a line, empty cells and bare numbers
left out. The heads of its columns say which cell is which; in the second form a cell is told by what it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from phancap.scheme import phrases as say
from phancap.scheme.bodies import Bodies
from phancap.scheme.deadlines import Deadline, find_deadline, find_due
from phancap.scheme.page import Span
from phancap.scheme.tasks import Assignment, names


class Table(NamedTuple):
    """A table of tasks: its span in the page and the tasks of its rows."""

    start: int
    end: int
    tasks: list[Assignment]


_COLUMNS = (
    ("number", re.compile(r"(?:stt|tt|số tt|số thứ tự)\Z")),
    ("coordinate", re.compile(r"(?:(?:các )?(?:cơ quan|đơn vị|sở, ngành|bộ phận)[ ,]*(?:đơn vị|địa phương)?[ ]*)?phối hợp(?: thực hiện)?\Z")),
    ("lead", re.compile(r"(?:(?:các )?(?:cơ quan|đơn vị|sở, ngành|bộ phận)[ ,]*(?:đơn vị|địa phương)?[ ]*)?(?:chủ trì(?: thực hiện| tham mưu)?|thực hiện|tham mưu|chịu trách nhiệm)\Z|phân công(?: thực hiện)?\Z")),
    ("time", re.compile(r"(?:thời (?:gian|hạn)(?: (?:hoàn thành|thực hiện|trình))?|hoàn thành|tiến độ(?: thực hiện)?|thời điểm hoàn thành)\Z")),
    ("task", re.compile(r"(?:tên )?(?:nội dung|nhiệm vụ|công việc|hoạt động|đề án|tên văn bản)(?:[ ,/]+(?:công việc|nhiệm vụ|giải pháp|hoạt động|thực hiện|cụ thể|đề án|chủ yếu|triển khai))*\Z")),
    ("other", re.compile(r"(?:sản phẩm|kết quả|ghi chú|kinh phí|hình thức|cấp trình|căn cứ|lãnh đạo|cấp ban hành|nguồn).{0,40}\Z")),
)  # fmt: skip
_CELL = re.compile(r"[^|\t\n]+")
_MOST_HEADS = 9
_TIMES = re.compile(r"(?:quý|tháng|năm|thường xuyên|hằng|hàng|trước|trong|từ|theo|định kỳ|sau khi|[0-9]{1,2}/)")
_LONGEST_TIME = 70
_SECTION = re.compile(r"[ivx]{1,4}(?:[.)-][ ]*|\Z)|[a-d][.)][ ]")


def find_rows(bodies: Bodies) -> list[Table]:
    """Every table of tasks, in reading order."""
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", bodies.page.plain)]
    found: list[Table] = []
    at = 0
    while at < len(lines):
        piped = _piped_heads(bodies, *lines[at])
        if piped:
            table, at = _piped(bodies, lines, at, piped)
        else:
            heads = _heads(bodies, lines, at)
            if not heads:
                at += 1
                continue
            table, at = _celled(bodies, lines, at, heads)
        if table.tasks:
            found.append(table)
    return found


def _kind(text: str) -> str:
    text = " ".join(text.lower().replace("*", " ").split()).strip(" :.")
    return next((kind for kind, pattern in _COLUMNS if len(text) <= _LONGEST_TIME and pattern.match(text)), "")


def _known(heads: list[str]) -> bool:
    return "lead" in heads and "task" in heads and len(heads) > 2


def _piped_heads(bodies: Bodies, start: int, end: int) -> list[str]:
    if "|" not in bodies.page.plain[start:end] and "\t" not in bodies.page.plain[start:end]:
        return []
    heads = [_kind(bodies.page.plain[cell.start : cell.end]) for cell in _cells(bodies, start, end)]
    return heads if _known(heads) else []


def _cells(bodies: Bodies, start: int, end: int) -> Iterator[Span]:
    """The cells of a line: what stands between its bars, the first and the last bar outside."""
    plain = bodies.page.plain
    while start < end and plain[start] in " |":
        if plain[start] == "|":
            start += 1
            break
        start += 1
    while end > start and plain[end - 1] == " ":
        end -= 1
    if end > start and plain[end - 1] == "|":
        end -= 1
    begin = start
    for place in range(start, end + 1):
        if place == end or plain[place] in "|\t":
            yield Span(begin, place)
            begin = place + 1


def _piped(
    bodies: Bodies, lines: list[tuple[int, int]], at: int, heads: list[str]
) -> tuple[Table, int]:
    start = lines[at][0]
    tasks: list[Assignment] = []
    end = lines[at][1]
    at += 1
    while at < len(lines) and any(bar in bodies.page.plain[slice(*lines[at])] for bar in "|\t"):
        cells = list(_cells(bodies, *lines[at]))
        by_kind = {kind: cell for kind, cell in zip(heads, cells, strict=False) if kind}
        task = _task(bodies, by_kind)
        if task is not None:
            tasks.append(task)
        end = lines[at][1]
        at += 1
    return Table(start, end, tasks), at


def _heads(bodies: Bodies, lines: list[tuple[int, int]], at: int) -> list[str]:
    """The heads of columns that stand one a line from ``at`` on, or nothing."""
    heads: list[str] = []
    for start, end in lines[at : at + _MOST_HEADS]:
        kind = _kind(bodies.page.plain[start:end])
        if not kind:
            break
        heads.append(kind)
    return heads if _known(heads) else []


def _celled(
    bodies: Bodies, lines: list[tuple[int, int]], at: int, heads: list[str]
) -> tuple[Table, int]:
    """The rows of a table that comes as one cell a line."""
    page = bodies.page
    start, at = lines[at][0], at + len(heads)
    end = lines[at - 1][1]
    tasks: list[Assignment] = []
    row: dict[str, Span] = {}

    def close() -> None:
        task = _task(bodies, row)
        if task is not None:
            tasks.append(task)
        row.clear()

    while at < len(lines):
        cell = Span(*lines[at])
        low = page.low[cell.start : cell.end].strip()
        if say.CLOSING.match(low) or (low and page.plain[cell.start : cell.end].isupper() and "lead" in row):
            break
        kind = _holds(bodies, cell, heads, row)
        if kind == "section":
            close()
        elif kind == "task" and "lead" in row:
            close()
            row["task"] = cell
        elif kind:
            row[kind] = Span(row[kind].start, cell.end) if kind in row else cell
        end = cell.end
        at += 1
    close()
    return Table(start, end, tasks), at


def _holds(bodies: Bodies, cell: Span, heads: list[str], row: dict[str, Span]) -> str:
    """Which column a cell belongs to, by what it holds and what the row has already."""
    page = bodies.page
    low = page.low[cell.start : cell.end].strip()
    if low.isdigit() or not low:
        return ""
    if _SECTION.match(low) and "task" not in row:
        return "section"
    listed, at = bodies.list_at(cell.start, cell.end)
    if listed and not page.low[at : cell.end].strip(" .;,"):
        if "lead" not in row:
            return "lead" if "task" in row else "section"
        return "coordinate" if "coordinate" in heads and "time" not in row else ""
    if "lead" in row and "time" in heads and "time" not in row and len(low) <= _LONGEST_TIME and _TIMES.match(low):
        return "time"
    late = "other" in heads and heads.index("other") > heads.index("lead")
    if "lead" in row and late and "other" not in row and ("time" not in row or heads[-1] == "other"):
        return "other"
    return "task"


def _task(bodies: Bodies, row: dict[str, Span]) -> Assignment | None:
    page = bodies.page
    if "task" not in row or "lead" not in row:
        return None
    listed, _ = bodies.list_at(row["lead"].start, row["lead"].end)
    words = page.words(*row["task"]).strip(say.EDGE)
    if not listed or not words:
        return None
    lead = names(listed)
    others: tuple[str, ...] = ()
    if "coordinate" in row:
        also, _ = bodies.list_at(row["coordinate"].start, row["coordinate"].end)
        others = tuple(name for name in names(also) if name not in lead)
    deadline = Deadline()
    if "time" in row and page.words(*row["time"]):
        deadline = find_due(page, *row["time"])
        if not deadline.day:
            deadline = Deadline("", page.words(*row["time"]), *row["time"], wrong=deadline.wrong)
    if not deadline.words:
        deadline = find_deadline(page, *row["task"])
    spans = sorted(row.values())
    return Assignment(lead, others, words, deadline, "", spans[0].start, spans[-1].end, "row", 0.9)
