"""The ``where`` lists of a workspace: ``*``, lettered codes by the day, frozen territories, ``!``.

``d916`` means, on each day, the unit that bears that code that day; ``d916@2021-01-01`` and
``d916~2022-06-20`` mean the territory of that version, frozen, for all days: the law of a former city
lives on after a merger. ``!`` takes away; a list of ``!`` items alone is ``*`` less them.
"""

import re
from typing import NamedTuple

from phancap.formats.days import format_day, parse_day
from phancap.territory.atoms import Territory
from phancap.territory.model import LETTER, LEVEL_OF_LETTER, Unit

# Not compiled before a place is read: a kept snapshot holds none to read.
_ITEM = r"([pdc])([0-9A-Za-z._-]+?)(?:([@~])(\d{4}-\d{2}-\d{2}))?\Z"


class WhereItem(NamedTuple):
    """One item: all (``level`` empty), a code by the day (``sign`` empty), a uid (``@``) or ``~``."""

    minus: bool
    level: str = ""
    code: str = ""
    sign: str = ""
    day: int = 0


def parse_item(text: str) -> WhereItem:
    """One item of a where list; :class:`ValueError` says what was expected."""
    body = text.strip()
    minus = body.startswith("!")
    body = body[1:].strip() if minus else body
    if body == "*":
        return WhereItem(minus)
    match = re.match(_ITEM, body)
    if match is None:
        raise ValueError(
            f"`{text}` không phải nơi · viết `*`, mã có chữ cấp (`p92`, `d916`, `c31141`), "
            "`c31141@2021-01-01` hoặc `c31141~2022-06-20`, có thể đặt `!` phía trước để trừ ra"
        )
    letter, code, sign, day = match.groups()
    return WhereItem(minus, LEVEL_OF_LETTER[letter], code, sign or "", parse_day(day) if day else 0)


def parse_where(text: str | tuple[str, ...]) -> tuple[WhereItem, ...]:
    """All items of a where list, given as a cell or as the list it splits into."""
    items = text.split(",") if isinstance(text, str) else text
    return tuple(parse_item(item) for item in items if item.strip())


def version_meant(item: WhereItem, territory: Territory) -> Unit | None:
    """The version that a frozen item names, or ``None`` if no version known bears it."""
    if item.sign == "@":
        return territory.units.get(f"{LETTER[item.level]}{item.code}@{format_day(item.day)}")
    return territory.by_code(item.level, item.code, item.day)


def where_on(items: tuple[WhereItem, ...], territory: Territory, day: int) -> int:
    """The atoms that a where list means on ``day``, as a bit mask."""
    if not items:
        return 0
    plus = 0 if any(not item.minus for item in items) else territory.all_atoms
    minus = 0
    for item in items:
        extent = _extent(item, territory, day)
        if item.minus:
            minus |= extent
        else:
            plus |= extent
    return plus & ~minus


def _extent(item: WhereItem, territory: Territory, day: int) -> int:
    if not item.level:
        return territory.all_atoms
    if item.sign:
        version = version_meant(item, territory)
        return territory.atoms_of(version.uid) if version else 0
    unit = territory.by_code(item.level, item.code, day)
    return territory.atoms_on(unit, day) if unit else 0


def moves(items: tuple[WhereItem, ...]) -> bool:
    """Whether the list holds a bare code, so that its territory may change with the day."""
    return any(item.level and not item.sign for item in items)


def show_where(items: tuple[WhereItem, ...]) -> str:
    """The list as it is written in a file."""
    shown = []
    for item in items:
        body = "*" if not item.level else LETTER[item.level] + item.code
        if item.sign:
            body += item.sign + format_day(item.day)
        shown.append(("!" if item.minus else "") + body)
    return ",".join(shown)
