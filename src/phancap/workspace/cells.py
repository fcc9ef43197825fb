"""One cell, text to value and back, by the kind of its column."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from phancap.formats.days import DayError, format_day, parse_day
from phancap.formats.folding import fold
from phancap.formats.nearest import Nearest
from phancap.formats.tables import Column

_INTEGER = re.compile(r"-?[0-9]{1,18}\Z")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,20})?\Z")
_GROUPED = re.compile(
    r"([+-]?[0-9]{1,3})((?:([., \u00a0\u202f'])[0-9]{3})(?:\3[0-9]{3})*)(?:[.,]0+)?"
    r"\s*(?:đ|đồng|vnd|vnđ|m2|m²)?\Z"
)
_DECIMAL_COMMA = re.compile(r"([+-]?[0-9]+),([0-9]+)\Z")
_FLAGS = {
    "yes": "yes", "y": "yes", "true": "yes", "1": "yes", "co": "yes", "x": "yes", "dung": "yes",
    "no": "no", "n": "no", "false": "no", "0": "no", "khong": "no", "sai": "no",
}  # fmt: skip


class BadCell(ValueError):
    """A cell that its column cannot hold: message id, what was expected, what was likely meant."""

    def __init__(
        self, problem: str, expected: str = "", guess: str = "", near: Nearest | None = None
    ) -> None:
        self.problem = problem
        self.expected = expected
        self.guess = guess
        self.near = near
        super().__init__(problem)


def empty_value(column: Column) -> Any:
    """The value of an empty cell."""
    if column.kind in ("day", "integer", "number", "flag"):
        return None
    return () if column.kind in ("list", "values") else ""


def reader(column: Column) -> Callable[[str], Any] | None:
    """How a cell that is not empty is read (:class:`BadCell`); ``None`` where the text is the value."""
    if column.kind == "choice":
        return _choice(column.choices)
    return _READERS.get(column.kind)


def write_cell(kind: str, value: Any) -> str:
    """The one text that a value of that kind is written as."""
    if value is None or value == "" or value == ():
        return ""
    if kind == "day":
        return format_day(value)
    if kind == "flag":
        return "yes" if value else "no"
    if kind == "number":
        return _plain(value)
    if kind in ("list", "values"):
        return ("," if kind == "list" else "|").join(value)
    return str(value)


def _plain(value: float) -> str:
    text = repr(value)
    if "e" in text:
        from decimal import Decimal

        text = format(Decimal(text), "f")
    return text.removesuffix(".0")


def _day(text: str) -> int:
    try:
        return parse_day(text)
    except DayError as error:
        raise BadCell("bad-day", "YYYY-MM-DD", error.guess) from error


def _integer(text: str) -> int:
    if not _INTEGER.match(text):
        raise BadCell("bad-integer", "0-9", _meant_integer(text))
    return int(text)


def _meant_integer(text: str) -> str:
    text = text[:60].lower()
    grouped = _GROUPED.match(text)
    if grouped:
        return re.sub("[^0-9-]", "", grouped.group(1) + grouped.group(2))
    if re.match(r"[+-]?[0-9]+(?:[.,]0+)?\Z", text):
        digits = re.split("[.,]", text)[0].removeprefix("+")
        return digits if _INTEGER.match(digits) else ""
    if re.match(r"[0-9](?:[.,][0-9]+)?e\+?[0-9]{1,2}\Z", text):
        value = float(text.replace(",", "."))
        return str(int(value)) if value < 1e15 else ""
    return ""


def _number(text: str) -> float:
    if not _NUMBER.match(text):
        comma = _DECIMAL_COMMA.match(text[:60])
        raise BadCell("bad-number", "0-9 .", f"{comma.group(1)}.{comma.group(2)}" if comma else "")
    return float(text)


def _flag(text: str) -> bool:
    if text == "yes":
        return True
    if text == "no":
        return False
    raise BadCell("bad-flag", "yes, no", _FLAGS.get(fold(text[:20]), ""))


def _list(text: str) -> tuple[str, ...]:
    return tuple(item for item in (part.strip() for part in text.split(",")) if item)


def _values(text: str) -> tuple[str, ...]:
    return tuple(item for item in (part.strip() for part in text.split("|")) if item)


def _choice(choices: tuple[str, ...]) -> Callable[[str], str]:
    allowed = set(choices)
    near = Nearest(choices)
    listed = ", ".join(choices)

    def read(text: str) -> str:
        if text in allowed:
            return text
        raise BadCell("bad-choice", listed, near=near)

    return read


_READERS: dict[str, Callable[[str], Any]] = {
    "day": _day,
    "integer": _integer,
    "number": _number,
    "flag": _flag,
    "list": _list,
    "values": _values,
}
