"""``phancap deadline``: by when the law wants an answer, step by step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from phancap.cli.common import DAY, Refused, language, open_snapshot, options, print_json, width

if TYPE_CHECKING:
    from phancap.calendar.deadlines import Answer, Limit
    from phancap.calendar.rows import CalendarRow, HoursRow

    Rows = tuple[list[CalendarRow], list[HoursRow]]

_INDENT = 26


class Case(NamedTuple):
    """The limit of one case or channel of a power."""

    case: str
    channel: str
    value: int | None
    unit: str
    cutoff: str = ""

    def words(self, lang: str) -> str:
        """The case with its limit on one line; case and channel as they are to be typed."""
        from phancap.cli.show import length_words

        limit = length_words(self._asdict(), lang)
        return " · ".join(part for part in (self.case, self.channel, limit, self.cutoff) if part)


class PowerLimit(NamedTuple):
    """The limit of a power on a day, and those of its single cases and channels."""

    value: int | None
    unit: str
    note: str
    power: str
    name: str = ""
    cutoff: str = ""
    cases: tuple[Case, ...] = ()


LimitOf = Callable[[str, int], PowerLimit | None]
"""(words or id of a power, day of receipt) to its limit; ``None`` where there is no such power."""


_HELP = {
    "limit": "Thời hạn: `10 working_day`, `15 day`, `8 hour`, `1 month`, `1 same_day`.",
    "received": "Khi nhận đủ hồ sơ hợp lệ: YYYY-MM-DD hoặc YYYY-MM-DDThh:mm.",
    "known": "Chỉ dùng những thông báo đã công bố đến ngày này.",
    "case": "Trường hợp, khi thủ tục có nhiều thời hạn.",
    "channel": "Kênh nộp, khi thời hạn theo kênh.",
    "cutoff": "Giờ chốt của thời hạn trong ngày, như 15:00.",
    "continuous": "Giờ đồng hồ liên tục, không phải giờ làm việc.",
    "start": "`receipt` (mặc định) hoặc `last-hour`: nộp giờ cuối thì tính từ 08:00 hôm sau.",
    "scope": "Loại thủ tục có quy tắc riêng, như giay-phep-xay-dung.",
    "body": "Cơ quan giải quyết: tính theo giờ làm việc của cơ quan đó.",
    "ics": "Ghi hạn vào một tệp lịch iCalendar.",
}


@click.command()
@click.argument("power", required=False)
@click.option("--limit", nargs=2, metavar="N UNIT", help=_HELP["limit"])
@click.option("--received", required=True, metavar="MOMENT", help=_HELP["received"])
@click.option("--known", type=DAY, metavar="DAY", help=_HELP["known"])
@click.option("--case", metavar="ID", help=_HELP["case"])
@click.option("--channel", metavar="ID", help=_HELP["channel"])
@click.option("--cutoff", metavar="HH:MM", help=_HELP["cutoff"])
@click.option("--continuous", is_flag=True, help=_HELP["continuous"])
@click.option("--start", default="receipt", metavar="RULE", help=_HELP["start"])
@click.option("--scope", default="", metavar="LOẠI", help=_HELP["scope"])
@click.option("--body", default="", metavar="CƠ QUAN", help=_HELP["body"])
@click.option("--ics", type=click.Path(dir_okay=False), metavar="TỆP", help=_HELP["ics"])
@options
def deadline(
    power: str | None, limit: tuple[str, str] | None, received: str, known: int | None, case: str | None,
    channel: str | None, cutoff: str | None, continuous: bool, start: str, scope: str, body: str,
    ics: str | None, workspace: str | None, option: tuple[str, ...], lang: str | None, as_json: bool,
) -> int:  # fmt: skip
    """Hạn giải quyết: đến khi nào, tính từng bước, theo quy định nào.

    Ngày tiếp nhận không tính, ngày cuối tính đến hết giờ làm việc.

    phancap deadline --limit 10 working_day --received 2025-12-19
    """
    language_ = language(lang)
    if (power is None) == (limit is None):
        raise Refused(_either(language_))
    request = Request(received, known, cutoff, continuous, start, scope, body)
    rows = calendar_of(workspace, option, language_)
    if limit is not None:
        found = PowerLimit(_whole(limit[0], language_), limit[1], "", "")
    else:
        limit_of = limits_of(workspace, option, language_, known)
        asked = limit_of(power or "", request.day(language_))
        if asked is None:
            return _no_power(power or "", language_, as_json)
        found = picked(asked, case, channel, language_)
    return tell(found, request, rows, language_, as_json=as_json, ics=ics)


def picked(found: PowerLimit, case: str | None, channel: str | None, lang: str) -> PowerLimit:
    """The limit of the case and channel named; without a name the power's own."""
    if case is None and channel is None:
        return found
    fit = [one for one in found.cases if case in (None, one.case) and channel in (None, one.channel)]
    if not fit:
        asked = " · ".join(name for name in (case, channel) if name)
        there = "; ".join(one.words(lang) for one in found.cases) or "-"
        if lang == "en":
            raise Refused(f"`{found.power}` has no case `{asked}` that day · it has: {there}")
        raise Refused(f"`{found.power}` ngày đó không có trường hợp `{asked}` · có: {there}")
    if len(fit) > 1:
        return found._replace(value=None, unit="unknown", cutoff="", cases=tuple(fit))
    return found._replace(value=fit[0].value, unit=fit[0].unit, cutoff=fit[0].cutoff, cases=(fit[0],))


