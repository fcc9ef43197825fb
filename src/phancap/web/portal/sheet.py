"""A page about something: facts, tables, a band of time. One sheet is the page, its JSON, its CSV, its XLSX."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, NamedTuple, overload
from urllib.parse import quote, urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from phancap.charter.names import level_words
from phancap.charter.view import View
from phancap.competence.answer import provision_words
from phancap.formats.csv_text import write_csv_text
from phancap.formats.days import format_day, parse_day, show_day, today
from phancap.web.portal.desk import city_name, snapshot
from phancap.web.portal.history import LEAST_NUMBERED, percent
from phancap.web.portal.query import BadParameter, Busy, check_lengths, day_of
from phancap.web.reading import require_safe

ON_A_PAGE = 100
LARGEST_PAGE = 10_000
CACHED = "public, max-age=60"
_PARAMETERS = ("lang", "page", "table")


class Cell(NamedTuple):
    """Text with a link and a way to be shown: ``""``, ``soft``, ``warn``."""

    text: str
    href: str = ""
    kind: str = ""


Row = list[list[Cell]]


class Rows(Sequence[Row]):
    """Rows of a long table, each put into words only when it is shown."""

    def __init__(self, items: Sequence[Any], make: Callable[[Any], Row]) -> None:
        self._items = items
        self._make = make

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...

    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return [self._make(item) for item in self._items[at]]
        return self._make(self._items[at])


class Bar(NamedTuple):
    """A stretch of a band: its place and width in percent of it, its lane in pixels, its colour class, its number."""

    left: float
    y: int
    share: float
    kind: str
    number: int

    @property
    def x(self) -> str:
        """Where it begins."""
        return percent(self.left)

    @property
    def width(self) -> str:
        """How long it is; never so short that nobody sees it."""
        return percent(max(0.3, self.share))

    @property
    def middle(self) -> str:
        """Where the number stands."""
        return percent(self.left + self.share / 2)

    @property
    def numbered(self) -> bool:
        """Whether there is room for the number."""
        return self.share > LEAST_NUMBERED

    @property
    def text_y(self) -> int:
        """The foot of the number."""
        return self.y + 18


class Band(NamedTuple):
    """A band of time in lanes: the day asked as a mark, the years below; ``foot`` is where the lanes end."""

    bars: list[Bar]
    mark: str
    foot: int
    years: list[dict[str, str]]

    @property
    def height(self) -> int:
        """The lanes with the years under them, in pixels."""
        return self.foot + 16


class Table(NamedTuple):
    """A table of a sheet; each cell holds one or more pieces."""

    id: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Row]
    empty: str = ""
    note: str = ""
    band: Band | None = None


class Field(NamedTuple):
    """A field of the form above a list: a line of text, or a choice."""

    name: str
    label: str
    value: str
    choices: Sequence[tuple[str, str]] = ()


class Sheet(NamedTuple):
    """Everything a page shows; ``data`` is its JSON twin."""

    title: str
    path: str
    data: dict[str, Any]
    kicker: str = ""
    facts: Sequence[tuple[str, list[Cell]]] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[str] = ()
    fields: Sequence[Field] = ()
    lead: str = ""
    links: Sequence[Cell] = ()
    drawing: dict[str, Any] | None = None


class Asked:
    """What every page is asked: language, day, and addresses that keep both."""

    def __init__(self, request: HttpRequest) -> None:
        check_lengths(request.GET)
        self.request = request
        self.lang = get_language() or "vi"
        given = day_of(request.GET, "on")
        self.given = given
        self.day = today() if given is None else given

    def text(self, name: str) -> str:
        """A parameter, its blanks cut."""
        return str(self.request.GET.get(name, "")).strip()

    def choice(self, name: str, among: Sequence[str], default: str = "") -> str:
        """A parameter out of a closed list; anything else is refused with the list."""
        value = self.text(name) or default
        if value and value not in among:
            raise BadParameter(f"`{name}={value}` · {', '.join(x for x in among if x)}")
        return value

    def link(self, path: str, **query: str) -> str:
        """An address on this site in this language and, where a day was given, on it."""
        pairs = {key: value for key, value in query.items() if value}
        if self.given is not None and "on" not in query:
            pairs["on"] = format_day(self.given)
        if self.lang != "vi":
            pairs["lang"] = self.lang
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def unit(self, uid: str, name: str = "") -> Cell:
        """A unit as a link."""
        return Cell(name or uid, self.link(address("units", uid)))

    def power(self, power: str, name: str = "") -> Cell:
        """A power as a link."""
        return Cell(name or power, self.link(address("powers", power)))

    def body(self, ref: dict[str, Any] | None) -> Cell:
        """A body as a link."""
        if not ref or not ref["id"]:
            return Cell("–", kind="soft")
        return Cell(ref["name"], self.link(address("bodies", ref["id"])))

    def kind_of(self, ref: dict[str, Any]) -> Cell:
        """A class of bodies, or a named one: the list of its bodies, or its page."""
        known = whole().classes.get(ref["id"])
        if known is None or known.level == "none":
            return self.body(ref)
        return Cell(ref["name"], self.link("/bodies", **{"class": ref["id"]}))

    def holder(self, holder: str) -> Cell:
        """The class or body that a grant names."""
        return self.kind_of({"id": holder, "name": level_words(whole(), holder, self.lang)})

    def act(self, number: str, provision: str = "") -> list[Cell]:
        """A clause and the act it stands in."""
        if not number:
            return []
        words = (
            provision_words(provision, self.lang) + (", " if self.lang == "en" else " ") if provision else ""
        )
        shown = Cell(number.partition("#")[0], self.link(address("acts", number)))
        return [Cell(words), shown] if words else [shown]

    def days(self, start: str | None, end: str | None) -> Cell:
        """`01-07-2025 – 28-02-2027`: the days of ``[start, end)`` as people write them."""
        first = show_day(parse_day(start)) if start else "…"
        last = show_day(parse_day(end) - 1) if end else "…"
        return Cell(f"{first} – {last}", kind="day")

    def on_day(self, day: str | None) -> Cell:
        """One day, or nothing where none is stated."""
        return Cell(show_day(parse_day(day)), kind="day") if day else Cell("")

    def day_field(self) -> Field:
        """The field that asks for the day."""
        return Field("on", gettext("Ngày (để trống: hôm nay)"), show_day(self.given) if self.given else "")


def address(room: str, key: str) -> str:
    """The stable address of a thing."""
    return f"/{room}/{quote(key, safe='/@:')}"


def whole() -> View:
    """The whole charter of this process."""
    from phancap.web.portal.desk import view

    return view()


def source_cell(source: str) -> list[Cell]:
    """A source as it is cited; the word for an assumption where it is one."""
    if "assumption" in source:
        return [Cell(gettext("giả định"), kind="warn")]
    return [Cell(source, "/data/sources.csv", "soft")] if source else []


def joined(cells: Sequence[Cell], between: str = ", ") -> list[Cell]:
    """Cells in one, with signs between them."""
    result: list[Cell] = []
    for number, cell in enumerate(cells):
        if number:
            result.append(Cell(between))
        result.append(cell)
    return result


Maker = Callable[..., Sheet]


def page(make: Maker) -> Callable[..., HttpResponse]:
    """A view of a function that makes a sheet: HTML, or by the ending of the address JSON, CSV, XLSX."""

    @require_safe
    @wraps(make)
    def view(request: HttpRequest, suffix: str | None = None, **key: str) -> HttpResponse:
        ending = suffix or ""
        try:
            sheet = make(Asked(request), **key)
            return _respond(request, sheet, ending)
        except BadParameter as error:
            return refused(request, str(error), 400, ending)
        except Http404 as error:
            return refused(request, str(error), 404, ending)
        except Busy as error:
            response = refused(request, str(error), 503, ending)
            response["Retry-After"] = "5"
            return response

    return view


def refused(request: HttpRequest, message: str, status: int, suffix: str = "") -> HttpResponse:
    """A clear error in the form that was asked for."""
    if suffix:
        return json_text({"error": message}, status)
    context = {"kind": {404: "missing", 503: "busy"}.get(status, "bad"), "message": message}
    return render(request, "portal/message.html", context, status=status)


def _respond(request: HttpRequest, sheet: Sheet, suffix: str) -> HttpResponse:
    if suffix == ".json":
        response = json_text(sheet.data)
    elif suffix == ".csv":
        response = _csv(_chosen(request, sheet), sheet.path)
    elif suffix == ".xlsx":
        response = _xlsx(sheet)
    else:
        response = render(request, "portal/sheet.html", _context(request, sheet))
    response["Cache-Control"] = CACHED
    if suffix:
        response["Access-Control-Allow-Origin"] = "*"
    return response


def as_text(value: Any) -> str:
    """JSON as the command line prints it."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def json_text(value: Any, status: int = 200, kind: str = "application/json") -> HttpResponse:
    """A response of JSON."""
    return HttpResponse(as_text(value), content_type=f"{kind}; charset=utf-8", status=status)


