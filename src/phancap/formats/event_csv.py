"""Event logs as tables: which column is the case, the activity, the moment; and how its dates are written.

Columns are known by their names (accents, case and separators do not count), or by the caller's word. Whether
``03/04/2011`` is the 3rd of April is asked of the whole column: one value with a day above 12 settles it; where none does
the day comes first, as in Viet Nam, with a remark; a column that says both is refused. Bare numbers of a spreadsheet
(``43785.5``) are moments too. A column with one value a case is an attribute of the case, others of the event.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from phancap.formats.csv_text import read_csv_bytes
from phancap.formats.days import EXCEL_EPOCH
from phancap.formats.event_log import EVENT_LIMIT, Attributes, BadLog, Case, Event, EventLog, parse_stamp
from phancap.formats.folding import fold
from phancap.formats.grid import Grid, Remark
from phancap.formats.nearest import nearest

ROLES = ("case", "activity", "when", "begun", "resource", "transition")
NEEDED = ("case", "when")
MOMENTS = ("when", "begun")

NAMES: dict[str, tuple[str, ...]] = {
    "case": ("case", "case id", "caseid", "case concept name", "trace id", "process instance"),
    "activity": ("activity", "concept name", "event", "activity name", "task", "step", "event type"),
    "when": (
        "timestamp", "time timestamp", "complete timestamp", "completed", "complete", "end", "end time", "end timestamp",
        "time", "date", "finished", "complete time", "when",
    ),
    "begun": ("start", "start time", "start timestamp", "started", "begin", "begun"),
    "resource": ("resource", "org resource", "user", "performer", "originator", "agent"),
    "transition": ("lifecycle", "lifecycle transition", "transition", "lifecycle id"),
}  # fmt: skip

Moment = datetime | date


def read_event_csv(
    data: bytes, names: Mapping[str, Sequence[str]] | None = None, chosen: Mapping[str, str] | None = None
) -> EventLog:
    """The log of a CSV file; :class:`BadLog` with row, column and value for what cannot be read.

    ``names`` adds names by which a role's column is known, first match wins; ``chosen`` gives a role its column, to the
    case also several (``office+number``, where numbers begin anew in every office).
    """
    return read_event_grid(read_csv_bytes(data), names, chosen)


def read_event_grid(
    grid: Grid, names: Mapping[str, Sequence[str]] | None = None, chosen: Mapping[str, str] | None = None
) -> EventLog:
    """The same of a table already read, such as a sheet."""
    if grid.problems:
        raise BadLog(*grid.problems[0])
    _join(grid, (chosen or {}).get("case", ""))
    columns = _columns(grid, names or {}, chosen or {})
    remarks = list(grid.remarks)
    table = [cells + [""] * (len(grid.header) - len(cells)) for _, cells in grid.rows]
    rows = [number for number, _ in grid.rows]
    if len(table) > EVENT_LIMIT:
        raise BadLog("too-many-events", more=str(EVENT_LIMIT))
    moments: dict[int, list[Moment | None]] = {}
    for role in MOMENTS:
        if role in columns:
            place = columns[role]
            texts = [cells[place] for cells in table]
            moments[place] = read_moments(texts, rows, grid.header[place], remarks)
    taken = set(columns.values())
    rest = [place for place, name in enumerate(grid.header) if place not in taken and name]
    values: dict[int, Sequence[str | Moment | None]] = {
        place: _attribute([cells[place] for cells in table], rows, grid.header[place], remarks)
        for place in rest
    }
    return EventLog(_cases(grid, table, columns, moments, rest, values), remarks)


def _columns(grid: Grid, names: Mapping[str, Sequence[str]], chosen: Mapping[str, str]) -> dict[str, int]:
    header = [fold(name) for name in grid.header]
    found: dict[str, int] = {}
    for role, name in chosen.items():
        if role not in ROLES:
            raise BadLog("no-such-role", 0, role, name, ", ".join(ROLES))
        if fold(name) not in header:
            near = nearest(name, grid.header, limit=1) or [", ".join(grid.header)]
            raise BadLog("no-such-column", grid.header_row, role, name, near[0])
        found[role] = header.index(fold(name))
    for role in ROLES:
        if role in found:
            continue
        for name in (*map(fold, names.get(role, ())), *NAMES[role]):
            if name in header and header.index(name) not in found.values():
                found[role] = header.index(name)
                break
    if "when" not in found and "begun" in found:
        found["when"] = found.pop("begun")
    for role in NEEDED:
        if role not in found:
            raise BadLog("no-column", grid.header_row, role, "", ", ".join(grid.header))
    return found


def _join(grid: Grid, wanted: str) -> None:
    """Add the column that a case of several columns makes."""
    header = [fold(name) for name in grid.header]
    parts = [fold(part) for part in wanted.split("+")]
    if len(parts) < 2 or fold(wanted) in header or not set(parts) <= set(header):
        return
    places = [header.index(part) for part in parts]
    for _, cells in grid.rows:
        cells.extend([""] * (len(header) - len(cells)))
        cells.append("/".join(cells[place] for place in places))
    grid.header.append(wanted)


def _attribute(
    texts: Sequence[str], rows: Sequence[int], name: str, remarks: list[Remark]
) -> Sequence[str | Moment | None]:
    """A further column: moments where every value that it has is written as one, else its texts."""
    given = [text for text in texts if text]
    # A bare number is a moment only where the column's name says so: most numbers are not.
    if given and all(_SLASHED.match(text) or parse_stamp(text) for text in given):
        return read_moments(texts, rows, name, remarks)
    return texts


def _cases(
    grid: Grid,
    table: Sequence[Sequence[str]],
    columns: Mapping[str, int],
    moments: Mapping[int, Sequence[Moment | None]],
    rest: Sequence[int],
    values: Mapping[int, Sequence[str | Moment | None]],
) -> list[Case]:
    by_case: dict[str, list[int]] = {}
    for line, cells in enumerate(table):
        name = cells[columns["case"]]
        if not name:
            raise BadLog("no-case", grid.rows[line][0], grid.header[columns["case"]])
        by_case.setdefault(name, []).append(line)
    # An attribute of the case says the same in all its rows, in every case; a gap says nothing.
    of_case = [
        place
        for place in rest
        if all(len({v for line in lines if (v := values[place][line])}) <= 1 for lines in by_case.values())
    ]
    of_event = [place for place in rest if place not in of_case]

    def text(line: int, role: str) -> str:
        return table[line][columns[role]] if role in columns else ""

    def attributes(lines: Iterable[int], places: Sequence[int]) -> Attributes:
        found: Attributes = {}
        for line in lines:
            for place in places:
                if value := values[place][line]:
                    found.setdefault(grid.header[place], value)
        return found

    cases = []
    for name, lines in by_case.items():
        events = [
            Event(
                text(line, "activity"),
                moments[columns["when"]][line],
                moments[columns["begun"]][line] if "begun" in columns else None,
                text(line, "resource"),
                text(line, "transition"),
                attributes([line], of_event),
            )
            for line in lines
        ]
        cases.append(Case(name, attributes(lines, of_case), events))
    return cases


# --- moments ----------------------------------------------------------------------------------------------------

_CLOCK = r"(?:[T ]+(?P<h>\d{1,2}):(?P<i>\d\d)(?::(?P<s>\d\d)(?:\.(?P<f>\d{1,6})\d*)?)?(?: ?(?P<half>[AaPp]\.?[Mm]\.?|SA|CH))?)?"
_SLASHED = re.compile(r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>\d{4})" + _CLOCK + r"\Z", re.ASCII)
# Excel in Vietnamese writes the clock first: `08:30 16/11/2019`.
_CLOCK_FIRST = re.compile(
    r"(?P<clock>\d{1,2}:\d\d(?::\d\d)?)[ ,]+(?P<day>\d{1,2}[-/.]\d{1,2}[-/.]\d{4})\Z", re.ASCII
)
_SERIAL = re.compile(r"[1-9]\d{4}(?:[.,]\d{1,12})?\Z", re.ASCII)
SERIAL = (20_000, 80_000)
"""Bare numbers taken for days of a spreadsheet: the years 1954 to 2119."""


def read_moments(
    texts: Sequence[str], rows: Sequence[int], name: str, remarks: list[Remark]
) -> list[Moment | None]:
    """The moments of a column, ``None`` for an empty cell; :class:`BadLog` for the first that is none."""
    day_first = _day_first(texts, rows, name, remarks)
    moments: list[Moment | None] = []
    serials = 0
    for text, row in zip(texts, rows, strict=True):
        if not text:
            moments.append(None)
            continue
        moment = parse_stamp(text) or _slashed(text, day_first)
        if moment is None and (moment := _serial(text)):
            serials += 1
        if moment is None:
            raise BadLog("bad-moment", row, name, text)
        moments.append(moment)
    if serials:
        remarks.append(Remark("serial-dates", 0, name, "", str(serials)))
    return moments


def _day_first(texts: Sequence[str], rows: Sequence[int], name: str, remarks: list[Remark]) -> bool:
    """Whether the day comes before the month in ``03/04/2011``, as the column as a whole has it."""
    first: dict[bool, tuple[int, str]] = {}
    doubtful: tuple[int, str] | None = None
    for text, row in zip(texts, rows, strict=True):
        found = _SLASHED.match(_turned(text)) if "/" in text or "-" in text or "." in text else None
        if found is None:
            continue
        one, two = int(found["a"]), int(found["b"])
        if one > 12 >= two:
            first.setdefault(True, (row, text))
        elif two > 12 >= one:
            first.setdefault(False, (row, text))
        elif one != two:
            doubtful = doubtful or (row, text)
    if len(first) == 2:
        (row, text), (other, against) = first[True], first[False]
        raise BadLog("both-date-orders", row, name, text, f"{other}: {against}")
    if not first and doubtful:
        remarks.append(Remark("day-first-assumed", doubtful[0], name, doubtful[1]))
    return next(iter(first), True)


def _turned(text: str) -> str:
    found = _CLOCK_FIRST.match(text)
    return f"{found['day']} {found['clock']}" if found else text


def _slashed(text: str, day_first: bool) -> Moment | None:
    found = _SLASHED.match(_turned(text))
    if found is None:
        return None
    day, month = (int(found[key]) for key in (("a", "b") if day_first else ("b", "a")))
    try:
        if found["h"] is None:
            return date(int(found["y"]), month, day)
        hour, half = int(found["h"]), (found["half"] or "").replace(".", "").lower()
        if half in ("pm", "ch") and hour < 12:
            hour += 12
        elif half in ("am", "sa") and hour == 12:
            hour = 0
        micros = int((found["f"] or "").ljust(6, "0"))
        return datetime(int(found["y"]), month, day, hour, int(found["i"]), int(found["s"] or 0), micros)
    except ValueError:
        return None


def _serial(text: str) -> Moment | None:
    """Days since Excel's day 0, with a fraction for the clock (to the second: a double holds no more)."""
    if not _SERIAL.match(text):
        return None
    whole, _, part = text.replace(",", ".").partition(".")
    if not SERIAL[0] <= int(whole) < SERIAL[1]:
        return None
    day = date.fromordinal(EXCEL_EPOCH + int(whole))
    if not part:
        return day
    seconds = round(float(f"0.{part}") * 86_400)
    return datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)