class Request(NamedTuple):
    """What was asked, as typed."""

    received: str
    known: int | None = None
    cutoff: str | None = None
    continuous: bool = False
    start: str = "receipt"
    scope: str = ""
    body: str = ""

    def moment(self, lang: str) -> tuple[int, bool]:
        """The moment of receipt, and whether an hour was given."""
        from phancap.calendar.moments import MomentError, parse_moment

        try:
            return parse_moment(self.received)
        except MomentError as error:
            raise Refused(f"--received: {error.message(lang)}") from None

    def day(self, lang: str) -> int:
        """The day of receipt: the day whose limit of a power applies."""
        return self.moment(lang)[0] // 1440


def tell(
    found: PowerLimit, request: Request, rows: Rows, lang: str, *,
    as_json: bool = False, ics: str | None = None,
) -> int:  # fmt: skip
    """Count and print; exit code 0, or 1 where the limit is not known."""
    from phancap.calendar.deadlines import explain
    from phancap.calendar.errors import CalendarError
    from phancap.calendar.hours import OfficeHours
    from phancap.calendar.working import Calendars

    moment, with_hour = request.moment(lang)
    if found.unit == "unknown" or found.value is None and found.unit != "same_day":
        return _not_known(found, moment, lang, as_json)
    limit = _limit(found, request, lang)
    needs_hour = limit.unit if limit.unit in ("hour", "same_day") else "last-hour"
    if not with_hour and needs_hour in (limit.unit, request.start):
        raise Refused(f"--received: {CalendarError('needs-hour', unit=needs_hour).message(lang)}")
    try:
        answer = explain(
            limit, moment, Calendars(rows[0]), OfficeHours(rows[1], request.known), known=request.known,
            body=request.body, power=found.power, start=request.start, scope=request.scope,
        )  # fmt: skip
    except CalendarError as error:
        raise Refused(error.message(lang)) from None
    if ics:
        _write_ics(ics, answer, found, lang)
    if as_json:
        from phancap.calendar.report import to_json

        cases = [one._asdict() for one in found.cases]
        print_json({**to_json(answer, lang), "power": _named(found), "cases": cases})
    else:
        _show(answer, found, lang)
    return 0


def calendar_of(workspace: str | None, option: tuple[str, ...], lang: str) -> Rows:
    """The calendar and hours of a workspace: its two tables alone where nothing else is asked."""
    from phancap.calendar.errors import CalendarError
    from phancap.calendar.rows import calendar_rows, hours_rows, read_folder

    folder = Path(workspace) if workspace else Path(__file__).parents[1] / "cities" / "can_tho"
    try:
        if folder.is_dir() and not option:
            return read_folder(folder)
        from phancap.workspace.errors import WorkspaceError
        from phancap.workspace.load import load

        try:
            tables = load(folder, option).tables
        except WorkspaceError as error:
            raise Refused("\n".join(error.lines(lang, 40))) from None
        return calendar_rows(tables["calendar"]), hours_rows(tables["hours"])
    except CalendarError as error:
        raise Refused(error.message(lang)) from None


def limits_of(workspace: str | None, option: tuple[str, ...], lang: str, known: int | None) -> LimitOf:
    """The limits of the powers of a workspace."""
    from phancap.competence.answer import limit_of
    from phancap.competence.inquiry import Desk

    desk = Desk(open_snapshot(workspace, option, lang), lang)

    def look_up(asked: str, day: int) -> PowerLimit | None:
        match = desk.power(asked, day)
        if not match.power:
            return None
        view = desk.snapshot.view(match.power, known)
        if match.power not in view.powers:
            return None
        name = view.powers[match.power].name
        limit: dict[str, Any] | None = limit_of(view, match.power, day)
        if limit is None:
            return PowerLimit(None, "unknown", "", match.power, name)
        cases = limit.get("cases", [])
        columns = ("case", "channel", "value", "unit", "cutoff")
        told = tuple(Case(*(case[column] for column in columns)) for case in cases)
        # One case is the limit of the power, with its cut-off; several are shown, and none is picked.
        cutoff = told[0].cutoff if len(told) == 1 else ""
        return PowerLimit(limit["value"], limit["unit"], limit["note"], match.power, name, cutoff, told)

    return look_up