def _chosen(request: HttpRequest, sheet: Sheet) -> Table:
    wanted = request.GET.get("table", "")
    for table in sheet.tables:
        if not wanted or table.id == wanted:
            return table
    raise BadParameter(f"`table={wanted}` · {', '.join(table.id for table in sheet.tables)}")


def _plain(table: Table) -> list[list[str]]:
    return [["".join(piece.text for piece in cell) for cell in row] for row in table.rows]


def _csv(table: Table, path: str) -> HttpResponse:
    # A spreadsheet reads UTF-8 only behind a mark.
    text = "\ufeff" + write_csv_text([list(table.columns), *_plain(table)])
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(path, table.id)}.csv"'
    return response


def file_name(path: str, table: str = "") -> str:
    """A name that every file system takes, of an address."""
    stem = re.sub(r"[^A-Za-z0-9.@-]+", "-", f"{path}-{table}" if table else path).strip("-.")
    return f"phancap-{stem[:100]}"


def _xlsx(sheet: Sheet) -> HttpResponse:
    from phancap.formats.xlsx import SheetOut, write_xlsx_bytes

    data = write_xlsx_bytes([SheetOut(t.id[:31], list(t.columns), _plain(t), {}) for t in sheet.tables])
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{file_name(sheet.path)}.xlsx"'
    return response


