"""``city.toml`` and ``option.toml``: what a workspace and an option say of themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from phancap.formats.days import DayError, format_day, parse_day
from phancap.workspace.errors import Report

FORMAT = 1
KEYS = ("format", "name", "name_en", "timezone", "horizon", "default_language", "rulebook")
LANGUAGES = ("vi", "en")


class City(NamedTuple):
    """A workspace about itself. ``horizon`` is ``[first day, day after the last)`` that is proved over."""

    name: str
    name_en: str = ""
    timezone: str = "Asia/Ho_Chi_Minh"
    horizon: tuple[int, int] = (0, 0)
    default_language: str = "vi"
    rulebook: str = "vn"
    format: int = FORMAT


class Option(NamedTuple):
    """An option about itself; ``more`` is everything in ``option.toml`` as it stands there."""

    id: str
    name: str = ""
    aims: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    more: dict[str, Any] = {}


def parse_toml(data: bytes, file: str, report: Report) -> dict[str, Any] | None:
    """The keys of a TOML file, or ``None`` with the error noted."""
    import tomllib

    from phancap.formats.csv_text import decode
    from phancap.formats.grid import empty_grid

    grid = empty_grid()
    text = decode(data, grid)
    for remark in grid.remarks:
        report.note(remark.id, file)
    for problem in grid.problems:
        report.error(problem.id, file, problem.row, value=problem.value, more=problem.more)
    if text is None:
        return None
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        report.error("bad-toml", file, more=str(error))
        return None


def read_city(keys: Mapping[str, Any], file: str, report: Report) -> City:
    """The city from its keys; what is missing or wrong is noted in ``report``."""
    for key in keys:
        if key not in KEYS:
            report.note("unknown-key", file, value=key)
    number = keys.get("format")
    if number != FORMAT or isinstance(number, bool):
        if number is None:
            report.error("city-missing", file, column="format", expected="`format = 1`")
        else:
            newer = isinstance(number, int) and number > FORMAT
            report.error(
                "newer-format" if newer else "other-format", file, column="format", value=str(number)
            )
    language = _text(keys, "default_language", "vi", file, report)
    if language not in LANGUAGES:
        report.error("city-type", file, column="default_language", value=language, expected="`vi`, `en`")
    if not keys.get("name"):
        report.error("city-missing", file, column="name", expected='`name = "..."`')
    zone = _text(keys, "timezone", "Asia/Ho_Chi_Minh", file, report)
    if not _is_zone(zone):
        expected = "`Asia/Ho_Chi_Minh`"
        report.error("city-type", file, column="timezone", value=zone, expected=expected)
    book = _text(keys, "rulebook", "vn", file, report)
    if book != "vn" and book not in (books := _rule_books()):
        expected = ", ".join(f"`{name}`" for name in books)
        report.error("city-type", file, column="rulebook", value=book, expected=expected)
    return City(
        _text(keys, "name", "", file, report),
        _text(keys, "name_en", "", file, report),
        zone,
        _horizon(keys, file, report),
        language,
        book,
    )


def _is_zone(name: str) -> bool:
    """Whether the name is a time zone of this machine's list; a machine without a list knows no better."""
    if name == "Asia/Ho_Chi_Minh":
        return True
    from zoneinfo import available_timezones

    known = available_timezones()
    return not known or name in known


def _rule_books() -> list[str]:
    from phancap.law.rulebook import offered

    return sorted({"vn", *offered()})


def read_option(option: str, keys: Mapping[str, Any], file: str, report: Report) -> Option:
    """The option from the keys of its ``option.toml``."""
    aims, authors = (_texts(keys, key, file, report) for key in ("aims", "authors"))
    return Option(option, _text(keys, "name", "", file, report), aims, authors, dict(keys))


def city_toml(city: City) -> str:
    """``city.toml`` as this project writes it."""
    first, end = city.horizon
    pairs = [
        ("name", _quoted(city.name)),
        ("name_en", _quoted(city.name_en)),
        ("timezone", _quoted(city.timezone)),
        ("horizon", f'["{format_day(first)}", "{format_day(end)}"]'),
        ("default_language", _quoted(city.default_language)),
        ("rulebook", _quoted(city.rulebook)),
    ]
    return f"format = {city.format}\n" + "".join(
        f"{key} = {value}\n" for key, value in pairs if value != '""'
    )


def option_toml(option: Option) -> str:
    """``option.toml`` of an option: its texts and lists of texts, and tables of such."""
    lines: list[str] = []
    _toml_table(option.more, "", lines)
    return "".join(line + "\n" for line in lines)


def toml_or_text(value: Any) -> str:
    """A value for a cell: text as it is, unless it would read as something else; the rest as in TOML."""
    if isinstance(value, str) and text_or_toml(value) == value:
        return value
    return _toml_value(value)


def text_or_toml(text: str) -> Any:
    """The inverse of :func:`toml_or_text`."""
    import tomllib

    try:
        found = tomllib.loads("value = " + text)
    except (ValueError, RecursionError):
        return text
    return found["value"] if len(found) == 1 else text


def _toml_table(keys: Mapping[str, Any], path: str, lines: list[str]) -> None:
    later = []
    for key, value in keys.items():
        name = key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _quoted(key)
        tables = isinstance(value, list) and value != [] and all(isinstance(item, dict) for item in value)
        if isinstance(value, dict) or tables:
            later.append((f"{path}.{name}" if path else name, value))
        else:
            lines.append(f"{name} = {_toml_value(value)}")
    for name, value in later:
        for item in value if isinstance(value, list) else [value]:
            lines += ["", f"[[{name}]]" if isinstance(value, list) else f"[{name}]"]
            _toml_table(item, name, lines)


def _toml_value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, list):
        return "[" + ", ".join(_toml_value(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted(key)} = {_toml_value(item)}" for key, item in value.items()) + "}"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _text(keys: Mapping[str, Any], key: str, default: str, file: str, report: Report) -> str:
    value = keys.get(key, default)
    if isinstance(value, str):
        return value
    report.error("city-type", file, column=key, value=str(value), expected='"..."')
    return default


def _texts(keys: Mapping[str, Any], key: str, file: str, report: Report) -> tuple[str, ...]:
    value = keys.get(key, [])
    items = [value] if isinstance(value, str) else value
    if isinstance(items, list) and all(isinstance(item, str) for item in items):
        return tuple(items)
    report.error("city-type", file, column=key, value=str(value), expected='["...", "..."]')
    return ()


def _horizon(keys: Mapping[str, Any], file: str, report: Report) -> tuple[int, int]:
    expected = '`horizon = ["2021-01-01", "2028-01-01"]`'
    value = keys.get("horizon")
    if value is None:
        report.error("city-missing", file, column="horizon", expected=expected)
        return (0, 0)
    days = []
    for item in value if isinstance(value, list) else []:
        if isinstance(item, date) and not isinstance(item, datetime):
            days.append(item.toordinal())
        elif isinstance(item, str):
            try:
                days.append(parse_day(item.strip()))
            except DayError as error:
                report.error("bad-day", file, column="horizon", value=item, guess=error.guess)
                return (0, 0)
    if len(days) != 2 or len(value) != 2:
        report.error("city-type", file, column="horizon", value=str(value), expected=expected)
        return (0, 0)
    if days[0] >= days[1]:
        first, end = (format_day(day) for day in days)
        report.error("empty-interval", file, column="horizon", value=end, other="horizon", more=first)
    return (days[0], days[1])