def _limit(found: PowerLimit, request: Request, lang: str) -> Limit:
    from phancap.calendar.deadlines import Limit
    from phancap.calendar.errors import CalendarError
    from phancap.calendar.moments import parse_clock

    cutoff, text = None, request.cutoff or found.cutoff
    if text:
        cutoff = parse_clock(text)
        if cutoff is None:
            raise Refused(CalendarError("clock", where="--cutoff", got=text).message(lang))
    continuous = request.continuous and found.unit == "hour"
    value = 1 if found.value is None else found.value  # a same-day limit may come without a number
    return Limit(value, found.unit, cutoff, found.note, continuous)


def _show(answer: Answer, found: PowerLimit, lang: str) -> None:
    from phancap.calendar import report
    from phancap.calendar.moments import show_moment
    from phancap.formats.say import say

    about = found.name or say(report.WORDS, lang, "due")
    right = f"{about} · {report.limit_words(answer.limit, lang)}"
    left = show_moment(answer.due)
    space = width() - len(left) - len(right)
    click.echo(click.style(left, bold=True) + (" " * space + right if space >= 3 else f"\n  {right}"))
    for line in report.lines(answer.steps, lang):
        _line(line.when, line.text + (f" · {line.basis}" if line.basis else ""))
    for text in report.changes(answer, lang):
        _line("!", text)
    for text in (report.apology(answer, lang), answer.limit.note):
        if text:
            _line("·", text)
    for text in report.notes(answer, lang):
        _line("·", text)


def _line(label: str, text: str) -> None:
    import textwrap

    body = textwrap.wrap(text, max(30, width() - _INDENT)) or [""]
    click.echo(click.style(f"  {label:<{_INDENT - 2}}", dim=True) + body[0])
    for more in body[1:]:
        click.echo(" " * _INDENT + more)


def _write_ics(path: str, answer: Answer, found: PowerLimit, lang: str) -> None:
    import time

    from phancap.calendar import report
    from phancap.calendar.ical import Entry, write_ics
    from phancap.calendar.moments import UTC_OFFSET
    from phancap.formats.days import parse_day
    from phancap.formats.say import say

    lines = [f"{line.when}: {line.text} {line.basis}".rstrip() for line in report.lines(answer.steps, lang)]
    lines += [*report.changes(answer, lang), report.apology(answer, lang), *report.notes(answer, lang)]
    title = f"{say(report.WORDS, lang, 'due')}: {found.name or report.limit_words(answer.limit, lang)}"
    stamp = parse_day("1970-01-01") * 1440 + int(time.time()) // 60 + UTC_OFFSET
    entry = Entry(answer.due, title, "\n".join(filter(None, lines)), answer.apology_by)
    try:
        Path(path).write_text(write_ics([entry], stamp), encoding="utf-8", newline="")
    except OSError as error:
        raise Refused(f"--ics {path}: {error.strerror or error}") from None


_NOTHING: dict[str, Any] = {"due": None, "steps": [], "changed_since": []}


def _named(found: PowerLimit) -> dict[str, str] | None:
    return {"id": found.power, "name": found.name} if found.power else None


def _whole(text: str, lang: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    from phancap.calendar.errors import CalendarError

    raise Refused(f"--limit: {CalendarError('value', got=text, most=5000).message(lang)}")


def _either(lang: str) -> str:
    example = "phancap deadline --limit 10 working_day --received 2025-12-19"
    if lang == "en":
        return f"give either POWER or `--limit N UNIT` · such as: {example}"
    return f"cho một trong hai: POWER hoặc `--limit N UNIT` · ví dụ: {example}"


def _no_power(words: str, lang: str, as_json: bool) -> int:
    if as_json:
        named = {"id": words, "name": ""}
        print_json({"format": 1, "status": "unknown-power", "power": named, **_NOTHING})
    else:
        click.echo(f"no such power: `{words}`" if lang == "en" else f"không rõ thẩm quyền nào: `{words}`")
    return 1


def _not_known(found: PowerLimit, moment: int, lang: str, as_json: bool) -> int:
    from phancap.calendar.errors import CalendarError
    from phancap.calendar.moments import format_moment

    why = CalendarError("unknown-limit").message(lang)
    if as_json:
        print_json({
            "format": 1, "status": "unknown-limit", "power": _named(found), "received": format_moment(moment),
            "limit": {"value": found.value, "unit": "unknown", "note": found.note},
            **_NOTHING, "notes": [why], "cases": [one._asdict() for one in found.cases],
        })  # fmt: skip
        return 1
    click.echo((f"{found.name}: " if found.name else "") + why)
    for case in found.cases:
        if case.case or case.channel:  # the plain one says no more than the line above
            _line("·", case.words(lang))
    if found.note:
        _line("·", found.note)
    return 1