def _context(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    kept = [(k, v) for k, values in request.GET.lists() if k not in _PARAMETERS for v in values if v]
    lang = get_language() or "vi"
    here = [*kept, ("lang", lang)] if lang != "vi" else kept
    number = _page_number(request)
    tables = []
    for table in sheet.tables:
        first = (number - 1) * ON_A_PAGE
        pages = max(1, -(-len(table.rows) // ON_A_PAGE))
        shown = table._replace(rows=table.rows[first : first + ON_A_PAGE]) if pages > 1 else table
        tables.append(
            {
                "table": shown,
                **_shown(shown),
                "total": len(table.rows),
                "csv": _with(f"{sheet.path}.csv", [*here, ("table", table.id)]),
                "pages": [(n, _with(sheet.path, [*here, ("page", str(n))]), n == number)
                          for n in _near(number, pages)] if pages > 1 else [],
            }
        )  # fmt: skip
    return {
        "sheet": sheet,
        "facts": [(label, cells) for label, cells in sheet.facts if any(cell.text for cell in cells)],
        "tables": tables,
        "vi": _with(sheet.path, kept),
        "en": _with(sheet.path, [*kept, ("lang", "en")]),
        "json": _with(f"{sheet.path}.json", here),
        "xlsx": _with(f"{sheet.path}.xlsx", here) if sheet.tables and has_spreadsheets() else "",
        "snapshot": snapshot().id[:12],
        "city": city_name(lang),
        "today": show_day(today()),
    }


SHORT, LONG = 22, 80
"""Characters that a narrow column may hold on one line; from how many on a column needs room of its own."""


def _shown(table: Table) -> dict[str, Any]:
    """The columns that hold anything, and rows of ``(heading, class, pieces)``; a column of short texts keeps to a line."""
    longest = [0] * len(table.columns)
    for row in table.rows:
        for n, cell in enumerate(row):
            longest[n] = max(longest[n], sum(len(piece.text) for piece in cell))
    used = [n for n, length in enumerate(longest) if length]
    classes = ["short" if length <= SHORT else "long" if length > LONG else "" for length in longest]
    return {
        "columns": [table.columns[n] for n in used],
        "rows": [[(table.columns[n], classes[n], row[n]) for n in used] for row in table.rows],
    }


def has_spreadsheets() -> bool:
    """Whether the part that writes XLSX is installed."""
    from importlib.util import find_spec

    return find_spec("openpyxl") is not None


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "") or "1"
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= LARGEST_PAGE):
        raise BadParameter(f"`page={text}` · 1, 2, 3 …")
    return int(text)


def _near(number: int, pages: int) -> list[int]:
    return sorted({1, pages, *range(max(1, number - 3), min(pages, number + 3) + 1)})


def _with(path: str, pairs: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path
